//! `gungman-cli summarise`.

use gungman_app::{Error, Office, incoming};

use crate::args;
use crate::exit::{Exit, Failed};
use crate::interrupt::Interrupt;

pub async fn run(office: &Office, job: &args::Summarise) -> Result<Exit, Failed> {
    let bytes = std::fs::read(&job.file).map_err(|error| Error::file(&job.file, &error))?;
    let text = incoming::text(&job.file.to_string_lossy(), &bytes)?;
    let interrupt = Interrupt::listen();
    let progress = |at: usize, of: usize| eprint!("\r\x1b[2K{}/{of}", at + 1);
    let points = office.summarise(&text, job.points, !job.extract, &interrupt.stop, &progress).await;
    drop(interrupt);
    eprint!("\r\x1b[2K");
    let points = points?;
    if job.json {
        let json = serde_json::to_string_pretty(&points).map_err(|error| Error::Resources(error.to_string()))?;
        println!("{json}");
        return Ok(Exit::Done);
    }
    for (number, point) in (1..).zip(&points) {
        let line = point.line + 1;
        println!("{number}. {}\t（第{line}行 line {line}）", point.text);
    }
    Ok(Exit::Done)
}
