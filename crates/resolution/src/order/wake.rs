//! What happens on an order by itself: every deadline with its due instant, and the earliest of them.
//!
//! The list of `deadlines` is the one place that knows them all. A deadline that has done its work is no longer in
//! the list: that is what makes an idle order cost nothing, and a repeated wake-up harmless.
use super::Order;
use super::decide::{cancellable, finished};
use super::draft::Draft;
use super::event::{CancelCause, OrderEvent, Reminder, StopCause};
use super::release::{self, releasable_from};
use crate::aggregate::Context;
use crate::case::procedure;
use crate::id::{CaseNo, HoldNo, ParcelNo, UnitNo};
use crate::parcel::Parcel;
use crate::parcel::tracking::Status;
use crate::parcel::window;
use crate::payment::refund;
use crate::policy::{Stop, Turn};
use jiff::Timestamp;

/// What is due. The order of the variants decides between equal instants; cases come by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Expire,
    ShipReminder,
    NotShipped,
    Address(ParcelNo),
    Collection(ParcelNo),
    Silence(ParcelNo),
    WindowReminder(ParcelNo),
    LongestTransit(ParcelNo),
    CauseOver(CaseNo),
    CaseReminder(CaseNo),
    StageEnd(CaseNo),
    StaffTask(CaseNo),
    HoldEnd(HoldNo),
    /// Last of all: what nothing holds any more is released.
    Release,
}

/// The earliest instant at which something is due.
#[must_use]
pub fn next(order: &Order, context: &Context<'_>) -> Option<Timestamp> {
    deadlines(order, context).into_iter().map(|(at, _)| at).min()
}

/// The first deadline with an instant of at most `now`, carried out, with its due instant.
#[must_use]
pub fn wake(order: &Order, context: &Context<'_>, now: Timestamp) -> Option<(Timestamp, Vec<OrderEvent>)> {
    let due = deadlines(order, context).into_iter().filter(|(at, _)| *at <= now);
    let (at, what) = due.min()?;
    let mut draft = Draft { due: at, ..Draft::new(order, context, now) };
    act(&mut draft, what, at);
    release::settle(&mut draft);
    // No limit here: a full order must still end.
    let events = finished(draft);
    (!events.is_empty()).then_some((at, events))
}

fn deadlines(order: &Order, context: &Context<'_>) -> Vec<(Timestamp, Due)> {
    let mut all = Vec::new();
    if order.expired.is_some() {
        return all;
    }
    if order.paid.is_none() {
        all.push((order.placed.pay_by, Due::Expire));
        return all;
    }
    shipping(order, context, &mut all);
    for parcel in &order.parcels {
        of_parcel(order, parcel, context, &mut all);
    }
    for case in order.cases.iter().filter(|case| case.open()) {
        of_case(case, context, &mut all);
    }
    for hold in order.holds.iter().filter(|hold| hold.lifted.is_none()) {
        all.push((hold.end, Due::HoldEnd(hold.no)));
    }
    all
}

fn shipping(order: &Order, context: &Context<'_>, all: &mut Vec<(Timestamp, Due)>) {
    // While nothing may be shipped, the time to ship rests.
    if cancellable(order).is_empty() || order.stopped(Stop::Shipping) {
        return;
    }
    all.push((order.ship_by, Due::NotShipped));
    // Nothing is cancelled without a reminder: where the time is shorter than the reminder's, it comes at once.
    if !order.reminded.contains(&Reminder::ShipBy) {
        all.push((
            context.calendar.before(order.ship_by, context.policy.shipping.reminder_before),
            Due::ShipReminder,
        ));
    }
}

fn of_parcel(order: &Order, parcel: &Parcel, context: &Context<'_>, all: &mut Vec<(Timestamp, Due)>) {
    let rules = &context.policy.windows;
    if let Some((end, None)) = parcel.address {
        all.push((end, Due::Address(parcel.no)));
    }
    let waiting = parcel.receipt().is_none() && !parcel.status().ends_journey();
    if let Some((end, false)) = parcel.collection
        && waiting
    {
        all.push((end, Due::Collection(parcel.no)));
    }
    let carries = parcel.units.iter().any(|u| order.parcel_of(*u).is_some_and(|p| p.no == parcel.no));
    if !carries {
        return;
    }
    if parcel.receipt().is_none()
        && let Some(transit) = window::transit(parcel, order.placed.estimate, rules, context.calendar)
    {
        let told = parcel.silence_told.is_some() && parcel.silence_told == parcel.silent_since();
        let ends_later =
            |silence: &Timestamp| parcel.not_received.as_ref().is_some_and(|w| w.closes > *silence);
        if let Some(silence) = transit.silence.filter(ends_later)
            && !told
        {
            all.push((silence, Due::Silence(parcel.no)));
        }
        let refunds = parcel.not_received.as_ref().is_some_and(|w| w.closes >= transit.longest);
        if refunds && can_be_taken_up(order, parcel) {
            all.push((transit.longest, Due::LongestTransit(parcel.no)));
        }
    }
    of_windows(order, parcel, context, all);
}

fn can_be_taken_up(order: &Order, parcel: &Parcel) -> bool {
    parcel.units.iter().any(|u| order.case_of_unit(*u).is_none() && release::owed_back(order, *u, parcel))
}

/// The release at the end of the windows, and the reminder before it.
fn of_windows(order: &Order, parcel: &Parcel, context: &Context<'_>, all: &mut Vec<(Timestamp, Due)>) {
    let rules = &context.policy.windows;
    let newest = |u: &&UnitNo| order.parcel_of(**u).is_some_and(|p| p.no == parcel.no);
    let free =
        parcel.units.iter().filter(newest).filter(|u| release::due_components(order, **u).next().is_some());
    let ends = free.filter_map(|u| releasable_from(order, *u, context.policy, context.calendar));
    let Some(end) = ends.min() else { return };
    if !order.stopped(Stop::Release) {
        all.push((end, Due::Release));
    }
    let reminder = Reminder::WindowEnds(parcel.no);
    let early = context.calendar.before(end, rules.closing_reminder);
    let opened = parcel.not_received.iter().chain(&parcel.received).map(|w| w.opens).min();
    // Who cannot dispute anything of it any more is not told that it is about to end.
    let still = can_be_taken_up(order, parcel);
    if still && !order.reminded.contains(&reminder) && opened.is_some_and(|opens| early > opens) {
        all.push((early, Due::WindowReminder(parcel.no)));
    }
}

fn of_case(case: &crate::case::Case, context: &Context<'_>, all: &mut Vec<(Timestamp, Due)>) {
    let running = case.stage.stopped.is_empty();
    if let Some((_, _, Some(until))) = case.buyer_cause
        && case.stage.stopped.contains(&StopCause::BuyerCause)
    {
        all.push((until, Due::CauseOver(case.no)));
    }
    if let Some((_, next)) = case.task {
        all.push((next, Due::StaffTask(case.no)));
    } else if let Some(end) = case.stage.end.filter(|_| running) {
        all.push((end, Due::StageEnd(case.no)));
    }
    let theirs = !matches!(
        case.stage.name.turn(),
        Turn::Mediator | Turn::Carrier | Turn::Gateway | Turn::Fund | Turn::Nobody
    );
    if let Some(end) = case.stage.end.filter(|_| running && theirs && !case.stage.reminded) {
        let early = context.calendar.before(end, context.policy.disputes.reminder_before);
        if early > case.stage.since {
            all.push((early, Due::CaseReminder(case.no)));
        }
    }
}

fn act(draft: &mut Draft<'_>, what: Due, at: Timestamp) {
    match what {
        Due::Expire => expire(draft),
        Due::ShipReminder => {
            remind(draft, Reminder::ShipBy, draft.order.placed.seller, "ship_reminder", draft.order.ship_by)
        }
        Due::NotShipped => {
            let units = cancellable(&draft.order);
            super::decide::cancel_units(draft, units, CancelCause::NotShipped);
        }
        Due::Address(parcel) => super::decide::address_settled(draft, parcel, None),
        Due::Collection(parcel) => {
            if draft.order.parcels.get(parcel.index()).is_some_and(|p| p.status() != Status::Delivered) {
                draft.push(OrderEvent::NotCollected { parcel });
                draft.notice_both("not_collected", None, None);
            }
        }
        Due::Silence(parcel) => {
            draft.push(OrderEvent::CarrierSilent { parcel });
            let end = draft
                .order
                .parcels
                .get(parcel.index())
                .and_then(|p| p.not_received.as_ref())
                .map(|w| w.closes);
            // What was settled meanwhile needs no report.
            if draft.order.parcels.get(parcel.index()).is_some_and(|p| can_be_taken_up(&draft.order, p)) {
                draft.notice(draft.order.placed.buyer, "carrier_silent", None, end);
            }
        }
        Due::WindowReminder(parcel) => {
            let found = draft.order.parcels.get(parcel.index());
            let ends = found.map(|p| p.not_received.iter().chain(&p.received).map(|w| w.closes).max());
            let end = ends.flatten().unwrap_or(at);
            remind(draft, Reminder::WindowEnds(parcel), draft.order.placed.buyer, "window_ends", end);
        }
        Due::CauseOver(case) => procedure::resume(draft, case, StopCause::BuyerCause),
        Due::CaseReminder(case) => case_reminder(draft, case),
        Due::StageEnd(case) => procedure::at_end(draft, case),
        Due::StaffTask(case) => procedure::at_end(draft, case),
        Due::HoldEnd(hold) => {
            draft.push(OrderEvent::HoldLifted { hold, reason: "its last day".into() });
            draft.notice(draft.order.placed.seller, "hold_lifted", None, None);
        }
        Due::LongestTransit(parcel) => super::decide::open_by_system(draft, parcel),
        // What is due is released by what settles itself after every decision.
        Due::Release => {}
    }
}

fn remind(draft: &mut Draft<'_>, of: Reminder, to: crate::id::PartyId, notice: &str, end: Timestamp) {
    draft.push(OrderEvent::Reminded { of, end });
    draft.notice(to, notice, None, Some(end));
}

fn case_reminder(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no) else { return };
    let Some(end) = case.stage.end else { return };
    let sides: Vec<crate::actor::Side> = match case.stage.name.turn() {
        Turn::Opener => vec![crate::actor::Side::Opener],
        Turn::Respondent => vec![crate::actor::Side::Respondent],
        Turn::Asked => case.asked_side.into_iter().collect(),
        _ => vec![crate::actor::Side::Opener, crate::actor::Side::Respondent],
    };
    draft.push(OrderEvent::Reminded { of: Reminder::Turn(no), end });
    for side in sides {
        if let Some(to) = draft.order.party(side) {
            draft.notice(to, "turn_ends", Some(no), Some(end));
        }
    }
}

/// Not paid in time: it expires, and what was paid of it goes back whole.
fn expire(draft: &mut Draft<'_>) {
    draft.push(OrderEvent::OrderExpired {});
    let captured: Vec<_> = (0..draft.order.payments.len())
        .map(crate::id::PaymentNo::after)
        .filter(|no| draft.order.payments.get(no.index()).is_some_and(|p| p.captured.is_some()))
        .collect();
    let back = refund::of_unpaid(&draft.order, &captured, draft.context.policy);
    if !back.legs.is_empty() {
        draft.push(OrderEvent::RefundPromised(Box::new(back)));
    }
    draft.notice_both("order_expired", None, None);
}
