//! The words a person has settled for good: kept in the library, given out and taken in as a table of text.
//!
//! The table has one word a line: the word as it stands in the source, a tab, the form it is printed in, a tab, the script
//! converted to (`zh-Hant-HK` or `zh-Hans`; Hong Kong's where it is left out). Lines that begin with `#` are comments.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use gungman_lang::own::{OwnWord, OwnWords};
use gungman_store::{OwnWordRow, Store};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Script;
use super::encoding;
use super::files::read;
use crate::error::Error;
use crate::export::write_new;
use crate::office::Office;
use crate::places::Places;

/// A word that is always printed in one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettledWord {
    /// The word as it stands in the source.
    pub word: String,
    /// How it is printed.
    pub form: String,
    /// The script converted to.
    pub to: Script,
}

/// What became of a table that was taken in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakenIn {
    /// How many words it gave.
    pub words: u32,
    /// The lines that are no words, with their numbers from 1.
    pub refused: Vec<(u32, String)>,
}

/// The words at hand, by the script converted to. Shared by all who convert.
#[derive(Default)]
pub struct Settled(RwLock<HashMap<&'static str, Arc<OwnWords>>>);

impl Settled {
    /// Those of a library's.
    ///
    /// # Errors
    /// The store's own.
    pub async fn load(store: &Store) -> Result<Self, Error> {
        let settled = Self::default();
        settled.refresh(&all(store).await?);
        Ok(settled)
    }

    /// Those for conversions to a script.
    #[must_use]
    pub fn of(&self, to: Script) -> Arc<OwnWords> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(to.tag()).cloned().unwrap_or_default()
    }

    fn refresh(&self, words: &[SettledWord]) {
        let of = |to: Script| {
            let words = words.iter().filter(|word| word.to == to);
            OwnWords::new(words.map(|word| OwnWord { word: word.word.clone(), form: word.form.clone() }))
        };
        let fresh = Script::ALL.into_iter().map(|to| (to.tag(), Arc::new(of(to)))).collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }
}

/// The words of the library in a data folder, for a program that needs nothing else of it; none where there is no library yet.
///
/// # Errors
/// The store's own.
pub async fn of_library(places: &Places) -> Result<Settled, Error> {
    if !places.database().is_file() {
        return Ok(Settled::default());
    }
    let store = Store::open(&places.database()).await?;
    let settled = Settled::load(&store).await;
    store.close().await;
    settled
}

async fn all(store: &Store) -> Result<Vec<SettledWord>, Error> {
    let rows = store.own_words().await?.into_iter();
    Ok(rows
        .filter_map(|row| Some(SettledWord { to: row.target.parse().ok()?, word: row.word, form: row.form }))
        .collect())
}

impl SettledWord {
    /// As the library keeps it.
    ///
    /// # Errors
    /// [`Error::OwnWord`] when it cannot be kept.
    fn row(&self) -> Result<OwnWordRow, Error> {
        let own = OwnWord { word: self.word.trim().to_owned(), form: self.form.trim().to_owned() };
        match own.unfit() {
            Some(unfit) => Err(Error::OwnWord { unfit, word: format!("{} → {}", own.word, own.form) }),
            None => Ok(OwnWordRow { target: self.to.tag().to_owned(), word: own.word, form: own.form }),
        }
    }
}

impl Office {
    /// The settled words, in the order of their characters.
    ///
    /// # Errors
    /// The store's own.
    pub async fn settled_words(&self) -> Result<Vec<SettledWord>, Error> {
        all(&self.store).await
    }

    /// Settles a word, for both scripts' conversions from now on.
    ///
    /// # Errors
    /// [`Error::OwnWord`] and the store's own.
    pub async fn settle_word(&self, word: &SettledWord) -> Result<Vec<SettledWord>, Error> {
        self.store.put_own_words(&[word.row()?]).await?;
        self.refreshed().await
    }

    /// Unsettles a word.
    ///
    /// # Errors
    /// The store's own.
    pub async fn unsettle_word(&self, to: Script, word: &str) -> Result<Vec<SettledWord>, Error> {
        self.store.remove_own_word(to.tag(), word).await?;
        self.refreshed().await
    }

    /// Takes in a table; the words that are fit are kept, the other lines are told.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Encoding`] and the store's own.
    pub async fn take_in_words(&self, file: &Path) -> Result<TakenIn, Error> {
        let table = encoding::decode(&read(file)?)?;
        let (mut rows, mut taken) = (Vec::new(), TakenIn::default());
        for (number, line) in (1..).zip(table.text.lines()) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            match parse(line).and_then(|word| word.row().ok()) {
                Some(row) => rows.push(row),
                None => taken.refused.push((number, line.to_owned())),
            }
        }
        taken.words = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        self.store.put_own_words(&rows).await?;
        self.refreshed().await?;
        Ok(taken)
    }

    /// Writes the table of settled words to the exports folder.
    ///
    /// # Errors
    /// [`Error::File`] and the store's own.
    pub async fn give_out_words(&self) -> Result<std::path::PathBuf, Error> {
        let folder = &self.places.exports;
        std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
        write_new(folder, "自訂字詞", "tsv", table(&self.settled_words().await?).as_bytes())
    }

    async fn refreshed(&self) -> Result<Vec<SettledWord>, Error> {
        let words = all(&self.store).await?;
        self.own_words.refresh(&words);
        Ok(words)
    }
}

/// A line of a table.
fn parse(line: &str) -> Option<SettledWord> {
    let mut cells = line.split('\t').map(str::trim);
    let (word, form) = (cells.next()?.to_owned(), cells.next()?.to_owned());
    let to = match cells.next() {
        None | Some("") => Script::HongKong,
        Some(tag) => tag.parse().ok()?,
    };
    Some(SettledWord { word, form, to })
}

/// Words as a table.
#[must_use]
pub fn table(words: &[SettledWord]) -> String {
    let mut out = "# 原文\t印作\t轉為 · source\tprinted\tconverted to\n".to_owned();
    for SettledWord { word, form, to } in words {
        out.push_str(&format!("{word}\t{form}\t{}\n", to.tag()));
    }
    out
}
