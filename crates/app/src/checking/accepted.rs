//! What a person has settled with the checker: words that are right wherever they stand, rules that keep silent, findings that are
//! never made again. Kept in the library, so that the window and the command line know the same.

use std::sync::{PoisonError, RwLock};

use gungman_core::Label;
use gungman_lang::check::{self as rules, Accepted};
use gungman_store::{AcceptedRow, Store};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::office::Office;
use crate::places::Places;

/// What kind of thing was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AcceptedKind {
    /// A word of the personal dictionary.
    Word,
    /// A rule that keeps silent.
    Rule,
    /// Characters that a rule no longer marks.
    Finding,
}

impl AcceptedKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Rule => "rule",
            Self::Finding => "finding",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Word, Self::Rule, Self::Finding].into_iter().find(|kind| kind.name() == name)
    }
}

/// Something that was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedItem {
    /// What it is.
    pub kind: AcceptedKind,
    /// The rule; empty for a word.
    #[serde(default)]
    pub rule: String,
    /// The word; the document type in which the rule keeps silent, empty for all; the characters.
    #[serde(default)]
    pub value: String,
    /// What the rule says for, so that a list can be read; empty for a word and for a rule that is no more.
    #[serde(default)]
    pub about: Label,
}

impl AcceptedItem {
    fn row(&self) -> AcceptedRow {
        let (rule, value) = match self.kind {
            AcceptedKind::Word => (String::new(), self.value.trim().to_owned()),
            AcceptedKind::Rule | AcceptedKind::Finding => (self.rule.clone(), self.value.clone()),
        };
        AcceptedRow { kind: self.kind.name().to_owned(), rule, value }
    }

    fn of(row: AcceptedRow) -> Option<Self> {
        let kind = AcceptedKind::named(&row.kind)?;
        let about = rules::rule(&row.rule).map(|rule| rule.explain.clone()).unwrap_or_default();
        Some(Self { kind, rule: row.rule, value: row.value, about })
    }

    /// Whether it settles anything: a finding without characters would silence more than was asked.
    fn is_whole(&self) -> bool {
        match self.kind {
            AcceptedKind::Word => !self.value.trim().is_empty(),
            AcceptedKind::Rule => rules::rule(&self.rule).is_some(),
            AcceptedKind::Finding => !self.rule.is_empty() && !self.value.is_empty(),
        }
    }
}

/// What is settled, at hand for every check.
#[derive(Debug, Default)]
pub struct Personal(RwLock<Accepted>);

impl Personal {
    /// That of a library.
    ///
    /// # Errors
    /// The store's own.
    pub async fn load(store: &Store) -> Result<Self, Error> {
        let personal = Self::default();
        personal.refresh(&store.accepted().await?);
        Ok(personal)
    }

    /// As the rules take it.
    #[must_use]
    pub fn accepted(&self) -> Accepted {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn refresh(&self, rows: &[AcceptedRow]) {
        let mut accepted = Accepted::default();
        for AcceptedRow { kind, rule, value } in rows.iter().cloned() {
            match AcceptedKind::named(&kind) {
                Some(AcceptedKind::Word) => accepted.words.push(value),
                Some(AcceptedKind::Rule) if value.is_empty() => drop(accepted.rules.insert(rule)),
                Some(AcceptedKind::Rule) => drop(accepted.rules.insert(format!("{rule}@{value}"))),
                Some(AcceptedKind::Finding) => drop(accepted.findings.insert((rule, value))),
                None => {}
            }
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = accepted;
    }
}

/// Nothing settled.
#[must_use]
pub fn none() -> Accepted {
    Accepted::default()
}

/// What the library in a data folder has settled, for a program that needs nothing else of it; nothing where there is no library yet.
///
/// # Errors
/// The store's own.
pub async fn of_library(places: &Places) -> Result<Accepted, Error> {
    if !places.database().is_file() {
        return Ok(Accepted::default());
    }
    let store = Store::open(&places.database()).await?;
    let personal = Personal::load(&store).await;
    store.close().await;
    Ok(personal?.accepted())
}

/// A list of what is settled as text: kind, rule, value, a line each.
#[must_use]
pub fn table(items: &[AcceptedItem]) -> String {
    let mut out = "# 種類\t規則\t字詞或文件類型 · kind\trule\tword or document type\n".to_owned();
    for item in items {
        out.push_str(&format!("{}\t{}\t{}\n", item.kind.name(), item.rule, item.value));
    }
    out
}

impl Office {
    /// What is settled: words, then rules, then findings, the latest first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn accepted(&self) -> Result<Vec<AcceptedItem>, Error> {
        let rows = self.store.accepted().await?;
        self.personal.refresh(&rows);
        Ok(rows.into_iter().filter_map(AcceptedItem::of).collect())
    }

    /// Settles something for good; what settles nothing is passed over.
    ///
    /// # Errors
    /// The store's own.
    pub async fn accept(&self, item: &AcceptedItem) -> Result<Vec<AcceptedItem>, Error> {
        if item.is_whole() {
            self.store.accept(&item.row()).await?;
        }
        self.accepted().await
    }

    /// Takes back what was settled.
    ///
    /// # Errors
    /// The store's own.
    pub async fn unaccept(&self, item: &AcceptedItem) -> Result<Vec<AcceptedItem>, Error> {
        self.store.unaccept(&item.row()).await?;
        self.accepted().await
    }
}
