//! Rough notes made ready for the model: facts in their official form, Cantonese in written Chinese, everyday office
//! words in the document's language.
//!
//! A small model copies what it reads. Notes that already say 2026年12月8日, 本署 and 承辦商 become text that says so; notes
//! that say 8/12, 我哋 and contractor become text that says something else now and then. Only words with one right form
//! are touched (`data/cantonese.tsv`, `data/office_words.tsv`); the wording stays the model's work.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::{FactKind, Lang};

use crate::facts;
use crate::text::is_han;

/// Whom the notes speak of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Persons<'a> {
    /// The sender: 本署, this Department.
    pub own: &'a str,
    /// The reader: 貴署, your Office, 你.
    pub other: &'a str,
    /// Whoever 佢 is: the reader in a letter, 對方 in a memo.
    pub third: &'a str,
}

/// Notes as the model is to read them. Lines stay lines.
#[must_use]
pub fn prepare(notes: &str, lang: Lang, persons: Persons<'_>) -> String {
    let lines: Vec<String> = notes
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let mut out = String::with_capacity(line.len());
            let mut at = 0;
            for fact in facts::find(line) {
                // A count is left to the model: its official form has no noun (36 keys → 36).
                if fact.kind == FactKind::Count {
                    continue;
                }
                let start = fact.start as usize;
                let between = &line[at..start];
                // 3月2日同3月5日: between two facts 同 joins, elsewhere it begins 同事 and 同意.
                out.push_str(&if at > 0 && between == "同" {
                    "及".to_owned()
                } else {
                    plain(between, lang, persons)
                });
                let official = facts::render(&fact, lang);
                let glued = official.is_ascii() && out.chars().next_back().is_some_and(is_han);
                out.push_str(if glued { " " } else { "" });
                out.push_str(&official);
                at = start + fact.source.len();
                let glued = official.is_ascii() && line[at..].chars().next().is_some_and(is_han);
                out.push_str(if glued { " " } else { "" });
            }
            out.push_str(&plain(&line[at..], lang, persons));
            out
        })
        .collect();
    lines.join("\n")
}

/// Text between facts.
fn plain(text: &str, lang: Lang, persons: Persons<'_>) -> String {
    let written = replace(&CANTONESE, text, |_, _| true);
    let written =
        written.replace("{self}", persons.own).replace("{other}", persons.other).replace("{third}", persons.third);
    match lang {
        Lang::ZhHantHk => replace(&TO_CHINESE, &written, is_word),
        Lang::EnGb => replace(&TO_ENGLISH, &written, |_, _| true),
    }
}

/// Whether the bytes from `start` to `end` stand as a word of their own, for words in Latin letters.
fn is_word(text: &str, (start, end): (usize, usize)) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '@' || c == '_');
    !letter(text[..start].chars().next_back()) && !letter(text[end..].chars().next())
}

/// A list of words and what stands for each.
struct Words {
    find: AhoCorasick,
    with: Vec<String>,
}

fn replace(words: &Words, text: &str, accept: fn(&str, (usize, usize)) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for found in words.find.find_iter(text) {
        if !accept(text, (found.start(), found.end())) {
            continue;
        }
        out.push_str(&text[at..found.start()]);
        let with = &words.with[found.pattern().as_usize()];
        // English words set into Chinese need a space on each side.
        let spaced = with.is_ascii() && !with.starts_with('{');
        if spaced && out.chars().next_back().is_some_and(|c| !c.is_whitespace()) {
            out.push(' ');
        }
        out.push_str(with);
        at = found.end();
        if spaced && text[at..].chars().next().is_some_and(|c| c.is_alphanumeric()) {
            out.push(' ');
        }
    }
    out.push_str(&text[at..]);
    out
}

/// Two columns of a table; `#` begins a comment.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

fn words<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Words {
    let (from, with): (Vec<&str>, Vec<String>) = pairs.map(|(from, with)| (from, with.to_owned())).unzip();
    let find = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(from);
    #[expect(clippy::expect_used, reason = "the tables are part of the program, and a test builds each")]
    let find = find.expect("a word table that can be searched");
    Words { find, with }
}

const CANTONESE_TABLE: &str = include_str!("../data/cantonese.tsv");
const OFFICE_WORDS: &str = include_str!("../data/office_words.tsv");

static CANTONESE: LazyLock<Words> = LazyLock::new(|| words(rows(CANTONESE_TABLE)));
static TO_CHINESE: LazyLock<Words> = LazyLock::new(|| words(rows(OFFICE_WORDS)));
static TO_ENGLISH: LazyLock<Words> = LazyLock::new(|| {
    // Several English words may share a Chinese one (cost, costs): the first is taken.
    let mut seen = std::collections::BTreeSet::new();
    words(rows(OFFICE_WORDS).map(|(en, zh)| (zh, en)).filter(move |(zh, _)| seen.insert(*zh)))
});

/// Characters that only Cantonese is written with. Official Chinese has none of them, so the model may not write them.
#[must_use]
pub fn spoken_chars() -> &'static str {
    "佢哋冇唔咗喺嘅啲嚟畀搵嘢咁噉嗰乜攞𨋢咪嗌喎啫㗎嚿嘥瞓攰諗"
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSONS: Persons<'static> = Persons { own: "本署", other: "貴署", third: "你" };

    #[test]
    fn notes_come_out_in_written_chinese_with_official_facts() {
        let notes = "我哋想借用會議室 8/12/2026 3pm\n佢冇畀錢 cost HK$36,800\ncontractor夜晚開工";
        let ready = prepare(notes, Lang::ZhHantHk, PERSONS);
        assert_eq!(
            prepare("11月3日同11月5日同事有24箱檔案", Lang::ZhHantHk, PERSONS),
            "11月3日及11月5日同事有24箱檔案"
        );
        assert_eq!(prepare("10月15日交36 keys", Lang::EnGb, PERSONS), "15 October 交36 keys");
        assert_eq!(ready, "本署擬借用會議室 2026年12月8日 下午3時\n你沒有給錢 費用 36,800元\n承辦商晚上施工");
    }

    #[test]
    fn english_keeps_its_words_and_takes_chinese_ones_over() {
        let ready = prepare("由承辦商修理，email us", Lang::EnGb, PERSONS);
        assert!(ready.contains("contractor"), "{ready}");
        assert!(prepare("subcontractors", Lang::ZhHantHk, PERSONS).contains("subcontractors"), "no part of a word");
    }

    #[test]
    fn every_row_of_the_tables_has_two_columns_and_stands_once() {
        for table in [CANTONESE_TABLE, OFFICE_WORDS] {
            let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
            let words: std::collections::BTreeSet<&str> = rows(table).map(|(word, _)| word).collect();
            assert_eq!(words.len(), lines);
            assert!(rows(table).all(|(a, b)| !a.trim().is_empty() && a.trim() == a && b.trim() == b));
        }
    }

    #[test]
    fn no_written_form_holds_a_spoken_character() {
        for (spoken, written) in rows(CANTONESE_TABLE) {
            assert!(!written.chars().any(|c| spoken_chars().contains(c)), "{spoken} → {written}");
        }
    }
}
