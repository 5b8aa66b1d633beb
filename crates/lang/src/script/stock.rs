//! OpenCC as it is, and the way back that stands on it.

use std::path::Path;

use aho_corasick::{AhoCorasick, MatchKind};
use opencc_rust::OpenCC;

use crate::LangError;
use crate::tables::rows;

/// The way back: OpenCC's `hk2s`, and the words of `data/govhk.tsv` that it leaves in Hong Kong's spelling (覆函 for 复函).
pub(super) struct Back {
    stock: Stock,
    left: Option<(AhoCorasick, Vec<String>)>,
}

impl Back {
    pub(super) fn load(opencc_dir: &Path) -> Result<Self, LangError> {
        let stock = Stock::load(opencc_dir, "hk2s")?;
        let (from, to): (Vec<String>, Vec<String>) = rows(include_str!("../../data/govhk.tsv"))
            .filter_map(|row| Some((stock.convert(row.get(1)?)?, (*row.first()?).to_owned())))
            .filter(|(left, simplified)| left != simplified)
            .unzip();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(from);
        Ok(Self { stock, left: finder.ok().map(|finder| (finder, to)) })
    }

    /// The text in Simplified, one character for one character.
    pub(super) fn convert(&self, text: &str) -> String {
        // OpenCC takes no NUL: the pieces between go through it, and one it could not take would stay as it is.
        let piece = |piece: &str| self.stock.convert(piece).unwrap_or_else(|| piece.to_owned());
        let converted = text.split('\0').map(piece).collect::<Vec<_>>().join("\0");
        match &self.left {
            Some((finder, to)) => finder.replace_all(&converted, to),
            None => converted,
        }
    }
}

/// One of OpenCC's own configurations, unchanged: for comparison, and for whoever needs exactly what OpenCC prints.
pub struct Stock(OpenCC);

impl Stock {
    /// The configurations with Hong Kong's forms.
    pub const NAMES: [&str; 4] = ["s2hk", "hk2s", "t2hk", "hk2t"];

    /// Loads the configuration `name` (one of [`Stock::NAMES`]) from the folder that holds it.
    ///
    /// # Errors
    /// [`LangError::Dictionaries`] when it is missing or cannot be read.
    pub fn load(opencc_dir: &Path, name: &str) -> Result<Self, LangError> {
        let refuse = |reason: String| LangError::Dictionaries { folder: opencc_dir.display().to_string(), reason };
        let config = opencc_dir.join(format!("{name}.json"));
        if !config.is_file() {
            return Err(refuse(format!("{name}.json is not there")));
        }
        OpenCC::new(&config).map(Self).map_err(|error| refuse(error.to_string()))
    }

    /// What OpenCC makes of `text`; nothing when it fails (text with a NUL), which is logged.
    #[must_use]
    pub fn convert(&self, text: &str) -> Option<String> {
        self.0.convert(text).inspect_err(|error| tracing::warn!(%error, bytes = text.len(), "OpenCC failed")).ok()
    }
}
