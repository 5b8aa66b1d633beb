//! Words a person has settled: 云 is always 云 in 云先生, 信息 always 資訊.
//!
//! They lie over a finished conversion: wherever the word stands in the source, its form is printed there, whatever the
//! dictionaries say, and nothing about it is in doubt. A form has as many characters as its word, as everything in a conversion has.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::script::Conversion;
use crate::text::is_han;

/// The longest word, in characters.
pub const LONGEST: usize = 16;

/// A word and the form it is always printed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWord {
    /// The word as it stands in the source.
    pub word: String,
    /// How it is printed.
    pub form: String,
}

/// Why a word cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It has no Chinese character, or a blank or line break in it.
    NoWord,
    /// Word and form differ in length.
    Length,
    /// It is longer than [`LONGEST`].
    TooLong,
}

impl OwnWord {
    /// Why this cannot be kept; nothing when it can.
    #[must_use]
    pub fn unfit(&self) -> Option<Unfit> {
        let length = self.word.chars().count();
        let blank = |text: &str| text.chars().any(|c| c.is_whitespace() || c.is_control());
        if !self.word.contains(is_han) || blank(&self.word) || blank(&self.form) {
            Some(Unfit::NoWord)
        } else if length != self.form.chars().count() {
            Some(Unfit::Length)
        } else if length > LONGEST {
            Some(Unfit::TooLong)
        } else {
            None
        }
    }
}

/// A person's words, ready to be found: of two that overlap the one that begins first, of those the longest.
#[derive(Default)]
pub struct OwnWords {
    find: Option<AhoCorasick>,
    forms: Vec<String>,
}

impl OwnWords {
    /// Those of `words` that are fit.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = OwnWord>) -> Self {
        let (words, forms): (Vec<String>, Vec<String>) =
            words.into_iter().filter(|word| word.unfit().is_none()).map(|word| (word.word, word.form)).unzip();
        let builder = || AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words).ok();
        let find = if words.is_empty() { None } else { builder() };
        Self { find, forms }
    }

    /// Prints the words over a conversion of `source`. Returns the places they stand at, as ranges of characters in order.
    pub fn apply(&self, source: &str, conversion: &mut Conversion) -> Vec<std::ops::Range<usize>> {
        let Some(find) = &self.find else { return Vec::new() };
        let (mut places, mut edits) = (Vec::new(), Vec::new());
        let (mut counted, mut at) = (0, 0);
        for found in find.find_iter(source) {
            let Some(form) = self.forms.get(found.pattern().as_usize()) else { continue };
            at += source[counted..found.start()].chars().count();
            counted = found.start();
            places.push(at..at + form.chars().count());
            edits.push(form.as_str());
        }
        if !places.is_empty() {
            let mut chars: Vec<char> = conversion.text.chars().collect();
            for (place, form) in places.iter().zip(edits) {
                for (printed, own) in chars.iter_mut().skip(place.start).zip(form.chars()) {
                    *printed = own;
                }
            }
            let within = |at: usize| {
                places[..places.partition_point(|place| place.start <= at)].last().is_some_and(|p| p.contains(&at))
            };
            conversion.doubts.retain(|doubt| !within(doubt.at));
            conversion.text = chars.into_iter().collect();
            conversion.changed =
                source.chars().zip(conversion.text.chars()).filter(|(typed, printed)| typed != printed).count();
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::Doubt;

    fn own(word: &str, form: &str) -> OwnWord {
        OwnWord { word: word.into(), form: form.into() }
    }

    #[test]
    fn own_words_win_and_leave_no_doubt() {
        let words = OwnWords::new([own("云先生", "云先生"), own("信息", "資訊"), own("信息技术", "資訊科技")]);
        let doubt = |at| Doubt { at, chosen: '雲', others: vec!['云'] };
        let mut conversion = Conversion {
            text: "雲先生說信息技術，雲。".into(),
            doubts: vec![doubt(0), doubt(9)],
            characters: 11,
            changed: 4,
        };
        let places = words.apply("云先生说信息技术，云。", &mut conversion);
        assert_eq!(conversion.text, "云先生說資訊科技，雲。");
        assert_eq!((conversion.doubts, places), (vec![doubt(9)], vec![0..3, 4..8]));
        assert_eq!(conversion.changed, 6);
    }

    #[test]
    fn what_would_break_the_alignment_is_unfit() {
        assert_eq!(own("内存", "記憶體").unfit(), Some(Unfit::Length));
        assert_eq!(own("abc", "abd").unfit(), Some(Unfit::NoWord));
        assert_eq!(own("云 先", "雲 先").unfit(), Some(Unfit::NoWord));
        assert_eq!(own(&"云".repeat(17), &"雲".repeat(17)).unfit(), Some(Unfit::TooLong));
        assert_eq!(own("云", "云").unfit(), None);
        assert!(OwnWords::new([own("内存", "記憶體")]).find.is_none());
    }
}
