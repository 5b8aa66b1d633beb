//! Personal data a letter holds, and whether it is the writer's own.

use std::sync::LazyLock;

use gungman_core::FactKind;
use gungman_core::incoming::{Header, Personal, PersonalKind};
use regex::Regex;

use crate::facts;
use crate::text::{Folded, Pattern};

static CARD: Pattern =
    LazyLock::new(|| Regex::new(r"(?i)\b(?P<l>[A-Z]{1,2})(?P<d>[0-9]{6})\s?\(?(?P<c>[0-9A])\)?").ok());

pub(super) fn read(lines: &[String], header: &Header) -> Vec<Personal> {
    let mut out: Vec<Personal> = Vec::new();
    let figures = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let own_phone = figures(&header.phone.value);
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        let folded = Folded::new(line);
        if let Some(pattern) = CARD.as_ref() {
            for card in pattern.captures_iter(&folded.text).filter(is_card) {
                let text = card.get(0).map_or(String::new(), |found| found.as_str().trim().to_owned());
                // Whose card it is the letter does not prove; only an own line of the signature is the writer's.
                out.push(Personal { kind: PersonalKind::IdentityCard, text, line: number, own: false });
            }
        }
        for fact in facts::find(line) {
            let Some(kind) = PersonalKind::of(fact.kind) else { continue };
            if fact.kind == FactKind::Email && !fact.source.contains('@') {
                continue;
            }
            let own = match kind {
                PersonalKind::Phone => !own_phone.is_empty() && figures(&fact.source).ends_with(&own_phone),
                PersonalKind::Email => fact.source.eq_ignore_ascii_case(&header.email.value),
                PersonalKind::Name => !header.sender.value.is_empty() && fact.source.contains(&header.sender.value),
                _ => false,
            };
            out.push(Personal { kind, text: fact.source, line: number, own });
        }
    }
    if let Some(line) = header.address.line.filter(|_| !header.address.value.is_empty()) {
        out.push(Personal { kind: PersonalKind::Address, text: header.address.value.clone(), line, own: true });
    }
    out
}

/// Whether the check digit of an identity card's number is right.
fn is_card(card: &regex::Captures<'_>) -> bool {
    let letters = card["l"].to_uppercase();
    let value = |c: char| u32::from(c) - u32::from('A') + 10;
    let mut codes: Vec<u32> = letters.chars().map(value).collect();
    if codes.len() == 1 {
        codes.insert(0, 36);
    }
    codes.extend(card["d"].chars().filter_map(|c| c.to_digit(10)));
    let sum: u32 = codes.iter().zip((2..=9).rev()).map(|(code, weight)| code * weight).sum();
    let check = match card["c"].to_uppercase().chars().next() {
        Some('A') => 10,
        Some(c) => c.to_digit(10).unwrap_or(11),
        None => 11,
    };
    codes.len() == 8 && (sum + check).is_multiple_of(11)
}
