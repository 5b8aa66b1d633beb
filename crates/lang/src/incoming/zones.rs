//! Where a letter's head, body and foot part.

use std::ops::Range;

use super::header::is_name;
use super::lines::{labelled, marker};
use super::rules::{RULES, fold};
use crate::dates;
use crate::text::{Folded, is_han};

/// The parts of a letter, as lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Zones {
    /// Before the salutation.
    pub head: Range<usize>,
    /// The salutation.
    pub salutation: Option<usize>,
    /// The line that says what the letter is about, without a label.
    pub subject: Option<usize>,
    /// What the letter says.
    pub body: Range<usize>,
    /// From the closing.
    pub foot: Range<usize>,
}

/// How far down a salutation may stand, in lines that have text.
const HEAD: usize = 45;

pub(super) fn part(lines: &[String]) -> Zones {
    let count = lines.len();
    let filled = |from: usize| (from..count).filter(|at| !lines[*at].is_empty());
    let salutation = filled(0).take(HEAD).find(|at| is_salutation(&lines[*at]) && labelled(&lines[*at]).is_empty());
    let start = match salutation {
        Some(at) => at + 1,
        None => filled(0).find(|at| is_prose(&lines[*at])).unwrap_or(0),
    };
    let closing = filled(start).find(|at| is_closing(&lines[*at]));
    let end = match closing {
        Some(at) => at,
        None => start + foot_of(&lines[start.min(count)..]),
    };
    let mut body_end = end.max(start).min(count);
    // 項目總監 stands above 馮子健　謹上, in the same block.
    while closing.is_some()
        && body_end > start + 1
        && body_end < count
        && is_name(&lines[body_end])
        && is_short(&lines[body_end - 1])
    {
        body_end -= 1;
    }
    // The first line under the salutation, or the last above it, that is no sentence.
    let first = (start..body_end).find(|at| !lines[*at].is_empty());
    let mut subject = first.filter(|at| salutation.is_some() && is_title(&lines[*at]) && *at + 1 < body_end);
    if subject.is_none() {
        let head_end = salutation.unwrap_or(start);
        let last = (0..head_end).rev().find(|at| !lines[*at].is_empty());
        subject = last.filter(|at| *at > 0 && lines[*at - 1].is_empty() && says_what_about(&lines[*at]));
    }
    let body = subject.filter(|at| *at >= start).map_or(start, |at| at + 1)..body_end;
    Zones { head: 0..salutation.unwrap_or(start), salutation, subject, body, foot: body_end..count }
}

fn is_salutation(line: &str) -> bool {
    let Some(rules) = RULES.as_ref() else { return false };
    let text = Folded::new(line).text;
    rules.salutation.iter().any(|pattern| pattern.is_match(text.trim()))
}

pub(super) fn is_closing(line: &str) -> bool {
    let Some(rules) = RULES.as_ref() else { return false };
    let text = Folded::new(line).text;
    rules.closing.iter().any(|pattern| pattern.is_match(text.trim()))
}

/// Whether a line is talk rather than a name, an address or a label.
fn is_prose(line: &str) -> bool {
    if !labelled(line).is_empty() {
        return false;
    }
    let stops = line.chars().any(|c| matches!(c, '。' | '？' | '！' | '?' | '!')) || line.trim_end().ends_with('.');
    let words = line.split_whitespace().count();
    let han = line.chars().filter(|c| is_han(*c)).count();
    let says = ["我", "本人", "你哋", "貴署", "I ", "We ", "My "].iter().any(|word| line.starts_with(word));
    (stops && (han >= 6 || words >= 6)) || (says && (han >= 6 || words >= 4)) || han >= 30 || words >= 14
}

/// Whether a line could be the heading under a salutation.
fn is_title(line: &str) -> bool {
    let text = fold(line);
    let stop = text.ends_with(['.', '?', '!', ',', ';', ':']);
    let long = line.chars().filter(|c| is_han(*c)).count() > 45 || line.split_whitespace().count() > 18;
    // “Re: Slope No. 11” is one too.
    let talk = ["i ", "we ", "thank", "my ", "本人", "我", "貴", "有關貴"].iter().any(|word| text.starts_with(word));
    let list = marker(line).is_some();
    !stop && !long && !talk && !list
}

/// Whether a line of the head says what the letter is about without a label.
fn says_what_about(line: &str) -> bool {
    let starts =
        ["投訴", "關於", "有關", "申請", "查詢", "要求", "反對", "建議", "Re ", "Application", "Complaint", "Request"];
    is_title(line) && starts.iter().any(|word| line.starts_with(word)) && labelled(line).is_empty()
}

/// Where the foot of a letter without a closing begins: its last lines that are a name, a date, a number or an address.
fn foot_of(lines: &[String]) -> usize {
    let mut start = lines.len();
    for (at, line) in lines.iter().enumerate().rev() {
        if line.is_empty() {
            continue;
        }
        let noise = RULES.as_ref().is_some_and(|rules| rules.noise.iter().any(|pattern| pattern.is_match(line)));
        let long = line.split_whitespace().count() > 9 || line.chars().filter(|c| is_han(*c)).count() > 16;
        let foot = noise
            || !labelled(line).is_empty()
            || (!long && (is_name(line) || is_dated(line) || is_figures(line) || is_signature(line)))
            || (line.starts_with(['(', '（', '[']) && line.ends_with([')', '）', ']']) && !long);
        if !foot {
            break;
        }
        start = at;
    }
    start
}

/// Whether a line is a date and hardly more.
pub(super) fn is_dated(line: &str) -> bool {
    let folded = Folded::new(line);
    let Some(day) = dates::scan(&folded.text).into_iter().next() else { return false };
    let rest = folded.text.chars().count().saturating_sub(folded.text[day.start..day.end].chars().count());
    rest <= 8 && !folded.text.contains(['?', '!', '。'])
}

/// Whether a line is a post or a name rather than a sentence.
fn is_short(line: &str) -> bool {
    let han = line.chars().filter(|c| is_han(*c)).count();
    !line.is_empty()
        && han <= 16
        && line.split_whitespace().count() <= 6
        && !line.ends_with(['。', '？', '！', '.', '?', '!', '；', '，', '：'])
}

/// Whether a line is figures and signs: a telephone number.
fn is_figures(line: &str) -> bool {
    line.chars().filter(char::is_ascii_digit).count() >= 6
        && line.chars().all(|c| c.is_ascii_digit() || " +-()/".contains(c))
}

/// 一個交稅養你哋嘅市民, 元朗居民: who signs without a name.
fn is_signature(line: &str) -> bool {
    let text = line.trim_end_matches(['上', '字']);
    ["市民", "居民", "街坊", "家長", "業主", "住客", "租戶", "讀者"].iter().any(|word| text.ends_with(word))
        && !line.contains(['。', '，', '？', '！'])
}
