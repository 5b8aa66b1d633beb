//! `gungman-cli translate`.

use std::io::{IsTerminal, Read, Write};
use std::path::Path;

use gungman_app::convert::extension;
use gungman_app::export::replace;
use gungman_app::translate::{self, Outcome, Segment, Steps, Translator};
use gungman_app::{Error, Office};
use gungman_core::{Lang, Severity};

use crate::args;
use crate::exit::{Exit, Failed};
use crate::interrupt::Interrupt;

pub async fn run(office: &Office, job: &args::Translate) -> Result<Exit, Failed> {
    let (glossary, refused) = translate::glossary(job.glossary.as_deref())?;
    for line in refused {
        eprintln!("✗ {}: {line}", job.glossary.as_deref().unwrap_or(Path::new("")).display());
    }
    let (bytes, kind) = if job.source.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| Error::file(Path::new("-"), &error))?;
        (bytes, "txt".to_owned())
    } else {
        let bytes = std::fs::read(&job.source).map_err(|error| Error::file(&job.source, &error))?;
        (bytes, extension(&job.source))
    };
    let memory = job.memory.as_deref().map(|file| translate::memory(file, job.to.lang)).transpose()?;
    let translator = Translator::new(office, &glossary, job.to.lang, Steps::ALL)?;
    let translator = match &memory {
        Some(memory) => translator.remembering(memory),
        None => translator,
    };
    let interrupt = Interrupt::listen();
    let live = std::io::stderr().is_terminal();
    let progress = |done: usize, total: usize, _: &Segment| {
        if live {
            eprint!("\r\x1b[K{done}/{total}");
        }
    };
    let outcome =
        translate::translate_file(&translator, &kind, &bytes, job.to.simplified, &interrupt.stop, &progress).await;
    drop(interrupt);
    if live {
        eprintln!();
    }
    let mut outcome = outcome?;
    if job.bilingual {
        let name = job.source.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        outcome.bytes = translate::two_columns(&outcome.segments, &name, job.to.lang)?;
    }
    match job.output.as_deref().filter(|path| path.as_os_str() != "-") {
        Some(path) => {
            replace(path, &outcome.bytes)?;
            eprintln!("→ {}", path.display());
        }
        // The segments take the place of the text.
        None if job.json => {}
        None => {
            let mut out = std::io::stdout().lock();
            let written = out.write_all(&outcome.bytes).and_then(|()| out.flush());
            written.map_err(|error| Error::file(Path::new("-"), &error))?;
        }
    }
    if let Some(path) = &job.tmx {
        replace(path, translate::to_tmx(&outcome.segments, job.to.lang).as_bytes())?;
    }
    if job.json {
        let json = serde_json::to_string_pretty(&outcome.segments).map_err(|e| Error::Resources(e.to_string()))?;
        println!("{json}");
    }
    summary(&outcome);
    let open = outcome.segments.iter().any(Segment::has_errors);
    Ok(if job.strict && open { Exit::Check } else { Exit::Done })
}

/// `gungman-cli align`.
pub async fn align(office: &Office, job: &args::Align) -> Result<Exit, Failed> {
    let [first, second] = &job.files[..] else { return Err(Failed::usage("align FILE FILE".to_owned())) };
    let pairs = office.align_files(first, second).await?;
    let all = pairs.len();
    let kept: Vec<_> = pairs.into_iter().filter(|pair| job.all || pair.sure).collect();
    let tmx = translate::pairs_to_tmx(kept.iter().map(|pair| (pair.en.clone(), pair.zh.clone())));
    if job.output.as_os_str() == "-" {
        print!("{tmx}");
    } else {
        replace(&job.output, tmx.as_bytes())?;
    }
    eprintln!("{} / {all} 對 · pairs", kept.len());
    Ok(Exit::Done)
}

/// What a translator has to look at, on standard error.
fn summary(outcome: &Outcome) {
    for (number, segment) in (1..).zip(&outcome.segments) {
        for issue in segment.issues.iter().filter(|issue| issue.severity > Severity::Info) {
            let mark = if issue.severity == Severity::Error { '✗' } else { '?' };
            eprintln!("{mark} {number} {} · {}", issue.message.get(Lang::ZhHantHk), issue.message.get(Lang::EnGb));
        }
    }
    for words in &outcome.fallen {
        eprintln!("? 這段的內文格式未能逐字保留 · The formatting within this paragraph could not be kept: {words}");
    }
    let open = outcome.segments.iter().filter(|segment| segment.has_errors()).count();
    let all = outcome.segments.len();
    eprintln!("{all} 句，{open} 句尚待核實 · {all} segments, {open} with open errors");
}
