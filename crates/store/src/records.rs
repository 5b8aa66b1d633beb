//! The rows as the rest of the program, and the window, see them. Times are milliseconds since the Unix epoch, UTC.

use gungman_core::{Document, Lang};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A document with all of its working copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentRecord {
    /// Its id; never given again, not even after a deletion.
    #[ts(type = "number")]
    pub id: i64,
    /// The working copy.
    pub document: Document,
    /// The officer's rough points.
    pub points: String,
    /// When it was begun.
    #[ts(type = "number")]
    pub created_at: i64,
    /// When its working copy was last saved.
    #[ts(type = "number")]
    pub updated_at: i64,
    /// Until when it is due, and when it was dealt with.
    pub dates: Dates,
}

/// What an officer noted of a document's term. Days are ISO, empty for none. They are no part of its text: they stay when a
/// version is put back, and a new document begun from its text has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Dates {
    /// The day it is due, where the officer set one.
    pub due: String,
    /// The day it was sent or dealt with.
    pub done_on: String,
}

/// The dates of a document that is not dealt with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenDates {
    /// The template's id.
    pub template: String,
    /// When the letter it answers was received, as typed.
    pub received: String,
    /// The day it is due, ISO, where the officer set one.
    pub due: String,
}

/// A document as a list shows it. Empty where the document has no such value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DocumentRow {
    /// Its id.
    #[ts(type = "number")]
    pub id: i64,
    /// The template's id.
    pub template: String,
    /// The language it is written in.
    pub lang: Lang,
    /// What it is about.
    pub subject: String,
    /// Whom it is to.
    pub correspondent: String,
    /// Its file reference.
    pub reference: String,
    /// Its date, ISO.
    pub doc_date: String,
    /// Its classification, by the choice's id.
    pub classification: String,
    /// How many versions are kept.
    #[ts(type = "number")]
    pub versions: i64,
    /// When its working copy was last saved.
    #[ts(type = "number")]
    pub updated_at: i64,
    /// The first line of the body that is not empty, cut to 200 characters.
    pub first_line: String,
    /// When the letter it answers was received, as typed.
    pub received: String,
    /// Until when it is due, and when it was dealt with.
    pub dates: Dates,
}

/// Which documents to list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct DocumentQuery {
    /// Characters to find in the subject, the correspondent, the reference, the points or the body, from one up. Case,
    /// full width and kinds of white space do not matter; nothing is a wildcard. Empty lists every document.
    pub text: String,
    /// Only those with a date that are not dealt with.
    pub due: bool,
    /// At most this many.
    pub limit: u32,
    /// Leave out this many first.
    pub offset: u32,
}

impl Default for DocumentQuery {
    fn default() -> Self {
        Self { text: String::new(), due: false, limit: 100, offset: 0 }
    }
}

/// Where a version came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, sqlx::Type)]
#[serde(rename_all = "camelCase")]
#[sqlx(rename_all = "lowercase")]
pub enum VersionSource {
    /// The officer wrote it.
    Typed,
    /// The model wrote it.
    Generated,
    /// The officer changed what the model wrote.
    Edited,
    /// The program converted it from the other script.
    Converted,
}

/// How far a version got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, sqlx::Type)]
#[serde(rename_all = "camelCase")]
#[sqlx(rename_all = "lowercase")]
pub enum VersionState {
    /// Being written.
    Running,
    /// Written to its end.
    Complete,
    /// The officer stopped it.
    Stopped,
    /// It ended in an error.
    Failed,
    /// The program ended before it did.
    Interrupted,
}

/// A version as the history shows it: everything but its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionRow {
    /// Its id.
    #[ts(type = "number")]
    pub id: i64,
    /// The document it belongs to.
    #[ts(type = "number")]
    pub document_id: i64,
    /// 1, 2, 3 within its document, without gaps.
    #[ts(type = "number")]
    pub number: i64,
    /// Where it came from.
    pub source: VersionSource,
    /// How far it got.
    pub state: VersionState,
    /// What the officer asked for beyond the points; empty for nothing.
    pub instruction: String,
    /// The model's id; empty when no model wrote it.
    pub model: String,
    /// The run's figures, as whoever ran it counted them.
    #[ts(type = "unknown")]
    pub stats: Option<serde_json::Value>,
    /// The code of what went wrong.
    pub error: Option<String>,
    /// When it was begun.
    #[ts(type = "number")]
    pub created_at: i64,
    /// When it ended; nothing while it is running.
    #[ts(type = "number | null")]
    pub finished_at: Option<i64>,
}

/// A version with its text. In JSON the row's members stand beside the text's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionRecord {
    /// Everything but the text.
    #[serde(flatten)]
    #[ts(flatten)]
    pub row: VersionRow,
    /// The document as it was.
    pub document: Document,
    /// The points it was written from.
    pub points: String,
}

/// A version to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    /// The document it belongs to.
    pub document_id: i64,
    /// Where it comes from.
    pub source: VersionSource,
    /// `Running` for one that [`crate::Store::finish_version`] will end; `Complete` for one that is there already.
    pub state: VersionState,
    /// The document as it is now; for a running version, what to fall back on.
    pub document: Document,
    /// The points it is written from.
    pub points: String,
    /// What the officer asked for beyond the points; empty for nothing.
    pub instruction: String,
    /// The model's id; empty when no model writes it.
    pub model: String,
}

/// How a running version ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Anything but `Running`.
    pub state: VersionState,
    /// The document with as much as was written.
    pub document: Document,
    /// The run's figures.
    pub stats: Option<serde_json::Value>,
    /// The code of what went wrong.
    pub error: Option<String>,
}

/// A word a person has settled for conversions to a script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWordRow {
    /// BCP 47 tag of the script converted to.
    pub target: String,
    /// The word as it stands in the source.
    pub word: String,
    /// How it is printed.
    pub form: String,
}

/// Something that a person has settled with the checker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptedRow {
    /// `word`, `rule` or `finding`.
    pub kind: String,
    /// The rule; empty for a word.
    pub rule: String,
    /// The word; the document type a rule is silent in, empty for all; the characters of a finding.
    pub value: String,
}

/// A translation to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTranslation {
    /// The file's name, or the first words of a pasted text.
    pub name: String,
    /// The file; nothing for pasted text.
    pub path: Option<String>,
    /// The extension it is read by.
    pub kind: String,
    /// The language it is translated from.
    pub from: Lang,
    /// The language it is translated into.
    pub to: Lang,
    /// The file as it was opened.
    pub source: Vec<u8>,
}

/// A translation in the list of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranslationRow {
    /// Its id; never given again.
    pub id: i64,
    /// The file's name, or the first words of a pasted text.
    pub name: String,
    /// The file; nothing for pasted text.
    pub path: Option<String>,
    /// The extension it is read by.
    pub kind: String,
    /// BCP 47 tag of the language it is translated from.
    pub source_lang: String,
    /// BCP 47 tag of the language it is translated into.
    pub target_lang: String,
    /// When a segment was last changed.
    pub updated_at: i64,
    /// How many segments it has.
    pub segments: i64,
    /// How many of them are translated.
    pub translated: i64,
    /// How many of them a person confirmed.
    pub confirmed: i64,
}

/// A segment of a translation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SegmentRow {
    /// Its id; 0 for one that is yet to be kept.
    pub id: i64,
    /// Which paragraph it belongs to, from 0.
    pub paragraph: i64,
    /// Its first character in the paragraph's text.
    pub from_char: i64,
    /// The character after its last.
    pub to_char: i64,
    /// `text`, `heading` or `cell`.
    pub kind: String,
    /// `untranslated`, `memory`, `machine`, `edited` or `confirmed`.
    pub state: String,
    /// How near the memory's match was that it was taken from.
    pub percent: Option<i64>,
    /// Where that match came from.
    pub note: String,
    /// The source, with inline tags.
    pub source: String,
    /// The translation, with inline tags.
    pub target: String,
    /// What a person lets stand: a JSON array of strings.
    pub accepted: String,
}

/// A pair of the memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MemoryRow {
    /// BCP 47 tag of the source's language.
    pub source_lang: String,
    /// The source.
    pub source: String,
    /// The translation.
    pub target: String,
    /// The source of the segment before; empty for none.
    pub before: String,
    /// The document it came from.
    pub note: String,
}

/// A row of the office's own glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnTermRow {
    /// The English term.
    pub en: String,
    /// The right Chinese wordings: a JSON array of strings.
    pub zh: String,
    /// `hint`, `preferred` or `locked`.
    pub strength: String,
    /// Wrong wordings: a JSON array of strings.
    pub forbidden: String,
    /// A note.
    pub note: String,
}

/// What to look for among the documents. Filters that are empty do not narrow anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SearchQuery {
    /// Words to find, each anywhere in the subject, the correspondent, the reference, the points or the body. Case, full width,
    /// traditional and simplified forms and kinds of white space do not matter. With a sign among them it is one stretch of
    /// text as it stands. Of a word in letters or digits its beginning is enough.
    pub text: String,
    /// The template's id.
    pub template: String,
    /// The classification's id.
    pub classification: String,
    /// The document's own date, ISO, this or later.
    pub from: String,
    /// The document's own date, ISO, this or earlier.
    pub to: String,
    /// Part of the correspondent.
    pub correspondent: String,
    /// Part of the file reference.
    pub reference: String,
    /// Only those with a date that are not dealt with.
    pub due: bool,
    /// At most this many; 0 for a hundred.
    pub limit: u32,
    /// Leave out this many first.
    pub offset: u32,
}

/// A document that was found, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchHit {
    /// The document.
    pub row: DocumentRow,
    /// Some of its text around the first place, as it is written there; empty when nothing was looked for.
    pub snippet: String,
    /// The places found in the snippet: first character and the one after the last, in characters.
    pub marks: Vec<(u32, u32)>,
}

/// Something that was done, for the audit log. No member holds any of a document's text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAudit {
    /// The user of the system.
    pub who: String,
    /// What was done, a word of the program's own such as `draft` or `export`.
    pub action: String,
    /// The document.
    pub document_id: Option<i64>,
    /// The version's number within the document.
    pub version: Option<i64>,
    /// The template's id.
    pub template: String,
    /// The classification's id.
    pub classification: String,
    /// The model's id; empty when none had a part in it.
    pub model: String,
    /// How it ended: `complete`, `stopped`, `accepted`, `rejected`, or an error's code.
    pub outcome: String,
    /// Where to, or which: a path, a model's id, a setting.
    pub target: String,
}

/// A row of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// 1, 2, 3 without gaps.
    pub seq: i64,
    /// When.
    pub at: i64,
    /// What was done.
    #[serde(flatten)]
    pub done: NewAudit,
    /// Over the hash before it and this row, SHA-256 in hexadecimal.
    pub hash: String,
}

/// What an audit log's verification came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditVerdict {
    /// How many rows there are.
    pub rows: i64,
    /// The last row's hash: noted elsewhere, it proves later that no row before it was changed.
    pub head: String,
    /// What does not hold, in the order of the rows.
    pub faults: Vec<AuditFault>,
}

/// A place where the audit log is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AuditFault {
    /// The row's hash is not that of the row and the hash before it: it was altered, moved or put in, or the one before was.
    Altered {
        /// The row.
        seq: i64,
    },
    /// Rows are missing before this one.
    Missing {
        /// The first that is missing.
        from: i64,
        /// The last that is missing.
        to: i64,
    },
    /// The log ends elsewhere than it did: rows were taken off its end, or put on.
    End {
        /// The last row that there should be.
        expected: i64,
        /// The last row that there is.
        found: i64,
    },
    /// The hash that was noted elsewhere is in no row.
    Noted,
}

/// What looking into a library's file or a copy of it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inspection {
    /// Its newest migration.
    pub schema: i64,
    /// How many documents are in it.
    pub documents: i64,
    /// What SQLite says is wrong with it; nothing when it is sound.
    pub problems: Vec<String>,
}
