use gungman_core::meeting::{Degree, Meeting, RemarkKind};
use gungman_core::{Label, Lang};

use super::rules::compile;
use super::{read, sort, speakers};
use crate::text::Folded;

fn zh(text: &str) -> Meeting {
    read(text, "", None, &[Label::new("其他事項", "Any Other Business")])
}

#[test]
fn every_rule_takes_and_leaves_what_it_says() {
    let rules = compile().unwrap();
    for rule in &rules.rules {
        let first = |text: &str| {
            let folded = Folded::new(text).text.to_lowercase();
            rules.rules.iter().find(|rule| rule.fits(&folded, true)).map(|rule| rule.id.as_str())
        };
        for text in &rule.take {
            assert_eq!(first(text), Some(rule.id.as_str()), "{text}");
        }
        for text in &rule.leave {
            assert_ne!(first(text), Some(rule.id.as_str()), "{text}");
        }
    }
    assert_eq!(sort("今年有7單意外", true), RemarkKind::Said);
}

const NOTES: &str = "部門安全委員會第3次會議筆記
日期：2026年12月9日 下午2時30分
地點：修頓中心12樓
出席：陳大文先生（主席）、李小明先生（工程組）、王美儀女士、馮家豪先生（秘書）
缺席：何志強先生

主席：聽唔聽到？
主席：好，第一，上次會議記錄冇修改，通過。
主席：跟住講2026年意外數字
主席：今年有7單意外，比舊年少3單。
李先生：滑倒嘅有幾多單？
秘書：4單。
王女士：我建議喺茶水間鋪防滑墊。
主席：好，咁就決定鋪防滑墊，請工程組喺2027年1月15日前做好。
王女士：呢句唔好記呀，承辦商好差。
馮先生：等我跟進買墊嘅事。
主席：其他事項
何先生：冇
主席：下次開會 2027年3月10日。
散會：下午4時15分";

#[test]
fn a_transcript_is_read_with_its_head_its_items_and_its_speakers() {
    let read = zh(NOTES);
    let header = &read.header;
    assert_eq!((header.meeting.value.as_str(), header.title.value.as_str()), ("部門安全委員會", "第3次會議記錄"));
    assert_eq!((header.date.value.as_str(), header.time.value.as_str()), ("2026-12-09", "下午2時30分"));
    assert_eq!(header.present.value.lines().count(), 4);
    assert_eq!((header.absent.value.as_str(), header.ended.value.as_str()), ("何志強先生", "下午4時15分"));
    let called: Vec<_> = read.speakers.iter().map(|voice| voice.called.as_str()).collect();
    assert_eq!(called, ["主席", "李先生", "秘書", "王女士", "何先生"]);
    let headings: Vec<_> = read.items.iter().map(|item| item.heading.as_str()).collect();
    assert_eq!(headings, ["", "通過上次會議記錄", "2026年意外數字", "其他事項", "下次會議日期"]);
    let find = |text: &str| read.remarks.iter().find(|remark| remark.text.contains(text)).unwrap();
    let decided = find("決定鋪防滑墊");
    assert_eq!(
        (decided.kind, decided.owner.as_str(), decided.due.as_str()),
        (RemarkKind::Decided, "工程組", "2027年1月15日")
    );
    assert_eq!(read.items[decided.item as usize].heading, "2026年意外數字");
    assert_eq!(read.lines[decided.line as usize], "主席：好，咁就決定鋪防滑墊，請工程組喺2027年1月15日前做好。");
    let volunteered = find("等我跟進");
    assert_eq!((volunteered.kind, volunteered.owner.as_str()), (RemarkKind::Action, "秘書"));
    assert_eq!(find("幾多單").kind, RemarkKind::Asked);
    assert_eq!(find("今年有7單").degree, Some(Degree::Summary));
    for chatter in ["聽唔聽到？", "呢句唔好記呀，承辦商好差。", "冇"] {
        let remark = read.remarks.iter().find(|remark| remark.text == chatter).unwrap();
        assert_eq!(remark.degree, None, "{chatter}");
    }
    assert_eq!(read.items[find("下次開會").item as usize].heading, "下次會議日期");
}

#[test]
fn an_agenda_gives_the_headings_and_a_chairman_leads_from_one_to_the_next() {
    let agenda = "Agenda\n1. Confirmation of minutes\n2. Data migration\n3. Risk register\n4. Any other business";
    let notes = "[00:00:05] Chairman: Good morning everyone.
[00:00:10] Chairman: The minutes of the last meeting are confirmed.
[00:01:00] Chairman: Let's move on to item 2, data migration.
[00:01:10] Mr CHAN: 240,000 records were moved by 1 November 2026.
[00:02:00] Ms LEE: Is the budget of $3.2 million enough?
[00:02:10] Mr CHAN: I'll circulate the figures by Friday.
[00:03:00] Chairman: Next item. The risk register.
[00:03:10] Mr CHAN: One risk was added.
[00:03:30] Chairman: Agreed to defer the upgrade to 2027.";
    let read = read(notes, agenda, None, &[]);
    assert_eq!(read.lang, Lang::EnGb);
    let of = |text: &str| {
        let remark = read.remarks.iter().find(|remark| remark.text.contains(text)).unwrap();
        (read.items[remark.item as usize].heading.as_str(), remark.kind)
    };
    assert_eq!(of("240,000 records"), ("Data migration", RemarkKind::Said));
    assert_eq!(of("Is the budget"), ("Data migration", RemarkKind::Asked));
    assert_eq!(of("circulate the figures"), ("Data migration", RemarkKind::Action));
    assert_eq!(of("defer the upgrade"), ("Risk register", RemarkKind::Decided));
    let action = read.remarks.iter().find(|remark| remark.kind == RemarkKind::Action).unwrap();
    assert_eq!((action.owner.as_str(), action.due.as_str()), ("Mr Chan", "Friday"));
    let last = read.items.last().unwrap();
    assert_eq!((last.heading.as_str(), last.line), ("Any other business", None), "never come to");
    assert_eq!(read.speakers[1].called, "Mr Chan");
}

#[test]
fn terse_notes_have_headings_by_number_and_actions_by_arrow() {
    let notes = "Departmental IT Group - 5th meeting
Date: 3 December 2026
Present: Mr LAU Chi-hung (Chairman), Miss IP Suk-yin, DO(IT)

1. Quotation for servers
- three quotations received, lowest $480,000
-> DO(IT) to revise quotation by 12 Dec
2. Office move
- move put off to March 2027
Action: Miss Ip to inform staff
3. AOB
- nil";
    let read = read(notes, "", None, &[Label::new("其他事項", "Any Other Business")]);
    let headings: Vec<_> = read.items.iter().map(|item| item.heading.as_str()).collect();
    assert_eq!(headings, ["Quotation for servers", "Office move", "Any Other Business"]);
    assert_eq!(
        (read.header.meeting.value.as_str(), read.header.title.value.as_str()),
        ("Departmental IT Group", "Minutes of the 5th Meeting")
    );
    let actions: Vec<_> = read
        .remarks
        .iter()
        .filter(|remark| remark.kind == RemarkKind::Action)
        .map(|remark| (remark.owner.as_str(), remark.due.as_str(), remark.item))
        .collect();
    assert_eq!(actions, [("DO(IT)", "12 Dec", 0), ("Miss Ip", "", 1)]);
}

#[test]
fn who_speaks_is_known_by_initials_names_and_offices() {
    let present = [
        "Mr LAU Chi-hung (CH), Hong Kong Police Force",
        "Miss IP Suk-yin, Lands Department",
        "Mr SO Man-ho (Secretary)",
        "陳大文先生（主席）",
        "王美儀女士",
    ];
    let called = |label: &str, lang| speakers::voice(label, &present, lang).called;
    let en = Lang::EnGb;
    assert_eq!(called("CH", en), "Mr Lau");
    assert_eq!(called("ISY", en), "Miss Ip");
    assert_eq!(called("MHS", en), "The Secretary");
    assert_eq!(called("Ip", en), "Miss Ip");
    assert_eq!(called("CHM", Lang::ZhHantHk), "主席");
    assert_eq!(called("陳先生", Lang::ZhHantHk), "主席");
    assert_eq!(called("美儀", Lang::ZhHantHk), "王女士");
    let stranger = speakers::voice("KW", &present, en);
    assert!(!stranger.known && stranger.called == "KW");
    for label in ["2:30", "http"] {
        assert_eq!(speakers::cut(&format!("{label}: x"), &|_| false).label, None, "{label}");
    }
}

#[test]
fn any_text_is_read() {
    for text in [
        "",
        "\n\n",
        "：：：",
        "：",
        "1.",
        "# ",
        "-> ",
        "[00:00] ",
        "主席：",
        "a:b:c:d",
        "第",
        "第次",
        "【】",
        "\u{feff}",
    ] {
        let _ = read(text, text, None, &[]);
        let _ = read(&format!("{text}\n{text}"), "1. 甲\n2. 乙", Some(Lang::EnGb), &[]);
    }
}

#[test]
fn the_head_takes_no_word_of_the_talk() {
    let said = |text: &str| zh(text).remarks.into_iter().map(|remark| remark.text).collect::<Vec<_>>();
    // What the chairman says first is no chairman's name, and notes below the list of persons are no persons.
    assert_eq!(said("日期：2026年12月9日\n主席：好，開會\n李先生：預算超支兩成"), ["開會", "預算超支兩成"]);
    assert_eq!(
        said("Present: Mr LAU, Ms IP\n- three quotations received\n-> Ms Ip to file them"),
        ["three quotations received", "Ms Ip to file them"]
    );
    let read = zh(
        "Lands Department\nIT Committee\nDate: 3 December 2026\nAbsent: Mr POON\n[machine transcript]\n主席：秘書報告進度",
    );
    assert_eq!((read.header.meeting.value.as_str(), read.header.absent.value.as_str()), ("IT Committee", "Mr POON"));
    assert!(read.remarks.iter().all(|remark| remark.text != "Lands Department"), "a letterhead is nobody's words");
    let read = zh("主席：陳大文\n秘書：何文\n日期：2026年12月9日\n出席：\n- 李小明\n- 王美儀\n\n主席：有咩進度");
    assert_eq!(read.header.present.value, "陳大文（主席）\n何文（秘書）\n李小明\n王美儀");
    assert_eq!(read.remarks.len(), 1);
}
