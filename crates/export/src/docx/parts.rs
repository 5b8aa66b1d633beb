//! One function for each role of the form.

use docx_rs::{
    BorderType, BreakType, LineSpacing, LineSpacingType, Paragraph, Run, Tab, TabValueType, Table, TableBorder,
    TableBorderPosition, TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, WidthType,
};
use gungman_core::sheet::{Cell, GridRow, PageSetup, Part, Sheet, Span, Text};

use super::numbers::{Numbers, Place};
use super::styles::{id, letterhead_size};
use super::{fonts, half_points, twips};
use crate::form::{Form, GUTTER, RULE, TITLE_SCALE, estimate};
use crate::visible::{clean, is_wide, visible, visible_lines, visible_text};

/// What the body of a Word document is made of.
pub enum Block {
    /// A paragraph.
    Paragraph(Box<Paragraph>),
    /// A table.
    Table(Box<Table>),
}

impl Block {
    /// Whether it goes to the page of what comes after it, by itself or by its style.
    fn stays_with_next(&self) -> bool {
        let Block::Paragraph(paragraph) = self else { return false };
        let property = &paragraph.property;
        property.keep_next == Some(true) || property.style.as_ref().is_some_and(|style| style.val == id::HEADING)
    }
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Self {
        Block::Paragraph(Box::new(paragraph))
    }
}

/// The sheet's parts, top to bottom.
pub fn write(sheet: &Sheet, form: &Form, numbers: &Numbers) -> Vec<Block> {
    let draw = Draw { page: &sheet.page, form, chinese: sheet.lang.is_chinese() };
    let mut blocks = Vec::new();
    let held = held(sheet, form);
    // With a column of actions the body is a table, as a clerk would make it; each row is a block and who acts on it.
    let mut acted: Vec<(Vec<Block>, Option<&Text>)> = Vec::new();
    let mut head: Option<&Text> = None;
    for (at, part) in sheet.parts.iter().enumerate() {
        let next = sheet.parts.get(at + 1);
        let held = held[at];
        let place = numbers.place(at);
        let in_body = matches!(part, Part::Paragraph { .. } | Part::Item { .. } | Part::Heading { .. });
        if let Some(text) = head.filter(|_| !in_body && !matches!(part, Part::Action { .. })) {
            blocks.push(draw.actions(text, std::mem::take(&mut acted)));
            head = None;
        }
        let before = blocks.len();
        match part {
            Part::Letterhead { lines } => blocks.extend(draw.letterhead(lines)),
            Part::Delivery { text } => blocks.extend(draw.line(id::DELIVERY, text)),
            Part::Title { text } => blocks.extend(draw.title(text)),
            Part::Grid { rows } => blocks.extend(draw.grid(rows)),
            Part::References { cells } => blocks.extend(draw.references(cells, |line| numbers.line(at, line))),
            Part::Address { lines } => blocks.extend(draw.lines(id::PLAIN, lines, held)),
            Part::Date { text } => blocks.extend(draw.line(id::DATE, text)),
            Part::Salutation { text } => {
                blocks.extend(draw.lines(id::SALUTATION, std::slice::from_ref(text), false));
            }
            Part::Subject { text } => blocks.extend(draw.line(id::SUBJECT, text)),
            Part::Paragraph { number, indent, text, .. } => {
                let held = held || opens_list(text, next);
                blocks.extend(draw.paragraph((number.as_deref(), place), *indent, text, held));
            }
            Part::Item { number, level, text, .. } => {
                let within = matches!(next, Some(Part::Item { .. }));
                blocks.extend(draw.item((number, place), *level, text, held, within));
            }
            Part::Heading { number, text, .. } => blocks.extend(draw.heading((number.as_deref(), place), text)),
            Part::ActionHead { text } => head = Some(text),
            Part::Action { text, .. } => {
                if let Some((_, action)) = acted.last_mut() {
                    *action = Some(text);
                }
            }
            Part::Closing { text } => blocks.extend(draw.closing(text)),
            Part::Signature { lines } => blocks.extend(draw.signature(lines, held)),
            Part::Enclosures { label, items } | Part::Copies { label, items } => blocks.extend(draw.list(label, items)),
            Part::DateLine { text } => blocks.extend(draw.date_line(text)),
            Part::Annex { name, title, .. } => blocks.extend(draw.annex(name, title)),
        }
        if head.is_some() && in_body {
            acted.push((blocks.split_off(before), None));
        }
    }
    if let Some(text) = head {
        blocks.push(draw.actions(text, acted));
    }
    blocks
}

/// Which parts go to the next page with the signature after them: as many as make two lines of text, by estimate.
fn held(sheet: &Sheet, form: &Form) -> Vec<bool> {
    let mut held = vec![false; sheet.parts.len()];
    let mut wanted = 0_usize;
    for (at, part) in sheet.parts.iter().enumerate().rev() {
        let lines = match part {
            Part::Closing { .. } | Part::Signature { .. } => {
                // A second signature brings the first along, which brings its own text.
                held[at] = wanted > 0;
                wanted = 2;
                continue;
            }
            Part::Paragraph { text, .. } | Part::Item { text, .. } => {
                if estimate(&visible_text(text)) * form.size > form.body { 2 } else { 1 }
            }
            Part::Address { lines } => lines.iter().filter(|line| !visible_text(line).is_empty()).count(),
            // Who acts stands beside the lines before.
            Part::Action { .. } => continue,
            _ => {
                wanted = 0;
                continue;
            }
        };
        held[at] = wanted > 0;
        wanted = wanted.saturating_sub(lines);
    }
    held
}

/// Whether a paragraph announces the list after it, and so is not left behind on another page.
fn opens_list(text: &[Span], next: Option<&Part>) -> bool {
    matches!(next, Some(Part::Item { .. })) && visible_text(text).trim_end().ends_with(['：', ':'])
}

/// A run of text, its tabs and line breaks in Word's own elements.
pub fn run(page: &PageSetup, text: &str) -> Run {
    let mut run = Run::new().fonts(fonts(page));
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        for (j, piece) in line.split('\t').enumerate() {
            if j > 0 {
                run = run.add_tab();
            }
            if !piece.is_empty() {
                run = run.add_text(piece);
            }
        }
    }
    run
}

/// What every part needs to be drawn.
struct Draw<'a> {
    page: &'a PageSetup,
    form: &'a Form,
    chinese: bool,
}

impl Draw<'_> {
    fn run(&self, text: &str) -> Run {
        run(self.page, text)
    }

    fn spans(&self, paragraph: Paragraph, text: &[Span]) -> Paragraph {
        visible(text).iter().fold(paragraph, |paragraph, span| {
            let mut run = self.run(&span.text);
            if span.bold {
                run = run.bold();
            }
            if span.underline {
                run = run.underline("single");
            }
            paragraph.add_run(run)
        })
    }

    fn tab(&self, paragraph: Paragraph) -> Paragraph {
        paragraph.add_run(Run::new().fonts(fonts(self.page)).add_tab())
    }

    /// The style's spacing with another space after it.
    fn after(&self, paragraph: Paragraph, points: f32) -> Paragraph {
        paragraph.line_spacing(self.body_spacing().after(twips(points).unsigned_abs()))
    }

    fn body_spacing(&self) -> LineSpacing {
        LineSpacing::new().line_rule(LineSpacingType::AtLeast).line(twips(self.form.line))
    }

    /// One paragraph of a style; none for a text with nothing to show.
    fn line(&self, style: &str, text: &[Span]) -> Option<Block> {
        if visible_text(text).is_empty() {
            return None;
        }
        Some(self.spans(Paragraph::new().style(style), text).into())
    }

    /// Lines under each other, a gap after the last; on the page of what comes after them where they are held.
    fn lines(&self, style: &str, lines: &[Text], held: bool) -> Vec<Block> {
        let shown: Vec<&Text> = lines.iter().filter(|line| !visible_text(line).is_empty()).collect();
        let last = shown.len().saturating_sub(1);
        let block = |(i, line): (usize, &&Text)| {
            let paragraph = self.spans(Paragraph::new().style(style), line);
            let gap = if i == last { self.form.gap } else { 0.0 };
            self.after(paragraph, gap).keep_next(held || i < last).into()
        };
        shown.iter().enumerate().map(block).collect()
    }

    fn letterhead(&self, lines: &[Text]) -> Vec<Block> {
        let shown: Vec<Vec<Span>> = lines.iter().map(|line| visible(line)).filter(|line| !line.is_empty()).collect();
        let last = shown.len().saturating_sub(1);
        let draw = |(i, line): (usize, Vec<Span>)| {
            let mut paragraph = Paragraph::new().style(id::LETTERHEAD);
            for span in &line {
                let run = self.run(&span.text);
                paragraph = paragraph.add_run(match i {
                    0 => run.bold().size(letterhead_size(self.form)),
                    _ => run.size(half_points(self.form.size * 0.9)),
                });
            }
            self.after(paragraph, if i == last { self.form.gap * 1.5 } else { 0.0 }).into()
        };
        shown.into_iter().enumerate().map(draw).collect()
    }

    /// The name of the form; one of two characters is spread by the width of a third, without touching the text.
    fn title(&self, text: &[Span]) -> Option<Block> {
        let title = visible_text(text);
        let mut characters = title.chars();
        match (characters.next(), characters.next(), characters.next()) {
            (Some(first), Some(second), None) if self.chinese && is_wide(first) && is_wide(second) => {
                let em = twips(self.form.size * TITLE_SCALE);
                Some(
                    Paragraph::new()
                        .style(id::TITLE)
                        .add_run(self.run(&first.to_string()).character_spacing(em))
                        .add_run(self.run(&second.to_string()))
                        .into(),
                )
            }
            _ => self.line(id::TITLE, text),
        }
    }

    /// The header box: a table without borders but for the rules above and below it.
    fn grid(&self, rows: &[GridRow]) -> Vec<Block> {
        if rows.is_empty() {
            return Vec::new();
        }
        let widths = self.form.grid.map(|points| twips(points).unsigned_abs() as usize);
        let last = rows.len() - 1;
        let row = |(i, row): (usize, &GridRow)| {
            let edges = (i == 0, i == last);
            let mut cells = Vec::new();
            for (half, cell) in [&row.left, &row.right].into_iter().enumerate() {
                let air = if half == 0 { self.form.size * GUTTER } else { 0.0 };
                let [label, value] = self.cell(cell.as_ref(), edges, air);
                cells.push(label.width(widths[half * 2], WidthType::Dxa));
                cells.push(value.width(widths[half * 2 + 1], WidthType::Dxa));
            }
            TableRow::new(cells).cant_split()
        };
        let rule = |position| {
            TableBorder::new(position).border_type(BorderType::Single).size((RULE * 8.0) as usize).color("000000")
        };
        let table = Table::without_borders(rows.iter().enumerate().map(row).collect())
            .set_border(rule(TableBorderPosition::Top))
            .set_border(rule(TableBorderPosition::Bottom))
            .set_grid(widths.to_vec())
            .width(widths.iter().sum(), WidthType::Dxa)
            .indent(0)
            .layout(TableLayoutType::Fixed)
            .margins(TableCellMargins::new().margin(0, 0, 0, 0));
        // Word runs a table into the next paragraph: an empty one, as high as a gap, keeps them apart.
        let gap = LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips(self.form.gap * 0.8).max(20));
        let spacer = Paragraph::new().style(id::PLAIN).line_spacing(gap.before(0).after(0)).keep_next(true);
        vec![Block::Table(Box::new(table)), spacer.into()]
    }

    /// A label's and a value's cell; the first and the last row keep off the rules, values `air` off the next half.
    fn cell(&self, cell: Option<&Cell>, (first, last): (bool, bool), air: f32) -> [TableCell; 2] {
        let space = |edge: bool, outermost: bool| match (edge, outermost) {
            (false, _) => 0,
            (true, false) => twips(self.form.size * 0.15).unsigned_abs(),
            (true, true) => twips(self.form.size * 0.5).unsigned_abs(),
        };
        let paragraph = |top: bool, bottom: bool| {
            let spacing = self.body_spacing().before(space(top, first)).after(space(bottom, last));
            // The box stays whole, and goes with what it is the head of.
            Paragraph::new().style(id::GRID).line_spacing(spacing).keep_next(true)
        };
        let label = cell.map(|cell| clean(&cell.label)).filter(|label| !label.is_empty());
        let label = match label {
            Some(label) => paragraph(true, true).add_run(self.run(&label)),
            None => paragraph(true, true),
        };
        let lines = cell.map(visible_lines).unwrap_or_default();
        let mut value = TableCell::new().vertical_align(VAlignType::Top);
        if lines.is_empty() {
            value = value.add_paragraph(paragraph(true, true));
        }
        for (i, line) in lines.iter().enumerate() {
            let paragraph = paragraph(i == 0, i + 1 == lines.len()).indent(Some(0), None, Some(twips(air)), None);
            value = value.add_paragraph(self.spans(paragraph, line));
        }
        [TableCell::new().vertical_align(VAlignType::Top).add_paragraph(label), value]
    }

    /// Labels and values; a label that is the number of a list (`place`) is Word's.
    fn references(&self, cells: &[Cell], place: impl Fn(usize) -> Option<Place>) -> Vec<Block> {
        let last = cells.len().saturating_sub(1);
        let draw = |(i, cell): (usize, &Cell)| {
            let mut paragraph = Paragraph::new().style(id::REFERENCE);
            if let Some(place) = place(i) {
                paragraph = place.set(paragraph);
            } else {
                let label = clean(&cell.label);
                if !label.is_empty() {
                    paragraph = paragraph.add_run(self.run(&label));
                }
                paragraph = self.tab(paragraph);
            }
            for (j, line) in visible_lines(cell).iter().enumerate() {
                if j > 0 {
                    paragraph = paragraph.add_run(Run::new().add_break(BreakType::TextWrapping));
                }
                paragraph = self.spans(paragraph, line);
            }
            self.after(paragraph, if i == last { self.form.gap } else { 0.0 }).into()
        };
        cells.iter().enumerate().map(draw).collect()
    }

    fn heading(&self, (number, place): (Option<&str>, Option<Place>), text: &[Span]) -> Option<Block> {
        if let Some(place) = place {
            return Some(self.spans(place.set(Paragraph::new().style(id::HEADING)), text).into());
        }
        let Some(number) = number.map(clean).filter(|number| !number.is_empty()) else {
            return self.line(id::HEADING, text);
        };
        let tab = Tab::new().val(TabValueType::Left).pos(twips(self.form.tab).unsigned_abs() as usize);
        let paragraph = Paragraph::new().style(id::HEADING).add_tab(tab).add_run(self.run(&number));
        Some(self.spans(self.tab(paragraph), text).into())
    }

    /// The body with its column of actions: a table without rules, its first row the head on every page.
    fn actions(&self, head: &Text, rows: Vec<(Vec<Block>, Option<&Text>)>) -> Block {
        let widths = [self.form.body, self.form.measure - self.form.body].map(|w| twips(w).unsigned_abs() as usize);
        // A row stays with the next only if all its cells ask for it.
        let entry = |style: &str, text: Option<&Text>, held: bool| {
            let paragraph = hold(Paragraph::new().style(style), held);
            let paragraph = match text {
                Some(text) => self.spans(paragraph, text),
                None => paragraph,
            };
            TableCell::new()
                .width(widths[1], WidthType::Dxa)
                .vertical_align(VAlignType::Bottom)
                .add_paragraph(paragraph)
        };
        let row = |blocks: Vec<Block>, action: TableCell| {
            let mut cell = TableCell::new().width(widths[0], WidthType::Dxa).vertical_align(VAlignType::Top);
            for block in blocks {
                if let Block::Paragraph(paragraph) = block {
                    cell = cell.add_paragraph(*paragraph);
                }
            }
            TableRow::new(vec![cell, action]).cant_split()
        };
        let plain = Block::from(Paragraph::new().style(id::PLAIN).keep_next(true));
        let mut all = vec![row(vec![plain], entry(id::ACTION_HEAD, Some(head), true))];
        let rows = rows.into_iter().filter(|(blocks, _)| !blocks.is_empty());
        all.extend(rows.map(|(blocks, action)| {
            let held = blocks.iter().any(Block::stays_with_next);
            row(blocks, entry(id::ACTION, action, held))
        }));
        Block::Table(Box::new(
            Table::without_borders(all)
                .set_grid(widths.to_vec())
                .width(widths.iter().sum(), WidthType::Dxa)
                .indent(0)
                .layout(TableLayoutType::Fixed)
                .margins(TableCellMargins::new().margin(0, 0, 0, 0)),
        ))
    }

    /// The number is Word's, or text and a tab where Word has no such list; later lines go back to the margin.
    fn paragraph(
        &self,
        (number, place): (Option<&str>, Option<Place>),
        indent: bool,
        text: &[Span],
        held: bool,
    ) -> Option<Block> {
        let number = number.map(clean).filter(|number| !number.is_empty());
        if number.is_none() && visible_text(text).is_empty() {
            return None;
        }
        let paragraph = match (number, place) {
            (Some(_), Some(place)) => place.set(Paragraph::new().style(id::BODY_NUMBERED)),
            (Some(number), None) => self.tab(Paragraph::new().style(id::BODY).add_run(self.run(&number))),
            (None, _) if indent => Paragraph::new().style(id::BODY_INDENT),
            (None, _) => Paragraph::new().style(id::BODY),
        };
        Some(hold(self.spans(paragraph, text), held).into())
    }

    /// An item; closer to the next when the list goes on (`within`).
    fn item(
        &self,
        (number, place): (&str, Option<Place>),
        level: u8,
        text: &[Span],
        held: bool,
        within: bool,
    ) -> Option<Block> {
        let number = clean(number);
        if number.is_empty() && visible_text(text).is_empty() {
            return None;
        }
        let style = id::ITEM[usize::from(level.clamp(1, 2)) - 1];
        let mut paragraph = Paragraph::new().style(style);
        if within {
            paragraph = self.after(paragraph, self.form.item_gap);
        }
        paragraph = match place {
            Some(place) => place.set(paragraph),
            None if number.is_empty() => self.tab(paragraph),
            None => self.tab(paragraph.add_run(self.run(&number))),
        };
        Some(hold(self.spans(paragraph, text), held).into())
    }

    fn closing(&self, text: &[Span]) -> Option<Block> {
        if visible_text(text).is_empty() {
            return None;
        }
        Some(self.spans(Paragraph::new().style(id::CLOSING), text).keep_next(true).into())
    }

    /// The block on the right half; an empty line is a paragraph as high as its share of the room to sign.
    fn signature(&self, lines: &[Text], held: bool) -> Vec<Block> {
        let blanks = lines.iter().filter(|line| visible_text(line).is_empty()).count();
        let last = lines.len().saturating_sub(1);
        let room = LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips(self.form.sign_room(blanks)));
        let draw = |(i, line): (usize, &Text)| {
            let paragraph = Paragraph::new().style(id::SIGNATURE).keep_next(held || i < last);
            let paragraph = match visible_text(line).is_empty() {
                true => paragraph.line_spacing(room.clone()),
                false => self.spans(paragraph, line),
            };
            let above = if i == 0 { self.form.signature_gap(lines) } else { 0.0 };
            let below = if i == last { self.form.gap * 1.5 } else { 0.0 };
            match visible_text(line).is_empty() {
                true => paragraph,
                false => {
                    let spacing = self.body_spacing().before(twips(above).unsigned_abs());
                    paragraph.line_spacing(spacing.after(twips(below).unsigned_abs()))
                }
            }
            .into()
        };
        lines.iter().enumerate().map(draw).collect()
    }

    fn list(&self, label: &[Span], items: &[Text]) -> Vec<Block> {
        let items: Vec<&Text> = items.iter().filter(|item| !visible_text(item).is_empty()).collect();
        if items.is_empty() {
            return self.lines(id::PLAIN, &[label.to_vec()], false);
        }
        let last = items.len() - 1;
        let draw = |(i, item): (usize, &&Text)| {
            let mut paragraph = Paragraph::new().style(id::LIST);
            if i == 0 {
                paragraph = self.spans(paragraph, label);
            }
            let paragraph = self.spans(self.tab(paragraph), item);
            self.after(paragraph, if i == last { self.form.gap } else { 0.0 }).into()
        };
        items.iter().enumerate().map(draw).collect()
    }

    /// The name at the right of a new page, the title under it in the middle.
    fn annex(&self, name: &str, title: &[Span]) -> Vec<Block> {
        let name = Paragraph::new().style(id::ANNEX).page_break_before(true).add_run(self.run(&clean(name)));
        // What a table of contents lists is the title, or the name where there is none.
        match self.line(id::ANNEX_TITLE, title) {
            Some(title) => vec![name.into(), title],
            None => vec![name.into()],
        }
    }

    fn date_line(&self, text: &[Span]) -> Option<Block> {
        self.line(id::PLAIN, text)
    }
}

fn hold(paragraph: Paragraph, held: bool) -> Paragraph {
    if held { paragraph.keep_next(true) } else { paragraph }
}
