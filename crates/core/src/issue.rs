//! Issues: what a reader should look at before the document leaves.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::language::Label;

/// How much an issue matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Doubtful.
    Warning,
    /// Wrong, or not proved right.
    Error,
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Issue {
    /// A stable code, such as `fact_missing`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what to do, in both languages.
    pub message: Label,
    /// The header field it concerns.
    pub field: Option<String>,
    /// The block of the body it concerns, from 0.
    pub block: Option<u32>,
    /// The characters it concerns.
    pub excerpt: Option<String>,
}
