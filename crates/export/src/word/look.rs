//! How a run looks, and which runs look the same.
//!
//! Word cuts a sentence into runs for reasons no reader sees: when it was typed, which language it was checked in, which keyboard
//! was on. Runs are the same here when a reader sees no difference.

use super::Language;
use super::tree::Element;

/// Properties of a run that say nothing about how its text looks: the language, the checker's marks, who changed what, and the
/// settings for scripts that run from the right, which neither language is written in.
const UNSEEN: &[&str] = &[
    "lang",
    "noProof",
    "kern",
    "snapToGrid",
    "webHidden",
    "bCs",
    "iCs",
    "szCs",
    "cs",
    "rPrChange",
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    // DrawingML's, as attributes.
    "altLang",
    "dirty",
    "err",
    "smtClean",
    "smtId",
    "kumimoji",
    "bmk",
];

/// Properties that a reader sees on a blank: a line to write on, a bar of colour.
const SEEN_ON_BLANKS: &[&str] = &["u", "strike", "dstrike", "highlight", "shd", "bdr", "em"];

/// Letter spacing a reader does not see, in twentieths of a point: what converters from PDF scatter.
const UNSEEN_SPACING: i32 = 10;

/// Faces whose letters are pictures: an `l` of Wingdings is a dot.
const SYMBOLS: &[&str] = &["symbol", "webdings", "wingdings", "wingdings 2", "wingdings 3", "marlett", "mt extra"];

/// How a run looks.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Look {
    /// All of it but the faces, in an order of its own.
    rest: String,
    /// The face of Latin letters.
    latin: String,
    /// The face of Chinese characters.
    han: String,
    /// Whether blanks in it are seen.
    pub on_blanks: bool,
}

impl Look {
    /// Reads a run's properties (`w:rPr`, `a:rPr`).
    pub fn of(properties: Option<&Element<'_>>) -> Self {
        let mut look = Self::default();
        let Some(properties) = properties else { return look };
        // DrawingML has most of them as attributes, Word all of them as elements.
        let mut seen: Vec<String> = Vec::new();
        for (key, value) in properties.attributes() {
            if !UNSEEN.contains(&key.as_str()) {
                look.on_blanks |= SEEN_ON_BLANKS.contains(&key.as_str()) && value != "none";
                seen.push(format!("{key}={value}"));
            }
        }
        for child in properties.children() {
            match child.local() {
                "rFonts" => {
                    look.latin = face(child, &["asciiTheme", "ascii", "hAnsiTheme", "hAnsi"]);
                    look.han = face(child, &["eastAsiaTheme", "eastAsia"]);
                }
                "latin" => look.latin = face(child, &["typeface"]),
                "ea" => look.han = face(child, &["typeface"]),
                local if UNSEEN.contains(&local) => {}
                "spacing" if spacing(child).is_some_and(|by| by.abs() <= UNSEEN_SPACING) => {}
                local => {
                    let none = matches!(child.attribute("val").as_deref(), Some("none" | "0" | "false" | "off"));
                    look.on_blanks |= SEEN_ON_BLANKS.contains(&local) && !none;
                    seen.push(canonical(child));
                }
            }
        }
        seen.sort();
        look.rest = seen.join(";");
        look
    }

    /// Whether its letters are pictures.
    pub fn is_symbols(&self) -> bool {
        SYMBOLS.contains(&self.latin.to_ascii_lowercase().as_str())
    }
}

fn face(fonts: &Element<'_>, slots: &[&str]) -> String {
    slots.iter().find_map(|slot| fonts.attribute(slot)).unwrap_or_default()
}

fn spacing(element: &Element<'_>) -> Option<i32> {
    element.attribute("val")?.parse().ok()
}

/// An element in one way of writing it: `<w:b/>` is `<w:b w:val="true"/>`.
fn canonical(element: &Element<'_>) -> String {
    let mut attributes: Vec<String> = element
        .attributes()
        .into_iter()
        .filter(|(key, value)| !(key == "val" && matches!(value.as_str(), "1" | "true" | "on")))
        .map(|(key, value)| format!("{key}={value}"))
        .collect();
    attributes.sort();
    let children: Vec<String> = element.children().map(canonical).collect();
    format!("{} {}({})", element.local(), attributes.join(","), children.concat())
}

/// How many letters of each script a text has.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Letters {
    pub latin: usize,
    pub han: usize,
}

impl Letters {
    pub fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars() {
            if is_east_asian(c) {
                letters.han += 1;
            } else if !(c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '\u{2000}'..='\u{206F}')) {
                letters.latin += 1;
            }
        }
        letters
    }
}

/// What Word draws in a Chinese face.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Runs that look the same. A face counts only for letters that are there: 「2025」 in Times and 「年」 in 細明體 are one formatting.
#[derive(Debug, Default)]
pub(super) struct Formatting {
    rest: String,
    latin: Option<String>,
    han: Option<String>,
    /// Whether blanks in it are seen.
    pub on_blanks: bool,
    /// The runs, by number, with their letters.
    runs: Vec<(usize, Letters)>,
}

impl Formatting {
    /// Takes a run in, if it looks like those that are there.
    fn take(&mut self, run: usize, look: &Look, letters: Letters) -> bool {
        let fits =
            |face: &Option<String>, own: &str, used: usize| used == 0 || face.as_deref().is_none_or(|face| face == own);
        let same = self.rest == look.rest
            && fits(&self.latin, &look.latin, letters.latin)
            && fits(&self.han, &look.han, letters.han);
        if same {
            if letters.latin > 0 {
                self.latin = Some(look.latin.clone());
            }
            if letters.han > 0 {
                self.han = Some(look.han.clone());
            }
            self.runs.push((run, letters));
        }
        same
    }

    /// The run whose properties a text in `to` gets: one that had such letters, because its face was chosen for them.
    pub fn model(&self, to: Language) -> Option<usize> {
        let fit = |letters: &Letters| if to == Language::English { letters.latin } else { letters.han };
        // The first of the best: `max_by_key` alone would take the last.
        self.runs.iter().rev().max_by_key(|(_, letters)| fit(letters)).map(|(run, _)| *run)
    }
}

/// Sorts a run in among the formattings of its paragraph, and gives the number of its own.
pub(super) fn sort_in(all: &mut Vec<Formatting>, run: usize, look: &Look, letters: Letters) -> usize {
    if let Some(at) = all.iter_mut().position(|formatting| formatting.take(run, look, letters)) {
        return at;
    }
    let mut new = Formatting { rest: look.rest.clone(), on_blanks: look.on_blanks, ..Formatting::default() };
    new.take(run, look, letters);
    all.push(new);
    all.len() - 1
}
