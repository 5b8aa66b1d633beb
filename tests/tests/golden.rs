//! Every template in both languages, laid out and exported: the text is kept, and Word and PDF are read back by
//! programs that are not ours. `UPDATE=1 cargo test -p gungman-tests --test golden` writes the texts anew: look at them.

use std::collections::BTreeMap;

use gungman_app::api::ExportFormat;
use gungman_app::{Office, paragraphs};
use gungman_core::{Block, Document, Lang, Run};
use gungman_tests::{
    docx_layout_by_python, docx_styles_by_python, docx_text_by_python, docx_texts_by_libreoffice, pdf_text, places,
    real_office, squeezed, workspace,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    document: Vec<Golden>,
}

#[derive(Deserialize)]
struct Golden {
    name: String,
    template: String,
    lang: Lang,
    facts: Vec<String>,
    /// What must follow each other in the text: the order of the form's parts.
    #[serde(default)]
    order: Vec<String>,
    /// What must not stand in it: the formulas of other forms.
    #[serde(default)]
    never: Vec<String>,
    body: Vec<String>,
    fields: BTreeMap<String, String>,
}

fn documents() -> Vec<(Golden, Document)> {
    let text = std::fs::read_to_string(workspace().join("tests/golden/documents.toml")).unwrap();
    let file: File = toml::from_str(&text).unwrap();
    let document = |golden: Golden| {
        let heading = |text: &str| Block::Heading { runs: vec![Run::plain(text)] };
        let block = |line: &String| match line.strip_prefix("# ") {
            Some(text) => heading(text),
            None => paragraphs::block(line, "", golden.lang).unwrap(),
        };
        let body = golden.body.iter().map(block).collect();
        let (template, lang, fields) = (golden.template.clone(), golden.lang, golden.fields.clone());
        (golden, Document { fields, body, ..Document::new(template, lang) })
    };
    file.document.into_iter().map(document).collect()
}

/// A squeezed text without what stands at the edges of every page: numbers, the marking, the running head.
fn without_edges(read: &str, golden: &Golden) -> String {
    let mut read = read.to_owned();
    for n in 1..9 {
        read = read.replace(&format!("-{n}-"), "");
        for m in 1..9 {
            read = read.replace(&format!("第{n}頁，共{m}頁"), "").replace(&format!("Page{n}of{m}"), "");
        }
    }
    for edge in ["限閱文件", "RESTRICTED"] {
        read = read.replace(edge, "");
    }
    golden.fields.get("ref").map_or(read.clone(), |running| read.replace(&squeezed(running), ""))
}

/// Every form as PDF and Word files, to be looked at: what `scripts/contact-sheet` makes its pictures of.
#[tokio::test]
#[ignore = "writes files for a person to look at, into the folder GOLDEN_OUT"]
async fn every_form_as_files_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var_os("GOLDEN_OUT").expect("GOLDEN_OUT names a folder"));
    let data = tempfile::tempdir().unwrap();
    // Laying out asks no model, and so no worker.
    let office = Office::open(places(data.path(), data.path().join("no-worker"))).await.unwrap();
    for (golden, document) in documents() {
        for format in [ExportFormat::Pdf, ExportFormat::Docx] {
            let bytes = office.render(&document, format).await.unwrap().0;
            std::fs::write(folder.join(format!("{}.{}", golden.name, format.extension())), bytes).unwrap();
        }
    }
}

/// The pages of a text that poppler read.
fn pages(text: &str) -> Vec<Vec<String>> {
    let lines = |page: &str| page.lines().map(squeezed).filter(|line| !line.is_empty()).collect();
    text.trim_end_matches('\u{c}').split('\u{c}').map(lines).collect()
}

#[tokio::test]
async fn long_papers_say_on_every_page_what_they_are_and_break_where_they_should() {
    let test = real_office().await;
    let cases = [
        ("circular-annexes.zh-Hant-HK", "限閱文件", "第{n}頁，共{m}頁", "附件", "（郭永康代行）"),
        ("circular-annexes.en-GB", "RESTRICTED", "Page{n}of{m}", "Annex", "(YIPKa-ming)"),
    ];
    for (name, marking, number, word, signer) in cases {
        let (golden, document) = documents().into_iter().find(|(golden, _)| golden.name == name).unwrap();
        let docx = test.folder.path().join(format!("{name}.docx"));
        std::fs::write(&docx, test.office.render(&document, ExportFormat::Docx).await.unwrap().0).unwrap();
        let own = test.folder.path().join(format!("{name}.own.pdf"));
        std::fs::write(&own, test.office.render(&document, ExportFormat::Pdf).await.unwrap().0).unwrap();
        let by_libreoffice = docx_texts_by_libreoffice(std::slice::from_ref(&docx)).remove(0);
        for (format, read) in [("PDF", pdf_text(&own)), ("Word", by_libreoffice)] {
            let pages = pages(&read);
            assert!(pages.len() >= 4, "{name} as {format}: {pages:?}");
            let mut annexes = Vec::new();
            for (i, page) in pages.iter().enumerate() {
                let number = number.replace("{n}", &(i + 1).to_string()).replace("{m}", &pages.len().to_string());
                assert_eq!(page[0], marking, "{name} as {format}: {page:?}");
                assert_eq!(page[page.len() - 2..], [number, marking.to_owned()], "{name} as {format}: {page:?}");
                let running = squeezed(&golden.fields["ref"]);
                assert_eq!(page[1] == running, i > 0, "{name} as {format}: {page:?}");
                let text = &page[1 + usize::from(i > 0)..page.len() - 2];
                // No heading is the last line of its page.
                let last = text.last().unwrap();
                let headings = golden.body.iter().filter_map(|line| line.strip_prefix("# "));
                assert!(!headings.map(squeezed).any(|heading| heading == *last), "{name} as {format}: {page:?}");
                if text[0].starts_with(word) && text[0].len() <= word.len() + 1 {
                    annexes.push(text[0].clone());
                }
                // A signature has two lines of text above it on its page, besides the post it stands under.
                if let Some(at) = text.iter().position(|line| line.contains(signer)) {
                    assert!(at >= 2, "{name} as {format}: {page:?}");
                }
            }
            assert_eq!(annexes, ["A", "B"].map(|mark| format!("{word}{mark}")), "{name} as {format}");
        }
        let layout = docx_layout_by_python(&docx);
        for (style, wanted) in [
            ("Heading 1", "keep_with_next widow_control"),
            ("List Number", "widow_control"),
            ("Annex", "keep_with_next page_break_before widow_control"),
            ("Annex title", "keep_together keep_with_next widow_control"),
            ("Signature", "keep_together"),
        ] {
            let lines: Vec<&str> = layout.lines().filter(|line| line.starts_with(&format!("{style}|"))).collect();
            assert!(!lines.is_empty(), "{name}: no {style} in\n{layout}");
            for line in lines {
                let set: Vec<&str> = line.split('|').nth(1).unwrap().split(' ').collect();
                assert!(wanted.split(' ').all(|wanted| set.contains(&wanted)), "{name}: {line} lacks {wanted}");
            }
        }
    }
}

#[tokio::test]
async fn every_format_of_every_form_reads_back_as_it_was_written() {
    let test = real_office().await;
    let mut written = Vec::new();
    for (golden, document) in documents() {
        let (text, issues) = test.office.render(&document, ExportFormat::Txt).await.unwrap();
        assert!(issues.is_empty(), "{}: {issues:?}", golden.name);
        let text = String::from_utf8(text).unwrap();
        let kept = workspace().join(format!("tests/golden/{}.txt", golden.name));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&kept, &text).unwrap();
        }
        assert_eq!(text, std::fs::read_to_string(&kept).unwrap_or_default(), "{}", kept.display());

        let mut rest = text.as_str();
        for mark in &golden.order {
            let found = rest.find(mark).map(|at| at + mark.len());
            rest = &rest[found.unwrap_or_else(|| panic!("{}: “{mark}” does not follow:\n{text}", golden.name))..];
        }
        for word in &golden.never {
            assert!(!text.contains(word), "{} has {word}:\n{text}", golden.name);
        }
        let docx = test.folder.path().join(format!("{}.docx", golden.name));
        let bytes = test.office.render(&document, ExportFormat::Docx).await.unwrap().0;
        std::fs::write(&docx, bytes).unwrap();
        let pdf = test.folder.path().join(format!("{}.own.pdf", golden.name));
        let bytes = test.office.render(&document, ExportFormat::Pdf).await.unwrap().0;
        std::fs::write(&pdf, bytes).unwrap();
        written.push((golden, text, docx, pdf));
    }
    let docx: Vec<_> = written.iter().map(|(_, _, docx, _)| docx.clone()).collect();
    for ((golden, text, docx, pdf), by_libreoffice) in written.iter().zip(docx_texts_by_libreoffice(&docx)) {
        let by_python = docx_text_by_python(docx);
        let formats = [
            ("text", text.clone()),
            ("python-docx", by_python.clone()),
            ("LibreOffice", by_libreoffice),
            ("pdftotext", pdf_text(pdf)),
        ];
        for (format, read) in &formats {
            let read = squeezed(read);
            for fact in golden.facts.iter().chain(golden.fields.get("subject")).chain(golden.fields.get("signer")) {
                assert!(read.contains(&squeezed(fact)), "{} as {format} lacks {fact}:\n{read}", golden.name);
            }
            for line in &golden.body {
                // Who acts stands in a column of its own.
                for piece in line.trim_start_matches("# ").split(['【', '】']) {
                    let piece = squeezed(piece);
                    // A paragraph may go on behind what every page repeats.
                    let found = read.contains(&piece) || without_edges(&read, golden).contains(&piece);
                    assert!(found, "{} as {format} lacks {piece}:\n{read}", golden.name);
                }
            }
        }
        assert!(by_python.ends_with(&format!("TITLE {}\n", golden.fields["subject"])), "{by_python}");
    }
}

/// A document of the goldens as a Word file, read by python-docx for its styles and list levels.
async fn styles_of(name: &str) -> String {
    let test = real_office().await;
    let (_, document) = documents().into_iter().find(|(golden, _)| golden.name == name).unwrap();
    let path = test.folder.path().join("x.docx");
    std::fs::write(&path, test.office.render(&document, ExportFormat::Docx).await.unwrap().0).unwrap();
    docx_styles_by_python(&path)
}

#[tokio::test]
async fn word_has_its_own_styles_and_lists() {
    let memo = styles_of("memo.en-GB").await;
    for line in [
        "Title|-|MEMO",
        "Subtitle|-|Fire Drill",
        "Body Text First Indent|-|This Department",
        "List Number|0|The cost",
        "List Number 2|1|the lifts",
        "List Number 2|1|all exits",
        "List Number|0|Please let",
        "Signature|-|(CHEUNG",
    ] {
        assert!(memo.contains(&format!("\n{line}")), "{line} is not in:\n{memo}");
    }
    let minutes = styles_of("minutes.zh-Hant-HK").await;
    assert!(minutes.contains("\nHeading 1|0|") && minutes.contains("\nList Number|1|"), "{minutes}");
    let letter = styles_of("letter.en-GB").await;
    for line in ["Salutation|-|Dear Mr Au-Yeung,", "Closing|-|Yours sincerely,", "Date|-|23 November 2026"] {
        assert!(letter.contains(&format!("\n{line}")), "{line} is not in:\n{letter}");
    }
    assert!(!letter.contains("List Number|"), "{letter}");
}

#[tokio::test]
async fn the_forms_keep_the_rules_of_the_writing_manual() {
    let test = real_office().await;
    let mut texts = BTreeMap::new();
    for (golden, document) in documents() {
        let text = test.office.render(&document, ExportFormat::Txt).await.unwrap().0;
        texts.insert(golden.name, String::from_utf8(text).unwrap());
    }
    let order = |name: &str, marks: &[&str]| {
        let text = &texts[name];
        let mut at = 0;
        for mark in marks {
            let found = text[at..].find(mark);
            at += found.unwrap_or_else(|| panic!("{name}: “{mark}” does not follow:\n{text}")) + mark.len();
        }
    };
    // A memo: the first paragraph has no number, the next is 2., and no word of greeting or closing stands in it.
    order(
        "memo.zh-Hant-HK",
        &[
            "限閱文件",
            "急件",
            "便箋",
            "由：",
            "致：",
            "火警演習",
            "　　本署擬",
            "2.",
            "(a)",
            "(b)",
            "3.",
            "張慧敏　　代行",
            "附件：",
            "副本送：",
        ],
    );
    order(
        "memo.en-GB",
        &[
            "RESTRICTED",
            "Urgent",
            "MEMO",
            "From:",
            "To:",
            "Fire Drill",
            "2.",
            "(a)",
            "3.",
            "(CHEUNG Wai-man)",
            "for Director of Environmental Protection",
            "Encl.",
            "c.c.",
        ],
    );
    for name in ["memo.zh-Hant-HK", "memo.en-GB"] {
        for word in ["Dear", "Yours", "先生：", "謹啟", "1.　", "1.\t"] {
            assert!(!texts[name].contains(word), "{name} has {word}");
        }
    }
    // A Chinese letter: address before organisation, post and name; the date is the last line; nothing of the old formulas.
    order(
        "letter.zh-Hant-HK",
        &[
            "專人送遞",
            "本函檔號：",
            "來函檔號：",
            "英皇道",
            "東區居民協會",
            "主席",
            "歐陽志明先生",
            "歐陽先生：",
            "鰂魚涌公園緩跑徑重開日期",
            "收悉",
            "康樂及文化事務署署長",
            "（李小明　　代行）",
            "附件：",
            "副本送：",
            "2026年11月23日",
        ],
    );
    assert!(texts["letter.zh-Hant-HK"].trim_end().ends_with("2026年11月23日"));
    for word in ["敬啟者", "謹啟", "此致", "敬禮"] {
        assert!(!texts["letter.zh-Hant-HK"].contains(word));
    }
    // An English letter: the reverse order, the date above, sincerely to a name.
    order(
        "letter.en-GB",
        &[
            "By Hand",
            "Our Ref.:",
            "Your Ref.:",
            "23 November 2026",
            "Mr AU-YEUNG Chi-ming",
            "Chairman",
            "Eastern Residents",
            "King's Road",
            "Dear Mr Au-Yeung,",
            "Reopening of Jogging Trail",
            "I refer",
            "Yours sincerely,",
            "(LEE Siu-ming)",
            "for Director of Leisure",
            "Encl.",
            "c.c.",
        ],
    );
}
