//! What happens on an account by itself: payouts by schedule, and the clocks of its cases.
use super::decide::{payout, report, restrict};
use super::{Account, AccountEvent};
use crate::aggregate::Context;
use crate::id::CaseNo;
use crate::policy::Stop;
use jiff::Timestamp;

/// What is due. The order of the variants decides between equal instants: what a case decides comes before money leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Case(restrict::Due),
    Report(CaseNo),
    Payout,
}

/// The earliest instant at which something happens here by itself.
#[must_use]
pub fn next(account: &Account, context: &Context<'_>) -> Option<Timestamp> {
    deadlines(account, context).into_iter().map(|(at, _)| at).min()
}

/// The next deadline with `due <= now`, as its due instant and its events.
#[must_use]
pub fn wake(
    account: &Account,
    context: &Context<'_>,
    now: Timestamp,
) -> Option<(Timestamp, Vec<AccountEvent>)> {
    let (at, what) = deadlines(account, context).into_iter().filter(|(at, _)| *at <= now).min()?;
    let events = match what {
        Due::Case(what) => restrict::due(account, what, context, now),
        Due::Report(no) => report::due(account, no, context, now),
        Due::Payout => payout::by_schedule(account),
    };
    (!events.is_empty()).then_some((at, events))
}

fn deadlines(account: &Account, context: &Context<'_>) -> Vec<(Timestamp, Due)> {
    let mut all = Vec::new();
    // While payouts are stopped, the time for one waits with them: it leaves when they go on.
    if let Some(at) = account.next_payout.filter(|_| !account.stops(Stop::Payout)) {
        all.push((at, Due::Payout));
    }
    let cases = restrict::deadlines(account, context);
    all.extend(cases.into_iter().map(|(at, what)| (at, Due::Case(what))));
    all.extend(report::deadlines(account).map(|(at, no)| (at, Due::Report(no))));
    all
}
