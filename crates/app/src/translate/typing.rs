//! Slips of the pen in a translation: the last stop, half-width stops in Chinese, brackets left open, words twice.

use std::collections::BTreeSet;

use gungman_core::{Lang, Severity, is_han};

use super::look::Fault;

/// What may be a slip in `target`, a translation of `source` into `lang`.
pub(super) fn slips(source: &str, target: &str, lang: Lang) -> Vec<Fault> {
    let mut out = Vec::new();
    let mut warn = |code, value: String| out.push(Fault::new(code, Severity::Warning, value));
    if target.trim().is_empty() {
        return out;
    }
    if let (Some(wanted), Some(is)) = (ending(source), ending(target))
        && wanted != is
    {
        warn("end_differs", format!("{wanted} → {is}"));
    }
    if lang.is_chinese() {
        for (before, stop, after) in neighbours(target) {
            if matches!(stop, ',' | ';' | ':' | '?' | '!') && is_han(before) && (is_han(after) || after == ' ') {
                warn("half_width", stop.to_string());
            }
        }
    }
    for open in unmatched(target).difference(&unmatched(source)) {
        warn("bracket_open", open.to_string());
    }
    for twice in doubled(target, lang) {
        // 漸漸 in the source's own language is for the source to answer for.
        if !source.contains(&twice) {
            warn("doubled", twice);
        }
    }
    if target.contains("。。") || target.contains("，，") || target.contains("、、") || target.contains(" ,") {
        warn("stop_twice", String::new());
    }
    out
}

/// Which kind of stop a sentence ends with, by its Chinese form; nothing where it has none and none is wanted.
fn ending(text: &str) -> Option<char> {
    let text = text.trim_end().trim_end_matches(['」', '』', '”', '"', '’', '\'', '）', ')', ']']);
    let end = text.trim_end().chars().next_back()?;
    match end {
        '.' | '。' => Some('。'),
        '?' | '？' => Some('？'),
        '!' | '！' => Some('！'),
        ':' | '：' => Some('：'),
        ';' | '；' => Some('；'),
        c if c.is_alphanumeric() => Some('—'),
        _ => None,
    }
}

fn neighbours(text: &str) -> impl Iterator<Item = (char, char, char)> {
    let chars: Vec<char> = text.chars().collect();
    (1..chars.len().saturating_sub(1))
        .map(move |at| (chars[at - 1], chars[at], chars[at + 1]))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The brackets and quotation marks that are opened and not closed, or closed and not opened, each by its kind.
fn unmatched(text: &str) -> BTreeSet<char> {
    const PAIRS: [(char, char, char); 6] = [
        ('(', ')', '('),
        ('（', '）', '('),
        ('「', '」', '「'),
        ('『', '』', '『'),
        ('《', '》', '《'),
        ('[', ']', '['),
    ];
    let mut balance = [0_i32; PAIRS.len()];
    for c in text.chars() {
        for (n, (open, close, _)) in PAIRS.iter().enumerate() {
            balance[n] += i32::from(c == *open) - i32::from(c == *close);
        }
    }
    // A half-width bracket may be closed by a full-width one in a mixed text.
    balance[0] += balance[1];
    balance[1] = 0;
    let open = PAIRS.iter().zip(balance).filter(|(_, balance)| *balance != 0);
    open.map(|((_, _, kind), _)| *kind).collect()
}

/// Words that stand twice in a row.
fn doubled(text: &str, lang: Lang) -> Vec<String> {
    let mut out = Vec::new();
    if lang.is_chinese() {
        let chars: Vec<char> = text.chars().collect();
        // Single characters are doubled by right (人人, 漸漸); two and more hardly ever.
        for length in 2..=4 {
            for at in 0..chars.len().saturating_sub(2 * length - 1) {
                let (a, b) = (&chars[at..at + length], &chars[at + length..at + 2 * length]);
                if a == b && a.iter().all(|c| is_han(*c)) && a.iter().any(|c| *c != a[0]) {
                    out.push(a.iter().chain(b).collect());
                }
            }
        }
        out.extend(text.contains("的的").then(|| "的的".to_owned()));
        return out;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let letters = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic());
    for pair in words.windows(2) {
        let [a, b] = pair else { continue };
        let b = b.trim_end_matches(|c: char| c.is_ascii_punctuation());
        // "had had" and "that that" are English.
        if letters(a) && a.eq_ignore_ascii_case(b) && !["had", "that"].contains(a) {
            out.push(format!("{a} {b}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(source: &str, target: &str, lang: Lang) -> Vec<String> {
        slips(source, target, lang).into_iter().map(|fault| format!("{} {}", fault.code, fault.value)).collect()
    }

    #[test]
    fn slips_are_told_and_good_sentences_pass() {
        let zh = |source, target| codes(source, target, Lang::ZhHantHk);
        assert_eq!(zh("The fee is due.", "費用到期"), ["end_differs 。 → —"]);
        assert_eq!(zh("Fees (new): due.", "費用（新:到期。"), ["half_width :", "bracket_open ("]);
        assert_eq!(
            zh("The fee is due.", "有關有關費用的的期限已屆。。"),
            ["doubled 有關有關", "doubled 的的", "stop_twice "]
        );
        assert!(zh("Fees (new)", "費用（新）").is_empty());
        assert!(zh("He said: \u{201c}Yes.\u{201d}", "他說：「是。」").is_empty());
        assert!(zh("All are welcome.", "人人均可參加。").is_empty());
        let en = |source, target| codes(source, target, Lang::EnGb);
        assert_eq!(en("費用到期。", "The the fee is due"), ["end_differs 。 → —", "doubled The the"]);
        assert!(en("費用到期。", "The fee that that office had had is due.").is_empty());
    }

    #[test]
    fn the_set_of_good_translations_raises_few() {
        let set = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/translate.jsonl")).unwrap();
        let mut all = Vec::new();
        for line in set.lines().filter(|line| !line.trim().is_empty()) {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| case[key].as_str().unwrap().to_owned();
            let lang = if text("source_lang").starts_with("en") { Lang::ZhHantHk } else { Lang::EnGb };
            all.extend(codes(&text("source"), &text("reference"), lang));
        }
        assert!(all.len() <= 3, "{all:?}");
    }
}
