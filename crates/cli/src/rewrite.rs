//! `gungman-cli rewrite`, `ask`, and `eval rewrite`.

use std::io::{IsTerminal, Read, Write};
use std::path::Path;

use gungman_app::convert::extension;
use gungman_app::export::replace;
use gungman_app::rewrite::api::{ActionGroup, RewriteEvent, RewriteRequest};
use gungman_app::rewrite::file::{FileJob, FilePart};
use gungman_app::{Error, Office, checking};
use gungman_core::{Block, Issue, Lang, Severity};
use serde::Deserialize;

use crate::args;
use crate::exit::{Exit, Failed};
use crate::interrupt::Interrupt;

pub async fn run(office: &Office, job: &args::Rewrite) -> Result<Exit, Failed> {
    let actions = office.rewrite_actions();
    let Some(source) = job.source.as_deref().filter(|_| !job.list) else {
        for action in &actions {
            let langs: Vec<&str> = action.langs.iter().map(|lang| lang.tag()).collect();
            println!("{}\t{} · {}\t{}", action.id, action.summary.zh, action.summary.en, langs.join(" "));
        }
        return Ok(Exit::Done);
    };
    let (name, bytes) = read(source)?;
    let word = extension(source) == "docx";
    let group = actions.iter().find(|action| action.id == job.action).map(|action| action.group);
    match group {
        None => return Err(Error::UnknownAction(job.action.clone()).into()),
        Some(ActionGroup::Shape | ActionGroup::Language) if word => {
            return Err(Failed::usage(format!("--action {}: txt, md; docx → gungman-cli translate", job.action)));
        }
        Some(_) => {}
    }
    let asked = FileJob {
        action: job.action.clone(),
        instruction: job.instruction.clone(),
        length: job.length,
        lang: job.lang,
        tracked: job.tracked,
    };
    let interrupt = Interrupt::listen();
    let live = std::io::stderr().is_terminal();
    let progress = |event: RewriteEvent| {
        if let (true, RewriteEvent::Writing { part, parts, .. }) = (live, event) {
            eprint!("\r\x1b[2K{part}/{parts}");
        }
    };
    let rewritten = office.rewrite_file(&name, &bytes, &asked, &interrupt.stop, &progress).await;
    drop(interrupt);
    if live {
        eprint!("\r\x1b[2K");
    }
    let rewritten = rewritten?;
    match job.output.as_deref().filter(|path| path.as_os_str() != "-") {
        Some(path) => {
            replace(path, &rewritten.bytes)?;
            eprintln!("→ {}", path.display());
        }
        None if job.json => {}
        None if word => eprintln!("→ {}", checking::write_beside(source, "rewritten", &rewritten.bytes)?.display()),
        None => {
            let mut out = std::io::stdout().lock();
            let written = out.write_all(&rewritten.bytes).and_then(|()| out.flush());
            written.map_err(|error| Error::file(Path::new("-"), &error))?;
        }
    }
    if job.json {
        println!("{}", json(&rewritten.parts)?);
    }
    for FilePart { line, issues, .. } in &rewritten.parts {
        issues.iter().for_each(|issue| tell(&line.to_string(), issue));
    }
    let wrong = rewritten.parts.iter().flat_map(|part| &part.issues).any(|issue| issue.severity == Severity::Error);
    Ok(if job.strict && wrong { Exit::Check } else { Exit::Done })
}

pub async fn ask(office: &Office, job: &args::Ask) -> Result<Exit, Failed> {
    let (name, bytes) = read(&job.source)?;
    let request = office.question(&name, &bytes, &job.question)?;
    let interrupt = Interrupt::listen();
    let answer = office.ask(request, &interrupt.stop, &|_| {}).await;
    drop(interrupt);
    let answer = answer?;
    if job.json {
        println!("{}", json(&answer)?);
    } else {
        println!("{}", if answer.found { &answer.text } else { "文件沒有提及。 · The document does not say." });
        for quote in &answer.sentences {
            let paragraph = quote.block.map_or(0, |block| block + 1);
            println!("  ¶{paragraph}\t{}", quote.text);
        }
    }
    answer.issues.iter().for_each(|issue| tell("", issue));
    Ok(if job.strict && !answer.found { Exit::Check } else { Exit::Done })
}

fn read(source: &Path) -> Result<(String, Vec<u8>), Error> {
    let name = source.display().to_string();
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(|error| Error::file(source, &error))?;
        return Ok((name, bytes));
    }
    let bytes = std::fs::read(source).map_err(|error| Error::file(source, &error))?;
    Ok((name, bytes))
}

fn json(value: &impl serde::Serialize) -> Result<String, Error> {
    serde_json::to_string_pretty(value).map_err(|error| Error::Resources(error.to_string()))
}

fn tell(place: &str, issue: &Issue) {
    let mark = match issue.severity {
        Severity::Error => '✗',
        Severity::Warning => '?',
        Severity::Info => '·',
    };
    eprintln!("{mark} {place} {} · {}", issue.message.get(Lang::ZhHantHk), issue.message.get(Lang::EnGb));
}

/// A passage of a set.
#[derive(Debug, Deserialize)]
struct Passage {
    id: String,
    lang: Lang,
    action: String,
    #[serde(default)]
    instruction: String,
    text: String,
    /// What must stand in the result, in any of the ways that `|` separates.
    #[serde(default)]
    keep: Vec<String>,
}

/// Rewrites each passage of a set and counts what was kept, marked and needed.
pub async fn eval(office: &Office, set: &Path, only: Option<&str>, report: Option<&Path>) -> Result<Exit, Failed> {
    let text = std::fs::read_to_string(set).map_err(|error| Error::file(set, &error))?;
    let mut passages: Vec<Passage> = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let at = |error| Failed::usage(format!("{}:{number}: {error}", set.display()));
        passages.push(serde_json::from_str(line).map_err(at)?);
    }
    passages.retain(|passage| only.is_none_or(|only| only == passage.action));
    let interrupt = Interrupt::listen();
    let mut table = String::from(
        "| 編號 id | 方式 action | 改寫前 before | 改寫後 after | 標記 marks |\n| --- | --- | --- | --- | --- |\n",
    );
    let (mut first, mut total) = (Vec::new(), Vec::new());
    let (mut facts, mut kept, mut silent, mut unchanged, mut repairs) = (0, 0, Vec::new(), 0, 0);
    let mut last: Option<(&str, Lang)> = None;
    for passage in &passages {
        // The constant part of the prompt is known, as it is once an officer has the menu open.
        let warm = last.replace((&passage.action, passage.lang)) == Some((&passage.action, passage.lang));
        let request = RewriteRequest {
            id: 0,
            document: None,
            lang: passage.lang,
            action: passage.action.clone(),
            instruction: passage.instruction.clone(),
            length: None,
            blocks: passage.text.lines().map(Block::paragraph).collect(),
            before: String::new(),
            after: String::new(),
            points: String::new(),
            another: false,
        };
        let outcome = office.rewrite(request, &interrupt.stop, &|_| {}).await?;
        let after: Vec<String> =
            outcome.parts.iter().flat_map(|part| &part.after).map(gungman_core::Block::text).collect();
        let after = after.join("\n");
        let issues: Vec<&Issue> = outcome.parts.iter().flat_map(|part| &part.issues).collect();
        let plain = |text: &str| text.replace([' ', ',', '\u{a0}'], "").to_lowercase();
        let stands = |fact: &&String| fact.split('|').any(|way| plain(&after).contains(&plain(way)));
        let lost: Vec<&str> = passage.keep.iter().filter(|fact| !stands(fact)).map(String::as_str).collect();
        facts += passage.keep.len();
        kept += passage.keep.len() - lost.len();
        let marked = issues.iter().any(|issue| issue.severity > Severity::Info);
        if !lost.is_empty() && !marked {
            silent.push(format!("{}: {}", passage.id, lost.join("、")));
        }
        unchanged += usize::from(outcome.unchanged);
        repairs += outcome.stats.repairs;
        if warm && outcome.stats.first_word_ms > 0 {
            first.push(outcome.stats.first_word_ms);
        }
        total.push(outcome.stats.total_ms);
        let marks: Vec<&str> = issues.iter().map(|issue| issue.message.get(passage.lang)).collect();
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', "<br>");
        table.push_str(&format!(
            "| {} | {}{} | {} | {} | {} |\n",
            passage.id,
            passage.action,
            if passage.instruction.is_empty() { String::new() } else { cell(&format!("：{}", passage.instruction)) },
            cell(&passage.text),
            cell(&after),
            cell(&marks.join(" "))
        ));
        eprintln!("{} {} {:.1} s", passage.id, passage.action, f64::from(outcome.stats.total_ms) / 1000.0);
    }
    drop(interrupt);
    first.sort_unstable();
    total.sort_unstable();
    let median = |of: &[u32]| of.get(of.len() / 2).copied().unwrap_or_default();
    println!("{} 段 passages · {unchanged} 段沒有改動 unchanged · {repairs} 次重問 repairs", passages.len());
    println!("應保留的資料 facts to keep: {kept}/{facts}");
    println!("資料不見而沒有標記 lost without a mark: {}", silent.len());
    silent.iter().for_each(|line| println!("  {line}"));
    println!(
        "首字（同一方式之後）first word, warm: {} ms · 全段 whole: {} ms（中位數 medians）",
        median(&first),
        median(&total)
    );
    if let Some(path) = report {
        replace(path, table.as_bytes())?;
    }
    Ok(Exit::Done)
}
