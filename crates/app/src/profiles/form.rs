//! `templates/profile.toml`: what a profile can hold, and which field of which document type each value fills.

use std::collections::BTreeMap;

use gungman_core::template::placeholders;
use gungman_core::{Field, FieldKind, Label, Lang, Template};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Values;
use crate::compose::{Piece, pieces};
use crate::error::Error;

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileForm {
    /// The values, in the groups and the order of the form.
    #[serde(rename = "group")]
    pub groups: Vec<ProfileGroup>,
    #[serde(rename = "fill")]
    fills: Vec<Fill>,
}

/// Values that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ProfileGroup {
    /// What they are.
    pub name: Label,
    /// Whether each is written once for each language.
    #[serde(default)]
    pub both: bool,
    /// The values, as the fields of a template.
    pub fields: Vec<Field>,
}

/// What fills a field.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fill {
    /// The field.
    field: String,
    /// The document types it is so in; none for all others that have the field.
    #[serde(default)]
    types: Vec<String>,
    /// Its lines, with placeholders as in a layout.
    lines: Vec<String>,
}

impl ProfileForm {
    /// Parses `profile.toml` for the document types there are.
    ///
    /// # Errors
    /// [`Error::Resources`] with what is wrong.
    pub fn parse(text: &str, templates: &[Template]) -> Result<Self, Error> {
        let bad = |why: String| Error::Resources(format!("profile.toml: {why}"));
        let form: Self = toml::from_str(text).map_err(|error| bad(error.to_string()))?;
        let mut known = BTreeMap::new();
        for (_, field) in form.values() {
            let plain = [FieldKind::Text, FieldKind::Lines, FieldKind::Phone, FieldKind::Email, FieldKind::Reference];
            if !plain.contains(&field.kind) || field.required || field.more || !field.default.is_empty() {
                return Err(bad(format!(
                    "{}: a value is text of some kind, never required, without a default",
                    field.id
                )));
            }
            if known.insert(&field.id, ()).is_some() {
                return Err(bad(format!("{} is there twice", field.id)));
            }
        }
        for Fill { field, types, lines } in &form.fills {
            let mut keys = lines.iter().flat_map(|line| placeholders(line));
            if let Some(unknown) = keys.find(|key| !known.contains_key(&(*key).to_owned())) {
                return Err(bad(format!("{field}: there is no value {unknown}")));
            }
            let fits = |template: &&Template| {
                let kind = template.field(field).map(|field| field.kind);
                kind.is_some_and(|kind| !matches!(kind, FieldKind::Choice | FieldKind::Date))
            };
            for id in types {
                if !templates.iter().filter(fits).any(|template| template.id == *id) {
                    return Err(bad(format!("{field}: the type {id} has no such field to fill")));
                }
            }
            if !templates.iter().any(|template| fits(&template)) {
                return Err(bad(format!("{field}: no document type has such a field to fill")));
            }
        }
        Ok(form)
    }

    /// The values, each with whether it is written once for each language.
    pub fn values(&self) -> impl Iterator<Item = (bool, &Field)> {
        self.groups.iter().flat_map(|group| group.fields.iter().map(|field| (group.both, field)))
    }

    /// What a profile puts into the fields of a document type in a language.
    #[must_use]
    pub fn fill(&self, values: &Values, template: &Template, lang: Lang) -> BTreeMap<String, String> {
        let text = |field: &Field| {
            let of = self.fills.iter().filter(|fill| fill.field == field.id);
            let (own, other): (Vec<_>, Vec<_>) = of.partition(|fill| fill.types.contains(&template.id));
            let fills =
                if own.is_empty() { other.into_iter().filter(|fill| fill.types.is_empty()).collect() } else { own };
            let filled =
                fills.into_iter().map(|fill| lines(&fill.lines, values, lang)).find(|lines| !lines.is_empty())?;
            Some(filled.join(if field.kind == FieldKind::Lines { "\n" } else { " " }))
        };
        template.fields.iter().filter_map(|field| Some((field.id.clone(), text(field)?))).collect()
    }
}

/// Lines with the values put in. One whose placeholders give nothing is left out; a value of several lines that is alone in its line
/// keeps them.
fn lines(texts: &[String], values: &Values, lang: Lang) -> Vec<String> {
    let first = |names: &str| {
        let mut all = names.split('|').filter_map(|id| values.get(id)).map(|label| label.get(lang).trim());
        all.find(|value| !value.is_empty()).unwrap_or("").to_owned()
    };
    let line = |text: &String| {
        let (mut out, mut any) = (String::new(), false);
        for piece in pieces(text) {
            match piece {
                Piece::Literal(literal) => out.push_str(literal),
                Piece::Field(names) => {
                    let value = first(names);
                    any |= !value.is_empty();
                    out.push_str(&value);
                }
            }
        }
        any.then_some(out)
    };
    texts.iter().filter_map(line).flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}
