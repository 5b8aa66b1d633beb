//! The worker: the only program that links llama.cpp. It holds one model and writes one answer at a time.
//!
//! Started by [`gungman_engine::Engine`] and spoken to over stdin and stdout ([`gungman_engine::protocol`]); the log
//! goes to stderr, never to stdout. It opens no network connection and no files but the model and the folder of
//! evaluated prefixes, and on Linux it could not.
//!
//! | module | what |
//! | --- | --- |
//! | [`serve`] | the reader thread, the owner thread and the way out |
//! | [`cage`] | what this program can no longer do once it runs |
//! | [`model`] | loading, and telling why a load failed |
//! | [`session`] | one request: reuse, reading in chunks, writing, stopping |
//! | [`frame`] | turns to tokens; what a user types is never a command |
//! | [`prefix`] | evaluated prefixes on disk |
//! | [`ban`] | the tokens that would write a banned character |
//! | [`stream`] | whole characters out of tokens that may be halves |
//! | [`repeat`] | noticing that the model repeats itself |
//! | [`cpu`] | what the processor can do, and how many threads to use |
//! | [`log`] | stderr, and the last error lines of llama.cpp |
//! | [`bare`] | the same work with nothing of ours around it, to measure against |
//!
//! There is no unsafe code here: everything goes through `llama-cpp-2`.
//!
//! `gungman-engine bare-bench MODEL [--prompt N] [--generate N] [--context N] [--threads N]` measures llama.cpp alone
//! and prints one line of JSON. `gungman-engine cage-test FOLDER` tries to break out ([`cage::attempts`]).

mod ban;
mod bare;
mod cage;
mod cpu;
mod frame;
mod log;
mod model;
mod prefix;
mod repeat;
mod serve;
mod session;
mod stream;

use std::process::ExitCode;

fn main() -> ExitCode {
    let failures = log::install();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        None => serve::serve(&failures),
        Some("bare-bench") => match bare::run(&arguments[1..]) {
            Ok(line) => {
                println!("{line}");
                ExitCode::SUCCESS
            }
            Err(reason) => {
                eprintln!("bare-bench: {reason}");
                ExitCode::FAILURE
            }
        },
        Some("cage-test") => cage::attempts::run(&arguments[1..]),
        #[cfg(target_os = "linux")]
        Some("cage-test-process") => cage::attempts::second_process(),
        Some("--version") => {
            println!("{}", serve::NAME);
            ExitCode::SUCCESS
        }
        Some(other) => {
            eprintln!(
                "{other}: started by the program; by hand only `bare-bench MODEL`, `cage-test FOLDER` and `--version` make sense"
            );
            ExitCode::from(2)
        }
    }
}
