//! Who speaks: the label before a line's colon, and how minutes call that person.

use gungman_core::Lang;
use gungman_core::meeting::{RemarkKind, Voice};

use super::rules::{RULES, Role};
use crate::tables::{HONORIFICS, ORGANISATIONS, POSTS, surname_of};
use crate::text::is_han;

/// A line cut at its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut<'a> {
    /// What stands before the colon, if it is somebody or a mark.
    pub label: Option<&'a str>,
    /// What the mark makes of the line.
    pub mark: Option<RemarkKind>,
    /// The rest.
    pub text: &'a str,
}

/// Takes the time of a transcript off the front: `[00:03:12]`, `(10:05)`, `00:03`.
fn untimed(line: &str) -> &str {
    let open = line.strip_prefix(['[', '(', '（', '【']).unwrap_or(line);
    let end = open.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(open.len());
    let time = &open[..end];
    let parts: Vec<&str> = time.split(':').collect();
    let timed = (2..=3).contains(&parts.len())
        && parts.iter().all(|part| (1..=2).contains(&part.split('.').next().unwrap_or("").len()));
    if !timed {
        return line;
    }
    let rest = open[end..].trim_start_matches([']', ')', '）', '】', ' ', '-', '–', '\t']);
    // 2:30 p.m. is a time that is spoken of.
    if rest.starts_with(['a', 'p']) && rest.get(1..2) == Some(".") { line } else { rest }
}

/// The label of a line, if it can be one: short, without stops, and no figure outside brackets.
pub(super) fn cut<'a>(line: &'a str, known: &dyn Fn(&str) -> bool) -> Cut<'a> {
    // An arrow is no bullet.
    let bare = if line.starts_with("->") { line } else { line.trim_start_matches(['-', '•', '·', '*', '–', ' ']) };
    let line = untimed(bare);
    let whole = Cut { label: None, mark: None, text: line };
    let Some(rules) = RULES.as_ref() else { return whole };
    let Some(colon) = line.find([':', '：']) else { return whole };
    let wide = line[colon..].chars().next().map_or(1, char::len_utf8);
    let (label, text) =
        (line[..colon].trim().trim_matches('*'), line[colon + wide..].trim().trim_start_matches('*').trim());
    // 2:30 and http: are no labels.
    let figures =
        line[colon + wide..].starts_with(|c: char| c.is_ascii_digit()) && label.ends_with(|c: char| c.is_ascii_digit());
    if label.is_empty() || figures || text.starts_with("//") {
        return whole;
    }
    if let Some((kind, _)) = rules.marks.iter().find(|(_, word)| word.eq_ignore_ascii_case(label)) {
        return Cut { label: None, mark: Some(*kind), text };
    }
    if is_label(label) && (known(label) || role(label).is_some() || titled(label) || office(label) || initials(label)) {
        return Cut { label: Some(label), mark: None, text };
    }
    whole
}

/// Whether the text before a colon has the shape of somebody's name or post.
pub(super) fn is_label(label: &str) -> bool {
    let wide: usize = label.chars().map(|c| if is_han(c) { 2 } else { 1 }).sum();
    wide <= 40
        && label.split_whitespace().count() <= 5
        && !label.contains(['，', '。', '；', ';', '?', '？', '!', '「', '」', '$', '%'])
        && !label.starts_with(|c: char| c.is_ascii_digit())
}

/// The office of a meeting a label names.
pub(super) fn role(label: &str) -> Option<&'static Role> {
    let rules = RULES.as_ref()?;
    let bare = label.trim().trim_end_matches('.');
    rules.roles.iter().find(|role| role.words.iter().any(|word| word.eq_ignore_ascii_case(bare)))
}

/// 李先生, Mr CHAN, 陳主任.
fn titled(label: &str) -> bool {
    let first = label.split_whitespace().next().unwrap_or("").trim_end_matches('.');
    HONORIFICS.iter().any(|h| {
        label.ends_with(h.zh) && label.len() > h.zh.len() && surname_of(label).is_some()
            || !h.en.is_empty() && h.en == first && label.contains(' ')
    })
}

/// An organisation or a post of the tables, also by its abbreviation.
fn office(label: &str) -> bool {
    ORGANISATIONS.iter().any(|o| {
        o.zh == label || o.en.eq_ignore_ascii_case(label) || !o.abbreviation.is_empty() && o.abbreviation == label
    }) || POSTS.iter().any(|(en, zh)| zh == label || en.eq_ignore_ascii_case(label))
        || ["署", "處", "局", "署代表", "處代表", "代表", "工程師", "主任", "顧問", "承辦商", "承建商", "供應商"]
            .iter()
            .any(|end| label.ends_with(end) && label.chars().count() <= 10)
}

/// KW, CHM, DO(IT), SEO/2.
fn initials(label: &str) -> bool {
    let letters = label.chars().filter(char::is_ascii_alphabetic).count();
    (1..=8).contains(&letters)
        && !label.contains(' ')
        && label.is_ascii()
        && label.chars().all(|c| !c.is_ascii_lowercase())
}

/// How minutes in a language call whoever has a label, by the list of those who were there.
pub(super) fn voice(label: &str, present: &[&str], lang: Lang) -> Voice {
    let known = |called: String| Voice { label: label.to_owned(), called, known: true };
    // CHM may be somebody's initials: the list of those present comes before the usual words.
    let marked = present
        .iter()
        .filter(|_| initials(label))
        .find(|entry| bracketed(entry).any(|inner| inner.eq_ignore_ascii_case(label)));
    if let Some(role) = role(label).filter(|_| marked.is_none()) {
        return known(role.called.get(lang).to_owned());
    }
    if let Some(entry) = marked.or_else(|| present.iter().find(|entry| denotes(label, entry))) {
        // CHM in brackets is somebody's initials; an office is written out.
        if let Some(role) = bracketed(entry).filter(|inner| !initials(inner)).find_map(role) {
            return known(role.called.get(lang).to_owned());
        }
        let short = label.strip_suffix('生').filter(|surname| surname_of(surname) == Some(surname));
        if let Some(called) = person(entry).or_else(|| person(label)).or_else(|| Some(format!("{}先生", short?))) {
            return known(called);
        }
        return known(name_of(entry).to_owned());
    }
    // 黃生 is said, 黃先生 is written.
    let short = label.strip_suffix('生').filter(|surname| surname_of(surname) == Some(surname));
    if let Some(called) = person(label).or_else(|| Some(format!("{}先生", short?))) {
        return known(called);
    }
    let unnamed =
        initials(label) && !ORGANISATIONS.iter().any(|o| o.abbreviation == label) && !label.contains(['(', '/']);
    Voice { label: label.to_owned(), called: label.to_owned(), known: !unnamed }
}

/// What stands in brackets in an entry: an office, initials, a post.
fn bracketed(entry: &str) -> impl Iterator<Item = &str> {
    entry
        .split(['(', '（'])
        .skip(1)
        .filter_map(|rest| rest.split([')', '）']).next())
        .flat_map(|inner| inner.split([',', '，', '、', ';']))
        .map(str::trim)
}

/// Whether a label names a person of an entry rather than the office behind the name.
pub(super) fn is_name_of(label: &str, entry: &str) -> bool {
    denotes(label, entry) && !entry[name_of(entry).len()..].contains(label)
}

/// The name an entry begins with, form of address and all.
fn name_of(entry: &str) -> &str {
    let end = entry.find(['(', '（', ',', '，', '=', '　']).unwrap_or(entry.len());
    let name = entry[..end].trim();
    // 李小明先生 康文署: the name is the first word of Chinese.
    match name.split_once(' ') {
        Some((first, _)) if first.contains(is_han) => first,
        _ => name,
    }
}

/// Whether a label means the person of an entry.
pub(super) fn denotes(label: &str, entry: &str) -> bool {
    let label = label.trim().trim_end_matches('.');
    if bracketed(entry).any(|inner| inner.eq_ignore_ascii_case(label)) || entry.trim() == label {
        return true;
    }
    let name = name_of(entry);
    // Behind the comma or the blank stands the post or the office.
    let post = entry[name.len()..].split(['(', '（', ',', '，', ' ', '　']).map(str::trim).any(|part| part == label);
    let bare = plain(name);
    if post || !bare.is_empty() && plain(label) == bare {
        return true;
    }
    if label.contains(is_han) {
        // 黃生 is 黃先生, 劉小姐 may stand in the list without a form of address.
        if let Some(surname) = label
            .strip_suffix('生')
            .and_then(surname_of)
            .filter(|surname| label.len() == surname.len() + '生'.len_utf8())
        {
            return surname_of(bare) == Some(surname);
        }
        // 李先生, 李小明 and 小明 for 李小明先生.
        let given = surname_of(bare).map(|surname| &bare[surname.len()..]);
        let short = plain(label);
        let same_title = title(label).is_none_or(|said| title(name).is_none_or(|own| own == said));
        return short.chars().count() >= 2 && given == Some(short)
            || title(label).is_some() && same_title && surname_of(bare).is_some_and(|surname| short == surname)
            || short.chars().count() >= 2 && bare.contains(is_han) && bare == short;
    }
    let words: Vec<&str> = bare.split([' ', '-', ',']).filter(|word| !word.is_empty()).collect();
    if words.len() < 2 || bare.contains(is_han) {
        return false;
    }
    let said = plain(label).to_lowercase();
    let first = |word: &&str| word.chars().next().map(|c| c.to_ascii_lowercase());
    let straight: String = words.iter().filter_map(first).collect();
    let turned: String = words.iter().skip(1).chain(words.first()).filter_map(first).collect();
    let given: String = words.iter().skip(1).filter_map(first).collect();
    let surname =
        words.iter().find(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase())).unwrap_or(&words[0]);
    let initials = label.chars().all(|c| c.is_ascii_uppercase());
    // Peter, for Mr Peter NG.
    if said.len() >= 3 && words.iter().any(|word| word.len() >= 3 && word.to_lowercase() == said) {
        return true;
    }
    initials && [straight, turned, given].contains(&said) || said == surname.to_lowercase()
}

/// A name without its form of address.
fn plain(name: &str) -> &str {
    let mut name = name.trim();
    if let Some(title) = title(name) {
        name = if title.is_ascii() {
            name.split_once(' ').map_or(name, |(_, rest)| rest)
        } else {
            name.strip_suffix(title).unwrap_or(name)
        };
    }
    name.trim()
}

/// The form of address of a name.
fn title(name: &str) -> Option<&'static str> {
    let first = name.split_whitespace().next().unwrap_or("").trim_end_matches('.');
    let english = HONORIFICS.iter().find(|h| !h.en.is_empty() && h.en == first && name.contains(' ')).map(|h| h.en);
    english.or_else(|| {
        HONORIFICS
            .iter()
            .filter(|h| name.ends_with(h.zh) && name.len() > h.zh.len())
            .map(|h| h.zh)
            .max_by_key(|zh| zh.len())
    })
}

/// A person as minutes name one: 李先生, Mr Lee. Nothing for a name without a form of address, or for what is no name.
fn person(entry: &str) -> Option<String> {
    let name = name_of(entry);
    let title = title(name)?;
    let bare = plain(name);
    if title.is_ascii() {
        let words: Vec<&str> = bare.split_whitespace().collect();
        let capital =
            words.iter().find(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '-'));
        let surname = capital.or_else(|| words.first()).copied()?;
        let mut letters = surname.chars();
        let first = letters.next()?;
        return Some(format!("{title} {first}{}", letters.as_str().to_lowercase()));
    }
    let surname = surname_of(bare)?;
    Some(format!("{surname}{title}"))
}
