//! Chinese and English as the Hong Kong government writes them: script, dates, facts, house style, salutations.
//!
//! Everything here is a pure function of text and of the tables under `data/` (described in `data/README.md`); the only
//! input is OpenCC's dictionary folder, read once by [`script::HongKong::load`]. No model, file, window or database is
//! known here, and nothing here writes.
//!
//! | module | what it answers |
//! | --- | --- |
//! | [`script`] | is this Hong Kong Traditional, and what would it be (the only place that names OpenCC) |
//! | [`convert`] | what Simplified Chinese becomes in Hong Kong, and where that is in doubt |
//! | [`own`] | words a person has settled for good |
//! | [`dates`] | the written forms of a day |
//! | [`facts`] | which things in a text have one right answer, and does another text state them |
//! | [`personal`] | identity card numbers, telephone numbers, accounts and the like, found and covered |
//! | [`segments`] | where a text is cut for translation |
//! | [`glossary`] | the terms of a text and their official wording in the other language |
//! | [`memory`] | what was translated before, found again exactly or nearly |
//! | [`align`] | which sentences of an English and a Chinese document belong together |
//! | [`suggest`] | which terms a glossary lacks, from confirmed translations |
//! | [`furniture`] | page numbers and the like, which are hardly more than objects |
//! | [`tags`] | where the inline tags of a text stand in its translation |
//! | [`style`] | house style on one finished paragraph |
//! | [`check`] | what a careful reader would mark in a document, by rules that are data |
//! | [`summary`] | which sentences a summary takes, and whether a shorter wording still holds |
//! | [`wording`] | which words the government has others for (suggested, never put in) |
//! | [`incoming`] | who wrote a letter, and what it asks for |
//! | [`meeting`] | who said what in a meeting, what was decided and who acts |
//! | [`question`] | which sentences of a document answer a question |
//! | [`likeness`] | how much of a text's words stand in another |
//! | [`differ`] | what differs between two wordings of a text, by words |
//! | [`letters`] | salutations and closings |

pub mod align;
pub mod check;
pub mod convert;
pub mod dates;
pub mod differ;
pub mod facts;
pub mod furniture;
pub mod glossary;
pub mod incoming;
pub mod letters;
pub mod likeness;
pub mod meeting;
pub mod memory;
pub mod notes;
pub mod numerals;
pub mod own;
pub mod personal;
pub mod question;
pub mod script;
pub mod segments;
pub mod style;
pub mod suggest;
pub mod summary;
pub mod tags;
pub mod wording;

mod tables;
mod text;

/// Why this crate could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum LangError {
    /// OpenCC's dictionaries are missing, or of another version.
    #[error("the conversion dictionaries in {folder} could not be loaded: {reason}")]
    Dictionaries {
        /// The folder that was given.
        folder: String,
        /// What the engine said.
        reason: String,
    },
}

impl LangError {
    /// The stable code, for logs and for the window's wording.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            LangError::Dictionaries { .. } => "lang_dictionaries",
        }
    }
}
