//! Texts that are hardly more than objects (`Page ‹1/› of ‹2/›`), which a model can make nothing of: `data/furniture.tsv`.

use gungman_core::{Lang, Mark, Tagged};

use crate::tables::rows;

const TABLE: &str = include_str!("../data/furniture.tsv");

/// The official form of such a text in `to`; nothing for any other.
#[must_use]
pub fn furniture(source: &Tagged, to: Lang) -> Option<Tagged> {
    let objects: Vec<&Mark> = source.marks.iter().filter(|mark| mark.object).collect();
    // Formatting within so short a text is a person's to place.
    if source.text.len() > 40 || objects.len() != source.marks.len() {
        return None;
    }
    let shape = shape(source, &objects);
    let row = rows(TABLE).find_map(|row| {
        let (en, zh) = (*row.first()?, *row.get(1)?);
        let (from, into) = if to.is_chinese() { (en, zh) } else { (zh, en) };
        same(from, &shape).then_some(into)
    })?;
    let mut out = Tagged::default();
    let mut rest = row;
    while let Some((before, after)) = rest.split_once('{') {
        let (number, after) = after.split_once('}')?;
        let object = objects.get(number.parse::<usize>().ok()?.checked_sub(1)?)?;
        out.text.push_str(before);
        let at = out.text.len();
        out.marks.push(Mark { tag: object.tag, range: at..at, object: true });
        rest = after;
    }
    out.text.push_str(rest);
    (out.marks.len() == objects.len()).then_some(out)
}

/// The text with `{1}` where its first object stands.
fn shape(source: &Tagged, objects: &[&Mark]) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for (number, object) in (1..).zip(objects) {
        out.push_str(&source.text[at..object.range.start]);
        out.push_str(&format!("{{{number}}}"));
        at = object.range.start;
    }
    out.push_str(&source.text[at..]);
    out.trim().to_owned()
}

/// Whether two shapes are one, blanks and capitals aside.
fn same(a: &str, b: &str) -> bool {
    let plain =
        |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect() };
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_go_both_ways_and_sentences_are_none() {
        let of = |written: &str, to: Lang| furniture(&Tagged::read(written).0, to).map(|tagged| tagged.to_string());
        assert_eq!(of("Page ‹1/› of ‹2/›", Lang::ZhHantHk).as_deref(), Some("第‹1/›頁，共‹2/›頁"));
        assert_eq!(of("第 ‹4/› 頁", Lang::EnGb).as_deref(), Some("Page ‹4/›"));
        assert_eq!(of("page ‹1/›", Lang::ZhHantHk).as_deref(), Some("第‹1/›頁"));
        assert_eq!(of("‹1›Page‹/1› ‹2/›", Lang::ZhHantHk), None);
        assert_eq!(of("See page ‹1/›.", Lang::ZhHantHk), None);
        for row in rows(TABLE) {
            let [en, zh] = row[..] else { panic!("{row:?}") };
            let objects = |text: &str| (1..=2).map(|n| text.matches(&format!("{{{n}}}")).count()).collect::<Vec<_>>();
            assert_eq!(objects(en), objects(zh), "{row:?}");
        }
    }
}
