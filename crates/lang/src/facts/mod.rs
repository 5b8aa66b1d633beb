//! Facts: the dates, amounts, numbers, references, names and places of a text, in a form equal for equal facts.
//!
//! | kind | canonical form |
//! | --- | --- |
//! | date | `2026-12-08`; `--12-08` without its year; `2026-12` for a month |
//! | time | `15:00`; `~03:00` when the text does not say which half of the day |
//! | money | `HKD 12500000`, `HKD 12.50`: whole dollars, cents only when there are any |
//! | percent | `5%`, `5.5%`; `5pp` for percentage points, which are not per cent |
//! | count | `120 person`: the number and the class of its unit; `6 *` when the unit says nothing |
//! | phone | `28351107`, `28351107 ext 123` |
//! | email | in lower case; web addresses without a trailing slash |
//! | reference | `(13) in OLA 4/08`, `CAP 132`, `CB(4)123/2025(01)`, `CIRCULAR Civil Service Bureau 3/2026` |
//! | name | `chan tai man`, `陳大文`: without form of address |
//! | place | the English name from the tables, `9/F`, `Room 1203`, `66 Queensway`; else as typed |
//!
//! Relative days (下星期二, next Tuesday) are no facts: nobody can say later which day was meant. Nor are ordinals
//! (第二次) and a Chinese or English "one" (一份, one copy), which is hardly more than an article; a body is searched
//! for those too, so that 1份 is found in "one copy".

mod address;
mod amounts;
mod compare;
mod counts;
mod mend;
mod names;
mod numbers;
mod pair;
mod phrases;
mod places;
mod references;
mod render;
mod restore;
mod times;

use gungman_core::{Fact, FactKind};

pub(crate) use address::addresses;
pub use compare::compare;
pub(crate) use compare::same;
pub use mend::mend;
pub use names::person;
pub(crate) use pair::keys;
pub use pair::{Differences, figures, pair};
pub use phrases::{phrases, put};
pub use render::{render, told};
pub use restore::restore;

use crate::dates;
use crate::text::Folded;

/// A fact with what the finder knows about it. Offsets are in the folded text.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub kind: FactKind,
    pub canonical: String,
    pub start: usize,
    pub end: usize,
    /// Too weak to be a fact of its own, but an answer when one is looked for.
    pub weak: bool,
    /// Leans on its neighbour (8 in 8-10 December) and cannot be rewritten alone.
    pub leaning: bool,
}

impl Found {
    pub fn new(kind: FactKind, canonical: impl Into<String>, start: usize, end: usize) -> Self {
        Self { kind, canonical: canonical.into(), start, end, weak: false, leaning: false }
    }
}

/// What has been found so far; whoever comes first keeps its characters.
#[derive(Default)]
pub(crate) struct Claims {
    found: Vec<Found>,
}

impl Claims {
    /// Whether nothing of `start..end` is taken.
    pub fn free(&self, start: usize, end: usize) -> bool {
        let apart = |from: usize, to: usize| end <= from || start >= to;
        self.found.iter().all(|f| apart(f.start, f.end))
    }

    /// Takes a fact unless its characters are taken; says where it ended.
    pub fn add(&mut self, found: Found) -> Option<usize> {
        let end = found.end;
        if found.start < end && self.free(found.start, end) {
            self.found.push(found);
            return Some(end);
        }
        None
    }

    /// What stands in the text so far, to settle times that lean on each other.
    pub fn found_mut(&mut self) -> &mut Vec<Found> {
        &mut self.found
    }
}

/// Everything found in a folded text, weak findings too, in order.
pub(crate) fn search(text: &str) -> Vec<Found> {
    let mut claims = Claims::default();
    references::addresses(text, &mut claims);
    references::references(text, &mut claims);
    for written in dates::scan(text) {
        let found = Found::new(FactKind::Date, written.day.canonical(), written.start, written.end);
        claims.add(Found { leaning: written.leaning, ..found });
    }
    times::scan(text, &mut claims);
    amounts::money(text, &mut claims);
    amounts::percentages(text, &mut claims);
    references::phones(text, &mut claims);
    address::numbered(text, &mut claims);
    places::glossary(text, &mut claims);
    names::scan(text, &mut claims);
    places::patterns(text, &mut claims);
    counts::scan(text, &mut claims);
    let mut found = claims.found;
    found.sort_by_key(|f| f.start);
    found
}

/// The facts of a text, in order and apart from each other.
#[must_use]
pub fn find(text: &str) -> Vec<Fact> {
    let folded = Folded::new(text);
    search(&folded.text).iter().filter(|f| !f.weak).map(|f| to_fact(f, &folded, text)).collect()
}

/// Weak findings too.
pub(crate) fn find_all(text: &str) -> Vec<(Fact, bool)> {
    let folded = Folded::new(text);
    search(&folded.text).iter().map(|f| (to_fact(f, &folded, text), f.weak)).collect()
}

fn to_fact(found: &Found, folded: &Folded, text: &str) -> Fact {
    let (start, end) = (folded.origin(found.start), folded.origin(found.end));
    Fact {
        kind: found.kind,
        source: text.get(start..end).unwrap_or("").to_owned(),
        canonical: found.canonical.clone(),
        start: u32::try_from(start).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests;
