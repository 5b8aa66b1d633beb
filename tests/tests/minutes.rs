//! Notes of a meeting become the document of its minutes: read, begun, drafted, and looked at paragraph by paragraph against their lines.

use std::collections::BTreeMap;

use gungman_app::Error;
use gungman_app::api::{DraftRequest, ExportFormat};
use gungman_app::draft::Stop;
use gungman_app::minutes::{NewMinutes, OpenNotes};
use gungman_core::Lang;
use gungman_core::meeting::Degree;
use gungman_tests::scripted;
use serde_json::json;

const NOTES: &str = "部門安全委員會第3次會議筆記
日期：2026年12月9日
時間：2:30 p.m.
出席：陳大文先生（主席）、李小明先生、馮家豪先生（秘書）

主席：聽唔聽到？
主席：跟住講意外數字
主席：今年有7單意外，比舊年少3單。
李先生：呢句唔好記呀，承辦商好差。
主席：決定喺茶水間鋪防滑墊，請工程組喺2027年1月15日前做好。";

fn request(text: &str) -> OpenNotes {
    OpenNotes { text: text.to_owned(), ..OpenNotes::default() }
}

#[tokio::test]
async fn notes_become_minutes_whose_paragraphs_know_their_lines() {
    // The model turns the first point round and gives it to somebody else; the second it writes well.
    let wrong = "李先生表示，今年有7宗意外，較去年少3宗。";
    let right = "會議決定在茶水間鋪設防滑墊，工程組須於2027年1月15日或之前完成。";
    let test = scripted(json!([{ "contains": "防滑墊", "text": right }, { "text": wrong }])).await;
    let file = test.folder.path().join("筆記.txt");
    std::fs::write(&file, NOTES).unwrap();
    let read =
        test.office.read_notes(OpenNotes { path: Some(file.display().to_string()), ..request("") }).await.unwrap();
    assert_eq!(read, test.office.read_notes(request(NOTES)).await.unwrap());
    assert_eq!(read.lines.join("\n"), NOTES);

    let made =
        NewMinutes { meeting: read, name: "筆記.txt".into(), degree: Degree::Summary, fields: BTreeMap::new() };
    let record = test.office.begin_minutes(&made).await.unwrap();
    let document = &record.document;
    assert_eq!(document.field("meeting"), "部門安全委員會");
    assert_eq!((document.field("meeting_date"), document.field("meeting_time")), ("2026-12-09", "下午2時30分"));
    assert!(!record.points.contains("承辦商好差") && !record.points.contains("聽唔聽到"), "{}", record.points);
    let kept = test.office.open_document(record.id).await.unwrap();
    assert_eq!(
        kept.document.source.as_ref().map(|source| (source.name.as_str(), source.text.as_str())),
        Some(("筆記.txt", NOTES))
    );

    let request = DraftRequest { id: record.id, document: record.document, points: record.points, another: false };
    let drafted = test.office.draft(request, &Stop::default(), &|_| {}).await.unwrap();
    let body = &drafted.document.body;
    let lines: Vec<_> = body.iter().map(|block| block.lines().to_vec()).collect();
    assert_eq!(lines, [vec![], vec![8], vec![10]], "{body:#?}");
    assert!(body[2].text().ends_with("【工程組，2027年1月15日】"));
    let told: Vec<_> = drafted
        .issues
        .iter()
        .filter(|issue| issue.code.starts_with("minutes_"))
        .map(|issue| (issue.code.as_str(), issue.block))
        .collect();
    assert_eq!(told, [("minutes_speaker", Some(1)), ("minutes_elsewhere", Some(1))]);

    // The notes are kept with the document and never leave on its pages.
    let reopened = test.office.open_document(record.id).await.unwrap();
    assert_eq!(reopened.document.body, *body);
    let (bytes, _) = test.office.render(&reopened.document, ExportFormat::Txt).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("工程組") && !text.contains("承辦商好差") && !text.contains('〔'), "{text}");
}

#[tokio::test]
async fn the_language_is_chosen_and_empty_notes_are_refused() {
    let test = scripted(json!([])).await;
    let english = test.office.read_notes(OpenNotes { lang: Some(Lang::EnGb), ..request(NOTES) }).await.unwrap();
    assert_eq!(english.speakers[0].called, "The Chairman");
    let made = NewMinutes { meeting: english, name: String::new(), degree: Degree::Decisions, fields: BTreeMap::new() };
    let (document, points) = test.office.prepare_minutes(&made).unwrap();
    assert_eq!((document.lang, document.field("meeting_time")), (Lang::EnGb, "2:30 p.m."));
    assert!(points.ends_with("15 January 2027】"), "{points}");

    assert!(matches!(test.office.read_notes(request("  \n")).await, Err(Error::NoNotes)));
    let nothing = test.office.read_notes(request("主席：聽唔聽到？")).await.unwrap();
    let made = NewMinutes { meeting: nothing, ..made };
    assert!(matches!(test.office.prepare_minutes(&made), Err(Error::NoPoints)));
}

#[test]
fn the_set_of_meetings_is_of_its_shape() {
    let set: toml::Value = toml::from_str(include_str!("../minutes.toml")).unwrap();
    let meetings = set["meeting"].as_array().unwrap();
    assert_eq!(meetings.len(), 6);
    for meeting in meetings {
        let notes = meeting["notes"].as_str().unwrap();
        for list in ["must", "never"] {
            for row in meeting[list].as_array().unwrap() {
                let line = row["line"].as_str().unwrap();
                assert!(notes.contains(line), "{line}");
            }
        }
    }
}
