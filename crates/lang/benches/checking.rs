//! How long a check takes: `cargo bench -p gungman-lang --bench checking`. The aims: a page (600 characters) in 20 ms, 3,000
//! characters in 50 ms, and one changed paragraph of a document in a few.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on fails")]

use std::hint::black_box;

use chrono::NaiveDate;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gungman_core::Lang;
use gungman_lang::check::{Accepted, Live, Paragraph, Setting, check};

/// Paragraphs of a language's prose, about as many characters as wanted.
fn prose(text: &str, characters: usize) -> Vec<Paragraph> {
    let mut count = 0;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let enough = lines.take_while(|line| {
        let before = count;
        count += line.chars().count();
        before < characters
    });
    enough.map(Paragraph::body).collect()
}

fn checking(c: &mut Criterion) {
    let texts = [
        (Lang::ZhHantHk, include_str!("../tests/prose/letters.txt")),
        (Lang::EnGb, include_str!("../tests/prose/english.txt")),
    ];
    for (lang, text) in texts {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let setting = Setting { lang, template: Some("letter".into()), today, accepted: Accepted::default() };
        for length in [600, 3_000] {
            let paragraphs = prose(text, length);
            let mut group = c.benchmark_group(format!("{} {length} characters", lang.tag()));
            group.throughput(Throughput::Elements(length as u64));
            group.bench_function("whole", |b| b.iter(|| check(black_box(&paragraphs), &setting)));
            let mut live = Live::new(setting.clone());
            let mut typed = paragraphs.clone();
            group.bench_function("one paragraph changed", |b| {
                b.iter(|| {
                    let last = typed.last_mut().unwrap();
                    let next = if last.text.ends_with('x') {
                        last.text.trim_end_matches('x').to_owned()
                    } else {
                        format!("{}x", last.text)
                    };
                    last.text = next;
                    live.check(black_box(&typed))
                });
            });
            group.finish();
        }
    }
}

criterion_group!(benches, checking);
criterion_main!(benches);
