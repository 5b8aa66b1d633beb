//! Until when a document is due, and whether it went in time.
//!
//! A reply is due on the tenth calendar day after its letter was received; the officer may set another day for it, and a day for
//! any other document. The clock runs against today until the document is marked as dealt with, and then stands still.

use chrono::{Days, NaiveDate};
use gungman_core::Document;
use gungman_store::{Dates, DocumentRow, NewAudit};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::audit::about;
use crate::error::Error;
use crate::office::Office;

/// Calendar days within which a letter is answered, in full or for the time being.
const LETTER: u64 = 10;
/// From so many days left on a document is pressing: day 7 of a letter's ten.
const SOON: i64 = 3;
/// The field that says when a letter was received, in the templates of replies.
const RECEIVED: &str = "received";
const ISO: &str = "%Y-%m-%d";

/// A day of the calendar, for callers that know no calendar of their own.
pub type Day = NaiveDate;

/// How a document's term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DueState {
    /// There is time.
    Running,
    /// Three days or fewer are left.
    Soon,
    /// It is due today.
    Today,
    /// The day is past.
    Over,
    /// It was dealt with: in time, or with no day to keep to.
    Done,
    /// It was dealt with after the day it was due.
    Late,
}

/// A document's term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// How it stands.
    pub state: DueState,
    /// The day it is due; none for one that was dealt with and was due on no day.
    #[ts(type = "string | null")]
    pub due: Option<NaiveDate>,
    /// The tenth day of the letter it answers, which is the day it is due unless the officer set another.
    #[ts(type = "string | null")]
    pub letter: Option<NaiveDate>,
    /// Days left, below nought when it is overdue; of one that was dealt with, on the day it was.
    #[ts(type = "number | null")]
    pub left: Option<i64>,
    /// Which day of the letter's clock it is; of one that was dealt with, which it was. The day of receipt is 0.
    #[ts(type = "number | null")]
    pub day: Option<i64>,
    /// The day it was dealt with.
    #[ts(type = "string | null")]
    pub done_on: Option<NaiveDate>,
}

/// How many documents press.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Pressing {
    /// Due today or within three days.
    pub soon: u32,
    /// Overdue.
    pub over: u32,
}

/// A document of the list, with its term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Listed {
    /// The document.
    #[serde(flatten)]
    #[ts(flatten)]
    pub row: DocumentRow,
    /// Its term; none where it has none.
    pub term: Option<Due>,
}

/// How a document stands on a day: `received` is when the letter came that it answers.
#[must_use]
pub fn stands(received: Option<NaiveDate>, dates: &Dates, today: NaiveDate) -> Option<Due> {
    let letter = received.and_then(|day| day.checked_add_days(Days::new(LETTER)));
    let due = day(&dates.due).or(letter);
    let done_on = day(&dates.done_on);
    if due.is_none() && done_on.is_none() {
        return None;
    }
    let at = done_on.unwrap_or(today);
    let left = due.map(|due| (due - at).num_days());
    let state = match (done_on, left) {
        (Some(_), Some(..0)) => DueState::Late,
        (Some(_), _) => DueState::Done,
        (None, Some(..0)) => DueState::Over,
        (None, Some(0)) => DueState::Today,
        (None, Some(..=SOON)) => DueState::Soon,
        (None, _) => DueState::Running,
    };
    Some(Due { state, due, letter, left, day: received.map(|day| (at - day).num_days()), done_on })
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.trim(), ISO).ok()
}

impl Office {
    /// How a document stands.
    #[must_use]
    pub fn term(&self, document: &Document, dates: &Dates) -> Option<Due> {
        self.term_of(&document.template, document.field(RECEIVED), dates)
    }

    /// How a document of the list stands.
    #[must_use]
    pub fn listed(&self, row: DocumentRow) -> Listed {
        let term = self.term_of(&row.template, &row.received, &row.dates);
        Listed { row, term }
    }

    /// A document that is no reply any more may still hold the day its letter came: its type decides.
    fn term_of(&self, template: &str, received: &str, dates: &Dates) -> Option<Due> {
        let replies = self.shelf.template(template).is_ok_and(|template| template.field(RECEIVED).is_some());
        stands(day(received).filter(|_| replies), dates, self.today())
    }

    /// Sets the day a document is due; none leaves it to the letter's clock, if it answers one.
    ///
    /// # Errors
    /// The store's own; `not_found` when it was deleted.
    pub async fn set_due(&self, id: i64, due: Option<NaiveDate>) -> Result<Dates, Error> {
        let due = due.map(|day| day.format(ISO).to_string()).unwrap_or_default();
        let dates = self.store.set_due(id, &due).await?;
        self.record_dates("set_due", id, due).await?;
        Ok(dates)
    }

    /// Marks a document as sent or dealt with on a day; none marks it as still to be done.
    ///
    /// # Errors
    /// [`Error::DoneAhead`] for a day to come, and the store's own.
    pub async fn set_done(&self, id: i64, on: Option<NaiveDate>) -> Result<Dates, Error> {
        if let Some(day) = on.filter(|day| *day > self.today()) {
            return Err(Error::DoneAhead(day));
        }
        let action = if on.is_some() { "mark_done" } else { "mark_open" };
        let on = on.map(|day| day.format(ISO).to_string()).unwrap_or_default();
        let dates = self.store.set_done(id, &on).await?;
        self.record_dates(action, id, on).await?;
        Ok(dates)
    }

    async fn record_dates(&self, action: &str, id: i64, target: String) -> Result<(), Error> {
        let document = self.store.document(id).await?.document;
        self.record(NewAudit { document_id: Some(id), target, ..about(action, &document) }).await
    }

    /// How many documents are due within three days, or overdue.
    ///
    /// # Errors
    /// The store's own.
    pub async fn pressing(&self) -> Result<Pressing, Error> {
        let mut pressing = Pressing::default();
        for open in self.store.open_dates().await? {
            let dates = Dates { due: open.due, done_on: String::new() };
            match self.term_of(&open.template, &open.received, &dates).map(|due| due.state) {
                Some(DueState::Over) => pressing.over += 1,
                Some(DueState::Soon | DueState::Today) => pressing.soon += 1,
                _ => {}
            }
        }
        Ok(pressing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        day(text).unwrap()
    }

    fn at(received: &str, due: &str, done_on: &str, today: &str) -> Option<Due> {
        let dates = Dates { due: due.into(), done_on: done_on.into() };
        stands(day(received), &dates, date(today))
    }

    #[test]
    fn the_letters_clock_warns_from_the_seventh_day() {
        let states: Vec<_> = ["2026-11-03", "2026-11-09", "2026-11-10", "2026-11-12", "2026-11-13", "2026-11-14"]
            .into_iter()
            .map(|today| at("2026-11-03", "", "", today).unwrap())
            .map(|due| (due.day.unwrap(), due.left.unwrap(), due.state))
            .collect();
        assert_eq!(
            states,
            [
                (0, 10, DueState::Running),
                (6, 4, DueState::Running),
                (7, 3, DueState::Soon),
                (9, 1, DueState::Soon),
                (10, 0, DueState::Today),
                (11, -1, DueState::Over)
            ]
        );
    }

    #[test]
    fn ten_days_are_counted_over_the_ends_of_months_and_years() {
        for (received, due) in [
            ("2026-11-25", "2026-12-05"),
            ("2026-12-22", "2027-01-01"),
            ("2026-12-31", "2027-01-10"),
            ("2027-02-19", "2027-03-01"),
            ("2028-02-19", "2028-02-29"),
            ("2028-02-20", "2028-03-01"),
        ] {
            assert_eq!(at(received, "", "", received).unwrap().due, Some(date(due)), "{received}");
        }
        let over = at("2026-12-22", "", "", "2027-01-03").unwrap();
        assert_eq!((over.state, over.left, over.day), (DueState::Over, Some(-2), Some(12)));
        assert_eq!(at("2026-02-30", "2026-13-01", "", "2026-11-25"), None, "no such days");
    }

    #[test]
    fn the_officers_day_goes_before_the_letters() {
        let due = at("2026-11-03", "2026-11-30", "", "2026-11-25").unwrap();
        assert_eq!((due.due, due.letter), (Some(date("2026-11-30")), Some(date("2026-11-13"))));
        assert_eq!((due.left, due.day), (Some(5), Some(22)));
        let memo = at("", "2026-11-26", "", "2026-11-25").unwrap();
        assert_eq!((memo.state, memo.day), (DueState::Soon, None));
        assert_eq!(at("", "", "", "2026-11-25"), None);
    }

    #[test]
    fn a_document_that_is_dealt_with_stands_as_on_that_day() {
        for (on, state, left) in [
            ("2026-11-12", DueState::Done, 1),
            ("2026-11-13", DueState::Done, 0),
            ("2026-11-14", DueState::Late, -1),
            ("2026-11-23", DueState::Late, -10),
        ] {
            let due = at("2026-11-03", "", on, "2027-03-01").unwrap();
            assert_eq!((due.state, due.left, due.done_on), (state, Some(left), Some(date(on))), "{on}");
        }
        let free = at("", "", "2026-11-12", "2026-11-25").unwrap();
        assert_eq!((free.state, free.due, free.left), (DueState::Done, None, None));
    }
}
