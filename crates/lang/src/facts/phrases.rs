//! What is more than one fact and has one official form as a whole: an address, a law with its chapter and section, days from one to
//! another, a numbered thing. A small model that is told the parts puts them together wrongly.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::{Fact, FactKind, Lang};
use regex::{Captures, Regex};

use super::{address, names};
use crate::dates::Day;
use crate::numerals;
use crate::tables::{HONORIFICS, MONTHS, rows};
use crate::text::{Pattern, is_han};

/// The phrases of a text, in order and apart, each with its official form in `lang`.
#[must_use]
pub fn phrases(text: &str, lang: Lang) -> Vec<(Range<usize>, String)> {
    let mut out = address::addresses(text, lang);
    let others = laws(text, lang).into_iter().chain(ranges(text, lang)).chain(numbered(text, lang));
    for (range, official) in others.chain(persons(text, lang)) {
        if out.iter().all(|(taken, _)| range.end <= taken.start || range.start >= taken.end) {
            out.push((range, official));
        }
    }
    out.sort_by_key(|(range, _)| range.start);
    out
}

// ---- Laws ----

/// A section's number: 27A, 71(5), 52(1)(a).
const SECTION: &str = r"[0-9]{1,3}[A-Z]{0,2}(?:\([0-9A-Za-z]{1,4}\)){0,3}";

static SECTION_BEFORE: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?P<u>[Ss]ection|[Rr]egulation|[Rr]ule) (?P<n>{SECTION}) of (?:the )?$")).ok()
});
static CHAPTER_AFTER: Pattern =
    LazyLock::new(|| Regex::new(r"^\s?[(（](?:Cap\.?\s?|Chapter\s|第\s?)(?P<n>[0-9]{1,4}[A-Z]{0,2})\s?章?[)）]").ok());
static SECTION_AFTER: Pattern = LazyLock::new(|| Regex::new(&format!(r"^第\s?(?P<n>{SECTION})\s?條")).ok());

/// The finder of titles, and the titles in both languages.
type Laws = (AhoCorasick, Vec<(&'static str, &'static str)>);

/// English titles, Chinese titles in their marks, and the finder of both.
static LAWS: LazyLock<Option<Laws>> = LazyLock::new(|| {
    let titles = rows(include_str!("../../data/ordinances.tsv"));
    let titles: Vec<(&str, &str)> = titles.filter_map(|row| Some((*row.get(1)?, *row.get(2)?))).collect();
    let names = titles.iter().flat_map(|(en, zh)| [(*en).to_owned(), format!("《{zh}》")]);
    let find = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names).ok()?;
    Some((find, titles))
});

fn laws(text: &str, lang: Lang) -> Vec<(Range<usize>, String)> {
    let Some((find, titles)) = LAWS.as_ref() else { return Vec::new() };
    let law = |found: aho_corasick::Match| {
        let (en, zh) = titles.get(found.pattern().as_usize() / 2)?;
        let mut range = found.range();
        let after = |pattern: &'static Pattern, range: &mut Range<usize>| {
            let found = pattern.as_ref()?.captures(&text[range.end..])?;
            range.end += found.get(0)?.end();
            Some(found.name("n")?.as_str().to_owned())
        };
        let chapter = after(&CHAPTER_AFTER, &mut range);
        let mut unit = "section".to_owned();
        let section = if text[found.range()].contains(is_han) {
            after(&SECTION_AFTER, &mut range)
        } else {
            let before = SECTION_BEFORE.as_ref().and_then(|pattern| pattern.captures(&text[..range.start]));
            before.and_then(|before| {
                range.start = before.get(0)?.start();
                unit = before.name("u")?.as_str().to_owned();
                Some(before.name("n")?.as_str().to_owned())
            })
        };
        if chapter.is_none() && section.is_none() {
            return None;
        }
        let official = if lang.is_chinese() {
            let chapter = chapter.map(|n| format!("（第{n}章）")).unwrap_or_default();
            format!("《{zh}》{chapter}{}", section.map(|n| format!("第{n}條")).unwrap_or_default())
        } else {
            let chapter = chapter.map(|n| format!(" (Cap. {n})")).unwrap_or_default();
            format!("{}{en}{chapter}", section.map(|n| format!("{unit} {n} of the ")).unwrap_or_default())
        };
        Some((range, official))
    };
    find.find_iter(text).filter_map(law).collect()
}

// ---- Days from one to another ----

static DAYS_EN: Pattern = LazyLock::new(|| {
    let months = MONTHS.iter().map(|(long, _)| *long).collect::<Vec<_>>().join("|");
    Regex::new(&format!(
        r"(?-u:\b)(?:(?P<a>[0-9]{{1,2}}) )?(?P<m>{months})?\s?(?:to|until|–|-|—)\s?(?:(?P<b>[0-9]{{1,2}}) )?(?P<n>{months}) (?P<y>(?:19|20)[0-9]{{2}})(?-u:\b)"
    ))
    .ok()
});
static DAYS_EN_CLOSE: Pattern = LazyLock::new(|| {
    let months = MONTHS.iter().map(|(long, _)| *long).collect::<Vec<_>>().join("|");
    Regex::new(&format!(
        r"(?-u:\b)(?P<a>[0-9]{{1,2}})\s?(?:to|until|–|-|—)\s?(?P<b>[0-9]{{1,2}}) (?P<n>{months}) (?P<y>(?:19|20)[0-9]{{2}})(?-u:\b)"
    ))
    .ok()
});
static DAYS_ZH: Pattern = LazyLock::new(|| {
    Regex::new(
        "(?P<y>(?:19|20)[0-9]{2})年(?P<m>[0-9]{1,2})月(?:(?P<a>[0-9]{1,2})日)?(?:至|到|-|–)(?:(?P<n>[0-9]{1,2})月)?(?:(?P<b>[0-9]{1,2})日)?",
    )
    .ok()
});

/// Days or months that share the year, or the month as well.
struct Days {
    from: Day,
    to: Day,
}

impl Days {
    fn read(c: &Captures) -> Option<Self> {
        let figure = |name: &str| c.name(name).and_then(|n| n.as_str().parse::<u32>().ok());
        let month = |name: &str| {
            let text = c.name(name)?.as_str();
            let at = MONTHS.iter().position(|(long, _)| text == *long).map(|at| at as u32 + 1);
            at.or_else(|| text.parse().ok())
        };
        let year = Some(i32::try_from(figure("y")?).ok()?);
        let (a, b) = (figure("a"), figure("b"));
        let english = c.get(0)?.as_str().is_ascii() || !c.get(0)?.as_str().contains(is_han);
        let (m, n) = if english {
            let n = month("n")?;
            (c.name("m").and_then(|_| month("m")).unwrap_or(n), n)
        } else {
            let m = month("m")?;
            (m, month("n").unwrap_or(m))
        };
        // Two days or two months; 2026年4月至6日 is neither.
        if a.is_some() != b.is_some() || a.is_none() && m == n {
            return None;
        }
        Some(Self { from: Day::new(year, m, a)?, to: Day::new(year, n, b)? })
    }

    fn official(&self, lang: Lang, year: bool) -> String {
        let (from, to) = (self.from, self.to);
        let same_month = from.month == to.month;
        if lang.is_chinese() {
            let first = from.render(lang);
            let first =
                if year { first } else { first.split_once('年').map_or(first.clone(), |(_, rest)| rest.to_owned()) };
            let last = to.render(lang);
            let last = last.split_once(if same_month { '月' } else { '年' }).map_or("", |(_, rest)| rest);
            return format!("{first}至{last}");
        }
        let strip = |text: String| text.rsplit_once(' ').map_or(text.clone(), |(rest, _)| rest.to_owned());
        let first = strip(from.render(lang));
        let first = if same_month { strip(first) } else { first };
        let last = to.render(lang);
        format!("{first} to {}", if year { last } else { strip(last) })
    }
}

fn days(text: &str) -> Vec<(Range<usize>, Days)> {
    let all = [&DAYS_EN, &DAYS_EN_CLOSE, &DAYS_ZH].into_iter().flat_map(|pattern| pattern.iter());
    let found = all.flat_map(|pattern| pattern.captures_iter(text));
    found.filter_map(|c| Some((c.get(0)?.range(), Days::read(&c)?))).collect()
}

fn ranges(text: &str, lang: Lang) -> Vec<(Range<usize>, String)> {
    days(text).into_iter().map(|(range, days)| (range, days.official(lang, true))).collect()
}

// ---- Persons ----

/// Mr LEE Ka-ho (李家豪) is 李家豪先生.
fn persons(text: &str, lang: Lang) -> Vec<(Range<usize>, String)> {
    let person = |fact: Fact| {
        let name = names::beside(&fact, text).filter(|_| lang.is_chinese())?;
        let start = fact.start as usize;
        let end = start + text[start..].find(name)? + name.len();
        let close = text[end..].chars().next().map_or(0, char::len_utf8);
        let title = fact.source.split(' ').next().unwrap_or("");
        let title = HONORIFICS.iter().find(|row| row.en == title).map_or("", |row| row.zh);
        Some((start..end + close, format!("{name}{title}")))
    };
    super::find(text).into_iter().filter(|fact| fact.kind == FactKind::Name).filter_map(person).collect()
}

// ---- Numbered things ----

struct Numbered {
    en: &'static str,
    zh: &'static str,
    english: Regex,
    chinese: Regex,
}

static NUMBERED: LazyLock<Vec<Numbered>> = LazyLock::new(|| {
    let number = format!("(?P<n>{SECTION}|[A-Z]|[0-9]{{4,5}})");
    let pattern = |template: &str, number: &str| {
        let text = regex::escape(template).replace(r"\{n\}", number);
        // section 5, and Section 5 where a sentence begins.
        let text = match template.chars().next() {
            Some(first) if first.is_ascii_lowercase() => {
                format!("[{}{first}]{}", first.to_ascii_uppercase(), &text[1..])
            }
            _ => text,
        };
        if template.is_ascii() { Regex::new(&format!(r"(?-u:\b){text}(?-u:\b|$)")) } else { Regex::new(&text) }
    };
    let chinese = format!("(?P<n>{SECTION}|[0-9]{{4,5}}|[A-Z]|[一二三四五六七八九十]{{1,3}})");
    rows(include_str!("../../data/numbered.tsv"))
        .filter_map(|row| {
            let (en, zh) = (*row.first()?, *row.get(1)?);
            Some(Numbered { en, zh, english: pattern(en, &number).ok()?, chinese: pattern(zh, &chinese).ok()? })
        })
        .collect()
});

fn numbered(text: &str, lang: Lang) -> Vec<(Range<usize>, String)> {
    let mut out: Vec<(Range<usize>, String)> = Vec::new();
    // The longest first: 《公務員事務規例》第950條 before 第950條.
    let mut found: Vec<(Range<usize>, String)> = NUMBERED
        .iter()
        .flat_map(|row| {
            let (pattern, template) = if lang.is_chinese() { (&row.english, row.zh) } else { (&row.chinese, row.en) };
            pattern.captures_iter(text).filter_map(move |c| {
                let typed = c.name("n")?.as_str();
                let number = numerals::parse(typed).map_or_else(|| typed.to_owned(), |value| value.to_string());
                // D2 is D2 in English too.
                Some((c.get(0)?.range(), template.replace("{n}", &number)))
            })
        })
        .collect();
    found.sort_by_key(|(range, _)| std::cmp::Reverse(range.len()));
    for (range, official) in found {
        // 71(5) is not all of 71(5)(a).
        let whole = !text[range.end..].starts_with(|c: char| c.is_ascii_digit());
        if whole && out.iter().all(|(taken, _)| range.end <= taken.start || range.start >= taken.end) {
            out.push((range, official));
        }
    }
    out
}

// ---- In a translation ----

/// Puts a translation's phrases right where it has the same in another form: an address in another order, days without their year, a law
/// without its chapter, 之前 for on or before.
#[must_use]
pub fn put(source: &str, target: &str, lang: Lang) -> String {
    let text = if lang.is_chinese() { address::streets(source, target) } else { target.to_owned() };
    let mut text = address::ordered(source, &text, lang);
    for (_, days) in days(source) {
        let (official, bare) = (days.official(lang, true), days.official(lang, false));
        if lang.is_chinese() {
            // The year of both days is said once.
            text = text.replace(&format!("{}至{}", days.from.render(lang), days.to.render(lang)), &official);
        }
        if text.contains(&official) || text.matches(&bare).count() != 1 {
            continue;
        }
        let Some(at) = text.find(&bare) else { continue };
        let (before, after) = (&text[..at], &text[at + bare.len()..]);
        let dated = if lang.is_chinese() {
            before.ends_with(['年', '月']) || before.ends_with(|c: char| c.is_ascii_digit())
        } else {
            after.trim_start().starts_with(|c: char| c.is_ascii_digit())
                || before.ends_with(|c: char| c.is_ascii_digit())
        };
        if !dated {
            text.replace_range(at..at + bare.len(), &official);
        }
    }
    for found in DATED_WEEKDAY.iter().flat_map(|pattern| pattern.captures_iter(source)) {
        // The weekday in brackets after a day, which the translation has without it.
        let (Some(whole), Some(name)) = (found.get(0), found.name("w")) else { continue };
        let days = super::find(&source[..whole.start()]);
        let Some(day) = days.last().filter(|fact| fact.start as usize + fact.source.len() == whole.start()) else {
            continue;
        };
        let Some((_, weekday)) = super::figures(name.as_str(), lang).into_iter().next() else { continue };
        let day = super::render(day, lang);
        let Some(at) = text.find(&day).map(|at| at + day.len()).filter(|_| !text.contains(&weekday)) else { continue };
        let brackets = if lang.is_chinese() { format!("（{weekday}）") } else { format!(" ({weekday})") };
        if !text[at..].starts_with(|c: char| c.is_ascii_digit()) {
            text.insert_str(at, &brackets);
        }
    }
    for day in ON_OR_BEFORE.iter().filter(|_| lang.is_chinese()).flat_map(|pattern| pattern.find_iter(source)) {
        for fact in super::find(&source[day.end()..]).iter().filter(|fact| fact.start == 0) {
            let day = super::render(fact, lang);
            for short in ["之前", "前"] {
                text = text.replace(&format!("{day}{short}"), &format!("{day}或之前"));
            }
        }
    }
    let Some((find, titles)) = LAWS.as_ref() else { return text };
    for found in find.find_iter(source) {
        let Some((en, zh)) = titles.get(found.pattern().as_usize() / 2) else { continue };
        let chapter = CHAPTER_AFTER.as_ref().and_then(|pattern| pattern.captures(&source[found.end()..]));
        let Some(chapter) = chapter.and_then(|c| Some(c.name("n")?.as_str().to_owned())) else { continue };
        let (name, official) = if lang.is_chinese() {
            (format!("《{zh}》"), format!("（第{chapter}章）"))
        } else {
            ((*en).to_owned(), format!(" (Cap. {chapter})"))
        };
        if let Some(at) = text.find(&name).map(|at| at + name.len())
            && !text.contains(official.trim())
            && !text[at..].trim_start().starts_with(['(', '（'])
        {
            text.insert_str(at, &official);
        }
    }
    text
}

static DATED_WEEKDAY: Pattern = LazyLock::new(|| {
    Regex::new(r"\s?[(（](?P<w>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|星期[一二三四五六日])[)）]").ok()
});
static ON_OR_BEFORE: Pattern = LazyLock::new(|| Regex::new("(?i)(?-u:\\b)on or before ").ok());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_one_official_form_as_a_whole_gets_it() {
        for (en, zh) in [
            ("section 71(5) of the Inland Revenue Ordinance (Cap. 112)", "《稅務條例》（第112章）第71(5)條"),
            ("Inland Revenue Ordinance (Cap. 112)", "《稅務條例》（第112章）"),
            ("4 May to 30 October 2026", "2026年5月4日至10月30日"),
            ("8 to 10 December 2026", "2026年12月8日至10日"),
            ("July to September 2026", "2026年7月至9月"),
            ("CSR 610", "《公務員事務規例》第610條"),
            ("Head 42", "總目42"),
        ] {
            let only = |text: &str, lang| phrases(text, lang).into_iter().map(|(_, out)| out).collect::<Vec<_>>();
            assert_eq!(only(&format!("It was {en}, it says."), Lang::ZhHantHk), [zh]);
            assert_eq!(only(&format!("現按{zh}辦理。"), Lang::EnGb), [en]);
        }
        assert_eq!(phrases("Mr LEE Ka-ho (李家豪) spoke.", Lang::ZhHantHk), [(0..24, "李家豪先生".to_owned())]);
        assert!(phrases("from 1 April 2027 to 31 March 2030", Lang::ZhHantHk).is_empty());
    }

    #[test]
    fn a_translation_gets_what_it_left_out_of_a_phrase() {
        let zh = |source: &str, target: &str| put(source, target, Lang::ZhHantHk);
        assert_eq!(zh("on 14 January 2027 (Thursday)", "於2027年1月14日上午"), "於2027年1月14日（星期四）上午");
        assert_eq!(zh("on or before 20.11.2026", "在2026年11月20日之前"), "在2026年11月20日或之前");
        assert_eq!(zh("from 12 June to 12 August 2026", "由6月12日至8月12日"), "由2026年6月12日至8月12日");
        assert_eq!(zh("from 12 June to 12 August 2026", "由2026年6月12日至8月12日"), "由2026年6月12日至8月12日");
        assert_eq!(zh("from 12 June to 12 August 2026", "由2026年6月12日至2026年8月12日"), "由2026年6月12日至8月12日");
        assert_eq!(
            zh("under the Buildings Ordinance (Cap. 123)", "根據《建築物條例》"),
            "根據《建築物條例》（第123章）"
        );
        assert_eq!(
            put("根據《建築物條例》（第123章）", "under the Buildings Ordinance", Lang::EnGb),
            "under the Buildings Ordinance (Cap. 123)"
        );
    }
}
