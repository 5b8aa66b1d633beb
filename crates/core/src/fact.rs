//! Facts: the things in a text that have one right answer.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of thing a fact states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FactKind {
    /// A calendar date, with or without its year.
    Date,
    /// A time of day, or a range of it.
    Time,
    /// An amount of money.
    Money,
    /// A percentage, or percentage points.
    Percent,
    /// A number with what it counts: 120 名, 3 copies.
    Count,
    /// A telephone or fax number.
    Phone,
    /// An email address or a web address.
    Email,
    /// A file reference, circular number or paper number.
    Reference,
    /// A person's name.
    Name,
    /// A place, building, room or organisation.
    Place,
}

/// A fact found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// What it states.
    pub kind: FactKind,
    /// The characters as they stand in the text.
    pub source: String,
    /// A form that is equal for equal facts, whatever the language or script: `2026-12-08`, `15:00`, `HKD 12500000`.
    pub canonical: String,
    /// Byte offset of `source` in the text it was found in.
    pub start: u32,
}

/// Whether a fact of the points stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FactState {
    /// There is no text to look in yet.
    Pending,
    /// In the points and in the text.
    Present,
    /// In the points, not in the text.
    Missing,
    /// In the points; the text states the same kind of thing otherwise.
    Changed,
    /// In the text, not in the points, the header or the template.
    Foreign,
}

/// One row of the facts list beside the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactRow {
    /// What it states.
    pub kind: FactKind,
    /// As it was typed in the points; for a foreign fact, as it stands in the text.
    pub source: String,
    /// The form it takes in the document's language.
    pub target: String,
    /// Whether it is there.
    pub state: FactState,
    /// What stands in the text: the matching characters when present, the other value when changed.
    pub found: Option<String>,
    /// Which block of the body it was found in, from 0.
    pub block: Option<u32>,
}
