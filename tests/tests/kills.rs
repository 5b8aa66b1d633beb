//! A writing session that is killed at random moments: what was acknowledged is there, the library is sound, the audit log holds, and
//! no file that was written for others is half of one.
//!
//! Twenty kills in the suite; a thousand by `GUNGMAN_KILLS=1000 cargo test -p gungman-tests --test kills -- --nocapture`.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use gungman_app::export::replace;
use gungman_core::{Block, Document, Lang};
use gungman_store::{NewAudit, NewVersion, Outcome, Store, VersionSource, VersionState, backup};

const FOLDER: &str = "GUNGMAN_KILLS_FOLDER";
/// After so many kills a new library is begun, so that the thousandth kill meets one as small as the first.
const LIBRARY_LASTS: u64 = 40;

fn memo(n: usize) -> Document {
    let mut document = Document::new("memo", Lang::ZhHantHk);
    document.fields.insert("subject".into(), n.to_string());
    document.body = vec![Block::paragraph(text(n))];
    document
}

fn text(n: usize) -> String {
    format!("{n}\n{}", "字".repeat(2000 + n % 3000))
}

/// A file for others: its first line says how much follows.
fn export(n: usize) -> Vec<u8> {
    let body = text(n).repeat(8);
    format!("{}\n{body}", body.len()).into_bytes()
}

fn say(line: &str) {
    // Straight to the pipe: the test harness may keep what `println!` prints.
    std::io::stdout().write_all(format!("{line}\n").as_bytes()).unwrap();
}

#[tokio::test]
#[ignore = "a child: writes until it is killed"]
async fn write_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let store = Store::open(&folder.join("library.sqlite")).await.unwrap();
    let (id, first) = match store.latest_document().await.unwrap() {
        Some(record) => (record.id, record.document.field("subject").parse().unwrap()),
        None => (store.create_document(&memo(0), &text(0)).await.unwrap().id, 0usize),
    };
    for n in first + 1.. {
        store.save_working_copy(id, &memo(n), &text(n)).await.unwrap();
        say(&format!("saved {n}"));
        let new = NewVersion {
            document_id: id,
            source: VersionSource::Generated,
            state: VersionState::Running,
            document: memo(n),
            points: text(n),
            instruction: String::new(),
            model: "a-model".into(),
        };
        let version = store.begin_version(&new).await.unwrap();
        let outcome = Outcome { state: VersionState::Complete, document: memo(n), stats: None, error: None };
        store.finish_version(version.id, &outcome).await.unwrap();
        let row =
            store.record(&NewAudit { action: "draft".into(), target: n.to_string(), ..NewAudit::default() }).await;
        say(&format!("recorded {}", row.unwrap().seq));
        replace(&folder.join("memo.txt"), &export(n)).unwrap();
        replace(&folder.join(format!("memo-{}.txt", n % 4)), &export(n)).unwrap();
        if n.is_multiple_of(7) {
            let copy = folder.join(format!("copy-{}.sqlite", n % 3));
            let _ = std::fs::remove_file(&copy);
            store.backup(&copy).await.unwrap();
        }
    }
}

/// Kills the session after it has said something and some more time, and gives the last of what it acknowledged.
fn kill_once(folder: &Path, after: Duration) -> (usize, i64) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["write_until_killed", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (mut saved, mut recorded) = (0, 0);
    let mut hear = |line: String| {
        // The harness's own words may stand before the first.
        if let Some((_, n)) = line.split_once("saved ") {
            saved = n.parse().unwrap();
        } else if let Some((_, n)) = line.split_once("recorded ") {
            recorded = n.parse().unwrap();
        }
    };
    for line in lines.by_ref() {
        let line = line.unwrap();
        let begun = line.contains("saved ");
        hear(line);
        if begun {
            break;
        }
    }
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    lines.map_while(Result::ok).for_each(&mut hear);
    (saved, recorded)
}

async fn look_through(folder: &Path, saved: usize, recorded: i64) {
    let library = folder.join("library.sqlite");
    let store = Store::open(&library).await.unwrap();
    let record = store.latest_document().await.unwrap().unwrap();
    let n: usize = record.document.field("subject").parse().unwrap();
    assert!(saved > 0 && (n == saved || n == saved + 1), "acknowledged {saved}, found {n}");
    assert_eq!((record.document, record.points), (memo(n), text(n)), "half a save");
    let verdict = store.verify_audit(None).await.unwrap();
    assert!(verdict.faults.is_empty() && verdict.rows >= recorded, "acknowledged {recorded}: {verdict:?}");
    store.close().await;
    assert_eq!(backup::inspect(&library).await.unwrap().problems, [""; 0]);
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".txt") && !name.starts_with('.') {
            let whole = std::fs::read_to_string(&path).unwrap();
            let (length, body) = whole.split_once('\n').unwrap();
            assert_eq!(length.parse::<usize>().unwrap(), body.len(), "{name} is half an export");
        } else if name.starts_with("copy-") && name.ends_with(".sqlite") {
            assert_eq!(backup::inspect(&path).await.unwrap().problems, [""; 0], "{name}");
        }
    }
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_however_often_the_program_is_killed() {
    let kills = std::env::var("GUNGMAN_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20u64);
    let mut chance = 0x9e37_79b9_7f4a_7c15u64;
    let mut folder = tempfile::tempdir().unwrap();
    let mut saves = 0u64;
    for round in 0..kills {
        if round.is_multiple_of(LIBRARY_LASTS) {
            folder = tempfile::tempdir().unwrap();
        }
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let after = Duration::from_micros((chance >> 40) % 120_000);
        let (saved, recorded) = kill_once(folder.path(), after);
        look_through(folder.path(), saved, recorded).await;
        saves += 1;
        if saves.is_multiple_of(100) {
            println!("{saves} kills, nothing lost");
        }
    }
    println!(
        "{kills} kills: every acknowledged text there, the library sound, the audit log whole, no half-written file"
    );
}
