//! What a reader should look at: facts of the points that are not in the text and the other way round, Simplified
//! characters, paragraphs in the wrong language, structure.

use gungman_core::{Document, Fact, FactRow, FactState, Issue, Lang, Severity, Template, is_han};
use gungman_lang::{facts, script};

use crate::annex;
use crate::messages::Messages;
use crate::points;

/// The facts of the points and where they stand in the body, then what is only in the body. `header` are the header's
/// values as printed: what they state is known and never foreign.
#[must_use]
pub fn fact_rows<'a>(document: &Document, points: &str, header: impl IntoIterator<Item = &'a str>) -> Vec<FactRow> {
    let (said, asked) = points::stated(points);
    let header: Vec<&str> = header.into_iter().collect();
    let known = known(header.iter().copied().chain([asked.as_str()]));
    let body: Vec<String> = document.body.iter().map(gungman_core::Block::text).collect();
    facts::compare(&facts::find(&said), &known, &body, document.lang)
}

/// The facts of texts that are known beside the points; a text may be a person's name and nothing else.
pub fn known<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Fact> {
    texts.into_iter().flat_map(|text| facts::find(text).into_iter().chain(facts::person(text))).collect()
}

/// The issues of a document.
#[must_use]
pub fn issues(document: &Document, template: &Template, rows: &[FactRow], messages: &Messages) -> Vec<Issue> {
    let checks = &template.checks;
    let mut issues = Vec::new();
    let mut add = |code: &str, severity, value: &str, block: Option<usize>| {
        issues.push(Issue {
            code: code.to_owned(),
            severity,
            message: messages.issue(code, value),
            field: None,
            block: block.and_then(|at| u32::try_from(at).ok()),
            excerpt: (!value.is_empty()).then(|| value.to_owned()),
        });
    };
    for row in rows {
        let block = row.block.map(|at| at as usize);
        match row.state {
            FactState::Missing => add("fact_missing", Severity::Error, &row.target, block),
            FactState::Changed => add("fact_changed", Severity::Error, &row.target, block),
            FactState::Foreign => add("fact_foreign", Severity::Error, &row.source, block),
            FactState::Pending | FactState::Present => {}
        }
    }
    for (at, block) in document.body.iter().enumerate() {
        let text = block.text();
        let length = text.chars().count();
        if length > checks.max_paragraph_chars as usize {
            add("paragraph_long", Severity::Info, "", Some(at));
        }
        match document.lang {
            Lang::ZhHantHk => {
                for (_, c) in script::find_simplified(&text) {
                    add("simplified", Severity::Error, &c.to_string(), Some(at));
                }
                let letters = text.chars().filter(char::is_ascii_alphabetic).count();
                if han(&text) * 5 < letters {
                    add("wrong_language", Severity::Error, "", Some(at));
                }
            }
            Lang::EnGb => {
                if han(&text) * 5 > length {
                    add("wrong_language", Severity::Error, "", Some(at));
                }
            }
        }
        for word in script::untranslated(&text, document.lang) {
            add("untranslated", Severity::Warning, &word, Some(at));
        }
        if checks.no_salutation && is_salutation(&text, document.lang) {
            add("salutation_in_body", Severity::Warning, "", Some(at));
        }
    }
    for (at, name) in annex::unannounced(document, &template.body.annex) {
        add("annex_unannounced", Severity::Warning, &name, Some(at));
    }
    issues
}

/// How many Han characters a text has.
fn han(text: &str) -> usize {
    text.chars().filter(|c| is_han(*c)).count()
}

fn is_salutation(text: &str, lang: Lang) -> bool {
    let text = text.trim();
    match lang {
        Lang::ZhHantHk => {
            ["敬啟者", "敬覆者", "此致", "謹啟", "謹覆", "尊敬的"].iter().any(|word| text.starts_with(word))
        }
        Lang::EnGb => text.starts_with("Yours ") || (text.starts_with("Dear ") && text.split_whitespace().count() <= 5),
    }
}

/// What is not right about what was written for a point.
#[derive(Debug, Default)]
pub struct Faults {
    /// The facts of the point that are missing or changed, in their official form.
    pub missing: Vec<String>,
    /// Facts that nothing known states.
    pub foreign: Vec<String>,
    /// Words left in the other language.
    pub untranslated: Vec<String>,
}

impl Faults {
    /// The faults of `texts`, whose facts `rows` lists.
    #[must_use]
    pub fn of(rows: &[FactRow], texts: &[String], lang: Lang) -> Self {
        let of = |states: &[FactState], text: fn(&FactRow) -> &String| {
            rows.iter().filter(|row| states.contains(&row.state)).map(|row| text(row).clone()).collect()
        };
        Self {
            missing: of(&[FactState::Missing, FactState::Changed], |row| &row.target),
            foreign: of(&[FactState::Foreign], |row| &row.source),
            untranslated: texts.iter().flat_map(|text| script::untranslated(text, lang)).collect(),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.missing.len() + self.foreign.len() + self.untranslated.len()
    }
}
