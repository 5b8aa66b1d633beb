//! Why the store refused, by a code that does not change.

use std::io;

use sqlx::migrate::MigrateError;

/// Why the store refused. No message holds any of a document's text.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row; it may have been deleted.
    #[error("no {what} {id}")]
    NotFound {
        /// `document` or `version`.
        what: &'static str,
        /// The id asked for.
        id: i64,
    },
    /// The file is something else: not a database, or another program's.
    #[error("the file is not a Gungman database")]
    NotADatabase,
    /// A later release has changed the file; this one would misread it.
    #[error("the file has schema {found}, this program knows {known}")]
    NewerSchema {
        /// The file's newest migration.
        found: i64,
        /// This program's newest migration.
        known: i64,
    },
    /// The file, or the folder its log must stand in, cannot be written.
    #[error("the file or its folder cannot be written")]
    ReadOnly,
    /// The disk, or the user's share of it, is full.
    #[error("the disk is full")]
    DiskFull,
    /// Another process held the file for longer than the store waits.
    #[error("the file is in use by another program")]
    Busy,
    /// What is in the file cannot be what the store wrote.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// A version that has ended is history and is not written again.
    #[error("version {0} has already ended")]
    VersionEnded(i64),
    /// A version cannot end in the state `running`.
    #[error("version {0} cannot end as running")]
    NotAnEnd(i64),
    /// The file system failed otherwise.
    #[error("the file could not be read or written: {0}")]
    Io(#[source] io::Error),
    /// SQLite or a connection failed otherwise, or the store is closed.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(#[source] MigrateError),
}

impl StoreError {
    /// A stable code that the window translates.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            StoreError::NotFound { .. } => "store_not_found",
            StoreError::NotADatabase => "store_not_a_database",
            StoreError::NewerSchema { .. } => "store_newer_schema",
            StoreError::ReadOnly => "store_read_only",
            StoreError::DiskFull => "store_disk_full",
            StoreError::Busy => "store_busy",
            StoreError::Damaged(_) => "store_damaged",
            StoreError::VersionEnded(_) => "store_version_ended",
            StoreError::NotAnEnd(_) => "store_not_an_end",
            StoreError::Io(_) => "store_io",
            StoreError::Database(_) => "store_database",
            StoreError::Migration(_) => "store_migration",
        }
    }

    /// JSON that does not parse: says where, never what, since what is the officer's text.
    pub(crate) fn damaged(what: &str, error: &serde_json::Error) -> Self {
        StoreError::Damaged(format!("{what}: JSON at line {} column {}", error.line(), error.column()))
    }
}

/// SQLite's result codes, <https://www.sqlite.org/rescode.html>: primary ones are the low byte of what it reports.
mod sqlite {
    pub const BUSY: i32 = 5;
    pub const LOCKED: i32 = 6;
    pub const READONLY: i32 = 8;
    pub const CORRUPT: i32 = 11;
    pub const FULL: i32 = 13;
    pub const CANTOPEN: i32 = 14;
    pub const NOTADB: i32 = 26;
    /// Extended: the index of the log could not be made longer, which takes nothing but room.
    pub const IOERR_SHMSIZE: i32 = 4874;
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let sqlx::Error::Io(io) = error {
            return io.into();
        }
        let code = error.as_database_error().and_then(|e| e.code()).and_then(|code| code.parse::<i32>().ok());
        if code == Some(sqlite::IOERR_SHMSIZE) {
            return StoreError::DiskFull;
        }
        match code.map(|code| code & 0xff) {
            Some(sqlite::BUSY | sqlite::LOCKED) => StoreError::Busy,
            // The file is created before SQLite sees it, so what it cannot open is the log beside it.
            Some(sqlite::READONLY | sqlite::CANTOPEN) => StoreError::ReadOnly,
            Some(sqlite::CORRUPT) => StoreError::Damaged("its structure".into()),
            Some(sqlite::FULL) => StoreError::DiskFull,
            Some(sqlite::NOTADB) => StoreError::NotADatabase,
            _ => StoreError::Database(error),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
            _ => StoreError::Io(error),
        }
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(inner) | MigrateError::ExecuteMigration(inner, _) => inner.into(),
            other => StoreError::Migration(other),
        }
    }
}
