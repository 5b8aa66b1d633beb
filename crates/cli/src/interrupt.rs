//! Ctrl+C ends the work that runs, in order, and not the program.

use gungman_app::draft::Stop;
use tokio::task::JoinHandle;

/// Listens for Ctrl+C as long as it lives.
pub struct Interrupt {
    /// What the work watches.
    pub stop: Stop,
    listener: JoinHandle<()>,
}

impl Interrupt {
    /// Begins to listen.
    pub fn listen() -> Self {
        let stop = Stop::default();
        let listener = tokio::spawn({
            let stop = stop.clone();
            async move {
                if tokio::signal::ctrl_c().await.is_ok() {
                    stop.stop();
                }
            }
        });
        Self { stop, listener }
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        self.listener.abort();
    }
}
