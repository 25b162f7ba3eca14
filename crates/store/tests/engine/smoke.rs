//! How fast it is, roughly: run by hand with `cargo test -p store --test engine --release -- --ignored --nocapture`.
use crate::world::{World, shop};
use resolution::id::AggregateId;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "prints a rate, proves nothing"]
#[expect(clippy::disallowed_methods, reason = "a rate needs a stopwatch")]
async fn ten_thousand_orders_are_placed_and_paid() {
    let world = World::live().await;
    let begun = std::time::Instant::now();
    let names: Vec<String> = (0..10_000).map(|no| no.to_string()).collect();
    for some in names.chunks(1_000) {
        futures::future::join_all(some.iter().map(|name| world.paid(name))).await;
    }
    let took = begun.elapsed();
    println!("20000 commands in {took:?}: {:.0} a second", 20_000.0 / took.as_secs_f64());
    let begun = std::time::Instant::now();
    let balances = world.engine.balances(shop()).await.expect("they are read");
    println!("added up to position {} in {:?}", balances.as_of, begun.elapsed());
    let id = AggregateId::Order(crate::world::order_id("9999"));
    assert_eq!(world.engine.history(shop(), id).await.expect("it is read").len(), 2);
}
