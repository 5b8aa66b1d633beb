//! Functions on one Chinese paragraph: script, punctuation, laws, register.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::seen::Seen;
use super::{Hit, Kind, Setting};
use crate::convert::Converter;
use crate::script::simplified_only;
use crate::style;
use crate::tables::rows;
use crate::text::{Pattern, fold, is_cjk_punctuation, is_han};

/// Runs of Simplified characters, each with what the converter makes of it where it stands.
pub(super) fn simplified(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let text = seen.text.as_str();
    if !text.chars().any(simplified_only) {
        return;
    }
    let mut converted = String::with_capacity(text.len());
    Converter::default().convert(text, 0, &mut converted, &mut Vec::new());
    let mut run: Option<(Range<usize>, String)> = None;
    for ((at, old), new) in text.char_indices().zip(converted.chars()) {
        let end = at + old.len_utf8();
        if simplified_only(old) {
            let (range, fix) = run.get_or_insert_with(|| (at..end, String::new()));
            range.end = end;
            fix.push(new);
        } else if let Some((range, fix)) = run.take() {
            hits.push(Hit::new(range).fix(fix));
        }
    }
    hits.extend(run.map(|(range, fix)| Hit::new(range).fix(fix)));
}

/// Half-width stops next to Chinese, with the blanks after them.
pub(super) fn half_width(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let text = seen.text.as_str();
    if !text.contains([',', ';', ':', '?', '!', '.']) {
        return;
    }
    let places: Vec<(usize, char)> = text.char_indices().collect();
    let chars: Vec<char> = places.iter().map(|(_, c)| *c).collect();
    for (index, (at, c)) in places.iter().enumerate() {
        let Some(wide) = style::wide_stop(&chars, index) else { continue };
        let blanks = chars[index + 1..].iter().take_while(|c| **c == ' ').count();
        // A label and its blanks (檔號:  (3) in) are layout: only the stop itself is marked.
        let end = if *c == ':' { at + 1 } else { at + 1 + blanks };
        hits.push(Hit::new(*at..end).fix(wide));
    }
}

/// Half-width brackets that should be full-width, a pair at a time.
pub(super) fn brackets(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let text = seen.text.as_str();
    if !text.contains('(') {
        return;
    }
    let printed = style::brackets(text);
    let mut open = Vec::new();
    for ((at, old), new) in text.char_indices().zip(printed.chars()) {
        match (old, new) {
            ('(', '（') => open.push(at),
            (')', '）') => {
                if let Some(start) = open.pop() {
                    hits.push(Hit::new(start..at + 1).fix(format!("（{}）", &text[start + 1..at])));
                }
            }
            _ => {}
        }
    }
}

static FOREIGN_QUOTES: Pattern =
    LazyLock::new(|| Regex::new("\"(?P<a>[^\"“”]*\\p{Han}[^\"“”]*)\"|“(?P<b>[^“”]*\\p{Han}[^“”]*)”").ok());

/// Quotations in straight or curly marks.
pub(super) fn quotes(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    for found in FOREIGN_QUOTES.iter().flat_map(|pattern| pattern.captures_iter(&seen.text)) {
        let (Some(whole), Some(inner)) = (found.get(0), found.name("a").or_else(|| found.name("b"))) else { continue };
        let inside = inner.as_str().replace('‘', "『").replace('’', "』");
        hits.push(Hit::new(whole.range()).fix(format!("「{inside}」")));
    }
}

/// 「…「…」…」: the inner marks are 『』.
pub(super) fn nested_quotes(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in seen.text.char_indices() {
        match c {
            '「' => open.push(at),
            '」' => {
                let Some(start) = open.pop() else { continue };
                let (range, wide) = (start..at + c.len_utf8(), '「'.len_utf8());
                if open.len() == 1 {
                    hits.push(Hit::new(range).fix(format!("『{}』", &seen.text[start + wide..at])));
                }
            }
            _ => {}
        }
    }
}

/// An opening mark without its closing one, and the other way round.
pub(super) fn unbalanced(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    for (opening, closing) in [('（', '）'), ('「', '」'), ('『', '』'), ('《', '》'), ('〈', '〉')] {
        let mut open: Vec<usize> = Vec::new();
        for (at, c) in seen.text.char_indices() {
            if c == opening {
                open.push(at);
            } else if c == closing && open.pop().is_none() {
                // （a） may be typed a） in a list.
                let list = c == '）' && seen.text[..at].chars().count() <= 2;
                if !list {
                    hits.push(Hit::new(at..at + c.len_utf8()).detail(opening));
                }
            }
        }
        hits.extend(open.into_iter().map(|at| Hit::new(at..at + opening.len_utf8()).detail(closing)));
    }
}

static DOTS: Pattern = LazyLock::new(|| Regex::new("…+|。{3,}|\\.{3,}|．{3,}|·{3,}").ok());

/// An ellipsis of other dots than ……; three full stops in Latin text are its own.
pub(super) fn ellipsis(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    for found in DOTS.iter().flat_map(|dots| dots.find_iter(&seen.text)) {
        let before = seen.text[..found.start()].chars().next_back();
        let own = found.as_str().starts_with('.') && before.is_some_and(|c| c.is_ascii_graphic());
        // A row of dots that leads to a page number is no ellipsis.
        if !own && found.as_str().chars().count() < 7 {
            hits.push(Hit::new(found.range()).fix("……"));
        }
    }
}

static WIDE: Pattern = LazyLock::new(|| Regex::new("[０-９Ａ-Ｚａ-ｚ％＄＠＆＋．，]*[０-９Ａ-Ｚａ-ｚ％＄＠]").ok());

/// Full-width figures and letters.
pub(super) fn full_width(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    for found in WIDE.iter().flat_map(|wide| wide.find_iter(&seen.text)) {
        let start = found.start() + (found.as_str().len() - found.as_str().trim_start_matches('，').len());
        let text = &seen.text[start..found.end()];
        hits.push(Hit::new(start..found.end()).fix(text.chars().map(fold).collect::<String>()));
    }
}

static ROUND_ZERO: Pattern = LazyLock::new(|| Regex::new("[一二三四五六七八九零〇○Ｏ]{4}年").ok());

/// 〇 and ○ in a year.
pub(super) fn year_zero(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    for found in ROUND_ZERO.iter().flat_map(|years| years.find_iter(&seen.text)) {
        if found.as_str().contains(['〇', '○', 'Ｏ']) {
            hits.push(Hit::new(found.range()).fix(found.as_str().replace(['〇', '○', 'Ｏ'], "零")));
        }
    }
}

/// The Chinese titles of the laws and their chapters.
struct Laws {
    find: AhoCorasick,
    chapters: Vec<Vec<&'static str>>,
}

static LAWS: LazyLock<Option<Laws>> = LazyLock::new(|| {
    let (mut titles, mut chapters): (Vec<&str>, Vec<Vec<&str>>) = (Vec::new(), Vec::new());
    let mut known: HashMap<&str, usize> = HashMap::new();
    for row in rows(include_str!("../../data/ordinances.tsv")) {
        let [chapter, _, title] = row[..] else { continue };
        let at = *known.entry(title).or_insert_with(|| {
            titles.push(title);
            chapters.push(Vec::new());
            titles.len() - 1
        });
        chapters[at].push(chapter);
    }
    let find = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(titles).ok()?;
    Some(Laws { find, chapters })
});

/// A law's title with its chapter after it and no 《》 around it.
pub(super) fn law_title(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let Some(laws) = LAWS.as_ref().filter(|_| seen.text.contains("條例") || seen.text.contains("規例")) else {
        return;
    };
    for found in laws.find.find_iter(&seen.text) {
        let (before, after) = (&seen.text[..found.start()], &seen.text[found.end()..]);
        let cited = after.starts_with("（第") || after.starts_with("(第");
        if cited && !before.ends_with('《') && before.matches('《').count() <= before.matches('》').count() {
            hits.push(Hit::new(found.range()).fix(format!("《{}》", &seen.text[found.range()])));
        }
    }
}

static CHAPTER: Pattern = LazyLock::new(|| Regex::new(r"^》?\s?[（(]第\s?(?P<n>[0-9]{1,4}[A-Z]{0,2})\s?章").ok());

/// A chapter that is not the law's.
pub(super) fn law_chapter(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let Some(laws) = LAWS.as_ref().filter(|_| seen.text.contains('章')) else { return };
    for found in laws.find.find_iter(&seen.text) {
        let Some(said) = CHAPTER.as_ref().and_then(|chapter| chapter.captures(&seen.text[found.end()..])) else {
            continue;
        };
        // 《…（修訂）條例》 and longer titles are others.
        let whole = seen.text[..found.start()].ends_with('《') == seen.text[found.end()..].starts_with('》');
        let (Some(number), Some(right)) = (said.name("n"), laws.chapters.get(found.pattern().as_usize())) else {
            continue;
        };
        if whole && !right.contains(&number.as_str()) {
            let at = found.end() + number.start();
            let hit = Hit::new(at..at + number.len()).fix(right.first().copied().unwrap_or(""));
            hits.push(hit.detail(&seen.text[found.range()]));
        }
    }
}

/// The longest sentence that can still be taken in, in characters.
const LONG_SENTENCE: usize = 80;

/// Sentences of more than eighty characters.
pub(super) fn long_sentence(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    if seen.kind != Kind::Body {
        return;
    }
    let mut at = 0;
    for sentence in seen.text.split_inclusive(['。', '！', '？', '；', '\n']) {
        let start = at + (sentence.len() - sentence.trim_start().len());
        at += sentence.len();
        let length = sentence.trim().chars().count();
        if length > LONG_SENTENCE && sentence.contains(is_han) {
            hits.push(Hit::new(start..at).detail(length.to_string()));
        }
    }
}

/// Three 的 between two stops.
pub(super) fn three_de(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let mut at = 0;
    for clause in seen.text.split_inclusive(|c: char| is_cjk_punctuation(c) && !"「」『』《》".contains(c)) {
        let counted = clause.matches('的').count() - clause.matches("的士").count() - clause.matches("目的").count();
        if counted >= 3
            && let (Some(first), Some(last)) = (clause.find('的'), clause.rfind('的'))
        {
            hits.push(Hit::new(at + first..at + last + '的'.len_utf8()));
        }
        at += clause.len();
    }
}

static LITERARY: Pattern = LazyLock::new(|| Regex::new("[惟乃]|(?:^|[，。；])故(?:此)?|亦").ok());

/// More literary particles than one in sixty characters.
pub(super) fn literary(seen: &Seen, _: &Setting, hits: &mut Vec<Hit>) {
    let found: Vec<_> = LITERARY.iter().flat_map(|words| words.find_iter(&seen.text)).collect();
    let length = seen.text.chars().count();
    if found.len() >= 3
        && found.len() * 60 > length
        && let (Some(first), Some(last)) = (found.first(), found.last())
    {
        hits.push(Hit::new(first.start()..last.end()).detail(found.len().to_string()));
    }
}
