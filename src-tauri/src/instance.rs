//! One program at a time on one data folder.
//!
//! The first holds a lock on `instance.lock` for as long as it lives; the system lets go of it when the process dies,
//! however it dies. A second asks the first to come forward by writing `instance.call`, with the files it was started on, and
//! ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often the first looks whether it is called.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// Which one this is.
pub enum Claim {
    /// The first; it holds the lock.
    First(Lock),
    /// Another runs already and has been called.
    Second,
}

/// The lock of the first, and where it is called.
pub struct Lock {
    _file: File,
    call: PathBuf,
}

/// Takes the lock of a data folder, or calls the one who has it.
///
/// # Errors
/// The system's, when the folder cannot be written.
pub fn claim(data: &Path) -> io::Result<Claim> {
    let call = data.join("instance.call");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(data.join("instance.lock"))?;
    match file.try_lock() {
        Ok(()) => {
            let _ = std::fs::remove_file(&call);
            Ok(Claim::First(Lock { _file: file, call }))
        }
        Err(TryLockError::WouldBlock) => {
            call_with(&call, &named_files())?;
            Ok(Claim::Second)
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The files this program was started on, with their whole paths.
pub fn named_files() -> Vec<PathBuf> {
    // An option is none: the desktop's own start with `--`.
    let files = std::env::args_os().skip(1).filter(|argument| !argument.to_string_lossy().starts_with("--"));
    files.filter_map(|file| std::path::absolute(file).ok()).collect()
}

/// Calls the first. What it reads is whole: it is written elsewhere and given its name afterwards.
fn call_with(call: &Path, files: &[PathBuf]) -> io::Result<()> {
    let lines: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    let part = call.with_extension(format!("{}.part", std::process::id()));
    std::fs::write(&part, lines.join("\n"))?;
    std::fs::rename(&part, call)
}

/// Holds the lock until the program ends and runs `come_forward` with the named files whenever a second one calls.
pub fn listen(lock: Lock, come_forward: impl Fn(Vec<PathBuf>) + Send + 'static) {
    std::thread::spawn(move || {
        // The whole of it: a closure that named only `lock.call` would let go of the file, and so of the lock.
        let lock = lock;
        loop {
            if let Ok(files) = std::fs::read_to_string(&lock.call)
                && std::fs::remove_file(&lock.call).is_ok()
            {
                come_forward(files.lines().map(PathBuf::from).collect());
            }
            std::thread::sleep(LOOK_EVERY);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_calls_the_first_and_the_lock_goes_with_its_holder() {
        let data = tempfile::tempdir().unwrap();
        let Claim::First(lock) = claim(data.path()).unwrap() else { panic!("the folder is free") };
        assert!(matches!(claim(data.path()).unwrap(), Claim::Second));
        assert!(lock.call.exists());
        drop(lock);
        assert!(matches!(claim(data.path()).unwrap(), Claim::First(_)));
    }

    #[test]
    fn who_listens_keeps_the_lock() {
        let data = tempfile::tempdir().unwrap();
        let Claim::First(lock) = claim(data.path()).unwrap() else { panic!("the folder is free") };
        let (called, calls) = std::sync::mpsc::channel();
        listen(lock, move |files| called.send(files).unwrap());
        let files = [PathBuf::from("/a/公文.docx"), PathBuf::from("/b.txt")];
        call_with(&data.path().join("instance.call"), &files).unwrap();
        assert_eq!(calls.recv().unwrap(), files);
        assert!(matches!(claim(data.path()).unwrap(), Claim::Second), "after a call as before");
    }
}
