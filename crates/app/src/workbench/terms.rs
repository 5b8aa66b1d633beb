//! The office's own terms, and what the memory takes in.

use std::path::Path;

use gungman_core::Lang;
use gungman_export::tmx;
use gungman_lang::glossary::{self, Strength};
use gungman_store::{MemoryRow, OwnTermRow};

use super::api::{AlignedPair, MemoryState, OwnTerm, TakenInRows};
use super::count;
use super::help::strength_name;
use crate::convert::decode_text;
use crate::error::Error;
use crate::office::Office;

fn list(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

fn own(row: OwnTermRow) -> OwnTerm {
    OwnTerm { en: row.en, zh: list(&row.zh), strength: row.strength, forbidden: list(&row.forbidden), note: row.note }
}

/// A term as it is kept.
fn kept(term: &OwnTerm) -> Result<OwnTermRow, Error> {
    let clean = |words: &[String]| -> Vec<String> {
        words.iter().map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
    };
    let (en, zh) = (term.en.trim(), clean(&term.zh));
    let strength = Strength::named(&term.strength).map(strength_name);
    let json = |words: &[String]| serde_json::to_string(words).map_err(|error| Error::Resources(error.to_string()));
    match strength {
        Some(strength) if !en.is_empty() && !zh.is_empty() => Ok(OwnTermRow {
            en: en.to_owned(),
            zh: json(&zh)?,
            strength: strength.to_owned(),
            forbidden: json(&clean(&term.forbidden))?,
            note: term.note.trim().to_owned(),
        }),
        _ => Err(Error::Term(en.to_owned())),
    }
}

impl Office {
    /// The office's own terms.
    ///
    /// # Errors
    /// The store's own.
    pub async fn own_terms(&self) -> Result<Vec<OwnTerm>, Error> {
        Ok(self.store.own_terms().await?.into_iter().map(own).collect())
    }

    /// Adds a term, or replaces the one with the same English.
    ///
    /// # Errors
    /// [`Error::Term`]; the store's own.
    pub async fn put_term(&self, term: &OwnTerm) -> Result<Vec<OwnTerm>, Error> {
        self.store.put_own_terms(&[kept(term)?]).await?;
        self.terms_changed();
        self.own_terms().await
    }

    /// Takes a term away.
    ///
    /// # Errors
    /// The store's own.
    pub async fn remove_term(&self, en: &str) -> Result<Vec<OwnTerm>, Error> {
        self.store.remove_own_term(en).await?;
        self.terms_changed();
        self.own_terms().await
    }

    /// Takes in a glossary from a file: all its rows or, when it cannot be read, none.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Encoding`]; the store's own.
    pub async fn take_in_terms(&self, file: &Path) -> Result<TakenInRows, Error> {
        let bytes = std::fs::read(file).map_err(|error| Error::file(file, &error))?;
        let (terms, refused) = glossary::read(&decode_text(&bytes)?);
        let rows: Result<Vec<OwnTermRow>, Error> = terms
            .iter()
            .map(|term| {
                kept(&OwnTerm {
                    en: term.en.clone(),
                    zh: term.zh.clone(),
                    strength: strength_name(term.strength).to_owned(),
                    forbidden: term.forbidden.clone(),
                    note: term.note.clone(),
                })
            })
            .collect();
        let rows = rows?;
        self.store.put_own_terms(&rows).await?;
        self.terms_changed();
        Ok(TakenInRows { taken: count(rows.len()), refused: refused.into_iter().map(count).collect() })
    }

    /// What the memory holds.
    ///
    /// # Errors
    /// The store's own.
    pub async fn memory_state(&self) -> Result<MemoryState, Error> {
        Ok(MemoryState { pairs: count(self.store.memory().await?.len()) })
    }

    /// Takes a TMX file into the memory.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Tmx`]; the store's own.
    pub async fn take_in_memory(&self, file: &Path) -> Result<TakenInRows, Error> {
        let bytes = std::fs::read(file).map_err(|error| Error::file(file, &error))?;
        let pairs = tmx::read(&bytes)?;
        let note = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let rows: Vec<MemoryRow> = pairs.into_iter().map(|pair| english(pair.en, pair.zh, &note)).collect();
        let taken = count(rows.len());
        self.remember(rows).await?;
        Ok(TakenInRows { taken, refused: Vec::new() })
    }

    /// Keeps the pairs of an aligned document.
    ///
    /// # Errors
    /// The store's own.
    pub async fn keep_aligned(&self, pairs: Vec<AlignedPair>, note: &str) -> Result<MemoryState, Error> {
        let rows = pairs.into_iter().map(|pair| english(pair.en, pair.zh, note)).collect();
        self.remember(rows).await?;
        self.memory_state().await
    }
}

fn english(en: String, zh: String, note: &str) -> MemoryRow {
    MemoryRow {
        source_lang: Lang::EnGb.tag().to_owned(),
        source: en,
        target: zh,
        before: String::new(),
        note: note.to_owned(),
    }
}
