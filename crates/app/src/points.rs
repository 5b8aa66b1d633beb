//! Rough points, cut into what the model writes one after the other.

use gungman_core::Lang;
use gungman_core::template::BodyStyle;
use gungman_lang::style;

/// One point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What the officer typed, without the mark in front.
    pub text: String,
    /// Whether it stands in a list under the point before: `(a)`, `-`, `•`.
    pub item: bool,
    /// Whether a list follows.
    pub opens_list: bool,
    /// Whether it is a heading of the document, which no model writes.
    pub heading: bool,
    /// Who acts, as typed in 【】 at the end; kept from the model and put back behind what it wrote.
    pub action: String,
}

impl Point {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), item: false, opens_list: false, heading: false, action: String::new() }
    }
}

/// Shorter pieces stay with what they stand beside, in characters.
const SHORTEST: usize = 6;

/// One point a line; a line with several sentences ended by 。 or ； is several points. Lines with a mark under a line that
/// ends with a colon are the items of its list; elsewhere a mark says nothing. A line that begins with `#`, or that says one of
/// the sections `body` knows, is a heading; what stands in 【】 at a line's end is who acts, where `body` has a column of
/// actions.
#[must_use]
pub fn split(points: &str, body: &BodyStyle, lang: Lang) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    let mut in_list = false;
    for line in points.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(text) = heading(line, body, lang) {
            out.push(Point { heading: true, ..Point::plain(text) });
            in_list = false;
            continue;
        }
        let (line, action) = match take_action(line).filter(|_| !body.action.zh.is_empty()) {
            Some((line, action)) => (line, action.to_owned()),
            None => (line, String::new()),
        };
        let (marked, text) = unmarked(line);
        in_list = in_list && marked || out.last().is_some_and(|last| last.opens_list && marked);
        if in_list {
            out.push(Point { item: true, action, ..Point::plain(text) });
            continue;
        }
        for sentence in sentences(text) {
            let opens_list = sentence.ends_with(['：', ':']);
            out.push(Point { opens_list, ..Point::plain(sentence) });
        }
        if let Some(last) = out.last_mut().filter(|last| !last.heading) {
            last.action = action;
        }
    }
    // A colon that nothing follows opens no list.
    for at in 0..out.len() {
        let followed = out.get(at + 1).is_some_and(|next| next.item);
        out[at].opens_list = out[at].opens_list && followed;
    }
    out
}

/// The heading a line is, in the language of the document.
fn heading(line: &str, body: &BodyStyle, lang: Lang) -> Option<String> {
    if let Some(text) = line.strip_prefix(['#', '＃']) {
        let text = style::tidy(text.trim_start_matches(['#', '＃']).trim(), lang);
        return (!text.is_empty()).then_some(text);
    }
    let bare = |text: &str| text.trim_end_matches(['：', ':', '。', '.']).trim().to_lowercase();
    let said = bare(unmarked(line).1);
    let section = body.sections.iter().find(|label| bare(&label.zh) == said || bare(&label.en) == said)?;
    Some(section.get(lang).to_owned())
}

/// Cuts `【秘書】` off the end of a line or of a paragraph: what is before it, and what stands in it.
#[must_use]
pub fn take_action(text: &str) -> Option<(&str, &str)> {
    let (before, action) = text.trim_end().strip_suffix('】')?.rsplit_once('【')?;
    let (before, action) = (before.trim_end(), action.trim());
    (!before.is_empty() && !action.is_empty()).then_some((before, action))
}

/// Takes `-`, `•`, `(a)`, `1.`, `一、` off the front of a line.
fn unmarked(line: &str) -> (bool, &str) {
    const BULLETS: [char; 7] = ['-', '–', '•', '●', '·', '*', '◦'];
    if let Some(rest) = line.strip_prefix(BULLETS) {
        return (true, rest.trim_start());
    }
    let in_brackets = line.strip_prefix(['(', '（']).and_then(|rest| rest.split_once([')', '）']));
    if let Some((mark, rest)) = in_brackets
        && is_mark(mark)
    {
        return (true, rest.trim_start());
    }
    // “2.5 million” and “1、2號升降機” begin no list.
    if let Some((mark, rest)) = line.split_once(['.', '、', ')', '）'])
        && is_mark(mark)
        && !rest.starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    {
        return (true, rest.trim_start());
    }
    (false, line)
}

fn is_mark(mark: &str) -> bool {
    let letters = mark.len() == 1 && mark.chars().all(|c| c.is_ascii_lowercase());
    let roman = !mark.is_empty() && mark.len() <= 4 && mark.chars().all(|c| "ivx".contains(c));
    let digits = (1..=2).contains(&mark.len()) && mark.chars().all(|c| c.is_ascii_digit());
    let chinese = (1..=2).contains(&mark.chars().count()) && mark.chars().all(|c| "一二三四五六七八九十".contains(c));
    letters || roman || digits || chinese
}

/// The sentences of a line. A full stop of English ends none: it also stands in `Mr.`, `No.` and `3.5`.
fn sentences(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for piece in line.split_inclusive(['。', '；', '！', '？']) {
        let text = piece.trim().trim_end_matches(['。', '；']).trim();
        if text.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some(last) if text.chars().count() < SHORTEST => {
                last.push('；');
                last.push_str(text);
            }
            _ => out.push(text.to_owned()),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use gungman_core::Label;

    fn style(sections: Vec<Label>, action: Label) -> BodyStyle {
        BodyStyle {
            number_from: 0,
            indent: false,
            flush: Vec::new(),
            press_dates: false,
            sectioned: false,
            mark: String::new(),
            sections,
            action,
        }
    }

    fn cut(points: &str) -> Vec<Point> {
        split(points, &style(Vec::new(), Label::default()), Lang::ZhHantHk)
    }

    #[test]
    fn headings_and_actions_are_kept_from_the_model() {
        let style = style(vec![Label::new("續議事項", "Matters arising")], Label::new("負責者", "Action"));
        let points =
            split("2. Matters arising:\n# 其他\n報告工程進度【工程組】\n2.5 million【】", &style, Lang::ZhHantHk);
        let seen: Vec<_> = points.iter().map(|p| (p.heading, p.text.as_str(), p.action.as_str())).collect();
        let wanted = [
            (true, "續議事項", ""),
            (true, "其他", ""),
            (false, "報告工程進度", "工程組"),
            (false, "2.5 million【】", ""),
        ];
        assert_eq!(seen, wanted);
    }

    fn texts(points: &str) -> Vec<String> {
        cut(points).into_iter().map(|p| if p.item { format!("> {}", p.text) } else { p.text }).collect()
    }

    #[test]
    fn a_line_is_a_point_and_so_is_a_sentence() {
        assert_eq!(
            texts("甲方的來函收到了。請於三月示覆；謝謝\n\n  乙 "),
            ["甲方的來函收到了", "請於三月示覆；謝謝", "乙"]
        );
        assert_eq!(
            texts("Mr. Chan and No. 3 lift. Costs $2.5 million."),
            ["Mr. Chan and No. 3 lift. Costs $2.5 million."]
        );
    }

    #[test]
    fn marks_make_a_list_only_under_a_colon() {
        assert_eq!(
            texts("安排如下：\n(a) 升降機停用\n- 出口開放\n請留意"),
            ["安排如下：", "> 升降機停用", "> 出口開放", "請留意"]
        );
        assert_eq!(texts("1. 甲段的內容\n2. 乙段的內容"), ["甲段的內容", "乙段的內容"]);
        assert!(cut("安排如下：\n請留意").iter().all(|point| !point.opens_list));
        assert_eq!(texts("2.5 million dollars"), ["2.5 million dollars"]);
        assert_eq!(texts("1、2號升降機暫停"), ["1、2號升降機暫停"]);
    }
}
