//! The conversation with the client: one thread reads, one thread owns the model.
//!
//! The reader passes requests on and acts on two things at once: a cancellation, which it notes for the owner to see
//! between two tokens, and the end of the stream, which means the client is gone and so must this program be.
//!
//! Rights are given up on the way ([`crate::cage`]), which is why a worker takes one model and no second.

use std::io::{self, BufReader};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use gungman_engine::protocol::{Event, FrameError, PROTOCOL_VERSION, Request, read_frame, write_frame};
use gungman_engine::{EngineError, ErrorCode, LoadRequest, LoadedModel};
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::model::LlamaModel;

use crate::ban::Ban;
use crate::cage::{self, Cage};
use crate::frame::Frame;
use crate::log::Failures;
use crate::prefix::PrefixStore;
use crate::session::Session;
use crate::{cpu, model};

/// Name and version, as the client logs it.
pub const NAME: &str = concat!("gungman-engine ", env!("CARGO_PKG_VERSION"));
/// How long the owner may take to end after the client is gone.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// How often loading is reported at most.
const LOADING_STEP: Duration = Duration::from_millis(50);

/// What the reader notes for the owner.
#[derive(Debug, Default)]
struct Signals {
    /// The last request somebody wants ended; requests are numbered from 1.
    cancelled: AtomicU64,
    /// The client is gone.
    ending: AtomicBool,
}

/// The way out for one request: its number, and whether it is still wanted.
#[derive(Clone)]
pub struct Port {
    /// The request.
    pub id: u64,
    signals: Arc<Signals>,
}

impl Port {
    /// Sends an event. When nobody reads any more, the request counts as cancelled.
    pub fn send(&self, event: &Event) {
        if let Err(error) = write_frame(&mut io::stdout().lock(), event) {
            tracing::warn!(%error, "nobody listens");
            self.signals.ending.store(true, Ordering::Relaxed);
        }
    }

    /// Whether to stop.
    pub fn is_cancelled(&self) -> bool {
        self.signals.cancelled.load(Ordering::Relaxed) == self.id || self.signals.ending.load(Ordering::Relaxed)
    }
}

/// Greets, then serves until the client ends it or is gone.
pub fn serve(failures: &Failures) -> ExitCode {
    let missing = cpu::missing_features();
    let unfit = !missing.is_empty();
    let hello = Event::Hello { protocol: PROTOCOL_VERSION, worker: NAME.to_owned(), missing_cpu: missing };
    if write_frame(&mut io::stdout().lock(), &hello).is_err() || unfit {
        return ExitCode::FAILURE;
    }
    let cage = Cage::enter();
    let backend = match LlamaBackend::init() {
        Ok(backend) => backend,
        Err(error) => {
            tracing::error!(%error, "no backend");
            return ExitCode::FAILURE;
        }
    };
    let signals = Arc::new(Signals::default());
    let (pass_on, requests) = mpsc::channel();
    let noted = Arc::clone(&signals);
    std::thread::spawn(move || read_requests(&noted, &pass_on));

    let owner = Owner { backend, signals, requests, failures: failures.clone() };
    let mut cage = Some(cage);
    while let Some(request) = owner.next() {
        match request {
            Request::Load { id, load, prefix_dir } => match cage.take() {
                Some(cage) => owner.hold(id, &load, prefix_dir.as_deref(), cage),
                None => owner.fail_second(id),
            },
            Request::Warm { id, .. } | Request::Generate { id, .. } => {
                owner.fail(id, EngineError::new(ErrorCode::NoModel, "no model is loaded"));
            }
            Request::Cancel { .. } | Request::Shutdown => {}
        }
    }
    ExitCode::SUCCESS
}

fn read_requests(signals: &Signals, pass_on: &Sender<Request>) {
    cage::no_files_for_this_thread();
    let mut input = BufReader::new(io::stdin());
    loop {
        match read_frame::<Request>(&mut input) {
            Ok(Request::Cancel { id }) => signals.cancelled.store(id, Ordering::Relaxed),
            Ok(Request::Shutdown) | Err(FrameError::Closed) => break,
            Ok(request) => {
                if pass_on.send(request).is_err() {
                    return;
                }
            }
            Err(error) => {
                tracing::error!(%error, "the client sent nonsense");
                break;
            }
        }
    }
    signals.ending.store(true, Ordering::Relaxed);
    let _ = pass_on.send(Request::Shutdown);
    // The owner ends between two chunks. Should it hang, nobody is left to end this program but itself.
    std::thread::sleep(LAST_WORDS);
    std::process::abort();
}

/// The thread that owns the model.
struct Owner {
    backend: LlamaBackend,
    signals: Arc<Signals>,
    requests: Receiver<Request>,
    failures: Failures,
}

impl Owner {
    fn next(&self) -> Option<Request> {
        self.requests.recv().ok().filter(|request| *request != Request::Shutdown)
    }

    fn port(&self, id: u64) -> Port {
        Port { id, signals: Arc::clone(&self.signals) }
    }

    fn fail(&self, id: u64, error: EngineError) {
        self.port(id).send(&Event::Failed { id, error });
    }

    /// The cage lets nobody open a second model's file.
    fn fail_second(&self, id: u64) {
        self.fail(id, EngineError::new(ErrorCode::State, "a worker loads one model; start another for another"));
    }

    /// Loads a model and serves with it until the end; comes back earlier only when it cannot be loaded.
    fn hold(&self, id: u64, load: &LoadRequest, prefix_dir: Option<&Path>, mut cage: Cage) {
        let began = Instant::now();
        let port = self.port(id);
        // Asked of the system while its files can still be read.
        let threads = cpu::threads(load.threads);
        let prefix_dir = prefix_dir.filter(|folder| match std::fs::create_dir_all(folder) {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, "no folder for prefixes");
                false
            }
        });
        cage.before_load(&load.path, prefix_dir);
        let loaded = model::load(&self.backend, load, &self.failures, progress(port.clone()));
        let model = match loaded {
            Ok(model) => model,
            Err(error) => {
                let error = if port.is_cancelled() {
                    EngineError::new(ErrorCode::Cancelled, "cancelled while loading")
                } else {
                    error
                };
                return self.fail(id, error);
            }
        };
        let files = cage.after_load(prefix_dir);
        let prefix_dir = prefix_dir.filter(|_| files);
        let (mut session, banned) = match self.session(&model, load, threads, prefix_dir) {
            Ok(session) => session,
            Err(error) => return self.fail(id, error),
        };
        let meta = |key: &str| model.meta_val_str(key).unwrap_or_default();
        let loaded = LoadedModel {
            name: meta("general.name"),
            architecture: meta("general.architecture"),
            context_tokens: session.context_tokens(),
            size_bytes: model.size(),
            parameters: model.n_params(),
            threads,
            banned_tokens: banned,
            load_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        };
        port.send(&Event::Loaded { id, model: loaded });
        while let Some(request) = self.next() {
            match request {
                Request::Generate { id, prompt, options } => {
                    let port = self.port(id);
                    match session.generate(&port, &prompt, &options) {
                        Ok((stats, draft)) => {
                            port.send(&Event::Done { id, stats });
                            session.keep(draft);
                        }
                        Err(error) => self.fail(id, error),
                    }
                }
                Request::Warm { id, prefix } => {
                    let port = self.port(id);
                    match session.warm(&port, &prefix) {
                        Ok(stats) => port.send(&Event::Warmed { id, stats }),
                        Err(error) => self.fail(id, error),
                    }
                }
                Request::Load { id, .. } => self.fail_second(id),
                Request::Cancel { .. } | Request::Shutdown => {}
            }
        }
    }

    fn session<'m>(
        &self,
        model: &'m LlamaModel,
        load: &LoadRequest,
        threads: u32,
        prefix_dir: Option<&Path>,
    ) -> Result<(Session<'m>, u32), EngineError> {
        // Beyond what it was trained on a model writes nonsense.
        let n_ctx = NonZeroU32::new(load.context.min(model.n_ctx_train()))
            .ok_or_else(|| EngineError::new(ErrorCode::State, "a context of no tokens was asked for"))?;
        let frame = Frame::new(load.chat, &model.vocab())?;
        let ban = Ban::scan(&load.banned_chars, model.tokens(false));
        let banned = u32::try_from(ban.tokens().len()).unwrap_or(u32::MAX);
        let context = model::context(&self.backend, model, n_ctx, threads, &self.failures)?;
        let signature = model::context_signature(context.n_ctx());
        let store =
            prefix_dir.map(PathBuf::from).and_then(|folder| PrefixStore::open(&folder, &load.sha256, &signature));
        Ok((Session::new(model, context, frame, ban, store), banned))
    }
}

/// Reports loading step by step, and ends it when nobody wants it any more.
fn progress(port: Port) -> impl FnMut(f32) -> bool + 'static {
    let mut last: Option<(u8, Instant)> = None;
    move |done| {
        // In range by the clamp; a percentage needs no more precision.
        let percent = (done.clamp(0.0, 1.0) * 100.0) as u8;
        if last.is_none_or(|(before, at)| percent > before && at.elapsed() >= LOADING_STEP) {
            last = Some((percent, Instant::now()));
            port.send(&Event::Loading { id: port.id, percent });
        }
        !port.is_cancelled()
    }
}
