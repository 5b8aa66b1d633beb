//! A document as an officer works on it: the header's field values and the body's blocks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::language::Lang;

/// What an officer has given and written, before it is laid out.
///
/// Field values are kept exactly as typed (dates as ISO `2026-11-23`, choices by their id, lists one entry a line), so
/// that switching the language of a document changes only how they are rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Document {
    /// The id of the template, such as `memo`.
    pub template: String,
    /// The language the document is written in.
    pub lang: Lang,
    /// Values by field id; a field that was never filled is absent or empty.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// The body, in order.
    #[serde(default)]
    pub body: Vec<Block>,
    /// The changes that the model proposed and the officer accepted, in the order in which they were, for an export that shows them.
    /// The body already has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<AcceptedChange>>")]
    pub accepted: Vec<AcceptedChange>,
    /// What it was made from and is to be compared with: the notes of a meeting. Never printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub source: Option<SourceText>,
    /// The profile its header was filled from, and with what; none where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub profile: Option<Box<FromProfile>>,
}

/// A text that a document was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SourceText {
    /// The name of its file; empty for a text that was pasted.
    pub name: String,
    /// The text. Blocks name its lines, counted from 1.
    pub text: String,
}

/// What a profile put into a document's header. The values are the document's own from then on; they are remembered here only so
/// that another profile, or the other language, takes the place of what nobody has touched since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FromProfile {
    /// The profile's id. The profile may have changed since, or be gone.
    pub id: String,
    /// What was put into each field.
    pub filled: BTreeMap<String, String>,
}

/// A change that the model proposed and the officer accepted: whole blocks as they were just before, and just after it, without the
/// proposals that were rejected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AcceptedChange {
    /// The blocks as they were.
    pub before: Vec<Block>,
    /// The blocks they became.
    pub after: Vec<Block>,
}

impl Document {
    /// An empty document of a template.
    #[must_use]
    pub fn new(template: impl Into<String>, lang: Lang) -> Self {
        Self {
            template: template.into(),
            lang,
            fields: BTreeMap::new(),
            body: Vec::new(),
            accepted: Vec::new(),
            source: None,
            profile: None,
        }
    }

    /// The value of a field, trimmed; empty when it was never filled.
    #[must_use]
    pub fn field(&self, id: &str) -> &str {
        self.fields.get(id).map_or("", |value| value.trim())
    }

    /// The body as plain text, one block a line, without numbers.
    #[must_use]
    pub fn body_text(&self) -> String {
        self.body.iter().map(Block::text).collect::<Vec<_>>().join("\n")
    }
}

/// One block of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Block {
    /// A paragraph; the template decides whether it carries a number.
    Paragraph {
        /// Its text.
        runs: Vec<Run>,
        /// The lines of the document's source that it comes from, from 1.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[ts(optional, as = "Option<Vec<u32>>")]
        lines: Vec<u32>,
    },
    /// An item of a list below a paragraph: `(a)`, then `(i)`.
    Item {
        /// 1 for `(a)`, 2 for `(i)`.
        level: u8,
        /// Its text.
        runs: Vec<Run>,
        /// The lines of the document's source that it comes from, from 1.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[ts(optional, as = "Option<Vec<u32>>")]
        lines: Vec<u32>,
    },
    /// A heading inside the body.
    Heading {
        /// Its text.
        runs: Vec<Run>,
    },
}

impl Block {
    /// A paragraph of plain text.
    #[must_use]
    pub fn paragraph(text: impl Into<String>) -> Self {
        Block::Paragraph { runs: vec![Run::plain(text)], lines: Vec::new() }
    }

    /// A list item of plain text.
    #[must_use]
    pub fn item(level: u8, text: impl Into<String>) -> Self {
        Block::Item { level, runs: vec![Run::plain(text)], lines: Vec::new() }
    }

    /// The runs, whatever the kind.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        match self {
            Block::Paragraph { runs, .. } | Block::Item { runs, .. } | Block::Heading { runs } => runs,
        }
    }

    /// The runs, to change them.
    pub fn runs_mut(&mut self) -> &mut Vec<Run> {
        match self {
            Block::Paragraph { runs, .. } | Block::Item { runs, .. } | Block::Heading { runs } => runs,
        }
    }

    /// The lines of the document's source that it comes from, from 1; none of a heading.
    #[must_use]
    pub fn lines(&self) -> &[u32] {
        match self {
            Block::Paragraph { lines, .. } | Block::Item { lines, .. } => lines,
            Block::Heading { .. } => &[],
        }
    }

    /// Says that the block comes from these lines too.
    pub fn add_lines(&mut self, more: &[u32]) {
        if let Block::Paragraph { lines, .. } | Block::Item { lines, .. } = self {
            lines.extend(more);
            lines.sort_unstable();
            lines.dedup();
        }
    }

    /// The text without emphasis.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs().iter().map(|run| run.text.as_str()).collect()
    }
}

/// A stretch of text with one emphasis. Chinese is never set in italics, so there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Run {
    /// The characters.
    pub text: String,
    /// Emphasis by weight.
    #[serde(default)]
    pub bold: bool,
    /// Emphasis by a line under the text.
    #[serde(default)]
    pub underline: bool,
}

impl Run {
    /// Text without emphasis.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false, underline: false }
    }
}
