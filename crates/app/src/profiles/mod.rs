//! Profiles: a department's letterhead, an officer's signature, telephone and file reference, filled in once.
//!
//! What a profile holds and what it fills is data ([`form`]); how it comes into a document without touching what was typed is in
//! `fill`, how it is kept and used in `keep`. A profile is the user's own, or comes from the administrator's file and is read only. An own one may be based on one of
//! the administrator's: enforced values then go before its own, recommended ones stand where it has none.

mod file;
mod fill;
pub mod form;
mod keep;

use std::collections::BTreeMap;

use gungman_core::template::Misfit;
use gungman_core::{Field, Label, Lang};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use self::file::Given;
use self::form::{ProfileForm, ProfileGroup};
use crate::error::Error;
use crate::managed::{Layer, ManagedProfile};
use crate::messages::Messages;
use crate::shelf::Shelf;

/// Before the number in the id of one's own; the administrator's cannot begin so.
const OWN_ID: &str = "own-";
/// The most characters of a name.
const NAME: u32 = 60;

/// Values by id. One that is written once has the same wording in both languages.
pub type Values = BTreeMap<String, Label>;

/// A profile.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Profile {
    /// Its id; empty for one that is not kept yet.
    pub id: String,
    /// What the user calls it.
    pub name: String,
    /// The id of the administrator's profile it is based on.
    #[serde(default)]
    pub base: Option<String>,
    /// Its own values.
    pub values: Values,
}

impl Profile {
    /// Trims every value and takes the empty ones out.
    fn tidy(&mut self) {
        let tidy = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
        self.name = tidy(&self.name);
        for label in self.values.values_mut() {
            *label = Label { zh: tidy(&label.zh), en: tidy(&label.en) };
        }
        self.values.retain(|_, label| !label.zh.is_empty() || !label.en.is_empty());
    }
}

/// A profile in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileRow {
    /// The profile.
    pub profile: Profile,
    /// How the administrator gives it; none for the user's own.
    pub managed: Option<Layer>,
    /// How the one it is based on is given; none where it is based on none.
    pub base_layer: Option<Layer>,
    /// The values of the one it is based on.
    pub base_values: Values,
    /// Whether it can be used: one's own cannot where the administrator enforces profiles and it is based on none of them.
    pub offered: bool,
}

impl ProfileRow {
    /// Its values with those of the one it is based on.
    #[must_use]
    pub fn effective(&self) -> Values {
        let mut all = self.profile.values.clone();
        for (id, base) in &self.base_values {
            let own = all.entry(id.clone()).or_default();
            for (own, base) in [(&mut own.zh, &base.zh), (&mut own.en, &base.en)] {
                if !base.is_empty() && (own.is_empty() || self.base_layer == Some(Layer::Enforced)) {
                    own.clone_from(base);
                }
            }
        }
        all
    }
}

/// All profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileBook {
    /// What a profile can hold.
    pub groups: Vec<ProfileGroup>,
    /// Those the administrator enforces, the user's own, those the administrator recommends.
    pub rows: Vec<ProfileRow>,
    /// The id of the one with which documents begin; none where there is none.
    pub default: Option<String>,
}

impl ProfileBook {
    /// A profile that can be used, by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&ProfileRow> {
        self.rows.iter().find(|row| row.profile.id == id && row.offered)
    }

    /// A profile, by its name or its id.
    ///
    /// # Errors
    /// [`Error::UnknownProfile`] with the names there are.
    pub fn named(&self, name: &str) -> Result<&ProfileRow, Error> {
        let found = self.rows.iter().find(|row| row.profile.name == name || row.profile.id == name);
        found.ok_or_else(|| {
            let names: Vec<&str> = self.rows.iter().map(|row| row.profile.name.as_str()).collect();
            Error::UnknownProfile(format!("{name} (there are: {})", names.join(", ")))
        })
    }
}

/// A value that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ValueProblem {
    /// The value's id, or `name`.
    pub value: String,
    /// In which language; none for what is written once.
    pub lang: Option<Lang>,
    /// Said to the user.
    pub message: Label,
}

/// What became of a profile that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KeptProfile {
    /// What does not fit; with any, nothing was kept.
    pub problems: Vec<ValueProblem>,
    /// Its id; empty where nothing was kept.
    pub id: String,
    /// All profiles as they are now.
    pub book: ProfileBook,
}

/// Which profile a document is to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted<'a> {
    /// None.
    Nothing,
    /// The default one, if there is any.
    Default,
    /// One by its name or its id.
    Named(&'a str),
}

/// What does not fit, in the order of the form.
fn check(profile: &Profile, form: &ProfileForm, messages: &Messages) -> Vec<ValueProblem> {
    let mut problems = Vec::new();
    let mut said = |value: &str, lang, message| problems.push(ValueProblem { value: value.to_owned(), lang, message });
    let name = match profile.name.as_str() {
        "" => Some(Misfit::Required),
        name if name.contains('\n') => Some(Misfit::OneLine),
        name if name.chars().count() > NAME as usize => Some(Misfit::TooLong),
        _ => None,
    };
    if let Some(misfit) = name {
        said("name", None, messages.misfit(misfit));
    }
    for (both, field) in form.values() {
        let Some(label) = profile.values.get(&field.id) else { continue };
        let misfit = |text: &str| Field::misfit(field, text, None).map(|misfit| messages.misfit(misfit));
        if both {
            for lang in Lang::ALL {
                if let Some(message) = misfit(label.get(lang)) {
                    said(&field.id, Some(lang), message);
                }
            }
        } else if label.zh != label.en {
            said(&field.id, None, messages.issue("profile_one_wording", ""));
        } else if let Some(message) = misfit(&label.zh) {
            said(&field.id, None, message);
        }
    }
    for id in profile.values.keys().filter(|id| !form.values().any(|(_, field)| field.id == **id)) {
        said(id, None, messages.issue("profile_no_such_value", id));
    }
    problems
}

/// The administrator's profiles, looked over: a broken one closes the program.
///
/// # Errors
/// [`Error::Policy`] with the profile and the value.
pub(crate) fn managed<'a>(
    given: impl Iterator<Item = (Layer, &'a ManagedProfile)>,
    shelf: &Shelf,
    messages: &Messages,
) -> Result<Vec<(Layer, Profile)>, Error> {
    let mut all: Vec<(Layer, Profile)> = Vec::new();
    for (layer, given) in given {
        let values = given.values.iter().map(|(id, given)| (id.clone(), given.clone().into())).collect();
        let mut profile = Profile { id: given.id.clone(), name: given.name.clone(), base: None, values };
        profile.tidy();
        let bad = |why: String| Error::Policy(format!("profiles, {}: {why}", profile.id));
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if profile.id.is_empty() || !profile.id.chars().all(plain) || profile.id.starts_with(OWN_ID) {
            return Err(bad(format!(
                "an id is lower-case letters, digits and hyphens, and does not begin with {OWN_ID}"
            )));
        }
        if all.iter().any(|(_, other)| other.id == profile.id || other.name == profile.name) {
            return Err(bad("there is another of this id or name".into()));
        }
        if let Some(problem) = check(&profile, &shelf.profile, messages).first() {
            return Err(bad(file::said(problem)));
        }
        all.push((layer, profile));
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
