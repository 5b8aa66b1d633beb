//! What an administrator allows, from `templates/policy.toml`.

use gungman_core::Label;
use gungman_core::template::ChoiceLists;
use serde::Deserialize;

use crate::error::Error;

/// The policy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The highest classification whose points may be given to the model, by its id in `choices.toml`.
    pub highest_classification: String,
    /// The families in which document types are offered, in order.
    #[serde(default)]
    pub families: Vec<Family>,
}

/// Document types that are offered together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// What a list calls them.
    pub name: Label,
    /// Their ids, in order.
    pub types: Vec<String>,
}

impl Policy {
    /// Parses `policy.toml`.
    ///
    /// # Errors
    /// [`Error::Resources`] when the text is not of that shape.
    pub fn parse(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|e| Error::Resources(format!("policy.toml: {e}")))
    }

    /// Where a type stands in the list of all, and the family it is of; after all others and none for a type of no family.
    #[must_use]
    pub fn place(&self, id: &str) -> (usize, Option<&Family>) {
        let named = || self.families.iter().flat_map(|family| family.types.iter().map(move |id| (id, family)));
        let found = named().enumerate().find(|(_, (known, _))| *known == id);
        found.map_or((usize::MAX, None), |(place, (_, family))| (place, Some(family)))
    }

    /// Refuses a document or a text classified above the limit, by its level's id; empty for none. Levels are ordered as `choices.toml`
    /// lists them; a level that is not listed counts as the highest.
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
