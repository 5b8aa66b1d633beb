//! Headings that begin an annex: 附件A　選址評估, Annex B: Fees.
//!
//! The word is the template's ([`AnnexStyle`]); what may follow it is here. An annex is a heading of the body, so that the
//! editor, the points and the model have nothing of their own for it.

use gungman_core::template::AnnexStyle;
use gungman_core::{Block, Document, Lang};

/// What may stand between an annex's name and its title.
const DIVIDERS: [char; 8] = ['：', ':', '　', ' ', '－', '–', '—', '-'];
/// The digits of a mark in Chinese.
const NUMERALS: &str = "一二三四五六七八九十";

/// An annex, as its heading says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex<'a> {
    /// `A`, `2`, 一; empty for the only one.
    mark: &'a str,
    /// The end of the heading; may be empty.
    pub title: &'a str,
}

impl<'a> Annex<'a> {
    /// Reads a heading; `None` for one that begins no annex.
    #[must_use]
    pub fn read(heading: &'a str, style: &AnnexStyle) -> Option<Self> {
        let heading = heading.trim();
        [&style.word.zh, &style.word.en].into_iter().filter(|word| !word.is_empty()).find_map(|word| {
            let head = heading.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
            let rest = &heading[head.len()..];
            // An English word ends where a space or a stop is; Chinese needs neither.
            let ended = !word.is_ascii() || rest.is_empty() || rest.starts_with(DIVIDERS);
            Self::after(rest).filter(|_| ended)
        })
    }

    /// Reads what follows the word.
    fn after(rest: &'a str) -> Option<Self> {
        let bare = rest.trim_start_matches([' ', '　']);
        let mark = mark(bare);
        let (title, divided) = title(&bare[mark.len()..]);
        let known = match mark.chars().next() {
            // 附件, 附件：選址; without a stop it is a heading about annexes.
            None => title.is_empty() || bare.starts_with(['：', ':']),
            // 附件一覽表 is no annex, and neither is “Annex Abc”.
            Some(first) if NUMERALS.contains(first) => divided,
            Some(_) => divided || !title.starts_with(|c: char| c.is_ascii_alphanumeric()),
        };
        known.then_some(Self { mark, title })
    }

    /// Its line in the list of enclosures: its name, and its title if it has one.
    #[must_use]
    pub fn listed(&self, style: &AnnexStyle, lang: Lang) -> String {
        let name = self.name(style, lang);
        match (self.title, lang) {
            ("", _) => name,
            (title, Lang::ZhHantHk) => format!("{name}　{title}"),
            (title, Lang::EnGb) => format!("{name} – {title}"),
        }
    }

    /// The name as the language writes it: 附件A, Annex A.
    #[must_use]
    pub fn name(&self, style: &AnnexStyle, lang: Lang) -> String {
        let word = style.word.get(lang);
        match (self.mark.is_empty(), lang) {
            (true, _) => word.to_owned(),
            (false, Lang::ZhHantHk) => format!("{word}{}", self.mark),
            (false, Lang::EnGb) => format!("{word} {}", self.mark),
        }
    }
}

/// One capital letter, one or two digits, or one or two Chinese numerals; empty for none.
fn mark(text: &str) -> &str {
    let up_to = |most: usize, is: &dyn Fn(char) -> bool| {
        let end = text.char_indices().find(|(_, c)| !is(*c)).map_or(text.len(), |(at, _)| at);
        (1..=most).contains(&text[..end].chars().count()).then(|| &text[..end])
    };
    up_to(1, &|c| c.is_ascii_uppercase())
        .or_else(|| up_to(2, &|c| c.is_ascii_digit()))
        .or_else(|| up_to(2, &|c| NUMERALS.contains(c)))
        .unwrap_or("")
}

/// A title without what divides it from the name, and whether anything does or it is empty.
fn title(text: &str) -> (&str, bool) {
    let title = text.trim_start_matches(DIVIDERS).trim_end();
    (title, title.is_empty() || text.starts_with(DIVIDERS))
}

/// The headings that begin an annex: the block each is, and its text.
pub fn headings<'a>(document: &'a Document, style: &'a AnnexStyle) -> impl Iterator<Item = (usize, String)> + 'a {
    let heading = |(at, block): (usize, &Block)| match block {
        Block::Heading { .. } => Some((at, block.text())),
        _ => None,
    };
    let blocks = document.body.iter().enumerate();
    blocks.filter_map(heading).filter(|(_, text)| Annex::read(text, style).is_some())
}

/// The annexes that nothing before the first of them speaks of: the block each begins at, and its name.
#[must_use]
pub fn unannounced(document: &Document, style: &AnnexStyle) -> Vec<(usize, String)> {
    let headings: Vec<(usize, String)> = headings(document, style).collect();
    let Some((first, _)) = headings.first() else { return Vec::new() };
    // Spaces do not count: 附件 A speaks of 附件A.
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let said = squeezed(&document.body[..*first].iter().map(Block::text).collect::<String>());
    headings
        .iter()
        .filter_map(|(at, heading)| Some((*at, Annex::read(heading, style)?.name(style, document.lang))))
        .filter(|(_, name)| !said.contains(&squeezed(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use gungman_core::Label;

    fn style() -> AnnexStyle {
        AnnexStyle { word: Label::new("附件", "Annex"), number_from: 1 }
    }

    #[test]
    fn a_heading_with_the_word_and_a_mark_begins_an_annex() {
        let read = |text: &str, lang| {
            let style = style();
            Annex::read(text, &style).map(|annex| (annex.name(&style, lang), annex.title.to_owned()))
        };
        let zh = |text: &str| read(text, Lang::ZhHantHk);
        let some = |name: &str, title: &str| Some((name.to_owned(), title.to_owned()));
        for text in ["附件A　選址評估", "附件 A：選址評估", "附件A選址評估", "ANNEX A - 選址評估"]
        {
            assert_eq!(zh(text), some("附件A", "選址評估"), "{text}");
        }
        assert_eq!(zh("附件"), some("附件", ""));
        assert_eq!(zh("附件：收費表"), some("附件", "收費表"));
        assert_eq!(zh("附件一　收費表"), some("附件一", "收費表"));
        assert_eq!(zh("附件12"), some("附件12", ""));
        assert_eq!(read("Annex B Fees", Lang::EnGb), some("Annex B", "Fees"));
        assert_eq!(read("附件B 收費", Lang::EnGb), some("Annex B", "收費"));
        for text in ["附件一覽表", "附件的處理", "Annexes", "Annex Abc", "AnnexA", "Annex buildings", "附", ""]
        {
            assert_eq!(zh(text), None, "{text}");
        }
        assert_eq!(Annex::read("附件A", &AnnexStyle::default()), None);
    }

    #[test]
    fn the_list_of_enclosures_has_the_name_and_the_title() {
        let style = style();
        let list = |text: &str, lang| Annex::read(text, &style).unwrap().listed(&style, lang);
        assert_eq!(list("附件A：選址評估", Lang::ZhHantHk), "附件A　選址評估");
        assert_eq!(list("Annex A: Sites", Lang::EnGb), "Annex A – Sites");
        assert_eq!(list("Annex", Lang::EnGb), "Annex");
    }

    #[test]
    fn an_annex_is_announced_by_its_name() {
        let heading = |text: &str| Block::Heading { runs: vec![gungman_core::Run::plain(text)] };
        let body = vec![
            Block::paragraph("選址見附件 A。"),
            heading("附件A　選址"),
            Block::paragraph("附件B是收費。"),
            heading("附件B"),
        ];
        let document = Document { body, ..Document::new("memo", Lang::ZhHantHk) };
        assert_eq!(unannounced(&document, &style()), [(3, "附件B".to_owned())]);
        assert!(unannounced(&Document::new("memo", Lang::ZhHantHk), &style()).is_empty());
    }
}
