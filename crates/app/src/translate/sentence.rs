//! One segment: its facts and terms, the calls of the model, what code repairs and what is told.

use std::collections::BTreeMap;

use gungman_core::tagged::bare;
use gungman_core::{Fact, Issue, Lang, Severity};
use gungman_engine::{Options, Prompt, Sampling};
use gungman_lang::glossary::{Glossary, Hit, Strength};
use gungman_lang::memory::{self, Match, Memory};
use gungman_lang::script::{self, HongKong};
use gungman_lang::{facts, style};

use super::look::{Fault, Known, faults};
use super::prompt::{Sentence, Spec};
use super::told::{Kind, Told, equal, openings, told};
use super::{Origin, Segment, other};
use crate::draft::Stop;
use crate::error::Error;
use crate::messages::Messages;
use crate::office::Office;
use crate::workbench::api::SegmentKind;

/// The steps around the model, each of which can be left out to see what it is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Steps {
    /// Tell the model the terms of the sentence.
    pub terms: bool,
    /// Tell the model each fact in its official form.
    pub must: bool,
    /// Tell the model the pair before.
    pub context: bool,
    /// Convert the script, tidy, put facts and wordings into their official form.
    pub restore: bool,
    /// Ask once more for what is not right.
    pub repair: bool,
}

impl Steps {
    /// All of them.
    pub const ALL: Self = Self { terms: true, must: true, context: true, restore: true, repair: true };
}

/// A term of a source, and whether its translation has it.
#[derive(Debug, Clone)]
pub struct Held {
    /// As it stands in the source, and its best wording.
    pub term: String,
    /// Whether the translation has it in a right wording.
    pub stands: bool,
    /// Whether it is told that it has not.
    pub marked: bool,
}

/// How near a unit of the memory must be to be shown to the model, in per cent.
pub(crate) const NEAR: u8 = 70;

/// A source with its translation.
pub type Pair<'a> = (&'a str, &'a str);

/// What is asked of a translator.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The source.
    pub source: &'a str,
    /// What it is in its document.
    pub kind: SegmentKind,
    /// The pair before it.
    pub before: Option<Pair<'a>>,
    /// The memory's best match.
    pub near: Option<&'a Match<'a>>,
}

/// How often a sentence is asked for again.
const AGAIN: usize = 2;

/// How many runs of words that were left over are translated by themselves.
const LEFT_OVER: usize = 3;

/// Translates segments into one language.
pub struct Translator<'a> {
    office: &'a Office,
    glossary: &'a Glossary,
    memory: Option<&'a Memory>,
    to: Lang,
    steps: Steps,
    spec: &'static Spec,
}

impl<'a> Translator<'a> {
    /// A translator into `to`.
    ///
    /// # Errors
    /// [`Error::Resources`] when the prompts are damaged.
    pub fn new(office: &'a Office, glossary: &'a Glossary, to: Lang, steps: Steps) -> Result<Self, Error> {
        Ok(Self { office, glossary, memory: None, to, steps, spec: Spec::into(to)? })
    }

    /// With what was translated before: the same text is taken, one that differs in its figures is adapted, a near one is shown to the
    /// model.
    #[must_use]
    pub const fn remembering(mut self, memory: &'a Memory) -> Self {
        self.memory = Some(memory);
        self
    }

    /// The language of the sources.
    #[must_use]
    pub const fn from(&self) -> Lang {
        other(self.to)
    }

    fn known<'s>(&self, source: &'s str) -> Known<'s>
    where
        'a: 's,
    {
        Known { source, facts: facts::find(source), terms: self.glossary.hits(source, self.from()) }
    }

    /// Translates a segment; `before` is the pair before it.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when it was stopped, and the model's own.
    pub async fn segment(&self, source: &str, before: Option<Pair<'_>>, stop: &Stop) -> Result<Segment, Error> {
        let context = before.map_or("", |(source, _)| source);
        let near = self.near(source, context);
        self.asked(Asked { source, kind: SegmentKind::Text, before, near: near.as_ref() }, stop).await
    }

    /// Translates a segment for which the caller has looked into the memory.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when it was stopped, and the model's own.
    pub async fn asked(&self, asked: Asked<'_>, stop: &Stop) -> Result<Segment, Error> {
        let Asked { source, near, .. } = asked;
        if let Some(segment) = self.recall(source, near) {
            return Ok(segment);
        }
        let known = self.known(source);
        let ask = self.spec.ask(&self.sentence(asked, &known));
        let first = self.call(self.spec.prompt(&ask), "", &known, stop).await?;
        let mut found = faults(source, &first, &known, self.to);
        let mut target = first;
        let mut repaired = false;
        if self.steps.repair && found.iter().any(|fault| fault.code == "untranslated") {
            repaired = true;
            target = self.completed(&target, &found, &known, stop).await?;
            found = faults(source, &target, &known, self.to);
        }
        // What either answer lacked is put into the next, so that it does not get one thing back for another.
        let mut lacked = found.clone();
        let mut tried = Vec::new();
        for _ in 0..AGAIN {
            if !self.steps.repair || !found.iter().any(|fault| self.is_asked_for(fault)) {
                break;
            }
            repaired = true;
            let next = self.again(&ask, &target, &lacked, &mut tried, &known, stop).await?;
            let faults = faults(source, &next, &known, self.to);
            lacked.extend(faults.iter().cloned());
            if weight(&faults) < weight(&found) {
                (target, found) = (next, faults);
            }
            if !found.iter().any(|fault| fault.severity == Severity::Error) {
                break;
            }
        }
        let issues = found.iter().map(|fault| fault.issue(&self.office.messages)).collect();
        Ok(Segment { source: source.to_owned(), target, origin: Origin::Machine, issues, repaired })
    }

    /// The language translated into.
    #[must_use]
    pub const fn to(&self) -> Lang {
        self.to
    }

    /// The nearest that the memory has for a text after `before`.
    #[must_use]
    pub fn near(&self, source: &str, before: &str) -> Option<Match<'_>> {
        self.memory.and_then(|memory| memory.find(source, before, NEAR, 1).into_iter().next())
    }

    /// The terms it goes by.
    pub(super) const fn glossary(&self) -> &Glossary {
        self.glossary
    }

    pub(super) const fn hong_kong(&self) -> &HongKong {
        &self.office.hong_kong
    }

    pub(super) const fn messages(&self) -> &Messages {
        &self.office.messages
    }

    /// What needs no model: where nothing wants translating, and what the memory has.
    #[must_use]
    pub fn recall(&self, source: &str, near: Option<&Match<'_>>) -> Option<Segment> {
        let known = self.known(source);
        if let Some(target) = self.copied(source, &known.facts) {
            let source = source.to_owned();
            return Some(Segment { source, target, origin: Origin::Copied, issues: Vec::new(), repaired: false });
        }
        near.and_then(|near| self.remembered(source, near, &known))
    }

    /// Whether a sentence is asked for again for a fault.
    fn is_asked_for(&self, fault: &Fault) -> bool {
        match fault.code {
            // English says one thing in more ways.
            "term_missing" if self.to.is_chinese() => true,
            _ => fault.severity == Severity::Error,
        }
    }

    /// A second answer, with what the first lacks at its place; where there is no place for it, the model is told what was not right.
    async fn again(
        &self,
        ask: &str,
        answer: &str,
        found: &[Fault],
        tried: &mut Vec<String>,
        known: &Known<'_>,
        stop: &Stop,
    ) -> Result<String, Error> {
        let all = told(known, self.to);
        let lacks = |told: &&Told| {
            let text = &known.source[told.range.clone()];
            found.iter().filter(|fault| self.is_asked_for(fault)).any(|fault| match fault.code {
                "translation_missing" => known.source.match_indices(fault.value.as_str()).any(|(at, value)| {
                    told.kind != Kind::Term && at < told.range.end && told.range.start < at + value.len()
                }),
                "term_missing" => fault.value.split(" → ").next() == Some(text),
                _ => false,
            })
        };
        let missing: Vec<&Told> = all.iter().filter(lacks).collect();
        // Begun in the same way, it would go on in the same way.
        let ways = openings(&missing, &all, answer, known, self.to);
        let begun = ways.into_iter().find(|begun| !tried.contains(begun));
        tried.extend(begun.clone());
        match begun {
            Some(begun) => self.call(self.spec.begun(ask, &begun), &begun, known, stop).await,
            None => self.call(self.spec.again(ask, answer, &self.named(found, known)), "", known, stop).await,
        }
    }

    /// A translation with the words that the model left in the source's language translated by themselves: asked for the sentence once more, it
    /// leaves the same ones, and a few words are soon read and written.
    async fn completed(&self, target: &str, found: &[Fault], known: &Known<'_>, stop: &Stop) -> Result<String, Error> {
        let mut text = target.to_owned();
        for Fault { value, .. } in found.iter().filter(|fault| fault.code == "untranslated").take(LEFT_OVER) {
            let ask = self.spec.ask(&Sentence { source: value.clone(), ..Sentence::default() });
            let answer = self.call(self.spec.prompt(&ask), "", &self.known(value), stop).await?;
            let answer = answer.trim_end_matches(['。', '.']);
            // A few words for a few: a longer answer is a sentence of the model's own.
            let (words, characters) = (value.split(' ').count(), answer.chars().count());
            let fits = if self.to.is_chinese() {
                characters <= 4 * words + 4
            } else {
                characters <= 12 * value.chars().count()
            };
            if fits && !answer.is_empty() && script::untranslated(answer, self.to).is_empty() {
                let trial = replaced(&text, value, answer, self.to);
                if weight(&faults(known.source, &trial, known, self.to))
                    < weight(&faults(known.source, &text, known, self.to))
                {
                    text = trial;
                }
            }
        }
        Ok(text)
    }

    /// A translation that somebody made, as a segment.
    #[must_use]
    pub fn given(&self, source: &str, target: &str) -> Segment {
        let issues = self.look(source, target);
        Segment {
            source: source.to_owned(),
            target: target.to_owned(),
            origin: Origin::Machine,
            issues,
            repaired: false,
        }
    }

    /// What would be told of a translation that somebody made.
    #[must_use]
    pub fn look(&self, source: &str, target: &str) -> Vec<Issue> {
        let known = self.known(source);
        faults(source, target, &known, self.to).iter().map(|fault| fault.issue(&self.office.messages)).collect()
    }

    /// The glossary's terms in a source, but for everyday words, each with whether `target` has it in a right wording and, if not, whether that
    /// is marked. Into English only those that bind.
    #[must_use]
    pub fn terms(&self, source: &str, target: &str) -> Vec<Held> {
        let known = self.known(source);
        let counts =
            |hit: &&Hit<'_>| hit.term.strength > Strength::Hint && (self.to.is_chinese() || hit.binds(self.to));
        let told = self.look(source, target);
        let held = |hit: &Hit<'_>| {
            let term = format!("{} → {}", &source[hit.range.clone()], hit.term.best(self.to));
            let marked = told.iter().any(|issue| {
                issue.code == "term_missing" && issue.severity > Severity::Info && issue.excerpt.as_ref() == Some(&term)
            });
            Held { stands: known.stands(hit, target, self.to), marked, term }
        };
        known.terms.iter().filter(counts).map(held).collect()
    }

    /// The facts in their official form, where there is nothing else to translate.
    pub(super) fn copied(&self, source: &str, facts: &[Fact]) -> Option<String> {
        let (mut out, mut rest, mut at) = (String::new(), String::new(), 0);
        for fact in facts {
            let start = fact.start as usize;
            let between = source.get(at..start)?;
            rest.push_str(between);
            out.push_str(between);
            out.push_str(&facts::render(fact, self.to));
            at = start + fact.source.len();
        }
        rest.push_str(&source[at..]);
        out.push_str(&source[at..]);
        (!rest.chars().any(char::is_alphabetic)).then_some(out)
    }

    /// A translation out of the memory, if it is one: word for word, or with its figures put in and nothing wrong with it.
    fn remembered(&self, source: &str, near: &Match<'_>, known: &Known<'_>) -> Option<Segment> {
        let (target, origin) = match near.percent {
            100.. => (near.unit.target.clone(), Origin::Memory),
            99 => (memory::adapted(near.unit, source, self.to)?, Origin::Adapted),
            _ => return None,
        };
        let found = faults(source, &target, known, self.to);
        let wrong = found.iter().any(|fault| fault.severity == Severity::Error);
        // What a person once made stays as it is, with its marks; what code put together must be proved.
        if wrong && origin == Origin::Adapted {
            return None;
        }
        let issues = found.iter().map(|fault| fault.issue(&self.office.messages)).collect();
        Some(Segment { source: source.to_owned(), target, origin, issues, repaired: false })
    }

    fn sentence(&self, asked: Asked<'_>, known: &Known<'_>) -> Sentence {
        let Asked { source, kind, before, near } = asked;
        let between = if self.to.is_chinese() { "；" } else { "; " };
        let told = told(known, self.to);
        let lines = |of_terms: bool, wanted: bool| {
            let mut lines: Vec<String> = Vec::new();
            for told in told.iter().filter(|told| wanted && (told.kind == Kind::Term) == of_terms) {
                let line = told.line(known, self.to);
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
            lines.join(between)
        };
        let pair = |from: &str, to: &str| equal(from, to, self.to);
        // A near translation shows the model more than the sentence before does.
        let near = near.map(|near| pair(&near.unit.source, &bare(&near.unit.target)));
        // What stands before a heading or in the next cell says little about it, and little about most sentences.
        let leans = self.steps.context && kind == SegmentKind::Text && self.spec.leans(source);
        let before = before.filter(|_| leans).map(|(source, target)| pair(source, target));
        let context = near.or(before);
        Sentence {
            kind,
            // A long pair costs more reading than it is worth.
            context: context.filter(|pair| pair.chars().count() < 240).unwrap_or_default(),
            terms: lines(true, self.steps.terms),
            must: lines(false, self.steps.must),
            source: known.source.to_owned(),
        }
    }

    /// The faults by the names the prompts ask for them under.
    fn named(&self, faults: &[Fault], known: &Known<'_>) -> BTreeMap<String, String> {
        let between = if self.to.is_chinese() { "；" } else { "; " };
        let told = told(known, self.to);
        // What is missing is named with its official form.
        let shown = |value: &str| -> String {
            let holds = |told: &&Told| known.source[told.range.clone()].contains(value) && told.kind != Kind::Term;
            told.iter().find(holds).map_or_else(|| value.to_owned(), |told| told.line(known, self.to))
        };
        let of = |codes: &[&str]| -> String {
            let mut values: Vec<String> = Vec::new();
            for fault in faults.iter().filter(|fault| codes.contains(&fault.code)) {
                let value = if fault.code == "translation_missing" { shown(&fault.value) } else { fault.value.clone() };
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            values.join(between)
        };
        [
            ("missing", of(&["translation_missing"])),
            ("foreign", of(&["translation_foreign"])),
            ("untranslated", of(&["untranslated", "simplified"])),
            ("wrong", of(&["term_wrong", "term_missing"])),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// The model's answer, which goes on from what is `begun`, as it can be shown.
    async fn call(&self, prompt: Prompt, begun: &str, known: &Known<'_>, stop: &Stop) -> Result<String, Error> {
        // A sentence takes about a token a character; a runaway is cut there.
        let options = Options { max_tokens: 320, sampling: Sampling::Greedy, ban_simplified: self.to.is_chinese() };
        let (text, _) = self.office.answer(prompt, options, stop, &mut |_, _| {}).await?;
        Ok(self.finish(&format!("{begun}{text}"), known))
    }

    /// The model's answer as it can be shown.
    fn finish(&self, answer: &str, known: &Known<'_>) -> String {
        let lines: Vec<&str> = answer.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let joined = lines.join(if self.to.is_chinese() { "" } else { " " });
        let mut text = joined.as_str();
        for label in ["譯文：", "原文：", "Translation:", "Source:"] {
            text = text.strip_prefix(label).unwrap_or(text).trim_start();
        }
        if !self.steps.restore {
            return text.to_owned();
        }
        let text = if self.to.is_chinese() { self.office.in_hong_kong(text) } else { text.to_owned() };
        let text = style::tidy(&text, self.to);
        let text = gungman_lang::wording::house(&text, self.to);
        let text = facts::restore(&text, &known.facts, self.to);
        let text = facts::mend(&known.facts, &text, self.to);
        let text = facts::put(known.source, &text, self.to);
        self.worded(&text, known)
    }

    /// The terms in their official wording where another that is known for wrong, or the source's own, stands.
    fn worded(&self, target: &str, known: &Known<'_>) -> String {
        let mut text = target.to_owned();
        for hit in &known.terms {
            let best = hit.term.best(self.to);
            // A wording with a gap is put together by who reads.
            if hit.term.strength == Strength::Hint || best.contains('…') {
                continue;
            }
            let others = known.terms.iter().flat_map(|other| other.term.wordings(self.to)).collect::<Vec<_>>();
            for wrong in if self.to.is_chinese() { hit.term.wrong_in(&text) } else { Vec::new() } {
                if !others.iter().any(|right| right.contains(wrong)) {
                    text = text.replace(wrong, best);
                }
            }
            let left = &known.source[hit.range.clone()];
            if !hit.stands_in(&text, self.to) && left != best {
                text = replaced(&text, left, best, self.to);
            }
        }
        text
    }
}

/// A text with words of the source put into the target's: not a part of a longer word, and with the blanks that English has.
fn replaced(text: &str, left: &str, best: &str, to: Lang) -> String {
    let lower = text.to_ascii_lowercase();
    let Some(at) = lower.find(&left.to_ascii_lowercase()) else { return text.to_owned() };
    let (before, after) = (&text[..at], &text[at + left.len()..]);
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let (last, next) = (before.chars().next_back(), after.chars().next());
    if to.is_chinese() {
        if letter(last) || letter(next) {
            return text.to_owned();
        }
        return format!("{}{best}{}", before.trim_end(), after.trim_start());
    }
    let gap = |c: Option<char>| if letter(c) { " " } else { "" };
    format!("{before}{}{best}{}{after}", gap(last), gap(next))
}

/// How bad it is: an error weighs more than any number of warnings a sentence can have, and a warning more than words of another wording.
fn weight(faults: &[Fault]) -> usize {
    let of = |severity| faults.iter().filter(|fault| fault.severity == severity && fault.code != "wording").count();
    of(Severity::Error) * 10_000 + of(Severity::Warning) * 100 + of(Severity::Info)
}
