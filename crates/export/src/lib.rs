//! From a [`Sheet`](gungman_core::sheet::Sheet) to the files people send: Word, PDF and plain text.
//!
//! What lives here: one module for each format, and in each one function for every role a part can play
//! ([`Part`](gungman_core::sheet::Part)). What the formats share is in [`form`] (the measures of the official form, so
//! that Word and PDF look alike) and `visible` (what of a text may leave the machine: never a ghost).
//!
//! What may not live here: what a memo or a letter is made of, wording, labels, dates; the sheet carries all of that
//! already. No other crate names docx-rs or printpdf.
//!
//! What does not start from a sheet: [`bilingual`], a translation beside its source; [`word`], a Word file of anybody's in
//! another script or language; memories and glossaries as translators exchange them ([`tmx`], [`tbx`], [`csv`], [`terms`]), which
//! are read as well.
//!
//! Every export is a pure function of the sheet (and, for PDF, the fonts): the same sheet gives the same bytes, and no
//! name, date or path of this machine is written into a file.

pub mod csv;
mod docx;
mod error;
pub mod form;
mod pdf;
mod pdf_text;
pub mod tbx;
pub mod terms;
mod text;
pub mod tmx;
mod visible;
pub mod word;

#[cfg(test)]
#[path = "../tests/support/mod.rs"]
mod support;

pub use docx::{bilingual, docx};
pub use error::ExportError;
pub use pdf::{Fonts, Pdf, pdf};
pub use pdf_text::{PdfTextError, pdf_text};
pub use text::text;
