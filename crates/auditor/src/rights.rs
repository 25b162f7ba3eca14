//! Who may do what: the auditor's own small table of roles and acts, and which fact each command leaves.

/// The roles that may leave a fact behind; nothing for facts that follow from others' acts.
pub(crate) fn may(word: &str) -> Option<&'static [&'static str]> {
    Some(match word {
        "order_placed" => &["marketplace"],
        "payment_captured" => &["marketplace", "gateway"],
        "order_expired" | "reminded" | "finding_missed" | "not_collected" | "carrier_silent"
        | "staff_task_raised" => &["clock"],
        "ship_by_lengthened" | "receipt_confirmed" | "case_changed" | "refund_arrived" | "return_sent" => {
            &["buyer"]
        }
        "compensation_paid" => &["clock"],
        "payment_claimed" => &["seller"],
        "claim_answered" => &["buyer"],
        "questionnaire_answered" => &["seller"],
        "claim_paid" => &["mediator", "clock"],
        "units_cancelled" => &["buyer", "seller", "mediator", "marketplace", "clock"],
        "cancellation_counted" => &["seller"],
        "address_answered" => &["buyer", "clock"],
        "shipment_declared" => &["seller", "marketplace"],
        "scans_recorded" | "return_scanned" => &["carrier", "marketplace"],
        "window_lengthened"
        | "answer_drafted"
        | "case_answered"
        | "return_address_given"
        | "return_objected"
        | "investigation_asked"
        | "buyer_cause_stated" => &["seller"],
        "return_received" => &["seller", "marketplace"],
        "return_accepted" => &["seller", "clock"],
        "message_written" | "evidence_sealed" | "evidence_withdrawn" | "proposal_made" => {
            &["buyer", "seller", "mediator"]
        }
        "evidence_removed" | "hold_placed" => &["mediator", "finance"],
        "hold_lifted" => &["mediator", "finance", "clock"],
        "proposal_rejected" | "proposal_accepted" | "question_answered" | "case_appealed"
        | "appeal_waived" => &["buyer", "seller"],
        "case_escalated" => &["buyer", "seller", "clock"],
        "mediator_assigned" => &["mediator", "marketplace"],
        "question_asked" => &["mediator"],
        "funding_weighed" => &["buyer"],
        "report_opened" | "standing_told" | "standing_heard" => &["aggregate"],
        "report_closed" => &["mediator", "clock"],
        "funding_answered"
        | "funding_used"
        | "reservation_granted"
        | "reservation_denied"
        | "reservation_settled" => &["aggregate"],
        "budget_changed" => &["finance", "marketplace"],
        "refund_leg_moved" | "refund_route_changed" => &["gateway", "marketplace", "aggregate"],
        "account_opened" => &["aggregate", "mediator", "finance", "marketplace"],
        "message_taken" | "note_taken" => &["aggregate"],
        "payout_promised" | "debt_recovered" => &["seller", "finance", "marketplace", "clock"],
        "payout_route_set" => &["finance", "marketplace"],
        "order_frozen" => &["aggregate", "mediator", "marketplace"],
        "order_thawed" => &["aggregate", "mediator", "marketplace", "clock"],
        "freeze_forestalled" | "orders_reached" => &["aggregate"],
        "account_restricted" => &["mediator", "finance", "marketplace"],
        "account_answered" | "account_appealed" => &["seller"],
        "account_message_written" | "account_evidence_sealed" => &["buyer", "seller", "mediator"],
        "account_case_assigned" => &["mediator", "marketplace"],
        "account_ruled" => &["mediator", "clock"],
        "account_reminded" | "last_day_near" => &["clock"],
        "restriction_renewed" => &["mediator", "finance"],
        "restriction_lifted" => &["mediator", "clock"],
        "payout_confirmed" | "payout_refused" => &["gateway", "marketplace"],
        _ => return None,
    })
}

/// The fact that a command leaves when it is carried out.
pub(crate) fn leaves(command: &str) -> Option<&'static str> {
    Some(match command {
        "place" => "order_placed",
        "capture_payment" => "payment_captured",
        "lengthen_ship_by" => "ship_by_lengthened",
        "cancel" => "units_cancelled",
        "declare_shipment" => "shipment_declared",
        "record_scans" => "scans_recorded",
        "confirm_receipt" => "receipt_confirmed",
        "answer_address" => "address_answered",
        "lengthen_window" => "window_lengthened",
        "write_message" => "message_written",
        "submit_evidence" => "evidence_sealed",
        "withdraw_evidence" => "evidence_withdrawn",
        "remove_evidence" => "evidence_removed",
        "goodwill_refund" => "refund_promised",
        "open_dispute" => "case_opened",
        "answer_claim" => "claim_answered",
        "answer_questionnaire" => "questionnaire_answered",
        "request_return" | "complain" | "freeze_for_risk" | "claim_payment" => "case_opened",
        "decide_risk" => "case_ruled",
        "draft_answer" => "answer_drafted",
        "confirm_answer" => "case_answered",
        "change_dispute" => "case_changed",
        "withdraw" => "case_closed",
        "respond" => "case_answered",
        "propose" => "proposal_made",
        "accept_proposal" => "proposal_accepted",
        "reject_proposal" => "proposal_rejected",
        "escalate" => "case_escalated",
        "assign" => "mediator_assigned",
        "report_finding" => "finding_reported",
        "ask" => "question_asked",
        "answer_question" => "question_answered",
        "state_buyer_cause" => "buyer_cause_stated",
        "rule" => "case_ruled",
        "appeal" => "case_appealed",
        "waive" => "appeal_waived",
        "give_return_address" => "return_address_given",
        "send_return" => "return_sent",
        "record_return_scans" => "return_scanned",
        "receive_return" => "return_received",
        "accept_return" => "return_accepted",
        "object_to_return" => "return_objected",
        "confirm_arrival" => "refund_arrived",
        "place_hold" => "hold_placed",
        "lift_hold" => "hold_lifted",
        "pay_out" => "payout_promised",
        "restrict" => "account_restricted",
        "account_answer" => "account_answered",
        "account_write" => "account_message_written",
        "account_submit" => "account_evidence_sealed",
        "account_assign" => "account_case_assigned",
        "account_rule" => "account_ruled",
        "account_appeal" => "account_appealed",
        "account_renew" => "restriction_renewed",
        "set_payout_route" => "payout_route_set",
        "change_budget" => "budget_changed",
        "take" => "message_taken",
        "hear" => "note_taken",
        "report_buyer" => "account_told",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buyer_never_ships_and_a_seller_never_confirms_receipt() {
        assert!(!may("shipment_declared").expect("an act").contains(&"buyer"));
        assert!(!may("receipt_confirmed").expect("an act").contains(&"seller"));
        assert_eq!(may("notice_sent"), None);
        assert_eq!(leaves("open_dispute"), Some("case_opened"));
    }
}
