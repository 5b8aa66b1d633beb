//! Profiles: a department's letterhead, an officer's signature, telephone and file reference, filled in once.
//!
//! What a profile holds and what it fills is data ([`form`]); how it comes into a document without touching what was typed is in
//! `fill`. A profile is the user's own, or comes from the administrator's file and is read only. An own one may be based on one of
//! the administrator's: enforced values then go before its own, recommended ones stand where it has none.

mod file;
mod fill;
pub mod form;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gungman_core::template::Misfit;
use gungman_core::{Document, Field, Label, Lang};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use self::file::Given;
use self::form::{ProfileForm, ProfileGroup};
use crate::error::Error;
use crate::export::{file_stem, write_new};
use crate::managed::{Layer, ManagedProfile};
use crate::messages::Messages;
use crate::office::Office;
use crate::shelf::Shelf;

/// Where the user's own are kept.
const OWN: &str = "profiles";
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

/// The user's own, as they are kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// The profile chosen as the default.
    default: Option<String>,
    /// The number of the last one made: no id is given twice, for documents remember them.
    last: u32,
    own: Vec<Profile>,
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

impl Office {
    /// All profiles.
    ///
    /// # Errors
    /// The store's own; [`Error::Resources`] where what is kept cannot be read.
    pub async fn profiles(&self) -> Result<ProfileBook, Error> {
        Ok(self.book(&self.own_profiles().await?))
    }

    /// Keeps one of the user's own: a new one, or one that is changed.
    ///
    /// # Errors
    /// [`Error::UnknownProfile`]; [`Error::ManagedProfile`]; the store's own. What does not fit is no error but in the answer.
    pub async fn keep_profile(&self, mut profile: Profile) -> Result<KeptProfile, Error> {
        let _turn = self.profiles_turn.lock().await;
        profile.tidy();
        let mut kept = self.own_profiles().await?;
        let book = self.book(&kept);
        let mut problems = check(&profile, &self.shelf.profile, &self.messages);
        if book.rows.iter().any(|row| row.profile.name == profile.name && row.profile.id != profile.id) {
            let message = self.messages.issue("profile_name_taken", &profile.name);
            problems.push(ValueProblem { value: "name".into(), lang: None, message });
        }
        if self.managed_profiles.iter().any(|(_, managed)| managed.id == profile.id) {
            return Err(Error::ManagedProfile(profile.name));
        }
        if !problems.is_empty() {
            return Ok(KeptProfile { problems, id: String::new(), book });
        }
        if profile.id.is_empty() {
            kept.last += 1;
            profile.id = format!("{OWN_ID}{}", kept.last);
            kept.own.push(profile.clone());
        } else {
            let own = kept.own.iter_mut().find(|own| own.id == profile.id);
            *own.ok_or_else(|| Error::UnknownProfile(profile.name.clone()))? = profile.clone();
        }
        self.put_profiles(&kept).await?;
        Ok(KeptProfile { problems, id: profile.id, book: self.book(&kept) })
    }

    /// Takes one of the user's own away. Documents that were filled from it stay as they are.
    ///
    /// # Errors
    /// [`Error::ManagedProfile`]; the store's own.
    pub async fn delete_profile(&self, id: &str) -> Result<ProfileBook, Error> {
        let _turn = self.profiles_turn.lock().await;
        if let Some((_, managed)) = self.managed_profiles.iter().find(|(_, managed)| managed.id == id) {
            return Err(Error::ManagedProfile(managed.name.clone()));
        }
        let mut kept = self.own_profiles().await?;
        kept.own.retain(|own| own.id != id);
        self.put_profiles(&kept).await?;
        Ok(self.book(&kept))
    }

    /// Has documents begin with a profile from now on.
    ///
    /// # Errors
    /// [`Error::UnknownProfile`] for one that is not there or cannot be used; the store's own.
    pub async fn prefer_profile(&self, id: &str) -> Result<ProfileBook, Error> {
        let _turn = self.profiles_turn.lock().await;
        let mut kept = self.own_profiles().await?;
        if self.book(&kept).get(id).is_none() {
            return Err(Error::UnknownProfile(id.to_owned()));
        }
        kept.default = Some(id.to_owned());
        self.put_profiles(&kept).await?;
        Ok(self.book(&kept))
    }

    /// Takes a profile in from a file; with `replace`, in the place of one's own of the same name. Where the administrator enforces
    /// profiles it is based on the first of them, for it could not be used otherwise.
    ///
    /// # Errors
    /// [`Error::File`]; [`Error::ProfileFile`] with the lines that do not fit; [`Error::ManagedProfile`]; the store's own.
    pub async fn take_in_profile(&self, path: &Path, replace: bool) -> Result<KeptProfile, Error> {
        let bytes = std::fs::read(path).map_err(|error| Error::file(path, &error))?;
        let text = String::from_utf8(bytes).map_err(|error| Error::ProfileFile(error.to_string()))?;
        let mut profile = file::read(&text, &self.shelf.profile, &self.messages)?;
        let there = self.profiles().await?;
        if let Some(same) = there.rows.iter().find(|row| replace && row.profile.name == profile.name) {
            profile.id.clone_from(&same.profile.id);
            profile.base.clone_from(&same.profile.base);
        } else {
            let enforced = there.rows.iter().find(|row| row.managed == Some(Layer::Enforced));
            profile.base = enforced.map(|row| row.profile.id.clone());
        }
        let kept = self.keep_profile(profile).await?;
        match kept.problems.first() {
            Some(problem) => Err(Error::ProfileFile(file::said(problem))),
            None => Ok(kept),
        }
    }

    /// A profile as a file's text, with the values of the one it is based on.
    ///
    /// # Errors
    /// [`Error::UnknownProfile`]; the store's own.
    pub async fn profile_text(&self, name: &str) -> Result<String, Error> {
        let book = self.profiles().await?;
        let row = book.named(name)?;
        Ok(file::write(&row.profile.name, &row.effective(), &self.shelf.profile))
    }

    /// Writes a profile to a new file in the exports folder.
    ///
    /// # Errors
    /// [`Error::UnknownProfile`]; [`Error::File`]; the store's own.
    pub async fn give_out_profile(&self, id: &str) -> Result<PathBuf, Error> {
        let text = self.profile_text(id).await?;
        let mut stem = file_stem(&self.profiles().await?.named(id)?.profile.name);
        if stem.is_empty() {
            stem = "profile".to_owned();
        }
        let folder = &self.places.exports;
        std::fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
        write_new(folder, &stem, "toml", text.as_bytes())
    }

    /// Puts a profile's values into the header of a document that is being begun: into the fields that are empty.
    ///
    /// # Errors
    /// [`Error::UnknownProfile`] for one that is named and not there, or cannot be used; [`Error::UnknownTemplate`]; the store's own.
    pub async fn fill_new(&self, document: &mut Document, wanted: Wanted<'_>) -> Result<(), Error> {
        let book = match wanted {
            Wanted::Nothing => return Ok(()),
            Wanted::Default | Wanted::Named(_) => self.profiles().await?,
        };
        let row = match wanted {
            Wanted::Named(name) => {
                let row = book.named(name)?;
                if !row.offered {
                    return Err(Error::UnknownProfile(name.to_owned()));
                }
                Some(row)
            }
            _ => book.default.as_deref().and_then(|id| book.get(id)),
        };
        row.map_or(Ok(()), |row| self.lay(document, row))
    }

    /// Puts another profile's values, or those of the document's own profile in the language and the type it now has, in the place
    /// of those nobody has touched.
    ///
    /// # Errors
    /// [`Error::UnknownProfile`] for one that is named and not there; [`Error::UnknownTemplate`]; the store's own.
    pub async fn fill_document(&self, mut document: Document, profile: Option<&str>) -> Result<Document, Error> {
        let book = self.profiles().await?;
        let row = match profile {
            Some(id) => Some(book.get(id).ok_or_else(|| Error::UnknownProfile(id.to_owned()))?),
            // The document's may be gone: its values are the document's own and stay.
            None => document.profile.as_ref().and_then(|from| book.get(&from.id)),
        };
        if let Some(row) = row {
            self.lay(&mut document, row)?;
        }
        Ok(document)
    }

    fn lay(&self, document: &mut Document, row: &ProfileRow) -> Result<(), Error> {
        let template = self.shelf.template(&document.template)?;
        let filled = self.shelf.profile.fill(&row.effective(), template, document.lang);
        fill::lay(document, template, &row.profile.id, filled);
        Ok(())
    }

    fn book(&self, kept: &Kept) -> ProfileBook {
        let enforced = self.managed_profiles.iter().any(|(layer, _)| *layer == Layer::Enforced);
        let given = |wanted: Layer| {
            let of = self.managed_profiles.iter().filter(move |(layer, _)| *layer == wanted);
            of.map(move |(layer, profile)| ProfileRow {
                profile: profile.clone(),
                managed: Some(*layer),
                base_layer: None,
                base_values: Values::new(),
                offered: !enforced || *layer == Layer::Enforced,
            })
        };
        let own = kept.own.iter().map(|profile| {
            let base = self.managed_profiles.iter().find(|(_, base)| Some(&base.id) == profile.base.as_ref());
            let base_layer = base.map(|(layer, _)| *layer);
            ProfileRow {
                profile: profile.clone(),
                managed: None,
                base_layer,
                base_values: base.map(|(_, base)| base.values.clone()).unwrap_or_default(),
                offered: !enforced || base_layer == Some(Layer::Enforced),
            }
        });
        let rows: Vec<ProfileRow> = given(Layer::Enforced).chain(own).chain(given(Layer::Recommended)).collect();
        let mut offered = rows.iter().filter(|row| row.offered);
        let chosen = kept.default.as_ref().filter(|id| offered.clone().any(|row| row.profile.id == **id));
        let default = chosen.cloned().or_else(|| offered.next().map(|row| row.profile.id.clone()));
        ProfileBook { groups: self.shelf.profile.groups.clone(), rows, default }
    }

    /// What is kept. One that cannot be read is an error: to go on without it would write over it.
    async fn own_profiles(&self) -> Result<Kept, Error> {
        let Some(json) = self.store.setting(OWN).await? else { return Ok(Kept::default()) };
        serde_json::from_str(&json).map_err(|error| Error::Resources(format!("{OWN}: {error}")))
    }

    async fn put_profiles(&self, kept: &Kept) -> Result<(), Error> {
        let json = serde_json::to_string(kept).map_err(|error| Error::Resources(error.to_string()))?;
        Ok(self.store.set_setting(OWN, &json).await?)
    }
}

#[cfg(test)]
mod tests;
