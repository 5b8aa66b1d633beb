//! Counts: a number with what it counts.

use std::sync::LazyLock;

use gungman_core::FactKind;
use regex::{Captures, Regex};

use super::numbers::{Decimal, english, english_words, range_lead};
use super::{Claims, Found};
use crate::tables::{UNITS, alternation};
use crate::text::{Pattern, after, before, each, number_goes_left, number_goes_right};

const FIGURE: &str = r"[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]{1,9}(?:\.[0-9]{1,4})?";

static CHINESE: Pattern = LazyLock::new(|| {
    let measures = alternation(UNITS.iter().flat_map(|unit| &unit.measures));
    let nouns = alternation(UNITS.iter().flat_map(|unit| &unit.nouns));
    Regex::new(&format!(
        r"(?P<n>{FIGURE}|[零一二兩三四五六七八九十百千廿卅]{{1,9}})\s?(?P<l>萬)?(?:多|餘)?\s?(?P<u>{measures})(?P<noun>{nouns})?"
    ))
    .ok()
});
static ENGLISH: Pattern = LazyLock::new(|| {
    let words = alternation(english_words());
    Regex::new(&format!(
        r"(?i)(?:(?P<n>{FIGURE})(?: |-)?|(?-u:\b)(?P<w>{words})(?: |-))(?P<rest>[a-z][a-z-]{{0,20}}(?: [a-z][a-z-]{{0,20}}){{0,3}})"
    ))
    .ok()
});
static ARTICLE: Pattern = LazyLock::new(|| {
    let nouns = alternation(UNITS.iter().flat_map(|unit| unit.english.iter().map(|(one, _)| one)));
    Regex::new(&format!(r"(?i)(?-u:\b)an?\s(?P<u>{nouns})(?-u:\b)")).ok()
});

/// Finds counts.
pub(crate) fn scan(text: &str, claims: &mut Claims) {
    each(&CHINESE, text, |c| chinese(text, c, claims));
    each(&ENGLISH, text, |c| english_count(text, c, claims));
    each(&ARTICLE, text, |c| {
        let class = english_class(c.name("u")?.as_str())?;
        let whole = c.get(0)?;
        let found = Found::new(FactKind::Count, format!("1 {class}"), whole.start(), whole.end());
        claims.add(Found { weak: true, ..found })
    });
}

/// 第3至 before 5段.
static ORDINAL_RANGE: Pattern = LazyLock::new(|| Regex::new("第[0-9一二三四五六七八九十]{1,4}(?:[至到、及和-])$").ok());

fn chinese(text: &str, c: &Captures, claims: &mut Claims) -> Option<usize> {
    let whole = c.get(0)?;
    let number = c.name("n")?;
    let measure = c.name("u")?.as_str();
    let mut start = whole.start();
    let previous = before(text, start);
    let figure = number.as_str().starts_with(|c: char| c.is_ascii_digit());
    // 第三次, 星期三, 十三, 百分之五: parts of something else.
    if previous.is_some_and(|c| "第期拜週周之零一二兩三四五六七八九十百千萬億點唯統同任某每逐數幾廿卅".contains(c))
        || number_goes_left(text, start)
        || previous.is_some_and(|c| c.is_ascii_alphabetic())
        || ORDINAL_RANGE.as_ref().is_some_and(|range| range.is_match(text.get(..start).unwrap_or("")))
        || (figure && previous == Some('-') && range_lead(text, start).is_none())
    {
        return None;
    }
    let mut plain = number.as_str();
    // A year is not a number of years, and 2026 120名 is not 2,026,120.
    if measure == "年" && figure && plain.len() == 4 {
        return None;
    }
    if let Some((first, rest)) = plain.split_once(' ')
        && first.len() > 3
    {
        start += first.len() + 1;
        plain = rest;
    }
    let next = after(text, whole.end());
    let other_word = match measure {
        "人" => next.is_some_and(|c| "民事工力士口".contains(c)),
        "年" => next.is_some_and(|c| "度級報月".contains(c)),
        "名" => next.is_some_and(|c| "稱單譽義".contains(c)),
        "位" => next.is_some_and(|c| "置於".contains(c)),
        "部" => next.is_some_and(|c| "門分署".contains(c)),
        "家" => next.is_some_and(|c| "庭長人".contains(c)),
        "份" => next.is_some_and(|c| "量".contains(c)) || plain.ends_with(['月']),
        "本" => next.is_some_and(|c| "署局處港年月地".contains(c)),
        "處" => next.is_some_and(|c| "長理".contains(c)),
        "周" | "週" => next.is_some_and(|c| "年圍末一二三四五六日".contains(c)),
        "星期" | "個星期" | "個禮拜" => next.is_some_and(|c| "一二三四五六日".contains(c)),
        "所" => next.is_some_and(|c| "有以".contains(c)),
        "條" => next.is_some_and(|c| "件例".contains(c)),
        "期" => next.is_some_and(|c| "間望".contains(c)),
        "項" => next.is_some_and(|c| "目".contains(c)) && figure && plain.len() > 3,
        "場" => next.is_some_and(|c| "地所".contains(c)),
        "米" | "班" | "把" | "類" | "節" | "組" | "張" | "支" | "局" => {
            next.is_some_and(|c| "次約合長援目織".contains(c))
        }
        _ => false,
    };
    let word = ["一般", "一些", "一項", "十分", "百般", "千萬", "萬一"].contains(&plain);
    if other_word || word {
        return None;
    }
    let mut value = Decimal::parse(plain)?;
    if c.name("l").is_some() {
        value = value.times(10_000)?;
    }
    let class = match c.name("noun") {
        Some(noun) => UNITS.iter().find(|unit| unit.nouns.iter().any(|n| n == noun.as_str())).map(|unit| unit.class),
        None => None,
    };
    let class = class
        .or_else(|| UNITS.iter().find(|unit| unit.measures.iter().any(|m| m == measure)).map(|unit| unit.class))?;
    range(text, start, class, claims);
    let found = Found::new(FactKind::Count, format!("{} {class}", value.plain()), start, whole.end());
    claims.add(Found { weak: plain == "一", ..found })
}

/// The first figure of 20至30名.
fn range(text: &str, start: usize, class: &str, claims: &mut Claims) {
    if let Some((from, to, first)) = range_lead(text, start) {
        let lead = Found::new(FactKind::Count, format!("{} {class}", first.plain()), from, to);
        claims.add(Found { leaning: true, ..lead });
    }
}

/// Words that end a noun phrase, or follow numbers that count nothing.
const STOP: [&str; 62] = [
    "am", "pm", "a", "an", "the", "of", "to", "at", "on", "in", "per", "and", "or", "for", "from", "by", "with", "is",
    "are", "was", "were", "will", "shall", "may", "be", "has", "have", "that", "which", "who", "as", "if", "but",
    "than", "this", "these", "those", "it", "we", "you", "they", "he", "she", "not", "no", "do", "does", "should",
    "must", "can", "please", "before", "after", "until", "during", "through", "into", "above", "below", "only", "each",
    "p",
];

/// Words before a number that numbers something rather than counts it.
const NUMBERED: [&str; 30] = [
    "item",
    "items",
    "para",
    "paragraph",
    "paragraphs",
    "page",
    "pages",
    "annex",
    "appendix",
    "no",
    "section",
    "table",
    "chapter",
    "room",
    "block",
    "phase",
    "level",
    "part",
    "figure",
    "form",
    "floor",
    "clause",
    "option",
    "stage",
    "tier",
    "grade",
    "question",
    "version",
    "point",
    "cap",
];

fn english_count(text: &str, c: &Captures, claims: &mut Claims) -> Option<usize> {
    let whole = c.get(0)?;
    let start = whole.start();
    let head = text.get(..start)?.trim_end_matches([' ', '.']);
    let previous: &str = head.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    if NUMBERED.contains(&previous.to_ascii_lowercase().as_str())
        || number_goes_left(text, start)
        || before(text, start).is_some_and(|c| c.is_ascii_alphanumeric() || "$#/".contains(c))
        || before(text, start) == Some('-') && range_lead(text, start).is_none()
    {
        return None;
    }
    let (mut number, mut number_end, in_words) = match (c.name("n"), c.name("w")) {
        (Some(n), _) => (Decimal::parse(n.as_str())?, n.end(), false),
        (_, Some(w)) => (Decimal::parse(&english(w.as_str())?.to_string())?, w.end(), true),
        _ => return None,
    };
    if !in_words && number_goes_right(text, number_end) {
        return None;
    }
    let rest = c.name("rest")?;
    let mut class = None;
    let mut plural = false;
    let mut at = rest.start();
    let mut words: Vec<&str> = rest.as_str().split(' ').collect();
    // Larger numbers in words are not read rather than misread: one hundred and twenty.
    let below = ["hundred", "thousand", "million"];
    if in_words && (below.contains(&words[0]) || below.iter().any(|word| head.trim_end_matches(" and").ends_with(word)))
    {
        return None;
    }
    // twenty-five staff
    if let Some(ones) = english(words[0]).filter(|n| in_words && *n < 10 && number.plain().ends_with('0')) {
        number = number.plus(Decimal::parse(&ones.to_string())?)?;
        at += words.remove(0).len();
        number_end = at;
        at += 1;
    }
    // 2.63 million tax returns
    let scale = [("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];
    let scaled = scale.iter().find(|(name, _)| !in_words && words[0].eq_ignore_ascii_case(name));
    if let Some((name, factor)) = scaled {
        number = number.times(*factor)?;
        words.remove(0);
        number_end = at + name.len();
        at = number_end + 1;
    }
    let mut end = number_end;
    for (index, word) in words.iter().enumerate() {
        let stop = word.len() + at;
        let pair = words.get(index + 1).map(|next| format!("{word} {next}"));
        if let Some(found) = pair.as_deref().and_then(english_class) {
            class = Some(found);
            end = stop + 1 + words[index + 1].len();
            break;
        }
        if STOP.contains(&word.to_ascii_lowercase().as_str()) {
            break;
        }
        if let Some(found) = english_class(word) {
            class = Some(found);
            end = stop;
            break;
        }
        // Without a known unit the first plural is taken (3 new stations), else the next word (15 staffing).
        if end == number_end && word.ends_with('s') || index == 0 && !in_words {
            end = stop;
            plural = word.ends_with('s');
        } else if !plural && word.ends_with('s') {
            end = stop;
            plural = true;
        }
        at = stop + 1;
    }
    if end == number_end && scaled.is_none() {
        return None;
    }
    // 2026 Population By-census: a year before a name counts nothing.
    let year = !in_words && matches!(number.plain().parse(), Ok(1900..=2099)) && number_end == start + 4;
    if year && class.is_none() && rest.as_str().starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let touching = !in_words && rest.start() == number_end;
    if touching && class.is_none() {
        return None;
    }
    range(text, start, class.unwrap_or("*"), claims);
    let weak = in_words && number.plain() == "1";
    let found = Found::new(FactKind::Count, format!("{} {}", number.plain(), class.unwrap_or("*")), start, end);
    claims.add(Found { weak, ..found })
}

fn english_class(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    let word = word.replace('-', " ");
    UNITS
        .iter()
        .find(|unit| unit.english.iter().any(|(one, many)| *one == word || *many == word))
        .map(|unit| unit.class)
}
