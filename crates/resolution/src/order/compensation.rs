//! What a carrier declares lost or damaged is made good to the seller by itself (LOS): from the carrier's claims account,
//! within the policy's promise, and taken back where the parcel turns up after all or the sale's own money comes.
//!
//! The buyer's refund is another matter (INR-9): it comes out of escrow, and this leaves it as it is. What left escrow for
//! the buyer, the carrier owes the seller; so a component's release and its compensation never come to more than its net.
use super::Order;
use super::components::{Component, ComponentRef};
use super::draft::Draft;
use super::event::{
    AccountEffect, AccountMessage, CaseOpened, CompensationDue, CompensationPaid, CompensationReversed,
    Known, OrderEvent, StopCause,
};
use crate::case::procedure;
use crate::case::remedy::Remedy;
use crate::case::{Case, CaseKind, Closing, Received, facts};
use crate::id::{CaseNo, LineNo, ParcelNo, UnitNo};
use crate::ledger::{Account, Book, Posting};
use crate::money::Minor;
use crate::parcel::Parcel;
use crate::parcel::tracking::Status;
use crate::policy::{CarrierDeclaration, CompensationRules, Fund, Liable, Policy, StageName, Stop};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A compensation as the order shows it (LOS-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compensation {
    /// Its case.
    pub case: CaseNo,
    /// The parcel.
    pub parcel: ParcelNo,
    /// The carrier that declared it, and pays.
    pub carrier: String,
    /// What it declared.
    pub declared: CarrierDeclaration,
    /// When, by the carrier.
    pub declared_at: Timestamp,
    /// What is due of each component, before commission; from the payment on, what was paid.
    pub parts: Vec<(ComponentRef, Minor)>,
    /// When it was paid.
    pub paid: Option<Timestamp>,
    /// What of it was taken back.
    pub back: Vec<(ComponentRef, Minor)>,
    /// When something of it was last taken back, and why.
    pub reversed: Option<(Timestamp, ReversalCause)>,
}

/// Why a compensation is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReversalCause {
    /// The parcel was delivered after all, by the carrier's or the buyer's word (LOS-3).
    Delivered,
    /// It went back to the seller after all.
    Returned,
    /// The sale's own money becomes the seller's.
    Released,
}

impl ReversalCause {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Returned => "returned",
            Self::Released => "released",
        }
    }
}

impl Compensation {
    /// What was paid of a component and not taken back.
    #[must_use]
    pub fn standing(&self, which: ComponentRef) -> Minor {
        let of = |parts: &[(ComponentRef, Minor)]| {
            parts.iter().filter(|(c, _)| *c == which).map(|(_, a)| *a).fold(Minor::ZERO, |a, b| a + b)
        };
        if self.paid.is_some() { of(&self.parts) - of(&self.back) } else { Minor::ZERO }
    }

    /// All that was paid and not taken back, per component.
    fn all_standing(&self) -> Vec<(ComponentRef, Minor)> {
        let all = self.parts.iter().map(|(which, _)| (*which, self.standing(*which)));
        all.filter(|(_, amount)| amount.is_positive()).collect()
    }
}

/// What a carrier declares of a parcel that has not come, where the policy makes that good: a listed carrier, by its own
/// scan.
fn declaration(parcel: &Parcel, policy: &Policy) -> Option<(CarrierDeclaration, Timestamp)> {
    let rules = policy.compensation.as_ref()?;
    let scan = parcel.latest().filter(|_| parcel.receipt().is_none() && facts::verifiable(parcel, policy))?;
    let declared = match scan.status {
        Status::Lost => CarrierDeclaration::Lost,
        Status::Damaged => CarrierDeclaration::Damaged,
        _ => return None,
    };
    rules.declared.contains(&declared).then_some((declared, scan.at))
}

/// The carrier that bears what escrow no longer has for the buyer of a parcel that it declared lost or damaged: the seller,
/// who was paid before, keeps what it has.
pub(crate) fn bears(
    order: &Order,
    policy: &Policy,
    case: &Case,
    liable: Liable,
    fund: Fund,
) -> Option<String> {
    let applies = liable == Liable::Carrier && fund == Fund::Escrow && case.received == Received::No;
    let parcel = facts::parcel_of(order, case).filter(|_| applies)?;
    declaration(parcel, policy)?;
    parcel.carrier.clone()
}

/// What the seller would still have had of units, had they arrived: the net of each component, less what was released or
/// made good already, and less what the seller gave the buyer back for another cause than the loss.
fn due(order: &Order, rules: &CompensationRules, units: &[UnitNo]) -> Vec<(ComponentRef, Minor)> {
    let both = |unit: &UnitNo| {
        let shipping = rules.shipping_included.then_some(ComponentRef::Shipping(*unit));
        [Some(ComponentRef::Goods(*unit)), shipping]
    };
    let amount = |which: ComponentRef| {
        let component = order.component(which)?;
        let left = component.seller_net() - component.released - component.compensated;
        let left = left - given_back(order, which);
        left.is_positive().then_some((which, left))
    };
    units.iter().flat_map(both).flatten().filter_map(amount).collect()
}

/// What refunds that have nothing to do with the loss took of a component out of escrow.
fn given_back(order: &Order, which: ComponentRef) -> Minor {
    let other = |refund: &&crate::payment::Refund| {
        refund.case.and_then(|no| order.case(no)).is_none_or(|case| case.received == Received::Yes)
    };
    let parts = order.refunds.iter().filter(other).flat_map(|refund| &refund.parts);
    parts.filter(|part| part.component == which).map(|part| part.escrow).fold(Minor::ZERO, |a, b| a + b)
}

/// After every decision: what turned up is taken back, what was declared begins, and what is frozen rests.
pub(crate) fn settle(draft: &mut Draft<'_>) {
    if draft.order.paid.is_none() {
        return;
    }
    for index in 0..draft.order.compensations.len() {
        turned_up(draft, index);
    }
    for index in 0..draft.order.parcels.len() {
        begin(draft, ParcelNo::after(index));
    }
    rest(draft);
}

/// A carrier declares a parcel: a case begins, whose clock pays (LOS-1). Once a parcel.
fn begin(draft: &mut Draft<'_>, no: ParcelNo) {
    let order = &draft.order;
    let known = order.compensations.iter().any(|known| known.parcel == no);
    let Some(parcel) = order.parcels.get(no.index()).filter(|_| !known) else { return };
    let Some(rules) = &draft.context.policy.compensation else { return };
    let Some((declared, declared_at)) = declaration(parcel, draft.context.policy) else { return };
    let live = |u: &&UnitNo| order.units.get(u.index()).is_some_and(|unit| unit.cancelled.is_none());
    let units: Vec<UnitNo> = parcel.units.iter().filter(live).copied().collect();
    let parts = due(order, rules, &units);
    let (Some(carrier), false) = (parcel.carrier.clone(), parts.is_empty()) else { return };
    let case = CaseNo::after(order.cases.len());
    let line = |u: UnitNo| order.units.get(u.index()).map_or(LineNo(0), |unit| unit.line);
    let opened = CaseOpened {
        case,
        kind: CaseKind::CarrierCompensation,
        by: None,
        received: Received::No,
        reason: declared.reason().to_owned(),
        sub_reason: None,
        procedure: rules.procedure.clone(),
        units: units.iter().map(|unit| (line(*unit), *unit)).collect(),
        asked: Remedy::SellerPayment { amount: total(&parts) },
        reserved: Vec::new(),
        known: Known {
            reference: order.placed.reference.clone(),
            parcels: vec![(no, parcel.carrier.clone(), parcel.number.clone())],
            estimate: parcel.estimate_or(order.placed.estimate),
        },
        messages_before: order.messages,
        text: None,
    };
    let first = draft.context.policy.procedures.get(&rules.procedure).map(|procedure| procedure.first);
    draft.push(OrderEvent::CaseOpened(Box::new(opened)));
    let due = CompensationDue { case, parcel: no, carrier, declared, declared_at, parts };
    draft.push(OrderEvent::CompensationDue(Box::new(due)));
    procedure::enter(draft, case, first.unwrap_or(StageName::Executing));
    let promised = draft.order.case(case).and_then(|case| case.stage.promised);
    draft.notice(draft.order.placed.seller, "compensation_due", Some(case), promised);
}

/// The time is there: what is due now is paid, and the case is over.
pub(crate) fn pay(draft: &mut Draft<'_>, no: CaseNo) {
    let order = &draft.order;
    let (Some(case), Some(rules)) = (order.case(no), &draft.context.policy.compensation) else { return };
    let Some(known) = order.compensations.iter().find(|known| known.case == no) else { return };
    let units: Vec<UnitNo> = case.units.iter().map(|(_, unit)| *unit).collect();
    let parts = due(order, rules, &units);
    if parts.is_empty() {
        draft.flag("nothing_left_to_compensate", Some(no), None);
        return close(draft, no, Closing::Dismissed);
    }
    let commission = commission(order, draft.context.policy, Minor::ZERO, total(&parts));
    let claims = Account::CarrierClaims(known.carrier.clone());
    let payable = Account::SellerPayable(order.placed.seller);
    let (postings, net) = post(order, &claims, &payable, commission, total(&parts));
    let message = message(order, net, AccountEffect::Compensation);
    let paid = CompensationPaid { case: no, parts, commission, postings, message };
    draft.push(OrderEvent::CompensationPaid(Box::new(paid)));
    draft.notice(draft.order.placed.seller, "compensation_paid", Some(no), None);
    close(draft, no, Closing::Compensated);
}

/// Declared lost, and there after all: nothing is paid any more, or what was paid is taken back (LOS-3). A parcel that was
/// declared damaged is damaged wherever it arrives.
fn turned_up(draft: &mut Draft<'_>, index: usize) {
    let Some(known) = draft.order.compensations.get(index) else { return };
    let Some(parcel) = draft.order.parcels.get(known.parcel.index()) else { return };
    let why = if parcel.receipt().is_some() {
        ReversalCause::Delivered
    } else if parcel.status() == Status::ReturnedToSender {
        ReversalCause::Returned
    } else {
        return;
    };
    if known.declared != CarrierDeclaration::Lost {
        return;
    }
    let (no, parcel, standing) = (known.case, known.parcel, known.all_standing());
    if draft.order.case(no).is_some_and(Case::open) {
        draft.flag("compensation_not_due", Some(no), Some(parcel));
        draft.notice(draft.order.placed.seller, "compensation_not_due", Some(no), None);
        close(draft, no, Closing::TurnedUp);
    } else if !standing.is_empty() {
        take_back(draft, no, standing, why);
    }
}

/// Before components become the seller's, what a carrier paid for them goes back to it: nobody is paid twice.
pub(crate) fn before_release(draft: &mut Draft<'_>, released: &[(ComponentRef, Minor)]) {
    for index in 0..draft.order.compensations.len() {
        let Some(known) = draft.order.compensations.get(index) else { return };
        let no = known.case;
        let of = |(which, amount): &(ComponentRef, Minor)| (*which, known.standing(*which).min(*amount));
        let parts: Vec<_> = released.iter().map(of).filter(|(_, amount)| amount.is_positive()).collect();
        if !parts.is_empty() {
            take_back(draft, no, parts, ReversalCause::Released);
        }
    }
}

/// The seller owes it (MON-8), the carrier has it again, and a person looks at it.
fn take_back(draft: &mut Draft<'_>, no: CaseNo, parts: Vec<(ComponentRef, Minor)>, why: ReversalCause) {
    let order = &draft.order;
    let Some(known) = order.compensations.iter().find(|known| known.case == no) else { return };
    let parcel = known.parcel;
    let commission = commission(order, draft.context.policy, total(&parts), Minor::ZERO);
    let claims = Account::CarrierClaims(known.carrier.clone());
    let debt = Account::SellerReceivable(order.placed.seller);
    let mut book = Book::new(order.placed.currency);
    let net = total(&parts) - commission;
    book.money(debt, claims.clone(), net);
    book.money(Account::PlatformFees, claims, commission);
    let message = message(order, net, AccountEffect::Owe);
    let reversed = CompensationReversed { case: no, why, parts, commission, postings: book.done(), message };
    draft.push(OrderEvent::CompensationReversed(Box::new(reversed)));
    draft.flag("compensation_reversed", Some(no), Some(parcel));
    draft.notice(draft.order.placed.seller, "compensation_reversed", Some(no), None);
}

fn post(
    order: &Order,
    claims: &Account,
    payable: &Account,
    commission: Minor,
    all: Minor,
) -> (Vec<Posting>, Minor) {
    let mut book = Book::new(order.placed.currency);
    book.money(claims.clone(), payable.clone(), all - commission);
    book.money(claims.clone(), Account::PlatformFees, commission);
    (book.done(), all - commission)
}

/// The commission on what becomes compensated (`more`) or is so no longer (`less`), as a difference of cumulative shares.
fn commission(order: &Order, policy: &Policy, less: Minor, more: Minor) -> Minor {
    if !policy.compensation.as_ref().is_some_and(|rules| rules.less_commission) {
        return Minor::ZERO;
    }
    let standing = order.components().map(|(_, c)| c.compensated).fold(Minor::ZERO, |a, b| a + b);
    let (before, after) = (policy.commission.of(standing), policy.commission.of(standing - less + more));
    if more.is_positive() { after - before } else { before - after }
}

fn message(order: &Order, amount: Minor, effect: AccountEffect) -> Option<AccountMessage> {
    let (party, currency) = (order.placed.seller, order.placed.currency);
    let sequence = order.sequence + 1;
    amount.is_positive().then_some(AccountMessage { sequence, party, currency, amount, effect })
}

/// What parts come to, in minor units.
#[must_use]
pub fn total(parts: &[(ComponentRef, Minor)]) -> Minor {
    parts.iter().map(|(_, amount)| *amount).fold(Minor::ZERO, |a, b| a + b)
}

/// It is between the platform, the carrier and the seller: the buyer is told nothing.
fn close(draft: &mut Draft<'_>, no: CaseNo, closing: Closing) {
    procedure::begin(draft, no, StageName::Closed, None, None, "");
    draft.push(OrderEvent::CaseClosed { case: no, closing });
}

/// While nothing may become the seller's, the clocks that pay rest: of what a carrier makes good, and of a seller's claim,
/// which waits for a hold as well.
fn rest(draft: &mut Draft<'_>) {
    let frozen = draft.order.stopped(Stop::Release);
    let of_case = |case: &Case| {
        let claim = case.kind == CaseKind::SellerClaim;
        let held = claim && case.units.iter().any(|(_, unit)| draft.order.held(*unit));
        let pays = claim || case.kind == CaseKind::CarrierCompensation;
        let both = [(StopCause::Freeze, frozen), (StopCause::Hold, held)];
        let changed = both
            .into_iter()
            .filter(|(cause, stops)| pays && case.open() && case.stage.stopped.contains(cause) != *stops);
        changed.map(|(cause, stops)| (case.no, cause, stops)).collect::<Vec<_>>()
    };
    let changes: Vec<_> = draft.order.cases.iter().flat_map(of_case).collect();
    for (no, cause, stops) in changes {
        if stops {
            procedure::stop(draft, no, cause);
        } else {
            procedure::resume(draft, no, cause);
        }
    }
}

/// Takes an event of a compensation into the state. Total.
pub(crate) fn apply(order: &mut Order, event: &OrderEvent, at: Timestamp) {
    match event {
        OrderEvent::CompensationDue(due) => order.compensations.push(Compensation {
            case: due.case,
            parcel: due.parcel,
            carrier: due.carrier.clone(),
            declared: due.declared,
            declared_at: due.declared_at,
            parts: due.parts.clone(),
            paid: None,
            back: Vec::new(),
            reversed: None,
        }),
        OrderEvent::CompensationPaid(paid) => {
            let known = order.compensations.iter_mut().find(|known| known.case == paid.case);
            if let Some(known) = known {
                (known.parts, known.paid) = (paid.parts.clone(), Some(at));
            }
            add(order, &paid.parts, |c, amount| c.compensated = c.compensated + amount);
            order.sequence = order.sequence.max(paid.message.as_ref().map_or(0, |m| m.sequence));
        }
        OrderEvent::CompensationReversed(reversed) => {
            let known = order.compensations.iter_mut().find(|known| known.case == reversed.case);
            if let Some(known) = known {
                known.back.extend(reversed.parts.iter().copied());
                known.reversed = Some((at, reversed.why));
            }
            add(order, &reversed.parts, |c, amount| c.compensated = c.compensated - amount);
            order.sequence = order.sequence.max(reversed.message.as_ref().map_or(0, |m| m.sequence));
        }
        _ => {}
    }
}

fn add(order: &mut Order, parts: &[(ComponentRef, Minor)], how: impl Fn(&mut Component, Minor)) {
    for (which, amount) in parts {
        if let Some(component) = order.component_mut(*which) {
            how(component, *amount);
        }
    }
}
