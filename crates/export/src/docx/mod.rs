//! Word: docx-rs builds the package, then one pass makes it strict.
//!
//! | module | what it does |
//! |---|---|
//! | [`styles`] | one named paragraph style for each role, so that a registry can restyle a document |
//! | [`numbers`] | Word's own numbering of paragraphs, items and sections |
//! | [`parts`] | one function for each role of the form |
//! | [`pairs`] | a table of two languages side by side |
//! | [`page`] | paper, margins, marking, running head, page number |
//! | [`finish`] | language, title, `firstLineChars`, schema order, compression |
//! | [`order`] | the order in which the schema wants children |

mod finish;
mod numbers;
mod order;
mod page;
mod pairs;
mod parts;
mod styles;

use std::io::Cursor;

use docx_rs::{Docx, RunFonts};
use gungman_core::sheet::{PageSetup, Sheet};

pub use self::pairs::bilingual;
use crate::error::ExportError;
use crate::form::Form;

/// The sheet as a Word document.
///
/// # Errors
///
/// [`ExportError::Pack`] or [`ExportError::Xml`] when the package cannot be written; no sheet is known to cause either.
pub fn docx(sheet: &Sheet) -> Result<Vec<u8>, ExportError> {
    let form = Form::of(sheet);
    let numbers = numbers::Numbers::of(sheet, &form);
    let styled = styles::add(Docx::new(), sheet, &form, &numbers);
    let numbered = numbers.add(styled, &mark_fonts(&sheet.page));
    let paged = page::set(numbered, sheet, &form);
    let document = parts::write(sheet, &form, &numbers).into_iter().fold(paged, |document, block| match block {
        parts::Block::Paragraph(paragraph) => document.add_paragraph(*paragraph),
        parts::Block::Table(table) => document.add_table(*table),
    });
    let mut packed = Cursor::new(Vec::new());
    document.build().pack(&mut packed).map_err(|error| ExportError::Xml(error.to_string()))?;
    finish::finish(packed.get_ref(), sheet)
}

/// Twentieths of a point, Word's unit of length, never negative.
fn twips(points: f32) -> i32 {
    (points * 20.0).round().max(0.0) as i32
}

/// Half points, Word's unit of size.
fn half_points(points: f32) -> usize {
    (points * 2.0).round().max(2.0) as usize
}

/// The faces in every slot: Word picks a slot by character, and an empty slot means a face nobody chose.
fn fonts(page: &PageSetup) -> RunFonts {
    RunFonts::new().ascii(&page.font_en).hi_ansi(&page.font_en).cs(&page.font_en).east_asia(&page.font_zh)
}

/// The faces of a list's marks: a box is drawn by the Chinese face, which has it, whatever slot Word puts it in.
fn mark_fonts(page: &PageSetup) -> RunFonts {
    fonts(page).hi_ansi(&page.font_zh)
}
