//! The commands the window may call. Each is a line or two over a use case; what they take and give is in
//! `gungman_app::api`.

use std::sync::{Arc, Mutex, PoisonError};

use gungman_app::api::{
    Boot, Composed, DraftEvent, DraftRequest, ExportRequest, Exported, Failure, Message, ModelRow, Saved, Settings,
};
use gungman_app::convert::{ConvertedText, Script};
use gungman_app::draft::Stop;
use gungman_app::messages::Messages;
use gungman_app::{Error, Office};
use gungman_core::{Document, Lang};
use gungman_engine::Status;
use gungman_store::{DocumentQuery, DocumentRecord, DocumentRow, VersionRecord, VersionRow};
use tauri::ipc::{Channel, Invoke};
use tauri::{AppHandle, State, Wry};
use tauri_plugin_opener::OpenerExt;

/// What the window works with: the office, or why there is none.
pub struct Desk {
    office: Result<Arc<Office>, Failure>,
    stop: Mutex<Option<Stop>>,
}

impl Desk {
    /// A desk over an opened office.
    pub fn new(opened: Result<Office, Error>) -> Self {
        let office = opened.map(Arc::new).map_err(|error| match Messages::load() {
            Ok(messages) => error.failure(&messages),
            Err(_) => Failure { code: error.code().into(), message: Message::default(), detail: error.to_string() },
        });
        Self { office, stop: Mutex::new(None) }
    }

    /// The office, when there is one.
    pub fn office(&self) -> Option<Arc<Office>> {
        self.office.as_ref().ok().cloned()
    }

    fn get(&self) -> Answer<Arc<Office>> {
        self.office.clone().map_err(Box::new)
    }

    fn set_stop(&self, stop: Option<Stop>) -> Option<Stop> {
        std::mem::replace(&mut *self.stop.lock().unwrap_or_else(PoisonError::into_inner), stop)
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

/// The commands, for the builder.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        boot,
        new_document,
        open_document,
        compose,
        save,
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
        watch_engine,
    ]
}

type Answer<T> = Result<T, Box<Failure>>;

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
async fn compose(desk: State<'_, Desk>, document: Document, points: String) -> Answer<Composed> {
    ask!(desk, |office| office.compose(&document, &points))
}

#[tauri::command]
async fn save(desk: State<'_, Desk>, id: i64, document: Document, points: String) -> Answer<Saved> {
    ask!(desk, |office| office.save(id, &document, &points).await)
}

/// Drafts; everything that happens goes through the channel, the end too.
#[tauri::command]
async fn draft(desk: State<'_, Desk>, request: DraftRequest, on_event: Channel<DraftEvent>) -> Answer<()> {
    let office = desk.get()?;
    let stop = Stop::default();
    if let Some(earlier) = desk.set_stop(Some(stop.clone())) {
        earlier.stop();
    }
    let send = move |event: DraftEvent| {
        // A window that is gone hears nothing; the draft is kept in the library all the same.
        let _ = on_event.send(event);
    };
    match office.draft(request, &stop, &send).await {
        Ok(outcome) => send(DraftEvent::Done(outcome)),
        Err(error) => {
            tracing::warn!(code = error.code(), detail = %error, "a draft failed");
            send(DraftEvent::Failed(error.failure(&office.messages)));
        }
    }
    Ok(())
}

#[tauri::command]
fn stop(desk: State<'_, Desk>) {
    if let Some(stop) = desk.set_stop(None) {
        stop.stop();
    }
}

#[tauri::command]
async fn warm(desk: State<'_, Desk>, template: String, lang: Lang) -> Answer<()> {
    ask!(desk, |office| office.warm(&template, lang).await)
}

#[tauri::command]
async fn convert(desk: State<'_, Desk>, text: String, to: Script) -> Answer<ConvertedText> {
    ask!(desk, |office| Arc::clone(&office).convert(text, to).await)
}

#[tauri::command]
async fn list_documents(desk: State<'_, Desk>, query: DocumentQuery) -> Answer<Vec<DocumentRow>> {
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
