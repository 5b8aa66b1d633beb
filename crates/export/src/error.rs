//! What can go wrong on the way out.

use std::path::PathBuf;

/// Why a sheet could not be written to a format.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A font file is not there or cannot be read.
    #[error("font file {path} cannot be read")]
    FontMissing {
        /// The file looked for.
        path: PathBuf,
        /// Why it cannot be read.
        source: std::io::Error,
    },
    /// A font file is there but is not a font.
    #[error("font file {path} is not a usable TrueType font")]
    FontUnreadable {
        /// The file.
        path: PathBuf,
    },
    /// The Word file could not be packed.
    #[error("the Word file could not be packed")]
    Pack(#[from] zip::result::ZipError),
    /// A part of the Word file could not be rewritten.
    #[error("a part of the Word file could not be rewritten: {0}")]
    Xml(String),
    /// Bytes could not be written.
    #[error("the file could not be written")]
    Write(#[from] std::io::Error),
}

impl ExportError {
    /// The stable name of the error, for the window and for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ExportError::FontMissing { .. } => "export.font_missing",
            ExportError::FontUnreadable { .. } => "export.font_unreadable",
            ExportError::Pack(_) => "export.pack",
            ExportError::Xml(_) => "export.xml",
            ExportError::Write(_) => "export.write",
        }
    }
}
