//! A seller's claim for payment as it stands.
use super::{Reading, word};
use crate::ids;
use resolution::case::Case;
use resolution::order::claim::{claimable, of_case};
use resolution::order::command::Confirmation;

/// The claim of a case, where it is one.
pub(super) fn of(reading: &Reading<'_>, case: &Case) -> Option<api::ClaimView> {
    let claim = of_case(reading.order, case.no)?;
    let evidence = |no: resolution::id::EvidenceNo| ids::write(ids::EVIDENCE, reading.order.id, no.0);
    let units: Vec<_> = case.units.iter().map(|(_, unit)| *unit).collect();
    let paid = claim.paid.as_ref();
    Some(api::ClaimView {
        cause: word(claim.cause),
        since: claim.since,
        tracking: claim.tracking.clone(),
        confirmation: claim.confirmation.as_ref().map(|shown| match shown {
            Confirmation::Message { message } => api::ClaimConfirmation::Message { message: *message },
            Confirmation::Outside { chat, photo } => {
                api::ClaimConfirmation::Outside { chat: evidence(*chat), photo: evidence(*photo) }
            }
        }),
        received: claim.answered,
        claimable: reading.money(claimable(reading.order, &units)),
        paid_at: paid.map(|paid| paid.at),
        from_escrow: paid.map(|paid| reading.money(paid.escrow)),
        loss: paid.filter(|paid| paid.loss.is_positive()).map(|paid| api::ClaimLoss {
            amount: reading.money(paid.loss),
            borne_by: paid.fund.word().to_owned(),
        }),
    })
}
