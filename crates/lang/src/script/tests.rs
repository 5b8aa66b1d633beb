//! What conversion promises, on the tables and cases.

use crate::text::is_han;
use std::path::PathBuf;

use super::*;
use crate::tables::{ORGANISATIONS, PLACES, rows};

/// Hong Kong Traditional text of the kind the government prints.
const HK_TEXT: &str = "衞生署署長、稅務局局長及公務員敍用委員會秘書出席了會議。床位、山峰、群島、克服、甚麼、雇傭、\
    皇后大道、公里、系統、只限、面積、余先生、范女士、干預、山谷、准許、批准、周年、公布、着手、這裏、説明、税務、閲讀、脱離、温室、住户、\
    啟德、啓用、邨、埗、塱、涌、咀、滙豐、鰂魚涌、深圳、峒、瀝、硤、枱、綫、鎅、嘅、咗、喺、嚟、哋、冇、佢、嗰、啲、唔、乜、嘢、噉、攞、搵、瞓、啱、\
    發霉、佳肴、羨慕、台灣、裝修、升降機、一式三份、丑角、斗室、几案、里程、制度、松樹、于右任、姜女士、涂先生、志願、云云、曲線、卷宗、板橋、表格、布告、注意、別館、才能";

fn folder() -> PathBuf {
    std::env::var_os("GUNGMAN_OPENCC").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../.deps/opencc/share/opencc"),
        PathBuf::from,
    )
}

fn engine() -> HongKong {
    HongKong::load(&folder()).expect("OpenCC's dictionaries (scripts/setup)")
}

#[test]
fn opencc_passes_its_own_cases_with_its_own_configurations() {
    for name in Stock::NAMES {
        let stock = Stock::load(&folder(), name).expect("a stock configuration");
        let mut count = 0;
        for row in rows(include_str!("../../tests/opencc_cases.tsv")).filter(|row| row[0] == name) {
            assert_eq!(stock.convert(row[1]).as_deref(), Some(row[2]), "{name}: {}", row[1]);
            count += 1;
        }
        assert!(count >= 17, "{name} has {count} cases");
    }
}

fn terms() -> impl Iterator<Item = &'static str> {
    rows(include_str!("../../tests/terms.tsv")).filter_map(|row| row.get(1).copied())
}

#[test]
fn words_of_the_other_language_are_seen_and_names_are_not() {
    for (text, lang, left) in [
        ("請出席conciliation會議，語氣firm but polite。", Lang::ZhHantHk, &["conciliation", "firm but polite"][..]),
        ("請登入ADM系統，網址為www.gov.hk/adm，電郵abc@example.gov.hk。", Lang::ZhHantHk, &[]),
        ("Wing Shun Limited（下稱company）", Lang::ZhHantHk, &[]),
        ("Use lifts 1号 and 2号.", Lang::EnGb, &["号", "号"]),
        ("The operation “曙光” was led by 陳大文先生.", Lang::EnGb, &[]),
    ] {
        assert_eq!(untranslated(text, lang), left, "{text}");
    }
}

#[test]
fn one_converter_serves_every_thread() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&engine());
}

#[test]
fn a_missing_folder_is_an_error_with_its_code() {
    let error = HongKong::load(Path::new("/nowhere")).err().expect("no engine");
    assert_eq!(error.code(), "lang_dictionaries");
}

#[test]
fn no_character_of_hong_kong_text_is_banned() {
    let names = ORGANISATIONS.iter().chain(PLACES.iter()).map(|name| name.zh);
    for text in names.chain(terms()).chain([HK_TEXT]) {
        assert_eq!(find_simplified(text), [], "{text}");
    }
    for c in "秘床群峰雇么克后里台".chars() {
        assert!(!simplified_only(c), "{c}");
    }
}

#[test]
fn simplified_characters_are_found_with_their_place() {
    assert_eq!(find_simplified("在听到火警鐘"), [(3, '听')]);
    for c in "听为机会发点门龙头书长时间东车见贝".chars() {
        assert!(simplified_only(c), "{c}");
        assert!(banned_chars().contains(c));
    }
}

#[test]
fn the_engine_changes_every_banned_character() {
    let stock = Stock::load(&folder(), "s2hk").expect("a stock configuration");
    for c in banned_chars().chars() {
        let text = c.to_string();
        assert_ne!(stock.convert(&text).as_deref(), Some(text.as_str()), "{c}");
    }
}

#[test]
fn correct_text_stays() {
    let engine = engine();
    let names = ORGANISATIONS.iter().chain(PLACES.iter()).map(|name| name.zh);
    let wrong: Vec<String> = names
        .chain(terms())
        .chain(["對於陳先生的查詢，關於余女士的申請", "請范徐麗泰女士和于先生出席", "一周年", "這裏的說明"])
        .filter(|text| engine.convert(text) != *text)
        .map(|text| format!("{text} -> {}", engine.convert(text)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn simplified_text_becomes_what_the_government_prints() {
    let engine = engine();
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows(include_str!("../../tests/conversion.tsv")) {
        let [simplified, expected] = row[..] else { panic!("two columns: {row:?}") };
        // As in a Simplified document: 涂上 shows no script of its own.
        let got = engine.to_hong_kong_from(simplified, Written::AsSeen { simplified: true }).text;
        count += 1;
        if got != expected {
            wrong.push(format!("{got}\n     expected {expected}"));
        }
        assert_eq!(engine.convert(&got), got, "a second pass changes nothing");
    }
    assert!(count > 600);
    assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
}

/// The text with one of every two spellings of equal standing, which Simplified does not tell apart.
fn one_spelling(text: &str) -> String {
    rows(include_str!("../../tests/prose/equal.tsv")).fold(text.to_string(), |text, row| text.replace(row[1], row[0]))
}

#[test]
fn official_prose_stays_and_comes_home_from_simplified() {
    let engine = engine();
    for (name, text) in [
        ("papers", include_str!("../../tests/prose/papers.txt")),
        ("letters", include_str!("../../tests/prose/letters.txt")),
        ("mixed", include_str!("../../tests/prose/mixed.txt")),
    ] {
        let kept = engine.to_hong_kong(text);
        let changed: Vec<&str> = text.lines().zip(kept.text.lines()).filter(|(a, b)| a != b).map(|(_, b)| b).collect();
        assert!(changed.is_empty(), "{name}: {changed:#?}");

        let back = engine.to_hong_kong(&engine.to_mainland(text).text);
        let (typed, printed) = (one_spelling(text), one_spelling(&back.text));
        let wrong: Vec<(char, char)> = typed.chars().zip(printed.chars()).filter(|(a, b)| a != b).collect();
        let characters = text.chars().filter(|c| is_han(*c)).count();
        assert!(wrong.len() * 2_000 <= characters, "{name}: {} of {characters}: {wrong:?}", wrong.len());
        assert!(back.doubts.len() * 500 <= characters, "{name}: {} in doubt", back.doubts.len());
        let told: Vec<usize> = back.doubts.iter().map(|doubt| doubt.at).collect();
        let hidden: Vec<(char, char)> = (0..)
            .zip(typed.chars().zip(printed.chars()))
            .filter(|(at, (a, b))| a != b && !told.contains(at))
            .map(|(_, pair)| pair)
            .collect();
        assert!(hidden.is_empty(), "{name}: different and not told: {hidden:?}");
    }
}

#[test]
fn the_way_back_loses_nothing() {
    let engine = engine();
    for row in rows(include_str!("../../data/govhk.tsv")) {
        assert_eq!(engine.to_mainland(row[1]).text, row[0], "{}", row[1]);
    }
    // Official names and terms come home from Simplified; a word that does not is told as doubtful.
    let mut lost = Vec::new();
    let mut characters = 0;
    for text in ORGANISATIONS.iter().chain(PLACES.iter()).map(|name| name.zh).chain(terms()) {
        let there = engine.to_mainland(text).text;
        let back = engine.to_hong_kong_from(&there, Written::AsSeen { simplified: true });
        characters += text.chars().count();
        if back.text != text && back.doubts.is_empty() {
            lost.push(format!("{text} → {there} → {}", back.text));
        }
    }
    assert!(lost.len() * 2000 <= characters, "{} of {characters}: {lost:#?}", lost.len());
}

#[test]
fn a_name_under_a_memo_or_alone_in_a_cell_is_a_name() {
    let engine = engine();
    for (text, expected) in [
        ("（余慧心　　代行）", "（余慧心　　代行）"),
        ("余慧心", "余慧心"),
        ("范国强\n", "范國強\n"),
        ("余额表", "餘額表"),
        ("范围内", "範圍內"),
        ("于是乎", "於是乎"),
        ("共八人，余三人", "共八人，餘三人"),
    ] {
        assert_eq!(engine.to_hong_kong_from(text, Written::Simplified).text, expected);
    }
}

#[test]
fn rare_surnames_before_titles_and_after_posts_are_names() {
    let engine = engine();
    for (text, expected) in [
        ("游女士及曲先生", "游女士及曲先生"),
        ("由岳女士主持，朴先生和郁博士出席。", "由岳女士主持，朴先生和郁博士出席。"),
        ("种先生的上诉，后先生的申请", "种先生的上訴，后先生的申請"),
        ("游客先生们说，后来主任说", "遊客先生們說，後來主任說"),
        ("主席于会议上说，主任后来游说各人", "主席於會議上說，主任後來游說各人"),
    ] {
        let converted = engine.to_hong_kong_from(text, Written::Simplified);
        assert_eq!((converted.text.as_str(), converted.doubts), (expected, vec![]));
    }
    let guessed = engine.to_hong_kong("空勤主任范柏翘跃入海中");
    assert_eq!(guessed.text, "空勤主任范柏翹躍入海中");
    assert_eq!(guessed.doubts, [Doubt { at: 4, chosen: '范', others: vec!['範'] }]);
}

#[test]
fn addresses_stay_as_typed() {
    let engine = engine();
    let text = "请看http://发.example/发文，或电邮发@example.gov.hk、abc@发文.hk。";
    let kept = "請看http://发.example/发文，或電郵發@example.gov.hk、abc@发文.hk。";
    assert_eq!(engine.convert(text), kept);
    assert_eq!(engine.to_mainland("請看www.發.hk").text, "请看www.發.hk");
}

#[test]
fn leaks_are_replaced_without_touching_the_rest() {
    let engine = engine();
    for (text, expected) in [
        ("在听到火警鐘聲後，不會干擾志愿者。", "在聽到火警鐘聲後，不會干擾志願者。"),
        ("余先生將於展開为期三天的訓練", "余先生將於展開為期三天的訓練"),
        ("公佈計畫，麵積不變，併發出通知", "公布計劃，面積不變，並發出通知"),
    ] {
        assert_eq!(engine.convert(text), expected);
    }
}

#[test]
fn what_is_right_already_stays() {
    let engine = engine();
    for text in [
        "綜合並分析結果，結合並加強措施，轉送並入住醫院。",
        "血糖回復正常，附上身分證明文件，病人平卧，煙囱已清洗。",
        "一併發出通知，合併發還按金，恆常檢查，編制會議。",
        "陳大文著《香港史》，著名作家的著作，宋皇臺、寶雲臺。",
        "不鏽鋼、傢具、賬目、歎息。",
    ] {
        assert_eq!(engine.convert(text), text);
    }
}

#[test]
fn traditional_of_elsewhere_gets_hong_kongs_forms() {
    let engine = engine();
    for (elsewhere, hong_kong) in [
        ("臺灣的電臺說：隨著計畫推動，這裡的衛生情況已瞭解。", "台灣的電台說：隨着計劃推動，這裏的衞生情況已了解。"),
        ("爲羣衆啓動説明，每週公佈一次。", "為群眾啟動說明，每周公布一次。"),
        ("搭東涌線和觀塘線，循道衛理中學。", "搭東涌綫和觀塘綫，循道衛理中學。"),
    ] {
        assert_eq!(engine.convert(elsewhere), hong_kong);
        assert_eq!(engine.to_hong_kong_from(elsewhere, Written::Traditional).text, hong_kong);
    }
    // 后 and 里 show no script: only who says what the text is can tell.
    let text = "皇后大道里";
    assert_eq!(engine.to_hong_kong_from(text, Written::Traditional).text, text);
    assert_eq!(engine.to_hong_kong_from("三天后到里面", Written::Simplified).text, "三天後到裏面");
}

#[test]
fn a_text_no_engine_takes_is_kept() {
    assert_eq!(engine().convert("为\0什么"), "為\0什麼");
    assert_eq!(engine().to_mainland("為\0什麼").text, "为\0什么");
}

proptest::proptest! {
    /// Nothing that is not Chinese changes, nothing gets lost, and a converted text stays as it is.
    #[test]
    fn only_chinese_characters_change(text in "([一-龥]{0,6}[ -~，。（）\\n　-ヿ𠀀-𠀿]{0,5}){0,8}") {
        static ENGINE: LazyLock<HongKong> = LazyLock::new(engine);
        for simplified in [true, false] {
            let there = ENGINE.to_hong_kong_from(&text, Written::AsSeen { simplified });
            proptest::prop_assert_eq!(there.text.chars().count(), text.chars().count());
            for (old, new) in text.chars().zip(there.text.chars()) {
                proptest::prop_assert!(old == new || is_han(old) && is_han(new), "{} → {}", old, new);
            }
            for doubt in &there.doubts {
                proptest::prop_assert_eq!(there.text.chars().nth(doubt.at), Some(doubt.chosen));
                proptest::prop_assert!(!doubt.others.is_empty() && !doubt.others.contains(&doubt.chosen));
            }
        }
        let back = ENGINE.to_mainland(&text).text;
        proptest::prop_assert_eq!(back.chars().count(), text.chars().count());
        for (old, new) in text.chars().zip(back.chars()) {
            proptest::prop_assert!(old == new || is_han(old) && is_han(new), "{} → {}", old, new);
        }
    }
}
