//! An incoming letter: who wrote it, and what it asks for.
//!
//! A letter is read line by line: head (up to the salutation), body, foot (from the closing). Head and foot give the facts of
//! its header, each with the line it stands on; the body's sentences are sorted by the rules of `data/incoming.toml`. What no
//! rule takes stays in the list as [`Taken::Left`]: nothing a letter says is dropped.
//!
//! The text of a letter is data. No rule acts on what it tells anybody to do; a planted instruction is a sentence like another.
//!
//! | module | what it does |
//! |---|---|
//! | `rules` | the data: labels, endings, rules of sentences |
//! | `lines` | paragraphs that were broken into lines, put together again; labels cut off |
//! | `zones` | where head, body and foot part |
//! | `header` | the facts of head and foot |
//! | `asks` | the body's sentences and what they ask for |
//! | `personal` | personal data |

mod asks;
mod header;
mod lines;
mod personal;
mod rules;
mod zones;

use gungman_core::Lang;
use gungman_core::incoming::Incoming;

pub use self::asks::{is_courtesy, kind_of, same_ask};
pub(crate) use self::lines::{clean, marker};

#[cfg(test)]
mod tests;

/// The most lines of a letter that are read: far more than any letter has.
const MOST_LINES: usize = 20_000;

/// Reads a letter.
#[must_use]
pub fn read(text: &str) -> Incoming {
    let lines: Vec<String> = text.lines().take(MOST_LINES).map(lines::clean).collect();
    let zones = zones::part(&lines);
    let mut header = header::read(&lines, &zones);
    let lang = language(&lines, &zones);
    let (sentences, points) = asks::read(&lines, &zones);
    header.deadline = asks::deadline(&points, &sentences, &header.date.value);
    let personal = personal::read(&lines, &header);
    Incoming { lang, lines, header, sentences, points, personal }
}

/// The language of the body: a Chinese character says about as much as three letters.
fn language(lines: &[String], zones: &zones::Zones) -> Lang {
    let (mut han, mut latin) = (0, 0);
    for c in zones.body.clone().filter_map(|at| lines.get(at)).flat_map(|line| line.chars()) {
        han += usize::from(crate::text::is_han(c));
        latin += usize::from(c.is_ascii_alphabetic());
    }
    if han * 2 >= latin { Lang::ZhHantHk } else { Lang::EnGb }
}
