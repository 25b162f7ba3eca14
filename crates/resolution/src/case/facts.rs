//! The facts of a dispute, derived from the order's own state: what a liability table is given, and nothing else.
use super::{Case, Finding, Received};
use crate::actor::Side;
use crate::id::LineNo;
use crate::order::{Evidence, Order};
use crate::parcel::Parcel;
use crate::parcel::tracking::{Cause, Status};
use crate::parcel::window;
use crate::policy::facts::{
    AddressAnswer, BuyerCause, Collection, Destination, DisputeFacts, Finding as FindingFact, ReturnCause,
    ReturnState, ReviewRound, Transit, Weights,
};
use crate::policy::{Facts, Policy, Requirement, Side as PolicySide};
use crate::time::Calendar;
use jiff::Timestamp;

/// The facts of a case at `now`.
#[must_use]
pub fn of(order: &Order, case: &Case, policy: &Policy, calendar: &Calendar, now: Timestamp) -> Facts {
    let parcel = parcel_of(order, case);
    let ticked = |id: &str, side| ticked(order, case, id, side).is_some();
    let facts = DisputeFacts {
        reason: case.reason.clone(),
        received: case.received == Received::Yes,
        parcel: parcel.map(Parcel::status),
        tracking_verifiable: parcel.is_some_and(|p| verifiable(p, policy)),
        tracking_complete: parcel.is_some_and(complete),
        proof_of_posting: ticked("proof_of_posting", PolicySide::Respondent),
        proof_of_delivery: ticked("delivery_proof", PolicySide::Respondent),
        delivery_receipt: ticked("delivery_receipt", PolicySide::Respondent),
        destination: parcel.and_then(Parcel::destination_matches).map_or(Destination::Unknown, |fits| {
            if fits { Destination::Matches } else { Destination::Differs }
        }),
        address_answer: parcel.map_or(AddressAnswer::None, address_answer),
        buyer_cause: buyer_cause(case),
        collection: parcel.map_or(Collection::None, |p| {
            collection(p, ticked("collection_certificate", PolicySide::Opener))
        }),
        return_cause: parcel.map_or(ReturnCause::None, return_cause),
        seller_answered: case.answered,
        seller_complete: missing(order, case, policy, Side::Respondent).is_empty(),
        buyer_complete: missing(order, case, policy, Side::Opener).is_empty(),
        weights: weights(order, case, policy),
        return_state: return_state(case),
        transit: parcel.map_or(Transit::Normal, |p| transit(order, p, policy, calendar, now)),
        finding: match case.finding {
            None => FindingFact::None,
            Some(Finding::WithCarrier) => FindingFact::WithCarrier,
            Some(Finding::Delivered) => FindingFact::Delivered,
            Some(Finding::Lost) => FindingFact::Lost,
        },
        stage: if case.appealed { ReviewRound::SecondReview } else { ReviewRound::Review },
    };
    (&facts).into()
}

/// The parcel that the case is about: the one of its first unit (units of several parcels are several disputes in
/// practice; the facts then speak of the first).
#[must_use]
pub fn parcel_of<'a>(order: &'a Order, case: &Case) -> Option<&'a Parcel> {
    case.units.first().and_then(|(_, unit)| order.parcel_of(*unit))
}

/// A listed carrier, and at least one carrier-made scan beyond `pre_transit` (INR-1).
#[must_use]
pub fn verifiable(parcel: &Parcel, policy: &Policy) -> bool {
    let listed = parcel.carrier.as_deref().is_some_and(|carrier| policy.carriers.is_verifiable(carrier));
    listed && parcel.scans.iter().any(|s| s.by_carrier && s.status.shows_possession())
}

fn complete(parcel: &Parcel) -> bool {
    let accepted = |s: Status| s.shows_possession() && !s.ends_journey();
    parcel.delivered_at().is_some() && parcel.scans.iter().any(|s| s.by_carrier && accepted(s.status))
}

fn address_answer(parcel: &Parcel) -> AddressAnswer {
    match parcel.address {
        None | Some((_, None)) => AddressAnswer::None,
        Some((_, Some(None))) => AddressAnswer::NoAnswer,
        Some((_, Some(Some(true)))) => AddressAnswer::Received,
        Some((_, Some(Some(false)))) => AddressAnswer::NotReceived,
    }
}

fn buyer_cause(case: &Case) -> BuyerCause {
    match case.buyer_cause.as_ref().map(|(cause, _, _)| cause.as_str()) {
        Some("absent") => BuyerCause::Absent,
        Some("refused") => BuyerCause::Refused,
        Some("customs") => BuyerCause::Customs,
        _ => BuyerCause::None,
    }
}

fn collection(parcel: &Parcel, certificate: bool) -> Collection {
    match parcel.collection {
        None => Collection::None,
        Some((_, false)) => Collection::Asked,
        Some((_, true)) if certificate => Collection::Certificate,
        Some((_, true)) => Collection::NotCollected,
    }
}

/// Whether a failed journey has its cause on the buyer's side (INR-5, INR-9).
#[must_use]
pub fn return_cause(parcel: &Parcel) -> ReturnCause {
    match parcel.failure() {
        Some((Status::ReturnedToSender, Some(Cause::NotCollected | Cause::Refused | Cause::Absent))) => {
            ReturnCause::BuyerSide
        }
        Some((Status::ReturnedToSender, _)) => {
            if parcel.collection.is_some_and(|(_, over)| over) {
                ReturnCause::BuyerSide
            } else {
                ReturnCause::Other
            }
        }
        _ => ReturnCause::None,
    }
}

fn return_state(case: &Case) -> ReturnState {
    let returning = &case.returning;
    if returning.objected {
        return ReturnState::Objected;
    }
    if returning.content.is_some() {
        return ReturnState::Arrived;
    }
    if returning.sent.is_none() {
        return ReturnState::None;
    }
    let arrived = returning.scans.iter().any(|s| s.status == Status::Delivered);
    let lost = returning.scans.iter().any(|s| matches!(s.status, Status::Lost | Status::Damaged));
    match (arrived, lost || case.return_silent) {
        (true, _) => ReturnState::Arrived,
        (false, true) => ReturnState::Lost,
        (false, false) => ReturnState::Sent,
    }
}

fn transit(order: &Order, parcel: &Parcel, policy: &Policy, calendar: &Calendar, now: Timestamp) -> Transit {
    if parcel.receipt().is_some() {
        return Transit::Normal;
    }
    let transit = window::transit(parcel, order.placed.estimate, &policy.windows, calendar);
    if transit.is_some_and(|t| t.longest <= now) { Transit::Longest } else { Transit::Normal }
}

/// The newest piece that ticks off a requirement of a side: in the case or on the order, sealed and not withdrawn or
/// removed, by the party it is asked from.
#[must_use]
pub fn ticked<'a>(
    order: &'a Order,
    case: &Case,
    requirement: &str,
    side: PolicySide,
) -> Option<&'a Evidence> {
    let side = match side {
        PolicySide::Opener => Side::Opener,
        PolicySide::Respondent => Side::Respondent,
    };
    let author = order.party(side)?;
    order.evidence.iter().rev().find(|e| {
        e.requirement.as_deref() == Some(requirement)
            && e.author == author
            && e.case.is_none_or(|no| no == case.no)
            && e.withdrawn.is_none()
            && e.removed.is_none()
    })
}

/// What the reason still needs from a side: the ids of requirements that are not optional and not ticked off (EVI-2).
#[must_use]
pub fn missing(order: &Order, case: &Case, policy: &Policy, side: Side) -> Vec<String> {
    let requirements = requirements(case, policy);
    let of_side = requirements.iter().filter(|r| !r.optional && side_of(r.from) == side);
    of_side.filter(|r| !satisfied(order, case, r)).map(|r| r.id.clone()).collect()
}

/// Whether a requirement is ticked off; a weighing also needs its grams (QTY-1).
#[must_use]
pub fn satisfied(order: &Order, case: &Case, requirement: &Requirement) -> bool {
    ticked(order, case, &requirement.id, requirement.from)
        .is_some_and(|e| !requirement.grams || e.grams.is_some())
}

/// What is asked in this case now: the reason's list, and the objection's once there is a return to inspect.
#[must_use]
pub fn requirements<'a>(case: &Case, policy: &'a Policy) -> Vec<&'a Requirement> {
    let reason = policy.reason(&case.reason).map(|r| r.evidence.iter()).into_iter().flatten();
    let objecting = case.returning.objected;
    if objecting { policy.disputes.objection_evidence.iter().collect() } else { reason.collect() }
}

const fn side_of(side: PolicySide) -> Side {
    match side {
        PolicySide::Opener => Side::Opener,
        PolicySide::Respondent => Side::Respondent,
    }
}

/// What the weighings say (QTY-2, QTY-3). The carrier's weight is held against what the parcel should weigh: the
/// weight of everything with packaging, as the seller weighed it. A shortfall near the weight of one unit, or of a
/// whole number of them, speaks for the buyer. An ambiguous listing is read as the larger number of pieces.
fn weights(order: &Order, case: &Case, policy: &Policy) -> Weights {
    let grams =
        |id: &str| ticked(order, case, id, PolicySide::Respondent).and_then(|e| e.grams).map(i64::from);
    let (Some(one), Some(whole), Some(carrier)) =
        (grams("one_unit_weight"), grams("whole_weight"), grams("carrier_weight"))
    else {
        return Weights::Unknown;
    };
    let expected = pieces(order, case).saturating_mul(one).max(whole);
    let rules = &policy.disputes;
    let tolerance = (expected * i64::from(rules.weight_tolerance_percent) / 100)
        .max(i64::from(rules.weight_tolerance_grams));
    let short = expected - carrier;
    if short.abs() <= tolerance {
        return Weights::Agree;
    }
    let near = one * i64::from(rules.near_one_unit_percent) / 100;
    let over = short.rem_euclid(one.max(1));
    let units_short = short >= one - near && (over <= near || one - over <= near);
    if units_short { Weights::ShortNearUnit } else { Weights::ShortOther }
}

/// How many pieces of the disputed lines the parcel should hold, by the larger reading of an ambiguous listing.
fn pieces(order: &Order, case: &Case) -> i64 {
    let of_line = |line: LineNo| {
        let readings = order.placed.lines.get(line.index()).map(|l| l.pieces.as_slice()).unwrap_or_default();
        i64::from(readings.iter().copied().max().unwrap_or(1))
    };
    let carried = parcel_of(order, case).map(|p| p.units.as_slice()).unwrap_or_default();
    let lines = carried.iter().filter_map(|u| order.units.get(u.index())).map(|unit| unit.line);
    let disputed = lines.filter(|line| case.units.iter().any(|(of_case, _)| of_case == line));
    disputed.map(of_line).fold(0, i64::saturating_add)
}
