//! What the buyer's record says for or against a refund from the protection fund (PLF-2, PLF-3): asked of the buyer's account
//! once nothing else speaks against it, and weighed by the order's own policy.
use super::funding::{self, Factor, Weighed};
use crate::account::standing::BuyerCounts;
use crate::actor::Actor;
use crate::id::{AccountId, AccountRole, AggregateId, CaseNo, FundId};
use crate::order::draft::{Draft, not_yours};
use crate::order::event::{OrderEvent, StandingHeard};
use crate::policy::{BuyerRules, StageName};
use crate::refusal::Refusal;

/// The buyer's account has answered.
pub(crate) fn heard(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    counts: BuyerCounts,
    version: u64,
) -> Result<(), Refusal> {
    let account = AccountId::of(draft.context.marketplace, AccountRole::Buyer, draft.order.placed.buyer);
    if *actor != Actor::Aggregate(AggregateId::Account(account)) {
        return Err(not_yours("the buyer's account"));
    }
    let case = draft.case(no)?;
    let not_asked = || Refusal::NotFound { what: "request to the buyer's account".into() };
    if !case.funding.as_ref().ok_or_else(not_asked)?.awaits_buyer {
        return Err(Refusal::AlreadyDone);
    }
    let waits = case.open() && case.stage.name == StageName::Funding;
    let rules = draft.context.policy.funding.as_ref().and_then(|rules| rules.buyer.as_ref());
    let weighed = rules.filter(|_| waits).map(|rules| weigh(rules, counts)).unwrap_or_default();
    let holds = waits && weighed.iter().all(|one| one.holds);
    let asks = holds.then(|| funding::cost(draft, case)).filter(|amount| amount.is_positive());
    let fund = FundId::of(draft.context.marketplace);
    let heard = StandingHeard { case: no, counts, version, weighed, fund, asks };
    draft.push(OrderEvent::StandingHeard(Box::new(heard)));
    if waits && asks.is_none() {
        funding::goes_on(draft, no);
    }
    Ok(())
}

/// What the policy weighs of it, in the order in which it is shown.
fn weigh(rules: &BuyerRules, counts: BuyerCounts) -> Vec<Weighed> {
    let (disputes, funded, reports) = (counts.disputes, counts.funded, counts.reports);
    let all = [
        rules.disputes_at_most.map(|most| (disputes <= most, Factor::Disputes { count: disputes, most })),
        rules.funded_at_most.map(|most| (funded <= most, Factor::Funded { count: funded, most })),
        rules.reports_at_most.map(|most| (reports <= most, Factor::Reports { count: reports, most })),
    ];
    all.into_iter().flatten().map(|(holds, factor)| Weighed { factor, holds }).collect()
}
