//! Words of the Mainland and of Taiwan that the Hong Kong government has others for (質量 → 質素, 軟體 → 軟件).
//!
//! A second layer over the conversion of characters, kept apart from it: what is here is suggested to a person and never put in,
//! because a word may be right where it stands. Quotations, titles in 《》 and addresses are left alone.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::Lang;
use regex::Regex;

use crate::script::{Replacements, replacements};
use crate::tables::rows;
use crate::text::{ADDRESS, Pattern};

/// A word to think about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Which character of the text it begins with, from 0.
    pub at: usize,
    /// The word.
    pub word: &'static str,
    /// What the government writes, the likeliest first.
    pub instead: Vec<&'static str>,
    /// Where the word comes from: `CN` or `TW`.
    pub origin: &'static str,
}

/// The words in a Traditional text that the government has others for, in order.
#[must_use]
pub fn suggest(text: &str) -> Vec<Suggestion> {
    let Some(words) = WORDS.as_ref() else { return Vec::new() };
    let spans = |pattern: &'static Pattern| pattern.iter().flat_map(|pattern| pattern.find_iter(text));
    let mut kept: Vec<_> = spans(&QUOTED).chain(spans(&ADDRESS)).map(|span| span.range()).collect();
    kept.sort_by_key(|span| span.start);
    let (mut out, mut at, mut counted) = (Vec::new(), 0, 0);
    for found in words.find.find_iter(text) {
        // A longer word that is right stands in the table of patterns without a suggestion.
        let Some(row) = words.rows.get(found.pattern().as_usize()).copied().flatten() else { continue };
        let before = kept.partition_point(|span| span.start <= found.start());
        if kept[..before].last().is_some_and(|span| span.contains(&found.start())) {
            continue;
        }
        at += text[counted..found.start()].chars().count();
        counted = found.start();
        let (word, instead, origin) = row;
        out.push(Suggestion { at, word, instead: instead.split('／').collect(), origin });
    }
    out
}

struct Words {
    find: AhoCorasick,
    rows: Vec<Option<(&'static str, &'static str, &'static str)>>,
}

static WORDS: LazyLock<Option<Words>> = LazyLock::new(|| {
    let (mut patterns, mut all) = (Vec::new(), Vec::new());
    for row in rows(include_str!("../data/wording.tsv")) {
        let [word, instead, origin, right] = row[..] else { continue };
        patterns.push(word);
        all.push(Some((word, instead, origin)));
        for longer in right.split_whitespace().filter(|longer| *longer != "-") {
            patterns.push(longer);
            all.push(None);
        }
    }
    let find = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns).ok()?;
    Some(Words { find, rows: all })
});

static QUOTED: Pattern = LazyLock::new(|| Regex::new("《[^》]*》|「[^」]*」|『[^』]*』|“[^”]*”").ok());

/// Words of a machine's translation as the government has them: `data/house_wording.tsv`.
#[must_use]
pub fn house(text: &str, lang: Lang) -> String {
    let table = if lang.is_chinese() { &HOUSE_CHINESE } else { &HOUSE_ENGLISH };
    let Some((find, printed)) = table.as_ref() else { return text.to_owned() };
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '/' | '_' | '-'));
    for found in find.find_iter(text) {
        // An English word, not a part of one or of an address.
        let (before, after) = (&text[..found.start()], &text[found.end()..]);
        let dotted = before.ends_with('.') || after.strip_prefix('.').is_some_and(|rest| letter(rest.chars().next()));
        let part = dotted || letter(before.chars().next_back()) || letter(after.chars().next());
        if !lang.is_chinese() && part {
            continue;
        }
        out.push_str(&text[at..found.start()]);
        out.push_str(printed.get(found.pattern().as_usize()).copied().unwrap_or(found_text(text, &found)));
        at = found.end();
    }
    out.push_str(&text[at..]);
    match SINCE.as_ref().filter(|_| lang.is_chinese()) {
        Some(since) => since.replace_all(&out, "由${d}起").into_owned(),
        None => out,
    }
}

/// 從 and 自 before a day on which something begins: the government writes 由.
static SINCE: Pattern =
    LazyLock::new(|| Regex::new("[從自](?P<d>(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:（星期.）)?)起").ok());

fn found_text<'a>(text: &'a str, found: &aho_corasick::Match) -> &'a str {
    &text[found.range()]
}

static HOUSE_CHINESE: Replacements = LazyLock::new(|| house_table(Lang::ZhHantHk));
static HOUSE_ENGLISH: Replacements = LazyLock::new(|| house_table(Lang::EnGb));

fn house_table(lang: Lang) -> Option<(AhoCorasick, Vec<&'static str>)> {
    let rows = rows(include_str!("../data/house_wording.tsv")).filter(|row| row.first() == Some(&lang.tag()));
    let pairs: Vec<(&'static str, &'static str)> = rows.filter_map(|row| Some((*row.get(1)?, *row.get(2)?))).collect();
    replacements(&pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_suggested_where_they_stand_and_quotations_left_alone() {
        let found = suggest("提高空氣質量和服務質量，《軟體手冊》與「信息」除外；信息素養，軟體。");
        let told: Vec<_> = found.iter().map(|s| (s.at, s.word, s.instead.as_slice(), s.origin)).collect();
        assert_eq!(
            told,
            [
                (2, "空氣質量", &["空氣質素"][..], "CN"),
                (9, "質量", &["質素", "品質"][..], "CN"),
                (31, "軟體", &["軟件"][..], "TW"),
            ]
        );
    }

    #[test]
    fn every_row_has_its_columns_and_official_names_need_no_suggestion() {
        let mut seen = std::collections::HashSet::new();
        for row in rows(include_str!("../data/wording.tsv")) {
            let [word, instead, origin, right] = row[..] else { panic!("four columns: {row:?}") };
            assert!(seen.insert(word) && !instead.is_empty() && matches!(origin, "CN" | "TW"), "{row:?}");
            assert!(instead.split('／').all(|other| other != word), "{row:?}");
            assert!(right == "-" || right.split(' ').all(|longer| longer.contains(word)), "{row:?}");
        }
        let wrong: Vec<_> = crate::tables::ORGANISATIONS.iter().filter(|name| !suggest(name.zh).is_empty()).collect();
        assert!(wrong.is_empty(), "{:?}", wrong.iter().map(|name| name.zh).collect::<Vec<_>>());
    }

    #[test]
    fn a_machines_words_become_the_governments() {
        assert_eq!(
            house("請電郵至質量部，於5個工作日內乘電梯。", Lang::ZhHantHk),
            "請電郵至質素部，於5個工作天內乘升降機。"
        );
        assert_eq!(house("自2026年7月1日起生效", Lang::ZhHantHk), "由2026年7月1日起生效");
        let english = "The program center, www.center.hk, uses elevators in the labor centre.";
        assert_eq!(house(english, Lang::EnGb), "The programme centre, www.center.hk, uses lifts in the labour centre.");
        for row in rows(include_str!("../data/house_wording.tsv")) {
            let [tag, written, printed] = row[..] else { panic!("{row:?}") };
            let lang = if tag == "en-GB" { Lang::EnGb } else { Lang::ZhHantHk };
            assert_eq!(house(written, lang), printed);
            assert_eq!(house(printed, lang), printed, "one pass settles");
        }
    }
}
