//! A Word file of thirty pages is put into another language by a script that moves its tags about: every table, picture, style,
//! header, footnote, number and link is kept, and python-docx and LibreOffice open what comes of it.

use std::path::Path;

use gungman_core::tagged::bare;
use gungman_export::word::{Language, ParagraphKind, paragraphs, translate};
use gungman_tests::{docx_text_by_libreoffice, python, run, workspace};
use serde_json::Value;

const SCRIPT: &str = include_str!("translate_word.py");

fn script(command: &str, path: &Path) -> String {
    run(&python(), &["-c".as_ref(), SCRIPT.as_ref(), command.as_ref(), path.as_os_str()], &[])
}

/// What stands for a translation: two Chinese characters for each word, always the same; numbers and signs stay.
fn chinese(text: &str) -> String {
    const CHARACTERS: &str =
        "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨露結為霜金生麗水玉出崑岡";
    let all: Vec<char> = CHARACTERS.chars().collect();
    let mut out = String::new();
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphabetic()) {
        let letters = word.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        if !letters.is_empty() {
            let sum: usize = letters.bytes().enumerate().map(|(at, byte)| (at + 3) * usize::from(byte)).sum();
            out.extend([all[sum % all.len()], all[sum / 7 % all.len()]]);
        }
        out.push_str(word[letters.len()..].trim_matches(' '));
    }
    out
}

/// The stretches of a text: in a tag, an object, or outside tags.
fn stretches(mut text: &str) -> Vec<String> {
    let mut all = Vec::new();
    while !text.is_empty() {
        let end = match text.strip_prefix('‹') {
            None => text.find('‹').unwrap_or(text.len()),
            Some(rest) => {
                let name = &rest[..rest.find('›').unwrap()];
                let close = if name.ends_with('/') { format!("{name}›") } else { format!("‹/{name}›") };
                text.find(&close).unwrap() + close.len()
            }
        };
        all.push(text[..end].to_owned());
        text = &text[end..];
    }
    all
}

/// A translation: in each line the last stretch of text comes first.
fn translated(text: &str) -> String {
    let mut out = String::new();
    for line in text.split_inclusive(['\t', '\n']) {
        let words = line.trim_end_matches(['\t', '\n']);
        let mut all = stretches(words);
        if let Some(last) = all.iter().rposition(|stretch| !stretch.ends_with("/›")) {
            all[..=last].rotate_right(1);
        }
        for stretch in all {
            let inner = stretch.find('›').map_or(0, |at| at + '›'.len_utf8());
            let outer = stretch.rfind('‹').filter(|at| *at >= inner).unwrap_or(stretch.len());
            out.push_str(&stretch[..inner]);
            out.push_str(&chinese(&stretch[inner..outer]));
            out.push_str(&stretch[outer..]);
        }
        out.push_str(&line[words.len()..]);
    }
    out
}

#[test]
fn a_report_of_thirty_pages_keeps_everything_but_its_words() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source.docx");
    let target = folder.path().join("target.docx");
    let _ = script("make", &source);
    let bytes = std::fs::read(&source).unwrap();

    let seen = paragraphs(&bytes).unwrap();
    let of = |kind: ParagraphKind| seen.iter().filter(|paragraph| paragraph.kind == kind).count();
    assert_eq!(of(ParagraphKind::Heading), 61);
    assert_eq!(of(ParagraphKind::Cell), 30 * 10);
    let all: Vec<&str> = seen.iter().map(|paragraph| paragraph.text.as_str()).collect();
    let sentence = "The Department ‹1›must‹/1› inspect every old tree once a ‹2›calendar‹/2› year‹3/›, as told on ‹4›its own page‹/4›, and report to the ‹5›Bureau‹/5› without delay.";
    assert_eq!(all.iter().filter(|text| **text == sentence).count(), 30);
    for text in [
        "Trees of district 7\t‹1/›",
        "Page ‹1/› of ‹2/›",
        "Table ‹1/›: Trees inspected",
        "Reference:\tTREE ‹1›7/2025‹/1›\nTelephone:\t2345 6789",
        "The work will ‹1›certainly ‹/1›begin in March.",
        "Report on trees",
    ] {
        assert!(all.contains(&text), "{text}");
    }

    let new = translate(&bytes, Language::HongKong, &mut |_, paragraph| Some(translated(&paragraph.text))).unwrap();
    assert_eq!(new.fallen, [0; 0]);
    std::fs::write(&target, &new.bytes).unwrap();
    assert_eq!(paragraphs(&new.bytes).unwrap().len(), seen.len());

    let read = |path: &Path| serde_json::from_str::<Value>(&script("bones", path)).unwrap();
    let (before, after) = (read(&source), read(&target));
    for (name, bones) in before["bones"].as_object().unwrap() {
        assert_eq!(*bones, after["bones"][name], "{name}");
    }
    let bold = |read: &Value| -> Vec<Vec<String>> { serde_json::from_value(read["bold"].clone()).unwrap() };
    let expected: Vec<Vec<String>> =
        bold(&before).iter().map(|runs| runs.iter().map(|run| chinese(run)).collect()).collect();
    assert_eq!(bold(&after), expected);

    let (old_text, new_text) = (docx_text_by_libreoffice(&source), docx_text_by_libreoffice(&target));
    let pages = |text: &str| text.matches('\u{C}').count();
    assert!(pages(&old_text) >= 31 && pages(&new_text) >= 31, "{} and {} pages", pages(&old_text), pages(&new_text));
    let squeezed = gungman_tests::squeezed(&new_text);
    let count = |text: &str| squeezed.matches(&gungman_tests::squeezed(text)).count();
    assert_eq!(count(&chinese("Leisure Department")), pages(&new_text), "the header is on every page");
    for n in 1..=pages(&new_text) {
        // "Page 3 of 31" has become "of Page 3 31": the last stretch of text came first.
        let line = format!("{}{}{n}", chinese("of"), chinese("Page"));
        assert!(count(&line) >= 1, "{line}");
    }
    assert_eq!(count(&chinese("annual return")), 30, "a footnote on each page");
    for n in 1..=60 {
        assert!(new_text.contains(&format!("{n}. ")), "item {n}");
    }
    assert_eq!(count(&chinese("before signing")), 3, "a text box is shown once");
    // What a tracked change took out is no text, and LibreOffice shows it struck out.
    let mut left = new_text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
    assert!(left.all(|word| word == "soon"));
    let pictures = |path: &Path| {
        let pdf = path.with_extension("pdf");
        run("pdfimages", &["-list".as_ref(), pdf.as_os_str()], &[]).lines().count()
    };
    assert_eq!(pictures(&source), pictures(&target));
}

#[test]
fn files_of_other_peoples_making_keep_their_text_and_open() {
    let fetched = workspace().join(".deps/word-files");
    let files = std::fs::read_dir(&fetched)
        .unwrap_or_else(|error| panic!("{}: {error}; ./scripts/test fetches it", fetched.display()))
        .map(|entry| entry.unwrap().path());
    let folder = tempfile::tempdir().unwrap();
    let (mut old_files, mut new_files) = (Vec::new(), Vec::new());
    let (mut whole, mut tagged) = (0, 0);
    for (number, path) in files.enumerate() {
        let bytes = std::fs::read(&path).unwrap();
        let seen = paragraphs(&bytes).unwrap();
        let new = translate(&bytes, Language::HongKong, &mut |_, paragraph| Some(translated(&paragraph.text))).unwrap();
        let texts: Vec<String> = seen.iter().map(|paragraph| bare(&translated(&paragraph.text))).collect();
        let written: Vec<String> =
            paragraphs(&new.bytes).unwrap().iter().map(|paragraph| bare(&paragraph.text)).collect();
        assert_eq!(written, texts, "{}", path.display());
        assert_eq!(new.fallen, [0; 0], "{}", path.display());
        whole += seen.len();
        tagged += seen.iter().filter(|paragraph| paragraph.text.contains('‹')).count();
        let target = folder.path().join(format!("{number}.docx"));
        std::fs::write(&target, &new.bytes).unwrap();
        old_files.push(path);
        new_files.push(target);
    }
    assert!(whole >= 250 && tagged >= 30, "{tagged} of {whole} paragraphs have tags");
    // Some are python-docx's tests of broken files: what it cannot open it could not open before.
    let script = "import sys, docx\nfor path in sys.argv[1:]:\n  try: print(len(docx.Document(path).paragraphs))\n  except Exception as e: print(type(e).__name__)";
    let opened = |files: &[std::path::PathBuf]| {
        let mut args: Vec<&std::ffi::OsStr> = vec!["-c".as_ref(), script.as_ref()];
        args.extend(files.iter().map(|file| file.as_os_str()));
        run(&python(), &args, &[])
    };
    assert_eq!(opened(&old_files), opened(&new_files));
}
