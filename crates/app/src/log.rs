//! The log: one file a day in the data folder, kept 14 days, never with document text.

use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::ChronoLocal;

/// How many days of log are kept.
const DAYS: usize = 14;

/// Starts the log. `GUNGMAN_LOG` sets what is logged (`tracing`'s filter syntax); the default is `info`. A second start
/// in one process, or a folder that cannot be written, leaves things as they are: a program that cannot log still works.
pub fn start(folder: &Path) {
    if std::fs::create_dir_all(folder).is_err() {
        return;
    }
    let Ok(file) = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("gungman")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(folder)
    else {
        return;
    };
    let filter = EnvFilter::try_from_env("GUNGMAN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(file)
        .with_ansi(false)
        .with_timer(ChronoLocal::rfc_3339())
        .try_init();
}
