//! Times of day: 下午3時, 3pm, 15:00, 三點半.

use std::sync::LazyLock;

use gungman_core::FactKind;
use regex::Regex;

use super::{Claims, Found};
use crate::numerals;
use crate::tables::{DAY_PARTS, DayPart, alternation};
use crate::text::{Pattern, after, before, each, number_goes_left};

/// A time, perhaps without its half of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub hour: u32,
    pub minute: u32,
    /// The text does not say which half of the day; `hour` is then 1 to 12.
    pub ambiguous: bool,
}

impl Clock {
    fn new(hour: u32, minute: u32, part: Option<DayPart>) -> Option<Self> {
        if hour > 24 || minute > 59 || (hour == 24 && minute > 0) {
            return None;
        }
        let fixed = |hour: u32| Some(Self { hour: hour % 24, minute, ambiguous: false });
        match part {
            None if (1..=12).contains(&hour) => Some(Self { hour, minute, ambiguous: true }),
            _ if hour > 12 => fixed(hour),
            None | Some(DayPart::Am) => fixed(if hour == 12 && part.is_some() { 0 } else { hour }),
            Some(DayPart::Noon) => fixed(if hour >= 11 || hour == 0 { hour } else { hour + 12 }),
            Some(DayPart::Pm) => fixed(if hour == 12 { 12 } else { hour + 12 }),
            Some(DayPart::Night) => fixed(if hour == 12 { 0 } else { hour + 12 }),
            Some(DayPart::Midnight) => fixed(if hour == 12 { 0 } else { hour }),
        }
    }

    /// `15:00`, `~03:00`.
    pub fn canonical(self) -> String {
        format!("{}{:02}:{:02}", if self.ambiguous { "~" } else { "" }, self.hour, self.minute)
    }

    /// Reads [`Clock::canonical`] back.
    pub fn from_canonical(text: &str) -> Option<Self> {
        let (ambiguous, text) = text.strip_prefix('~').map_or((false, text), |rest| (true, rest));
        let (hour, minute) = text.split_once(':')?;
        Some(Self { hour: hour.parse().ok()?, minute: minute.parse().ok()?, ambiguous })
    }

    /// Minutes since midnight of each time this can be.
    fn candidates(self) -> Vec<u32> {
        let at = |hour: u32| hour * 60 + self.minute;
        if self.ambiguous { vec![at(self.hour % 12), at(self.hour % 12 + 12)] } else { vec![at(self.hour)] }
    }

    /// Whether both can be the same moment.
    pub fn agrees(self, other: Self) -> bool {
        self.candidates().iter().any(|at| other.candidates().contains(at))
    }

    fn settled(self, minutes: u32) -> Self {
        Self { hour: minutes / 60, minute: minutes % 60, ambiguous: false }
    }
}

fn parts() -> String {
    alternation(DAY_PARTS.iter().map(|(word, _)| *word))
}

fn part(word: &str) -> Option<DayPart> {
    DAY_PARTS.iter().find(|(name, _)| *name == word).map(|(_, part)| *part)
}

const HOUR: &str = "(?:[0-9]{1,2}|二十[一二三四]?|十[一二三四五六七八九]?|[零一二兩三四五六七八九])";
const MINUTE: &str = "(?:[0-9]{1,2}|[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九])";

static CHINESE: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:(?P<p>{})\s?)?(?P<h>{HOUR})\s?(?P<w>時|點)(?:(?P<half>半)|(?P<sharp>正|整|鐘)|\s?(?P<m>{MINUTE})\s?分(?P<span>鐘)?|(?P<m2>[0-5][0-9]))?",
        parts()
    ))
    .ok()
});
static CHINESE_COLON: Pattern =
    LazyLock::new(|| Regex::new(&format!(r"(?P<p>{})\s?(?P<h>[0-9]{{1,2}})[:.](?P<m>[0-5][0-9])", parts())).ok());
static MIDNIGHT: Pattern =
    LazyLock::new(|| Regex::new(r"(?i)(?-u:\b)(?:12(?:[:.]00)?\s?)?(?P<w>noon|midnight|mn)(?-u:\b)").ok());
static ENGLISH: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?P<h>[0-9]{1,2})(?:\s?[:.]\s?(?P<m>[0-5][0-9]))?\s?(?P<p>[ap])(?:\.\s?m\.|\.?\s?m(?-u:\b))").ok()
});
static LEAD: Pattern =
    LazyLock::new(|| Regex::new(r"(?P<h>[0-9]{1,2})(?:[:.](?P<m>[0-5][0-9]))?\s?(?:-|to|~|至)\s?$").ok());
static HOURS: Pattern =
    LazyLock::new(|| Regex::new(r"(?i)(?P<h>[0-2][0-9]):?(?P<m>[0-5][0-9])\s?(?:hours(?-u:\b)|hrs?(?-u:\b)|時)").ok());
static O_CLOCK: Pattern = LazyLock::new(|| Regex::new(r"(?i)(?P<h>[0-9]{1,2}) ?o'?clock").ok());
static COLON: Pattern = LazyLock::new(|| Regex::new(r"(?P<h>[0-9]{1,2}):(?P<m>[0-5][0-9])").ok());

/// Finds times and settles ranges: in 上午9時至11時 the second is in the morning too.
pub(crate) fn scan(text: &str, claims: &mut Claims) {
    let time = |clock: Clock, start, end| Found::new(FactKind::Time, clock.canonical(), start, end);
    each(&HOURS, text, |c| {
        let whole = c.get(0)?;
        let hour: u32 = c.name("h")?.as_str().parse().ok()?;
        let minute = c.name("m")?.as_str().parse().ok()?;
        if number_goes_left(text, whole.start()) || hour > 24 {
            return None;
        }
        let clock = Clock { hour: hour % 24, minute, ambiguous: false };
        claims.add(time(clock, whole.start(), whole.end()))
    });
    each(&CHINESE_COLON, text, |c| {
        let whole = c.get(0)?;
        let (hour, minute) = (c.name("h")?.as_str().parse().ok()?, c.name("m")?.as_str().parse().ok()?);
        claims.add(time(Clock::new(hour, minute, part(c.name("p")?.as_str()))?, whole.start(), whole.end()))
    });
    each(&CHINESE, text, |c| {
        let whole = c.get(0)?;
        let number =
            |name: &str| c.name(name).and_then(|m| numerals::parse(m.as_str())).and_then(|n| u32::try_from(n).ok());
        let (hour, minute) = (number("h")?, number("m").or(number("m2")));
        let hours = c.name("h")?;
        let next = after(text, whole.end());
        let previous = before(text, whole.start());
        let half = c.name("half").is_some();
        let marked = c.name("p").is_some();
        let said = marked || half || c.name("sharp").is_some() || minute.is_some();
        let mut left = text[..whole.start()].chars().rev().skip(1);
        // 下星期二三點: the weekday's numeral is not the time's.
        let weekday = left.next().is_some_and(|c| "期拜週周".contains(c));
        let continues = previous.is_some_and(|c| "零一二兩三四五六七八九十百小第".contains(c)) && !weekday;
        // 三點意見, 8時段, 第3點: not times. A bare 三點 in Chinese numerals is more often three points.
        let other = c.name("w")?.as_str() == "點"
            && !said
            && (!hours.as_str().starts_with(|c: char| c.is_ascii_digit())
                || next.is_some_and(|c| "意見建要事理原注觀".contains(c)));
        let noun = !said && next.is_some_and(|c| "段候間期限".contains(c));
        if number_goes_left(text, hours.start()) || continues || other || noun || c.name("span").is_some() {
            return None;
        }
        let minute = if half { 30 } else { minute.unwrap_or(0) };
        let clock = Clock::new(hour, minute, c.name("p").and_then(|p| part(p.as_str())))?;
        claims.add(time(clock, whole.start(), whole.end()))
    });
    each(&MIDNIGHT, text, |c| {
        let whole = c.get(0)?;
        let noon = c.name("w")?.as_str().eq_ignore_ascii_case("noon");
        let clock = Clock { hour: if noon { 12 } else { 0 }, minute: 0, ambiguous: false };
        let short = c.name("w")?.as_str().len() == 2 && whole.as_str().len() == 2;
        if short { None } else { claims.add(time(clock, whole.start(), whole.end())) }
    });
    each(&ENGLISH, text, |c| {
        let whole = c.get(0)?;
        let hour: u32 = c.name("h")?.as_str().parse().ok()?;
        let minute = c.name("m").map_or(Some(0), |m| m.as_str().parse().ok())?;
        let pm = c.name("p")?.as_str().eq_ignore_ascii_case("p");
        if number_goes_left(text, whole.start()) || !(0..=23).contains(&hour) {
            return None;
        }
        let clock = Clock::new(hour, minute, Some(if pm { DayPart::Pm } else { DayPart::Am }))?;
        let first = lead(text, whole.start()).filter(|first| claims.free(first.start, first.end));
        let leaning = first.is_some();
        if let Some(first) = first {
            claims.add(Found { leaning, ..first });
        }
        claims.add(Found { leaning, ..time(clock, whole.start(), whole.end()) })
    });
    each(&O_CLOCK, text, |c| {
        let whole = c.get(0)?;
        let clock = Clock::new(c.name("h")?.as_str().parse().ok()?, 0, None)?;
        if number_goes_left(text, whole.start()) {
            return None;
        }
        claims.add(time(clock, whole.start(), whole.end()))
    });
    each(&COLON, text, |c| {
        let whole = c.get(0)?;
        let hours = c.name("h")?.as_str();
        let hour: u32 = hours.parse().ok()?;
        let minute = c.name("m")?.as_str().parse().ok()?;
        let runs_on = after(text, whole.end()).is_some_and(|c| c.is_ascii_digit() || c == ':');
        let runs_in = before(text, whole.start()).is_some_and(|c| c.is_ascii_digit() || c == ':' || c == '.');
        if runs_on || runs_in || hour > 24 {
            return None;
        }
        // 09:00 and 15:00 are of the 24-hour clock; 9:00 may be either half.
        let clock = if hours.starts_with('0') && hours.len() == 2 {
            Clock { hour, minute, ambiguous: false }
        } else {
            Clock::new(hour, minute, None)?
        };
        claims.add(time(clock, whole.start(), whole.end()))
    });
    settle(text, claims);
}

/// The bare first half of `2-4pm`.
fn lead(text: &str, end: usize) -> Option<Found> {
    let mut from = end.saturating_sub(14);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let captures = LEAD.as_ref()?.captures(&text[from..end])?;
    let start = from + captures.get(0)?.start();
    let hour: u32 = captures.name("h")?.as_str().parse().ok()?;
    let minute = captures.name("m").map_or(Some(0), |m| m.as_str().parse().ok())?;
    let stop = from + captures.name("m").or(captures.name("h"))?.end();
    let clean = !number_goes_left(text, start) && before(text, start) != Some('$');
    let clock = Clock::new(hour, minute, None)?;
    clean.then(|| Found::new(FactKind::Time, clock.canonical(), start, stop))
}

static JOINT: Pattern = LazyLock::new(|| Regex::new(r"(?i)^\s?(?:至|到|-|~|to|and|及)\s?$").ok());

/// Settles the open half of the day in ranges: the end is the first such time after the start, the start the last
/// before the end.
fn settle(text: &str, claims: &mut Claims) {
    let found = claims.found_mut();
    found.sort_by_key(|f| f.start);
    let times: Vec<usize> =
        found.iter().enumerate().filter(|(_, f)| f.kind == FactKind::Time).map(|(index, _)| index).collect();
    for pair in times.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let gap = text.get(found[a].end..found[b].start).unwrap_or("?");
        let joined = JOINT.as_ref().is_some_and(|joint| joint.is_match(gap));
        let clocks = (Clock::from_canonical(&found[a].canonical), Clock::from_canonical(&found[b].canonical));
        let (true, (Some(first), Some(last))) = (joined, clocks) else { continue };
        let settled = match (first.ambiguous, last.ambiguous) {
            (false, true) => {
                let start = first.candidates()[0];
                last.candidates().into_iter().find(|at| *at > start).map(|at| (b, last.settled(at)))
            }
            (true, false) => {
                let end = last.candidates()[0];
                first.candidates().into_iter().rfind(|at| *at < end).map(|at| (a, first.settled(at)))
            }
            _ => None,
        };
        if let Some((index, clock)) = settled {
            found[index].canonical = clock.canonical();
            found[index].leaning = true;
        }
    }
}
