//! What crosses between the translation workbench and whoever calls it.
//!
//! Sources and targets carry the inline tags of [`gungman_core::tagged`]. Places in a text count characters, not bytes.

use gungman_core::{Issue, Lang};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Failure;
use crate::convert::Kind;

/// What is opened for translation.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenTranslation {
    /// A file that was handed to the program; else `text` is what is translated.
    pub path: Option<String>,
    /// Pasted text.
    pub text: String,
    /// The language to translate into; nothing for the other than most of it is written in.
    pub to: Option<Lang>,
}

/// How far a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SegmentState {
    /// Nothing stands there yet.
    Untranslated,
    /// Taken from the memory, as it was or with its figures adapted; or copied, where nothing wants translating.
    Memory,
    /// The model wrote it.
    Machine,
    /// A person wrote or changed it.
    Edited,
    /// A person says it is right.
    Confirmed,
}

/// What a segment is in its document; headings and cells are worded more briefly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SegmentKind {
    /// A sentence of a paragraph.
    #[default]
    Text,
    /// A heading or a title.
    Heading,
    /// A table's cell.
    Cell,
}

/// A segment as it stands on the bench.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BenchSegment {
    /// Its id; it stays the same when others are split or joined.
    #[ts(type = "number")]
    pub id: i64,
    /// Which paragraph of the document it belongs to, from 0.
    pub paragraph: u32,
    /// What it is.
    pub kind: SegmentKind,
    /// The source.
    pub source: String,
    /// The translation; empty while there is none.
    pub target: String,
    /// How far it is.
    pub state: SegmentState,
    /// How near the memory's match was that it was taken from, 1 to 101 (101: the sentence before is the same too).
    pub percent: Option<u8>,
    /// Where a match came from: the document it was confirmed in.
    pub note: String,
    /// What is not right, or should be looked at; those accepted by a person are not among them.
    pub issues: Vec<Issue>,
    /// What a person looked at and let stand, as `code value`.
    pub accepted: Vec<String>,
}

/// A document on the bench.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Bench {
    /// What the list says of it.
    pub row: BenchRow,
    /// Its segments in order.
    pub segments: Vec<BenchSegment>,
    /// How much of it the memory knows.
    pub bands: Vec<Band>,
}

/// A document in the list of translations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BenchRow {
    /// Its id.
    #[ts(type = "number")]
    pub id: i64,
    /// The file's name, or the first words of a pasted text.
    pub name: String,
    /// The file; nothing for pasted text.
    pub path: Option<String>,
    /// What kind of file.
    pub kind: Kind,
    /// The language it is translated from.
    pub from: Lang,
    /// The language it is translated into.
    pub to: Lang,
    /// How many segments it has.
    pub segments: u32,
    /// How many of them have a translation.
    pub translated: u32,
    /// How many a person has confirmed.
    pub confirmed: u32,
    /// When it was last worked on, in milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub updated_at: i64,
}

/// How many segments the memory knows so well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// From this percentage (101, 100, 95, 85, 75), 0 for what it does not know; -1 for repetitions within the document.
    pub from: i16,
    /// How many segments.
    pub segments: u32,
    /// How many words (English) or characters (Chinese) they have.
    pub words: u32,
}

/// A segment as a person leaves it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SegmentEdit {
    /// Which.
    #[ts(type = "number")]
    pub id: i64,
    /// The translation.
    pub target: String,
    /// How far it is. Asking for `confirmed` while an error is open leaves it `edited`.
    pub state: SegmentState,
    /// What was looked at and let stand, as `code value`.
    pub accepted: Vec<String>,
}

/// What became of a change: every segment that is not as it was, others with the same source among them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// The segments as they are now.
    pub segments: Vec<BenchSegment>,
    /// When it was saved.
    #[ts(type = "number")]
    pub saved_at: i64,
}

/// What is known about a segment.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SegmentHelp {
    /// What the memory has, the nearest first.
    pub matches: Vec<MemoryMatch>,
    /// The terms of the source.
    pub terms: Vec<TermHelp>,
    /// The facts of the source.
    pub facts: Vec<FactHelp>,
}

/// A match of the memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemoryMatch {
    /// How near, 1 to 101.
    pub percent: u8,
    /// Its source.
    pub source: String,
    /// Its translation, the figures of the segment put in where only they differ.
    pub target: String,
    /// Whether figures were put in.
    pub adapted: bool,
    /// Where it came from.
    pub note: String,
}

/// A term of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TermHelp {
    /// As it stands in the source.
    pub source: String,
    /// The right wordings, the best first.
    pub targets: Vec<String>,
    /// `locked`, `preferred` or `hint`.
    pub strength: String,
    /// A note.
    pub note: String,
    /// Whether the translation has one of them.
    pub stands: bool,
}

/// A fact of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactHelp {
    /// As it stands in the source.
    pub source: String,
    /// Its official form in the other language.
    pub target: String,
    /// Whether the translation states it.
    pub stands: bool,
}

/// What happens while the model translates, in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BenchEvent {
    /// It has begun.
    Started {
        /// How many segments are to be translated.
        todo: u32,
    },
    /// A segment is being worked on.
    Working {
        /// Which.
        #[ts(type = "number")]
        id: i64,
    },
    /// A segment is done.
    Done {
        /// The segment, and others that changed with it.
        changed: Changed,
        /// How many are done.
        done: u32,
        /// Of how many.
        todo: u32,
        /// How many seconds a segment takes, on the average of this run.
        seconds: f64,
    },
    /// It has ended.
    Ended {
        /// How many were done.
        done: u32,
        /// Whether it was stopped.
        stopped: bool,
    },
    /// It has failed; what was done is kept.
    Failed(Failure),
}

/// What a translation is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum BenchFormat {
    /// The source's own format, in the language translated into.
    Same,
    /// A Word table of two columns.
    Bilingual,
    /// The confirmed pairs for another program's memory.
    Tmx,
}

/// A row of the office's own glossary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnTerm {
    /// The English term, in its base form.
    pub en: String,
    /// The right Chinese wordings, the best first.
    pub zh: Vec<String>,
    /// `locked`, `preferred` or `hint`.
    pub strength: String,
    /// Chinese wordings that are wrong for it.
    pub forbidden: Vec<String>,
    /// A note.
    pub note: String,
}

/// What the office's own terms are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TermsFormat {
    /// A table with tabs.
    Tsv,
    /// A table with commas, for a spreadsheet.
    Csv,
    /// TBX, for another translation program.
    Tbx,
}

/// What became of a glossary or a memory that was taken in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakenInRows {
    /// How many rows or pairs were taken in.
    pub taken: u32,
    /// The lines that are none, from 1.
    pub refused: Vec<u32>,
}

/// What the memory holds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemoryState {
    /// How many pairs it has.
    pub pairs: u32,
}

/// A pair of terms that the confirmed segments suggest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedTerm {
    /// The English term.
    pub en: String,
    /// The Chinese wording.
    pub zh: String,
    /// In how many segments both stand.
    pub count: u32,
}

/// A pair of an aligned document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AlignedPair {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
    /// How sure it is, in per cent.
    pub confidence: u8,
    /// Whether it is sure enough to be kept without a look.
    pub sure: bool,
}
