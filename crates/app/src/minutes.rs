//! Minutes from the notes of a meeting: what was said becomes the points, each bound to the line of the notes it comes from.
//!
//! A line of the points says where it comes from, who spoke, and who acts: `〔12〕主席：鋪防滑墊【工程組，2027年1月15日】`. The points are
//! drafted like any others; what was written keeps the lines ([`Block::lines`]), so that it can be compared with what they say at any time:
//! whose words they are, what was decided, every figure, every negation.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use gungman_core::incoming::Found;
use gungman_core::meeting::{Degree, Meeting, Remark, RemarkKind};
use gungman_core::{Block, Document, FactKind, FactRow, FactState, Issue, Lang, Severity, SourceText, is_han};
use gungman_lang::{facts, incoming, meeting, notes};
use gungman_store::DocumentRecord;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::check::Faults;
use crate::error::Error;
use crate::incoming as letter;
use crate::managed::Feature;
use crate::messages::Messages;
use crate::office::Office;
use crate::points;
use crate::profiles::Wanted;
use crate::rewrite::denials;

/// The type of document that minutes are.
const TEMPLATE: &str = "minutes";

/// Notes to read: a file, or a text.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenNotes {
    /// The file; none for a text.
    pub path: Option<String>,
    /// The text, where there is no file.
    pub text: String,
    /// The agenda; empty where there is none.
    pub agenda: String,
    /// The language the minutes are to be in; that of the notes where nobody chose.
    pub lang: Option<Lang>,
}

/// Notes that were picked from a folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PickedNotes {
    /// The notes, as read.
    pub meeting: Meeting,
    /// The file's name.
    pub name: String,
}

/// What minutes are made from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewMinutes {
    /// The notes, as read and corrected: what is not to be in the minutes has no degree.
    pub meeting: Meeting,
    /// The name of the notes' file; empty for a text that was pasted.
    pub name: String,
    /// How much the minutes are to say.
    pub degree: Degree,
    /// Further fields of the header.
    pub fields: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    decided: String,
    asked: String,
    particles: Vec<String>,
    reported: Vec<(String, String)>,
    title: String,
    strong: Vec<String>,
    decisions: Vec<String>,
    persons: Vec<String>,
}

/// `None` never happens: a test makes the points of both languages.
static WORDS: LazyLock<Option<BTreeMap<Lang, Words>>> =
    LazyLock::new(|| toml::from_str(include_str!("minutes.toml")).ok());

fn words(lang: Lang) -> Option<&'static Words> {
    WORDS.as_ref()?.get(&lang)
}

impl Office {
    /// Reads notes of a meeting, on a thread of its own.
    ///
    /// # Errors
    /// [`Error::File`], those of [`letter::text`], and [`Error::NoNotes`] where there is no text.
    pub async fn read_notes(&self, request: OpenNotes) -> Result<Meeting, Error> {
        let sections = self.shelf.template(TEMPLATE)?.body.sections.clone();
        let read = move || {
            let text = match &request.path {
                Some(path) => {
                    let file = Path::new(path);
                    letter::text(path, &std::fs::read(file).map_err(|error| Error::file(file, &error))?)?
                }
                None => request.text,
            };
            if text.trim().is_empty() {
                return Err(Error::NoNotes);
            }
            Ok(meeting::read(&text, &request.agenda, request.lang, &sections))
        };
        tokio::task::spawn_blocking(read).await.map_err(|error| Error::Resources(error.to_string()))?
    }

    /// Begins minutes: a new document in the library, with its points and the notes they come from.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`], [`Error::UnknownTemplate`], [`Error::NoPoints`] when nothing is to be in them, and the store's own.
    pub async fn begin_minutes(&self, minutes: &NewMinutes) -> Result<DocumentRecord, Error> {
        self.managed.permit(Feature::Draft)?;
        let (mut document, points) = self.prepare_minutes(minutes)?;
        self.fill_new(&mut document, Wanted::Default).await?;
        self.add_document(&document, &points).await
    }

    /// The document and the points of minutes, before a profile fills what is empty in the header.
    ///
    /// # Errors
    /// [`Error::UnknownTemplate`], [`Error::NoPoints`].
    pub fn prepare_minutes(&self, minutes: &NewMinutes) -> Result<(Document, String), Error> {
        let template = self.shelf.template(TEMPLATE)?;
        let meeting = &minutes.meeting;
        let lang = meeting.lang;
        let text = meeting.lines.join("\n");
        let mut document = Document::new(&template.id, lang);
        let mut set = |id: &str, value: &str| {
            if !value.trim().is_empty() && template.field(id).is_some() {
                document.fields.insert(id.to_owned(), value.trim().to_owned());
            }
        };
        let header = &meeting.header;
        set("meeting", &header.meeting.value);
        set("subject", words(lang).map_or("", |words| words.title.as_str()));
        set("subject", &header.title.value);
        set("meeting_date", &header.date.value);
        set("meeting_time", &hour(&header.time, lang));
        set("venue", &header.venue.value);
        set("present", &header.present.value);
        set("attending", &header.attending.value);
        set("absent", &header.absent.value);
        set("ended", &hour(&header.ended, lang));
        set("date", &self.today().format("%Y-%m-%d").to_string());
        // A mark in the notes is a mark of what is made from them.
        set("classification", &incoming::read(&text).header.classification.value);
        for (field, value) in &minutes.fields {
            set(field, value);
        }
        let points = points_of(meeting, minutes.degree);
        if points.is_empty() {
            return Err(Error::NoPoints);
        }
        document.source = Some(SourceText { name: minutes.name.clone(), text });
        Ok((document, points))
    }
}

/// A time of day as the minutes write it; what is none stays as it was typed.
fn hour(found: &Found, lang: Lang) -> String {
    let value = found.value.trim();
    match facts::find(value).as_slice() {
        [fact] if fact.kind == FactKind::Time && fact.source.len() + 4 > value.len() => facts::render(fact, lang),
        _ => value.to_owned(),
    }
}

/// The points of the minutes: the items that anything was said to, and what was said to each.
fn points_of(meeting: &Meeting, degree: Degree) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (at, item) in (0_u32..).zip(&meeting.items) {
        let taken: Vec<&Remark> = meeting
            .remarks
            .iter()
            .filter(|remark| remark.item == at && remark.degree.is_some_and(|least| least <= degree))
            .collect();
        if taken.is_empty() {
            continue;
        }
        if !item.heading.trim().is_empty() {
            lines.push(format!("# {}", item.heading.trim()));
        }
        lines.extend(taken.iter().map(|remark| point(meeting, remark)));
    }
    if lines.iter().all(|line| line.starts_with('#')) {
        return String::new();
    }
    lines.join("\n")
}

/// One sentence of the notes as a line of the points.
fn point(meeting: &Meeting, remark: &Remark) -> String {
    let lang = meeting.lang;
    let called = remark.speaker.and_then(|at| meeting.speakers.get(at as usize)).map(|voice| voice.called.trim());
    let text = points::unmark(&remark.text.replace(['【', '】', '〔', '〕'], " "));
    let Some(words) = words(lang) else { return text };
    let decision = remark.kind == RemarkKind::Decided;
    // 咁就決定 is 決定, and 咁就2月15號開始 a decision without that word.
    let bare = ["咁就咁話，", "咁就", "咁", "就", "so ", "So ", "Then ", "then "]
        .iter()
        .find_map(|word| text.strip_prefix(word));
    let bare = bare.filter(|rest| decision && (!rest.starts_with(['樣', '多', '樣', '話']) || decides(rest, lang)));
    let text = bare.map_or(text.clone(), |rest| rest.trim().to_owned());
    let text = if called.is_some() { reported(&asked_of(&text, remark)) } else { text };
    let text = without_particles(&text);
    let said = match called.filter(|called| !called.is_empty()) {
        // What the meeting decides is nobody's alone, whoever says it.
        _ if decision && decides(&text, lang) => text,
        // What whoever leads decides is decided; what another refuses is his.
        Some(who) if decision && leads(who) && !says_decision(&text, lang) => words.decided.replace("{value}", &text),
        None if decision && !says_decision(&text, lang) => words.decided.replace("{value}", &text),
        Some(who) if remark.kind == RemarkKind::Asked && !text.contains('問') && lang.is_chinese() => {
            words.asked.replace("{who}", who).replace("{value}", &text)
        }
        Some(who) => format!("{who}{}{text}", if lang.is_chinese() { "：" } else { ": " }),
        None => text,
    };
    let action = action(meeting, remark);
    let line = remark.line.saturating_add(1);
    format!("〔{line}〕{said}{action}")
}

/// What somebody says of himself, as another reports it: 等我跟進 is 由其跟進, and 我查過 after a name 查過.
fn reported(text: &str) -> String {
    let all = WORDS.iter().flat_map(|words| words.values()).flat_map(|words| &words.reported);
    for (said, as_reported) in all {
        if let Some(at) = text.find(said.as_str()) {
            // In the middle only where a clause begins.
            let starts = text[..at].chars().next_back().is_none_or(|c| matches!(c, '，' | ',' | ' ' | '。' | '；'));
            if starts {
                return format!("{}{as_reported}{}", &text[..at], &text[at + said.len()..]);
            }
        }
    }
    let own = text.strip_prefix("我哋").or_else(|| text.strip_prefix('我'));
    own.filter(|rest| !rest.starts_with(['嘅', '的', '們']))
        .map_or_else(|| text.to_owned(), |rest| rest.trim_start().to_owned())
}

/// What somebody is told to do, as another reports it: 劉小姐你同中電確認 is 請劉小姐同中電確認, “Peter, submit” is “Mr Ng to submit”.
fn asked_of(text: &str, remark: &Remark) -> String {
    let owner = remark.owner.trim();
    if remark.kind != RemarkKind::Action || owner.is_empty() {
        return text.to_owned();
    }
    let told = ["你哋", "你地", "你"]
        .iter()
        .find_map(|you| text.split_once(you))
        .filter(|(before, _)| before.chars().count() <= 8);
    if let Some((_, rest)) = told {
        return format!("請{owner}{}", rest.trim_start_matches(['，', ',', ' ']));
    }
    let called = text.split_once(", ").filter(|(before, rest)| {
        before.split_whitespace().count() <= 3
            && before.is_ascii()
            && rest.starts_with(|c: char| c.is_ascii_lowercase())
    });
    match called {
        Some((_, rest)) => format!("{owner} to {}", rest.trim_start_matches("please ").trim_start_matches("can you ")),
        None => text.to_owned(),
    }
}

/// A sentence without what ends it only in speech.
fn without_particles(text: &str) -> String {
    let Some(words) = words(Lang::ZhHantHk) else { return text.to_owned() };
    let end = text.trim_end_matches(['。', '！', '!', '？', '?', '，', ' ', '…']);
    let stop = &text[end.len()..];
    let mut bare = end;
    while let Some(rest) =
        words.particles.iter().find_map(|word| bare.strip_suffix(word.as_str())).filter(|rest| rest.chars().count() > 3)
    {
        bare = rest;
    }
    format!("{bare}{stop}")
}

/// Whether somebody leads the meeting.
fn leads(called: &str) -> bool {
    ["主席", "召集人", "The Chairman", "The Convenor"].contains(&called)
}

/// Whether a text begins with words that say so of the meeting, in any language.
fn decides(text: &str, lang: Lang) -> bool {
    let begins = |lang| {
        words(lang)
            .is_some_and(|words| words.decisions.iter().any(|word| text.to_lowercase().starts_with(word.as_str())))
    };
    begins(lang)
        || begins(Lang::ZhHantHk)
        || begins(Lang::EnGb)
        || text.starts_with("會議")
        || text.starts_with("The meeting")
}

/// Who acts and by when, as the column of actions has them.
fn action(meeting: &Meeting, remark: &Remark) -> String {
    if !matches!(remark.kind, RemarkKind::Action | RemarkKind::Decided) || remark.owner.trim().is_empty() {
        return String::new();
    }
    let lang = meeting.lang;
    let owner = remark.owner.trim();
    let voice = meeting.speakers.iter().find(|voice| voice.label.eq_ignore_ascii_case(owner));
    let called = voice.map_or(owner, |voice| voice.called.as_str());
    // The Secretary is Secretary in a column.
    let called = called.strip_prefix("The ").unwrap_or(called);
    let office = facts::find(called).into_iter().find(|fact| fact.kind == FactKind::Place && fact.source == called);
    let called = office.map_or_else(|| called.to_owned(), |fact| facts::render(&fact, lang));
    let due = remark.due.trim();
    let day = facts::find(due).into_iter().find(|fact| fact.kind == FactKind::Date);
    let due = day.map_or_else(|| due.to_owned(), |fact| facts::render(&fact, lang));
    let gap = if due.is_empty() {
        ""
    } else if lang.is_chinese() {
        "，"
    } else {
        ", "
    };
    format!("【{called}{gap}{due}】")
}

/// Whom 我哋, 你 and 佢 mean in the notes of a meeting: whoever speaks, and others.
#[must_use]
pub const fn persons(lang: Lang) -> notes::Persons<'static> {
    match lang {
        Lang::ZhHantHk => notes::Persons { own: "其", other: "對方", third: "其" },
        Lang::EnGb => notes::Persons { own: "they", other: "the other side", third: "they" },
    }
}

/// Who speaks in points that come from notes.
#[must_use]
pub fn speakers(points: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (_, text) in points::lined(points) {
        if let Some(who) = speaker(text).filter(|who| !out.iter().any(|other| other == who)) {
            out.push(who.to_owned());
        }
    }
    out
}

/// Who speaks in a point: what stands before its colon, unless that says what kind of point it is.
fn speaker(point: &str) -> Option<&str> {
    let at = point.find(['：', ':'])?;
    let who = point[..at].trim();
    let short = (1..=24).contains(&who.chars().count()) && !who.contains(['，', ',', '。', '.']) | who.starts_with("M");
    let kind = WORDS
        .as_ref()?
        .values()
        .any(|words| words.decided.trim_end_matches("{value}").trim().trim_end_matches(['：', ':']) == who);
    // 李先生問：…, Mr Lee asked: …
    let who = who.strip_suffix('問').or_else(|| who.strip_suffix(" asked")).unwrap_or(who);
    (short && !kind && !who.is_empty() && !who.starts_with(|c: char| c.is_ascii_digit())).then_some(who)
}

/// Whether a text names somebody.
fn names(text: &str, who: &str) -> bool {
    let bare = who.strip_prefix("The ").or_else(|| who.strip_prefix("the ")).unwrap_or(who).to_lowercase();
    text.to_lowercase().contains(&bare)
}

/// The faults of what was written for a point, with whoever it should and should not name.
#[must_use]
pub fn who(mut faults: Faults, point: &str, text: &str, speakers: &[String]) -> Faults {
    if speakers.is_empty() {
        return faults;
    }
    if let Some(own) = speaker(point).filter(|own| !names(text, own)) {
        faults.missing.push(own.to_owned());
    }
    faults.foreign.extend(others(point, text, speakers).cloned());
    faults
}

/// Speakers whom a text names though the points do not.
fn others<'a>(point: &'a str, text: &'a str, speakers: &'a [String]) -> impl Iterator<Item = &'a String> {
    // 主席 stands in 副主席 too.
    speakers.iter().filter(move |other| {
        names(text, other)
            && !names(point, other)
            && !speakers.iter().any(|longer| longer.len() > other.len() && names(longer, other) && names(text, longer))
    })
}

/// What is not right about minutes, compared paragraph by paragraph with the points and the lines of the notes they come from. `rows` are
/// the facts of the whole text: what is said there is not said again.
#[must_use]
pub fn issues(document: &Document, points: &str, rows: &[FactRow], messages: &Messages) -> Vec<Issue> {
    let Some(source) = &document.source else { return Vec::new() };
    let lang = document.lang;
    let Some(words) = words(lang) else { return Vec::new() };
    let lines: Vec<&str> = source.text.lines().collect();
    let lined = points::lined(points);
    let speakers = speakers(points);
    let mut out = Vec::new();
    for (at, block) in document.body.iter().enumerate() {
        let whole = block.text();
        if matches!(block, Block::Heading { .. }) || whole.trim().is_empty() {
            continue;
        }
        let mut add = |code: &str, severity, value: &str| {
            out.push(Issue {
                code: code.to_owned(),
                severity,
                message: messages.issue(code, value),
                field: None,
                block: u32::try_from(at).ok(),
                excerpt: (!value.is_empty() && whole.contains(value)).then(|| value.to_owned()),
            });
        };
        if block.lines().is_empty() {
            add("minutes_unsourced", Severity::Info, "");
            continue;
        }
        let own: Vec<&str> = lined
            .iter()
            .filter(|(of, _)| of.iter().any(|line| block.lines().contains(line)))
            .map(|(_, text)| *text)
            .collect();
        let noted: Vec<&str> =
            block.lines().iter().filter_map(|line| lines.get((*line as usize).checked_sub(1)?).copied()).collect();
        let own = if own.is_empty() { noted.clone() } else { own };
        let said = own.join("\n");
        let text = points::take_action(&whole).map_or(whole.as_str(), |(text, _)| text);
        for who in own.iter().filter_map(|point| speaker(point)).filter(|who| !names(text, who)) {
            if speakers.iter().any(|known| known == who) {
                add("minutes_speaker", Severity::Warning, who);
            }
        }
        for other in others(&said, text, &speakers) {
            add("minutes_other", Severity::Error, other);
        }
        // The lines themselves are known too: an officer may have shortened the point.
        let known = crate::check::known(noted.iter().copied());
        for row in facts::compare(&facts::find(&said), &known, std::slice::from_ref(&whole), lang) {
            let told = |state: &[FactState]| {
                rows.iter().any(|other| {
                    state.contains(&other.state) && (other.target == row.target || other.source == row.source)
                })
            };
            match row.state {
                FactState::Missing | FactState::Changed if !told(&[FactState::Missing, FactState::Changed]) => {
                    add("minutes_fact", Severity::Error, &row.target);
                }
                FactState::Foreign if !told(&[FactState::Foreign]) && !counted(&row, &said) => {
                    add("minutes_elsewhere", Severity::Error, &row.source);
                }
                _ => {}
            }
        }
        // A year that nobody said: a model takes it from its examples.
        let meeting_year = document.field("meeting_date").get(..4).and_then(|year| year.parse::<i32>().ok());
        for fact in facts::find(text).iter().filter(|fact| fact.kind == FactKind::Date) {
            let year = fact.canonical.get(..4).and_then(|year| year.parse::<i32>().ok());
            let near = |year: i32| meeting_year.is_none_or(|meeting| (meeting..=meeting + 1).contains(&year));
            let noted = |year: i32| own.iter().chain(&noted).any(|line| line.contains(&year.to_string()));
            if year.is_some_and(|year| !near(year) && !noted(year)) {
                add("minutes_elsewhere", Severity::Error, &fact.source);
            }
        }
        let lower = text.to_lowercase();
        let has = |list: &[String], text: &str| list.iter().any(|word| text.contains(word.as_str()));
        let decided =
            own.iter().any(|point| marked_decided(point) || meeting::kind_of(bare(point)) == RemarkKind::Decided);
        if decided && !has(&words.decisions, &lower) {
            add("minutes_decision", Severity::Error, "");
        }
        let strong = words.strong.iter().find(|word| lower.contains(word.as_str()));
        let any = |text: &str| {
            WORDS.as_ref().is_some_and(|all| all.values().any(|words| has(&words.decisions, &text.to_lowercase())))
        };
        if let Some(word) = strong.filter(|_| !decided && !any(&said)) {
            add("minutes_decided", Severity::Error, word);
        }
        if negated(&said, text, lang) {
            add("minutes_negation", Severity::Warning, "");
        }
        if let Some(word) = words.persons.iter().find(|word| speaks(text, word, lang)) {
            add("minutes_person", Severity::Warning, word);
        }
    }
    out
}

/// Whether a count's figure stands in the points with another noun or measure: 7單意外, 7宗意外.
fn counted(row: &FactRow, points: &str) -> bool {
    let figures: String = row.source.chars().filter(char::is_ascii_digit).collect();
    let figure = |text: &str| text.split(|c: char| !c.is_ascii_digit()).any(|run| run == figures);
    row.kind == FactKind::Count && !figures.is_empty() && figure(&points.replace(',', ""))
}

/// Whether a text has words of deciding.
#[must_use]
pub fn says_decision(text: &str, lang: Lang) -> bool {
    let lower = text.to_lowercase();
    words(lang).is_some_and(|words| words.decisions.iter().any(|word| lower.contains(word.as_str())))
}

/// Whether a value of a line stands in texts in any of its forms.
#[must_use]
pub fn stands(value: &str, line: &str, texts: &[String], lang: Lang) -> bool {
    // In its line a value says what it is: 十一點 is eleven at night behind 夜晚.
    let of = |fact: &gungman_core::Fact| fact.source.contains(value) || value.contains(&fact.source);
    let mut wanted: Vec<_> = facts::find(line).into_iter().filter(of).collect();
    if wanted.is_empty() {
        wanted = facts::find(value);
    }
    let rows = facts::compare(&wanted, &[], texts, lang);
    let missing = |row: &&FactRow| matches!(row.state, FactState::Missing | FactState::Changed | FactState::Pending);
    if !wanted.is_empty() && !rows.iter().any(|row| missing(&row)) {
        return true;
    }
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let figure = digits(value);
    texts.iter().any(|text| {
        plain(text).contains(&plain(value)) || !figure.is_empty() && text.replace([',', ' '], "").contains(&figure)
    })
}

/// A text without what makes no difference to a reader.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || "$%".contains(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether a point says by its first word that it is a decision.
fn marked_decided(point: &str) -> bool {
    let mut heads =
        WORDS.iter().flat_map(|words| words.values()).map(|words| words.decided.trim_end_matches("{value}").trim());
    heads.any(|head| point.starts_with(head))
}

/// A point without who says it.
fn bare(point: &str) -> &str {
    speaker(point).and_then(|_| point.split_once(['：', ':'])).map_or(point, |(_, rest)| rest.trim())
}

/// Whether a text says no where its points say yes, or the other way round. Counted where both are in one language; a negation more or
/// less is too common in translation.
fn negated(points: &str, text: &str, lang: Lang) -> bool {
    let han = points.chars().filter(|c| is_han(*c)).count();
    let same = lang.is_chinese() == (han * 2 > points.chars().filter(char::is_ascii_alphabetic).count());
    let ready = notes::prepare(points, lang, notes::Persons::default());
    // Notes of both languages deny in both: 唔 merge.
    let before: usize = Lang::ALL.iter().map(|of| denials(if *of == lang { &ready } else { points }, *of)).sum();
    let after = denials(text, lang);
    if same { before != after } else { (before == 0) != (after == 0) }
}

/// Whether a text has a word by which a person speaks of himself.
fn speaks(text: &str, word: &str, lang: Lang) -> bool {
    if lang.is_chinese() {
        return text.replace("自我", "").contains(word);
    }
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTES: &str = "部門安全委員會第3次會議
出席：陳大文先生（主席）、李小明先生、王美儀女士、馮家豪先生（秘書）
# 2026年意外數字
主席：今年有7單意外，比舊年少3單。
李先生：滑倒嘅有幾多單？
秘書：4單。
主席：決定喺茶水間鋪防滑墊，請工程組喺2027年1月15日前做好。
王女士：聽唔聽到？";

    fn read() -> Meeting {
        meeting::read(NOTES, "", None, &[])
    }

    #[test]
    fn points_name_their_lines_their_speakers_and_who_acts() {
        let points = points_of(&read(), Degree::Summary);
        let wanted = "# 2026年意外數字
〔4〕主席：今年有7單意外，比舊年少3單。
〔5〕李先生問：滑倒嘅有幾多單？
〔6〕秘書：4單。
〔7〕決定喺茶水間鋪防滑墊，請工程組喺2027年1月15日前做好。【工程組，2027年1月15日】";
        assert_eq!(points, wanted);
        assert_eq!(speakers(&points), ["主席", "李先生", "秘書"]);
        let short = points_of(&read(), Degree::Decisions);
        assert_eq!(short.lines().count(), 2, "{short}");
        assert!(points_of(&Meeting { remarks: Vec::new(), ..read() }, Degree::Full).is_empty());
    }

    #[test]
    fn a_decision_without_a_speaker_says_that_it_is_one() {
        let notes =
            "# Site\nDecision: site to close on 1 March 2027\nAgreed to close it\nKW: fine by us, the site closes";
        let points = points_of(&meeting::read(notes, "", Some(Lang::EnGb), &[]), Degree::Decisions);
        assert_eq!(points, "# Site\n〔2〕The meeting agreed: site to close on 1 March 2027\n〔3〕Agreed to close it");
    }

    fn codes(text: &str, lines: &[u32]) -> Vec<String> {
        let points = points_of(&read(), Degree::Summary);
        let mut document = Document::new("minutes", Lang::ZhHantHk);
        let mut block = Block::paragraph(text);
        block.add_lines(lines);
        document.body = vec![block];
        document.source = Some(SourceText { name: String::new(), text: NOTES.to_owned() });
        issues(&document, &points, &[], &Messages::load().unwrap()).into_iter().map(|issue| issue.code).collect()
    }

    #[test]
    fn what_the_notes_do_not_say_is_told() {
        let decided = "會議決定在茶水間鋪設防滑墊，工程組須於2027年1月15日前完成。【工程組，2027年1月15日】";
        assert_eq!(codes(decided, &[7]), [""; 0]);
        assert_eq!(codes("主席表示，今年有7宗意外，較去年少3宗。", &[4]), [""; 0]);
        assert_eq!(codes(&decided.replace("決定", "建議"), &[7]), ["minutes_decision"]);
        assert_eq!(codes(&decided.replace("決定", "決定不"), &[7]), ["minutes_negation"]);
        assert!(codes(&decided.replace("1月15日", "1月25日"), &[7]).contains(&"minutes_fact".to_owned()));
        assert_eq!(codes("秘書表示，今年有7宗意外，較去年少3宗。", &[4]), ["minutes_speaker", "minutes_other"]);
        assert_eq!(codes("主席表示，今年有7宗意外，較去年少3宗，會議決定備悉。", &[4]), ["minutes_decided"]);
        assert_eq!(codes("秘書回應，有4宗，較去年少3宗。", &[6]), ["minutes_elsewhere"]);
        assert_eq!(codes("秘書回應，我們有4宗。", &[6]), ["minutes_person"]);
        assert_eq!(codes("會議在融洽氣氛下進行。", &[]), ["minutes_unsourced"]);
    }

    #[test]
    fn a_year_that_nobody_said_is_told() {
        let mut document = Document::new("minutes", Lang::EnGb);
        document.fields.insert("meeting_date".into(), "2026-12-03".into());
        document.source = Some(SourceText { name: String::new(), text: "GPA: tenancy signed 27 Nov".into() });
        let mut codes = |text: &str| {
            let mut block = Block::paragraph(text);
            block.add_lines(&[1]);
            document.body = vec![block];
            let found = issues(&document, "〔1〕GPA: tenancy signed 27 Nov", &[], &Messages::load().unwrap());
            found.into_iter().map(|issue| issue.code).collect::<Vec<_>>()
        };
        assert_eq!(codes("GPA reported that the tenancy had been signed on 27 November 2026."), [""; 0]);
        assert_eq!(codes("GPA reported that the tenancy had been signed on 27 November 2025."), ["minutes_elsewhere"]);
    }
}
