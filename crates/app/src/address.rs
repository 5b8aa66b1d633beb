//! How a sender speaks of its own office and of the reader's: 本署 and 貴處, this Department and your Office.
//!
//! The rules are data, `templates/address.toml`: the ending of a post or an organisation decides.

use gungman_core::{Document, Label, Lang};
use serde::Deserialize;

use crate::error::Error;

/// The rules, in the order they are tried.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressRules {
    person: Label,
    third: Label,
    rule: Vec<Rule>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    lang: Lang,
    endings: Vec<String>,
    #[serde(rename = "self")]
    own: String,
    other: String,
}

impl AddressRules {
    /// Parses `templates/address.toml`.
    ///
    /// # Errors
    /// When the text is not of that shape, or a language lacks the rule that fits everything (an empty ending).
    pub fn parse(text: &str) -> Result<Self, Error> {
        let rules: Self = toml::from_str(text).map_err(|e| Error::Resources(format!("address.toml: {e}")))?;
        for lang in Lang::ALL {
            let last = rules.rule.iter().rev().find(|rule| rule.lang == lang);
            if !last.is_some_and(|rule| rule.endings.iter().any(String::is_empty)) {
                return Err(Error::Resources(format!(
                    "address.toml: the last rule for {lang} must have the ending \"\""
                )));
            }
        }
        Ok(rules)
    }

    fn find(&self, post: &str, lang: Lang) -> Option<&Rule> {
        // An English post reads from the general to the particular (Director of Lands): its first word decides too.
        let fits =
            |ending: &String| post.ends_with(ending.as_str()) || (!lang.is_chinese() && post.starts_with(ending));
        self.rule.iter().filter(|rule| rule.lang == lang).find(|rule| rule.endings.iter().any(fits))
    }

    /// What the sender calls itself: from `from`, else `head`.
    #[must_use]
    pub fn own(&self, document: &Document) -> String {
        let post = [document.field("from"), document.field("head")].into_iter().find(|p| !p.is_empty()).unwrap_or("");
        self.find(post, document.lang).map_or(String::new(), |rule| rule.own.clone())
    }

    /// Whom 佢 means in the sender's notes: the reader of a letter, the other side in a memo.
    #[must_use]
    pub fn third(&self, document: &Document) -> String {
        let letter = !document.field("addressee").is_empty() || !document.field("organisation").is_empty();
        if letter { self.other(document) } else { self.third.get(document.lang).to_owned() }
    }

    /// What the sender calls the reader: from the organisation or the post written to; a person without either is 你.
    #[must_use]
    pub fn other(&self, document: &Document) -> String {
        let to = document.field("to").lines().next().unwrap_or("");
        match [document.field("organisation"), to].into_iter().find(|p| !p.is_empty()) {
            Some(reader) => self.find(reader, document.lang).map_or(String::new(), |rule| rule.other.clone()),
            None if document.field("addressee").is_empty() => String::new(),
            None => self.person.get(document.lang).to_owned(),
        }
    }
}
