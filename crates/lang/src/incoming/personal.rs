//! Personal data a letter holds, and whether it is the writer's own: what [`crate::personal`] finds, and names.

use gungman_core::FactKind;
use gungman_core::incoming::{Header, Personal, PersonalKind};

use crate::facts;
use crate::personal::{self, PersonalKind as Kind};

pub(super) fn read(lines: &[String], header: &Header) -> Vec<Personal> {
    let mut out: Vec<Personal> = Vec::new();
    let figures = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let phone = figures(&header.phone.value);
    let address: Vec<&str> = header.address.value.lines().collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        let number = u32::try_from(at).unwrap_or(u32::MAX);
        for found in personal::find(line) {
            let text = found.source;
            let (kind, own) = match found.kind {
                Kind::Phone => (PersonalKind::Phone, !phone.is_empty() && figures(&text).ends_with(&phone)),
                Kind::Email => (PersonalKind::Email, text.eq_ignore_ascii_case(&header.email.value)),
                Kind::Address => {
                    (PersonalKind::Address, address.iter().any(|line| line.contains(&text) || text.contains(line)))
                }
                // Whose number it is no letter proves.
                Kind::IdentityCard => (PersonalKind::IdentityCard, false),
                Kind::Passport => (PersonalKind::Passport, false),
                Kind::BankAccount => (PersonalKind::BankAccount, false),
                Kind::Card => (PersonalKind::Card, false),
            };
            out.push(Personal { kind, text, line: number, own });
        }
        for fact in facts::find(line).into_iter().filter(|fact| fact.kind == FactKind::Name) {
            let own = !header.sender.value.is_empty() && fact.source.contains(&header.sender.value);
            out.push(Personal { kind: PersonalKind::Name, text: fact.source, line: number, own });
        }
    }
    out
}
