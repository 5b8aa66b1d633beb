//! An incoming letter as it was read: who wrote it, and what it asks for.
//!
//! Nothing of a letter is dropped: each sentence of its body is taken as a point, as a courtesy, or stays for the officer to look at.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::language::Lang;

/// A letter as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Incoming {
    /// The language it is written in, which is the language of the reply.
    pub lang: Lang,
    /// Its lines, blank ones too.
    pub lines: Vec<String>,
    /// What its head and foot say.
    pub header: Header,
    /// The sentences of its body, in order.
    pub sentences: Vec<Sentence>,
    /// What it asks for, in order.
    pub points: Vec<Ask>,
    /// Personal data it holds.
    pub personal: Vec<Personal>,
}

/// What the head and foot of a letter say; each is empty where it was not found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// The writer's name, without form of address.
    pub sender: Found,
    /// The form of address that stood with the name: 女士, Mrs.
    pub honorific: Found,
    /// The writer's post.
    pub post: Found,
    /// The organisation the letter is from.
    pub organisation: Found,
    /// The writer's address, a line each.
    pub address: Found,
    /// The writer's telephone number; never one of somebody else's.
    pub phone: Found,
    /// The writer's e-mail address.
    pub email: Found,
    /// The letter's date, ISO.
    pub date: Found,
    /// The writer's own reference.
    pub reference: Found,
    /// Our reference, as the writer cites it.
    pub our_reference: Found,
    /// What it is about.
    pub subject: Found,
    /// The day by which an answer is asked for, ISO.
    pub deadline: Found,
    /// The id of a classification it is marked with.
    pub classification: Found,
}

/// A value and where it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Found {
    /// The value; empty when there is none.
    pub value: String,
    /// The line it stands on, from 0; none when the officer typed it.
    pub line: Option<u32>,
}

impl Found {
    /// A value on a line.
    #[must_use]
    pub fn on(value: impl Into<String>, line: usize) -> Self {
        Self { value: value.into(), line: u32::try_from(line).ok() }
    }
}

/// A sentence of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Sentence {
    /// Its text.
    pub text: String,
    /// The line it begins on, from 0.
    pub line: u32,
    /// What became of it.
    pub taken: Taken,
}

/// What became of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Taken {
    /// One or more points come from it.
    Point,
    /// A greeting, thanks or another courtesy.
    Courtesy,
    /// Not taken as a point: the officer decides.
    Left,
}

/// What a letter asks for, once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Ask {
    /// What is asked, in the letter's own words.
    pub text: String,
    /// What kind of thing it is.
    pub kind: AskKind,
    /// The sentence it comes from, from 0.
    pub sentence: u32,
}

/// What kind of thing a letter asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AskKind {
    /// A question.
    Question,
    /// Something to be done.
    Request,
    /// A complaint without a request of its own.
    Complaint,
    /// A reply by a day.
    Reply,
}

/// A piece of personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Personal {
    /// What it is.
    pub kind: PersonalKind,
    /// The characters.
    pub text: String,
    /// The line it stands on, from 0.
    pub line: u32,
    /// Whether it is the writer's own as far as the letter says; a reply never gives another person's.
    pub own: bool,
}

/// A kind of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PersonalKind {
    /// The number of a Hong Kong identity card.
    IdentityCard,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// The number of a travel document.
    Passport,
    /// The number of a bank account.
    BankAccount,
    /// The number of a payment card.
    Card,
    /// A person's name.
    Name,
    /// A postal address.
    Address,
}
