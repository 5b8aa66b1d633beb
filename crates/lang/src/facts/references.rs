//! Email and web addresses, telephone numbers, and references: files, circulars, papers, laws, forms.

use std::sync::LazyLock;

use gungman_core::FactKind;
use regex::Regex;

use super::{Claims, Found};
use crate::tables::ORGANISATIONS;
use crate::text::{Pattern, after, before, each, number_goes_left, stands_alone};

static EMAIL: Pattern =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}").ok());
static WEB: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:https?://|www\.)[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{0,500})?",
    )
    .ok()
});

/// Finds email and web addresses.
pub(crate) fn addresses(text: &str, claims: &mut Claims) {
    each(&EMAIL, text, |c| {
        let whole = c.get(0)?;
        let shown = whole.as_str().trim_end_matches(['.', '-']);
        claims.add(Found::new(FactKind::Email, shown.to_ascii_lowercase(), whole.start(), whole.start() + shown.len()))
    });
    each(&WEB, text, |c| {
        let whole = c.get(0)?;
        let shown = whole.as_str().trim_end_matches(['.', ',', ';', ')', '/', '?', '!', '\'']);
        let canonical = shown.trim_start_matches("https://").trim_start_matches("http://").to_ascii_lowercase();
        claims.add(Found::new(FactKind::Email, canonical, whole.start(), whole.start() + shown.len()))
    });
}

static PHONE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?:\+|\()?852\)?[\s-]{0,2})?(?P<a>[235-9][0-9]{3})(?P<gap>[\s-]?)(?P<b>[0-9]{4})(?:\s?,?\s?\(?(?:ext(?:ension)?\.?|內線|轉)\s?(?P<x>[0-9]{1,5})\)?)?")
        .ok()
});

/// Finds telephone numbers of the Hong Kong plan.
pub(crate) fn phones(text: &str, claims: &mut Claims) {
    each(&PHONE, text, |c| {
        let whole = c.get(0)?;
        let (a, b) = (c.name("a")?.as_str(), c.name("b")?.as_str());
        let years = |part: &str| part.starts_with("19") || part.starts_with("20");
        let runs_in = before(text, whole.start()).is_some_and(|c| c.is_ascii_alphanumeric() || "./-$+".contains(c));
        let runs_on = after(text, whole.end()).is_some_and(|c| c.is_ascii_alphanumeric() || c == '-' || c == '%');
        // 2025-2026 is two years.
        if runs_in
            || runs_on
            || number_goes_left(text, whole.start())
            || !c.name("gap")?.is_empty() && years(a) && years(b)
        {
            return None;
        }
        let extension = c.name("x").map(|x| format!(" ext {}", x.as_str())).unwrap_or_default();
        let mut end = whole.end();
        if whole.as_str().ends_with(')') && !whole.as_str()[1..].contains('(') {
            end -= 1;
        }
        claims.add(Found::new(FactKind::Phone, format!("{a}{b}{extension}"), whole.start(), end))
    });
}

static CIRCULAR_EN: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<g>(?:General|Departmental|Administrative|Finance)\s)?(?P<t>Circular(?P<m>\sMemorandum|\sMemo)?)\s(?:No\.?\s?)?(?P<n>[0-9]{1,4}/(?:19|20)[0-9]{2})").ok()
});
static CIRCULAR_ZH: Pattern = LazyLock::new(|| {
    Regex::new(r"(?P<g>總務|部門|行政|財務)?(?P<t>通告|通函)\s?第?\s?(?P<n>[0-9]{1,4}/(?:19|20)[0-9]{2})\s?號?").ok()
});
static PAPER: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:(?:LC|LegCo)\s(?:Paper\s)?No\.?\s?|立法會)?(?P<n>[A-Z]{2,5}\((?:[0-9]{1,2}|[0-9]{4}-[0-9]{2,4})\)\s?[0-9]{1,5}(?:/[0-9]{2,4}(?:-[0-9]{2,4})?)?(?:\([0-9]{1,3}\))?)(?:號文件)?").ok()
});
static CHAPTER: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?:(?-u:\b)Cap\.?\s?(?P<e>[0-9]{1,4}[A-Z]{0,2})(?-u:\b)|第\s?(?P<z>[0-9]{1,4}[A-Z]{0,2})\s?章)")
        .ok()
});
static FORM: Pattern = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:Form|表格)\s?(?:No\.?\s?)?(?P<a>[A-Z]{1,5}\s?[0-9]{1,5}[A-Z]?)|(?-u:\b)(?P<b>GF\s?[0-9]{1,4}[A-Z]?))",
    )
    .ok()
});
static ENCLOSURE: Pattern = LazyLock::new(|| Regex::new(r"\(\s{0,4}(?P<n>[0-9]{0,4})\s{0,4}\)\s?in\s$").ok());
static FILE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?P<first>[A-Z][A-Z&][A-Za-z&]{0,8})(?:\([A-Z&/]{1,6}\))?(?:[ /-][A-Z][A-Z&]{0,7}(?:\([A-Z]{1,5}\))?){0,4}[ /-][0-9][0-9A-Za-z]{0,7}(?:[/.-][0-9A-Za-z()]{1,10}){1,6}(?:\s(?:Pt\.?|Part)\s?(?:[0-9]{1,3}|[IVX]{1,5}))?").ok()
});

/// Words in capitals that come before a date or a number, not a file code.
const NOT_CODES: [&str; 26] = [
    "TEL", "FAX", "DATE", "ON", "BY", "BEFORE", "AT", "FROM", "TO", "UNTIL", "THE", "AND", "OF", "IN", "ROOM", "RM",
    "NO", "FY", "DEADLINE", "MEMO", "DRAFT", "HK", "USD", "HKD", "RMB", "DEAR",
];

/// Finds references.
pub(crate) fn references(text: &str, claims: &mut Claims) {
    each(&CIRCULAR_EN, text, |c| {
        let whole = c.get(0)?;
        let general = c.name("g").map(|g| g.as_str().trim().to_ascii_uppercase());
        let (start, issuer) = match general {
            Some(general) => (whole.start(), general),
            None => issuer_before(text, whole.start()).unwrap_or((whole.start(), String::new())),
        };
        let kind = if c.name("m").is_some() { "MEMO" } else { "CIRCULAR" };
        claims.add(Found::new(FactKind::Reference, circular(kind, &issuer, c.name("n")?.as_str()), start, whole.end()))
    });
    each(&CIRCULAR_ZH, text, |c| {
        let whole = c.get(0)?;
        let general = c.name("g").map(|g| match g.as_str() {
            "總務" => "GENERAL",
            "部門" => "DEPARTMENTAL",
            "行政" => "ADMINISTRATIVE",
            _ => "FINANCE",
        });
        let (start, issuer) = match general {
            Some(general) => (whole.start(), general.to_owned()),
            None => issuer_before(text, whole.start()).unwrap_or((whole.start(), String::new())),
        };
        let kind = if c.name("t")?.as_str() == "通函" { "MEMO" } else { "CIRCULAR" };
        claims.add(Found::new(FactKind::Reference, circular(kind, &issuer, c.name("n")?.as_str()), start, whole.end()))
    });
    each(&PAPER, text, |c| {
        let whole = c.get(0)?;
        let number = c.name("n")?;
        let plain: String = number.as_str().chars().filter(|c| !c.is_whitespace()).collect();
        let figures = plain.split(')').nth(1).is_some_and(|rest| rest.contains('/')) || plain.contains("-");
        (figures && stands_alone(text, whole.start(), whole.end()))
            .then(|| claims.add(Found::new(FactKind::Reference, plain, whole.start(), whole.end())))?
    });
    each(&CHAPTER, text, |c| {
        let whole = c.get(0)?;
        let number = c.name("e").or(c.name("z"))?.as_str().to_ascii_uppercase();
        claims.add(Found::new(FactKind::Reference, format!("CAP {number}"), whole.start(), whole.end()))
    });
    each(&FORM, text, |c| {
        let whole = c.get(0)?;
        let number = c.name("a").or(c.name("b"))?.as_str();
        let split = number.find(|c: char| c.is_ascii_digit())?;
        if !stands_alone(text, whole.start(), whole.end()) {
            return None;
        }
        let canonical = format!("{} {}", number[..split].trim(), &number[split..]);
        claims.add(Found::new(FactKind::Reference, canonical, whole.start(), whole.end()))
    });
    each(&FILE, text, |c| {
        let whole = c.get(0)?;
        let code = whole.as_str().trim_end_matches(['.', '-']);
        let first = c.name("first")?.as_str();
        let opens = code.matches('(').count() == code.matches(')').count();
        let floor = code.rsplit_once('/').is_some_and(|(_, last)| last == "F");
        if !code.contains('/')
            || !opens
            || floor
            || NOT_CODES.contains(&first.to_uppercase().as_str())
            || before(text, whole.start()).is_some_and(|c| c.is_ascii_alphanumeric() || c == '/')
        {
            return None;
        }
        let lead = ENCLOSURE.as_ref().and_then(|pattern| pattern.captures(&text[..whole.start()]));
        let (start, serial) = match lead {
            Some(lead) => (lead.get(0)?.start(), Some(lead.name("n").map_or("", |n| n.as_str()).to_owned())),
            None => (whole.start(), None),
        };
        let code_plain = code.split_whitespace().collect::<Vec<_>>().join(" ");
        let canonical = serial.map_or(code_plain.clone(), |n| format!("({n}) in {code_plain}"));
        let end = whole.start() + code.len();
        claims.add(Found::new(FactKind::Reference, canonical, start, end))
    });
}

fn circular(kind: &str, issuer: &str, number: &str) -> String {
    let issuer = if issuer.is_empty() { String::new() } else { format!("{issuer} ") };
    format!("{kind} {issuer}{number}")
}

/// The organisation whose name, in either language or short, ends just before `at`: where it starts and its English
/// name.
fn issuer_before(text: &str, at: usize) -> Option<(usize, String)> {
    let head = text.get(..at)?.trim_end();
    let ends = |name: &str| {
        !name.is_empty() && head.ends_with(name) && stands_alone(text, head.len() - name.len(), head.len())
    };
    ORGANISATIONS
        .iter()
        .flat_map(|org| [org.zh, org.en, org.abbreviation].map(|name| (name, org.en)))
        .filter(|(name, _)| ends(name))
        .max_by_key(|(name, _)| name.len())
        .map(|(name, en)| (head.len() - name.len(), en.to_owned()))
}
