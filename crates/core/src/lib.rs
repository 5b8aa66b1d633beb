//! The nouns of Gungman: what a document, a template, a laid-out sheet, a fact and an issue *are*.
//!
//! Everything here is pure data with the small rules that belong to the data itself (a template knows whether it is
//! well formed; a field knows whether a value fits it). There is no input or output, nothing asynchronous, no
//! knowledge of models, files, windows or databases. Every other crate may depend on this one; this one depends on
//! none of them.
//!
//! | module | noun |
//! | --- | --- |
//! | [`language`] | [`Lang`], and [`Label`]: one wording in both official languages |
//! | [`document`] | [`Document`]: field values and the body an officer edits |
//! | [`template`] | [`Template`]: a document type, loaded from a folder under `templates/` |
//! | [`sheet`] | [`Sheet`]: the laid-out roles that preview, Word, PDF and text all draw |
//! | [`fact`] | [`Fact`]: a date, amount, number, reference, name or place found in text |
//! | [`tagged`] | [`Tagged`]: a text with inline tags for its formatting |
//! | [`incoming`] | [`Incoming`](incoming::Incoming): a letter as it was read, with what it asks for |
//! | [`meeting`] | [`Meeting`](meeting::Meeting): the notes of a meeting as they were read
//! | [`issue`] | [`Issue`]: something a reader should look at before the document leaves |

pub mod document;
pub mod fact;
pub mod incoming;
pub mod issue;
pub mod language;
pub mod meeting;
pub mod sheet;
pub mod tagged;
pub mod template;

pub use document::{AcceptedChange, Block, Document, FromProfile, Run, SourceText};
pub use fact::{Fact, FactKind, FactRow, FactState};
pub use issue::{Issue, Severity};
pub use language::{Label, Lang, is_han};
pub use sheet::{Cell, GridRow, PageNumberPiece, PageSetup, Part, Sheet, Span, Text, plain_text};
pub use tagged::{Mark, TagFault, Tagged};
pub use template::{Choice, ChoiceList, Field, FieldKind, LayoutPart, Role, Template, TemplateError};
