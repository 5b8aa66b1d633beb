//! `gungman-cli library`.

use gungman_app::due::{Day, Due, DueState};
use gungman_app::{Error, Office, Places, backup};
use gungman_store::{Dates, Inspection, SearchQuery};

use crate::args::Library;
use crate::exit::{Exit, Failed};

pub async fn run(places: Places, job: &Library) -> Result<Exit, Failed> {
    match job {
        Library::Backup { file } => {
            let office = Office::open(places).await?;
            let result = office.back_up(file.as_deref()).await;
            office.close().await;
            let (path, inspection) = result?;
            println!("{}", path.display());
            eprintln!("{}", words(&inspection));
            Ok(Exit::Done)
        }
        Library::Backups { json } => {
            let rows = backup::list(&places)?;
            if *json {
                println!("{}", serde_json::to_string_pretty(&rows).map_err(|e| Error::Resources(e.to_string()))?);
            } else {
                for row in rows {
                    let made = row.made_at.map(|at| at.format("%Y-%m-%d %H:%M:%S UTC").to_string()).unwrap_or_default();
                    println!("{}\t{}\t{made}", row.path.display(), row.bytes);
                }
            }
            Ok(Exit::Done)
        }
        Library::Check { file } => {
            let inspection = backup::check(&places, file.as_deref()).await?;
            for problem in &inspection.problems {
                eprintln!("✗ {problem}");
            }
            println!("{}", words(&inspection));
            Ok(if inspection.problems.is_empty() { Exit::Done } else { Exit::Check })
        }
        Library::Restore { file } => {
            let (copy, inspection, aside) = backup::restore(&places, file.as_deref()).await?;
            println!("{}", copy.display());
            eprintln!("{}", words(&inspection));
            eprintln!("原有文庫存於 · what was there lies in {}", aside.display());
            Ok(Exit::Done)
        }
        Library::Search { text, template, classification, from, to, correspondent, reference, due, limit, json } => {
            let query = SearchQuery {
                text: text.clone().unwrap_or_default(),
                template: template.clone().unwrap_or_default(),
                classification: classification.clone().unwrap_or_default(),
                from: from.clone().unwrap_or_default(),
                to: to.clone().unwrap_or_default(),
                correspondent: correspondent.clone().unwrap_or_default(),
                reference: reference.clone().unwrap_or_default(),
                due: *due,
                limit: *limit,
                offset: 0,
            };
            let office = Office::open(places).await?;
            let result = office.search(&query).await;
            office.close().await;
            let hits = result?;
            if *json {
                println!("{}", serde_json::to_string_pretty(&hits).map_err(|e| Error::Resources(e.to_string()))?);
            } else {
                for hit in hits {
                    let row = hit.row.row;
                    let term = hit.row.term.map(standing).unwrap_or_default();
                    println!(
                        "{}\t{}\t{}\t{}\t{}\t{term}",
                        row.id, row.doc_date, row.template, row.subject, hit.snippet
                    );
                }
            }
            Ok(Exit::Done)
        }
        Library::Due { id, day } => {
            let office = Office::open(places).await?;
            let result = office.set_due(*id, *day).await;
            say(office, *id, result).await
        }
        Library::Done { id, on, undo } => {
            let office = Office::open(places).await?;
            let day = (!undo).then(|| on.unwrap_or_else(|| office.today()));
            let result = office.set_done(*id, day).await;
            say(office, *id, result).await
        }
    }
}

/// Says how the document then stands.
async fn say(office: Office, id: i64, result: Result<Dates, Error>) -> Result<Exit, Failed> {
    let record = match result {
        Ok(_) => office.open_document(id).await,
        Err(error) => Err(error),
    };
    let term = record.map(|record| office.term(&record.document, &record.dates));
    office.close().await;
    println!("{}", term?.map_or_else(|| "沒有期限 no due date".to_owned(), standing));
    Ok(Exit::Done)
}

/// A document's term in words: short in the list, where it is one of many.
fn standing(term: Due) -> String {
    let date = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
    let (due, done) = (date(term.due), date(term.done_on));
    let days = term.left.unwrap_or_default().abs();
    let plural = if days == 1 { "" } else { "s" };
    match term.state {
        DueState::Running | DueState::Soon => format!("{due} 尚餘 {days} 日 due in {days} day{plural}"),
        DueState::Today => format!("{due} 今日到期 due today"),
        DueState::Over => format!("{due} 逾期 {days} 日 overdue by {days} day{plural}"),
        DueState::Done => format!("{done} 已發出／辦妥 done"),
        DueState::Late => format!("{done} 已發出／辦妥，逾期 {days} 日 done {days} day{plural} late"),
    }
}

fn words(inspection: &Inspection) -> String {
    let sound = if inspection.problems.is_empty() { "完好 sound" } else { "損壞 damaged" };
    format!("{sound}: {} 份文件 documents, schema {}", inspection.documents, inspection.schema)
}
