//! The store: the officer's documents, the versions each went through, and the program's settings, in one SQLite file.
//!
//! What lives here: the schema (`migrations/`), every query, and the rules that keep acknowledged work safe. What may
//! not: what a document means, when a version is made, where the file lies. The only crate that names sqlx.
//!
//! | module | what |
//! | --- | --- |
//! | [`records`] | the rows as the rest of the program sees them |
//! | [`error`] | [`StoreError`] and its codes |
//! | `open` | opening: refuse what is not ours, then migrate |
//! | [`backup`] | copies of the file, and putting one back |
//! | `audit` | the log of what was done, chained by hashes |
//! | `search`, `fold` | looking for documents, and the form in which texts are compared |
//! | `columns` | what is copied out of a document for listing and searching |
//! | `documents`, `due_dates`, `versions`, `settings`, `own_words`, `accepted`, `translations`, `memory` | the queries |
//!
//! **What is promised.** A call that returned `Ok` has been written to the disk: the file is in WAL mode with
//! `synchronous = FULL`, and every write is acknowledged after its commit. A program killed half way leaves the last
//! acknowledged state. A file that cannot be used is refused with a code and left as it was.
//!
//! **One statement a write.** A full disk makes SQLite end a transaction by itself; sqlx then takes the connection to be
//! inside it still, and every later write fails. So each write is one statement, which is a transaction of its own. What
//! it returns is read with `fetch_all`: `fetch_one` answers at the first row, which is before the commit.
//!
//! **Two doors.** One connection writes, four read. Writers queue for the one inside this process and wait up to five
//! seconds for another process (the window and the terminal may share a file); readers never wait for a writer.
//!
//! Queries are checked when compiled against `.sqlx/` at the top of the repository, which `prepare.sh` writes.

mod accepted;
mod audit;
pub mod backup;
mod columns;
mod documents;
mod due_dates;
pub mod error;
mod fold;
mod memory;
mod open;
mod own_words;
pub mod records;
mod search;
mod settings;
mod translations;
mod versions;

pub use error::StoreError;
pub use open::doubt;
pub use records::{
    AcceptedRow, AuditFault, AuditRow, AuditVerdict, Dates, DocumentQuery, DocumentRecord, DocumentRow, Inspection,
    MemoryRow, NewAudit, NewTranslation, NewVersion, OpenDates, Outcome, OwnTermRow, OwnWordRow, SearchHit,
    SearchQuery, SegmentRow, TranslationRow, VersionRecord, VersionRow, VersionSource, VersionState,
};

use std::time::{SystemTime, UNIX_EPOCH};

use gungman_core::Document;
use sqlx::SqlitePool;

/// An open store. A clone is another handle on the same connections.
#[derive(Debug, Clone)]
pub struct Store {
    /// The one connection that writes.
    writer: SqlitePool,
    /// The connections that read; they refuse to write.
    reader: SqlitePool,
}

impl Store {
    /// Closes the connections once what they are doing is done, and folds the write-ahead log into the file.
    /// Calls after this fail with `store_database`.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

/// Milliseconds since the Unix epoch, UTC; 0 when the clock stands before it.
fn now_ms() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|since| i64::try_from(since.as_millis()).ok())
        .unwrap_or_default()
}

fn to_json(document: &Document) -> Result<String, StoreError> {
    serde_json::to_string(document).map_err(|e| StoreError::damaged("a document", &e))
}

fn from_json(what: &str, json: &str) -> Result<Document, StoreError> {
    serde_json::from_str(json).map_err(|e| StoreError::damaged(what, &e))
}
