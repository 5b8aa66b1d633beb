//! A paragraph taken apart: its text in pieces, each with its formatting and what it stands in, and its tagged text.

use std::collections::BTreeMap;
use std::ops::Range;

use gungman_core::Tagged;

use super::look::{Formatting, Letters, Look, sort_in};
use super::tree::Element;
use crate::visible::clean;

/// Bytes of the source that go into the paragraph as they are.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    /// The run they stand in; none for what stands beside runs.
    pub run: Option<usize>,
    /// Where they are.
    pub raw: Range<usize>,
}

/// A run: what another run of the same formatting begins with.
#[derive(Debug)]
pub(super) struct Run {
    /// Its start tag.
    pub tag: Range<usize>,
    /// Its properties.
    pub properties: Option<Range<usize>>,
    look: Look,
    letters: Letters,
    formatting: Option<usize>,
}

/// What text stands in that is neither run nor paragraph: a link, a tracked insertion, a field, a form's control.
#[derive(Debug)]
pub(super) struct Container {
    pub open: Vec<Atom>,
    pub close: Vec<Atom>,
    pub hold: Hold,
}

/// What may become of a container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// It says something about its text and may be repeated: a tracked insertion, a smart tag.
    Soft,
    /// A link, which may be repeated but is never left out around a blank.
    Link,
    /// It has an identity of its own (a form's control, a form field): it stands once.
    Once,
}

/// What a paragraph consists of, in order.
#[derive(Debug)]
pub(super) struct Piece {
    /// The containers it stands in, the outermost first.
    pub path: Vec<usize>,
    pub what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// Text, cleaned, and the element it is in.
    Text { text: String, atom: Atom, formatting: usize },
    /// A tab or a line break: its element, or for DrawingML's tab, which is a character of the text, its run.
    Break { sign: char, place: BreakPlace },
    /// No text, and part of what a reader sees.
    Object(Vec<Atom>),
    /// What no reader sees: a bookmark, the range of a comment, a tracked deletion, the end of a field of many paragraphs.
    Fixed { atoms: Vec<Atom>, ends: bool },
}

/// Where a tab or a line break is.
#[derive(Debug, Clone)]
pub(super) enum BreakPlace {
    Element(Atom),
    InText(usize),
}

/// What text has in common that is one tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Manner {
    pub path: Vec<usize>,
    pub formatting: usize,
}

/// What a number of the tagged text stands for.
#[derive(Debug, Clone)]
pub(super) enum Tag {
    Manner(Manner),
    /// The piece.
    Object(usize),
}

/// Which of the two languages of paragraphs it is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `w:p`.
    Word,
    /// `a:p`: charts and diagrams.
    Drawing,
}

/// A paragraph taken apart.
#[derive(Debug)]
pub(super) struct Source {
    pub dialect: Dialect,
    /// The prefix of its elements, with the colon.
    pub prefix: String,
    /// What a translation takes the place of.
    pub content: Range<usize>,
    pub runs: Vec<Run>,
    pub containers: Vec<Container>,
    pub formattings: Vec<Formatting>,
    pub pieces: Vec<Piece>,
    /// What the text outside tags is.
    pub base: Manner,
    pub tags: BTreeMap<u32, Tag>,
    /// The text with its tags.
    pub text: String,
}

/// A field's parts, and everything else, before fields are put together.
enum Item {
    Text { text: String, atom: Atom },
    Break { sign: char, place: BreakPlace },
    Object(Vec<Atom>),
    Fixed { atoms: Vec<Atom>, ends: bool },
    Field { atom: Atom, part: FieldPart },
    Held { open: Vec<Atom>, close: Vec<Atom>, hold: Hold, items: Vec<Item>, whole: Vec<Atom> },
}

enum FieldPart {
    Begin,
    Instruction(String),
    Separate,
    End,
}

impl Source {
    /// Takes a paragraph apart; nothing when it has no text for a translator.
    ///
    /// # Errors
    /// Text that cannot be read.
    pub fn of(paragraph: &Element<'_>) -> Result<Option<Self>, String> {
        let prefix = paragraph.name.strip_suffix(paragraph.local()).unwrap_or_default();
        let dialect = if prefix == "a:" { Dialect::Drawing } else { Dialect::Word };
        let mut reading = Reading { dialect, runs: Vec::new(), containers: Vec::new(), pieces: Vec::new() };
        let items = reading.items(paragraph)?;
        reading.flatten(fields(items), &[]);
        let Reading { runs, containers, pieces, .. } = reading;
        let letters = |piece: &Piece| matches!(&piece.what, What::Text { text, .. } if has_letters(text));
        if !pieces.iter().any(letters) {
            return Ok(None);
        }
        let mut source = Self {
            dialect,
            prefix: prefix.to_owned(),
            content: content(paragraph),
            runs,
            containers,
            formattings: Vec::new(),
            pieces,
            base: Manner { path: Vec::new(), formatting: 0 },
            tags: BTreeMap::new(),
            text: String::new(),
        };
        source.plain_guillemets();
        source.format();
        source.settle_blanks();
        source.choose_base();
        source.free_blanks();
        source.write();
        Ok(Some(source))
    }

    /// Text that would read as a tag has its guillemets made plain.
    fn plain_guillemets(&mut self) {
        let texts = self.pieces.iter_mut().filter_map(|piece| match &mut piece.what {
            What::Text { text, .. } => Some(text),
            _ => None,
        });
        let texts: Vec<&mut String> = texts.collect();
        let whole: String = texts.iter().map(|text| text.as_str()).collect();
        if untagged(&whole) != whole {
            texts.into_iter().for_each(|text| *text = text.replace('‹', "<").replace('›', ">"));
        }
    }

    /// Sorts the runs by their formatting.
    fn format(&mut self) {
        for piece in &mut self.pieces {
            let What::Text { atom: Atom { run: Some(at), .. }, formatting, .. } = &mut piece.what else { continue };
            let Some(run) = self.runs.get_mut(*at) else { continue };
            let sort_in = || sort_in(&mut self.formattings, *at, &run.look, run.letters);
            *formatting = *run.formatting.get_or_insert_with(sort_in);
        }
    }

    /// Blanks take the formatting of the text they stand by, unless a reader sees theirs: those stand alone as objects (a line to
    /// write on).
    fn settle_blanks(&mut self) {
        for at in 0..self.pieces.len() {
            let What::Text { text, atom, formatting } = &self.pieces[at].what else { continue };
            if !text.chars().all(char::is_whitespace) {
                continue;
            }
            let (atom, own) = (atom.clone(), *formatting);
            let before = self.pieces[..at].iter().rev().find(|piece| piece.is_seen());
            let after = self.pieces[at + 1..].iter().find(|piece| piece.is_seen());
            let path = &self.pieces[at].path;
            let beside: Vec<usize> = [before, after]
                .into_iter()
                .flatten()
                .filter_map(|piece| match &piece.what {
                    What::Text { formatting, .. } if piece.path == *path => Some(*formatting),
                    _ => None,
                })
                .collect();
            if beside.contains(&own) {
                continue;
            }
            // An element of DrawingML may hold more than these blanks.
            let seen = self.formattings.get(own).is_some_and(|formatting| formatting.on_blanks);
            if seen && self.dialect == Dialect::Word {
                self.pieces[at].what = What::Object(vec![atom]);
            } else if let (false, Some(new), What::Text { formatting, .. }) =
                (seen, beside.first(), &mut self.pieces[at].what)
            {
                *formatting = *new;
            }
        }
    }

    /// The base is what most letters are: outside containers, if any are.
    fn choose_base(&mut self) {
        let mut counts: Vec<(Manner, usize)> = Vec::new();
        for piece in &self.pieces {
            let What::Text { text, formatting, .. } = &piece.what else { continue };
            let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
            let manner = Manner { path: piece.path.clone(), formatting: *formatting };
            match counts.iter_mut().find(|(known, _)| *known == manner) {
                Some((_, count)) => *count += letters,
                None => counts.push((manner, letters)),
            }
        }
        let outside = counts.iter().any(|(manner, letters)| manner.path.is_empty() && *letters > 0);
        let of = counts.into_iter().filter(|(manner, _)| !outside || manner.path.is_empty());
        // The first of equals.
        let most = of.reduce(|best, next| if next.1 > best.1 { next } else { best });
        if let Some((manner, _)) = most {
            self.base = manner;
        }
    }

    /// Blanks between a link and a note, say, that still are a tag of their own become part of the base: no translator would keep
    /// the tag.
    fn free_blanks(&mut self) {
        let seen: Vec<usize> = (0..self.pieces.len()).filter(|at| self.pieces[*at].is_seen()).collect();
        for (nth, at) in seen.iter().enumerate() {
            let What::Text { text, formatting, .. } = &self.pieces[*at].what else { continue };
            let on_blanks = self.formattings.get(*formatting).is_some_and(|formatting| formatting.on_blanks);
            if on_blanks || !text.chars().all(char::is_whitespace) {
                continue;
            }
            let own = self.pieces[*at].manner();
            let beside = [nth.checked_sub(1), Some(nth + 1)].into_iter().flatten().filter_map(|nth| seen.get(nth));
            if beside.into_iter().all(|beside| self.pieces[*beside].manner() != own) {
                let base = self.base.clone();
                let piece = &mut self.pieces[*at];
                piece.path = base.path;
                if let What::Text { formatting, .. } = &mut piece.what {
                    *formatting = base.formatting;
                }
            }
        }
    }

    /// Numbers the tags and writes the text.
    fn write(&mut self) {
        let mut next = 1;
        let mut open: Option<u32> = None;
        let mut out = String::new();
        let close = |out: &mut String, open: &mut Option<u32>| {
            if let Some(tag) = open.take() {
                out.push_str(&format!("‹/{tag}›"));
            }
        };
        for (at, piece) in self.pieces.iter().enumerate() {
            match &piece.what {
                What::Text { text, .. } => {
                    let manner = piece.manner();
                    let tag = manner.filter(|manner| *manner != self.base).map(|manner| {
                        number_of(&self.tags, &manner).unwrap_or_else(|| {
                            self.tags.insert(next, Tag::Manner(manner));
                            next += 1;
                            next - 1
                        })
                    });
                    if tag != open {
                        close(&mut out, &mut open);
                        if let Some(tag) = tag {
                            out.push_str(&format!("‹{tag}›"));
                        }
                        open = tag;
                    }
                    out.push_str(text);
                }
                What::Break { sign, .. } => {
                    close(&mut out, &mut open);
                    out.push(*sign);
                }
                What::Object(_) => {
                    close(&mut out, &mut open);
                    self.tags.insert(next, Tag::Object(at));
                    out.push_str(&format!("‹{next}/›"));
                    next += 1;
                }
                What::Fixed { .. } => {}
            }
        }
        close(&mut out, &mut open);
        self.text = out;
    }

    /// The tag that a piece of text is in.
    pub fn number(&self, piece: &Piece) -> Option<u32> {
        number_of(&self.tags, &piece.manner()?)
    }
}

fn number_of(tags: &BTreeMap<u32, Tag>, manner: &Manner) -> Option<u32> {
    tags.iter().find_map(|(number, tag)| matches!(tag, Tag::Manner(known) if known == manner).then_some(*number))
}

impl Piece {
    /// Whether a reader sees it.
    pub fn is_seen(&self) -> bool {
        !matches!(self.what, What::Fixed { .. })
    }

    /// What a piece of text is.
    fn manner(&self) -> Option<Manner> {
        match self.what {
            What::Text { formatting, .. } => Some(Manner { path: self.path.clone(), formatting }),
            _ => None,
        }
    }
}

/// A text without what reads as tags.
fn untagged(text: &str) -> String {
    let (read, faults) = Tagged::read(text);
    if faults.is_empty() && read.is_plain() { text.to_owned() } else { String::new() }
}

/// A text that stands alone (a title, a name in a chart) as a tagged text: what would read as a tag is made plain.
pub(super) fn alone(text: &str) -> String {
    let text = clean(text);
    if untagged(&text) == text { text } else { text.replace('‹', "<").replace('›', ">") }
}

/// Whether there is anything to translate, or at least to copy, in a text.
pub(super) fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// What of a paragraph a translation replaces: all but the properties before and after.
fn content(paragraph: &Element<'_>) -> Range<usize> {
    let start = paragraph.child("pPr").map_or(paragraph.inner.start, |properties| properties.whole.end);
    let last = paragraph.children().next_back().filter(|last| last.local() == "endParaRPr");
    start..last.map_or(paragraph.inner.end, |last| last.whole.start)
}

/// A paragraph while it is taken apart.
struct Reading {
    dialect: Dialect,
    runs: Vec<Run>,
    containers: Vec<Container>,
    pieces: Vec<Piece>,
}

impl Reading {
    /// What a paragraph or a container holds.
    fn items(&mut self, parent: &Element<'_>) -> Result<Vec<Item>, String> {
        let mut items = Vec::new();
        for child in parent.children() {
            match child.local() {
                "pPr" | "endParaRPr" | "lastRenderedPageBreak" => {}
                "smartTagPr" | "customXmlPr" | "fldData" => {}
                "r" => self.run(child, &mut items)?,
                "br" if self.dialect == Dialect::Drawing => {
                    items.push(Item::Break { sign: '\n', place: BreakPlace::Element(beside(child)) });
                }
                "hyperlink" => items.push(self.held(child, child, Hold::Link)?),
                "ins" | "moveTo" | "smartTag" | "customXml" | "dir" | "bdo" => {
                    items.push(self.held(child, child, Hold::Soft)?);
                }
                "fldSimple" => {
                    items.push(match result(&child.attribute("instr").unwrap_or_default()) {
                        FieldResult::Text(hold) => self.held(child, child, hold)?,
                        FieldResult::Computed => Item::Object(vec![beside(child)]),
                        FieldResult::Nothing => Item::Fixed { atoms: vec![beside(child)], ends: true },
                    });
                }
                "sdt" => items.push(match child.child("sdtContent") {
                    Some(inner) => self.held(child, inner, Hold::Once)?,
                    None => Item::Object(vec![beside(child)]),
                }),
                "del" | "moveFrom" | "proofErr" => {
                    items.push(Item::Fixed { atoms: vec![beside(child)], ends: false });
                }
                mark if mark.ends_with("Start") || mark.ends_with("End") => {
                    items.push(Item::Fixed { atoms: vec![beside(child)], ends: mark.ends_with("End") });
                }
                _ => items.push(Item::Object(vec![beside(child)])),
            }
        }
        Ok(items)
    }

    /// A container: `inner` is the element in it that holds the runs.
    fn held(&mut self, outer: &Element<'_>, inner: &Element<'_>, hold: Hold) -> Result<Item, String> {
        // Its own properties come first and belong to its start.
        let properties = inner.children().take_while(|child| is_properties(child.local())).last();
        let start = properties.map_or(inner.inner.start, |last| last.whole.end);
        let items = self.items(inner)?;
        let raw = |raw: Range<usize>| vec![Atom { run: None, raw }];
        Ok(Item::Held {
            open: raw(outer.whole.start..start),
            close: raw(inner.inner.end..outer.whole.end),
            hold,
            items,
            whole: raw(outer.whole.clone()),
        })
    }

    /// What a run holds.
    fn run(&mut self, run: &Element<'_>, items: &mut Vec<Item>) -> Result<(), String> {
        let at = self.runs.len();
        let properties = run.child("rPr");
        self.runs.push(Run {
            tag: run.tag.clone(),
            properties: properties.map(|properties| properties.whole.clone()),
            look: Look::of(properties),
            letters: Letters::default(),
            formatting: None,
        });
        for child in run.children() {
            let atom = Atom { run: Some(at), raw: child.whole.clone() };
            match child.local() {
                "t" => self.text(&child.text()?, atom, items),
                "noBreakHyphen" => self.text("\u{2011}", atom, items),
                // Where a page ended when it was last laid out, and where a word may be cut: the translation has others.
                "rPr" | "lastRenderedPageBreak" | "softHyphen" => {}
                "tab" | "ptab" => items.push(Item::Break { sign: '\t', place: BreakPlace::Element(atom) }),
                "cr" => items.push(Item::Break { sign: '\n', place: BreakPlace::Element(atom) }),
                "br" if matches!(child.attribute("type").as_deref(), None | Some("textWrapping")) => {
                    items.push(Item::Break { sign: '\n', place: BreakPlace::Element(atom) });
                }
                "fldChar" => {
                    let part = match child.attribute("fldCharType").as_deref() {
                        Some("begin") => FieldPart::Begin,
                        Some("separate") => FieldPart::Separate,
                        _ => FieldPart::End,
                    };
                    items.push(Item::Field { atom, part });
                }
                "instrText" => items.push(Item::Field { atom, part: FieldPart::Instruction(child.text()?) }),
                "delText" | "delInstrText" => items.push(Item::Fixed { atoms: vec![atom], ends: false }),
                _ => items.push(Item::Object(vec![atom])),
            }
        }
        Ok(())
    }

    /// The text of an element of a run.
    fn text(&mut self, text: &str, atom: Atom, items: &mut Vec<Item>) {
        let text = clean(text).replace('\n', " ");
        let letters = Letters::of(&text);
        let run = atom.run.and_then(|run| self.runs.get_mut(run));
        // Word gives a symbol the face's own number or a letter's.
        let numbered = !text.is_empty() && text.chars().all(|c| matches!(c, '\u{E000}'..='\u{F8FF}'));
        let lettered = run.as_ref().is_some_and(|run| run.look.is_symbols()) && letters.latin > 0 && letters.han == 0;
        if numbered || lettered {
            items.push(Item::Object(vec![atom]));
            return;
        }
        if let Some(run) = run {
            run.letters.latin += letters.latin;
            run.letters.han += letters.han;
        }
        if self.dialect == Dialect::Word {
            let text = text.replace('\t', " ");
            if !text.is_empty() {
                items.push(Item::Text { text, atom });
            }
            return;
        }
        for (nth, piece) in text.split('\t').enumerate() {
            if let (1.., Some(run)) = (nth, atom.run) {
                items.push(Item::Break { sign: '\t', place: BreakPlace::InText(run) });
            }
            if !piece.is_empty() {
                items.push(Item::Text { text: piece.to_owned(), atom: atom.clone() });
            }
        }
    }

    /// Lays the items out in a row, each with its containers.
    fn flatten(&mut self, items: Vec<Item>, path: &[usize]) {
        for item in items {
            let what = match item {
                Item::Text { text, atom } => What::Text { text, atom, formatting: 0 },
                Item::Break { sign, place } => What::Break { sign, place },
                Item::Object(atoms) => What::Object(atoms),
                Item::Fixed { atoms, ends } => What::Fixed { atoms, ends },
                // Half a field: the other half is in another paragraph.
                Item::Field { atom, part } => What::Fixed { atoms: vec![atom], ends: matches!(part, FieldPart::End) },
                Item::Held { open, close, hold, items, whole } => {
                    self.flatten_held(Container { open, close, hold }, items, whole, path);
                    continue;
                }
            };
            self.pieces.push(Piece { path: path.to_vec(), what });
        }
    }

    /// A container's items: as they are where there is text in them, else the container is an object, or nothing anyone sees.
    fn flatten_held(&mut self, container: Container, items: Vec<Item>, whole: Vec<Atom>, path: &[usize]) {
        let (from, soft) = (self.pieces.len(), container.hold == Hold::Soft);
        let mut inner = path.to_vec();
        inner.push(self.containers.len());
        self.containers.push(container);
        self.flatten(items, &inner);
        let held = &mut self.pieces[from..];
        let any = |test: fn(&What) -> bool| held.iter().any(|piece| test(&piece.what));
        let text = any(|what| matches!(what, What::Text { text, .. } if has_letters(text)));
        let breaks = any(|what| matches!(what, What::Break { .. }));
        let blanks = held
            .iter()
            .filter(|piece| piece.is_seen())
            .all(|piece| matches!(&piece.what, What::Text { text, .. } if text.chars().all(char::is_whitespace)));
        let what = if text || breaks {
            return;
        } else if !held.iter().any(Piece::is_seen) {
            What::Fixed { atoms: whole, ends: false }
        } else if soft && blanks {
            // That a blank was inserted is not worth a tag.
            held.iter_mut().for_each(|piece| piece.path = path.to_vec());
            return;
        } else {
            What::Object(whole)
        };
        self.pieces.truncate(from);
        self.pieces.push(Piece { path: path.to_vec(), what });
    }
}

fn is_properties(local: &str) -> bool {
    matches!(local, "smartTagPr" | "customXmlPr" | "fldData")
}

/// An element that stands beside the runs.
fn beside(element: &Element<'_>) -> Atom {
    Atom { run: None, raw: element.whole.clone() }
}

/// A field that is begun and not yet ended.
#[derive(Default)]
struct OpenField {
    items: Vec<Item>,
    instruction: String,
    /// How many of the items stand before the result.
    head: Option<usize>,
}

/// Puts fields together: one with a result to translate is a container, any other an object. What has only one half here stays
/// in its halves.
fn fields(items: Vec<Item>) -> Vec<Item> {
    let mut open: Vec<OpenField> = vec![OpenField::default()];
    for item in items {
        let item = match item {
            Item::Held { open, close, hold, items, whole } => {
                Item::Held { open, close, hold, items: fields(items), whole }
            }
            other => other,
        };
        let inside = open.len() > 1;
        // The first is no field and is never taken off.
        let Some(field) = open.last_mut() else { break };
        match &item {
            Item::Field { part: FieldPart::Begin, .. } => {
                open.push(OpenField { items: vec![item], ..OpenField::default() });
            }
            Item::Field { part: FieldPart::End, .. } if inside => {
                field.items.push(item);
                if let (Some(done), Some(outer)) = (open.pop(), open.last_mut()) {
                    outer.items.push(done.closed());
                }
            }
            Item::Field { part: FieldPart::Separate, .. } if inside => {
                field.items.push(item);
                field.head.get_or_insert(field.items.len());
            }
            Item::Field { part: FieldPart::Instruction(text), .. } => {
                if field.head.is_none() {
                    field.instruction.push_str(text);
                }
                field.items.push(item);
            }
            _ => field.items.push(item),
        }
    }
    open.into_iter().flat_map(|field| field.items).collect()
}

impl OpenField {
    /// The field as one item, now that its end is there.
    fn closed(mut self) -> Item {
        let whole: Vec<Atom> = self.items.iter().flat_map(Item::atoms).collect();
        match (result(&self.instruction), self.head) {
            (FieldResult::Text(hold), Some(head)) => {
                let close = self.items.pop().map(|end| end.atoms()).unwrap_or_default();
                let items = self.items.split_off(head);
                let open = self.items.iter().flat_map(Item::atoms).collect();
                Item::Held { open, close, hold, items, whole }
            }
            (FieldResult::Nothing, _) => Item::Fixed { atoms: whole, ends: true },
            _ => Item::Object(whole),
        }
    }
}

impl Item {
    /// The bytes it stands in.
    fn atoms(&self) -> Vec<Atom> {
        match self {
            Item::Text { atom, .. }
            | Item::Field { atom, .. }
            | Item::Break { place: BreakPlace::Element(atom), .. } => vec![atom.clone()],
            // The text around it has it too.
            Item::Break { place: BreakPlace::InText(_), .. } => Vec::new(),
            Item::Object(atoms) | Item::Fixed { atoms, .. } | Item::Held { whole: atoms, .. } => atoms.clone(),
        }
    }
}

/// What a field makes.
enum FieldResult {
    /// Text to translate.
    Text(Hold),
    /// What Word computes anew (a page's number) or takes from elsewhere (a cross-reference).
    Computed,
    /// Nothing in its place: an entry of an index.
    Nothing,
}

/// What a field with this instruction makes.
fn result(instruction: &str) -> FieldResult {
    let name = instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
    match name.as_str() {
        "HYPERLINK" => FieldResult::Text(Hold::Link),
        "TOC" | "INDEX" | "TOA" | "BIBLIOGRAPHY" | "FORMTEXT" | "FILLIN" | "QUOTE" => FieldResult::Text(Hold::Once),
        "XE" | "TC" | "TA" | "RD" => FieldResult::Nothing,
        _ => FieldResult::Computed,
    }
}
