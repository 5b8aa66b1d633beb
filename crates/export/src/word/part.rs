//! One XML part of a Word file: where its text, language tags and faces stand, and the part with those bytes replaced.

use std::borrow::Cow;
use std::ops::Range;

use gungman_core::is_han;
use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

use super::{Rewritten, Target, faces};

/// What a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Paragraphs of runs: the body, headers, footers, notes, comments, charts, diagrams.
    Story,
    /// The document's properties: each element is a text of its own.
    Properties,
    /// Styles, settings, numbering, theme: no text, but language tags and faces.
    Setting,
}

impl Part {
    /// What the part of this name holds; nothing for a part that has neither text nor language.
    pub fn named(name: &str) -> Option<Self> {
        let file = name.strip_suffix(".xml")?;
        match file {
            "docProps/core" => return Some(Self::Properties),
            "word/styles" | "word/settings" | "word/stylesWithEffects" => return Some(Self::Setting),
            // Numbering has the text of its levels (第%1章) in attributes.
            "word/numbering" => return Some(Self::Setting),
            _ => {}
        }
        let stories =
            ["word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments"];
        let folders = ["word/charts/", "word/diagrams/data", "word/diagrams/drawing", "word/glossary/document"];
        if name.contains("/_rels/") {
            None
        } else if file.starts_with("word/theme/") || file.starts_with("word/glossary/styles") {
            Some(Self::Setting)
        } else if folders.iter().any(|folder| file.starts_with(folder))
            || stories
                .iter()
                .any(|story| file.strip_prefix(story).is_some_and(|number| number.chars().all(|c| c.is_ascii_digit())))
        {
            Some(Self::Story)
        } else {
            None
        }
    }

    /// The part in the other script.
    ///
    /// # Errors
    /// What is not well-formed.
    pub fn rewrite(
        self,
        bytes: &[u8],
        target: Target,
        convert: &mut dyn FnMut(&str) -> Rewritten,
    ) -> Result<Vec<u8>, String> {
        let xml = decode(bytes)?;
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let mut paragraphs = Paragraphs::default();
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        let mut names: Vec<String> = Vec::new();
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(|error| error.to_string())?;
            let end = position(&reader);
            match &event {
                Event::Start(element) => {
                    attributes(element, start, xml, target, convert, &mut edits)?;
                    if is_paragraph(element.local_name().as_ref()) {
                        paragraphs.begin();
                    }
                    names.push(element.local_name().as_ref().to_owned());
                }
                Event::Empty(element) => attributes(element, start, xml, target, convert, &mut edits)?,
                Event::End(element) => {
                    names.pop();
                    if is_paragraph(element.local_name().as_ref()) {
                        paragraphs.end(xml, convert, &mut edits)?;
                    }
                }
                Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) => {
                    let span = Span::of(event, start..end);
                    match self {
                        Self::Story if names.last().is_some_and(|name| is_text(name)) => paragraphs.add(span),
                        Self::Properties
                            if names.last().is_some_and(|name| is_property(name)) && has_chinese(&xml[start..end]) =>
                        {
                            paragraphs.add_alone(span);
                        }
                        _ => {}
                    }
                }
                Event::Eof => break,
                _ => {}
            }
            if self == Self::Properties {
                paragraphs.flush(xml, convert, &mut edits, !matches!(names.last(), Some(name) if is_property(name)))?;
            }
        }
        if !names.is_empty() {
            return Err("it ends before its elements do".to_owned());
        }
        paragraphs.flush(xml, convert, &mut edits, true)?;
        edits.sort_by_key(|(span, _)| span.start);
        Ok(patched(bytes, xml, edits))
    }
}

/// The text of a part. The reader does not count a byte order mark.
///
/// # Errors
/// It is not UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, String> {
    let all = str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
    Ok(all.strip_prefix('\u{FEFF}').unwrap_or(all))
}

/// A part (`bytes`, and `xml` its text) with other text in some places, which come in order and apart from one another.
pub(super) fn patched(bytes: &[u8], xml: &str, edits: impl IntoIterator<Item = (Range<usize>, String)>) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(&bytes[..bytes.len() - xml.len()]);
    let mut at = 0;
    for (place, text) in edits {
        out.extend_from_slice(&xml.as_bytes()[at..place.start]);
        out.extend_from_slice(text.as_bytes());
        at = place.end;
    }
    out.extend_from_slice(&xml.as_bytes()[at..]);
    out
}

pub(super) fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Where a piece of text stands in the XML.
pub(super) struct Span {
    place: Range<usize>,
    /// Whether it is written as it is (CDATA), not with entities.
    plain: bool,
}

impl Span {
    pub fn of(event: Event<'_>, place: Range<usize>) -> Self {
        match event {
            Event::CData(_) => Self { place: place.start + "<![CDATA[".len()..place.end - "]]>".len(), plain: true },
            _ => Self { place, plain: false },
        }
    }

    pub fn read<'a>(&self, xml: &'a str) -> Result<Cow<'a, str>, String> {
        let raw = &xml[self.place.clone()];
        if self.plain { Ok(raw.into()) } else { unescape(raw).map_err(|error| error.to_string()) }
    }

    pub fn write(&self, text: String) -> String {
        // No conversion puts in a "]]>" that was not there, but a chosen wording might.
        if self.plain { text.replace("]]>", "") } else { escape(&text).into_owned() }
    }
}

/// The paragraphs that are open, the innermost last: a text box is a paragraph within a paragraph.
#[derive(Default)]
struct Paragraphs {
    open: Vec<Vec<Span>>,
    outside: Vec<Span>,
}

impl Paragraphs {
    fn begin(&mut self) {
        self.open.push(Vec::new());
    }

    fn add(&mut self, span: Span) {
        // Charts have texts outside paragraphs; each is a text of its own.
        self.open.last_mut().unwrap_or(&mut self.outside).push(span);
    }

    fn add_alone(&mut self, span: Span) {
        self.outside.push(span);
    }

    fn end(
        &mut self,
        xml: &str,
        convert: &mut dyn FnMut(&str) -> Rewritten,
        edits: &mut Vec<(Range<usize>, String)>,
    ) -> Result<(), String> {
        let spans = self.open.pop().unwrap_or_default();
        replace(&spans, xml, convert, edits)
    }

    /// Converts what stands outside paragraphs, if its element has ended.
    fn flush(
        &mut self,
        xml: &str,
        convert: &mut dyn FnMut(&str) -> Rewritten,
        edits: &mut Vec<(Range<usize>, String)>,
        ended: bool,
    ) -> Result<(), String> {
        if !ended || self.outside.is_empty() {
            return Ok(());
        }
        let spans = std::mem::take(&mut self.outside);
        replace(&spans, xml, convert, edits)
    }
}

/// Converts the text of spans as one and puts each span's share back.
fn replace(
    spans: &[Span],
    xml: &str,
    convert: &mut dyn FnMut(&str) -> Rewritten,
    edits: &mut Vec<(Range<usize>, String)>,
) -> Result<(), String> {
    let mut texts = Vec::with_capacity(spans.len());
    for span in spans {
        texts.push(span.read(xml)?);
    }
    let whole: String = texts.concat();
    if whole.trim().is_empty() {
        return Ok(());
    }
    let Some(mut printed) = convert(&whole).aligned(&whole) else { return Ok(()) };
    for (span, text) in spans.iter().zip(&texts) {
        let share: String = printed.by_ref().take(text.chars().count()).collect();
        if share != **text {
            edits.push((span.place.clone(), span.write(share)));
        }
    }
    Ok(())
}

/// `w:p` and `a:p`.
pub(super) fn is_paragraph(name: &str) -> bool {
    name == "p"
}

/// Elements whose content is text a reader sees: of runs, deleted runs, mathematics, charts.
fn is_text(name: &str) -> bool {
    matches!(name, "t" | "delText" | "v")
}

/// Properties that are text. Who wrote it is a name and stays.
pub(super) fn is_property(name: &str) -> bool {
    matches!(name, "title" | "subject" | "description" | "keywords" | "category")
}

/// Whether a text has a Chinese character: a list's `%1.` and a bullet are nothing to look at.
fn has_chinese(text: &str) -> bool {
    text.contains(is_han)
}

/// Attributes that name a language or an East Asian face, or hold text.
fn attributes(
    element: &BytesStart<'_>,
    start: usize,
    xml: &str,
    target: Target,
    convert: &mut dyn FnMut(&str) -> Rewritten,
    edits: &mut Vec<(Range<usize>, String)>,
) -> Result<(), String> {
    let name = element.local_name();
    let name = name.as_ref();
    let wanted: &[&str] = match name {
        "lang" | "themeFontLang" => &["w:val", "w:eastAsia"],
        "rFonts" => &["w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"],
        "ea" | "latin" => &["typeface"],
        "lvlText" | "alias" => &["w:val"],
        "docPr" => &["descr", "title"],
        _ => return Ok(()),
    };
    let change = &mut |_: &str, value: &str| match name {
        "lang" | "themeFontLang" => language(value, target).map(str::to_owned),
        "rFonts" | "ea" | "latin" => faces::partner(value, target).map(str::to_owned),
        _ if !has_chinese(value) => None,
        _ => convert(value).aligned(value).map(Iterator::collect),
    };
    change_attributes(element, start, xml, wanted, change, &mut |place, text| edits.push((place, text)))
}

/// Gives new values to the wanted attributes of an element of `xml` that begins at `start`. `change` gets name and value.
///
/// # Errors
/// What is not well-formed.
pub(super) fn change_attributes(
    element: &BytesStart<'_>,
    start: usize,
    xml: &str,
    wanted: &[&str],
    change: &mut dyn FnMut(&str, &str) -> Option<String>,
    edit: &mut dyn FnMut(Range<usize>, String),
) -> Result<(), String> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.as_ref();
        if !wanted.contains(&key) {
            continue;
        }
        let raw: &str = &attribute.value;
        let value = unescape(raw).map_err(|error| error.to_string())?;
        let new = change(key, &value);
        let Some(new) = new.filter(|new| *new != *value) else { continue };
        // The reader borrows from `xml`: the value's place in it follows from its address.
        let at = (raw.as_ptr() as usize).wrapping_sub(xml.as_ptr() as usize);
        if at >= start && xml.get(at..at + raw.len()) == Some(raw) {
            edit(at..at + raw.len(), escape(&new).into_owned());
        }
    }
    Ok(())
}

/// The language tag of the target for a Chinese one; other languages stay.
fn language(tag: &str, target: Target) -> Option<&'static str> {
    let chinese = tag.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("zh-"));
    chinese.then_some(match target {
        Target::HongKong => "zh-HK",
        Target::Mainland => "zh-CN",
    })
}
