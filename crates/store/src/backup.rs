//! Copies of the library: made while it is in use, looked through before they are trusted, and put back.
//!
//! A copy is whole or not there: it is written under another name, looked through, flushed to the disk and renamed. Putting one
//! back keeps what was there beside it, and is arranged so that a program killed in the middle leaves one of the two in place.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::open::{BUSY, MIGRATIONS, refuse_foreign};
use crate::{Inspection, Store, StoreError};

/// How many problems of a damaged file are told.
const PROBLEMS: i64 = 20;

impl Store {
    /// Writes a copy of the library to a file that is not there yet, while reading and writing go on.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_io`; `store_damaged` when the library cannot be read whole. There is no
    /// copy then.
    pub async fn backup(&self, to: &Path) -> Result<Inspection, StoreError> {
        // A connection of its own: reading and writing do not wait for it.
        let options = self.writer.connect_options();
        let mut connection = SqliteConnection::connect_with(options.as_ref()).await?;
        let copied = copy(&mut connection, to).await;
        let closed = connection.close().await;
        let inspection = copied?;
        closed?;
        Ok(inspection)
    }
}

/// Writes a copy of the database behind a connection, looked through.
pub(crate) async fn copy(connection: &mut SqliteConnection, to: &Path) -> Result<Inspection, StoreError> {
    if to.exists() {
        return Err(StoreError::Io(io::ErrorKind::AlreadyExists.into()));
    }
    let part = beside(to, ".part");
    let written = copy_to(connection, &part).await;
    match written {
        Ok(inspection) => {
            fs::rename(&part, to)?;
            sync_folder(to);
            Ok(inspection)
        }
        Err(error) => {
            let _ = fs::remove_file(&part);
            Err(error)
        }
    }
}

async fn copy_to(connection: &mut SqliteConnection, part: &Path) -> Result<Inspection, StoreError> {
    let _ = fs::remove_file(part);
    // SQLite would make it for everybody to read.
    for_the_user_alone(part)?;
    let name = part.to_str().ok_or_else(|| StoreError::Io(io::ErrorKind::InvalidFilename.into()))?;
    let statement = format!("VACUUM INTO '{}'", name.replace('\'', "''"));
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(connection).await?;
    File::open(part)?.sync_all()?;
    let inspection = inspect(part).await?;
    match inspection.problems.first() {
        None => Ok(inspection),
        Some(problem) => Err(StoreError::Damaged(problem.clone())),
    }
}

/// Looks through a library's file or a copy of it and changes nothing.
///
/// # Errors
/// `store_not_a_database`, `store_newer_schema`, and the file system's own. A damaged file is no error: it is what is found.
pub async fn inspect(path: &Path) -> Result<Inspection, StoreError> {
    let file = fs::metadata(path)?;
    if !file.is_file() || file.len() == 0 {
        return Err(StoreError::NotADatabase);
    }
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(false).busy_timeout(BUSY);
    // A copy has no log beside it and is only read; the library itself may have one, which reading folds in.
    let options = options.read_only(!beside(path, "-wal").exists());
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let looked = look(&mut connection).await;
    let _ = connection.close().await;
    looked
}

async fn look(connection: &mut SqliteConnection) -> Result<Inspection, StoreError> {
    match refuse_foreign(connection).await {
        Err(StoreError::Damaged(what)) => return Ok(Inspection { schema: 0, documents: 0, problems: vec![what] }),
        other => other?,
    };
    let problems = match quick_check(connection).await {
        Err(StoreError::Damaged(what)) => vec![what],
        other => other?,
    };
    let count = |sql: &'static str| sqlx::query_scalar::<_, Option<i64>>(sql);
    let schema = count("SELECT max(version) FROM _sqlx_migrations").fetch_one(&mut *connection).await;
    let documents = count("SELECT count(*) FROM documents").fetch_one(&mut *connection).await;
    Ok(Inspection {
        schema: schema.ok().flatten().unwrap_or_default(),
        documents: documents.ok().flatten().unwrap_or_default(),
        problems,
    })
}

/// What SQLite says is wrong with the file; nothing when it is sound.
pub(crate) async fn quick_check(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let statement = format!("PRAGMA quick_check({PROBLEMS})");
    let lines: Vec<String> = sqlx::query_scalar(AssertSqlSafe(statement)).fetch_all(connection).await?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

/// Puts a copy in the library's place. What was there is kept at `aside`, with its log when it has one. Nobody may have the
/// library open.
///
/// # Errors
/// `store_not_a_database`, `store_newer_schema`, `store_damaged` for a copy that is not fit; `store_busy` when somebody has the
/// library open; `store_disk_full`, `store_read_only`. The library is then as it was.
pub async fn restore(copy: &Path, library: &Path, aside: &Path) -> Result<Inspection, StoreError> {
    let inspection = inspect(copy).await?;
    if let Some(problem) = inspection.problems.first() {
        return Err(StoreError::Damaged(problem.clone()));
    }
    if aside.exists() {
        return Err(StoreError::Io(io::ErrorKind::AlreadyExists.into()));
    }
    settle(library).await?;

    let part = beside(library, ".part");
    let _ = fs::remove_file(&part);
    let placed = place(copy, &part, library, aside);
    if placed.is_err() {
        let _ = fs::remove_file(&part);
    }
    placed?;
    Ok(inspection)
}

fn place(copy: &Path, part: &Path, library: &Path, aside: &Path) -> Result<(), StoreError> {
    for_the_user_alone(part)?;
    fs::copy(copy, part)?;
    File::open(part)?.sync_all()?;
    if library.exists() {
        // Two names for one file until the new one takes the first name over: at no moment is there no library.
        fs::hard_link(library, aside).or_else(|_| fs::copy(library, aside).map(drop))?;
        for suffix in ["-wal", "-shm"] {
            // A log that could not be folded in belongs to what is put aside, never to what is put in its place.
            match fs::rename(beside(library, suffix), beside(aside, suffix)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
    }
    fs::rename(part, library)?;
    sync_folder(library);
    Ok(())
}

/// Folds the library's log in where that is possible, and refuses when somebody has it open.
async fn settle(library: &Path) -> Result<(), StoreError> {
    if !library.exists() {
        return Ok(());
    }
    let options = SqliteConnectOptions::new().filename(library).busy_timeout(std::time::Duration::from_millis(500));
    // A library that is too damaged to be opened is put aside as it is.
    let Ok(mut connection) = SqliteConnection::connect_with(&options).await else { return Ok(()) };
    let alone =
        sqlx::raw_sql("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut connection)
            .await;
    let _ = connection.close().await;
    match alone.map_err(StoreError::from) {
        Err(StoreError::Busy) => Err(StoreError::Busy),
        _ => Ok(()),
    }
}

/// The newest migration this program knows.
#[must_use]
pub fn known_schema() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The same path with something after its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn for_the_user_alone(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

/// A rename is only sure once its folder is on the disk; where folders cannot be flushed there is nothing to do.
fn sync_folder(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = path;
}
