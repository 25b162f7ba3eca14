//! Verification of what the real engine wrote, deadlines applied, with its wake-ups, lists and balances.
use crate::house::House;
use crate::support::now;
use async_trait::async_trait;
use engine::checkpoint::CheckpointFolder;
use engine::ports::{Clock, Gateway, Gateways, Notice, NoticeError, Notices, Store};
use engine::verify::Verifier;
use engine::{Answer, Engine, Envelope, Failpoints, NewMarketplace, Parts, Policies, Settings};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AggregateId, MarketplaceId, OrderId, PartyId, PaymentNo};
use resolution::money::Minor;
use resolution::order::command::{NewLine, OrderCommand, Placement, Shipment};
use resolution::payment::PaymentExpected;
use resolution::policy::presets;
use std::sync::Arc;
use testbed::Bed;

/// Stands still, delivers nothing.
struct Outside;

#[async_trait]
impl Clock for Outside {
    fn now(&self) -> Timestamp {
        now()
    }
    async fn sleep_until(&self, _until: Timestamp) {
        std::future::pending().await
    }
}

impl Gateways for Outside {
    fn gateway(&self, _marketplace: MarketplaceId, _provider: &str) -> Option<Arc<dyn Gateway>> {
        None
    }
}

#[async_trait]
impl Notices for Outside {
    async fn notify(&self, _key: &str, _notice: &Notice) -> Result<(), NoticeError> {
        Ok(())
    }
}

fn minor(units: i64) -> Minor {
    Minor::new(units).expect("in range")
}

fn placement(reference: &str, buyer: PartyId, seller: PartyId) -> Placement {
    let line = NewLine {
        sku: "lamp".into(),
        listing: None,
        pieces: Vec::new(),
        quantity: 2,
        price: minor(1_001),
        shipping: minor(200),
        seller_discount: Minor::ZERO,
        platform_discount: Minor::ZERO,
        returnable: None,
        category: None,
        coins_value: Minor::ZERO,
        coins: Minor::ZERO,
    };
    let payment = |id: &str, amount| PaymentExpected {
        provider: "sandbox".into(),
        payment_id: format!("{id}-{reference}"),
        method: "credit_card".into(),
        amount: minor(amount),
    };
    Placement {
        reference: reference.to_owned(),
        buyer,
        seller,
        currency: "BRL".parse().expect("a currency"),
        placed_at: now(),
        pay_by: None,
        ship_by: None,
        estimate: None,
        lines: vec![line],
        payments: vec![payment("card", 1_000), payment("voucher", 201)],
    }
}

async fn act(engine: &Engine, market: MarketplaceId, id: AggregateId, command: OrderCommand, at: Timestamp) {
    let actor = match &command {
        OrderCommand::CapturePayment { .. } => Actor::Gateway("sandbox".into()),
        OrderCommand::WriteMessage { words, .. } => Actor::Buyer(words.by),
        _ => Actor::Marketplace,
    };
    let envelope = Envelope::new(market, id, Command::Order(command), actor).read_at(at);
    let answer = engine.submit(envelope).await.expect("answers");
    assert!(matches!(answer, Answer::Decided(_)), "{answer:?}");
}

#[tokio::test]
async fn what_the_engine_wrote_verifies() {
    let bed = Bed::make().await;
    let house = House::open(&bed).await;
    let store: Arc<dyn Store> = Arc::clone(&house.store);
    let parts = Parts {
        store: Arc::clone(&store),
        clock: Arc::new(Outside),
        gateways: Arc::new(Outside),
        notices: Arc::new(Outside),
        policies: Policies::default(),
        settings: Settings::default(),
        failpoints: Failpoints::default(),
    };
    let engine = Engine::start(parts).await.expect("starts");
    let policy = engine.add_policy(presets::files("default").expect("a preset")).await.expect("adds");
    let new = NewMarketplace {
        slug: "real".into(),
        zone: "America/Sao_Paulo".into(),
        calendar: None,
        currency: "BRL".parse().expect("a currency"),
        policy,
        sandbox: Some(now()),
        languages: vec!["en".into()],
    };
    let market = engine.create_marketplace(new).await.expect("makes").id;
    let (buyer, seller) = (house.vault.pseudonym(market, "b"), house.vault.pseudonym(market, "s"));
    for reference in ["r1", "r2", "r3"] {
        let id = AggregateId::Order(OrderId::of(market, reference, seller));
        act(&engine, market, id, OrderCommand::Place(Box::new(placement(reference, buyer, seller))), now())
            .await;
        for no in 0..2 {
            let payment = PaymentNo(no);
            let capture = OrderCommand::CapturePayment { payment, captured_at: now(), fee: Minor::ZERO };
            act(&engine, market, id, capture, now()).await;
        }
        if reference == "r1" {
            let shipment = Shipment {
                units: Vec::new(),
                carrier: Some(" Swift Post".into()),
                number: Some("sp 999".into()),
                weight_grams: None,
                estimate: None,
                handed_over: None,
                resend: false,
                case: None,
            };
            act(&engine, market, id, OrderCommand::DeclareShipment(shipment), now()).await;
        }
    }
    // The second is told something long after it should have been shipped: its deadlines come first.
    let late = now() + SignedDuration::from_hours(24 * 90);
    let id = AggregateId::Order(OrderId::of(market, "r2", seller));
    let words = house.vault.seal(market, buyer, b"Where is it?").await.expect("seals");
    act(&engine, market, id, OrderCommand::WriteMessage { case: None, words }, late).await;
    engine.add_up().await.expect("adds up");
    house.checkpointer().make(now()).await.expect("makes");
    let verifier = Verifier::new(store, house.vault.clone(), CheckpointFolder::new(bed.folder()));
    let report = verifier.with_wakes(Arc::new(engine)).run(&|_| {}).await.expect("verifies");
    assert!(report.ok, "{:#?}", report.problems);
    assert!(report.events > 10 && report.postings >= 6 && report.sealed == 1);
}
