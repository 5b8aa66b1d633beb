//! The commands of the checker. Each is a line or two over a use case; what they take and give is in `gungman_app::checking`.

use std::sync::Arc;

use gungman_app::Error;
use gungman_app::api::Exported;
use gungman_app::checking::accepted::AcceptedItem;
use gungman_app::checking::desk::{CheckFile, CheckRequest, OpenCheck, SaveCheck};
use gungman_app::checking::{CheckRow, RuleNote, notes};
use tauri::State;

use crate::commands::{Answer, Desk, ask};

/// The rules, for whoever asks why.
#[tauri::command]
pub fn rule_notes() -> Vec<RuleNote> {
    notes()
}

#[tauri::command]
pub async fn accepted(desk: State<'_, Desk>) -> Answer<Vec<AcceptedItem>> {
    ask!(desk, |office| office.accepted().await)
}

#[tauri::command]
pub async fn accept(desk: State<'_, Desk>, item: AcceptedItem) -> Answer<Vec<AcceptedItem>> {
    ask!(desk, |office| office.accept(&item).await)
}

#[tauri::command]
pub async fn unaccept(desk: State<'_, Desk>, item: AcceptedItem) -> Answer<Vec<AcceptedItem>> {
    ask!(desk, |office| office.unaccept(&item).await)
}

/// Opens a document to be checked: a file that was handed to the program, or a text.
#[tauri::command]
pub async fn open_check(desk: State<'_, Desk>, request: OpenCheck) -> Answer<CheckFile> {
    ask!(desk, |office| match request.path.as_deref().map(|path| desk.handed.allowed(path)).transpose() {
        Ok(_) => Arc::clone(&office).open_check(request).await,
        Err(error) => Err(error),
    })
}

#[tauri::command]
pub async fn look_check(desk: State<'_, Desk>, request: CheckRequest) -> Answer<Vec<CheckRow>> {
    ask!(desk, |office| Arc::clone(&office).look_check(request).await)
}

#[tauri::command]
pub async fn save_check(desk: State<'_, Desk>, request: SaveCheck) -> Answer<Exported> {
    ask!(desk, |office| match request.path.as_deref().map(|path| desk.handed.allowed(path)).transpose() {
        Ok(_) => Arc::clone(&office).save_check(request).await,
        Err(error) => Err(error),
    })
}
