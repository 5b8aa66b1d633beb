use std::time::Instant;

use super::*;
use crate::glossary::GLOSSARY;

/// The reference translations, English and Chinese.
fn sentences() -> Vec<(String, String)> {
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/translate.jsonl")).unwrap();
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let (source, target) =
            (row["source"].as_str().unwrap().to_owned(), row["reference"].as_str().unwrap().to_owned());
        if row["source_lang"].as_str().unwrap().starts_with("en") { (source, target) } else { (target, source) }
    };
    file.lines().map(row).collect()
}

/// Sentences of no pair.
const ENGLISH: [&str; 10] = [
    "Further details will be announced in due course.",
    "The views of stakeholders have been taken into account in drawing up the proposal.",
    "We will keep the matter under review.",
    "Members may wish to note the background set out in the preceding paragraphs.",
    "Savings will be redeployed to meet new demands where practicable.",
    "The arrangement has been operating smoothly and no complaint has been received so far.",
    "A site visit was arranged for 14 members in the afternoon.",
    "The Bureau attaches great importance to staff training.",
    "There are no implications for productivity, the environment or family.",
    "Please bring this to the attention of all staff concerned, including those on leave.",
];
const CHINESE: [&str; 10] = [
    "如有查詢，請與培訓組聯絡。",
    "兩局已就分工達成共識。",
    "該處會繼續監察有關情況，並適時加強執法。",
    "隨文夾附有關資料，以供參閱。",
    "如有需要，部門可調撥現有資源應付額外工作。",
    "市民可於網上查閱申請結果。",
    "當日下午共有27名人員出席簡報會。",
    "政府十分重視與社區的溝通。",
    "建議符合《基本法》，包括有關人權的條文。",
    "主席多謝各委員出席，會議隨即結束。",
];

/// Random numbers that are the same every time (Lehmer).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0 * 48_271 % 0x7FFF_FFFF;
        usize::try_from(self.0).unwrap() % bound
    }

    fn of(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Two documents and the pairs that they hold.
#[derive(Default)]
struct Documents {
    english: Vec<String>,
    chinese: Vec<String>,
    pairs: Vec<(String, String)>,
}

fn add(paragraphs: &mut Vec<String>, text: &str, new: bool, between: &str) {
    match paragraphs.last_mut() {
        Some(last) if !new => {
            last.push_str(between);
            last.push_str(text);
        }
        _ => paragraphs.push(text.to_owned()),
    }
}

/// Sentences in paragraphs. Of a hundred, about `spoiled` are merged, cut, left out, or have something foreign beside them.
fn documents(seed: u64, mut all: Vec<(String, String)>, spoiled: usize) -> Documents {
    let mut dice = Dice(seed);
    for at in (1..all.len()).rev() {
        all.swap(at, dice.below(at + 1));
    }
    let mut out = Documents::default();
    let mut rest = all.into_iter().peekable();
    while let Some((en, zh)) = rest.next() {
        let new = out.english.is_empty() || dice.of(40);
        let spoil = if dice.of(spoiled) { dice.below(7) } else { 99 };
        match spoil {
            // Two English sentences are one Chinese one.
            0 if zh.ends_with('。') && rest.peek().is_some() => {
                let (next, after) = rest.next().unwrap();
                let chinese = format!("{}，{after}", zh.trim_end_matches('。'));
                add(&mut out.english, &en, new, " ");
                add(&mut out.english, &next, false, " ");
                add(&mut out.chinese, &chinese, new, "");
                out.pairs.push((format!("{en} {next}"), chinese));
            }
            // A Chinese sentence is cut into two.
            1 if zh.matches('，').count() == 1 => {
                let chinese = zh.replace('，', "。");
                add(&mut out.english, &en, new, " ");
                add(&mut out.chinese, &chinese, new, "");
                out.pairs.push((en, chinese));
            }
            2 => add(&mut out.english, &en, new, " "),
            3 => add(&mut out.chinese, &zh, new, ""),
            // Something foreign before it, on one side or on both.
            4..=6 => {
                if spoil != 5 {
                    add(&mut out.english, ENGLISH[dice.below(10)], new, " ");
                }
                if spoil != 4 {
                    add(&mut out.chinese, CHINESE[dice.below(10)], new, "");
                }
                add(&mut out.english, &en, false, " ");
                add(&mut out.chinese, &zh, false, "");
                out.pairs.push((en, zh));
            }
            _ => {
                add(&mut out.english, &en, new, " ");
                add(&mut out.chinese, &zh, new && !dice.of(spoiled / 3), "");
                out.pairs.push((en, zh));
            }
        }
    }
    out
}

/// Right pairs of those called sure, of all true pairs how many are found, and how many found and called sure; in per cent.
struct Measure {
    precise: f64,
    found: f64,
    surely: f64,
}

fn measure(name: &str, seeds: std::ops::Range<u64>, sentences: &[(String, String)], spoiled: usize) -> Measure {
    let (mut sure, mut right, mut found, mut truth) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut wrong = Vec::new();
    for seed in seeds {
        let documents = documents(seed, sentences.to_vec(), spoiled);
        let pairs = align(&documents.english, &documents.chinese, &GLOSSARY);
        for pair in &pairs {
            let whole = (pair.english.clone(), pair.chinese.clone());
            let is_right = documents.pairs.contains(&whole);
            found += u32::from(is_right);
            sure += u32::from(pair.sure);
            right += u32::from(pair.sure && is_right);
            if pair.sure && !is_right {
                wrong.push(format!("{} {} | {}", pair.confidence, pair.english, pair.chinese));
            }
        }
        truth += u32::try_from(documents.pairs.len()).unwrap();
    }
    let percent = |part: u32, of: u32| 100.0 * f64::from(part) / f64::from(of.max(1));
    let out = Measure { precise: percent(right, sure), found: percent(found, truth), surely: percent(right, truth) };
    println!(
        "{name}: {truth} pairs; sure {sure}, of these right {:.2} %; found {:.2} %, surely {:.2} %; e.g. {:#?}",
        out.precise,
        out.found,
        out.surely,
        &wrong[..wrong.len().min(6)]
    );
    out
}

#[test]
fn real_sentences_are_paired() {
    let all = sentences();
    let clean = measure("clean", 1..6, &all, 0);
    assert!(clean.precise >= 97.0 && clean.found >= 95.0);
    let spoiled = measure("spoiled 20 %", 11..21, &all, 20);
    assert!(spoiled.precise >= 97.0);
    let worse = measure("spoiled 50 %", 21..31, &all, 50);
    assert!(worse.precise >= 97.0);
    // Where all figures are alike, they tell nothing of which is which; nor are dates dates any more, so that little is sure.
    let alike = |text: &String| text.chars().map(|c| if c.is_ascii_digit() { '5' } else { c }).collect::<String>();
    let dull: Vec<_> = all.iter().map(|(en, zh)| (alike(en), alike(zh))).collect();
    let dull_clean = measure("figures alike, clean", 31..36, &dull, 0);
    let dull = measure("figures alike, spoiled 20 %", 41..51, &dull, 20);
    assert!(dull_clean.found >= 95.0 && dull.precise >= 97.0);
    // Short texts.
    for seed in 1..4 {
        let some: Vec<_> = all.iter().skip(usize::try_from(seed).unwrap() * 37).step_by(23).cloned().collect();
        measure("short, spoiled 20 %", seed..seed + 10, &some, 20);
    }
}

#[test]
fn two_thousand_segments_take_no_time() {
    let all = sentences();
    let many: Vec<_> = all.iter().cycle().take(2_000).cloned().collect();
    let documents = documents(7, many, 10);
    let start = Instant::now();
    let pairs = align(&documents.english, &documents.chinese, &GLOSSARY);
    println!("{} pairs in {:?}", pairs.len(), start.elapsed());
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
fn nothing_of_either_text_is_lost_and_what_stands_alone_says_so() {
    let paragraphs = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let english =
        paragraphs(&["Purpose", "This circular takes effect on 4 May 2026. Form A has been revised.", "Enquiries"]);
    let chinese = paragraphs(&["目的", "本通告於2026年5月4日起生效。", "", "查詢"]);
    let pairs = align(&english, &chinese, &GLOSSARY);
    let all: Vec<_> =
        pairs.iter().map(|pair| (pair.english.as_str(), pair.chinese.as_str(), pair.confidence > 0)).collect();
    assert_eq!(
        all,
        [
            ("Purpose", "目的", true),
            ("This circular takes effect on 4 May 2026.", "本通告於2026年5月4日起生效。", true),
            ("Form A has been revised.", "", false),
            ("Enquiries", "查詢", true),
        ]
    );
    assert_eq!(align(&[], &[], &GLOSSARY), []);
    let alone = align(&english, &[], &GLOSSARY);
    assert!(alone.len() == 4 && alone.iter().all(|pair| pair.confidence == 0 && !pair.sure));
}

#[test]
fn a_pair_whose_values_differ_is_not_sure() {
    let english = vec!["The fee for a certificate will be raised to $52 from 3 August 2026.".to_owned()];
    let chinese = vec!["證明書的費用將由2026年8月3日起調高至45元。".to_owned()];
    let pairs = align(&english, &chinese, &GLOSSARY);
    assert!(pairs.len() == 1 && !pairs[0].sure, "{pairs:?}");
}

#[test]
fn documents_of_very_different_lengths_are_gone_through() {
    let all = sentences();
    let english: Vec<String> = all.iter().map(|(en, _)| en.clone()).collect();
    let chinese: Vec<String> = all.iter().map(|(_, zh)| zh.clone()).collect();
    for (en, zh) in
        [(&english[..], &chinese[300..303]), (&english[40..41], &chinese[..]), (&english[..9], &chinese[200..])]
    {
        let pairs = align(en, zh, &GLOSSARY);
        let held = |side: fn(&Pair) -> &String| -> usize {
            pairs.iter().map(|pair| side(pair).chars().filter(|c| !c.is_whitespace()).count()).sum()
        };
        let given = |side: &[String]| -> usize {
            side.iter().map(|text| text.chars().filter(|c| !c.is_whitespace()).count()).sum()
        };
        assert_eq!((held(|pair| &pair.english), held(|pair| &pair.chinese)), (given(en), given(zh)));
    }
    let pairs = align(&english, &chinese[300..303], &GLOSSARY);
    assert_eq!(
        pairs.iter().filter(|pair| pair.sure).map(|pair| &pair.chinese).collect::<Vec<_>>(),
        chinese[300..303].iter().collect::<Vec<_>>()
    );
}
