//! The wording of every error code, in both languages and three parts: what happened, what is safe, what to do.
//! The words are data, `messages.toml` beside this file; a test holds that every code has its entry.

use std::collections::BTreeMap;

use gungman_core::Label;
use gungman_core::template::Misfit;

use crate::api::Message;
use crate::error::Error;

const WORDS: &str = include_str!("messages.toml");

/// The words by code.
#[derive(Debug, Clone)]
pub struct Messages {
    errors: BTreeMap<String, Message>,
    misfits: BTreeMap<String, Label>,
    issues: BTreeMap<String, Label>,
    unknown: Message,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unknown: Message,
    error: BTreeMap<String, Message>,
    misfit: BTreeMap<String, Label>,
    issue: BTreeMap<String, Label>,
}

impl Messages {
    /// The words that are built in.
    ///
    /// # Errors
    /// [`Error::Resources`] when the file is not of its shape, which the tests of this crate rule out.
    pub fn load() -> Result<Self, Error> {
        let file: File = toml::from_str(WORDS).map_err(|e| Error::Resources(format!("messages.toml: {e}")))?;
        Ok(Self { errors: file.error, misfits: file.misfit, issues: file.issue, unknown: file.unknown })
    }

    /// The words for an error code; those of its family (`store` for `store_io`) or the general ones
    /// for a code without an entry.
    #[must_use]
    pub fn get(&self, code: &str) -> &Message {
        let family = code.split_once('_').map_or(code, |(family, _)| family);
        self.errors.get(code).or_else(|| self.errors.get(family)).unwrap_or(&self.unknown)
    }

    /// All of them, for the window.
    #[must_use]
    pub fn all(&self) -> BTreeMap<String, Message> {
        self.errors.clone()
    }

    /// Why a value does not fit its field.
    #[must_use]
    pub fn misfit(&self, misfit: Misfit) -> Label {
        let key = match misfit {
            Misfit::Required => "required",
            Misfit::TooLong => "too_long",
            Misfit::OneLine => "one_line",
            Misfit::Date => "date",
            Misfit::Choice => "choice",
            Misfit::Phone => "phone",
            Misfit::Email => "email",
            Misfit::Reference => "reference",
        };
        self.misfits.get(key).cloned().unwrap_or_default()
    }

    /// The words of an issue, with `{value}` put in.
    #[must_use]
    pub fn issue(&self, code: &str, value: &str) -> Label {
        let label = self.issues.get(code).cloned().unwrap_or_default();
        Label::new(label.zh.replace("{value}", value), label.en.replace("{value}", value))
    }

    /// Whether an issue code has its words.
    #[must_use]
    pub fn has_issue(&self, code: &str) -> bool {
        self.issues.contains_key(code)
    }
}
