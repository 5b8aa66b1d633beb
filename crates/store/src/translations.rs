//! Translations: documents on the workbench and their segments.

use crate::records::{NewTranslation, SegmentRow, TranslationRow};
use crate::{Store, StoreError, now_ms};

/// Segments as JSON that SQLite takes apart.
fn to_json(segments: &[SegmentRow]) -> Result<String, StoreError> {
    serde_json::to_string(segments).map_err(|error| StoreError::damaged("the segments", &error))
}

impl Store {
    /// Keeps a new translation with its segments, and gives its id. One that was cut off between the two is not listed, and is
    /// taken away by [`Store::sweep_translations`].
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn create_translation(&self, new: &NewTranslation, segments: &[SegmentRow]) -> Result<i64, StoreError> {
        let (from, to, now) = (new.from.tag(), new.to.tag(), now_ms());
        let id = sqlx::query_scalar!(
            "INSERT INTO translations (name, path, kind, source_lang, target_lang, created_at, updated_at, source) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7) RETURNING id AS \"id!: i64\"",
            new.name,
            new.path,
            new.kind,
            from,
            to,
            now,
            new.source,
        )
        .fetch_all(&self.writer)
        .await?
        .pop()
        .ok_or(sqlx::Error::RowNotFound)?;
        if let Err(error) = self.put_segments(id, segments).await {
            // Best effort: what stays behind is not listed.
            drop(self.delete_translation(id).await);
            return Err(error);
        }
        Ok(id)
    }

    /// The translations with segments, the last worked on first.
    ///
    /// # Errors
    /// `store_damaged`, `store_io`, `store_database`.
    pub async fn translations(&self) -> Result<Vec<TranslationRow>, StoreError> {
        Ok(sqlx::query_as!(
            TranslationRow,
            "SELECT t.id, name, path, t.kind, source_lang, target_lang, updated_at, \
             count(*) AS \"segments!: i64\", \
             coalesce(sum(s.state <> 'untranslated'), 0) AS \"translated!: i64\", \
             coalesce(sum(s.state = 'confirmed'), 0) AS \"confirmed!: i64\" \
             FROM translations t JOIN segments s ON s.translation_id = t.id GROUP BY t.id ORDER BY updated_at DESC, t.id DESC",
        )
        .fetch_all(&self.reader)
        .await?)
    }

    /// One of them.
    ///
    /// # Errors
    /// `store_not_found`.
    pub async fn translation(&self, id: i64) -> Result<TranslationRow, StoreError> {
        sqlx::query_as!(
            TranslationRow,
            "SELECT t.id, name, path, t.kind, source_lang, target_lang, updated_at, \
             count(*) AS \"segments!: i64\", \
             coalesce(sum(s.state <> 'untranslated'), 0) AS \"translated!: i64\", \
             coalesce(sum(s.state = 'confirmed'), 0) AS \"confirmed!: i64\" \
             FROM translations t JOIN segments s ON s.translation_id = t.id WHERE t.id = ?1 GROUP BY t.id",
            id,
        )
        .fetch_optional(&self.reader)
        .await?
        .ok_or(StoreError::NotFound { what: "translation", id })
    }

    /// The file that a translation was opened from.
    ///
    /// # Errors
    /// `store_not_found`.
    pub async fn translation_source(&self, id: i64) -> Result<Vec<u8>, StoreError> {
        sqlx::query_scalar!("SELECT source FROM translations WHERE id = ?1", id)
            .fetch_optional(&self.reader)
            .await?
            .ok_or(StoreError::NotFound { what: "translation", id })
    }

    /// The segments of a translation, in order.
    ///
    /// # Errors
    /// `store_damaged`, `store_io`, `store_database`.
    pub async fn segments(&self, translation: i64) -> Result<Vec<SegmentRow>, StoreError> {
        let rows = sqlx::query_as!(
            SegmentRow,
            "SELECT id, paragraph, from_char, to_char, kind, state, percent, note, source, target, accepted \
             FROM segments WHERE translation_id = ?1 ORDER BY paragraph, from_char",
            translation,
        )
        .fetch_all(&self.reader)
        .await?;
        let mut end = (-1, 0);
        Ok(rows
            .into_iter()
            .filter(|row| {
                let joined = row.paragraph == end.0 && row.from_char < end.1;
                if !joined {
                    end = (row.paragraph, row.to_char);
                }
                !joined
            })
            .collect())
    }

    /// Writes segments: where one begins at the same place it is replaced, and keeps its id. Their ids are not looked at.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`; the segments are then as before.
    pub async fn put_segments(&self, translation: i64, segments: &[SegmentRow]) -> Result<i64, StoreError> {
        let json = to_json(segments)?;
        sqlx::query!(
            "INSERT INTO segments (translation_id, paragraph, from_char, to_char, kind, state, percent, note, source, target, accepted)
             SELECT ?1, value ->> 'paragraph', value ->> 'from_char', value ->> 'to_char', value ->> 'kind', value ->> 'state',
                    value ->> 'percent', value ->> 'note', value ->> 'source', value ->> 'target', value ->> 'accepted'
             FROM json_each(?2) WHERE true
             ON CONFLICT (translation_id, paragraph, from_char) DO UPDATE SET to_char = excluded.to_char, kind = excluded.kind,
                 state = excluded.state, percent = excluded.percent, note = excluded.note, source = excluded.source,
                 target = excluded.target, accepted = excluded.accepted",
            translation,
            json,
        )
        .execute(&self.writer)
        .await?;
        self.touch_translation(translation).await
    }

    /// Fills a segment that nobody has worked on meanwhile: one in the state and with the target that `was` has. Says whether it did.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn fill_segment(&self, was: &SegmentRow, now: &SegmentRow) -> Result<bool, StoreError> {
        let filled = sqlx::query!(
            "UPDATE segments SET state = ?4, percent = ?5, note = ?6, target = ?7, accepted = ?8 \
             WHERE id = ?1 AND state = ?2 AND target = ?3 AND source = ?9",
            was.id,
            was.state,
            was.target,
            now.state,
            now.percent,
            now.note,
            now.target,
            now.accepted,
            was.source,
        )
        .execute(&self.writer)
        .await?;
        Ok(filled.rows_affected() > 0)
    }

    /// Takes a segment away: what it held has been joined to the one before it.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`; readers pass the row over all the same.
    pub async fn remove_segment(&self, segment: i64) -> Result<(), StoreError> {
        sqlx::query!("DELETE FROM segments WHERE id = ?1", segment).execute(&self.writer).await?;
        Ok(())
    }

    /// Marks a translation as worked on now, and says when that is.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn touch_translation(&self, id: i64) -> Result<i64, StoreError> {
        let now = now_ms();
        sqlx::query!("UPDATE translations SET updated_at = ?2 WHERE id = ?1", id, now).execute(&self.writer).await?;
        Ok(now)
    }

    /// Deletes a translation with its segments; one that is not there is no error.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn delete_translation(&self, id: i64) -> Result<(), StoreError> {
        sqlx::query!("DELETE FROM translations WHERE id = ?1", id).execute(&self.writer).await?;
        Ok(())
    }

    /// Deletes what a killed program left without segments. For the start of the only program that makes them.
    ///
    /// # Errors
    /// `store_disk_full`, `store_read_only`, `store_busy`.
    pub async fn sweep_translations(&self) -> Result<(), StoreError> {
        sqlx::query!("DELETE FROM translations WHERE id NOT IN (SELECT translation_id FROM segments)")
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
