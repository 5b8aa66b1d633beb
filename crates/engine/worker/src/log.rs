//! The log on stderr, and the last error lines of llama.cpp.
//!
//! llama.cpp tells *that* a load failed through its result and *why* only through its log, so the last error lines are
//! kept until they are asked for. Its information lines print every key of the model; only warnings are passed on.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use tracing::field::{Field, Visit};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// The target llama.cpp's lines arrive under.
const LLAMA: &str = "llama-cpp-2";
/// How many error lines are kept.
const KEPT: usize = 8;

/// The last error lines of llama.cpp.
#[derive(Clone, Default)]
pub struct Failures(Arc<Mutex<VecDeque<String>>>);

impl Failures {
    /// Takes what was collected since the last time, oldest first.
    pub fn take(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect()
    }

    fn push(&self, line: String) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() == KEPT {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}

struct Collect(Failures);

impl<S: tracing::Subscriber> Layer<S> for Collect {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == LLAMA && *event.metadata().level() == tracing::Level::ERROR {
            let mut message = Message(String::new());
            event.record(&mut message);
            self.0.push(message.0.trim().to_owned());
        }
    }
}

struct Message(String);

impl Visit for Message {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "message" {
            self.0.push_str(value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            let _ = write!(self.0, "{value:?}");
        }
    }
}

/// Sends our log and llama.cpp's to stderr; must run before the backend is initialised.
pub fn install() -> Failures {
    let failures = Failures::default();
    let wanted = Targets::new().with_default(LevelFilter::INFO).with_target(LLAMA, LevelFilter::WARN);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .without_time()
        .with_target(false);
    tracing_subscriber::registry().with(Collect(failures.clone())).with(lines).with(wanted).init();
    llama_cpp_2::send_logs_to_tracing(llama_cpp_2::LogOptions::default().with_logs_enabled(true));
    failures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_lines_are_kept_and_taken_once() {
        let failures = Failures::default();
        for n in 0..KEPT + 3 {
            failures.push(n.to_string());
        }
        let taken = failures.take();
        assert_eq!(taken.len(), KEPT);
        assert_eq!(taken.last().map(String::as_str), Some("10"));
        assert!(failures.take().is_empty());
    }
}
