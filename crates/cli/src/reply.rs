//! `gungman-cli reply`: a letter and the officer's answers in, a reply out, with the list of what it answers.

use gungman_app::Office;
use gungman_app::profiles::Wanted;
use gungman_app::reply::{Answered, Reply, checklist};

use crate::exit::{Exit, Failed};
use crate::{args, draft, incoming};

pub async fn run(office: &Office, job: &args::Reply) -> Result<Exit, Failed> {
    let letter = incoming::open(&job.incoming)?;
    let (answers, notes) = answers(&draft::read_points(&job.answers)?, letter.points.len())?;
    let fields = draft::fields(office, job.kind.template(), &job.set)?;
    let reply = Reply { incoming: letter, kind: job.kind, answers, notes, fields };
    let (mut document, points) = office.prepare_reply(&reply)?;
    office.fill_new(&mut document, job.profile.wanted(Wanted::Default)).await?;
    let (outcome, exit) = draft::carry_out(office, document, points.clone(), &job.out).await?;
    let mut open = false;
    for (number, row) in (1..).zip(checklist(&points, &outcome.document.body, outcome.document.lang)) {
        let state = match (row.answered, row.block) {
            (Answered::Yes, Some(block)) => format!("✓ 第{0}段 block {0}", block + 1),
            (Answered::Yes, None) => "✓".to_owned(),
            (Answered::Unproved, Some(block)) => format!("? 未能證實 not proved（第{0}段 block {0}）", block + 1),
            (Answered::Unproved, None) => "? 未能證實 not proved".to_owned(),
            (Answered::No, _) => "✗ 未回應 not answered".to_owned(),
        };
        open |= row.answered != Answered::Yes;
        eprintln!("{number}. {state}\t{}", row.question);
    }
    Ok(if open && job.out.strict && exit == Exit::Done { Exit::Check } else { exit })
}

/// The answers by the number of their point, and what has no number.
fn answers(text: &str, count: usize) -> Result<(Vec<String>, String), Failed> {
    let mut answers = vec![String::new(); count];
    let mut notes = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let split = line.split_once(['.', '、', '．', ':', '：']);
        let numbered = split.and_then(|(number, rest)| Some((number.trim().parse::<usize>().ok()?, rest.trim())));
        match numbered {
            Some((number, rest)) if (1..=count).contains(&number) => {
                let answer = &mut answers[number - 1];
                answer.push_str(if answer.is_empty() { "" } else { "\n" });
                answer.push_str(rest);
            }
            Some((number, _)) if number <= 99 && number > count => {
                return Err(Failed::usage(format!("{number}: the letter has {count} points")));
            }
            _ => notes.push(line),
        }
    }
    Ok((answers, notes.join("\n")))
}
