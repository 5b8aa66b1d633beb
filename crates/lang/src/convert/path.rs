//! A run of Simplified characters as the words it most likely consists of.
//!
//! The cheapest path through all known words (a unigram model, as in J. Sun's jieba): longest match takes 宽面 out of 放宽面积
//! and prints 放寬麪積; the frequencies of 放宽 and 面积 do not let it. Where another path prints another character and is hardly
//! dearer, the place is in doubt.

use super::lexicon::{LEXICON, UNKNOWN, Word};

/// By how much another cut of the words must be dearer, in thousandths of a nat, for the cheapest to stand without a doubt.
const CLOSE: u32 = 3_000;

/// A known word, or a single character that is none, at its place in the run.
#[derive(Clone, Copy)]
struct Edge {
    start: u32,
    length: u8,
    cost: u32,
    word: Option<Word>,
}

/// Room to work in, kept from run to run.
#[derive(Default)]
pub(super) struct Path {
    edges: Vec<Edge>,
    /// Which edges begin at each place: the first of them.
    first: Vec<usize>,
    /// What the cheapest path costs from the start to each place, and from there to the end.
    there: Vec<u32>,
    onwards: Vec<u32>,
    /// The edge the cheapest path takes from each place.
    best: Vec<usize>,
}

/// A word of the cheapest path.
pub(super) struct Step {
    /// Where it begins in the run.
    pub start: usize,
    /// Its length in characters.
    pub length: usize,
    /// The word, if it is known.
    pub word: Option<Word>,
}

impl Path {
    /// Finds the cheapest path through `run`.
    pub fn find(&mut self, run: &[char]) {
        self.edges.clear();
        self.first.clear();
        for at in 0..run.len() {
            self.first.push(self.edges.len());
            let start = u32::try_from(at).unwrap_or(u32::MAX);
            let mut single = false;
            for (word, length) in LEXICON.words(&run[at..]) {
                single |= length == 1;
                // No word is longer than build.rs lets it be, 16 characters.
                let length = u8::try_from(length).unwrap_or(1);
                self.edges.push(Edge { start, length, cost: LEXICON.cost(word), word: Some(word) });
            }
            if !single {
                self.edges.push(Edge { start, length: 1, cost: UNKNOWN, word: None });
            }
        }
        self.first.push(self.edges.len());
        self.onwards.clear();
        self.onwards.resize(run.len() + 1, u32::MAX);
        self.onwards[run.len()] = 0;
        self.best.clear();
        self.best.resize(run.len(), 0);
        for (n, edge) in self.edges.iter().enumerate().rev() {
            let start = edge.start as usize;
            let cost = edge.cost.saturating_add(self.onwards[start + usize::from(edge.length)]);
            if cost <= self.onwards[start] {
                self.onwards[start] = cost;
                self.best[start] = n;
            }
        }
        self.there.clear();
    }

    /// The words of the cheapest path, in order.
    pub fn steps(&self) -> impl Iterator<Item = Step> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            let edge = self.edges.get(*self.best.get(at)?)?;
            let step = Step { start: at, length: usize::from(edge.length), word: edge.word };
            at += step.length;
            Some(step)
        })
    }

    /// What else may be printed for the character at `at`, where `printed` is: by paths that are hardly dearer.
    pub fn others(&mut self, at: usize, printed: char) -> Vec<char> {
        if self.there.is_empty() {
            self.there.resize(self.onwards.len(), u32::MAX);
            self.there[0] = 0;
            for edge in &self.edges {
                let start = edge.start as usize;
                let cost = self.there[start].saturating_add(edge.cost);
                let end = &mut self.there[start + usize::from(edge.length)];
                *end = cost.min(*end);
            }
        }
        let limit = self.onwards[0].saturating_add(CLOSE);
        let mut others = Vec::new();
        for edge in &self.edges[self.first[at.saturating_sub(15)]..self.first[at + 1]] {
            let (start, length) = (edge.start as usize, usize::from(edge.length));
            let Some(word) = edge.word else { continue };
            // A character by itself is decided by its neighbours.
            if length == 1 || start + length <= at {
                continue;
            }
            let cost = self.there[start].saturating_add(edge.cost).saturating_add(self.onwards[start + length]);
            if cost > limit {
                continue;
            }
            let form = LEXICON.form(word).chars().nth(at - start);
            others.extend(form.filter(|form| *form != printed && !others.contains(form)));
        }
        others
    }
}
