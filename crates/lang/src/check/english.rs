//! Functions on one English paragraph: spelling by pattern, repeated words, long sentences, names.

use std::sync::LazyLock;

use regex::Regex;

use super::seen::Seen;
use super::{Hit, Kind, Setting};
use crate::tables::is_romanised_surname;
use crate::text::Pattern;

static IZE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)[a-z]{2,}(?P<z>[iy]z)(?:e|ed|es|er|ers|ing|ation|ations|ational)(?-u:\b)").ok()
});

/// Words that are spelt with z in Britain too.
const Z_EVERYWHERE: [&str; 12] =
    ["siz", "priz", "seiz", "capsiz", "resiz", "maiz", "assiz", "downsiz", "oversiz", "outsiz", "bulldoz", "horiz"];

/// organize → organise, analyze → analyse. A capitalised word may be a name (World Health Organization).
pub(super) fn ize(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    for found in IZE.iter().flat_map(|pattern| pattern.captures_iter(&seen.text)) {
        let (Some(word), Some(z)) = (found.get(0), found.name("z")) else { continue };
        if Z_EVERYWHERE.iter().any(|stem| word.as_str().starts_with(stem)) {
            continue;
        }
        let at = z.end() - 1;
        let fix = format!("{}s{}", &seen.text[word.start()..at], &seen.text[at + 1..word.end()]);
        hits.push(Hit::new(word.range()).fix(fix));
    }
}

/// The most words a sentence has that is read once.
const LONG_SENTENCE: usize = 35;

static SENTENCE: Pattern = LazyLock::new(|| Regex::new(r"[.!?;:][)”’]?(?:\s+|$)").ok());

/// Sentences of more than thirty-five words.
pub(super) fn long_sentence(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    if seen.kind != Kind::Body {
        return;
    }
    let text = seen.text.as_str();
    let mut at = 0;
    let ends = SENTENCE.iter().flat_map(|end| end.find_iter(text)).map(|end| end.end());
    for end in ends.chain([text.len()]) {
        // Mr. Chan, No. 3 and p.m. end no sentence.
        let last = text[at..end].trim_end().rsplit(' ').next().unwrap_or("");
        let short = last.ends_with('.') && (last.matches('.').count() > 1 || last.len() <= 4) && end < text.len();
        if short {
            continue;
        }
        let words = text[at..end].split_whitespace().count();
        if words > LONG_SENTENCE {
            let sentence = text[at..end].trim_end();
            hits.push(Hit::new(at..at + sentence.len()).detail(words.to_string()));
        }
        at = end;
    }
}

static WORD: Pattern = LazyLock::new(|| Regex::new(r"[A-Za-z]+").ok());

/// A word typed twice.
pub(super) fn doubled_word(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let mut before: Option<regex::Match<'_>> = None;
    for word in WORD.iter().flat_map(|word| word.find_iter(&seen.text)) {
        if let Some(first) = before {
            let same = first.as_str().eq_ignore_ascii_case(word.as_str())
                && word.as_str().chars().all(|c| c.is_ascii_lowercase());
            let right = ["that", "had", "is"].contains(&word.as_str());
            let between = &seen.text[first.end()..word.start()];
            if same && !right && !between.is_empty() && between.chars().all(|c| c == ' ') {
                hits.push(Hit::new(first.start()..word.end()).fix(first.as_str()));
            }
        }
        before = Some(word);
    }
}

static TITLED: Pattern = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:Mr|Mrs|Ms|Miss|Dr|Ir)\.? (?P<x>(?P<s>[A-Z][a-z]+) (?P<a>[A-Z][a-z]+)[ -](?P<b>[A-Za-z][a-z]+))(?-u:\b)").ok()
});

/// Words that begin with a capital after a name: no given names.
const NO_NAMES: [&str; 12] = ["for", "of", "and", "on", "in", "at", "from", "to", "will", "was", "is", "has"];

/// Mr Chan Tai Man → Mr CHAN Tai-man.
pub(super) fn name_form(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    for found in TITLED.iter().flat_map(|titled| titled.captures_iter(&seen.text)) {
        let (Some(whole), surname) = (found.name("x"), &found["s"]) else { continue };
        if !is_romanised_surname(surname) || NO_NAMES.contains(&&found["b"]) {
            continue;
        }
        let given = format!("{}-{}", &found["a"], found["b"].to_lowercase());
        hits.push(Hit::new(whole.range()).fix(format!("{} {given}", surname.to_uppercase())));
    }
}
