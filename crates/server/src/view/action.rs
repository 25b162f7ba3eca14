//! What may be done now, as the core says it.
use super::Reading;
use crate::ids;
use resolution::order::actions::{self, Action, Target};
use resolution::refusal::Refusal;

/// Everything that the reader's role knows on the order; of one case only, where one is named.
pub(super) fn all(reading: &Reading<'_>, case: Option<u16>) -> Vec<api::ActionView> {
    let actions = actions::allowed(reading.order, reading.actor, &reading.context, reading.clocks.now);
    let wanted = actions.iter().filter(|action| case.is_none() || action.target.case == case);
    wanted.map(|action| view(reading, action)).collect()
}

fn view(reading: &Reading<'_>, action: &Action) -> api::ActionView {
    let then = action.silence.as_deref().unwrap_or("not_possible");
    let ranges = serde_json::to_value(&action.ranges).ok().filter(|_| !action.ranges.is_empty());
    api::ActionView {
        act: action.kind.to_owned(),
        target: target(reading, &action.target),
        units: action.target.units.clone(),
        terms: action.target.proposal.as_ref().map(|(_, terms)| terms.clone()),
        allowed: action.allowed(),
        href: href(reading, action),
        ranges,
        until: action.until.map(|end| reading.clocks.running(end, then)),
        refused: action.refusal.as_ref().map(refused),
    }
}

fn refused(refusal: &Refusal) -> api::ActionRefused {
    api::ActionRefused {
        code: refusal.code().to_owned(),
        detail: refusal.sentence(),
        rule: refusal.rule().map(str::to_owned),
        from: refusal.from(),
        values: api::problem::values(refusal),
    }
}

/// The narrowest thing that an act is about.
fn target(reading: &Reading<'_>, target: &Target) -> Option<String> {
    let id = |prefix, no| ids::write(prefix, reading.order.id, no);
    let hold = target.hold.map(|no| id(ids::HOLD, no));
    let leg = target.leg.map(|(refund, _)| id(ids::REFUND, refund));
    let case = target.case.map(|no| id(ids::CASE, no));
    hold.or(leg).or(case).or_else(|| target.parcel.map(|no| id(ids::PARCEL, no)))
}

/// Where the request of an act goes. A test holds every path against the router.
fn href(reading: &Reading<'_>, action: &Action) -> Option<String> {
    let on_order = |tail: &str| Some(format!("/v1/orders/{}/{tail}", reading.order.id));
    let target = &action.target;
    let case = target.case.map(|no| ids::write(ids::CASE, reading.order.id, no));
    let in_case = |tail: &str| case.as_ref().map(|case| format!("/v1/cases/{case}/{tail}"));
    let proposal = |tail: &str| {
        let (no, _) = target.proposal.as_ref()?;
        in_case(&format!("proposals/{no}/{tail}"))
    };
    match action.kind {
        "cancel" | "cancel_sale" => on_order("cancellations"),
        "lengthen_ship_by" => on_order("ship_by"),
        "confirm_receipt" => on_order("receipts"),
        "answer_address" => on_order("address_answers"),
        "open_dispute_received" | "open_dispute_not_received" => on_order("cases"),
        "write_message" => on_order("messages"),
        "submit_evidence" => on_order("evidence"),
        "declare_shipment" | "resend" | "send_replacement" => on_order("shipments"),
        "lengthen_window" => on_order("windows"),
        "goodwill_refund" => on_order("goodwill_refunds"),
        "place_hold" => on_order("holds"),
        "freeze_for_risk" => on_order("risk_freezes"),
        "report_buyer" => on_order("report"),
        "decide_risk" => in_case("risk_decision"),
        "lift_hold" => {
            let hold = ids::write(ids::HOLD, reading.order.id, target.hold?);
            Some(format!("/v1/holds/{hold}/lift"))
        }
        "confirm_arrival" => {
            let (refund, leg) = target.leg?;
            let refund = ids::write(ids::REFUND, reading.order.id, refund);
            Some(format!("/v1/refunds/{refund}/legs/{leg}/arrived"))
        }
        "accept_proposal" => proposal("accept"),
        "reject_proposal" => proposal("reject"),
        "accept_request" | "reject_request" | "investigate" => in_case("answer"),
        "confirm_return" | "refund_without_return" | "refuse_return" => in_case("answer"),
        "request_return" => on_order("returns"),
        "receive_return" => in_case("return_receipt"),
        "complain" => on_order("complaints"),
        "claim_payment" => on_order("claims"),
        "answer_claim" => in_case("claim_answer"),
        "answer_questionnaire" => in_case("questionnaire"),
        "draft_acceptance" | "draft_rejection" => in_case("answer_draft"),
        "confirm_answer" => in_case("answer_confirmation"),
        "change" => in_case("change"),
        "withdraw" | "withdraw_return" | "withdraw_complaint" | "withdraw_claim" => in_case("withdraw"),
        "propose" => in_case("proposals"),
        "escalate" => in_case("escalate"),
        "answer_question" => in_case("question_answer"),
        "appeal" => in_case("appeal"),
        "waive" => in_case("waive"),
        "state_buyer_cause" => in_case("buyer_cause"),
        "give_return_address" => in_case("return_address"),
        "send_return" => in_case("return_shipment"),
        "accept_return" => in_case("return_accept"),
        "object_to_return" => in_case("return_object"),
        "assign" => in_case("assign"),
        "report_finding" => in_case("finding"),
        "ask" => in_case("question"),
        "rule" => in_case("rulings"),
        // Which piece is meant, the action does not say: its path is `/v1/evidence/{id}/remove`.
        _ => None,
    }
}
