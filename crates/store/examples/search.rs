//! How long a search takes: `cargo run --release -p gungman-store --example search -- 100000`, and the same among a hundred.
//!
//! Documents are made of words drawn by a fixed seed, some two hundred characters each, in a folder in memory where there is one.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a program for measuring ends where it cannot go on")]

use std::time::Instant;

use gungman_core::{Block, Document, Lang};
use gungman_store::{SearchQuery, Store};

/// How often each search is made.
const ROUNDS: usize = 9;

const WORDS: [&str; 40] = [
    "升降機",
    "維修工程",
    "火警演習",
    "北角政府合署",
    "請各組主管",
    "出席",
    "將於",
    "月",
    "日",
    "的",
    "環境保護署",
    "地政總署",
    "借用會議室",
    "查詢",
    "提交報告",
    "限期",
    "批准",
    "申請",
    "運輸署",
    "區議會",
    "公眾",
    "投訴",
    "跟進",
    "安排",
    "撥款",
    "元",
    "消防處",
    "屋邨",
    "深水埗",
    "鰂魚涌",
    "meeting",
    "maintenance",
    "the",
    "contract",
    "report",
    "2026",
    "LD/123/4",
    "committee",
    "lift",
    "budget",
];

/// What is looked for: from one character up, frequent and rare, in letters, with signs, across scripts.
const ASKED: [(&str, &str); 9] = [
    ("one character in most documents", "的"),
    ("two characters, frequent", "維修"),
    ("the same in simplified", "维修"),
    ("four characters, frequent", "維修工程"),
    ("two words", "升降機 深水埗"),
    ("the beginning of a word", "maint"),
    ("signs and figures", "LD/123"),
    ("in one document only", "獨一無二"),
    ("in none", "鳳凰木"),
];

fn document(n: usize, chance: &mut u64) -> Document {
    let mut next = |below: usize| {
        *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*chance >> 33).unwrap() % below
    };
    let mut words = |count: usize| (0..count).map(|_| WORDS[next(WORDS.len())]).collect::<Vec<_>>().join("");
    let mut document = Document::new(if n.is_multiple_of(3) { "letter" } else { "memo" }, Lang::ZhHantHk);
    for (field, value) in [("subject", words(4)), ("to", words(2)), ("ref", format!("({n}) in LD/{}/4", n % 500))] {
        document.fields.insert(field.into(), value);
    }
    document.fields.insert("date".into(), format!("20{:02}-{:02}-{:02}", 10 + n % 16, 1 + n % 12, 1 + n % 28));
    let unique = if n == 50 { "獨一無二" } else { "" };
    document.body = vec![Block::paragraph(words(30)), Block::paragraph(format!("{}{unique}", words(30)))];
    document
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

async fn measure(count: usize) -> serde_json::Value {
    let memory = std::path::Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    let path = folder.path().join("library.sqlite");
    let store = Store::open(&path).await.unwrap();
    let mut chance = 7;
    let began = Instant::now();
    for n in 0..count {
        store.create_document(&document(n, &mut chance), "").await.unwrap();
    }
    let made = began.elapsed().as_secs_f64();
    store.close().await;
    let bytes = std::fs::metadata(&path).unwrap().len();

    let mut opened = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        let store = Store::open(&path).await.unwrap();
        store.latest_document().await.unwrap();
        opened.push(began.elapsed().as_secs_f64() * 1000.0);
        store.close().await;
    }
    let store = Store::open(&path).await.unwrap();
    let mut searches = serde_json::Map::new();
    let mut all = Vec::new();
    let filtered = SearchQuery {
        from: "2020-01-01".into(),
        template: "letter".into(),
        reference: "LD/7/".into(),
        ..asked("維修")
    };
    let queries = ASKED.iter().map(|(what, text)| (*what, asked(text))).chain([("with three filters", filtered)]);
    for (what, query) in queries {
        let mut times = Vec::new();
        let mut found = 0;
        for _ in 0..ROUNDS {
            let began = Instant::now();
            found = store.search(&query).await.unwrap().len();
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        all.extend(times.iter().copied());
        searches.insert(what.into(), serde_json::json!({ "found": found, "ms": median(times) }));
    }
    let one = document(count, &mut chance);
    let mut saved = Vec::new();
    for _ in 0..ROUNDS {
        let began = Instant::now();
        store.save_working_copy(1, &one, "points").await.unwrap();
        saved.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    store.close().await;
    serde_json::json!({
        "documents": count, "made_s": made, "bytes": bytes, "open_ms": median(opened), "save_ms": median(saved),
        "search_ms": median(all), "searches": searches,
    })
}

fn asked(text: &str) -> SearchQuery {
    SearchQuery { text: text.into(), limit: 50, ..SearchQuery::default() }
}

#[tokio::main]
async fn main() {
    let count = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let few = measure(100).await;
    let many = measure(count).await;
    let ratio = |key: &str| many[key].as_f64().unwrap() / few[key].as_f64().unwrap();
    let ratios =
        serde_json::json!({ "open": ratio("open_ms"), "save": ratio("save_ms"), "search": ratio("search_ms") });
    println!("{:#}", serde_json::json!({ "few": few, "many": many, "ratios": ratios }));
}
