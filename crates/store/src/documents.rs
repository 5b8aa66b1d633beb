//! Documents: the working copies, and the list of them.

use gungman_core::Document;

use crate::columns::Columns;
use crate::search::Asked;
use crate::{
    Dates, DocumentQuery, DocumentRecord, DocumentRow, SearchQuery, Store, StoreError, from_json, now_ms, to_json,
};

impl Store {
    /// Keeps a new document.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`; nothing has then been kept.
    pub async fn create_document(&self, document: &Document, points: &str) -> Result<DocumentRecord, StoreError> {
        let columns = Columns::of(document, points);
        let json = to_json(document)?;
        let lang = document.lang.tag();
        let now = now_ms();
        // The time is that of `save_working_copy`.
        let row = sqlx::query!(
            "INSERT INTO documents (template, lang, subject, correspondent, reference, doc_date, classification, \
             first_line, points, document, search_text, find_correspondent, find_reference, created_at, updated_at) \
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, at, at FROM (SELECT CASE \
             WHEN max(updated_at) BETWEEN ?14 AND ?14 + 999 THEN max(updated_at) + 1 ELSE ?14 END AS at FROM documents) \
             RETURNING id AS \"id!: i64\", updated_at AS \"at!: i64\"",
            document.template,
            lang,
            columns.subject,
            columns.correspondent,
            columns.reference,
            columns.doc_date,
            columns.classification,
            columns.first_line,
            points,
            json,
            columns.search_text,
            columns.find_correspondent,
            columns.find_reference,
            now,
        )
        .fetch_all(&self.writer)
        .await?
        .pop()
        .ok_or(sqlx::Error::RowNotFound)?;
        tracing::debug!(id = row.id, "document created");
        Ok(DocumentRecord {
            id: row.id,
            document: document.clone(),
            points: points.to_owned(),
            created_at: row.at,
            updated_at: row.at,
            dates: Dates::default(),
        })
    }

    /// Replaces a document's working copy, and gives the time it was saved at. The times of saves follow their order:
    /// a save within the millisecond of the one before it, or while the clock stands up to a second before that, is
    /// timed just after it. A clock that was further ahead and is right again is followed at once.
    ///
    /// # Errors
    /// `store_not_found` when it was deleted; `store_disk_full`, `store_read_only`, `store_busy`, and the working copy
    /// is then the one saved before.
    pub async fn save_working_copy(&self, id: i64, document: &Document, points: &str) -> Result<i64, StoreError> {
        let columns = Columns::of(document, points);
        let json = to_json(document)?;
        let lang = document.lang.tag();
        let now = now_ms();
        let saved = sqlx::query_scalar!(
            "UPDATE documents SET template = ?2, lang = ?3, subject = ?4, correspondent = ?5, reference = ?6, \
             doc_date = ?7, classification = ?8, first_line = ?9, points = ?10, document = ?11, search_text = ?12, \
             find_correspondent = ?13, find_reference = ?14, updated_at = (SELECT CASE \
             WHEN max(updated_at) BETWEEN ?15 AND ?15 + 999 THEN max(updated_at) + 1 ELSE ?15 END FROM documents) \
             WHERE id = ?1 RETURNING updated_at AS \"at!: i64\"",
            id,
            document.template,
            lang,
            columns.subject,
            columns.correspondent,
            columns.reference,
            columns.doc_date,
            columns.classification,
            columns.first_line,
            points,
            json,
            columns.search_text,
            columns.find_correspondent,
            columns.find_reference,
            now,
        )
        .fetch_all(&self.writer)
        .await?;
        saved.first().copied().ok_or_else(|| not_found(id))
    }

    /// A document with its working copy.
    ///
    /// # Errors
    /// `store_not_found`; `store_damaged` when its JSON is no document.
    pub async fn document(&self, id: i64) -> Result<DocumentRecord, StoreError> {
        let row = sqlx::query!(
            "SELECT points, document, created_at, updated_at, coalesce(due, '') AS \"due!: String\", \
             coalesce(done_on, '') AS \"done_on!: String\" \
             FROM documents LEFT JOIN due_dates ON document_id = id WHERE id = ?1",
            id
        )
        .fetch_optional(&self.reader)
        .await?
        .ok_or_else(|| not_found(id))?;
        Ok(DocumentRecord {
            id,
            document: from_json("a document", &row.document)?,
            points: row.points,
            created_at: row.created_at,
            updated_at: row.updated_at,
            dates: Dates { due: row.due, done_on: row.done_on },
        })
    }

    /// The document whose working copy was saved last.
    ///
    /// # Errors
    /// `store_damaged` when its JSON is no document.
    pub async fn latest_document(&self) -> Result<Option<DocumentRecord>, StoreError> {
        let id = sqlx::query_scalar!("SELECT id FROM documents ORDER BY updated_at DESC, id DESC LIMIT 1")
            .fetch_optional(&self.reader)
            .await?;
        match id {
            None => Ok(None),
            Some(id) => match self.document(id).await {
                // Deleted in between.
                Err(StoreError::NotFound { .. }) => Ok(None),
                other => other.map(Some),
            },
        }
    }

    /// The documents that a query asks for, last saved first.
    ///
    /// # Errors
    /// `store_damaged` when a row is in no known language.
    pub async fn documents(&self, query: &DocumentQuery) -> Result<Vec<DocumentRow>, StoreError> {
        let search = SearchQuery { due: query.due, limit: query.limit, offset: query.offset, ..SearchQuery::default() };
        if query.limit == 0 {
            return Ok(Vec::new());
        }
        self.matching(&search, &Asked::of(&query.text)).await
    }

    /// Deletes a document and its versions, and overwrites what they held in the file and its log.
    ///
    /// # Errors
    /// `store_not_found`; `store_read_only`, `store_busy`, and it is then still there.
    pub async fn delete_document(&self, id: i64) -> Result<(), StoreError> {
        let deleted =
            sqlx::query!("DELETE FROM documents WHERE id = ?1", id).execute(&self.writer).await?.rows_affected();
        if deleted == 0 {
            return Err(not_found(id));
        }
        tracing::debug!(id, "document deleted");
        // The log still holds the pages as they were before. Where a reader in another process keeps it in use, it is
        // emptied at a later checkpoint.
        if let Err(error) = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await {
            tracing::warn!(%error, "the write-ahead log could not be emptied after a deletion");
        }
        Ok(())
    }
}

fn not_found(id: i64) -> StoreError {
    StoreError::NotFound { what: "document", id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_times_of_saves_follow_their_order_unless_the_clock_was_far_off() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("gungman.db")).await.unwrap();
        let document = Document::new("memo", gungman_core::Lang::EnGb);
        let id = store.create_document(&document, "").await.unwrap().id;
        let set_last = async |at: i64| {
            sqlx::query("UPDATE documents SET updated_at = ?1").bind(at).execute(&store.writer).await.unwrap();
        };

        let before = now_ms();
        set_last(before + 500).await;
        assert_eq!(
            store.save_working_copy(id, &document, "").await.unwrap(),
            before + 501,
            "a clock set back a little"
        );
        assert_eq!(store.create_document(&document, "").await.unwrap().created_at, before + 502);
        for far in [0, before + 3_600_000] {
            set_last(far).await;
            let at = store.save_working_copy(id, &document, "").await.unwrap();
            assert!((before..=now_ms()).contains(&at), "the clock is followed from {far}");
        }
    }

    #[tokio::test]
    async fn a_full_disk_is_said_and_the_last_save_stays() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("gungman.db")).await.unwrap();
        let document = Document::new("memo", gungman_core::Lang::EnGb);
        let id = store.create_document(&document, "small").await.unwrap().id;
        // What SQLite reports at this limit is what it reports on a full disk: SQLITE_FULL.
        let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(&store.writer).await.unwrap();
        let limit = format!("PRAGMA max_page_count = {}", pages + 2);
        sqlx::raw_sql(sqlx::AssertSqlSafe(limit)).execute(&store.writer).await.unwrap();

        let large = "甲".repeat(100_000);
        let refused = store.save_working_copy(id, &document, &large).await.unwrap_err();
        assert_eq!(refused.code(), "store_disk_full", "{refused:?}");
        assert_eq!(store.create_document(&document, &large).await.unwrap_err().code(), "store_disk_full");
        assert_eq!(store.document(id).await.unwrap().points, "small");
        store.save_working_copy(id, &document, "still small").await.unwrap();
        assert_eq!(store.document(id).await.unwrap().points, "still small");
    }
}
