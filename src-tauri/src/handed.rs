//! The files a person gave to the program: named when it was started, dropped on its window, picked in a dialog.
//!
//! Only these may be read and converted. A page that asked for another path would be refused: what the window shows cannot reach
//! into the disk by itself.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use gungman_app::Error;
use gungman_app::convert::HandedFile;
use tauri_plugin_dialog::FilePath;

/// The files, and those of them the window has not heard of yet.
#[derive(Default)]
pub struct Handed(Mutex<State>);

#[derive(Default)]
struct State {
    /// What may be read: these, and what lies below them.
    allowed: HashSet<PathBuf>,
    waiting: Vec<PathBuf>,
}

impl Handed {
    /// Takes files for the window to fetch.
    pub fn hand(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for path in paths {
            // What does not exist is handed on as it is: opening it says so.
            let path = path.canonicalize().unwrap_or(path);
            state.allowed.insert(path.clone());
            state.waiting.push(path);
        }
    }

    /// The files the window has not heard of yet.
    pub fn fetch(&self) -> Vec<HandedFile> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let named = |path: PathBuf| HandedFile { folder: path.is_dir(), path: path.display().to_string() };
        state.waiting.drain(..).map(named).collect()
    }

    /// Allows what was picked in a dialog, and names it.
    pub fn allow(&self, files: Vec<FilePath>) -> Vec<HandedFile> {
        self.hand(files.into_iter().filter_map(|file| file.into_path().ok()));
        self.fetch()
    }

    /// Allows again what was on the desk when the program ended.
    pub fn readmit(&self, path: Option<&str>) {
        if let Some(path) = path {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).allowed.insert(PathBuf::from(path));
        }
    }

    /// The path, if it is one of these or lies below one.
    pub fn allowed(&self, path: &str) -> Result<PathBuf, Error> {
        let path = Path::new(path);
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let plain = !path.components().any(|part| part == std::path::Component::ParentDir);
        if plain && path.ancestors().any(|part| state.allowed.contains(part)) {
            Ok(path.to_owned())
        } else {
            Err(Error::Opener(path.display().to_string()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_handed_may_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("a.txt"), "x").unwrap();
        std::fs::create_dir(root.join("in")).unwrap();
        let handed = Handed::default();
        let name = |file: &str| root.join(file).display().to_string();
        assert!(handed.allowed(&name("a.txt")).is_err());
        handed.hand([root.join("a.txt"), root.join("in")]);
        let named = |file: &str, folder| HandedFile { path: name(file), folder };
        assert_eq!(handed.fetch(), [named("a.txt", false), named("in", true)]);
        assert!(handed.fetch().is_empty());
        assert!(handed.allowed(&name("a.txt")).is_ok() && handed.allowed(&name("in/b.txt")).is_ok());
        assert!(handed.allowed(&name("b.txt")).is_err() && handed.allowed(&name("in/../b.txt")).is_err());
    }
}
