//! What may be done now, within which ranges, until when, what follows from silence; and for what is not allowed: why,
//! and from when it will be.
//!
//! There is one truth: every action is offered as commands at the ends of its ranges and put to [`decide`] itself. What
//! it accepts is allowed, what it refuses is not, with that very refusal. No rule stands here a second time.
mod buyer;
mod case;
mod claim;
mod seller;
mod staff;

use crate::actor::{Actor, Side};
use crate::aggregate::Context;
use crate::case::remedy::Remedy;
use crate::case::{Answer, Case, CaseKind, Finding, Received, ReturnContent, negligence, procedure};
use crate::id::{CaseNo, EvidenceNo, LegNo, ParcelNo, ProposalNo, RefundNo, UnitNo};
use crate::money::Minor;
use crate::order::Order;
use crate::order::claim::of_case;
use crate::order::command::{Complaint, Opening, OrderCommand, ReturnRequest, Shipment, Submission};
use crate::order::decide::{
    cancellable, decide, fee_of, most_for, questionnaire_ends, return_ends, returnable,
};
use crate::payment::refund;
use crate::policy::{Liable, Opinion, Reason, StageName, Stop};
use crate::refusal::Refusal;
use crate::seal::{Seal, Words};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::BTreeMap;

/// One act of one actor on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// The act, as a stable word.
    pub kind: &'static str,
    /// What it is done to.
    pub target: Target,
    /// The ranges within which it is accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Range>,
    /// Exclusive end of the time in which it is possible, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What happens at that instant if nobody does anything, in the policy's word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silence: Option<String>,
    /// Why it is not possible now; nothing where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

impl Action {
    /// Whether it is possible now.
    #[must_use]
    pub const fn allowed(&self) -> bool {
        self.refusal.is_none()
    }
}

/// What an act is done to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Target {
    /// A case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<u16>,
    /// A parcel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parcel: Option<u16>,
    /// A proposal of the case, with the hash by which it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<(u16, String)>,
    /// A refund and its leg.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<(u16, u16)>,
    /// A hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<u16>,
    /// Units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<u16>,
}

/// A range or a list of choices of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Range {
    /// Amounts in minor units of the order's currency, both ends included.
    Amount {
        /// The field.
        field: &'static str,
        /// The least.
        min: Minor,
        /// The most.
        max: Minor,
    },
    /// Instants: later than the first.
    After {
        /// The field.
        field: &'static str,
        /// Later than this.
        after: Timestamp,
    },
    /// Words of a closed list.
    Choice {
        /// The field.
        field: &'static str,
        /// The words.
        words: Vec<String>,
    },
    /// Words of closed lists, one list for each word of another field that has one; the field may be left out.
    ChoiceWithin {
        /// The field.
        field: &'static str,
        /// The other field.
        of: &'static str,
        /// Word of the other field → the words of this one.
        words: BTreeMap<String, Vec<String>>,
    },
}

/// An act as it is offered: the commands at the ends of its ranges.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The action without its verdict.
    pub action: Action,
    /// The commands; all must be accepted.
    pub probes: Vec<OrderCommand>,
}

/// Every act that the actor's role knows on this order, each with its verdict.
///
/// # Panics
/// Never of itself; a decision that would break the money guard panics as in [`decide`].
#[must_use]
pub fn allowed(order: &Order, actor: &Actor, context: &Context<'_>, now: Timestamp) -> Vec<Action> {
    let now = now.max(order.last_at);
    let verdict = |offer: Offer| {
        let refused =
            offer.probes.into_iter().find_map(|probe| decide(Some(order), &probe, actor, context, now).err());
        Action { refusal: refused, ..offer.action }
    };
    offers(order, actor, context, now).into_iter().map(verdict).collect()
}

/// The most that a dispute over these units can ask for, in minor units of the order's currency.
#[must_use]
pub fn most_disputable(order: &Order, policy: &crate::policy::Policy, units: &[UnitNo]) -> Minor {
    most_for(order, units, policy.refunds.shipping_included)
}

/// Every act that the actor's role knows, as commands that are right in everything that the state does not forbid.
#[must_use]
pub fn offers(order: &Order, actor: &Actor, context: &Context<'_>, now: Timestamp) -> Vec<Offer> {
    let list = List { order, context, now, actor, out: Vec::new() };
    match actor {
        Actor::Buyer(_) => list.buyer(),
        Actor::Seller(_) => list.seller(),
        Actor::Mediator(_) => list.mediator(),
        Actor::Finance(_) => list.finance(),
        _ => list,
    }
    .out
}

struct List<'a> {
    order: &'a Order,
    context: &'a Context<'a>,
    now: Timestamp,
    actor: &'a Actor,
    out: Vec<Offer>,
}

fn typed(reason: &str) -> Words {
    Words::only(reason)
}

fn units(list: &[UnitNo]) -> Vec<u16> {
    list.iter().map(|u| u.0).collect()
}

impl List<'_> {
    fn offer(&mut self, kind: &'static str, target: Target, probes: Vec<OrderCommand>) -> &mut Action {
        let (until, silence) = self.clock(&target);
        let action = Action { kind, target, ranges: Vec::new(), until, silence, refusal: None };
        self.out.push(Offer { action, probes });
        let last = self.out.len() - 1;
        &mut self.out[last].action
    }

    /// The clock that runs over an act: the stage's for a case.
    fn clock(&self, target: &Target) -> (Option<Timestamp>, Option<String>) {
        let Some(case) = target.case.and_then(|no| self.order.case(CaseNo(no))) else {
            return (None, None);
        };
        let running = case.stage.stopped.is_empty();
        let end = case.stage.end.filter(|_| running);
        (end, end.map(|_| case.stage.on_end.clone()))
    }

    fn seal(&self) -> Seal {
        Seal { digest: "0".repeat(64), by: self.actor.party().unwrap_or(self.order.placed.buyer) }
    }
}
