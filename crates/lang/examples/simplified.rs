//! Rebuilds `data/simplified.txt`: the characters that only Simplified Chinese uses.
//!
//! A character is one when it is a key of OpenCC's STCharacters, is not among its own values there, is changed by
//! `s2hk`, and is not in `data/hk_kept.txt`. The dictionary's text form comes from OpenCC's own tool:
//!
//! ```text
//! P=.deps/opencc; $P/bin/opencc_dict -i $P/share/opencc/STCharacters.ocd2 -f ocd2 -o /tmp/st.txt -t text
//! cargo run -p gungman-lang --example simplified -- /tmp/st.txt $P/share/opencc > crates/lang/data/simplified.txt
//! ```

use std::path::Path;

use gungman_lang::script::Stock;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(dictionary), Some(opencc)) = (arguments.next(), arguments.next()) else {
        return Err("usage: simplified <STCharacters as text> <folder of OpenCC's dictionaries>".into());
    };
    let stock = Stock::load(Path::new(&opencc), "s2hk")?;
    let kept: Vec<char> =
        include_str!("../data/hk_kept.txt").lines().filter(|l| !l.starts_with('#')).flat_map(str::chars).collect();
    let mut found: Vec<char> = Vec::new();
    for line in std::fs::read_to_string(dictionary)?.lines() {
        let Some((key, values)) = line.split_once('\t') else { continue };
        let mut chars = key.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { continue };
        let own = values.split(' ').any(|value| value == key);
        if !own && !kept.contains(&c) && stock.convert(key).as_deref() != Some(key) {
            found.push(c);
        }
    }
    found.sort_unstable();
    println!("# Written by examples/simplified.rs from OpenCC's STCharacters (Apache-2.0); do not edit.");
    for line in found.chunks(60) {
        println!("{}", line.iter().collect::<String>());
    }
    Ok(())
}
