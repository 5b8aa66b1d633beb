//! A paragraph put together from its translation: every piece of it in its formatting, every object once.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use gungman_core::Tagged;
use quick_xml::escape::partial_escape;

use super::Language;
use super::source::{Atom, BreakPlace, Dialect, Hold, Piece, Source, Tag, What};
use crate::visible::clean;

/// Word's own element for it; a face may have no such character.
const NO_BREAK_HYPHEN: char = '\u{2011}';

/// A paragraph's new content.
pub(super) struct Composed {
    pub xml: String,
    /// Whether every tag, tab and line break of the source is in it.
    pub whole: bool,
}

/// Puts a paragraph together. `copy` gives bytes of the source as they are to stand in the new file.
pub(super) fn compose(
    source: &Source,
    translation: &str,
    to: Language,
    copy: &dyn Fn(Range<usize>) -> String,
) -> Composed {
    let (translated, faults) = Tagged::read(&clean(translation));
    let (original, _) = Tagged::read(&source.text);
    let mut whole = faults.is_empty() && translated.against(&original).is_empty();
    whole &= signs(&translated.text).eq(signs(&original.text));
    let mut steps = Steps::of(source, &translated, to);
    steps.fix(source);
    let mut writer = Writer::new(source, to, copy);
    writer.steps(&steps);
    whole &= writer.whole;
    Composed { xml: writer.out, whole }
}

/// The tabs and line breaks of a text.
fn signs(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| is_sign(*c))
}

const fn is_sign(c: char) -> bool {
    matches!(c, '\t' | '\n')
}

/// What the new paragraph consists of, in order.
struct Step<'s> {
    path: &'s [usize],
    act: Act<'s>,
}

enum Act<'s> {
    /// Text like this run's, in the tag of this number.
    Text { run: Option<usize>, text: String, tag: Option<u32> },
    /// A tab or a line break the source has no element for.
    Sign { run: Option<usize>, sign: char },
    /// Bytes of the source.
    Copy(&'s [Atom]),
}

/// The steps, where the source's pieces are among them, and where what no reader sees stands.
struct Steps<'s> {
    steps: Vec<Step<'s>>,
    /// Which step an object or break of the source has become, by the piece.
    places: BTreeMap<usize, usize>,
    /// What no reader sees: before which step, after how many of its bytes.
    fixed: Vec<(Spot, &'s [Atom])>,
}

/// A place among the steps: a step, and a byte of its text.
type Spot = (usize, usize);

impl<'s> Steps<'s> {
    fn of(source: &'s Source, translated: &Tagged, to: Language) -> Self {
        let mut all = Self { steps: Vec::new(), places: BTreeMap::new(), fixed: Vec::new() };
        let mut breaks: Vec<usize> =
            (0..source.pieces.len()).filter(|at| matches!(source.pieces[*at].what, What::Break { .. })).collect();
        for at in cuts(translated) {
            for mark in translated.marks.iter().filter(|mark| mark.object && mark.range.start == at.start) {
                if let Some(Tag::Object(piece)) = source.tags.get(&mark.tag) {
                    all.copy(source, *piece);
                }
            }
            let text = &translated.text[at.clone()];
            // The innermost is the last that holds the text.
            let inner = translated.marks.iter().rev().find(|mark| {
                let holds = mark.range.start <= at.start && at.end <= mark.range.end;
                !mark.object && holds && matches!(source.tags.get(&mark.tag), Some(Tag::Manner(_)))
            });
            let tag = inner.map(|mark| mark.tag);
            let manner = match tag.and_then(|tag| source.tags.get(&tag)) {
                Some(Tag::Manner(manner)) => manner,
                _ => &source.base,
            };
            let run = source.formattings.get(manner.formatting).and_then(|formatting| formatting.model(to));
            match text.chars().next() {
                None => {}
                Some(sign) if is_sign(sign) => {
                    let known = breaks.iter().position(
                        |piece| matches!(source.pieces[*piece].what, What::Break { sign: own, .. } if own == sign),
                    );
                    match known {
                        Some(nth) => all.copy(source, breaks.remove(nth)),
                        None => all.steps.push(Step { path: &manner.path, act: Act::Sign { run, sign } }),
                    }
                }
                Some(_) => {
                    all.steps.push(Step { path: &manner.path, act: Act::Text { run, text: text.to_owned(), tag } });
                }
            }
        }
        // What the translation left out is not lost.
        for piece in source.tags.values() {
            if let Tag::Object(piece) = piece {
                all.copy(source, *piece);
            }
        }
        all
    }

    /// An object or a break of the source, once.
    fn copy(&mut self, source: &'s Source, at: usize) {
        let Some(piece) = source.pieces.get(at).filter(|_| !self.places.contains_key(&at)) else { return };
        let act = match &piece.what {
            What::Object(atoms) => Act::Copy(atoms),
            What::Break { place: BreakPlace::Element(atom), .. } => Act::Copy(std::slice::from_ref(atom)),
            What::Break { sign, place: BreakPlace::InText(run) } => Act::Sign { run: Some(*run), sign: *sign },
            _ => return,
        };
        self.places.insert(at, self.steps.len());
        self.steps.push(Step { path: &piece.path, act });
    }

    /// Finds the places of what no reader sees, in the source's order: the start of a range stays before its end.
    fn fix(&mut self, source: &'s Source) {
        let mut least = (0, 0);
        for (at, piece) in source.pieces.iter().enumerate() {
            if let What::Fixed { atoms, ends } = &piece.what {
                least = self.spot(source, at, *ends).max(least);
                self.fixed.push((least, atoms));
            }
        }
    }

    /// The place of what no reader sees: at the paragraph's edge where it was there; else at the tag, object or break it stood by;
    /// else as far on in the text as it was.
    fn spot(&self, source: &Source, at: usize, ends: bool) -> Spot {
        let before = source.pieces[..at].iter().rposition(Piece::is_seen);
        let after = source.pieces[at + 1..].iter().position(Piece::is_seen).map(|further| at + 1 + further);
        let (Some(before), Some(after)) = (before, after) else {
            return (if before.is_none() { 0 } else { self.steps.len() }, 0);
        };
        let within = source.number(&source.pieces[before]) == source.number(&source.pieces[after]);
        let (behind, ahead) = (
            || self.of_piece(source, before, within).map(|step| (step + 1, 0)),
            || self.of_piece(source, after, within).map(|step| (step, 0)),
        );
        let found = if ends { behind().or_else(ahead) } else { ahead().or_else(behind) };
        found.unwrap_or_else(|| self.as_far_on(source, at, ends))
    }

    /// The step that a piece of the source has become, if one can tell: text in no tag, or cut in two (`within`), one cannot.
    fn of_piece(&self, source: &Source, at: usize, within: bool) -> Option<usize> {
        let piece = source.pieces.get(at)?;
        if !matches!(piece.what, What::Text { .. }) {
            return self.places.get(&at).copied();
        }
        let number = source.number(piece).filter(|_| !within)?;
        // The same number may stand more than once: the nth is the nth.
        let mut stretches = 0;
        let mut last = None;
        for piece in source.pieces[..at].iter().filter(|piece| piece.is_seen()) {
            let own = source.number(piece);
            stretches += usize::from(last == Some(number) && own != last);
            last = own;
        }
        let in_tag = |step: &Step<'_>| matches!(step.act, Act::Text { tag: Some(tag), .. } if tag == number);
        let mut tagged = (0..self.steps.len()).filter(|step| in_tag(&self.steps[*step]));
        tagged.clone().nth(stretches).or_else(|| tagged.next_back())
    }

    /// As far on between two breaks as it was in the source, and not within a word.
    fn as_far_on(&self, source: &Source, at: usize, ends: bool) -> Spot {
        let length = |piece: &Piece| match &piece.what {
            What::Text { text, .. } => text.chars().count(),
            _ => 0,
        };
        let is_break = |piece: &Piece| matches!(piece.what, What::Break { .. });
        let from = source.pieces[..at].iter().rposition(is_break).map_or(0, |nth| nth + 1);
        let to = source.pieces[at..].iter().position(is_break).map_or(source.pieces.len(), |nth| at + nth);
        let done: usize = source.pieces[from..at].iter().map(length).sum();
        let all: usize = source.pieces[from..to].iter().map(length).sum();
        let step_of = |piece: usize| self.places.get(&piece).copied();
        let first = from.checked_sub(1).and_then(step_of).map_or(0, |step| step + 1);
        let last = step_of(to).unwrap_or(self.steps.len()).max(first);
        let text = |step: &Step<'s>| match &step.act {
            Act::Text { text, .. } => text.chars().count(),
            _ => 0,
        };
        let new: usize = self.steps[first..last].iter().map(text).sum();
        let mut left = (new * done).checked_div(all).unwrap_or_default();
        for (nth, step) in self.steps[first..last].iter().enumerate() {
            if let Act::Text { text, .. } = &step.act {
                let count = text.chars().count();
                if left < count {
                    return (first + nth, off_words(text, left, ends));
                }
                left -= count;
            }
        }
        (last, 0)
    }
}

/// The byte of the nth character, moved to the start of the word it is in, or to its end.
fn off_words(text: &str, nth: usize, ends: bool) -> usize {
    let byte = text.char_indices().nth(nth).map_or(text.len(), |(byte, _)| byte);
    let letter = |c: char| c.is_ascii_alphanumeric();
    let within = text[..byte].ends_with(letter) && text[byte..].starts_with(letter);
    match (within, ends) {
        (false, _) => byte,
        (true, false) => text[..byte].trim_end_matches(letter).len(),
        (true, true) => text.len() - text[byte..].trim_start_matches(letter).len(),
    }
}

/// The stretches of a text between its marks' ends, each tab and line break alone; the last is empty, for objects at the end.
fn cuts(tagged: &Tagged) -> Vec<Range<usize>> {
    let mut points: Vec<usize> = tagged.marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    points.extend(tagged.text.char_indices().filter(|(_, c)| is_sign(*c)).flat_map(|(at, _)| [at, at + 1]));
    points.extend([0, tagged.text.len(), tagged.text.len()]);
    points.sort_unstable();
    points.dedup();
    points.push(tagged.text.len());
    points.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The new paragraph while it is written.
struct Writer<'s> {
    source: &'s Source,
    copy: &'s dyn Fn(Range<usize>) -> String,
    /// The run that text outside any formatting is like.
    plain: Option<usize>,
    out: String,
    /// The containers that are open.
    open: Vec<usize>,
    /// The containers that have been opened.
    used: Vec<bool>,
    /// The run that is open.
    run: Option<usize>,
    /// Its text that is not yet written.
    text: String,
    whole: bool,
}

impl<'s> Writer<'s> {
    fn new(source: &'s Source, to: Language, copy: &'s dyn Fn(Range<usize>) -> String) -> Self {
        Self {
            source,
            copy,
            plain: source.formattings.get(source.base.formatting).and_then(|formatting| formatting.model(to)),
            out: String::new(),
            open: Vec::new(),
            used: vec![false; source.containers.len()],
            run: None,
            text: String::new(),
            whole: true,
        }
    }

    fn steps(&mut self, steps: &Steps<'s>) {
        let mut fixed = steps.fixed.iter().peekable();
        for (at, step) in steps.steps.iter().enumerate() {
            while let Some((_, atoms)) = fixed.next_if(|(spot, _)| *spot <= (at, 0)) {
                self.enter(&self.stay(&[], step.path));
                self.atoms(atoms);
            }
            let next = steps.steps.get(at + 1).map_or(&[][..], |next| next.path);
            match &step.act {
                Act::Copy(atoms) => {
                    self.enter(&self.stay(step.path, next));
                    self.atoms(atoms);
                }
                Act::Sign { run, sign } => {
                    self.enter(&self.stay(step.path, next));
                    self.sign(*run, *sign);
                }
                Act::Text { run, text, .. } => {
                    self.enter(step.path);
                    let mut from = 0;
                    while let Some(((_, byte), atoms)) = fixed.next_if(|(spot, _)| spot.0 == at) {
                        self.words(*run, &text[from..*byte]);
                        from = *byte;
                        self.atoms(atoms);
                    }
                    self.words(*run, &text[from..]);
                }
            }
        }
        let rest: Vec<&[Atom]> = fixed.map(|(_, atoms)| *atoms).collect();
        if !rest.is_empty() {
            self.enter(&[]);
        }
        rest.into_iter().for_each(|atoms| self.atoms(atoms));
        self.unused();
        self.enter(&[]);
        self.close_run();
    }

    /// Where to write something that stands in the containers of `path`, with something in those of `next` after it: it does not
    /// break a container in two.
    fn stay(&self, path: &[usize], next: &[usize]) -> Vec<usize> {
        let shared = self.open.iter().zip(next).take_while(|(open, next)| open == next).count();
        if self.open[..shared].starts_with(path) { self.open[..shared].to_vec() } else { path.to_vec() }
    }

    /// Closes and opens containers until those of `path` are open.
    fn enter(&mut self, path: &[usize]) {
        let shared = self.open.iter().zip(path).take_while(|(open, path)| open == path).count();
        while self.open.len() > shared {
            self.leave();
        }
        for at in &path[shared..] {
            let Some(container) = self.source.containers.get(*at) else { continue };
            if container.hold == Hold::Once && self.used[*at] {
                // It cannot stand twice; its text does without it.
                self.whole = false;
                continue;
            }
            self.used[*at] = true;
            self.atoms(&container.open);
            self.open.push(*at);
        }
    }

    fn leave(&mut self) {
        if let Some(container) = self.open.pop().and_then(|at| self.source.containers.get(at)) {
            self.atoms(&container.close);
        }
    }

    /// Containers with an identity of their own that the translation has no text for stand empty at the end.
    fn unused(&mut self) {
        let held: Vec<&Vec<usize>> = self.source.pieces.iter().map(|piece| &piece.path).collect();
        for path in held {
            let lost = |at: &usize| {
                !self.used[*at] && self.source.containers.get(*at).is_some_and(|known| known.hold == Hold::Once)
            };
            if path.iter().any(lost) {
                self.enter(path);
            }
        }
    }

    fn atoms(&mut self, atoms: &[Atom]) {
        // In DrawingML a run has one text and nothing else.
        let alone = self.source.dialect == Dialect::Drawing;
        for atom in atoms {
            if alone || atom.run.is_none() {
                self.close_run();
            }
            if let Some(run) = atom.run {
                self.in_run(run);
            }
            self.write_text();
            let raw = (self.copy)(atom.raw.clone());
            self.out.push_str(&raw);
            if alone {
                self.close_run();
            }
        }
    }

    fn words(&mut self, run: Option<usize>, text: &str) {
        if let Some(run) = run.or(self.plain).filter(|_| !text.is_empty()) {
            self.in_run(run);
            self.text.push_str(text);
        }
    }

    fn sign(&mut self, run: Option<usize>, sign: char) {
        let prefix = &self.source.prefix;
        let element = match (self.source.dialect, sign) {
            (Dialect::Drawing, '\t') => return self.words(run, "\t"),
            (Dialect::Drawing, _) => {
                self.close_run();
                self.out.push_str(&format!("<{prefix}br/>"));
                return;
            }
            (Dialect::Word, '\t') => format!("<{prefix}tab/>"),
            (Dialect::Word, _) => format!("<{prefix}br/>"),
        };
        if let Some(run) = run.or(self.plain) {
            self.in_run(run);
            self.write_text();
            self.out.push_str(&element);
        }
    }

    /// Opens a run like this one, unless it is open.
    fn in_run(&mut self, run: usize) {
        if self.run == Some(run) {
            return;
        }
        self.close_run();
        if let Some(like) = self.source.runs.get(run) {
            let tag = (self.copy)(like.tag.clone());
            let properties = like.properties.clone().map(self.copy).unwrap_or_default();
            self.out.push_str(&tag);
            self.out.push_str(&properties);
            self.run = Some(run);
        }
    }

    fn close_run(&mut self) {
        if self.run.is_none() {
            return;
        }
        self.write_text();
        self.run = None;
        self.out.push_str(&format!("</{}r>", self.source.prefix));
    }

    /// Writes the open run's text: in DrawingML a run has one text, so it is the run's end.
    fn write_text(&mut self) {
        if self.text.is_empty() {
            return;
        }
        let prefix = &self.source.prefix;
        let text = std::mem::take(&mut self.text);
        if self.source.dialect == Dialect::Drawing {
            self.out.push_str(&format!("<{prefix}t>{}</{prefix}t>", partial_escape(text.as_str())));
            return;
        }
        for (nth, text) in text.split(NO_BREAK_HYPHEN).enumerate() {
            if nth > 0 {
                self.out.push_str(&format!("<{prefix}noBreakHyphen/>"));
            }
            if !text.is_empty() {
                let space = if text.trim() == text { "" } else { " xml:space=\"preserve\"" };
                let text: Cow<'_, str> = partial_escape(text);
                self.out.push_str(&format!("<{prefix}t{space}>{text}</{prefix}t>"));
            }
        }
    }
}
