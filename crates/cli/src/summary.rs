//! `gungman-cli summarise`.

use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;

use gungman_app::summary::SummaryEvent;
use gungman_app::{Error, Office, incoming};

use crate::args;
use crate::exit::{Exit, Failed};
use crate::interrupt::Interrupt;

pub async fn run(office: &Office, job: &args::Summarise) -> Result<Exit, Failed> {
    let bytes = std::fs::read(&job.file).map_err(|error| Error::file(&job.file, &error))?;
    let text = incoming::text(&job.file.to_string_lossy(), &bytes)?;
    let interrupt = Interrupt::listen();
    let (done, of) = (AtomicU32::new(0), AtomicU32::new(0));
    let hear = |event: SummaryEvent| {
        match event {
            SummaryEvent::Begun { total, .. } => of.store(total, Relaxed),
            SummaryEvent::Point(_) => drop(done.fetch_add(1, Relaxed)),
            SummaryEvent::Done | SummaryEvent::Failed(_) => return,
        }
        eprint!("\r\x1b[2K{}/{}", done.load(Relaxed), of.load(Relaxed));
    };
    let points = office.summarise(&text, job.points, !job.extract, &interrupt.stop, &hear).await;
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
