//! What the store's tests share.
#![allow(dead_code, reason = "each test program uses its own part")]

use std::path::PathBuf;

use gungman_core::{Block, Document, Lang};
use gungman_store::{NewVersion, Outcome, Store, VersionSource, VersionState};
use tempfile::TempDir;

/// A store of its own, in a folder that goes with it.
pub async fn store() -> (TempDir, PathBuf, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gungman.db");
    let store = Store::open(&path).await.unwrap();
    (folder, path, store)
}

pub fn memo(subject: &str, body: &str) -> Document {
    let mut document = Document::new("memo", Lang::ZhHantHk);
    document.fields.insert("subject".into(), subject.into());
    document.body = body.lines().map(Block::paragraph).collect();
    document
}

pub fn generated(document_id: i64, document: &Document) -> NewVersion {
    NewVersion {
        document_id,
        source: VersionSource::Generated,
        state: VersionState::Running,
        document: document.clone(),
        points: "要點".into(),
        instruction: "shorter".into(),
        model: "a-model".into(),
    }
}

pub fn complete(document: &Document) -> Outcome {
    Outcome {
        state: VersionState::Complete,
        document: document.clone(),
        stats: Some(serde_json::json!({ "tokens": 120, "seconds": 3.5 })),
        error: None,
    }
}
