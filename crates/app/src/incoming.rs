//! Opening an incoming letter: a Word file, a text, an e-mail, a PDF with text.
//!
//! Here is how a file becomes lines; what the lines say is `gungman_lang::incoming`'s.

use gungman_core::incoming::Incoming;
use gungman_export::{PdfTextError, pdf_text, word};
use gungman_lang::incoming;
pub use gungman_lang::incoming::same_ask;
use mail_parser::{Address, MessageParser, MimeHeaders as _};

use crate::convert::decode_text;
use crate::error::Error;

/// The most characters of a letter that are read: some five hundred pages.
const MOST: usize = 1_000_000;

/// The largest e-mail that is read, in bytes: its attachments are not looked into.
const MOST_MAIL: usize = 64 << 20;

/// Reads a letter from a file's bytes. `name` is its path, which says what kind it is.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`], [`Error::LetterNoText`] for a scanned PDF,
/// [`Error::LetterUnreadable`].
pub fn open(name: &str, bytes: &[u8]) -> Result<Incoming, Error> {
    read_text(&text(name, bytes)?)
}

/// Reads a letter that was pasted.
///
/// # Errors
/// [`Error::LetterNoText`] when there is nothing.
pub fn read_text(text: &str) -> Result<Incoming, Error> {
    if text.trim().is_empty() {
        return Err(Error::LetterNoText(String::new()));
    }
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(at, _)| at);
    Ok(incoming::read(&text[..end]))
}

/// The lines of a file.
///
/// # Errors
/// As [`open`].
pub fn text(name: &str, bytes: &[u8]) -> Result<String, Error> {
    let extension = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    match extension.as_str() {
        "docx" | "docm" | "dotx" => {
            let lines = word::paragraphs(bytes)?
                .into_iter()
                .map(|paragraph| gungman_core::Tagged::read(&paragraph.text).0.text.replace('\t', "\u{3000}"));
            Ok(lines.collect::<Vec<_>>().join("\n"))
        }
        "txt" | "text" | "md" | "markdown" | "-" => decode_text(bytes),
        "eml" => mail(name, bytes),
        "pdf" => pdf_text(bytes).map_err(|error| match error {
            PdfTextError::NoText => Error::LetterNoText(name.to_owned()),
            other => Error::LetterUnreadable(format!("{name}: {other}")),
        }),
        other => Err(Error::FileKind(format!(".{other}"))),
    }
}

/// An e-mail as its labelled head and its text. What is attached is named, and not read.
fn mail(name: &str, bytes: &[u8]) -> Result<String, Error> {
    let unreadable = || Error::LetterUnreadable(name.to_owned());
    if bytes.len() > MOST_MAIL {
        return Err(unreadable());
    }
    let message = MessageParser::default().parse(bytes).ok_or_else(unreadable)?;
    let mut lines = Vec::new();
    let person = |address: &Address<'_>| {
        let first = address.first()?;
        let at = first.address().unwrap_or("");
        Some(first.name().map_or_else(|| at.to_owned(), |name| format!("{name} <{at}>")))
    };
    for (label, address) in [("From", message.from()), ("To", message.to())] {
        if let Some(person) = address.and_then(person) {
            lines.push(format!("{label}: {}", one_line(&person)));
        }
    }
    if let Some(date) = message.date() {
        lines.push(format!("Date: {:04}-{:02}-{:02}", date.year, date.month, date.day));
    }
    if let Some(subject) = message.subject() {
        lines.push(format!("Subject: {}", one_line(subject)));
    }
    lines.push(String::new());
    let body = message.body_text(0).unwrap_or_default();
    if body.trim().is_empty() {
        return Err(Error::LetterNoText(name.to_owned()));
    }
    lines.push(body.into_owned());
    let attached: Vec<String> =
        message.attachments().filter_map(|part| Some(one_line(part.attachment_name()?))).collect();
    if !attached.is_empty() {
        lines.push(String::new());
        lines.push(format!("[{}]", attached.join("; ")));
    }
    Ok(lines.join("\n"))
}

/// A header's value cannot begin a line of its own.
fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}
