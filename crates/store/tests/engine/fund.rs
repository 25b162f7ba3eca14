//! The protection fund asked by a thousand orders at once: exactly what it has is promised, the others run the normal
//! procedure, and a process that is killed in the middle leaves nothing half done (PLF-5).
use crate::world::{SELLER, World, envelope, order_id, place, ship, shop, start};
use engine::failpoint::{Act, Failpoints, Step};
use engine::ports::Timeline;
use engine::{Answer, Engine, Envelope};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::case::Received;
use resolution::case::remedy::Remedy;
use resolution::fund::{BudgetChange, Fund, FundCommand};
use resolution::id::{AggregateId, FundId, OrderId, ParcelNo, PartyId, UnitNo};
use resolution::ledger::Account;
use resolution::money::Minor;
use resolution::order::command::{Opening, OrderCommand};
use resolution::parcel::tracking::Status;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Notify;

/// What each order costs, and asks back.
const PRICE: i64 = 10_000;

fn minor(amount: i64) -> Minor {
    Minor::new(amount).expect("in range")
}

async fn deliver(engine: &Engine) {
    while engine.deliver(Timeline::Wall, engine.wall()).await.expect("it delivers") > 0 {}
}

async fn changes(engine: &Engine, change: BudgetChange, amount: i64) -> Answer {
    let (currency, reason) = ("BRL".parse().expect("a currency"), "a test".to_owned());
    let command = FundCommand::ChangeBudget { currency, change, amount: minor(amount), reason };
    let id = AggregateId::Fund(FundId::of(shop()));
    let actor = Actor::Finance(PartyId([9; 16]));
    engine.submit(Envelope::new(shop(), id, Command::Fund(command), actor)).await.expect("it is answered")
}

async fn fund(engine: &Engine) -> Fund {
    let view = engine.fund(shop()).await.expect("it is read").expect("it is there");
    view.aggregate.fund().expect("a fund").clone()
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

/// Everybody bought once: nobody's record speaks against the fund.
fn buyer(no: usize) -> PartyId {
    let mut id = [1; 16];
    id[..8].copy_from_slice(&no.to_be_bytes());
    PartyId(id)
}

/// The placement of one of them.
fn bought(no: usize, name: &str, now: Timestamp) -> OrderCommand {
    let OrderCommand::Place(mut placement) = place(name, now) else { panic!("a placement") };
    placement.buyer = buyer(no);
    OrderCommand::Place(placement)
}

/// So many orders whose goods have arrived, each of one unit for 100.00.
async fn arrived(world: &World, count: u32) -> Vec<OrderId> {
    let engine = &world.engine;
    let names: Vec<String> = (0..count).map(|no| format!("F{no}")).collect();
    let orders: Vec<OrderId> = names.iter().map(|name| order_id(name)).collect();
    let now = engine.wall();
    let both = || names.iter().zip(&orders);
    let placed =
        both().enumerate().map(|(no, (name, order))| (*order, Actor::Marketplace, bought(no, name, now)));
    all(engine, placed).await;
    let capture = world.capture().await;
    all(engine, orders.iter().map(|o| (*o, Actor::Gateway("card".into()), capture.clone()))).await;
    all(engine, orders.iter().map(|o| (*o, Actor::Seller(SELLER), ship(&format!("N{o}"))))).await;
    let scans = vec![crate::inbox::scan(start(), Status::Delivered)];
    let scan = || OrderCommand::RecordScans { parcel: ParcelNo(0), scans: scans.clone() };
    all(engine, orders.iter().map(|o| (*o, Actor::Carrier("ups".into()), scan()))).await;
    deliver(engine).await;
    orders
}

fn dispute() -> OrderCommand {
    OrderCommand::OpenDispute(Opening {
        units: vec![UnitNo(0)],
        received: Received::Yes,
        reason: "missing_part".into(),
        sub_reason: None,
        asked: Remedy::Refund { amount: minor(PRICE) },
        text: None,
    })
}

async fn disputed(engine: &Engine, orders: &[OrderId]) {
    let opened = orders.iter().enumerate().map(|(no, order)| (*order, Actor::Buyer(buyer(no)), dispute()));
    all(engine, opened).await;
}

/// How many were refunded by the fund, and how many go their usual way.
async fn outcomes(world: &World, orders: &[OrderId]) -> (usize, usize) {
    let ids = orders.iter().map(|order| AggregateId::Order(*order)).collect();
    let views = world.engine.views(shop(), ids).await.expect("they are read");
    let found: Vec<(i64, &'static str)> = views
        .iter()
        .flatten()
        .filter_map(|view| view.aggregate.order())
        .map(|order| {
            let back: i64 = order.refunds.iter().map(|refund| refund.to_buyer().get()).sum();
            (back, order.cases[0].stage.name.word())
        })
        .collect();
    let funded = found.iter().filter(|(back, stage)| *back == PRICE && *stage == "closed").count();
    let usual = found.iter().filter(|(back, stage)| *back == 0 && *stage == "responding").count();
    assert_eq!(funded + usual, orders.len(), "nobody waits for the fund any more");
    (funded, usual)
}

/// The fund's own figures, and the ledger's: given, reserved, spent, available, and what the ledger says was paid.
async fn figures(world: &World) -> ([i64; 4], i64) {
    let fund = fund(&world.engine).await;
    let budget = fund.budgets[&"BRL".parse().expect("a currency")];
    assert!(fund.reserved.is_empty(), "every grant was told of: {:?}", fund.reserved);
    let rows = world.engine.balances(shop()).await.expect("they are read").rows;
    let paid = rows.iter().find(|row| row.account == Account::ProtectionFund).map_or(0, |row| -row.amount);
    ([budget.given, budget.reserved, budget.spent, budget.available()].map(|amount| amount.get()), paid)
}

#[tokio::test]
async fn plf_05_a_thousand_orders_ask_at_once_for_a_hundred_refunds() {
    let world = World::live().await;
    changes(&world.engine, BudgetChange::Add, 100 * PRICE).await.decided().expect("put in");
    let orders = arrived(&world, 1_000).await;
    disputed(&world.engine, &orders).await;
    deliver(&world.engine).await;
    assert_eq!(outcomes(&world, &orders).await, (100, 900), "exactly a hundred");
    assert_eq!(figures(&world).await, ([100 * PRICE, 0, 100 * PRICE, 0], 100 * PRICE));
    let budget = fund(&world.engine).await.budgets[&"BRL".parse().expect("a currency")];
    assert_eq!((budget.granted, budget.denied), (100, 900));
    let left = world.engine.store().promises(None, 0, 10).await.expect("they are read");
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn plf_05_one_minor_unit_too_little_funds_one_less() {
    let world = World::live().await;
    changes(&world.engine, BudgetChange::Add, 5 * PRICE - 1).await.decided().expect("put in");
    let orders = arrived(&world, 20).await;
    disputed(&world.engine, &orders).await;
    deliver(&world.engine).await;
    assert_eq!(outcomes(&world, &orders).await, (4, 16));
    assert_eq!(figures(&world).await, ([5 * PRICE - 1, 0, 4 * PRICE, PRICE - 1], 4 * PRICE));
    let refused = changes(&world.engine, BudgetChange::TakeBack, PRICE).await;
    assert!(matches!(refused, Answer::Refused { .. }), "what was promised is not taken back: {refused:?}");
}

#[tokio::test]
async fn plf_05_without_an_answer_the_normal_procedure_runs_and_a_late_grant_is_given_back() {
    let world = World::live().await;
    changes(&world.engine, BudgetChange::Add, 100 * PRICE).await.decided().expect("put in");
    let orders = arrived(&world, 3).await;
    disputed(&world.engine, &orders).await;
    // The outbox rests for longer than the fund's hour.
    world.clock.set(start() + SignedDuration::from_hours(2));
    world.engine.wake_due(world.engine.wall()).await.expect("it wakes");
    deliver(&world.engine).await;
    assert_eq!(outcomes(&world, &orders).await, (0, 3));
    assert_eq!(figures(&world).await, ([100 * PRICE, 0, 0, 100 * PRICE], 0), "given back");
}

/// Stops for good at the `nth` commit in which the fund has a part.
fn at_commit(nth: u32) -> (Failpoints, Arc<Notify>) {
    let (seen, hit) = (AtomicU32::new(0), Arc::new(Notify::new()));
    let told = Arc::clone(&hit);
    let failpoints = Failpoints::asking(move |step, about| {
        let counts = matches!(step, Step::BeforeCommit | Step::AfterCommit) && about.contains("fnd_");
        if !counts || seen.fetch_add(1, Ordering::SeqCst) + 1 != nth {
            return Act::Go;
        }
        told.notify_one();
        Act::Stop
    });
    (failpoints, hit)
}

/// Exact in the end, whenever the process is killed on the way.
async fn killed_in_the_middle(nth: u32) {
    let world = World::live().await;
    changes(&world.engine, BudgetChange::Add, 10 * PRICE).await.decided().expect("put in");
    let orders = arrived(&world, 40).await;
    disputed(&world.engine, &orders).await;
    let (failpoints, hit) = at_commit(nth);
    let world = world.killed(failpoints).await;
    let engine = world.engine.clone();
    tokio::select! {
        () = hit.notified() => {}
        () = deliver(&engine) => {}
    }
    drop(engine);
    let world = world.killed(Failpoints::none()).await;
    for minute in 1..4 {
        world.clock.set(start() + SignedDuration::from_mins(minute * 10));
        deliver(&world.engine).await;
    }
    assert_eq!(outcomes(&world, &orders).await, (10, 30), "killed at commit {nth}");
    assert_eq!(figures(&world).await, ([10 * PRICE, 0, 10 * PRICE, 0], 10 * PRICE));
}

#[tokio::test]
async fn plf_05_killed_before_and_after_the_funds_commits_it_stays_exact() {
    for nth in 1..=4 {
        killed_in_the_middle(nth).await;
    }
}
