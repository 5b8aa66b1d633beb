//! Due dates: kept beside the document, in step with its field, and gone with it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::{generated, memo, store};
use gungman_store::{Dates, DocumentQuery, Store, backup};
use sqlx::Connection as _;

fn dates(due: &str, done_on: &str) -> Dates {
    Dates { due: due.into(), done_on: done_on.into() }
}

async fn due(store: &Store) -> Vec<i64> {
    let query = DocumentQuery { due: true, ..DocumentQuery::default() };
    store.documents(&query).await.unwrap().into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn what_is_due_is_noted_beside_the_text_and_goes_with_the_document() {
    let (_folder, _path, store) = store().await;
    let document = memo("更換升降機", "正文");
    let plain = store.create_document(&document, "").await.unwrap();
    let record = store.create_document(&document, "").await.unwrap();
    assert_eq!((record.dates, due(&store).await), (Dates::default(), vec![]));

    assert_eq!(store.set_due(record.id, "2026-12-05").await.unwrap(), dates("2026-12-05", ""));
    assert_eq!(due(&store).await, [record.id]);
    let rows = store.documents(&DocumentQuery::default()).await.unwrap();
    assert_eq!((&rows[0].dates, &rows[1].dates), (&dates("2026-12-05", ""), &Dates::default()));
    // Neither a save nor a version touches it.
    store.save_working_copy(record.id, &memo("另一標題", ""), "").await.unwrap();
    store.begin_version(&generated(record.id, &document)).await.unwrap();
    assert_eq!(store.document(record.id).await.unwrap().dates, dates("2026-12-05", ""));

    assert_eq!(store.set_done(record.id, "2026-12-04").await.unwrap(), dates("2026-12-05", "2026-12-04"));
    assert_eq!((due(&store).await, store.open_dates().await.unwrap().len()), (vec![], 0));
    assert_eq!(store.set_done(record.id, "").await.unwrap(), dates("2026-12-05", ""));
    assert_eq!(store.open_dates().await.unwrap().len(), 1);

    for id in [record.id, plain.id] {
        store.delete_document(id).await.unwrap();
        assert_eq!(store.set_due(id, "2026-12-05").await.unwrap_err().code(), "store_not_found");
        assert_eq!(store.set_done(id, "2026-12-05").await.unwrap_err().code(), "store_not_found");
    }
    assert_eq!(store.open_dates().await.unwrap(), []);
}

#[tokio::test]
async fn only_days_of_the_calendar_are_kept() {
    let (_folder, _path, store) = store().await;
    let id = store.create_document(&memo("甲", ""), "").await.unwrap().id;
    for wrong in ["2026-02-30", "2027-02-29", "5.12.2026", "now", " "] {
        assert!(store.set_due(id, wrong).await.is_err(), "{wrong}");
        assert!(store.set_done(id, wrong).await.is_err(), "{wrong}");
    }
    assert_eq!(store.set_due(id, "2028-02-29").await.unwrap().due, "2028-02-29");
}

#[tokio::test]
async fn the_day_of_receipt_follows_the_documents_field() {
    let (_folder, _path, store) = store().await;
    let mut document = memo("投訴", "");
    document.fields.insert("received".into(), " 2026-11-16 ".into());
    let id = store.create_document(&document, "").await.unwrap().id;
    let received = async || store.documents(&DocumentQuery::default()).await.unwrap()[0].received.clone();
    assert_eq!(received().await, "2026-11-16");
    store.set_due(id, "2026-12-05").await.unwrap();
    document.fields.insert("received".into(), "2026-11-17".into());
    store.save_working_copy(id, &document, "").await.unwrap();
    assert_eq!(received().await, "2026-11-17");
    document.fields.remove("received");
    store.save_working_copy(id, &document, "").await.unwrap();
    assert_eq!(received().await, "");
    assert_eq!(store.document(id).await.unwrap().dates, dates("2026-12-05", ""));
    store.set_due(id, "").await.unwrap();
    assert_eq!(due(&store).await, [] as [i64; 0]);
}

#[tokio::test]
async fn a_copy_of_the_library_holds_them_and_an_older_library_has_its_days_of_receipt_filled_in() {
    let (folder, path, store) = store().await;
    let mut document = memo("投訴", "");
    document.fields.insert("received".into(), "2026-11-16".into());
    let id = store.create_document(&document, "").await.unwrap().id;
    store.set_due(id, "2026-12-05").await.unwrap();
    store.set_done(id, "2026-12-06").await.unwrap();
    let copy = folder.path().join("copy.db");
    store.backup(&copy).await.unwrap();
    store.close().await;
    backup::restore(&copy, &path, &folder.path().join("aside.db")).await.unwrap();
    let back = Store::open(&path).await.unwrap();
    assert_eq!(back.document(id).await.unwrap().dates, dates("2026-12-05", "2026-12-06"));
    back.close().await;

    // As the program left it before there were due dates.
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    let before = "DROP TRIGGER received_in; DROP TRIGGER received_anew; DROP TABLE due_dates; \
                  DELETE FROM _sqlx_migrations WHERE version = 6;";
    sqlx::raw_sql(before).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let back = Store::open(&path).await.unwrap();
    let rows = back.documents(&DocumentQuery::default()).await.unwrap();
    assert_eq!((rows[0].received.as_str(), &rows[0].dates), ("2026-11-16", &Dates::default()));
}
