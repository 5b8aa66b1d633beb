//! What becomes other blocks: paragraphs, a list, a table; and the other language.

use std::sync::Mutex;
use std::time::Instant;

use gungman_core::{Block, Issue, Severity};
use gungman_lang::segments;

use super::actions::{Given, Shape, must};
use super::api::{RewriteEvent, RewriteOutcome, Rewritten};
use super::measure::{Fault, Room, faults, issue};
use super::pieces::with;
use super::work::{EVERY, Place, Tally, Work, dedup, plain};
use crate::error::Error;
use crate::paragraphs;
use crate::translate::{Steps, Translator, other};

impl Work<'_> {
    /// Puts all that was selected into another shape.
    pub async fn shaped(&self, shape: Shape) -> Result<RewriteOutcome, Error> {
        let lang = self.request.lang;
        let lines: Vec<String> =
            self.request.blocks.iter().map(Block::text).filter(|text| !text.trim().is_empty()).collect();
        let base: Vec<String> = lines.iter().map(|line| self.ready.bettered(line, self.action.spoken)).collect();
        let base = base.join("\n");
        let given = Given {
            instruction: self.request.instruction.clone(),
            must: must(&base, lang),
            source: base.clone(),
            ..Given::default()
        };
        let before: Vec<u32> = (0..u32::try_from(self.request.blocks.len()).unwrap_or(u32::MAX)).collect();
        let part = |after: Vec<Block>, finished, issues| Rewritten {
            index: 0,
            before: before.clone(),
            after,
            pieces: Vec::new(),
            finished,
            issues,
        };
        let told = Mutex::new(Instant::now());
        let show = |partial: &str| {
            let Ok(mut told) = told.lock() else { return };
            if told.elapsed() >= EVERY {
                *told = Instant::now();
                (self.events)(RewriteEvent::Part(part(self.formed(partial, shape), false, Vec::new())));
            }
        };
        let mut tally = Tally::default();
        let place = Place { part: 0, parts: 1 };
        let (text, found) = self.answered(&given, &base, Room::Some, place, &show, &mut tally).await?;
        (self.events)(RewriteEvent::Checking);
        let blocks = self.formed(&text, shape);
        // What is shown is compared, not what the model wrote: a line may have been taken for a frame.
        let shown: Vec<String> = blocks.iter().map(Block::text).collect();
        let found: Vec<Fault> = faults(&base, &shown.join("\n"), &self.known, lang, Room::Any)
            .into_iter()
            .chain(found.into_iter().filter(|fault| fault.code == "rewrite_long"))
            .collect();
        let wrong = found.iter().any(|fault| fault.severity == Severity::Error);
        let (after, mut issues) = if wrong || !fits(&blocks, shape) {
            let value: String = base.chars().take(16).collect();
            let kept = Fault { code: "rewrite_kept", severity: Severity::Info, value };
            (self.by_code(&base, shape), vec![issue(&kept, &self.office.messages)])
        } else {
            (blocks, found.iter().map(|fault| issue(fault, &self.office.messages)).collect())
        };
        if shape != Shape::Table || after != self.request.blocks {
            issues.extend(self.bared(&self.request.blocks));
        }
        dedup(&mut issues);
        let done = part(after, true, issues);
        (self.events)(RewriteEvent::Part(done.clone()));
        Ok(self.outcome(vec![done], tally))
    }

    /// Emphasis inside a text does not survive its change into another language or shape: that is said.
    fn bared(&self, blocks: &[Block]) -> Option<Issue> {
        let emphasis = blocks.iter().flat_map(Block::runs).find(|run| run.bold || run.underline)?;
        let value: String = emphasis.text.chars().take(16).collect();
        let bared = Fault { code: "rewrite_formatting", severity: Severity::Warning, value };
        Some(issue(&bared, &self.office.messages))
    }

    /// The lines of an answer as blocks.
    fn formed(&self, text: &str, shape: Shape) -> Vec<Block> {
        let blocks = text.lines().filter_map(paragraphs::unmarked).map(|block| block.text());
        let lines: Vec<String> = blocks.collect();
        self.blocks_of(&lines, shape)
    }

    fn blocks_of(&self, lines: &[String], shape: Shape) -> Vec<Block> {
        let lang = self.request.lang;
        let opens = |line: &str| line.ends_with(['：', ':']);
        let last = lines.len().saturating_sub(1);
        let block = |(at, line): (usize, &String)| match shape {
            Shape::Paragraphs => Block::paragraph(line.clone()),
            _ if at == 0 && opens(line) => Block::paragraph(line.clone()),
            Shape::Table => Block::item(1, line.clone()),
            Shape::List => Block::item(1, paragraphs::list_item(line, at == last, at + 1 == last, lang)),
        };
        lines.iter().enumerate().map(block).collect()
    }

    /// The shape without other words: each sentence an item, or all of them a paragraph.
    fn by_code(&self, base: &str, shape: Shape) -> Vec<Block> {
        let lang = self.request.lang;
        let sentences = base
            .lines()
            .flat_map(|line| segments::segments(line, lang).into_iter().map(|range| line[range].to_owned()));
        let sentences: Vec<String> = sentences.collect();
        match shape {
            Shape::List => self.blocks_of(&sentences, shape),
            Shape::Paragraphs => {
                let stopped = sentences.iter().map(|sentence| {
                    let text = sentence.trim_end_matches(['；', ';', '。', '.']).trim_end_matches("; and");
                    format!("{text}{}", if lang.is_chinese() { "。" } else { "." })
                });
                vec![Block::paragraph(stopped.collect::<Vec<_>>().join(if lang.is_chinese() { "" } else { " " }))]
            }
            Shape::Table => self.request.blocks.clone(),
        }
    }

    /// Puts the blocks into the other language.
    pub async fn translated(&self) -> Result<RewriteOutcome, Error> {
        let to = other(self.request.lang);
        let glossary = self.office.glossary().await?;
        let translator = Translator::new(self.office, &glossary, to, Steps::ALL)?;
        let blocks = &self.request.blocks;
        let chosen: Vec<usize> = (0..blocks.len()).filter(|at| !blocks[*at].text().trim().is_empty()).collect();
        let (mut tally, mut out) = (Tally::default(), Vec::new());
        (self.events)(RewriteEvent::Starting);
        for (part, at) in (0_u32..).zip(chosen) {
            let old = blocks[at].text();
            let (mut new, mut issues) = (String::new(), Vec::new());
            let mut before: Option<(String, String)> = None;
            let told = |new: &str, finished, issues| Rewritten {
                index: part,
                before: vec![u32::try_from(at).unwrap_or(u32::MAX)],
                after: vec![with(&blocks[at], plain(new))],
                pieces: Vec::new(),
                finished,
                issues,
            };
            for range in segments::segments(&old, self.request.lang) {
                let source = &old[range];
                let pair = before.as_ref().map(|(source, target)| (source.as_str(), target.as_str()));
                let segment = translator.segment(source, pair, self.stop).await?;
                tally.0.calls += 1;
                tally.0.repairs += u32::from(segment.repaired);
                if !new.is_empty() && !to.is_chinese() {
                    new.push(' ');
                }
                new.push_str(&segment.target);
                issues.extend(segment.issues);
                before = Some((source.to_owned(), segment.target));
                (self.events)(RewriteEvent::Part(told(&new, false, Vec::new())));
            }
            issues.extend(self.bared(&blocks[at..=at]));
            dedup(&mut issues);
            let done = told(&new, true, issues);
            (self.events)(RewriteEvent::Part(done.clone()));
            out.push(done);
        }
        Ok(self.outcome(out, tally))
    }
}

/// Whether blocks are of the shape that was asked for.
fn fits(blocks: &[Block], shape: Shape) -> bool {
    let items = blocks.iter().filter(|block| matches!(block, Block::Item { .. }));
    match shape {
        Shape::Paragraphs => !blocks.is_empty(),
        Shape::List => items.count() > 1,
        Shape::Table => {
            let labelled = |block: &&Block| block.text().contains(['：', ':']);
            items.clone().count() > 0 && items.clone().all(|block| labelled(&block))
        }
    }
}
