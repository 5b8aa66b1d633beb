//! Writes `data/words.tsv`: how often words are seen, from the dictionary of jieba 0.42.1 (MIT licence).
//!
//! `cargo run --example words -- dict.txt STPhrases.txt > crates/lang/data/words.tsv`, where `dict.txt` is jieba's and
//! `STPhrases.txt` OpenCC's dictionary as text. Kept are characters and words of up to four characters seen a hundred times or
//! more, and phrases OpenCC knows seen five times or more.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs;

const HEAD: &str =
    "# word (Simplified)	how often among sixty million words. From the dictionary of jieba 0.42.1 (MIT licence);
# written by examples/words.rs (its head says how); not edited by hand.";

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args().skip(1);
    let mut read = || -> Result<String, Box<dyn Error>> { Ok(fs::read_to_string(files.next().ok_or("two files")?)?) };
    let (dictionary, phrases) = (read()?, read()?);
    let phrases: HashSet<&str> = phrases.lines().filter_map(|line| line.split('\t').next()).collect();
    let han = |word: &str| word.chars().all(|c| matches!(c, '\u{3400}'..='\u{9FFF}'));
    let mut kept: BTreeMap<&str, u32> = BTreeMap::new();
    for line in dictionary.lines() {
        let mut cells = line.split(' ');
        let (Some(word), Some(Ok(seen))) = (cells.next(), cells.next().map(str::parse)) else { continue };
        let common = seen >= 100 && word.chars().count() <= 4;
        if han(word) && (common || word.chars().count() > 1 && phrases.contains(word) && seen >= 5) {
            kept.insert(word, seen);
        }
    }
    println!("{HEAD}");
    for (word, seen) in kept {
        println!("{word}\t{seen}");
    }
    Ok(())
}
