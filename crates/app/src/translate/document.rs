//! A document in paragraphs and segments, and put together again in the other language.
//!
//! A paragraph keeps its inline tags ([`gungman_core::tagged`]); a segment takes its share of them. What lies between two segments
//! (blanks, tabs, line breaks, an object that belongs to neither) stays; between two sentences each language has its own blank.

use std::ops::Range;

use gungman_core::{Lang, Tagged, is_han};
use gungman_export::bilingual;
use gungman_export::word::{self, Language, ParagraphKind};
use gungman_lang::segments::segments;

use crate::convert::{Kind, decode_text};
use crate::error::Error;
use crate::workbench::api::SegmentKind;

/// A paragraph of a document: of a Word file, or a line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text.
    pub tagged: Tagged,
    /// What it is.
    pub kind: SegmentKind,
}

/// Reads a document by its file's extension.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`].
pub fn read(extension: &str, bytes: &[u8]) -> Result<Vec<Paragraph>, Error> {
    match Kind::of(extension) {
        None => Err(Error::FileKind(format!(".{extension}"))),
        Some(Kind::Text) => {
            let line = |text: &str| Paragraph {
                tagged: Tagged::plain(text),
                kind: if marker(text, extension).1 { SegmentKind::Heading } else { SegmentKind::Text },
            };
            Ok(decode_text(bytes)?.split('\n').map(line).collect())
        }
        Some(Kind::Word) => {
            let paragraph = |word::Paragraph { text, kind }| Paragraph {
                tagged: Tagged::read(&text).0,
                kind: match kind {
                    ParagraphKind::Body | ParagraphKind::Other => SegmentKind::Text,
                    ParagraphKind::Heading => SegmentKind::Heading,
                    ParagraphKind::Cell => SegmentKind::Cell,
                },
            };
            Ok(word::paragraphs(bytes)?.into_iter().map(paragraph).collect())
        }
    }
}

/// Writes a document with its paragraphs translated; nothing for one leaves it as it is. Gives the paragraphs whose formatting could not
/// be kept and is now that of most of their text.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`].
pub fn write(
    extension: &str,
    bytes: &[u8],
    to: Language,
    translated: &[Option<Tagged>],
) -> Result<(Vec<u8>, Vec<usize>), Error> {
    match Kind::of(extension) {
        None => Err(Error::FileKind(format!(".{extension}"))),
        Some(Kind::Text) => {
            let text = decode_text(bytes)?;
            let lines: Vec<&str> = text
                .split('\n')
                .enumerate()
                .map(|(n, line)| translated.get(n).and_then(Option::as_ref).map_or(line, |new| &new.text))
                .collect();
            Ok((lines.join("\n").into_bytes(), Vec::new()))
        }
        Some(Kind::Word) => {
            let mut next = |number: usize, _: &word::Paragraph| {
                translated.get(number).and_then(Option::as_ref).map(ToString::to_string)
            };
            let word::Translated { bytes, fallen } = word::translate(bytes, to, &mut next)?;
            Ok((bytes, fallen))
        }
    }
}

/// A Word table of two columns, the source and its translation, a segment a row.
///
/// # Errors
/// [`Error::Export`].
pub fn two_columns(pairs: &[(String, String)], title: &str, from: Lang) -> Result<Vec<u8>, Error> {
    let heads = if from.is_chinese() { ["中文", "English"] } else { ["English", "中文"] };
    Ok(bilingual(title, heads, pairs, from)?)
}

/// The segments of a paragraph, in bytes of its bare text. Tabs and line breaks always part them.
#[must_use]
pub fn cut(paragraph: &Paragraph, extension: &str, from: Lang) -> Vec<Range<usize>> {
    let text = &paragraph.tagged.text;
    let start = marker(text, extension).0;
    let (mut out, mut at) = (Vec::new(), start);
    for line in text[start..].split_inclusive(['\t', '\n']) {
        let mut ranges: Vec<_> =
            segments(line, from).into_iter().map(|range| range.start + at..range.end + at).collect();
        // The number of a page or a caption, before or after all words of its line, belongs to them.
        let end = at + line.trim_end_matches(['\t', '\n']).len();
        let stands =
            |range: Range<usize>| paragraph.tagged.marks.iter().any(|m| m.object && range.contains(&m.range.start));
        if let Some(first) = ranges.first_mut()
            && stands(at..first.start)
        {
            first.start = at;
        }
        if let Some(last) = ranges.last_mut()
            && stands(last.end + 1..end + 1)
        {
            last.end = end;
        }
        out.extend(ranges);
        at += line.len();
    }
    out
}

/// A paragraph with its segments' translations in their places; a segment without one keeps its source.
#[must_use]
pub fn join(paragraph: &Tagged, parts: &[(Range<usize>, Option<Tagged>)], from: Lang) -> Tagged {
    let (mut out, mut at) = (Tagged::default(), 0);
    for (range, target) in parts {
        let between = at..range.start;
        if !between.is_empty() || at == 0 {
            out.push(&joint(&paragraph.slice(between), at == 0, from));
        } else if !from.is_chinese() {
            // English segments that touch (a label's colon and what follows) are cut without a blank to be found.
        } else if target.is_some() {
            out.push(&Tagged::plain(" "));
        }
        match target {
            Some(target) => out.push(target),
            None => out.push(&paragraph.slice(range.clone())),
        }
        at = range.end;
    }
    if at < paragraph.text.len() || parts.is_empty() {
        out.push(&paragraph.slice(at..paragraph.text.len()));
    }
    out
}

/// What stands between two segments of a translation.
fn joint(between: &Tagged, first: bool, from: Lang) -> Tagged {
    let text = if between.text.contains(['\n', '\t']) {
        return between.clone();
    } else if first {
        // English has no ideographic blanks to begin a paragraph with.
        if from.is_chinese() { between.text.replace('\u{3000}', "") } else { between.text.clone() }
    } else if from.is_chinese() {
        " ".to_owned()
    } else {
        String::new()
    };
    let end = text.len();
    let mut marks = between.marks.clone();
    marks.retain(|mark| mark.object);
    for mark in &mut marks {
        mark.range = end..end;
    }
    Tagged { text, marks }
}

/// How long the mark-up is that a line of Markdown begins with, and whether it makes the line a heading.
fn marker(text: &str, extension: &str) -> (usize, bool) {
    if !matches!(extension, "md" | "markdown") {
        return (0, false);
    }
    let blank = text.len() - text.trim_start().len();
    let rest = &text[blank..];
    let signs = rest.len() - rest.trim_start_matches(['#', '>', '-', '*', '+']).len();
    let followed = rest[signs..].starts_with(' ');
    if signs > 0 && followed {
        let length = signs + (rest[signs..].len() - rest[signs..].trim_start().len());
        return (blank + length, rest.starts_with('#'));
    }
    (0, false)
}

/// The language most of a document's letters are written in.
#[must_use]
pub fn language<'a>(texts: impl Iterator<Item = &'a str>) -> Lang {
    let (mut han, mut latin) = (0, 0);
    for c in texts.flat_map(str::chars) {
        han += usize::from(is_han(c));
        latin += usize::from(c.is_ascii_alphabetic());
    }
    // A Chinese character says about as much as three letters; a name of the other language weighs less.
    if han * 2 >= latin { Lang::ZhHantHk } else { Lang::EnGb }
}

/// Whether a text has words of a language; a name in Latin letters in a Chinese file has none.
#[must_use]
pub fn has_words(text: &str, lang: Lang) -> bool {
    if lang.is_chinese() { text.contains(is_han) } else { text.chars().any(|c| c.is_ascii_alphabetic()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(written: &str) -> Paragraph {
        Paragraph { tagged: Tagged::read(written).0, kind: SegmentKind::Text }
    }

    fn translated(written: &str, from: Lang, targets: &[&str]) -> String {
        let paragraph = paragraph(written);
        let ranges = cut(&paragraph, "docx", from);
        assert_eq!(ranges.len(), targets.len(), "{written}");
        let parts: Vec<_> = ranges.into_iter().zip(targets).map(|(r, t)| (r, Some(Tagged::read(t).0))).collect();
        join(&paragraph.tagged, &parts, from).to_string()
    }

    #[test]
    fn sentences_come_back_in_their_places_with_their_objects() {
        let en = "‹1›Note:‹/1›\tOne is due.‹2/› Two are not.‹3/›\nThree.";
        let targets = ["‹1›註：‹/1›", "一項到期。‹2/›", "兩項未到期。‹3/›", "三。"];
        assert_eq!(translated(en, Lang::EnGb, &targets), "‹1›註：‹/1›\t一項到期。‹2/›兩項未到期。‹3/›\n三。");
        let zh = "　　一項到期。‹1/›兩項未到期。";
        assert_eq!(
            translated(zh, Lang::ZhHantHk, &["One is due.‹1/›", "Two are not."]),
            "One is due.‹1/› Two are not."
        );
    }

    #[test]
    fn the_numbers_of_a_footer_belong_to_its_words() {
        assert_eq!(translated("Page ‹1/› of ‹2/›", Lang::EnGb, &["第‹1/›頁，共‹2/›頁"]), "第‹1/›頁，共‹2/›頁");
        assert_eq!(translated("‹1/› of ‹2/›", Lang::EnGb, &["第‹1/›頁，共‹2/›頁"]), "第‹1/›頁，共‹2/›頁");
        let paragraph = paragraph("Page ‹1/› of ‹2/›");
        let range = cut(&paragraph, "docx", Lang::EnGb).remove(0);
        assert_eq!(paragraph.tagged.slice(range).to_string(), "Page ‹1/› of ‹2/›");
    }

    #[test]
    fn what_is_not_translated_stays_and_blank_paragraphs_too() {
        for written in ["", "  ", "‹1/›", " ‹1/› "] {
            let paragraph = paragraph(written);
            let parts: Vec<_> = cut(&paragraph, "docx", Lang::EnGb).into_iter().map(|range| (range, None)).collect();
            assert_eq!(join(&paragraph.tagged, &parts, Lang::EnGb).to_string(), written);
        }
    }

    #[test]
    fn markdown_keeps_its_marks() {
        let read = read("md", "# Fees\n- One is due. Two are not.\n".as_bytes()).unwrap();
        assert_eq!(read.iter().map(|p| p.kind).collect::<Vec<_>>()[..2], [SegmentKind::Heading, SegmentKind::Text]);
        let ranges = cut(&read[1], "md", Lang::EnGb);
        assert_eq!(&read[1].tagged.text[ranges[0].clone()], "One is due.");
        let new = join(
            &read[1].tagged,
            &[(ranges[0].clone(), Some(Tagged::plain("一。"))), (ranges[1].clone(), None)],
            Lang::EnGb,
        );
        let (bytes, _) =
            write("md", "# Fees\n- One is due. Two are not.\n".as_bytes(), Language::HongKong, &[None, Some(new)])
                .unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), "# Fees\n- 一。Two are not.\n");
    }

    #[test]
    fn the_language_is_told_by_most_of_the_letters() {
        let told = |text: &str| language(std::iter::once(text));
        assert_eq!(told("The CSB Circular 公務員事務局"), Lang::EnGb);
        assert_eq!(told("本局 Civil Service Bureau 的通告第5號現已發出，請各局備悉"), Lang::ZhHantHk);
    }
}
