//! The terms of a text and their official wording in the other language.
//!
//! A row has one English term, the Chinese wordings that are right (the best first), how strongly they bind, and wordings that are
//! wrong. Terms are found by the longest match, in English with their inflections. Rows come from `data/glossary.tsv`, from the
//! organisations and posts, and from an office's own glossary, which goes before the others.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use gungman_core::Lang;

use crate::tables::{ORGANISATIONS, PLACES, POSTS, rows};
use crate::text::is_han;

/// How strongly a row binds a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// An everyday word with several senses: nothing is told, for the first sense is as often the wrong one, and nothing is looked for.
    Hint,
    /// The usual wording: what is not there is told as a warning.
    Preferred,
    /// A name or a term of art: nothing else is right.
    Locked,
}

impl Strength {
    /// By its word in a table.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "hint" => Some(Self::Hint),
            "preferred" => Some(Self::Preferred),
            "locked" => Some(Self::Locked),
            _ => None,
        }
    }
}

/// A row of a glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The English term, in its base form.
    pub en: String,
    /// The Chinese wordings that are right, the best first; never empty.
    pub zh: Vec<String>,
    /// How strongly it binds.
    pub strength: Strength,
    /// Chinese wordings that are wrong for it.
    pub forbidden: Vec<String>,
    /// A note for a translator.
    pub note: String,
    /// An English short form, which is right as well: CSB, LegCo.
    pub short: String,
}

/// A term found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a> {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// Which row.
    pub term: &'a Term,
    /// Other rows with the same wording in the text: 政府總部 is the Government Secretariat and the Central Government Offices.
    pub others: Vec<&'a Term>,
    /// Whether an office's own glossary has it: who writes one means it, in both directions.
    pub own: bool,
}

impl Hit<'_> {
    /// Whether nothing but its wording is right in `lang`. English says one thing in more ways than official Chinese does: there only
    /// names bind, and what an office wrote down itself.
    #[must_use]
    pub fn binds(&self, lang: Lang) -> bool {
        self.term.strength == Strength::Locked && (lang.is_chinese() || self.own || self.term.is_name())
    }

    /// Whether the words of the text tell a model what to write in `lang`. An everyday word has several senses, of which the row's first is as
    /// often the wrong one; and a Chinese word that is another row's wording too, or not this row's best, has several English ones.
    #[must_use]
    pub fn is_plain(&self, text: &str, lang: Lang) -> bool {
        let form = text.get(self.range.clone()).unwrap_or("");
        let rivals = self.others.iter().filter(|other| other.strength > Strength::Hint && other.is_best(form)).count();
        match self.term.strength {
            Strength::Locked => true,
            Strength::Preferred => lang.is_chinese() || self.term.is_best(form) && rivals == 0,
            Strength::Hint => self.own,
        }
    }

    /// Whether a text in `lang` has it in a right wording, of whichever row.
    #[must_use]
    pub fn stands_in(&self, text: &str, lang: Lang) -> bool {
        self.others.iter().chain([&self.term]).any(|term| term.stands_in(text, lang))
    }
}

/// Terms, ready to be found.
pub struct Glossary {
    terms: Vec<Term>,
    /// How many of them, the first, are an office's own.
    own: usize,
    english: Finder,
    chinese: Finder,
}

/// Surface forms and the row each belongs to.
struct Finder {
    find: Option<AhoCorasick>,
    forms: Vec<String>,
    /// The rows of each form, the first before the others.
    rows: Vec<Vec<usize>>,
}

impl Finder {
    fn new(forms: impl Iterator<Item = (String, usize)>, case: bool) -> Self {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let (mut patterns, mut rows) = (Vec::new(), Vec::<Vec<usize>>::new());
        for (form, row) in forms.filter(|(form, _)| !form.is_empty()) {
            match seen.get(&form) {
                Some(at) => rows[*at].push(row),
                None => {
                    seen.insert(form.clone(), patterns.len());
                    patterns.push(form);
                    rows.push(vec![row]);
                }
            }
        }
        let find = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(!case)
            .build(&patterns);
        Self { find: find.ok(), forms: patterns, rows }
    }
}

/// The program's own glossary.
pub static GLOSSARY: LazyLock<Glossary> = LazyLock::new(|| Glossary::new(Vec::new()));

impl Glossary {
    /// An office's own rows before the program's.
    #[must_use]
    pub fn new(own: Vec<Term>) -> Self {
        let (own, mut terms) = (own.len(), own);
        let locked = |en: &str, zh: &str| Term {
            en: en.to_owned(),
            zh: vec![zh.to_owned()],
            strength: Strength::Locked,
            forbidden: Vec::new(),
            note: String::new(),
            short: String::new(),
        };
        terms.extend(
            ORGANISATIONS.iter().map(|row| Term { short: row.abbreviation.to_owned(), ..locked(row.en, row.zh) }),
        );
        terms.extend(read(include_str!("../data/glossary.tsv")).0);
        terms.extend(
            PLACES
                .iter()
                .filter(|row| !row.zh_only)
                .map(|row| Term { strength: Strength::Preferred, ..locked(row.en, row.zh) }),
        );
        // A law is named between its own marks in Chinese: 《稅務條例》.
        terms.extend(rows(include_str!("../data/ordinances.tsv")).filter_map(|row| {
            let (en, zh) = (row.get(1)?, row.get(2)?);
            Some(Term { zh: vec![format!("《{zh}》"), (*zh).to_owned()], ..locked(en, zh) })
        }));
        terms.extend(
            rows(include_str!("../data/streets.tsv"))
                .filter_map(|row| Some(Term { strength: Strength::Preferred, ..locked(row.first()?, row.get(1)?) })),
        );
        terms.extend(POSTS.iter().map(|(en, zh)| locked(en, zh)));
        let english = terms
            .iter()
            .enumerate()
            .flat_map(|(row, term)| inflected(&term.en).into_iter().map(move |form| (form, row)));
        let english = Finder::new(english.map(|(form, row)| (form.to_lowercase(), row)), false);
        let chinese =
            terms.iter().enumerate().flat_map(|(row, term)| term.zh.iter().map(move |form| (form.clone(), row)));
        // One character is a part of too many words.
        let chinese = chinese.filter(|(form, _)| form.chars().count() > 1);
        let mut chinese = Finder::new(chinese, true);
        // 批准 is more often what it is the best wording for than what it is another wording for.
        for (form, rows) in chinese.forms.iter().zip(&mut chinese.rows) {
            rows.sort_by_key(|row| {
                let term = &terms[*row];
                (*row >= own, !term.is_best(form), std::cmp::Reverse(term.strength))
            });
        }
        Self { terms, own, english, chinese }
    }

    /// The terms of a text in `lang`, in order and apart from each other.
    #[must_use]
    pub fn hits(&self, text: &str, lang: Lang) -> Vec<Hit<'_>> {
        let finder = if lang.is_chinese() { &self.chinese } else { &self.english };
        let Some(find) = &finder.find else { return Vec::new() };
        let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
        let mut out: Vec<Hit<'_>> = Vec::new();
        let mut at = 0;
        while let Some(found) = find.find(aho_corasick::Input::new(text).span(at..text.len())) {
            let range = found.range();
            let inside = word(text[..range.start].chars().next_back()) && word(text[range.clone()].chars().next())
                || word(text[range.end..].chars().next()) && word(text[range.clone()].chars().next_back());
            let rows = finder.rows.get(found.pattern().as_usize()).map_or(&[][..], Vec::as_slice);
            let own = rows.first().is_some_and(|row| *row < self.own);
            let mut terms = rows.iter().filter_map(|row| self.terms.get(*row));
            match terms.next() {
                Some(term) if !inside => {
                    out.push(Hit { range: range.clone(), term, others: terms.collect(), own });
                    at = range.end;
                }
                // A shorter term may begin at the same place; the next word is looked at from its start.
                _ => at = range.start + text[range.start..].chars().next().map_or(1, char::len_utf8),
            }
        }
        out
    }
}

impl Term {
    /// The wordings that are right in `lang`.
    #[must_use]
    pub fn wordings(&self, lang: Lang) -> Vec<String> {
        if lang.is_chinese() { self.zh.clone() } else { inflected(&self.en) }
    }

    /// Whether it is a name: of an organisation, a post, a place, a law.
    #[must_use]
    pub fn is_name(&self) -> bool {
        self.en.chars().any(|c| c.is_ascii_uppercase())
    }

    /// The wording to give a model or an officer.
    #[must_use]
    pub fn best(&self, lang: Lang) -> &str {
        if lang.is_chinese() { self.zh.first().map_or("", String::as_str) } else { &self.en }
    }

    /// Whether a Chinese wording is its best.
    fn is_best(&self, wording: &str) -> bool {
        self.zh.first().is_some_and(|best| best == wording)
    }

    /// Whether a text in `lang` has it in a right wording.
    #[must_use]
    pub fn stands_in(&self, text: &str, lang: Lang) -> bool {
        if lang.is_chinese() {
            let text = half(text);
            return self.zh.iter().any(|wording| in_order(&text, &half(wording)));
        }
        let lower = text.to_lowercase().replace('’', "'");
        inflected(&self.en).iter().any(|wording| lower.contains(&wording.to_lowercase()))
            || bare(&lower).contains(&bare(&self.en.to_lowercase()))
            || !self.short.is_empty() && text.contains(&self.short)
    }

    /// The wrong wordings that a Chinese text has for it; one inside a right wording is none.
    #[must_use]
    pub fn wrong_in<'a>(&'a self, text: &str) -> Vec<&'a str> {
        let mut rest = text.to_owned();
        for wording in &self.zh {
            rest = rest.replace(wording.as_str(), "\u{FFFC}");
        }
        self.forbidden.iter().filter(|wording| rest.contains(wording.as_str())).map(String::as_str).collect()
    }
}

/// Whether the parts of a wording stand in a text one after the other: 由……起生效 has a gap.
fn in_order(text: &str, wording: &str) -> bool {
    let mut rest = text;
    wording.split("……").all(|part| match rest.find(part) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

/// A text with its brackets at half width: laws are printed with either.
fn half(text: &str) -> String {
    text.replace('（', "(").replace('）', ")")
}

/// Words without their plural endings, each between blanks: persons with disabilities, person with disability.
fn bare(text: &str) -> String {
    let mut out = String::from(" ");
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
        let stem = match word.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => word.strip_suffix('s').unwrap_or(word).to_owned(),
        };
        out.push_str(&stem);
        out.push(' ');
    }
    out
}

/// An English term with what its last word becomes in a sentence.
fn inflected(term: &str) -> Vec<String> {
    let mut forms = vec![term.to_owned()];
    let last = term.rsplit(' ').next().unwrap_or(term);
    // Abbreviations and numbers have none; a capitalised name has a plural at most.
    if !last.chars().next_back().is_some_and(|c| c.is_ascii_lowercase()) {
        return forms;
    }
    let stem = |cut: usize, end: &str| format!("{}{end}", &term[..term.len() - cut]);
    let consonant_y = last.ends_with('y')
        && !last.ends_with(['a', 'e', 'o', 'u'])
        && !["ay", "ey", "oy", "uy"].iter().any(|end| last.ends_with(end));
    forms.push(if consonant_y {
        stem(1, "ies")
    } else if ["s", "x", "ch", "sh", "z"].iter().any(|end| last.ends_with(end)) {
        stem(0, "es")
    } else {
        stem(0, "s")
    });
    // Of "head of department" the first noun has the plural: heads of department.
    if let Some((noun, rest)) = term.split_once(" of ")
        && noun.ends_with(|c: char| c.is_ascii_lowercase())
        && !noun.ends_with('s')
    {
        forms.push(match noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
            Some(stem) => format!("{stem}ies of {rest}"),
            None => format!("{noun}s of {rest}"),
        });
    }
    let name = term.chars().any(|c| c.is_ascii_uppercase());
    if !name {
        if let Some(first) = term.split_once(' ').map(|(first, _)| first) {
            // lay on the table → laid is beyond this; submit a report → submitted, submits, submitting.
            let rest = &term[first.len()..];
            forms.extend(verb(first).into_iter().map(|form| format!("{form}{rest}")));
        } else {
            forms.extend(verb(term));
        }
    }
    forms.dedup();
    forms
}

/// The regular forms of a verb.
fn verb(word: &str) -> Vec<String> {
    let cut = |n: usize| &word[..word.len() - n];
    let bytes = word.as_bytes();
    let vowel = |at: usize| bytes.get(at).is_some_and(|b| b"aeiou".contains(b));
    let length = bytes.len();
    if !word.is_ascii() || length < 3 {
        return Vec::new();
    }
    let doubled = !vowel(length - 1) && vowel(length - 2) && !vowel(length - 3) && !word.ends_with(['w', 'x', 'y']);
    let mut forms = vec![format!("{word}s")];
    if word.ends_with('e') {
        forms.extend([format!("{word}d"), format!("{}ing", cut(1))]);
    } else if word.ends_with('y') && !vowel(length - 2) {
        forms.extend([format!("{}ied", cut(1)), format!("{}ies", cut(1)), format!("{word}ing")]);
    } else {
        forms.extend([format!("{word}ed"), format!("{word}ing")]);
    }
    if doubled {
        let last = char::from(bytes[length - 1]);
        forms.extend([format!("{word}{last}ed"), format!("{word}{last}ing")]);
    }
    forms
}

/// The rows of a table, and the lines (from 1) that are none: English, Chinese wordings separated by `／` or `；`, then, each
/// of which may be left out: strength, forbidden wordings, note. A row without a strength is locked: who writes a glossary of
/// his own means it.
#[must_use]
pub fn read(table: &str) -> (Vec<Term>, Vec<usize>) {
    let (mut terms, mut refused) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(table.lines()) {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match term(&line.split('\t').map(str::trim).collect::<Vec<_>>()) {
            Some(term) => terms.push(term),
            None => refused.push(number),
        }
    }
    (terms, refused)
}

fn term(cells: &[&str]) -> Option<Term> {
    let cell = |at: usize| cells.get(at).copied().filter(|cell| !cell.is_empty() && *cell != "-");
    let list = |text: &str| -> Vec<String> {
        text.split(['／', '；']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (en, zh) = (cell(0)?, list(cell(1)?));
    let strength = cell(2).map_or(Some(Strength::Locked), Strength::named)?;
    let fit = !zh.is_empty() && zh.iter().all(|wording| wording.contains(is_han)) && !en.contains(is_han);
    fit.then(|| Term {
        en: en.to_owned(),
        zh,
        strength,
        forbidden: cell(3).map(list).unwrap_or_default(),
        note: cell(4).unwrap_or_default().to_owned(),
        short: String::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, lang: Lang) -> Vec<String> {
        GLOSSARY.hits(text, lang).into_iter().map(|hit| format!("{}={}", &text[hit.range], hit.term.zh[0])).collect()
    }

    #[test]
    fn every_row_loads_and_the_names_win() {
        let table = include_str!("../data/glossary.tsv");
        let (terms, refused) = read(table);
        assert_eq!(refused, Vec::<usize>::new());
        assert_eq!(terms.len(), rows(table).count());
        for term in &terms {
            assert!(term.forbidden.iter().all(|wrong| !term.zh.contains(wrong)), "{}", term.en);
            let simplified = term.zh.iter().find(|wording| !crate::script::find_simplified(wording).is_empty());
            assert_eq!(simplified, None, "{}", term.en);
        }
        assert!(terms.len() > 700);
        for row in rows(include_str!("../data/ordinances.tsv")) {
            assert!(
                row.len() == 3 && row[0].starts_with(|c: char| c.is_ascii_digit()) && row[2].contains(is_han),
                "{row:?}"
            );
        }
        for row in rows(include_str!("../data/streets.tsv")) {
            assert!(row.len() == 2 && row[1].contains(is_han), "{row:?}");
        }
    }

    #[test]
    fn terms_are_found_longest_first_with_their_inflections() {
        assert_eq!(
            found("The Director of Environmental Protection submitted acting appointments.", Lang::EnGb),
            ["Director of Environmental Protection=環境保護署署長", "acting appointments=署任"]
        );
        assert_eq!(found("環境保護署署長建議署任。", Lang::ZhHantHk)[0], "環境保護署署長=環境保護署署長");
        assert!(found("Reactions to cats", Lang::EnGb).is_empty(), "no term inside a word");
    }

    #[test]
    fn verbs_and_nouns_are_inflected() {
        let forms = |term| inflected(term);
        assert!(forms("levy").contains(&"levies".to_owned()) && forms("levy").contains(&"levied".to_owned()));
        assert!(forms("submit a report").contains(&"submitted a report".to_owned()));
        assert!(forms("approve").contains(&"approving".to_owned()));
        assert_eq!(forms("ExCo"), ["ExCo", "ExCos"]);
        assert_eq!(forms("HKSAR"), ["HKSAR"]);
        assert!(forms("Head of Department").contains(&"Heads of Department".to_owned()));
        assert!(forms("Secretary of Department").contains(&"Secretaries of Department".to_owned()));
    }

    #[test]
    fn wrong_wordings_are_told_unless_they_are_part_of_a_right_one() {
        let (terms, refused) = read("lift\t升降機\tlocked\t電梯\nx\n");
        assert_eq!(refused, [2]);
        assert_eq!(terms[0].wrong_in("電梯已修妥"), ["電梯"]);
        assert!(terms[0].stands_in("升降機已修妥", Lang::ZhHantHk) && terms[0].wrong_in("升降機").is_empty());
        assert!(terms[0].stands_in("The lifts are repaired.", Lang::EnGb));
        let gap = read("with effect from\t由……起生效").0;
        assert!(
            gap[0].stands_in("由2026年7月1日起生效", Lang::ZhHantHk) && !gap[0].stands_in("起生效由", Lang::ZhHantHk)
        );
        assert_eq!(read("quorum\t法定人數").0[0].strength, Strength::Locked, "an own glossary binds");
    }

    #[test]
    fn what_tells_a_model_nothing_sure_is_not_told_and_an_own_glossary_binds() {
        let plain = |text: &str, to: Lang| {
            let from = if to.is_chinese() { Lang::EnGb } else { Lang::ZhHantHk };
            GLOSSARY.hits(text, from).first().is_some_and(|hit| hit.is_plain(text, to))
        };
        assert!(plain("reply slip", Lang::ZhHantHk) && plain("回條", Lang::EnGb));
        // Everyday words; and a Chinese word that is the best wording of several terms or of none.
        assert!(!plain("address", Lang::ZhHantHk) && !plain("附件", Lang::EnGb) && !plain("批准", Lang::EnGb));
        let own = Glossary::new(read("handover\t移交\n").0);
        let hits = own.hits("移交檔案", Lang::ZhHantHk);
        assert!(hits[0].own && hits[0].binds(Lang::EnGb) && hits[0].stands_in("the handover of files", Lang::EnGb));
        assert!(GLOSSARY.hits("破產管理署", Lang::ZhHantHk)[0].stands_in("the Official Receiver’s Office", Lang::EnGb));
        assert!(!GLOSSARY.hits("回條", Lang::ZhHantHk)[0].binds(Lang::EnGb));
    }
}
