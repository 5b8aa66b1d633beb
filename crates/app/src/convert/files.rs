//! One file, or a folder with all below it. A folder's log tells what is done, so that a second run goes on where the first
//! was stopped.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use gungman_lang::script::HongKong;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::{Converted, Job, Script, convert_bytes};
use crate::draft::Stop;
use crate::error::Error;
use crate::export::{replace, write_new};
use crate::messages::Messages;

/// The log a folder's conversion keeps in the folder it writes to.
const LOG: &str = "gungman-convert.jsonl";

/// What can be converted.
const KINDS: [&str; 7] = ["docx", "docm", "dotx", "txt", "md", "markdown", "text"];

/// How far a folder is.
#[derive(Debug)]
pub struct Progress<'a> {
    /// Files done, this one with them.
    pub done: usize,
    /// Of how many.
    pub total: usize,
    /// What became of this one.
    pub file: &'a Converted,
}

/// What became of a folder.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Folder {
    /// The files converted, or refused, this time.
    pub files: Vec<Converted>,
    /// How many were done already.
    pub done_before: usize,
    /// Files of kinds that are not converted.
    pub left_out: usize,
}

/// A line of the log.
#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    size: u64,
    modified: u128,
    to: Script,
    output: String,
}

/// Converts a file: to `output` (which is replaced), or without one to a new file beside it, `name.zh-Hant-HK.docx`.
///
/// # Errors
/// [`Error::File`] and those of [`convert_bytes`]; nothing was written then.
pub fn convert_file(engine: &HongKong, file: &Path, job: Job, output: Option<&Path>) -> Result<Converted, Error> {
    let bytes = fs::read(file).map_err(|error| Error::file(file, &error))?;
    let (converted, mut report) = convert_bytes(engine, &extension(file), &bytes, job)?;
    let path = match output {
        Some(path) if same_file(path, file) => {
            return Err(Error::Field(format!("{} is the original", path.display())));
        }
        Some(path) => {
            replace(path, &converted)?;
            path.to_owned()
        }
        None => {
            let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            write_new(folder, &format!("{stem}.{}", job.to.tag()), &extension(file), &converted)?
        }
    };
    report.file = file.display().to_string();
    report.output = Some(path.display().to_string());
    Ok(report)
}

/// Converts every file below `source` into `output`, folder by folder as they stand; a file that fails is reported and the
/// others go on. What an earlier run finished and nobody changed since is left as it is.
///
/// # Errors
/// [`Error::File`] when `source` cannot be read or `output` not written; [`Error::Field`] when one lies in the other;
/// [`Error::Cancelled`] when stopped: what is done stays, and the next run goes on from there.
pub fn convert_folder(
    engine: &HongKong,
    source: &Path,
    job: Job,
    output: &Path,
    stop: &Stop,
    messages: &Messages,
    progress: &dyn Fn(&Progress<'_>),
) -> Result<Folder, Error> {
    fs::create_dir_all(output).map_err(|error| Error::file(output, &error))?;
    let whole = |path: &Path| path.canonicalize().map_err(|error| Error::file(path, &error));
    let (source, output) = (whole(source)?, whole(output)?);
    if output == source {
        return Err(Error::Field(format!("{} holds the originals", output.display())));
    }
    let log = output.join(LOG);
    let finished: BTreeMap<String, Entry> = fs::read_to_string(&log)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .map(|entry: Entry| (entry.file.clone(), entry))
        .collect();
    let mut result = Folder::default();
    let mut files: Vec<PathBuf> = Vec::new();
    // The output may lie below the source: its own files are no originals.
    for entry in WalkDir::new(&source).sort_by_file_name().into_iter().filter_entry(|entry| entry.path() != output) {
        let entry = entry.map_err(|error| Error::file(&source, &error.into()))?;
        if !entry.file_type().is_file() {
            continue;
        }
        // ~$x.docx is Word's lock beside a file that is open.
        let lock = entry.file_name().to_string_lossy().starts_with("~$");
        if KINDS.contains(&extension(entry.path()).as_str()) && !lock {
            files.push(entry.into_path());
        } else {
            result.left_out += 1;
        }
    }
    let mut lines = fs::OpenOptions::new().create(true).append(true).open(&log).map_err(|e| Error::file(&log, &e))?;
    let total = files.len();
    for (done, file) in (1..).zip(files) {
        if stop.is_stopped() {
            return Err(Error::Cancelled);
        }
        let name = file.strip_prefix(&source).unwrap_or(&file).to_owned();
        let target = output.join(&name);
        let (size, modified) = stamp(&file);
        let same = |entry: &Entry| entry.size == size && entry.modified == modified && entry.to == job.to;
        if finished.get(&*name.to_string_lossy()).is_some_and(|entry| same(entry) && target.exists()) {
            result.done_before += 1;
            continue;
        }
        let convert = || {
            let folder = target.parent().unwrap_or(&output);
            fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
            convert_file(engine, &file, job, Some(&target))
        };
        let report = match convert() {
            Ok(report) => {
                let entry = Entry {
                    file: name.to_string_lossy().into_owned(),
                    size,
                    modified,
                    to: job.to,
                    output: target.display().to_string(),
                };
                if let Ok(line) = serde_json::to_string(&entry) {
                    writeln!(lines, "{line}").map_err(|error| Error::file(&log, &error))?;
                }
                report
            }
            // Nothing more can be written: the rest would fail one by one.
            Err(error @ Error::File { full: true, .. }) => return Err(error),
            Err(error) => Converted {
                file: file.display().to_string(),
                failure: Some(error.failure(messages)),
                ..Converted::default()
            },
        };
        progress(&Progress { done, total, file: &report });
        result.files.push(report);
    }
    Ok(result)
}

/// A file's kind: its name's ending in small letters, without the dot.
#[must_use]
pub fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn stamp(path: &Path) -> (u64, u128) {
    let Ok(about) = fs::metadata(path) else { return (0, 0) };
    let modified = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    (about.len(), modified.map_or(0, |time| time.as_millis()))
}
