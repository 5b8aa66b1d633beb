//! `gungman-cli draft`.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Mutex;

use gungman_app::api::{DraftEvent, DraftOutcome, DraftRequest, ExportFormat};
use gungman_app::export::replace;
use gungman_app::profiles::Wanted;
use gungman_app::{Error, Office};
use gungman_core::{Document, Issue, Severity};
use serde::Serialize;

use crate::args;
use crate::exit::{Exit, Failed};
use crate::interrupt::Interrupt;

/// What `--json` prints.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    #[serde(flatten)]
    outcome: &'a DraftOutcome,
    files: Vec<String>,
    export_issues: Vec<Issue>,
}

pub async fn run(office: &Office, job: &args::Draft) -> Result<Exit, Failed> {
    let (mut document, points) = job_of(office, job)?;
    // A sample is whole as it is: it shows what the program makes of it anywhere.
    let usual = if job.sample.is_some() { Wanted::Nothing } else { Wanted::Default };
    office.fill_new(&mut document, job.profile.wanted(usual)).await?;
    let (_, exit) = carry_out(office, document, points, &job.out).await?;
    Ok(exit)
}

/// Drafts a document and writes what was asked for.
pub async fn carry_out(
    office: &Office,
    document: Document,
    points: String,
    job: &args::Output,
) -> Result<(DraftOutcome, Exit), Failed> {
    if let Some(id) = &job.model {
        office.use_model(id).await?;
    }
    let record = office.add_document(&document, &points).await?;
    let interrupt = Interrupt::listen();
    let progress = Progress::new();
    let request = DraftRequest { id: record.id, document, points, another: false };
    let outcome = office.draft(request, &interrupt.stop, &|event| progress.show(&event)).await;
    drop(interrupt);
    progress.end();
    let outcome = outcome?;

    let mut files = Vec::new();
    let mut export_issues = Vec::new();
    let wanted = [(&job.docx, ExportFormat::Docx), (&job.pdf, ExportFormat::Pdf), (&job.txt, ExportFormat::Txt)];
    for (path, format) in wanted {
        let Some(path) = path else { continue };
        let (bytes, issues) = office.render(&outcome.document, format).await?;
        for issue in issues {
            if !export_issues.contains(&issue) {
                export_issues.push(issue);
            }
        }
        if path.as_os_str() == "-" {
            print_bytes(&bytes)?;
        } else {
            replace(path, &bytes)?;
            office.record_export(Some(record.id), &outcome.document, path).await?;
            files.push(path.display().to_string());
        }
    }
    let failed = outcome.issues.iter().any(|issue| issue.severity >= Severity::Error);
    if job.json {
        let report = Report { outcome: &outcome, files, export_issues };
        let json = serde_json::to_string_pretty(&report).map_err(|e| Error::Resources(e.to_string()))?;
        print_bytes(format!("{json}\n").as_bytes())?;
    } else {
        let messages = outcome.issues.iter().map(|issue| &issue.message);
        for message in messages.chain(export_issues.iter().map(|issue| &issue.message)) {
            eprintln!("⚠ {} / {}", message.zh, message.en);
        }
        for file in files {
            eprintln!("{file}");
        }
    }
    if outcome.version.state == gungman_store::VersionState::Stopped {
        return Ok((outcome, Exit::Cancelled));
    }
    Ok((outcome, if failed && job.strict { Exit::Check } else { Exit::Done }))
}

/// The document and the points a command line asks for.
fn job_of(office: &Office, job: &args::Draft) -> Result<(Document, String), Failed> {
    let id = job.sample.as_ref().or(job.template.as_ref()).map_or("", String::as_str);
    let template = office.shelf.template(id)?;
    let mut document = Document::new(&template.id, job.lang);
    let mut points = String::new();
    if job.sample.is_some() {
        let sample = template.samples.iter().find(|sample| sample.lang == job.lang);
        let sample = sample.ok_or_else(|| Failed::usage(format!("{id}: no sample in {}", job.lang)))?;
        document.fields.clone_from(&sample.fields);
        points.clone_from(&sample.points);
    }
    document.fields.extend(fields(office, &template.id, &job.set)?);
    if let Some(path) = &job.points {
        points = read_points(path)?;
    }
    Ok((document, points))
}

/// The fields of `--set`.
pub fn fields(office: &Office, id: &str, set: &[String]) -> Result<BTreeMap<String, String>, Failed> {
    let template = office.shelf.template(id)?;
    let mut fields = BTreeMap::new();
    for assignment in set {
        let (field, value) = assignment
            .split_once('=')
            .ok_or_else(|| Failed::usage(format!("--set {assignment}: write it as FIELD=VALUE")))?;
        let known = template.field(field).ok_or_else(|| {
            let ids: Vec<&str> = template.fields.iter().map(|field| field.id.as_str()).collect();
            Failed::usage(format!("--set {field}: {id} has no such field; it has {}", ids.join(", ")))
        })?;
        let value = value.replace("\\n", "\n");
        if let Some(misfit) = known.misfit(&value, office.shelf.choices.get(&known.choices)) {
            let label = office.messages.misfit(misfit);
            return Err(Failed::usage(format!("--set {field}={value}: {} {}", label.zh, label.en)));
        }
        fields.insert(field.to_owned(), value);
    }
    Ok(fields)
}

pub fn read_points(path: &Path) -> Result<String, Failed> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|e| Error::file(path, &e))?;
        bytes
    } else {
        std::fs::read(path).map_err(|e| Error::file(path, &e))?
    };
    String::from_utf8(bytes)
        .map(|text| text.trim_start_matches('\u{feff}').to_owned())
        .map_err(|_| Failed::usage(format!("{}: the points are not UTF-8 text", path.display())))
}

fn print_bytes(bytes: &[u8]) -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| Error::file(Path::new("-"), &e))?;
    Ok(())
}

/// One line on a terminal that says what is going on; nothing when standard error is a file.
struct Progress {
    shown: bool,
    last: Mutex<String>,
}

impl Progress {
    fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal(), last: Mutex::default() }
    }

    fn show(&self, event: &DraftEvent) {
        let line = match event {
            DraftEvent::Queued { ahead } => format!("排隊 queued ({ahead})"),
            DraftEvent::Starting => "啟動模型 starting".into(),
            DraftEvent::Loading { percent } => format!("載入模型 loading {percent} %"),
            DraftEvent::Reading { done, total, reused } => {
                format!("讀取 reading {done} / {total}（已重用 reused {reused}）")
            }
            DraftEvent::Writing { tokens_per_second, point, points } => {
                format!("撰寫 writing {point} / {points}（{tokens_per_second:.0} /s）")
            }
            DraftEvent::Checking => "核對 checking".into(),
            DraftEvent::Repairing { faults } => format!("改正 correcting ({faults})"),
            DraftEvent::Block { .. } | DraftEvent::Done(_) | DraftEvent::Failed(_) => return,
        };
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if self.shown && *last != line {
            eprint!("\r\x1b[2K{line}");
        }
        *last = line;
    }

    fn end(&self) {
        if self.shown {
            eprint!("\r\x1b[2K");
        }
    }
}
