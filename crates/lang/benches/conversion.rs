//! How long a page takes: `cargo bench -p gungman-lang`. The aim for 500 characters is two milliseconds.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on fails")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gungman_lang::own::{OwnWord, OwnWords};
use gungman_lang::script::HongKong;
use gungman_lang::wording;

/// The Simplified side of the test sentences, as long as wanted.
fn page(characters: usize) -> String {
    let sentences = include_str!("../tests/conversion.tsv").lines().filter(|line| !line.starts_with('#'));
    let simplified = sentences.filter_map(|line| line.split('\t').next()).collect::<String>();
    simplified.chars().cycle().take(characters).collect()
}

fn conversion(c: &mut Criterion) {
    let folder = Path::new(env!("OPENCC_DIR")).join("share/opencc");
    let engine = HongKong::load(&folder).unwrap();
    let own = OwnWords::new([OwnWord { word: "信息".into(), form: "資訊".into() }]);
    for length in [500, 5_000] {
        let source = page(length);
        let back = engine.to_hong_kong(&source).text;
        let mut group = c.benchmark_group(format!("{length} characters"));
        group.throughput(Throughput::Elements(length as u64));
        group.bench_function("to Hong Kong", |b| b.iter(|| engine.to_hong_kong(black_box(&source))));
        group.bench_function("right already", |b| b.iter(|| engine.to_hong_kong(black_box(&back))));
        group.bench_function("to the Mainland", |b| b.iter(|| engine.to_mainland(black_box(&back))));
        group.bench_function("own words", |b| {
            b.iter(|| own.apply(&source, &mut engine.to_hong_kong(black_box(&source))));
        });
        group.bench_function("wording", |b| b.iter(|| wording::suggest(black_box(&back))));
        group.finish();
    }
}

criterion_group!(benches, conversion);
criterion_main!(benches);
