//! `gungman-cli minutes`: the notes of a meeting in, its minutes out; and how well notes are read and written up, on a set.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use gungman_app::api::DraftRequest;
use gungman_app::draft::Stop;
use gungman_app::export::replace;
use gungman_app::minutes::{NewMinutes, OpenNotes, says_decision, stands};
use gungman_app::profiles::Wanted;
use gungman_app::{Error, Office, incoming};
use gungman_core::meeting::{Degree, Meeting, RemarkKind};
use gungman_core::{Lang, Severity};
use serde::Deserialize;

use crate::exit::{Exit, Failed};
use crate::{args, draft};

pub async fn run(office: &Office, job: &args::Minutes) -> Result<Exit, Failed> {
    let agenda = job.agenda.as_deref().map(text).transpose()?.unwrap_or_default();
    let notes = text(&job.notes)?;
    let meeting = office.read_notes(OpenNotes { path: None, text: notes, agenda, lang: job.lang }).await?;
    if job.list {
        list(&meeting, job.degree);
        return Ok(Exit::Done);
    }
    let name = job.notes.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let fields = draft::fields(office, "minutes", &job.set)?;
    let (mut document, points) = office.prepare_minutes(&NewMinutes { meeting, name, degree: job.degree, fields })?;
    office.fill_new(&mut document, job.profile.wanted(Wanted::Default)).await?;
    let (_, exit) = draft::carry_out(office, document, points, &job.out).await?;
    Ok(exit)
}

/// The text of a file, of any kind a letter may be; - is standard input.
fn text(path: &Path) -> Result<String, Failed> {
    if path.as_os_str() == "-" {
        return draft::read_points(path);
    }
    let bytes = std::fs::read(path).map_err(|error| Error::file(path, &error))?;
    Ok(incoming::text(&path.to_string_lossy(), &bytes)?)
}

/// What was read, for whoever wants to see it before the model writes.
fn list(meeting: &Meeting, degree: Degree) {
    let header = &meeting.header;
    let named = [
        ("會議 meeting", &header.meeting),
        ("標題 title", &header.title),
        ("日期 date", &header.date),
        ("時間 time", &header.time),
        ("地點 venue", &header.venue),
        ("出席 present", &header.present),
        ("列席 in attendance", &header.attending),
        ("缺席 absent", &header.absent),
        ("結束 ended", &header.ended),
    ];
    for (label, found) in named.into_iter().filter(|(_, found)| !found.value.is_empty()) {
        println!("{label}\t{}", found.value.replace('\n', "｜"));
    }
    for voice in meeting.speakers.iter() {
        println!("{}\t{}{}", voice.label, voice.called, if voice.known { "" } else { "\t？" });
    }
    for (at, item) in (0_u32..).zip(&meeting.items) {
        println!("\n# {}{}", item.heading, if item.line.is_none() { "（筆記沒有 not in the notes）" } else { "" });
        for remark in meeting.remarks.iter().filter(|remark| remark.item == at) {
            let taken = remark.degree.is_some_and(|least| least <= degree);
            let kind = match remark.kind {
                RemarkKind::Said => "",
                RemarkKind::Asked => "問 asked",
                RemarkKind::Decided => "決定 decided",
                RemarkKind::Action => "行動 action",
                RemarkKind::Chatter => "不記 left out",
            };
            let who = remark.speaker.and_then(|at| meeting.speakers.get(at as usize)).map_or("", |voice| &voice.called);
            let acts = if remark.owner.is_empty() && remark.due.is_empty() {
                String::new()
            } else {
                format!("【{}；{}】", remark.owner, remark.due)
            };
            println!("{} {}\t{who}\t{}\t{kind}\t{acts}", if taken { "✓" } else { "·" }, remark.line + 1, remark.text);
        }
    }
}

#[derive(Deserialize)]
struct Set {
    meeting: Vec<Case>,
}

/// A meeting of the set, with what a reader found in its notes.
#[derive(Deserialize)]
struct Case {
    name: String,
    lang: Lang,
    agenda: String,
    notes: String,
    header: BTreeMap<String, Value>,
    must: Vec<Must>,
    never: Vec<Never>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Must {
    kind: String,
    line: String,
    values: Vec<String>,
    who: String,
    deadline: String,
}

#[derive(Deserialize)]
struct Never {
    line: String,
}

/// So many of so many.
#[derive(Default, Clone, Copy)]
struct Share(usize, usize);

impl Share {
    fn add(&mut self, right: bool) -> bool {
        self.0 += usize::from(right);
        self.1 += 1;
        right
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} of {} ({:.1} %)", self.0, self.1, 100.0 * self.0 as f64 / self.1.max(1) as f64)
    }
}

/// Reads the notes of each meeting of a set, and writes the minutes of each where a model is to; compares both with what its reader found.
pub async fn eval(
    office: &Office,
    set: &Path,
    write: bool,
    only: Option<&str>,
    report: Option<&Path>,
) -> Result<Exit, Failed> {
    let file = std::fs::read_to_string(set).map_err(|error| Error::file(set, &error))?;
    let file: Set = toml::from_str(&file).map_err(|error| Failed::usage(format!("{}: {error}", set.display())))?;
    let [mut header, mut taken, mut kinds, mut owners, mut days, mut left] = [Share::default(); 6];
    let [mut written, mut values, mut silent, mut decided] = [Share::default(); 4];
    let mut page = String::new();
    for case in file.meeting.iter().filter(|case| only.is_none_or(|only| only == case.name)) {
        let notes = case.notes.trim_start_matches('\n').to_owned();
        let request = OpenNotes { path: None, text: notes, agenda: case.agenda.clone(), lang: Some(case.lang) };
        let meeting = office.read_notes(request).await?;
        heads(case, &meeting, &mut header);
        let find = |line: &str| {
            let at = meeting.lines.iter().position(|other| bare(other).contains(&bare(line)))?;
            let on = |remark: &&gungman_core::meeting::Remark| remark.line as usize == at;
            // Of several sentences on the line, the one it is, or the first that holds its beginning.
            let of: Vec<_> = meeting.remarks.iter().filter(on).collect();
            let inside = of
                .iter()
                .filter(|remark| bare(line).contains(&bare(&remark.text)) || bare(&remark.text).contains(&bare(line)))
                .copied()
                .collect::<Vec<_>>();
            Some((at, if inside.is_empty() { of } else { inside }))
        };
        for must in &case.must {
            let found = find(&must.line).map(|(_, of)| of).unwrap_or_default();
            if !taken.add(found.iter().any(|remark| remark.degree.is_some_and(|least| least <= Degree::Summary))) {
                println!("{}: not taken: {}", case.name, must.line);
            }
            let wanted = match must.kind.as_str() {
                "decision" | "rejected" | "deferred" => Some(RemarkKind::Decided),
                "action" => Some(RemarkKind::Action),
                _ => None,
            };
            if let Some(wanted) = wanted {
                // A decision that says who acts is an action too, and the other way round.
                let fits = |kind: RemarkKind| {
                    kind == wanted
                        || matches!(
                            (kind, wanted),
                            (RemarkKind::Action, RemarkKind::Decided) | (RemarkKind::Decided, RemarkKind::Action)
                        )
                };
                if !kinds.add(found.iter().any(|remark| fits(remark.kind))) {
                    println!("{}: no {}: {}", case.name, must.kind, must.line);
                }
            }
            if must.kind == "action" && !must.who.is_empty() {
                let who =
                    found.iter().map(|remark| remark.owner.as_str()).find(|owner| !owner.is_empty()).unwrap_or("");
                let same =
                    |a: &str, b: &str| !a.is_empty() && (bare(a).contains(&bare(b)) || bare(b).contains(&bare(a)));
                let voice = meeting.speakers.iter().find(|voice| same(&voice.label, &must.who));
                if !owners.add(same(who, &must.who) || voice.is_some_and(|voice| same(who, &voice.called))) {
                    println!("{}: owner is “{}”, not “{who}”: {}", case.name, must.who, must.line);
                }
            }
            if must.kind == "action" && !must.deadline.is_empty() {
                let due = found.iter().map(|remark| remark.due.as_str()).find(|due| !due.is_empty()).unwrap_or("");
                if !days.add(
                    !due.is_empty()
                        && (bare(due).contains(&bare(&must.deadline)) || bare(&must.deadline).contains(&bare(due))),
                ) {
                    println!("{}: day is “{}”, not “{due}”: {}", case.name, must.deadline, must.line);
                }
            }
        }
        for never in &case.never {
            let found = find(&never.line).map(|(_, of)| of).unwrap_or_default();
            let out = found.iter().all(|remark| remark.degree.is_none_or(|least| least > Degree::Summary));
            if !left.add(out) {
                println!("{}: taken: {}", case.name, never.line);
            }
        }
        if !write {
            continue;
        }
        let minutes = NewMinutes {
            meeting: meeting.clone(),
            name: case.name.clone(),
            degree: Degree::Summary,
            fields: BTreeMap::new(),
        };
        let (document, points) = office.prepare_minutes(&minutes)?;
        let record = office.add_document(&document, &points).await?;
        let request = DraftRequest { id: record.id, document, points: points.clone(), another: false };
        let outcome = office.draft(request, &Stop::default(), &|_| {}).await?;
        let marks = |block: usize| {
            outcome
                .issues
                .iter()
                .filter(move |issue| {
                    issue.severity > Severity::Info && issue.block.is_none_or(|at| at as usize == block)
                })
                .map(|issue| {
                    format!(
                        "{}{}",
                        issue.code,
                        issue.excerpt.as_deref().map_or(String::new(), |excerpt| format!(" {excerpt}"))
                    )
                })
                .collect::<Vec<_>>()
        };
        for must in &case.must {
            let Some((at, _)) = find(&must.line) else { continue };
            let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
            let blocks: Vec<usize> = outcome
                .document
                .body
                .iter()
                .enumerate()
                .filter(|(_, block)| block.lines().contains(&line))
                .map(|(at, _)| at)
                .collect();
            written.add(!blocks.is_empty());
            let text = blocks.iter().map(|at| outcome.document.body[*at].text()).collect::<Vec<_>>();
            // A point of which nothing was written is told for itself.
            let unwritten = outcome.issues.iter().any(|issue| issue.code == "point_unwritten" && blocks.is_empty());
            let marked = unwritten || blocks.iter().any(|at| !marks(*at).is_empty());
            for value in &must.values {
                let stands = stands(value, &must.line, &text, case.lang);
                values.add(stands);
                if !stands && !marked {
                    println!("{}: NOT MARKED: {value}: {} → {}", case.name, must.line, text.join(" "));
                }
                silent.add(stands || marked);
            }
            if matches!(must.kind.as_str(), "decision" | "rejected" | "deferred") {
                let says = text.iter().any(|text| says_decision(text, case.lang));
                if !decided.add(says || marked) {
                    println!("{}: NO DECISION: {} → {}", case.name, must.line, text.join(" "));
                }
            }
        }
        let _ = writeln!(page, "\n## {}\n", case.name);
        for (at, block) in outcome.document.body.iter().enumerate() {
            let lines = block
                .lines()
                .iter()
                .filter_map(|line| meeting.lines.get(*line as usize - 1))
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ／ ");
            let marks = marks(at).into_iter().filter(|_| !block.lines().is_empty()).collect::<Vec<_>>().join("；");
            let _ = if block.lines().is_empty() {
                writeln!(page, "\n### {}\n", block.text())
            } else {
                writeln!(page, "- {}\n  - {lines}\n  - {marks}", block.text())
            };
        }
    }
    println!("header facts right {header}");
    println!("must be in a summary, and taken {taken}; of its kind {kinds}; who acts {owners}; by when {days}");
    println!("must never be in a summary, and left out {left}");
    if write {
        println!(
            "written {written}; values that stand {values}, or are missed with a mark {silent}; decisions said or marked {decided}"
        );
    }
    if let Some(path) = report {
        replace(path, page.as_bytes())?;
    }
    Ok(Exit::Done)
}

fn heads(case: &Case, meeting: &Meeting, header: &mut Share) {
    let read = [
        ("meeting", &meeting.header.meeting),
        ("title", &meeting.header.title),
        ("date", &meeting.header.date),
        ("time", &meeting.header.time),
        ("venue", &meeting.header.venue),
        ("present", &meeting.header.present),
        ("absent", &meeting.header.absent),
        ("ended", &meeting.header.ended),
    ];
    for (name, found) in read {
        let Some(wanted) = case.header.get(name) else { continue };
        // Persons are counted one by one.
        let wanted: Vec<&String> = match wanted {
            Value::One(one) => vec![one],
            Value::Many(many) => many.iter().collect(),
        };
        for one in wanted {
            let has = found
                .value
                .lines()
                .any(|line| bare(line).contains(&bare(one)) || bare(one).contains(&bare(line)) && !line.is_empty())
                || bare(&found.value).contains(&bare(one));
            if !header.add(has) {
                println!("{}: {name} is “{one}”, not “{}”", case.name, found.value.replace('\n', "｜"));
            }
        }
    }
}

/// A value without what makes no difference to a reader.
fn bare(text: &str) -> String {
    text.to_lowercase()
        .replace("mtg", "meeting")
        .chars()
        .filter(|c| c.is_alphanumeric() || "$%".contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}
