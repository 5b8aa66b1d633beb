//! Copies of the library, putting them back, and libraries of older programs.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{memo, store};
use gungman_store::{DocumentQuery, SearchQuery, Store, backup, doubt};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

async fn subjects(store: &Store) -> Vec<String> {
    let rows = store.documents(&DocumentQuery::default()).await.unwrap();
    rows.into_iter().map(|row| row.subject).collect()
}

fn spoil(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(0xaa);
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_copy_is_made_while_the_library_is_in_use_and_put_back_afterwards() {
    let (folder, path, store) = store().await;
    store.create_document(&memo("one", "第一份"), "").await.unwrap();
    let copy = folder.path().join("it's a copy.sqlite");
    let inspection = store.backup(&copy).await.unwrap();
    assert_eq!((inspection.documents, inspection.problems.len()), (1, 0));
    assert_eq!(inspection.schema, backup::known_schema());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(store.backup(&copy).await.unwrap_err().code(), "store_io", "a copy is not written over");
    store.create_document(&memo("two", ""), "").await.unwrap();

    let aside = folder.path().join("aside.sqlite");
    assert_eq!(backup::restore(&copy, &path, &aside).await.unwrap_err().code(), "store_busy", "it is open");
    assert_eq!(subjects(&store).await, ["two", "one"]);
    store.close().await;

    backup::restore(&copy, &path, &aside).await.unwrap();
    let back = Store::open(&path).await.unwrap();
    assert_eq!(subjects(&back).await, ["one"]);
    assert_eq!(back.search(&SearchQuery { text: "份".into(), ..SearchQuery::default() }).await.unwrap().len(), 1);
    back.close().await;
    let kept = Store::open(&aside).await.unwrap();
    assert_eq!(subjects(&kept).await, ["two", "one"], "what was there is kept");
}

#[tokio::test]
async fn a_damaged_library_is_told_after_a_crash_or_a_doubt_and_a_damaged_copy_is_refused() {
    let (folder, path, store) = store().await;
    for n in 0..40 {
        store.create_document(&memo(&n.to_string(), &"字".repeat(4000)), "").await.unwrap();
    }
    let copy = folder.path().join("copy.sqlite");
    store.backup(&copy).await.unwrap();
    store.close().await;
    spoil(&path);
    assert!(!backup::inspect(&path).await.unwrap().problems.is_empty());
    // The list can still be read, so an ordinary start goes on; a start in doubt does not.
    doubt(&path).unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(Store::open(&path).await.unwrap_err().code(), "store_damaged");
    assert!(fs::read(&path).unwrap() == before, "left as it is");

    let spoilt = folder.path().join("spoilt.sqlite");
    fs::copy(&copy, &spoilt).unwrap();
    spoil(&spoilt);
    let aside = folder.path().join("aside.sqlite");
    assert_eq!(backup::restore(&spoilt, &path, &aside).await.unwrap_err().code(), "store_damaged");
    fs::write(&spoilt, b"a letter").unwrap();
    assert_eq!(backup::restore(&spoilt, &path, &aside).await.unwrap_err().code(), "store_not_a_database");
    assert!(fs::read(&path).unwrap() == before && !aside.exists(), "a refusal changes nothing");

    backup::restore(&copy, &path, &aside).await.unwrap();
    let store = Store::open(&path).await.unwrap();
    assert_eq!(subjects(&store).await.len(), 40);
    store.close().await;
    assert!(fs::read(&aside).unwrap() == before, "the damaged one is kept for whoever can save more of it");
    Store::open(&path).await.unwrap().close().await;
}

/// A library as the program before this one left it: the first migrations only, with documents in it.
async fn older(path: &Path, upto: i64) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut migrator = sqlx::migrate::Migrator::new(folder).await.unwrap();
    migrator.migrations =
        migrator.iter().filter(|migration| migration.version <= upto).cloned().collect::<Vec<_>>().into();
    migrator.run(&mut connection).await.unwrap();
    for n in 0..3 {
        let json = serde_json::to_string(&memo(&format!("更換升降機 {n}"), "税務局裏面")).unwrap();
        let statement = format!(
            "INSERT INTO documents (template, lang, subject, correspondent, reference, doc_date, classification, first_line, \
             created_at, updated_at, points, document, search_text) VALUES \
             ('memo', 'zh-Hant-HK', 's', '', '', '', '', '', {n}, {n}, '', '{json}', 'an older form')"
        );
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

#[tokio::test]
async fn an_older_library_is_copied_before_it_is_changed_and_its_documents_are_found_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    older(&path, 3).await;
    let store = Store::open(&path).await.unwrap();
    for text in ["升降機", "升降机", "税务局里面", "裡"] {
        let query = SearchQuery { text: text.into(), ..SearchQuery::default() };
        assert_eq!(store.search(&query).await.unwrap().len(), 3, "{text}");
    }
    assert_eq!(store.search(&SearchQuery { text: "older".into(), ..SearchQuery::default() }).await.unwrap().len(), 0);
    store.close().await;
    let copies: Vec<PathBuf> =
        fs::read_dir(folder.path().join("backups")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(copies.len(), 1);
    let kept = backup::inspect(&copies[0]).await.unwrap();
    assert_eq!((kept.schema, kept.documents, kept.problems.len()), (3, 3, 0));
    Store::open(&path).await.unwrap().close().await;
    assert_eq!(fs::read_dir(folder.path().join("backups")).unwrap().count(), 1, "and not again");
}

#[tokio::test]
async fn without_a_copy_an_older_library_is_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.sqlite");
    older(&path, 3).await;
    // Where the folder should be there is a file: no copy can be made.
    fs::write(folder.path().join("backups"), b"").unwrap();
    Store::open(&path).await.unwrap_err();
    assert_eq!(backup::inspect(&path).await.unwrap().schema, 3);
}
