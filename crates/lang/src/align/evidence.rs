//! What speaks for it that a part of the English text and a part of the Chinese one say the same.
//!
//! Everything is a logarithm of odds: how much likelier two parts look like this when they belong together than when they do not.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use gungman_core::Lang;
use regex::Regex;

use crate::facts;
use crate::glossary::Glossary;
use crate::text::{Pattern, is_han};

/// A segment of a document.
pub(super) struct Piece {
    pub paragraph: usize,
    /// Where in its paragraph, in bytes.
    pub range: Range<usize>,
    /// Whether a paragraph begins with it.
    pub first: bool,
    /// Whether a paragraph ends with it.
    pub last: bool,
}

/// The most segments of one side that are taken together.
pub(super) const MOST: usize = 3;

/// Chinese characters to an English word, and how far pairs stray from it (of the logarithm), measured on `tests/translate.jsonl`.
const RATIO: f32 = 1.5;
const STRAY: f32 = 0.025;
/// What straying a short text adds, by its words.
const STRAY_SHORT: f32 = 0.5;
/// How far lengths of segments vary in a document, whatever they say.
const SPREAD: f32 = 0.8;

/// A value, a word or a term that both sides of a pair would have.
#[derive(Clone, Copy)]
struct Mark {
    id: u32,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Only explains a mark of the other side.
    Weak,
    /// A term of the glossary: other wordings are common.
    Term,
    /// A value, or a word in Latin letters of the Chinese text.
    Firm,
}

impl Kind {
    /// How often the other side has it too, in a pair.
    const fn shared(self) -> f32 {
        match self {
            Kind::Firm => 0.93,
            Kind::Term => 0.6,
            Kind::Weak => 0.5,
        }
    }
}

/// One to three segments of a side taken together.
#[derive(Default, Clone)]
struct Group {
    size: f32,
    /// By their number, each once.
    marks: Vec<Mark>,
    /// Whether a paragraph begins with it, and how many end within it.
    first: bool,
    borders: u8,
}

/// Both documents as the search sees them.
pub(super) struct Evidence {
    /// By the first segment and how many more there are.
    english: Vec<[Group; MOST]>,
    chinese: Vec<[Group; MOST]>,
    /// How odd it is to find a mark in an English and in a Chinese segment by chance (logarithms).
    rare: Vec<f32>,
    /// The mean of the logarithm of the Chinese lengths.
    mean: f32,
    /// Segments that alone of their side have a mark that one of the other has alone.
    pub anchors: Vec<(usize, usize)>,
}

impl Evidence {
    pub fn new(english: &[String], ours: &[Piece], chinese: &[String], theirs: &[Piece], glossary: &Glossary) -> Self {
        let texts = |paragraphs: &'_ [String], pieces: &[Piece]| -> Vec<String> {
            pieces.iter().map(|piece| paragraphs[piece.paragraph][piece.range.clone()].to_owned()).collect()
        };
        let (en, zh) = (texts(english, ours), texts(chinese, theirs));
        let mut names = Names::default();
        let latin = latin(&zh);
        let mut en_marks: Vec<Vec<Mark>> = en.iter().map(|text| names.marks(text, Lang::EnGb, &latin)).collect();
        let mut zh_marks: Vec<Vec<Mark>> = zh.iter().map(|text| names.marks(text, Lang::ZhHantHk, &latin)).collect();
        let terms = Terms::new(&en, &zh, glossary);
        for (marks, found) in en_marks.iter_mut().zip(&terms.english).chain(zh_marks.iter_mut().zip(&terms.chinese)) {
            marks.extend(
                found
                    .iter()
                    .map(|term| Mark { id: names.id(format!("term {}", terms.class(*term))), kind: Kind::Term }),
            );
        }
        let count = names.0.len();
        let (rare, anchors) = rarity(&mut en_marks, &mut zh_marks, count);
        let sizes =
            |texts: &[String], size: fn(&str) -> f32| -> Vec<f32> { texts.iter().map(|text| size(text)).collect() };
        let (en_sizes, zh_sizes) = (sizes(&en, words), sizes(&zh, characters));
        let mean = zh_sizes.iter().map(|size| size.ln()).sum::<f32>() / number(zh_sizes.len().max(1));
        Self {
            english: groups(ours, &en_sizes, &en_marks),
            chinese: groups(theirs, &zh_sizes, &zh_marks),
            rare,
            mean,
            anchors,
        }
    }

    /// How many segments either side has.
    pub fn sides(&self) -> (usize, usize) {
        (self.english.len(), self.chinese.len())
    }

    /// The odds of `a` English segments from `i` and `b` Chinese ones from `j`, one of each at least; nothing past an end.
    pub fn odds(&self, (i, a): (usize, usize), (j, b): (usize, usize)) -> Option<f32> {
        if i + a > self.english.len() || j + b > self.chinese.len() {
            return None;
        }
        let en = self.english.get(i)?.get(a.checked_sub(1)?)?;
        let zh = self.chinese.get(j)?.get(b.checked_sub(1)?)?;
        let borders = f32::from(en.borders.abs_diff(zh.borders)) * -1.5 - f32::from(en.borders.min(zh.borders)) * 1.0;
        let begins = match (en.first, zh.first) {
            (true, true) => 0.5,
            (false, false) => 0.1,
            _ => -0.7,
        };
        Some(self.length(en.size, zh.size) + self.shared(&en.marks, &zh.marks) + borders + begins)
    }

    /// Whether such parts have anything in common.
    pub fn shares(&self, (i, a): (usize, usize), (j, b): (usize, usize)) -> bool {
        let group = |side: &[[Group; MOST]], at: usize, count: usize| -> Vec<u32> {
            let group = side.get(at).and_then(|groups| groups.get(count.checked_sub(1)?));
            group.map(|group| group.marks.iter().map(|mark| mark.id).collect()).unwrap_or_default()
        };
        let theirs = group(&self.chinese, j, b);
        group(&self.english, i, a).iter().any(|id| theirs.binary_search(id).is_ok())
    }

    fn length(&self, en: f32, zh: f32) -> f32 {
        let normal = |off: f32, variance: f32| -0.5 * (off * off / variance + variance.ln());
        let together = normal((zh / (RATIO * en)).ln(), STRAY + STRAY_SHORT / en);
        let apart = normal(zh.ln() - self.mean, SPREAD * SPREAD);
        (together - apart).clamp(-8.0, 2.0)
    }

    fn shared(&self, en: &[Mark], zh: &[Mark]) -> f32 {
        let alone = |kind: Kind| match kind {
            Kind::Weak => 0.0,
            // The chance of having it anyway is small enough to leave out.
            Kind::Term | Kind::Firm => (1.0 - kind.shared()).ln(),
        };
        let (mut sum, mut a, mut b) = (0.0, 0, 0);
        loop {
            match (en.get(a), zh.get(b)) {
                (Some(x), Some(y)) if x.id == y.id => {
                    let kind = x.kind.min(y.kind);
                    sum += (kind.shared().ln() + self.rare[x.id as usize]).clamp(0.1, 4.5);
                    a += 1;
                    b += 1;
                }
                (Some(x), Some(y)) if x.id < y.id => {
                    sum += alone(x.kind);
                    a += 1;
                }
                (_, Some(y)) => {
                    sum += alone(y.kind);
                    b += 1;
                }
                (Some(x), None) => {
                    sum += alone(x.kind);
                    a += 1;
                }
                (None, None) => break,
            }
        }
        // The parts of a date come together: what says the same is not counted in full.
        0.7 * sum
    }
}

/// Numbers for marks.
#[derive(Default)]
struct Names(HashMap<String, u32>);

static LATIN: Pattern = LazyLock::new(|| Regex::new(r"[A-Za-z][A-Za-z&'-]*[A-Za-z]").ok());

/// The words in Latin letters of the Chinese text.
fn latin(chinese: &[String]) -> HashSet<&str> {
    chinese
        .iter()
        .flat_map(|text| LATIN.iter().flat_map(move |p| p.find_iter(text)))
        .map(|found| found.as_str())
        .collect()
}

impl Names {
    fn id(&mut self, name: String) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(name).or_insert(next)
    }

    /// The values and Latin words of a segment.
    fn marks(&mut self, text: &str, lang: Lang, latin: &HashSet<&str>) -> Vec<Mark> {
        let mut out: Vec<Mark> = facts::keys(text)
            .into_iter()
            // Capital letters are words in Latin letters, below.
            .filter(|(key, _)| !key.starts_with('l'))
            .map(|(key, weak)| Mark { id: self.id(key), kind: if weak { Kind::Weak } else { Kind::Firm } })
            .collect();
        for word in LATIN.iter().flat_map(|pattern| pattern.find_iter(text)) {
            if latin.contains(word.as_str()) {
                let kind = if lang.is_chinese() { Kind::Firm } else { Kind::Term };
                out.push(Mark { id: self.id(format!("word {}", word.as_str())), kind });
            }
        }
        out
    }
}

/// The terms of all segments; terms that share a wording are one.
struct Terms {
    english: Vec<Vec<usize>>,
    chinese: Vec<Vec<usize>>,
    /// For each term another one it is the same as, or itself.
    same: Vec<usize>,
}

impl Terms {
    fn new(en: &[String], zh: &[String], glossary: &Glossary) -> Self {
        let mut ids: HashMap<String, usize> = HashMap::new();
        let mut same: Vec<usize> = Vec::new();
        let mut of = |texts: &[String], lang: Lang| -> Vec<Vec<usize>> {
            let mut all = Vec::new();
            for text in texts {
                let mut found = Vec::new();
                for hit in glossary.hits(text, lang) {
                    let mut id = |name: &str| -> usize {
                        *ids.entry(name.to_lowercase()).or_insert_with(|| {
                            same.push(same.len());
                            same.len() - 1
                        })
                    };
                    let first = id(&hit.term.en);
                    let others: Vec<usize> = hit.others.iter().map(|term| id(&term.en)).collect();
                    for other in others {
                        let (a, b) = (root(&same, first), root(&same, other));
                        same[a.max(b)] = a.min(b);
                    }
                    found.push(first);
                }
                all.push(found);
            }
            all
        };
        let (english, chinese) = (of(en, Lang::EnGb), of(zh, Lang::ZhHantHk));
        Self { english, chinese, same }
    }

    fn class(&self, term: usize) -> usize {
        root(&self.same, term)
    }
}

fn root(same: &[usize], mut at: usize) -> usize {
    while same[at] != at {
        at = same[at];
    }
    at
}

/// How odd a mark is to find by chance, and the segments that a mark leads to beyond doubt. Sorts the marks of each segment.
fn rarity(en: &mut [Vec<Mark>], zh: &mut [Vec<Mark>], count: usize) -> (Vec<f32>, Vec<(usize, usize)>) {
    let frequency = |side: &mut [Vec<Mark>]| -> (Vec<u32>, Vec<usize>) {
        let (mut seen, mut first) = (vec![0_u32; count], vec![0_usize; count]);
        for (at, marks) in side.iter_mut().enumerate() {
            tidy(marks);
            for mark in marks.iter() {
                seen[mark.id as usize] += 1;
                first[mark.id as usize] = at;
            }
        }
        (seen, first)
    };
    let ((en_seen, en_first), (zh_seen, zh_first)) = (frequency(en), frequency(zh));
    // Twenty segments of other documents keep a short one from taking everything for common.
    #[expect(clippy::cast_precision_loss, reason = "a document has some thousands")]
    let chance = |seen: u32, side: usize| (seen as f32 + 0.2) / (number(side) + 20.0);
    let rare = (0..count).map(|at| -chance(en_seen[at], en.len()).max(chance(zh_seen[at], zh.len())).ln()).collect();
    let single = (0..count).filter(|at| en_seen[*at] == 1 && zh_seen[*at] == 1);
    let mut anchors: Vec<(usize, usize)> = single.map(|at| (en_first[at], zh_first[at])).collect();
    anchors.sort_unstable();
    anchors.dedup();
    (rare, anchors)
}

/// Each mark once, the firmest, by its number.
fn tidy(marks: &mut Vec<Mark>) {
    marks.sort_by_key(|mark| (mark.id, std::cmp::Reverse(mark.kind)));
    marks.dedup_by_key(|mark| mark.id);
}

fn groups(pieces: &[Piece], sizes: &[f32], marks: &[Vec<Mark>]) -> Vec<[Group; MOST]> {
    let group = |at: usize, more: usize| -> Group {
        let end = (at + more + 1).min(pieces.len());
        let mut all: BTreeMap<u32, Kind> = BTreeMap::new();
        for mark in marks[at..end].iter().flatten() {
            let kind = all.entry(mark.id).or_insert(mark.kind);
            *kind = (*kind).max(mark.kind);
        }
        let inner = pieces[at..end.max(at + 1) - 1].iter().filter(|piece| piece.last).count();
        Group {
            size: sizes[at..end].iter().sum(),
            marks: all.into_iter().map(|(id, kind)| Mark { id, kind }).collect(),
            first: pieces[at].first,
            borders: u8::try_from(inner).unwrap_or(u8::MAX),
        }
    };
    (0..pieces.len()).map(|at| std::array::from_fn(|more| group(at, more))).collect()
}

/// The length of English text, in words.
fn words(text: &str) -> f32 {
    number(text.split_whitespace().count().max(1))
}

static OTHER: Pattern = LazyLock::new(|| Regex::new(r"[A-Za-z0-9][A-Za-z0-9.,]*").ok());

/// The length of Chinese text, in characters; a Latin word or a number is about one and a half.
fn characters(text: &str) -> f32 {
    let other = OTHER.iter().flat_map(|pattern| pattern.find_iter(text)).count();
    (number(text.chars().filter(|c| is_han(*c)).count()) + 1.5 * number(other)).max(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "lengths of texts and documents")]
fn number(count: usize) -> f32 {
    count as f32
}
