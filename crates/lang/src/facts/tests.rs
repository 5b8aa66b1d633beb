//! The table of cases, both languages against each other, and properties over arbitrary text.

use std::collections::BTreeMap;

use gungman_core::{Fact, FactKind, FactState, Lang};
use proptest::prelude::*;

use super::*;
use crate::tables::rows;

fn short(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Date => "date",
        FactKind::Time => "time",
        FactKind::Money => "money",
        FactKind::Percent => "percent",
        FactKind::Count => "count",
        FactKind::Phone => "phone",
        FactKind::Email => "email",
        FactKind::Reference => "ref",
        FactKind::Name => "name",
        FactKind::Place => "place",
    }
}

fn shown(text: &str) -> String {
    let all: Vec<String> = find(text).iter().map(|f| format!("{}={}", short(f.kind), f.canonical)).collect();
    if all.is_empty() { "-".to_owned() } else { all.join(" | ") }
}

#[test]
fn the_table_of_cases_holds() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows(include_str!("../../tests/cases.tsv")) {
        let [text, expected] = row[..] else { panic!("two columns: {row:?}") };
        count += 1;
        if shown(text) != expected {
            wrong.push(format!("{text}\n   found    {}\n   expected {expected}", shown(text)));
        }
    }
    assert!(count >= 150, "{count} cases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_line_feed_ends_a_count() {
    let facts = find("about 600 square metres\nwill fence off");
    assert_eq!((facts[0].source.as_str(), facts[0].canonical.as_str()), ("600 square metres", "600 sqm"));
}

#[test]
fn official_forms() {
    for (text, zh, en) in [
        ("8/12/2026", "2026年12月8日", "8 December 2026"),
        ("8 Dec", "12月8日", "8 December"),
        ("3pm", "下午3時", "3:00 p.m."),
        ("上午9時30分", "上午9時30分", "9:30 a.m."),
        ("中午12時", "中午12時", "12 noon"),
        ("晚上8點", "晚上8時", "8:00 p.m."),
        ("聽日3點半", "3時30分", "3:30"),
        ("$12.5 million", "1,250萬元", "$12.5 million"),
        ("12.5億元", "12.5億元", "$1,250 million"),
        ("12億3,450萬元", "12.345億元", "$1,234.5 million"),
        ("$1.2 billion", "12億元", "$1.2 billion"),
        ("348萬元", "348萬元", "$3,480,000"),
        ("$500", "500元", "$500"),
        ("$12.50", "12.50元", "$12.50"),
        ("US$500", "500美元", "US$500"),
        ("人民幣2,000元", "人民幣2,000元", "RMB 2,000"),
        ("百分之五", "5%", "5 per cent"),
        ("9 個百分點", "9個百分點", "9 percentage points"),
        ("3 copies", "三份", "three copies"),
        ("2部升降機", "兩部升降機", "two lifts"),
        ("120名", "120名", "120"),
        ("15 chairs", "15", "15 chairs"),
        ("28351107", "2835 1107", "2835 1107"),
        ("2835 1107 ext 12", "2835 1107內線12", "2835 1107 ext. 12"),
        ("CSB Circular No. 3/2026", "公務員事務局通告第3/2026號", "Civil Service Bureau Circular No. 3/2026"),
        ("Cap. 132", "第132章", "Cap. 132"),
        ("CB(4)123/2025(01)", "立法會CB(4)123/2025(01)號文件", "LC Paper No. CB(4)123/2025(01)"),
        ("(13) in OLA 4/08", "(13) in OLA 4/08", "(13) in OLA 4/08"),
        ("地政總署", "地政總署", "Lands Department"),
        ("12/F", "12樓", "12/F"),
        ("1203室", "1203室", "Room 1203"),
        ("陳大文先生", "陳大文先生", "陳大文先生"),
        ("翠林社區中心", "翠林社區中心", "翠林社區中心"),
    ] {
        let facts = find(text);
        let [fact] = &facts[..] else { panic!("{text}: {facts:?}") };
        assert_eq!(render(fact, Lang::ZhHantHk), zh, "{text}");
        assert_eq!(render(fact, Lang::EnGb), en, "{text}");
    }
}

const POINTS: &str =
    "2026年12月8號下晝3點，北角政府合署，火警演習，50人參加，12月8日前交3份表格，搵李小明先生 29876543，撥款1,250萬元";

fn states(points: &str, known: &str, body: &[&str], lang: Lang) -> Vec<(String, FactState)> {
    let body: Vec<String> = body.iter().map(|text| (*text).to_owned()).collect();
    compare(&find(points), &find(known), &body, lang).into_iter().map(|row| (row.source, row.state)).collect()
}

#[test]
fn nothing_is_judged_before_there_is_a_text() {
    let rows = compare(&find(POINTS), &[], &[], Lang::EnGb);
    assert!(rows.iter().all(|row| row.state == FactState::Pending && row.found.is_none()));
    let kinds: Vec<_> = rows.iter().map(|row| row.kind).collect();
    use FactKind::*;
    assert_eq!(kinds, [Date, Time, Place, Count, Count, Name, Phone, Money], "12月8日 is the same day: one row");
    assert_eq!(rows[0].target, "8 December 2026");
}

#[test]
fn a_faithful_text_in_either_language_has_every_fact() {
    let english = [
        "A fire drill with 50 participants will be held at North Point Government Offices on 8 December 2026 at 3:00 p.m.",
        "Please return three forms to 李小明先生 (2987 6543) by 8 December. An allocation of $12.5 million is ready.",
    ];
    let chinese = [
        "北角政府合署將於2026年12月8日下午3時舉行火警演習，50名員工參加。",
        "請交回三份表格予李小明先生（電話：2987 6543），撥款為1,250萬元。",
    ];
    for (lang, body) in [(Lang::EnGb, english), (Lang::ZhHantHk, chinese)] {
        let rows = states(POINTS, "", &body, lang);
        assert!(rows.iter().all(|(_, state)| *state == FactState::Present), "{rows:?}");
    }
    let rows = compare(&find("50人"), &[], &english.map(str::to_owned), Lang::EnGb);
    assert_eq!((rows[0].found.as_deref(), rows[0].block), (Some("50 participants"), Some(0)));
}

#[test]
fn changed_missing_and_foreign_facts_are_told_apart() {
    use FactState::*;
    let state = |points: &str, body: &str| states(points, "", &[body], Lang::ZhHantHk);
    assert_eq!(state("下午3時", "下午4時開會"), [("下午3時".to_owned(), Changed)]);
    assert_eq!(state("下午3時", "開會"), [("下午3時".to_owned(), Missing)]);
    assert_eq!(
        state("下午3時", "下午4時至5時"),
        [("下午3時".to_owned(), Missing), ("下午4時".to_owned(), Foreign), ("5時".to_owned(), Foreign)]
    );
    assert_eq!(
        state("下午3時", "下午3時，查詢2835 1107"),
        [("下午3時".to_owned(), Present), ("2835 1107".to_owned(), Foreign)]
    );
    let year = |body: &str| states("12月8日", "2026年11月23日", &[body], Lang::ZhHantHk);
    assert_eq!(year("2026年12月8日"), [("12月8日".to_owned(), Present)]);
    assert_eq!(year("2023年12月8日"), [("12月8日".to_owned(), Changed)], "an invented year");
    let known = states("下午3時", "2835 1107", &["下午3時，查詢28351107"], Lang::ZhHantHk);
    assert_eq!(known, [("下午3時".to_owned(), Present)], "the header's facts are no strangers");
}

#[test]
fn what_the_text_leaves_open_is_no_difference() {
    for (points, body) in [
        ("8 Dec", "2026年12月8日"),
        ("2026年12月8日", "8 December"),
        ("3點半", "下午3時30分"),
        ("6 rooms", "六間"),
        ("1份", "one copy"),
        ("1份", "send a copy"),
        ("2835 1107", "2835 1107 ext. 12"),
        ("CSB Circular No. 3/2026", "通告第3/2026號"),
        ("地政總署", "the Lands Department"),
        ("陳大文先生", "Please contact 陳大文 at the counter"),
        ("EMSD", "機電工程署"),
    ] {
        let rows = states(points, "", &[body], Lang::ZhHantHk);
        assert_eq!(rows.first().map(|row| row.1), Some(FactState::Present), "{points} / {body}: {rows:?}");
    }
    let rows = states("Mr CHAN Tai-man", "", &["Mr CHAN Tai-man will attend. Mr Chan will speak."], Lang::EnGb);
    assert_eq!(rows.len(), 1, "a surname after the full name is no stranger: {rows:?}");
    assert_eq!(states("12月8日", "", &["12月9日"], Lang::ZhHantHk)[0].1, FactState::Changed);
    assert_eq!(states("3份", "", &["13份"], Lang::ZhHantHk)[0].1, FactState::Changed);
}

#[test]
fn repairs_change_the_form_only() {
    let points = find("2026年12月8日 地政總署 $3,480,000 Cap. 132");
    for (lang, before, after) in [
        (Lang::EnGb, "on December 8, 2026 at 3pm", "on 8 December 2026 at 3:00 p.m."),
        (Lang::EnGb, "from December 8 to 10, 2026", "from 8 to 10 December 2026"),
        (Lang::EnGb, "on December 8 and 9", "on 8 and 9 December"),
        (Lang::EnGb, "(2-4pm)", "(2:00 p.m. to 4:00 p.m.)"),
        (Lang::EnGb, "It starts at 3pm.", "It starts at 3:00 p.m."),
        (Lang::EnGb, "on 8/12/2026.", "on 8 December 2026."),
        (Lang::EnGb, "on Tuesday, December 8th, 2026", "on Tuesday, 8 December 2026"),
        (Lang::EnGb, "by 2026年12月8日 to 地政總署", "by 8 December 2026 to Lands Department"),
        (Lang::EnGb, "from 8-10 December 2026", "from 8-10 December 2026"),
        (Lang::EnGb, "call 28351107.", "call 2835 1107."),
        (Lang::ZhHantHk, "下午三點開會", "下午3時開會"),
        (Lang::ZhHantHk, "二零二六年十二月八日15:00", "2026年12月8日下午3時"),
        (Lang::ZhHantHk, "致電28351107查詢", "致電2835 1107查詢"),
        (Lang::ZhHantHk, "撥款$3,480,000，根據Cap. 132", "撥款348萬元，根據第132章"),
        (Lang::ZhHantHk, "12月8日至10日", "12月8日至10日"),
        (Lang::ZhHantHk, "晚上7時半", "晚上7時半"),
        (Lang::ZhHantHk, "聽日3點", "聽日3點"),
    ] {
        assert_eq!(restore(before, &points, lang), after, "{before}");
    }
}

#[test]
fn a_header_field_is_a_name_without_signs() {
    let canonical = |text: &str| person(text).map(|fact| fact.canonical);
    assert_eq!(canonical(" 李小明 ").as_deref(), Some("李小明"));
    assert_eq!(canonical("李小明先生").as_deref(), Some("李小明"));
    assert_eq!(canonical("Mr CHAN Tai-man, JP").as_deref(), Some("chan tai man"));
    assert_eq!(canonical("  "), None);
    let known = [person("李小明").unwrap()];
    assert_eq!(compare(&[], &known, &["請與李小明先生聯絡".to_owned()], Lang::ZhHantHk), []);
}

fn multiset(text: &str) -> BTreeMap<(FactKind, String), usize> {
    let mut all = BTreeMap::new();
    for fact in find(text) {
        *all.entry((fact.kind, fact.canonical)).or_default() += 1;
    }
    all
}

/// Pieces that facts are made of, in any order: what arbitrary characters rarely hit.
fn mixed() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "12月",
            "8日",
            "8",
            "至",
            "-",
            "/",
            "2026",
            "年",
            "下午",
            "3時",
            "3",
            "點",
            "半",
            ":30",
            "pm",
            " a.m.",
            "$",
            "元",
            "萬",
            "億",
            "million ",
            "百分之",
            "五",
            "%",
            "三",
            "份",
            "名",
            "copies",
            " ",
            "，",
            "。",
            "28351107",
            "2835 ",
            "1107",
            "ext. 1",
            "(",
            ")",
            "（",
            "）",
            "in ",
            "OLA 4/08",
            "EP 12/6/3",
            "Cap. ",
            "第",
            "章",
            "號",
            "通告",
            "Circular No. ",
            "3/2026",
            "Mr ",
            "CHAN Tai-man",
            "陳",
            "大文",
            "先生",
            "主任",
            "地政總署",
            "Lands Department",
            "Room ",
            "/F",
            "樓",
            "室",
            "道",
            "中心",
            "December ",
            "Dec ",
            "th",
            "，",
            "\n",
            "１２",
            "：",
            "noon",
            "one ",
            "two ",
            "lifts",
            "十",
            "百",
            "零",
            "一",
            "+852 ",
            "a@b.hk",
            "www.a.hk",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,4}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn facts_are_in_order_apart_and_as_they_stand(text in mixed()) {
        let mut end = 0;
        for fact in find(&text) {
            let start = fact.start as usize;
            prop_assert!(start >= end, "{:?}", fact);
            prop_assert_eq!(text.get(start..start + fact.source.len()), Some(fact.source.as_str()));
            prop_assert!(!fact.source.is_empty() && !fact.canonical.is_empty());
            end = start + fact.source.len();
            for lang in Lang::ALL { prop_assert!(!render(&fact, lang).is_empty()); }
        }
    }

    #[test]
    fn any_text_is_survived(text in any::<String>()) {
        let facts = find(&text);
        let _ = compare(&facts, &[], &[text], Lang::EnGb);
    }

    #[test]
    fn repairs_settle_and_keep_every_value(text in mixed(), points in mixed()) {
        let points = find(&points);
        for lang in Lang::ALL {
            let once = restore(&text, &points, lang);
            prop_assert_eq!(multiset(&once), multiset(&text), "{} -> {}", text, once);
            prop_assert_eq!(restore(&once, &points, lang), once);
        }
    }

    #[test]
    fn a_text_states_its_own_facts(text in mixed()) {
        let facts = find(&text);
        let rows = compare(&facts, &[], std::slice::from_ref(&text), Lang::ZhHantHk);
        prop_assert!(rows.iter().all(|row| row.state == FactState::Present), "{:?}", rows);
    }

    #[test]
    fn amounts_survive_their_official_form(cents in 1i128..1_000_000_000_000) {
        for amount in [cents, cents - cents % 100, cents - cents % 1_000_000, cents * 1_000_000] {
            if amount == 0 { continue; }
            let fact = Fact {
                kind: FactKind::Money,
                source: "?".into(),
                canonical: if amount % 100 == 0 { format!("HKD {}", amount / 100) } else { format!("HKD {}.{:02}", amount / 100, amount % 100) },
                start: 0,
            };
            for lang in Lang::ALL {
                let written = render(&fact, lang);
                let read = find(&written);
                prop_assert_eq!(read.len(), 1, "{}", written);
                prop_assert_eq!((&read[0].canonical, &read[0].source), (&fact.canonical, &written));
            }
        }
    }

    #[test]
    fn times_and_days_survive_their_official_form(hour in 0u32..24, minute in 0u32..60, month in 1u32..13, day in 1u32..29, year in 1990i32..2100) {
        for (kind, canonical) in [
            (FactKind::Time, format!("{hour:02}:{minute:02}")),
            (FactKind::Date, format!("{year}-{month:02}-{day:02}")),
            (FactKind::Date, format!("--{month:02}-{day:02}")),
        ] {
            let fact = Fact { kind, source: "?".into(), canonical: canonical.clone(), start: 0 };
            for lang in Lang::ALL {
                let read = find(&render(&fact, lang));
                prop_assert_eq!(read.len(), 1, "{:?}", read);
                prop_assert_eq!(&read[0].canonical, &canonical);
            }
        }
    }
}
