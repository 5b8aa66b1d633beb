//! From one script to the other through the command line: text, files, folders; Word files read back by programs that are
//! not ours, and compared part by part.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use gungman_app::api::ExportFormat;
use gungman_app::paragraphs;
use gungman_core::{Document, Lang};
use gungman_tests::{
    bones, built, docx_text_by_libreoffice, docx_text_by_python, parts, real_office, run, squeezed, workspace,
};

const BODY: &str = "稅務局會放寬面積限制，余先生的頭髮樣本已送交衞生署，申請人須於期限前覆函。";

fn convert(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(built("gungman-cli"));
    command.arg("convert").args(args).current_dir(folder);
    command.env("GUNGMAN_DATA_DIR", folder.join("data")).env("GUNGMAN_RESOURCES", workspace());
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A memo as the program itself writes it.
async fn memo(folder: &Path) -> PathBuf {
    let test = real_office().await;
    let fields = [("subject", "放寬面積限制"), ("from", "稅務局局長"), ("to", "衞生署署長"), ("signer", "余慧心")];
    let document = Document {
        fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        body: vec![paragraphs::block(BODY, "", Lang::ZhHantHk).unwrap()],
        ..Document::new("memo", Lang::ZhHantHk)
    };
    let path = folder.join("memo.docx");
    std::fs::write(&path, test.office.render(&document, ExportFormat::Docx).await.unwrap().0).unwrap();
    path
}

#[tokio::test]
async fn a_word_file_goes_there_and_back_with_nothing_but_its_text_changed() {
    let folder = tempfile::tempdir().unwrap();
    let ours = memo(folder.path()).await;
    // The same memo as LibreOffice writes it: other parts, other runs.
    let theirs = folder.path().join("libreoffice");
    std::fs::create_dir(&theirs).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let args = [&*profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"];
    let mut args: Vec<&std::ffi::OsStr> = args.iter().map(std::ffi::OsStr::new).collect();
    args.extend([theirs.as_os_str(), ours.as_os_str()]);
    let _ = run("soffice", &args, &[]);

    for original in [ours, theirs.join("memo.docx")] {
        let simplified = original.with_extension("hans.docx");
        let back = original.with_extension("back.docx");
        for (to, from, output) in [("zh-Hans", &original, &simplified), ("zh-Hant-HK", &simplified, &back)] {
            let args = ["--to", to, from.to_str().unwrap(), "-o", output.to_str().unwrap()];
            let output = convert(folder.path(), &args);
            assert!(output.status.success(), "{}", said(&output));
        }
        let read = docx_text_by_python(&simplified);
        let expected = "税务局会放宽面积限制，余先生的头发样本已送交卫生署，申请人须于期限前复函。";
        assert!(squeezed(&read).contains(expected), "{read}");
        assert!(squeezed(&docx_text_by_libreoffice(&simplified)).contains(expected));
        assert_eq!(docx_text_by_python(&back), docx_text_by_python(&original));
        for (other, kept) in [(&simplified, &original), (&back, &original)] {
            for ((name, new), (old_name, old)) in parts(other).into_iter().zip(parts(kept)) {
                assert_eq!(name, old_name);
                if new != old {
                    assert_eq!(bones(&new), bones(&old), "{name}");
                }
            }
        }
        let styles = |path: &Path| {
            let all = parts(path);
            let of = |(name, _): &&(String, Vec<u8>)| name == "word/styles.xml";
            String::from_utf8(all.iter().find(of).unwrap().1.clone()).unwrap()
        };
        assert!(styles(&simplified).contains("zh-CN") && !styles(&simplified).contains("zh-HK"));
        assert!(styles(&back).contains("zh-HK") && !styles(&back).contains("zh-CN"));
    }
}

#[test]
fn a_folder_is_converted_once_and_bad_files_do_not_stop_it() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("in");
    std::fs::create_dir_all(source.join("甲")).unwrap();
    let gb =
        b"\xCB\xB0\xCE\xF1\xBE\xD6\xCB\xB5\xC3\xF7\xA3\xBA\xB7\xC5\xBF\xED\xC3\xE6\xBB\xFD\xCF\xDE\xD6\xC6\xA1\xA3\r\n";
    std::fs::write(source.join("甲/gb.txt"), gb).unwrap();
    std::fs::write(source.join("说明.md"), "# 后台\n\n税务局说明：[网页](http://发.example/发)\n").unwrap();
    std::fs::write(source.join("bad.docx"), "not a docx").unwrap();
    std::fs::write(source.join("picture.png"), "x").unwrap();

    let args = ["--to", "zh-Hant-HK", "in", "-o", "out", "--report", "report.json"];
    let first = convert(folder.path(), &args);
    assert_eq!(first.status.code(), Some(1), "{}", said(&first));
    assert!(said(&first).contains("bad.docx") && said(&first).contains("word_not_docx"), "{}", said(&first));
    let read = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert_eq!(read("甲/gb.txt"), "稅務局說明：放寬面積限制。\r\n");
    assert_eq!(read("说明.md"), "# 後台\n\n稅務局說明：[網頁](http://发.example/发)\n");
    assert!(!folder.path().join("out/bad.docx").exists() && !folder.path().join("out/picture.png").exists());
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(report["leftOut"], 1);
    let of = |name: &str| {
        let files = report["files"].as_array().unwrap();
        files.iter().find(|file| file["file"].as_str().unwrap().ends_with(name)).unwrap().clone()
    };
    assert_eq!(of("gb.txt")["encoding"], "GB18030");
    assert_eq!(of("bad.docx")["failure"]["code"], "word_not_docx");
    assert_eq!(std::fs::read(source.join("甲/gb.txt")).unwrap(), gb, "an original is never touched");

    std::fs::remove_file(source.join("bad.docx")).unwrap();
    std::fs::write(source.join("说明.md"), "税务局说明\n").unwrap();
    let second = convert(folder.path(), &args);
    assert!(second.status.success(), "{}", said(&second));
    assert!(said(&second).contains("1 files, 1 done before, 1 left out"), "{}", said(&second));
    assert_eq!(read("说明.md"), "稅務局說明\n");

    // What an officer corrected in the output, or had there before, is never overwritten.
    std::fs::write(folder.path().join("out/说明.md"), "我改過的說明\n").unwrap();
    std::fs::write(source.join("说明.md"), "税务局的说明\n").unwrap();
    std::fs::write(folder.path().join("out/新.txt"), "我的文件").unwrap();
    std::fs::write(source.join("新.txt"), "说明").unwrap();
    let third = convert(folder.path(), &args);
    assert!(third.status.success(), "{}", said(&third));
    assert_eq!((read("说明.md"), read("说明 (2).md")), ("我改過的說明\n".into(), "稅務局的說明\n".into()));
    assert_eq!((read("新.txt"), read("新 (2).txt")), ("我的文件".into(), "說明".into()));
    let fourth = convert(folder.path(), &args);
    assert!(said(&fourth).contains("0 files, 3 done before"), "{}", said(&fourth));
}

#[test]
fn text_is_piped_doubts_are_told_and_originals_are_safe() {
    let folder = tempfile::tempdir().unwrap();
    let piped = |args: &[&str], text: &[u8]| {
        let mut child = Command::new(built("gungman-cli"))
            .arg("convert")
            .args(args)
            .env("GUNGMAN_DATA_DIR", folder.path().join("data"))
            .env("GUNGMAN_RESOURCES", workspace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments does not wait for what is piped.
        let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), text);
        child.wait_with_output().unwrap()
    };
    let sure = piped(&["--to", "zh-Hant-HK", "--strict"], "宋皇台站的出口设有升降机。".as_bytes());
    assert_eq!(String::from_utf8_lossy(&sure.stdout), "宋皇臺站的出口設有升降機。");
    assert!(sure.status.success());
    let doubtful = piped(&["--to", "zh-Hant-HK", "--strict"], "说明：云。".as_bytes());
    assert_eq!((String::from_utf8_lossy(&doubtful.stdout).as_ref(), doubtful.status.code()), ("說明：雲。", Some(5)));
    assert!(said(&doubtful).contains("雲 云?"), "{}", said(&doubtful));
    let gb = piped(&["--to", "zh-Hant-HK"], b"\xCB\xB0\xCE\xF1\xBE\xD6");
    assert_eq!(String::from_utf8_lossy(&gb.stdout), "稅務局", "GB18030 through a pipe");
    assert_eq!(piped(&["--to", "zh-TW"], b"x").status.code(), Some(2));

    let worded = piped(&["--to", "zh-Hant-HK", "--wording"], "提高服务质量。".as_bytes());
    assert_eq!(String::from_utf8_lossy(&worded.stdout), "提高服務質量。", "suggested, not put in");
    assert!(said(&worded).contains("質量 → 質素／品質"), "{}", said(&worded));

    let original = folder.path().join("a.txt");
    std::fs::write(&original, "税务局").unwrap();
    let path = original.to_str().unwrap();
    assert_eq!(convert(folder.path(), &["--to", "zh-Hant-HK", path, "-o", path]).status.code(), Some(2));
    for name in ["a.zh-Hant-HK.txt", "a.zh-Hant-HK (2).txt"] {
        assert!(convert(folder.path(), &["--to", "zh-Hant-HK", path]).status.success());
        assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), "稅務局");
    }
    assert_eq!(std::fs::read_to_string(&original).unwrap(), "税务局");
}

#[test]
fn settled_words_are_taken_in_used_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let cli = |args: &[&str]| {
        let mut command = Command::new(built("gungman-cli"));
        command.args(args).current_dir(folder.path());
        command.env("GUNGMAN_DATA_DIR", folder.path().join("data")).env("GUNGMAN_RESOURCES", workspace());
        command.output().unwrap()
    };
    std::fs::write(folder.path().join("a.txt"), "姓名：云。信息已说明。").unwrap();
    std::fs::write(folder.path().join("words.tsv"), "# 原文\t印作\n云\t云\n信息\t資訊\n内存\t記憶體\nabc\tabd\n")
        .unwrap();
    let taken = cli(&["words", "import", "words.tsv"]);
    assert_eq!(taken.status.code(), Some(1), "{}", said(&taken));
    assert!(said(&taken).contains("✗ 4: 内存") && said(&taken).contains("2 added, 2 refused"), "{}", said(&taken));
    let converted = cli(&["convert", "--to", "zh-Hant-HK", "--strict", "a.txt", "-o", "-"]);
    assert_eq!(String::from_utf8_lossy(&converted.stdout), "姓名：云。資訊已說明。", "{}", said(&converted));
    assert!(converted.status.success(), "nothing is in doubt any more");
    let listed = cli(&["words", "list"]);
    let table = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(table.contains("云\t云\tzh-Hant-HK\n"), "{table}");
    std::fs::write(folder.path().join("again.tsv"), table).unwrap();
    assert!(cli(&["words", "import", "again.tsv"]).status.success(), "what is listed can be taken in");
    assert!(cli(&["words", "remove", "云"]).status.success());
    let converted = cli(&["convert", "--to", "zh-Hant-HK", "a.txt", "-o", "-"]);
    assert_eq!(String::from_utf8_lossy(&converted.stdout), "姓名：雲。資訊已說明。");
}

#[test]
fn what_the_source_is_can_be_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "皇后大道里").unwrap();
    std::fs::write(folder.path().join("b.txt"), "臺灣的電臺說這裡很好").unwrap();
    for (from, file, expected) in [
        ("auto", "a.txt", "皇后大道里"),
        ("zh-Hans", "a.txt", "皇后大道裏"),
        ("zh-Hant", "a.txt", "皇后大道里"),
        ("zh-TW", "b.txt", "台灣的電台說這裏很好"),
    ] {
        let output = convert(folder.path(), &["--to", "zh-Hant-HK", "--from", from, file, "-o", "-"]);
        assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{from}: {}", said(&output));
    }
    assert_eq!(convert(folder.path(), &["--to", "zh-Hant-HK", "--from", "en", "a.txt"]).status.code(), Some(2));
}
