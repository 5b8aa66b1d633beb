//! Which models there are, and which one drafts.

use std::path::{Path, PathBuf};

use gungman_engine::library::Progress;
use gungman_engine::{Catalogue, CatalogueEntry, EngineError, ErrorCode, InstalledModel, ModelLibrary};
use gungman_lang::{notes, script};

use crate::error::Error;
use crate::places::Places;
use crate::signed::{self, Key, Refused};

/// What official Chinese never writes, for the model's ban: Simplified forms, and the characters of spoken Cantonese.
#[must_use]
pub fn banned() -> String {
    format!("{}{}", script::banned_chars(), notes::spoken_chars())
}

/// The catalogue, the imported models and the folders of others.
#[derive(Debug, Clone)]
pub struct Models {
    library: ModelLibrary,
    folders: Vec<PathBuf>,
}

impl Models {
    /// The models of these places.
    ///
    /// # Errors
    /// When the catalogue cannot be understood.
    pub fn open(places: &Places) -> Result<Self, Error> {
        let library = ModelLibrary::new(&places.imported, Catalogue::built_in()?);
        Ok(Self { library, folders: places.models.clone() })
    }

    /// The library that imports and verifies.
    #[must_use]
    pub fn library(&self) -> &ModelLibrary {
        &self.library
    }

    /// Imports the model of a signed folder: its file, `catalogue.toml` with its one entry, and the signed list of both
    /// ([`crate::signed`]). What the entry says of licence, memory and chat format is the publisher's word, and kept.
    ///
    /// # Errors
    /// [`Error::Signed`] before anything is copied; the library's own ([`ModelLibrary::import`]).
    pub fn import_bundle(&self, folder: &Path, key: &Key, progress: Progress<'_>) -> Result<InstalledModel, Error> {
        signed::verify(folder, key)?;
        let list = folder.join("catalogue.toml");
        let text = std::fs::read_to_string(&list)
            .map_err(|error| Refused::Unreadable { path: list.display().to_string(), error })?;
        let [entry] = <[CatalogueEntry; 1]>::try_from(Catalogue::parse(&text)?.models).map_err(|models| {
            let detail = format!("{} has {} models and should have one", list.display(), models.len());
            EngineError::new(ErrorCode::CatalogueInvalid, detail)
        })?;
        let file = folder.join(&entry.file);
        Ok(self.library.clone().knowing(entry)?.import(&file, progress)?)
    }

    /// Everything that can be loaded: what was imported, then what lies in the folders of others.
    #[must_use]
    pub fn installed(&self) -> Vec<InstalledModel> {
        let mut models = self.library.list().unwrap_or_else(|error| {
            tracing::warn!(%error, "the imported models cannot be listed");
            Vec::new()
        });
        for model in self.library.locate(&self.folders) {
            if models.iter().all(|known| known.entry.id != model.entry.id) {
                models.push(model);
            }
        }
        models
    }

    /// The model that drafts: the one wanted when it is installed, else the first.
    #[must_use]
    pub fn in_use(&self, wanted: Option<&str>) -> Option<InstalledModel> {
        let models = self.installed();
        let at = models.iter().position(|model| Some(model.entry.id.as_str()) == wanted).unwrap_or(0);
        models.into_iter().nth(at)
    }

    /// Every model of the catalogue and every imported one, with its file where there is one.
    #[must_use]
    pub fn all(&self) -> Vec<(CatalogueEntry, Option<InstalledModel>)> {
        let installed = self.installed();
        let known = &self.library.catalogue().models;
        let find = |id: &str| installed.iter().find(|model| model.entry.id == id).cloned();
        let own = installed.iter().filter(|model| known.iter().all(|entry| entry.id != model.entry.id));
        known
            .iter()
            .map(|entry| (entry.clone(), find(&entry.id)))
            .chain(own.map(|model| (model.entry.clone(), Some(model.clone()))))
            .collect()
    }
}
