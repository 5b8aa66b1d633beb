//! Lines: cleaned, their labels cut off, and paragraphs put together that somebody's program broke into lines.

use super::rules::{FieldOf, RULES};
use crate::text::{Folded, is_cjk_punctuation, is_han};

/// A line without the blanks around it and without what no letter prints.
pub(crate) fn clean(line: &str) -> String {
    let kept: String =
        line.chars().filter(|c| !matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}')).collect();
    kept.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}').trim_start_matches("> ").trim().to_owned()
}

/// The labelled values of a line: `電話：2691 5544　傳真：2691 5545` has two. Nothing for a line without a label at its start.
pub(super) fn labelled(line: &str) -> Vec<(FieldOf, String)> {
    let Some(rules) = RULES.as_ref() else { return Vec::new() };
    let bare = line.trim_start_matches(['(', '（', '[', '【']).trim_end_matches([')', '）', ']', '】']);
    let mut out = Vec::new();
    for part in gaps(if bare.len() + 2 > line.len() { line } else { bare }) {
        let part = part.trim();
        let lower = part.to_lowercase();
        // Lengths differ only in exotic scripts, which no label is in.
        if lower.len() != part.len() {
            continue;
        }
        let hit = rules.labels.iter().flat_map(|(field, words)| words.iter().map(move |word| (*field, word))).find_map(
            |(field, word)| {
                let rest = lower.strip_prefix(&word.to_lowercase())?;
                let rest = &part[part.len() - rest.len()..];
                let after = rest.trim_start();
                if let Some(value) = after.strip_prefix([':', '：']) {
                    return Some((field, value.trim()));
                }
                // 電話 2537 4420 and Tel 2386 5570 have no colon.
                let figures = matches!(field, FieldOf::Phone | FieldOf::Fax)
                    && after.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '(');
                let address = field == FieldOf::Email && after.contains('@') && !after.contains(char::is_whitespace);
                (figures || address).then_some((field, after))
            },
        );
        if let Some((field, value)) = hit {
            out.push((field, value.to_owned()));
        }
    }
    out
}

/// A line cut at wide gaps: ideographic blanks, tabs, three blanks or more.
fn gaps(line: &str) -> impl Iterator<Item = &str> {
    line.split(['\u{3000}', '\t']).flat_map(|part| part.split("   ")).filter(|part| !part.trim().is_empty())
}

/// The parts of a line between wide gaps.
pub(super) fn parts(line: &str) -> Vec<&str> {
    gaps(line).map(str::trim).collect()
}

/// How wide a line is on paper: a Chinese character is two letters wide.
fn width(line: &str) -> usize {
    line.chars().map(|c| if is_han(c) || is_cjk_punctuation(c) { 2 } else { 1 }).sum()
}

/// A paragraph of the body, and the line each of its bytes stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub text: String,
    /// Where each line begins in the text, and its number.
    pub starts: Vec<(usize, usize)>,
}

impl Paragraph {
    /// The line a byte stands on.
    pub(super) fn line_at(&self, at: usize) -> usize {
        self.starts.iter().rev().find(|(start, _)| *start <= at).map_or(0, |(_, line)| *line)
    }
}

/// Lines as paragraphs. A line goes on in the next one where the text was set to a width: it is nearly as wide as the widest,
/// other lines are too, and it ends in the middle of a sentence.
pub(super) fn paragraphs(lines: &[String], range: std::ops::Range<usize>) -> Vec<Paragraph> {
    let of: Vec<(usize, &str)> = range.filter_map(|at| Some((at, lines.get(at)?.as_str()))).collect();
    let widest = of.iter().map(|(_, line)| width(line)).max().unwrap_or(0);
    let near = of.iter().filter(|(_, line)| width(line) * 100 >= widest * 85).count();
    let set = (40..=110).contains(&widest) && near >= 2;
    let mut out: Vec<Paragraph> = Vec::new();
    let mut open = false;
    for (at, line) in of {
        if line.is_empty() {
            open = false;
            continue;
        }
        let goes_on = open && marker(line).is_none();
        match out.last_mut().filter(|_| goes_on) {
            Some(last) => {
                let latin = |c: Option<char>| c.is_some_and(|c| !is_han(c) && !is_cjk_punctuation(c));
                if latin(last.text.chars().next_back()) && latin(line.chars().next()) {
                    last.text.push(' ');
                }
                last.starts.push((last.text.len(), at));
                last.text.push_str(line);
            }
            None => out.push(Paragraph { text: line.to_owned(), starts: vec![(0, at)] }),
        }
        let ended = line.ends_with(['。', '！', '？', '.', '!', '?', ':', '：', ';', '；', '…', '」', '”']);
        open = set && !ended && width(line) * 100 >= widest * 80;
    }
    out
}

/// The mark a line begins with, `(a)`, `1.`, `三、`, `-`, and what follows it.
pub(crate) fn marker(line: &str) -> Option<(&str, &str)> {
    if let Some(rest) = line.strip_prefix(['-', '–', '•', '●', '·', '*', '‧']) {
        let text = rest.trim_start();
        return (rest.len() != text.len() || text.starts_with(is_han))
            .then_some((&line[..line.len() - rest.len()], text));
    }
    let folded = Folded::new(line);
    let text = folded.text.as_str();
    let inner = text.strip_prefix('(').unwrap_or(text);
    let bracket = inner.len() < text.len();
    let body = inner.strip_prefix('第').unwrap_or(inner);
    let end = body.find(|c: char| !(c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c)))?;
    let mark = &body[..end];
    let short = mark.chars().count() <= 3 && !mark.is_empty();
    let figures = mark.chars().all(|c| c.is_ascii_digit()) && mark.len() <= 2;
    let chinese = mark.chars().all(|c| "一二三四五六七八九十".contains(c));
    let letter = mark.len() == 1 || mark.chars().all(|c| "ivxIVX".contains(c));
    if !short || !(figures || chinese || letter) {
        return None;
    }
    let rest = &body[end..];
    let after = if bracket { rest.strip_prefix(')')? } else { rest.strip_prefix(['.', '、', ')', ','])? };
    // “2.5 million” and “1、2號升降機” begin no list.
    if !bracket && after.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)) {
        return None;
    }
    // “A. Chan” and “I, too” begin none either.
    if !bracket && letter && !figures && !chinese && !rest.starts_with([')', '.']) {
        return None;
    }
    let start = folded.origin(text.len() - after.len());
    let (mark, rest) = line.split_at(start);
    Some((mark, rest.trim_start()))
}
