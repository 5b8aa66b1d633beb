//! A full disk at every point where the library writes: it is said, what was acknowledged stays, and work goes on once there is room.
//!
//! The disk is a file system of three megabytes in memory, which this test mounts in a name space of its own where the system allows
//! it; else the test says that it was skipped.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{complete, generated, memo};
use gungman_store::{NewAudit, Store, StoreError, backup};

const DISK: &str = "GUNGMAN_STORE_TEST_DISK";

#[test]
fn a_full_disk_is_said_and_nothing_acknowledged_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let alone = ["--user", "--map-root-user", "--mount", "sh", "-c"];
    let mounted = format!("mount -t tmpfs -o size=3m none '{}' && exec \"$0\" \"$@\"", folder.path().display());
    let may = Command::new("unshare").args(alone).args([&mounted, "true"]).status();
    if !may.is_ok_and(|status| status.success()) {
        println!("SKIPPED: no file system may be mounted here");
        return;
    }
    let output = Command::new("unshare")
        .args(alone)
        .arg(&mounted)
        .arg(std::env::current_exe().unwrap())
        .args(["fill_the_disk", "--exact", "--ignored", "--nocapture"])
        .env(DISK, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "{said}");
    println!("{}", said.lines().find(|line| line.contains("refused")).unwrap_or_default());
}

/// What was acknowledged so far.
#[derive(Default)]
struct Kept {
    documents: Vec<(i64, String)>,
    versions: Vec<i64>,
    rows: i64,
}

/// Every kind of write once; gives the first refusal.
async fn write_everything(store: &Store, n: usize, kept: &mut Kept, copies: &Path) -> Result<(), StoreError> {
    let text = format!("{n} {}", "字".repeat(1500));
    let id = store.create_document(&memo("s", &text), &text).await?.id;
    kept.documents.push((id, text));
    let text = format!("{n} again {}", "句".repeat(2500));
    store.save_working_copy(id, &memo("t", &text), &text).await?;
    if let Some(last) = kept.documents.last_mut() {
        last.1 = text;
    }
    let version = store.begin_version(&generated(id, &memo("v", "v"))).await?;
    store.finish_version(version.id, &complete(&memo("v", &"段".repeat(2000)))).await?;
    kept.versions.push(version.id);
    store.record(&NewAudit { action: "draft".into(), ..NewAudit::default() }).await?;
    kept.rows += 1;
    store.set_setting("last", &n.to_string()).await?;
    let copy = copies.join("copy.sqlite");
    let copied = store.backup(&copy).await;
    if copied.is_ok() {
        fs::remove_file(&copy)?;
    }
    copied.map(drop)
}

async fn all_there(store: &Store, kept: &Kept) {
    for (id, text) in &kept.documents {
        assert_eq!(store.document(*id).await.unwrap().points, *text, "document {id}");
    }
    for id in &kept.versions {
        assert!(store.version(*id).await.unwrap().row.finished_at.is_some(), "version {id}");
    }
    let verdict = store.verify_audit(None).await.unwrap();
    assert!(verdict.faults.is_empty() && verdict.rows >= kept.rows, "{verdict:?}");
}

#[tokio::test]
#[ignore = "a child: has a small disk to itself"]
async fn fill_the_disk() {
    let Some(disk) = std::env::var_os(DISK).map(PathBuf::from) else { return };
    let mut refused = 0;
    // From no room at all to room for some of the writes and not for others.
    for free in (0..1200).step_by(150) {
        let path = disk.join("library.sqlite");
        let filler = disk.join("filler");
        let mut kept = Kept::default();
        let store = Store::open(&path).await.unwrap();
        write_everything(&store, 0, &mut kept, &disk).await.unwrap();
        // All of the disk but `free` kilobytes.
        let mut filling = vec![0u8; 3 << 20];
        loop {
            match fs::write(&filler, &filling) {
                Ok(()) => break,
                Err(_) => filling.truncate(filling.len().saturating_sub(8 << 10)),
            }
        }
        filling.truncate(filling.len().saturating_sub(free << 10));
        fs::write(&filler, &filling).unwrap();

        let mut error = None;
        for n in 1..400 {
            if let Err(found) = write_everything(&store, n, &mut kept, &disk).await {
                error = Some(found);
                break;
            }
        }
        let error = error.expect("the disk is small enough to be filled");
        assert_eq!(error.code(), "store_disk_full", "{free} kB free: {error}");
        refused += 1;
        all_there(&store, &kept).await;
        // The same error again and again, and still nothing is lost.
        let large = "甲".repeat(900_000);
        let again = store.save_working_copy(kept.documents[0].0, &memo("x", &large), "x").await;
        assert_eq!(again.unwrap_err().code(), "store_disk_full", "{free} kB free");
        all_there(&store, &kept).await;
        assert!(!disk.join("copy.sqlite").exists() && !disk.join("copy.sqlite.part").exists(), "no half a copy");

        fs::remove_file(&filler).unwrap();
        store.set_setting("room", "again").await.unwrap();
        store.close().await;
        assert_eq!(backup::inspect(&path).await.unwrap().problems, [""; 0], "{free} kB free");
        let store = Store::open(&path).await.unwrap();
        all_there(&store, &kept).await;
        store.close().await;
        for entry in fs::read_dir(&disk).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
    }
    println!("refused {refused} times, each time with store_disk_full");
}
