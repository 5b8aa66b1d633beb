//! What is known about a segment: matches, terms, facts.

use gungman_core::tagged;
use gungman_lang::glossary::Strength;
use gungman_lang::memory;
use gungman_lang::{facts, glossary};
use gungman_store::StoreError;

use super::api::{FactHelp, MemoryMatch, SegmentHelp, TermHelp};
use crate::error::Error;
use crate::office::Office;

/// How many matches are offered.
const OFFERED: usize = 9;

/// A strength by its word in a table.
pub(super) const fn strength_name(strength: Strength) -> &'static str {
    match strength {
        Strength::Hint => "hint",
        Strength::Preferred => "preferred",
        Strength::Locked => "locked",
    }
}

impl Office {
    /// What is known about a segment.
    ///
    /// # Errors
    /// The store's own.
    pub async fn segment_help(&self, id: i64, segment: i64) -> Result<SegmentHelp, Error> {
        let (from, to) = self.languages(id).await?;
        let rows = self.store.segments(id).await?;
        let at = rows.iter().position(|row| row.id == segment);
        let at = at.ok_or(StoreError::NotFound { what: "segment", id: segment })?;
        let source = tagged::bare(&rows[at].source);
        let target = tagged::bare(&rows[at].target);
        let before = at.checked_sub(1).map(|before| tagged::bare(&rows[before].source)).unwrap_or_default();
        let found = self.near(&source, &before, to, OFFERED).await?;
        let matches = found.into_iter().map(|(unit, percent)| {
            // Where only figures differ, code puts them in.
            let unit = memory::Unit { target: tagged::bare(&unit.target), ..unit };
            let adapted = (percent < 100).then(|| memory::adapted(&unit, &source, to)).flatten();
            MemoryMatch {
                percent,
                adapted: adapted.is_some(),
                target: adapted.unwrap_or(unit.target),
                source: unit.source,
                note: unit.note,
            }
        });
        let glossary = self.glossary().await?;
        let mut terms: Vec<TermHelp> = Vec::new();
        let found = facts::find(&source);
        for hit in glossary.hits(&source, from) {
            let written = &source[hit.range.clone()];
            // What is part of a fact (million) is the fact's to say.
            let within = found.iter().any(|fact| {
                let start = fact.start as usize;
                start <= hit.range.start && hit.range.end <= start + fact.source.len()
            });
            if within || terms.iter().any(|term| term.source == written) {
                continue;
            }
            let all = || std::iter::once(hit.term).chain(hit.others.iter().copied());
            let wordings =
                |term: &glossary::Term| if to.is_chinese() { term.zh.clone() } else { vec![term.en.clone()] };
            let mut targets: Vec<String> = Vec::new();
            for wording in all().flat_map(wordings) {
                if !targets.contains(&wording) {
                    targets.push(wording);
                }
            }
            terms.push(TermHelp {
                source: written.to_owned(),
                targets,
                strength: strength_name(hit.term.strength).to_owned(),
                note: hit.term.note.clone(),
                stands: all().any(|term| term.stands_in(&target, to)),
            });
        }
        let missing = facts::pair(&source, &target).missing;
        let mut known: Vec<FactHelp> = Vec::new();
        for fact in found {
            if !known.iter().any(|row| row.source == fact.source) {
                known.push(FactHelp {
                    target: facts::render(&fact, to),
                    stands: !target.is_empty() && !missing.iter().any(|value| fact.source.contains(value.as_str())),
                    source: fact.source,
                });
            }
        }
        Ok(SegmentHelp { matches: matches.collect(), terms, facts: known })
    }
}
