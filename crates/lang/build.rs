//! Compiles the lexicon of the conversion from OpenCC's dictionaries and the tables under `data/`: every word with its Hong
//! Kong form and what it costs to see it, in one character-wise trie. Format: `src/convert/lexicon.rs`.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The words the frequencies of `words.tsv` are out of.
const ALL_WORDS: f64 = 60_101_964.0;
/// How often a phrase is taken to occur that only OpenCC knows.
const PHRASE: f64 = 2.0;
/// How often a row of `govhk.tsv` is taken to occur: enough to win against its parts, not against a stronger neighbour.
const OWN: f64 = 20_000.0;
/// How often a row of `collocations.tsv` is taken to occur: enough to win against its characters one by one.
const COLLOCATION: f64 = 300.0;
/// The longest word, in characters.
const LONGEST: usize = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let opencc = PathBuf::from(env::var_os("OPENCC_DIR").ok_or("OPENCC_DIR is not set (.cargo/config.toml)")?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    println!("cargo:rerun-if-env-changed=OPENCC_DIR");
    for file in ["words.tsv", "govhk.tsv", "collocations.tsv", "no_words.tsv", "forms.tsv", "overrides.tsv"] {
        println!("cargo:rerun-if-changed=data/{file}");
    }
    let dictionary = |name: &str| dump(&opencc, name, &out);
    let (characters, phrases) = (dictionary("STCharacters")?, dictionary("STPhrases")?);
    let variants = dictionary("HKVariants")?;
    let table = |file: &str| -> Result<HashMap<char, char>, Box<dyn Error>> {
        Ok(pairs(file)?.into_iter().filter_map(|(a, b)| one(&a, &b)).collect())
    };
    let (overrides, forms) = (table("data/overrides.tsv")?, table("data/forms.tsv")?);
    let form = |c: char| {
        let hong_kong = variants.get(&c.to_string()).and_then(|v| v.chars().next()).unwrap_or(c);
        let printed = *overrides.get(&hong_kong).unwrap_or(&hong_kong);
        *forms.get(&printed).unwrap_or(&printed)
    };
    let first = |value: &str| value.split(' ').next().unwrap_or(value).to_owned();
    let phrases: HashMap<String, String> =
        phrases.into_iter().map(|(key, value)| (key, first(&value).chars().map(form).collect())).collect();
    let character = |c: char| characters.get(&c.to_string()).map_or(c, |v| v.chars().next().unwrap_or(c));

    let mut words: BTreeMap<String, (f64, String)> = BTreeMap::new();
    for (key, seen) in pairs("data/words.tsv")? {
        words.insert(key.clone(), (seen.parse()?, spell(&key, &phrases, &|c| form(character(c)))));
    }
    for (key, value) in &phrases {
        let seen = words.get(key).map_or(PHRASE, |known| known.0.max(PHRASE));
        words.insert(key.clone(), (seen, value.clone()));
    }
    for key in characters.keys() {
        if let Some(c) = key.chars().next() {
            words.entry(key.clone()).or_insert_with(|| (1.0, form(character(c)).to_string()));
        }
    }
    for (file, least) in [("data/collocations.tsv", COLLOCATION), ("data/govhk.tsv", OWN)] {
        for (key, value) in pairs(file)? {
            let seen = words.get(&key).map_or(least, |known| known.0.max(least));
            words.insert(key, (seen, value));
        }
    }
    for (key, _) in pairs("data/no_words.tsv")? {
        words.remove(&key);
    }
    // One character for one character: what aligns a text with its conversion.
    words.retain(|key, (_, value)| {
        let length = key.chars().count();
        length <= LONGEST && length == value.chars().count()
    });

    let mut bytes = u32::try_from(words.len())?.to_le_bytes().to_vec();
    let mut text = String::new();
    for (seen, value) in words.values() {
        // Thousandths of a nat; the rarest word costs 17 900.
        let cost = ((ALL_WORDS / seen).ln() * 1000.0) as u16;
        bytes.extend(cost.to_le_bytes());
        bytes.extend(u32::try_from(text.len())?.to_le_bytes());
        text.push_str(value);
    }
    bytes.extend(u32::try_from(text.len())?.to_le_bytes());
    bytes.extend(text.as_bytes());
    let trie = crawdad::Trie::from_records((0u32..).zip(words.keys()).map(|(at, key)| (key, at)))
        .map_err(|error| format!("the trie: {error:?}"))?;
    bytes.extend(trie.serialize_to_vec());
    fs::write(out.join("lexicon.bin"), bytes)?;
    Ok(())
}

/// A word by the longest phrases inside it, and the rest by character.
fn spell(word: &str, phrases: &HashMap<String, String>, character: &dyn Fn(char) -> char) -> String {
    let chars: Vec<char> = word.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let found = (at + 2..=chars.len()).rev().find_map(|end| {
            let part: String = chars[at..end].iter().collect();
            phrases.get(&part).map(|value| (end, value))
        });
        match found {
            Some((end, value)) => {
                out.push_str(value);
                at = end;
            }
            None => {
                out.push(character(*c));
                at += 1;
            }
        }
    }
    out
}

/// One of OpenCC's dictionaries, by its own tool.
fn dump(opencc: &Path, name: &str, out: &Path) -> Result<HashMap<String, String>, Box<dyn Error>> {
    let compiled = opencc.join(format!("share/opencc/{name}.ocd2"));
    println!("cargo:rerun-if-changed={}", compiled.display());
    let text = out.join(format!("{name}.txt"));
    let tool = opencc.join("bin/opencc_dict");
    let status =
        Command::new(&tool).arg("-i").arg(&compiled).args(["-f", "ocd2", "-t", "text", "-o"]).arg(&text).status()?;
    if !status.success() {
        return Err(format!("{} could not read {}", tool.display(), compiled.display()).into());
    }
    Ok(rows(&fs::read_to_string(text)?).collect())
}

fn pairs(file: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    Ok(rows(&fs::read_to_string(file)?).collect())
}

fn rows(text: &str) -> impl Iterator<Item = (String, String)> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
    })
}

fn one(a: &str, b: &str) -> Option<(char, char)> {
    let (mut a, mut b) = (a.chars(), b.chars());
    let pair = (a.next()?, b.next()?);
    (a.next().is_none() && b.next().is_none()).then_some(pair)
}
