//! How many characters of a Hong Kong text do not come back from Simplified, and how many of those are in doubt.
//!
//! `cargo run --example accuracy -- .deps/opencc/share/opencc < text`. One line for each confusion, most frequent first; the
//! last line is the rate in 1 000 Chinese characters, beside that of OpenCC's `s2hk` alone. Nothing of the text is kept.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read;
use std::path::PathBuf;

use gungman_lang::script::{HongKong, Stock};

/// Pairs that count as one: the government's form and OpenCC's (domain notes, 4.5).
const SAME: &str = "説說稅税閱閲脫脱溫温戶户群羣峰峯床牀麵麪啟啓線綫銳鋭悅悦兌兑匯滙痴癡鉤鈎卧臥葱蔥佈布週周";

/// Spellings of equal standing that Simplified does not tell apart.
const EQUAL: &str = include_str!("../tests/prose/equal.tsv");

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("the folder of OpenCC's dictionaries")?);
    let engine = HongKong::load(&folder)?;
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let simplified = engine.to_mainland(&text).text;
    let ours = engine.to_hong_kong(&simplified);
    let stock = Stock::load(&folder, "s2hk")?.convert(&simplified).ok_or("OpenCC refused the text")?;
    let doubts: std::collections::BTreeSet<usize> = ours.doubts.iter().map(|doubt| doubt.at).collect();
    let typed: Vec<char> = text.chars().collect();
    let same: Vec<char> = SAME.chars().collect();
    let equal = |a: char, b: char| a == b || same.chunks(2).any(|pair| pair.contains(&a) && pair.contains(&b));
    let wrong = |converted: &str| -> Vec<(usize, char)> {
        converted.chars().enumerate().filter(|(at, c)| typed.get(*at).is_some_and(|t| !equal(*t, *c))).collect()
    };
    let mut kinds: BTreeMap<(char, char), Vec<usize>> = BTreeMap::new();
    let (mine, theirs) = (wrong(&ours.text), wrong(&stock));
    for (at, c) in &mine {
        kinds.entry((typed[*at], *c)).or_default().push(*at);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, places)| std::cmp::Reverse(places.len()));
    for ((right, got), places) in &kinds {
        let shown: Vec<String> = places
            .iter()
            .take(4)
            .map(|at| {
                typed[at.saturating_sub(4)..(at + 5).min(typed.len())].iter().collect::<String>().replace('\n', " ")
            })
            .collect();
        println!("{right} -> {got}  {}  {}", places.len(), shown.join(" | "));
    }
    let one_spelling = |text: &str| -> Vec<char> {
        let rows = EQUAL.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
        rows.fold(text.to_string(), |text, (one, other)| text.replace(other, one)).chars().collect()
    };
    let (left, right) = (one_spelling(&text), one_spelling(&ours.text));
    let even = mine.iter().filter(|(at, _)| left.get(*at) == right.get(*at)).count();
    let han = typed.iter().filter(|c| matches!(c, '\u{3400}'..='\u{9fff}')).count();
    let rate = |wrong: usize| 1000.0 * wrong as f64 / han.max(1) as f64;
    let hidden = mine.iter().filter(|(at, _)| !doubts.contains(at)).count();
    println!(
        "{han} characters: {:.2} wrong in 1 000 ({} in all, {hidden} not marked; {} are between spellings of equal standing), \
         {} marked; s2hk alone {:.2}",
        rate(mine.len()),
        mine.len(),
        even,
        doubts.len(),
        rate(theirs.len())
    );
    Ok(())
}
