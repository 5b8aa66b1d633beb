//! What the model is told of a sentence, and how an answer that lacks some of it can begin anew.

use std::ops::Range;

use gungman_core::{FactKind, Lang};
use gungman_lang::facts;
use gungman_lang::glossary::{Hit, Strength};

use super::look::Known;

/// What something told is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A law with its section or chapter.
    Law,
    /// A day or days.
    Day,
    /// The name of an organisation, a post or a place.
    Name,
    /// Another fact.
    Fact,
    /// A term of the glossary.
    Term,
}

/// Something the model is told: where it stands in the source, and its official form.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub kind: Kind,
    pub range: Range<usize>,
    pub official: String,
}

impl Told {
    pub fn line(&self, known: &Known<'_>, to: Lang) -> String {
        equal(&known.source[self.range.clone()], &self.official, to)
    }
}

/// A wording and its official one, as the model is told them. What stays as it is is told once.
pub(super) fn equal(from: &str, official: &str, to: Lang) -> String {
    let from = from.trim();
    if from == official {
        return from.to_owned();
    }
    format!("{from}{}{official}", if to.is_chinese() { "＝" } else { "=" })
}

/// What the model is told of a sentence, in its order and apart: the phrases and facts, the terms that no fact holds, and the figures beside
/// them.
pub(super) fn told(known: &Known<'_>, to: Lang) -> Vec<Told> {
    let source = known.source;
    let mut out: Vec<Told> = Vec::new();
    let mut add = |kind: Kind, range: Range<usize>, official: String| {
        if out.iter().all(|told| range.end <= told.range.start || range.start >= told.range.end) {
            out.push(Told { kind, range, official });
        }
    };
    for (range, official) in facts::phrases(source, to) {
        let days = known.facts.iter().any(|fact| fact.kind == FactKind::Date && range.contains(&(fact.start as usize)));
        let law = official.contains("》（第") || official.contains("》第") || official.contains(" (Cap. ");
        let kind = if law {
            Kind::Law
        } else if days {
            Kind::Day
        } else {
            Kind::Fact
        };
        add(kind, range, official);
    }
    // A longer name says more than the post that it begins with.
    let inside = |range: &Range<usize>| {
        let holds = |hit: &Hit<'_>| hit.range.start <= range.start && hit.range.end >= range.end && hit.range != *range;
        known.terms.iter().any(|hit| hit.term.strength == Strength::Locked && holds(hit))
    };
    for fact in &known.facts {
        let Some((part, official)) = facts::told(fact, to) else { continue };
        let start = fact.start as usize;
        let range = start..start + part.len();
        let kind = match fact.kind {
            FactKind::Date => Kind::Day,
            FactKind::Place => Kind::Name,
            _ => Kind::Fact,
        };
        if !inside(&range) {
            add(kind, range, official);
        }
    }
    for hit in known.terms.iter().filter(|hit| hit.is_plain(source, to)) {
        add(Kind::Term, hit.range.clone(), hit.term.best(to).to_owned());
    }
    for (range, official) in facts::figures(source, to) {
        add(Kind::Fact, range, official);
    }
    out.sort_by_key(|told| told.range.start);
    out
}

/// How an answer without some of what was told can begin anew, the likeliest way first, so that the model goes on with it in its place: asked for it, it mostly writes
/// the same answer again.
///
/// A law and a day stand first in either language, and then a name with which the source begins; in Chinese so does what follows 根據 and
/// 就. Anything else is put before the next thing told that the answer has.
pub(super) fn openings(missing: &[&Told], all: &[Told], answer: &str, known: &Known<'_>, to: Lang) -> Vec<String> {
    let chinese = to.is_chinese();
    let of = |kind: Kind| missing.iter().find(|told| told.kind == kind).map(|told| told.official.as_str());
    let mut out = String::new();
    if let Some(law) = of(Kind::Law) {
        out.push_str(&if chinese { format!("根據{law}，") } else { format!("Under {law}, ") });
    }
    if let Some(day) = of(Kind::Day) {
        let preposition = match day.starts_with(|c: char| c.is_ascii_digit()) {
            _ if !out.is_empty() => "on",
            true => "On",
            false => "In",
        };
        out.push_str(&if chinese { day.to_owned() } else { format!("{preposition} {day}, ") });
    }
    let begins = |told: &&&Told| {
        !matches!(told.kind, Kind::Law | Kind::Day) && known.source[..told.range.start].chars().count() < 5
    };
    if let Some(first) = missing.iter().find(begins) {
        let the = if out.is_empty() { "The " } else { "the " };
        let bare = chinese || first.official.starts_with("The ");
        out.push_str(&format!("{}{}", if bare { "" } else { the }, first.official));
    }
    let mut ways = Vec::new();
    if !out.is_empty() {
        ways.push(out);
    }
    // Side by side in the source, side by side here: 擬議 and 修訂.
    let after = |told: &&Told| preposition(&known.source[..told.range.start]).is_some();
    let at = missing.iter().position(after).filter(|_| chinese).unwrap_or(0);
    let Some(first) = missing.get(at) else { return ways };
    let (mut official, mut end) = (first.official.clone(), first.range.end);
    for other in &missing[at + 1..] {
        if known.source.get(end..other.range.start).is_none_or(|between| !between.trim().is_empty()) {
            break;
        }
        // year of assessment 2025/26 is 2025/26課稅年度.
        if chinese && other.official.starts_with(|c: char| c.is_ascii_digit()) {
            official.insert_str(0, &other.official);
        } else {
            official.push_str(if chinese { "" } else { " " });
            official.push_str(&other.official);
        }
        end = other.range.end;
    }
    let before = &known.source[..first.range.start];
    if let Some(preposition) = preposition(before).filter(|_| chinese) {
        ways.push(format!("{preposition}{official}，"));
    }
    let mut cut = |at: usize| {
        let kept = &answer[..at];
        let gap = if chinese || kept.ends_with(' ') { "" } else { " " };
        ways.push(format!("{kept}{gap}{official}"));
    };
    let place = |told: &Told| answer.find(told.official.as_str()).filter(|at| *at > 0);
    if let Some(at) = all.iter().filter(|told| told.range.start >= end).find_map(place) {
        cut(at);
    }
    let before = all.iter().rev().filter(|told| told.range.end <= first.range.start);
    if let Some(at) = before.clone().find_map(|told| Some(place(told)? + if chinese { 0 } else { told.official.len() }))
    {
        cut(at);
    }
    ways
}

/// The Chinese of what a term of the source stands after, with at most three words between.
fn preposition(before: &str) -> Option<&'static str> {
    let words: Vec<&str> = before.split(' ').rev().filter(|word| !word.is_empty()).take(6).collect();
    let plain = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    (0..=3).take_while(|skipped| words.iter().take(*skipped).all(plain)).find_map(|skipped| {
        match words.get(skipped..)? {
            ["under", ..] | ["with", "accordance", "in", ..] | ["to", "pursuant", ..] => Some("根據"),
            ["on" | "regarding" | "concerning", ..] | ["of", "respect", "in", ..] => Some("就"),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use gungman_lang::glossary::GLOSSARY;

    use super::*;

    #[test]
    fn what_an_answer_lacks_is_put_where_it_belongs() {
        let begun = |source: &str, lacks: &[&str], answer: &str, to: Lang| {
            let known =
                Known { source, facts: facts::find(source), terms: GLOSSARY.hits(source, super::super::other(to)) };
            let all = told(&known, to);
            let missing: Vec<&Told> = all.iter().filter(|told| lacks.contains(&told.official.as_str())).collect();
            assert_eq!(missing.len(), lacks.len(), "{all:?}");
            openings(&missing, &all, answer, &known, to).into_iter().next()
        };
        let fine = "A 5% surcharge is imposed under section 71(5) of the Inland Revenue Ordinance (Cap. 112).";
        let law = "《稅務條例》（第112章）第71(5)條";
        assert_eq!(begun(fine, &[law], "會徵收5%的附加費。", Lang::ZhHantHk), Some(format!("根據{law}，")));
        assert_eq!(
            begun(
                "財務委員會於2026年7月3日批准撥款。",
                &["3 July 2026", "Finance Committee"],
                "It approved funds.",
                Lang::EnGb
            ),
            Some("On 3 July 2026, the Finance Committee".to_owned())
        );
        let received = "The Bureau received 3,412 applications for 46 vacancies.";
        assert_eq!(
            begun(received, &["3,412"], "該局收到46個空缺的申請。", Lang::ZhHantHk),
            Some("該局收到3,412".to_owned())
        );
        let comments = "The Planning Department received 1,952 representations on the proposed amendments.";
        assert_eq!(
            begun(comments, &["擬議", "修訂"], "規劃署收到1,952份申述。", Lang::ZhHantHk),
            Some("就擬議修訂，".to_owned())
        );
    }
}
