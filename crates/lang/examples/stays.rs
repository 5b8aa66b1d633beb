//! What the conversion changes in a text that is Hong Kong's already: `cargo run --example stays -- .deps/opencc/share/opencc < text`.

use std::error::Error;
use std::io::Read;
use std::path::PathBuf;

use gungman_lang::script::HongKong;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("the folder of OpenCC's dictionaries")?);
    let engine = HongKong::load(&folder)?;
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let converted = engine.to_hong_kong(&text);
    let (typed, printed): (Vec<char>, Vec<char>) = (text.chars().collect(), converted.text.chars().collect());
    for at in (0..typed.len()).filter(|at| typed[*at] != printed[*at]) {
        let around: String = typed[at.saturating_sub(6)..(at + 6).min(typed.len())].iter().collect();
        println!("{} -> {}  {}", typed[at], printed[at], around.replace('\n', " "));
    }
    println!("{} of {} changed, {} in doubt", converted.changed, converted.characters, converted.doubts.len());
    Ok(())
}
