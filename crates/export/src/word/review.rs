//! A Word file with a reviewer's marks: comments on words, and changes tracked as Word tracks them.
//!
//! A run is cut where a mark begins or ends, and every part of it keeps the run's formatting. Only paragraphs of the body can have
//! marks of their own (Word has no comments in headers, notes and text boxes): what is to be said of another is said at the first
//! paragraph of the body.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Write};
use std::ops::Range;

use gungman_core::Tagged;
use quick_xml::escape::{escape, partial_escape};
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::source::{Piece, Source, What};
use super::translate::{Answer, Paragraph, Walked, walk};
use super::{MOST, WordError, open, unpack};

/// Something a reviewer says of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The characters it is about, counted in the text of the paragraph without its tags.
    pub range: Range<usize>,
    /// What is to stand in their place: a tracked change. Without it, or where Word cannot track it, there is a comment.
    pub fix: Option<String>,
    /// What the comment says.
    pub comment: String,
}

impl Review {
    /// The comment of a change that cannot be tracked.
    fn told(&self) -> String {
        match self.fix.as_deref() {
            None => self.comment.clone(),
            Some(fix) => format!("→ 「{fix}」\n{}", self.comment).trim_end().to_owned(),
        }
    }
}

/// Who says it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The name Word shows.
    pub author: String,
    /// The letters Word shows beside a comment.
    pub initials: String,
    /// The moment, as in `2026-11-23T09:30:00Z`.
    pub date: String,
}

/// A file with a reviewer's marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many marks found no place: the body has no paragraph to say them at.
    pub unplaced: usize,
}

/// Puts a reviewer's marks into a Word file. `next` gets the paragraphs of [`super::paragraphs`] by their number there and says what
/// there is to say of each. Of two changes that overlap, the second becomes a comment.
///
/// # Errors
/// [`WordError`]; the bytes given are never changed.
pub fn review(
    bytes: &[u8],
    reviewer: &Reviewer,
    next: &mut dyn FnMut(usize, &Paragraph) -> Vec<Review>,
) -> Result<Reviewed, WordError> {
    let mut all: BTreeMap<usize, (String, Vec<Review>)> = BTreeMap::new();
    let mut collect = |number: usize, paragraph: &Paragraph| {
        let reviews = next(number, paragraph);
        if !reviews.is_empty() {
            all.insert(number, (Tagged::read(&paragraph.text).0.text, reviews));
        }
        None
    };
    // The first walk says what there is; no text changes, and what is packed is thrown away.
    let Walked { anchors, .. } = walk(bytes, None, false, &mut collect, None)?;
    let unplaced = lead(&mut all, &anchors);

    let comments = part(bytes, COMMENTS)?;
    let document = part(bytes, "word/document.xml")?.unwrap_or_default();
    let taken = largest_id(&document).max(comments.as_deref().map_or(0, largest_id));
    let pen = Pen { reviewer: reviewer.clone(), next: taken + 1, comments: Vec::new() };
    let mut mark = |number: usize, _: &Paragraph| Some(Answer::Reviews(all.remove(&number)?.1));
    let Walked { bytes, pen, .. } = walk(bytes, None, false, &mut mark, Some(pen))?;
    let bytes = match pen.filter(|pen| !pen.comments.is_empty()) {
        Some(pen) => with_comments(&bytes, &pen, comments.as_deref())?,
        None => bytes,
    };
    Ok(Reviewed { bytes, unplaced })
}

/// Leads what cannot be said where it belongs to the first paragraph of the body, with the words it is about. Says how many marks have
/// no place at all.
fn lead(all: &mut BTreeMap<usize, (String, Vec<Review>)>, anchors: &[usize]) -> usize {
    let anchored: HashSet<usize> = anchors.iter().copied().collect();
    let homeless: Vec<usize> = all.keys().copied().filter(|number| !anchored.contains(number)).collect();
    let mut moved = Vec::new();
    for (text, reviews) in homeless.into_iter().filter_map(|number| all.remove(&number)) {
        moved.extend(reviews.into_iter().map(|review| {
            let words: String = text.chars().skip(review.range.start).take(review.range.len()).collect();
            Review { range: 0..1, fix: None, comment: format!("「{words}」 {}", review.told()) }
        }));
    }
    let Some(first) = anchors.first().copied().filter(|_| !moved.is_empty()) else { return moved.len() };
    all.entry(first).or_default().1.extend(moved);
    0
}

/// What writes the marks: who, the next number that is free, and the comments written so far.
#[derive(Debug)]
pub(super) struct Pen {
    reviewer: Reviewer,
    next: u32,
    comments: Vec<(u32, String)>,
}

impl Pen {
    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// The attributes of a tracked change.
    fn signed(&mut self, w: &str) -> String {
        let id = self.number();
        let Reviewer { author, date, .. } = &self.reviewer;
        format!("{w}id=\"{id}\" {w}author=\"{}\" {w}date=\"{}\"", escape(author), escape(date))
    }
}

/// A piece of text of a paragraph, and which of its characters.
struct Stretch<'s> {
    piece: &'s Piece,
    chars: Range<usize>,
}

/// The stretches of text of a paragraph that can be cut: `w:t`, which a non-breaking hyphen is not.
fn stretches<'s>(source: &'s Source, xml: &str) -> Vec<Stretch<'s>> {
    let mut at = 0;
    let mut out = Vec::new();
    for piece in &source.pieces {
        let length = match &piece.what {
            What::Text { text, .. } => text.chars().count(),
            What::Break { .. } => 1,
            What::Object(_) | What::Fixed { .. } => 0,
        };
        if let What::Text { atom, .. } = &piece.what
            && xml[atom.raw.clone()].starts_with(&format!("<{}t", source.prefix))
            && atom.run.is_some()
        {
            out.push(Stretch { piece, chars: at..at + length });
        }
        at += length;
    }
    out
}

/// What stands at a place in the text of a paragraph.
#[derive(Default)]
struct Stops {
    /// After the character before it.
    ends: Vec<String>,
    /// Before the character at it.
    starts: Vec<String>,
}

/// The new XML of a paragraph's runs that reviews touch, by the bytes it stands in place of.
pub(super) fn marked(xml: &str, source: &Source, reviews: &[Review], pen: &mut Pen) -> Vec<(Range<usize>, String)> {
    let stretches = stretches(source, xml);
    let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { return Vec::new() };
    let (from, to) = (first.chars.start, last.chars.end);
    let w = source.prefix.as_str();
    let mut stops: BTreeMap<usize, Stops> = BTreeMap::new();
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    let mut reviews: Vec<&Review> = reviews.iter().collect();
    reviews.sort_by_key(|review| (review.range.start, review.range.end));
    for review in reviews {
        let start = review.range.start.clamp(from, to.saturating_sub(1));
        let end = review.range.end.clamp(start + 1, to.max(start + 1));
        let free = changes.last().is_none_or(|(range, _)| range.end <= review.range.start);
        if let Some(fix) = review.fix.as_deref().filter(|_| free && can_track(xml, source, &stretches, &review.range)) {
            changes.push((review.range.clone(), fix.to_owned()));
            continue;
        }
        let id = pen.number();
        pen.comments.push((id, review.told()));
        stops.entry(start).or_default().starts.push(format!("<{w}commentRangeStart {w}id=\"{id}\"/>"));
        stops
            .entry(end)
            .or_default()
            .ends
            .push(format!("<{w}commentRangeEnd {w}id=\"{id}\"/><{w}r><{w}commentReference {w}id=\"{id}\"/></{w}r>"));
    }
    stretches.iter().filter_map(|stretch| cut(xml, source, stretch, &stops, &changes, pen)).collect()
}

/// Whether a change can be tracked: all of it is text that can be cut, and it is not within what another has inserted.
fn can_track(xml: &str, source: &Source, stretches: &[Stretch<'_>], range: &Range<usize>) -> bool {
    let over = || stretches.iter().filter(|s| s.chars.start < range.end && range.start < s.chars.end);
    let covered: usize = over().map(|s| s.chars.end.min(range.end) - s.chars.start.max(range.start)).sum();
    let inserted = |stretch: &Stretch<'_>| {
        let opens = stretch.piece.path.iter().filter_map(|at| source.containers.get(*at)?.open.first());
        opens.into_iter().any(|atom| {
            let tag = &xml[atom.raw.clone()];
            ["ins", "moveTo"].iter().any(|name| tag.starts_with(&format!("<{}{name}", source.prefix)))
        })
    };
    !range.is_empty() && covered == range.len() && !over().any(inserted)
}

/// The run, or the text in it, cut where marks begin and end; nothing when none does.
fn cut(
    xml: &str,
    source: &Source,
    stretch: &Stretch<'_>,
    stops: &BTreeMap<usize, Stops>,
    changes: &[(Range<usize>, String)],
    pen: &mut Pen,
) -> Option<(Range<usize>, String)> {
    let What::Text { text, atom, .. } = &stretch.piece.what else { return None };
    let run = source.runs.get(atom.run?)?;
    let Range { start, end } = stretch.chars.clone();
    let here: Vec<_> = changes.iter().filter(|(range, _)| range.start < end && start < range.end).collect();
    let ends = stops.range(start + 1..=end).any(|(_, stop)| !stop.ends.is_empty());
    let starts = stops.range(start..end).any(|(_, stop)| !stop.starts.is_empty());
    if here.is_empty() && !ends && !starts {
        return None;
    }
    let w = source.prefix.as_str();
    // A run of nothing but this text is written anew as a whole, so that no empty run is left.
    let close = format!("</{w}r>");
    let head = run.properties.as_ref().map_or(run.tag.end, |properties| properties.end);
    let alone = xml[head..atom.raw.start].trim().is_empty() && xml[atom.raw.end..].starts_with(&close);
    let place = if alone { run.tag.start..atom.raw.end + close.len() } else { atom.raw.clone() };
    let mut run = RunWriter {
        open: format!("{}{}", &xml[run.tag.clone()], run.properties.clone().map_or("", |properties| &xml[properties])),
        close,
        is_open: !alone,
        out: String::new(),
    };
    let mut points: Vec<usize> = stops.range(start..=end).map(|(at, _)| *at).collect();
    points.extend(here.iter().flat_map(|(range, _)| [range.start.max(start), range.end.min(end)]));
    points.extend([start, end]);
    points.sort_unstable();
    points.dedup();
    let chars: Vec<char> = text.chars().collect();
    for (nth, point) in points.iter().copied().enumerate() {
        let stop = stops.get(&point);
        if let Some(stop) = stop.filter(|stop| point > start && !stop.ends.is_empty()) {
            run.beside(&stop.ends.concat());
        }
        if let Some(stop) = stop.filter(|stop| point < end && !stop.starts.is_empty()) {
            run.beside(&stop.starts.concat());
        }
        let Some(next) = points.get(nth + 1).copied() else { break };
        let words: String = chars.iter().skip(point - start).take(next - point).collect();
        let words = partial_escape(words.as_str());
        let Some((range, fix)) = here.iter().find(|(range, _)| range.start <= point && next <= range.end) else {
            run.within(&format!("<{w}t xml:space=\"preserve\">{words}</{w}t>"));
            continue;
        };
        let signed = pen.signed(w);
        let (open, close) = (run.open.clone(), run.close.clone());
        run.beside(&format!(
            "<{w}del {signed}>{open}<{w}delText xml:space=\"preserve\">{words}</{w}delText>{close}</{w}del>"
        ));
        if next == range.end && !fix.is_empty() {
            let signed = pen.signed(w);
            let fix = partial_escape(fix.as_str());
            run.beside(&format!("<{w}ins {signed}>{open}<{w}t xml:space=\"preserve\">{fix}</{w}t>{close}</{w}ins>"));
        }
    }
    Some((place, run.done(!alone)))
}

/// A run that is closed and opened again around what stands beside it.
struct RunWriter {
    /// Its start tag and its properties.
    open: String,
    close: String,
    is_open: bool,
    out: String,
}

impl RunWriter {
    fn beside(&mut self, xml: &str) {
        if self.is_open {
            self.out.push_str(&self.close);
            self.is_open = false;
        }
        self.out.push_str(xml);
    }

    fn within(&mut self, xml: &str) {
        if !self.is_open {
            self.out.push_str(&self.open);
            self.is_open = true;
        }
        self.out.push_str(xml);
    }

    /// What was written, with the run open for what follows in it, or closed.
    fn done(mut self, open: bool) -> String {
        match (self.is_open, open) {
            (false, true) => self.within(""),
            (true, false) => self.beside(""),
            _ => {}
        }
        self.out
    }
}

const COMMENTS: &str = "word/comments.xml";
const TYPES: &str = "[Content_Types].xml";
const RELATIONS: &str = "word/_rels/document.xml.rels";
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A part of the file as text, if it has it.
fn part(bytes: &[u8], name: &str) -> Result<Option<String>, WordError> {
    let mut source = open(bytes)?;
    let Some(index) = source.index_for_name(name) else { return Ok(None) };
    let bytes = unpack(&mut source, index, name, MOST)?;
    let damaged = |error: std::string::FromUtf8Error| WordError::Damaged { part: name.into(), why: error.to_string() };
    Ok(Some(String::from_utf8(bytes).map_err(damaged)?))
}

/// The largest number that an annotation of a part has.
fn largest_id(xml: &str) -> u32 {
    let ids = xml.match_indices(":id=\"").filter_map(|(at, found)| {
        let digits = xml[at + found.len()..].split('"').next()?;
        digits.parse::<u32>().ok().filter(|id| *id < u32::MAX / 2)
    });
    ids.max().unwrap_or(0)
}

/// The file with its comments, and with the relation and the type of that part where they are new.
fn with_comments(bytes: &[u8], pen: &Pen, old: Option<&str>) -> Result<Vec<u8>, WordError> {
    let Reviewer { author, initials, date } = &pen.reviewer;
    let mut written = String::new();
    for (id, text) in &pen.comments {
        let head = format!(
            "<w:comment xmlns:w=\"{NAMESPACE}\" w:id=\"{id}\" w:author=\"{}\" w:date=\"{}\" w:initials=\"{}\">",
            escape(author.as_str()),
            escape(date.as_str()),
            escape(initials.as_str())
        );
        written.push_str(&head);
        for line in text.lines() {
            let line = partial_escape(line);
            written.push_str(&format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"));
        }
        written.push_str("</w:comment>");
    }
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let empty = || format!("{head}<w:comments xmlns:w=\"{NAMESPACE}\"></w:comments>");
    let damaged = |part: &str, why: &str| WordError::Damaged { part: part.to_owned(), why: why.to_owned() };
    let comments = before_end(&old.map_or_else(empty, str::to_owned), "comments", &written)
        .ok_or_else(|| damaged(COMMENTS, "it has no end"))?;
    let mut parts = BTreeMap::from([(COMMENTS, comments)]);
    if old.is_none() {
        let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
        let entry = format!("<Override PartName=\"/{COMMENTS}\" ContentType=\"{kind}\"/>");
        let types = part(bytes, TYPES)?.unwrap_or_default();
        parts.insert(TYPES, before_end(&types, "Types", &entry).ok_or_else(|| damaged(TYPES, "it has no end"))?);
        let space = "http://schemas.openxmlformats.org/package/2006/relationships";
        let relations = part(bytes, RELATIONS)?
            .unwrap_or_else(|| format!("{head}<Relationships xmlns=\"{space}\"></Relationships>"));
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
        let entry = format!("<Relationship Id=\"rIdGungmanComments\" Type=\"{kind}\" Target=\"comments.xml\"/>");
        let relations = before_end(&relations, "Relationships", &entry);
        parts.insert(RELATIONS, relations.ok_or_else(|| damaged(RELATIONS, "it has no end"))?);
    }
    replaced(bytes, parts)
}

/// XML with more put in before the end of its outermost element, which may be empty.
fn before_end(xml: &str, local: &str, more: &str) -> Option<String> {
    if let Some(at) = xml.rfind("</").filter(|at| xml[*at..].contains(local)) {
        return Some(format!("{}{more}{}", &xml[..at], &xml[at..]));
    }
    // `<Relationships …/>`: closed where it is opened.
    let at = xml.rfind("/>")?;
    let open = xml[..at].rfind('<')?;
    let name = xml[open + 1..at].split_whitespace().next().filter(|name| name.ends_with(local))?;
    Some(format!("{}>{more}</{name}>{}", &xml[..at], &xml[at + 2..]))
}

/// The file with parts replaced, or added where it has none of the name.
fn replaced(bytes: &[u8], mut parts: BTreeMap<&str, String>) -> Result<Vec<u8>, WordError> {
    let mut source = open(bytes)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let pack = |error: ZipError| WordError::Pack(error.to_string());
    let written = |error: std::io::Error| WordError::Pack(error.to_string());
    for index in 0..source.len() {
        let entry = source.by_index_raw(index).map_err(|error| WordError::NotDocx(error.to_string()))?;
        let name = entry.name().map_err(|error| WordError::NotDocx(error.to_string()))?.into_owned();
        match parts.remove(name.as_str()) {
            None => out.raw_copy_file(entry).map_err(pack)?,
            Some(part) => {
                let options = SimpleFileOptions::default().compression_method(entry.compression());
                out.start_file(name, options).map_err(pack)?;
                out.write_all(part.as_bytes()).map_err(written)?;
            }
        }
    }
    for (name, part) in parts {
        out.start_file(name, SimpleFileOptions::default()).map_err(pack)?;
        out.write_all(part.as_bytes()).map_err(written)?;
    }
    Ok(out.finish().map_err(pack)?.into_inner())
}
