//! What needs a process of its own: a program that is killed, and a user who may not write.
//!
//! The children are this test program again, running one ignored test by name with its path in the environment.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::env;
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{complete, generated, memo};
use gungman_store::{Store, VersionState};
use sqlx::{Connection as _, SqliteConnection};

const PATH: &str = "GUNGMAN_STORE_TEST_PATH";

/// This program, to run one ignored test with a path.
fn child(program: &Path, test: &str, path: &Path) -> Command {
    let mut command = Command::new(program);
    command.args([test, "--exact", "--ignored", "--nocapture"]).env(PATH, path);
    command
}

/// The path a child was given; children do nothing when someone else starts them.
fn given() -> Option<PathBuf> {
    env::var_os(PATH).map(PathBuf::from)
}

/// The text of the nth save: long enough for several pages.
fn text(n: usize) -> String {
    format!("{n}\n{}", "字".repeat(4000 + n % 1000))
}

#[tokio::test]
#[ignore = "a child: writes until it is killed"]
async fn write_until_killed() {
    let Some(path) = given() else { return };
    let store = Store::open(&path).await.unwrap();
    let id = match store.latest_document().await.unwrap() {
        Some(record) => record.id,
        None => store.create_document(&memo("0", ""), &text(0)).await.unwrap().id,
    };
    let first: usize = store.document(id).await.unwrap().document.field("subject").parse().unwrap();
    for n in first + 1.. {
        let document = memo(&n.to_string(), &text(n));
        store.save_working_copy(id, &document, &text(n)).await.unwrap();
        // Straight to the pipe: the test harness may keep what `println!` prints.
        io::stdout().write_all(format!("saved {n}\n").as_bytes()).unwrap();
        let version = store.begin_version(&generated(id, &document)).await.unwrap();
        if n % 2 == 0 {
            store.finish_version(version.id, &complete(&document)).await.unwrap();
            io::stdout().write_all(format!("ended {}\n", version.id).as_bytes()).unwrap();
        }
    }
}

#[tokio::test]
async fn a_killed_program_loses_nothing_it_was_told_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gungman.db");
    let mut saved = 0;
    for round in 0..6u64 {
        let mut writer = child(&env::current_exe().unwrap(), "write_until_killed", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        // Until it has saved a few times, then to some point inside a later write.
        let (mut fresh, mut ended) = (0, 0);
        let mut read = |line: io::Result<String>, fresh: &mut u64| {
            let line = line.unwrap();
            // The harness's own “test write_until_killed ... ” may stand before the first.
            if let Some((_, n)) = line.split_once("saved ") {
                saved = n.parse().unwrap();
                *fresh += 1;
            } else if let Some((_, id)) = line.split_once("ended ") {
                ended = id.parse::<i64>().unwrap();
            }
        };
        while fresh < 8 {
            read(lines.next().expect("the child ended by itself"), &mut fresh);
        }
        std::thread::sleep(Duration::from_micros(700 * round));
        writer.kill().unwrap();
        writer.wait().unwrap();
        for line in lines {
            read(line, &mut fresh);
        }

        let store = Store::open(&path).await.unwrap();
        let record = store.latest_document().await.unwrap().unwrap();
        let n: usize = record.document.field("subject").parse().unwrap();
        assert!(n == saved || n == saved + 1, "acknowledged {saved}, found {n}");
        assert_eq!((record.document, &record.points), (memo(&n.to_string(), &text(n)), &text(n)), "half a save");
        assert_eq!(store.version(ended).await.unwrap().row.state, VersionState::Complete);
        let running = store.versions(record.id).await.unwrap();
        let running = running.iter().filter(|row| row.state == VersionState::Running).count();
        assert_eq!(store.interrupt_running().await.unwrap(), running as u64);
        store.close().await;

        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let check: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await.unwrap();
        assert_eq!(check, "ok");
        connection.close().await.unwrap();
    }
}

#[tokio::test]
#[ignore = "a child: may not write where it opens"]
async fn open_what_may_not_be_written() {
    let Some(folder) = given() else { return };
    for name in ["new.db", "below/new.db", "folder-only.db", "file-too.db"] {
        let error = Store::open(&folder.join(name)).await.unwrap_err();
        assert_eq!(error.code(), "store_read_only", "{name}: {error}");
    }
}

#[tokio::test]
async fn where_nothing_can_be_written_the_store_says_so_and_changes_nothing() {
    // Root may write anywhere, so root has the child run as nobody, from a place that nobody may read.
    let scratch = tempfile::tempdir().unwrap();
    fs::set_permissions(scratch.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = scratch.path().join("child");
    fs::copy(env::current_exe().unwrap(), &program).unwrap();
    let folder = scratch.path().join("folder");
    fs::create_dir(&folder).unwrap();
    for (name, mode) in [("folder-only.db", 0o666), ("file-too.db", 0o444)] {
        let path = folder.join(name);
        let store = Store::open(&path).await.unwrap();
        store.create_document(&memo("s", "b"), "").await.unwrap();
        store.close().await;
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let state = || ["folder-only.db", "file-too.db"].map(|name| fs::read(folder.join(name)).unwrap());
    let before = state();

    let mut command = child(&program, "open_what_may_not_be_written", &folder);
    if fs::metadata(&program).unwrap().uid() == 0 {
        command.uid(65_534).gid(65_534);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1 passed"), "{said}");
    assert!(state() == before, "a file has changed");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
}
