//! A Word file of anybody's in another script or another language: its text, language tags and East Asian faces change, and
//! nothing else.
//!
//! No model of the document lies between: the XML parts are read for where their text stands, and only those bytes are written
//! anew. A part that does not change is copied as it lies in the file, compressed bytes and all.
//!
//! | module | what it does |
//! |---|---|
//! | `part` | another script: every character stays where it stands |
//! | `translate` | another language: the paragraphs with inline tags, and their translations put in |
//! | `review` | a reviewer's marks: comments and tracked changes |
//! | `source` | a paragraph taken apart, and its tagged text |
//! | `compose` | a paragraph put together from its translation |
//! | `look` | which runs look the same |
//! | `tree` | the elements of a paragraph |
//! | `faces` | the East Asian faces of the two scripts |

mod compose;
mod faces;
mod look;
mod part;
mod review;
mod source;
mod translate;
mod tree;

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use self::part::Part;
pub use self::review::{Review, Reviewed, Reviewer, review};
pub use self::translate::{Language, Paragraph, ParagraphKind, Translated, edit, paragraphs, translate};

/// The most the text of a file may unpack to, in bytes: far above any report (pictures are not unpacked), far below a bomb.
const MOST: u64 = 256 << 20;

/// Which script a file goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Traditional Chinese of Hong Kong: `zh-HK`.
    HongKong,
    /// Simplified Chinese: `zh-CN`.
    Mainland,
}

/// Why a Word file could not be rewritten. The file itself was only read.
#[derive(Debug, thiserror::Error)]
pub enum WordError {
    /// It is no Word file.
    #[error("not a Word file (.docx): {0}")]
    NotDocx(String),
    /// It is locked with a password, or an old `.doc`.
    #[error("the file is encrypted, or of Word 97 (.doc)")]
    Encrypted,
    /// It would unpack to more than a computer should hold.
    #[error("the file unpacks to {0} bytes or more")]
    TooLarge(u64),
    /// A part is cut off or not well-formed.
    #[error("{part}: {why}")]
    Damaged {
        /// The part's name in the file.
        part: String,
        /// What is wrong with it.
        why: String,
    },
    /// The new file could not be packed.
    #[error("the new file could not be packed: {0}")]
    Pack(String),
}

impl WordError {
    /// The stable name of the error, for the window and for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            WordError::NotDocx(_) => "word_not_docx",
            WordError::Encrypted => "word_encrypted",
            WordError::TooLarge(_) => "word_too_large",
            WordError::Damaged { .. } => "word_damaged",
            WordError::Pack(_) => "word_pack",
        }
    }
}

/// A paragraph's text as it is to stand in the file.
#[derive(Debug, Clone, Default)]
pub struct Rewritten {
    /// As many characters as the paragraph has; the nth stands where the nth stood, in its run.
    pub text: String,
    /// What is printed in place of some of them, in order and apart from one another.
    pub edits: Vec<Edit>,
}

/// Words printed in place of characters of a [`Rewritten`] text: in the run of the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The first character, from 0.
    pub at: usize,
    /// How many characters it takes the place of.
    pub length: usize,
    /// What is printed.
    pub text: String,
}

impl From<String> for Rewritten {
    fn from(text: String) -> Self {
        Self { text, edits: Vec::new() }
    }
}

impl Rewritten {
    /// The text with its edits.
    #[must_use]
    pub fn into_text(self) -> String {
        if self.edits.is_empty() { self.text } else { self.printed().concat() }
    }

    /// What stands in the place of each character of `source`; nothing when nothing changes, or the lengths differ.
    fn aligned(self, source: &str) -> Option<impl Iterator<Item = String>> {
        let same = self.edits.is_empty() && self.text == source;
        if same || self.text.chars().count() != source.chars().count() {
            return None;
        }
        Some(self.printed().into_iter())
    }

    /// What is printed for each character.
    fn printed(self) -> Vec<String> {
        let mut edits = self.edits.into_iter().peekable();
        let mut replaced = 0..0;
        let printed = self.text.chars().enumerate().map(|(at, c)| {
            if let Some(edit) = edits.next_if(|edit| edit.at == at) {
                replaced = at..at + edit.length;
                return edit.text;
            }
            if replaced.contains(&at) { String::new() } else { c.to_string() }
        });
        printed.collect()
    }
}

/// Gives the text of each paragraph of a Word file, in the order it lies in the file, and of its properties.
///
/// # Errors
/// [`WordError`].
pub fn read(bytes: &[u8], each: &mut dyn FnMut(&str)) -> Result<(), WordError> {
    // The target changes no text, and what is packed is thrown away.
    rewrite(bytes, Target::HongKong, &mut |text| {
        each(text);
        Rewritten::from(text.to_owned())
    })?;
    Ok(())
}

/// Rewrites a Word file. `convert` gets the text of one paragraph, runs joined, so that a word split over runs is seen whole,
/// and must give back as many characters; a paragraph for which it does not stays as it is.
///
/// # Errors
/// [`WordError`]; the bytes given are never changed.
pub fn rewrite(bytes: &[u8], target: Target, convert: &mut dyn FnMut(&str) -> Rewritten) -> Result<Vec<u8>, WordError> {
    rewrite_within(MOST, bytes, target, convert)
}

fn rewrite_within(
    most: u64,
    bytes: &[u8],
    target: Target,
    convert: &mut dyn FnMut(&str) -> Rewritten,
) -> Result<Vec<u8>, WordError> {
    repack(most, bytes, &mut |_, kind, old| kind.rewrite(old, target, convert))
}

/// A Word file opened.
fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, WordError> {
    // The container of encrypted files and of Word 97.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(WordError::Encrypted);
    }
    let source = ZipArchive::new(Cursor::new(bytes)).map_err(|error| WordError::NotDocx(error.to_string()))?;
    if source.index_for_name("[Content_Types].xml").is_none() || source.index_for_name("word/document.xml").is_none() {
        return Err(WordError::NotDocx("it has no word/document.xml".to_owned()));
    }
    Ok(source)
}

/// A part unpacked, up to `most` bytes of it.
fn unpack(source: &mut ZipArchive<Cursor<&[u8]>>, index: usize, name: &str, most: u64) -> Result<Vec<u8>, WordError> {
    let damaged = |why: String| WordError::Damaged { part: name.to_owned(), why };
    let entry = source.by_index(index).map_err(|error| damaged(error.to_string()))?;
    let mut bytes = Vec::new();
    entry.take(most).read_to_end(&mut bytes).map_err(|error| damaged(error.to_string()))?;
    Ok(bytes)
}

/// What becomes of a part: its name, what it holds and its bytes give the new bytes.
type EachPart<'a> = &'a mut dyn FnMut(&str, Part, &[u8]) -> Result<Vec<u8>, String>;

/// The file with its parts of text and settings written anew.
fn repack(most: u64, bytes: &[u8], each: EachPart<'_>) -> Result<Vec<u8>, WordError> {
    let mut source = open(bytes)?;
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let mut unpacked = 0;
    for index in 0..source.len() {
        let (name, method, time) = {
            let entry = source.by_index_raw(index).map_err(|error| WordError::NotDocx(error.to_string()))?;
            let name = entry.name().map_err(|error| WordError::NotDocx(error.to_string()))?;
            (name.into_owned(), entry.compression(), entry.last_modified())
        };
        let new = match Part::named(&name) {
            Some(kind) => {
                let old = unpack(&mut source, index, &name, most - unpacked)?;
                unpacked += old.len() as u64;
                if unpacked >= most {
                    return Err(WordError::TooLarge(unpacked));
                }
                let new = each(&name, kind, &old).map_err(|why| WordError::Damaged { part: name.clone(), why })?;
                (new != old).then_some(new)
            }
            None => None,
        };
        let pack = |error: zip::result::ZipError| WordError::Pack(error.to_string());
        match new {
            Some(new) => {
                let options = SimpleFileOptions::default().compression_method(method);
                let options = time.map_or(options, |time| options.last_modified_time(time));
                out.start_file(name, options).map_err(pack)?;
                out.write_all(&new).map_err(|error| WordError::Pack(error.to_string()))?;
            }
            None => {
                let entry = source.by_index_raw(index).map_err(|error| WordError::NotDocx(error.to_string()))?;
                out.raw_copy_file(entry).map_err(pack)?;
            }
        }
    }
    let packed = out.finish().map_err(|error| WordError::Pack(error.to_string()))?;
    Ok(packed.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_unpacks_to_too_much_is_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let parts =
            [("[Content_Types].xml", "<a/>".to_owned()), ("word/document.xml", format!("<w>{}</w>", "發".repeat(500)))];
        for (name, text) in parts {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        let file = zip.finish().unwrap().into_inner();
        let within = |most| rewrite_within(most, &file, Target::HongKong, &mut |text| text.to_owned().into());
        assert!(matches!(within(1000), Err(WordError::TooLarge(1000))));
        assert!(within(2000).is_ok());
    }
}
