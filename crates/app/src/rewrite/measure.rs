//! What code can say about a rewriting: facts, negations, language, length.

use gungman_core::{Fact, FactState, Issue, Lang, Severity, is_han};
use gungman_lang::{facts, script};

use super::actions::signs;
use crate::messages::Messages;
use crate::prompt::listed;

/// One thing that is not right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: &'static str,
    pub severity: Severity,
    pub value: String,
}

/// Characters in Chinese, words in English.
pub(super) fn length(text: &str, lang: Lang) -> usize {
    if lang.is_chinese() {
        text.chars().filter(|c| c.is_alphanumeric()).count()
    } else {
        text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
    }
}

/// How much longer an answer may be than what it came from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Room {
    /// As long as it takes, within reason.
    Some,
    /// No longer than it was, or than this.
    Less(Option<u32>),
    /// As long as it becomes.
    Any,
}

/// What of `new`, which was made of `old`, is not right. `known` may be stated beside the facts of `old`.
pub(super) fn faults(old: &str, new: &str, known: &[Fact], lang: Lang, room: Room) -> Vec<Fault> {
    use Severity::{Error, Warning};
    let fault = |code, severity, value: &str| Fault { code, severity, value: value.to_owned() };
    if new.trim().is_empty() {
        return vec![fault("rewrite_empty", Error, "")];
    }
    let mut out = Vec::new();
    for row in facts::compare(&facts::find(old), known, &[new.to_owned()], lang) {
        match row.state {
            FactState::Missing => out.push(fault("rewrite_missing", Error, &row.target)),
            FactState::Changed => out.push(fault("rewrite_changed", Error, &row.target)),
            FactState::Foreign => out.push(fault("rewrite_foreign", Error, &row.source)),
            FactState::Pending | FactState::Present => {}
        }
    }
    let han = |text: &str| text.chars().filter(|c| is_han(*c)).count();
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count();
    let other = match lang {
        Lang::ZhHantHk => han(new) * 5 < letters(new) && han(old) * 5 >= letters(old),
        Lang::EnGb => han(new) * 5 > new.chars().count() && han(old) * 5 <= old.chars().count(),
    };
    if other {
        out.push(fault("rewrite_language", Error, ""));
    }
    for word in script::untranslated(new, lang) {
        if !old.contains(&word) {
            out.push(fault("rewrite_mixed", Error, &word));
        }
    }
    if lang.is_chinese() {
        out.extend(script::find_simplified(new).into_iter().map(|(_, c)| fault("simplified", Error, &c.to_string())));
    }
    for token in tokens(old).into_iter().filter(|token| !holds(new, token)) {
        out.push(fault("rewrite_missing", Error, &token));
    }
    for token in tokens(new).into_iter().filter(|token| !holds(old, token)) {
        if !known.iter().any(|fact| holds(&fact.source, &token)) {
            out.push(fault("rewrite_foreign", Error, &token));
        }
    }
    if denials(old, lang) != denials(new, lang) {
        out.push(fault("rewrite_negation", Warning, ""));
    } else if excepts(old, lang, 1) && !excepts(new, lang, 2) {
        out.push(fault("rewrite_exception", Warning, ""));
    }
    if let Some(word) = spoken(new, lang).filter(|_| length(old, lang) > 0) {
        out.push(fault("rewrite_spoken", Error, word));
    }
    let (was, is) = (length(old, lang), length(new, lang));
    match room {
        Room::Some if is > was * 2 + 12 => out.push(fault("rewrite_long", Error, &is.to_string())),
        Room::Some if is * 4 < was => out.push(fault("rewrite_short", Warning, "")),
        Room::Less(Some(most)) if is > most as usize => out.push(fault("rewrite_over", Warning, &is.to_string())),
        Room::Less(_) if is >= was && was > 0 => out.push(fault("rewrite_over", Warning, &is.to_string())),
        _ => {}
    }
    if loops(new) && !loops(old) {
        out.push(fault("rewrite_loop", Error, ""));
    }
    out
}

/// Whether a text says no anywhere.
pub(super) fn denies(text: &str, lang: Lang) -> bool {
    denials(text, lang) > 0
}

/// How often a text says no.
pub(crate) fn denials(text: &str, lang: Lang) -> usize {
    let Ok(signs) = signs(lang) else { return 0 };
    let text = signs.affirmed.iter().fold(text.to_lowercase().replace('’', "'"), |text, word| text.replace(word, ""));
    if lang.is_chinese() {
        return signs.negations.iter().map(|word| text.matches(word.as_str()).count()).sum();
    }
    let denies =
        |word: &&str| signs.negations.iter().any(|sign| word == sign || sign == "n't" && word.ends_with("n't"));
    text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(denies).count()
}

/// Whether a text makes an exception, by the first so many of the lists.
fn excepts(text: &str, lang: Lang, lists: usize) -> bool {
    let text = text.to_lowercase();
    signs(lang)
        .is_ok_and(|signs| signs.exceptions.iter().take(lists).flatten().any(|word| text.contains(word.as_str())))
}

/// A spoken word in a text.
fn spoken(text: &str, lang: Lang) -> Option<&'static str> {
    let found = signs(lang).ok()?.spoken.iter().find(|word| text.contains(word.as_str()));
    found.map(String::as_str)
}

/// What of a text has to be taken over letter by letter and is none of its facts: what is joined of figures and letters (7(c), PC/SSP/1127/27,
/// 14.3), and titles in their marks.
fn tokens(text: &str) -> Vec<String> {
    let facts = facts::find(text);
    let free = |at: usize| {
        !facts.iter().any(|fact| (fact.start as usize..fact.start as usize + fact.source.len()).contains(&at))
    };
    let joined = |c: char| c.is_ascii_alphanumeric() || "/.-()".contains(c);
    let mut out = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_alphanumeric()).map(|at| rest + at) {
        let end = text[start..].find(|c: char| !joined(c)).map_or(text.len(), |at| start + at);
        rest = end;
        let token = text[start..end].trim_end_matches(['.', '-', '/', '(']);
        let token = if token.contains('(') { token } else { token.trim_end_matches(')') };
        let figures =
            token.chars().any(|c| c.is_ascii_digit()) && token.chars().any(|c| !c.is_ascii_digit() && c != ')');
        if figures && (start..start + token.len()).all(|at| !text.is_char_boundary(at) || free(at)) {
            out.push(token.to_owned());
        }
    }
    for (open, close) in [('《', '》'), ('「', '」')] {
        let inside = text.match_indices(open).filter_map(|(at, mark)| text[at + mark.len()..].split_once(close));
        out.extend(inside.map(|(title, _)| title.to_owned()).filter(|title| (1..=16).contains(&title.chars().count())));
    }
    out
}

/// Whether a text has a token, blanks and case apart.
fn holds(text: &str, token: &str) -> bool {
    let bare = |text: &str| text.to_lowercase().replace([' ', ','], "");
    bare(text).contains(&bare(token))
}

/// Whether a text says the same a third time.
fn loops(text: &str) -> bool {
    let parts: Vec<&str> =
        text.split(['。', '；', '.', ';', '\n']).map(str::trim).filter(|p| p.chars().count() > 5).collect();
    parts.iter().any(|part| parts.iter().filter(|other| *other == part).count() > 2)
}

/// How bad it is.
pub(super) fn weight(faults: &[Fault]) -> usize {
    let of = |severity| faults.iter().filter(|fault| fault.severity == severity).count();
    of(Severity::Error) * 100 + of(Severity::Warning)
}

/// The faults under the names by which the prompts ask for them.
pub(super) fn named(faults: &[Fault], messages: &Messages, lang: Lang) -> [(&'static str, String); 3] {
    let of = |codes: &[&str]| {
        listed(faults.iter().filter(|fault| codes.contains(&fault.code)).map(|fault| fault.value.clone()), lang)
    };
    let facts = ["rewrite_missing", "rewrite_changed", "rewrite_foreign"];
    let rest = faults.iter().filter(|fault| !facts.contains(&fault.code));
    let said =
        rest.map(|fault| messages.issue(fault.code, &fault.value).get(lang).trim_end_matches(['。', '.']).to_owned());
    [
        ("missing", of(&["rewrite_missing", "rewrite_changed"])),
        ("foreign", of(&["rewrite_foreign"])),
        ("other", listed(said, lang)),
    ]
}

/// A fault for a reader.
pub(super) fn issue(fault: &Fault, messages: &Messages) -> Issue {
    Issue {
        code: fault.code.to_owned(),
        severity: fault.severity,
        message: messages.issue(fault.code, &fault.value),
        field: None,
        block: None,
        excerpt: (!fault.value.is_empty()).then(|| fault.value.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(old: &str, new: &str, lang: Lang) -> Vec<&'static str> {
        faults(old, new, &[], lang, Room::Some).iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn what_changes_the_meaning_is_told() {
        let zh = Lang::ZhHantHk;
        let old = "請於2027年3月31日前交回表格，費用500元，逾期不予處理。";
        assert!(codes(old, old, zh).is_empty());
        assert_eq!(codes(old, "請於2027年3月31日前交回表格，逾期不予處理。", zh), ["rewrite_missing"]);
        assert!(codes(old, &old.replace("500", "600"), zh).contains(&"rewrite_changed"));
        assert_eq!(codes(old, &old.replace("不予", "將予"), zh), ["rewrite_negation"]);
        assert!(
            codes(old, "Please return it by 31 March 2027 with $500; none is late.", zh).contains(&"rewrite_language")
        );
        assert_eq!(codes("Pay now.", "", Lang::EnGb), ["rewrite_empty"]);
        assert_eq!(codes("You must not enter.", "You must enter.", Lang::EnGb), ["rewrite_negation"]);
        let en = Lang::EnGb;
        let unless = "Pupils shall not be readmitted for 48 hours, save where a certificate is produced.";
        assert_eq!(codes(unless, "Pupils shall not be readmitted for 48 hours.", en), ["rewrite_exception"]);
        let trade = "Hawkers cannot trade here, and the permit will not be given.";
        assert_eq!(codes(trade, "Hawkers can trade here, and the permit will not be given.", en), ["rewrite_negation"]);
        let case = "鼠患個案已跟進（編號PC/SSP/1127/27），詳見「潔淨大行動」單張第7(c)項。";
        assert!(codes(case, case, zh).is_empty());
        assert_eq!(codes(case, "鼠患個案已跟進（編號PC/SSP/1127/27）。", zh), ["rewrite_missing", "rewrite_missing"]);
        assert_eq!(codes(case, &case.replace("1127", "1172"), zh), ["rewrite_missing", "rewrite_foreign"]);
        assert!(codes("佢哋未覆。", "佢哋未有回覆。", zh).contains(&"rewrite_spoken"));
        let again = "請準時出席會議。請準時出席會議。請準時出席會議。";
        assert!(codes("請準時出席有關的會議。", again, zh).contains(&"rewrite_loop"));
    }
}
