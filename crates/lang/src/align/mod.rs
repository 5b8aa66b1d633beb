//! An English document and its Chinese counterpart, sentence by sentence: what an office translated before, for its memory.
//!
//! Both texts are cut into segments and the cheapest way through both is searched, one to one, two to one and so on, by dynamic
//! programming after W. Gale and K. Church, "A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics 19
//! (1993), 75–102. Lengths are compared as the two languages have them, English words and Chinese characters; what tells more is what
//! both sides must share: figures, dates, addresses, Latin words, the terms of the glossary (`evidence`). The end of a paragraph is a
//! soft border. How sure a pair is comes from all ways through both texts together, not from the best one alone (`path`).

mod evidence;
mod path;

use gungman_core::Lang;

use self::evidence::{Evidence, Piece};
use crate::facts;
use crate::glossary::Glossary;
use crate::segments::segments;

/// A part of both documents that says the same; one side is empty where nothing on the other corresponds to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// English.
    pub english: String,
    /// Chinese.
    pub chinese: String,
    /// How sure it is that they belong together, 0 to 100; 0 where a side is empty.
    pub confidence: u8,
    /// Whether it may go into a memory unseen: it is sure and the values of both sides agree.
    pub sure: bool,
}

/// The confidence from which a pair is sure.
const SURE: u8 = 80;

/// Aligns two documents given by their paragraphs. All of both texts is in the pairs, in order.
#[must_use]
pub fn align(english: &[String], chinese: &[String], glossary: &Glossary) -> Vec<Pair> {
    let (ours, theirs) = (pieces(english, Lang::EnGb), pieces(chinese, Lang::ZhHantHk));
    let evidence = Evidence::new(english, &ours, chinese, &theirs, glossary);
    let beads = path::best(&evidence);
    let near: Vec<f32> = (0..beads.len()).map(|at| neighbours(&beads, at)).collect();
    let pair = |(bead, near): (&path::Bead, &f32)| {
        let en = joined(english, &ours[bead.english.clone()], " ");
        let zh = joined(chinese, &theirs[bead.chinese.clone()], "");
        let whole = whole(&ours[bead.english.clone()]) && whole(&theirs[bead.chinese.clone()]);
        let confidence = confidence(bead, *near, whole);
        let sure = confidence >= SURE && {
            let differences = facts::pair(&en, &zh);
            differences.missing.is_empty() && differences.foreign.is_empty()
        };
        Pair { english: en, chinese: zh, confidence, sure }
    };
    beads.iter().zip(&near).map(pair).collect()
}

/// The segments of paragraphs.
fn pieces(paragraphs: &[String], lang: Lang) -> Vec<Piece> {
    let mut out = Vec::new();
    for (paragraph, text) in paragraphs.iter().enumerate() {
        let all = segments(text, lang);
        let last = all.len().saturating_sub(1);
        out.extend(all.into_iter().enumerate().map(|(nth, range)| Piece {
            paragraph,
            range,
            first: nth == 0,
            last: nth == last,
        }));
    }
    out
}

/// The text of pieces that follow one another: as it stands within a paragraph.
fn joined(paragraphs: &[String], pieces: &[Piece], between: &str) -> String {
    let mut out = String::new();
    for part in pieces.chunk_by(|a, b| a.paragraph == b.paragraph) {
        if let (Some(first), Some(last)) = (part.first(), part.last()) {
            let text = paragraphs.get(first.paragraph).and_then(|text| text.get(first.range.start..last.range.end));
            if !out.is_empty() {
                out.push_str(between);
            }
            out.push_str(text.unwrap_or(""));
        }
    }
    out
}

/// Whether pieces are whole paragraphs.
fn whole(pieces: &[Piece]) -> bool {
    pieces.first().is_some_and(|piece| piece.first) && pieces.last().is_some_and(|piece| piece.last)
}

/// What the pairs before and after say for one: that a text goes on where it left off. What one side lacks beside it may be a part
/// of it.
fn neighbours(beads: &[path::Bead], at: usize) -> f32 {
    let good = |at: Option<usize>| match at.and_then(|at| beads.get(at)) {
        Some(bead) if !bead.matched() => -0.5,
        Some(bead) if bead.posterior > 0.8 && bead.score > 1.0 => 1.0,
        Some(_) => 0.0,
        None => 1.0,
    };
    let before = at.checked_sub(1).map_or(1.0, |before| good(Some(before)));
    before + good(Some(at + 1))
}

/// Of the chance that the pair is on the way through both texts, and of what speaks for the pair itself.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
fn confidence(bead: &path::Bead, near: f32, whole: bool) -> u8 {
    if !bead.matched() {
        return 0;
    }
    let odds = bead.score + 1.5 * near - 1.0;
    let found = (100.0 * bead.posterior / (1.0 + (-odds).exp())).round().clamp(0.0, 100.0) as u8;
    // Length alone proves nothing of a sentence within a paragraph.
    if bead.shares || whole { found } else { found.min(SURE - 1) }
}

#[cfg(test)]
mod tests;
