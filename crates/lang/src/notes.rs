//! Rough notes made ready for the model: facts in their official form, Cantonese in written Chinese, everyday office
//! words in the document's language.
//!
//! A small model copies what it reads. Notes that already say 2026年12月8日, 本署 and 承辦商 become text that says so; notes
//! that say 8/12, 我哋 and contractor become text that says something else now and then. Only words with one right form
//! are touched (`data/shorthand.tsv`, `data/cantonese.tsv`, `data/office_words.tsv`); the wording stays the model's work.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::{FactKind, Lang};
use regex::{Captures, Regex};

use crate::facts;
use crate::tables::rows;
use crate::text::{Pattern, is_han};

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
                let (between, by) = deadline(&line[at..start], &line[start + fact.source.len()..], fact.kind, lang);
                // 3月2日同3月5日: between two facts 同 joins, elsewhere it begins 同事 and 同意.
                out.push_str(&if at > 0 && between == "同" {
                    "及".to_owned()
                } else {
                    plain(between, lang, persons)
                });
                let official = match (by, lang) {
                    (None, _) => facts::render(&fact, lang),
                    (Some(_), Lang::ZhHantHk) => format!("{}或之前", facts::render(&fact, lang)),
                    (Some(_), Lang::EnGb) => format!("by {}", facts::render(&fact, lang)),
                };
                let glued = official.is_ascii() && out.chars().next_back().is_some_and(is_han);
                out.push_str(if glued { " " } else { "" });
                out.push_str(&official);
                at = start + fact.source.len() + by.unwrap_or(0);
                let glued = official.is_ascii() && line[at..].chars().next().is_some_and(is_han);
                out.push_str(if glued { " " } else { "" });
            }
            out.push_str(&plain(&line[at..], lang, persons));
            out
        })
        .collect();
    lines.join("\n")
}

/// A day something is due by, said in the other language: "by 15 January" in Chinese, 1月15日前 in English. The text before
/// it without "by", and how many bytes behind it say so; nothing where the day is no such deadline.
fn deadline<'a>(before: &'a str, behind: &str, kind: FactKind, lang: Lang) -> (&'a str, Option<usize>) {
    if kind != FactKind::Date {
        return (before, None);
    }
    match lang {
        Lang::ZhHantHk => {
            let cut = before.trim_end().len().checked_sub("by".len()).and_then(|at| before.split_at_checked(at));
            match cut {
                Some((rest, by)) if by.trim().eq_ignore_ascii_case("by") && !rest.ends_with(char::is_alphanumeric) => {
                    (rest, Some(0))
                }
                _ => (before, None),
            }
        }
        Lang::EnGb => {
            // 前往 and 前赴 set out on that day.
            let other =
                ["前往", "前來", "前赴", "前去", "前後", "前期", "前線"].iter().any(|word| behind.starts_with(word));
            let said = ["或之前", "或以前", "之前", "以前", "前"].into_iter().find(|said| behind.starts_with(said));
            let said = said.filter(|_| !other);
            (before, said.map(str::len))
        }
    }
}

/// Text between facts.
fn plain(text: &str, lang: Lang, persons: Persons<'_>) -> String {
    let meant = replace(&SHORTHAND, text, is_word);
    let written = replace(&CANTONESE, &meant, |_, _| true);
    let written =
        written.replace("{self}", persons.own).replace("{other}", persons.other).replace("{third}", persons.third);
    match lang {
        Lang::ZhHantHk => {
            replace(&TO_CHINESE, &written, |text, found| is_word(text, found) && !is_in_a_name(text, found))
        }
        Lang::EnGb => replace(&TO_ENGLISH, &numbered(&written), |_, _| true),
    }
}

/// 2號升降機 as No. 2升降機: what the model would copy as "2號 lift". 15號前 is a day, and 1823 too much to be one of several.
fn numbered(text: &str) -> Cow<'_, str> {
    let Some(pattern) = NUMBERED.as_ref() else { return Cow::Borrowed(text) };
    pattern.replace_all(text, |found: &Captures<'_>| {
        let (all, number) = (&found[0], &found["n"]);
        let after = found.get(0).and_then(|whole| text[whole.end()..].chars().next());
        let day = after.is_some_and(|c| "前後之以或起開截早晚上下朝夜中".contains(c));
        if number.len() > 3 || day { all.to_owned() } else { format!("No. {number} ") }
    })
}

static NUMBERED: Pattern = LazyLock::new(|| Regex::new("(?P<n>[0-9]+) ?[號号]").ok());

/// Whether the bytes from `start` to `end` stand as a word of their own, for words in Latin letters.
fn is_word(text: &str, (start, end): (usize, usize)) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '@' || c == '_');
    !letter(text[..start].chars().next_back()) && !letter(text[end..].chars().next())
}

/// Whether the word begins with a capital and so does the one before or behind it: Survey in General Household Survey.
fn is_in_a_name(text: &str, (start, end): (usize, usize)) -> bool {
    let capital = |c: Option<char>| c.is_some_and(|c| c.is_ascii_uppercase());
    let first = |word: Option<&str>| capital(word.and_then(|word| word.chars().next()));
    let word = |c: char| !c.is_ascii_alphanumeric();
    let before = text[..start].strip_suffix(' ').and_then(|text| text.rsplit(word).next());
    let behind = text[end..].strip_prefix(' ').and_then(|text| text.split(word).next());
    capital(text[start..].chars().next()) && (first(before) || first(behind))
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
        if spaced && out.chars().next_back().is_some_and(char::is_alphanumeric) {
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

/// The first two columns of a table.
fn pairs(table: &'static str) -> impl Iterator<Item = (String, String)> {
    rows(table).filter_map(|row| Some(((*row.first()?).to_owned(), (*row.get(1)?).to_owned())))
}

/// The regular plural of an English word.
fn plural(word: &str) -> String {
    match word.as_bytes() {
        [.., before, b'y'] if !b"aeiou".contains(before) => format!("{}ies", &word[..word.len() - 1]),
        [.., b's' | b'x'] | [.., b'c' | b's', b'h'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

fn words(pairs: impl Iterator<Item = (String, String)>) -> Words {
    let (from, with): (Vec<String>, Vec<String>) = pairs.unzip();
    let find = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(from);
    #[expect(clippy::expect_used, reason = "the tables are part of the program, and a test builds each")]
    let find = find.expect("a word table that can be searched");
    Words { find, with }
}

const CANTONESE_TABLE: &str = include_str!("../data/cantonese.tsv");
const SHORTHAND_TABLE: &str = include_str!("../data/shorthand.tsv");
const OFFICE_WORDS: &str = include_str!("../data/office_words.tsv");

static CANTONESE: LazyLock<Words> = LazyLock::new(|| words(pairs(CANTONESE_TABLE)));
static SHORTHAND: LazyLock<Words> = LazyLock::new(|| words(pairs(SHORTHAND_TABLE)));
static TO_CHINESE: LazyLock<Words> = LazyLock::new(|| {
    // A row of its own comes before a plural made here: aho-corasick takes the first of equal patterns.
    words(pairs(OFFICE_WORDS).chain(pairs(OFFICE_WORDS).map(|(en, zh)| (plural(&en), zh))))
});
static TO_ENGLISH: LazyLock<Words> = LazyLock::new(|| {
    // Rows of three columns serve only a Chinese document.
    words(rows(OFFICE_WORDS).filter(|row| row.len() == 2).map(|row| (row[1].to_owned(), row[0].to_owned())))
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
        assert_eq!(ready, "本署擬借用會議室 2026年12月8日 下午3時\n你未有付款 費用 36,800元\n承辦商晚上施工");
    }

    #[test]
    fn english_keeps_its_words_and_takes_chinese_ones_over() {
        let ready = prepare("由承辦商修理，email us", Lang::EnGb, PERSONS);
        assert!(ready.contains("contractor"), "{ready}");
        assert!(prepare("subcontractors", Lang::ZhHantHk, PERSONS).contains("subcontractors"), "no part of a word");
    }

    #[test]
    fn a_deadline_is_said_in_the_documents_language() {
        assert_eq!(prepare("交申請表 by 15 January 2027", Lang::ZhHantHk, PERSONS), "交申請表 2027年1月15日或之前");
        assert_eq!(prepare("standby 3 March", Lang::ZhHantHk, PERSONS), "standby 3月3日");
        assert_eq!(prepare("12月8日前往視察", Lang::EnGb, PERSONS), "8 December 前往 inspection");
        assert_eq!(prepare("月底15號前交，第1823號", Lang::EnGb, PERSONS), "月底15號前交，第1823號");
        assert_eq!(prepare("1月8日前 confirm", Lang::EnGb, PERSONS), "by 8 January confirm");
        assert_eq!(prepare("同事用1號同2號升降機", Lang::EnGb, PERSONS), "同事用No. 1 同No. 2 lift");
    }

    #[test]
    fn shorthand_is_written_out() {
        assert_eq!(
            prepare("Pls return pymt vouchers (incl a/c forms) to rm 2416 asap", Lang::EnGb, PERSONS),
            "please return payment vouchers (including account forms) to Room 2416 as soon as possible"
        );
        assert_eq!(prepare("mtg 改期", Lang::ZhHantHk, PERSONS), "會議 改期");
    }

    #[test]
    fn words_inside_a_name_stay_and_plurals_are_known() {
        assert_eq!(
            prepare("General Household Survey 有2 copies of the survey", Lang::ZhHantHk, PERSONS),
            "General Household Survey 有2 副本 of the 調查"
        );
        assert_eq!(prepare("Vacancies同workshops", Lang::ZhHantHk, PERSONS), "職位空缺同工作坊");
    }

    #[test]
    fn every_row_of_the_tables_has_its_columns_and_stands_once() {
        for table in [CANTONESE_TABLE, SHORTHAND_TABLE, OFFICE_WORDS] {
            let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).count();
            let words: std::collections::BTreeSet<&str> = rows(table).map(|row| row[0]).collect();
            assert_eq!(words.len(), lines);
            let cells = |row: &Vec<&str>| row.iter().all(|cell| !cell.is_empty() && cell.trim() == *cell);
            assert!(rows(table).all(|row| cells(&row) && matches!(row[..], [_, _] | [_, _, "zh"])));
        }
        let mut back = std::collections::BTreeSet::new();
        for row in rows(OFFICE_WORDS).filter(|row| row.len() == 2) {
            assert!(back.insert(row[1]), "two English words for one Chinese: {row:?}");
            assert!(row[1].chars().count() > 1, "{row:?} stands in other words");
        }
    }

    /// A single character may be spoken only if no written word holds it: 話 would spoil 電話.
    #[test]
    fn what_is_written_already_stays_as_it_is() {
        let tables = [include_str!("../tests/terms.tsv"), include_str!("../data/organisations.tsv")];
        let posts = include_str!("../data/posts.tsv");
        let cells = tables.into_iter().chain([posts]).flat_map(|table| table.split(['\t', '\n']));
        let words = include_str!("../tests/untouched.txt").lines().chain(cells);
        for text in words.filter(|text| !text.starts_with('#') && text.chars().any(is_han)) {
            assert_eq!(replace(&CANTONESE, text, |_, _| true), text);
        }
    }

    #[test]
    fn no_written_form_holds_a_spoken_character() {
        for (spoken, written) in pairs(CANTONESE_TABLE) {
            assert!(!written.chars().any(|c| spoken_chars().contains(c)), "{spoken} → {written}");
        }
    }
}
