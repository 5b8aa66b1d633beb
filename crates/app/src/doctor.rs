//! Doctor: what a machine has and lacks for the job, each with a verdict.

use gungman_core::Label;
use serde::Serialize;

use crate::backup;
use crate::managed::Managed;
use crate::models::Models;
use crate::places::Places;
use crate::shelf::Shelf;

/// What a finding means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Works, with less.
    Fair,
    /// Something will not work.
    Bad,
}

/// One thing looked at.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// What.
    pub what: Label,
    /// What was found, in words that need no translation (numbers, paths, names).
    pub found: String,
    /// What it means.
    pub verdict: Verdict,
}

/// Looks at the processor, memory, model, worker and its cage, templates, fonts, OpenCC, data folder and display. Writes and
/// removes one small file in the data folder, and has the worker try to break out of its cage, which takes it no model and a
/// few milliseconds.
#[must_use]
pub fn examine(places: &Places) -> Vec<Finding> {
    vec![
        policy(places),
        cpu(),
        memory(),
        model(places),
        file(Label::new("模型程式", "Model program"), &places.worker),
        cage(places),
        templates(places),
        fonts(places),
        opencc(places),
        data_folder(places),
        display(),
    ]
}

fn finding(zh: &str, en: &str, found: impl Into<String>, verdict: Verdict) -> Finding {
    Finding { what: Label::new(zh, en), found: found.into(), verdict }
}

fn policy(places: &Places) -> Finding {
    let place = places.policy.display();
    match Managed::read(&places.policy) {
        Ok(managed) if managed.view().present => finding("政策檔案", "Policy", place.to_string(), Verdict::Good),
        Ok(_) => finding("政策檔案", "Policy", "–", Verdict::Good),
        Err(error) => finding("政策檔案", "Policy", error.to_string(), Verdict::Bad),
    }
}

fn cpu() -> Finding {
    #[cfg(target_arch = "x86_64")]
    {
        let features = [
            ("AVX2", std::is_x86_feature_detected!("avx2")),
            ("FMA", std::is_x86_feature_detected!("fma")),
            ("F16C", std::is_x86_feature_detected!("f16c")),
            ("BMI2", std::is_x86_feature_detected!("bmi2")),
        ];
        let missing: Vec<&str> = features.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        if missing.is_empty() {
            finding("處理器", "Processor", format!("{cores} × AVX2 FMA F16C BMI2"), Verdict::Good)
        } else {
            finding("處理器", "Processor", format!("– {}", missing.join(" ")), Verdict::Bad)
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        finding("處理器", "Processor", std::env::consts::ARCH, Verdict::Fair)
    }
}

/// Memory the system could give now, in MB. The reference model needs about 1 200 MB without memory mapping.
fn memory() -> Finding {
    let available = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("MemAvailable:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kb| kb / 1024)
    });
    match available {
        Some(mb) => {
            let verdict = if mb >= 3000 {
                Verdict::Good
            } else if mb >= 1600 {
                Verdict::Fair
            } else {
                Verdict::Bad
            };
            finding("可用記憶體", "Free memory", format!("{mb} MB"), verdict)
        }
        None => finding("可用記憶體", "Free memory", "?", Verdict::Fair),
    }
}

fn model(places: &Places) -> Finding {
    match Models::open(places).map(|models| models.in_use(None)) {
        Ok(Some(model)) => {
            finding("模型", "Model", format!("{} — {}", model.entry.id, model.path.display()), Verdict::Good)
        }
        Ok(None) => finding("模型", "Model", "–", Verdict::Bad),
        Err(error) => finding("模型", "Model", error.to_string(), Verdict::Bad),
    }
}

fn file(what: Label, path: &std::path::Path) -> Finding {
    let verdict = if path.is_file() { Verdict::Good } else { Verdict::Bad };
    Finding { what, found: path.display().to_string(), verdict }
}

/// What the worker says of its own attempts to break out.
#[derive(serde::Deserialize)]
struct CageReport {
    walls: Walls,
    attempts: Vec<Attempt>,
    held: bool,
}

#[derive(serde::Deserialize)]
struct Walls {
    calls: bool,
    paths: bool,
}

#[derive(serde::Deserialize)]
struct Attempt {
    what: String,
    refused: bool,
}

fn cage(places: &Places) -> Finding {
    let (zh, en) = ("模型程式的限制", "Confinement of the model program");
    let folder = std::env::temp_dir().join(format!("gungman-cage-{}", std::process::id()));
    let _ = std::fs::create_dir_all(&folder);
    let tried = std::process::Command::new(&places.worker)
        .arg("cage-test")
        .arg(&folder)
        .envs(places.worker_env.iter().map(|(name, value)| (name, value)))
        .stdin(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .output();
    let _ = std::fs::remove_dir_all(&folder);
    let report = tried.ok().and_then(|output| serde_json::from_slice::<CageReport>(&output.stdout).ok());
    let Some(report) = report else { return finding(zh, en, "?", Verdict::Bad) };
    let walls: Vec<&str> = [(report.walls.calls, "seccomp"), (report.walls.paths, "Landlock")]
        .into_iter()
        .filter_map(|(there, name)| there.then_some(name))
        .collect();
    let open: Vec<&str> =
        report.attempts.iter().filter(|attempt| !attempt.refused).map(|attempt| attempt.what.as_str()).collect();
    if walls.is_empty() {
        return finding(zh, en, "–", Verdict::Fair);
    }
    let found = format!("{}: {}/{}", walls.join(" + "), report.attempts.len() - open.len(), report.attempts.len());
    if report.held {
        // Without Landlock the worker opens no file at all and reads its rules anew at every start.
        finding(zh, en, found, if report.walls.paths { Verdict::Good } else { Verdict::Fair })
    } else {
        finding(zh, en, format!("{found} – {}", open.join(", ")), Verdict::Bad)
    }
}

fn templates(places: &Places) -> Finding {
    match Shelf::load(&places.templates) {
        Ok(shelf) => {
            let ids: Vec<&str> = shelf.templates.iter().map(|template| template.id.as_str()).collect();
            finding("範本", "Templates", ids.join(" "), Verdict::Good)
        }
        Err(error) => finding("範本", "Templates", error.to_string(), Verdict::Bad),
    }
}

fn fonts(places: &Places) -> Finding {
    match gungman_export::Fonts::load(&places.fonts) {
        Ok(_) => finding("字型", "Fonts", places.fonts.display().to_string(), Verdict::Good),
        Err(error) => finding("字型", "Fonts", error.to_string(), Verdict::Bad),
    }
}

fn opencc(places: &Places) -> Finding {
    match gungman_lang::script::HongKong::load(&places.opencc) {
        Ok(converter) if converter.convert("税务局说明") == "稅務局說明" => {
            finding("OpenCC", "OpenCC", "税务局说明 → 稅務局說明", Verdict::Good)
        }
        Ok(converter) => finding("OpenCC", "OpenCC", converter.convert("税务局说明"), Verdict::Bad),
        Err(error) => finding("OpenCC", "OpenCC", error.to_string(), Verdict::Bad),
    }
}

fn data_folder(places: &Places) -> Finding {
    let probe = places.data.join(format!(".doctor-{}", std::process::id()));
    let written = std::fs::create_dir_all(&places.data).and_then(|()| std::fs::write(&probe, b"x"));
    let _ = std::fs::remove_file(&probe);
    match written {
        Ok(()) => finding("資料夾", "Data folder", places.data.display().to_string(), Verdict::Good),
        Err(error) => finding("資料夾", "Data folder", format!("{}: {error}", places.data.display()), Verdict::Bad),
    }
}

/// Whether the library is sound, how many documents it has, and when it was last copied. Reads the whole of it.
pub async fn library(places: &Places) -> Finding {
    let (zh, en) = ("文庫", "Library");
    if !places.database().exists() {
        return finding(zh, en, "–", Verdict::Good);
    }
    let copied = backup::list(places).ok().and_then(|rows| rows.into_iter().filter_map(|row| row.made_at).max());
    let copied = copied.map_or("–".to_owned(), |at| at.format("%Y-%m-%d").to_string());
    match backup::check(places, None).await {
        Ok(inspection) => {
            let verdict = if inspection.problems.is_empty() { Verdict::Good } else { Verdict::Bad };
            let found = format!("{} · schema {} · backup {copied}", inspection.documents, inspection.schema);
            let problems: String = inspection.problems.iter().take(1).map(|problem| format!(" · {problem}")).collect();
            finding(zh, en, found + &problems, verdict)
        }
        Err(error) => finding(zh, en, format!("{error} · backup {copied}"), Verdict::Bad),
    }
}

fn display() -> Finding {
    let session = ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().find_map(|name| std::env::var(name).ok());
    let session = session.filter(|value| !value.is_empty());
    match session {
        Some(display) => finding("顯示", "Display", display, Verdict::Good),
        None if cfg!(target_os = "linux") => finding("顯示", "Display", "–", Verdict::Fair),
        None => finding("顯示", "Display", std::env::consts::OS, Verdict::Good),
    }
}
