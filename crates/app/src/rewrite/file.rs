//! A file of anybody's in other words: its paragraphs as blocks, and the file put together again with everything else that is in it.

use std::ops::Range;

use gungman_core::{Block, Document, Issue, Lang};
use serde::Serialize;

use super::api::{AskRequest, RewriteEvent, RewriteRequest, RewriteStats};
use crate::checking::file::{Edits, edit_bytes, kind, review_bytes, seen, tracked_changes};
use crate::convert::Kind;
use crate::draft::Stop;
use crate::error::Error;
use crate::office::Office;
use crate::tracked::changes;
use crate::translate::document::{self, language};
use crate::workbench::api::SegmentKind;

/// How a file is to be rewritten.
#[derive(Debug, Clone, Default)]
pub struct FileJob {
    /// The action's id.
    pub action: String,
    /// What is added to it; the order for an action of one's own.
    pub instruction: String,
    /// The wanted length in all: characters in Chinese, words in English.
    pub length: Option<u32>,
    /// The language; without one, the one most of the letters are in.
    pub lang: Option<Lang>,
    /// Whether a Word file shows the changes as tracked changes.
    pub tracked: bool,
}

/// What became of a paragraph, or of several.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FilePart {
    /// The line of a text, the paragraph of a Word file, from 1.
    pub line: usize,
    /// What stood there.
    pub before: String,
    /// What it became.
    pub after: String,
    /// What a reader should look at.
    pub issues: Vec<Issue>,
}

/// A file that was rewritten.
#[derive(Debug, Clone)]
pub struct RewrittenFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its parts, in order; those that stayed as they were among them.
    pub parts: Vec<FilePart>,
    /// What it took.
    pub stats: RewriteStats,
}

impl Office {
    /// Rewrites a file. `name` is its path, which says what kind it is; `-` is a text. Headings and the cells of tables stay as they are,
    /// unless there is nothing else. What becomes other blocks, or is in the other language, is written as plain lines, and not in Word files.
    ///
    /// # Errors
    /// Those of [`Office::rewrite`]; [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`], [`Error::Classified`] for a file that is
    /// marked above the limit.
    pub async fn rewrite_file(
        &self,
        name: &str,
        bytes: &[u8],
        job: &FileJob,
        stop: &Stop,
        events: &(dyn Fn(RewriteEvent) + Send + Sync),
    ) -> Result<RewrittenFile, Error> {
        let read = document::read(&kind(name), bytes)?;
        let texts: Vec<String> = read.iter().map(|paragraph| seen(paragraph).text).collect();
        self.admit_text(&texts.join("\n"))?;
        let lang = job.lang.unwrap_or_else(|| language(texts.iter().map(String::as_str)));
        let of = |wanted: &dyn Fn(SegmentKind) -> bool| -> Vec<usize> {
            (0..read.len()).filter(|at| wanted(read[*at].kind) && !texts[*at].trim().is_empty()).collect()
        };
        let body = of(&|kind| kind == SegmentKind::Text);
        let taken = if body.is_empty() { of(&|_| true) } else { body };
        let request = RewriteRequest {
            id: 0,
            document: None,
            lang,
            action: job.action.clone(),
            instruction: job.instruction.clone(),
            length: job.length,
            blocks: taken.iter().map(|at| Block::paragraph(texts[*at].clone())).collect(),
            before: String::new(),
            after: String::new(),
            points: String::new(),
            another: false,
        };
        let outcome = self.rewrite(request, stop, events).await?;
        let mut edits = Edits::new();
        let mut parts = Vec::new();
        for part in outcome.parts {
            let before: Vec<usize> = part.before.iter().filter_map(|at| taken.get(*at as usize).copied()).collect();
            let Some(first) = before.first().copied() else { continue };
            let old: Vec<&str> = before.iter().map(|at| texts[*at].as_str()).collect();
            let new: Vec<String> = part.after.iter().map(line_of).collect();
            let (old, new) = (old.join("\n"), new.join("\n"));
            match before[..] {
                [only] => put(&mut edits, only, changes(&old, &new)),
                // Several became others: the first takes them all.
                _ => {
                    for at in &before {
                        let all = 0..texts[*at].chars().count();
                        let new = if *at == first { new.clone() } else { String::new() };
                        put(&mut edits, *at, vec![(all, new)]);
                    }
                }
            }
            parts.push(FilePart { line: first + 1, before: old, after: new, issues: part.issues });
        }
        let word = Kind::of(&kind(name)) == Some(Kind::Word);
        let bytes = if job.tracked && word {
            review_bytes(name, bytes, tracked_changes(&edits))?.unwrap_or_else(|| bytes.to_vec())
        } else {
            edit_bytes(name, bytes, lang, &edits)?
        };
        Ok(RewrittenFile { bytes, parts, stats: outcome.stats })
    }

    /// A file as a document that can be asked about: its paragraphs are the body.
    ///
    /// # Errors
    /// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`], [`Error::Classified`].
    pub fn question(&self, name: &str, bytes: &[u8], question: &str) -> Result<AskRequest, Error> {
        let texts: Vec<String> =
            document::read(&kind(name), bytes)?.iter().map(|paragraph| seen(paragraph).text).collect();
        self.admit_text(&texts.join("\n"))?;
        let lang = language(texts.iter().map(String::as_str));
        let body = texts.into_iter().filter(|text| !text.trim().is_empty()).map(Block::paragraph).collect();
        let document = Document { body, ..Document::new("memo", lang) };
        Ok(AskRequest { document, question: question.to_owned(), lang: language([question].into_iter()) })
    }

    /// Refuses a text that is marked above what the model may see.
    ///
    /// # Errors
    /// [`Error::Classified`].
    pub(crate) fn admit_text(&self, text: &str) -> Result<(), Error> {
        let level = gungman_lang::incoming::read(text).header.classification.value;
        self.shelf.policy.admit(&level, &self.shelf.choices)
    }
}

/// A block as a line of a text.
fn line_of(block: &Block) -> String {
    match block {
        Block::Item { level, .. } => format!("{}- {}", "  ".repeat(usize::from(level.saturating_sub(1))), block.text()),
        _ => block.text(),
    }
}

fn put(edits: &mut Edits, at: usize, changed: Vec<(Range<usize>, String)>) {
    if !changed.is_empty() {
        edits.insert(at, changed);
    }
}
