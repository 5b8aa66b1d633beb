//! The library and its audit log as an administrator has them: copies, restoring, searching, verifying, from the terminal.

use std::path::PathBuf;
use std::process::{Command, Output};

use gungman_tests::{built, workspace};
use serde_json::{Value, json};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        let script = json!({ "rules": [{ "text": "本署將於2026年12月8日更換升降機。" }] });
        std::fs::write(desk.path("script.json"), script.to_string()).unwrap();
        std::fs::write(desk.path("points.txt"), "2026年12月8日更換升降機").unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn library(&self) -> PathBuf {
        self.path("data/library.sqlite")
    }

    fn try_run(&self, args: &[&str]) -> Output {
        Command::new(built("gungman-cli"))
            .args(args)
            .current_dir(self.folder.path())
            .env("GUNGMAN_DATA_DIR", self.path("data"))
            .env("GUNGMAN_RESOURCES", workspace())
            .env("GUNGMAN_ENGINE", built("gungman-engine-scripted"))
            .env("GUNGMAN_SCRIPT", self.path("script.json"))
            .output()
            .unwrap()
    }

    fn run(&self, args: &[&str]) -> String {
        let output = self.try_run(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(args)).unwrap()
    }

    fn draft(&self, subject: &str) {
        let subject = format!("subject={subject}");
        self.run(&[
            "draft",
            "--type",
            "memo",
            "--set",
            &subject,
            "--set",
            "date=2026-11-25",
            "--points",
            "points.txt",
            "-o",
            "memo.docx",
        ]);
    }
}

#[test]
fn what_was_done_is_written_down_and_a_change_of_it_is_found() {
    let desk = Desk::new();
    desk.draft("更換升降機");
    let rows = desk.json(&["audit", "list", "--json"]);
    let rows = rows.as_array().unwrap();
    let actions: Vec<&str> = rows.iter().map(|row| row["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["create", "draft", "export"]);
    assert_eq!((&rows[1]["outcome"], &rows[1]["template"]), (&json!("complete"), &json!("memo")));
    assert!(!rows[1]["model"].as_str().unwrap().is_empty() && !rows[1]["who"].as_str().unwrap().is_empty());
    assert!(rows[2]["target"].as_str().unwrap().ends_with("memo.docx"));
    let log = desk.run(&["audit", "csv"]);
    assert_eq!(log.lines().count(), 4);
    assert!(!log.contains("升降機") && !log.contains("2026年12月8日"), "no text of a document: {log}");

    let head = rows[2]["hash"].as_str().unwrap();
    assert!(desk.run(&["audit", "verify", "--head", head]).contains(head));
    let other = desk.try_run(&["audit", "verify", "--head", &"0".repeat(64)]);
    assert_eq!(other.status.code(), Some(5));
    let tampered = "DROP TRIGGER audit_is_not_changed; UPDATE audit SET model = 'another' WHERE seq = 2;";
    let sqlite = Command::new("sqlite3").arg(desk.library()).arg(tampered).status().unwrap();
    assert!(sqlite.success());
    let found = desk.try_run(&["audit", "verify", "--json"]);
    assert_eq!(found.status.code(), Some(5));
    let verdict: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(verdict["faults"], json!([{ "kind": "altered", "seq": 2 }]));
}

#[test]
fn a_damaged_library_is_told_and_the_newest_copy_put_back() {
    let desk = Desk::new();
    desk.draft("第一份");
    let copy = desk.run(&["library", "backup"]);
    assert!(copy.trim().starts_with(desk.path("data/backups").to_str().unwrap()), "{copy}");
    desk.draft("第二份");
    assert_eq!(desk.json(&["library", "search", "第", "--json"]).as_array().unwrap().len(), 2);
    assert_eq!(desk.json(&["library", "backups", "--json"]).as_array().unwrap().len(), 1);

    let mut bytes = std::fs::read(desk.library()).unwrap();
    let quarter = bytes.len() / 4;
    bytes[quarter..].fill(0xaa);
    std::fs::write(desk.library(), &bytes).unwrap();
    let looked: Value = serde_json::from_slice(&desk.try_run(&["doctor", "--json"]).stdout).unwrap();
    let line = looked.as_array().unwrap().iter().find(|finding| finding["what"]["en"] == "Library").unwrap();
    assert_eq!(line["verdict"], "bad", "{line}");
    let checked = desk.try_run(&["library", "check"]);
    assert_eq!(checked.status.code(), Some(5), "{}", String::from_utf8_lossy(&checked.stderr));
    std::fs::write(desk.path("data/library.sqlite.doubt"), b"").unwrap();
    let refused = desk.try_run(&["library", "search", "第"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("library restore"), "it says what to do: {said}");

    desk.run(&["library", "restore"]);
    let hits = desk.json(&["library", "search", "第", "--json"]);
    assert_eq!(hits.as_array().unwrap().len(), 1);
    assert_eq!(hits[0]["row"]["subject"], "第一份");
    desk.run(&["library", "check"]);
    let rows = desk.json(&["audit", "list", "--json", "--last", "1"]);
    assert_eq!(rows[0]["action"], "restore_library");
    desk.run(&["audit", "verify"]);
    let aside = std::fs::read_dir(desk.path("data/backups")).unwrap().flatten().find(|entry| {
        entry.file_name().to_str().unwrap().starts_with("put-aside-")
            && entry.path().extension().is_some_and(|e| e == "sqlite")
    });
    assert!(std::fs::read(aside.unwrap().path()).unwrap() == bytes, "what was there is kept as it was");
}

#[test]
fn the_library_is_not_replaced_while_it_is_in_use() {
    let desk = Desk::new();
    desk.draft("甲");
    let copy = desk.run(&["library", "backup", "copy.sqlite"]);
    assert_eq!(copy.trim(), "copy.sqlite");
    // The window holds this lock as long as it lives.
    let lock =
        std::fs::OpenOptions::new().create(true).truncate(false).write(true).open(desk.path("data/instance.lock"));
    let lock = lock.unwrap();
    lock.lock().unwrap();
    let refused = desk.try_run(&["library", "restore", "copy.sqlite"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("library_in_use"), "{said}");
    drop(lock);
    desk.run(&["library", "restore", "copy.sqlite"]);
    let refused = desk.try_run(&["library", "restore", "points.txt"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("store_not_a_database"));
}

#[test]
fn documents_are_found_from_the_terminal() {
    let desk = Desk::new();
    desk.draft("更換升降機");
    desk.draft("火警演習");
    // The body of both speaks of the lift; simplified characters find it as well.
    for (asked, count) in [
        (vec!["升降机"], 2),
        (vec!["火"], 1),
        (vec!["演习", "--type", "memo"], 1),
        (vec!["演習", "--type", "letter"], 0),
    ] {
        let args: Vec<&str> = ["library", "search", "--json"].into_iter().chain(asked.iter().copied()).collect();
        assert_eq!(desk.json(&args).as_array().unwrap().len(), count, "{asked:?}");
    }
    let lines = desk.run(&["library", "search", "升降機", "--from", "2026-01-01"]);
    assert!(lines.contains("更換升降機"), "{lines}");
    assert_eq!(desk.run(&["library", "search", "升降機", "--from", "2027-01-01"]), "");
}
