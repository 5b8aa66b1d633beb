//! Working copies, the list and its search, and settings.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use common::{complete, generated, memo, store};
use gungman_core::{Block, Document, Lang, Run};
use gungman_store::{AcceptedRow, Dates, DocumentQuery, DocumentRow, OwnWordRow, Store};
use proptest::prelude::*;

fn query(text: &str) -> DocumentQuery {
    DocumentQuery { text: text.into(), ..DocumentQuery::default() }
}

async fn found(store: &Store, text: &str) -> Vec<i64> {
    store.documents(&query(text)).await.unwrap().into_iter().map(|row| row.id).collect()
}

#[tokio::test]
async fn a_document_comes_back_as_it_was_kept_also_after_reopening() {
    let (_folder, path, store) = store().await;
    assert_eq!(store.latest_document().await.unwrap(), None);
    let mut document = memo("更換升降機", "第一段\n第二段");
    document.body.push(Block::Item {
        level: 2,
        runs: vec![Run { text: "𨋢 “'%_\\\0".into(), bold: true, underline: true }],
        lines: vec![3],
    });
    let made = store.create_document(&document, "- 要點\n- \"two\"").await.unwrap();
    assert_eq!(made.created_at, made.updated_at);
    assert_eq!(store.document(made.id).await.unwrap(), made);

    document.lang = Lang::EnGb;
    let saved_at = store.save_working_copy(made.id, &document, "new").await.unwrap();
    assert!(saved_at > made.updated_at, "a later save has a later time");
    store.close().await;

    let store = Store::open(&path).await.unwrap();
    let read = store.document(made.id).await.unwrap();
    assert_eq!((read.document, read.points.as_str()), (document, "new"));
    assert_eq!((read.created_at, read.updated_at), (made.created_at, saved_at));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_comes_back(subject in any::<String>(), body in any::<String>(), points in any::<String>()) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let (_folder, _path, store) = store().await;
            let mut document = memo(&subject, "");
            document.body = vec![Block::paragraph(body)];
            let id = store.create_document(&document, &points).await.unwrap().id;
            let read = store.document(id).await.unwrap();
            assert_eq!((read.document, read.points), (document, points));
            assert_eq!(store.documents(&query("")).await.unwrap()[0].subject, subject.trim());
            store.close().await;
        });
    }
}

#[tokio::test]
async fn the_list_shows_each_documents_own_fields_last_saved_first() {
    let (_folder, _path, store) = store().await;
    let mut document = memo("更換升降機", "\n第一段\n第二段");
    for (id, value) in [
        ("to", "建築署署長\n（經辦人：陳大文）"),
        ("ref", "(13) in OLA 4/08"),
        ("date", "2026-11-23"),
        ("classification", "restricted"),
    ] {
        document.fields.insert(id.into(), value.into());
    }
    let first = store.create_document(&document, "").await.unwrap();
    let second = store.create_document(&Document::new("letter", Lang::EnGb), "").await.unwrap();
    store.begin_version(&generated(first.id, &document)).await.unwrap();
    let version = store.begin_version(&generated(first.id, &document)).await.unwrap();
    store.finish_version(version.id, &complete(&document)).await.unwrap();

    let rows = store.documents(&DocumentQuery::default()).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), [second.id, first.id]);
    assert_eq!(rows[0].subject, "");
    assert_eq!(rows[0].lang, Lang::EnGb);
    let expected = DocumentRow {
        id: first.id,
        template: "memo".into(),
        lang: Lang::ZhHantHk,
        subject: "更換升降機".into(),
        correspondent: "建築署署長".into(),
        reference: "(13) in OLA 4/08".into(),
        doc_date: "2026-11-23".into(),
        classification: "restricted".into(),
        versions: 2,
        updated_at: first.updated_at,
        first_line: "第一段".into(),
        received: String::new(),
        dates: Dates::default(),
    };
    assert_eq!(rows[1], expected);

    // A save brings a document to the top, and the columns follow the fields.
    document.fields.insert("subject".into(), "New".into());
    store.save_working_copy(first.id, &document, "").await.unwrap();
    assert_eq!(store.latest_document().await.unwrap().unwrap().id, first.id);
    let page = store.documents(&DocumentQuery { limit: 1, ..query("") }).await.unwrap();
    assert_eq!((page.len(), page[0].id, page[0].subject.as_str()), (1, first.id, "New"));
    let page = store.documents(&DocumentQuery { limit: 1, offset: 1, ..query("") }).await.unwrap();
    assert_eq!((page.len(), page[0].id), (1, second.id));
    assert_eq!(store.documents(&DocumentQuery { offset: 2, ..query("") }).await.unwrap(), []);
}

#[tokio::test]
async fn search_takes_every_character_for_itself() {
    let (_folder, _path, store) = store().await;
    let lift = store.create_document(&memo("更換升降機", "維修工程\n𨋢口"), "").await.unwrap().id;
    let percent = store.create_document(&memo("Costs", "up 100% in 2026"), "snake_case").await.unwrap().id;
    let quotes = store.create_document(&memo("O'Brien said \"no\"", "a\\b"), "x*y").await.unwrap().id;
    assert_eq!(found(&store, "").await, [quotes, percent, lift]);
    assert_eq!(found(&store, " 　").await, [quotes, percent, lift], "white space alone asks for nothing");
    for (text, id) in [
        ("升", lift),
        ("維修", lift),
        ("𨋢", lift),
        ("程 𨋢", lift),
        ("%", percent),
        ("１００％", percent),
        ("_", percent),
        ("COSTS", percent),
        ("'", quotes),
        ("o'brien said \"NO", quotes),
        ("\\", quotes),
        ("*", quotes),
    ] {
        assert_eq!(found(&store, text).await, [id], "{text}");
    }
    // Neither a wildcard, nor across two parts, nor the JSON around the text.
    for text in ["1%6", "sn_ke", "機維", "' OR 1=1 --", "paragraph", "runs", "{", "升AND降"] {
        assert_eq!(found(&store, text).await, [0; 0], "{text}");
    }
    // What is searched is what was saved last.
    store.save_working_copy(lift, &memo("電梯", ""), "").await.unwrap();
    assert_eq!(found(&store, "升").await, [0; 0]);
    assert_eq!(found(&store, "梯").await, [lift]);
}

#[tokio::test]
async fn a_deleted_document_is_gone_with_its_versions_and_its_id() {
    let (_folder, path, store) = store().await;
    let document = memo("秘密", &"a most remarkable sentence. ".repeat(2000));
    let id = store.create_document(&document, "").await.unwrap().id;
    let version = store.begin_version(&generated(id, &document)).await.unwrap();
    store.delete_document(id).await.unwrap();

    assert_eq!(store.document(id).await.unwrap_err().code(), "store_not_found");
    assert_eq!(store.delete_document(id).await.unwrap_err().code(), "store_not_found");
    assert_eq!(store.save_working_copy(id, &document, "").await.unwrap_err().code(), "store_not_found");
    assert_eq!(store.version(version.id).await.unwrap_err().code(), "store_not_found");
    assert_eq!(store.finish_version(version.id, &complete(&document)).await.unwrap_err().code(), "store_not_found");
    assert_eq!(store.begin_version(&generated(id, &document)).await.unwrap_err().code(), "store_not_found");
    assert_eq!(store.versions(id).await.unwrap(), []);
    assert!(store.create_document(&memo("next", ""), "").await.unwrap().id > id, "an id is not given twice");

    for name in ["gungman.db", "gungman.db-wal"] {
        let bytes = std::fs::read(path.with_file_name(name)).unwrap();
        let needle = b"remarkable sentence";
        assert!(!bytes.windows(needle.len()).any(|window| window == needle), "{name} still holds deleted text");
    }
}

#[tokio::test]
async fn settings_keep_their_last_value() {
    let (_folder, path, store) = store().await;
    assert_eq!(store.setting("lang").await.unwrap(), None);
    store.set_setting("lang", "zh-Hant-HK").await.unwrap();
    store.set_setting("lang", "en-GB").await.unwrap();
    store.set_setting("empty", "").await.unwrap();
    store.close().await;
    let store = Store::open(&path).await.unwrap();
    assert_eq!(store.setting("lang").await.unwrap().as_deref(), Some("en-GB"));
    assert_eq!(store.setting("empty").await.unwrap().as_deref(), Some(""));
    assert_eq!(store.setting("Lang").await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_see_whole_saves_while_writers_write() {
    let (_folder, path, store) = store().await;
    let id = store.create_document(&memo("0", "0"), "0").await.unwrap().id;
    // A second handle on the file, as another process has one.
    let other = Store::open(&path).await.unwrap();
    let mut writers = Vec::new();
    for (writer, store) in [store.clone(), store.clone(), other.clone()].into_iter().enumerate() {
        writers.push(tokio::spawn(async move {
            let mut times = Vec::new();
            for round in 0..40 {
                let text = format!("{writer}-{round} {}", "字".repeat(3000));
                times.push(store.save_working_copy(id, &memo(&text, &text), &text).await.unwrap());
            }
            times
        }));
    }
    let mut readers = Vec::new();
    for store in [store.clone(), store.clone(), store.clone(), other.clone()] {
        readers.push(tokio::spawn(async move {
            let mut last = 0;
            for _ in 0..100 {
                let read = store.document(id).await.unwrap();
                assert_eq!(read.document.field("subject"), read.points, "half a save was read");
                assert_eq!(read.document.body_text(), read.points);
                assert!(read.updated_at >= last, "an older save was read after a newer one");
                last = read.updated_at;
                assert_eq!(store.documents(&DocumentQuery::default()).await.unwrap().len(), 1);
            }
        }));
    }
    let mut times = Vec::new();
    for writer in writers {
        times.extend(writer.await.unwrap());
    }
    for reader in readers {
        reader.await.unwrap();
    }
    let last = times.iter().copied().max().unwrap();
    assert_eq!(times.len(), 120);
    times.sort_unstable();
    times.dedup();
    assert_eq!(times.len(), 120, "no two saves have one time");
    assert_eq!(store.document(id).await.unwrap().updated_at, last);
}

#[tokio::test]
async fn own_words_are_kept_replaced_and_taken_away() {
    let (_folder, path, store) = store().await;
    let row = |target: &str, word: &str, form: &str| OwnWordRow {
        target: target.into(),
        word: word.into(),
        form: form.into(),
    };
    store.put_own_words(&[row("zh-Hant-HK", "云先生", "雲先生"), row("zh-Hans", "覆", "复")]).await.unwrap();
    store.put_own_words(&[row("zh-Hant-HK", "云先生", "云先生")]).await.unwrap();
    store.put_own_words(&[]).await.unwrap();
    store.close().await;

    let store = Store::open(&path).await.unwrap();
    let kept = [row("zh-Hans", "覆", "复"), row("zh-Hant-HK", "云先生", "云先生")];
    assert_eq!(store.own_words().await.unwrap(), kept);
    store.remove_own_word("zh-Hans", "覆").await.unwrap();
    store.remove_own_word("zh-Hans", "覆").await.unwrap();
    assert_eq!(store.own_words().await.unwrap(), kept[1..]);
}

#[tokio::test]
async fn what_is_settled_with_the_checker_is_kept_once_and_taken_back() {
    let (_folder, path, store) = store().await;
    let row =
        |kind: &str, rule: &str, value: &str| AcceptedRow { kind: kind.into(), rule: rule.into(), value: value.into() };
    let all = [
        row("word", "", "質量"),
        row("rule", "english-plain", ""),
        row("rule", "date-mixed", "memo"),
        row("finding", "word-mainland", "信息"),
    ];
    for row in all.iter().chain(&all) {
        store.accept(row).await.unwrap();
    }
    store.close().await;

    let store = Store::open(&path).await.unwrap();
    let kept = store.accepted().await.unwrap();
    assert_eq!(kept.len(), all.len());
    assert!(all.iter().all(|row| kept.contains(row)), "{kept:?}");
    assert_eq!(kept[0], all[0]);
    store.unaccept(&all[0]).await.unwrap();
    store.unaccept(&all[0]).await.unwrap();
    assert_eq!(store.accepted().await.unwrap(), kept[1..]);
    // A finding without characters would silence everything.
    assert!(store.accept(&row("finding", "word-mainland", "")).await.is_err());
    assert!(store.accept(&row("word", "word-mainland", "信息")).await.is_err());
}
