//! An installation in a temporary directory: one marketplace, a clock that stands until it is moved, a gateway that does
//! what a test tells it to and counts what it paid.
use async_trait::async_trait;
use engine::failpoint::Failpoints;
use engine::ports::{
    Clock, Found, Gateway, GatewayAnswer, Gateways, Marketplace, Notice, NoticeError, Notices, PayoutRequest,
    RefundRequest,
};
use engine::{Answer, Engine, Envelope, NewMarketplace, Parts, Policies, Settings};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AggregateId, MarketplaceId, OrderId, PartyId, PaymentNo, UnitNo};
use resolution::money::Minor;
use resolution::order::Order;
use resolution::order::command::{NewLine, OrderCommand, Placement, Shipment};
use resolution::payment::PaymentExpected;
use resolution::policy::presets;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use testbed::Bed;
use tokio::sync::Notify;

pub const BUYER: PartyId = PartyId([1; 16]);
pub const SELLER: PartyId = PartyId([2; 16]);

pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Where every clock starts: a Monday at noon.
pub fn start() -> Timestamp {
    at("2026-03-02T12:00:00Z")
}

/// The marketplace of every test.
pub fn shop() -> MarketplaceId {
    MarketplaceId::of("shop")
}

/// Real time that stands until it is moved.
pub struct StandingClock {
    now: Mutex<Timestamp>,
    moved: Notify,
}

impl StandingClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { now: Mutex::new(start()), moved: Notify::new() })
    }

    pub fn set(&self, to: Timestamp) {
        *self.now.lock().expect("unbroken") = to;
        self.moved.notify_waiters();
    }
}

#[async_trait]
impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().expect("unbroken")
    }

    async fn sleep_until(&self, until: Timestamp) {
        loop {
            let moved = self.moved.notified();
            if self.now() >= until {
                return;
            }
            moved.await;
        }
    }
}

/// What the gateway does with a new key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Pays and says so.
    Confirms,
    /// Takes it, and confirms only when looked up later.
    Sends,
    /// Refuses for good.
    Refuses,
    /// Pays, and never answers, however often it is asked the same.
    PaysAndIsSilent,
    /// Does nothing and does not answer.
    IsDown,
}

#[derive(Default)]
struct Books {
    paid: HashMap<String, i64>,
    sends: Vec<String>,
    looks: Vec<String>,
}

/// A gateway with a mood. It never pays a key twice while it knows it; a key that is forgotten is paid again.
pub struct FakeGateway {
    mood: Mutex<Mood>,
    books: Mutex<Books>,
    lifetime: SignedDuration,
}

impl FakeGateway {
    pub fn new() -> Arc<Self> {
        let lifetime = SignedDuration::from_hours(24);
        Arc::new(Self { mood: Mutex::new(Mood::Confirms), books: Mutex::default(), lifetime })
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().expect("unbroken") = mood;
    }

    /// Minor units paid in all.
    pub fn paid(&self) -> i64 {
        self.books.lock().expect("unbroken").paid.values().sum()
    }

    /// Keys as they were sent, repeats included.
    pub fn sends(&self) -> Vec<String> {
        self.books.lock().expect("unbroken").sends.clone()
    }

    /// Keys as they were looked up.
    pub fn looks(&self) -> Vec<String> {
        self.books.lock().expect("unbroken").looks.clone()
    }

    fn take(&self, key: &str, amount: Minor) -> GatewayAnswer {
        let mood = *self.mood.lock().expect("unbroken");
        let mut books = self.books.lock().expect("unbroken");
        books.sends.push(key.to_owned());
        let reference = format!("gw_{key}");
        match mood {
            Mood::IsDown => return GatewayAnswer::Unknown,
            Mood::Refuses => {
                return GatewayAnswer::Refused { code: "closed".to_owned() };
            }
            Mood::Confirms | Mood::Sends | Mood::PaysAndIsSilent => {}
        }
        books.paid.entry(key.to_owned()).or_insert(amount.get());
        match mood {
            Mood::Confirms => GatewayAnswer::Confirmed { reference },
            Mood::Sends => GatewayAnswer::Sent { reference },
            _ => GatewayAnswer::Unknown,
        }
    }
}

#[async_trait]
impl Gateway for FakeGateway {
    fn key_lifetime(&self) -> SignedDuration {
        self.lifetime
    }

    async fn refund(&self, key: &str, request: &RefundRequest) -> GatewayAnswer {
        self.take(key, request.amount)
    }

    async fn payout(&self, key: &str, request: &PayoutRequest) -> GatewayAnswer {
        self.take(key, request.amount)
    }

    async fn look_up(&self, key: &str) -> Found {
        let mut books = self.books.lock().expect("unbroken");
        books.looks.push(key.to_owned());
        if books.paid.contains_key(key) {
            Found::Answer(GatewayAnswer::Confirmed { reference: format!("gw_{key}") })
        } else {
            Found::Absent
        }
    }
}

/// The only gateway there is, under the name `card`.
struct OneGateway(Arc<FakeGateway>);

impl Gateways for OneGateway {
    fn gateway(&self, _marketplace: MarketplaceId, provider: &str) -> Option<Arc<dyn Gateway>> {
        (provider == "card").then(|| Arc::clone(&self.0) as Arc<dyn Gateway>)
    }
}

/// Notices that arrived.
#[derive(Default)]
pub struct Post {
    pub arrived: Mutex<Vec<(String, Notice)>>,
}

#[async_trait]
impl Notices for Post {
    async fn notify(&self, key: &str, notice: &Notice) -> Result<(), NoticeError> {
        self.arrived.lock().expect("unbroken").push((key.to_owned(), notice.clone()));
        Ok(())
    }
}

/// An installation.
pub struct World {
    pub engine: Engine,
    pub clock: Arc<StandingClock>,
    pub gateway: Arc<FakeGateway>,
    pub post: Arc<Post>,
    pub bed: Arc<Bed>,
}

impl World {
    /// A live marketplace.
    pub async fn live() -> Self {
        Self::new(None).await
    }

    /// A sandbox marketplace.
    pub async fn sandbox() -> Self {
        Self::new(Some(start())).await
    }

    async fn new(sandbox: Option<Timestamp>) -> Self {
        Self::on(Bed::make().await, sandbox).await
    }

    /// A marketplace in a bed.
    pub async fn on(bed: Bed, sandbox: Option<Timestamp>) -> Self {
        let bed = Arc::new(bed);
        let (clock, gateway, post) = (StandingClock::new(), FakeGateway::new(), Arc::new(Post::default()));
        let engine = engine(&bed, &clock, &gateway, &post, Failpoints::none()).await;
        let files = presets::files("default").expect("it is shipped");
        let policy = engine.add_policy(files).await.expect("it is sound");
        let shop = NewMarketplace {
            slug: "shop".to_owned(),
            zone: "Asia/Jakarta".to_owned(),
            calendar: None,
            currency: "BRL".parse().expect("a currency"),
            policy,
            sandbox,
            languages: vec!["en".to_owned()],
        };
        engine.create_marketplace(shop).await.expect("it is made");
        Self { engine, clock, gateway, post, bed }
    }

    /// The same installation after its process was killed, with other failpoints.
    pub async fn killed(self, failpoints: Failpoints) -> Self {
        let Self { engine: old, clock, gateway, post, bed } = self;
        let lease = old.settings().outbox.lease;
        old.kill().await;
        if testbed::on_postgres() {
            // What the killed process had claimed is free when its claim ends: others may still be at work.
            clock.set(clock.now() + lease);
        }
        let engine = engine(&bed, &clock, &gateway, &post, failpoints).await;
        Self { engine, clock, gateway, post, bed }
    }

    /// Another process on the same data, with the same outside.
    pub async fn beside(&self, set: impl FnOnce(&mut Settings)) -> Engine {
        let mut parts = parts(&self.bed, &self.clock, &self.gateway, &self.post).await;
        set(&mut parts.settings);
        Engine::start(parts).await.expect("it starts")
    }

    /// A command now, that must be carried out.
    pub async fn act(&self, order: OrderId, actor: Actor, command: OrderCommand) {
        match self.engine.submit(envelope(order, actor, command)).await.expect("it is answered") {
            Answer::Decided(_) => {}
            other => panic!("it was not carried out: {other:?}"),
        }
    }

    /// An order of one unit for 100.00, placed.
    pub async fn placed(&self, reference: &str) -> OrderId {
        let order = order_id(reference);
        self.act(order, Actor::Marketplace, place(reference, self.engine.now(shop()).await.expect("known")))
            .await;
        order
    }

    /// The same, paid.
    pub async fn paid(&self, reference: &str) -> OrderId {
        let order = self.placed(reference).await;
        self.act(order, Actor::Gateway("card".to_owned()), self.capture().await).await;
        order
    }

    /// The capture of the only payment, now.
    pub async fn capture(&self) -> OrderCommand {
        let captured_at = self.engine.now(shop()).await.expect("known");
        OrderCommand::CapturePayment { payment: PaymentNo(0), captured_at, fee: Minor::ZERO }
    }

    /// An order as it stands.
    pub async fn order(&self, order: OrderId) -> Order {
        let view = self.engine.order(shop(), order).await.expect("it is read").expect("it is there");
        view.aggregate.order().expect("an order").clone()
    }

    /// Minor units confirmed as refunded by the order's own state.
    pub async fn confirmed(&self, order: OrderId) -> i64 {
        let order = self.order(order).await;
        let legs = order.refunds.iter().flat_map(|refund| &refund.legs);
        legs.filter(|leg| leg.confirmed.is_some()).map(|leg| leg.promise.amount.get()).sum()
    }

    /// Waits until something holds, or fails after a few seconds.
    pub async fn until<F: AsyncFn() -> bool>(&self, what: &str, holds: F) {
        for _ in 0..500 {
            if holds().await {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("in five seconds: {what}");
    }
}

/// What an engine over a bed is made of.
pub async fn parts(
    bed: &Bed,
    clock: &Arc<StandingClock>,
    gateway: &Arc<FakeGateway>,
    post: &Arc<Post>,
) -> Parts {
    let mut settings = Settings::default();
    if bed.url().is_some() {
        settings.lanes = 4.try_into().expect("not zero");
    }
    Parts {
        store: bed.store().await,
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        gateways: Arc::new(OneGateway(Arc::clone(gateway))),
        notices: Arc::clone(post) as Arc<dyn Notices>,
        policies: Policies::default(),
        settings,
        failpoints: Failpoints::none(),
    }
}

async fn engine(
    bed: &Bed,
    clock: &Arc<StandingClock>,
    gateway: &Arc<FakeGateway>,
    post: &Arc<Post>,
    failpoints: Failpoints,
) -> Engine {
    let parts = parts(bed, clock, gateway, post).await;
    Engine::start(Parts { failpoints, ..parts }).await.expect("it starts")
}

/// The id of an order.
pub fn order_id(reference: &str) -> OrderId {
    OrderId::of(shop(), reference, SELLER)
}

/// A command on its way.
pub fn envelope(order: OrderId, actor: Actor, command: OrderCommand) -> Envelope {
    Envelope::new(shop(), AggregateId::Order(order), Command::Order(command), actor)
}

/// A placement of one unit for 100.00 by card.
pub fn place(reference: &str, placed_at: Timestamp) -> OrderCommand {
    let minor = |amount| Minor::new(amount).expect("in range");
    OrderCommand::Place(Box::new(Placement {
        reference: reference.to_owned(),
        buyer: BUYER,
        seller: SELLER,
        currency: "BRL".parse().expect("a currency"),
        placed_at,
        pay_by: None,
        ship_by: None,
        estimate: None,
        lines: vec![NewLine {
            sku: "sku".to_owned(),
            listing: None,
            pieces: Vec::new(),
            quantity: 1,
            price: minor(10_000),
            shipping: Minor::ZERO,
            seller_discount: Minor::ZERO,
            platform_discount: Minor::ZERO,
            returnable: None,
            category: None,
            coins_value: Minor::ZERO,
            coins: Minor::ZERO,
        }],
        payments: vec![PaymentExpected {
            provider: "card".to_owned(),
            payment_id: format!("pay_{reference}"),
            method: "credit_card".to_owned(),
            amount: minor(10_000),
        }],
    }))
}

/// A cancellation of everything by the buyer: a refund is promised.
pub fn cancel() -> OrderCommand {
    OrderCommand::Cancel { units: vec![UnitNo(0)], reason: "changed_mind".to_owned() }
}

/// A declared parcel.
pub fn ship(number: &str) -> OrderCommand {
    OrderCommand::DeclareShipment(Shipment {
        units: Vec::new(),
        carrier: Some("ups".to_owned()),
        number: Some(number.to_owned()),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: None,
    })
}

/// The first reading of a marketplace.
pub async fn marketplace(world: &World) -> Arc<Marketplace> {
    world.engine.marketplace(shop()).await.expect("it is there")
}
