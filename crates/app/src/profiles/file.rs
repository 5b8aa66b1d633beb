//! A profile as a small file, and as the administrator writes one: a name, and values in one language or both.

use std::collections::BTreeMap;
use std::ops::Range;

use gungman_core::{Label, Lang};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::form::ProfileForm;
use super::{Profile, ValueProblem, Values, check};
use crate::error::Error;
use crate::messages::Messages;

/// A value as it is written: one wording, or one for each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    One(String),
    Each(Label),
}

impl<'de> Deserialize<'de> for Given {
    /// By hand: what serde derives for either shape says only that neither fits.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, default)]
        #[derive(Default)]
        struct Each {
            zh: String,
            en: String,
        }
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Given;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text, or { zh = \"…\", en = \"…\" }")
            }

            fn visit_str<E>(self, text: &str) -> Result<Given, E> {
                Ok(Given::One(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Given, A::Error> {
                let Each { zh, en } = Each::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(Given::Each(Label { zh, en }))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

impl From<Given> for Label {
    fn from(given: Given) -> Self {
        match given {
            Given::One(text) => Label::new(text.clone(), text),
            Given::Each(label) => label,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: Spanned<String>,
    #[serde(default)]
    values: BTreeMap<String, Spanned<Given>>,
}

/// Reads a profile from a file's text; its name is looked at by whoever keeps it.
///
/// # Errors
/// [`Error::ProfileFile`] with the line and what is wrong there, in both languages.
pub(crate) fn read(text: &str, form: &ProfileForm, messages: &Messages) -> Result<Profile, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: File = toml::from_str(text).map_err(|error| Error::ProfileFile(error.to_string()))?;
    let mut places: BTreeMap<String, Range<usize>> = BTreeMap::from([("name".to_owned(), file.name.span())]);
    let mut values = Values::new();
    for (id, given) in file.values {
        places.insert(id.clone(), given.span());
        values.insert(id, given.into_inner().into());
    }
    let mut profile = Profile { name: file.name.into_inner(), values, ..Profile::default() };
    profile.tidy();
    let problems = check(&profile, form, messages);
    if problems.is_empty() {
        return Ok(profile);
    }
    let line = |id: &str| {
        let at = places.get(id).map_or(0, |span| span.start).min(text.len());
        text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
    };
    let rows: Vec<String> =
        problems.iter().map(|problem| format!("第{0}行 line {0}: {1}", line(&problem.value), said(problem))).collect();
    Err(Error::ProfileFile(rows.join("\n")))
}

/// A problem in both languages, with the value it is about.
pub(crate) fn said(problem: &ValueProblem) -> String {
    let lang = match problem.lang {
        None => "",
        Some(Lang::ZhHantHk) => ".zh",
        Some(Lang::EnGb) => ".en",
    };
    format!("{}{lang}: {} {}", problem.value, problem.message.zh, problem.message.en)
}

/// A text in quotation marks, on one line: toml's own writer breaks an inline table of addresses over several.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// A profile as a file's text, in the order of the form.
pub(crate) fn write(name: &str, values: &Values, form: &ProfileForm) -> String {
    let mut out = format!("name = {}\n\n[values]\n", quoted(name));
    for (both, field) in form.values() {
        let Some(label) = values.get(&field.id) else { continue };
        let value = if both {
            let each = [("zh", &label.zh), ("en", &label.en)].into_iter().filter(|(_, said)| !said.is_empty());
            let each: Vec<String> = each.map(|(lang, said)| format!("{lang} = {}", quoted(said))).collect();
            format!("{{ {} }}", each.join(", "))
        } else {
            quoted(&label.zh)
        };
        out.push_str(&format!("{} = {value}\n", field.id));
    }
    out
}
