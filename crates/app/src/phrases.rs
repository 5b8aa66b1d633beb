//! Usual wordings: those that are shipped (`templates/phrases.toml`) and those an office adds.
//!
//! A wording stands in both languages. `……` is a blank to fill in; `{field}` is the header's field of the open document, or a blank.

use std::collections::BTreeMap;

use gungman_core::{Document, Label};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::compose::printed_values;
use crate::error::Error;
use crate::office::Office;

/// What stands for a value nobody gave.
const BLANK: &str = "……";
/// Where an office's own are kept.
const OWN: &str = "phrases";
/// A phrase is no page.
const LONGEST: usize = 2000;

/// Whom a wording is written to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Reader {
    /// Anybody.
    #[default]
    Any,
    /// The public, organisations.
    Outside,
    /// Another office of the government.
    Inside,
    /// A senior officer.
    Senior,
}

/// What a wording does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its id.
    pub id: String,
    /// What officers call it.
    pub name: Label,
}

/// A shipped wording.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shipped {
    purpose: String,
    #[serde(default)]
    reader: Reader,
    /// The document types it belongs to; none for any.
    #[serde(default)]
    types: Vec<String>,
    zh: String,
    en: String,
}

/// The shipped wordings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhraseBook {
    #[serde(rename = "purpose")]
    purposes: Vec<Purpose>,
    #[serde(rename = "phrase")]
    phrases: Vec<Shipped>,
}

impl PhraseBook {
    /// Parses `phrases.toml`. `types` are the document types there are.
    ///
    /// # Errors
    /// [`Error::Resources`] with the phrase and what is wrong with it.
    pub fn parse(text: &str, types: &[&str]) -> Result<Self, Error> {
        let bad = |why: String| Error::Resources(format!("phrases.toml: {why}"));
        let book: Self = toml::from_str(text).map_err(|error| bad(error.to_string()))?;
        for phrase in &book.phrases {
            let Shipped { purpose, zh, en, .. } = phrase;
            if zh.trim().is_empty() || en.trim().is_empty() {
                return Err(bad(format!("“{zh}{en}” stands in one language only")));
            }
            if !book.purposes.iter().any(|known| known.id == *purpose) {
                return Err(bad(format!("“{zh}” has the unknown purpose {purpose}")));
            }
            if let Some(unknown) = phrase.types.iter().find(|id| !types.contains(&id.as_str())) {
                return Err(bad(format!("“{zh}” names the unknown type {unknown}")));
            }
        }
        Ok(book)
    }
}

/// An office's own wording, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Own {
    id: u32,
    zh: String,
    en: String,
}

/// A wording, for the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Phrase {
    /// What it is called when it is taken away: only an office's own has one.
    pub own: Option<u32>,
    /// Its purpose; none for an office's own.
    pub purpose: Option<String>,
    /// Whom it is written to.
    pub reader: Reader,
    /// Its words, the open document's values in them. An office's own may stand in one language only.
    pub text: Label,
}

/// All wordings for a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Phrases {
    /// The purposes, in order.
    pub purposes: Vec<Purpose>,
    /// The wordings: those of the document's own type first, then by purpose.
    pub phrases: Vec<Phrase>,
}

impl Office {
    /// The wordings that fit a document.
    ///
    /// # Errors
    /// [`Error::UnknownTemplate`] and the store's own.
    pub async fn phrases(&self, document: &Document) -> Result<Phrases, Error> {
        let template = self.shelf.template(&document.template)?;
        let values = printed_values(document, template, &self.shelf.choices, self.today());
        let book = &self.shelf.phrases;
        let own = self.own_phrases().await?.into_iter().map(|Own { id, zh, en }| Phrase {
            own: Some(id),
            purpose: None,
            reader: Reader::Any,
            text: Label { zh, en },
        });
        let shipped = |phrase: &Shipped| Phrase {
            own: None,
            purpose: Some(phrase.purpose.clone()),
            reader: phrase.reader,
            text: Label::new(filled(&phrase.zh, &values), filled(&phrase.en, &values)),
        };
        let fits = |phrase: &&Shipped| phrase.types.is_empty() || phrase.types.contains(&document.template);
        Ok(Phrases {
            purposes: book.purposes.clone(),
            phrases: own.chain(book.phrases.iter().filter(fits).map(shipped)).collect(),
        })
    }

    /// Adds a wording of the office's own; the same words are kept once.
    ///
    /// # Errors
    /// [`Error::Phrase`] for nothing, or for a page; the store's own.
    pub async fn keep_phrase(&self, text: &Label) -> Result<(), Error> {
        let (zh, en) = (text.zh.trim(), text.en.trim());
        if (zh.is_empty() && en.is_empty()) || zh.chars().count() > LONGEST || en.chars().count() > LONGEST {
            return Err(Error::Phrase);
        }
        let mut own = self.own_phrases().await?;
        if own.iter().any(|kept| kept.zh == zh && kept.en == en) {
            return Ok(());
        }
        let id = own.iter().map(|kept| kept.id).max().unwrap_or(0) + 1;
        own.push(Own { id, zh: zh.to_owned(), en: en.to_owned() });
        self.put_own_phrases(&own).await
    }

    /// Takes one of the office's own away; one that is not there is no error.
    ///
    /// # Errors
    /// The store's own.
    pub async fn drop_phrase(&self, id: u32) -> Result<(), Error> {
        let mut own = self.own_phrases().await?;
        own.retain(|kept| kept.id != id);
        self.put_own_phrases(&own).await
    }

    async fn own_phrases(&self) -> Result<Vec<Own>, Error> {
        let Some(json) = self.store.setting(OWN).await? else { return Ok(Vec::new()) };
        Ok(serde_json::from_str(&json).unwrap_or_else(|error| {
            tracing::warn!(%error, "the office's own phrases could not be read");
            Vec::new()
        }))
    }

    async fn put_own_phrases(&self, own: &[Own]) -> Result<(), Error> {
        let json = serde_json::to_string(own).map_err(|error| Error::Resources(error.to_string()))?;
        Ok(self.store.set_setting(OWN, &json).await?)
    }
}

/// A wording with the document's values; what it does not have is a blank.
fn filled(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        out.push_str(before);
        out.push_str(values.get(name).map(|value| value.trim()).filter(|value| !value.is_empty()).unwrap_or(BLANK));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use gungman_core::{Lang, Severity};
    use gungman_lang::check::{self, Accepted, Setting};

    use super::*;

    #[test]
    fn values_are_put_in_and_what_is_missing_is_a_blank() {
        let values = BTreeMap::from([("tel".to_owned(), "2835 1107".to_owned()), ("ref".to_owned(), " ".to_owned())]);
        assert_eq!(filled("請致電{tel}（檔號：{ref}）{", &values), "請致電2835 1107（檔號：……）{");
    }

    #[test]
    fn the_shipped_wordings_are_faultless() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/phrases.toml");
        let types = ["legco-panel-paper", "finance-committee-paper"];
        let book = PhraseBook::parse(&std::fs::read_to_string(path).unwrap(), &types).unwrap();
        for phrase in &book.phrases {
            for (lang, text) in [(Lang::ZhHantHk, &phrase.zh), (Lang::EnGb, &phrase.en)] {
                let setting = Setting {
                    lang,
                    template: None,
                    today: chrono::NaiveDate::from_ymd_opt(2026, 11, 25).unwrap(),
                    accepted: Accepted::default(),
                };
                let found = check::check(&[check::Paragraph::body(text.replace(BLANK, "三"))], &setting);
                assert!(found.iter().all(|one| one.severity == Severity::Info), "{text}: {found:?}");
            }
        }
    }

    #[test]
    fn a_phrase_stands_in_both_languages_and_has_a_known_purpose() {
        let text =
            |phrase: &str| format!("[[purpose]]\nid = 'a'\nname = {{ zh = '甲', en = 'A' }}\n[[phrase]]\n{phrase}");
        assert!(PhraseBook::parse(&text("purpose = 'a'\nzh = '請備悉。'\nen = 'For information.'"), &[]).is_ok());
        for (phrase, why) in [
            ("purpose = 'a'\nzh = '請備悉。'\nen = ' '", "one language"),
            ("purpose = 'b'\nzh = '甲'\nen = 'A'", "unknown purpose b"),
            ("purpose = 'a'\nzh = '甲'\nen = 'A'\ntypes = ['x']", "unknown type x"),
            ("purpose = 'a'\nzh = '甲'\nen = 'A'\nkind = 'x'", "kind"),
        ] {
            let error = PhraseBook::parse(&text(phrase), &["memo"]).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }
}
