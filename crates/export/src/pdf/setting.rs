//! From a text to lines with every character in its place.

use gungman_core::sheet::Span;

use super::breaker::break_lines;
use super::fonts::{Glyph, Setter};
use crate::visible::{is_invisible, is_wide, visible};

/// Between Chinese and Latin, in ems: as much as can be seen without a reader of the file taking it for a space.
const MIXED_GAP: f32 = 0.09;
/// The most that justifying puts between two Chinese characters, in ems: from a tenth on, readers of the file see a
/// space there.
const MOST_STRETCH: f32 = 0.095;
/// How much more a space stretches than a gap between two Chinese characters.
const SPACE_WEIGHT: f32 = 3.0;

/// How lines stand in their measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left, ragged.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
    /// At both sides, the last line as it comes.
    Justify,
}

/// A glyph and the space after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// The glyph.
    pub glyph: Glyph,
    /// Space after it, in points.
    pub gap: f32,
}

/// A line ready to be drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SetLine {
    /// Where it starts, in points from the left margin.
    pub x: f32,
    /// Its glyphs.
    pub glyphs: Vec<Placed>,
    /// Spread for looks: a reader of the file is told the text without the gaps.
    pub spread: bool,
}

impl SetLine {
    /// Its width in points.
    #[must_use]
    pub fn width(&self) -> f32 {
        self.glyphs.iter().map(|placed| placed.glyph.advance + placed.gap).sum()
    }
}

/// The glyphs of a text at a body size; `bold` makes all of it bold.
pub fn glyphs(setter: &mut Setter<'_>, text: &[Span], size: f32, bold: bool) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::new();
    let size = setter.scaled(size);
    for span in visible(text) {
        for c in span.text.chars() {
            let before = out.last().map(|glyph| glyph.source);
            out.push(setter.set(c, before, bold || span.bold, size, span.underline));
        }
    }
    out
}

/// A column of text: where its first line and its other lines start, and how far they may reach, from the left margin.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Start of the first line.
    pub first: f32,
    /// Start of the others.
    pub rest: f32,
    /// Where all lines end at the latest.
    pub right: f32,
    /// How they stand.
    pub align: Align,
}

/// Breaks and aligns a text.
#[must_use]
pub fn set_lines(glyphs: &[Glyph], column: Column) -> Vec<SetLine> {
    let text: Vec<char> = glyphs.iter().map(|glyph| glyph.source).collect();
    let gaps: Vec<f32> = (0..glyphs.len()).map(|i| natural_gap(glyphs, i)).collect();
    let advances: Vec<f32> = glyphs.iter().zip(&gaps).map(|(glyph, gap)| glyph.advance + gap).collect();
    let measures = (column.right - column.first, column.right - column.rest);
    break_lines(&text, &advances, measures.0, measures.1)
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let (start, measure) = if i == 0 { (column.first, measures.0) } else { (column.rest, measures.1) };
            let mut placed: Vec<Placed> =
                (line.start..line.shown).map(|i| Placed { glyph: glyphs[i], gap: gaps[i] }).collect();
            if let Some(last) = placed.last_mut() {
                last.gap = 0.0;
            }
            let mut set = SetLine { x: start, glyphs: placed, spread: false };
            let slack = measure - set.width();
            match column.align {
                Align::Left => {}
                Align::Centre => set.x += slack.max(0.0) / 2.0,
                Align::Right => set.x += slack.max(0.0),
                Align::Justify if line.closes => {}
                Align::Justify => justify(&mut set.glyphs, slack),
            }
            set
        })
        .collect()
}

/// The space after a glyph that is there in any line: between Chinese and Latin.
fn natural_gap(glyphs: &[Glyph], i: usize) -> f32 {
    let Some(next) = glyphs.get(i + 1) else { return 0.0 };
    let (a, b) = (glyphs[i].source, next.source);
    let han = |c: char| is_wide(c) && c.is_alphabetic();
    let mixed = (han(a) && b.is_ascii_alphanumeric()) || (a.is_ascii_alphanumeric() && han(b));
    if mixed { MIXED_GAP * glyphs[i].size } else { 0.0 }
}

/// Spreads the slack of a line over its spaces and the gaps beside Chinese characters.
fn justify(line: &mut [Placed], slack: f32) {
    if line.len() < 2 || slack <= 0.0 {
        return;
    }
    let last = line.len() - 1;
    let is_space = |placed: &Placed| placed.glyph.drawn == ' ';
    let spaces = line[..last].iter().filter(|placed| is_space(placed)).count() as f32;
    let stretches: Vec<bool> = (0..last)
        .map(|i| {
            let (a, b) = (line[i].glyph.source, line[i + 1].glyph.source);
            let joined = is_invisible(b) || (a == b && matches!(a, '…' | '—'));
            (is_wide(a) || is_wide(b)) && a != ' ' && b != ' ' && !joined
        })
        .collect();
    let gaps = stretches.iter().filter(|&&stretches| stretches).count() as f32;
    let share = if gaps > 0.0 { slack / (gaps + SPACE_WEIGHT * spaces) } else { 0.0 };
    let mut left = slack;
    for (placed, stretches) in line.iter_mut().zip(&stretches) {
        if *stretches {
            let more = share.min((MOST_STRETCH * placed.glyph.size - placed.gap).max(0.0));
            placed.gap += more;
            left -= more;
        }
    }
    if spaces > 0.0 {
        for placed in line[..last].iter_mut().filter(|placed| is_space(placed)) {
            placed.gap += left / spaces;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten points to the em; Latin half as wide.
    fn plain(text: &str) -> Vec<Glyph> {
        let glyph = |c: char| {
            let advance = if is_wide(c) { 10.0 } else { 5.0 };
            Glyph { source: c, drawn: c, id: 1, face: 0, size: 10.0, advance, underline: false }
        };
        text.chars().map(glyph).collect()
    }

    fn column(right: f32, align: Align) -> Column {
        Column { first: 20.0, rest: 0.0, right, align }
    }

    #[test]
    fn justified_lines_reach_the_margin_but_for_the_last() {
        let lines = set_lines(&plain("aa bb cc dd ee ff gg hh ii jj kk"), column(68.0, Align::Justify));
        let (last, others) = lines.split_last().unwrap();
        assert!(others.len() >= 2);
        for line in others {
            assert!((line.x + line.width() - 68.0).abs() < 0.01, "{} {}", line.x, line.width());
        }
        assert!(last.x + last.width() < 68.0);
    }

    #[test]
    fn chinese_never_stretches_so_far_that_a_reader_sees_a_space() {
        let lines = set_lines(&plain("一二三四五六七八九十abcdefghijk一二三四"), column(108.0, Align::Justify));
        for placed in lines.iter().flat_map(|line| &line.glyphs) {
            assert!(placed.gap <= MOST_STRETCH * 10.0 + 0.001);
        }
    }

    #[test]
    fn centred_and_right_lines_stand_where_they_should() {
        let centred = set_lines(&plain("一二"), column(100.0, Align::Centre));
        assert!((centred[0].x - 50.0).abs() < 0.01);
        let right = set_lines(&plain("一二"), column(100.0, Align::Right));
        assert!((right[0].x - 80.0).abs() < 0.01);
    }
}
