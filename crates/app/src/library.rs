//! The library and the models, as lists a window shows.

use gungman_engine::{CatalogueEntry, InstalledModel};
use gungman_store::{
    DocumentQuery, DocumentRecord, DocumentRow, NewAudit, SearchHit, SearchQuery, VersionRecord, VersionRow,
};

use crate::api::ModelRow;
use crate::audit::about;
use crate::error::Error;
use crate::office::Office;

impl Office {
    /// Documents, the last worked on first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn documents(&self, query: &DocumentQuery) -> Result<Vec<DocumentRow>, Error> {
        Ok(self.store.documents(query).await?)
    }

    /// Documents by their words and filters, with the places found.
    ///
    /// # Errors
    /// The store's own.
    pub async fn search(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, Error> {
        Ok(self.store.search(query).await?)
    }

    /// A document to work on.
    ///
    /// # Errors
    /// The store's own; `not_found` when it was deleted.
    pub async fn open_document(&self, id: i64) -> Result<DocumentRecord, Error> {
        Ok(self.store.document(id).await?)
    }

    /// Deletes a document with its versions.
    ///
    /// # Errors
    /// The store's own.
    pub async fn delete_document(&self, id: i64) -> Result<(), Error> {
        let document = self.store.document(id).await?.document;
        self.store.delete_document(id).await?;
        self.record(NewAudit { document_id: Some(id), ..about("delete", &document) }).await
    }

    /// A document's versions, the newest first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn versions(&self, document: i64) -> Result<Vec<VersionRow>, Error> {
        Ok(self.store.versions(document).await?)
    }

    /// One version with its text.
    ///
    /// # Errors
    /// The store's own.
    pub async fn version(&self, id: i64) -> Result<VersionRecord, Error> {
        Ok(self.store.version(id).await?)
    }

    /// The models of the catalogue and of the data folder.
    pub async fn model_rows(&self) -> Vec<ModelRow> {
        let in_use = self.model_in_use().await;
        let row = |(entry, installed): (CatalogueEntry, Option<InstalledModel>)| ModelRow {
            in_use: in_use.as_deref() == Some(entry.id.as_str()),
            installed: installed.is_some(),
            id: entry.id,
            name: entry.name,
            licence: entry.licence,
            bytes: entry.bytes,
        };
        self.models.all().into_iter().map(row).collect()
    }

    /// Chooses the model for drafts from now on.
    ///
    /// # Errors
    /// [`Error::NoModel`] when it is not installed, and the store's own.
    pub async fn use_model(&self, id: &str) -> Result<Vec<ModelRow>, Error> {
        let mut settings = self.settings().await;
        if self.models.in_use(Some(id)).is_none_or(|model| model.entry.id != id) {
            return Err(Error::NoModel);
        }
        self.record(NewAudit {
            action: "use_model".into(),
            model: id.to_owned(),
            outcome: "complete".into(),
            ..NewAudit::default()
        })
        .await?;
        settings.model = Some(id.to_owned());
        self.set_settings(settings).await?;
        Ok(self.model_rows().await)
    }
}
