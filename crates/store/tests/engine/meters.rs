//! What the engine counts of its work, what the store says waits, and who is turned away where too much does.
use crate::world::{BUYER, World, cancel, envelope, order_id, place, shop, start};
use engine::failpoint::{Act, Failpoints, Step};
use engine::meters::LaneMeters;
use engine::{Answer, Engine, EngineError, request_hash};
use jiff::SignedDuration;
use resolution::actor::Actor;
use resolution::id::PartyId;

fn sum(engine: &Engine, of: impl Fn(&LaneMeters) -> u64) -> u64 {
    engine.meters().lanes().iter().map(|lane| of(lane)).sum()
}

fn refused(engine: &Engine, code: &str) -> u64 {
    sum(engine, |lane| lane.refused().get(code).copied().unwrap_or(0))
}

#[tokio::test]
async fn every_answer_counts_once_by_what_it_was() {
    let world = World::live().await;
    let engine = &world.engine;
    let order = world.paid("1").await;
    assert_eq!(sum(engine, |lane| lane.decided.get()), 2, "placed and captured");
    let keyed = |body: &[u8]| {
        let stranger = Actor::Buyer(PartyId([9; 16]));
        envelope(order, stranger, cancel()).once("shop", "a", request_hash("POST", "/", body))
    };
    let Ok(Answer::Refused { refusal, .. }) = engine.submit(keyed(b"1")).await else {
        panic!("it is refused")
    };
    assert_eq!(refused(engine, refusal.code()), 1, "{}", refusal.code());
    engine.submit(keyed(b"1")).await.expect("it is answered again");
    engine.submit(keyed(b"2")).await.expect("it is answered");
    assert_eq!(refused(engine, refusal.code()), 1, "a repeat is no second refusal");
    let of = |of: fn(&LaneMeters) -> u64| sum(engine, of);
    assert_eq!((of(|l| l.replayed.get()), of(|l| l.key_reused.get()), of(|l| l.decided.get())), (1, 1, 2));
    let (batches, commits) = (engine.meters().batches.counted(), engine.meters().commits.counted());
    assert_eq!((batches.count, batches.sum), (5, 5), "five commands, one after the other");
    assert_eq!(commits.count, 3, "two acts and one remembered refusal");
    assert_eq!(engine.meters().commits_failed.get(), 0);
}

#[tokio::test]
async fn what_is_due_promised_and_out_of_service_is_told_with_its_age() {
    let world = World::live().await;
    let (bad, good) = (world.paid("bad").await, world.paid("good").await);
    world.paid("waits").await;
    let quiet = world.engine.gauges().await.expect("it is counted");
    assert_eq!((quiet.due, quiet.due_since, quiet.quarantined), (0, None, 0));
    world.act(good, Actor::Buyer(BUYER), cancel()).await;
    let gauges = world.engine.gauges().await.expect("it is counted");
    assert!(gauges.promised > quiet.promised, "a refund is promised: {gauges:?}");
    assert_eq!(gauges.promised_since, Some(start()));
    world.clock.set(start() + SignedDuration::from_hours(24 * 90));
    let gauges = world.engine.gauges().await.expect("it is counted");
    assert!(gauges.due >= 1, "{gauges:?}");
    assert_eq!(
        gauges.due_since,
        world.engine.store().next_due(engine::ports::Timeline::Wall).await.expect("read")
    );
    let word = bad.to_string();
    let world =
        world
            .killed(Failpoints::asking(move |step, about| {
                if step == Step::Decide && about == word { Act::Break } else { Act::Go }
            }))
            .await;
    let broken = world.engine.submit(envelope(bad, Actor::Buyer(BUYER), cancel())).await;
    assert!(matches!(broken, Err(EngineError::Quarantined { .. })), "{broken:?}");
    assert_eq!(sum(&world.engine, |lane| lane.failed.get()), 1);
    assert_eq!(world.engine.gauges().await.expect("it is counted").quarantined, 1);
    world.engine.wake_due(world.engine.wall()).await.expect("they are woken");
    assert!(sum(&world.engine, |lane| lane.woken.get()) >= 1);
    assert_eq!(world.engine.gauges().await.expect("it is counted").due, 0, "all that can be is worked off");
}

#[tokio::test]
async fn where_a_lane_is_full_the_hasty_are_turned_away_and_the_patient_wait() {
    let world = World::live().await;
    let word = order_id("stuck").to_string();
    let World { engine, clock, gateway, post, bed } = world;
    engine.kill().await;
    let mut parts = crate::world::parts(&bed, &clock, &gateway, &post).await;
    parts.settings.lanes = std::num::NonZeroUsize::MIN;
    parts.settings.queue = 1;
    parts.settings.batch = 1;
    parts.failpoints =
        Failpoints::asking(
            move |step, about| {
                if step == Step::Decide && about == word { Act::Stop } else { Act::Go }
            },
        );
    let engine = Engine::start(parts).await.expect("it starts");
    let send = |engine: Engine, name: &'static str| {
        tokio::spawn(async move {
            engine.submit(envelope(order_id(name), Actor::Marketplace, place(name, start()))).await
        })
    };
    let _stuck = send(engine.clone(), "stuck");
    // The lane takes what stops it, and one more finds the only place.
    while engine.meters().batches.counted().count < 1 {
        tokio::task::yield_now().await;
    }
    let waiting = send(engine.hasty(), "waits");
    while engine.depths()[0].waiting < 1 {
        tokio::task::yield_now().await;
    }
    let turned = send(engine.hasty(), "turned away").await.expect("it ends");
    assert!(matches!(turned, Err(EngineError::Full)), "{turned:?}");
    assert_eq!(sum(&engine, |lane| lane.turned_away.get()), 1);
    let patient = send(engine.clone(), "patient");
    tokio::task::yield_now().await;
    assert!(!waiting.is_finished() && !patient.is_finished());
    let gone = engine.order(shop(), order_id("turned away")).await.expect("it is read");
    assert!(gone.is_none(), "nothing of it is there");
    engine.kill().await;
    assert!(matches!(patient.await.expect("it ends"), Err(EngineError::Stopped)));
}
