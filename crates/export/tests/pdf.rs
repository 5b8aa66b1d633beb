//! PDF files, read back by poppler's `pdftotext`, which is none of ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test's helpers fail like the test")]

use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use gungman_core::sheet::{Cell, GridRow, Part, Sheet, Span};
use gungman_core::{Label, Lang};
use gungman_export::{ExportError, Fonts, Pdf};

mod support;

static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::load(&support::font_dir()).expect("fonts in .deps/fonts"));

fn pdf(sheet: &Sheet) -> Pdf {
    gungman_export::pdf(sheet, &FONTS).unwrap()
}

/// The text of each page.
fn read_back(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, bytes).unwrap();
    let out = Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&file).arg("-").output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    text.trim_end_matches('\u{C}').split('\u{C}').map(ToOwned::to_owned).collect()
}

/// A page's lines run together as a reader would: Chinese without, Latin with a space between lines; runs of spaces,
/// which justifying makes, are one.
fn flow(pages: &[String], chinese: bool) -> String {
    let joint = if chinese { "" } else { " " };
    let lines: Vec<&str> =
        pages.iter().flat_map(|page| page.lines()).map(str::trim).filter(|line| !line.is_empty()).collect();
    squeeze(&lines.join(joint))
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_text_of_the_body_comes_back_exactly() {
    for (name, sheet) in support::all() {
        let chinese = sheet.lang.is_chinese();
        let pdf = pdf(&sheet);
        let text = flow(&read_back(&pdf.bytes), chinese);
        assert_eq!(pdf.missing, Vec::<char>::new(), "{name}");
        assert!(pdf.bytes.len() < 200_000, "{name}: {}", pdf.bytes.len());
        for part in &sheet.parts {
            // The two columns of a header box are read across; the next test has it.
            if matches!(part, Part::Grid { .. }) {
                continue;
            }
            let one = Sheet { parts: vec![part.clone()], ..sheet.clone() };
            for wanted in support::texts(&one) {
                assert!(text.contains(&squeeze(&wanted)), "{name}: {wanted}\nnot in\n{text}");
            }
        }
    }
}

#[test]
fn every_value_of_a_header_box_comes_back() {
    for sheet in [support::memo_zh(), support::memo_en()] {
        let page = read_back(&pdf(&sheet).bytes).remove(0);
        let words: String = page.split_whitespace().collect();
        for part in sheet.parts.iter().filter(|part| matches!(part, Part::Grid { .. })) {
            let one = Sheet { parts: vec![part.clone()], ..sheet.clone() };
            for wanted in support::texts(&one).iter().flat_map(|text| text.split(' ')) {
                // A value that is wrapped is in the page piece by piece: three characters are enough to find one.
                let start: String = wanted.chars().take(3).collect();
                assert!(words.contains(&start), "{wanted} not in {page}");
            }
        }
    }
}

#[test]
fn characters_of_the_supplementary_set_come_back() {
    let text = "𨋢㗎埗邨鰂磡𡃁𠝹啫嘅咗";
    let sheet = support::sheet(Lang::ZhHantHk, "字", None, vec![support::para(None, support::t(text), 0)]);
    let pdf = pdf(&sheet);
    assert!(pdf.missing.is_empty(), "{:?}", pdf.missing);
    assert!(read_back(&pdf.bytes)[0].contains(text));
}

#[test]
fn a_character_no_face_has_is_reported_and_still_found() {
    // U+12000, a cuneiform sign.
    let sheet = support::sheet(Lang::ZhHantHk, "字", None, vec![support::para(None, support::t("甲\u{12000}乙"), 0)]);
    let pdf = pdf(&sheet);
    assert_eq!(pdf.missing, ['\u{12000}']);
    assert!(read_back(&pdf.bytes)[0].contains("甲\u{12000}乙"));
}

#[test]
fn thirty_pages_with_marking_and_number_on_each() {
    let started = Instant::now();
    let sheet = support::long(Lang::ZhHantHk, 300);
    let pdf = pdf(&sheet);
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    assert!(pdf.pages >= 30, "{}", pdf.pages);
    let pages = read_back(&pdf.bytes);
    assert_eq!(pages.len(), pdf.pages as usize);
    for (i, page) in pages.iter().enumerate() {
        assert_eq!(page.matches("限閱文件").count(), 2, "page {}", i + 1);
        // poppler keeps no narrow spaces of a line of so few marks.
        let number = format!("-{}-", i + 1);
        let numbered = page.lines().any(|line| line.split_whitespace().collect::<String>() == number);
        assert_eq!(numbered, i > 0, "page {}: {page}", i + 1);
    }
}

#[test]
fn a_signature_is_never_alone_on_its_page() {
    for more in 0..12 {
        let sheet = support::long(Lang::EnGb, more);
        let pages = read_back(&pdf(&sheet).bytes);
        let page = pages.iter().find(|page| page.contains("(CHAN Chi-ming)")).unwrap();
        let before = page.split("(CHAN Chi-ming)").next().unwrap();
        let lines = before.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "RESTRICTED").count();
        assert!(lines >= 2, "{more}: {page}");
    }
}

/// A page's lines without the spaces inside them, which poppler does not keep alike.
fn squeezed_lines(page: &str) -> Vec<String> {
    let squeezed = |line: &str| line.split_whitespace().collect::<String>();
    page.lines().map(squeezed).filter(|line| !line.is_empty()).collect()
}

#[test]
fn every_page_may_say_its_number_and_how_many_there_are() {
    for (lang, pattern) in [(Lang::ZhHantHk, "第{n}頁，共{m}頁"), (Lang::EnGb, "Page {n} of {m}")] {
        let mut sheet = support::long(lang, 12);
        sheet.page.page_number = Label::new(pattern, pattern);
        sheet.page.number_from = 1;
        let pages = read_back(&pdf(&sheet).bytes);
        assert!(pages.len() > 2);
        for (i, page) in pages.iter().enumerate() {
            let number = pattern.replace("{n}", &(i + 1).to_string()).replace("{m}", &pages.len().to_string());
            let number: String = number.split_whitespace().collect();
            let lines = squeezed_lines(page);
            assert_eq!(lines[lines.len() - 2], number, "above the marking: {page}");
        }
    }
}

#[test]
fn the_running_head_stands_under_the_marking_from_the_second_page_on() {
    let mut sheet = support::long(Lang::EnGb, 12);
    sheet.running = Some("(7) in XYZ/1/2".into());
    let pages = read_back(&pdf(&sheet).bytes);
    assert!(pages.len() > 2);
    assert!(!pages[0].contains("XYZ/1/2"), "{}", pages[0]);
    for page in &pages[1..] {
        let lines = squeezed_lines(page);
        assert_eq!(lines[..2], ["RESTRICTED", "(7)inXYZ/1/2"], "{page}");
    }
}

#[test]
fn an_annex_begins_a_page_and_has_the_whole_measure() {
    let annex = |name: &str, title: &str| Part::Annex { name: name.into(), title: support::t(title), block: 3 };
    let text = "Whoever borrows the key of a store signs for it, brings it back on the same day and says so to the officer on duty.";
    let parts = vec![
        Part::ActionHead { text: support::t("Action") },
        support::para(Some("1."), support::t(text), 0),
        Part::Action { text: support::t("Secretary"), block: 0 },
        Part::Copies { label: support::t("c.c."), items: vec![support::t("File")] },
        annex("Annex A", "Stores"),
        support::para(Some("1."), support::t(text), 4),
        annex("Annex B", ""),
        support::para(Some("1."), support::t(text), 6),
    ];
    let pages = read_back(&pdf(&support::sheet(Lang::EnGb, "x", None, parts)).bytes);
    assert_eq!(pages.len(), 3);
    let first = |page: &str, n: usize| page.lines().filter(|line| !line.trim().is_empty()).nth(n).unwrap().to_owned();
    let margin = |line: &str| line.len() - line.trim_start().len();
    assert!(first(&pages[1], 0).trim() == "Annex A" && first(&pages[1], 1).trim() == "Stores", "{}", pages[1]);
    assert!(margin(&first(&pages[1], 0)) > margin(&first(&pages[1], 1)), "{}", pages[1]);
    assert_eq!(first(&pages[2], 0).trim(), "Annex B");
    // The column of actions does not narrow it.
    let lines = |page: &str| page.lines().filter(|line| line.contains("key") || line.contains("duty")).count();
    assert!(pages[0].lines().filter(|line| !line.trim().is_empty()).count() > 3, "{}", pages[0]);
    assert_eq!(lines(&pages[1]), 2, "{}", pages[1]);
}

#[test]
fn a_column_of_actions_has_its_head_on_every_page_and_a_list_is_not_left_by_what_announces_it() {
    let text = "The Secretary reported that the keys of all stores had been counted, that two were missing, and that the locks concerned would be replaced before the end of the month.";
    let mut parts = vec![Part::Title { text: support::t("X") }, Part::ActionHead { text: support::t("Action by") }];
    for at in 0..40 {
        parts.push(Part::Heading { number: Some(format!("{at}.")), text: support::t("Heading of it"), block: at });
        parts.push(support::para(Some("1.1"), support::t(text), at));
        parts.push(Part::Action { text: support::t("Secretary"), block: at });
    }
    let pages = read_back(&pdf(&support::sheet(Lang::EnGb, "x", None, parts)).bytes);
    assert!(pages.len() > 3);
    for (i, page) in pages.iter().enumerate() {
        let lines: Vec<&str> = page.lines().filter(|line| !line.trim().is_empty()).collect();
        let head = lines.iter().position(|line| line.contains("Action by"));
        assert_eq!(head, Some(usize::from(i == 0)), "{page}");
        // The last but the page's number is no heading.
        let last = lines.iter().rev().find(|line| !line.trim().starts_with('-')).unwrap();
        assert!(!last.contains("Heading of it"), "{page}");
    }
    for fill in 0..45 {
        let mut parts: Vec<Part> = (0..fill).map(|at| support::para(None, support::t("x"), at)).collect();
        parts.push(support::para(None, support::t("Of these:"), 98));
        parts.push(support::item("(a)", 1, "one;", 99));
        let pages = read_back(&pdf(&support::sheet(Lang::EnGb, "x", None, parts)).bytes);
        let page = pages.iter().find(|page| page.contains("Of these:")).unwrap();
        assert!(page.contains("(a)"), "{fill}: {page}");
    }
}

#[test]
fn two_lines_of_a_paragraph_at_least_stand_on_either_side_of_a_page() {
    for more in 1..10 {
        let pages = read_back(&pdf(&support::long(Lang::EnGb, more)).bytes);
        for pair in pages.windows(2) {
            let body = |page: &str| -> Vec<String> {
                let lines = page.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "RESTRICTED");
                lines.filter(|line| !line.starts_with("- ") && !line.starts_with('-')).map(ToOwned::to_owned).collect()
            };
            let (before, after) = (body(&pair[0]), body(&pair[1]));
            let numbered = |line: &String| line.split('.').next().is_some_and(|n| n.parse::<u32>().is_ok());
            // A paragraph that begins with the last line would have left one line behind.
            let last = before.last().unwrap();
            let whole = numbered(&after[0]) || after[0].starts_with('(') || after[0].starts_with("Encl");
            assert!(whole || !numbered(last), "{more}: {last}");
            // One that ends with the first line of a page would have sent one line on.
            assert!(whole || !numbered(&after[1]), "{more}: {after:?}");
        }
    }
}

#[test]
fn the_title_is_in_the_file_and_nothing_of_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, pdf(&support::memo_zh()).bytes).unwrap();
    let out = Command::new("pdfinfo").args(["-enc", "UTF-8"]).arg(&file).output().unwrap();
    let info = String::from_utf8(out.stdout).unwrap();
    assert!(info.contains("鰂魚涌社區會堂升降機（𨋢）更換工程"), "{info}");
    assert!(info.contains("(A4)"), "{info}");
    assert!(!info.contains("Author") && !info.contains("CreationDate"), "{info}");
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    assert!(pdf(&support::letter_zh()).bytes == pdf(&support::letter_zh()).bytes);
}

#[test]
fn a_ghost_stays_behind_and_nothing_is_one_page() {
    let ghost = Span { ghost: true, ..Span::plain("未填") };
    let parts = vec![support::para(None, vec![Span::plain("甲"), ghost, Span::plain("乙")], 0)];
    let pages = read_back(&pdf(&support::sheet(Lang::ZhHantHk, "", None, parts)).bytes);
    assert_eq!(pages[0].trim(), "甲乙");
    assert_eq!(pdf(&support::sheet(Lang::EnGb, "", None, vec![])).pages, 1);
}

#[test]
fn fonts_that_are_not_there_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = Fonts::load(folder.path()).unwrap_err();
    assert!(matches!(&error, ExportError::FontMissing { path, .. } if path.ends_with("NotoSerifHK_400Regular.ttf")));
    assert_eq!(error.code(), "export.font_missing");
    std::fs::write(folder.path().join("NotoSerifHK_400Regular.ttf"), "no font").unwrap();
    assert_eq!(Fonts::load(folder.path()).unwrap_err().code(), "export.font_unreadable");
}

#[test]
fn odd_sheets_are_set_all_the_same() {
    let endless = "x".repeat(120) + &"。".repeat(50) + &"很長".repeat(40);
    let cell = |text: &str| Some(Cell { label: text.into(), value: vec![support::t(text), support::t(text)] });
    let parts = vec![
        Part::Letterhead { lines: vec![support::t(&endless), vec![], support::t("二")] },
        Part::Title { text: support::t(&endless) },
        Part::Grid {
            rows: vec![GridRow { left: cell(&endless), right: None }, GridRow { left: None, right: cell("丙") }],
        },
        Part::Grid { rows: vec![] },
        Part::References { cells: vec![cell(&endless).unwrap()] },
        Part::Heading { number: None, text: support::t("標題"), block: 0 },
        Part::Subject { text: support::t(&endless) },
        Part::Paragraph { number: Some(endless.clone()), indent: true, text: support::t("乙\n\n丙\t丁"), block: 1 },
        Part::Paragraph { number: Some("2.".into()), indent: false, text: vec![], block: 2 },
        support::item(&endless, 9, &endless, 3),
        Part::ActionHead { text: support::t(&endless) },
        Part::Action { text: support::t(&endless), block: 3 },
        Part::Heading { number: Some(endless.clone()), text: support::t(&endless), block: 4 },
        Part::Action { text: support::t("己"), block: 4 },
        Part::Signature { lines: vec![vec![], vec![], support::t(&endless), vec![]] },
        Part::Copies { label: support::t(&endless), items: vec![support::t(&endless), vec![]] },
    ];
    for (size_pt, margin) in [(14.0, 25.0), (48.0, 79.0), (f32::NAN, f32::NAN), (0.0, -4.0)] {
        for lang in Lang::ALL {
            let mut sheet = support::sheet(lang, &endless, Some(&endless), parts.clone());
            sheet.page.size_pt = size_pt;
            sheet.page.left_mm = margin;
            sheet.page.bottom_mm = margin;
            assert!(pdf(&sheet).pages >= 1);
            assert!(docx_rs::read_docx(&gungman_export::docx(&sheet).unwrap()).is_ok());
            assert!(gungman_export::text(&sheet).contains("標題"));
        }
    }
}
