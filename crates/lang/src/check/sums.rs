//! Figures: totals of what stands before them, small calculations, telephone numbers.

use std::sync::LazyLock;

use gungman_core::{Fact, FactKind, Lang};
use regex::Regex;

use super::seen::{Seen, span};
use super::{Hit, Setting};
use crate::facts;
use crate::text::Pattern;

static TOTAL_ZH: Pattern =
    LazyLock::new(|| Regex::new("(?:合共|共計|合計|總計|總額為|總數為|總和為|加起來)(?:約)?[^，。；0-9]{0,4}$").ok());
static TOTAL_EN: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:a total of|in total,?|totalling|totalled|for a total of|making|altogether|total is|total of)\s?$",
    )
    .ok()
});
static PARTS_ZH: Pattern = LazyLock::new(|| Regex::new("^[^，。；]{0,8}[，（]?(?:分別為|分別是|分別有|即|由)").ok());

/// The value of an amount or a count in the smallest unit, and what it counts.
fn value(fact: &Fact) -> Option<(i128, &str)> {
    let (number, unit) = match fact.kind {
        FactKind::Money => fact.canonical.split_once(' ').map(|(unit, number)| (number, unit))?,
        FactKind::Count => fact.canonical.split_once(' ')?,
        _ => return None,
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let cents = format!("{part:0<4}");
    let value = whole.parse::<i128>().ok()?.checked_mul(10_000)? + cents.get(..4)?.parse::<i128>().ok()?;
    Some((value, unit))
}

/// A total that no two or more of the amounts before it in its sentence make.
pub(super) fn sum(seen: &Seen, setting: &Setting, hits: &mut Vec<Hit>) {
    let chinese = setting.lang.is_chinese();
    let words = if chinese { &TOTAL_ZH } else { &TOTAL_EN };
    let text = seen.text.as_str();
    for (at, total) in seen.facts.iter().enumerate() {
        let Some((claimed, unit)) = value(total) else { continue };
        let (start, end) = (total.start as usize, span(total).end);
        let sentence = text[..start].rfind(['。', '；', '\n']).map_or(0, |at| at + 1);
        let sentence = if chinese { sentence } else { text[..start].rfind(". ").map_or(0, |at| at + 1) };
        let sentence = (sentence..=start).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
        let before = &text[sentence..start];
        let announced = words.as_ref().is_some_and(|words| words.is_match(before));
        let range = if announced {
            sentence..start
        } else if chinese
            && PARTS_ZH.as_ref().is_some_and(|parts| parts.is_match(&text[end..]))
            && before.contains('共')
        {
            end..text[end..].find(['。', '；']).map_or(text.len(), |at| end + at)
        } else {
            continue;
        };
        let parts: Vec<i128> = seen
            .facts
            .iter()
            .enumerate()
            .filter(|(other, fact)| *other != at && range.contains(&(fact.start as usize)))
            .filter_map(|(_, fact)| value(fact).filter(|(_, of)| *of == unit).map(|(value, _)| value))
            .collect();
        if parts.len() < 2 || parts.len() > 12 || made_of(claimed, &parts) {
            continue;
        }
        let right: i128 = parts.iter().sum();
        // Amounts that are compared (from 100 to 120) or that hold one another are not parts.
        if parts.iter().any(|part| *part > claimed.max(right))
            || right > claimed.saturating_mul(3)
            || claimed > right.saturating_mul(3)
        {
            continue;
        }
        let hit = Hit::new(start..end);
        let fact = Fact { canonical: canonical(total, right), ..total.clone() };
        let printed = facts::render(&fact, setting.lang);
        hits.push(hit.detail(printed));
    }
}

/// Whether some two or more of the parts make the total.
fn made_of(total: i128, parts: &[i128]) -> bool {
    (1_u32..1 << parts.len()).filter(|chosen| chosen.count_ones() > 1).any(|chosen| {
        let sum: i128 = parts.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0).map(|(_, part)| part).sum();
        sum == total
    })
}

fn canonical(like: &Fact, value: i128) -> String {
    let (whole, part) = (value / 10_000, value % 10_000);
    let cents = if part == 0 { String::new() } else { format!(".{:02}", part / 100) };
    let unit = match like.kind {
        FactKind::Money => like.canonical.split_once(' ').map(|(unit, _)| unit),
        _ => like.canonical.split_once(' ').map(|(_, unit)| unit),
    };
    let unit = unit.unwrap_or("");
    if like.kind == FactKind::Money { format!("{unit} {whole}{cents}") } else { format!("{whole}{cents} {unit}") }
}

static EQUATION: Pattern = LazyLock::new(|| {
    let figure = r"(?:HK)?\$?([0-9][0-9,]*(?:\.[0-9]+)?)";
    Regex::new(&format!(r"{figure}\s?([+×xX*−-])\s?{figure}\s?=\s?(?P<x>{figure})")).ok()
});

/// 12 × $350 = $4,300.
pub(super) fn equation(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    if !seen.text.contains('=') {
        return;
    }
    let read = |text: &str| text.replace(',', "").parse::<f64>().ok();
    for found in EQUATION.iter().flat_map(|equation| equation.captures_iter(&seen.text)) {
        let number = |at: usize| found.get(at).and_then(|figure| read(figure.as_str()));
        let (Some(a), Some(b), Some(said), Some(shown)) = (number(1), number(3), number(5), found.get(5)) else {
            continue;
        };
        let right = match &found[2] {
            "+" => a + b,
            "-" | "−" => a - b,
            _ => a * b,
        };
        if (right - said).abs() > 0.005 {
            hits.push(Hit::new(shown.range()).fix(grouped(right, shown.as_str().contains(',') || right >= 10_000.0)));
        }
    }
}

fn grouped(number: f64, commas: bool) -> String {
    let text = if number.fract().abs() < 0.005 { format!("{number:.0}") } else { format!("{number:.2}") };
    if !commas {
        return text;
    }
    let (whole, part) = text.split_once('.').map_or((text.as_str(), None), |(whole, part)| (whole, Some(part)));
    let mut out = String::new();
    for (at, c) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && c != '-' {
            out.push(',');
        }
        out.push(c);
    }
    part.map_or(out.clone(), |part| format!("{out}.{part}"))
}

static LABELLED: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:電話|致電|傳真|熱線|(?i:(?-u:\b)tel\. no\.|(?-u:\b)tel\.|(?-u:\b)fax no\.|(?-u:\b)fax|(?-u:\b)telephone(?: number)?|(?-u:\b)call|(?-u:\b)hotline))(?:號碼|至)?[：:為是\s（(]{0,3}(?P<x>[0-9]{4}[ -]?[0-9]{2,7})(?:[^0-9 -]|\s[^0-9]|$)").ok()
});

/// A telephone number without its space, with a hyphen, or of another length than eight figures.
pub(super) fn phone(seen: &Seen, setting: &Setting, hits: &mut Vec<Hit>) {
    let _: Lang = setting.lang;
    for found in LABELLED.iter().flat_map(|labelled| labelled.captures_iter(&seen.text)) {
        let Some(shown) = found.name("x") else { continue };
        let digits: String = shown.as_str().chars().filter(char::is_ascii_digit).collect();
        let hit = Hit::new(shown.range());
        if digits.len() != 8 {
            hits.push(hit.detail(digits.len().to_string()));
        } else if !shown.as_str().contains(' ') {
            hits.push(hit.fix(format!("{} {}", &digits[..4], &digits[4..])).detail("8"));
        }
    }
}
