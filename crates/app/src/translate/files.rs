//! A document in one go, from its bytes to those of its translation.

use std::collections::HashMap;

use gungman_core::tagged::bare;
use gungman_core::{Lang, Tagged};
use gungman_export::word::Language;
use gungman_lang::memory::{Memory, Unit};

use super::document::{self, Paragraph};
use super::segment::nearest;
use super::sentence::Translator;
use super::{Origin, Segment};
use crate::draft::Stop;
use crate::error::Error;
use crate::workbench::api::SegmentKind;

/// A translated document with its segments.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The segments, in order.
    pub segments: Vec<Segment>,
    /// The translation in the format of its source.
    pub bytes: Vec<u8>,
    /// The first words of each paragraph whose inner formatting could not be kept.
    pub fallen: Vec<String>,
}

/// Where a translation is: segments done, of how many, the last of them.
pub type Progress<'a> = &'a (dyn Fn(usize, usize, &Segment) + Send + Sync);

/// Translates the bytes of a file, by its extension; into Chinese, `simplified` puts the finished translation into that script. Beside the memory that the translator may have, a sentence that stands twice is
/// translated once.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`], [`Error::Cancelled`] and the model's own.
pub async fn translate_file(
    translator: &Translator<'_>,
    extension: &str,
    bytes: &[u8],
    simplified: bool,
    stop: &Stop,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    let paragraphs = document::read(extension, bytes)?;
    let from = translator.from();
    let ranges: Vec<_> = paragraphs.iter().map(|paragraph| document::cut(paragraph, extension, from)).collect();
    let mut work = Work {
        translator,
        stop,
        progress,
        total: ranges.iter().map(Vec::len).sum(),
        done: Vec::new(),
        known: HashMap::new(),
        sofar: Memory::new([], from),
    };
    let language = match translator.to() {
        Lang::ZhHantHk if simplified => Language::Mainland,
        Lang::ZhHantHk => Language::HongKong,
        Lang::EnGb => Language::English,
    };
    let mut translated = Vec::with_capacity(paragraphs.len());
    for (Paragraph { tagged, kind }, ranges) in paragraphs.iter().zip(ranges) {
        let mut parts = Vec::with_capacity(ranges.len());
        for range in ranges {
            let mut target = work.segment(&tagged.slice(range.clone()), *kind).await?;
            if simplified {
                let converted = translator.simplified(&target.to_string());
                target = Tagged::read(&converted).0;
                if let Some(last) = work.done.last_mut() {
                    last.target = converted;
                }
            }
            parts.push((range, Some(target)));
        }
        translated.push((!parts.is_empty()).then(|| document::join(tagged, &parts, from)));
    }
    let (bytes, fallen) = document::write(extension, bytes, language, &translated)?;
    let words = |n: &usize| translated.get(*n).and_then(Option::as_ref).map(|t| t.text.chars().take(24).collect());
    Ok(Outcome { segments: work.done, bytes, fallen: fallen.iter().filter_map(words).collect() })
}

/// A translation while it goes on.
struct Work<'a> {
    translator: &'a Translator<'a>,
    stop: &'a Stop,
    progress: Progress<'a>,
    total: usize,
    done: Vec<Segment>,
    /// Where among them a source was translated first.
    known: HashMap<String, usize>,
    /// What the model wrote in this document and nothing is wrong with.
    sofar: Memory,
}

impl Work<'_> {
    async fn segment(&mut self, source: &Tagged, kind: SegmentKind) -> Result<Tagged, Error> {
        let written = source.to_string();
        let known = self.known.get(&written).and_then(|at| self.done.get(*at)).cloned();
        let segment = match known {
            Some(known) => known,
            None => {
                let before = self.done.last().map(|done| (bare(&done.source), bare(&done.target)));
                let pair = before.as_ref().map(|(source, target)| (source.as_str(), target.as_str()));
                let before = pair.map_or("", |(source, _)| source);
                let (near, ours) =
                    nearest(self.translator.near(&source.text, before), &self.sofar, &source.text, before);
                let rendered = self.translator.tagged(source, kind, pair, near.as_ref(), self.stop).await?;
                let target = rendered.target.to_string();
                let issues = self.translator.look_tagged(source, &target);
                self.known.insert(written.clone(), self.done.len());
                let origin = rendered.from(ours);
                let segment = Segment { source: written, target, origin, issues, repaired: false };
                if origin == Origin::Machine && !segment.has_errors() {
                    self.sofar.add(Unit::pair(source.text.clone(), segment.target.clone()));
                }
                segment
            }
        };
        let target = Tagged::read(&segment.target).0;
        self.done.push(segment);
        if let Some(last) = self.done.last() {
            (self.progress)(self.done.len(), self.total, last);
        }
        Ok(target)
    }
}
