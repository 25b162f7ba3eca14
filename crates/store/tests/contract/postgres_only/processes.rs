//! Two processes on one database: races, claims, deadlocks, lost connections.
use super::{database, waiting};
use crate::fixtures::{at, commit, live, order, sandbox, write, written};
use engine::ports::{
    Batch, Journal, Loaded, NewPromise, Outbox, Outcome, Quarantined, Registry, Settled, Settlement,
    StoreError, Timeline, Wanted, Write,
};
use jiff::SignedDuration;
use std::sync::Arc;

#[tokio::test]
async fn of_two_processes_with_the_same_command_one_writes_it() {
    let Some(database) = database().await else { return };
    let (one, other) = (database.store().await, database.store().await);
    for round in 0..30 {
        let version = one.history(order(1)).await.expect("it is read").len();
        let version = u64::try_from(version).expect("few");
        let promise = NewPromise { key: format!("p{round}"), body: Vec::new(), at: at(0) };
        let same = || Write { promises: vec![promise.clone()], ..write(live(), order(1), version, &["a"]) };
        let alone = |no: u8| write(live(), order(no), round, &["b"]);
        let (first, second) = tokio::join!(
            commit(&one, vec![alone(2), same(), write(live(), order(1), version + 1, &["on a"])]),
            commit(&other, vec![same(), alone(3)])
        );
        let won = |outcome: &Outcome| matches!(outcome, Outcome::Committed { .. });
        assert!(won(&first[0]) && won(&second[1]), "only its own command is taken out: {first:?} {second:?}");
        assert!(won(&first[1]) ^ won(&second[0]), "round {round}: {first:?} {second:?}");
        assert_eq!(won(&first[1]), won(&first[2]), "what is built on it shares its fate");
    }
    assert_eq!(one.promises(None, 0, 99).await.expect("they are read").len(), 30);
}

#[tokio::test]
async fn a_claim_that_passed_to_another_process_settles_nothing() {
    let Some(database) = database().await else { return };
    let (slow, fast) = (database.store().await, database.store().await);
    let promise = NewPromise { key: "k".to_owned(), body: Vec::new(), at: at(0) };
    written(&slow, vec![Write { promises: vec![promise], ..write(live(), order(1), 0, &["a"]) }]).await;
    let claim = |now: i64| (at(now), at(now), SignedDuration::from_secs(60));
    let (now, wall, lease) = claim(0);
    let first = slow.claim(Timeline::Wall, now, wall, lease, 9).await.expect("it is claimed");
    let none = fast.claim(Timeline::Wall, now, wall, lease, 9).await.expect("it looks");
    assert!(none.is_empty(), "it is in the other's hands");
    // A process that starts anew does not free what another holds.
    let none = database.store().await.claim(Timeline::Wall, now, wall, lease, 9).await.expect("it looks");
    assert!(none.is_empty(), "{none:?}");
    let (now, wall, lease) = claim(60);
    let second = fast.claim(Timeline::Wall, now, wall, lease, 9).await.expect("it is claimed");
    assert!(second[0].token > first[0].token);
    let settled = |claimed: &engine::ports::Claimed| {
        vec![Settled { no: claimed.promise.no, token: claimed.token, settlement: Settlement::Kept }]
    };
    assert_eq!(slow.settle(settled(&first[0])).await.expect("it is looked at"), [false]);
    assert_eq!(fast.settle(settled(&second[0])).await.expect("it is settled"), [true]);
}

#[tokio::test]
async fn what_another_process_did_is_loaded() {
    let Some(database) = database().await else { return };
    let (one, other) = (database.store().await, database.store().await);
    assert!(!one.exclusive(), "a state at hand must be checked");
    written(&one, vec![write(live(), order(1), 0, &["a"])]).await;
    let load = |known| one.load(vec![Wanted { id: order(1), known: Some(known) }]);
    assert_eq!(load(1).await.expect("it is loaded"), [Loaded::Unchanged]);
    let entry = Quarantined { id: order(1), marketplace: live(), at: at(1), why: "broken".to_owned() };
    other.quarantine(entry).await.expect("it is taken out");
    let loaded = load(1).await.expect("it is loaded");
    assert!(matches!(&loaded[0], Loaded::Found(found) if found.head.quarantined), "{loaded:?}");
    other.release(order(1)).await.expect("it is put back");
    written(&other, vec![write(live(), order(1), 1, &["b"])]).await;
    let loaded = load(1).await.expect("it is loaded");
    assert!(matches!(&loaded[0], Loaded::Found(found) if found.tail.len() == 2), "{loaded:?}");
}

#[tokio::test]
async fn a_marketplace_that_another_process_made_is_found() {
    let Some(database) = database().await else { return };
    let (one, other) = (database.store().await, database.store().await);
    let new = crate::fixtures::marketplace("new", Some(at(5)));
    let id = new.id;
    assert!(one.marketplace(id).await.expect("it is read").is_none());
    other.create_marketplace(new).await.expect("it is made");
    written(&one, vec![Write { next_wake: Some(at(9)), ..write(id, order(1), 0, &["a"]) }]).await;
    let due = one.due(Timeline::Sandbox(id), at(9), 9).await.expect("it is read");
    assert_eq!(due.len(), 1, "it lies on its own timeline");
    let both = [(sandbox(), at(7_000)), (id, at(6))];
    let batch = Batch { writes: Vec::new(), forget_before: at(0), clocks: both.to_vec() };
    one.commit(batch).await.expect("both clocks move");
    for (id, to) in both {
        assert_eq!(other.marketplace(id).await.expect("it is read").expect("there").sandbox, Some(to));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_unavailable_and_the_next_call_works() {
    let Some(database) = database().await else { return };
    let store = database.store().await;
    written(&store, vec![write(live(), order(1), 0, &["a"])]).await;
    let (mut holds, raw) = (database.raw().await, database.raw().await);
    let hold = holds.transaction().await.expect("it begins");
    hold.execute("SELECT 1 FROM head WHERE id = $1 FOR UPDATE", &[&&order(1).bytes()[..]])
        .await
        .expect("held");
    let writer = store.clone();
    let writing = tokio::spawn(async move {
        let batch = Batch {
            writes: vec![Arc::new(write(live(), order(1), 1, &["b"]))],
            forget_before: at(0),
            clocks: Vec::new(),
        };
        writer.commit(batch).await
    });
    waiting(&raw, 1).await;
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock'";
    raw.execute(cut, &[]).await.expect("it is cut off");
    let broken = writing.await.expect("it is answered");
    assert!(matches!(broken, Err(StoreError::Unavailable { .. })), "{broken:?}");
    hold.rollback().await.expect("it gives way");
    written(&store, vec![write(live(), order(1), 1, &["b"])]).await;
    assert_eq!(store.history(order(1)).await.expect("it is read").len(), 2, "what was cut off was undone");
}

#[tokio::test]
async fn a_caller_who_stops_waiting_leaves_no_lock_behind() {
    let Some(database) = database().await else { return };
    let store = database.store().await;
    written(&store, vec![write(live(), order(1), 0, &["a"]), write(live(), order(2), 0, &["a"])]).await;
    let (mut holds, raw) = (database.raw().await, database.raw().await);
    let hold = holds.transaction().await.expect("it begins");
    hold.execute("SELECT 1 FROM head WHERE id = $1 FOR UPDATE", &[&&order(2).bytes()[..]])
        .await
        .expect("held");
    let writer = store.clone();
    let writing = tokio::spawn(async move {
        // It holds the first and waits for the second.
        let both = vec![write(live(), order(1), 1, &["b"]), write(live(), order(2), 1, &["b"])];
        commit(&writer, both).await
    });
    waiting(&raw, 1).await;
    writing.abort();
    assert!(writing.await.expect_err("it was stopped").is_cancelled());
    hold.rollback().await.expect("it gives way");
    // Were its transaction still open, this would wait for it.
    written(&store, vec![write(live(), order(1), 1, &["c"])]).await;
    assert_eq!(store.history(order(2)).await.expect("it is read").len(), 1);
}

#[tokio::test]
async fn a_text_that_no_row_can_hold_is_refused_like_a_broken_constraint() {
    let Some(database) = database().await else { return };
    let store = database.store().await;
    let promise = NewPromise { key: "nul \0".to_owned(), body: Vec::new(), at: at(0) };
    let bad = Write { promises: vec![promise], ..write(live(), order(1), 0, &["a"]) };
    let writes = vec![Arc::new(bad), Arc::new(write(live(), order(2), 0, &["a"]))];
    let refused = store.commit(Batch { writes, forget_before: at(0), clocks: Vec::new() }).await;
    // So that the lane finds it by halving, and the others go on.
    assert!(matches!(refused, Err(StoreError::Constraint { .. })), "{refused:?}");
    assert!(store.history(order(2)).await.expect("it is read").is_empty(), "all of a batch or nothing");
    written(&store, vec![write(live(), order(2), 0, &["a"])]).await;
}
