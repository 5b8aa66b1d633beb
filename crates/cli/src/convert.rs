//! `gungman-cli convert`.

use std::io::{IsTerminal, Read, Write};
use std::path::Path;

use gungman_app::convert::{
    self, Converted, Folder, HongKong, Job, convert_bytes, convert_file, convert_folder, extension, words,
};
use gungman_app::export::replace;
use gungman_app::messages::Messages;
use gungman_app::{Error, Places};
use gungman_core::Lang;

use crate::args;
use crate::exit::{Exit, Failed};
use crate::interrupt::Interrupt;

/// How many doubtful places are shown without `--report`.
const SHOWN: usize = 20;

pub async fn run(places: &Places, job: &args::Convert) -> Result<Exit, Failed> {
    let engine = convert::open(places)?;
    let own = words::of_library(places).await?.of(job.to);
    let asked = Job { to: job.to, from: job.from, wording: job.wording, own: &own };
    let result = if job.source.as_os_str() == "-" {
        piped(&engine, job, asked)?
    } else if job.source.is_dir() {
        folder(&engine, job, asked)?
    } else {
        let report = match job.output.as_deref() {
            Some(output) if output.as_os_str() == "-" => {
                let bytes = std::fs::read(&job.source).map_err(|error| Error::file(&job.source, &error))?;
                let (bytes, report) = convert_bytes(&engine, &extension(&job.source), &bytes, asked)?;
                print(&bytes)?;
                Converted { file: job.source.display().to_string(), ..report }
            }
            output => convert_file(&engine, &job.source, asked, output)?,
        };
        Folder { files: vec![report], ..Folder::default() }
    };
    summary(&result);
    if let Some(path) = &job.report {
        let json = serde_json::to_vec_pretty(&result).map_err(|error| Error::Resources(error.to_string()))?;
        replace(path, &json)?;
    }
    let failed = result.files.iter().any(|file| file.failure.is_some());
    let doubtful = result.files.iter().any(|file| !file.doubts.is_empty());
    Ok(if result.stopped {
        Exit::Cancelled
    } else if job.strict && (failed || doubtful) {
        Exit::Check
    } else if failed {
        Exit::Other
    } else {
        Exit::Done
    })
}

/// Text from standard input, in any encoding a text file may have, to standard output or a file.
fn piped(engine: &HongKong, job: &args::Convert, asked: Job<'_>) -> Result<Folder, Failed> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| Error::file(Path::new("-"), &error))?;
    let (bytes, report) = convert_bytes(engine, "txt", &bytes, asked)?;
    match job.output.as_deref().filter(|path| path.as_os_str() != "-") {
        Some(path) => replace(path, &bytes)?,
        None => print(&bytes)?,
    }
    Ok(Folder { files: vec![report], ..Folder::default() })
}

fn print(bytes: &[u8]) -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    Ok(written.map_err(|error| Error::file(Path::new("-"), &error))?)
}

fn folder(engine: &HongKong, job: &args::Convert, asked: Job<'_>) -> Result<Folder, Failed> {
    let Some(output) = &job.output else {
        return Err(Failed::usage("a folder needs -o OUT"));
    };
    let messages = Messages::load()?;
    let live = std::io::stderr().is_terminal();
    let interrupt = Interrupt::listen();
    let result = convert_folder(engine, &job.source, asked, output, &interrupt.stop, &messages, &|progress| {
        let state = if progress.file.failure.is_some() { "✗" } else { "✓" };
        let end = if live { "" } else { "\n" };
        let start = if live { "\r\x1b[K" } else { "" };
        eprint!("{start}{state} {}/{} {}{end}", progress.done, progress.total, progress.file.file);
        if live && progress.done == progress.total {
            eprintln!();
        }
    });
    drop(interrupt);
    Ok(result?)
}

/// What a person wants to know, on standard error.
fn summary(result: &Folder) {
    let sum = |of: fn(&Converted) -> u32| result.files.iter().map(|file| u64::from(of(file))).sum::<u64>();
    let doubts: Vec<_> =
        result.files.iter().flat_map(|file| file.doubts.iter().map(move |doubt| (file, doubt))).collect();
    for file in &result.files {
        if let Some(failure) = &file.failure {
            let say = |lang| format!("{} {}", failure.message.happened.get(lang), failure.message.todo.get(lang));
            eprintln!("{}: {}", file.file, say(Lang::ZhHantHk));
            eprintln!("{}: {} [{}]", file.file, say(Lang::EnGb), failure.code);
        }
        if let Some(output) = &file.output {
            eprintln!("→ {output}");
        }
    }
    for (file, doubt) in doubts.iter().take(SHOWN) {
        let others: String = doubt.others.iter().map(|c| format!(" {c}?")).collect();
        eprintln!("? {} {}{others}  …{}…", file.file, doubt.chosen, doubt.excerpt);
    }
    if doubts.len() > SHOWN {
        eprintln!("… {}（--report）", doubts.len() - SHOWN);
    }
    let words: Vec<_> =
        result.files.iter().flat_map(|file| file.wording.iter().map(move |word| (file, word))).collect();
    for (file, word) in words.iter().take(SHOWN) {
        eprintln!("~ {} {} → {}  …{}…", file.file, word.word, word.instead.join("／"), word.excerpt);
    }
    if words.len() > SHOWN {
        eprintln!("… {}（--report）", words.len() - SHOWN);
    }
    eprintln!(
        "{} 字，改了 {}，存疑 {}；檔案 {}，已完成 {}，略過 {} · {0} characters, {1} changed, {2} in doubt; {3} files, {4} done before, {5} left out",
        sum(|file| file.characters),
        sum(|file| file.changed),
        doubts.len(),
        result.files.len(),
        result.done_before,
        result.left_out,
    );
}
