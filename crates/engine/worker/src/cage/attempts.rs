//! What a program that was taken over would try, tried. Every attempt goes through the system as any program's would.
//!
//! `gungman-engine cage-test` enters the cage as the worker does, tries each and prints what came of it as a line of JSON;
//! with `--open` it stays outside, to show that the attempts are real. It ends with 0 when the cage held everything.

use std::fs::{self, File};
use std::io;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::process::{Command, ExitCode};

use serde::Serialize;

use super::{Cage, Walls};

/// What came of one attempt.
#[derive(Debug, Serialize)]
struct Outcome {
    what: &'static str,
    refused: bool,
    /// The system's words; `done` when it let it happen.
    said: String,
}

/// What `cage-test` prints.
#[derive(Debug, Serialize)]
struct Report {
    walls: Walls,
    /// Whether prefixes can be kept on disk.
    prefixes: bool,
    /// Must be refused.
    attempts: Vec<Outcome>,
    /// Must not be refused: what the worker goes on needing.
    needed: Vec<Outcome>,
    held: bool,
}

/// Where the attempts are made.
struct Ground<'a> {
    /// Stands for the model's file; there before the cage closes.
    model: &'a Path,
    /// The folder of prefixes.
    prefixes: &'a Path,
    /// A folder beside it.
    elsewhere: &'a Path,
}

type Attempt = fn(&Ground<'_>) -> io::Result<()>;

const REFUSED: &[(&str, Attempt)] = &[
    ("read the model again", |ground| File::open(ground.model).map(drop)),
    ("read a file of the system", |_| File::open("/etc/passwd").map(drop)),
    ("read its own environment", |_| File::open("/proc/self/environ").map(drop)),
    ("list a folder", |ground| fs::read_dir(ground.elsewhere).map(drop)),
    ("write a file", |ground| fs::write(ground.elsewhere.join("written"), b"x")),
    ("remove a file", |ground| fs::remove_file(ground.model)),
    ("make a folder", |ground| fs::create_dir(ground.prefixes.join("made"))),
    ("move a file out", |ground| fs::rename(ground.prefixes.join("own"), ground.elsewhere.join("moved"))),
    ("listen on a port", |_| TcpListener::bind("127.0.0.1:0").map(drop)),
    ("send a datagram", |_| UdpSocket::bind("127.0.0.1:0").map(drop)),
    #[cfg(unix)]
    ("open a local socket", |_| std::os::unix::net::UnixDatagram::unbound().map(drop)),
    #[cfg(unix)]
    ("open a pair of sockets", |_| std::os::unix::net::UnixStream::pair().map(drop)),
    ("start a program", |_| Command::new("true").spawn().and_then(|mut child| child.wait()).map(drop)),
];

/// Not where opening files is refused altogether.
const KEEP_A_PREFIX: &str = "keep a prefix";

const NEEDED: &[(&str, Attempt)] = &[
    (KEEP_A_PREFIX, |ground| {
        let draft = ground.prefixes.join("draft");
        fs::write(&draft, b"prefix")?;
        File::open(&draft)?.sync_all()?;
        fs::rename(&draft, ground.prefixes.join("kept"))?;
        fs::read(ground.prefixes.join("kept")).map(drop)
    }),
    ("start a thread", |_| {
        let thread = std::thread::Builder::new().spawn(|| File::open("/etc/passwd").is_err())?;
        thread.join().map_or_else(|_| Err(io::Error::other("the thread panicked")), |_| Ok(()))
    }),
];

/// `cage-test FOLDER [--open] [--connect ADDRESS] [--exec PROGRAM]`, in an empty folder.
pub fn run(arguments: &[String]) -> ExitCode {
    match try_run(arguments) {
        Ok(report) => {
            println!("{}", serde_json::to_string(&report).unwrap_or_default());
            if report.held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("cage-test: {error}");
            ExitCode::from(2)
        }
    }
}

fn try_run(arguments: &[String]) -> io::Result<Report> {
    let folder = arguments.first().map(Path::new).ok_or_else(|| io::Error::other("names no folder"))?;
    let after = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1)).map(String::as_str)
    };
    let (model, prefixes, elsewhere) = (folder.join("model.gguf"), folder.join("prefixes"), folder.join("elsewhere"));
    for made in [&prefixes, &elsewhere] {
        fs::create_dir_all(made)?;
    }
    fs::write(&model, b"weights")?;
    fs::write(prefixes.join("own"), b"prefix")?;
    let ground = Ground { model: &model, prefixes: &prefixes, elsewhere: &elsewhere };

    let mut cage = Cage::default();
    let mut files = true;
    if !arguments.iter().any(|argument| argument == "--open") {
        cage = Cage::enter();
        cage.before_load(&model, Some(&prefixes));
        File::open(&model)?;
        files = cage.after_load(Some(&prefixes));
    }
    #[cfg(unix)]
    if let Some(program) = after("--exec") {
        use std::os::unix::process::CommandExt as _;
        // Comes back only when it was refused.
        return Err(Command::new(program).exec());
    }
    let attempt = |(what, attempt): &(&'static str, Attempt)| outcome(what, attempt(&ground));
    let mut attempts: Vec<Outcome> = REFUSED.iter().map(attempt).collect();
    if let Some(address) = after("--connect") {
        attempts.push(outcome("connect", TcpStream::connect(address).map(drop)));
    }
    let needed = NEEDED.iter().filter(|(what, _)| files || *what != KEEP_A_PREFIX);
    let needed: Vec<Outcome> = needed.map(attempt).collect();
    let held = attempts.iter().all(|outcome| outcome.refused) && needed.iter().all(|outcome| !outcome.refused);
    Ok(Report { walls: cage.walls(), prefixes: files, attempts, needed, held })
}

fn outcome(what: &'static str, result: io::Result<()>) -> Outcome {
    match result {
        Ok(()) => Outcome { what, refused: false, said: "done".into() },
        Err(error) => {
            Outcome { what, refused: error.kind() == io::ErrorKind::PermissionDenied, said: error.to_string() }
        }
    }
}

/// `cage-test-process`: whether a second process is refused for itself, where starting a program in place of this one is not.
#[cfg(target_os = "linux")]
pub fn second_process() -> ExitCode {
    if let Err(error) = super::linux::filter_calls(super::linux::Calls::RunAndExec) {
        eprintln!("cage-test-process: {error}");
        return ExitCode::from(2);
    }
    let tried = outcome("start a second process", Command::new("true").spawn().map(drop));
    println!("{}", serde_json::to_string(&tried).unwrap_or_default());
    if tried.refused { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
