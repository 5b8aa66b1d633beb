//! The checker at work: on the document of the desk as it is written, on files of anybody's, and what a person has settled with it.
//!
//! The rules are [`gungman_lang::check`]; here is what they are shown and what becomes of what they find.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`sheet`] | a document of the desk: its composed sheet, header fields and subject with it |
//! | [`file`] | a file: list, sure fixes, SARIF |
//! | [`desk`] | a file in the window: opened, looked at as it is put right, saved |
//! | [`accepted`] | the personal dictionary and the rules that are to keep silent |

pub mod accepted;
pub mod desk;
pub mod file;
pub mod sheet;

use std::sync::{Mutex, PoisonError};

use gungman_core::{Issue, Label, Severity};
use gungman_lang::check::{self as rules, Finding, Live, Setting};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use self::file::kind;
pub use self::file::{Asked, Checked, Row, check_bytes, fix_bytes, sarif, write_beside};

/// One thing to look at in a document, for the list and the marks on the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckRow {
    /// The rule's id, or the code of an issue that no rule found.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong and what to do, in both languages.
    pub message: Label,
    /// The header field it is in.
    pub field: Option<String>,
    /// The block of the body, or the paragraph of the file, it is in; from 0.
    pub block: Option<u32>,
    /// The characters it is about.
    pub excerpt: Option<String>,
    /// The first of them and the one after the last, counted in characters of the block or of the field's value.
    pub range: Option<(u32, u32)>,
    /// What to put in their place.
    pub fix: Option<String>,
    /// Whether it may be put there without asking.
    pub sure: bool,
}

impl From<Issue> for CheckRow {
    fn from(issue: Issue) -> Self {
        let Issue { code, severity, message, field, block, excerpt } = issue;
        Self { code, severity, message, field, block, excerpt, range: None, fix: None, sure: false }
    }
}

impl CheckRow {
    /// A finding whose place is still to be said.
    fn of(finding: &Finding) -> Self {
        Self {
            code: finding.rule.to_owned(),
            severity: finding.severity,
            message: finding.message(),
            field: None,
            block: None,
            excerpt: (!finding.excerpt.is_empty()).then(|| finding.excerpt.clone()),
            range: None,
            fix: finding.fix.clone(),
            sure: finding.sure,
        }
    }
}

/// A rule as it is explained to whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleNote {
    /// Its id.
    pub id: String,
    /// Why.
    pub explain: Label,
    /// Where official practice says so.
    pub source: String,
    /// A sentence that it marks: `⟦found→fix⟧`, `⟦found⟧` where it has no fix.
    pub bad: String,
    /// A sentence that is right.
    pub good: String,
}

/// The rules, for whoever asks why.
#[must_use]
pub fn notes() -> Vec<RuleNote> {
    let note = |rule: &rules::Rule| RuleNote {
        id: rule.id.clone(),
        explain: rule.explain.clone(),
        source: rule.source.clone(),
        bad: rule.bad.first().cloned().unwrap_or_default(),
        good: rule.good.first().cloned().unwrap_or_default(),
    };
    rules::rules().map(note).collect()
}

/// A document that is looked at again and again: only what changed is looked at anew.
#[derive(Debug, Default)]
pub struct Watch(Mutex<Option<Live>>);

impl Watch {
    /// The findings of the document as it is now.
    pub fn check(&self, paragraphs: &[rules::Paragraph], setting: Setting) -> Vec<Finding> {
        let mut live = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if live.as_ref().is_some_and(|live| *live.setting() != setting) {
            *live = None;
        }
        live.get_or_insert_with(|| Live::new(setting)).check(paragraphs)
    }
}
