//! The rules: `data/checks/*.toml`, read and compiled once. `data/README.md` describes the fields.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use gungman_core::{Label, Lang, Severity};
use regex::Regex;
use serde::Deserialize;

use super::seen::Seen;
use super::{Hit, Setting, chinese, days, english, letter, names, sums, whole};
use crate::tables::{MONTHS, SURNAMES, alternation};

/// A rule of the checker.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name, for scripts and settings: never changed once published.
    pub id: String,
    /// The languages it speaks about.
    pub langs: Vec<Lang>,
    /// The document types it is for; none = all.
    #[serde(default)]
    pub types: Vec<String>,
    /// The document types it is not for.
    #[serde(default)]
    pub not_types: Vec<String>,
    /// How much a finding matters.
    pub severity: Severity,
    /// What is wrong and what to do, in both languages; `{found}`, `{fix}` and `{detail}` are put in.
    pub message: Label,
    /// Why, for whoever asks.
    pub explain: Label,
    /// Where official practice says so: the section of the domain reference, or the manual it cites.
    pub source: String,
    /// Patterns.
    #[serde(default)]
    pub patterns: Vec<Shape>,
    /// The tables of words it is for.
    #[serde(default)]
    pub words: Vec<Words>,
    /// The small function that decides it.
    #[serde(default)]
    pub function: Option<String>,
    /// Whether its fix may be made without asking.
    #[serde(default)]
    pub sure: bool,
    /// Whether it looks inside quotations, titles and names too.
    #[serde(default)]
    pub everywhere: bool,
    /// Sentences it marks: `⟦found→fix⟧`, `⟦found⟧` where it has no fix.
    pub bad: Vec<String>,
    /// Sentences in which it finds nothing.
    pub good: Vec<String>,
}

/// A pattern of a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shape {
    /// A regular expression; the group `x` is what is marked, else the whole match. `{months}` and `{surnames}` are lists.
    pub find: String,
    /// What is put in the place of what is marked, with the groups of the match; none when a person must decide.
    #[serde(default)]
    pub fix: Option<String>,
    /// Where this matches across the mark, nothing is wrong.
    #[serde(default)]
    pub unless: Option<String>,
}

/// Words of a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// `words` (`checks/words.tsv`, by the rule's id), `wording` (by origin), `house` (`house_wording.tsv`), `glyphs`, `cantonese`.
    pub table: String,
    /// The origin in `wording`: `CN`, `TW`.
    #[serde(default)]
    pub origin: String,
    /// These rows of the table alone; a rule without takes the rest.
    #[serde(default)]
    pub only: Vec<String>,
}

/// What a rule does.
pub(super) enum Work {
    /// Patterns and lists of words.
    Data,
    /// A function on a paragraph.
    One(One),
    /// A function on the document.
    Whole(Whole),
}

/// Looks at a paragraph.
pub(super) type One = fn(&Seen, &Setting, &mut Vec<Hit>);
/// Looks at all of them.
pub(super) type Whole = fn(&[Arc<Seen>], &Setting, &mut Vec<Hit>);

/// A rule ready to work.
pub(super) struct Compiled {
    pub rule: Rule,
    pub shapes: Vec<(Regex, Option<String>, Option<Regex>)>,
    pub work: Work,
}

impl Compiled {
    /// Whether it is for this document at all.
    pub fn speaks(&self, setting: &Setting) -> bool {
        let rule = &self.rule;
        let template = setting.template.as_deref();
        let is = |list: &[String]| template.is_some_and(|template| list.iter().any(|name| name == template));
        let off = &setting.accepted.rules;
        rule.langs.contains(&setting.lang)
            && (rule.types.is_empty() || is(&rule.types))
            && !is(&rule.not_types)
            && !off.contains(&rule.id)
            && !template.is_some_and(|template| off.contains(&format!("{}@{template}", rule.id)))
    }
}

/// The files of rules.
const FILES: [&str; 9] = [
    include_str!("../../data/checks/script.toml"),
    include_str!("../../data/checks/words.toml"),
    include_str!("../../data/checks/formulas.toml"),
    include_str!("../../data/checks/punctuation.toml"),
    include_str!("../../data/checks/numerals.toml"),
    include_str!("../../data/checks/names.toml"),
    include_str!("../../data/checks/structure.toml"),
    include_str!("../../data/checks/english.toml"),
    include_str!("../../data/checks/register.toml"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
}

/// The rules of a file.
pub(super) fn read(file: &str) -> Result<Vec<Rule>, toml::de::Error> {
    toml::from_str::<File>(file).map(|file| file.rule)
}

/// A pattern of the data as the engine takes it: `\b` between ASCII letters alone (the other is slow, and Chinese has no word
/// boundaries), lists put in.
fn pattern(text: &str) -> Result<Regex, regex::Error> {
    let months = MONTHS.iter().map(|(long, _)| *long);
    let text = text.replace(r"\b", r"(?-u:\b)").replace("{months}", &alternation(months));
    Regex::new(&text.replace("{surnames}", &alternation(SURNAMES.iter().map(|surname| surname.zh))))
}

/// Compiles a rule; the tests hold that every one does.
pub(super) fn compile(rule: Rule) -> Result<Compiled, String> {
    let told = |error: regex::Error| format!("{}: {error}", rule.id);
    let mut shapes = Vec::new();
    for shape in &rule.patterns {
        let unless = shape.unless.as_deref().map(pattern).transpose().map_err(told)?;
        shapes.push((pattern(&shape.find).map_err(told)?, shape.fix.clone(), unless));
    }
    let work = match rule.function.as_deref() {
        None => Work::Data,
        Some(name) => function(name).ok_or_else(|| format!("{}: no function {name}", rule.id))?,
    };
    Ok(Compiled { rule, shapes, work })
}

/// The functions by the names the data knows them by.
fn function(name: &str) -> Option<Work> {
    Some(match name {
        "simplified" => Work::One(chinese::simplified),
        "half_width" => Work::One(chinese::half_width),
        "brackets" => Work::One(chinese::brackets),
        "quotes" => Work::One(chinese::quotes),
        "nested_quotes" => Work::One(chinese::nested_quotes),
        "unbalanced" => Work::One(chinese::unbalanced),
        "ellipsis" => Work::One(chinese::ellipsis),
        "full_width" => Work::One(chinese::full_width),
        "year_zero" => Work::One(chinese::year_zero),
        "law_title" => Work::One(chinese::law_title),
        "law_chapter" => Work::One(chinese::law_chapter),
        "long_sentence" => Work::One(chinese::long_sentence),
        "three_de" => Work::One(chinese::three_de),
        "literary" => Work::One(chinese::literary),
        "ize" => Work::One(english::ize),
        "long_sentence_en" => Work::One(english::long_sentence),
        "doubled_word" => Work::One(english::doubled_word),
        "name_form" => Work::One(english::name_form),
        "impossible_date" => Work::One(days::impossible),
        "weekday" => Work::One(days::weekday),
        "iso_date" => Work::One(days::iso),
        "deadline" => Work::One(days::deadline),
        "sum" => Work::One(sums::sum),
        "equation" => Work::One(sums::equation),
        "phone" => Work::One(sums::phone),
        "organisation" => Work::One(names::organisation),
        "salutation" => Work::Whole(letter::salutation),
        "salutation_name" => Work::Whole(letter::salutation_name),
        "closing" => Work::Whole(letter::closing),
        "comma_pair" => Work::Whole(letter::comma_pair),
        "numbering" => Work::Whole(letter::numbering),
        "memo_courtesy" => Work::Whole(letter::memo_courtesy),
        "enclosures" => Work::Whole(letter::enclosures),
        "numbered_enclosures" => Work::Whole(letter::numbered_enclosures),
        "date_last" => Work::Whole(letter::date_last),
        "your_reference" => Work::Whole(letter::your_reference),
        "cited_paragraph" => Work::Whole(letter::cited_paragraph),
        "email_form" => Work::Whole(letter::email_form),
        "mixed_glyphs" => Work::Whole(whole::mixed_glyphs),
        "mixed_quotes" => Work::Whole(whole::mixed_quotes),
        "mixed_spacing" => Work::Whole(whole::mixed_spacing),
        "mixed_grouping" => Work::Whole(whole::mixed_grouping),
        "mixed_percent" => Work::Whole(whole::mixed_percent),
        "mixed_dates" => Work::Whole(whole::mixed_dates),
        "mixed_hyphens" => Work::Whole(whole::mixed_hyphens),
        "connectors" => Work::Whole(whole::connectors),
        "abbreviation" => Work::Whole(whole::abbreviation),
        "two_names" => Work::Whole(whole::two_names),
        "person_spelling" => Work::Whole(whole::person_spelling),
        _ => return None,
    })
}

static RULES: LazyLock<Vec<Compiled>> = LazyLock::new(|| {
    let read = FILES.iter().filter_map(|file| read(file).ok()).flatten();
    read.filter_map(|rule| compile(rule).ok()).collect()
});

static BY_ID: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| RULES.iter().enumerate().map(|(at, compiled)| (compiled.rule.id.as_str(), at)).collect());

/// All of them, compiled.
pub(super) fn all() -> &'static [Compiled] {
    &RULES
}

/// The rules, in the order of the documentation.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().map(|compiled| &compiled.rule)
}

/// A rule by its id.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    BY_ID.get(id).map(|at| &RULES[*at].rule)
}

#[cfg(test)]
pub(super) const ALL_FILES: [&str; 9] = FILES;
