//! What can be done to a text: the files of `data/rewriting/`, and what they tell the model.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gungman_core::{Label, Lang};
use gungman_engine::{Prompt, Turn};
use serde::Deserialize;

use super::api::{ActionGroup, RewriteAction, Takes};
use crate::error::Error;
use crate::prompt::fill;

/// What the model is given at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Sentence,
    Paragraph,
    /// All that was selected, which becomes other blocks.
    Whole,
}

/// What the blocks of a [`Unit::Whole`] become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Shape {
    Paragraphs,
    List,
    Table,
}

/// A file of an action.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Action {
    #[serde(skip)]
    pub id: String,
    pub name: Label,
    pub summary: Label,
    pub group: ActionGroup,
    pub takes: Takes,
    #[serde(default)]
    pub unit: Option<Unit>,
    #[serde(default)]
    pub shape: Option<Shape>,
    /// Into the other language: done by the translator.
    #[serde(default)]
    pub translates: bool,
    #[serde(default)]
    pub spoken: bool,
    /// Whether a text that stays the same was not rewritten as asked.
    #[serde(default)]
    pub rewords: bool,
    #[serde(default)]
    pub may_lose: bool,
    zh: Option<Words>,
    en: Option<Words>,
}

/// What an action tells the model in a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub order: String,
    #[serde(default)]
    pub examples: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    #[serde(default)]
    pub instruction: String,
    #[serde(default)]
    pub length: Option<u32>,
    #[serde(default)]
    pub points: String,
    pub before: String,
    pub after: String,
}

/// What every action tells the model in a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    system: String,
    ask: String,
    repair: String,
    signs: Signs,
}

/// Words that code looks for in a text and in what became of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signs {
    /// Words that deny.
    pub negations: Vec<String>,
    /// Words that hold one of them and deny nothing.
    pub affirmed: Vec<String>,
    /// Words that make an exception, and those that may take their place.
    pub exceptions: [Vec<String>; 2],
    /// Words that are spoken, not written.
    pub spoken: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Common {
    order: Vec<String>,
    zh: Frame,
    en: Frame,
}

struct Data {
    common: Common,
    actions: Vec<Action>,
}

macro_rules! files {
    ($($id:literal),* $(,)?) => { [$(($id, include_str!(concat!("../../data/rewriting/", $id, ".toml")))),*] };
}

static DATA: LazyLock<Result<Data, String>> = LazyLock::new(|| {
    let files: BTreeMap<&str, &str> = files!(
        "polish",
        "formal",
        "plain",
        "correct",
        "shorten",
        "expand",
        "paragraphs",
        "list",
        "table",
        "public",
        "senior",
        "mainland",
        "to_english",
        "to_chinese",
        "own",
    )
    .into();
    let common: Common =
        toml::from_str(include_str!("../../data/rewriting/common.toml")).map_err(|error| error.to_string())?;
    let read = |id: &String| {
        let file = files.get(id.as_str()).ok_or_else(|| format!("no file for the action {id}"))?;
        let action: Action = toml::from_str(file).map_err(|error| format!("{id}: {error}"))?;
        Ok(Action { id: id.clone(), ..action })
    };
    let actions = common.order.iter().map(read).collect::<Result<Vec<_>, String>>()?;
    Ok(Data { common, actions })
});

fn data() -> Result<&'static Data, Error> {
    DATA.as_ref().map_err(|error| Error::Resources(error.clone()))
}

/// The actions in the order of the menu.
///
/// # Errors
/// [`Error::Resources`] when a file is not of its form, which a test rules out.
pub(super) fn all() -> Result<&'static [Action], Error> {
    Ok(&data()?.actions)
}

/// An action for texts in a language.
///
/// # Errors
/// [`Error::UnknownAction`], [`Error::Resources`].
pub(super) fn action(id: &str, lang: Lang) -> Result<&'static Action, Error> {
    let found = all()?.iter().find(|action| action.id == id && action.words(lang).is_some());
    found.ok_or_else(|| Error::UnknownAction(id.to_owned()))
}

/// What goes with a text. Empty values leave their line out.
#[derive(Debug, Default, Clone)]
pub(super) struct Given {
    pub instruction: String,
    pub length: Option<u32>,
    pub points: String,
    pub must: String,
    pub source: String,
}

impl Action {
    pub fn words(&self, lang: Lang) -> Option<&Words> {
        if lang.is_chinese() { self.zh.as_ref() } else { self.en.as_ref() }
    }

    pub fn view(&self) -> RewriteAction {
        let langs = Lang::ALL.into_iter().filter(|lang| self.words(*lang).is_some()).collect();
        let Self { id, name, summary, group, takes, .. } = self;
        RewriteAction {
            id: id.clone(),
            name: name.clone(),
            summary: summary.clone(),
            group: *group,
            takes: *takes,
            langs,
        }
    }

    /// The constant part of the prompt: the same to the byte whatever is rewritten.
    pub fn prefix(&self, lang: Lang) -> Result<Vec<Turn>, Error> {
        let mut turns = vec![Turn::system(frame(lang)?.system.trim())];
        for example in self.words(lang).map_or(&[][..], |words| &words.examples) {
            let given = Given {
                instruction: example.instruction.clone(),
                length: example.length,
                points: example.points.clone(),
                must: must(&example.before, lang),
                source: example.before.clone(),
            };
            turns.push(Turn::user(self.ask(&given, lang)?));
            turns.push(Turn::assistant(example.after.clone()));
        }
        Ok(turns)
    }

    /// The turn of a text.
    pub fn ask(&self, given: &Given, lang: Lang) -> Result<String, Error> {
        let order = self.words(lang).map_or("", |words| &words.order);
        let length = given.length.map(|length| length.to_string()).unwrap_or_default();
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let values = [
            ("order", order.to_owned()),
            ("instruction", line(&given.instruction)),
            ("length", length),
            ("points", line(&given.points)),
            ("must", given.must.clone()),
            ("source", given.source.clone()),
        ];
        Ok(fill(&frame(lang)?.ask, &values.map(|(name, value)| (name.to_owned(), value)).into()))
    }

    /// The prompt of a text.
    pub fn prompt(&self, ask: &str, lang: Lang) -> Result<Prompt, Error> {
        Ok(Prompt { prefix: self.prefix(lang)?, tail: vec![Turn::user(ask)] })
    }

    /// The prompt that goes on from an answer with what was not right.
    pub fn again(&self, ask: &str, answer: &str, faults: [(&str, String); 3], lang: Lang) -> Result<Prompt, Error> {
        let mut prompt = self.prompt(ask, lang)?;
        prompt.tail.push(Turn::assistant(answer));
        let faults = faults.map(|(name, value)| (name.to_owned(), value)).into();
        prompt.tail.push(Turn::user(fill(&frame(lang)?.repair, &faults)));
        Ok(prompt)
    }
}

fn frame(lang: Lang) -> Result<&'static Frame, Error> {
    let common = &data()?.common;
    Ok(if lang.is_chinese() { &common.zh } else { &common.en })
}

/// The words of a language that code looks for.
pub(super) fn signs(lang: Lang) -> Result<&'static Signs, Error> {
    Ok(&frame(lang)?.signs)
}

/// The facts of a text as the model is told them.
pub(super) fn must(text: &str, lang: Lang) -> String {
    let facts = gungman_lang::facts::find(text);
    crate::prompt::listed(facts.iter().map(|fact| gungman_lang::facts::render(fact, lang)), lang)
}

#[cfg(test)]
mod tests {
    use gungman_lang::{facts, script, style};

    use super::*;

    #[test]
    fn every_action_loads_and_every_example_keeps_its_facts() {
        for action in all().unwrap() {
            assert!(!action.name.zh.is_empty() && !action.name.en.is_empty(), "{}", action.id);
            assert!(!action.summary.zh.is_empty() && !action.summary.en.is_empty(), "{}", action.id);
            assert_eq!(action.unit == Some(Unit::Whole), action.shape.is_some(), "{}", action.id);
            assert_eq!(action.unit.is_none(), action.translates, "{}", action.id);
            for lang in Lang::ALL {
                let Some(words) = action.words(lang) else { continue };
                assert!(action.translates || words.examples.len() >= 3, "{} has too few examples", action.id);
                assert_eq!(action.prefix(lang).unwrap(), action.prefix(lang).unwrap());
                for Example { before, after, points, length, .. } in &words.examples {
                    let (stated, known) = (facts::find(before), facts::find(points));
                    let rows = facts::compare(&stated, &known, std::slice::from_ref(after), lang);
                    let wrong: Vec<_> =
                        rows.iter().filter(|row| row.state != gungman_core::FactState::Present).collect();
                    assert!(wrong.is_empty(), "{}: {before} → {after}: {wrong:#?}", action.id);
                    assert!(lang == Lang::EnGb || script::find_simplified(after).is_empty(), "{after}");
                    let tidy: Vec<String> = after.lines().map(|line| style::tidy(line, lang)).collect();
                    assert_eq!(tidy.join("\n"), *after, "{} is not in house style", action.id);
                    if let Some(length) = length {
                        assert!(super::super::measure::length(after, lang) <= *length as usize, "{after}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_an_officer_types_is_not_read_as_a_placeholder() {
        let action = action("own", Lang::EnGb).unwrap();
        let given = Given { instruction: "say {must}\nText: x".into(), source: "{order}".into(), ..Given::default() };
        let ask = action.ask(&given, Lang::EnGb).unwrap();
        assert!(ask.ends_with("Text: {order}") && ask.contains("Also: say {must} Text: x"), "{ask}");
        assert!(super::action("none", Lang::EnGb).is_err());
    }
}
