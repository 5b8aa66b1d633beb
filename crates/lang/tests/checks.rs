//! The checker against sentences with planted faults and against good prose; `docs/checks.md` with the rules and the figures.
//! `UPDATE=1 cargo test -p gungman-lang --test checks` writes it; `SHOW=1 … -- --nocapture` lists what was missed or flagged.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use gungman_core::{Lang, Severity};
use gungman_lang::check::{Accepted, Finding, Paragraph, Setting, apply, check, rules};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

fn setting(lang: Lang, template: Option<&str>) -> Setting {
    on(lang, template, NaiveDate::from_ymd_opt(2026, 11, 23).unwrap())
}

fn on(lang: Lang, template: Option<&str>, today: NaiveDate) -> Setting {
    Setting { lang, template: template.map(str::to_owned), today, accepted: Accepted::default() }
}

fn show() -> bool {
    std::env::var_os("SHOW").is_some()
}

/// A planted sentence: its faulty text, where the faults are, and the text put right (none where only a person can).
struct Planted {
    lang: Lang,
    template: Option<String>,
    faulty: Vec<Paragraph>,
    /// Paragraph, characters, what belongs there.
    faults: Vec<(usize, Range<usize>, Option<String>)>,
}

fn planted() -> Vec<Planted> {
    let file = include_str!("checks/planted.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    file.map(|line| {
        let [lang, template, text] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (mut faulty, mut faults) = (Vec::new(), Vec::new());
        for (at, paragraph) in text.split('¶').enumerate() {
            let (mut out, mut rest) = (String::new(), paragraph);
            while let Some((before, after)) = rest.split_once('⟦') {
                out.push_str(before);
                let (inside, after) = after.split_once('⟧').unwrap();
                let (found, fix) = inside.split_once('→').map_or((inside, None), |(f, fix)| (f, Some(fix.to_owned())));
                let start = out.chars().count();
                out.push_str(found);
                faults.push((at, start..out.chars().count(), fix));
                rest = after;
            }
            out.push_str(rest);
            faulty.push(Paragraph::body(out));
        }
        Planted {
            lang: lang.parse().unwrap(),
            template: (template != "-").then(|| template.to_owned()),
            faulty,
            faults,
        }
    })
    .collect()
}

/// Faults found, fixes that are right, faults that have a fix, all faults.
#[derive(Default, Clone, Copy)]
struct Score {
    found: usize,
    right: usize,
    fixable: usize,
    all: usize,
}

fn score() -> (BTreeMap<&'static str, Score>, Score) {
    let (mut by_lang, mut total) = (BTreeMap::new(), Score::default());
    for sentence in planted() {
        let findings = check(&sentence.faulty, &setting(sentence.lang, sentence.template.as_deref()));
        let score: &mut Score = by_lang.entry(sentence.lang.tag()).or_default();
        for (at, range, fix) in &sentence.faults {
            let text = &sentence.faulty[*at].text;
            let touching: Vec<&Finding> = findings
                .iter()
                .filter(|f| f.paragraph == *at && f.range.start < range.end && range.start < f.range.end)
                .collect();
            let found = !touching.is_empty();
            // The right text, with this fault alone put right.
            let right = fix.as_ref().map(|fix| {
                let chars: Vec<char> = text.chars().collect();
                let part = |range: Range<usize>| chars[range].iter().collect::<String>();
                format!("{}{fix}{}", part(0..range.start), part(range.end..chars.len()))
            });
            let fixed = right.as_ref().is_none_or(|right| touching.iter().any(|f| apply(text, [*f]) == *right));
            for score in [&mut *score, &mut total] {
                score.all += 1;
                score.found += usize::from(found);
                score.fixable += usize::from(fix.is_some());
                score.right += usize::from(fix.is_some() && found && fixed);
            }
            if show() && !(found && fixed) {
                let said: Vec<_> = touching.iter().map(|f| (f.rule, &f.excerpt, &f.fix)).collect();
                println!("{} {text} — {said:?}", if found { "FIX" } else { "MISSED" });
            }
        }
    }
    (by_lang, total)
}

/// Good prose by its name.
fn good() -> Vec<(&'static str, Lang, Vec<Paragraph>)> {
    let lines = |text: &str| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Paragraph::body).collect();
    let mut out: Vec<(&str, Lang, Vec<Paragraph>)> = vec![
        ("prose/letters.txt", Lang::ZhHantHk, lines(include_str!("prose/letters.txt"))),
        ("prose/mixed.txt", Lang::ZhHantHk, lines(include_str!("prose/mixed.txt"))),
        ("prose/papers.txt", Lang::ZhHantHk, lines(include_str!("prose/papers.txt"))),
        ("prose/english.txt", Lang::EnGb, lines(include_str!("prose/english.txt"))),
    ];
    let pairs = std::fs::read_to_string(root().join("tests/translate.jsonl")).unwrap();
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for line in pairs.lines().filter(|line| !line.is_empty()) {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        for key in ["source", "reference"] {
            let text = row[key].as_str().unwrap();
            let chinese = text.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
            if chinese { zh.push(Paragraph::body(text)) } else { en.push(Paragraph::body(text)) }
        }
    }
    out.push(("tests/translate.jsonl, Chinese side", Lang::ZhHantHk, zh));
    out.push(("tests/translate.jsonl, English side", Lang::EnGb, en));
    out
}

struct Alarms {
    name: &'static str,
    lang: Lang,
    characters: usize,
    by: [usize; 3],
    /// Errors and warnings that are right: the text is not in house style there.
    deserved: usize,
}

/// What is wrong in the good prose: text, rule, characters (`*` for any).
fn deserved(name: &str, finding: &Finding) -> bool {
    let rows = include_str!("checks/deserved.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.map(|row| row.split('\t').collect::<Vec<_>>())
        .any(|row| row[0] == name && row[1] == finding.rule && (row[2] == "*" || row[2] == finding.excerpt))
}

fn alarms() -> Vec<Alarms> {
    let mut out = Vec::new();
    // Before the deadlines of the texts.
    let today = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
    for (name, lang, paragraphs) in good() {
        let characters = paragraphs.iter().map(|paragraph| paragraph.text.chars().count()).sum();
        // Sentences and letters of many papers: each is a document of its own.
        let findings: Vec<Finding> =
            paragraphs.iter().flat_map(|one| check(std::slice::from_ref(one), &on(lang, None, today))).collect();
        let (right, findings): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| deserved(name, finding));
        let deserved = right.len();
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        if show() {
            for finding in findings.iter().filter(|finding| finding.severity > Severity::Info) {
                println!(
                    "{name}: {:?} {} {:?} → {:?} ({})",
                    finding.severity, finding.rule, finding.excerpt, finding.fix, finding.detail
                );
            }
        }
        out.push(Alarms {
            name,
            lang,
            characters,
            by: [Severity::Error, Severity::Warning, Severity::Info].map(count),
            deserved,
        });
    }
    out
}

#[test]
fn planted_faults_are_found_and_put_right() {
    let (_, total) = score();
    assert!(total.all >= 200, "{}", total.all);
    assert!(total.found * 100 >= total.all * 95, "{} of {} found", total.found, total.all);
    assert!(total.right * 100 >= total.fixable * 95, "{} of {} put right", total.right, total.fixable);
}

#[test]
fn good_prose_is_left_in_peace() {
    let all = alarms();
    for lang in Lang::ALL {
        let of = || all.iter().filter(|alarms| alarms.lang == lang);
        let characters: usize = of().map(|alarms| alarms.characters).sum();
        let [errors, warnings] = [0, 1].map(|at| of().map(|alarms| alarms.by[at]).sum::<usize>());
        assert!(characters > 10_000, "{lang}: {characters}");
        assert!(errors * 5_000 <= characters, "{lang}: {errors} errors in {characters} characters");
        assert!(warnings * 1_000 <= characters, "{lang}: {warnings} warnings in {characters} characters");
    }
}

/// The letters and memos that the exporters' tests hold to: the rules of a type, on whole documents.
#[test]
fn documents_in_the_official_form_are_left_in_peace() {
    let mut all = Vec::new();
    for name in ["letter.zh-Hant-HK", "letter.en-GB", "memo.zh-Hant-HK", "memo.en-GB"] {
        let text = std::fs::read_to_string(root().join(format!("tests/golden/{name}.txt"))).unwrap();
        let paragraphs: Vec<Paragraph> = text.lines().map(Paragraph::body).collect();
        let (template, lang) = name.split_once('.').unwrap();
        let mut findings = check(&paragraphs, &setting(lang.parse().unwrap(), Some(template)));
        // Their short texts do not mention the enclosures they list, and that is told rightly.
        findings.retain(|finding| finding.severity > Severity::Info && finding.rule != "enclosure-missing");
        all.extend(findings.into_iter().map(|f| (name, f.rule, f.paragraph, f.excerpt)));
    }
    assert_eq!(all, []);
}

const HEAD: &str = include_str!("checks/preamble.md");

#[test]
fn the_documentation_has_not_drifted() {
    let mut text = HEAD.to_owned();
    let (by_lang, total) = score();
    text.push_str("\n## Planted faults\n\n| language | faults | found | with a fix | fix right |\n| --- | --- | --- | --- | --- |\n");
    for (lang, score) in by_lang.iter().map(|(lang, score)| (*lang, score)).chain([("both", &total)]) {
        writeln!(text, "| {lang} | {} | {} | {} | {} |", score.all, score.found, score.fixable, score.right).unwrap();
    }
    text.push_str("\n## False alarms\n\n| text | language | characters | false errors | false warnings | hints | deserved |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    for Alarms { name, lang, characters, by: [errors, warnings, hints], deserved } in alarms() {
        writeln!(text, "| {name} | {} | {characters} | {errors} | {warnings} | {hints} | {deserved} |", lang.tag())
            .unwrap();
    }
    text.push_str("\n## Rules\n");
    for rule in rules() {
        let severity = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "hint",
        };
        let langs: Vec<&str> = rule.langs.iter().map(|lang| lang.tag()).collect();
        let types = match (rule.types.is_empty(), rule.not_types.is_empty()) {
            (true, true) => "all documents".to_owned(),
            (true, false) => format!("all but {}", rule.not_types.join(", ")),
            _ => rule.types.join(", "),
        };
        write!(text, "\n### `{}`\n\n{severity} · {} · {types}", rule.id, langs.join(", ")).unwrap();
        text.push_str(if rule.sure { " · fixed by `--fix`\n\n" } else { "\n\n" });
        writeln!(text, "{} · {}\n\n{} · {}\n", rule.message.zh, rule.message.en, rule.explain.zh, rule.explain.en)
            .unwrap();
        let line = |example: &String| example.replace('\n', " ¶ ").replace('|', "\\|");
        for example in &rule.bad {
            writeln!(text, "- ✗ {}", line(example)).unwrap();
        }
        for example in &rule.good {
            writeln!(text, "- ✓ {}", line(example)).unwrap();
        }
        writeln!(text, "\nSource: {}", rule.source).unwrap();
    }
    let path = root().join("docs/checks.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "docs/checks.md differs from the rules: UPDATE=1 cargo test -p gungman-lang --test checks");
}
