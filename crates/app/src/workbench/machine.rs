//! The model translates what is left, in the background, while a person goes on working.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use gungman_core::tagged;
use gungman_lang::memory::{Match, Memory, Unit};
use gungman_store::SegmentRow;

use super::api::{BenchEvent, Changed};
use super::output::has_errors;
use super::{count, segments};
use crate::draft::Stop;
use crate::error::Error;
use crate::managed::Feature;
use crate::office::Office;
use crate::translate::{Origin, Steps, Translator, nearest};

/// What is translated.
enum Wanted {
    /// Everything that has no translation.
    Rest,
    /// These anew.
    These(Vec<i64>),
}

impl Wanted {
    /// The next segment to translate, and how many are left with it.
    fn next(&self, rows: &[SegmentRow], tried: &HashSet<i64>) -> (Option<usize>, usize) {
        let left = |row: &&SegmentRow| {
            let wanted = match self {
                Self::Rest => row.state == "untranslated",
                Self::These(ids) => ids.contains(&row.id),
            };
            wanted && !tried.contains(&row.id)
        };
        (rows.iter().position(|row| left(&row)), rows.iter().filter(left).count())
    }
}

impl Office {
    /// Translates what is left of a document, or `only` some segments anew. What a person is working on meanwhile is not overwritten.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`], [`Error::NoModel`], the model's own and the store's own; what was done is kept. Stopping is no error.
    pub async fn translate_all(
        self: Arc<Self>,
        id: i64,
        only: Option<Vec<i64>>,
        stop: &Stop,
        send: &(dyn Fn(BenchEvent) + Send + Sync),
    ) -> Result<(), Error> {
        self.managed.permit(Feature::Translate)?;
        let (_, to) = self.languages(id).await?;
        let glossary = self.glossary().await?;
        let translator = Translator::new(&self, &glossary, to, Steps::ALL)?;
        let wanted = only.map_or(Wanted::Rest, Wanted::These);
        let mut tried: HashSet<i64> = HashSet::new();
        let mut sofar = Memory::new([], translator.from());
        let mut done = 0;
        let started = Instant::now();
        loop {
            // Read anew each time: segments are edited, split and joined meanwhile.
            let rows = self.store.segments(id).await?;
            let (next, left) = wanted.next(&rows, &tried);
            if done == 0 && tried.is_empty() {
                send(BenchEvent::Started { todo: count(left) });
            }
            let todo = done + left;
            let Some(at) = next.filter(|_| !stop.is_stopped()) else { break };
            let was = rows[at].clone();
            tried.insert(was.id);
            send(BenchEvent::Working { id: was.id });
            let now = match self.worded(&translator, &rows, at, &wanted, &sofar, stop).await {
                Ok(now) => now,
                Err(Error::Cancelled) => break,
                Err(error) => return Err(error),
            };
            done += 1;
            if !self.store.fill_segment(&was, &now).await? {
                continue;
            }
            let saved_at = self.store.touch_translation(id).await?;
            let rows = self.store.segments(id).await?;
            let same: Vec<usize> =
                rows.iter().enumerate().filter(|(_, row)| row.source == now.source).map(|(at, _)| at).collect();
            let changed = Changed { segments: self.looked_at_some(&rows, &same, to).await?, saved_at };
            let right = changed.segments.iter().find(|segment| segment.id == now.id).is_some_and(|s| !has_errors(s));
            if now.state == "machine" && right {
                sofar.add(Unit::pair(tagged::bare(&now.source), now.target.clone()));
            }
            let seconds = started.elapsed().as_secs_f64() / f64::from(count(done).max(1));
            send(BenchEvent::Done { changed, done: count(done), todo: count(todo), seconds });
        }
        send(BenchEvent::Ended { done: count(done), stopped: stop.is_stopped() });
        Ok(())
    }

    /// A segment with its translation.
    async fn worded(
        &self,
        translator: &Translator<'_>,
        rows: &[SegmentRow],
        at: usize,
        wanted: &Wanted,
        sofar: &Memory,
        stop: &Stop,
    ) -> Result<SegmentRow, Error> {
        let row = &rows[at];
        let source = segments::tagged(&row.source);
        let anew = matches!(wanted, Wanted::These(_));
        let filled = |target: String, state: &str, percent: Option<u8>, note: String| SegmentRow {
            target,
            state: state.to_owned(),
            percent: percent.map(i64::from),
            note,
            accepted: "[]".to_owned(),
            ..row.clone()
        };
        // The same sentence is translated the same way throughout a document; what somebody may still be typing is no translation yet.
        let finished = |state: &str| matches!(state, "memory" | "machine" | "confirmed");
        let same = rows
            .iter()
            .enumerate()
            .find(|(n, other)| !anew && *n != at && other.source == row.source && finished(&other.state));
        if let Some((_, same)) = same {
            let state = if same.state == "machine" { "machine" } else { "memory" };
            return Ok(filled(same.target.clone(), state, (state == "memory").then_some(100), same.note.clone()));
        }
        let before = at.checked_sub(1).map(|before| &rows[before]);
        let sources = before.map(|before| (tagged::bare(&before.source), tagged::bare(&before.target)));
        let context = sources.as_ref().map_or("", |(source, _)| source.as_str());
        // Asked for anew, the model writes it even where the memory knows it.
        let found = if anew { Vec::new() } else { self.near(&source.text, context, translator.to(), 1).await? };
        let found = found.first().map(|(unit, percent)| Match { unit, percent: *percent });
        let (near, ours) = if anew { (None, false) } else { nearest(found, sofar, &source.text, context) };
        let pair = sources.as_ref().filter(|(_, target)| !target.is_empty());
        let pair = pair.map(|(source, target)| (source.as_str(), target.as_str()));
        let rendered = translator.tagged(&source, segments::kind(&row.kind), pair, near.as_ref(), stop).await?;
        let target = rendered.target.to_string();
        Ok(match (rendered.from(ours), near) {
            (Origin::Machine, _) => filled(target, "machine", None, String::new()),
            (Origin::Copied, _) | (_, None) => filled(target, "memory", None, String::new()),
            (_, Some(near)) => filled(target, "memory", Some(near.percent), near.unit.note.clone()),
        })
    }
}
