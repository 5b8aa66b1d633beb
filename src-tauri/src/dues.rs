//! The commands of due dates. What they take and give is in `gungman_app::due`.

use gungman_app::Error;
use gungman_app::due::{Day, Pressing};
use gungman_store::Dates;
use tauri::State;

use crate::commands::{Answer, Desk, ask};

/// Sets the day a document is due; none leaves it to the letter's clock.
#[tauri::command]
pub async fn set_due(desk: State<'_, Desk>, id: i64, due: Option<Day>) -> Answer<Dates> {
    ask!(desk, |office| office.set_due(id, due).await)
}

/// Marks a document as dealt with on a day, today without one, or as still to be done.
#[tauri::command]
pub async fn set_done(desk: State<'_, Desk>, id: i64, done: bool, on: Option<Day>) -> Answer<Dates> {
    ask!(desk, |office| office.set_done(id, done.then(|| on.unwrap_or_else(|| office.today()))).await)
}

/// How many documents are due within three days, or overdue.
#[tauri::command]
pub async fn pressing(desk: State<'_, Desk>) -> Answer<Pressing> {
    ask!(desk, |office| office.pressing().await)
}
