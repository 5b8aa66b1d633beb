use gungman_core::tagged::Tagged;
use proptest::prelude::*;

use super::*;
use crate::glossary::GLOSSARY;

fn tagged(written: &str) -> Tagged {
    let (tagged, faults) = Tagged::read(written);
    assert_eq!(faults, [], "{written}");
    tagged
}

/// Projects `source` and compares with `expected`, whose bare text is the translation.
fn check(source: &str, expected: &str, lost: &[u32]) {
    let (from, to) = if source.contains(crate::text::is_han) && !source.is_ascii() && expected.is_ascii() {
        (Lang::ZhHantHk, Lang::EnGb)
    } else if expected.contains(crate::text::is_han) {
        (Lang::EnGb, Lang::ZhHantHk)
    } else {
        (Lang::ZhHantHk, Lang::EnGb)
    };
    let got = project(&tagged(source), &tagged(expected).text, from, to, &GLOSSARY);
    assert_eq!((got.target.to_string().as_str(), &got.lost[..]), (expected, lost), "{source}");
}

#[test]
fn a_tag_around_everything_stays_around_everything() {
    check("‹1›Application procedure‹/1›", "‹1›申請程序‹/1›", &[]);
    check("‹1›The Department will reply.‹/1›", "‹1›本署會答覆。‹/1›", &[]);
    check("‹1›The Department will reply‹/1›.", "‹1›本署會答覆‹/1›。", &[]);
    check("‹1›‹2›本署會答覆。‹/2›‹/1›", "‹1›‹2›The Department will reply.‹/2›‹/1›", &[]);
}

#[test]
fn facts_and_terms_take_their_tags_along() {
    check(
        "The closing date for applications is ‹1›15 May 2026‹/1› (Friday).",
        "截止申請日期為‹1›2026年5月15日‹/1›（星期五）。",
        &[],
    );
    check(
        "The meeting will be held at ‹1›3:00 p.m.‹/1› on ‹2›8 December 2026‹/2› in Conference Room 2, 11/F, Low Block.",
        "會議將於‹2›2026年12月8日‹/2›‹1›下午3時‹/1›在低座11樓2號會議室舉行。",
        &[],
    );
    check(
        "The ‹1›Civil Service Bureau‹/1› received ‹2›3,412‹/2› applications for 46 vacancies, an increase of ‹3›8.5%‹/3› over the previous year.",
        "‹1›公務員事務局‹/1›就46個空缺接獲‹2›3,412‹/2›份申請，較上一年增加‹3›8.5%‹/3›。",
        &[],
    );
    check(
        "財務委員會於‹1›2026年7月3日‹/1›批准撥款‹2›1,250萬元‹/2›推行該試驗計劃。",
        "The Finance Committee approved funding of ‹2›$12.5 million‹/2› on ‹1›3 July 2026‹/1› for implementing the pilot scheme.",
        &[],
    );
    check(
        "請於10個工作天內填妥附件乙的回條，並電郵至‹1›training@csb.gov.hk‹/1›。",
        "Please complete the reply slip at Annex B and e-mail it to ‹1›training@csb.gov.hk‹/1› within 10 working days.",
        &[],
    );
}

#[test]
fn several_parts_go_from_the_first_to_the_last() {
    check(
        "The post will be filled from ‹1›4 May to 30 October 2026‹/1›.",
        "該職位會在‹1›2026年5月4日至10月30日‹/1›填補。",
        &[],
    );
    check("Please return it ‹1›on or before 20.11.2026‹/1›.", "請於‹1›2026年11月20日或之前‹/1›交回。", &[]);
    check(
        "表格須於‹1›2026年11月20日或之前‹/1›交回。",
        "The form should be returned ‹1›on or before 20 November 2026‹/1›.",
        &[],
    );
    check(
        "Offenders are liable to ‹1›a fine of $50,000‹/1› and imprisonment for six months.",
        "違例者可被判‹1›罰款50,000元‹/1›及監禁六個月。",
        &[],
    );
    check(
        "The office is at ‹1›3 Concorde Road, Kowloon‹/1›, and opens at noon.",
        "辦事處位於‹1›九龍協調道3號‹/1›，於中午開放。",
        &[],
    );
    check("You ‹1›must not‹/1› park here.", "你‹1›不得‹/1›在此停泊。", &[]);
}

#[test]
fn quotation_marks_brackets_and_labels_have_counterparts() {
    check("‹1›Enquiries:‹/1› 2835 1107", "‹1›查詢：‹/1›2835 1107", &[]);
    check("‹1›Enquiries‹/1›: 2835 1107", "‹1›查詢‹/1›：2835 1107", &[]);
    check("Please mark “‹1›Application for Leave‹/1›” on the envelope.", "請在信封面註明「‹1›申請放假‹/1›」。", &[]);
    check("Please mark ‹1›“Application for Leave”‹/1› on the envelope.", "請在信封面註明‹1›「申請放假」‹/1›。", &[]);
    check("請在信封面註明「‹1›申請放假‹/1›」。", "Please mark “‹1›Application for Leave‹/1›” on the envelope.", &[]);
    check(
        "An accountable officer (‹1›the holder of the key‹/1›) will open the box.",
        "問責人員（‹1›鎖匙持有人‹/1›）會開啟該箱。",
        &[],
    );
    check(
        "(a) ‹1›Form A‹/1›: for officers; ‹2›Form B‹/2›: for others",
        "(a) ‹1›表格A‹/1›：供人員使用；‹2›表格B‹/2›：供其他人使用",
        &[],
    );
}

#[test]
fn what_cannot_be_proved_is_told() {
    check("The officers were ‹1›deeply‹/1› moved.", "人員深受感動。", &[1]);
    // Twice the same value: which is which is not known.
    check("‹1›$500‹/1› for adults and $500 for others.", "成人500元，其他人500元。", &[1]);
    // All of them have the tag.
    check("‹1›$500‹/1› for adults and ‹1›$500‹/1› for others.", "成人‹1›500元‹/1›，其他人‹1›500元‹/1›。", &[]);
    // One stretch of a tag is placed, the other is not.
    check("‹1›Nearly‹/1› all reply by ‹1›4 May 2026‹/1›.", "幾乎所有人會在‹1›2026年5月4日‹/1›前答覆。", &[1]);
}

#[test]
fn objects_follow_what_they_followed() {
    check("The Department will reply.‹1/›", "本署會答覆。‹1/›", &[]);
    check("The Department will reply‹1/›.", "本署會答覆‹1/›。", &[]);
    check("本署會答覆。‹1/›", "The Department will reply.‹1/›", &[]);
    check(
        "Under the Buildings Ordinance‹1/› (Cap. 123), a repair order was served on 4 May 2026‹2/› at 12 noon‹3/›.",
        "當局根據《建築物條例》‹1/›（第123章），於2026年5月4日‹2/›中午12時‹3/›送達修葺令。",
        &[],
    );
    check("Hundreds‹1/› were moved by it.", "許多人深受感動。‹1/›", &[1]);
    check("‹1/›See the plan.", "‹1/›見圖則。", &[]);
    check("See ‹1›Cap. 123‹/1›‹2/› for it.", "詳情見‹1›第123章‹/1›‹2/›。", &[]);
}

/// The reference translations, each with the terms that it is known to render.
#[test]
fn terms_of_real_sentences_are_put_where_they_stand() {
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/translate.jsonl")).unwrap();
    let (mut right, mut wrong, mut lost) = (0, Vec::new(), 0);
    for line in file.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let (source, target) = (row["source"].as_str().unwrap(), row["reference"].as_str().unwrap());
        let english = row["source_lang"].as_str().unwrap().starts_with("en");
        let (from, to) = if english { (Lang::EnGb, Lang::ZhHantHk) } else { (Lang::ZhHantHk, Lang::EnGb) };
        for term in row["terms"].as_array().unwrap() {
            let (term, counterpart) = (term[0].as_str().unwrap(), term[1].as_str().unwrap());
            let Some(at) = source.find(term) else { continue };
            let mark = Mark { tag: 1, range: at..at + term.len(), object: false };
            let got = project(&Tagged { text: source.into(), marks: vec![mark] }, target, from, to, &GLOSSARY);
            let trim = |text: &str| text.trim_matches(['《', '》']).to_lowercase();
            match got.target.marks.first() {
                None => lost += 1,
                Some(mark) if trim(&target[mark.range.clone()]) == trim(counterpart) => right += 1,
                Some(mark) => wrong.push(format!("{term}: {} for {counterpart}", &target[mark.range.clone()])),
            }
        }
    }
    println!("terms: {right} right, {} wrong, {lost} lost", wrong.len());
    assert!(right > 350 && wrong.len() * 50 < right, "{right} right, {lost} lost, wrong: {wrong:#?}");
}

proptest! {
    #[test]
    fn objects_are_kept_and_the_text_is_the_targets(
        source in "([‹][1-3][›]|[‹]/[1-3][›]|[‹][4-9]/[›]|4 May 2026|CSB|[ ,.:()“”]|the |\\$500|見|[a-z]{1,3} ){0,14}",
        target in "(2026年5月4日|公務員事務局|[，。：（）「」《》 ]|500元|CSB|[一-十]{1,3}){0,10}",
        turned in any::<bool>(),
    ) {
        let (mut source, _) = Tagged::read(&source);
        // A paragraph has an object once.
        let mut seen = Vec::new();
        source.marks.retain(|mark| !mark.object || !seen.contains(&mark.tag) && { seen.push(mark.tag); true });
        let (from, to) = if turned { (Lang::ZhHantHk, Lang::EnGb) } else { (Lang::EnGb, Lang::ZhHantHk) };
        let got = project(&source, &target, from, to, &GLOSSARY);
        prop_assert_eq!(&got.target.text, &target);
        let (again, faults) = Tagged::read(&got.target.to_string());
        prop_assert_eq!(faults, vec![]);
        prop_assert_eq!(&again, &got.target);
        for tag in seen {
            prop_assert_eq!(got.target.marks.iter().filter(|mark| mark.object && mark.tag == tag).count(), 1);
        }
        for mark in source.marks.iter().filter(|mark| !mark.object) {
            let stands = got.target.marks.iter().any(|other| !other.object && other.tag == mark.tag);
            prop_assert!(stands || got.lost.contains(&mark.tag));
        }
    }
}
