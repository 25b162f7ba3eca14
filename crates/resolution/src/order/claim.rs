//! A seller's claim for payment: the order is shown cancelled or failed though the buyer has it (CLM).
//!
//! Proven, the seller gets what the sale would have brought: what still lies in escrow from there, and what the buyer was
//! given back already from the fund that the policy names, never silently. A cancellation that counted is taken back.
use super::Order;
use super::command::{Confirmation, PaymentClaim};
use super::components::ComponentRef;
use super::draft::{Draft, not_yours};
use super::event::{
    AccountEffect, AccountMessage, AccountNews, CaseOpened, ClaimPaid, Known, OrderEvent, PaymentClaimed,
};
use crate::actor::{Actor, Side};
use crate::case::procedure::{self, By};
use crate::case::remedy::Remedy;
use crate::case::{Case, CaseKind, Closing, Received, Ruling, facts};
use crate::id::{CaseNo, EvidenceNo, UnitNo};
use crate::ledger::{Account, Book};
use crate::money::Minor;
use crate::parcel::Parcel;
use crate::parcel::tracking::Status;
use crate::payment::RefundCause;
use crate::policy::{Bearer, ClaimCause, ClaimRules, Fund, Liable, Policy, StageName};
use crate::refusal::Refusal;
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
    /// Since when the order has the wrong status.
    pub since: Timestamp,
    /// When it was paid.
    pub paid: Option<Timestamp>,
}

/// What is claimed of a component: what lies in escrow, and what does not.
struct Owed {
    which: ComponentRef,
    escrow: Minor,
    loss: Minor,
}

fn rules(policy: &Policy) -> Result<&ClaimRules, Refusal> {
    policy.claims.as_ref().ok_or_else(|| Refusal::NotInPolicy { what: "claims for payment".into() })
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
    let for_loss = |refund: &&crate::payment::Refund| {
        refund.case.and_then(|no| order.case(no)).is_some_and(|case| case.received == Received::No)
    };
    let parts = order.refunds.iter().filter(for_loss).flat_map(|refund| &refund.parts);
    parts.map(|part| part.component).any(|which| which == ComponentRef::Goods(unit))
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
    let own = |refund: &&crate::payment::Refund| match refund.case.and_then(|no| order.case(no)) {
        Some(case) => case.received == Received::Yes,
        None => refund.cause == RefundCause::Goodwill,
    };
    let parts = order.refunds.iter().filter(own).flat_map(|refund| &refund.parts);
    parts.filter(|part| part.component == which).map(|part| part.escrow).fold(Minor::ZERO, |a, b| a + b)
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

/// The seller claims: right, payment, units, status and its time, cause, confirmation, money; in this order.
pub(super) fn open(draft: &mut Draft<'_>, actor: &Actor, wanted: &PaymentClaim) -> Result<(), Refusal> {
    draft.seller(actor)?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    let rules = rules(draft.context.policy)?;
    let units = units_of(draft, &wanted.units)?;
    let mut since = draft.order.placed.placed_at;
    for unit in &units {
        since = since.max(check_status(draft, *unit)?);
    }
    let known = rules.causes.iter().copied().find(|cause| cause.word() == wanted.cause);
    let cause = known.ok_or_else(|| Refusal::ReasonUnknown {
        allowed: rules.causes.iter().map(|cause| cause.word().to_owned()).collect(),
    })?;
    if let Some(confirmation) = &wanted.confirmation {
        check_confirmation(draft, actor, confirmation)?;
    }
    let amount = claimable(&draft.order, &units);
    if amount.is_zero() {
        return Err(Refusal::NothingLeft);
    }
    let procedure = rules.procedure.clone();
    record(draft, actor, wanted, (units, cause, since), amount, procedure);
    Ok(())
}

fn units_of(draft: &Draft<'_>, named: &[UnitNo]) -> Result<Vec<UnitNo>, Refusal> {
    let mut units = named.to_vec();
    units.sort_unstable();
    units.dedup();
    let exists = |unit: &UnitNo| draft.order.units.get(unit.index()).is_some();
    if units.is_empty() || !units.iter().all(exists) {
        return Err(Refusal::Invalid { field: "units".into(), expected: "units of this order".into() });
    }
    Ok(units)
}

/// Shown cancelled or failed, claimed in time, and in no claim before that was decided.
fn check_status(draft: &Draft<'_>, unit: UnitNo) -> Result<Timestamp, Refusal> {
    let order = &draft.order;
    let of_unit = |case: &&Case| {
        case.kind == CaseKind::SellerClaim && case.units.iter().any(|(_, claimed)| *claimed == unit)
    };
    for case in order.cases.iter().filter(of_unit) {
        match case.closed {
            None => return Err(Refusal::InCase { unit: unit.0, case: case.no.0 }),
            Some((Closing::Withdrawn, _)) => {}
            Some(_) => return Err(Refusal::UnitSettled { unit: unit.0, case: case.no.0 }),
        }
    }
    if let Some(case) = order.case_of_unit(unit) {
        return Err(Refusal::InCase { unit: unit.0, case: case.no.0 });
    }
    let awaits = "the order is shown cancelled or failed".to_owned();
    let since = failed_since(order, unit).ok_or(Refusal::NotKnownYet { awaits, rule: "CLM-1".into() })?;
    match ends(order, unit, draft.context) {
        Some(at) if at <= draft.now => Err(Refusal::Ended { at, rule: "CLM-1".into() }),
        _ => Ok(since),
    }
}

/// The buyer's own words on the order, or an outside chat with a photo that proves receipt (CLM-2).
fn check_confirmation(draft: &Draft<'_>, actor: &Actor, confirmation: &Confirmation) -> Result<(), Refusal> {
    let missing = |item: &str| Err(Refusal::Missing { items: vec![item.to_owned()] });
    let shown = |no: EvidenceNo| {
        let found = draft.order.evidence.get(no.index());
        found.filter(|piece| {
            Some(piece.author) == actor.party() && piece.withdrawn.is_none() && piece.removed.is_none()
        })
    };
    match confirmation {
        Confirmation::Messages if draft.order.heard.is_none() => missing("a message of the buyer"),
        Confirmation::Messages => Ok(()),
        Confirmation::Outside { chat, .. } if shown(*chat).is_none() => missing("chat"),
        Confirmation::Outside { chat, photo } => {
            let pictured = shown(*photo).is_some_and(|piece| piece.kind == "picture");
            if pictured && chat != photo { Ok(()) } else { missing("photo") }
        }
    }
}

fn record(
    draft: &mut Draft<'_>,
    actor: &Actor,
    wanted: &PaymentClaim,
    (units, cause, since): (Vec<UnitNo>, ClaimCause, Timestamp),
    amount: Minor,
    procedure: String,
) {
    let order = &draft.order;
    let no = CaseNo::after(order.cases.len());
    let line = |unit: UnitNo| order.units.get(unit.index()).map_or(crate::id::LineNo(0), |u| u.line);
    let mut parcels: Vec<&Parcel> = units.iter().filter_map(|unit| order.parcel_of(*unit)).collect();
    parcels.sort_by_key(|parcel| parcel.no);
    parcels.dedup_by_key(|parcel| parcel.no);
    let opened = CaseOpened {
        case: no,
        kind: CaseKind::SellerClaim,
        by: actor.party(),
        received: Received::Yes,
        reason: cause.word().to_owned(),
        procedure: procedure.clone(),
        units: units.iter().map(|unit| (line(*unit), *unit)).collect(),
        asked: Remedy::SellerPayment { amount },
        reserved: Vec::new(),
        known: Known {
            reference: order.placed.reference.clone(),
            parcels: parcels.iter().map(|p| (p.no, p.carrier.clone(), p.number.clone())).collect(),
            estimate: order.placed.estimate,
        },
        messages_before: order.messages,
        text: wanted.text.clone(),
    };
    let confirmed = wanted.confirmation.is_some();
    draft.push(OrderEvent::CaseOpened(Box::new(opened)));
    let claimed = PaymentClaimed { case: no, cause, confirmation: wanted.confirmation.clone(), since };
    draft.push(OrderEvent::PaymentClaimed(Box::new(claimed)));
    let first = draft.context.policy.procedures.get(&procedure).map(|procedure| procedure.first);
    // The buyer is asked only where nothing confirms the receipt yet.
    let first = first.filter(|_| !confirmed).unwrap_or(StageName::Reviewing);
    procedure::enter(draft, no, first);
    let (buyer, seller) = (draft.order.placed.buyer, draft.order.placed.seller);
    let end = draft.order.case(no).and_then(|case| case.stage.end).filter(|_| !confirmed);
    draft.notice(buyer, if confirmed { "claim_opened" } else { "claim_question" }, Some(no), end);
    draft.notice(seller, "claim_opened", Some(no), None);
}

/// Whether the receipt is confirmed: as the seller showed it, or by the buyer's own word since.
fn confirmed(order: &Order, case: &Case) -> bool {
    let shown = order.claims.iter().any(|claim| claim.case == case.no && claim.confirmation.is_some());
    let mut units = case.units.iter().filter_map(|(_, unit)| order.parcel_of(*unit));
    shown || units.any(|parcel| parcel.confirmed.is_some())
}

/// What is recommended: payment where the buyer's receipt is confirmed, and nothing where it is not.
pub(crate) fn recommended(draft: &Draft<'_>, no: CaseNo, appealable: bool) -> Option<Ruling> {
    let case = draft.order.case(no)?;
    let rules = draft.context.policy.claims.as_ref()?;
    let units: Vec<UnitNo> = case.units.iter().map(|(_, unit)| *unit).collect();
    let amount = claimable(&draft.order, &units);
    let proven = confirmed(&draft.order, case) && amount.is_positive();
    let cause = draft.order.claims.iter().find(|claim| claim.case == no).map(|claim| claim.cause);
    let liable = match cause.filter(|_| proven) {
        Some(ClaimCause::PlatformError) => Liable::Platform,
        Some(ClaimCause::CarrierError) => Liable::Carrier,
        _ => Liable::Nobody,
    };
    let why = if proven { crate::policy::claims::PROVEN } else { crate::policy::claims::UNPROVEN };
    Some(Ruling {
        by: Actor::Clock,
        row: None,
        facts: facts::of(&draft.order, case, draft.context.policy, draft.context.calendar, draft.now),
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

/// A claim is paid as the sale would have been, or it is not: there is nothing between.
pub(super) fn check_ruling(draft: &Draft<'_>, case: &Case, remedy: Option<&Remedy>) -> Result<(), Refusal> {
    let units: Vec<UnitNo> = case.units.iter().map(|(_, unit)| *unit).collect();
    let due = Remedy::SellerPayment { amount: claimable(&draft.order, &units) };
    if remedy.is_none_or(|remedy| *remedy == due) {
        return Ok(());
    }
    let expected = "the payment that is claimed, as far as it is still owed, or nothing".into();
    Err(Refusal::Invalid { field: "remedy".into(), expected })
}

/// The ruling stands: the seller is paid, and what counted against it wrongly is taken back (CLM-3).
pub(crate) fn pay(draft: &mut Draft<'_>, no: CaseNo) {
    let (Some(case), Some(rules)) = (draft.order.case(no), &draft.context.policy.claims) else { return };
    let units: Vec<UnitNo> = case.units.iter().map(|(_, unit)| *unit).collect();
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
    for cancelled in wrongly_counted(&draft.order, &units) {
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

/// Cancellations that counted against the seller, of units that the buyer has.
fn wrongly_counted(order: &Order, units: &[UnitNo]) -> Vec<Timestamp> {
    let counted = order.counted.iter().filter(|(_, counted)| counted.iter().any(|unit| units.contains(unit)));
    counted.map(|(at, _)| *at).collect()
}

/// The seller withdraws its claim while nothing is ruled.
pub(super) fn withdraw(draft: &mut Draft<'_>, actor: &Actor, no: CaseNo) -> Result<(), Refusal> {
    if draft.side(no, actor)? != Side::Respondent {
        return Err(not_yours("the seller who claims"));
    }
    Ok(())
}

/// Takes an event of a claim into the state. Total.
pub(crate) fn apply(order: &mut Order, event: &OrderEvent, at: Timestamp) {
    match event {
        OrderEvent::PaymentClaimed(claimed) => order.claims.push(Claim {
            case: claimed.case,
            cause: claimed.cause,
            confirmation: claimed.confirmation.clone(),
            since: claimed.since,
            paid: None,
        }),
        OrderEvent::ClaimPaid(paid) => {
            if let Some(claim) = order.claims.iter_mut().find(|claim| claim.case == paid.case) {
                claim.paid = Some(at);
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
