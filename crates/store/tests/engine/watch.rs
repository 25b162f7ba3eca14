//! What those who show something are told of a write.
use crate::world::{BUYER, SELLER, World, shop};
use engine::{Changed, Heard, Watch};
use resolution::actor::Actor;
use resolution::id::{AggregateId, PartyId};
use resolution::order::command::OrderCommand;
use resolution::seal::Seal;

async fn told(watch: &mut Watch) -> Changed {
    match watch.next().await {
        Heard::Changed(changed) => changed,
        other => panic!("a change: {other:?}"),
    }
}

#[tokio::test]
async fn a_change_says_whose_it_is_and_whether_somebodys_turn_changed() {
    let world = World::live().await;
    let mut watch = world.engine.watch();
    let order = world.placed("1").await;
    let placed = told(&mut watch).await;
    assert_eq!((placed.marketplace, placed.what), (shop(), Some((AggregateId::Order(order), 1))));
    assert_eq!(placed.parties, Some([BUYER, SELLER]));
    let capture = world.capture().await;
    world.act(order, Actor::Gateway("card".to_owned()), capture).await;
    let captured = told(&mut watch).await;
    assert!(captured.turns, "the buyer has paid, and the seller is waited for");
    assert!(captured.concerns(BUYER) && captured.concerns(SELLER) && !captured.concerns(PartyId([7; 16])));
    let words = Seal { digest: "0".repeat(64), by: BUYER };
    let message = OrderCommand::WriteMessage { case: None, words };
    world.act(order, Actor::Buyer(BUYER), message).await;
    let written = told(&mut watch).await;
    assert_eq!(
        (written.parties, written.turns),
        (Some([BUYER, SELLER]), false),
        "a message is nobody's turn"
    );
}
