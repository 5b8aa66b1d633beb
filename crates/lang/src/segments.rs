//! A text in segments: the sentences, headings and items that are translated one by one.
//!
//! The rules are data, `data/segments.srx`, in the translation trade's own format (SRX 2.0,
//! <https://www.gala-global.org/srx-20-april-7-2008>): at each place the first rule whose both sides fit decides.

use std::ops::Range;
use std::sync::LazyLock;

use gungman_core::Lang;
use quick_xml::Reader;
use quick_xml::events::Event;
use regex::Regex;

/// How much of the text before a place a rule looks at, in bytes: far more than any of them needs.
const BACK: usize = 64;

struct Rule {
    breaks: bool,
    /// Found anywhere: where it ends is a place to look at.
    before: Regex,
    /// Fits right up to the end of what it is given.
    before_here: Regex,
    /// Fits from the start.
    after: Regex,
}

/// The rules of a language.
struct Rules(Vec<Rule>);

static RULES: LazyLock<Option<(Rules, Rules)>> = LazyLock::new(|| {
    let file = include_str!("../data/segments.srx");
    Some((Rules::read(file, "Chinese")?, Rules::read(file, "English")?))
});

impl Rules {
    /// The rules of the language rule `name`; nothing when the file is not of its form, which a test rules out.
    fn read(xml: &str, name: &str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        let (mut rules, mut here) = (Vec::new(), false);
        let (mut breaks, mut before, mut after, mut side) = (true, String::new(), String::new(), None);
        loop {
            match reader.read_event().ok()? {
                Event::Start(element) => {
                    let value = |key: &str| {
                        let attribute = element.attributes().flatten().find(|a| a.key.as_ref() == key);
                        attribute.map(|a| a.value.to_string())
                    };
                    match element.name().as_ref() {
                        "languagerule" => here = value("languagerulename").as_deref() == Some(name),
                        "rule" => {
                            breaks = value("break").as_deref() != Some("no");
                            before.clear();
                            after.clear();
                        }
                        "beforebreak" => side = Some(false),
                        "afterbreak" => side = Some(true),
                        _ => {}
                    }
                }
                Event::Text(text) => match side {
                    Some(false) => before.push_str(&text),
                    Some(true) => after.push_str(&text),
                    None => {}
                },
                Event::End(element) => match element.name().as_ref() {
                    "beforebreak" | "afterbreak" => side = None,
                    "rule" if here => rules.push(Rule {
                        breaks,
                        before: Regex::new(&before).ok()?,
                        before_here: Regex::new(&format!("(?:{before})\\z")).ok()?,
                        after: Regex::new(&format!("\\A(?:{after})")).ok()?,
                    }),
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        (!rules.is_empty()).then_some(Self(rules))
    }

    /// Whether the text is cut at a place.
    fn cut(&self, text: &str, at: usize) -> bool {
        let mut from = at.saturating_sub(BACK);
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        // The start of what is looked at is not the start of the text: one more character keeps ^ and \b honest.
        let (before, after) = (&text[from..at], &text[at..]);
        let fits = |rule: &&Rule| rule.before_here.is_match(before) && rule.after.is_match(after);
        self.0.iter().find(fits).is_some_and(|rule| rule.breaks)
    }
}

/// The segments of a text, in order, without the blanks around them. What lies between them is blank.
#[must_use]
pub fn segments(text: &str, lang: Lang) -> Vec<Range<usize>> {
    let Some((chinese, english)) = RULES.as_ref() else { return trimmed(text, 0..text.len()).into_iter().collect() };
    let rules = if lang.is_chinese() { chinese } else { english };
    let mut places: Vec<usize> = Vec::new();
    for rule in rules.0.iter().filter(|rule| rule.breaks) {
        places.extend(rule.before.find_iter(text).map(|found| found.end()).filter(|at| *at < text.len()));
    }
    places.sort_unstable();
    places.dedup();
    let (mut out, mut start) = (Vec::new(), 0);
    for at in places.into_iter().filter(|at| rules.cut(text, *at)) {
        out.extend(trimmed(text, start..at));
        start = at;
    }
    out.extend(trimmed(text, start..text.len()));
    out
}

/// The range without the blanks around it; nothing when it is blank.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = range.end - (piece.len() - piece.trim_end().len());
    (start < end).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::rows;

    #[test]
    fn every_rule_is_read_and_every_case_is_cut_as_it_says() {
        let (chinese, english) = RULES.as_ref().unwrap();
        let file = include_str!("../data/segments.srx");
        assert_eq!(chinese.0.len() + english.0.len(), file.matches("<rule ").count());
        let mut cases = 0;
        for row in rows(include_str!("../tests/segments.tsv")) {
            let [tag, marked] = row[..] else { panic!("{row:?}") };
            let lang = if tag.starts_with("zh") { Lang::ZhHantHk } else { Lang::EnGb };
            let text = marked.replace('|', "").replace('¶', "\n");
            let got: Vec<&str> = segments(&text, lang).into_iter().map(|range| &text[range]).collect();
            let expected: Vec<String> =
                marked.split('|').map(|piece| piece.replace('¶', "\n").trim().to_owned()).collect();
            assert_eq!(got, expected);
            cases += 1;
        }
        assert!(cases > 15);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost_between_segments(text in "([一-龥A-Za-z0-9 .。！？」”\\n]{0,8}){0,8}") {
            for lang in Lang::ALL {
                let mut at = 0;
                for range in segments(&text, lang) {
                    proptest::prop_assert!(text[at..range.start].trim().is_empty());
                    at = range.end;
                }
                proptest::prop_assert!(text[at..].trim().is_empty());
            }
        }
    }
}
