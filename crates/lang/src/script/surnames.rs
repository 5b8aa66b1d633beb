//! Surnames that a conversion took for words: 餘先生, 範國強.

use std::sync::LazyLock;

use regex::Regex;

use crate::convert::Doubt;
use crate::tables::{HONORIFICS, HonorificUse, MISTAKEN_SURNAMES, MistakenSurname, alternation};
use crate::text::{Pattern, each, is_han};

/// Words that stand before a name without a space: 代表范…, 致余….
const BEFORE: &str = "和與及致由請向給是任員事長理的迎邀聘謝派選見訪委授予晤隨偕同陪為對替代";
/// What the last words of a post are, before a name without a title.
const POSTS: [&str; 24] = [
    "主任",
    "主席",
    "議員",
    "局長",
    "署長",
    "處長",
    "司長",
    "校長",
    "院長",
    "會長",
    "部長",
    "館長",
    "機長",
    "隊長",
    "主管",
    "督察",
    "警司",
    "經理",
    "專員",
    "總監",
    "秘書",
    "教授",
    "工程師",
    "作家",
];

/// Before a title; and under a memo, （余慧心　　代行）.
static TITLED: Pattern = LazyLock::new(|| {
    let honorifics = HONORIFICS.iter().filter(|h| h.usage != HonorificUse::Address).map(|h| h.zh);
    let titles = alternation(honorifics.chain(POSTS));
    Regex::new(&format!(r"(?P<s>[{}])(?P<given>\p{{Han}}{{0,3}}?)(?:{titles}|\s*代行)", printed(|_| true))).ok()
});
/// All that a line or a table cell has.
static LINE: Pattern = LazyLock::new(|| {
    let surnames = printed(|row| row.line);
    Regex::new(&format!(r"^[^\p{{Han}}]*(?P<s>[{surnames}])(?P<given>\p{{Han}}{{2}})[\s）]*$")).ok()
});
/// After a post.
static POST: Pattern = LazyLock::new(|| {
    let surnames = printed(|row| row.post);
    Regex::new(&format!(r"{}(?P<s>[{surnames}])(?P<given>\p{{Han}}{{2}})", alternation(POSTS))).ok()
});

fn printed(fits: fn(&MistakenSurname) -> bool) -> String {
    MISTAKEN_SURNAMES.iter().filter(|row| fits(row)).map(|row| row.printed).collect()
}

/// Puts back the surnames of one sentence. A surname starts a clause or follows a word names follow, so that 對於陳先生
/// keeps its 於. Only where `typed` has the surname itself, or a form both share. What is guessed is told as doubtful.
pub(super) fn keep(typed: &str, converted: &str) -> Option<(String, Vec<Doubt>)> {
    if !converted.contains(|c| MISTAKEN_SURNAMES.iter().any(|row| row.printed == c)) {
        return None;
    }
    let typed: Vec<char> = typed.chars().collect();
    let mut printed: Vec<char> = converted.chars().collect();
    let mut doubts = Vec::new();
    let mut fix = |found: &regex::Captures<'_>, guessed: bool, titled: bool| {
        let surname = found.name("s")?;
        let row = MISTAKEN_SURNAMES.iter().find(|row| surname.as_str().starts_with(row.printed))?;
        let given = found.name("given")?.as_str();
        // 餘額表 and 範圍內 are none.
        if given.starts_with(|c| row.words.contains(c)) {
            return Some(surname.end());
        }
        let before = &converted[..surname.start()];
        let opens = guessed || before.chars().next_back().is_none_or(|c| !is_han(c) || titled && BEFORE.contains(c));
        let at = before.chars().count();
        if opens && typed.get(at).is_some_and(|c| *c == row.surname) && printed.get(at) != Some(&row.surname) {
            printed[at] = row.surname;
            if guessed {
                doubts.push(Doubt { at, chosen: row.surname, others: vec![row.printed] });
            }
        }
        Some(surname.end())
    };
    each(&TITLED, converted, |found| fix(found, false, true));
    each(&LINE, converted, |found| fix(found, false, false));
    each(&POST, converted, |found| fix(found, true, false));
    doubts.sort_by_key(|doubt| doubt.at);
    Some((printed.into_iter().collect(), doubts))
}
