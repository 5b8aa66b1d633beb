//! A segment is changed, confirmed, split, joined; what is not right about it.

use std::collections::{BTreeSet, HashMap};

use gungman_core::{Issue, Lang, Severity, Tagged, tagged};
use gungman_store::{MemoryRow, SegmentRow, StoreError};

use super::api::{Bench, BenchSegment, Changed, SegmentEdit, SegmentKind, SegmentState};
use crate::error::Error;
use crate::office::Office;
use crate::translate::document;
use crate::translate::{Steps, Translator, other};

/// A text with its tags; tags that are broken are told elsewhere.
pub(super) fn tagged(written: &str) -> Tagged {
    Tagged::read(written).0
}

/// The stored name of a state.
pub(super) const fn state_name(state: SegmentState) -> &'static str {
    match state {
        SegmentState::Untranslated => "untranslated",
        SegmentState::Memory => "memory",
        SegmentState::Machine => "machine",
        SegmentState::Edited => "edited",
        SegmentState::Confirmed => "confirmed",
    }
}

fn state(name: &str) -> SegmentState {
    match name {
        "memory" => SegmentState::Memory,
        "machine" => SegmentState::Machine,
        "edited" => SegmentState::Edited,
        "confirmed" => SegmentState::Confirmed,
        _ => SegmentState::Untranslated,
    }
}

/// A kind by its stored name.
pub(super) fn kind(name: &str) -> SegmentKind {
    match name {
        "heading" => SegmentKind::Heading,
        "cell" => SegmentKind::Cell,
        _ => SegmentKind::Text,
    }
}

fn accepted(row: &SegmentRow) -> Vec<String> {
    serde_json::from_str(&row.accepted).unwrap_or_default()
}

/// How an issue is called when a person lets it stand.
fn name(issue: &Issue) -> String {
    format!("{} {}", issue.code, issue.excerpt.as_deref().unwrap_or_default())
}

fn segment(row: &SegmentRow, issues: Vec<Issue>) -> BenchSegment {
    let accepted = accepted(row);
    BenchSegment {
        id: row.id,
        paragraph: u32::try_from(row.paragraph).unwrap_or(u32::MAX),
        kind: kind(&row.kind),
        source: row.source.clone(),
        target: row.target.clone(),
        state: state(&row.state),
        percent: row.percent.and_then(|percent| u8::try_from(percent).ok()),
        note: row.note.clone(),
        issues: issues.into_iter().filter(|issue| !accepted.contains(&name(issue))).collect(),
        accepted,
    }
}

/// Where every segment with a source is translated otherwise than another with the same.
fn otherwise(rows: &[SegmentRow]) -> HashMap<&str, BTreeSet<&str>> {
    let mut targets: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for row in rows.iter().filter(|row| !row.target.trim().is_empty()) {
        targets.entry(&row.source).or_default().insert(&row.target);
    }
    targets.retain(|_, targets| targets.len() > 1);
    targets
}

impl Office {
    /// Segments with what is not right about them.
    pub(super) async fn looked_at(&self, rows: &[SegmentRow], to: Lang) -> Result<Vec<BenchSegment>, Error> {
        let only: Vec<usize> = (0..rows.len()).collect();
        self.looked_at_some(rows, &only, to).await
    }

    /// Some segments of a document with what is not right about them.
    pub(super) async fn looked_at_some(
        &self,
        rows: &[SegmentRow],
        which: &[usize],
        to: Lang,
    ) -> Result<Vec<BenchSegment>, Error> {
        let glossary = self.glossary().await?;
        let translator = Translator::new(self, &glossary, to, Steps::ALL)?;
        let otherwise = otherwise(rows);
        let look = |row: &SegmentRow| {
            if row.state == "untranslated" {
                return segment(row, Vec::new());
            }
            let mut issues = translator.look_tagged(&tagged(&row.source), &row.target);
            let others = otherwise.get(row.source.as_str()).into_iter().flatten().filter(|other| **other != row.target);
            issues.extend(others.map(|other| Issue {
                code: "inconsistent".to_owned(),
                severity: Severity::Warning,
                message: self.messages.issue("inconsistent", &tagged::bare(other)),
                field: None,
                block: None,
                excerpt: Some((*other).to_owned()),
            }));
            segment(row, issues)
        };
        Ok(which.iter().filter_map(|at| rows.get(*at)).map(look).collect())
    }

    /// Changes segments as a person leaves them. A segment that is to be confirmed while an error is open stays edited; one that is
    /// confirmed goes into the memory, and fills what has the same source and was not worked on yet; one that is taken up again is
    /// forgotten until it is confirmed anew.
    ///
    /// # Errors
    /// The store's own; no segment is then changed.
    pub async fn put_segments(&self, id: i64, edits: Vec<SegmentEdit>) -> Result<Changed, Error> {
        let bench = self.bench_row(id).await?;
        let mut rows = self.store.segments(id).await?;
        let mut touched: BTreeSet<usize> = BTreeSet::new();
        let (mut pairs, mut taken_back) = (Vec::new(), Vec::new());
        for edit in edits {
            // One that was joined to another meanwhile is gone.
            let Some(at) = rows.iter().position(|row| row.id == edit.id) else { continue };
            let target = one_line(&edit.target);
            if rows[at].state == "confirmed" {
                taken_back.push(self.pair(&rows, at, bench.from, &bench.name));
            }
            let row = &mut rows[at];
            if row.target != target || edit.state == SegmentState::Edited {
                row.percent = None;
                row.note.clear();
            }
            row.target = target;
            row.accepted = serde_json::to_string(&edit.accepted).map_err(|e| Error::Resources(e.to_string()))?;
            let empty = row.target.trim().is_empty();
            state_name(if empty { SegmentState::Untranslated } else { edit.state }).clone_into(&mut row.state);
            touched.insert(at);
            if row.state == "confirmed" {
                let looked = self.looked_at_some(&rows, &[at], bench.to).await?;
                if looked.iter().flat_map(|segment| &segment.issues).any(|issue| issue.severity == Severity::Error) {
                    "edited".clone_into(&mut rows[at].state);
                    continue;
                }
                pairs.push(self.pair(&rows, at, bench.from, &bench.name));
                let (source, target) = (rows[at].source.clone(), rows[at].target.clone());
                for (other, row) in rows.iter_mut().enumerate() {
                    let open = matches!(row.state.as_str(), "untranslated" | "machine" | "memory");
                    if open && row.source == source && row.target != target {
                        row.target.clone_from(&target);
                        "memory".clone_into(&mut row.state);
                        row.percent = Some(100);
                        row.note.clone_from(&bench.name);
                        touched.insert(other);
                    }
                }
            }
        }
        let changed: Vec<SegmentRow> = touched.iter().map(|at| rows[*at].clone()).collect();
        // What is confirmed anew is not taken back: the memory is never without it, whatever happens in between.
        let kept =
            |row: &MemoryRow| pairs.iter().any(|pair| (&pair.source, &pair.before) == (&row.source, &row.before));
        taken_back.retain(|row| !kept(row));
        if !pairs.is_empty() {
            self.remember(pairs).await?;
        }
        let saved_at = self.store.put_segments(id, &changed).await?;
        self.forget(&taken_back).await?;
        // Others with the same source may agree, or disagree, with it now.
        let sources: BTreeSet<&str> = changed.iter().map(|row| row.source.as_str()).collect();
        let which: Vec<usize> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| sources.contains(row.source.as_str()))
            .map(|(at, _)| at)
            .collect();
        Ok(Changed { segments: self.looked_at_some(&rows, &which, bench.to).await?, saved_at })
    }

    /// A confirmed segment as a pair of the memory.
    fn pair(&self, rows: &[SegmentRow], at: usize, from: Lang, note: &str) -> MemoryRow {
        let before = at.checked_sub(1).map(|before| tagged::bare(&rows[before].source)).unwrap_or_default();
        MemoryRow {
            source_lang: from.tag().to_owned(),
            source: tagged::bare(&rows[at].source),
            target: rows[at].target.clone(),
            before,
            note: note.to_owned(),
        }
    }

    /// Splits a segment before a character of its bare source; its translation stays with the first half.
    ///
    /// # Errors
    /// [`Error::Segment`] when there is nothing on one side; the store's own.
    pub async fn split_segment(&self, id: i64, segment: i64, at: u32) -> Result<Bench, Error> {
        let rows = self.store.segments(id).await?;
        let row = rows.iter().find(|row| row.id == segment);
        let row = row.ok_or(StoreError::NotFound { what: "segment", id: segment })?;
        let source = tagged(&row.source);
        let byte = source.text.char_indices().nth(at as usize).map_or(source.text.len(), |(byte, _)| byte);
        let (left, right) = source.text.split_at(byte);
        let (end, start) = (left.trim_end().len(), source.text.len() - right.trim_start().len());
        if left.trim().is_empty() || right.trim().is_empty() {
            return Err(Error::Segment("a segment has something on either side".to_owned()));
        }
        let place = |byte: usize| row.from_char + i64::from(super::count(source.text[..byte].chars().count()));
        let first = SegmentRow {
            to_char: place(end),
            source: source.slice(0..end).to_string(),
            state: if row.target.is_empty() { "untranslated" } else { "edited" }.to_owned(),
            percent: None,
            note: String::new(),
            ..row.clone()
        };
        let second = SegmentRow {
            id: 0,
            from_char: place(start),
            source: source.slice(start..source.text.len()).to_string(),
            target: String::new(),
            state: "untranslated".to_owned(),
            accepted: "[]".to_owned(),
            percent: None,
            note: String::new(),
            ..row.clone()
        };
        self.store.put_segments(id, &[first, second]).await?;
        self.translation(id).await
    }

    /// Joins a segment with the next of its paragraph.
    ///
    /// # Errors
    /// [`Error::Segment`] when there is none; the store's own.
    pub async fn join_segment(&self, id: i64, segment: i64) -> Result<Bench, Error> {
        let bench = self.bench_row(id).await?;
        let rows = self.store.segments(id).await?;
        let at = rows.iter().position(|row| row.id == segment);
        let at = at.ok_or(StoreError::NotFound { what: "segment", id: segment })?;
        let next = rows.get(at + 1).filter(|next| next.paragraph == rows[at].paragraph);
        let next = next.ok_or_else(|| Error::Segment("the paragraph ends here".to_owned()))?;
        let row = &rows[at];
        let source = self.source_between(id, row, next).await?;
        if source.text.contains(['\t', '\n']) {
            return Err(Error::Segment("a tab or a line break stands between them".to_owned()));
        }
        let blank = if bench.to.is_chinese() { "" } else { " " };
        let both = !row.target.is_empty() && !next.target.is_empty();
        let target = format!("{}{}{}", row.target, if both { blank } else { "" }, next.target);
        let joined = SegmentRow {
            to_char: next.to_char,
            source: source.to_string(),
            state: if target.is_empty() { "untranslated" } else { "edited" }.to_owned(),
            target,
            percent: None,
            note: String::new(),
            accepted: "[]".to_owned(),
            ..row.clone()
        };
        let gone = next.id;
        self.store.put_segments(id, &[joined]).await?;
        self.store.remove_segment(gone).await?;
        self.translation(id).await
    }

    /// The source from the first of two segments of a paragraph to the end of the second, with what lies between them.
    async fn source_between(&self, id: i64, first: &SegmentRow, last: &SegmentRow) -> Result<Tagged, Error> {
        let (kind, bytes) = self.translation_file(id).await?;
        let paragraphs = document::read(&kind, &bytes)?;
        let paragraph = usize::try_from(first.paragraph).ok().and_then(|n| paragraphs.get(n));
        let paragraph = paragraph.ok_or_else(|| Error::Resources(format!("paragraph {}", first.paragraph)))?;
        Ok(paragraph.tagged.slice(range(&paragraph.tagged.text, first.from_char, last.to_char)))
    }

    /// The file a document was opened from, and the extension it is read by.
    pub(super) async fn translation_file(&self, id: i64) -> Result<(String, Vec<u8>), Error> {
        let kind = self.store.translation(id).await?.kind;
        Ok((kind, self.store.translation_source(id).await?))
    }

    /// The languages of a document.
    pub(super) async fn languages(&self, id: i64) -> Result<(Lang, Lang), Error> {
        let to = self.bench_row(id).await?.to;
        Ok((other(to), to))
    }
}

/// The bytes that characters `from` to `to` of a text take.
pub(super) fn range(text: &str, from: i64, to: i64) -> std::ops::Range<usize> {
    let byte = |character: i64| {
        let nth = usize::try_from(character).unwrap_or(usize::MAX);
        text.char_indices().nth(nth).map_or(text.len(), |(byte, _)| byte)
    };
    let (start, end) = (byte(from), byte(to));
    start..end.max(start)
}

/// A translation as it is kept: a segment has no line breaks or tabs of its own.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n', '\t'], " ").trim().to_owned()
}
