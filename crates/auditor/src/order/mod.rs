//! A second, simpler model of an order: what its records must mean, and what must be true of it after each.
mod case;
mod claim;
mod compensation;
mod complaint;
mod due;
mod frame;
mod freeze;
mod funding;
mod money;
mod opening;
mod paid;
mod parcel;
mod refund;
mod release;
mod returning;
mod risk;
mod stage;
mod take;
mod told;

pub(crate) use frame::{Frame, Told};
pub(crate) use money::{Net, agree};

use crate::observe::Nanos;
use crate::read::{Component, PaymentExpected, Price, Remedy};
use std::collections::BTreeMap;

/// What the auditor keeps of an order.
#[derive(Debug, Default)]
pub(crate) struct Order {
    pub(crate) buyer: String,
    pub(crate) seller: String,
    pub(crate) currency: String,
    pub(crate) policy: usize,
    pub(crate) calendar: usize,
    pub(crate) pay_by: Nanos,
    pub(crate) ship_by: Nanos,
    pub(crate) paid: bool,
    pub(crate) expired: bool,
    pub(crate) units: Vec<Unit>,
    pub(crate) surcharge: Part,
    pub(crate) payments: Vec<Payment>,
    pub(crate) parcels: Vec<Parcel>,
    pub(crate) cases: Vec<Case>,
    pub(crate) refunds: Vec<Refund>,
    pub(crate) compensations: Vec<compensation::Compensation>,
    pub(crate) claims: Vec<claim::Claim>,
    /// Cancellations by the seller that count against it, with their units.
    pub(crate) counted_at: Vec<(Nanos, Vec<u16>)>,
    pub(crate) holds: Vec<Hold>,
    /// Escrow by its postings.
    pub(crate) escrow: i64,
    /// Pending refunds by their postings.
    pub(crate) pending: i64,
    /// Messages to accounts so far.
    pub(crate) sequence: u32,
    pub(crate) reminded_ship: bool,
    /// Units that the last cancellation cancelled.
    pub(crate) cancelled_last: usize,
    pub(crate) freezes: Vec<freeze::Freeze>,
    /// What is left of the time to ship, while it rests.
    pub(crate) ship_left: Option<crate::read::Left>,
    /// The account was told that it is paid.
    pub(crate) told_paid: bool,
    /// The seller has reported the buyer.
    pub(crate) reported: bool,
}

/// A unit: two components, and what became of it.
#[derive(Debug, Default)]
pub(crate) struct Unit {
    pub(crate) goods: Part,
    pub(crate) shipping: Part,
    pub(crate) parcels: Vec<u16>,
    pub(crate) cancelled: bool,
    pub(crate) cancelled_at: Option<Nanos>,
    /// The case that settled it, and the parcel that it was about.
    pub(crate) settled: Option<(u16, Option<u16>)>,
    pub(crate) withdrawn: u8,
    /// Whether its listing said that it may go back for a change of mind.
    pub(crate) returnable: Option<bool>,
    /// What kind of product it is.
    pub(crate) category: Option<String>,
}

/// A component: what it costs, who paid it, what was claimed of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) price: Price,
    pub(crate) paid: Vec<i64>,
    pub(crate) shortfall: i64,
    pub(crate) back: Vec<i64>,
    pub(crate) coins_value_back: i64,
    pub(crate) coins_back: i64,
    pub(crate) discount_back: i64,
    /// Of what went back, what did not come out of escrow.
    pub(crate) elsewhere: i64,
    pub(crate) released: i64,
    /// Made good by a carrier, and not taken back.
    pub(crate) compensated: i64,
    /// Of what went back out of escrow, what the seller gave for another cause than a loss on the way.
    pub(crate) given: i64,
    /// Of what went back out of escrow, what the seller gave, agreed to, or was held liable for.
    pub(crate) own: i64,
    pub(crate) settled: bool,
}

/// A payment share.
#[derive(Debug)]
pub(crate) struct Payment {
    pub(crate) expected: PaymentExpected,
    pub(crate) captured: bool,
    pub(crate) fee: i64,
}

/// A parcel.
#[derive(Debug, Default)]
pub(crate) struct Parcel {
    pub(crate) carrier: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) resend: bool,
    pub(crate) case: Option<u16>,
    /// A carrier's scan showed that it has or had it.
    pub(crate) possessed: bool,
    /// The scan that ended the journey: instant, rank, word.
    pub(crate) ended: Option<(Nanos, u8, String)>,
    /// When its carrier last said that it failed: lost, damaged, returned, or not delivered.
    pub(crate) failed_at: Option<Nanos>,
    /// When its carrier said that something holds it up, and why.
    pub(crate) held_up: Vec<(Nanos, Option<String>)>,
    /// The delay that the buyer was told of last.
    pub(crate) delay_told: Option<(Nanos, Option<String>)>,
    /// The carrier's first word that it was delivered.
    pub(crate) delivered: Option<Nanos>,
    /// When the buyer said that it came.
    pub(crate) confirmed: Option<Nanos>,
    pub(crate) not_received: Option<(Nanos, Nanos)>,
    pub(crate) received: Option<(Nanos, Nanos)>,
    pub(crate) shut: bool,
    /// No window of it ends before this.
    pub(crate) lengthened: Option<Nanos>,
    /// The address question: its end, and whether it was answered (or silence was).
    pub(crate) address: Option<(Nanos, Option<Option<bool>>)>,
    /// The request to collect: its end, and whether it is over.
    pub(crate) collection: Option<(Nanos, bool)>,
}

/// A refund with its legs.
#[derive(Debug)]
pub(crate) struct Refund {
    pub(crate) case: Option<u16>,
    pub(crate) legs: Vec<Leg>,
}

/// One way by which a refund travels.
#[derive(Debug)]
pub(crate) struct Leg {
    pub(crate) payment: u16,
    pub(crate) wallet: bool,
    /// The message that carries it, where the way is the wallet.
    pub(crate) sequence: Option<u32>,
    pub(crate) amount: i64,
    pub(crate) sent: bool,
    pub(crate) confirmed: bool,
    pub(crate) refused: bool,
    pub(crate) replaced: bool,
    pub(crate) bounces: u32,
}

/// A hold.
#[derive(Debug)]
pub(crate) struct Hold {
    pub(crate) units: Vec<u16>,
    pub(crate) end: Nanos,
    pub(crate) lifted: bool,
}

/// What a case is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A buyer's dispute.
    #[default]
    Dispute,
    /// Opened by the system for what never came.
    Undelivered,
    /// A return for a change of mind.
    Return,
    /// A complaint of negligence: about the seller and the shipping fee, not about the goods.
    Negligence,
    /// What a carrier makes good to the seller: not the buyer's at all.
    Compensation,
    /// The seller claims payment for what the buyer has though it is shown cancelled or failed.
    Claim,
    /// A risk that the platform found: about everything that no other case holds.
    Risk,
}

/// A case.
#[derive(Debug, Default)]
pub(crate) struct Case {
    /// Of a buyer's dispute: the seller's account was told that it was filed, and that the seller was at fault.
    pub(crate) filing_told: bool,
    /// The buyer's account was told as well.
    pub(crate) filing_noted: bool,
    pub(crate) fault_told: bool,
    /// A ruling that names the seller fixed its outcome.
    pub(crate) at_fault: bool,
    pub(crate) kind: Kind,
    pub(crate) received: bool,
    pub(crate) reason: String,
    pub(crate) sub_reason: Option<String>,
    pub(crate) procedure: String,
    pub(crate) units: Vec<u16>,
    /// Each unit with the parcel that it was in when the case began.
    pub(crate) about: Vec<(u16, Option<u16>)>,
    pub(crate) reserved: Vec<Component>,
    pub(crate) asked: Option<Remedy>,
    pub(crate) changes: u64,
    pub(crate) stage: Option<Stage>,
    pub(crate) negotiation_end: Option<Nanos>,
    pub(crate) paused: Option<Stage>,
    pub(crate) proposals: Vec<Proposal>,
    pub(crate) asked_side: Option<String>,
    pub(crate) escalated: bool,
    pub(crate) amount_at_escalation: Option<i64>,
    pub(crate) mediator: Option<String>,
    pub(crate) ruled_by: Vec<String>,
    pub(crate) rulings: Vec<Ruled>,
    pub(crate) appealed: bool,
    /// A ruling fixed its outcome at some time: whatever is paid since is borne as the last ruling says.
    pub(crate) ruled: bool,
    /// The answer to a complaint that waits for its confirmation: its word and its typed reason.
    pub(crate) draft: Option<(String, String)>,
    /// What became of it at the protection fund.
    pub(crate) funding: Option<funding::Funding>,
    /// Negligence was counted against the seller.
    pub(crate) held: bool,
    /// The carrier was asked.
    pub(crate) investigated: bool,
    pub(crate) waived: Vec<String>,
    /// The terms that both agreed to.
    pub(crate) agreed: Option<Remedy>,
    /// What is carried out, and by what it was fixed.
    pub(crate) fixed: Option<(Option<Remedy>, String)>,
    pub(crate) sent_back: bool,
    /// Somebody said what came back.
    pub(crate) came_back: bool,
    /// The return was objected to, lost or silent: only then may a review follow an agreement.
    pub(crate) return_contested: bool,
    pub(crate) cause_until: Option<Nanos>,
    pub(crate) refund: Option<u16>,
    pub(crate) task: Option<Nanos>,
    pub(crate) closed: bool,
    /// How it ended, in the word of the record.
    pub(crate) closing: String,
    /// Where the last fact of this record leads, in the table's word.
    pub(crate) going: Option<String>,
}

/// A proposal.
#[derive(Debug)]
pub(crate) struct Proposal {
    pub(crate) by: String,
    pub(crate) remedy: Remedy,
    pub(crate) refused: bool,
    pub(crate) accepted: Vec<String>,
}

/// A ruling.
#[derive(Debug)]
pub(crate) struct Ruled {
    pub(crate) remedy: Option<Remedy>,
    pub(crate) funded_by: String,
    pub(crate) liable: String,
}

/// The stage of a case and its clock.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) since: Nanos,
    pub(crate) end: Option<Nanos>,
    pub(crate) on_end: String,
    pub(crate) stopped: Vec<String>,
    pub(crate) left: Option<crate::read::Left>,
    pub(crate) reminded: bool,
}

/// What gateways should have moved for one payment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ByGateway {
    /// Confirmed, and not come back since.
    pub(crate) confirmed: i64,
    /// Promised and not refused for good.
    pub(crate) standing: i64,
    /// Came back, as recorded.
    pub(crate) bounced: i64,
    /// How often money may have moved.
    pub(crate) attempts: u32,
}

impl Order {
    /// A component.
    pub(crate) fn part(&self, which: Component) -> Option<&Part> {
        match which {
            Component::Goods(unit) => self.units.get(usize::from(unit)).map(|u| &u.goods),
            Component::Shipping(unit) => self.units.get(usize::from(unit)).map(|u| &u.shipping),
            Component::Surcharge => Some(&self.surcharge),
        }
    }

    /// A component, to change it.
    pub(crate) fn part_mut(&mut self, which: Component) -> Option<&mut Part> {
        match which {
            Component::Goods(unit) => self.units.get_mut(usize::from(unit)).map(|u| &mut u.goods),
            Component::Shipping(unit) => self.units.get_mut(usize::from(unit)).map(|u| &mut u.shipping),
            Component::Surcharge => Some(&mut self.surcharge),
        }
    }

    /// Every component but the surcharge, in the order in which payments are allotted.
    pub(crate) fn unit_components(&self) -> impl Iterator<Item = (Component, &Part)> {
        let numbered = self.units.iter().zip(0_u16..);
        numbered
            .flat_map(|(u, no)| [(Component::Goods(no), &u.goods), (Component::Shipping(no), &u.shipping)])
    }

    /// The open case about a unit.
    pub(crate) fn case_of_unit(&self, unit: u16) -> Option<usize> {
        let about_goods = |case: &Case| {
            !case.closed && !matches!(case.kind, Kind::Negligence | Kind::Compensation | Kind::Claim)
        };
        self.cases.iter().position(|case| about_goods(case) && case.units.contains(&unit))
    }

    /// The open case that reserves a component.
    pub(crate) fn case_on(&self, which: Component) -> Option<usize> {
        self.cases.iter().position(|case| !case.closed && case.reserved.contains(&which))
    }

    /// Whether a hold lies on a unit.
    pub(crate) fn held(&self, unit: u16) -> bool {
        self.holds.iter().any(|hold| !hold.lifted && hold.units.contains(&unit))
    }

    /// The parcel that carries the newest instance of a unit: the newest shipped, or the newest declared while none was.
    pub(crate) fn parcel_of(&self, unit: u16) -> Option<(u16, &Parcel)> {
        let nos = &self.units.get(usize::from(unit))?.parcels;
        let shipped = |no: &&u16| self.parcels.get(usize::from(**no)).is_some_and(Parcel::shipped);
        let no = nos.iter().rev().find(shipped).or(nos.last())?;
        self.parcels.get(usize::from(*no)).map(|parcel| (*no, parcel))
    }

    /// Whether nothing is left that could happen by itself: every component has its owner, every case is closed, every
    /// refund is confirmed.
    pub(crate) fn over(&self) -> bool {
        let money = self.escrow == 0 && self.pending == 0 && (self.paid || self.expired);
        // A hold on an order that expired keeps nothing back.
        let held = self.paid && self.holds.iter().any(|h| !h.lifted);
        money && !held && self.cases.iter().all(|c| c.closed)
    }

    /// What gateways should have moved for each payment by now.
    pub(crate) fn by_gateway(&self) -> BTreeMap<&str, ByGateway> {
        let mut sums: BTreeMap<&str, ByGateway> = BTreeMap::new();
        for leg in self.refunds.iter().flat_map(|r| &r.legs).filter(|leg| !leg.wallet) {
            let Some(payment) = self.payments.get(usize::from(leg.payment)) else { continue };
            let sum = sums.entry(&payment.expected.payment_id).or_default();
            sum.attempts += 1 + leg.bounces;
            sum.bounced += leg.amount * i64::from(leg.bounces);
            sum.confirmed += if leg.confirmed { leg.amount } else { 0 };
            sum.standing += if leg.refused { 0 } else { leg.amount };
        }
        sums
    }

    /// Gives memory back once everything is settled; what a late bounce could still need stays.
    pub(crate) fn shrink(&mut self) {
        for case in &mut self.cases {
            case.proposals = Vec::new();
            case.reserved = Vec::new();
            case.rulings = Vec::new();
            (case.stage, case.paused) = (None, None);
        }
        self.cases.shrink_to_fit();
        self.parcels.shrink_to_fit();
        self.refunds.shrink_to_fit();
    }
}
