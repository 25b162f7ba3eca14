//! What the house does when its store fails it.
use super::*;
use engine::ports::InboxState;
use engine::{CarrierEvent, NewMarketplace};
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use resolution::parcel::tracking::{Scan, Status};
use resolution::policy::presets;
use store::MemoryStore;

async fn a_house() -> House {
    let clock = Arc::new(TownClock::at(Timestamp::UNIX_EPOCH));
    let (town, post) = (Arc::new(Town::new(1, &clock, true)), Arc::new(Post::default()));
    let switch = Arc::new(Switch::new(&clock));
    let store = Arc::new(MemoryStore::new());
    House::start(store, &clock, &town, &post, &switch, 1).await.expect("it starts")
}

async fn a_marketplace(engine: &Engine) -> MarketplaceId {
    let files = presets::files("default").expect("it is shipped");
    let new = NewMarketplace {
        slug: "shop".to_owned(),
        zone: "UTC".to_owned(),
        calendar: None,
        currency: "EUR".parse().expect("a currency"),
        policy: engine.add_policy(files).await.expect("it is sound"),
        sandbox: None,
        languages: vec!["en".to_owned()],
    };
    engine.create_marketplace(new).await.expect("it is made").id
}

fn event(marketplace: MarketplaceId) -> CarrierEvent {
    let scan = Scan {
        at: Timestamp::UNIX_EPOCH,
        status: Status::InTransit,
        cause: None,
        by_carrier: true,
        destination_matches: None,
        raw: String::new(),
    };
    CarrierEvent {
        marketplace,
        provider: "carriers".to_owned(),
        event: "1".to_owned(),
        carrier: None,
        number: "1Z".to_owned(),
        scans: vec![scan],
        at: None,
        raw: None,
    }
}

#[tokio::test]
async fn events_that_were_kept_before_the_store_failed_are_looked_at_by_the_worker() {
    let house = a_house().await;
    let engine = house.engine(0);
    let marketplace = a_marketplace(&engine).await;
    let workers = engine.start_workers();
    // On this one thread the worker has its turn: it finds nothing and waits.
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    house.switch.arm(Fault::Store(StoreOp::Inbox, When::After));
    engine.receive(vec![event(marketplace)]).await.expect_err("the store failed");
    let looked_at = async || {
        let waiting = house.store().items(None, InboxState::Waiting, 0, 1).await.expect("they are read");
        !waiting.is_empty()
    };
    for _ in 0..1_000 {
        if looked_at().await {
            return workers.stop().await;
        }
        tokio::task::yield_now().await;
    }
    panic!("nobody looked at what was kept");
}
