//! What a character that stands alone becomes when it could be several: the rules of `data/readings.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::tables::rows;
use crate::text::is_han;

/// A row of the table.
struct Rule {
    reading: char,
    before: &'static str,
    after: &'static str,
    sure: bool,
}

static RULES: LazyLock<HashMap<char, Vec<Rule>>> = LazyLock::new(|| {
    let mut all: HashMap<char, Vec<Rule>> = HashMap::new();
    for row in rows(include_str!("../../data/readings.tsv")) {
        let [character, reading, before, after, sure] = row[..] else { continue };
        if let (Some(character), Some(reading)) = (character.chars().next(), reading.chars().next()) {
            all.entry(character).or_default().push(Rule { reading, before, after, sure: sure == "sure" });
        }
    }
    all
});

/// What was decided about a character that stands alone.
pub(super) struct Decided {
    pub reading: char,
    /// What else it may be; empty where the neighbours leave no doubt.
    pub others: Vec<char>,
}

/// Decides by the neighbours in the source text; nothing for a character without rules.
pub(super) fn decide(character: char, before: Option<char>, after: Option<char>) -> Option<Decided> {
    let rules = several(character).then(|| RULES.get(&character))??;
    let rule = rules.iter().find(|rule| fits(rule.before, before) && fits(rule.after, after))?;
    let mut others = Vec::new();
    if !rule.sure {
        for other in rules.iter().map(|rule| rule.reading) {
            if other != rule.reading && !others.contains(&other) {
                others.push(other);
            }
        }
    }
    Some(Decided { reading: rule.reading, others })
}

/// The characters that have rules, by code point: every character of a text is asked for.
static SEVERAL: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut all = vec![false; 0x1_0000];
    for character in RULES.keys() {
        if let Some(place) = all.get_mut(*character as usize) {
            *place = true;
        }
    }
    all
});

/// Whether a character can become several, by these rules.
pub(super) fn several(character: char) -> bool {
    SEVERAL.get(character as usize).copied().unwrap_or(false)
}

fn fits(wanted: &str, neighbour: Option<char>) -> bool {
    const NUMERALS: &str = "0123456789０１２３４５６７８９零〇一二三四五六七八九十百千万萬亿億两兩几幾数數半";
    wanted == "-"
        || wanted.chars().any(|want| match (want, neighbour) {
            ('^', neighbour) => !neighbour.is_some_and(is_han),
            ('*', Some(c)) => is_han(c),
            ('#', Some(c)) => NUMERALS.contains(c),
            (want, Some(c)) => want == c,
            (_, None) => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_columns_and_every_character_a_last_word() {
        let table = include_str!("../../data/readings.tsv");
        for row in rows(table) {
            let [character, reading, before, after, sure] = row[..] else { panic!("five columns: {row:?}") };
            assert!(character.chars().count() == 1 && reading.chars().count() == 1, "{row:?}");
            assert!(!before.is_empty() && !after.is_empty() && matches!(sure, "sure" | "ask"), "{row:?}");
        }
        for (character, rules) in RULES.iter() {
            let anywhere = rules.iter().any(|rule| rule.before == "-" && rule.after == "-");
            assert!(anywhere, "{character}: nothing decides where no neighbour fits");
            let readings: std::collections::HashSet<char> = rules.iter().map(|rule| rule.reading).collect();
            assert!(readings.len() > 1 || rules.iter().all(|rule| rule.sure), "{character}: doubt without a choice");
        }
    }
}
