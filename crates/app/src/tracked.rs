//! The model's accepted changes as Word shows them: the document is written as it was before, and what was accepted stands in it as tracked
//! changes by "Gungman", so that whoever gets the file sees each of them and can refuse it.

use std::collections::BTreeMap;
use std::ops::Range;

use gungman_core::{Block, Document, Tagged};
use gungman_export::word;
use gungman_lang::differ;

use crate::checking::file::{Edits, review_bytes, tracked_changes};
use crate::error::Error;

/// A document as it was before the changes that can be shown, and what its blocks say now.
pub(crate) struct Before {
    /// The document as it was.
    pub document: Document,
    /// The text a block has now, by its number.
    now: BTreeMap<usize, String>,
    /// Accepted changes that cannot be shown: edited since, or of another shape than what they replaced.
    hidden: usize,
}

/// Takes the accepted changes back, the last first, each where what it brought still stands.
pub(crate) fn before(document: &Document) -> Before {
    let mut document = document.clone();
    let (mut now, mut hidden) = (BTreeMap::new(), 0);
    for change in std::mem::take(&mut document.accepted).into_iter().rev() {
        let (was, is) = (change.before, change.after);
        let at = document.body.windows(is.len().max(1)).position(|blocks| blocks == is);
        let alike = was.len() == is.len() && was.iter().zip(&is).all(|(was, is)| same_shape(was, is));
        let (Some(at), true) = (at, alike) else {
            hidden += 1;
            continue;
        };
        for (number, was) in (at..).zip(was) {
            now.entry(number).or_insert_with(|| document.body[number].text());
            document.body[number] = was;
        }
    }
    Before { document, now, hidden }
}

fn same_shape(a: &Block, b: &Block) -> bool {
    match (a, b) {
        (Block::Item { level: a, .. }, Block::Item { level: b, .. }) => a == b,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

impl Before {
    /// The changes in a Word file of the document as it was, and how many of the accepted ones it does not show.
    ///
    /// # Errors
    /// [`Error::Word`].
    pub fn tracked(&self, bytes: Vec<u8>) -> Result<(Vec<u8>, usize), Error> {
        let text_of = |paragraph: word::Paragraph| Tagged::read(&paragraph.text).0.text.trim().to_owned();
        let paragraphs: Vec<String> = word::paragraphs(&bytes)?.into_iter().map(text_of).collect();
        let (mut edits, mut hidden, mut from) = (Edits::new(), self.hidden, 0);
        for (number, block) in self.document.body.iter().enumerate() {
            let old = block.text();
            let old = old.trim();
            // The blocks stand in the file in their order; a number that Word does not count stands before the text.
            let numbered = format!("\t{old}");
            let holds = |text: &String| !old.is_empty() && (text == old || text.ends_with(&numbered));
            let found = paragraphs.iter().skip(from).position(holds).map(|at| from + at);
            let new = self.now.get(&number).map(|new| new.trim()).filter(|new| *new != old);
            match (found, new) {
                (Some(at), Some(new)) => {
                    let ahead = paragraphs[at].chars().count() - old.chars().count();
                    let moved = changes(old, new).into_iter();
                    edits.insert(at, moved.map(|(range, new)| (range.start + ahead..range.end + ahead, new)).collect());
                }
                // A form that prints a text in its own way: a press release its dates.
                (None, Some(_)) => hidden += 1,
                (_, None) => {}
            }
            from = found.map_or(from, |at| at + 1);
        }
        Ok((review_bytes("document.docx", &bytes, tracked_changes(&edits))?.unwrap_or(bytes), hidden))
    }
}

/// What differs, in characters of the old text. What is only put in takes a neighbour along: a tracked change is about some characters.
pub(crate) fn changes(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
    let chars: Vec<char> = old.chars().collect();
    let place = |byte: usize| old[..byte].chars().count();
    let differing = differ::difference(old, new).into_iter().filter(|stretch| !stretch.same);
    let edit = |stretch: differ::Stretch| {
        let (range, text) = (place(stretch.old.start)..place(stretch.old.end), new[stretch.new].to_owned());
        if !range.is_empty() || chars.is_empty() {
            return (range, text);
        }
        match range.start.checked_sub(1) {
            Some(before) => (before..range.start, format!("{}{text}", chars[before])),
            None => (0..1, format!("{text}{}", chars[0])),
        }
    };
    differing.map(edit).collect()
}

#[cfg(test)]
mod tests {
    use gungman_core::{AcceptedChange, Lang};

    use super::*;

    fn document(body: &[&str], accepted: &[(&[&str], &[&str])]) -> Document {
        let blocks = |texts: &[&str]| texts.iter().map(|text| Block::paragraph(*text)).collect::<Vec<_>>();
        Document {
            body: blocks(body),
            accepted: accepted
                .iter()
                .map(|(before, after)| AcceptedChange { before: blocks(before), after: blocks(after) })
                .collect(),
            ..Document::new("memo", Lang::ZhHantHk)
        }
    }

    fn texts(document: &Document) -> Vec<String> {
        document.body.iter().map(Block::text).collect()
    }

    #[test]
    fn changes_are_taken_back_one_after_the_other() {
        let made = before(&document(&["甲", "丁"], &[(&["乙"], &["丙"]), (&["丙"], &["丁"])]));
        assert_eq!(texts(&made.document), ["甲", "乙"]);
        assert_eq!(made.now, BTreeMap::from([(1, "丁".to_owned())]));
        assert_eq!(made.hidden, 0);
    }

    #[test]
    fn what_was_edited_since_or_became_another_shape_is_told() {
        let made = before(&document(&["甲，改過"], &[(&["乙"], &["甲"])]));
        assert_eq!((texts(&made.document), made.hidden), (vec!["甲，改過".to_owned()], 1));
        let made = before(&document(&["甲", "乙"], &[(&["甲乙"], &["甲", "乙"])]));
        assert_eq!((texts(&made.document).len(), made.hidden), (2, 1));
    }

    #[test]
    fn an_insertion_takes_a_neighbour_along() {
        assert_eq!(changes("請出席", "敬請出席"), [(0..1, "敬請".to_owned())]);
        let made = changes("請出席", "請準時出席會議");
        let mut chars: Vec<char> = "請出席".chars().collect();
        for (range, new) in made.into_iter().rev() {
            chars.splice(range, new.chars());
        }
        assert_eq!(chars.into_iter().collect::<String>(), "請準時出席會議");
    }
}
