//! The program's settings: a value by its key. What the keys are, and what the values mean, is their reader's.

use crate::{Store, StoreError};

impl Store {
    /// The value of a setting; nothing when it was never set.
    ///
    /// # Errors
    /// `store_damaged`, `store_io`, `store_database`.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar!("SELECT value FROM settings WHERE key = ?1", key).fetch_optional(&self.reader).await?)
    }

    /// Sets a setting.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`; the value is then the one before.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query!(
            "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key,
            value,
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
