//! What the administrator of a machine governs: one read-only file, the same for all its users.
//!
//! It lies at a fixed place ([`place`]) that only an administrator can write, and has two tables of the same keys ([`Rules`]):
//! `[enforced]` is in force whatever anybody chooses; `[recommended]` stands until a user chooses otherwise. No file governs nothing.
//! `docs/policy.md` has the keys for administrators.
//!
//! A file that cannot be read or understood closes the program instead of freeing it: the administrator meant something, and nobody knows
//! what. The reason is said, with the place in the file.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use gungman_core::Lang;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::{ExportFormat, Settings, Theme};
use crate::error::Error;
use crate::places::Places;
use crate::profiles::Given;

/// What can be switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// Drafting with the model.
    Draft,
    /// Translation.
    Translate,
    /// Conversion between scripts.
    Convert,
    /// Checking of documents from outside.
    Check,
    /// Rewriting with the model.
    Rewrite,
    /// Questions about a document.
    Ask,
}

/// The keys of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// The language of the interface.
    pub ui_lang: Option<Lang>,
    /// The colours.
    pub theme: Option<Theme>,
    /// The catalogue id of the model.
    pub model: Option<String>,
    /// The highest classification whose text may be given to the model, by its id in `choices.toml`.
    pub highest_classification: Option<String>,
    /// Where models lie. Enforced: there and nowhere else.
    pub models_folder: Option<PathBuf>,
    /// Where exported files go.
    pub export_folder: Option<PathBuf>,
    /// The formats in which documents may leave. Only enforced.
    pub export_formats: Option<Vec<ExportFormat>>,
    /// What is switched off. Only enforced.
    pub features_off: Vec<Feature>,
    /// Profiles for everybody. Enforced: those, and one's own that are based on one of them.
    pub profiles: Vec<ManagedProfile>,
}

/// Which table of the administrator's file something stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Layer {
    /// In force whatever a user chooses.
    Enforced,
    /// Stands until a user chooses otherwise.
    Recommended,
}

/// A profile as the administrator writes it; whether its values fit is seen once the templates are read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedProfile {
    /// Its id, which stays when its name changes.
    pub(crate) id: String,
    /// What users call it.
    pub(crate) name: String,
    /// Its values.
    #[serde(default)]
    pub(crate) values: BTreeMap<String, Given>,
}

/// The administrator's file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Managed {
    enforced: Rules,
    recommended: Rules,
}

/// What of the window is governed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ManagedView {
    /// Whether there is an administrator's file.
    pub present: bool,
    /// Settings that cannot be changed here, by their names in [`Settings`].
    pub settings: Vec<String>,
    /// What is switched off.
    pub features_off: Vec<Feature>,
    /// The formats in which documents may leave.
    pub export_formats: Vec<ExportFormat>,
}

/// What a user has chosen; the rest follows the administrator or the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Chosen {
    ui_lang: Option<Lang>,
    theme: Option<Theme>,
    model: Option<String>,
    template: Option<String>,
    lang: Option<Lang>,
}

impl Chosen {
    /// Takes over what differs from what was in force.
    pub(crate) fn choose(&mut self, wanted: &Settings, before: &Settings) {
        fn take<T: PartialEq + Clone>(slot: &mut Option<T>, wanted: &T, before: &T) {
            if wanted != before {
                *slot = Some(wanted.clone());
            }
        }
        take(&mut self.ui_lang, &wanted.ui_lang, &before.ui_lang);
        take(&mut self.theme, &wanted.theme, &before.theme);
        take(&mut self.template, &wanted.template, &before.template);
        take(&mut self.lang, &wanted.lang, &before.lang);
        if wanted.model != before.model {
            self.model.clone_from(&wanted.model);
        }
    }
}

/// Where the administrator's file lies on this system.
#[must_use]
pub fn place() -> PathBuf {
    #[cfg(debug_assertions)]
    // For tests only: in a program that is shipped, no user may name another file.
    if let Some(path) = std::env::var_os("GUNGMAN_POLICY") {
        return PathBuf::from(path);
    }
    if cfg!(windows) {
        let data = std::env::var_os("ProgramData").unwrap_or_else(|| r"C:\ProgramData".into());
        PathBuf::from(data).join(r"Gungman\policy.toml")
    } else if cfg!(target_os = "macos") {
        PathBuf::from("/Library/Application Support/Gungman/policy.toml")
    } else {
        PathBuf::from("/etc/gungman/policy.toml")
    }
}

impl Managed {
    /// Reads the file; what is not there governs nothing.
    ///
    /// # Errors
    /// [`Error::Policy`] for a file that is there and cannot be read or understood.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let broken = |why: String| Error::Policy(format!("{}: {why}", path.display()));
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(broken(error.to_string())),
        };
        let managed: Self = toml::from_str(&text).map_err(|error| broken(error.to_string()))?;
        let Rules { export_formats, features_off, .. } = &managed.recommended;
        if export_formats.is_some() || !features_off.is_empty() {
            return Err(broken("export_formats and features_off can only be enforced".into()));
        }
        Ok(managed)
    }

    /// Refuses what is switched off.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`].
    pub fn permit(&self, feature: Feature) -> Result<(), Error> {
        if self.enforced.features_off.contains(&feature) { Err(Error::SwitchedOff(feature)) } else { Ok(()) }
    }

    /// Refuses a format in which documents may not leave.
    ///
    /// # Errors
    /// [`Error::FormatOff`].
    pub fn permit_format(&self, format: ExportFormat) -> Result<(), Error> {
        if self.formats().contains(&format) { Ok(()) } else { Err(Error::FormatOff(format)) }
    }

    fn formats(&self) -> Vec<ExportFormat> {
        self.enforced.export_formats.clone().unwrap_or_else(|| ExportFormat::ALL.to_vec())
    }

    /// The highest classification whose text the model may see, if the administrator says.
    #[must_use]
    pub fn highest_classification(&self) -> Option<&str> {
        let rules = [&self.enforced, &self.recommended];
        rules.into_iter().find_map(|rules| rules.highest_classification.as_deref())
    }

    /// The administrator's profiles, the enforced ones first.
    pub(crate) fn profiles(&self) -> impl Iterator<Item = (Layer, &ManagedProfile)> {
        let tables = [(Layer::Enforced, &self.enforced), (Layer::Recommended, &self.recommended)];
        tables.into_iter().flat_map(|(layer, rules)| rules.profiles.iter().map(move |profile| (layer, profile)))
    }

    /// The folders and files as the administrator has them.
    #[must_use]
    pub fn govern(&self, mut places: Places) -> Places {
        if let Some(folder) = &self.enforced.models_folder {
            places.imported.clone_from(folder);
            places.models.clear();
        } else if let Some(folder) = &self.recommended.models_folder {
            places.models.insert(0, folder.clone());
        }
        if let Some(folder) = self.enforced.export_folder.as_ref().or(self.recommended.export_folder.as_ref()) {
            places.exports.clone_from(folder);
        }
        places
    }

    /// The settings in force.
    pub(crate) fn settings(&self, chosen: &Chosen) -> Settings {
        let (enforced, recommended, program) = (&self.enforced, &self.recommended, Settings::default());
        Settings {
            ui_lang: enforced.ui_lang.or(chosen.ui_lang).or(recommended.ui_lang).unwrap_or(program.ui_lang),
            theme: enforced.theme.or(chosen.theme).or(recommended.theme).unwrap_or(program.theme),
            model: [&enforced.model, &chosen.model, &recommended.model].into_iter().find_map(Clone::clone),
            template: chosen.template.clone().unwrap_or(program.template),
            lang: chosen.lang.unwrap_or(program.lang),
        }
    }

    /// What the window must know.
    #[must_use]
    pub fn view(&self) -> ManagedView {
        let Rules { ui_lang, theme, model, .. } = &self.enforced;
        let fixed = [("uiLang", ui_lang.is_some()), ("theme", theme.is_some()), ("model", model.is_some())];
        ManagedView {
            present: *self != Self::default(),
            settings: fixed.into_iter().filter(|(_, fixed)| *fixed).map(|(name, _)| name.to_owned()).collect(),
            features_off: self.enforced.features_off.clone(),
            export_formats: self.formats(),
        }
    }

    /// Whether only one model may be used, and which.
    #[must_use]
    pub fn only_model(&self) -> Option<&str> {
        self.enforced.model.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn managed(text: &str) -> Result<Managed, Error> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Managed::read(file.path())
    }

    #[test]
    fn enforced_before_chosen_before_recommended_before_the_program() {
        let rules =
            managed("[enforced]\ntheme = \"dark\"\n[recommended]\nui_lang = \"en-GB\"\ntheme = \"light\"\n").unwrap();
        let mut chosen = Chosen::default();
        let first = rules.settings(&chosen);
        assert_eq!((first.ui_lang, first.theme), (Lang::EnGb, Theme::Dark));
        // A language chosen stays; colours that are enforced do not change, and come to light when the rule goes.
        chosen.choose(&Settings { ui_lang: Lang::ZhHantHk, theme: Theme::Light, ..first.clone() }, &first);
        let then = rules.settings(&chosen);
        assert_eq!((then.ui_lang, then.theme), (Lang::ZhHantHk, Theme::Dark));
        assert_eq!(Managed::default().settings(&chosen).theme, Theme::Light);
        assert_eq!(rules.view().settings, ["theme"]);
        assert!(rules.view().present && !Managed::default().view().present);
    }

    #[test]
    fn what_is_switched_off_is_refused() {
        let rules = managed("[enforced]\nfeatures_off = [\"translate\"]\nexport_formats = [\"pdf\"]\n").unwrap();
        assert!(matches!(rules.permit(Feature::Translate), Err(Error::SwitchedOff(Feature::Translate))));
        assert!(rules.permit(Feature::Draft).is_ok());
        assert!(matches!(rules.permit_format(ExportFormat::Docx), Err(Error::FormatOff(ExportFormat::Docx))));
        assert!(rules.permit_format(ExportFormat::Pdf).is_ok());
    }

    #[test]
    fn a_broken_file_closes_and_says_where() {
        for (text, where_) in [
            ("[enforced]\nthme = \"dark\"\n", "thme"),
            ("[enforced]\ntheme = dark\n", "line 2"),
            ("[enforced]\nfeatures_off = [\"drafts\"]\n", "drafts"),
            ("[recommended]\nfeatures_off = [\"draft\"]\n", "only be enforced"),
            ("theme = \"dark\"\n", "theme"),
        ] {
            let error = managed(text).unwrap_err();
            assert_eq!(error.code(), "policy_broken");
            assert!(error.to_string().contains(where_), "{error}");
        }
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Managed::read(folder.path()), Err(Error::Policy(_))), "a folder is no policy, and not none");
        assert_eq!(Managed::read(&folder.path().join("none")).unwrap(), Managed::default());
    }
}
