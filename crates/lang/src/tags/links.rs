//! What of a source can be proved to stand where in its translation.

use std::ops::Range;
use std::sync::LazyLock;

use gungman_core::{Fact, FactKind, Lang};
use regex::Regex;

use crate::facts;
use crate::glossary::{Glossary, Hit};
use crate::segments::segments;
use crate::text::{
    Pattern, after, before, is_cjk_punctuation, is_han, number_goes_left, number_goes_right, stands_alone,
};

/// A segment and its translation.
pub(super) struct Sides<'a> {
    pub source: &'a str,
    pub target: &'a str,
    pub from: Lang,
    pub to: Lang,
}

/// A part of the source and the part of the target it has become, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub source: Range<usize>,
    pub target: Range<usize>,
    /// Whether it is a fact, a term or a word, which may not lie within another stretch's counterpart; not a clause or a pair of
    /// brackets, which hold others.
    pub part: bool,
}

/// The longest label before a colon, in characters.
const LABEL: usize = 60;

/// All links. `alike` tells whether it does not matter which of several parts of the source is which.
pub(super) fn links(sides: &Sides<'_>, glossary: &Glossary, alike: Alike<'_>) -> Vec<Link> {
    let (ours, theirs) = (found(sides.source), found(sides.target));
    let mut out = values(sides, &ours, &theirs, alike);
    out.extend(terms(sides, glossary, alike));
    out.extend(tokens(sides, &ours, &theirs, alike));
    out.extend(plain_words(sides, alike));
    out.sort_by_key(|link| (link.source.start, std::cmp::Reverse(link.source.end)));
    out.dedup();
    for kind in [Enclosing::Quotes, Enclosing::Brackets] {
        let pairs = enclosed(sides, kind, &out, alike);
        out.extend(pairs);
    }
    let (cells, clauses) = (cells(sides, &out), clauses(sides, &out));
    out.extend(cells);
    out.extend(clauses);
    out
}

/// Whether several parts of the source carry the same tags.
type Alike<'a> = &'a dyn Fn(&[&Range<usize>]) -> bool;

/// Links equal things of both sides: one to one, or in order where it does not matter which is which.
fn matched<S, T>(
    ours: &[(Range<usize>, S)],
    theirs: &[(Range<usize>, T)],
    equal: impl Fn(&S, &T) -> bool,
    alike: Alike<'_>,
) -> Vec<Link> {
    let mut out = Vec::new();
    for (range, value) in ours {
        let there: Vec<_> = theirs.iter().filter(|(_, other)| equal(value, other)).collect();
        let here: Vec<&Range<usize>> = ours
            .iter()
            .filter(|(_, value)| there.iter().any(|(_, other)| equal(value, other)))
            .map(|(range, _)| range)
            .collect();
        if there.len() != here.len() || here.len() > 1 && !alike(&here) {
            continue;
        }
        let nth = here.iter().position(|other| *other == range);
        if let Some((target, _)) = nth.and_then(|nth| there.get(nth)) {
            out.push(Link { source: range.clone(), target: target.clone(), part: true });
        }
    }
    out
}

// Facts.

type Found = (Range<usize>, Fact);

fn found(text: &str) -> Vec<Found> {
    facts::find_all(text)
        .into_iter()
        .map(|(fact, _)| {
            let start = fact.start as usize;
            (start..start + fact.source.len(), fact)
        })
        .map(|(range, fact)| (trimmed(text, &range), fact))
        .collect()
}

fn values(sides: &Sides<'_>, ours: &[Found], theirs: &[Found], alike: Alike<'_>) -> Vec<Link> {
    let whole = |fact: &Fact| fact.kind != FactKind::Count || counted_alone(fact);
    let of = |all: &[Found]| -> Vec<Found> { all.iter().filter(|(_, fact)| whole(fact)).cloned().collect() };
    let mut out = matched(&of(ours), &of(theirs), facts::same, alike);
    // A number alone, whatever it counts: 2 150 units, 2 150個單位.
    let (numbers, others) = (numbers(sides.source, ours), numbers(sides.target, theirs));
    out.extend(matched(&numbers, &others, |a, b| a == b, alike));
    // What the finder does not take for a fact in the target may stand there in its official form.
    for (range, fact) in ours.iter().filter(|(_, fact)| whole(fact)) {
        let again = ours.iter().filter(|(_, other)| facts::same(fact, other)).count();
        if again == 1 && !theirs.iter().any(|(_, other)| facts::same(fact, other)) {
            let official = facts::render(fact, sides.to);
            out.extend(only(sides.target, &official).map(|target| Link { source: range.clone(), target, part: true }));
        }
    }
    out
}

/// Units that say all there is to say of what is counted: 30 days, but not 702 students, which is 702名 and then 學生.
const ALONE: [&str; 18] = [
    "page", "floor", "time", "day", "workday", "week", "month", "year", "age", "hour", "minute", "second", "sqm",
    "sqft", "km", "metre", "kg", "tonne",
];

/// Whether a count holds its number and its unit and nothing else.
fn counted_alone(fact: &Fact) -> bool {
    let class = fact.canonical.split_once(' ').map_or("", |(_, class)| class);
    if fact.source.contains(is_han) {
        let unit = fact.source.chars().rev().take_while(|c| is_han(*c) && !numeral(*c)).count();
        return ALONE.contains(&class) || class != "*" && (unit > 1 || fact.source.ends_with('人'));
    }
    // 120 new officers has a word more than 120 officers.
    let words = fact.source.split([' ', '-']).filter(|word| !word.starts_with(|c: char| c.is_ascii_digit())).count();
    class != "*" && words <= if fact.source.starts_with(|c: char| c.is_ascii_digit()) { 1 } else { 2 }
        || ["workday", "sqm", "sqft", "age"].contains(&class)
}

fn numeral(c: char) -> bool {
    "零〇一二兩三四五六七八九十百千萬億".contains(c)
}

static FIGURE: Pattern =
    LazyLock::new(|| Regex::new(r"^[0-9][0-9, ]*(?:\.[0-9]+)?(?:\s?(?:million|billion|thousand|[萬億]))?").ok());

/// The numbers of the counts that stand in figures.
fn numbers(text: &str, all: &[Found]) -> Vec<(Range<usize>, String)> {
    let counts = all.iter().filter(|(_, fact)| fact.kind == FactKind::Count);
    counts
        .filter_map(|(range, fact)| {
            let figure = FIGURE.as_ref()?.find(&text[range.clone()])?;
            let value = fact.canonical.split(' ').next()?.to_owned();
            Some((trimmed(text, &(range.start..range.start + figure.end())), value))
        })
        .collect()
}

// Terms.

fn terms(sides: &Sides<'_>, glossary: &Glossary, alike: Alike<'_>) -> Vec<Link> {
    let of = |text, lang| -> Vec<(Range<usize>, Hit<'_>)> {
        glossary.hits(text, lang).into_iter().map(|hit| (hit.range.clone(), hit)).collect()
    };
    let (ours, theirs) = (of(sides.source, sides.from), of(sides.target, sides.to));
    let mut out = matched(&ours, &theirs, same_term, alike);
    let once =
        |all: &[(Range<usize>, Hit<'_>)], hit: &Hit<'_>| all.iter().filter(|(_, o)| same_term(hit, o)).count() == 1;
    // A wording that is no term of its own there, or part of a longer one: a short form, another inflection.
    for (range, hit) in ours.iter().filter(|(_, hit)| once(&ours, hit)) {
        if !theirs.iter().any(|(_, other)| same_term(hit, other)) {
            let target = wording(hit, sides.target, sides.to);
            out.extend(target.map(|target| Link { source: range.clone(), target, part: true }));
        }
    }
    for (range, hit) in theirs.iter().filter(|(_, hit)| once(&theirs, hit)) {
        if !ours.iter().any(|(_, other)| same_term(hit, other)) {
            let source = wording(hit, sides.source, sides.from);
            out.extend(source.map(|source| Link { source, target: range.clone(), part: true }));
        }
    }
    out
}

fn same_term(a: &Hit<'_>, b: &Hit<'_>) -> bool {
    let all = |hit: &Hit<'_>| -> Vec<String> {
        std::iter::once(hit.term).chain(hit.others.iter().copied()).map(|term| term.en.to_lowercase()).collect()
    };
    let theirs = all(b);
    all(a).iter().any(|term| theirs.contains(term))
}

/// Where the one wording of a term stands that a text has, when it has it once.
fn wording(hit: &Hit<'_>, text: &str, lang: Lang) -> Option<Range<usize>> {
    let mut wordings = hit.term.wordings(lang);
    if !lang.is_chinese() {
        wordings.push(hit.term.short.clone());
    }
    wordings.retain(|wording| wording.chars().count() > 1);
    wordings.sort_by_key(|wording| std::cmp::Reverse(wording.len()));
    let stands = wordings.iter().find(|wording| text.contains(wording.as_str()))?;
    only(text, stands)
}

// Words that are the same in both, and words whose counterpart is beyond doubt.

static TOKEN: Pattern =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9](?:[A-Za-z0-9.&'’/_@+()-]*[A-Za-z0-9)])?|\p{Han}+").ok());

fn tokens(sides: &Sides<'_>, ours: &[Found], theirs: &[Found], alike: Alike<'_>) -> Vec<Link> {
    let of = |text: &str, found: &[Found], lang: Lang| -> Vec<(Range<usize>, String)> {
        let value = |range: &Range<usize>| {
            found.iter().any(|(fact, Fact { kind, .. })| {
                !matches!(kind, FactKind::Name | FactKind::Place | FactKind::Reference | FactKind::Email)
                    && fact.start < range.end
                    && range.start < fact.end
            })
        };
        let all = TOKEN.iter().flat_map(|token| token.find_iter(text));
        let said = |word: &str| {
            word != "A" && word != "I" && !(word.contains(is_han) && lang.is_chinese() && word.chars().count() < 2)
        };
        all.filter(|token| said(token.as_str()) && !value(&token.range()))
            .map(|token| (token.range(), token.as_str().to_owned()))
            .collect()
    };
    let (ours, theirs) = (of(sides.source, ours, sides.from), of(sides.target, theirs, sides.to));
    matched(&ours, &theirs, |a, b| a == b, alike)
}

/// English words that are set in bold for what they bid or forbid, and the Chinese for them; a row without English only keeps a
/// part of another word from being taken for one of these.
const WORDS: [(&str, &[&str]); 6] = [
    ("must not|shall not|may not", &["不得", "不可", "切勿", "不准"]),
    ("should not", &["不應"]),
    ("must", &["必須", "務必", "須"]),
    ("only", &["只可", "只會", "只限", "只", "僅"]),
    ("free of charge", &["費用全免", "免費"]),
    ("", &["無須", "毋須", "不須", "須知", "不只", "不僅", "不得不", "不可能"]),
];

fn plain_words(sides: &Sides<'_>, alike: Alike<'_>) -> Vec<Link> {
    let of = |text: &str, lang: Lang| -> Vec<(Range<usize>, usize)> {
        let mut forms: Vec<(usize, &str)> = WORDS
            .iter()
            .enumerate()
            .flat_map(|(row, (en, zh))| match lang.is_chinese() {
                true => zh.iter().map(|form| (row, *form)).collect::<Vec<_>>(),
                false => en.split('|').filter(|form| !form.is_empty()).map(|form| (row, form)).collect(),
            })
            .collect();
        forms.sort_by_key(|(_, form)| std::cmp::Reverse(form.len()));
        let mut out: Vec<(Range<usize>, usize)> = Vec::new();
        let lower = text.to_ascii_lowercase();
        for (row, form) in forms {
            for (at, _) in lower.match_indices(form) {
                let range = at..at + form.len();
                let taken = out.iter().any(|(other, _)| other.start < range.end && range.start < other.end);
                if !taken && (lang.is_chinese() || stands_alone(text, range.start, range.end)) {
                    out.push((range, row));
                }
            }
        }
        out.retain(|(_, row)| !WORDS[*row].0.is_empty());
        out.sort_by_key(|(range, _)| range.start);
        out
    };
    matched(&of(sides.source, sides.from), &of(sides.target, sides.to), |a, b| a == b, alike)
}

// Quotation marks and brackets.

#[derive(Clone, Copy, PartialEq)]
enum Enclosing {
    Quotes,
    Brackets,
}

/// What a text has between marks of a kind, each with its marks and without; and whether they are book marks.
fn pairs(text: &str, kind: Enclosing) -> Vec<(Range<usize>, Range<usize>, bool)> {
    let closing = |c: char, open: bool| match (kind, c) {
        (Enclosing::Quotes, '“') => Some('”'),
        (Enclosing::Quotes, '"') if !open => Some('"'),
        (Enclosing::Quotes, '「') => Some('」'),
        (Enclosing::Quotes, '『') => Some('』'),
        (Enclosing::Quotes, '《') => Some('》'),
        (Enclosing::Brackets, '(') => Some(')'),
        (Enclosing::Brackets, '（') => Some('）'),
        _ => None,
    };
    let mut open: Vec<(usize, char, char)> = Vec::new();
    let mut out = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some((start, first, _)) = open.pop_if(|(_, _, close)| *close == c) {
            let outer = start..at + c.len_utf8();
            // 5(2) and (a) are references and enumerators, no brackets around a remark.
            let remark = kind == Enclosing::Quotes
                || text[start + first.len_utf8()..at].chars().count() > 2
                    && !before(text, start).is_some_and(|c| c.is_ascii_alphanumeric() || c == ')');
            if remark {
                out.push((outer, start + first.len_utf8()..at, first == '《'));
            }
        } else if let Some(close) = closing(c, open.iter().any(|(_, first, _)| *first == '"')) {
            open.push((at, c, close));
        }
    }
    out.sort_by_key(|(outer, ..)| outer.start);
    out
}

fn enclosed(sides: &Sides<'_>, kind: Enclosing, parts: &[Link], alike: Alike<'_>) -> Vec<Link> {
    let (mut ours, mut theirs) = (pairs(sides.source, kind), pairs(sides.target, kind));
    if kind == Enclosing::Quotes {
        // The name of a law has its marks in Chinese only; book marks are others' quotation marks where nothing else is.
        let law = |outer: &Range<usize>, side: fn(&Link) -> &Range<usize>| {
            parts.iter().any(|link| {
                side(link).start <= outer.start + '《'.len_utf8() && outer.end <= side(link).end + '》'.len_utf8()
            })
        };
        ours.retain(|(outer, _, book)| !(*book && law(outer, |link| &link.source)));
        theirs.retain(|(outer, _, book)| !(*book && law(outer, |link| &link.target)));
        if ours.len() != theirs.len() {
            ours.retain(|(.., book)| !book);
            theirs.retain(|(.., book)| !book);
        }
    }
    let inside = |link: &Link, a: &Range<usize>, b: &Range<usize>| (within(&link.source, a), within(&link.target, b));
    let mut out: Vec<Link> = Vec::new();
    let (mut left, mut there): (Vec<_>, Vec<_>) = (Vec::new(), theirs.clone());
    for (outer, inner, _) in &ours {
        let fits = |other: &Range<usize>| {
            parts.iter().any(|link| inside(link, inner, other) == (true, true))
                && !parts.iter().any(|link| matches!(inside(link, inner, other), (true, false) | (false, true)))
        };
        let all: Vec<_> = theirs.iter().filter(|(_, other, _)| fits(other)).collect();
        match &all[..] {
            [(target, within, _)] => {
                out.extend(both(outer, target, inner, within));
                there.retain(|(other, ..)| other != target);
            }
            _ => left.push((outer.clone(), inner.clone())),
        }
    }
    // By elimination: one is left on either side, or those that are left are all formatted alike.
    let ranges: Vec<&Range<usize>> = left.iter().map(|(outer, _)| outer).collect();
    let consistent = |inner: &Range<usize>, other: &Range<usize>| {
        !parts.iter().any(|link| matches!(inside(link, inner, other), (true, false) | (false, true)))
    };
    if left.len() == there.len() && (left.len() == 1 || alike(&ranges)) {
        for ((outer, inner), (target, within, _)) in left.iter().zip(&there) {
            if left.len() > 1 || consistent(inner, within) {
                out.extend(both(outer, target, inner, within));
            }
        }
    }
    out
}

fn both(outer: &Range<usize>, target: &Range<usize>, inner: &Range<usize>, within: &Range<usize>) -> [Link; 2] {
    let link = |source: &Range<usize>, target: &Range<usize>| Link {
        source: source.clone(),
        target: target.clone(),
        part: false,
    };
    [link(outer, target), link(inner, within)]
}

// Labels and clauses.

static ENUMERATOR: Pattern = LazyLock::new(|| {
    Regex::new(r"^\s*(?:[(（][0-9A-Za-z一二三四五六七八九十]{1,4}[)）]|[0-9]{1,3}(?:\.[0-9]{1,3})*[.)．、]?\s|[0-9]{1,3}[.．、]|[一二三四五六七八九十]{1,3}、|[•●▪–-]\s)").ok()
});

/// The marks that part a sentence and keep its order in both languages: which, and where. A colon's and a semicolon's, a question's
/// and an exclamation's, a dash, the end of a sentence.
fn breaks(text: &str, lang: Lang) -> Vec<(char, Range<usize>)> {
    let mut out = Vec::new();
    if let Some(lead) = ENUMERATOR.as_ref().and_then(|pattern| pattern.find(text)) {
        out.push(('#', lead.range()));
    }
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let figures = before(text, at).is_some_and(|c| c.is_ascii_digit())
            && after(text, end).is_some_and(|c| c.is_ascii_digit());
        let kind = match c {
            ':' if figures || text[end..].starts_with("//") => continue,
            ':' | '：' => ':',
            ';' | '；' => ';',
            '?' | '？' => '?',
            '!' | '！' => '!',
            '—' | '–' if !figures => {
                let mut end = end;
                while let Some((next, c)) = chars.next_if(|(_, c)| *c == '—') {
                    end = next + c.len_utf8();
                }
                if c == '—' || text[..at].ends_with(' ') && text[end..].starts_with(' ') {
                    out.push(('—', at..end));
                }
                continue;
            }
            _ => continue,
        };
        out.push((kind, at..end));
    }
    // A segment may hold several sentences after all.
    let ends: Vec<usize> = segments(text, lang).iter().map(|range| range.end).collect();
    for end in ends.iter().take(ends.len().saturating_sub(1)) {
        if !out.iter().any(|(_, range)| range.end == *end) {
            out.push(('.', end - before(text, *end).map_or(0, char::len_utf8)..*end));
        }
    }
    out.sort_by_key(|(_, range)| range.start);
    out
}

/// The text between these breaks.
fn between(text: &str, breaks: &[(char, Range<usize>)]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(breaks.iter().map(|(_, range)| range.end));
    let ends = breaks.iter().map(|(_, range)| range.start).chain(std::iter::once(body(text)));
    starts.zip(ends).map(|(start, end)| trimmed(text, &(start..end.max(start)))).collect()
}

/// The end of a text without its final stop.
fn body(text: &str) -> usize {
    text.trim_end().trim_end_matches(stop).len()
}

fn stop(c: char) -> bool {
    matches!(c, '.' | '。' | '?' | '？' | '!' | '！' | '…' | ';' | '；' | ':' | '：')
}

fn cells(sides: &Sides<'_>, parts: &[Link]) -> Vec<Link> {
    let (mut ours, mut theirs) = (breaks(sides.source, sides.from), breaks(sides.target, sides.to));
    let kinds = |all: &[(char, Range<usize>)]| all.iter().map(|(kind, _)| *kind).collect::<Vec<_>>();
    if kinds(&ours) != kinds(&theirs) {
        // What leads may still be the same: an enumerator, a label.
        let same = ours.iter().zip(&theirs).take_while(|(a, b)| a.0 == b.0 && (a.0 == '#' || a.0 == ':')).count();
        let label = |text: &str, all: &[(char, Range<usize>)]| {
            all.get(same.wrapping_sub(1)).is_none_or(|(_, range)| text[..range.start].chars().count() <= LABEL)
        };
        if same == 0 || !label(sides.source, &ours) || !label(sides.target, &theirs) {
            return Vec::new();
        }
        ours.truncate(same);
        theirs.truncate(same);
    }
    let (ours, theirs) = (between(sides.source, &ours), between(sides.target, &theirs));
    let crosses = parts
        .iter()
        .any(|link| ours.iter().zip(&theirs).any(|(a, b)| within(&link.source, a) != within(&link.target, b)));
    if crosses {
        return Vec::new();
    }
    let links = ours.into_iter().zip(theirs).filter(|(a, b)| !a.is_empty() && !b.is_empty());
    links.map(|(source, target)| Link { source, target, part: false }).collect()
}

/// Clauses between commas: as many on either side, and what each holds proves which is which.
fn clauses(sides: &Sides<'_>, parts: &[Link]) -> Vec<Link> {
    let commas = |text: &str, lang: Lang| -> Vec<Range<usize>> {
        let mut breaks = breaks(text, lang);
        let comma = |(at, c): &(usize, char)| *c == '，' || *c == ',' && text[at + 1..].starts_with(' ');
        breaks.extend(text.char_indices().filter(comma).map(|(at, c)| (',', at..at + c.len_utf8())));
        breaks.sort_by_key(|(_, range)| range.start);
        between(text, &breaks)
    };
    let (ours, theirs) = (commas(sides.source, sides.from), commas(sides.target, sides.to));
    if ours.len() != theirs.len() || ours.len() < 2 {
        return Vec::new();
    }
    let mut out: Vec<Link> = Vec::new();
    for source in &ours {
        let mut inside = parts.iter().filter(|link| within(&link.source, source));
        let Some(first) = inside.next() else { return Vec::new() };
        let Some(target) = theirs.iter().find(|range| within(&first.target, range)) else { return Vec::new() };
        if !inside.all(|link| within(&link.target, target)) || out.iter().any(|link| link.target == *target) {
            return Vec::new();
        }
        out.push(Link { source: source.clone(), target: target.clone(), part: false });
    }
    out
}

// A stretch and an object.

/// The counterpart of a stretch of the source.
pub(super) fn stretch(sides: &Sides<'_>, links: &[Link], range: &Range<usize>) -> Option<Range<usize>> {
    let range = &trimmed(sides.source, range);
    let whole = trimmed(sides.source, &(0..sides.source.len()));
    let target = trimmed(sides.target, &(0..sides.target.len()));
    if range.is_empty() || target.is_empty() {
        return None;
    }
    if *range == whole {
        return Some(target);
    }
    let (end, target_end) = (body(sides.source), body(sides.target));
    if *range == (whole.start..end) && target.start < target_end {
        return Some(target.start..target_end);
    }
    let exact = links.iter().filter(|link| link.source == *range).map(|link| link.target.clone());
    let found = exact.chain(same_text(sides, range)).next().or_else(|| composed(sides, links, range))?;
    (!found.is_empty()).then_some(found)
}

/// A stretch that stands in the target as it is.
fn same_text(sides: &Sides<'_>, range: &Range<usize>) -> Option<Range<usize>> {
    let text = &sides.source[range.clone()];
    let one = text.chars().count() < 2;
    (!one && only(sides.source, text).is_some()).then(|| only(sides.target, text)).flatten()
}

/// A stretch of several parts: from the first to the last of their counterparts, when nothing foreign lies between.
fn composed(sides: &Sides<'_>, links: &[Link], range: &Range<usize>) -> Option<Range<usize>> {
    let mut chosen: Vec<&Link> = Vec::new();
    let mut inside: Vec<&Link> = links.iter().filter(|link| within(&link.source, range)).collect();
    inside.sort_by_key(|link| (std::cmp::Reverse(link.source.len()), link.source.start));
    for link in inside {
        if chosen.iter().all(|other| link.source.end <= other.source.start || other.source.end <= link.source.start) {
            chosen.push(link);
        }
    }
    chosen.sort_by_key(|link| link.source.start);
    let (first, last) = (chosen.first()?, chosen.last()?);
    let (head, tail) = (&sides.source[range.start..first.source.start], &sides.source[last.source.end..range.end]);
    let gaps = chosen.windows(2).map(|pair| &sides.source[pair[0].source.end..pair[1].source.start]);
    if !gaps.into_iter().all(|gap| light(gap, sides.from)) {
        return None;
    }
    let mut ends: Vec<&Range<usize>> = chosen.iter().map(|link| &link.target).collect();
    ends.sort_by_key(|range| range.start);
    let span = ends.first()?.start..ends.iter().map(|range| range.end).max()?;
    let mut at = span.start;
    for part in &ends {
        if part.start > at && !light(&sides.target[at..part.start], sides.to) {
            return None;
        }
        at = at.max(part.end);
    }
    let foreign = |link: &&Link| link.part && !overlaps(&link.source, range) && overlaps(&link.target, &span);
    if links.iter().any(|link| foreign(&link)) {
        return None;
    }
    let span = affixed(sides, head, tail, span)?;
    Some(closed(sides, range, numbered(sides, range, span)))
}

/// Takes what numbers in Chinese into a counterpart, unless the English for it stayed outside: 3 Concorde Road, 協調道3號.
fn numbered(sides: &Sides<'_>, range: &Range<usize>, span: Range<usize>) -> Range<usize> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let left_out = sides.source[..range.start].trim_end().ends_with("No.");
    if left_out || !digit(before(sides.target, span.end)) || after(sides.target, span.end) != Some('號') {
        return span;
    }
    let head = if before(sides.target, span.start) == Some('第') { '第'.len_utf8() } else { 0 };
    span.start - head..span.end + '號'.len_utf8()
}

/// Takes the stop that ends a stretch into its counterpart: “Enquiries:”, 「查詢：」.
fn closed(sides: &Sides<'_>, range: &Range<usize>, span: Range<usize>) -> Range<usize> {
    let class = |c: char| match c {
        ':' | '：' => Some(':'),
        ';' | '；' => Some(';'),
        ',' | '，' => Some(','),
        '.' | '。' => Some('.'),
        '?' | '？' => Some('?'),
        '!' | '！' => Some('!'),
        _ => None,
    };
    // The stop of “No.” ends nothing.
    let ends = sides.source[range.end..].trim().is_empty();
    let last = before(sides.source, range.end).filter(|c| *c != '.' || ends).and_then(class);
    match after(sides.target, span.end) {
        Some(next) if last.is_some() && class(next) == last => span.start..span.end + next.len_utf8(),
        _ => span,
    }
}

/// What English puts before a value and Chinese before it, behind it, or around it.
const AFFIXES: [(&str, &[&str], &[&str]); 15] = [
    ("on or before", &[], &["或之前"]),
    ("not later than|no later than", &["不遲於"], &["或之前"]),
    ("before", &[], &["之前", "以前", "前"]),
    ("by", &[], &["或之前", "之前", "前"]),
    ("on or after", &[], &["或之後", "或以後"]),
    ("after", &[], &["之後", "以後", "後"]),
    ("with effect from|from|since", &["由", "自", "從"], &["起生效", "起", "以來"]),
    ("until|up to", &["直至", "截至", "最多", "至"], &["為止"]),
    ("as at", &["截至"], &[]),
    ("about|approximately|around", &["大約", "約"], &["左右"]),
    ("nearly|almost", &["接近", "近"], &[]),
    ("over|more than|exceeding", &["超過", "逾", "多於"], &["以上"]),
    ("at least|not less than", &["至少", "最少", "不少於"], &[]),
    ("not more than|not exceeding", &["不超過", "不多於"], &[]),
    ("within", &[], &["之內", "以內", "內"]),
];

/// A counterpart with what belongs to the rest of a stretch before and behind its parts; nothing when that is not there.
fn affixed(sides: &Sides<'_>, head: &str, tail: &str, span: Range<usize>) -> Option<Range<usize>> {
    let (left, right) = (&sides.target[..span.start], &sides.target[span.end..]);
    if sides.to.is_chinese() {
        if !light(tail, sides.from) {
            return None;
        }
        let head = head.trim().to_ascii_lowercase();
        let row = AFFIXES.iter().find(|(en, ..)| en.split('|').any(|word| word == head));
        let Some((_, ahead, behind)) = row else { return light(&head, sides.from).then_some(span) };
        let ahead = ahead.iter().find(|word| left.ends_with(**word)).map_or(0, |word| word.len());
        let behind = behind.iter().find(|word| right.starts_with(**word)).map_or(0, |word| word.len());
        return (ahead + behind > 0 || light(&head, sides.from)).then(|| span.start - ahead..span.end + behind);
    }
    let (head, tail) = (head.trim(), tail.trim());
    let fits = |(_, ahead, behind): &&(&str, &[&str], &[&str])| {
        (head.is_empty() || ahead.contains(&head) || light(head, sides.from) && tail.len() > 1)
            && (tail.is_empty() || behind.contains(&tail))
            && !(head.is_empty() && tail.is_empty())
    };
    let before = left.trim_end().to_ascii_lowercase();
    for (en, ..) in AFFIXES.iter().filter(fits) {
        let word = en.split('|').find(|word| {
            before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()))
        });
        if let Some(word) = word {
            return Some(before.len() - word.len()..span.end);
        }
    }
    (light(head, sides.from) && light(tail, sides.from)).then_some(span)
}

/// English words that have no counterpart of their own.
const LIGHT: [&str; 36] = [
    "a", "an", "the", "of", "and", "or", "in", "on", "at", "to", "for", "by", "with", "from", "as", "its", "their",
    "his", "her", "our", "your", "this", "that", "these", "those", "is", "are", "be", "was", "were", "under",
    "between", "mr", "ms", "no", "per",
];

/// Whether a text between parts says nothing of its own: punctuation and the smallest words.
fn light(text: &str, lang: Lang) -> bool {
    if lang.is_chinese() {
        return text.chars().all(|c| {
            c.is_whitespace()
                || is_cjk_punctuation(c)
                || c.is_ascii_punctuation()
                || "的之及和與或在於由至到自起把就以並其暨".contains(c)
        });
    }
    // A number is no small word.
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.into_iter().all(|word| LIGHT.contains(&word.to_ascii_lowercase().as_str()))
}

/// The place of an object at `at` of the source, where it can be proved.
pub(super) fn object(sides: &Sides<'_>, links: &[Link], at: usize) -> Option<usize> {
    let source = sides.source;
    let target = sides.target.trim_end();
    if source[..at].trim().is_empty() {
        return Some(sides.target.len() - sides.target.trim_start().len());
    }
    let stopped = source[..at].trim_end().ends_with(['.', '。', '!', '！', '?', '？']);
    let last = source[at..].chars().all(|c| c.is_whitespace() || stop(c) || closer(c));
    if last && source[at..].chars().all(|c| c.is_whitespace() || closer(c)) && stopped {
        // What follows the stop, within a quotation's end or after it.
        let open = source[at..].chars().filter(|c| closer(*c)).count();
        return Some(
            target.len()
                - target.chars().rev().take(open).take_while(|c| closer(*c)).map(char::len_utf8).sum::<usize>(),
        );
    }
    following(sides, links, at).or_else(|| preceding(sides, links, at)).or_else(|| {
        // It follows the last word, whatever that has become.
        let end = match source[at..].contains(stop) {
            true => target.trim_end_matches(stop).len(),
            false => target.len(),
        };
        last.then_some(end)
    })
}

fn closer(c: char) -> bool {
    matches!(c, '”' | '"' | '」' | '』' | '》' | ')' | '）' | '’')
}

/// After the counterpart of what an object follows.
fn following(sides: &Sides<'_>, links: &[Link], at: usize) -> Option<usize> {
    let comma = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；' | ':' | '：');
    let ends = |end: usize| {
        // A fact says more of its place than the clause that ends with it.
        let all = links.iter().filter(|link| link.source.end == end);
        all.max_by_key(|link| (link.part, link.source.len())).map(|link| link.target.end)
    };
    let text = &sides.source[..at];
    // What the object may stand behind, beside the part itself.
    let inner = text.trim_end_matches(comma);
    let bare = inner.trim_end_matches(closer);
    let (mut end, mut closers) = (ends(inner.len()), false);
    if end.is_none() && bare.len() < inner.len() {
        (end, closers) = (ends(bare.len()), true);
    }
    if end.is_none() && sides.from.is_chinese() {
        let affix = AFFIXES.iter().flat_map(|(.., behind)| behind.iter()).filter_map(|word| inner.strip_suffix(word));
        end = affix.filter_map(|rest| ends(rest.len())).next();
    }
    let skip = |at: usize, of: fn(char) -> bool| {
        let rest = &sides.target[at..];
        at + (rest.len() - rest.trim_start_matches(of).len())
    };
    let mut end = end?;
    if closers {
        end = skip(end, closer);
    }
    if inner.len() < text.len() {
        end = skip(end, |c| matches!(c, ',' | '，' | '、' | ';' | '；' | ':' | '：'));
    }
    Some(end)
}

/// Before the counterpart of what an object precedes: a picture before its words.
fn preceding(sides: &Sides<'_>, links: &[Link], at: usize) -> Option<usize> {
    if !before(sides.source, at).is_some_and(char::is_whitespace) {
        return None;
    }
    let all = links.iter().filter(|link| link.source.start == at);
    all.max_by_key(|link| (link.part, link.source.len())).map(|link| link.target.start)
}

// Ranges.

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The range without the blanks around it.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let piece = &text[range.clone()];
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

/// Where a wording stands in a text that has it once, as a word or number of its own.
fn only(text: &str, wording: &str) -> Option<Range<usize>> {
    let free = |at: usize| {
        let end = at + wording.len();
        let number = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        stands_alone(text, at, end)
            && !(number(wording.chars().next()) && number_goes_left(text, at))
            && !(number(wording.chars().next_back()) && number_goes_right(text, end))
    };
    let mut all = text.match_indices(wording).map(|(at, _)| at).filter(|at| free(*at));
    match (all.next(), all.next()) {
        (Some(at), None) if !wording.is_empty() => Some(at..at + wording.len()),
        _ => None,
    }
}
