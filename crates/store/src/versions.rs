//! Versions: what a document's text was, each time it was written.
//!
//! A version is begun `running` before the model is asked, so that a program that dies leaves a trace of it, and ended
//! once. Ended versions are never written again. Beginning or ending one leaves the working copy as it is.

use crate::{
    NewVersion, Outcome, Store, StoreError, VersionRecord, VersionRow, VersionSource, VersionState, from_json, now_ms,
    to_json,
};

impl Store {
    /// Begins a version, under the next number of its document; in any state but `running` it has ended as well.
    ///
    /// # Errors
    /// `store_not_found` when the document was deleted; `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn begin_version(&self, new: &NewVersion) -> Result<VersionRow, StoreError> {
        let document = to_json(&new.document)?;
        let at = now_ms();
        let finished_at = (new.state != VersionState::Running).then_some(at);
        let rows = sqlx::query_as!(
            Columns,
            "INSERT INTO versions (document_id, number, source, state, instruction, model, created_at, finished_at, \
             points, document) \
             SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM versions WHERE document_id = ?1), \
             ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM documents WHERE id = ?1 \
             RETURNING id AS \"id!: i64\", document_id AS \"document_id!: i64\", number AS \"number!: i64\", \
             source AS \"source!: VersionSource\", state AS \"state!: VersionState\", \
             instruction AS \"instruction!\", model AS \"model!\", stats AS \"stats?\", error AS \"error?\", \
             created_at AS \"created_at!: i64\", finished_at AS \"finished_at?: i64\"",
            new.document_id,
            new.source,
            new.state,
            new.instruction,
            new.model,
            at,
            finished_at,
            new.points,
            document,
        )
        .fetch_all(&self.writer)
        .await?;
        let inserted = rows.into_iter().next();
        let row: VersionRow =
            inserted.ok_or(StoreError::NotFound { what: "document", id: new.document_id })?.try_into()?;
        tracing::debug!(id = row.id, document = row.document_id, number = row.number, "version begun");
        Ok(row)
    }

    /// Ends a running version.
    ///
    /// # Errors
    /// `store_not_found`; `store_version_ended` when it has ended already; `store_not_an_end` for an outcome that is
    /// `running`; `store_disk_full`, `store_read_only`, `store_busy`, and it is then still running.
    pub async fn finish_version(&self, id: i64, outcome: &Outcome) -> Result<VersionRow, StoreError> {
        if outcome.state == VersionState::Running {
            return Err(StoreError::NotAnEnd(id));
        }
        let document = to_json(&outcome.document)?;
        let stats = outcome.stats.as_ref().map(serde_json::Value::to_string);
        let at = now_ms();
        let rows = sqlx::query_as!(
            Columns,
            "UPDATE versions SET state = ?2, document = ?3, stats = ?4, error = ?5, finished_at = ?6 \
             WHERE id = ?1 AND state = 'running' \
             RETURNING id AS \"id!: i64\", document_id AS \"document_id!: i64\", number AS \"number!: i64\", \
             source AS \"source!: VersionSource\", state AS \"state!: VersionState\", \
             instruction AS \"instruction!\", model AS \"model!\", stats AS \"stats?\", error AS \"error?\", \
             created_at AS \"created_at!: i64\", finished_at AS \"finished_at?: i64\"",
            id,
            outcome.state,
            document,
            stats,
            outcome.error,
            at,
        )
        .fetch_all(&self.writer)
        .await?;
        let Some(row) = rows.into_iter().next() else {
            // Nothing was running under this id: has it ended, or is it not there at all?
            return Err(self.version(id).await.map_or_else(|error| error, |_| StoreError::VersionEnded(id)));
        };
        let row = VersionRow::try_from(row)?;
        tracing::debug!(id, state = ?row.state, "version ended");
        Ok(row)
    }

    /// A document's versions without their texts, newest first; none for a document that is not there.
    ///
    /// # Errors
    /// `store_damaged` when a row's statistics are no JSON.
    pub async fn versions(&self, document_id: i64) -> Result<Vec<VersionRow>, StoreError> {
        let rows = sqlx::query_as!(
            Columns,
            "SELECT id, document_id, number, source AS \"source: VersionSource\", state AS \"state: VersionState\", \
             instruction, model, stats, error, created_at, finished_at \
             FROM versions WHERE document_id = ?1 ORDER BY number DESC",
            document_id,
        )
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(VersionRow::try_from).collect()
    }

    /// A version with its text.
    ///
    /// # Errors
    /// `store_not_found`; `store_damaged` when its JSON is no document.
    pub async fn version(&self, id: i64) -> Result<VersionRecord, StoreError> {
        let row = sqlx::query!(
            "SELECT document_id, number, source AS \"source: VersionSource\", state AS \"state: VersionState\", \
             instruction, model, stats, error, created_at, finished_at, points, document \
             FROM versions WHERE id = ?1",
            id,
        )
        .fetch_optional(&self.reader)
        .await?
        .ok_or(StoreError::NotFound { what: "version", id })?;
        let columns = Columns {
            id,
            document_id: row.document_id,
            number: row.number,
            source: row.source,
            state: row.state,
            instruction: row.instruction,
            model: row.model,
            stats: row.stats,
            error: row.error,
            created_at: row.created_at,
            finished_at: row.finished_at,
        };
        Ok(VersionRecord {
            row: columns.try_into()?,
            document: from_json("a version", &row.document)?,
            points: row.points,
        })
    }

    /// Ends what a killed program left running as `interrupted`, and says how many there were. For the start of the
    /// program that generates: what another process is generating into the same file would be ended as well.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn interrupt_running(&self) -> Result<u64, StoreError> {
        let at = now_ms();
        let ended =
            sqlx::query!("UPDATE versions SET state = 'interrupted', finished_at = ?1 WHERE state = 'running'", at)
                .execute(&self.writer)
                .await?
                .rows_affected();
        Ok(ended)
    }
}

/// A row as it stands in the table. After RETURNING, sqlx cannot tell which columns may be null and would read a null
/// as an empty text: there each column says so itself.
struct Columns {
    id: i64,
    document_id: i64,
    number: i64,
    source: VersionSource,
    state: VersionState,
    instruction: String,
    model: String,
    stats: Option<String>,
    error: Option<String>,
    created_at: i64,
    finished_at: Option<i64>,
}

impl TryFrom<Columns> for VersionRow {
    type Error = StoreError;

    fn try_from(row: Columns) -> Result<Self, StoreError> {
        let stats = row.stats.as_deref().map(serde_json::from_str).transpose();
        Ok(VersionRow {
            id: row.id,
            document_id: row.document_id,
            number: row.number,
            source: row.source,
            state: row.state,
            instruction: row.instruction,
            model: row.model,
            stats: stats.map_err(|e| StoreError::damaged("a version's statistics", &e))?,
            error: row.error,
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }
}
