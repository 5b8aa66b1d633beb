//! Names of organisations that are nearly right.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::seen::Seen;
use super::{Hit, Setting};
use crate::glossary::GLOSSARY;
use crate::script::{Replacements, replace, replacements};
use crate::tables::{GLYPHS, ORGANISATIONS, rows};
use crate::text::{Pattern, is_han};

/// The halves of the Chinese names: a name with one wrong character has one half that is right.
struct Halves {
    find: AhoCorasick,
    of: Vec<Half>,
}

/// The name of a half, where in it the half begins and how long it is, in characters.
type Half = (&'static [char], usize, usize);

static GLYPH_TABLE: Replacements = LazyLock::new(|| replacements(&GLYPHS));

static NAMES: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let all = ORGANISATIONS.iter().map(|name| name.zh.chars().collect::<Vec<char>>());
    // A short name is one character away from much that is none (政府部門, 九個月內向委員會).
    let long =
        |name: &Vec<char>| name.len() > 5 || name.len() == 5 && name.last().is_some_and(|c| "署局處".contains(*c));
    all.filter(|name| long(name) && name.iter().all(|c| is_han(*c))).collect()
});

static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let words = rows(include_str!("../../data/checks/words.tsv"))
        .filter(|row| matches!(row.first(), Some(&"name-known" | &"former-name")));
    ORGANISATIONS.iter().map(|name| name.zh).chain(words.filter_map(|row| row.get(1).copied())).collect()
});

static HALVES: LazyLock<Option<Halves>> = LazyLock::new(|| {
    let (mut patterns, mut of): (Vec<String>, Vec<Half>) = (Vec::new(), Vec::new());
    for name in NAMES.iter() {
        let middle = name.len() / 2;
        for (start, end) in [(0, middle), (middle, name.len())] {
            patterns.push(name[start..end].iter().collect());
            of.push((name, start, end - start));
        }
    }
    Some(Halves { find: AhoCorasick::new(patterns).ok()?, of })
});

/// An organisation's or a post's name with one character wrong, missing or too many.
pub(super) fn organisation(seen: &Seen, setting: &Setting, hits: &mut Vec<Hit>) {
    if setting.lang.is_chinese() { chinese(seen, hits) } else { english(seen, hits) }
}

fn chinese(seen: &Seen, hits: &mut Vec<Hit>) {
    let Some(halves) = HALVES.as_ref() else { return };
    let text = seen.text.as_str();
    let mut taken: Vec<Range<usize>> = Vec::new();
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let chars: Vec<char> = text.chars().collect();
    for found in halves.find.find_overlapping_iter(text) {
        let (name, from, length) = halves.of[found.pattern().as_usize()];
        let Ok(at) = places.binary_search(&found.start()) else { continue };
        // The other half, one character longer, shorter or as long, with one difference.
        let (left, right) = (from == 0, name.len() - length);
        for size in [right, right + 1, right - 1] {
            let range = if left {
                at..at + length + size
            } else if let Some(start) = at.checked_sub(size) {
                start..at + length
            } else {
                continue;
            };
            let Some(window) = chars.get(range.clone()) else { continue };
            let other = if left { &window[length..] } else { &window[..size] };
            let wanted = if left { &name[length..] } else { &name[..from] };
            // The ends are the name's own: 本環境保護署 has no character too many.
            let last = window.last() == name.last();
            let title = window.len() == name.len() && window.last().is_some_and(|c| "署局處司".contains(*c));
            // 審裁處處長 begins with a name that is right.
            let whole = window.starts_with(name) || window.ends_with(name);
            let ends = !whole && window.first() == name.first() && (last || title);
            // 副署長 is a post of its own.
            let deputy = window.contains(&'副') != name.contains(&'副');
            if deputy || !ends || !window.iter().all(|c| is_han(*c)) || !near(other, wanted, name.len()) {
                continue;
            }
            let bytes = places[range.start]..places[range.end];
            let shown = &text[bytes.clone()];
            let clear = taken.iter().all(|other| other.end <= bytes.start || bytes.end <= other.start);
            // 衛 for 衞 is another rule's.
            let printed = replace(&GLYPH_TABLE, shown);
            if clear && !KNOWN.contains(printed.as_str()) && !within_known(text, &bytes) {
                taken.push(bytes.clone());
                hits.push(Hit::new(bytes).fix(name.iter().collect::<String>()));
            }
        }
    }
}

/// Whether a place lies in, or crosses, a name or a term that is right.
fn within_known(text: &str, place: &Range<usize>) -> bool {
    let start = text[..place.start].char_indices().rev().nth(14).map_or(0, |(at, _)| at);
    let end = text[place.end..].char_indices().nth(14).map_or(text.len(), |(at, _)| place.end + at);
    GLOSSARY.hits(&text[start..end], gungman_core::Lang::ZhHantHk).iter().any(|hit| {
        let range = hit.range.start + start..hit.range.end + start;
        let cross = range.start < place.end && place.start < range.end;
        cross
            && hit.term.is_name()
            && (range.len() >= place.len() || range.start < place.start || range.end > place.end)
    })
}

/// Whether two runs differ by one character changed, added or left out; in a long name, by two changed side by side.
fn near(a: &[char], b: &[char], length: usize) -> bool {
    let lead = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let tail = a[lead..].iter().rev().zip(b[lead..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.len() - lead - tail, b.len() - lead - tail);
    a.max(b) == 1 || length > 6 && a == 2 && b == 2
}

static BODY: Pattern =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[A-Z][a-z]+(?:,? (?:and |of |for |the )?[A-Z][a-z]+){1,6}").ok());

/// The English names, by their words.
static ENGLISH: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let all = ORGANISATIONS.iter().map(|name| (name.en, name.en.split(' ').collect::<Vec<_>>()));
    all.filter(|(_, words)| words.len() >= 3).collect()
});

fn english(seen: &Seen, hits: &mut Vec<Hit>) {
    for found in BODY.iter().flat_map(|body| body.find_iter(&seen.text)) {
        let words: Vec<(usize, &str)> = found
            .as_str()
            .split(' ')
            .scan(0, |at, word| {
                let here = *at;
                *at += word.len() + 1;
                Some((here, word))
            })
            .collect();
        'starts: for start in 0..words.len() {
            for (name, wanted) in ENGLISH.iter() {
                let Some(shown) = words.get(start..start + wanted.len()) else { continue };
                let pairs = shown.iter().zip(wanted).enumerate();
                let differ: Vec<_> = pairs
                    .map(|(at, ((_, a), b))| (if at + 1 == wanted.len() { a.trim_end_matches(',') } else { *a }, *b))
                    .filter(|(a, b)| a != b)
                    .collect();
                let [(wrong, right)] = differ[..] else { continue };
                let near = wrong.len() > 3
                    && right.len() > 3
                    && distance(wrong, right) <= 3
                    && wrong.get(..3) == right.get(..3);
                let (first, (last, word)) = (shown[0].0, shown[shown.len() - 1]);
                let range = found.start() + first..found.start() + last + word.trim_end_matches(',').len();
                let shown = &seen.text[range.clone()];
                if near && !ORGANISATIONS.iter().any(|other| other.en.contains(shown)) {
                    hits.push(Hit::new(range).fix(*name));
                    break 'starts;
                }
            }
        }
    }
}

/// How many letters apart two words are.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
