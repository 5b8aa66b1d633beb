//! A text in other words: polished, shorter, for another reader, as a list, in the other language; and questions about a document.
//!
//! What crosses to the caller is in [`api`]; what can be done, and what the model is told, in the files of `data/rewriting/`.
//!
//! | module | what |
//! | --- | --- |
//! | `actions` | the files of the actions |
//! | `ready` | what code does before and after the model |
//! | `measure` | what code can say about an answer |
//! | `pieces` | the change by words, over formatted text |
//! | `work` | one rewriting on its way |
//! | `whole` | what becomes other blocks, and the other language |
//! | `ask` | a question and its answer |
//! | [`file`] | a file of anybody's |

mod actions;
pub mod api;
mod ask;
pub mod file;
mod measure;
mod pieces;
mod ready;
mod whole;
mod work;

use self::api::{RewriteAction, RewriteEvent, RewriteOutcome, RewriteRequest, Takes};
use gungman_core::Lang;
use gungman_engine::ErrorCode;
use gungman_store::NewAudit;

pub(crate) use self::measure::denials;
use self::work::Work;
use crate::audit::about;
use crate::draft::Stop;
use crate::error::Error;
use crate::managed::Feature;
use crate::office::Office;

impl Office {
    /// What can be done to a text, in the order of the menu.
    #[must_use]
    pub fn rewrite_actions(&self) -> Vec<RewriteAction> {
        actions::all().map_or_else(|_| Vec::new(), |all| all.iter().map(actions::Action::view).collect())
    }

    /// Rewrites some blocks. `events` hears of every step but the last, which is the result. Nothing is changed: what came of it is for the
    /// officer to accept.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`], [`Error::UnknownAction`], [`Error::NothingToRewrite`], [`Error::Classified`], [`Error::NoModel`],
    /// [`Error::Cancelled`] when it was stopped, and the model's own.
    pub async fn rewrite(
        &self,
        request: RewriteRequest,
        stop: &Stop,
        events: &(dyn Fn(RewriteEvent) + Send + Sync),
    ) -> Result<RewriteOutcome, Error> {
        self.managed.permit(Feature::Rewrite)?;
        let action = actions::action(&request.action, request.lang)?;
        if let Some(document) = &request.document {
            self.shelf.policy.admit(document.field("classification"), &self.shelf.choices)?;
        }
        let instructed = action.takes != Takes::Instruction || !request.instruction.trim().is_empty();
        if !instructed || request.blocks.iter().all(|block| block.text().trim().is_empty()) {
            return Err(Error::NothingToRewrite);
        }
        let result = Work::new(self, &request, action, stop, events).run().await;
        if let (Some(document), true) = (&request.document, request.id > 0) {
            let outcome = result.as_ref().map_or_else(|error| error.code(), |_| "complete").to_owned();
            let model = self.model_in_use().await.unwrap_or_default();
            let entry = NewAudit { document_id: Some(request.id), model, outcome, ..about("rewrite", document) };
            if let Err(error) = self.record(entry).await {
                // What was rewritten is not lost for it.
                tracing::error!(%error, "could not write down a rewriting");
            }
        }
        result
    }

    /// Reads the constant part of an action's prompt ahead. Does nothing when there is no model.
    ///
    /// # Errors
    /// [`Error::UnknownAction`] and the model's own.
    pub async fn warm_rewriting(&self, action: &str, lang: Lang) -> Result<(), Error> {
        let action = actions::action(action, lang)?;
        match self.load_model().await {
            Err(Error::NoModel) => return Ok(()),
            other => other?,
        };
        match self.engine.warm(action.prefix(lang)?).await {
            // What wants the model now ends the warm-up; what was read stays read.
            Err(error) if error.code == ErrorCode::Cancelled => Ok(()),
            other => Ok(other.map(|_| ())?),
        }
    }
}
