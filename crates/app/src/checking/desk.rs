//! A file of anybody's in the window: opened, looked at as it is put right, and saved as a copy or with a reviewer's marks.
//!
//! The window keeps the text and says what was changed, change after change; the file itself is only read, and read again when it is
//! saved, so that what is saved has everything else that is in it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gungman_core::Lang;
use gungman_lang::check::{self as rules, Kind, Setting};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CheckRow;
use super::file::{Edits, comment, edit_bytes, guess, review_bytes, seen, tracked_changes};
use crate::api::Exported;
use crate::convert::{Kind as FileKind, extension, read};
use crate::error::Error;
use crate::managed::Feature;
use crate::office::Office;
use crate::translate::document;
use crate::workbench::api::SegmentKind;

/// What to check: a file, or a text.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenCheck {
    /// The file; none for a text.
    pub path: Option<String>,
    /// The text, where there is no file.
    pub text: String,
}

/// A paragraph of a file, or a line of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckParagraph {
    /// Its text.
    pub text: String,
    /// What it is.
    pub kind: SegmentKind,
}

/// A file opened to be checked.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckFile {
    /// Its whole path; none for a text.
    pub path: Option<String>,
    /// Its name; empty for a text.
    pub name: String,
    /// How it is read and written.
    pub kind: FileKind,
    /// The language most of it is in.
    pub lang: Lang,
    /// The document type its form shows; none when it shows none.
    pub template: Option<String>,
    /// Its paragraphs.
    pub paragraphs: Vec<CheckParagraph>,
}

/// A file to look at as it stands in the window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckRequest {
    /// Its paragraphs.
    pub paragraphs: Vec<CheckParagraph>,
    /// The language to check it as.
    pub lang: Lang,
    /// The document type to check it as; none for no rules of a type.
    pub template: Option<String>,
}

/// A change made in the window. Ranges count in characters of the paragraph as it stood then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckChange {
    /// The paragraph, from 0.
    pub paragraph: u32,
    /// The first character, from 0.
    pub start: u32,
    /// What stood there.
    pub old: String,
    /// What stands there now.
    pub new: String,
}

/// How a file is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CheckForm {
    /// A copy with the changes made.
    Copy,
    /// A Word file in which the changes are tracked and what is left is said in comments.
    Review,
}

/// A file to save.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveCheck {
    /// The file; none for a text.
    pub path: Option<String>,
    /// The text as it was opened, where there is no file.
    pub text: String,
    /// What was changed, in order.
    pub changes: Vec<CheckChange>,
    /// The language it was checked as.
    pub lang: Lang,
    /// The document type it was checked as.
    pub template: Option<String>,
    /// What the officer chose not to be told of: the rule, the paragraph, the characters.
    pub passed: Vec<(String, u32, String)>,
    /// How.
    pub form: CheckForm,
}

/// A paragraph while changes are made to it: its characters, each with its number in the original, or none for a new one.
struct Traced {
    chars: Vec<(char, Option<usize>)>,
    length: usize,
}

impl Traced {
    fn new(text: &str) -> Self {
        let chars: Vec<_> = text.chars().enumerate().map(|(at, c)| (c, Some(at))).collect();
        Self { length: chars.len(), chars }
    }

    /// Makes a change; false when something else stands there.
    fn change(&mut self, change: &CheckChange) -> bool {
        let start = change.start as usize;
        let range = start..start + change.old.chars().count();
        let there = self.chars.get(range.clone());
        if !there.is_some_and(|there| there.iter().map(|(c, _)| *c).eq(change.old.chars())) {
            return false;
        }
        self.chars.splice(range, change.new.chars().map(|c| (c, None)));
        true
    }

    fn text(&self) -> String {
        self.chars.iter().map(|(c, _)| *c).collect()
    }

    /// What was changed, in characters of the original.
    fn edits(&self) -> Vec<(Range<usize>, String)> {
        let mut edits = Vec::new();
        let (mut next, mut new) = (0, String::new());
        for (c, origin) in self.chars.iter().copied().chain([('\0', Some(self.length))]) {
            let Some(at) = origin else {
                new.push(c);
                continue;
            };
            if at > next || !new.is_empty() {
                edits.push((next..at, std::mem::take(&mut new)));
            }
            next = at + 1;
        }
        edits
    }

    /// Characters as they are now, in characters of the original; where all are new, the one before them.
    fn back(&self, range: &Range<usize>) -> Range<usize> {
        let mut old = self.chars.iter().skip(range.start).take(range.len()).filter_map(|(_, origin)| *origin);
        if let Some(first) = old.next() {
            return first..old.next_back().unwrap_or(first) + 1;
        }
        let before = self.chars.iter().take(range.start).rev().find_map(|(_, origin)| *origin).unwrap_or(0);
        before..before + 1
    }
}

impl Office {
    /// Opens a file or a text to be checked.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`]; [`Error::File`], [`Error::Word`], [`Error::Encoding`], [`Error::FileKind`].
    pub async fn open_check(self: Arc<Self>, request: OpenCheck) -> Result<CheckFile, Error> {
        self.managed.permit(Feature::Check)?;
        work(move || {
            let (name, bytes) = source(request.path.as_deref(), &request.text)?;
            let extension = extension(Path::new(&name));
            let kind = FileKind::of(&extension).ok_or_else(|| Error::FileKind(format!(".{extension}")))?;
            let read = document::read(&extension, &bytes)?;
            let paragraphs: Vec<CheckParagraph> = read
                .iter()
                .map(|paragraph| CheckParagraph { text: seen(paragraph).text, kind: paragraph.kind })
                .collect();
            let texts = || paragraphs.iter().map(|paragraph| paragraph.text.as_str());
            Ok(CheckFile {
                name: request.path.as_ref().map(|_| name).unwrap_or_default(),
                path: request.path,
                kind,
                lang: document::language(texts()),
                template: guess(texts()).map(str::to_owned),
                paragraphs,
            })
        })
        .await
    }

    /// Everything to look at in a file as it stands in the window, in order. A paragraph that stays the same is not looked at again.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`]; [`Error::Resources`] when the work was broken off.
    pub async fn look_check(self: Arc<Self>, request: CheckRequest) -> Result<Vec<CheckRow>, Error> {
        self.managed.permit(Feature::Check)?;
        // A book takes its time: the window's commands go on meanwhile.
        work(move || {
            let CheckRequest { paragraphs, lang, template } = request;
            let paragraphs: Vec<rules::Paragraph> = paragraphs.into_iter().map(shown).collect();
            let setting = self.setting_of(lang, template);
            let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let row = |finding: &rules::Finding| CheckRow {
                block: Some(number(finding.paragraph)),
                range: Some((number(finding.range.start), number(finding.range.end))),
                ..CheckRow::of(finding)
            };
            Ok(self.file_watch.check(&paragraphs, setting).iter().map(row).collect())
        })
        .await
    }

    /// Saves a checked file beside the one it was opened from (in the exports folder where that one cannot be written), under a name
    /// that is free. The original is never written to.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`]; [`Error::SourceChanged`] when the file is another one by now; [`Error::File`], [`Error::Word`],
    /// [`Error::FileKind`].
    pub async fn save_check(self: Arc<Self>, request: SaveCheck) -> Result<Exported, Error> {
        self.managed.permit(Feature::Check)?;
        work(move || {
            let (name, bytes) = source(request.path.as_deref(), &request.text)?;
            let mut traced: BTreeMap<usize, Traced> = BTreeMap::new();
            let read = document::read(&extension(Path::new(&name)), &bytes)?;
            let mut paragraphs: Vec<rules::Paragraph> = read.iter().map(seen).collect();
            for change in &request.changes {
                let at = change.paragraph as usize;
                let changed = || Error::SourceChanged(name.clone());
                let original = paragraphs.get(at).ok_or_else(changed)?;
                if !traced.entry(at).or_insert_with(|| Traced::new(&original.text)).change(change) {
                    return Err(changed());
                }
            }
            let edits: Edits = traced.iter().map(|(at, traced)| (*at, traced.edits())).collect();
            let (tag, bytes) = match request.form {
                CheckForm::Copy => ("checked", edit_bytes(&name, &bytes, request.lang, &edits)?),
                CheckForm::Review => {
                    for (at, traced) in &traced {
                        paragraphs[*at].text = traced.text();
                    }
                    let mut reviews = tracked_changes(&edits);
                    let setting = self.setting_of(request.lang, request.template.clone());
                    for finding in rules::check(&paragraphs, &setting) {
                        let passed = request.passed.iter().any(|(rule, paragraph, excerpt)| {
                            rule == finding.rule
                                && *paragraph as usize == finding.paragraph
                                && *excerpt == finding.excerpt
                        });
                        if !passed {
                            let back = traced.get(&finding.paragraph).map(|traced| traced.back(&finding.range));
                            let range = back.unwrap_or_else(|| finding.range.clone());
                            reviews.entry(finding.paragraph).or_default().push(comment(&finding, range));
                        }
                    }
                    ("reviewed", review_bytes(&name, &bytes, reviews)?.unwrap_or(bytes))
                }
            };
            let path = request.path.as_deref().map(PathBuf::from);
            let first = || paragraphs.iter().map(|p| p.text.trim()).find(|text| !text.is_empty()).unwrap_or_default();
            let title = match &path {
                Some(path) => path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
                None => first().chars().take(20).collect(),
            };
            let kind = extension(Path::new(&name));
            let written = self.write_beside(path.as_deref(), &title, tag, &kind, &bytes)?;
            self.wrote(&written);
            Ok(Exported {
                file_name: written.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
                folder: written.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
                path: written.display().to_string(),
                issues: Vec::new(),
            })
        })
        .await
    }

    fn setting_of(&self, lang: Lang, template: Option<String>) -> Setting {
        Setting { lang, template, today: self.today(), accepted: self.personal.accepted() }
    }
}

/// A paragraph of the window as a rule is shown it.
fn shown(CheckParagraph { text, kind }: CheckParagraph) -> rules::Paragraph {
    let kind = match kind {
        SegmentKind::Text => Kind::Body,
        SegmentKind::Heading => Kind::Heading,
        SegmentKind::Cell => Kind::Cell,
    };
    rules::Paragraph { text, kind }
}

/// The name and the bytes of what is checked.
fn source(path: Option<&str>, text: &str) -> Result<(String, Vec<u8>), Error> {
    match path {
        Some(path) => {
            let file = Path::new(path);
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Ok((name, read(file)?))
        }
        None => Ok(("text.txt".to_owned(), text.as_bytes().to_vec())),
    }
}

/// Work that takes its time, on a thread of its own.
async fn work<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Resources(error.to_string()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(start: u32, old: &str, new: &str) -> CheckChange {
        CheckChange { paragraph: 0, start, old: old.into(), new: new.into() }
    }

    #[test]
    fn changes_one_after_the_other_are_edits_of_the_original() {
        let mut traced = Traced::new("政府今日公佈結果,請備悉");
        assert!(traced.change(&change(4, "公佈", "公布")));
        assert!(traced.change(&change(8, ",", "，")));
        assert!(!traced.change(&change(8, ",", "，")), "it no longer stands there");
        assert_eq!(traced.text(), "政府今日公布結果，請備悉");
        assert_eq!(traced.edits(), [(4..6, "公布".to_owned()), (8..9, "，".to_owned())]);
        assert_eq!(traced.back(&(0..2)), 0..2);
        assert_eq!(traced.back(&(4..6)), 3..4, "what is all new is said of the character before");
        // What was changed is changed again, and longer.
        assert!(traced.change(&change(3, "日公", "日已公")));
        assert_eq!(traced.edits(), [(3..6, "日已公布".to_owned()), (8..9, "，".to_owned())]);
        assert_eq!(traced.back(&(7..9)), 6..8);
    }

    #[test]
    fn taking_out_and_putting_back_is_an_edit_too() {
        let mut traced = Traced::new("the the fee");
        assert!(traced.change(&change(0, "the ", "")));
        assert_eq!(traced.edits(), [(0..4, String::new())]);
        assert!(traced.change(&change(7, "", " is due")));
        assert_eq!(traced.edits(), [(0..4, String::new()), (11..11, " is due".to_owned())]);
    }
}
