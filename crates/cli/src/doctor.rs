//! `gungman-cli doctor`.

use gungman_app::doctor::{Verdict, examine, library};
use gungman_app::{Error, Places};

use crate::args;
use crate::exit::{Exit, Failed};
use crate::offline;

pub async fn run(places: &Places, job: &args::Doctor) -> Result<Exit, Failed> {
    if job.offline_proof {
        return offline::run(places, job.json);
    }
    let mut findings = examine(places);
    findings.push(library(places).await);
    if job.json {
        println!("{}", serde_json::to_string_pretty(&findings).map_err(|e| Error::Resources(e.to_string()))?);
    } else {
        for finding in &findings {
            let mark = match finding.verdict {
                Verdict::Good => "✓",
                Verdict::Fair => "–",
                Verdict::Bad => "✗",
            };
            println!("{mark} {} {}: {}", finding.what.zh, finding.what.en, finding.found);
        }
    }
    let model_bad = findings.iter().any(|finding| finding.what.en == "Model" && finding.verdict == Verdict::Bad);
    let any_bad = findings.iter().any(|finding| finding.verdict == Verdict::Bad);
    Ok(if model_bad {
        Exit::Model
    } else if any_bad {
        Exit::Other
    } else {
        Exit::Done
    })
}
