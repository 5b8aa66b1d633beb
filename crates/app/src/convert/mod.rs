//! Text and files from one script of Chinese to the other.
//!
//! A conversion has as many characters as its source, so that places in one are places in the other. What is in doubt is told,
//! never hidden. Files are written beside or below what is there and never over it.
//!
//! | module | what |
//! | --- | --- |
//! | `work` | one text, piece by piece: its conversion, what is in doubt, what a person chose |
//! | `encoding` | which encoding a text file is in |
//! | `files` | a file, a folder, several |
//! | `desk` | what the window does: type, open, choose, save |
//! | [`words`] | the words a person has settled for good |

mod desk;
mod encoding;
mod files;
pub mod words;
mod work;

use gungman_lang::own::OwnWords;
pub use gungman_lang::script::HongKong;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::desk::{BatchEvent, ConvertRequest, ConvertedText, HandedFile, KeptConversion, Opened, SaveRequest};
pub(crate) use self::files::read;
pub use self::files::{Folder, Progress, convert_file, convert_folder, extension};
pub use self::work::{convert_bytes, convert_text};
use crate::api::Failure;
use crate::error::Error;
use crate::places::Places;

/// The script to convert to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Script {
    /// Traditional Chinese as the Hong Kong government prints it.
    #[default]
    #[serde(rename = "zh-Hant-HK")]
    HongKong,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    Mainland,
}

impl Script {
    /// Both.
    pub const ALL: [Script; 2] = [Script::HongKong, Script::Mainland];

    /// Its language tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Script::HongKong => "zh-Hant-HK",
            Script::Mainland => "zh-Hans",
        }
    }
}

impl std::str::FromStr for Script {
    type Err = String;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        let found = Script::ALL.into_iter().find(|script| script.tag().eq_ignore_ascii_case(tag));
        found.ok_or_else(|| format!("zh-Hant-HK / zh-Hans, not {tag}"))
    }
}

/// What the source of a conversion to Hong Kong's script is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Source {
    /// Told line by line: Simplified becomes Traditional, Traditional of other places gets Hong Kong's forms, what is right stays.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// Simplified, even where it shows none of its own (后, 里).
    #[serde(rename = "zh-Hans")]
    Simplified,
    /// Traditional, of Taiwan or of any standard.
    #[serde(rename = "zh-Hant")]
    Traditional,
}

impl std::str::FromStr for Source {
    type Err = String;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        match tag.to_ascii_lowercase().as_str() {
            "auto" => Ok(Self::Auto),
            "zh-hans" | "zh-cn" => Ok(Self::Simplified),
            "zh-hant" | "zh-tw" | "zh-hant-tw" | "zh-hant-hk" => Ok(Self::Traditional),
            _ => Err(format!("auto / zh-Hans / zh-Hant, not {tag}")),
        }
    }
}

/// A place a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoubtRow {
    /// Which character of all the text it is, from 0; in a Word file each paragraph is a line, in the order they lie there.
    pub at: u32,
    /// What was printed.
    #[ts(type = "string")]
    pub chosen: char,
    /// What it may be instead.
    #[ts(type = "Array<string>")]
    pub others: Vec<char>,
    /// The converted text around it.
    pub excerpt: String,
}

/// A word to think about; it stands in the conversion as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WordingRow {
    /// Which character of all the text it begins with, from 0.
    pub at: u32,
    /// The word.
    pub word: String,
    /// What the government writes, the likeliest first.
    pub instead: Vec<String>,
    /// The converted text around it.
    pub excerpt: String,
}

/// What a person chose for a place: printed instead of what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chosen {
    /// Which character of all the text it begins with, from 0.
    pub at: u32,
    /// How many characters it takes the place of.
    pub length: u32,
    /// What is printed.
    pub text: String,
}

/// What is asked of a conversion.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// The script to convert to.
    pub to: Script,
    /// What the source is written in.
    pub from: Source,
    /// Whether words the government has others for are suggested; only in Hong Kong's script.
    pub wording: bool,
    /// Words a person has settled.
    pub own: &'a OwnWords,
}

/// What became of a text or a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Converted {
    /// The source; empty for text.
    pub file: String,
    /// Where the conversion lies; nothing when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
    /// The encoding a text file was read in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// How many characters it has.
    pub characters: u32,
    /// How many of them changed.
    pub changed: u32,
    /// The doubtful places.
    pub doubts: Vec<DoubtRow>,
    /// Words the government has others for, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub wording: Vec<WordingRow>,
    /// Why it was not converted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
}

/// The converter, from the program's own dictionaries.
///
/// # Errors
/// [`Error::Lang`] when they are missing or damaged.
pub fn open(places: &Places) -> Result<HongKong, Error> {
    Ok(HongKong::load(&places.opencc)?)
}

/// A text file's text, in whichever of the known encodings it is.
///
/// # Errors
/// [`Error::Encoding`].
pub fn decode_text(bytes: &[u8]) -> Result<String, Error> {
    Ok(encoding::decode(bytes)?.text)
}

/// How a file is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// The parts of a Word file.
    Word,
    /// Plain text, Markdown too.
    Text,
}

impl Kind {
    /// By a file name's ending, without its dot; nothing for what cannot be converted.
    #[must_use]
    pub fn of(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "docx" | "docm" | "dotx" => Some(Self::Word),
            "txt" | "md" | "markdown" | "text" => Some(Self::Text),
            _ => None,
        }
    }
}
