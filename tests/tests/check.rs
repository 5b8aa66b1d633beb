//! `gungman-cli check` as a script sees it: lists, JSON, SARIF, copies, exit codes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use gungman_tests::{built, parts, workspace};
use serde_json::Value;

struct Cli {
    folder: tempfile::TempDir,
}

impl Cli {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(built("gungman-cli"));
        command
            .arg("check")
            .args(args)
            .current_dir(self.folder.path())
            .env("GUNGMAN_DATA_DIR", self.folder.path().join("data"))
            .env("GUNGMAN_RESOURCES", workspace())
            .env("GUNGMAN_TODAY", "2026-11-23");
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const LETTER: &str =
    "Dear Mr Chan,\n\nI refer to your letter of 3rd November 2026. The center is closed.\n\nYours faithfully,\n";
const GOOD: &str =
    "Dear Mr Chan,\n\nI refer to your letter of 3 November 2026. The centre is closed.\n\nYours sincerely,\n";

#[test]
fn findings_are_listed_by_line_and_strict_says_so() {
    let cli = Cli::new();
    cli.file("letter.txt", LETTER);
    cli.file("good.txt", GOOD);
    let output = cli.run(&["letter.txt"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let list = out(&output);
    for line in ["letter.txt:3:27: ?", "[date-ordinal]", "letter.txt:3:50: ?", "letter.txt:5:1: ✗", "[letter-closing]"]
    {
        assert!(list.contains(line), "{line}: {list}");
    }
    assert_eq!(cli.run(&["--strict", "letter.txt"]).status.code(), Some(5));
    assert_eq!(cli.run(&["--strict", "good.txt"]).status.code(), Some(0));
    assert_eq!(cli.run(&["--strict", "--type", "press-release", "good.txt"]).status.code(), Some(0));
    assert_eq!(cli.run(&[]).status.code(), Some(2));
    assert_eq!(cli.run(&["none.txt"]).status.code(), Some(1));
    assert_eq!(cli.run(&["--json", "--sarif", "good.txt"]).status.code(), Some(2));
}

#[test]
fn sure_fixes_go_into_a_copy_beside_the_file() {
    let cli = Cli::new();
    let path = cli.file("letter.txt", LETTER);
    let markdown = cli.file("memo.md", "# 便箋\n\n政府今日公佈結果,請備悉。\n");
    let output = cli.run(&["--fix", "letter.txt", "memo.md"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), LETTER);
    assert_eq!(std::fs::read_to_string(path.with_file_name("letter.checked.txt")).unwrap(), GOOD);
    let fixed = std::fs::read_to_string(markdown.with_file_name("memo.checked.md")).unwrap();
    assert_eq!(fixed, "# 便箋\n\n政府今日公布結果，請備悉。\n");
    // A copy that is there is somebody's work.
    let _ = cli.run(&["--fix", "letter.txt"]);
    assert!(path.with_file_name("letter.checked (2).txt").exists());
}

#[test]
fn a_pipe_is_checked_and_put_right() {
    let cli = Cli::new();
    let mut child = cli
        .command(&["--fix", "--lang", "zh", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("政府今日宣佈結果。\n".as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(out(&output), "政府今日宣布結果。\n");
    assert!(String::from_utf8_lossy(&output.stderr).contains("[glyph-government]"));
}

#[test]
fn json_and_sarif_say_the_same() {
    let cli = Cli::new();
    cli.file("公函.txt", LETTER);
    let json: Value = serde_json::from_slice(&cli.run(&["--json", "公函.txt"]).stdout).unwrap();
    let rows = json[0]["findings"].as_array().unwrap();
    assert_eq!((json[0]["type"].as_str(), json[0]["lang"].as_str()), (Some("letter"), Some("en-GB")));
    let sarif: Value = serde_json::from_slice(&cli.run(&["--sarif", "公函.txt"]).stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), rows.len());
    for (result, row) in results.iter().zip(rows) {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(result["ruleId"], row["rule"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "%E5%85%AC%E5%87%BD.txt");
        assert_eq!(place["region"]["startLine"], row["line"]);
        let (start, end) = (&place["region"]["startColumn"], &place["region"]["endColumn"]);
        assert_eq!(end.as_u64().unwrap() - start.as_u64().unwrap(), row["length"].as_u64().unwrap());
        if let Some(fix) = row["fix"].as_str() {
            let change = &result["fixes"][0]["artifactChanges"][0];
            assert_eq!(change["replacements"][0]["insertedContent"]["text"], fix);
        }
    }
}

const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A small Word file around a body.
fn docx(path: &Path, body: &str) {
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="{NAMESPACE}"><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>"#
    );
    for (name, text) in
        [("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", document.as_str())]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn a_word_file_keeps_its_formatting() {
    let cli = Cli::new();
    let path = cli.folder.path().join("memo.docx");
    let fonts = r#"<w:rFonts w:eastAsia="SimSun"/><w:lang w:eastAsia="zh-TW"/>"#;
    docx(
        &path,
        &format!(
            r#"<w:p><w:r><w:t>便箋</w:t></w:r></w:p><w:p><w:r><w:rPr>{fonts}</w:rPr><w:t>政府今日</w:t></w:r><w:r><w:rPr><w:b/>{fonts}</w:rPr><w:t>公佈</w:t></w:r><w:r><w:rPr>{fonts}</w:rPr><w:t>結果,請備悉。</w:t></w:r></w:p><w:p><w:r><w:t>服務質量欠佳。</w:t></w:r></w:p>"#
        ),
    );
    let before = std::fs::read(&path).unwrap();
    let output = cli.run(&["--json", "--fix", "memo.docx"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let lines: Vec<_> =
        json[0]["findings"].as_array().unwrap().iter().map(|row| (row["line"].as_u64(), row["fix"].as_str())).collect();
    assert_eq!(lines, [(Some(2), Some("公布")), (Some(2), Some("，")), (Some(3), Some("質素"))]);
    assert_eq!(std::fs::read(&path).unwrap(), before, "the original is left alone");
    let fixed = path.with_file_name("memo.checked.docx");
    let text = |path: &Path| {
        let part = parts(path).into_iter().find(|(name, _)| name == "word/document.xml").unwrap();
        String::from_utf8(part.1).unwrap()
    };
    let xml = text(&fixed);
    assert!(
        xml.contains(r#"<w:b/><w:rFonts w:eastAsia="SimSun"/><w:lang w:eastAsia="zh-TW"/></w:rPr><w:t>公布</w:t>"#),
        "{xml}"
    );
    assert!(xml.contains("結果，請備悉。") && xml.contains("服務質量欠佳。"), "{xml}");
}
