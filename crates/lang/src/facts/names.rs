//! Names of persons. Names are never translated: a Chinese name in an English text stays Chinese.

use std::sync::LazyLock;

use gungman_core::{Fact, FactKind};
use regex::Regex;

use super::{Claims, Found};
use crate::tables::{HONORIFICS, HonorificUse, SURNAMES, alternation, is_romanised_surname, surname_of};
use crate::text::{Pattern, after, before, each, is_han};

fn surnames() -> String {
    alternation(SURNAMES.iter().map(|s| s.zh))
}

fn honorifics(usage: HonorificUse) -> String {
    alternation(HONORIFICS.iter().filter(|h| h.usage == usage).map(|h| h.zh))
}

static TITLED: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?P<n>{}\p{{Han}}{{0,3}}?)(?P<t>{})", surnames(), honorifics(HonorificUse::Person))).ok()
});
static POST: Pattern =
    LazyLock::new(|| Regex::new(&format!(r"(?P<n>{})(?P<t>{})", surnames(), honorifics(HonorificUse::Post))).ok());
static CONTACT: Pattern = LazyLock::new(|| contact("聯絡人|經辦人|負責人|查詢人|姓名|聯絡|聯繫|搵|找"));
/// Words so common that a name after them must also be followed by what one does with a contact.
static COMMON_CONTACT: Pattern = LazyLock::new(|| contact("與|向|由|請"));

fn contact(words: &str) -> Option<Regex> {
    let surnames = surnames();
    Regex::new(&format!(
        r"(?:{words})\s?:?\s?(?:\p{{Han}}{{2,8}}?(?:主任|經理|助理|秘書|督察|工程師)\s?)?(?P<n>{surnames}[\p{{Han}}&&[^及和與的之或]]{{2}})"
    ))
    .ok()
}

static BRACKETED: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<n>{}\p{{Han}}{{1,2}})\s?\(\p{{Han}}{{0,8}}(?:主任|經理|助理|秘書|督察|工程師|署長|處長|局長|專員|總監|代行|主席)\)",
        surnames()
    ))
    .ok()
});

/// Words of one character that a bare surname may follow.
const AFTER_OPENING: &str = "與向由請致和及找搵給是";

/// Finds persons' names.
pub(crate) fn scan(text: &str, claims: &mut Claims) {
    each(&TITLED, text, |c| {
        let name = c.name("n")?;
        let (start, plain) = shortened(text, name.start(), name.as_str())?;
        if is_post(text, start, plain, c.name("t")?.as_str()) {
            return None;
        }
        claims.add(Found::new(FactKind::Name, plain, start, c.get(0)?.end()))
    });
    each(&POST, text, |c| {
        let whole = c.get(0)?;
        // A surname alone before a post needs a boundary: 文書主任 holds no Mr 書.
        let opens = before(text, whole.start()).is_none_or(|c| !is_han(c) || AFTER_OPENING.contains(c));
        let longer = after(text, whole.end()).is_some_and(|c| "級任".contains(c));
        if !opens || longer {
            return None;
        }
        claims.add(Found::new(FactKind::Name, c.name("n")?.as_str(), whole.start(), whole.end()))
    });
    // A field or a line of a list that is a name and nothing else.
    let alone = text.trim();
    let given = surname_of(alone).and_then(|surname| alone.get(surname.len()..));
    let titled = HONORIFICS.iter().any(|h| alone.ends_with(h.zh));
    if !titled && given.is_some_and(|given| given.chars().count() == 2 && given.chars().all(is_han)) {
        let start = text.len() - text.trim_start().len();
        claims.add(Found::new(FactKind::Name, alone, start, start + alone.len()));
    }
    for (pattern, common) in [(&CONTACT, false), (&COMMON_CONTACT, true), (&BRACKETED, false)] {
        each(pattern, text, |c| {
            let name = c.name("n")?;
            if !ends_name(text, name.end(), common) || before(text, name.start()).is_some_and(|c| c == '姓') {
                return None;
            }
            claims.add(Found::new(FactKind::Name, name.as_str(), name.start(), name.end()))
        });
    }
    english(text, claims);
}

/// The name inside what the grammar took: 任 of 主任 and 方 of 對方 are no surnames before another one.
fn shortened<'t>(text: &'t str, start: usize, name: &'t str) -> Option<(usize, &'t str)> {
    let surname = surname_of(name)?;
    let given = &name[surname.len()..];
    let previous = before(text, start);
    let inside_word = previous.is_some_and(|c| match surname {
        "任" => "主責委聘出現".contains(c),
        "文" => "中英公".contains(c),
        "方" => "對雙各校警院署".contains(c),
        "成" => "完達".contains(c),
        "長" | "程" => "工".contains(c),
        "關" => "有海機".contains(c),
        "章" | "單" | "應" | "管" | "官" | "石" | "項" => is_han(c) && !"與和向由請找及、".contains(c),
        _ => false,
    });
    let married = surname.chars().count() == 1 && given.chars().count() == 3 && surname_of(given).is_some();
    let doubled = given.chars().count() == 1 && surname_of(given).is_some() && previous.is_some_and(is_han);
    if given.chars().count() == 3 && !married {
        return None;
    }
    // Two characters after 主任 and the like are the name itself.
    if inside_word || (doubled && !previous.is_some_and(|c| "與和向由請找及絡繫致".contains(c))) {
        return (surname_of(given).is_some()).then_some((start + surname.len(), given));
    }
    Some((start, name))
}

/// Whether what looks like a name before a profession is part of a post: 高級工程師, 項目測量師, 區議員.
fn is_post(text: &str, start: usize, name: &str, title: &str) -> bool {
    if !["工程師", "測量師", "律師", "法官", "議員", "校長", "醫生"].contains(&title) {
        return false;
    }
    let opens = before(text, start).is_none_or(|c| !is_han(c) || AFTER_OPENING.contains(c));
    match name.chars().count() {
        1 => !opens || (name == "區" && title == "議員"),
        2 => true,
        _ => name.starts_with("高級"),
    }
}

/// A header field that holds a person's name, as a fact: 李小明, `Mr CHAN Tai-man`. Running text needs a form of
/// address or other signs of a name; a field for names needs none.
#[must_use]
pub fn person(text: &str) -> Option<Fact> {
    let source = text.trim();
    let start = u32::try_from(text.len() - text.trim_start().len()).ok()?;
    let mut plain = source.split_once([',', '，']).map_or(source, |(name, _)| name).trim();
    if let Some(honorific) = HONORIFICS.iter().find(|h| plain.ends_with(h.zh) && plain.len() > h.zh.len()) {
        plain = plain[..plain.len() - honorific.zh.len()].trim();
    }
    if let Some((title, name)) = plain.split_once(' ')
        && HONORIFICS.iter().any(|h| !h.en.is_empty() && h.en == title.trim_end_matches('.'))
    {
        plain = name.trim();
    }
    let canonical = canonical(plain);
    (!canonical.is_empty()).then(|| Fact { kind: FactKind::Name, source: source.to_owned(), canonical, start })
}

/// Whether a name without honorific ends here: before what follows contacts or, unless the words before it are too
/// `common`, at any end of a phrase.
fn ends_name(text: &str, at: usize, common: bool) -> bool {
    const NEXT: [&str; 12] =
        ["聯絡", "聯繫", "查詢", "電話", "洽", "負責", "跟進", "報名", "提交", "索取", "登記", "收"];
    let rest = text.get(at..).unwrap_or("");
    let ended = rest.chars().next().is_none_or(|c| !is_han(c));
    NEXT.iter().any(|next| rest.starts_with(next)) || (ended && !common)
}

static ENGLISH_TITLED: Pattern = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:Mr|Mrs|Ms|Miss|Madam|Dr|Ir|Prof|Sr)\.?\s(?P<n>[A-Z][A-Za-z'-]{0,20}(?:\s[A-Z][A-Za-z'-]{0,20}){0,3})").ok()
});
static CAPITALS: Pattern = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?P<n>(?P<s>[A-Z]{2,12}(?:-[A-Z]{2,12})?),?\s(?P<g>[A-Z][a-z]{1,10}(?:-[A-Za-z][a-z]{0,10}|\s[A-Z][a-z]{1,10})?))(?-u:\b)").ok()
});
static HYPHENED: Pattern = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?P<n>(?P<s>[A-Z][a-z]{1,10})\s(?P<g>[A-Z][a-z]{1,10}-[a-z]{1,10}))(?-u:\b)").ok()
});
static IN_CONTACT: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i:(?-u:\b)(?:contact|call|attn\.?:?|attention|officer|with|from|to))\s?:?\s(?P<n>(?P<s>[A-Z][a-z]{1,10})\s(?P<g>[A-Z][a-z]{1,10}\s[A-Z][a-z]{1,10}))(?-u:\b)").ok()
});

/// Words that end a name in English text.
const NOT_NAMES: [&str; 34] = [
    "The",
    "On",
    "At",
    "Of",
    "In",
    "By",
    "For",
    "To",
    "And",
    "Executive",
    "Senior",
    "Chief",
    "Director",
    "Officer",
    "Assistant",
    "Deputy",
    "Manager",
    "Secretary",
    "Engineer",
    "Head",
    "Principal",
    "Administrative",
    "Clerical",
    "Tel",
    "Fax",
    "Email",
    "Ext",
    "I",
    "Please",
    "Clerk",
    "Supervisor",
    "Commissioner",
    "Will",
    "May",
];

fn english(text: &str, claims: &mut Claims) {
    each(&ENGLISH_TITLED, text, |c| {
        let name = c.name("n")?;
        let mut kept = 0;
        for word in name.as_str().split_inclusive(' ') {
            if NOT_NAMES.contains(&word.trim()) {
                break;
            }
            kept += word.len();
        }
        let plain = name.as_str()[..kept].trim_end().trim_end_matches("'s").trim_end_matches(['\'', '-']);
        let start = c.get(0)?.start();
        if plain.is_empty() {
            return None;
        }
        claims.add(Found::new(FactKind::Name, canonical(plain), start, name.start() + plain.len()))
    });
    for (pattern, surname_is_enough) in [(&CAPITALS, false), (&HYPHENED, false), (&IN_CONTACT, true)] {
        each(pattern, text, |c| {
            let name = c.name("n")?;
            let given = c.name("g")?.as_str();
            let known = is_romanised_surname(c.name("s")?.as_str());
            if !known
                || given.split(' ').any(|word| NOT_NAMES.contains(&word))
                || !(surname_is_enough || given.len() > 2)
            {
                return None;
            }
            let plain = name.as_str().trim_end_matches(',');
            claims.add(Found::new(FactKind::Name, canonical(plain), name.start(), name.start() + plain.len()))
        });
    }
}

/// CHAN Tai-man and Chan Tai Man are one name.
fn canonical(name: &str) -> String {
    name.to_lowercase().replace(['-', ','], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The surname of a canonical name.
pub(crate) fn surname(canonical: &str) -> &str {
    if canonical.is_ascii() {
        // Peter Wong, Mary Chan Siu-ling: the word that is a surname; else the last, in Western order.
        let words = || canonical.split(' ');
        let known = words().find(|word| is_romanised_surname(word));
        return known.or(words().next_back()).unwrap_or(canonical);
    }
    surname_of(canonical).unwrap_or(canonical)
}
/// The Chinese name that a text gives in brackets after a name: Mr LEE Ka-ho (李家豪).
pub(crate) fn beside<'t>(fact: &Fact, text: &'t str) -> Option<&'t str> {
    let rest = text.get(fact.start as usize + fact.source.len()..)?.trim_start();
    let inner = rest.strip_prefix(['(', '（'])?;
    let name = &inner[..inner.find([')', '）'])?];
    ((2..=4).contains(&name.chars().count()) && name.chars().all(is_han)).then_some(name)
}
