//! `gungman-cli personal`.

use std::io::{Read as _, Write as _};
use std::path::Path;

use gungman_app::export::replace;
use gungman_app::{Error, personal};

use crate::args::Personal;
use crate::exit::{Exit, Failed};

pub fn run(job: &Personal) -> Result<Exit, Failed> {
    if let Some(key) = &job.unmask {
        let key = std::fs::read(key).map_err(|error| Error::file(key, &error))?;
        let covered: Vec<personal::Covered> =
            serde_json::from_slice(&key).map_err(|error| Failed::usage(format!("--unmask: {error}")))?;
        write(job.output.as_deref(), &personal::unmask(&text(&job.file)?, &covered))?;
        return Ok(Exit::Done);
    }
    if let Some(key) = &job.mask {
        let masked = personal::mask(&text(&job.file)?);
        let covered = serde_json::to_vec_pretty(&masked.covered).map_err(|e| Error::Resources(e.to_string()))?;
        // The key first: a masked text whose key could not be kept would never go back.
        replace(key, &covered)?;
        write(job.output.as_deref(), &masked.text)?;
        eprintln!("已遮蓋 {} 項 · {0} covered", masked.covered.len());
        return Ok(Exit::Done);
    }
    let name = job.file.display().to_string();
    let rows = personal::find_bytes(&name, &bytes(&job.file)?)?;
    if job.json {
        println!("{}", serde_json::to_string_pretty(&rows).map_err(|e| Error::Resources(e.to_string()))?);
    } else {
        for row in &rows {
            println!("{name}:{}:{}: {} · {}: {}", row.line, row.column, row.label.zh, row.label.en, row.source);
        }
    }
    Ok(if job.strict && !rows.is_empty() { Exit::Check } else { Exit::Done })
}

fn bytes(file: &Path) -> Result<Vec<u8>, Failed> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| Error::file(file, &error))?;
        return Ok(bytes);
    }
    Ok(std::fs::read(file).map_err(|error| Error::file(file, &error))?)
}

fn text(file: &Path) -> Result<String, Failed> {
    String::from_utf8(bytes(file)?)
        .map_err(|_| Failed::usage(format!("{}: only UTF-8 text can be covered", file.display())))
}

fn write(output: Option<&Path>, text: &str) -> Result<(), Failed> {
    match output.filter(|path| path.as_os_str() != "-") {
        Some(path) => replace(path, text.as_bytes())?,
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| Error::file(Path::new("-"), &e))?;
        }
    }
    Ok(())
}
