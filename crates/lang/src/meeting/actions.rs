//! Who is to act, and by when, as the notes say it. Where they do not, nothing is put in its place.

use gungman_core::FactKind;
use gungman_core::meeting::Voice;

use super::rules::RULES;
use super::speakers;
use crate::facts;
use crate::tables::{ORGANISATIONS, POSTS};
use crate::text::{Folded, is_han};

/// Arrows that secretaries put before an action.
const ARROWS: [&str; 6] = ["->", "=>", "→", "⇒", "➜", "»"];

/// Takes the arrow off the front of a sentence.
pub(super) fn unarrowed(text: &str) -> (&str, bool) {
    match ARROWS.iter().find_map(|arrow| text.strip_prefix(arrow)) {
        Some(rest) => (rest.trim(), true),
        None => (text, false),
    }
}

/// Who is to act, and by when. `sure` where the notes mark the line as an action, so that it begins with who acts.
pub(super) fn who_and_when(text: &str, speaker: Option<&Voice>, present: &[&str], sure: bool) -> (String, String) {
    (who(text, speaker, present, sure).unwrap_or_default(), when(text))
}

fn when(text: &str) -> String {
    if let Some(fact) = facts::find(text).into_iter().find(|fact| fact.kind == FactKind::Date) {
        return fact.source;
    }
    let folded = Folded::new(text);
    let lower = folded.text.to_lowercase();
    let found = RULES.as_ref().and_then(|rules| rules.due.find(&lower)).filter(|_| lower.len() == folded.text.len());
    found.map_or_else(String::new, |found| {
        let said = &text[folded.origin(found.start())..folded.origin(found.end())];
        said.strip_prefix("by ").unwrap_or(said).to_owned()
    })
}

fn who(text: &str, speaker: Option<&Voice>, present: &[&str], sure: bool) -> Option<String> {
    let rules = RULES.as_ref()?;
    let lower = Folded::new(text).text.to_lowercase();
    let is = |name: &str| is_somebody(name, present);
    if let Some(owner) = spoken_to(text, present) {
        return Some(owner);
    }
    if sure {
        if let Some(owner) = front(text, &is) {
            return Some(owner);
        }
        // GPA rep to get …, all sections to return …
        let to = text
            .find(" to ")
            .map(|at| text[..at].trim())
            .filter(|who| who.split_whitespace().count() <= 4 && !who.contains([',', '.', ':']));
        if let Some(who) = to.filter(|who| !who.is_empty()) {
            return Some(who.to_owned());
        }
    }
    // 請工程組…, 由民政處…: the shortest words after it that name somebody.
    for cue in &rules.asked_cues {
        for (at, _) in text.match_indices(cue.as_str()) {
            if let Some(owner) = front(&text[at + cue.len()..], &is) {
                return Some(owner);
            }
        }
    }
    // 路政署須於…, 秘書跟進
    if let Some(owner) = front(text, &is) {
        let rest = text[owner.len()..].trim_start_matches([' ', ',', '，', '：', ':']);
        if rules.asked_after.iter().any(|word| rest.starts_with(word.as_str())) {
            return Some(owner);
        }
    }
    if let Some(found) = rules.asked_english.captures(text) {
        let name = found.name("who")?.as_str().trim_end_matches(',');
        if is(name) {
            return Some(name.to_owned());
        }
    }
    if let Some(found) = rules.asked_request.captures(text) {
        return Some(found.name("who")?.as_str().to_owned());
    }
    if rules.asked_own.is_match(&lower) {
        return speaker.map(|voice| voice.called.clone());
    }
    None
}

/// Whoever is spoken to, if it is somebody who is there: 黃生，你哋…; Peter, submit…
pub(super) fn spoken_to(text: &str, present: &[&str]) -> Option<String> {
    let found = RULES.as_ref()?.asked_spoken.captures(text)?;
    let name = found.name("who").or_else(|| found.name("name"))?.as_str();
    let there = present.iter().any(|entry| speakers::denotes(name, entry)) || speakers::role(name).is_some();
    there.then(|| name.to_owned())
}

/// The words of Chinese a sentence begins with that name somebody.
fn front(text: &str, is: &dyn Fn(&str) -> bool) -> Option<String> {
    let text = text.trim_start();
    if !text.starts_with(is_han) {
        // 請 KW 跟進, 由 DO(IT) 負責
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "()/&-.".contains(c))).unwrap_or(text.len());
        let name = text[..end].trim_end_matches(['.', '-']);
        return (name.chars().any(|c| c.is_ascii_uppercase()) && is(name)).then(|| name.to_owned());
    }
    let mut ends: Vec<usize> = text.char_indices().skip(1).map(|(at, _)| at).take(16).collect();
    if text.chars().count() <= 16 {
        ends.push(text.len());
    }
    let found = ends
        .iter()
        .map(|end| &text[..*end])
        .take_while(|name| !name.contains(['，', '。', '、', '於', '喺']))
        .find(|name| name.chars().count() >= 2 && is(name))?;
    // 路政署工程師 and 承辦商代表: an office and who of it.
    let rest = &text[found.len()..];
    let more = ["工程師", "代表", "同事", "主任", "助理", "經理"].iter().find(|end| rest.starts_with(**end));
    // 各部門 is no 各部.
    let more = if found.ends_with('部') && rest.starts_with('門') { "門" } else { more.unwrap_or(&"") };
    Some(format!("{found}{more}"))
}

/// Whether some words name somebody who can act.
fn is_somebody(name: &str, present: &[&str]) -> bool {
    let Some(rules) = RULES.as_ref() else { return false };
    let bare = name.trim();
    // 我 and you are nobody's name.
    if bare.is_empty()
        || [
            "我",
            "你",
            "佢",
            "我哋",
            "佢哋",
            "大家",
            "I",
            "We",
            "You",
            "He",
            "She",
            "They",
            "It",
            "This",
            "That",
            "There",
            "Need",
            "Needs",
            "Want",
            "Agreed",
            "Decided",
            "Resolved",
            "Noted",
            "Approved",
            "Plan",
            "Have",
            "Had",
            "Able",
            "Due",
            "Try",
            "Going",
            "Asked",
            "Proposed",
            "Suggested",
            "Prefer",
        ]
        .contains(&bare)
    {
        return false;
    }
    if speakers::role(bare).is_some() && bare.chars().count() > 1
        || present.iter().any(|entry| speakers::denotes(bare, entry))
    {
        return true;
    }
    if ORGANISATIONS.iter().any(|o| {
        o.zh == bare || o.en.eq_ignore_ascii_case(bare) || !o.abbreviation.is_empty() && o.abbreviation == bare
    }) || POSTS.iter().any(|(en, zh)| zh == bare || en.eq_ignore_ascii_case(bare))
    {
        return true;
    }
    if bare.contains(is_han) {
        return bare.chars().count() >= 2
            && rules.owner_endings.iter().any(|end| bare.ends_with(end.as_str()))
            && !bare.starts_with(['呢', '嗰', '個', '有', '冇', '將', '會', '要', '再', '先', '下']);
    }
    rules.owner_english.is_match(bare)
}
