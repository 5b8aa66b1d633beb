//! A document leaves as Word, PDF or text: a file with a telling name, never over one that is there.

use std::io::Write;
use std::path::{Path, PathBuf};

use gungman_core::{Document, Issue, Label, Severity, Sheet};

use crate::api::{ExportFormat, ExportRequest, Exported};
use crate::compose::{Purpose, compose};
use crate::error::Error;
use crate::office::Office;
use crate::tracked;

impl ExportFormat {
    /// Every format.
    pub const ALL: [Self; 3] = [ExportFormat::Docx, ExportFormat::Pdf, ExportFormat::Txt];

    /// The file name's ending.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            ExportFormat::Docx => "docx",
            ExportFormat::Pdf => "pdf",
            ExportFormat::Txt => "txt",
        }
    }
}

impl Office {
    /// Lays a document out for a file.
    ///
    /// # Errors
    /// [`Error::UnknownTemplate`].
    pub fn sheet(&self, document: &Document) -> Result<Sheet, Error> {
        let template = self.shelf.template(&document.template)?;
        Ok(compose(document, template, &self.shelf.choices, self.today(), Purpose::Export))
    }

    /// The bytes of a document in a format, and what a reader should know about them.
    ///
    /// # Errors
    /// [`Error::FormatOff`], [`Error::UnknownTemplate`] and [`Error::Export`].
    pub async fn render(&self, document: &Document, format: ExportFormat) -> Result<(Vec<u8>, Vec<Issue>), Error> {
        self.managed.permit_format(format)?;
        let sheet = self.sheet(document)?;
        let template = self.shelf.template(&document.template)?;
        let issue = |code: &str, message: Label, field: Option<String>, excerpt: Option<String>| Issue {
            code: code.to_owned(),
            severity: Severity::Warning,
            message,
            field,
            block: None,
            excerpt,
        };
        let mut issues: Vec<Issue> = self
            .shelf
            .problems(document, template, &self.messages)
            .into_iter()
            .map(|problem| {
                let name = template.field(&problem.field).map(|field| field.label.clone()).unwrap_or_default();
                let message = Label::new(
                    format!("{}：{}", name.zh, problem.message.zh),
                    format!("{}: {}", name.en, problem.message.en),
                );
                issue("field_problem", message, Some(problem.field), None)
            })
            .collect();
        if document.body.len() < template.checks.min_paragraphs as usize {
            issues.push(issue("too_few_paragraphs", self.messages.issue("too_few_paragraphs", ""), None, None));
        }
        let bytes = match format {
            ExportFormat::Docx => gungman_export::docx(&sheet)?,
            ExportFormat::Txt => gungman_export::text(&sheet).into_bytes(),
            ExportFormat::Pdf => {
                let fonts = self.fonts().await?;
                let pdf = tokio::task::spawn_blocking(move || gungman_export::pdf(&sheet, &fonts))
                    .await
                    .map_err(|e| Error::Resources(e.to_string()))??;
                for c in pdf.missing {
                    let text = c.to_string();
                    issues.push(issue("missing_glyph", self.messages.issue("missing_glyph", &text), None, Some(text)));
                }
                pdf.bytes
            }
        };
        Ok((bytes, issues))
    }

    /// The Word file that shows what was accepted of the model's proposals as tracked changes, and how many it cannot show: those
    /// stand in it as they are.
    async fn render_tracked(&self, document: &Document) -> Result<(Vec<u8>, Vec<Issue>), Error> {
        let before = tracked::before(document);
        let (bytes, mut issues) = self.render(&before.document, ExportFormat::Docx).await?;
        let (bytes, hidden) = before.tracked(bytes)?;
        if hidden > 0 {
            issues.push(Issue {
                code: "tracked_hidden".into(),
                severity: Severity::Info,
                message: self.messages.issue("tracked_hidden", &hidden.to_string()),
                field: None,
                block: None,
                excerpt: None,
            });
        }
        Ok((bytes, issues))
    }

    /// Exports into the exports folder under the subject's name and keeps the text as a version.
    ///
    /// # Errors
    /// [`Error::File`] when the folder cannot be written, and those of [`Office::render`].
    pub async fn export(&self, request: &ExportRequest) -> Result<Exported, Error> {
        self.keep_edits(request.id, &request.document, &request.points).await?;
        let (bytes, issues) = match (request.tracked, request.format) {
            (true, ExportFormat::Docx) => self.render_tracked(&request.document).await?,
            _ => self.render(&request.document, request.format).await?,
        };
        let folder = self.places.exports.clone();
        std::fs::create_dir_all(&folder).map_err(|e| Error::file(&folder, &e))?;
        let template = self.shelf.template(&request.document.template)?;
        let name = template.name.get(request.document.lang);
        let subject = request.document.field("subject");
        let stem = file_stem(&if subject.is_empty() { name.to_owned() } else { format!("{name} {subject}") });
        let path = write_new(&folder, &stem, request.format.extension(), &bytes)?;
        self.record_export(Some(request.id), &request.document, &path).await?;
        Ok(Exported {
            file_name: path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            folder: folder.display().to_string(),
            path: path.display().to_string(),
            issues,
        })
    }
}

impl Office {
    /// A file that was exported, by its path: inside the exports folder and there.
    ///
    /// # Errors
    /// [`Error::Opener`] for any other path.
    pub fn exported_file(&self, path: &str) -> Result<PathBuf, Error> {
        let path = Path::new(path).canonicalize().map_err(|e| Error::Opener(format!("{path}: {e}")))?;
        let exported = self.places.exports.canonicalize().is_ok_and(|folder| path.starts_with(folder));
        if exported || self.has_written(&path) { Ok(path) } else { Err(Error::Opener(path.display().to_string())) }
    }
}

/// A name every file system takes: no separators, reserved or control characters, at most 80 characters.
pub(crate) fn file_stem(text: &str) -> String {
    let clean: String =
        text.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { ' ' } else { c }).take(80).collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    clean.trim_matches(['.', ' ']).to_owned()
}

/// Writes beside what is there: `x.docx`, then `x (2).docx`. The file appears whole or not at all.
pub(crate) fn write_new(folder: &Path, stem: &str, extension: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    let part = folder.join(format!(".{stem}.{}.part", std::process::id()));
    write_whole(&part, bytes)?;
    for n in 1_u32..10_000 {
        let name = if n == 1 { format!("{stem}.{extension}") } else { format!("{stem} ({n}).{extension}") };
        let path = folder.join(name);
        // A hard link fails when the name is taken, where a rename would overwrite.
        match std::fs::hard_link(&part, &path) {
            Ok(()) => {
                let _ = std::fs::remove_file(&part);
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            // Not every file system has links (a USB stick): then a rename onto a name that is free.
            Err(_) if !path.exists() => {
                return std::fs::rename(&part, &path).map(|()| path.clone()).map_err(|e| Error::file(&path, &e));
            }
            Err(_) => {}
        }
    }
    let _ = std::fs::remove_file(&part);
    Err(Error::Field(format!("there are 9 999 files named “{stem}” in {}", folder.display())))
}

/// Writes a file whole and to the disk; a failure leaves nothing behind.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let write = || {
        let mut file = std::fs::File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| {
        let _ = std::fs::remove_file(path);
        Error::file(path, &error)
    })
}

/// Writes a file over what is there, whole or not at all: what a path on a command line asks for.
///
/// # Errors
/// [`Error::File`]; what was there before is untouched.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let part = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    write_whole(&part, bytes)?;
    std::fs::rename(&part, path).map_err(|error| {
        let _ = std::fs::remove_file(&part);
        Error::file(path, &error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_files_are_never_overwritten() {
        assert_eq!(file_stem("便箋 A/B: 「測試」?.\n"), "便箋 A B 「測試」");
        let folder = tempfile::tempdir().unwrap();
        let first = write_new(folder.path(), "便箋", "txt", b"1").unwrap();
        let second = write_new(folder.path(), "便箋", "txt", b"2").unwrap();
        assert_ne!(first, second);
        assert_eq!(std::fs::read(first).unwrap(), b"1");
        assert_eq!(second.file_name().unwrap(), "便箋 (2).txt");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no part file is left");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_said_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no/such/x.docx");
        assert!(matches!(replace(&missing, b"x"), Err(Error::File { full: false, .. })));
    }
}
