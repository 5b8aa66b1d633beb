//! The commands of summaries. What they take and give is in `gungman_app::summary`.

use gungman_app::summary::{OpenedText, SummaryEvent, SummaryRequest};
use gungman_app::{Error, Office};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use crate::commands::{Answer, Desk, ask, pick_letter_file};

/// Lets the user pick a file to be summarised; nothing when none was picked.
#[tauri::command]
pub async fn pick_text(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<OpenedText>> {
    let Some(path) = pick_letter_file(&app).await else { return Ok(None) };
    ask!(desk, |_office| Office::open_text(path.into()).await.map(Some))
}

/// The text of a file that was handed to the program.
#[tauri::command]
pub async fn read_text(desk: State<'_, Desk>, path: String) -> Answer<OpenedText> {
    ask!(desk, |_office| match desk.handed.allowed(&path) {
        Ok(path) => Office::open_text(path).await,
        Err(error) => Err(error),
    })
}

/// Summarises; everything that happens goes through the channel, the end too.
#[tauri::command]
pub async fn summarise(desk: State<'_, Desk>, request: SummaryRequest, on_event: Channel<SummaryEvent>) -> Answer<()> {
    let office = desk.get()?;
    let stop = desk.summary.start();
    let send = move |event: SummaryEvent| {
        // A window that is gone hears nothing, and nothing was changed.
        let _ = on_event.send(event);
    };
    match office.summarise_request(&request, &stop, &send).await {
        Ok(()) => send(SummaryEvent::Done),
        Err(error) => {
            tracing::warn!(code = error.code(), detail = %error, "a text was not summarised");
            send(SummaryEvent::Failed(error.failure(&office.messages)));
        }
    }
    Ok(())
}

#[tauri::command]
pub fn stop_summary(desk: State<'_, Desk>) {
    desk.summary.stop();
}
