//! The sheet: a document laid out in the roles of its official form, before any format draws it.
//!
//! The preview in the window, Word, PDF and plain text are four mappers over this one tree, one function for each
//! [`Part`]. Nothing here knows a format.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::language::{Label, Lang};

/// A laid-out document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Sheet {
    /// The language the document is written in; labels inside are already in it.
    pub lang: Lang,
    /// The document's title for file metadata and file names: its subject, else its type.
    pub title: String,
    /// The classification marking, printed centred at the top and the foot of every page.
    pub marking: Option<String>,
    /// What stands at the head of every page from the second on, under the marking: the file reference, the paper's number.
    #[serde(default)]
    pub running: Option<String>,
    /// Paper, margins, faces and sizes.
    pub page: PageSetup,
    /// The parts, top to bottom.
    pub parts: Vec<Part>,
}

/// Paper, margins, faces and sizes. The paper is always A4 portrait, 210 × 297 mm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PageSetup {
    /// The face Word uses for Chinese, such as `新細明體`.
    pub font_zh: String,
    /// The face Word uses for English, such as `Times New Roman`.
    pub font_en: String,
    /// Body size in points.
    pub size_pt: f32,
    /// Line height as a multiple of the size.
    pub line_spacing: f32,
    /// Top margin in millimetres.
    pub top_mm: f32,
    /// Right margin in millimetres.
    pub right_mm: f32,
    /// Bottom margin in millimetres.
    pub bottom_mm: f32,
    /// Left margin in millimetres.
    pub left_mm: f32,
    /// How the page number is written, with `{n}` for the number and `{m}` for how many pages there are: `- {n} -`,
    /// `Page {n} of {m}`.
    pub page_number: Label,
    /// The first page that carries its number: 2 where the first page is known by its form, 1 where every page is counted.
    #[serde(default = "from_the_second")]
    pub number_from: u32,
    /// What stands at the head of every page from the second on, with placeholders as other texts of a layout have them; on a
    /// sheet it is filled in, as [`Sheet::running`].
    #[serde(default)]
    pub running: Label,
}

fn from_the_second() -> u32 {
    2
}

/// A stretch of a page number's pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageNumberPiece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// The page's own number, `{n}`.
    Number,
    /// How many pages there are, `{m}`.
    Count,
}

impl Sheet {
    /// How a page number is written in the language of the sheet, piece by piece.
    pub fn page_number(&self) -> impl Iterator<Item = PageNumberPiece<'_>> {
        let mut rest = self.page.page_number.get(self.lang);
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            for (mark, piece) in [("{n}", PageNumberPiece::Number), ("{m}", PageNumberPiece::Count)] {
                if let Some(after) = rest.strip_prefix(mark) {
                    rest = after;
                    return Some(piece);
                }
            }
            let end = ["{n}", "{m}"].iter().filter_map(|mark| rest.find(mark)).min().unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            rest = after;
            Some(PageNumberPiece::Text(text))
        })
    }

    /// Whether a page, from 1, carries its number.
    #[must_use]
    pub fn is_numbered(&self, page: u32) -> bool {
        page >= self.page.number_from
    }
}

/// Text with emphasis.
pub type Text = Vec<Span>;

/// A stretch of text on the sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Span {
    /// The characters.
    pub text: String,
    /// Drawn in the bold face.
    #[serde(default)]
    pub bold: bool,
    /// Drawn with a line under it.
    #[serde(default)]
    pub underline: bool,
    /// A stand-in for a value not yet given. Only the preview has these; an exported sheet has none.
    #[serde(default)]
    pub ghost: bool,
    /// The header field this text comes from, so that a click on the page finds it.
    #[serde(default)]
    pub field: Option<String>,
}

impl Span {
    /// Text without emphasis.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// The characters of a text without its emphasis.
#[must_use]
pub fn plain_text(text: &[Span]) -> String {
    text.iter().map(|span| span.text.as_str()).collect()
}

/// One part of the form, by the role it plays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "role", rename_all = "camelCase")]
pub enum Part {
    /// The department's letterhead, centred lines at the very top.
    Letterhead {
        /// The lines; the first is the department's name.
        lines: Vec<Text>,
    },
    /// How the paper travels, at the top right: 急件, Urgent by Hand.
    Delivery {
        /// The mark.
        text: Text,
    },
    /// The name of the form, centred: 便箋, MEMO.
    Title {
        /// The name.
        text: Text,
    },
    /// The header box of a memo, ruled above and below: two columns of labelled cells.
    Grid {
        /// The rows, top to bottom.
        rows: Vec<GridRow>,
    },
    /// Labelled references of a letter, one a line, at the left: 本函檔號, Our Ref.
    References {
        /// The lines; every label and value in the order of the form.
        cells: Vec<Cell>,
    },
    /// The addressee, one line each, at the left; also other plain lines of a form.
    Address {
        /// The lines in the order of the language: address first in Chinese, name first in English.
        lines: Vec<Text>,
    },
    /// The date of an English letter, at the right, under the references.
    Date {
        /// The date in words.
        text: Text,
    },
    /// The salutation, at the margin, without indent.
    Salutation {
        /// With its colon or comma.
        text: Text,
    },
    /// The subject, centred and bold.
    Subject {
        /// The subject.
        text: Text,
    },
    /// A paragraph of the body.
    #[serde(rename_all = "camelCase")]
    Paragraph {
        /// The number as printed (`2.`), at the margin, the text after a tab, later lines back at the margin.
        number: Option<String>,
        /// Whether the first line is indented by two full-width spaces (or a tab in English).
        indent: bool,
        /// The text.
        text: Text,
        /// Which block of the document's body this is, from 0.
        block: u32,
    },
    /// An item of a list in the body: `(a)` or `(i)` hanging before its text.
    #[serde(rename_all = "camelCase")]
    Item {
        /// The mark as printed.
        number: String,
        /// 1 or 2.
        level: u8,
        /// The text.
        text: Text,
        /// Which block of the document's body this is, from 0.
        block: u32,
    },
    /// A heading in the body, bold, at the left.
    #[serde(rename_all = "camelCase")]
    Heading {
        /// The number as printed (`1.`), in front of it, where sections are numbered.
        number: Option<String>,
        /// The heading.
        text: Text,
        /// Which block of the document's body this is, from 0.
        block: u32,
    },
    /// The head of the column of actions, at the right of the body; it stands before the body and makes it narrower.
    ActionHead {
        /// 負責者 or Action.
        text: Text,
    },
    /// Who acts on the paragraph before, in the column of actions beside its last line.
    #[serde(rename_all = "camelCase")]
    Action {
        /// The officer, perhaps with a date.
        text: Text,
        /// Which block of the document's body it is part of, from 0.
        block: u32,
    },
    /// The close of an English letter: Yours sincerely,
    Closing {
        /// With its comma.
        text: Text,
    },
    /// The signature block, centred on the right half, with room to sign above or between.
    Signature {
        /// The lines. An empty line is room to sign.
        lines: Vec<Text>,
    },
    /// Enclosures: one line, or a label with a list.
    Enclosures {
        /// 附件： or Encl.
        label: Text,
        /// The list; may be empty when the label says it all (連附件).
        items: Vec<Text>,
    },
    /// Copies, at the left, below everything else.
    Copies {
        /// 副本送： or c.c.
        label: Text,
        /// The recipients.
        items: Vec<Text>,
    },
    /// The date of a Chinese letter: the very last line, at the left.
    DateLine {
        /// The date.
        text: Text,
    },
    /// Where an annex begins, on a page of its own: its name at the right, under it its title in the middle. The parts that
    /// follow are the annex's, to the next of its kind or to the end.
    #[serde(rename_all = "camelCase")]
    Annex {
        /// 附件A or Annex A.
        name: String,
        /// Its title; empty where the name says it all.
        title: Text,
        /// Which block of the document's body this is, from 0.
        block: u32,
    },
}

/// One row of a header box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GridRow {
    /// The sender's half.
    pub left: Option<Cell>,
    /// The addressee's half.
    pub right: Option<Cell>,
}

/// A label and its value; the value may have several lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Cell {
    /// The label as printed, with its colon.
    pub label: String,
    /// The value, one text a line; empty when nothing was given.
    pub value: Vec<Text>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_number_is_cut_into_its_pieces() {
        let page = |zh: &str| PageSetup {
            font_zh: String::new(),
            font_en: String::new(),
            size_pt: 12.0,
            line_spacing: 1.0,
            top_mm: 20.0,
            right_mm: 20.0,
            bottom_mm: 20.0,
            left_mm: 20.0,
            page_number: Label::new(zh, ""),
            number_from: 2,
            running: Label::default(),
        };
        let pieces = |zh: &str| {
            let sheet = Sheet {
                lang: Lang::ZhHantHk,
                title: String::new(),
                marking: None,
                running: None,
                page: page(zh),
                parts: Vec::new(),
            };
            let write = |piece| match piece {
                PageNumberPiece::Text(text) => text.to_owned(),
                PageNumberPiece::Number => "<n>".to_owned(),
                PageNumberPiece::Count => "<m>".to_owned(),
            };
            sheet.page_number().map(write).collect::<Vec<_>>()
        };
        assert_eq!(pieces("第{n}頁，共{m}頁"), ["第", "<n>", "頁，共", "<m>", "頁"]);
        assert_eq!(pieces("{m}{n}"), ["<m>", "<n>"]);
        assert_eq!(pieces("{x}"), ["{x}"]);
        assert!(pieces("").is_empty());
    }
}
