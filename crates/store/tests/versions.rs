//! Versions: numbers, states, and what a history keeps.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::{complete, generated, memo, store};
use gungman_store::{NewVersion, Outcome, Store, VersionSource, VersionState};

#[tokio::test]
async fn a_version_runs_and_ends_once() {
    let (_folder, _path, store) = store().await;
    let before = memo("s", "舊");
    let after = memo("s", "新");
    let id = store.create_document(&before, "").await.unwrap().id;

    let running = store.begin_version(&generated(id, &before)).await.unwrap();
    assert_eq!((running.document_id, running.number), (id, 1));
    assert_eq!((running.source, running.state), (VersionSource::Generated, VersionState::Running));
    assert_eq!((running.instruction.as_str(), running.model.as_str()), ("shorter", "a-model"));
    assert_eq!((running.finished_at, &running.stats, &running.error), (None, &None, &None));
    assert_eq!(store.version(running.id).await.unwrap().document, before);

    let refused = Outcome { state: VersionState::Running, ..complete(&after) };
    assert_eq!(store.finish_version(running.id, &refused).await.unwrap_err().code(), "store_not_an_end");
    let ended = store.finish_version(running.id, &complete(&after)).await.unwrap();
    assert_eq!(ended.state, VersionState::Complete);
    assert!(ended.finished_at.unwrap() >= ended.created_at);
    assert_eq!(ended.stats.as_ref().unwrap()["tokens"], 120);

    let failed = Outcome { state: VersionState::Failed, error: Some("model_gone".into()), ..complete(&before) };
    assert_eq!(store.finish_version(running.id, &failed).await.unwrap_err().code(), "store_version_ended");
    let read = store.version(running.id).await.unwrap();
    assert_eq!((read.row, read.document, read.points.as_str()), (ended, after, "要點"));
    assert_eq!(store.document(id).await.unwrap().document, before, "the working copy is the officer's");
    assert_eq!(store.finish_version(99, &failed).await.unwrap_err().code(), "store_not_found");
}

#[tokio::test]
async fn each_source_and_each_end_comes_back() {
    let (_folder, _path, store) = store().await;
    let document = memo("s", "b");
    let id = store.create_document(&document, "").await.unwrap().id;
    let mut expected = Vec::new();
    for source in [VersionSource::Typed, VersionSource::Edited, VersionSource::Converted] {
        let new = NewVersion { source, state: VersionState::Complete, ..generated(id, &document) };
        let row = store.begin_version(&new).await.unwrap();
        assert_eq!((row.source, row.state, row.finished_at), (source, VersionState::Complete, Some(row.created_at)));
        assert_eq!(store.finish_version(row.id, &complete(&document)).await.unwrap_err().code(), "store_version_ended");
        expected.push(row);
    }
    for state in [VersionState::Complete, VersionState::Stopped, VersionState::Failed, VersionState::Interrupted] {
        let running = store.begin_version(&generated(id, &document)).await.unwrap();
        let error = (state == VersionState::Failed).then(|| "model_gone".to_owned());
        let outcome = Outcome { state, error: error.clone(), stats: None, document: document.clone() };
        let row = store.finish_version(running.id, &outcome).await.unwrap();
        assert_eq!((row.state, &row.error, &row.stats), (state, &error, &None));
        expected.push(row);
    }
    expected.reverse();
    let rows = store.versions(id).await.unwrap();
    assert_eq!(rows, expected, "newest first");
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [7, 6, 5, 4, 3, 2, 1]);
}

#[tokio::test]
async fn what_was_left_running_is_interrupted_at_the_next_start() {
    let (_folder, path, store) = store().await;
    let document = memo("s", "b");
    let id = store.create_document(&document, "").await.unwrap().id;
    let done = store.begin_version(&generated(id, &document)).await.unwrap();
    let done = store.finish_version(done.id, &complete(&document)).await.unwrap();
    let left = store.begin_version(&generated(id, &document)).await.unwrap();
    store.close().await;

    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.interrupt_running().await.unwrap(), 1);
    assert_eq!(store.interrupt_running().await.unwrap(), 0);
    let rows = store.versions(id).await.unwrap();
    assert_eq!((rows[0].id, rows[0].state), (left.id, VersionState::Interrupted));
    assert!(rows[0].finished_at.unwrap() >= left.created_at);
    assert_eq!(rows[1], done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn versions_begun_at_once_have_numbers_without_gaps() {
    let (_folder, path, store) = store().await;
    let document = memo("s", "b");
    let one = store.create_document(&document, "").await.unwrap().id;
    let two = store.create_document(&document, "").await.unwrap().id;
    let other = Store::open(&path).await.unwrap();
    let mut tasks = Vec::new();
    for task in 0..60 {
        let store = if task % 3 == 0 { other.clone() } else { store.clone() };
        let new = generated(if task % 2 == 0 { one } else { two }, &document);
        tasks.push(tokio::spawn(async move { store.begin_version(&new).await.unwrap() }));
    }
    for task in tasks {
        let row = task.await.unwrap();
        assert_eq!(store.version(row.id).await.unwrap().row, row);
    }
    for id in [one, two] {
        let numbers: Vec<_> = store.versions(id).await.unwrap().iter().map(|row| row.number).collect();
        assert_eq!(numbers, (1..=30).rev().collect::<Vec<_>>());
    }
}

#[test]
fn the_window_sees_camel_case_and_a_flat_record() {
    let row = gungman_store::VersionRow {
        id: 1,
        document_id: 2,
        number: 3,
        source: VersionSource::Typed,
        state: VersionState::Complete,
        instruction: String::new(),
        model: String::new(),
        stats: None,
        error: None,
        created_at: 4,
        finished_at: Some(5),
    };
    let record = gungman_store::VersionRecord { row, document: memo("s", ""), points: "p".into() };
    let json = serde_json::to_value(&record).unwrap();
    assert_eq!((&json["documentId"], &json["finishedAt"], &json["source"]), (&2.into(), &5.into(), &"typed".into()));
    assert_eq!(json["document"]["fields"]["subject"], "s");
    assert_eq!(serde_json::from_value::<gungman_store::VersionRecord>(json).unwrap(), record);
}
