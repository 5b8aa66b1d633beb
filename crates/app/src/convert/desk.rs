//! What the window does with a conversion: type, open, choose, save; files and folders while it watches; and keep what is on
//! the desk for the next start.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::files::{self, Progress, extension, read, stem};
use super::work::{convert_chosen, convert_word, word_text};
use super::{
    Chosen, Converted, DoubtRow, Folder, Job, Kind, Script, Source, WordingRow, convert_file, convert_folder, encoding,
};
use crate::api::{Exported, Failure};
use crate::draft::Stop;
use crate::error::Error;
use crate::export::{file_stem, write_new};
use crate::managed::Feature;
use crate::office::Office;

/// The setting that holds what is on the desk.
const KEPT: &str = "converting";

/// A text to convert for the window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConvertRequest {
    /// The text.
    pub text: String,
    /// The script to convert to.
    pub to: Script,
    /// What it is written in.
    pub from: Source,
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
    /// Words the government has others for.
    pub wording: Vec<WordingRow>,
}

/// A file or folder that a person gave to the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandedFile {
    /// Its whole path.
    pub path: String,
    /// Whether it is a folder.
    pub folder: bool,
}

/// A file whose text is on the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Opened {
    /// Its whole path.
    pub path: String,
    /// Its name.
    pub name: String,
    /// How it is read and written.
    pub kind: Kind,
    /// The encoding of a text file.
    pub encoding: Option<String>,
    /// Its text; of a Word file a paragraph a line.
    pub text: String,
}

/// A conversion to be written to a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveRequest {
    /// The file the text was opened from; none for text that was typed.
    pub path: Option<String>,
    /// The source text as it stands on the desk.
    pub text: String,
    /// The script to convert to.
    pub to: Script,
    /// What it is written in.
    pub from: Source,
    /// What was chosen, in order.
    pub choices: Vec<Chosen>,
}

/// What lay on the desk when it was last looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct KeptConversion {
    /// The file it was opened from.
    pub path: Option<String>,
    /// The source; empty for a Word file, which is read again.
    pub text: String,
    /// The script to convert to.
    pub to: Script,
    /// What it is written in.
    pub from: Source,
    /// What was chosen.
    pub choices: Vec<Chosen>,
}

/// What happens while files are converted, in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum BatchEvent {
    /// A file is done, or failed.
    File {
        /// Files done, this one with them.
        done: u32,
        /// Of how many.
        total: u32,
        /// What became of it; its places are not listed, only counted.
        file: Box<BatchFile>,
    },
    /// All are done, or it was stopped.
    Done {
        /// How many were done by an earlier run.
        done_before: u32,
        /// Files of kinds that are not converted.
        left_out: u32,
        /// Whether it was stopped before the last.
        stopped: bool,
        /// Where a folder's conversion lies.
        folder: Option<String>,
    },
    /// It could not go on; what is done stays.
    Failed(Failure),
}

/// What became of one of several files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BatchFile {
    /// The source.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Where the conversion lies.
    pub output: Option<String>,
    /// The encoding a text file was read in.
    pub encoding: Option<String>,
    /// How many characters changed.
    pub changed: u32,
    /// How many places are in doubt.
    pub doubts: u32,
    /// Why it was not converted.
    pub failure: Option<Failure>,
}

impl From<&Converted> for BatchFile {
    fn from(file: &Converted) -> Self {
        Self {
            path: file.file.clone(),
            name: name(Path::new(&file.file)),
            output: file.output.clone(),
            encoding: file.encoding.clone(),
            changed: file.changed,
            doubts: count(file.doubts.len()),
            failure: file.failure.clone(),
        }
    }
}

impl Office {
    /// Converts a text for the window.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`]; [`Error::Resources`] when the work was broken off.
    pub async fn convert(self: Arc<Self>, request: ConvertRequest) -> Result<ConvertedText, Error> {
        self.managed.permit(Feature::Convert)?;
        // A book takes half a second: the window's commands go on meanwhile.
        work(move || {
            let ConvertRequest { text, to, from } = request;
            let own = self.own_words.of(to);
            let job = Job { to, from, wording: true, own: &own };
            let (text, report) = convert_chosen(&self.hong_kong, &text, job, &[]);
            Ok(ConvertedText { text, changed: report.changed, doubts: report.doubts, wording: report.wording })
        })
        .await
    }

    /// Reads a file for the desk.
    ///
    /// # Errors
    /// [`Error::File`], [`Error::Word`], [`Error::Encoding`], [`Error::FileKind`].
    pub async fn open_source(self: Arc<Self>, path: PathBuf) -> Result<Opened, Error> {
        work(move || {
            let extension = extension(&path);
            let kind = Kind::of(&extension).ok_or_else(|| Error::FileKind(format!(".{extension}")))?;
            let bytes = read(&path)?;
            let (text, encoding) = match kind {
                Kind::Word => (word_text(&bytes)?, None),
                Kind::Text => {
                    let read = encoding::decode(&bytes)?;
                    (read.text, Some(read.name.to_owned()))
                }
            };
            Ok(Opened { name: name(&path), path: path.display().to_string(), kind, encoding, text })
        })
        .await
    }

    /// Writes a conversion with what was chosen: beside the file it came from (in the exports folder where that one cannot be
    /// written), under a name that is free.
    ///
    /// # Errors
    /// [`Error::SourceChanged`] when a Word file is another one by now; [`Error::File`], [`Error::Word`].
    pub async fn save_conversion(self: Arc<Self>, request: SaveRequest) -> Result<Exported, Error> {
        work(move || {
            let SaveRequest { path, text, to, from, choices } = request;
            let own = self.own_words.of(to);
            let job = Job { to, from, wording: false, own: &own };
            let source = path.map(PathBuf::from);
            let kind = source.as_deref().and_then(|path| Kind::of(&extension(path)));
            let bytes = match (&source, kind) {
                (Some(path), Some(Kind::Word)) => {
                    let bytes = read(path)?;
                    if word_text(&bytes)? != text {
                        return Err(Error::SourceChanged(path.display().to_string()));
                    }
                    convert_word(&self.hong_kong, &bytes, &text, job, &choices)?.0
                }
                _ => convert_chosen(&self.hong_kong, &text, job, &choices).0.into_bytes(),
            };
            let path = self.write_conversion(source.as_deref(), to, &bytes)?;
            self.wrote(&path);
            Ok(Exported {
                file_name: name(&path),
                folder: path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
                path: path.display().to_string(),
                issues: Vec::new(),
            })
        })
        .await
    }

    fn write_conversion(&self, source: Option<&Path>, to: Script, bytes: &[u8]) -> Result<PathBuf, Error> {
        match source {
            Some(path) => self.write_beside(Some(path), &stem(path), to.tag(), &extension(path), bytes),
            None => {
                // Text that was typed is called by its first words.
                let text = String::from_utf8_lossy(bytes);
                let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
                let title: String = first.chars().take(20).collect();
                self.write_beside(None, &title, to.tag(), "txt", bytes)
            }
        }
    }

    /// Writes a new file, `title.tag.extension`, beside the file it was made from; in the exports folder where there is none, or where
    /// that place cannot be written.
    pub(crate) fn write_beside(
        &self,
        source: Option<&Path>,
        title: &str,
        tag: &str,
        extension: &str,
        bytes: &[u8],
    ) -> Result<PathBuf, Error> {
        let title = file_stem(title);
        let title = if title.is_empty() { "文字" } else { &title };
        let stem = format!("{title}.{tag}");
        let beside = source.map(|path| path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")));
        match beside.map(|folder| write_new(folder, &stem, extension, bytes)) {
            None | Some(Err(Error::File { full: false, .. })) => {
                let folder = &self.places.exports;
                std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
                write_new(folder, &stem, extension, bytes)
            }
            Some(written) => written,
        }
    }

    /// Converts files and folders: a file to a new one beside it, a folder into one beside it (`name.zh-Hant-HK`) that a later
    /// run goes on with. Blocks; the window gives it a thread.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`]; [`Error::File`] when nothing more can be written; what is done stays.
    pub fn convert_paths(
        &self,
        paths: &[PathBuf],
        to: Script,
        from: Source,
        stop: &Stop,
        send: &dyn Fn(BatchEvent),
    ) -> Result<(), Error> {
        self.managed.permit(Feature::Convert)?;
        let own = self.own_words.of(to);
        let job = Job { to, from, wording: false, own: &own };
        let mut done = 0;
        let output = |folder: &Path| {
            let beside = folder.parent().unwrap_or(folder);
            beside.join(format!("{}.{}", name(folder), to.tag()))
        };
        let count_in = |path: &PathBuf| if path.is_dir() { files::count_below(path, &output(path)) } else { 1 };
        let total: usize = paths.iter().map(count_in).sum();
        let (mut all, mut last) = (Folder::default(), None);
        let tell = |done: usize, file: &Converted| {
            if let Some(output) = &file.output {
                self.wrote(Path::new(output));
            }
            send(BatchEvent::File { done: count(done), total: count(total), file: Box::new(file.into()) });
        };
        for path in paths {
            if stop.is_stopped() {
                all.stopped = true;
                break;
            }
            if path.is_dir() {
                let output = output(path);
                let progress = |progress: &Progress<'_>| tell(done + progress.done, progress.file);
                let folder = convert_folder(&self.hong_kong, path, job, &output, stop, &self.messages, &progress)?;
                done += folder.done_before + folder.files.len();
                all.done_before += folder.done_before;
                all.left_out += folder.left_out;
                all.stopped |= folder.stopped;
                self.wrote(&output);
                last = Some(output.display().to_string());
            } else {
                let report = match convert_file(&self.hong_kong, path, job, None) {
                    Err(error @ Error::File { full: true, .. }) => return Err(error),
                    Err(error) => files::failed(path, &error, &self.messages),
                    Ok(report) => report,
                };
                done += 1;
                tell(done, &report);
            }
        }
        send(BatchEvent::Done {
            done_before: count(all.done_before),
            left_out: count(all.left_out),
            stopped: all.stopped,
            folder: last,
        });
        Ok(())
    }

    /// What lay on the desk.
    ///
    /// # Errors
    /// The store's own.
    pub async fn kept_conversion(&self) -> Result<KeptConversion, Error> {
        let kept = self.store.setting(KEPT).await?;
        Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    /// Keeps what lies on the desk.
    ///
    /// # Errors
    /// The store's own.
    pub async fn keep_conversion(&self, kept: &KeptConversion) -> Result<(), Error> {
        let json = serde_json::to_string(kept).map_err(|error| Error::Resources(error.to_string()))?;
        Ok(self.store.set_setting(KEPT, &json).await?)
    }
}

/// Work that takes its time, on a thread of its own.
async fn work<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Resources(error.to_string()))?
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
