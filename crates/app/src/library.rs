//! The library and the models, as lists a window shows.

use chrono::NaiveDate;
use gungman_engine::{CatalogueEntry, InstalledModel};
use gungman_store::{DocumentQuery, DocumentRecord, NewAudit, SearchHit, SearchQuery, VersionRecord, VersionRow};
use serde::{Deserialize, Serialize};

use crate::api::ModelRow;
use crate::audit::about;
use crate::due::Listed;
use crate::error::Error;
use crate::office::Office;

/// A document that was found, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The document.
    pub row: Listed,
    /// Some of its text around the first place; empty when nothing was looked for.
    pub snippet: String,
    /// The places found in the snippet: first character and the one after the last, in characters.
    pub marks: Vec<(u32, u32)>,
}

/// The day a document that is not dealt with is due.
fn due(listed: &Listed) -> Option<NaiveDate> {
    listed.term.as_ref().filter(|term| term.done_on.is_none())?.due
}

impl Office {
    /// Documents, the last worked on first; those that are due, the most pressing first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn documents(&self, query: &DocumentQuery) -> Result<Vec<Listed>, Error> {
        if !query.due {
            return Ok(self.store.documents(query).await?.into_iter().map(|row| self.listed(row)).collect());
        }
        let all = DocumentQuery { limit: u32::MAX, offset: 0, ..query.clone() };
        let rows = self.store.documents(&all).await?;
        let mut listed: Vec<Listed> =
            rows.into_iter().map(|row| self.listed(row)).filter(|listed| due(listed).is_some()).collect();
        listed.sort_by_key(due);
        Ok(listed.into_iter().skip(query.offset as usize).take(query.limit as usize).collect())
    }

    /// Documents by their words and filters, with the places found; those that are due, the most pressing first.
    ///
    /// # Errors
    /// The store's own.
    pub async fn search(&self, query: &SearchQuery) -> Result<Vec<Found>, Error> {
        let found = |hit: SearchHit| Found { row: self.listed(hit.row), snippet: hit.snippet, marks: hit.marks };
        if !query.due {
            return Ok(self.store.search(query).await?.into_iter().map(found).collect());
        }
        let all = SearchQuery { limit: u32::MAX, offset: 0, ..query.clone() };
        let mut hits: Vec<Found> = self.store.search(&all).await?.into_iter().map(found).collect();
        hits.retain(|hit| due(&hit.row).is_some());
        hits.sort_by_key(|hit| due(&hit.row));
        let limit = if query.limit == 0 { usize::MAX } else { query.limit as usize };
        Ok(hits.into_iter().skip(query.offset as usize).take(limit).collect())
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
