//! A change by words over formatted text: what is kept keeps its formatting, what is new takes that of what it replaces.

use std::ops::Range;

use gungman_core::{Block, Run};
use gungman_lang::differ::difference;

use super::api::Piece;

/// The runs of some bytes of the text that `runs` are.
pub(super) fn slice(runs: &[Run], range: Range<usize>) -> Vec<Run> {
    let mut out = Vec::new();
    let mut at = 0;
    for run in runs {
        let (start, end) =
            (range.start.clamp(at, at + run.text.len()) - at, range.end.clamp(at, at + run.text.len()) - at);
        if let Some(text) = run.text.get(start..end).filter(|text| !text.is_empty()) {
            out.push(Run { text: text.to_owned(), ..run.clone() });
        }
        at += run.text.len();
    }
    out
}

/// The pieces between formatted text and its new wording.
pub(super) fn pieces(runs: &[Run], new: &str) -> Vec<Piece> {
    let old: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut id = 0;
    let mut out = Vec::new();
    for stretch in difference(&old, new) {
        if stretch.same {
            out.push(Piece::Same { runs: slice(runs, stretch.old) });
            continue;
        }
        let removed = slice(runs, stretch.old.clone());
        let added = new.get(stretch.new).unwrap_or("");
        let added = if added.is_empty() { Vec::new() } else { vec![dressed(added, &removed, runs, stretch.old.start)] };
        out.push(Piece::Change { id, removed, added });
        id += 1;
    }
    out
}

/// New words in the formatting of those they replace; where they replace none, in that of both neighbours, if these agree.
fn dressed(text: &str, removed: &[Run], runs: &[Run], at: usize) -> Run {
    let like = |run: &Run| Run { text: text.to_owned(), ..run.clone() };
    let plain = Run::plain(text);
    let alike = |a: &Run, b: &Run| a.bold == b.bold && a.underline == b.underline;
    if let Some(first) = removed.first() {
        return if removed.iter().all(|run| alike(run, first)) { like(first) } else { plain };
    }
    let (before, after) = (slice(runs, 0..at), slice(runs, at..usize::MAX));
    match (before.last(), after.first()) {
        (Some(a), Some(b)) if alike(a, b) => like(a),
        (Some(one), None) | (None, Some(one)) => like(one),
        _ => plain,
    }
}

/// The pieces of an answer that is being written: `done` bytes of the old text are behind it.
pub(super) fn unfinished(runs: &[Run], done: usize, new: &str) -> Vec<Piece> {
    let mut out = pieces(&slice(runs, 0..done), new);
    // What the answer does not have yet is not taken out.
    let mut ahead = Vec::new();
    if let Some(Piece::Change { removed, added, .. }) = out.last_mut() {
        ahead = std::mem::take(removed);
        if added.is_empty() {
            out.pop();
        }
    }
    ahead.extend(slice(runs, done..usize::MAX));
    if !ahead.is_empty() {
        out.push(Piece::Ahead { runs: ahead });
    }
    out
}

/// The new text with its formatting.
pub(super) fn after(pieces: &[Piece]) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let runs = pieces.iter().flat_map(|piece| match piece {
        Piece::Same { runs } | Piece::Ahead { runs } | Piece::Change { added: runs, .. } => runs,
    });
    for run in runs {
        match out.last_mut() {
            Some(last) if last.bold == run.bold && last.underline == run.underline => last.text.push_str(&run.text),
            _ => out.push(run.clone()),
        }
    }
    out
}

/// A block of the same kind with other text.
pub(super) fn with(block: &Block, runs: Vec<Run>) -> Block {
    let mut block = block.clone();
    *block.runs_mut() = runs;
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(runs: &[Run]) -> String {
        runs.iter().map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn kept_words_keep_their_formatting_and_both_sides_are_rebuilt() {
        let bold = |text: &str| Run { bold: true, ..Run::plain(text) };
        let runs = vec![Run::plain("請於"), bold("2026年12月8日"), Run::plain("參加我們的演習。")];
        let new = "請於2026年12月8日出席本署的演習。";
        let made = pieces(&runs, new);
        let now = after(&made);
        assert_eq!(text(&now), new);
        assert_eq!(now, [Run::plain("請於"), bold("2026年12月8日"), Run::plain("出席本署的演習。")]);
        let old: Vec<Run> = made
            .iter()
            .flat_map(|piece| match piece {
                Piece::Same { runs } | Piece::Ahead { runs } | Piece::Change { removed: runs, .. } => runs.clone(),
            })
            .collect();
        assert_eq!(text(&old), text(&runs));
    }

    #[test]
    fn what_is_not_written_yet_stands_ahead() {
        let runs = vec![Run::plain("甲乙。請準時出席會議。")];
        let made = unfinished(&runs, "甲乙。請準時出席會議。".len(), "甲乙。請");
        assert!(matches!(made.last(), Some(Piece::Ahead { .. })), "{made:?}");
        assert_eq!(text(&after(&made)), "甲乙。請準時出席會議。");
        assert!(unfinished(&[], 0, "").is_empty());
    }
}
