//! A full disk as an officer meets it: drafting into a library, or exporting to a place, that has no room left. It is said what
//! happened and what is safe; nothing half-written stays; with room again everything goes on.
//!
//! The disk is a small file system in memory, mounted in a name space of its own; skipped, with a line that says so, where that is not
//! allowed. The store's own writes, one by one, are in `crates/store/tests/full_disk.rs`.
#![cfg(target_os = "linux")]

use std::process::{Command, Output};

use gungman_tests::{built, workspace};
use serde_json::json;

/// Runs a script of the shell with a disk of two megabytes at `$DISK` and the tool at `$CLI`; nothing where none may be mounted.
fn with_a_small_disk(script: &str) -> Option<(tempfile::TempDir, Output)> {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let rules = json!({ "rules": [{ "text": "本署將於2026年12月8日更換升降機。" }] });
    std::fs::write(folder.path().join("script.json"), rules.to_string()).unwrap();
    std::fs::write(folder.path().join("points.txt"), "2026年12月8日更換升降機").unwrap();
    let shell = |script: &str| {
        Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c"])
            .arg(format!("mount -t tmpfs -o size=2m none \"$DISK\" || exit 77\n{script}"))
            .current_dir(folder.path())
            .env("DISK", &disk)
            .env("CLI", built("gungman-cli"))
            .env("GUNGMAN_DATA_DIR", folder.path().join("data"))
            .env("GUNGMAN_RESOURCES", workspace())
            .env("GUNGMAN_ENGINE", built("gungman-engine-scripted"))
            .env("GUNGMAN_SCRIPT", folder.path().join("script.json"))
            .output()
    };
    let output = shell(script).ok().filter(|output| output.status.code() != Some(77));
    if output.is_none() {
        println!("SKIPPED: no file system may be mounted here");
    }
    output.map(|output| (folder, output))
}

const DRAFT: &str = "\"$CLI\" draft --type memo --set subject=s --points points.txt";
/// Takes all the room there is.
const FILL: &str = "cat /dev/zero > \"$DISK/filler\" 2>/dev/null";

fn says(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn an_export_to_a_full_disk_is_said_and_leaves_nothing_half_written() {
    let script = format!(
        "{DRAFT} -o \"$DISK/memo.docx\" || exit 1\n\
         cp \"$DISK/memo.docx\" before.docx\n{FILL}\n\
         {DRAFT} -o \"$DISK/memo.docx\" --pdf \"$DISK/memo.pdf\"; echo \"ended with $?\"\n\
         cmp before.docx \"$DISK/memo.docx\" && echo unchanged\n\
         ls -A \"$DISK\"\n\
         rm \"$DISK/filler\"\n{DRAFT} -o \"$DISK/memo.docx\" --pdf \"$DISK/memo.pdf\" && echo again\n\
         \"$CLI\" audit verify && echo sound"
    );
    let Some((_folder, output)) = with_a_small_disk(&script) else { return };
    let said = says(&output);
    assert!(said.contains("ended with 1") && said.contains("disk_full"), "{said}");
    assert!(said.contains("磁碟已滿") && said.contains("The disk is full"), "{said}");
    assert!(
        said.contains("unchanged\nfiller\nmemo.docx\nagain"),
        "the file that was there, and no part of another: {said}"
    );
    assert!(said.contains("sound"), "{said}");
}

#[test]
fn a_library_on_a_full_disk_says_so_and_keeps_what_it_has() {
    let script = format!(
        "export GUNGMAN_DATA_DIR=\"$DISK/data\"\n\
         {DRAFT} --txt first.txt || exit 1\n{FILL}\n\
         for n in 1 2 3 4 5 6 7 8; do {DRAFT} --txt more.txt || break; done; echo \"ended with $?\"\n\
         {DRAFT} --txt more.txt; echo \"and with $?\"\n\
         rm \"$DISK/filler\"\n{DRAFT} --txt last.txt && echo again\n\
         \"$CLI\" library check && \"$CLI\" audit verify && echo sound\n\
         \"$CLI\" library search 升降機"
    );
    let Some((_folder, output)) = with_a_small_disk(&script) else { return };
    let said = says(&output);
    assert!(said.contains("and with 1") && said.contains("store_disk_full"), "{said}");
    assert!(said.contains("again") && said.contains("sound"), "{said}");
    let found = String::from_utf8_lossy(&output.stdout).lines().filter(|line| line.contains("\tmemo\t")).count();
    assert!(found >= 2, "the first and the last are there: {said}");
}
