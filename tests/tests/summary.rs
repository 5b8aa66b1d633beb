//! A summary through the use case, with a scripted worker: what is taken of the model's wording, where it comes from, stop, and what
//! the model may not see.

use std::sync::Mutex;

use gungman_app::draft::Stop;
use gungman_app::summary::{SummaryEvent, SummaryRequest};
use gungman_app::{Error, Office};
use gungman_core::{Block, Document, Lang};
use gungman_tests::scripted;
use serde_json::json;

const FIRST: &str = "經過多次會議的詳細討論之後，本署最終決定於2026年12月8日起更換北角政府合署的全部六部升降機。";
const SECOND: &str = "整項更換工程的預算開支合共為3,200,000元，有關款項將會由部門的整體撥款之中支付。";

fn request(text: &str, document: Option<Document>, shorten: bool) -> SummaryRequest {
    SummaryRequest { text: text.into(), document, points: 5, shorten }
}

#[tokio::test]
async fn points_come_one_by_one_and_a_wording_with_another_figure_is_not_taken() {
    let test = scripted(json!([
        { "contains": "3,200,000", "text": "更換工程開支合共為2,300,000元，由部門整體撥款支付。" },
        { "contains": "2026年12月8日", "text": "本署決定於2026年12月8日起更換北角政府合署的全部六部升降機。" },
    ]))
    .await;
    let file = test.folder.path().join("會議.txt");
    std::fs::write(&file, format!("{FIRST}\n\n{SECOND}\n")).unwrap();
    let opened = Office::open_text(file).await.unwrap();
    assert_eq!(opened.name, "會議.txt");
    let events = Mutex::new(Vec::new());
    let hear = |event: SummaryEvent| events.lock().unwrap().push(event);
    test.office.summarise_request(&request(&opened.text, None, true), &Stop::default(), &hear).await.unwrap();
    let events = events.into_inner().unwrap();
    let SummaryEvent::Begun { lines, total } = &events[0] else { panic!("{events:?}") };
    assert_eq!((*total, events.len()), (2, 3));
    let points: Vec<_> = events[1..]
        .iter()
        .map(|event| match event {
            SummaryEvent::Point(point) => point,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        (points[0].text.as_str(), points[0].shortened),
        ("本署決定於2026年12月8日起更換北角政府合署的全部六部升降機。", true)
    );
    assert_eq!((points[1].text.as_str(), points[1].shortened), (SECOND, false), "two figures changed places");
    for point in points {
        assert!(lines[point.line as usize].contains(&point.source), "{point:?}");
    }
}

#[tokio::test]
async fn a_document_above_the_limit_is_not_shown_to_the_model_and_a_stop_ends_it() {
    let test = scripted(json!([{ "text": "不應問及模型。", "delay_ms": 200 }])).await;
    let mut document = Document::new("memo", Lang::ZhHantHk);
    document.fields.insert("classification".into(), "secret".into());
    document.body = vec![Block::paragraph(FIRST), Block::paragraph(SECOND)];
    let refused =
        test.office.summarise_request(&request("", Some(document.clone()), true), &Stop::default(), &|_| {}).await;
    assert!(matches!(refused, Err(Error::Classified { .. })), "{refused:?}");
    // Its own sentences, without a model.
    let points = Mutex::new(0);
    let hear = |event: SummaryEvent| *points.lock().unwrap() += i32::from(matches!(event, SummaryEvent::Point(_)));
    test.office.summarise_request(&request("", Some(document), false), &Stop::default(), &hear).await.unwrap();
    assert_eq!(*points.lock().unwrap(), 2);

    let stop = Stop::default();
    let hear = |_| stop.stop();
    let stopped = test.office.summarise_request(&request(FIRST, None, true), &stop, &hear).await;
    assert!(matches!(stopped, Err(Error::Cancelled)), "{stopped:?}");
    let empty = test.office.summarise_request(&request(" \n", None, false), &Stop::default(), &|_| {}).await;
    assert!(matches!(empty, Err(Error::LetterNoText(_))), "{empty:?}");
}
