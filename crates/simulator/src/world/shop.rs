//! Purchases: who buys what of whom, what it costs and how it is paid.
use super::gateway::PROVIDERS;
use super::people::Person;
use crate::clock::{after, days};
use crate::dice::Dice;
use crate::draws;
use jiff::{SignedDuration, Timestamp};
use resolution::id::{MarketplaceId, PartyId};
use resolution::money::{Currency, Minor};
use resolution::order::command::NewLine;
use resolution::order::purchase::{Purchase, PurchasePayment, SellerPart};

/// A marketplace with its people.
pub(crate) struct Market {
    pub(crate) id: MarketplaceId,
    pub(crate) name: String,
    pub(crate) currency: Currency,
    pub(crate) buyers: Vec<Person>,
    pub(crate) sellers: Vec<Person>,
    pub(crate) mediators: Vec<PartyId>,
    pub(crate) finance: PartyId,
}

/// What is really true of the wares of an order; only honest people care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wares {
    /// As described.
    Fine,
    /// Not what was bought, or not all of it, or broken.
    Bad,
}

/// How a purchase is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paying {
    /// In full, soon.
    Soon,
    /// Not at all.
    Never,
    /// The first payment only.
    Partly,
    /// After the time for it.
    TooLate,
}

impl Paying {
    /// By chance.
    pub fn throw(dice: &mut Dice) -> Self {
        let all = [Self::Soon, Self::Never, Self::Partly, Self::TooLate];
        dice.weighted(&[91, 4, 3, 2]).map_or(Self::Soon, |at| all[at])
    }
}

/// A purchase as it is made, with what its payments will do.
pub(crate) struct Order {
    pub(crate) purchase: Purchase,
    pub(crate) paying: Paying,
    /// Positions of the sellers among the marketplace's.
    pub(crate) sellers: Vec<usize>,
    pub(crate) buyer: usize,
}

/// An amount that fits: generated ones are far below the limit.
pub(crate) fn minor(amount: i64) -> Minor {
    Minor::new(amount).unwrap_or(Minor::ZERO)
}

impl Market {
    /// The people of a marketplace with about so many orders.
    pub(crate) fn people(seed: u64, slug: &str, orders: u32, role: &str, share: u64) -> Vec<Person> {
        let count = (u64::from(orders) / share).max(6);
        let role = format!("{slug}/{role}");
        (0..count).map(|number| Person::of(seed, &role, number)).collect()
    }

    /// A purchase at `now`.
    pub(crate) fn buys(&self, dice: &mut Dice, reference: String, now: Timestamp) -> Order {
        let buyer = dice.index(self.buyers.len());
        let mut sellers = vec![dice.index(self.sellers.len())];
        if dice.chance(8) {
            let second = dice.index(self.sellers.len());
            if !sellers.contains(&second) {
                sellers.push(second);
            }
        }
        let parts: Vec<SellerPart> = sellers
            .iter()
            .map(|seller| SellerPart {
                seller: self.sellers[*seller].id,
                ship_by: dice.chance(15).then(|| after(now, days(dice.between(3, 20)))),
                lines: lines(dice),
            })
            .collect();
        let total: i64 = parts.iter().flat_map(|part| &part.lines).map(due).sum();
        let paying = Paying::throw(dice);
        let purchase = Purchase {
            payments: payments(dice, &reference, total, paying == Paying::Partly),
            reference,
            buyer: self.buyers[buyer].id,
            currency: self.currency,
            placed_at: now,
            estimate: dice.chance(85).then(|| after(now, draws::estimate(dice))),
            pay_by: dice.chance(10).then(|| after(now, SignedDuration::from_hours(dice.between(2, 72)))),
            sellers: parts,
        };
        Order { purchase, paying, sellers, buyer }
    }
}

/// What a line costs the buyer in money.
pub(crate) fn due(line: &NewLine) -> i64 {
    line.price.get() + line.shipping.get()
        - line.seller_discount.get()
        - line.platform_discount.get()
        - line.coins_value.get()
}

fn lines(dice: &mut Dice) -> Vec<NewLine> {
    (0..draws::lines(dice)).map(|no| line(dice, no)).collect()
}

fn line(dice: &mut Dice, no: usize) -> NewLine {
    let quantity = draws::units(dice);
    let price = draws::value(dice).saturating_mul(i64::from(quantity));
    let shipping = draws::freight(dice, price);
    let share = |dice: &mut Dice, percent: u64, most: i64| {
        if dice.chance(percent) { dice.between(0, price / most) } else { 0 }
    };
    let coins = dice.chance(10);
    let coins_value = if coins { dice.between(0, (price / 10).max(0)) } else { 0 };
    let returnable = dice.pick(&[None, None, None, Some(true), Some(false)]);
    NewLine {
        sku: format!("sku-{no}"),
        listing: None,
        pieces: Vec::new(),
        quantity,
        price: minor(price),
        shipping: minor(shipping),
        seller_discount: minor(share(dice, 15, 5)),
        platform_discount: minor(share(dice, 15, 8)),
        coins_value: minor(coins_value),
        returnable,
        // Not thrown: a category of what is bought by the half dozen.
        category: (quantity == 6).then(|| "gift_card".to_owned()),
        coins: minor(if coins { coins_value.saturating_mul(dice.between(1, 20)) } else { 0 }),
    }
}

/// Payments that come to `total`, or rarely to a little more (the interest of instalments) or less.
fn payments(dice: &mut Dice, reference: &str, total: i64, split: bool) -> Vec<PurchasePayment> {
    let count = if split { 2 } else { draws::payments(dice) };
    let extra = match dice.below(40) {
        0 | 1 => dice.between(1, 900),
        2 => -dice.between(1, 50).min(total / 2),
        _ => 0,
    };
    let mut left = total + extra;
    let mut all = Vec::new();
    for no in 0..count {
        let amount = if no + 1 == count { left } else { dice.between(0, left) };
        left -= amount;
        let way = draws::way_to_pay(dice);
        all.push(PurchasePayment {
            provider: PROVIDERS[way].to_owned(),
            payment_id: format!("{reference}-{no}"),
            method: draws::METHODS[way].to_owned(),
            amount: minor(amount),
        });
    }
    all
}
