//! Clocks that stop and go on.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::calendar::later;
use super::{Calendar, PeriodKind};

/// What a stopped clock still has.
///
/// Never negative: a clock stopped at or after its end has nothing left. Stored as
/// `{"days":"PT36H"}`, `{"hours":"PT5H"}` or
/// `{"working_days":{"working":"PT48H","not_before":"2026-06-03T17:00:00Z"}}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Remaining {
    /// Of a clock of days: exact time, rounded up to the end of the day when it goes on.
    Days(SignedDuration),
    /// Of a clock of hours: exact time.
    Hours(SignedDuration),
    /// Of a clock of working days.
    WorkingDays {
        /// Time on working days until the end, rounded up to the end of the day when it goes on.
        working: SignedDuration,
        /// The end that stood when the clock was stopped. It may lie on a day off, which working
        /// time does not show, and holidays may change meanwhile: being stopped never shortens.
        not_before: Timestamp,
    },
}

impl Calendar {
    /// Stops a clock that counts by `kind` and would end at `due`.
    pub fn stop(&self, kind: PeriodKind, due: Timestamp, stopped_at: Timestamp) -> Remaining {
        let exact = || due.duration_since(stopped_at).max(SignedDuration::ZERO);
        match kind {
            PeriodKind::Days => Remaining::Days(exact()),
            PeriodKind::Hours => Remaining::Hours(exact()),
            PeriodKind::WorkingDays => Remaining::WorkingDays {
                working: self.working_time_between(stopped_at, due).max(SignedDuration::ZERO),
                not_before: due,
            },
        }
    }

    /// The exclusive end of a stopped clock that goes on at `at`, the end of a day for clocks of
    /// days and working days.
    ///
    /// Resumed no earlier than it was stopped, it never ends before it would have ended. Resumed
    /// at the very instant, a clock of hours ends when it would have, and the others at the end
    /// of that day at the latest. Beyond the last instant: [`Timestamp::MAX`].
    pub fn resume(&self, remaining: Remaining, at: Timestamp) -> Timestamp {
        // Stored values are read as they are; one below zero counts as nothing left.
        let exact = |left: SignedDuration| later(at, left.max(SignedDuration::ZERO));
        match remaining {
            Remaining::Days(left) => self.round_up_to_day(exact(left)),
            Remaining::Hours(left) => exact(left),
            Remaining::WorkingDays { working, not_before } => {
                self.round_up_to_day(self.after_working_time(at, working).max(not_before))
            }
        }
    }
}
