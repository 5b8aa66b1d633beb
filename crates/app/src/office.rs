//! The office: everything a use case needs, opened once.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use chrono::NaiveDate;
use gungman_core::{Document, FieldKind, Lang};
use gungman_engine::{Engine, EngineConfig, InstalledModel, LoadedModel};
use gungman_export::Fonts;
use gungman_lang::script::HongKong;
use gungman_store::{Dates, DocumentRecord, NewAudit, NewVersion, Store, VersionSource, VersionState};
use tokio::sync::{Mutex, OnceCell};

use crate::api::{Boot, Composed, Saved, Settings};
use crate::audit::about;
use crate::check;
use crate::checking::Watch;
use crate::checking::accepted::Personal;
use crate::compose::{Purpose, compose, printed_values};
use crate::convert::words::Settled;
use crate::error::Error;
use crate::managed::{Chosen, Layer, Managed};
use crate::messages::Messages;
use crate::models::{Models, banned};
use crate::places::Places;
use crate::profiles::{self, Profile, Wanted};
use crate::reply::checklist;
use crate::shelf::Shelf;
use crate::workbench::Stock;

/// How long a worker that is at work may be silent before it counts as hung.
const HANG_AFTER: Duration = Duration::from_secs(60);

/// How many tokens prompt and answer may have together: template, two pages of points, two drafts.
pub const CONTEXT: u32 = 4096;

const SETTINGS: &str = "settings";

/// The use cases and what they stand on. Cheap to share behind an `Arc`.
pub struct Office {
    /// Where things lie.
    pub places: Places,
    /// The templates.
    pub shelf: Shelf,
    /// The words of errors and issues.
    pub messages: Messages,
    /// The model's client.
    pub engine: Engine,
    /// The library's database.
    pub store: Store,
    /// The converter to Hong Kong characters.
    pub hong_kong: HongKong,
    /// What the administrator governs.
    pub managed: Managed,
    /// The models that can be used.
    pub models: Models,
    /// The user of the system, for the audit log.
    pub(crate) user: String,
    /// The words a person has settled for conversions.
    pub own_words: Settled,
    /// What a person has settled with the checker.
    pub personal: Personal,
    /// The administrator's profiles.
    pub(crate) managed_profiles: Vec<(Layer, Profile)>,
    /// Held while the user's own profiles are read, changed and written.
    pub(crate) profiles_turn: Mutex<()>,
    /// The document of the desk under the checker's eyes.
    pub(crate) watch: Watch,
    /// The file in the window's check view under the checker's eyes.
    pub(crate) file_watch: Watch,
    /// The translation memory and the glossary in use.
    pub(crate) stock: Stock,
    /// Files written outside the exports folder, which the window may open.
    written: std::sync::Mutex<HashSet<PathBuf>>,
    fonts: OnceCell<Arc<Fonts>>,
    chosen: Mutex<Chosen>,
    /// What a killed program left unfinished, looked for once.
    interrupted: OnceCell<u64>,
}

impl Office {
    /// Opens the data folder, loads the templates and the dictionaries, and gets the model's client ready (nothing is
    /// started yet).
    ///
    /// # Errors
    /// [`Error::Resources`], [`Error::DataFolder`] and the store's own, each before anything was changed.
    pub async fn open(places: Places) -> Result<Self, Error> {
        // Before anything else: what is governed must not depend on what follows.
        let managed = Managed::read(&places.policy)?;
        let places = managed.govern(places);
        let mut shelf = Shelf::load(&places.templates)?;
        if let Some(highest) = managed.highest_classification() {
            shelf.allow_up_to(highest)?;
        }
        let messages = Messages::load()?;
        let managed_profiles = profiles::managed(managed.profiles(), &shelf, &messages)?;
        let hong_kong = HongKong::load(&places.opencc)?;
        std::fs::create_dir_all(&places.data)
            .map_err(|e| Error::DataFolder(format!("{}: {e}", places.data.display())))?;
        // The tables of facts take their time to be read; nobody should wait for them at the first check.
        tokio::task::spawn_blocking(|| gungman_lang::facts::find(""));
        let store = Store::open(&places.database()).await?;
        let chosen = match store.setting(SETTINGS).await? {
            Some(json) => serde_json::from_str(&json).unwrap_or_else(|error| {
                tracing::warn!(%error, "the settings could not be read; the defaults stand");
                Chosen::default()
            }),
            None => Chosen::default(),
        };
        let own_words = Settled::load(&store).await?;
        let personal = Personal::load(&store).await?;
        let models = Models::open(&places)?;
        let engine = Engine::new(EngineConfig {
            worker: places.worker.clone(),
            prefix_dir: Some(places.prefixes()),
            hang_after: HANG_AFTER,
            extra_env: places.worker_env.clone(),
        });
        Ok(Self {
            places,
            shelf,
            messages,
            engine,
            store,
            hong_kong,
            models,
            user: crate::audit::user(),
            own_words,
            personal,
            managed_profiles,
            profiles_turn: Mutex::new(()),
            watch: Watch::default(),
            file_watch: Watch::default(),
            stock: Stock::default(),
            written: std::sync::Mutex::default(),
            fonts: OnceCell::new(),
            chosen: Mutex::new(chosen),
            managed,
            interrupted: OnceCell::new(),
        })
    }

    /// Today by the clock of the machine; tests may set `GUNGMAN_TODAY=2026-11-23`.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        today()
    }

    /// Everything for the window's first frame. Only the window asks, and there is only one on a data folder: what it
    /// finds running in the library was left by a program that was killed.
    ///
    /// # Errors
    /// The store's own.
    pub async fn boot(&self) -> Result<Boot, Error> {
        let settings = self.settings().await;
        let interrupted = self.interrupted.get_or_try_init(|| self.store.interrupt_running()).await?;
        self.store.sweep_translations().await?;
        self.back_up_daily();
        let document = match self.store.latest_document().await? {
            Some(record) if self.shelf.template(&record.document.template).is_ok() => record,
            _ => self.new_document(&settings.template, settings.lang).await?,
        };
        Ok(Boot {
            version: env!("CARGO_PKG_VERSION").into(),
            templates: self.shelf.forms(),
            messages: self.messages.all(),
            settings,
            managed: self.managed.view(),
            profiles: self.profiles().await?,
            engine: self.engine.status().borrow().clone(),
            document,
            recovered: *interrupted > 0,
            data_folder: self.places.data.display().to_string(),
        })
    }

    /// A new document of a type, its header filled from the default profile: an officer types the name of the office once.
    ///
    /// # Errors
    /// [`Error::UnknownTemplate`] and the store's own.
    pub async fn new_document(&self, template: &str, lang: Lang) -> Result<DocumentRecord, Error> {
        let template = self.shelf.template(template)?;
        let mut document = Document::new(&template.id, lang);
        if template.fields.iter().any(|field| field.id == "date" && field.kind == FieldKind::Date) {
            document.fields.insert("date".into(), self.today().format("%Y-%m-%d").to_string());
        }
        self.fill_new(&mut document, Wanted::Default).await?;
        self.add_document(&document, "").await
    }

    /// Takes a document into the library.
    ///
    /// # Errors
    /// The store's own.
    pub async fn add_document(&self, document: &Document, points: &str) -> Result<DocumentRecord, Error> {
        let record = self.store.create_document(document, points).await?;
        self.record(NewAudit { document_id: Some(record.id), ..about("create", document) }).await?;
        Ok(record)
    }

    /// [`Office::compose_dated`] for a document that has no due date noted in the library.
    ///
    /// # Errors
    /// [`Error::UnknownTemplate`].
    pub fn compose(&self, document: &Document, points: &str) -> Result<Composed, Error> {
        self.compose_dated(document, points, &Dates::default())
    }

    /// Lays a document out for the page and looks it over. Called after every keystroke; no I/O.
    ///
    /// # Errors
    /// [`Error::UnknownTemplate`].
    pub fn compose_dated(&self, document: &Document, points: &str, dates: &Dates) -> Result<Composed, Error> {
        let template = self.shelf.template(&document.template)?;
        let sheet = compose(document, template, &self.shelf.choices, self.today(), Purpose::Preview);
        let header = printed_values(document, template, &self.shelf.choices, self.today());
        let mut facts = check::fact_rows(document, points, header.values().map(String::as_str));
        if points.trim().is_empty() {
            // Nobody gave points to compare with: what an officer types is not foreign.
            facts.clear();
        }
        let issues = self.check_document(document, points, &sheet, &facts);
        let answers = checklist(points, &document.body, document.lang);
        let problems = self.shelf.problems(document, template, &self.messages);
        let term = self.term(document, dates);
        Ok(Composed { sheet, problems, facts, issues, answers, term })
    }

    /// Saves what is being worked on.
    ///
    /// # Errors
    /// The store's own.
    pub async fn save(&self, id: i64, document: &Document, points: &str) -> Result<Saved, Error> {
        Ok(Saved { saved_at: self.store.save_working_copy(id, document, points).await? })
    }

    /// Keeps the text as it stands as a version of its own when it differs from the last one, so that a new draft, an
    /// export or a restored version never overwrites what an officer typed.
    ///
    /// # Errors
    /// The store's own.
    pub async fn keep_edits(&self, id: i64, document: &Document, points: &str) -> Result<(), Error> {
        self.store.save_working_copy(id, document, points).await?;
        if document.body.is_empty() {
            return Ok(());
        }
        let versions = self.store.versions(id).await?;
        let last = versions.iter().find(|row| matches!(row.state, VersionState::Complete | VersionState::Stopped));
        let source = match last {
            None => VersionSource::Typed,
            Some(row) => {
                let kept = self.store.version(row.id).await?;
                if kept.document.body == document.body && kept.document.fields == document.fields {
                    return Ok(());
                }
                VersionSource::Edited
            }
        };
        self.store
            .begin_version(&NewVersion {
                document_id: id,
                source,
                state: VersionState::Complete,
                document: document.clone(),
                points: points.to_owned(),
                instruction: String::new(),
                model: String::new(),
            })
            .await?;
        Ok(())
    }

    /// Makes a kept version the working copy again, after keeping what is there now.
    ///
    /// # Errors
    /// The store's own.
    pub async fn restore_version(&self, version: i64) -> Result<DocumentRecord, Error> {
        let kept = self.store.version(version).await?;
        let now = self.store.document(kept.row.document_id).await?;
        self.keep_edits(now.id, &now.document, &now.points).await?;
        self.store.save_working_copy(now.id, &kept.document, &kept.points).await?;
        self.record(NewAudit {
            document_id: Some(now.id),
            version: Some(kept.row.number),
            ..about("restore_version", &kept.document)
        })
        .await?;
        Ok(self.store.document(now.id).await?)
    }

    /// The settings in force.
    pub async fn settings(&self) -> Settings {
        self.managed.settings(&*self.chosen.lock().await)
    }

    /// Keeps what a user chose, and gives the settings that are then in force: an administrator may have fixed some.
    ///
    /// # Errors
    /// The store's own.
    pub async fn set_settings(&self, settings: Settings) -> Result<Settings, Error> {
        let mut chosen = self.chosen.lock().await;
        let mut next = chosen.clone();
        next.choose(&settings, &self.managed.settings(&chosen));
        let json = serde_json::to_string(&next).map_err(|e| Error::Resources(e.to_string()))?;
        self.store.set_setting(SETTINGS, &json).await?;
        *chosen = next;
        Ok(self.managed.settings(&chosen))
    }

    /// The faces, read once when first needed.
    ///
    /// # Errors
    /// [`Error::Export`] when they are missing or damaged.
    pub async fn fonts(&self) -> Result<Arc<Fonts>, Error> {
        let load = || async {
            let folder = self.places.fonts.clone();
            let fonts = tokio::task::spawn_blocking(move || Fonts::load(&folder))
                .await
                .map_err(|e| Error::Resources(e.to_string()))??;
            Ok::<_, Error>(Arc::new(fonts))
        };
        Ok(Arc::clone(self.fonts.get_or_try_init(load).await?))
    }

    /// Loads the model in use, if it is not loaded yet.
    ///
    /// # Errors
    /// [`Error::NoModel`] and the model's own.
    pub async fn load_model(&self) -> Result<LoadedModel, Error> {
        let model = self.chosen_model().await.ok_or(Error::NoModel)?;
        Ok(self.engine.load(model.load_request(CONTEXT, None, &banned())).await?)
    }

    /// The id of the model that a draft would use.
    pub async fn model_in_use(&self) -> Option<String> {
        self.chosen_model().await.map(|model| model.entry.id)
    }

    /// The model wanted, or the first that is installed; where the administrator names one, that one or none.
    async fn chosen_model(&self) -> Option<InstalledModel> {
        let wanted = self.settings().await.model;
        let model = self.models.in_use(wanted.as_deref())?;
        self.managed.only_model().is_none_or(|only| only == model.entry.id).then_some(model)
    }

    /// Remembers a file or folder written for the user outside the exports folder.
    pub(crate) fn wrote(&self, path: &Path) {
        if let Ok(path) = path.canonicalize() {
            self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
        }
    }

    /// Whether this session wrote a file.
    pub(crate) fn has_written(&self, path: &Path) -> bool {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
    }

    /// Puts the model away and closes the library.
    pub async fn close(&self) {
        self.engine.shutdown().await;
        self.store.close().await;
    }
}

/// Today by the clock of the machine; tests may set `GUNGMAN_TODAY=2026-11-23`.
#[must_use]
pub fn today() -> NaiveDate {
    std::env::var("GUNGMAN_TODAY")
        .ok()
        .and_then(|day| NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok())
        .unwrap_or_else(|| chrono::Local::now().date_naive())
}
