//! What holds for SQLite alone: one process, one file, rows that cannot be changed.
use crate::fixtures::{at, live, marketplaces, order, write, written};
use engine::ports::{Journal, NewPromise, Outbox, Timeline, Write};
use jiff::SignedDuration;
use resolution::id::{AggregateId, FundId};
use store::{DATABASE_FILE, OpenError, SqliteStore};

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().expect("a directory")
}

#[tokio::test]
async fn a_second_process_is_refused_and_told_why() {
    let directory = directory();
    let first = SqliteStore::open(directory.path()).expect("it opens");
    let Err(second) = SqliteStore::open(directory.path()) else { panic!("it is in use") };
    assert!(matches!(second, OpenError::InUse { .. }));
    assert!(second.to_string().contains("stop it first"), "{second}");
    drop(first);
    SqliteStore::open(directory.path()).expect("it is free again");
}

#[tokio::test]
async fn what_was_answered_is_there_after_opening_again() {
    let directory = directory();
    let first = SqliteStore::open(directory.path()).expect("it opens");
    marketplaces(&first).await;
    let promise = NewPromise { key: "k".to_owned(), body: Vec::new(), at: at(0) };
    written(&first, vec![Write { promises: vec![promise], ..write(live(), order(1), 0, &["a"]) }]).await;
    let lease = SignedDuration::from_secs(60);
    let claimed = first.claim(Timeline::Wall, at(0), at(0), lease, 9).await.expect("it is claimed");
    assert_eq!(claimed.len(), 1);
    drop(first);
    let second = SqliteStore::open(directory.path()).expect("it opens again");
    assert_eq!(second.history(order(1)).await.expect("it is read").len(), 1);
    let again = second.claim(Timeline::Wall, at(0), at(0), lease, 9).await.expect("it is claimed");
    assert_eq!(again[0].promise.attempts, 2, "the claim of a dead process is free, and known as a try");
}

#[tokio::test]
async fn a_record_cannot_be_changed_or_deleted_by_accident() {
    let directory = directory();
    let first = SqliteStore::open(directory.path()).expect("it opens");
    marketplaces(&first).await;
    written(&first, vec![write(live(), order(1), 0, &["a"])]).await;
    drop(first);
    let raw = rusqlite::Connection::open(directory.path().join(DATABASE_FILE)).expect("it opens");
    for sql in ["UPDATE journal SET body = x'00'", "DELETE FROM journal"] {
        let refused = raw.execute(sql, []).expect_err("it is append only");
        assert!(refused.to_string().contains("journal_append_only"), "{refused}");
    }
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    let directory = directory();
    drop(SqliteStore::open(directory.path()).expect("it opens"));
    let raw = rusqlite::Connection::open(directory.path().join(DATABASE_FILE)).expect("it opens");
    raw.execute("INSERT INTO migration (name, sql) VALUES ('9999_future', '')", []).expect("it is added");
    drop(raw);
    let Err(newer) = SqliteStore::open(directory.path()) else { panic!("it is newer") };
    assert!(newer.to_string().contains("9999_future"), "{newer}");
}

/// Makes the tables what they were before there were funds.
fn before_funds(directory: &std::path::Path) {
    let raw = rusqlite::Connection::open(directory.join(DATABASE_FILE)).expect("it opens");
    let sql = "PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = replace(sql, 'kind IN (1, 2, 3)', 'kind IN (1, 2)') WHERE type = 'table';
        DELETE FROM migration WHERE name = '0005_fund';
        PRAGMA writable_schema = RESET;";
    raw.execute_batch(sql).expect("it is made older");
    let fund = "INSERT INTO head (id, marketplace, kind, version, last, hash, timeline)
        VALUES (zeroblob(16), 1, 3, 1, 1, zeroblob(32), 0)";
    let refused = raw.execute(fund, []).expect_err("a fund was not known then");
    assert!(refused.to_string().contains("head_kind_known"), "{refused}");
}

#[tokio::test]
async fn a_database_of_before_takes_a_fund_and_keeps_what_it_has() {
    let directory = directory();
    let first = SqliteStore::open(directory.path()).expect("it opens");
    marketplaces(&first).await;
    written(&first, vec![write(live(), order(1), 0, &["a"])]).await;
    drop(first);
    before_funds(directory.path());
    let second = SqliteStore::open(directory.path()).expect("it is brought up to date");
    let fund = AggregateId::Fund(FundId::of(live()));
    written(&second, vec![write(live(), fund, 0, &["b"]), write(live(), order(1), 1, &["c"])]).await;
    assert_eq!(second.history(order(1)).await.expect("it is read").len(), 2);
    assert_eq!(second.history(fund).await.expect("it is read").len(), 1);
    drop(second);
    let raw = rusqlite::Connection::open(directory.path().join(DATABASE_FILE)).expect("it opens");
    let sound = raw.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0)).expect("checked");
    assert_eq!(sound, "ok");
}

#[tokio::test]
async fn foreign_keys_and_durability_are_on() {
    let directory = directory();
    let store = SqliteStore::open(directory.path()).expect("it opens");
    // A marketplace that does not exist cannot own anything.
    let batch = engine::ports::Batch {
        writes: vec![std::sync::Arc::new(write(live(), order(1), 0, &["a"]))],
        forget_before: at(0),
        clocks: Vec::new(),
    };
    assert!(store.commit(batch).await.is_err());
}
