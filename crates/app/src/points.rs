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
    /// Whether it is a paragraph of its own that stays word for word as it is: `=`.
    pub verbatim: bool,
    /// What of an incoming letter it answers: the `問：` line above it.
    pub about: String,
    /// Who acts, as typed in 【】 at the end; kept from the model and put back behind what it wrote.
    pub action: String,
    /// The lines of the document's source it comes from, as typed in 〔〕 at the front; from 1.
    pub lines: Vec<u32>,
}

impl Point {
    fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            item: false,
            opens_list: false,
            heading: false,
            verbatim: false,
            about: String::new(),
            action: String::new(),
            lines: Vec::new(),
        }
    }
}

/// What begins a line that says what the lines under it answer.
const QUESTIONS: [&str; 4] = ["問：", "問:", "Q:", "Q："];

/// The question a line is.
fn question(line: &str) -> Option<&str> {
    QUESTIONS.iter().find_map(|mark| line.trim_start().strip_prefix(mark)).map(str::trim)
}

/// The paragraph a line keeps word for word.
fn verbatim(line: &str) -> Option<&str> {
    line.trim_start().strip_prefix(['=', '＝']).map(str::trim).filter(|text| !text.is_empty())
}

/// Cuts `〔12〕` or `〔3、15〕` off the front of a line: the lines of the source it comes from, and the rest.
#[must_use]
pub fn take_lines(line: &str) -> (Vec<u32>, &str) {
    let whole = (Vec::new(), line);
    let Some((inner, rest)) = line.trim_start().strip_prefix('〔').and_then(|rest| rest.split_once('〕')) else {
        return whole;
    };
    let numbers: Result<Vec<u32>, _> = inner.split(['、', ',', '，']).map(|number| number.trim().parse()).collect();
    numbers.map_or(whole, |numbers| (numbers, rest.trim_start()))
}

/// The points without the marks that name the lines of the source.
#[must_use]
pub fn unlined(points: &str) -> String {
    points.lines().map(|line| take_lines(line).1).collect::<Vec<_>>().join("\n")
}

/// The points that name lines of the source: those lines, and what the point says, without who acts.
#[must_use]
pub fn lined(points: &str) -> Vec<(Vec<u32>, &str)> {
    let named = points.lines().map(take_lines).filter(|(lines, _)| !lines.is_empty());
    named.map(|(lines, text)| (lines, take_action(text).map_or(text, |(text, _)| text))).collect()
}

/// Whether a line is a question or a paragraph that is kept as it is, and no note for the model.
#[must_use]
pub fn is_marked(line: &str) -> bool {
    question(line).is_some() || verbatim(line).is_some()
}

/// A line of a note without a mark at its front: it is the officer's note, whatever it begins with.
#[must_use]
pub fn unmark(line: &str) -> String {
    let mut rest = line.trim();
    while let Some(inner) = question(rest).or_else(|| rest.strip_prefix(['=', '＝', '#', '＃']).map(str::trim)) {
        rest = inner;
    }
    rest.to_owned()
}

/// Each question of the points with the notes under it. A mark without a question ends the last one's notes.
#[must_use]
pub fn questions(points: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in points.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(text) = question(line) {
            open = !text.is_empty();
            if open {
                out.push((text.to_owned(), String::new()));
            }
        } else if let Some((_, answer)) = out.last_mut().filter(|_| open && verbatim(line).is_none()) {
            answer.push_str(if answer.is_empty() { "" } else { "\n" });
            answer.push_str(line);
        }
    }
    out
}

/// The points without their questions, and the questions: what a document should state, and what it need not.
#[must_use]
pub fn stated(points: &str) -> (String, String) {
    let points = unlined(points);
    let (asked, said): (Vec<&str>, Vec<&str>) = points.lines().partition(|line| question(line).is_some());
    (said.join("\n"), asked.join("\n"))
}

/// Shorter pieces stay with what they stand beside, in characters.
const SHORTEST: usize = 6;

/// One point a line; a line with several sentences ended by 。 or ； is several points. Lines with a mark under a line that
/// ends with a colon are the items of its list; elsewhere a mark says nothing. A line that begins with `#`, or that says one of
/// the sections `body` knows, is a heading; what stands in 【】 at a line's end is who acts, where `body` has a column of
/// actions. A line that begins with `=` stays as it is; `問：` or `Q:` says what the lines under it answer.
#[must_use]
pub fn split(points: &str, body: &BodyStyle, lang: Lang) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    let mut in_list = false;
    let mut about = String::new();
    for line in points.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (lines, line) = take_lines(line);
        if let Some(text) = question(line) {
            about = text.to_owned();
            in_list = false;
            continue;
        }
        if let Some(text) = verbatim(line) {
            out.push(Point { verbatim: true, lines, ..Point::plain(text) });
            in_list = false;
            continue;
        }
        let from = out.len();
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
            out.push(Point { item: true, action, lines, about: about.clone(), ..Point::plain(text) });
            continue;
        }
        // What comes from notes of a meeting is one sentence of them already; who said it stands at its front.
        let pieces = if lines.is_empty() { sentences(text) } else { vec![text.to_owned()] };
        for sentence in pieces {
            let opens_list = sentence.ends_with(['：', ':']);
            out.push(Point { opens_list, lines: lines.clone(), ..Point::plain(sentence) });
        }
        if let Some(last) = out.last_mut().filter(|last| !last.heading && !last.verbatim) {
            last.action = action;
        }
        for point in &mut out[from..] {
            point.about.clone_from(&about);
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
    use gungman_core::template::AnnexStyle;

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
            annex: AnnexStyle::default(),
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
    fn questions_bind_their_answers_and_kept_paragraphs_stay() {
        let points = "=你的來信收悉。\n問：幾時完工？\n2027年3月完工\n問：可否賠償？\nQ: who?\n路政署負責處理";
        let seen: Vec<_> = cut(points).into_iter().map(|p| (p.verbatim, p.text, p.about)).collect();
        let row = |verbatim, text: &str, about: &str| (verbatim, text.to_owned(), about.to_owned());
        assert_eq!(
            seen,
            [
                row(true, "你的來信收悉。", ""),
                row(false, "2027年3月完工", "幾時完工？"),
                row(false, "路政署負責處理", "who?")
            ]
        );
        let asked = questions(&format!("{points}\n問：\n查詢可致電1823"));
        assert_eq!(
            asked.iter().map(|(_, answer)| answer.as_str()).collect::<Vec<_>>(),
            ["2027年3月完工", "", "路政署負責處理"]
        );
        assert_eq!(stated(points).0, "=你的來信收悉。\n2027年3月完工\n路政署負責處理");
        assert_eq!(unmark("=問：# 甲"), "甲", "a note cannot pass for another mark");
    }

    #[test]
    fn lines_of_the_source_are_named_at_the_front_and_kept_from_the_model() {
        let style = style(Vec::new(), Label::new("負責者", "Action"));
        let points = split("〔12、15〕主席：鋪防滑墊。要快【工程組，1月15日】\n〔x〕甲乙丙丁", &style, Lang::ZhHantHk);
        let seen: Vec<_> = points.iter().map(|p| (p.lines.as_slice(), p.text.as_str(), p.action.as_str())).collect();
        assert_eq!(seen, [(&[12, 15][..], "主席：鋪防滑墊。要快", "工程組，1月15日"), (&[], "〔x〕甲乙丙丁", "")]);
        assert_eq!(stated("〔2〕7單").0, "7單");
        assert_eq!(lined("# 甲\n〔2〕7單【秘書】\n乙"), [(vec![2], "7單")]);
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
