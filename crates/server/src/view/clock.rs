//! Running clocks with their consequence, in the policy's zone and the reader's (PRO-4).
use jiff::Timestamp;
use jiff::tz::TimeZone;
use resolution::case::Case;
use resolution::time::Calendar;

/// What a clock needs to be shown.
#[derive(Clone, Copy)]
pub(crate) struct Clocks<'a> {
    pub(crate) now: Timestamp,
    pub(crate) calendar: &'a Calendar,
    /// The reader's zone by name, where one was asked for.
    pub(crate) reader: Option<(&'a str, &'a TimeZone)>,
}

impl Clocks<'_> {
    /// A clock that ends at `end`; `then` is the word for what follows from silence.
    pub(crate) fn running(&self, end: Timestamp, then: &str) -> api::RunningClock {
        api::RunningClock {
            end,
            seconds_left: end.duration_since(self.now).as_secs().max(0),
            in_policy_zone: local(end, self.calendar.zone_name(), self.calendar.zone()),
            in_your_zone: self.reader.map(|(name, zone)| local(end, name, zone)),
            then: then.to_owned(),
            sentence: format!("If nothing happens by then, {}.", consequence(then)),
        }
    }

    /// The clock of a case's stage; nothing while it rests and at the end.
    pub(crate) fn stage(&self, case: &Case) -> Option<api::RunningClock> {
        let end = case.stage.end.filter(|_| case.stage.stopped.is_empty())?;
        Some(self.running(end, &case.stage.on_end))
    }
}

fn local(at: Timestamp, name: &str, zone: &TimeZone) -> api::LocalTime {
    let zoned = at.to_zoned(zone.clone());
    api::LocalTime {
        zone: name.to_owned(),
        time: zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        words: zoned.strftime("%-d %B %Y, %H:%M (%Z)").to_string(),
    }
}

/// What follows from silence, as the second half of a sentence: the policy's words, and those of what waits on an order
/// itself.
fn consequence(on_end: &str) -> String {
    let text = match on_end {
        "reviewing" => "the case goes to the platform, which decides",
        "negotiating" => "the two sides look for an agreement",
        "responding" => "the seller is asked to answer",
        "carry_out" => "what was asked counts as accepted and is carried out",
        "refund_all" => "everything that is still refundable for these units goes back to the buyer",
        "refund_asked" => "the amount asked goes back to the buyer",
        "close" | "closed" => "the case is closed without a refund",
        "table" => "the liability table of the terms decides",
        "follow" => "the ruling follows the platform's proposal",
        "back" => "the review goes on without it",
        "final" => "the ruling stands and is carried out",
        "compensate" => "what the carrier declared lost or damaged is made good to the seller",
        "staff_task" => "the platform's staff is asked to act, again and again until it is done",
        "cancelled_not_shipped" => "what is not shipped is cancelled and refunded",
        "counts_as_received" => "the parcel counts as received",
        "released_to_seller" => "the money for these units goes to the seller",
        "no_claim" => "payment can no longer be claimed for these goods",
        "no_complaint" => "the seller can no longer be complained of for these goods",
        "goods_stay" => "these goods can no longer be sent back for a change of mind",
        "lifted" => "the hold is lifted",
        "pay" => "the order expires, and what was paid goes back",
        "ship" => "what is not shipped is cancelled and refunded",
        "answer_address" => "the parcel counts as received",
        "collect" => "the parcel counts as not collected, which lies on the buyer's side",
        "window_ends" => {
            "no dispute of this kind can be opened any more, and what nothing else holds goes to the seller"
        }
        "not_possible" => "this is no longer possible",
        other => return format!("the case goes on to '{other}'"),
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pro_04_a_clock_is_shown_in_both_zones_with_its_consequence() {
        let calendar = Calendar::new("America/Los_Angeles").expect("a zone");
        let zone = TimeZone::get("Asia/Jakarta").expect("a zone");
        let at = |text: &str| text.parse::<Timestamp>().expect("an instant");
        let clocks = Clocks {
            now: at("2026-11-05T07:59:00Z"),
            calendar: &calendar,
            reader: Some(("Asia/Jakarta", &zone)),
        };
        let clock = clocks.running(at("2026-11-05T08:00:00Z"), "reviewing");
        assert_eq!(clock.in_policy_zone.time, "2026-11-05T00:00:00-08:00");
        assert_eq!(clock.in_policy_zone.words, "5 November 2026, 00:00 (PST)");
        assert_eq!(clock.in_your_zone.expect("asked for").time, "2026-11-05T15:00:00+07:00");
        assert_eq!(clock.seconds_left, 60);
        assert_eq!(
            clock.sentence,
            "If nothing happens by then, the case goes to the platform, which decides."
        );
    }
}
