//! The checker on documents of the desk: the composed sheet is looked at, header fields with it; what is settled stays silent.

use gungman_app::Office;
use gungman_app::checking::CheckRow;
use gungman_app::checking::accepted::{AcceptedItem, AcceptedKind};
use gungman_app::shelf::Shelf;
use gungman_core::{Block, Document, Label, Lang, Severity};
use gungman_tests::{scripted, workspace};
use serde_json::json;

fn looked(office: &Office, document: &Document) -> Vec<CheckRow> {
    office.compose(document, "").unwrap().issues
}

fn document(template: &str, lang: Lang, fields: &[(&str, &str)], body: &[&str]) -> Document {
    let mut document = Document::new(template, lang);
    document.fields = fields.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
    document.body = body.iter().map(|text| Block::paragraph(*text)).collect();
    document
}

/// The rule, the field, the block, the fix.
type Found<'a> = (&'a str, Option<&'a str>, Option<u32>, Option<&'a str>);

/// The facts of these documents are in no points.
fn found(rows: &[CheckRow]) -> Vec<Found<'_>> {
    let rules = rows.iter().filter(|row| row.code != "fact_foreign");
    rules.map(|row| (row.code.as_str(), row.field.as_deref(), row.block, row.fix.as_deref())).collect()
}

#[tokio::test]
async fn header_fields_and_the_body_are_looked_at_where_they_stand() {
    let test = scripted(json!([])).await;
    let memo = document(
        "memo",
        Lang::ZhHantHk,
        &[("from", "環境保護署署長"), ("to", "衛生署署長"), ("subject", "公佈結果")],
        &["本署將公布結果。", "詳情見下文第9段,請備悉。", "謹此通知。"],
    );
    let rows = looked(&test.office, &memo);
    let codes = found(&rows);
    assert!(codes.contains(&("glyph-department", Some("to"), None, Some("衞生署"))), "{codes:?}");
    assert!(codes.contains(&("glyph-government", Some("subject"), None, Some("公布"))), "{codes:?}");
    assert!(codes.contains(&("punct-half-width", None, Some(1), Some("，"))), "{codes:?}");
    assert!(codes.iter().any(|(code, _, block, _)| (*code, *block) == ("paragraph-cited", Some(1))), "{codes:?}");
    let comma = rows.iter().find(|row| row.code == "punct-half-width").unwrap();
    assert_eq!(comma.range, Some((8, 9)), "characters of the block, the paragraph's number not counted");
    let department = rows.iter().position(|row| row.code == "glyph-department").unwrap();
    let comma = rows.iter().position(|row| row.code == "punct-half-width").unwrap();
    assert!(department < comma, "in the order of the sheet");
}

#[tokio::test]
async fn a_thing_is_told_once() {
    let test = scripted(json!([])).await;
    let memo = document("memo", Lang::ZhHantHk, &[], &["請于周一前处理。", "敬啟者", "唔該。"]);
    let rows = looked(&test.office, &memo);
    let (mut places, mut doubled) = (std::collections::BTreeSet::new(), Vec::new());
    for row in &rows {
        if !places.insert((row.block, row.excerpt.clone())) {
            doubled.push(row);
        }
    }
    assert!(doubled.is_empty(), "{doubled:?}");
    assert!(rows.iter().any(|row| row.excerpt.as_deref().is_some_and(|text| text.contains('处'))), "{rows:?}");
}

#[tokio::test]
async fn what_is_settled_is_silent_until_it_is_taken_back() {
    let test = scripted(json!([])).await;
    let office = &test.office;
    let memo = document("memo", Lang::ZhHantHk, &[], &["服務質量欠佳，視頻已公佈。"]);
    let codes = || looked(office, &memo).into_iter().map(|row| row.code).collect::<Vec<_>>();
    let all = codes();
    assert!(all.iter().any(|code| code == "word-mainland") && all.iter().any(|code| code == "glyph-government"));
    let item = |kind, rule: &str, value: &str| AcceptedItem {
        kind,
        rule: rule.into(),
        value: value.into(),
        about: Label::default(),
    };
    let word = item(AcceptedKind::Word, "", "質量");
    office.accept(&word).await.unwrap();
    office.accept(&item(AcceptedKind::Finding, "word-mainland", "視頻")).await.unwrap();
    assert!(!codes().contains(&"word-mainland".to_owned()), "{:?}", codes());
    let rule = item(AcceptedKind::Rule, "glyph-government", "memo");
    assert_eq!(office.accept(&rule).await.unwrap().len(), 3);
    assert!(!codes().contains(&"glyph-government".to_owned()));
    office.unaccept(&rule).await.unwrap();
    office.unaccept(&word).await.unwrap();
    assert!(codes().contains(&"glyph-government".to_owned()) && codes().contains(&"word-mainland".to_owned()));
    // What would silence nothing, or everything, is not kept.
    assert_eq!(office.accept(&item(AcceptedKind::Finding, "word-mainland", "")).await.unwrap().len(), 1);
    assert_eq!(office.accept(&item(AcceptedKind::Rule, "no-such-rule", "")).await.unwrap().len(), 1);
}

#[test]
fn rules_name_document_types_that_there_are() {
    let shelf = Shelf::load(&workspace().join("templates")).unwrap();
    let known: Vec<&str> = shelf.templates.iter().map(|template| template.id.as_str()).collect();
    for rule in gungman_lang::check::rules() {
        for id in rule.types.iter().chain(&rule.not_types) {
            assert!(known.contains(&id.as_str()), "{}: no document type {id}", rule.id);
        }
    }
}

#[tokio::test]
async fn worked_examples_look_clean_to_the_checker() {
    let test = scripted(json!([])).await;
    let mut loud = Vec::new();
    for template in &test.office.shelf.templates {
        for (lang, spec) in &template.prompts {
            let fields = template.samples.iter().find(|sample| sample.lang == *lang).map(|sample| &sample.fields);
            for example in &spec.examples {
                let mut document = Document::new(&template.id, *lang);
                document.fields = fields.cloned().unwrap_or_default();
                let lines = example.points.iter().flat_map(|point| point.text.lines());
                document.body = lines.map(Block::paragraph).collect();
                for row in looked(&test.office, &document) {
                    // The header is another document's: its facts, its enclosures and its day are not those of the body.
                    let borrowed = matches!(row.code.as_str(), "fact_foreign" | "deadline-past" | "enclosure-missing");
                    if row.severity > Severity::Info && !borrowed {
                        loud.push(format!("{} {lang} {} {:?} {:?}", template.id, row.code, row.excerpt, row.fix));
                    }
                }
            }
        }
    }
    assert!(loud.is_empty(), "{}", loud.join("\n"));
}
