//! Keys, refusals, revisions, batches, the cache, marketplaces.
use crate::world::{BUYER, World, cancel, envelope, order_id, place, shop, start};
use engine::ports::{OrderQuery, Wanted};
use engine::{Answer, Captured, Envelope, Failpoints, IfMatch, natural_key, request_hash};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AggregateId, MarketplaceId, OrderId};
use resolution::ledger::Account;
use resolution::money::Minor;
use resolution::order::command::OrderCommand;
use resolution::refusal::Refusal;
use std::sync::Arc;

fn keyed(order: OrderId, actor: Actor, command: OrderCommand, body: &[u8]) -> Envelope {
    envelope(order, actor, command).once("shop-server", "key-1", request_hash("POST", "/v1/orders", body))
}

#[tokio::test]
async fn the_same_key_a_thousand_times_from_two_clients_is_carried_out_once() {
    let world = World::live().await;
    let order = order_id("1");
    let send = || {
        let engine = world.engine.clone();
        async move { engine.submit(keyed(order, Actor::Marketplace, place("1", start()), b"{}")).await }
    };
    let (one, other) = tokio::join!(
        futures::future::join_all((0..500).map(|_| send())),
        futures::future::join_all((0..500).map(|_| send())),
    );
    let answers: Vec<_> =
        one.into_iter().chain(other).map(|answer| answer.expect("it is answered")).collect();
    let decided: Vec<_> = answers.iter().map(|answer| *answer.decided().expect("carried out")).collect();
    assert_eq!(decided.iter().filter(|decided| !decided.replayed).count(), 1);
    assert!(
        decided
            .iter()
            .all(|d| (d.first, d.version, d.position) == (1, decided[0].version, decided[0].position))
    );
    assert!(decided[0].position.is_some(), "a repeat is told the same position");
    assert_eq!(world.engine.history(shop(), AggregateId::Order(order)).await.expect("it is read").len(), 1);
}

#[tokio::test]
async fn a_key_with_another_request_is_refused_and_another_principal_is_another_key() {
    let world = World::live().await;
    let order = order_id("1");
    let submit = |envelope| world.engine.submit(envelope);
    submit(keyed(order, Actor::Marketplace, place("1", start()), b"{}")).await.expect("it is answered");
    let reused = submit(keyed(order, Actor::Marketplace, place("2", start()), b"other")).await;
    assert_eq!(reused.expect("it is answered"), Answer::KeyReused);
    let hash = request_hash("POST", "/v1/orders", b"{}");
    let theirs = envelope(order, Actor::Marketplace, cancel()).once("someone-else", "key-1", hash);
    assert!(!matches!(submit(theirs).await.expect("it is answered"), Answer::KeyReused));
}

#[tokio::test]
async fn a_refusal_is_remembered_for_thirty_days_and_then_decided_anew() {
    let world = World::live().await;
    let order = order_id("1");
    let ask = || world.engine.submit(keyed(order, Actor::Buyer(BUYER), cancel(), b"{}"));
    let Answer::Refused { refusal, replayed: false } = ask().await.expect("it is answered") else {
        panic!("there is no order")
    };
    assert!(matches!(refusal, Refusal::NotFound { .. }));
    world.paid("1").await;
    assert_eq!(ask().await.expect("it is answered"), Answer::Refused { refusal, replayed: true });
    world.clock.set(start() + SignedDuration::from_hours(30 * 24 + 1));
    let anew = ask().await.expect("it is answered");
    assert!(!matches!(anew, Answer::Refused { replayed: true, .. }), "{anew:?}");
}

#[tokio::test]
async fn a_natural_key_is_taken_for_ever() {
    let world = World::live().await;
    let order = world.placed("1").await;
    let key = natural_key(shop(), "event", &["card", "evt_1"]);
    let capture = world.capture().await;
    let send = || {
        let actor = Actor::Gateway("card".to_owned());
        world.engine.submit(envelope(order, actor, capture.clone()).taking(key))
    };
    let first = *send().await.expect("it is answered").decided().expect("carried out");
    world.clock.set(start() + SignedDuration::from_hours(24 * 400));
    let again = *send().await.expect("it is answered").decided().expect("replayed");
    assert_eq!((again.first, again.version, again.position), (first.first, first.version, first.position));
    assert!(again.replayed && !first.replayed);
}

#[tokio::test]
async fn mon_05_a_capture_that_is_told_again_is_answered_as_the_first_time() {
    let world = World::live().await;
    let order = world.placed("1").await;
    let tell = async |at| {
        let told = world.engine.capture_payment(shop(), "card", "pay_1", at, Minor::ZERO).await;
        match told.expect("it is answered") {
            Captured::Orders(answers) => answers,
            Captured::Unknown => panic!("the payment leads to its order"),
        }
    };
    let [(_, Answer::Decided(first))] = tell(start()).await[..] else { panic!("one order, captured") };
    // The answer was lost; the marketplace does not remember when it told of it.
    world.clock.set(start() + SignedDuration::from_hours(3));
    let [(_, Answer::Decided(again))] = tell(start() + SignedDuration::from_hours(3)).await[..] else {
        panic!("no refusal")
    };
    assert_eq!((again.first, again.version, again.position), (first.first, first.version, first.position));
    assert!(again.replayed && !first.replayed);
    assert_eq!(world.order(order).await.version, first.version, "nothing happened a second time");
}

#[tokio::test]
async fn who_reads_again_sees_what_happened_since() {
    let world = World::live().await;
    let order = world.placed("1").await;
    let read = async || world.engine.order(shop(), order).await.expect("it is read").expect("it is there");
    let (before, same) = (read().await, read().await);
    assert!(Arc::ptr_eq(&before.aggregate, &same.aggregate), "nothing happened: it is not built again");
    world.act(order, Actor::Gateway("card".to_owned()), world.capture().await).await;
    let after = read().await;
    assert!(after.aggregate.version() > before.aggregate.version());
    assert_eq!(after.aggregate.version(), after.head.version);
    let world = world.killed(Failpoints::none()).await;
    assert_eq!(world.order(order).await, *after.aggregate.order().expect("an order"), "as from the start");
}

#[tokio::test]
async fn a_command_on_an_older_state_is_told_the_present_one() {
    let world = World::live().await;
    let order = world.paid("1").await;
    let version = world.order(order).await.version;
    let with =
        |if_match| Envelope { if_match: Some(if_match), ..envelope(order, Actor::Buyer(BUYER), cancel()) };
    let stale = world.engine.submit(with(IfMatch::Version(version - 1))).await.expect("it is answered");
    assert_eq!(stale, Answer::Stale { current: version });
    let right = world.engine.submit(with(IfMatch::Version(version))).await.expect("it is answered");
    assert!(right.decided().is_some(), "{right:?}");
}

#[tokio::test]
async fn hundreds_of_commands_go_in_few_transactions_and_each_is_read_back() {
    let world = World::live().await;
    let names: Vec<String> = (0..400).map(|no| no.to_string()).collect();
    futures::future::join_all(names.iter().map(|name| world.paid(name))).await;
    let rows = world
        .engine
        .orders(OrderQuery {
            marketplace: shop(),
            buyer: Some(BUYER),
            seller: None,
            state: None,
            after: None,
            limit: 500,
        })
        .await
        .expect("they are read");
    assert_eq!(rows.len(), 400);
    let feed = world.engine.feed(shop(), 0, 10_000).await.expect("it is read");
    assert_eq!(feed.entries.len(), 800, "one record a command");
    assert!(feed.entries.windows(2).all(|pair| pair[0].position < pair[1].position));
    let balances = world.engine.balances(shop()).await.expect("they are read");
    let escrow = balances.rows.iter().find(|row| row.account == Account::Escrow).expect("money came in");
    assert_eq!(escrow.amount, 400 * 10_000);
    assert_eq!(balances.rows.iter().map(|row| row.amount).sum::<i64>(), 0, "double entry");
}

#[tokio::test]
async fn the_chain_of_a_history_holds_and_its_fold_is_the_state() {
    let world = World::live().await;
    let order = world.paid("1").await;
    world.act(order, Actor::Buyer(BUYER), cancel()).await;
    let id = AggregateId::Order(order);
    let stored = world.engine.store().history(id).await.expect("it is read");
    let mut hash = engine::record::GENESIS;
    for record in &stored {
        hash = engine::record::chain(&hash, &record.body);
        assert_eq!(hash, record.hash);
    }
    let folded =
        engine::state::fold(id, resolution::aggregate::Aggregate::Nothing, &stored).expect("it folds");
    assert_eq!(folded.order(), Some(&world.order(order).await));
    let entries = world.engine.history(shop(), id).await.expect("it is read");
    let numbers: Vec<(u64, u64)> =
        entries.iter().map(|entry| (entry.record.first, entry.record.last())).collect();
    assert!(numbers.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0), "{numbers:?}");
}

#[tokio::test]
async fn a_long_history_gets_a_snapshot_and_gives_the_same_state() {
    let world = World::live().await;
    let order = world.paid("1").await;
    for no in 0..70 {
        let until = start() + SignedDuration::from_hours(24 * 8 + no);
        world.act(order, Actor::Buyer(BUYER), OrderCommand::LengthenShipBy { until }).await;
    }
    let id = AggregateId::Order(order);
    let loaded = world.engine.store().load(vec![Wanted { id, known: None }]).await.expect("it is loaded");
    let engine::ports::Loaded::Found(found) = &loaded[0] else { panic!("it is there") };
    assert!(found.snapshot.is_some() && found.tail.len() < 64, "{}", found.tail.len());
    let history = world.engine.store().history(id).await.expect("it is read");
    let folded =
        engine::state::fold(id, resolution::aggregate::Aggregate::Nothing, &history).expect("it folds");
    assert_eq!(folded.order(), Some(&world.order(order).await));
}

#[tokio::test]
async fn another_marketplace_never_meets_an_order() {
    let world = World::live().await;
    let order = world.paid("1").await;
    let first = world.engine.marketplace(shop()).await.expect("it is there");
    let other = engine::NewMarketplace {
        slug: "other".to_owned(),
        zone: first.zone.clone(),
        calendar: None,
        currency: first.currency,
        policy: first.policy.clone(),
        sandbox: None,
        languages: Vec::new(),
    };
    let other = world.engine.create_marketplace(other).await.expect("it is made").id;
    assert_ne!(other, MarketplaceId::of("shop"));
    assert!(world.engine.order(other, order).await.expect("it is read").is_none());
    let id = AggregateId::Order(order);
    assert!(world.engine.history(other, id).await.expect("it is read").is_empty());
    // Warm or cold, the lane does not let the other one in.
    for _ in 0..2 {
        let foreign = Envelope::new(other, id, Command::Order(cancel()), Actor::Marketplace);
        let answer = world.engine.submit(foreign).await.expect("it is answered");
        assert!(matches!(answer, Answer::Refused { refusal: Refusal::NotFound { .. }, .. }), "{answer:?}");
    }
    assert!(world.engine.feed(other, 0, 100).await.expect("it is read").entries.is_empty());
}
