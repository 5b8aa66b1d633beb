//! Every template, its prompts, worked examples and samples: well formed, in Hong Kong characters, true to their facts.

use gungman_app::paragraphs;
use gungman_app::prompt;
use gungman_app::shelf::Shelf;
use gungman_core::template::ChoiceLists;
use gungman_core::{Lang, Template};
use gungman_lang::{facts, script, style};
use gungman_tests::workspace;

fn shelf() -> Shelf {
    Shelf::load(&workspace().join("templates")).unwrap()
}

fn each_prompt(mut look: impl FnMut(&Template, Lang, &gungman_core::template::PromptSpec)) {
    for template in &shelf().templates {
        for (lang, spec) in &template.prompts {
            look(template, *lang, spec);
        }
    }
}

#[test]
fn every_template_loads_and_memo_and_letter_are_there() {
    let shelf = shelf();
    let ids: Vec<&str> = shelf.templates.iter().map(|template| template.id.as_str()).collect();
    assert_eq!(ids[..2], ["memo", "letter"], "in the order of the policy");
    for template in &shelf.templates {
        assert!(!template.samples.is_empty(), "{}: an empty page offers samples", template.id);
    }
    for form in shelf.forms() {
        assert!(!form.family.zh.is_empty() && !form.family.en.is_empty(), "{}: offered in no family", form.id);
    }
    for named in shelf.policy.families.iter().flat_map(|family| &family.types) {
        assert!(ids.contains(&named.as_str()), "{named}: there is no such type");
        assert_eq!(ids.iter().filter(|id| *id == named).count(), 1);
    }
}

#[test]
fn a_form_whose_pages_cannot_be_laid_out_is_refused() {
    let read = |name: &str| std::fs::read_to_string(workspace().join("templates").join(name)).unwrap();
    let choices = ChoiceLists::parse(&read("choices.toml")).unwrap();
    let prompts = Lang::ALL.map(|lang| (lang, read(&format!("memo/prompt.{lang}.toml"))));
    let prompts: Vec<(Lang, &str)> = prompts.iter().map(|(lang, text)| (*lang, text.as_str())).collect();
    let memo = read("memo/template.toml");
    let load = |from: &str, to: &str| {
        assert!(memo.contains(from), "{from}");
        Template::parse(&memo.replace(from, to), &prompts, &read("memo/samples.toml"), &choices)
    };
    assert!(load("version = 1", "version = 1").is_ok());
    for (from, to, why) in [
        ("running = { zh = \"{ref}\"", "running = { zh = \"{nonesuch}\"", "page.running: {nonesuch}"),
        ("page_number = { zh = \"- {n} -\"", "page_number = { zh = \"- {p} -\"", "page.page_number: {p}"),
        ("[body]", "number_from = 3\n[body]", "page.number_from"),
        ("items = \"copies\"", "items = \"copies\"\nannexes = true", "under enclosures only"),
    ] {
        let error = load(from, to).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn worked_examples_say_all_their_facts_and_no_others() {
    let mut all = Vec::new();
    each_prompt(|template, lang, spec| {
        for example in &spec.examples {
            let known = facts::find(&example.values["subject"]);
            for point in &example.points {
                let rows = facts::compare(&facts::find(&point.note), &known, std::slice::from_ref(&point.text), lang);
                let wrong = rows.iter().filter(|row| row.state != gungman_core::FactState::Present);
                all.extend(wrong.map(|row| {
                    let (id, note) = (&template.id, &point.note);
                    format!("{id} {lang} “{note}”: {} {:?} {}", row.source, row.state, row.target)
                }));
            }
        }
    });
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn worked_examples_are_what_the_house_style_makes_of_them() {
    let hong_kong = script::HongKong::load(&workspace().join(".deps/opencc/share/opencc")).unwrap();
    each_prompt(|template, lang, spec| {
        for example in &spec.examples {
            for paragraph in example.points.iter().flat_map(|point| point.text.lines()) {
                assert_eq!(style::tidy(paragraph, lang), paragraph, "{} {lang}", template.id);
                assert_eq!(
                    paragraphs::block(paragraph, &example.values["subject"], lang).unwrap().text(),
                    paragraph,
                    "the program must not take an example's paragraph for a frame"
                );
                if lang.is_chinese() {
                    assert_eq!(hong_kong.convert(paragraph), paragraph, "{} {lang}", template.id);
                    assert_eq!(script::find_simplified(paragraph), [], "{paragraph}");
                }
            }
        }
    });
}

/// The evaluated prefix is kept on disk by its bytes: building it twice, or with other points, must give the same.
#[test]
fn the_prefix_of_a_prompt_is_stable_and_holds_nothing_typed() {
    each_prompt(|template, lang, spec| {
        let mut talk = prompt::Conversation::new(spec, std::collections::BTreeMap::new(), false);
        let ask = talk.ask("甲乙丙");
        let one = talk.prompt(&ask);
        talk.keep(ask.clone(), "丁戊己".into());
        let other = talk.repair(&ask, "庚辛", &std::collections::BTreeMap::new());
        assert_eq!(one.prefix, prompt::prefix(spec), "{} {lang}", template.id);
        assert_eq!(one.prefix, other.prefix);
        assert_eq!(other.tail[..2], [one.tail[0].clone(), other.tail[1].clone()], "a turn only adds to those before");
        assert!(one.prefix.iter().all(|turn| !turn.text.contains("甲乙丙")));
        assert!(one.prefix.iter().all(|turn| !turn.text.contains('\r')), "a checkout must not change the bytes");
    });
}
