//! Every rule with its examples.

use super::rules::{ALL_FILES, compile, read};
use super::*;

/// The day of the examples: a Monday.
fn setting(lang: Lang, template: Option<&str>) -> Setting {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    Setting { lang, template: template.map(str::to_owned), today, accepted: Accepted::default() }
}

/// The text of an example, and its marks: where, and what is put there.
type Marked = (String, Vec<(Range<usize>, Option<String>)>);

fn marked(example: &str) -> Marked {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = example;
    while let Some((before, after)) = rest.split_once('⟦') {
        text.push_str(before);
        let (inside, after) = after.split_once('⟧').unwrap_or_else(|| panic!("{example}"));
        let (found, fix) = inside.split_once('→').map_or((inside, None), |(found, fix)| (found, Some(fix.to_owned())));
        let start = text.chars().count();
        text.push_str(found);
        marks.push((start..text.chars().count(), fix));
        rest = after;
    }
    text.push_str(rest);
    (text, marks)
}

/// The marks of an example by paragraph.
fn by_paragraph(text: &str, marks: &[(Range<usize>, Option<String>)]) -> Vec<(usize, Range<usize>, Option<String>)> {
    let chars: Vec<char> = text.chars().collect();
    let place = |at: usize| {
        let line = chars[..at].iter().filter(|c| **c == '\n').count();
        let start = chars[..at].iter().rposition(|c| *c == '\n').map_or(0, |at| at + 1);
        (line, at - start)
    };
    marks
        .iter()
        .map(|(range, fix)| {
            let (line, start) = place(range.start);
            (line, start..start + range.len(), fix.clone())
        })
        .collect()
}

fn lines(text: &str) -> Vec<Paragraph> {
    text.split('\n').map(Paragraph::body).collect()
}

fn language(rule: &Rule, text: &str) -> Lang {
    let han = text.chars().filter(|c| crate::text::is_han(*c)).count();
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    match rule.langs[..] {
        [only] => only,
        _ if han * 2 >= latin => Lang::ZhHantHk,
        _ => Lang::EnGb,
    }
}

#[test]
fn every_file_reads_and_every_rule_compiles() {
    let mut ids = BTreeSet::new();
    for file in ALL_FILES {
        for rule in read(file).unwrap() {
            assert!(ids.insert(rule.id.clone()), "{} is there twice", rule.id);
            for text in [&rule.message.zh, &rule.message.en, &rule.explain.zh, &rule.explain.en, &rule.source] {
                assert!(!text.is_empty(), "{}", rule.id);
            }
            assert!(rule.bad.len() > 1 && rule.good.len() > 1, "{} has too few examples", rule.id);
            let works = !rule.patterns.is_empty() || !rule.words.is_empty() || rule.function.is_some();
            assert!(works, "{} does nothing", rule.id);
            if let Err(error) = compile(rule) {
                panic!("{error}");
            }
        }
    }
    assert_eq!(ids.len(), rules().count());
}

#[test]
fn every_rule_marks_its_bad_examples_and_no_good_one() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let template = rule.types.first().map(String::as_str);
        let found = |text: &str| {
            let findings = check(&lines(text), &setting(language(rule, text), template));
            let own = findings.into_iter().filter(|finding| finding.rule == rule.id);
            own.map(|f| (f.paragraph, f.range, f.fix)).collect::<Vec<_>>()
        };
        for example in &rule.bad {
            let (text, marks) = marked(example);
            assert!(!marks.is_empty(), "{}: {example}", rule.id);
            let (found, wanted) = (found(&text), by_paragraph(&text, &marks));
            if found != wanted {
                wrong.push(format!("{}: {example}\n   {found:?}", rule.id));
            }
        }
        for example in &rule.good {
            let found = found(example);
            if !found.is_empty() {
                wrong.push(format!("{}: good: {example}\n   {found:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_a_person_settled_is_left_alone() {
    let text = lines("服務質量須改善，請在網路上登記。");
    let mut setting = setting(Lang::ZhHantHk, Some("memo"));
    let found = |setting: &Setting| check(&text, setting).into_iter().map(|f| f.excerpt).collect::<Vec<_>>();
    assert_eq!(found(&setting), ["質量", "網路"]);
    setting.accepted.words.push("服務質量".into());
    assert_eq!(found(&setting), ["網路"]);
    setting.accepted.rules.insert("word-taiwan@letter".into());
    assert_eq!(found(&setting), ["網路"]);
    setting.accepted.rules.insert("word-taiwan@memo".into());
    assert!(found(&setting).is_empty());
    setting.accepted = Accepted::default();
    setting.accepted.findings.insert(("word-taiwan".into(), "網路".into()));
    assert_eq!(found(&setting), ["質量"]);
}

#[test]
fn quotations_titles_names_and_addresses_are_left_alone() {
    for text in ["他說「服務質量」欠佳。", "《軟體手冊》", "請瀏覽 www.質量.hk 或電郵至 program@center.org。"]
    {
        assert!(check(&lines(text), &setting(Lang::ZhHantHk, None)).is_empty(), "{text}");
    }
    let english = "The World Health Organization said “the color program”. See www.center.org.";
    assert_eq!(check(&lines(english), &setting(Lang::EnGb, None)), []);
}

#[test]
fn a_live_check_says_what_a_whole_one_does() {
    let mut live = Live::new(setting(Lang::ZhHantHk, None));
    let mut text = lines("環境保護署已展開調查。\n環保署會公佈結果。\n環保署會公佈結果。");
    for change in ["環保署", "服務質量", ""] {
        text[0].text.push_str(change);
        assert_eq!(live.check(&text), check(&text, &live.setting));
    }
    text.remove(1);
    assert_eq!(live.check(&text), check(&text, &live.setting));
}

#[test]
fn fixes_are_applied_where_they_stand() {
    let text = lines("政府今日公佈,結果放在櫃裡。");
    let findings = check(&text, &setting(Lang::ZhHantHk, None));
    assert_eq!(apply(&text[0].text, &findings), "政府今日公布，結果放在櫃裏。");
    assert!(findings.iter().all(|finding| finding.sure && !finding.message().zh.contains('{')));
}

#[test]
fn every_word_is_in_one_table() {
    use crate::tables::{GLYPHS, OVERRIDES, rows};
    let first =
        |text: &'static str, at: usize| rows(text).filter_map(move |row| row.get(at).copied()).collect::<Vec<_>>();
    let mut seen: BTreeSet<&str> = first(include_str!("../../data/wording.tsv"), 0).into_iter().collect();
    seen.extend(GLYPHS.iter().chain(OVERRIDES.iter()).map(|(from, _)| *from));
    seen.extend(first(include_str!("../../data/house_wording.tsv"), 1));
    for row in rows(include_str!("../../data/checks/words.tsv")) {
        assert!(row.len() == 4 || row[0].ends_with("-known"), "{row:?}");
        assert!(rule(row[0]).is_some() || row[0].ends_with("-known"), "{row:?}");
        assert!(seen.insert(row[1]), "{} is in two tables", row[1]);
    }
}

#[test]
fn official_names_terms_and_words_are_right() {
    use crate::tables::{ORGANISATIONS, POSTS, rows};
    let right = "軟件 硬件 網絡 互聯網 項目 智能 人工智能 打印 數據 招聘 渠道 通脹 水平 公務員 投訴 落實 跟進 交代 檢討 屏幕 博客 激光 資訊 程式 伺服器 \
        預設 雲端 寬頻 串流 滑鼠 硬碟 截圖 應用程式 封鎖 短訊 品質 智慧 即時 實時 模組 影片 芯片 晶片 資料庫 數據庫 持份者 內地 質素 私隱 數碼";
    let mut texts: Vec<(Lang, String)> =
        right.split_whitespace().map(|word| (Lang::ZhHantHk, word.to_owned())).collect();
    for name in ORGANISATIONS.iter() {
        texts.extend([(Lang::ZhHantHk, name.zh.to_owned()), (Lang::EnGb, format!("The {} replied.", name.en))]);
    }
    texts.extend(POSTS.iter().map(|(_, zh)| (Lang::ZhHantHk, zh.clone())));
    texts.extend(
        rows(include_str!("../../data/ordinances.tsv"))
            .map(|row| (Lang::ZhHantHk, format!("《{}》（第{}章）", row[2], row[0]))),
    );
    texts.extend(rows(include_str!("../../data/glossary.tsv")).map(|row| (Lang::ZhHantHk, row[1].to_owned())));
    texts.extend(rows(include_str!("../../tests/terms.tsv")).map(|row| (Lang::ZhHantHk, row[1].to_owned())));
    let mut wrong = Vec::new();
    for (lang, text) in &texts {
        let findings = check(&lines(text), &setting(*lang, None));
        wrong.extend(
            findings
                .into_iter()
                .filter(|f| f.severity > Severity::Info)
                .map(|f| format!("{text}: {} {} → {:?}", f.rule, f.excerpt, f.fix)),
        );
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), texts.len(), wrong.join("\n"));
}

proptest::proptest! {
    /// Whatever is typed or pasted: no panic, every range is its excerpt, and a text put right still has its other characters.
    #[test]
    fn any_text_can_be_checked(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "請于", "公佈", "(DPO)", "「", "」", "《", "》", "（", "）", "，", "。", "...", ",", ".", " ", "\n", "2026年2月30日", "（星期一）", "31 June 2026",
                "Dear Sir,", "Yours sincerely", "3rd November", "陳大文先生：", "環境保護處", "合共", "100元", "$3 bn", "1 480", "1,480", "附件一", "隨函附上",
                "2. ", "4. ", "嘅", "二○二六年", "é", "𥚃", "\u{e001}", "HKD5", "a hour", "the the", "color", "Mr. Chan Tai Man", "5%", "百分之五", "12 × 3 = 35",
                "致電28101234", "Leisure and Culture Services Department", "我署", "的的", "“", "”", "\"", "\t", "\u{3000}", "０", "Ａ", "某",
            ]),
            0..40,
        )
    ) {
        let text = parts.concat();
        for lang in Lang::ALL {
            for template in [None, Some("letter"), Some("memo"), Some("email")] {
                let paragraphs = lines(&text);
                for finding in check(&paragraphs, &setting(lang, template)) {
                    let chars: Vec<char> = paragraphs[finding.paragraph].text.chars().collect();
                    let there: String = chars[finding.range.clone()].iter().collect();
                    proptest::prop_assert_eq!(&there, &finding.excerpt);
                    proptest::prop_assert!(finding.fix.as_ref() != Some(&there));
                }
            }
        }
    }
}
