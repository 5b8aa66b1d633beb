//! A Word file in another script: only text, language tags and faces change.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail like the test")]

use gungman_export::word::{Edit, Rewritten, Target, WordError, rewrite};

#[path = "support/word.rs"]
mod files;

use files::{packed, part};

const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="w"><w:body><w:p w:rsidR="00A1"><w:pPr><w:lang w:eastAsia="zh-CN"/></w:pPr><w:r><w:rPr><w:b/><w:rFonts
 w:eastAsia="宋体" w:ascii="Arial"/></w:rPr><w:t xml:space="preserve">放宽面</w:t></w:r><w:r><w:t>积 &amp; 发</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:instrText>MERGEFIELD 发</w:instrText></w:r></w:p>
<w:p><w:r><w:t>外</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>发</w:t></w:r></w:p></w:txbxContent></w:r><w:r><w:t>头</w:t></w:r></w:p></w:body></w:document>"#;

fn word(document: &str) -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/media/image1.png", b"\x89PNG \xe5\x8f\x91"),
        ("docProps/core.xml", "<c><dc:title>发文</dc:title><dc:creator>于发</dc:creator></c>".as_bytes()),
    ])
}

/// What stands for a converter here: 发 頭 積 寬 舊, and nothing longer.
fn convert(text: &str, seen: &mut Vec<String>) -> String {
    seen.push(text.to_owned());
    text.chars()
        .map(|c| match c {
            '发' => '發',
            '头' => '頭',
            '积' => '積',
            '宽' => '寬',
            '旧' => '舊',
            c => c,
        })
        .collect()
}

#[test]
fn only_text_language_and_faces_change() {
    let mut seen = Vec::new();
    let file = rewrite(&word(DOCUMENT), Target::HongKong, &mut |text| convert(text, &mut seen).into()).unwrap();
    let expected = DOCUMENT
        .replace("zh-CN", "zh-HK")
        .replace("宋体", "新細明體")
        .replace("放宽面", "放寬面")
        .replace("<w:t>积 &amp; 发", "<w:t>積 &amp; 發")
        .replace("旧", "舊")
        .replace("<w:t>发</w:t>", "<w:t>發</w:t>")
        .replace("头", "頭");
    assert_eq!(part(&file, "word/document.xml"), expected, "the field's instruction stays");
    assert_eq!(part(&file, "docProps/core.xml"), "<c><dc:title>發文</dc:title><dc:creator>于发</dc:creator></c>");
    assert!(seen.contains(&"放宽面积 & 发旧".to_owned()), "a word over two runs is seen whole: {seen:?}");
    assert!(seen.contains(&"外头".to_owned()) && seen.contains(&"发".to_owned()), "a text box is its own: {seen:?}");
}

#[test]
fn a_byte_order_mark_and_cdata_are_read_past() {
    let document = "\u{FEFF}<w:document><w:p><w:t>发</w:t><w:t><![CDATA[头 & <积]]></w:t></w:p></w:document>";
    let mut seen = Vec::new();
    let file = rewrite(&word(document), Target::HongKong, &mut |text| convert(text, &mut seen).into()).unwrap();
    let expected = document.replace('发', "發").replace('头', "頭").replace('积', "積");
    assert_eq!(part(&file, "word/document.xml"), expected);
    assert!(seen.contains(&"发头 & <积".to_owned()), "{seen:?}");
}

#[test]
fn a_chosen_wording_of_another_length_stands_in_the_run_it_begins_in() {
    let document = "<w:document><w:p><w:r><w:t>把内</w:t></w:r><w:r><w:t>存</w:t></w:r><w:r><w:t>说</w:t></w:r></w:p></w:document>";
    let file = rewrite(&word(document), Target::HongKong, &mut |text| match text {
        "把内存说" => Rewritten {
            text: "把內存說".to_owned(),
            edits: vec![Edit { at: 1, length: 2, text: "記憶體".to_owned() }],
        },
        other => other.to_owned().into(),
    });
    let expected = "<w:document><w:p><w:r><w:t>把記憶體</w:t></w:r><w:r><w:t></w:t></w:r><w:r><w:t>說</w:t></w:r></w:p></w:document>";
    assert_eq!(part(&file.unwrap(), "word/document.xml"), expected);
}

#[test]
fn a_file_that_needs_nothing_keeps_every_part() {
    let document = DOCUMENT.replace("zh-CN", "zh-HK").replace("宋体", "新細明體");
    let file = word(&document);
    let same = rewrite(&file, Target::HongKong, &mut |text| text.to_owned().into()).unwrap();
    for name in ["word/document.xml", "docProps/core.xml"] {
        assert_eq!(part(&same, name), part(&file, name));
    }
}

#[test]
fn a_conversion_of_another_length_is_not_taken() {
    let file = rewrite(&word(DOCUMENT), Target::Mainland, &mut |text| format!("{text}！").into()).unwrap();
    assert_eq!(part(&file, "word/document.xml"), DOCUMENT);
}

#[test]
fn bad_files_are_told_apart() {
    let refused = |bytes: &[u8]| rewrite(bytes, Target::HongKong, &mut |text| text.to_owned().into()).unwrap_err();
    assert!(matches!(refused(b"text"), WordError::NotDocx(_)));
    assert!(matches!(refused(&packed(&[("a.txt", b"x")])), WordError::NotDocx(_)));
    assert!(matches!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), WordError::Encrypted));
    let whole = word(DOCUMENT);
    assert!(matches!(refused(&whole[..whole.len() / 2]), WordError::NotDocx(_)));
    for cut in ["<w:document><w:p>", "<w:p></w:r>", "<w:p><w:t>&nosuch;</w:t></w:p>"] {
        assert!(matches!(refused(&word(cut)), WordError::Damaged { .. }), "{cut}");
    }
    let not_utf8 = packed(&[("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<w:t>\xB5\xC4</w:t>")]);
    assert!(matches!(refused(&not_utf8), WordError::Damaged { .. }));
}

#[test]
fn every_face_of_the_table_has_a_partner() {
    let table = include_str!("../data/fonts.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        assert!(cells.len() == 2 && cells.iter().all(|cell| !cell.trim().is_empty()), "{line}");
    }
}
