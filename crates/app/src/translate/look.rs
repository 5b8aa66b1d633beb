//! What is not right about a translation: facts and figures, terms, script, words left over, length.

use std::ops::Range;

use gungman_core::{Fact, FactKind, Issue, Lang, Severity};
use gungman_lang::facts::{self, Differences};
use gungman_lang::glossary::{Hit, Strength};
use gungman_lang::{script, wording};

use super::typing::slips;
use crate::messages::Messages;

/// A segment with its facts and terms, found once.
pub(super) struct Known<'a> {
    pub source: &'a str,
    pub facts: Vec<Fact>,
    pub terms: Vec<Hit<'a>>,
}

impl Known<'_> {
    /// Whether a translation has a term in a right wording: its own, or that of the phrase or reference it is a part of (CSR 950 has the Civil
    /// Service Regulations, LC Paper No. CB(4)567/2026 the Legislative Council).
    pub fn stands(&self, hit: &Hit<'_>, target: &str, lang: Lang) -> bool {
        let inside = |start: usize, end: usize| start <= hit.range.start && hit.range.end <= end;
        let phrase = |(range, official): &(Range<usize>, String)| {
            inside(range.start, range.end) && target.contains(official.as_str())
        };
        let reference = |fact: &Fact| {
            let start = fact.start as usize;
            fact.kind == FactKind::Reference
                && inside(start, start + fact.source.len())
                && target.contains(&facts::render(fact, lang))
        };
        hit.stands_in(target, lang)
            || self.facts.iter().any(reference)
            || facts::phrases(self.source, lang).iter().any(phrase)
    }
}

/// One thing that is not right.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub code: &'static str,
    pub severity: Severity,
    pub value: String,
}

impl Fault {
    pub(super) fn new(code: &'static str, severity: Severity, value: impl Into<String>) -> Self {
        Self { code, severity, value: value.into() }
    }

    pub fn issue(&self, messages: &Messages) -> Issue {
        Issue {
            code: self.code.to_owned(),
            severity: self.severity,
            message: messages.issue(self.code, &self.value),
            field: None,
            block: None,
            excerpt: (!self.value.is_empty()).then(|| self.value.clone()),
        }
    }
}

/// Everything that is not right about `target`, a translation of `source` into `lang`.
pub(super) fn faults(source: &str, target: &str, known: &Known<'_>, lang: Lang) -> Vec<Fault> {
    use Severity::{Error, Warning};
    let mut out = Vec::new();
    if target.trim().is_empty() {
        return vec![Fault::new("translation_empty", Error, "")];
    }
    let Differences { missing, foreign, names } = facts::pair(source, target);
    out.extend(missing.into_iter().map(|value| Fault::new("translation_missing", Error, value)));
    out.extend(foreign.into_iter().map(|value| Fault::new("translation_foreign", Error, value)));
    out.extend(names.into_iter().map(|value| Fault::new("name_kept", Warning, value)));
    let chinese = lang.is_chinese();
    for hit in &known.terms {
        for wrong in if chinese { hit.term.wrong_in(target) } else { Vec::new() } {
            out.push(Fault::new("term_wrong", Error, format!("{wrong} → {}", hit.term.best(lang))));
        }
        if hit.term.strength > Strength::Hint && !known.stands(hit, target, lang) {
            // One everyday word may be said in many ways in English; a term of several words hardly, and official Chinese has its wording.
            let several = chinese || hit.term.en.contains(' ') || hit.term.is_name();
            let severity = match (hit.binds(lang), several && hit.is_plain(source, lang)) {
                (true, _) => Error,
                (false, true) => Warning,
                (false, false) => Severity::Info,
            };
            let from = &source[hit.range.clone()];
            out.push(Fault::new("term_missing", severity, format!("{from} → {}", hit.term.best(lang))));
        }
    }
    if chinese {
        for (_, c) in script::find_simplified(target) {
            out.push(Fault::new("simplified", Error, c.to_string()));
        }
        for word in wording::suggest(target) {
            out.push(Fault::new("wording", Severity::Info, format!("{} → {}", word.word, word.instead.join("／"))));
        }
    }
    for word in script::untranslated(target, lang) {
        // A Latin word that the source gives in a Chinese sentence's brackets, or a code, has its reason.
        out.push(Fault::new("untranslated", Error, word));
    }
    for words in if chinese { script::latin_left(target, source) } else { Vec::new() } {
        out.push(Fault::new("latin_kept", Warning, words));
    }
    out.extend(slips(source, target, lang));
    if source.trim() == target.trim() {
        out.push(Fault::new("same_as_source", Error, ""));
    } else if let Some(code) = odd_length(source, target, lang) {
        out.push(Fault::new(code, Warning, ""));
    }
    out
}

/// Far too short or too long. Official pairs have between 1.1 and 2.6 Chinese characters for an English word.
fn odd_length(source: &str, target: &str, lang: Lang) -> Option<&'static str> {
    let (english, chinese) = if lang.is_chinese() { (source, target) } else { (target, source) };
    let words = english.split_whitespace().count() as f64;
    let characters = chinese.chars().filter(|c| c.is_alphanumeric()).count() as f64;
    if words < 6.0 && characters < 12.0 {
        return None;
    }
    let ratio = characters / words.max(1.0);
    match (ratio, lang.is_chinese()) {
        (ratio, true) if ratio < 0.8 => Some("translation_short"),
        (ratio, true) if ratio > 4.0 => Some("translation_long"),
        (ratio, false) if ratio > 4.0 => Some("translation_short"),
        (ratio, false) if ratio < 0.8 => Some("translation_long"),
        _ => None,
    }
}
