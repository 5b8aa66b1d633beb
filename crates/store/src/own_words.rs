//! The words a person has settled for the conversion between scripts.

use crate::{OwnWordRow, Store, StoreError};

impl Store {
    /// All of them, by target and word.
    ///
    /// # Errors
    /// `store_damaged`, `store_io`, `store_database`.
    pub async fn own_words(&self) -> Result<Vec<OwnWordRow>, StoreError> {
        Ok(sqlx::query_as!(OwnWordRow, "SELECT target, word, form FROM own_words ORDER BY target, word")
            .fetch_all(&self.reader)
            .await?)
    }

    /// Adds words; one that is there already gets its new form.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`; all words are then as before.
    pub async fn put_own_words(&self, words: &[OwnWordRow]) -> Result<(), StoreError> {
        let json = serde_json::to_string(words).map_err(|error| StoreError::damaged("the words", &error))?;
        sqlx::query!(
            "INSERT INTO own_words (target, word, form)
             SELECT value ->> 'target', value ->> 'word', value ->> 'form' FROM json_each(?1) WHERE true
             ON CONFLICT (target, word) DO UPDATE SET form = excluded.form",
            json,
        )
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Takes a word away; one that is not there is no error.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn remove_own_word(&self, target: &str, word: &str) -> Result<(), StoreError> {
        sqlx::query!("DELETE FROM own_words WHERE target = ?1 AND word = ?2", target, word)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
