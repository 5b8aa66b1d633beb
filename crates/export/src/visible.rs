//! What of a text may leave the machine.
//!
//! Ghosts (the preview's stand-ins for values not yet given) never do, nor do control characters, which XML forbids
//! and paper cannot show.

use gungman_core::sheet::{Cell, Span};

/// Whether a character is ink, space, tab or line break, and so may be exported.
fn printable(c: char) -> bool {
    matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}'))
}

/// The spans without ghosts, control characters and emptied spans; emphasis is kept.
#[must_use]
pub fn visible(text: &[Span]) -> Vec<Span> {
    text.iter()
        .filter(|span| !span.ghost)
        .map(|span| Span { text: clean(&span.text), ..span.clone() })
        .filter(|span| !span.text.is_empty())
        .collect()
}

/// A text's characters without ghosts and control characters.
#[must_use]
pub fn visible_text(text: &[Span]) -> String {
    text.iter().filter(|span| !span.ghost).map(|span| clean(&span.text)).collect()
}

/// A plain string without control characters; every kind of line break becomes `\n`.
#[must_use]
pub fn clean(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{B}'], "\n")
        .chars()
        .filter(|&c| printable(c))
        .collect()
}

/// The lines of a cell's value that have something to show.
#[must_use]
pub fn visible_lines(cell: &Cell) -> Vec<Vec<Span>> {
    cell.value.iter().map(|line| visible(line)).filter(|line| !line.is_empty()).collect()
}

/// Characters that are drawn as nothing and take no room, such as joiners and variation selectors.
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character takes a full square of an East Asian line (Unicode's East Asian Width W or F).
#[must_use]
pub const fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// The columns a text takes in a fixed-width face: two for a full-width character, one for any other.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.chars().filter(|&c| !is_invisible(c)).map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ghost(text: &str) -> Span {
        Span { ghost: true, ..Span::plain(text) }
    }

    #[test]
    fn ghosts_and_control_characters_stay_behind() {
        let text = vec![Span::plain("致\u{0}衞生署\r\n"), ghost("〔姓名〕"), Span::plain("署長\u{7}")];
        assert_eq!(visible_text(&text), "致衞生署\n署長");
        assert_eq!(visible(&text).len(), 2);
        assert!(visible(&[ghost("x")]).is_empty());
    }

    #[test]
    fn full_width_counts_two() {
        assert_eq!(columns("檔號：A1"), 8);
        assert_eq!(columns("𨋢"), 2);
    }
}
