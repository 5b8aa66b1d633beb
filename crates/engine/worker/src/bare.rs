//! The same work with nothing of ours around it: one batch for the prompt, one call a token, the likeliest token.
//! What the engine is measured against, with the same threads and environment, on the same machine at the same time.

use std::num::NonZeroU32;
use std::path::Path;
use std::time::Instant;

use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;

use crate::cpu;

/// What to measure.
struct Work {
    model: String,
    prompt: u32,
    generate: u32,
    context: u32,
    threads: u32,
}

impl Work {
    fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut work =
            Work { model: String::new(), prompt: 256, generate: 48, context: 4096, threads: cpu::threads(None) };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let number = match argument.as_str() {
                "--prompt" => &mut work.prompt,
                "--generate" => &mut work.generate,
                "--context" => &mut work.context,
                "--threads" => &mut work.threads,
                other if !other.starts_with('-') && work.model.is_empty() => {
                    other.clone_into(&mut work.model);
                    continue;
                }
                other => return Err(format!("{other}: not understood")),
            };
            let value = rest.next().ok_or_else(|| format!("{argument} needs a number"))?;
            *number = value.parse().map_err(|_| format!("{argument} {value}: not a number"))?;
        }
        if work.model.is_empty() || work.prompt == 0 || work.prompt.saturating_add(work.generate) > work.context {
            return Err("needs a model, and a prompt and answer that fit the context".to_owned());
        }
        Ok(work)
    }
}

/// Measures and gives one line of JSON with both speeds in tokens a second.
pub fn run(arguments: &[String]) -> Result<String, String> {
    let work = Work::parse(arguments)?;
    let path = Path::new(&work.model);
    if !path.is_file() {
        return Err(format!("no file {}", work.model));
    }
    let missing = cpu::missing_features();
    if !missing.is_empty() {
        return Err(format!("the processor lacks {}", missing.join(" ")));
    }
    let failed = |error: &dyn std::fmt::Display| error.to_string();
    let backend = LlamaBackend::init().map_err(|e| failed(&e))?;
    let params = LlamaModelParams::default().with_use_mmap(false);
    let model = LlamaModel::load_from_file(&backend, path, &params).map_err(|e| failed(&e))?;
    let threads = i32::try_from(work.threads).map_err(|e| failed(&e))?;
    // Batch sizes are llama.cpp's own defaults, not ours.
    let params = LlamaContextParams::default()
        .with_n_ctx(NonZeroU32::new(work.context))
        .with_n_threads(threads)
        .with_n_threads_batch(threads);
    let mut context = model.new_context(&backend, params).map_err(|e| failed(&e))?;
    let mut batch = LlamaBatch::new(work.prompt as usize, 1);
    // Any tokens will do for the speed; these are ordinary ones, spread over the vocabulary.
    let vocabulary = u32::try_from(model.n_vocab()).map_err(|e| failed(&e))?.clamp(1, 50_000);
    let last = work.prompt - 1;
    for n in 0..work.prompt {
        let token = i32::try_from((n * 7919 + 1000) % vocabulary).map_err(|e| failed(&e))?;
        let at = i32::try_from(n).map_err(|e| failed(&e))?;
        batch.add(LlamaToken(token), at, &[0], n == last).map_err(|e| failed(&e))?;
    }
    // One token first, as llama-bench does: the first evaluation touches memory for the first time.
    let mut one = LlamaBatch::new(1, 1);
    one.add(LlamaToken(0), 0, &[0], true).map_err(|e| failed(&e))?;
    context.decode(&mut one).map_err(|e| failed(&e))?;
    context.clear_kv_cache();

    let began = Instant::now();
    context.decode(&mut batch).map_err(|e| failed(&e))?;
    let mut greedy = LlamaSampler::greedy();
    let mut token = greedy.sample(&context, i32::try_from(last).map_err(|e| failed(&e))?);
    let read = began.elapsed().as_secs_f64();

    let began = Instant::now();
    for n in 0..work.generate {
        one.clear();
        let at = i32::try_from(work.prompt + n).map_err(|e| failed(&e))?;
        one.add(token, at, &[0], true).map_err(|e| failed(&e))?;
        context.decode(&mut one).map_err(|e| failed(&e))?;
        token = greedy.sample(&context, 0);
    }
    let wrote = began.elapsed().as_secs_f64();
    let report = gungman_engine::bench::BareReport {
        prompt_tokens_per_second: f64::from(work.prompt) / read,
        tokens_per_second: if work.generate == 0 { 0.0 } else { f64::from(work.generate) / wrote },
    };
    serde_json::to_string(&report).map_err(|e| failed(&e))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Work, String> {
        Work::parse(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn arguments_are_checked_before_the_model_is_loaded() {
        let work = parse("m.gguf --prompt 10 --threads 1").unwrap();
        assert_eq!((work.model.as_str(), work.prompt, work.generate, work.threads), ("m.gguf", 10, 48, 1));
        for bad in ["", "m --prompt", "m --prompt x", "m --prompt 0", "m --context 100", "m n", "m --what 1"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
