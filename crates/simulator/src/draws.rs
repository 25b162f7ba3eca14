//! Sizes and durations, drawn from what a real marketplace had (see `calibration`).
use crate::clock::days;
use crate::dice::Dice;
use jiff::SignedDuration;

/// Price of one unit in minor units.
pub(crate) fn value(dice: &mut Dice) -> i64 {
    dice.between(500, 30_000)
}

/// Shipping of a line in minor units.
pub(crate) fn freight(dice: &mut Dice) -> i64 {
    dice.between(0, 4_000)
}

/// How many payments a purchase has.
pub(crate) fn payments(dice: &mut Dice) -> usize {
    dice.weighted(&[95, 4, 1]).unwrap_or(0) + 1
}

/// From purchase to the estimated delivery.
pub(crate) fn estimate(dice: &mut Dice) -> SignedDuration {
    days(dice.between(10, 40))
}

/// From hand-over to delivery.
pub(crate) fn transit(dice: &mut Dice) -> SignedDuration {
    SignedDuration::from_hours(dice.between(24, 35 * 24))
}
