//! Clocks of the trade: how long a turn lasts, and at which instant it ends.
//!
//! Every end is exclusive: an act at `t < end` is in time, the default acts at `end`. Nothing
//! here reads a clock; instants come in as arguments.
mod calendar;
mod period;
mod suspend;

pub use calendar::{Calendar, CalendarError};
pub use period::{Period, PeriodError, PeriodKind};
pub use suspend::Remaining;

#[cfg(test)]
mod tests;
