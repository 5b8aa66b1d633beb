//! Word files of other people's making go through the conversion: every one opens afterwards in programs that are not ours, and
//! nothing in it has changed but text, languages and faces.
//!
//! The files are python-docx's and mammoth's own test files (`.deps/word-files`, fetched by `scripts/test`), our exporter's and
//! LibreOffice's. Most are in English: Simplified text is planted into their runs first.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use gungman_app::api::ExportFormat;
use gungman_app::convert::{HongKong, Job, Script, Source, convert_bytes, open};
use gungman_app::paragraphs;
use gungman_core::{Document, Lang};
use gungman_lang::own::OwnWords;
use gungman_tests::{bones, parts, places, python, real_office, run, workspace};
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;

/// What is planted, over and over: words that must be seen whole over any cut into runs.
const PLANTED: &str = "税务局宣布放宽面积限制，头发样本已送交卫生署；申请人须于期限前复函。";
const BECOMES: &str = "稅務局宣布放寬面積限制，頭髮樣本已送交衞生署；申請人須於期限前覆函。";

/// A part with its runs' text replaced by as much of [`PLANTED`].
fn planted(xml: &[u8]) -> Vec<u8> {
    // The reader does not count a byte order mark.
    let all = str::from_utf8(xml).unwrap();
    let text = all.strip_prefix('\u{FEFF}').unwrap_or(all);
    let mut reader = quick_xml::Reader::from_str(text);
    let mut source = PLANTED.chars().cycle();
    let (mut out, mut copied, mut within) = (all[..all.len() - text.len()].to_owned(), 0, false);
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap();
        match reader.read_event().unwrap() {
            Event::Start(element) => within = element.name().as_ref() == "w:t",
            Event::End(element) => {
                // A new paragraph begins the sentence anew.
                if element.name().as_ref() == "w:p" {
                    source = PLANTED.chars().cycle();
                }
                within = false;
            }
            Event::Text(old) if within => {
                let end = usize::try_from(reader.buffer_position()).unwrap();
                out.push_str(&text[copied..start]);
                out.extend(source.by_ref().take(old.chars().count()));
                copied = end;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out.push_str(&text[copied..]);
    out.into_bytes()
}

/// The file with Simplified text in its runs.
fn plant(file: &Path) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts(file) {
        let story = name.strip_prefix("word/").is_some_and(|file| file.ends_with(".xml") && !file.contains('/'));
        let bytes = if story && bytes.windows(4).any(|tag| tag == b"<w:t") { planted(&bytes) } else { bytes };
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Memos as our exporter writes them, and as LibreOffice writes them and a page of its own.
async fn made(folder: &Path) -> Vec<PathBuf> {
    let test = real_office().await;
    let mut all = Vec::new();
    for (template, lang) in [("memo", Lang::ZhHantHk), ("memo", Lang::EnGb), ("letter", Lang::ZhHantHk)] {
        let document = Document {
            fields: [("subject", "放寬面積"), ("signer", "余慧心")].map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
            body: vec![paragraphs::block(BECOMES, "", lang).unwrap()],
            ..Document::new(template, lang)
        };
        let path = folder.join(format!("ours-{template}-{lang:?}.docx"));
        std::fs::write(&path, test.office.render(&document, ExportFormat::Docx).await.unwrap().0).unwrap();
        all.push(path);
    }
    let page = folder.join("page.html");
    std::fs::write(
        &page,
        "<h1>Title</h1><p>A <b>bold</b> word, a <a href='x'>link</a></p><table border=1><tr><th>a</th><td>b</td></tr></table>\
         <ol><li>one<ul><li>two</li></ul></li></ol><p lang='zh-CN' style='font-family:宋体'>text</p>",
    )
    .unwrap();
    let rewritten = folder.join("libreoffice");
    std::fs::create_dir(&rewritten).unwrap();
    for (source, filter) in [(all[0].clone(), "docx:MS Word 2007 XML"), (page, "docx:Office Open XML Text")] {
        soffice(folder, filter, &rewritten, &[source]);
    }
    all.extend(std::fs::read_dir(&rewritten).unwrap().map(|entry| entry.unwrap().path()));
    all
}

fn soffice(folder: &Path, filter: &str, output: &Path, files: &[PathBuf]) {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut args: Vec<&std::ffi::OsStr> =
        vec![profile.as_ref(), "--headless".as_ref(), "--writer".as_ref(), "--convert-to".as_ref(), filter.as_ref()];
    args.extend(["--outdir".as_ref(), output.as_os_str()]);
    args.extend(files.iter().map(|file| file.as_os_str()));
    let _ = run("soffice", &args, &[]);
}

fn convert(engine: &HongKong, bytes: &[u8]) -> Vec<u8> {
    let own = OwnWords::default();
    let job = Job { to: Script::HongKong, from: Source::Auto, wording: false, own: &own };
    convert_bytes(engine, "docx", bytes, job).unwrap().0
}

#[tokio::test]
async fn every_file_keeps_its_bones_and_opens_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(&places(folder.path(), PathBuf::new())).unwrap();
    let fetched = workspace().join(".deps/word-files");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&fetched)
        .unwrap_or_else(|error| panic!("{}: {error}; ./scripts/test fetches it", fetched.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.extend(made(folder.path()).await);
    files.sort();
    assert!(files.len() >= 60, "{} files", files.len());

    let output = folder.path().join("out");
    std::fs::create_dir(&output).unwrap();
    let (mut written, mut changed) = (Vec::new(), 0);
    for (number, file) in files.iter().enumerate() {
        let source = folder.path().join(format!("{number}.docx"));
        std::fs::write(&source, plant(file)).unwrap();
        let target = output.join(format!("{number}.docx"));
        let converted = convert(&engine, &std::fs::read(&source).unwrap());
        std::fs::write(&target, &converted).unwrap();
        for ((old_name, old), (name, new)) in parts(&source).into_iter().zip(parts(&target)) {
            assert_eq!(old_name, name, "{}", file.display());
            if old != new {
                assert_eq!(bones(&old), bones(&new), "{} {name}", file.display());
                changed += 1;
                let text = String::from_utf8(new).unwrap();
                let left = text.chars().find(|c| "税务宽积发这".contains(*c));
                assert_eq!(left, None, "{} {name}", file.display());
            }
        }
        // What is in Hong Kong's script already stays, byte for byte.
        let again = folder.path().join(format!("{number}-again.docx"));
        std::fs::write(&again, convert(&engine, &converted)).unwrap();
        assert_eq!(parts(&again), parts(&target), "{}", file.display());
        written.push(target);
    }
    assert!(changed > 60, "{changed} parts changed");

    // Some of the files are python-docx's tests of broken ones: what it cannot open it could not open before.
    let script = "import sys, docx\nfor path in sys.argv[1:]:\n  try: docx.Document(path); print('ok')\n  except Exception as e: print(type(e).__name__)";
    let sources: Vec<PathBuf> = (0..files.len()).map(|number| folder.path().join(format!("{number}.docx"))).collect();
    let opened = |files: &[PathBuf]| {
        let mut args: Vec<&std::ffi::OsStr> = vec!["-c".as_ref(), script.as_ref()];
        args.extend(files.iter().map(|file| file.as_os_str()));
        run(&python(), &args, &[])
    };
    let (before, after) = (opened(&sources), opened(&written));
    assert_eq!(before, after);
    assert!(after.matches("ok").count() >= 60, "{after}");

    let read = folder.path().join("read");
    std::fs::create_dir(&read).unwrap();
    soffice(folder.path(), "txt:Text (encoded):UTF8", &read, &written);
    let mut whole = 0;
    for number in 0..files.len() {
        let mut text = String::new();
        std::fs::File::open(read.join(format!("{number}.txt"))).unwrap().read_to_string(&mut text).unwrap();
        whole += usize::from(text.contains("稅務局宣布"));
    }
    assert!(whole >= 30, "{whole} files show the planted sentence in LibreOffice");
}
