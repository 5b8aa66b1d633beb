//! Every way the engine can fail, with a code that never changes its spelling.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What went wrong. The window translates the code; the log keeps the detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The worker program is not where it should be, or may not be started.
    WorkerMissing,
    /// The worker ended by itself: an abort in C++, a kill by the system.
    WorkerDied,
    /// The worker said nothing for too long and was ended.
    WorkerHung,
    /// The worker speaks another version of the protocol: a broken installation.
    ProtocolVersion,
    /// The worker sent something that is no message.
    ProtocolGarbage,
    /// The processor lacks instructions the worker is built for.
    CpuUnsupported,
    /// The model file is not there.
    ModelMissing,
    /// The model file is cut, altered, or no model at all.
    ModelDamaged,
    /// The model is whole, but of a kind that cannot be run.
    ModelUnsupported,
    /// The memory does not suffice.
    OutOfMemory,
    /// Prompt and answer together are longer than the model can see.
    ContextOverflow,
    /// Somebody cancelled it.
    Cancelled,
    /// No model was loaded.
    NoModel,
    /// Not possible now: the engine is shutting down, or llama.cpp refused for a reason of its own.
    State,
    /// The disk is full.
    DiskFull,
    /// A file or folder could not be read or written.
    Io,
    /// The catalogue of models cannot be understood.
    CatalogueInvalid,
}

impl ErrorCode {
    /// The code as it stands in messages and logs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ErrorCode::WorkerMissing => "worker_missing",
            ErrorCode::WorkerDied => "worker_died",
            ErrorCode::WorkerHung => "worker_hung",
            ErrorCode::ProtocolVersion => "protocol_version",
            ErrorCode::ProtocolGarbage => "protocol_garbage",
            ErrorCode::CpuUnsupported => "cpu_unsupported",
            ErrorCode::ModelMissing => "model_missing",
            ErrorCode::ModelDamaged => "model_damaged",
            ErrorCode::ModelUnsupported => "model_unsupported",
            ErrorCode::OutOfMemory => "out_of_memory",
            ErrorCode::ContextOverflow => "context_overflow",
            ErrorCode::Cancelled => "cancelled",
            ErrorCode::NoModel => "no_model",
            ErrorCode::State => "state",
            ErrorCode::DiskFull => "disk_full",
            ErrorCode::Io => "io",
            ErrorCode::CatalogueInvalid => "catalogue_invalid",
        }
    }
}

impl std::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A failure: a stable code, and a detail in English for the log. The detail never holds document text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, TS)]
#[error("{code}: {detail}")]
pub struct EngineError {
    /// What went wrong.
    pub code: ErrorCode,
    /// Where and how, for the administrator.
    pub detail: String,
}

impl EngineError {
    /// An error of a code, with its detail.
    #[must_use]
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    /// An input/output error at a path; a full disk gets its own code.
    #[must_use]
    pub fn io(what: &str, path: &std::path::Path, error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
            _ => ErrorCode::Io,
        };
        Self::new(code, format!("{what} {}: {error}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_in_json_is_the_code_in_text() {
        for code in [ErrorCode::WorkerDied, ErrorCode::CpuUnsupported, ErrorCode::NoModel, ErrorCode::CatalogueInvalid]
        {
            assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{}\"", code.as_str()));
        }
    }

    #[test]
    fn a_full_disk_has_its_own_code() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(EngineError::io("write", std::path::Path::new("x"), &full).code, ErrorCode::DiskFull);
        let other = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        assert_eq!(EngineError::io("write", std::path::Path::new("x"), &other).code, ErrorCode::Io);
    }
}
