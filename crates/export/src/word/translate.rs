//! A Word file in another language: its paragraphs with inline tags, and their translations put in.
//!
//! Headers, footers, notes, comments, text boxes, charts, diagrams, the descriptions of pictures and the document's properties
//! are paragraphs like those of the body. The text of a list's numbers (`第%1章`) is none, nor are the specimen texts of Word's
//! building blocks, a watermark drawn as a picture, or the small print above a word (ruby).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use gungman_core::Tagged;
use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesStart, Event};

use super::compose::compose;
use super::part::{Part, change_attributes, decode, is_paragraph, is_property, patched, position};
use super::review::{Pen, Review, marked};
use super::source::{Source, alone, has_letters};
use super::tree::Element;
use super::{MOST, Target, WordError, faces, open, repack, unpack};
use crate::visible::clean;

/// The language a file is translated into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese as Hong Kong writes it: `zh-HK`.
    HongKong,
    /// Simplified Chinese: `zh-CN`.
    Mainland,
    /// British English: `en-GB`.
    English,
}

impl Language {
    /// The tag Word knows it by.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Language::HongKong => "zh-HK",
            Language::Mainland => "zh-CN",
            Language::English => "en-GB",
        }
    }

    /// Its script, if it is Chinese.
    const fn script(self) -> Option<Target> {
        match self {
            Language::HongKong => Some(Target::HongKong),
            Language::Mainland => Some(Target::Mainland),
            Language::English => None,
        }
    }
}

/// A paragraph of a Word file as a translator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text, in the syntax of [`Tagged`]. The formatting that most of its letters have is bare; any other is a tag, and so is
    /// text in a link, a tracked insertion, a field or a form's control. What is no text (a footnote's mark, a picture, a page's
    /// number) is an object. A tab is `\t`, a line break `\n`; a translation must have the same ones in the same order.
    pub text: String,
    /// Where it stands.
    pub kind: ParagraphKind,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParagraphKind {
    /// In the body, between the headings.
    Body,
    /// A heading or a title of the body, by its style or its outline level.
    Heading,
    /// In a table of the body.
    Cell,
    /// Beside the body: header, footer, footnote, endnote, comment, text box, chart, diagram, the description of a picture, a
    /// property of the document. Such a text is understood without its neighbours.
    Other,
}

/// A file in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translated {
    /// The file.
    pub bytes: Vec<u8>,
    /// The paragraphs, by number, of which not all could be kept: a tag of the source was missing, broken or unknown, or tabs and
    /// line breaks differed. Their text is whole and every object is in it; text whose tag did not come back has the formatting
    /// of most of the paragraph, and an object that did not come back stands at its end.
    pub fallen: Vec<usize>,
}

/// The paragraphs of a Word file, in the order they lie in the file: a text box after the paragraph it hangs on. Those without
/// any letter or digit are left out.
///
/// # Errors
/// [`WordError`].
pub fn paragraphs(bytes: &[u8]) -> Result<Vec<Paragraph>, WordError> {
    let mut all = Vec::new();
    let mut collect = |_: usize, paragraph: &Paragraph| {
        all.push(paragraph.clone());
        None
    };
    // No text changes, and what is packed is thrown away.
    walk(bytes, None, false, &mut collect, None)?;
    Ok(all)
}

/// Translates a Word file. `next` gets the paragraphs of [`paragraphs`] by their number there, in order, and gives each one's
/// translation in the same syntax, or nothing to leave it as it is.
///
/// Text keeps its formatting, links and fields in whatever order the translation has them. Bookmarks, the ranges of comments and
/// tracked deletions stay by the tag they stood by, or as far on in the text as they were. Runs, styles and settings that name a
/// language name the new one: `w:eastAsia` for Chinese, `w:val` for English. Into Chinese, East Asian faces of the other script
/// become their partners of this one; other faces stay, and Word draws Chinese in a run of Latin faces in the theme's.
///
/// # Errors
/// [`WordError`]; the bytes given are never changed.
pub fn translate(bytes: &[u8], to: Language, next: Next<'_>) -> Result<Translated, WordError> {
    put_in(bytes, to, true, next)
}

/// Changes the wording of a Word file within its language, `lang`: [`translate`] without the language tags and faces, which stay.
///
/// # Errors
/// [`WordError`]; the bytes given are never changed.
pub fn edit(bytes: &[u8], lang: Language, next: Next<'_>) -> Result<Translated, WordError> {
    put_in(bytes, lang, false, next)
}

fn put_in(bytes: &[u8], to: Language, relabel: bool, next: Next<'_>) -> Result<Translated, WordError> {
    let mut answer = |number: usize, paragraph: &Paragraph| next(number, paragraph).map(Answer::Text);
    let Walked { bytes, fallen, .. } = walk(bytes, Some(to), relabel, &mut answer, None)?;
    Ok(Translated { bytes, fallen })
}

/// What gives a paragraph's translation.
type Next<'a> = &'a mut dyn FnMut(usize, &Paragraph) -> Option<String>;

/// What becomes of a paragraph.
#[derive(Debug, Clone)]
pub(super) enum Answer {
    /// Its translation.
    Text(String),
    /// What a reviewer says of it.
    Reviews(Vec<Review>),
}

/// What gives a paragraph's answer.
pub(super) type Answers<'a> = &'a mut dyn FnMut(usize, &Paragraph) -> Option<Answer>;

/// What a walk brings home.
pub(super) struct Walked {
    pub bytes: Vec<u8>,
    pub fallen: Vec<usize>,
    /// The paragraphs that a reviewer's marks can stand in, by number.
    pub anchors: Vec<usize>,
    /// What has written the marks.
    pub pen: Option<Pen>,
}

/// The walk through all paragraphs of a file.
struct Walk<'a> {
    /// The language; nothing when the paragraphs are only read.
    to: Option<Language>,
    /// Whether tags and faces become those of the language.
    relabel: bool,
    next: Answers<'a>,
    headings: HashSet<String>,
    count: usize,
    fallen: Vec<usize>,
    anchors: Vec<usize>,
    pen: Option<Pen>,
}

/// Walks through a file. Without a language its text stays, and with a pen it gets a reviewer's marks.
pub(super) fn walk(
    bytes: &[u8],
    to: Option<Language>,
    relabel: bool,
    next: Answers<'_>,
    pen: Option<Pen>,
) -> Result<Walked, WordError> {
    let headings = headings(bytes)?;
    let mut walk = Walk { to, relabel, next, headings, count: 0, fallen: Vec::new(), anchors: Vec::new(), pen };
    let bytes = repack(MOST, bytes, &mut |name, kind, old| {
        if name.starts_with("word/glossary/") && kind == Part::Story {
            return Ok(old.to_vec());
        }
        let xml = decode(old)?;
        let body = name == "word/document.xml";
        let mut part = PartWalk { xml, body, kind, walk: &mut walk, edits: BTreeMap::new(), twins: None };
        part.scan()?;
        let edits = part.edits.into_iter().map(|(start, (end, text))| (start..end, text));
        Ok(patched(old, xml, edits))
    })?;
    let Walk { mut fallen, anchors, pen, .. } = walk;
    fallen.sort_unstable();
    fallen.dedup();
    Ok(Walked { bytes, fallen, anchors, pen })
}

/// The styles that are headings: by Word's own names for them, by their outline level, or by what they are based on.
fn headings(bytes: &[u8]) -> Result<HashSet<String>, WordError> {
    const PART: &str = "word/styles.xml";
    let mut source = open(bytes)?;
    let Some(index) = source.index_for_name(PART) else { return Ok(HashSet::new()) };
    let damaged = |why: String| WordError::Damaged { part: PART.to_owned(), why };
    let bytes = unpack(&mut source, index, PART, MOST)?;
    let styles = Element::root(decode(&bytes).map_err(damaged)?).map_err(damaged)?;
    let mut found = HashSet::new();
    let mut based: Vec<(String, String)> = Vec::new();
    for style in styles.children() {
        let Some(id) = style.attribute("styleId") else { continue };
        let value = |name: &str| style.child(name).and_then(|child| child.attribute("val"));
        let name = value("name").unwrap_or_default().to_ascii_lowercase();
        let named = name.starts_with("heading ") || matches!(name.as_str(), "title" | "subtitle" | "toc heading");
        if named || style.child("pPr").is_some_and(has_outline_level) {
            found.insert(id.clone());
        }
        based.extend(value("basedOn").map(|base| (id, base)));
    }
    // Each round finds at least one more, so it ends.
    loop {
        let more: Vec<String> = based
            .iter()
            .filter(|(id, base)| found.contains(base) && !found.contains(id))
            .map(|(id, _)| id.clone())
            .collect();
        if more.is_empty() {
            return Ok(found);
        }
        found.extend(more);
    }
}

/// Levels 0 to 8 are headings; 9 says that it is none.
fn has_outline_level(properties: &Element<'_>) -> bool {
    let level = properties.child("outlineLvl").and_then(|level| level.attribute("val")?.parse::<u8>().ok());
    level.is_some_and(|level| level < 9)
}

/// The walk through one part.
struct PartWalk<'x, 'w, 'a> {
    xml: &'x str,
    /// Whether it is the document's body.
    body: bool,
    kind: Part,
    walk: &'w mut Walk<'a>,
    /// What stands in the place of which bytes, by their start.
    edits: BTreeMap<usize, (usize, String)>,
    /// The texts of a drawing that is there twice, once for old programs: number and translation.
    twins: Option<HashMap<String, (usize, Option<Answer>)>>,
}

impl<'x> PartWalk<'x, '_, '_> {
    fn scan(&mut self) -> Result<(), String> {
        let mut reader = Reader::from_str(self.xml);
        let mut names: Vec<String> = Vec::new();
        // Where the text of the innermost element begins.
        let mut inner = 0;
        loop {
            let start = position(&reader);
            let event = reader.read_event().map_err(|error| error.to_string())?;
            let place = start..position(&reader);
            match &event {
                Event::Start(element) if self.kind == Part::Story && is_paragraph(element.local_name().as_ref()) => {
                    let name = element.name().as_ref().len();
                    let paragraph = Element::read(&mut reader, self.xml, name, place)?;
                    let kind = self.kind_of(&paragraph, &names);
                    self.paragraph(&paragraph, kind, self.body)?;
                }
                Event::Start(element) => {
                    self.attributes(element, start)?;
                    names.push(element.local_name().as_ref().to_owned());
                    inner = place.end;
                }
                Event::Empty(element) => self.attributes(element, start)?,
                Event::End(_) => {
                    if self.is_alone(&names) && inner <= start {
                        self.alone_in(inner..start)?;
                    }
                    names.pop();
                }
                Event::Eof => break,
                _ => {}
            }
        }
        if names.is_empty() { Ok(()) } else { Err("it ends before its elements do".to_owned()) }
    }

    /// Whether the innermost element holds a text of its own: a property, or a name in a chart, whose numbers are none.
    fn is_alone(&self, names: &[String]) -> bool {
        let Some(last) = names.last() else { return false };
        match self.kind {
            Part::Story => last == "v" && !names.iter().any(|name| matches!(name.as_str(), "numCache" | "numLit")),
            Part::Properties => is_property(last),
            Part::Setting => false,
        }
    }

    /// What a paragraph is, by its own style and what it stands in.
    fn kind_of(&self, paragraph: &Element<'_>, names: &[String]) -> ParagraphKind {
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|properties| properties.child("pStyle")?.attribute("val"));
        if !self.body {
            ParagraphKind::Other
        } else if names.iter().any(|name| name == "tc") {
            ParagraphKind::Cell
        } else if properties.is_some_and(has_outline_level)
            || style.is_some_and(|style| self.walk.headings.contains(&style))
        {
            ParagraphKind::Heading
        } else {
            ParagraphKind::Body
        }
    }

    /// A paragraph, and after it those that hang on it. `anchor` says whether a reviewer's marks can stand in it.
    fn paragraph(&mut self, paragraph: &Element<'x>, kind: ParagraphKind, anchor: bool) -> Result<(), String> {
        let source = Source::of(paragraph)?;
        let answer = source.as_ref().map(|source| self.answer(&source.text, kind));
        if let Some((number, _)) = answer.as_ref().filter(|_| anchor) {
            self.walk.anchors.push(*number);
        }
        self.within(paragraph)?;
        let (Some(source), Some((number, Some(answer)))) = (source, answer) else { return Ok(()) };
        let translation = match answer {
            Answer::Text(text) => text,
            Answer::Reviews(reviews) => {
                let marks = self.walk.pen.as_mut().map(|pen| marked(self.xml, &source, &reviews, pen));
                marks.into_iter().flatten().for_each(|(place, xml)| self.put(place, xml));
                return Ok(());
            }
        };
        let Some(to) = self.walk.to.filter(|_| translation != source.text) else { return Ok(()) };
        let composed = compose(&source, &translation, to, &|place| self.copy(place));
        if !composed.whole {
            self.walk.fallen.push(number);
        }
        self.put(source.content, composed.xml);
        Ok(())
    }

    /// Looks through what an element holds for paragraphs and attributes.
    fn within(&mut self, element: &Element<'x>) -> Result<(), String> {
        self.attributes(&element.start(), element.tag.start)?;
        // A drawing for new programs and the same for old ones: its texts are given once.
        let twice = element.local() == "AlternateContent" && self.twins.is_none();
        if twice {
            self.twins = Some(HashMap::new());
        }
        for child in element.children() {
            if is_paragraph(child.local()) {
                self.paragraph(child, ParagraphKind::Other, false)?;
            } else {
                self.within(child)?;
            }
        }
        if twice {
            self.twins = None;
        }
        Ok(())
    }

    /// The number and the translation of a text.
    fn answer(&mut self, text: &str, kind: ParagraphKind) -> (usize, Option<Answer>) {
        if let Some(known) = self.twins.as_ref().and_then(|twins| twins.get(text)) {
            return known.clone();
        }
        let number = self.walk.count;
        self.walk.count += 1;
        let answer = (number, (self.walk.next)(number, &Paragraph { text: text.to_owned(), kind }));
        if let Some(twins) = &mut self.twins {
            twins.insert(text.to_owned(), answer.clone());
        }
        answer
    }

    /// The translation of a text that stands alone and can have no tags; nothing when it stays.
    fn answer_alone(&mut self, text: &str) -> Option<String> {
        let text = alone(text);
        if !has_letters(&text) {
            return None;
        }
        let (number, answer) = self.answer(&text, ParagraphKind::Other);
        let Some(Answer::Text(translation)) = answer else { return None };
        if translation == text {
            return None;
        }
        let (read, faults) = Tagged::read(&translation);
        if self.walk.to.is_some() && !(faults.is_empty() && read.is_plain()) {
            self.walk.fallen.push(number);
        }
        Some(clean(&read.text))
    }

    /// The text of an element outside paragraphs.
    fn alone_in(&mut self, place: Range<usize>) -> Result<(), String> {
        let raw = &self.xml[place.clone()];
        // A character section is rare and is left alone.
        if raw.contains('<') {
            return Ok(());
        }
        let text = unescape(raw).map_err(|error| error.to_string())?;
        if let Some(new) = self.answer_alone(&text) {
            self.put(place, escape(&new).into_owned());
        }
        Ok(())
    }

    /// Attributes that name a language or a face, or hold text.
    fn attributes(&mut self, element: &BytesStart<'_>, start: usize) -> Result<(), String> {
        let name = element.local_name();
        let wanted: &[&str] = match name.as_ref() {
            "lang" | "themeFontLang" => &["w:val", "w:eastAsia"],
            "rFonts" => &["w:hint", "w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"],
            "ea" | "latin" => &["typeface"],
            "rPr" | "defRPr" | "endParaRPr" => &["lang"],
            "docPr" => &["descr", "title"],
            _ => return Ok(()),
        };
        let (xml, to) = (self.xml, self.walk.to.filter(|_| self.walk.relabel));
        let mut found = Vec::new();
        let change = &mut |key: &str, value: &str| match name.as_ref() {
            "docPr" => self.answer_alone(value).map(|text| text.replace('\n', " ")),
            "rFonts" | "ea" | "latin" => face(key, value, to?),
            _ => language(key, to?),
        };
        change_attributes(element, start, xml, wanted, change, &mut |place, text| found.push((place, text)))?;
        found.into_iter().for_each(|(place, text)| self.put(place, text));
        Ok(())
    }

    /// Bytes of the part with what has been put into them.
    fn copy(&self, place: Range<usize>) -> String {
        let edits = self.edits.range(place.clone()).map(|(start, (end, text))| (*start..*end, text.clone()));
        let (mut out, mut at) = (String::new(), place.start);
        for (edit, text) in edits {
            out.push_str(&self.xml[at..edit.start]);
            out.push_str(&text);
            at = edit.end;
        }
        out.push_str(&self.xml[at..place.end]);
        out
    }

    /// Puts a text in the place of some bytes, and of what was put into them.
    fn put(&mut self, place: Range<usize>, text: String) {
        let inside: Vec<usize> = self.edits.range(place.clone()).map(|(start, _)| *start).collect();
        inside.into_iter().for_each(|start| {
            self.edits.remove(&start);
        });
        self.edits.insert(place.start, (place.end, text));
    }
}

/// The new tag in place of one that names a language: Word has one for Chinese and one for all that is written in Latin letters,
/// DrawingML one for both.
fn language(key: &str, to: Language) -> Option<String> {
    let fits = match key {
        "w:eastAsia" => to.script().is_some(),
        "w:val" => to.script().is_none(),
        _ => true,
    };
    fits.then(|| to.tag().to_owned())
}

/// The new value of an attribute that says which face text is drawn in.
fn face(key: &str, value: &str, to: Language) -> Option<String> {
    match (key, to.script()) {
        // Else quotation marks and dashes are drawn as wide as a Chinese character.
        ("w:hint", None) => (value == "eastAsia").then(|| "default".to_owned()),
        ("w:hint", _) | (_, None) => None,
        (_, Some(script)) => faces::partner(value, script).map(str::to_owned),
    }
}
