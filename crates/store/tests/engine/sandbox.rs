//! A sandbox clock steps through every due instant, and lateness decides nothing.
use crate::world::{BUYER, Mood, SELLER, World, cancel, marketplace, order_id, ship, shop, start};
use engine::failpoint::Failpoints;
use engine::{Advance, EngineError};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::aggregate::Event;
use resolution::id::AggregateId;

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// What happened on an order by itself: words, due instants and instants of recording.
async fn by_itself(world: &World, name: &str) -> Vec<(String, jiff::Timestamp, jiff::Timestamp)> {
    let id = AggregateId::Order(order_id(name));
    let history = world.engine.history(shop(), id).await.expect("it is read");
    let word = |event: &Event| {
        let json = serde_json::to_value(event).expect("it is JSON");
        json["type"].as_str().unwrap_or_default().to_owned()
    };
    history
        .iter()
        .filter_map(|entry| {
            let words: Vec<String> = entry.record.events.iter().map(word).collect();
            Some((words.join("+"), entry.record.due?, entry.record.at))
        })
        .collect()
}

#[tokio::test]
async fn the_clock_steps_through_every_due_instant() {
    let world = World::sandbox().await;
    world.paid("1").await;
    let ship_by = world.order(order_id("1")).await.ship_by;
    let done =
        world.engine.advance_sandbox(shop(), start() + days(40), Advance::default()).await.expect("it moves");
    assert!(done.woken >= 2 && done.delivered >= 2, "{done:?}");
    let happened = by_itself(&world, "1").await;
    assert!(happened.iter().all(|(_, due, at)| due == at), "each at its own instant: {happened:?}");
    assert!(happened.iter().any(|(words, due, _)| words.contains("units_cancelled") && *due == ship_by));
    assert_eq!((world.gateway.paid(), world.confirmed(order_id("1")).await), (10_000, 10_000));
    let leg = world.order(order_id("1")).await.refunds[0].legs[0].clone();
    assert_eq!(leg.confirmed, Some(ship_by), "results come back at the instant of the promise");
    assert_eq!(world.engine.now(shop()).await.expect("known"), start() + days(40));
}

#[tokio::test]
async fn a_day_late_gives_the_same_outcome() {
    let mut outcomes = Vec::new();
    for lateness in [SignedDuration::ZERO, days(1)] {
        let world = World::sandbox().await;
        world.paid("1").await;
        let how = Advance { lateness, ..Advance::default() };
        world.engine.advance_sandbox(shop(), start() + days(60), how).await.expect("it moves");
        let happened = by_itself(&world, "1").await;
        assert!(happened.iter().all(|(_, due, at)| at.duration_since(*due) <= lateness));
        let words: Vec<_> = happened.into_iter().map(|(words, due, _)| (words, due)).collect();
        outcomes.push((words, world.confirmed(order_id("1")).await));
    }
    assert_eq!(outcomes[0], outcomes[1]);
}

#[tokio::test]
async fn a_stride_is_faster_and_gives_every_order_the_same_history() {
    let mut histories = Vec::new();
    for stride in [SignedDuration::ZERO, days(3)] {
        let world = World::sandbox().await;
        for (name, wait) in [("1", 1), ("2", 5), ("3", 7)] {
            world.paid(name).await;
            let to = world.engine.now(shop()).await.expect("known") + SignedDuration::from_hours(wait);
            world.engine.advance_sandbox(shop(), to, Advance::default()).await.expect("it moves");
        }
        let how = Advance { stride, ..Advance::default() };
        world.engine.advance_sandbox(shop(), start() + days(60), how).await.expect("it moves");
        let mut all = Vec::new();
        for name in ["1", "2", "3"] {
            all.push(by_itself(&world, name).await);
            assert_eq!(world.confirmed(order_id(name)).await, 10_000);
        }
        histories.push(all);
    }
    assert_eq!(histories[0], histories[1]);
}

#[tokio::test]
async fn a_gateway_that_is_down_is_asked_again_by_the_sandboxs_time() {
    let world = World::sandbox().await;
    world.gateway.is(Mood::PaysAndIsSilent);
    let order = world.paid("1").await;
    world.act(order, Actor::Buyer(BUYER), cancel()).await;
    world.engine.advance_sandbox(shop(), start() + days(3), Advance::default()).await.expect("it moves");
    assert_eq!((world.gateway.paid(), world.confirmed(order).await), (10_000, 10_000));
    assert_eq!(world.gateway.looks().len(), 1);
}

#[tokio::test]
async fn the_clock_is_kept_and_never_runs_back() {
    let world = World::sandbox().await;
    world.engine.advance_sandbox(shop(), start() + days(1), Advance::default()).await.expect("it moves");
    let back = world.engine.advance_sandbox(shop(), start(), Advance::default()).await;
    assert!(matches!(back, Err(EngineError::Clock { .. })), "{back:?}");
    let lazily = Advance { keep_lazily: true, ..Advance::default() };
    world.engine.advance_sandbox(shop(), start() + days(2), lazily).await.expect("it moves");
    world.paid("1").await;
    let world = world.killed(Failpoints::none()).await;
    let now = world.engine.now(shop()).await.expect("known");
    assert_eq!(now, start() + days(2), "the write kept it");
    assert!(marketplace(&world).await.sandbox.is_some());
}

#[tokio::test]
async fn real_time_does_not_touch_a_sandbox() {
    let world = World::sandbox().await;
    let workers = world.engine.start_workers();
    let order = world.paid("1").await;
    world.clock.set(start() + days(400));
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(by_itself(&world, "1").await.is_empty());
    // Promises of a sandbox leave at once all the same.
    world.act(order, Actor::Buyer(BUYER), cancel()).await;
    world.until("the refund is confirmed", async || world.confirmed(order).await == 10_000).await;
    workers.stop().await;
}

#[tokio::test]
async fn a_live_marketplace_has_no_clock_to_move() {
    let world = World::live().await;
    let moved = world.engine.advance_sandbox(shop(), start() + days(1), Advance::default()).await;
    assert!(matches!(moved, Err(EngineError::Clock { .. })));
    let order = world.paid("1").await;
    world.act(order, Actor::Seller(SELLER), ship("1Z")).await;
}
