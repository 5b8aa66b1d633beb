//! No network, shown three ways: what the programs are built from, what they ask of the system over a whole run, and the same
//! run where there is no network. What the window may load stands in `window_lock.rs`; the window's own run without a network
//! is `tests/e2e/offline.test.mjs`.
#![cfg(unix)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use gungman_tests::{built, model, workspace};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Rules {
    programs: Vec<String>,
    platforms: Vec<String>,
    banned: Vec<Banned>,
    tolerated: Vec<Tolerated>,
}

#[derive(Deserialize)]
struct Banned {
    why: String,
    crates: Vec<String>,
}

#[derive(Deserialize)]
struct Tolerated {
    #[serde(rename = "crate")]
    name: String,
    why: String,
    programs: Vec<String>,
}

fn rules() -> Rules {
    toml::from_str(&std::fs::read_to_string(workspace().join("tests/data/no-network.toml")).unwrap()).unwrap()
}

/// The crates a program is built from on a platform, as cargo resolves them.
fn tree(program: &str, platform: &str) -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(workspace()).args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"]);
    command.args(["--format", "{p}", "--package", program, "--target", platform]);
    if program == "gungman" {
        command.args(["--features", "custom-protocol"]);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// Whether a crate is the one banned or of its family: `hyper-util` is of `hyper`.
fn is_of(name: &str, banned: &str) -> bool {
    name == banned || name.strip_prefix(banned).is_some_and(|rest| rest.starts_with('-') || rest.starts_with('_'))
}

#[test]
fn nothing_that_opens_connections_is_built_into_a_program() {
    let rules = rules();
    let mut met: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for program in &rules.programs {
        for platform in &rules.platforms {
            let tree = tree(program, platform);
            assert!(tree.contains("tokio") && tree.len() > 40, "{program} for {platform}: {} crates", tree.len());
            for name in &tree {
                for banned in &rules.banned {
                    let of = banned.crates.iter().find(|banned| is_of(name, banned));
                    assert!(of.is_none(), "{program} for {platform} is built from {name}, which {}", banned.why);
                }
                if let Some(tolerated) = rules.tolerated.iter().find(|tolerated| tolerated.name == *name) {
                    assert!(
                        tolerated.programs.contains(program),
                        "{program} has {name}, which only {:?} may have: {}",
                        tolerated.programs,
                        tolerated.why
                    );
                    met.entry(&tolerated.name).or_default().insert(program.clone());
                }
            }
            println!("{program} for {platform}: {} crates, none banned", tree.len());
        }
    }
    for tolerated in &rules.tolerated {
        let listed: BTreeSet<String> = tolerated.programs.iter().cloned().collect();
        assert_eq!(
            met.get(tolerated.name.as_str()),
            Some(&listed),
            "{} need not be tolerated any more",
            tolerated.name
        );
    }
}

#[test]
fn the_list_would_find_what_it_bans() {
    assert!(is_of("hyper", "hyper") && is_of("hyper-util", "hyper") && is_of("actix-web", "actix"));
    assert!(!is_of("http", "http-body") && !is_of("curlew", "curl"));
    // What another platform's build of the window's library would bring is on it.
    let rules = rules();
    let of = |name: &str| rules.banned.iter().any(|banned| banned.crates.iter().any(|banned| is_of(name, banned)));
    for name in ["reqwest", "hyper-util", "tower-http", "httparse"] {
        assert!(tree("gungman", "aarch64-linux-android").contains(name) && of(name), "{name}");
    }
}

/// A sample memo drafted by the command line tool, under `wrapper`.
fn draft(folder: &Path, wrapper: &[&str], worker: &str) -> Output {
    std::fs::write(
        folder.join("script.json"),
        json!({ "rules": [{ "text": "本署將於2026年12月8日舉行火警演習。" }] }).to_string(),
    )
    .unwrap();
    std::fs::write(folder.join("points.txt"), "2026年12月8日火警演習").unwrap();
    let mut command = match wrapper.split_first() {
        Some((program, arguments)) => {
            let mut command = Command::new(program);
            command.args(arguments).arg(built("gungman-cli"));
            command
        }
        None => Command::new(built("gungman-cli")),
    };
    command
        .args(["draft", "--type", "memo", "--set", "subject=火警演習", "--points", "points.txt"])
        .args(["-o", "memo.docx", "--pdf", "memo.pdf", "--txt", "memo.txt"])
        .current_dir(folder)
        .env("GUNGMAN_DATA_DIR", folder.join("data"))
        .env("GUNGMAN_RESOURCES", workspace())
        .env("GUNGMAN_ENGINE", built(worker))
        .env("GUNGMAN_SCRIPT", folder.join("script.json"))
        .output()
        .unwrap()
}

/// Whether a tool of the tests is there; skipped, with a line that says so, only where it is not.
fn there(tool: &str) -> bool {
    let found = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|p| p.join(tool).is_file());
    if !found {
        println!("SKIPPED: no {tool}");
    }
    found
}

fn written(folder: &Path) {
    for name in ["memo.docx", "memo.pdf", "memo.txt"] {
        assert!(std::fs::metadata(folder.join(name)).is_ok_and(|file| file.len() > 100), "{name}");
    }
}

/// The calls of a trace that have to do with sockets, save a pair that the program makes for itself: tokio wakes itself
/// with one when a signal comes.
fn network_calls(trace: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(trace).unwrap();
    assert!(text.contains("exited with 0"), "the trace is whole: {text}");
    let own_pair =
        |line: &str| line.contains("socketpair(AF_UNIX") || line.contains("recvfrom(") && line.contains("EAGAIN");
    let calls = text.lines().filter(|line| line.contains('(') && !line.contains(" --- ") && !line.contains(" +++ "));
    calls.filter(|line| !own_pair(line)).map(str::to_owned).collect()
}

fn traced_and_alone(worker: &str) {
    if !there("strace") || !there("unshare") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let trace: PathBuf = folder.path().join("trace");
    let name = trace.display().to_string();
    // Every call of the family %network by the tool, the worker and whatever they start.
    let strace = ["strace", "-f", "--seccomp-bpf", "-e", "trace=%network", "-o", &name];
    let output = draft(folder.path(), &strace, worker);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    written(folder.path());
    assert_eq!(network_calls(&trace), [""; 0]);

    // The trace would have shown one.
    let probe = Command::new(strace[0])
        .args(&strace[1..])
        .arg(built(worker_that_connects()))
        .args(["cage-test", &folder.path().join("open").display().to_string(), "--open"])
        .output()
        .unwrap();
    assert_eq!(probe.status.code(), Some(1), "{}", String::from_utf8_lossy(&probe.stderr));
    assert!(std::fs::read_to_string(&trace).unwrap().contains("socket(AF_INET"));

    // The same where there is not even a loopback that is up.
    let folder = tempfile::tempdir().unwrap();
    let output = draft(folder.path(), &["unshare", "--user", "--map-root-user", "--net"], worker);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    written(folder.path());
}

/// Outside its cage the worker's own test opens sockets.
fn worker_that_connects() -> &'static str {
    "gungman-engine"
}

#[test]
fn a_whole_run_asks_for_no_socket_and_needs_no_network() {
    traced_and_alone("gungman-engine-scripted");
}

#[test]
fn nor_does_one_with_the_model() {
    if model().is_none() {
        println!("SKIPPED: no model");
        return;
    }
    traced_and_alone("gungman-engine");
}

#[test]
fn doctor_shows_it_on_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    // Without the model, so that the job is a short one: `nor_does_one_with_the_model` is the long one.
    let resources = folder.path().join("resources");
    std::fs::create_dir(&resources).unwrap();
    let parts = [
        ("templates", "templates"),
        ("models", "models"),
        ("opencc", ".deps/opencc/share/opencc"),
        ("fonts", ".deps/fonts"),
    ];
    for (name, part) in parts {
        std::os::unix::fs::symlink(workspace().join(part), resources.join(name)).unwrap();
    }
    let output = Command::new(built("gungman-cli"))
        .args(["doctor", "--offline-proof", "--json"])
        .env("GUNGMAN_DATA_DIR", folder.path().join("data"))
        .env("GUNGMAN_RESOURCES", &resources)
        .env_remove("GUNGMAN_MODELS")
        .env("GUNGMAN_ENGINE", built("gungman-engine"))
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let steps = report["steps"].as_array().unwrap();
    let verdict = |id: &str| steps.iter().find(|step| step["id"] == id).map(|step| step["verdict"].clone());
    assert_eq!(verdict("cage"), Some(json!("held")), "{report:#}");
    assert!(matches!(verdict("alone"), Some(v) if v == "held" || v == "not_tried"), "{report:#}");
    assert!(matches!(verdict("traced"), Some(v) if v == "held" || v == "not_tried"), "{report:#}");
    assert!(steps.iter().all(|step| step["command"].as_str().is_some_and(|command| !command.is_empty())));
    assert_eq!(output.status.code(), Some(0), "{report:#}");
    assert!(!folder.path().join("data/library.sqlite").exists(), "an auditor's look leaves the library alone");
}
