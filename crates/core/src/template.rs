//! A document type as data: the fields of its header, the order of its form in each language, how its body is
//! numbered, what the model is told, and what is checked.
//!
//! A template is a folder under `templates/`: `template.toml`, one `prompt.<lang>.toml` for each language, and
//! `samples.toml`. `templates/README.md` documents every key. Reading files is the caller's work; this module parses
//! and validates their text, so that a bad template is refused as a whole with the reason, before anyone uses it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::language::{Label, Lang};
use crate::sheet::PageSetup;

/// A document type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The folder's name: lower-case ASCII letters and hyphens.
    pub id: String,
    /// Raised whenever the form or the prompt changes in a way that a stored document should know of.
    pub version: u32,
    /// What officers call it: 便箋, Memo.
    pub name: Label,
    /// One sentence: when it is used.
    pub summary: Label,
    /// Paper, faces and margins.
    pub page: PageSetup,
    /// How paragraphs are numbered.
    pub body: BodyStyle,
    /// Labels that differ between departments, by key; the layout refers to them as `{@key}`.
    #[serde(default)]
    pub labels: BTreeMap<String, SettingLabel>,
    /// The header's fields in the order of the form to fill in.
    pub fields: Vec<Field>,
    /// The parts of the sheet, top to bottom, for each language.
    pub layout: BTreeMap<Lang, Vec<LayoutPart>>,
    /// What is checked besides facts and script.
    pub checks: Checks,
    /// What the model is told, for each language. Filled from the prompt files.
    #[serde(skip)]
    pub prompts: BTreeMap<Lang, PromptSpec>,
    /// Sample jobs. Filled from `samples.toml`.
    #[serde(skip)]
    pub samples: Vec<Sample>,
}

/// How the body's paragraphs are numbered and indented.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyStyle {
    /// The first paragraph that carries a number; earlier ones have none. 2 in memos, 0 for no numbers at all.
    pub number_from: u32,
    /// Whether a paragraph without a number is indented on its first line.
    pub indent: bool,
    /// The languages whose paragraphs are flush all the same: English press releases.
    #[serde(default)]
    pub flush: Vec<Lang>,
    /// Whether dates in the text are printed as press releases have them: `November 23`, 十一月二十三日.
    #[serde(default)]
    pub press_dates: bool,
    /// Whether headings carry the numbers, `1.`, and the paragraphs under them `1.1`, as in minutes.
    #[serde(default)]
    pub sectioned: bool,
    /// Printed before every paragraph in place of a number: `□` in a reply slip.
    #[serde(default)]
    pub mark: String,
    /// The headings documents of this type usually have. A line of the points that says one of them, in either language,
    /// becomes the heading in the document's language.
    #[serde(default)]
    pub sections: Vec<Label>,
    /// The head of a column at the right that says who acts, as in minutes; empty for no such column. A paragraph's
    /// entry in it is typed at its end, `【秘書】`.
    #[serde(default)]
    pub action: Label,
    /// What makes a heading of the body the beginning of an annex.
    #[serde(default)]
    pub annex: AnnexStyle,
}

/// How the annexes of a document are called and numbered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnexStyle {
    /// The word an annex's name begins with, 附件 or Annex; empty where documents of this type have none. A heading that is this
    /// word in either language with a letter or a number (附件A), or before a colon, begins an annex.
    #[serde(default)]
    pub word: Label,
    /// The first paragraph of an annex that carries a number; every annex counts anew. Sections count anew as well.
    #[serde(default)]
    pub number_from: u32,
}

/// A label departments write differently: the likelier wording first, the others kept as choices for an administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingLabel {
    /// The wording in Chinese.
    pub zh: String,
    /// The wording in English.
    pub en: String,
    /// Other wordings seen in Chinese.
    #[serde(default)]
    pub other_zh: Vec<String>,
    /// Other wordings seen in English.
    #[serde(default)]
    pub other_en: Vec<String>,
}

impl SettingLabel {
    /// The wording in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhHantHk => &self.zh,
            Lang::EnGb => &self.en,
        }
    }
}

/// One field of the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Field {
    /// Lower-case ASCII letters, digits and underscores.
    pub id: String,
    /// Its name in the form.
    pub label: Label,
    /// What may stand in it.
    pub kind: FieldKind,
    /// Whether a document may be exported without it.
    #[serde(default)]
    pub required: bool,
    /// Whether the form shows it only under “more fields”.
    #[serde(default)]
    pub more: bool,
    /// What stands in it when nothing is typed: `today`, the id of a choice, or plain text.
    #[serde(default)]
    pub default: String,
    /// An example, shown in grey.
    #[serde(default)]
    pub hint: Label,
    /// The most characters (not bytes) it takes; 0 for the kind's own limit.
    #[serde(default)]
    pub max: u32,
    /// For `choice`: the name of a list in `templates/choices.toml`.
    #[serde(default)]
    pub choices: String,
}

/// What may stand in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A list, one entry a line.
    Lines,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// One of a list.
    Choice,
    /// A telephone or fax number.
    Phone,
    /// An email address.
    Email,
    /// A file reference, `(13) in OLA 4/08`.
    Reference,
}

/// Why a value does not fit its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Misfit {
    /// Required and empty.
    Required,
    /// Longer than the field takes.
    TooLong,
    /// A line break in a field of one line.
    OneLine,
    /// Not a date of the calendar, `YYYY-MM-DD`.
    Date,
    /// Not one of the choices.
    Choice,
    /// Not a Hong Kong number of eight digits, nor an international one.
    Phone,
    /// Not an email address.
    Email,
    /// Not of the form `(13) in OLA 4/08`.
    Reference,
}

impl Field {
    /// Whether `value` fits, and if not, why. Pure; `choices` is the list a choice field names.
    #[must_use]
    pub fn misfit(&self, value: &str, choices: Option<&ChoiceList>) -> Option<Misfit> {
        let value = value.trim();
        if value.is_empty() {
            return (self.required && self.default.is_empty()).then_some(Misfit::Required);
        }
        let limit = match (self.max, self.kind) {
            (0, FieldKind::Lines) => 2000,
            (0, _) => 200,
            (max, _) => max as usize,
        };
        if value.chars().count() > limit {
            return Some(Misfit::TooLong);
        }
        if self.kind != FieldKind::Lines && value.contains('\n') {
            return Some(Misfit::OneLine);
        }
        match self.kind {
            FieldKind::Text | FieldKind::Lines => None,
            FieldKind::Date => {
                let well_formed = value.len() == 10 && chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok();
                (!well_formed).then_some(Misfit::Date)
            }
            FieldKind::Choice => {
                let known = choices.is_some_and(|list| list.get(value).is_some());
                (!known).then_some(Misfit::Choice)
            }
            FieldKind::Phone => (!is_phone(value)).then_some(Misfit::Phone),
            FieldKind::Email => (!is_email(value)).then_some(Misfit::Email),
            FieldKind::Reference => (!is_reference(value)).then_some(Misfit::Reference),
        }
    }
}

/// Eight digits beginning with 2, 3 or 5 to 9 (the Hong Kong numbering plan), several divided by `/` or `、`; or `+`
/// and 8 to 15 digits. An extension after `ext` is allowed.
fn is_phone(value: &str) -> bool {
    value.split(['/', '、', ';']).all(|number| {
        let number = number.trim();
        let main = number.split_once("ext").map_or(number, |(main, _)| main).trim();
        if !main.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')')) {
            return false;
        }
        let digits: String = main.chars().filter(char::is_ascii_digit).collect();
        if main.starts_with('+') {
            return (8..=15).contains(&digits.len());
        }
        let local = digits.strip_prefix("852").filter(|rest| rest.len() == 8).unwrap_or(&digits);
        local.len() == 8 && matches!(local.as_bytes().first(), Some(b'2' | b'3' | b'5'..=b'9'))
    })
}

fn is_email(value: &str) -> bool {
    let Some((local, host)) = value.split_once('@') else { return false };
    !local.is_empty()
        && !value.contains(char::is_whitespace)
        && host.split('.').count() >= 2
        && host.split('.').all(|label| !label.is_empty())
}

/// `(13) in OLA 4/08 Pt. 2`; the serial may be blank in a draft, and a bare file number without a serial is allowed.
fn is_reference(value: &str) -> bool {
    let file = if let Some(rest) = value.strip_prefix('(') {
        let Some((serial, rest)) = rest.split_once(')') else { return false };
        if !serial.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '\u{3000}') {
            return false;
        }
        let Some(file) = rest.trim_start().strip_prefix("in ") else { return false };
        file
    } else {
        value
    };
    file.chars().any(char::is_alphanumeric)
}

/// A list a choice field chooses from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChoiceList {
    /// The choices in the order of the form.
    pub choices: Vec<Choice>,
}

impl ChoiceList {
    /// The choice with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.id == id)
    }
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is stored.
    pub id: String,
    /// What the form shows.
    pub label: Label,
    /// What the sheet prints; empty for nothing (`unclassified`, `none`).
    #[serde(default)]
    pub print: Label,
}

/// The choice lists of all templates, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChoiceLists(pub BTreeMap<String, ChoiceList>);

impl ChoiceLists {
    /// Parses `templates/choices.toml`.
    ///
    /// # Errors
    /// When the text is not TOML of this shape, or an id is given twice in a list.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let lists: Self = toml::from_str(text).map_err(|e| TemplateError::Syntax(e.to_string()))?;
        for (name, list) in &lists.0 {
            let mut seen = BTreeSet::new();
            for choice in &list.choices {
                if !seen.insert(&choice.id) {
                    return Err(TemplateError::Content(format!("choice list {name}: {} is there twice", choice.id)));
                }
            }
        }
        Ok(lists)
    }

    /// A list by name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ChoiceList> {
        self.0.get(name)
    }
}

/// The role of a part of the layout; `Body` is where the document's blocks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The classification, at the top and the foot of each page (not a part of its own).
    Marking,
    /// See [`crate::sheet::Part::Letterhead`].
    Letterhead,
    /// See [`crate::sheet::Part::Delivery`].
    Delivery,
    /// See [`crate::sheet::Part::Title`].
    Title,
    /// See [`crate::sheet::Part::Grid`].
    Grid,
    /// See [`crate::sheet::Part::References`].
    References,
    /// See [`crate::sheet::Part::Address`].
    Address,
    /// Plain lines at the left that the form prints, drawn as an address is.
    Lines,
    /// A list as numbered lines, `1.` and on: an agenda. Drawn as references are.
    Numbered,
    /// See [`crate::sheet::Part::Date`].
    Date,
    /// See [`crate::sheet::Part::Salutation`].
    Salutation,
    /// See [`crate::sheet::Part::Subject`].
    Subject,
    /// The document's blocks.
    Body,
    /// See [`crate::sheet::Part::Closing`].
    Closing,
    /// See [`crate::sheet::Part::Signature`].
    Signature,
    /// See [`crate::sheet::Part::Enclosures`].
    Enclosures,
    /// See [`crate::sheet::Part::Copies`].
    Copies,
    /// See [`crate::sheet::Part::DateLine`].
    DateLine,
}

/// One part of a layout.
///
/// Texts hold placeholders: `{field}` is a field's value as the language prints it, `{a|b}` the first of several that
/// is not empty, `{@key}` a setting label, `{date:weekday}` a date in another of [`DATE_FORMS`]. A line whose placeholders are all empty is left out, and a part without
/// lines is left out; a literal empty line (room to sign) stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoutPart {
    /// What it is.
    pub role: Role,
    /// Only when all of these hold: `field` (filled), `!field` (empty), `field=value`, `field!=value`.
    #[serde(default)]
    pub when: Vec<String>,
    /// For roles of one text.
    #[serde(default)]
    pub text: String,
    /// For roles of several lines (letterhead, address, lines, signature).
    #[serde(default)]
    pub lines: Vec<String>,
    /// For enclosures and copies: the label before the list.
    #[serde(default)]
    pub label: String,
    /// For enclosures and copies: the list's field.
    #[serde(default)]
    pub items: String,
    /// For enclosures: whether the document's annexes are listed after those of the field.
    #[serde(default)]
    pub annexes: bool,
    /// For references: the cells.
    #[serde(default)]
    pub cells: Vec<LayoutCell>,
    /// For a grid: the rows.
    #[serde(default)]
    pub rows: Vec<LayoutRow>,
}

/// One row of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoutRow {
    /// The sender's half.
    #[serde(default)]
    pub left: Option<LayoutCell>,
    /// The addressee's half.
    #[serde(default)]
    pub right: Option<LayoutCell>,
}

/// A label and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayoutCell {
    /// The label, with its colon.
    pub label: String,
    /// The value.
    pub value: String,
    /// Whether the cell stays on the form when its value is empty, as pre-printed forms have it.
    #[serde(default)]
    pub keep: bool,
}

/// Checks of structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// The fewest paragraphs that make a document of this type.
    pub min_paragraphs: u32,
    /// More than this many characters in one paragraph is doubtful.
    pub max_paragraph_chars: u32,
    /// Whether a salutation or a closing inside the body is wrong (memos have none; letters have the program's own).
    pub no_salutation: bool,
}

/// What the model is told to write the body of this type in one language. Everything here is constant, so that its
/// evaluated prefix can be kept; only the officer's own turn follows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromptSpec {
    /// Who the model is and the rules of the text.
    pub system: String,
    /// The turn of the first point, which also introduces the document: any field, and `{point}`, `{self}` and
    /// `{other}` (本署 and 貴處, from `templates/address.toml`). A line whose placeholders are all empty is left out.
    pub opening: String,
    /// The turn of every further point.
    pub turn: String,
    /// The turn that asks for a repair, with `{missing}`, `{foreign}` and `{untranslated}`; lines with empty placeholders are left out.
    pub repair: String,
    /// Words with which a model refuses or excuses itself, in lower case: an answer that has one says nothing for the document.
    pub refusals: Vec<String>,
    /// The closing line about whom to call, which code writes.
    pub enquiry: EnquirySpec,
    /// The line under a point that asks for another wording of what was written before.
    pub another: String,
    /// Worked examples.
    #[serde(rename = "example")]
    pub examples: Vec<Example>,
}

/// How enquiries are found in rough points, and how the language writes whom to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnquirySpec {
    /// Words that begin it, in lower case, in any language of the notes: 查詢, 搵, enquiries.
    pub triggers: Vec<String>,
    /// Words between the trigger, the name and the number that say nothing more: 與, 電話, at, tel.
    pub fillers: Vec<String>,
    /// What a post, an office or a person ends with, in lower case: with a telephone behind it and nothing else, it is
    /// whom to call (場地主任 2474 0011).
    pub offices: Vec<String>,
    /// The paragraph with `{phone}`.
    pub phone: String,
    /// The paragraph with `{phone}` and `{name}`.
    pub name_and_phone: String,
}

/// A worked example: a document by its values, and its points as they were written out one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// The values of the opening's placeholders but the point's own.
    pub values: BTreeMap<String, String>,
    /// The points in their order.
    pub points: Vec<WorkedPoint>,
}

/// A point and what a clerk makes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkedPoint {
    /// The point, as code readies it for the model; its facts are found by code.
    pub note: String,
    /// The text, one line a paragraph.
    pub text: String,
}

/// A sample job: a header and points that really run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// What the job is, in a few words.
    pub title: Label,
    /// The language of the document.
    pub lang: Lang,
    /// The header.
    pub fields: BTreeMap<String, String>,
    /// The rough points.
    pub points: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SampleFile {
    #[serde(default)]
    sample: Vec<Sample>,
}

/// Why a template was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// The text is not TOML of the documented shape.
    #[error("{0}")]
    Syntax(String),
    /// The text is well formed and says something that cannot be.
    #[error("{0}")]
    Content(String),
}

impl Template {
    /// Parses and validates the files of one template folder.
    ///
    /// # Errors
    /// [`TemplateError::Syntax`] with the line when a file is not of the documented shape, and
    /// [`TemplateError::Content`] when the layout names a field, a label or a choice list that is not there, when a
    /// language lacks its layout or its prompt, or when an example or a sample does not fit the fields.
    pub fn parse(
        template: &str,
        prompts: &[(Lang, &str)],
        samples: &str,
        choices: &ChoiceLists,
    ) -> Result<Self, TemplateError> {
        let syntax = |what: &str, e: &dyn std::fmt::Display| TemplateError::Syntax(format!("{what}: {e}"));
        let mut this: Self = toml::from_str(template).map_err(|e| syntax("template.toml", &e))?;
        for (lang, text) in prompts {
            let spec = toml::from_str(text).map_err(|e| syntax(&format!("prompt.{lang}.toml"), &e))?;
            this.prompts.insert(*lang, spec);
        }
        let file: SampleFile = toml::from_str(samples).map_err(|e| syntax("samples.toml", &e))?;
        this.samples = file.sample;
        this.validate(choices)?;
        Ok(this)
    }

    /// The field with this id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    fn validate(&self, choices: &ChoiceLists) -> Result<(), TemplateError> {
        let fail = |why: String| Err(TemplateError::Content(format!("template {}: {why}", self.id)));
        if self.id.is_empty() || !self.id.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
            return fail("the id must be lower-case letters and hyphens".into());
        }
        let mut ids = BTreeSet::new();
        for field in &self.fields {
            if field.id.is_empty() || !field.id.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                return fail(format!("field “{}”: the id must be lower-case letters and underscores", field.id));
            }
            if !ids.insert(field.id.as_str()) {
                return fail(format!("field {} is there twice", field.id));
            }
            if field.label.zh.is_empty() || field.label.en.is_empty() {
                return fail(format!("field {} lacks a label in one language", field.id));
            }
            let list = choices.get(&field.choices);
            if (field.kind == FieldKind::Choice) != list.is_some() {
                return fail(format!("field {}: its choice list “{}” is not in choices.toml", field.id, field.choices));
            }
            let bare = Field { required: false, ..field.clone() };
            if field.default != "today" && bare.misfit(&field.default, list).is_some() {
                return fail(format!("field {}: the default “{}” does not fit it", field.id, field.default));
            }
        }
        if !(1..=2).contains(&self.page.number_from) {
            return fail("page.number_from is 1 or 2".into());
        }
        for lang in Lang::ALL {
            for key in placeholders(self.page.page_number.get(lang)) {
                if !matches!(key, "n" | "m") {
                    return fail(format!("page.page_number: {{{key}}} is neither {{n}} nor {{m}}"));
                }
            }
            self.validate_text(self.page.running.get(lang), &ids)
                .or_else(|why| fail(format!("page.running: {why}")))?;
            let Some(parts) = self.layout.get(&lang) else { return fail(format!("no layout for {lang}")) };
            if parts.iter().filter(|part| part.role == Role::Body).count() != 1 {
                return fail(format!("the layout for {lang} must have exactly one body"));
            }
            for part in parts {
                self.validate_part(part, &ids).or_else(|why| fail(format!("layout {lang}, {:?}: {why}", part.role)))?;
            }
            let Some(prompt) = self.prompts.get(&lang) else { return fail(format!("no prompt for {lang}")) };
            if prompt.examples.is_empty() {
                return fail(format!("the prompt for {lang} has no worked example"));
            }
            let asks = [("opening", &prompt.opening), ("turn", &prompt.turn), ("repair", &prompt.repair)];
            for (name, text) in asks {
                for key in placeholders(text) {
                    let known = ids.contains(key)
                        || matches!(key, "point" | "missing" | "foreign" | "untranslated" | "self" | "other");
                    if !known {
                        return fail(format!("prompt {lang}, {name}: {{{key}}} is neither a field nor a value"));
                    }
                }
            }
            for example in &prompt.examples {
                let untrimmed = |text: &String| text.trim() != text || text.is_empty();
                if example.points.is_empty() || example.points.iter().any(|p| untrimmed(&p.note) || untrimmed(&p.text))
                {
                    return fail(format!("prompt {lang}: an example has an empty or untrimmed point"));
                }
            }
        }
        for sample in &self.samples {
            for (id, value) in &sample.fields {
                let Some(field) = self.field(id) else { return fail(format!("sample field {id} is not a field")) };
                if let Some(misfit) = field.misfit(value, choices.get(&field.choices)) {
                    return fail(format!("sample field {id}: “{value}” does not fit ({misfit:?})"));
                }
            }
            if sample.points.trim().is_empty() {
                return fail("a sample has no points".into());
            }
        }
        Ok(())
    }

    /// Whether every placeholder of a text is one that can be filled.
    fn validate_text(&self, text: &str, ids: &BTreeSet<&str>) -> Result<(), String> {
        for key in placeholders(text) {
            match (key.strip_prefix('@'), key.split_once(':')) {
                (Some(label), _) if self.labels.contains_key(label) => {}
                (None, None) if ids.contains(key) || DERIVED.contains(&key) => {}
                (None, Some((date, form))) => {
                    if self.field(date).is_none_or(|field| field.kind != FieldKind::Date) {
                        return Err(format!("{{{key}}}: {date} is no date"));
                    }
                    if !DATE_FORMS.contains(&form) {
                        return Err(format!("{{{key}}}: dates have no form “{form}”"));
                    }
                }
                _ => return Err(format!("{{{key}}} is neither a field nor a label")),
            }
        }
        Ok(())
    }

    fn validate_part(&self, part: &LayoutPart, ids: &BTreeSet<&str>) -> Result<(), String> {
        let texts = [part.text.as_str(), part.label.as_str()]
            .into_iter()
            .chain(part.lines.iter().map(String::as_str))
            .chain(part.cells.iter().flat_map(cell_texts))
            .chain(part.rows.iter().flat_map(|row| row.left.iter().chain(row.right.iter()).flat_map(cell_texts)));
        for text in texts {
            self.validate_text(text, ids)?;
        }
        if part.annexes && part.role != Role::Enclosures {
            return Err("annexes are listed under enclosures only".into());
        }
        for condition in &part.when {
            let id = condition.trim_start_matches('!');
            let id = id.split_once("!=").or_else(|| id.split_once('=')).map_or(id, |(id, _)| id);
            if !ids.contains(id) {
                return Err(format!("the condition “{condition}” names no field"));
            }
        }
        if !part.items.is_empty() && !ids.contains(part.items.as_str()) {
            return Err(format!("the items “{}” are no field", part.items));
        }
        Ok(())
    }
}

/// The forms a date may take besides the language's usual one: Chinese numerals, with its weekday, its month only, and
/// the two of press releases.
pub const DATE_FORMS: [&str; 5] = ["numerals", "weekday", "month", "press", "press_day"];

/// Lays a file of a template over the same file of the template it extends: tables key by key, fields by their id, any
/// other list or value as a whole. `without` names fields of the base that are not taken over.
///
/// # Errors
/// [`TemplateError::Syntax`] when one of the two is not TOML.
pub fn lay_over(base: &str, own: &str) -> Result<String, TemplateError> {
    let parse = |text: &str| text.parse::<toml::Table>().map_err(|e| TemplateError::Syntax(e.to_string()));
    let (mut all, mut own) = (parse(base)?, parse(own)?);
    own.remove("extends");
    let without = own.remove("without").and_then(|ids| ids.as_array().cloned()).unwrap_or_default();
    if let Some(toml::Value::Array(fields)) = all.get_mut("fields") {
        fields.retain(|field| !field.get("id").is_some_and(|id| without.contains(id)));
    }
    merge(&mut all, own);
    toml::to_string(&all).map_err(|e| TemplateError::Syntax(e.to_string()))
}

/// What a template extends, if anything.
#[must_use]
pub fn extends(template: &str) -> Option<String> {
    let table = template.parse::<toml::Table>().ok()?;
    table.get("extends").and_then(|base| base.as_str()).map(str::to_owned)
}

fn merge(all: &mut toml::Table, own: toml::Table) {
    for (key, value) in own {
        match (all.get_mut(&key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            (Some(toml::Value::Array(old)), toml::Value::Array(new)) if key == "fields" => {
                for field in new {
                    match old.iter_mut().find(|known| known.get("id") == field.get("id")) {
                        Some(known) => *known = field,
                        None => old.push(field),
                    }
                }
            }
            (_, value) => {
                all.insert(key, value);
            }
        }
    }
}

/// Placeholders that are not fields but follow from them by rule: the salutation and the closing of a letter.
pub const DERIVED: [&str; 3] = ["salutation_line", "closing_line", "addressee_line"];

fn cell_texts(cell: &LayoutCell) -> [&str; 2] {
    [cell.label.as_str(), cell.value.as_str()]
}

/// The names inside `{…}` in `text`, those of alternatives (`{a|b}`) one by one.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).flat_map(|(names, _)| names.split('|'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind) -> Field {
        Field {
            id: "x".into(),
            label: Label::new("甲", "X"),
            kind,
            required: false,
            more: false,
            default: String::new(),
            hint: Label::default(),
            max: 0,
            choices: String::new(),
        }
    }

    #[test]
    fn phones_follow_the_hong_kong_numbering_plan() {
        let phone = field(FieldKind::Phone);
        for good in ["2835 1107", "28351107", "(852) 2835 1107", "+852 2835 1107", "2835 1107 / 9123 4567"] {
            assert_eq!(phone.misfit(good, None), None, "{good}");
        }
        for bad in ["1835 1107", "2835 110", "4835 1107", "2835-11O7", "電話"] {
            assert_eq!(phone.misfit(bad, None), Some(Misfit::Phone), "{bad}");
        }
    }

    #[test]
    fn references_may_have_a_blank_serial() {
        let reference = field(FieldKind::Reference);
        for good in ["(13) in OLA 4/08", "(  ) in EP 12/6/3", "() in FP(LC) 314/07 Pt. 10", "EP 12/6/3"] {
            assert_eq!(reference.misfit(good, None), None, "{good}");
        }
        for bad in ["(13 in OLA", "(13) OLA 4/08", "(x) in OLA 4/08", "--"] {
            assert_eq!(reference.misfit(bad, None), Some(Misfit::Reference), "{bad}");
        }
    }

    #[test]
    fn dates_must_be_days_of_the_calendar() {
        let date = field(FieldKind::Date);
        assert_eq!(date.misfit("2028-02-29", None), None);
        for bad in ["2026-02-29", "2026-13-01", "23.11.2026", "2026-1-1"] {
            assert_eq!(date.misfit(bad, None), Some(Misfit::Date), "{bad}");
        }
    }

    #[test]
    fn a_required_field_with_a_default_may_be_left_empty() {
        let mut text = field(FieldKind::Text);
        text.required = true;
        assert_eq!(text.misfit("  ", None), Some(Misfit::Required));
        text.default = "x".into();
        assert_eq!(text.misfit("", None), None);
        text.max = 3;
        assert_eq!(text.misfit("甲乙丙丁", None), Some(Misfit::TooLong));
        assert_eq!(text.misfit("a\nb", None), Some(Misfit::OneLine));
    }

    #[test]
    fn a_template_laid_over_another_keeps_what_it_does_not_say() {
        let base =
            "id = 'a'\n[page]\nx = 1\ny = 2\n[[fields]]\nid = 'p'\nn = 1\n[[fields]]\nid = 'q'\n[[layout.z]]\nr = 1\n";
        let own = "id = 'b'\nextends = 'a'\nwithout = ['q']\n[page]\ny = 3\n[[fields]]\nid = 'p'\nn = 9\n[[fields]]\nid = 's'\n";
        let all: toml::Table = lay_over(base, own).unwrap().parse().unwrap();
        let wanted =
            "id = 'b'\n[page]\nx = 1\ny = 3\n[[fields]]\nid = 'p'\nn = 9\n[[fields]]\nid = 's'\n[[layout.z]]\nr = 1\n";
        assert_eq!(all, wanted.parse::<toml::Table>().unwrap());
        assert_eq!(extends(own).as_deref(), Some("a"));
    }

    #[test]
    fn placeholders_are_found_with_their_alternatives() {
        let found: Vec<_> = placeholders("（{signer}　{@for}）{a|b}").collect();
        assert_eq!(found, ["signer", "@for", "a", "b"]);
    }
}
