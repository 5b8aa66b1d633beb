//! What the engine says of itself: its phase, the model it holds, and how a generation went.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::ErrorCode;

/// What the engine is doing now, as the screen shows it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Phase {
    /// No worker runs.
    #[default]
    Off,
    /// The worker was started and has not yet spoken.
    Starting,
    /// The model is being read into memory.
    Loading {
        /// 0 to 100.
        percent: u8,
    },
    /// A model is loaded and nothing runs.
    Ready,
    /// The prompt is being read.
    Reading {
        /// Tokens read so far, reused ones included.
        done: u32,
        /// Tokens of the prompt.
        total: u32,
        /// Tokens that did not have to be read again.
        reused: u32,
    },
    /// The answer is being written.
    Writing {
        /// Speed so far, in tokens a second.
        tokens_per_second: f64,
    },
    /// The last start, load or run ended the worker, or the model could not be loaded. The next request tries again.
    Failed {
        /// What went wrong.
        code: ErrorCode,
        /// Where and how.
        detail: String,
    },
}

/// The whole state of the engine.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// What it is doing.
    pub phase: Phase,
    /// The model in memory.
    pub model: Option<LoadedModel>,
    /// How often the worker had to be started anew after it died, hung or spoke nonsense.
    pub restarts: u32,
    /// Requests waiting, the running one not counted.
    pub queued: u32,
}

/// A model in memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LoadedModel {
    /// Its name, from its own header.
    pub name: String,
    /// Its architecture, such as `qwen2`.
    pub architecture: String,
    /// How many tokens prompt and answer may have together.
    pub context_tokens: u32,
    /// Size of the weights in bytes.
    #[ts(type = "number")]
    pub size_bytes: u64,
    /// Number of weights.
    #[ts(type = "number")]
    pub parameters: u64,
    /// Threads it computes with.
    pub threads: u32,
    /// Tokens that cannot be written when the ban is on.
    pub banned_tokens: u32,
    /// How long loading took, in milliseconds.
    #[ts(type = "number")]
    pub load_ms: u64,
}

/// Why a generation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Finish {
    /// The model said it was done.
    Stop,
    /// The longest allowed answer was reached.
    Length,
    /// The model repeated itself and was stopped.
    Loop,
    /// Somebody cancelled; what was written until then stands.
    Cancelled,
}

/// How a generation went. Times are the worker's own, from receiving the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Tokens of the prompt.
    pub prompt_tokens: u32,
    /// Of these, how many did not have to be read again.
    pub reused_tokens: u32,
    /// Whether the reused ones came from a file rather than from memory.
    pub disk_reused: bool,
    /// Tokens written.
    pub generated_tokens: u32,
    /// Until the first token was chosen, in milliseconds.
    #[ts(type = "number")]
    pub first_token_ms: u64,
    /// Reading speed over the tokens that were read; 0 when there was nothing to read.
    pub prompt_tokens_per_second: f64,
    /// Writing speed after the first token; 0 for fewer than two tokens.
    pub tokens_per_second: f64,
    /// Why it ended.
    pub finish: Finish,
}

/// How a warm-up went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarmStats {
    /// Tokens of the prefix.
    pub prefix_tokens: u32,
    /// Of these, how many did not have to be read again.
    pub reused_tokens: u32,
    /// Whether the reused ones came from a file.
    pub disk_reused: bool,
    /// How long it took, in milliseconds.
    pub ms: u64,
}
