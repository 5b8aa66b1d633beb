//! Where things lie: the user's data, the program's own data files, the model files, the worker, the exports.
//!
//! | variable | moves |
//! | --- | --- |
//! | `GUNGMAN_DATA_DIR` | documents, settings, logs, imported models (tests; a roaming profile) |
//! | `GUNGMAN_RESOURCES` | templates, catalogue, fonts, OpenCC dictionaries |
//! | `GUNGMAN_MODELS` | one more folder in which model files are looked for, read only |
//! | `GUNGMAN_ENGINE` | the worker's program |
//! | `GUNGMAN_EXPORT_DIR` | where exported files go |

use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

use crate::error::Error;

/// The folders and programs a session works with.
#[derive(Debug, Clone)]
pub struct Places {
    /// The user's data.
    pub data: PathBuf,
    /// `templates/`.
    pub templates: PathBuf,
    /// `models/`, with the catalogue.
    pub catalogue: PathBuf,
    /// The folder of the four faces.
    pub fonts: PathBuf,
    /// The folder of OpenCC's configurations and dictionaries.
    pub opencc: PathBuf,
    /// Folders in which model files are looked for besides the data folder.
    pub models: Vec<PathBuf>,
    /// The worker's program.
    pub worker: PathBuf,
    /// More environment for the worker: none but in tests.
    pub worker_env: Vec<(String, String)>,
    /// Where exported files go.
    pub exports: PathBuf,
    /// Where imported models are kept.
    pub imported: PathBuf,
    /// The administrator's file ([`crate::managed`]).
    pub policy: PathBuf,
}

impl Places {
    /// Finds them from the environment, the user's folders and the place of the running program.
    ///
    /// # Errors
    /// [`Error::DataFolder`] when the system names no home, [`Error::Resources`] when the program's data files are
    /// nowhere to be found.
    pub fn find() -> Result<Self, Error> {
        let data = match variable("GUNGMAN_DATA_DIR") {
            Some(path) => path,
            None => ProjectDirs::from("", "", "Gungman")
                .ok_or_else(|| Error::DataFolder("the system names no home folder".into()))?
                .data_dir()
                .to_path_buf(),
        };
        let resources =
            resources().ok_or_else(|| Error::Resources("templates/choices.toml is not beside the program".into()))?;
        // A checkout keeps what it fetched in .deps; an installed program has it beside the templates.
        let part = |installed: &str, checkout: &str| {
            let path = resources.join(installed);
            if path.exists() { path } else { resources.join(checkout) }
        };
        let exports = variable("GUNGMAN_EXPORT_DIR").unwrap_or_else(|| {
            UserDirs::new()
                .and_then(|dirs| dirs.document_dir().map(Path::to_path_buf))
                .map_or_else(|| data.join("exports"), |documents| documents.join("Gungman"))
        });
        let models = [variable("GUNGMAN_MODELS"), Some(resources.join(".deps/models"))];
        Ok(Self {
            templates: resources.join("templates"),
            catalogue: resources.join("models"),
            fonts: variable("GUNGMAN_FONTS").unwrap_or_else(|| part("fonts", ".deps/fonts")),
            opencc: variable("GUNGMAN_OPENCC").unwrap_or_else(|| part("opencc", ".deps/opencc/share/opencc")),
            models: models.into_iter().flatten().filter(|path| path.is_dir()).collect(),
            worker: worker(),
            worker_env: Vec::new(),
            exports,
            imported: data.join("models"),
            policy: crate::managed::place(),
            data,
        })
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.data.join("library.sqlite")
    }

    /// Evaluated prompt prefixes, which hold templates and never what a user typed.
    #[must_use]
    pub fn prefixes(&self) -> PathBuf {
        self.data.join("prefixes")
    }

    /// The log, one file a day.
    #[must_use]
    pub fn logs(&self) -> PathBuf {
        self.data.join("logs")
    }
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// The folder that holds `templates/`: named by the environment, installed with the program, or the checkout above it.
fn resources() -> Option<PathBuf> {
    let fits = |path: &Path| path.join("templates/choices.toml").is_file();
    if let Some(path) = variable("GUNGMAN_RESOURCES") {
        return fits(&path).then_some(path);
    }
    let program = std::env::current_exe().ok()?.canonicalize().ok()?;
    let beside = program.parent()?;
    let installed =
        [beside.to_path_buf(), beside.join("resources"), beside.join("../lib/Gungman"), beside.join("../Resources")];
    installed
        .into_iter()
        .chain(beside.ancestors().map(Path::to_path_buf))
        .chain(
            std::env::current_dir()
                .ok()
                .into_iter()
                .flat_map(|d| d.ancestors().map(Path::to_path_buf).collect::<Vec<_>>()),
        )
        // Tests and tools run from a target folder outside the checkout.
        .chain([Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")])
        .find(|path| fits(path))
        .and_then(|path| path.canonicalize().ok())
}

/// The worker: named by the environment, else beside the running program (or one folder up, where cargo puts it when
/// the running program is a test).
fn worker() -> PathBuf {
    if let Some(path) = variable("GUNGMAN_ENGINE") {
        return path;
    }
    let name = format!("gungman-engine{}", std::env::consts::EXE_SUFFIX);
    let program = std::env::current_exe().unwrap_or_default();
    program
        .ancestors()
        .skip(1)
        .take(2)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
        .unwrap_or_else(|| program.with_file_name(&name))
}
