//! Opening: make the file if there is none, refuse what is not ours before anything in it changes, look through it when the
//! last program did not end well, then migrate, with a copy of the older file kept.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, SqliteConnection};

use crate::backup::{beside, copy, known_schema, quick_check};
use crate::columns::Columns;
use crate::fold::FORM;
use crate::{Store, StoreError, from_json};

pub(crate) static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// What the first migration writes into the file's header.
const APPLICATION_ID: i64 = 1_196_772_935;

/// How long a call waits for another process that is writing.
pub(crate) const BUSY: Duration = Duration::from_secs(5);

/// The folder beside the database for the copies made of it.
const BACKUPS: &str = "backups";

/// The setting that tells which form the columns for searching are in.
const FORM_SETTING: &str = "search_form";

/// How many connections read: a list, a document and a history at once, and one to spare.
const READERS: u32 = 4;

impl Store {
    /// Opens the store in the file at `path`. Where there is none, it is made, with the folders above it: on Unix for
    /// the user's eyes only (folders 0700, file 0600). An empty file is a new store. The schema is brought up to date.
    ///
    /// # Errors
    /// `store_not_a_database`, `store_newer_schema`, `store_damaged`, `store_read_only`, `store_disk_full`,
    /// `store_busy`; the file is then as it was.
    ///
    /// A program that was killed leaves a log beside the file, and one that found damage a mark ([`doubt`]): then the whole file
    /// is looked through first. Otherwise starting costs nothing of the kind.
    pub async fn open(path: &Path) -> Result<Store, StoreError> {
        let doubtful = is_doubtful(path);
        let made = path.to_owned();
        tokio::task::spawn_blocking(move || make(&made)).await.map_err(io::Error::other)??;

        let plain = SqliteConnectOptions::new().filename(path).create_if_missing(false).busy_timeout(BUSY);
        let mut first = SqliteConnection::connect_with(&plain).await?;
        let ready = prepare(&mut first, path, doubtful).await;
        let closed = first.close().await;
        ready?;
        closed?;
        let _ = fs::remove_file(beside(path, DOUBT));

        let options = plain
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // On macOS `fsync` leaves the data in the drive's own cache; elsewhere these do nothing.
            .pragma("fullfsync", "ON")
            .pragma("checkpoint_fullfsync", "ON")
            // What is deleted is overwritten, not only unlinked.
            .pragma("secure_delete", "ON");
        // Connections to a local file do not go stale: none is tested before use or retired.
        let pool = || SqlitePoolOptions::new().test_before_acquire(false).idle_timeout(None).max_lifetime(None);
        let writer = pool().max_connections(1).connect_with(options.clone()).await?;
        let reader = pool().max_connections(READERS).connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Store { writer, reader })
    }
}

/// After the name of a database that is to be looked through at the next start.
const DOUBT: &str = ".doubt";

/// Has the database looked through when it is opened next: something in it could not be read.
///
/// # Errors
/// The file system's.
pub fn doubt(path: &Path) -> io::Result<()> {
    fs::write(beside(path, DOUBT), b"")
}

fn is_doubtful(path: &Path) -> bool {
    let log = fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
    log || beside(path, DOUBT).exists()
}

/// Makes the folders and an empty file, unless there is something at `path` already.
///
/// What is there is not even opened: closing a second descriptor on a database file drops the locks that SQLite holds
/// on it in this process (<https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_>).
/// For the same reason one file is made at a time.
fn make(path: &Path) -> Result<(), StoreError> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);

    if let Ok(there) = fs::metadata(path) {
        return if there.is_file() { Ok(()) } else { Err(StoreError::NotADatabase) };
    }
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or(PathBuf::from("."), Path::to_owned);
    let mut folders = DirBuilder::new();
    let mut file = OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        folders.mode(0o700);
        file.mode(0o600);
    }
    folders.recursive(true).create(folder)?;
    match file.open(path) {
        // Another process was quicker.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => Ok(()),
    }
}

/// Refuses a file that is not ours, too new or damaged, then brings it to the newest schema, all or nothing.
async fn prepare(connection: &mut SqliteConnection, path: &Path, doubtful: bool) -> Result<(), StoreError> {
    let applied = refuse_foreign(connection).await?;
    if doubtful && let Some(problem) = quick_check(connection).await?.into_iter().next() {
        return Err(StoreError::Damaged(problem));
    }
    write_ahead(connection).await?;
    let older = MIGRATIONS.iter().any(|migration| !applied.contains(&migration.version));
    if let Some(newest) = applied.into_iter().max().filter(|_| older) {
        keep_older(connection, path, newest).await?;
    }
    // The lock is taken before the applied migrations are read, so that two programs starting at once do not both
    // apply one.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    // Not `run`: a future that holds it cannot be sent to another thread.
    MIGRATIONS.run_direct(None, &mut *transaction, false).await?;
    fill_in(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// Keeps a copy of the file as an older program left it. Without one it is not migrated.
async fn keep_older(connection: &mut SqliteConnection, path: &Path, schema: i64) -> Result<(), StoreError> {
    let folder = path.with_file_name(BACKUPS);
    let mut folders = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    folders.recursive(true).create(&folder)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("{stem}-schema-{schema}-{}.sqlite", crate::now_ms());
    let kept = folder.join(name);
    copy(connection, &kept).await?;
    tracing::info!(kept = %kept.display(), "the library of an older program was copied before it is changed");
    Ok(())
}

/// Writes the columns for searching anew where they are in an older form.
async fn fill_in(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let form: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE key = ?1")
        .bind(FORM_SETTING)
        .fetch_optional(&mut *connection)
        .await?;
    if form.as_deref() == Some(FORM) {
        return Ok(());
    }
    // What is taken out of the index is taken out of its pages as well.
    sqlx::raw_sql("INSERT INTO found (found, rank) VALUES ('secure-delete', 1)").execute(&mut *connection).await?;
    let ids: Vec<i64> = sqlx::query_scalar("SELECT id FROM documents").fetch_all(&mut *connection).await?;
    for id in ids {
        let (json, points): (String, String) = sqlx::query_as("SELECT document, points FROM documents WHERE id = ?1")
            .bind(id)
            .fetch_one(&mut *connection)
            .await?;
        // A row that is no document is told when it is opened; it is not found until then.
        let Ok(document) = from_json("a document", &json) else { continue };
        let columns = Columns::of(&document, &points);
        sqlx::query(
            "UPDATE documents SET search_text = ?2, find_correspondent = ?3, find_reference = ?4 WHERE id = ?1",
        )
        .bind(id)
        .bind(&columns.search_text)
        .bind(&columns.find_correspondent)
        .bind(&columns.find_reference)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query("INSERT OR REPLACE INTO settings (key, value) VALUES (?1, ?2)")
        .bind(FORM_SETTING)
        .bind(FORM)
        .execute(&mut *connection)
        .await?;
    Ok(())
}

/// Reads, and changes nothing. Gives the file's migrations; none for a new file.
pub(crate) async fn refuse_foreign(connection: &mut SqliteConnection) -> Result<Vec<i64>, StoreError> {
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_master").fetch_one(&mut *connection).await?;
    if tables == 0 {
        return Ok(Vec::new());
    }
    let owner: i64 = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    if owner != APPLICATION_ID {
        return Err(StoreError::NotADatabase);
    }
    let applied: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations").fetch_all(&mut *connection).await?;
    let known = known_schema();
    match applied.iter().copied().max() {
        Some(found) if found > known => Err(StoreError::NewerSchema { found, known }),
        _ => Ok(applied),
    }
}

/// Switches the file to write-ahead logging. It is remembered in the file, and needs it alone for a moment; SQLite's
/// own waiting does not cover that moment, so this does.
async fn write_ahead(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let started = Instant::now();
    loop {
        let mode = sqlx::query_scalar::<_, String>("PRAGMA journal_mode = WAL").fetch_one(&mut *connection).await;
        match mode.map_err(StoreError::from) {
            Ok(mode) => {
                if mode != "wal" {
                    // A file system without shared memory. SQLite's rollback journal is as safe, only slower.
                    tracing::warn!(mode, "the store cannot use a write-ahead log here");
                }
                return Ok(());
            }
            Err(StoreError::Busy) if started.elapsed() < BUSY => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(error) => return Err(error),
        }
    }
}
