//! Looking for documents: from one character up, across scripts and widths, with filters and the place shown.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::{memo, store};
use gungman_core::Document;
use gungman_store::{SearchHit, SearchQuery, Store};

fn letter(fields: &[(&str, &str)], body: &str) -> Document {
    let mut document = memo("", body);
    document.template = "letter".into();
    document.fields.extend(fields.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())));
    document
}

fn text(text: &str) -> SearchQuery {
    SearchQuery { text: text.into(), ..SearchQuery::default() }
}

async fn ids(store: &Store, query: &SearchQuery) -> Vec<i64> {
    store.search(query).await.unwrap().into_iter().map(|hit| hit.row.id).collect()
}

fn marked(hit: &SearchHit) -> Vec<String> {
    let part = |(from, to): &(u32, u32)| hit.snippet.chars().skip(*from as usize).take((to - from) as usize).collect();
    hit.marks.iter().map(part).collect()
}

#[tokio::test]
async fn one_character_the_other_script_full_width_and_beginnings_are_found() {
    let (_folder, _path, store) = store().await;
    let lift = store.create_document(&memo("更換升降機", "衞生署裏面的𨋢口，鰂魚涌。"), "").await.unwrap().id;
    let english = store
        .create_document(&memo("Fire drill", "The undermentioned committee meets in Ｒｏｏｍ １２０１."), "")
        .await;
    let english = english.unwrap().id;
    for (asked, id) in [
        ("升", lift),
        ("升降机", lift),
        ("更换", lift),
        ("卫生署里", lift),
        ("衛生署裡", lift),
        ("𨋢", lift),
        ("鰂魚涌", lift),
        ("涌 升", lift),
        ("fire", english),
        ("FIRE DR", english),
        ("comm", english),
        ("drill committee", english),
        ("room 1201", english),
        ("１２０１", english),
        ("drill\"", 0),
        ("NOT fire", 0),
        ("mittee", 0),
        ("機衞", 0),
    ] {
        let found: Vec<i64> = (id != 0).then_some(id).into_iter().collect();
        assert_eq!(ids(&store, &text(asked)).await, found, "{asked}");
    }
}

#[tokio::test]
async fn the_place_is_shown_as_it_is_written() {
    let (_folder, _path, store) = store().await;
    let body = format!("{}本署將於裏面更換升降機，升降機維修亦然。", "甲".repeat(200));
    store.create_document(&memo("s", &body), "").await.unwrap();
    let hit = store.search(&text("升降机")).await.unwrap().remove(0);
    assert_eq!(marked(&hit), ["升降機", "升降機"], "{hit:?}");
    let hit = store.search(&text("里面 维修")).await.unwrap().remove(0);
    assert_eq!(marked(&hit), ["裏面", "維修"], "{hit:?}");
    assert!(hit.snippet.chars().count() <= 120 && hit.snippet.starts_with('甲'));
    assert_eq!(store.search(&text("")).await.unwrap()[0].snippet, "");
}

#[tokio::test]
async fn filters_narrow_and_combine() {
    let (_folder, _path, store) = store().await;
    let fields =
        [("to", "建築署署長"), ("ref", "(13) in LD/7/4"), ("date", "2026-03-31"), ("classification", "restricted")];
    let first = store.create_document(&letter(&fields, "維修"), "").await.unwrap().id;
    let mut memo = memo("", "維修");
    memo.fields.insert("date".into(), "2025-12-01".into());
    let second = store.create_document(&memo, "").await.unwrap().id;
    let undated =
        store.create_document(&letter(&[("to", "Director of Architectural Services")], "維修"), "").await.unwrap().id;
    let all = || text("維修");
    for (query, expected) in [
        (all(), vec![undated, second, first]),
        (SearchQuery { template: "letter".into(), ..all() }, vec![undated, first]),
        (SearchQuery { classification: "restricted".into(), ..all() }, vec![first]),
        (SearchQuery { from: "2026-01-01".into(), ..all() }, vec![first]),
        (SearchQuery { to: "2025-12-31".into(), ..all() }, vec![second]),
        (SearchQuery { from: "2025-12-01".into(), to: "2026-03-31".into(), ..all() }, vec![second, first]),
        (SearchQuery { correspondent: "建筑署".into(), ..all() }, vec![first]),
        (SearchQuery { correspondent: "DIRECTOR OF".into(), ..all() }, vec![undated]),
        (SearchQuery { reference: "ld/7".into(), ..all() }, vec![first]),
        (SearchQuery { reference: "ＬＤ/7".into(), template: "memo".into(), ..all() }, vec![]),
        (SearchQuery { template: "letter".into(), ..text("") }, vec![undated, first]),
        (SearchQuery { limit: 1, offset: 1, ..all() }, vec![second]),
    ] {
        assert_eq!(ids(&store, &query).await, expected, "{query:?}");
    }
}

#[tokio::test]
async fn what_was_deleted_or_replaced_is_not_found_and_the_index_stays_sound() {
    let (_folder, path, store) = store().await;
    let mut kept = Vec::new();
    for n in 0..30 {
        kept.push(store.create_document(&memo(&format!("subject{n}"), "維修工程"), "").await.unwrap().id);
    }
    for id in kept.drain(..10) {
        store.delete_document(id).await.unwrap();
    }
    for id in kept.drain(..10) {
        store.save_working_copy(id, &memo("renamed", "演習"), "").await.unwrap();
    }
    assert_eq!(ids(&store, &text("維修")).await.len(), 10);
    assert_eq!(ids(&store, &text("演習")).await.len(), 10);
    assert_eq!(ids(&store, &text("subject15")).await, [0; 0]);
    store.close().await;
    use sqlx::Connection as _;
    let mut connection =
        sqlx::SqliteConnection::connect_with(&sqlx::sqlite::SqliteConnectOptions::new().filename(&path)).await.unwrap();
    // Compares the index with the rows, and fails where they differ.
    sqlx::raw_sql("INSERT INTO found (found, rank) VALUES ('integrity-check', 1)")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn many_hits_come_in_the_same_order_as_few() {
    // In memory where there is any: two thousand saves, each flushed, take a disk its time.
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let store = Store::open(&folder.path().join("library.sqlite")).await.unwrap();
    let mut all = Vec::new();
    for n in 0..2100 {
        let mut document = memo(&format!("meeting{}", n % 10), "維修工程");
        document.template = if n % 7 == 0 { "letter" } else { "memo" }.into();
        all.push(store.create_document(&document, "").await.unwrap().id);
    }
    // Without a text the list alone says which was saved last.
    let listed = ids(&store, &SearchQuery { limit: 3000, ..text("") }).await;
    assert_eq!(listed.len(), 2100);
    for asked in ["維", "維修工程", "meet", "維修 meeting"] {
        assert_eq!(ids(&store, &SearchQuery { limit: 5, ..text(asked) }).await, listed[..5], "{asked}");
        assert_eq!(ids(&store, &SearchQuery { limit: 3000, ..text(asked) }).await, listed, "{asked}");
    }
    let letter = |id: &i64| all.iter().position(|other| other == id).is_some_and(|at| at % 7 == 0);
    let letters: Vec<i64> = listed.iter().copied().filter(letter).collect();
    assert_eq!(letters.len(), 300);
    let query = SearchQuery { template: "letter".into(), limit: 3000, ..text("維修") };
    assert_eq!(ids(&store, &query).await, letters);
    assert_eq!(ids(&store, &SearchQuery { limit: 3000, ..text("meeting3") }).await.len(), 210);
}
