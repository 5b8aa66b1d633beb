//! The models installed in a data folder: import, verify, remove, find.
//!
//! `ID.gguf` with `ID.json` beside it is an installed model; anything else in the folder is not. Import copies (the
//! original may be on a stick that is pulled out), hashes while copying, and renames only what is whole and checked.
//! These calls read and write gigabytes and block: give them a thread.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::catalogue::{Catalogue, CatalogueEntry, chat_format, is_id};
use crate::error::{EngineError, ErrorCode};
use crate::gguf::{self, GgufHeader};
use crate::prompt::LoadRequest;

/// Gets the bytes done and the bytes in all; answering false ends the work with `cancelled`.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// Memory an unknown model needs besides its weights, in MiB: context, computing, the program and the system.
const MEMORY_BESIDES_MB: u64 = 1024;

/// A model that can be loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstalledModel {
    /// What is known of it.
    pub entry: CatalogueEntry,
    /// Where its file is.
    pub path: PathBuf,
    /// Whether it stands in the catalogue, or was imported on the administrator's own account.
    pub known: bool,
    /// Whether it lies in a folder of others, where it can be used but not removed.
    pub read_only: bool,
}

impl InstalledModel {
    /// What to ask the engine for. `context` is cut to what the model was trained to see.
    #[must_use]
    pub fn load_request(&self, context: u32, threads: Option<u32>, banned_chars: &str) -> LoadRequest {
        LoadRequest {
            path: self.path.clone(),
            sha256: self.entry.sha256.clone(),
            context: context.min(self.entry.context),
            threads,
            banned_chars: banned_chars.to_owned(),
            chat: self.entry.chat,
        }
    }
}

/// The models of one data folder.
#[derive(Debug, Clone)]
pub struct ModelLibrary {
    folder: PathBuf,
    catalogue: Catalogue,
    memory_mb: Option<u64>,
}

impl ModelLibrary {
    /// The library of a folder, which is made when something is imported.
    #[must_use]
    pub fn new(folder: impl Into<PathBuf>, catalogue: Catalogue) -> Self {
        Self { folder: folder.into(), catalogue, memory_mb: machine_memory_mb() }
    }

    /// The same, for a machine with this much memory in MiB.
    #[must_use]
    pub fn with_memory_mb(mut self, memory_mb: u64) -> Self {
        self.memory_mb = Some(memory_mb);
        self
    }

    /// The same, with one more model known.
    ///
    /// # Errors
    /// `catalogue_invalid` when another file is known under its id.
    pub fn knowing(mut self, entry: CatalogueEntry) -> Result<Self, EngineError> {
        let models = &mut self.catalogue.models;
        match models.iter().find(|known| known.id == entry.id) {
            Some(known) if known.sha256 != entry.sha256 => {
                let detail = format!("{} is known, with SHA-256 {}", known.id, known.sha256);
                return Err(EngineError::new(ErrorCode::CatalogueInvalid, detail));
            }
            Some(_) => {}
            None => models.push(entry),
        }
        Ok(self)
    }

    /// What is known of the known models.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Everything installed, by id. An entry that cannot be read is left out with a warning in the log.
    ///
    /// # Errors
    /// `io` when the folder is there and cannot be read.
    pub fn list(&self) -> Result<Vec<InstalledModel>, EngineError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(EngineError::io("read", &self.folder, &error)),
        };
        let mut found: Vec<_> = entries
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
            .filter_map(|path| self.installed(&path.file_stem()?.to_string_lossy()).ok())
            .collect();
        found.sort_by(|a, b| a.entry.id.cmp(&b.entry.id));
        Ok(found)
    }

    /// One installed model.
    ///
    /// # Errors
    /// `model_missing` when it is not installed, `io` when its entry cannot be read.
    pub fn installed(&self, id: &str) -> Result<InstalledModel, EngineError> {
        let missing = || EngineError::new(ErrorCode::ModelMissing, format!("{id} is not installed"));
        if !is_id(id) {
            return Err(missing());
        }
        let record = self.record(id);
        let path = self.path(id);
        let text = match fs::read(&record) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(missing()),
            Err(error) => return Err(EngineError::io("read", &record, &error)),
        };
        let entry: CatalogueEntry = serde_json::from_slice(&text).map_err(|error| {
            tracing::warn!(id, %error, "the entry of a model cannot be read");
            EngineError::new(ErrorCode::Io, format!("{}: {error}", record.display()))
        })?;
        if entry.id != id || !path.is_file() {
            return Err(missing());
        }
        let known = self.catalogue.get(id).is_some_and(|known| known.sha256 == entry.sha256);
        Ok(InstalledModel { entry, path, known, read_only: false })
    }

    /// Where the file of a model is, or would be.
    #[must_use]
    pub fn path(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.gguf"))
    }

    fn record(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.json"))
    }

    /// Known models that lie whole in folders of others (a cache, a share): found by file name and size alone, for
    /// hashing a gigabyte at every start would be felt. [`ModelLibrary::verify_file`] hashes.
    #[must_use]
    pub fn locate(&self, folders: &[PathBuf]) -> Vec<InstalledModel> {
        let mut found = Vec::new();
        for entry in &self.catalogue.models {
            let candidates = folders.iter().map(|folder| folder.join(&entry.file));
            let whole = |path: &PathBuf| fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() == entry.bytes);
            if let Some(path) = candidates.into_iter().find(whole) {
                found.push(InstalledModel { entry: entry.clone(), path, known: true, read_only: true });
            }
        }
        found
    }

    /// Copies a file into the library.
    ///
    /// Refused: what is cut, altered or no model (`model_damaged`), what cannot be run or framed
    /// (`model_unsupported`), what this machine has no memory for (`out_of_memory`). Nothing is left behind then.
    ///
    /// # Errors
    /// The codes above; `model_missing`, `disk_full`, `io`; `cancelled` when `progress` said so.
    pub fn import(&self, file: &Path, progress: Progress<'_>) -> Result<InstalledModel, EngineError> {
        let header = gguf::check_whole(file)?;
        let bytes = fs::metadata(file).map_err(|error| EngineError::io("read", file, &error))?.len();
        self.refuse_early(file, &header, bytes)?;
        fs::create_dir_all(&self.folder).map_err(|error| EngineError::io("make", &self.folder, &error))?;
        self.remove_leftovers();
        let draft = Draft(self.folder.join(format!(".import-{}.partial", std::process::id())));
        let sha256 = self.copy(file, &draft.0, bytes, progress)?;
        let entry = self.identify(file, &header, bytes, sha256)?;
        let (path, record) = (self.path(&entry.id), self.record(&entry.id));
        fs::rename(&draft.0, &path).map_err(|error| EngineError::io("rename", &path, &error))?;
        // The entry last: without it the file is not installed.
        write_whole(&record, &serde_json::to_vec_pretty(&entry).unwrap_or_default())?;
        tracing::info!(id = entry.id, bytes, "a model was imported");
        self.installed(&entry.id)
    }

    /// What can be known before a gigabyte is copied.
    fn refuse_early(&self, file: &Path, header: &GgufHeader, bytes: u64) -> Result<(), EngineError> {
        let known = self.catalogue.models.iter().find(|entry| entry.bytes == bytes);
        let needed = known.map_or(bytes / (1 << 20) + MEMORY_BESIDES_MB, |entry| entry.min_memory_mb);
        if let Some(memory) = self.memory_mb
            && memory < needed
        {
            let detail = format!("the model needs a machine with {needed} MiB of memory, this one has {memory}");
            return Err(EngineError::new(ErrorCode::OutOfMemory, detail));
        }
        if known.is_some() {
            return Ok(());
        }
        // Published under a known name, but of another length: cut, or something else under a false name.
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(entry) = self.catalogue.models.iter().find(|entry| entry.file == name) {
            let detail = format!("{name} should have {} bytes and has {bytes}", entry.bytes);
            return Err(EngineError::new(ErrorCode::ModelDamaged, detail));
        }
        let architecture = header.architecture().unwrap_or("none");
        if !self.catalogue.architectures.iter().any(|allowed| allowed == architecture) {
            let detail =
                format!("architecture {architecture}; can be run: {}", self.catalogue.architectures.join(", "));
            return Err(EngineError::new(ErrorCode::ModelUnsupported, detail));
        }
        if chat_format(header).is_none() {
            let detail = "its chat template is not ChatML: no instruct model, or one of another family";
            return Err(EngineError::new(ErrorCode::ModelUnsupported, detail));
        }
        Ok(())
    }

    fn copy(&self, from: &Path, to: &Path, bytes: u64, progress: Progress<'_>) -> Result<String, EngineError> {
        let mut input = File::open(from).map_err(|error| EngineError::io("read", from, &error))?;
        let mut output = File::create(to).map_err(|error| EngineError::io("write", to, &error))?;
        let sha256 = hash_through(&mut input, &mut output, bytes, progress).map_err(|error| error.at(from, to))?;
        output.sync_all().map_err(|error| EngineError::io("write", to, &error))?;
        Ok(sha256)
    }

    /// The entry of what was copied: the catalogue's when the checksum is its, else one of its own.
    fn identify(
        &self,
        file: &Path,
        header: &GgufHeader,
        bytes: u64,
        sha256: String,
    ) -> Result<CatalogueEntry, EngineError> {
        if let Some(entry) = self.catalogue.models.iter().find(|entry| entry.sha256 == sha256) {
            return Ok(CatalogueEntry { origin: None, ..entry.clone() });
        }
        if let Some(entry) = self.catalogue.models.iter().find(|entry| entry.bytes == bytes) {
            let detail = format!("it has the size of {} and another checksum ({sha256})", entry.id);
            return Err(EngineError::new(ErrorCode::ModelDamaged, detail));
        }
        let chat = chat_format(header)
            .ok_or_else(|| EngineError::new(ErrorCode::ModelUnsupported, "its chat template is not ChatML"))?;
        let name = header.name().unwrap_or("unnamed").to_owned();
        Ok(CatalogueEntry {
            // With a piece of the checksum, so that two models of one name live side by side.
            id: format!("{}-{}", as_id(&name), &sha256[..8]),
            name,
            licence: header.text("general.license").unwrap_or("not stated").to_owned(),
            file: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            bytes,
            sha256,
            architecture: header.architecture().unwrap_or_default().to_owned(),
            context: header.context_length().and_then(|n| u32::try_from(n).ok()).unwrap_or(4096),
            chat,
            min_memory_mb: bytes / (1 << 20) + MEMORY_BESIDES_MB,
            reference: false,
            origin: None,
        })
    }

    /// Hashes an installed model and compares it with what was imported.
    ///
    /// # Errors
    /// `model_missing`, `model_damaged`, `io`, `cancelled`.
    pub fn verify(&self, id: &str, progress: Progress<'_>) -> Result<(), EngineError> {
        Self::verify_file(&self.installed(id)?, progress)
    }

    /// [`ModelLibrary::verify`] for any model, wherever it lies.
    ///
    /// # Errors
    /// As [`ModelLibrary::verify`].
    pub fn verify_file(model: &InstalledModel, progress: Progress<'_>) -> Result<(), EngineError> {
        let path = &model.path;
        let mut input = File::open(path).map_err(|error| EngineError::io("read", path, &error))?;
        let sha256 = hash_through(&mut input, &mut io::sink(), model.entry.bytes, progress)
            .map_err(|error| error.at(path, path))?;
        if sha256 == model.entry.sha256 {
            return Ok(());
        }
        let detail = format!("{}: its checksum is {sha256}, and was {}", path.display(), model.entry.sha256);
        Err(EngineError::new(ErrorCode::ModelDamaged, detail))
    }

    /// Removes an installed model. The engine must have put it away before; on Windows an open file stays.
    ///
    /// # Errors
    /// `model_missing`, `io`.
    pub fn remove(&self, id: &str) -> Result<(), EngineError> {
        let model = self.installed(id)?;
        // The entry first: half removed is not installed.
        for path in [self.record(id), model.path] {
            fs::remove_file(&path).map_err(|error| EngineError::io("remove", &path, &error))?;
        }
        tracing::info!(id, "a model was removed");
        Ok(())
    }

    /// Removes what crashed imports left. An import that runs in another process keeps its file open and fails at the
    /// rename, with nothing installed.
    fn remove_leftovers(&self) {
        for path in fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|extension| extension == "partial") {
                let _ = fs::remove_file(path);
            }
        }
    }
}

/// A file that goes away unless it was renamed.
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

enum CopyError {
    Read(io::Error),
    Write(io::Error),
    Cancelled,
}

impl CopyError {
    fn at(self, from: &Path, to: &Path) -> EngineError {
        match self {
            CopyError::Read(error) => EngineError::io("read", from, &error),
            CopyError::Write(error) => EngineError::io("write", to, &error),
            CopyError::Cancelled => EngineError::new(ErrorCode::Cancelled, "cancelled"),
        }
    }
}

/// Copies and gives the SHA-256 of what went through.
fn hash_through(
    input: &mut impl Read,
    output: &mut impl Write,
    bytes: u64,
    progress: Progress<'_>,
) -> Result<String, CopyError> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0u8; 4 << 20];
    let mut done = 0u64;
    loop {
        if !progress(done, bytes) {
            return Err(CopyError::Cancelled);
        }
        let n = input.read(&mut buffer).map_err(CopyError::Read)?;
        if n == 0 {
            return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hash.update(&buffer[..n]);
        output.write_all(&buffer[..n]).map_err(CopyError::Write)?;
        done += n as u64;
    }
}

fn write_whole(path: &Path, content: &[u8]) -> Result<(), EngineError> {
    let draft = Draft(path.with_extension("json.partial"));
    let write = || {
        let mut file = File::create(&draft.0)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&draft.0, path)
    };
    write().map_err(|error| EngineError::io("write", path, &error))
}

/// A name as an id: everything else becomes a hyphen.
fn as_id(name: &str) -> String {
    let mut id = String::new();
    for c in name.chars().flat_map(char::to_lowercase).take(60) {
        match c {
            'a'..='z' | '0'..='9' | '.' | '_' => id.push(c),
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
    }
    let id = id.trim_matches(['-', '.', '_']);
    if id.is_empty() { "model".to_owned() } else { id.to_owned() }
}

/// Memory of this machine in MiB, where it can be told without unsafe code.
#[cfg(target_os = "linux")]
fn machine_memory_mb() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kilobytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes / 1024)
}

#[cfg(not(target_os = "linux"))]
fn machine_memory_mb() -> Option<u64> {
    None
}

#[cfg(test)]
#[path = "library_tests.rs"]
mod tests;
