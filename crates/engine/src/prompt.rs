//! What is asked of the model: the turns, how to choose words, and which model answers.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Whose words a turn holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The rules.
    System,
    /// The officer, or an example of one.
    User,
    /// The model, or an example of its answer.
    Assistant,
}

/// One turn of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Turn {
    /// Whose words.
    pub speaker: Speaker,
    /// The words. Marks of the chat format inside them (`<|im_end|>`) are only characters, never commands.
    pub text: String,
}

impl Turn {
    /// A turn of the rules.
    #[must_use]
    pub fn system(text: impl Into<String>) -> Self {
        Self { speaker: Speaker::System, text: text.into() }
    }

    /// A turn of the officer.
    #[must_use]
    pub fn user(text: impl Into<String>) -> Self {
        Self { speaker: Speaker::User, text: text.into() }
    }

    /// A turn of the model.
    #[must_use]
    pub fn assistant(text: impl Into<String>) -> Self {
        Self { speaker: Speaker::Assistant, text: text.into() }
    }
}

/// A prompt in two parts, because only one of them may touch the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// The constant part: rules, house style, template, examples. Its evaluated form is kept on disk, so it must hold
    /// nothing an officer typed; and it must be the same to the byte for the same template, or nothing is saved.
    pub prefix: Vec<Turn>,
    /// What changes: the officer's words. Never written anywhere by the engine. A last turn of the model's own is the beginning of its answer:
    /// it goes on from there, and only what it adds comes back.
    pub tail: Vec<Turn>,
}

/// How the next word is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Sampling {
    /// Always the likeliest. The default for everything: at this size of model, chance costs facts.
    Greedy,
    /// Another wording of the same: temperature 0.4, min-p 0.1, with a seed that makes it repeatable.
    Fresh {
        /// The seed.
        seed: u32,
    },
}

/// Limits and choices of one generation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The longest answer, in tokens; the generation then ends with [`crate::Finish::Length`].
    pub max_tokens: u32,
    /// How the next word is chosen.
    pub sampling: Sampling,
    /// Whether the characters in [`LoadRequest::banned_chars`] cannot be written.
    pub ban_simplified: bool,
}

impl Options {
    /// The likeliest wording, at most `max_tokens` long, nothing banned.
    #[must_use]
    pub fn greedy(max_tokens: u32) -> Self {
        Self { max_tokens, sampling: Sampling::Greedy, ban_simplified: false }
    }
}

/// How turns are framed for a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChatFormat {
    /// `<|im_start|>speaker` … `<|im_end|>`: Qwen and many others.
    #[default]
    Chatml,
    /// The same, with an empty thinking block before the answer: Qwen3, which otherwise thinks aloud first.
    ChatmlEmptyThink,
}

/// Which model to load, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadRequest {
    /// The model file.
    pub path: PathBuf,
    /// Its SHA-256 as verified at import, lower-case hex. It names the prefixes kept on disk; the file is not hashed
    /// again here (1 GB takes seconds).
    pub sha256: String,
    /// How many tokens prompt and answer may have together.
    pub context: u32,
    /// Threads; `None` leaves a core to the rest of the machine where it has four or more.
    pub threads: Option<u32>,
    /// Characters the model may be forbidden to write: see [`Options::ban_simplified`].
    pub banned_chars: String,
    /// How turns are framed.
    pub chat: ChatFormat,
}
