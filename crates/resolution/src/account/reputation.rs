//! A seller's reputation: points that penalties take off for a time, and rates over the seller's orders, each with
//! everything that explains it.
use crate::id::{AggregateId, CaseNo};
use crate::order::event::AccountNews;
use crate::policy::{PenaltyReason, ReputationRules};
use crate::time::{Calendar, Period};
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Days that are kept at most: no window of a policy is longer.
const KEPT_DAYS: i64 = 731;

/// What a seller's reputation is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reputation {
    /// Penalties, oldest first, with those that ended within two years.
    pub penalties: Vec<Penalty>,
    /// What is counted, by day of the marketplace's zone.
    pub days: BTreeMap<Date, Counts>,
}

/// Points off, with date, reason and case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Penalty {
    /// How many points.
    pub points: u16,
    /// For what.
    pub reason: PenaltyReason,
    /// On which order.
    pub from: AggregateId,
    /// In which case of it.
    pub case: Option<CaseNo>,
    /// When it was given.
    pub at: Timestamp,
    /// Exclusive end.
    pub ends: Timestamp,
}

/// What is counted of a seller's orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Orders that were paid.
    pub orders: u32,
    /// Disputes that buyers opened.
    pub filed: u32,
    /// Disputes in which a final ruling named the seller.
    pub faults: u32,
    /// Cancellations by the seller.
    pub cancelled: u32,
}

/// A reputation as it stands at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// Points now: the start less the penalties that count, never below the floor.
    pub points: u16,
    /// Points without penalties.
    pub start: u16,
    /// The least there can be.
    pub floor: u16,
    /// Penalties, newest first, each with whether it counts now.
    pub penalties: Vec<(&'a Penalty, bool)>,
    /// First day of the rates, inclusive.
    pub since: Date,
    /// What is counted from that day on.
    pub counts: Counts,
}

impl Standing<'_> {
    /// A count over the orders of the window, in basis points, rounded down; nothing while there is no order.
    #[must_use]
    pub fn rate(&self, count: u32) -> Option<u64> {
        let orders = u64::from(self.counts.orders);
        (orders > 0).then(|| u64::from(count) * 10_000 / orders)
    }
}

impl Reputation {
    /// Takes what an order told.
    pub(crate) fn take(
        &mut self,
        from: AggregateId,
        news: &AccountNews,
        (at, on): (Timestamp, Date),
        ends: Option<Timestamp>,
    ) {
        let count: fn(&mut Counts) -> &mut u32 = match news {
            AccountNews::Penalty { points, reason, case } => {
                let ends = ends.unwrap_or(Timestamp::MAX);
                let penalty = Penalty { points: *points, reason: *reason, from, case: *case, at, ends };
                return self.penalise(penalty, on);
            }
            AccountNews::CancellationCorrected { cancelled, .. } => {
                return self.correct(from, *cancelled, on);
            }
            AccountNews::OrderPaid {} => |day| &mut day.orders,
            AccountNews::DisputeFiled { .. } => |day| &mut day.filed,
            AccountNews::FaultFound { .. } => |day| &mut day.faults,
            AccountNews::SellerCancelled { .. } => |day| &mut day.cancelled,
            // Of buyers.
            AccountNews::Funded { .. }
            | AccountNews::StandingAsked { .. }
            | AccountNews::BuyerReported { .. } => return,
        };
        let count = count(self.days.entry(on).or_default());
        *count = count.saturating_add(1);
        if let Some((newest, _)) = self.days.last_key_value() {
            let oldest = days_before(*newest, KEPT_DAYS);
            self.days.retain(|date, _| *date >= oldest);
        }
    }

    /// A cancellation that counted was a wrong status: its count and its points are taken back (CLM-3).
    fn correct(&mut self, from: AggregateId, cancelled: Timestamp, on: Date) {
        let wrong = |penalty: &Penalty| {
            penalty.from == from && penalty.reason == PenaltyReason::Cancellation && penalty.at == cancelled
        };
        self.penalties.retain(|penalty| !wrong(penalty));
        if let Some(day) = self.days.get_mut(&on) {
            day.cancelled = day.cancelled.saturating_sub(1);
        }
    }

    fn penalise(&mut self, penalty: Penalty, on: Date) {
        self.penalties.push(penalty);
        self.penalties.sort_by_key(|penalty| penalty.at);
        let oldest = days_before(on, KEPT_DAYS);
        self.penalties.retain(|penalty| date_of(penalty.ends) >= oldest);
    }

    /// The reputation at an instant.
    #[must_use]
    pub fn standing(&self, rules: &ReputationRules, calendar: &Calendar, now: Timestamp) -> Standing<'_> {
        let window = if let Period::Days(days) = rules.window { i64::from(days) } else { KEPT_DAYS };
        let since = days_before(calendar.date_of(now), window.saturating_sub(1));
        let mut counts = Counts::default();
        for day in self.days.range(since..).map(|(_, day)| day) {
            counts.orders = counts.orders.saturating_add(day.orders);
            counts.filed = counts.filed.saturating_add(day.filed);
            counts.faults = counts.faults.saturating_add(day.faults);
            counts.cancelled = counts.cancelled.saturating_add(day.cancelled);
        }
        let penalties: Vec<_> = self.penalties.iter().rev().map(|p| (p, now < p.ends)).collect();
        let off =
            penalties.iter().filter(|(_, counts)| *counts).map(|(p, _)| u64::from(p.points)).sum::<u64>();
        let points = rules.start.saturating_sub(u16::try_from(off).unwrap_or(u16::MAX)).max(rules.floor);
        Standing { points, start: rules.start, floor: rules.floor, penalties, since, counts }
    }
}

fn date_of(at: Timestamp) -> Date {
    at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

pub(super) fn days_before(date: Date, days: i64) -> Date {
    Span::new().try_days(days).ok().and_then(|span| date.checked_sub(span).ok()).unwrap_or(Date::MIN)
}
