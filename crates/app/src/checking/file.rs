//! Checks a file of anybody's: text, Markdown or Word. What is found is listed by line or paragraph, as JSON or as SARIF 2.1.0; what may
//! be put right without asking is put right in a copy beside it, formatting kept, or said in a Word file as a reviewer says it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use gungman_core::{Label, Lang, Severity, Tagged};
use gungman_export::word::{self, Language, Review, Reviewer};
use gungman_lang::check::{self as rules, Accepted, Finding, Kind, Setting};
use serde::Serialize;
use serde_json::json;

use crate::convert::{Kind as FileKind, extension};
use crate::error::Error;
use crate::export::write_new;
use crate::translate::document::{self, Paragraph};
use crate::workbench::api::SegmentKind;

/// What is known of a file before it is read.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The language; without one, the one most of its letters are in.
    pub lang: Option<Lang>,
    /// The document type; without one, a memo and a letter are told by their form.
    pub template: Option<String>,
    /// What a person has settled.
    pub accepted: Accepted,
}

/// One finding, for a list and for other programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The line of a text, the paragraph of a Word file, from 1.
    pub line: usize,
    /// The first character on it, from 1.
    pub column: usize,
    /// How many characters.
    pub length: usize,
    /// Those characters.
    pub excerpt: String,
    /// What to put in their place.
    pub fix: Option<String>,
    /// Whether it may be put there without asking.
    pub sure: bool,
    /// What is wrong, in both languages.
    pub message: Label,
}

/// A file that was checked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// Its path, as it was given.
    pub file: String,
    /// The language it was checked as.
    pub lang: Lang,
    /// The document type it was checked as.
    #[serde(rename = "type")]
    pub template: Option<String>,
    /// What was found, in order.
    pub findings: Vec<Row>,
    /// The copy with the sure fixes, if there are any and they were asked for.
    pub fixed: Option<PathBuf>,
    /// The copy with a reviewer's marks, if there are any and they were asked for.
    pub reviewed: Option<PathBuf>,
    #[serde(skip)]
    raw: Vec<Finding>,
}

impl Checked {
    /// Whether there is an error or a warning.
    #[must_use]
    pub fn is_faulty(&self) -> bool {
        self.findings.iter().any(|row| row.severity > Severity::Info)
    }
}

/// Checks the bytes of a file. `name` is its path, which says what kind it is; `-` is a text.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`].
pub fn check_bytes(name: &str, bytes: &[u8], asked: &Asked, today: NaiveDate) -> Result<Checked, Error> {
    let paragraphs: Vec<rules::Paragraph> = document::read(&kind(name), bytes)?.iter().map(seen).collect();
    let texts = || paragraphs.iter().map(|paragraph| paragraph.text.as_str());
    let lang = asked.lang.unwrap_or_else(|| document::language(texts()));
    let template = asked.template.clone().or_else(|| guess(texts()).map(str::to_owned));
    let setting = Setting { lang, template: template.clone(), today, accepted: asked.accepted.clone() };
    let raw = rules::check(&paragraphs, &setting);
    let findings = raw.iter().map(row).collect();
    Ok(Checked { file: name.to_owned(), lang, template, findings, fixed: None, reviewed: None, raw })
}

/// What a rule is shown of a paragraph.
pub(crate) fn seen(Paragraph { tagged, kind }: &Paragraph) -> rules::Paragraph {
    rules::Paragraph {
        text: tagged.text.trim_end_matches('\r').to_owned(),
        kind: match kind {
            SegmentKind::Text => Kind::Body,
            SegmentKind::Heading => Kind::Heading,
            SegmentKind::Cell => Kind::Cell,
        },
    }
}

/// What is put in the place of which characters, by paragraph.
pub type Edits = BTreeMap<usize, Vec<(Range<usize>, String)>>;

/// The sure fixes of a file that was checked; of two that overlap, the first.
#[must_use]
pub fn sure_edits(checked: &Checked) -> Edits {
    let mut edits = Edits::new();
    for finding in checked.raw.iter().filter(|finding| finding.sure) {
        let Some(fix) = &finding.fix else { continue };
        let here = edits.entry(finding.paragraph).or_default();
        if here.iter().all(|(range, _)| range.end <= finding.range.start || finding.range.end <= range.start) {
            here.push((finding.range.clone(), fix.clone()));
        }
    }
    edits
}

/// The bytes with every sure fix made; nothing when there is none.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`].
pub fn fix_bytes(name: &str, bytes: &[u8], checked: &Checked) -> Result<Option<Vec<u8>>, Error> {
    let edits = sure_edits(checked);
    if edits.is_empty() { Ok(None) } else { edit_bytes(name, bytes, checked.lang, &edits).map(Some) }
}

/// The bytes with edits made, formatting kept.
///
/// # Errors
/// [`Error::FileKind`], [`Error::Word`], [`Error::Encoding`].
pub fn edit_bytes(name: &str, bytes: &[u8], lang: Lang, edits: &Edits) -> Result<Vec<u8>, Error> {
    let extension = kind(name);
    let paragraphs = document::read(&extension, bytes)?;
    let edited: Vec<Option<Tagged>> = paragraphs
        .iter()
        .enumerate()
        .map(|(at, paragraph)| edits.get(&at).map(|edits| edited(&paragraph.tagged, edits)))
        .collect();
    let lang = if lang.is_chinese() { Language::HongKong } else { Language::English };
    if FileKind::of(&extension) == Some(FileKind::Word) {
        let mut next =
            |number: usize, _: &word::Paragraph| edited.get(number).and_then(Option::as_ref).map(ToString::to_string);
        return Ok(word::edit(bytes, lang, &mut next)?.bytes);
    }
    Ok(document::write(&extension, bytes, lang, &edited)?.0)
}

/// What a reviewer says of a Word file that was checked: the sure fixes as tracked changes where that is asked for, the rest as
/// comments where that is.
#[must_use]
pub fn reviews(checked: &Checked, tracked: bool, comments: bool) -> Reviews {
    let changes = if tracked { sure_edits(checked) } else { Edits::new() };
    let made = |finding: &Finding| {
        let here = changes.get(&finding.paragraph);
        finding.sure && here.is_some_and(|here| here.iter().any(|(range, _)| *range == finding.range))
    };
    let said = checked.raw.iter().filter(|finding| comments && !made(finding));
    let mut reviews = tracked_changes(&changes);
    for finding in said {
        reviews.entry(finding.paragraph).or_default().push(comment(finding, finding.range.clone()));
    }
    reviews
}

/// What a reviewer says, by paragraph.
pub type Reviews = BTreeMap<usize, Vec<Review>>;

/// Edits as tracked changes.
pub(crate) fn tracked_changes(edits: &Edits) -> Reviews {
    let change = |(range, fix): &(Range<usize>, String)| Review {
        range: range.clone(),
        fix: Some(fix.clone()),
        comment: String::new(),
    };
    edits.iter().map(|(at, edits)| (*at, edits.iter().map(change).collect())).collect()
}

/// A finding as a comment in both languages.
pub(super) fn comment(finding: &Finding, range: Range<usize>) -> Review {
    let message = finding.message();
    Review { range, fix: None, comment: format!("{}\n{}", message.zh, message.en) }
}

/// A Word file with reviews; nothing when there is nothing to say.
///
/// # Errors
/// [`Error::FileKind`] for a file of another kind, [`Error::Word`].
pub fn review_bytes(name: &str, bytes: &[u8], mut reviews: Reviews) -> Result<Option<Vec<u8>>, Error> {
    let extension = kind(name);
    if FileKind::of(&extension) != Some(FileKind::Word) {
        return Err(Error::FileKind(format!(".{extension}")));
    }
    if reviews.is_empty() {
        return Ok(None);
    }
    let reviewer = Reviewer { author: "Gungman".into(), initials: "G".into(), date: now() };
    let mut next = |number: usize, _: &word::Paragraph| reviews.remove(&number).unwrap_or_default();
    let word::Reviewed { bytes, unplaced } = word::review(bytes, &reviewer, &mut next)?;
    if unplaced > 0 {
        tracing::warn!(unplaced, "a Word file has no paragraph to comment on");
    }
    Ok(Some(bytes))
}

/// The moment as Word writes it; of a day that a test has set, its beginning.
fn now() -> String {
    let now = chrono::Local::now();
    let today = crate::office::today();
    if today == now.date_naive() {
        now.naive_utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
    } else {
        format!("{today}T00:00:00Z")
    }
}

/// Puts the new bytes into a new file beside the original, `name.TAG.docx`, and says where. The original is never written to.
///
/// # Errors
/// [`Error::File`].
pub fn write_beside(file: &Path, tag: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    // A copy that lies there may have been worked on since.
    write_new(folder, &format!("{stem}.{tag}"), &extension(file), bytes)
}

pub(crate) fn kind(name: &str) -> String {
    if name == "-" { "txt".to_owned() } else { extension(Path::new(name)) }
}

fn row(finding: &Finding) -> Row {
    Row {
        rule: finding.rule,
        severity: finding.severity,
        line: finding.paragraph + 1,
        column: finding.range.start + 1,
        length: finding.range.len(),
        excerpt: finding.excerpt.clone(),
        fix: finding.fix.clone(),
        sure: finding.sure,
        message: finding.message(),
    }
}

/// The type of a document by its form: a memo by its heading or labels, a letter by its salutation.
pub(super) fn guess<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'static str> {
    for text in texts.map(str::trim).filter(|text| !text.is_empty()).take(40) {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if matches!(bare.as_str(), "MEMO" | "Memo" | "便箋")
            || bare.starts_with("發文人：")
            || bare.starts_with("受文人：")
        {
            return Some("memo");
        }
        let short = bare.chars().count() <= 10;
        let chinese = short
            && ["先生：", "女士：", "小姐：", "議員：", "博士：", "教授：", "醫生：", "君：", "長："]
                .iter()
                .any(|end| bare.ends_with(end));
        let english = text.starts_with("Dear ") && text.chars().count() <= 40;
        if chinese || english || bare.starts_with("本函檔號") || bare.starts_with("敬啟者") {
            return Some("letter");
        }
    }
    None
}

/// A paragraph with edits made, its tags around the same words.
fn edited(tagged: &Tagged, edits: &[(Range<usize>, String)]) -> Tagged {
    let places: Vec<usize> = tagged.text.char_indices().map(|(at, _)| at).chain([tagged.text.len()]).collect();
    let mut edits: Vec<(Range<usize>, &str)> = edits
        .iter()
        .filter_map(|(range, fix)| Some((*places.get(range.start)?..*places.get(range.end)?, fix.as_str())))
        .collect();
    edits.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (Tagged::default(), 0);
    // Where each kept stretch went: old bytes, and how far on they are now.
    let mut moved: Vec<(Range<usize>, usize)> = Vec::new();
    for (range, fix) in edits {
        if range.start < at {
            continue;
        }
        moved.push((at..range.start, out.text.len()));
        out.text.push_str(&tagged.text[at..range.start]);
        out.text.push_str(fix);
        at = range.end;
    }
    moved.push((at..tagged.text.len(), out.text.len()));
    out.text.push_str(&tagged.text[at..]);
    // What stood inside a changed word stands behind it.
    let place = |old: usize| {
        let kept = moved.iter().find(|(from, _)| old <= from.end);
        kept.map_or(out.text.len(), |(from, to)| to + old.saturating_sub(from.start))
    };
    out.marks = tagged.marks.clone();
    for mark in &mut out.marks {
        mark.range = place(mark.range.start)..place(mark.range.end);
    }
    out
}

/// The findings of files as SARIF 2.1.0 (OASIS), for editors and for the checks of a repository.
#[must_use]
pub fn sarif(files: &[Checked]) -> serde_json::Value {
    let level = |severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let both = |label: &Label| format!("{} {}", label.zh, label.en);
    let known: Vec<&rules::Rule> = rules::rules().collect();
    let described: Vec<_> = known
        .iter()
        .map(|rule| {
            json!({
                "id": rule.id,
                "shortDescription": { "text": both(&rule.message) },
                "fullDescription": { "text": both(&rule.explain) },
                "defaultConfiguration": { "level": level(rule.severity) },
                "properties": { "source": rule.source },
            })
        })
        .collect();
    let mut results = Vec::new();
    for file in files {
        let location = json!({ "uri": uri(&file.file) });
        for row in &file.findings {
            let region = json!({
                "startLine": row.line,
                "startColumn": row.column,
                "endColumn": row.column + row.length,
                "snippet": { "text": row.excerpt },
            });
            let mut result = json!({
                "ruleId": row.rule,
                "ruleIndex": known.iter().position(|rule| rule.id == row.rule),
                "level": level(row.severity),
                "message": { "text": both(&row.message) },
                "locations": [{ "physicalLocation": { "artifactLocation": location, "region": region } }],
            });
            if let Some(fix) = &row.fix {
                let deleted =
                    json!({ "startLine": row.line, "startColumn": row.column, "endColumn": row.column + row.length });
                result["fixes"] = json!([{
                    "artifactChanges": [{
                        "artifactLocation": location,
                        "replacements": [{ "deletedRegion": deleted, "insertedContent": { "text": fix } }],
                    }],
                }]);
            }
            results.push(result);
        }
    }
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "gungman-cli check", "version": env!("CARGO_PKG_VERSION"), "rules": described } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// A path as a relative URI: what a URI has no letters for is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn a_text_is_checked_and_put_right_by_lines() {
        let text = "便箋\r\n政府今日公佈結果,請備悉。\r\n服務質量欠佳。\r\n";
        let checked = check_bytes("-", text.as_bytes(), &Asked::default(), today()).unwrap();
        assert_eq!((checked.lang, checked.template.as_deref()), (Lang::ZhHantHk, Some("memo")));
        let rows: Vec<_> = checked.findings.iter().map(|row| (row.rule, row.line, row.column)).collect();
        assert_eq!(rows, [("glyph-government", 2, 5), ("punct-half-width", 2, 9), ("word-mainland", 3, 3)]);
        let fixed = fix_bytes("-", text.as_bytes(), &checked).unwrap().unwrap();
        // Which of 質素 and 品質 is meant, a person says.
        assert_eq!(String::from_utf8(fixed).unwrap(), "便箋\r\n政府今日公布結果，請備悉。\r\n服務質量欠佳。\r\n");
    }

    #[test]
    fn tags_stay_around_the_words_they_were_around() {
        let (tagged, _) = Tagged::read("政府‹1›今日公佈‹/1›結果‹2/›,請備悉");
        let edits = |text: &str| {
            let checked = check_bytes("-", text.as_bytes(), &Asked::default(), today()).unwrap();
            sure_edits(&checked).remove(&0).unwrap()
        };
        assert_eq!(edited(&tagged, &edits(&tagged.text)).to_string(), "政府‹1›今日公布‹/1›結果‹2/›，請備悉");
        let (tagged, _) = Tagged::read("政府今日‹1›公‹/1›佈結果");
        assert_eq!(edited(&tagged, &edits(&tagged.text)).text, "政府今日公布結果");
    }

    #[test]
    fn the_type_is_told_by_the_form() {
        assert_eq!(guess(["MEMO", "x"].into_iter()), Some("memo"));
        assert_eq!(guess(["", "陳先生："].into_iter()), Some("letter"));
        assert_eq!(guess(["Dear Sir or Madam,"].into_iter()), Some("letter"));
        assert_eq!(guess(["會議於下周舉行，請出席。"].into_iter()), None);
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/公函.txt"), "a%20b/%E5%85%AC%E5%87%BD.txt");
    }
}
