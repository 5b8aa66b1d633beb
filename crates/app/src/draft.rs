//! Points in, body out: the main job.
//!
//! The model writes wording; everything around it is code. Each finished paragraph is converted to Hong Kong
//! characters, tidied to the house style and has its facts put back in their official form; the whole is compared with
//! the points; what is missing or foreign is asked for once more, and what is still not right is marked.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use gungman_core::{Block, Document, Fact, FactRow, FactState, Issue, Lang, Severity};
use gungman_engine::{Finish, GenerationEvent, Options, Prompt, Sampling, Stats};
use gungman_lang::{facts, notes, script, style};
use gungman_store::{NewVersion, Outcome, VersionSource, VersionState};
use tokio::sync::Notify;

use crate::api::{DraftEvent, DraftOutcome, DraftRequest, DraftStats};
use crate::check;
use crate::compose::printed_values;
use crate::enquiry::{self, Points};
use crate::error::Error;
use crate::office::Office;
use crate::paragraphs::{self, Lines};
use crate::prompt;

/// The most tokens one draft takes: about two pages.
const MAX_TOKENS: u32 = 1100;

/// A wish to stop, shared between the one who drafts and the one who presses Esc.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    inner: Arc<(AtomicBool, Notify)>,
}

impl Stop {
    /// Asks to stop.
    pub fn stop(&self) {
        self.inner.0.store(true, Ordering::SeqCst);
        self.inner.1.notify_waiters();
    }

    /// Whether stopping was asked for.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.inner.0.load(Ordering::SeqCst)
    }

    async fn stopped(&self) {
        let notified = self.inner.1.notified();
        if !self.is_stopped() {
            notified.await;
        }
    }
}

/// What one call of the model brought.
struct Call {
    blocks: Vec<Block>,
    stats: Stats,
}

impl Office {
    /// Drafts the body of a document from its points. `events` hears of every step but the last, which is the result.
    ///
    /// # Errors
    /// [`Error::NoPoints`], [`Error::Classified`], [`Error::NoModel`], [`Error::Cancelled`] when it was stopped before a
    /// paragraph was written, [`Error::EmptyDraft`], and the model's and the store's own. The working copy in the
    /// library is changed only by a result.
    pub async fn draft(
        &self,
        request: DraftRequest,
        stop: &Stop,
        events: &(dyn Fn(DraftEvent) + Send + Sync),
    ) -> Result<DraftOutcome, Error> {
        let template = self.shelf.template(&request.document.template)?.clone();
        self.shelf.policy.admit(&request.document, &self.shelf.choices)?;
        if request.points.trim().is_empty() {
            return Err(Error::NoPoints);
        }
        self.keep_edits(request.id, &request.document, &request.points).await?;
        let version = self
            .store
            .begin_version(&NewVersion {
                document_id: request.id,
                source: VersionSource::Generated,
                state: VersionState::Running,
                document: request.document.clone(),
                points: request.points.clone(),
                instruction: if request.another { "another".into() } else { String::new() },
                model: self.model_in_use().await.unwrap_or_default(),
            })
            .await?;
        let started = Instant::now();
        let result = Draft { office: self, request: &request, template: &template, stop, events }.run(started).await;
        match result {
            Ok((document, rows, issues, stats)) => {
                let state = if stop.is_stopped() { VersionState::Stopped } else { VersionState::Complete };
                let outcome = Outcome {
                    state,
                    document: document.clone(),
                    stats: serde_json::to_value(&stats).ok(),
                    error: None,
                };
                let version = self.store.finish_version(version.id, &outcome).await?;
                self.store.save_working_copy(request.id, &document, &request.points).await?;
                Ok(DraftOutcome { document, facts: rows, issues, version, stats })
            }
            Err(error) => {
                let state =
                    if matches!(error, Error::Cancelled) { VersionState::Stopped } else { VersionState::Failed };
                let outcome = Outcome {
                    state,
                    document: request.document.clone(),
                    stats: None,
                    error: Some(error.code().to_owned()),
                };
                if let Err(second) = self.store.finish_version(version.id, &outcome).await {
                    tracing::error!(%second, "could not record how a draft ended");
                }
                Err(error)
            }
        }
    }

    /// Reads the constant part of a template's prompt ahead, while the officer is still typing. Does nothing when there
    /// is no model.
    ///
    /// # Errors
    /// Those of the model.
    pub async fn warm(&self, template: &str, lang: Lang) -> Result<(), Error> {
        let template = self.shelf.template(template)?;
        let Some(spec) = template.prompts.get(&lang) else { return Ok(()) };
        self.load_model().await?;
        self.engine.warm(prompt::prefix(spec, lang)).await?;
        Ok(())
    }
}

/// One draft on its way.
struct Draft<'a> {
    office: &'a Office,
    request: &'a DraftRequest,
    template: &'a gungman_core::Template,
    stop: &'a Stop,
    events: &'a (dyn Fn(DraftEvent) + Send + Sync),
}

impl Draft<'_> {
    async fn run(&self, started: Instant) -> Result<(Document, Vec<FactRow>, Vec<Issue>, DraftStats), Error> {
        let document = &self.request.document;
        let lang = document.lang;
        let spec = self.template.prompts.get(&lang).ok_or_else(|| Error::UnknownTemplate(document.template.clone()))?;
        let header = printed_values(document, self.template, &self.office.shelf.choices, self.office.today());
        let wanted = facts::find(&self.request.points);
        let points = enquiry::take(&self.request.points, &spec.enquiry, lang);
        let values = self.values(&header, &points);

        (self.events)(DraftEvent::Starting);
        self.office.load_model().await?;
        let (prompt, sampling) = if self.request.another && !document.body.is_empty() {
            let answer = document.body.iter().map(Block::text).collect::<Vec<_>>().join("\n");
            (prompt::follow_up(spec, lang, &values, &answer, &spec.another), Sampling::Fresh { seed: seed() })
        } else if self.request.another {
            (prompt::first(spec, lang, &values), Sampling::Fresh { seed: seed() })
        } else {
            (prompt::first(spec, lang, &values), Sampling::Greedy)
        };
        let mut first = self.call(prompt, sampling, &wanted, true).await?;
        if first.blocks.is_empty() {
            return Err(if self.stop.is_stopped() { Error::Cancelled } else { Error::EmptyDraft });
        }
        if let Some(closing) = points.closing.as_ref().filter(|_| !self.stop.is_stopped()) {
            first.blocks.retain(|block| !enquiry::repeats(&block.text(), closing, &spec.enquiry));
            self.emit(first.blocks.len(), Block::paragraph(closing), true);
            first.blocks.push(Block::paragraph(closing));
        }

        (self.events)(DraftEvent::Checking);
        let mut result = Document { body: first.blocks.clone(), ..document.clone() };
        let mut rows = self.rows(&result, &header);
        let mut repair = None;
        if check::distance(&rows) > 0 && !self.stop.is_stopped() {
            (self.events)(DraftEvent::Repairing { facts: u32::try_from(check::distance(&rows)).unwrap_or(u32::MAX) });
            let mut values = values.clone();
            values.extend(faults(&rows, lang));
            let answer = result.body.iter().map(Block::text).collect::<Vec<_>>().join("\n");
            let prompt = prompt::follow_up(spec, lang, &values, &answer, &spec.repair);
            // A repair that fails leaves the first text standing, with its marks.
            match self.call(prompt, Sampling::Greedy, &wanted, false).await {
                Ok(call) if !call.blocks.is_empty() && !self.stop.is_stopped() => {
                    let mut body = call.blocks;
                    if let Some(closing) = &points.closing {
                        body.retain(|block| !enquiry::repeats(&block.text(), closing, &spec.enquiry));
                        body.push(Block::paragraph(closing));
                    }
                    let repaired = Document { body, ..document.clone() };
                    let repaired_rows = self.rows(&repaired, &header);
                    if check::distance(&repaired_rows) < check::distance(&rows) {
                        (result, rows) = (repaired, repaired_rows);
                    }
                    repair = Some(call.stats);
                }
                Ok(call) => repair = Some(call.stats),
                Err(error) => tracing::warn!(%error, "the repair failed; the first text stands"),
            }
            self.show(&result.body);
        }
        let mut issues = check::issues(&result, &self.template.checks, &rows, &self.office.messages);
        if matches!(first.stats.finish, Finish::Length | Finish::Loop) {
            issues.push(Issue {
                code: "stopped_at_length".into(),
                severity: Severity::Warning,
                message: self.office.messages.issue("stopped_at_length", ""),
                field: None,
                block: u32::try_from(result.body.len().saturating_sub(1)).ok(),
                excerpt: None,
            });
        }
        let total_ms = u32::try_from(started.elapsed().as_millis()).unwrap_or(u32::MAX);
        Ok((result, rows, issues, DraftStats { first: first.stats, repair, total_ms }))
    }

    /// The values of the turn's placeholders.
    fn values(&self, header: &BTreeMap<String, String>, points: &Points) -> BTreeMap<String, String> {
        let document = &self.request.document;
        let lang = document.lang;
        let address = &self.office.shelf.address;
        let (own, other, third) = (address.own(document), address.other(document), address.third(document));
        let persons = notes::Persons { own: &own, other: &other, third: &third };
        let facts = prompt::facts_of(&points.rest, lang);
        let ready = notes::prepare(&points.rest, lang, persons);
        let mut values = header.clone();
        values.extend([
            ("points".to_owned(), ready),
            ("facts".to_owned(), facts),
            ("self".to_owned(), own),
            ("other".to_owned(), other),
        ]);
        values
    }

    fn rows(&self, document: &Document, header: &BTreeMap<String, String>) -> Vec<FactRow> {
        check::fact_rows(document, &self.request.points, header.values().map(String::as_str))
    }

    /// One call of the model; its paragraphs are finished one by one and, when `shown`, go to the page as they come.
    async fn call(&self, prompt: Prompt, sampling: Sampling, wanted: &[Fact], shown: bool) -> Result<Call, Error> {
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
                GenerationEvent::Reading { done, total, reused } if shown => {
                    (self.events)(DraftEvent::Reading { done, total, reused });
                }
                GenerationEvent::Reading { .. } => {}
                GenerationEvent::Text { text } => {
                    // One message is one token, or a few that make a whole character.
                    tokens += 1;
                    let since = first_text.get_or_insert_with(Instant::now).elapsed().as_secs_f32();
                    if shown && since > 0.2 {
                        (self.events)(DraftEvent::Writing { tokens_per_second: tokens as f32 / since });
                    }
                    for line in lines.push(&text) {
                        self.finish_line(&line, wanted, &mut blocks, shown);
                    }
                    if shown && let Some(block) = self.raw_block(lines.unfinished()) {
                        self.emit(blocks.len(), block, false);
                    }
                }
                GenerationEvent::Done { stats } => {
                    let last = lines.finish();
                    self.finish_line(&last, wanted, &mut blocks, shown);
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
    fn finish_line(&self, line: &str, wanted: &[Fact], blocks: &mut Vec<Block>, shown: bool) {
        let lang = self.request.document.lang;
        // What belongs to the frame is known by its Hong Kong form: the conversion comes first.
        let line = if lang.is_chinese() { self.office.hong_kong.convert(line) } else { line.to_owned() };
        let Some(mut block) = self.raw_block(&line) else { return };
        for run in block.runs_mut() {
            run.text = facts::restore(&style::tidy(&run.text, lang), wanted, lang);
            if lang.is_chinese() && !script::find_simplified(&run.text).is_empty() {
                run.text = self.office.hong_kong.convert(&run.text);
            }
        }
        if shown {
            self.emit(blocks.len(), block.clone(), true);
        }
        blocks.push(block);
    }

    fn show(&self, body: &[Block]) {
        for (index, block) in body.iter().enumerate() {
            self.emit(index, block.clone(), true);
        }
    }

    fn emit(&self, index: usize, block: Block, finished: bool) {
        (self.events)(DraftEvent::Block { index: u32::try_from(index).unwrap_or(u32::MAX), block, finished });
    }
}

/// What a repair is told: the facts that are missing or changed, and those that are foreign.
fn faults(rows: &[FactRow], lang: Lang) -> [(String, String); 2] {
    let of = |states: &[FactState], text: fn(&FactRow) -> &String| {
        prompt::listed(rows.iter().filter(|row| states.contains(&row.state)).map(|row| text(row).clone()), lang)
    };
    [
        ("missing".to_owned(), of(&[FactState::Missing, FactState::Changed], |row| &row.target)),
        ("foreign".to_owned(), of(&[FactState::Foreign], |row| &row.source)),
    ]
}

/// A seed nobody chose.
fn seed() -> u32 {
    use std::hash::{BuildHasher, Hasher};
    // The standard library's per-process random keys; the time keeps two calls of one process apart.
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_u128(std::time::UNIX_EPOCH.elapsed().map_or(0, |time| time.as_nanos()));
    (hasher.finish() & u64::from(u32::MAX)) as u32
}
