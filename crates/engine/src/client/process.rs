//! The worker as a process: started with the right environment and priority, read and written by tasks of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::sync::mpsc;

use super::EngineConfig;
use crate::error::{EngineError, ErrorCode};
use crate::protocol::{Event, FrameError, Request, read_frame_async, write_frame_async};

/// Set before the program starts, because libgomp reads its variables before `main`.
///
/// - Threads that wait for each other spin for a moment and then sleep. Measured with the reference model on two cores,
///   tokens written a second, machine idle / one other program computing: spinning as libgomp does by default 23 /
///   not sixteen tokens in a minute; never spinning 14 / 14; spinning a thousand times 23 / 8 (medians of four / two
///   noisy runs). An officer's machine is mostly idle while its user waits for the answer, and sometimes not: the last
///   is quick on the one and works on the other.
/// - A failed assertion must not start a debugger to print a trace.
const ENVIRONMENT: [(&str, &str); 3] =
    [("OMP_WAIT_POLICY", "passive"), ("GOMP_SPINCOUNT", "1000"), ("GGML_NO_BACKTRACE", "1")];

/// How much politer than the window the worker is; higher is politer.
#[cfg(unix)]
const NICENESS: &str = "5";

/// A running worker. Dropping it kills the program.
#[derive(Debug)]
pub(super) struct Worker {
    child: Child,
    requests: mpsc::UnboundedSender<Request>,
    events: mpsc::UnboundedReceiver<Result<Event, EngineError>>,
}

impl Worker {
    /// Starts the program and the tasks that read and write it.
    pub(super) fn spawn(config: &EngineConfig) -> Result<Self, EngineError> {
        if !config.worker.is_file() {
            return Err(EngineError::new(ErrorCode::WorkerMissing, format!("no file {}", config.worker.display())));
        }
        let mut child = program(config)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                EngineError::new(ErrorCode::WorkerMissing, format!("cannot start {}: {error}", config.worker.display()))
            })?;
        let (Some(stdin), Some(stdout), Some(stderr)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(EngineError::new(ErrorCode::WorkerDied, "the worker has no pipes"));
        };
        let (requests, to_write) = mpsc::unbounded_channel();
        let (publish, events) = mpsc::unbounded_channel();
        tokio::spawn(write_requests(stdin, to_write));
        tokio::spawn(read_events(stdout, publish));
        tokio::spawn(drain(stderr));
        Ok(Self { child, requests, events })
    }

    /// Sends a request. A worker that is gone is noticed by [`Worker::event`].
    pub(super) fn send(&self, request: Request) {
        let _ = self.requests.send(request);
    }

    /// The next event, or why there will be none. Cancel-safe.
    pub(super) async fn event(&mut self) -> Result<Event, EngineError> {
        match self.events.recv().await {
            Some(event) => event,
            None => Err(EngineError::new(ErrorCode::WorkerDied, "the worker closed its output")),
        }
    }

    /// Ends the program at once and tells how it had ended, if it had ended by itself.
    pub(super) async fn kill(mut self) -> Option<String> {
        // A program that closed its output is usually just about to be reaped: give it a moment to tell its status.
        let own = tokio::time::timeout(Duration::from_millis(200), self.child.wait()).await;
        if let Ok(Ok(status)) = own {
            return Some(status.to_string());
        }
        if let Err(error) = self.child.kill().await {
            tracing::warn!(%error, "the worker could not be killed");
        }
        None
    }

    /// Asks the program to end, and kills it when it has not after two seconds.
    pub(super) async fn end(mut self) {
        self.send(Request::Shutdown);
        if tokio::time::timeout(Duration::from_secs(2), self.child.wait()).await.is_err() {
            let _ = self.child.kill().await;
        }
    }
}

/// The worker program with its environment and priority, killed when dropped.
pub(crate) fn program(config: &EngineConfig) -> Command {
    let mut command = command(&config.worker);
    command.envs(ENVIRONMENT).envs(config.extra_env.iter().map(|(name, value)| (name, value))).kill_on_drop(true);
    command
}

#[cfg(unix)]
fn command(worker: &Path) -> Command {
    // `nice` replaces itself by the worker, so the child we hold is the worker. Changing our own child's niceness
    // ourselves would need unsafe code.
    let nice = ["/usr/bin/nice", "/bin/nice"].map(PathBuf::from).into_iter().find(|path| path.is_file());
    match nice {
        Some(nice) => {
            let mut command = Command::new(nice);
            command.args(["-n", NICENESS]).arg(worker);
            command
        }
        None => Command::new(worker),
    }
}

#[cfg(not(unix))]
fn command(worker: &Path) -> Command {
    Command::new(PathBuf::from(worker))
}

async fn write_requests(mut stdin: ChildStdin, mut requests: mpsc::UnboundedReceiver<Request>) {
    while let Some(request) = requests.recv().await {
        if let Err(error) = write_frame_async(&mut stdin, &request).await {
            tracing::warn!(%error, "the worker does not take requests");
            return;
        }
    }
}

async fn read_events(stdout: ChildStdout, publish: mpsc::UnboundedSender<Result<Event, EngineError>>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let event = read_frame_async::<Event>(&mut stdout).await.map_err(|error| match error {
            FrameError::Closed => EngineError::new(ErrorCode::WorkerDied, "the worker closed its output"),
            // What it wrote last was cut off: it died while writing, which is a death, not nonsense.
            FrameError::Truncated { .. } | FrameError::Io(_) => {
                EngineError::new(ErrorCode::WorkerDied, error.to_string())
            }
            FrameError::TooLong(_) | FrameError::Json(_) => {
                EngineError::new(ErrorCode::ProtocolGarbage, error.to_string())
            }
        });
        let last = event.is_err();
        if publish.send(event).is_err() || last {
            return;
        }
    }
}

/// The worker's log goes to ours, so that its pipe never fills and its last words are kept.
async fn drain(stderr: ChildStderr) {
    let mut lines = BufReader::new(stderr).split(b'\n');
    while let Ok(Some(line)) = lines.next_segment().await {
        tracing::info!(target: "gungman_engine::worker", "{}", String::from_utf8_lossy(&line).trim_end());
    }
}
