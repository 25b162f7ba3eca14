//! A small world for tests: one order, its people, its clock. Time moves only when a test says so, and every deadline
//! on the way is applied at its own instant (or late, where a test wants that).
pub mod acts;
pub mod tell;

use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Event, Limits, Outgoing};
use resolution::case::remedy::Remedy;
use resolution::case::{Case, Received};
use resolution::id::{
    AggregateId, CaseNo, LegNo, MarketplaceId, OrderId, ParcelNo, PartyId, PaymentNo, RefundNo, UnitNo,
};
use resolution::ledger::{Account, Commodity};
use resolution::money::Minor;
use resolution::order::Order;
use resolution::order::command::{NewLine, Opening, OrderCommand, Placement, Shipment};
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::{Scan, Status};
use resolution::payment::{LegResult, PaymentExpected};
use resolution::policy::{self, Policy};
use resolution::refusal::Refusal;
use resolution::seal::{Seal, Words};
use resolution::time::Calendar;
use std::collections::BTreeMap;

/// The buyer of every story.
pub const BUYER: PartyId = PartyId([1; 16]);
/// The seller of every story.
pub const SELLER: PartyId = PartyId([2; 16]);
/// A mediator.
pub const MEDIATOR: PartyId = PartyId([3; 16]);
/// Another mediator.
pub const MEDIATOR_2: PartyId = PartyId([4; 16]);

/// An instant from its text.
pub fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant such as 2026-03-01T12:00:00Z")
}

/// An amount in minor units.
pub fn minor(amount: i64) -> Minor {
    Minor::new(amount).expect("an amount in range")
}

/// Sealed words.
pub fn seal(by: PartyId) -> Seal {
    Seal { digest: "0".repeat(64), by }
}

/// A typed reason.
pub fn because(reason: &str) -> Words {
    Words::only(reason)
}

/// A line of `quantity` units for `price` and `shipping` in all.
pub fn line(quantity: u16, price: i64, shipping: i64) -> NewLine {
    NewLine {
        sku: "sku".into(),
        listing: None,
        pieces: vec![],
        quantity,
        price: minor(price),
        shipping: minor(shipping),
        seller_discount: Minor::ZERO,
        platform_discount: Minor::ZERO,
        returnable: None,
        category: None,
        coins_value: Minor::ZERO,
        coins: Minor::ZERO,
    }
}

/// A payment share.
pub fn payment(method: &str, amount: i64) -> PaymentExpected {
    PaymentExpected {
        provider: "sandbox".into(),
        payment_id: format!("pay_{method}"),
        method: method.into(),
        amount: minor(amount),
    }
}

/// A carrier scan.
pub fn scan(when: Timestamp, status: Status) -> Scan {
    Scan { at: when, status, cause: None, by_carrier: true, destination_matches: None, raw: String::new() }
}

/// One order with everything around it.
pub struct World {
    /// The state.
    pub aggregate: Aggregate,
    /// Every event with its instant of recording.
    pub log: Vec<(Timestamp, OrderEvent)>,
    /// What left through the outbox.
    pub sent: Vec<Outgoing>,
    /// The policy.
    pub policy: Policy,
    /// Zone and working days.
    pub calendar: Calendar,
    /// The clock.
    pub now: Timestamp,
    /// How late every deadline is applied.
    pub lateness: SignedDuration,
    limits: Limits,
    id: OrderId,
    marketplace: MarketplaceId,
}

impl World {
    /// Nothing has happened yet; the clock stands at 2026-03-02T12:00:00Z, a Monday.
    pub fn new(preset: &str, zone: &str) -> Self {
        let files = policy::presets::files(preset).expect("a preset");
        Self::with_policy(policy::check(&files).expect("a sound preset"), zone)
    }

    /// The same with a policy of one's own.
    pub fn with_policy(policy: Policy, zone: &str) -> Self {
        let marketplace = MarketplaceId::of("test");
        Self {
            aggregate: Aggregate::Nothing,
            log: Vec::new(),
            sent: Vec::new(),
            policy,
            calendar: Calendar::new(zone).expect("a zone"),
            now: at("2026-03-02T12:00:00Z"),
            lateness: SignedDuration::ZERO,
            limits: Limits::default(),
            id: OrderId::of(marketplace, "1", SELLER),
            marketplace,
        }
    }

    /// The state of the order.
    pub fn order(&self) -> &Order {
        self.aggregate.order().expect("the order is placed")
    }

    /// One case.
    pub fn case(&self, no: u16) -> &Case {
        self.order().case(CaseNo(no)).expect("the case is open or was")
    }

    /// The word of a case's stage.
    pub fn stage(&self, no: u16) -> &'static str {
        self.case(no).stage.name.word()
    }

    /// Gives a command now; deadlines that are due come first.
    pub fn act(&mut self, actor: &Actor, command: OrderCommand) -> Result<(), Refusal> {
        self.wake_all(self.now);
        let events = self.try_act(actor, command)?;
        self.take(events, self.now);
        Ok(())
    }

    /// What a command would do now, without doing it.
    pub fn try_act(&self, actor: &Actor, command: OrderCommand) -> Result<Vec<Event>, Refusal> {
        self.aggregate.decide(&Command::Order(command), actor, &self.context(), self.now)
    }

    /// As the buyer.
    pub fn buyer(&mut self, command: OrderCommand) -> Result<(), Refusal> {
        self.act(&Actor::Buyer(BUYER), command)
    }

    /// As the seller.
    pub fn seller(&mut self, command: OrderCommand) -> Result<(), Refusal> {
        self.act(&Actor::Seller(SELLER), command)
    }

    /// As the mediator.
    pub fn mediator(&mut self, command: OrderCommand) -> Result<(), Refusal> {
        self.act(&Actor::Mediator(MEDIATOR), command)
    }

    /// As the marketplace's server.
    pub fn marketplace(&mut self, command: OrderCommand) -> Result<(), Refusal> {
        self.act(&Actor::Marketplace, command)
    }

    /// As a carrier.
    pub fn carrier(&mut self, parcel: u16, scans: Vec<Scan>) -> Result<(), Refusal> {
        self.act(
            &Actor::Carrier("test".into()),
            OrderCommand::RecordScans { parcel: ParcelNo(parcel), scans },
        )
    }

    /// What `decide` is told from outside.
    pub fn context(&self) -> Context<'_> {
        Context {
            id: AggregateId::Order(self.id),
            marketplace: self.marketplace,
            calendar: &self.calendar,
            policy: &self.policy,
            limits: &self.limits,
        }
    }

    /// Moves the clock, stepping through every due instant.
    pub fn go_to(&mut self, to: Timestamp) {
        while let Some(due) = self.aggregate.next_wake(&self.context()) {
            let when = (due + self.lateness).max(self.now);
            if when > to {
                break;
            }
            let before = self.log.len();
            self.now = when;
            self.wake_all(when);
            assert!(self.log.len() > before, "a deadline at {due} does nothing: it would be due for ever");
        }
        self.now = to;
    }

    /// Moves the clock by whole days.
    pub fn days(&mut self, days: i64) {
        self.go_to(self.now + SignedDuration::from_hours(days * 24));
    }

    fn wake_all(&mut self, now: Timestamp) {
        for _ in 0..1_000 {
            let Some((_, events)) = self.aggregate.wake(&self.context(), now) else {
                return;
            };
            self.take(events, now);
        }
        panic!("a thousand deadlines at one instant");
    }

    fn take(&mut self, events: Vec<Event>, now: Timestamp) {
        let first = self.log.len();
        for event in events {
            self.aggregate.apply(AggregateId::Order(self.id), &event, now);
            self.sent.extend(self.aggregate.outgoing(&event, self.marketplace));
            if let Event::Order(event) = event {
                self.log.push((now, event));
            }
        }
        if let Some(order) = self.aggregate.order() {
            resolution::order::guard::check(order).expect("the money guard");
            self.hold_the_books();
        }
        self.check_clocks(first);
    }

    /// Places an order (BRL) with these lines and payments, estimate 10 days ahead unless given.
    pub fn place(&mut self, lines: Vec<NewLine>, payments: Vec<PaymentExpected>) {
        let estimate = Some(self.now + SignedDuration::from_hours(240));
        self.place_with(lines, payments, |p| p.estimate = estimate);
    }

    /// The same, with the rest of the placement as the test wants it.
    pub fn place_with(
        &mut self,
        lines: Vec<NewLine>,
        payments: Vec<PaymentExpected>,
        change: impl FnOnce(&mut Placement),
    ) {
        let mut placement = Placement {
            reference: "1".into(),
            buyer: BUYER,
            seller: SELLER,
            currency: "BRL".parse().expect("a currency"),
            placed_at: self.now,
            pay_by: None,
            ship_by: None,
            estimate: None,
            lines,
            payments,
        };
        change(&mut placement);
        self.marketplace(OrderCommand::Place(Box::new(placement))).expect("the order is placed");
    }

    /// Captures every payment.
    pub fn pay(&mut self) {
        for index in 0..self.order().payments.len() {
            let command = OrderCommand::CapturePayment {
                payment: PaymentNo::after(index),
                captured_at: self.now,
                fee: Minor::ZERO,
            };
            self.act(&Actor::Gateway("sandbox".into()), command).expect("the payment is captured");
        }
    }

    /// Declares a parcel with tracking for these units (none: all) and scans it in transit.
    pub fn ship(&mut self, units: &[u16]) -> u16 {
        let no = self.declare(units, Some("ups"));
        let now = self.now;
        self.carrier(no, vec![scan(now, Status::InTransit)]).expect("the scan is taken");
        no
    }

    /// Declares a parcel, with or without a carrier.
    pub fn declare(&mut self, units: &[u16], carrier: Option<&str>) -> u16 {
        let no = self.order().parcels.len();
        let shipment = Shipment {
            units: units.iter().map(|u| UnitNo(*u)).collect(),
            carrier: carrier.map(str::to_owned),
            number: carrier.map(|_| format!("TRACK{no}")),
            weight_grams: None,
            estimate: None,
            handed_over: None,
            resend: false,
            case: None,
        };
        self.seller(OrderCommand::DeclareShipment(shipment)).expect("the parcel is declared");
        u16::try_from(no).expect("few parcels")
    }

    /// The carrier delivers a parcel now.
    pub fn deliver(&mut self, parcel: u16) {
        let now = self.now;
        self.carrier(parcel, vec![scan(now, Status::Delivered)]).expect("the scan is taken");
    }

    /// An order of one line over `quantity` units, paid by card and shipped in one parcel.
    pub fn shipped(&mut self, quantity: u16, price: i64, shipping: i64) {
        self.place(vec![line(quantity, price, shipping)], vec![payment("credit_card", price + shipping)]);
        self.pay();
        self.ship(&[]);
    }

    /// Opens a dispute as the buyer.
    pub fn dispute(
        &mut self,
        units: &[u16],
        received: Received,
        reason: &str,
        asked: Remedy,
    ) -> Result<u16, Refusal> {
        let no = self.order().cases.len();
        self.buyer(OrderCommand::OpenDispute(Opening {
            units: units.iter().map(|u| UnitNo(*u)).collect(),
            received,
            reason: reason.into(),
            sub_reason: None,
            asked,
            text: None,
        }))?;
        Ok(u16::try_from(no).expect("few cases"))
    }

    /// The gateway confirms every open leg now.
    pub fn gateway_confirms(&mut self) {
        let open: Vec<(RefundNo, LegNo)> = self
            .order()
            .refunds
            .iter()
            .flat_map(|r| r.legs.iter().filter(|l| !l.settled()).map(|l| (r.no, l.promise.leg)))
            .collect();
        for (refund, leg) in open {
            let bounces = self.order().refunds[refund.index()].legs[leg.index()].bounces;
            let result = LegResult::Confirmed { reference: format!("ref{bounces}") };
            let command = OrderCommand::RefundResult { refund, leg, result, at: self.now };
            self.act(&Actor::Gateway("sandbox".into()), command).expect("the result is taken");
        }
    }

    /// Balances of all accounts from the postings of all events, in minor units; each commodity must sum to zero.
    pub fn balances(&self) -> BTreeMap<(Account, Commodity), i64> {
        let mut balances = BTreeMap::new();
        for (_, event) in &self.log {
            for posting in Event::Order(event.clone()).postings() {
                *balances.entry((posting.from.clone(), posting.of)).or_insert(0) -= posting.amount.get();
                *balances.entry((posting.to.clone(), posting.of)).or_insert(0) += posting.amount.get();
            }
        }
        assert_eq!(balances.values().sum::<i64>(), 0, "double entry");
        balances
    }

    /// The balance of one account in the order's currency.
    pub fn balance(&self, account: &Account) -> i64 {
        let money = Commodity::Money(self.order().placed.currency);
        self.balances().get(&(account.clone(), money)).copied().unwrap_or(0)
    }

    /// What the buyer was promised or given back in all.
    pub fn refunded(&self) -> i64 {
        self.order().refunds.iter().map(|r| r.to_buyer().get()).sum()
    }

    /// What was released to the seller before commission.
    pub fn released(&self) -> i64 {
        self.order().components().map(|(_, c)| c.released.get()).sum()
    }

    /// When the last event of a kind was recorded.
    pub fn when(&self, wanted: impl Fn(&OrderEvent) -> bool) -> Option<Timestamp> {
        self.log.iter().rev().find(|(_, event)| wanted(event)).map(|(when, _)| *when)
    }
}
