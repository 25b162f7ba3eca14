//! Promises until they are kept.
use crate::world::{BUYER, Mood, SELLER, World, cancel, order_id, place, shop, start};
use engine::ports::Timeline;
use jiff::SignedDuration;
use resolution::account::AccountCommand;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AccountId, AccountRole, AggregateId, LegNo, OrderId, RefundNo};
use resolution::order::command::OrderCommand;
use resolution::payment::LegResult;

fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

/// Delivers everything that is due, again and again until nothing is.
async fn deliver(world: &World) {
    while world.engine.deliver(Timeline::Wall, world.engine.wall()).await.expect("it delivers") > 0 {}
}

/// A paid order that the buyer cancelled: 100.00 go back.
async fn refunding(world: &World) -> OrderId {
    let order = world.paid("1").await;
    world.act(order, Actor::Buyer(BUYER), cancel()).await;
    order
}

async fn open(world: &World) -> usize {
    world.engine.store().promises(Some(shop()), 0, 100).await.expect("they are read").len()
}

#[tokio::test]
async fn a_refund_goes_out_once_and_comes_back_confirmed() {
    let world = World::live().await;
    let order = refunding(&world).await;
    deliver(&world).await;
    assert_eq!((world.gateway.paid(), world.confirmed(order).await), (10_000, 10_000));
    assert_eq!(world.gateway.sends(), [format!("{order}:refund:0:0:0")]);
    assert_eq!(open(&world).await, 0, "kept promises go");
    let words: Vec<String> = world
        .post
        .arrived
        .lock()
        .expect("unbroken")
        .iter()
        .map(|(_, notice)| notice.notice.clone())
        .collect();
    assert!(words.iter().any(|word| word == "refund_confirmed"), "{words:?}");
}

#[tokio::test]
async fn sent_and_confirmed_are_two_facts() {
    let world = World::live().await;
    world.gateway.is(Mood::Sends);
    let order = refunding(&world).await;
    deliver(&world).await;
    let leg = world.order(order).await.refunds[0].legs[0].clone();
    assert!(leg.sent.is_some() && leg.confirmed.is_none());
    world.clock.set(start() + hours(1));
    deliver(&world).await;
    assert_eq!(world.confirmed(order).await, 10_000);
    assert_eq!(world.gateway.sends().len(), 1, "what was taken is only looked up");
    assert_eq!(world.gateway.looks().len(), 1);
    assert_eq!(open(&world).await, 0);
}

#[tokio::test]
async fn unknown_keeps_its_key_and_is_sent_again() {
    let world = World::live().await;
    world.gateway.is(Mood::IsDown);
    let order = refunding(&world).await;
    for minute in 0..6 {
        world.clock.set(start() + SignedDuration::from_mins(minute));
        deliver(&world).await;
    }
    let sends = world.gateway.sends();
    assert!(sends.len() > 3 && sends.iter().all(|key| *key == sends[0]), "{sends:?}");
    assert_eq!(world.confirmed(order).await, 0, "unknown is not failed, and not done either");
    let promises = world.engine.store().promises(Some(shop()), 0, 100).await.expect("they are read");
    assert!(promises.iter().any(|promise| promise.trouble.is_some()), "staff sees it");
    world.gateway.is(Mood::Confirms);
    world.clock.set(start() + hours(2));
    deliver(&world).await;
    assert_eq!((world.gateway.paid(), world.confirmed(order).await), (10_000, 10_000));
}

#[tokio::test]
async fn mon_10_a_gateway_that_pays_and_never_answers_is_found_by_look_up() {
    let world = World::live().await;
    world.gateway.is(Mood::PaysAndIsSilent);
    let order = refunding(&world).await;
    for hour in 0..48 {
        world.clock.set(start() + hours(hour));
        deliver(&world).await;
    }
    assert_eq!((world.gateway.paid(), world.confirmed(order).await), (10_000, 10_000), "paid once");
    let sends = world.gateway.sends();
    assert!(sends.iter().all(|key| *key == sends[0]), "one key: {sends:?}");
    assert_eq!(world.gateway.looks().len(), 1, "only after the key's life");
    assert_eq!(open(&world).await, 0);
}

#[tokio::test]
async fn mon_10_what_bounced_is_sent_again_under_a_key_of_its_own() {
    let world = World::live().await;
    let order = refunding(&world).await;
    deliver(&world).await;
    let first = format!("{order}:refund:0:0:0");
    let result =
        LegResult::Bounced { code: "account_closed".to_owned(), reference: Some(format!("gw_{first}")) };
    let (refund, leg, at) = (RefundNo(0), LegNo(0), world.engine.wall());
    let bounced = OrderCommand::RefundResult { refund, leg, result, at };
    world.act(order, Actor::Gateway("card".to_owned()), bounced).await;
    deliver(&world).await;
    let second = format!("{order}:refund:0:0:1");
    assert_eq!(world.gateway.sends(), [first, second], "the gateway has answered the first key for good");
    assert_eq!(world.gateway.paid(), 20_000, "what came back was paid once more");
    assert_eq!((world.confirmed(order).await, open(&world).await), (10_000, 0));
}

#[tokio::test]
async fn a_gateway_that_never_took_it_is_asked_anew_only_after_a_look_up() {
    let world = World::live().await;
    world.gateway.is(Mood::IsDown);
    let order = refunding(&world).await;
    deliver(&world).await;
    world.clock.set(start() + hours(25));
    world.gateway.is(Mood::Confirms);
    deliver(&world).await;
    assert_eq!((world.gateway.looks().len(), world.gateway.paid()), (1, 10_000));
    assert_eq!(world.confirmed(order).await, 10_000);
}

#[tokio::test]
async fn a_definite_refusal_takes_the_substitute_route_to_the_wallet() {
    let world = World::live().await;
    world.gateway.is(Mood::Refuses);
    let order = refunding(&world).await;
    deliver(&world).await;
    assert_eq!(world.gateway.paid(), 0);
    let refund = world.order(order).await.refunds[0].clone();
    assert!(refund.legs[0].refused.is_some() && refund.legs[1].confirmed.is_some(), "{refund:?}");
    let wallet = AccountId::of(shop(), AccountRole::Buyer, BUYER);
    let view = world.engine.account(shop(), wallet).await.expect("it is read").expect("it was opened");
    let balances =
        view.aggregate.account().expect("an account").balances.values().next().expect("one").wallet;
    assert_eq!(balances.get(), 10_000);
}

#[tokio::test]
async fn a_promise_without_a_connector_stays_and_says_so() {
    let world = World::live().await;
    let order = order_id("1");
    let OrderCommand::Place(mut placement) = place("1", start()) else { panic!("a placement") };
    placement.payments[0].provider = "nobody".to_owned();
    world.act(order, Actor::Marketplace, OrderCommand::Place(placement)).await;
    world.act(order, Actor::Gateway("nobody".into()), world.capture().await).await;
    world.act(order, Actor::Buyer(BUYER), cancel()).await;
    for hour in 0..3 {
        world.clock.set(start() + hours(hour));
        deliver(&world).await;
    }
    let left = world.engine.store().promises(Some(shop()), 0, 100).await.expect("they are read");
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(
        left[0].attempts >= 3 && left[0].trouble.as_ref().is_some_and(|why| why.contains("'nobody'")),
        "{left:?}"
    );
    assert!(left[0].next <= world.engine.wall() + hours(1), "it is tried at least once an hour");
}

#[tokio::test]
async fn a_released_order_reaches_the_sellers_account_and_is_paid_out_once() {
    let world = World::live().await;
    let order = world.paid("1").await;
    world.act(order, Actor::Seller(SELLER), crate::world::ship("1Z1")).await;
    let scans = vec![crate::inbox::scan(start() + hours(1), resolution::parcel::tracking::Status::Delivered)];
    let parcel = resolution::id::ParcelNo(0);
    world.act(order, Actor::Carrier("ups".into()), OrderCommand::RecordScans { parcel, scans }).await;
    world.clock.set(start() + hours(24 * 60));
    world.engine.wake_due(world.engine.wall()).await.expect("it looks");
    deliver(&world).await;
    let seller = AccountId::of(shop(), AccountRole::Seller, SELLER);
    let pay = || {
        let command = AccountCommand::PayOut {
            currency: "BRL".parse().expect("a currency"),
            amount: None,
            provider: Some("card".into()),
        };
        engine::Envelope::new(
            shop(),
            AggregateId::Account(seller),
            Command::Account(command),
            Actor::Seller(SELLER),
        )
    };
    let first = world.engine.submit(pay()).await.expect("it is answered");
    assert!(first.decided().is_some(), "{first:?}");
    let second = world.engine.submit(pay()).await.expect("it is answered");
    assert!(second.decided().is_none(), "nothing is left: {second:?}");
    deliver(&world).await;
    let view = world.engine.account(shop(), seller).await.expect("it is read").expect("it is there");
    let account = view.aggregate.account().expect("an account");
    assert!(account.payouts[0].confirmed.is_some());
    assert_eq!(world.gateway.paid(), account.payouts[0].amount.get());
    let balances = world.engine.balances(shop()).await.expect("they are read");
    assert_eq!(balances.rows.iter().map(|row| row.amount).sum::<i64>(), 0);
    assert_eq!(
        balances
            .rows
            .iter()
            .find(|row| row.account == resolution::ledger::Account::Escrow)
            .map(|row| row.amount),
        Some(0)
    );
}
