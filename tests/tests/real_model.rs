//! Drafts with the real model: every fact right or marked, Hong Kong characters only, body text only.
//!
//! The plain run drafts one job of each template and language; `GUNGMAN_ALL_JOBS=1` drafts all of `tests/jobs.toml`,
//! `GUNGMAN_JOB=letter-zh` those whose id has it. With `--nocapture` the texts are printed, to be read by a person.

use std::collections::BTreeMap;

use gungman_app::api::DraftRequest;
use gungman_app::draft::Stop;
use gungman_core::{Document, FactState, Lang};
use gungman_lang::script;
use gungman_store::VersionState;
use gungman_tests::{model, real_office, workspace};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    job: Vec<Job>,
}

#[derive(Deserialize)]
struct Job {
    id: String,
    template: String,
    lang: Lang,
    points: String,
    fields: BTreeMap<String, String>,
}

#[tokio::test]
async fn drafts_from_points_nobody_tuned_for_are_right_or_marked() {
    assert!(model().is_some(), "the reference model is not in .deps/models: run ./scripts/test");
    let text = std::fs::read_to_string(workspace().join("tests/jobs.toml")).unwrap();
    let jobs: File = toml::from_str(&text).unwrap();
    let all = std::env::var_os("GUNGMAN_ALL_JOBS").is_some();
    let only = std::env::var("GUNGMAN_JOB").ok();
    let (mut seen, mut wrong) = (Vec::new(), Vec::new());
    let test = real_office().await;
    let (mut facts, mut right) = (0, 0);
    for job in jobs.job {
        let kind = (job.template.clone(), job.lang);
        let chosen = only.as_ref().map_or(all || !seen.contains(&kind), |part| job.id.contains(part.as_str()));
        if !chosen {
            continue;
        }
        seen.push(kind);
        let mut document = Document::new(&job.template, job.lang);
        document.fields = job.fields;
        let record = test.office.store.create_document(&document, &job.points).await.unwrap();
        let request = DraftRequest { id: record.id, document, points: job.points, another: false };
        let outcome = test.office.draft(request, &Stop::default(), &|_| {}).await.unwrap();
        let body = outcome.document.body_text();
        println!("\n== {} ({} ms, {} repairs)\n{body}", job.id, outcome.stats.total_ms, outcome.stats.repairs);
        for row in &outcome.facts {
            facts += 1;
            if row.state == FactState::Present {
                right += 1;
            } else {
                println!("   {:?} {:?}: {} / {:?}", row.state, row.kind, row.target, row.found);
                let shown = if row.state == FactState::Foreign { &row.source } else { &row.target };
                let marked = outcome.issues.iter().any(|issue| issue.excerpt.as_deref() == Some(shown));
                assert!(marked, "{}: {row:?} is not marked", job.id);
            }
        }
        let mut must = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{}: {what}", job.id));
            }
        };
        must(outcome.version.state == VersionState::Complete, "is not complete");
        must(outcome.document.body.len() >= 2, "a clerk writes more than one paragraph");
        must(!job.lang.is_chinese() || script::find_simplified(&body).is_empty(), "has Simplified characters");
        for code in ["wrong_language", "salutation_in_body", "stopped_at_length"] {
            must(!outcome.issues.iter().any(|issue| issue.code == code), code);
        }
    }
    println!("\n{right} of {facts} facts stand in the texts; every other is marked");
    test.office.close().await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}
