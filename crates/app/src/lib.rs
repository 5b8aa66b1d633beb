//! The use cases: draft, compose, export, keep, open. They put the other crates together for a window and a terminal
//! alike, and know neither Tauri nor a command line.
//!
//! Start with [`office::Office`]: it is opened once from [`places::Places`] and has a method for each use case. What
//! crosses to the caller is in [`api`]; every error has a stable code ([`error::Error::code`]) whose words in both
//! languages are data ([`messages`]).
//!
//! May live here: how the crates work together on one job. May not: formats (`export`), SQL (`store`), rules of
//! language (`lang`), anything about the model's process (`engine`).

pub mod address;
mod annex;
mod answering;
pub mod api;
pub mod audit;
pub mod backup;
pub mod check;
pub mod checking;
pub mod compose;
pub mod convert;
pub mod doctor;
pub mod draft;
pub mod due;
pub mod enquiry;
pub mod error;
pub mod export;
pub mod incoming;
pub mod library;
pub mod log;
pub mod managed;
pub mod messages;
pub mod minutes;
pub mod models;
pub mod office;
pub mod paragraphs;
pub mod personal;
pub mod phrases;
pub mod places;
pub mod points;
pub mod policy;
pub mod profiles;
pub mod prompt;
pub mod reply;
pub mod rewrite;
pub mod shelf;
pub mod signed;
pub mod summary;
mod tracked;
pub mod translate;
pub mod workbench;

pub use error::Error;
pub use office::Office;
pub use places::Places;
