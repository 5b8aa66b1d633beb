//! The check of translations on 320 official pairs (`translate.jsonl`): it is silent on what is right, and tells what was changed.

use gungman_app::draft::Stop;
use gungman_app::translate::{Glossary, Steps, Translator, translate_file};
use gungman_core::{Lang, Severity};
use gungman_lang::facts;
use gungman_tests::{
    built, docx_text_by_libreoffice, docx_text_by_python, model, python, real_office, run, scripted, squeezed,
    workspace,
};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Case {
    id: String,
    source_lang: Lang,
    source: String,
    reference: String,
}

fn cases() -> Vec<Case> {
    let file = std::fs::read_to_string(workspace().join("tests/translate.jsonl")).unwrap();
    file.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A text with one figure, weekday or sign of the day's half changed, for each there is.
fn changed(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut out = Vec::new();
    for at in (0..chars.len()).filter(|at| digit(*at) && !digit(at + 1)) {
        let mut other = chars.clone();
        other[at] = if chars[at] == '9' { '7' } else { char::from_u32(chars[at] as u32 + 1).unwrap() };
        out.push(other.into_iter().collect());
    }
    for (from, to) in [
        ("億", "萬"),
        ("上午", "下午"),
        ("a.m.", "p.m."),
        ("million", "billion"),
        ("星期五", "星期四"),
        ("Monday", "Tuesday"),
    ] {
        if text.contains(from) {
            out.push(text.replacen(from, to, 1));
        }
    }
    out
}

#[test]
fn a_changed_value_is_told() {
    let (mut all, mut silent) = (0, Vec::new());
    for case in cases() {
        for wrong in changed(&case.reference) {
            all += 1;
            let found = facts::pair(&case.source, &wrong);
            if found.missing.is_empty() && found.foreign.is_empty() {
                silent.push(format!("{} {wrong}", case.id));
            }
        }
    }
    println!("{} of {all} changes are not told", silent.len());
    assert!(all > 1_200, "{all}");
    // What stays silent has the changed value elsewhere in the sentence: from 1 to 2 June 2026, 2 copies.
    assert!(silent.len() * 1000 <= all, "{} of {all}: {silent:#?}", silent.len());
}

#[tokio::test]
async fn faultless_translations_raise_no_alarm() {
    let test = real_office().await;
    let glossary = Glossary::new(Vec::new());
    for target in Lang::ALL {
        let translator = Translator::new(&test.office, &glossary, target, Steps::ALL).unwrap();
        let of: Vec<Case> = cases().into_iter().filter(|case| case.source_lang != target).collect();
        let mut alarms = Vec::new();
        for case in &of {
            let errors: Vec<String> = translator
                .look(&case.source, &case.reference)
                .into_iter()
                .filter(|issue| issue.severity == Severity::Error)
                .map(|issue| format!("{} {} {:?}", case.id, issue.code, issue.excerpt))
                .collect();
            alarms.extend(errors.first().cloned());
        }
        assert!(alarms.len() * 100 <= of.len() * 3, "{} of {}: {alarms:#?}", alarms.len(), of.len());
    }
}

#[tokio::test]
async fn a_word_file_comes_back_as_a_word_file_in_the_other_language() {
    assert!(model().is_some(), "the reference model is not in .deps/models: run ./scripts/test");
    let test = real_office().await;
    let source = test.folder.path().join("source.docx");
    let script = "import sys, docx\nd = docx.Document()\nd.add_heading('Notice', 1)\n\
        d.add_paragraph('The meeting will be held at 3:00 p.m. on 8 December 2026.')\n\
        t = d.add_table(1, 2)\nt.cell(0, 0).text = '2835 1107'\nt.cell(0, 1).text = 'About $12.5 million has been spent.'\nd.save(sys.argv[1])";
    let _ = run(&python(), &["-c".as_ref(), script.as_ref(), source.as_os_str()], &[]);
    let glossary = Glossary::new(Vec::new());
    let translator = Translator::new(&test.office, &glossary, Lang::ZhHantHk, Steps::ALL).unwrap();
    let bytes = std::fs::read(&source).unwrap();
    let outcome = translate_file(&translator, "docx", &bytes, false, &Stop::default(), &|_, _, _| {}).await.unwrap();
    let target = test.folder.path().join("target.docx");
    std::fs::write(&target, &outcome.bytes).unwrap();
    // Whatever the model's words are: every fact stands or is marked, and the file is whole.
    let text = squeezed(&docx_text_by_python(&target));
    for (fact, of) in [("2026年12月8日", "The"), ("下午3時", "The"), ("28351107", "2835"), ("1,250萬元", "About")]
    {
        let segment = outcome.segments.iter().find(|segment| segment.source.starts_with(of)).unwrap();
        assert!(text.contains(fact) || segment.has_errors(), "{fact}: {text}");
    }
    assert_eq!(outcome.segments.len(), 5, "what python-docx says of the document is one");
    assert!(!text.contains("meeting"), "{text}");
    assert!(squeezed(&docx_text_by_libreoffice(&target)).contains("2835"), "LibreOffice opens it");
    let script = "import sys, docx\nd = docx.Document(sys.argv[1])\nprint(d.paragraphs[0].style.name, len(d.tables))";
    let kept = run(&python(), &["-c".as_ref(), script.as_ref(), target.as_os_str()], &[]);
    assert_eq!(kept.trim(), "Heading 1 1", "styles and tables are kept");
}

#[test]
fn what_is_remembered_needs_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    file(
        "m.tmx",
        "<tmx version='1.4'><header/><body><tu><tuv xml:lang='en'><seg>The lifts will be suspended on 8 December 2026.</seg></tuv>\
         <tuv xml:lang='zh-HK'><seg>升降機會在2026年12月8日暫停服務。</seg></tuv></tu></body></tmx>",
    );
    file("a.txt", "The lifts will be suspended on 9 December 2027.\n\n2835 1107\n");
    let to_hong_kong =
        ["translate", "--to", "zh-Hant-HK", "--memory", "m.tmx", "--tmx", "out.tmx", "--strict", "a.txt", "-o", "-"];
    let output = terminal(folder.path(), &to_hong_kong);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "升降機會在2027年12月9日暫停服務。\n\n2835 1107\n", "{said}");
    assert!(output.status.success(), "{said}");
    let written = std::fs::read_to_string(folder.path().join("out.tmx")).unwrap();
    assert!(written.contains("2027年12月9日") && !written.contains("2835"), "{written}");

    // In Simplified characters, and as a table of two columns.
    let output = terminal(folder.path(), &["translate", "--to", "zh-Hans", "--memory", "m.tmx", "a.txt"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "升降机会在2027年12月9日暂停服务。\n\n2835 1107\n");
    let output = terminal(
        folder.path(),
        &["translate", "--to", "zh-Hant-HK", "--memory", "m.tmx", "--bilingual", "a.txt", "-o", "two.docx"],
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = docx_text_by_python(&folder.path().join("two.docx"));
    assert!(text.contains("on 9 December 2027.") && text.contains("升降機會在2027年12月9日暫停服務。"), "{text}");
}

#[test]
fn a_document_and_its_translation_are_paired_from_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    file("en.txt", "The lifts will be suspended on 8 December 2026. Enquiries should be made to 2835 1107.\n");
    file("zh.txt", "升降機會在2026年12月8日暫停服務。查詢請致電2835 1107。\n");
    let output = terminal(folder.path(), &["align", "zh.txt", "en.txt", "-o", "pairs.tmx"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let memory = gungman_app::translate::memory(&folder.path().join("pairs.tmx"), Lang::ZhHantHk).unwrap();
    let found = memory.find("Enquiries should be made to 2835 1107.", "", 100, 1);
    assert_eq!(found.first().map(|found| found.unit.target.as_str()), Some("查詢請致電2835 1107。"));
}

/// The command line in a folder, without a model.
fn terminal(folder: &std::path::Path, args: &[&str]) -> std::process::Output {
    let mut command = std::process::Command::new(built("gungman-cli"));
    command.args(args).current_dir(folder).env("GUNGMAN_DATA_DIR", folder.join("data"));
    command.env("GUNGMAN_RESOURCES", workspace()).env("GUNGMAN_MODELS", folder).env("GUNGMAN_ENGINE", "/nowhere");
    command.output().unwrap()
}

#[tokio::test]
async fn words_that_simplified_characters_were_left_in_are_put_right() {
    let test = scripted(json!([{ "text": "其余13個在2027年3月1日制造。" }])).await;
    let glossary = Glossary::new(Vec::new());
    let translator = Translator::new(&test.office, &glossary, Lang::ZhHantHk, Steps::ALL).unwrap();
    let source = "The other 13 are made on 1 March 2027.";
    let segment = translator.segment(source, None, &Stop::default()).await.unwrap();
    assert_eq!(segment.target, "其餘13個在2027年3月1日製造。");
}
