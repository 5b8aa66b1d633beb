//! Writes the four specimen sheets to a folder, each as Word, PDF and plain text, and a table of two languages, to be looked at.
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
    let pair = (
        "本署‹1›必須‹/1›於每年檢查每棵古樹。".to_owned(),
        "This Department ‹1›must‹/1› inspect every old tree once a year, and report what it finds.".to_owned(),
    );
    let rows = vec![pair; 60];
    let table = gungman_export::bilingual("古樹及名木", ["原文", "Translation"], &rows, gungman_core::Lang::ZhHantHk)?;
    fs::write(folder.join("bilingual.docx"), table)?;
    Ok(())
}
