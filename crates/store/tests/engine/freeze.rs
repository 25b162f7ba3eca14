//! A seller's account restricted with many orders in progress: no payout from that commit on, no release after the fan-out,
//! new orders follow, and a process that is killed in the middle leaves nothing half done (FRZ-3, FRZ-4).
use crate::world::{BUYER, SELLER, World, envelope, order_id, place, ship, shop, start};
use engine::failpoint::{Act, Failpoints, Step};
use engine::ports::Timeline;
use engine::{Answer, Engine, Envelope};
use jiff::SignedDuration;
use resolution::account::{AccountCommand, CaseAct};
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::case::Received;
use resolution::case::remedy::Remedy;
use resolution::id::{AccountId, AccountRole, AggregateId, CaseNo, OrderId, ParcelNo, PartyId, UnitNo};
use resolution::money::Minor;
use resolution::order::command::{Opening, OrderCommand};
use resolution::parcel::tracking::Status;
use resolution::policy::Stop;
use resolution::refusal::Refusal;
use resolution::seal::Seal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Notify;

const MEDIATOR: PartyId = PartyId([3; 16]);

fn account() -> AggregateId {
    AggregateId::Account(AccountId::of(shop(), AccountRole::Seller, SELLER))
}

fn seal(by: PartyId) -> Seal {
    Seal { digest: "0".repeat(64), by }
}

async fn deliver(engine: &Engine) {
    while engine.deliver(Timeline::Wall, engine.wall()).await.expect("it delivers") > 0 {}
}

async fn asks(engine: &Engine, actor: Actor, command: AccountCommand) -> Answer {
    let envelope = Envelope::new(shop(), account(), Command::Account(command), actor);
    engine.submit(envelope).await.expect("it is answered")
}

async fn does(engine: &Engine, actor: Actor, act: CaseAct) {
    let answer = asks(engine, actor, AccountCommand::Case { case: CaseNo(0), act }).await;
    assert!(answer.decided().is_some(), "{answer:?}");
}

async fn restrict(engine: &Engine) {
    let (reason, provide, words) = ("counterfeit".to_owned(), Vec::new(), Some(seal(MEDIATOR)));
    let command = AccountCommand::Restrict { party: SELLER, reason, provide, words };
    let answer = asks(engine, Actor::Mediator(MEDIATOR), command).await;
    assert!(answer.decided().is_some(), "{answer:?}");
}

/// A ruling lifts it.
async fn lift(engine: &Engine) {
    does(engine, Actor::Seller(SELLER), CaseAct::Answer { words: seal(SELLER) }).await;
    does(engine, Actor::Mediator(MEDIATOR), CaseAct::Assign { mediator: MEDIATOR }).await;
    let rule = CaseAct::Rule { lift: true, words: Some(seal(MEDIATOR)) };
    does(engine, Actor::Mediator(MEDIATOR), rule).await;
}

/// Everyone at once: the lanes make batches of it.
async fn all(engine: &Engine, commands: impl IntoIterator<Item = (OrderId, Actor, OrderCommand)>) {
    let sent =
        commands.into_iter().map(|(order, actor, command)| engine.submit(envelope(order, actor, command)));
    for answer in futures::future::join_all(sent).await {
        let answer = answer.expect("it is answered");
        assert!(answer.decided().is_some(), "{answer:?}");
    }
}

/// So many orders of the seller that were paid.
async fn paid(world: &World, from: u32, count: u32) -> Vec<OrderId> {
    let orders: Vec<(String, OrderId)> =
        (from..from + count).map(|no| (format!("R{no}"), order_id(&format!("R{no}")))).collect();
    let now = world.engine.wall();
    all(&world.engine, orders.iter().map(|(r, o)| (*o, Actor::Marketplace, place(r, now)))).await;
    let capture = world.capture().await;
    let gateway = || Actor::Gateway("card".to_owned());
    all(&world.engine, orders.iter().map(|(_, o)| (*o, gateway(), capture.clone()))).await;
    orders.into_iter().map(|(_, order)| order).collect()
}

async fn frozen(world: &World, orders: &[OrderId]) -> usize {
    let ids = orders.iter().map(|order| AggregateId::Order(*order)).collect();
    let views = world.engine.views(shop(), ids).await.expect("they are read");
    let stopped = |view: &engine::View| view.aggregate.order().is_some_and(|o| o.stopped(Stop::Release));
    views.iter().flatten().filter(|view| stopped(view)).count()
}

#[tokio::test]
async fn frz_03_a_thousand_orders_follow_their_sellers_account_and_new_ones_inherit_it() {
    let world = World::live().await;
    let orders = paid(&world, 0, 1_000).await;
    deliver(&world.engine).await;
    restrict(&world.engine).await;
    let currency = "BRL".parse().expect("a currency");
    let pay = AccountCommand::PayOut { currency, amount: None, provider: Some("card".into()) };
    let refused = asks(&world.engine, Actor::Seller(SELLER), pay).await;
    assert!(matches!(refused, Answer::Refused { refusal: Refusal::Restricted { .. }, .. }), "{refused:?}");
    deliver(&world.engine).await;
    assert_eq!(frozen(&world, &orders).await, 1_000);
    let late = paid(&world, 1_000, 20).await;
    deliver(&world.engine).await;
    assert_eq!(frozen(&world, &late).await, 20, "new orders inherit it");
    let view = world.engine.view(shop(), account()).await.expect("read").expect("there");
    let case = view.aggregate.account().expect("an account").cases[0].clone();
    assert_eq!(
        case.restriction().expect("a restriction").reached.0,
        Some(1_000),
        "the account knows that all were reached"
    );
    lift(&world.engine).await;
    deliver(&world.engine).await;
    assert_eq!((frozen(&world, &orders).await, frozen(&world, &late).await), (0, 0));
}

#[tokio::test]
async fn frz_04_after_the_fan_out_no_order_releases_and_buyers_disputes_run_on() {
    let world = World::live().await;
    let orders = paid(&world, 0, 30).await;
    let seller = || Actor::Seller(SELLER);
    all(&world.engine, orders.iter().map(|o| (*o, seller(), ship(&format!("N{o}"))))).await;
    let scans = vec![crate::inbox::scan(start(), Status::Delivered)];
    let scan = || OrderCommand::RecordScans { parcel: ParcelNo(0), scans: scans.clone() };
    all(&world.engine, orders.iter().map(|o| (*o, Actor::Carrier("ups".into()), scan()))).await;
    restrict(&world.engine).await;
    deliver(&world.engine).await;
    let amount = Minor::new(10_000).expect("in range");
    let opening = || {
        OrderCommand::OpenDispute(Opening {
            units: vec![UnitNo(0)],
            received: Received::Yes,
            reason: "damaged".into(),
            sub_reason: None,
            asked: Remedy::Refund { amount },
            text: None,
        })
    };
    all(&world.engine, [(orders[0], Actor::Buyer(BUYER), opening())]).await;
    for day in 1..29 {
        world.clock.set(start() + SignedDuration::from_hours(24 * day));
        world.engine.wake_due(world.engine.wall()).await.expect("it wakes");
        deliver(&world.engine).await;
    }
    for order in &orders[1..] {
        let order = world.order(*order).await;
        assert!(order.components().all(|(_, c)| c.released == Minor::ZERO), "nothing is released");
    }
    let disputed = world.order(orders[0]).await;
    assert!(disputed.cases[0].escalated.is_some(), "its clocks ran on");
    world.clock.set(start() + SignedDuration::from_hours(24 * 40));
    world.engine.wake_due(world.engine.wall()).await.expect("the last day");
    deliver(&world.engine).await;
    world.engine.wake_due(world.engine.wall()).await.expect("what it lets go");
    let released = world.order(orders[1]).await;
    assert!(
        released.components().any(|(_, c)| c.released.is_positive()),
        "lifted at its last day, it follows"
    );
}

/// Stops for good at the `nth` commit of a batch with orders.
fn at_commit(nth: u32) -> (Failpoints, Arc<Notify>) {
    let (seen, hit) = (AtomicU32::new(0), Arc::new(Notify::new()));
    let told = Arc::clone(&hit);
    let failpoints = Failpoints::asking(move |step, about| {
        let counts = step == Step::BeforeCommit && about.contains("ord_");
        if !counts || seen.fetch_add(1, Ordering::SeqCst) + 1 != nth {
            return Act::Go;
        }
        told.notify_one();
        Act::Stop
    });
    (failpoints, hit)
}

/// Frozen in the end, whenever the process is killed on the way.
async fn killed_in_the_middle(nth: u32) {
    let world = World::live().await;
    let orders = paid(&world, 0, 600).await;
    deliver(&world.engine).await;
    restrict(&world.engine).await;
    let (failpoints, hit) = at_commit(nth);
    let world = world.killed(failpoints).await;
    let engine = world.engine.clone();
    tokio::select! {
        () = hit.notified() => {}
        () = deliver(&engine) => {}
    }
    drop(engine);
    let part = frozen(&world, &orders).await;
    assert!(part < 600, "it was killed in the middle: {part}");
    let world = world.killed(Failpoints::none()).await;
    for minute in 1..5 {
        world.clock.set(start() + SignedDuration::from_mins(minute * 10));
        deliver(&world.engine).await;
    }
    assert_eq!(frozen(&world, &orders).await, 600, "killed at commit {nth}");
    for order in orders.iter().step_by(97) {
        assert_eq!(world.order(*order).await.freezes.len(), 1, "once");
    }
    let left = world.engine.store().promises(None, 0, 10).await.expect("they are read");
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn frz_03_a_fan_out_that_is_killed_before_its_first_page_goes_on() {
    killed_in_the_middle(1).await;
}

#[tokio::test]
async fn frz_03_a_fan_out_that_is_killed_in_its_second_page_goes_on() {
    killed_in_the_middle(2).await;
}
