//! How much a person is drawn to an act.
use super::Person;
use crate::world::people::Manner;
use crate::world::shop::Wares;
use resolution::case::Case;
use resolution::id::CaseNo;
use resolution::order::actions::Offer;
use resolution::policy::StageName;

impl Person<'_> {
    /// The weight of an offer.
    pub(super) fn weigh(&self, offer: &Offer) -> u32 {
        let kind = offer.action.kind;
        let case = offer.action.target.case.and_then(|no| self.order.case(CaseNo(no)));
        let malicious = self.knowing.manner == Manner::Malicious;
        match case {
            Some(case) => self.in_case(kind, case, malicious),
            None => self.on_order(kind, malicious),
        }
    }

    fn on_order(&self, kind: &str, malicious: bool) -> u32 {
        let here = self.knowing.arrived.is_some_and(|at| at <= self.now);
        let bad = self.knowing.wares == Wares::Bad;
        let late = self.order.placed.estimate.is_none_or(|estimate| estimate < self.now);
        match kind {
            "cancel" if malicious => 12,
            "cancel" => 3,
            "cancel_sale" if malicious => 12,
            "cancel_sale" => 3,
            "lengthen_ship_by" => 3,
            "confirm_receipt" if here && !bad => 45,
            "confirm_receipt" => 2,
            "answer_address" => 60,
            "open_dispute_not_received" if malicious => 20,
            "open_dispute_not_received" if !here && late => 60,
            "open_dispute_not_received" => 2,
            "open_dispute_received" if malicious => 25,
            "open_dispute_received" if here && bad => 80,
            "open_dispute_received" => 3,
            "request_return" if malicious => 14,
            "request_return" if here && !bad => 9,
            "request_return" => 1,
            "complain" if malicious => 8,
            "complain" if here && bad => 14,
            "complain" if here && late => 5,
            "complain" => 1,
            "confirm_arrival" => 10,
            "declare_shipment" if malicious => 40,
            "declare_shipment" => 120,
            "resend" => 1,
            "goodwill_refund" => 2,
            "lengthen_window" => 2,
            "write_message" => 4,
            "submit_evidence" => 3,
            "place_hold" | "lift_hold" => 20,
            "freeze_for_risk" => 8,
            // Few are reported: the fund would soon pay nobody.
            "report_buyer" if self.order.id.0[1].is_multiple_of(16) => 4,
            "claim_payment" if malicious => 60,
            "claim_payment" => 30,
            "remove_evidence" => 5,
            _ => 0,
        }
    }

    fn in_case(&self, kind: &str, case: &Case, malicious: bool) -> u32 {
        let stage = case.stage.name;
        match kind {
            "accept_request" if malicious => 4,
            "accept_request" => 22,
            "reject_request" => 30,
            "confirm_return" => 30,
            "refund_without_return" => 12,
            "refuse_return" if malicious => 40,
            "refuse_return" => 8,
            "withdraw_return" | "withdraw_complaint" | "withdraw_claim" => 3,
            "answer_claim" => 40,
            "answer_questionnaire" => 30,
            "draft_acceptance" => 14,
            "draft_rejection" => 26,
            "confirm_answer" => 60,
            "investigate" if self.knowing.arrived.is_none() => 150,
            "investigate" => 10,
            "state_buyer_cause" => 5,
            "propose" => 14,
            "accept_proposal" => 22,
            "reject_proposal" => 10,
            "escalate" => 14,
            "change" => 5,
            "withdraw" => 4,
            "answer_question" => 60,
            "appeal" => 30,
            "waive" => 12,
            "give_return_address" => 70,
            "send_return" => 60,
            "send_replacement" => 60,
            "receive_return" => 20,
            "accept_return" if malicious || !self.as_sent() => 2,
            "accept_return" => 40,
            "object_to_return" if malicious || !self.as_sent() => 150,
            "object_to_return" => 2,
            "submit_evidence" => self.showing(case, stage),
            "write_message" => 4,
            "assign" if case.mediator.is_none() => 80,
            "assign" => 2,
            "ask" => 18,
            "rule" => 40,
            "decide_risk" => 90,
            "remove_evidence" => 1,
            _ => 0,
        }
    }

    /// Whether what came back is what was sent: of half of all orders it is not.
    const fn as_sent(&self) -> bool {
        self.order.id.0[0].is_multiple_of(2)
    }

    /// How much a person is drawn to show something: more where an act needs it first.
    fn showing(&self, case: &Case, stage: StageName) -> u32 {
        let mine = self.order.evidence.iter().filter(|e| Some(e.author) == self.actor.party());
        let in_stage = mine.filter(|e| e.case == Some(case.no) && e.at >= case.stage.since).count();
        match stage {
            // An objection needs everything that the policy lists.
            StageName::Inspecting if !self.as_sent() && in_stage < 6 => 200,
            StageName::Appealing if in_stage < 3 => 60,
            StageName::Preparing if in_stage == 0 => 25,
            StageName::Responding | StageName::Negotiating if in_stage == 0 => 12,
            _ => 5,
        }
    }
}
