//! A document in a few points: the sentences are picked by rule, the model only shortens each, and a wording that does not hold is
//! dropped for the sentence itself. Every point is linked to the line it comes from.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::LazyLock;

use gungman_core::{Document, Lang};
use gungman_engine::{Options, Prompt, Sampling, Speaker, Turn};
use gungman_lang::{incoming, style, summary};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Failure;
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

/// What is to be summarised.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SummaryRequest {
    /// The text, where it is no document of the desk.
    pub text: String,
    /// The document on the desk, whose own classification counts; none for a text.
    pub document: Option<Document>,
    /// In so many points at most.
    pub points: u32,
    /// Whether the model may shorten the sentences.
    pub shorten: bool,
}

/// A file opened to be summarised.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OpenedText {
    /// The file's name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What happens while a text is summarised, in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum SummaryEvent {
    /// The sentences are picked.
    Begun {
        /// The text's lines, which the points refer to.
        lines: Vec<String>,
        /// How many points there will be.
        total: u32,
    },
    /// A point is finished.
    Point(Point),
    /// Every point was given.
    Done,
    /// Not done; the points before it hold.
    Failed(Failure),
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
    /// The text of a file, on a thread of its own: a PDF takes its time.
    ///
    /// # Errors
    /// [`Error::File`] and those of [`crate::incoming::text`].
    pub async fn open_text(path: PathBuf) -> Result<OpenedText, Error> {
        let read = move || {
            let bytes = std::fs::read(&path).map_err(|error| Error::file(&path, &error))?;
            let text = crate::incoming::text(&path.to_string_lossy(), &bytes)?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Ok(OpenedText { name, text })
        };
        tokio::task::spawn_blocking(read).await.map_err(|error| Error::Resources(error.to_string()))?
    }

    /// [`Office::summarise`] for the window: a text, or the document on the desk.
    ///
    /// # Errors
    /// Those of [`Office::summarise`], and [`Error::Classified`] for a document above the limit.
    pub async fn summarise_request(
        &self,
        request: &SummaryRequest,
        stop: &Stop,
        hear: &(dyn Fn(SummaryEvent) + Send + Sync),
    ) -> Result<(), Error> {
        let text = match &request.document {
            Some(document) => {
                if request.shorten {
                    self.shelf.policy.admit(document.field("classification"), &self.shelf.choices)?;
                }
                document.body_text()
            }
            None => request.text.clone(),
        };
        self.summarise(&text, request.points as usize, request.shorten, stop, hear).await?;
        Ok(())
    }

    /// A text as so many points. Without `shorten` no model is needed, and any text may be given. `hear` is told when the sentences
    /// are picked, and each point as it is finished.
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
        hear: &(dyn Fn(SummaryEvent) + Send + Sync),
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
        let total = u32::try_from(picked.len()).unwrap_or(u32::MAX);
        hear(SummaryEvent::Begun { lines: incoming::read(text).lines, total });
        for sentence in picked {
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
            let point = Point { text, source: sentence.text, line, shortened };
            hear(SummaryEvent::Point(point.clone()));
            points.push(point);
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
