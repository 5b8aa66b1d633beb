//! Replying to a letter: its header facts become the reply's fields, its points and the officer's answers the reply's points.
//!
//! The opening, which cites date and reference, is code's (`reply.toml`); each answer stays bound to what it answers, as
//! lines of the points the officer can go on editing (`points`): `=` a paragraph kept as it is, `問：` what the lines under it
//! answer.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use chrono::NaiveDate;
use gungman_core::incoming::{AskKind, Incoming};
use gungman_core::{Block, Document, Lang};
use gungman_lang::{dates, facts, incoming, likeness, notes};
use gungman_store::DocumentRecord;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::incoming as letter;
use crate::managed::Feature;
use crate::office::Office;
use crate::points;
use crate::profiles::Wanted;

/// What kind of reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ReplyKind {
    /// That the letter has arrived.
    Ack,
    /// That the matter is in hand.
    Interim,
    /// An answer to each point.
    Full,
}

impl ReplyKind {
    /// The document type it is written as.
    #[must_use]
    pub const fn template(self) -> &'static str {
        match self {
            ReplyKind::Ack => "acknowledgement",
            ReplyKind::Interim => "interim-reply",
            ReplyKind::Full => "substantive-reply",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            ReplyKind::Ack => "ack",
            ReplyKind::Interim => "interim",
            ReplyKind::Full => "full",
        }
    }
}

impl std::str::FromStr for ReplyKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [ReplyKind::Ack, ReplyKind::Interim, ReplyKind::Full]
            .into_iter()
            .find(|kind| kind.key() == text)
            .ok_or_else(|| format!("ack / interim / full, not {text}"))
    }
}

/// What a reply is made from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// The letter, as read and corrected.
    pub incoming: Incoming,
    /// What kind of reply.
    pub kind: ReplyKind,
    /// The officer's note for each point of the letter, in the order of its points; empty where there is none yet.
    pub answers: Vec<String>,
    /// Further points of the officer's own, a line each.
    pub notes: String,
    /// The sender's own fields: head, signer, ref.
    pub fields: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Opening {
    opening: String,
}

#[derive(Deserialize)]
struct Words {
    dated: String,
    referenced: String,
    letter: String,
    mail: String,
}

#[derive(Deserialize)]
struct Wording {
    full: BTreeMap<Lang, Opening>,
    interim: BTreeMap<Lang, Opening>,
    ack: BTreeMap<Lang, Opening>,
    words: BTreeMap<Lang, Words>,
}

/// `None` never happens: a test makes every opening.
static WORDING: LazyLock<Option<Wording>> = LazyLock::new(|| toml::from_str(include_str!("reply.toml")).ok());

/// What to read: a file, or a text.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenLetter {
    /// The file; none for a text.
    pub path: Option<String>,
    /// The text, where there is no file.
    pub text: String,
}

impl Office {
    /// Reads a letter, on a thread of its own: a PDF takes its time.
    ///
    /// # Errors
    /// [`Error::File`] and those of [`letter::open`].
    pub async fn read_letter(request: OpenLetter) -> Result<Incoming, Error> {
        let read = move || match &request.path {
            Some(path) => {
                let file = Path::new(path);
                let bytes = std::fs::read(file).map_err(|error| Error::file(file, &error))?;
                letter::open(path, &bytes)
            }
            None => letter::read_text(&request.text),
        };
        tokio::task::spawn_blocking(read).await.map_err(|error| Error::Resources(error.to_string()))?
    }

    /// Begins a reply: a new document in the library, with its points.
    ///
    /// # Errors
    /// [`Error::SwitchedOff`], [`Error::UnknownTemplate`] and the store's own.
    pub async fn begin_reply(&self, reply: &Reply) -> Result<DocumentRecord, Error> {
        self.managed.permit(Feature::Draft)?;
        let (mut document, points) = self.prepare_reply(reply)?;
        self.fill_new(&mut document, Wanted::Default).await?;
        self.add_document(&document, &points).await
    }

    /// The document and the points of a reply, before a profile fills what is empty in the header.
    ///
    /// # Errors
    /// [`Error::UnknownTemplate`].
    pub fn prepare_reply(&self, reply: &Reply) -> Result<(Document, String), Error> {
        let template = self.shelf.template(reply.kind.template())?;
        let letter = &reply.incoming;
        let header = &letter.header;
        let mut document = Document::new(&template.id, letter.lang);
        let mut set = |id: &str, value: &str| {
            if !value.trim().is_empty() && template.field(id).is_some() {
                document.fields.insert(id.to_owned(), value.trim().to_owned());
            }
        };
        set("date", &self.today().format("%Y-%m-%d").to_string());
        set("addressee", &header.sender.value);
        set("post", &header.post.value);
        set("organisation", &header.organisation.value);
        set("address", &header.address.value);
        set("your_ref", &header.reference.value);
        set("subject", &header.subject.value);
        set("classification", &header.classification.value);
        if !header.sender.value.is_empty() {
            set("honorific", &self.honorific(&header.honorific.value));
        }
        for (field, value) in &reply.fields {
            set(field, value);
        }
        let other = self.shelf.address.other(&document);
        let mut lines = vec![format!("={}", opening(reply, &other))];
        if reply.kind == ReplyKind::Full {
            for (at, ask) in letter.points.iter().enumerate() {
                let answer = reply.answers.get(at).map_or("", |answer| answer.trim());
                lines.push(format!("問：{}", ask.text.replace('\n', " ")));
                lines.extend(answer.lines().map(points::unmark));
            }
        } else {
            lines.extend(reply.answers.iter().flat_map(|answer| answer.lines()).map(points::unmark));
        }
        if reply.kind == ReplyKind::Full && !reply.notes.trim().is_empty() {
            // What follows answers nothing in particular.
            lines.push("問：".to_owned());
        }
        lines.extend(reply.notes.lines().map(points::unmark));
        lines.retain(|line| !line.trim().is_empty());
        Ok((document, lines.join("\n")))
    }

    /// The id of a form of address; that for a reader whose sex is not known, where the letter says none.
    fn honorific(&self, said: &str) -> String {
        let said = said.trim_end_matches('.');
        let list = self.shelf.choices.get("honorific");
        let of =
            |choice: &&gungman_core::Choice| !said.is_empty() && (choice.print.zh == said || choice.print.en == said);
        list.and_then(|list| list.choices.iter().find(of))
            .map_or_else(|| "unknown".to_owned(), |choice| choice.id.clone())
    }
}

/// The paragraph that cites the letter.
fn opening(reply: &Reply, other: &str) -> String {
    let lang = reply.incoming.lang;
    let header = &reply.incoming.header;
    let Some(wording) = WORDING.as_ref() else { return String::new() };
    let of = match reply.kind {
        ReplyKind::Full => &wording.full,
        ReplyKind::Interim => &wording.interim,
        ReplyKind::Ack => &wording.ack,
    };
    let (Some(opening), Some(words)) = (of.get(&lang), wording.words.get(&lang)) else { return String::new() };
    let date = NaiveDate::parse_from_str(&header.date.value, "%Y-%m-%d").map(|day| dates::render(day, lang));
    let dated = date.map_or(String::new(), |date| words.dated.replace("{date}", &date));
    let reference = header.reference.value.trim();
    let referenced =
        if reference.is_empty() { String::new() } else { words.referenced.replace("{reference}", reference) };
    let mail = reply.incoming.lines.first().is_some_and(|line| line.starts_with("From: "));
    let other = if other.is_empty() && lang.is_chinese() { "你" } else { other };
    opening
        .opening
        .replace("{other}", other)
        .replace("{dated}", &dated)
        .replace("{referenced}", &referenced)
        .replace("{letter}", if mail { &words.mail } else { &words.letter })
}

/// Whether a point of the letter is answered in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Answered {
    /// Its facts or its words stand in a block.
    Yes,
    /// There is a note, and the text does not prove that it answers: another language, or changed words.
    Unproved,
    /// There is no note, or nothing of it stands in the text.
    No,
}

/// One row of the list of points beside a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Checked {
    /// What the letter asks.
    pub question: String,
    /// The officer's note.
    pub answer: String,
    /// Whether the text answers it.
    pub answered: Answered,
    /// In which block of the body, from 0.
    pub block: Option<u32>,
}

/// The letter's points, and whether the body answers each, by the facts and words of the officer's notes.
#[must_use]
pub fn checklist(points: &str, body: &[Block], lang: Lang) -> Vec<Checked> {
    let texts: Vec<String> = body.iter().map(Block::text).collect();
    points::questions(points).into_iter().map(|(question, answer)| look(question, answer, &texts, lang)).collect()
}

fn look(question: String, answer: String, texts: &[String], lang: Lang) -> Checked {
    let row = |answered, block: Option<usize>| Checked {
        question: question.clone(),
        answer: answer.clone(),
        answered,
        block: block.and_then(|at| u32::try_from(at).ok()),
    };
    if answer.trim().is_empty() {
        // A wish for a reply by a day is answered by the reply; whether by that day, no text says.
        let reply = incoming::kind_of(&question) == Some(AskKind::Reply);
        return row(if reply { Answered::Unproved } else { Answered::No }, None);
    }
    let wanted = facts::find(&answer);
    let ready = notes::prepare(&answer, lang, notes::Persons::default());
    let scored = texts.iter().enumerate().map(|(at, text)| {
        let rows = facts::compare(&wanted, &[], std::slice::from_ref(text), lang);
        let stated = rows.iter().filter(|row| row.state == gungman_core::FactState::Present).count();
        (at, stated, likeness::share(&ready, text))
    });
    let best = scored.max_by(|a, b| (a.1, a.2).partial_cmp(&(b.1, b.2)).unwrap_or(std::cmp::Ordering::Equal));
    let Some((at, stated, words)) = best else { return row(Answered::No, None) };
    let whole = facts::compare(&wanted, &[], texts, lang);
    let all = whole.iter().filter(|row| row.state == gungman_core::FactState::Present).count();
    let distinct = whole.iter().filter(|row| row.state != gungman_core::FactState::Foreign).count();
    if distinct > 0 && all == distinct && stated > 0 || distinct == 0 && words >= 0.4 {
        return row(Answered::Yes, Some(at));
    }
    if all > 0 || words >= 0.15 || notes_other(&ready, lang) {
        return row(Answered::Unproved, (stated > 0 || words >= 0.15).then_some(at));
    }
    row(Answered::No, None)
}

/// Whether a note is in the other language, so that its words cannot be looked for.
fn notes_other(note: &str, lang: Lang) -> bool {
    let han = note.chars().filter(|c| gungman_core::is_han(*c)).count();
    let latin = note.chars().filter(char::is_ascii_alphabetic).count();
    if lang.is_chinese() { latin > han } else { han > 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str, kind: ReplyKind) -> Reply {
        let incoming = gungman_lang::incoming::read(text);
        Reply { incoming, kind, answers: Vec::new(), notes: String::new(), fields: BTreeMap::new() }
    }

    #[test]
    fn the_opening_cites_date_and_reference_and_does_without() {
        let whole = "Our Ref.: AB/12\n6 November 2026\n\nDear Sir,\n\nFees\n\nMay I know when the fees fall due?\n\nYours faithfully,\n\nJohn WONG";
        let said = opening(&letter(whole, ReplyKind::Full), "you");
        assert_eq!(
            said,
            "Thank you for your letter of 6 November 2026 (Ref.: AB/12). Our reply to the points you raised is as follows."
        );
        let bare = "你好：\n請問幾時派錢？\n何桂蘭";
        assert_eq!(opening(&letter(bare, ReplyKind::Ack), ""), "你的來信收悉。");
        for kind in [ReplyKind::Ack, ReplyKind::Interim, ReplyKind::Full] {
            for text in [whole, bare] {
                assert!(!opening(&letter(text, kind), "").contains(['{', '}']));
            }
        }
    }

    #[test]
    fn the_list_says_what_is_answered_and_what_is_not() {
        let points = "=你的來信收悉。\n問：幾時完工？\n2027年3月5日完工\n問：可否賠償？\n問：邊個負責？\n由路政署負責";
        let body = [
            Block::paragraph("你的來信收悉。"),
            Block::paragraph("工程將於2027年3月5日完成。"),
            Block::paragraph("有關工程由路政署負責。"),
        ];
        let rows = checklist(points, &body, Lang::ZhHantHk);
        let seen: Vec<_> = rows.iter().map(|row| (row.answered, row.block)).collect();
        assert_eq!(seen, [(Answered::Yes, Some(1)), (Answered::No, None), (Answered::Yes, Some(2))]);
        let rows = checklist(points, &body[..1], Lang::ZhHantHk);
        assert!(rows.iter().all(|row| row.answered != Answered::Yes), "{rows:?}");
    }
}
