//! How much of a text's words stand in another: pairs of Chinese characters, and whole English words of four letters or more. Coarse,
//! without a dictionary, and the same for whatever is compared.

use crate::text::is_han;

/// The pairs of Chinese characters of a text and its English words, in lower case.
#[must_use]
pub fn units(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let chars: Vec<char> = lower.chars().collect();
    let pairs = chars.windows(2).filter(|pair| pair.iter().all(|c| is_han(*c))).map(|pair| pair.iter().collect());
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 3).map(str::to_owned);
    pairs.chain(words).collect()
}

/// How much of a text's words stand in another, 0 to 1; 0 for a text without any.
#[must_use]
pub fn share(text: &str, other: &str) -> f32 {
    let (text, other) = (units(text), units(other));
    if text.is_empty() {
        return 0.0;
    }
    text.iter().filter(|unit| other.contains(unit)).count() as f32 / text.len() as f32
}
