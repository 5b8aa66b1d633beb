//! One segment: its facts and terms, the calls of the model, what code repairs and what is told.

use std::collections::BTreeMap;

use gungman_core::{Fact, Issue, Lang, Severity};
use gungman_engine::{Options, Prompt, Sampling};
use gungman_lang::glossary::{Glossary, Hit};
use gungman_lang::memory::{self, Match, Memory};
use gungman_lang::script::HongKong;
use gungman_lang::{facts, style};

use super::look::{Fault, Known, faults};
use super::prompt::{Sentence, Spec};
use super::{Origin, Segment, other};
use crate::draft::Stop;
use crate::error::Error;
use crate::messages::Messages;
use crate::office::Office;

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

/// How near a unit of the memory must be to be shown to the model, in per cent.
pub(crate) const NEAR: u8 = 70;

/// A source with its translation.
pub type Pair<'a> = (&'a str, &'a str);

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

    /// Translates a segment; `before` is the pair before it.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when it was stopped, and the model's own.
    pub async fn segment(&self, source: &str, before: Option<Pair<'_>>, stop: &Stop) -> Result<Segment, Error> {
        let context = before.map_or("", |(source, _)| source);
        self.segment_near(source, before, self.near(source, context).as_ref(), stop).await
    }

    /// Translates a segment for which the caller has looked into the memory.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when it was stopped, and the model's own.
    pub async fn segment_near(
        &self,
        source: &str,
        before: Option<Pair<'_>>,
        near: Option<&Match<'_>>,
        stop: &Stop,
    ) -> Result<Segment, Error> {
        if let Some(segment) = self.recall(source, near) {
            return Ok(segment);
        }
        let known = self.known(source);
        let ask = self.spec.ask(&self.sentence(source, before, near, &known));
        let first = self.call(self.spec.prompt(&ask), &known, stop).await?;
        let mut found = faults(source, &first, &known, self.to);
        let mut target = first;
        let mut repaired = false;
        if self.steps.repair && found.iter().any(|fault| fault.severity == Severity::Error) {
            repaired = true;
            let prompt = self.spec.again(&ask, &target, &self.named(&found));
            let second = self.call(prompt, &known, stop).await?;
            let again = faults(source, &second, &known, self.to);
            if weight(&again) < weight(&found) {
                (target, found) = (second, again);
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

    fn known(&self, source: &str) -> Known<'_> {
        Known { facts: facts::find(source), terms: self.glossary.hits(source, self.from()) }
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

    fn sentence(
        &self,
        source: &str,
        before: Option<Pair<'_>>,
        near: Option<&Match<'_>>,
        known: &Known<'_>,
    ) -> Sentence {
        let (equals, between) = if self.to.is_chinese() { ("＝", "；") } else { ("=", "; ") };
        let pair = |from: &str, to: &str| format!("{}{equals}{to}", from.trim());
        let mut must: Vec<String> = Vec::new();
        let mut terms: Vec<String> = Vec::new();
        for fact in known.facts.iter().filter(|_| self.steps.must) {
            let pair = pair(&fact.source, &facts::render(fact, self.to));
            if !must.contains(&pair) {
                must.push(pair);
            }
        }
        let told = |hit: &&Hit<'_>| !known.facts.iter().any(|fact| fact.start as usize == hit.range.start);
        for hit in known.terms.iter().filter(told).filter(|_| self.steps.terms) {
            let pair = pair(&source[hit.range.clone()], hit.term.best(self.to));
            if !terms.contains(&pair) {
                terms.push(pair);
            }
        }
        // A near translation shows the model more than the sentence before does.
        let near = near.map(|near| pair(&near.unit.source, &near.unit.target));
        let before = before.filter(|_| self.steps.context).map(|(source, target)| pair(source, target));
        let context = near.or(before);
        Sentence {
            // A long pair costs more reading than it is worth.
            context: context.filter(|pair| pair.chars().count() < 240).unwrap_or_default(),
            terms: terms.join(between),
            must: must.join(between),
            source: source.to_owned(),
        }
    }

    /// The faults by the names the prompts ask for them under.
    fn named(&self, faults: &[Fault]) -> BTreeMap<String, String> {
        let between = if self.to.is_chinese() { "；" } else { "; " };
        let of = |codes: &[&str]| -> String {
            let values = faults.iter().filter(|fault| codes.contains(&fault.code)).map(|fault| fault.value.as_str());
            values.collect::<Vec<_>>().join(between)
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

    async fn call(&self, prompt: Prompt, known: &Known<'_>, stop: &Stop) -> Result<String, Error> {
        // What the memory holds needs no model; loaded once, it stays.
        self.office.load_model().await?;
        // A sentence takes about a token a character; a runaway is cut there.
        let options = Options { max_tokens: 320, sampling: Sampling::Greedy, ban_simplified: self.to.is_chinese() };
        let generation = self.office.engine.generate(prompt, options);
        let cancel = generation.cancel.clone();
        let answer = generation.text();
        tokio::pin!(answer);
        let (text, _): (String, _) = tokio::select! {
            done = &mut answer => done?,
            () = stop.stopped() => {
                cancel.cancel();
                return Err(Error::Cancelled);
            }
        };
        Ok(self.finish(&text, known))
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
        let text = if self.to.is_chinese() { self.office.hong_kong.convert(text) } else { text.to_owned() };
        let text = style::tidy(&text, self.to);
        let text = gungman_lang::wording::house(&text, self.to);
        facts::restore(&text, &known.facts, self.to)
    }
}

/// How bad it is: an error weighs more than any number of warnings a sentence can have.
fn weight(faults: &[Fault]) -> usize {
    let of = |severity| faults.iter().filter(|fault| fault.severity == severity).count();
    of(Severity::Error) * 100 + of(Severity::Warning)
}
