//! What is not right about a translation: facts and figures, terms, script, words left over, length.

use gungman_core::{Fact, FactKind, FactState, Issue, Lang, Severity};
use gungman_lang::glossary::{Hit, Strength};
use gungman_lang::{facts, script, wording};

use crate::messages::Messages;

/// A segment's facts and terms, found once.
pub(super) struct Known<'a> {
    pub facts: Vec<Fact>,
    pub terms: Vec<Hit<'a>>,
}

/// One thing that is not right.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub code: &'static str,
    pub severity: Severity,
    pub value: String,
}

impl Fault {
    fn new(code: &'static str, severity: Severity, value: impl Into<String>) -> Self {
        Self { code, severity, value: value.into() }
    }

    pub fn issue(&self, messages: &Messages) -> Issue {
        Issue {
            code: self.code.to_owned(),
            severity: self.severity,
            message: messages.issue(self.code, &self.value),
            field: None,
            block: None,
            excerpt: (!self.value.is_empty()).then(|| self.value.clone()),
        }
    }
}

/// Everything that is not right about `target`, a translation of `source` into `lang`.
pub(super) fn faults(source: &str, target: &str, known: &Known<'_>, lang: Lang) -> Vec<Fault> {
    use Severity::{Error, Warning};
    let mut out = Vec::new();
    if target.trim().is_empty() {
        return vec![Fault::new("translation_empty", Error, "")];
    }
    let body = [target.to_owned()];
    for row in facts::compare(&known.facts, &known.facts, &body, lang) {
        match row.state {
            FactState::Missing | FactState::Changed => out.push(Fault::new("translation_missing", Error, row.target)),
            FactState::Foreign => out.push(Fault::new("translation_foreign", Error, row.source)),
            FactState::Pending | FactState::Present => {}
        }
    }
    let named = |value: &str| out.iter().any(|fault: &Fault| fault.value.contains(value));
    let (missing, foreign) = facts::figures(source, &known.facts, target);
    let loose: Vec<Fault> = missing
        .into_iter()
        .filter(|figure| !named(figure))
        .map(|figure| Fault::new("translation_missing", Error, figure))
        .chain(
            foreign
                .into_iter()
                .filter(|figure| !named(figure))
                .map(|figure| Fault::new("translation_foreign", Error, figure)),
        )
        .collect();
    out.extend(loose);
    let chinese = lang.is_chinese();
    for hit in &known.terms {
        for wrong in if chinese { hit.term.wrong_in(target) } else { Vec::new() } {
            out.push(Fault::new("term_wrong", Error, format!("{wrong} → {}", hit.term.best(lang))));
        }
        // A name that is a fact as well has been looked for.
        let fact = known.facts.iter().any(|fact| {
            let start = fact.start as usize;
            (start..start + fact.source.len()).contains(&hit.range.start)
        });
        if !fact && hit.term.strength > Strength::Hint && !hit.term.stands_in(target, lang) {
            let severity = if hit.term.strength == Strength::Locked { Error } else { Warning };
            let from = &source[hit.range.clone()];
            out.push(Fault::new("term_missing", severity, format!("{from} → {}", hit.term.best(lang))));
        }
    }
    if chinese {
        for (_, c) in script::find_simplified(target) {
            out.push(Fault::new("simplified", Error, c.to_string()));
        }
        for word in wording::suggest(target) {
            out.push(Fault::new("wording", Severity::Info, format!("{} → {}", word.word, word.instead.join("／"))));
        }
    }
    for word in script::untranslated(target, lang) {
        // A Latin word that the source gives in a Chinese sentence's brackets, or a code, has its reason.
        out.push(Fault::new("untranslated", Error, word));
    }
    let told: Vec<&Fact> =
        known.facts.iter().filter(|fact| fact.kind == FactKind::Name && in_other_script(&fact.source, lang)).collect();
    out.extend(told.into_iter().map(|fact| Fault::new("name_kept", Warning, fact.source.trim())));
    if source.trim() == target.trim() {
        out.push(Fault::new("same_as_source", Error, ""));
    } else if let Some(code) = odd_length(source, target, lang) {
        out.push(Fault::new(code, Warning, ""));
    }
    out
}

fn in_other_script(name: &str, lang: Lang) -> bool {
    let han = name.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    han != lang.is_chinese()
}

/// Far too short or too long. Official pairs have between 1.1 and 2.6 Chinese characters for an English word.
fn odd_length(source: &str, target: &str, lang: Lang) -> Option<&'static str> {
    let (english, chinese) = if lang.is_chinese() { (source, target) } else { (target, source) };
    let words = english.split_whitespace().count() as f64;
    let characters = chinese.chars().filter(|c| c.is_alphanumeric()).count() as f64;
    if words < 6.0 && characters < 12.0 {
        return None;
    }
    let ratio = characters / words.max(1.0);
    match (ratio, lang.is_chinese()) {
        (ratio, true) if ratio < 0.8 => Some("translation_short"),
        (ratio, true) if ratio > 4.0 => Some("translation_long"),
        (ratio, false) if ratio > 4.0 => Some("translation_short"),
        (ratio, false) if ratio < 0.8 => Some("translation_long"),
        _ => None,
    }
}
