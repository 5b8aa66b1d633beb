//! The language model, seen from outside: everything the program knows about running one, except llama.cpp itself.
//!
//! The model runs in a program of its own, `gungman-engine` (in `worker/`), so that an abort in C++, a kill for lack
//! of memory or a hang never takes the officer's text with it. This crate is the other side of that pipe, and what both
//! sides share:
//!
//! | module | what |
//! | --- | --- |
//! | [`prompt`] | what is asked: turns, sampling, limits, and which model to load |
//! | [`report`] | what comes back: status, statistics, the loaded model |
//! | [`error`] | every failure, with a stable code |
//! | [`protocol`] | the messages between client and worker, and their frames |
//! | [`client`] | [`Engine`]: starts, watches, queues, cancels, restarts |
//! | [`gguf`] | reading the header of a model file, whatever is in it |
//! | [`catalogue`] | what is known of the models we know (`models/catalogue.toml`) |
//! | [`library`] | the models installed in a data folder: import, verify, remove |
//! | [`bench`] | measuring, over the same client the program uses |
//!
//! What may not live here: llama.cpp (only the worker names it), Tauri, what a prompt *says* (the use cases in
//! `gungman-app` decide that) and Chinese or English (`gungman-lang`). Nothing here opens a network connection.
//!
//! No document text is logged: lengths, token counts, times and codes only.

pub mod bench;
pub mod catalogue;
pub mod client;
pub mod error;
pub mod gguf;
pub mod library;
pub mod prompt;
pub mod protocol;
pub mod report;

pub use catalogue::{Catalogue, CatalogueEntry};
pub use client::{CancelHandle, Engine, EngineConfig, Generation, GenerationEvent};
pub use error::{EngineError, ErrorCode};
pub use library::{InstalledModel, ModelLibrary};
pub use prompt::{ChatFormat, LoadRequest, Options, Prompt, Sampling, Speaker, Turn};
pub use report::{Finish, LoadedModel, Phase, Stats, Status, WarmStats};
