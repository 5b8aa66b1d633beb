//! What the model is told: rules and examples, the same to the byte for every sentence; then the sentence with the pair before it,
//! its terms and its facts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gungman_core::Lang;
use gungman_engine::{Prompt, Turn};
use serde::Deserialize;

use crate::error::Error;
use crate::prompt::fill;
use crate::workbench::api::SegmentKind;

/// The prompts into a language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Spec {
    system: String,
    ask: String,
    repair: String,
    /// What a segment that is no sentence is called.
    kinds: Kinds,
    /// How a sentence begins that leans on the one before it.
    leans: Vec<String>,
    examples: Vec<Example>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    heading: String,
    cell: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    #[serde(default)]
    kind: SegmentKind,
    context: String,
    terms: String,
    must: String,
    source: String,
    target: String,
}

static INTO_CHINESE: LazyLock<Result<Spec, String>> = LazyLock::new(|| read(include_str!("en-zh.toml")));
static INTO_ENGLISH: LazyLock<Result<Spec, String>> = LazyLock::new(|| read(include_str!("zh-en.toml")));

fn read(file: &str) -> Result<Spec, String> {
    toml::from_str(file).map_err(|error| error.to_string())
}

/// What goes with a sentence. Empty values leave their line out.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    pub kind: SegmentKind,
    pub context: String,
    pub terms: String,
    pub must: String,
    pub source: String,
}

impl Spec {
    /// The prompts into `target`.
    ///
    /// # Errors
    /// [`Error::Resources`] when the file is not of its form, which a test rules out.
    pub fn into(target: Lang) -> Result<&'static Self, Error> {
        let spec = if target.is_chinese() { &*INTO_CHINESE } else { &*INTO_ENGLISH };
        spec.as_ref().map_err(|error| Error::Resources(error.clone()))
    }

    /// Whether a sentence leans on the one before it: only then is reading that pair worth its time.
    pub fn leans(&self, source: &str) -> bool {
        self.leans.iter().any(|start| source.trim_start().starts_with(start.as_str()))
    }

    /// The constant part.
    pub fn prefix(&self) -> Vec<Turn> {
        let mut turns = vec![Turn::system(self.system.trim())];
        for Example { kind, context, terms, must, source, target } in &self.examples {
            let sentence = Sentence {
                kind: *kind,
                context: context.clone(),
                terms: terms.clone(),
                must: must.clone(),
                source: source.clone(),
            };
            turns.push(Turn::user(self.ask(&sentence)));
            turns.push(Turn::assistant(target.clone()));
        }
        turns
    }

    /// A sentence's turn.
    pub fn ask(&self, sentence: &Sentence) -> String {
        let Sentence { kind, context, terms, must, source } = sentence;
        let none = String::new();
        let kind = match kind {
            SegmentKind::Text => &none,
            SegmentKind::Heading => &self.kinds.heading,
            SegmentKind::Cell => &self.kinds.cell,
        };
        let values = [("kind", kind), ("context", context), ("terms", terms), ("must", must), ("source", source)];
        fill(&self.ask, &values.map(|(name, value)| (name.to_owned(), value.clone())).into())
    }

    /// The prompt of a sentence.
    pub fn prompt(&self, ask: &str) -> Prompt {
        Prompt { prefix: self.prefix(), tail: vec![Turn::user(ask)] }
    }

    /// The prompt of a sentence whose answer is begun.
    pub fn begun(&self, ask: &str, begun: &str) -> Prompt {
        let mut prompt = self.prompt(ask);
        prompt.tail.push(Turn::assistant(begun));
        prompt
    }

    /// The prompt that goes on from an answer with what was not right.
    pub fn again(&self, ask: &str, answer: &str, faults: &BTreeMap<String, String>) -> Prompt {
        let mut prompt = self.prompt(ask);
        prompt.tail.push(Turn::assistant(answer));
        prompt.tail.push(Turn::user(fill(&self.repair, faults)));
        prompt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_files_load_and_the_prefix_is_the_same_every_time() {
        for lang in Lang::ALL {
            let spec = Spec::into(lang).unwrap();
            assert_eq!(spec.prefix(), spec.prefix());
            assert!(spec.examples.len() >= 4);
            assert!(!spec.leans("") && spec.leans(if lang.is_chinese() { "It is due." } else { "該費用到期。" }));
            let ask = spec.ask(&Sentence { source: "{terms}".into(), ..Sentence::default() });
            assert!(ask.ends_with("{terms}") && ask.lines().count() == 1, "{ask}");
        }
    }
}
