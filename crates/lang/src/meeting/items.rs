//! What was discussed: the items of the agenda or the headings of the notes, and where the talk comes to each.

use std::collections::BTreeSet;

use gungman_core::meeting::{AgendaItem, Remark};
use gungman_core::{FactKind, Label, Lang};

use super::rules::RULES;
use crate::facts;
use crate::incoming::marker;
use crate::likeness::share;
use crate::text::{Folded, is_han};

/// The items on the way through the notes.
pub(super) struct Items {
    list: Vec<AgendaItem>,
    /// Whether they come from an agenda, so that nothing else is one.
    agenda: bool,
    sections: Vec<Label>,
    lang: Lang,
    at: Option<usize>,
    /// Lines that are headings by their numbers.
    numbered: BTreeSet<usize>,
}

impl Items {
    pub(super) fn new(agenda: &str, sections: &[Label], lang: Lang, lines: &[String], body: &[usize]) -> Self {
        let list = agenda_items(agenda);
        let numbered = if list.is_empty() { numbered(lines, body) } else { BTreeSet::new() };
        Self { agenda: !list.is_empty(), list, sections: sections.to_vec(), lang, at: None, numbered }
    }

    /// Whether a line is a heading; the talk goes on under it.
    pub(super) fn heading(&mut self, line: &str, at: usize) -> bool {
        let (mark, rest) = marker(line).unwrap_or(("", line));
        let hash = line.trim_start().starts_with(['#', '＃']);
        let text = rest.trim_start_matches(['#', '＃', ' ']).trim().trim_end_matches([':', '：', '.', '。']).trim();
        if text.is_empty() {
            return false;
        }
        let section = self.section(text);
        let numbered = self.numbered.contains(&at);
        let listed = self.agenda && is_short(text) && !mark.is_empty() | hash | alone(line);
        let found =
            if self.agenda { self.find(text).or_else(|| self.by_number(mark).filter(|_| listed)) } else { None };
        if let Some(item) =
            found.filter(|_| is_short(text) && (!mark.is_empty() || hash || section.is_some() || alone(line)))
        {
            self.begin(item, at);
            return true;
        }
        if hash || numbered || section.is_some() {
            let heading = section.unwrap_or_else(|| text.to_owned());
            let item = self.add(heading);
            self.begin(item, at);
            return true;
        }
        false
    }

    /// Whether a sentence only leads over to another item.
    pub(super) fn turn(&mut self, text: &str, at: usize) -> bool {
        let Some(rules) = RULES.as_ref() else { return false };
        let lower = Folded::new(text).text.to_lowercase();
        let bare = text.trim_end_matches(['。', '.', ':', '：', '！', '!']).trim();
        if let Some(section) = self.section(bare) {
            let item = self.find(bare).or_else(|| self.find(&section)).unwrap_or_else(|| self.add(section));
            self.begin(item, at);
            return true;
        }
        for pattern in &rules.next {
            let Some(found) = pattern.captures(&lower) else { continue };
            let topic = found
                .name("topic")
                .map_or("", |topic| topic.as_str())
                .trim_matches([' ', ',', '，', '.', '。', ':', '：', '-']);
            if rules.not_topic.is_match(topic) {
                continue;
            }
            let number = number_in(&lower);
            if self.agenda {
                let by_number = number.filter(|number| (1..=self.list.len()).contains(number)).map(|number| number - 1);
                let next = || self.at.map_or(0, |at| at + 1);
                let item = self
                    .find(topic)
                    .or(by_number)
                    .or_else(|| topic.is_empty().then(next).filter(|at| *at < self.list.len()));
                if let Some(item) = item {
                    self.begin(item, at);
                    return units_of(topic) <= 14 && !topic.contains([',', '，']);
                }
                continue;
            }
            if let Some(section) = self.section(topic) {
                let item = self.add(section);
                self.begin(item, at);
                return true;
            }
            // The topic in the words of the notes, not of the folded copy.
            let written = written(text, topic);
            if (2..=18).contains(&units_of(topic))
                && !topic.contains([',', '，'])
                && !topic.ends_with(['嗎', '呢', '?'])
            {
                let item = self.add(written);
                self.begin(item, at);
                return true;
            }
        }
        // The chairman names the item without saying that it is the next one.
        if self.agenda {
            let later = (self.at.map_or(0, |at| at + 1)..self.list.len()).find(|item| {
                let heading = Folded::new(&self.list[*item].heading).text.to_lowercase();
                heading.chars().count() >= 4 && lower.contains(heading.as_str())
            });
            if let Some(item) = later {
                self.begin(item, at);
                let heading = self.list[item].heading.chars().count();
                return text.chars().count() <= heading + 4;
            }
        }
        false
    }

    /// The item a sentence belongs to: the one the talk is at, or one whose subject the sentence itself names.
    pub(super) fn current(&mut self, text: &str, at: usize, begins: bool) -> u32 {
        if !begins && let Some(rules) = RULES.as_ref() {
            let lower = Folded::new(text).text.to_lowercase();
            for (n, topic) in rules.topics.iter().enumerate() {
                if !topic.find.is_match(&lower) {
                    continue;
                }
                // 下次會議 is an item where the day is said, and no more than a word elsewhere.
                let dated = facts::find(text).iter().any(|fact| fact.kind == FactKind::Date);
                let opening = |at: usize| self.list[at].heading.is_empty() || self.agenda && at == 0;
                let first = n == 0 && self.at.is_none_or(opening);
                let last = n == 1 && dated;
                if !(first || last) {
                    continue;
                }
                let heading = topic.heading.get(self.lang).to_owned();
                let found = self.find(&topic.heading.zh).or_else(|| self.find(&topic.heading.en));
                let item = match found {
                    Some(item) => item,
                    None if !self.agenda || last => self.add(heading),
                    None => continue,
                };
                if first {
                    self.begin(item, at);
                }
                return u32::try_from(item).unwrap_or(0);
            }
        }
        let item = match self.at {
            Some(item) => item,
            None => {
                // What is said before the first heading.
                let item = self.add(String::new());
                self.begin(item, at);
                item
            }
        };
        u32::try_from(item).unwrap_or(0)
    }

    /// The items, in the order of the agenda or of the notes, those without a word of the notes last out.
    pub(super) fn finish(mut self, remarks: &mut [Remark], lang: Lang) -> Vec<AgendaItem> {
        let Some(rules) = RULES.as_ref() else { return self.list };
        let said = |item: usize| remarks.iter().any(|remark| remark.item as usize == item && remark.degree.is_some());
        // Something was said under no heading: it gets one of its own where it says anything.
        if let Some(open) = self.list.iter().position(|item| item.heading.is_empty()) {
            if said(open) {
                rules.open.get(lang).clone_into(&mut self.list[open].heading);
            }
            // It was first, whatever the agenda's order.
            let mut order: Vec<usize> = (0..self.list.len()).collect();
            order.remove(open);
            order.insert(0, open);
            let place = |old: u32| order.iter().position(|at| *at == old as usize).unwrap_or(0);
            for remark in remarks.iter_mut() {
                remark.item = u32::try_from(place(remark.item)).unwrap_or(0);
            }
            self.list = order.iter().map(|at| self.list[*at].clone()).collect();
        }
        self.list
    }

    fn begin(&mut self, item: usize, at: usize) {
        self.at = Some(item);
        let place = &mut self.list[item].line;
        if place.is_none() {
            *place = u32::try_from(at).ok();
        }
    }

    fn add(&mut self, heading: String) -> usize {
        match self.list.iter().position(|item| item.heading == heading) {
            Some(item) => item,
            None => {
                self.list.push(AgendaItem { heading, line: None });
                self.list.len() - 1
            }
        }
    }

    /// The heading a section of the type has, in the language of the minutes.
    fn section(&self, text: &str) -> Option<String> {
        let bare = text.to_lowercase();
        let is = |label: &&Label| label.zh.to_lowercase() == bare || label.en.to_lowercase() == bare;
        let also = RULES.as_ref().and_then(|rules| rules.also.iter().find(|also| also.words.contains(&bare)));
        let found = self
            .sections
            .iter()
            .find(is)
            .or_else(|| self.sections.iter().find(|label| also.is_some_and(|also| also.section == label.en)));
        found.map(|label| label.get(self.lang).to_owned())
    }

    /// The item that a few words name.
    fn find(&self, topic: &str) -> Option<usize> {
        let topic = topic.trim().to_lowercase();
        if units_of(&topic) < 2 {
            return None;
        }
        let score = |item: &AgendaItem| {
            let heading = Folded::new(&item.heading).text.to_lowercase();
            if heading.is_empty() {
                0.0
            } else if heading == topic {
                2.0
            } else if heading.contains(&topic) || topic.contains(&heading) {
                1.0
            } else {
                share(&topic, &heading).max(share(&heading, &topic))
            }
        };
        let best = self
            .list
            .iter()
            .map(score)
            .enumerate()
            .max_by(|a, b| a.1.partial_cmp(&b.1).unwrap_or(std::cmp::Ordering::Equal).then(b.0.cmp(&a.0)));
        best.filter(|(_, score)| *score >= 0.5).map(|(item, _)| item)
    }

    fn by_number(&self, mark: &str) -> Option<usize> {
        let number = number_in(mark)?;
        (1..=self.list.len()).contains(&number).then(|| number - 1)
    }
}

/// The items of an agenda: its numbered lines, or every line of one without numbers.
fn agenda_items(agenda: &str) -> Vec<AgendaItem> {
    let lines: Vec<&str> = agenda.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let marked = |line: &&&str| {
        marker(line)
            .is_some_and(|(mark, _)| mark.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c)))
    };
    let numbered = lines.iter().filter(marked).count() >= 2;
    lines
        .iter()
        .filter(|line| !numbered || marked(line))
        .filter_map(|line| {
            let text = marker(line).map_or(*line, |(_, rest)| rest);
            let text = text.trim_end_matches([':', '：', '.', '。']).trim();
            let head = ["議程", "agenda"].iter().any(|word| text.to_lowercase().trim_end_matches(':') == *word);
            (!text.is_empty() && !head).then(|| AgendaItem { heading: text.to_owned(), line: None })
        })
        .collect()
}

/// The lines that number the parts of the notes: `1. …`, short, with other lines under most of them.
fn numbered(lines: &[String], body: &[usize]) -> BTreeSet<usize> {
    let is = |at: &usize| {
        let line = lines[*at].as_str();
        marker(line).is_some_and(|(mark, rest)| {
            let figure = mark.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
                && !mark.contains(['(', '（']);
            figure
                && is_short(rest)
                && !rest.contains([':', '：'])
                && !rest.ends_with(['。', '.', ';', '；', '?', '？'])
        })
    };
    let all: Vec<usize> = body.iter().copied().filter(is).collect();
    let headings: BTreeSet<usize> = all.iter().copied().collect();
    let under = |pair: &&[usize]| headings.contains(&pair[0]) && !headings.contains(&pair[1]);
    let followed = body.windows(2).filter(under).count();
    if all.len() >= 2 && followed * 2 > all.len() { headings } else { BTreeSet::new() }
}

/// Whether a line has the length of a heading.
fn is_short(text: &str) -> bool {
    units_of(text) <= 24 && !text.ends_with(['。', '?', '？', '；'])
}

/// Whether a line says nothing but a few words, without a stop.
fn alone(line: &str) -> bool {
    units_of(line) <= 20 && !line.contains(['，', ',', '。', '：', ':', '?', '？'])
}

fn units_of(text: &str) -> usize {
    let han = text.chars().filter(|c| is_han(*c)).count();
    han + 2 * text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).count()
}

/// 第三項, item 3, 3.: the number.
fn number_in(text: &str) -> Option<usize> {
    const FIGURES: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let behind = ["第", "item number ", "item no. ", "item "]
        .iter()
        .find_map(|word| text.split_once(word).map(|(_, rest)| rest))
        .unwrap_or(text);
    let digits: String = behind.trim_start_matches(['(', '（']).chars().take_while(char::is_ascii_digit).collect();
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    let of = |list: [&str; 10]| list.iter().position(|word| behind.starts_with(word)).map(|at| at + 1);
    of(FIGURES).or_else(|| of(WORDS))
}

/// Some words of a folded copy as they stand in the text.
fn written(text: &str, topic: &str) -> String {
    let folded = Folded::new(text);
    let lower = folded.text.to_lowercase();
    let Some(start) = lower.find(topic).filter(|_| lower.len() == folded.text.len()) else { return topic.to_owned() };
    text[folded.origin(start)..folded.origin(start + topic.len())].to_owned()
}
