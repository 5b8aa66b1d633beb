//! What a person has settled with the checker for good: words, rules, findings.

use crate::{AcceptedRow, Store, StoreError};

impl Store {
    /// All of it, by kind and then the latest first.
    ///
    /// # Errors
    /// `store_damaged`, `store_io`, `store_database`.
    pub async fn accepted(&self) -> Result<Vec<AcceptedRow>, StoreError> {
        Ok(sqlx::query_as!(
            AcceptedRow,
            "SELECT kind, rule, value FROM accepted ORDER BY kind DESC, added DESC, rule, value"
        )
        .fetch_all(&self.reader)
        .await?)
    }

    /// Settles something; what is settled already stays as it is.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn accept(&self, row: &AcceptedRow) -> Result<(), StoreError> {
        sqlx::query!(
            "INSERT INTO accepted (kind, rule, value) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            row.kind,
            row.rule,
            row.value,
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Takes something back; what is not there is no error.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn unaccept(&self, row: &AcceptedRow) -> Result<(), StoreError> {
        sqlx::query!(
            "DELETE FROM accepted WHERE kind = ?1 AND rule = ?2 AND value = ?3",
            row.kind,
            row.rule,
            row.value,
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
