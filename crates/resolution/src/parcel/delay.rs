//! What holds a parcel up, by the carrier's own words (NOT-3).
use super::tracking::{Cause, Scan, Status};
use super::{Parcel, precedence};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A delay that the carrier shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delay {
    /// The carrier's first word of it since the parcel last moved on.
    pub since: Timestamp,
    /// Why, by its last word; nothing where the carrier does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
}

/// Whether a scan says that the parcel is held up: an exception, or anything on the way with a cause that does not lie with
/// who is to receive it.
fn holds_up(scan: &Scan) -> bool {
    let late =
        matches!(scan.cause, Some(Cause::Delay | Cause::Disruption | Cause::Customs | Cause::Prohibited));
    scan.status == Status::Exception || (late && !scan.status.ends_journey())
}

impl Parcel {
    /// The delay that lasts, by the carrier's own scans; nothing where the parcel moved on since, has arrived, or will not. A
    /// function of the set of scans: late, doubled and reordered ones are harmless.
    #[must_use]
    pub fn delay(&self) -> Option<Delay> {
        // Most parcels are never held up: nothing is put in order for them.
        let held_up = self.scans.iter().any(holds_up);
        if !held_up || self.receipt().is_some() || self.status().ends_journey() {
            return None;
        }
        let mut scans: Vec<&Scan> =
            self.scans.iter().filter(|s| s.by_carrier && s.status != Status::Unknown).collect();
        scans.sort_by_key(|scan| (scan.at, precedence(scan.status)));
        let held: Vec<&Scan> = scans.into_iter().rev().take_while(|scan| holds_up(scan)).collect();
        let (last, first) = (held.first()?, held.last()?);
        Some(Delay { since: first.at, cause: last.cause })
    }

    /// A delay that the buyer was not told of: a new one, or one whose cause became known or is another.
    #[must_use]
    pub fn untold_delay(&self) -> Option<Delay> {
        let new = |delay: &Delay| {
            self.delay_told.is_none_or(|told| {
                delay.since > told.since || (delay.cause.is_some() && delay.cause != told.cause)
            })
        };
        self.delay().filter(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ParcelNo, UnitNo};
    use crate::order::event::ShipmentDeclared;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_772_000_000 + hour * 3_600).expect("an instant")
    }

    fn scan(hour: i64, status: Status, cause: Option<Cause>) -> Scan {
        Scan { at: at(hour), status, cause, by_carrier: true, destination_matches: None, raw: String::new() }
    }

    fn parcel(scans: Vec<Scan>) -> Parcel {
        let shipment = ShipmentDeclared {
            parcel: ParcelNo(0),
            units: vec![UnitNo(0)],
            carrier: Some("ups".into()),
            number: Some("1Z".into()),
            weight_grams: None,
            estimate: None,
            handed_over: at(0),
            case: None,
            resend: false,
        };
        Parcel { scans, ..Parcel::declared(&shipment, at(0)) }
    }

    #[test]
    fn a_delay_lasts_from_the_first_scan_that_shows_it_until_the_parcel_moves_on() {
        let mut scans = vec![
            scan(1, Status::InTransit, None),
            scan(2, Status::Exception, None),
            scan(3, Status::Exception, Some(Cause::Customs)),
        ];
        let held = Delay { since: at(2), cause: Some(Cause::Customs) };
        assert_eq!(parcel(scans.clone()).delay(), Some(held));
        scans.reverse();
        assert_eq!(parcel(scans.clone()).delay(), Some(held), "in whatever order they come");
        scans.push(scan(4, Status::InTransit, None));
        assert_eq!(parcel(scans.clone()).delay(), None, "it moved on");
        scans.push(scan(5, Status::InTransit, Some(Cause::Delay)));
        assert_eq!(parcel(scans).delay(), Some(Delay { since: at(5), cause: Some(Cause::Delay) }));
    }

    #[test]
    fn what_lies_with_the_buyer_or_ended_the_journey_is_no_delay() {
        let absent = scan(2, Status::AttemptFailed, Some(Cause::Absent));
        assert_eq!(parcel(vec![absent]).delay(), None);
        let held = scan(1, Status::Exception, Some(Cause::Delay));
        for end in [Status::Delivered, Status::Lost, Status::Damaged, Status::ReturnedToSender] {
            assert_eq!(parcel(vec![scan(0, end, None), held.clone()]).delay(), None, "{end:?}");
        }
        let own = Scan { by_carrier: false, ..held };
        assert_eq!(parcel(vec![own]).delay(), None, "a shop's own entry is not the carrier's word");
    }

    #[test]
    fn a_delay_is_told_again_when_it_is_new_or_its_cause_becomes_known() {
        let mut found = parcel(vec![scan(2, Status::Exception, None)]);
        let first = found.untold_delay().expect("new");
        found.delay_told = Some(first);
        assert_eq!(found.untold_delay(), None);
        found.scans.push(scan(1, Status::Exception, None));
        assert_eq!(found.untold_delay(), None, "a late scan of the same delay tells nothing new");
        found.scans.push(scan(3, Status::Exception, Some(Cause::Customs)));
        let known = found.untold_delay().expect("its cause is known now");
        assert_eq!(known.cause, Some(Cause::Customs));
        found.delay_told = Some(known);
        found
            .scans
            .extend([scan(4, Status::InTransit, None), scan(5, Status::Exception, Some(Cause::Customs))]);
        assert_eq!(found.untold_delay().map(|delay| delay.since), Some(at(5)), "another one");
    }
}
