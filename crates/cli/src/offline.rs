//! `gungman-cli doctor --offline-proof`: an auditor sees on his own machine that nothing is sent.
//!
//! One job is done by this very program in a folder of its own, the user's library untouched: where the system allows it in a
//! network namespace that has no interface, and, where `strace` is installed, with every call that has to do with sockets
//! written down. Before that the model's program tries to break out of its cage. Every step says by which command it can be
//! done again without this one, and a step that could not be tried says so.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use gungman_app::models::Models;
use gungman_app::{Error, Places};
use gungman_core::Label;
use serde::Serialize;

use crate::exit::{Exit, Failed};

/// How a step went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    /// As promised.
    Held,
    /// Not as promised.
    Failed,
    /// This system lacks what the step needs.
    NotTried,
}

#[derive(Debug, Serialize)]
struct Step {
    id: &'static str,
    what: Label,
    verdict: Verdict,
    found: String,
    /// What to type to see it oneself.
    command: String,
}

#[derive(Debug, Serialize)]
struct Report {
    steps: Vec<Step>,
}

/// A pair of sockets that a program makes for itself leads nowhere: tokio wakes itself with one when a signal comes.
const OWN_PAIR: &str = "socketpair(AF_UNIX";

pub fn run(places: &Places, json: bool) -> Result<Exit, Failed> {
    let folder = Scratch::new()?;
    let mut steps = vec![cage(places, &folder.0)];
    steps.extend(job(places, &folder.0));
    let report = Report { steps };
    if json {
        println!("{}", serde_json::to_string_pretty(&report).map_err(|e| Error::Resources(e.to_string()))?);
    } else {
        for step in &report.steps {
            let mark = match step.verdict {
                Verdict::Held => "✓",
                Verdict::Failed => "✗",
                Verdict::NotTried => "–",
            };
            println!("{mark} {} {}: {}\n    {}", step.what.zh, step.what.en, step.found, step.command);
        }
    }
    let failed = report.steps.iter().any(|step| step.verdict == Verdict::Failed);
    Ok(if failed { Exit::Check } else { Exit::Done })
}

/// A folder that goes away.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Failed> {
        let path = std::env::temp_dir().join(format!("gungman-proof-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|e| Error::file(&path, &e))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn cage(places: &Places, folder: &Path) -> Step {
    let what =
        Label::new("模型程式不能開檔案、連線或啟動程式", "The model's program can open no file, connection or program");
    let command = format!("{} cage-test EMPTY-FOLDER", places.worker.display());
    let tried = Command::new(&places.worker)
        .arg("cage-test")
        .arg(folder.join("cage"))
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let report = tried.ok().and_then(|output| serde_json::from_slice::<serde_json::Value>(&output.stdout).ok());
    let (verdict, found) = match report {
        Some(report) => {
            let attempts = report["attempts"].as_array().map(Vec::as_slice).unwrap_or_default();
            let told = attempts.iter().map(|attempt| {
                let mark = if attempt["refused"] == true { "✓" } else { "✗" };
                format!("{mark} {}", attempt["what"].as_str().unwrap_or_default())
            });
            let walls = report["walls"]["calls"] == true;
            let verdict = match (report["held"] == true, walls) {
                (true, _) => Verdict::Held,
                (false, true) => Verdict::Failed,
                (false, false) => Verdict::NotTried,
            };
            (verdict, told.collect::<Vec<_>>().join(", "))
        }
        None => (Verdict::Failed, format!("{} –", places.worker.display())),
    };
    Step { id: "cage", what, verdict, found, command }
}

/// One job without a network, its socket calls written down.
fn job(places: &Places, folder: &Path) -> [Step; 2] {
    let alone_what = Label::new("在沒有網絡介面的環境完成工作", "A job is done where there is no network interface");
    let traced_what = Label::new("整次運作沒有開啟任何連線", "The whole run opens no connection");
    let trace = folder.join("trace");
    let alone: Vec<String> = ["unshare", "--user", "--map-root-user", "--net"].map(str::to_owned).into();
    let mut traced: Vec<String> = ["strace", "-f", "-e", "trace=%network", "-o"].map(str::to_owned).into();
    traced.push(trace.display().to_string());

    let can_be_alone = works(&alone);
    let can_be_traced = works(&traced);
    let mut wrapper = Vec::new();
    if can_be_alone {
        wrapper.extend(alone.iter().cloned());
    }
    if can_be_traced {
        wrapper.extend(traced.iter().cloned());
    }
    let (job, done) = do_job(places, folder, &wrapper);
    let command = |wrapper: &[String]| format!("{} gungman-cli {}", wrapper.join(" "), job.join(" "));

    let (verdict, found) = match (can_be_alone, &done) {
        (false, _) => (Verdict::NotTried, "unshare".to_owned()),
        (true, Ok(())) => (Verdict::Held, job.join(" ")),
        (true, Err(said)) => (Verdict::Failed, said.clone()),
    };
    let alone = Step { id: "alone", what: alone_what, verdict, found, command: command(&alone) };

    let calls = std::fs::read_to_string(&trace).map(|text| network_calls(&text)).unwrap_or_default();
    let (verdict, found) = match (can_be_traced, &done) {
        (false, _) => (Verdict::NotTried, "strace".to_owned()),
        (true, Err(said)) => (Verdict::Failed, said.clone()),
        (true, Ok(())) if calls.is_empty() => (Verdict::Held, "0".to_owned()),
        (true, Ok(())) => (Verdict::Failed, calls.join("; ")),
    };
    [alone, Step { id: "traced", what: traced_what, verdict, found, command: command(&traced) }]
}

/// Whether a wrapper can run anything here.
fn works(wrapper: &[String]) -> bool {
    let Some((program, arguments)) = wrapper.split_first() else { return false };
    let tried = Command::new(program)
        .args(arguments)
        .arg("true")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    tried.is_ok_and(|status| status.success())
}

/// Drafts the sample memo where there is a model, else converts a line; under a wrapper.
fn do_job(places: &Places, folder: &Path, wrapper: &[String]) -> (Vec<String>, Result<(), String>) {
    let model = Models::open(places).ok().and_then(|models| models.in_use(None));
    let result = folder.join("result.txt");
    let mut job: Vec<String> = match model {
        Some(_) => ["draft", "--sample", "memo", "--txt"].map(str::to_owned).into(),
        None => ["convert", "--to", "zh-Hant-HK", "-", "-o"].map(str::to_owned).into(),
    };
    job.push(result.display().to_string());
    let own = match std::env::current_exe() {
        Ok(own) => own,
        Err(error) => return (job, Err(error.to_string())),
    };
    let mut words = wrapper.iter().map(String::as_str).chain([own.to_str().unwrap_or_default()]);
    let mut command = Command::new(words.next().unwrap_or_default());
    command
        .args(words)
        .args(&job)
        .env("GUNGMAN_DATA_DIR", folder.join("data"))
        .env("GUNGMAN_ENGINE", &places.worker)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    if let Some(models) = model.as_ref().and_then(|model| model.path.parent()) {
        command.env("GUNGMAN_MODELS", models);
    }
    let done = command.spawn().and_then(|mut child| {
        if let Some(mut input) = child.stdin.take() {
            use std::io::Write as _;
            // A draft does not read it.
            let _ = input.write_all("税务局说明\n".as_bytes());
        }
        child.wait_with_output()
    });
    let done = match done {
        Ok(output) if output.status.success() && result.is_file() => Ok(()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => Err(error.to_string()),
    };
    (job, done)
}

/// The socket calls of a trace but the pair a program makes for itself.
fn network_calls(trace: &str) -> Vec<String> {
    let calls = trace.lines().filter(|line| line.contains('(') && !line.contains(" --- ") && !line.contains(" +++ "));
    let reads_own = |line: &str| line.contains("recvfrom(") && line.contains("EAGAIN");
    calls.filter(|line| !line.contains(OWN_PAIR) && !reads_own(line)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_in_a_trace_is_told_and_a_programs_own_pair_is_not() {
        let trace = "12 socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [3, 4]) = 0\n\
            12 recvfrom(3, 0x7f, 128, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)\n\
            13 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 5\n\
            12 --- SIGCHLD {si_signo=SIGCHLD} ---\n12 +++ exited with 0 +++\n";
        assert_eq!(network_calls(trace), ["13 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 5"]);
    }
}
