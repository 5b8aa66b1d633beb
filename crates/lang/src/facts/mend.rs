//! A fact that a translation has in part: an amount ten times too large, a day without its year. The one value that can be meant is put.

use gungman_core::{Fact, FactKind, Lang};

use super::compare::same;
use super::find;
use super::render::{figure, render, told};
use crate::dates::Day;

/// Puts the facts of `source` where its translation has them but for their power of ten or their year. Only where one fact is missing that
/// one foreign one can be: anything else is for the comparison to tell.
#[must_use]
pub fn mend(source: &[Fact], target: &str, lang: Lang) -> String {
    let mut text = target.to_owned();
    let stated = find(&text);
    // A day without its year is the same as one with it for who compares, not here.
    let same = |a: &Fact, b: &Fact| if a.kind == FactKind::Date { a.canonical == b.canonical } else { same(a, b) };
    let missing: Vec<&Fact> = source.iter().filter(|fact| !stated.iter().any(|other| same(fact, other))).collect();
    let foreign: Vec<&Fact> = stated.iter().filter(|fact| !source.iter().any(|other| same(fact, other))).collect();
    let mut repairs: Vec<(usize, usize, String)> = Vec::new();
    for fact in &missing {
        let candidates: Vec<&&Fact> = foreign.iter().filter(|other| is_part(fact, other)).collect();
        let rivals =
            missing.iter().filter(|other| candidates.first().is_some_and(|found| is_part(other, found))).count();
        let ([found], 1) = (candidates.as_slice(), rivals) else { continue };
        let start = found.start as usize;
        let (end, official) = match fact.kind {
            // What is counted stays in the model's words.
            FactKind::Count => {
                let Some((_, official)) = told(fact, lang) else { continue };
                let digits = official.trim_end_matches(|c: char| !c.is_ascii_digit() && !"萬億".contains(c));
                let words: Vec<&str> = official.split(' ').take(2).collect();
                let scaled = words.get(1).is_some_and(|word| matches!(*word, "million" | "billion"));
                let number = if scaled { words.join(" ") } else { digits.to_owned() };
                (start + figure(&found.source).len(), number)
            }
            _ => (start + found.source.len(), render(fact, lang)),
        };
        if !official.is_empty() {
            repairs.push((start, end, official));
        }
    }
    repairs.sort();
    for (start, end, official) in repairs.into_iter().rev() {
        text.replace_range(start..end, &official);
    }
    text
}

/// Whether a fact of the translation can be no other than this one of the source.
fn is_part(fact: &Fact, found: &Fact) -> bool {
    if fact.kind != found.kind {
        return false;
    }
    match fact.kind {
        FactKind::Money | FactKind::Count => {
            let (a, b) = (parts(fact), parts(found));
            let unit = fact.kind == FactKind::Count || a.0 == b.0;
            unit && a.1.len() > 1 && a.1 == b.1
        }
        FactKind::Date => {
            let (Some(a), Some(b)) = (Day::from_canonical(&fact.canonical), Day::from_canonical(&found.canonical))
            else {
                return false;
            };
            a.day.is_some() && a.day == b.day && a.month == b.month && a.year.is_some()
        }
        _ => false,
    }
}

/// A unit, and the digits that do not depend on the power of ten.
fn parts(fact: &Fact) -> (String, String) {
    let (first, rest) = fact.canonical.split_once(' ').unwrap_or((&fact.canonical, ""));
    let (unit, number) = if fact.kind == FactKind::Money { (first, rest) } else { (rest, first) };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    (unit.to_owned(), digits.trim_matches('0').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_of_ten_and_a_year_are_put_right_and_nothing_else() {
        let zh = |source: &str, target: &str| mend(&find(source), target, Lang::ZhHantHk);
        assert_eq!(zh("$92.7 million and $103.5 million", "9.270億元和1.035億元"), "9,270萬元和1.035億元");
        assert_eq!(zh("your letter dated 3 March 2026", "貴署3月3日的來函"), "貴署2026年3月3日的來函");
        assert_eq!(zh("your letter dated 3 March 2026", "貴署2025年3月3日的來函"), "貴署2026年3月3日的來函");
        assert_eq!(zh("2.63 million tax returns", "發出26.3萬份報稅表"), "發出263萬份報稅表");
        // Another value may be anything.
        assert_eq!(zh("$92.7 million", "5,000萬元"), "5,000萬元");
        assert_eq!(zh("$12 million and $1.2 million", "1.2億元"), "1.2億元");
        assert_eq!(mend(&find("費用為348萬元"), "It costs $348 million.", Lang::EnGb), "It costs $3,480,000.");
    }
}
