//! The document in the other language, two columns, TMX.

use std::ops::Range;
use std::path::Path;

use gungman_core::{Issue, Severity, Tagged, tagged};
use gungman_export::tmx;
use gungman_export::word::Language;
use gungman_store::SegmentRow;

use super::api::{BenchFormat, BenchRow, BenchSegment, SegmentState};
use super::segments;
use crate::api::Exported;
use crate::error::Error;
use crate::office::Office;
use crate::translate::document;

impl Office {
    /// Writes a translation: beside the file it was opened from (in the exports folder where that is not possible), under a name that
    /// is free. TMX has the confirmed pairs only.
    ///
    /// # Errors
    /// [`Error::TranslationOpen`] while segments are untranslated or have an open error, unless it is to be written `anyway`;
    /// [`Error::File`] and the formats' own.
    pub async fn export_translation(&self, id: i64, format: BenchFormat, anyway: bool) -> Result<Exported, Error> {
        let bench = self.bench_row(id).await?;
        let rows = self.store.segments(id).await?;
        let looked = self.looked_at(&rows, bench.to).await?;
        let untranslated = looked.iter().filter(|segment| segment.state == SegmentState::Untranslated).count();
        let wrong = looked.iter().filter(|segment| has_errors(segment)).count();
        let mut issues = Vec::new();
        if format != BenchFormat::Tmx && untranslated + wrong > 0 {
            if !anyway {
                return Err(Error::TranslationOpen { untranslated, wrong });
            }
            issues.push(self.told("translation_unfinished", &format!("{untranslated} + {wrong}")));
        }
        let (bytes, extension) = match format {
            BenchFormat::Same => {
                let (bytes, extension, fallen) = self.same_format(id, &bench, &rows).await?;
                issues.extend(fallen.iter().map(|text| self.told("formatting_lost", text)));
                (bytes, extension)
            }
            BenchFormat::Bilingual => {
                let pairs: Vec<(String, String)> =
                    rows.iter().map(|row| (tagged::bare(&row.source), tagged::bare(&row.target))).collect();
                (document::two_columns(&pairs, &bench.name, bench.from)?, "docx".to_owned())
            }
            BenchFormat::Tmx => {
                let confirmed = rows.iter().filter(|row| row.state == "confirmed");
                let pairs: Vec<tmx::Pair> = confirmed.map(|row| pair(row, &bench)).collect();
                (tmx::write(&pairs, bench.from.tag()).into_bytes(), "tmx".to_owned())
            }
        };
        let stem = Path::new(&bench.name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.filter(|_| bench.path.is_some()).unwrap_or_else(|| bench.name.trim_end_matches('…').to_owned());
        let tag = match format {
            BenchFormat::Same => bench.to.tag(),
            BenchFormat::Bilingual => "en-zh",
            BenchFormat::Tmx => "memory",
        };
        let path = self.write_beside(bench.path.as_deref().map(Path::new), &stem, tag, &extension, &bytes)?;
        self.wrote(&path);
        self.record(gungman_store::NewAudit {
            action: "export_translation".into(),
            outcome: "complete".into(),
            target: path.display().to_string(),
            ..Default::default()
        })
        .await?;
        Ok(Exported {
            file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            folder: path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
            path: path.display().to_string(),
            issues,
        })
    }

    /// The source file with its paragraphs translated, and the first words of those whose formatting could not be kept.
    async fn same_format(
        &self,
        id: i64,
        bench: &BenchRow,
        rows: &[SegmentRow],
    ) -> Result<(Vec<u8>, String, Vec<String>), Error> {
        let (kind, bytes) = self.translation_file(id).await?;
        let paragraphs = document::read(&kind, &bytes)?;
        let mut parts: Vec<Vec<(Range<usize>, Option<Tagged>)>> = vec![Vec::new(); paragraphs.len()];
        for row in rows {
            let Some(number) = usize::try_from(row.paragraph).ok().filter(|n| *n < paragraphs.len()) else { continue };
            let range = segments::range(&paragraphs[number].tagged.text, row.from_char, row.to_char);
            let target = (!row.target.trim().is_empty()).then(|| segments::tagged(&row.target));
            parts[number].push((range, target));
        }
        let translated: Vec<Option<Tagged>> = paragraphs
            .iter()
            .zip(&parts)
            .map(|(paragraph, parts)| (!parts.is_empty()).then(|| document::join(&paragraph.tagged, parts, bench.from)))
            .collect();
        let to = if bench.to.is_chinese() { Language::HongKong } else { Language::English };
        let (bytes, fallen) = document::write(&kind, &bytes, to, &translated)?;
        let words = |n: &usize| translated.get(*n).and_then(Option::as_ref).map(|t| t.text.chars().take(24).collect());
        Ok((bytes, kind, fallen.iter().filter_map(words).collect()))
    }

    fn told(&self, code: &str, value: &str) -> Issue {
        Issue {
            code: code.to_owned(),
            severity: Severity::Warning,
            message: self.messages.issue(code, value),
            field: None,
            block: None,
            excerpt: Some(value.to_owned()),
        }
    }

    /// The whole memory as TMX, in the exports folder.
    ///
    /// # Errors
    /// [`Error::File`] and the store's own.
    pub async fn give_out_memory(&self) -> Result<std::path::PathBuf, Error> {
        let rows = self.store.memory().await?;
        let pairs: Vec<tmx::Pair> = rows
            .into_iter()
            .map(|row| {
                let target = tagged::bare(&row.target);
                if row.source_lang.starts_with("en") {
                    tmx::Pair { en: row.source, zh: target }
                } else {
                    tmx::Pair { en: target, zh: row.source }
                }
            })
            .collect();
        let path =
            self.write_beside(None, "翻譯記憶 memory", "en-zh", "tmx", tmx::write(&pairs, "en-GB").as_bytes())?;
        self.wrote(&path);
        Ok(path)
    }
}

/// Whether an error is open in a segment.
pub(super) fn has_errors(segment: &BenchSegment) -> bool {
    segment.issues.iter().any(|issue| issue.severity == Severity::Error)
}

fn pair(row: &SegmentRow, bench: &BenchRow) -> tmx::Pair {
    let (source, target) = (tagged::bare(&row.source), tagged::bare(&row.target));
    if bench.to.is_chinese() { tmx::Pair { en: source, zh: target } } else { tmx::Pair { en: target, zh: source } }
}
