use super::rules::{compile, fold};

#[test]
fn every_rule_takes_and_leaves_its_examples() {
    let rules = compile().unwrap();
    let mut wrong = Vec::new();
    for rule in &rules.rules {
        assert!(!rule.take.is_empty() && !rule.leave.is_empty(), "{} has no examples", rule.id);
        wrong
            .extend(rule.take.iter().filter(|text| !rule.fits(&fold(text))).map(|text| format!("{}: {text}", rule.id)));
        wrong.extend(rule.leave.iter().filter(|text| rule.fits(&fold(text))).map(|t| format!("{} takes {t}", rule.id)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
