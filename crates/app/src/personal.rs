//! Personal data in files: listed, and covered in texts so that they can be given to somebody else.

use gungman_core::Label;
use gungman_lang::personal::{self, PersonalKind};
pub use gungman_lang::personal::{Covered, Masked, mask, unmask};
use serde::Serialize;

use crate::checking::kind;
use crate::error::Error;
use crate::translate::document;

/// A datum in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonalRow {
    /// The line, or the paragraph of a Word file, from 1.
    pub line: usize,
    /// The character within it, from 1.
    pub column: usize,
    /// What it is.
    pub kind: PersonalKind,
    /// The same in words.
    pub label: Label,
    /// The characters as they stand there.
    pub source: String,
}

/// What a kind is called.
#[must_use]
pub fn label(kind: PersonalKind) -> Label {
    let (zh, en) = match kind {
        PersonalKind::IdentityCard => ("香港身份證號碼", "Hong Kong identity card number"),
        PersonalKind::Phone => ("電話號碼", "Telephone number"),
        PersonalKind::Email => ("電郵地址", "E-mail address"),
        PersonalKind::Passport => ("旅行證件號碼", "Travel document number"),
        PersonalKind::BankAccount => ("銀行戶口號碼", "Bank account number"),
        PersonalKind::Card => ("付款卡號碼", "Payment card number"),
        PersonalKind::Address => ("地址", "Address"),
    };
    Label::new(zh, en)
}

/// The personal data of a file, read by its name's ending.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Encoding`] and those of Word files.
pub fn find_bytes(name: &str, bytes: &[u8]) -> Result<Vec<PersonalRow>, Error> {
    let paragraphs = document::read(&kind(name), bytes)?;
    let mut rows = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let text = paragraph.tagged.text.trim_end_matches('\r');
        rows.extend(personal::find(text).into_iter().map(|datum| PersonalRow {
            line: at + 1,
            column: text[..datum.start].chars().count() + 1,
            kind: datum.kind,
            label: label(datum.kind),
            source: datum.source,
        }));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_told_by_line_and_character() {
        let text = "致：署長\n李小明（A123456(3)）來電，號碼2835 1107。\n";
        let rows = find_bytes("letter.txt", text.as_bytes()).unwrap();
        let told: Vec<_> = rows.iter().map(|row| (row.line, row.column, row.kind, row.source.as_str())).collect();
        assert_eq!(told, [(2, 5, PersonalKind::IdentityCard, "A123456(3)"), (2, 21, PersonalKind::Phone, "2835 1107")]);
    }
}
