//! From English into Hong Kong Chinese and back, segment by segment.
//!
//! Code owns what has one right answer: it finds the facts and the terms of a sentence, gives the model their official forms, puts
//! them back where the model wrote another form, and compares. What is not right is asked for once more; what is still not right is
//! told, and nothing counts as done while an error is open. Measured: `docs/translation.md`.
//!
//! | module | what |
//! | --- | --- |
//! | `prompt` | what the model is told (`en-zh.toml`, `zh-en.toml`) |
//! | `sentence` | one segment: its terms and facts, the calls of the model, what is repaired |
//! | `segment` | the same with the inline tags of a document |
//! | `told` | what the model is told of a sentence, and how an answer that lacks some of it begins anew |
//! | `look`, `typing` | what is not right about a translation |
//! | [`document`] | paragraphs and segments of a file, and the file put together again |
//! | `files` | texts and Word files in one go |
//! | `plain` | the bare model, to compare with |
//! | [`score`] | how good translations are, against references |

pub mod document;
mod files;
mod look;
mod plain;
mod prompt;
pub mod score;
mod segment;
mod sentence;
mod told;
mod typing;

use std::path::Path;

use gungman_core::tagged::bare;
use gungman_core::{Issue, Lang, Severity};
use gungman_export::{csv, tbx, terms, tmx};
use gungman_lang::facts;
pub use gungman_lang::glossary::{Glossary, Strength, Term};
pub use gungman_lang::memory::Memory;
use gungman_lang::memory::Unit;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::convert::{decode_text, extension};
use crate::error::Error;

pub use self::files::{Outcome, translate_file};
pub use self::plain::Plain;
pub use self::segment::Rendered;
pub(crate) use self::segment::nearest;
pub(crate) use self::sentence::NEAR;
pub use self::sentence::{Held, Steps, Translator};

/// Where a translation came from, and how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Origin {
    /// Nothing in it wants translating: a number, a reference, an address.
    Copied,
    /// It was translated before, word for word.
    Memory,
    /// It was translated before but for its figures, which code put in.
    Adapted,
    /// The model wrote it.
    Machine,
}

/// A segment with its translation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    /// The source; of a document, with its inline tags.
    pub source: String,
    /// The translation.
    pub target: String,
    /// Where it came from.
    pub origin: Origin,
    /// What is not right, or should be looked at.
    pub issues: Vec<Issue>,
    /// Whether it was asked for a second time.
    pub repaired: bool,
}

impl Segment {
    /// Whether something is wrong in it.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.issues.iter().any(|issue| issue.severity == Severity::Error)
    }
}

/// The program's glossary, with an office's own rows from a file before it, and the file's lines that are no rows.
///
/// # Errors
/// [`Error::File`], [`Error::Encoding`], [`Error::Terms`].
pub fn glossary(file: Option<&Path>) -> Result<(Glossary, Vec<usize>), Error> {
    let (own, refused) = file.map_or_else(|| Ok((Vec::new(), Vec::new())), own_glossary)?;
    Ok((Glossary::new(own), refused))
}

/// The rows of a glossary in a file, by its extension (TBX, CSV, or a table with tabs), and its lines that are none.
///
/// # Errors
/// [`Error::File`], [`Error::Encoding`], [`Error::Terms`].
pub fn own_glossary(file: &Path) -> Result<(Vec<Term>, Vec<usize>), Error> {
    let bytes = std::fs::read(file).map_err(|error| Error::file(file, &error))?;
    let found = match extension(file).as_str() {
        "tbx" | "xml" => tbx::read(&bytes)?,
        _ => csv::read(&decode_text(&bytes)?)?,
    };
    let line = |line: u64| usize::try_from(line).unwrap_or(usize::MAX);
    let mut refused: Vec<usize> = found.refused.into_iter().map(line).collect();
    let mut terms = Vec::new();
    for (number, row) in (1..).zip(found.rows) {
        match term(row) {
            Some(term) => terms.push(term),
            None => refused.push(number),
        }
    }
    Ok((terms, refused))
}

/// A row of a file as a term; one that does not say how strongly it binds is locked: who writes a glossary of his own means it.
fn term(row: terms::Row) -> Option<Term> {
    let strength = row.strength.as_deref().map_or(Some(Strength::Locked), Strength::named)?;
    Some(Term {
        en: row.english,
        zh: row.chinese,
        strength,
        forbidden: row.forbidden,
        note: row.note,
        short: String::new(),
    })
}

/// A memory from a TMX file, of translations into `to`.
///
/// # Errors
/// [`Error::File`], [`Error::Tmx`].
pub fn memory(file: &Path, to: Lang) -> Result<Memory, Error> {
    let bytes = std::fs::read(file).map_err(|error| Error::file(file, &error))?;
    let pairs = tmx::read(&bytes)?;
    let unit = |tmx::Pair { en, zh }| {
        if to.is_chinese() { Unit::pair(en, zh) } else { Unit::pair(zh, en) }
    };
    Ok(Memory::new(pairs.into_iter().map(unit), other(to)))
}

/// Segments as a TMX file; those with an open error are no memory.
#[must_use]
pub fn to_tmx(segments: &[Segment], to: Lang) -> String {
    let right = segments.iter().filter(|segment| !segment.has_errors() && segment.origin != Origin::Copied);
    let pair = |segment: &Segment| {
        let (source, target) = (bare(&segment.source), bare(&segment.target));
        if to.is_chinese() { tmx::Pair { en: source, zh: target } } else { tmx::Pair { en: target, zh: source } }
    };
    tmx::write(&right.map(pair).collect::<Vec<_>>(), other(to).tag())
}

/// Pairs of English and Chinese as a TMX file.
#[must_use]
pub fn pairs_to_tmx(pairs: impl Iterator<Item = (String, String)>) -> String {
    tmx::write(&pairs.map(|(en, zh)| tmx::Pair { en, zh }).collect::<Vec<_>>(), Lang::EnGb.tag())
}

/// Segments as a Word table, the source and its translation, in translation into `to`.
///
/// # Errors
/// [`Error::Export`].
pub fn two_columns(segments: &[Segment], title: &str, to: Lang) -> Result<Vec<u8>, Error> {
    let pairs: Vec<_> = segments.iter().map(|segment| (bare(&segment.source), bare(&segment.target))).collect();
    document::two_columns(&pairs, title, other(to))
}

/// How many facts a text states, and the values that another text in the same language lacks.
#[must_use]
pub fn lacks(text: &str, other: &str) -> (usize, Vec<String>) {
    (facts::find(text).len(), facts::pair(text, other).missing)
}

/// The other official language.
#[must_use]
pub const fn other(lang: Lang) -> Lang {
    match lang {
        Lang::ZhHantHk => Lang::EnGb,
        Lang::EnGb => Lang::ZhHantHk,
    }
}
