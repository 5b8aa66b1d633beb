//! Until when documents are due, and when they were dealt with. Days are ISO, empty for none; what they mean is `app`'s.

use crate::{Dates, OpenDates, Store, StoreError};

impl Store {
    /// Notes until when a document is due; empty takes the note away.
    ///
    /// # Errors
    /// `store_not_found` when it was deleted; `store_read_only`, `store_busy`, and nothing has then changed.
    pub async fn set_due(&self, id: i64, due: &str) -> Result<Dates, StoreError> {
        let noted = sqlx::query_as!(
            Dates,
            "INSERT INTO due_dates (document_id, due) SELECT id, ?2 FROM documents WHERE id = ?1 \
             ON CONFLICT (document_id) DO UPDATE SET due = excluded.due \
             RETURNING due AS \"due!: String\", done_on AS \"done_on!: String\"",
            id,
            due,
        )
        .fetch_all(&self.writer)
        .await?;
        noted.into_iter().next().ok_or(StoreError::NotFound { what: "document", id })
    }

    /// Notes on which day a document was dealt with; empty takes the note away.
    ///
    /// # Errors
    /// Those of [`Store::set_due`].
    pub async fn set_done(&self, id: i64, on: &str) -> Result<Dates, StoreError> {
        let noted = sqlx::query_as!(
            Dates,
            "INSERT INTO due_dates (document_id, done_on) SELECT id, ?2 FROM documents WHERE id = ?1 \
             ON CONFLICT (document_id) DO UPDATE SET done_on = excluded.done_on \
             RETURNING due AS \"due!: String\", done_on AS \"done_on!: String\"",
            id,
            on,
        )
        .fetch_all(&self.writer)
        .await?;
        noted.into_iter().next().ok_or(StoreError::NotFound { what: "document", id })
    }

    /// The dates of every document that has some and is not dealt with.
    ///
    /// # Errors
    /// The database's own.
    pub async fn open_dates(&self) -> Result<Vec<OpenDates>, StoreError> {
        Ok(sqlx::query_as!(
            OpenDates,
            "SELECT template, received, due FROM due_dates JOIN documents ON id = document_id WHERE done_on = ''"
        )
        .fetch_all(&self.reader)
        .await?)
    }
}
