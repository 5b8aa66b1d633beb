//! The audit log: what was done, by whom, in order, so that a change afterwards shows.
//!
//! A row's hash is SHA-256 over a JSON array of the hash before it and every member of the row. Rows are added only: triggers
//! refuse the rest, and [`Store::verify_audit`] finds what somebody did who went round them. Whoever can write the file could
//! compute the whole chain anew from some row on; against that, the last hash is to be noted elsewhere from time to time and
//! given to the verification.

use futures_util::TryStreamExt as _;
use sha2::{Digest as _, Sha256};

use crate::{AuditFault, AuditRow, AuditVerdict, NewAudit, Store, StoreError, now_ms};

/// How often another process may be quicker before it counts as busy.
const TRIES: u32 = 100;

impl Store {
    /// Adds a row at the end.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`; nothing has then been added.
    pub async fn record(&self, done: &NewAudit) -> Result<AuditRow, StoreError> {
        for _ in 0..TRIES {
            let head = sqlx::query!("SELECT seq, hash FROM audit_head").fetch_one(&self.reader).await?;
            let mut row = AuditRow { seq: head.seq + 1, at: now_ms(), done: done.clone(), hash: String::new() };
            row.hash = hash(&head.hash, &row)?;
            // Nothing is added when another process has added something in between.
            let added = sqlx::query!(
                "INSERT INTO audit (seq, at, who, action, document_id, version, template, classification, model, outcome, \
                 target, hash) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12 \
                 FROM audit_head WHERE seq = ?13 AND hash = ?14",
                row.seq,
                row.at,
                row.done.who,
                row.done.action,
                row.done.document_id,
                row.done.version,
                row.done.template,
                row.done.classification,
                row.done.model,
                row.done.outcome,
                row.done.target,
                row.hash,
                head.seq,
                head.hash,
            )
            .execute(&self.writer)
            .await?
            .rows_affected();
            if added == 1 {
                return Ok(row);
            }
        }
        Err(StoreError::Busy)
    }

    /// Rows of the log, oldest first, from one on.
    ///
    /// # Errors
    /// The database's own.
    pub async fn audit(&self, from: i64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let rows = sqlx::query_as!(
            Columns,
            "SELECT seq, at, who, action, document_id, version, template, classification, model, outcome, target, hash \
             FROM audit WHERE seq >= ?1 ORDER BY seq LIMIT ?2",
            from,
            limit,
        )
        .fetch_all(&self.reader)
        .await?;
        Ok(rows.into_iter().map(AuditRow::from).collect())
    }

    /// Computes the chain anew and compares. `noted` is a hash that was noted elsewhere and must be among the rows.
    ///
    /// # Errors
    /// The database's own; a log that does not hold is no error but a verdict.
    pub async fn verify_audit(&self, noted: Option<&str>) -> Result<AuditVerdict, StoreError> {
        let head = sqlx::query!("SELECT seq, hash FROM audit_head").fetch_optional(&self.reader).await?;
        let mut rows = sqlx::query_as!(
            Columns,
            "SELECT seq, at, who, action, document_id, version, template, classification, model, outcome, target, hash \
             FROM audit ORDER BY seq",
        )
        .fetch(&self.reader);
        let mut faults = Vec::new();
        let (mut count, mut last, mut before) = (0, 0, String::new());
        let mut met = noted.is_none_or(str::is_empty);
        while let Some(row) = rows.try_next().await? {
            let row = AuditRow::from(row);
            if row.seq != last + 1 {
                faults.push(AuditFault::Missing { from: last + 1, to: row.seq - 1 });
            }
            if row.hash != hash(&before, &row)? {
                faults.push(AuditFault::Altered { seq: row.seq });
            }
            met |= noted.is_some_and(|noted| noted.eq_ignore_ascii_case(&row.hash));
            (count, last, before) = (count + 1, row.seq, row.hash);
        }
        let (end, end_hash) = head.map_or((0, String::new()), |head| (head.seq, head.hash));
        if (end, &end_hash) != (last, &before) {
            faults.push(AuditFault::End { expected: end, found: last });
        }
        if !met {
            faults.push(AuditFault::Noted);
        }
        Ok(AuditVerdict { rows: count, head: before, faults })
    }
}

/// The hash of a row after the hash before it.
fn hash(before: &str, row: &AuditRow) -> Result<String, StoreError> {
    let done = &row.done;
    let members = serde_json::json!([
        before,
        row.seq,
        row.at,
        done.who,
        done.action,
        done.document_id,
        done.version,
        done.template,
        done.classification,
        done.model,
        done.outcome,
        done.target,
    ]);
    let bytes = serde_json::to_vec(&members).map_err(|e| StoreError::damaged("an audit row", &e))?;
    Ok(Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A row as it stands in the table.
struct Columns {
    seq: i64,
    at: i64,
    who: String,
    action: String,
    document_id: Option<i64>,
    version: Option<i64>,
    template: String,
    classification: String,
    model: String,
    outcome: String,
    target: String,
    hash: String,
}

impl From<Columns> for AuditRow {
    fn from(row: Columns) -> Self {
        AuditRow {
            seq: row.seq,
            at: row.at,
            done: NewAudit {
                who: row.who,
                action: row.action,
                document_id: row.document_id,
                version: row.version,
                template: row.template,
                classification: row.classification,
                model: row.model,
                outcome: row.outcome,
                target: row.target,
            },
            hash: row.hash,
        }
    }
}
