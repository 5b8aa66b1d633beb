//! Word files: well formed, in schema order, and every text comes back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test's helpers fail like the test")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use docx_rs::{DocumentChild, ParagraphChild, RunChild, TableCellContent, TableChild, TableRowChild, read_docx};
use gungman_core::sheet::{Part, Sheet, Span};
use gungman_core::{Label, Lang};
use quick_xml::Reader;
use quick_xml::events::Event;

mod support;
#[path = "support/word.rs"]
mod word;

use word::part;

fn parts(sheet: &Sheet) -> BTreeMap<String, String> {
    let bytes = gungman_export::docx(sheet).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut entry = archive.by_index(i).unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            assert_eq!(entry.compression(), zip::CompressionMethod::Deflated);
            (entry.name().unwrap().into_owned(), text)
        })
        .collect()
}

/// Every paragraph's text in the body, read back by docx-rs, tables in place.
fn read_back(bytes: &[u8]) -> Vec<String> {
    fn paragraph(p: &docx_rs::Paragraph) -> String {
        let mut text = String::new();
        for child in &p.children {
            let ParagraphChild::Run(run) = child else { continue };
            for child in &run.children {
                match child {
                    RunChild::Text(t) => text.push_str(&t.text),
                    RunChild::Tab(_) => text.push('\t'),
                    RunChild::Break(_) => text.push('\n'),
                    _ => {}
                }
            }
        }
        text
    }
    let mut out = Vec::new();
    for child in read_docx(bytes).unwrap().document.children {
        match child {
            DocumentChild::Paragraph(p) => out.push(paragraph(&p)),
            DocumentChild::Table(table) => {
                for TableChild::TableRow(row) in &table.rows {
                    for TableRowChild::TableCell(cell) in &row.cells {
                        for content in &cell.children {
                            if let TableCellContent::Paragraph(p) = content {
                                out.push(paragraph(p));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    out
}

#[test]
fn every_text_comes_back() {
    for (name, sheet) in support::all() {
        let lines = read_back(&gungman_export::docx(&sheet).unwrap());
        let pieces: Vec<&str> = lines.iter().flat_map(|line| line.split(['\t', '\n'])).collect();
        // The numbers are Word's own lists; they are read back through whole forms, by a reader that counts as Word does.
        let numbers: Vec<String> = sheet
            .parts
            .iter()
            .filter_map(|part| match part {
                Part::Paragraph { number: Some(number), .. } | Part::Item { number, .. } => Some(number.clone()),
                _ => None,
            })
            .collect();
        for text in support::texts(&sheet).iter().filter(|text| !numbers.contains(text)) {
            assert!(pieces.contains(&text.as_str()), "{name}: {text} not in {pieces:?}");
        }
    }
}

#[test]
fn parts_are_well_formed_and_children_in_schema_order() {
    // The schema's order, written a second time and by hand, for the elements that occur.
    let order: BTreeMap<&str, Vec<&str>> = [
        ("w:pPr", "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs snapToGrid spacing ind jc outlineLvl rPr sectPr"),
        ("w:rPr", "rStyle rFonts b bCs i iCs caps strike vanish color spacing w kern position sz szCs highlight u lang"),
        ("w:sectPr", "headerReference footerReference type pgSz pgMar pgNumType cols titlePg textDirection docGrid"),
        ("w:tblPr", "tblStyle tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook"),
        ("w:tcPr", "tcW gridSpan vMerge tcBorders shd tcMar vAlign"),
        ("w:tblBorders", "top left bottom right insideH insideV"),
        ("w:tblCellMar", "top left bottom right"),
        ("w:style", "name basedOn next link uiPriority qFormat pPr rPr tblPr tcPr"),
        ("w:lvl", "start numFmt lvlRestart pStyle suff lvlText lvlJc pPr rPr"),
        ("w:abstractNum", "multiLevelType lvl"),
        ("w:settings", "zoom defaultTabStop compat docVars themeFontLang"),
        ("w:docDefaults", "rPrDefault pPrDefault"),
        ("w:tbl", "tblPr tblGrid tr"),
    ]
    .into_iter()
    .map(|(parent, children)| (parent, children.split(' ').collect()))
    .collect();
    for (name, sheet) in support::all() {
        for (part, xml) in parts(&sheet) {
            if !part.ends_with(".xml") {
                continue;
            }
            let mut reader = Reader::from_str(&xml);
            let mut open: Vec<(String, usize)> = Vec::new();
            loop {
                let event = reader.read_event().unwrap_or_else(|error| panic!("{name} {part}: {error}"));
                let (element, empty) = match &event {
                    Event::Eof => break,
                    Event::End(_) => {
                        open.pop();
                        continue;
                    }
                    Event::Start(start) => (start.name().into_inner().to_owned(), false),
                    Event::Empty(start) => (start.name().into_inner().to_owned(), true),
                    _ => continue,
                };
                if let Some((parent, last)) = open.last_mut()
                    && let Some(children) = order.get(parent.as_str())
                {
                    let local = element.trim_start_matches("w:");
                    let rank = children.iter().position(|child| *child == local);
                    let rank = rank.unwrap_or_else(|| panic!("{name} {part}: {element} in {parent}"));
                    assert!(rank >= *last, "{name} {part}: {element} out of order in {parent}");
                    *last = rank;
                }
                if !empty {
                    open.push((element, 0));
                }
            }
            assert!(open.is_empty(), "{name} {part}");
        }
    }
}

#[test]
fn languages_title_and_faces_are_set() {
    let parts = parts(&support::memo_zh());
    let lang = r#"w:val="en-GB" w:eastAsia="zh-HK""#;
    assert!(parts["word/styles.xml"].contains(&format!("<w:lang {lang}")));
    assert!(parts["word/settings.xml"].contains(&format!("<w:themeFontLang {lang}")));
    assert!(parts["docProps/core.xml"].contains("<dc:title>鰂魚涌社區會堂升降機（𨋢）更換工程</dc:title>"));
    assert!(parts["docProps/core.xml"].contains("<dc:language>zh-HK</dc:language>"));
    assert!(parts["word/styles.xml"].contains(r#"w:firstLineChars="200""#));
    for part in ["word/styles.xml", "word/document.xml", "word/footer1.xml", "word/footer2.xml", "word/header1.xml"] {
        for fonts in parts[part].split("<w:rFonts ").skip(1) {
            let fonts = fonts.split('>').next().unwrap();
            for slot in ["w:ascii=", "w:hAnsi=", "w:cs=", "w:eastAsia="] {
                assert!(fonts.contains(slot), "{part}: {fonts}");
            }
        }
    }
}

#[test]
fn marking_is_on_every_page_and_the_number_from_the_second() {
    let parts = parts(&support::memo_zh());
    let edges: Vec<&String> = parts
        .iter()
        .filter(|(name, _)| name.contains("header") || name.contains("footer"))
        .map(|(_, xml)| xml)
        .collect();
    let edges: Vec<&&String> = edges.iter().filter(|xml| xml.contains("<w:p")).collect();
    assert_eq!(edges.len(), 4);
    assert!(edges.iter().all(|xml| xml.contains("限閱文件")));
    assert_eq!(edges.iter().filter(|xml| xml.contains("PAGE")).count(), 1);
    assert!(parts["word/document.xml"].contains("<w:titlePg"));
}

#[test]
fn word_counts_the_pages_and_the_running_head_is_not_on_the_first() {
    let mut sheet = support::memo_zh();
    sheet.page.page_number = Label::new("第{n}頁，共{m}頁", "");
    sheet.page.number_from = 1;
    sheet.running = Some("(7) in XYZ/1/2 & 3".into());
    let parts = parts(&sheet);
    let of = |kind: &str| {
        let edges =
            parts.iter().filter(|(name, xml)| name.starts_with(&format!("word/{kind}")) && xml.contains("<w:p"));
        edges.map(|(_, xml)| xml).collect::<Vec<_>>()
    };
    let (headers, footers) = (of("header"), of("footer"));
    assert_eq!((headers.len(), footers.len()), (2, 2));
    for footer in footers {
        let fields: Vec<&str> =
            footer.split("<w:instrText").skip(1).filter_map(|rest| rest.split(['>', '<']).nth(1)).collect();
        assert_eq!(fields, ["PAGE", "NUMPAGES"], "{footer}");
        let pieces = ["第", "頁，共", "頁", "限閱文件"].map(|piece| footer.find(&format!(">{piece}<")).unwrap());
        assert!(pieces.is_sorted(), "{footer}");
    }
    let running: Vec<bool> = headers.iter().map(|header| header.contains("(7) in XYZ/1/2 &amp; 3")).collect();
    assert_eq!(running.iter().filter(|has| **has).count(), 1);
    // Which of the two is the first page's, the document says.
    let rels = &parts["word/_rels/document.xml.rels"];
    let first =
        parts["word/document.xml"].split("<w:headerReference").find(|r| r.contains(r#"w:type="first""#)).unwrap();
    let id = first.split("r:id=\"").nth(1).unwrap().split('"').next().unwrap();
    let target = rels.split("<Relationship ").find(|r| r.contains(&format!(r#"Id="{id}""#))).unwrap();
    let target = target.split("Target=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(!parts[&format!("word/{target}")].contains("XYZ"), "{target}");
}

#[test]
fn tables_break_between_rows_only_and_their_heads_are_repeated() {
    let parts = vec![
        Part::ActionHead { text: support::t("Action") },
        Part::Heading { number: Some("1.".into()), text: support::t("Keys"), block: 0 },
        support::para(Some("1.1"), support::t("All were counted."), 1),
        Part::Action { text: support::t("Secretary"), block: 1 },
        Part::Signature { lines: vec![vec![], support::t("Chairman")] },
    ];
    let document = self::parts(&support::sheet(Lang::EnGb, "x", None, parts)).remove("word/document.xml").unwrap();
    let rows: Vec<&str> = document.split("<w:tr>").skip(1).collect();
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row.contains("<w:cantSplit")), "{document}");
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    assert!(rows[0].contains("<w:tblHeader/>"), "{document}");
    // The heading's row goes with the next in every cell; the last, with the signature.
    let held = |row: &str| {
        row.split("<w:p ").skip(1).filter(|p| p.contains("<w:keepNext") || p.contains(r#""Heading1""#)).count()
    };
    assert_eq!(rows[..2].iter().map(|row| held(row)).collect::<Vec<_>>(), [2, 2], "{document}");
    assert_eq!(held(rows[2].split("</w:tr>").next().unwrap()), 2, "{document}");
    let memo = self::parts(&support::memo_en()).remove("word/document.xml").unwrap();
    let table = memo.split("<w:tbl>").nth(1).unwrap().split("</w:tbl>").next().unwrap();
    assert_eq!(table.matches("<w:p ").count(), table.matches("<w:keepNext").count(), "the box stays whole");
}

#[test]
fn an_annex_begins_a_page_and_its_list_counts_anew() {
    let mut memo = support::memo_en();
    memo.parts.push(Part::Annex { name: "Annex A".into(), title: support::t("Sites"), block: 20 });
    memo.parts.push(support::para(Some("1."), support::t("The first site."), 21));
    memo.parts.push(support::para(Some("2."), support::t("The second site."), 22));
    let parts = parts(&memo);
    let document = &parts["word/document.xml"];
    let paragraph = |text: &str| document.split("<w:p ").find(|p| p.contains(&format!(">{text}<"))).unwrap();
    assert!(paragraph("Annex A").contains(r#"<w:pStyle w:val="Annex""#));
    assert!(paragraph("Annex A").contains("<w:pageBreakBefore"));
    assert!(paragraph("Sites").contains(r#"<w:pStyle w:val="AnnexTitle""#));
    let list = |text: &str| {
        let id = paragraph(text).split("<w:numId w:val=\"").nth(1).unwrap();
        id.split('"').next().unwrap().to_owned()
    };
    assert_eq!(list("The first site."), list("The second site."));
    let instance = format!(r#"<w:num w:numId="{}""#, list("The first site."));
    let instance = parts["word/numbering.xml"].split(&instance).nth(1).unwrap().split("</w:num>").next().unwrap();
    assert!(instance.contains(r#"<w:startOverride w:val="1""#), "{instance}");
}

#[test]
fn numbers_are_lists_of_word_tied_to_styles() {
    let memo = support::memo_zh();
    let parts: BTreeMap<String, String> =
        parts(&memo).into_iter().map(|(name, xml)| (name, xml.replace(" />", "/>"))).collect();
    let (styles, numbering, document) =
        (&parts["word/styles.xml"], &parts["word/numbering.xml"], &parts["word/document.xml"]);
    // The list of a memo counts from 2 and belongs to Word's own styles.
    let list =
        numbering.split("<w:abstractNum ").find(|list| list.contains(r#"<w:pStyle w:val="ListNumber"/>"#)).unwrap();
    assert!(list.contains(r#"<w:start w:val="2"/><w:numFmt w:val="decimal"/>"#), "{list}");
    for (style, name) in [("ListNumber", "List Number"), ("ListNumber2", "List Number 2"), ("Heading1", "heading 1")] {
        let style = styles.split("<w:style ").find(|own| own.contains(&format!(r#"w:styleId="{style}""#))).unwrap();
        assert!(style.contains(&format!(r#"<w:name w:val="{name}"/>"#)) && !style.contains("customStyle"), "{style}");
        assert_eq!(style.contains("<w:numPr>"), name != "heading 1", "{style}");
    }
    let numbered = document.split("<w:p ").filter(|p| p.contains("<w:numPr>")).count();
    let printed = memo.parts.iter().filter(|part| match part {
        Part::Paragraph { number, .. } => number.is_some(),
        part => matches!(part, Part::Item { .. }),
    });
    assert_eq!(numbered, printed.count());
    assert!(!document.contains("<w:t>2.</w:t>") && !document.contains(">(a)<"));
}

#[test]
fn the_same_sheet_gives_the_same_bytes() {
    assert_eq!(gungman_export::docx(&support::memo_en()).unwrap(), gungman_export::docx(&support::memo_en()).unwrap());
}

#[test]
fn a_ghost_an_ampersand_and_nothing() {
    let ghost = Span { ghost: true, ..Span::plain("未填") };
    let text = vec![Span::plain("R&D <甲> \"乙\"\u{1}"), ghost.clone()];
    let sheet = support::sheet(
        Lang::ZhHantHk,
        "A & B",
        Some("X < Y"),
        vec![Part::Title { text: vec![ghost] }, Part::Paragraph { number: None, indent: true, text, block: 0 }],
    );
    let all: String = parts(&sheet).into_values().collect();
    assert!(!all.contains("未填"));
    assert_eq!(read_back(&gungman_export::docx(&sheet).unwrap()), ["R&D <甲> \"乙\""]);
    let nothing = support::sheet(Lang::EnGb, "", None, vec![]);
    assert!(read_back(&gungman_export::docx(&nothing).unwrap()).is_empty());
}

#[test]
fn a_translation_stands_beside_its_source() {
    let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    let rows = [pair("請‹1›細閱‹/1›‹2/›。", "Read ‹1›this‹/1›‹2/› & sign."), pair("甲\t乙", "A\tB\u{1}")];
    let write = || gungman_export::bilingual("放寬面積", ["原文", "Translation"], &rows, Lang::ZhHantHk).unwrap();
    let bytes = write();
    assert!(bytes == write(), "the same rows give the same bytes");
    let expected = ["放寬面積", "原文", "Translation", "請細閱。", "Read this & sign.", "甲\t乙", "A\tB"];
    assert_eq!(read_back(&bytes), expected);
    let document = part(&bytes, "word/document.xml");
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    assert!(document.find("<w:tblHeader/>") < document.find("原文"));
    assert_eq!(document.matches("<w:gridCol w:w=\"").count(), 2);
    assert!(part(&bytes, "word/styles.xml").contains(r#"<w:lang w:val="en-GB" w:eastAsia="zh-HK"/>"#));
    assert!(part(&bytes, "docProps/core.xml").contains("<dc:title>放寬面積</dc:title>"));
}
