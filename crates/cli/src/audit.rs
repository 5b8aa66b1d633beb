//! `gungman-cli audit`.

use std::io::Write as _;
use std::path::Path;

use gungman_app::audit::{csv_head, csv_line};
use gungman_app::export::replace;
use gungman_app::{Error, Office};
use gungman_store::AuditFault;

use crate::args::Audit;
use crate::exit::{Exit, Failed};

pub async fn run(office: &Office, job: &Audit) -> Result<Exit, Failed> {
    match job {
        Audit::List { json, last } => {
            let mut rows = Vec::new();
            office
                .each_audit_row(|row| -> Result<(), Failed> {
                    rows.push(row);
                    Ok(())
                })
                .await?;
            let rows = &rows[rows.len().saturating_sub(*last)..];
            if *json {
                println!("{}", serde_json::to_string_pretty(rows).map_err(|e| Error::Resources(e.to_string()))?);
            } else {
                print(&rows.iter().map(csv_line).collect::<String>())?;
            }
            Ok(Exit::Done)
        }
        Audit::Csv { output } => {
            let mut table = csv_head();
            office
                .each_audit_row(|row| -> Result<(), Failed> {
                    table.push_str(&csv_line(&row));
                    Ok(())
                })
                .await?;
            match output.as_deref().filter(|path| *path != Path::new("-")) {
                // With the mark by which a spreadsheet knows UTF-8.
                Some(path) => replace(path, format!("\u{feff}{table}").as_bytes())?,
                None => print(&table)?,
            }
            Ok(Exit::Done)
        }
        Audit::Verify { head, json } => {
            let verdict = office.verify_audit(head.as_deref()).await?;
            if *json {
                println!("{}", serde_json::to_string_pretty(&verdict).map_err(|e| Error::Resources(e.to_string()))?);
            } else {
                for fault in &verdict.faults {
                    eprintln!("✗ {}", words(fault));
                }
                println!("{} 項紀錄，最後一項的雜湊值 · rows, hash of the last: {}", verdict.rows, verdict.head);
            }
            Ok(if verdict.faults.is_empty() { Exit::Done } else { Exit::Check })
        }
    }
}

fn print(text: &str) -> Result<(), Failed> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| Error::file(Path::new("-"), &e))?;
    Ok(())
}

fn words(fault: &AuditFault) -> String {
    match fault {
        AuditFault::Altered { seq } => {
            format!("第 {seq} 項曾被更改、調換或加插 · row {seq} was altered, moved or put in")
        }
        AuditFault::Missing { from, to } => format!("缺少第 {from} 至 {to} 項 · rows {from} to {to} are missing"),
        AuditFault::End { expected, found } => {
            format!(
                "應止於第 {expected} 項，現止於第 {found} 項 · it should end with row {expected} and ends with {found}"
            )
        }
        AuditFault::Noted => "沒有任何一項有所提供的雜湊值 · no row has the hash that was given".into(),
    }
}
