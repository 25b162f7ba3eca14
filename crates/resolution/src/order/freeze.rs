//! Freezes of an order: what each stops, and the clocks that rest meanwhile and keep what was left of them (FRZ-3, FRZ-4).
//!
//! A compliance freeze comes from the seller's account and ends with it: the account says so by a message, once for the
//! freeze and once for its end, in whatever order they arrive.
use super::Order;
use super::decide::cancellable;
use super::draft::{Draft, not_yours};
use super::event::{FreezeForestalled, FreezeKind, OrderEvent, StopCause};
use crate::actor::Actor;
use crate::case::procedure;
use crate::id::{AccountId, AccountRole, AggregateId, CaseNo, FreezeNo};
use crate::policy::{StageName, Stop};
use crate::refusal::Refusal;
use crate::time::Remaining;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A freeze of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freeze {
    /// Its ordinal on the order.
    pub no: FreezeNo,
    /// Where it comes from.
    #[serde(default)]
    pub kind: FreezeKind,
    /// The case that it comes from: one on the seller's account, or one of the order's own, by its kind.
    pub case: CaseNo,
    /// What it stops.
    pub stops: Vec<Stop>,
    /// Since when; nothing where its end came before it.
    pub since: Timestamp,
    /// When it was lifted.
    pub lifted: Option<Timestamp>,
}

impl Order {
    /// Whether a freeze stops something now.
    #[must_use]
    pub fn stopped(&self, what: Stop) -> bool {
        self.freezes.iter().any(|freeze| freeze.lifted.is_none() && freeze.stops.contains(&what))
    }

    /// Whether nothing is left that a freeze could stop.
    fn is_over(&self) -> bool {
        self.paid.is_none() || matches!(self.word(), "expired" | "cancelled" | "completed")
    }

    fn freeze_of(&self, kind: FreezeKind, case: CaseNo) -> Option<&Freeze> {
        self.freezes.iter().find(|freeze| freeze.kind == kind && freeze.case == case)
    }
}

/// The refusal of what a freeze stops.
pub(super) fn check(draft: &Draft<'_>, what: Stop) -> Result<(), Refusal> {
    if draft.order.stopped(what) {
        return Err(Refusal::Frozen { stops: what.word().to_owned() });
    }
    Ok(())
}

/// Only the seller's own account freezes and lets go.
fn from_account(draft: &Draft<'_>, actor: &Actor) -> Result<(), Refusal> {
    let account = AccountId::of(draft.context.marketplace, AccountRole::Seller, draft.order.placed.seller);
    if *actor == Actor::Aggregate(AggregateId::Account(account)) {
        return Ok(());
    }
    Err(not_yours("the seller's account"))
}

/// The seller's account is restricted: what its freeze stops is stopped here. What is over is left alone, and so is an order
/// that the end of this freeze has reached already.
pub(super) fn freeze(
    draft: &mut Draft<'_>,
    actor: &Actor,
    case: CaseNo,
    stops: &[Stop],
) -> Result<(), Refusal> {
    from_account(draft, actor)?;
    if draft.order.is_over() || draft.order.freeze_of(FreezeKind::Compliance, case).is_some() {
        return Ok(());
    }
    begin(draft, FreezeKind::Compliance, case, stops);
    draft.notice_both("order_frozen", None, None);
    Ok(())
}

/// Stops what is to be stopped; the time to ship rests with the shipping.
fn begin(draft: &mut Draft<'_>, kind: FreezeKind, case: CaseNo, stops: &[Stop]) {
    let shipping = stops.contains(&Stop::Shipping) && !draft.order.stopped(Stop::Shipping);
    let waits = shipping && !cancellable(&draft.order).is_empty();
    let days = draft.context.policy.shipping.ship_by.kind();
    let (ship_by, now) = (draft.order.ship_by, draft.now);
    let ship_by_left = waits.then(|| draft.context.calendar.stop(days, ship_by, now));
    let freeze = FreezeNo::after(draft.order.freezes.len());
    draft.push(OrderEvent::OrderFrozen { freeze, kind, case, stops: stops.to_vec(), ship_by_left });
    if shipping {
        for no in owed_shipments(draft) {
            procedure::stop(draft, no, StopCause::Freeze);
        }
    }
}

/// A risk was found: the order's own case freezes it (FRZ-2).
pub(super) fn for_risk(draft: &mut Draft<'_>, case: CaseNo, stops: &[Stop]) {
    begin(draft, FreezeKind::Risk, case, stops);
}

/// The case about a risk is decided: its freeze has done its work.
pub(crate) fn risk_is_over(draft: &mut Draft<'_>, case: CaseNo) {
    if let Some(found) = draft.order.freeze_of(FreezeKind::Risk, case).cloned() {
        end(draft, &found);
    }
}

/// The freeze is over: what rested goes on with the time that was left.
pub(super) fn thaw(draft: &mut Draft<'_>, actor: &Actor, case: CaseNo) -> Result<(), Refusal> {
    from_account(draft, actor)?;
    let Some(found) = draft.order.freeze_of(FreezeKind::Compliance, case).cloned() else {
        if draft.order.is_over() {
            return Ok(());
        }
        // Its end overtook it: the freeze that is still on its way finds that it is over.
        let freeze = FreezeNo::after(draft.order.freezes.len());
        draft.push(OrderEvent::FreezeForestalled(FreezeForestalled { freeze, case }));
        return Ok(());
    };
    end(draft, &found);
    Ok(())
}

/// What no other freeze stops goes on with the time that was left.
fn end(draft: &mut Draft<'_>, found: &Freeze) {
    if found.lifted.is_some() {
        return;
    }
    let last = |stop: Stop| {
        let others = draft.order.freezes.iter().filter(|f| f.no != found.no && f.lifted.is_none());
        found.stops.contains(&stop) && !others.flat_map(|f| &f.stops).any(|s| *s == stop)
    };
    let goes_on = last(Stop::Shipping);
    let left: Option<Remaining> = draft.order.ship_by_left.filter(|_| goes_on);
    let ship_by = left.map(|left| draft.context.calendar.resume(left, draft.now));
    draft.push(OrderEvent::OrderThawed { freeze: found.no, ship_by });
    if goes_on {
        for no in owed_shipments(draft) {
            procedure::resume(draft, no, StopCause::Freeze);
        }
    }
    if !draft.order.is_over() {
        draft.notice_both("order_thawed", None, ship_by);
    }
}

/// Cases in which the seller owes a shipment: their clock rests while nothing may be shipped. Every other case runs on.
fn owed_shipments(draft: &Draft<'_>) -> Vec<CaseNo> {
    let owed = draft.order.cases.iter().filter(|case| case.open());
    owed.filter(|case| case.stage.name == StageName::DispatchingReplacement).map(|case| case.no).collect()
}

/// A case that comes to the stage in which the seller owes a shipment rests at once, while nothing may be shipped.
pub(crate) fn rest(draft: &mut Draft<'_>) {
    if draft.order.stopped(Stop::Shipping) {
        for no in owed_shipments(draft) {
            procedure::stop(draft, no, StopCause::Freeze);
        }
    }
}
