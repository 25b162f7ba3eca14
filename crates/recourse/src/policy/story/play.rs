//! The story itself.
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Event, Limits};
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Closing, Received};
use resolution::id::{AggregateId, MarketplaceId, OrderId, ParcelNo, PartyId, PaymentNo, UnitNo};
use resolution::money::{Currency, Minor};
use resolution::order::command::{NewLine, Opening, OrderCommand, Placement, Shipment};
use resolution::order::event::OrderEvent;
use resolution::parcel::WindowKind;
use resolution::parcel::tracking::{Scan, Status};
use resolution::payment::{LegResult, PaymentExpected};
use resolution::policy::{Liable, Policy, StageName};
use resolution::seal::Words;
use resolution::time::Calendar;

/// What the buyer paid, in cents: 50 for the goods, 10 for shipping.
pub const PAID: i64 = 60_00;
/// The day on which the parcel is handed over, at noon in UTC: a Monday far from any change of clocks.
const SHIPPED: &str = "2026-06-01T12:00:00Z";
/// The parcel should come so many days later.
const ESTIMATE: i64 = 10;
/// The story is given up after so many days.
const PATIENCE: i64 = 200;
const CARRIER: &str = "post";

/// What the seller does when the complaint comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seller {
    /// Rejects it two days later.
    Objects,
    /// Nothing.
    Silent,
}

/// A stage of the case.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Which.
    pub name: StageName,
    /// Whose turn.
    pub turn: String,
    /// The day on which it began.
    pub from: i64,
    /// The day on which its clock ends.
    pub until: Option<i64>,
    /// Its exclusive end.
    pub end: Option<Timestamp>,
    /// Since when, to the second.
    pub since: Timestamp,
}

/// What was told, in days since the date of the hand-over in the policy's zone.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// When *not received* opens and closes, as first shown.
    pub window: Option<(i64, i64)>,
    /// When the buyer could complain.
    pub complained: Option<i64>,
    /// The stages, in their order.
    pub stages: Vec<Stage>,
    /// The ruling: when, and by which row.
    pub ruling: Option<(i64, String)>,
    /// When money was promised, how much in cents, and who bears it.
    pub paid: Option<(i64, i64, Liable)>,
    /// How it ended, and when.
    pub closed: Option<(Closing, i64)>,
}

struct Story<'a> {
    policy: &'a Policy,
    calendar: &'a Calendar,
    limits: Limits,
    id: AggregateId,
    market: MarketplaceId,
    shipped: Timestamp,
    order: Aggregate,
    told: Told,
}

/// Plays it under a policy, in the policy's own zone, without holidays.
pub fn told(policy: &Policy, seller: Seller) -> Told {
    let calendar = Calendar::new(&policy.zone).unwrap_or_else(|error| panic!("a sound policy: {error}"));
    let market = MarketplaceId::of("story");
    let shipped: Timestamp = SHIPPED.parse().unwrap_or(Timestamp::UNIX_EPOCH);
    let story = Story {
        policy,
        calendar: &calendar,
        limits: Limits::default(),
        id: AggregateId::Order(OrderId::of(market, "1", party(2))),
        market,
        shipped,
        order: Aggregate::Nothing,
        told: Told::default(),
    };
    story.play(seller)
}

const fn party(byte: u8) -> PartyId {
    PartyId([byte; 16])
}

fn cents(amount: i64) -> Minor {
    Minor::new(amount).unwrap_or(Minor::ZERO)
}

impl Story<'_> {
    fn play(mut self, seller: Seller) -> Told {
        self.place_and_ship();
        let (buyer, other) = (Actor::Buyer(party(1)), Actor::Seller(party(2)));
        for day in 0..=PATIENCE {
            let now = self.shipped + SignedDuration::from_hours(24 * day);
            self.deadlines(now);
            if self.told.complained.is_none() && self.give(open(), &buyer, now) {
                self.told.complained = Some(day);
            }
            if seller == Seller::Objects && self.told.complained == Some(day - 2) {
                self.give(object(), &other, now);
            }
            self.bank(now);
        }
        self.told
    }

    fn place_and_ship(&mut self) {
        let at = self.shipped - SignedDuration::from_hours(24);
        self.give(place(at, self.shipped), &Actor::Marketplace, at);
        let capture =
            OrderCommand::CapturePayment { payment: PaymentNo(0), captured_at: at, fee: Minor::ZERO };
        self.give(capture, &Actor::Gateway("bank".to_owned()), at);
        self.give(declare(), &Actor::Marketplace, self.shipped);
        let scans = vec![scan(self.shipped)];
        let scanned = OrderCommand::RecordScans { parcel: ParcelNo(0), scans };
        self.give(scanned, &Actor::Carrier(CARRIER.to_owned()), self.shipped);
    }

    fn context<'c>(&'c self) -> Context<'c> {
        Context {
            id: self.id,
            marketplace: self.market,
            calendar: self.calendar,
            policy: self.policy,
            limits: &self.limits,
        }
    }

    /// Gives a command; says whether it was taken.
    fn give(&mut self, command: OrderCommand, actor: &Actor, now: Timestamp) -> bool {
        let decided = self.order.decide(&Command::Order(command), actor, &self.context(), now);
        let Ok(events) = decided else { return false };
        self.take(&events, now);
        true
    }

    /// Applies every deadline up to an instant, each two seconds after it is due.
    fn deadlines(&mut self, now: Timestamp) {
        while let Some(due) = self.order.next_wake(&self.context()).filter(|due| *due <= now) {
            let at = (due + SignedDuration::from_secs(2)).min(now);
            let Some((_, events)) = self.order.wake(&self.context(), at) else { return };
            self.take(&events, at);
        }
    }

    /// The bank pays at once.
    fn bank(&mut self, now: Timestamp) {
        let refunds = self.order.order().map(|order| order.refunds.clone()).unwrap_or_default();
        for refund in refunds.iter().filter(|refund| !refund.settled()) {
            for leg in refund.legs.iter().filter(|leg| !leg.settled()) {
                let result = LegResult::Confirmed { reference: "paid".to_owned() };
                let paid =
                    OrderCommand::RefundResult { refund: refund.no, leg: leg.promise.leg, result, at: now };
                self.give(paid, &Actor::Marketplace, now);
            }
        }
    }

    fn take(&mut self, events: &[Event], at: Timestamp) {
        for event in events {
            self.order.apply(self.id, event, at);
            if let Event::Order(event) = event {
                self.listen(event, at);
            }
        }
    }

    fn day(&self, at: Timestamp) -> i64 {
        let date = |at: Timestamp| at.to_zoned(self.calendar.zone().clone()).date();
        i64::from(date(self.shipped).until(date(at)).map_or(0, |span| span.get_days()))
    }

    /// The date of an exclusive end: "day 5" ends with the first instant of day 6.
    fn last_day(&self, end: Timestamp) -> i64 {
        self.day(end - SignedDuration::from_secs(1))
    }

    fn listen(&mut self, event: &OrderEvent, at: Timestamp) {
        match event {
            OrderEvent::WindowSet { kind: WindowKind::NotReceived, opens, closes, .. } => {
                let window = (self.day(*opens), self.last_day(*closes));
                self.told.window.get_or_insert(window);
            }
            OrderEvent::StageEntered { stage, turn, end, .. } => {
                let stage = Stage {
                    name: *stage,
                    turn: turn.clone(),
                    from: self.day(at),
                    until: end.map(|end| self.last_day(end)),
                    end: *end,
                    since: at,
                };
                self.told.stages.push(stage);
            }
            OrderEvent::CaseRuled { ruling, .. } => {
                self.told.ruling = Some((self.day(at), ruling.row.clone().unwrap_or_default()));
            }
            OrderEvent::RefundPromised(refund) => {
                let amount: i64 = refund.parts.iter().map(|part| part.to_buyer().get()).sum();
                self.told.paid = Some((self.day(at), amount, refund.liable));
            }
            OrderEvent::CaseClosed { closing, .. } => self.told.closed = Some((*closing, self.day(at))),
            _ => {}
        }
    }
}

fn place(placed_at: Timestamp, shipped: Timestamp) -> OrderCommand {
    let line = NewLine {
        sku: "lamp".to_owned(),
        listing: None,
        pieces: Vec::new(),
        returnable: None,
        category: None,
        quantity: 1,
        price: cents(50_00),
        shipping: cents(10_00),
        seller_discount: Minor::ZERO,
        platform_discount: Minor::ZERO,
        coins_value: Minor::ZERO,
        coins: Minor::ZERO,
    };
    let payment = PaymentExpected {
        provider: "bank".to_owned(),
        payment_id: "1".to_owned(),
        method: "credit_card".to_owned(),
        amount: cents(PAID),
    };
    OrderCommand::Place(Box::new(Placement {
        reference: "1".to_owned(),
        buyer: party(1),
        seller: party(2),
        currency: "USD".parse::<Currency>().unwrap_or_else(|error| panic!("a currency: {error}")),
        placed_at,
        pay_by: None,
        ship_by: None,
        estimate: Some(shipped + SignedDuration::from_hours(24 * ESTIMATE)),
        lines: vec![line],
        payments: vec![payment],
    }))
}

fn declare() -> OrderCommand {
    OrderCommand::DeclareShipment(Shipment {
        units: Vec::new(),
        carrier: Some(CARRIER.to_owned()),
        number: Some("1".to_owned()),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: None,
    })
}

fn scan(at: Timestamp) -> Scan {
    Scan {
        at,
        status: Status::InTransit,
        cause: None,
        by_carrier: true,
        destination_matches: None,
        raw: String::new(),
    }
}

fn open() -> OrderCommand {
    OrderCommand::OpenDispute(Opening {
        units: vec![UnitNo(0)],
        received: Received::No,
        reason: "not_received".to_owned(),
        sub_reason: None,
        asked: Remedy::Refund { amount: cents(PAID) },
        text: None,
    })
}

fn object() -> OrderCommand {
    OrderCommand::Respond {
        case: resolution::id::CaseNo(0),
        answer: Answer::Reject,
        words: Words::only("sent"),
    }
}
