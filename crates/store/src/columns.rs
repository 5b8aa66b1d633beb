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
//! | `search_text` | subject, correspondent, reference, points and body, each [`fold`]ed |

use gungman_core::Document;

/// The longest `first_line`, in characters: two rows of a wide list.
const FIRST_LINE_CHARS: usize = 200;

/// Stands between the parts of `search_text`. Folding turns control characters into spaces, so no text has it and no
/// search matches across two parts.
const BETWEEN: &str = "\u{1f}";

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
}

impl<'a> Columns<'a> {
    pub fn of(document: &'a Document, points: &str) -> Self {
        let correspondent = ["to", "organisation", "addressee"]
            .into_iter()
            .find_map(|id| document.field(id).lines().next())
            .map_or("", str::trim);
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
            search_text: [subject, correspondent, reference, points, &body].map(fold).join(BETWEEN),
        }
    }
}

/// A text in the form in which searches compare: lower case, full-width forms (`Ａ`, `％`) as plain ones, and any run
/// of white space and control characters as one space, none at the ends. Both sides of a comparison are folded.
///
/// A change here needs every row's `search_text` written anew.
pub(crate) fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c if c.is_control() => ' ',
        c => c,
    };
    let lower: String = text.chars().map(plain).flat_map(char::to_lowercase).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
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
            "更換升降機\u{1f}建築署署長\u{1f}(13) in ola 4/08\u{1f}要點\u{1f}第一段 第二行"
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

    #[test]
    fn folding_levels_case_width_and_white_space() {
        assert_eq!(fold(" ＡＢＣ　１００％\r\nDef\u{1f}\0x "), "abc 100% def x");
        assert_eq!(fold("「」。，"), "「」。,", "the full-width comma is a form of the plain one on both sides");
    }

    proptest::proptest! {
        #[test]
        fn any_stretch_of_the_points_is_found(text in "\\PC{0,40}", from in 0usize..40, len in 1usize..10) {
            let stretch: String = text.chars().skip(from).take(len).collect();
            let columns = Columns::of(&memo(&[]), &text).search_text;
            proptest::prop_assert!(columns.contains(&fold(&stretch)));
        }

        #[test]
        fn folding_twice_is_folding_once(text in ".*") {
            proptest::prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
