//! Combinations of facts that the rest of the policy rules out: nobody is asked for the piece, no procedure has the stage.
use super::space::{Condition, Space};
use super::table::group_has;
use crate::policy::{Policy, Requirement, Side, StageName};

/// What is asked of the respondent to prove each fact of this kind, by any reason.
fn asked(policy: &Policy, id: &str, from: Side) -> Option<Requirement> {
    let all = policy.reasons.iter().flat_map(|reason| &reason.evidence);
    all.chain(&policy.disputes.objection_evidence).find(|item| item.id == id && item.from == from).cloned()
}

/// Each combination that can never be, and why.
pub(super) fn never(policy: &Policy, space: &Space) -> Vec<(Condition, String)> {
    let mut never = Vec::new();
    let shown = [
        ("proof_of_posting", "proof_of_posting"),
        ("proof_of_delivery", "delivery_proof"),
        ("delivery_receipt", "delivery_receipt"),
    ];
    for (fact, id) in shown {
        if asked(policy, id, Side::Respondent).is_none() {
            let why = format!("no reason asks the respondent for `{id}`, so `{fact}` is never true");
            never.push((space.holds(fact), why));
        }
    }
    if asked(policy, "collection_certificate", Side::Opener).is_none() {
        let why = "no reason asks the opener for `collection_certificate`";
        never.push((space.is("collection", "certificate"), why.to_owned()));
    }
    for id in ["one_unit_weight", "whole_weight", "carrier_weight"] {
        if asked(policy, id, Side::Respondent).is_none_or(|item| !item.grams) {
            let why = format!(
                "no reason asks the respondent for `{id}` with grams, so `weights` stays \"unknown\""
            );
            never.push((Condition::Not(Box::new(space.is("weights", "unknown"))), why));
        }
    }
    for received in [true, false] {
        let group = || if received { space.holds("received") } else { not(space.holds("received")) };
        let mut without = |stage: StageName, fact: Condition, so: &str| {
            if !group_has(policy, received, stage) {
                let came = if received { "came" } else { "did not come" };
                let why = format!("no procedure for goods that {came} has the stage `{stage}`, so {so}");
                never.push((Condition::All(vec![group(), fact]), why));
            }
        };
        let found = not(space.is("finding", "none"));
        without(StageName::Investigating, found, "`finding` stays \"none\"");
        let sent = not(space.is("return_state", "none"));
        without(StageName::Dispatching, sent, "`return_state` stays \"none\"");
        let objected = space.is("return_state", "objected");
        without(StageName::Inspecting, objected, "`return_state` is never \"objected\"");
        let second = space.is("stage", "second_review");
        without(StageName::Appealing, second, "`stage` stays \"review\"");
    }
    never
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}
