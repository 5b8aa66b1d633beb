//! The engine as the program uses it: one handle, cloned freely, in front of one task that owns the worker.
//!
//! [`process`] starts and ends the worker program; [`actor`] queues requests, watches the one that runs, and starts the
//! worker anew after it died. A request that was running when the worker died fails with a code; nothing is repeated
//! behind the caller's back. The *next* request finds a fresh worker with the last model loaded again.

mod actor;
pub(crate) mod process;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{mpsc, oneshot, watch};

use crate::error::{EngineError, ErrorCode};
use crate::prompt::{LoadRequest, Options, Prompt, Turn};
use crate::report::{LoadedModel, Stats, Status, WarmStats};
use actor::{Actor, Command};

/// Where the worker is and how long to wait for it.
#[derive(Debug, Clone)]
pub struct EngineConfig {
    /// The worker program.
    pub worker: PathBuf,
    /// Where evaluated prefixes are kept; `None` keeps none.
    pub prefix_dir: Option<PathBuf>,
    /// How long a running request may be silent before the worker counts as hung and is ended. Reading a chunk of the
    /// prompt of a big model on a busy machine takes seconds: a minute is a sensible value.
    pub hang_after: Duration,
    /// Added to the worker's environment, after our own.
    pub extra_env: Vec<(String, String)>,
}

impl EngineConfig {
    /// A worker without a folder for prefixes, and a minute of patience.
    #[must_use]
    pub fn new(worker: impl Into<PathBuf>) -> Self {
        Self { worker: worker.into(), prefix_dir: None, hang_after: Duration::from_secs(60), extra_env: Vec::new() }
    }
}

/// What a generation tells on its way. The last event is `Done` or `Failed`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum GenerationEvent {
    /// It waits.
    Queued {
        /// Requests before it, the running one included.
        ahead: u32,
    },
    /// The worker is being started for it.
    Starting,
    /// The model is being loaded for it.
    Loading {
        /// 0 to 100.
        percent: u8,
    },
    /// The prompt is being read.
    Reading {
        /// Tokens read so far, reused ones included.
        done: u32,
        /// Tokens of the prompt.
        total: u32,
        /// Tokens that did not have to be read again.
        reused: u32,
    },
    /// More of the answer: whole characters.
    Text {
        /// The characters.
        text: String,
    },
    /// The answer is complete; after a cancellation with [`crate::Finish::Cancelled`].
    Done {
        /// How it went.
        stats: Stats,
    },
    /// There is no complete answer. A request cancelled before it ran ends with [`ErrorCode::Cancelled`].
    Failed {
        /// Why.
        error: EngineError,
    },
}

/// Ends one generation, from any task, at any time; harmless afterwards.
#[derive(Debug, Clone)]
pub struct CancelHandle(Arc<watch::Sender<bool>>);

impl CancelHandle {
    fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Asks for the end. The worker stops between two tokens or two chunks of the prompt; a worker that has not
    /// answered after three seconds is ended.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether the end was asked for.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the end is asked for.
    pub(crate) async fn cancelled(&self) {
        let mut receiver = self.0.subscribe();
        // The sender is held by `self`, so this cannot fail while we wait.
        let _ = receiver.wait_for(|asked| *asked).await;
    }
}

/// A generation under way. Dropping its events cancels it.
#[derive(Debug)]
pub struct Generation {
    /// What it tells.
    pub events: mpsc::Receiver<GenerationEvent>,
    /// Ends it.
    pub cancel: CancelHandle,
}

impl Generation {
    /// Asks for its end: see [`CancelHandle::cancel`].
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Waits for its end and gives the whole text and how it went.
    ///
    /// # Errors
    /// The error of [`GenerationEvent::Failed`].
    pub async fn text(mut self) -> Result<(String, Stats), EngineError> {
        let mut whole = String::new();
        while let Some(event) = self.events.recv().await {
            match event {
                GenerationEvent::Text { text } => whole.push_str(&text),
                GenerationEvent::Done { stats } => return Ok((whole, stats)),
                GenerationEvent::Failed { error } => return Err(error),
                _ => {}
            }
        }
        Err(gone())
    }
}

/// The engine.
#[derive(Debug, Clone)]
pub struct Engine {
    commands: mpsc::UnboundedSender<Command>,
    status: watch::Receiver<Status>,
}

impl Engine {
    /// An engine that has started nothing yet. Must be called inside a tokio runtime. When the last clone is dropped,
    /// the worker is ended.
    #[must_use]
    pub fn new(config: EngineConfig) -> Self {
        let (commands, receiver) = mpsc::unbounded_channel();
        let (publish, status) = watch::channel(Status::default());
        tokio::spawn(Actor::new(config, receiver, publish).run());
        Self { commands, status }
    }

    /// The state of the engine, now and as it changes.
    #[must_use]
    pub fn status(&self) -> watch::Receiver<Status> {
        self.status.clone()
    }

    /// Loads a model, starting the worker when none runs. The model that is loaded already is not loaded again.
    ///
    /// # Errors
    /// The worker's and the model's codes: `worker_missing`, `cpu_unsupported`, `model_missing`, `model_damaged`,
    /// `model_unsupported`, `out_of_memory`, …
    pub async fn load(&self, request: LoadRequest) -> Result<LoadedModel, EngineError> {
        self.ask(|reply| Command::Load { request, reply }).await?
    }

    /// Reads a prefix ahead of time, so that the first request with it is quick. It runs when nothing else waits, and a
    /// generation ends it.
    ///
    /// # Errors
    /// `cancelled` when a generation came, `no_model`, `context_overflow`, or the worker's codes.
    pub async fn warm(&self, prefix: Vec<Turn>) -> Result<WarmStats, EngineError> {
        self.ask(|reply| Command::Warm { prefix, reply }).await?
    }

    /// Queues a generation. Failures come as its last event.
    #[must_use]
    pub fn generate(&self, prompt: Prompt, options: Options) -> Generation {
        let mut options = options;
        options.max_tokens = options.max_tokens.min(1 << 20);
        // Room for every event a generation can have, so that a slow reader never holds up the worker: a text for each
        // token, a step of reading for each chunk, a hundred steps of loading. The channel allocates only what is used.
        let (events, receiver) = mpsc::channel(options.max_tokens as usize + (1 << 16));
        let cancel = CancelHandle::new();
        self.sweep_when_cancelled(&cancel);
        let command = Command::Generate { prompt, options, events: events.clone(), cancel: cancel.clone() };
        if self.commands.send(command).is_err() {
            let _ = events.try_send(GenerationEvent::Failed { error: gone() });
        }
        Generation { events: receiver, cancel }
    }

    /// Ends the worker after the requests before it, which gives its memory back, and forgets the model: a generation
    /// answers `no_model` until the next [`Engine::load`].
    pub async fn unload(&self) {
        let _ = self.ask(|reply| Command::Unload { reply }).await;
    }

    /// Cancels what runs and waits, ends the worker, and lets nothing run any more.
    pub async fn shutdown(&self) {
        let _ = self.ask(|reply| Command::Shutdown { reply }).await;
    }

    /// Wakes the queue when this generation is cancelled. Holds nothing alive: neither the engine nor the generation.
    fn sweep_when_cancelled(&self, cancel: &CancelHandle) {
        let mut asked = cancel.0.subscribe();
        let commands = self.commands.downgrade();
        tokio::spawn(async move {
            if asked.wait_for(|asked| *asked).await.is_ok()
                && let Some(commands) = commands.upgrade()
            {
                let _ = commands.send(Command::Sweep);
            }
        });
    }

    async fn ask<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> Result<T, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.commands.send(command(reply)).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())
    }
}

fn gone() -> EngineError {
    EngineError::new(ErrorCode::State, "the engine was shut down")
}
