//! The office's own terms, and what the memory takes in.

use std::path::{Path, PathBuf};

use gungman_core::{Lang, tagged};
use gungman_export::terms::Row;
use gungman_export::{csv, tbx, tmx};
use gungman_lang::glossary::{self, Strength};
use gungman_lang::{align, suggest};
use gungman_store::{MemoryRow, OwnTermRow};

use super::api::{AlignedPair, MemoryState, OwnTerm, SuggestedTerm, TakenInRows, TermsFormat};
use super::count;
use super::help::strength_name;
use crate::convert::extension;
use crate::error::Error;
use crate::office::Office;
use crate::translate::{self, document};

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

    /// Takes in a glossary from a file (TBX, CSV, or a table with tabs): all its rows or, when it cannot be read, none. A row that does
    /// not say how strongly it binds is locked: who writes a glossary of his own means it.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Encoding`], [`Error::Terms`]; the store's own.
    pub async fn take_in_terms(&self, file: &Path) -> Result<TakenInRows, Error> {
        let (terms, refused) = translate::own_glossary(file)?;
        let rows: Vec<OwnTermRow> = terms.iter().map(|term| kept(&own_term(term))).collect::<Result<_, _>>()?;
        self.store.put_own_terms(&rows).await?;
        self.terms_changed();
        Ok(TakenInRows { taken: count(rows.len()), refused: refused.into_iter().map(count).collect() })
    }

    /// Writes the office's own terms for another program, in the exports folder.
    ///
    /// # Errors
    /// [`Error::File`] and the store's own.
    pub async fn give_out_terms(&self, format: TermsFormat) -> Result<PathBuf, Error> {
        let terms = self.own_terms().await?;
        let rows: Vec<Row> = terms
            .into_iter()
            .map(|term| Row {
                english: term.en,
                chinese: term.zh,
                forbidden: term.forbidden,
                strength: Some(term.strength),
                note: term.note,
            })
            .collect();
        let (text, extension) = match format {
            TermsFormat::Tbx => (tbx::write(&rows), "tbx"),
            TermsFormat::Csv => (csv::write(&rows)?, "csv"),
            TermsFormat::Tsv => (table(&rows), "tsv"),
        };
        let path = self.write_beside(None, "詞彙 glossary", "en-zh", extension, text.as_bytes())?;
        self.wrote(&path);
        Ok(path)
    }

    /// Terms that the confirmed segments of a document suggest and the glossary does not have.
    ///
    /// # Errors
    /// The store's own.
    pub async fn suggested_terms(&self, id: i64) -> Result<Vec<SuggestedTerm>, Error> {
        let (_, to) = self.languages(id).await?;
        let rows = self.store.segments(id).await?;
        let pairs: Vec<(String, String)> = rows
            .iter()
            .filter(|row| row.state == "confirmed")
            .map(|row| {
                let (source, target) = (tagged::bare(&row.source), tagged::bare(&row.target));
                if to.is_chinese() { (source, target) } else { (target, source) }
            })
            .collect();
        let glossary = self.glossary().await?;
        let found = tokio::task::spawn_blocking(move || suggest::suggest(&pairs, &glossary)).await;
        let found = found.map_err(|error| Error::Resources(error.to_string()))?;
        let row = |term: suggest::Suggestion| SuggestedTerm { en: term.english, zh: term.chinese, count: term.count };
        Ok(found.into_iter().map(row).collect())
    }

    /// Pairs the sentences of a document with those of its translation, for a person to look at.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`].
    pub async fn align_files(&self, english: &Path, chinese: &Path) -> Result<Vec<AlignedPair>, Error> {
        let (english, chinese) = (texts(english)?, texts(chinese)?);
        // Whichever was picked first: the languages tell which is which.
        let swapped = language_of(&english).is_chinese() && !language_of(&chinese).is_chinese();
        let (english, chinese) = if swapped { (chinese, english) } else { (english, chinese) };
        let glossary = self.glossary().await?;
        let pairs = tokio::task::spawn_blocking(move || align::align(&english, &chinese, &glossary)).await;
        let pairs = pairs.map_err(|error| Error::Resources(error.to_string()))?;
        let both = pairs.into_iter().filter(|pair| !pair.english.is_empty() && !pair.chinese.is_empty());
        Ok(both
            .map(|pair| AlignedPair {
                en: pair.english,
                zh: pair.chinese,
                confidence: pair.confidence,
                sure: pair.sure,
            })
            .collect())
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

/// A term as the window has it.
fn own_term(term: &glossary::Term) -> OwnTerm {
    OwnTerm {
        en: term.en.clone(),
        zh: term.zh.clone(),
        strength: strength_name(term.strength).to_owned(),
        forbidden: term.forbidden.clone(),
        note: term.note.clone(),
    }
}

/// Rows as a table with tabs, as the program's own glossary is written.
fn table(rows: &[Row]) -> String {
    let or_dash = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    let line = |row: &Row| {
        let cells = [
            row.english.clone(),
            row.chinese.join("／"),
            or_dash(row.strength.clone().unwrap_or_default()),
            or_dash(row.forbidden.join("／")),
            or_dash(row.note.clone()),
        ];
        cells.map(|cell| cell.replace(['\t', '\n'], " ")).join("\t") + "\n"
    };
    rows.iter().map(line).collect()
}

/// The paragraphs of a file, without tags.
fn texts(file: &Path) -> Result<Vec<String>, Error> {
    let bytes = std::fs::read(file).map_err(|error| Error::file(file, &error))?;
    Ok(document::read(&extension(file), &bytes)?.into_iter().map(|paragraph| paragraph.tagged.text).collect())
}

fn language_of(texts: &[String]) -> Lang {
    document::language(texts.iter().map(String::as_str))
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
