//! The facts of a letter's head and foot: sender, organisation, address, telephone, date, reference, subject.

use gungman_core::FactKind;
use gungman_core::incoming::{Found, Header};

use super::lines::{labelled, parts};
use super::rules::{FieldOf, RULES};
use super::zones::{Zones, is_closing, is_dated};
use crate::dates;
use crate::facts;
use crate::tables::{HONORIFICS, ORGANISATIONS, PLACES, surname_of};
use crate::text::{Folded, is_han};

const TITLES: [&str; 9] = ["Mr", "Mrs", "Ms", "Miss", "Dr", "Prof", "Ir", "Sr", "Madam"];

pub(super) fn read(lines: &[String], zones: &Zones) -> Header {
    let mut header = Header::default();
    let to = addressee(lines, zones);
    let outside = |at: usize| !to.contains(&at);
    let frame: Vec<usize> = zones.head.clone().chain(zones.foot.clone()).filter(|at| !lines[*at].is_empty()).collect();
    let mut from: Found = Found::default();
    for at in frame.iter().copied() {
        for (field, value) in labelled(&lines[at]) {
            let place = match field {
                FieldOf::Reference => &mut header.reference,
                FieldOf::OurReference => &mut header.our_reference,
                FieldOf::Subject => &mut header.subject,
                FieldOf::From => &mut from,
                FieldOf::Organisation => &mut header.organisation,
                FieldOf::Address if outside(at) => &mut header.address,
                FieldOf::Phone if outside(at) => {
                    if header.phone.value.is_empty() {
                        header.phone = Found::on(number(&value), at);
                    }
                    if header.email.value.is_empty()
                        && let Some(email) = email(&value)
                    {
                        header.email = Found::on(email, at);
                    }
                    continue;
                }
                FieldOf::Email if outside(at) => &mut header.email,
                FieldOf::Date => {
                    if header.date.value.is_empty()
                        && let Some(day) = iso(&value)
                    {
                        header.date = Found::on(day, at);
                    }
                    continue;
                }
                _ => continue,
            };
            if place.value.is_empty() {
                *place = Found::on(value, at);
            }
        }
        if header.classification.value.is_empty()
            && let Some(id) = marking(&lines[at])
        {
            header.classification = Found::on(id, at);
        }
    }
    if let Some(at) = zones.subject.filter(|_| header.subject.value.is_empty()) {
        header.subject = Found::on(lines[at].clone(), at);
    }
    header.subject.value = without_re(&header.subject.value);
    date(lines, zones, &frame, &mut header);
    addresses(lines, zones, &to, &mut header);
    foot(lines, zones, &mut header);
    from_line(&from, &mut header);
    if header.sender.value.is_empty() {
        named_alone(lines, zones, &mut header);
    }
    organisation(lines, zones, &to, &mut header);
    header
}

/// The lines of the office the letter is to: the last block above the salutation, and what is labelled so.
fn addressee(lines: &[String], zones: &Zones) -> Vec<usize> {
    let end = zones.salutation.map_or(zones.head.end, |at| at + 1);
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut open = false;
    for (at, line) in lines.iter().enumerate().take(end) {
        if line.is_empty() {
            open = false;
            continue;
        }
        match blocks.last_mut().filter(|_| open) {
            Some(block) => block.push(at),
            None => blocks.push(vec![at]),
        }
        open = true;
    }
    let mut out: Vec<usize> = Vec::new();
    for block in &blocks {
        let labelled_to = |at: &usize| labelled(&lines[*at]).iter().any(|(field, _)| *field == FieldOf::To);
        let mail = block.iter().any(|at| labelled(&lines[*at]).iter().any(|(field, _)| *field == FieldOf::From));
        if block.iter().any(labelled_to) {
            // The head of an e-mail labels every line; a block under 致： is the addressee's whole.
            out.extend(block.iter().copied().filter(|at| !mail || labelled_to(at)));
        }
    }
    let last = blocks.iter().rev().find(|block| {
        let bare = |at: &&usize| {
            labelled(&lines[**at]).is_empty()
                && !is_dated(&lines[**at])
                && marking(&lines[**at]).is_none()
                && Some(**at) != zones.subject
                && Some(**at) != zones.salutation
        };
        block.iter().any(|at| bare(&at))
    });
    if let Some(last) = last
        && last.iter().any(|at| is_office(&lines[*at]))
    {
        // The first block is the letterhead where there is another one; an office may write to an office.
        let only = blocks.first() == Some(last) && blocks.len() > 1 && zones.salutation.is_some();
        let own = only && last.iter().any(|at| labelled(&lines[*at]).iter().any(|(f, _)| *f != FieldOf::To));
        if !own {
            out.extend(last.iter().copied());
        }
    }
    out
}

/// Whether a line names an office of the government or a head of one.
fn is_office(line: &str) -> bool {
    let known = ORGANISATIONS.iter().any(|name| line.contains(name.zh) || line.contains(name.en));
    let text = line.trim_end_matches(['：', ':', ',', '，']);
    let ends = ["署", "局", "處", "署長", "局長", "處長", "專員", "科", "組"].iter().any(|word| text.ends_with(word))
        || ["Department", "Bureau", "Authority", "Office"].iter().any(|word| text.ends_with(word))
        || ["Director of", "The Director", "Commissioner", "District Officer", "Secretary for"]
            .iter()
            .any(|word| text.contains(word));
    known || ends
}

/// The id of a classification that is a line of its own.
fn marking(line: &str) -> Option<&'static str> {
    let rules = RULES.as_ref()?;
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    rules
        .markings
        .iter()
        .find(|marking| marking.words.iter().any(|word| word == bare))
        .map(|marking| marking.id.as_str())
}

fn date(lines: &[String], zones: &Zones, frame: &[usize], header: &mut Header) {
    if !header.date.value.is_empty() {
        return;
    }
    // A letter has its date in the head or at the very end.
    let mut places: Vec<usize> = frame.to_vec();
    places.sort_by_key(|at| usize::from(zones.foot.contains(at)));
    let found = places.into_iter().find_map(|at| Some((iso(&lines[at]).filter(|_| is_dated(&lines[at]))?, at)));
    if let Some((day, at)) = found {
        header.date = Found::on(day, at);
    }
}

/// The first whole date of a text, ISO.
fn iso(text: &str) -> Option<String> {
    let folded = Folded::new(text);
    let day = dates::scan(&folded.text).into_iter().find_map(|written| written.day.date())?;
    Some(day.format("%Y-%m-%d").to_string())
}

fn without_re(subject: &str) -> String {
    let mut text = subject.trim();
    while let Some(rest) = ["Re:", "RE:", "re:", "Fw:", "FW:", "Fwd:", "回覆：", "回复：", "轉寄："]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
    {
        text = rest.trim_start();
    }
    text.to_owned()
}

/// The telephone number a labelled value begins with.
fn number(value: &str) -> String {
    let found = facts::find(value).into_iter().find(|fact| fact.kind == FactKind::Phone);
    match found {
        Some(fact) => fact.source.trim().to_owned(),
        None => {
            let end = value.find(|c: char| !(c.is_ascii_digit() || " +-()".contains(c))).unwrap_or(value.len());
            let figures = value[..end].trim();
            if figures.chars().filter(char::is_ascii_digit).count() >= 7 { figures.to_owned() } else { String::new() }
        }
    }
}

fn email(value: &str) -> Option<String> {
    facts::find(value)
        .into_iter()
        .find(|fact| fact.kind == FactKind::Email && fact.source.contains('@'))
        .map(|f| f.source)
}

/// Whether a line is part of a postal address.
pub(super) fn is_address(line: &str) -> bool {
    let text = Folded::new(line).text;
    let figures = text.contains(|c: char| c.is_ascii_digit());
    let street = [
        "Road", "Street", "Avenue", "Lane", "Drive", "Path", "Terrace", "Building", "Tower", "Plaza", "House ",
        "Estate", "Mansion", "Centre", "Court", "Flat ", "Room ", "Unit ", "Shop ", "/F",
    ];
    let chinese = ["道", "街", "路", "里", "徑", "大廈", "中心", "苑", "邨", "樓", "室", "座", "號", "地下"];
    let english = figures && street.iter().any(|word| text.contains(word));
    let han = chinese.iter().filter(|word| text.contains(**word)).count() >= 2;
    let care = text.starts_with("c/o");
    let sentence = text.contains(['?', '!']) || line.contains('。') || text.contains(" I ") || text.starts_with("I ");
    let long = text.split_whitespace().count() > 18;
    (english || han || care) && !sentence && !long && !is_dated(line)
}

fn is_place(line: &str) -> bool {
    let text = line.trim_end_matches(['.', ',']);
    PLACES.iter().any(|place| text.eq_ignore_ascii_case(place.en) || text == place.zh)
        || ["Kowloon", "Hong Kong", "New Territories", "Peng Chau", "Lantau"]
            .iter()
            .any(|end| text.ends_with(end) && text.split_whitespace().count() <= 5)
}

/// The writer's address: the first run of lines of that kind that is not the addressee's.
fn addresses(lines: &[String], zones: &Zones, to: &[usize], header: &mut Header) {
    if !header.address.value.is_empty() {
        return;
    }
    let places = zones.head.clone().chain(zones.foot.clone());
    let mut run: Vec<usize> = Vec::new();
    for at in places {
        let line = &lines[at];
        let bare = labelled(line).is_empty() && !to.contains(&at) && Some(at) != zones.subject;
        let part = bare && is_address(line);
        let goes_on = !run.is_empty() && bare && is_place(line) && run.last() == Some(&at.saturating_sub(1));
        if part || goes_on {
            run.push(at);
        } else if !run.is_empty() {
            break;
        }
    }
    if let Some(first) = run.first() {
        let text: Vec<&str> = run.iter().map(|at| lines[*at].as_str()).collect();
        header.address = Found::on(text.join("\n"), *first);
    }
}

/// What the signature says.
fn foot(lines: &[String], zones: &Zones, header: &mut Header) {
    for at in zones.foot.clone().filter(|at| !lines[*at].is_empty()) {
        let line = lines[at].as_str();
        for part in parts(line) {
            if !labelled(part).is_empty() && !part.contains(['@']) {
                let named = labelled(part).into_iter().find(|(field, _)| *field == FieldOf::From);
                if let Some((_, value)) = named.filter(|_| header.sender.value.is_empty()) {
                    name(&value, at, header);
                }
                continue;
            }
            if header.phone.value.is_empty() && is_number(part) {
                header.phone = Found::on(number(part), at);
            }
            if header.email.value.is_empty()
                && let Some(email) = email(part)
            {
                header.email = Found::on(email, at);
            }
            if header.sender.value.is_empty() {
                name(part, at, header);
            }
            if header.post.value.is_empty()
                && let Some(post) = post(part, &header.organisation.value)
            {
                header.post = Found::on(post, at);
            }
        }
    }
    if header.post.value.is_empty() {
        // A letterhead may say it: Member, Southern District Council.
        let first = zones.head.clone().take(4).find_map(|at| {
            let rules = RULES.as_ref()?;
            let starts = rules
                .endings
                .post_starts
                .iter()
                .any(|word| word.ends_with(", ") && lines[at].starts_with(word.as_str()));
            starts.then(|| Found::on(lines[at].clone(), at))
        });
        header.post = first.unwrap_or_default();
    }
}

fn is_number(part: &str) -> bool {
    let figures = part.chars().filter(char::is_ascii_digit).count();
    figures >= 8 && part.chars().all(|c| c.is_ascii_digit() || " +-()".contains(c))
}

/// Takes a line as the writer's name, if it is one.
fn name(text: &str, at: usize, header: &mut Header) {
    if let Some((name, honorific)) = person(text) {
        header.sender = Found::on(name, at);
        if !honorific.is_empty() {
            header.honorific = Found::on(honorific, at);
        }
    }
}

/// A person's name and form of address, from a line of a signature.
fn person(text: &str) -> Option<(String, String)> {
    let rules = RULES.as_ref()?;
    let mut bare = text.trim().trim_matches(['<', '>', '"']).trim();
    // (TO Ka-lok) is a signature; Agnes Remedios (Miss) has its form of address in brackets.
    if let Some(inner) = bare.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）'])) {
        bare = inner.trim();
    }
    for sign in &rules.signing {
        if let Some(rest) = bare.strip_suffix(sign.as_str()) {
            bare = rest.trim();
            break;
        }
    }
    if bare.is_empty() || is_closing(bare) || rules.wishes.iter().any(|wish| bare == wish) || is_dated(bare) {
        return None;
    }
    if bare.chars().next().is_some_and(is_han) {
        return chinese(bare);
    }
    english(bare)
}

fn chinese(text: &str) -> Option<(String, String)> {
    // 元朗居民 何桂蘭, 校長 鄧婉儀: the last word is the name.
    let word = text.split([' ', '　', '：', ':']).rfind(|word| !word.is_empty())?;
    let honorific =
        HONORIFICS.iter().filter(|h| word.ends_with(h.zh) && word.len() > h.zh.len()).max_by_key(|h| h.zh.len());
    let (name, honorific) = match honorific {
        Some(h) if matches!(h.zh, "先生" | "女士" | "小姐" | "太太" | "博士" | "教授" | "醫生") => {
            (&word[..word.len() - h.zh.len()], h.zh)
        }
        Some(_) => return None,
        None => (word, ""),
    };
    let surname = surname_of(name)?;
    let given = name[surname.len()..].chars().count();
    let named = (1..=2).contains(&given) || (given == 3 && surname_of(&name[surname.len()..]).is_some());
    let only = name.chars().all(is_han);
    let office = ["署", "局", "處", "會", "市民", "居民"].iter().any(|end| name.ends_with(end))
        && given < 3
        && ORGANISATIONS.iter().any(|o| o.zh == name);
    (named && only && !office).then(|| (name.to_owned(), honorific.to_owned()))
}

fn english(text: &str) -> Option<(String, String)> {
    let rules = RULES.as_ref()?;
    let mut honorific = String::new();
    let mut name = text;
    // Agnes Remedios (Miss)
    if let Some((before, inner)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('(')) {
        if TITLES.contains(&inner.trim_end_matches('.')) {
            honorific = inner.trim_end_matches('.').to_owned();
        }
        name = before.trim();
    } else if let Some((before, _)) = name.split_once(" (") {
        name = before;
    }
    if let Some((first, rest)) = name.split_once(' ') {
        let title = first.trim_end_matches('.');
        if TITLES.contains(&title) {
            honorific = title.to_owned();
            name = rest.trim();
        }
    }
    let name = name.trim_end_matches([',', '.']);
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase());
    let letters = name.chars().all(|c| c.is_alphabetic() || " .-'’".contains(c));
    let ends = |list: &[String]| list.iter().any(|end| name.ends_with(end.as_str()));
    let starts = |list: &[String]| list.iter().any(|start| name.starts_with(start.as_str()));
    let other = ends(&rules.endings.organisation)
        || ends(&rules.endings.post)
        || starts(&rules.endings.post_starts)
        || starts(&rules.endings.organisation_starts);
    let fits = (1..=5).contains(&words.len())
        && words.iter().all(capital)
        && letters
        && !other
        && !is_place(name)
        && name.len() > 1;
    fits.then(|| (name.to_owned(), honorific))
}

/// Whether a line is a person's name and nothing else.
pub(super) fn is_name(line: &str) -> bool {
    person(line).is_some()
}

/// The post a line of a signature states.
fn post(text: &str, organisation: &str) -> Option<String> {
    let rules = RULES.as_ref()?;
    let bare = text.trim().trim_end_matches([',', '，']);
    if bare.chars().any(|c| matches!(c, '。' | '？' | '！' | '?' | '!'))
        || bare.chars().count() > 60
        || is_closing(bare)
        || bare.starts_with(['c', 'C']) && bare.contains("c.c")
    {
        return None;
    }
    let mut text = bare.strip_prefix("for ").unwrap_or(bare);
    if text.chars().next().is_some_and(is_han) {
        // 立案法團主席 states the organisation and the post; 校長 鄧婉儀 the post and the name.
        let first = text.split([' ', '　']).next().unwrap_or(text);
        text = first;
        if let Some(rest) = Some(organisation).filter(|name| !name.is_empty()).and_then(|name| text.strip_prefix(name))
        {
            text = rest;
        } else if let Some(end) =
            rules.endings.organisation.iter().filter_map(|end| text.rfind(end.as_str()).map(|at| at + end.len())).max()
            && end < text.len()
        {
            text = &text[end..];
        }
        let ends = rules.endings.post.iter().any(|end| text.ends_with(end.as_str()));
        // The head of an office at the foot is whom the letter is to.
        let head = ["署長", "局長", "處長"].iter().any(|end| text.ends_with(end));
        return (ends && !head && text.chars().count() <= 16).then(|| text.to_owned());
    }
    let ends = rules.endings.post.iter().any(|end| {
        text.ends_with(end.as_str())
            || text.contains(&format!("{end}/"))
            || text.contains(&format!("{end}, "))
            || text.contains(&format!("{end} ("))
    });
    let starts = rules.endings.post_starts.iter().any(|start| text.starts_with(start.as_str()));
    ((ends || starts) && text.split_whitespace().count() <= 9).then(|| text.to_owned())
}

/// What the head of an e-mail says of its sender: the whole name behind a signature of one word.
fn from_line(from: &Found, header: &mut Header) {
    let Some(line) = from.line else { return };
    let (shown, address) = match from.value.split_once('<') {
        Some((name, rest)) => (name.trim().trim_matches('"').trim(), rest.trim_end_matches('>').trim()),
        None if from.value.contains('@') => ("", from.value.trim()),
        None => (from.value.trim(), ""),
    };
    if header.email.value.is_empty() && address.contains('@') {
        header.email = Found { value: address.to_owned(), line: Some(line) };
    }
    let Some((name, honorific)) = person(shown) else { return };
    let signed = header.sender.value.as_str();
    let whole = signed.is_empty()
        || name.len() > signed.len() && name.split_whitespace().any(|word| word.eq_ignore_ascii_case(signed));
    let login = !shown.contains(' ') && shown.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if whole && !login {
        header.sender = Found { value: name, line: Some(line) };
        if !honorific.is_empty() {
            header.honorific = Found { value: honorific, line: Some(line) };
        }
    }
}

/// A line of the head or of the body that is a name and nothing else, in a letter that is signed nowhere.
fn named_alone(lines: &[String], zones: &Zones, header: &mut Header) {
    for at in zones.body.clone().rev() {
        let line = &lines[at];
        if line.chars().next().is_some_and(is_han)
            && line.chars().count() <= 4
            && let Some((name, honorific)) = person(line)
        {
            header.sender = Found::on(name, at);
            if !honorific.is_empty() {
                header.honorific = Found::on(honorific, at);
            }
            return;
        }
    }
}

/// The organisation a letter is from: its letterhead, or the foot.
fn organisation(lines: &[String], zones: &Zones, to: &[usize], header: &mut Header) {
    let Some(rules) = RULES.as_ref() else { return };
    let named = |text: &str| {
        let text = text.trim().trim_end_matches([',', '，']);
        let upper = text.to_uppercase();
        let ends = rules
            .endings
            .organisation
            .iter()
            .any(|end| text.ends_with(end.as_str()) || (text == upper && upper.ends_with(&end.to_uppercase())));
        let starts = rules.endings.organisation_starts.iter().any(|start| text.starts_with(start.as_str()));
        let talk = text.contains(['。', '？', '！', '?', '!'])
            || text.split_whitespace().count() > 10
            || text.chars().count() > 60;
        (ends || starts) && !talk && !is_address(text)
    };
    let free = |at: &usize| !to.contains(at) && Some(*at) != zones.subject && !lines[*at].is_empty();
    let hit = |range: std::ops::Range<usize>| {
        range.filter(free).find_map(|at| {
            let part = parts(&lines[at]).into_iter().find(|part| labelled(part).is_empty() && named(part))?;
            Some((part.to_owned(), at))
        })
    };
    let (head, foot) = (hit(zones.head.clone()), hit(zones.foot.clone()));
    if header.organisation.value.is_empty() {
        let found = match (head, foot) {
            // A letterhead in capitals is the same name as in the foot.
            (Some((head, _)), Some((foot, at))) if head.eq_ignore_ascii_case(&foot) => Some((foot, at)),
            (Some(found), _) | (None, Some(found)) => Some(found),
            (None, None) => None,
        };
        if let Some((name, at)) = found {
            let official =
                ORGANISATIONS.iter().find(|known| known.en.eq_ignore_ascii_case(&name)).map(|known| known.en);
            header.organisation = Found::on(official.map_or(name, str::to_owned), at);
        }
    }
    // The organisation is no part of the post.
    if let Some(rest) =
        header.post.value.strip_prefix(header.organisation.value.as_str()).filter(|rest| !rest.is_empty())
    {
        header.post.value = rest.trim_start_matches([' ', '　', ',']).to_owned();
    }
}
