//! Where a paragraph's lines end.
//!
//! Unicode's line breaking algorithm (UAX 14) says where a line may end; the rules of Hong Kong typesetting then forbid
//! more: no line begins with a closing mark or ends with an opening one (kinsoku), …… and —— stay whole, and so do Latin
//! words with hyphens, telephone numbers, and numbers with their units. Only a run longer than a whole line is split
//! against these rules, and then such a line says so.

use unicode_linebreak::{BreakOpportunity, linebreaks};

use crate::visible::is_invisible;

/// No line begins with these.
const NOT_FIRST: &str = "，。、；：？！）」』》】〉〕］｝”’…—～·・‧％℃,.;:?!)]}%";
/// No line ends with these.
const NOT_LAST: &str = "（「『《【〈〔［｛“‘([{$＄€£";
/// Chinese units: never parted from the number before them.
const UNITS: &str = "年月日時分秒元角仙名個位人項宗次部公里米厘毫克噸升小天週歲戶間座層樓號室條段章期頁份萬億千百％℃";
/// English units and months: never parted from the number before them.
const UNIT_WORDS: &[&str] = &[
    "am",
    "pm",
    "a.m",
    "p.m",
    "mm",
    "cm",
    "m",
    "km",
    "m²",
    "m³",
    "ha",
    "g",
    "kg",
    "mg",
    "kW",
    "kWh",
    "kV",
    "V",
    "A",
    "L",
    "mL",
    "tonnes",
    "per",
    "million",
    "billion",
    "hours",
    "days",
    "years",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// Words that belong to the one after them: a number, a name.
const LEADERS: &[&str] = &[
    "No.", "Nos.", "Pt.", "Cap.", "para.", "paras.", "p.", "pp.", "Art.", "s.", "Mr", "Mrs", "Ms", "Miss", "Dr", "Ir",
    "Prof.", "Room", "Flat",
];
/// Rounding of sums of advances, in points: not a reason to break.
const TOLERANCE: f32 = 0.01;

/// One line: a range of the paragraph's characters.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The first character.
    pub start: usize,
    /// After the last character that is drawn.
    pub shown: usize,
    /// After the last character, with the spaces or line feed that end the line.
    pub end: usize,
    /// The width of what is drawn, in the unit of the advances.
    pub width: f32,
    /// Ends where the text does or where it asks for a new line: not to be justified.
    pub closes: bool,
    /// Split inside a run that must not be split, because the run is longer than a line.
    pub emergency: bool,
}

/// How freely a line may end before a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chance {
    Never,
    /// Only to save a run longer than a line, such as a long web address.
    Need,
    Free,
    Must,
}

/// Breaks a paragraph. `advances` has the width of every character; the first line may be `first` wide, others `rest`.
#[must_use]
pub fn break_lines(text: &[char], advances: &[f32], first: f32, rest: f32) -> Vec<Line> {
    let chances = chances(text);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let limit = if start == 0 { first } else { rest };
        let line = next_line(text, advances, &chances, start, limit);
        start = line.end;
        lines.push(line);
    }
    lines
}

/// The longest line from `start` that fits; one character at least.
fn next_line(text: &[char], advances: &[f32], chances: &[Chance], start: usize, limit: f32) -> Line {
    let (mut free, mut need, mut any) = (None, None, None);
    let mut width = 0.0;
    let mut end = text.len();
    let mut closes = true;
    let mut emergency = false;
    for i in start..text.len() {
        if i > start {
            match chances[i] {
                Chance::Must => {
                    end = i;
                    break;
                }
                Chance::Free => free = Some(i),
                Chance::Need => need = Some(i),
                Chance::Never if !is_invisible(text[i]) => any = Some(i),
                Chance::Never => {}
            }
        }
        width += advances[i];
        // Spaces at a line's end hang over the margin.
        if !is_space(text[i])
            && width > limit + TOLERANCE
            && let Some(at) = free.or(need).or(any)
        {
            emergency = free.is_none();
            closes = false;
            end = at;
            break;
        }
    }
    let shown = (start..end).rev().find(|&i| !is_space(text[i])).map_or(start, |last| last + 1);
    let width = advances[start..shown].iter().sum();
    Line { start, shown, end, width, closes, emergency }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}

/// How freely a line may end before each character.
fn chances(text: &[char]) -> Vec<Chance> {
    let string: String = text.iter().collect();
    let mut chances = vec![Chance::Never; text.len() + 1];
    let mut starts = vec![0; string.len() + 1];
    for (i, (at, _)) in string.char_indices().enumerate() {
        starts[at] = i;
    }
    starts[string.len()] = text.len();
    for (at, opportunity) in linebreaks(&string) {
        let i = starts[at];
        chances[i] = match opportunity {
            BreakOpportunity::Mandatory => Chance::Must,
            BreakOpportunity::Allowed if i >= text.len() || i == 0 => Chance::Free,
            BreakOpportunity::Allowed if kinsoku(text[i - 1], text[i]) || glued(text, i) => Chance::Never,
            BreakOpportunity::Allowed if inside_word(text, i) => Chance::Need,
            BreakOpportunity::Allowed => Chance::Free,
        };
    }
    chances
}

/// Whether a line may not end between these two characters.
#[must_use]
pub fn kinsoku(before: char, after: char) -> bool {
    NOT_FIRST.contains(after) && !is_space(before) || NOT_LAST.contains(before)
}

/// Whether the two sides of `i` are one quantity: a number and its unit, two halves of a telephone number.
fn glued(text: &[char], i: usize) -> bool {
    let (before, after) = (text[i - 1], text[i]);
    if before.is_ascii_digit() && UNITS.contains(after) {
        return true;
    }
    // 1.8億 and 元 are one amount.
    if "萬億千百".contains(before) && UNITS.contains(after) && i >= 2 && text[i - 2].is_ascii_digit() {
        return true;
    }
    if before != ' ' {
        return false;
    }
    let Some(left) = (0..i).rev().find(|&j| text[j] != ' ') else { return false };
    if matches!(text[left], '$' | '＄') && after.is_ascii_digit() {
        return true;
    }
    let leader: Vec<char> =
        text[..=left].iter().rev().take_while(|c| c.is_ascii_alphabetic() || **c == '.').copied().collect();
    if LEADERS.contains(&leader.iter().rev().collect::<String>().as_str()) {
        return true;
    }
    if !text[left].is_ascii_digit() {
        return false;
    }
    let digits_left = text[..=left].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let digits_right = text[i..].iter().take_while(|c| c.is_ascii_digit()).count();
    let word: String = text[i..].iter().take_while(|c| !is_space(**c)).collect();
    let word = word.trim_end_matches(|c| NOT_FIRST.contains(c));
    (digits_left >= 3 && digits_right >= 4) || matches!(after, '%' | '°') || UNIT_WORDS.contains(&word)
}

/// Whether `i` is inside a Latin word, address or number: after a hyphen or slash between letters or digits.
fn inside_word(text: &[char], i: usize) -> bool {
    let joins = matches!(text[i - 1], '-' | '/' | '‐' | '–' | '.' | '@' | '&' | '_');
    joins && i >= 2 && (text[i - 2].is_ascii_alphanumeric() || text[i - 2] == '/') && text[i].is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::visible::is_wide;
    use proptest::prelude::*;

    fn advances(text: &[char]) -> Vec<f32> {
        text.iter()
            .map(|&c| {
                if c == '\n' {
                    0.0
                } else if is_wide(c) || "…—“”".contains(c) {
                    1.0
                } else {
                    0.5
                }
            })
            .collect()
    }

    fn lines(text: &str, width: f32) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        break_lines(&text, &advances(&text), width, width)
            .iter()
            .map(|line| text[line.start..line.shown].iter().collect())
            .collect()
    }

    #[test]
    fn closing_marks_never_begin_and_opening_marks_never_end_a_line() {
        assert_eq!(lines("一二三四，五六", 4.0), ["一二三", "四，五六"]);
        assert_eq!(lines("一二三（四）五", 4.0), ["一二三", "（四）五"]);
        assert_eq!(lines("一二三四」。五", 4.0), ["一二三", "四」。五"]);
    }

    #[test]
    fn dashes_and_dots_stay_whole() {
        assert_eq!(lines("一二三——四", 4.0), ["一二", "三——四"]);
        assert_eq!(lines("一二三……四", 4.0), ["一二", "三……四"]);
    }

    #[test]
    fn words_telephones_and_quantities_stay_whole() {
        assert_eq!(lines("電話二三2835 1107查詢", 6.0), ["電話二三", "2835 1107查", "詢"]);
        assert_eq!(lines("CHAN Tai-man", 5.0), ["CHAN", "Tai-man"]);
        assert_eq!(lines("一二三四2026年", 6.0), ["一二三四", "2026年"]);
        assert_eq!(lines("一二三四1.8億元", 6.5), ["一二三四", "1.8億元"]);
        assert_eq!(lines("raised by 25 mm", 6.5), ["raised by", "25 mm"]);
        assert_eq!(lines("一二三 50%", 4.5), ["一二三", "50%"]);
    }

    #[test]
    fn a_run_longer_than_a_line_is_split_and_says_so() {
        let text: Vec<char> = "https://example.gov.hk/aaaaaaaaaaaaaaaaaaaaaaaaa".chars().collect();
        let lines = break_lines(&text, &advances(&text), 6.0, 6.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| line.width <= 6.0));
        assert!(lines[..lines.len() - 1].iter().all(|line| line.emergency));
    }

    #[test]
    fn a_line_feed_closes_a_line_and_nothing_has_no_lines() {
        assert_eq!(lines("一\n\n二", 9.0), ["一", "", "二"]);
        assert!(lines("", 9.0).is_empty());
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("，".to_owned()),
            Just("。」".to_owned()),
            Just("（".to_owned()),
            Just("「『".to_owned()),
            Just("……".to_owned()),
            Just("——".to_owned()),
            Just("2835 1107".to_owned()),
            Just("25 kg".to_owned()),
            Just("15%".to_owned()),
            Just("\n".to_owned()),
            Just(" ".to_owned()),
            Just("𨋢㗎埗邨鰂".to_owned()),
            "[a-z]{1,9}",
            "[0-9]{1,6}",
            "[一-龥]{1,12}",
            Just("Tai-man".to_owned()),
            Just("！？".to_owned()),
        ];
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_lost_kinsoku_kept_no_line_too_wide(text in text(), first in 4.0f32..30.0, rest in 8.0f32..40.0) {
            let text: Vec<char> = text.chars().collect();
            let advances = advances(&text);
            let lines = break_lines(&text, &advances, first, rest);
            let mut at = 0;
            for (i, line) in lines.iter().enumerate() {
                prop_assert_eq!(line.start, at);
                prop_assert!(line.start < line.end && line.shown <= line.end);
                prop_assert!(text[line.shown..line.end].iter().all(|c| is_space(*c)));
                let limit = if i == 0 { first } else { rest };
                prop_assert!(line.width <= limit + TOLERANCE, "{} > {}", line.width, limit);
                at = line.end;
                if line.closes || line.emergency { continue; }
                let (before, after) = (text[line.end - 1], text[line.end]);
                prop_assert!(!NOT_FIRST.contains(after) || is_space(before), "line begins with {after}");
                prop_assert!(!NOT_LAST.contains(before), "line ends with {before}");
                prop_assert!(!(before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric()));
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
