//! One function for each role of the form.

use gungman_core::sheet::{Cell, GridRow, Part, Sheet, Span, Text};

use super::fonts::{Glyph, Setter};
use super::pages::{Block, Row};
use super::setting::{Align, Column, SetLine, glyphs, set_lines};
use crate::form::{Form, GUTTER, LETTERHEAD_SCALE, TITLE_SCALE};
use crate::visible::{clean, is_wide, visible, visible_lines, visible_text};

/// Line height of text that is larger than the body, as a multiple of its size.
const LARGE_LINE: f32 = 1.3;

/// The sheet's parts as blocks, top to bottom.
pub fn blocks(sheet: &Sheet, form: &Form, setter: &mut Setter<'_>) -> Vec<Block> {
    let mut draw = Draw { form, setter, chinese: sheet.lang.is_chinese(), body: form.body };
    let mut blocks: Vec<Block> = Vec::new();
    let mut in_column = false;
    for (at, part) in sheet.parts.iter().enumerate() {
        match part {
            Part::Letterhead { lines } => blocks.push(draw.letterhead(lines)),
            Part::Delivery { text } => blocks.push(draw.delivery(text)),
            Part::Title { text } => blocks.push(draw.title(text)),
            Part::Grid { rows } => blocks.push(draw.grid(rows)),
            Part::References { cells } => blocks.push(draw.references(cells)),
            Part::Address { lines } => blocks.push(draw.lines(lines)),
            Part::Date { text } => blocks.push(draw.date(text)),
            Part::Salutation { text } | Part::DateLine { text } => {
                blocks.push(draw.lines(std::slice::from_ref(text)));
            }
            Part::Subject { text } => blocks.push(draw.subject(text)),
            Part::Paragraph { number, indent, text, .. } => {
                let opens_list = matches!(sheet.parts.get(at + 1), Some(Part::Item { .. }))
                    && visible_text(text).trim_end().ends_with(['：', ':']);
                let block = draw.paragraph(number.as_deref(), *indent, text);
                blocks.push(Block { with_next: opens_list, ..block });
            }
            Part::Item { number, level, text, .. } => {
                let within = matches!(sheet.parts.get(at + 1), Some(Part::Item { .. }));
                blocks.push(draw.item(number, *level, text, within));
            }
            Part::Heading { number, text, .. } => blocks.push(draw.heading(number.as_deref(), text)),
            Part::ActionHead { text } => blocks.push(draw.action_head(text)),
            Part::Action { text, .. } => {
                let lines = draw.action(text);
                if let Some(block) = blocks.last_mut() {
                    // Beside the last line of what is to be done.
                    let from = block.rows.len().saturating_sub(1);
                    let mut tail = block.rows.split_off(from);
                    beside(&mut tail, lines, form.line);
                    block.rows.append(&mut tail);
                }
            }
            Part::Closing { text } => {
                hold_last_words(&mut blocks);
                blocks.push(draw.closing(text));
            }
            Part::Signature { lines } => {
                hold_last_words(&mut blocks);
                blocks.push(draw.signature(lines));
            }
            Part::Enclosures { label, items } | Part::Copies { label, items } => blocks.push(draw.list(label, items)),
            Part::Annex { name, title, .. } => {
                // The column of actions is the paper's own.
                draw.body = form.measure;
                blocks.extend(draw.annex(name, title));
            }
        }
        // The column of actions ends with the body.
        let acts = matches!(
            part,
            Part::ActionHead { .. }
                | Part::Action { .. }
                | Part::Paragraph { .. }
                | Part::Item { .. }
                | Part::Heading { .. }
        );
        if let Some(block) = blocks.last_mut() {
            in_column = acts && (in_column || block.heads_column);
            block.in_column = in_column && !block.heads_column;
        }
    }
    blocks.retain(|block| !block.rows.is_empty());
    blocks
}

/// A signature never stands alone on its page: two lines of text at least go with it.
fn hold_last_words(blocks: &mut [Block]) {
    let mut rows = 0;
    for block in blocks.iter_mut().rev() {
        block.with_next = true;
        rows += block.rows.len();
        if rows >= 2 {
            break;
        }
    }
}

/// What every part needs to be set.
struct Draw<'a, 'f> {
    form: &'a Form,
    setter: &'a mut Setter<'f>,
    chinese: bool,
    /// From the margin to the right edge of the body: less than the measure beside a column of actions.
    body: f32,
}

impl Draw<'_, '_> {
    fn column(&self, align: Align) -> Column {
        Column { first: 0.0, rest: 0.0, right: self.form.measure, align }
    }

    fn glyphs(&mut self, text: &[Span], bold: bool) -> Vec<Glyph> {
        glyphs(self.setter, text, self.form.size, bold)
    }

    fn plain(&mut self, text: &str) -> Vec<Glyph> {
        glyphs(self.setter, &[Span::plain(text)], self.form.size, false)
    }

    /// Rows of the body's height.
    fn rows(&self, lines: Vec<SetLine>) -> Vec<Row> {
        rows(lines, self.form.line)
    }

    fn block(&self, lines: Vec<SetLine>) -> Block {
        Block { rows: self.rows(lines), after: self.form.gap, ..Block::default() }
    }

    fn letterhead(&mut self, lines: &[Text]) -> Block {
        let mut block = Block { after: self.form.gap * 1.5, together: true, ..Block::default() };
        for (i, line) in lines.iter().map(|line| visible(line)).filter(|line| !line.is_empty()).enumerate() {
            let size = self.form.size * if i == 0 { LETTERHEAD_SCALE } else { 0.9 };
            let glyphs = glyphs(self.setter, &line, size, i == 0);
            let lines = set_lines(&glyphs, self.column(Align::Centre));
            block.rows.extend(rows(lines, self.form.line.max(size * LARGE_LINE)));
        }
        block
    }

    fn delivery(&mut self, text: &[Span]) -> Block {
        let glyphs = self.glyphs(text, true);
        self.block(set_lines(&glyphs, self.column(Align::Right)))
    }

    fn date(&mut self, text: &[Span]) -> Block {
        let glyphs = self.glyphs(text, false);
        self.block(set_lines(&glyphs, self.column(Align::Right)))
    }

    /// The name of the form; one of two Chinese characters is spread by the width of a third.
    fn title(&mut self, text: &[Span]) -> Block {
        let size = self.form.size * TITLE_SCALE;
        let glyphs = glyphs(self.setter, text, size, true);
        let mut lines = set_lines(&glyphs, self.column(Align::Centre));
        if let (true, [line]) = (self.chinese, lines.as_mut_slice())
            && let [first, second] = line.glyphs.as_mut_slice()
            && is_wide(first.glyph.source)
            && is_wide(second.glyph.source)
        {
            first.gap = size;
            line.x -= size / 2.0;
            line.spread = true;
        }
        let rows = rows(lines, self.form.line.max(size * LARGE_LINE));
        Block { rows, after: self.form.gap, with_next: true, ..Block::default() }
    }

    fn subject(&mut self, text: &[Span]) -> Block {
        let glyphs = self.glyphs(text, true);
        let block = self.block(set_lines(&glyphs, self.column(Align::Centre)));
        Block { before: self.form.gap * 0.4, with_next: true, together: true, ..block }
    }

    fn heading(&mut self, number: Option<&str>, text: &[Span]) -> Block {
        let glyphs = self.glyphs(text, true);
        let column = Column { right: self.body, ..self.column(Align::Left) };
        let block = match number.map(clean).filter(|number| !number.is_empty()) {
            None => self.block(set_lines(&glyphs, column)),
            Some(number) => {
                let at = self.form.tab.min(column.right * 0.8);
                let mark = self.glyphs(&[Span { bold: true, ..Span::plain(number) }], true);
                let mut block = self.block(set_lines(&mark, column));
                beside(&mut block.rows, set_lines(&glyphs, Column { first: at, rest: at, ..column }), self.form.line);
                block
            }
        };
        Block { before: self.form.gap * 0.4, after: self.form.gap * 0.6, with_next: true, together: true, ..block }
    }

    /// The column of actions, from the body's edge to the margin.
    fn action(&mut self, text: &[Span]) -> Vec<SetLine> {
        let at = self.form.body + self.form.size;
        let glyphs = self.glyphs(text, false);
        set_lines(&glyphs, Column { first: at, rest: at, ..self.column(Align::Left) })
    }

    fn action_head(&mut self, text: &[Span]) -> Block {
        let lines = self.action(text);
        Block { after: 0.0, with_next: true, together: true, heads_column: true, ..self.block(lines) }
    }

    /// Lines under each other at the left.
    fn lines(&mut self, lines: &[Text]) -> Block {
        let column = self.column(Align::Left);
        let mut all = Vec::new();
        for line in lines {
            let glyphs = self.glyphs(line, false);
            all.extend(set_lines(&glyphs, column));
        }
        Block { together: true, ..self.block(all) }
    }

    /// A mark at `mark_at`, the text beside it in its column.
    fn marked(&mut self, mark: &str, text: &[Span], mark_at: f32, column: Column) -> Block {
        let mark = self.plain(mark);
        let mark_width: f32 = mark.iter().map(|glyph| glyph.advance).sum();
        // A mark wider than its column pushes the first line on.
        let clear = if mark.is_empty() { 0.0 } else { mark_at + mark_width + self.form.size * 0.25 };
        let first = column.first.max(clear).min(column.right * 0.8);
        let mark = set_lines(&mark, Column { first: mark_at, rest: mark_at, right: f32::MAX, align: Align::Left });
        let text = self.glyphs(text, false);
        let mut block = self.block(mark);
        beside(&mut block.rows, set_lines(&text, Column { first, ..column }), self.form.line);
        block
    }

    fn paragraph(&mut self, number: Option<&str>, indent: bool, text: &[Span]) -> Block {
        let number = number.map(clean).unwrap_or_default();
        let first = if indent || !number.is_empty() { self.form.tab } else { 0.0 };
        let column = Column { first, right: self.body, ..self.column(Align::Justify) };
        self.marked(&number, text, 0.0, column)
    }

    /// An item; closer to the next when the list goes on (`within`).
    fn item(&mut self, number: &str, level: u8, text: &[Span], within: bool) -> Block {
        let at = self.form.items[usize::from(level.clamp(1, 2)) - 1];
        let column = Column { first: at.text, rest: at.text, right: self.body, align: Align::Justify };
        let block = self.marked(&clean(number), text, at.mark, column);
        Block { after: if within { self.form.item_gap } else { block.after }, ..block }
    }

    fn references(&mut self, cells: &[Cell]) -> Block {
        let mut block = Block { after: self.form.gap, together: true, ..Block::default() };
        for cell in cells {
            let at = self.form.values(cells);
            block.rows.extend(self.cell(cell, 0.0, at, self.form.measure));
        }
        block
    }

    /// A label at `label_at` and its value from `value_at` to `right`.
    fn cell(&mut self, cell: &Cell, label_at: f32, value_at: f32, right: f32) -> Vec<Row> {
        let label = self.plain(&clean(&cell.label));
        let edge = value_at.max(label_at + self.form.size);
        let label_column = Column { first: label_at, rest: label_at, right: edge, align: Align::Left };
        let mut rows = self.rows(set_lines(&label, label_column));
        let column = Column { first: value_at, rest: value_at, right, align: Align::Left };
        let mut values = Vec::new();
        for line in visible_lines(cell) {
            let glyphs = self.glyphs(&line, false);
            values.extend(set_lines(&glyphs, column));
        }
        beside(&mut rows, values, self.form.line);
        rows
    }

    /// The header box: two halves of labels and values, a rule above and a rule below.
    fn grid(&mut self, rows: &[GridRow]) -> Block {
        let [left_label, left_value, right_label, _] = self.form.grid;
        let half = left_label + left_value;
        let (inner, outer) = (self.form.size * 0.3, self.form.size * 0.5);
        let mut all: Vec<Row> = vec![Row { height: outer, rule_above: true, ..Row::default() }];
        for (i, row) in rows.iter().enumerate() {
            if i > 0 {
                all.push(Row { height: inner, ..Row::default() });
            }
            let gutter = self.form.size * GUTTER;
            let mut set =
                row.left.as_ref().map_or_else(Vec::new, |cell| self.cell(cell, 0.0, left_label, half - gutter));
            let right = row
                .right
                .as_ref()
                .map_or_else(Vec::new, |cell| self.cell(cell, half, half + right_label, self.form.measure));
            for (i, other) in right.into_iter().enumerate() {
                match set.get_mut(i) {
                    Some(row) => row.lines.extend(other.lines),
                    None => set.push(other),
                }
            }
            all.extend(set);
        }
        if rows.is_empty() {
            return Block::default();
        }
        all.push(Row { height: outer, rule_below: true, ..Row::default() });
        Block { rows: all, after: self.form.gap * 0.8, with_next: true, together: true, ..Block::default() }
    }

    /// The name at the right of a new page, the title under it in the middle.
    fn annex(&mut self, name: &str, title: &[Span]) -> [Block; 2] {
        let name = self.glyphs(&[Span { bold: true, ..Span::plain(clean(name)) }], true);
        let name = self.block(set_lines(&name, self.column(Align::Right)));
        let name = Block { new_page: true, with_next: true, together: true, ..name };
        let title = if visible_text(title).is_empty() { Block::default() } else { self.subject(title) };
        [name, title]
    }

    fn closing(&mut self, text: &[Span]) -> Block {
        let glyphs = self.glyphs(text, false);
        let block = self.block(set_lines(&glyphs, self.right_half()));
        Block { after: 0.0, with_next: true, together: true, ..block }
    }

    fn right_half(&self) -> Column {
        let edge = self.form.signature;
        Column { first: edge, rest: edge, ..self.column(Align::Centre) }
    }

    /// The block on the right half; an empty line is its share of the room to sign.
    fn signature(&mut self, lines: &[Text]) -> Block {
        let blanks = lines.iter().filter(|line| visible_text(line).is_empty()).count();
        let before = self.form.signature_gap(lines);
        let mut block = Block { before, after: self.form.gap * 1.5, together: true, ..Block::default() };
        for line in lines {
            if visible_text(line).is_empty() {
                block.rows.push(Row { height: self.form.sign_room(blanks), ..Row::default() });
            } else {
                let glyphs = self.glyphs(line, false);
                block.rows.extend(self.rows(set_lines(&glyphs, self.right_half())));
            }
        }
        block
    }

    fn list(&mut self, label: &[Span], items: &[Text]) -> Block {
        let items: Vec<&Text> = items.iter().filter(|item| !visible_text(item).is_empty()).collect();
        if items.is_empty() {
            return self.lines(&[label.to_vec()]);
        }
        let at = self.form.list;
        let column = Column { first: at, rest: at, ..self.column(Align::Left) };
        let glyphs = self.glyphs(label, false);
        let label = set_lines(&glyphs, Column { right: at, ..self.column(Align::Left) });
        let mut values = Vec::new();
        for item in items {
            let glyphs = self.glyphs(item, false);
            values.extend(set_lines(&glyphs, column));
        }
        let mut block = self.block(label);
        beside(&mut block.rows, values, self.form.line);
        block
    }
}

fn rows(lines: Vec<SetLine>, height: f32) -> Vec<Row> {
    lines.into_iter().map(|line| Row { height, lines: vec![line], ..Row::default() }).collect()
}

/// Puts lines beside rows, one each; more rows where there are more lines.
fn beside(rows: &mut Vec<Row>, lines: Vec<SetLine>, height: f32) {
    for (i, line) in lines.into_iter().enumerate() {
        match rows.get_mut(i) {
            Some(row) => row.lines.push(line),
            None => rows.push(Row { height, lines: vec![line], ..Row::default() }),
        }
    }
}
