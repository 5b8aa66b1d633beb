//! How long a lookup takes in a memory of 100 000 pairs: `cargo bench -p gungman-lang --bench memory`. The aim is 50 milliseconds.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gungman_core::Lang;
use gungman_lang::memory::{Memory, Unit};

/// Sentences as offices write them: the parts of a few dozen, put together in every way.
fn sentences(count: usize) -> impl Iterator<Item = String> {
    const WHO: [&str; 20] = [
        "The Director of Lands",
        "The Buildings Department",
        "Section heads",
        "All bureaux",
        "The contractor",
        "Applicants",
        "The Secretary",
        "Members of the Board",
        "The Housing Authority",
        "Officers on leave",
        "The Committee",
        "Parents",
        "The Commissioner of Police",
        "The school",
        "Licensees",
        "The auditor",
        "Owners of the building",
        "The working group",
        "Tenderers",
        "The Judiciary",
    ];
    const DOES: [&str; 20] = [
        "will submit a report on",
        "has completed the review of",
        "should comply with",
        "is invited to comment on",
        "will inspect",
        "approved the funding for",
        "has suspended",
        "will consult the public on",
        "must register for",
        "has issued guidelines on",
        "will hold a briefing on",
        "is responsible for",
        "noted the progress of",
        "will take over",
        "has accepted the findings of",
        "will close the tender for",
        "may apply for",
        "shall keep records of",
        "has published the results of",
        "will commence",
    ];
    const WHAT: [&str; 25] = [
        "the drainage works",
        "slope maintenance",
        "the annual budget",
        "the fire drill",
        "public rental housing",
        "the pilot scheme",
        "staff training",
        "the new clinic",
        "road resurfacing",
        "the election arrangements",
        "food surveillance",
        "the data centre",
        "tree management",
        "the procurement exercise",
        "noise control",
        "the ferry service",
        "the consultation paper",
        "waste charging",
        "the heritage trail",
        "lift modernisation",
        "the swimming pool",
        "the scholarship fund",
        "water seepage tests",
        "the hostel",
        "parking fees",
    ];
    const WHEN: [&str; 10] = [
        "by the end of March",
        "in the second quarter",
        "before the deadline",
        "next week",
        "on 8 December 2026",
        "without delay",
        "within 14 days",
        "at the next meeting",
        "in the coming year",
        "as scheduled",
    ];
    (0..count).map(|n| {
        let (who, does, what, when) = (WHO[n % 20], DOES[n / 20 % 20], WHAT[n / 400 % 25], WHEN[n / 10_000 % 10]);
        format!("{who} {does} {what} {when}.")
    })
}

fn memory(c: &mut Criterion) {
    let units = sentences(100_000).map(|source| Unit::pair(source.clone(), source));
    let memory = Memory::new(units, Lang::EnGb);
    assert_eq!(memory.len(), 100_000);
    let mut group = c.benchmark_group("100 000 pairs");
    for (name, text) in [
        ("the same", "The Director of Lands will inspect slope maintenance next week."),
        ("near", "The Director of Lands will soon inspect all slope maintenance works next week."),
        ("far", "Candidates should bring their identity cards and arrive before nine."),
    ] {
        group.bench_function(name, |b| b.iter(|| memory.find(black_box(text), "", 70, 5).len()));
    }
    group.finish();
}

criterion_group!(benches, memory);
criterion_main!(benches);
