//! The task that owns the worker: a queue, one request at a time, and the watch over it.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};

use super::process::Worker;
use super::{CancelHandle, EngineConfig, GenerationEvent, gone};
use crate::error::{EngineError, ErrorCode};
use crate::prompt::{LoadRequest, Options, Prompt, Turn};
use crate::protocol::{Event, PROTOCOL_VERSION, Request};
use crate::report::{Finish, LoadedModel, Phase, Stats, Status, WarmStats};

/// How long the listener waits for the worker's own answer to a cancellation. While it writes, that comes with the next
/// token; while it reads, only after the chunk at hand, and the listener is then told what was heard so far.
const CANCEL_ANSWER: Duration = Duration::from_millis(300);
/// How long the worker may take to come to rest after a cancellation before it is killed: some chunks' time on a slow machine.
const CANCEL_PATIENCE: Duration = Duration::from_secs(15);
/// The same when everything ends and nobody waits for the worker any more.
const END_PATIENCE: Duration = Duration::from_secs(1);

/// What the handles send.
#[derive(Debug)]
pub(super) enum Command {
    Load {
        request: LoadRequest,
        reply: oneshot::Sender<Result<LoadedModel, EngineError>>,
    },
    Warm {
        prefix: Vec<Turn>,
        reply: oneshot::Sender<Result<WarmStats, EngineError>>,
    },
    Generate {
        prompt: Prompt,
        options: Options,
        events: mpsc::Sender<GenerationEvent>,
        cancel: CancelHandle,
    },
    Unload {
        reply: oneshot::Sender<()>,
    },
    Shutdown {
        reply: oneshot::Sender<()>,
    },
    /// A generation was cancelled: one that waits is answered now, not when its turn would have come.
    Sweep,
}

/// What the running request needs besides the worker: whom it tells, and who may end it.
struct Running {
    /// Where a generation's events go.
    sink: Option<mpsc::Sender<GenerationEvent>>,
    cancel: CancelHandle,
    /// Whether a waiting generation ends it.
    gives_way: bool,
    /// What a generation has come to, as far as it was heard.
    heard: Stats,
}

impl Running {
    fn new(sink: Option<mpsc::Sender<GenerationEvent>>, cancel: CancelHandle) -> Self {
        let heard = Stats {
            prompt_tokens: 0,
            reused_tokens: 0,
            disk_reused: false,
            generated_tokens: 0,
            first_token_ms: 0,
            prompt_tokens_per_second: 0.0,
            tokens_per_second: 0.0,
            finish: Finish::Cancelled,
        };
        Self { sink, cancel, gives_way: false, heard }
    }

    fn quiet() -> Self {
        Self::new(None, CancelHandle::new())
    }

    /// Ends a cancelled generation for its listener, whatever the worker is still at.
    fn answer(&mut self) {
        self.tell(GenerationEvent::Done { stats: self.heard.clone() });
        self.sink = None;
    }

    fn tell(&self, event: GenerationEvent) {
        if let Some(sink) = &self.sink {
            // Full means beyond every possible event, closed means dropped; the latter cancels elsewhere.
            let _ = sink.try_send(event);
        }
    }

    /// Waits until somebody wants the end: the handle, or nobody is left to listen.
    async fn unwanted(&self) {
        match &self.sink {
            Some(sink) => tokio::select! { () = self.cancel.cancelled() => {}, () = sink.closed() => {} },
            None => self.cancel.cancelled().await,
        }
    }
}

/// The task's own state.
pub(super) struct Actor {
    config: EngineConfig,
    commands: mpsc::UnboundedReceiver<Command>,
    status: watch::Sender<Status>,
    queue: VecDeque<Command>,
    worker: Option<Worker>,
    /// What a fresh worker is to load.
    wanted: Option<LoadRequest>,
    /// What the present worker holds.
    loaded: Option<(LoadRequest, LoadedModel)>,
    /// Whether the present worker was asked to load: it will load nothing else.
    spent: bool,
    /// Whether the last worker ended against our will.
    fell: bool,
    /// Whether a request runs.
    busy: bool,
    next_id: u64,
    /// Set by a shutdown, or when the last handle was dropped.
    ending: Option<Vec<oneshot::Sender<()>>>,
}

impl Actor {
    pub(super) fn new(
        config: EngineConfig,
        commands: mpsc::UnboundedReceiver<Command>,
        status: watch::Sender<Status>,
    ) -> Self {
        Self {
            config,
            commands,
            status,
            queue: VecDeque::new(),
            worker: None,
            wanted: None,
            loaded: None,
            spent: false,
            fell: false,
            busy: false,
            next_id: 1,
            ending: None,
        }
    }

    pub(super) async fn run(mut self) {
        while self.ending.is_none() {
            match self.take_next() {
                Some(command) => {
                    self.perform(command).await;
                    self.busy = false;
                }
                None => self.idle().await,
            }
        }
        for command in std::mem::take(&mut self.queue) {
            refuse(command, &gone());
        }
        if let Some(worker) = self.worker.take() {
            worker.end().await;
        }
        self.status.send_replace(Status::default());
        for reply in self.ending.take().unwrap_or_default() {
            let _ = reply.send(());
        }
    }

    /// The oldest request; warming only when nothing else waits.
    fn take_next(&mut self) -> Option<Command> {
        let at = self.queue.iter().position(|command| !matches!(command, Command::Warm { .. })).unwrap_or(0);
        let next = self.queue.remove(at);
        self.busy = next.is_some();
        self.tell_queue();
        next
    }

    /// Waits for a request, with an eye on the worker.
    async fn idle(&mut self) {
        let Some(worker) = self.worker.as_mut() else {
            let command = self.commands.recv().await;
            self.accept(command);
            return;
        };
        tokio::select! {
            command = self.commands.recv() => self.accept(command),
            event = worker.event() => match event {
                Ok(event) => tracing::warn!(id = event.id(), "the worker spoke unasked"),
                Err(error) => { self.fall(error).await; }
            },
        }
    }

    /// Takes a command into the queue; the last handle's end and a shutdown end everything.
    fn accept(&mut self, command: Option<Command>) {
        match command {
            None => self.ending = Some(Vec::new()),
            Some(Command::Shutdown { reply }) => self.ending.get_or_insert_default().push(reply),
            Some(Command::Sweep) => {
                self.queue.retain(|waiting| match waiting {
                    Command::Generate { events, cancel, .. } if cancel.is_cancelled() => {
                        let _ = events.try_send(GenerationEvent::Failed { error: cancelled() });
                        false
                    }
                    _ => true,
                });
                self.tell_queue();
            }
            Some(command) => {
                self.queue.push_back(command);
                self.tell_queue();
            }
        }
    }

    /// Tells every waiting generation its place, and the status how many wait.
    fn tell_queue(&mut self) {
        let mut ahead = u32::from(self.busy);
        for command in &self.queue {
            if let Command::Generate { events, .. } = command
                && ahead > 0
            {
                let _ = events.try_send(GenerationEvent::Queued { ahead });
            }
            // Warming waits for everybody and holds up nobody.
            ahead += u32::from(!matches!(command, Command::Warm { .. }));
        }
        let waiting = u32::try_from(self.queue.len()).unwrap_or(u32::MAX);
        self.status.send_if_modified(|status| std::mem::replace(&mut status.queued, waiting) != waiting);
    }

    async fn perform(&mut self, command: Command) {
        match command {
            Command::Load { request, reply } => {
                let result = self.make_ready(&mut Running::quiet(), Some(request)).await;
                self.settle(result.as_ref().err());
                let _ = reply.send(result);
            }
            Command::Warm { prefix, reply } => {
                let mut running = Running { gives_way: true, ..Running::quiet() };
                let result = self.warm(&mut running, prefix).await;
                self.settle(result.as_ref().err());
                let _ = reply.send(result);
            }
            Command::Generate { prompt, options, events, cancel } => {
                let mut running = Running::new(Some(events), cancel);
                let result = self.generate(&mut running, prompt, options).await;
                self.settle(result.as_ref().err());
                running.tell(match result {
                    Ok(stats) => GenerationEvent::Done { stats },
                    Err(error) => GenerationEvent::Failed { error },
                });
            }
            Command::Unload { reply } => {
                self.wanted = None;
                self.loaded = None;
                if let Some(worker) = self.worker.take() {
                    worker.end().await;
                }
                self.fell = false;
                self.status.send_modify(|status| {
                    status.phase = Phase::Off;
                    status.model = None;
                });
                let _ = reply.send(());
            }
            Command::Shutdown { reply } => self.ending.get_or_insert_default().push(reply),
            Command::Sweep => {}
        }
    }

    async fn generate(
        &mut self,
        running: &mut Running,
        prompt: Prompt,
        options: Options,
    ) -> Result<Stats, EngineError> {
        if running.cancel.is_cancelled() || running.sink.as_ref().is_some_and(mpsc::Sender::is_closed) {
            return Err(cancelled());
        }
        self.make_ready(running, None).await?;
        match self.exchange(running, |id| Request::Generate { id, prompt, options }).await? {
            Event::Done { stats, .. } => Ok(stats),
            other => Err(unexpected(&other)),
        }
    }

    async fn warm(&mut self, running: &mut Running, prefix: Vec<Turn>) -> Result<WarmStats, EngineError> {
        self.make_ready(running, None).await?;
        match self.exchange(running, |id| Request::Warm { id, prefix }).await? {
            Event::Warmed { stats, .. } => Ok(stats),
            other => Err(unexpected(&other)),
        }
    }

    /// A running worker with the right model: the one asked for, else the last one.
    async fn make_ready(
        &mut self,
        running: &mut Running,
        request: Option<LoadRequest>,
    ) -> Result<LoadedModel, EngineError> {
        let Some(load) = request.or_else(|| self.wanted.clone()) else {
            return Err(EngineError::new(ErrorCode::NoModel, "no model was loaded"));
        };
        if let (Some(_), Some((request, model))) = (&self.worker, &self.loaded)
            && *request == load
        {
            return Ok(model.clone());
        }
        if self.spent
            && let Some(worker) = self.worker.take()
        {
            worker.end().await;
        }
        self.start(running).await?;
        self.loaded = None;
        self.status.send_modify(|status| status.model = None);
        self.phase(Phase::Loading { percent: 0 });
        running.tell(GenerationEvent::Loading { percent: 0 });
        let prefix_dir = self.config.prefix_dir.clone();
        let asked = load.clone();
        self.spent = true;
        match self.exchange(running, |id| Request::Load { id, load: asked, prefix_dir }).await? {
            Event::Loaded { model, .. } => {
                self.wanted = Some(load.clone());
                self.loaded = Some((load, model.clone()));
                self.status.send_modify(|status| status.model = Some(model.clone()));
                Ok(model)
            }
            other => Err(unexpected(&other)),
        }
    }

    /// Starts the worker when none runs, and hears its greeting.
    async fn start(&mut self, running: &mut Running) -> Result<(), EngineError> {
        if self.worker.is_some() {
            return Ok(());
        }
        self.phase(Phase::Starting);
        running.tell(GenerationEvent::Starting);
        let mut worker = Worker::spawn(&self.config)?;
        self.spent = false;
        if std::mem::take(&mut self.fell) {
            self.status.send_modify(|status| status.restarts += 1);
        }
        let greeting = tokio::time::timeout(self.config.hang_after, worker.event()).await;
        self.worker = Some(worker);
        let error = match greeting {
            Ok(Ok(Event::Hello { protocol, .. })) if protocol != PROTOCOL_VERSION => EngineError::new(
                ErrorCode::ProtocolVersion,
                format!("the worker speaks version {protocol}, this program {PROTOCOL_VERSION}"),
            ),
            Ok(Ok(Event::Hello { missing_cpu, .. })) if !missing_cpu.is_empty() => {
                EngineError::new(ErrorCode::CpuUnsupported, missing_cpu.join(" "))
            }
            Ok(Ok(Event::Hello { worker, .. })) => {
                tracing::info!(worker, "the worker is up");
                return Ok(());
            }
            Ok(Ok(other)) => unexpected(&other),
            Ok(Err(error)) => error,
            Err(_) => EngineError::new(ErrorCode::WorkerHung, "no greeting"),
        };
        Err(self.fall(error).await)
    }

    /// Sends one request and follows it to its end, taking new commands on the way.
    ///
    /// An `Err` whose code is the worker's own (`Failed`) leaves the worker running; every other has ended it.
    async fn exchange(
        &mut self,
        running: &mut Running,
        request: impl FnOnce(u64) -> Request,
    ) -> Result<Event, EngineError> {
        let id = self.next_id;
        self.next_id += 1;
        match &self.worker {
            Some(worker) => worker.send(request(id)),
            None => return Err(EngineError::new(ErrorCode::WorkerDied, "no worker")),
        }
        let mut heard = Instant::now();
        let mut cancelled_at: Option<Instant> = None;
        let mut writing_since: Option<Instant> = None;
        loop {
            let gives_way = running.gives_way && self.queue.iter().any(|c| !matches!(c, Command::Warm { .. }));
            if cancelled_at.is_none() && (gives_way || self.ending.is_some()) {
                cancelled_at = Some(self.send_cancel(id));
            }
            let patience = if self.ending.is_some() { END_PATIENCE } else { CANCEL_PATIENCE };
            let patience = cancelled_at.map(|at| at + patience);
            let answer = cancelled_at.filter(|_| running.sink.is_some()).map(|at| at + CANCEL_ANSWER);
            let silence = heard + self.config.hang_after;
            let Some(worker) = self.worker.as_mut() else {
                return Err(EngineError::new(ErrorCode::WorkerDied, "no worker"));
            };
            tokio::select! {
                event = worker.event() => {
                    heard = Instant::now();
                    match event {
                        Err(error) => return Err(self.fall(error).await),
                        Ok(Event::Failed { id: failed, error }) if failed == id => return Err(error),
                        Ok(event) if event.id() != Some(id) => tracing::warn!(id = event.id(), "an answer too late"),
                        Ok(event) if event.is_final() => return Ok(event),
                        Ok(event) => self.follow(running, event, &mut writing_since),
                    }
                }
                command = self.commands.recv(), if self.ending.is_none() => self.accept(command),
                () = running.unwanted(), if cancelled_at.is_none() => cancelled_at = Some(self.send_cancel(id)),
                () = sleep_until(answer.unwrap_or(silence)), if answer.is_some() => running.answer(),
                () = sleep_until(patience.unwrap_or(silence)), if patience.is_some() => {
                    self.fall(EngineError::new(ErrorCode::WorkerHung, "no answer to a cancellation")).await;
                    return Err(cancelled());
                }
                () = sleep_until(silence) => {
                    let detail = format!("silent for {} s", self.config.hang_after.as_secs());
                    return Err(self.fall(EngineError::new(ErrorCode::WorkerHung, detail)).await);
                }
            }
        }
    }

    fn send_cancel(&self, id: u64) -> Instant {
        if let Some(worker) = &self.worker {
            worker.send(Request::Cancel { id });
        }
        Instant::now()
    }

    /// Passes an event on to the status and the listener.
    fn follow(&self, running: &mut Running, event: Event, writing_since: &mut Option<Instant>) {
        match event {
            Event::Loading { percent, .. } => {
                self.phase(Phase::Loading { percent });
                running.tell(GenerationEvent::Loading { percent });
            }
            Event::Reading { done, total, reused, .. } => {
                self.phase(Phase::Reading { done, total, reused });
                (running.heard.prompt_tokens, running.heard.reused_tokens) = (total, reused);
                running.tell(GenerationEvent::Reading { done, total, reused });
            }
            Event::Text { text, tokens, .. } => {
                let since = *writing_since.get_or_insert_with(Instant::now);
                let seconds = since.elapsed().as_secs_f64();
                let speed = if seconds > 0.05 { f64::from(tokens.saturating_sub(1)) / seconds } else { 0.0 };
                self.phase(Phase::Writing { tokens_per_second: speed });
                (running.heard.generated_tokens, running.heard.tokens_per_second) = (tokens, speed);
                running.tell(GenerationEvent::Text { text });
            }
            Event::Hello { .. }
            | Event::Loaded { .. }
            | Event::Done { .. }
            | Event::Warmed { .. }
            | Event::Failed { .. } => {}
        }
    }

    fn phase(&self, phase: Phase) {
        self.status.send_modify(|status| status.phase = phase);
    }

    /// The worker is lost: end what is left of it, and say so.
    async fn fall(&mut self, error: EngineError) -> EngineError {
        let mut error = error;
        if let Some(worker) = self.worker.take()
            && let Some(ended) = worker.kill().await
            && error.code == ErrorCode::WorkerDied
        {
            error.detail = format!("{} ({ended})", error.detail);
        }
        self.loaded = None;
        self.fell = true;
        tracing::warn!(code = %error.code, detail = error.detail, "the worker was lost");
        self.status.send_modify(|status| {
            status.model = None;
            status.phase = Phase::Failed { code: error.code, detail: error.detail.clone() };
        });
        error
    }

    /// The phase between two requests.
    fn settle(&self, error: Option<&EngineError>) {
        let phase = match (&self.worker, &self.loaded, error) {
            (Some(_), Some(_), _) => Phase::Ready,
            // `fall` has told why; a cancellation is no reason to show a failure, a lost worker is.
            (None, _, Some(error)) if error.code == ErrorCode::Cancelled && self.fell => return,
            (None, None, Some(error)) if error.code == ErrorCode::NoModel => Phase::Off,
            (_, _, Some(error)) if error.code == ErrorCode::Cancelled => Phase::Off,
            (_, _, Some(error)) => Phase::Failed { code: error.code, detail: error.detail.clone() },
            (_, _, None) => Phase::Off,
        };
        self.phase(phase);
    }
}

fn cancelled() -> EngineError {
    EngineError::new(ErrorCode::Cancelled, "cancelled")
}

fn unexpected(event: &Event) -> EngineError {
    EngineError::new(ErrorCode::ProtocolGarbage, format!("an answer of the wrong kind to request {:?}", event.id()))
}

/// Answers a command that will never run.
fn refuse(command: Command, error: &EngineError) {
    match command {
        Command::Load { reply, .. } => {
            let _ = reply.send(Err(error.clone()));
        }
        Command::Warm { reply, .. } => {
            let _ = reply.send(Err(error.clone()));
        }
        Command::Generate { events, .. } => {
            let _ = events.try_send(GenerationEvent::Failed { error: error.clone() });
        }
        Command::Unload { reply } | Command::Shutdown { reply } => {
            let _ = reply.send(());
        }
        Command::Sweep => {}
    }
}
