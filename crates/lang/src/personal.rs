//! Personal data in a text: identity card numbers, telephone numbers, addresses of mail and of people, passports, bank accounts
//! and cards. Found so that an officer sees them, and can be covered so that nobody else does.
//!
//! | kind | found when |
//! | --- | --- |
//! | identity card | letters, six figures and a check digit that is right: `A123456(3)`, `AB987654(3)` |
//! | telephone | as [`crate::facts`] finds them |
//! | e-mail | the same; web addresses are nobody's |
//! | passport | one or two letters and seven or eight figures behind a word such as 護照 or passport; a Hong Kong one also without |
//! | bank account | nine to sixteen figures behind a word such as 戶口 or account number, or grouped as banks do |
//! | card | sixteen figures whose last is the right check digit |
//! | address | parts of an address side by side, as [`crate::facts`] finds them |
//!
//! [`mask`] puts a mark in the place of each and keeps what stood there; [`unmask`] puts it back, byte for byte. The same datum gets
//! the same mark, so a text still says who is meant twice.

use std::ops::Range;
use std::sync::LazyLock;

use gungman_core::{FactKind, Lang};
use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::facts;
use crate::text::{Folded, Pattern, each};

/// What kind of datum it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalKind {
    /// The number of a Hong Kong identity card.
    IdentityCard,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// The number of a travel document.
    Passport,
    /// The number of a bank account.
    BankAccount,
    /// The number of a payment card.
    Card,
    /// A postal address.
    Address,
}

impl PersonalKind {
    /// The word in a mark.
    const fn mark(self) -> &'static str {
        match self {
            PersonalKind::IdentityCard => "身份證",
            PersonalKind::Phone => "電話",
            PersonalKind::Email => "電郵",
            PersonalKind::Passport => "護照",
            PersonalKind::BankAccount => "戶口",
            PersonalKind::Card => "信用卡",
            PersonalKind::Address => "地址",
        }
    }
}

/// A datum in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// What it is.
    pub kind: PersonalKind,
    /// The characters as they stand in the text.
    pub source: String,
    /// Byte offset of `source` in the text.
    pub start: usize,
}

impl Personal {
    /// Where it stands, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.source.len()
    }
}

static IDENTITY_CARD: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<letters>[A-Z]{1,2}) ?(?P<figures>\d{6}) ?(?:\((?P<a>[0-9A])\)|(?P<b>[0-9A]))").ok()
});

static PASSPORT: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:護照|护照|旅行證件|旅行证件|旅遊證件|簽證身份書|passport|travel document|document of identity)[^\n\d]{0,20}?(?P<n>[A-Z]{0,2}\d{7,9})|(?P<h>[HK][A-Z]?\d{8})",
    )
    .ok()
});

static ACCOUNT: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:戶口|户口|帳戶|賬戶|账户|帳號|賬號|账号|bank account|account (?:no\.?|number)|a/c)[^\n\d]{0,20}?(?P<n>\d[\d \-]{7,22}\d)|(?P<g>\d{3}-\d{3}-\d{6}(?:-\d{1,3})?|\d{3}-\d-\d{6}|\d{3}-\d{6}-\d{3})",
    )
    .ok()
});

static CARD: Pattern = LazyLock::new(|| Regex::new(r"\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}").ok());

/// The personal data of a text, in their order, none within another.
#[must_use]
pub fn find(text: &str) -> Vec<Personal> {
    let folded = Folded::new(text);
    let mut found: Vec<(PersonalKind, Range<usize>)> = Vec::new();
    let mut take = |kind: PersonalKind, range: Range<usize>| {
        let free = found.iter().all(|(_, other)| range.end <= other.start || range.start >= other.end);
        if free && !range.is_empty() {
            found.push((kind, range));
        }
    };
    let original = |range: Range<usize>| folded.origin(range.start)..folded.origin(range.end);
    // What is surest comes first and keeps its characters.
    each(&IDENTITY_CARD, &folded.text, |c| {
        let whole = c.get(0)?;
        let check = c.name("a").or(c.name("b"))?.as_str();
        (alone(&folded.text, whole.range())
            && is_identity_card(c.name("letters")?.as_str(), c.name("figures")?.as_str(), check))
        .then(|| take(PersonalKind::IdentityCard, original(whole.range())))?;
        Some(whole.end())
    });
    each(&CARD, &folded.text, |c| {
        let whole = c.get(0)?;
        (alone(&folded.text, whole.range()) && is_card(whole.as_str()))
            .then(|| take(PersonalKind::Card, original(whole.range())))?;
        Some(whole.end())
    });
    each(&ACCOUNT, &folded.text, |c| {
        let number = c.name("n").or(c.name("g"))?;
        let figures = number.as_str().chars().filter(char::is_ascii_digit).count();
        (alone(&folded.text, number.range()) && (9..=16).contains(&figures))
            .then(|| take(PersonalKind::BankAccount, original(number.range())))?;
        Some(number.end())
    });
    each(&PASSPORT, &folded.text, |c| {
        let number = c.name("n").or(c.name("h"))?;
        alone(&folded.text, number.range()).then(|| take(PersonalKind::Passport, original(number.range())))?;
        Some(number.end())
    });
    for lang in [Lang::ZhHantHk, Lang::EnGb] {
        for (range, _) in facts::addresses(text, lang) {
            take(PersonalKind::Address, range);
        }
    }
    for fact in facts::find(text) {
        let start = fact.start as usize;
        let range = start..start + fact.source.len();
        match fact.kind {
            FactKind::Phone => take(PersonalKind::Phone, range),
            FactKind::Email if fact.canonical.contains('@') => take(PersonalKind::Email, range),
            _ => {}
        }
    }
    found.sort_by_key(|(_, range)| range.start);
    let datum = |(kind, range): (PersonalKind, Range<usize>)| {
        let source = text.get(range.clone())?.to_owned();
        Some(Personal { kind, source, start: range.start })
    };
    found.into_iter().filter_map(datum).collect()
}

/// Whether no letter or figure leans on a number.
fn alone(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(|c| c.is_ascii_alphanumeric()) && !after.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Whether the check digit of an identity card is right: the letters count from 10 up, a missing first one as 36; weights run from
/// 9 down to 1; the sum is divisible by 11, with `A` for ten.
#[must_use]
pub fn is_identity_card(letters: &str, figures: &str, check: &str) -> bool {
    let value = |c: char| c.to_ascii_uppercase().to_digit(36);
    let letters: Vec<u32> = letters.chars().filter_map(value).collect();
    let letters = match letters[..] {
        [one] => vec![36, one],
        [first, second] => vec![first, second],
        _ => return false,
    };
    let digits: Vec<u32> = letters.into_iter().chain(figures.chars().chain(check.chars()).filter_map(value)).collect();
    digits.len() == 9 && digits.iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 == 0
}

/// Whether the last figure of a card's number is right, by the rule all of them keep.
fn is_card(number: &str) -> bool {
    let figures: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let doubled = |(at, figure): (usize, &u32)| match (at % 2, figure * 2) {
        (1, double) if double > 9 => double - 9,
        (1, double) => double,
        _ => *figure,
    };
    figures.len() == 16
        && figures.iter().any(|figure| *figure != figures[0])
        && figures.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

/// A text whose personal data are covered, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masked {
    /// The text with marks.
    pub text: String,
    /// Each mark and what it covers.
    pub covered: Vec<Covered>,
}

/// A mark and what it covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    /// As it stands in the masked text: 〔身份證1〕.
    pub mark: String,
    /// What kind of datum it is.
    pub kind: PersonalKind,
    /// What stood there.
    pub source: String,
}

/// Covers the personal data of a text.
#[must_use]
pub fn mask(text: &str) -> Masked {
    let mut masked = Masked { text: String::with_capacity(text.len()), covered: Vec::new() };
    let mut at = 0;
    for datum in find(text) {
        masked.text.push_str(&text[at..datum.start]);
        at = datum.range().end;
        let known = masked.covered.iter().find(|covered| covered.kind == datum.kind && covered.source == datum.source);
        let mark = match known {
            Some(known) => known.mark.clone(),
            None => {
                // A mark that stands in the text already would be taken for ours when it is put back.
                let numbers = (1..).map(|n| format!("〔{}{n}〕", datum.kind.mark()));
                let free =
                    |mark: &String| !text.contains(mark.as_str()) && masked.covered.iter().all(|c| c.mark != *mark);
                let mark = numbers.take(text.len() + 2).find(free).unwrap_or_default();
                masked.covered.push(Covered { mark: mark.clone(), kind: datum.kind, source: datum.source });
                mark
            }
        };
        masked.text.push_str(&mark);
    }
    masked.text.push_str(&text[at..]);
    masked
}

/// Puts back what marks cover, wherever they stand now. Marks that are not there are no fault: a text may have been shortened.
#[must_use]
pub fn unmask(text: &str, covered: &[Covered]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // In one pass: what is put back is not looked through again.
    while let Some(at) = rest.find('〔') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match covered.iter().find(|covered| !covered.mark.is_empty() && rest.starts_with(covered.mark.as_str())) {
            Some(known) => {
                out.push_str(&known.source);
                rest = &rest[known.mark.len()..];
            }
            None => {
                out.push('〔');
                rest = &rest['〔'.len_utf8()..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(PersonalKind, String)> {
        find(text).into_iter().map(|datum| (datum.kind, datum.source)).collect()
    }

    #[test]
    fn an_identity_card_needs_its_check_digit() {
        for number in ["A123456(3)", "a123456(3)", "Ａ１２３４５６（３）", "A1234563", "AB987654(3)", "C123456(9)"]
        {
            assert_eq!(
                kinds(&format!("身份證號碼{number}。")),
                [(PersonalKind::IdentityCard, number.to_owned())],
                "{number}"
            );
        }
        for text in ["A123456(4)", "A12345(3)", "XA123456(3)5", "LD123456(1)", "A1234567"] {
            assert!(kinds(text).iter().all(|(kind, _)| *kind != PersonalKind::IdentityCard), "{text}");
        }
        // Of eleven possible check digits one is right for each number.
        let right = |n: u32| {
            "0123456789A".chars().filter(|c| is_identity_card("Z", &format!("{n:06}"), &c.to_string())).count()
        };
        assert!((0..2000).all(|n| right(n) == 1));
    }

    #[test]
    fn each_kind_is_found_and_its_like_is_not() {
        use PersonalKind::{BankAccount, Card, Email, Passport, Phone};
        for (text, kind, source) in [
            ("請致電2835 1107", Phone, "2835 1107"),
            ("chan@example.gov.hk 查詢", Email, "chan@example.gov.hk"),
            ("護照號碼：E1234567", Passport, "E1234567"),
            ("Passport No. 123456789", Passport, "123456789"),
            ("持H12345678入境", Passport, "H12345678"),
            ("存入戶口 012-345-678901", BankAccount, "012-345-678901"),
            ("Bank account number: 004 123 456789 001", BankAccount, "004 123 456789 001"),
            ("付款卡4111 1111 1111 1111", Card, "4111 1111 1111 1111"),
        ] {
            assert!(kinds(text).contains(&(kind, source.to_owned())), "{text}: {:?}", kinds(text));
        }
        for text in [
            "檔號 LD/123/4",
            "2026年12月8日下午3時",
            "$12,500,000",
            "4111 1111 1111 1112",
            "第132章",
            "https://www.gov.hk",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
        let address = kinds("他住在香港北角渣華道333號北角政府合署12樓。");
        assert!(address.iter().any(|(kind, _)| *kind == PersonalKind::Address), "{address:?}");
    }

    #[test]
    fn masking_covers_everything_and_goes_back() {
        let text = "李小明（A123456(3)）電話2835 1107，再致電2835 1107或電郵lee@example.hk；〔電話1〕不是標記。";
        let masked = mask(text);
        assert!(
            !masked.text.contains("A123456") && !masked.text.contains("1107") && !masked.text.contains('@'),
            "{masked:?}"
        );
        assert_eq!(masked.covered.len(), 3, "one mark for the number that stands twice: {masked:?}");
        assert_eq!(unmask(&masked.text, &masked.covered), text);
        assert_eq!(find(&masked.text), [], "nothing is left");
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in "([a-zA-Z0-9()〔〕電話身份證 @.-]|[一-三]){0,80}") {
            let masked = mask(&text);
            proptest::prop_assert_eq!(unmask(&masked.text, &masked.covered), text);
        }

        #[test]
        fn nothing_panics_and_every_place_is_whole(text in ".{0,200}") {
            for datum in find(&text) {
                proptest::prop_assert_eq!(&text[datum.range()], datum.source.as_str());
            }
        }
    }
}
