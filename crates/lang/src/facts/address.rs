//! Addresses: 66 Queensway is 金鐘道66號, and a whole address stands the other way round in the other language.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::{Fact, FactKind, Lang};
use regex::Regex;

use super::{Claims, Found, find, places};
use crate::numerals;
use crate::tables::{Bilingual, PLACE_WORDS_ZH, PLACES, rows};
use crate::text::{Pattern, is_han, stands_alone};

/// Streets and buildings of addresses.
pub(crate) static STREETS: LazyLock<Vec<Bilingual>> = LazyLock::new(|| {
    let cells = rows(include_str!("../../data/streets.tsv"));
    let pairs = cells.filter_map(|row| Some((*row.first()?, *row.get(1)?)));
    pairs.map(|(en, zh)| Bilingual { en, zh, abbreviation: "", zh_only: false }).collect()
});

/// The streets by both names.
struct Streets {
    finder: AhoCorasick,
    rows: Vec<&'static Bilingual>,
    by_english: HashMap<&'static str, &'static str>,
}

static INDEX: LazyLock<Option<Streets>> = LazyLock::new(|| {
    // The table has buildings too; a number stands before their street.
    let street = |name: &&Bilingual| PLACE_WORDS_ZH.street.iter().any(|word| name.zh.ends_with(word.as_str()));
    let of: Vec<&'static Bilingual> = STREETS.iter().filter(street).collect();
    let mut by_english = HashMap::new();
    for street in &of {
        by_english.entry(street.en).or_insert(street.zh);
    }
    let names = of.iter().flat_map(|street| [street.en, street.zh]);
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok()?;
    Some(Streets { finder, rows: of.into_iter().flat_map(|street| [street, street]).collect(), by_english })
});

const NUMBER: &str = r"[0-9]{1,4}[A-Z]?(?:\s?[-–至]\s?[0-9]{1,4}[A-Z]?)?";
static BEFORE_EN: Pattern = LazyLock::new(|| Regex::new(&format!(r"(?:(?i:Nos?\.?)\s?)?(?P<n>{NUMBER}),?\s$")).ok());
static AFTER_ZH: Pattern =
    LazyLock::new(|| Regex::new(&format!(r"^\s?(?P<n>{NUMBER}|[一二三四五六七八九十百零]{{1,6}})\s?號")).ok());
static BEFORE_ZH: Pattern = LazyLock::new(|| Regex::new(&format!(r"(?P<n>{NUMBER})\s?號?\s?$")).ok());

/// Finds numbered streets. A model's 66號金鐘道 is one too: the official form is put there.
pub(crate) fn numbered(text: &str, claims: &mut Claims) {
    let Some(streets) = INDEX.as_ref() else { return };
    for hit in streets.finder.find_iter(text) {
        let Some(street) = streets.rows.get(hit.pattern().as_usize()) else { continue };
        let (before, after) = (&text[..hit.start()], &text[hit.end()..]);
        let span = |pattern: &'static Pattern, text: &str| {
            let found = pattern.as_ref()?.captures(text)?;
            Some((found.get(0)?.range(), found.name("n")?.as_str().to_owned()))
        };
        let (number, range) = if text[hit.range()].contains(is_han) {
            match (span(&AFTER_ZH, after), span(&BEFORE_ZH, before)) {
                (Some((range, number)), _) => (number, hit.start()..hit.end() + range.end),
                (None, Some((range, number))) => (number, range.start..hit.end()),
                (None, None) => continue,
            }
        } else {
            let Some((range, number)) = span(&BEFORE_EN, before) else { continue };
            (number, range.start..hit.end())
        };
        if !stands_alone(text, range.start, range.end) {
            continue;
        }
        let number = numerals::parse(&number).map_or(number, |value| value.to_string());
        let number = number.replace(['–', '至'], "-").replace(' ', "");
        claims.add(Found::new(FactKind::Place, format!("{number} {}", street.en), range.start, range.end));
    }
}

/// The number of a numbered street and its Chinese name.
fn parts(canonical: &str) -> Option<(&str, &'static str)> {
    let (number, street) = canonical.split_once(' ')?;
    let zh = INDEX.as_ref()?.by_english.get(street)?;
    number.starts_with(|c: char| c.is_ascii_digit()).then_some((number, zh))
}

/// The Chinese form of a numbered street.
pub(crate) fn chinese(canonical: &str) -> Option<String> {
    parts(canonical).map(|(number, street)| format!("{street}{number}號"))
}

/// A part of a building, by both names, with what finds each.
struct Wing {
    en: &'static str,
    zh: &'static str,
    english: Option<Regex>,
    chinese: Option<Regex>,
}

/// Parts of buildings that are no facts of their own: Low Block, Block A.
static WINGS: LazyLock<Vec<Wing>> = LazyLock::new(|| {
    let pattern = |text: &str, english: bool| {
        let text = regex::escape(text).replace(r"\{n\}", "(?P<n>[A-Z]|[0-9]{1,2}|[一二三四五六七八九十])");
        Regex::new(&if english { format!(r"(?-u:\b){text}(?-u:\b)") } else { text }).ok()
    };
    rows(include_str!("../../data/address_parts.tsv"))
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .map(|(en, zh)| Wing { en, zh, english: pattern(en, true), chinese: pattern(zh, false) })
        .collect()
});

/// A part of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    range: Range<usize>,
    /// Equal in both languages.
    key: String,
    /// From the district to the room.
    rank: u8,
    printed: String,
}

/// The parts of addresses in a text, in order and apart, each as `lang` prints it.
fn found_parts(text: &str, lang: Lang) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for fact in find(text).into_iter().filter(|fact| fact.kind == FactKind::Place) {
        let start = fact.start as usize;
        let range = start..start + fact.source.len();
        let Some((key, rank)) = rank(&fact) else { continue };
        let building = PLACES.iter().find(|place| place.en == key);
        let printed = match building {
            Some(place) if lang.is_chinese() => place.zh.to_owned(),
            _ => super::render(&Fact { canonical: key.clone(), ..fact }, lang),
        };
        out.push(Part { range, key, rank, printed });
    }
    for Wing { en, zh, english, chinese } in WINGS.iter() {
        for found in [english, chinese].into_iter().flatten().flat_map(|pattern| pattern.captures_iter(text)) {
            let Some(whole) = found.get(0) else { continue };
            let typed = found.name("n").map_or("", |n| n.as_str());
            let number = numerals::parse(typed).map_or_else(|| typed.to_owned(), |value| value.to_string());
            let range = whole.range();
            if out.iter().all(|part| range.end <= part.range.start || range.start >= part.range.end) {
                let printed = if lang.is_chinese() { zh } else { en }.replace("{n}", &number);
                out.push(Part { range, key: en.replace("{n}", &number), rank: 4, printed });
            }
        }
    }
    out.sort_by_key(|part| part.range.start);
    out
}

/// Which part of an address a place is, with its English name; an organisation or a post is none.
fn rank(fact: &Fact) -> Option<(String, u8)> {
    let canonical = fact.canonical.as_str();
    let named = |list: &[Bilingual], same: &dyn Fn(&Bilingual) -> bool| {
        list.iter().find(|place| same(place)).map(|place| place.en.to_owned())
    };
    if canonical.ends_with("/F") {
        return Some((canonical.to_owned(), 5));
    }
    if canonical.starts_with("Room ") || canonical.starts_with("Conference Room ") {
        return Some((canonical.to_owned(), 6));
    }
    if parts(canonical).is_some() {
        return Some((canonical.to_owned(), 2));
    }
    // 政府總部 is an organisation, and where it is housed.
    let source = fact.source.trim();
    let en = named(&PLACES, &|place| place.zh == source || place.en == canonical)
        .or_else(|| named(&STREETS, &|place| place.zh == source || place.en == canonical))?;
    let zh = places::chinese_of(&en).unwrap_or(source);
    let building = PLACE_WORDS_ZH.building.iter().any(|word| zh.ends_with(word.as_str())) || en.ends_with("Offices");
    Some((en, if building { 3 } else { 1 }))
}

/// The addresses of a text, of two parts or more, each as `lang` prints it: from the room to the district in English, from the district to
/// the room in Chinese.
pub(crate) fn addresses(text: &str, lang: Lang) -> Vec<(Range<usize>, String)> {
    runs(text, lang)
        .into_iter()
        .map(|run| (run[0].range.start..run[run.len() - 1].range.end, composed(&run, lang)))
        .collect()
}

fn composed(run: &[Part], lang: Lang) -> String {
    let mut parts: Vec<&Part> = run.iter().collect();
    parts.sort_by_key(|part| part.rank);
    if lang.is_chinese() {
        return parts.into_iter().map(|part| part.printed.as_str()).collect();
    }
    parts.reverse();
    parts.into_iter().map(|part| part.printed.as_str()).collect::<Vec<_>>().join(", ")
}

/// Parts that stand side by side, each of its own kind, with a room, a floor or a number among them.
fn runs(text: &str, lang: Lang) -> Vec<Vec<Part>> {
    let mut out: Vec<Vec<Part>> = Vec::new();
    for part in found_parts(text, lang) {
        let beside = |last: &Part| {
            let between = text.get(last.range.end..part.range.start).unwrap_or("x");
            matches!(between.trim(), "" | "," | "，" | "、" | "的" | "of") && between.len() < 5
        };
        match out.last_mut() {
            Some(run) if run.last().is_some_and(beside) && run.iter().all(|other| other.rank != part.rank) => {
                run.push(part);
            }
            _ => out.push(vec![part]),
        }
    }
    let exact = |part: &Part| matches!(part.rank, 2 | 4 | 5 | 6);
    out.retain(|run| run.len() > 1 && run.iter().any(exact));
    out
}

/// Puts the addresses of `source` into their official order in a translation that has all their parts side by side in another.
pub(crate) fn ordered(source: &str, target: &str, lang: Lang) -> String {
    let key = |run: &[Part]| {
        let mut keys: Vec<String> = run.iter().map(|part| part.key.clone()).collect();
        keys.sort();
        keys
    };
    let wanted: Vec<(Vec<String>, String)> =
        runs(source, lang).iter().map(|run| (key(run), composed(run, lang))).collect();
    let mut text = target.to_owned();
    for run in runs(target, lang).iter().rev() {
        let Some((_, official)) = wanted.iter().find(|(keys, _)| *keys == key(run)) else { continue };
        text.replace_range(run[0].range.start..run[run.len() - 1].range.end, official);
    }
    text
}

/// Puts the numbered streets of `source` where a Chinese translation has half of their English: 28 Robinson道28號.
pub(crate) fn streets(source: &str, target: &str) -> String {
    let mut text = target.to_owned();
    for fact in find(source).iter().filter(|fact| fact.kind == FactKind::Place) {
        let (Some((number, zh)), Some((_, street))) = (parts(&fact.canonical), fact.canonical.split_once(' ')) else {
            continue;
        };
        let stem = street.rsplit_once(' ').map_or(street, |(stem, _)| stem);
        let official = format!("{zh}{number}號");
        let (number, stem) = (regex::escape(number), regex::escape(stem));
        let half =
            format!(r"(?:{number}\s?號?\s?)?{stem}\s?(?:Road|Street|Avenue|Lane|道|路|街|里|徑)?(?:\s?{number}\s?號)?");
        if let Ok(half) = Regex::new(&half) {
            text = half.replace_all(&text, official.as_str()).into_owned();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_the_other_way_round_in_the_other_language() {
        let en = "Conference Room 2, 11/F, Low Block, Queensway Government Offices, 66 Queensway";
        let zh = "金鐘道66號金鐘道政府合署低座11樓2號會議室";
        let only =
            |text: &str, lang| addresses(text, lang).into_iter().map(|(_, official)| official).collect::<Vec<_>>();
        assert_eq!(only(&format!("It is held in {en} on Monday."), Lang::ZhHantHk), [zh]);
        assert_eq!(only(&format!("會議在{zh}舉行。"), Lang::EnGb), [en]);
        assert_eq!(
            only("在添美道二號政府總部東翼八樓舉行", Lang::EnGb),
            ["8/F, East Wing, Central Government Offices, 2 Tim Mei Avenue"]
        );
        assert!(only("in Room 1203 or at 66 Queensway", Lang::ZhHantHk).is_empty());
        assert_eq!(
            ordered(en, "在11樓2號會議室，低座，金鐘道政府合署，66號金鐘道舉行", Lang::ZhHantHk),
            format!("在{zh}舉行")
        );
        assert_eq!(ordered(en, "在金鐘道政府合署舉行", Lang::ZhHantHk), "在金鐘道政府合署舉行");
        assert_eq!(streets("at 28 Robinson Road", "在28 Robinson道28號"), "在羅便臣道28號");
    }
}
