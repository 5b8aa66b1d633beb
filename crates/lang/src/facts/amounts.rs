//! Money and percentages.

use std::sync::LazyLock;

use gungman_core::FactKind;
use regex::{Captures, Regex};

use super::numbers::{Decimal, english, english_words, range_lead};
use super::{Claims, Found};
use crate::tables::{CURRENCIES, Currency, alternation};
use crate::text::{Pattern, after, before, each, number_goes_left, number_goes_right};

const FIGURE: &str = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,4})?|[0-9]{1,15}(?:\.[0-9]{1,8})?";
const HAN: &str = "[零一二兩三四五六七八九十百千]{1,12}";
const LARGE: &str = "千億|百億|十億|億|千萬|百萬|十萬|萬|千|百";
const ENGLISH_LARGE: &str = r"thousand|million|billion|bn(?-u:\b)|m(?-u:\b)|mn(?-u:\b)|k(?-u:\b)";

static BEFORE: Pattern = LazyLock::new(|| {
    let words = alternation(CURRENCIES.iter().flat_map(|c| &c.before));
    let after = alternation(CURRENCIES.iter().flat_map(|c| &c.after));
    Regex::new(&format!(
        r"(?i)(?P<c>{words})\s?(?P<n>{FIGURE}|{HAN})\s?(?:(?P<u>{ENGLISH_LARGE}|{LARGE})(?:\s?(?:(?P<n2>{FIGURE})\s?(?P<u2>萬|千|百)|(?P<n2h>{HAN})萬))?(?P<n3>{HAN})?)?(?:\s?(?:{after}|dollars?(?-u:\b)))?"
    ))
    .ok()
});
static AFTER: Pattern = LazyLock::new(|| {
    let words = alternation(CURRENCIES.iter().flat_map(|c| &c.after));
    Regex::new(&format!(
        r"(?P<n>{FIGURE}|{HAN})\s?(?:(?P<u>{LARGE})(?:\s?(?:(?P<n2>{FIGURE})\s?(?P<u2>萬|千|百)|(?P<n2h>{HAN})萬))?(?P<n3>{HAN})?)?(?:多|餘)?\s?(?P<c>{words})"
    ))
    .ok()
});
static DOLLARS: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?P<n>{FIGURE})\s?(?P<u>thousand|million|billion)?\s(?P<c>(?:Hong\sKong|US)\s)?dollars?(?-u:\b)"
    ))
    .ok()
});
static BARE: Pattern = LazyLock::new(|| Regex::new(&format!(r"(?P<n>{FIGURE}|{HAN})\s?(?P<u>{LARGE})")).ok());

/// Words near a bare 1,250萬 that say it is money.
const MONEY_WORDS: [&str; 14] =
    ["撥款", "費用", "開支", "預算", "價", "金額", "款項", "合約", "資助", "涉及", "成本", "支出", "收入", "津貼"];

/// Finds amounts of money.
pub(crate) fn money(text: &str, claims: &mut Claims) {
    each(&BEFORE, text, |c| {
        let whole = c.get(0)?;
        let sign = c.name("c")?.as_str();
        // A$500, NT$500: a dollar of a country the tables do not know.
        if before(text, whole.start()).is_some_and(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        // 人民幣500 before, 元 after: the sign before decides.
        take(text, c, by_sign(sign)?, claims)
    });
    each(&AFTER, text, |c| {
        let sign = c.name("c")?;
        let next = after(text, sign.end());
        if number_goes_left(text, c.get(0)?.start())
            || sign.as_str() == "元" && next.is_some_and(|c| "朗旦素件首宵老".contains(c))
        {
            return None;
        }
        let currency = CURRENCIES.iter().find(|currency| currency.after.iter().any(|w| w == sign.as_str()))?;
        take(text, c, currency, claims)
    });
    each(&DOLLARS, text, |c| {
        let us = c.name("c").is_some_and(|c| c.as_str().to_ascii_uppercase().starts_with("US"));
        let currency = CURRENCIES.iter().find(|currency| currency.code == if us { "USD" } else { "HKD" })?;
        if number_goes_left(text, c.get(0)?.start()) {
            return None;
        }
        take(text, c, currency, claims)
    });
    each(&BARE, text, |c| {
        let whole = c.get(0)?;
        let context: String =
            text[..whole.start()].chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
        let unit_follows =
            after(text, whole.end()).is_some_and(|c| !c.is_ascii_punctuation() && !"，。、；）的".contains(c));
        let large = c.name("u").is_some_and(|u| u.as_str().contains(['萬', '億']));
        if unit_follows
            || !large
            || number_goes_left(text, whole.start())
            || !MONEY_WORDS.iter().any(|w| context.contains(w))
        {
            return None;
        }
        take(text, c, CURRENCIES.first()?, claims)
    });
}

fn by_sign(sign: &str) -> Option<&'static Currency> {
    CURRENCIES.iter().find(|currency| currency.before.iter().any(|w| w.eq_ignore_ascii_case(sign)))
}

fn take(text: &str, c: &Captures, currency: &Currency, claims: &mut Claims) -> Option<usize> {
    let whole = c.get(0)?;
    let start = whole.start();
    // 一二 before the number continues it: 三百 in 二千三百元 is no start.
    if before(text, start).is_some_and(|c| "零一二兩三四五六七八九十百千萬億點".contains(c)) {
        return None;
    }
    let number_end = c.name("n")?.end();
    if number_end == whole.end() && number_goes_right(text, number_end) {
        return None;
    }
    let part = |n: &str, u: &str| {
        let number = Decimal::parse(c.name(n)?.as_str())?;
        c.name(u).map_or(Some(number), |unit| number.times(factor(unit.as_str())?))
    };
    let mut amount = part("n", "u")?;
    if let Some(more) = part("n2", "u2") {
        amount = amount.plus(more)?;
    }
    if let Some(more) = c.name("n2h") {
        amount = amount.plus(Decimal::parse(more.as_str())?.times(10_000)?)?;
    }
    if let Some(rest) = c.name("n3") {
        amount = amount.plus(Decimal::parse(rest.as_str())?)?;
    }
    // 500至800元: the first figure is money of the same unit.
    if let Some((from, to, first)) = range_lead(text, start) {
        let factor = c.name("u").map_or(Some(1), |unit| factor(unit.as_str()))?;
        let first = first.times(factor)?.hundredths()?;
        let lead = Found::new(FactKind::Money, canonical(currency.code, first), from, to);
        claims.add(Found { leaning: true, ..lead });
    }
    let end = start + whole.as_str().trim_end().len();
    claims.add(Found::new(FactKind::Money, canonical(currency.code, amount.hundredths()?), start, end))
}

/// `HKD 500`, `HKD 12.50`.
fn canonical(code: &str, cents: i128) -> String {
    if cents % 100 == 0 {
        format!("{code} {}", cents / 100)
    } else {
        format!("{code} {}.{:02}", cents / 100, cents % 100)
    }
}

fn factor(unit: &str) -> Option<i128> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "百" => 100,
        "千" | "thousand" | "k" => 1_000,
        "萬" => 10_000,
        "十萬" => 100_000,
        "百萬" | "million" | "m" | "mn" => 1_000_000,
        "千萬" => 10_000_000,
        "億" => 100_000_000,
        "十億" | "billion" | "bn" => 1_000_000_000,
        "百億" => 10_000_000_000,
        "千億" => 100_000_000_000,
        _ => return None,
    })
}

static PERCENT: Pattern = LazyLock::new(|| {
    let words = alternation(english_words());
    Regex::new(&format!(r"(?i)(?:(?P<n>{FIGURE})|(?-u:\b)(?P<w>{words}))\s?(?:%|-?per\s?cent(?-u:\b)|(?P<p>percentage\spoints?(?-u:\b)|個?\s?百分點))")).ok()
});
static HUNDREDTHS: Pattern = LazyLock::new(|| {
    Regex::new(&format!("百分之(?P<n>[零一二三四五六七八九十百]{{1,5}}(?:點[零一二三四五六七八九]{{1,4}})?|{FIGURE})"))
        .ok()
});
static TENTHS: Pattern =
    LazyLock::new(|| Regex::new("(?P<n>[一二兩三四五六七八九]|[1-9])成(?P<h>半|[一二兩三四五六七八九])?").ok());

/// Finds percentages; 三成 is one too, and so are 三成半 and 六成四.
pub(crate) fn percentages(text: &str, claims: &mut Claims) {
    let mut add = |number: Decimal, unit: &str, start: usize, end: usize| {
        if let Some((from, to, first)) = range_lead(text, start) {
            let lead = Found::new(FactKind::Percent, format!("{}{unit}", first.plain()), from, to);
            claims.add(Found { leaning: true, ..lead });
        }
        claims.add(Found::new(FactKind::Percent, format!("{}{unit}", number.plain()), start, end))
    };
    each(&PERCENT, text, |c| {
        let whole = c.get(0)?;
        let number = match (c.name("n"), c.name("w")) {
            (Some(n), _) if !number_goes_left(text, whole.start()) => Decimal::parse(n.as_str())?,
            (_, Some(w)) => Decimal::parse(&english(w.as_str())?.to_string())?,
            _ => return None,
        };
        let unit = if c.name("p").is_some() { "pp" } else { "%" };
        add(number, unit, whole.start(), whole.end())
    });
    each(&HUNDREDTHS, text, |c| {
        let whole = c.get(0)?;
        add(Decimal::parse(c.name("n")?.as_str())?, "%", whole.start(), whole.end())
    });
    each(&TENTHS, text, |c| {
        let whole = c.get(0)?;
        let next = after(text, whole.end());
        let counts = next.is_none_or(|c| !"立為果功本績份員交效分長年熟型".contains(c));
        let starts = before(text, whole.start()).is_none_or(|c| !"第零一二三四五六七八九十0123456789".contains(c));
        if !counts || !starts {
            return None;
        }
        let tens = Decimal::parse(c.name("n")?.as_str())?.times(10)?;
        let Some(more) = c.name("h") else { return add(tens, "%", whole.start(), whole.end()) };
        if more.as_str() == "半" {
            return add(tens.plus(Decimal::parse("5")?)?, "%", whole.start(), whole.end());
        }
        // 六成四 is 64 %; in 六成二十歲以下 the second figure belongs to what follows.
        if next.is_some_and(|c| "零一二三四五六七八九十百千萬億0123456789個名位人間宗項年月日號歲次份".contains(c))
        {
            return add(tens, "%", whole.start(), more.start());
        }
        add(tens.plus(Decimal::parse(more.as_str())?)?, "%", whole.start(), whole.end())
    });
}
