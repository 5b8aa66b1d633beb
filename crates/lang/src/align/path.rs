//! The likeliest way through both documents, and how likely each of its steps is among all ways.

use std::ops::Range;

use super::evidence::Evidence;

/// A step: so many segments of either side.
#[derive(Debug, Clone)]
pub(super) struct Bead {
    pub english: Range<usize>,
    pub chinese: Range<usize>,
    /// What speaks for it.
    pub score: f32,
    /// Whether both sides have a value, a word or a term in common.
    pub shares: bool,
    /// The chance that it is a step of the true way.
    pub posterior: f32,
}

impl Bead {
    /// Whether it has something of either side.
    pub fn matched(&self) -> bool {
        !self.english.is_empty() && !self.chinese.is_empty()
    }
}

/// The steps and how common each is (logarithms), after Gale and Church with more room for what only one side has.
const STEPS: [(usize, usize, f32); 8] =
    [(1, 1, -0.15), (1, 0, -3.3), (0, 1, -3.3), (1, 2, -3.2), (2, 1, -3.2), (2, 2, -5.3), (1, 3, -5.3), (3, 1, -5.3)];

/// How far beside the anchors the way is searched, in segments.
const BESIDE: usize = 40;
/// How far from the middle at most.
const FARTHEST: usize = 400;
/// The evidence is of many parts that are not independent: chances are taken from less of it.
const CALM: f32 = 0.7;

/// The cells that are looked at: for each English segment a range of Chinese ones.
struct Band {
    rows: Vec<Range<usize>>,
    starts: Vec<usize>,
    cells: usize,
}

impl Band {
    fn new(evidence: &Evidence) -> Self {
        let (n, m) = evidence.sides();
        let anchors = ascending(&evidence.anchors);
        let mut rows: Vec<Range<usize>> = Vec::with_capacity(n + 1);
        for i in 0..=n {
            let next = anchors.partition_point(|(at, _)| *at < i);
            // One anchor may be wrong: the last but one and the next but one are the border.
            let (from, to) = (next.checked_sub(2).map(|at| anchors[at]), anchors.get(next + 1).copied());
            let ((i0, j0), (i1, j1)) = (from.unwrap_or((0, 0)), to.unwrap_or((n, m)));
            let middle = j0 + (j1 - j0) * i.saturating_sub(i0) / (i1 - i0).max(1);
            let low = j0.saturating_sub(BESIDE).max(middle.saturating_sub(FARTHEST));
            let high = (j1 + BESIDE).min(middle + FARTHEST).min(m);
            let before = rows.last().cloned().unwrap_or(0..1);
            // Every row meets the one before it, and goes no farther back.
            rows.push(low.min(before.end - 1).max(before.start)..(high + 1).max(before.end));
        }
        if let Some(last) = rows.last_mut() {
            last.end = m + 1;
        }
        let starts = rows
            .iter()
            .scan(0, |sum, row| {
                let start = *sum;
                *sum += row.len();
                Some(start)
            })
            .collect();
        let cells = rows.iter().map(Range::len).sum();
        Self { rows, starts, cells }
    }

    fn cell(&self, i: usize, j: usize) -> Option<usize> {
        let row = self.rows.get(i)?;
        row.contains(&j).then(|| self.starts[i] + j - row.start)
    }
}

/// The longest chain of anchors that ascends on both sides (patience sorting).
fn ascending(anchors: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The best last anchor of each length of chain, and for each anchor the one before it.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; anchors.len()];
    let mut order: Vec<usize> = (0..anchors.len()).collect();
    // Of anchors of one segment only one can be in a chain.
    order.sort_by_key(|at| (anchors[*at].0, std::cmp::Reverse(anchors[*at].1)));
    for at in order {
        let length = tails.partition_point(|tail| anchors[*tail].1 < anchors[at].1);
        before[at] = length.checked_sub(1).map(|last| tails[last]);
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut out = Vec::new();
    let mut next = tails.last().copied();
    while let Some(at) = next {
        out.push(anchors[at]);
        next = before[at];
    }
    out.reverse();
    out
}

/// The likeliest way.
pub(super) fn best(evidence: &Evidence) -> Vec<Bead> {
    let (n, m) = evidence.sides();
    let band = Band::new(evidence);
    let none = f32::NEG_INFINITY;
    let mut odds = vec![[none; STEPS.len()]; band.cells];
    for (i, row) in band.rows.iter().enumerate() {
        for j in row.clone() {
            let Some(cell) = band.cell(i, j) else { continue };
            for (odds, (a, b, prior)) in odds[cell].iter_mut().zip(STEPS) {
                if band.cell(i + a, j + b).is_some() {
                    let found = if a == 0 || b == 0 { Some(0.0) } else { evidence.odds((i, a), (j, b)) };
                    *odds = found.map_or(none, |found| found + prior);
                }
            }
        }
    }
    // From the end: the best way from each cell, and all ways together.
    let (mut way, mut step, mut rest) =
        (vec![none; band.cells], vec![0_usize; band.cells], vec![f64::NEG_INFINITY; band.cells]);
    for (i, row) in band.rows.iter().enumerate().rev() {
        for j in row.clone().rev() {
            let Some(cell) = band.cell(i, j) else { continue };
            if (i, j) == (n, m) {
                (way[cell], rest[cell]) = (0.0, 0.0);
                continue;
            }
            let mut all = [f64::NEG_INFINITY; STEPS.len()];
            for (nth, (a, b, _)) in STEPS.iter().enumerate() {
                let Some(next) = band.cell(i + a, j + b) else { continue };
                let through = odds[cell][nth] + way[next];
                if through > way[cell] {
                    (way[cell], step[cell]) = (through, nth);
                }
                all[nth] = f64::from(odds[cell][nth] * CALM) + rest[next];
            }
            rest[cell] = sum(&all);
        }
    }
    let mut reach = vec![f64::NEG_INFINITY; band.cells];
    if let Some(first) = band.cell(0, 0) {
        reach[first] = 0.0;
    }
    for (i, row) in band.rows.iter().enumerate() {
        for j in row.clone() {
            let Some(cell) = band.cell(i, j) else { continue };
            for (nth, (a, b, _)) in STEPS.iter().enumerate() {
                if let Some(next) = band.cell(i + a, j + b) {
                    reach[next] = sum(&[reach[next], reach[cell] + f64::from(odds[cell][nth] * CALM)]);
                }
            }
        }
    }
    let total = band.cell(0, 0).map_or(0.0, |first| rest[first]);
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while (i, j) != (n, m) {
        let Some(cell) = band.cell(i, j) else { break };
        let nth = step[cell];
        let (a, b, prior) = STEPS[nth];
        let Some(next) = band.cell(i + a, j + b) else { break };
        let score = odds[cell][nth];
        let chance = (reach[cell] + f64::from(score * CALM) + rest[next] - total).exp();
        #[expect(clippy::cast_possible_truncation, reason = "a chance, between 0 and 1")]
        let posterior = chance.clamp(0.0, 1.0) as f32;
        let shares = evidence.shares((i, a), (j, b));
        out.push(Bead { english: i..i + a, chinese: j..j + b, score: score - prior, shares, posterior });
        (i, j) = (i + a, j + b);
    }
    out
}

/// The logarithm of the sum of what these are logarithms of.
fn sum(all: &[f64]) -> f64 {
    let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if most == f64::NEG_INFINITY {
        return most;
    }
    most + all.iter().map(|one| (one - most).exp()).sum::<f64>().ln()
}
