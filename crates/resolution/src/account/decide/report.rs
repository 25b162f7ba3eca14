//! A seller reports a malicious buyer (PLF-3): the buyer is heard, the platform decides in its time, and what it upholds counts
//! in the buyer's record.
use super::{Account, AccountEvent};
use crate::account::case::{AccountCase, AccountClosing, AccountRuling, AccountStage, Report};
use crate::account::draft::Draft;
use crate::aggregate::Context;
use crate::id::{CaseNo, OrderId};
use crate::policy::{ReportReason, ReportRules};
use crate::refusal::Refusal;
use crate::seal::Seal;
use jiff::Timestamp;

/// The report of an order's seller is taken: the order has checked who reports, and that the policy has reports.
pub(super) fn opened(
    draft: &mut Draft<'_>,
    (order, about): (OrderId, Option<CaseNo>),
    reason: ReportReason,
    words: &Seal,
) {
    let case = CaseNo::after(draft.account().map_or(0, |account| account.cases.len()));
    let by = words.by;
    draft.push(AccountEvent::ReportOpened { case, order, about, by, reason, words: words.clone() });
    let rules = draft.context.policy.reports.as_ref();
    // Where the marketplace's policy has no reports any more, there is no time for one either: it ends at once.
    let end = rules
        .map_or(draft.now, |rules: &ReportRules| draft.context.calendar.end(draft.now, rules.review_within));
    draft.push(AccountEvent::AccountStageEntered { case, stage: AccountStage::Reviewing, end: Some(end) });
    draft.notice("buyer_reported", case, Some(end));
}

/// Nothing is upheld without evidence: a file of the seller's, or the case of the order in which it happened.
pub(super) fn check(case: &AccountCase, report: &Report, lift: bool) -> Result<(), Refusal> {
    let shown = report.about.is_some() || case.evidence.iter().any(|evidence| evidence.author == report.by);
    if lift || shown {
        return Ok(());
    }
    Err(Refusal::Missing { items: vec!["evidence".into()] })
}

/// Decided: upheld, it counts in the buyer's record from that day on.
pub(super) fn ruled(draft: &mut Draft<'_>, (case, report): (CaseNo, &Report), ruling: AccountRuling) {
    let closing = if ruling.lift { AccountClosing::NotUpheld } else { AccountClosing::Upheld };
    draft.push(AccountEvent::AccountRuled { case, ruling });
    draft.push(AccountEvent::AccountStageEntered { case, stage: AccountStage::Closed, end: None });
    let on = draft.context.calendar.date_of(draft.now);
    draft.push(AccountEvent::ReportClosed { case, closing, on });
    let notice = if closing == AccountClosing::Upheld { "report_upheld" } else { "report_not_upheld" };
    draft.notice(notice, case, None);
    draft.notice_to(report.by, notice, case, None);
}

/// The ends of reports that nobody has decided.
pub(crate) fn deadlines(account: &Account) -> impl Iterator<Item = (Timestamp, CaseNo)> {
    let open = account.cases.iter().filter(|case| case.open() && case.report().is_some());
    open.filter_map(|case| Some((case.end?, case.no)))
}

/// Its time is over: it is not upheld.
pub(crate) fn due(account: &Account, no: CaseNo, context: &Context<'_>, now: Timestamp) -> Vec<AccountEvent> {
    let mut draft = Draft::new(Some(account), account.id, context, now);
    if let Some(report) = account.cases.get(no.index()).and_then(AccountCase::report) {
        ruled(&mut draft, (no, report), AccountRuling::by_clock(true, now));
    }
    draft.events
}
