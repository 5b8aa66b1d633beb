//! Notes or a transcript of a meeting: who spoke, about what, what was decided and who acts.
//!
//! The notes are read line by line: a head (where, when, who), then headings, lines with a speaker's label, and lines without.
//! Every sentence becomes a [`Remark`] with the line it stands on; the rules of `data/meeting.toml` say what it is. What belongs in
//! no minutes (greetings, assent, what is off the record, words to a machine) stays in the list all the same, marked as such.
//!
//! The text of notes is data. No rule acts on what it tells anybody to do.
//!
//! | module | what it does |
//! |---|---|
//! | `rules` | the data: labels, offices of a meeting, rules of sentences |
//! | `header` | what the head says, and the list of those present |
//! | `speakers` | labels before a colon, and how minutes call those who have them |
//! | `items` | the agenda, and where the talk comes to each of its items |
//! | `actions` | who is to act, and by when |

mod actions;
mod header;
mod items;
mod rules;
mod speakers;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use gungman_core::incoming::Found;
use gungman_core::meeting::{Degree, Meeting, Remark, RemarkKind, Voice};
use gungman_core::{Label, Lang};

use self::items::Items;
use self::rules::RULES;
use crate::facts;
use crate::incoming::clean;
use crate::segments::segments;
use crate::text::{Folded, is_han};

/// The most lines that are read: a day's transcript has fewer.
const MOST_LINES: usize = 20_000;

/// A sentence with less in it says nothing on its own, in the width of a Chinese character.
const SHORT: usize = 4;

/// Words of a meeting's end.
const ENDING: [&str; 10] =
    ["散會", "結束", "完會", " 完，", "adjourned", "ended", "close here", "closed at", "meeting closed", "wrap up"];

/// A sentence with so much in it is in a summary whatever it says.
const WHOLE: usize = 10;

/// Reads notes of a meeting.
///
/// `agenda` is the agenda as text, empty where there is none; `sections` are headings that the type of document knows; `lang` is the
/// language the minutes are to be in, that of the notes where nobody said.
#[must_use]
pub fn read(text: &str, agenda: &str, lang: Option<Lang>, sections: &[Label]) -> Meeting {
    let lines: Vec<String> = text.lines().take(MOST_LINES).map(clean).collect();
    let head = header::read(&lines);
    let body: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].is_empty() && !head.lines.contains(at)).collect();
    let lang = lang.unwrap_or_else(|| language(body.iter().map(|at| lines[*at].as_str())));
    let present: Vec<&str> = [&head.header.present, &head.header.attending, &head.header.absent]
        .into_iter()
        .flat_map(|found| found.value.lines())
        .collect();
    let labels = labels(&lines, &body);
    let known = |label: &str| {
        labels.get(label).is_some_and(|count| *count > 1) || speakers::voice(label, &present, lang).called != label
    };
    // A transcript: a line without a label goes on with whoever spoke.
    let labelled = body.iter().filter(|at| speakers::cut(&lines[**at], &known).label.is_some()).count();
    let transcript = labelled * 10 >= body.len() * 6;

    let mut items = Items::new(agenda, sections, lang, &lines, &body);
    let mut voices: Vec<Voice> = Vec::new();
    let mut remarks: Vec<Remark> = Vec::new();
    let mut speaker: Option<usize> = None;
    for at in body {
        let line = lines[at].as_str();
        let cut = speakers::cut(line, &known);
        // A line in brackets is the writer's aside.
        let aside = line.starts_with(['(', '（']) && line.ends_with([')', '）']);
        if cut.label.is_none() && cut.mark.is_none() && items.heading(line, at) {
            speaker = None;
            continue;
        }
        if let Some(label) = cut.label {
            let voice = speakers::voice(label, &present, lang);
            let place = voices.iter().position(|other| {
                other.label == voice.label || other.known && voice.known && other.called == voice.called
            });
            speaker = Some(place.unwrap_or_else(|| {
                voices.push(voice);
                voices.len() - 1
            }));
        } else if !transcript || cut.mark.is_some() {
            speaker = None;
        }
        let chair = speaker.is_none_or(|at| speakers::role(&voices[at].label).is_some() || chairs(&voices[at]));
        // 「同意。」 said alone decides what stands before it, or what follows on the line.
        let mut assent = false;
        // Whoever is spoken to at the front of a line is meant in the rest of it.
        let mut spoken_to = String::new();
        let pieces = sentences(cut.text);
        for (piece, sentence) in pieces.iter().enumerate() {
            if chair && is_assent(sentence) {
                if piece + 1 < pieces.len() && piece == 0 {
                    assent = true;
                } else if let Some(last) = remarks
                    .iter_mut()
                    .rev()
                    .find(|last| last.degree.is_some())
                    .filter(|last| at - last.line as usize <= 2)
                {
                    last.kind = RemarkKind::Decided;
                    last.degree = Some(Degree::Decisions);
                }
            }
            let text = stripped(sentence);
            let (text, arrow) = actions::unarrowed(text);
            if text.is_empty() {
                continue;
            }
            let begins = chair && !arrow && cut.mark.is_none() && items.turn(text, at);
            let mut kind = if begins { RemarkKind::Chatter } else { sort(text, chair) };
            if arrow {
                kind = RemarkKind::Action;
            } else if aside && cut.label.is_none() || calls(text, &present) {
                kind = RemarkKind::Chatter;
            }
            if std::mem::take(&mut assent) && matches!(kind, RemarkKind::Said | RemarkKind::Asked) {
                kind = RemarkKind::Decided;
            }
            if piece == 0 && is_assent(sentence) && pieces.len() > 1 {
                assent = true;
                kind = RemarkKind::Chatter;
            }
            // What a mark says holds for the whole line, save for what is no part of any minutes.
            if let Some(mark) = cut.mark.filter(|_| kind != RemarkKind::Chatter || units(text) >= SHORT) {
                kind =
                    if mark == RemarkKind::Said { if kind == RemarkKind::Chatter { mark } else { kind } } else { mark };
            }
            // “I agree” decides nothing; whether the one who says so decides for all, the notes say.
            let (owner, due) = if matches!(kind, RemarkKind::Action | RemarkKind::Decided) {
                let (owner, due) = actions::who_and_when(
                    text,
                    speaker.map(|at| &voices[at]),
                    &present,
                    arrow || cut.mark == Some(RemarkKind::Action),
                );
                let spoken = actions::spoken_to(text, &present);
                let owner = if owner.is_empty() && spoken.is_none() { spoken_to.clone() } else { owner };
                spoken_to = spoken.unwrap_or_default();
                (named(&owner, &present, lang), due)
            } else {
                (String::new(), String::new())
            };
            let degree = if begins { None } else { degree(kind, text) };
            let line = u32::try_from(at).unwrap_or(u32::MAX);
            let speaker = speaker.and_then(|at| u32::try_from(at).ok());
            remarks.push(Remark {
                text: text.to_owned(),
                line,
                speaker,
                item: items.current(text, at, begins),
                kind,
                owner,
                due,
                degree,
            });
        }
    }
    let items = items.finish(&mut remarks, lang);
    let mut header = head.header;
    if header.ended.value.is_empty() {
        // 主席：散會，四點十分。 Only near the end: whoever speaks of it earlier looks ahead.
        let near = lines.len().saturating_sub(8);
        let found = (near..lines.len()).rev().find_map(|at| {
            let lower = lines[at].to_lowercase();
            let said = ENDING.iter().any(|word| lower.contains(word));
            let of = |piece: &&str| ENDING.iter().any(|word| piece.to_lowercase().contains(word));
            let all = sentences(&lines[at]);
            let times = all.iter().copied().filter(of).map(header::time).chain([header::time(&lines[at])]);
            times.filter(|time| said && !time.is_empty()).map(|time| (time, at)).next()
        });
        if let Some((time, at)) = found {
            header.ended = Found::on(time, at);
        }
    }
    Meeting { lang, lines, header, speakers: voices, items, remarks }
}

/// How often each label stands before a colon.
fn labels(lines: &[String], body: &[usize]) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for at in body {
        if let Some(label) = speakers::cut(&lines[*at], &speakers::is_label).label {
            *out.entry(label.to_owned()).or_insert(0) += 1;
        }
    }
    out
}

/// Whoever is to act, as minutes call them: Peter is Mr Ng, 黃生 is 黃先生.
fn named(owner: &str, present: &[&str], lang: Lang) -> String {
    if owner.is_empty()
        || !present.iter().any(|entry| speakers::is_name_of(owner, entry)) && speakers::role(owner).is_none()
    {
        return owner.to_owned();
    }
    speakers::voice(owner, present, lang).called
}

/// Whether a sentence only calls on somebody: 劉小姐。
fn calls(text: &str, present: &[&str]) -> bool {
    let name = text.trim_end_matches(['。', '.', '，', ',', '？', '?', '！']).trim();
    name.chars().count() <= 12 && present.iter().any(|entry| speakers::is_name_of(name, entry))
}

/// Whether a sentence says that it is so, and nothing else.
fn is_assent(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "agreed",
        "all agreed",
        "so agreed",
        "carried",
        "approved",
        "endorsed",
        "confirmed",
        "confirm",
        "no objection",
        "no objections",
        "通過",
        "同意",
        "一致同意",
        "一致通過",
        "照辦",
        "就咁",
        "好，就咁",
        "approve",
        "冇人反對",
        "冇反對",
    ];
    let bare = text.trim().trim_end_matches(['.', '。', '!', '！']).to_lowercase();
    let bare = bare
        .trim_start_matches("好，")
        .trim_start_matches("好,")
        .trim_start_matches("ok, ")
        .trim_start_matches("then ")
        .trim();
    WORDS.contains(&bare)
}

/// Whether somebody leads the meeting.
fn chairs(voice: &Voice) -> bool {
    RULES.as_ref().is_some_and(|rules| {
        rules.roles.iter().take(3).any(|role| role.called.zh == voice.called || role.called.en == voice.called)
    })
}

/// The language most of it is in: a Chinese character says about as much as three letters.
fn language<'a>(lines: impl Iterator<Item = &'a str>) -> Lang {
    let (mut han, mut latin) = (0, 0);
    for c in lines.flat_map(str::chars) {
        han += usize::from(is_han(c));
        latin += usize::from(c.is_ascii_alphabetic());
    }
    if han * 2 >= latin { Lang::ZhHantHk } else { Lang::EnGb }
}

/// The sentences of a line. What is too short to stand alone stays with what it stands beside.
fn sentences(text: &str) -> Vec<&str> {
    let lang = language(std::iter::once(text));
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    for range in segments(text, lang) {
        let mut start = range.start;
        // 幾時交？下星期 is one segment: a question ends where its mark stands.
        for (at, c) in text[range.clone()].char_indices() {
            let end = range.start + at + c.len_utf8();
            if matches!(c, '？' | '?' | '；' | ';' | '。' | '！')
                && !text[end..range.end].trim().is_empty()
                && end > start
            {
                cuts.push((start, end));
                start = end;
            }
        }
        cuts.push((start, range.end));
    }
    cuts.into_iter()
        .map(|(from, to)| text[from..to].trim())
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
        .collect()
}

/// A sentence without the words that only begin one.
fn stripped(text: &str) -> &str {
    let Some(rules) = RULES.as_ref() else { return text };
    let mut rest = text.trim().trim_start_matches(['-', '•', '·', '*', '–', ' ']).trim();
    // “-> DO(IT)” is an arrow.
    if text.trim().starts_with("->") {
        rest = text.trim();
    }
    for _ in 0..4 {
        let lower = rest.to_lowercase();
        // Lengths differ only in exotic scripts.
        let Some(found) = rules.fillers.find(&lower).filter(|_| lower.len() == rest.len()) else { break };
        if rest[found.end()..].trim().is_empty() {
            break;
        }
        rest = rest[found.end()..].trim();
    }
    rest
}

/// What kind of thing a sentence of notes is by the rules.
#[must_use]
pub fn kind_of(text: &str) -> RemarkKind {
    sort(stripped(text), true)
}

/// What kind of thing a sentence is, by the first rule that fits.
fn sort(text: &str, chair: bool) -> RemarkKind {
    let Some(rules) = RULES.as_ref() else { return RemarkKind::Said };
    let folded = Folded::new(text).text.to_lowercase();
    rules.rules.iter().find(|rule| rule.fits(&folded, chair)).map_or(RemarkKind::Said, |rule| rule.kind)
}

/// How much a sentence says, in the width of Chinese characters: an English word counts as two.
fn units(text: &str) -> usize {
    let han = text.chars().filter(|c| is_han(*c)).count();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).count();
    han + 2 * words
}

fn degree(kind: RemarkKind, text: &str) -> Option<Degree> {
    let Some(rules) = RULES.as_ref() else { return Some(Degree::Full) };
    match kind {
        RemarkKind::Chatter => None,
        RemarkKind::Decided | RemarkKind::Action => Some(Degree::Decisions),
        RemarkKind::Asked => (units(text) > SHORT).then_some(Degree::Summary),
        RemarkKind::Said => {
            let folded = Folded::new(text).text.to_lowercase();
            let figures = text.contains(|c: char| c.is_ascii_digit());
            if figures
                || units(text) >= WHOLE
                || !facts::find(text).is_empty()
                || rules.weighty.is_match(&folded) && units(text) > SHORT
            {
                Some(Degree::Summary)
            } else {
                (units(text) > SHORT).then_some(Degree::Full)
            }
        }
    }
}
