//! A letter becomes a reply's document: read, begun, and looked at as it is written.

use gungman_app::api::DraftRequest;
use gungman_app::draft::Stop;
use gungman_app::reply::{Answered, OpenLetter, Reply, ReplyKind};
use gungman_app::{Error, Office};
use gungman_core::Block;
use gungman_tests::scripted;
use serde_json::json;

const LETTER: &str = "敬啟者：\n\n投訴食肆通風系統噪音\n\n請問貴署曾否派員到場量度噪音？加裝冷氣機是否需要申請牌照？\n\n李玉珍女士 謹啟\n\n2026年11月9日\n";

#[tokio::test]
async fn a_reply_begins_as_a_document_and_says_what_it_answers() {
    let test = scripted(json!([])).await;
    let file = test.folder.path().join("來函.txt");
    std::fs::write(&file, LETTER).unwrap();
    let request = OpenLetter { path: Some(file.display().to_string()), text: String::new() };
    let letter = Office::read_letter(request).await.unwrap();
    let pasted = Office::read_letter(OpenLetter { path: None, text: LETTER.into() }).await.unwrap();
    assert_eq!(letter, pasted);
    assert_eq!(letter.points.len(), 2, "{:#?}", letter.points);

    let answers = vec!["已於2026年11月18日派員量度".to_owned(), String::new()];
    let reply =
        Reply { incoming: letter, kind: ReplyKind::Full, answers, notes: String::new(), fields: Default::default() };
    let record = test.office.begin_reply(&reply).await.unwrap();
    let again = test.office.open_document(record.id).await.unwrap();
    assert_eq!(
        (again.document.template.as_str(), again.points.as_str()),
        ("substantive-reply", record.points.as_str())
    );
    assert_eq!(again.document.field("addressee"), "李玉珍");
    assert!(record.points.contains("2026年11月9日") && record.points.contains("11月18日"), "{}", record.points);

    let mut document = record.document;
    document.fields.insert("received".into(), "2026-11-10".into());
    document.body = vec![Block::paragraph("本署已於2026年11月18日派員到場量度噪音。")];
    let composed = test.office.compose(&document, &record.points).unwrap();
    let states: Vec<_> = composed.answers.iter().map(|row| (row.answered, row.block)).collect();
    assert_eq!(states, [(Answered::Yes, Some(0)), (Answered::No, None)]);
    let due = composed.term.unwrap().due.unwrap();
    assert_eq!(due.to_string(), "2026-11-20");
    assert!(!format!("{:?}", composed.sheet).contains("2026年11月10日"), "it is not printed");
    assert!(test.office.compose(&document, "派員量度").unwrap().answers.is_empty(), "points of no letter");

    // An acknowledgement without a note is its opening, and needs no model.
    let ack = Reply { kind: ReplyKind::Ack, answers: vec![String::new(); 2], ..reply };
    let record = test.office.begin_reply(&ack).await.unwrap();
    let request = DraftRequest { id: record.id, document: record.document, points: record.points, another: false };
    let drafted = test.office.draft(request, &Stop::default(), &|_| {}).await.unwrap();
    assert!(drafted.document.body[0].text().contains("2026年11月9日"), "{:?}", drafted.document.body);
    assert!(drafted.stats.first.is_none());

    for (name, text) in [("空.txt", "  \n"), ("來函.xls", "x")] {
        let file = test.folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let request = OpenLetter { path: Some(file.display().to_string()), text: String::new() };
        let refused = Office::read_letter(request).await;
        assert!(matches!(refused, Err(Error::LetterNoText(_) | Error::FileKind(_))), "{name}: {refused:?}");
    }
}
