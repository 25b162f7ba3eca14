//! Two engines on one database: what one does is seen and heard at the other, work that one leaves behind is taken up,
//! and an engine whose clock is wrong keeps still.
use crate::world::{BUYER, StandingClock, World, cancel, envelope, marketplace, parts, shop, start};
use async_trait::async_trait;
use engine::ports::{Clock, Timeline};
use engine::{Advance, Answer, CLOCKS_APART, Engine, Heard, request_hash};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::id::AggregateId;
use resolution::policy::presets;
use std::sync::Arc;
use testbed::Bed;

/// A world on PostgreSQL, whatever the other tests run on; nothing where there is no server.
async fn world(sandbox: Option<Timestamp>) -> Option<World> {
    Some(World::on(Bed::on_server().await?, sandbox).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_one_moved_stands_there_for_the_other_at_once() {
    let Some(world) = world(Some(start())).await else { return };
    let beside = world.beside(|_| {}).await;
    assert_eq!(beside.now(shop()).await.expect("known"), start());
    let later = start() + SignedDuration::from_hours(30);
    world.engine.advance_sandbox(shop(), later, Advance::default()).await.expect("it moves");
    assert_eq!(beside.now(shop()).await.expect("known"), later);
    let earlier = beside.advance_sandbox(shop(), start(), Advance::default()).await;
    assert!(earlier.is_err(), "no clock goes back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_moved_by_two_at_once_passes_every_instant_once() {
    let Some(world) = world(Some(start())).await else { return };
    let beside = world.beside(|_| {}).await;
    for no in 0..8 {
        let order = world.paid(&no.to_string()).await;
        world.act(order, Actor::Buyer(BUYER), cancel()).await;
    }
    let to = start() + SignedDuration::from_hours(24 * 40);
    let (one, other) = tokio::join!(
        world.engine.advance_sandbox(shop(), to, Advance::default()),
        beside.advance_sandbox(shop(), to, Advance::default()),
    );
    let delivered = one.expect("it moves").delivered + other.expect("it is there already").delivered;
    assert!(delivered >= 8, "{delivered}");
    let mut sends = world.gateway.sends();
    let all = sends.len();
    sends.sort();
    sends.dedup();
    assert_eq!((all, sends.len()), (8, 8), "each refund was sent once");
    assert_eq!(world.gateway.paid(), 80_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_rules_hold_at_the_other_from_the_next_command() {
    let Some(world) = world(None).await else { return };
    let beside = world.beside(|_| {}).await;
    let _workers = beside.start_workers();
    let first = marketplace(&world).await.policy.clone();
    assert_eq!(beside.marketplace(shop()).await.expect("there").policy, first);
    let other = world.engine.add_policy(presets::files("aliexpress").expect("shipped")).await.expect("sound");
    let mut heard = beside.watch();
    world.engine.set_policy(shop(), &other).await.expect("it is set");
    // Settings are told as something that every page may show.
    while !matches!(heard.next().await, Heard::Changed(changed) if changed.what.is_none()) {}
    assert_eq!(beside.marketplace(shop()).await.expect("there").policy, other);
    // Each changes what the other does not: neither takes the other's change back.
    let calendar = "name = \"closed\"\nzone = \"Asia/Jakarta\"\n";
    beside.set_calendar(shop(), calendar.to_owned()).await.expect("it is set");
    let stored = world.engine.store().marketplace(shop()).await.expect("read").expect("there");
    assert_eq!((stored.policy, stored.calendar.as_str()), (other, "closed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_writes_is_heard_at_the_other() {
    let Some(world) = world(None).await else { return };
    let beside = world.beside(|_| {}).await;
    let _workers = beside.start_workers();
    let mut heard = beside.watch();
    // The other listens from some moment on, and says then that it may have missed something.
    while heard.next().await != Heard::Missed {}
    let order = world.placed("1").await;
    loop {
        if let Heard::Changed(changed) = heard.next().await {
            assert_eq!(changed.marketplace, shop());
            assert_eq!(changed.what, Some((AggregateId::Order(order), 1)));
            assert!(changed.concerns(BUYER) && changed.parties.is_some());
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_key_given_to_both_has_one_effect() {
    let Some(world) = world(None).await else { return };
    let beside = world.beside(|_| {}).await;
    for no in 0..12 {
        let order = world.paid(&no.to_string()).await;
        let command = || {
            envelope(order, Actor::Buyer(BUYER), cancel()).once(
                "buyer",
                &no.to_string(),
                request_hash("POST", "/", b""),
            )
        };
        let (one, other) = tokio::join!(world.engine.submit(command()), beside.submit(command()));
        let replayed = |answer: &Answer| match answer {
            Answer::Decided(decided) => decided.replayed,
            other => panic!("{other:?}"),
        };
        let (one, other) = (one.expect("answered"), other.expect("answered"));
        assert!(replayed(&one) != replayed(&other), "one decided, the other remembered: {one:?} {other:?}");
        assert_eq!(world.order(order).await.refunds.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_process_left_is_woken_and_delivered_by_the_other() {
    let Some(world) = world(None).await else { return };
    let beside = world.beside(|settings| settings.look_every = SignedDuration::from_millis(20)).await;
    let _workers = beside.start_workers();
    let (unpaid, paid) = (world.placed("1").await, world.paid("2").await);
    world.act(paid, Actor::Buyer(BUYER), cancel()).await;
    let World { engine, clock, gateway, .. } = &world;
    engine.clone().kill().await;
    clock.set(start() + SignedDuration::from_hours(24 * 8));
    let expired = async || {
        let view = beside.order(shop(), unpaid).await.expect("read").expect("there");
        view.aggregate.order().is_some_and(|order| order.expired.is_some())
    };
    world.until("the deadline is applied", expired).await;
    world.until("the refund is sent", async || gateway.paid() == 10_000).await;
}

/// Real time, by a clock that is wrong by so much.
struct Wrong {
    real: Timestamp,
    by: SignedDuration,
}

#[async_trait]
impl Clock for Wrong {
    fn now(&self) -> Timestamp {
        self.real + self.by
    }

    fn real(&self) -> bool {
        true
    }

    async fn sleep_until(&self, _until: Timestamp) {
        std::future::pending::<()>().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_whose_clock_is_wrong_wakes_nobody_and_delivers_nothing() {
    let Some(world) = world(None).await else { return };
    let order = world.paid("1").await;
    world.act(order, Actor::Buyer(BUYER), cancel()).await;
    let real = world.engine.store().their_clock().await.expect("it says").expect("it has one");
    let ahead = CLOCKS_APART + SignedDuration::from_secs(60);
    for by in [ahead, SignedDuration::ZERO - ahead] {
        let beside = with_clock(&world, Arc::new(Wrong { real, by })).await;
        let workers = beside.start_workers();
        world.until("it is noticed", async || beside.clocks_apart().is_some()).await;
        assert!(beside.clocks_apart().is_some_and(|apart| apart.is_positive() == by.is_negative()));
        workers.stop().await;
        assert_eq!(world.gateway.sends(), Vec::<String>::new(), "its worker had its turn and kept still");
        assert!(beside.store().next_promise(Timeline::Wall).await.expect("read").is_some());
    }
    let right = with_clock(&world, Arc::new(Wrong { real, by: SignedDuration::ZERO })).await;
    let _workers = right.start_workers();
    world.until("the refund is sent", async || world.gateway.paid() == 10_000).await;
    assert_eq!(right.clocks_apart(), None);
}

async fn with_clock(world: &World, clock: Arc<dyn Clock>) -> Engine {
    let mut parts = parts(&world.bed, &StandingClock::new(), &world.gateway, &world.post).await;
    parts.clock = clock;
    Engine::start(parts).await.expect("it starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_is_one_processs_and_ends_with_it() {
    let Some(world) = world(None).await else { return };
    let beside = world.beside(|_| {}).await;
    let held = world.engine.store().hold("tea").await.expect("taken");
    assert!(beside.store().try_hold("tea").await.expect("asked").is_none());
    assert!(beside.store().try_hold("coffee").await.expect("asked").is_some(), "another right is free");
    let waiting = tokio::spawn({
        let store = Arc::clone(beside.store());
        async move { store.hold("tea").await.expect("taken") }
    });
    drop(held);
    let _held = waiting.await.expect("it gets it");
    assert!(world.engine.store().try_hold("tea").await.expect("asked").is_none());
}
