//! Four specimen sheets, one for each form and language, with every part the form can have.
//!
//! Departments and posts are real kinds; people, files, numbers and places of events are invented.
#![allow(missing_docs, dead_code, reason = "shared by tests and the example; each uses a part of it")]

use std::path::PathBuf;

use gungman_core::sheet::{Cell, GridRow, PageSetup, Part, Sheet, Span, Text};
use gungman_core::{Label, Lang};

/// Where the fonts are: `GUNGMAN_FONTS`, else `.deps/fonts` of the workspace.
pub fn font_dir() -> PathBuf {
    std::env::var_os("GUNGMAN_FONTS")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.deps/fonts")), PathBuf::from)
}

pub fn all() -> Vec<(&'static str, Sheet)> {
    vec![("memo-zh", memo_zh()), ("memo-en", memo_en()), ("letter-zh", letter_zh()), ("letter-en", letter_en())]
}

pub fn t(text: &str) -> Text {
    vec![Span::plain(text)]
}

pub fn bold(text: &str) -> Span {
    Span { bold: true, ..Span::plain(text) }
}

pub fn underlined(text: &str) -> Span {
    Span { underline: true, ..Span::plain(text) }
}

fn cell(label: &str, value: &[&str]) -> Option<Cell> {
    Some(Cell { label: label.into(), value: value.iter().map(|line| t(line)).collect() })
}

pub fn para(number: Option<&str>, text: Text, block: u32) -> Part {
    Part::Paragraph { number: number.map(Into::into), indent: number.is_none(), text, block }
}

pub fn item(number: &str, level: u8, text: &str, block: u32) -> Part {
    Part::Item { number: number.into(), level, text: t(text), block }
}

pub fn page(lang: Lang) -> PageSetup {
    let chinese = lang.is_chinese();
    PageSetup {
        font_zh: "新細明體".into(),
        font_en: "Times New Roman".into(),
        size_pt: if chinese { 14.0 } else { 13.0 },
        line_spacing: if chinese { 1.4 } else { 1.2 },
        top_mm: 25.0,
        right_mm: 25.0,
        bottom_mm: 22.0,
        left_mm: 28.0,
        page_number: Label::new("- {n} -", "- {n} -"),
        number_from: 2,
        running: Label::default(),
    }
}

pub fn sheet(lang: Lang, title: &str, marking: Option<&str>, parts: Vec<Part>) -> Sheet {
    Sheet { lang, title: title.into(), marking: marking.map(Into::into), running: None, page: page(lang), parts }
}

pub fn memo_zh() -> Sheet {
    let subject = "鰂魚涌社區會堂升降機（𨋢）更換工程";
    sheet(
        Lang::ZhHantHk,
        subject,
        Some("限閱文件"),
        vec![
            Part::Delivery { text: t("急件") },
            Part::Title { text: t("便箋") },
            Part::Grid {
                rows: vec![
                    GridRow {
                        left: cell("由：", &["民政事務總署署長"]), right: cell("致：", &["建築署署長"])
                    },
                    GridRow {
                        left: cell("檔號：", &["(13) in HAD/EST 4/08 Pt. 2"]),
                        right: cell("經辦人：", &["高級屋宇裝備工程師（九龍及離島區升降機組）"]),
                    },
                    GridRow {
                        left: cell("電話：", &["2835 1107"]),
                        right: cell("來函檔號：", &["(41) in ASD T&C/60/13"]),
                    },
                    GridRow {
                        left: cell("傳真：", &["2147 0984"]), right: cell("日期：", &["2026年10月30日"])
                    },
                    GridRow {
                        left: cell("日期：", &["2026年11月23日"]), right: cell("總頁數：", &["3（連附件）"])
                    },
                ],
            },
            Part::Subject { text: vec![bold(subject)] },
            para(
                None,
                t(
                    "上述便箋收悉。本署現就鰂魚涌社區會堂兩部載客𨋢的更換工程提出意見，並請貴署協助安排施工時間表，使社區會堂在工程期間仍可向區內居民提供服務。",
                ),
                0,
            ),
            para(
                Some("2."),
                vec![
                    Span::plain(
                        "社區會堂現有的兩部升降機於1998年啟用，至今已有28年，近三年平均每年暫停服務17次。根據貴署2026年9月的檢驗報告，主機、控制櫃及纜索均須更換，估計工程費用為",
                    ),
                    bold("港幣4,850,000元"),
                    Span::plain("，由整體撥款分目3101GX支付。本署原則上同意有關方案，但請貴署考慮以下各點："),
                ],
                1,
            ),
            item("(a)", 1, "兩部升降機應分兩期更換，使行動不便的使用者在任何時候都有一部升降機可用；", 2),
            item("(b)", 1, "噪音較大的工序應安排在下列時段以外進行：", 3),
            item("(i)", 2, "星期一至五下午六時三十分至十時（興趣班及排練）；及", 4),
            item("(ii)", 2, "星期日全日（地區團體活動）；", 5),
            item("(c)", 1, "工地圍板及臨時通道不得阻塞位於深水埗道一邊的消防出口。", 6),
            para(
                Some("3."),
                t(
                    "本署會於12月中向社區會堂使用者發出通知，並在大堂張貼告示。由於通知須列明每期工程的起訖日期，請貴署於2026年12月4日或之前，把施工時間表送交本署；如無意見，亦請示覆。",
                ),
                7,
            ),
            para(Some("4."), t("如有查詢，請致電2835 1107與本署高級行政主任（物業）李詠㗎女士聯絡。"), 8),
            Part::Signature { lines: vec![t("民政事務總署署長"), vec![], t("（陳志明　　代行）")] },
            Part::Enclosures { label: t("連附件"), items: vec![] },
            Part::Copies {
                label: t("副本送："),
                items: vec![t("東區民政事務專員（經辦人：高級聯絡主任（一））"), t("機電工程署署長（不連附件）")],
            },
        ],
    )
}

pub fn memo_en() -> Sheet {
    let subject = "Replacement of Lifts at Quarry Bay Community Hall";
    sheet(
        Lang::EnGb,
        subject,
        Some("RESTRICTED"),
        vec![
            Part::Delivery { text: t("Urgent by Fax") },
            Part::Title { text: t("MEMO") },
            Part::Grid {
                rows: vec![
                    GridRow {
                        left: cell("From:", &["Director of Home Affairs"]),
                        right: cell("To:", &["Director of Architectural Services"]),
                    },
                    GridRow {
                        left: cell("Ref.:", &["(13) in HAD/EST 4/08 Pt. 2"]),
                        right: cell("(Attn.:", &["Senior Building Services Engineer (Lifts), Kowloon and Islands)"]),
                    },
                    GridRow {
                        left: cell("Tel. No.:", &["2835 1107"]),
                        right: cell("Your Ref.:", &["(41) in ASD T&C/60/13"]),
                    },
                    GridRow { left: cell("Fax No.:", &["2147 0984"]), right: cell("dated:", &["30 October 2026"]) },
                    GridRow {
                        left: cell("Date:", &["23 November 2026"]),
                        right: cell("Total Pages:", &["3 (including enclosure)"]),
                    },
                ],
            },
            Part::Subject { text: vec![bold(subject)] },
            para(
                None,
                t(
                    "I refer to your memo under reference on the condition of the two passenger lifts at Quarry Bay Community Hall, and should be grateful for your assistance in drawing up a works programme under which the Hall can remain open to residents.",
                ),
                0,
            ),
            para(
                Some("2."),
                vec![
                    Span::plain(
                        "The lifts were commissioned in 1998 and were out of service 17 times a year on average over the past three years. According to your inspection report of September 2026, the driving machines, controllers and suspension ropes all need to be replaced at an estimated cost of ",
                    ),
                    bold("$4,850,000"),
                    Span::plain(
                        " under Subhead 3101GX. We agree to the proposal in principle, subject to the following:",
                    ),
                ],
                1,
            ),
            item(
                "(a)",
                1,
                "the two lifts should be replaced in two phases, so that one of them is available to users with mobility difficulties at all times;",
                2,
            ),
            item("(b)", 1, "noisy work should be kept outside the following hours:", 3),
            item("(i)", 2, "Mondays to Fridays, 6:30 pm to 10 pm (classes and rehearsals); and", 4),
            item("(ii)", 2, "Sundays (activities of local organisations); and", 5),
            item(
                "(c)",
                1,
                "hoardings and temporary passages must not obstruct the fire exit on the Sham Shui Po Road side.",
                6,
            ),
            para(
                Some("3."),
                vec![
                    Span::plain(
                        "We shall notify users of the Hall in mid-December. Please let us have the works programme ",
                    ),
                    underlined("on or before 4 December 2026"),
                    Span::plain(". Nil returns are required."),
                ],
                7,
            ),
            para(
                Some("4."),
                t(
                    "Should you have any enquiries, please contact Ms LEE Wing-ka, Senior Executive Officer (Property), at 2835 1107.",
                ),
                8,
            ),
            Part::Signature { lines: vec![vec![], t("(CHAN Chi-ming)"), t("for Director of Home Affairs")] },
            Part::Enclosures { label: t("Encl."), items: vec![] },
            Part::Copies {
                label: t("c.c."),
                items: vec![
                    t("District Officer (Eastern) (Attn.: Senior Liaison Officer (1))"),
                    t("Director of Electrical and Mechanical Services (w/o encl.)"),
                ],
            },
        ],
    )
}

pub fn letter_zh() -> Sheet {
    sheet(
        Lang::ZhHantHk,
        "深水埗石硤尾邨行人路路面維修",
        None,
        vec![
            Part::Letterhead {
                lines: vec![t("路政署"), t("市區辦事處（九龍）"), t("九龍樣本道8號樣本政府合署6樓")]
            },
            Part::Delivery { text: t("掛號函件") },
            Part::References {
                cells: vec![
                    cell("本函檔號：", &["(27) in HYD/UK/2-15/3 Pt. 4"]),
                    cell("來函檔號：", &["無"]),
                    cell("電話：", &["2345 0101"]),
                    cell("圖文傳真：", &["2345 0102"]),
                    cell("電郵：", &["enquiry@hyd.example.hk"]),
                ]
                .into_iter()
                .flatten()
                .collect(),
            },
            Part::Address {
                lines: vec![
                    t("九龍深水埗"),
                    t("石硤尾邨美如樓1207室"),
                    t("石硤尾邨居民協會"),
                    t("主席"),
                    t("王小玲女士"),
                ],
            },
            Part::Salutation { text: t("王女士：") },
            Part::Subject { text: vec![bold("深水埗石硤尾邨行人路路面維修")] },
            para(
                None,
                t(
                    "你在2026年11月9日的來信收悉。信中提到石硤尾邨美如樓對出一段行人路路面凹凸不平，長者及輪椅使用者途經時容易絆倒，希望本署盡快維修。本人現獲路政署署長授權回覆如下。",
                ),
                0,
            ),
            para(
                None,
                t(
                    "本署人員已於11月13日到場視察，發現約36平方米的路磚因樹根生長而隆起，最高一處較鄰近路面高出25毫米。本署已即日在現場放置警告牌，並以瀝青臨時填平較危險的位置……在永久維修展開之前，本署會每星期派員巡查一次——如情況轉差，會即時處理。",
                ),
                1,
            ),
            para(
                None,
                t(
                    "永久維修工程須先由康樂及文化事務署的樹藝師評估對兩棵細葉榕的影響。預計工程可於2027年1月第二個星期動工，需時約三個星期。施工期間，行人路會保留不少於1.5米闊的通道，供行人及輪椅使用者通過。本署會在動工前七天在現場張貼告示，並以書面通知貴會。",
                ),
                2,
            ),
            para(None, t("多謝你關注社區設施的安全。如有查詢，請致電2345 0101與本署工程師何家邨先生聯絡。"), 3),
            Part::Signature { lines: vec![t("路政署署長"), vec![], t("（鄭國樑　　代行）")] },
            Part::Enclosures {
                label: t("附件："), items: vec![t("工程位置圖一份"), t("臨時交通安排說明一份")]
            },
            Part::Copies {
                label: t("副本送："),
                items: vec![t("深水埗民政事務專員"), t("康樂及文化事務署署長（經辦人：高級園境師（九龍））")],
            },
            Part::DateLine { text: t("二零二六年十一月二十三日") },
        ],
    )
}

pub fn letter_en() -> Sheet {
    sheet(
        Lang::EnGb,
        "Repair of Footpath at Shek Kip Mei Estate, Sham Shui Po",
        None,
        vec![
            Part::Letterhead {
                lines: vec![
                    t("Highways Department"),
                    t("Urban Regional Office (Kowloon)"),
                    t("6/F, Specimen Government Offices, 8 Specimen Road, Kowloon"),
                ],
            },
            Part::Delivery { text: t("By Registered Mail") },
            Part::References {
                cells: vec![
                    cell("Our Ref.:", &["(27) in HYD/UK/2-15/3 Pt. 4"]),
                    cell("Your Ref.:", &["Nil"]),
                    cell("Tel. No.:", &["2345 0101"]),
                    cell("Fax No.:", &["2345 0102"]),
                    cell("Email:", &["enquiry@hyd.example.hk"]),
                ]
                .into_iter()
                .flatten()
                .collect(),
            },
            Part::Address {
                lines: vec![
                    t("Ms WONG Siu-ling"),
                    t("Chairperson"),
                    t("Shek Kip Mei Estate Residents’ Association"),
                    t("Room 1207, Mei Yue House, Shek Kip Mei Estate"),
                    t("Sham Shui Po, Kowloon"),
                ],
            },
            Part::Date { text: t("23 November 2026") },
            Part::Salutation { text: t("Dear Ms Wong,") },
            Part::Subject { text: vec![bold("Repair of Footpath at Shek Kip Mei Estate, Sham Shui Po")] },
            para(
                None,
                t(
                    "I refer to your letter of 9 November 2026 on the uneven footpath outside Mei Yue House, which you consider a hazard to elderly pedestrians and wheelchair users. The Director of Highways has asked me to reply.",
                ),
                0,
            ),
            para(
                None,
                t(
                    "Our staff inspected the site on 13 November and found that some 36 m² of paving blocks had been lifted by tree roots, at one point by 25 mm. Warning signs were put up on the same day and the worst spots were levelled with bituminous material. Until permanent repair begins, the footpath will be inspected every week.",
                ),
                1,
            ),
            para(
                None,
                t(
                    "Before permanent repair, an arborist of the Leisure and Cultural Services Department must assess the effect on the two Chinese banyans. Work is expected to start in the second week of January 2027 and to take about three weeks. A passage at least 1.5 m wide will be kept open throughout.",
                ),
                2,
            ),
            para(
                None,
                t(
                    "Thank you for your concern for public safety. Should you have any enquiries, please contact Mr HO Ka-tsuen, Engineer, at 2345 0101.",
                ),
                3,
            ),
            Part::Closing { text: t("Yours sincerely,") },
            Part::Signature { lines: vec![vec![], t("(CHENG Kwok-leung)"), t("for Director of Highways")] },
            Part::Enclosures {
                label: t("Encls."),
                items: vec![t("Location plan"), t("Note on temporary traffic arrangements")],
            },
            Part::Copies {
                label: t("c.c."),
                items: vec![
                    t("District Officer (Sham Shui Po)"),
                    t("Director of Leisure and Cultural Services (Attn.: Senior Landscape Architect (Kowloon))"),
                ],
            },
        ],
    )
}

/// A memo of `paragraphs` numbered paragraphs, for pagination.
pub fn long(lang: Lang, paragraphs: u32) -> Sheet {
    let mut memo = if lang.is_chinese() { memo_zh() } else { memo_en() };
    let body: Vec<Part> = memo.parts.iter().filter(|part| matches!(part, Part::Paragraph { .. })).cloned().collect();
    let at = memo.parts.iter().position(|part| matches!(part, Part::Signature { .. })).unwrap_or(memo.parts.len());
    let more = (0..paragraphs).zip(body.into_iter().cycle()).map(|(i, part)| match part {
        Part::Paragraph { text, .. } => {
            Part::Paragraph { number: Some(format!("{}.", i + 5)), indent: false, text, block: i + 9 }
        }
        other => other,
    });
    memo.parts.splice(at..at, more);
    memo
}

/// Every text of a sheet that a reader must find in an export, label and values separately.
pub fn texts(sheet: &Sheet) -> Vec<String> {
    fn lines(all: &[Text]) -> Vec<String> {
        all.iter().map(|line| gungman_core::sheet::plain_text(line)).collect()
    }
    fn cell_texts(cell: &Cell) -> Vec<String> {
        [vec![cell.label.clone()], lines(&cell.value)].concat()
    }
    sheet
        .parts
        .iter()
        .flat_map(|part| match part {
            Part::Letterhead { lines: all } | Part::Address { lines: all } | Part::Signature { lines: all } => {
                lines(all)
            }
            Part::Grid { rows } => rows
                .iter()
                .flat_map(|row| [row.left.as_ref(), row.right.as_ref()])
                .flatten()
                .flat_map(cell_texts)
                .collect(),
            Part::References { cells } => cells.iter().flat_map(cell_texts).collect(),
            Part::Enclosures { label, items } | Part::Copies { label, items } => {
                [lines(std::slice::from_ref(label)), lines(items)].concat()
            }
            Part::Paragraph { number, text, .. } | Part::Heading { number, text, .. } => {
                number.iter().cloned().chain(lines(std::slice::from_ref(text))).collect()
            }
            Part::Item { number, text, .. } => [vec![number.clone()], lines(std::slice::from_ref(text))].concat(),
            Part::Annex { name, title, .. } => [vec![name.clone()], lines(std::slice::from_ref(title))].concat(),
            Part::Delivery { text }
            | Part::Title { text }
            | Part::Date { text }
            | Part::Salutation { text }
            | Part::Subject { text }
            | Part::ActionHead { text }
            | Part::Action { text, .. }
            | Part::Closing { text }
            | Part::DateLine { text } => lines(std::slice::from_ref(text)),
        })
        .filter(|text| !text.is_empty())
        .collect()
}
