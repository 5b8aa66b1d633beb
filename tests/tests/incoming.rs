//! Incoming letters, read by the program and compared with what their reader found (`tests/incoming.toml`).

use std::process::Command;

use gungman_tests::{built, workspace};

/// The share a line of the figures states, in per cent.
fn share(text: &str, line: &str) -> f64 {
    let after = text.split(line).nth(1).unwrap_or_else(|| panic!("no “{line}” in\n{text}"));
    after.split('(').nth(1).unwrap().split(" %").next().unwrap().parse().unwrap()
}

#[test]
fn letters_are_read_and_nothing_they_ask_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let out = Command::new(built("gungman-cli"))
        .args(["eval", "incoming", "--set"])
        .arg(workspace().join("tests/incoming.toml"))
        .env("GUNGMAN_DATA_DIR", folder.path())
        .env("GUNGMAN_RESOURCES", workspace())
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(share(&text, "header facts right") >= 95.0, "{text}");
    assert!(share(&text, "in the list") >= 90.0, "{text}");
    assert!(!text.contains("NOT SHOWN"), "{text}");
}

#[test]
fn a_letter_comes_out_of_word_mail_and_pdf_alike_and_a_picture_is_told() {
    use gungman_app::incoming;
    let mail = b"From: =?UTF-8?B?6buD5b+X5by3?= <a@b.example>\r\nDate: Sat, 14 Nov 2026 23:41:05 +0800\r\nSubject: x\r\nContent-Type: multipart/alternative; boundary=q\r\n\r\n--q\r\nContent-Type: text/html; charset=big5\r\n\r\n<p>Please tell me when it opens.</p>\r\n--q--\r\n";
    let letter = incoming::open("a.eml", mail).unwrap();
    assert_eq!((letter.header.sender.value.as_str(), letter.header.date.value.as_str()), ("黃志強", "2026-11-14"));
    assert_eq!(letter.points.len(), 1, "{:?}", letter.sentences);
    assert_eq!(incoming::open("a.pdf", b"%PDF-1.4 broken").unwrap_err().code(), "letter_unreadable");
    assert_eq!(incoming::open("a.txt", b"  \n").unwrap_err().code(), "letter_no_text");
    assert_eq!(incoming::open("a.jpg", b"").unwrap_err().code(), "file_kind");
}
