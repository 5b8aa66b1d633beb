//! What crosses between rewriting and whoever calls it: the window (through the shell's commands) and the command line.

use gungman_core::{Block, Document, Issue, Label, Lang, Run};
use gungman_engine::Stats;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api::Failure;

/// Something that can be done to a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RewriteAction {
    /// Its id, such as `polish`.
    pub id: String,
    /// What a menu calls it.
    pub name: Label,
    /// What it does, in a sentence.
    pub summary: Label,
    /// Where it stands in a menu.
    pub group: ActionGroup,
    /// What it asks for.
    pub takes: Takes,
    /// The languages of the texts it works on.
    pub langs: Vec<Lang>,
}

/// The groups of a menu, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ActionGroup {
    /// Better words for the same.
    Wording,
    /// More words, or fewer.
    Length,
    /// Paragraphs, lists.
    Shape,
    /// For another reader.
    Reader,
    /// In the other language.
    Language,
    /// By the officer's own instruction.
    Own,
}

/// What an action asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Takes {
    /// Nothing. An instruction may be given all the same.
    Nothing,
    /// A length, which may be left out: characters in Chinese, words in English.
    Length,
    /// An instruction.
    Instruction,
}

/// What the window asks for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RewriteRequest {
    /// The open document's id in the library; 0 for a text of no document.
    #[ts(type = "number")]
    pub id: i64,
    /// The open document as it stands; none for a text of no document. What its header and its other paragraphs state is known, and it
    /// must be classified low enough.
    pub document: Option<Document>,
    /// The language of the text.
    pub lang: Lang,
    /// The action's id.
    pub action: String,
    /// What the officer adds: the whole order for an action of one's own, a wish beside the action for the others.
    #[serde(default)]
    pub instruction: String,
    /// The wanted length, where the action takes one: characters in Chinese, words in English.
    #[serde(default)]
    pub length: Option<u32>,
    /// What was selected: whole blocks, or one block that holds only the selected runs.
    pub blocks: Vec<Block>,
    /// The paragraph before the selection.
    #[serde(default)]
    pub before: String,
    /// The paragraph after it.
    #[serde(default)]
    pub after: String,
    /// The officer's points: what they state may be added.
    #[serde(default)]
    pub points: String,
    /// Whether the officer asked for other words than the first answer's.
    #[serde(default)]
    pub another: bool,
}

/// What happens while a text is rewritten, in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RewriteEvent {
    /// Another request is before this one.
    Queued {
        /// How many.
        ahead: u32,
    },
    /// The model's program is being started.
    Starting,
    /// The model is being read from disk.
    Loading {
        /// 0 to 100.
        percent: u8,
    },
    /// The model reads the prompt.
    Reading {
        /// Tokens read, those reused among them.
        done: u32,
        /// Tokens to read.
        total: u32,
        /// Tokens it still knew.
        reused: u32,
    },
    /// The model writes.
    Writing {
        /// Tokens a second since the first.
        tokens_per_second: f32,
        /// Which part, from 1.
        part: u32,
        /// Of how many.
        parts: u32,
    },
    /// A part as it stands now; it replaces what was said of the same index.
    Part(Rewritten),
    /// The text is compared with what it was.
    Checking,
    /// Something was lost or added; the model is asked once more.
    Repairing {
        /// How many faults.
        faults: u32,
    },
    /// Done.
    Done(RewriteOutcome),
    /// Not done; nothing was changed. What parts came before stand as they were told.
    Failed(Failure),
}

/// What became of some of the blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Rewritten {
    /// Which part, from 0.
    pub index: u32,
    /// The blocks of the request it stands for, from 0, one after the other.
    pub before: Vec<u32>,
    /// What they became.
    pub after: Vec<Block>,
    /// The change by words, where one block became one of the same kind; empty where the whole part is one change.
    pub pieces: Vec<Piece>,
    /// Whether it is finished: converted, tidied, compared.
    pub finished: bool,
    /// What a reader should look at: facts that are missing, changed or foreign, and what else is not proved right.
    pub issues: Vec<Issue>,
}

/// A stretch of a change by words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Piece {
    /// In both texts.
    Same {
        /// With the formatting of the old text.
        runs: Vec<Run>,
    },
    /// Taken out, put in, or both.
    Change {
        /// Its number in the part, from 0.
        id: u32,
        /// What stood there.
        removed: Vec<Run>,
        /// What stands there now.
        added: Vec<Run>,
    },
    /// The end of the old text, which an unfinished answer has not come to.
    Ahead {
        /// With its formatting.
        runs: Vec<Run>,
    },
}

/// A finished rewriting.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RewriteOutcome {
    /// The parts in order. Blocks that no part stands for stay as they are.
    pub parts: Vec<Rewritten>,
    /// Whether nothing to improve was found.
    pub unchanged: bool,
    /// What it took.
    pub stats: RewriteStats,
}

/// What a rewriting took.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RewriteStats {
    /// The first call of the model; none when it was not needed.
    pub first: Option<Stats>,
    /// How many times the model was asked.
    pub calls: u32,
    /// How many of them were second attempts.
    pub repairs: u32,
    /// Tokens written in all.
    pub tokens: u32,
    /// From the request to the first word, in milliseconds.
    pub first_word_ms: u32,
    /// From the request to the end, in milliseconds.
    pub total_ms: u32,
}

/// A question about a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AskRequest {
    /// The document.
    pub document: Document,
    /// The question, in either language.
    pub question: String,
    /// The language of the answer.
    pub lang: Lang,
}

/// What happens while a question is answered, in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AskEvent {
    /// Another request is before this one.
    Queued {
        /// How many.
        ahead: u32,
    },
    /// The model's program is being started.
    Starting,
    /// The model is being read from disk.
    Loading {
        /// 0 to 100.
        percent: u8,
    },
    /// The model reads the document and the question.
    Reading {
        /// Tokens read, those reused among them.
        done: u32,
        /// Tokens to read.
        total: u32,
        /// Tokens it still knew.
        reused: u32,
    },
    /// The answer as far as it is written; it replaces the one before.
    Text {
        /// The answer.
        text: String,
    },
    /// The answer is compared with the document.
    Checking,
    /// Done.
    Done(Answer),
    /// Not done.
    Failed(Failure),
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The answer; that the document does not say, where it does not.
    pub text: String,
    /// Whether the document says.
    pub found: bool,
    /// The sentences it rests on, in the order of the document.
    pub sentences: Vec<Quoted>,
    /// What a reader should look at: facts of the answer that those sentences do not state.
    pub issues: Vec<Issue>,
}

/// A sentence of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Quoted {
    /// The block of the body, from 0; none for a value of the header.
    pub block: Option<u32>,
    /// The header field, where it is none of the body.
    pub field: Option<String>,
    /// The character it begins with, from 0.
    pub start: u32,
    /// The character behind its last.
    pub end: u32,
    /// Its text.
    pub text: String,
}
