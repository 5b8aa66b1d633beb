//! From the model's stream of characters to blocks of the body.
//!
//! The model is told to write one paragraph a line. What it adds all the same (numbers, a heading, a salutation, a
//! closing) belongs to the program and is taken off here by rule.

use gungman_core::{Block, Lang};

/// Cuts a stream into lines as they come.
#[derive(Debug, Default)]
pub struct Lines {
    rest: String,
}

impl Lines {
    /// Takes the next characters; gives back the lines they finish.
    pub fn push(&mut self, text: &str) -> Vec<String> {
        self.rest.push_str(text);
        let Some((finished, rest)) = self.rest.rsplit_once('\n') else { return Vec::new() };
        let lines = finished.lines().map(str::to_owned).collect();
        self.rest = rest.to_owned();
        lines
    }

    /// The line being written.
    #[must_use]
    pub fn unfinished(&self) -> &str {
        &self.rest
    }

    /// The last line, when the stream has ended.
    #[must_use]
    pub fn finish(self) -> String {
        self.rest
    }
}

/// A line of the model's as a block, or nothing when the line is not body text.
///
/// `subject` is the document's: a model likes to repeat it as a heading.
#[must_use]
pub fn block(line: &str, subject: &str, lang: Lang) -> Option<Block> {
    let framed = is_frame(bare(line), subject, lang);
    let block = unmarked(line).filter(|_| !framed)?;
    let paragraph = matches!(block, Block::Paragraph { .. });
    (!paragraph || !is_frame(&block.text(), subject, lang)).then_some(block)
}

/// A line of the model's as a block, without the numbers, bullets and stars it was given.
#[must_use]
pub fn unmarked(line: &str) -> Option<Block> {
    let line = bare(line);
    if let Some((level, text)) = item(line) {
        return Some(Block::item(level, text.replace("**", "")));
    }
    let text = unnumbered(line).replace("**", "");
    (!text.is_empty()).then(|| Block::paragraph(text))
}

fn bare(line: &str) -> &str {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    line.trim_start_matches(['#', '*', '-', '•', '●', '·', '　', ' ']).trim_end_matches('*').trim()
}

/// `(a) …` and `(i) …`, half or full width.
fn item(line: &str) -> Option<(u8, &str)> {
    let rest = line.strip_prefix(['(', '（'])?;
    let end = rest.find([')', '）'])?;
    let (mark, text) = rest.split_at(end);
    let text = text.trim_start_matches([')', '）', ' ', '　', '\t']);
    let roman = !mark.is_empty() && mark.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let letter = mark.len() == 1 && mark.chars().all(|c| c.is_ascii_lowercase());
    match (roman, letter) {
        (true, _) if mark != "v" && mark != "x" => Some((2, text)),
        (_, true) => Some((1, text)),
        _ => None,
    }
}

/// Takes `2. `, `2、`, `（二）`, `二、`, `第二段：` off the front: the program numbers paragraphs itself.
fn unnumbered(line: &str) -> &str {
    let digits = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bracketed = line.strip_prefix(['(', '（']).and_then(|rest| {
        let after = rest.trim_start_matches(digits);
        (after.len() < rest.len()).then(|| after.strip_prefix([')', '）'])).flatten()
    });
    if let Some(rest) = bracketed {
        return rest.trim_start_matches(['、', '.', '．', ' ', '　']);
    }
    let after = line.trim_start_matches(digits);
    let count = line.chars().count() - after.chars().count();
    if !(1..=2).contains(&count) {
        return line;
    }
    if let Some(rest) = after.strip_prefix(['、', '．']) {
        return rest.trim_start();
    }
    match after.strip_prefix('.') {
        // “2. The” is a number; “2.5 million” is not.
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => rest.trim_start_matches([' ', '　', '\t']),
        _ => line,
    }
}

/// Whether a line is a heading, a salutation or a closing rather than body text.
fn is_frame(line: &str, subject: &str, lang: Lang) -> bool {
    let bare = line.trim_end_matches(['：', ':', '。', '.', ',', '，']).trim();
    if !subject.is_empty() && bare == subject.trim() {
        return true;
    }
    let starts = |words: &[&str]| words.iter().any(|word| bare.starts_with(word));
    let is = |words: &[&str]| words.iter().any(|word| bare.eq_ignore_ascii_case(word));
    match lang {
        Lang::ZhHantHk => {
            is(&["便箋", "公函", "正文", "此致", "謹啟", "謹覆", "敬啟者", "敬覆者", "敬禮", "順頌公祺", "必須包括"])
                || starts(&["標題：", "主旨：", "自稱：", "對稱：", "必須包括：", "要點：", "收件人：", "日期："])
        }
        Lang::EnGb => {
            is(&["memo", "letter", "yours sincerely", "yours faithfully", "best regards", "regards", "sincerely"])
                || starts(&["Subject:", "Self:", "Other:", "Notes:", "Must include:", "To:", "From:", "Date:"])
                || (starts(&["Dear "]) && bare.split_whitespace().count() <= 5)
        }
    }
}

/// Whether a short statement goes on in the paragraph before. A request or a condition never does: it is what the reader
/// looks for.
#[must_use]
pub fn joins(previous: &Block, next: &Block, lang: Lang) -> bool {
    const REQUESTS: [&str; 12] = [
        "請",
        "敬請",
        "現請",
        "另請",
        "如",
        "Please",
        "If ",
        "Should ",
        "You are",
        "We should",
        "Thank",
        "For enquiries",
    ];
    let paragraph = |block: &Block| matches!(block, Block::Paragraph { .. });
    let (text, before) = (next.text(), previous.text().chars().count());
    let length = text.chars().count();
    // So short that a clerk would not give it a number of its own, and as long as a paragraph may become, in characters.
    let (short, long) = match lang {
        Lang::ZhHantHk => (24, 100),
        Lang::EnGb => (75, 330),
    };
    paragraph(previous)
        && paragraph(next)
        && length <= short
        && before + length <= long
        && !REQUESTS.iter().any(|word| text.starts_with(word))
}

/// A paragraph with another sentence behind it.
#[must_use]
pub fn joined(previous: &Block, text: &str, lang: Lang) -> Block {
    let gap = if lang.is_chinese() { "" } else { " " };
    Block::paragraph(format!("{}{gap}{text}", previous.text()))
}

/// The text of a list's item with the stop its place asks for: `；` and `。`, `; and` before the last in English.
#[must_use]
pub fn list_item(text: &str, last: bool, before_last: bool, lang: Lang) -> String {
    let stops = ['。', '；', '，', '.', ';', ',', ' '];
    let text = text.trim_end_matches(stops);
    let text = text.strip_suffix(" and").or_else(|| text.strip_suffix(";and")).unwrap_or(text).trim_end_matches(stops);
    let stop = match (lang, last, before_last) {
        (Lang::ZhHantHk, true, _) => "。",
        (Lang::ZhHantHk, false, _) => "；",
        (Lang::EnGb, true, _) => ".",
        (Lang::EnGb, false, true) => "; and",
        (Lang::EnGb, false, false) => ";",
    };
    format!("{text}{stop}")
}

/// The text of a paragraph that a list follows: it ends with a colon.
#[must_use]
pub fn opening_a_list(text: &str, lang: Lang) -> String {
    let text = text.trim_end_matches(['。', '；', '，', '：', '.', ';', ',', ':']);
    format!("{text}{}", if lang.is_chinese() { "：" } else { ":" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &str, lang: Lang) -> Option<String> {
        block(line, "火警演習", lang).map(|block| block.text())
    }

    #[test]
    fn what_belongs_to_the_program_is_taken_off() {
        let zh = Lang::ZhHantHk;
        assert_eq!(text("2.　請於3月3日覆。", zh).as_deref(), Some("請於3月3日覆。"));
        assert_eq!(text("二、請覆。", zh).as_deref(), Some("請覆。"));
        assert_eq!(text("（三）請覆。", zh).as_deref(), Some("請覆。"));
        assert_eq!(text("一月三日起實施。", zh).as_deref(), Some("一月三日起實施。"));
        assert_eq!(text("10人出席。", zh).as_deref(), Some("10人出席。"));
        assert_eq!(text("2.5億元撥款", zh).as_deref(), Some("2.5億元撥款"));
        for frame in ["標題：火警演習", "火警演習", "此致", "  ", "**便箋**"] {
            assert_eq!(text(frame, zh), None, "{frame}");
        }
        let en = Lang::EnGb;
        assert_eq!(text("2. The drill", en).as_deref(), Some("The drill"));
        assert_eq!(text("Dear Mr Chan,", en), None);
        assert_eq!(text("Yours sincerely,", en), None);
        assert!(text("Dear colleagues are asked to note that the drill is on Friday.", en).is_some());
    }

    #[test]
    fn items_keep_their_level() {
        assert_eq!(block("(a) desks", "", Lang::EnGb), Some(Block::item(1, "desks")));
        assert_eq!(block("（ii）檔案", "", Lang::ZhHantHk), Some(Block::item(2, "檔案")));
    }

    #[test]
    fn short_statements_join_and_requests_do_not() {
        let long = Block::paragraph("本署將於2026年12月8日舉行火警演習。");
        let zh = Lang::ZhHantHk;
        assert!(joins(&long, &Block::paragraph("費用為500元。"), zh));
        assert!(!joins(&long, &Block::paragraph("請於3月3日前回覆。"), zh));
        assert!(!joins(&Block::item(1, "甲"), &Block::paragraph("費用為500元。"), zh));
        assert_eq!(joined(&long, "費用為500元。", zh).text(), "本署將於2026年12月8日舉行火警演習。費用為500元。");
        assert_eq!(joined(&Block::paragraph("One."), "Two.", Lang::EnGb).text(), "One. Two.");
    }

    #[test]
    fn a_list_has_its_stops() {
        assert_eq!(list_item("升降機暫停服務。", false, true, Lang::ZhHantHk), "升降機暫停服務；");
        assert_eq!(list_item("the lifts stop.", false, true, Lang::EnGb), "the lifts stop; and");
        assert_eq!(list_item("exits open", true, false, Lang::EnGb), "exits open.");
        assert_eq!(opening_a_list("安排如下。", Lang::ZhHantHk), "安排如下：");
    }

    #[test]
    fn lines_come_whole_whatever_the_chunks() {
        let mut lines = Lines::default();
        assert!(lines.push("甲乙").is_empty());
        assert_eq!(lines.push("丙\n丁\n戊"), ["甲乙丙", "丁"]);
        assert_eq!(lines.unfinished(), "戊");
        assert_eq!(lines.finish(), "戊");
    }
}
