//! `gungman-cli`: the use cases of `gungman-app` from a terminal, for batch work, scripts, tests and figures.
//!
//! May live here: arguments, progress lines, exit codes. May not: any rule about documents; those are the use cases'.
//!
//! Exit codes: 0 done; 2 usage; 3 model missing or refused; 4 cancelled; 5 done, but a check failed under `--strict`;
//! 1 anything else. Results go to standard output, everything else to standard error.

mod accepted;
mod args;
mod audit;
mod bench;
mod bundle;
mod check;
mod convert;
mod doctor;
mod draft;
mod eval;
mod exit;
mod incoming;
mod interrupt;
mod library;
mod manual;
mod minutes;
mod models;
mod offline;
mod personal;
mod profile;
mod reply;
mod rewrite;
mod summary;
mod translate;
mod words;

use std::process::ExitCode;

use clap::Parser;
use gungman_app::managed::{Feature, Managed};
use gungman_app::{Office, Places, log};

use crate::args::{Cli, Job};
use crate::exit::{Exit, Failed};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors, and clap says which it is.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage.into() } else { ExitCode::SUCCESS };
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("gungman-cli: {error}");
            return Exit::Other.into();
        }
    };
    match runtime.block_on(run(cli)) {
        Ok(exit) => exit.into(),
        Err(failed) => {
            failed.print();
            failed.exit().into()
        }
    }
}

/// What an administrator may have switched off.
fn feature(job: &Job) -> Option<Feature> {
    match job {
        Job::Draft(_) | Job::Reply(_) | Job::Minutes(_) => Some(Feature::Draft),
        Job::Convert(_) => Some(Feature::Convert),
        Job::Translate(_) | Job::Align(_) => Some(Feature::Translate),
        Job::Check(_) => Some(Feature::Check),
        Job::Rewrite(_) => Some(Feature::Rewrite),
        Job::Ask(_) => Some(Feature::Ask),
        _ => None,
    }
}

async fn run(cli: Cli) -> Result<Exit, Failed> {
    let places = Places::find()?;
    log::start(&places.logs());
    let places = match (Managed::read(&places.policy), &cli.job) {
        (Ok(managed), job) => {
            feature(job).map_or(Ok(()), |feature| managed.permit(feature))?;
            managed.govern(places)
        }
        // Whoever is to mend a broken policy needs these.
        (Err(_), Job::Doctor(_) | Job::VerifyBundle(_)) => places,
        (Err(error), _) => return Err(error.into()),
    };
    match cli.job {
        Job::Draft(job) => {
            let office = Office::open(places).await?;
            let result = draft::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Rewrite(job) => {
            let office = Office::open(places).await?;
            let result = rewrite::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Ask(job) => {
            let office = Office::open(places).await?;
            let result = rewrite::ask(&office, &job).await;
            office.close().await;
            result
        }
        Job::Summarise(job) => {
            let office = Office::open(places).await?;
            let result = summary::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Incoming(job) => incoming::run(&job),
        Job::Reply(job) => {
            let office = Office::open(places).await?;
            let result = reply::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Minutes(job) => {
            let office = Office::open(places).await?;
            let result = minutes::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Check(job) => check::run(&places, &job).await,
        Job::Personal(job) => personal::run(&job),
        Job::Convert(job) => convert::run(&places, &job).await,
        Job::Translate(job) => {
            let office = Office::open(places).await?;
            let result = translate::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Align(job) => {
            let office = Office::open(places).await?;
            let result = translate::align(&office, &job).await;
            office.close().await;
            result
        }
        Job::Eval(job) => {
            let office = Office::open(places).await?;
            let result = eval::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Words(job) => {
            let office = Office::open(places).await?;
            let result = words::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Library(job) => library::run(places, &job).await,
        Job::Audit(job) => {
            let office = Office::open(places).await?;
            let result = audit::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Accepted(job) => {
            let office = Office::open(places).await?;
            let result = accepted::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Profile(job) => {
            let office = Office::open(places).await?;
            let result = profile::run(&office, &job).await;
            office.close().await;
            result
        }
        Job::Models(job) => models::run(&places, &job),
        Job::Doctor(job) => doctor::run(&places, &job).await,
        Job::Bench(job) => bench::run(places, &job).await,
        Job::VerifyBundle(job) => bundle::verify(&job),
        Job::Manual(job) => manual::write(&job.folder),
    }
}
