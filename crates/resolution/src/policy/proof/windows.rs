//! The protection windows of many made-up parcels, by the function that runs in earnest: none may end before it opens.
use super::places::Places;
use crate::id::ParcelNo;
use crate::order::event::ShipmentDeclared;
use crate::parcel::tracking::{Scan, Status};
use crate::parcel::window::{self, Window};
use crate::parcel::{Parcel, WindowKind};
use crate::policy::{Opening, Policy, Problem};
use crate::time::Calendar;
use jiff::{SignedDuration, Timestamp, civil};

/// Days of delivery and of the latest estimate that are tried, counted from shipping.
const DAYS: [i64; 24] =
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 20, 21, 25, 28, 30, 45, 60, 90];
/// The hours of the day, in the policy's zone, at which a parcel is shipped: its first, its middle, its last.
const HOURS: [i8; 3] = [0, 12, 23];

/// A parcel's journey: days after shipping.
struct Journey {
    shipped: Timestamp,
    estimate: Option<i64>,
    delivered: Option<i64>,
}

/// Every journey; how many there were, and the first of each window that ends before it opens.
pub(super) fn check(policy: &Policy, places: &Places<'_>) -> (u64, Vec<Problem>) {
    let Ok(calendar) = Calendar::new(&policy.zone) else { return (0, Vec::new()) };
    let mut tried = 0;
    let mut problems: Vec<Problem> = Vec::new();
    for delivered in std::iter::once(None).chain(DAYS.map(Some)) {
        for estimate in std::iter::once(None).chain(DAYS.map(Some)) {
            for shipped in HOURS.into_iter().filter_map(|hour| shipped(&calendar, hour)) {
                tried += 1;
                let journey = Journey { shipped, estimate, delivered };
                for (kind, text) in journey.backwards(policy, &calendar) {
                    let key = format!("windows.{}.opens", kind.word());
                    if problems.iter().all(|known| known.row.as_ref() != Some(&key)) {
                        problems.push(places.key(&key, text));
                    }
                }
            }
        }
    }
    (tried, problems)
}

/// An ordinary day, far from any change of the clocks.
fn shipped(calendar: &Calendar, hour: i8) -> Option<Timestamp> {
    let at = civil::date(2026, 6, 3).at(hour, 30, 0, 0);
    calendar.zone().to_timestamp(at).ok()
}

impl Journey {
    fn day(&self, day: i64) -> Timestamp {
        self.shipped.checked_add(SignedDuration::from_hours(24 * day)).unwrap_or(Timestamp::MAX)
    }

    fn parcel(&self) -> Parcel {
        let scan = |at: Timestamp, status: Status| Scan {
            at,
            status,
            cause: None,
            by_carrier: true,
            destination_matches: None,
            raw: String::new(),
        };
        let delivered = self.delivered.map(|day| self.day(day));
        let scans = std::iter::once(scan(self.shipped, Status::InTransit));
        let shipment = ShipmentDeclared {
            parcel: ParcelNo(0),
            units: Vec::new(),
            carrier: Some("a".to_owned()),
            number: Some("1".to_owned()),
            weight_grams: None,
            estimate: self.estimate.map(|day| self.day(day)),
            handed_over: self.shipped,
            resend: false,
            case: None,
        };
        Parcel {
            scans: scans.chain(delivered.map(|at| scan(at, Status::Delivered))).collect(),
            learned: delivered,
            ..Parcel::declared(&shipment, self.shipped)
        }
    }

    /// The windows of this journey that end before they open, with the example in words.
    fn backwards(&self, policy: &Policy, calendar: &Calendar) -> Vec<(WindowKind, String)> {
        let parcel = self.parcel();
        let both = window::windows(&parcel, None, &policy.windows, calendar);
        let longest =
            window::transit(&parcel, None, &policy.windows, calendar).map(|transit| transit.longest);
        let by_estimate = matches!(policy.windows.not_received.opens, Opening::DayAfterLatestEstimate(_));
        let not_received = both.not_received.filter(|window| {
            // Promised for later than the longest transit: the buyer is refunded then, without asking for it.
            let refunded =
                self.delivered.is_none() && by_estimate && longest.is_some_and(|at| window.closes >= at);
            !refunded
        });
        let windows = [(WindowKind::NotReceived, not_received), (WindowKind::Received, both.received)];
        let backwards = windows.into_iter().filter_map(|(kind, window)| Some((kind, window?)));
        let backwards = backwards.filter(|(_, window)| window.closes <= window.opens);
        backwards.map(|(kind, window)| (kind, self.example(&window, calendar))).collect()
    }

    fn example(&self, window: &Window, calendar: &Calendar) -> String {
        let date = |at: Timestamp| calendar.zone().to_datetime(at).date();
        let from = date(self.shipped);
        let day = |at: Timestamp| from.until(date(at)).map_or(0, |span| span.get_days());
        let estimate = self.estimate.map(|day| format!("promised for day {day}"));
        let delivered = self.delivered.map(|day| format!("delivered on day {day}"));
        let journey = [Some("shipped on day 0".to_owned()), estimate, delivered];
        let journey: Vec<String> = journey.into_iter().flatten().collect();
        format!(
            "the window ends before it opens: for a parcel {}, it opens on day {} and ends with day {}; let it open sooner or close later",
            journey.join(", "),
            day(window.opens),
            day(window.closes) - 1
        )
    }
}
