//! Does a text state the facts of the points, and nothing else?

use gungman_core::{Fact, FactKind, FactRow, FactState, Lang};

use super::times::Clock;
use super::{find_all, names, render};
use crate::dates::Day;
use crate::text::{Folded, is_han};

/// A fact of the body with the block it stands in.
struct Stated {
    fact: Fact,
    block: u32,
    weak: bool,
    answered: bool,
}

/// Compares the facts of the points with a body of blocks.
///
/// First come the points' facts in order, each once: pending without a body, present, changed when the text states
/// exactly one other thing of that kind, missing otherwise. Then come the facts of the body that neither the points
/// nor `known` (the header, the letterhead, the template's own words) hold; one that a changed row already shows is
/// not repeated.
///
/// A date of the points without its year is answered by the same day of a year near those the points and the header
/// name: a model that dates a memo of 2026 back to 2023 has changed it.
#[must_use]
pub fn compare(points: &[Fact], known: &[Fact], body: &[String], lang: Lang) -> Vec<FactRow> {
    let mut distinct: Vec<&Fact> = Vec::new();
    for fact in points {
        if !distinct.iter().any(|earlier| same(earlier, fact)) {
            distinct.push(fact);
        }
    }
    let row = |fact: &Fact, state| FactRow {
        kind: fact.kind,
        source: fact.source.clone(),
        target: render(fact, lang),
        state,
        found: None,
        block: None,
    };
    if body.iter().all(|block| block.trim().is_empty()) {
        return distinct.into_iter().map(|fact| row(fact, FactState::Pending)).collect();
    }
    let mut stated = state_of(body);
    let years = years(points, known);
    let mut rows: Vec<FactRow> = Vec::new();
    for fact in &distinct {
        let mut rows_fact = row(fact, FactState::Missing);
        for hit in stated.iter_mut().filter(|hit| same(&hit.fact, fact) && plausible(&hit.fact, fact, years)) {
            if rows_fact.state == FactState::Missing
                || hit.fact.canonical == fact.canonical && rows_fact.found.is_none()
            {
                rows_fact.state = FactState::Present;
                rows_fact.found = Some(hit.fact.source.clone());
                rows_fact.block = Some(hit.block);
            }
            hit.answered = true;
        }
        if rows_fact.state == FactState::Missing
            && let Some((block, text)) = literal(fact, body)
        {
            rows_fact.state = FactState::Present;
            rows_fact.found = Some(text);
            rows_fact.block = Some(block);
        }
        rows.push(rows_fact);
    }
    for hit in &mut stated {
        let by_name = |fact: &Fact| same(&hit.fact, fact) || is_short_for(&hit.fact, fact);
        let known_literally = known.iter().any(|fact| fact.source.trim() == hit.fact.source.trim());
        // Points that the text names only in short stay missing, but the short name is no stranger.
        hit.answered |= hit.weak || known_literally || known.iter().any(by_name);
    }
    for (fact, row) in distinct.iter().zip(&mut rows).filter(|(_, row)| row.state == FactState::Missing) {
        let mut others: Vec<&mut Stated> =
            stated.iter_mut().filter(|hit| !hit.answered && hit.fact.kind == fact.kind).collect();
        let Some(canonical) = others.first().map(|hit| hit.fact.canonical.clone()) else { continue };
        if others.iter().any(|hit| hit.fact.canonical != canonical) {
            continue;
        }
        row.state = FactState::Changed;
        row.found = others.first().map(|hit| hit.fact.source.clone());
        row.block = others.first().map(|hit| hit.block);
        for hit in &mut others {
            hit.answered = true;
        }
    }
    let mut foreign: Vec<&Stated> = Vec::new();
    for hit in stated.iter().filter(|hit| !hit.answered) {
        let short = distinct.iter().any(|fact| is_short_for(&hit.fact, fact));
        if !short && !foreign.iter().any(|earlier| same(&earlier.fact, &hit.fact)) {
            foreign.push(hit);
        }
    }
    rows.extend(foreign.into_iter().map(|hit| FactRow {
        found: Some(hit.fact.source.clone()),
        block: Some(hit.block),
        ..row(&hit.fact, FactState::Foreign)
    }));
    rows
}

/// The first and the last year that dates name.
fn years(points: &[Fact], known: &[Fact]) -> Option<(i32, i32)> {
    let named = points.iter().chain(known).filter(|fact| fact.kind == FactKind::Date);
    let years: Vec<i32> = named.filter_map(|fact| Day::from_canonical(&fact.canonical)?.year).collect();
    years.iter().min().copied().zip(years.iter().max().copied())
}

/// Whether the year a text adds to a day of the points is near those that were named.
fn plausible(stated: &Fact, point: &Fact, years: Option<(i32, i32)>) -> bool {
    let year = |fact: &Fact| Day::from_canonical(&fact.canonical).and_then(|day| day.year);
    if stated.kind != FactKind::Date || year(point).is_some() {
        return true;
    }
    years.zip(year(stated)).is_none_or(|((first, last), year)| (first - 1..=last + 1).contains(&year))
}

fn state_of(body: &[String]) -> Vec<Stated> {
    let mut all = Vec::new();
    for (index, block) in body.iter().enumerate() {
        let block_index = u32::try_from(index).unwrap_or(u32::MAX);
        all.extend(find_all(block).into_iter().map(|(fact, weak)| Stated {
            fact,
            block: block_index,
            weak,
            answered: false,
        }));
    }
    all
}

/// Whether two facts state the same thing as far as both say: a missing year, half of the day, unit, extension or
/// issuer is no difference.
pub(crate) fn same(a: &Fact, b: &Fact) -> bool {
    if a.kind != b.kind {
        return false;
    }
    if a.canonical == b.canonical {
        return true;
    }
    let (x, y) = (a.canonical.as_str(), b.canonical.as_str());
    match a.kind {
        FactKind::Date => Day::from_canonical(x).zip(Day::from_canonical(y)).is_some_and(|(x, y)| x.agrees(y)),
        FactKind::Time => Clock::from_canonical(x).zip(Clock::from_canonical(y)).is_some_and(|(x, y)| x.agrees(y)),
        FactKind::Count => x
            .split_once(' ')
            .zip(y.split_once(' '))
            .is_some_and(|((n, class), (m, other))| n == m && (class == "*" || other == "*" || class == other)),
        FactKind::Phone => {
            let number = |text: &str| text.split(' ').next().map(str::to_owned);
            number(x) == number(y) && (!x.contains(" ext ") || !y.contains(" ext "))
        }
        FactKind::Reference => {
            let parts = |text: &str| {
                let (kind, rest) = text.split_once(' ')?;
                let number = rest.rsplit(' ').next()?.to_owned();
                matches!(kind, "CIRCULAR" | "MEMO").then(|| (kind.to_owned(), number, rest.contains(' ')))
            };
            parts(x).zip(parts(y)).is_some_and(|(x, y)| x.0 == y.0 && x.1 == y.1 && x.2 != y.2)
        }
        FactKind::Place | FactKind::Name | FactKind::Email => {
            x.split_whitespace().eq(y.split_whitespace()) || x.eq_ignore_ascii_case(y)
        }
        FactKind::Money | FactKind::Percent => false,
    }
}

/// Whether `short` is the surname of the person `full` names: Mr Chan after CHAN Tai-man.
fn is_short_for(short: &Fact, full: &Fact) -> bool {
    short.kind == FactKind::Name && full.kind == FactKind::Name && names::surname(&full.canonical) == short.canonical
}

/// Names, places, addresses and references also count when they stand in the text as typed, character for character.
fn literal(fact: &Fact, body: &[String]) -> Option<(u32, String)> {
    if !matches!(fact.kind, FactKind::Name | FactKind::Place | FactKind::Email | FactKind::Reference) {
        return None;
    }
    let plain = |text: &str| Folded::new(text).text;
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric());
    let mut wanted = vec![fact.source.trim()];
    // 陳大文先生 may stand as 陳大文.
    if fact.kind == FactKind::Name && fact.canonical.chars().filter(|c| is_han(*c)).count() > 1 {
        wanted.push(&fact.canonical);
    }
    for (index, block) in body.iter().enumerate() {
        let text = plain(block);
        for shown in wanted.iter().filter(|shown| !shown.is_empty()) {
            let form = plain(shown);
            let han = form.chars().any(is_han);
            for (at, _) in text.match_indices(&form) {
                let free = edge(text[..at].chars().next_back()) && edge(text[at + form.len()..].chars().next());
                if han || free {
                    return Some((u32::try_from(index).ok()?, (*shown).to_owned()));
                }
            }
        }
    }
    None
}
