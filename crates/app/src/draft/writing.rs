//! How the body of a document comes about.
//!
//! The model writes wording; everything around it is code. The points are made ready one by one (facts in their official
//! form, Cantonese in written Chinese) and written one by one. Each line of the model's is converted to Hong Kong
//! characters, tidied to the house style and has its facts put back; what is missing or foreign is asked for once more,
//! and what is still not right is marked.

use std::collections::BTreeMap;
use std::time::Instant;

use gungman_core::{Block, Document, Fact, FactRow, Issue, Lang, Run, Severity, Template};
use gungman_engine::{ErrorCode, Finish, GenerationEvent, Options, Prompt, Sampling, Stats};
use gungman_lang::{facts, notes, script, style};

use super::Stop;
use crate::api::{DraftEvent, DraftRequest, DraftStats};
use crate::check::{self, Faults};
use crate::checking::CheckRow;
use crate::compose::{Purpose, compose, printed_values};
use crate::enquiry;
use crate::error::Error;
use crate::minutes;
use crate::office::Office;
use crate::paragraphs::{self, Lines};
use crate::points::{self, Point};
use crate::prompt::{self, Conversation};

/// The most tokens one point takes: about a third of a page.
const MAX_TOKENS: u32 = 400;

/// What came of a draft: the document, its facts, what to look at, what it took.
pub(super) type Written = (Document, Vec<FactRow>, Vec<CheckRow>, DraftStats);

/// One draft on its way.
pub(super) struct Draft<'a> {
    pub(super) office: &'a Office,
    pub(super) request: &'a DraftRequest,
    pub(super) template: &'a Template,
    pub(super) stop: &'a Stop,
    pub(super) events: &'a (dyn Fn(DraftEvent) + Send + Sync),
}

/// Where in the body a call writes, and what is said of it meanwhile.
#[derive(Clone, Copy)]
struct Place {
    /// The index of its first block.
    at: usize,
    /// Which point, from 1.
    point: u32,
    /// Of how many.
    points: u32,
}

/// What one call of the model brought.
struct Call {
    blocks: Vec<Block>,
    stats: Stats,
}

impl Draft<'_> {
    /// Writes point by point into `body`, which holds what was written when an error ends it.
    pub(super) async fn run(&self, started: Instant, body: &mut Vec<Block>) -> Result<Written, Error> {
        let document = &self.request.document;
        let lang = document.lang;
        let spec = self.template.prompts.get(&lang).ok_or_else(|| Error::UnknownTemplate(document.template.clone()))?;
        let header = printed_values(document, self.template, &self.office.shelf.choices, self.office.today());
        let taken = enquiry::take(&self.request.points, &spec.enquiry, lang);
        let points = points::split(&taken.rest, &self.template.body, lang);

        (self.events)(DraftEvent::Starting);
        // What is kept as it is needs no model: an acknowledgement without a note is its opening.
        if points.iter().any(|point| !point.heading && !point.verbatim) {
            self.office.load_model().await?;
        }
        let sampling = if self.request.another { Sampling::Fresh { seed: seed() } } else { Sampling::Greedy };
        let address = &self.office.shelf.address;
        let (own, other, third) = (address.own(document), address.other(document), address.third(document));
        let persons = notes::Persons { own: &own, other: &other, third: &third };
        let mut values = header.clone();
        values.extend([("self".to_owned(), own.clone()), ("other".to_owned(), other.clone())]);
        let mut talk = Conversation::new(spec, values, self.request.another);
        // What the header and the other points state is known, and foreign nowhere.
        let said = points::unlined(&self.request.points);
        let known: Vec<Fact> = check::known(header.values().map(String::as_str).chain([said.as_str()]));
        // Who speaks anywhere in the notes of a meeting: nobody's words may become another's.
        let speakers = minutes::speakers(&self.request.points);

        let mut unwritten: Vec<&str> = Vec::new();
        let (mut first, mut repairs, mut tokens, mut cut) = (None, 0, 0, false);
        let total = u32::try_from(points.len()).unwrap_or(u32::MAX);
        for (number, point) in (1_u32..).zip(&points) {
            if point.heading {
                body.push(Block::Heading { runs: vec![Run::plain(point.text.as_str())] });
                self.show(body, body.len() - 1);
                continue;
            }
            if point.verbatim {
                let mut block = Block::paragraph(point.text.as_str());
                block.add_lines(&point.lines);
                body.push(block);
                self.show(body, body.len() - 1);
                continue;
            }
            let wanted = facts::find(&point.text);
            // In minutes nobody speaks for the sender.
            let persons = if point.lines.is_empty() { persons } else { minutes::persons(lang) };
            let note = notes::prepare(&point.text, lang, persons);
            let about = notes::prepare(&point.about, lang, persons);
            let ask = talk.ask(&with_question(&note, &about, lang));
            let place = Place { at: body.len(), point: number, points: total };
            let mut call = match self.call(talk.prompt(&ask), sampling, &known, place).await {
                // Long notes: what was written before is dropped, and the point is asked for again.
                Err(Error::Engine(error)) if error.code == ErrorCode::ContextOverflow && talk.forget() => {
                    self.call(talk.prompt(&ask), sampling, &known, place).await?
                }
                other => other?,
            };
            // A refusal is no paragraph: the point counts as unwritten unless the second call writes it.
            call.blocks.retain(|block| !talk.says_nothing(&block.text()));
            tokens += call.stats.generated_tokens;
            cut |= matches!(call.stats.finish, Finish::Length | Finish::Loop);
            let speakers = if point.lines.is_empty() { &[][..] } else { &speakers[..] };
            let faults_of = |blocks: &[Block]| {
                let faults = self.faults_of(blocks, &wanted, &known);
                minutes::who(faults, &point.text, &text_of(blocks), speakers)
            };
            let faults = faults_of(&call.blocks);
            if faults.count() > 0 && !self.stop.is_stopped() {
                (self.events)(DraftEvent::Repairing { faults: u32::try_from(faults.count()).unwrap_or(u32::MAX) });
                repairs += 1;
                let prompt = talk.repair(&ask, &text_of(&call.blocks), &named(&faults, lang));
                // A repair that fails leaves the first text standing, with its marks.
                match self.call(prompt, Sampling::Greedy, &known, place).await {
                    Ok(second) if !self.stop.is_stopped() => {
                        tokens += second.stats.generated_tokens;
                        let better = faults_of(&second.blocks).count() < faults.count();
                        let nothing = talk.says_nothing(&text_of(&second.blocks));
                        if !second.blocks.is_empty() && better && !nothing {
                            call.blocks = second.blocks;
                        }
                    }
                    Ok(_) => {}
                    Err(error) => tracing::warn!(%error, "the repair failed; the first text stands"),
                }
            }
            first.get_or_insert(call.stats);
            let text = text_of(&call.blocks);
            let placed = self.place(body, call.blocks, point, &points[number as usize..]);
            if self.stop.is_stopped() {
                break;
            }
            if !placed {
                unwritten.push(&point.text);
            }
            if !text.is_empty() {
                talk.keep(ask, text);
            }
        }
        if body.iter().all(|block| matches!(block, Block::Heading { .. })) {
            return Err(if self.stop.is_stopped() { Error::Cancelled } else { Error::EmptyDraft });
        }
        if let Some(closing) = taken.closing.as_ref().filter(|_| !self.stop.is_stopped()) {
            // The heading 查詢 is no repetition of it.
            let heading = |block: &Block| matches!(block, Block::Heading { .. });
            body.retain(|block| heading(block) || !enquiry::repeats(&block.text(), closing, &spec.enquiry));
            body.push(Block::paragraph(closing));
        }
        self.show(body, 0);

        (self.events)(DraftEvent::Checking);
        let result = Document { body: body.clone(), accepted: Vec::new(), ..document.clone() };
        let rows = check::fact_rows(&result, &self.request.points, header.values().map(String::as_str));
        let (choices, today) = (&self.office.shelf.choices, self.office.today());
        let sheet = compose(&result, self.template, choices, today, Purpose::Preview);
        let mut issues = self.office.check_document(&result, &self.request.points, &sheet, &rows);
        let issue = |code: &str, severity, value: &str| Issue {
            code: code.into(),
            severity,
            message: self.office.messages.issue(code, value),
            field: None,
            block: None,
            excerpt: None,
        };
        // A point without a fact would be missed by nobody else.
        issues.extend(unwritten.iter().map(|point| issue("point_unwritten", Severity::Error, point).into()));
        if cut {
            let block = u32::try_from(result.body.len().saturating_sub(1)).ok();
            issues.push(Issue { block, ..issue("stopped_at_length", Severity::Warning, "") }.into());
        }
        let total_ms = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        Ok((result, rows, issues, DraftStats { first, points: total, repairs, tokens, total_ms }))
    }

    fn faults_of(&self, blocks: &[Block], wanted: &[Fact], known: &[Fact]) -> Faults {
        let lang = self.request.document.lang;
        let texts: Vec<String> = blocks.iter().map(Block::text).collect();
        Faults::of(&facts::compare(wanted, known, &texts, lang), &texts, lang)
    }

    /// Puts what was written for a point into the body: as the item of a list, joined to a paragraph, or on its own.
    /// False when there was nothing that did not stand there already.
    fn place(&self, body: &mut Vec<Block>, blocks: Vec<Block>, point: &Point, rest: &[Point]) -> bool {
        let lang = self.request.document.lang;
        let (mut placed, mut said_before) = (false, false);
        if point.item {
            let last = !rest.first().is_some_and(|next| next.item);
            let before_last = !last && !rest.get(1).is_some_and(|next| next.item);
            let text =
                blocks.iter().map(Block::text).collect::<Vec<_>>().join(if lang.is_chinese() { "" } else { " " });
            if !text.is_empty() {
                let mut block = Block::item(1, paragraphs::list_item(&text, last, before_last, lang));
                block.add_lines(&point.lines);
                body.push(block);
                placed = true;
            }
        } else {
            for mut block in blocks {
                block.add_lines(&point.lines);
                let text = block.text();
                // A small model likes to say the same twice.
                if let Some(earlier) = body.iter_mut().find(|earlier| earlier.text() == text) {
                    // In minutes it then comes from both lines, and is compared with both.
                    earlier.add_lines(&point.lines);
                    said_before = !point.lines.is_empty() && point.action.is_empty();
                    continue;
                }
                placed = true;
                // Who acts stands at the end of his paragraph.
                let acted = body.last().is_some_and(|last| points::take_action(&last.text()).is_some());
                let alone = body.len() < 2 || point.opens_list || acted;
                match body.last_mut().filter(|last| !alone && paragraphs::joins(last, &block, lang)) {
                    Some(last) => {
                        let lines = last.lines().to_vec();
                        *last = paragraphs::joined(last, &text, lang);
                        last.add_lines(&lines);
                        last.add_lines(&point.lines);
                    }
                    None => body.push(block),
                }
            }
            if point.opens_list
                && placed
                && let Some(last) = body.last_mut()
            {
                let lines = last.lines().to_vec();
                *last = Block::paragraph(paragraphs::opening_a_list(&last.text(), lang));
                last.add_lines(&lines);
            }
        }
        if placed
            && !point.action.is_empty()
            && let Some(last) = body.last_mut()
        {
            last.runs_mut().push(Run::plain(format!("【{}】", point.action)));
        }
        self.show(body, body.len().saturating_sub(2));
        placed || said_before
    }

    /// One call of the model; its lines are finished one by one and go to the page as they come.
    async fn call(&self, prompt: Prompt, sampling: Sampling, known: &[Fact], place: Place) -> Result<Call, Error> {
        let lang = self.request.document.lang;
        let options = Options { max_tokens: MAX_TOKENS, sampling, ban_simplified: lang.is_chinese() };
        let mut generation = self.office.engine.generate(prompt, options);
        let mut lines = Lines::default();
        let mut blocks: Vec<Block> = Vec::new();
        let (mut tokens, mut first_text) = (0_u32, None);
        loop {
            let event = tokio::select! {
                event = generation.events.recv() => event,
                () = self.stop.stopped() => {
                    generation.cancel();
                    generation.events.recv().await
                }
            };
            // The client ends every stream with Done or Failed; a closed channel is a client that went away.
            let Some(event) = event else { return Err(Error::Cancelled) };
            match event {
                GenerationEvent::Queued { ahead } => (self.events)(DraftEvent::Queued { ahead }),
                GenerationEvent::Starting => (self.events)(DraftEvent::Starting),
                GenerationEvent::Loading { percent } => (self.events)(DraftEvent::Loading { percent }),
                // Reading takes long once, for the constant part; a further point is read in a moment.
                GenerationEvent::Reading { done, total, reused } if place.at == 0 => {
                    (self.events)(DraftEvent::Reading { done, total, reused });
                }
                GenerationEvent::Reading { .. } => {}
                GenerationEvent::Text { text } => {
                    // One message is one token, or a few that make a whole character.
                    tokens += 1;
                    let since = first_text.get_or_insert_with(Instant::now).elapsed().as_secs_f32();
                    if since > 0.2 {
                        let tokens_per_second = tokens as f32 / since;
                        let Place { point, points, .. } = place;
                        (self.events)(DraftEvent::Writing { tokens_per_second, point, points });
                    }
                    for line in lines.push(&text) {
                        self.finish_line(&line, known, &mut blocks, place.at);
                    }
                    if let Some(block) = self.raw_block(lines.unfinished()) {
                        self.emit(place.at + blocks.len(), block, false);
                    }
                }
                GenerationEvent::Done { stats } => {
                    let last = lines.finish();
                    self.finish_line(&last, known, &mut blocks, place.at);
                    return Ok(Call { blocks, stats });
                }
                GenerationEvent::Failed { error } => return Err(error.into()),
            }
        }
    }

    fn raw_block(&self, line: &str) -> Option<Block> {
        let document = &self.request.document;
        paragraphs::block(line, document.field("subject"), document.lang)
    }

    /// A finished line: a block in Hong Kong characters and the house style, its facts in their official form.
    fn finish_line(&self, line: &str, known: &[Fact], blocks: &mut Vec<Block>, at: usize) {
        let lang = self.request.document.lang;
        // What belongs to the frame is known by its Hong Kong form: the conversion comes first.
        let line = if lang.is_chinese() { self.office.in_hong_kong(line) } else { line.to_owned() };
        let Some(mut block) = self.raw_block(&line) else { return };
        for run in block.runs_mut() {
            run.text = facts::restore(&style::tidy(&run.text, lang), known, lang);
            if lang.is_chinese() && !script::find_simplified(&run.text).is_empty() {
                run.text = self.office.hong_kong.convert(&run.text);
            }
        }
        self.emit(at + blocks.len(), block.clone(), true);
        blocks.push(block);
    }

    fn show(&self, body: &[Block], from: usize) {
        for (index, block) in body.iter().enumerate().skip(from) {
            self.emit(index, block.clone(), true);
        }
    }

    fn emit(&self, index: usize, block: Block, finished: bool) {
        (self.events)(DraftEvent::Block { index: u32::try_from(index).unwrap_or(u32::MAX), block, finished });
    }
}

/// A note so short that it says little without what it answers, in characters: 5月底, 不可以.
const SHORT_NOTE: usize = 14;

/// A note with what it answers, where it needs that to be understood. A small model copies a question that it is shown, so a
/// note that stands on its own is given alone.
fn with_question(note: &str, about: &str, lang: Lang) -> String {
    let about = about.trim_end_matches(['？', '?', '。', '.', '；', ';', '！', '!']);
    let width: usize = note.chars().map(|c| if gungman_core::is_han(c) { 2 } else { 1 }).sum();
    match (about.is_empty() || width > 2 * SHORT_NOTE, lang) {
        (true, _) => note.to_owned(),
        (false, Lang::ZhHantHk) => format!("（答：{about}）{note}"),
        (false, Lang::EnGb) => format!("(Answer to: {about}) {note}"),
    }
}

fn text_of(blocks: &[Block]) -> String {
    blocks.iter().map(Block::text).collect::<Vec<_>>().join("\n")
}

/// The faults under the names by which a template's repair prompt asks for them.
fn named(faults: &Faults, lang: Lang) -> BTreeMap<String, String> {
    let Faults { missing, foreign, untranslated } = faults;
    [("missing", missing), ("foreign", foreign), ("untranslated", untranslated)]
        .map(|(name, values)| (name.to_owned(), prompt::listed(values.iter().cloned(), lang)))
        .into()
}

/// A seed nobody chose.
pub(crate) fn seed() -> u32 {
    use std::hash::{BuildHasher, Hasher};
    // The standard library's per-process random keys; the time keeps two calls of one process apart.
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u128(std::time::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_nanos()));
    (hasher.finish() & u64::from(u32::MAX)) as u32
}
