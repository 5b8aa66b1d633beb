//! The checker: what a careful senior would mark in an official document before it leaves.
//!
//! Rules are data (`data/checks/*.toml`): a pattern or a list of words where that suffices, the name of a small function where it
//! does not. Most look at one paragraph and are kept for as long as it stays the same; the rest look at what the paragraphs were
//! found to hold ([`Live`]). Quotations, titles in 《》, names, addresses and references are left alone.
//!
//! | module | what it does |
//! | --- | --- |
//! | `rules` | the rules, read and compiled |
//! | `seen` | a paragraph, and what of it is left alone |
//! | `words` | the lists of words |
//! | `chinese`, `english` | functions on one paragraph of a language |
//! | `days`, `sums`, `names` | functions on what a paragraph states |
//! | `letter`, `whole` | functions on the whole document |
//!
//! Nothing here writes: a finding may carry a fix, and whoever asked decides ([`apply`]).

mod chinese;
mod days;
mod english;
mod letter;
mod names;
mod rules;
mod seen;
mod sums;
mod whole;
mod words;

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use gungman_core::{Label, Lang, Severity};

pub use self::rules::{Rule, rule, rules};
use self::rules::{Work, all};
use self::seen::Seen;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Kind {
    /// Running text, or a line of which no more is known.
    #[default]
    Body,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// Beside the text: a header, a footer, a note.
    Other,
}

/// A paragraph to look at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Paragraph {
    /// Its text.
    pub text: String,
    /// Where it stands.
    pub kind: Kind,
}

impl Paragraph {
    /// A paragraph of running text.
    #[must_use]
    pub fn body(text: impl Into<String>) -> Self {
        Self { text: text.into(), kind: Kind::Body }
    }
}

/// What a person has settled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted {
    /// Words that are right wherever they stand: the personal dictionary.
    pub words: Vec<String>,
    /// Rules that are never to speak: the id, or the id, `@` and a document type for that type alone.
    pub rules: BTreeSet<String>,
    /// What a rule is never to say again: its id and the characters.
    pub findings: BTreeSet<(String, String)>,
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Which paragraph, from 0.
    pub paragraph: usize,
    /// Which characters of it, from 0.
    pub range: Range<usize>,
    /// Those characters.
    pub excerpt: String,
    /// What to put in their place; empty to take them out.
    pub fix: Option<String>,
    /// Whether the fix may be made without asking: nothing else can be meant.
    pub sure: bool,
    /// What the message says beside the characters: the choices, the right value, the place it disagrees with.
    pub detail: String,
}

impl Finding {
    /// What is wrong and what to do, in both languages.
    #[must_use]
    pub fn message(&self) -> Label {
        let Some(rule) = rule(self.rule) else { return Label::default() };
        let fill = |text: &str| {
            let fix = self.fix.as_deref().unwrap_or("");
            let detail = if self.detail.is_empty() { fix } else { &self.detail };
            text.replace("{found}", self.excerpt.trim()).replace("{fix}", fix).replace("{detail}", detail)
        };
        Label::new(fill(&rule.message.zh), fill(&rule.message.en))
    }
}

/// What a check needs to know beside the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The language of the document.
    pub lang: Lang,
    /// Its type, such as `memo`; without one, the rules of a type keep silent.
    pub template: Option<String>,
    /// The day the document is checked: a deadline before it is past.
    pub today: NaiveDate,
    /// What a person has settled.
    pub accepted: Accepted,
}

/// Checks a document once.
#[must_use]
pub fn check(paragraphs: &[Paragraph], setting: &Setting) -> Vec<Finding> {
    let seen: Vec<Arc<Seen>> = paragraphs.iter().map(|paragraph| Arc::new(Seen::of(paragraph, setting))).collect();
    gather(&seen, setting)
}

/// Checks a document as it is written: a paragraph that stays the same is not looked at again.
#[derive(Debug)]
pub struct Live {
    setting: Setting,
    known: HashMap<Paragraph, Arc<Seen>>,
}

impl Live {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(setting: Setting) -> Self {
        Self { setting, known: HashMap::new() }
    }

    /// What it knows beside the text.
    #[must_use]
    pub const fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The findings of the document as it is now, in order.
    pub fn check(&mut self, paragraphs: &[Paragraph]) -> Vec<Finding> {
        let old = std::mem::take(&mut self.known);
        let mut seen = Vec::with_capacity(paragraphs.len());
        for paragraph in paragraphs {
            let known = self.known.get(paragraph).or_else(|| old.get(paragraph)).cloned();
            let known = known.unwrap_or_else(|| Arc::new(Seen::of(paragraph, &self.setting)));
            self.known.entry(paragraph.clone()).or_insert_with(|| known.clone());
            seen.push(known);
        }
        gather(&seen, &self.setting)
    }
}

/// The text with the fixes of `findings` made, the last first; of two that overlap, the first in order.
#[must_use]
pub fn apply<'a>(text: &str, findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let mut edits: Vec<_> =
        findings.into_iter().filter_map(|finding| Some((finding.range.clone(), finding.fix.as_deref()?))).collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, fix) in edits {
        if range.start < at || range.end > chars.len() {
            continue;
        }
        out.extend(&chars[at..range.start]);
        out.push_str(fix);
        at = range.end;
    }
    out.extend(&chars[at..]);
    out
}

/// What a rule found, before it is a finding: the paragraph and the bytes of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hit {
    at: usize,
    range: Range<usize>,
    fix: Option<String>,
    detail: String,
    /// Whether this hit's fix is sure; none when the rule says.
    sure: Option<bool>,
}

impl Hit {
    fn new(range: Range<usize>) -> Self {
        Self { range, ..Self::default() }
    }

    fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }

    fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    fn at(self, at: usize) -> Self {
        Self { at, ..self }
    }
}

/// The findings of the paragraphs, then of the document as a whole.
fn gather(seen: &[Arc<Seen>], setting: &Setting) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for (at, seen) in seen.iter().enumerate() {
        findings.extend(seen.findings.iter().map(|finding| Finding { paragraph: at, ..finding.clone() }));
    }
    for (index, rule) in all().iter().enumerate() {
        let Work::Whole(look) = rule.work else { continue };
        if !rule.speaks(setting) {
            continue;
        }
        let mut hits = Vec::new();
        look(seen, setting, &mut hits);
        for hit in hits {
            if let Some(found) = seen.get(hit.at).and_then(|seen| seen.finding(index, &hit, setting)) {
                findings.push(Finding { paragraph: hit.at, ..found });
            }
        }
    }
    findings.sort_by_key(|f| (f.paragraph, f.range.start, std::cmp::Reverse(f.severity), f.range.end));
    apart(findings)
}

/// Of two findings with a fix for the same characters, the one that matters more; a person sees each place once.
fn apart(findings: Vec<Finding>) -> Vec<Finding> {
    let mut out: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let rival = out.iter().rposition(|other| {
            let same = other.paragraph == finding.paragraph;
            let cross = other.range.start < finding.range.end && finding.range.start < other.range.end;
            let both = other.fix.is_some() && finding.fix.is_some();
            same && (cross && (both || other.rule == finding.rule) || other.range == finding.range)
        });
        match rival {
            Some(at) if (out[at].severity, out[at].fix.is_some()) < (finding.severity, finding.fix.is_some()) => {
                out[at] = finding;
            }
            Some(_) => {}
            None => out.push(finding),
        }
    }
    out
}

#[cfg(test)]
mod tests;
