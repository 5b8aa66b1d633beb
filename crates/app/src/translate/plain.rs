//! The plain way, to compare with: the same model asked for a translation, the same glossary rows in its prompt, OpenCC's `s2hk`
//! after it. No examples, no facts, no second call.

use gungman_core::Lang;
use gungman_engine::{Options, Prompt, Sampling, Turn};
use gungman_lang::glossary::Glossary;
use gungman_lang::script::Stock;

use super::other;
use crate::draft::Stop;
use crate::error::Error;
use crate::office::Office;

/// Asks the bare model.
pub struct Plain<'a> {
    office: &'a Office,
    glossary: &'a Glossary,
    to: Lang,
    s2hk: Stock,
}

impl<'a> Plain<'a> {
    /// The plain way into `to`.
    ///
    /// # Errors
    /// [`Error::Lang`] when OpenCC's dictionaries are missing.
    pub fn new(office: &'a Office, glossary: &'a Glossary, to: Lang) -> Result<Self, Error> {
        Ok(Self { office, glossary, to, s2hk: Stock::load(&office.places.opencc, "s2hk")? })
    }

    /// The translation of a paragraph.
    ///
    /// # Errors
    /// The model's own.
    pub async fn translate(&self, source: &str) -> Result<String, Error> {
        let chinese = self.to.is_chinese();
        let (from, to) = if chinese {
            ("English", "Traditional Chinese (Hong Kong)")
        } else {
            ("Traditional Chinese (Hong Kong)", "British English")
        };
        let mut rows: Vec<String> = Vec::new();
        for hit in self.glossary.hits(source, other(self.to)) {
            let row = format!("{} = {}", &source[hit.range.clone()], hit.term.best(self.to));
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        let terms = if rows.is_empty() { String::new() } else { format!(" Use these terms: {}.", rows.join("; ")) };
        let system = format!(
            "You are a translator of the Hong Kong government. Translate the text from {from} into {to}.{terms} Give the translation only."
        );
        let prompt = Prompt { prefix: vec![Turn::system(system)], tail: vec![Turn::user(source)] };
        let options = Options { max_tokens: 512, sampling: Sampling::Greedy, ban_simplified: false };
        let (answer, _) = self.office.answer(prompt, options, &Stop::default(), &mut |_, _| {}).await?;
        let answer = answer.trim().to_owned();
        Ok(if chinese { self.s2hk.convert(&answer).unwrap_or(answer) } else { answer })
    }
}
