//! Sizes and durations, drawn from what a real marketplace had (see [`crate::calibration`]).
use crate::calibration::{
    CARRIER_TO_CUSTOMER, FREIGHT_SHARE, PAYMENTS_OF_AN_ORDER, PRICE_OF_A_UNIT, PURCHASE_TO_CARRIER,
    PURCHASE_TO_ESTIMATE, Quantiles, ROLLS, UNITS_OF_AN_ORDER,
};
use crate::dice::Dice;
use jiff::SignedDuration;

fn roll(dice: &mut Dice) -> u32 {
    u32::try_from(dice.below(u64::from(ROLLS))).unwrap_or(0)
}

fn minutes_of(table: &Quantiles, dice: &mut Dice) -> SignedDuration {
    SignedDuration::from_mins(table.at(roll(dice)).max(1))
}

/// Price of one unit in minor units.
pub fn value(dice: &mut Dice) -> i64 {
    PRICE_OF_A_UNIT.at(roll(dice)).max(1)
}

/// Price of a unit in minor units that as many are above as below.
#[must_use]
pub fn middle_value() -> i64 {
    PRICE_OF_A_UNIT.at_permille(500)
}

/// Shipping of a line in minor units, where its goods cost `price`.
pub(crate) fn freight(dice: &mut Dice, price: i64) -> i64 {
    // A share of the whole: what remains of it is the goods.
    let share = FREIGHT_SHARE.at(roll(dice)).clamp(0, 950);
    price.saturating_mul(share) / (1_000 - share)
}

/// How many units of one line are bought.
pub fn units(dice: &mut Dice) -> u16 {
    UNITS_OF_AN_ORDER.at(roll(dice)).parse().unwrap_or(1)
}

/// How many lines a seller's part of a purchase has.
pub fn lines(dice: &mut Dice) -> usize {
    dice.weighted(&[80, 14, 6]).unwrap_or(0) + 1
}

/// How a payment is made, by its place among the methods.
pub(crate) fn way_to_pay(dice: &mut Dice) -> usize {
    dice.weighted(&[74, 18, 8]).unwrap_or(0)
}

/// Methods of payment, the commonest first.
pub(crate) const METHODS: [&str; 3] = ["credit_card", "bank_transfer", "voucher"];

/// How a payment is made, as the API names it.
pub fn method(dice: &mut Dice) -> &'static str {
    METHODS[way_to_pay(dice)]
}

/// How many payments a purchase has.
pub(crate) fn payments(dice: &mut Dice) -> usize {
    PAYMENTS_OF_AN_ORDER.at(roll(dice)).parse().unwrap_or(1)
}

/// From purchase to the estimated delivery.
pub fn estimate(dice: &mut Dice) -> SignedDuration {
    minutes_of(&PURCHASE_TO_ESTIMATE, dice)
}

/// From declaration to the carrier's hand.
pub fn hand_over(dice: &mut Dice) -> SignedDuration {
    // The table counts from the purchase; the seller needed a part of that to declare.
    SignedDuration::from_mins(PURCHASE_TO_CARRIER.at(roll(dice)).max(2) / 2)
}

/// From hand-over to delivery.
pub fn transit(dice: &mut Dice) -> SignedDuration {
    minutes_of(&CARRIER_TO_CUSTOMER, dice)
}
