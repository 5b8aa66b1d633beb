//! The translation memory and the office's own terms.

use crate::records::{MemoryRow, OwnTermRow};
use crate::{Store, StoreError, now_ms};

impl Store {
    /// The memory, the oldest first.
    ///
    /// # Errors
    /// `store_damaged`, `store_io`, `store_database`.
    pub async fn memory(&self) -> Result<Vec<MemoryRow>, StoreError> {
        Ok(sqlx::query_as!(MemoryRow, "SELECT source_lang, source, target, before, note FROM memory ORDER BY id")
            .fetch_all(&self.reader)
            .await?)
    }

    /// Adds pairs; one that is there already makes way for its new translation, which is then the latest.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`; the memory is then as before.
    pub async fn remember(&self, pairs: &[MemoryRow]) -> Result<(), StoreError> {
        let json = serde_json::to_string(pairs).map_err(|error| StoreError::damaged("the pairs", &error))?;
        let now = now_ms();
        sqlx::query!(
            "REPLACE INTO memory (source_lang, source, target, before, note, updated_at)
             SELECT value ->> 'source_lang', value ->> 'source', value ->> 'target', value ->> 'before', value ->> 'note', ?2
             FROM json_each(?1)",
            json,
            now,
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Forgets a pair; one that is not there is no error.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn forget(&self, source_lang: &str, source: &str, before: &str) -> Result<(), StoreError> {
        sqlx::query!(
            "DELETE FROM memory WHERE source_lang = ?1 AND source = ?2 AND before = ?3",
            source_lang,
            source,
            before
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The office's own terms, by their English.
    ///
    /// # Errors
    /// `store_damaged`, `store_io`, `store_database`.
    pub async fn own_terms(&self) -> Result<Vec<OwnTermRow>, StoreError> {
        Ok(sqlx::query_as!(OwnTermRow, "SELECT en, zh, strength, forbidden, note FROM own_terms ORDER BY en")
            .fetch_all(&self.reader)
            .await?)
    }

    /// Adds terms; one that is there already gets its new row.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`; all terms are then as before.
    pub async fn put_own_terms(&self, terms: &[OwnTermRow]) -> Result<(), StoreError> {
        let json = serde_json::to_string(terms).map_err(|error| StoreError::damaged("the terms", &error))?;
        sqlx::query!(
            "INSERT INTO own_terms (en, zh, strength, forbidden, note)
             SELECT value ->> 'en', value ->> 'zh', value ->> 'strength', value ->> 'forbidden', value ->> 'note'
             FROM json_each(?1) WHERE true
             ON CONFLICT (en) DO UPDATE SET zh = excluded.zh, strength = excluded.strength, forbidden = excluded.forbidden,
                 note = excluded.note",
            json,
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Takes a term away; one that is not there is no error.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn remove_own_term(&self, en: &str) -> Result<(), StoreError> {
        sqlx::query!("DELETE FROM own_terms WHERE en = ?1", en).execute(&self.writer).await?;
        Ok(())
    }
}
