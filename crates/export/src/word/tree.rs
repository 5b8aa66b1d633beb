//! The elements of a paragraph, and where each stands in the XML.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::part::{Span, position};

/// How deep elements may lie in one another: far above what Word writes, far below what would exhaust a thread's stack.
const DEEPEST: usize = 256;

/// An element.
pub(super) struct Element<'x> {
    /// Its name with the prefix.
    pub name: &'x str,
    /// Its start tag.
    pub tag: Range<usize>,
    /// What lies between its tags.
    pub inner: Range<usize>,
    /// All of it.
    pub whole: Range<usize>,
    /// What it holds.
    pub nodes: Vec<Node<'x>>,
    xml: &'x str,
}

/// What an element holds. Comments and instructions are nothing to look at.
pub(super) enum Node<'x> {
    Element(Element<'x>),
    Text(Span),
}

impl<'x> Element<'x> {
    /// Reads the element whose start tag (`tag`) was read last.
    ///
    /// # Errors
    /// What is not well-formed, or lies too deep.
    pub fn read(reader: &mut Reader<&'x [u8]>, xml: &'x str, name: usize, tag: Range<usize>) -> Result<Self, String> {
        let mut open = vec![Self::begun(xml, name, tag)];
        loop {
            let start = position(reader);
            let event = reader.read_event().map_err(|error| error.to_string())?;
            let place = start..position(reader);
            let node = match &event {
                Event::Start(element) => {
                    if open.len() >= DEEPEST {
                        return Err("its elements lie too deep in one another".to_owned());
                    }
                    open.push(Self::begun(xml, element.name().as_ref().len(), place));
                    continue;
                }
                Event::Empty(element) => Node::Element(Self::begun(xml, element.name().as_ref().len(), place)),
                Event::End(_) => {
                    let Some(mut done) = open.pop() else { break };
                    done.inner.end = place.start;
                    done.whole.end = place.end;
                    if open.is_empty() {
                        return Ok(done);
                    }
                    Node::Element(done)
                }
                Event::Text(_) | Event::GeneralRef(_) | Event::CData(_) => Node::Text(Span::of(event, place)),
                Event::Eof => break,
                _ => continue,
            };
            if let Some(parent) = open.last_mut() {
                parent.nodes.push(node);
            }
        }
        Err("it ends before its elements do".to_owned())
    }

    /// The first element of a part, with all it holds.
    ///
    /// # Errors
    /// What is not well-formed, or that there is none.
    pub fn root(xml: &'x str) -> Result<Self, String> {
        let mut reader = Reader::from_str(xml);
        loop {
            let start = position(&reader);
            match reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(element) => {
                    let name = element.name().as_ref().len();
                    let tag = start..position(&reader);
                    return Self::read(&mut reader, xml, name, tag);
                }
                Event::Eof => return Err("it has no element".to_owned()),
                _ => {}
            }
        }
    }

    fn begun(xml: &'x str, name: usize, tag: Range<usize>) -> Self {
        let name = &xml[tag.start + 1..tag.start + 1 + name];
        Self { name, inner: tag.end..tag.end, whole: tag.clone(), tag, nodes: Vec::new(), xml }
    }

    /// Its name without the prefix.
    pub fn local(&self) -> &'x str {
        self.name.split_once(':').map_or(self.name, |(_, local)| local)
    }

    /// Its start tag as the reader gives it; values borrow from the XML.
    pub fn start(&self) -> BytesStart<'x> {
        let tag = &self.xml[self.tag.start + 1..self.tag.end - 1];
        BytesStart::from_content(tag.strip_suffix('/').unwrap_or(tag), self.name.len())
    }

    /// The attributes by name without the prefix; broken ones are left out.
    pub fn attributes(&self) -> Vec<(String, String)> {
        let start = self.start();
        let read = start.attributes().flatten().map(|attribute| {
            let key = attribute.key.local_name().as_ref().to_owned();
            let value = quick_xml::escape::unescape(&attribute.value).unwrap_or_default().into_owned();
            (key, value)
        });
        read.collect()
    }

    /// An attribute by its name without the prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.attributes().into_iter().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// The elements it holds.
    pub fn children(&self) -> impl DoubleEndedIterator<Item = &Element<'x>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of a name without the prefix.
    pub fn child(&self, local: &str) -> Option<&Element<'x>> {
        self.children().find(|child| child.local() == local)
    }

    /// The text directly in it.
    ///
    /// # Errors
    /// An entity nobody knows.
    pub fn text(&self) -> Result<String, String> {
        let pieces: Result<Vec<Cow<'_, str>>, String> = self
            .nodes
            .iter()
            .filter_map(|node| match node {
                Node::Text(span) => Some(span.read(self.xml)),
                Node::Element(_) => None,
            })
            .collect();
        Ok(pieces?.concat())
    }
}
