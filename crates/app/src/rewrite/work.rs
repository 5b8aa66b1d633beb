//! One rewriting on its way: block by block, in each of them sentence by sentence where that is better.
//!
//! Code does what has one right answer first (written words for Cantonese, sure fixes), the model words the rest, code puts the facts back
//! and compares. What is not right is asked for once more. An answer that is then still wrong is not taken: the text stays as code
//! alone could better it, and that is said; only where leaving out is what was asked for, a fact that went is marked instead.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use gungman_core::{Block, Fact, Issue, Lang, Run, Severity};
use gungman_engine::{GenerationEvent, Options, Prompt, Sampling};
use gungman_lang::{differ, facts, segments};

use super::actions::{Action, Given, Unit, must};
use super::api::{RewriteEvent, RewriteOutcome, RewriteRequest, RewriteStats, Rewritten};
use super::measure::{Fault, Room, faults, issue, length, named, weight};
use super::pieces::{after, pieces, unfinished, with};
use super::ready::Ready;
use crate::check;
use crate::draft::Stop;
use crate::error::Error;
use crate::office::Office;

/// How often an unfinished part is told at most.
pub(super) const EVERY: Duration = Duration::from_millis(60);

/// The labels of the prompts, which a small model may repeat.
const LABELS: [&str; 8] =
    ["原文：", "修改後：", "修改後的文字：", "要求：", "Text:", "Task:", "Changed text:", "Rewritten text:"];

/// The labels under which faults are named to the model: a line that repeats one is no text.
const FAULTS: [&str; 6] = ["遺漏或有誤：", "原文沒有：", "其他：", "Missing or wrong:", "Not in the Text:", "Other:"];

/// A rewriting.
pub(super) struct Work<'a> {
    pub office: &'a Office,
    pub request: &'a RewriteRequest,
    pub action: &'static Action,
    pub stop: &'a Stop,
    pub events: &'a (dyn Fn(RewriteEvent) + Send + Sync),
    pub ready: Ready<'a>,
    /// What may be stated though the text does not state it.
    pub known: Vec<Fact>,
    pub started: Instant,
}

/// What is counted on the way.
#[derive(Default)]
pub(super) struct Tally(pub RewriteStats);

/// Where a call writes.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub part: u32,
    pub parts: u32,
}

impl<'a> Work<'a> {
    pub fn new(
        office: &'a Office,
        request: &'a RewriteRequest,
        action: &'static Action,
        stop: &'a Stop,
        events: &'a (dyn Fn(RewriteEvent) + Send + Sync),
    ) -> Self {
        let document = request.document.as_ref();
        // Not what the other paragraphs state: a date that slips in from one of them is wrong here.
        let header = document.iter().flat_map(|document| document.fields.values().map(String::as_str));
        let points = (action.id == "expand").then_some(request.points.as_str());
        let known = check::known(header.chain([request.instruction.as_str()]).chain(points));
        let ready = Ready::new(office, document, request.lang);
        Self { office, request, action, stop, events, ready, known, started: Instant::now() }
    }

    const fn lang(&self) -> Lang {
        self.request.lang
    }

    /// Does what was asked for.
    pub async fn run(&self) -> Result<RewriteOutcome, Error> {
        match (self.action.translates, self.action.shape) {
            (true, _) => self.translated().await,
            (false, Some(shape)) => self.shaped(shape).await,
            (false, None) => self.blocks().await,
        }
    }

    /// Rewrites block by block.
    async fn blocks(&self) -> Result<RewriteOutcome, Error> {
        let blocks = &self.request.blocks;
        let alone = blocks.len() == 1;
        // A heading among paragraphs is no text to be worded anew.
        let taken =
            |block: &Block| !block.text().trim().is_empty() && (alone || !matches!(block, Block::Heading { .. }));
        let chosen: Vec<usize> = (0..blocks.len()).filter(|at| taken(&blocks[*at])).collect();
        let parts = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let whole: usize = chosen.iter().map(|at| length(&blocks[*at].text(), self.lang())).sum();
        let (mut tally, mut out) = (Tally::default(), Vec::new());
        for (part, at) in (0_u32..).zip(chosen) {
            let block = &blocks[at];
            // A length for several paragraphs is shared among them.
            let share = |most: u32| {
                let own = length(&block.text(), self.lang()).max(1);
                u32::try_from(most as usize * own / whole.max(1)).unwrap_or(most).max(1)
            };
            let most = self.request.length.map(share);
            let place = Place { part, parts };
            let (text, mut issues) = self.block(block, place, most, &mut tally).await?;
            if self.stop.is_stopped() {
                return Err(Error::Cancelled);
            }
            (self.events)(RewriteEvent::Checking);
            let pieces = pieces(block.runs(), &text);
            // Over the whole block once more: a sentence's fact may have gone to its neighbour.
            let old = block.text();
            let found = faults(&old, &text, &self.known, self.lang(), Room::Any);
            issues.extend(found.iter().map(|fault| issue(fault, &self.office.messages)));
            dedup(&mut issues);
            let done = Rewritten {
                index: part,
                before: vec![u32::try_from(at).unwrap_or(u32::MAX)],
                after: vec![with(block, after(&pieces))],
                pieces,
                finished: true,
                issues,
            };
            (self.events)(RewriteEvent::Part(done.clone()));
            out.push(done);
        }
        Ok(self.outcome(out, tally))
    }

    pub fn outcome(&self, parts: Vec<Rewritten>, mut tally: Tally) -> RewriteOutcome {
        let same = |part: &Rewritten| {
            let old = part.before.iter().filter_map(|at| self.request.blocks.get(*at as usize));
            old.eq(part.after.iter())
        };
        tally.0.total_ms = millis(self.started);
        RewriteOutcome { unchanged: parts.iter().all(same), parts, stats: tally.0 }
    }

    /// A block's new text.
    async fn block(
        &self,
        block: &Block,
        place: Place,
        most: Option<u32>,
        tally: &mut Tally,
    ) -> Result<(String, Vec<Issue>), Error> {
        let old = block.text();
        let ranges = match self.action.unit {
            Some(Unit::Sentence) => segments::segments(&old, self.lang()),
            _ => {
                let start = old.len() - old.trim_start().len();
                std::iter::once(start..old.trim_end().len().max(start)).collect()
            }
        };
        let (mut new, mut at, mut issues) = (String::new(), 0, Vec::new());
        for range in ranges {
            new.push_str(old.get(at..range.start).unwrap_or(""));
            at = range.end;
            let source = &old[range.clone()];
            let told = Mutex::new(Instant::now());
            let before = new.clone();
            let show = |partial: &str| {
                let Ok(mut told) = told.lock() else { return };
                if told.elapsed() >= EVERY {
                    *told = Instant::now();
                    self.show(block, place, range.end, &format!("{before}{partial}"));
                }
            };
            let (text, found) = self.piece(source, place, most, &show, tally).await?;
            new.push_str(&text);
            issues.extend(found);
            self.show(block, place, range.end, &new);
        }
        new.push_str(old.get(at..).unwrap_or(""));
        Ok((new, issues))
    }

    /// Tells how far a part is.
    fn show(&self, block: &Block, Place { part, .. }: Place, done: usize, new: &str) {
        let pieces = unfinished(block.runs(), done, new);
        let at = self.request.blocks.iter().position(|other| std::ptr::eq(other, block)).unwrap_or(0);
        (self.events)(RewriteEvent::Part(Rewritten {
            index: part,
            before: vec![u32::try_from(at).unwrap_or(u32::MAX)],
            after: vec![with(block, after(&pieces))],
            pieces,
            finished: false,
            issues: Vec::new(),
        }));
    }

    /// What becomes of a sentence or a paragraph.
    async fn piece(
        &self,
        source: &str,
        place: Place,
        most: Option<u32>,
        show: &(dyn Fn(&str) + Sync),
        tally: &mut Tally,
    ) -> Result<(String, Vec<Issue>), Error> {
        let lang = self.lang();
        let base = self.ready.bettered(source, self.action.spoken);
        // A reference, a name, a heading of two words: there is nothing to word.
        if length(&base, lang) < 4 && self.action.unit == Some(Unit::Sentence) {
            return Ok((base, Vec::new()));
        }
        let room = match self.action.id.as_str() {
            "shorten" => Room::Less(most),
            "expand" | "own" => Room::Any,
            _ => Room::Some,
        };
        let given = Given {
            instruction: self.request.instruction.clone(),
            length: most,
            points: if self.action.id == "expand" { self.request.points.clone() } else { String::new() },
            must: must(&base, lang),
            source: base.clone(),
        };
        let (text, found) = self.answered(&given, &base, room, place, show, tally).await?;
        self.settled(source, base, text, &found)
    }

    /// The model's best answer of two, with what is not right about it.
    pub async fn answered(
        &self,
        given: &Given,
        base: &str,
        room: Room,
        place: Place,
        show: &(dyn Fn(&str) + Sync),
        tally: &mut Tally,
    ) -> Result<(String, Vec<Fault>), Error> {
        let lang = self.lang();
        let ask = self.action.ask(given, lang)?;
        let sampling =
            if self.request.another { Sampling::Fresh { seed: crate::draft::seed() } } else { Sampling::Greedy };
        let limit = 160 + 3 * u32::try_from(base.chars().count()).unwrap_or(400).min(400);
        let look = |text: &str| {
            let mut found = faults(base, text, &self.known, lang, room);
            if self.action.rewords && text == base && length(base, lang) > 12 {
                found.push(Fault { code: "rewrite_same", severity: Severity::Warning, value: String::new() });
            }
            if self.action.id == "correct" && rewords(base, text) {
                found.push(Fault { code: "rewrite_reworded", severity: Severity::Error, value: String::new() });
            }
            found
        };
        let known = facts::find(base);
        let first = self.call(self.action.prompt(&ask, lang)?, sampling, limit, place, show, tally).await?;
        let mut text = self.finished(&first, &known);
        let mut found = look(&text);
        if weight(&found) > 0 && !self.stop.is_stopped() {
            (self.events)(RewriteEvent::Repairing { faults: u32::try_from(found.len()).unwrap_or(u32::MAX) });
            tally.0.repairs += 1;
            let named = named(&found, &self.office.messages, lang);
            let prompt = self.action.again(&ask, &text, named, lang)?;
            let second = self.call(prompt, Sampling::Greedy, limit, place, show, tally).await?;
            let second = self.finished(&second, &known);
            let faults = look(&second);
            if weight(&faults) < weight(&found) {
                (text, found) = (second, faults);
            }
        }
        Ok((text, found))
    }

    /// The answer, or, where it is wrong, what code alone could better.
    fn settled(
        &self,
        source: &str,
        base: String,
        text: String,
        found: &[Fault],
    ) -> Result<(String, Vec<Issue>), Error> {
        let stands = |fault: &Fault| {
            fault.severity != Severity::Error || self.action.may_lose && fault.code == "rewrite_missing"
        };
        if found.iter().all(stands) {
            let rest = found.iter().filter(|fault| !fault.code.starts_with("rewrite_missing"));
            return Ok((text, rest.map(|fault| issue(fault, &self.office.messages)).collect()));
        }
        let why = found.iter().find(|fault| !stands(fault)).map_or("", |fault| fault.code);
        tracing::info!(code = why, "an answer was not taken");
        let excerpt: String = source.chars().take(16).collect();
        let kept = Fault { code: "rewrite_kept", severity: Severity::Info, value: excerpt };
        Ok((base, vec![issue(&kept, &self.office.messages)]))
    }

    /// The model's answer without what does not belong to it.
    pub fn finished(&self, answer: &str, known: &[Fact]) -> String {
        let said = |line: &&str| !line.is_empty() && !FAULTS.iter().any(|label| line.starts_with(label));
        let lines: Vec<&str> = answer.lines().map(bare).filter(said).collect();
        if self.action.unit == Some(Unit::Whole) {
            return lines.iter().map(|line| self.ready.finished(line, known)).collect::<Vec<_>>().join("\n");
        }
        let text = lines.join(if self.lang().is_chinese() { "" } else { " " });
        self.ready.finished(&text, known)
    }

    /// One call of the model; `show` hears the answer as it grows.
    pub async fn call(
        &self,
        prompt: Prompt,
        sampling: Sampling,
        max_tokens: u32,
        Place { part, parts }: Place,
        show: &(dyn Fn(&str) + Sync),
        tally: &mut Tally,
    ) -> Result<String, Error> {
        if tally.0.calls == 0 {
            (self.events)(RewriteEvent::Starting);
        }
        tally.0.calls += 1;
        let first_call = tally.0.calls == 1;
        let options = Options { max_tokens, sampling, ban_simplified: self.lang().is_chinese() };
        let (mut tokens, mut first) = (0_u32, None::<Instant>);
        let mut hear = |event: &GenerationEvent, whole: &str| match event {
            GenerationEvent::Queued { ahead } => (self.events)(RewriteEvent::Queued { ahead: *ahead }),
            GenerationEvent::Starting => (self.events)(RewriteEvent::Starting),
            GenerationEvent::Loading { percent } => (self.events)(RewriteEvent::Loading { percent: *percent }),
            GenerationEvent::Reading { done, total, reused } if first_call => {
                (self.events)(RewriteEvent::Reading { done: *done, total: *total, reused: *reused });
            }
            GenerationEvent::Text { .. } => {
                tokens += 1;
                if tally.0.first_word_ms == 0 {
                    tally.0.first_word_ms = millis(self.started).max(1);
                }
                let since = first.get_or_insert_with(Instant::now).elapsed().as_secs_f32();
                if since > 0.2 {
                    let tokens_per_second = tokens as f32 / since;
                    (self.events)(RewriteEvent::Writing { tokens_per_second, part: part + 1, parts });
                }
                show(bare(whole));
            }
            _ => {}
        };
        let (text, stats) = self.office.answer(prompt, options, self.stop, &mut hear).await?;
        tally.0.tokens += stats.generated_tokens;
        tally.0.first.get_or_insert(stats);
        Ok(text)
    }
}

/// A line of the model's without a label, a bullet or quotation marks around it.
fn bare(line: &str) -> &str {
    let mut text = line.trim();
    for label in LABELS {
        text = text.strip_prefix(label).unwrap_or(text).trim_start();
    }
    let quoted = |open: char, close: char| {
        let inner = text.strip_prefix(open)?.strip_suffix(close)?;
        (!inner.contains(open)).then_some(inner)
    };
    quoted('「', '」').or_else(|| quoted('“', '”')).or_else(|| quoted('"', '"')).unwrap_or(text)
}

/// Whether a text says it in other words, where only mistakes were to be put right.
fn rewords(old: &str, new: &str) -> bool {
    let all = old.chars().count().max(1);
    let changed: usize = differ::difference(old, new)
        .iter()
        .filter(|stretch| !stretch.same)
        .map(|stretch| old[stretch.old.clone()].chars().count().max(new[stretch.new.clone()].chars().count()))
        .sum();
    changed * 5 > all * 2
}

fn millis(since: Instant) -> u32 {
    u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX)
}

/// Each issue once.
pub(super) fn dedup(issues: &mut Vec<Issue>) {
    let mut seen: Vec<(String, Option<String>)> = Vec::new();
    issues.retain(|issue| {
        let key = (issue.code.clone(), issue.excerpt.clone());
        let new = !seen.contains(&key);
        seen.push(key);
        new
    });
}

/// Runs of plain text.
pub(super) fn plain(text: impl Into<String>) -> Vec<Run> {
    vec![Run::plain(text)]
}
