//! A document of the desk, checked as its sheet: what an officer reads is what the rules read, header, subject and signature with it.
//! Every character of a line knows the block or the field it comes from, so that what is found there can be put right there.

use std::ops::Range;

use gungman_core::{Block, Cell, Document, FactRow, Part, Sheet, Span, Text, plain_text};
use gungman_lang::check::{Finding, Kind, Paragraph, Setting};

use super::CheckRow;
use crate::check;
use crate::minutes;
use crate::office::Office;

/// Where characters of a line come from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    /// A block of the body.
    Block(u32),
    /// A header field.
    Field(String),
    /// The form itself, or a stand-in for a value that is not yet given.
    Form,
}

/// A line of the sheet.
#[derive(Debug)]
struct Line {
    paragraph: Paragraph,
    /// Its stretches of one origin, in characters.
    pieces: Vec<(Range<usize>, Origin)>,
    /// What the line belongs to where its characters are the form's own.
    owner: Origin,
}

impl Line {
    fn new(kind: Kind, owner: Origin) -> Self {
        Self { paragraph: Paragraph { text: String::new(), kind }, pieces: Vec::new(), owner }
    }

    fn push(&mut self, text: &str, origin: Origin) {
        let start = self.pieces.last().map_or(0, |(range, _)| range.end);
        let end = start + text.chars().count();
        self.paragraph.text.push_str(text);
        self.pieces.push((start..end, origin));
    }

    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            let origin = match &span.field {
                Some(field) if !span.ghost => Origin::Field(field.clone()),
                _ => Origin::Form,
            };
            if self.owner == Origin::Form
                && let Some(field) = &span.field
            {
                self.owner = Origin::Field(field.clone());
            }
            self.push(&span.text, origin);
        }
    }

    fn of(kind: Kind, spans: &[Span]) -> Self {
        let mut line = Self::new(kind, Origin::Form);
        line.spans(spans);
        line
    }

    fn block(kind: Kind, number: Option<&str>, text: &Text, block: u32) -> Self {
        let mut line = Self::new(kind, Origin::Block(block));
        if let Some(number) = number {
            line.push(&format!("{number} "), Origin::Form);
        }
        line.push(&plain_text(text), Origin::Block(block));
        line
    }
}

/// The lines of a sheet, top to bottom. The classification marking is on every page and is none of them.
fn lines(sheet: &Sheet) -> Vec<Line> {
    let mut out = Vec::new();
    for part in &sheet.parts {
        match part {
            Part::Letterhead { lines } | Part::Address { lines } | Part::Signature { lines } => {
                out.extend(lines.iter().map(|line| Line::of(Kind::Other, line)));
            }
            Part::Delivery { text }
            | Part::Title { text }
            | Part::Date { text }
            | Part::Salutation { text }
            | Part::ActionHead { text }
            | Part::Closing { text }
            | Part::DateLine { text } => out.push(Line::of(Kind::Other, text)),
            Part::Subject { text } => out.push(Line::of(Kind::Heading, text)),
            Part::Grid { rows } => {
                out.extend(rows.iter().flat_map(|row| [&row.left, &row.right]).flatten().flat_map(cell));
            }
            Part::References { cells } => out.extend(cells.iter().flat_map(cell)),
            Part::Paragraph { number, text, block, .. } => {
                out.push(Line::block(Kind::Body, number.as_deref(), text, *block));
            }
            Part::Item { number, text, block, .. } => out.push(Line::block(Kind::Body, Some(number), text, *block)),
            Part::Heading { number, text, block } => {
                out.push(Line::block(Kind::Heading, number.as_deref(), text, *block));
            }
            Part::Annex { name, title, block } => {
                let mut line = Line::new(Kind::Heading, Origin::Block(*block));
                let divider = if title.is_empty() { "" } else { "　" };
                line.push(&format!("{name}{divider}"), Origin::Form);
                line.push(&plain_text(title), Origin::Block(*block));
                out.push(line);
            }
            Part::Action { text, block } => out.push(Line::block(Kind::Cell, None, text, *block)),
            Part::Enclosures { label, items } | Part::Copies { label, items } => {
                let mut first = Line::of(Kind::Other, label);
                let mut items = items.iter();
                if let Some(item) = items.next() {
                    first.spans(item);
                }
                out.push(first);
                out.extend(items.map(|item| Line::of(Kind::Other, item)));
            }
        }
    }
    out
}

/// A labelled cell: its label before its first line.
fn cell(cell: &Cell) -> Vec<Line> {
    let mut all: Vec<Line> = cell.value.iter().map(|line| Line::of(Kind::Cell, line)).collect();
    let mut first = Line::new(Kind::Cell, Origin::Form);
    first.push(&cell.label, Origin::Form);
    match (cell.value.first(), all.first_mut()) {
        (Some(value), Some(place)) => {
            first.spans(value);
            *place = first;
        }
        _ => all.push(first),
    }
    all
}

/// A finding with its place in the document.
fn placed(finding: &Finding, line: &Line, document: &Document) -> CheckRow {
    let mut row = CheckRow::of(finding);
    let crosses = |range: &Range<usize>| range.start < finding.range.end && finding.range.start < range.end;
    let over: Vec<_> = line.pieces.iter().filter(|(range, _)| crosses(range)).collect();
    let own = over.iter().find(|(_, origin)| *origin != Origin::Form);
    let origin = own.map_or(&line.owner, |(_, origin)| origin);
    let value = match origin {
        Origin::Block(at) => {
            row.block = Some(*at);
            document.body.get(*at as usize).map(Block::text)
        }
        Origin::Field(id) => {
            row.field = Some(id.clone());
            Some(document.field(id).to_owned())
        }
        Origin::Form => None,
    };
    // What is found across two origins, or in words that the form makes of a value, is shown and not put right.
    if let (Some(value), [(piece, _)]) = (value, &over[..]) {
        let text: String = line.paragraph.text.chars().skip(piece.start).take(piece.len()).collect();
        let inside = finding.range.start.saturating_sub(piece.start)..finding.range.end.saturating_sub(piece.start);
        // A press release prints a date of the body in its own way: the rest of the block is as it was typed.
        let alone = matches!(origin, Origin::Block(_)).then_some(finding.excerpt.as_str());
        row.range = own.and_then(|_| within(&value, &text, inside, alone));
    }
    if row.range.is_none() {
        row.fix = None;
        row.sure = false;
    }
    row
}

/// Where characters of a printed text stand in the value it was printed from: at the same distance where the value holds the text,
/// else where `alone` stands once.
fn within(value: &str, text: &str, inside: Range<usize>, alone: Option<&str>) -> Option<(u32, u32)> {
    let once = |text: &str| {
        let mut found = value.match_indices(text).map(|(at, _)| value[..at].chars().count());
        found.next().filter(|_| !text.is_empty() && found.next().is_none())
    };
    let start = once(text).map(|at| at + inside.start).or_else(|| once(alone?))?;
    let number = |n: usize| u32::try_from(n).ok();
    Some((number(start)?, number(start + inside.len())?))
}

/// Issues that are the same as a finding of the checker, which says more and has a fix.
fn is_doubled(issue: &CheckRow, findings: &[CheckRow]) -> bool {
    let same_words = |finding: &CheckRow| {
        finding.block == issue.block
            && match (&finding.excerpt, &issue.excerpt) {
                (Some(a), Some(b)) => a.contains(b.as_str()) || b.contains(a.as_str()),
                _ => false,
            }
    };
    match issue.code.as_str() {
        "untranslated" | "simplified" => findings.iter().any(same_words),
        "salutation_in_body" => findings.iter().any(|finding| {
            finding.block == issue.block && matches!(finding.code.as_str(), "memo-courtesy" | "word-obsolete")
        }),
        _ => false,
    }
}

impl Office {
    /// Everything to look at in a document, in the order of its sheet: what the rules find, facts that differ from the points, and what
    /// the form asks of the body. Each thing once. A paragraph that stays the same is not looked at again.
    #[must_use]
    pub fn check_document(&self, document: &Document, points: &str, sheet: &Sheet, facts: &[FactRow]) -> Vec<CheckRow> {
        let Ok(template) = self.shelf.template(&document.template) else { return Vec::new() };
        let lines = lines(sheet);
        let paragraphs: Vec<Paragraph> = lines.iter().map(|line| line.paragraph.clone()).collect();
        let setting = Setting {
            lang: document.lang,
            template: Some(document.template.clone()),
            today: self.today(),
            accepted: self.personal.accepted(),
        };
        let found = self.watch.check(&paragraphs, setting);
        let mut rows: Vec<(usize, CheckRow)> = found
            .iter()
            .filter_map(|finding| Some((finding.paragraph, placed(finding, lines.get(finding.paragraph)?, document))))
            .collect();
        let findings: Vec<CheckRow> = rows.iter().map(|(_, row)| row.clone()).collect();
        let line_of = |row: &CheckRow| {
            let at = row.block?;
            lines.iter().position(|line| line.owner == Origin::Block(at))
        };
        let mut issues = check::issues(document, template, facts, &self.messages);
        issues.extend(minutes::issues(document, points, facts, &self.messages));
        for issue in issues.into_iter().map(CheckRow::from) {
            if !is_doubled(&issue, &findings) {
                // What is missing has no place: it comes first.
                rows.push((line_of(&issue).unwrap_or(0), issue));
            }
        }
        rows.sort_by_key(|(at, row)| (row.block.is_some() || row.field.is_some(), *at, row.range));
        rows.into_iter().map(|(_, row)| row).collect()
    }
}
