//! What the head of the notes says of the meeting, and the list of those who were there.

use chrono::NaiveDate;
use gungman_core::incoming::Found;
use gungman_core::meeting::MeetingHeader;

use super::rules::{FieldOf, RULES};
use crate::dates;
use crate::tables::{HONORIFICS, surname_of};
use crate::text::Folded;

/// The head as it was read, and which lines it takes.
pub(super) struct Head {
    pub header: MeetingHeader,
    /// Lines that say something of the meeting itself, in the head or at the end.
    pub lines: Vec<usize>,
}

/// How many lines before the first that is none may still belong to the head: somebody's title, a blank.
const SLACK: usize = 3;

pub(super) fn read(lines: &[String]) -> Head {
    let mut head = Head { header: MeetingHeader::default(), lines: Vec::new() };
    let mut open: Option<FieldOf> = None;
    // Whether the label of the open list stood alone on its line.
    let mut alone = false;
    let mut since = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.is_empty() {
            open = None;
            continue;
        }
        if let Some((field, value)) = labelled(line) {
            // In the middle of the talk 主席： and 秘書： are people who speak.
            let office = matches!(field, FieldOf::Chair | FieldOf::Secretary);
            let late = since > SLACK && field != FieldOf::Ended;
            let next = lines.get(at + 1).map(String::as_str);
            if late || office && (since > 0 || !is_person(&value, next)) {
                since += 1;
                open = None;
                continue;
            }
            head.lines.push(at);
            put(&mut head.header, field, &value, at);
            // A list of persons goes on in the next line where its label stands alone, or its line ends in the middle.
            open = Some(field).filter(|_| value.is_empty() || is_list(field) && unfinished(&value));
            alone = value.is_empty();
            since = 0;
            continue;
        }
        if let Some(field) = open.filter(|field| is_list(*field) && may_name(line) && (alone || !line.starts_with('-')))
        {
            put(&mut head.header, field, line, at);
            head.lines.push(at);
            open = open.filter(|_| alone || unfinished(line));
            continue;
        }
        if let Some(field) =
            open.filter(|field| !is_list(*field) && !line.contains([':', '：']) && !line.starts_with('#'))
        {
            put(&mut head.header, field, line, at);
            head.lines.push(at);
            open = None;
            continue;
        }
        open = None;
        // The body and which of its meetings it was, in one line or in two.
        let unnamed = head.header.meeting.value.is_empty() || head.header.title.value.is_empty();
        if at < 4 && unnamed && head.header.date.value.is_empty() && since <= SLACK && names_meeting(line) {
            titled(&mut head.header, line, at);
            head.lines.push(at);
            since = 0;
            continue;
        }
        since += 1;
    }
    if head.header.date.value.is_empty() {
        // 9.12.2026 in a line of its own, or behind the name of the meeting.
        let found = lines.iter().enumerate().take(6).find_map(|(at, line)| Some((iso(line)?, at)));
        if let Some((day, at)) = found.filter(|(_, at)| head.lines.contains(at) || lines[*at].chars().count() < 30) {
            head.header.date = Found::on(day, at);
            if !head.lines.contains(&at) {
                head.lines.push(at);
            }
        }
    }
    // A letterhead above the name of the meeting belongs to neither.
    let first = head.lines.iter().min().copied().unwrap_or(0);
    let above: Vec<usize> = (0..first).filter(|at| !lines[*at].is_empty()).collect();
    let short =
        |at: &usize| lines[*at].chars().count() <= 60 && !lines[*at].contains([':', '：', '。', '，', '?', '？']);
    if above.len() <= 2 && above.iter().all(short) {
        head.lines.extend(above);
    }
    head
}

/// Whether a field is a list of persons.
const fn is_list(field: FieldOf) -> bool {
    matches!(field, FieldOf::Present | FieldOf::Absent | FieldOf::Attending)
}

/// Whether a line of persons ends in the middle.
fn unfinished(line: &str) -> bool {
    line.trim_end().ends_with(['、', '，', ',', ';', '；'])
}

/// Whether a line below the label of a list may be one of its persons.
fn may_name(line: &str) -> bool {
    !line.contains([':', '：'])
        && !line.starts_with(['#', '＃', '[', '(', '（', '→'])
        && !line.starts_with("->")
        && line.chars().count() <= 80
        && !line.ends_with(['。', '？', '?'])
        && !numbered(line)
}

fn numbered(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(['.', '、'])
}

/// The label a line begins with, and what stands behind it.
fn labelled(line: &str) -> Option<(FieldOf, String)> {
    let rules = RULES.as_ref()?;
    let bare = line.trim_start_matches(['*', '#', '-', '【', '[', ' ']);
    rules.labels.iter().find_map(|(field, word)| {
        let head = bare.get(..word.len())?;
        if !head.eq_ignore_ascii_case(word) {
            return None;
        }
        let rest = bare[word.len()..].trim_start_matches([' ', '】', ']', '*']);
        if let Some(value) = rest.strip_prefix([':', '：']) {
            // Present (9): … has a number in brackets; 主席（陳先生）： is a person.
            return Some((*field, value.trim().trim_matches('*').trim().to_owned()));
        }
        // The meeting ended at 4:15 p.m. has no colon.
        (*field == FieldOf::Ended && word.contains(' ') && rest.starts_with(|c: char| c.is_ascii_digit()))
            .then(|| (*field, rest.trim_end_matches('.').to_owned()))
    })
}

fn names_meeting(line: &str) -> bool {
    let lower = line.to_lowercase();
    line.chars().count() <= 60
        && !line.ends_with(['。', '?', '？'])
        && RULES.as_ref().is_some_and(|rules| rules.name.words.iter().any(|word| lower.contains(word.as_str())))
}

/// 部門安全委員會第3次會議筆記: the body, and which of its meetings.
fn titled(header: &mut MeetingHeader, line: &str, at: usize) {
    let mut name = line.trim_start_matches('#').trim();
    for noise in RULES.iter().flat_map(|rules| &rules.name.noise) {
        name = name.strip_prefix(noise).or_else(|| name.strip_suffix(noise)).unwrap_or(name).trim();
    }
    let name = name.trim_matches(['-', '–', '—', ':', '：', ' ', '　']);
    let first = |place: &mut Found, value: String| {
        if place.value.is_empty() {
            *place = Found::on(value, at);
        }
    };
    if let Some(from) = name.find('第').filter(|from| name[*from..].contains('次')) {
        // 2026年第四次會議 keeps its year.
        let from = name[..from]
            .rfind(|c: char| !(c.is_ascii_digit() || c == '年'))
            .map_or(0, |before| before + name[before..].chars().next().map_or(1, char::len_utf8));
        let end = name[from..].find('次').map_or(name.len(), |end| from + end + '次'.len_utf8());
        first(&mut header.title, format!("{}會議記錄", &name[from..end]));
        let body = name[..from].trim();
        if !body.is_empty() {
            first(&mut header.meeting, body.to_owned());
        }
    } else if let Some((nth, of)) = split_nth(name) {
        first(&mut header.title, format!("Minutes of the {nth}"));
        if !of.is_empty() {
            first(&mut header.meeting, of);
        }
    } else {
        first(&mut header.meeting, name.to_owned());
    }
}

/// `3rd Meeting of the Working Group`, `Working Group - 3rd mtg` and `Third Meeting of 2026`, as the number and the body.
fn split_nth(name: &str) -> Option<(String, String)> {
    let lower = name.to_lowercase();
    let (meeting, word) = [" meeting", " mtg"].iter().find_map(|word| Some((lower.find(word)?, *word)))?;
    let number = lower[..meeting].rsplit(' ').next()?;
    let figures: String = number.chars().take_while(char::is_ascii_digit).collect();
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| number == format!("{figures}{end}"));
    let spelled = RULES.as_ref()?.name.ordinals.iter().any(|word| word == number);
    if !spelled && (figures.is_empty() || !ordinal) {
        return None;
    }
    let trim = |text: &str| {
        text.trim_matches(['-', '–', '—', ',', ':', ' ', '(', ')'])
            .trim_end_matches(" the")
            .trim_end_matches(',')
            .trim()
            .to_owned()
    };
    let before = trim(&name[..meeting - number.len()]);
    let behind = name[meeting + word.len()..].trim();
    let behind = trim(behind.strip_prefix("of the ").or_else(|| behind.strip_prefix("of ")).unwrap_or(behind));
    let number = if spelled { name[meeting - number.len()..meeting].to_owned() } else { number.to_owned() };
    // Third Meeting of 2026
    if behind.len() == 4 && behind.chars().all(|c| c.is_ascii_digit()) {
        return Some((format!("{number} Meeting of {behind}"), before));
    }
    Some((format!("{number} Meeting"), if behind.is_empty() { before } else { behind }))
}

fn put(header: &mut MeetingHeader, field: FieldOf, value: &str, at: usize) {
    let place = match field {
        FieldOf::Meeting if header.meeting.value.is_empty() => return titled(header, value, at),
        FieldOf::Title => &mut header.title,
        FieldOf::Date => {
            if let Some(day) = iso(value).filter(|_| header.date.value.is_empty()) {
                header.date = Found::on(day, at);
            }
            // 2026年12月9日（星期三）下午2時30分 says the time too.
            let time = time(value);
            if header.time.value.is_empty() && !time.is_empty() {
                header.time = Found::on(time, at);
            }
            return;
        }
        FieldOf::Time => &mut header.time,
        FieldOf::Venue => &mut header.venue,
        FieldOf::Ended => &mut header.ended,
        FieldOf::Present => return list(&mut header.present, &persons(value), at),
        FieldOf::Attending => return list(&mut header.attending, &persons(value), at),
        FieldOf::Absent => return list(&mut header.absent, &persons(value), at),
        FieldOf::Chair => return office(header, value, "主席", "Chairman", at),
        FieldOf::Secretary => return office(header, value, "秘書", "Secretary", at),
        FieldOf::Meeting | FieldOf::Ignored => return,
    };
    if place.value.is_empty() {
        *place = Found::on(value.trim_end_matches(['。', '.']).trim(), at);
        if field == FieldOf::Time || field == FieldOf::Ended {
            // p.m. keeps its stop.
            value.trim().clone_into(&mut place.value);
        }
    }
}

fn list(place: &mut Found, entries: &[String], at: usize) {
    if place.value.is_empty() {
        *place = Found::on(entries.join("\n"), at);
    } else if !entries.is_empty() {
        place.value.push('\n');
        place.value.push_str(&entries.join("\n"));
    }
}

/// Whether what stands behind 主席： is a person rather than what the chairman says: a name with its form of address, or a bare one
/// that the head goes on after.
fn is_person(value: &str, next: Option<&str>) -> bool {
    let name = value.split(['(', '（', ',', '，']).next().unwrap_or(value).trim();
    let titled = HONORIFICS.iter().any(|h| {
        let zh = name.ends_with(h.zh) && surname_of(name).is_some_and(|surname| name.len() > surname.len());
        zh || !h.en.is_empty() && name.split_once(' ').is_some_and(|(first, _)| first.trim_end_matches('.') == h.en)
    });
    let goes_on = next.is_none_or(|next| next.is_empty() || labelled(next).is_some());
    let bare = surname_of(name).is_some_and(|surname| (1..=3).contains(&name[surname.len()..].chars().count()))
        || (1..=5).contains(&name.split_whitespace().count())
            && name.split_whitespace().all(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    titled || bare && goes_on
}

/// 主席：陳大文先生 puts a person with an office before those who were there.
fn office(header: &mut MeetingHeader, value: &str, zh: &str, en: &str, at: usize) {
    if value.is_empty() {
        return;
    }
    let entry =
        if value.contains(crate::text::is_han) { format!("{value}（{zh}）") } else { format!("{value} ({en})") };
    list(&mut header.present, &[entry], at);
}

/// The entries of a list in one line: cut at 、 and ；, and at commas that stand between persons rather than before a post.
fn persons(value: &str) -> Vec<String> {
    let value = value.trim().trim_end_matches(['。', '.']);
    if value.is_empty() || matches!(value.to_lowercase().as_str(), "nil" | "無" | "none" | "沒有") {
        return Vec::new();
    }
    let bare = value.trim_start_matches(['-', '•', '·', '*', ' ']);
    let mut depth = 0_i32;
    let mut cuts = vec![0];
    let semicolons = bare.contains([';', '；']);
    let mut previous = 0;
    for (at, c) in bare.char_indices() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth -= 1,
            ';' | '；' if depth <= 0 => cuts.push(at + c.len_utf8()),
            '、' | '，' if depth <= 0 && !semicolons => cuts.push(at + c.len_utf8()),
            ',' if depth <= 0 && !semicolons => {
                let next = bare[at + 1..].trim_start();
                let titled = HONORIFICS.iter().any(|h| !h.en.is_empty() && next.starts_with(h.en));
                let had = bare[previous..at].contains(['(', '（']) || bare.contains(crate::text::is_han);
                let plain = !HONORIFICS.iter().any(|h| !h.en.is_empty() && bare.contains(&format!("{} ", h.en)));
                if titled || had || plain {
                    cuts.push(at + 1);
                    previous = at;
                }
            }
            _ => {}
        }
    }
    cuts.push(bare.len());
    cuts.windows(2)
        .map(|pair| bare[pair[0]..pair[1]].trim_matches([' ', ',', '，', '、', ';', '；', '　']).to_owned())
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// The first whole date of a text, ISO.
fn iso(text: &str) -> Option<String> {
    let folded = Folded::new(text);
    let day: NaiveDate = dates::scan(&folded.text).into_iter().find_map(|written| written.day.date())?;
    Some(day.format("%Y-%m-%d").to_string())
}

/// The time a text states, as written.
pub(super) fn time(text: &str) -> String {
    crate::facts::find(text)
        .into_iter()
        .find(|fact| fact.kind == gungman_core::FactKind::Time)
        .map_or_else(String::new, |fact| fact.source)
}
