//! Exact decimal numbers, in ASCII or Chinese, with 萬 and million.

use std::sync::LazyLock;

use regex::Regex;

use crate::numerals;
use crate::text::{Pattern, before, number_goes_left};

/// A decimal number without rounding: `digits` × 10^-`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: i128,
    scale: u32,
}

impl Decimal {
    /// Reads `1,250.5`, `1 250`, `一百二十`, `五點五`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (whole, fraction) = text.split_once(['.', '點']).unwrap_or((text, ""));
        if !whole.starts_with(|c: char| c.is_ascii_digit()) {
            let whole = i128::from(numerals::parse(whole)?);
            let decimals: Option<Vec<u64>> =
                fraction.chars().map(|c| numerals::parse(c.encode_utf8(&mut [0; 4])).filter(|d| *d < 10)).collect();
            return decimals?
                .into_iter()
                .try_fold(Self { digits: whole, scale: 0 }, |sum, digit| sum.append(i128::from(digit)));
        }
        let plain: String = whole.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        if plain.len() > 18 || fraction.len() > 8 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let start = Self { digits: plain.parse().ok()?, scale: 0 };
        fraction.bytes().try_fold(start, |sum, b| sum.append(i128::from(b - b'0')))
    }

    fn append(self, digit: i128) -> Option<Self> {
        Some(Self { digits: self.digits.checked_mul(10)?.checked_add(digit)?, scale: self.scale + 1 })
    }

    /// This number `factor` times.
    pub fn times(self, factor: i128) -> Option<Self> {
        Some(Self { digits: self.digits.checked_mul(factor)?, scale: self.scale })
    }

    /// The sum of two.
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let lift = |d: Self| d.digits.checked_mul(10i128.checked_pow(scale - d.scale)?);
        Some(Self { digits: lift(self)?.checked_add(lift(other)?)?, scale })
    }

    /// The whole number of hundredths; nothing when there are smaller parts.
    pub fn hundredths(self) -> Option<i128> {
        let lifted = self.digits.checked_mul(100)?;
        let power = 10i128.checked_pow(self.scale)?;
        (lifted % power == 0).then_some(lifted / power)
    }

    /// Plain digits without needless zeros: `1250.5`.
    pub fn plain(self) -> String {
        let power = 10i128.checked_pow(self.scale).unwrap_or(1);
        let (whole, part) = (self.digits / power, self.digits % power);
        if part == 0 {
            return whole.to_string();
        }
        let fraction = format!("{part:0width$}", width = self.scale as usize);
        format!("{whole}.{}", fraction.trim_end_matches('0'))
    }
}

static RANGE_LEAD: Pattern = LazyLock::new(|| {
    Regex::new(r"(?P<n>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,4})?|[0-9]{1,9}(?:\.[0-9]{1,4})?)\s?(?:至|到|-|~|to)\s?$")
        .ok()
});

/// The bare first figure of a range that ends at `end`: 500 of 500至800元. Where it starts and ends, and its value.
pub(crate) fn range_lead(text: &str, end: usize) -> Option<(usize, usize, Decimal)> {
    let mut from = end.saturating_sub(28);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let captures = RANGE_LEAD.as_ref()?.captures(text.get(from..end)?)?;
    let figure = captures.name("n")?;
    let start = from + figure.start();
    let joined = before(text, start).is_some_and(|c| c.is_ascii_alphanumeric() || "$/.-,:(第".contains(c));
    // 2026-27 is a year of accounts.
    let year = figure.len() == 4 && (figure.as_str().starts_with("19") || figure.as_str().starts_with("20"));
    if joined || year || number_goes_left(text, start) {
        return None;
    }
    Some((start, from + figure.end(), Decimal::parse(figure.as_str())?))
}

/// A whole number, not negative, with commas: `1,250,000`.
pub(crate) fn grouped(number: i128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, c) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Small English number words.
const WORDS: [(&str, i128); 28] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("a hundred", 100),
];

/// The value of an English number word.
pub(crate) fn english(word: &str) -> Option<i128> {
    let word = word.to_ascii_lowercase();
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// The English words, for a grammar.
pub(crate) fn english_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(word, _)| *word)
}

/// The word for one to ten.
pub(crate) fn english_word(value: i128) -> Option<&'static str> {
    WORDS.iter().take(10).find(|(_, v)| *v == value).map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        let plain = |text: &str| Decimal::parse(text).map(Decimal::plain);
        assert_eq!(plain("1,250.50").as_deref(), Some("1250.5"));
        assert_eq!(plain("1 250").as_deref(), Some("1250"));
        assert_eq!(plain("五點二五").as_deref(), Some("5.25"));
        assert_eq!(plain("一百二十").as_deref(), Some("120"));
        assert_eq!(plain("x"), None);
        let million = Decimal::parse("12.345678").and_then(|d| d.times(1_000_000)).and_then(Decimal::hundredths);
        assert_eq!(million, Some(1_234_567_800));
        assert_eq!(Decimal::parse("0.001").and_then(Decimal::hundredths), None);
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(123), "123");
    }
}
