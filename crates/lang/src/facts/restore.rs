//! Repairs that need no judgement: the same value in the form the government prints.

use std::sync::LazyLock;

use gungman_core::{Fact, FactKind, Lang};
use regex::Regex;

use super::compare::same;
use super::render::time;
use super::times::Clock;
use super::{Found, render, search, to_fact};
use crate::dates::Day;
use crate::text::{Folded, Pattern, is_han};

/// Rewrites the facts of one paragraph that stand in another form than the official one of `lang`.
///
/// Dates, times and telephone numbers are rewritten wherever they stand (December 8, 2026 → 8 December 2026, 下午三點
/// → 下午3時, 28351107 → 2835 1107); amounts, percentages, circulars and organisations only where the points hold them
/// and the text has them in the other language. No value changes: a rewriting after which the text would state
/// anything else is not made.
#[must_use]
pub fn restore(body: &str, points: &[Fact], lang: Lang) -> String {
    let mut text = body.to_owned();
    // Two rounds settle what the first made possible; the bound only guards against a table that contradicts itself.
    for _ in 0..4 {
        let next = once(&text, points, lang);
        if next == text {
            break;
        }
        text = next;
    }
    text
}

fn once(body: &str, points: &[Fact], lang: Lang) -> String {
    let folded = Folded::new(body);
    let found = search(&folded.text);
    let before = values(&found);
    let mut repairs: Vec<(usize, usize, String)> = Vec::new();
    for hit in found.iter().filter(|hit| !hit.leaning && !hit.weak) {
        let fact = to_fact(hit, &folded, body);
        let official = render(&fact, lang);
        if fact.source != official && wanted(&fact, points, lang) {
            repairs.push((folded.origin(hit.start), folded.origin(hit.end), official));
        }
    }
    for pair in found.windows(2).filter(|_| !lang.is_chinese()) {
        if let Some(official) = english_range(&pair[0], &pair[1], &folded.text) {
            let (start, end) = (folded.origin(pair[0].start), folded.origin(pair[1].end));
            if body.get(start..end) != Some(official.as_str()) {
                repairs.push((start, end, official));
            }
        }
    }
    repairs.sort_by_key(|repair| repair.0);
    let all = apply(body, &repairs);
    if values(&search(&Folded::new(&all).text)) == before {
        return all;
    }
    // One of them would change a value: keep those that do not, from the end so that offsets stay right.
    let mut text = body.to_owned();
    for repair in repairs.iter().rev() {
        let tried = apply(&text, std::slice::from_ref(repair));
        if values(&search(&Folded::new(&tried).text)) == before {
            text = tried;
        }
    }
    text
}

/// December 8 to 10, 2026 as 8 to 10 December 2026, and 2-4pm as 2:00 p.m. to 4:00 p.m. Ranges that begin with the day
/// are in their official form.
fn english_range(first: &Found, last: &Found, text: &str) -> Option<String> {
    if first.kind != last.kind || !first.leaning || !last.leaning {
        return None;
    }
    let between = text.get(first.end..last.start)?;
    let joined = between.len() <= 5 && !between.contains(['.', ';', '\n']);
    let word = if between.contains("and") || between.contains('&') { "and" } else { "to" };
    match first.kind {
        FactKind::Date if joined && text.get(first.start..)?.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            let (from, to) = (Day::from_canonical(&first.canonical)?, Day::from_canonical(&last.canonical)?);
            Some(format!("{} {word} {}", from.day?, to.render(Lang::EnGb)))
        }
        FactKind::Time if joined => {
            let shown = |found: &Found| Clock::from_canonical(&found.canonical).map(|clock| time(clock, Lang::EnGb));
            Some(format!("{} {word} {}", shown(first)?, shown(last)?))
        }
        _ => None,
    }
}

fn apply(body: &str, repairs: &[(usize, usize, String)]) -> String {
    let mut text = body.to_owned();
    for (start, end, official) in repairs.iter().rev() {
        // The stop of p.m. ends the sentence too.
        let stop = usize::from(official.ends_with('.') && text[*end..].starts_with('.'));
        text.replace_range(*start..*end + stop, official);
    }
    text
}

/// What the text states, whatever the order.
fn values(found: &[Found]) -> Vec<(FactKind, String)> {
    let mut all: Vec<_> = found.iter().map(|f| (f.kind, f.canonical.clone())).collect();
    all.sort();
    all
}

static TIME_ZH: Pattern = LazyLock::new(|| {
    Regex::new("^(?:上午|下午|中午|正午|晚上|凌晨|午夜|清晨|傍晚)[0-9]{1,2}時(?:[0-9]{1,2}分|半|正)?$").ok()
});
static TIME_EN: Pattern = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]{1,2}(?:[:.][0-9]{2})? [ap]\.m\.|(?:12 )?noon|(?:12 )?midnight|12:00 noon)$").ok()
});

/// Whether a fact that is not in the form [`render`] gives should be.
fn wanted(fact: &Fact, points: &[Fact], lang: Lang) -> bool {
    let matches = |pattern: &Pattern| pattern.as_ref().is_some_and(|p| p.is_match(&fact.source));
    let in_points = || points.iter().any(|point| same(point, fact));
    let foreign_script = fact.source.chars().any(is_han) != lang.is_chinese();
    match fact.kind {
        FactKind::Date => true,
        FactKind::Time if fact.canonical.starts_with('~') => false,
        // Noon is neither before nor after itself.
        FactKind::Time if fact.canonical == "12:00" && fact.source.starts_with("下午") => lang.is_chinese(),
        FactKind::Time => !matches(if lang.is_chinese() { &TIME_ZH } else { &TIME_EN }),
        FactKind::Phone => !fact.source.starts_with(['+', '(']) && !fact.source.starts_with("852"),
        FactKind::Money => foreign_script && in_points(),
        FactKind::Percent => !lang.is_chinese() && foreign_script && in_points(),
        FactKind::Place => {
            let street = super::address::chinese(&fact.canonical).is_some();
            let named = foreign_script && super::places::chinese_of(&fact.canonical).is_some();
            (street || named) && in_points()
        }
        FactKind::Reference => {
            let named = ["CAP ", "CIRCULAR ", "MEMO "].iter().any(|kind| fact.canonical.starts_with(kind));
            named && foreign_script && in_points()
        }
        FactKind::Count | FactKind::Email | FactKind::Name => false,
    }
}
