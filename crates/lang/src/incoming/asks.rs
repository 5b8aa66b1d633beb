//! The body's sentences and what they ask for.
//!
//! A sentence that asks two things gives two points; the items of a list under a sentence that asks are points whatever they
//! say. The rules find; nothing here decides that a sentence does not matter: it stays in the list.

use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use gungman_core::Lang;
use gungman_core::incoming::{Ask, AskKind, Found, Sentence, Taken};
use regex::Regex;

use super::lines::{Paragraph, marker, paragraphs};
use super::rules::{Sort, fold, sort};
use super::zones::Zones;
use crate::dates;
use crate::numerals;
use crate::segments::segments;
use crate::text::{Folded, Pattern, is_han};

/// What kind of thing a sentence asks for by the rules; nothing when it asks for nothing they know.
#[must_use]
pub fn kind_of(text: &str) -> Option<AskKind> {
    sort(text).and_then(Sort::kind)
}

/// Whether a sentence is a greeting, thanks or another courtesy by the rules.
#[must_use]
pub fn is_courtesy(text: &str) -> bool {
    sort(text) == Some(Sort::Courtesy)
}

/// Whether two points ask the same: one's words hold the other's.
#[must_use]
pub fn same_ask(a: &str, b: &str) -> bool {
    let bare = |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    let (a, b) = (bare(a), bare(b));
    !a.is_empty() && !b.is_empty() && (a.contains(&b) || b.contains(&a))
}

/// (1) … (2) … inside a line, and where a list begins.
static INLINE: Pattern =
    LazyLock::new(|| Regex::new(r"[(（](?:[0-9]{1,2}|[a-h]|[ivx]{1,4}|[一二三四五六七八九十]{1,2})[)）]").ok());

pub(super) fn read(lines: &[String], zones: &Zones) -> (Vec<Sentence>, Vec<Ask>) {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut asks: Vec<Ask> = Vec::new();
    // What a list's lead asks for, while its items follow.
    let mut lead: Option<AskKind> = None;
    let mut level = Style::None;
    for paragraph in paragraphs(lines, zones.body.clone()) {
        let (mark, _) = marker(&paragraph.text).unwrap_or(("", ""));
        let item = !mark.is_empty();
        // (a) goes on under 2., and 3. does not.
        if !item || style(mark) == level {
            lead = None;
        }
        for (at, text) in pieces(&paragraph) {
            let inner = marker(text).map_or(text, |(_, rest)| rest);
            let inline =
                at > 0 && INLINE.as_ref().is_some_and(|pattern| pattern.find(text).is_some_and(|m| m.start() == 0));
            let sorted = sort(inner);
            let own = sorted.and_then(Sort::kind);
            let opens = inner.trim_end().ends_with([':', '：']);
            let number = u32::try_from(sentences.len()).unwrap_or(u32::MAX);
            let mut taken = match sorted {
                Some(Sort::Courtesy) => Taken::Courtesy,
                Some(_) => Taken::Point,
                None => Taken::Left,
            };
            let first = asks.len();
            if let Some(kind) = lead.filter(|_| (item && at == 0) || inline) {
                taken = Taken::Point;
                let kind = own.filter(|own| *own != AskKind::Complaint).unwrap_or(kind);
                asks.push(Ask { text: inner.trim().to_owned(), kind, sentence: number });
            } else if let Some(kind) = own {
                if opens {
                    level = style(mark);
                    lead = Some(kind).filter(|kind| *kind != AskKind::Complaint).or(Some(AskKind::Request));
                }
                for clause in clauses(inner) {
                    let kind = kind_of(&clause).unwrap_or(kind);
                    asks.push(Ask { text: clause, kind, sentence: number });
                }
            }
            // A lead whose items follow asks through them; it stays a point until there is one.
            if opens && own.is_some() && asks.len() == first + 1 {
                asks[first].text = inner.trim().to_owned();
            }
            let line = u32::try_from(paragraph.line_at(at)).unwrap_or(u32::MAX);
            sentences.push(Sentence { text: text.trim().to_owned(), line, taken });
        }
    }
    drop_leads(&sentences, &mut asks);
    (sentences, asks)
}

/// How an item is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    None,
    Bracket(bool),
    Plain(bool),
}

fn style(mark: &str) -> Style {
    let figures = mark.contains(|c: char| c.is_ascii_digit());
    match mark.chars().next() {
        None => Style::None,
        Some('(' | '（') => Style::Bracket(figures),
        Some(_) => Style::Plain(figures),
    }
}

/// Takes a lead (請貴署澄清下列各點：) out where its items are points of their own.
fn drop_leads(sentences: &[Sentence], asks: &mut Vec<Ask>) {
    let mut leads: Vec<usize> = Vec::new();
    for (at, ask) in asks.iter().enumerate() {
        let opens = ask.text.trim_end().ends_with([':', '：']);
        let next = asks.get(at + 1).is_some_and(|next| {
            next.sentence == ask.sentence + 1
                && sentences.get(next.sentence as usize).is_some_and(|sentence| marker(&sentence.text).is_some())
        });
        if opens && next {
            leads.push(at);
        }
    }
    for at in leads.into_iter().rev() {
        asks.remove(at);
    }
}

/// The sentences of a paragraph, with where each begins. A list inside a line is cut at its marks.
fn pieces(paragraph: &Paragraph) -> Vec<(usize, &str)> {
    let text = paragraph.text.as_str();
    let han = text.chars().filter(|c| is_han(*c)).count();
    let lang =
        if han * 2 >= text.chars().filter(char::is_ascii_alphabetic).count() { Lang::ZhHantHk } else { Lang::EnGb };
    let mut cuts: Vec<usize> = vec![0];
    let marks: Vec<usize> =
        INLINE.as_ref().map_or_else(Vec::new, |pattern| pattern.find_iter(text).map(|m| m.start()).collect());
    let colon = text.find([':', '：']);
    if marks.len() >= 2 && colon.is_some_and(|colon| marks.iter().all(|mark| *mark > colon)) {
        cuts.extend(marks);
    }
    cuts.push(text.len());
    let mut out = Vec::new();
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let mark = marker(&text[from..to]).map_or(0, |(mark, _)| mark.len());
        let mut first = true;
        for range in segments(&text[from + mark..to], lang) {
            let start = if first { from } else { from + mark + range.start };
            first = false;
            out.push((start, text[start..from + mark + range.end].trim_end()));
        }
        if first && !text[from..to].trim().is_empty() {
            out.push((from, text[from..to].trim_end()));
        }
    }
    // 「點解？」 and 「幾時批㗎？」 in one segment: a question mark always ends a question.
    out.into_iter().flat_map(|(at, piece)| after_marks(at, piece)).collect()
}

/// Cut after each question mark that something follows.
fn after_marks(at: usize, text: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut asked = false;
    for (place, c) in text.char_indices() {
        let mark = matches!(c, '？' | '?' | '！' | '!');
        let closes = matches!(c, '」' | '』' | '"' | '”' | ')' | '）');
        if asked && !mark && !closes {
            if text[start..place].trim().chars().count() > 1 {
                let piece = &text[start..place];
                let lead = piece.len() - piece.trim_start().len();
                out.push((at + start + lead, piece.trim()));
                start = place;
            }
            asked = false;
        }
        asked |= matches!(c, '？' | '?');
    }
    let piece = &text[start..];
    if !piece.trim().is_empty() {
        let lead = piece.len() - piece.trim_start().len();
        out.push((at + start + lead, piece.trim()));
    }
    out
}

/// Where a sentence may join two askings: the words stay with what follows them.
static JOINTS: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)[，,；;]|(?:^|\s)(?:and|or) (?:also )?(?:what|when|where|which|who|why|how|whether|if|i want|i would|we would|we expect|we want|please|could|would|can|is|are|will)\b|同埋|以及|並(?:請|且|於|安排|立即|申領|要求)|并(?:请|且)").ok()
});

/// A sentence as the things it asks for: cut where both sides ask.
fn clauses(text: &str) -> Vec<String> {
    let text = text.trim();
    let Some(joints) = JOINTS.as_ref() else { return vec![text.to_owned()] };
    let mut cuts: Vec<usize> = vec![0];
    for joint in joints.find_iter(text) {
        let at = if joint.as_str().starts_with(['，', ',', '；', ';']) { joint.end() } else { joint.start() };
        if text.is_char_boundary(at) && at > 0 && at < text.len() {
            cuts.push(at);
        }
    }
    cuts.push(text.len());
    cuts.dedup();
    let mut out: Vec<String> = Vec::new();
    let mut open = String::new();
    let mut open_asks = false;
    for pair in cuts.windows(2) {
        let piece = &text[pair[0]..pair[1]];
        let bare = piece.trim().trim_start_matches("and ").trim_start_matches("or ").trim_start_matches("also ");
        let asks = asks_alone(bare);
        if asks && open_asks {
            out.push(std::mem::take(&mut open));
        }
        open.push_str(piece);
        open_asks |= asks;
    }
    out.push(open);
    let tidy = |text: &String| {
        let text = text.trim().trim_start_matches(['，', '；', ',', ';']).trim();
        let text = text.strip_prefix("and ").or_else(|| text.strip_prefix("or ")).unwrap_or(text);
        text.trim_end_matches(['，', ',']).trim().to_owned()
    };
    out.iter().map(tidy).filter(|text| !text.is_empty()).collect()
}

/// Whether a clause asks on its own. A clause that only opens one (如有, if so) does not.
fn asks_alone(clause: &str) -> bool {
    let short = clause.chars().filter(|c| c.is_alphanumeric()).count() < 4;
    let english = clause.split_whitespace().count() < 3 && !clause.contains(is_han);
    // A condition or a time is no asking by itself: 若…出現問題, when I got there.
    let condition =
        ["若", "如", "倘", "if ", "If ", "when i ", "When I ", "as "].iter().any(|word| clause.starts_with(word));
    !short && !english && !condition && kind_of(clause).is_some_and(|kind| kind != AskKind::Complaint)
}

static WITHIN: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)(?:within|in)?\s*(?P<n>[0-9]{1,3}|[一二兩三四五六七八九十]{1,3}|one|two|three|four|seven|ten|fourteen)\s?(?:個)?\s?(?P<u>working days?|calendar days?|days?|weeks?|months?|工作天|工作日|星期|禮拜|周|週|個?月|日|天)\s?(?P<z>內|内|之內|以內)?").ok()
});

/// The day by which an answer is asked for: a day that is named, or so many days after the letter's own. Working days are not
/// counted: nobody can say them without the calendar of holidays.
pub(super) fn deadline(asks: &[Ask], sentences: &[Sentence], dated: &str) -> Found {
    let dated = NaiveDate::parse_from_str(dated, "%Y-%m-%d").ok();
    for ask in asks.iter().filter(|ask| ask.kind == AskKind::Reply) {
        let line = sentences.get(ask.sentence as usize).map(|sentence| sentence.line);
        let folded = Folded::new(&ask.text);
        let named = dates::scan(&folded.text)
            .into_iter()
            .next()
            .and_then(|written| written.day.date().or_else(|| next(dated?, written.day.month, written.day.day?)));
        let day = named.or_else(|| within(&folded.text, dated?));
        if let Some(day) = day {
            return Found { value: day.format("%Y-%m-%d").to_string(), line };
        }
    }
    Found::default()
}

/// A day and month on or after another day.
fn next(from: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    use chrono::Datelike;
    let this = NaiveDate::from_ymd_opt(from.year(), month, day)?;
    if this >= from { Some(this) } else { NaiveDate::from_ymd_opt(from.year() + 1, month, day) }
}

fn within(text: &str, from: NaiveDate) -> Option<NaiveDate> {
    let lower = text.to_lowercase();
    for found in WITHIN.as_ref()?.captures_iter(&lower) {
        let unit = found.name("u")?.as_str();
        let chinese = unit.contains(is_han);
        if unit.contains("work")
            || unit.contains("工作")
            || (chinese && found.name("z").is_none())
            || (!chinese && !found[0].contains("within"))
        {
            continue;
        }
        let figure = &found["n"];
        let count: u64 = match figure {
            "one" => 1,
            "two" | "兩" => 2,
            "three" => 3,
            "four" => 4,
            "seven" => 7,
            "ten" => 10,
            "fourteen" => 14,
            other => other.parse().ok().or_else(|| numerals::parse(other))?,
        };
        if unit.starts_with("month") || unit.contains('月') {
            return from.checked_add_months(chrono::Months::new(u32::try_from(count).ok()?));
        }
        let days = if unit.starts_with("week") || ["星期", "禮拜", "周", "週"].contains(&unit) {
            count * 7
        } else {
            count
        };
        return from.checked_add_days(Days::new(days));
    }
    None
}
