//! Text as the scanners read it: full-width forms and dash variants folded, every offset traceable to the original.

pub(crate) use gungman_core::is_han;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// A folded copy of a text with the way back.
pub(crate) struct Folded {
    /// Full-width ASCII as ASCII, odd spaces as spaces, dashes between figures as `-`, ’ as `'`.
    pub text: String,
    /// For each byte of `text`, and for its end, the byte offset in the original.
    origin: Vec<usize>,
}

impl Folded {
    /// Folds `original`, one character to one character.
    pub fn new(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut origin = Vec::with_capacity(original.len() + 1);
        for (offset, c) in original.char_indices() {
            let start = text.len();
            text.push(fold(c));
            origin.extend(std::iter::repeat_n(offset, text.len() - start));
        }
        origin.push(original.len());
        Self { text, origin }
    }

    /// The offset in the original of a character boundary of the folded text.
    pub fn origin(&self, offset: usize) -> usize {
        self.origin.get(offset).copied().unwrap_or(0)
    }
}

/// The form a scanner reads `c` as.
pub(crate) fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => ' ',
        '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
        '\u{301C}' => '~',
        '’' | '‘' => '\'',
        _ => c,
    }
}

/// Web and e-mail addresses, with what is not ASCII in them: a changed one leads nowhere.
pub(crate) static ADDRESS: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:https?|ftp)://|www\.)[^\s，。；、）」》<>]+|[A-Za-z0-9._%+-]+@[\p{Han}A-Za-z0-9-]+(?:\.[\p{Han}A-Za-z0-9-]+)+",
    )
    .ok()
});

/// Whether `c` is full-width punctuation of Chinese text.
pub(crate) fn is_cjk_punctuation(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '（' | '）' | '「' | '」' | '『' | '』')
        || matches!(c, '《' | '》' | '〈' | '〉' | '【' | '】' | '…' | '—')
}

/// The character before a byte offset.
pub(crate) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character at a byte offset.
pub(crate) fn after(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Whether the characters around `start..end` do not continue an ASCII word or number.
pub(crate) fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let continues = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let first = after(text, start).is_some_and(|c| c.is_ascii_alphanumeric());
    let last = before(text, end).is_some_and(|c| c.is_ascii_alphanumeric());
    !(first && continues(before(text, start)) || last && continues(after(text, end)))
}

/// Whether a number that starts at `start` continues to the left (12 in 312, or 5 in 12.5).
pub(crate) fn number_goes_left(text: &str, start: usize) -> bool {
    let mut left = text.get(..start).unwrap_or("").chars().rev();
    number_goes_on(left.next(), left.next())
}

/// Whether a number that ends at `end` continues to the right.
pub(crate) fn number_goes_right(text: &str, end: usize) -> bool {
    let mut right = text.get(end..).unwrap_or("").chars();
    number_goes_on(right.next(), right.next())
}

fn number_goes_on(near: Option<char>, far: Option<char>) -> bool {
    match near {
        Some(c) if c.is_ascii_digit() => true,
        Some('.' | ',' | '/') => far.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// A grammar of this crate, compiled on first use. None never happens: the tests run every one.
pub(crate) type Pattern = LazyLock<Option<Regex>>;

/// Every match of `pattern`, letting `take` say where a match really ended; a refused match is tried again one
/// character on, since the grammars overlap (2 in 12/8 is no start).
pub(crate) fn each<'t>(pattern: &Pattern, text: &'t str, mut take: impl FnMut(&Captures<'t>) -> Option<usize>) {
    let Some(regex) = pattern.as_ref() else { return };
    let mut at = 0;
    while let Some(captures) = regex.captures_at(text, at) {
        let Some(whole) = captures.get(0) else { return };
        at = match take(&captures) {
            Some(end) if end > whole.start() => end,
            _ => whole.start() + after(text, whole.start()).map_or(1, char::len_utf8),
        };
        if at > text.len() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_way_back() {
        let original = "　２０２６年–“a”";
        let folded = Folded::new(original);
        assert_eq!(folded.text, " 2026年-“a”");
        let start = folded.text.find("2026").unwrap();
        assert_eq!(&original[folded.origin(start)..folded.origin(start + 4)], "２０２６");
        assert_eq!(folded.origin(folded.text.len()), original.len());
    }

    #[test]
    fn numbers_and_words_stand_alone() {
        assert!(number_goes_left("1,250", 2) && number_goes_right("12.5", 2));
        assert!(!number_goes_left("8, 250.", 3) && !number_goes_right("8, 250.", 6));
        assert!(!stands_alone("EMSDs", 0, 4));
        assert!(stands_alone("由EMSD發", 3, 7));
    }
}
