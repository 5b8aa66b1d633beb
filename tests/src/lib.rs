//! What the journeys across crates share: an office in a folder of its own, with the scripted worker or the real model,
//! and the outside programs that read back what was exported (python-docx, LibreOffice, pdftotext).
//!
//! The journeys are in `tests/tests/`, one file for each; those through the real window are in `tests/e2e/`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use gungman_app::{Office, Places};
use quick_xml::events::Event;
use tempfile::TempDir;

/// The checkout.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// A program cargo built beside the running test.
#[must_use]
pub fn built(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.parent().unwrap().parent().unwrap().join(name);
    assert!(
        path.is_file(),
        "{} is not built: cargo build -p gungman-engine -p gungman-worker -p gungman-cli",
        path.display()
    );
    path
}

/// The reference model, where the set-up put it.
#[must_use]
pub fn model() -> Option<PathBuf> {
    let path = workspace().join(".deps/models/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf");
    path.is_file().then_some(path)
}

/// Places in a folder of their own, around a worker.
#[must_use]
pub fn places(data: &Path, worker: PathBuf) -> Places {
    let root = workspace();
    Places {
        data: data.join("data"),
        templates: root.join("templates"),
        catalogue: root.join("models"),
        fonts: root.join(".deps/fonts"),
        opencc: root.join(".deps/opencc/share/opencc"),
        models: vec![root.join(".deps/models")],
        worker,
        worker_env: Vec::new(),
        exports: data.join("exports"),
        imported: data.join("data/models"),
        policy: data.join("policy.toml"),
    }
}

/// An office in a folder that goes away with the test.
pub struct TestOffice {
    /// The office.
    pub office: Office,
    /// Its folder.
    pub folder: TempDir,
}

/// An office with the real worker and the real model.
pub async fn real_office() -> TestOffice {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::open(places(folder.path(), built("gungman-engine"))).await.unwrap();
    TestOffice { office, folder }
}

/// An office whose worker answers by rules (`gungman-engine-scripted` says how).
pub async fn scripted(rules: serde_json::Value) -> TestOffice {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script.json");
    std::fs::write(&script, serde_json::json!({ "rules": rules }).to_string()).unwrap();
    let office = open_scripted(folder.path().to_path_buf(), script).await;
    TestOffice { office, folder }
}

/// The same in a folder that is there, by a script that is there: a second start.
pub async fn open_scripted(folder: PathBuf, script: PathBuf) -> Office {
    let mut places = places(&folder, built("gungman-engine-scripted"));
    // The scripted worker loads nothing, so any file that a catalogue accepts will do: the model's own, or none.
    places.models.push(folder.join("models"));
    places.worker_env.push(("GUNGMAN_SCRIPT".into(), script.display().to_string()));
    Office::open(places).await.unwrap()
}

/// Runs an outside program and gives back its standard output; a failure is the test's.
#[must_use]
pub fn run(program: &str, args: &[&std::ffi::OsStr], env: &[(&str, &std::ffi::OsStr)]) -> String {
    let output = Command::new(program).args(args).envs(env.iter().copied()).output();
    let output = output.unwrap_or_else(|error| panic!("{program} is needed by the tests: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A PDF's text by poppler.
#[must_use]
pub fn pdf_text(pdf: &Path) -> String {
    run("pdftotext", &["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()], &[])
}

/// A Word file as LibreOffice lays it out, as text.
#[must_use]
pub fn docx_text_by_libreoffice(docx: &Path) -> String {
    docx_texts_by_libreoffice(&[docx.to_owned()]).remove(0)
}

/// Word files of one folder as LibreOffice lays them out, as texts. It is started once: starting is what takes long.
#[must_use]
pub fn docx_texts_by_libreoffice(docx: &[PathBuf]) -> Vec<String> {
    let folder = docx[0].parent().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.join("soffice").display());
    let mut args: Vec<&std::ffi::OsStr> = vec![
        profile.as_ref(),
        "--headless".as_ref(),
        "--convert-to".as_ref(),
        "pdf:writer_pdf_Export".as_ref(),
        "--outdir".as_ref(),
        folder.as_os_str(),
    ];
    args.extend(docx.iter().map(|docx| docx.as_os_str()));
    let conf = workspace().join("tests/golden/fonts.conf");
    let _ = run("soffice", &args, &[("FONTCONFIG_FILE", conf.as_os_str())]);
    docx.iter().map(|docx| pdf_text(&docx.with_extension("pdf"))).collect()
}

/// A Word file as python-docx reads it: paragraphs with the numbers that Word's lists give them, header and footer, then the
/// core title.
#[must_use]
pub fn docx_text_by_python(docx: &Path) -> String {
    word_reader(docx, &[])
}

/// Each paragraph of a Word file as `style|level of its list, or -|text`, by python-docx.
#[must_use]
pub fn docx_styles_by_python(docx: &Path) -> String {
    word_reader(docx, &["--styles"])
}

/// Each paragraph of a Word file as `style|what keeps it on its page|text`, by python-docx.
#[must_use]
pub fn docx_layout_by_python(docx: &Path) -> String {
    word_reader(docx, &["--layout"])
}

fn word_reader(docx: &Path, options: &[&str]) -> String {
    let mut args: Vec<&std::ffi::OsStr> =
        vec!["-c".as_ref(), include_str!("word_reader.py").as_ref(), docx.as_os_str()];
    args.extend(options.iter().map(std::ffi::OsStr::new));
    run(&python(), &args, &[("PYTHONIOENCODING", "utf-8".as_ref())])
}

/// The tracked changes and the comments of a Word file, by python-docx (`changes_reader.py` says how).
#[must_use]
pub fn docx_changes_by_python(docx: &Path) -> serde_json::Value {
    let args: [&std::ffi::OsStr; 3] = ["-c".as_ref(), include_str!("changes_reader.py").as_ref(), docx.as_os_str()];
    serde_json::from_str(&run(&python(), &args, &[("PYTHONIOENCODING", "utf-8".as_ref())])).unwrap()
}

/// A Python that has python-docx.
#[must_use]
pub fn python() -> String {
    std::env::var("GUNGMAN_PYTHON").unwrap_or_else(|_| "python3".into())
}

/// The parts of a Word file by name.
#[must_use]
pub fn parts(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut entry = zip.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (name, bytes)
        })
        .collect()
}

/// An XML part without its text, and without the values of the attributes that name languages and faces.
#[must_use]
pub fn bones(xml: &[u8]) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(str::from_utf8(xml).unwrap());
    let mut out = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Text(_) | Event::GeneralRef(_) => {}
            Event::Eof => return out,
            Event::Start(element) | Event::Empty(element) => {
                let local = element.local_name().as_ref().to_owned();
                let spoken = ["lang", "themeFontLang", "rFonts", "ea", "latin", "lvlText", "alias", "docPr"];
                out.push(if spoken.contains(&local.as_str()) { local } else { format!("{element:?}") });
            }
            other => out.push(format!("{other:?}")),
        }
    }
}

/// A text without any white space: what is left when line breaks and columns do not matter.
#[must_use]
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
