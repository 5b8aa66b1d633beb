//! `gungman-cli manual`: the manual pages and the shells' completions, from the same words as `--help`. The bundle carries them.

use std::fs;
use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use gungman_app::Error;

use crate::args::Cli;
use crate::exit::{Exit, Failed};

/// Writes `man1/`, `bash/`, `zsh/` and `fish/` into a folder.
pub fn write(folder: &Path) -> Result<Exit, Failed> {
    let failed = |error| Failed::from(Error::file(folder, &error));
    let pages = folder.join("man1");
    fs::create_dir_all(&pages).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), &pages).map_err(failed)?;
    for (shell, name) in [(Shell::Bash, "bash"), (Shell::Zsh, "zsh"), (Shell::Fish, "fish")] {
        let place = folder.join(name);
        fs::create_dir_all(&place).map_err(failed)?;
        clap_complete::generate_to(shell, &mut Cli::command(), "gungman-cli", &place).map_err(failed)?;
    }
    Ok(Exit::Done)
}
