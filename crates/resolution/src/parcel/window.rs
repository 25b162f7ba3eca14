//! The protection windows of a parcel: a function of its scans, the policy and the calendar (PRO-1 to PRO-8).
use super::Parcel;
use crate::policy::{Opening, Windows};
use crate::time::Calendar;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// One window: opens at its first instant, closes at its exclusive end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First instant.
    pub opens: Timestamp,
    /// Exclusive end.
    pub closes: Timestamp,
    /// The rule that gives the end.
    pub rule: String,
}

impl Window {
    fn new(opens: Timestamp, closes: Timestamp, rule: &str) -> Self {
        Self { opens, closes, rule: rule.to_owned() }
    }
}

/// Both windows as they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    /// For "it never came".
    pub not_received: Option<Window>,
    /// For "what came is not right".
    pub received: Option<Window>,
}

/// The instants that the not-received window is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transit {
    /// When the carrier's-silence limit passes (PRO-3); nothing for a parcel that no carrier has scanned.
    pub silence: Option<Timestamp>,
    /// When the longest transit is reached (PRO-3), time excused on the buyer's side added.
    pub longest: Timestamp,
    /// The end without the longest transit.
    closes: Timestamp,
}

/// The instants of a parcel that was shipped and has not arrived.
#[must_use]
pub fn transit(
    parcel: &Parcel,
    order_estimate: Option<Timestamp>,
    rules: &Windows,
    calendar: &Calendar,
) -> Option<Transit> {
    let shipped = parcel.shipped_at()?;
    let rule = &rules.not_received;
    let floor = calendar.opens_on_day(shipped, rule.close_floor_day);
    let anchor = parcel.estimate_or(order_estimate).map_or(floor, |estimate| estimate.max(floor));
    let base = calendar.end(anchor, rule.close);
    let excused = SignedDuration::from_secs(parcel.excused_seconds());
    let silence =
        parcel.silent_since().map(|since| later(calendar.end(since, rule.carrier_silence), excused));
    let longest = later(calendar.end(shipped, rule.longest_transit), excused);
    // However early the silence begins: the buyer is told of it, and has the whole of this time from then.
    let closes = silence.map_or(base, |silence| calendar.end(silence, rule.after_silence).max(base));
    Some(Transit { silence, longest, closes })
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Both windows of a parcel.
///
/// An end that was shown never moves earlier, but for one case: when the parcel arrives, *not received* ends with
/// *received* (PRO-7).
#[must_use]
pub fn windows(
    parcel: &Parcel,
    order_estimate: Option<Timestamp>,
    rules: &Windows,
    calendar: &Calendar,
) -> Both {
    let Some(shipped) = parcel.shipped_at() else {
        return Both::default();
    };
    let received = received(parcel, order_estimate, shipped, rules, calendar);
    let not_received = if parcel.confirmed.is_some() || parcel.not_received_shut.is_some() {
        None
    } else {
        not_received(parcel, order_estimate, shipped, received.as_ref(), rules, calendar)
    };
    Both { not_received, received }
}

/// The latest end of both windows as it would be had the seller not lengthened them (PRO-6). Nothing before shipment.
#[must_use]
pub fn end_without_lengthening(
    parcel: &Parcel,
    order_estimate: Option<Timestamp>,
    rules: &Windows,
    calendar: &Calendar,
) -> Option<Timestamp> {
    let plain = Parcel { lengthened: None, not_received: None, received: None, ..parcel.clone() };
    let both = windows(&plain, order_estimate, rules, calendar);
    both.not_received.iter().chain(&both.received).map(|w| w.closes).max()
}

fn received(
    parcel: &Parcel,
    order_estimate: Option<Timestamp>,
    shipped: Timestamp,
    rules: &Windows,
    calendar: &Calendar,
) -> Option<Window> {
    let receipt = parcel.receipt()?;
    let rule = &rules.received;
    let opens = match rule.opens {
        Opening::AtReceipt => receipt,
        Opening::DayAfterShipping(day) => calendar.opens_on_day(shipped, day).max(receipt),
        Opening::DayAfterLatestEstimate(day) => parcel
            .estimate
            .or(order_estimate)
            .map_or(receipt, |estimate| calendar.opens_on_day(estimate, day))
            .max(receipt),
    };
    let learned = parcel.learned.unwrap_or(receipt);
    let ends = [
        Some(calendar.end(receipt, rule.close)),
        Some(calendar.end(learned, rule.learned_grace)),
        parcel.lengthened,
        parcel.received.as_ref().map(|w| w.closes),
    ];
    let closes = ends.into_iter().flatten().max().unwrap_or(receipt);
    Some(Window::new(opens, closes, "PRO-2"))
}

fn not_received(
    parcel: &Parcel,
    order_estimate: Option<Timestamp>,
    shipped: Timestamp,
    received: Option<&Window>,
    rules: &Windows,
    calendar: &Calendar,
) -> Option<Window> {
    let rule = &rules.not_received;
    let floor = calendar.opens_on_day(shipped, rule.close_floor_day);
    let planned = match rule.opens {
        Opening::AtReceipt => shipped,
        Opening::DayAfterShipping(day) => calendar.opens_on_day(shipped, day),
        Opening::DayAfterLatestEstimate(day) => {
            parcel.estimate_or(order_estimate).map_or(floor, |estimate| calendar.opens_on_day(estimate, day))
        }
    };
    if let (Some(received), Some(delivered)) = (received, parcel.delivered_at()) {
        let opens = if rule.opens_at_delivery { planned.min(delivered) } else { planned };
        let closes = received.closes.max(address_grace(parcel, rules, calendar).unwrap_or(received.closes));
        return Some(Window::new(opens, closes, "PRO-7"));
    }
    let transit = transit(parcel, order_estimate, rules, calendar)?;
    let shown = parcel.not_received.as_ref().map(|w| w.closes);
    // The longest transit limits what silence adds, never what was shown: a late scan may show that it began earlier.
    let silent = transit.closes.min(transit.longest);
    let closes = parcel.lengthened.into_iter().chain(shown).fold(silent, Timestamp::max);
    Some(Window::new(planned, closes, "PRO-3"))
}

/// While the address question is open, and after the answer "not received", there is time to act on it (INR-8), however
/// late the question came.
fn address_grace(parcel: &Parcel, rules: &Windows, calendar: &Calendar) -> Option<Timestamp> {
    match parcel.address? {
        (end, None | Some(Some(false))) => Some(calendar.end(end, rules.received.learned_grace)),
        (_, Some(None | Some(true))) => None,
    }
}
