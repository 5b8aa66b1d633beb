//! What differs between two wordings of a text, by words: Chinese is cut into the words it most likely consists of, English where its
//! words end. Pure; the stretches rebuild both texts.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::convert::cut;
use crate::text::is_han;

/// A stretch of both texts, in bytes of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Where it stands in the old text.
    pub old: Range<usize>,
    /// Where it stands in the new text.
    pub new: Range<usize>,
    /// Whether it is the same in both.
    pub same: bool,
}

/// The words of a text in order: nothing lies between them, and blanks and marks are words of their own.
#[must_use]
pub fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class = class(first);
        let end = match class {
            Class::Mark => first.len_utf8(),
            Class::Word => word_end(rest),
            _ => rest.find(|c| self::class(c) != class).unwrap_or(rest.len()),
        };
        let (run, behind) = rest.split_at(end);
        if class == Class::Han {
            out.extend(cut(run))
        } else {
            out.push(run)
        }
        rest = behind;
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Word,
    Blank,
    Mark,
}

fn class(c: char) -> Class {
    match c {
        c if is_han(c) => Class::Han,
        c if c.is_alphanumeric() => Class::Word,
        c if c.is_whitespace() => Class::Blank,
        _ => Class::Mark,
    }
}

/// Where the word or the figure ends that a text begins with: 2,835.50 and don't are one.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inner = matches!(c, '.' | ',' | '\'' | '’' | ':')
            && at > 0
            && chars.peek().is_some_and(|(_, next)| class(*next) == Class::Word && !(c == ':' && next.is_alphabetic()));
        if class(c) != Class::Word && !inner {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// The stretches of two texts, in order: those that are the same in both, and between them what was taken out and put in. Blanks and
/// marks between two changes belong to the change, so that a reader sees one change where there is one.
#[must_use]
pub fn difference(old: &str, new: &str) -> Vec<Stretch> {
    let (before, after) = (words(old), words(new));
    let (old_at, new_at) = (offsets(&before), offsets(&after));
    let mut out: Vec<Stretch> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &after) {
        let (olds, news) = (op.old_range(), op.new_range());
        let same = matches!(op, DiffOp::Equal { .. });
        let next =
            Stretch { old: old_at[olds.start]..old_at[olds.end], new: new_at[news.start]..new_at[news.end], same };
        push(&mut out, next);
    }
    // A blank or a mark between two changes.
    let mut merged: Vec<Stretch> = Vec::with_capacity(out.len());
    let count = out.len();
    for (n, mut stretch) in out.into_iter().enumerate() {
        let inner = n > 0 && n + 1 < count;
        if stretch.same && inner && old[stretch.old.clone()].chars().all(char::is_whitespace) {
            stretch.same = false;
        }
        push(&mut merged, stretch);
    }
    merged
}

fn push(out: &mut Vec<Stretch>, next: Stretch) {
    match out.last_mut() {
        Some(last) if last.same == next.same => {
            last.old.end = next.old.end;
            last.new.end = next.new.end;
        }
        _ => out.push(next),
    }
}

/// Where each word begins, and where the last ends.
fn offsets(words: &[&str]) -> Vec<usize> {
    let mut at = 0;
    let mut out = vec![0];
    for word in words {
        at += word.len();
        out.push(at);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        let show = |s: &Stretch| {
            let (o, n) = (&old[s.old.clone()], &new[s.new.clone()]);
            if s.same { o.to_owned() } else { format!("[{o}→{n}]") }
        };
        difference(old, new).iter().map(show).collect()
    }

    #[test]
    fn chinese_is_cut_into_its_words() {
        assert_eq!(words("請各組派員參加火警演習"), ["請", "各", "組", "派員", "參加", "火", "警", "演習"]);
        assert_eq!(words("HK$2,835.50, don't 3:00"), ["HK", "$", "2,835.50", ",", " ", "don't", " ", "3:00"]);
    }

    #[test]
    fn what_stays_is_told_from_what_changes() {
        assert_eq!(shown("我們會進行檢查。", "本署會進行檢查。"), ["[我們→本署]", "會進行檢查。"]);
        assert_eq!(
            shown("The drill will be held.", "The fire drill will take place."),
            ["The ", "[→fire ]", "drill will ", "[be held→take place]", "."]
        );
        assert_eq!(shown("甲", "甲"), ["甲"]);
        assert!(difference("", "").is_empty());
    }

    proptest! {
        #[test]
        fn stretches_rebuild_both_sides(old in "[請各組派員參加a-c0-9 ,.，。]{0,40}", new in "[請各組派員參加a-c0-9 ,.，。]{0,40}") {
            let stretches = difference(&old, &new);
            let olds: String = stretches.iter().map(|s| &old[s.old.clone()]).collect();
            let news: String = stretches.iter().map(|s| &new[s.new.clone()]).collect();
            prop_assert_eq!(&olds, &old);
            prop_assert_eq!(&news, &new);
            for s in &stretches {
                prop_assert!(!s.same || old[s.old.clone()] == new[s.new.clone()]);
            }
            for pair in stretches.windows(2) {
                prop_assert!(pair[0].same != pair[1].same);
            }
        }

        #[test]
        fn any_text_is_its_words(text in "\\PC{0,60}") {
            prop_assert_eq!(words(&text).concat(), text);
        }
    }
}
