//! The form in which texts are compared when something is looked for.
//!
//! | | becomes |
//! | --- | --- |
//! | capital letters | small ones |
//! | full-width forms (`Ａ`, `％`) | plain ones |
//! | traditional, simplified and other forms of a character (`裏 裡 里`) | one of them, as `variants.txt` says |
//! | white space and control characters | one space, none at the ends |
//!
//! [`indexed`] then puts a space round every character that is a word of its own, which is what the index's tokenizer needs to
//! find Chinese from one character up. Both sides of a comparison go through the same form.
//!
//! A change here needs [`FORM`] raised: every row is then written anew when the store is opened.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Which form the rows are in.
pub(crate) const FORM: &str = "2";

/// Stands between the parts of an indexed text: a private character, which [`fold`] leaves in no text, so that no search matches
/// across two parts.
pub(crate) const BETWEEN: &str = " \u{10fffd} ";

static VARIANTS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut variants = HashMap::new();
    for line in include_str!("variants.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut characters = line.chars();
        if let Some(one) = characters.next() {
            variants.extend(characters.map(|other| (other, one)));
        }
    }
    variants
});

/// A folded text, with where each of its characters came from.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    pub chars: Vec<char>,
    /// The character of the original each came from.
    pub origins: Vec<usize>,
}

/// Folds a text and remembers where every character came from.
pub(crate) fn fold_with_origins(text: &str) -> Folded {
    let mut folded = Folded::default();
    let mut gap = false;
    for (at, c) in text.chars().enumerate() {
        let plain = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{10fffd}' => ' ',
            c => c,
        };
        for small in plain.to_lowercase() {
            if small.is_whitespace() || small.is_control() {
                gap = !folded.chars.is_empty();
                continue;
            }
            if std::mem::take(&mut gap) {
                folded.chars.push(' ');
                folded.origins.push(at);
            }
            folded.chars.push(VARIANTS.get(&small).copied().unwrap_or(small));
            folded.origins.push(at);
        }
    }
    folded
}

/// A text in the form in which it is compared.
pub(crate) fn fold(text: &str) -> String {
    fold_with_origins(text).chars.into_iter().collect()
}

/// Whether a character is a word of its own to the index: it is written without spaces between words.
pub(crate) fn stands_alone(c: char) -> bool {
    matches!(u32::from(c),
        0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3040..=0x30ff | 0x3100..=0x312f | 0x31a0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

/// Whether the index's tokenizer, which knows the characters of Unicode 6.1, takes a character for part of a word.
pub(crate) fn is_indexed(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(u32::from(c), 0x9fcd..=0x9fff | 0x4db6..=0x4dbf | 0x2_a6d7..=0x2_a6ff | 0x2_b81e.. )
}

/// A folded text with a space round every character that stands alone.
pub(crate) fn spaced(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len() + folded.len() / 2);
    for c in folded.chars() {
        if stands_alone(c) {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push(c);
            out.push(' ');
        } else if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// A text as the index takes it in.
pub(crate) fn indexed(text: &str) -> String {
    spaced(&fold(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_levels_case_width_white_space_and_script() {
        assert_eq!(fold(" ＡＢＣ　１００％\r\nDef\u{1f}\0x "), "abc 100% def x");
        assert_eq!(fold("「」。，"), "「」。,", "the full-width comma is a form of the plain one on both sides");
        assert_eq!(fold("稅務局裏面發頭髮"), fold("税务局里面发头发"));
        assert_eq!(fold("衞生署裡"), fold("卫生署裏"));
        assert_eq!(fold("a\u{10fffd}b"), "a b", "what stands between two parts is in none of them");
    }

    #[test]
    fn every_variant_leads_to_one_character_that_leads_nowhere() {
        assert!(VARIANTS.len() > 3000);
        assert!(VARIANTS.values().all(|one| !VARIANTS.contains_key(one)));
    }

    #[test]
    fn a_character_that_stands_alone_has_a_space_on_either_side() {
        assert_eq!(indexed("A座12樓升降機fire drill"), "a 座 12 楼 升 降 机 fire drill");
        assert_eq!(indexed("  "), "");
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in ".*") {
            proptest::prop_assert_eq!(fold(&fold(&text)), fold(&text));
            proptest::prop_assert_eq!(indexed(&indexed(&text)), indexed(&text));
        }

        #[test]
        fn a_stretch_of_chinese_is_a_stretch_of_the_indexed_text(text in "[一-龥]{1,40}", from in 0usize..40, len in 1usize..10) {
            let stretch: String = text.chars().skip(from).take(len).collect();
            proptest::prop_assert!(indexed(&text).contains(&indexed(&stretch)));
        }

        #[test]
        fn every_character_knows_where_it_came_from(text in ".*") {
            let folded = fold_with_origins(&text);
            proptest::prop_assert_eq!(folded.chars.len(), folded.origins.len());
            let count = text.chars().count();
            proptest::prop_assert!(folded.origins.iter().all(|at| *at < count));
            proptest::prop_assert!(folded.origins.is_sorted());
        }
    }
}
