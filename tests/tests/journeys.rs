//! Draft, stop, break and recover, through the use cases with a scripted worker.

use std::sync::Mutex;

use gungman_app::api::{DraftEvent, DraftRequest, ExportFormat, ExportRequest};
use gungman_app::draft::Stop;
use gungman_app::{Error, Office};
use gungman_core::{Document, FactState, Lang};
use gungman_engine::ErrorCode;
use gungman_store::{VersionSource, VersionState};
use gungman_tests::{open_scripted as open, scripted};
use serde_json::json;

const POINTS: &str = "8/12/2026 3pm 火警演習\n查詢 2835 1107";

fn memo(lang: Lang) -> Document {
    let mut document = Document::new("memo", lang);
    for (field, value) in
        [("from", "環境保護署署長"), ("to", "地政總署署長"), ("subject", "火警演習"), ("signer", "陳大文")]
    {
        document.fields.insert(field.into(), value.into());
    }
    document
}

async fn request(office: &Office) -> DraftRequest {
    let document = memo(Lang::ZhHantHk);
    let record = office.store.create_document(&document, POINTS).await.unwrap();
    DraftRequest { id: record.id, document, points: POINTS.into(), another: false }
}

fn silent(_: DraftEvent) {}

#[tokio::test]
async fn what_the_model_writes_is_converted_tidied_and_checked() {
    let test = scripted(json!([{ "text": "标题：火警演習\n2. 本署將于2026年12月8日下午三時舉行火警演習, 公佈詳情。\n查詢請致電28351107。" }])).await;
    let request = request(&test.office).await;
    let events = Mutex::new(Vec::new());
    let outcome = test
        .office
        .draft(request.clone(), &Stop::default(), &|event| events.lock().unwrap().push(event))
        .await
        .unwrap();
    let text = outcome.document.body_text();
    assert!(text.starts_with("本署將於2026年12月8日下午3時舉行火警演習，公布詳情。"), "{text}");
    assert!(text.contains("2835 1107"), "{text}");
    assert!(outcome.facts.iter().all(|row| row.state == FactState::Present), "{:#?}", outcome.facts);
    assert_eq!(outcome.version.state, VersionState::Complete);
    let kept = test.office.store.document(request.id).await.unwrap();
    assert_eq!(kept.document, outcome.document, "the library has it");
    let events = events.into_inner().unwrap();
    assert!(events.iter().any(|event| matches!(event, DraftEvent::Reading { .. })));
    assert!(events.iter().any(|event| matches!(event, DraftEvent::Block { finished: true, .. })));
    assert!(matches!(events.last(), Some(DraftEvent::Checking)), "nothing was wrong, so nothing was repaired");
}

#[tokio::test]
async fn a_missing_fact_is_asked_for_once_and_marked_when_it_stays_away() {
    let test = scripted(json!([
        { "contains": "遺漏", "text": "本署將於2026年12月8日下午3時舉行火警演習。\n如有查詢，請致電2835 1107。" },
        { "text": "本署將於2026年12月8日舉行火警演習。" }
    ]))
    .await;
    let outcome = test.office.draft(request(&test.office).await, &Stop::default(), &silent).await.unwrap();
    assert_eq!(outcome.stats.repairs, 1);
    assert!(outcome.issues.is_empty(), "{:?}", outcome.issues);
    assert!(outcome.document.body_text().contains("下午3時"));

    let stubborn = scripted(json!([{ "text": "本署將於2026年12月8日下午4時舉行火警演習，費用500元。" }])).await;
    let outcome = stubborn.office.draft(request(&stubborn.office).await, &Stop::default(), &silent).await.unwrap();
    let codes: Vec<&str> = outcome.issues.iter().map(|issue| issue.code.as_str()).collect();
    assert!(codes.contains(&"fact_changed") || codes.contains(&"fact_missing"), "the wrong hour is marked: {codes:?}");
    assert!(outcome.issues.iter().any(|issue| issue.excerpt.as_deref() == Some("500元")), "{:?}", outcome.issues);
}

#[tokio::test]
async fn a_point_the_model_does_not_write_is_marked() {
    let test = scripted(json!([
        { "contains": "請留意", "text": "火警演習" },
        { "text": "本署將於2026年12月8日下午3時舉行火警演習。" }
    ]))
    .await;
    let mut request = request(&test.office).await;
    request.points.push_str("\n請留意廣播");
    let outcome = test.office.draft(request, &Stop::default(), &silent).await.unwrap();
    let [issue] = &outcome.issues[..] else { panic!("{:?}", outcome.issues) };
    assert_eq!(issue.code, "point_unwritten");
    assert!(issue.message.zh.contains("請留意廣播"), "{issue:?}");
}

#[tokio::test]
async fn what_was_written_before_a_worker_died_is_kept_as_a_failed_version() {
    let test = scripted(json!([
        { "contains": "請留意", "text": "請", "then": "die" },
        { "text": "本署將於2026年12月8日下午3時舉行火警演習。" }
    ]))
    .await;
    let mut request = request(&test.office).await;
    request.points.push_str("\n請留意廣播");
    test.office.draft(request.clone(), &Stop::default(), &silent).await.unwrap_err();
    let versions = test.office.versions(request.id).await.unwrap();
    assert_eq!(versions[0].state, VersionState::Failed);
    let version = test.office.store.version(versions[0].id).await.unwrap();
    assert_eq!(version.document.body_text(), "本署將於2026年12月8日下午3時舉行火警演習。");
    assert_eq!(
        test.office.store.document(request.id).await.unwrap().document,
        request.document,
        "the page is as it was"
    );
}

#[tokio::test]
async fn a_worker_that_dies_or_talks_nonsense_leaves_the_document_and_the_next_draft_works() {
    for (then, code) in
        [("die", ErrorCode::WorkerDied), ("garbage", ErrorCode::ProtocolGarbage), ("truncate", ErrorCode::WorkerDied)]
    {
        let test = scripted(json!([
            { "contains": "第二次", "text": "本署將於2026年12月8日下午3時舉行火警演習，查詢請致電2835 1107。" },
            { "text": "本署將於", "then": then }
        ]))
        .await;
        let mut request = request(&test.office).await;
        let error = test.office.draft(request.clone(), &Stop::default(), &silent).await.unwrap_err();
        let Error::Engine(error) = &error else { panic!("{then}: {error}") };
        assert!(error.code == code || error.code == ErrorCode::ProtocolGarbage, "{then}: {error}");
        let kept = test.office.store.document(request.id).await.unwrap();
        assert_eq!((kept.document, kept.points.as_str()), (request.document.clone(), POINTS), "{then}");
        let versions = test.office.versions(request.id).await.unwrap();
        assert_eq!(versions[0].state, VersionState::Failed);
        request.points.insert_str(0, "第二次 ");
        let outcome = test.office.draft(request, &Stop::default(), &silent).await.unwrap();
        assert!(outcome.document.body_text().contains("火警演習"), "{then}: the worker came back");
    }
}

#[tokio::test]
async fn stopping_keeps_what_was_written_as_a_stopped_version() {
    let slow = "本署將於2026年12月8日下午3時舉行火警演習。\n第二段的文字會很長很長很長很長很長很長很長很長。";
    let test = scripted(json!([{ "text": slow, "delay_ms": 40 }])).await;
    let request = request(&test.office).await;
    let stop = Stop::default();
    let outcome = test
        .office
        .draft(request, &stop, &|event| {
            if matches!(event, DraftEvent::Block { index: 1, .. }) {
                stop.stop();
            }
        })
        .await
        .unwrap();
    assert_eq!(outcome.version.state, VersionState::Stopped);
    assert!(outcome.document.body_text().starts_with("本署將於2026年12月8日下午3時舉行火警演習。"));
    assert!(!outcome.document.body_text().contains("很長。"), "it stopped before the end");
}

#[tokio::test]
async fn nothing_typed_is_lost_to_a_new_draft_or_a_restored_version() {
    let test = scripted(json!([{ "text": "本署將於2026年12月8日下午3時舉行火警演習，查詢請致電2835 1107。" }])).await;
    let mut request = request(&test.office).await;
    let first = test.office.draft(request.clone(), &Stop::default(), &silent).await.unwrap();
    request.document = first.document.clone();
    request.document.body.push(gungman_core::Block::paragraph("這一段是人手加上的。"));
    let second = test.office.draft(request.clone(), &Stop::default(), &silent).await.unwrap();
    assert!(!second.document.body_text().contains("人手"));
    let versions = test.office.versions(request.id).await.unwrap();
    let sources: Vec<VersionSource> = versions.iter().map(|row| row.source).collect();
    assert_eq!(sources, [VersionSource::Generated, VersionSource::Edited, VersionSource::Generated]);
    let restored = test.office.restore_version(versions[1].id).await.unwrap();
    assert!(restored.document.body_text().contains("人手"));
}

#[tokio::test]
async fn a_killed_program_finds_its_document_again() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script.json");
    std::fs::write(&script, json!({ "rules": [{ "text": "x" }] }).to_string()).unwrap();
    let office = open(folder.path().to_path_buf(), script.clone()).await;
    let request = request(&office).await;
    office
        .store
        .begin_version(&gungman_store::NewVersion {
            document_id: request.id,
            source: VersionSource::Generated,
            state: VersionState::Running,
            document: request.document.clone(),
            points: POINTS.into(),
            instruction: String::new(),
            model: String::new(),
        })
        .await
        .unwrap();
    // No close: as if the program had been killed.
    std::mem::forget(office);
    let office = open(folder.path().to_path_buf(), script).await;
    let boot = office.boot().await.unwrap();
    assert!(boot.recovered);
    assert_eq!((boot.document.id, boot.document.points.as_str()), (request.id, POINTS));
}

#[tokio::test]
async fn points_above_the_limit_of_classification_never_reach_the_model() {
    let test = scripted(json!([{ "text": "x" }])).await;
    let mut request = request(&test.office).await;
    request.document.fields.insert("classification".into(), "confidential".into());
    let error = test.office.draft(request.clone(), &Stop::default(), &silent).await.unwrap_err();
    assert_eq!(error.code(), "classified");
    request.document.fields.insert("classification".into(), "restricted".into());
    request.points = "  ".into();
    assert_eq!(test.office.draft(request, &Stop::default(), &silent).await.unwrap_err().code(), "no_points");
}

#[tokio::test]
async fn an_export_never_overwrites_and_says_what_is_missing() {
    let test = scripted(json!([{ "text": "x" }])).await;
    let request = request(&test.office).await;
    let export = ExportRequest {
        id: request.id,
        document: request.document.clone(),
        points: request.points.clone(),
        format: ExportFormat::Docx,
        tracked: false,
    };
    let first = test.office.export(&export).await.unwrap();
    let second = test.office.export(&export).await.unwrap();
    assert_ne!(first.path, second.path);
    assert!(first.file_name.contains("火警演習"), "{}", first.file_name);
    assert!(first.issues.iter().any(|issue| issue.code == "too_few_paragraphs"));
    assert!(test.office.exported_file(&first.path).is_ok());
    assert_eq!(test.office.exported_file("/etc/passwd").unwrap_err().code(), "opener");
}

#[test]
fn every_error_code_has_its_words() {
    let messages = gungman_app::messages::Messages::load().unwrap();
    let codes = [
        "resources",
        "data_folder",
        "unknown_template",
        "no_points",
        "classified",
        "model_missing",
        "cancelled",
        "empty_draft",
        "disk_full",
        "file",
        "field",
        "opener",
        "export",
        "word_not_docx",
        "word_encrypted",
        "word_too_large",
        "word_damaged",
        "word_pack",
        "text_encoding",
        "file_kind",
        "store_not_found",
        "store_io",
    ];
    let engine = [
        ErrorCode::WorkerMissing,
        ErrorCode::WorkerDied,
        ErrorCode::WorkerHung,
        ErrorCode::ProtocolVersion,
        ErrorCode::ProtocolGarbage,
        ErrorCode::CpuUnsupported,
        ErrorCode::ModelMissing,
        ErrorCode::ModelDamaged,
        ErrorCode::ModelUnsupported,
        ErrorCode::OutOfMemory,
        ErrorCode::ContextOverflow,
        ErrorCode::Cancelled,
        ErrorCode::NoModel,
        ErrorCode::State,
        ErrorCode::DiskFull,
        ErrorCode::Io,
        ErrorCode::CatalogueInvalid,
    ];
    let unknown = messages.get("no such code").clone();
    for code in codes.into_iter().chain(engine.map(ErrorCode::as_str)) {
        assert_ne!(messages.get(code), &unknown, "{code} has no words of its own");
        let message = messages.get(code);
        for part in [&message.happened, &message.safe, &message.todo] {
            assert!(!part.zh.is_empty() && !part.en.is_empty(), "{code}");
        }
    }
}
