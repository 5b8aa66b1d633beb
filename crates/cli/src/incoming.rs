//! `gungman-cli incoming` and `gungman-cli eval incoming`: what a letter says and asks for, and how well that is read.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use gungman_app::incoming::same_ask;
use gungman_app::{Error, incoming};
use gungman_core::incoming::{AskKind, Header, Incoming, Taken};
use serde::Deserialize;

use crate::args;
use crate::exit::{Exit, Failed};

/// Reads a letter's file.
pub fn open(path: &Path) -> Result<Incoming, Failed> {
    let bytes = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| Error::file(path, &error))?;
        bytes
    } else {
        std::fs::read(path).map_err(|error| Error::file(path, &error))?
    };
    Ok(incoming::open(&path.to_string_lossy(), &bytes)?)
}

pub fn run(job: &args::Incoming) -> Result<Exit, Failed> {
    let letter = open(&job.file)?;
    if job.json {
        let json = serde_json::to_string_pretty(&letter).map_err(|error| Error::Resources(error.to_string()))?;
        println!("{json}");
        return Ok(Exit::Done);
    }
    print(&letter);
    Ok(Exit::Done)
}

fn print(letter: &Incoming) {
    println!("語文 language\t{}", letter.lang.tag());
    for (name, value, line) in facts(&letter.header) {
        if !value.is_empty() {
            let line = line.map_or(String::new(), |line| format!("\t（第{}行 line {}）", line + 1, line + 1));
            println!("{name}\t{}{line}", value.replace('\n', "｜"));
        }
    }
    println!("\n要回應的事項 points");
    for (number, ask) in (1..).zip(&letter.points) {
        let kind = match ask.kind {
            AskKind::Question => "問 question",
            AskKind::Request => "求 request",
            AskKind::Complaint => "訴 complaint",
            AskKind::Reply => "覆 reply",
        };
        println!("{number}. [{kind}] {}", ask.text);
    }
    let left: Vec<_> = letter.sentences.iter().filter(|sentence| sentence.taken == Taken::Left).collect();
    if !left.is_empty() {
        println!("\n沒有列為事項 not taken as a point");
        for sentence in left {
            println!("- {}", sentence.text);
        }
    }
    let others: Vec<_> = letter.personal.iter().filter(|personal| !personal.own).collect();
    if !others.is_empty() {
        println!("\n來信人以外或不能確定屬誰的個人資料 personal data that may be another person's");
        for personal in others {
            println!("- {}", personal.text);
        }
    }
}

/// The header's facts under the names of the set.
fn facts(header: &Header) -> [(&'static str, &str, Option<u32>); 13] {
    [
        ("sender", &header.sender),
        ("honorific", &header.honorific),
        ("post", &header.post),
        ("organisation", &header.organisation),
        ("address", &header.address),
        ("phone", &header.phone),
        ("email", &header.email),
        ("date", &header.date),
        ("reference", &header.reference),
        ("our_reference", &header.our_reference),
        ("subject", &header.subject),
        ("deadline", &header.deadline),
        ("classification", &header.classification),
    ]
    .map(|(name, found)| (name, found.value.as_str(), found.line))
}

#[derive(Deserialize)]
struct Set {
    letter: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    name: String,
    text: String,
    asks: Vec<String>,
    header: BTreeMap<String, String>,
}

/// Reads each letter of a set and compares with what its reader found.
pub fn eval(set: &Path, first: Option<usize>, last: Option<usize>) -> Result<Exit, Failed> {
    let text = std::fs::read_to_string(set).map_err(|error| Error::file(set, &error))?;
    let file: Set = toml::from_str(&text).map_err(|error| Failed::usage(format!("{}: {error}", set.display())))?;
    let mut cases = file.letter;
    cases.truncate(first.unwrap_or(usize::MAX));
    cases.drain(..cases.len().saturating_sub(last.unwrap_or(usize::MAX)));
    let (mut facts_all, mut facts_right, mut asks_all, mut listed, mut apart, mut shown) = (0, 0, 0, 0, 0, 0);
    let (mut points, mut extra) = (0, 0);
    for case in &cases {
        let letter = match case.name.rsplit('.').next() {
            // The set holds texts; a Word file's paragraphs are its lines.
            Some("docx") => incoming::read_text(case.text.trim_start())?,
            _ => incoming::open(&case.name, case.text.trim_start().as_bytes())?,
        };
        let read: BTreeMap<&str, &str> =
            facts(&letter.header).into_iter().map(|(name, value, _)| (name, value)).collect();
        for (name, wanted) in &case.header {
            let value = if name == "lang" { letter.lang.tag() } else { read.get(name.as_str()).copied().unwrap_or("") };
            facts_all += 1;
            if bare(value) == bare(wanted) {
                facts_right += 1;
            } else {
                println!(
                    "{}: {name} is “{}”, not “{}”",
                    case.id,
                    wanted.replace('\n', "｜"),
                    value.replace('\n', "｜")
                );
            }
        }
        let mut used = vec![0_usize; letter.points.len()];
        for ask in &case.asks {
            asks_all += 1;
            let at = letter.points.iter().position(|point| bare(&point.text).contains(&bare(ask)));
            let left = letter.sentences.iter().any(|sentence| bare(&sentence.text).contains(&bare(ask)));
            match at {
                Some(at) => {
                    listed += 1;
                    apart += usize::from(used[at] == 0);
                    used[at] += 1;
                }
                None => println!("{}: not in the list: {ask}", case.id),
            }
            shown += usize::from(at.is_some() || left);
            if at.is_none() && !left {
                println!("{}: NOT SHOWN: {ask}", case.id);
            }
        }
        points += letter.points.len();
        for (point, used) in letter.points.iter().zip(used) {
            if used == 0 && !case.asks.iter().any(|ask| same_ask(ask, &point.text)) {
                extra += 1;
                println!("{}: also listed: {}", case.id, point.text);
            }
        }
    }
    let part =
        |part: usize, whole: usize| format!("{part} of {whole} ({:.1} %)", 100.0 * part as f64 / whole.max(1) as f64);
    println!("{} letters", cases.len());
    println!("  header facts right {}", part(facts_right, facts_all));
    println!(
        "  things asked that are in the list {}, each as a point of its own {}",
        part(listed, asks_all),
        part(apart, asks_all)
    );
    println!("  shown in the list or as not taken {}", part(shown, asks_all));
    println!("  points listed {points}, of which nothing is asked by the reader's list {extra}");
    Ok(Exit::Done)
}

/// A value without what makes no difference to a reader.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{3000}').flat_map(char::to_lowercase).collect()
}
