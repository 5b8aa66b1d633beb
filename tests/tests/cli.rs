//! `gungman-cli` as a script sees it: exit codes, standard output, files.

use std::path::Path;
use std::process::{Command, Output};

use gungman_tests::{built, workspace};
use serde_json::json;

struct Cli {
    folder: tempfile::TempDir,
}

impl Cli {
    fn new(script: &serde_json::Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("script.json"), script.to_string()).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, &workspace())
    }

    fn run_with(&self, args: &[&str], resources: &Path) -> Output {
        Command::new(built("gungman-cli"))
            .args(args)
            .current_dir(self.folder.path())
            .env("GUNGMAN_DATA_DIR", self.path("data"))
            .env("GUNGMAN_RESOURCES", resources)
            .env_remove("GUNGMAN_MODELS")
            .env("GUNGMAN_ENGINE", built("gungman-engine-scripted"))
            .env("GUNGMAN_SCRIPT", self.path("script.json"))
            .output()
            .unwrap()
    }
}

fn says(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

const DRAFT: [&str; 11] = [
    "draft",
    "--type",
    "memo",
    "--lang",
    "zh-HK",
    "--set",
    "subject=火警演習",
    "--set",
    "from=環境保護署署長",
    "--points",
    "points.txt",
];

#[test]
fn a_draft_is_written_in_every_format_and_as_json() {
    let cli = Cli::new(&json!({ "rules": [{ "text": "本署將於2026年12月8日舉行火警演習。" }] }));
    std::fs::write(cli.path("points.txt"), "2026年12月8日火警演習").unwrap();
    let mut args = DRAFT.to_vec();
    args.extend(["-o", "memo.docx", "--pdf", "memo.pdf", "--txt", "memo.txt", "--json", "--strict"]);
    let output = cli.run(&args);
    assert_eq!(output.status.code(), Some(0), "{}", says(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["facts"][0]["state"], "present");
    assert_eq!(report["files"].as_array().unwrap().len(), 3);
    assert!(std::fs::read(cli.path("memo.docx")).unwrap().starts_with(b"PK"));
    assert!(std::fs::read(cli.path("memo.pdf")).unwrap().starts_with(b"%PDF"));
    assert!(std::fs::read_to_string(cli.path("memo.txt")).unwrap().contains("火警演習"));
}

#[test]
fn exit_codes_tell_a_script_what_happened() {
    let cli = Cli::new(&json!({ "rules": [{ "text": "本署將舉行火警演習。" }] }));
    std::fs::write(cli.path("points.txt"), "2026年12月8日火警演習，查詢2835 1107").unwrap();
    let mut strict = DRAFT.to_vec();
    strict.push("--strict");
    let output = cli.run(&strict);
    assert_eq!(output.status.code(), Some(5), "a fact is missing: {}", says(&output));
    assert_eq!(cli.run(&DRAFT).status.code(), Some(0), "without --strict it is said and no more");

    for (args, why) in [
        (vec!["draft", "--type", "memo"], "no points"),
        (vec!["draft", "--type", "poem", "--points", "points.txt"], "no such type"),
        (vec!["draft", "--type", "memo", "--points", "points.txt", "--set", "colour=red"], "no such field"),
        (vec!["draft", "--type", "memo", "--points", "points.txt", "--set", "date=tomorrow"], "no such day"),
        (vec!["draft", "--type", "memo", "--points", "points.txt", "--lang", "zh-Hans"], "no such language"),
        (vec!["sing"], "no such job"),
    ] {
        let output = cli.run(&args);
        assert_eq!(output.status.code(), Some(2), "{why}: {}", says(&output));
    }
    let output = cli.run(&["draft", "--type", "memo", "--points", "points.txt", "--set", "date=tomorrow"]);
    assert!(says(&output).contains("2026-11-23"), "it says how a date is written: {}", says(&output));
    assert_eq!(cli.run(&["--help"]).status.code(), Some(0));
    assert!(says(&cli.run(&["draft", "--help"])).contains("要點檔案"), "the help is in both languages");
}

#[test]
fn without_a_model_it_says_so_and_ends_with_three() {
    let cli = Cli::new(&json!({ "rules": [] }));
    std::fs::write(cli.path("points.txt"), "火警演習").unwrap();
    // The program's data files without the fetched model.
    let resources = cli.path("resources");
    std::fs::create_dir(&resources).unwrap();
    for part in ["templates", "models"] {
        copy(&workspace().join(part), &resources.join(part));
    }
    std::fs::create_dir_all(resources.join("opencc")).unwrap();
    copy(&workspace().join(".deps/opencc/share/opencc"), &resources.join("opencc"));
    let output = cli.run_with(&DRAFT, &resources);
    assert_eq!(output.status.code(), Some(3), "{}", says(&output));
    assert!(says(&output).contains("model_missing"), "{}", says(&output));
    assert_eq!(cli.run_with(&["doctor"], &resources).status.code(), Some(3));
}

#[test]
fn damaged_models_are_refused_with_the_reason() {
    let cli = Cli::new(&json!({ "rules": [] }));
    std::fs::write(cli.path("noise.gguf"), b"GGUF\x03\0\0\0 this is not a model").unwrap();
    let output = cli.run(&["models", "import", "noise.gguf"]);
    assert_eq!(output.status.code(), Some(3), "{}", says(&output));
    assert!(says(&output).contains("model_damaged"), "{}", says(&output));
    assert_eq!(cli.run(&["models", "import", "nothing.gguf"]).status.code(), Some(3));
    let listed = cli.run(&["models", "list", "--json"]);
    assert_eq!(listed.status.code(), Some(0));
    let rows: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert!(rows.as_array().is_some_and(|rows| !rows.is_empty()));
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn personal_data_are_found_covered_and_put_back() {
    let cli = Cli::new(&json!({ "rules": [] }));
    let letter = "李小明（A123456(3)）來電，號碼2835 1107。\n";
    std::fs::write(cli.path("letter.txt"), letter).unwrap();
    let listed = cli.run(&["personal", "letter.txt", "--json", "--strict"]);
    assert_eq!(listed.status.code(), Some(5), "{}", says(&listed));
    let rows: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!((&rows[0]["kind"], &rows[1]["kind"]), (&json!("identity_card"), &json!("phone")));
    let covered = cli.run(&["personal", "letter.txt", "--mask", "key.json", "-o", "covered.txt"]);
    assert_eq!(covered.status.code(), Some(0), "{}", says(&covered));
    let text = std::fs::read_to_string(cli.path("covered.txt")).unwrap();
    assert!(text.contains("〔身份證1〕") && !text.contains("A123456") && !text.contains("1107"), "{text}");
    assert_eq!(cli.run(&["personal", "covered.txt", "--strict"]).status.code(), Some(0));
    let back = cli.run(&["personal", "covered.txt", "--unmask", "key.json"]);
    assert_eq!(String::from_utf8_lossy(&back.stdout), letter);
}

#[test]
fn a_profile_fills_drafts_and_a_file_that_does_not_fit_is_refused_where_it_is_wrong() {
    let cli = Cli::new(&json!({ "rules": [{ "text": "本署定於2026年12月8日進行火警演習。" }] }));
    std::fs::write(cli.path("points.txt"), "2026年12月8日火警演習").unwrap();
    let file = "name = \"總部\"\n\n[values]\nhead = { zh = \"環境保護署署長\", en = \"Director of Environmental Protection\" }\n\
                signer = { zh = \"陳大文\", en = \"CHAN Tai-man\" }\ntel = \"2835 1107\"\n";
    std::fs::write(cli.path("wrong.toml"), file.replace("2835 1107", "2835")).unwrap();
    let wrong = cli.run(&["profile", "import", "wrong.toml"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(says(&wrong).contains("line 6: tel: 不是有效電話號碼"), "{}", says(&wrong));
    std::fs::write(cli.path("right.toml"), file).unwrap();
    assert_eq!(cli.run(&["profile", "import", "right.toml"]).status.code(), Some(0));
    std::fs::write(cli.path("second.toml"), file.replace("總部", "分區").replace("陳大文", "李小明")).unwrap();
    assert_eq!(cli.run(&["profile", "import", "second.toml"]).status.code(), Some(0));
    assert!(says(&cli.run(&["profile", "list"])).starts_with("* 總部\n  分區\n"));
    assert_eq!(says(&cli.run(&["profile", "export", "總部"])), file);

    let draft = |more: &[&str]| says(&cli.run(&[&DRAFT[..], more, &["--txt", "-"]].concat()));
    let usual = draft(&[]);
    assert!(usual.contains("陳大文") && usual.contains("2835 1107"), "{usual}");
    assert!(draft(&["--profile", "分區"]).contains("李小明"));
    assert!(draft(&["--set", "signer=何家怡"]).contains("何家怡"), "what is given goes before the profile");
    assert!(!draft(&["--no-profile"]).contains("2835 1107"));
    let unknown = cli.run(&[&DRAFT[..], &["--profile", "沒有", "--txt", "-"]].concat());
    assert_eq!(unknown.status.code(), Some(2), "{}", says(&unknown));
    assert_eq!(cli.run(&["profile", "default", "分區"]).status.code(), Some(0));
    assert!(draft(&[]).contains("李小明"));
    assert_eq!(cli.run(&["profile", "remove", "分區"]).status.code(), Some(0));
    assert!(says(&cli.run(&["profile", "list"])).starts_with("* 總部\n"));
}
