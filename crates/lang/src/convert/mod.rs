//! Simplified Chinese as the Hong Kong government prints it, character for character.
//!
//! A run of Simplified text is cut into the words it most likely consists of ([`path`]); a word has one Hong Kong form
//! ([`lexicon`]); a character that no word holds is decided by its neighbours ([`readings`]) and, where they leave doubt, marked.
//! Every conversion has exactly as many characters as its source, so that the nth of one is the nth of the other.
//!
//! | data | what it gives |
//! | --- | --- |
//! | OpenCC's `STCharacters`, `STPhrases`, `HKVariants` | what words and characters become |
//! | `data/words.tsv` | how often words are seen |
//! | `data/govhk.tsv` | names and words in the government's form, and what the others get wrong |
//! | `data/readings.tsv` | a character between its neighbours |

mod lexicon;
mod path;
mod readings;

use std::collections::HashMap;
use std::sync::LazyLock;

use self::lexicon::LEXICON;
use self::path::{Path, Step};
use crate::text::is_han;

/// A place where the neighbours do not tell which character is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Which character of the text, from 0; the same in source and conversion.
    pub at: usize,
    /// What was printed.
    pub chosen: char,
    /// What it may be instead.
    pub others: Vec<char>,
}

/// What a Simplified character becomes that stands alone with nothing beside it.
pub(crate) fn form(c: char) -> char {
    let word = LEXICON.words(&[c]).next().and_then(|(word, _)| LEXICON.form(word).chars().next());
    word.unwrap_or(c)
}

/// The Simplified character of each that has another one in Hong Kong: what the lexicon's words are looked up by.
static SIMPLE: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| ('\u{4e00}'..='\u{9fff}').map(|c| (form(c), c)).filter(|(form, c)| form != c).collect());

/// A run of Chinese characters of either script, cut into the words it most likely consists of.
pub(crate) fn cut(run: &str) -> Vec<&str> {
    let simple: Vec<char> = run.chars().map(|c| SIMPLE.get(&c).copied().unwrap_or(c)).collect();
    let mut path = Path::default();
    path.find(&simple);
    let mut out = Vec::new();
    let mut rest = run;
    for step in path.steps() {
        let end = rest.char_indices().nth(step.length).map_or(rest.len(), |(at, _)| at);
        let (word, behind) = rest.split_at(end);
        out.push(word);
        rest = behind;
    }
    out
}

/// Converts runs of Simplified text. Cheap to make; keep one for many texts.
#[derive(Default)]
pub struct Converter {
    path: Path,
    run: Vec<char>,
}

impl Converter {
    /// Puts the Hong Kong form of `text` behind `out`, and the doubtful places behind `doubts`, counted from `first`.
    pub fn convert(&mut self, text: &str, first: usize, out: &mut String, doubts: &mut Vec<Doubt>) {
        let mut rest = text;
        let mut at = first;
        let mut before = None;
        while !rest.is_empty() {
            let han = rest.find(|c| !is_han(c)).unwrap_or(rest.len());
            let (run, behind) = rest.split_at(han);
            self.run.clear();
            self.run.extend(run.chars());
            let after = behind.chars().next();
            self.words(before, after, at, out, doubts);
            at += self.run.len();
            let other = behind.find(is_han).unwrap_or(behind.len());
            let (other, next) = behind.split_at(other);
            out.push_str(other);
            at += other.chars().count();
            before = other.chars().next_back();
            rest = next;
        }
    }

    /// The words of the run, with what stands before and after it.
    fn words(
        &mut self,
        before: Option<char>,
        after: Option<char>,
        at: usize,
        out: &mut String,
        doubts: &mut Vec<Doubt>,
    ) {
        let Self { run, path, .. } = self;
        path.find(run);
        let known = doubts.len();
        let mut unsure: Vec<(usize, char)> = Vec::new();
        for Step { start, length, word } in path.steps() {
            let Some(word) = word else {
                out.extend(&run[start..start + length]);
                continue;
            };
            if length == 1 {
                let before = if start > 0 { Some(run[start - 1]) } else { before };
                let after = run.get(start + 1).copied().or(after);
                if let Some(decided) = readings::decide(run[start], before, after) {
                    out.push(decided.reading);
                    if !decided.others.is_empty() {
                        doubts.push(Doubt { at: at + start, chosen: decided.reading, others: decided.others });
                    }
                    continue;
                }
            }
            for (n, form) in LEXICON.form(word).chars().take(length).enumerate() {
                out.push(form);
                if readings::several(run[start + n]) {
                    unsure.push((start + n, form));
                }
            }
        }
        for (place, chosen) in unsure {
            let others = path.others(place, chosen);
            if !others.is_empty() {
                doubts.push(Doubt { at: at + place, chosen, others });
            }
        }
        doubts[known..].sort_by_key(|doubt| doubt.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(text: &str) -> (String, Vec<Doubt>) {
        let (mut out, mut doubts) = (String::new(), Vec::new());
        Converter::default().convert(text, 0, &mut out, &mut doubts);
        (out, doubts)
    }

    #[test]
    fn words_win_over_the_longest_match() {
        for (simplified, hong_kong) in [
            ("放宽面积限制", "放寬面積限制"),
            ("小组合并后发还按金，并发出通知", "小組合併後發還按金，並發出通知"),
            ("三只狗只限于公园里", "三隻狗只限於公園裏"),
            ("abc 说明 12", "abc 說明 12"),
        ] {
            assert_eq!(converted(simplified).0, hong_kong);
        }
    }

    #[test]
    fn own_words_are_printed_as_their_row_says() {
        let mut seen = std::collections::HashSet::new();
        for row in crate::tables::rows(include_str!("../../data/govhk.tsv")) {
            let [simplified, hong_kong, why] = row[..] else { panic!("three columns: {row:?}") };
            assert_eq!(simplified.chars().count(), hong_kong.chars().count(), "{row:?}");
            assert!(!why.is_empty() && seen.insert(simplified), "{row:?}");
            assert_eq!(converted(simplified).0, hong_kong, "{row:?}");
        }
    }

    #[test]
    fn a_place_in_doubt_is_told_with_its_alternatives() {
        let (text, doubts) = converted("在厂房干了");
        assert_eq!((text.as_str(), doubts.len()), ("在廠房幹了", 0));
        let (text, doubts) = converted("甲：云");
        assert_eq!(text, "甲：雲");
        assert_eq!(doubts, [Doubt { at: 2, chosen: '雲', others: vec!['云'] }]);
    }
}
