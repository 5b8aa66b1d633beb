//! Term pairs that a glossary lacks, from sentences whose translations a person has confirmed.
//!
//! An English word group that returns, and the Chinese string that returns with it: how closely they go together is measured by Dice's
//! coefficient, and that it is no accident by the log-likelihood ratio (T. Dunning, "Accurate Methods for the Statistics of Surprise
//! and Coincidence", Computational Linguistics 19 (1993), 61–74). Of word groups and strings that always come together the longest is
//! taken. The best pair takes its words first and leaves the rest to others (competitive linking, after I. D. Melamed, "Models of
//! Translational Equivalence among Words", Computational Linguistics 26 (2000), 221–249). A person decides: these are suggestions.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use gungman_core::Lang;

use crate::glossary::Glossary;
use crate::text::is_han;

/// A pair that a person may take into the glossary.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The English term, as it is written most often.
    pub english: String,
    /// The Chinese for it.
    pub chinese: String,
    /// In how many sentences they stand together.
    pub count: u32,
    /// How good a suggestion it is, 0 to 1.
    pub score: f32,
}

/// How many are suggested at most.
const MOST: usize = 50;
/// The longest English group, in words, and the shortest and longest Chinese string.
const WORDS: usize = 5;
const CHARACTERS: std::ops::RangeInclusive<usize> = 2..=12;
/// Dice's coefficient and the log-likelihood ratio from which two are taken to go together. A ratio of 10.8 is an accident once in a
/// thousand times.
const CLOSE: f32 = 0.66;
const NO_ACCIDENT: f32 = 10.8;

/// Words that no term begins or ends with: small words, verbs of reports, months.
const EDGES: &str = " a an the of and or nor but if in on at to for from by with within without under over above below between among \
    into onto upon than as per via about after before during until since through against is are was were be been being has have had \
    having do does did will would shall should may might can could must not no it its they them their he his she her we our us you \
    your i me my this that these those which who whom whose what when where why how all any each every both some such other another \
    more most less least many much few several one two three four five six seven eight nine ten first second third also only \
    further there here then thus so very well up down out off again please same made make makes take takes taken given give gives \
    said asked discussed noted announced rose fell stood set held hold issued issue received receive approved submitted submit provided provide including included include involving \
    involved carried carry required require requires located based used use using related relating regarding concerning total number \
    including according following compared increased decreased respectively available million billion thousand hundred january \
    february march april june july august september october november december monday tuesday wednesday thursday friday saturday \
    sunday mr mrs ms miss dr ";
/// Characters that no Chinese term begins or ends with, those that none begins with, and those that none holds.
const EDGES_ZH: &str = "的了及與和或在於由至並而之為把被就從但若因亦均須應已該此各等其向按第";
const HEADS_ZH: &str = "份個名項宗間月日年時元條號署局處者";
const NEVER_ZH: &str = "的了把被";

/// A word group or a string: in which pairs, and how often.
#[derive(Default)]
struct Seen {
    pairs: Vec<u32>,
    /// How it is written, and how often each way.
    forms: Vec<(String, u32)>,
    /// Whether it was seen with capital letters inside a sentence.
    name: bool,
    words: usize,
}

/// The pairs that `known` lacks, the best first; `pairs` are English and Chinese.
#[must_use]
pub fn suggest(pairs: &[(String, String)], known: &Glossary) -> Vec<Suggestion> {
    let english = groups(pairs, known);
    let mut strings = Strings::default();
    let chinese: Vec<Vec<u32>> = pairs.iter().map(|(_, zh)| strings.of(zh, known)).collect();
    let mut found: Vec<Candidate<'_>> = Vec::new();
    let many = (pairs.len() / 3).max(20);
    for seen in english.values().filter(|seen| (2..=many).contains(&seen.pairs.len())) {
        found.extend(counterpart(seen, &chinese, &strings, pairs.len()));
    }
    found.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| b.english.len().cmp(&a.english.len())).then(a.english.cmp(&b.english))
    });
    linked(found)
}

// English.

/// The word groups of all pairs by their base form.
fn groups(pairs: &[(String, String)], known: &Glossary) -> HashMap<String, Seen> {
    let mut out: HashMap<String, Seen> = HashMap::new();
    for (number, (en, _)) in (0..).zip(pairs) {
        let hits: Vec<Range<usize>> = known.hits(en, Lang::EnGb).into_iter().map(|hit| hit.range).collect();
        for run in runs(en) {
            for from in 0..run.len() {
                for to in from + 1..=run.len().min(from + WORDS) {
                    let range = run[from].start..run[to - 1].end;
                    let within = hits.iter().any(|hit| hit.start <= range.start && range.end <= hit.end);
                    let edge = |at: usize| EDGES.contains(&format!(" {} ", en[run[at].clone()].to_ascii_lowercase()));
                    if within || edge(from) || edge(to - 1) || range.len() < 3 {
                        continue;
                    }
                    add(&mut out, &en[range.clone()], number, range.start > 0, to - from);
                }
            }
        }
    }
    keep_longest(&mut out);
    out
}

/// The words of a text, in runs that no punctuation and no figure interrupts.
fn runs(text: &str) -> Vec<Vec<Range<usize>>> {
    let mut out: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '&');
    let mut at = 0;
    for piece in text.split_inclusive(|c: char| !part(c)) {
        let word = piece.trim_end_matches(|c: char| !part(c));
        let word_range = at..at + word.len();
        at += piece.len();
        let fit = word.starts_with(|c: char| c.is_ascii_alphabetic())
            && !word.contains(|c: char| c.is_ascii_digit() || is_han(c));
        match out.last_mut() {
            Some(run) if fit => run.push(word_range),
            _ if !word.is_empty() => out.push(Vec::new()),
            _ => {}
        }
        // Only a blank joins two words.
        if !piece.ends_with(' ') || word.is_empty() {
            out.push(Vec::new());
        }
    }
    out.retain(|run| !run.is_empty());
    out
}

fn add(out: &mut HashMap<String, Seen>, text: &str, pair: u32, inside: bool, words: usize) {
    let seen = out.entry(base(text)).or_default();
    seen.words = words;
    if seen.pairs.last() != Some(&pair) {
        seen.pairs.push(pair);
    }
    let capital = |word: &str| word.starts_with(|c: char| c.is_ascii_uppercase());
    let name = (inside || words > 1) && text.split(' ').all(|word| word.len() < 4 && words > 1 || capital(word));
    seen.name |= name;
    // At the head of a sentence any word has a capital letter.
    let mut text = text.to_owned();
    if !inside && !name && text.chars().skip(1).all(|c| !c.is_ascii_uppercase()) {
        text.make_ascii_lowercase();
    }
    match seen.forms.iter_mut().find(|(form, _)| *form == text) {
        Some((_, count)) => *count += 1,
        None => seen.forms.push((text, 1)),
    }
}

/// In lower case, the last word without its plural.
fn base(text: &str) -> String {
    let lower = text.to_lowercase();
    match (lower.strip_suffix("ies"), lower.strip_suffix('s')) {
        (Some(stem), _) if stem.len() > 2 => format!("{stem}y"),
        (_, Some(stem)) if stem.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => lower,
    }
}

/// Takes out the groups that only stand in the same longer one, and those that stand once.
fn keep_longest(all: &mut HashMap<String, Seen>) {
    all.retain(|_, seen| seen.pairs.len() > 1);
    let mut parts: HashSet<String> = HashSet::new();
    for (longer, seen) in all.iter().filter(|(_, seen)| seen.words > 1) {
        let words: Vec<&str> = longer.split(' ').collect();
        for from in 0..words.len() {
            for to in from + 1..=words.len() {
                // The base form of a part that is not at the end has lost its plural as well.
                let part = base(&words[from..to].join(" "));
                if to - from < words.len() && all.get(&part).is_some_and(|other| other.pairs == seen.pairs) {
                    parts.insert(part);
                }
            }
        }
    }
    all.retain(|base, _| !parts.contains(base));
}

impl Seen {
    /// How it is written most often.
    fn written(&self) -> String {
        let most = self.forms.iter().max_by_key(|(form, count)| (*count, Reverse(form.len()), Reverse(form.as_str())));
        most.map(|(form, _)| form.clone()).unwrap_or_default()
    }
}

// Chinese.

/// The strings of all pairs, each with a number.
#[derive(Default)]
struct Strings<'a> {
    ids: HashMap<&'a str, u32>,
    texts: Vec<&'a str>,
    /// In how many pairs each stands.
    seen: Vec<u32>,
}

impl<'a> Strings<'a> {
    /// The strings of a text, each once, that may be terms.
    fn of(&mut self, text: &'a str, known: &Glossary) -> Vec<u32> {
        let hits: Vec<Range<usize>> = known.hits(text, Lang::ZhHantHk).into_iter().map(|hit| hit.range).collect();
        let mut out: Vec<u32> = Vec::new();
        let places: Vec<(usize, char)> = text.char_indices().collect();
        for run in places.chunk_by(|(_, a), (_, b)| joins(*a) && joins(*b)) {
            for from in 0..run.len() {
                for length in CHARACTERS {
                    let Some((last, end)) = run.get(from + length - 1) else { break };
                    let (start, first) = run[from];
                    let range = start..last + end.len_utf8();
                    let within = hits.iter().any(|hit| hit.start <= range.start && range.end <= hit.end);
                    if EDGES_ZH.contains([first])
                        || HEADS_ZH.contains([first])
                        || EDGES_ZH.contains([*end])
                        || within
                        || !joins(first)
                    {
                        continue;
                    }
                    out.push(self.id(&text[range]));
                }
            }
        }
        out.sort_unstable();
        out.dedup();
        for id in &out {
            self.seen[*id as usize] += 1;
        }
        out
    }

    fn id(&mut self, text: &'a str) -> u32 {
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry(text).or_insert(next);
        if id == next {
            self.texts.push(text);
            self.seen.push(0);
        }
        id
    }
}

/// Whether a character may be part of a term.
fn joins(c: char) -> bool {
    is_han(c) && !NEVER_ZH.contains(c)
}

// Pairs.

struct Candidate<'a> {
    english: String,
    base: String,
    chinese: &'a str,
    count: u32,
    score: f32,
}

/// The string that goes with a group.
fn counterpart<'a>(group: &Seen, chinese: &[Vec<u32>], strings: &Strings<'a>, pairs: usize) -> Option<Candidate<'a>> {
    let mut together: HashMap<u32, u32> = HashMap::new();
    for string in group.pairs.iter().filter_map(|pair| chinese.get(*pair as usize)).flatten() {
        *together.entry(*string).or_default() += 1;
    }
    let of = number(group.pairs.len());
    let close = |string: u32, count: u32| 2.0 * number(count) / (of + number(strings.seen[string as usize]));
    let mut all: Vec<(u32, u32, f32)> = together
        .into_iter()
        .filter(|(_, count)| *count > 1)
        .map(|(string, count)| (string, count, close(string, count)))
        .filter(|(.., dice)| *dice >= CLOSE)
        .collect();
    let text = |string: u32| strings.texts[string as usize];
    let length = |string: u32| text(string).chars().count();
    all.sort_by(|a, b| b.2.total_cmp(&a.2).then(length(b.0).cmp(&length(a.0))).then(text(a.0).cmp(text(b.0))));
    let top = all.first()?.2;
    // Of strings that go as closely the longest of each place: who of them it is, their lengths have to tell.
    let mut rivals: Vec<(u32, u32)> = Vec::new();
    for (string, count, _) in all.iter().take_while(|(.., dice)| *dice >= top - 1e-4) {
        if !rivals.iter().any(|(longer, _)| text(*longer).contains(text(*string))) {
            rivals.push((*string, *count));
        }
    }
    let likely = |string: u32| {
        let off = (number(length(string)) / (1.9 * number(group.words))).ln();
        (-off * off / 0.8).exp()
    };
    let (string, count) = *rivals.iter().max_by(|a, b| likely(a.0).total_cmp(&likely(b.0)))?;
    let ratio = surprise(number(count), of, number(strings.seen[string as usize]), number(pairs));
    if ratio < NO_ACCIDENT {
        return None;
    }
    let often = 1.0 - 0.5_f32.powf(number(count) - 1.0);
    // Everyday words return in every text; names and groups of words are what a glossary is for.
    let english = group.written();
    let weight = match (group.words, group.name) {
        (1, true) if english.chars().all(|c| c.is_ascii_uppercase()) => 0.95,
        (1, true) => 0.75,
        (1, false) => 0.55,
        (_, true) => 1.0,
        (_, false) => 0.85,
    };
    let doubt = 1.0 / number(rivals.len()).sqrt();
    Some(Candidate {
        base: base(&english),
        english,
        chinese: text(string),
        count,
        score: top * (0.4 + 0.6 * often) * (0.4 + 0.6 * likely(string)) * weight * doubt,
    })
}

/// Dunning's log-likelihood ratio of two things that stand together in `both` of `all` pairs.
fn surprise(both: f32, one: f32, other: f32, all: f32) -> f32 {
    let term =
        |seen: f32, expected: f32| if seen > 0.0 && expected > 0.0 { seen * (seen / expected).ln() } else { 0.0 };
    let cell = |seen: f32, a: f32, b: f32| term(seen, a * b / all.max(1.0));
    let rest = all - one - other + both;
    2.0 * (cell(both, one, other)
        + cell(one - both, one, all - other)
        + cell(other - both, all - one, other)
        + cell(rest, all - one, all - other))
}

/// The best first; what is left of a term whose words another has taken is none.
fn linked(found: Vec<Candidate<'_>>) -> Vec<Suggestion> {
    let mut taken: Vec<(String, &str)> = Vec::new();
    let mut out = Vec::new();
    for candidate in found {
        let words = format!(" {} ", candidate.base);
        let clash = taken.iter().any(|(english, chinese)| {
            let same = english.contains(&words) || words.contains(english.as_str());
            let other = chinese.contains(candidate.chinese) || candidate.chinese.contains(chinese);
            same && other || *chinese == candidate.chinese || same && overlap(chinese, candidate.chinese)
        });
        if clash {
            continue;
        }
        taken.push((words, candidate.chinese));
        out.push(Suggestion {
            english: candidate.english,
            chinese: candidate.chinese.to_owned(),
            count: candidate.count,
            score: candidate.score.clamp(0.0, 1.0),
        });
        if out.len() == MOST {
            break;
        }
    }
    out
}

/// Whether the end of one is the beginning of the other.
fn overlap(a: &str, b: &str) -> bool {
    let ends = |a: &str, b: &str| b.char_indices().skip(1).any(|(at, _)| a.ends_with(&b[..at]));
    ends(a, b) || ends(b, a)
}

#[expect(clippy::cast_precision_loss, reason = "counts of sentences and words")]
fn number(count: impl TryInto<u32>) -> f32 {
    count.try_into().map_or(f32::MAX, |count| count as f32)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::glossary::{GLOSSARY, read};

    type Both = Vec<(String, String)>;

    /// The reference translations, and the terms that they are known to render.
    fn sentences() -> (Both, Both) {
        let file =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/translate.jsonl")).unwrap();
        let (mut pairs, mut terms) = (Vec::new(), Vec::new());
        for line in file.lines() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let english = row["source_lang"].as_str().unwrap().starts_with("en");
            let turned = |a: &serde_json::Value, b: &serde_json::Value| {
                let (a, b) = (a.as_str().unwrap().to_owned(), b.as_str().unwrap().to_owned());
                if english { (a, b) } else { (b, a) }
            };
            pairs.push(turned(&row["source"], &row["reference"]));
            terms.extend(row["terms"].as_array().unwrap().iter().map(|term| turned(&term[0], &term[1])));
        }
        (pairs, terms)
    }

    /// Sentences that a term can stand in.
    const CARRIERS: [(&str, &str); 8] = [
        ("The Panel discussed the @ at length.", "委員會詳細討論@。"),
        ("Information on the @ has been uploaded.", "有關@的資料已經上載。"),
        ("Complaints about the @ fell sharply.", "涉及@的投訴大幅減少。"),
        ("We shall review the @ next spring.", "我們會在明年春季檢討@。"),
        ("Several speakers praised the @, which they thought useful.", "多名發言者讚揚@，認為相當有用。"),
        ("In view of public concern, the @ was postponed.", "鑑於公眾關注，@已經押後。"),
        ("Mr Wong asked who was in charge of the @.", "黃先生查詢@由誰負責。"),
        ("No changes to the @ are planned.", "當局無意更改@。"),
    ];

    #[test]
    fn terms_that_return_are_suggested() {
        let (mut pairs, terms) = sentences();
        let known = |en: &str| GLOSSARY.hits(en, Lang::EnGb).iter().any(|hit| hit.range == (0..en.len()));
        let mut unknown: Vec<(String, String)> = Vec::new();
        for (en, zh) in terms {
            let en = en.trim_start_matches("The ").to_owned();
            let han = zh.chars().all(is_han) && CHARACTERS.contains(&zh.chars().count());
            let words =
                en.split(' ').count() <= WORDS && en.chars().all(|c| c.is_ascii_alphabetic() || " -".contains(c));
            if han && words && !known(&en) && !unknown.iter().any(|(other, _)| *other == en) {
                unknown.push((en, zh));
            }
        }
        let wanted: Vec<_> = unknown.into_iter().step_by(3).take(30).collect();
        for (at, (en, zh)) in wanted.iter().enumerate() {
            for nth in 0..3 {
                let (frame, frame_zh) = CARRIERS[(at * 3 + nth * (1 + at % 2)) % CARRIERS.len()];
                pairs.push((frame.replace('@', en), frame_zh.replace('@', zh)));
            }
        }
        let found = suggest(&pairs, &GLOSSARY);
        let lower = |text: &str| base(text);
        let (mut right, mut wrong) = (0, Vec::new());
        for (en, zh) in &wanted {
            match found.iter().find(|found| lower(&found.english) == lower(en)) {
                Some(found) if found.chinese == *zh => right += 1,
                other => wrong.push((en, zh, other.map(|found| &found.chinese))),
            }
        }
        for found in &found {
            println!("{:.2} {} {} | {}", found.score, found.count, found.english, found.chinese);
        }
        println!("{right} of {} terms, {} suggestions; not: {wrong:#?}", wanted.len(), found.len());
        assert!(right * 10 >= wanted.len() * 7, "{right} of {}", wanted.len());
        assert!(found.len() <= MOST && found.windows(2).all(|pair| pair[0].score >= pair[1].score));
    }

    #[test]
    fn what_is_known_or_stands_once_is_not_suggested() {
        let mut pairs = sentences().0;
        let own: Vec<(String, String)> = [
            ("The Harbour Steward's Badge is awarded each year.", "海港管家徽章每年頒發一次。"),
            ("Holders of the Harbour Steward's Badge may enter.", "持有海港管家徽章的人士可以進入。"),
            ("She lost her Harbour Steward's Badge at sea.", "她在海上遺失海港管家徽章。"),
        ]
        .map(|(en, zh)| (en.to_owned(), zh.to_owned()))
        .to_vec();
        pairs.extend(own.clone());
        let has = |found: &[Suggestion]| {
            found.iter().any(|s| s.english == "Harbour Steward's Badge" && s.chinese == "海港管家徽章" && s.count == 3)
        };
        let found = suggest(&pairs, &GLOSSARY);
        assert!(has(&found), "{found:#?}");
        let glossary = Glossary::new(read("Harbour Steward's Badge\t海港管家徽章").0);
        let found = suggest(&pairs, &glossary);
        assert!(!found.iter().any(|s| s.english.contains("Badge") || s.chinese.contains("徽章")), "{found:#?}");
        assert_eq!(suggest(&own[..1], &GLOSSARY), []);
        assert_eq!(suggest(&[], &GLOSSARY), []);
    }

    #[test]
    fn five_thousand_pairs_take_no_time() {
        // Two sentences each, so that no two pairs are the same.
        let all = sentences().0;
        let two = |at: usize| -> (String, String) {
            let ((a, x), (b, y)) = (&all[at % all.len()], &all[(at * 7 + at / all.len() + 1) % all.len()]);
            (format!("{a} {b}"), format!("{x}{y}"))
        };
        let pairs: Vec<_> = (0..5_000).map(two).collect();
        let start = Instant::now();
        let found = suggest(&pairs, &GLOSSARY);
        println!("{} suggestions in {:?}", found.len(), start.elapsed());
        assert!(start.elapsed().as_secs() < 30);
    }
}
