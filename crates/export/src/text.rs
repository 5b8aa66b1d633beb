//! Plain text, as one would paste it into an email: labels, numbers, full-width indents, columns that stand under each
//! other in a fixed-width face.

use gungman_core::sheet::{Cell, GridRow, Part, Sheet, Span, Text};

use crate::visible::{clean, columns, visible_lines, visible_text};

/// The columns of a line of a header box's left half at least; the right half starts after it.
const HALF: usize = 36;
/// How far the signature block and the delivery mark stand in, in columns.
const RIGHT: usize = 36;
/// Where the column of actions stands, in columns.
const ACTION: usize = 60;

/// The sheet as plain text, lines divided by `\n`, one `\n` at the end; empty for an empty sheet.
#[must_use]
pub fn text(sheet: &Sheet) -> String {
    let chinese = sheet.lang.is_chinese();
    let mut out = Page::default();
    if let Some(marking) = sheet.marking.as_deref().map(clean).filter(|text| !text.is_empty()) {
        out.block(&[marking]);
    }
    for part in &sheet.parts {
        match part {
            Part::Letterhead { lines } | Part::Address { lines } => out.block(&texts(lines)),
            Part::Delivery { text } => out.block(&[right(&visible_text(text))]),
            Part::Title { text } | Part::Salutation { text } | Part::Subject { text } | Part::DateLine { text } => {
                out.block(&[visible_text(text)])
            }
            Part::Date { text } | Part::Closing { text } => out.block(&[right(&visible_text(text))]),
            Part::Grid { rows } => out.block(&grid(rows)),
            Part::References { cells } => out.block(&references(cells)),
            Part::Paragraph { number, indent, text, .. } => {
                out.block(&[paragraph(number.as_deref(), *indent, text, chinese)]);
            }
            Part::Heading { number: None, text, .. } => out.block(&[visible_text(text)]),
            Part::Heading { number, text, .. } => out.block(&[paragraph(number.as_deref(), false, text, chinese)]),
            Part::ActionHead { text } => out.block(&[" ".repeat(ACTION) + &visible_text(text)]),
            Part::Action { text, .. } => out.item(&(" ".repeat(ACTION) + &visible_text(text))),
            Part::Item { number, level, text, .. } => out.item(&item(number, *level, text, chinese)),
            Part::Signature { lines } => out.block(&signature(lines)),
            Part::Enclosures { label, items } | Part::Copies { label, items } => out.block(&list(label, items)),
            Part::Annex { name, title, .. } => {
                out.gap();
                out.block(&[right(&clean(name))]);
                out.block(&[visible_text(title)]);
            }
        }
    }
    out.finish()
}

/// The lines so far, and whether the last block was an item of a list.
#[derive(Default)]
struct Page {
    lines: Vec<String>,
}

impl Page {
    /// Adds lines after a blank one; nothing when there is nothing to say.
    fn block(&mut self, lines: &[String]) {
        if lines.iter().all(|line| line.trim().is_empty()) {
            return;
        }
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        self.lines
            .extend(lines.iter().flat_map(|line| line.split('\n')).map(|line| line.trim_end_matches(' ').to_owned()));
    }

    /// Another blank line: what follows begins anew.
    fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(String::new());
        }
    }

    /// Adds an item right under the line before it.
    fn item(&mut self, line: &str) {
        self.lines.extend(line.split('\n').map(|line| line.trim_end().to_owned()));
    }

    fn finish(self) -> String {
        if self.lines.is_empty() { String::new() } else { self.lines.join("\n") + "\n" }
    }
}

fn texts(lines: &[Text]) -> Vec<String> {
    lines.iter().map(|line| visible_text(line)).collect()
}

fn right(text: &str) -> String {
    if text.is_empty() { String::new() } else { " ".repeat(RIGHT) + text }
}

/// A text followed by as many spaces as bring it to `width` columns, and by one at least.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text)).max(1)))
}

fn label_width<'a>(cells: impl Iterator<Item = &'a Cell>) -> usize {
    cells.map(|cell| columns(&clean(&cell.label))).max().map_or(0, |width| width + 1)
}

/// A cell's lines: the label before the first, the others under the value.
fn cell_lines(cell: &Cell, width: usize) -> Vec<String> {
    let label = clean(&cell.label);
    let value: Vec<String> = visible_lines(cell).iter().map(|line| visible_text(line)).collect();
    if value.is_empty() {
        return vec![label];
    }
    value
        .iter()
        .flat_map(|text| text.split('\n'))
        .enumerate()
        .map(|(i, text)| padded(if i == 0 { &label } else { "" }, width) + text)
        .collect()
}

fn grid(rows: &[GridRow]) -> Vec<String> {
    let left_width = label_width(rows.iter().filter_map(|row| row.left.as_ref()));
    let right_width = label_width(rows.iter().filter_map(|row| row.right.as_ref()));
    let halves: Vec<(Vec<String>, Vec<String>)> = rows
        .iter()
        .map(|row| {
            let half = |cell: &Option<Cell>, width| cell.as_ref().map_or_else(Vec::new, |cell| cell_lines(cell, width));
            (half(&row.left, left_width), half(&row.right, right_width))
        })
        .collect();
    let middle = halves.iter().flat_map(|(left, _)| left).map(|line| columns(line) + 2).max().unwrap_or(0).max(HALF);
    let mut out = Vec::new();
    for (left, right) in halves {
        for i in 0..left.len().max(right.len()) {
            let first = left.get(i).map_or("", String::as_str);
            match right.get(i) {
                Some(second) => out.push(padded(first, middle) + second),
                None => out.push(first.to_owned()),
            }
        }
    }
    out
}

fn references(cells: &[Cell]) -> Vec<String> {
    let width = label_width(cells.iter());
    cells.iter().flat_map(|cell| cell_lines(cell, width)).collect()
}

fn paragraph(number: Option<&str>, indent: bool, text: &[Span], chinese: bool) -> String {
    let text = visible_text(text);
    match (number, indent) {
        (Some(number), _) if chinese => padded(&clean(number), 4) + &text,
        (Some(number), _) => padded(&clean(number), 6) + &text,
        (None, true) if chinese => format!("　　{text}"),
        (None, true) => format!("      {text}"),
        (None, false) => text,
    }
}

fn item(number: &str, level: u8, text: &[Span], chinese: bool) -> String {
    let indent = if chinese { 4 } else { 6 } * usize::from(level.clamp(1, 2));
    format!("{}{}{}", " ".repeat(indent), padded(&clean(number), 5), visible_text(text))
}

/// The lines centred on each other, at the right.
fn signature(lines: &[Text]) -> Vec<String> {
    let lines = texts(lines);
    let widest = lines.iter().map(|line| columns(line)).max().unwrap_or(0);
    lines
        .iter()
        .map(
            |line| {
                if line.is_empty() { String::new() } else { " ".repeat(RIGHT + (widest - columns(line)) / 2) + line }
            },
        )
        .collect()
}

fn list(label: &[Span], items: &[Text]) -> Vec<String> {
    let label = visible_text(label);
    let items: Vec<String> = texts(items).into_iter().filter(|item| !item.is_empty()).collect();
    if items.is_empty() {
        return vec![label];
    }
    let width = columns(&label) + 1;
    items.iter().enumerate().map(|(i, text)| padded(if i == 0 { &label } else { "" }, width) + text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::support;
    use gungman_core::Lang;

    #[test]
    fn a_memo_reads_as_one_would_type_it() {
        let text = text(&support::memo_zh());
        assert!(text.starts_with("限閱文件\n\n"), "{text}");
        assert!(text.contains("\n由：   民政事務總署署長"), "{text}");
        assert!(text.contains("\n2.  社區會堂現有"), "{text}");
        assert!(text.contains("\n　　上述便箋收悉"), "{text}");
        assert!(text.contains("    (a)  兩部升降機"), "{text}");
        assert!(
            text.contains("副本送： 東區民政事務專員（經辦人：高級聯絡主任（一））\n         機電工程署署長"),
            "{text}"
        );
        assert!(text.ends_with("署署長（不連附件）\n"), "{text}");
    }

    #[test]
    fn the_right_half_of_the_box_stands_in_one_column() {
        let text = text(&support::memo_zh());
        let starts: Vec<usize> = ["致：", "經辦人：", "來函檔號：", "總頁數："]
            .iter()
            .map(|label| {
                let line = text.lines().find(|line| line.contains(label)).unwrap();
                columns(line.split(label).next().unwrap())
            })
            .collect();
        assert!(starts.iter().all(|&start| start == starts[0] && start >= HALF), "{starts:?}");
    }

    #[test]
    fn every_text_is_there_and_no_ghost() {
        for (name, sheet) in support::all() {
            let text = text(&sheet);
            for wanted in support::texts(&sheet) {
                assert!(text.contains(&wanted), "{name}: {wanted}");
            }
        }
        let ghost = Span { ghost: true, ..Span::plain("未填") };
        let sheet = support::sheet(Lang::ZhHantHk, "", None, vec![Part::Subject { text: vec![ghost] }]);
        assert_eq!(super::text(&sheet), "");
    }
}
