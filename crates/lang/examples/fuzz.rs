//! Random texts through every conversion: nothing panics, nothing that is not Chinese changes, nothing gets lost.
//!
//! `cargo run --release --example fuzz -- .deps/opencc/share/opencc 10000000 [SEED]`. A text is made of pieces that decide
//! something (words of the tables, single characters, Latin, marks, odd code points). Stops at the first fault and prints it.

use std::error::Error;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use gungman_lang::own::{OwnWord, OwnWords};
use gungman_lang::script::{Conversion, HongKong, Written};
use gungman_lang::wording;

/// xorshift64*, enough to choose among pieces.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }
}

fn text(dice: &mut Dice, words: &[&str]) -> String {
    let mut out = String::new();
    for _ in 0..dice.below(12) {
        match dice.below(10) {
            0..5 => out.push_str(words[dice.below(words.len())]),
            5 | 6 => out.extend(char::from_u32(0x4E00 + dice.below(0x51A6) as u32)),
            7 => out.push_str(
                ["，", "。", "\n", "　", "（", "」", "；", "12", "http://发.hk/发", "a@发.hk"][dice.below(10)],
            ),
            8 => out.extend(char::from_u32(0x20 + dice.below(0x5F) as u32)),
            _ => out.extend(char::from_u32(dice.below(0x11_0000) as u32)),
        }
    }
    out
}

/// The same set as the conversion's own: what it may change.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇' | '々')
}

fn sound(source: &str, made: &Conversion) -> Result<(), String> {
    let (old, new): (Vec<char>, Vec<char>) = (source.chars().collect(), made.text.chars().collect());
    if old.len() != new.len() {
        return Err(format!("{} characters became {}", old.len(), new.len()));
    }
    if let Some((a, b)) = old.iter().zip(&new).find(|(a, b)| a != b && !(is_han(**a) && is_han(**b))) {
        return Err(format!("{a:?} became {b:?}"));
    }
    let changed = old.iter().zip(&new).filter(|(a, b)| a != b).count();
    if (made.characters, made.changed) != (old.len(), changed) {
        return Err(format!("counted {} of {}", made.changed, made.characters));
    }
    let told = |doubt: &gungman_lang::convert::Doubt| {
        new.get(doubt.at) == Some(&doubt.chosen) && !doubt.others.is_empty() && !doubt.others.contains(&doubt.chosen)
    };
    if !made.doubts.iter().all(told) || !made.doubts.is_sorted_by_key(|doubt| doubt.at) {
        return Err(format!("{:?}", made.doubts));
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("the folder of OpenCC's dictionaries")?);
    let count: u64 = arguments.next().map_or(Ok(100_000), |n| n.parse())?;
    let seed: u64 = arguments.next().map_or(Ok(1), |n| n.parse())?;
    let engine = HongKong::load(&folder)?;
    let tables = [
        include_str!("../data/govhk.tsv"),
        include_str!("../data/collocations.tsv"),
        include_str!("../data/overrides.tsv"),
    ];
    let rows = tables.iter().flat_map(|table| table.lines()).filter(|line| !line.starts_with('#'));
    let words: Vec<&str> = rows.flat_map(|line| line.split('\t').take(2)).filter(|word| !word.is_empty()).collect();
    let own = OwnWords::new(
        [("云", "云"), ("信息", "資訊"), ("发", "髮")]
            .map(|(word, form)| OwnWord { word: word.into(), form: form.into() }),
    );
    let done = AtomicU64::new(0);
    let threads = std::thread::available_parallelism()?.get() as u64;
    let fault = std::thread::scope(|scope| {
        let run = |thread: u64| {
            let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (seed << 20) ^ (thread + 1));
            for _ in 0..count / threads {
                let source = text(&mut dice, &words);
                for written in
                    [Written::AsSeen { simplified: dice.below(2) == 0 }, Written::Simplified, Written::Traditional]
                {
                    let mut made = engine.to_hong_kong_from(&source, written);
                    sound(&source, &made).map_err(|fault| format!("{source:?} {written:?}: {fault}"))?;
                    own.apply(&source, &mut made);
                    sound(&source, &made).map_err(|fault| format!("{source:?} with own words: {fault}"))?;
                    let _ = wording::suggest(&made.text);
                }
                let back = engine.to_mainland(&source);
                sound(&source, &back).map_err(|fault| format!("{source:?} back: {fault}"))?;
                done.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<(), String>(())
        };
        let all: Vec<_> = (0..threads).map(|thread| scope.spawn(move || run(thread))).collect();
        all.into_iter().find_map(|thread| match thread.join() {
            Ok(Ok(())) => None,
            Ok(Err(fault)) => Some(fault),
            Err(_) => Some("a panic".to_owned()),
        })
    });
    println!("{} texts", done.load(Ordering::Relaxed));
    fault.map_or(Ok(()), |fault| Err(fault.into()))
}
