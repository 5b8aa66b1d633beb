//! Days: those of no calendar, weekdays that do not fit, forms for machines, deadlines that are past.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate, Weekday};
use gungman_core::Lang;
use regex::{Captures, Regex};

use super::seen::Seen;
use super::{Hit, Setting};
use crate::dates::Day;
use crate::numerals;
use crate::tables::{MONTHS, alternation};
use crate::text::Pattern;

const CHINESE_DAY: &str = "(?:(?P<y>[0-9]{4}|[零〇○一二三四五六七八九]{4})\\s?年\\s?)?(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\\s?月\\s?(?P<d>[0-9]{1,2}|[一二三四五六七八九十]{1,3})\\s?日";

fn months() -> String {
    alternation(MONTHS.iter().map(|(long, _)| *long))
}

static CHINESE: Pattern = LazyLock::new(|| {
    Regex::new(&format!("{CHINESE_DAY}(?:\\s?[（(](?P<w>(?:星期|周|週)(?P<wd>[一二三四五六日天]))[^）)]{{0,6}}[）)])?"))
        .ok()
});
static ENGLISH: Pattern = LazyLock::new(|| {
    let weekday = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
    Regex::new(&format!(
        r"(?-u:\b)(?:(?P<w>{weekday}),? )?(?:(?P<d>[0-9]{{1,2}}) (?P<m>{months})|(?P<m2>{months}) (?P<d2>[0-9]{{1,2}}))(?-u:\b)(?:,? (?P<y>[0-9]{{4}}))?(?: ?\((?P<w2>{weekday})\))?",
        months = months()
    ))
    .ok()
});

/// A day as written: year, month, day; where its weekday stands.
struct Written<'t> {
    year: Option<i32>,
    month: u32,
    day: u32,
    weekday: Option<regex::Match<'t>>,
    whole: regex::Match<'t>,
}

fn number(captures: &Captures<'_>, names: [&str; 2]) -> Option<u32> {
    let found = names.iter().find_map(|name| captures.name(name))?;
    let found = found.as_str();
    if let Some((month, _)) = (1..).zip(MONTHS.iter()).find(|(_, (long, _))| *long == found) {
        return Some(month);
    }
    numerals::parse(found).and_then(|n| u32::try_from(n).ok())
}

fn written(text: &str, lang: Lang) -> Vec<Written<'_>> {
    let pattern = if lang.is_chinese() { &CHINESE } else { &ENGLISH };
    let mut out = Vec::new();
    for found in pattern.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(whole), Some(month), Some(day)) =
            (found.get(0), number(&found, ["m", "m2"]), number(&found, ["d", "d2"]))
        else {
            continue;
        };
        let year = number(&found, ["y", "y"]).and_then(|year| i32::try_from(year).ok());
        // 二月三十一日 after 十 is a longer number.
        let before = text[..whole.start()].chars().next_back();
        if year.is_none() && before.is_some_and(|c| c.is_ascii_digit() || numerals::parse(&c.to_string()).is_some()) {
            continue;
        }
        out.push(Written { year, month, day, weekday: found.name("w").or_else(|| found.name("w2")), whole });
    }
    out
}

/// 31 November, 2月30日.
pub(super) fn impossible(seen: &Seen, setting: &Setting, hits: &mut Vec<Hit>) {
    for day in written(&seen.text, setting.lang) {
        if Day::new(day.year, day.month, Some(day.day)).is_none() {
            let end = day.weekday.map_or(day.whole.end(), |weekday| weekday.start().max(day.whole.start()));
            let shown = seen.text[day.whole.start()..end].trim_end_matches(['（', '(', ' ']);
            let range =
                if shown.is_empty() { day.whole.range() } else { day.whole.start()..day.whole.start() + shown.len() };
            hits.push(Hit::new(range));
        }
    }
}

/// A weekday that is not the day's. Without a year, the years around today must all say so.
pub(super) fn weekday(seen: &Seen, setting: &Setting, hits: &mut Vec<Hit>) {
    for day in written(&seen.text, setting.lang) {
        let Some(said) = day.weekday else { continue };
        let Some(claimed) = read_weekday(said.as_str()) else { continue };
        let date = |year| NaiveDate::from_ymd_opt(year, day.month, day.day);
        let now = setting.today.year();
        let right = match day.year {
            Some(year) => date(year).map(|date| date.weekday()),
            None => {
                let near: Vec<_> = (now - 1..=now + 1).filter_map(date).map(|date| date.weekday()).collect();
                if near.contains(&claimed) { None } else { date(now).map(|date| date.weekday()) }
            }
        };
        let Some(right) = right.filter(|right| *right != claimed) else { continue };
        let name = weekday_name(right, said.as_str(), setting.lang);
        let hit = Hit::new(said.range()).detail(&name);
        // Without a year the day may be another year's.
        hits.push(if day.year.is_some() { hit.fix(name) } else { hit });
    }
}

const ENGLISH_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const CHINESE_DAYS: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];

fn read_weekday(text: &str) -> Option<Weekday> {
    let last = text.chars().next_back()?;
    let last = if last == '天' { '日' } else { last };
    let at = ENGLISH_DAYS
        .iter()
        .position(|name| *name == text)
        .or_else(|| CHINESE_DAYS.iter().position(|name| *name == last))?;
    Weekday::try_from(u8::try_from(at).ok()?).ok()
}

fn weekday_name(day: Weekday, like: &str, lang: Lang) -> String {
    let at = day.num_days_from_monday() as usize;
    if lang.is_chinese() {
        let lead = if like.starts_with("星期") { "星期" } else { "周" };
        format!("{lead}{}", CHINESE_DAYS[at])
    } else {
        ENGLISH_DAYS[at].to_owned()
    }
}

static ISO: Pattern = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?P<y>(?:19|20)[0-9]{2})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})(?-u:\b)").ok()
});

/// 2026-11-23 in running text.
pub(super) fn iso(seen: &Seen, setting: &Setting, hits: &mut Vec<Hit>) {
    for found in ISO.iter().flat_map(|iso| iso.captures_iter(&seen.text)) {
        let Some(whole) = found.get(0) else { continue };
        let part = |name: &str| found[name].parse::<u32>().unwrap_or(0);
        let year = i32::try_from(part("y")).ok();
        if let Some(day) = Day::new(year, part("m"), Some(part("d"))) {
            hits.push(Hit::new(whole.range()).fix(day.render(setting.lang)));
        }
    }
}

static UNTIL_ZH: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        "(?:(?:請|須|應|務請|敬請|務須|截止|不遲於|限期|最遲)[^。；]{{0,14}}?)(?P<x>{CHINESE_DAY})(?P<t>[^，。；]{{0,14}}(?:或之前|或以前|之前|以前|截止|前))?"
    ))
    .ok()
});
static UNTIL_EN: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?-u:\b)(?:by|on or before|not later than|no later than|before|deadline is|deadline of|closing date is) (?:noon on |[0-9.:]+ ?[ap]\.m\. on )?(?P<x>(?P<d>[0-9]{{1,2}}) (?P<m>{})(?: (?P<y>[0-9]{{4}}))?)(?-u:\b)",
        months()
    ))
    .ok()
});

/// Whether an English clause asks for something to be done.
const ASKS: [&str; 11] = [
    "please",
    "should",
    "must",
    "are to",
    "is to",
    "invited to",
    "required to",
    "requested to",
    "deadline",
    "closing date",
    "grateful",
];

/// A day by which something is asked for, and which is past.
pub(super) fn deadline(seen: &Seen, setting: &Setting, hits: &mut Vec<Hit>) {
    let chinese = setting.lang.is_chinese();
    let pattern = if chinese { &UNTIL_ZH } else { &UNTIL_EN };
    let text = seen.text.as_str();
    for found in pattern.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let (Some(date), Some(whole)) = (found.name("x"), found.get(0)) else { continue };
        let asks = if chinese {
            found.name("t").is_some()
                || ["截止", "不遲於", "限期", "最遲"].iter().any(|word| whole.as_str().starts_with(word))
        } else {
            let start = text[..whole.start()].rfind(['.', ';']).map_or(0, |at| at + 1);
            let end = text[whole.end()..].find(['.', ';']).map_or(text.len(), |at| whole.end() + at);
            let clause = text[start..end].to_lowercase();
            ASKS.iter().any(|word| clause.contains(word))
        };
        let year = number(&found, ["y", "y"]).and_then(|year| i32::try_from(year).ok());
        let (Some(year), Some(month), Some(day)) = (year, number(&found, ["m", "m"]), number(&found, ["d", "d"]))
        else {
            continue;
        };
        if asks && NaiveDate::from_ymd_opt(year, month, day).is_some_and(|date| date < setting.today) {
            hits.push(Hit::new(date.range()));
        }
    }
}
