//! The commands the window may call. Each is a line or two over a use case; what they take and give is in
//! `gungman_app::api`.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use gungman_app::api::{
    Boot, Composed, DraftEvent, DraftRequest, ExportRequest, Exported, Failure, Message, ModelRow, Saved, Settings,
};
use gungman_app::convert::words::{SettledWord, TakenIn};
use gungman_app::convert::{
    BatchEvent, ConvertRequest, ConvertedText, HandedFile, KeptConversion, Opened, SaveRequest, Script, Source,
};
use gungman_app::draft::Stop;
use gungman_app::due::Listed;
use gungman_app::messages::Messages;
use gungman_app::phrases::Phrases;
use gungman_app::{Error, Office};
use gungman_core::{Document, Label, Lang};
use gungman_engine::Status;
use gungman_store::{Dates, DocumentQuery, DocumentRecord, VersionRecord, VersionRow};
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, State, Wry};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use crate::bench;
use crate::handed::Handed;
use crate::rewriting;
use crate::{checks, dues, minutes, profiles, replies, summaries};

/// What the window works with: the office, or why there is none.
pub struct Desk {
    office: Result<Arc<Office>, Failure>,
    draft: Running,
    batch: Running,
    /// The translation in the background.
    pub translation: Running,
    /// The rewriting or the answer on its way.
    pub rewriting: Running,
    /// The summary on its way.
    pub summary: Running,
    /// The files the user gave to the program.
    pub handed: Handed,
}

/// Work that can be stopped, one at a time.
#[derive(Default)]
pub struct Running(Mutex<Option<Stop>>);

impl Running {
    /// Stops what is running, and gives the stop of what begins.
    pub fn start(&self) -> Stop {
        let stop = Stop::default();
        if let Some(earlier) = self.set(Some(stop.clone())) {
            earlier.stop();
        }
        stop
    }

    pub fn stop(&self) {
        if let Some(stop) = self.set(None) {
            stop.stop();
        }
    }

    fn set(&self, stop: Option<Stop>) -> Option<Stop> {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), stop)
    }
}

impl Desk {
    /// A desk over an opened office.
    pub fn new(opened: Result<Office, Error>) -> Self {
        let office = opened.map(Arc::new).map_err(|error| match Messages::load() {
            Ok(messages) => error.failure(&messages),
            Err(_) => Failure { code: error.code().into(), message: Message::default(), detail: error.to_string() },
        });
        Self {
            office,
            draft: Running::default(),
            batch: Running::default(),
            translation: Running::default(),
            rewriting: Running::default(),
            summary: Running::default(),
            handed: Handed::default(),
        }
    }

    /// The office, when there is one.
    pub fn office(&self) -> Option<Arc<Office>> {
        self.office.as_ref().ok().cloned()
    }

    /// The office, or why there is none.
    pub fn get(&self) -> Answer<Arc<Office>> {
        self.office.clone().map_err(Box::new)
    }
}

/// Runs a use case and puts its error into words.
macro_rules! ask {
    ($desk:expr, |$office:ident| $work:expr) => {{
        let $office = $desk.get()?;
        $work.map_err(|error: Error| {
            tracing::warn!(code = error.code(), detail = %error, "a command failed");
            Box::new(error.failure(&$office.messages))
        })
    }};
}
pub(crate) use ask;

/// The commands, for the builder.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        boot,
        new_document,
        open_document,
        compose,
        save,
        phrases,
        keep_phrase,
        drop_phrase,
        draft,
        stop,
        warm,
        list_documents,
        delete_document,
        list_versions,
        open_version,
        restore_version,
        export,
        open_path,
        reveal_path,
        set_settings,
        list_models,
        use_model,
        convert,
        handed_files,
        pick_files,
        pick_folder,
        open_source,
        save_conversion,
        convert_files,
        stop_converting,
        kept_conversion,
        keep_conversion,
        settled_words,
        settle_word,
        unsettle_word,
        take_in_words,
        give_out_words,
        bench::translations,
        bench::open_translation,
        bench::translation,
        bench::delete_translation,
        bench::put_segments,
        bench::split_segment,
        bench::join_segment,
        bench::segment_help,
        bench::translate_all,
        bench::stop_translating,
        bench::export_translation,
        bench::own_terms,
        bench::put_term,
        bench::remove_term,
        bench::take_in_terms,
        bench::give_out_terms,
        bench::suggested_terms,
        bench::align_files,
        bench::memory_state,
        bench::take_in_memory,
        bench::give_out_memory,
        bench::keep_aligned,
        checks::rule_notes,
        checks::accepted,
        checks::accept,
        checks::unaccept,
        checks::open_check,
        checks::look_check,
        checks::save_check,
        minutes::pick_notes,
        minutes::read_notes,
        minutes::begin_minutes,
        profiles::profiles,
        profiles::keep_profile,
        profiles::delete_profile,
        profiles::prefer_profile,
        profiles::fill_document,
        profiles::take_in_profile,
        profiles::give_out_profile,
        dues::set_due,
        dues::set_done,
        dues::pressing,
        replies::pick_letter,
        replies::read_letter,
        replies::begin_reply,
        rewriting::rewrite_actions,
        rewriting::warm_rewriting,
        rewriting::rewrite,
        rewriting::ask_document,
        rewriting::stop_rewriting,
        summaries::pick_text,
        summaries::read_text,
        summaries::summarise,
        summaries::stop_summary,
        watch_engine,
    ]
}

/// What a command answers.
pub type Answer<T> = Result<T, Box<Failure>>;

#[tauri::command]
async fn boot(desk: State<'_, Desk>) -> Answer<Boot> {
    ask!(desk, |office| office.boot().await)
}

#[tauri::command]
async fn new_document(desk: State<'_, Desk>, template: String, lang: Lang) -> Answer<DocumentRecord> {
    ask!(desk, |office| office.new_document(&template, lang).await)
}

#[tauri::command]
async fn open_document(desk: State<'_, Desk>, id: i64) -> Answer<DocumentRecord> {
    ask!(desk, |office| office.open_document(id).await)
}

#[tauri::command]
async fn compose(desk: State<'_, Desk>, document: Document, points: String, dates: Option<Dates>) -> Answer<Composed> {
    ask!(desk, |office| office.compose_dated(&document, &points, &dates.unwrap_or_default()))
}

#[tauri::command]
async fn save(desk: State<'_, Desk>, id: i64, document: Document, points: String) -> Answer<Saved> {
    ask!(desk, |office| office.save(id, &document, &points).await)
}

#[tauri::command]
async fn phrases(desk: State<'_, Desk>, document: Document) -> Answer<Phrases> {
    ask!(desk, |office| office.phrases(&document).await)
}

#[tauri::command]
async fn keep_phrase(desk: State<'_, Desk>, text: Label) -> Answer<()> {
    ask!(desk, |office| office.keep_phrase(&text).await)
}

#[tauri::command]
async fn drop_phrase(desk: State<'_, Desk>, id: u32) -> Answer<()> {
    ask!(desk, |office| office.drop_phrase(id).await)
}

/// Drafts; everything that happens goes through the channel, the end too.
#[tauri::command]
async fn draft(desk: State<'_, Desk>, request: DraftRequest, on_event: Channel<DraftEvent>) -> Answer<()> {
    let office = desk.get()?;
    let stop = desk.draft.start();
    let send = move |event: DraftEvent| {
        // A window that is gone hears nothing; the draft is kept in the library all the same.
        let _ = on_event.send(event);
    };
    match office.draft(request, &stop, &send).await {
        Ok(outcome) => send(DraftEvent::Done(Box::new(outcome))),
        Err(error) => {
            tracing::warn!(code = error.code(), detail = %error, "a draft failed");
            send(DraftEvent::Failed(error.failure(&office.messages)));
        }
    }
    Ok(())
}

#[tauri::command]
fn stop(desk: State<'_, Desk>) {
    desk.draft.stop();
}

#[tauri::command]
async fn warm(desk: State<'_, Desk>, template: String, lang: Lang) -> Answer<()> {
    ask!(desk, |office| office.warm(&template, lang).await)
}

#[tauri::command]
async fn convert(desk: State<'_, Desk>, request: ConvertRequest) -> Answer<ConvertedText> {
    ask!(desk, |office| Arc::clone(&office).convert(request).await)
}

/// The files that were given to the program and not yet fetched: on its command line, dropped on the window, by a second start.
#[tauri::command]
fn handed_files(desk: State<'_, Desk>) -> Vec<HandedFile> {
    desk.handed.fetch()
}

/// Lets the user pick files; nothing when none was picked.
#[tauri::command]
async fn pick_files(app: AppHandle, desk: State<'_, Desk>) -> Answer<Vec<HandedFile>> {
    let (send, picked) = tokio::sync::oneshot::channel();
    let dialog =
        app.dialog().file().add_filter("Word / 文字 Text", &["docx", "docm", "dotx", "txt", "md", "markdown", "text"]);
    dialog.pick_files(move |files| drop(send.send(files)));
    Ok(desk.handed.allow(picked.await.ok().flatten().unwrap_or_default()))
}

/// Lets the user pick a folder.
#[tauri::command]
async fn pick_folder(app: AppHandle, desk: State<'_, Desk>) -> Answer<Vec<HandedFile>> {
    let (send, picked) = tokio::sync::oneshot::channel();
    app.dialog().file().pick_folder(move |folder| drop(send.send(folder)));
    Ok(desk.handed.allow(picked.await.ok().flatten().into_iter().collect()))
}

#[tauri::command]
async fn open_source(desk: State<'_, Desk>, path: String) -> Answer<Opened> {
    ask!(desk, |office| match desk.handed.allowed(&path) {
        Ok(path) => Arc::clone(&office).open_source(path).await,
        Err(error) => Err(error),
    })
}

#[tauri::command]
async fn save_conversion(desk: State<'_, Desk>, request: SaveRequest) -> Answer<Exported> {
    ask!(desk, |office| match request.path.as_deref().map(|path| desk.handed.allowed(path)).transpose() {
        Ok(_) => Arc::clone(&office).save_conversion(request).await,
        Err(error) => Err(error),
    })
}

/// Converts files and folders; everything that happens goes through the channel, the end too.
#[tauri::command]
async fn convert_files(
    desk: State<'_, Desk>,
    paths: Vec<String>,
    to: Script,
    from: Source,
    on_event: Channel<BatchEvent>,
) -> Answer<()> {
    let office = desk.get()?;
    let allowed: Result<Vec<_>, Error> = paths.iter().map(|path| desk.handed.allowed(path)).collect();
    let paths = ask!(desk, |_office| allowed)?;
    let stop = desk.batch.start();
    tauri::async_runtime::spawn_blocking(move || {
        let send = |event| {
            // A window that is gone hears nothing; the files are written all the same.
            let _ = on_event.send(event);
        };
        if let Err(error) = office.convert_paths(&paths, to, from, &stop, &send) {
            tracing::warn!(code = error.code(), detail = %error, "files were not converted");
            send(BatchEvent::Failed(error.failure(&office.messages)));
        }
    });
    Ok(())
}

#[tauri::command]
fn stop_converting(desk: State<'_, Desk>) {
    desk.batch.stop();
}

#[tauri::command]
async fn kept_conversion(desk: State<'_, Desk>) -> Answer<KeptConversion> {
    ask!(desk, |office| office.kept_conversion().await.inspect(|kept| desk.handed.readmit(kept.path.as_deref())))
}

#[tauri::command]
async fn keep_conversion(desk: State<'_, Desk>, kept: KeptConversion) -> Answer<()> {
    ask!(desk, |office| office.keep_conversion(&kept).await)
}

#[tauri::command]
async fn settled_words(desk: State<'_, Desk>) -> Answer<Vec<SettledWord>> {
    ask!(desk, |office| office.settled_words().await)
}

#[tauri::command]
async fn settle_word(desk: State<'_, Desk>, word: SettledWord) -> Answer<Vec<SettledWord>> {
    ask!(desk, |office| office.settle_word(&word).await)
}

#[tauri::command]
async fn unsettle_word(desk: State<'_, Desk>, to: Script, word: String) -> Answer<Vec<SettledWord>> {
    ask!(desk, |office| office.unsettle_word(to, &word).await)
}

/// Takes in a table of words that the user picks; nothing when none was picked.
#[tauri::command]
async fn take_in_words(app: AppHandle, desk: State<'_, Desk>) -> Answer<Option<TakenIn>> {
    let Some(file) = pick_one(&app, "TSV", &["tsv", "txt"]).await else { return Ok(None) };
    ask!(desk, |office| office.take_in_words(&file).await.map(Some))
}

#[tauri::command]
async fn give_out_words(desk: State<'_, Desk>) -> Answer<String> {
    ask!(desk, |office| office.give_out_words().await.map(|path| path.display().to_string()))
}

/// A file that the user picks; nothing when none was picked.
pub async fn pick_one(app: &AppHandle, kind: &str, extensions: &[&str]) -> Option<PathBuf> {
    let (send, picked) = tokio::sync::oneshot::channel();
    app.dialog().file().add_filter(kind, extensions).pick_file(move |file| drop(send.send(file)));
    picked.await.ok().flatten().and_then(|file| file.into_path().ok())
}

/// A letter that the user picks.
pub async fn pick_letter_file(app: &AppHandle) -> Option<String> {
    let kinds = ["docx", "docm", "dotx", "txt", "md", "eml", "pdf"];
    pick_one(app, "Word, PDF, e-mail / 文字 Text", &kinds).await.map(|path| path.display().to_string())
}

#[tauri::command]
async fn list_documents(desk: State<'_, Desk>, query: DocumentQuery) -> Answer<Vec<Listed>> {
    ask!(desk, |office| office.documents(&query).await)
}

#[tauri::command]
async fn delete_document(desk: State<'_, Desk>, id: i64) -> Answer<()> {
    ask!(desk, |office| office.delete_document(id).await)
}

#[tauri::command]
async fn list_versions(desk: State<'_, Desk>, id: i64) -> Answer<Vec<VersionRow>> {
    ask!(desk, |office| office.versions(id).await)
}

#[tauri::command]
async fn open_version(desk: State<'_, Desk>, id: i64) -> Answer<VersionRecord> {
    ask!(desk, |office| office.version(id).await)
}

#[tauri::command]
async fn restore_version(desk: State<'_, Desk>, id: i64) -> Answer<DocumentRecord> {
    ask!(desk, |office| office.restore_version(id).await)
}

#[tauri::command]
async fn export(desk: State<'_, Desk>, request: ExportRequest) -> Answer<Exported> {
    ask!(desk, |office| office.export(&request).await)
}

/// Opens an exported file with the program the desktop has for it. Only files under the exports folder are opened.
#[tauri::command]
async fn open_path(app: AppHandle, desk: State<'_, Desk>, path: String) -> Answer<()> {
    ask!(desk, |office| office.exported_file(&path).and_then(|path| {
        app.opener()
            .open_path(path.display().to_string(), None::<&str>)
            .map_err(|error| Error::Opener(error.to_string()))
    }))
}

/// Shows an exported file in its folder.
#[tauri::command]
async fn reveal_path(app: AppHandle, desk: State<'_, Desk>, path: String) -> Answer<()> {
    ask!(desk, |office| office
        .exported_file(&path)
        .and_then(|path| { app.opener().reveal_item_in_dir(path).map_err(|error| Error::Opener(error.to_string())) }))
}

#[tauri::command]
async fn set_settings(desk: State<'_, Desk>, settings: Settings) -> Answer<Settings> {
    ask!(desk, |office| office.set_settings(settings).await)
}

#[tauri::command]
async fn list_models(desk: State<'_, Desk>) -> Answer<Vec<ModelRow>> {
    let office = desk.get()?;
    Ok(office.model_rows().await)
}

#[tauri::command]
async fn use_model(desk: State<'_, Desk>, id: String) -> Answer<Vec<ModelRow>> {
    ask!(desk, |office| office.use_model(&id).await)
}

/// Tells the window what the model is doing, now and whenever it changes.
#[tauri::command]
async fn watch_engine(desk: State<'_, Desk>, on_event: Channel<Status>) -> Answer<()> {
    let office = desk.get()?;
    let mut status = office.engine.status();
    tauri::async_runtime::spawn(async move {
        loop {
            let now = status.borrow_and_update().clone();
            if on_event.send(now).is_err() || status.changed().await.is_err() {
                break;
            }
        }
    });
    Ok(())
}
