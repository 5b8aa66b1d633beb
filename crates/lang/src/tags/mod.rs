//! Inline tags carried over to a translation: what was bold, a link or marked with a footnote in the source is so in the target.
//!
//! The translation comes without tags, and code puts them where it can prove that they belong: a fact goes to the same value, a
//! term to its wording, a name or a reference to itself, what stands between quotation marks or brackets to what does in the
//! target, a label or a clause to the one at its place (`links`). A stretch of several such parts goes from the first to the
//! last when nothing else lies between. Nothing is guessed: a stretch that cannot be placed is told, so that a person, or the
//! formatting of the paragraph, decides. An object (a footnote's mark) is never dropped: at worst it stands at the end.

mod links;

use std::cmp::Reverse;
use std::ops::Range;

use gungman_core::Lang;
use gungman_core::tagged::{Mark, Tagged};

use self::links::{Link, Sides};
use crate::glossary::Glossary;

/// A translation with the tags of its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projected {
    /// The translation; every object of the source is in it once.
    pub target: Tagged,
    /// The tags that could not be placed, or not all of their stretches; an object among them stands at the end. In order, each once.
    pub lost: Vec<u32>,
}

/// Puts the tags of `source`, a segment in `from`, around their counterparts in `target`, its translation into `to` without tags.
#[must_use]
pub fn project(source: &Tagged, target: &str, from: Lang, to: Lang, glossary: &Glossary) -> Projected {
    let sides = Sides { source: &source.text, target, from, to };
    let mut lost: Vec<u32> = Vec::new();
    if source.is_plain() {
        return Projected { target: Tagged::plain(target), lost };
    }
    let mut links = links::links(&sides, glossary, &|ranges| alike(source, ranges));
    let mut placed: Vec<(usize, Link)> = Vec::new();
    for (nth, mark) in source.marks.iter().enumerate().filter(|(_, mark)| !mark.object) {
        match links::stretch(&sides, &links, &mark.range) {
            Some(range) => placed.push((nth, Link { source: mark.range.clone(), target: range, part: false })),
            None => lost.push(mark.tag),
        }
    }
    for nth in at_odds(&placed) {
        placed.retain(|(at, _)| *at != nth);
        lost.push(source.marks[nth].tag);
    }
    // Where a stretch ends is a place that an object may follow.
    links.extend(placed.iter().map(|(_, link)| link.clone()));
    let mut marks: Vec<Mark> = placed
        .into_iter()
        .map(|(nth, link)| Mark { tag: source.marks[nth].tag, range: link.target, object: false })
        .collect();
    for mark in source.marks.iter().filter(|mark| mark.object) {
        let (at, sure) = match links::object(&sides, &links, mark.range.start) {
            Some(at) => (at, true),
            None => (target.trim_end().len(), false),
        };
        if !sure {
            lost.push(mark.tag);
        }
        marks.push(Mark { tag: mark.tag, range: at..at, object: true });
    }
    // An object that meets the beginning of a stretch follows what is before it.
    marks.sort_by_key(|mark| (mark.range.start, !mark.object, Reverse(mark.range.end)));
    marks.dedup_by(|a, b| !a.object && !b.object && a.tag == b.tag && a.range == b.range);
    lost.sort_unstable();
    lost.dedup();
    Projected { target: Tagged { text: target.to_owned(), marks }, lost }
}

/// Whether all these ranges of the source carry the same tags, so that it does not matter which of them is which.
fn alike(source: &Tagged, ranges: &[&Range<usize>]) -> bool {
    let dress = |range: &Range<usize>| -> Vec<(u32, bool)> {
        let touches = |mark: &&Mark| match mark.object {
            true => range.start <= mark.range.start && mark.range.start <= range.end,
            false => mark.range.start < range.end && range.start < mark.range.end,
        };
        let whole = |mark: &Mark| mark.range.start <= range.start && range.end <= mark.range.end;
        source.marks.iter().filter(touches).map(|mark| (mark.tag, whole(mark))).collect()
    };
    let mut all = ranges.iter().map(|range| dress(range));
    all.next().is_none_or(|first| all.all(|other| other == first))
}

/// The stretches (by the first number of each) that lie to one another otherwise than in the source: of two that lay apart both, of
/// two that held one another the inner. What would come of them is not well nested, or not proved after all.
fn at_odds(placed: &[(usize, Link)]) -> Vec<usize> {
    let holds = |a: &Range<usize>, b: &Range<usize>| a.start <= b.start && b.end <= a.end;
    let apart = |a: &Range<usize>, b: &Range<usize>| a.end <= b.start || b.end <= a.start;
    let mut out = Vec::new();
    for (at, (nth, a)) in placed.iter().enumerate() {
        for (other, b) in &placed[at + 1..] {
            if apart(&a.source, &b.source) {
                if !apart(&a.target, &b.target) {
                    out.extend([*nth, *other]);
                }
            } else if holds(&b.source, &a.source) && a.source != b.source {
                if !holds(&b.target, &a.target) || a.target == b.target {
                    out.push(*nth);
                }
            } else if !holds(&a.target, &b.target) {
                out.push(*other);
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

#[cfg(test)]
mod tests;
