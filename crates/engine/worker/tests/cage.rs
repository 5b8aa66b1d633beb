//! The cage of the real worker: what it can no longer do, each tried by the worker's own program.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gungman_engine::{ChatFormat, Engine, EngineConfig, LoadRequest, Options, Prompt, Turn};

fn cage_test(arguments: &[&str]) -> (Output, serde_json::Value) {
    let folder = tempfile::tempdir().unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_gungman-engine")).arg("cage-test").arg(folder.path()).args(arguments).output();
    let output = output.unwrap();
    let report = serde_json::from_slice(&output.stdout).unwrap_or_default();
    (output, report)
}

fn names(outcomes: &serde_json::Value, refused: bool) -> BTreeSet<String> {
    let outcomes = outcomes.as_array().expect("a list of outcomes").iter();
    let outcomes = outcomes.filter(|outcome| outcome["refused"] == refused);
    outcomes.map(|outcome| outcome["what"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_attempt_is_refused_and_none_of_them_was_idle() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (output, caged) = cage_test(&["--connect", &address]);
    assert!(output.status.success(), "{caged:#} {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(caged["walls"]["calls"], true);
    assert_eq!(names(&caged["attempts"], false), BTreeSet::new(), "{caged:#}");
    assert_eq!(names(&caged["needed"], true), BTreeSet::new(), "{caged:#}");

    // The same attempts by the same program outside: all of them succeed, so the refusals are the cage's.
    let (output, open) = cage_test(&["--open", "--connect", &address]);
    assert_eq!(output.status.code(), Some(1), "{open:#}");
    assert_eq!(names(&open["attempts"], false), names(&caged["attempts"], true), "{open:#}");
    assert!(names(&open["attempts"], false).len() >= 14, "{open:#}");
}

#[test]
fn it_can_neither_become_another_program_nor_have_a_second_process() {
    let (output, _) = cage_test(&["--exec", "/bin/true"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Operation not permitted"), "{said}");
    let (output, _) = cage_test(&["--open", "--exec", "/bin/true"]);
    assert!(output.status.success() && output.stdout.is_empty(), "outside the cage it is another program by then");

    let output = Command::new(env!("CARGO_BIN_EXE_gungman-engine")).arg("cage-test-process").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("Operation not permitted"), "{said}");
}

/// What the kernel says of every thread of the worker that this test has started.
fn threads_of_the_worker() -> Vec<String> {
    let own = format!("PPid:\t{}\n", std::process::id());
    let status = |folder: PathBuf| fs::read_to_string(folder.join("status")).unwrap_or_default();
    let folders = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let children = folders(Path::new("/proc")).filter(|process| {
        let status = status(process.clone());
        status.contains(&own) && status.starts_with("Name:\tgungman-engine\n")
    });
    children.flat_map(|process| folders(&process.join("task")).map(status).collect::<Vec<_>>()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worker_writes_in_its_cage_and_every_thread_of_it_is_inside() {
    let model = std::env::var_os("GUNGMAN_MODEL").map(PathBuf::from);
    let fetched =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../.deps/models/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf");
    let Some(path) = model.into_iter().chain([fetched]).find(|path| path.is_file()) else {
        println!("SKIPPED: no model in GUNGMAN_MODEL or .deps/models");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut config = EngineConfig::new(env!("CARGO_BIN_EXE_gungman-engine"));
    config.prefix_dir = Some(folder.path().join("prefixes"));
    let engine = Engine::new(config);
    let request = LoadRequest {
        path,
        sha256: "as-imported".to_owned(),
        context: 512,
        threads: Some(2),
        banned_chars: String::new(),
        chat: ChatFormat::Chatml,
    };
    engine.load(request.clone()).await.unwrap();
    let rules = Turn::system("You write one short sentence in plain English. ".repeat(8));
    let ask = || Prompt { prefix: vec![rules.clone()], tail: vec![Turn::user("Say that the lift is being repaired.")] };
    let (text, _) = engine.generate(ask(), Options::greedy(8)).text().await.unwrap();
    assert!(!text.trim().is_empty());

    let threads = threads_of_the_worker();
    assert!(threads.len() >= 3, "the reader, the owner and a thread that computes: {threads:?}");
    for status in &threads {
        assert!(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1"), "{status}");
    }
    // It kept the evaluated prefix from inside, and the next worker reads it from inside.
    engine.unload().await;
    let kept = fs::read_dir(folder.path().join("prefixes")).unwrap().count();
    assert_eq!(kept, 2, "a state and its seal");
    engine.load(LoadRequest { context: 512, ..request }).await.unwrap();
    let (_, stats) = engine.generate(ask(), Options::greedy(2)).text().await.unwrap();
    assert!(stats.disk_reused, "{stats:?}");
    assert_eq!(engine.status().borrow().restarts, 0);
    engine.shutdown().await;
}
