//! Shipping, tracking and receipt.
use super::{invalid, money};
use crate::actor::Actor;
use crate::id::{CaseNo, ParcelNo, UnitNo};
use crate::order::Order;
use crate::order::command::Shipment;
use crate::order::draft::{Draft, not_yours};
use crate::order::event::{OrderEvent, ShipmentDeclared};
use crate::order::freeze;
use crate::parcel::Parcel;
use crate::parcel::tracking::Scan;
use crate::parcel::{WindowKind, window};
use crate::policy::{Exit, StageName, Stop};
use crate::refusal::Refusal;
use jiff::Timestamp;

/// Scans that a parcel keeps at most.
const SCANS: usize = 500;

pub(super) fn paid(draft: &Draft<'_>) -> Result<(), Refusal> {
    if draft.order.paid.is_some() { Ok(()) } else { Err(Refusal::NotPaid) }
}

fn parcel<'d>(draft: &'d Draft<'_>, no: ParcelNo) -> Result<&'d Parcel, Refusal> {
    draft.order.parcels.get(no.index()).ok_or_else(|| Refusal::NotFound { what: "parcel".into() })
}

/// The buyer gives the seller longer (CAN-7).
pub(super) fn lengthen_ship_by(
    draft: &mut Draft<'_>,
    actor: &Actor,
    until: Timestamp,
) -> Result<(), Refusal> {
    draft.buyer(actor)?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    if cancellable(&draft.order).is_empty() {
        return Err(Refusal::AlreadyDone);
    }
    freeze::check(draft, Stop::Shipping)?;
    let current = draft.order.ship_by;
    if until <= current {
        return Err(Refusal::OnlyLonger { current });
    }
    let rules = &draft.context.policy.shipping;
    let latest = draft.context.calendar.end(draft.order.placed.ship_by, rules.max_lengthening).max(current);
    if until > latest {
        return Err(Refusal::TooLong { latest });
    }
    draft.push(OrderEvent::ShipByLengthened { until });
    draft.notice(draft.order.placed.seller, "ship_by_lengthened", None, Some(until));
    Ok(())
}

/// Units that are not cancelled and not shipped: in no parcel, or in one that the carrier has not scanned.
pub(crate) fn cancellable(order: &Order) -> Vec<UnitNo> {
    let live = |u: &UnitNo| order.units.get(u.index()).is_some_and(|unit| unit.cancelled.is_none());
    order.unit_nos().filter(|u| live(u) && !is_shipped(order, *u)).collect()
}

/// The units that are named, each once: one that is named twice is not paid back twice.
pub(super) fn each_once(units: &[UnitNo]) -> Vec<UnitNo> {
    let mut units = units.to_vec();
    units.sort_unstable();
    units.dedup();
    units
}

/// Whether any instance of a unit was shipped: one that is only sent again is not unshipped by that (MSG-2).
pub(super) fn is_shipped(order: &Order, unit: UnitNo) -> bool {
    let parcels = order.units.get(unit.index()).map(|u| u.parcels.iter()).into_iter().flatten();
    parcels.filter_map(|no| order.parcels.get(no.index())).any(|parcel| parcel.shipped_at().is_some())
}

/// A parcel is declared; a resend carries units again without new money.
pub(super) fn declare(draft: &mut Draft<'_>, actor: &Actor, shipment: &Shipment) -> Result<(), Refusal> {
    draft.seller_or_marketplace(actor)?;
    paid(draft)?;
    freeze::check(draft, Stop::Shipping)?;
    if let Some(case) = shipment.case {
        replacement_case(draft, case)?;
        // A replacement is sent when its tracking number is given (DIS-18).
        if shipment.number.is_none() {
            return Err(Refusal::Missing { items: vec!["number".into()] });
        }
    }
    let units = shipped_units(draft, shipment)?;
    if draft.order.parcels.len() >= draft.context.limits.parcels {
        let most = u64::try_from(draft.context.limits.parcels).unwrap_or(u64::MAX);
        return Err(Refusal::Limit { what: "parcels an order".into(), most });
    }
    check_tracking(shipment)?;
    let no = ParcelNo::after(draft.order.parcels.len());
    draft.push(OrderEvent::ShipmentDeclared(Box::new(ShipmentDeclared {
        parcel: no,
        units,
        carrier: shipment.carrier.clone(),
        number: shipment.number.clone(),
        weight_grams: shipment.weight_grams,
        estimate: shipment.estimate,
        handed_over: shipment.handed_over.unwrap_or(draft.now).min(draft.now),
        resend: shipment.resend || shipment.case.is_some(),
        case: shipment.case,
    })));
    draft.notice(draft.order.placed.buyer, "shipped", shipment.case, None);
    if let Some(case) = shipment.case
        && let Some(target) = crate::case::procedure::exit(draft, case, Exit::Done)
    {
        crate::case::procedure::follow(draft, case, target, crate::case::procedure::By::Agreement);
    }
    Ok(())
}

/// A carrier and a tracking number that must both be there.
pub(super) fn check_number(carrier: &str, number: &str) -> Result<(), Refusal> {
    let both = [("carrier", carrier), ("number", number)];
    let missing: Vec<String> =
        both.into_iter().filter(|(_, given)| given.is_empty()).map(|(name, _)| name.to_owned()).collect();
    if !missing.is_empty() {
        return Err(Refusal::Missing { items: missing });
    }
    check_words(Some(carrier), Some(number))
}

fn check_words(carrier: Option<&str>, number: Option<&str>) -> Result<(), Refusal> {
    let word = |text: Option<&str>| {
        text.is_none_or(|t| !t.is_empty() && t.len() <= 64 && !t.chars().any(char::is_control))
    };
    if !word(carrier) || carrier.is_some_and(|c| c.contains(':')) {
        return Err(invalid("carrier", "1 to 64 characters without ':'"));
    }
    if !word(number) {
        return Err(invalid("number", "1 to 64 characters"));
    }
    Ok(())
}

fn check_tracking(shipment: &Shipment) -> Result<(), Refusal> {
    check_words(shipment.carrier.as_deref(), shipment.number.as_deref())?;
    if shipment.number.is_some() && shipment.carrier.is_none() {
        return Err(Refusal::Missing { items: vec!["carrier".into()] });
    }
    Ok(())
}

fn replacement_case(draft: &Draft<'_>, no: CaseNo) -> Result<(), Refusal> {
    let case = draft.case(no)?;
    if case.stage.name == StageName::DispatchingReplacement {
        return Ok(());
    }
    Err(super::dispute::wrong_stage(case))
}

fn shipped_units(draft: &Draft<'_>, shipment: &Shipment) -> Result<Vec<UnitNo>, Refusal> {
    if let Some(case) = shipment.case {
        return Ok(draft.case(case)?.units.iter().map(|(_, unit)| *unit).collect());
    }
    if shipment.resend {
        let units = money::free_units(draft, &shipment.units)?;
        let never = units.iter().find(|u| !is_shipped(&draft.order, **u));
        return never.map_or(Ok(units.clone()), |u| Err(Refusal::NotShipped { unit: u.0 }));
    }
    let free = cancellable(&draft.order);
    let units = if shipment.units.is_empty() { free } else { each_once(&shipment.units) };
    for unit in &units {
        let found =
            draft.order.units.get(unit.index()).ok_or_else(|| invalid("units", "units of this order"))?;
        if found.cancelled.is_some() {
            return Err(Refusal::UnitCancelled { unit: unit.0 });
        }
        if is_shipped(&draft.order, *unit) {
            return Err(Refusal::AlreadyShipped { unit: unit.0 });
        }
    }
    if units.is_empty() {
        let cancelled = draft.order.units.iter().position(|u| u.cancelled.is_some());
        return Err(match cancelled {
            Some(unit) => Refusal::UnitCancelled { unit: UnitNo::after(unit).0 },
            None => Refusal::AlreadyShipped { unit: 0 },
        });
    }
    Ok(units)
}

/// Carrier scans, in any order, repeated or late.
pub(super) fn scans(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: ParcelNo,
    scans: &[Scan],
) -> Result<(), Refusal> {
    if !matches!(actor, Actor::Carrier(_) | Actor::Marketplace) {
        return Err(not_yours("the carrier or the marketplace"));
    }
    let known = &parcel(draft, no)?.scans;
    let mut new: Vec<Scan> = Vec::new();
    for scan in scans {
        let same = |s: &Scan| {
            s.at == scan.at
                && s.status == scan.status
                && s.cause == scan.cause
                && s.by_carrier == scan.by_carrier
        };
        if !known.iter().any(same) && !new.iter().any(same) {
            new.push(scan.clone());
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    if known.len() + new.len() > SCANS {
        return Err(Refusal::Limit { what: "scans a parcel".into(), most: 500 });
    }
    let before = parcel(draft, no)?.status();
    draft.push(OrderEvent::ScansRecorded { parcel: no, scans: new });
    let units = parcel(draft, no)?.units.clone();
    if units.iter().any(|u| draft.order.units.get(u.index()).is_some_and(|unit| unit.cancelled.is_some())) {
        draft.flag("scanned_after_cancellation", None, Some(no));
    }
    contradictions(draft, no, before);
    Ok(())
}

/// A ruling made on facts is not undone by later facts; it is flagged.
fn contradictions(draft: &mut Draft<'_>, no: ParcelNo, before: crate::parcel::tracking::Status) {
    let Some(parcel) = draft.order.parcels.get(no.index()) else {
        return;
    };
    let delivered = parcel.delivered_at().is_some();
    if delivered && before.ends_journey() && before != crate::parcel::tracking::Status::Delivered {
        draft.flag("delivered_after_declared_lost", None, Some(no));
    }
    let units = draft.order.parcels.get(no.index()).map(|p| p.units.clone()).unwrap_or_default();
    let ruled = draft.order.cases.iter().find(|case| {
        !case.rulings.is_empty()
            && case.received == crate::case::Received::No
            && case.units.iter().any(|(_, u)| units.contains(u))
    });
    if delivered && let Some(case) = ruled.map(|c| c.no) {
        draft.flag("delivered_after_ruling", Some(case), Some(no));
    }
}

/// The carrier declares a parcel lost, damaged or returned (INR-9), or it has reached the longest transit (PRO-3): the
/// system opens the case for the buyer, also for units whose own case ends later without an outcome.
pub(crate) fn undelivered(draft: &mut Draft<'_>) {
    if draft.order.paid.is_none() {
        return;
    }
    for index in 0..draft.order.parcels.len() {
        let parcel = &draft.order.parcels[index];
        if parcel.receipt().is_none() && (parcel.failure().is_some() || too_long(draft, parcel)) {
            let no = parcel.no;
            super::dispute::open_by_system(draft, no);
        }
    }
}

fn too_long(draft: &Draft<'_>, parcel: &Parcel) -> bool {
    let (policy, calendar) = (draft.context.policy, draft.context.calendar);
    let transit = window::transit(parcel, draft.order.placed.estimate, &policy.windows, calendar);
    let reached = transit.map(|t| t.longest).filter(|longest| *longest <= draft.due);
    reached.is_some_and(|longest| parcel.not_received.as_ref().is_some_and(|w| w.closes >= longest))
}

/// The buyer has it (PRO-8).
pub(super) fn confirm(draft: &mut Draft<'_>, actor: &Actor, no: ParcelNo) -> Result<(), Refusal> {
    draft.buyer(actor)?;
    let found = parcel(draft, no)?;
    if found.confirmed.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    draft.push(OrderEvent::ReceiptConfirmed { parcel: no });
    draft.notice(draft.order.placed.seller, "receipt_confirmed", None, None);
    Ok(())
}

/// The buyer's answer to the address question (INR-7).
pub(super) fn answer_address(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: ParcelNo,
    received: bool,
) -> Result<(), Refusal> {
    draft.buyer(actor)?;
    match parcel(draft, no)?.address {
        None => {
            return Err(Refusal::NotKnownYet {
                awaits: "the platform asks about the address".into(),
                rule: "INR-7".into(),
            });
        }
        Some((_, Some(_))) => return Err(Refusal::AlreadyDone),
        Some((_, None)) => {}
    }
    address_settled(draft, no, Some(received));
    Ok(())
}

/// An answer, or silence to the end.
pub(crate) fn address_settled(draft: &mut Draft<'_>, no: ParcelNo, received: Option<bool>) {
    draft.push(OrderEvent::AddressAnswered { parcel: no, received });
    if received != Some(false) {
        draft.push(OrderEvent::WindowShut {
            parcel: no,
            kind: WindowKind::NotReceived,
            rule: "INR-7".into(),
        });
    }
}

/// The seller lengthens, never shortens (PRO-6).
pub(super) fn lengthen_window(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: ParcelNo,
    until: Timestamp,
) -> Result<(), Refusal> {
    draft.seller(actor)?;
    let found = parcel(draft, no)?;
    let Some(most) = draft.context.policy.windows.max_lengthening else {
        return Err(Refusal::NotInPolicy { what: "a lengthening of the window".into() });
    };
    let ends = found.not_received.iter().chain(&found.received).map(|w| w.closes);
    let Some(current) = ends.max() else {
        return Err(Refusal::NotKnownYet { awaits: "the parcel is shipped".into(), rule: "PRO-6".into() });
    };
    if current <= draft.now {
        return Err(Refusal::Ended { at: current, rule: "PRO-6".into() });
    }
    let current = current.max(found.lengthened.unwrap_or(current));
    if until <= current {
        return Err(Refusal::OnlyLonger { current });
    }
    // In all: counted from the end without any lengthening, so that many small ones do not add up to more.
    let (rules, calendar) = (&draft.context.policy.windows, draft.context.calendar);
    let plain = window::end_without_lengthening(found, draft.order.placed.estimate, rules, calendar);
    let latest = calendar.end(plain.unwrap_or(current), most).max(current);
    if until > latest {
        return Err(Refusal::TooLong { latest });
    }
    draft.push(OrderEvent::WindowLengthened { parcel: no, until });
    draft.notice(draft.order.placed.buyer, "window_lengthened", None, Some(until));
    Ok(())
}
