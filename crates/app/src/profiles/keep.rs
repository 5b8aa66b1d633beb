//! Keeping the user's own profiles, and putting one into a document.

use std::path::{Path, PathBuf};

use gungman_core::Document;
use serde::{Deserialize, Serialize};

use super::{KeptProfile, OWN_ID, Profile, ProfileBook, ProfileRow, ValueProblem, Values, Wanted, check, file, fill};
use crate::error::Error;
use crate::export::{file_stem, write_new};
use crate::managed::Layer;
use crate::office::Office;

/// Where the user's own are kept.
const OWN: &str = "profiles";

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
