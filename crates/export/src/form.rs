//! The measures of the official form, shared by Word and PDF so that both look alike.
//!
//! Lengths are points (1/72 inch) unless a name says otherwise. They follow the shape of the pre-printed government
//! forms: two full-width characters of indent in Chinese, half an inch in English, and room to sign of some 2.2 cm.

use gungman_core::sheet::{Cell, GridRow, Part, Sheet, Text};

use crate::visible::{clean, is_wide, visible_text};

/// Points in a millimetre.
pub const PT_PER_MM: f32 = 72.0 / 25.4;
/// The width of the paper, A4, in millimetres.
pub const PAPER_WIDTH_MM: f32 = 210.0;
/// The height of the paper, A4, in millimetres.
pub const PAPER_HEIGHT_MM: f32 = 297.0;
/// Room for a signature, in millimetres: what a pen and a chop need.
pub const SIGN_ROOM_MM: f32 = 22.0;
/// From the paper's edge to the classification marking, in millimetres.
pub const MARKING_MM: f32 = 11.0;
/// The letterhead's first line, as a multiple of the body size.
pub const LETTERHEAD_SCALE: f32 = 1.4;
/// The name of the form, as a multiple of the body size.
pub const TITLE_SCALE: f32 = 1.45;
/// The page number, as a multiple of the body size.
pub const PAGE_NUMBER_SCALE: f32 = 0.9;
/// The lines in the margins, marking, running head and page number, as a multiple of the body size.
pub const EDGE_LINE: f32 = 1.2;
/// Air between the two halves of the header box, in ems.
pub const GUTTER: f32 = 0.8;
/// Air after the widest of a column of labels that does not end with a full-width colon, in ems.
const LABEL_AIR: f32 = 1.0;
/// The most of the measure that a signature block may take.
const SIGNATURE: f32 = 0.7;
/// Where the header box may be divided, from the middle, as parts of the measure; the first that serves best wins.
const SPLITS: [f32; 9] = [0.0, 0.02, -0.02, 0.04, -0.04, 0.06, -0.06, 0.08, -0.08];
/// How thick the rules of the header box are.
pub const RULE: f32 = 0.75;

/// The measures of one sheet, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// Body size, which is also one em.
    pub size: f32,
    /// Height of a line of the body.
    pub line: f32,
    /// Left margin.
    pub left: f32,
    /// Right margin.
    pub right: f32,
    /// Top margin.
    pub top: f32,
    /// Bottom margin.
    pub bottom: f32,
    /// Width of the text between the margins.
    pub measure: f32,
    /// Space between two paragraphs.
    pub gap: f32,
    /// Space between two items of a list.
    pub item_gap: f32,
    /// From the margin to the text after a paragraph's number, and to the first word of an indented paragraph.
    pub tab: f32,
    /// From the margin to the mark and to the text of an item, for levels 1 and 2.
    pub items: [ItemIndent; 2],
    /// From the margin to the values of a letter's references.
    pub reference: f32,
    /// From the margin to the lists of enclosures and copies.
    pub list: f32,
    /// From the margin to the left edge of the close and the signature, which are centred from there to the right margin: the
    /// middle of the measure, or less where a post would break.
    pub signature: f32,
    /// From the margin to the right edge of the body: the measure, or less where a column of actions stands beside it.
    pub body: f32,
    /// The header box's columns: label and value of the left half, label and value of the right half.
    pub grid: [f32; 4],
}

/// Where an item's mark and text start, from the margin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemIndent {
    /// The mark.
    pub mark: f32,
    /// The text.
    pub text: f32,
}

impl Form {
    /// Measures a sheet.
    #[must_use]
    pub fn of(sheet: &Sheet) -> Self {
        let page = &sheet.page;
        let size = page.size_pt.clamp(6.0, 48.0);
        let line = size * page.line_spacing.clamp(1.0, 3.0);
        let [left, right, top, bottom] =
            [page.left_mm, page.right_mm, page.top_mm, page.bottom_mm].map(|mm| mm.clamp(5.0, 80.0) * PT_PER_MM);
        let measure = PAPER_WIDTH_MM * PT_PER_MM - left - right;
        let tab = if sheet.lang.is_chinese() { 2.0 * size } else { 12.7 * PT_PER_MM };
        Self {
            size,
            line,
            left,
            right,
            top,
            bottom,
            measure,
            gap: line * 0.75,
            tab,
            items: item_indents(sheet, tab, size, measure),
            reference: label_width(&references(sheet), size, measure),
            list: list_indent(sheet, size).min(measure / 2.0),
            signature: signature_edge(sheet, size, measure),
            item_gap: line * 0.3,
            body: measure - action_column(sheet, size, measure),
            grid: grid(sheet, size, measure),
        }
    }

    /// Height of the text between the margins, in points.
    #[must_use]
    pub fn page_height(&self) -> f32 {
        PAPER_HEIGHT_MM * PT_PER_MM - self.top - self.bottom
    }

    /// From the margin to the values of labelled lines; those of a numbered list stand where a paragraph's text does.
    #[must_use]
    pub fn values(&self, cells: &[Cell]) -> f32 {
        if is_list(cells) { self.tab } else { self.reference }
    }

    /// Space above a signature block without room to sign above it, so that it stands clear of the text.
    #[must_use]
    pub fn signature_gap(&self, lines: &[Text]) -> f32 {
        if lines.first().is_some_and(|line| visible_text(line).is_empty()) { 0.0 } else { self.gap * 0.6 }
    }

    /// Room to sign for each of `blanks` empty lines of a signature block.
    #[must_use]
    pub fn sign_room(&self, blanks: usize) -> f32 {
        SIGN_ROOM_MM * PT_PER_MM / blanks.max(1) as f32
    }
}

/// Whether labelled lines are a numbered list, an agenda: every line has the next number, from 1.
#[must_use]
pub fn is_list(cells: &[Cell]) -> bool {
    !cells.is_empty() && cells.iter().zip(1..).all(|(cell, n)| clean(&cell.label) == format!("{n}."))
}

/// How wide a text is in ems, near enough for a column: no face is opened for it.
#[must_use]
pub fn estimate(text: &str) -> f32 {
    text.chars()
        .map(|c| match c {
            c if is_wide(c) => 1.0,
            ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | 'i' | 'l' | 'j' => 0.28,
            '(' | ')' | '-' | '/' | 'f' | 'r' | 't' | 'I' => 0.38,
            'm' | 'w' | 'M' | 'W' => 0.9,
            c if c.is_ascii_uppercase() => 0.7,
            _ => 0.5,
        })
        .sum()
}

/// The width of a column of labels: the widest and some air; a full-width colon has its own.
fn label_width(cells: &[&Cell], size: f32, measure: f32) -> f32 {
    let width = |cell: &&Cell| {
        let label = clean(&cell.label);
        estimate(&label) + if label.ends_with('：') { 0.25 } else { LABEL_AIR }
    };
    (cells.iter().map(width).fold(0.0, f32::max) * size).min(measure * 0.3)
}

/// The columns of the header box: halves as near to equal as the fewest lines allow.
fn grid(sheet: &Sheet, size: f32, measure: f32) -> [f32; 4] {
    let rows: Vec<&GridRow> = sheet
        .parts
        .iter()
        .filter_map(|part| if let Part::Grid { rows } = part { Some(rows) } else { None })
        .flatten()
        .collect();
    let left: Vec<&Cell> = rows.iter().filter_map(|row| row.left.as_ref()).collect();
    let right: Vec<&Cell> = rows.iter().filter_map(|row| row.right.as_ref()).collect();
    let (left_label, right_label) = (label_width(&left, size, measure), label_width(&right, size, measure));
    let air = GUTTER * size;
    // The box's height in lines, then all lines: of boxes equally high, the one that breaks fewest values.
    let lines = |half: f32| -> (usize, usize) {
        let count = |cell: &Option<Cell>, width: f32| cell.as_ref().map_or(1, |cell| value_lines(cell, width / size));
        let both = rows
            .iter()
            .map(|row| (count(&row.left, half - left_label - air), count(&row.right, measure - half - right_label)));
        both.fold((0, 0), |(height, all), (left, right)| (height + left.max(right), all + left + right))
    };
    let middle = measure / 2.0;
    let half =
        SPLITS.into_iter().map(|split| middle + split * measure).min_by_key(|&half| lines(half)).unwrap_or(middle);
    [left_label, half - left_label, right_label, measure - half - right_label]
}

/// About how many lines a value takes in a column of `width` ems.
fn value_lines(cell: &Cell, width: f32) -> usize {
    let width = width.max(2.0);
    let lines_of = |text: &str| {
        let (mut lines, mut at) = (1.0, 0.0);
        for word in text.split(' ') {
            let word = estimate(word);
            if at > 0.0 && at + word > width && word <= width {
                lines += 1.0;
                at = word;
            } else {
                at += word;
                let more = (at / width).ceil().max(1.0) - 1.0;
                lines += more;
                at -= more * width;
            }
            at += estimate(" ");
        }
        lines as usize
    };
    cell.value.iter().map(|line| lines_of(&visible_text(line))).sum::<usize>().max(1)
}

fn references(sheet: &Sheet) -> Vec<&Cell> {
    sheet
        .parts
        .iter()
        .filter_map(|part| if let Part::References { cells } = part { Some(cells) } else { None })
        .filter(|cells| !is_list(cells))
        .flatten()
        .collect()
}

/// The left edge of the signature block: wide enough for its longest line, within reason.
fn signature_edge(sheet: &Sheet, size: f32, measure: f32) -> f32 {
    let lines = sheet.parts.iter().filter_map(|part| match part {
        Part::Signature { lines } => Some(lines.as_slice()),
        _ => None,
    });
    // The estimate is short of a wide face by some hundredths.
    let widest = lines.flatten().map(|line| estimate(&visible_text(line)) * 1.1 * size).fold(0.0, f32::max);
    // A line that breaks all the same breaks within the right half.
    let width = if widest > measure * SIGNATURE { 0.0 } else { widest };
    measure - width.max(measure / 2.0)
}

/// The width of the column of actions with the air before it: as wide as its widest entry, within reason; 0 without one.
fn action_column(sheet: &Sheet, size: f32, measure: f32) -> f32 {
    let entry = |part: &Part| match part {
        Part::ActionHead { text } | Part::Action { text, .. } => Some(estimate(&visible_text(text))),
        _ => None,
    };
    if !sheet.parts.iter().any(|part| matches!(part, Part::ActionHead { .. })) {
        return 0.0;
    }
    let widest = sheet.parts.iter().filter_map(entry).fold(0.0, f32::max);
    // Not clamp: odd pages have measures that are no numbers.
    ((widest + 0.3) * size).max(measure * 0.12).min((measure * 0.22).max(0.0)) + size
}

/// The marks of one level share a hang, wide enough for the widest of them.
fn item_indents(sheet: &Sheet, tab: f32, size: f32, measure: f32) -> [ItemIndent; 2] {
    let hang = |wanted: u8| {
        let widest = sheet
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Item { number, level, .. } if (*level).clamp(1, 2) == wanted => Some(estimate(&clean(number))),
                _ => None,
            })
            .fold(0.0, f32::max);
        ((((widest + 0.5) * 2.0).ceil() / 2.0).max(2.0) * size).min(measure * 0.25)
    };
    let first = ItemIndent { mark: tab, text: tab + hang(1) };
    [first, ItemIndent { mark: first.text, text: first.text + hang(2) }]
}

/// Enclosures and copies share a hang when they carry lists, so that the lists stand under each other.
fn list_indent(sheet: &Sheet, size: f32) -> f32 {
    let widest = sheet
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Enclosures { label, items } | Part::Copies { label, items } if !items.is_empty() => Some(label),
            _ => None,
        })
        .map(|label: &Text| estimate(&visible_text(label)))
        .fold(0.0, f32::max);
    (widest + LABEL_AIR) * size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support;
    use gungman_core::Lang;

    #[test]
    fn the_columns_of_the_box_fill_the_measure() {
        for sheet in [support::memo_zh(), support::memo_en()] {
            let form = Form::of(&sheet);
            assert!((form.grid.iter().sum::<f32>() - form.measure).abs() < 0.1, "{:?}", form.grid);
            assert!(form.grid.iter().all(|&width| width > 3.0 * form.size), "{:?}", form.grid);
        }
    }

    #[test]
    fn short_values_leave_the_halves_equal() {
        let mut sheet = support::memo_zh();
        for part in &mut sheet.parts {
            let Part::Grid { rows } = part else { continue };
            for cell in rows.iter_mut().flat_map(|row| [&mut row.left, &mut row.right]).flatten() {
                cell.value = vec![support::t("甲")];
            }
        }
        let form = Form::of(&sheet);
        assert!((form.grid[0] + form.grid[1] - form.measure / 2.0).abs() < 0.1);
    }

    #[test]
    fn a_wide_mark_widens_the_hang_of_its_level_only() {
        let narrow = Form::of(&support::sheet(Lang::ZhHantHk, "", None, vec![support::item("(a)", 1, "甲", 0)]));
        let wide = Form::of(&support::sheet(Lang::ZhHantHk, "", None, vec![support::item("（十一）", 1, "甲", 0)]));
        let hang = |form: &Form, level: usize| form.items[level].text - form.items[level].mark;
        assert!(hang(&wide, 0) > hang(&narrow, 0));
        assert!((hang(&wide, 1) - hang(&narrow, 1)).abs() < 0.01);
    }
}
