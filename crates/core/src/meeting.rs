//! Notes of a meeting as they were read: who spoke, about what, what was decided and who acts.
//!
//! Nothing of the notes is dropped: every sentence stays as a [`Remark`], with how much detail minutes need before it is in them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::incoming::Found;
use crate::language::Lang;

/// Notes of a meeting as they were read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Meeting {
    /// The language the minutes are to be in: what was asked for, else that of the notes.
    pub lang: Lang,
    /// The lines of the notes, blank ones too.
    pub lines: Vec<String>,
    /// What the notes say of the meeting itself.
    pub header: MeetingHeader,
    /// Who speaks, in the order in which they first do.
    pub speakers: Vec<Voice>,
    /// What was discussed: the agenda where there is one, else the headings of the notes.
    pub items: Vec<AgendaItem>,
    /// Every sentence, in order.
    pub remarks: Vec<Remark>,
}

/// What notes say of the meeting itself; each is empty where it was not found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MeetingHeader {
    /// The body that met: 部門安全委員會.
    pub meeting: Found,
    /// Which of its meetings: 第3次會議.
    pub title: Found,
    /// The day, ISO.
    pub date: Found,
    /// When it began, as written.
    pub time: Found,
    /// Where.
    pub venue: Found,
    /// Who was there, one a line.
    pub present: Found,
    /// Who was in attendance, one a line.
    pub attending: Found,
    /// Who sent apologies, one a line.
    pub absent: Found,
    /// When it ended, as written.
    pub ended: Found,
}

/// Somebody who speaks in the notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Voice {
    /// How the notes call them: KW, 主席, Mr CHAN.
    pub label: String,
    /// How the minutes call them: 郭先生, the Chairman.
    pub called: String,
    /// Whether the notes say who that is. `called` is the label where they do not.
    pub known: bool,
}

/// Something that was discussed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AgendaItem {
    /// Its heading; empty for what was said before the first.
    pub heading: String,
    /// The line of the notes on which it begins, from 0; none for an item of the agenda that the notes never come to.
    pub line: Option<u32>,
}

/// A sentence of the notes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Remark {
    /// What it says, without speaker, time and mark.
    pub text: String,
    /// The line it stands on, from 0.
    pub line: u32,
    /// Who says it, an index of the speakers.
    pub speaker: Option<u32>,
    /// What it belongs to, an index of the items.
    pub item: u32,
    /// What kind of thing it is.
    pub kind: RemarkKind,
    /// Of an action, who is to act, as the notes say it; empty where they do not.
    pub owner: String,
    /// Of an action, by when, as the notes say it; empty where they do not.
    pub due: String,
    /// The least detailed minutes it belongs in; none for what belongs in no minutes.
    pub degree: Option<Degree>,
}

/// What kind of thing a sentence of the notes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RemarkKind {
    /// Somebody says or reports something.
    Said,
    /// Somebody asks something.
    Asked,
    /// Something is decided, refused or put off.
    Decided,
    /// Somebody is to do something.
    Action,
    /// Greetings, assent, jokes, what is off the record, how the meeting is run.
    Chatter,
}

/// How much minutes say. The manual on official writing knows three degrees: 決議式, 簡錄式, 詳記式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Degree {
    /// What was decided, and who acts.
    Decisions,
    /// And what led to it: reports, figures, questions, proposals.
    Summary,
    /// And everything else that was said to the matter.
    Full,
}
