//! Translations, their segments, the memory and the office's own terms.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::store;
use gungman_core::Lang;
use gungman_store::{MemoryRow, NewTranslation, OwnTermRow, SegmentRow, Store};

fn segment(paragraph: i64, from: i64, to: i64, source: &str) -> SegmentRow {
    SegmentRow {
        id: 0,
        paragraph,
        from_char: from,
        to_char: to,
        kind: "text".into(),
        state: "untranslated".into(),
        percent: None,
        note: String::new(),
        source: source.into(),
        target: String::new(),
        accepted: "[]".into(),
    }
}

fn new() -> NewTranslation {
    NewTranslation {
        name: "a.docx".into(),
        path: Some("/x/a.docx".into()),
        kind: "docx".into(),
        from: Lang::EnGb,
        to: Lang::ZhHantHk,
        source: vec![1, 2, 0, 255],
    }
}

#[tokio::test]
async fn a_translation_is_kept_over_a_restart_and_deleted_whole() {
    let (_folder, path, store) = store().await;
    let id = store.create_translation(&new(), &[segment(0, 0, 4, "One."), segment(1, 0, 4, "Two.")]).await.unwrap();
    let mut rows = store.segments(id).await.unwrap();
    rows[1].target = "二。".into();
    rows[1].state = "confirmed".into();
    rows[1].accepted = "[\"untranslated x\"]".into();
    store.put_segments(id, &rows[1..]).await.unwrap();
    store.close().await;

    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.segments(id).await.unwrap(), rows, "ids stay");
    assert_eq!(store.translation_source(id).await.unwrap(), [1, 2, 0, 255]);
    let list = store.translations().await.unwrap();
    assert_eq!((list.len(), list[0].segments, list[0].translated, list[0].confirmed), (1, 2, 1, 1));
    assert_eq!(list[0].path.as_deref(), Some("/x/a.docx"));
    store.delete_translation(id).await.unwrap();
    assert!(store.translations().await.unwrap().is_empty() && store.segments(id).await.unwrap().is_empty());
    assert_eq!(store.translation_source(id).await.unwrap_err().code(), "store_not_found");
}

#[tokio::test]
async fn the_model_fills_only_what_nobody_touched() {
    let (_folder, _path, store) = store().await;
    let id = store.create_translation(&new(), &[segment(0, 0, 4, "One.")]).await.unwrap();
    let was = store.segments(id).await.unwrap().remove(0);
    let machine = SegmentRow { target: "一。".into(), state: "machine".into(), ..was.clone() };
    let edited = SegmentRow { target: "壹。".into(), state: "edited".into(), ..was.clone() };
    store.put_segments(id, std::slice::from_ref(&edited)).await.unwrap();
    assert!(!store.fill_segment(&was, &machine).await.unwrap());
    assert_eq!(store.segments(id).await.unwrap()[0].target, "壹。");
    assert!(store.fill_segment(&edited, &machine).await.unwrap());
    assert_eq!(store.segments(id).await.unwrap()[0].state, "machine");
}

#[tokio::test]
async fn a_split_keeps_the_first_ones_id_and_a_join_that_was_cut_off_shows_once() {
    let (_folder, _path, store) = store().await;
    let id = store.create_translation(&new(), &[segment(0, 0, 9, "One. Two.")]).await.unwrap();
    let whole = store.segments(id).await.unwrap().remove(0);
    store.put_segments(id, &[segment(0, 0, 4, "One."), segment(0, 5, 9, "Two.")]).await.unwrap();
    let parts = store.segments(id).await.unwrap();
    assert_eq!((parts.len(), parts[0].id), (2, whole.id));
    // Joined again, but the second row was not taken away: the program was killed between.
    store.put_segments(id, &[segment(0, 0, 9, "One. Two.")]).await.unwrap();
    assert_eq!(store.segments(id).await.unwrap(), [whole]);
    store.remove_segment(parts[1].id).await.unwrap();
    assert_eq!(store.segments(id).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_cut_off_while_it_was_made_is_not_listed_and_swept_away() {
    let (_folder, _path, store) = store().await;
    let id = store.create_translation(&new(), &[]).await.unwrap();
    assert!(store.translations().await.unwrap().is_empty());
    assert!(store.translation_source(id).await.is_ok());
    store.sweep_translations().await.unwrap();
    assert!(store.translation_source(id).await.is_err());
}

#[tokio::test]
async fn pairs_and_terms_are_replaced_not_doubled() {
    let (_folder, _path, store) = store().await;
    let pair = |target: &str, before: &str| MemoryRow {
        source_lang: "en-GB".into(),
        source: "Yes.".into(),
        target: target.into(),
        before: before.into(),
        note: "a.docx".into(),
    };
    store.remember(&[pair("是。", ""), pair("對。", "Is it?")]).await.unwrap();
    store.remember(&[pair("有。", "")]).await.unwrap();
    assert_eq!(store.memory().await.unwrap(), [pair("對。", "Is it?"), pair("有。", "")], "the latest last");
    store.forget("en-GB", "Yes.", "").await.unwrap();
    assert_eq!(store.memory().await.unwrap().len(), 1);

    let term = |zh: &str| OwnTermRow {
        en: "lift".into(),
        zh: zh.into(),
        strength: "locked".into(),
        forbidden: "[\"電梯\"]".into(),
        note: String::new(),
    };
    store.put_own_terms(&[term("[\"電梯\"]")]).await.unwrap();
    store.put_own_terms(&[term("[\"升降機\"]")]).await.unwrap();
    assert_eq!(store.own_terms().await.unwrap(), [term("[\"升降機\"]")]);
    store.remove_own_term("lift").await.unwrap();
    assert!(store.own_terms().await.unwrap().is_empty());
}
