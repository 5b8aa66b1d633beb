//! PDF: lines, pages and ink, set by this crate; printpdf only writes the file and the subset fonts.
//!
//! | module | what it does |
//! |---|---|
//! | [`fonts`] | the faces, coverage and widths; which characters no face has |
//! | [`breaker`] | where lines end |
//! | [`setting`] | lines with every glyph in its place |
//! | [`parts`] | one function for each role of the form |
//! | [`pages`] | where pages end, and what must stay together |
//! | [`draw`] | pages to PDF operators, header, footer, metadata |

mod breaker;
mod draw;
mod fonts;
mod pages;
mod parts;
mod setting;

use gungman_core::sheet::Sheet;

pub use fonts::Fonts;

use crate::error::ExportError;
use crate::form::Form;

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has; one at least.
    pub pages: u32,
    /// The characters that no face has, in code point order; each is drawn as 〓 but kept for search and copying.
    pub missing: Vec<char>,
}

/// The sheet as a PDF, in the given faces.
///
/// # Errors
///
/// [`ExportError::Write`] when the file cannot be written; no sheet is known to cause it.
pub fn pdf(sheet: &Sheet, fonts: &Fonts) -> Result<Pdf, ExportError> {
    let form = Form::of(sheet);
    let mut setter = fonts.open(!sheet.lang.is_chinese());
    let blocks = parts::blocks(sheet, &form, &mut setter);
    let pages = pages::paginate(blocks, form.page_height());
    let inked = draw::pages(sheet, &form, &mut setter, &pages);
    let bytes = draw::file(sheet, fonts, inked)?;
    let missing = setter.into_missing();
    tracing::debug!(pages = pages.len(), bytes = bytes.len(), missing = missing.len(), "pdf written");
    Ok(Pdf { bytes, pages: u32::try_from(pages.len()).unwrap_or(u32::MAX), missing })
}
