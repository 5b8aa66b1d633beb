//! Script: Hong Kong Traditional, and what is not. The only place that names OpenCC.
//!
//! [`crate::convert`] decides what Simplified text becomes; `data/overrides.tsv` then turns what other converters print into
//! what the government prints (説 → 說, 週年 → 周年), and surnames that were taken for words (餘先生) are put back. The way
//! back, to the Mainland's script, is OpenCC's `hk2s`. Every conversion has as many characters as its source.

mod stock;
mod surnames;

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::{FactKind, Lang};
use regex::Regex;

use crate::LangError;
use crate::convert::{self, Converter, Doubt};
use crate::facts;
use crate::tables::{OVERRIDES, SIMPLIFIED, SIMPLIFIED_IN_USE};
use crate::text::{ADDRESS, Pattern};

use self::stock::Back;
pub use self::stock::Stock;

/// A text in another script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversion {
    /// As many characters as the source has; the nth stands for the nth.
    pub text: String,
    /// Places a person should look at, in order.
    pub doubts: Vec<Doubt>,
    /// How many characters it has.
    pub characters: usize,
    /// How many of them differ from the source.
    pub changed: usize,
}

impl Conversion {
    fn counted(mut self, source: &str) -> Self {
        (self.characters, self.changed) = source
            .chars()
            .zip(self.text.chars())
            .fold((0, 0), |(all, changed), (old, new)| (all + 1, changed + usize::from(old != new)));
        self
    }
}

/// What a text that is to become Hong Kong Traditional is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// What its characters show, line by line; what shows no script (于 and 后 are both) goes with the text around it.
    AsSeen {
        /// Whether the text around it is Simplified.
        simplified: bool,
    },
    /// Simplified, whatever it shows.
    Simplified,
    /// Traditional of any country or standard: only what can be nothing but Simplified is converted.
    Traditional,
}

/// Converts text to the Traditional Chinese of Hong Kong and back. Loading takes some milliseconds; share one.
pub struct HongKong {
    back: Back,
    scripts: Scripts,
}

/// Which script a character shows.
struct Scripts {
    /// [`LEAKED`] and [`TRADITIONAL`] of every character below U+10000, by code point: every text asks several times.
    basic: Vec<u8>,
    /// What the Simplified-only characters become: characters that only Traditional Chinese uses.
    traditional: HashSet<char>,
}

const LEAKED: u8 = 1;
const TRADITIONAL: u8 = 2;

impl Scripts {
    fn new(traditional: HashSet<char>) -> Self {
        let mut all = Self { basic: Vec::new(), traditional };
        all.basic = (0..0x1_0000).map(|code| char::from_u32(code).map_or(0, |c| all.look(c))).collect();
        all
    }

    fn of(&self, c: char) -> u8 {
        self.basic.get(c as usize).copied().unwrap_or_else(|| self.look(c))
    }

    fn look(&self, c: char) -> u8 {
        u8::from(leaked(c)) * LEAKED + u8::from(self.traditional.contains(&c)) * TRADITIONAL
    }
}

impl HongKong {
    /// Reads the dictionaries in `opencc_dir`, the folder that holds `hk2s.json`.
    ///
    /// # Errors
    /// [`LangError::Dictionaries`] when they are missing or cannot be read.
    pub fn load(opencc_dir: &Path) -> Result<Self, LangError> {
        let back = Back::load(opencc_dir)?;
        // What Simplified text uses too (巨, 恒) shows nothing.
        let shows = |c: &char| !simplified_only(*c) && back.convert(c.encode_utf8(&mut [0; 4])) != c.to_string();
        let traditional = SIMPLIFIED.iter().map(|c| convert::form(*c)).filter(shows).collect();
        Ok(Self { back, scripts: Scripts::new(traditional) })
    }

    /// `text` in Hong Kong Traditional: [`HongKong::to_hong_kong`] without the doubtful places.
    #[must_use]
    pub fn convert(&self, text: &str) -> String {
        self.to_hong_kong(text).text
    }

    /// `text` in Hong Kong Traditional. Text that is already correct comes back as it is.
    ///
    /// The converter reads every text as Simplified and would spoil Traditional (干擾 → 幹擾), so each line, and in a mixed line
    /// each sentence, is converted only if it is Simplified ([`HongKong::evidence`]); in a Traditional one only the
    /// Simplified characters that leaked in are replaced. What shows no script (于 and 后 are both) goes with its surroundings.
    #[must_use]
    pub fn to_hong_kong(&self, text: &str) -> Conversion {
        self.to_hong_kong_from(text, Written::AsSeen { simplified: self.evidence(text).unwrap_or(false) })
    }

    /// [`HongKong::to_hong_kong`] for a text of which more is known than it shows: the text around it, or its script.
    #[must_use]
    pub fn to_hong_kong_from(&self, text: &str, written: Written) -> Conversion {
        let mut out = Conversion { text: String::with_capacity(text.len()), ..Conversion::default() };
        let (mut converter, mut at, mut raw) = (Converter::default(), 0, String::new());
        for line in text.split_inclusive('\n') {
            let seen = |text, within| match written {
                Written::AsSeen { .. } => self.evidence(text).unwrap_or(within),
                Written::Simplified => true,
                Written::Traditional => false,
            };
            let simplified = seen(line, written == Written::AsSeen { simplified: true });
            for sentence in line.split_inclusive(['。', '！', '？', '；']) {
                let known = out.doubts.len();
                raw.clear();
                if seen(sentence, simplified) {
                    converter.convert(sentence, at, &mut raw, &mut out.doubts);
                } else {
                    self.replace_leaks(sentence, at, &mut converter, &mut raw, &mut out.doubts);
                }
                let mut printed = replace(&OVERRIDE_TABLE, &raw);
                if let Some((named, guessed)) = surnames::keep(sentence, &printed) {
                    printed = named;
                    for doubt in guessed {
                        out.doubts.retain(|other| other.at != at + doubt.at);
                        out.doubts.push(Doubt { at: at + doubt.at, ..doubt });
                    }
                }
                let printed = keep_addresses(sentence, printed);
                if out.doubts.len() > known {
                    // What a name or a word of the government decided is in doubt no longer.
                    let printed: Vec<char> = printed.chars().collect();
                    let mut kept = out.doubts.split_off(known);
                    kept.retain(|doubt| printed.get(doubt.at - at) == Some(&doubt.chosen));
                    kept.sort_by_key(|doubt| doubt.at);
                    out.doubts.append(&mut kept);
                }
                at += printed.chars().count();
                out.text.push_str(&printed);
            }
        }
        out.counted(text)
    }

    /// Whether a text is Simplified; nothing where no character tells.
    #[must_use]
    pub fn evidence(&self, text: &str) -> Option<bool> {
        let (mut simplified, mut traditional) = (0_usize, 0_usize);
        for c in text.chars() {
            let script = self.scripts.of(c);
            simplified += usize::from(script & LEAKED > 0);
            traditional += usize::from(script & TRADITIONAL > 0);
        }
        (simplified + traditional > 0).then_some(simplified > traditional)
    }

    fn replace_leaks(
        &self,
        text: &str,
        at: usize,
        converter: &mut Converter,
        out: &mut String,
        doubts: &mut Vec<Doubt>,
    ) {
        let leaked = |c: char| self.scripts.of(c) & LEAKED > 0;
        if !text.chars().any(leaked) {
            out.push_str(text);
            return;
        }
        let (mut converted, mut all) = (String::with_capacity(text.len()), Vec::new());
        converter.convert(text, at, &mut converted, &mut all);
        out.extend(text.chars().zip(converted.chars()).map(|(old, new)| if leaked(old) { new } else { old }));
        let typed: Vec<char> = text.chars().collect();
        doubts.extend(all.into_iter().filter(|doubt| typed.get(doubt.at - at).is_some_and(|c| leaked(*c))));
    }

    /// `text` in the Mainland's Simplified script, by OpenCC's `hk2s`.
    #[must_use]
    pub fn to_mainland(&self, text: &str) -> Conversion {
        let converted = keep_addresses(text, self.back.convert(text));
        Conversion { text: converted, ..Conversion::default() }.counted(text)
    }
}

/// A table of replacements, the longest match first.
pub(crate) type Replacements = LazyLock<Option<(AhoCorasick, Vec<&'static str>)>>;

/// Builds [`Replacements`] from pairs.
pub(crate) fn replacements(pairs: &[(&'static str, &'static str)]) -> Option<(AhoCorasick, Vec<&'static str>)> {
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(pairs.iter().map(|(from, _)| *from))
        .ok()?;
    Some((finder, pairs.iter().map(|(_, to)| *to).collect()))
}

/// Applies a table.
pub(crate) fn replace(table: &Replacements, text: &str) -> String {
    match table.as_ref() {
        Some((finder, to)) => finder.replace_all(text, to),
        None => text.to_owned(),
    }
}

static OVERRIDE_TABLE: Replacements = LazyLock::new(|| replacements(&OVERRIDES));

/// Puts back web and e-mail addresses as they were typed: a converted one leads nowhere.
fn keep_addresses(original: &str, converted: String) -> String {
    if !original.contains(['@', '/', '.']) || original == converted {
        return converted;
    }
    let Some(pattern) = ADDRESS.as_ref() else { return converted };
    let mut chars: Vec<char> = converted.chars().collect();
    for found in pattern.find_iter(original) {
        let start = original[..found.start()].chars().count();
        for (place, typed) in chars.iter_mut().skip(start).zip(found.as_str().chars()) {
            *place = typed;
        }
    }
    chars.into_iter().collect()
}

/// Whether `c` in running text comes from Simplified Chinese.
fn leaked(c: char) -> bool {
    simplified_only(c) || SIMPLIFIED_IN_USE.contains(&c)
}

/// Whether only Simplified Chinese uses `c`. Characters that Hong Kong text uses too (后 里 台 群 床 秘) are not.
#[must_use]
pub fn simplified_only(c: char) -> bool {
    SIMPLIFIED.binary_search(&c).is_ok()
}

/// The Simplified characters of a text with their byte offsets.
#[must_use]
pub fn find_simplified(text: &str) -> Vec<(usize, char)> {
    text.char_indices().filter(|(_, c)| simplified_only(*c)).collect()
}

/// Every character a model may never print: those [`simplified_only`] answers to, in code point order.
#[must_use]
pub fn banned_chars() -> String {
    SIMPLIFIED.iter().collect()
}

/// Words of the other language that a text in `lang` was left with: "conciliation" in a Chinese sentence, 號 in an English
/// one. What stands in brackets or quotation marks, and names, codes and addresses, are not words left over.
#[must_use]
pub fn untranslated(text: &str, lang: Lang) -> Vec<String> {
    let found = |pattern: &'static Pattern| pattern.iter().flat_map(|pattern| pattern.find_iter(text));
    // 陳大文先生 has no English form that code could know: a fact is never left over.
    let facts = facts::find(text).into_iter().map(|fact| fact.start as usize..fact.start as usize + fact.source.len());
    let kept: Vec<_> = facts.chain(found(&QUOTED).map(|quoted| quoted.range())).collect();
    let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "@/_:-".contains(c));
    let part = |word: &regex::Match<'_>| {
        let before = text[..word.start()].chars().next_back();
        let after = text[word.end()..].chars().next();
        // ab12 is a code; "compared with2024年" is two words and a year.
        let year = word.as_str().contains(' ') && after.is_some_and(|c| c.is_ascii_digit());
        joined(before) || before == Some('.') || joined(after) && !year
    };
    found(if lang.is_chinese() { &LATIN_WORDS } else { &HAN_WORDS })
        .filter(|word| !kept.iter().any(|span| span.contains(&word.start())))
        .filter(|word| !lang.is_chinese() || !part(word))
        .map(|word| word.as_str().to_owned())
        .collect()
}

/// Names and words in Latin letters that a Chinese translation keeps from its source (Chai Wan Road), other than codes, addresses,
/// references and persons' names.
#[must_use]
pub fn latin_left(text: &str, source: &str) -> Vec<String> {
    let facts = facts::find(text).into_iter();
    let proved = |kind| matches!(kind, FactKind::Name | FactKind::Email | FactKind::Reference);
    let kept: Vec<_> = facts
        .filter(|fact| proved(fact.kind))
        .map(|fact| fact.start as usize..fact.start as usize + fact.source.len())
        .collect();
    let found = LATIN_NAMES.iter().flat_map(|pattern| pattern.find_iter(text));
    found
        .filter(|words| !kept.iter().any(|span| span.contains(&words.start())))
        .filter(|words| source.contains(words.as_str()) && words.as_str().chars().any(|c| c.is_ascii_lowercase()))
        .map(|words| words.as_str().to_owned())
        .collect()
}

static LATIN_NAMES: Pattern = LazyLock::new(|| Regex::new(r"[A-Z][a-z]{2,}(?:[ -][A-Z]?[a-z]+)*").ok());
static QUOTED: Pattern =
    LazyLock::new(|| Regex::new("（[^）]*）|\\([^)]*\\)|「[^」]*」|《[^》]*》|“[^”]*”|‘[^’]*’").ok());
static LATIN_WORDS: Pattern = LazyLock::new(|| Regex::new("[a-z]{3,}(?: [a-z]{2,})*").ok());
static HAN_WORDS: Pattern = LazyLock::new(|| Regex::new(r"\p{Han}+").ok());

#[cfg(test)]
mod tests;
