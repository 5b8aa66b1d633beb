//! The data of `data/meeting.toml`, read and compiled once.

use std::sync::LazyLock;

use gungman_core::Label;
use gungman_core::meeting::RemarkKind;
use regex::Regex;
use serde::Deserialize;

/// What a label in the head of the notes names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FieldOf {
    Meeting,
    Title,
    Date,
    Time,
    Venue,
    Present,
    Attending,
    Absent,
    Ended,
    Chair,
    Secretary,
    Ignored,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    label: Vec<LabelRow>,
    name: Name,
    role: Vec<Role>,
    mark: Vec<MarkRow>,
    next: Next,
    also: Vec<Also>,
    topic: Vec<TopicRow>,
    open: Open,
    assent: Assent,
    ending: Ending,
    rule: Vec<RuleRow>,
    weighty: Find,
    fillers: Find,
    owners: OwnersRow,
    due: Find,
    asked: AskedRow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelRow {
    field: FieldOf,
    words: Vec<String>,
}

/// An office of a meeting.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Role {
    /// How notes call it.
    pub words: Vec<String>,
    /// How minutes do.
    pub called: Label,
    /// Whether whoever has it decides for all.
    #[serde(default)]
    pub leads: bool,
}

/// The line that names the meeting.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Name {
    /// Words that tell it from others, in lower case.
    pub words: Vec<String>,
    /// What is cut off its ends.
    pub noise: Vec<String>,
    /// First, second …, in lower case.
    pub ordinals: Vec<String>,
}

/// Other words for a heading that the type of document knows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Also {
    /// They, in lower case.
    pub words: Vec<String>,
    /// The heading, in English.
    pub section: String,
}

/// What decides when it is said alone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Assent {
    /// What is cut off its front.
    pub lead: Vec<String>,
    /// The words, in lower case.
    pub words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkRow {
    kind: RemarkKind,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    patterns: Vec<String>,
    not_topic: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicRow {
    pattern: String,
    heading: Label,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Open {
    heading: Label,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Find {
    pattern: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnersRow {
    endings: Vec<String>,
    english: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedRow {
    spoken: String,
    cues: Vec<String>,
    after: Vec<String>,
    own: String,
    english: String,
    request: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    id: String,
    kind: RemarkKind,
    find: String,
    #[serde(default)]
    unless: String,
    /// Only of what whoever leads the meeting says, or nobody in particular.
    #[serde(default)]
    chair: bool,
    take: Vec<String>,
    leave: Vec<String>,
}

/// A rule of sentences.
pub(super) struct Rule {
    #[cfg_attr(not(test), expect(dead_code, reason = "its tests name it"))]
    pub id: String,
    pub kind: RemarkKind,
    find: Regex,
    unless: Option<Regex>,
    chair: bool,
    /// Sentences it takes, and sentences it does not.
    #[cfg_attr(not(test), expect(dead_code, reason = "its tests"))]
    pub take: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "its tests"))]
    pub leave: Vec<String>,
}

impl Rule {
    /// Whether it takes a sentence, half-width and in lower case, of whoever leads the meeting or of somebody else.
    pub(super) fn fits(&self, folded: &str, chair: bool) -> bool {
        (chair || !self.chair)
            && self.find.is_match(folded)
            && !self.unless.as_ref().is_some_and(|unless| unless.is_match(folded))
    }
}

/// A heading that speaks for itself.
pub(super) struct Topic {
    pub find: Regex,
    pub heading: Label,
}

/// Everything, compiled.
pub(super) struct Rules {
    pub labels: Vec<(FieldOf, String)>,
    pub name: Name,
    pub also: Vec<Also>,
    pub assent: Assent,
    pub ending: Vec<String>,
    pub roles: Vec<Role>,
    pub marks: Vec<(RemarkKind, String)>,
    pub next: Vec<Regex>,
    pub not_topic: Regex,
    pub topics: Vec<Topic>,
    pub open: Label,
    pub rules: Vec<Rule>,
    pub weighty: Regex,
    pub fillers: Regex,
    pub owner_endings: Vec<String>,
    pub owner_english: Regex,
    pub due: Regex,
    pub asked_cues: Vec<String>,
    pub asked_after: Vec<String>,
    pub asked_own: Regex,
    pub asked_spoken: Regex,
    pub asked_english: Regex,
    pub asked_request: Regex,
}

/// The rules; `None` never happens: the tests run every one.
pub(super) static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| compile().ok());

pub(super) fn compile() -> Result<Rules, String> {
    let file: File = toml::from_str(include_str!("../../data/meeting.toml")).map_err(|error| error.to_string())?;
    let regex = |text: &str| Regex::new(text).map_err(|error| error.to_string());
    let mut rules = Vec::new();
    for row in file.rule {
        rules.push(Rule {
            kind: row.kind,
            find: regex(&row.find).map_err(|error| format!("{}: {error}", row.id))?,
            unless: if row.unless.is_empty() { None } else { Some(regex(&row.unless)?) },
            chair: row.chair,
            take: row.take,
            leave: row.leave,
            id: row.id,
        });
    }
    let mut topics = Vec::new();
    for row in file.topic {
        topics.push(Topic { find: regex(&row.pattern)?, heading: row.heading });
    }
    // The longest word first: 出席者 before 出席.
    let longest = |a: &String, b: &String| b.chars().count().cmp(&a.chars().count());
    let mut labels: Vec<(FieldOf, String)> =
        file.label.into_iter().flat_map(|row| row.words.into_iter().map(move |word| (row.field, word))).collect();
    labels.sort_by(|a, b| longest(&a.1, &b.1));
    let mut marks: Vec<(RemarkKind, String)> =
        file.mark.into_iter().flat_map(|row| row.words.into_iter().map(move |word| (row.kind, word))).collect();
    marks.sort_by(|a, b| longest(&a.1, &b.1));
    Ok(Rules {
        labels,
        name: file.name,
        also: file.also,
        assent: file.assent,
        ending: file.ending.words,
        roles: file.role,
        marks,
        next: file.next.patterns.iter().map(|text| regex(text)).collect::<Result<_, _>>()?,
        not_topic: regex(&file.next.not_topic)?,
        topics,
        open: file.open.heading,
        rules,
        weighty: regex(&file.weighty.pattern)?,
        fillers: regex(&file.fillers.pattern)?,
        owner_endings: file.owners.endings,
        owner_english: regex(&file.owners.english)?,
        due: regex(&file.due.pattern)?,
        asked_cues: file.asked.cues,
        asked_after: file.asked.after,
        asked_spoken: regex(&file.asked.spoken)?,
        asked_own: regex(&file.asked.own)?,
        asked_english: regex(&file.asked.english)?,
        asked_request: regex(&file.asked.request)?,
    })
}
