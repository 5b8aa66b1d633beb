//! The commands of rewriting, and of questions about a document. What they take and give is in `gungman_app::rewrite::api`.

use gungman_app::Error;
use gungman_app::rewrite::api::{AskEvent, AskRequest, RewriteAction, RewriteEvent, RewriteRequest};
use gungman_core::Lang;
use tauri::State;
use tauri::ipc::Channel;

use crate::commands::{Answer, Desk, ask};

#[tauri::command]
pub async fn rewrite_actions(desk: State<'_, Desk>) -> Answer<Vec<RewriteAction>> {
    Ok(desk.get()?.rewrite_actions())
}

#[tauri::command]
pub async fn warm_rewriting(desk: State<'_, Desk>, action: String, lang: Lang) -> Answer<()> {
    ask!(desk, |office| office.warm_rewriting(&action, lang).await)
}

/// Rewrites; everything that happens goes through the channel, the end too.
#[tauri::command]
pub async fn rewrite(desk: State<'_, Desk>, request: RewriteRequest, on_event: Channel<RewriteEvent>) -> Answer<()> {
    let office = desk.get()?;
    let stop = desk.rewriting.start();
    let send = move |event: RewriteEvent| {
        // A window that is gone hears nothing, and nothing was changed.
        let _ = on_event.send(event);
    };
    match office.rewrite(request, &stop, &send).await {
        Ok(outcome) => send(RewriteEvent::Done(outcome)),
        Err(error) => {
            tracing::warn!(code = error.code(), detail = %error, "a rewriting failed");
            send(RewriteEvent::Failed(error.failure(&office.messages)));
        }
    }
    Ok(())
}

/// Answers a question; everything that happens goes through the channel, the end too.
#[tauri::command]
pub async fn ask_document(desk: State<'_, Desk>, request: AskRequest, on_event: Channel<AskEvent>) -> Answer<()> {
    let office = desk.get()?;
    let stop = desk.rewriting.start();
    let send = move |event: AskEvent| {
        let _ = on_event.send(event);
    };
    match office.ask(request, &stop, &send).await {
        Ok(answer) => send(AskEvent::Done(answer)),
        Err(error) => {
            tracing::warn!(code = error.code(), detail = %error, "a question was not answered");
            send(AskEvent::Failed(error.failure(&office.messages)));
        }
    }
    Ok(())
}

#[tauri::command]
pub fn stop_rewriting(desk: State<'_, Desk>) {
    desk.rewriting.stop();
}
