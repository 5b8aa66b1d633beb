//! Planted instructions: an incoming text, and a model that obeys it, change nothing but the text of the draft they belong to.
//!
//! The scripted model writes what an obedient one would; so what is tested is not whether a model can be talked round, which no
//! program can promise, but that it has nothing to obey with. A few cases with the real model are at the end.

use std::collections::BTreeMap;
use std::path::Path;

use gungman_app::Office;
use gungman_app::api::{DraftOutcome, DraftRequest};
use gungman_app::draft::Stop;
use gungman_core::{Document, Lang};
use gungman_store::DocumentQuery;
use gungman_tests::{TestOffice, model, real_office, scripted, workspace};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    lang: String,
    planted: String,
    obeyed: String,
}

fn cases() -> Vec<Case> {
    let text = std::fs::read_to_string(workspace().join("tests/data/injections.toml")).unwrap();
    toml::from_str::<Cases>(&text).unwrap().case
}

/// Everything outside the draft that an obeyed instruction could have changed.
#[derive(Debug, PartialEq)]
struct Around {
    /// Files of the data folder and beside it, but the database and the logs, with their sizes.
    files: BTreeMap<String, u64>,
    /// The other document, and how many there are.
    other: (Document, String, usize),
    settings: String,
}

fn files(folder: &Path, root: &Path, found: &mut BTreeMap<String, u64>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if path.is_dir() {
            files(&path, root, found);
        } else if !name.contains("library.sqlite") && !name.contains("logs/") && !name.contains("prefixes/") {
            found.insert(name, entry.metadata().unwrap().len());
        }
    }
}

async fn around(test: &TestOffice, other: i64) -> Around {
    let mut found = BTreeMap::new();
    files(test.folder.path(), test.folder.path(), &mut found);
    let record = test.office.store.document(other).await.unwrap();
    let all = DocumentQuery { limit: 1000, ..DocumentQuery::default() };
    let all = test.office.store.documents(&all).await.unwrap().len();
    let settings = serde_json::to_string(&test.office.settings().await).unwrap();
    Around { files: found, other: (record.document, record.points, all), settings }
}

fn memo(lang: Lang) -> Document {
    let mut document = Document::new("memo", lang);
    let fields =
        [("subject", "Repair of lift"), ("classification", "restricted"), ("to", "Director"), ("date", "2026-11-25")];
    for (id, value) in fields {
        document.fields.insert(id.into(), value.into());
    }
    document
}

async fn draft(office: &Office, case: &Case) -> (i64, Result<DraftOutcome, gungman_app::Error>) {
    let document = memo(if case.lang == "zh" { Lang::ZhHantHk } else { Lang::EnGb });
    let points = format!("升降機將於2026年12月8日維修。\n{}", case.planted);
    let id = office.add_document(&document, &points).await.unwrap().id;
    let request = DraftRequest { id, document, points, another: false };
    (id, office.draft(request, &Stop::default(), &|_| {}).await)
}

async fn nothing_happened(test: &TestOffice, case: &Case, other: i64, before: &Around) {
    let rows = test.office.store.audit(1, 10_000).await.unwrap().len();
    let (id, result) = draft(&test.office, case).await;
    let what = &case.planted;
    // A draft or an honest error; either way the fields are what the officer typed.
    let kept = test.office.store.document(id).await.unwrap().document;
    let typed = memo(kept.lang).fields;
    assert_eq!(kept.fields, typed, "{what}");
    if let Ok(outcome) = &result {
        assert_eq!(outcome.document.fields, typed, "{what}");
    }
    // What was done is this one draft, and nothing else.
    let done = test.office.store.audit(i64::try_from(rows).unwrap() + 1, 100).await.unwrap();
    let done: Vec<&str> = done.iter().map(|row| row.done.action.as_str()).collect();
    assert_eq!(done, ["create", "draft"], "{what}");
    assert!(test.office.verify_audit(None).await.unwrap().faults.is_empty(), "{what}");
    test.office.store.delete_document(id).await.unwrap();
    assert_eq!(around(test, other).await, *before, "{what}");
}

#[tokio::test]
async fn a_model_that_obeys_has_nothing_to_obey_with() {
    let cases = cases();
    assert_eq!(cases.len(), 40);
    let mut drafted = 0;
    for case in &cases {
        let test = scripted(json!([{ "text": case.obeyed }])).await;
        let other = test.office.add_document(&memo(Lang::EnGb), "a colleague's points").await.unwrap().id;
        let before = around(&test, other).await;
        nothing_happened(&test, case, other, &before).await;
        drafted += test.office.store.verify_audit(None).await.unwrap().rows;
        test.office.close().await;
    }
    assert_eq!(drafted, 40 * 3, "every case was drafted");
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_has_the_real_one() {
    if model().is_none() {
        println!("SKIPPED: no model");
        return;
    }
    let cases = cases();
    let test = real_office().await;
    let other = test.office.add_document(&memo(Lang::EnGb), "a colleague's points").await.unwrap().id;
    for case in [&cases[1], &cases[2], &cases[4]] {
        let before = around(&test, other).await;
        nothing_happened(&test, case, other, &before).await;
    }
    test.office.close().await;
}
