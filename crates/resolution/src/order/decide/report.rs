//! The seller reports the buyer of an order (PLF-3). It is looked at on the buyer's account, which is told.
use crate::actor::Actor;
use crate::id::CaseNo;
use crate::order::draft::Draft;
use crate::order::event::AccountNews;
use crate::refusal::Refusal;
use crate::seal::Seal;

/// Once an order, by its seller, once it is paid.
pub(super) fn report(
    draft: &mut Draft<'_>,
    actor: &Actor,
    about: Option<CaseNo>,
    reason: &str,
    words: &Seal,
) -> Result<(), Refusal> {
    draft.seller(actor)?;
    let rules = draft.context.policy.reports.as_ref();
    let rules = rules.ok_or_else(|| Refusal::NotInPolicy { what: "reports on buyers".into() })?;
    if draft.order.paid.is_none() {
        return Err(Refusal::NotPaid);
    }
    if draft.order.reported.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    let known = rules.reasons.iter().copied().find(|known| known.word() == reason);
    let reason = known.ok_or_else(|| Refusal::ReasonUnknown {
        allowed: rules.reasons.iter().map(|known| known.word().to_owned()).collect(),
    })?;
    if let Some(case) = about {
        draft.side(case, actor)?;
    }
    draft.tell_buyer(AccountNews::BuyerReported { about, reason, words: words.clone() });
    Ok(())
}
