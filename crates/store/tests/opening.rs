//! Opening: new files, and files that must be refused and left as they were.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::fs;
use std::path::Path;

use common::{memo, store};
use gungman_store::{DocumentQuery, Store};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

async fn connect(path: &Path) -> SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

/// Runs statements on the file, as another program would.
async fn run(path: &Path, statements: &str) {
    let mut connection = connect(path).await;
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// The names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The store refuses the file with this code, and the folder is as it was.
async fn refused(path: &Path, code: &str) {
    let folder = path.parent().unwrap();
    let before = (names(folder), fs::read(path).unwrap());
    let error = Store::open(path).await.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert!((names(folder), fs::read(path).unwrap()) == before, "the folder or the file has changed");
}

#[tokio::test]
async fn a_missing_file_is_made_with_its_folders_for_the_user_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("甲/乙 %20?mode=ro#/gungman.db");
    let store = Store::open(&path).await.unwrap();
    store.create_document(&memo("s", "b"), "").await.unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        assert_eq!(mode(path.parent().unwrap().parent().unwrap()), 0o700);
        for name in names(path.parent().unwrap()) {
            assert_eq!(mode(&path.with_file_name(&name)), 0o600, "{name}");
        }
    }
    store.close().await;
    assert_eq!(names(path.parent().unwrap()), ["gungman.db"], "a closed store is one file");
}

#[tokio::test]
async fn an_empty_file_is_a_new_store_and_migrating_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gungman.db");
    fs::write(&path, b"").unwrap();
    let store = Store::open(&path).await.unwrap();
    store.create_document(&memo("s", "b"), "").await.unwrap();
    store.close().await;

    let before = fs::read(&path).unwrap();
    for _ in 0..2 {
        let store = Store::open(&path).await.unwrap();
        assert_eq!(store.documents(&DocumentQuery::default()).await.unwrap().len(), 1);
        store.close().await;
    }
    assert!(fs::read(&path).unwrap() == before, "opening again changed the file");

    let mut connection = connect(&path).await;
    let applied: Vec<i64> = sqlx::query_scalar("SELECT version FROM _sqlx_migrations ORDER BY version")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let written = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).unwrap().count();
    assert_eq!(applied.len(), written, "each migration is applied once");
    // What the queries rely on.
    let loose: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 \
         AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    assert_eq!(loose, [""; 0], "every table is STRICT");
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut connection).await.unwrap();
    assert_eq!(mode, "wal");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_may_open_a_new_store_at_once() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gungman.db");
        let openings: Vec<_> = (0..8)
            .map(|_| {
                let path = path.clone();
                tokio::spawn(async move {
                    let store = Store::open(&path).await.unwrap();
                    store.create_document(&memo("s", "b"), "").await.unwrap();
                    store
                })
            })
            .collect();
        let mut stores = Vec::new();
        for opening in openings {
            stores.push(opening.await.unwrap());
        }
        assert_eq!(stores[0].documents(&DocumentQuery::default()).await.unwrap().len(), 8);
    }
}

#[tokio::test]
async fn what_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    // A file of one byte is an empty one to SQLite, which makes such files itself on some file systems.
    for content in ["xy", "會議記錄", &"a letter to keep\n".repeat(1000), "SQLite format 3"] {
        fs::write(&path, content).unwrap();
        refused(&path, "store_not_a_database").await;
    }
    assert_eq!(Store::open(folder.path()).await.unwrap_err().code(), "store_not_a_database", "a folder");
}

#[tokio::test]
async fn another_programs_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    run(&path, "CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT)").await;
    refused(&path, "store_not_a_database").await;
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let (folder, path, store) = store().await;
    let id = store.create_document(&memo("s", "b"), "").await.unwrap().id;
    store.close().await;
    run(&path, "INSERT INTO _sqlx_migrations VALUES (9000, 'later', CURRENT_TIMESTAMP, 1, x'00', 0)").await;
    refused(&path, "store_newer_schema").await;

    run(&path, "DELETE FROM _sqlx_migrations WHERE version = 9000").await;
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.document(id).await.unwrap().document, memo("s", "b"));
    drop(folder);
}

#[tokio::test]
async fn a_damaged_file_is_said_to_be() {
    let (_folder, path, store) = store().await;
    for _ in 0..20 {
        store.create_document(&memo("s", &"字".repeat(5000)), "").await.unwrap();
    }
    store.close().await;
    // Every page but the first is overwritten.
    let mut bytes = fs::read(&path).unwrap();
    bytes[4096..].fill(0xaa);
    fs::write(&path, bytes).unwrap();
    refused(&path, "store_damaged").await;
}

#[tokio::test]
async fn a_row_that_is_no_document_is_said_to_be_without_its_text() {
    let (_folder, path, store) = store().await;
    let id = store.create_document(&memo("s", "b"), "").await.unwrap().id;
    run(&path, "UPDATE documents SET document = '{\"template\": \"memo\", \"lang\": \"private words\"}'").await;
    let error = store.document(id).await.unwrap_err();
    assert_eq!(error.code(), "store_damaged");
    assert!(!format!("{error:?} {error}").contains("private"), "{error:?}");
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let (_folder, _path, store) = store().await;
    let clone = store.clone();
    store.close().await;
    assert_eq!(clone.document(1).await.unwrap_err().code(), "store_database");
    assert_eq!(clone.set_setting("a", "b").await.unwrap_err().code(), "store_database");
}

#[tokio::test]
async fn a_file_another_program_keeps_locked_is_busy() {
    let (_folder, path, store) = store().await;
    let mut connection = connect(&path).await;
    let mut lock = connection.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert_eq!(store.set_setting("a", "b").await.unwrap_err().code(), "store_busy");
    assert_eq!(store.setting("a").await.unwrap(), None, "reading goes on");
    sqlx::query("INSERT INTO settings VALUES ('a', 'theirs')").execute(&mut *lock).await.unwrap();
    lock.commit().await.unwrap();
    store.set_setting("b", "ours").await.unwrap();
    assert_eq!(store.setting("a").await.unwrap().as_deref(), Some("theirs"));
}
