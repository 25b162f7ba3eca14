//! Words in which the rules are told: windows, boundaries, probes that change nothing, and what must hold after every
//! step of every story.
use super::{BUYER, SELLER, World, at, line, minor, payment, scan};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Limits, Outgoing};
use resolution::case::Received;
use resolution::case::remedy::Remedy;
use resolution::id::{AggregateId, EvidenceNo, ParcelNo, PartyId, UnitNo};
use resolution::order::command::{Opening, OrderCommand, Submission};
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::Status;
use resolution::parcel::window::Window;
use resolution::policy::{self, Policy, StageName};
use resolution::refusal::Refusal;

/// The buyer, acting.
pub const BY_BUYER: Actor = Actor::Buyer(BUYER);
/// The seller, acting.
pub const BY_SELLER: Actor = Actor::Seller(SELLER);

/// One nanosecond before an instant.
pub fn just_before(instant: Timestamp) -> Timestamp {
    instant - SignedDuration::from_nanos(1)
}

/// One nanosecond after an instant.
pub fn just_after(instant: Timestamp) -> Timestamp {
    instant + SignedDuration::from_nanos(1)
}

/// The timer on time, and late by a day: no outcome may differ.
pub fn timers() -> [SignedDuration; 2] {
    [SignedDuration::ZERO, SignedDuration::from_hours(24)]
}

/// A shipped policy, to be changed by a test.
pub fn preset(name: &str) -> Policy {
    policy::check(&policy::presets::files(name).expect("a preset")).expect("a sound preset")
}

/// Units by their ordinals.
pub fn units(of: &[u16]) -> Vec<UnitNo> {
    of.iter().map(|u| UnitNo(*u)).collect()
}

/// A picture of 1,000,000 bytes that ticks off `requirement`.
pub fn picture(requirement: Option<&str>, by: PartyId) -> Submission {
    Submission {
        case: None,
        requirement: requirement.map(str::to_owned),
        seal: super::seal(by),
        kind: "picture".into(),
        bytes: 1_000_000,
        caption: None,
        taken: None,
        grams: None,
    }
}

impl World {
    /// A world of a preset in a zone, its clock at an instant, its timers late by so much.
    pub fn starting(preset: &str, zone: &str, now: &str, lateness: SignedDuration) -> Self {
        let mut world = Self::new(preset, zone);
        (world.now, world.lateness) = (at(now), lateness);
        world
    }

    /// Two lines: three units (0 to 2) for 3,000 and 90, two units (3 and 4) for 1,001 and 7; paid by card and voucher.
    pub fn basket(&mut self) {
        let payments = vec![payment("credit_card", 4_000), payment("voucher", 98)];
        self.place(vec![line(3, 3_000, 90), line(2, 1_001, 7)], payments);
        self.pay();
    }

    /// Other limits of the installation.
    pub fn limit(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// The *not received* window of a parcel.
    pub fn not_received(&self, parcel: usize) -> Window {
        self.order().parcels[parcel].not_received.clone().expect("the window is known")
    }

    /// The *received* window of a parcel.
    pub fn received(&self, parcel: usize) -> Window {
        self.order().parcels[parcel].received.clone().expect("the window is known")
    }

    /// A parcel with these units and without tracking, handed over now.
    pub fn untracked(&mut self, units: &[u16]) -> u16 {
        self.declare(units, None)
    }

    /// One carrier scan, now.
    pub fn scan_now(&mut self, parcel: u16, status: Status) {
        let now = self.now;
        self.carrier(parcel, vec![scan(now, status)]).expect("the scan is taken");
    }

    /// The carrier scans a parcel in transit every so many days, for so many times.
    pub fn travels(&mut self, parcel: u16, every: i64, times: u16) {
        for _ in 0..times {
            self.days(every);
            self.scan_now(parcel, Status::InTransit);
        }
    }

    /// The buyer confirms a parcel.
    pub fn confirm(&mut self, parcel: u16) -> Result<(), Refusal> {
        self.buyer(OrderCommand::ConfirmReceipt { parcel: ParcelNo(parcel) })
    }

    /// What a command would answer now, deadlines that are due applied before; nothing is changed.
    pub fn would(&self, actor: &Actor, command: OrderCommand) -> Result<(), Refusal> {
        let mut aggregate = self.aggregate.clone();
        while let Some((_, events)) = aggregate.wake(&self.context(), self.now) {
            for event in &events {
                aggregate.apply(self.aggregate_id(), event, self.now);
            }
        }
        aggregate.decide(&Command::Order(command), actor, &self.context(), self.now).map(drop)
    }

    /// Everything that is left of some units, goods and shipping.
    pub fn most(&self, of: &[u16]) -> i64 {
        let unit = |u: &u16| &self.order().units[usize::from(*u)];
        of.iter().map(unit).map(|u| u.goods.buyer_left().get() + u.shipping.buyer_left().get()).sum()
    }

    /// A dispute over units that asks for everything: *not received*, or *damaged*.
    pub fn opening(&self, of: &[u16], received: Received) -> OrderCommand {
        let reason = if received == Received::No { "not_received" } else { "damaged" };
        let asked = Remedy::Refund { amount: minor(self.most(of)) };
        OrderCommand::OpenDispute(Opening {
            units: units(of),
            received,
            reason: reason.into(),
            sub_reason: None,
            asked,
            text: None,
        })
    }

    /// Whether that dispute could be opened now.
    pub fn may_open(&self, of: &[u16], received: Received) -> Result<(), Refusal> {
        self.would(&BY_BUYER, self.opening(of, received))
    }

    /// Opens that dispute.
    pub fn open(&mut self, of: &[u16], received: Received) -> u16 {
        let no = u16::try_from(self.order().cases.len()).expect("few cases");
        self.buyer(self.opening(of, received)).expect("the dispute is opened");
        no
    }

    /// Submits evidence; its ordinal.
    pub fn submit(&mut self, actor: &Actor, submission: Submission) -> Result<EvidenceNo, Refusal> {
        let no = EvidenceNo::after(self.order().evidence.len());
        self.act(actor, OrderCommand::SubmitEvidence(submission))?;
        Ok(no)
    }

    /// What was released of a unit, goods and shipping, commission included.
    pub fn released_of(&self, of: &[u16]) -> i64 {
        let unit = |u: &u16| &self.order().units[usize::from(*u)];
        of.iter().map(unit).map(|u| u.goods.released.get() + u.shipping.released.get()).sum()
    }

    /// What the buyer was promised or given back of units.
    pub fn refunded_of(&self, of: &[u16]) -> i64 {
        let unit = |u: &u16| &self.order().units[usize::from(*u)];
        of.iter().map(unit).map(|u| u.goods.buyer_back().get() + u.shipping.buyer_back().get()).sum()
    }

    /// The notices of a name so far: to whom, and the instant each speaks of.
    pub fn told(&self, name: &str) -> Vec<(PartyId, Option<Timestamp>)> {
        let wanted = |sent: &Outgoing| match sent {
            Outgoing::Notice { to, notice, end, .. } if notice == name => Some((*to, *end)),
            _ => None,
        };
        self.sent.iter().filter_map(wanted).collect()
    }

    /// How the order ended: what went where, how every case closed, whether the order is done. No instants.
    pub fn outcome(&self) -> String {
        let order = self.order();
        let units: Vec<(i64, i64, bool)> = (0..order.units.len())
            .map(|u| u16::try_from(u).expect("few units"))
            .map(|u| {
                (
                    self.refunded_of(&[u]),
                    self.released_of(&[u]),
                    order.units[usize::from(u)].cancelled.is_some(),
                )
            })
            .collect();
        let cases: Vec<_> =
            order.cases.iter().map(|c| (c.stage.name.word(), c.closed.map(|(how, _)| how))).collect();
        format!("{} {units:?} {cases:?} {:?} {:?}", order.word(), order.flags, self.balances())
    }

    /// What must hold after every step (DESIGN 3.4): a stage that begins has a clock, whose turn and what then, unless
    /// it is the end; and as long as money lies in escrow or a case is open, some instant is due.
    pub fn check_clocks(&self, first: usize) {
        for (_, event) in &self.log[first..] {
            let OrderEvent::StageEntered { stage, turn, end, promised, on_end, .. } = event else { continue };
            let closed = *stage == StageName::Closed;
            assert_eq!(end.is_none(), closed, "the clock of {}", stage.word());
            assert_eq!(on_end.is_empty(), closed, "what follows silence in {}", stage.word());
            assert!(!turn.is_empty() && promised.is_none_or(|promised| Some(promised) >= *end));
        }
        let Aggregate::Order(order) = &self.aggregate else { return };
        let unpaid = order.paid.is_none() && order.expired.is_none();
        let waits =
            order.paid.is_some() && order.escrow().is_positive() || order.cases.iter().any(|c| c.open());
        let due = self.aggregate.next_wake(&self.context());
        // What is frozen waits for the account: its last day is the clock.
        let frozen = order.freezes.iter().any(|freeze| freeze.lifted.is_none());
        assert!(
            due.is_some() || frozen || !(unpaid || waits),
            "money or a case waits for ever: {}",
            self.outcome()
        );
    }

    fn aggregate_id(&self) -> AggregateId {
        AggregateId::Order(self.id)
    }
}
