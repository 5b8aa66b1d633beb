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

use super::{Converted, Job, Kind, Script, Source, convert_bytes};
use crate::draft::Stop;
use crate::error::Error;
use crate::export::{replace, write_new};
use crate::messages::Messages;

/// The log a folder's conversion keeps in the folder it writes to.
const LOG: &str = "gungman-convert.jsonl";

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
    /// Whether it was stopped before the last file; the next run goes on from there.
    pub stopped: bool,
}

/// A line of the log.
#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    size: u64,
    modified: u128,
    to: Script,
    #[serde(default)]
    from: Source,
    output: PathBuf,
    /// Size and time of what was written: another file there by now is somebody's work.
    written: (u64, u128),
}

impl Entry {
    /// Whether what it wrote still lies there as it was written.
    fn stands(&self) -> bool {
        self.output.exists() && stamp(&self.output) == self.written
    }
}

/// Converts a file: to `output` (which is replaced), or without one to a new file beside it, `name.zh-Hant-HK.docx`.
///
/// # Errors
/// [`Error::File`] and those of [`convert_bytes`]; nothing was written then.
pub fn convert_file(engine: &HongKong, file: &Path, job: Job<'_>, output: Option<&Path>) -> Result<Converted, Error> {
    let bytes = read(file)?;
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
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            write_new(folder, &format!("{}.{}", stem(file), job.to.tag()), &extension(file), &converted)?
        }
    };
    report.file = file.display().to_string();
    report.output = Some(path.display().to_string());
    Ok(report)
}

/// Converts every file below `source` into `output`, folder by folder as they stand; a file that fails is reported and the
/// others go on. What an earlier run finished and nobody changed since is left as it is; what somebody else put into `output`, or
/// changed there, is never overwritten: the conversion goes beside it.
///
/// # Errors
/// [`Error::File`] when `source` cannot be read, `output` not written or the disk is full (what is done stays, and the next run
/// goes on from there); [`Error::Field`] when both are the same folder.
pub fn convert_folder(
    engine: &HongKong,
    source: &Path,
    job: Job<'_>,
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
    let mut finished = entries(&log);
    let mut result = Folder::default();
    let mut files: Vec<PathBuf> = Vec::new();
    for found in below(&source, &output) {
        match found {
            Found::File(file) => files.push(file),
            Found::Other => result.left_out += 1,
            Found::Closed(place, error) => result.files.push(failed(&place, &error, messages)),
        }
    }
    let mut lines = fs::OpenOptions::new().create(true).append(true).open(&log).map_err(|e| Error::file(&log, &e))?;
    let total = files.len();
    for (done, file) in (1..).zip(files) {
        if stop.is_stopped() {
            result.stopped = true;
            break;
        }
        let name = file.strip_prefix(&source).unwrap_or(&file).to_owned();
        let key = name.to_string_lossy().into_owned();
        let (size, modified) = stamp(&file);
        let earlier = finished.remove(&key).filter(Entry::stands);
        if earlier
            .as_ref()
            .is_some_and(|it| (it.size, it.modified, it.to, it.from) == (size, modified, job.to, job.from))
        {
            result.done_before += 1;
            continue;
        }
        let report = match into_folder(engine, &file, job, &output.join(&name), earlier.as_ref()) {
            Ok((report, output)) => {
                let written = stamp(&output);
                let entry = Entry { file: key, size, modified, to: job.to, from: job.from, output, written };
                let line = serde_json::to_string(&entry).map_err(|error| Error::Resources(error.to_string()))?;
                writeln!(lines, "{line}").map_err(|error| Error::file(&log, &error))?;
                report
            }
            // Nothing more can be written: the rest would fail one by one.
            Err(error @ Error::File { full: true, .. }) => return Err(error),
            Err(error) => failed(&file, &error, messages),
        };
        progress(&Progress { done, total, file: &report });
        result.files.push(report);
    }
    Ok(result)
}

/// What lies below a folder.
enum Found {
    /// A file that can be converted.
    File(PathBuf),
    /// A file of another kind.
    Other,
    /// A place that cannot be looked into.
    Closed(PathBuf, Error),
}

/// What lies below `source`, but for what lies in `output`: the output may lie below the source, and its files are no originals.
fn below<'a>(source: &'a Path, output: &'a Path) -> impl Iterator<Item = Found> + 'a {
    let walk = WalkDir::new(source).sort_by_file_name().into_iter().filter_entry(move |entry| entry.path() != output);
    walk.filter_map(move |entry| match entry {
        Ok(entry) if entry.file_type().is_dir() => None,
        Ok(entry) => {
            // ~$x.docx is Word's lock beside a file that is open.
            let lock = entry.file_name().to_string_lossy().starts_with("~$");
            let fit = !lock && Kind::of(&extension(entry.path())).is_some();
            Some(if fit { Found::File(entry.into_path()) } else { Found::Other })
        }
        Err(error) => {
            let place = error.path().unwrap_or(source).to_owned();
            let reason = Error::file(&place, &error.into());
            Some(Found::Closed(place, reason))
        }
    })
}

/// How many files a folder's conversion will have to do with, at most.
pub(super) fn count_below(source: &Path, output: &Path) -> usize {
    below(source, output).filter(|found| matches!(found, Found::File(_))).count()
}

/// A file that could not be converted.
pub(super) fn failed(file: &Path, error: &Error, messages: &Messages) -> Converted {
    Converted { file: file.display().to_string(), failure: Some(error.failure(messages)), ..Converted::default() }
}

/// A file's bytes.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, Error> {
    fs::read(file).map_err(|error| Error::file(file, &error))
}

/// The last entry of a log for each file; a line that was cut short is none.
fn entries(log: &Path) -> BTreeMap<String, Entry> {
    let text = fs::read_to_string(log).unwrap_or_default();
    let entries = text.lines().filter_map(|line| serde_json::from_str::<Entry>(line).ok());
    entries.map(|entry| (entry.file.clone(), entry)).collect()
}

/// Converts a file to its place in a folder: over what an `earlier` run wrote there, else under a name that is free.
fn into_folder(
    engine: &HongKong,
    file: &Path,
    job: Job<'_>,
    target: &Path,
    earlier: Option<&Entry>,
) -> Result<(Converted, PathBuf), Error> {
    let bytes = read(file)?;
    let (converted, report) = convert_bytes(engine, &extension(file), &bytes, job)?;
    let path = match earlier {
        Some(earlier) => {
            replace(&earlier.output, &converted)?;
            earlier.output.clone()
        }
        None => {
            let folder = target.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
            write_new(folder, &stem(target), &extension(target), &converted)?
        }
    };
    let (file, output) = (file.display().to_string(), Some(path.display().to_string()));
    Ok((Converted { file, output, ..report }, path))
}

pub(super) fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
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
