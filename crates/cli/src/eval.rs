//! `gungman-cli eval`: how good translations are on a set, and what each step is worth.

use std::time::Instant;

use gungman_app::draft::Stop;
use gungman_app::export::replace;
use gungman_app::translate::{self, Segment, Steps, Translator, score};
use gungman_app::{Error, Office};
use gungman_core::{Lang, Severity};
use serde::{Deserialize, Serialize};

use crate::args::Eval;
use crate::exit::{Exit, Failed};

/// A line of a set.
#[derive(Debug, Deserialize)]
struct Case {
    #[serde(default)]
    id: String,
    source_lang: Lang,
    source: String,
    reference: String,
    #[serde(default)]
    terms: Vec<(String, String)>,
}

/// A sentence with what became of it, for `--report`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    id: &'a str,
    reference: &'a str,
    /// Facts of the reference that the translation lacks.
    lacks: Vec<String>,
    /// Errors that are told of the reference: false alarms.
    alarms: Vec<String>,
    #[serde(flatten)]
    segment: &'a Segment,
}

pub async fn run(office: &Office, job: &Eval) -> Result<Exit, Failed> {
    let Eval::Translate { set, references, without, first, to, report } = job;
    let text = std::fs::read_to_string(set).map_err(|error| Error::file(set, &error))?;
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        cases.push(
            serde_json::from_str(line)
                .map_err(|error| Failed::usage(format!("{}:{number}: {error}", set.display())))?,
        );
    }
    let mut steps = Steps::ALL;
    for step in without {
        match step.as_str() {
            "terms" => steps.terms = false,
            "must" => steps.must = false,
            "context" => steps.context = false,
            "restore" => steps.restore = false,
            "repair" => steps.repair = false,
            other => return Err(Failed::usage(format!("--without {other}"))),
        }
    }
    let (glossary, _) = translate::glossary(None)?;
    let mut all: Vec<(&Case, Vec<String>, Vec<String>, Segment)> = Vec::new();
    for target in Lang::ALL.into_iter().filter(|lang| to.is_none_or(|to| to == *lang)) {
        let translator = Translator::new(office, &glossary, target, steps)?;
        let of: Vec<&Case> =
            cases.iter().filter(|case| case.source_lang != target).take(first.unwrap_or(usize::MAX)).collect();
        if of.is_empty() {
            continue;
        }
        let (mut pairs, mut rows) = (Vec::new(), Vec::new());
        let (mut terms, mut kept, mut facts, mut stated, mut silent, mut open, mut repaired, mut alarms) =
            (0, 0, 0, 0, 0, 0, 0, 0);
        let started = Instant::now();
        for case in of.iter().copied() {
            let segment = if *references {
                translator.given(&case.source, &case.reference)
            } else {
                translator.segment(&case.source, None, &Stop::default()).await?
            };
            terms += case.terms.len();
            let has = |term: &str| segment.target.to_lowercase().contains(&term.to_lowercase());
            kept += case.terms.iter().filter(|(_, term)| has(term)).count();
            let (wanted, lacks) = translate::lacks(&case.reference, &segment.target);
            facts += wanted;
            stated += wanted.saturating_sub(lacks.len());
            // A mark of any weight is a mark.
            let marked = segment.issues.iter().any(|issue| issue.severity > Severity::Info);
            silent += usize::from(!lacks.is_empty() && !marked);
            open += usize::from(segment.has_errors());
            repaired += usize::from(segment.repaired);
            let told = translator.look(&case.source, &case.reference).into_iter();
            let errors = told.filter(|issue| issue.severity == Severity::Error);
            let false_alarms: Vec<String> =
                errors.map(|issue| format!("{} {}", issue.code, issue.excerpt.unwrap_or_default())).collect();
            alarms += usize::from(!false_alarms.is_empty());
            pairs.push((segment.target.clone(), case.reference.clone()));
            rows.push((case, lacks, false_alarms, segment));
            eprint!("\r\x1b[K{} {}/{}", target.tag(), rows.len(), of.len());
        }
        eprintln!();
        let seconds = started.elapsed().as_secs_f64() / of.len() as f64;
        let score::Score { chrf, bleu } = score::score(&pairs, target);
        let per_cent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "{}: {} sentences; chrF++ {chrf:.1}, BLEU {bleu:.1}; terms {kept} of {terms} ({:.1} %); facts {stated} of {facts} ({:.1} %), \
             {silent} sentences with a fact missing and not marked; {open} with open errors, {repaired} asked for again; \
             {alarms} references with an error ({:.1} %); {seconds:.2} s a sentence",
            target.tag(),
            of.len(),
            per_cent(kept, terms),
            per_cent(stated, facts),
            per_cent(alarms, of.len()),
        );
        all.extend(rows);
    }
    if let Some(path) = report {
        let rows: Vec<Row<'_>> = all
            .iter()
            .map(|(case, lacks, alarms, segment)| Row {
                id: &case.id,
                reference: &case.reference,
                lacks: lacks.clone(),
                alarms: alarms.clone(),
                segment,
            })
            .collect();
        let json = serde_json::to_vec_pretty(&rows).map_err(|error| Error::Resources(error.to_string()))?;
        replace(path, &json)?;
    }
    Ok(Exit::Done)
}
