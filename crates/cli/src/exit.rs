//! Exit codes, and how an error is said on a terminal.

use std::process::ExitCode;

use gungman_app::Error;
use gungman_app::messages::Messages;
use gungman_engine::{EngineError, ErrorCode};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Anything that has no code of its own.
    Other = 1,
    /// The command line does not fit.
    Usage = 2,
    /// No model, or one that is refused.
    Model = 3,
    /// The user stopped it.
    Cancelled = 4,
    /// Done, but a check failed under `--strict`.
    Check = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// An error on its way to the terminal.
#[derive(Debug)]
pub struct Failed(Error);

impl<E: Into<Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl Failed {
    /// A mistake on the command line.
    pub fn usage(why: impl Into<String>) -> Self {
        Self(Error::Field(why.into()))
    }

    /// How the program ends with it.
    pub fn exit(&self) -> Exit {
        match &self.0 {
            Error::Field(_) | Error::UnknownProfile(_) | Error::UnknownTemplate(_) | Error::NoPoints => Exit::Usage,
            Error::NoModel => Exit::Model,
            Error::Cancelled => Exit::Cancelled,
            Error::Engine(EngineError { code, .. }) => match code {
                ErrorCode::ModelMissing
                | ErrorCode::ModelDamaged
                | ErrorCode::ModelUnsupported
                | ErrorCode::CpuUnsupported
                | ErrorCode::OutOfMemory => Exit::Model,
                ErrorCode::Cancelled => Exit::Cancelled,
                _ => Exit::Other,
            },
            _ => Exit::Other,
        }
    }

    /// Says it in both languages, the detail last.
    pub fn print(&self) {
        let Ok(messages) = Messages::load() else {
            eprintln!("gungman-cli: {}", self.0);
            return;
        };
        let failure = self.0.failure(&messages);
        let message = failure.message;
        eprintln!("{}{}{}", message.happened.zh, message.safe.zh, message.todo.zh);
        eprintln!("{} {} {}", message.happened.en, message.safe.en, message.todo.en);
        eprintln!("[{}] {}", failure.code, failure.detail);
    }
}
