//! The two official languages, and a wording given in both.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The language a document is written in, by its BCP 47 tag.
///
/// Chinese is always Hong Kong Traditional: the tag reaches `lang` attributes and Word's `w:lang`, where a bare `zh`
/// would be drawn in Mainland or Japanese shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub enum Lang {
    /// Chinese as the Hong Kong government writes it.
    #[serde(rename = "zh-Hant-HK", alias = "zh-HK", alias = "zh", alias = "zh-Hant")]
    ZhHantHk,
    /// British English as the Hong Kong government writes it.
    #[serde(rename = "en-GB", alias = "en", alias = "en-HK")]
    EnGb,
}

impl Lang {
    /// Both languages, Chinese first.
    pub const ALL: [Lang; 2] = [Lang::ZhHantHk, Lang::EnGb];

    /// The BCP 47 tag, `zh-Hant-HK` or `en-GB`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::ZhHantHk => "zh-Hant-HK",
            Lang::EnGb => "en-GB",
        }
    }

    /// Whether this is Chinese.
    #[must_use]
    pub const fn is_chinese(self) -> bool {
        matches!(self, Lang::ZhHantHk)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The text is not one of the two official languages' tags.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language “{0}”: use zh-Hant-HK or en-GB")]
pub struct UnknownLang(pub String);

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Accepts the tags and the short forms people type: `zh`, `zh-HK`, `zh-Hant`, `en`, `en-HK`, in any case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "zh-hant-hk" | "zh-hk" | "zh-hant" | "zh" => Ok(Lang::ZhHantHk),
            "en-gb" | "en-hk" | "en" => Ok(Lang::EnGb),
            _ => Err(UnknownLang(text.to_owned())),
        }
    }
}

/// One wording in both official languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Hong Kong Traditional Chinese.
    pub zh: String,
    /// British English.
    pub en: String,
}

impl Label {
    /// A label from its two wordings.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The wording in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhHantHk => &self.zh,
            Lang::EnGb => &self.en,
        }
    }
}

/// Whether `c` is a Chinese character.
#[must_use]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '々' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_round_trip_and_short_forms_are_accepted() {
        for lang in Lang::ALL {
            assert_eq!(lang.tag().parse(), Ok(lang));
            let json = serde_json::to_string(&lang).unwrap();
            assert_eq!(json, format!("\"{}\"", lang.tag()));
            assert_eq!(serde_json::from_str::<Lang>(&json).unwrap(), lang);
        }
        assert_eq!("zh-HK".parse(), Ok(Lang::ZhHantHk));
        assert_eq!("EN".parse(), Ok(Lang::EnGb));
        assert!("zh-Hans".parse::<Lang>().is_err(), "Simplified is not a drafting language");
    }
}
