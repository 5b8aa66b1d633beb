//! Points in, body out: the main job.
//!
//! Here is the use case: what is kept in the library, and how it ends. How the text comes about is `writing`.

mod writing;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use gungman_core::{Document, Lang};
use gungman_engine::ErrorCode;
use gungman_store::{NewAudit, NewVersion, Outcome, VersionRow, VersionSource, VersionState};
use tokio::sync::Notify;

use self::writing::Draft;
pub(crate) use self::writing::seed;
use crate::api::{DraftEvent, DraftOutcome, DraftRequest};
use crate::audit::about;
use crate::error::Error;
use crate::managed::Feature;
use crate::office::Office;
use crate::prompt;

/// How a draft ended, for the audit log.
fn drafted(request: &DraftRequest, version: &VersionRow, outcome: &str) -> NewAudit {
    NewAudit {
        document_id: Some(request.id),
        version: Some(version.number),
        model: version.model.clone(),
        outcome: outcome.to_owned(),
        ..about("draft", &request.document)
    }
}

/// A wish to stop, shared between the one who drafts and the one who presses Esc.
#[derive(Debug, Clone, Default)]
pub struct Stop {
    inner: Arc<(AtomicBool, Notify)>,
}

impl Stop {
    /// Asks to stop.
    pub fn stop(&self) {
        self.inner.0.store(true, Ordering::SeqCst);
        self.inner.1.notify_waiters();
    }

    /// Whether stopping was asked for.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.inner.0.load(Ordering::SeqCst)
    }

    pub(crate) async fn stopped(&self) {
        let notified = self.inner.1.notified();
        if !self.is_stopped() {
            notified.await;
        }
    }
}

impl Office {
    /// Drafts the body of a document from its points. `events` hears of every step but the last, which is the result.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`], [`Error::NoPoints`], [`Error::Classified`], [`Error::NoModel`], [`Error::Cancelled`] when it was stopped before a
    /// paragraph was written, [`Error::EmptyDraft`], and the model's and the store's own. The working copy in the
    /// library is changed only by a result.
    pub async fn draft(
        &self,
        request: DraftRequest,
        stop: &Stop,
        events: &(dyn Fn(DraftEvent) + Send + Sync),
    ) -> Result<DraftOutcome, Error> {
        self.managed.permit(Feature::Draft)?;
        let template = self.shelf.template(&request.document.template)?.clone();
        self.shelf.policy.admit(request.document.field("classification"), &self.shelf.choices)?;
        if request.points.trim().is_empty() {
            return Err(Error::NoPoints);
        }
        self.keep_edits(request.id, &request.document, &request.points).await?;
        let version = self
            .store
            .begin_version(&NewVersion {
                document_id: request.id,
                source: VersionSource::Generated,
                state: VersionState::Running,
                document: request.document.clone(),
                points: request.points.clone(),
                instruction: if request.another { "another".into() } else { String::new() },
                model: self.model_in_use().await.unwrap_or_default(),
            })
            .await?;
        let started = Instant::now();
        let mut body = Vec::new();
        let draft = Draft { office: self, request: &request, template: &template, stop, events };
        let result = draft.run(started, &mut body).await;
        match result {
            Ok((document, rows, issues, stats)) => {
                let state = if stop.is_stopped() { VersionState::Stopped } else { VersionState::Complete };
                let outcome = Outcome {
                    state,
                    document: document.clone(),
                    stats: serde_json::to_value(&stats).ok(),
                    error: None,
                };
                let version = self.store.finish_version(version.id, &outcome).await?;
                self.record(drafted(&request, &version, if stop.is_stopped() { "stopped" } else { "complete" }))
                    .await?;
                self.store.save_working_copy(request.id, &document, &request.points).await?;
                Ok(DraftOutcome { document, facts: rows, issues, version, stats })
            }
            Err(error) => {
                let state =
                    if matches!(error, Error::Cancelled) { VersionState::Stopped } else { VersionState::Failed };
                // The working copy stays as it was; what was written until then can be had from the versions.
                let written = if body.is_empty() { request.document.body.clone() } else { body };
                let outcome = Outcome {
                    state,
                    document: Document { body: written, ..request.document.clone() },
                    stats: None,
                    error: Some(error.code().to_owned()),
                };
                if let Err(second) = self.record(drafted(&request, &version, error.code())).await {
                    tracing::error!(%second, "could not write down how a draft ended");
                }
                if let Err(second) = self.store.finish_version(version.id, &outcome).await {
                    tracing::error!(%second, "could not record how a draft ended");
                }
                Err(error)
            }
        }
    }

    /// Reads the constant part of a template's prompt ahead, while the officer is still typing. Does nothing when there
    /// is no model.
    ///
    /// # Errors
    /// Those of the model.
    pub async fn warm(&self, template: &str, lang: Lang) -> Result<(), Error> {
        let template = self.shelf.template(template)?;
        let Some(spec) = template.prompts.get(&lang) else { return Ok(()) };
        self.load_model().await?;
        match self.engine.warm(prompt::prefix(spec)).await {
            // A draft that wants the model now ends the warm-up; what was read stays read.
            Err(error) if error.code == ErrorCode::Cancelled => Ok(()),
            other => Ok(other.map(|_| ())?),
        }
    }
}
