//! Random placements: lines, discounts, coins, payments, currencies with none, two and three decimals.
use super::dice::Dice;
use super::{BUYER, SELLER};
use jiff::{SignedDuration, Timestamp};
use resolution::money::Minor;
use resolution::order::command::{NewLine, Placement};
use resolution::payment::PaymentExpected;

/// An amount in minor units.
pub fn minor(amount: i64) -> Minor {
    Minor::new(amount).expect("an amount in range")
}

/// A purchase as it may come in.
pub fn placement(dice: &mut Dice, now: Timestamp) -> Placement {
    let lines: Vec<NewLine> = (0..=dice.below(5)).map(|_| line(dice)).collect();
    let due: i64 = lines.iter().map(due).sum();
    let total = match dice.below(10) {
        0 => due + dice.between(1, 500),
        1 => due - dice.between(0, due.min(500)),
        2 => 0,
        _ => due,
    };
    let placed_at = now - SignedDuration::from_hours(if dice.chance(20) { dice.between(0, 72) } else { 0 });
    let ahead = |dice: &mut Dice, most| now + SignedDuration::from_hours(dice.between(1, most));
    Placement {
        reference: "1".into(),
        buyer: BUYER,
        seller: SELLER,
        currency: dice.pick(&["BRL", "JPY", "KRW", "KWD", "IDR", "USD"]).parse().expect("a currency"),
        placed_at,
        pay_by: dice.chance(20).then(|| ahead(dice, 240)),
        ship_by: dice.chance(20).then(|| ahead(dice, 400)),
        estimate: dice.chance(70).then(|| ahead(dice, 40 * 24)),
        lines,
        payments: payments(dice, total),
    }
}

fn price(dice: &mut Dice) -> i64 {
    match dice.below(6) {
        0 => dice.between(0, 9),
        1 => dice.between(10, 100),
        2 => dice.between(1_000_000, 900_000_000),
        _ => dice.between(100, 60_000),
    }
}

fn line(dice: &mut Dice) -> NewLine {
    let price = price(dice);
    let shipping = if dice.chance(30) { 0 } else { dice.between(0, 3_000) };
    let mut left = price + shipping;
    let mut part = |dice: &mut Dice, percent| {
        let most = if dice.chance(5) { left } else { left / 4 };
        let amount = if dice.chance(percent) { dice.between(0, most) } else { 0 };
        left -= amount;
        amount
    };
    let (seller, platform, coins_value) = (part(dice, 25), part(dice, 25), part(dice, 20));
    let coins =
        if coins_value > 0 { dice.between(0, 300).max(1) * if dice.chance(50) { 100 } else { 1 } } else { 0 };
    NewLine {
        sku: "sku".into(),
        listing: None,
        pieces: if dice.chance(20) { vec![1, 10] } else { vec![] },
        quantity: u16::try_from(dice.between(1, 5)).expect("small"),
        price: minor(price),
        shipping: minor(shipping),
        seller_discount: minor(seller),
        platform_discount: minor(platform),
        category: None,
        returnable: *dice.pick(&[None, None, None, Some(true), Some(false)]),
        coins_value: minor(coins_value),
        coins: minor(coins),
    }
}

fn due(line: &NewLine) -> i64 {
    (line.price - line.seller_discount - line.platform_discount - line.coins_value + line.shipping).get()
}

fn payments(dice: &mut Dice, total: i64) -> Vec<PaymentExpected> {
    let count = dice.between(1, 3);
    let mut left = total;
    let mut shares = Vec::new();
    for index in 0..count {
        let last = index + 1 == count;
        let amount = if last { left } else { dice.between(0, left) };
        left -= amount;
        let method = *dice.pick(&["credit_card", "voucher", "bank_transfer", "pix"]);
        shares.push(PaymentExpected {
            provider: "sandbox".into(),
            payment_id: format!("pay_{index}"),
            method: method.into(),
            amount: minor(amount),
        });
    }
    shares
}
