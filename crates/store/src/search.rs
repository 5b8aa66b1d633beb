//! Looking for documents: the index finds them, filters narrow them, and the place is shown as it is written.

use gungman_core::Document;

use crate::columns::{BODY_PARTS, parts};
use crate::fold::{Folded, fold, fold_with_origins, is_indexed, spaced, stands_alone};
use crate::{Dates, DocumentRow, SearchHit, SearchQuery, Store, StoreError, from_json};

/// How many are given when a query does not say.
const LIMIT: u32 = 100;
/// From so many hits on they are not gathered and sorted: the documents are gone through from the last saved on, and each is asked
/// for in the index, until there are enough.
const MANY: i64 = 2000;
/// How many characters of a snippet stand before the first place found, and how many it has in all.
const BEFORE: usize = 24;
const SNIPPET: usize = 120;

/// A query's text as the index and the rows are asked for it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// What the index is asked; empty when it cannot be.
    pub index: String,
    /// Whether a word is asked for by its beginning.
    pub open: bool,
    /// A stretch every row must have, in the form of `search_text`; empty for none.
    pub stretch: String,
    /// What is shown in the snippet, folded.
    pub words: Vec<String>,
}

impl Asked {
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        if folded.is_empty() {
            return Self::default();
        }
        let plain = folded.chars().all(|c| c == ' ' || is_indexed(c));
        let words: Vec<String> =
            if plain { folded.split(' ').map(str::to_owned).collect() } else { vec![folded.clone()] };
        // A text without a single indexed character (a sign, a rare one) is looked for in every row.
        let open = words.iter().any(|word| goes_on(word));
        let index = words.iter().filter(|word| word.chars().any(is_indexed)).map(|word| phrase(word));
        let index = index.collect::<Vec<_>>().join(" AND ");
        Self { index, open, stretch: if plain { String::new() } else { spaced(&folded) }, words }
    }
}

/// A phrase of FTS5. The last word of letters or digits may go on: it is being typed.
fn phrase(word: &str) -> String {
    let quoted = spaced(word).replace('"', "\"\"");
    let open = goes_on(word);
    format!("\"{quoted}\"{}", if open { "*" } else { "" })
}

/// Whether a word may go on after its last character.
fn goes_on(word: &str) -> bool {
    word.chars().next_back().is_some_and(|last| is_indexed(last) && !stands_alone(last))
}

impl Store {
    /// The documents that a query asks for, last saved first, each with the place that was found.
    ///
    /// # Errors
    /// `store_damaged` when a row is no document.
    pub async fn search(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, StoreError> {
        let asked = Asked::of(&query.text);
        let rows = self.matching(query, &asked).await?;
        let mut hits = Vec::with_capacity(rows.len());
        for row in rows {
            let (snippet, marks) = if asked.words.is_empty() {
                Default::default()
            } else {
                match self.texts(row.id).await? {
                    Some((document, points)) => snippet(&document, &points, &asked.words),
                    // Deleted in between.
                    None => continue,
                }
            };
            hits.push(SearchHit { row, snippet, marks });
        }
        Ok(hits)
    }

    pub(crate) async fn matching(&self, query: &SearchQuery, asked: &Asked) -> Result<Vec<DocumentRow>, StoreError> {
        let correspondent = fold(&query.correspondent);
        let reference = fold(&query.reference);
        let limit = if query.limit == 0 { LIMIT } else { query.limit };
        // One statement for each way: the first does not ask the index at all.
        macro_rules! rows {
            ($in_order:tt, $which:tt) => {
                sqlx::query!(
                    "SELECT id, template, lang, subject, correspondent, reference, doc_date, classification, first_line, \
                     updated_at, (SELECT count(*) FROM versions WHERE versions.document_id = documents.id) AS \"versions!: i64\", \
                     coalesce(received, '') AS \"received!: String\", coalesce(due, '') AS \"due!: String\", \
                     coalesce(done_on, '') AS \"done_on!: String\" \
                     FROM documents " + $in_order + " LEFT JOIN due_dates ON document_id = id WHERE (?2 = '' OR instr(search_text, ?2) > 0) AND (?3 = '' OR template = ?3) \
                     AND (?4 = '' OR classification = ?4) AND (?5 = '' OR doc_date >= ?5) \
                     AND (?6 = '' OR (doc_date <> '' AND doc_date <= ?6)) \
                     AND (?7 = '' OR instr(find_correspondent, ?7) > 0) AND (?8 = '' OR instr(find_reference, ?8) > 0) \
                     AND (?11 = 0 OR (done_on = '' AND (due <> '' OR received <> ''))) \
                     AND " + $which + " \
                     ORDER BY updated_at DESC, id DESC LIMIT ?9 OFFSET ?10",
                    asked.index,
                    asked.stretch,
                    query.template,
                    query.classification,
                    query.from,
                    query.to,
                    correspondent,
                    reference,
                    limit,
                    query.offset,
                    query.due,
                )
                .fetch_all(&self.reader)
                .await?
                .into_iter()
                .map(|row| {
                    let lang =
                        row.lang.parse().map_err(|_| StoreError::Damaged(format!("document {}: lang", row.id)))?;
                    Ok(DocumentRow {
                        id: row.id,
                        template: row.template,
                        lang,
                        subject: row.subject,
                        correspondent: row.correspondent,
                        reference: row.reference,
                        doc_date: row.doc_date,
                        classification: row.classification,
                        versions: row.versions,
                        updated_at: row.updated_at,
                        first_line: row.first_line,
                        received: row.received,
                        dates: Dates { due: row.due, done_on: row.done_on },
                    })
                })
                .collect()
            };
        }
        if asked.index.is_empty() {
            return rows!("", "?1 = ''");
        }
        let many = sqlx::query_scalar!(
            "SELECT count(*) AS \"n!: i64\" FROM (SELECT rowid FROM found WHERE found MATCH ?1 LIMIT ?2)",
            asked.index,
            MANY,
        )
        .fetch_one(&self.reader)
        .await?;
        if many < MANY {
            rows!("", "id IN (SELECT rowid FROM found WHERE found MATCH ?1)")
        } else if asked.open {
            // The beginning of a word gathers the documents of all words that begin so: once, not for every row.
            rows!("INDEXED BY documents_by_update", "id IN (SELECT rowid FROM found WHERE found MATCH ?1)")
        } else {
            rows!(
                "INDEXED BY documents_by_update",
                "EXISTS (SELECT 1 FROM found WHERE found MATCH ?1 AND rowid = documents.id)"
            )
        }
    }

    async fn texts(&self, id: i64) -> Result<Option<(Document, String)>, StoreError> {
        let row = sqlx::query!("SELECT points, document FROM documents WHERE id = ?1", id)
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| Ok((from_json("a document", &row.document)?, row.points))).transpose()
    }
}

/// Some of a document's text round the first place where one of the words stands, and the places in it.
fn snippet(document: &Document, points: &str, words: &[String]) -> (String, Vec<(u32, u32)>) {
    let words: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
    let all = parts(document, points);
    // The body tells most, then the points; the columns are on the list anyway.
    let order = BODY_PARTS.into_iter().chain(0..all.len());
    for text in order.filter_map(|at| all.get(at)) {
        let folded = fold_with_origins(text);
        let first = words.iter().filter_map(|word| find(&folded, word, 0)).min();
        if let Some(first) = first {
            return cut(text, &folded, first, &words);
        }
    }
    Default::default()
}

fn cut(text: &str, folded: &Folded, first: usize, words: &[Vec<char>]) -> (String, Vec<(u32, u32)>) {
    let from = folded.origins[first].saturating_sub(BEFORE);
    let flat = |c: char| if c.is_whitespace() || c.is_control() { ' ' } else { c };
    let shown: String = text.chars().skip(from).take(SNIPPET).map(flat).collect();
    let end = from + shown.chars().count();
    let mut marks: Vec<(u32, u32)> = Vec::new();
    for word in words {
        let mut at = first;
        while let Some(found) = find(folded, word, at) {
            let (start, last) = (folded.origins[found], folded.origins[found + word.len() - 1] + 1);
            if last > end {
                break;
            }
            if let (Ok(start), Ok(last)) = (u32::try_from(start - from), u32::try_from(last - from)) {
                marks.push((start, last));
            }
            at = found + word.len();
        }
    }
    marks.sort_unstable();
    marks.dedup();
    (shown, marks)
}

/// Where a word stands in a folded text, from a place on: of letters and digits only where a word of the text begins, as the index
/// finds it.
fn find(folded: &Folded, word: &[char], from: usize) -> Option<usize> {
    let joined = |c: char| c.is_alphanumeric() && !stands_alone(c);
    let text = &folded.chars;
    (from..text.len().saturating_sub(word.len().saturating_sub(1))).find(|at| {
        let begins = !word.first().copied().is_some_and(joined) || *at == 0 || !joined(text[at - 1]);
        begins && text[*at..].starts_with(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_asked_for_each_and_a_sign_makes_it_one_stretch() {
        assert_eq!(Asked::of("升降機 Fire").index, "\"升 降 机\" AND \"fire\"*");
        let signs = Asked::of("LD/123");
        assert_eq!((signs.index.as_str(), signs.stretch.as_str()), ("\"ld/123\"*", "ld/123"));
        let only = Asked::of("％");
        assert_eq!((only.index.as_str(), only.stretch.as_str()), ("", "%"));
        assert_eq!(Asked::of("a\" OR \"b").index, "\"a\"\" or \"\"b\"*", "quotes are characters");
        assert_eq!(Asked::of(" 　"), Asked::default());
    }

    #[test]
    fn a_snippet_shows_the_place_as_it_is_written() {
        let mut document = Document::new("memo", gungman_core::Lang::ZhHantHk);
        document.fields.insert("subject".into(), "更換升降機".into());
        document.body = vec![gungman_core::Block::paragraph(format!("{}本署將更換升降機。", "甲".repeat(50)))];
        let (shown, marks) = snippet(&document, "", &["升降机".into()]);
        assert!(shown.starts_with('甲') && shown.ends_with("升降機。"), "{shown}");
        let (from, to) = marks[0];
        let found: String = shown.chars().skip(from as usize).take((to - from) as usize).collect();
        assert_eq!((found.as_str(), marks.len()), ("升降機", 1));
        let (shown, marks) = snippet(&document, "meet the undermentioned men", &["men".into()]);
        assert_eq!(
            (shown.as_str(), marks),
            ("meet the undermentioned men", vec![(24, 27)]),
            "not the men within a word"
        );
    }
}
