//! `gungman-cli bench`: load, reading and writing speed, time to first text cold, warm and from disk, beside llama.cpp with
//! nothing of ours around it, in one run.

use std::time::Duration;

use gungman_app::models::{Models, banned};
use gungman_app::office::CONTEXT;
use gungman_app::{Error, Places};
use gungman_engine::{EngineConfig, bench};

use crate::args;
use crate::exit::{Exit, Failed};

pub async fn run(places: Places, job: &args::Bench) -> Result<Exit, Failed> {
    let model = Models::open(&places)?.in_use(None).ok_or(Error::NoModel)?;
    let config = EngineConfig {
        worker: places.worker.clone(),
        prefix_dir: None,
        hang_after: Duration::from_secs(120),
        extra_env: Vec::new(),
    };
    let request = model.load_request(CONTEXT, None, &banned());
    let report = bench::measure(&config, &request, job.rounds, &places.data, |step| eprintln!("{step}")).await?;
    if job.json {
        println!("{}", serde_json::to_string_pretty(&report).map_err(|e| Error::Resources(e.to_string()))?);
        return Ok(Exit::Done);
    }
    let middle = &report.median;
    println!("{} · {} threads · {} rounds, medians", report.model.name, report.model.threads, report.rounds.len());
    println!("| | ours | llama.cpp bare | ratio |\n| --- | --- | --- | --- |");
    println!(
        "| reading, tokens/s | {:.1} | {:.1} | {:.2} |",
        middle.prompt_tokens_per_second, middle.bare_prompt_tokens_per_second, report.prompt_ratio
    );
    println!(
        "| writing, tokens/s | {:.1} | {:.1} | {:.2} |",
        middle.tokens_per_second, middle.bare_tokens_per_second, report.generation_ratio
    );
    println!(
        "\n| first text after a prefix of {} tokens | ms | sooner than cold |\n| --- | --- | --- |",
        report.prefix_tokens
    );
    println!("| cold | {:.0} | |", middle.first_text_cold_ms);
    println!("| warm in the same process | {:.0} | {:.1} × |", middle.first_text_warm_ms, report.warm_speedup);
    println!("| from disk in a new process | {:.0} | {:.1} × |", middle.first_text_disk_ms, report.disk_speedup);
    println!("\nload {:.0} ms", middle.load_ms);
    Ok(Exit::Done)
}
