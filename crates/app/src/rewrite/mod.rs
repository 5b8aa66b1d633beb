//! A text in other words: polished, shorter, for another reader, as a list, in the other language; and questions about a document.
//!
//! What crosses to the caller is in [`api`].

pub mod api;

use self::api::{Answer, AskEvent, AskRequest, RewriteAction, RewriteEvent, RewriteOutcome, RewriteRequest};
use gungman_core::Lang;

use crate::draft::Stop;
use crate::error::Error;
use crate::office::Office;

impl Office {
    /// What can be done to a text, in the order of the menu.
    #[must_use]
    pub fn rewrite_actions(&self) -> Vec<RewriteAction> {
        Vec::new()
    }

    /// Rewrites some blocks. `events` hears of every step but the last, which is the result. Nothing is changed: what came of it is for the
    /// officer to accept.
    ///
    /// # Errors
    /// [`Error::UnknownAction`].
    pub async fn rewrite(
        &self,
        request: RewriteRequest,
        _stop: &Stop,
        _events: &(dyn Fn(RewriteEvent) + Send + Sync),
    ) -> Result<RewriteOutcome, Error> {
        Err(Error::UnknownAction(request.action))
    }

    /// Reads the constant part of an action's prompt ahead. Does nothing when there is no model.
    ///
    /// # Errors
    /// [`Error::UnknownAction`] and the model's own.
    pub async fn warm_rewriting(&self, action: &str, _lang: Lang) -> Result<(), Error> {
        Err(Error::UnknownAction(action.to_owned()))
    }

    /// Answers a question from a document.
    ///
    /// # Errors
    /// [`Error::NoQuestion`].
    pub async fn ask(
        &self,
        _request: AskRequest,
        _stop: &Stop,
        _events: &(dyn Fn(AskEvent) + Send + Sync),
    ) -> Result<Answer, Error> {
        Err(Error::NoQuestion)
    }
}
