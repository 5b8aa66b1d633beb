//! Loading a model and its context, and telling why that failed.

use std::num::NonZeroU32;
use std::path::Path;

use gungman_engine::gguf;
use gungman_engine::{EngineError, ErrorCode, LoadRequest};
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;

use crate::log::Failures;

/// The longest stretch of prompt given to llama.cpp at once, in tokens. It is also the compute buffer's size: a bigger
/// one costs memory (150 000 words times this many rows) and buys a few per cent.
pub const BATCH: u32 = 256;

/// What a stored prefix depends on besides model and tokens. Flash attention stays on "auto" and the cache in f16, the
/// defaults of `LlamaContextParams`.
pub fn context_signature(n_ctx: u32) -> String {
    format!("kv f16, fa auto, n_ctx {n_ctx}, n_seq_max 1")
}

/// Loads the weights. `progress` gets 0 to 1 and ends the load by answering false.
///
/// Without memory mapping: a mapped file that shrinks (a USB stick pulled, a file overwritten on a share) ends the
/// program with SIGBUS, and because llama.cpp repacks the weights, a mapped file is in memory twice (1.75 GB instead of
/// 1.15 GB for the reference model). The price is half a second of a warm load.
pub fn load(
    backend: &LlamaBackend,
    request: &LoadRequest,
    failures: &Failures,
    progress: impl FnMut(f32) -> bool + 'static,
) -> Result<LlamaModel, EngineError> {
    // First our own look: llama.cpp tells reasons only in its log, and in a debug build panics for a missing file.
    gguf::check_whole(&request.path)?;
    failures.take();
    let params = LlamaModelParams::default().with_use_mmap(false).with_progress_callback(progress);
    LlamaModel::load_from_file(backend, &request.path, &params)
        .map_err(|error| explain(&failures.take(), &format!("{}: {error}", file_name(&request.path))))
}

/// Makes the context: the memory for `n_ctx` tokens and the threads.
pub fn context<'m>(
    backend: &LlamaBackend,
    model: &'m LlamaModel,
    n_ctx: NonZeroU32,
    threads: u32,
    failures: &Failures,
) -> Result<LlamaContext<'m>, EngineError> {
    let threads = i32::try_from(threads).unwrap_or(1);
    let params = LlamaContextParams::default()
        .with_n_ctx(Some(n_ctx))
        .with_n_batch(BATCH)
        .with_n_ubatch(BATCH)
        .with_n_seq_max(1)
        .with_n_threads(threads)
        .with_n_threads_batch(threads);
    model.new_context(backend, params).map_err(|error| {
        let error = explain(&failures.take(), &error.to_string());
        // A context fails for want of memory or for a shape llama.cpp does not know; the model itself was read.
        match error.code {
            ErrorCode::ModelDamaged => EngineError::new(ErrorCode::ModelUnsupported, error.detail),
            _ => error,
        }
    })
}

/// The one place where text decides: llama.cpp gives the reason of a failed load only in its log. What matches nothing
/// counts as damage, which tells the reader to import the file again.
fn explain(log: &[String], otherwise: &str) -> EngineError {
    let detail = if log.is_empty() { otherwise.to_owned() } else { log.join("; ") };
    let any = |needles: &[&str]| needles.iter().any(|needle| detail.contains(needle));
    let code = if any(&["failed to allocate", "unable to allocate", "Cannot allocate memory", "out of memory"]) {
        ErrorCode::OutOfMemory
    } else if any(&["unknown model architecture", "unknown pre-tokenizer", "unsupported"]) {
        ErrorCode::ModelUnsupported
    } else {
        ErrorCode::ModelDamaged
    };
    EngineError::new(code, detail)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_decides_the_code() {
        let code = |line: &str| explain(&[line.to_owned()], "x").code;
        assert_eq!(
            code("llama_model_load: error loading model: unknown model architecture: 'zzz'"),
            ErrorCode::ModelUnsupported
        );
        assert_eq!(
            code("ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 9"),
            ErrorCode::OutOfMemory
        );
        assert_eq!(
            code("tensor 'x' data is not within the file bounds, model is corrupted or incomplete"),
            ErrorCode::ModelDamaged
        );
        assert_eq!(explain(&[], "null result").detail, "null result");
    }
}
