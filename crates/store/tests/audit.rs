//! The audit log: every way of changing it afterwards is found.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod common;

use std::path::Path;

use common::store;
use gungman_store::{AuditFault, NewAudit, Store};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

const ROWS: i64 = 24;

fn entry(n: i64) -> NewAudit {
    NewAudit {
        who: "chan (1000)".into(),
        action: ["create", "draft", "export", "delete"][usize::try_from(n % 4).unwrap()].into(),
        document_id: (n % 5 != 0).then_some(n),
        version: (n % 3 == 0).then_some(n),
        template: "memo".into(),
        classification: "restricted".into(),
        model: format!("model-{}", n % 2),
        outcome: "complete".into(),
        target: format!("/home/chan/文件 {n}.docx"),
    }
}

/// A library with a log, closed.
async fn written() -> (tempfile::TempDir, std::path::PathBuf, String) {
    let (folder, path, store) = store().await;
    for n in 1..=ROWS {
        let row = store.record(&entry(n)).await.unwrap();
        assert_eq!((row.seq, row.hash.len()), (n, 64));
    }
    let verdict = store.verify_audit(None).await.unwrap();
    assert_eq!((verdict.rows, verdict.faults.as_slice()), (ROWS, &[][..]));
    store.close().await;
    (folder, path, verdict.head)
}

/// Somebody with another program, who takes the triggers away first.
async fn tamper(path: &Path, statements: &str) {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let free = "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_shortened; DROP TRIGGER audit_goes_on;";
    sqlx::raw_sql(AssertSqlSafe(format!("{free} {statements}"))).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// What the verification finds after some tampering with a copy of the library.
async fn found(path: &Path, statements: &str, noted: Option<&str>) -> Vec<AuditFault> {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    std::fs::copy(path, &copy).unwrap();
    tamper(&copy, statements).await;
    let store = Store::open(&copy).await.unwrap();
    let faults = store.verify_audit(noted).await.unwrap().faults;
    store.close().await;
    faults
}

#[tokio::test]
async fn every_altered_row_is_found_in_every_column() {
    let (_folder, path, _) = written().await;
    let columns = [
        ("at", "at + 1"),
        ("who", "who || 'x'"),
        ("action", "'read'"),
        ("document_id", "coalesce(document_id, 0) + 1"),
        ("version", "CASE WHEN version IS NULL THEN 1 END"),
        ("template", "'letter'"),
        ("classification", "''"),
        ("model", "''"),
        ("outcome", "'rejected'"),
        ("target", "replace(target, 'docx', 'pdf')"),
        ("hash", "lower(hex(randomblob(32)))"),
    ];
    for seq in 1..=ROWS {
        // Every row in one column, and the columns in turn; the first and the last row in all of them.
        let all = seq == 1 || seq == ROWS;
        let turn = usize::try_from(seq).unwrap() % columns.len();
        for (column, value) in columns.iter().enumerate().filter(|(at, _)| all || *at == turn).map(|(_, column)| column)
        {
            let faults = found(&path, &format!("UPDATE audit SET {column} = {value} WHERE seq = {seq}"), None).await;
            assert!(faults.contains(&AuditFault::Altered { seq }), "row {seq}, {column}: {faults:?}");
        }
    }
}

#[tokio::test]
async fn removed_moved_and_foreign_rows_are_found() {
    let (_folder, path, head) = written().await;
    assert_eq!(found(&path, "", None).await, [], "nothing is found where nothing was done");
    for seq in 1..=ROWS {
        let faults = found(&path, &format!("DELETE FROM audit WHERE seq = {seq}"), None).await;
        let missing = faults.contains(&AuditFault::Missing { from: seq, to: seq });
        let cut = faults.contains(&AuditFault::End { expected: ROWS, found: ROWS - 1 });
        assert!(if seq == ROWS { cut } else { missing }, "row {seq}: {faults:?}");
        // Closing the gap by giving the rows behind it new numbers.
        let close = format!("DELETE FROM audit WHERE seq = {seq}; UPDATE audit SET seq = seq - 1 WHERE seq > {seq}");
        assert_ne!(found(&path, &close, None).await, [], "row {seq}, gap closed");
    }
    for seq in 1..ROWS {
        let swap = format!(
            "UPDATE audit SET seq = 999 WHERE seq = {seq}; UPDATE audit SET seq = {seq} WHERE seq = {seq} + 1; \
             UPDATE audit SET seq = {seq} + 1 WHERE seq = 999"
        );
        assert!(found(&path, &swap, None).await.contains(&AuditFault::Altered { seq }), "rows {seq} and the next");
    }
    let columns = "at, who, action, document_id, version, template, classification, model, outcome, target, hash";
    let add = format!("INSERT INTO audit SELECT {} , {columns} FROM audit WHERE seq = 1", ROWS + 1);
    assert_ne!(found(&path, &add, None).await, [], "a row put on the end");
    // Rows taken off, and the end that the library remembers with them: only a hash noted elsewhere tells.
    let cut = format!(
        "DELETE FROM audit WHERE seq > {0}; UPDATE audit_head SET seq = {0}, hash = (SELECT hash FROM audit WHERE seq = {0})",
        ROWS - 3
    );
    assert_eq!(found(&path, &cut, None).await, []);
    assert_eq!(found(&path, &cut, Some(&head)).await, [AuditFault::Noted]);
    assert_eq!(found(&path, "", Some(&head.to_uppercase())).await, []);
    assert_ne!(found(&path, "DELETE FROM audit", None).await, [], "all of it");
}

#[tokio::test]
async fn the_file_itself_refuses_changes_and_two_programs_write_one_chain() {
    let (_folder, path, _) = written().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for statement in ["UPDATE audit SET who = 'x' WHERE seq = 2", "DELETE FROM audit WHERE seq = 2"] {
        let refused = sqlx::query(statement).execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("only added to"), "{refused}");
    }
    connection.close().await.unwrap();

    let (one, other) = (Store::open(&path).await.unwrap(), Store::open(&path).await.unwrap());
    let write = |store: Store| async move {
        for n in 0..20 {
            store.record(&entry(n)).await.unwrap();
        }
    };
    tokio::join!(write(one.clone()), write(other.clone()), write(one.clone()));
    let verdict = other.verify_audit(None).await.unwrap();
    assert_eq!((verdict.rows, verdict.faults.as_slice()), (ROWS + 60, &[][..]));
    assert_eq!(other.audit(ROWS + 59, 10).await.unwrap().len(), 2);
}
