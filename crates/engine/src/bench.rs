//! Measuring, over the same client the program uses, against llama.cpp with nothing of ours around it.
//!
//! Every round measures both within a minute of each other, and medians are taken over the rounds: on an office machine
//! or in a shared virtual one absolute figures change from minute to minute, ratios much less. The bare run
//! (`gungman-engine bare-bench`) has the same threads, priority and environment.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use crate::client::process::program;
use crate::client::{Engine, EngineConfig, GenerationEvent};
use crate::error::{EngineError, ErrorCode};
use crate::prompt::{LoadRequest, Options, Prompt, Turn};
use crate::report::{LoadedModel, Stats};

/// Tokens written when measuring speed, and the length of the bare run's answer.
const WRITTEN: u32 = 48;
/// Lines of the prefix; with the reference model about 700 tokens.
const PREFIX_LINES: u32 = 18;
/// Lines of the prompt whose reading speed is measured; with the reference model about 512 tokens, more than one chunk.
const PROMPT_LINES: u32 = 12;

/// What `gungman-engine bare-bench` prints: llama.cpp with nothing of ours around it. Tokens a second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BareReport {
    /// Reading speed, the whole prompt in one call.
    pub prompt_tokens_per_second: f64,
    /// Writing speed, always the likeliest token.
    pub tokens_per_second: f64,
}

/// One round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Round {
    /// Loading the model in a fresh worker, in milliseconds.
    pub load_ms: f64,
    /// Reading speed in tokens a second.
    pub prompt_tokens_per_second: f64,
    /// Writing speed in tokens a second.
    pub tokens_per_second: f64,
    /// From asking to the first characters, everything to be read, in milliseconds.
    pub first_text_cold_ms: f64,
    /// The same, with the prefix still in memory.
    pub first_text_warm_ms: f64,
    /// The same, with the prefix on disk and a fresh worker that has loaded the model.
    pub first_text_disk_ms: f64,
    /// Reading speed of the bare run.
    pub bare_prompt_tokens_per_second: f64,
    /// Writing speed of the bare run.
    pub bare_tokens_per_second: f64,
}

/// Medians over all rounds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BenchReport {
    /// What was measured.
    pub model: LoadedModel,
    /// Tokens of the prefix in the measurements of first characters.
    pub prefix_tokens: u32,
    /// Tokens of the prompt whose reading speed was measured.
    pub prompt_tokens: u32,
    /// The median of every figure.
    pub median: Round,
    /// The median of reading speed over the bare run's of the same round.
    pub prompt_ratio: f64,
    /// The median of writing speed over the bare run's of the same round.
    pub generation_ratio: f64,
    /// The best reading speed over the bare run's best. Other programs only ever slow a run down, so on a machine that
    /// is not ours alone this settles sooner than the median.
    pub best_prompt_ratio: f64,
    /// The best writing speed over the bare run's best.
    pub best_generation_ratio: f64,
    /// Cold over warm, medians.
    pub warm_speedup: f64,
    /// Cold over disk, medians.
    pub disk_speedup: f64,
    /// Every round.
    pub rounds: Vec<Round>,
}

/// Measures `rounds` rounds (at least one). Prefixes are kept in a folder of their own inside `scratch`, which is
/// removed afterwards. `told` hears about every step, in English.
///
/// # Errors
/// Whatever the engine answers; `worker_died` when the bare run fails.
pub async fn measure(
    config: &EngineConfig,
    load: &LoadRequest,
    rounds: u32,
    scratch: &Path,
    mut told: impl FnMut(&str),
) -> Result<BenchReport, EngineError> {
    let mut done = Vec::new();
    let mut last = None;
    for n in 0..rounds.max(1) {
        told(&format!("round {} of {}", n + 1, rounds.max(1)));
        let folder = Scratch(scratch.join(format!("bench-{}-{n}", std::process::id())));
        let config = EngineConfig { prefix_dir: Some(folder.0.clone()), ..config.clone() };
        let (round, model, prefix_tokens, prompt_tokens) = round(&config, load, n, &mut told).await?;
        done.push(round);
        last = Some((model, prefix_tokens, prompt_tokens));
    }
    let (model, prefix_tokens, prompt_tokens) =
        last.ok_or_else(|| EngineError::new(ErrorCode::State, "nothing was measured"))?;
    let of = |figure: fn(&Round) -> f64| median(done.iter().map(figure).collect());
    let best = |figure: fn(&Round) -> f64| done.iter().map(figure).fold(0.0, f64::max);
    let middle = Round {
        load_ms: of(|r| r.load_ms),
        prompt_tokens_per_second: of(|r| r.prompt_tokens_per_second),
        tokens_per_second: of(|r| r.tokens_per_second),
        first_text_cold_ms: of(|r| r.first_text_cold_ms),
        first_text_warm_ms: of(|r| r.first_text_warm_ms),
        first_text_disk_ms: of(|r| r.first_text_disk_ms),
        bare_prompt_tokens_per_second: of(|r| r.bare_prompt_tokens_per_second),
        bare_tokens_per_second: of(|r| r.bare_tokens_per_second),
    };
    Ok(BenchReport {
        model,
        prefix_tokens,
        prompt_tokens,
        median: middle,
        prompt_ratio: of(|r| r.prompt_tokens_per_second / r.bare_prompt_tokens_per_second),
        generation_ratio: of(|r| r.tokens_per_second / r.bare_tokens_per_second),
        best_prompt_ratio: best(|r| r.prompt_tokens_per_second) / best(|r| r.bare_prompt_tokens_per_second),
        best_generation_ratio: best(|r| r.tokens_per_second) / best(|r| r.bare_tokens_per_second),
        warm_speedup: middle.first_text_cold_ms / middle.first_text_warm_ms,
        disk_speedup: middle.first_text_cold_ms / middle.first_text_disk_ms,
        rounds: done,
    })
}

async fn round(
    config: &EngineConfig,
    load: &LoadRequest,
    n: u32,
    told: &mut impl FnMut(&str),
) -> Result<(Round, LoadedModel, u32, u32), EngineError> {
    let engine = Engine::new(config.clone());
    let began = Instant::now();
    let model = engine.load(load.clone()).await?;
    let load_ms = millis(began);
    told(&format!("loaded in {load_ms:.0} ms"));

    // One token first, as the bare run does: the first evaluation touches memory for the first time.
    let short = Prompt { prefix: Vec::new(), tail: vec![Turn::user("好")] };
    first_text(&engine, short, 1).await?;
    let plain = Prompt { prefix: Vec::new(), tail: vec![Turn::user(lines("甲", n, PROMPT_LINES))] };
    let (_, speed) = first_text(&engine, plain, WRITTEN).await?;
    told(&format!("reads {:.1}, writes {:.1} tokens/s", speed.prompt_tokens_per_second, speed.tokens_per_second));

    let mut tail = 0;
    let mut ask = || {
        tail += 1;
        Prompt {
            prefix: vec![Turn::system(lines("乙", n, PREFIX_LINES))],
            tail: vec![Turn::user(format!("第{tail}次：請覆述第{tail}條的要求。"))],
        }
    };
    let (cold, cold_stats) = first_text(&engine, ask(), 4).await?;
    let (warm, warm_stats) = first_text(&engine, ask(), 4).await?;
    engine.shutdown().await;
    let engine = Engine::new(config.clone());
    engine.load(load.clone()).await?;
    let (disk, disk_stats) = first_text(&engine, ask(), 4).await?;
    engine.shutdown().await;
    told(&format!(
        "first characters: cold {cold:.0} ms ({} tokens read), warm {warm:.0} ms ({} reused), disk {disk:.0} ms ({} reused)",
        cold_stats.prompt_tokens - cold_stats.reused_tokens,
        warm_stats.reused_tokens,
        disk_stats.reused_tokens
    ));

    let bare = bare(config, load, speed.prompt_tokens, model.threads).await?;
    told(&format!("bare: reads {:.1}, writes {:.1} tokens/s", bare.prompt_tokens_per_second, bare.tokens_per_second));
    let round = Round {
        load_ms,
        prompt_tokens_per_second: speed.prompt_tokens_per_second,
        tokens_per_second: speed.tokens_per_second,
        first_text_cold_ms: cold,
        first_text_warm_ms: warm,
        first_text_disk_ms: disk,
        bare_prompt_tokens_per_second: bare.prompt_tokens_per_second,
        bare_tokens_per_second: bare.tokens_per_second,
    };
    Ok((round, model, warm_stats.reused_tokens, speed.prompt_tokens))
}

/// Asks, and gives the milliseconds to the first characters and the statistics of the whole.
async fn first_text(engine: &Engine, prompt: Prompt, max_tokens: u32) -> Result<(f64, Stats), EngineError> {
    let began = Instant::now();
    let mut generation = engine.generate(prompt, Options::greedy(max_tokens));
    let mut first = None;
    while let Some(event) = generation.events.recv().await {
        match event {
            GenerationEvent::Text { .. } => {
                first.get_or_insert_with(|| millis(began));
            }
            // A first token that ends the answer is also an answer.
            GenerationEvent::Done { stats } => return Ok((first.unwrap_or_else(|| millis(began)), stats)),
            GenerationEvent::Failed { error } => return Err(error),
            _ => {}
        }
    }
    Err(EngineError::new(ErrorCode::State, "the engine was shut down"))
}

/// The bare run, in a process of its own.
async fn bare(config: &EngineConfig, load: &LoadRequest, prompt: u32, threads: u32) -> Result<BareReport, EngineError> {
    let failed = |detail: String| EngineError::new(ErrorCode::WorkerDied, format!("bare-bench: {detail}"));
    let output = program(config)
        .arg("bare-bench")
        .arg(&load.path)
        .args(["--prompt", &prompt.to_string(), "--generate", &WRITTEN.to_string()])
        .args(["--threads", &threads.to_string(), "--context", &load.context.to_string()])
        .output()
        .await
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(format!("{}: {}", output.status, String::from_utf8_lossy(&output.stderr))));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| failed(error.to_string()))
}

/// Ordinary official prose that differs from round to round from its first words on, so that nothing is reused.
fn lines(mark: &str, round: u32, count: u32) -> String {
    let line = |n: u32| {
        format!(
            "{mark}{round}第{n}條：各部門須於2026年{}月{}日或之前，把第{}號表格連同證明文件送交行政組覆核。\n",
            n % 12 + 1,
            n % 28 + 1,
            n * 37 + 11
        )
    };
    (1..=count).map(line).collect()
}

fn millis(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// The middle one; of an even number the mean of the two in the middle.
fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    match figures.as_slice() {
        [] => 0.0,
        sorted => (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2]) / 2.0,
    }
}

/// A folder that goes away.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), 0.0);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
    }

    #[test]
    fn rounds_share_no_beginning() {
        assert_ne!(lines("甲", 0, 1).chars().nth(1), lines("甲", 1, 1).chars().nth(1));
    }
}
