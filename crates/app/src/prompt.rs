//! What the model is told: a constant prefix (rules and worked examples, evaluated once and kept), then the officer's
//! points, one a turn, each with what became of the ones before. The prefix depends on nothing but the template's prompt
//! file, byte for byte.
//!
//! One point a turn, because a small model that writes one sentence keeps its facts and its language, and one that writes
//! a page mixes them up (`docs/adr/0006-point-by-point.md`).

use std::collections::BTreeMap;

use gungman_core::Lang;
use gungman_core::template::PromptSpec;
use gungman_engine::{Prompt, Speaker, Turn};

/// How many points before the present one the model sees. With longer notes the oldest are dropped, half at a time, so
/// that most turns still go on from what the model has in its memory.
const SEEN: usize = 16;

/// A line of the repair so long, in characters, is no line that minutes or a memo would have too.
const ECHO: usize = 6;

/// The constant part of a prompt: the system's rules, then each worked example as turns and their answers.
#[must_use]
pub fn prefix(spec: &PromptSpec) -> Vec<Turn> {
    let mut turns = vec![turn(Speaker::System, spec.system.trim())];
    for example in &spec.examples {
        for (at, point) in example.points.iter().enumerate() {
            turns.push(turn(Speaker::User, &ask(spec, &example.values, at == 0, &point.note)));
            turns.push(turn(Speaker::Assistant, &point.text));
        }
    }
    turns
}

/// A point's turn.
fn ask(spec: &PromptSpec, values: &BTreeMap<String, String>, first: bool, point: &str) -> String {
    let mut values = values.clone();
    values.insert("point".to_owned(), point.to_owned());
    fill(if first { &spec.opening } else { &spec.turn }, &values)
}

/// A document as it is being written, point by point.
pub struct Conversation<'a> {
    spec: &'a PromptSpec,
    prefix: Vec<Turn>,
    values: BTreeMap<String, String>,
    said: Vec<(String, String)>,
    another: bool,
}

impl<'a> Conversation<'a> {
    /// Nothing said yet. `values` fill the opening; `another` asks for other words than the likeliest.
    #[must_use]
    pub fn new(spec: &'a PromptSpec, values: BTreeMap<String, String>, another: bool) -> Self {
        Self { spec, prefix: prefix(spec), values, said: Vec::new(), another }
    }

    /// The turn of the next point.
    #[must_use]
    pub fn ask(&self, point: &str) -> String {
        let mut text = ask(self.spec, &self.values, self.said.is_empty(), point);
        if self.another {
            text.push('\n');
            text.push_str(self.spec.another.trim());
        }
        text
    }

    /// The prompt with which a point is written.
    #[must_use]
    pub fn prompt(&self, ask: &str) -> Prompt {
        let before = self.said.iter().flat_map(|(ask, text)| [(Speaker::User, ask), (Speaker::Assistant, text)]);
        let mut tail: Vec<Turn> = before.map(|(speaker, text)| turn(speaker, text)).collect();
        tail.push(turn(Speaker::User, ask));
        Prompt { prefix: self.prefix.clone(), tail }
    }

    /// The prompt that goes on from an answer and asks for it once more, with what was missing or foreign.
    #[must_use]
    pub fn repair(&self, ask: &str, answer: &str, faults: &BTreeMap<String, String>) -> Prompt {
        let mut prompt = self.prompt(ask);
        prompt.tail.push(turn(Speaker::Assistant, answer));
        prompt.tail.push(turn(Speaker::User, &fill(&self.spec.repair, faults)));
        prompt
    }

    /// Whether an answer says nothing for the document: it refuses, or says what the repair says instead of doing it.
    #[must_use]
    pub fn says_nothing(&self, answer: &str) -> bool {
        let lower = answer.to_lowercase();
        if self.spec.refusals.iter().any(|refusal| lower.contains(refusal.as_str())) {
            return true;
        }
        // The lines of the prompt without what is filled in: “Missing: ” in “Missing: {missing}”.
        let said = self.spec.repair.lines().map(|line| line.split('{').next().unwrap_or(line).trim());
        said.filter(|line| line.chars().count() >= ECHO).any(|line| answer.contains(line))
    }

    /// Takes down what became of a point.
    pub fn keep(&mut self, ask: String, text: String) {
        self.said.push((ask, text));
        if self.said.len() > SEEN {
            self.said.drain(1..=SEEN / 2);
        }
    }

    /// Forgets all but the opening; false when there was nothing more to forget.
    pub fn forget(&mut self) -> bool {
        let more = self.said.len() > 1;
        self.said.truncate(1);
        more
    }
}

/// Several values as one line of a prompt, each once.
pub fn listed(values: impl Iterator<Item = String>, lang: Lang) -> String {
    let mut seen: Vec<String> = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen.join(if lang.is_chinese() { "；" } else { "; " })
}

fn turn(speaker: Speaker, text: &str) -> Turn {
    Turn { speaker, text: text.to_owned() }
}

/// Fills `{name}` placeholders; a line whose placeholders are all empty is left out. Values are put in as they are: what
/// looks like a placeholder inside an officer's points stays as typed.
#[must_use]
pub fn fill(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut lines = Vec::new();
    for line in text.trim().lines() {
        let (mut out, mut fields, mut filled) = (String::new(), 0, 0);
        let mut rest = line;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            let value = values.get(name).map_or("", |value| value.trim());
            fields += 1;
            filled += usize::from(!value.is_empty());
            out.push_str(before);
            out.push_str(value);
            rest = after;
        }
        out.push_str(rest);
        // A label before a list on the next line (要點：) has no placeholder of its own and stays.
        if fields == 0 || filled > 0 {
            lines.push(out);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_without_values_fall_away_and_values_are_not_parsed() {
        let values = BTreeMap::from([
            ("subject".to_owned(), "火警{points}演習".to_owned()),
            ("points".to_owned(), "甲\n乙".to_owned()),
        ]);
        let filled = fill("\n標題：{subject}\n收件人：{to}\n要點：\n{points}\n", &values);
        assert_eq!(filled, "標題：火警{points}演習\n要點：\n甲\n乙");
    }
}
