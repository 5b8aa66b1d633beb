//! Evaluated prefixes on disk, so that a new process need not read the rules and examples again.
//!
//! Only the constant part of a prompt comes here, never what an officer typed. A file is named by the SHA-256 of
//! everything that changes what is in it. Beside it stands a seal with its size and SHA-256, checked before llama.cpp
//! sees the file, because llama.cpp ends the program when a file is cut. Both are written under another name, synced and
//! renamed. Nothing here is ever an error for the caller: without the file the prefix is read again.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use llama_cpp_2::token::LlamaToken;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The versions whose files are alike; a test compares them with `Cargo.lock`.
const LLAMA: &str = "llama-cpp-2 0.1.160, llama-cpp-sys-2 0.1.161";
/// How many prefixes are kept; at about 20 MB each for the reference model.
const KEPT: usize = 16;

/// Size and checksum of a state file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seal {
    bytes: u64,
    sha256: String,
}

/// The folder, and what every key in it depends on.
#[derive(Debug)]
pub struct PrefixStore {
    folder: PathBuf,
    /// Model and context, as text.
    ground: String,
}

impl PrefixStore {
    /// A store in `folder`, which is made when missing; `None` when that is not possible. `model` is the model's
    /// SHA-256, `context` everything about the context that changes the evaluated form.
    pub fn open(folder: &Path, model: &str, context: &str) -> Option<Self> {
        if let Err(error) = fs::create_dir_all(folder) {
            tracing::warn!(%error, "no folder for prefixes");
            return None;
        }
        let store = Self { folder: folder.to_owned(), ground: format!("{LLAMA}\n{model}\n{context}\n") };
        store.tidy();
        Some(store)
    }

    /// The name of a prefix.
    pub fn key(&self, tokens: &[LlamaToken]) -> String {
        let mut hash = Sha256::new();
        hash.update(self.ground.as_bytes());
        for token in tokens {
            hash.update(token.0.to_le_bytes());
        }
        hex(&hash.finalize())
    }

    /// A file that is whole, as far as its seal tells; a broken one is removed.
    pub fn find(&self, key: &str) -> Option<PathBuf> {
        let (state, seal) = self.paths(key);
        if !state.exists() {
            return None;
        }
        match check(&state, &seal) {
            Ok(true) => {
                // Used now: the oldest by this date is removed first.
                let _ = File::open(&seal).and_then(|file| file.set_modified(SystemTime::now()));
                Some(state)
            }
            broken => {
                tracing::warn!(?broken, "a stored prefix is damaged and was removed");
                self.remove(key);
                None
            }
        }
    }

    /// Whether there is a file, without looking into it.
    pub fn has(&self, key: &str) -> bool {
        self.paths(key).0.exists()
    }

    /// Where to write a new file, to be handed to [`PrefixStore::keep`].
    pub fn draft(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.{}.tmp", std::process::id()))
    }

    /// Puts a written file in its place with its seal, and removes the oldest beyond the limit.
    pub fn keep(&self, key: &str, draft: &Path) {
        if let Err(error) = self.try_keep(key, draft) {
            tracing::warn!(%error, "a prefix could not be kept");
            let _ = fs::remove_file(draft);
            self.remove(key);
        }
        self.tidy();
    }

    fn try_keep(&self, key: &str, draft: &Path) -> io::Result<()> {
        let (state, seal) = self.paths(key);
        let mut file = File::open(draft)?;
        let sealed = seal_of(&mut file)?;
        file.sync_all()?;
        let seal_draft = draft.with_extension("seal.tmp");
        let mut out = File::create(&seal_draft)?;
        out.write_all(&serde_json::to_vec(&sealed)?)?;
        out.sync_all()?;
        // The seal first: a state without a seal, or with another's, is never used.
        fs::rename(&seal_draft, &seal)?;
        fs::rename(draft, &state)
    }

    /// Removes a prefix that turned out to be of no use.
    pub fn remove(&self, key: &str) {
        let (state, seal) = self.paths(key);
        let _ = fs::remove_file(state);
        let _ = fs::remove_file(seal);
    }

    fn paths(&self, key: &str) -> (PathBuf, PathBuf) {
        (self.folder.join(format!("{key}.kv")), self.folder.join(format!("{key}.seal")))
    }

    /// Removes drafts of earlier processes and the oldest files beyond the limit.
    fn tidy(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let mut seals = Vec::new();
        for path in entries.flatten().map(|entry| entry.path()) {
            match path.extension().and_then(|e| e.to_str()) {
                Some("tmp") => {
                    let _ = fs::remove_file(&path);
                }
                Some("seal") => {
                    let used = fs::metadata(&path).and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
                    seals.push((used, path));
                }
                _ => {}
            }
        }
        seals.sort();
        for (_, seal) in seals.iter().take(seals.len().saturating_sub(KEPT)) {
            let _ = fs::remove_file(seal.with_extension("kv"));
            let _ = fs::remove_file(seal);
        }
    }
}

fn check(state: &Path, seal: &Path) -> io::Result<bool> {
    let sealed: Seal = serde_json::from_slice(&fs::read(seal)?)?;
    let mut file = File::open(state)?;
    if file.metadata()?.len() != sealed.bytes {
        return Ok(false);
    }
    Ok(seal_of(&mut file)? == sealed)
}

fn seal_of(file: &mut File) -> io::Result<Seal> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0u8; 1 << 20];
    let mut bytes = 0u64;
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok(Seal { bytes, sha256: hex(&hash.finalize()) });
        }
        hash.update(&buffer[..n]);
        bytes += n as u64;
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(folder: &Path) -> PrefixStore {
        PrefixStore::open(folder, "model", "f16 4096").unwrap()
    }

    fn keep(store: &PrefixStore, key: &str, content: &[u8]) {
        let draft = store.draft(key);
        fs::write(&draft, content).unwrap();
        store.keep(key, &draft);
    }

    #[test]
    fn a_whole_file_is_found_and_a_cut_or_altered_one_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        for damage in [&b"stat"[..], b"sTate", b"state+"] {
            keep(&store, "k", b"state");
            let path = store.find("k").unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"state");
            fs::write(&path, damage).unwrap();
            assert_eq!(store.find("k"), None);
            assert!(!store.has("k"), "removed, so that it is written anew");
        }
        keep(&store, "k", b"state");
        fs::write(folder.path().join("k.seal"), b"{").unwrap();
        assert_eq!(store.find("k"), None);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left over");
    }

    #[test]
    fn the_oldest_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path());
        for n in 0..KEPT + 3 {
            keep(&store, &format!("k{n:02}"), b"x");
            let old = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(n as u64);
            let _ = File::open(folder.path().join(format!("k{n:02}.seal"))).unwrap().set_modified(old);
        }
        store.tidy();
        assert!(!store.has("k00") && store.has(&format!("k{:02}", KEPT + 2)));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2 * KEPT);
    }

    #[test]
    fn a_key_depends_on_model_context_and_every_token() {
        let folder = tempfile::tempdir().unwrap();
        let key = |model, context, tokens: &[i32]| {
            let tokens: Vec<_> = tokens.iter().copied().map(LlamaToken).collect();
            PrefixStore::open(folder.path(), model, context).unwrap().key(&tokens)
        };
        let keys = [key("m", "c", &[1, 2]), key("n", "c", &[1, 2]), key("m", "d", &[1, 2]), key("m", "c", &[1, 3])];
        let different: std::collections::HashSet<_> = keys.iter().collect();
        assert_eq!(different.len(), keys.len());
        assert_eq!(keys[0], key("m", "c", &[1, 2]));
    }

    #[test]
    fn the_versions_named_are_the_versions_built() {
        let lock = include_str!("../../../../Cargo.lock");
        for part in LLAMA.split(", ") {
            let (name, version) = part.split_once(' ').unwrap();
            let entry = format!("name = \"{name}\"\nversion = \"{version}\"");
            assert!(lock.contains(&entry), "{part} is not what Cargo.lock says");
        }
    }
}
