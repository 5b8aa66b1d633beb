//! The commands of replying to a letter. What they take and give is in `gungman_app::reply` and `gungman_core::incoming`.

use gungman_app::reply::{OpenLetter, Reply};
use gungman_app::{Error, Office};
use gungman_core::incoming::Incoming;
use gungman_store::DocumentRecord;
use tauri::{AppHandle, State};

use crate::commands::{Answer, Desk, ask, pick_letter_file};

/// Lets the user pick a letter; nothing when none was picked.
#[tauri::command]
pub async fn pick_letter(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<Incoming>> {
    let Some(path) = pick_letter_file(&app).await else { return Ok(None) };
    ask!(desk, |_office| Office::read_letter(OpenLetter { path: Some(path), text: String::new() }).await.map(Some))
}

/// Reads a letter: a file that was handed to the program, or a text.
#[tauri::command]
pub async fn read_letter(desk: State<'_, Desk>, request: OpenLetter) -> Answer<Incoming> {
    ask!(desk, |_office| match request.path.as_deref().map(|path| desk.handed.allowed(path)).transpose() {
        Ok(_) => Office::read_letter(request).await,
        Err(error) => Err(error),
    })
}

/// Begins a reply: a new document with the letter's facts in its fields, and the officer's answers in its points.
#[tauri::command]
pub async fn begin_reply(desk: State<'_, Desk>, reply: Reply) -> Answer<DocumentRecord> {
    ask!(desk, |office| office.begin_reply(&reply).await)
}
