//! The memory and the glossary in use: read from the library when first needed, and kept up to date.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use gungman_core::{Lang, tagged};
use gungman_lang::glossary::{Glossary, Strength, Term};
use gungman_lang::memory::{Memory, Unit};
use gungman_store::{MemoryRow, OwnTermRow};
use tokio::sync::OnceCell;

use crate::error::Error;
use crate::office::Office;
use crate::translate::other;

/// The memory of each direction, and the glossary.
#[derive(Default)]
pub struct Stock {
    into_chinese: OnceCell<RwLock<Memory>>,
    into_english: OnceCell<RwLock<Memory>>,
    glossary: RwLock<Option<Arc<Glossary>>>,
}

impl Stock {
    const fn cell(&self, to: Lang) -> &OnceCell<RwLock<Memory>> {
        match to {
            Lang::ZhHantHk => &self.into_chinese,
            Lang::EnGb => &self.into_english,
        }
    }
}

/// A pair of the library as a unit of the memory into `to`, whichever of its languages was translated from. A pair read the other way
/// round has no sentence before it: that one is known in its own language only.
fn unit(row: MemoryRow, to: Lang) -> Unit {
    if row.source_lang == other(to).tag() {
        Unit { source: row.source, target: row.target, before: row.before, note: row.note }
    } else {
        let (source, target) = (tagged::bare(&row.target), row.source);
        Unit { source, target, before: String::new(), note: row.note }
    }
}

/// A row of the office's own glossary as a term.
pub(super) fn term(row: &OwnTermRow) -> Option<Term> {
    let list = |json: &str| serde_json::from_str::<Vec<String>>(json).ok();
    let zh = list(&row.zh).filter(|zh| !zh.is_empty())?;
    Some(Term {
        en: row.en.clone(),
        zh,
        strength: Strength::named(&row.strength)?,
        forbidden: list(&row.forbidden)?,
        note: row.note.clone(),
        short: String::new(),
    })
}

impl Office {
    /// The memory of translations into `to`. Not to be held while something is awaited.
    ///
    /// # Errors
    /// The store's own.
    pub(super) async fn memory(&self, to: Lang) -> Result<RwLockReadGuard<'_, Memory>, Error> {
        let load = || async {
            let rows = self.store.memory().await?;
            let build = move || Memory::new(rows.into_iter().map(|row| unit(row, to)), other(to));
            let memory = tokio::task::spawn_blocking(build).await.map_err(|e| Error::Resources(e.to_string()))?;
            Ok::<_, Error>(RwLock::new(memory))
        };
        let memory = self.stock.cell(to).get_or_try_init(load).await?;
        Ok(memory.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps pairs in the library and in the memory in use.
    ///
    /// # Errors
    /// The store's own; the memory is then as before.
    pub(super) async fn remember(&self, rows: Vec<MemoryRow>) -> Result<(), Error> {
        self.store.remember(&rows).await?;
        for to in Lang::ALL {
            if let Some(memory) = self.stock.cell(to).get() {
                let mut memory = memory.write().unwrap_or_else(PoisonError::into_inner);
                rows.iter().for_each(|row| memory.add(unit(row.clone(), to)));
            }
        }
        Ok(())
    }

    /// Takes pairs back: somebody who confirmed them thinks again.
    ///
    /// # Errors
    /// The store's own.
    pub(super) async fn forget(&self, rows: &[MemoryRow]) -> Result<(), Error> {
        for row in rows {
            self.store.forget(&row.source_lang, &row.source, &row.before).await?;
            for to in Lang::ALL {
                if let Some(memory) = self.stock.cell(to).get() {
                    let unit = unit(row.clone(), to);
                    memory.write().unwrap_or_else(PoisonError::into_inner).remove(&unit.source, &unit.before);
                }
            }
        }
        Ok(())
    }

    /// The glossary: the office's own rows, then the program's.
    ///
    /// # Errors
    /// The store's own.
    pub async fn glossary(&self) -> Result<Arc<Glossary>, Error> {
        if let Some(glossary) = &*self.stock.glossary.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(glossary));
        }
        let rows = self.store.own_terms().await?;
        let build = move || Arc::new(Glossary::new(rows.iter().filter_map(term).collect()));
        let glossary = tokio::task::spawn_blocking(build).await.map_err(|e| Error::Resources(e.to_string()))?;
        *self.stock.glossary.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&glossary));
        Ok(glossary)
    }

    /// The own terms have changed: the glossary is built anew when it is next needed.
    pub(super) fn terms_changed(&self) {
        *self.stock.glossary.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
