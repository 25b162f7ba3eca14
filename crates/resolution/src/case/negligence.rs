//! What comes of a complaint of negligence: the fee and points where it is right, nothing where it is not (NEG-4, NEG-5).
use super::procedure::{self, By};
use super::remedy::Remedy;
use super::{Case, CaseKind, Closing, Ruling};
use crate::id::CaseNo;
use crate::money::Minor;
use crate::order::Order;
use crate::order::draft::Draft;
use crate::order::event::{AccountNews, OrderEvent};
use crate::payment::refund;
use crate::policy::{LiabilityRow, Liable, PenaltyReason};

/// The shipping fee as far as it is asked for and still there.
pub(crate) fn fee(order: &Order, case: &Case) -> Option<Remedy> {
    let asked = case.asked.amount().unwrap_or(Minor::ZERO);
    let amount = asked.min(refund::left(order, &case.reserved));
    amount.is_positive().then_some(Remedy::FeeRefund { amount })
}

/// What a row of the table gives in a complaint: whether the seller is liable is all it says.
pub(crate) fn given(order: &Order, case: &Case, row: &LiabilityRow) -> Option<Remedy> {
    if row.liable == Liable::Seller { fee(order, case) } else { None }
}

/// Whether a ruling holds the seller negligent.
pub(crate) const fn held(ruling: &Ruling) -> bool {
    matches!(ruling.liable, Liable::Seller)
}

/// The seller is held negligent, by its own word or by a ruling that stands: points off its reputation, with date, reason
/// and case.
pub(crate) fn count(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no).filter(|case| case.kind == CaseKind::Negligence) else { return };
    let reason = case.reason.clone();
    let points = draft.context.policy.complaints.as_ref().map_or(0, |rules| rules.penalty_points);
    draft.push(OrderEvent::NegligenceHeld { case: no, reason, points });
    if points > 0 {
        draft.tell_seller(AccountNews::Penalty { points, reason: PenaltyReason::Negligence, case: Some(no) });
    }
    draft.notice(draft.order.placed.seller, "negligence_held", Some(no), None);
}

/// A complaint is right, and there is no fee to give back: it is over.
pub(crate) fn uphold(draft: &mut Draft<'_>, no: CaseNo, by: By) {
    draft.push(OrderEvent::OutcomeFixed { case: no, remedy: None, by: by.word().to_owned() });
    count(draft, no);
    procedure::close(draft, no, Closing::Upheld);
}
