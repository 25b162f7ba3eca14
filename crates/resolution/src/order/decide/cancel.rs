//! Cancelling what was not shipped: by the buyer (CAN-8), by the seller parcel by parcel (CAN-1 to CAN-5), or because nobody
//! shipped it (CAN-7).
use super::invalid;
use super::shipping::{cancellable, each_once, is_shipped, paid};
use crate::actor::Actor;
use crate::id::UnitNo;
use crate::order::Order;
use crate::order::components::ComponentRef;
use crate::order::draft::{Draft, not_yours};
use crate::order::event::{AccountNews, CancelCause, CancellationCounted, OrderEvent};
use crate::payment::RefundCause;
use crate::payment::refund::{self, Wanted};
use crate::policy::{Fund, Liable, PenaltyReason};
use crate::refusal::Refusal;

/// Buyer or seller cancel before shipment, each with reasons of their own.
pub(super) fn cancel(
    draft: &mut Draft<'_>,
    actor: &Actor,
    units: &[UnitNo],
    reason: &str,
) -> Result<(), Refusal> {
    let by_seller = draft.seller(actor).is_ok();
    if !by_seller && draft.buyer(actor).is_err() {
        return Err(not_yours("the buyer or the seller"));
    }
    paid(draft)?;
    let units = not_shipped(&draft.order, units)?;
    if by_seller { by_the_seller(draft, units, reason) } else { by_the_buyer(draft, units, reason) }
}

/// The units that are named, or all that can be cancelled; each there, not cancelled and not with the carrier.
fn not_shipped(order: &Order, named: &[UnitNo]) -> Result<Vec<UnitNo>, Refusal> {
    let units = if named.is_empty() { cancellable(order) } else { each_once(named) };
    for unit in &units {
        let found = order.units.get(unit.index()).ok_or_else(|| invalid("units", "units of this order"))?;
        if found.cancelled.is_some() {
            return Err(Refusal::UnitCancelled { unit: unit.0 });
        }
        if is_shipped(order, *unit) {
            return Err(Refusal::AlreadyShipped { unit: unit.0 });
        }
        if let Some(case) = order.case_of_unit(*unit) {
            return Err(Refusal::InCase { unit: unit.0, case: case.no.0 });
        }
    }
    if units.is_empty() {
        let unit = order.unit_nos().next().map_or(0, |u| u.0);
        return Err(Refusal::AlreadyShipped { unit });
    }
    Ok(units)
}

fn by_the_buyer(draft: &mut Draft<'_>, units: Vec<UnitNo>, reason: &str) -> Result<(), Refusal> {
    if !draft.context.policy.shipping.buyer_may_cancel_before_shipment {
        return Err(Refusal::NotInPolicy { what: "cancellation by the buyer".into() });
    }
    if reason.is_empty() {
        return Err(Refusal::Missing { items: vec!["reason".into()] });
    }
    cancel_units(draft, units, CancelCause::Buyer { reason: reason.to_owned() });
    Ok(())
}

fn by_the_seller(draft: &mut Draft<'_>, named: Vec<UnitNo>, reason: &str) -> Result<(), Refusal> {
    let offered = &draft.context.policy.shipping.seller_cancel_reasons;
    if offered.is_empty() {
        return Err(Refusal::NotInPolicy { what: "cancellation by the seller".into() });
    }
    let Some(reason) = offered.iter().copied().find(|known| known.word() == reason) else {
        let allowed = offered.iter().map(|known| known.word().to_owned()).collect();
        return Err(Refusal::ReasonUnknown { allowed });
    };
    let units = with_their_parcels(&draft.order, &named);
    let (many, of) = (count(units.len()), count(draft.order.units.len()));
    cancel_units(draft, units, CancelCause::Seller { reason, named });
    draft.push(OrderEvent::CancellationCounted(CancellationCounted { units: many, of }));
    draft.tell_seller(AccountNews::SellerCancelled { units: many, of, reason: reason.word().to_owned() });
    draft.penalise(PenaltyReason::Cancellation, None);
    Ok(())
}

fn count(units: usize) -> u16 {
    u16::try_from(units).unwrap_or(u16::MAX)
}

/// Everything that was to travel in the same parcel goes with what is named (CAN-2). What is in no parcel yet is cancelled
/// by itself: lines that would travel apart are cancelled apart (CAN-5).
fn with_their_parcels(order: &Order, named: &[UnitNo]) -> Vec<UnitNo> {
    let parcel = |unit: UnitNo| order.parcel_of(unit).map(|parcel| parcel.no);
    let meant: Vec<_> = named.iter().filter_map(|unit| parcel(*unit)).collect();
    let goes =
        |unit: &UnitNo| named.contains(unit) || parcel(*unit).is_some_and(|parcel| meant.contains(&parcel));
    cancellable(order).into_iter().filter(goes).collect()
}

/// Cancels units and gives back everything that was paid for them.
pub(crate) fn cancel_units(draft: &mut Draft<'_>, units: Vec<UnitNo>, cause: CancelCause) {
    let components: Vec<ComponentRef> =
        units.iter().flat_map(|u| [ComponentRef::Goods(*u), ComponentRef::Shipping(*u)]).collect();
    let notice = cause.notice();
    let liable = if matches!(cause, CancelCause::Buyer { .. }) { Liable::Buyer } else { Liable::Seller };
    draft.push(OrderEvent::UnitsCancelled { units, cause });
    let amount = refund::left(&draft.order, &components);
    let wanted = Wanted {
        components,
        amount,
        case: None,
        cause: RefundCause::Cancellation,
        liable,
        fund: Fund::Escrow,
        beyond: None,
    };
    let promised = refund::build(&draft.order, &wanted, draft.context);
    if !promised.parts.is_empty() {
        draft.push(OrderEvent::RefundPromised(Box::new(promised)));
    }
    draft.notice_both(notice, None, None);
}
