//! The translation workbench: documents in two languages, segment by segment, kept in the library.
pub mod api;
