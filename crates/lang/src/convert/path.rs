//! A run of Simplified characters as the words it most likely consists of.
//!
//! The cheapest path through all known words (a unigram model, as in J. Sun's jieba): longest match takes 宽面 out of 放宽面积
//! and prints 放寬麪積; the frequencies of 放宽 and 面积 do not let it.

use super::lexicon::{LEXICON, UNKNOWN, Word};

/// A step of the path.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    length: u8,
    word: Option<Word>,
}

/// Room to work in, kept from run to run.
#[derive(Default)]
pub(super) struct Path {
    steps: Vec<Step>,
}

impl Path {
    /// Calls `take` for each word of `run` in order: where it begins, its length in characters and the word, if known.
    pub fn walk(&mut self, run: &[char], mut take: impl FnMut(usize, usize, Option<Word>)) {
        const START: Step = Step { cost: u32::MAX, length: 1, word: None };
        self.steps.clear();
        self.steps.resize(run.len() + 1, START);
        // From the end, so that the words come out in reading order.
        self.steps[run.len()].cost = 0;
        for at in (0..run.len()).rev() {
            let mut best = Step { cost: UNKNOWN.saturating_add(self.steps[at + 1].cost), length: 1, word: None };
            for (word, length) in LEXICON.words(&run[at..]) {
                let cost = LEXICON.cost(word).saturating_add(self.steps[at + length].cost);
                if cost < best.cost || best.word.is_none() {
                    // No word is longer than build.rs lets it be, 16 characters.
                    best = Step { cost, length: u8::try_from(length).unwrap_or(1), word: Some(word) };
                }
            }
            self.steps[at] = best;
        }
        let mut at = 0;
        while at < run.len() {
            let step = self.steps[at];
            take(at, usize::from(step.length), step.word);
            at += usize::from(step.length);
        }
    }
}
