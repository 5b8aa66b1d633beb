//! Functions on the whole document: one style throughout, short forms introduced, one name for one thing.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use gungman_core::FactKind;
use regex::Regex;

use super::seen::{Seen, span};
use super::{Hit, Kind, Setting};
use crate::tables::{ORGANISATIONS, OVERRIDES, is_romanised_surname, rows, surname_of};
use crate::text::{Pattern, is_han};

/// Of two styles in a document, the places of the rarer one; of equals, those that come later.
fn rarer(first: Vec<(usize, Range<usize>)>, second: Vec<(usize, Range<usize>)>) -> Vec<(usize, Range<usize>)> {
    if first.is_empty() || second.is_empty() {
        return Vec::new();
    }
    let later = first[0].0 > second[0].0 || first[0].0 == second[0].0 && first[0].1.start > second[0].1.start;
    if first.len() < second.len() || first.len() == second.len() && later { first } else { second }
}

/// Every match of a pattern in the document, names and quotations left out unless `kept`.
fn places(seen: &[Arc<Seen>], pattern: &'static Pattern, kept: bool) -> Vec<(usize, Range<usize>)> {
    let mut out = Vec::new();
    for (at, seen) in seen.iter().enumerate() {
        for found in pattern.iter().flat_map(|pattern| pattern.captures_iter(&seen.text)) {
            let Some(marked) = found.name("x").or_else(|| found.get(0)) else { continue };
            if kept || !seen.is_kept(&marked.range()) {
                out.push((at, marked.range()));
            }
        }
    }
    out
}

/// The characters that two standards print differently, and what the government prints.
static VARIANTS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let one = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    OVERRIDES.iter().filter_map(|(from, to)| Some((one(from)?, one(to)?))).collect()
});

/// 説 and 說 in one document.
pub(super) fn mixed_glyphs(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let mut variants: HashMap<char, Vec<(usize, usize)>> = HashMap::new();
    for (at, seen) in seen.iter().enumerate() {
        for (start, c) in seen.text.char_indices() {
            if VARIANTS.contains_key(&c) {
                variants.entry(c).or_default().push((at, start));
            }
        }
    }
    for (variant, found) in variants {
        let Some(printed) = VARIANTS.get(&variant).copied() else { continue };
        if seen.iter().any(|seen| seen.text.contains(printed)) {
            hits.extend(
                found
                    .into_iter()
                    .map(|(at, start)| Hit::new(start..start + variant.len_utf8()).fix(printed).detail(printed).at(at)),
            );
        }
    }
}

static CURLY: Pattern = LazyLock::new(|| Regex::new("“[^”]*”").ok());
static CORNER: Pattern = LazyLock::new(|| Regex::new("「[^」]*」").ok());

/// “ ” and 「 」 in one document.
pub(super) fn mixed_quotes(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    if places(seen, &CORNER, true).is_empty() {
        return;
    }
    for (at, range) in places(seen, &CURLY, true) {
        let inner = &seen[at].text[range.start + '“'.len_utf8()..range.end - '”'.len_utf8()];
        hits.push(Hit::new(range).fix(format!("「{inner}」")).at(at));
    }
}

static TIGHT: Pattern = LazyLock::new(|| Regex::new(r"(?P<x>\p{Han}[0-9A-Za-z])").ok());
static LOOSE: Pattern = LazyLock::new(|| Regex::new(r"\p{Han}(?P<x> )[0-9A-Za-z]").ok());
static LOOSE_AFTER: Pattern = LazyLock::new(|| Regex::new(r"[0-9A-Za-z](?P<x> )\p{Han}").ok());

/// Blanks between Chinese and figures in some places and none in others.
pub(super) fn mixed_spacing(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let tight = places(seen, &TIGHT, true);
    let loose: Vec<_> = places(seen, &LOOSE, true).into_iter().chain(places(seen, &LOOSE_AFTER, true)).collect();
    if tight.len() >= loose.len() && !tight.is_empty() {
        // Which of the two is right in the other case, an office knows.
        hits.extend(loose.into_iter().map(|(at, range)| Hit::new(range).fix("").at(at)));
    }
}

static COMMAS: Pattern =
    LazyLock::new(|| Regex::new(r"(?:^|[^$0-9,.])(?P<x>[0-9]{1,3}(?:,[0-9]{3})+)(?:[^0-9,元]|$)").ok());
static BLANKS: Pattern =
    LazyLock::new(|| Regex::new(r"(?:^|[^$0-9. ])\s?(?P<x>[0-9]{1,3}(?: [0-9]{3})+)(?:[^0-9 ]| [^0-9]|$)").ok());

/// 1,480 and 1 480 in one document. Money has commas everywhere.
pub(super) fn mixed_grouping(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    for (at, range) in rarer(places(seen, &COMMAS, false), places(seen, &BLANKS, false)) {
        let text = &seen[at].text[range.clone()];
        let fix = if text.contains(',') { text.replace(',', " ") } else { text.replace(' ', ",") };
        hits.push(Hit::new(range).fix(fix).at(at));
    }
}

static PER_CENT_SIGN: Pattern = LazyLock::new(|| Regex::new(r"[0-9]%").ok());
static PER_CENT_ZH: Pattern = LazyLock::new(|| Regex::new("百分之[一二三四五六七八九十零點百0-9.]+").ok());
static PER_CENT_EN: Pattern = LazyLock::new(|| Regex::new(r"[0-9] (?P<x>per cent)").ok());

/// 5% and 百分之五, or 5% and 5 per cent, in one document.
pub(super) fn mixed_percent(seen: &[Arc<Seen>], setting: &Setting, hits: &mut Vec<Hit>) {
    let words = if setting.lang.is_chinese() { &PER_CENT_ZH } else { &PER_CENT_EN };
    let rare = rarer(places(seen, &PER_CENT_SIGN, false), places(seen, words, false));
    hits.extend(rare.into_iter().map(|(at, range)| Hit::new(range).at(at)));
}

static DATE_FIGURES: Pattern = LazyLock::new(|| Regex::new("[0-9]{1,2}月[0-9]{1,2}日").ok());
static DATE_WORDS: Pattern =
    LazyLock::new(|| Regex::new("[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日").ok());

/// 11月23日 and 十一月二十三日 in one document.
pub(super) fn mixed_dates(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let rare = rarer(places(seen, &DATE_FIGURES, true), places(seen, &DATE_WORDS, true));
    hits.extend(rare.into_iter().map(|(at, range)| Hit::new(range).at(at)));
}

static HYPHENED: Pattern = LazyLock::new(|| Regex::new(r"(?i)(?-u:\b)(?P<x>co-(?:ordinat|operat)[a-z]+)").ok());
static CLOSED_UP: Pattern = LazyLock::new(|| Regex::new(r"(?i)(?-u:\b)(?P<x>co(?:ordinat|operat)[a-z]+)").ok());

/// Co-ordinate and coordinate in one document.
pub(super) fn mixed_hyphens(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    for (at, range) in rarer(places(seen, &HYPHENED, false), places(seen, &CLOSED_UP, false)) {
        let word = &seen[at].text[range.clone()];
        let fix = if word.contains('-') { word.replacen('-', "", 1) } else { format!("{}-{}", &word[..2], &word[2..]) };
        hits.push(Hit::new(range).fix(fix).at(at));
    }
}

static CONNECTORS_ZH: Pattern = LazyLock::new(|| {
    Regex::new("值得注意的是|綜上所述|總的來說|總而言之|不難發現|展望未來|在一定程度上|由此可見|不可否認|毋庸置疑|首先|其次|最後").ok()
});
static CONNECTORS_EN: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)it is (?:worth noting|important to note)|in today's|plays? a (?:crucial|vital|pivotal) role|in conclusion|moreover|furthermore|needless to say|it goes without saying|last but not least").ok()
});

/// How near three of them must be, in characters.
const NEAR: usize = 500;

/// Three connectors that say nothing within five hundred characters.
pub(super) fn connectors(seen: &[Arc<Seen>], setting: &Setting, hits: &mut Vec<Hit>) {
    let words = if setting.lang.is_chinese() { &CONNECTORS_ZH } else { &CONNECTORS_EN };
    let (mut found, mut before) = (Vec::new(), 0);
    for (at, seen) in seen.iter().enumerate() {
        for word in words.iter().flat_map(|words| words.find_iter(&seen.text)) {
            found.push((before + seen.text[..word.start()].chars().count(), at, word.range()));
        }
        before += seen.text.chars().count();
    }
    let dense = |at: usize| {
        (at.saturating_sub(2)..=at)
            .any(|first| found.get(first..first + 3).is_some_and(|three| three[2].0 - three[0].0 <= NEAR))
    };
    for (index, (_, at, range)) in found.iter().enumerate() {
        if dense(index) {
            hits.push(Hit::new(range.clone()).at(*at));
        }
    }
}

static CAPITALS: Pattern = LazyLock::new(|| Regex::new(r"(?-u:\b)[A-Z][A-Z&]{2,7}(?-u:\b)").ok());

/// Short forms that everybody knows.
static EVERYDAY: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let rows =
        rows(include_str!("../../data/checks/words.tsv")).filter(|row| row.first() == Some(&"abbreviation-known"));
    rows.filter_map(|row| row.get(1).copied()).collect()
});

/// A short form that is used before, or without, its full form.
pub(super) fn abbreviation(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let mut known: Vec<&str> = Vec::new();
    for (at, paragraph) in seen.iter().enumerate() {
        let text = paragraph.text.as_str();
        for found in CAPITALS.iter().flat_map(|capitals| capitals.find_iter(text)) {
            let short = found.as_str();
            let before = text[..found.start()].chars().next_back();
            let after = text[found.end()..].chars().next();
            let joined = |c: Option<char>| c.is_some_and(|c| "/-_.&@".contains(c) || c.is_ascii_digit());
            if known.contains(&short) || EVERYDAY.contains(&short) || joined(before) && before != Some('/') {
                continue;
            }
            known.push(short);
            // The Environmental Protection Department (EPD).
            let introduced =
                matches!(before, Some('(' | '（' | '“' | '"')) && matches!(after, Some(')' | '）' | '”' | '"'));
            // A heading in capitals, a person, a reference, the initials of a signature.
            let shouting = text.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase());
            let person = is_romanised_surname(short);
            let number = text[found.end()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
            let coded = joined(after) && after != Some('/') && after != Some('.');
            let quiet = introduced || shouting || person || number || coded || paragraph.kind != Kind::Body;
            if !quiet && !paragraph.is_kept(&found.range()) {
                let name = ORGANISATIONS.iter().find(|name| name.abbreviation == short);
                hits.push(Hit::new(found.range()).detail(name.map_or(short, |name| name.en)).at(at));
            }
        }
    }
}

/// The short Chinese names of organisations.
static SHORT: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    rows(include_str!("../../data/checks/short_names.tsv"))
        .filter_map(|row| Some((*row.first()?, *row.get(1)?)))
        .collect()
});

/// 環境保護署 here and 環保署 there, without 下稱「環保署」.
pub(super) fn two_names(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    for (full, short) in SHORT.iter() {
        if !seen.iter().any(|seen| seen.text.contains(full)) {
            continue;
        }
        let introduced = ["「", "（", "(", "稱", "簡稱"].iter().any(|lead| {
            seen.iter().any(|seen| {
                seen.text.match_indices(short).any(|(at, _)| {
                    seen.text[..at].ends_with(lead)
                        && (!"（(".contains(lead) || seen.text[at + short.len()..].starts_with(['）', ')']))
                })
            })
        });
        if introduced {
            continue;
        }
        for (at, paragraph) in seen.iter().enumerate() {
            for (start, word) in paragraph.text.match_indices(short) {
                // A longer name holds the short one by chance.
                let inside =
                    paragraph.text.match_indices(full).any(|(from, full)| from <= start && start < from + full.len());
                if !inside {
                    hits.push(Hit::new(start..start + word.len()).fix(*full).at(at));
                }
            }
        }
    }
}

/// A person whose name is spelled in two ways.
pub(super) fn person_spelling(seen: &[Arc<Seen>], setting: &Setting, hits: &mut Vec<Hit>) {
    let mut known: Vec<(String, String)> = Vec::new();
    for (at, paragraph) in seen.iter().enumerate() {
        for fact in paragraph.facts.iter().filter(|fact| fact.kind == FactKind::Name) {
            let (shown, bare) = (fact.source.as_str(), fact.canonical.as_str());
            let chinese = bare.chars().all(is_han);
            if chinese != setting.lang.is_chinese() || bare.chars().count() < 3 {
                continue;
            }
            let place = span(fact);
            if chinese {
                let Some(start) = shown.find(bare) else { continue };
                let range = place.start + start..place.start + start + bare.len();
                let near = known.iter().find(|(_, other)| other != bare && one_character_apart(other, bare));
                if let Some((_, other)) = near {
                    hits.push(Hit::new(range).detail(other.clone()).at(at));
                }
                known.push((shown.to_owned(), bare.to_owned()));
                continue;
            }
            let name = untitled(shown);
            let same = |a: &str, b: &str| a.to_lowercase().replace('-', " ") == b.to_lowercase().replace('-', " ");
            if let Some((other, _)) = known.iter().find(|(other, of)| of == bare && other != name && same(other, name))
            {
                let start = place.end - name.len();
                hits.push(Hit::new(start..place.end).fix(other.clone()).detail(other.clone()).at(at));
            } else {
                known.push((name.to_owned(), bare.to_owned()));
            }
        }
    }
}

/// An English name without its form of address.
fn untitled(name: &str) -> &str {
    let first = name.split(' ').next().unwrap_or("");
    let title = ["Mr", "Mrs", "Ms", "Miss", "Dr", "Ir", "Prof", "Madam"].contains(&first.trim_end_matches('.'));
    if title { name[first.len()..].trim_start() } else { name }
}

/// Two full names of one surname that differ in one character.
fn one_character_apart(a: &str, b: &str) -> bool {
    let differ = a.chars().zip(b.chars()).filter(|(a, b)| a != b).count();
    a.chars().count() == b.chars().count() && differ == 1 && surname_of(a) == surname_of(b)
}
