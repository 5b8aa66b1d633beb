//! The words of the conversion and what it costs to see each, as `build.rs` compiled them.
//!
//! Format, little-endian: the number of words (u32); for each, in the order of the trie's values, its cost in thousandths of
//! a nat (u16) and where its Hong Kong form begins (u32); the length of all forms (u32) and the forms one behind the other; the
//! trie of the Simplified words. A form has as many characters as its word.

use std::sync::LazyLock;

use crawdad::Trie;

/// What a word costs that no dictionary has: rarer than the rarest.
pub(super) const UNKNOWN: u32 = 18_500;

pub(super) struct Lexicon {
    trie: Trie,
    costs: Vec<u16>,
    starts: Vec<u32>,
    forms: String,
}

/// A word of the lexicon.
#[derive(Clone, Copy)]
pub(super) struct Word(u32);

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the bytes are part of the program, and the tests convert with them")]
    Lexicon::read(include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"))).expect("the lexicon build.rs wrote")
});

impl Lexicon {
    /// Reads what `build.rs` wrote; nothing when that is cut short.
    fn read(bytes: &[u8]) -> Option<Self> {
        let number = |bytes: &[u8]| Some(u32::from_le_bytes(*bytes.first_chunk()?));
        let (count, rest) = (number(bytes)? as usize, bytes.get(4..)?);
        let (words, rest) = rest.split_at_checked(count * 6)?;
        let costs = words.chunks_exact(6).map(|word| u16::from_le_bytes([word[0], word[1]])).collect();
        let starts = words.chunks_exact(6).filter_map(|word| number(&word[2..])).collect();
        let (length, rest) = (number(rest)? as usize, rest.get(4..)?);
        let (forms, trie) = rest.split_at_checked(length)?;
        let forms = str::from_utf8(forms).ok()?.to_owned();
        Some(Self { trie: Trie::deserialize_from_slice(trie).0, costs, starts, forms })
    }

    /// The words that begin a text, with how many characters each has.
    pub fn words<'a>(&'a self, text: &'a [char]) -> impl Iterator<Item = (Word, usize)> + 'a {
        self.trie.common_prefix_search(text.iter().copied()).map(|(word, length)| (Word(word), length))
    }

    /// What it costs to see the word.
    pub fn cost(&self, word: Word) -> u32 {
        self.costs.get(word.0 as usize).copied().map_or(UNKNOWN, u32::from)
    }

    /// Its Hong Kong form, and what follows it in memory: take as many characters as the word has.
    pub fn form(&self, word: Word) -> &str {
        self.starts.get(word.0 as usize).and_then(|at| self.forms.get(*at as usize..)).unwrap_or("")
    }
}
