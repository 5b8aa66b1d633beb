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

use std::collections::{BTreeMap, BTreeSet};

use gungman_core::incoming::Found;
use gungman_core::meeting::{Degree, Meeting, MeetingHeader, Remark, RemarkKind, Voice};
use gungman_core::{Label, Lang};

use self::items::Items;
use self::rules::RULES;
use self::speakers::Cut;
use crate::facts;
use crate::incoming::clean;
use crate::segments::segments;
use crate::text::{Folded, is_han};

/// A sentence with less in it says nothing on its own, in the width of a Chinese character.
const SHORT: usize = 4;

/// A sentence with so much in it is in a summary whatever it says.
const WHOLE: usize = 10;

/// How many lines at the end may say when the meeting ended: whoever speaks of it earlier looks ahead.
const LAST_LINES: usize = 8;

/// How many lines back something may stand that is assented to.
const NEAR: usize = 2;

/// Reads notes of a meeting.
///
/// `agenda` is the agenda as text, empty where there is none; `sections` are headings that the type of document knows; `lang` is the
/// language the minutes are to be in, that of the notes where nobody said.
#[must_use]
pub fn read(text: &str, agenda: &str, lang: Option<Lang>, sections: &[Label]) -> Meeting {
    let lines: Vec<String> = text.lines().map(clean).collect();
    let head = header::read(&lines);
    let taken: BTreeSet<usize> = head.lines.into_iter().collect();
    let body: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].is_empty() && !taken.contains(at)).collect();
    let lang = lang.unwrap_or_else(|| language(body.iter().map(|at| lines[*at].as_str())));
    let mut header = head.header;
    if header.ended.value.is_empty() {
        header.ended = ended(&lines);
    }
    let mut reader = Reader::new(&lines, &body, &header, Items::new(agenda, sections, lang, &lines, &body), lang);
    for at in body {
        reader.line(at);
    }
    let Reader { items, voices, mut remarks, .. } = reader;
    let items = items.finish(&mut remarks, lang);
    Meeting { lang, lines, header, speakers: voices, items, remarks }
}

/// When the meeting ended, where nothing but the talk says so: 主席：散會，四點十分。
fn ended(lines: &[String]) -> Found {
    let said = |text: &str| {
        let lower = text.to_lowercase();
        RULES.as_ref().is_some_and(|rules| rules.ending.iter().any(|word| lower.contains(word.as_str())))
    };
    let from = lines.len().saturating_sub(LAST_LINES);
    let on = |at: usize| {
        let line = lines[at].as_str();
        let near = sentences(line).into_iter().filter(|sentence| said(sentence)).map(header::time);
        let time = near.chain([header::time(line)]).find(|time| said(line) && !time.is_empty())?;
        Some(Found::on(time, at))
    };
    (from..lines.len()).rev().find_map(on).unwrap_or_default()
}

/// The talk, line by line.
struct Reader<'a> {
    lines: &'a [String],
    /// Those of whom the head says that they were there, or were not.
    present: Vec<&'a str>,
    lang: Lang,
    /// How often each label stands before a colon.
    labels: BTreeMap<&'a str, usize>,
    /// A line without a label goes on with whoever spoke.
    transcript: bool,
    items: Items,
    voices: Vec<Voice>,
    remarks: Vec<Remark>,
    /// Who speaks, an index of the voices.
    speaker: Option<usize>,
}

impl<'a> Reader<'a> {
    fn new(lines: &'a [String], body: &[usize], header: &'a MeetingHeader, items: Items, lang: Lang) -> Self {
        let present: Vec<&str> = [&header.present, &header.attending, &header.absent]
            .into_iter()
            .flat_map(|found| found.value.lines())
            .collect();
        let mut labels = BTreeMap::new();
        for at in body {
            if let Some(label) = speakers::cut(&lines[*at], &speakers::is_label).label {
                *labels.entry(label).or_insert(0) += 1;
            }
        }
        let (voices, remarks, speaker) = (Vec::new(), Vec::new(), None);
        let mut reader = Self { lines, present, lang, labels, transcript: false, items, voices, remarks, speaker };
        let labelled = body.iter().filter(|at| reader.cut(**at).label.is_some()).count();
        reader.transcript = labelled * 10 >= body.len() * 6;
        reader
    }

    /// A line cut at its label. A label is somebody's where it stands twice or names somebody of the head.
    fn cut(&self, at: usize) -> Cut<'a> {
        let known = |label: &str| {
            self.labels.get(label).is_some_and(|count| *count > 1)
                || speakers::voice(label, &self.present, self.lang).called != label
        };
        speakers::cut(&self.lines[at], &known)
    }

    fn line(&mut self, at: usize) {
        let line = self.lines[at].as_str();
        let cut = self.cut(at);
        if cut.label.is_none() && cut.mark.is_none() && self.items.heading(line, at) {
            self.speaker = None;
            return;
        }
        match cut.label {
            Some(label) => self.speaker = Some(self.voice(label)),
            None if !self.transcript || cut.mark.is_some() => self.speaker = None,
            None => {}
        }
        // A line in brackets is the writer's aside.
        let aside = cut.label.is_none() && line.starts_with(['(', '（']) && line.ends_with([')', '）']);
        let chair = self.speaker.is_none_or(|speaker| leads(&self.voices[speaker].called));
        let pieces = sentences(cut.text);
        // Whoever is spoken to at the front of a line is meant in the rest of it.
        let mut spoken_to = String::new();
        // 「同意。」 said alone decides what follows on the line, or what stands before it.
        let opens = chair && pieces.len() > 1 && pieces.first().is_some_and(|first| is_assent(first));
        for (piece, sentence) in pieces.into_iter().enumerate() {
            if chair && is_assent(sentence) && !(opens && piece == 0) {
                self.decide_last(at);
            }
            let (text, arrow) = actions::unarrowed(stripped(sentence));
            if text.is_empty() {
                continue;
            }
            let begins = chair && !arrow && cut.mark.is_none() && self.items.turn(text, at);
            let kind = match self.kind(text, chair, cut.mark) {
                _ if arrow => RemarkKind::Action,
                _ if begins || aside || calls(text, &self.present) || opens && piece == 0 => RemarkKind::Chatter,
                RemarkKind::Said | RemarkKind::Asked if opens && piece == 1 => RemarkKind::Decided,
                kind => kind,
            };
            let sure = arrow || cut.mark == Some(RemarkKind::Action);
            let (owner, due) = self.who_and_when(text, kind, sure, &mut spoken_to);
            self.remarks.push(Remark {
                text: text.to_owned(),
                line: u32::try_from(at).unwrap_or(u32::MAX),
                speaker: self.speaker.and_then(|speaker| u32::try_from(speaker).ok()),
                item: self.items.current(text, at, begins),
                kind,
                owner,
                due,
                degree: degree(kind, text),
            });
        }
    }

    /// What kind of thing a sentence is. What a mark says holds for its line, save for what is no part of any minutes; a mark that only
    /// says something (更正, Note) does not make less of a decision.
    fn kind(&self, text: &str, chair: bool, mark: Option<RemarkKind>) -> RemarkKind {
        let own = sort(text, chair);
        match mark {
            Some(RemarkKind::Said) if own != RemarkKind::Chatter => own,
            Some(mark) if own != RemarkKind::Chatter || units(text) >= SHORT => mark,
            _ => own,
        }
    }

    /// Who is to act, as minutes call them, and by when.
    fn who_and_when(&self, text: &str, kind: RemarkKind, sure: bool, spoken_to: &mut String) -> (String, String) {
        if !matches!(kind, RemarkKind::Action | RemarkKind::Decided) {
            return (String::new(), String::new());
        }
        let speaker = self.speaker.map(|speaker| &self.voices[speaker]);
        let (owner, due) = actions::who_and_when(text, speaker, &self.present, sure);
        let spoken = actions::spoken_to(text, &self.present);
        let owner = if owner.is_empty() && spoken.is_none() { spoken_to.clone() } else { owner };
        *spoken_to = spoken.unwrap_or_default();
        (named(&owner, &self.present, self.lang), due)
    }

    /// The voice of a label; of two labels that mean one person the first.
    fn voice(&mut self, label: &str) -> usize {
        let voice = speakers::voice(label, &self.present, self.lang);
        let same =
            |other: &Voice| other.label == voice.label || other.known && voice.known && other.called == voice.called;
        self.voices.iter().position(same).unwrap_or_else(|| {
            self.voices.push(voice);
            self.voices.len() - 1
        })
    }

    /// What was said last, and near, is decided.
    fn decide_last(&mut self, at: usize) {
        let last = self.remarks.iter_mut().rev().find(|last| last.degree.is_some());
        if let Some(last) = last.filter(|last| at - last.line as usize <= NEAR) {
            last.kind = RemarkKind::Decided;
            last.degree = Some(Degree::Decisions);
        }
    }
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
    let Some(assent) = RULES.as_ref().map(|rules| &rules.assent) else { return false };
    let lower = text.trim().trim_end_matches(['.', '。', '!', '！']).to_lowercase();
    let bare = assent.lead.iter().find_map(|lead| lower.strip_prefix(lead.as_str())).unwrap_or(&lower).trim();
    assent.words.iter().any(|word| word == bare)
}

/// Whether whoever is called so decides for the meeting: its chairman or convenor, in either language.
#[must_use]
pub fn leads(called: &str) -> bool {
    let is = |role: &rules::Role| role.leads && (role.called.zh == called || role.called.en == called);
    RULES.as_ref().is_some_and(|rules| rules.roles.iter().any(is))
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
