//! Heads, histories, the feed, what is due, quarantine.
use crate::cases;
use crate::fixtures::{at, commit, live, marketplaces, order, sandbox, write, written};
use engine::ports::{
    Batch, Loaded, NewSnapshot, Outcome, Quarantined, Store, StoredRecord, Timeline, Wanted, Write,
};
use std::sync::Arc;

cases!(
    what_was_written_is_loaded,
    a_stale_version_takes_only_its_own_command_out,
    writes_of_one_batch_build_on_each_other,
    a_snapshot_shortens_what_is_loaded_and_not_the_history,
    the_feed_gives_each_marketplace_its_own_and_moves_on,
    what_is_due_comes_by_timeline_and_instant,
    quarantine_keeps_an_aggregate_asleep_until_released,
    heads_come_by_key,
    sandbox_clocks_travel_with_a_batch_and_never_back,
    a_write_without_records_moves_only_the_wake,
);

fn words(records: &[StoredRecord]) -> Vec<String> {
    records.iter().map(|record| String::from_utf8_lossy(&record.body).into_owned()).collect()
}

async fn load(store: &dyn Store, no: u8, known: Option<u64>) -> Loaded {
    let loaded = store.load(vec![Wanted { id: order(no), known }]).await.expect("it is loaded");
    loaded.into_iter().next().expect("one answer")
}

async fn what_was_written_is_loaded(store: &dyn Store) {
    marketplaces(store).await;
    assert_eq!(load(store, 1, None).await, Loaded::Nothing);
    let first = Write { next_wake: Some(at(50)), ..write(live(), order(1), 0, &["a", "bb"]) };
    let positions = written(store, vec![first]).await;
    written(store, vec![write(live(), order(1), 2, &["ccc"])]).await;
    let Loaded::Found(found) = load(store, 1, Some(2)).await else { panic!("it is there") };
    assert_eq!((found.head.version, found.head.marketplace, found.head.hash), (3, live(), [3; 32]));
    assert_eq!(found.head.next_wake, None, "each write says anew when it wakes");
    assert_eq!(words(&found.tail), ["a", "bb", "ccc"]);
    assert_eq!(positions, [Some(found.tail[1].position)]);
    assert_eq!(load(store, 1, Some(3)).await, Loaded::Unchanged);
    assert_eq!(words(&store.history(order(1)).await.expect("it is read")), ["a", "bb", "ccc"]);
    assert!(store.history(order(9)).await.expect("it is read").is_empty());
}

async fn a_stale_version_takes_only_its_own_command_out(store: &dyn Store) {
    marketplaces(store).await;
    written(store, vec![write(live(), order(1), 0, &["a"])]).await;
    let outcomes = commit(
        store,
        vec![
            write(live(), order(2), 0, &["x"]),
            write(live(), order(1), 0, &["b"]),
            write(live(), order(3), 0, &["y"]),
        ],
    )
    .await;
    assert!(matches!(outcomes[..], [Outcome::Committed { .. }, Outcome::Stale, Outcome::Committed { .. }]));
    assert_eq!(words(&store.history(order(1)).await.expect("it is read")), ["a"]);
    assert_eq!(words(&store.history(order(3)).await.expect("it is read")), ["y"]);
}

async fn writes_of_one_batch_build_on_each_other(store: &dyn Store) {
    marketplaces(store).await;
    let three = vec![
        write(live(), order(1), 0, &["a"]),
        write(live(), order(1), 1, &["bb"]),
        write(live(), order(1), 2, &["ccc"]),
    ];
    assert_eq!(written(store, three).await.len(), 3);
    // The first of these is stale, so what was decided on it is stale as well.
    let outcomes =
        commit(store, vec![write(live(), order(1), 2, &["d"]), write(live(), order(1), 4, &["e"])]).await;
    assert_eq!(outcomes, [Outcome::Stale, Outcome::Stale]);
    let Loaded::Found(found) = load(store, 1, None).await else { panic!("it is there") };
    assert_eq!((found.head.version, words(&found.tail).concat()), (3, "abbccc".to_owned()));
}

async fn a_snapshot_shortens_what_is_loaded_and_not_the_history(store: &dyn Store) {
    marketplaces(store).await;
    let snapshot = Some(NewSnapshot { format: 7, state: b"state".to_vec() });
    written(store, vec![Write { snapshot, ..write(live(), order(1), 0, &["a", "b"]) }]).await;
    written(store, vec![write(live(), order(1), 2, &["c"])]).await;
    let Loaded::Found(found) = load(store, 1, None).await else { panic!("it is there") };
    let snapshot = found.snapshot.expect("it was kept");
    assert_eq!((snapshot.version, snapshot.format, snapshot.state), (2, 7, b"state".to_vec()));
    assert_eq!(words(&found.tail), ["c"]);
    assert_eq!(words(&store.history(order(1)).await.expect("it is read")), ["a", "b", "c"]);
}

async fn the_feed_gives_each_marketplace_its_own_and_moves_on(store: &dyn Store) {
    marketplaces(store).await;
    for no in 0..3 {
        written(
            store,
            vec![write(live(), order(no * 2), 0, &["l"]), write(sandbox(), order(no * 2 + 1), 0, &["s"])],
        )
        .await;
    }
    let page = store.feed(Some(sandbox()), 0, 2).await.expect("it is read");
    assert_eq!((words(&page.records).concat(), page.more), ("ss".to_owned(), true));
    let rest = store.feed(Some(sandbox()), page.next, 2).await.expect("it is read");
    assert_eq!((words(&rest.records).concat(), rest.more), ("s".to_owned(), false));
    let end = store.feed(Some(sandbox()), rest.next, 2).await.expect("it is read");
    assert!(end.records.is_empty() && end.next == rest.next);
    let all = store.feed(None, 0, 100).await.expect("it is read");
    assert!(all.records.windows(2).all(|pair| pair[0].position < pair[1].position));
    assert_eq!((all.records.len(), all.more), (6, false));
}

async fn what_is_due_comes_by_timeline_and_instant(store: &dyn Store) {
    marketplaces(store).await;
    let waking = |marketplace, no, second| Write {
        next_wake: Some(at(second)),
        ..write(marketplace, order(no), 0, &["a"])
    };
    written(store, vec![waking(live(), 1, 30), waking(live(), 2, 10), waking(sandbox(), 3, 5)]).await;
    written(store, vec![write(live(), order(4), 0, &["asleep"])]).await;
    let due = store.due(Timeline::Wall, at(30), 10).await.expect("it is read");
    assert_eq!(
        due.iter().map(|due| (due.id, due.at)).collect::<Vec<_>>(),
        [(order(2), at(10)), (order(1), at(30))]
    );
    assert!(store.due(Timeline::Wall, at(9), 10).await.expect("it is read").is_empty());
    assert_eq!(store.due(Timeline::Wall, at(99), 1).await.expect("it is read").len(), 1);
    assert_eq!(store.next_due(Timeline::Wall).await.expect("it is read"), Some(at(10)));
    assert_eq!(store.next_due(Timeline::Sandbox(sandbox())).await.expect("it is read"), Some(at(5)));
}

async fn quarantine_keeps_an_aggregate_asleep_until_released(store: &dyn Store) {
    marketplaces(store).await;
    let waking = Write { next_wake: Some(at(1)), ..write(live(), order(1), 0, &["a"]) };
    written(store, vec![waking]).await;
    let entry = Quarantined { id: order(1), marketplace: live(), at: at(7), why: "it broke".to_owned() };
    store.quarantine(entry.clone()).await.expect("it is put out");
    assert!(store.due(Timeline::Wall, at(99), 10).await.expect("it is read").is_empty());
    assert_eq!(store.next_due(Timeline::Wall).await.expect("it is read"), None);
    assert_eq!(store.quarantined(Some(live())).await.expect("it is read"), [entry]);
    assert!(store.quarantined(Some(sandbox())).await.expect("it is read").is_empty());
    let Loaded::Found(found) = load(store, 1, Some(1)).await else { panic!("known or not, it is told") };
    assert!(found.head.quarantined);
    assert!(store.release(order(1)).await.expect("it is released"));
    assert!(!store.release(order(1)).await.expect("nothing to release"));
    assert_eq!(store.due(Timeline::Wall, at(99), 10).await.expect("it is read").len(), 1);
}

async fn heads_come_by_key(store: &dyn Store) {
    marketplaces(store).await;
    written(store, (1..=5).map(|no| write(live(), order(no), 0, &["a"])).collect()).await;
    let mut seen = Vec::new();
    let mut after = 0;
    loop {
        let heads = store.heads(after, 2).await.expect("they are read");
        let Some(last) = heads.last() else { break };
        after = last.key;
        seen.extend(heads.iter().map(|head| head.id));
    }
    assert_eq!(seen, (1..=5).map(order).collect::<Vec<_>>());
}

async fn sandbox_clocks_travel_with_a_batch_and_never_back(store: &dyn Store) {
    marketplaces(store).await;
    for (second, expected) in [(2_000, 2_000), (1_500, 2_000), (3_000, 3_000)] {
        let batch = Batch {
            writes: vec![Arc::new(write(sandbox(), order(1), 99, &["stale"]))],
            forget_before: at(0),
            clocks: vec![(sandbox(), at(second)), (live(), at(second))],
        };
        store.commit(batch).await.expect("it is committed");
        let found = store.marketplace(sandbox()).await.expect("it is read").expect("it is there");
        assert_eq!(found.sandbox, Some(at(expected)));
    }
    store.move_clock(sandbox(), at(10)).await.expect("nothing happens");
    let found = store.marketplace(sandbox()).await.expect("it is read").expect("it is there");
    assert_eq!(found.sandbox, Some(at(3_000)));
    let found = store.marketplace(live()).await.expect("it is read").expect("it is there");
    assert_eq!(found.sandbox, None, "a live marketplace never becomes a sandbox");
}

async fn a_write_without_records_moves_only_the_wake(store: &dyn Store) {
    marketplaces(store).await;
    written(store, vec![write(live(), order(1), 0, &["a"])]).await;
    let moved = Write { next_wake: Some(at(5)), ..write(live(), order(1), 1, &[]) };
    assert_eq!(written(store, vec![moved]).await, [None]);
    let Loaded::Found(found) = load(store, 1, None).await else { panic!("it is there") };
    assert_eq!((found.head.next_wake, found.head.version, found.tail.len()), (Some(at(5)), 1, 1));
    // In one batch, the later of two says when it wakes.
    let both = vec![
        Write { next_wake: Some(at(6)), ..write(live(), order(1), 1, &["b"]) },
        Write { next_wake: Some(at(7)), ..write(live(), order(1), 2, &[]) },
    ];
    written(store, both).await;
    assert_eq!(store.next_due(Timeline::Wall).await.expect("it is read"), Some(at(7)));
}
