//! The lists of words: each word in one table, the longest match first.

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::Lang;

use super::Hit;
use super::rules::{Words, all};
use crate::tables::{GLYPHS, OVERRIDES, rows};
use crate::text::is_han;

/// A row: a word, what to write instead, the longer words it is left alone in.
type Row = (&'static str, &'static str, &'static str);

struct Finder {
    find: AhoCorasick,
    /// The rule of each pattern and what to write instead; none for a longer word that is right.
    rows: Vec<Option<(usize, &'static str)>>,
}

static CHINESE: LazyLock<Option<Finder>> = LazyLock::new(|| finder(Lang::ZhHantHk));
static ENGLISH: LazyLock<Option<Finder>> = LazyLock::new(|| finder(Lang::EnGb));

/// The rows of a table that are for a rule.
fn table(words: &Words, rule: &str, lang: Lang) -> Vec<Row> {
    let origin = words.origin.as_str();
    match words.table.as_str() {
        "house" => rows(include_str!("../../data/house_wording.tsv"))
            .filter_map(|row| match row[..] {
                [tag, word, instead] if tag == lang.tag() => Some((word, instead, "-")),
                _ => None,
            })
            .collect(),
        "wording" => rows(include_str!("../../data/wording.tsv"))
            .filter_map(|row| match row[..] {
                [word, instead, of, right] if of == origin => Some((word, instead, right)),
                _ => None,
            })
            .collect(),
        // Characters alone are no fault: 説 and 說 are equal, and only a mixture is told of. 週五 is 星期五, not 周五.
        "glyphs" => {
            let longer = OVERRIDES.iter().filter(|(word, _)| word.chars().count() > 1);
            let keep = |(word, instead): &(&'static str, &'static str)| (*word, *instead, "-");
            GLYPHS.iter().map(keep).chain(longer.map(keep)).collect()
        }
        "cantonese" => rows(include_str!("../../data/cantonese.tsv"))
            .filter_map(|row| match row[..] {
                [word, instead, ..] => Some((word, instead, "-")),
                _ => None,
            })
            .filter(|(word, _, _)| word.contains(spoken))
            .collect(),
        _ => rows(include_str!("../../data/checks/words.tsv"))
            .filter_map(|row| match row[..] {
                [of, word, instead, right] if of == rule => Some((word, instead, right)),
                _ => None,
            })
            .collect(),
    }
}

/// Characters that only spoken Cantonese uses.
pub(super) fn spoken(c: char) -> bool {
    "嘅咗唔冇嚟佢喺哋啲嗰咁乜嘢咩㗎嗌攞搵睇俾畀諗".contains(c)
}

fn finder(lang: Lang) -> Option<Finder> {
    let (mut patterns, mut all_rows, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    let asked = || all().iter().enumerate().filter(|(_, compiled)| compiled.rule.langs.contains(&lang));
    // A rule that names its rows comes before one that takes the rest.
    for named in [true, false] {
        for (index, compiled) in asked() {
            let asked = compiled.rule.words.iter().filter(|words| words.only.is_empty() != named);
            for (words, row) in
                asked.flat_map(|words| table(words, &compiled.rule.id, lang).into_iter().map(move |row| (words, row)))
            {
                let (word, instead, right) = row;
                let wanted = words.only.is_empty() || words.only.iter().any(|only| only == word);
                if !wanted || !seen.insert(word) {
                    continue;
                }
                patterns.push(word.to_owned());
                // A row with itself guards a word.
                all_rows.push((word != instead).then_some((index, instead)));
                for longer in right.split_whitespace().filter(|longer| *longer != "-") {
                    if seen.insert(longer) {
                        patterns.push(longer.replace('_', " "));
                        all_rows.push(None);
                    }
                }
            }
        }
    }
    let find = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(lang == Lang::EnGb)
        .build(patterns)
        .ok()?;
    Some(Finder { find, rows: all_rows })
}

/// The words of a text that a rule is for, by the rule's index.
pub(super) fn find(text: &str, lang: Lang) -> Vec<(usize, Hit)> {
    let finder = if lang.is_chinese() { &CHINESE } else { &ENGLISH };
    let Some(finder) = finder.as_ref() else { return Vec::new() };
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut out = Vec::new();
    for found in finder.find.find_iter(text) {
        let Some((rule, instead)) = finder.rows.get(found.pattern().as_usize()).copied().flatten() else { continue };
        let word = &text[found.range()];
        let ascii = word.is_ascii();
        if ascii && (letter(text[..found.start()].chars().next_back()) || letter(text[found.end()..].chars().next())) {
            continue;
        }
        let hit = Hit::new(found.range());
        out.push((
            rule,
            match instead {
                "（刪）" => hit.fix(""),
                "-" => hit,
                // Who is meant, the sentence says.
                _ if instead.contains('{') => hit,
                // An instruction in brackets is no wording.
                _ if instead.starts_with('（') => hit.detail(instead.trim_matches(['（', '）'])),
                _ => {
                    let first = instead.split('／').next().unwrap_or(instead);
                    let sure = Some(first == instead);
                    Hit { sure, ..hit.fix(cased(word, first)).detail(instead) }
                }
            },
        ));
    }
    out
}

/// A word in the case of the one it takes the place of: Program → Programme.
pub(super) fn cased(like: &str, word: &str) -> String {
    let letters: Vec<char> = like.chars().filter(|c| c.is_alphabetic()).collect();
    if word.contains(is_han) || !letters.first().is_some_and(|c| c.is_uppercase()) {
        return word.to_owned();
    }
    if letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) {
        return word.to_uppercase();
    }
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
