//! Several at once over one store: one wins, the others are told that they are stale, and nothing is lost between them.
use crate::cases;
use crate::fixtures::{at, commit, live, marketplaces, order, write, written};
use engine::ports::{
    InboxState, Journey, NewAnswer, NewInboxItem, NewPromise, NewRoute, Outcome, Store, Timeline, Write,
};
use futures::future::join_all;
use jiff::SignedDuration;
use resolution::id::ParcelNo;
use std::collections::BTreeSet;

cases!(
    of_many_on_one_aggregate_exactly_one_wins,
    what_was_built_on_a_stale_write_is_stale_even_where_the_number_fits,
    an_answer_key_is_answered_once,
    a_natural_key_is_taken_once_and_another_still_counts,
    of_many_who_claim_at_once_no_two_get_the_same,
    batches_that_meet_in_any_order_are_all_written,
    an_event_never_waits_for_a_route_that_is_there,
    routes_of_one_batch_end_each_other_in_its_order,
);

const DAY: i64 = 86_400;

fn won(outcomes: &[Vec<Outcome>]) -> usize {
    outcomes.iter().flatten().filter(|outcome| matches!(outcome, Outcome::Committed { .. })).count()
}

async fn of_many_on_one_aggregate_exactly_one_wins(store: &dyn Store) {
    marketplaces(store).await;
    for round in 0..20 {
        // Each makes the same promise, as the same command decided by two processes does.
        let promise = NewPromise { key: format!("p{round}"), body: Vec::new(), at: at(0) };
        let one = || Write { promises: vec![promise.clone()], ..write(live(), order(1), round, &["a"]) };
        let outcomes = join_all((0..8).map(|_| commit(store, vec![one()]))).await;
        assert_eq!(won(&outcomes), 1, "round {round}: {outcomes:?}");
    }
    let history = store.history(order(1)).await.expect("it is read");
    assert_eq!(history.len(), 20, "one record a round, each on the one before it");
    assert_eq!(store.promises(None, 0, 99).await.expect("they are read").len(), 20);
}

async fn what_was_built_on_a_stale_write_is_stale_even_where_the_number_fits(store: &dyn Store) {
    marketplaces(store).await;
    written(store, vec![write(live(), order(1), 0, &["another's"])]).await;
    let outcomes =
        commit(store, vec![write(live(), order(1), 0, &["a"]), write(live(), order(1), 1, &["on a"])]).await;
    assert_eq!(
        outcomes,
        [Outcome::Stale, Outcome::Stale],
        "its chain would continue a record that is not there"
    );
    assert_eq!(store.history(order(1)).await.expect("it is read").len(), 1);
}

async fn an_answer_key_is_answered_once(store: &dyn Store) {
    marketplaces(store).await;
    for round in 0..20_u8 {
        let answer =
            NewAnswer { key: [round; 16], request: [round; 32], outcome: b"done".to_vec(), at: at(1) };
        let one =
            |no| Write { answer: Some(answer.clone()), ..write(live(), order(no), round.into(), &["a"]) };
        let outcomes = join_all((0..4).map(|no| commit(store, vec![one(no)]))).await;
        assert_eq!(won(&outcomes), 1, "round {round}: {outcomes:?}");
        // The losers catch up, so that every round begins with the same versions.
        for (no, outcome) in (0..4).zip(outcomes) {
            if outcome[0] == Outcome::Stale {
                written(store, vec![write(live(), order(no), round.into(), &["a"])]).await;
            }
        }
    }
}

async fn a_natural_key_is_taken_once_and_another_still_counts(store: &dyn Store) {
    marketplaces(store).await;
    for round in 0..20_u8 {
        let one =
            |no: u8| Write { natural: vec![[round; 16]], ..write(live(), order(no), round.into(), &["a"]) };
        let both = Write {
            natural: vec![[round; 16], [100 + round; 16]],
            ..write(live(), order(4), round.into(), &["a"])
        };
        let single = join_all((0..4).map(|no| commit(store, vec![one(no)])));
        let (outcomes, both) = tokio::join!(single, commit(store, vec![both]));
        assert!(matches!(both[..], [Outcome::Committed { .. }]), "one of its keys was free: {both:?}");
        assert!(won(&outcomes) <= 1, "round {round}: {outcomes:?}");
        for (no, outcome) in (0..4).zip(outcomes) {
            if outcome[0] == Outcome::Stale {
                written(store, vec![write(live(), order(no), round.into(), &["a"])]).await;
            }
        }
        let taken = store.taken(vec![[round; 16], [100 + round; 16]]).await.expect("they are read");
        assert!(taken.iter().all(Option::is_some), "round {round}: {taken:?}");
    }
}

async fn of_many_who_claim_at_once_no_two_get_the_same(store: &dyn Store) {
    marketplaces(store).await;
    let promise = |no: u8| NewPromise { key: format!("p{no}"), body: Vec::new(), at: at(no.into()) };
    let all = Write { promises: (0..200).map(promise).collect(), ..write(live(), order(1), 0, &["a"]) };
    written(store, vec![all]).await;
    let lease = SignedDuration::from_secs(60);
    let worker = || async {
        let mut mine = Vec::new();
        loop {
            let claimed =
                store.claim(Timeline::Wall, at(500), at(500), lease, 7).await.expect("they are claimed");
            if claimed.is_empty() {
                return mine;
            }
            mine.extend(claimed.into_iter().map(|claimed| (claimed.promise.no, claimed.token)));
        }
    };
    let claimed: Vec<(u64, u64)> = join_all((0..4).map(|_| worker())).await.concat();
    assert_eq!(claimed.len(), 200, "each once");
    assert!(claimed.iter().all(|(_, token)| *token == 1));
    assert_eq!(claimed.iter().collect::<BTreeSet<_>>().len(), 200, "all of them");
}

async fn batches_that_meet_in_any_order_are_all_written(store: &dyn Store) {
    marketplaces(store).await;
    let ids: Vec<u8> = (0..32).collect();
    written(store, ids.iter().map(|no| write(live(), order(*no), 0, &["a"])).collect()).await;
    // Every worker writes to all aggregates, each in an order of its own, until all its writes are made.
    let worker = |turn: usize| {
        let mut open = ids.clone();
        async move {
            open.rotate_left(turn * 8);
            if turn % 2 == 1 {
                open.reverse();
            }
            while !open.is_empty() {
                let mut writes = Vec::new();
                for no in &open {
                    let history = store.history(order(*no)).await.expect("it is read");
                    let version = u64::try_from(history.len()).expect("few");
                    writes.push(write(live(), order(*no), version, &["b"]));
                }
                let outcomes = commit(store, writes).await;
                let mut stale = outcomes.into_iter().map(|outcome| outcome == Outcome::Stale);
                open.retain(|_| stale.next().unwrap_or(false));
            }
        }
    };
    join_all((0..4).map(worker)).await;
    for no in ids {
        assert_eq!(store.history(order(no)).await.expect("it is read").len(), 5, "order {no}");
    }
}

async fn an_event_never_waits_for_a_route_that_is_there(store: &dyn Store) {
    marketplaces(store).await;
    for round in 0..40_u8 {
        let number = format!("N{round}");
        let item = NewInboxItem {
            marketplace: live(),
            provider: "tracker".to_owned(),
            event: number.clone(),
            carrier: None,
            number: number.clone(),
            at: at(5),
            body: b"[]".to_vec(),
            raw: None,
            received: at(6),
        };
        store.receive(vec![item]).await.expect("it is kept");
        let new = store.items(None, InboxState::New, 0, 99).await.expect("they are read");
        let no = new.iter().find(|item| item.item.event == number).expect("it is new").no;
        let route = NewRoute::Parcel {
            carrier: "ups".to_owned(),
            number,
            from: at(0),
            journey: Journey::Parcel(ParcelNo(0)),
        };
        let routed = Write { routes: vec![route], ..write(live(), order(round), 0, &["a"]) };
        let sorting = async { store.sort(vec![(no, InboxState::Waiting)]).await.expect("it is sorted") };
        tokio::join!(sorting, written(store, vec![routed]));
        let waiting = store.items(None, InboxState::Waiting, 0, 99).await.expect("they are read");
        assert!(waiting.is_empty(), "round {round}: nobody would ever look at it again");
    }
}

async fn routes_of_one_batch_end_each_other_in_its_order(store: &dyn Store) {
    marketplaces(store).await;
    let parcel = |from: i64| NewRoute::Parcel {
        carrier: "ups".to_owned(),
        number: "1Z".to_owned(),
        from: at(from * DAY),
        journey: Journey::Parcel(ParcelNo(0)),
    };
    let routed =
        |no: u8, from: i64| Write { routes: vec![parcel(from)], ..write(live(), order(no), 0, &["a"]) };
    written(store, vec![routed(1, 0), routed(2, 500)]).await;
    // Out of order: the later one comes first, and each ends what began long before it.
    written(store, vec![routed(3, 2_000), routed(4, 1_000), routed(5, 3_000)]).await;
    let found = store.parcels(live(), None, "1Z".to_owned()).await.expect("they are read");
    let until: Vec<_> = found.iter().map(|route| (route.order.0[0], route.until)).collect();
    let day = |day: i64| Some(at(day * DAY));
    assert_eq!(until, [(1, day(500)), (2, day(2_000)), (4, day(3_000)), (3, day(3_000)), (5, None)]);
}
