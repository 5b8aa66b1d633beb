//! One XML part of a Word file: where its text, language tags and faces stand, and the part with those bytes replaced.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

use super::{Target, faces};

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
        convert: &mut dyn FnMut(&str) -> String,
    ) -> Result<Vec<u8>, String> {
        let xml = str::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        let mut paragraphs = Paragraphs::default();
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = true;
        let mut names: Vec<String> = Vec::new();
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(|error| error.to_string())?;
            let end = position(&reader);
            match event {
                Event::Start(element) => {
                    attributes(&element, start, xml, target, convert, &mut edits)?;
                    if is_paragraph(element.local_name().as_ref()) {
                        paragraphs.begin();
                    }
                    names.push(element.local_name().as_ref().to_owned());
                }
                Event::Empty(element) => attributes(&element, start, xml, target, convert, &mut edits)?,
                Event::End(element) => {
                    names.pop();
                    if is_paragraph(element.local_name().as_ref()) {
                        paragraphs.end(xml, convert, &mut edits)?;
                    }
                }
                Event::Text(_) | Event::GeneralRef(_) => match self {
                    Self::Story if names.last().is_some_and(|name| is_text(name)) => paragraphs.add(start..end),
                    Self::Properties if names.last().is_some_and(|name| is_property(name)) => {
                        paragraphs.add_alone(start..end);
                    }
                    _ => {}
                },
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
        let mut out = String::with_capacity(xml.len());
        let mut at = 0;
        for (span, text) in edits {
            out.push_str(&xml[at..span.start]);
            out.push_str(&text);
            at = span.end;
        }
        out.push_str(&xml[at..]);
        Ok(out.into_bytes())
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// The paragraphs that are open, the innermost last: a text box is a paragraph within a paragraph.
#[derive(Default)]
struct Paragraphs {
    open: Vec<Vec<Range<usize>>>,
    outside: Vec<Range<usize>>,
}

impl Paragraphs {
    fn begin(&mut self) {
        self.open.push(Vec::new());
    }

    fn add(&mut self, span: Range<usize>) {
        // Charts have texts outside paragraphs; each is a text of its own.
        self.open.last_mut().unwrap_or(&mut self.outside).push(span);
    }

    fn add_alone(&mut self, span: Range<usize>) {
        self.outside.push(span);
    }

    fn end(
        &mut self,
        xml: &str,
        convert: &mut dyn FnMut(&str) -> String,
        edits: &mut Vec<(Range<usize>, String)>,
    ) -> Result<(), String> {
        let spans = self.open.pop().unwrap_or_default();
        replace(&spans, xml, convert, edits)
    }

    /// Converts what stands outside paragraphs, if its element has ended.
    fn flush(
        &mut self,
        xml: &str,
        convert: &mut dyn FnMut(&str) -> String,
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
    spans: &[Range<usize>],
    xml: &str,
    convert: &mut dyn FnMut(&str) -> String,
    edits: &mut Vec<(Range<usize>, String)>,
) -> Result<(), String> {
    let mut texts = Vec::with_capacity(spans.len());
    for span in spans {
        texts.push(unescape(&xml[span.clone()]).map_err(|error| error.to_string())?);
    }
    let whole: String = texts.concat();
    if whole.trim().is_empty() {
        return Ok(());
    }
    let converted = convert(&whole);
    if converted == whole || converted.chars().count() != whole.chars().count() {
        return Ok(());
    }
    let mut rest = converted.chars();
    for (span, text) in spans.iter().zip(&texts) {
        let share: String = rest.by_ref().take(text.chars().count()).collect();
        if share != **text {
            edits.push((span.clone(), escape(&share).into_owned()));
        }
    }
    Ok(())
}

/// `w:p` and `a:p`.
fn is_paragraph(name: &str) -> bool {
    name == "p"
}

/// Elements whose content is text a reader sees: of runs, deleted runs, mathematics, charts.
fn is_text(name: &str) -> bool {
    matches!(name, "t" | "delText" | "v")
}

/// Properties that are text. Who wrote it is a name and stays.
fn is_property(name: &str) -> bool {
    matches!(name, "title" | "subject" | "description" | "keywords" | "category")
}

/// Attributes that name a language or an East Asian face, or hold text.
fn attributes(
    element: &BytesStart<'_>,
    start: usize,
    xml: &str,
    target: Target,
    convert: &mut dyn FnMut(&str) -> String,
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
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.as_ref();
        if !wanted.contains(&key) {
            continue;
        }
        let raw: &str = &attribute.value;
        let value = unescape(raw).map_err(|error| error.to_string())?;
        let new = match name {
            "lang" | "themeFontLang" => language(&value, target).map(str::to_owned),
            "rFonts" | "ea" | "latin" => faces::partner(&value, target).map(str::to_owned),
            _ => Some(convert(&value)).filter(|new| new.chars().count() == value.chars().count()),
        };
        let Some(new) = new.filter(|new| *new != *value) else { continue };
        // The reader borrows from `xml`: the value's place in it follows from its address.
        let at = (raw.as_ptr() as usize).wrapping_sub(xml.as_ptr() as usize);
        if at >= start && xml.get(at..at + raw.len()) == Some(raw) {
            edits.push((at..at + raw.len(), escape(&new).into_owned()));
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
