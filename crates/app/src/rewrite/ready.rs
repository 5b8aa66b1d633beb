//! What code does before and after the model: written words for spoken ones, Hong Kong characters, the fixes that are sure, the house
//! style, the facts in their official form.

use std::collections::HashSet;

use gungman_core::{Document, Fact, Lang};
use gungman_lang::check::{self, Paragraph, Setting};
use gungman_lang::{facts, notes, script, style, wording};

use crate::office::Office;

/// What the steps need to know.
pub(super) struct Ready<'a> {
    office: &'a Office,
    lang: Lang,
    setting: Setting,
    own: String,
    other: String,
    third: String,
}

impl<'a> Ready<'a> {
    pub fn new(office: &'a Office, document: Option<&Document>, lang: Lang) -> Self {
        let address = &office.shelf.address;
        let named = |name: Option<String>, zh: &str, en: &str| {
            let usual = if lang.is_chinese() { zh } else { en };
            name.filter(|name| !name.is_empty()).unwrap_or_else(|| usual.to_owned())
        };
        Self {
            office,
            lang,
            setting: Setting {
                lang,
                template: document.map(|document| document.template.clone()),
                today: office.today(),
                accepted: check::Accepted::default(),
            },
            own: named(document.map(|document| address.own(document)), "本辦事處", "this Office"),
            other: named(document.map(|document| address.other(document)), "貴方", "you"),
            third: named(document.map(|document| address.third(document)), "對方", "the other party"),
        }
    }

    /// The text as code alone can better it. With `spoken`, Cantonese and shorthand are put in written words. Never with another fact.
    pub fn bettered(&self, text: &str, spoken: bool) -> String {
        let text = self.kept(text, |text| self.in_script(text));
        let text = if spoken {
            let persons = notes::Persons { own: &self.own, other: &self.other, third: &self.third };
            // Notes are made ready for the model to read; here a reader sees them: no spaces around the figures.
            self.kept(&text, |text| style::tidy(&notes::prepare(text, self.lang, persons), self.lang))
        } else {
            text
        };
        self.kept(&text, |text| self.fixed(text))
    }

    /// The model's answer as it can be shown: `known` are the facts whose official forms are put back.
    pub fn finished(&self, answer: &str, known: &[Fact]) -> String {
        let text = self.in_script(answer);
        let text = style::tidy(&text, self.lang);
        let text = wording::house(&text, self.lang);
        let text = facts::restore(&text, known, self.lang);
        let text = self.in_script(&text);
        self.kept(&text, |text| self.fixed(text))
    }

    fn in_script(&self, text: &str) -> String {
        if self.lang.is_chinese() && !script::find_simplified(text).is_empty() {
            self.office.hong_kong.convert(text)
        } else {
            text.to_owned()
        }
    }

    /// With the checker's fixes that are sure.
    fn fixed(&self, text: &str) -> String {
        let found = check::check(&[Paragraph::body(text)], &self.setting);
        check::apply(text, found.iter().filter(|finding| finding.sure))
    }

    /// What a step makes of a text, unless it would state another fact.
    fn kept(&self, text: &str, step: impl Fn(&str) -> String) -> String {
        let made = step(text);
        let stated = |text: &str| -> HashSet<(String, String)> {
            facts::find(text).into_iter().map(|fact| (format!("{:?}", fact.kind), fact.canonical)).collect()
        };
        if stated(&made) == stated(text) { made } else { text.to_owned() }
    }
}
