//! The translation workbench: documents in two languages, segment by segment, kept in the library.
//!
//! A document is taken apart once, when it is opened, and kept with its segments: closing or killing the program loses nothing that was
//! acknowledged. What a person confirmed goes into the memory, and from there into the next document. Nothing counts as confirmed
//! while an error is open that nobody has let stand.
//!
//! | module | what |
//! | --- | --- |
//! | [`api`] | what crosses to the window |
//! | `open` | a file or a text becomes a document on the bench; the list of them |
//! | `segments` | a segment is changed, confirmed, split, joined; what is not right about it |
//! | `machine` | the model translates what is left, in the background |
//! | `help` | what is known about a segment: matches, terms, facts |
//! | `output` | the document in the other language, two columns, TMX |
//! | `stock` | the memory and the glossary in use |
//! | `terms` | the office's own terms |

pub mod api;
mod help;
mod machine;
mod open;
mod output;
mod segments;
mod stock;
mod terms;

pub use self::stock::Stock;

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
