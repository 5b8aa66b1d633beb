//! Functions on the form of letters, memos and e-mails: a document is known by its lines alone, whoever typed it.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::seen::Seen;
use super::{Hit, Setting};
use crate::letters;
use crate::tables::{HONORIFICS, alternation, surname_of};
use crate::text::Pattern;

fn honorifics() -> String {
    alternation(HONORIFICS.iter().map(|honorific| honorific.zh))
}

/// 王先生：, with whatever it ends in.
static CHINESE_SALUTATION: Pattern = LazyLock::new(|| {
    Regex::new(&format!("^(?:[\\p{{Han}}]{{1,4}}|[A-Z][a-z]+ ?|執事|編輯|主席|各位[\\p{{Han}}]{{0,4}})(?:{}|市民|家長|租戶|同事)?(?P<x>[：:，,]?)$", honorifics())).ok()
});
static DEAR: Pattern = LazyLock::new(|| Regex::new(r"^Dear [A-Z][^.;:]{1,40}$").ok());
static YOURS: Pattern = LazyLock::new(|| {
    Regex::new(r"^(?P<x>(?i:yours?|your's) (?i:faithfully|sincerely|truly|sincerly|faithfuly)|(?i:best regards|kind regards|regards|sincerely|sincerely yours|with best wishes))(?P<c>[,.]?)$").ok()
});

/// Lines with their number, from the first that has text; leading blanks are kept, for offsets.
fn lines(seen: &[Arc<Seen>]) -> impl Iterator<Item = (usize, &str)> {
    seen.iter().enumerate().map(|(at, seen)| (at, seen.text.as_str())).filter(|(_, text)| !text.trim().is_empty())
}

/// How many bytes a line is indented by.
fn indent(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Whether a line greets someone: a form of address at its end, and nothing that an address has.
fn greets(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['：', ':', '，', ',']);
    let named = HONORIFICS.iter().any(|honorific| bare.ends_with(honorific.zh));
    let many = bare.starts_with("各位") && bare.chars().count() <= 6;
    (named || many) && CHINESE_SALUTATION.as_ref().is_some_and(|pattern| pattern.is_match(text.trim()))
}

/// The line that greets: the one that ends in a colon, else a surname and a form of address alone.
fn greeting(seen: &[Arc<Seen>]) -> Option<(usize, &str)> {
    let stopped = |text: &str| text.trim().ends_with(['：', ':', '，', ',']);
    let short = |text: &str| text.trim().chars().count() <= 4;
    let ends = lines(seen).find(|(_, text)| greets(text) && stopped(text));
    ends.or_else(|| lines(seen).find(|(_, text)| greets(text) && short(text)))
}

/// A salutation that does not end in ：.
pub(super) fn salutation(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let Some((at, text)) = greeting(seen) else { return };
    let (start, bare) = (indent(text), text.trim());
    if !bare.ends_with('：') {
        let fix = format!("{}：", bare.trim_end_matches([':', '，', ',']));
        hits.push(Hit::new(start..start + bare.len()).fix(fix).at(at));
    }
}

/// A salutation with the full name: the surname is enough.
pub(super) fn salutation_name(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let Some((at, text)) = greeting(seen) else { return };
    let (start, bare) = (indent(text), text.trim());
    let end = bare.trim_end_matches(['：', ':', '，', ',']);
    let Some(honorific) = HONORIFICS.iter().filter(|h| end.ends_with(h.zh)).max_by_key(|h| h.zh.len()) else { return };
    let name = &end[..end.len() - honorific.zh.len()];
    let Some(surname) = surname_of(name) else { return };
    let given = name[surname.len()..].chars().count();
    // 黃李小玲 is called by her own surname, which only she knows.
    if (1..=2).contains(&given) && name.chars().count() <= 3 + usize::from(surname.chars().count() > 1) {
        let range = start + surname.len()..start + name.len();
        // A title between is another rule's.
        if !HONORIFICS.iter().any(|h| name[surname.len()..] == *h.zh) {
            hits.push(Hit::new(range).fix("").detail(&name[..surname.len()]).at(at));
        }
    }
}

fn dear(seen: &[Arc<Seen>]) -> Option<(usize, &str)> {
    lines(seen).find(|(_, text)| DEAR.as_ref().is_some_and(|dear| dear.is_match(text.trim())))
}

/// `Yours faithfully` after a name, `Yours sincerely` after none, and closings of no official letter.
pub(super) fn closing(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let Some((first, greeting)) = dear(seen) else { return };
    let right = letters::closing(greeting.trim()).trim_end_matches(',');
    for (at, text) in lines(seen).filter(|(at, _)| *at > first) {
        let Some(said) = YOURS.as_ref().and_then(|yours| yours.captures(text.trim())) else { continue };
        let Some(shown) = said.name("x").filter(|shown| shown.as_str() != right) else { continue };
        let range = indent(text) + shown.start()..indent(text) + shown.end();
        hits.push(Hit::new(range).fix(right).detail(greeting.trim().trim_end_matches(',')).at(at));
    }
}

/// A comma after the salutation or after the closing alone.
pub(super) fn comma_pair(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let Some((first, greeting)) = dear(seen) else { return };
    let comma = greeting.trim().ends_with(',');
    for (at, text) in lines(seen).filter(|(at, _)| *at > first) {
        let Some(said) = YOURS.as_ref().and_then(|yours| yours.captures(text.trim())) else { continue };
        if said["c"].is_empty() == comma {
            let bare = text.trim();
            let fix = if comma { format!("{bare},") } else { bare.trim_end_matches([',', '.']).to_owned() };
            hits.push(Hit::new(indent(text)..indent(text) + bare.len()).fix(fix).at(at));
        }
    }
}

static NUMBERED: Pattern = LazyLock::new(|| Regex::new(r"^\s*(?P<n>[0-9]{1,2})[.．](?:\s|\p{Han}|$)").ok());

/// The numbers that paragraphs begin with: which paragraph, where, what.
fn numbers(seen: &[Arc<Seen>]) -> Vec<(usize, std::ops::Range<usize>, u32)> {
    lines(seen)
        .filter_map(|(at, text)| {
            let number = NUMBERED.as_ref()?.captures(text)?.name("n")?;
            Some((at, number.range(), number.as_str().parse().ok()?))
        })
        .collect()
}

/// Where an annex begins: its paragraphs are numbered afresh.
static ANNEX: Pattern = LazyLock::new(|| {
    let mark = "[A-Z]|[0-9]{1,2}|[一二三四五六七八九十]{1,2}";
    Regex::new(&format!(r"^(?:附件|附錄|(?i:annex|appendix))[ 　]*(?:{mark})(?:$|[ 　：:－–—-][^。]*$)")).ok()
});

/// Paragraph numbers that begin at 1, leave one out or come twice; those of annexes are their own affair.
pub(super) fn numbering(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let mut all = numbers(seen);
    if let Some((first, ..)) = all.first().cloned() {
        let is_annex = |text: &str| ANNEX.as_ref().is_some_and(|annex| annex.is_match(text.trim()));
        let annex = lines(seen).find(|(at, text)| *at > first && is_annex(text));
        all.retain(|(at, ..)| annex.is_none_or(|(annex, _)| *at < annex));
    }
    let Some((first_at, first_range, first)) = all.first().cloned() else { return };
    if first == 1 && all.len() > 1 {
        hits.push(Hit::new(first_range).at(first_at).detail("2"));
    }
    let mut wanted = first;
    for (at, range, number) in all {
        if number != wanted {
            hits.push(Hit::new(range).fix(wanted.to_string()).at(at).detail(wanted.to_string()));
        }
        // What follows is counted on from what was written, so that one slip is told once.
        wanted = if number == wanted || number == wanted + 1 { number + 1 } else { wanted + 1 };
    }
}

/// A memo's salutation or closing.
pub(super) fn memo_courtesy(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    for (at, text) in lines(seen) {
        let bare = text.trim();
        let english =
            DEAR.as_ref().is_some_and(|dear| dear.is_match(bare)) || YOURS.as_ref().is_some_and(|y| y.is_match(bare));
        let chinese =
            greets(bare) && bare.ends_with(['：', ':']) || ["此致", "謹啟", "敬啟", "敬上", "祝好"].contains(&bare);
        if english || chinese {
            hits.push(Hit::new(0..text.len()).fix("").at(at));
        }
    }
}

static ANNOUNCED: Pattern = LazyLock::new(|| {
    Regex::new("隨(?:函|信|便箋|文)?附上|現附上|夾附|(?:載於|見|詳見|列於)附件|(?i:(?-u:\\b)enclosed(?-u:\\b)|(?-u:\\b)I enclose|(?-u:\\b)we enclose|(?-u:\\b)is attached|(?-u:\\b)are attached|(?-u:\\b)attached (?:is|are|please))").ok()
});
static ENCLOSURE_LINE: Pattern = LazyLock::new(|| {
    Regex::new(r"^(?:連?附件|附錄|連附件|(?i:encl(?:s|osures?)?(?-u:\b)|annex(?:es)?(?-u:\b)|appendix))[^，。]{0,60}$")
        .ok()
});

/// Enclosures that are announced and not listed, or listed and not announced.
pub(super) fn enclosures(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let is_line = |text: &str| ENCLOSURE_LINE.as_ref().is_some_and(|line| line.is_match(text.trim()));
    let line = lines(seen).filter(|(at, _)| *at > 0).find(|(_, text)| is_line(text));
    let announced = lines(seen)
        .filter(|(_, text)| !is_line(text))
        .find_map(|(at, text)| ANNOUNCED.as_ref()?.find(text).map(|words| (at, words.range())));
    match (announced, line) {
        (Some((at, range)), None) => hits.push(Hit::new(range).at(at)),
        (None, Some((at, text))) if lines(seen).count() > 3 => {
            let mentioned = lines(seen).any(|(other, text)| {
                other != at
                    && !is_line(text)
                    && ["附件", "附上", "附錄", "nclos", "ttach", "nnex", "ppendi"]
                        .iter()
                        .any(|word| text.contains(word))
            });
            if !mentioned {
                let end = indent(text) + text.trim().find(['：', ':', ' ', '\t']).unwrap_or(text.trim().len());
                hits.push(Hit::new(indent(text)..end).at(at));
            }
        }
        _ => {}
    }
}

static NUMBERED_ENCLOSURE: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:附件|附錄)(?P<n>[一二三四五六七八九十]|[1-9A-H])|(?-u:\b)(?:Annex|Appendix|Enclosure) (?P<e>[A-H]|[1-9])(?-u:\b)").ok()
});

/// 附件三 in the text of a document that lists 附件一 and 附件二.
pub(super) fn numbered_enclosures(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let number = |found: &regex::Captures<'_>| {
        found
            .name("n")
            .or_else(|| found.name("e"))
            .map(|number| (found.get(0).map_or(0..0, |m| m.range()), number.as_str().to_owned()))
    };
    let mut listed = Vec::new();
    let mut cited = Vec::new();
    for (at, text) in lines(seen) {
        let is_line = ENCLOSURE_LINE.as_ref().is_some_and(|line| line.is_match(text.trim()));
        let found = NUMBERED_ENCLOSURE.iter().flat_map(|pattern| pattern.captures_iter(text));
        for (range, number) in found.filter_map(|found| number(&found)) {
            if is_line { listed.push(number) } else { cited.push((at, range, number)) }
        }
    }
    if listed.is_empty() {
        return;
    }
    for (at, range, number) in cited {
        if !listed.contains(&number) {
            hits.push(Hit::new(range).at(at).detail(listed.join("、")));
        }
    }
}

static DATE_LINE: Pattern = LazyLock::new(|| {
    Regex::new("^(?:[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|[一二三四五六七八九零〇]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$").ok()
});

/// A Chinese letter's date that is not its last line.
pub(super) fn date_last(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let date = lines(seen).filter(|(_, text)| DATE_LINE.as_ref().is_some_and(|line| line.is_match(text.trim()))).last();
    let last = lines(seen).last();
    if let (Some((at, text)), Some((end, _))) = (date, last)
        && at != end
    {
        hits.push(Hit::new(indent(text)..indent(text) + text.trim().len()).at(at));
    }
}

static OUR_REFERENCE: Pattern = LazyLock::new(|| Regex::new(r"^\s*(?:本[函署局處會]檔號|(?i:our ref))").ok());
static YOUR_REFERENCE: Pattern = LazyLock::new(|| Regex::new(r"^\s*(?:來函檔號|來信檔號|(?i:your ref))").ok());
static YOUR_LETTER: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:你|貴[\p{Han}]{1,2}|閣下)?[^，。]{0,14}來[函信]收悉|I refer to your letter(?: of| dated)?|Thank you for your letter(?: of| dated)?").ok()
});

/// A reply with its own reference and not the other side's.
pub(super) fn your_reference(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let has =
        |pattern: &'static Pattern| lines(seen).any(|(_, text)| pattern.as_ref().is_some_and(|p| p.is_match(text)));
    if !has(&OUR_REFERENCE) || has(&YOUR_REFERENCE) {
        return;
    }
    let found = lines(seen).find_map(|(at, text)| YOUR_LETTER.as_ref()?.find(text).map(|words| (at, words.range())));
    hits.extend(found.map(|(at, range)| Hit::new(range).at(at)));
}

static CITED: Pattern = LazyLock::new(|| {
    Regex::new(r"(?:上文|下文|本便箋|本函|本通告|本文件|本通函)第\s?(?P<n>[0-9]{1,2})\s?段|(?-u:\b)paragraph (?P<e>[0-9]{1,2}) (?:above|below|of this (?:memo|letter|circular|paper))").ok()
});

/// 上文第9段 of a document that has seven paragraphs.
pub(super) fn cited_paragraph(seen: &[Arc<Seen>], _: &Setting, hits: &mut Vec<Hit>) {
    let Some(last) = numbers(seen).into_iter().map(|(_, _, number)| number).max().filter(|last| *last > 1) else {
        return;
    };
    for (at, text) in lines(seen) {
        for found in CITED.iter().flat_map(|cited| cited.captures_iter(text)) {
            let Some(number) = found.name("n").or_else(|| found.name("e")) else { continue };
            let cited: u32 = number.as_str().parse().unwrap_or(0);
            if cited == 0 || cited > last {
                hits.push(
                    Hit::new(found.get(0).map_or(number.range(), |whole| whole.range()))
                        .at(at)
                        .detail(last.to_string()),
                );
            }
        }
    }
}

/// An e-mail with a salutation and no name or post under it, or with a date of its own.
pub(super) fn email_form(seen: &[Arc<Seen>], setting: &Setting, hits: &mut Vec<Hit>) {
    let chinese = setting.lang.is_chinese();
    let english_date = |text: &str| crate::dates::parse(text).is_some_and(|day| day.date().is_some());
    for (at, text) in lines(seen) {
        if english_date(text.trim()) {
            hits.push(Hit::new(indent(text)..indent(text) + text.trim().len()).fix("").at(at));
        }
    }
    let greeted = if chinese { greeting(seen) } else { dear(seen) };
    let Some((at, text)) = greeted else { return };
    let signed = lines(seen).last().is_some_and(|(end, text)| {
        end > at && text.trim().chars().count() <= 40 && !text.trim().ends_with(['。', '.', '！', '？', '：'])
    });
    if !signed {
        hits.push(Hit::new(indent(text)..indent(text) + text.trim().len()).at(at));
    }
}
