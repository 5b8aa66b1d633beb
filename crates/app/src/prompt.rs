//! What the model is told: a constant prefix (rules and worked examples, evaluated once and kept), then the officer's
//! own turn. The prefix depends on nothing but the template's prompt file (and on how code writes
//! its facts), byte for byte.

use std::collections::BTreeMap;

use gungman_core::Lang;
use gungman_core::template::PromptSpec;
use gungman_engine::{Prompt, Speaker, Turn};
use gungman_lang::facts;

/// The constant part of a prompt: the system's rules, then each worked example as a turn and its answer.
#[must_use]
pub fn prefix(spec: &PromptSpec, lang: Lang) -> Vec<Turn> {
    let mut turns = vec![turn(Speaker::System, spec.system.trim())];
    for example in &spec.examples {
        let mut values = example.values.clone();
        let points = values.get("points").map_or("", String::as_str);
        values.insert("facts".to_owned(), facts_of(points, lang));
        turns.push(turn(Speaker::User, &fill(&spec.turn, &values)));
        turns.push(turn(Speaker::Assistant, &example.paragraphs.join("\n")));
    }
    turns
}

/// The facts of some notes as a prompt lists them: in the official form of the language, each once.
#[must_use]
pub fn facts_of(notes: &str, lang: Lang) -> String {
    listed(facts::find(notes).iter().map(|fact| facts::render(fact, lang)), lang)
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

/// The prompt of a first draft.
#[must_use]
pub fn first(spec: &PromptSpec, lang: Lang, values: &BTreeMap<String, String>) -> Prompt {
    Prompt { prefix: prefix(spec, lang), tail: vec![turn(Speaker::User, &fill(&spec.turn, values))] }
}

/// The prompt that goes on from an answer: a repair, or another version.
#[must_use]
pub fn follow_up(spec: &PromptSpec, lang: Lang, values: &BTreeMap<String, String>, answer: &str, ask: &str) -> Prompt {
    let mut prompt = first(spec, lang, values);
    prompt.tail.push(turn(Speaker::Assistant, answer));
    prompt.tail.push(turn(Speaker::User, &fill(ask, values)));
    prompt
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
