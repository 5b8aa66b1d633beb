//! How good translations are, against references: chrF++ and BLEU as sacrebleu computes them (M. Post, 2018;
//! <https://github.com/mjpost/sacrebleu>), so that the figures can be laid beside published ones.

use std::collections::HashMap;

use gungman_core::Lang;

/// Both figures of a set, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// chrF++: characters to order 6, words to order 2, beta 2 (M. Popović, 2017).
    pub chrf: f64,
    /// BLEU of order 4; Chinese by characters, English by sacrebleu's `13a` words.
    pub bleu: f64,
}

/// The score of translations against one reference each.
#[must_use]
pub fn score(pairs: &[(String, String)], lang: Lang) -> Score {
    Score { chrf: chrf(pairs), bleu: bleu(pairs, lang) }
}

const CHARACTERS: usize = 6;
const WORDS: usize = 2;

/// How often each run of `order` items occurs.
fn runs<T: Clone + Eq + std::hash::Hash>(items: &[T], order: usize) -> HashMap<Vec<T>, u64> {
    let mut all = HashMap::new();
    for run in items.windows(order) {
        *all.entry(run.to_vec()).or_insert(0) += 1;
    }
    all
}

/// Runs of a translation, of its reference, and those they share.
#[derive(Default, Clone, Copy)]
struct Counts {
    translation: u64,
    reference: u64,
    shared: u64,
}

impl Counts {
    fn add<T: Clone + Eq + std::hash::Hash>(&mut self, translation: &[T], reference: &[T], order: usize) {
        let (translation, reference) = (runs(translation, order), runs(reference, order));
        // A reference too short for the order says nothing.
        if !reference.is_empty() {
            self.translation += translation.values().sum::<u64>();
        }
        self.reference += reference.values().sum::<u64>();
        self.shared +=
            translation.iter().map(|(run, n)| reference.get(run).map_or(0, |other| *n.min(other))).sum::<u64>();
    }
}

fn chrf(pairs: &[(String, String)]) -> f64 {
    let mut counts = [Counts::default(); CHARACTERS + WORDS];
    for (translation, reference) in pairs {
        let characters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
        let (ours, theirs) = (characters(translation), characters(reference));
        for order in 1..=CHARACTERS {
            counts[order - 1].add(&ours, &theirs, order);
        }
        let (ours, theirs) = (words(translation), words(reference));
        for order in 1..=WORDS {
            counts[CHARACTERS + order - 1].add(&ours, &theirs, order);
        }
    }
    let (mut precision, mut recall, mut orders) = (0.0, 0.0, 0.0);
    for Counts { translation, reference, shared } in counts {
        if translation > 0 && reference > 0 {
            precision += shared as f64 / translation as f64;
            recall += shared as f64 / reference as f64;
            orders += 1.0;
        }
    }
    if precision + recall == 0.0 {
        return 0.0;
    }
    let (precision, recall) = (precision / orders, recall / orders);
    const FACTOR: f64 = 4.0;
    100.0 * (1.0 + FACTOR) * precision * recall / (FACTOR * precision + recall)
}

/// Words with one mark of punctuation taken off an end.
fn words(text: &str) -> Vec<String> {
    let mark = |c: Option<char>| c.is_some_and(|c| c.is_ascii_punctuation());
    let mut out = Vec::new();
    for word in text.split_whitespace() {
        let (first, last) = (word.chars().next(), word.chars().next_back());
        if word.chars().count() > 1 && mark(last) {
            out.extend([word[..word.len() - 1].to_owned(), word[word.len() - 1..].to_owned()]);
        } else if word.chars().count() > 1 && mark(first) {
            out.extend([word[..1].to_owned(), word[1..].to_owned()]);
        } else {
            out.push(word.to_owned());
        }
    }
    out
}

fn bleu(pairs: &[(String, String)], lang: Lang) -> f64 {
    const ORDER: usize = 4;
    let mut counts = [Counts::default(); ORDER];
    let (mut ours, mut theirs) = (0, 0);
    for (translation, reference) in pairs {
        let (translation, reference) = (tokens(translation, lang), tokens(reference, lang));
        ours += translation.len();
        theirs += reference.len();
        for order in 1..=ORDER {
            let count = &mut counts[order - 1];
            let before = count.translation;
            count.add(&translation, &reference, order);
            // Here every run of the translation counts.
            count.translation = before + translation.len().saturating_sub(order - 1) as u64;
        }
    }
    let (mut sum, mut smooth) = (0.0, 1.0);
    for Counts { translation, shared, .. } in counts {
        if translation == 0 {
            return 0.0;
        }
        let precision = if shared == 0 {
            smooth *= 2.0;
            100.0 / (smooth * translation as f64)
        } else {
            100.0 * shared as f64 / translation as f64
        };
        sum += precision.ln();
    }
    if counts[0].shared == 0 {
        return 0.0;
    }
    let brevity = if ours < theirs { (1.0 - theirs as f64 / ours as f64).exp() } else { 1.0 };
    brevity * (sum / ORDER as f64).exp()
}

/// sacrebleu's tokens: `zh` into Chinese, `13a` into English.
fn tokens(text: &str, lang: Lang) -> Vec<String> {
    let mut spaced = String::new();
    if lang.is_chinese() {
        for c in text.trim().chars() {
            if chinese(c) {
                spaced.extend([' ', c, ' ']);
            } else {
                spaced.push(c);
            }
        }
    } else {
        spaced = format!(
            " {} ",
            text.replace("&quot;", "\"").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        );
    }
    // Marks stand alone; full stops and commas unless between figures; dashes after figures.
    let chars: Vec<char> = spaced.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().copied().enumerate() {
        let figure = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        let (before, after) = (at.checked_sub(1).and_then(|at| chars.get(at)), chars.get(at + 1));
        let alone = match c {
            '.' | ',' => !(figure(before) && figure(after)),
            '-' => figure(before),
            '\'' => false,
            c => c.is_ascii_punctuation(),
        };
        if alone {
            out.extend([' ', c, ' ']);
        } else {
            out.push(c);
        }
    }
    out.split_whitespace().map(str::to_owned).collect()
}

/// What sacrebleu takes for a Chinese character: the basic block and its marks, compatibility and full-width forms.
fn chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4db5}' | '\u{4e00}'..='\u{9fa5}' | '\u{9fa6}'..='\u{9fbb}' | '\u{f900}'..='\u{fa2d}'
        | '\u{fa30}'..='\u{fa6a}' | '\u{fa70}'..='\u{fad9}' | '\u{20000}'..='\u{2a6d6}' | '\u{2f800}'..='\u{2fa1d}'
        | '\u{ff00}'..='\u{ffef}' | '\u{2e80}'..='\u{2eff}' | '\u{3000}'..='\u{303f}' | '\u{31c0}'..='\u{31ef}'
        | '\u{2f00}'..='\u{2fdf}' | '\u{2ff0}'..='\u{2fff}' | '\u{3100}'..='\u{312f}' | '\u{31a0}'..='\u{31bf}'
        | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe4f}' | '\u{2600}'..='\u{26ff}' | '\u{2700}'..='\u{27bf}'
        | '\u{3200}'..='\u{32ff}' | '\u{3300}'..='\u{33ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_figures_are_sacrebleus() {
        for (lang, chrf, bleu) in
            [(Lang::ZhHantHk, 75.019_668_8, 83.508_208_1), (Lang::EnGb, 94.500_803_5, 90.081_700_1)]
        {
            let rows = include_str!("score_cases.tsv").lines().filter(|line| line.starts_with(lang.tag()));
            let pairs: Vec<(String, String)> = rows
                .map(|line| {
                    let cells: Vec<&str> = line.split('\t').collect();
                    (cells[1].to_owned(), cells[2].to_owned())
                })
                .collect();
            assert_eq!(pairs.len(), 12);
            let ours = score(&pairs, lang);
            assert!((ours.chrf - chrf).abs() < 0.01, "chrF++ {} for {chrf}", ours.chrf);
            assert!((ours.bleu - bleu).abs() < 0.01, "BLEU {} for {bleu}", ours.bleu);
        }
        let same = [("一樣".to_owned(), "一樣".to_owned())];
        assert!((score(&same, Lang::ZhHantHk).chrf - 100.0).abs() < 1e-9);
        assert_eq!(score(&[("a".into(), "乙".into())], Lang::ZhHantHk), Score { chrf: 0.0, bleu: 0.0 });
    }
}
