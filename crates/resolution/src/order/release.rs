//! What settles itself after every decision: windows move, cases that are carried out close, components whose windows
//! have ended and on which nothing lies become the seller's (PRO-7).
use super::Order;
use super::components::{Component, ComponentRef};
use super::draft::Draft;
use super::event::{AccountEffect, AccountMessage, DelayFound, OrderEvent};
use crate::case::{Case, CaseKind, Received};
use crate::id::{CaseNo, ParcelNo, UnitNo};
use crate::ledger::{Account, Book};
use crate::money::Minor;
use crate::parcel::window::{self, Window};
use crate::parcel::{Parcel, WindowKind};
use crate::policy::{Bearer, Policy, StageName, Stop};
use crate::time::Calendar;
use jiff::Timestamp;

/// Brings windows, what never arrives, cases and releases up to the instant of the draft.
pub(crate) fn settle(draft: &mut Draft<'_>) {
    super::freeze::rest(draft);
    questions(draft);
    windows(draft);
    delays(draft);
    super::decide::undelivered(draft);
    super::compensation::settle(draft);
    crate::case::procedure::settle(draft);
    release(draft);
}

/// Asks the buyer about a destination that does not fit (INR-7) and to collect what waits (INR-4), once each.
fn questions(draft: &mut Draft<'_>) {
    let rules = &draft.context.policy.windows;
    for index in 0..draft.order.parcels.len() {
        let parcel = &draft.order.parcels[index];
        let (no, buyer) = (parcel.no, draft.order.placed.buyer);
        let open = parcel.delivered_at().is_some()
            && parcel.confirmed.is_none()
            && parcel.not_received_shut.is_none();
        if open && parcel.address.is_none() && parcel.destination_matches() == Some(false) {
            let end = draft.context.calendar.end(draft.now, rules.address_answer_within);
            draft.push(OrderEvent::AddressAsked { parcel: no, end });
            let case = dispute_over(&draft.order, no);
            draft.notice(buyer, "address_to_confirm", case, Some(end));
        }
        let parcel = &draft.order.parcels[index];
        let waits = parcel.status() == crate::parcel::tracking::Status::AwaitingCollection;
        if waits && parcel.receipt().is_none() && parcel.collection.is_none() {
            let end = draft.context.calendar.end(draft.now, rules.collect_within);
            draft.push(OrderEvent::CollectionAsked { parcel: no, end });
            draft.notice(buyer, "parcel_awaiting_collection", None, Some(end));
        }
    }
}

/// Tells the buyer of delays that carriers show (NOT-3), and until when "it never came" can be said.
fn delays(draft: &mut Draft<'_>) {
    for index in 0..draft.order.parcels.len() {
        let parcel = &draft.order.parcels[index];
        let mut units = parcel.units.iter().filter_map(|unit| draft.order.units.get(unit.index()));
        let owed = units.any(|unit| unit.cancelled.is_none() && unit.goods.buyer_left().is_positive());
        if let Some(delay) = parcel.untold_delay().filter(|_| owed) {
            let (no, end) = (parcel.no, parcel.not_received.as_ref().map(|window| window.closes));
            let case = dispute_over(&draft.order, no);
            draft.push(OrderEvent::DelayFound(DelayFound { parcel: no, delay }));
            draft.notice(draft.order.placed.buyer, "parcel_delayed", case, end);
        }
    }
}

/// The open dispute over something that a parcel carries.
fn dispute_over(order: &Order, no: ParcelNo) -> Option<CaseNo> {
    let mut units = order.parcels.get(no.index())?.units.iter();
    units
        .find_map(|u| {
            order.case_of_unit(*u).filter(|case| case.received == Received::No && case.kind != CaseKind::Risk)
        })
        .map(|case| case.no)
}

fn windows(draft: &mut Draft<'_>) {
    for index in 0..draft.order.parcels.len() {
        let parcel = &draft.order.parcels[index];
        let both = window::windows(
            parcel,
            draft.order.placed.estimate,
            &draft.context.policy.windows,
            draft.context.calendar,
        );
        let no = parcel.no;
        let (old_not, old_received) = (parcel.not_received.clone(), parcel.received.clone());
        if parcel.confirmed.is_some()
            && parcel.not_received_shut.is_none()
            && (old_not.is_some() || both.received.is_some())
        {
            draft.push(OrderEvent::WindowShut {
                parcel: no,
                kind: WindowKind::NotReceived,
                rule: "PRO-7".into(),
            });
        } else {
            let window = both.not_received.map(|window| after_its_case(draft, parcel, window));
            set(draft, no, WindowKind::NotReceived, old_not, window);
        }
        set(draft, no, WindowKind::Received, old_received, both.received);
    }
}

/// While the case that owes a replacement waits for it, nobody can dispute that it did not arrive: so its window does not
/// end before there was time for that after the case (DIS-18).
fn after_its_case(draft: &Draft<'_>, parcel: &Parcel, window: Window) -> Window {
    let case = parcel.case.and_then(|no| draft.order.case(no));
    let waits = case.filter(|case| case.stage.name == StageName::ReplacementInTransit);
    match waits.and_then(|case| case.stage.end).filter(|_| parcel.receipt().is_none()) {
        Some(end) => {
            let time = draft.context.policy.windows.not_received.close;
            Window { closes: window.closes.max(draft.context.calendar.end(end, time)), ..window }
        }
        None => window,
    }
}

fn set(
    draft: &mut Draft<'_>,
    parcel: crate::id::ParcelNo,
    kind: WindowKind,
    old: Option<Window>,
    new: Option<Window>,
) {
    if let Some(Window { opens, closes, rule }) = new.filter(|new| old.as_ref() != Some(new)) {
        draft.push(OrderEvent::WindowSet { parcel, kind, opens, closes, rule });
    }
}

/// The instant from which a unit's components may be released, as far as its parcel's windows go. Nothing: not known
/// yet, or not to be released by silence (a journey that failed or took too long gives the money back instead).
#[must_use]
pub fn releasable_from(
    order: &Order,
    unit: UnitNo,
    policy: &Policy,
    calendar: &Calendar,
) -> Option<Timestamp> {
    let parcel = order.parcel_of(unit)?;
    if policy.windows.release_at_confirmation && parcel.confirmed.is_some() {
        return parcel.confirmed;
    }
    if parcel.address.is_some_and(|(_, answer)| answer.is_none()) {
        return None;
    }
    let back = owed_back(order, unit, parcel);
    if back && parcel.receipt().is_none() && parcel.failure().is_some() {
        return None;
    }
    if let Some(received) = &parcel.received {
        let not_received = parcel.not_received.as_ref().map(|w| w.closes);
        return Some(not_received.map_or(received.closes, |closes| closes.max(received.closes)));
    }
    let transit = window::transit(parcel, order.placed.estimate, &policy.windows, calendar)?;
    match &parcel.not_received {
        Some(window) if window.closes >= transit.longest && back => None,
        Some(window) => Some(window.closes),
        // Shut by the buyer's answer to the address question: what runs is the received window.
        None => parcel.not_received_shut.as_ref().map(|_| transit.longest),
    }
}

/// Whether what was paid for a unit goes back by itself when this parcel fails or takes too long (INR-9, PRO-3): it
/// carries the newest instance, and no case about this parcel has dealt with the unit, be it the system's own or one
/// that fixed its outcome.
pub(crate) fn owed_back(order: &Order, unit: UnitNo, parcel: &Parcel) -> bool {
    let newest = order.parcel_of(unit).is_some_and(|p| p.no == parcel.no);
    let settled = order
        .units
        .get(unit.index())
        .and_then(|u| u.settled)
        .is_some_and(|(_, about)| about == Some(parcel.no));
    let by_system = |case: &Case| {
        case.kind == CaseKind::Undelivered
            && case.units.iter().any(|(_, u)| *u == unit)
            && case.known.parcels.iter().any(|(no, ..)| *no == parcel.no)
    };
    let taken_up = order.cases.iter().any(by_system);
    newest && !settled && !taken_up && super::decide::most_for(order, &[unit], true).is_positive()
}

/// The components of a unit that lie in escrow and that no case, no hold and no freeze keeps there.
fn free_components(order: &Order, unit: UnitNo) -> impl Iterator<Item = (ComponentRef, Minor)> {
    let frozen = order.stopped(Stop::Release);
    due_components(order, unit).filter(move |_| !frozen)
}

/// The same, frozen or not: the windows of what is frozen run on.
pub(crate) fn due_components(order: &Order, unit: UnitNo) -> impl Iterator<Item = (ComponentRef, Minor)> {
    let both = [ComponentRef::Goods(unit), ComponentRef::Shipping(unit)];
    let left = |which| order.component(which).map_or(Minor::ZERO, Component::escrow_left);
    let held = order.held(unit);
    both.into_iter()
        .map(move |which| (which, left(which)))
        .filter(move |(which, left)| !held && left.is_positive() && order.case_on(*which).is_none())
}

fn due(draft: &Draft<'_>, unit: UnitNo) -> bool {
    let from = releasable_from(&draft.order, unit, draft.context.policy, draft.context.calendar);
    from.is_some_and(|from| from <= draft.due)
}

fn release(draft: &mut Draft<'_>) {
    let order = &draft.order;
    if order.paid.is_none() {
        return;
    }
    let mut parts: Vec<(ComponentRef, Minor)> = Vec::new();
    for unit in order.unit_nos().filter(|u| due(draft, *u)) {
        parts.extend(free_components(order, unit));
    }
    if surcharge_is_due(draft, &parts) {
        parts.push((ComponentRef::Surcharge, order.surcharge.escrow_left()));
    }
    if parts.is_empty() {
        return;
    }
    super::compensation::before_release(draft, &parts);
    let (postings, credited) = postings(draft, &parts);
    let message = credited.is_positive().then(|| AccountMessage {
        sequence: draft.order.sequence + 1,
        party: draft.order.placed.seller,
        currency: draft.order.placed.currency,
        amount: credited,
        effect: AccountEffect::Release,
    });
    draft.push(OrderEvent::Released { parts, rule: "PRO-7".into(), postings, message });
}

/// The surcharge follows when everything else has found its owner.
fn surcharge_is_due(draft: &Draft<'_>, parts: &[(ComponentRef, Minor)]) -> bool {
    let order = &draft.order;
    let rest_settled = order.components().all(|(which, c)| {
        which == ComponentRef::Surcharge
            || c.escrow_left().is_zero()
            || parts.iter().any(|(released, _)| *released == which)
    });
    let open = order.cases.iter().any(crate::case::Case::open);
    order.surcharge.escrow_left().is_positive()
        && !order.stopped(Stop::Release)
        && rest_settled
        && !open
        && !order.holds.iter().any(|h| h.lifted.is_none())
}

fn postings(draft: &Draft<'_>, parts: &[(ComponentRef, Minor)]) -> (Vec<crate::ledger::Posting>, Minor) {
    let placed = &draft.order.placed;
    let rules = &draft.context.policy.commission;
    let payable = Account::SellerPayable(placed.seller);
    let mut book = Book::new(placed.currency);
    let mut credited = Minor::ZERO;
    let mut goods = Minor::ZERO;
    for (which, amount) in parts {
        if *which == ComponentRef::Surcharge {
            let to_seller = rules.surcharge_to == Bearer::Seller;
            book.money(
                Account::Escrow,
                if to_seller { payable.clone() } else { Account::PlatformFees },
                *amount,
            );
            credited = credited + if to_seller { *amount } else { Minor::ZERO };
        } else {
            goods = goods + *amount;
        }
    }
    let before = draft.order.components().filter(|(which, _)| *which != ComponentRef::Surcharge);
    let before = before.map(|(_, c)| c.released).fold(Minor::ZERO, |a, b| a + b);
    let commission = rules.of(before + goods) - rules.of(before);
    book.money(Account::Escrow, Account::PlatformFees, commission);
    book.money(Account::Escrow, payable, goods - commission);
    (book.done(), credited + goods - commission)
}
