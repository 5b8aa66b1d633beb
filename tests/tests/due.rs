//! Due dates across the crates: counted, set, done and undone, listed, written down, and back from a copy of the library.

use std::path::Path;
use std::process::{Command, Output};

use chrono::{Days, NaiveDate};
use gungman_app::due::{DueState, Pressing};
use gungman_app::{Error, Office};
use gungman_core::{Document, Lang};
use gungman_store::{Dates, DocumentQuery};
use gungman_tests::{built, scripted, workspace};
use serde_json::{Value, json};

fn document(template: &str, subject: &str, received: Option<NaiveDate>) -> Document {
    let mut document = Document::new(template, Lang::ZhHantHk);
    document.fields.insert("subject".into(), subject.into());
    if let Some(day) = received {
        document.fields.insert("received".into(), day.to_string());
    }
    document
}

async fn due(office: &Office, text: &str) -> Vec<(String, DueState)> {
    let query = DocumentQuery { text: text.into(), due: true, ..DocumentQuery::default() };
    let listed = office.documents(&query).await.unwrap();
    listed.into_iter().map(|listed| (listed.row.subject, listed.term.unwrap().state)).collect()
}

#[tokio::test]
async fn what_presses_is_listed_first_until_it_is_done() {
    let test = scripted(json!([])).await;
    let office = &test.office;
    let today = office.today();
    let ago = |days| today.checked_sub_days(Days::new(days));
    let on = |days| today.checked_add_days(Days::new(days));
    let add = async |template: &str, subject: &str, received| {
        office.add_document(&document(template, subject, received), "").await.unwrap().id
    };
    let over = add("substantive-reply", "覆甲", ago(12)).await;
    add("acknowledgement", "覆乙", ago(7)).await;
    add("interim-reply", "覆丙", ago(1)).await;
    let memo = add("memo", "便箋", None).await;
    // What is left in the fields of a document that became a memo starts no clock.
    add("memo", "不計", ago(20)).await;
    assert_eq!(office.pressing().await.unwrap(), Pressing { soon: 1, over: 1 });
    office.set_due(memo, Some(today)).await.unwrap();
    assert_eq!(office.pressing().await.unwrap(), Pressing { soon: 2, over: 1 });
    let whole =
        [("覆甲", DueState::Over), ("便箋", DueState::Today), ("覆乙", DueState::Soon), ("覆丙", DueState::Running)];
    let whole = whole.map(|(subject, state)| (subject.to_owned(), state));
    assert_eq!(due(office, "").await, whole);
    assert_eq!(due(office, "覆").await.len(), 3, "with words to look for as well");
    let page = DocumentQuery { due: true, limit: 1, offset: 1, ..DocumentQuery::default() };
    assert_eq!(office.documents(&page).await.unwrap()[0].row.subject, "便箋");

    // Another day instead of the tenth, and back.
    office.set_due(over, on(20)).await.unwrap();
    assert_eq!(due(office, "").await.last().unwrap(), &("覆甲".to_owned(), DueState::Running));
    office.set_due(over, None).await.unwrap();
    assert_eq!(due(office, "").await, whole);

    let refused = office.set_done(over, on(1)).await;
    assert!(matches!(refused, Err(Error::DoneAhead(_))), "{refused:?}");
    office.set_done(over, ago(3)).await.unwrap();
    office.set_done(memo, Some(today)).await.unwrap();
    assert_eq!(due(office, "").await, whole[2..]);
    assert_eq!(office.pressing().await.unwrap(), Pressing { soon: 1, over: 0 });
    // The clock stands still: on the ninth day, whatever day it is.
    let record = office.open_document(over).await.unwrap();
    let composed = office.compose_dated(&record.document, "", &record.dates).unwrap();
    let term = composed.term.unwrap();
    assert_eq!((term.state, term.day, term.left, term.done_on), (DueState::Done, Some(9), Some(1), ago(3)));
    office.set_done(over, Some(today)).await.unwrap();
    let record = office.open_document(over).await.unwrap();
    let term = office.term(&record.document, &record.dates).unwrap();
    assert_eq!((term.state, term.left), (DueState::Late, Some(-2)));
    office.set_done(over, None).await.unwrap();
    office.set_done(memo, None).await.unwrap();
    assert_eq!(due(office, "").await, whole);

    // A document begun from the text of another has its own term, and a version that is put back leaves it.
    let record = office.open_document(memo).await.unwrap();
    assert_eq!(office.add_document(&record.document, "").await.unwrap().dates, Dates::default());
    let mut written = record.document.clone();
    written.body = vec![gungman_core::Block::paragraph("正文。")];
    office.keep_edits(memo, &written, "").await.unwrap();
    let version = office.versions(memo).await.unwrap()[0].id;
    assert_eq!(office.restore_version(version).await.unwrap().dates, record.dates);

    let mut done = Vec::new();
    let each = |row: gungman_store::AuditRow| -> Result<(), Error> {
        if row.done.document_id == Some(memo) && row.done.action != "create" {
            done.push((row.done.action, row.done.target));
        }
        Ok(())
    };
    office.each_audit_row(each).await.unwrap();
    let today = today.to_string();
    let noted = [("set_due", &*today), ("mark_done", &*today), ("mark_open", ""), ("restore_version", "")];
    assert_eq!(done, noted.map(|(action, target)| (action.to_owned(), target.to_owned())));
    office.delete_document(memo).await.unwrap();
    assert!(office.set_done(memo, None).await.is_err());
    assert_eq!(due(office, "").await.len(), 3);
}

fn cli(folder: &Path, today: &str, args: &[&str]) -> Output {
    Command::new(built("gungman-cli"))
        .args(args)
        .current_dir(folder)
        .env("GUNGMAN_DATA_DIR", folder.join("data"))
        .env("GUNGMAN_RESOURCES", workspace())
        .env("GUNGMAN_ENGINE", built("gungman-engine-scripted"))
        .env("GUNGMAN_SCRIPT", folder.join("script.json"))
        .env("GUNGMAN_TODAY", today)
        .output()
        .unwrap()
}

#[test]
fn the_terminal_lists_what_is_due_and_a_copy_of_the_library_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("script.json"), r#"{ "rules": [{ "text": "本署正處理有關事宜。" }] }"#).unwrap();
    std::fs::write(folder.path().join("points.txt"), "正在處理").unwrap();
    let run = |today: &str, args: &[&str]| {
        let output = cli(folder.path(), today, args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let draft = |kind: &str, set: &[&str]| {
        let sets: Vec<&str> = set.iter().flat_map(|set| ["--set", set]).collect();
        let args = ["draft", "--type", kind, "--points", "points.txt", "-o", "out.docx"];
        run("2026-12-22", &[&args[..], &sets].concat());
    };
    draft("interim-reply", &["subject=投訴", "received=2026-12-22"]);
    draft("memo", &["subject=會議"]);
    let listed = |today: &str| run(today, &["library", "search", "--due"]);
    for (today, said) in [
        ("2026-12-28", "2027-01-01 尚餘 4 日 due in 4 days"),
        ("2026-12-31", "2027-01-01 尚餘 1 日 due in 1 day"),
        ("2027-01-01", "2027-01-01 今日到期 due today"),
        ("2027-01-03", "2027-01-01 逾期 2 日 overdue by 2 days"),
    ] {
        let lines = listed(today);
        assert_eq!((lines.lines().count(), lines.contains("投訴")), (1, true), "{lines}");
        assert!(lines.trim_end().ends_with(said), "{today}: {lines}");
    }
    run("2026-12-22", &["library", "due", "2", "2026-12-30"]);
    let first = listed("2026-12-31");
    assert!(first.starts_with("2\t") && first.lines().count() == 2, "the most pressing first: {first}");

    let copy = folder.path().join("copy.sqlite");
    let said = run("2027-01-02", &["library", "done", "1", "--on", "2027-01-02"]);
    assert_eq!(said.trim(), "2027-01-02 已發出／辦妥，逾期 1 日 done 1 day late");
    run("2027-01-02", &["library", "backup", copy.to_str().unwrap()]);
    assert_eq!(run("2027-01-02", &["library", "done", "1", "--undo"]).trim(), "2027-01-01 逾期 1 日 overdue by 1 day");
    assert_eq!(run("2027-01-02", &["library", "due", "2"]).trim(), "沒有期限 no due date");
    assert_eq!(run("2027-01-02", &["library", "done", "2"]).trim(), "2027-01-02 已發出／辦妥 done");
    let ahead = cli(folder.path(), "2027-01-02", &["library", "done", "2", "--on", "2027-01-03"]);
    let said = String::from_utf8_lossy(&ahead.stderr).into_owned();
    assert!(!ahead.status.success() && said.contains("done_ahead"), "{said}");
    assert_eq!(cli(folder.path(), "2027-01-02", &["library", "due", "1", "2026-02-30"]).status.code(), Some(2));

    run("2027-01-02", &["library", "restore", copy.to_str().unwrap()]);
    let hits: Value = serde_json::from_str(&run("2027-01-05", &["library", "search", "--json"])).unwrap();
    let terms: Vec<_> = hits.as_array().unwrap().iter().map(|hit| (&hit["row"]["id"], &hit["row"]["term"])).collect();
    assert_eq!(terms[0].0, 2);
    assert_eq!((&terms[0].1["state"], &terms[0].1["due"]), (&json!("over"), &json!("2026-12-30")));
    assert_eq!((&terms[1].1["state"], &terms[1].1["doneOn"]), (&json!("late"), &json!("2027-01-02")));
}
