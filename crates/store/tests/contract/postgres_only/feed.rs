//! The feed while several processes write: nothing comes below what was read, nothing is skipped, nobody waits.
use super::{database, waiting};
use crate::fixtures::{live, order, sandbox, write, written};
use engine::ports::{Audit, Document, Journal, Store, Write};
use resolution::id::{AggregateId, OrderId};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Documents are the last thing that a batch writes: one that somebody else is just keeping holds it up there, with its
/// positions taken and everything else written.
fn document() -> Document {
    Document { digest: [7; 32], kind: "listing".to_owned(), bytes: vec![7] }
}

#[tokio::test]
async fn a_lower_position_that_is_committed_later_is_not_skipped() {
    let Some(database) = database().await else { return };
    let (slow, fast, reader) = (database.store().await, database.store().await, database.store().await);
    written(&fast, vec![write(live(), order(1), 0, &["first"])]).await;
    let (mut holds, raw) = (database.raw().await, database.raw().await);
    let hold = holds.transaction().await.expect("it begins");
    let keep = "INSERT INTO document (marketplace, digest, kind, bytes) SELECT key, $2, 'listing', '' FROM marketplace
         WHERE slug = $1";
    hold.execute(keep, &[&"live", &&[7_u8; 32][..]]).await.expect("it is kept, and not yet committed");
    let slowly = tokio::spawn(async move {
        let write = Write { documents: vec![document()], ..write(live(), order(2), 0, &["slow"]) };
        written(&slow, vec![write]).await
    });
    waiting(&raw, 1).await;
    let later = written(&fast, vec![write(sandbox(), order(3), 0, &["fast"])]).await;
    // The later one is durable and answered, and each reads its own; but the feed stops before the one under way.
    assert_eq!(reader.history(order(3)).await.expect("it is read").len(), 1);
    for store in [&reader, &fast] {
        let page = store.feed(None, 0, 10).await.expect("it is read");
        assert_eq!((page.records.len(), page.more), (1, false), "{page:?}");
        assert_eq!(store.newest().await.expect("it is read"), page.next);
        assert!(store.feed(Some(sandbox()), 0, 10).await.expect("it is read").records.is_empty());
    }
    hold.rollback().await.expect("it gives way");
    let earlier = slowly.await.expect("it is written");
    assert!(earlier[0] < later[0], "it took its position first: {earlier:?} {later:?}");
    let page = reader.feed(None, 0, 10).await.expect("it is read");
    let bodies: Vec<_> = page.records.iter().map(|record| &record.body[..]).collect();
    assert_eq!(bodies, [&b"first"[..], b"slow", b"fast"]);
    assert_eq!(Some(reader.newest().await.expect("it is read")), later[0]);
}

#[tokio::test]
async fn what_else_runs_in_the_database_holds_no_reader_up() {
    let Some(database) = database().await else { return };
    let store = database.store().await;
    let mut raw = database.raw().await;
    let other = raw.transaction().await.expect("it begins");
    other.query_one("SELECT pg_current_xact_id()::text", &[]).await.expect("it has a number of its own");
    other
        .batch_execute("SELECT pg_advisory_xact_lock(1), pg_advisory_xact_lock(1, 2)")
        .await
        .expect("it locks");
    written(&store, vec![write(live(), order(1), 0, &["a"])]).await;
    assert_eq!(store.feed(None, 0, 10).await.expect("it is read").records.len(), 1);
    other.rollback().await.expect("it ends");
}

#[tokio::test]
async fn positions_that_nobody_committed_are_passed_over() {
    let Some(database) = database().await else { return };
    let store = database.store().await;
    assert_eq!(store.newest().await.expect("it is read"), 0);
    database.raw().await.execute("SELECT nextval('journal_seq_seq')", &[]).await.expect("it is lost");
    assert_eq!(store.newest().await.expect("it is read"), 0, "nothing was committed");
    let position = written(&store, vec![write(live(), order(1), 0, &["a"])]).await;
    assert_eq!(Some(store.newest().await.expect("it is read")), position[0]);
    assert_eq!(store.feed(None, 0, 10).await.expect("it is read").records.len(), 1);
}

const WRITERS: usize = 8;
const BATCHES: usize = 30;

/// An aggregate that only one batch of one writer touches.
fn own(writer: usize, batch: usize, no: u8) -> AggregateId {
    let mut id = [no; 16];
    id[0] = u8::try_from(writer).expect("few");
    id[1] = u8::try_from(batch).expect("few");
    AggregateId::Order(OrderId(id))
}

async fn writes(store: &dyn Store, writer: usize) {
    for batch in 0..BATCHES {
        let records = u8::try_from((writer + batch) % 5 + 1).expect("few");
        let batch = (0..records).map(|no| write(live(), own(writer, batch, no), 0, &["a", "b"])).collect();
        written(store, batch).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_feed_is_complete_under_eight_writers() {
    let Some(database) = database().await else { return };
    let reader = database.store().await;
    let done = AtomicUsize::new(0);
    let mut stores = Vec::new();
    for _ in 0..WRITERS {
        stores.push(database.store().await);
    }
    let writing = futures::future::join_all(stores.iter().enumerate().map(async |(writer, store)| {
        writes(store, writer).await;
        done.fetch_add(1, Ordering::SeqCst);
    }));
    let reading = async {
        let (mut seen, mut after) = (Vec::new(), 0);
        loop {
            let over = done.load(Ordering::SeqCst) == WRITERS;
            let page = reader.feed(Some(live()), after, 7).await.expect("it is read");
            assert!(page.next >= after && page.records.iter().all(|record| record.position > after));
            after = page.next;
            seen.extend(page.records.into_iter().map(|record| (record.position, record.id)));
            if over && !page.more {
                return seen;
            }
        }
    };
    let (_, seen) = tokio::join!(writing, reading);
    assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0), "by ascending position");
    let written = reader.records().await.expect("they are counted");
    assert_eq!(u64::try_from(seen.len()).expect("few"), written, "each once, and none skipped");
    let ids: BTreeSet<_> = seen.iter().map(|(_, id)| *id).collect();
    assert_eq!(ids.len() * 2, seen.len());
}
