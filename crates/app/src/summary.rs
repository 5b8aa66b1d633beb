//! A document in a few points: the sentences are picked by rule, the model only shortens each, and a wording that does not hold is
//! dropped for the sentence itself. Every point is linked to the line it comes from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use gungman_core::Lang;
use gungman_engine::{Options, Prompt, Sampling, Speaker, Turn};
use gungman_lang::{style, summary};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::draft::Stop;
use crate::error::Error;
use crate::managed::Feature;
use crate::office::Office;
use crate::translate::document::language;

/// A sentence this short is not shortened, in characters.
const SHORT: usize = 24;

/// A point of a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Point {
    /// What the summary says.
    pub text: String,
    /// The sentence it comes from, word for word.
    pub source: String,
    /// The line of the document it stands on, from 0.
    pub line: u32,
    /// Whether the model's shorter wording was taken.
    pub shortened: bool,
}

#[derive(Deserialize)]
struct File {
    prompt: BTreeMap<Lang, Asked>,
}

#[derive(Deserialize)]
struct Asked {
    system: String,
    example: Vec<(String, String)>,
}

/// `None` never happens: a test reads it.
static PROMPTS: LazyLock<Option<File>> = LazyLock::new(|| toml::from_str(include_str!("summary.toml")).ok());

impl Office {
    /// A text as so many points. Without `shorten` no model is needed, and any text may be given. `progress` hears how many points are
    /// done.
    ///
    /// # Errors
    /// [`Error::LetterNoText`], [`Error::SwitchedOff`], [`Error::Classified`] for a text that is marked above the limit,
    /// [`Error::Cancelled`], and the model's own.
    pub async fn summarise(
        &self,
        text: &str,
        count: usize,
        shorten: bool,
        stop: &Stop,
        progress: &(dyn Fn(usize, usize) + Send + Sync),
    ) -> Result<Vec<Point>, Error> {
        if shorten {
            self.managed.permit(Feature::Rewrite)?;
            self.admit_text(text)?;
        }
        let lang = language(text.lines());
        let picked = summary::pick(text, count);
        if picked.is_empty() {
            return Err(Error::LetterNoText(String::new()));
        }
        let mut points = Vec::new();
        let total = picked.len();
        for (at, sentence) in picked.into_iter().enumerate() {
            progress(at, total);
            if stop.is_stopped() {
                return Err(Error::Cancelled);
            }
            let mut text = sentence.text.clone();
            if shorten && text.chars().count() > SHORT {
                let short = self.shortened(&text, lang, stop).await?;
                if summary::holds(&short, &text, lang) {
                    text = short;
                }
            }
            let shortened = text != sentence.text;
            let line = u32::try_from(sentence.line).unwrap_or(u32::MAX);
            points.push(Point { text, source: sentence.text, line, shortened });
        }
        Ok(points)
    }

    async fn shortened(&self, sentence: &str, lang: Lang, stop: &Stop) -> Result<String, Error> {
        let Some(asked) = PROMPTS.as_ref().and_then(|file| file.prompt.get(&lang)) else { return Ok(String::new()) };
        let turn = |speaker, text: &str| Turn { speaker, text: text.to_owned() };
        let mut prefix = vec![turn(Speaker::System, &asked.system)];
        for (long, short) in &asked.example {
            prefix.push(turn(Speaker::User, long));
            prefix.push(turn(Speaker::Assistant, short));
        }
        let prompt = Prompt { prefix, tail: vec![turn(Speaker::User, sentence)] };
        let options = Options { max_tokens: 200, sampling: Sampling::Greedy, ban_simplified: lang.is_chinese() };
        let (answer, _) = self.answer(prompt, options, stop, &mut |_, _| {}).await?;
        let answer = if lang.is_chinese() { self.in_hong_kong(answer.trim()) } else { answer.trim().to_owned() };
        Ok(style::tidy(&answer, lang))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_hold_what_is_asked_of_the_model() {
        let file = PROMPTS.as_ref().unwrap();
        for (lang, asked) in &file.prompt {
            for (long, short) in &asked.example {
                assert!(summary::holds(short, long, *lang), "{short}");
            }
        }
        assert_eq!(file.prompt.len(), Lang::ALL.len());
    }
}
