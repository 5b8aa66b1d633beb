//! The audit log as the use cases write it: who did what to which document, with which model, and where it went.
//!
//! What is written holds no text of any document. A use case that cannot be recorded fails with the store's own error: the log is
//! in the same file as the documents, so what it cannot take they cannot either.

use std::path::Path;

use gungman_core::Document;
use gungman_store::{AuditRow, AuditVerdict, NewAudit};

use crate::error::Error;
use crate::office::Office;

/// How many rows are read at once.
const PAGE: u32 = 1000;

/// The columns of the table that leaves the program.
const COLUMNS: [&str; 12] = [
    "seq",
    "at",
    "who",
    "action",
    "document",
    "version",
    "type",
    "classification",
    "model",
    "outcome",
    "target",
    "hash",
];

impl Office {
    /// Writes down something that was done.
    ///
    /// # Errors
    /// The store's own.
    pub async fn record(&self, done: NewAudit) -> Result<(), Error> {
        self.store.record(&NewAudit { who: self.user.clone(), ..done }).await?;
        Ok(())
    }

    /// Writes down that a document was written to a file.
    ///
    /// # Errors
    /// The store's own.
    pub async fn record_export(&self, id: Option<i64>, document: &Document, to: &Path) -> Result<(), Error> {
        let target = to.display().to_string();
        self.record(NewAudit { document_id: id, target, ..about("export", document) }).await
    }

    /// The whole log, oldest first, page by page.
    ///
    /// # Errors
    /// The store's own, and whatever `row` gives.
    pub async fn each_audit_row<E: From<Error>>(
        &self,
        mut row: impl FnMut(AuditRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut from = 1;
        loop {
            let page = self.store.audit(from, PAGE).await.map_err(Error::from)?;
            let Some(last) = page.last().map(|row| row.seq) else { return Ok(()) };
            for found in page {
                row(found)?;
            }
            from = last + 1;
        }
    }

    /// Computes the log's chain anew. `noted` is a hash noted earlier, which must be in it.
    ///
    /// # Errors
    /// The store's own.
    pub async fn verify_audit(&self, noted: Option<&str>) -> Result<AuditVerdict, Error> {
        Ok(self.store.verify_audit(noted).await?)
    }
}

/// An entry about a document.
pub(crate) fn about(action: &str, document: &Document) -> NewAudit {
    NewAudit {
        action: action.to_owned(),
        template: document.template.clone(),
        classification: document.field("classification").to_owned(),
        outcome: "complete".to_owned(),
        ..NewAudit::default()
    }
}

/// The table's first line.
#[must_use]
pub fn csv_head() -> String {
    format!("{}\r\n", COLUMNS.join(","))
}

/// A row as a line of a table: RFC 4180, and with nothing a spreadsheet would take for a formula.
#[must_use]
pub fn csv_line(row: &AuditRow) -> String {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let at = chrono::DateTime::from_timestamp_millis(row.at).map(|at| at.to_rfc3339()).unwrap_or_default();
    let cells = [
        row.seq.to_string(),
        at,
        row.done.who.clone(),
        row.done.action.clone(),
        number(row.done.document_id),
        number(row.done.version),
        row.done.template.clone(),
        row.done.classification.clone(),
        row.done.model.clone(),
        row.done.outcome.clone(),
        row.done.target.clone(),
        row.hash.clone(),
    ];
    format!("{}\r\n", cells.map(|cell| csv_cell(&cell)).join(","))
}

fn csv_cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The user by whom the system runs this program, with the number by which it knows him; the environment's word for it where the
/// system does not say. A name in the environment can be anything, a number cannot.
#[must_use]
pub fn user() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let named = named.filter(|name| !name.is_empty());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let uid = status.lines().find_map(|line| line.strip_prefix("Uid:")?.split_whitespace().next().map(str::to_owned));
    match uid {
        Some(uid) => {
            let known = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
            let name = known.lines().find_map(|line| {
                let mut parts = line.split(':');
                let name = parts.next()?;
                (parts.nth(1) == Some(uid.as_str())).then(|| name.to_owned())
            });
            format!("{} ({uid})", name.or(named).unwrap_or_default())
        }
        None => named.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_table_is_one_line_and_no_formula() {
        let done = NewAudit {
            who: "chan (1000)".into(),
            action: "export".into(),
            document_id: Some(7),
            target: "/home/chan/a, \"b\".docx".into(),
            model: "=cmd()".into(),
            ..NewAudit::default()
        };
        let row = AuditRow { seq: 3, at: 1_764_040_000_123, done, hash: "ab".into() };
        let line = csv_line(&row);
        assert_eq!(
            line,
            "3,2025-11-25T03:06:40.123+00:00,chan (1000),export,7,,,,'=cmd(),,\"/home/chan/a, \"\"b\"\".docx\",ab\r\n"
        );
        assert_eq!(csv_head().split(',').count(), COLUMNS.len());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_user_has_the_systems_number() {
        let user = user();
        assert!(user.ends_with(')') && user.contains(" ("), "{user}");
    }
}
