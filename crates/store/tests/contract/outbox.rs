//! Promises.
use crate::cases;
use crate::fixtures::{at, live, marketplaces, order, sandbox, write, written};
use engine::ports::{Batch, Claimed, NewPromise, Settled, Settlement, Store, StoreError, Timeline, Write};
use jiff::SignedDuration;
use std::sync::Arc;

cases!(
    a_promise_is_claimed_by_one_until_its_claim_ends,
    an_older_claim_settles_nothing,
    a_promise_comes_again_when_it_is_due_again,
    timelines_do_not_mix,
    the_same_key_twice_is_refused_and_nothing_is_written,
);

fn promising(marketplace: resolution::id::MarketplaceId, no: u8, keys: &[(&str, i64)]) -> Write {
    let promise = |(key, second): &(&str, i64)| NewPromise {
        key: (*key).to_owned(),
        body: key.as_bytes().to_vec(),
        at: at(*second),
    };
    Write { promises: keys.iter().map(promise).collect(), ..write(marketplace, order(no), 0, &["a"]) }
}

async fn claim(store: &dyn Store, line: Timeline, now: i64, wall: i64) -> Vec<Claimed> {
    store.claim(line, at(now), at(wall), SignedDuration::from_secs(60), 10).await.expect("they are claimed")
}

fn keys(claimed: &[Claimed]) -> Vec<&str> {
    claimed.iter().map(|claimed| claimed.promise.key.as_str()).collect()
}

fn settled(claimed: &Claimed, settlement: Settlement) -> Settled {
    Settled { no: claimed.promise.no, token: claimed.token, settlement }
}

async fn a_promise_is_claimed_by_one_until_its_claim_ends(store: &dyn Store) {
    marketplaces(store).await;
    written(store, vec![promising(live(), 1, &[("late", 20), ("early", 10), ("future", 99)])]).await;
    let first = claim(store, Timeline::Wall, 20, 20).await;
    assert_eq!(keys(&first), ["early", "late"]);
    assert_eq!((first[0].promise.attempts, first[0].promise.first_claimed), (1, Some(at(20))));
    assert_eq!((first[0].promise.from, first[0].promise.promised), (order(1), at(10)));
    assert!(claim(store, Timeline::Wall, 20, 79).await.is_empty(), "another worker finds nothing");
    let again = claim(store, Timeline::Wall, 80, 80).await;
    assert_eq!(keys(&again), ["early", "late"], "the claim is over");
    assert_eq!((again[0].promise.attempts, again[0].promise.first_claimed), (2, Some(at(20))));
    let kept = again.iter().map(|claimed| settled(claimed, Settlement::Kept)).collect();
    assert_eq!(store.settle(kept).await.expect("they are settled"), [true, true]);
    let left = store.promises(Some(live()), 0, 10).await.expect("they are read");
    assert_eq!(left.iter().map(|promise| promise.key.as_str()).collect::<Vec<_>>(), ["future"]);
    assert_eq!(store.next_promise(Timeline::Wall).await.expect("it is read"), Some(at(99)));
}

async fn an_older_claim_settles_nothing(store: &dyn Store) {
    marketplaces(store).await;
    written(store, vec![promising(live(), 1, &[("k", 0)])]).await;
    let slow = claim(store, Timeline::Wall, 0, 0).await;
    let fast = claim(store, Timeline::Wall, 60, 60).await;
    assert!(fast[0].token > slow[0].token);
    let late = vec![settled(&slow[0], Settlement::Kept)];
    assert_eq!(store.settle(late).await.expect("it is looked at"), [false]);
    assert_eq!(store.promises(None, 0, 10).await.expect("they are read").len(), 1);
    let right = vec![settled(&fast[0], Settlement::Kept)];
    assert_eq!(store.settle(right).await.expect("it is settled"), [true]);
}

async fn a_promise_comes_again_when_it_is_due_again(store: &dyn Store) {
    marketplaces(store).await;
    written(store, vec![promising(live(), 1, &[("k", 0)])]).await;
    let claimed = claim(store, Timeline::Wall, 0, 0).await;
    let later =
        Settlement::Later { at: at(30), note: b"note".to_vec(), trouble: Some("no answer".to_owned()) };
    store.settle(vec![settled(&claimed[0], later)]).await.expect("it is settled");
    assert!(claim(store, Timeline::Wall, 29, 29).await.is_empty());
    assert_eq!(store.next_promise(Timeline::Wall).await.expect("it is read"), Some(at(30)));
    let again = claim(store, Timeline::Wall, 30, 30).await;
    assert_eq!(again[0].promise.note, b"note");
    assert_eq!(again[0].promise.trouble.as_deref(), Some("no answer"));
    assert_eq!(again[0].promise.first_claimed, Some(at(0)));
    let next = store.next_promise(Timeline::Wall).await.expect("it is read");
    assert_eq!(next, Some(at(90)), "a claimed one counts with the end of its claim");
}

async fn timelines_do_not_mix(store: &dyn Store) {
    marketplaces(store).await;
    written(store, vec![promising(live(), 1, &[("live", 0)]), promising(sandbox(), 2, &[("sandbox", 0)])])
        .await;
    let line = Timeline::Sandbox(sandbox());
    assert_eq!(store.next_promise(line).await.expect("it is read"), Some(at(0)));
    assert_eq!(keys(&claim(store, line, 0, 0).await), ["sandbox"]);
    assert_eq!(
        store.next_promise(line).await.expect("it is read"),
        None,
        "real time ends a claim, not its clock"
    );
    assert_eq!(keys(&claim(store, Timeline::Wall, 0, 0).await), ["live"]);
    assert_eq!(store.promises(Some(sandbox()), 0, 10).await.expect("they are read").len(), 1);
    assert_eq!(store.promises(None, 0, 10).await.expect("they are read").len(), 2);
}

async fn the_same_key_twice_is_refused_and_nothing_is_written(store: &dyn Store) {
    marketplaces(store).await;
    written(store, vec![promising(live(), 1, &[("k", 0)])]).await;
    let writes =
        vec![Arc::new(write(live(), order(2), 0, &["a"])), Arc::new(promising(live(), 3, &[("k", 0)]))];
    let refused = store.commit(Batch { writes, forget_before: at(0), clocks: Vec::new() }).await;
    assert!(matches!(refused, Err(StoreError::Constraint { .. })), "{refused:?}");
    assert!(store.history(order(2)).await.expect("it is read").is_empty(), "all of a batch or nothing");
}
