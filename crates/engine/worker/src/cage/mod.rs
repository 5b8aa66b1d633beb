//! The cage: what this program can no longer do once it runs, and still less once it holds a model.
//!
//! A model's file comes from elsewhere and is read by a large C++ library; what a user types passes through it. Should either
//! ever take the program over, it is to find nothing it could do with it. So rights are given up in three steps, each for good:
//!
//! | step | when | what is left |
//! | --- | --- | --- |
//! | [`Cage::enter`] | before the first thread | the system calls that computing and files need; no socket, no other program, no second process |
//! | [`Cage::before_load`] | when the model's path is known | reading that one file; reading and writing the folder of prefixes |
//! | [`Cage::after_load`] | when the weights are in memory | the folder of prefixes alone |
//!
//! The folder of prefixes holds evaluated templates and nothing a user typed. Where the kernel has no Landlock, the last step
//! takes away opening files altogether, and prefixes are not kept. A worker that has loaded once cannot load another model:
//! the client starts a new one.
//!
//! `linux` does it with seccomp and Landlock. Elsewhere nothing is done yet and [`Walls`] says so; what Windows is to get is
//! written in docs/security.md.

pub mod attempts;
#[cfg(target_os = "linux")]
mod linux;

use std::path::Path;

use serde::{Deserialize, Serialize};

/// What holds the program in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walls {
    /// System calls are filtered.
    pub calls: bool,
    /// Paths are.
    pub paths: bool,
}

/// The cage of this process.
#[derive(Debug, Default)]
pub struct Cage {
    walls: Walls,
}

impl Cage {
    /// The first step. Must come before the first thread of this program's own.
    pub fn enter() -> Self {
        #[cfg(target_os = "linux")]
        let walls = Walls { calls: done("system calls", linux::filter_calls(linux::Calls::Run)), paths: false };
        #[cfg(not(target_os = "linux"))]
        let walls = Walls::default();
        Self { walls }
    }

    /// The second step, for the calling thread and every later one it starts.
    pub fn before_load(&mut self, model: &Path, prefixes: Option<&Path>) {
        #[cfg(target_os = "linux")]
        {
            self.walls.paths = done("paths", linux::keep_to(Some(model), prefixes));
        }
        #[cfg(not(target_os = "linux"))]
        let _ = (model, prefixes);
    }

    /// The third step. Answers whether files can still be opened in the folder of prefixes.
    pub fn after_load(&mut self, prefixes: Option<&Path>) -> bool {
        #[cfg(target_os = "linux")]
        {
            if self.walls.paths {
                self.walls.paths = done("paths", linux::keep_to(None, prefixes));
            }
            if self.walls.calls && (!self.walls.paths || prefixes.is_none()) {
                return !done("opening files", linux::filter_calls(linux::Calls::RunWithoutFiles));
            }
        }
        tracing::info!(calls = self.walls.calls, paths = self.walls.paths, "caged");
        prefixes.is_some()
    }

    /// What holds.
    pub fn walls(&self) -> Walls {
        self.walls
    }
}

/// For a thread that needs no files at all, from its first moment.
pub fn no_files_for_this_thread() {
    #[cfg(target_os = "linux")]
    done("paths of the reader", linux::keep_to(None, None));
}

#[cfg(target_os = "linux")]
fn done(what: &str, result: Result<bool, String>) -> bool {
    match result {
        Ok(held) => {
            if !held {
                tracing::warn!("this system cannot confine {what}");
            }
            held
        }
        Err(error) => {
            tracing::warn!(error, "could not confine {what}");
            false
        }
    }
}
