//! A translation side by side with its source.

use std::io::Cursor;

use docx_rs::{Docx, Paragraph, Shading, Table, TableCell, TableCellMargins, TableLayoutType, TableRow, WidthType};
use gungman_core::sheet::{PageSetup, Sheet};
use gungman_core::{Label, Lang, tagged};

use super::numbers::Numbers;
use super::styles::{self, id};
use super::{finish, page, parts, twips};
use crate::error::ExportError;
use crate::form::Form;
use crate::visible::clean;

/// Grey that is still paper in a copy.
const HEAD: &str = "EDEDED";
/// Between a rule and the text, in twentieths of a point.
const AIR: usize = 100;

/// A Word table of two columns, source and translation, one row for each pair; the first row, `heads`, stands on every page. Tags
/// are left out. `lang` is the title's language; the text of each column is marked as `en-GB` or `zh-HK` by its script.
///
/// # Errors
/// [`ExportError::Pack`] or [`ExportError::Xml`] when the package cannot be written; no text is known to cause either.
pub fn bilingual(title: &str, heads: [&str; 2], rows: &[(String, String)], lang: Lang) -> Result<Vec<u8>, ExportError> {
    let sheet =
        Sheet { lang, title: title.to_owned(), marking: None, running: None, page: page_setup(), parts: Vec::new() };
    let form = Form::of(&sheet);
    let styled = styles::add_pairs(styles::add(Docx::new(), &sheet, &form, &Numbers::default()), &sheet, &form);
    let paged = page::set(styled, &sheet, &form);
    let title = clean(title);
    let titled = match title.is_empty() {
        true => paged,
        false => paged.add_paragraph(Paragraph::new().style(id::TITLE).add_run(parts::run(&sheet.page, &title))),
    };
    let mut packed = Cursor::new(Vec::new());
    let document = titled.add_table(table(&sheet.page, &form, heads, rows));
    document.build().pack(&mut packed).map_err(|error| ExportError::Xml(error.to_string()))?;
    finish::finish(packed.get_ref(), &sheet)
}

/// The faces of the official forms, smaller: it is a paper to work with.
fn page_setup() -> PageSetup {
    PageSetup {
        font_zh: "新細明體".to_owned(),
        font_en: "Times New Roman".to_owned(),
        size_pt: 11.0,
        line_spacing: 1.2,
        top_mm: 20.0,
        right_mm: 18.0,
        bottom_mm: 20.0,
        left_mm: 18.0,
        page_number: Label::new("- {n} -", "- {n} -"),
        number_from: 2,
        running: Label::default(),
    }
}

fn table(page: &PageSetup, form: &Form, heads: [&str; 2], rows: &[(String, String)]) -> Table {
    let column = twips(form.measure / 2.0).unsigned_abs() as usize;
    let row = |style: &str, texts: [&str; 2], fill: Option<&str>| {
        let cells = texts.map(|text| {
            let text = clean(&tagged::bare(text));
            let paragraph = Paragraph::new().style(style).add_run(parts::run(page, &text));
            let cell = TableCell::new().width(column, WidthType::Dxa).add_paragraph(paragraph);
            match fill {
                Some(fill) => cell.shading(Shading::new().fill(fill)),
                None => cell,
            }
        });
        TableRow::new(cells.into()).cant_split()
    };
    let first = row(id::PAIR_HEAD, heads, Some(HEAD));
    let others = rows.iter().map(|(source, target)| row(id::PAIR, [source, target], None));
    Table::new(std::iter::once(first).chain(others).collect())
        .set_grid(vec![column, column])
        .width(column * 2, WidthType::Dxa)
        .indent(0)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(0, AIR, 0, AIR))
}
