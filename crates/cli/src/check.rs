//! `gungman-cli check`.

use std::io::Read;
use std::path::Path;

use gungman_app::checking::file::{review_bytes, reviews};
use gungman_app::checking::{self, Asked, Checked, accepted};
use gungman_app::office::today;
use gungman_app::{Error, Places};
use gungman_core::{Lang, Severity};

use crate::args;
use crate::exit::{Exit, Failed};

pub async fn run(places: &Places, job: &args::Check) -> Result<Exit, Failed> {
    if job.files.is_empty() {
        return Err(Failed::usage("check FILE…|-"));
    }
    let personal = if job.no_personal { accepted::none() } else { accepted::of_library(places).await? };
    let asked = Asked { lang: job.lang, template: job.template.clone(), accepted: personal };
    let mut all = Vec::new();
    for file in &job.files {
        let name = file.display().to_string();
        let bytes = if name == "-" {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map_err(|error| Error::file(Path::new("-"), &error))?;
            bytes
        } else {
            std::fs::read(file).map_err(|error| Error::file(file, &error))?
        };
        let mut checked = checking::check_bytes(&name, &bytes, &asked, today())?;
        if job.fix {
            let fixed = checking::fix_bytes(&name, &bytes, &checked)?;
            if name == "-" {
                print!("{}", String::from_utf8_lossy(fixed.as_deref().unwrap_or(&bytes)));
            } else if let Some(fixed) = fixed {
                checked.fixed = Some(checking::write_beside(file, "checked", &fixed)?);
            }
        }
        if job.comments || job.tracked {
            let said = reviews(&checked, job.tracked, job.comments);
            if let Some(reviewed) = review_bytes(&name, &bytes, said)? {
                checked.reviewed = Some(checking::write_beside(file, "reviewed", &reviewed)?);
            }
        }
        all.push(checked);
    }
    let json = |value: Result<String, serde_json::Error>| value.map_err(|error| Error::Resources(error.to_string()));
    if job.sarif {
        println!("{}", json(serde_json::to_string_pretty(&checking::sarif(&all)))?);
    } else if job.json {
        println!("{}", json(serde_json::to_string_pretty(&all))?);
    } else {
        all.iter().for_each(|checked| list(checked, job.fix && checked.file == "-"));
    }
    let faulty = all.iter().any(Checked::is_faulty);
    Ok(if job.strict && faulty { Exit::Check } else { Exit::Done })
}

/// The findings of a file by line, each in both languages; on standard error when the text itself is on standard output.
fn list(checked: &Checked, aside: bool) {
    let say = |line: String| if aside { eprintln!("{line}") } else { println!("{line}") };
    for row in &checked.findings {
        let mark = match row.severity {
            Severity::Error => '✗',
            Severity::Warning => '?',
            Severity::Info => '·',
        };
        let message = format!("{} · {}", row.message.get(Lang::ZhHantHk), row.message.get(Lang::EnGb));
        say(format!("{}:{}:{}: {mark} {message} [{}]", checked.file, row.line, row.column, row.rule));
    }
    let count = |severity| checked.findings.iter().filter(|row| row.severity == severity).count();
    let [errors, warnings, hints] = [Severity::Error, Severity::Warning, Severity::Info].map(count);
    eprintln!(
        "{}: {errors} 錯誤，{warnings} 存疑，{hints} 提示 · {errors} errors, {warnings} warnings, {hints} hints",
        checked.file
    );
    if let Some(path) = checked.fixed.as_ref().or(checked.reviewed.as_ref()) {
        eprintln!("→ {}", path.display());
    }
}
