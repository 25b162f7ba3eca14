//! Deadlines on the real timeline.
use crate::world::{BUYER, World, cancel, envelope, order_id, shop, start};
use engine::Answer;
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::aggregate::Event;
use resolution::id::AggregateId;
use resolution::order::event::OrderEvent;

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

#[tokio::test]
async fn a_deadline_is_applied_before_a_later_command_with_its_due_instant() {
    let world = World::live().await;
    let order = world.placed("1").await;
    let pay_by = world.order(order).await.placed.pay_by;
    world.clock.set(pay_by + hours(30));
    let answer =
        world.engine.submit(envelope(order, Actor::Gateway("card".into()), world.capture().await)).await;
    let history = world.engine.history(shop(), AggregateId::Order(order)).await.expect("it is read");
    let record = &history[1].record;
    assert!(matches!(record.events[0], Event::Order(OrderEvent::OrderExpired {})), "{record:?}");
    assert_eq!((record.due, record.at, &record.by), (Some(pay_by), pay_by + hours(30), &Actor::Clock));
    assert!(answer.is_ok());
}

#[tokio::test]
async fn a_command_counts_at_the_instant_at_which_the_clock_was_read_for_it() {
    let world = World::live().await;
    let order = world.placed("1").await;
    let pay_by = world.order(order).await.placed.pay_by;
    world.clock.set(pay_by - SignedDuration::from_nanos(1));
    let read_at = world.engine.now(shop()).await.expect("known");
    let capture = world.capture().await;
    world.clock.set(pay_by + hours(1));
    let command = envelope(order, Actor::Gateway("card".into()), capture).read_at(read_at);
    let answer = world.engine.submit(command).await.expect("it is answered");
    assert!(answer.decided().is_some(), "it came in time: {answer:?}");
    assert!(world.order(order).await.paid.is_some());
}

#[tokio::test]
async fn the_waker_applies_what_is_due_two_seconds_later_and_sleeps_until_then() {
    let world = World::live().await;
    let workers = world.engine.start_workers();
    let order = world.placed("1").await;
    let pay_by = world.order(order).await.placed.pay_by;
    world.clock.set(pay_by + SignedDuration::from_secs(1));
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(world.order(order).await.expired.is_none(), "commands under way still count");
    world.clock.set(pay_by + SignedDuration::from_secs(2));
    world.until("the order expires", async || world.order(order).await.expired.is_some()).await;
    assert_eq!(world.engine.wake_due(pay_by + hours(9_999)).await.expect("it looks"), 0, "nothing is left");
    workers.stop().await;
}

#[tokio::test]
async fn an_earlier_deadline_disturbs_a_sleeping_waker() {
    let world = World::live().await;
    let late = world.paid("late").await;
    let workers = world.engine.start_workers();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let early = world.placed("early").await;
    let (ship_by, pay_by) = (world.order(late).await.ship_by, world.order(early).await.placed.pay_by);
    world.clock.set(pay_by.min(ship_by) + hours(1_000));
    world
        .until("both are woken", async || {
            world.order(early).await.expired.is_some() && !world.order(late).await.refunds.is_empty()
        })
        .await;
    workers.stop().await;
}

#[tokio::test]
async fn a_wake_of_hundreds_takes_them_all() {
    let world = World::live().await;
    let names: Vec<String> = (0..300).map(|no| no.to_string()).collect();
    futures::future::join_all(names.iter().map(|name| world.placed(name))).await;
    let woken = world.engine.wake_due(start() + hours(24 * 30)).await.expect("it looks");
    assert_eq!(woken, 300);
    assert!(world.order(order_id("299")).await.expired.is_some());
}

#[tokio::test]
async fn event_time_never_runs_backwards() {
    let world = World::live().await;
    let order = world.paid("1").await;
    let early = envelope(order, Actor::Buyer(BUYER), cancel()).read_at(start() - hours(5));
    let answer = world.engine.submit(early).await.expect("it is answered");
    assert!(matches!(answer, Answer::Decided(_)), "{answer:?}");
    let history = world.engine.history(shop(), AggregateId::Order(order)).await.expect("it is read");
    assert!(history.windows(2).all(|pair| pair[0].record.at <= pair[1].record.at));
}
