//! The translation workbench through the use cases, with a scripted worker in the model's place: what is around the model.

use std::sync::{Arc, Mutex};

use gungman_app::draft::Stop;
use gungman_app::workbench::api::{
    Bench, BenchEvent, BenchFormat, BenchSegment, OpenTranslation, OwnTerm, SegmentEdit, SegmentState, TermsFormat,
};
use gungman_app::{Error, Office};
use gungman_core::{Lang, Severity};
use gungman_tests::{open_scripted, scripted};
use serde_json::json;

const CIRCULAR: &str = "Fire drill\nA fire drill will be held on 8 December 2026. Please take part.\nEnquiries: 2835 1107\nPlease take part.\n";

fn rules() -> serde_json::Value {
    json!([
        { "contains": "原文：Fire drill", "text": "火警演習" },
        { "contains": "原文：A fire drill will be held on 8 December 2026.", "text": "火警演習將於2026年12月8日举行。" },
        { "contains": "原文：Please take part.", "text": "請參加。" },
        { "contains": "原文：Enquiries: 2835 1107", "text": "查詢：2835 1107" }
    ])
}

fn text(text: &str) -> OpenTranslation {
    OpenTranslation { path: None, text: text.into(), to: None }
}

fn edit(segment: &BenchSegment, target: &str, state: SegmentState) -> SegmentEdit {
    SegmentEdit { id: segment.id, target: target.into(), state, accepted: segment.accepted.clone() }
}

async fn translate(office: &Arc<Office>, id: i64) -> Vec<BenchEvent> {
    let events = Mutex::new(Vec::new());
    let send = |event| events.lock().unwrap().push(event);
    Arc::clone(office).translate_all(id, None, &Stop::default(), &send).await.unwrap();
    events.into_inner().unwrap()
}

fn states(bench: &Bench) -> Vec<SegmentState> {
    bench.segments.iter().map(|segment| segment.state).collect()
}

#[tokio::test]
async fn a_document_is_translated_in_the_background_and_kept_over_a_restart() {
    let test = scripted(rules()).await;
    let office = Arc::new(test.office);
    let bench = office.open_translation(text(CIRCULAR)).await.unwrap();
    assert_eq!((bench.row.from, bench.row.to), (Lang::EnGb, Lang::ZhHantHk));
    assert_eq!(bench.segments.iter().map(|s| s.source.as_str()).collect::<Vec<_>>().len(), 5);
    let events = translate(&office, bench.row.id).await;
    assert!(matches!(events.first(), Some(BenchEvent::Started { todo: 5 })), "{events:?}");
    assert!(matches!(events.last(), Some(BenchEvent::Ended { done: 5, stopped: false })), "{events:?}");
    let bench = office.translation(bench.row.id).await.unwrap();
    assert_eq!(bench.segments[1].target, "火警演習將於2026年12月8日舉行。", "in Hong Kong's script");
    assert_eq!(bench.segments[4].target, "請參加。", "the same sentence is translated the same way");
    assert!(bench.segments.iter().all(|s| s.issues.iter().all(|i| i.severity < Severity::Error)), "{bench:#?}");

    // The program ends without a farewell.
    let script = test.folder.path().join("script.json");
    let again = open_scripted(test.folder.path().to_path_buf(), script).await;
    assert_eq!(again.translation(bench.row.id).await.unwrap().segments, bench.segments);
    let list = again.translations().await.unwrap();
    assert_eq!((list[0].translated, list[0].confirmed), (5, 0));
    again.delete_translation(bench.row.id).await.unwrap();
    assert!(again.translations().await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_confirmed_is_remembered_and_an_open_error_is_not_confirmed() {
    let test = scripted(rules()).await;
    let office = &test.office;
    let bench = office.open_translation(text(CIRCULAR)).await.unwrap();
    let id = bench.row.id;
    let held = &bench.segments[1];
    let wrong = edit(held, "火警演習將於2026年12月9日舉行。", SegmentState::Confirmed);
    let changed = office.put_segments(id, vec![wrong]).await.unwrap();
    assert_eq!(changed.segments[0].state, SegmentState::Edited, "the day is wrong");
    let errors: Vec<_> = changed.segments[0].issues.iter().filter(|i| i.severity == Severity::Error).collect();
    assert!(!errors.is_empty());

    // A person may let it stand.
    let accepted = errors.iter().map(|i| format!("{} {}", i.code, i.excerpt.clone().unwrap_or_default())).collect();
    let stands =
        SegmentEdit { accepted, ..edit(held, "火警演習將於2026年12月9日舉行。", SegmentState::Confirmed) };
    let changed = office.put_segments(id, vec![stands]).await.unwrap();
    assert_eq!(changed.segments[0].state, SegmentState::Confirmed);
    let right = edit(held, "火警演習將於2026年12月8日舉行。", SegmentState::Confirmed);
    office.put_segments(id, vec![right]).await.unwrap();

    // Confirming fills the same sentence elsewhere, where nobody has worked yet.
    let take_part = edit(&bench.segments[2], "敬請參加。", SegmentState::Confirmed);
    let changed = office.put_segments(id, vec![take_part]).await.unwrap();
    let other = changed.segments.iter().find(|s| s.id == bench.segments[4].id).unwrap();
    assert_eq!((other.target.as_str(), other.state, other.percent), ("敬請參加。", SegmentState::Memory, Some(100)));
    let otherwise = edit(other, "請參加。", SegmentState::Edited);
    let changed = office.put_segments(id, vec![otherwise]).await.unwrap();
    assert_eq!(changed.segments.len(), 2, "both are told to differ");
    assert!(changed.segments.iter().all(|s| s.issues.iter().any(|i| i.code == "inconsistent")));

    // The next document finds both, the one with another day adapted.
    let next = "A fire drill will be held on 9 March 2027. Please take part. A fire drill was held at noon.";
    let next = office.open_translation(text(next)).await.unwrap();
    assert_eq!(states(&next), [SegmentState::Memory, SegmentState::Memory, SegmentState::Untranslated]);
    assert_eq!(next.segments[0].target, "火警演習將於2027年3月9日舉行。");
    assert_eq!((next.segments[0].percent, next.segments[1].percent), (Some(99), Some(100)));
    let bands: Vec<_> = next.bands.iter().filter(|b| b.segments > 0).map(|b| (b.from, b.segments, b.words)).collect();
    assert_eq!(bands[..2], [(100, 1, 3), (95, 1, 10)]);
    let help = office.segment_help(next.row.id, next.segments[0].id).await.unwrap();
    assert!(help.matches[0].adapted && help.matches[0].note.starts_with("Fire drill"));
    assert_eq!((help.facts[0].source.as_str(), help.facts[0].target.as_str()), ("9 March 2027", "2027年3月9日"));
    assert!(help.facts[0].stands);

    // Confirmed once more, it is still remembered.
    office.put_segments(id, vec![edit(&bench.segments[2], "敬請參加。", SegmentState::Confirmed)]).await.unwrap();
    assert_eq!(office.memory_state().await.unwrap().pairs, 2);

    // What is taken up again is forgotten until it is confirmed anew.
    let again = edit(&bench.segments[2], "敬請參加。", SegmentState::Edited);
    office.put_segments(id, vec![again]).await.unwrap();
    assert_eq!(office.memory_state().await.unwrap().pairs, 1);
    let fresh = office.open_translation(text("Please take part.")).await.unwrap();
    assert_eq!(states(&fresh), [SegmentState::Untranslated]);
    office.put_segments(id, vec![edit(&bench.segments[2], "敬請參加。", SegmentState::Confirmed)]).await.unwrap();

    // And the other way round.
    let back = OpenTranslation { to: Some(Lang::EnGb), ..text("敬請參加。") };
    let back = office.open_translation(back).await.unwrap();
    assert_eq!((back.segments[0].target.as_str(), back.segments[0].percent), ("Please take part.", Some(100)));
}

#[tokio::test]
async fn a_sentence_with_other_figures_is_worded_as_the_document_words_it() {
    // The script knows one of them only.
    let test = scripted(json!([{ "contains": "2026年12月8日", "text": "火警演習將於2026年12月8日舉行。" }])).await;
    let office = Arc::new(test.office);
    let drills = "A fire drill will be held on 8 December 2026.\nA fire drill will be held on 9 March 2027.";
    let id = office.open_translation(text(drills)).await.unwrap().row.id;
    translate(&office, id).await;
    let bench = office.translation(id).await.unwrap();
    assert_eq!(bench.segments[1].target, "火警演習將於2027年3月9日舉行。");
    assert_eq!(states(&bench), [SegmentState::Machine; 2], "nobody has confirmed either");
}

#[tokio::test]
async fn what_is_still_being_typed_is_not_taken_for_the_same_sentence_elsewhere() {
    let test = scripted(json!([{ "contains": "原文：Please take part.", "text": "請參加。" }])).await;
    let office = Arc::new(test.office);
    let bench = office.open_translation(text("Please take part.\nPlease take part.")).await.unwrap();
    let id = bench.row.id;
    office.put_segments(id, vec![edit(&bench.segments[0], "敬", SegmentState::Edited)]).await.unwrap();
    translate(&office, id).await;
    let targets: Vec<_> = office.translation(id).await.unwrap().segments.into_iter().map(|s| s.target).collect();
    assert_eq!(targets, ["敬", "請參加。"]);
}

#[tokio::test]
async fn a_worker_that_dies_is_told_and_what_was_done_stays() {
    let dies = json!([{ "contains": "原文：One", "text": "一項到期。" }, { "text": "兩", "then": "die" }]);
    let test = scripted(dies).await;
    let office = Arc::new(test.office);
    let bench = office.open_translation(text("One is due.\nTwo are not.")).await.unwrap();
    let id = bench.row.id;
    let failed = Arc::clone(&office).translate_all(id, None, &Stop::default(), &|_| ()).await.unwrap_err();
    assert!(!failed.failure(&office.messages).message.happened.zh.is_empty(), "{failed}");
    let bench = office.translation(id).await.unwrap();
    assert_eq!(states(&bench), [SegmentState::Machine, SegmentState::Untranslated]);
    assert_eq!(bench.segments[0].target, "一項到期。");
}

#[tokio::test]
async fn stopping_keeps_what_is_done_and_a_person_is_not_overwritten() {
    let slow = json!([{ "contains": "原文：One", "text": "一。" }, { "text": "二三四五六七八九十", "delay_ms": 400 }]);
    let test = scripted(slow).await;
    let office = Arc::new(test.office);
    let bench = office.open_translation(text("One is due.\nTwo are not.\nThree are late.")).await.unwrap();
    let (id, second) = (bench.row.id, bench.segments[1].clone());
    let stop = Stop::default();
    let (working, mut waits) = tokio::sync::mpsc::unbounded_channel();
    let run = {
        let (office, stop) = (Arc::clone(&office), stop.clone());
        tokio::spawn(async move {
            let send = move |event| drop(working.send(event));
            office.translate_all(id, None, &stop, &send).await
        })
    };
    while let Some(event) = waits.recv().await {
        if matches!(event, BenchEvent::Working { id } if id == second.id) {
            break;
        }
    }
    office.put_segments(id, vec![edit(&second, "兩項未到期。", SegmentState::Edited)]).await.unwrap();
    // The model goes on to the third meanwhile; then it is stopped.
    while let Some(event) = waits.recv().await {
        if matches!(event, BenchEvent::Working { .. }) {
            break;
        }
    }
    stop.stop();
    run.await.unwrap().unwrap();
    let bench = office.translation(id).await.unwrap();
    assert_eq!(states(&bench), [SegmentState::Machine, SegmentState::Edited, SegmentState::Untranslated]);
    assert_eq!(bench.segments[1].target, "兩項未到期。");
}

#[tokio::test]
async fn segments_are_split_and_joined_with_nothing_lost() {
    let test = scripted(json!([])).await;
    let office = &test.office;
    let bench = office.open_translation(text("One is due; two are not. Three are late.\nFour.")).await.unwrap();
    let (id, first) = (bench.row.id, bench.segments[0].id);
    let bench = office.split_segment(id, first, 11).await.unwrap();
    let sources: Vec<_> = bench.segments.iter().map(|s| s.source.as_str()).collect();
    assert_eq!(sources, ["One is due;", "two are not.", "Three are late.", "Four."]);
    office
        .put_segments(
            id,
            vec![
                edit(&bench.segments[0], "一項到期；", SegmentState::Edited),
                edit(&bench.segments[1], "兩項未到期。", SegmentState::Edited),
            ],
        )
        .await
        .unwrap();
    let bench = office.join_segment(id, first).await.unwrap();
    assert_eq!(bench.segments[0].source, "One is due; two are not.");
    assert_eq!((bench.segments[0].target.as_str(), bench.segments[0].id), ("一項到期；兩項未到期。", first));
    for refused in [office.join_segment(id, bench.segments[1].id).await, office.split_segment(id, first, 0).await] {
        assert_eq!(refused.unwrap_err().code(), "segment");
    }
}

#[tokio::test]
async fn a_translation_is_written_when_it_is_done_or_when_one_says_so() {
    let test = scripted(rules()).await;
    let office = Arc::new(test.office);
    let file = test.folder.path().join("Circular.md");
    std::fs::write(&file, format!("# {CIRCULAR}")).unwrap();
    let request = OpenTranslation { path: Some(file.display().to_string()), text: String::new(), to: None };
    let bench = office.open_translation(request).await.unwrap();
    let id = bench.row.id;
    let refused = office.export_translation(id, BenchFormat::Same, false).await.unwrap_err();
    assert!(matches!(refused, Error::TranslationOpen { untranslated: 5, wrong: 0 }), "{refused}");
    // What is opened is what is translated, whatever becomes of the file.
    std::fs::write(&file, "changed").unwrap();
    translate(&office, id).await;
    let written = office.export_translation(id, BenchFormat::Same, false).await.unwrap();
    assert_eq!(written.file_name, "Circular.zh-Hant-HK.md");
    let expected = "# 火警演習\n火警演習將於2026年12月8日舉行。請參加。\n查詢：2835 1107\n請參加。\n";
    assert_eq!(std::fs::read_to_string(&written.path).unwrap(), expected);
    assert!(office.exported_file(&written.path).is_ok(), "the window may open it");

    let all: Vec<_> = office.translation(id).await.unwrap().segments;
    let confirmed = all.iter().map(|s| edit(s, &s.target, SegmentState::Confirmed)).collect();
    office.put_segments(id, confirmed).await.unwrap();
    let tmx = office.export_translation(id, BenchFormat::Tmx, false).await.unwrap();
    let pairs = gungman_app::translate::memory(std::path::Path::new(&tmx.path), Lang::ZhHantHk).unwrap();
    assert_eq!(pairs.find("Fire drill", "", 100, 1)[0].unit.target, "火警演習");
    let given = office.give_out_memory().await.unwrap();
    assert_eq!(office.memory_state().await.unwrap().pairs, 5, "one sentence stands after two others");
    assert_eq!(office.take_in_memory(&given).await.unwrap().taken, 5);
}

#[tokio::test]
async fn own_terms_bind_at_once_and_a_bad_one_is_refused() {
    let test = scripted(json!([])).await;
    let office = &test.office;
    let bench = office.open_translation(text("The drill master reports to the office.")).await.unwrap();
    let (id, segment) = (bench.row.id, &bench.segments[0]);
    let term = OwnTerm {
        en: "drill master".into(),
        zh: vec!["演習主任".into()],
        strength: "locked".into(),
        forbidden: vec!["演習大師".into()],
        note: "Circular 3/2026".into(),
    };
    assert_eq!(office.put_term(&term).await.unwrap(), std::slice::from_ref(&term));
    let wrong = office.put_segments(id, vec![edit(segment, "演習大師向辦事處匯報。", SegmentState::Confirmed)]).await;
    let wrong = &wrong.unwrap().segments[0];
    assert_eq!(wrong.state, SegmentState::Edited);
    let codes: Vec<&str> = wrong.issues.iter().map(|issue| issue.code.as_str()).collect();
    assert!(codes.contains(&"term_wrong") && codes.contains(&"term_missing"), "{codes:?}");
    let right = office.put_segments(id, vec![edit(segment, "演習主任向辦事處匯報。", SegmentState::Confirmed)]).await;
    assert_eq!(right.unwrap().segments[0].state, SegmentState::Confirmed);
    let help = office.segment_help(id, segment.id).await.unwrap();
    assert_eq!((help.terms[0].note.as_str(), help.terms[0].stands), ("Circular 3/2026", true));
    let empty = OwnTerm { zh: vec![" ".into()], ..term };
    assert_eq!(office.put_term(&empty).await.unwrap_err().code(), "term");
    assert!(office.remove_term("drill master").await.unwrap().is_empty());
}

#[tokio::test]
async fn glossaries_of_every_kind_go_out_and_come_back() {
    let test = scripted(json!([])).await;
    let office = &test.office;
    let term = OwnTerm {
        en: "drill master".into(),
        zh: vec!["演習主任".into(), "主任（演習）".into()],
        strength: "preferred".into(),
        forbidden: vec!["演習大師".into()],
        note: "Circular, 3/2026 \"new\"".into(),
    };
    for format in [TermsFormat::Tsv, TermsFormat::Csv, TermsFormat::Tbx] {
        office.put_term(&term).await.unwrap();
        let path = office.give_out_terms(format).await.unwrap();
        office.remove_term(&term.en).await.unwrap();
        let taken = office.take_in_terms(&path).await.unwrap();
        assert_eq!((taken.taken, taken.refused.len()), (1, 0), "{format:?}");
        assert_eq!(office.own_terms().await.unwrap(), std::slice::from_ref(&term), "{format:?}");
    }
    let plain = test.folder.path().join("own.tsv");
    std::fs::write(&plain, "# ours\nquorum\t法定人數\nno Chinese\tnone\n").unwrap();
    let taken = office.take_in_terms(&plain).await.unwrap();
    assert_eq!((taken.taken, taken.refused), (1, vec![3]));
    assert_eq!(office.own_terms().await.unwrap()[1].strength, "locked", "an own glossary binds");
    let bad = test.folder.path().join("bad.tbx");
    std::fs::write(&bad, "<html/>").unwrap();
    assert_eq!(office.take_in_terms(&bad).await.unwrap_err().code(), "terms_not_tbx");
}

#[tokio::test]
async fn a_document_and_its_translation_become_pairs_of_the_memory() {
    let test = scripted(json!([])).await;
    let office = &test.office;
    let (en, zh) = (test.folder.path().join("en.txt"), test.folder.path().join("zh.txt"));
    std::fs::write(&en, "Fire drill\nA fire drill will be held on 8 December 2026. All officers should take part.\n")
        .unwrap();
    std::fs::write(&zh, "火警演習\n火警演習將於2026年12月8日舉行。全體人員均須參加。\n").unwrap();
    for (first, second) in [(&en, &zh), (&zh, &en)] {
        let pairs = office.align_files(first, second).await.unwrap();
        let found: Vec<_> = pairs.iter().map(|pair| (pair.en.as_str(), pair.zh.as_str())).collect();
        assert_eq!(
            found,
            [
                ("Fire drill", "火警演習"),
                ("A fire drill will be held on 8 December 2026.", "火警演習將於2026年12月8日舉行。"),
                ("All officers should take part.", "全體人員均須參加。"),
            ]
        );
    }
    let pairs = office.align_files(&en, &zh).await.unwrap();
    assert_eq!(office.keep_aligned(pairs, "en.txt").await.unwrap().pairs, 3);
    let bench = office.open_translation(text("All officers should take part.")).await.unwrap();
    assert_eq!((bench.segments[0].target.as_str(), bench.segments[0].note.as_str()), ("全體人員均須參加。", "en.txt"));
}

#[tokio::test]
async fn what_cannot_be_translated_is_said() {
    let test = scripted(json!([])).await;
    let office = &test.office;
    for (request, code) in [
        (text(" \n 2835 1107"), "nothing_to_translate"),
        (OpenTranslation { to: Some(Lang::EnGb), ..text("Only English.") }, "nothing_to_translate"),
        (OpenTranslation { path: Some("/nowhere/x.docx".into()), ..text("") }, "file"),
    ] {
        assert_eq!(office.open_translation(request).await.unwrap_err().code(), code);
    }
    assert_eq!(office.translation(7).await.unwrap_err().code(), "store_not_found");
    let office = Arc::new(test.office);
    let bench = office.open_translation(text("One is due.")).await.unwrap();
    let figures = office.open_translation(text("The fee is due.\n2835 1107\n$12.5 million")).await.unwrap();
    let copied: Vec<_> = figures.segments[1..].iter().map(|s| (s.target.as_str(), s.issues.len())).collect();
    assert_eq!(copied, [("2835 1107", 0), ("1,250萬元", 0)], "figures want no translating");
    let failed = Arc::clone(&office).translate_all(bench.row.id, None, &Stop::default(), &|_| ()).await;
    assert!(failed.is_err(), "the script has no answer");
}
