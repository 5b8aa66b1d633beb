//! Writes the four specimen sheets to a folder, each as Word, PDF and plain text, to be looked at.
//!
//! `cargo run -p gungman-export --example specimens -- FOLDER`

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

#[path = "../tests/support/mod.rs"]
mod support;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder to write to")?);
    fs::create_dir_all(&folder)?;
    let started = Instant::now();
    let fonts = gungman_export::Fonts::load(&support::font_dir())?;
    println!("fonts loaded in {:?}", started.elapsed());
    for (name, sheet) in support::all() {
        fs::write(folder.join(format!("{name}.docx")), gungman_export::docx(&sheet)?)?;
        let started = Instant::now();
        let pdf = gungman_export::pdf(&sheet, &fonts)?;
        let took = started.elapsed();
        fs::write(folder.join(format!("{name}.pdf")), &pdf.bytes)?;
        fs::write(folder.join(format!("{name}.txt")), gungman_export::text(&sheet))?;
        println!("{name}: {} page(s), {} bytes in {took:?}, missing {:?}", pdf.pages, pdf.bytes.len(), pdf.missing);
    }
    Ok(())
}
