//! The rows of a glossary as files hold them ([`tbx`](crate::tbx), [`csv`](crate::csv)), without what a program makes of them.

/// A row of a glossary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The English term.
    pub english: String,
    /// The Chinese wordings that are right, the best first; never empty in what is read.
    pub chinese: Vec<String>,
    /// Chinese wordings that are wrong for it.
    pub forbidden: Vec<String>,
    /// How strongly it binds, as the file has it; nothing where the file does not say.
    pub strength: Option<String>,
    /// A definition, or a note for a translator.
    pub note: String,
}

/// What a file of terms holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// The lines (from 1) of entries that are no rows: without English, without Chinese, or with Chinese where English belongs.
    pub refused: Vec<u64>,
}

/// Why a file is no glossary.
#[derive(Debug, thiserror::Error)]
pub enum TermsError {
    /// It is not well-formed, or no TBX.
    #[error("not a TBX file: {0}")]
    NotTbx(String),
    /// It is no table of terms.
    #[error("not a table of terms: {0}")]
    NotTable(String),
}

impl TermsError {
    /// The stable code, for logs and for the window's wording.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            TermsError::NotTbx(_) => "terms_not_tbx",
            TermsError::NotTable(_) => "terms_not_table",
        }
    }
}

/// A text in one line, without blanks around it.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
