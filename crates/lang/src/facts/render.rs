//! The official form of a fact in a language.

use gungman_core::{Fact, FactKind, Lang};

use super::numbers::{english_word, grouped};
use super::places;
use super::times::Clock;
use crate::dates::Day;
use crate::numerals;
use crate::tables::{CURRENCIES, unit};
use crate::text::is_han;

/// The official form of a fact in `lang`. What has no translation (a name, a building the tables do not know) comes
/// back as it was typed.
#[must_use]
pub fn render(fact: &Fact, lang: Lang) -> String {
    let official = match fact.kind {
        FactKind::Date => Day::from_canonical(&fact.canonical).map(|day| day.render(lang)),
        FactKind::Time => Clock::from_canonical(&fact.canonical).map(|clock| time(clock, lang)),
        FactKind::Money => money(&fact.canonical, lang),
        FactKind::Percent => Some(match (lang, fact.canonical.strip_suffix("pp")) {
            (Lang::ZhHantHk, None) => fact.canonical.clone(),
            (Lang::EnGb, None) => fact.canonical.replace('%', " per cent"),
            (Lang::ZhHantHk, Some(points)) => format!("{points}個百分點"),
            (Lang::EnGb, Some("1")) => "1 percentage point".to_owned(),
            (Lang::EnGb, Some(points)) => format!("{points} percentage points"),
        }),
        // A count of anything (24箱, 36 keys) keeps its words in its own language: its official form is the number alone.
        FactKind::Count if unclassed(&fact.canonical) && fact.source.chars().any(is_han) == lang.is_chinese() => None,
        FactKind::Count => count(&fact.canonical, lang),
        FactKind::Phone => phone(&fact.canonical, lang),
        FactKind::Reference => reference(&fact.canonical, lang),
        FactKind::Place => Some(place(&fact.canonical, lang)),
        FactKind::Email | FactKind::Name => None,
    };
    official.unwrap_or_else(|| fact.source.trim().to_owned())
}

/// What a model is told of a fact: the part of it that is a value, and the official form of that in `lang`. Nothing of a place that the
/// tables do not know: its name in the source's language is not what is asked for.
#[must_use]
pub fn told(fact: &Fact, lang: Lang) -> Option<(&str, String)> {
    let official = render(fact, lang);
    match fact.kind {
        FactKind::Place if official == fact.source.trim() && official.chars().any(is_han) != lang.is_chinese() => None,
        // Of 187 000個 and two posts, only the number.
        FactKind::Count if unclassed(&fact.canonical) => {
            let number = figure(&fact.source);
            let value = fact.canonical.split(' ').next().and_then(|value| value.parse::<u16>().ok());
            let words = !number.starts_with(|c: char| c.is_ascii_digit());
            match value {
                Some(2) if words && lang.is_chinese() => Some((number, "兩".to_owned())),
                Some(value) if words && lang.is_chinese() => Some((number, numerals::by_units(value))),
                _ => Some((number, official)),
            }
        }
        _ => Some((&fact.source, official)),
    }
}

/// The number a count begins with: 2.63 million of 2.63 million tax returns.
pub(crate) fn figure(count: &str) -> &str {
    let figures = count.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | ' ')).unwrap_or(count.len());
    let (head, rest) = count.split_at(figures);
    let numerals = rest.find(|c| !"零一二兩三四五六七八九十百千廿卅萬".contains(c)).unwrap_or(rest.len());
    if numerals > 0 {
        return &count[..figures + numerals];
    }
    let word = rest.split(' ').next().unwrap_or(rest);
    if head.is_empty() || matches!(word, "thousand" | "million" | "billion") {
        return &count[..figures + word.len()];
    }
    head.trim_end()
}

/// The official form of a time.
pub(crate) fn time(clock: Clock, lang: Lang) -> String {
    let (hour, minute) = (clock.hour, clock.minute);
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    match lang {
        Lang::ZhHantHk => {
            let minutes = if minute > 0 { format!("{minute}分") } else { String::new() };
            let part = match (hour, minute) {
                _ if clock.ambiguous => "",
                (0, 0) => "午夜",
                (0..6, _) => "凌晨",
                (6..12, _) => "上午",
                (12, 0) => "中午",
                (12..19, _) => "下午",
                _ => "晚上",
            };
            format!("{part}{twelve}時{minutes}")
        }
        Lang::EnGb => match (hour, minute) {
            _ if clock.ambiguous => format!("{twelve}:{minute:02}"),
            (0, 0) => "12 midnight".to_owned(),
            (12, 0) => "12 noon".to_owned(),
            _ => format!("{twelve}:{minute:02} {}", if hour < 12 { "a.m." } else { "p.m." }),
        },
    }
}

fn money(canonical: &str, lang: Lang) -> Option<String> {
    let (code, amount) = canonical.split_once(' ')?;
    let currency = CURRENCIES.iter().find(|currency| currency.code == code)?;
    let (dollars, cents) = amount.split_once('.').unwrap_or((amount, ""));
    let dollars: i128 = dollars.parse().ok()?;
    let figure = |dollars: i128| {
        let tail = if cents.is_empty() { String::new() } else { format!(".{cents}") };
        format!("{}{tail}", grouped(dollars))
    };
    Some(match lang {
        Lang::ZhHantHk => {
            let words = if cents.is_empty() { chinese_amount(dollars) } else { figure(dollars) };
            match code {
                "CNY" => format!("人民幣{words}元"),
                _ => format!("{words}{}", currency.print_zh),
            }
        }
        Lang::EnGb => {
            let sign = if code == "HKD" { "$" } else { currency.print_en };
            let space = if sign.chars().all(|c| c.is_ascii_alphabetic()) && sign.len() > 2 { " " } else { "" };
            let words = if cents.is_empty() { english_amount(dollars) } else { figure(dollars) };
            format!("{sign}{space}{words}")
        }
    })
}

/// A number as `lang` prints large ones.
pub(crate) fn amount(value: i128, lang: Lang) -> String {
    if lang.is_chinese() { chinese_amount(value) } else { english_amount(value) }
}

/// `1,250萬`, `12.5億`, `12,500`: exact, with at most four decimals before 億 and one before 萬.
fn chinese_amount(dollars: i128) -> String {
    const WAN: i128 = 10_000;
    const YI: i128 = 100_000_000;
    if dollars >= YI && dollars % WAN == 0 {
        return format!("{}億", scaled(dollars, YI));
    }
    if dollars >= WAN && dollars % WAN == 0 || dollars >= 100 * WAN && dollars % (WAN / 10) == 0 {
        return format!("{}萬", scaled(dollars, WAN));
    }
    grouped(dollars)
}

/// `12.5 million`, `3,480,000`: in words only with at most one decimal.
fn english_amount(dollars: i128) -> String {
    for (unit, name) in [(1_000_000_000, "billion"), (1_000_000, "million")] {
        if dollars >= unit && dollars % (unit / 10) == 0 {
            return format!("{} {name}", scaled(dollars, unit));
        }
    }
    grouped(dollars)
}

/// `value` divided by a power of ten, exactly: 12.5.
fn scaled(value: i128, unit: i128) -> String {
    let width = unit.to_string().len() - 1;
    let fraction = format!("{:0width$}", value % unit);
    let fraction = fraction.trim_end_matches('0');
    let whole = grouped(value / unit);
    if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }
}

fn unclassed(canonical: &str) -> bool {
    canonical.split_once(' ').is_none_or(|(_, class)| unit(class).is_none_or(|unit| unit.print_zh.is_empty()))
}

fn count(canonical: &str, lang: Lang) -> Option<String> {
    let (number, class) = canonical.split_once(' ')?;
    let value = number.parse::<i128>().ok();
    let figures = value.map_or_else(|| number.to_owned(), |value| amount(value, lang));
    let unit = unit(class);
    Some(match lang {
        Lang::ZhHantHk => {
            let measure = unit.map_or("", |unit| unit.print_zh);
            let word = match value {
                Some(2) if !measure.is_empty() => "兩".to_owned(),
                Some(small @ 1..=10) if !measure.is_empty() => numerals::by_units(u16::try_from(small).ok()?),
                _ => figures,
            };
            format!("{word}{measure}")
        }
        Lang::EnGb => {
            let word = value.and_then(english_word).map_or(figures, str::to_owned);
            match unit.and_then(|unit| unit.print_en) {
                // An abbreviation has its number in figures: 3 km.
                Some((one, many)) if one == many => format!("{number} {one}"),
                Some((one, many)) => format!("{word} {}", if value == Some(1) { one } else { many }),
                None => word,
            }
        }
    })
}

fn phone(canonical: &str, lang: Lang) -> Option<String> {
    let (number, extension) = match canonical.split_once(" ext ") {
        Some((number, extension)) => (number, Some(extension)),
        None => (canonical, None),
    };
    let shown = format!("{} {}", number.get(..4)?, number.get(4..)?);
    Some(match (extension, lang) {
        (None, _) => shown,
        (Some(extension), Lang::ZhHantHk) => format!("{shown}內線{extension}"),
        (Some(extension), Lang::EnGb) => format!("{shown} ext. {extension}"),
    })
}

fn reference(canonical: &str, lang: Lang) -> Option<String> {
    if let Some(chapter) = canonical.strip_prefix("CAP ") {
        return Some(if lang.is_chinese() { format!("第{chapter}章") } else { format!("Cap. {chapter}") });
    }
    let circular = canonical.strip_prefix("CIRCULAR ").map(|rest| (rest, "通告", "Circular"));
    let memo = canonical.strip_prefix("MEMO ").map(|rest| (rest, "通函", "Circular Memorandum"));
    if let Some((rest, zh, en)) = circular.or(memo) {
        let (issuer, number) = rest.rsplit_once(' ').unwrap_or(("", rest));
        let (zh_issuer, en_issuer) = match issuer {
            "GENERAL" => ("總務", "General"),
            "DEPARTMENTAL" => ("部門", "Departmental"),
            "ADMINISTRATIVE" => ("行政", "Administrative"),
            "FINANCE" => ("財務", "Finance"),
            _ => (places::chinese_of(issuer).unwrap_or(issuer), issuer),
        };
        return Some(match lang {
            Lang::ZhHantHk => format!("{zh_issuer}{zh}第{number}號"),
            Lang::EnGb => format!("{en_issuer} {en} No. {number}").trim_start().to_owned(),
        });
    }
    // Papers of the Legislative Council: CB(4)123/2025(01).
    let paper = canonical.split_once('(').is_some_and(|(office, rest)| {
        (2..=5).contains(&office.len())
            && office.chars().all(|c| c.is_ascii_uppercase())
            && !canonical.contains(' ')
            && rest.starts_with(|c: char| c.is_ascii_digit())
    });
    match (paper, lang) {
        (true, Lang::ZhHantHk) => Some(format!("立法會{canonical}號文件")),
        (true, Lang::EnGb) => Some(format!("LC Paper No. {canonical}")),
        (false, _) => Some(canonical.to_owned()),
    }
}

fn place(canonical: &str, lang: Lang) -> String {
    if !lang.is_chinese() {
        return canonical.to_owned();
    }
    if let Some(name) = places::chinese_of(canonical) {
        return name.to_owned();
    }
    if let Some(address) = super::address::chinese(canonical) {
        return address;
    }
    if let Some(floor) = canonical.strip_suffix("/F") {
        return match floor {
            "G" => "地下".to_owned(),
            _ if floor.bytes().all(|b| b.is_ascii_digit()) => format!("{floor}樓"),
            _ => canonical.to_owned(),
        };
    }
    if let Some(room) = canonical.strip_prefix("Conference Room ") {
        // 3號會議室, but 603會議室 and 會議室A: a number of three figures is the room's own.
        return match room.len() {
            _ if room.bytes().all(|b| b.is_ascii_alphabetic()) => format!("會議室{room}"),
            1 | 2 => format!("{room}號會議室"),
            _ => format!("{room}會議室"),
        };
    }
    canonical.strip_prefix("Room ").map_or_else(|| canonical.to_owned(), |room| format!("{room}室"))
}
