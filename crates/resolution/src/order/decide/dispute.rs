//! Opening, changing and withdrawing a dispute.
use super::{claim, invalid};
use crate::actor::Actor;
use crate::case::funding;
use crate::case::procedure::{self, turn_word};
use crate::case::remedy::{Remedy, RemedyKind};
use crate::case::{Case, CaseKind, Closing, Received};
use crate::id::{CaseNo, LineNo, ParcelNo, UnitNo};
use crate::money::Minor;
use crate::order::Order;
use crate::order::command::Opening;
use crate::order::components::ComponentRef;
use crate::order::draft::Draft;
use crate::order::event::{AccountNews, CaseChanged, CaseOpened, Known, OrderEvent};
use crate::order::release::owed_back;
use crate::parcel::Parcel;
use crate::payment::refund;
use crate::policy::{Reason, StageName};
use crate::refusal::Refusal;
use jiff::Timestamp;

/// Opens a dispute over units: right, payment, units, window, reason, sub-reason, remedy, amount; in this order.
pub(super) fn open(draft: &mut Draft<'_>, actor: &Actor, opening: &Opening) -> Result<(), Refusal> {
    draft.buyer(actor)?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    let units = super::money::free_units(draft, &opening.units)?;
    for unit in &units {
        check_unit(draft, *unit)?;
        check_window(&draft.order, *unit, opening.received, draft.now)?;
    }
    let reason = reason(draft, &opening.reason, opening.received)?;
    check_sub_reason(reason, opening.sub_reason.as_deref())?;
    check_remedy(reason, opening.asked.kind())?;
    let components = free_components(&draft.order, &units, draft.context.policy.refunds.shipping_included);
    let most = refund::left(&draft.order, &components);
    if most.is_zero() {
        return Err(Refusal::NothingLeft);
    }
    check_asked(&opening.asked, opening.received, most)?;
    check_cases(draft)?;
    let procedure = reason.procedure.clone();
    let case = CaseNo::after(draft.order.cases.len());
    record(draft, CaseKind::Dispute, actor.party(), opening, units, components, procedure);
    // A filing stays filed, whatever becomes of it (DIS-16).
    let filed = AccountNews::DisputeFiled { case, reason: opening.reason.clone() };
    if draft.context.policy.funding.as_ref().is_some_and(|rules| rules.buyer.is_some()) {
        draft.tell_buyer(filed.clone());
    }
    draft.tell_seller(filed);
    Ok(())
}

pub(super) fn check_cases(draft: &Draft<'_>) -> Result<(), Refusal> {
    let most = draft.context.limits.cases;
    if draft.order.cases.len() < most {
        return Ok(());
    }
    Err(Refusal::Limit { what: "cases an order".into(), most: u64::try_from(most).unwrap_or(u64::MAX) })
}

pub(super) fn check_unit(draft: &Draft<'_>, no: UnitNo) -> Result<(), Refusal> {
    let Some(unit) = draft.order.units.get(no.index()) else {
        return Err(invalid("units", "units of this order"));
    };
    let Some(parcel) = draft.order.parcel_of(no) else {
        return Err(Refusal::NotShipped { unit: no.0 });
    };
    if let Some((case, about)) = unit.settled
        && about == Some(parcel.no)
    {
        return Err(Refusal::UnitSettled { unit: no.0, case: case.0 });
    }
    if unit.withdrawn >= 2 {
        return Err(Refusal::DisputedTwice { unit: no.0 });
    }
    Ok(())
}

/// What a buyer's word that it came waits for.
pub(super) const RECEIPT: &str = "the carrier's delivery or your confirmation of receipt";

/// Whether the window of a unit's parcel is open: "not yet, from", "ended at", and why (PRO-5).
pub(crate) fn check_window(
    order: &Order,
    unit: UnitNo,
    received: Received,
    now: Timestamp,
) -> Result<(), Refusal> {
    let parcel: &Parcel = order.parcel_of(unit).ok_or(Refusal::NotShipped { unit: unit.0 })?;
    let (window, rule, awaits) = match received {
        Received::No => {
            if let Some(rule) = &parcel.not_received_shut {
                return Err(Refusal::Shut { rule: rule.clone() });
            }
            (&parcel.not_received, "PRO-1", "the carrier's first scan")
        }
        Received::Yes => (&parcel.received, "PRO-2", RECEIPT),
    };
    let Some(window) = window else {
        return Err(Refusal::NotKnownYet { awaits: awaits.to_owned(), rule: rule.to_owned() });
    };
    if now < window.opens {
        return Err(Refusal::NotYet { from: window.opens, rule: "PRO-1".into() });
    }
    if now >= window.closes {
        return Err(Refusal::Ended { at: window.closes, rule: window.rule.clone() });
    }
    Ok(())
}

/// The reason of the policy's list, in the group of the first answer (DIS-3).
fn reason<'p>(draft: &Draft<'p>, id: &str, received: Received) -> Result<&'p Reason, Refusal> {
    let group = received == Received::Yes;
    reason_among(draft.context.policy.dispute_reasons().filter(|reason| reason.received == group), id)
}

/// The reason of that id among those that are offered; else the refusal names these.
pub(super) fn reason_among<'p>(
    offered: impl Iterator<Item = &'p Reason>,
    id: &str,
) -> Result<&'p Reason, Refusal> {
    let offered: Vec<&Reason> = offered.collect();
    let known = offered.iter().copied().find(|reason| reason.id == id);
    known.ok_or_else(|| Refusal::ReasonUnknown {
        allowed: offered.iter().map(|reason| reason.id.clone()).collect(),
    })
}

/// A finer reason is one of the reason's own list. Nobody has to name one: who does not know it opens the case all the same.
pub(super) fn check_sub_reason(reason: &Reason, named: Option<&str>) -> Result<(), Refusal> {
    match named {
        Some(named) if !reason.has_sub_reason(named) => {
            Err(Refusal::SubReasonUnknown { allowed: reason.sub_reasons.clone() })
        }
        _ => Ok(()),
    }
}

fn check_remedy(reason: &Reason, kind: RemedyKind) -> Result<(), Refusal> {
    if reason.remedies.contains(&kind) {
        return Ok(());
    }
    Err(Refusal::RemedyNotOffered { allowed: reason.remedies.iter().map(|r| r.word().to_owned()).collect() })
}

/// Above zero, and at most what is left (DIS-5); not received asks for everything and sends nothing back (DIS-2).
fn check_asked(asked: &Remedy, received: Received, most: Minor) -> Result<(), Refusal> {
    check_returnable(asked, received)?;
    let Some(amount) = asked.amount() else {
        return Ok(());
    };
    check_amount(amount, most)?;
    if received == Received::No && amount != most {
        return Err(invalid(
            "amount",
            &format!("{most} (minor units): what was not received is asked back in full"),
        ));
    }
    Ok(())
}

/// What was not received cannot go back.
pub(crate) fn check_returnable(remedy: &Remedy, received: Received) -> Result<(), Refusal> {
    let returns =
        matches!(remedy, Remedy::ReturnAndRefund { .. } | Remedy::Replacement { return_first: true });
    if returns && received == Received::No {
        return Err(invalid("remedy", "a remedy without return: nothing was received"));
    }
    Ok(())
}

/// Above zero and within what is left.
pub(crate) fn check_amount(amount: Minor, most: Minor) -> Result<(), Refusal> {
    if most.is_zero() {
        return Err(Refusal::NothingLeft);
    }
    if !amount.is_positive() {
        return Err(Refusal::AmountZero);
    }
    if amount > most {
        return Err(Refusal::AmountTooHigh { most });
    }
    Ok(())
}

/// The components of units, in order.
pub(crate) fn components(units: &[UnitNo], shipping: bool) -> Vec<ComponentRef> {
    let of =
        |unit: &UnitNo| [Some(ComponentRef::Goods(*unit)), shipping.then_some(ComponentRef::Shipping(*unit))];
    units.iter().flat_map(of).flatten().collect()
}

/// Those of them that no open case reserves: the shipping of a unit may lie in a complaint while its goods are disputed,
/// and each part of it is decided in one place.
pub(crate) fn free_components(order: &Order, units: &[UnitNo], shipping: bool) -> Vec<ComponentRef> {
    components(units, shipping).into_iter().filter(|which| order.case_on(*which).is_none()).collect()
}

/// The most that can be asked for units.
pub(crate) fn most_for(order: &Order, units: &[UnitNo], shipping: bool) -> Minor {
    refund::left(order, &free_components(order, units, shipping))
}

pub(super) fn record(
    draft: &mut Draft<'_>,
    kind: CaseKind,
    by: Option<crate::id::PartyId>,
    opening: &Opening,
    units: Vec<UnitNo>,
    components: Vec<ComponentRef>,
    procedure: String,
) {
    let order = &draft.order;
    let line_of = |u: UnitNo| order.units.get(u.index()).map_or(LineNo(0), |unit| unit.line);
    let no = CaseNo::after(order.cases.len());
    let reserved = components
        .iter()
        .map(|c| (*c, order.component(*c).map_or(Minor::ZERO, |c| c.buyer_left())))
        .collect();
    let opened = CaseOpened {
        case: no,
        kind,
        by,
        received: opening.received,
        reason: opening.reason.clone(),
        sub_reason: opening.sub_reason.clone(),
        procedure: procedure.clone(),
        units: units.iter().map(|u| (line_of(*u), *u)).collect(),
        asked: opening.asked.clone(),
        reserved,
        known: known(order, &units),
        messages_before: order.messages,
        text: opening.text.clone(),
    };
    draft.push(OrderEvent::CaseOpened(Box::new(opened)));
    let buyer = draft.order.placed.buyer;
    let notice = match kind {
        CaseKind::Return => Some("return_requested"),
        CaseKind::Negligence => Some("complaint_opened"),
        CaseKind::Dispute | CaseKind::Undelivered => Some("case_opened"),
        // Both are told as its review begins, with its end; of a compensation the buyer is told nothing, and a claim tells by
        // itself what it asks.
        CaseKind::Risk | CaseKind::CarrierCompensation | CaseKind::SellerClaim => None,
    };
    if let Some(notice) = notice {
        draft.notice(buyer, notice, Some(no), None);
    }
    let first = draft.context.policy.procedures.get(&procedure).map_or(StageName::Reviewing, |p| p.first);
    match first {
        StageName::Funding => funding::begin(draft, no),
        first => procedure::enter(draft, no, first),
    }
}

/// What the system fills in by itself (DIS-4).
pub(super) fn known(order: &Order, units: &[UnitNo]) -> Known {
    let mut parcels: Vec<&Parcel> = units.iter().filter_map(|u| order.parcel_of(*u)).collect();
    parcels.sort_by_key(|p| p.no);
    parcels.dedup_by_key(|p| p.no);
    let estimate = parcels.iter().filter_map(|p| p.estimate_or(order.placed.estimate)).max();
    Known {
        reference: order.placed.reference.clone(),
        parcels: parcels.iter().map(|p| (p.no, p.carrier.clone(), p.number.clone())).collect(),
        estimate,
    }
}

/// The system opens for the buyer what never arrived: longest transit, or declared lost, damaged, returned.
pub(crate) fn open_by_system(draft: &mut Draft<'_>, parcel: ParcelNo) {
    let Some(found) = draft.order.parcels.get(parcel.index()) else {
        return;
    };
    let order = &draft.order;
    let free = |u: &UnitNo| order.case_of_unit(*u).is_none() && owed_back(order, *u, found);
    let units: Vec<UnitNo> = found.units.iter().copied().filter(free).collect();
    if units.is_empty() {
        return;
    }
    let components = free_components(&draft.order, &units, true);
    let amount = refund::left(&draft.order, &components);
    let opening = Opening {
        units: units.clone(),
        received: Received::No,
        reason: "not_received".into(),
        sub_reason: None,
        asked: Remedy::Refund { amount },
        text: None,
    };
    let procedure = draft.context.policy.windows.not_received.longest_transit_procedure.clone();
    record(draft, CaseKind::Undelivered, None, &opening, units, components, procedure);
}

/// The refusal of an act that the stage does not have.
pub(crate) fn wrong_stage(case: &Case) -> Refusal {
    if case.closed.is_some() || case.fixed.is_some() && case.stage.name == StageName::Executing {
        return Refusal::AlreadyFinal;
    }
    Refusal::WrongStage {
        stage: case.stage.name.word().to_owned(),
        turn: turn_word(case.stage.name.turn()).to_owned(),
    }
}

/// Undecided: no outcome fixed, no ruling out, and in a stage where parties or platform still look for one.
pub(crate) fn undecided(case: &Case) -> Result<(), Refusal> {
    use StageName::{Answering, Investigating, Negotiating, Proposed, Responding, Reviewing};
    if case.closed.is_some() || case.fixed.is_some() {
        return Err(Refusal::AlreadyFinal);
    }
    let open =
        [Responding, Negotiating, Investigating, Reviewing, Proposed, Answering].contains(&case.stage.name);
    if open && (case.rulings.is_empty() || case.appealed) { Ok(()) } else { Err(wrong_stage(case)) }
}

/// What only a dispute has: there is nothing to bargain over in a return (RET-3) or a complaint (NEG-2).
pub(crate) fn negotiable(case: &Case) -> Result<(), Refusal> {
    match case.kind {
        CaseKind::Negligence => Err(Refusal::NotInPolicy {
            what: "this for a complaint: the seller accepts or rejects it as it is".into(),
        }),
        CaseKind::Return => Err(Refusal::NotInPolicy {
            what: "this for a return: the seller answers the request as it is".into(),
        }),
        CaseKind::SellerClaim => {
            Err(Refusal::NotInPolicy { what: "this for a claim: the platform decides it as it is".into() })
        }
        CaseKind::CarrierCompensation => {
            Err(Refusal::NotInPolicy { what: "this here: what a carrier lost is made good by itself".into() })
        }
        CaseKind::Risk => Err(Refusal::NotInPolicy {
            what: "this for a risk: the platform looks at it; send a message or evidence that helps".into(),
        }),
        CaseKind::Dispute | CaseKind::Undelivered => Ok(()),
    }
}

/// Undecided, and no ruling was ever out: after one, an appeal and letting it stand are all that is left (DIS-14).
pub(crate) fn unruled(case: &Case) -> Result<(), Refusal> {
    undecided(case)?;
    if case.rulings.is_empty() { Ok(()) } else { Err(wrong_stage(case)) }
}

/// The buyer changes reason, sub-reason, remedy or amount; no clock moves (DIS-9).
pub(super) fn change(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    (reason_id, named): (&str, Option<&str>),
    asked: &Remedy,
) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    draft.buyer(actor)?;
    negotiable(&case)?;
    unruled(&case)?;
    let most_changes = draft.context.policy.disputes.max_changes;
    if case.changes >= most_changes {
        return Err(Refusal::TooManyChanges { most: most_changes });
    }
    let reason = reason(draft, reason_id, case.received)?;
    check_sub_reason(reason, named)?;
    // A finer reason stays with its reason: who changes only the amount need not name it again.
    let kept = case.sub_reason.as_deref().filter(|_| case.reason == reason_id);
    let sub_reason = named.or(kept);
    check_remedy(reason, asked.kind())?;
    let most = refund::left(&draft.order, &case.reserved);
    check_asked(asked, case.received, most)?;
    if let (Some(_), Some(then), Some(amount)) = (case.escalated, case.amount_at_escalation, asked.amount())
        && amount > then
    {
        return Err(Refusal::MayNotRise { most: then.min(most) });
    }
    if case.reason == reason_id && case.sub_reason.as_deref() == sub_reason && case.asked == *asked {
        return Err(Refusal::AlreadyDone);
    }
    draft.push(OrderEvent::CaseChanged(Box::new(CaseChanged {
        case: no,
        reason: reason_id.to_owned(),
        sub_reason: sub_reason.map(str::to_owned),
        asked: asked.clone(),
    })));
    draft.notice(draft.order.placed.seller, "case_changed", Some(no), None);
    Ok(())
}

/// The buyer withdraws; the units may be disputed once more while their window runs (DIS-9).
pub(super) fn withdraw(draft: &mut Draft<'_>, actor: &Actor, no: CaseNo) -> Result<(), Refusal> {
    let case = draft.case(no)?.clone();
    if case.kind == CaseKind::SellerClaim {
        claim::withdraw(draft, actor, no)?;
    } else {
        draft.buyer(actor)?;
    }
    if case.kind == CaseKind::Risk {
        negotiable(&case)?;
    }
    unruled(&case)?;
    procedure::close(draft, no, Closing::Withdrawn);
    Ok(())
}
