//! Days: how the government writes them, and every form an officer types.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use gungman_core::Lang;
use regex::{Captures, Regex};

use crate::numerals;
use crate::tables::{MONTHS, alternation};
use crate::text::{Folded, Pattern, after, before, each, number_goes_left, number_goes_right};

/// A day as written: perhaps without its year, perhaps only a month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Day {
    /// The year, when it was written.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31; none for a month such as 2026年12月, which always has its year.
    pub day: Option<u32>,
}

impl Day {
    /// A day of the calendar; 29 February without a year is one.
    #[must_use]
    pub fn new(year: Option<i32>, month: u32, day: Option<u32>) -> Option<Self> {
        if year.is_some_and(|year| !(1800..=2299).contains(&year)) || (year.is_none() && day.is_none()) {
            return None;
        }
        NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day.unwrap_or(1))?;
        Some(Self { year, month, day })
    }

    /// The calendar date, when year and day are known.
    #[must_use]
    pub fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year?, self.month, self.day?)
    }

    /// `2026-12-08`, `--12-08` without a year, `2026-12` without a day: ISO 8601.
    #[must_use]
    pub fn canonical(self) -> String {
        let month = self.month;
        match (self.year, self.day) {
            (Some(year), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(year), None) => format!("{year:04}-{month:02}"),
            (None, day) => format!("--{month:02}-{:02}", day.unwrap_or(1)),
        }
    }

    /// Reads [`Day::canonical`] back.
    #[must_use]
    pub fn from_canonical(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("--") {
            let (month, day) = rest.split_once('-')?;
            return Self::new(None, month.parse().ok()?, Some(day.parse().ok()?));
        }
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        match parts.next() {
            Some(day) => Self::new(Some(year), month, Some(day.parse().ok()?)),
            None => Self::new(Some(year), month, None),
        }
    }

    /// The official form: 2026年12月8日, 8 December 2026; without a year 12月8日, 8 December.
    #[must_use]
    pub fn render(self, lang: Lang) -> String {
        if lang.is_chinese() {
            let year = self.year.map(|year| format!("{year}年")).unwrap_or_default();
            let day = self.day.map(|day| format!("{day}日")).unwrap_or_default();
            return format!("{year}{}月{day}", self.month);
        }
        let month = MONTHS.get(self.month as usize - 1).map_or("", |names| names.0);
        let day = self.day.map(|day| format!("{day} ")).unwrap_or_default();
        let year = self.year.map(|year| format!(" {year}")).unwrap_or_default();
        format!("{day}{month}{year}")
    }

    /// The form in press releases: 二零二六年十二月八日, `December 8, 2026`.
    #[must_use]
    pub fn render_press(self, lang: Lang) -> String {
        let small = |n: u32| numerals::by_units(u16::try_from(n).unwrap_or(0));
        if lang.is_chinese() {
            let year = self.year.map(|year| format!("{}年", numerals::by_digits(year.unsigned_abs())));
            let day = self.day.map(|day| format!("{}日", small(day)));
            return format!("{}{}月{}", year.unwrap_or_default(), small(self.month), day.unwrap_or_default());
        }
        let month = MONTHS.get(self.month as usize - 1).map_or("", |names| names.0);
        match (self.day, self.year) {
            (Some(day), Some(year)) => format!("{month} {day}, {year}"),
            (Some(day), None) => format!("{month} {day}"),
            (None, year) => format!("{month} {}", year.unwrap_or_default()),
        }
    }

    /// Whether two written days can be the same one: a missing year is no difference, a missing day is.
    #[must_use]
    pub fn agrees(self, other: Self) -> bool {
        self.month == other.month
            && self.day == other.day
            && (self.year.is_none() || other.year.is_none() || self.year == other.year)
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self { year: Some(date.year()), month: date.month(), day: Some(date.day()) }
    }
}

/// The official form of a date: `2026年11月23日`, `23 November 2026`.
#[must_use]
pub fn render(date: NaiveDate, lang: Lang) -> String {
    Day::from(date).render(lang)
}

/// The form in Chinese numerals, for letters set vertically or by preference: 二零二六年十一月二十三日.
#[must_use]
pub fn render_numeral(date: NaiveDate) -> String {
    let small = |n: u32| numerals::by_units(u16::try_from(n).unwrap_or(0));
    format!("{}年{}月{}日", numerals::by_digits(date.year().unsigned_abs()), small(date.month()), small(date.day()))
}

/// A date in another form than the usual one; the usual one for a form that is not known.
///
/// `numerals` 二零二六年十一月二十三日; `weekday` 2026年11月23日（星期一）, Monday, 23 November 2026; `month` 二零二六年十一月, November
/// 2026; `press` the foot of a press release, in full-width figures and in the order of info.gov.hk; `press_day` the day
/// in its text, 十一月二十三日, November 23.
#[must_use]
pub fn render_as(date: NaiveDate, form: &str, lang: Lang) -> String {
    const WEEKDAYS: [(&str, &str); 7] = [
        ("星期一", "Monday"),
        ("星期二", "Tuesday"),
        ("星期三", "Wednesday"),
        ("星期四", "Thursday"),
        ("星期五", "Friday"),
        ("星期六", "Saturday"),
        ("星期日", "Sunday"),
    ];
    let (weekday_zh, weekday_en) = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    let usual = render(date, lang);
    let numerals = render_numeral(date);
    let month = MONTHS.get(date.month0() as usize).map_or("", |names| names.0);
    match (form, lang.is_chinese()) {
        ("numerals", true) => numerals,
        ("weekday", true) => format!("{usual}（{weekday_zh}）"),
        ("weekday", false) => format!("{weekday_en}, {usual}"),
        ("month", true) => numerals.split_inclusive('月').next().unwrap_or_default().to_owned(),
        ("month", false) => format!("{month} {}", date.year()),
        ("press", true) => {
            let wide = |c: char| match c {
                '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + u32::from('０')).unwrap_or(c),
                _ => c,
            };
            format!("{}（{weekday_zh}）", usual.chars().map(wide).collect::<String>())
        }
        ("press", false) => format!("{weekday_en}, {month} {}, {}", date.day(), date.year()),
        ("press_day", true) => numerals.split_once('年').map_or_else(String::new, |(_, day)| day.to_owned()),
        ("press_day", false) => format!("{month} {}", date.day()),
        _ => usual,
    }
}

/// Reads a text that is one date in any written form.
#[must_use]
pub fn parse(text: &str) -> Option<Day> {
    let folded = Folded::new(text.trim());
    match scan(&folded.text).as_slice() {
        [only] if only.start == 0 && only.end == folded.text.len() => Some(only.day),
        _ => None,
    }
}

/// A date found in a folded text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    pub start: usize,
    pub end: usize,
    pub day: Day,
    /// Whether it leans on its neighbour for its month or year (8 in 8-10 December) and cannot be rewritten alone.
    pub leaning: bool,
}

const NUMBER: &str = "(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})";
const WEEKDAY: &str = r"(?:\s?\([^()0-9]{1,9}\))?";
const ORDINAL: &str = "(?:st|nd|rd|th)?";

static CHINESE: Pattern = LazyLock::new(|| {
    let joined = format!(r"\s?(?:至|到|-|~|及|和|、|與|或)\s?{NUMBER}\s?[日號]?{WEEKDAY}");
    Regex::new(&format!(
        r"(?:(?P<y>[0-9]{{4}}|[零〇○一二三四五六七八九]{{4}})\s?年\s?)?(?P<m>{NUMBER})\s?月\s?(?P<d>{NUMBER})\s?(?P<s>[日號])?(?P<tail>{WEEKDAY}(?:{joined})*)"
    ))
    .ok()
});
static CHINESE_TAIL: Pattern =
    LazyLock::new(|| Regex::new(&format!(r"(?:至|到|-|~|及|和|、|與|或)\s?(?P<d>{NUMBER})\s?(?P<s>[日號])?")).ok());
static CHINESE_MONTH: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?P<y>[0-9]{{4}}|[零〇○一二三四五六七八九]{{4}})\s?年\s?(?P<m>{NUMBER})\s?月")).ok()
});
static DAY_FIRST: Pattern = LazyLock::new(|| {
    let day = format!("[0-9]{{1,2}}{ORDINAL}{WEEKDAY}");
    Regex::new(&format!(
        r"(?i)(?P<lead>(?:{day}\s?(?:-|~|,|to|and|&|or)\s?){{0,4}})(?P<d>[0-9]{{1,2}}){ORDINAL}(?:\s+of)?(?:\s|-|,){{0,2}}(?P<m>{})\.?(?:[,-]?\s?(?P<y>[0-9]{{4}}))?",
        months()
    ))
    .ok()
});
static MONTH_FIRST: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?P<m>{})(?-u:\b)\.?\s?(?P<d>[0-9]{{1,2}}){ORDINAL}(?P<to>\s?(?:-|~|to|and|&)\s?(?P<e>[0-9]{{1,2}}){ORDINAL})?(?:,?\s(?P<y>[0-9]{{4}}))?",
        months()
    ))
    .ok()
});
static MONTH_YEAR: Pattern =
    LazyLock::new(|| Regex::new(&format!(r"(?P<m>{})\.?,?\s(?P<y>[0-9]{{4}})", months())).ok());
static NUMERIC: Pattern = LazyLock::new(|| {
    Regex::new(r"(?P<a>[0-9]{1,4})\s?(?P<p>[/.-])\s?(?P<b>[0-9]{1,2})(?:\s?(?P<q>[/.-])\s?(?P<c>[0-9]{1,4}))?").ok()
});

fn months() -> String {
    alternation(MONTHS.iter().flat_map(|(long, short)| [*long, *short]).chain(["Sep"]))
}

/// All dates of a folded text, in order, not overlapping.
pub(crate) fn scan(text: &str) -> Vec<Written> {
    let mut found: Vec<Written> = Vec::new();
    let mut add = |batch: Vec<Written>| {
        let free = batch.iter().all(|new| found.iter().all(|old| new.end <= old.start || new.start >= old.end));
        if free {
            found.extend(batch);
        }
    };
    each(&CHINESE, text, |c| chinese(text, c).map(|(batch, end)| (add(batch), end).1));
    each(&CHINESE_MONTH, text, |c| chinese_month(text, c).map(|w| (add(vec![w]), w.end).1));
    each(&DAY_FIRST, text, |c| day_first(text, c).map(|(batch, end)| (add(batch), end).1));
    each(&MONTH_FIRST, text, |c| month_first(text, c).map(|(batch, end)| (add(batch), end).1));
    each(&MONTH_YEAR, text, |c| month_year(text, c).map(|w| (add(vec![w]), w.end).1));
    each(&NUMERIC, text, |c| numeric(text, c).map(|w| (add(vec![w]), w.end).1));
    found.sort_by_key(|written| written.start);
    found
}

fn number(captures: &Captures, name: &str) -> Option<u32> {
    numerals::parse(captures.name(name)?.as_str()).and_then(|n| u32::try_from(n).ok())
}

fn year(captures: &Captures) -> Option<i32> {
    number(captures, "y").and_then(|year| i32::try_from(year).ok())
}

/// Whether a number in the numeral system of its first character continues to the left (三十二 in 十二月).
fn continues_left(text: &str, start: usize) -> bool {
    let Some(first) = after(text, start) else { return false };
    let Some(previous) = before(text, start) else { return false };
    if first.is_ascii_digit() {
        return number_goes_left(text, start);
    }
    "零〇○一二三四五六七八九十廿卅".contains(previous)
}

fn chinese(text: &str, c: &Captures) -> Option<(Vec<Written>, usize)> {
    let start = c.get(0)?.start();
    // A month after 年 whose year was not taken belongs to a day that is none (2026年2月29日).
    if continues_left(text, start) || before(text, start) == Some('年') {
        return None;
    }
    let (year, month) = (year(c), number(c, "m")?);
    let first_end = c.name("s").or(c.name("d"))?.end();
    let mut all = vec![(start, first_end, number(c, "d")?, c.name("s").is_some())];
    let tail = c.name("tail")?;
    each(&CHINESE_TAIL, tail.as_str(), |t| {
        let day = t.name("d")?;
        let end = t.name("s").map_or(day.end(), |s| s.end());
        all.push((tail.start() + day.start(), tail.start() + end, number(t, "d")?, t.name("s").is_some()));
        Some(end)
    });
    // A number without 日 is a day only when a later one has it: 12月8、9日, but not 12月8日至10時.
    while all.last().is_some_and(|(_, _, _, marked)| !marked) {
        all.pop();
    }
    let end = all.last()?.1;
    let shared = all.len() > 1;
    let mut found = Vec::new();
    for (index, (start, end, day, marked)) in all.into_iter().enumerate() {
        let day = Day::new(year, month, Some(day))?;
        found.push(Written { start, end, day, leaning: shared && (index > 0 || !marked) });
    }
    Some((found, end))
}

fn chinese_month(text: &str, c: &Captures) -> Option<Written> {
    let whole = c.get(0)?;
    let after_month = after(text, whole.end());
    if continues_left(text, whole.start()) || after_month.is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    let day = Day::new(Some(year(c)?), number(c, "m")?, None)?;
    Some(Written { start: whole.start(), end: whole.end(), day, leaning: false })
}

/// The month an English word names; `may` must be capitalised unless `sure`, since it is a verb too.
fn english_month(word: &str, sure: bool) -> Option<u32> {
    if !sure && ["may", "mar"].contains(&word) {
        return None;
    }
    let word = word.to_ascii_lowercase();
    let short = if word == "sep" { "sept" } else { word.as_str() };
    let index =
        MONTHS.iter().position(|names| names.0.eq_ignore_ascii_case(short) || names.1.eq_ignore_ascii_case(short))?;
    u32::try_from(index + 1).ok()
}

/// The year of a match and where the match ends, when digits do not run on after it.
fn trailing_year(text: &str, c: &Captures, otherwise: usize) -> (Option<i32>, usize) {
    match c.name("y") {
        Some(y) if !after(text, y.end()).is_some_and(|c| c.is_ascii_digit()) => match year(c) {
            Some(value) if (1800..=2299).contains(&value) => (Some(value), y.end()),
            _ => (None, otherwise),
        },
        _ => (None, otherwise),
    }
}

static LEAD: Pattern = LazyLock::new(|| Regex::new(&format!("[0-9]{{1,2}}{ORDINAL}")).ok());

fn day_first(text: &str, c: &Captures) -> Option<(Vec<Written>, usize)> {
    let lead = c.name("lead")?;
    let d = c.name("d")?;
    let m = c.name("m")?;
    let (year, end) = trailing_year(text, c, m.end());
    let month = english_month(m.as_str(), year.is_some())?;
    if after(text, m.end()).is_some_and(|c| c.is_ascii_alphabetic())
        || continues_left(text, lead.start())
        || before(text, lead.start()).is_some_and(|c| c == '$' || c == ':')
    {
        return None;
    }
    let mut found = Vec::new();
    each(&LEAD, lead.as_str(), |l| {
        let whole = l.get(0)?;
        let number = whole.as_str().trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
        let (start, end) = (lead.start() + whole.start(), lead.start() + whole.end());
        found.push(Written { start, end, day: Day::new(year, month, Some(number))?, leaning: true });
        Some(whole.end())
    });
    let leaning = !found.is_empty();
    let day = Day::new(year, month, d.as_str().parse().ok())?;
    found.push(Written { start: d.start(), end, day, leaning });
    Some((found, end))
}

fn month_first(text: &str, c: &Captures) -> Option<(Vec<Written>, usize)> {
    let m = c.name("m")?;
    let d = c.name("d")?;
    let bare_end = c.name("to").map_or_else(
        || {
            c.get(0).map_or(d.end(), |whole| {
                c.name("y").map_or(whole.end(), |y| text[..y.start()].trim_end_matches([' ', ',']).len())
            })
        },
        |to| to.end(),
    );
    if before(text, m.start()).is_some_and(char::is_alphabetic)
        || after(text, d.end()).is_some_and(|c| c.is_ascii_digit() || c == ':')
        || m.as_str().starts_with(char::is_lowercase) && ["may", "mar"].contains(&m.as_str())
    {
        return None;
    }
    let (year, end) = trailing_year(text, c, bare_end);
    let month = english_month(m.as_str(), false)?;
    let first = Day::new(year, month, d.as_str().parse().ok())?;
    let Some(e) = c.name("e") else {
        if after(text, end).is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        return Some((vec![Written { start: m.start(), end, day: first, leaning: false }], end));
    };
    let last = Day::new(year, month, e.as_str().parse().ok())?;
    let to = c.name("to")?;
    let first = Written { start: m.start(), end: to.start(), day: first, leaning: true };
    Some((vec![first, Written { start: e.start(), end, day: last, leaning: true }], end))
}

fn month_year(text: &str, c: &Captures) -> Option<Written> {
    let whole = c.get(0)?;
    let (year, end) = trailing_year(text, c, 0);
    if before(text, whole.start()).is_some_and(char::is_alphabetic) {
        return None;
    }
    let day = Day::new(Some(year?), english_month(c.name("m")?.as_str(), false)?, None)?;
    Some(Written { start: whole.start(), end, day, leaning: false })
}

fn numeric(text: &str, c: &Captures) -> Option<Written> {
    let whole = c.get(0)?;
    let part = |name: &str| c.name(name).map(|m| m.as_str());
    let (a, b) = (part("a")?, part("b")?);
    let boundary = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "/$-".contains(c));
    if number_goes_left(text, whole.start()) || boundary(before(text, whole.start())) {
        return None;
    }
    let separator = part("p")?;
    let (day, end) = match (part("c"), part("q")) {
        (Some(last), Some(q)) if q == separator => (numeric_full(a, b, last)?, whole.end()),
        _ => {
            let end = c.name("b")?.end();
            // 24/7 and fractions are no dates; nor is anything dotted or dashed without a year.
            let fraction = ["1/2", "1/3", "2/3", "1/4", "3/4", "24/7"].contains(&&text[whole.start()..end]);
            // Nor is the 6/7 GHz band.
            let rest = text[end..].trim_start();
            let measure = ["GHz", "MHz", "kHz", "inch", "吉赫", "兆赫"].iter().any(|unit| rest.starts_with(unit));
            if separator != "/" || fraction || measure || a.len() > 2 {
                return None;
            }
            (Day::new(None, b.parse().ok()?, Some(a.parse().ok()?))?, end)
        }
    };
    let runs_on = after(text, end).is_some_and(|c| c.is_ascii_alphanumeric() || c == '/' || c == '%');
    (!runs_on && !number_goes_right(text, end)).then_some(Written { start: whole.start(), end, day, leaning: false })
}

/// Three numbers: year first when it has four digits; else the day first, unless only the American order can be.
fn numeric_full(a: &str, b: &str, c: &str) -> Option<Day> {
    let number = |text: &str| text.parse::<u32>().ok();
    if a.len() == 4 {
        return if c.len() <= 2 { Day::new(a.parse().ok(), number(b)?, number(c)) } else { None };
    }
    let year: i32 = match c.len() {
        4 => c.parse().ok()?,
        2 => 2000 + c.parse::<i32>().ok()?,
        _ => return None,
    };
    let (first, second) = (number(a)?, number(b)?);
    if a.len() > 2 {
        return None;
    }
    Day::new(Some(year), second, Some(first)).or_else(|| Day::new(Some(year), first, Some(second)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn official_forms() {
        let date = day(2026, 11, 23);
        assert_eq!(render(date, Lang::ZhHantHk), "2026年11月23日");
        for (form, zh, en) in [
            ("numerals", "二零二六年十一月二十三日", "23 November 2026"),
            ("weekday", "2026年11月23日（星期一）", "Monday, 23 November 2026"),
            ("month", "二零二六年十一月", "November 2026"),
            ("press", "２０２６年１１月２３日（星期一）", "Monday, November 23, 2026"),
            ("press_day", "十一月二十三日", "November 23"),
        ] {
            assert_eq!(render_as(date, form, Lang::ZhHantHk), zh);
            assert_eq!(render_as(date, form, Lang::EnGb), en);
        }
        assert_eq!(Day::from(date).render_press(Lang::ZhHantHk), "二零二六年十一月二十三日");
        assert_eq!(Day::from(date).render_press(Lang::EnGb), "November 23, 2026");
        assert_eq!(render(date, Lang::EnGb), "23 November 2026");
        assert_eq!(render_numeral(date), "二零二六年十一月二十三日");
        assert_eq!(render_numeral(day(2030, 10, 10)), "二零三零年十月十日");
    }

    #[test]
    fn written_forms_are_one_day() {
        for text in [
            "2026年12月8日",
            "２０２６年１２月８日",
            "2026 年 12 月 8 日",
            "二零二六年十二月八日",
            "二〇二六年十二月八號",
            "8.12.2026",
            "8/12/2026",
            "08/12/26",
            "8-12-2026",
            "2026-12-08",
            "2026/12/8",
            "8 December 2026",
            "8th December 2026",
            "8th of December, 2026",
            "8 Dec 2026",
            "8Dec2026",
            "Dec 8 2026",
            "Dec. 8, 2026",
            "December 8th, 2026",
        ] {
            assert_eq!(parse(text).map(Day::canonical).as_deref(), Some("2026-12-08"), "{text}");
        }
        for text in ["12月8日", "十二月八號", "8/12", "8 Dec", "Dec 8", "8th december"] {
            assert_eq!(parse(text).map(Day::canonical).as_deref(), Some("--12-08"), "{text}");
        }
        assert_eq!(parse("12/25/2026").map(Day::canonical).as_deref(), Some("2026-12-25"));
        assert_eq!(parse("2026年12月").map(Day::canonical).as_deref(), Some("2026-12"));
        assert_eq!(parse("December 2026").map(Day::canonical).as_deref(), Some("2026-12"));
    }

    #[test]
    fn other_numbers_are_no_days() {
        for text in ["24/7", "1/2", "2026年2月29日", "31/4", "10.30", "2025-26", "3月", "8 may", "13/13", "12/F"] {
            assert!(scan(text).is_empty(), "{text}: {:?}", scan(text));
        }
    }

    #[test]
    fn ranges_are_two_days() {
        for (text, days) in [
            ("2026年12月8日至10日", ["2026-12-08", "2026-12-10"]),
            ("12月8、9日", ["--12-08", "--12-09"]),
            ("12月8日（星期二）及12月9日（星期三）", ["--12-08", "--12-09"]),
            ("8-10 December 2026", ["2026-12-08", "2026-12-10"]),
            ("8 and 9 December 2026", ["2026-12-08", "2026-12-09"]),
            ("8 December to 10 December", ["--12-08", "--12-10"]),
            ("December 8 to 10, 2026", ["2026-12-08", "2026-12-10"]),
        ] {
            let found: Vec<_> = scan(&Folded::new(text).text).iter().map(|w| w.day.canonical()).collect();
            assert_eq!(found, days, "{text}");
        }
        assert_eq!(scan("12月8日至10時").len(), 1);
    }

    proptest! {
        #[test]
        fn every_day_survives_its_written_forms(offset in 0i64..110_000) {
            let date = day(1900, 1, 1) + chrono::Duration::days(offset);
            let canonical = date.format("%Y-%m-%d").to_string();
            for text in [render(date, Lang::ZhHantHk), render(date, Lang::EnGb), render_numeral(date), canonical.clone()] {
                prop_assert_eq!(parse(&text).map(Day::canonical), Some(canonical.clone()), "{}", text);
            }
            prop_assert_eq!(Day::from_canonical(&canonical).and_then(Day::date), Some(date));
        }
    }
}
