//! What an administrator allows, from `templates/policy.toml`.

use gungman_core::template::ChoiceLists;
use serde::Deserialize;

use crate::error::Error;

/// The policy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The highest classification whose points may be given to the model, by its id in `choices.toml`.
    pub highest_classification: String,
    /// The order in which document types are offered.
    #[serde(default)]
    pub order: Vec<String>,
}

impl Policy {
    /// Parses `policy.toml`.
    ///
    /// # Errors
    /// [`Error::Resources`] when the text is not of that shape.
    pub fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| Error::Resources(format!("policy.toml: {e}")))
    }

    /// Refuses a document or a text classified above the limit, by its level's id; empty for none. Levels are ordered as `choices.toml` lists them; a level that is
    /// not listed counts as the highest.
    ///
    /// # Errors
    /// [`Error::Classified`].
    pub fn admit(&self, level: &str, choices: &ChoiceLists) -> Result<(), Error> {
        let rank = |id: &str| {
            choices.get("classification").and_then(|list| list.choices.iter().position(|choice| choice.id == id))
        };
        let limit = rank(&self.highest_classification).unwrap_or(0);
        if level.is_empty() || rank(level).is_some_and(|rank| rank <= limit) {
            Ok(())
        } else {
            Err(Error::Classified { level: level.to_owned(), highest: self.highest_classification.clone() })
        }
    }
}
