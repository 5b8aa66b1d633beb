//! A translation memory: what was translated before, found again exactly, but for its figures, or nearly.
//!
//! A match is a percentage as translators know it: 100 is the same text; less, by how much of it would have to be typed anew (words in
//! English, characters in Chinese). Figures do not count: a sentence that differs in its figures only is adapted by code.

use std::collections::HashMap;

use gungman_core::{Fact, Lang};

use crate::facts;
use crate::tables::MONTHS;

/// A source with its translation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// The source.
    pub source: String,
    /// The translation.
    pub target: String,
    /// The source of the sentence before it; empty for none.
    pub before: String,
    /// Where it came from.
    pub note: String,
}

impl Unit {
    /// A pair of which nothing else is known.
    #[must_use]
    pub fn pair(source: impl Into<String>, target: impl Into<String>) -> Self {
        Self { source: source.into(), target: target.into(), ..Self::default() }
    }
}

/// A unit found for a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<'a> {
    /// The unit.
    pub unit: &'a Unit,
    /// How near it is, 1 to 101: 99 where only figures differ, 101 where the sentence before is the same too.
    pub percent: u8,
}

/// The same text after the same sentence, in per cent as the trade counts it.
pub const CONTEXT: u8 = 101;

/// Translations out of one language, ready to be found.
pub struct Memory {
    lang: Lang,
    units: Vec<Unit>,
    /// The units with a source; the latest last.
    exact: HashMap<String, Vec<usize>>,
    /// The pieces of each unit's source, its figures masked.
    pieces: Vec<Vec<u32>>,
    /// Which units have a piece.
    index: HashMap<u32, Vec<u32>>,
    /// The pieces by their text.
    known: HashMap<String, u32>,
}

/// A piece that more units have than this tells nothing about any of them.
const COMMON: usize = 4_000;
/// How many candidates are measured.
const MEASURED: usize = 60;

impl Memory {
    /// A memory of translations out of `lang`; a later unit takes the place of an earlier one with the same source after the same
    /// sentence.
    #[must_use]
    pub fn new(units: impl IntoIterator<Item = Unit>, lang: Lang) -> Self {
        let mut memory = Self {
            lang,
            units: Vec::new(),
            exact: HashMap::new(),
            pieces: Vec::new(),
            index: HashMap::new(),
            known: HashMap::new(),
        };
        for unit in units {
            memory.add(unit);
        }
        memory
    }

    /// Adds a unit.
    pub fn add(&mut self, unit: Unit) {
        let at = self.units.len();
        if let Some(same) = self.exact.get_mut(unit.source.trim()) {
            let known = same.iter().position(|at| self.units[*at].before == unit.before);
            let place = known.map_or(at, |nth| same.remove(nth));
            same.push(place);
            if place == at {
                self.units.push(unit);
                // The first of them leads to all.
                self.pieces.push(Vec::new());
            } else {
                self.units[place] = unit;
            }
            return;
        }
        let mut pieces = Vec::new();
        for piece in split(&unit.source, self.lang) {
            let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
            let id = *self.known.entry(piece).or_insert(next);
            if !pieces.contains(&id) {
                self.index.entry(id).or_default().push(u32::try_from(at).unwrap_or(u32::MAX));
            }
            pieces.push(id);
        }
        self.exact.insert(unit.source.trim().to_owned(), vec![at]);
        self.pieces.push(pieces);
        self.units.push(unit);
    }

    /// Takes a unit away again: the translation of a source after a sentence. What is near to it is then no longer found by it.
    pub fn remove(&mut self, source: &str, before: &str) {
        let Some(same) = self.exact.get_mut(source.trim()) else { return };
        let Some(nth) = same.iter().position(|at| self.units[*at].before == before) else { return };
        let gone = same.remove(nth);
        let heir = same.last().copied();
        if heir.is_none() {
            self.exact.remove(source.trim());
        }
        // The index leads to the first of those with a source: another takes its place there, or nothing.
        let pieces = std::mem::take(&mut self.pieces[gone]);
        let (old, new) = (u32::try_from(gone).unwrap_or(u32::MAX), heir.and_then(|heir| u32::try_from(heir).ok()));
        for piece in &pieces {
            if let Some(units) = self.index.get_mut(piece) {
                match new {
                    Some(new) => units.iter_mut().filter(|unit| **unit == old).for_each(|unit| *unit = new),
                    None => units.retain(|unit| *unit != old),
                }
            }
        }
        if let Some(heir) = heir
            && !pieces.is_empty()
        {
            self.pieces[heir] = pieces;
        }
        // An empty unit leads nowhere; places of the others stay.
        self.units[gone] = Unit::default();
    }

    /// How many units it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.exact.values().map(Vec::len).sum()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.exact.is_empty()
    }

    /// The translations of this very text, the one after the same sentence first, then the latest.
    fn same(&self, source: &str, before: &str) -> Vec<Match<'_>> {
        let units = self.exact.get(source).into_iter().flatten().rev().filter_map(|at| self.units.get(*at));
        let percent = |unit: &Unit| if !before.is_empty() && unit.before == before { CONTEXT } else { 100 };
        let mut found: Vec<Match<'_>> = units.map(|unit| Match { unit, percent: percent(unit) }).collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.percent));
        found
    }

    /// The best matches of at least `least` per cent for a text that stands after `before`, the nearest first, at most `most`. Where
    /// the memory has the text itself, nothing that is only near is given.
    #[must_use]
    pub fn find(&self, source: &str, before: &str, least: u8, most: usize) -> Vec<Match<'_>> {
        let source = source.trim();
        let mut same = self.same(source, before);
        if !same.is_empty() {
            same.truncate(most);
            return same;
        }
        let unknown = u32::MAX;
        let wanted: Vec<u32> =
            split(source, self.lang).map(|piece| self.known.get(&piece).copied().unwrap_or(unknown)).collect();
        let mut shared: HashMap<u32, u32> = HashMap::new();
        let mut distinct = wanted.clone();
        distinct.sort_unstable();
        distinct.dedup();
        // Rare pieces first: they lead to few units.
        distinct.sort_by_key(|piece| self.index.get(piece).map_or(0, Vec::len));
        for units in distinct.iter().filter_map(|piece| self.index.get(piece)) {
            if units.len() > COMMON && !shared.is_empty() {
                break;
            }
            for unit in units {
                *shared.entry(*unit).or_default() += 1;
            }
        }
        let mut candidates: Vec<(u32, u32)> = shared.into_iter().collect();
        candidates.sort_by_key(|(unit, count)| (std::cmp::Reverse(*count), *unit));
        let mut found: Vec<Match<'_>> = candidates
            .into_iter()
            .take(MEASURED)
            .filter_map(|(at, _)| {
                let pieces = self.pieces.get(at as usize)?;
                let longest = pieces.len().max(wanted.len());
                let percent = 100 * (longest - distance(pieces, &wanted)) / longest.max(1);
                let percent = u8::try_from(percent.min(99)).unwrap_or(99);
                (percent >= least).then_some(Match { unit: self.units.get(at as usize)?, percent })
            })
            .collect();
        found.sort_by_key(|found| std::cmp::Reverse(found.percent));
        found.truncate(most);
        found
    }
}

/// A text in the pieces it is compared by: words in English, characters in Chinese; a run of figures is one piece, whichever it is.
fn split(text: &str, lang: Lang) -> impl Iterator<Item = String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut figures = false;
    for c in text.chars() {
        let part = if lang.is_chinese() { c.is_ascii_alphabetic() } else { c.is_alphanumeric() && !c.is_ascii_digit() };
        if part {
            word.extend(c.to_lowercase());
            figures = false;
            continue;
        }
        if !word.is_empty() {
            out.push(masked(std::mem::take(&mut word)));
        }
        let digit = c.is_ascii_digit() || figures && matches!(c, '.' | ',');
        if digit && !figures {
            out.push("#".to_owned());
        } else if !digit && !c.is_whitespace() {
            out.push(c.to_string());
        }
        figures = digit;
    }
    if !word.is_empty() {
        out.push(masked(word));
    }
    out.into_iter()
}

/// A word as it is compared: one month or day of the week is like another, since they are figures to a translator.
fn masked(word: String) -> String {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    if DAYS.contains(&word.as_str()) || MONTHS.iter().any(|(name, _)| name.eq_ignore_ascii_case(&word)) {
        return "#".to_owned();
    }
    word
}

/// How many pieces must be put in, taken out or changed (Levenshtein).
fn distance(a: &[u32], b: &[u32]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// The translation of a unit whose source differs from `source` in its facts and figures only, with those of `source`; nothing where code
/// cannot be sure.
#[must_use]
pub fn adapted(unit: &Unit, source: &str, to: Lang) -> Option<String> {
    let (old, new) = (facts::find(&unit.source), facts::find(source));
    if old.len() != new.len() || frame(&unit.source, &old) != frame(source, &new) {
        return None;
    }
    let mut target = unit.target.clone();
    // From the last: what is put in does not move what is still to be replaced.
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    for (old, new) in old.iter().zip(&new).filter(|(old, new)| old.canonical != new.canonical) {
        if old.kind != new.kind {
            return None;
        }
        let stands: Vec<Fact> = facts::find(&unit.target)
            .into_iter()
            .filter(|fact| fact.kind == old.kind && fact.canonical == old.canonical)
            .collect();
        // Where it stands twice, or not at all, a person has to look.
        let [fact] = &stands[..] else { return None };
        let start = fact.start as usize;
        edits.push((start..start + fact.source.len(), facts::render(new, to)));
    }
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    for (range, text) in edits {
        target.replace_range(range, &text);
    }
    Some(target)
}

/// A text with its facts taken out.
fn frame(text: &str, facts: &[Fact]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for fact in facts {
        let start = fact.start as usize;
        out.push_str(text.get(at..start).unwrap_or(""));
        out.push('\u{FFFC}');
        at = start + fact.source.len();
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(source: &str, target: &str) -> Unit {
        Unit::pair(source, target)
    }

    #[test]
    fn the_same_text_is_a_hundred_and_figures_do_not_count() {
        let memory = Memory::new(
            [
                unit("The meeting will be held on 8 December 2026.", "會議將於2026年12月8日舉行。"),
                unit("The meeting will be held at the Town Hall.", "會議將於大會堂舉行。"),
            ],
            Lang::EnGb,
        );
        let found = memory.find("The meeting will be held on 8 December 2026.", "", 75, 5);
        assert_eq!((found.len(), found[0].percent), (1, 100));
        let source = "The meeting will be held on 9 December 2027.";
        let found = memory.find(source, "", 75, 5);
        assert_eq!(found[0].percent, 99);
        assert_eq!(adapted(found[0].unit, source, Lang::ZhHantHk).as_deref(), Some("會議將於2027年12月9日舉行。"));
        let found = memory.find("The meetings will be held at the Town Hall.", "", 75, 5);
        assert!((80..99).contains(&found[0].percent), "{}", found[0].percent);
        assert_eq!(found[0].unit.target, "會議將於大會堂舉行。");
        assert!(memory.find("Fees are payable.", "", 75, 5).is_empty());
        let other = "The hearing will be held on 9 December 2027.";
        assert_eq!(adapted(&memory.units[0], other, Lang::ZhHantHk), None, "other words are not adapted");
    }

    #[test]
    fn the_sentence_before_tells_which_of_two_translations_is_meant() {
        let of = |target: &str, before: &str| Unit { before: before.into(), ..Unit::pair("None.", target) };
        let mut memory = Memory::new([of("沒有。", "Any objection?"), of("無。", "")], Lang::EnGb);
        let found = |memory: &Memory, before: &str| -> Vec<(String, u8)> {
            memory.find("None.", before, 75, 5).iter().map(|m| (m.unit.target.clone(), m.percent)).collect()
        };
        assert_eq!(found(&memory, "Any objection?"), [("沒有。".to_owned(), 101), ("無。".to_owned(), 100)]);
        assert_eq!(found(&memory, "Enclosures"), [("無。".to_owned(), 100), ("沒有。".to_owned(), 100)]);
        memory.add(of("並無反對。", "Any objection?"));
        assert_eq!(memory.len(), 2);
        assert_eq!(found(&memory, ""), [("並無反對。".to_owned(), 100), ("無。".to_owned(), 100)], "the latest first");
        memory.remove("None.", "Any objection?");
        memory.remove("None.", "unknown");
        assert_eq!((found(&memory, "Any objection?"), memory.len()), (vec![("無。".to_owned(), 100)], 1));
        assert_eq!(memory.find("None at.", "", 50, 5).len(), 1, "the index leads to the one that is left");
        memory.remove("None.", "");
        assert!(memory.is_empty() && memory.find("None at.", "", 50, 5).is_empty());
        memory.add(of("無。", ""));
        assert_eq!(found(&memory, ""), [("無。".to_owned(), 100)]);
    }

    #[test]
    fn chinese_is_compared_by_characters_and_a_later_unit_wins() {
        let mut memory = Memory::new([unit("費用為100元。", "The fee is $100.")], Lang::ZhHantHk);
        memory.add(unit("費用為100元。", "The charge is $100."));
        assert_eq!((memory.len(), memory.is_empty()), (1, false));
        let found = memory.find("費用為250元。", "", 75, 1);
        assert_eq!(adapted(found[0].unit, "費用為250元。", Lang::EnGb).as_deref(), Some("The charge is $250."));
    }
}
