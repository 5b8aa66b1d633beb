//! Figures that are part of no fact: chapters, sections, annexes, years of account.

use std::sync::LazyLock;

use gungman_core::Fact;
use regex::Regex;

use super::find;
use crate::text::Pattern;

/// Figures that are part of no fact: those of the source that the target lacks, and the other way round. What the finder of facts
/// does not know (section 5(2)(b), Annex 3, 2025-26) is never silently wrong either.
#[must_use]
pub fn figures(source: &str, facts: &[Fact], target: &str) -> (Vec<String>, Vec<String>) {
    let ours = loose_figures(source, facts);
    let theirs = loose_figures(target, &find(target));
    // A figure of a fact may stand outside one on the other side (Annex 3 and 附件三 are no facts, 3 copies and 3份 are).
    let (all_source, all_target) = (all_figures(source), all_figures(target));
    let lacks = |of: &[String], others: &[String]| -> Vec<String> {
        of.iter().filter(|figure| !others.contains(figure)).cloned().collect()
    };
    (lacks(&ours, &all_target), lacks(&theirs, &all_source))
}

static FIGURES: Pattern = LazyLock::new(|| Regex::new(r"\d+(?:,\d{3})*(?:\.\d+)?").ok());

fn all_figures(text: &str) -> Vec<String> {
    let found = FIGURES.iter().flat_map(|figures| figures.find_iter(text)).map(|found| found.as_str().replace(',', ""));
    let mut all: Vec<String> = found.collect();
    // 附件三 and section five: the small numbers in words.
    const CHINESE: &str = "一二三四五六七八九十";
    const ENGLISH: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    for (value, word) in (1..).zip(CHINESE.chars()) {
        if text.contains(word) {
            all.push(value.to_string());
        }
    }
    let lower = text.to_lowercase();
    for (value, word) in (1..).zip(ENGLISH) {
        if lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == word) {
            all.push(value.to_string());
        }
    }
    all
}

fn loose_figures(text: &str, facts: &[Fact]) -> Vec<String> {
    let within = |at: usize| {
        facts.iter().any(|fact| (fact.start as usize..fact.start as usize + fact.source.len()).contains(&at))
    };
    let found = FIGURES.iter().flat_map(|figures| figures.find_iter(text));
    found.filter(|found| !within(found.start())).map(|found| found.as_str().replace(',', "")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_finder_knows_is_compared_all_the_same() {
        let differ = |source: &str, target: &str| figures(source, &find(source), target);
        let nothing: (Vec<String>, Vec<String>) = (vec![], vec![]);
        assert_eq!(differ("See Annex 3 and section 5(2)(b).", "見附件三及第5(2)(b)條。"), nothing);
        assert_eq!(differ("See section 5(2)(b).", "見第5(3)(b)條。"), (vec!["2".into()], vec!["3".into()]));
        assert_eq!(differ("Expenditure in 2025-26", "2025-26年度的開支"), nothing);
    }
}
