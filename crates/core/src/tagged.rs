//! Text with inline tags: what of a sentence is bold, a link or a footnote's mark, in a form a translator can read and type.
//!
//! `‹1›…‹/1›` is a stretch in another formatting than the text around it, `‹2/›` an object that is no text (a footnote's mark, a
//! picture). The numbers belong to a paragraph: the same number may stand around several stretches of it (a bold passage of two
//! sentences), an object's only once. The marks are the single guillemets, which neither official English nor Chinese uses.

use std::fmt;
use std::ops::Range;

/// A text and where its tags stand in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tagged {
    /// The text without its tags.
    pub text: String,
    /// The tags: in the order they begin, an outer one before what it holds.
    pub marks: Vec<Mark>,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its number.
    pub tag: u32,
    /// What it is around, in bytes of the text; empty for an object.
    pub range: Range<usize>,
    /// Whether it is an object.
    pub object: bool,
}

/// What is wrong with tags that were typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TagFault {
    /// It begins and does not end, ends and does not begin, or ends inside another.
    Broken(u32),
    /// The source has it and the text has not.
    Missing(u32),
    /// The text has it and the source has not, or an object twice.
    Foreign(u32),
}

/// One tag as it is written.
enum Piece {
    Open(u32),
    Close(u32),
    Object(u32),
}

impl Tagged {
    /// A text without tags.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new() }
    }

    /// Reads a text with its tags, and tells those that are broken, which are left out.
    #[must_use]
    pub fn read(written: &str) -> (Self, Vec<TagFault>) {
        let mut out = Self::default();
        let mut faults = Vec::new();
        // Where each open tag's mark is.
        let mut open: Vec<usize> = Vec::new();
        let mut rest = written;
        while let Some(at) = rest.find('‹') {
            out.text.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some((piece, length)) = piece(rest) else {
                out.text.push('‹');
                rest = &rest['‹'.len_utf8()..];
                continue;
            };
            rest = &rest[length..];
            let here = out.text.len();
            match piece {
                Piece::Object(tag) => out.marks.push(Mark { tag, range: here..here, object: true }),
                Piece::Open(tag) => {
                    open.push(out.marks.len());
                    out.marks.push(Mark { tag, range: here..usize::MAX, object: false });
                }
                Piece::Close(tag) => match open.iter().rposition(|at| out.marks[*at].tag == tag) {
                    Some(nth) => {
                        // What was opened inside and is still open crosses this one's end.
                        let inside = open.split_off(nth);
                        out.marks[inside[0]].range.end = here;
                        faults.extend(inside[1..].iter().map(|at| TagFault::Broken(out.marks[*at].tag)));
                    }
                    None => faults.push(TagFault::Broken(tag)),
                },
            }
        }
        out.text.push_str(rest);
        faults.extend(open.iter().map(|at| TagFault::Broken(out.marks[*at].tag)));
        out.marks.retain(|mark| mark.range.end != usize::MAX);
        faults.sort();
        faults.dedup();
        (out, faults)
    }

    /// The part of the text in `range` (bytes), with what of the tags lies in it. An object between two parts belongs to the one
    /// before it when it follows a word or a stop (a footnote's mark), else to the one after: whoever cuts a text into segments and
    /// the blanks between them finds every object once.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let clings = |at: usize| self.text[..at].chars().next_back().is_some_and(|c| !c.is_whitespace());
        let holds = |at: usize| {
            let ends = at == range.end && range.start < at && (clings(at) || at == self.text.len());
            let begins = at == range.start && !clings(at) && (range.start < range.end || self.text.is_empty());
            range.start < at && at < range.end || ends || begins
        };
        let marks = self.marks.iter().filter_map(|mark| {
            let (start, end) = (mark.range.start.max(range.start), mark.range.end.min(range.end));
            let inside = if mark.object { holds(mark.range.start) } else { start < end };
            inside.then(|| Mark { tag: mark.tag, range: start - range.start..end - range.start, object: mark.object })
        });
        Self { text: self.text[range.clone()].to_owned(), marks: marks.collect() }
    }

    /// Goes on with another text.
    pub fn push(&mut self, other: &Self) {
        let at = self.text.len();
        self.text.push_str(&other.text);
        let moved = |mark: &Mark| Mark { range: mark.range.start + at..mark.range.end + at, ..mark.clone() };
        self.marks.extend(other.marks.iter().map(moved));
    }

    /// Whether there is no tag.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.marks.is_empty()
    }

    /// The tags that `self`, a translation, lacks of `source` or has beyond it.
    #[must_use]
    pub fn against(&self, source: &Self) -> Vec<TagFault> {
        let count =
            |of: &Self, mark: &Mark| of.marks.iter().filter(|m| (m.tag, m.object) == (mark.tag, mark.object)).count();
        let missing = source.marks.iter().filter(|mark| count(self, mark) == 0).map(|mark| TagFault::Missing(mark.tag));
        let foreign = self.marks.iter().filter(|mark| count(source, mark) == 0 || mark.object && count(self, mark) > 1);
        let mut faults: Vec<TagFault> = missing.chain(foreign.map(|mark| TagFault::Foreign(mark.tag))).collect();
        faults.sort();
        faults.dedup();
        faults
    }
}

impl fmt::Display for Tagged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every tag's two ends, at each place: first what ends there (the inner first), then what begins (the outer first).
        let mut open: Vec<&Mark> = Vec::new();
        let mut at = 0;
        let mut next = self.marks.iter().peekable();
        loop {
            let begins = next.peek().map(|mark| mark.range.start);
            let ends = open.last().map(|mark| mark.range.end);
            match (begins, ends) {
                (_, Some(end)) if begins.is_none_or(|begin| end <= begin) => {
                    f.write_str(&self.text[at..end])?;
                    at = end;
                    if let Some(mark) = open.pop() {
                        write!(f, "‹/{}›", mark.tag)?;
                    }
                }
                (Some(begin), _) => {
                    f.write_str(&self.text[at..begin])?;
                    at = begin;
                    match next.next() {
                        Some(mark) if mark.object => write!(f, "‹{}/›", mark.tag)?,
                        Some(mark) => {
                            write!(f, "‹{}›", mark.tag)?;
                            open.push(mark);
                        }
                        None => {}
                    }
                }
                (None, _) => break,
            }
        }
        f.write_str(&self.text[at..])
    }
}

/// The text without its tags.
#[must_use]
pub fn bare(written: &str) -> String {
    if written.contains('‹') { Tagged::read(written).0.text } else { written.to_owned() }
}

/// The tag that a text begins with, and its length in bytes.
fn piece(text: &str) -> Option<(Piece, usize)> {
    let inner = text.strip_prefix('‹')?;
    let end = inner.find('›').filter(|end| *end <= 6)?;
    let length = '‹'.len_utf8() + end + '›'.len_utf8();
    let name = &inner[..end];
    let number = |digits: &str| -> Option<u32> {
        let fit = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        fit.then(|| digits.parse().ok()).flatten()
    };
    let piece = if let Some(digits) = name.strip_prefix('/') {
        Piece::Close(number(digits)?)
    } else if let Some(digits) = name.strip_suffix('/') {
        Piece::Object(number(digits)?)
    } else {
        Piece::Open(number(name)?)
    };
    Some((piece, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(written: &str) -> Tagged {
        let (tagged, faults) = Tagged::read(written);
        assert_eq!(faults, [], "{written}");
        tagged
    }

    #[test]
    fn what_is_read_is_written() {
        for written in [
            "",
            "plain ‹ text › ‹x›",
            "a ‹1›bold‹/1› word‹2/›.",
            "‹1›all ‹2›of‹/2›‹/1›",
            "‹1›‹2›x‹/2›‹/1›‹3/›",
            "‹1›甲‹/1›‹2›乙‹/2›‹1›丙‹/1›",
        ] {
            assert_eq!(whole(written).to_string(), written);
        }
        assert_eq!(bare("a ‹1›bold‹/1› word‹2/›."), "a bold word.");
    }

    #[test]
    fn broken_tags_are_told_and_left_out() {
        let (tagged, faults) = Tagged::read("‹1›a‹2›b‹/1›c‹/3›‹4›");
        assert_eq!(tagged.to_string(), "‹1›ab‹/1›c");
        assert_eq!(faults, [TagFault::Broken(2), TagFault::Broken(3), TagFault::Broken(4)]);
    }

    #[test]
    fn a_part_takes_its_share_of_the_tags() {
        let tagged = whole("‹1›One. Two‹/1›.‹2/› Three‹3/›");
        assert_eq!(tagged.slice(0..4).to_string(), "‹1›One.‹/1›");
        assert_eq!(tagged.slice(5..8).to_string(), "‹1›Two‹/1›");
        assert_eq!(tagged.slice(0..9).to_string(), "‹1›One. Two‹/1›.‹2/›");
        assert_eq!(tagged.slice(10..15).to_string(), "Three‹3/›");
        let blanks = whole("‹1/› a. ‹2/› ‹3/›b ‹4/›");
        let parts = [0..1, 1..3, 3..5, 5..6, 6..7].map(|range| blanks.slice(range).to_string());
        assert_eq!(parts, ["‹1/› ", "a.", " ‹2/› ", "‹3/›b", " ‹4/›"]);
    }

    #[test]
    fn texts_are_joined() {
        let mut tagged = whole("‹1›One.‹/1›");
        tagged.push(&whole(" ‹2/›‹1›Two.‹/1›"));
        assert_eq!(tagged.to_string(), "‹1›One.‹/1› ‹2/›‹1›Two.‹/1›");
    }

    #[test]
    fn tags_are_compared_with_the_source() {
        let source = whole("‹1›a‹/1› ‹2/›");
        assert_eq!(whole("‹2/›‹1›甲‹/1›").against(&source), []);
        assert_eq!(
            whole("‹3›甲‹/3›‹2/›‹2/›").against(&source),
            [TagFault::Missing(1), TagFault::Foreign(2), TagFault::Foreign(3)]
        );
    }
}
