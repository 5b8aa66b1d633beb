//! The commands of making minutes from notes. What they take and give is in `gungman_app::minutes` and `gungman_core::meeting`.

use gungman_app::Error;
use gungman_app::minutes::{NewMinutes, OpenNotes, PickedNotes};
use gungman_core::meeting::Meeting;
use gungman_store::DocumentRecord;
use tauri::{AppHandle, State};

use crate::commands::{Answer, Desk, ask, pick_letter_file};

/// Lets the user pick a file of notes; nothing when none was picked.
#[tauri::command]
pub async fn pick_notes(app: AppHandle, desk: State<'_, Desk>, agenda: String) -> Answer<Option<PickedNotes>> {
    let Some(path) = pick_letter_file(&app).await else { return Ok(None) };
    ask!(desk, |office| {
        let name = std::path::Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
        let request = OpenNotes { path: Some(path), text: String::new(), agenda, lang: None };
        let meeting = office.read_notes(request).await;
        meeting.map(|meeting| Some(PickedNotes { meeting, name: name.unwrap_or_default() }))
    })
}

/// Reads notes: a file that was handed to the program, or a text.
#[tauri::command]
pub async fn read_notes(desk: State<'_, Desk>, request: OpenNotes) -> Answer<Meeting> {
    ask!(desk, |office| match request.path.as_deref().map(|path| desk.handed.allowed(path)).transpose() {
        Ok(_) => office.read_notes(request).await,
        Err(error) => Err::<Meeting, Error>(error),
    })
}

/// Begins the minutes: a new document with the particulars of the meeting in its fields and what was said in its points.
#[tauri::command]
pub async fn begin_minutes(desk: State<'_, Desk>, minutes: NewMinutes) -> Answer<DocumentRecord> {
    ask!(desk, |office| office.begin_minutes(&minutes).await)
}
