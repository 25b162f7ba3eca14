//! A seller's claim for payment: the order is shown cancelled or failed though the buyer has it (CLM).
//!
//! Proven, the seller gets what the sale would have brought: what still lies in escrow from there, and what the buyer was
//! given back already from the fund that the policy names, never silently. A cancellation that counted is taken back.
use super::Order;
use super::command::Confirmation;
use super::components::ComponentRef;
use super::draft::Draft;
use super::event::{AccountEffect, AccountMessage, AccountNews, ClaimPaid, OrderEvent};
use crate::actor::Actor;
use crate::case::procedure::{self, By};
use crate::case::remedy::Remedy;
use crate::case::{Case, CaseKind, Closing, Received, Ruling};
use crate::id::{CaseNo, UnitNo};
use crate::ledger::{Account, Book};
use crate::money::Minor;
use crate::parcel::tracking::Status;
use crate::payment::{Refund, RefundCause};
use crate::policy::{Bearer, ClaimCause, Facts, Fund, Liable, Policy, StageName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A claim as the order keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Its case.
    pub case: CaseNo,
    /// Why the status is wrong, as the seller says.
    pub cause: ClaimCause,
    /// Where the buyer's confirmation is to be seen, where the seller named one.
    pub confirmation: Option<Confirmation>,
    /// The tracking number as the seller gives it, where a unit is in no parcel.
    pub tracking: Option<String>,
    /// Since when the order has the wrong status.
    pub since: Timestamp,
    /// Whether the buyer is asked with the claim itself, and has neither answered nor let the time pass.
    pub asking: bool,
    /// What the buyer says, once it is said: whether the goods are there.
    pub answered: Option<bool>,
    /// What was paid, once it was.
    pub paid: Option<Paid>,
}

/// What a claim was paid, before commission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// When.
    pub at: Timestamp,
    /// Out of escrow, in minor units.
    pub escrow: Minor,
    /// What the buyer had been given back, in minor units.
    pub loss: Minor,
    /// Who bears that.
    pub fund: Fund,
}

/// What is claimed of a component: what lies in escrow, and what does not.
struct Owed {
    which: ComponentRef,
    escrow: Minor,
    loss: Minor,
}

/// Since when a unit is shown cancelled or failed: nothing where it is not, or where its money goes its own way.
pub(crate) fn failed_since(order: &Order, unit: UnitNo) -> Option<Timestamp> {
    let found = order.units.get(unit.index())?;
    if let Some(cancelled) = found.cancelled {
        return Some(cancelled);
    }
    let parcel = order.parcel_of(unit)?;
    let failed = |status: Status| {
        matches!(status, Status::Lost | Status::Damaged | Status::ReturnedToSender | Status::AttemptFailed)
    };
    let scans = parcel.scans.iter().filter(|scan| scan.by_carrier && failed(scan.status));
    let newest = scans.map(|scan| scan.at).max()?;
    let shown = matches!(parcel.word(), "lost" | "damaged" | "returned_to_sender" | "failed_delivery");
    // Delivered after all: what was given back for its loss is not released by itself.
    (shown || (parcel.receipt().is_some() && given_back_for_loss(order, unit))).then_some(newest)
}

fn given_back_for_loss(order: &Order, unit: UnitNo) -> bool {
    let parts = order.refunds.iter().filter(|refund| for_the_status(order, refund)).flat_map(|r| &r.parts);
    parts.map(|part| part.component).any(|which| which == ComponentRef::Goods(unit))
}

/// Whether a refund went out because of the status that the claim calls wrong. What the seller gave of its own will, what
/// the parties agreed, and what a ruling holds the seller liable for is not asked for again.
fn for_the_status(order: &Order, refund: &Refund) -> bool {
    let Some(no) = refund.case else { return refund.cause != RefundCause::Goodwill };
    order.case(no).is_some_and(|case| {
        let lost = case.rulings.last().is_none_or(|ruling| ruling.liable == Liable::Seller);
        case.kind == CaseKind::Risk || (case.received == Received::No && !lost)
    })
}

/// What the sale of units would still bring: each component's net, less what the seller has of it, and less what the seller
/// gave back for a cause of its own. What another case reserves is decided there.
fn owed(order: &Order, units: &[UnitNo]) -> Vec<Owed> {
    let both = units.iter().flat_map(|unit| [ComponentRef::Goods(*unit), ComponentRef::Shipping(*unit)]);
    let of = |which: ComponentRef| {
        let component = order.component(which).filter(|_| order.case_on(which).is_none())?;
        let due = component.seller_net() - component.released - component.compensated;
        let due = (due - own_refunds(order, which)).or_zero();
        let escrow = due.min(component.escrow_left());
        due.is_positive().then_some(Owed { which, escrow, loss: due - escrow })
    };
    both.filter_map(of).collect()
}

fn own_refunds(order: &Order, which: ComponentRef) -> Minor {
    let own = order.refunds.iter().filter(|refund| !for_the_status(order, refund));
    let parts = own.flat_map(|refund| &refund.parts).filter(|part| part.component == which);
    parts.map(|part| part.escrow).fold(Minor::ZERO, |a, b| a + b)
}

fn total(owed: &[Owed]) -> Minor {
    owed.iter().map(|one| one.escrow + one.loss).fold(Minor::ZERO, |a, b| a + b)
}

/// The most that a claim over units can ask for.
#[must_use]
pub fn claimable(order: &Order, units: &[UnitNo]) -> Minor {
    total(&owed(order, units))
}

/// The exclusive end of the time to claim payment for a unit.
pub(crate) fn ends(
    order: &Order,
    unit: UnitNo,
    context: &crate::aggregate::Context<'_>,
) -> Option<Timestamp> {
    let within = context.policy.claims.as_ref()?.within;
    Some(context.calendar.end(failed_since(order, unit)?, within))
}

/// The claim of a case.
#[must_use]
pub fn of_case(order: &Order, no: CaseNo) -> Option<&Claim> {
    order.claims.iter().find(|claim| claim.case == no)
}

/// Whether the receipt is confirmed: by the buyer's own word, which no message stands against; else as the seller showed it.
fn confirmed(order: &Order, case: &Case) -> bool {
    let Some(claim) = of_case(order, case.no) else { return false };
    let mut parcels = case.units.iter().filter_map(|(_, unit)| order.parcel_of(*unit));
    claim
        .answered
        .unwrap_or_else(|| claim.confirmation.is_some() || parcels.any(|parcel| parcel.confirmed.is_some()))
}

/// What is claimed in a case, as units.
pub(crate) fn units_of(case: &Case) -> Vec<UnitNo> {
    case.units.iter().map(|(_, unit)| *unit).collect()
}

/// What is recommended: payment where the buyer's receipt is confirmed, and nothing where it is not.
pub(crate) fn recommended(draft: &Draft<'_>, no: CaseNo, appealable: bool) -> Option<Ruling> {
    let case = draft.order.case(no)?;
    let rules = draft.context.policy.claims.as_ref()?;
    let amount = claimable(&draft.order, &units_of(case));
    let proven = confirmed(&draft.order, case) && amount.is_positive();
    let cause = of_case(&draft.order, no).map(|claim| claim.cause);
    let liable = match cause.filter(|_| proven) {
        Some(ClaimCause::PlatformError) => Liable::Platform,
        Some(ClaimCause::CarrierError) => Liable::Carrier,
        _ => Liable::Nobody,
    };
    let why = if proven { crate::policy::claims::PROVEN } else { crate::policy::claims::UNPROVEN };
    Some(Ruling {
        by: Actor::Clock,
        row: None,
        facts: Facts::default(),
        evidence: procedure::standing_evidence(draft, no),
        liable,
        funded_by: rules.loss_from,
        remedy: proven.then_some(Remedy::SellerPayment { amount }),
        why: why.to_owned(),
        departs: None,
        review: CaseNo::after(case.rulings.len()).0.saturating_add(1),
        appealable,
    })
}

/// The ruling stands: the seller is paid, and what counted against it wrongly is taken back (CLM-3).
pub(crate) fn pay(draft: &mut Draft<'_>, no: CaseNo) {
    let (Some(case), Some(rules)) = (draft.order.case(no), &draft.context.policy.claims) else { return };
    let units = units_of(case);
    let parts = owed(&draft.order, &units);
    let amount = total(&parts);
    let remedy = amount.is_positive().then_some(Remedy::SellerPayment { amount });
    draft.push(OrderEvent::OutcomeFixed { case: no, remedy, by: By::Ruling.word().to_owned() });
    if amount.is_zero() {
        draft.flag("nothing_left_to_claim", Some(no), None);
        return procedure::close(draft, no, Closing::Dismissed);
    }
    let paid = paid(&draft.order, draft.context.policy, (no, &units), &parts, rules.loss_from);
    draft.push(OrderEvent::ClaimPaid(Box::new(paid)));
    for cancelled in wrongly_counted(&draft.order) {
        draft.tell_seller(AccountNews::CancellationCorrected { case: no, cancelled });
    }
    draft.notice(draft.order.placed.seller, "claim_paid", Some(no), None);
    procedure::close(draft, no, Closing::ClaimPaid);
}

fn paid(
    order: &Order,
    policy: &Policy,
    (no, units): (CaseNo, &[UnitNo]),
    parts: &[Owed],
    fund: Fund,
) -> ClaimPaid {
    let of = |how: fn(&Owed) -> Minor| {
        let some = parts.iter().map(|one| (one.which, how(one))).filter(|(_, amount)| amount.is_positive());
        some.collect::<Vec<_>>()
    };
    let (escrow, loss) = (of(|one| one.escrow), of(|one| one.loss));
    let sum = |parts: &[(ComponentRef, Minor)]| {
        parts.iter().map(|(_, amount)| *amount).fold(Minor::ZERO, |a, b| a + b)
    };
    let before = |of: fn(&super::components::Component) -> Minor| {
        let parts = order.components().filter(|(which, _)| *which != ComponentRef::Surcharge);
        parts.map(|(_, c)| of(c)).fold(Minor::ZERO, |a, b| a + b)
    };
    let step = |before: Minor, now: Minor| policy.commission.of(before + now) - policy.commission.of(before);
    let of_escrow = step(before(|c| c.released), sum(&escrow));
    // Where the seller bore it on the buyer's refund, it was taken there.
    let taken = policy.commission.on_refund == Bearer::Seller;
    let of_loss = if taken { Minor::ZERO } else { step(before(|c| c.compensated), sum(&loss)) };
    let carrier = || {
        let parcel = units.iter().find_map(|unit| order.parcel_of(*unit));
        parcel.and_then(|parcel| parcel.carrier.clone()).unwrap_or_else(|| "unknown".to_owned())
    };
    let source = match fund {
        Fund::CarrierClaims => Account::CarrierClaims(carrier()),
        Fund::ProtectionFund | Fund::Escrow => Account::ProtectionFund,
    };
    let payable = Account::SellerPayable(order.placed.seller);
    let mut book = Book::new(order.placed.currency);
    book.money(Account::Escrow, payable.clone(), sum(&escrow) - of_escrow);
    book.money(Account::Escrow, Account::PlatformFees, of_escrow);
    book.money(source.clone(), payable, sum(&loss) - of_loss);
    book.money(source, Account::PlatformFees, of_loss);
    let commission = of_escrow + of_loss;
    let amount = sum(&escrow) + sum(&loss) - commission;
    let message = amount.is_positive().then(|| AccountMessage {
        sequence: order.sequence + 1,
        party: order.placed.seller,
        currency: order.placed.currency,
        amount,
        effect: AccountEffect::Claim,
    });
    ClaimPaid { case: no, escrow, loss, fund, commission, postings: book.done(), message }
}

/// Cancellations that counted against the seller though the buyer has everything of them: a claim was paid for each unit.
fn wrongly_counted(order: &Order) -> Vec<Timestamp> {
    let paid = order.claims.iter().filter(|claim| claim.paid.is_some());
    let has: Vec<UnitNo> = paid.filter_map(|claim| order.case(claim.case)).flat_map(units_of).collect();
    let wrong = order.counted.iter().filter(|(_, counted)| counted.iter().all(|unit| has.contains(unit)));
    wrong.map(|(at, _)| *at).collect()
}

/// Takes an event of a claim into the state. Total.
pub(crate) fn apply(order: &mut Order, event: &OrderEvent, at: Timestamp) {
    match event {
        OrderEvent::PaymentClaimed(claimed) => order.claims.push(Claim {
            case: claimed.case,
            cause: claimed.cause,
            confirmation: claimed.confirmation.clone(),
            tracking: claimed.tracking.clone(),
            since: claimed.since,
            asking: claimed.confirmation.is_none(),
            answered: None,
            paid: None,
        }),
        OrderEvent::ClaimAnswered(said) => {
            if let Some(claim) = order.claims.iter_mut().find(|claim| claim.case == said.case) {
                claim.answered = Some(said.received);
            }
        }
        OrderEvent::StageEntered { case, stage, .. } if *stage != StageName::Answering => {
            if let Some(claim) = order.claims.iter_mut().find(|claim| claim.case == *case) {
                claim.asking = false;
            }
        }
        OrderEvent::ClaimPaid(paid) => {
            if let Some(claim) = order.claims.iter_mut().find(|claim| claim.case == paid.case) {
                let sum = |parts: &[(ComponentRef, Minor)]| {
                    parts.iter().map(|(_, amount)| *amount).fold(Minor::ZERO, |a, b| a + b)
                };
                let (escrow, loss) = (sum(&paid.escrow), sum(&paid.loss));
                claim.paid = Some(Paid { at, escrow, loss, fund: paid.fund });
            }
            for (which, amount) in &paid.escrow {
                if let Some(component) = order.component_mut(*which) {
                    component.released = component.released + *amount;
                }
            }
            for (which, amount) in &paid.loss {
                if let Some(component) = order.component_mut(*which) {
                    component.compensated = component.compensated + *amount;
                }
            }
            order.sequence = order.sequence.max(paid.message.as_ref().map_or(0, |m| m.sequence));
        }
        _ => {}
    }
}
