//! One broken aggregate: out of service, visibly, while the others go on.
use crate::world::{BUYER, SELLER, World, cancel, envelope, order_id, place, ship, shop, start};
use engine::failpoint::{Act, Failpoints, Step};
use engine::{Answer, EngineError};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::id::{AggregateId, OrderId};
use resolution::parcel::tracking::Status;
use std::sync::atomic::{AtomicBool, Ordering};

#[tokio::test]
async fn a_decision_that_breaks_takes_only_its_own_order_out() {
    let world = World::live().await;
    let (bad, good) = (world.paid("bad").await, world.paid("good").await);
    let word = bad.to_string();
    let world =
        world
            .killed(Failpoints::asking(move |step, about| {
                if step == Step::Decide && about == word { Act::Break } else { Act::Go }
            }))
            .await;
    let cancel = |order| world.engine.submit(envelope(order, Actor::Buyer(BUYER), cancel()));
    let (broken, fine) = tokio::join!(cancel(bad), cancel(good));
    assert!(matches!(broken, Err(EngineError::Quarantined { .. })), "{broken:?}");
    assert!(matches!(fine, Ok(Answer::Decided(_))), "{fine:?}");
    let listed = world.engine.store().quarantined(Some(shop())).await.expect("they are read");
    assert_eq!(listed.iter().map(|one| one.id).collect::<Vec<_>>(), [AggregateId::Order(bad)]);
    assert!(listed[0].why.contains("failpoint"), "{}", listed[0].why);
    let world = world.killed(Failpoints::none()).await;
    let cancel = |order| world.engine.submit(envelope(order, Actor::Buyer(BUYER), crate::world::cancel()));
    assert!(matches!(cancel(bad).await, Err(EngineError::Quarantined { .. })), "until somebody looked at it");
    assert!(world.engine.release(AggregateId::Order(bad)).await.expect("it is released"));
    assert!(matches!(cancel(bad).await, Ok(Answer::Decided(_))));
}

/// The next decision on the order breaks, and no other.
fn breaks_once(order: OrderId) -> Failpoints {
    let (word, done) = (order.to_string(), AtomicBool::new(false));
    Failpoints::asking(move |step, about| {
        let hit = step == Step::Decide && about == word && !done.swap(true, Ordering::SeqCst);
        if hit { Act::Break } else { Act::Go }
    })
}

#[tokio::test]
async fn what_carriers_say_of_an_order_that_is_out_of_service_is_kept_until_it_is_back() {
    let world = World::live().await;
    let (bad, good) = (world.paid("bad").await, world.paid("good").await);
    for (order, number) in [(bad, "1B"), (good, "1G")] {
        world.act(order, Actor::Seller(SELLER), ship(number)).await;
    }
    let world = world.killed(breaks_once(bad)).await;
    let broken = world.engine.submit(envelope(bad, Actor::Buyer(BUYER), cancel())).await;
    assert!(matches!(broken, Err(EngineError::Quarantined { .. })), "{broken:?}");
    world.clock.set(start() + SignedDuration::from_mins(5));
    for number in ["1B", "1G"] {
        let told = vec![crate::inbox::event(number, number, Status::InTransit)];
        world.engine.receive(told).await.expect("they are kept");
    }
    let scans = async |order| world.order(order).await.parcels[0].scans.len();
    assert_eq!((scans(bad).await, scans(good).await), (0, 1));
    let workers = world.engine.start_workers();
    assert!(world.engine.release(AggregateId::Order(bad)).await.expect("it is released"));
    world.until("what was kept is led to it", async || scans(bad).await == 1).await;
    assert_eq!(scans(good).await, 1);
    workers.stop().await;
}

#[tokio::test]
async fn what_fell_due_while_an_order_was_out_of_service_is_applied_when_it_is_back() {
    let world = World::live().await;
    let bad = world.placed("bad").await;
    let world = world.killed(breaks_once(bad)).await;
    let broken = world.engine.submit(envelope(bad, Actor::Buyer(BUYER), cancel())).await;
    assert!(matches!(broken, Err(EngineError::Quarantined { .. })), "{broken:?}");
    world.clock.set(start() + SignedDuration::from_hours(24 * 30));
    let workers = world.engine.start_workers();
    // The waker has looked and sleeps when somebody else's deadline, which is due as well, has been applied.
    let other = world.placed("other").await;
    world.clock.set(start() + SignedDuration::from_hours(24 * 60));
    world.until("others go on", async || world.order(other).await.expired.is_some()).await;
    assert!(world.order(bad).await.expired.is_none());
    assert!(world.engine.release(AggregateId::Order(bad)).await.expect("it is released"));
    world.until("its deadline is applied", async || world.order(bad).await.expired.is_some()).await;
    workers.stop().await;
}

#[tokio::test]
async fn a_poisoned_batch_is_taken_apart() {
    let world = World::live().await;
    let names: Vec<String> = (0..32).map(|no| no.to_string()).collect();
    futures::future::join_all(names.iter().map(|name| world.paid(name))).await;
    // A row that stands where order 13 will want to write its own: a fault that no check of the engine sees.
    let bad = order_id("13");
    let key = format!("{bad}:refund:0:0:0");
    world
        .bed
        .damage(
            &format!(
                "INSERT INTO outbox (key, marketplace, agg, timeline, body, promised, next)
                 SELECT '{key}', marketplace, key, 0, x'', 0, 9000000000000000000 FROM head LIMIT 1"
            ),
            &format!(
                "INSERT INTO outbox (key, marketplace, kind, id, timeline, body, promised, next)
                 SELECT '{key}', marketplace, 1, id, 0, '', 0, 9000000000000000000 FROM head LIMIT 1"
            ),
        )
        .await;
    let cancels = names.iter().map(|name| {
        let engine = world.engine.clone();
        let order = order_id(name);
        async move { (order, engine.submit(envelope(order, Actor::Buyer(BUYER), cancel())).await) }
    });
    for (order, answer) in futures::future::join_all(cancels).await {
        if order == bad {
            assert!(
                matches!(&answer, Err(EngineError::Quarantined { why, .. }) if why.contains("outbox")),
                "{answer:?}"
            );
        } else {
            assert!(matches!(answer, Ok(Answer::Decided(_))), "{answer:?}");
        }
    }
    let listed = world.engine.store().quarantined(None).await.expect("they are read");
    assert_eq!(listed.len(), 1);
    assert!(world.order(bad).await.refunds.is_empty(), "nothing of it was written");
}

#[tokio::test]
async fn a_damaged_history_is_named_and_stops_nobody_else() {
    let world = World::live().await;
    let (bad, good) = (world.paid("bad").await, world.paid("good").await);
    let world = world.killed(Failpoints::none()).await;
    let id: String = bad.0.iter().map(|byte| format!("{byte:02x}")).collect();
    world
        .bed
        .damage(
            &format!(
                "DROP TRIGGER journal_append_only_update;
                 UPDATE journal SET body = x'7b7d' WHERE agg = (SELECT key FROM head WHERE id = x'{id}')"
            ),
            &format!("UPDATE journal SET body = '{{}}' WHERE id = '\\x{id}'"),
        )
        .await;
    let broken = world.engine.submit(envelope(bad, Actor::Buyer(BUYER), cancel())).await;
    assert!(matches!(broken, Err(EngineError::Quarantined { .. })), "{broken:?}");
    let fine = world.engine.submit(envelope(good, Actor::Buyer(BUYER), cancel())).await;
    assert!(matches!(fine, Ok(Answer::Decided(_))));
    let placed =
        world.engine.submit(envelope(order_id("new"), Actor::Marketplace, place("new", start()))).await;
    assert!(matches!(placed, Ok(Answer::Decided(_))));
}
