//! What crosses between the use cases and whoever calls them: the window (through the shell's commands) and the
//! command line. Every type derives `TS`; `ui/src/platform/types.ts` is generated from here and a test finds drift.

use std::collections::BTreeMap;

use crate::managed::ManagedView;
use crate::profiles::ProfileBook;
use gungman_core::{
    Block, Choice, Document, FactRow, Field, Issue, Label, Lang, Sheet,
    template::{Misfit, Sample},
};
use gungman_engine::{Stats, Status};
use gungman_store::{DocumentRecord, VersionRow};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::checking::CheckRow;

/// Everything the window needs to draw its first frame.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Boot {
    /// The program's version.
    pub version: String,
    /// The document types that can be drafted.
    pub templates: Vec<TemplateForm>,
    /// What happened, what is safe, what to do: by error code.
    pub messages: BTreeMap<String, Message>,
    /// The settings in force.
    pub settings: Settings,
    /// What of them, and of the rest, the administrator governs.
    pub managed: ManagedView,
    /// What officers fill in once, and what a document may be filled from.
    pub profiles: ProfileBook,
    /// What the model is doing.
    pub engine: Status,
    /// The document to show: the last one worked on, else a new memo.
    pub document: DocumentRecord,
    /// Whether the last session ended while a draft was running; its text is in `document`.
    pub recovered: bool,
    /// Where documents, settings and logs are kept.
    pub data_folder: String,
}

/// A document type as the window needs it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TemplateForm {
    /// The template's id.
    pub id: String,
    /// What officers call it.
    pub name: Label,
    /// When it is used.
    pub summary: Label,
    /// The family it is offered in; empty for none.
    pub family: Label,
    /// The header's fields in order.
    pub fields: Vec<FormField>,
    /// Sample jobs that really run.
    pub samples: Vec<Sample>,
}

/// A field, with the choices it offers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FormField {
    /// The field.
    pub field: Field,
    /// For a choice field, the choices in order.
    pub choices: Vec<Choice>,
}

/// A message in the three short parts people need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// What happened.
    pub happened: Label,
    /// What is safe.
    pub safe: Label,
    /// What to do.
    pub todo: Label,
}

/// The user's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// The language of the interface.
    pub ui_lang: Lang,
    /// Light, dark or high contrast.
    pub theme: Theme,
    /// The catalogue id of the model to use; none for the first that is installed.
    pub model: Option<String>,
    /// The document type and language of the last new document.
    pub template: String,
    /// The language of the last new document.
    pub lang: Lang,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            ui_lang: Lang::ZhHantHk,
            theme: Theme::System,
            model: None,
            template: "memo".into(),
            lang: Lang::ZhHantHk,
        }
    }
}

/// The colours of the interface. The paper stays white.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the desktop says.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

/// A document laid out and looked over, for the preview.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Composed {
    /// The sheet, with ghosts where required values are missing.
    pub sheet: Sheet,
    /// Values that do not fit their fields.
    pub problems: Vec<FieldProblem>,
    /// The facts of the points, and whether they stand in the text; then facts that are only in the text.
    pub facts: Vec<FactRow>,
    /// What a reader should look at, in the order of the sheet.
    pub issues: Vec<CheckRow>,
    /// Of a reply: what the letter asks, and whether the text answers it.
    pub answers: Vec<crate::reply::Checked>,
    /// Until when it is due, and whether it went in time.
    pub term: Option<crate::due::Due>,
}

/// A value that does not fit its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// The field's id.
    pub field: String,
    /// Why.
    pub misfit: Misfit,
    /// Said to the user.
    pub message: Label,
}

/// What the window asks for when the officer presses 草擬.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftRequest {
    /// The document's id in the library.
    #[ts(type = "number")]
    pub id: i64,
    /// The document as it stands.
    pub document: Document,
    /// The rough points, in any mix of languages.
    pub points: String,
    /// Whether the officer asked for another version of what is there.
    pub another: bool,
}

/// What happens while a draft is written, in order.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DraftEvent {
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
        /// Which point, from 1.
        point: u32,
        /// Of how many.
        points: u32,
    },
    /// A paragraph of the body as it stands now; later events may replace it.
    Block {
        /// Which, from 0.
        index: u32,
        /// The block.
        block: Block,
        /// Whether it is finished: converted, tidied, facts restored.
        finished: bool,
    },
    /// The text is compared with the points.
    Checking,
    /// Something was missing, foreign or untranslated in the text of a point; the model is asked for it once more.
    Repairing {
        /// How many faults.
        faults: u32,
    },
    /// Done.
    Done(Box<DraftOutcome>),
    /// Not done; the document is as it was, with what was written kept as a stopped or failed version.
    Failed(Failure),
}

/// A finished draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftOutcome {
    /// The document with its new body.
    pub document: Document,
    /// The facts and where they stand.
    pub facts: Vec<FactRow>,
    /// What a reader should look at, in the order of the sheet.
    pub issues: Vec<CheckRow>,
    /// The version this became.
    pub version: VersionRow,
    /// What it took.
    pub stats: DraftStats,
}

/// What a draft took.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftStats {
    /// The first call of the model, which also read the constant part of the prompt; none where every point is kept as it is.
    pub first: Option<Stats>,
    /// How many points were written.
    pub points: u32,
    /// How many of them were asked for once more.
    pub repairs: u32,
    /// Tokens written in all.
    pub tokens: u32,
    /// From the request to the end, in milliseconds.
    pub total_ms: u32,
}

/// Something that could not be done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// A stable code; `Boot::messages` has its wording.
    pub code: String,
    /// The wording, in three parts.
    pub message: Message,
    /// For the log and the curious, in English; empty when there is no more to say.
    pub detail: String,
}

/// The formats a document leaves in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// Word.
    Docx,
    /// PDF.
    Pdf,
    /// Plain text.
    Txt,
}

/// What the window asks for when the officer presses an export button.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// The document's id in the library.
    #[ts(type = "number")]
    pub id: i64,
    /// The document as it stands.
    pub document: Document,
    /// The rough points, kept beside it.
    pub points: String,
    /// The format.
    pub format: ExportFormat,
    /// Whether Word is to show the document's accepted changes as tracked changes.
    #[serde(default)]
    #[ts(optional, as = "Option<bool>")]
    pub tracked: bool,
}

/// An exported file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// The whole path.
    pub path: String,
    /// The file's name.
    pub file_name: String,
    /// The folder.
    pub folder: String,
    /// What a reader should know: characters no face covers, required fields that are empty.
    pub issues: Vec<Issue>,
}

/// When something was saved.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Saved {
    /// Unix time in milliseconds.
    #[ts(type = "number")]
    pub saved_at: i64,
}

/// A model of the catalogue or of the data folder.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ModelRow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its licence.
    pub licence: String,
    /// Size of its file in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Whether its file is here.
    pub installed: bool,
    /// Whether drafts use it.
    pub in_use: bool,
}
