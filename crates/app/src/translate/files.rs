//! Texts and Word files, segment by segment.

use gungman_core::Lang;
use gungman_export::word::{self, Edit, Rewritten, Target};
use gungman_lang::segments::segments;

use super::sentence::Translator;
use super::{Origin, Segment};
use crate::convert::{Kind, decode_text};
use crate::draft::Stop;
use crate::error::Error;

/// A translated text with its segments.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The segments, in order.
    pub segments: Vec<Segment>,
    /// The translation: text, or a Word file's bytes.
    pub bytes: Vec<u8>,
}

/// Where a translation is: segments done, of how many, the last of them.
pub type Progress<'a> = &'a (dyn Fn(usize, usize, &Segment) + Send + Sync);

/// Translates a text. What lies between the segments (line breaks, blanks) stays; between two sentences of a paragraph the
/// languages have their own: a blank in English, none in Chinese.
///
/// # Errors
/// [`Error::Cancelled`] and the model's own.
pub async fn translate_text(
    translator: &Translator<'_>,
    text: &str,
    stop: &Stop,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    let mut work = Work::new(translator, stop, progress, std::iter::once(text));
    let translated = work.paragraph(text).await?;
    Ok(Outcome { segments: work.done, bytes: translated.into_bytes() })
}

/// Translates the bytes of a file, by its extension.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`], [`Error::Cancelled`] and the model's own.
pub async fn translate_file(
    translator: &Translator<'_>,
    extension: &str,
    bytes: &[u8],
    stop: &Stop,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    match Kind::of(extension) {
        None => Err(Error::FileKind(format!(".{extension}"))),
        Some(Kind::Text) => translate_text(translator, &decode_text(bytes)?, stop, progress).await,
        Some(Kind::Word) => {
            let mut paragraphs = Vec::new();
            word::read(bytes, &mut |text| paragraphs.push(text.to_owned()))?;
            let mut work = Work::new(translator, stop, progress, paragraphs.iter().map(String::as_str));
            let mut translated = Vec::with_capacity(paragraphs.len());
            for paragraph in &paragraphs {
                translated.push(work.paragraph(paragraph).await?);
            }
            let target = Target::HongKong;
            let mut next = translated.into_iter();
            let bytes = word::rewrite(bytes, target, &mut |text| {
                let length = text.chars().count();
                let edits = next.next().filter(|new| new != text).map(|text| Edit { at: 0, length, text });
                Rewritten { text: text.to_owned(), edits: edits.into_iter().collect() }
            })?;
            Ok(Outcome { segments: work.done, bytes })
        }
    }
}

/// A translation while it goes on.
struct Work<'a> {
    translator: &'a Translator<'a>,
    stop: &'a Stop,
    progress: Progress<'a>,
    total: usize,
    done: Vec<Segment>,
}

impl<'a> Work<'a> {
    fn new<'t>(
        translator: &'a Translator<'a>,
        stop: &'a Stop,
        progress: Progress<'a>,
        texts: impl Iterator<Item = &'t str>,
    ) -> Self {
        let total = texts.map(|text| segments(text, translator.from()).len()).sum();
        Self { translator, stop, progress, total, done: Vec::new() }
    }

    async fn paragraph(&mut self, text: &str) -> Result<String, Error> {
        let from = self.translator.from();
        let (mut out, mut at) = (String::new(), 0);
        for range in segments(text, from) {
            let between = &text[at..range.start];
            out.push_str(&joint(between, at == 0, from));
            at = range.end;
            let source = &text[range];
            let translated = match self.done.iter().find(|done| done.source == source) {
                // The same sentence is translated the same way.
                Some(known) => known.clone(),
                None if !has_words(source, from) => Segment {
                    source: source.to_owned(),
                    target: source.to_owned(),
                    origin: Origin::Copied,
                    issues: Vec::new(),
                    repaired: false,
                },
                None => {
                    let before = self.done.last().map(|done| (&*done.source, &*done.target));
                    self.translator.segment(source, before, self.stop).await?
                }
            };
            out.push_str(&translated.target);
            self.done.push(translated);
            if let Some(last) = self.done.last() {
                (self.progress)(self.done.len(), self.total, last);
            }
        }
        out.push_str(&text[at..]);
        Ok(out)
    }
}

/// What stands between two segments of a translation.
fn joint(between: &str, first: bool, from: Lang) -> String {
    if first || between.contains('\n') {
        return between.to_owned();
    }
    if from.is_chinese() { " ".to_owned() } else { String::new() }
}

/// Whether a segment has words of the language it is translated from; a name in Latin letters in a Chinese file has none.
fn has_words(text: &str, from: Lang) -> bool {
    let han = |c: char| ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{20000}'..='\u{3ffff}').contains(&c);
    if from.is_chinese() { text.contains(han) } else { text.chars().any(|c| c.is_ascii_alphabetic()) }
}
