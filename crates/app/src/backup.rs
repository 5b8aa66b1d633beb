//! Copies of the library: made by themselves once a day, on demand, and before an older library is changed; looked through; put
//! back.
//!
//! They lie in `backups/` in the data folder, named by the moment they were made at (UTC). The newest [`KEPT`] of those made by
//! themselves are kept; what was made on demand elsewhere, before a change of the schema, or put aside by a restoration, is never
//! removed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use gungman_store::{Inspection, Store, StoreError, backup};
use serde::Serialize;

use crate::audit::user;
use crate::error::Error;
use crate::office::Office;
use crate::places::Places;

/// How many of the copies made by themselves are kept.
const KEPT: usize = 14;
/// How old the newest may be before another is made.
const DAILY: chrono::TimeDelta = chrono::TimeDelta::hours(20);
/// How long after the window's start the first is made: the start comes first.
const AFTER_START: Duration = Duration::from_secs(40);
/// Before the moment in a name.
const DAILY_NAME: &str = "library-";
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

/// A copy in the folder.
#[derive(Debug, Clone, Serialize)]
pub struct BackupRow {
    /// The file.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// When it was made, by its name; nothing for one that has another name.
    pub made_at: Option<DateTime<Utc>>,
}

impl Places {
    /// Where copies of the library are kept.
    #[must_use]
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }
}

impl Office {
    /// Makes a copy of the library: at a path, or in the folder of copies.
    ///
    /// # Errors
    /// The store's own; [`Error::File`] when the folder cannot be made.
    pub async fn back_up(&self, to: Option<&Path>) -> Result<(PathBuf, Inspection), Error> {
        let path = match to {
            Some(path) => path.to_owned(),
            None => free_name(&self.places.backups(), Utc::now())?,
        };
        let inspection = self.store.backup(&path).await?;
        self.record(gungman_store::NewAudit {
            action: "backup".into(),
            outcome: "complete".into(),
            target: path.display().to_string(),
            ..Default::default()
        })
        .await?;
        Ok((path, inspection))
    }

    /// Makes today's copy a while from now, in the background, unless there is one. A library that cannot be copied whole is
    /// damaged: it is looked through at the next start.
    pub(crate) fn back_up_daily(&self) {
        let (store, places) = (self.store.clone(), self.places.clone());
        tokio::spawn(async move {
            tokio::time::sleep(AFTER_START).await;
            match back_up_if_due(&store, &places.backups(), Utc::now()).await {
                Ok(Some(path)) => tracing::info!(path = %path.display(), "the library was copied"),
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, "the library could not be copied");
                    if matches!(error, Error::Store(StoreError::Damaged(_))) {
                        let _ = gungman_store::doubt(&places.database());
                    }
                }
            }
        });
    }
}

/// Makes a copy unless the newest is young enough, and removes the oldest beyond the limit. A copy from the future was made while
/// the clock was wrong, and keeps nothing from being made.
async fn back_up_if_due(store: &Store, folder: &Path, now: DateTime<Utc>) -> Result<Option<PathBuf>, Error> {
    let newest = daily(folder).into_iter().rfind(|(made_at, _)| *made_at <= now);
    if newest.is_some_and(|(made_at, _)| now - made_at < DAILY) {
        return Ok(None);
    }
    let path = free_name(folder, now)?;
    store.backup(&path).await?;
    let all = daily(folder);
    for (_, oldest) in all.iter().take(all.len().saturating_sub(KEPT)) {
        let _ = std::fs::remove_file(oldest);
    }
    Ok(Some(path))
}

/// The copies made by themselves, oldest first.
fn daily(folder: &Path) -> Vec<(DateTime<Utc>, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut all: Vec<_> = entries.filter_map(|path| Some((moment(&path)?, path))).collect();
    all.sort();
    all
}

/// When a copy was made, by its name.
fn moment(path: &Path) -> Option<DateTime<Utc>> {
    let name = path.file_name()?.to_str()?.strip_prefix(DAILY_NAME)?.strip_suffix(".sqlite")?;
    NaiveDateTime::parse_from_str(name, MOMENT).ok().map(|at| at.and_utc())
}

fn free_name(folder: &Path, now: DateTime<Utc>) -> Result<PathBuf, Error> {
    std::fs::create_dir_all(folder).map_err(|e| Error::file(folder, &e))?;
    // Two within a second: the second one waits for no clock but takes the next second's name.
    let names = (0..).map(|later| {
        let at = now + chrono::TimeDelta::seconds(later);
        folder.join(format!("{DAILY_NAME}{}.sqlite", at.format(MOMENT)))
    });
    names.take(1000).find(|path| !path.exists()).ok_or_else(|| Error::DataFolder(folder.display().to_string()))
}

/// The copies in the folder, newest last; those without a moment in their names first.
///
/// # Errors
/// [`Error::File`].
pub fn list(places: &Places) -> Result<Vec<BackupRow>, Error> {
    let folder = places.backups();
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Error::file(&folder, &error)),
    };
    let rows = entries.flatten().filter(|entry| entry.path().extension().is_some_and(|e| e == "sqlite"));
    let mut rows: Vec<BackupRow> = rows
        .map(|entry| BackupRow {
            bytes: entry.metadata().map(|file| file.len()).unwrap_or_default(),
            made_at: moment(&entry.path()),
            path: entry.path(),
        })
        .collect();
    rows.sort_by(|a, b| (a.made_at, &a.path).cmp(&(b.made_at, &b.path)));
    Ok(rows)
}

/// Looks through the library, or a copy of it, and changes nothing.
///
/// # Errors
/// The store's own.
pub async fn check(places: &Places, file: Option<&Path>) -> Result<Inspection, Error> {
    let library = places.database();
    Ok(backup::inspect(file.unwrap_or(&library)).await?)
}

/// Puts a copy in the library's place, and keeps what was there in the folder of copies: the copy given, or the newest sound one.
/// Gives the copy that was taken, what is in it, and where the library that was there lies now.
///
/// # Errors
/// [`Error::LibraryInUse`] while the window or another program has the library open; [`Error::NoBackup`]; the store's own for a
/// copy that is not fit. The library is then as it was.
pub async fn restore(places: &Places, file: Option<&Path>) -> Result<(PathBuf, Inspection, PathBuf), Error> {
    let _alone = alone(places)?;
    let copy = match file {
        Some(file) => file.to_owned(),
        None => newest_sound(places).await?,
    };
    let folder = places.backups();
    std::fs::create_dir_all(&folder).map_err(|e| Error::file(&folder, &e))?;
    let aside = folder.join(format!("put-aside-{}.sqlite", Utc::now().format("%Y%m%dT%H%M%S%3fZ")));
    let library = places.database();
    let inspection = match backup::restore(&copy, &library, &aside).await {
        Err(StoreError::Busy) => return Err(Error::LibraryInUse),
        other => other?,
    };
    // Opened once: an older copy is brought up to date now, and the log says what happened.
    let store = Store::open(&library).await?;
    let recorded = store
        .record(&gungman_store::NewAudit {
            who: user(),
            action: "restore_library".into(),
            outcome: "complete".into(),
            target: copy.display().to_string(),
            ..Default::default()
        })
        .await;
    store.close().await;
    recorded?;
    Ok((copy, inspection, aside))
}

async fn newest_sound(places: &Places) -> Result<PathBuf, Error> {
    for row in list(places)?.into_iter().rev().filter(|row| row.made_at.is_some()) {
        if backup::inspect(&row.path).await.is_ok_and(|inspection| inspection.problems.is_empty()) {
            return Ok(row.path);
        }
    }
    Err(Error::NoBackup(places.backups().display().to_string()))
}

/// The window's own lock, held while the library is replaced.
fn alone(places: &Places) -> Result<Option<std::fs::File>, Error> {
    if !places.data.is_dir() {
        return Ok(None);
    }
    let path = places.data.join("instance.lock");
    let opened = std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = opened.map_err(|e| Error::file(&path, &e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::LibraryInUse),
        Err(std::fs::TryLockError::Error(error)) => Err(Error::file(&path, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_copy_a_day_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("library.sqlite")).await.unwrap();
        let backups = folder.path().join("backups");
        let start = DateTime::from_timestamp(1_764_040_000, 0).unwrap();
        let days = |n: i64| start + chrono::TimeDelta::days(n);
        for day in 0..20 {
            assert!(back_up_if_due(&store, &backups, days(day)).await.unwrap().is_some(), "day {day}");
            let later = days(day) + chrono::TimeDelta::hours(3);
            assert_eq!(back_up_if_due(&store, &backups, later).await.unwrap(), None, "day {day}");
        }
        let kept = daily(&backups);
        assert_eq!((kept.len(), kept[0].0), (KEPT, days(6)));
        // The clock was a year ahead once: what it left does not keep today's copy from being made.
        std::fs::copy(&kept[0].1, free_name(&backups, days(400)).unwrap()).unwrap();
        assert!(back_up_if_due(&store, &backups, days(21)).await.unwrap().is_some());
    }
}
