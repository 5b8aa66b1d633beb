//! What can go wrong in a use case, each with a stable code that the window and the command line translate.

use gungman_core::TemplateError;
use gungman_engine::EngineError;
use gungman_export::ExportError;
use gungman_export::terms::TermsError;
use gungman_export::tmx::TmxError;
use gungman_export::word::WordError;
use gungman_lang::LangError;
use gungman_lang::own::Unfit;
use gungman_store::StoreError;

use crate::api::{ExportFormat, Failure};
use crate::managed::Feature;
use crate::messages::Messages;
use crate::signed::Refused;

/// Why a use case ended without its result.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program's own data files (templates, dictionaries, fonts) are missing or damaged.
    #[error("{0}")]
    Resources(String),
    /// The data folder cannot be used.
    #[error("{0}")]
    DataFolder(String),
    /// No template has this id.
    #[error("no template “{0}”")]
    UnknownTemplate(String),
    /// There is nothing to draft from.
    #[error("the points are empty")]
    NoPoints,
    /// The document is classified above what may be given to the model here.
    #[error("the document is classified {level}; the highest level allowed is {highest}")]
    Classified {
        /// The document's level.
        level: String,
        /// The highest level the policy allows.
        highest: String,
    },
    /// No model is installed.
    #[error("no model is installed")]
    NoModel,
    /// The user stopped it before anything was written.
    #[error("stopped")]
    Cancelled,
    /// The model wrote nothing that could be used.
    #[error("the model wrote no paragraph")]
    EmptyDraft,
    /// A file could not be written.
    #[error("{path}: {reason}")]
    File {
        /// The path.
        path: String,
        /// The system's words.
        reason: String,
        /// Whether the disk is full.
        full: bool,
    },
    /// The window or another program has the library open.
    #[error("the library is in use")]
    LibraryInUse,
    /// A document is said to have been dealt with on a day that is not there yet.
    #[error("{0} is still to come")]
    DoneAhead(chrono::NaiveDate),
    /// There is no copy of the library to put back.
    #[error("no sound copy in {0}")]
    NoBackup(String),
    /// A field name or value on the command line does not fit the template.
    #[error("{0}")]
    Field(String),
    /// The desktop could not open a file.
    #[error("{0}")]
    Opener(String),
    /// From the model.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// From the store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// From the writers of files.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// A Word file could not be read or rewritten.
    #[error(transparent)]
    Word(#[from] WordError),
    /// A text file is in no encoding this program knows, or damaged.
    #[error("{0}")]
    Encoding(String),
    /// A word that cannot be settled.
    #[error("{word}: {unfit:?}")]
    OwnWord {
        /// Why.
        unfit: Unfit,
        /// The word and its form.
        word: String,
    },
    /// A Word file is another one than the one that was opened.
    #[error("{0}")]
    SourceChanged(String),
    /// The notes of a meeting have no text.
    #[error("the notes have no text")]
    NoNotes,
    /// A letter is a picture without text, or empty.
    #[error("{0} has no text")]
    LetterNoText(String),
    /// A letter's file is damaged, or its text is in no form that can be read.
    #[error("{0}")]
    LetterUnreadable(String),
    /// A document has no words of the language it is to be translated from.
    #[error("there is nothing to translate")]
    NothingToTranslate,
    /// A translation is to be written that is not done.
    #[error("{untranslated} segments are not translated, {wrong} have an open error")]
    TranslationOpen {
        /// Segments without a translation.
        untranslated: usize,
        /// Segments with an open error.
        wrong: usize,
    },
    /// A segment cannot be split or joined there.
    #[error("{0}")]
    Segment(String),
    /// A row that cannot be a term.
    #[error("“{0}” needs an English term and a Chinese wording")]
    Term(String),
    /// A glossary could not be read.
    #[error(transparent)]
    Terms(#[from] TermsError),
    /// A translation memory could not be read.
    #[error(transparent)]
    Tmx(#[from] TmxError),
    /// No action of rewriting has this id, or none for the text's language.
    #[error("no action “{0}”")]
    UnknownAction(String),
    /// There is nothing to rewrite.
    #[error("there is no text to rewrite")]
    NothingToRewrite,
    /// An action of one's own without an instruction.
    #[error("the action needs an instruction")]
    NoInstruction,
    /// A question without words, or about a document without text.
    #[error("there is no question, or nothing to answer it from")]
    NoQuestion,
    /// A file of a kind that cannot be converted.
    #[error("{0}")]
    FileKind(String),
    /// Words that cannot be kept as a phrase.
    #[error("a phrase has some words, and fewer than a page")]
    Phrase,
    /// A profile's file cannot be read, or has values that do not fit.
    #[error("{0}")]
    ProfileFile(String),
    /// There is no such profile, or it cannot be used here.
    #[error("no such profile: {0}")]
    UnknownProfile(String),
    /// A profile of the administrator's cannot be changed.
    #[error("“{0}” is the administrator's")]
    ManagedProfile(String),
    /// The administrator's file cannot be read or understood.
    #[error("{0}")]
    Policy(String),
    /// The administrator switched it off.
    #[error("switched off: {0:?}")]
    SwitchedOff(Feature),
    /// The administrator lets no document leave in this format.
    #[error("not allowed: {}", .0.extension())]
    FormatOff(ExportFormat),
    /// A bundle is not what its publisher made.
    #[error(transparent)]
    Signed(#[from] Refused),
    /// From the converters.
    #[error(transparent)]
    Lang(#[from] LangError),
    /// From a template's files.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

impl Error {
    /// A failed write, with a full disk told apart.
    #[must_use]
    pub fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Error::File {
            path: path.display().to_string(),
            reason: error.to_string(),
            full: matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded),
        }
    }

    /// The stable code; `messages.toml` has an entry for each.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Error::Resources(_) | Error::Template(_) | Error::Lang(_) => "resources",
            Error::DataFolder(_) => "data_folder",
            Error::UnknownTemplate(_) => "unknown_template",
            Error::NoPoints => "no_points",
            Error::Classified { .. } => "classified",
            Error::NoModel => "model_missing",
            Error::Cancelled => "cancelled",
            Error::EmptyDraft => "empty_draft",
            Error::File { full: true, .. } => "disk_full",
            Error::File { .. } => "file",
            Error::LibraryInUse => "library_in_use",
            Error::DoneAhead(_) => "done_ahead",
            Error::NoBackup(_) => "no_backup",
            Error::Field(_) => "field",
            Error::Opener(_) => "opener",
            Error::Engine(error) => error.code.as_str(),
            Error::Store(error) => error.code(),
            Error::Export(_) => "export",
            Error::Word(error) => error.code(),
            Error::Encoding(_) => "text_encoding",
            Error::FileKind(_) => "file_kind",
            Error::UnknownAction(_) => "unknown_action",
            Error::NothingToRewrite => "nothing_to_rewrite",
            Error::NoInstruction => "no_instruction",
            Error::NoQuestion => "no_question",
            Error::Tmx(_) => "tmx",
            Error::Phrase => "phrase",
            Error::ProfileFile(_) => "profile_file",
            Error::UnknownProfile(_) => "profile_unknown",
            Error::ManagedProfile(_) => "profile_managed",
            Error::Policy(_) => "policy_broken",
            Error::SwitchedOff(_) => "switched_off",
            Error::FormatOff(_) => "format_off",
            Error::Signed(refused) => refused.code(),
            Error::Terms(error) => error.code(),
            Error::OwnWord { unfit: Unfit::NoWord, .. } => "own_word_no_word",
            Error::OwnWord { unfit: Unfit::Length, .. } => "own_word_length",
            Error::OwnWord { unfit: Unfit::TooLong, .. } => "own_word_too_long",
            Error::SourceChanged(_) => "source_changed",
            Error::NoNotes => "no_notes",
            Error::LetterNoText(_) => "letter_no_text",
            Error::LetterUnreadable(_) => "letter_unreadable",
            Error::NothingToTranslate => "nothing_to_translate",
            Error::TranslationOpen { .. } => "translation_open",
            Error::Segment(_) => "segment",
            Error::Term(_) => "term",
        }
    }

    /// The error as it reaches a user.
    #[must_use]
    pub fn failure(&self, messages: &Messages) -> Failure {
        let code = self.code();
        Failure { code: code.to_owned(), message: messages.get(code).clone(), detail: self.to_string() }
    }
}
