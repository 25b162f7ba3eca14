//! The order: its parcels, payment shares, holds, cases and money change together under one version.
pub mod actions;
pub mod allot;
mod apply;
pub mod claim;
pub mod command;
pub mod compensation;
pub mod components;
pub mod decide;
pub(crate) mod draft;
pub mod event;
pub mod explain;
pub mod freeze;
pub mod guard;
pub mod listing;
pub mod outgoing;
pub mod purchase;
pub mod release;
pub mod wake;

use crate::actor::{Actor, Side};
use crate::case::Case;
use crate::id::{CaseNo, EvidenceNo, HoldNo, LineNo, OrderId, ParcelNo, PartyId, RefundNo, UnitNo};
use crate::money::Minor;
use crate::parcel::Parcel;
use crate::payment::{Payment, Refund};
use crate::seal::Seal;
use components::{Component, ComponentRef};
use event::OrderPlaced;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// State of an order: what `decide` reads, and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// What was placed, without the component tables (those live on in the units).
    pub placed: Placed,
    /// Exclusive end of the time to ship.
    pub ship_by: Timestamp,
    /// Units over all lines.
    pub units: Vec<Unit>,
    /// What was paid beyond the lines.
    pub surcharge: Component,
    /// Payment shares.
    pub payments: Vec<Payment>,
    /// When it became paid.
    pub paid: Option<Timestamp>,
    /// When it expired.
    pub expired: Option<Timestamp>,
    /// Parcels.
    pub parcels: Vec<Parcel>,
    /// Cases.
    pub cases: Vec<Case>,
    /// Refunds.
    pub refunds: Vec<Refund>,
    /// What carriers make good to the seller (LOS).
    #[serde(default)]
    pub compensations: Vec<compensation::Compensation>,
    /// What the seller claims payment for (CLM).
    #[serde(default)]
    pub claims: Vec<claim::Claim>,
    /// The numbers of the buyer's messages, among all of the order and of its cases.
    #[serde(default)]
    pub heard: Vec<u32>,
    /// Cancellations by the seller that count against it, with their units.
    #[serde(default)]
    pub counted: Vec<(Timestamp, Vec<UnitNo>)>,
    /// Holds.
    pub holds: Vec<Hold>,
    /// Freezes.
    pub freezes: Vec<freeze::Freeze>,
    /// What is left of the time to ship, while it rests.
    pub ship_by_left: Option<crate::time::Remaining>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// Messages so far.
    pub messages: u32,
    /// Messages to accounts so far.
    pub sequence: u32,
    /// Reminders that were sent.
    pub reminded: BTreeSet<event::Reminder>,
    /// When the seller reported the buyer.
    pub reported: Option<Timestamp>,
    /// Flags for a person, as stable words.
    pub flags: BTreeSet<String>,
    /// Instant of its last event.
    pub last_at: Timestamp,
    /// Events so far.
    pub version: u64,
}

/// The facts of placement that stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The marketplace's own reference.
    pub reference: String,
    /// Buyer.
    pub buyer: PartyId,
    /// Seller.
    pub seller: PartyId,
    /// Currency.
    pub currency: crate::money::Currency,
    /// Zone.
    pub zone: String,
    /// Calendar.
    pub calendar: String,
    /// Content hash of the policy.
    pub policy: String,
    /// When.
    pub placed_at: Timestamp,
    /// Exclusive end of the time to pay.
    pub pay_by: Timestamp,
    /// Exclusive end of the time to ship, as shown at purchase.
    pub ship_by: Timestamp,
    /// Latest estimated delivery.
    pub estimate: Option<Timestamp>,
    /// Lines.
    pub lines: Vec<Line>,
}

/// A line, without its amounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Stock word.
    pub sku: String,
    /// Digest of the listing as sold.
    pub listing: Option<String>,
    /// Readings of the quantity in the listing.
    pub pieces: Vec<u32>,
    /// Whether it may go back for a change of mind, where the listing said so.
    #[serde(default)]
    pub returnable: Option<bool>,
    /// What kind of product it is, in the marketplace's word.
    #[serde(default)]
    pub category: Option<String>,
    /// Units of it: first and how many.
    pub first: UnitNo,
    /// How many.
    pub quantity: u16,
}

/// A unit with its two components.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    /// Its line.
    pub line: LineNo,
    /// Goods.
    pub goods: Component,
    /// Shipping.
    pub shipping: Component,
    /// The parcels that carried an instance of it, oldest first; a resend is a new instance on the same components.
    pub parcels: Vec<ParcelNo>,
    /// Since when it is cancelled.
    pub cancelled: Option<Timestamp>,
    /// The case that fixed its outcome for good, with the parcel it was about.
    pub settled: Option<(CaseNo, Option<ParcelNo>)>,
    /// How often a dispute over it was withdrawn.
    pub withdrawn: u8,
}

/// A hold made by a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its ordinal.
    pub no: HoldNo,
    /// On which units.
    pub units: Vec<UnitNo>,
    /// Why.
    pub reason: String,
    /// Its own last instant.
    pub end: Timestamp,
    /// When it was lifted.
    pub lifted: Option<Timestamp>,
}

/// A sealed piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its ordinal.
    pub no: EvidenceNo,
    /// Whose.
    pub author: PartyId,
    /// In which case.
    pub case: Option<CaseNo>,
    /// What it ticks off.
    pub requirement: Option<String>,
    /// The material.
    pub seal: Seal,
    /// picture, video, pdf, text.
    pub kind: String,
    /// Size.
    pub bytes: u64,
    /// Caption.
    pub caption: Option<Seal>,
    /// When it was taken, as stated.
    pub taken: Option<Timestamp>,
    /// Grams that it shows.
    pub grams: Option<u32>,
    /// Sealed at.
    pub at: Timestamp,
    /// Withdrawn at.
    pub withdrawn: Option<Timestamp>,
    /// Removed at, for a legal cause.
    pub removed: Option<Timestamp>,
}

impl Order {
    /// The order as it is just placed.
    #[must_use]
    pub fn placed(id: OrderId, placed: &OrderPlaced, at: Timestamp) -> Self {
        let mut units = Vec::new();
        let mut lines = Vec::new();
        for line in &placed.lines {
            lines.push(Line {
                sku: line.sku.clone(),
                listing: line.listing.clone(),
                pieces: line.pieces.clone(),
                returnable: line.returnable,
                category: line.category.clone(),
                first: UnitNo::after(units.len()),
                quantity: UnitNo::after(line.goods.len()).0,
            });
            for (goods, shipping) in line.goods.iter().zip(&line.shipping) {
                units.push(Unit {
                    line: line.line,
                    goods: Component { price: *goods, ..Component::default() },
                    shipping: Component { price: *shipping, ..Component::default() },
                    parcels: Vec::new(),
                    cancelled: None,
                    settled: None,
                    withdrawn: 0,
                });
            }
        }
        let payments = placed.payments.iter();
        Self {
            id,
            ship_by: placed.ship_by,
            units,
            surcharge: Component::default(),
            payments: payments
                .map(|expected| Payment { expected: expected.clone(), captured: None, fee: Minor::ZERO })
                .collect(),
            paid: None,
            expired: None,
            parcels: Vec::new(),
            cases: Vec::new(),
            refunds: Vec::new(),
            compensations: Vec::new(),
            claims: Vec::new(),
            heard: Vec::new(),
            counted: Vec::new(),
            holds: Vec::new(),
            freezes: Vec::new(),
            ship_by_left: None,
            evidence: Vec::new(),
            messages: 0,
            sequence: 0,
            reminded: BTreeSet::new(),
            reported: None,
            flags: BTreeSet::new(),
            last_at: at,
            version: 1,
            placed: Placed {
                reference: placed.reference.clone(),
                buyer: placed.buyer,
                seller: placed.seller,
                currency: placed.currency,
                zone: placed.zone.clone(),
                calendar: placed.calendar.clone(),
                policy: placed.policy.clone(),
                placed_at: placed.placed_at,
                pay_by: placed.pay_by,
                ship_by: placed.ship_by,
                estimate: placed.estimate,
                lines,
            },
        }
    }

    /// Every component, in the order in which payments are allotted: units (goods, then shipping), then surcharge.
    #[must_use]
    pub fn component_refs(&self) -> Vec<ComponentRef> {
        let units = (0..self.units.len()).map(UnitNo::after);
        units
            .flat_map(|unit| [ComponentRef::Goods(unit), ComponentRef::Shipping(unit)])
            .chain([ComponentRef::Surcharge])
            .collect()
    }

    /// One component.
    #[must_use]
    pub fn component(&self, which: ComponentRef) -> Option<&Component> {
        match which {
            ComponentRef::Goods(unit) => self.units.get(unit.index()).map(|u| &u.goods),
            ComponentRef::Shipping(unit) => self.units.get(unit.index()).map(|u| &u.shipping),
            ComponentRef::Surcharge => Some(&self.surcharge),
        }
    }

    /// One component, to change it.
    fn component_mut(&mut self, which: ComponentRef) -> Option<&mut Component> {
        match which {
            ComponentRef::Goods(unit) => self.units.get_mut(unit.index()).map(|u| &mut u.goods),
            ComponentRef::Shipping(unit) => self.units.get_mut(unit.index()).map(|u| &mut u.shipping),
            ComponentRef::Surcharge => Some(&mut self.surcharge),
        }
    }

    /// Every component with its name.
    pub fn components(&self) -> impl Iterator<Item = (ComponentRef, &Component)> {
        self.component_refs().into_iter().filter_map(|which| self.component(which).map(|c| (which, c)))
    }

    /// Every unit's ordinal.
    pub fn unit_nos(&self) -> impl Iterator<Item = UnitNo> + use<> {
        (0..self.units.len()).map(UnitNo::after)
    }

    /// The parcel that carries the newest instance of a unit: the newest that was shipped, or the newest declared
    /// while none was. A declaration alone takes no window and no clock away from what is on its way or has arrived.
    #[must_use]
    pub fn parcel_of(&self, unit: UnitNo) -> Option<&Parcel> {
        let parcels = &self.units.get(unit.index())?.parcels;
        let shipped = |no: &&ParcelNo| self.parcels.get(no.index()).is_some_and(|p| p.shipped_at().is_some());
        let no = parcels.iter().rev().find(shipped).or(parcels.last())?;
        self.parcels.get(no.index())
    }

    /// The open case that reserves a component.
    #[must_use]
    pub fn case_on(&self, component: ComponentRef) -> Option<&Case> {
        self.cases.iter().find(|case| case.open() && case.reserved.contains(&component))
    }

    /// The open case about the goods of a unit. A complaint of negligence is not about them, and what a carrier makes good is
    /// not the buyer's.
    #[must_use]
    pub fn case_of_unit(&self, unit: UnitNo) -> Option<&Case> {
        let about_goods = |case: &&Case| case.open() && case.kind.about_goods();
        self.cases.iter().filter(about_goods).find(|case| case.units.iter().any(|(_, u)| *u == unit))
    }

    /// One case.
    #[must_use]
    pub fn case(&self, no: CaseNo) -> Option<&Case> {
        self.cases.get(no.index())
    }

    /// One refund.
    #[must_use]
    pub fn refund(&self, no: RefundNo) -> Option<&Refund> {
        self.refunds.get(no.index())
    }

    /// Whether a hold that is not lifted lies on a unit.
    #[must_use]
    pub fn held(&self, unit: UnitNo) -> bool {
        self.holds.iter().any(|hold| hold.lifted.is_none() && hold.units.contains(&unit))
    }

    /// What lies in escrow for this order, in minor units: captured and not yet allotted, or left of the components.
    #[must_use]
    pub fn escrow(&self) -> Minor {
        if self.paid.is_some() {
            self.components().map(|(_, c)| c.escrow_left()).fold(Minor::ZERO, |a, b| a + b)
        } else {
            let captured = self.payments.iter().filter(|p| p.captured.is_some()).map(|p| p.expected.amount);
            let back = self
                .refunds
                .iter()
                .flat_map(|r| &r.legs)
                .filter(|l| l.refused.is_none())
                .map(|l| l.promise.amount);
            captured.fold(Minor::ZERO, |a, b| a + b) - back.fold(Minor::ZERO, |a, b| a + b)
        }
    }

    /// Which side of a case an actor is, if one.
    #[must_use]
    pub fn side(&self, case: &Case, actor: &Actor) -> Option<Side> {
        // Nobody bargains over what a carrier makes good.
        let parties = case.kind != crate::case::CaseKind::CarrierCompensation;
        match actor {
            Actor::Buyer(id) if parties && *id == self.placed.buyer => Some(Side::Opener),
            Actor::Seller(id) if parties && *id == self.placed.seller => Some(Side::Respondent),
            Actor::Mediator(_) => Some(Side::Platform),
            _ => None,
        }
    }

    /// Whether a case is shown to an actor who may read the order: what a carrier makes good to the seller is not the
    /// buyer's to see.
    #[must_use]
    pub fn shows(&self, case: &Case, actor: &Actor) -> bool {
        case.kind != crate::case::CaseKind::CarrierCompensation || !matches!(actor, Actor::Buyer(_))
    }

    /// The party on a side of a case; nobody for the platform.
    #[must_use]
    pub fn party(&self, side: Side) -> Option<PartyId> {
        match side {
            Side::Opener => Some(self.placed.buyer),
            Side::Respondent => Some(self.placed.seller),
            Side::Platform => None,
        }
    }

    /// The order's own word, derived from its parcels and components.
    #[must_use]
    pub fn word(&self) -> &'static str {
        if self.expired.is_some() {
            return "expired";
        }
        if self.paid.is_none() {
            return "placed";
        }
        if self.units.iter().all(|u| u.cancelled.is_some()) {
            return "cancelled";
        }
        if self.units.iter().all(|u| u.cancelled.is_some() || (u.goods.closed() && u.shipping.closed())) {
            return "completed";
        }
        let live: Vec<_> = self.unit_nos().filter(|u| self.units[u.index()].cancelled.is_none()).collect();
        let states = live.iter().map(|u| self.parcel_of(*u).map(|p| p.word()));
        states.min_by_key(|word| word_rank(*word)).flatten().unwrap_or("paid")
    }
}

/// The order shows the word of the unit that is least far.
fn word_rank(word: Option<&str>) -> u8 {
    match word {
        Some("failed_delivery" | "lost" | "damaged" | "returned_to_sender") => 0,
        None => 1,
        Some("ready_to_ship") => 2,
        Some("shipped") => 3,
        Some("awaiting_collection") => 4,
        _ => 5,
    }
}

impl Order {
    /// Whether a case has fixed the outcome of its units for good.
    #[must_use]
    pub fn units_settled_by(&self, no: CaseNo) -> bool {
        self.case(no).is_some_and(|case| {
            case.units.iter().all(|(_, unit)| {
                self.units.get(unit.index()).and_then(|u| u.settled).is_some_and(|(by, _)| by == no)
            })
        })
    }
}
