//! Text and files from one script of Chinese to the other.
//!
//! A conversion has as many characters as its source, so that places in one are places in the other. What is in doubt is told,
//! never hidden. Files are written beside or below what is there and never over it.

mod encoding;
mod files;

use std::sync::Arc;

use gungman_export::word::{self, Target};
use gungman_lang::script::Conversion;
pub use gungman_lang::script::HongKong;
use gungman_lang::wording;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::files::{Folder, Progress, convert_file, convert_folder, extension};
use crate::api::Failure;
use crate::error::Error;
use crate::office::Office;
use crate::places::Places;

/// The script to convert to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Script {
    /// Traditional Chinese as the Hong Kong government prints it.
    #[serde(rename = "zh-Hant-HK")]
    HongKong,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    Mainland,
}

impl Script {
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
        [Script::HongKong, Script::Mainland]
            .into_iter()
            .find(|script| script.tag().eq_ignore_ascii_case(tag))
            .ok_or_else(|| format!("zh-Hant-HK / zh-Hans, not {tag}"))
    }
}

/// A place a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DoubtRow {
    /// Which character of all the text it is, from 0; in a Word file in the order its text lies there.
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

/// What is asked of a conversion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// The script to convert to.
    pub to: Script,
    /// Whether words the government has others for are suggested; only in Hong Kong's script.
    pub wording: bool,
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

/// A text that was converted for the window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConvertedText {
    /// As many characters as the source has; the nth stands for the nth.
    pub text: String,
    /// How many of them changed.
    pub changed: u32,
    /// The doubtful places.
    pub doubts: Vec<DoubtRow>,
}

/// The converter, from the program's own dictionaries.
///
/// # Errors
/// [`Error::Lang`] when they are missing or damaged.
pub fn open(places: &Places) -> Result<HongKong, Error> {
    Ok(HongKong::load(&places.opencc)?)
}

/// Converts a text.
#[must_use]
pub fn convert_text(engine: &HongKong, text: &str, job: Job) -> (String, Converted) {
    let mut report = Converted::default();
    let simplified = engine.evidence(text).unwrap_or(false);
    let converted = piece(engine, text, job, simplified, &mut report);
    (converted, report)
}

impl Office {
    /// Converts a text for the window.
    ///
    /// # Errors
    /// [`Error::Resources`] when the work was broken off.
    pub async fn convert(self: Arc<Self>, text: String, to: Script) -> Result<ConvertedText, Error> {
        // A book takes half a second: the window's commands go on meanwhile.
        let work =
            tokio::task::spawn_blocking(move || convert_text(&self.hong_kong, &text, Job { to, wording: false }));
        let (text, report) = work.await.map_err(|error| Error::Resources(error.to_string()))?;
        Ok(ConvertedText { text, changed: report.changed, doubts: report.doubts })
    }
}

/// A piece of a text whose whole is `simplified` or not.
fn piece(engine: &HongKong, text: &str, job: Job, simplified: bool, report: &mut Converted) -> String {
    let Conversion { text: converted, doubts, characters, changed } = match job.to {
        Script::HongKong => engine.to_hong_kong_within(text, simplified),
        Script::Mainland => engine.to_mainland(text),
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let first = report.characters;
    report.characters = report.characters.saturating_add(number(characters));
    report.changed = report.changed.saturating_add(number(changed));
    if !doubts.is_empty() {
        let chars: Vec<char> = converted.chars().collect();
        report.doubts.extend(doubts.into_iter().map(|doubt| DoubtRow {
            at: first.saturating_add(number(doubt.at)),
            chosen: doubt.chosen,
            others: doubt.others,
            excerpt: excerpt(&chars, doubt.at),
        }));
    }
    if job.wording && job.to == Script::HongKong {
        let found = wording::suggest(&converted);
        let chars: Vec<char> = if found.is_empty() { Vec::new() } else { converted.chars().collect() };
        report.wording.extend(found.into_iter().map(|found| WordingRow {
            at: first.saturating_add(number(found.at)),
            word: found.word.to_owned(),
            instead: found.instead.into_iter().map(str::to_owned).collect(),
            excerpt: excerpt(&chars, found.at),
        }));
    }
    converted
}

/// The line around a character, at most ten characters to each side.
fn excerpt(chars: &[char], at: usize) -> String {
    let before = chars[..at].iter().rev().take(10).take_while(|c| **c != '\n').count();
    let after = chars[at..].iter().take(11).take_while(|c| **c != '\n').count();
    chars[at - before..at + after].iter().collect()
}

/// The bytes of a file, by its extension, in the other script.
///
/// # Errors
/// [`Error::Word`], [`Error::Encoding`], [`Error::FileKind`].
pub fn convert_bytes(
    engine: &HongKong,
    extension: &str,
    bytes: &[u8],
    job: Job,
) -> Result<(Vec<u8>, Converted), Error> {
    let mut report = Converted::default();
    let kind = Kind::of(extension).ok_or_else(|| Error::FileKind(format!(".{extension}")))?;
    let file = match (kind, job.to) {
        (Kind::Word, Script::Mainland) => {
            word::rewrite(bytes, Target::Mainland, &mut |text| piece(engine, text, job, false, &mut report))?
        }
        (Kind::Word, Script::HongKong) => {
            // Read once for its script: a heading such as 后台 shows none of its own.
            let mut whole = String::new();
            word::rewrite(bytes, Target::HongKong, &mut |text| {
                whole.push_str(text);
                whole.push('\n');
                text.to_owned()
            })?;
            let simplified = engine.evidence(&whole).unwrap_or(false);
            word::rewrite(bytes, Target::HongKong, &mut |text| piece(engine, text, job, simplified, &mut report))?
        }
        (Kind::Text, _) => {
            let read = encoding::decode(bytes)?;
            let simplified = engine.evidence(&read.text).unwrap_or(false);
            let text = piece(engine, &read.text, job, simplified, &mut report);
            report.encoding = Some(read.name.to_owned());
            let mark = if read.bom { "\u{FEFF}" } else { "" };
            format!("{mark}{text}").into_bytes()
        }
    };
    Ok((file, report))
}

/// How a file is read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The parts of a Word file.
    Word,
    /// Plain text, Markdown too.
    Text,
}

impl Kind {
    /// By a file name's ending, without its dot; nothing for what cannot be converted.
    pub(crate) fn of(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "docx" | "docm" | "dotx" => Some(Self::Word),
            "txt" | "md" | "markdown" | "text" => Some(Self::Text),
            _ => None,
        }
    }
}
