//! `gungman-cli verify-bundle`.

use gungman_app::signed::{self, Key};

use crate::args::VerifyBundle;
use crate::exit::{Exit, Failed};

pub fn verify(job: &VerifyBundle) -> Result<Exit, Failed> {
    let verified = signed::verify(&job.path, &Key::read(&job.key)?)?;
    for file in &verified.files {
        println!("✓ {file}");
    }
    println!("簽署屬實 The signature holds: {}", verified.comment);
    Ok(Exit::Done)
}
