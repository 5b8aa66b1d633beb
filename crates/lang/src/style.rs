//! House style on one finished paragraph: punctuation, spacing and sure glyphs. Nothing here changes what is said.
//!
//! The forms of dates, times and numbers belong to [`crate::facts::restore`]; this module only takes away what no
//! official text has (ordinals in dates, `p. m.`, 〇 in a year).

use std::sync::LazyLock;

use gungman_core::{FactKind, Lang};
use regex::Regex;

use crate::facts;
use crate::script::{Replacements, replace, replacements};
use crate::tables::{GLYPHS, MONTHS, alternation};
use crate::text::{Pattern, is_cjk_punctuation, is_han};

/// The paragraph in house style. Doing it twice changes nothing more.
#[must_use]
pub fn tidy(text: &str, lang: Lang) -> String {
    let mut text = text.trim().to_owned();
    // A rule may make room for another (a removed space brings Han to Han): settle, within bounds.
    for _ in 0..6 {
        let next = match lang {
            Lang::ZhHantHk => chinese(&text),
            Lang::EnGb => english(&text),
        };
        if next == text {
            break;
        }
        text = next;
    }
    text
}

fn all(pattern: &Pattern, text: &str, with: &str) -> String {
    match pattern.as_ref() {
        Some(regex) => regex.replace_all(text, with).into_owned(),
        None => text.to_owned(),
    }
}

// ---- Chinese ----

static GLYPH_TABLE: Replacements = LazyLock::new(|| replacements(&GLYPHS));
static YEAR_ZERO: Pattern = LazyLock::new(|| Regex::new("[一二三四五六七八九零〇○]{4}年").ok());
static ELLIPSIS: Pattern = LazyLock::new(|| Regex::new("…+|。{2,}|\\.{3,}|．{3,}").ok());
static DASH: Pattern = LazyLock::new(|| Regex::new(r"(?P<a>[\p{Han}》」』）])\s?(?:-{2,}|—+|–{2,})\s?").ok());
static DASH_BEFORE: Pattern = LazyLock::new(|| Regex::new(r"(?:-{2,}|—+|–{2,})(?P<b>[\p{Han}《「『（])").ok());
static HAN_SPACE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?P<a>[\p{Han}，。、；：？！（）「」『』《》〈〉])[ \u{A0}\t]+(?P<b>[\p{Han}，。、；：？！（）「」『』《》〈〉A-Za-z0-9$])").ok()
});
static LATIN_SPACE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?P<a>[A-Za-z0-9%$.)])[ \u{A0}\t]+(?P<b>[\p{Han}，。、；：？！（）「」『』《》〈〉])").ok()
});
static WIDE: Pattern = LazyLock::new(|| Regex::new("[０-９Ａ-Ｚａ-ｚ％＄＠＆＋]").ok());

fn chinese(text: &str) -> String {
    let text = replace(&GLYPH_TABLE, text);
    let text = match YEAR_ZERO.as_ref() {
        Some(years) => years.replace_all(&text, |c: &regex::Captures| c[0].replace(['〇', '○'], "零")).into_owned(),
        None => text,
    };
    let text = narrow(&text);
    let text = match ELLIPSIS.as_ref() {
        Some(dots) => dots
            .replace_all(&text, |c: &regex::Captures| {
                // Three full stops inside Latin text are its own punctuation.
                let whole = c.get(0).map_or((0, 0), |m| (m.start(), m.end()));
                let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic());
                let own = text[..whole.0].chars().next_back();
                if c[0].starts_with('.') && latin(own) { c[0].to_owned() } else { "……".to_owned() }
            })
            .into_owned(),
        None => text,
    };
    let text = all(&DASH, &text, "${a}——");
    let text = all(&DASH_BEFORE, &text, "——${b}");
    let text = quotes(&text);
    let text = brackets(&text);
    let text = punctuation(&text);
    let text = all(&HAN_SPACE, &text, "${a}${b}");
    let text = all(&LATIN_SPACE, &text, "${a}${b}");
    phones(&text)
}

/// Full-width digits and letters as half-width.
fn narrow(text: &str) -> String {
    match WIDE.as_ref() {
        Some(wide) if wide.is_match(text) => text
            .chars()
            .map(|c| if wide.is_match(c.encode_utf8(&mut [0; 4])) { crate::text::fold(c) } else { c })
            .collect(),
        _ => text.to_owned(),
    }
}

/// Straight and curly quotation marks as 「」, inner ones as 『』. An odd straight mark is left for a person to see.
fn quotes(text: &str) -> String {
    let straight = text.matches('"').count();
    let inner = text.contains('“') || (straight > 0 && straight.is_multiple_of(2)) || text.contains('「');
    let mut open = false;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' if straight.is_multiple_of(2) => {
                open = !open;
                out.push(if open { '「' } else { '」' });
            }
            '“' => out.push('「'),
            '”' => out.push('」'),
            '‘' if inner => out.push('『'),
            '’' if inner && text.contains('‘') => out.push('』'),
            '‘' => out.push('「'),
            '’' if text.contains('‘') => out.push('」'),
            _ => out.push(c),
        }
    }
    out
}

/// Half-width brackets around Chinese, or around a word after Chinese, as full-width. （a） of 第(a)項 and the numbers
/// of references keep theirs.
pub(crate) fn brackets(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = chars.clone();
    let mut open: Vec<usize> = Vec::new();
    for (index, c) in chars.iter().enumerate() {
        match c {
            '(' => open.push(index),
            ')' => {
                let Some(start) = open.pop() else { continue };
                let inside = &chars[start + 1..index];
                let after_han = start.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(|c| is_han(*c));
                let word = inside.len() > 1 && inside.iter().any(char::is_ascii_alphabetic);
                let file = inside.iter().all(|c| c.is_ascii_digit() || *c == ' ');
                if inside.iter().any(|c| is_han(*c)) || (after_han && word && !file) {
                    out[start] = '（';
                    out[index] = '）';
                }
            }
            _ => {}
        }
    }
    out.into_iter().collect()
}

/// Half-width stops next to Chinese as full-width.
fn punctuation(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    chars.iter().enumerate().map(|(index, c)| wide_stop(&chars, index).unwrap_or(*c)).collect()
}

/// The full-width form of the stop at `index`, where Chinese text must have it.
pub(crate) fn wide_stop(chars: &[char], index: usize) -> Option<char> {
    let c = *chars.get(index)?;
    let wide = match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '?' => '？',
        '!' => '！',
        '.' => '。',
        _ => return None,
    };
    let cjk = |c: Option<&char>| c.is_some_and(|c| is_han(*c) || is_cjk_punctuation(*c));
    let digits = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let left = index.checked_sub(1).and_then(|at| chars.get(at));
    let right = chars[index + 1..].iter().find(|c| **c != ' ');
    let fits = if c == '.' {
        // A full stop after a figure or a letter may be a number's or an abbreviation's own.
        cjk(left) && (right.is_none() || cjk(right))
    } else {
        (cjk(left) || cjk(right)) && !(digits(left) && digits(right))
    };
    fits.then_some(wide)
}

/// Telephone numbers with their space, where they are called one: 28351107 → 2835 1107.
fn phones(text: &str) -> String {
    let mut out = text.to_owned();
    for fact in facts::find(text).into_iter().rev().filter(|fact| fact.kind == FactKind::Phone) {
        let digits = fact.source.len() == 8 && fact.source.bytes().all(|b| b.is_ascii_digit());
        if digits {
            let at = fact.start as usize;
            out.insert(at + 4, ' ');
        }
    }
    out
}

// ---- English ----

static SPACES: Pattern = LazyLock::new(|| Regex::new(r"[ \t\u{A0}\u{3000}]+").ok());
static BEFORE_STOP: Pattern =
    LazyLock::new(|| Regex::new(r"(?P<w>[A-Za-z0-9)’”'])[ ]+(?P<s>[,;:?!.])(?P<n>\s|$)").ok());
static DAY_ORDINAL: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)(?-u:\b)(?:the )?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)(?: of)? (?P<m>{}(?-u:\b))",
        month_names()
    ))
    .ok()
});
static MONTH_ORDINAL: Pattern = LazyLock::new(|| {
    Regex::new(&format!(r"(?-u:\b)(?P<m>{}) (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)(?-u:\b)", month_names())).ok()
});
static HALF_OF_DAY: Pattern = LazyLock::new(|| {
    Regex::new(r"(?P<t>(?-u:\b)[0-9]{1,2}(?:[:.][0-9]{2})?) ?(?P<h>[apAP])(?:\. ?[mM]\.|\.?[mM](?-u:\b)\.?)").ok()
});
static TITLES: Pattern = LazyLock::new(|| Regex::new(r"(?-u:\b)(?P<t>Mr|Mrs|Ms|Dr|Ir|Prof)\.(?P<s> [A-Z])").ok());

fn month_names() -> String {
    alternation(MONTHS.iter().map(|(long, _)| *long))
}

fn english(text: &str) -> String {
    let text: String = text.chars().map(ascii_stop).collect();
    let text = all(&SPACES, &text, " ");
    let text = all(&BEFORE_STOP, &text, "${w}${s}${n}");
    let text = all(&DAY_ORDINAL, &text, "${d} ${m}");
    let text = all(&MONTH_ORDINAL, &text, "${m} ${d}");
    let text = match HALF_OF_DAY.as_ref() {
        Some(half) => half
            .replace_all(&text, |c: &regex::Captures| format!("{} {}.m.", &c["t"], c["h"].to_ascii_lowercase()))
            .into_owned(),
        None => text,
    };
    let text = all(&TITLES, &text, "${t}${s}");
    phones(&curly(&text))
}

/// Full-width punctuation and figures have no place in English.
fn ascii_stop(c: char) -> char {
    match c {
        '，' | '；' | '：' | '？' | '！' | '（' | '）' | '＄' | '％' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            crate::text::fold(c)
        }
        _ => c,
    }
}

/// Quotation marks and apostrophes in their curly forms; a mark opens after a space or a bracket.
fn curly(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous: Option<char> = None;
    for c in text.chars() {
        let opens = previous.is_none_or(|p| p.is_whitespace() || "([“‘—–".contains(p));
        out.push(match c {
            '"' if opens => '“',
            '"' => '”',
            '\'' if opens => '‘',
            '\'' => '’',
            _ => c,
        });
        previous = out.chars().next_back();
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chinese_house_style() {
        for (before, after) in [
            (
                "本署將於 2026 年 12 月 8 日 舉行演習,請各位 同事出席.",
                "本署將於2026年12月8日舉行演習，請各位同事出席。",
            ),
            ("時間:下午3時;地點:北角", "時間：下午3時；地點：北角"),
            ("撥款1,250萬元,分兩期", "撥款1,250萬元，分兩期"),
            ("所謂\"火警演習\"", "所謂「火警演習」"),
            ("所謂“火警‘演習’”", "所謂「火警『演習』」"),
            ("一份\"文件", "一份\"文件"),
            ("數字政策辦公室(DPO)發出", "數字政策辦公室（DPO）發出"),
            ("請見第(a)項及第4(1)條", "請見第(a)項及第4(1)條"),
            ("立法會CB(4)123/2025(01)號文件", "立法會CB(4)123/2025(01)號文件"),
            ("檔號：(13) in OLA 4/08", "檔號：(13) in OLA 4/08"),
            ("如此...等", "如此……等"),
            ("如此…", "如此……"),
            ("通告--更新", "通告——更新"),
            ("通告—更新", "通告——更新"),
            ("公佈計畫，隨著週年報告，裡面的身分", "公布計劃，隨着周年報告，裏面的身份"),
            ("衛生署和食物環境衛生署", "衞生署和食物環境衞生署"),
            ("著名的著作很顯著", "著名的著作很顯著"),
            ("二〇二六年十二月八日", "二零二六年十二月八日"),
            ("電話２８３５１１０７", "電話2835 1107"),
            ("網址為https://www.gov.hk", "網址為https://www.gov.hk"),
            ("（姓名　　代行）", "（姓名　　代行）"),
            ("下午3:00開始", "下午3:00開始"),
        ] {
            assert_eq!(tidy(before, Lang::ZhHantHk), after);
        }
    }

    #[test]
    fn english_house_style() {
        for (before, after) in [
            ("on the 8th of December 2026", "on 8 December 2026"),
            ("on December 8th, 2026", "on December 8, 2026"),
            ("at 3 p. m.  sharp", "at 3 p.m. sharp"),
            ("at 3:00PM today", "at 3:00 p.m. today"),
            ("from 9 am to 10:30am.", "from 9 a.m. to 10:30 a.m."),
            ("Mr. Chan said \"yes\" .", "Mr Chan said “yes”."),
            ("staff , please", "staff, please"),
            ("the officer's 'draft'", "the officer’s ‘draft’"),
            ("call 28351107， please", "call 2835 1107, please"),
            ("I am here", "I am here"),
        ] {
            assert_eq!(tidy(before, Lang::EnGb), after);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn tidying_settles(text in "([一裡隨著計畫，。、；：（）「」“”‘’\"'()!?.,;: 　0-9a-zA-Z〇年-]|\\.\\.\\.|--|…|—|the 8th of May|28351107|３|\\PC){0,24}") {
            for lang in Lang::ALL {
                let once = tidy(&text, lang);
                prop_assert_eq!(tidy(&once, lang), once.clone());
            }
        }

        #[test]
        fn glyphs_and_marks_are_all_that_changes(text in "[一二三月日年部門員工2026]{0,20}") {
            let kept = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(kept(&tidy(&text, Lang::ZhHantHk)), kept(&text));
        }
    }
}
