//! The text of a PDF, for reading a letter. Where the fonts do not say which characters they draw, or there are only pictures,
//! there is none, and that is said: a wrong letter is worse than none.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The largest PDF that is read, in bytes.
const MOST: usize = 64 << 20;

/// Why a PDF has no text to give.
#[derive(Debug, thiserror::Error)]
pub enum PdfTextError {
    /// It is damaged, encrypted or too large.
    #[error("the PDF cannot be read: {0}")]
    Damaged(String),
    /// It has pictures and no text.
    #[error("the PDF has no text")]
    NoText,
    /// Its fonts do not say which characters they draw.
    #[error("the fonts of the PDF do not say which characters they draw")]
    NoCharacters,
}

/// The text of a PDF, line by line.
///
/// # Errors
/// [`PdfTextError`].
pub fn pdf_text(bytes: &[u8]) -> Result<String, PdfTextError> {
    if bytes.len() > MOST {
        return Err(PdfTextError::Damaged(format!("larger than {MOST} bytes")));
    }
    // The reader panics on some damaged files; nothing of it outlives the call.
    let read = catch_unwind(AssertUnwindSafe(|| pdf_extract::extract_text_from_mem(bytes)));
    let text = match read {
        Ok(Ok(text)) => text,
        Ok(Err(error)) => return Err(PdfTextError::Damaged(error.to_string())),
        Err(_) => return Err(PdfTextError::Damaged("its structure is broken".to_owned())),
    };
    let shown = text.chars().filter(|c| !c.is_whitespace()).count();
    if shown == 0 {
        return Err(PdfTextError::NoText);
    }
    let unknown =
        |c: &char| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || (c.is_control() && !c.is_whitespace());
    let strange = text.chars().filter(unknown).count();
    if strange * 20 > shown {
        return Err(PdfTextError::NoCharacters);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pdf_is_told_and_nothing_panics() {
        for bytes in
            [&b""[..], b"%PDF-1.4", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>", &[0; 4096]]
        {
            assert!(pdf_text(bytes).is_err());
        }
    }
}
