//! Places: organisations, posts, buildings, districts, streets, floors and rooms.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::FactKind;
use regex::Regex;

use super::{Claims, Found};
use crate::numerals;
use crate::tables::{Bilingual, ORGANISATIONS, PLACE_WORDS_EN, PLACE_WORDS_ZH, PLACES, POSTS, alternation};
use crate::text::{Pattern, after, before, each, number_goes_left, stands_alone};

/// Every name that is looked for, and the English name it stands for.
struct Glossary {
    finder: AhoCorasick,
    /// The English name, and whether it is a district or building that may be part of a longer name.
    names: Vec<(&'static str, bool)>,
}

static GLOSSARY: LazyLock<Option<Glossary>> = LazyLock::new(|| {
    let all = || ORGANISATIONS.iter().map(|name| (name, false)).chain(PLACES.iter().map(|name| (name, true)));
    let mut short: HashMap<&str, usize> = HashMap::new();
    for (name, _) in all() {
        *short.entry(name.abbreviation).or_default() += 1;
    }
    // CEO and DC are two things each; Try and Aud are words.
    let usable = |name: &Bilingual| {
        let text = name.abbreviation;
        let capitals = text.chars().filter(char::is_ascii_uppercase).count();
        short.get(text) == Some(&1) && text.len() >= 3 && capitals >= 2 && !text.contains(' ')
    };
    let mut names = Vec::new();
    for (name, place) in all() {
        names.push((name.zh, (name.en, place)));
        if !name.zh_only {
            names.push((name.en, (name.en, place)));
        }
        if usable(name) {
            names.push((name.abbreviation, (name.en, place)));
        }
    }
    // Engineer and 醫生 are words as well as posts; with a rank they are posts.
    for (en, zh) in POSTS.iter() {
        if en.contains(' ') {
            names.push((en, (en, false)));
        }
        if zh.chars().count() > 3 {
            names.push((zh, (en, false)));
        }
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(names.iter().map(|(name, _)| *name))
        .ok()?;
    Some(Glossary { finder, names: names.into_iter().map(|(_, name)| name).collect() })
});

/// The Chinese name of a place by its English one.
pub(crate) fn chinese_of(english: &str) -> Option<&'static str> {
    static INDEX: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let posts = POSTS.iter().map(|(en, zh)| (en.as_str(), zh.as_str()));
        // The first row of a name counts.
        let names = ORGANISATIONS.iter().chain(PLACES.iter()).chain(super::address::STREETS.iter());
        let all = names.map(|name| (name.en, name.zh)).chain(posts);
        let mut index = HashMap::new();
        for (en, zh) in all {
            index.entry(en).or_insert(zh);
        }
        index
    });
    INDEX.get(english).copied()
}

/// Finds the organisations, posts, buildings and districts of the tables.
pub(crate) fn glossary(text: &str, claims: &mut Claims) {
    let Some(glossary) = GLOSSARY.as_ref() else { return };
    for hit in glossary.finder.find_iter(text) {
        let Some((english, place)) = glossary.names.get(hit.pattern().as_usize()) else { continue };
        // 北角道, 灣仔碼頭 and Wan Chai Road are places of their own, found by their pattern.
        let followed = *place && continues_as_place(text, hit.end());
        if stands_alone(text, hit.start(), hit.end()) && !followed {
            claims.add(Found::new(FactKind::Place, *english, hit.start(), hit.end()));
        }
    }
}

fn continues_as_place(text: &str, end: usize) -> bool {
    static ZH: Pattern = LazyLock::new(|| {
        let street = alternation(&PLACE_WORDS_ZH.street);
        let building = alternation(&PLACE_WORDS_ZH.building);
        Regex::new(&format!(r"^(?:[\p{{Han}}&&[^及與和或的在於至到]]{{0,3}}{building}|{street}[0-9]{{1,4}}[A-Z]?號)"))
            .ok()
    });
    static EN: Pattern = LazyLock::new(|| {
        let words = alternation(PLACE_WORDS_EN.street.iter().chain(&PLACE_WORDS_EN.building));
        Regex::new(&format!(r"^(?: [A-Z][a-z]+){{0,2}} {words}(?-u:\b)")).ok()
    });
    let rest = text.get(end..).unwrap_or("");
    [&ZH, &EN].iter().any(|pattern| pattern.as_ref().is_some_and(|p| p.is_match(rest)))
}

static FLOOR: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?P<z>[0-9]{1,3}|[一二三四五六七八九十]{1,3})樓|(?-u:\b)(?P<e>[0-9]{1,3}|U?G|LG|M|B[0-9]?)/F(?-u:\b)|(?-u:\b)(?P<o>[0-9]{1,2})(?:st|nd|rd|th)\s[Ff]loor(?-u:\b))").ok()
});
static ROOM: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:(?P<z>[0-9]{1,5}[A-Z]?|[A-Z][0-9]{0,4})\s?室|(?-u:\b)(?:Room|(?i:rm)\.?|Flat)\s?(?:No\.?\s?)?(?P<e>[0-9]{1,5}[A-Z]?|[A-Z][0-9]{0,4})(?-u:\b))").ok()
});
static CONFERENCE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:(?P<z>[0-9]{1,4}[A-Z]?|[一二三四五六七八九十])號?會議室|會議室\s?(?P<y>[0-9]{1,4}[A-Z]?|[A-Z](?-u:\b))|(?i:Conference|Meeting)\s(?i:Room)\s(?:No\.?\s)?(?P<e>[0-9]{1,4}[A-Z]?|[A-Z])(?-u:\b))").ok()
});
static GROUND: Pattern = LazyLock::new(|| Regex::new("地下").ok());
static STREET_ZH: Pattern = LazyLock::new(|| {
    let words = alternation(&PLACE_WORDS_ZH.street);
    Regex::new(&format!(r"(?P<n>\p{{Han}}{{1,8}}){words}[0-9]{{1,4}}[A-Z]?(?:-[0-9]{{1,4}}[A-Z]?)?號")).ok()
});
static BUILDING_ZH: Pattern = LazyLock::new(|| {
    let words = alternation(&PLACE_WORDS_ZH.building);
    Regex::new(&format!(r"(?P<n>\p{{Han}}{{2,10}}?)(?P<w>{words})")).ok()
});
static STREET_EN: Pattern = LazyLock::new(|| {
    let words = alternation(&PLACE_WORDS_EN.street);
    Regex::new(&format!(
        r"(?:[0-9]{{1,4}}[A-Z]?(?:-[0-9]{{1,4}})?\s)?(?P<n>[A-Z][A-Za-z']{{1,15}}(?:\s[A-Z][A-Za-z']{{1,15}}){{0,4}}\s){words}(?-u:\b)(?:\s(?:East|West|Central|North|South)(?-u:\b))?"
    ))
    .ok()
});
static BUILDING_EN: Pattern = LazyLock::new(|| {
    let words = alternation(&PLACE_WORDS_EN.building);
    Regex::new(&format!(r"(?P<n>(?:[A-Z][A-Za-z'&-]{{1,15}}\s){{1,6}}){words}(?-u:\b)")).ok()
});

static POST_EN: Pattern = LazyLock::new(|| {
    let words = alternation(&PLACE_WORDS_EN.post);
    Regex::new(&format!(
        r"(?P<n>(?:[A-Z][A-Za-z'&/-]{{1,15}}\s){{1,5}}){words}(?-u:\b)(?:\sI{{1,3}}(?-u:\b))?(?:\s?\([A-Z][A-Za-z &-]{{1,30}}\))?"
    ))
    .ok()
});

/// Finds floors, rooms, streets with a number, and buildings and posts by the word they end with.
pub(crate) fn patterns(text: &str, claims: &mut Claims) {
    let mut add = |canonical: String, start: usize, end: usize, weak: bool| {
        claims.add(Found { weak, ..Found::new(FactKind::Place, canonical, start, end) })
    };
    each(&FLOOR, text, |c| {
        let whole = c.get(0)?;
        if number_goes_left(text, whole.start()) || after(text, whole.end()).is_some_and(|c| "梯宇上面".contains(c))
        {
            return None;
        }
        let floor = match (c.name("z"), c.name("e").or(c.name("o"))) {
            (Some(z), _) => numerals::parse(z.as_str())?.to_string(),
            (_, other) => other?.as_str().to_ascii_uppercase(),
        };
        add(format!("{floor}/F"), whole.start(), whole.end(), false)
    });
    each(&GROUND, text, |c| {
        let whole = c.get(0)?;
        add("G/F".to_owned(), whole.start(), whole.end(), true)
    });
    each(&CONFERENCE, text, |c| {
        let whole = c.get(0)?;
        let typed = c.name("z").or(c.name("y")).or(c.name("e"))?.as_str();
        let number = numerals::parse(typed).map_or_else(|| typed.to_owned(), |number| number.to_string());
        if number_goes_left(text, whole.start()) {
            return None;
        }
        add(format!("Conference Room {number}"), whole.start(), whole.end(), false)
    });
    each(&ROOM, text, |c| {
        let whole = c.get(0)?;
        let number = c.name("z").or(c.name("e"))?.as_str();
        if number_goes_left(text, whole.start()) || before(text, whole.start()).is_some_and(|c| c.is_ascii_alphabetic())
        {
            return None;
        }
        add(format!("Room {number}"), whole.start(), whole.end(), false)
    });
    for pattern in [&STREET_ZH, &BUILDING_ZH] {
        each(pattern, text, |c| {
            let whole = c.get(0)?;
            let name = c.name("n")?;
            let start = name.start() + cut(name.as_str());
            let stem = text.get(start..name.end())?.chars().count();
            let full = stem >= 2 || (stem == 1 && c.name("w").is_none());
            if !full || before(text, start).is_some_and(|c| c.is_ascii_digit()) {
                return None;
            }
            add(text.get(start..whole.end())?.to_owned(), start, whole.end(), false)
        });
    }
    for pattern in [&STREET_EN, &BUILDING_EN, &POST_EN] {
        each(pattern, text, |c| {
            let whole = c.get(0)?;
            let name = c.name("n")?;
            let mut start = whole.start();
            for word in name.as_str().split_inclusive(' ') {
                if start < name.start() || !PLACE_WORDS_EN.cut.iter().any(|cut| cut == word.trim()) {
                    break;
                }
                start += word.len();
            }
            if start >= name.end() || !stands_alone(text, start, whole.end()) {
                return None;
            }
            let plain = text.get(start..whole.end())?.split_whitespace().collect::<Vec<_>>().join(" ");
            add(plain, start, whole.end(), false)
        });
    }
}

/// Where the name of a place begins in the Chinese before its last word: after the last word that never begins one.
fn cut(name: &str) -> usize {
    let mut from = 0;
    for word in &PLACE_WORDS_ZH.cut {
        if let Some(at) = name.rfind(word.as_str()) {
            from = from.max(at + word.len());
        }
    }
    // 鰂魚涌公園 after any words: a place of the tables is where the name begins.
    let known = PLACES.iter().filter_map(|place| name.rfind(place.zh)).max();
    from = from.max(known.unwrap_or(0));
    static COUNTED: Pattern = LazyLock::new(|| Regex::new("[一二兩三四五六七八九十數幾多]+[間所個座幢家]").ok());
    if let Some(counted) = COUNTED.as_ref().and_then(|counted| counted.find_iter(name).last()) {
        from = from.max(counted.end());
    }
    debug_assert!(name.is_char_boundary(from));
    from
}
