//! The commands of the translation workbench. Each is a line or two over a use case; what they take and give is in
//! `gungman_app::workbench::api`.

use std::sync::Arc;

use gungman_app::Error;
use gungman_app::api::Exported;
use gungman_app::workbench::api::{
    AlignedPair, Bench, BenchEvent, BenchFormat, BenchRow, Changed, MemoryState, OpenTranslation, OwnTerm, SegmentEdit,
    SegmentHelp, SuggestedTerm, TakenInRows, TermsFormat,
};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use crate::commands::{Answer, Desk, ask, pick_one};

#[tauri::command]
pub async fn translations(desk: State<'_, Desk>) -> Answer<Vec<BenchRow>> {
    ask!(desk, |office| office.translations().await)
}

/// Opens a document for translation: a file that was handed to the program, or a text.
#[tauri::command]
pub async fn open_translation(desk: State<'_, Desk>, request: OpenTranslation) -> Answer<Bench> {
    ask!(desk, |office| match request.path.as_deref().map(|path| desk.handed.allowed(path)).transpose() {
        Ok(_) => office.open_translation(request).await,
        Err(error) => Err(error),
    })
}

#[tauri::command]
pub async fn translation(desk: State<'_, Desk>, id: i64) -> Answer<Bench> {
    ask!(desk, |office| office.translation(id).await)
}

#[tauri::command]
pub async fn delete_translation(desk: State<'_, Desk>, id: i64) -> Answer<()> {
    ask!(desk, |office| office.delete_translation(id).await)
}

#[tauri::command]
pub async fn put_segments(desk: State<'_, Desk>, id: i64, edits: Vec<SegmentEdit>) -> Answer<Changed> {
    ask!(desk, |office| office.put_segments(id, edits).await)
}

#[tauri::command]
pub async fn split_segment(desk: State<'_, Desk>, id: i64, segment: i64, at: u32) -> Answer<Bench> {
    ask!(desk, |office| office.split_segment(id, segment, at).await)
}

#[tauri::command]
pub async fn join_segment(desk: State<'_, Desk>, id: i64, segment: i64) -> Answer<Bench> {
    ask!(desk, |office| office.join_segment(id, segment).await)
}

#[tauri::command]
pub async fn segment_help(desk: State<'_, Desk>, id: i64, segment: i64) -> Answer<SegmentHelp> {
    ask!(desk, |office| office.segment_help(id, segment).await)
}

/// Translates what is left, or some segments anew; everything that happens goes through the channel, the end too.
#[tauri::command]
pub async fn translate_all(
    desk: State<'_, Desk>,
    id: i64,
    only: Option<Vec<i64>>,
    on_event: Channel<BenchEvent>,
) -> Answer<()> {
    let office = desk.get()?;
    let stop = desk.translation.start();
    let send = move |event: BenchEvent| {
        // A window that is gone hears nothing; what is done is kept in the library all the same.
        let _ = on_event.send(event);
    };
    if let Err(error) = Arc::clone(&office).translate_all(id, only, &stop, &send).await {
        tracing::warn!(code = error.code(), detail = %error, "a translation failed");
        send(BenchEvent::Failed(error.failure(&office.messages)));
    }
    Ok(())
}

#[tauri::command]
pub fn stop_translating(desk: State<'_, Desk>) {
    desk.translation.stop();
}

#[tauri::command]
pub async fn export_translation(desk: State<'_, Desk>, id: i64, format: BenchFormat, anyway: bool) -> Answer<Exported> {
    ask!(desk, |office| office.export_translation(id, format, anyway).await)
}

#[tauri::command]
pub async fn own_terms(desk: State<'_, Desk>) -> Answer<Vec<OwnTerm>> {
    ask!(desk, |office| office.own_terms().await)
}

#[tauri::command]
pub async fn put_term(desk: State<'_, Desk>, term: OwnTerm) -> Answer<Vec<OwnTerm>> {
    ask!(desk, |office| office.put_term(&term).await)
}

#[tauri::command]
pub async fn remove_term(desk: State<'_, Desk>, en: String) -> Answer<Vec<OwnTerm>> {
    ask!(desk, |office| office.remove_term(&en).await)
}

/// Takes in a glossary that the user picks; nothing when none was picked.
#[tauri::command]
pub async fn take_in_terms(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<TakenInRows>> {
    let Some(file) = pick_one(&app, "TSV / CSV / TBX", &["tsv", "txt", "csv", "tbx", "xml"]).await else {
        return Ok(None);
    };
    ask!(desk, |office| office.take_in_terms(&file).await.map(Some))
}

#[tauri::command]
pub async fn give_out_terms(desk: State<'_, Desk>, format: TermsFormat) -> Answer<String> {
    ask!(desk, |office| office.give_out_terms(format).await.map(|path| path.display().to_string()))
}

#[tauri::command]
pub async fn suggested_terms(desk: State<'_, Desk>, id: i64) -> Answer<Vec<SuggestedTerm>> {
    ask!(desk, |office| office.suggested_terms(id).await)
}

/// Pairs the sentences of two files that the user picks, one after the other; nothing when either was not picked.
#[tauri::command]
pub async fn align_files(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<Vec<AlignedPair>>> {
    const KINDS: [&str; 5] = ["docx", "docm", "txt", "md", "markdown"];
    let Some(english) = pick_one(&app, "English 英文", &KINDS).await else { return Ok(None) };
    let Some(chinese) = pick_one(&app, "Chinese 中文", &KINDS).await else { return Ok(None) };
    ask!(desk, |office| office.align_files(&english, &chinese).await.map(Some))
}

#[tauri::command]
pub async fn memory_state(desk: State<'_, Desk>) -> Answer<MemoryState> {
    ask!(desk, |office| office.memory_state().await)
}

/// Takes in a translation memory that the user picks; nothing when none was picked.
#[tauri::command]
pub async fn take_in_memory(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<TakenInRows>> {
    let Some(file) = pick_one(&app, "TMX", &["tmx"]).await else { return Ok(None) };
    ask!(desk, |office| office.take_in_memory(&file).await.map(Some))
}

#[tauri::command]
pub async fn give_out_memory(desk: State<'_, Desk>) -> Answer<String> {
    ask!(desk, |office| office.give_out_memory().await.map(|path| path.display().to_string()))
}

#[tauri::command]
pub async fn keep_aligned(desk: State<'_, Desk>, pairs: Vec<AlignedPair>, note: String) -> Answer<MemoryState> {
    ask!(desk, |office| office.keep_aligned(pairs, &note).await)
}
