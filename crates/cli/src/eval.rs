//! `gungman-cli eval`: how good translations are on a set, and what each step is worth.

use std::time::Instant;

use gungman_app::draft::Stop;
use gungman_app::export::replace;
use gungman_app::translate::{self, Glossary, Plain, Segment, Steps, Strength, Term, Translator, score};
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

/// What is wrong with a sentence's translation, or not.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Looked {
    /// Facts of the reference.
    facts: usize,
    /// Those that the translation lacks.
    lacks: Vec<String>,
    /// Terms of the glossary that the source has.
    terms: usize,
    /// Those that the translation has in no right wording.
    other_terms: Vec<String>,
    /// Those of them that nothing is told of.
    silent_terms: usize,
    /// The set's own terms that do not stand in the reference's wording.
    other_wordings: Vec<String>,
    /// Errors that are told of the reference: false alarms.
    alarms: Vec<String>,
}

/// A sentence with what became of it, for `--report`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    id: &'a str,
    reference: &'a str,
    #[serde(flatten)]
    looked: &'a Looked,
    #[serde(flatten)]
    segment: &'a Segment,
}

/// The terms of all sentences as an office's own glossary. Where sentences word one term differently, each wording is right.
fn own(cases: &[Case]) -> Vec<Term> {
    let mut out: Vec<Term> = Vec::new();
    for case in cases {
        for (source, target) in &case.terms {
            let (en, zh) = if case.source_lang.is_chinese() { (target, source) } else { (source, target) };
            match out.iter_mut().find(|term| term.en.eq_ignore_ascii_case(en)) {
                Some(term) if term.zh.contains(zh) => {}
                Some(term) => term.zh.push(zh.clone()),
                None => out.push(Term {
                    en: en.clone(),
                    zh: vec![zh.clone()],
                    strength: Strength::Locked,
                    forbidden: Vec::new(),
                    note: String::new(),
                    short: String::new(),
                }),
            }
        }
    }
    out
}

fn look(translator: &Translator<'_>, case: &Case, segment: &Segment) -> Looked {
    let lower = segment.target.to_lowercase();
    let (facts, lacks) = translate::lacks(&case.reference, &segment.target);
    let terms = translator.terms(&case.source, &segment.target);
    let told = translator.look(&case.source, &case.reference).into_iter();
    let errors = told.filter(|issue| issue.severity == Severity::Error);
    Looked {
        facts,
        lacks,
        terms: terms.len(),
        silent_terms: terms.iter().filter(|term| !term.stands && !term.marked).count(),
        other_terms: terms.into_iter().filter(|term| !term.stands).map(|term| term.term).collect(),
        other_wordings: (case.terms.iter())
            .filter(|(_, term)| !lower.contains(&term.to_lowercase()))
            .map(|(source, term)| format!("{source} → {term}"))
            .collect(),
        alarms: errors.map(|issue| format!("{} {}", issue.code, issue.excerpt.unwrap_or_default())).collect(),
    }
}

pub async fn run(office: &Office, job: &Eval) -> Result<Exit, Failed> {
    let (set, references, plain, without, first, last, given, to, report) = match job {
        Eval::Incoming { set, first, last } => return crate::incoming::eval(set, *first, *last),
        Eval::Minutes { set, write, only, report } => {
            return crate::minutes::eval(office, set, *write, only.as_deref(), report.as_deref()).await;
        }
        Eval::Rewrite { set, action, report } => {
            return crate::rewrite::eval(office, set, action.as_deref(), report.as_deref()).await;
        }
        Eval::Translate { set, references, plain, without, first, last, given, to, report } => {
            (set, references, plain, without, first, last, given, to, report)
        }
    };
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
    let glossary = Glossary::new(if *given { own(&cases) } else { Vec::new() });
    let mut all: Vec<(&Case, Looked, Segment)> = Vec::new();
    for target in Lang::ALL.into_iter().filter(|lang| to.is_none_or(|to| to == *lang)) {
        let translator = Translator::new(office, &glossary, target, steps)?;
        let bare = plain.then(|| Plain::new(office, &glossary, target)).transpose()?;
        let mut of: Vec<&Case> = cases.iter().filter(|case| case.source_lang != target).collect();
        of.truncate(first.unwrap_or(usize::MAX));
        of.drain(..of.len().saturating_sub(last.unwrap_or(usize::MAX)));
        if of.is_empty() {
            continue;
        }
        let mut rows = Vec::new();
        let started = Instant::now();
        for case in of.iter().copied() {
            let segment = if *references {
                translator.given(&case.source, &case.reference)
            } else if let Some(plain) = &bare {
                translator.given(&case.source, &plain.translate(&case.source).await?)
            } else {
                translator.segment(&case.source, None, &Stop::default()).await?
            };
            rows.push((case, segment));
            eprint!("\r\x1b[K{} {}/{}", target.tag(), rows.len(), of.len());
        }
        eprintln!();
        let seconds = started.elapsed().as_secs_f64() / of.len() as f64;
        let rows = rows.into_iter().map(|(case, segment)| (case, look(&translator, case, &segment), segment));
        let rows: Vec<(&Case, Looked, Segment)> = rows.collect();
        print(target, &rows, seconds);
        all.extend(rows);
    }
    if let Some(path) = report {
        let rows: Vec<Row<'_>> = all
            .iter()
            .map(|(case, looked, segment)| Row { id: &case.id, reference: &case.reference, looked, segment })
            .collect();
        let json = serde_json::to_vec_pretty(&rows).map_err(|error| Error::Resources(error.to_string()))?;
        replace(path, &json)?;
    }
    Ok(Exit::Done)
}

/// The figures of a direction.
fn print(target: Lang, rows: &[(&Case, Looked, Segment)], seconds: f64) {
    let sum = |of: fn(&Looked) -> usize| rows.iter().map(|(_, looked, _)| of(looked)).sum::<usize>();
    let sentences = |of: fn(&Looked, &Segment) -> bool| rows.iter().filter(|(_, looked, row)| of(looked, row)).count();
    let part =
        |part: usize, whole: usize| format!("{part} of {whole} ({:.1} %)", 100.0 * part as f64 / whole.max(1) as f64);
    let pairs: Vec<_> =
        rows.iter().map(|(case, _, segment)| (segment.target.clone(), case.reference.clone())).collect();
    let score::Score { chrf, bleu } = score::score(&pairs, target);
    let (facts, terms) = (sum(|row| row.facts), sum(|row| row.terms));
    let wordings = rows.iter().map(|(case, ..)| case.terms.len()).sum::<usize>();
    println!("{}: {} sentences; chrF++ {chrf:.1}, BLEU {bleu:.1}; {seconds:.2} s a sentence", target.tag(), rows.len());
    println!(
        "  facts {}; sentences that lack one without a mark: {}",
        part(facts.saturating_sub(sum(|row| row.lacks.len())), facts),
        // A mark of any weight is a mark.
        sentences(|looked, segment| {
            !looked.lacks.is_empty() && !segment.issues.iter().any(|issue| issue.severity > Severity::Info)
        }),
    );
    println!(
        "  the glossary's terms in a right wording {}; others without a mark: {}",
        part(terms - sum(|row| row.other_terms.len()), terms),
        sum(|row| row.silent_terms),
    );
    println!(
        "  the set's terms in the reference's wording {}",
        part(wordings - sum(|row| row.other_wordings.len()), wordings)
    );
    println!(
        "  sentences with open errors {}, asked for again {}; references with an error {}",
        sentences(|_, segment| segment.has_errors()),
        sentences(|_, segment| segment.repaired),
        part(sentences(|looked, _| !looked.alarms.is_empty()), rows.len()),
    );
}
