//! A paragraph that was looked at: its facts, what of it is left alone, and what the rules of one paragraph found.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::{Fact, FactKind};
use regex::Regex;

use super::rules::{Work, all};
use super::{Finding, Hit, Kind, Paragraph, Setting, words};
use crate::facts;
use crate::tables::{ORGANISATIONS, PLACES, rows};
use crate::text::{ADDRESS, Pattern};

/// A paragraph and what was found in it.
#[derive(Debug)]
pub(crate) struct Seen {
    pub text: String,
    pub kind: Kind,
    pub facts: Vec<Fact>,
    /// Addresses, and words that a person has accepted: no rule looks there.
    closed: Vec<Range<usize>>,
    /// Quotations, titles and names: few rules look there.
    kept: Vec<Range<usize>>,
    pub findings: Vec<Finding>,
}

static QUOTED: Pattern = LazyLock::new(|| {
    Regex::new("《[^》]*》|〈[^〉]*〉|「[^」]*」|『[^』]*』|“[^”]*”|‘[^’“”]{2,}’(?:[^a-z]|$)|\"[^\"]{1,200}\"").ok()
});

/// Names that are printed as they are registered: organisations, places, streets, laws.
static NAMES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let organisations = ORGANISATIONS.iter().chain(PLACES.iter()).flat_map(|name| [name.en, name.zh]);
    let streets = rows(include_str!("../../data/streets.tsv")).flat_map(|row| row.into_iter().take(2));
    let laws = rows(include_str!("../../data/ordinances.tsv")).flat_map(|row| row.into_iter().skip(1));
    let long = |name: &&str| name.chars().count() > 2;
    let all: Vec<&str> = organisations.chain(streets).chain(laws).filter(long).collect();
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(all).ok()
});

impl Seen {
    /// Looks at a paragraph.
    pub fn of(paragraph: &Paragraph, setting: &Setting) -> Self {
        let text = paragraph.text.clone();
        let facts = facts::find(&text);
        let spans = |pattern: &'static Pattern| pattern.iter().flat_map(|pattern| pattern.find_iter(&text));
        let mut closed: Vec<_> = spans(&ADDRESS).map(|span| span.range()).collect();
        for word in setting.accepted.words.iter().filter(|word| !word.is_empty()) {
            closed.extend(text.match_indices(word.as_str()).map(|(at, word)| at..at + word.len()));
        }
        let mut kept: Vec<_> = spans(&QUOTED).map(|span| span.range()).collect();
        let named = |fact: &&Fact| matches!(fact.kind, FactKind::Name | FactKind::Reference | FactKind::Email);
        kept.extend(facts.iter().filter(named).map(span));
        kept.extend(NAMES.iter().flat_map(|names| names.find_iter(&text)).map(|name| name.range()));
        let mut seen = Self { text, kind: paragraph.kind, facts, closed, kept, findings: Vec::new() };
        seen.findings = seen.look(setting);
        seen
    }

    /// Whether a name, a reference or an organisation reaches over a place.
    pub fn is_kept(&self, range: &Range<usize>) -> bool {
        self.kept.iter().any(|kept| kept.start <= range.start && range.end <= kept.end)
    }

    fn look(&self, setting: &Setting) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut hits = Vec::new();
        for (index, compiled) in all().iter().enumerate() {
            if !compiled.speaks(setting) {
                continue;
            }
            hits.clear();
            match compiled.work {
                Work::One(look) => look(self, setting, &mut hits),
                Work::Data => {}
                Work::Whole(_) => continue,
            }
            for (find, fix, unless) in &compiled.shapes {
                for captures in find.captures_iter(&self.text) {
                    let Some(marked) = captures.name("x").or_else(|| captures.get(0)) else { continue };
                    let across = |other: regex::Match<'_>| other.start() < marked.end() && marked.start() < other.end();
                    if unless.as_ref().is_some_and(|unless| unless.find_iter(&self.text).any(across)) {
                        continue;
                    }
                    let mut hit = Hit::new(marked.range());
                    if let Some(fix) = fix {
                        let mut printed = String::new();
                        captures.expand(fix, &mut printed);
                        hit = hit.fix(printed);
                    }
                    hits.push(hit);
                }
            }
            found.extend(hits.iter().filter_map(|hit| self.finding(index, hit, setting)));
        }
        for (index, hit) in words::find(&self.text, setting.lang) {
            if all().get(index).is_some_and(|compiled| compiled.speaks(setting)) {
                found.extend(self.finding(index, &hit, setting));
            }
        }
        found
    }

    /// A hit of a rule as a finding, unless it is left alone.
    pub fn finding(&self, index: usize, hit: &Hit, setting: &Setting) -> Option<Finding> {
        let rule = &all().get(index)?.rule;
        let inside = |spans: &[Range<usize>]| {
            spans.iter().any(|span| span.start <= hit.range.start && hit.range.end <= span.end)
        };
        if inside(&self.closed) || !rule.everywhere && inside(&self.kept) {
            return None;
        }
        let excerpt = self.text.get(hit.range.clone())?;
        if hit.fix.as_deref() == Some(excerpt) {
            return None;
        }
        let accepted = &setting.accepted.findings;
        if !accepted.is_empty() && accepted.contains(&(rule.id.clone(), excerpt.to_owned())) {
            return None;
        }
        let start = self.text[..hit.range.start].chars().count();
        Some(Finding {
            rule: &rule.id,
            severity: rule.severity,
            paragraph: hit.at,
            range: start..start + excerpt.chars().count(),
            excerpt: excerpt.to_owned(),
            fix: hit.fix.clone(),
            sure: hit.fix.is_some() && hit.sure.unwrap_or(true) && rule.sure,
            detail: hit.detail.clone(),
        })
    }
}

/// Where a fact stands.
pub(super) fn span(fact: &Fact) -> Range<usize> {
    let start = fact.start as usize;
    start..start + fact.source.len()
}
