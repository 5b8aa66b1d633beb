//! The data of `data/incoming.toml`, read and compiled once.

use std::sync::LazyLock;

use gungman_core::incoming::AskKind;
use regex::Regex;
use serde::Deserialize;

use crate::text::Folded;

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FieldOf {
    Reference,
    OurReference,
    Date,
    Subject,
    From,
    To,
    Address,
    Phone,
    Fax,
    Email,
    Organisation,
}

/// What a rule makes of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Sort {
    Courtesy,
    Reply,
    Question,
    Request,
    Complaint,
}

impl Sort {
    pub(super) const fn kind(self) -> Option<AskKind> {
        match self {
            Sort::Courtesy => None,
            Sort::Reply => Some(AskKind::Reply),
            Sort::Question => Some(AskKind::Question),
            Sort::Request => Some(AskKind::Request),
            Sort::Complaint => Some(AskKind::Complaint),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    label: Vec<LabelRow>,
    body: Body,
    endings: Endings,
    marking: Vec<Marking>,
    rule: Vec<RuleRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelRow {
    field: FieldOf,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    salutation: Vec<String>,
    closing: Vec<String>,
    wishes: Vec<String>,
    signing: Vec<String>,
    noise: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Endings {
    pub organisation: Vec<String>,
    pub organisation_starts: Vec<String>,
    pub post: Vec<String>,
    pub post_starts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Marking {
    pub id: String,
    pub words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleRow {
    id: String,
    kind: Sort,
    find: String,
    #[serde(default)]
    and: String,
    #[serde(default)]
    unless: String,
    take: Vec<String>,
    leave: Vec<String>,
}

/// A rule of sentences.
pub(super) struct Rule {
    #[cfg_attr(not(test), expect(dead_code, reason = "its tests name it"))]
    pub id: String,
    pub sort: Sort,
    find: Regex,
    and: Option<Regex>,
    unless: Option<Regex>,
    /// Sentences it takes, and sentences it does not.
    #[cfg_attr(not(test), expect(dead_code, reason = "its tests"))]
    pub take: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "its tests"))]
    pub leave: Vec<String>,
}

impl Rule {
    /// Whether it takes a sentence, half-width and in lower case.
    pub(super) fn fits(&self, folded: &str) -> bool {
        self.find.is_match(folded)
            && self.and.as_ref().is_none_or(|and| and.is_match(folded))
            && !self.unless.as_ref().is_some_and(|unless| unless.is_match(folded))
    }
}

/// Everything, compiled.
pub(super) struct Rules {
    pub labels: Vec<(FieldOf, Vec<String>)>,
    pub salutation: Vec<Regex>,
    pub closing: Vec<Regex>,
    pub wishes: Vec<String>,
    pub signing: Vec<String>,
    pub noise: Vec<Regex>,
    pub endings: Endings,
    pub markings: Vec<Marking>,
    pub rules: Vec<Rule>,
}

/// The rules; `None` never happens: the tests run every one.
pub(super) static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| compile().ok());

pub(super) fn compile() -> Result<Rules, String> {
    let file: File = toml::from_str(include_str!("../../data/incoming.toml")).map_err(|error| error.to_string())?;
    let regex = |text: &String| Regex::new(text).map_err(|error| error.to_string());
    let all = |texts: &[String]| texts.iter().map(regex).collect::<Result<Vec<Regex>, String>>();
    let some = |text: &String| if text.is_empty() { Ok(None) } else { regex(text).map(Some) };
    let mut rules = Vec::new();
    for row in file.rule {
        rules.push(Rule {
            sort: row.kind,
            find: regex(&row.find).map_err(|error| format!("{}: {error}", row.id))?,
            and: some(&row.and)?,
            unless: some(&row.unless)?,
            take: row.take,
            leave: row.leave,
            id: row.id,
        });
    }
    Ok(Rules {
        labels: file.label.into_iter().map(|row| (row.field, row.words)).collect(),
        salutation: all(&file.body.salutation)?,
        closing: all(&file.body.closing)?,
        wishes: file.body.wishes,
        signing: file.body.signing,
        noise: all(&file.body.noise)?,
        endings: file.endings,
        markings: file.marking,
        rules,
    })
}

/// A sentence as the rules see it.
pub(super) fn fold(text: &str) -> String {
    let folded = Folded::new(text.trim()).text.to_lowercase();
    folded.chars().map(|c| if c == '。' { '.' } else { c }).collect()
}

/// What the first rule that fits makes of a sentence.
pub(super) fn sort(text: &str) -> Option<Sort> {
    let rules = RULES.as_ref()?;
    let folded = fold(text);
    rules.rules.iter().find(|rule| rule.fits(&folded)).map(|rule| rule.sort)
}
