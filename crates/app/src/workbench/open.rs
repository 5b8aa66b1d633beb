//! A file or a text becomes a document on the bench; the list of them.

use std::path::{Path, PathBuf};

use gungman_core::Lang;
use gungman_lang::memory::{Match, Unit};
use gungman_store::{NewTranslation, SegmentRow, TranslationRow};

use super::api::{Band, Bench, BenchRow, OpenTranslation, SegmentKind};
use super::count;
use crate::convert::{Kind, extension};
use crate::error::Error;
use crate::managed::Feature;
use crate::office::Office;
use crate::translate::document::{self, Paragraph};
use crate::translate::{Origin, Steps, Translator, other};

/// How near a match must be to fill a segment without a person: 99 is the same but for its figures.
const FILLS: u8 = 99;
/// The bands of a memory's statistics, from above.
const BANDS: [u8; 5] = [101, 100, 95, 85, 75];

/// A document in the list, from its row.
pub(super) fn row(row: TranslationRow) -> Result<BenchRow, Error> {
    let damaged = |what: &str| Error::Resources(format!("{what} of translation {}", row.id));
    let lang = |tag: &str| tag.parse::<Lang>().map_err(|_| damaged("the language"));
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(BenchRow {
        kind: Kind::of(&row.kind).ok_or_else(|| damaged("the kind"))?,
        from: lang(&row.source_lang)?,
        to: lang(&row.target_lang)?,
        id: row.id,
        name: row.name,
        path: row.path,
        segments: number(row.segments),
        translated: number(row.translated),
        confirmed: number(row.confirmed),
        updated_at: row.updated_at,
    })
}

impl Office {
    /// Opens a document for translation: takes it apart, and fills what needs no model from the memory.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`]; [`Error::File`], [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`]; [`Error::NothingToTranslate`] for a document without
    /// words of the language translated from; the store's own.
    pub async fn open_translation(&self, request: OpenTranslation) -> Result<Bench, Error> {
        self.managed.permit(Feature::Translate)?;
        let path = request.path.map(PathBuf::from);
        let (bytes, kind) = match &path {
            Some(path) => (std::fs::read(path).map_err(|error| Error::file(path, &error))?, extension(path)),
            None => (request.text.into_bytes(), "txt".to_owned()),
        };
        let paragraphs = document::read(&kind, &bytes)?;
        let from =
            request.to.map_or_else(|| document::language(paragraphs.iter().map(|p| p.tagged.text.as_str())), other);
        let to = other(from);
        let rows = cut(&paragraphs, &kind, from);
        if rows.is_empty() {
            return Err(Error::NothingToTranslate);
        }
        let name = match &path {
            Some(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            None => first_words(&paragraphs),
        };
        let rows = self.prefilled(rows, to).await?;
        let path = path.as_deref().map(Path::display).map(|path| path.to_string());
        let new = NewTranslation { name, path, kind, from, to, source: bytes };
        let id = self.store.create_translation(&new, &rows).await?;
        self.translation(id).await
    }

    /// A document with its segments.
    ///
    /// # Errors
    /// The store's own.
    pub async fn translation(&self, id: i64) -> Result<Bench, Error> {
        let row = self.bench_row(id).await?;
        let rows = self.store.segments(id).await?;
        let bands = self.bands(&rows, row.to).await?;
        let segments = self.looked_at(&rows, row.to).await?;
        Ok(Bench { row, segments, bands })
    }

    /// What the list says of one document.
    ///
    /// # Errors
    /// The store's own.
    pub(super) async fn bench_row(&self, id: i64) -> Result<BenchRow, Error> {
        row(self.store.translation(id).await?)
    }

    /// The documents, the last worked on first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn translations(&self) -> Result<Vec<BenchRow>, Error> {
        self.store.translations().await?.into_iter().map(row).collect()
    }

    /// Deletes a document; what was confirmed in it stays in the memory.
    ///
    /// # Errors
    /// The store's own.
    pub async fn delete_translation(&self, id: i64) -> Result<(), Error> {
        Ok(self.store.delete_translation(id).await?)
    }

    /// The segments with what the memory knows word for word, or but for its figures, put in.
    async fn prefilled(&self, mut rows: Vec<SegmentRow>, to: Lang) -> Result<Vec<SegmentRow>, Error> {
        let glossary = self.glossary().await?;
        let memory = self.memory(to).await?;
        let translator = Translator::new(self, &glossary, to, Steps::ALL)?;
        let mut before = String::new();
        for row in &mut rows {
            let source = super::segments::tagged(&row.source);
            let found = memory.find(&source.text, &before, FILLS, 1);
            before.clone_from(&source.text);
            let Some(rendered) = translator.recall_tagged(&source, found.first()) else { continue };
            if rendered.origin != Origin::Copied
                && let Some(found) = found.first()
            {
                row.percent = Some(found.percent.into());
                row.note.clone_from(&found.unit.note);
            }
            row.target = rendered.target.to_string();
            "memory".clone_into(&mut row.state);
        }
        Ok(rows)
    }

    /// How much of a document the memory knows, and how much of it repeats itself.
    async fn bands(&self, rows: &[SegmentRow], to: Lang) -> Result<Vec<Band>, Error> {
        let memory = self.memory(to).await?;
        let mut bands: Vec<Band> = [-1]
            .into_iter()
            .chain(BANDS.map(i16::from))
            .chain([0])
            .map(|from| Band { from, segments: 0, words: 0 })
            .collect();
        let mut seen = std::collections::HashSet::new();
        let mut before = String::new();
        for row in rows {
            let text = super::segments::tagged(&row.source).text;
            let percent = memory.find(&text, &before, BANDS[4], 1).first().map_or(0, |found: &Match<'_>| found.percent);
            let repeats = !seen.insert(text.clone()) && percent < 100;
            let from = match BANDS.into_iter().find(|band| percent >= *band) {
                _ if repeats => -1,
                Some(band) => band.into(),
                None => 0,
            };
            if let Some(band) = bands.iter_mut().find(|band| band.from == from) {
                band.segments += 1;
                band.words = band.words.saturating_add(words(&text, other(to)));
            }
            before = text;
        }
        Ok(bands)
    }

    /// The memory's matches for a text, as units of their own.
    pub(super) async fn near(&self, text: &str, before: &str, to: Lang, most: usize) -> Result<Vec<(Unit, u8)>, Error> {
        let memory = self.memory(to).await?;
        let found = memory.find(text, before, crate::translate::NEAR, most);
        Ok(found.into_iter().map(|found| (found.unit.clone(), found.percent)).collect())
    }
}

/// The segments of a document that have words of the language translated from, or figures.
fn cut(paragraphs: &[Paragraph], extension: &str, from: Lang) -> Vec<SegmentRow> {
    let mut rows = Vec::new();
    let mut words = false;
    for (number, paragraph) in (0..).zip(paragraphs) {
        let text = &paragraph.tagged.text;
        let place = |byte: usize| i64::from(count(text[..byte].chars().count()));
        for range in document::cut(paragraph, extension, from) {
            let tagged = paragraph.tagged.slice(range.clone());
            if !tagged.text.chars().any(char::is_alphanumeric) {
                continue;
            }
            words |= document::has_words(&tagged.text, from);
            rows.push(SegmentRow {
                id: 0,
                paragraph: number,
                from_char: place(range.start),
                to_char: place(range.end),
                kind: kind_name(paragraph.kind).to_owned(),
                state: "untranslated".to_owned(),
                percent: None,
                note: String::new(),
                source: tagged.to_string(),
                target: String::new(),
                accepted: "[]".to_owned(),
            });
        }
    }
    if words { rows } else { Vec::new() }
}

/// The stored name of a kind.
pub(super) const fn kind_name(kind: SegmentKind) -> &'static str {
    match kind {
        SegmentKind::Text => "text",
        SegmentKind::Heading => "heading",
        SegmentKind::Cell => "cell",
    }
}

/// How many words a text has: in Chinese, how many characters.
fn words(text: &str, lang: Lang) -> u32 {
    let n = if lang.is_chinese() {
        text.chars().filter(|c| !c.is_whitespace()).count()
    } else {
        text.split_whitespace().count()
    };
    count(n)
}

/// What a pasted text is called.
fn first_words(paragraphs: &[Paragraph]) -> String {
    let first = paragraphs.iter().map(|p| p.tagged.text.trim()).find(|text| !text.is_empty()).unwrap_or_default();
    let short: String = first.chars().take(32).collect();
    if short.len() < first.len() { format!("{}…", short.trim_end()) } else { short }
}
