//! Carrier events, before and after their parcel is declared.
use crate::world::{SELLER, World, ship, shop, start};
use engine::ports::{InboxState, NewInboxItem};
use engine::{CarrierEvent, Received};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::parcel::tracking::{Scan, Status};

pub fn scan(at: Timestamp, status: Status) -> Scan {
    Scan { at, status, cause: None, by_carrier: true, destination_matches: None, raw: String::new() }
}

pub fn event(id: &str, number: &str, status: Status) -> CarrierEvent {
    CarrierEvent {
        marketplace: shop(),
        provider: "tracker".to_owned(),
        event: id.to_owned(),
        carrier: Some("Ups".to_owned()),
        number: number.to_owned(),
        scans: vec![scan(start() + SignedDuration::from_mins(1), status)],
        at: None,
        raw: None,
    }
}

async fn waiting(world: &World, state: InboxState) -> usize {
    world.engine.store().items(Some(shop()), state, 0, 100).await.expect("they are read").len()
}

#[tokio::test]
async fn scans_lead_to_their_parcel_once_however_often_they_come() {
    let world = World::live().await;
    let order = world.paid("1").await;
    world.act(order, Actor::Seller(SELLER), ship("1z 99")).await;
    world.clock.set(start() + SignedDuration::from_mins(5));
    for expected in [Received { new: 1, repeated: 0 }, Received { new: 0, repeated: 1 }] {
        let received = world.engine.receive(vec![event("e1", "1Z99", Status::InTransit)]).await;
        assert_eq!(received.expect("they are kept"), expected);
    }
    assert_eq!(world.order(order).await.parcels[0].scans.len(), 1);
    assert_eq!(waiting(&world, InboxState::Done).await, 1);
}

#[tokio::test]
async fn what_a_killed_process_kept_is_led_to_its_parcel_when_the_carrier_tells_it_again() {
    let world = World::live().await;
    let order = world.paid("1").await;
    world.act(order, Actor::Seller(SELLER), ship("1Z99")).await;
    world.clock.set(start() + SignedDuration::from_mins(5));
    let told = event("e1", "1Z99", Status::InTransit);
    let kept = NewInboxItem {
        marketplace: told.marketplace,
        provider: told.provider.clone(),
        event: told.event.clone(),
        carrier: Some("ups".to_owned()),
        number: told.number.clone(),
        at: world.engine.wall(),
        body: serde_json::to_vec(&told.scans).expect("JSON"),
        raw: None,
        received: world.engine.wall(),
    };
    assert_eq!(world.engine.store().receive(vec![kept]).await.expect("it is kept"), [true]);
    let received = world.engine.receive(vec![told]).await.expect("it is known");
    assert_eq!(received, Received { new: 0, repeated: 1 });
    assert_eq!(
        world.order(order).await.parcels[0].scans.len(),
        1,
        "acknowledged is acted on, as far as one can"
    );
    assert_eq!(waiting(&world, InboxState::Done).await, 1);
}

#[tokio::test]
async fn scans_of_an_unknown_number_wait_until_a_parcel_is_declared() {
    let world = World::live().await;
    let workers = world.engine.start_workers();
    let order = world.paid("1").await;
    world.clock.set(start() + SignedDuration::from_mins(5));
    world.engine.receive(vec![event("e1", "1Z", Status::InTransit)]).await.expect("they are kept");
    world.until("it waits", async || waiting(&world, InboxState::Waiting).await == 1).await;
    world.act(order, Actor::Seller(SELLER), ship("1Z")).await;
    world
        .until("it is led to the parcel", async || world.order(order).await.parcels[0].scans.len() == 1)
        .await;
    world.until("and is done", async || waiting(&world, InboxState::Done).await == 1).await;
    workers.stop().await;
}

#[tokio::test]
async fn one_number_over_two_orders_gives_both_its_scans() {
    let world = World::live().await;
    let (one, two) = (world.paid("1").await, world.paid("2").await);
    for order in [one, two] {
        world.act(order, Actor::Seller(SELLER), ship("1Z")).await;
    }
    world.clock.set(start() + SignedDuration::from_mins(5));
    world.engine.receive(vec![event("e1", "1Z", Status::InTransit)]).await.expect("they are kept");
    for order in [one, two] {
        assert_eq!(world.order(order).await.parcels[0].scans.len(), 1);
    }
}
