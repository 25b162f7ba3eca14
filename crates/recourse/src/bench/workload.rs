//! The mix of commands that is measured: orders that come in evenly, each with its life, told in the order in which things
//! would happen. While there are many orders, those under way lie as far apart as in a real marketplace of that size.
//!
//! | step | command | of 100 orders |
//! | --- | --- | --- |
//! | 0 | placed (with an idempotency key) | 100 |
//! | 1 | payment captured (natural key) | 100 |
//! | 2 | parcel declared (key) | 100 |
//! | 3, 4, 5 | carrier's scans: in transit, out for delivery, delivered | 300 |
//! | 6, 7, 8 | dispute opened, seller proposes half, buyer accepts (keys); the refund is paid by the outbox | 10 each |
use engine::vault::Vault;
use engine::{Envelope, natural_key, request_hash};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::case::Received;
use resolution::case::remedy::Remedy;
use resolution::id::{
    AggregateId, CaseNo, MarketplaceId, OrderId, ParcelNo, PartyId, PaymentNo, ProposalNo, UnitNo,
};
use resolution::money::Minor;
use resolution::order::command::{NewLine, Opening, OrderCommand, Placement, Shipment};
use resolution::parcel::tracking::{Scan, Status};
use resolution::payment::PaymentExpected;
use resolution::seal::Words;
use simulator::workload::{Dice, hand_over, transit};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Mutex, PoisonError};

/// Virtual milliseconds over which the population of orders came in: how long a marketplace looks back.
const SPAN_MS: i64 = 90 * DAY_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
const HOUR_MS: i64 = 3_600_000;
/// One order in so many is disputed.
const DISPUTED: u64 = 10;
/// Sellers; some sell far more than others.
const SELLERS: u64 = 2_000;
/// Price of an order in minor units.
pub const PRICE: i64 = 4_500;
/// The provider of all payments.
const PROVIDER: &str = connectors::sandbox::SandboxGateway::NAME;
const CARRIER: &str = "ups";

/// The steps of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Place,
    Capture,
    Ship,
    InTransit,
    OutForDelivery,
    Delivered,
    Open,
    Propose,
    Accept,
}

impl Step {
    const fn next(self, disputed: bool) -> Option<Self> {
        match self {
            Self::Place => Some(Self::Capture),
            Self::Capture => Some(Self::Ship),
            Self::Ship => Some(Self::InTransit),
            Self::InTransit => Some(Self::OutForDelivery),
            Self::OutForDelivery => Some(Self::Delivered),
            Self::Delivered if disputed => Some(Self::Open),
            Self::Open => Some(Self::Propose),
            Self::Propose => Some(Self::Accept),
            Self::Delivered | Self::Accept => None,
        }
    }
}

/// One thing to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Act {
    /// Virtual milliseconds at which it would happen.
    at: i64,
    /// Which order, from 0.
    pub order: u64,
    /// What.
    pub step: Step,
}

#[derive(Default)]
struct Agenda {
    coming: BinaryHeap<Reverse<Act>>,
    orders: u64,
}

/// The orders of a marketplace.
pub struct Trade {
    market: MarketplaceId,
    name: String,
    buyers: Vec<PartyId>,
    sellers: Vec<PartyId>,
    spacing: i64,
    agenda: Mutex<Agenda>,
}

impl Trade {
    /// Orders that come in as in a marketplace with so many in 90 days. `name` keeps references of several apart.
    pub fn new(market: MarketplaceId, vault: Option<&Vault>, name: &str, population: u64) -> Self {
        let of = |kind: &str, number: u64| {
            let id = format!("{kind}-{number}");
            vault.map_or_else(
                || PartyId(natural_key(market, "party", &[&id])),
                |vault| vault.pseudonym(market, &id),
            )
        };
        let population = population.max(1);
        Self {
            market,
            name: name.to_owned(),
            buyers: (0..(population / 2).clamp(1, 200_000)).map(|number| of("buyer", number)).collect(),
            sellers: (0..SELLERS).map(|number| of("seller", number)).collect(),
            spacing: (SPAN_MS / i64::try_from(population).unwrap_or(i64::MAX)).max(1),
            agenda: Mutex::default(),
        }
    }

    /// What happens next.
    pub fn next(&self) -> Act {
        let mut agenda = self.agenda.lock().unwrap_or_else(PoisonError::into_inner);
        let arrives = i64::try_from(agenda.orders).unwrap_or(i64::MAX).saturating_mul(self.spacing);
        let due = agenda.coming.peek().is_some_and(|Reverse(first)| first.at <= arrives);
        if due && let Some(Reverse(act)) = agenda.coming.pop() {
            return act;
        }
        let order = agenda.orders;
        agenda.orders += 1;
        Act { at: arrives, order, step: Step::Place }
    }

    /// It was carried out: what follows on it may come.
    pub fn done(&self, act: Act) {
        let Some(step) = act.step.next(disputed(act.order)) else { return };
        let coming = Act { at: act.at.saturating_add(wait(act.order, step)), order: act.order, step };
        self.agenda.lock().unwrap_or_else(PoisonError::into_inner).coming.push(Reverse(coming));
    }

    /// So many orders came in before, in another run.
    pub fn came_in(&self, orders: u64) {
        self.agenda.lock().unwrap_or_else(PoisonError::into_inner).orders = orders;
    }

    /// How many orders came in.
    pub fn orders(&self) -> u64 {
        self.agenda.lock().unwrap_or_else(PoisonError::into_inner).orders
    }

    /// A step of an order by itself, outside the agenda.
    #[expect(clippy::unused_self, reason = "an act belongs to a trade")]
    pub const fn act(&self, order: u64, step: Step) -> Act {
        Act { at: 0, order, step }
    }

    /// The reference of an order.
    pub fn reference(&self, order: u64) -> String {
        format!("{}-{order}", self.name)
    }

    /// Number of the buyer of an order.
    pub fn buyer(&self, order: u64) -> usize {
        usize::try_from(mixed(order)).unwrap_or_default() % self.buyers.len()
    }

    /// Number of the seller of an order: half of all orders are those of a tenth of the sellers.
    pub fn seller(&self, order: u64) -> usize {
        let mixed = mixed(order ^ 0xABCD);
        let of = if mixed & 1 == 0 { SELLERS / 10 } else { SELLERS };
        usize::try_from((mixed >> 1) % of).unwrap_or_default()
    }

    /// The id of an order.
    pub fn id(&self, order: u64) -> OrderId {
        OrderId::of(self.market, &self.reference(order), self.sellers[self.seller(order)])
    }

    /// The command of an act, counted at `now`.
    pub fn envelope(&self, act: Act, now: Timestamp) -> Envelope {
        let (buyer, seller) = (self.buyers[self.buyer(act.order)], self.sellers[self.seller(act.order)]);
        let reference = self.reference(act.order);
        let (actor, command) = match act.step {
            Step::Place => (Actor::Marketplace, self.place(&reference, buyer, seller, now)),
            Step::Capture => {
                let command = OrderCommand::CapturePayment {
                    payment: PaymentNo(0),
                    captured_at: now,
                    fee: Minor::ZERO,
                };
                (Actor::Gateway(PROVIDER.to_owned()), command)
            }
            Step::Ship => (Actor::Seller(seller), OrderCommand::DeclareShipment(shipment(&reference))),
            Step::InTransit => scanned(Status::InTransit, now),
            Step::OutForDelivery => scanned(Status::OutForDelivery, now),
            Step::Delivered => scanned(Status::Delivered, now),
            Step::Open => (Actor::Buyer(buyer), open()),
            Step::Propose => {
                let words = Words::only("offer");
                (Actor::Seller(seller), OrderCommand::Propose { case: CaseNo(0), remedy: half(), words })
            }
            Step::Accept => {
                let (case, proposal, terms) = (CaseNo(0), ProposalNo(0), half().terms_hash());
                (Actor::Buyer(buyer), OrderCommand::AcceptProposal { case, proposal, terms })
            }
        };
        let id = self.id(act.order);
        let envelope =
            Envelope::new(self.market, AggregateId::Order(id), Command::Order(command), actor).read_at(now);
        match act.step {
            Step::Capture => envelope.taking(natural_key(self.market, "captured", &[PROVIDER, &reference])),
            Step::InTransit | Step::OutForDelivery | Step::Delivered => envelope,
            step => {
                let key = format!("{reference}/{step:?}");
                let request = request_hash("POST", &key, b"");
                envelope.once("shop", &key, request)
            }
        }
    }

    fn place(&self, reference: &str, buyer: PartyId, seller: PartyId, now: Timestamp) -> OrderCommand {
        let line = NewLine {
            sku: "lamp".to_owned(),
            listing: None,
            pieces: Vec::new(),
            returnable: None,
            category: None,
            quantity: 1,
            price: minor(PRICE - 500),
            shipping: minor(500),
            seller_discount: Minor::ZERO,
            platform_discount: Minor::ZERO,
            coins_value: Minor::ZERO,
            coins: Minor::ZERO,
        };
        let payment = PaymentExpected {
            provider: PROVIDER.to_owned(),
            payment_id: format!("pay-{reference}"),
            method: "card".to_owned(),
            amount: minor(PRICE),
        };
        OrderCommand::Place(Box::new(Placement {
            reference: reference.to_owned(),
            buyer,
            seller,
            currency: "EUR".parse().expect("a currency"),
            placed_at: now,
            pay_by: None,
            ship_by: None,
            estimate: None,
            lines: vec![line],
            payments: vec![payment],
        }))
    }
}

/// Whether an order is disputed.
pub const fn disputed(order: u64) -> bool {
    order % DISPUTED == DISPUTED - 1
}

/// Virtual milliseconds from the step before.
fn wait(order: u64, step: Step) -> i64 {
    let mut dice = Dice::of(1, "bench", order);
    let (carrier, way) = (hand_over(&mut dice), transit(&mut dice));
    let ms = |duration: jiff::SignedDuration| i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
    match step {
        Step::Place => 0,
        Step::Capture => HOUR_MS / 4,
        Step::Ship => 12 * HOUR_MS,
        Step::InTransit => ms(carrier),
        Step::OutForDelivery => ms(way) / 10 * 9,
        Step::Delivered => ms(way) / 10,
        Step::Open => 2 * DAY_MS,
        Step::Propose | Step::Accept => DAY_MS,
    }
}

fn mixed(number: u64) -> u64 {
    let z = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (z ^ (z >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 3
}

fn minor(amount: i64) -> Minor {
    Minor::new(amount).expect("a small amount")
}

/// What is proposed and accepted.
pub fn half() -> Remedy {
    Remedy::Refund { amount: minor(PRICE / 2) }
}

fn shipment(reference: &str) -> Shipment {
    Shipment {
        units: Vec::new(),
        carrier: Some(CARRIER.to_owned()),
        number: Some(format!("T{reference}")),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: None,
    }
}

fn scanned(status: Status, at: Timestamp) -> (Actor, OrderCommand) {
    let scan =
        Scan { at, status, cause: None, by_carrier: true, destination_matches: None, raw: String::new() };
    let scans = OrderCommand::RecordScans { parcel: ParcelNo(0), scans: vec![scan] };
    (Actor::Carrier(CARRIER.to_owned()), scans)
}

fn open() -> OrderCommand {
    OrderCommand::OpenDispute(Opening {
        units: vec![UnitNo(0)],
        received: Received::Yes,
        reason: "not_as_described".to_owned(),
        sub_reason: None,
        asked: Remedy::Refund { amount: minor(PRICE) },
        text: None,
    })
}
