//! Two texts in two languages: does the one state what the other states?
//!
//! Every number, date, time, weekday, telephone number, address and name of either side is reduced to a value that both languages
//! share (263萬 and 2.63 million, 下午3時 and 3:00 p.m., 7月 and July). What a side states for certain must stand on the other in
//! some form; what it may state (附件三, the second) only explains the other's. So a value is never silently wrong, whatever
//! kind of thing the finder of facts takes it for.

use std::ops::Range;
use std::sync::LazyLock;

use gungman_core::{Fact, FactKind, Lang};
use regex::{Captures, Regex};

use super::numbers::{Decimal, english};
use super::render::amount;
use super::times::Clock;
use super::{find_all, names};
use crate::dates::Day;
use crate::numerals;
use crate::tables::{MONTHS, SURNAMES};
use crate::text::{Pattern, is_han};

/// What differs between a text and its translation, as it stands in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// Stated by the source and not by the target.
    pub missing: Vec<String>,
    /// Stated by the target and not by the source.
    pub foreign: Vec<String>,
    /// Names that stand in the other script, or were left in the source's: only a person can tell.
    pub names: Vec<String>,
}

/// A value of a text.
struct Value {
    key: String,
    shown: String,
    /// Only explains a value of the other side.
    weak: bool,
}

/// The figures and weekdays that a text states for certain beside its facts, each with its form in `lang`: 2025/26, S/TM/40, 12萬, Friday.
#[must_use]
pub fn figures(text: &str, lang: Lang) -> Vec<(Range<usize>, String)> {
    let facts = find_all(text);
    let mut out: Vec<(Range<usize>, String)> = Vec::new();
    let mut add = |range: Range<usize>, official: Option<String>| {
        let inside = |fact: &Fact| {
            let at = fact.start as usize;
            at < range.end && range.start < at + fact.source.len()
        };
        let taken = out.iter().any(|(other, _)| other.start < range.end && range.start < other.end);
        if !taken && !facts.iter().any(|(fact, _)| inside(fact)) {
            let official = official.unwrap_or_else(|| text[range.clone()].to_owned());
            out.push((range, official));
        }
    };
    for found in FIGURE.iter().flat_map(|figure| figure.captures_iter(text)) {
        let Some(whole) = found.get(0) else { continue };
        if let Some(scale) = found.name("m") {
            let value = scaled_value(&found, scale.as_str()).and_then(|value| value.plain().parse().ok());
            add(whole.range(), value.map(|value| amount(value, lang)));
            continue;
        }
        // A figure with the letters and signs around it that are one code with it.
        let code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-');
        let start = text[..whole.start()]
            .char_indices()
            .rev()
            .take_while(|(_, c)| code(*c))
            .last()
            .map_or(whole.start(), |(at, _)| at);
        let end = text[whole.end()..].find(|c| !code(c)).map_or(text.len(), |at| whole.end() + at);
        add(start..end, None);
    }
    for found in WEEKDAY.iter().flat_map(|weekday| weekday.captures_iter(text)) {
        let Some(whole) = found.get(0).filter(|_| found.name("good").is_none()) else { continue };
        let names = if lang.is_chinese() { &WEEKDAYS_ZH } else { &WEEKDAYS_EN };
        add(whole.range(), weekday(&found).map(|day| names[day].to_owned()));
    }
    out
}

const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const WEEKDAYS_ZH: [&str; 7] = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];

fn weekday(found: &Captures) -> Option<usize> {
    let english = found.name("e").and_then(|day| {
        let stem = day.as_str().to_lowercase();
        WEEKDAYS_EN.iter().position(|name| name.to_lowercase().starts_with(&stem))
    });
    let chinese = || found.name("c").and_then(|day| "一二三四五六日".chars().position(|c| day.as_str().starts_with(c)));
    english.or_else(chinese)
}

/// The value of a figure before a word or sign of its scale.
fn scaled_value(found: &Captures, scale: &str) -> Option<Decimal> {
    let times = match scale.to_lowercase().as_str() {
        "million" | "百萬" => 1_000_000,
        "billion" => 1_000_000_000,
        "thousand" | "千" => 1_000,
        "hundred" => 100,
        "萬" => 10_000,
        "億" => 100_000_000,
        _ => 1,
    };
    Decimal::parse(found.name("n")?.as_str())?.times(times)
}

/// Compares a translation with its source.
#[must_use]
pub fn pair(source: &str, target: &str) -> Differences {
    let (ours, theirs) = (values(source), values(target));
    let lacks = |of: &[Value], other: &[Value], text: &str| -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let literal = |key: &str| key.strip_prefix('l').is_some_and(|letters| text.contains(letters));
        let stated = |value: &Value| other.iter().any(|o| o.key == value.key) || literal(&value.key);
        for value in of.iter().filter(|value| !value.weak && !stated(value)) {
            if !out.contains(&value.shown) {
                out.push(value.shown.clone());
            }
        }
        out
    };
    let mut differences = Differences {
        missing: lacks(&ours, &theirs, target),
        foreign: lacks(&theirs, &ours, source),
        names: Vec::new(),
    };
    persons(source, target, &mut differences);
    differences
}

/// The values of a text, equal for equal values of either language; and whether each only explains one of the other's.
pub(crate) fn keys(text: &str) -> Vec<(String, bool)> {
    values(text).into_iter().map(|value| (value.key, value.weak)).collect()
}

static FIGURE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<n>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?(?P<m>million|billion|thousand|hundred|萬|億|百萬|千))?").ok()
});
static WORD: Pattern = LazyLock::new(|| Regex::new(r"[A-Za-z]+").ok());
static CHINESE_NUMBER: Pattern = LazyLock::new(|| Regex::new("[零〇一二兩三四五六七八九十百千]+").ok());
static WEEKDAY: Pattern = LazyLock::new(|| {
    Regex::new("(?i)(?P<good>good )?\\b(?P<e>mon|tues|wednes|thurs|fri|satur|sun)days?\\b|(?:星期|周|禮拜)(?P<c>[一二三四五六日])").ok()
});
static CAPITALS: Pattern = LazyLock::new(|| Regex::new("[A-Z]{2,}").ok());

fn values(text: &str) -> Vec<Value> {
    let mut out = Vec::new();
    let mut add = |key: String, shown: &str, weak: bool| {
        out.push(Value { key, shown: shown.trim().to_owned(), weak });
    };
    let facts = find_all(text);
    // A place or a name may hold figures, which are read one by one below.
    let whole = |fact: &Fact| !matches!(fact.kind, FactKind::Place | FactKind::Name | FactKind::Reference);
    let spans: Vec<_> = facts
        .iter()
        .filter(|(fact, _)| whole(fact))
        .map(|(fact, _)| fact.start as usize..fact.start as usize + fact.source.len())
        .collect();
    let free = |at: usize| !spans.iter().any(|span| span.contains(&at));
    for (fact, weak) in &facts {
        let shown = fact.source.as_str();
        let canonical = fact.canonical.as_str();
        match fact.kind {
            FactKind::Date => {
                let Some(day) = Day::from_canonical(canonical) else { continue };
                if let Some(year) = day.year {
                    add(number(&year.to_string()), shown, false);
                }
                add(number(&day.month.to_string()), shown, false);
                if let Some(date) = day.day {
                    add(number(&date.to_string()), shown, false);
                    // The day and the month belong together.
                    add(format!("d{}-{date}", day.month), shown, false);
                }
            }
            FactKind::Time => match Clock::from_canonical(canonical) {
                Some(clock) if !clock.ambiguous => {
                    add(format!("t{canonical}"), shown, false);
                    for part in [clock.hour, (clock.hour + 11) % 12 + 1, clock.minute] {
                        add(number(&part.to_string()), shown, true);
                    }
                }
                // Which half of the day is left to the translation.
                Some(clock) => {
                    for hour in [clock.hour % 12, clock.hour % 12 + 12] {
                        add(format!("t{hour:02}:{:02}", clock.minute), shown, true);
                    }
                    add(number(&clock.hour.to_string()), shown, false);
                    if clock.minute > 0 {
                        add(number(&clock.minute.to_string()), shown, false);
                    }
                }
                None => {}
            },
            FactKind::Money => {
                let (code, amount) = canonical.split_once(' ').unwrap_or(("", canonical));
                let plain = Decimal::parse(amount).map_or_else(|| amount.to_owned(), Decimal::plain);
                add(number(&plain), shown, false);
                if code != "HKD" {
                    add(format!("c{code}"), shown, false);
                }
            }
            FactKind::Percent => add(number(canonical.trim_end_matches(['%', 'p'])), shown, false),
            FactKind::Count => {
                let value = canonical.split(' ').next().unwrap_or(canonical);
                add(number(value), shown, *weak || value == "1");
            }
            FactKind::Phone => add(format!("p{}", canonical.split(' ').next().unwrap_or(canonical)), shown, false),
            FactKind::Email => add(format!("e{canonical}"), shown, false),
            FactKind::Reference => {
                // A circular's issuer is an organisation, which the glossary knows.
                let circular = canonical.starts_with("CIRCULAR") || canonical.starts_with("MEMO");
                for letters in CAPITALS.iter().flat_map(|capitals| capitals.find_iter(shown)) {
                    // Cap. and CAP say 第…章 in Chinese.
                    let said = circular || ["CAP", "LC", "CB", "FC", "PWSC", "EC"].contains(&letters.as_str());
                    add(format!("l{}", letters.as_str()), shown, said);
                }
            }
            FactKind::Place | FactKind::Name => {}
        }
    }
    for found in FIGURE.iter().flat_map(|figure| figure.captures_iter(text)) {
        let Some(whole) = found.get(0).filter(|whole| free(whole.start())) else { continue };
        let scale = found.name("m").map_or("", |m| m.as_str());
        let Some(value) = scaled_value(&found, scale) else { continue };
        add(number(&value.plain()), whole.as_str(), value.plain() == "1");
    }
    for found in WORD.iter().flat_map(|word| word.find_iter(text)).filter(|found| free(found.start())) {
        let word = found.as_str();
        if let Some(value) = english(word) {
            let next = text[found.end()..].trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
            let times = match next.to_lowercase().as_str() {
                "hundred" => 100,
                "thousand" => 1_000,
                "million" => 1_000_000,
                "billion" => 1_000_000_000,
                _ => 1,
            };
            add(number(&(value * times).to_string()), word, value * times == 1);
        } else if let Some(value) = ordinal(word) {
            add(number(&value.to_string()), word, true);
        } else if let Some(at) = MONTHS.iter().position(|(long, short)| word == *long || word == *short) {
            add(number(&(at + 1).to_string()), word, false);
        }
    }
    for found in CHINESE_NUMBER.iter().flat_map(|numerals| numerals.find_iter(text)).filter(|found| free(found.start()))
    {
        if let Some(value) = numerals::parse(found.as_str()) {
            // 添美道二號, 八樓 number something; 一般 and 三角 do not.
            let numbers = text[found.end()..].starts_with(['號', '條', '章', '段', '樓', '室', '座']);
            add(number(&value.to_string()), found.as_str(), !numbers || value == 1);
        }
    }
    for found in WEEKDAY.iter().flat_map(|weekday| weekday.captures_iter(text)) {
        if let Some(day) = weekday(&found) {
            add(format!("w{day}"), &found[0], found.name("good").is_some());
        }
    }
    out
}

fn number(plain: &str) -> String {
    format!("n{plain}")
}

fn ordinal(word: &str) -> Option<i128> {
    const WORDS: [&str; 12] = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth",
    ];
    let lower = word.to_lowercase();
    let lower = lower.strip_suffix('s').unwrap_or(&lower);
    let at = WORDS.iter().position(|name| *name == lower)?;
    i128::try_from(at + 1).ok()
}

/// Names of persons: one that stands in both is proved; one whose surname stands in the other script is for a person to see.
fn persons(source: &str, target: &str, differences: &mut Differences) {
    let of = |text: &str| -> Vec<Fact> {
        find_all(text)
            .into_iter()
            .filter(|(fact, weak)| fact.kind == FactKind::Name && !weak)
            .map(|(fact, _)| fact)
            .collect()
    };
    let (ours, theirs) = (of(source), of(target));
    let stands = |fact: &Fact, text: &str| {
        let lower = text.to_lowercase();
        let plain = |text: &str| text.to_lowercase().replace(['-', ' ', ','], "");
        plain(&lower).contains(&plain(&fact.canonical)) || lower.contains(&fact.source.trim().to_lowercase())
    };
    let related =
        |fact: &Fact, others: &[Fact]| others.iter().any(|other| same_surname(&fact.canonical, &other.canonical));
    for fact in &ours {
        let shown = fact.source.trim().to_owned();
        // Mr LEE Ka-ho (李家豪): the source itself says who 李家豪 is.
        if names::beside(fact, source).is_some_and(|other| target.contains(other)) {
            continue;
        }
        if stands(fact, target) {
            let han = fact.canonical.contains(is_han);
            if han != target.contains(is_han) || !han && target.contains(is_han) {
                differences.names.push(shown);
            }
        } else if related(fact, &theirs) || related(fact, &ours) && theirs.iter().any(|other| stands(other, source)) {
            differences.names.push(shown);
        } else {
            differences.missing.push(shown);
        }
    }
    for fact in theirs.iter().filter(|fact| !stands(fact, source) && !related(fact, &ours)) {
        differences.foreign.push(fact.source.trim().to_owned());
    }
}

/// Whether two names have one surname, 陳 and CHAN.
fn same_surname(a: &str, b: &str) -> bool {
    let (a, b) = (names::surname(a), names::surname(b));
    if a == b {
        return true;
    }
    let romanised = |han: &str, latin: &str| {
        SURNAMES.iter().any(|row| row.zh == han && row.romanised.iter().any(|name| name.eq_ignore_ascii_case(latin)))
    };
    romanised(a, b) || romanised(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_agrees_is_silent_and_what_differs_is_told() {
        for (en, zh) in [
            ("about 2.63 million tax returns on 4 May 2026", "於2026年5月4日發出約263萬份報稅表"),
            ("from July to September 2026", "2026年7月至9月"),
            ("See Annex 3 and section 5(2)(b).", "見附件三及第5(2)(b)條。"),
            ("Expenditure of $3,480,000 in 2025-26", "2025-26年度的開支為348萬元"),
            ("two of the 36 samples, by 3:00 p.m. on Friday", "星期五下午3時前，36個樣本中有兩個"),
            ("call Ms CHAN Mei-ling on 2835 1107", "致電2835 1107與CHAN Mei-ling女士聯絡"),
            ("60 000 cubic metres for three years", "60 000立方米，為期三年"),
        ] {
            let found = pair(en, zh);
            assert_eq!((found.missing, found.foreign), (vec![], vec![]), "{en} → {zh}");
            let found = pair(zh, en);
            assert_eq!((found.missing, found.foreign), (vec![], vec![]), "{zh} → {en}");
        }
        for (en, zh, missing, foreign) in [
            ("$3.48 million", "3.48億元", "$3.48 million", "3.48億元"),
            ("section 5(2)(b)", "第5(3)(b)條", "2", "3"),
            ("on Friday", "星期四", "Friday", "星期四"),
            ("at 3:00 p.m.", "上午3時", "3:00 p.m.", "上午3時"),
            ("at 3 Tim Mei Avenue", "添美道二號", "3", "二"),
        ] {
            let found = pair(en, zh);
            assert_eq!(
                (found.missing.first().map(String::as_str), found.foreign.first().map(String::as_str)),
                (Some(missing), Some(foreign))
            );
        }
    }

    #[test]
    fn figures_beside_the_facts_are_found_with_what_belongs_to_them() {
        let found = |text, lang| figures(text, lang).into_iter().map(|(_, shown)| shown).collect::<Vec<_>>();
        assert_eq!(
            found("Plan No. S/TM/40 for 2025/26, at 3:00 p.m. on Friday", Lang::ZhHantHk),
            ["S/TM/40", "2025/26", "星期五"]
        );
        assert_eq!(found("2025年超過38萬，星期日", Lang::EnGb), ["2025", "380,000", "Sunday"]);
    }

    #[test]
    fn names_are_proved_seen_or_told() {
        let kept = pair("Mr LEE Siu-ming spoke.", "Mr LEE Siu-ming發言。");
        assert_eq!((kept.missing.len(), kept.foreign.len(), kept.names.len()), (0, 0, 1));
        let romanised = pair("李小明先生發言。", "Mr LEE Siu-ming spoke.");
        assert_eq!((romanised.missing.len(), romanised.foreign.len(), romanised.names.len()), (0, 0, 1));
        let invented = pair("Mr WONG Chi-keung spoke.", "陳偉慶先生發言。");
        assert_eq!((invented.missing.len(), invented.foreign.len()), (1, 1));
        let said = pair("Mr LEE Ka-ho (李家豪) spoke.", "李家豪先生發言。");
        assert_eq!((said.missing.len(), said.foreign.len(), said.names.len()), (0, 0, 0));
        assert_eq!(pair("Mr WONG spoke.", "會上有人發言。").missing, ["Mr WONG"]);
    }
}
