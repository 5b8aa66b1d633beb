//! What docx-rs cannot say, said afterwards: languages, the title, `firstLineChars`; children in schema order; entries
//! compressed, without directories and with one fixed date, so that the same sheet gives the same bytes.

use std::io::{Cursor, Read, Write};

use gungman_core::sheet::Sheet;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::{order, styles};
use crate::error::ExportError;
use crate::visible::clean;

/// The two languages of every document, for spelling and line breaking in Word.
const LANGUAGES: [(&str, &str); 2] = [("w:val", "en-GB"), ("w:eastAsia", "zh-HK")];
/// Two full-width characters, in hundredths of a character.
const TWO_CHARACTERS: &str = "200";

/// Rewrites a packed document.
pub fn finish(packed: &[u8], sheet: &Sheet) -> Result<Vec<u8>, ExportError> {
    let mut from = ZipArchive::new(Cursor::new(packed))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for index in 0..from.len() {
        let mut entry = from.by_index(index)?;
        if entry.is_dir() {
            continue;
        }
        let name = entry.name()?.into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        to.start_file(name.as_str(), options)?;
        to.write_all(&part(&name, bytes, sheet)?)?;
    }
    Ok(to.finish()?.into_inner())
}

/// One part of the package, rewritten where it needs to be.
fn part(name: &str, bytes: Vec<u8>, sheet: &Sheet) -> Result<Vec<u8>, ExportError> {
    match name {
        "docProps/core.xml" => Ok(core_properties(sheet).into_bytes()),
        _ if name.starts_with("word/") && name.ends_with(".xml") => {
            let mut tree = parse(&bytes)?;
            for node in &mut tree {
                if let Node::Element(element) = node {
                    amend(element, name, sheet.lang.is_chinese());
                    sort(element);
                }
            }
            let mut writer = Writer::new(Vec::new());
            for node in tree {
                node.write(&mut writer)?;
            }
            Ok(writer.into_inner())
        }
        _ => Ok(bytes),
    }
}

/// The title and the language; nobody's name and no date.
fn core_properties(sheet: &Sheet) -> String {
    let title = clean(&sheet.title);
    let title = quick_xml::escape::escape(&title);
    let language = if sheet.lang.is_chinese() { "zh-HK" } else { "en-GB" };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:language>{language}</dc:language><cp:revision>1</cp:revision></cp:coreProperties>"#
    )
}

/// An element with its children.
struct Element {
    start: BytesStart<'static>,
    children: Vec<Node>,
}

/// An element, or anything else, which is passed on as it is.
enum Node {
    Element(Element),
    Other(Event<'static>),
}

impl Element {
    fn named(name: &'static str, attributes: &[(&'static str, &'static str)]) -> Self {
        Self { start: BytesStart::new(name).with_attributes(attributes.iter().copied()), children: Vec::new() }
    }

    fn name(&self) -> String {
        self.start.name().into_inner().to_owned()
    }

    fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find_map(|node| match node {
            Node::Element(element) if element.name() == name => Some(element),
            _ => None,
        })
    }

    fn child_mut(&mut self, name: &str) -> Option<&mut Element> {
        self.children.iter_mut().find_map(|node| match node {
            Node::Element(element) if element.name() == name => Some(element),
            _ => None,
        })
    }

    fn has(&self, name: &str) -> bool {
        self.child(name).is_some()
    }
}

impl Node {
    fn write(self, writer: &mut Writer<Vec<u8>>) -> Result<(), ExportError> {
        match self {
            Node::Other(event) => writer.write_event(event)?,
            Node::Element(element) if element.children.is_empty() => writer.write_event(Event::Empty(element.start))?,
            Node::Element(element) => {
                let end = element.start.to_end().into_owned();
                writer.write_event(Event::Start(element.start))?;
                for child in element.children {
                    child.write(writer)?;
                }
                writer.write_event(Event::End(end))?;
            }
        }
        Ok(())
    }
}

/// Reads a part into a tree.
fn parse(bytes: &[u8]) -> Result<Vec<Node>, ExportError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ExportError::Xml(error.to_string()))?;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut top = Vec::new();
    loop {
        let node = match reader.read_event().map_err(|error| ExportError::Xml(error.to_string()))? {
            Event::Eof => break,
            Event::Start(start) => {
                open.push(Element { start: start.into_owned(), children: Vec::new() });
                continue;
            }
            Event::Empty(start) => Node::Element(Element { start: start.into_owned(), children: Vec::new() }),
            Event::End(_) => match open.pop() {
                Some(element) => Node::Element(element),
                None => return Err(ExportError::Xml("an end without a start".into())),
            },
            other => Node::Other(other.into_owned()),
        };
        open.last_mut().map_or(&mut top, |element| &mut element.children).push(node);
    }
    if open.is_empty() { Ok(top) } else { Err(ExportError::Xml("an element without an end".into())) }
}

/// Adds what docx-rs cannot say.
fn amend(element: &mut Element, part: &str, chinese: bool) {
    let name = element.name();
    let in_styles = part == "word/styles.xml";
    let own = name == "w:style" && !style_id(element).is_some_and(|id| styles::is_built_in(&id));
    match name.as_str() {
        "w:rPr" if in_styles && !element.has("w:lang") => {
            element.children.push(Node::Element(Element::named("w:lang", &LANGUAGES)));
        }
        "w:settings" if !element.has("w:themeFontLang") => {
            element.children.push(Node::Element(Element::named("w:themeFontLang", &LANGUAGES)));
        }
        "w:style" if is_normal(element) && !has_attribute(&element.start, "w:default") => {
            element.start.push_attribute(("w:default", "1"));
        }
        // Marks a style as the document's own, not one of Word's.
        "w:style" if own && !has_attribute(&element.start, "w:customStyle") => {
            element.start.push_attribute(("w:customStyle", "1"));
        }
        // The schema knows no type of a grid column; docx-rs writes one.
        "w:gridCol" => {
            let width = element.start.attributes().flatten().find(|a| a.key.into_inner() == "w:w");
            if let Some(width) = width.map(|a| a.value.into_owned()) {
                element.start = BytesStart::new("w:gridCol").with_attributes([("w:w", width.as_str())]);
            }
        }
        // The row stands on every page that the table goes on to.
        "w:tr" if [styles::id::PAIR_HEAD, styles::id::ACTION_HEAD].iter().any(|head| has_style(element, head)) => {
            let repeated = Node::Element(Element::named("w:tblHeader", &[]));
            match element.child_mut("w:trPr") {
                Some(properties) => properties.children.push(repeated),
                None => {
                    let properties = Element { children: vec![repeated], ..Element::named("w:trPr", &[]) };
                    element.children.insert(0, Node::Element(properties));
                }
            }
        }
        // An indent in characters follows the size when a reader changes it.
        "w:ind" if in_styles && chinese && has_attribute(&element.start, "w:firstLine") => {
            element.start.push_attribute(("w:firstLineChars", TWO_CHARACTERS));
        }
        _ => {}
    }
    // Paragraph properties outside a paragraph carry an empty w:rPr that the schema does not know there.
    if (in_styles || part == "word/numbering.xml") && name == "w:pPr" {
        element.children.retain(|node| !matches!(node, Node::Element(child) if child.name() == "w:rPr"));
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            amend(child, part, chinese);
        }
    }
}

fn is_normal(style: &Element) -> bool {
    style_id(style).as_deref() == Some("Normal")
}

fn style_id(style: &Element) -> Option<String> {
    let id = style.start.attributes().flatten().find(|a| a.key.into_inner() == "w:styleId")?;
    Some(id.value.into_owned())
}

/// Whether a paragraph in an element has the style.
fn has_style(element: &Element, style: &str) -> bool {
    let own = |a: &quick_xml::events::attributes::Attribute<'_>| &*a.value == style;
    element.name() == "w:pStyle" && element.start.attributes().flatten().any(|a| own(&a))
        || element.children.iter().any(|node| matches!(node, Node::Element(child) if has_style(child, style)))
}

fn has_attribute(start: &BytesStart<'_>, name: &str) -> bool {
    start.attributes().flatten().any(|attribute| attribute.key.into_inner() == name)
}

/// Puts the children of every element into schema order; equals keep their order.
fn sort(element: &mut Element) {
    if let Some(order) = order::children(&element.name()) {
        element.children.sort_by_key(|node| match node {
            Node::Element(child) => {
                let name = child.name();
                order.iter().position(|known| *known == name).unwrap_or(order.len())
            }
            Node::Other(_) => order.len(),
        });
    }
    for child in &mut element.children {
        if let Node::Element(child) = child {
            sort(child);
        }
    }
}
