//! One text or file, piece by piece: its conversion, what is in doubt, and what a person chose for it.

use gungman_export::word::{self, Edit, Rewritten, Target};
use gungman_lang::script::{HongKong, Written};
use gungman_lang::wording;

use super::encoding;
use super::{Chosen, Converted, DoubtRow, Job, Kind, Script, Source, WordingRow};
use crate::error::Error;

/// The conversion of a text while it goes on.
struct Work<'a> {
    engine: &'a HongKong,
    job: Job<'a>,
    /// What it is written in, as far as the whole text tells.
    written: Written,
    /// What a person chose, in order.
    choices: &'a [Chosen],
    /// The first character of the next piece, in the whole text.
    at: u32,
    report: Converted,
}

impl<'a> Work<'a> {
    fn new(engine: &'a HongKong, job: Job<'a>, whole: &str, choices: &'a [Chosen]) -> Self {
        let written = match (job.from, job.to) {
            (Source::Simplified, _) => Written::Simplified,
            (Source::Traditional, _) => Written::Traditional,
            (Source::Auto, Script::Mainland) => Written::AsSeen { simplified: false },
            (Source::Auto, Script::HongKong) => Written::AsSeen { simplified: engine.evidence(whole).unwrap_or(false) },
        };
        Self { engine, job, written, choices, at: 0, report: Converted::default() }
    }

    /// Converts the next piece.
    fn piece(&mut self, text: &str) -> Rewritten {
        let mut conversion = match self.job.to {
            Script::HongKong => self.engine.to_hong_kong_from(text, self.written),
            Script::Mainland => self.engine.to_mainland(text),
        };
        let settled = self.job.own.apply(text, &mut conversion);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (first, report) = (self.at, &mut self.report);
        let place = |at: usize| first.saturating_add(number(at));
        self.at = place(conversion.characters);
        report.characters = report.characters.saturating_add(number(conversion.characters));
        report.changed = report.changed.saturating_add(number(conversion.changed));
        let words = match self.job {
            Job { wording: true, to: Script::HongKong, .. } => wording::suggest(&conversion.text),
            _ => Vec::new(),
        };
        if !conversion.doubts.is_empty() || !words.is_empty() {
            let chars: Vec<char> = conversion.text.chars().collect();
            report.doubts.extend(conversion.doubts.into_iter().map(|doubt| DoubtRow {
                at: place(doubt.at),
                chosen: doubt.chosen,
                others: doubt.others,
                excerpt: excerpt(&chars, doubt.at),
            }));
            let open = words.into_iter().filter(|word| !settled.iter().any(|span| span.contains(&word.at)));
            report.wording.extend(open.map(|word| WordingRow {
                at: place(word.at),
                word: word.word.to_owned(),
                instead: word.instead.into_iter().map(str::to_owned).collect(),
                excerpt: excerpt(&chars, word.at),
            }));
        }
        let of_this = |choice: &&Chosen| choice.at >= first && choice.at < self.at;
        let edit = |choice: &Chosen| Edit {
            at: (choice.at - first) as usize,
            length: choice.length as usize,
            text: choice.text.clone(),
        };
        let edits = self.choices.iter().filter(of_this).map(edit).collect();
        Rewritten { text: conversion.text, edits }
    }

    /// Converts the next paragraph of a Word file, each of which counts as a line.
    fn paragraph(&mut self, text: &str) -> Rewritten {
        let rewritten = self.piece(text);
        self.at = self.at.saturating_add(1);
        rewritten
    }
}

/// The line around a character, at most ten characters to each side.
fn excerpt(chars: &[char], at: usize) -> String {
    let before = chars[..at].iter().rev().take(10).take_while(|c| **c != '\n').count();
    let after = chars[at..].iter().take(11).take_while(|c| **c != '\n').count();
    chars[at - before..at + after].iter().collect()
}

/// Converts a text.
#[must_use]
pub fn convert_text(engine: &HongKong, text: &str, job: Job<'_>) -> (String, Converted) {
    let (printed, report) = convert_chosen(engine, text, job, &[]);
    (printed, report)
}

/// Converts a text with what a person chose for its places.
pub(super) fn convert_chosen(engine: &HongKong, text: &str, job: Job<'_>, choices: &[Chosen]) -> (String, Converted) {
    let mut work = Work::new(engine, job, text, choices);
    let printed = work.piece(text).into_text();
    (printed, work.report)
}

/// The text of a Word file, a paragraph a line: the places of its conversion are places in this.
pub(super) fn word_text(bytes: &[u8]) -> Result<String, Error> {
    let mut whole = String::new();
    word::read(bytes, &mut |text| {
        whole.push_str(text);
        whole.push('\n');
    })?;
    Ok(whole)
}

/// Converts a Word file whose text is `whole` ([`word_text`]), with what a person chose.
pub(super) fn convert_word(
    engine: &HongKong,
    bytes: &[u8],
    whole: &str,
    job: Job<'_>,
    choices: &[Chosen],
) -> Result<(Vec<u8>, Converted), Error> {
    let target = match job.to {
        Script::HongKong => Target::HongKong,
        Script::Mainland => Target::Mainland,
    };
    let mut work = Work::new(engine, job, whole, choices);
    let file = word::rewrite(bytes, target, &mut |text| work.paragraph(text))?;
    Ok((file, work.report))
}

/// The bytes of a file, by its extension, in the other script.
///
/// # Errors
/// [`Error::Word`], [`Error::Encoding`], [`Error::FileKind`].
pub fn convert_bytes(
    engine: &HongKong,
    extension: &str,
    bytes: &[u8],
    job: Job<'_>,
) -> Result<(Vec<u8>, Converted), Error> {
    match Kind::of(extension) {
        None => Err(Error::FileKind(format!(".{extension}"))),
        // Read once for its script: a heading such as 后台 shows none of its own.
        Some(Kind::Word) => convert_word(engine, bytes, &word_text(bytes)?, job, &[]),
        Some(Kind::Text) => {
            let read = encoding::decode(bytes)?;
            let (text, mut report) = convert_text(engine, &read.text, job);
            report.encoding = Some(read.name.to_owned());
            let mark = if read.bom { "\u{FEFF}" } else { "" };
            Ok((format!("{mark}{text}").into_bytes(), report))
        }
    }
}
