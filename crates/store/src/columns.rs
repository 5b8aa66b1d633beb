//! What is copied out of a document into columns of its own, so that listing and searching need not parse JSON.
//!
//! | column | from the document's fields |
//! | --- | --- |
//! | `subject` | `subject` |
//! | `correspondent` | the first line of `to`, else of `organisation`, else of `addressee` |
//! | `reference` | `ref` |
//! | `doc_date` | `date` |
//! | `classification` | `classification` |
//! | `first_line` | the body's first line that is not empty, cut to 200 characters |
//! | `search_text` | subject, correspondent, reference, points and body, as [`crate::fold`] has them indexed |
//! | `find_correspondent`, `find_reference` | the same, folded |

use gungman_core::Document;

use crate::fold::{BETWEEN, fold, indexed};

/// The longest `first_line`, in characters: two rows of a wide list.
const FIRST_LINE_CHARS: usize = 200;

/// Which of [`parts`] are not in columns of their own.
pub(crate) const BODY_PARTS: [usize; 2] = [4, 3];

/// The columns of one working copy.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Columns<'a> {
    pub subject: &'a str,
    pub correspondent: &'a str,
    pub reference: &'a str,
    pub doc_date: &'a str,
    pub classification: &'a str,
    pub first_line: String,
    pub search_text: String,
    pub find_correspondent: String,
    pub find_reference: String,
}

impl<'a> Columns<'a> {
    pub fn of(document: &'a Document, points: &str) -> Self {
        let correspondent = correspondent(document);
        let body = document.body_text();
        let first_line = body.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let (subject, reference) = (document.field("subject"), document.field("ref"));
        Self {
            subject,
            correspondent,
            reference,
            doc_date: document.field("date"),
            classification: document.field("classification"),
            first_line: first_line.chars().take(FIRST_LINE_CHARS).collect(),
            search_text: parts(document, points).map(|part| indexed(&part)).join(BETWEEN),
            find_correspondent: fold(correspondent),
            find_reference: fold(reference),
        }
    }
}

/// What a search looks in: subject, correspondent, reference, points, body.
pub(crate) fn parts(document: &Document, points: &str) -> [String; 5] {
    let own = [document.field("subject"), correspondent(document), document.field("ref"), points].map(str::to_owned);
    let [subject, correspondent, reference, points] = own;
    [subject, correspondent, reference, points, document.body_text()]
}

fn correspondent(document: &Document) -> &str {
    let named = ["to", "organisation", "addressee"].into_iter().find_map(|id| document.field(id).lines().next());
    named.map_or("", str::trim)
}

#[cfg(test)]
mod tests {
    use gungman_core::{Block, Lang};

    use super::*;

    fn memo(fields: &[(&str, &str)]) -> Document {
        let mut document = Document::new("memo", Lang::ZhHantHk);
        document.fields = fields.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
        document
    }

    #[test]
    fn columns_come_from_the_documented_fields() {
        let mut document = memo(&[
            ("subject", " 更換升降機 "),
            ("to", "\n 建築署署長 \n（經辦人：陳大文）"),
            ("organisation", "某公司"),
            ("ref", "(13) in OLA 4/08"),
            ("date", "2026-11-23"),
            ("classification", "restricted"),
        ]);
        document.body = vec![Block::paragraph("　\n"), Block::paragraph("　第一段\n第二行")];
        let columns = Columns::of(&document, "要點");
        assert_eq!(columns.subject, "更換升降機");
        assert_eq!(columns.correspondent, "建築署署長");
        assert_eq!(columns.reference, "(13) in OLA 4/08");
        assert_eq!(columns.doc_date, "2026-11-23");
        assert_eq!(columns.classification, "restricted");
        assert_eq!(columns.first_line, "第一段");
        assert_eq!(
            columns.search_text,
            "更 换 升 降 机 \u{10fffd} 建 筑 署 署 长 \u{10fffd} (13) in ola 4/08 \u{10fffd} 要 点 \u{10fffd} 第 一 段 第 二 行"
        );
        assert_eq!(
            (columns.find_correspondent.as_str(), columns.find_reference.as_str()),
            ("建筑署署长", "(13) in ola 4/08")
        );
    }

    #[test]
    fn the_correspondent_falls_back_to_the_organisation_then_to_the_addressee() {
        let document = memo(&[("to", "  "), ("organisation", "某公司\n某部"), ("addressee", "李小明先生")]);
        assert_eq!(Columns::of(&document, "").correspondent, "某公司");
        assert_eq!(Columns::of(&memo(&[("addressee", "李小明先生")]), "").correspondent, "李小明先生");
        assert_eq!(Columns::of(&memo(&[]), "").correspondent, "");
    }

    #[test]
    fn a_long_first_line_is_cut_between_characters() {
        let mut document = memo(&[]);
        document.body = vec![Block::paragraph("𨋢".repeat(201))];
        assert_eq!(Columns::of(&document, "").first_line, "𨋢".repeat(200));
    }
}
