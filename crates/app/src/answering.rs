//! One answer of the model from its first event to its last, for whoever needs it whole. (A draft takes what was written before it was
//! stopped, and listens for itself.)

use gungman_core::Lang;
use gungman_engine::{GenerationEvent, Options, Prompt, Stats};
use gungman_lang::check::{self, Accepted, Paragraph, Setting};

use crate::draft::Stop;
use crate::error::Error;
use crate::office::Office;

/// Hears every event but the last, each with the answer as far as it is written.
pub(crate) type Hear<'a> = dyn FnMut(&GenerationEvent, &str) + Send + 'a;

impl Office {
    /// What the model wrote in Chinese, in Hong Kong characters: converted, and with the words put right for which Simplified characters
    /// that are Traditional ones too were left standing (剩余, 制造): a model that may write no Simplified-only character writes these.
    pub(crate) fn in_hong_kong(&self, text: &str) -> String {
        let text = self.hong_kong.convert(text);
        let setting =
            Setting { lang: Lang::ZhHantHk, template: None, today: self.today(), accepted: Accepted::default() };
        let found = check::check(&[Paragraph::body(&text)], &setting);
        check::apply(&text, found.iter().filter(|finding| finding.sure && finding.rule.starts_with("script-")))
    }

    /// Loads the model where it is not loaded and waits for its answer to a prompt.
    ///
    /// # Errors
    /// [`Error::NoModel`], [`Error::Cancelled`] when it was stopped, and the model's own.
    pub(crate) async fn answer(
        &self,
        prompt: Prompt,
        options: Options,
        stop: &Stop,
        hear: &mut Hear<'_>,
    ) -> Result<(String, Stats), Error> {
        self.load_model().await?;
        let mut generation = self.engine.generate(prompt, options);
        let mut whole = String::new();
        loop {
            let event = tokio::select! {
                event = generation.events.recv() => event,
                () = stop.stopped() => {
                    generation.cancel();
                    return Err(Error::Cancelled);
                }
            };
            // The client ends every stream with Done or Failed; a closed channel is a client that went away.
            match event.ok_or(Error::Cancelled)? {
                GenerationEvent::Done { stats } => return Ok((whole, stats)),
                GenerationEvent::Failed { error } => return Err(error.into()),
                event => {
                    if let GenerationEvent::Text { text } = &event {
                        whole.push_str(text);
                    }
                    hear(&event, &whole);
                }
            }
        }
    }
}
