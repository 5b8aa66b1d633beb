//! Which sentences of a document answer a question. A small model cannot be trusted to find them, nor to say that there are none: they
//! are picked by rule, by the question's words and by the kind of fact it asks for. What it asks in other words than the document's is
//! not found, and is then not answered.

use std::collections::HashSet;
use std::sync::LazyLock;

use gungman_core::FactKind;
use serde::Deserialize;

use crate::text::is_han;
use crate::{differ, facts};

/// A sentence answers when it has so much of what the question looks for.
const ENOUGH: f32 = 0.45;

/// A further sentence is shown when it has so much of what the best one has.
const NEAR: f32 = 0.75;

/// What a Chinese character that is a word of its own weighs: it stands in many words.
const ALONE: f32 = 0.5;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    idle: Vec<String>,
    about: Vec<String>,
    asks: Vec<Asks>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asks {
    words: Vec<String>,
    #[serde(default)]
    kinds: Vec<FactKind>,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    cues: Vec<String>,
}

/// `None` never happens: a test reads it.
static DATA: LazyLock<Option<Data>> = LazyLock::new(|| {
    let mut data: Data = toml::from_str(include_str!("../data/questions.toml")).ok()?;
    data.idle.sort_by_key(|word| std::cmp::Reverse(word.len()));
    Some(data)
});

/// A sentence, or a header field, that may answer.
#[derive(Debug, Clone, Default)]
pub struct Candidate {
    /// Its text; of a header field, with its label.
    pub text: String,
    /// The paragraph it stands in: what the others of it say, it is said in view of.
    pub paragraph: usize,
    /// The id of the header field, where it is one.
    pub field: Option<String>,
}

/// Whether a question asks for what the document as a whole says.
#[must_use]
pub fn asks_for_all(question: &str) -> bool {
    let lower = question.to_lowercase();
    DATA.as_ref().is_some_and(|data| data.about.iter().any(|word| lower.contains(word.as_str())))
}

/// The candidates that answer a question in their language, by their numbers, in their order; at most so many. `subject` is what the
/// document is about. None where none answers.
#[must_use]
pub fn answering(question: &str, subject: &str, candidates: &[Candidate], most: usize) -> Vec<usize> {
    let Some(data) = DATA.as_ref() else { return Vec::new() };
    let lower = question.to_lowercase();
    let asks = data.asks.iter().find(|asks| asks.words.iter().any(|word| holds(&lower, word)));
    let wanted = wanted(&lower, data);
    let said: Vec<HashSet<String>> = candidates.iter().map(|candidate| said(&candidate.text.to_lowercase())).collect();
    let topic = words(&subject.to_lowercase());
    let paragraph = |number: usize| {
        let inside = candidates.iter().zip(&said).filter(move |(candidate, _)| candidate.paragraph == number);
        inside.map(|(_, said)| said)
    };
    // The whole document is about its subject: where a question has other words too, only these tell.
    let beside = wanted.iter().any(|word| !topic.contains(word));
    let weight = |word: &String| {
        let with = said.iter().filter(|said| said.contains(word)).count() as f32;
        let rare = (1.0 + said.len() as f32 / with.max(0.5)).ln();
        let alone = if word.chars().all(is_han) && word.chars().count() == 1 { ALONE } else { 1.0 };
        if beside && topic.contains(word) { 0.0 } else { rare * alone }
    };
    let weights: Vec<(&String, f32)> = wanted.iter().map(|word| (word, weight(word))).collect();
    let all: f32 = weights.iter().map(|(_, weight)| weight).sum();
    let part = |has: &dyn Fn(&String) -> bool| -> f32 {
        let held: f32 = weights.iter().filter(|(word, _)| has(word)).map(|(_, weight)| weight).sum();
        if all > 0.0 { held / all } else { 0.0 }
    };
    let score = |number: usize| {
        let Candidate { text, paragraph: within, field } = &candidates[number];
        if field.as_ref().is_some_and(|field| asks.is_some_and(|asks| asks.fields.contains(field))) {
            return 1.5;
        }
        let own = part(&|word| said[number].contains(word));
        let around = part(&|word| paragraph(*within).any(|said| said.contains(word)));
        let text = text.to_lowercase();
        let cued = asks.is_some_and(|asks| asks.cues.iter().any(|cue| holds(&text, cue)));
        let states = asks.is_none_or(|asks| {
            asks.kinds.is_empty() || facts::find(&text).iter().any(|fact| asks.kinds.contains(&fact.kind))
        });
        let mut score = own + 0.5 * (around - own).max(0.0);
        // 幾時截止: nothing but what is asked for.
        if all == 0.0 && asks.is_some() {
            score = if cued || asks.is_some_and(|asks| asks.cues.is_empty()) { 1.0 } else { 0.0 };
        } else if cued {
            score += 0.2;
        }
        if states { score } else { score * 0.3 }
    };
    let mut scored: Vec<(usize, f32)> = (0..candidates.len()).map(|number| (number, score(number))).collect();
    // Of equals, the earlier.
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = scored.first().map_or(0.0, |(_, score)| *score);
    if best < ENOUGH {
        return Vec::new();
    }
    let near = scored.into_iter().take_while(|(_, score)| *score >= ENOUGH.max(best * NEAR));
    let mut out: Vec<usize> = near.take(most).map(|(number, _)| number).collect();
    out.sort_unstable();
    out
}

/// The words of a question that a sentence should have.
fn wanted(question: &str, data: &Data) -> HashSet<String> {
    let mut rest = question.to_owned();
    let asked = data.asks.iter().flat_map(|asks| &asks.words);
    for word in asked.chain(&data.idle) {
        if word.is_ascii() {
            while let Some(at) = place(&rest, word) {
                rest.replace_range(at..at + word.len(), " ");
            }
        } else {
            rest = rest.replace(word.as_str(), " ");
        }
    }
    // Within a word, not over its ends: the last character of one and the first of the next mean nothing together.
    differ::words(&rest).into_iter().flat_map(words).collect()
}

/// Whether a text has a word: a Chinese one anywhere, an English one where one begins.
fn holds(text: &str, word: &str) -> bool {
    if word.is_ascii() { starts(text, word).next().is_some() } else { text.contains(word) }
}

/// Where an English word stands whole.
fn place(text: &str, word: &str) -> Option<usize> {
    let ends = |at: &usize| !text[at + word.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
    starts(text, word).find(ends)
}

fn starts<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let begins = |at: &usize| !text[..*at].ends_with(|c: char| c.is_ascii_alphanumeric());
    text.match_indices(word).map(|(at, _)| at).filter(begins)
}

/// What is compared: pairs of Chinese characters, or one that stands alone, and the stems of English words.
fn words(text: &str) -> HashSet<String> {
    let mut out = HashSet::new();
    for run in text.split(|c: char| !is_han(c)).filter(|run| !run.is_empty()) {
        let chars: Vec<char> = run.chars().collect();
        if let [alone] = chars[..] {
            out.insert(alone.to_string());
        }
        out.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
    }
    let english = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 1);
    out.extend(english.map(|word| stem(word).to_owned()));
    out
}

/// The words of a sentence, and each Chinese character of it.
fn said(text: &str) -> HashSet<String> {
    let mut out = words(text);
    out.extend(text.chars().filter(|c| is_han(*c)).map(String::from));
    out
}

/// An English word without the endings that change with the sentence.
fn stem(word: &str) -> &str {
    let endings = ["ations", "ation", "ments", "ment", "ions", "ing", "ion", "ied", "ies", "ed", "es", "s", "y", "e"];
    let mut stems = endings.iter().filter_map(|ending| word.strip_suffix(ending));
    let stem = stems.find(|stem| stem.len() >= 3).unwrap_or(word);
    // submitted, submit
    let doubled = stem != word && stem.as_bytes().iter().rev().take(2).collect::<HashSet<_>>().len() == 1;
    if doubled { &stem[..stem.len() - 1] } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(paragraphs: &[&[&str]]) -> Vec<Candidate> {
        let texts =
            (0..).zip(paragraphs).flat_map(|(paragraph, texts)| texts.iter().map(move |text| (paragraph, text)));
        texts.map(|(paragraph, text)| Candidate { text: (*text).to_owned(), paragraph, field: None }).collect()
    }

    #[test]
    fn the_sentence_that_states_what_is_asked_for_answers() {
        let zh = candidates(&[
            &[
                "本署將於2026年12月8日下午3時舉行火警演習。",
                "演習當日，各人員須沿樓梯前往地下停車場集合，不得使用升降機。",
            ],
            &["各組主管請於2026年11月30日或之前把名單電郵至drill@epd.gov.hk。"],
            &["如有查詢，請致電2835 1107與陳大文先生聯絡。"],
        ]);
        let answer = |question| answering(question, "火警演習", &zh, 3);
        assert_eq!(answer("火警演習幾時舉行？"), [0]);
        assert_eq!(answer("在哪裏集合？"), [1]);
        assert_eq!(answer("可以用升降機嗎？"), [1]);
        assert_eq!(answer("名單幾時截止？"), [2]);
        assert_eq!(answer("截止日期是什麼？"), [2]);
        assert_eq!(answer("查詢打什麼電話？"), [3]);
        assert_eq!(answer("演習費用多少錢？"), Vec::<usize>::new(), "no amount is stated");
        assert_eq!(answer("食堂幾點開門？"), Vec::<usize>::new());
        assert_eq!(answer("誰負責採購滅火筒？"), Vec::<usize>::new());
        assert_eq!(answer("火警演習由誰負責？"), Vec::<usize>::new(), "its subject alone is no answer");

        let en = candidates(&[
            &["The applicant must submit three copies of the plan to the Lands Department.", "No fee is charged."],
            &["Applications received after 15 January 2027 will not be considered."],
            &["Mr CHAN Tai-man can be reached on 2835 1107."],
        ]);
        let answer = |question| answering(question, "Short term tenancy", &en, 3);
        assert_eq!(answer("How many copies must be submitted?"), [0]);
        assert_eq!(answer("Which department is the plan submitted to?"), [0]);
        assert_eq!(answer("When will applications no longer be considered?"), [2]);
        assert_eq!(answer("What is the rent?"), Vec::<usize>::new());
    }

    #[test]
    fn header_fields_answer_what_they_are_asked_for() {
        let field = |field: &str, text: &str, paragraph| Candidate {
            text: text.to_owned(),
            paragraph,
            field: Some(field.to_owned()),
        };
        let all = [field("from", "由：環境保護署署長", 0), field("ref", "檔號：EP 12/6/3", 1)];
        assert_eq!(answering("這份便箋由誰發出？", "", &all, 3), [0]);
        assert_eq!(answering("檔號是什麼？", "", &all, 3), [1]);
        assert_eq!(answering("夾附什麼文件？", "", &all, 3), Vec::<usize>::new());
    }

    #[test]
    fn a_question_about_the_whole_is_known() {
        assert!(asks_for_all("這封信講什麼？") && asks_for_all("What is this about?"));
        assert!(!asks_for_all("幾時開會？"));
    }
}
