//! A buyer's standing: what the protection fund's decision weighs of the buyer (PLF-2). It is no figure; it is what there is
//! in the buyer's record, each with the order and the day.
use super::reputation::days_before;
use crate::id::{AggregateId, CaseNo};
use crate::order::event::AccountNews;
use crate::policy::BuyerRules;
use crate::time::Calendar;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days that are kept at most: no window of a policy is longer.
const KEPT_DAYS: i64 = 731;

/// What a buyer's standing is made from, oldest first, of the last two years.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerRecord {
    /// What happened.
    pub entries: Vec<Entry>,
}

/// One thing in a buyer's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What.
    pub what: Noted,
    /// Where: the order, or the account itself for a report.
    pub from: AggregateId,
    /// In which case there.
    pub case: CaseNo,
    /// On which day of the marketplace's zone.
    pub on: Date,
}

/// What is noted of a buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noted {
    /// The buyer opened a dispute.
    Dispute,
    /// The protection fund refunded the buyer.
    Funded,
    /// A report on the buyer was upheld.
    Report,
}

/// How much there is of each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerCounts {
    /// Disputes that the buyer opened.
    pub disputes: u32,
    /// Refunds that the protection fund paid.
    pub funded: u32,
    /// Reports that were upheld.
    pub reports: u32,
}

impl BuyerRecord {
    /// Takes what an order told, where it is of a buyer.
    pub(crate) fn take(&mut self, from: AggregateId, news: &AccountNews, on: Date) {
        match news {
            AccountNews::DisputeFiled { case, .. } => self.note(Noted::Dispute, from, *case, on),
            AccountNews::Funded { case } => self.note(Noted::Funded, from, *case, on),
            _ => {}
        }
    }

    /// Notes one thing, and forgets what is older than anything that is looked at.
    pub(crate) fn note(&mut self, what: Noted, from: AggregateId, case: CaseNo, on: Date) {
        self.entries.push(Entry { what, from, case, on });
        let oldest = days_before(on, KEPT_DAYS);
        self.entries.retain(|entry| entry.on >= oldest);
    }

    /// How the buyer stands at an instant: from which day on it counts, and how much there is.
    #[must_use]
    pub fn standing(&self, rules: &BuyerRules, calendar: &Calendar, now: Timestamp) -> (Date, BuyerCounts) {
        let since = since(calendar.date_of(now), rules.days());
        (since, self.counts(since, None))
    }

    /// How much there is from a day on, without one case of an order.
    #[must_use]
    pub(crate) fn counts(&self, since: Date, without: Option<(AggregateId, CaseNo)>) -> BuyerCounts {
        let mut counts = BuyerCounts::default();
        let seen = self.entries.iter().filter(|e| e.on >= since && Some((e.from, e.case)) != without);
        for entry in seen {
            let count = match entry.what {
                Noted::Dispute => &mut counts.disputes,
                Noted::Funded => &mut counts.funded,
                Noted::Report => &mut counts.reports,
            };
            *count = count.saturating_add(1);
        }
        counts
    }
}

/// The first day of a window of so many days that ends today.
pub(crate) fn since(today: Date, days: u16) -> Date {
    days_before(today, i64::from(days).saturating_sub(1))
}
