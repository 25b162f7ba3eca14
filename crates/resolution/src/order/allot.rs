//! The one allotting: price, discounts and coins at placement; payments when the order becomes paid; a refund over
//! components and payers. Each amount is split over what remains, so that rows and columns always add up.
use super::Order;
use super::command::NewLine;
use super::components::{PlacedLine, Price};
use crate::id::LineNo;
use crate::money::{Minor, split, table};
use crate::refusal::Refusal;

fn unfit(field: &str) -> Refusal {
    Refusal::Invalid {
        field: field.to_owned(),
        expected: "amounts at least zero, discounts and coins not above the price".into(),
    }
}

/// Splits a line's amounts over its units: goods bear the price, shipping the freight; discounts and coins fall on
/// goods and shipping together, in proportion.
///
/// # Errors
/// [`Refusal::Invalid`] for negative amounts, a quantity of zero, or discounts above the price.
pub fn line(no: LineNo, new: &NewLine) -> Result<PlacedLine, Refusal> {
    let units = usize::from(new.quantity);
    if units == 0 {
        return Err(Refusal::Invalid { field: "quantity".into(), expected: "at least 1".into() });
    }
    let given =
        [new.price, new.shipping, new.seller_discount, new.platform_discount, new.coins_value, new.coins];
    if given.iter().any(|a| a.is_negative()) || (new.coins.is_zero() && !new.coins_value.is_zero()) {
        return Err(unfit("lines"));
    }
    let named = |category: &String| (1..=60).contains(&category.chars().count());
    if !new.category.as_ref().is_none_or(named) {
        return Err(unfit("category"));
    }
    let goods = even(new.price, units);
    let shipping = even(new.shipping, units);
    let mut left: Vec<Minor> = goods.iter().chain(&shipping).copied().collect();
    let seller = take(new.seller_discount, &mut left)?;
    let platform = take(new.platform_discount, &mut left)?;
    let value = take(new.coins_value, &mut left)?;
    let coins = if value.iter().any(|v| !v.is_zero()) {
        proportional(new.coins, &value)?
    } else {
        vec![Minor::ZERO; value.len()]
    };
    let price = |i: usize, gross: Minor| Price {
        gross,
        seller_discount: seller[i],
        platform_discount: platform[i],
        coins_value: value[i],
        coins: coins[i],
    };
    Ok(PlacedLine {
        line: no,
        sku: new.sku.clone(),
        listing: new.listing.clone(),
        pieces: new.pieces.clone(),
        returnable: new.returnable,
        category: new.category.clone(),
        goods: goods.iter().enumerate().map(|(i, g)| price(i, *g)).collect(),
        shipping: shipping.iter().enumerate().map(|(i, s)| price(units + i, *s)).collect(),
    })
}

/// An amount over equal units: differences of cumulative shares, so that no unit is more than one minor unit apart.
fn even(amount: Minor, units: usize) -> Vec<Minor> {
    let n = i128::try_from(units).unwrap_or(1).max(1);
    let at = |k: usize| i128::from(amount.get()) * i128::try_from(k).unwrap_or(0) / n;
    (0..units).map(|k| Minor::clamped(at(k + 1) - at(k))).collect()
}

fn take(amount: Minor, left: &mut [Minor]) -> Result<Vec<Minor>, Refusal> {
    let parts = split(amount, left).map_err(|_| unfit("lines"))?;
    for (l, p) in left.iter_mut().zip(&parts) {
        *l = *l - *p;
    }
    Ok(parts)
}

/// Splits a count that may be larger than the weights it follows (coins over their money value).
fn proportional(amount: Minor, weights: &[Minor]) -> Result<Vec<Minor>, Refusal> {
    let total = i128::from(Minor::total(weights).get()).max(1);
    let mut cumulative = 0_i128;
    let mut given = 0_i128;
    let mut parts = Vec::with_capacity(weights.len());
    for weight in weights {
        cumulative += i128::from(weight.get());
        let until = i128::from(amount.get()) * cumulative / total;
        parts.push(Minor::clamped(until - given));
        given = until;
    }
    Ok(parts)
}

/// What the payments cover, once they are all there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentAllotment {
    /// Per component, per payment share.
    pub paid: Vec<Vec<Minor>>,
    /// Per component.
    pub shortfall: Vec<Minor>,
    /// Paid beyond the lines; the price of the surcharge component.
    pub surcharge: Minor,
}

/// Allots all payments of an order to its components, component by component. What is missing is one more payer
/// (`shortfall`), what is too much one more component (`surcharge`).
#[must_use]
pub fn payments(order: &Order) -> PaymentAllotment {
    let shares: Vec<Minor> = order.payments.iter().map(|p| p.expected.amount).collect();
    let mut dues: Vec<Minor> =
        order.units.iter().flat_map(|u| [u.goods.price.due(), u.shipping.price.due()]).collect();
    let (paid, due) = (Minor::total(&shares), Minor::total(&dues));
    let surcharge = (paid - due).or_zero();
    let mut payers = shares;
    payers.push((due - paid).or_zero());
    dues.push(surcharge);
    let rows = table(&dues, &payers).unwrap_or_else(|_| vec![vec![Minor::ZERO; payers.len()]; dues.len()]);
    let (mut by_payment, mut shortfall) = (Vec::new(), Vec::new());
    for mut row in rows {
        shortfall.push(row.pop().unwrap_or(Minor::ZERO));
        by_payment.push(row);
    }
    PaymentAllotment { paid: by_payment, shortfall, surcharge }
}

/// One purchase over several sellers: each order's share of each payment, by the same allotting. `dues` is what each
/// order costs; what was paid beyond or is missing is shared in proportion.
///
/// # Errors
/// [`Refusal::Invalid`] when an amount is negative.
pub fn purchase(dues: &[Minor], payments: &[Minor]) -> Result<Vec<Vec<Minor>>, Refusal> {
    if dues.iter().chain(payments).any(|a| a.is_negative()) {
        return Err(Refusal::Invalid {
            field: "payments".into(),
            expected: "amounts of at least zero".into(),
        });
    }
    let paid = Minor::total(payments);
    let total = Minor::total(dues);
    let targets: Vec<Minor> = if paid == total {
        dues.to_vec()
    } else if total.is_zero() {
        let mut first = vec![Minor::ZERO; dues.len()];
        if let Some(f) = first.first_mut() {
            *f = paid;
        }
        first
    } else {
        proportional(paid, dues)?
    };
    table(&targets, payments).map_err(|_| Refusal::Invalid {
        field: "payments".into(),
        expected: "amounts of at least zero".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn m(x: i64) -> Minor {
        Minor::new(x).expect("small")
    }

    #[test]
    fn mon_06_shares_of_a_line_add_up_and_differ_by_at_most_one() {
        let new = NewLine {
            sku: "a".into(),
            listing: None,
            pieces: vec![],
            returnable: None,
            category: None,
            quantity: 3,
            price: m(1000),
            shipping: m(200),
            seller_discount: m(100),
            platform_discount: m(50),
            coins_value: m(7),
            coins: m(700),
        };
        let line = line(LineNo(0), &new).expect("fits");
        let all: Vec<Price> = line.goods.iter().chain(&line.shipping).copied().collect();
        let sum = |f: fn(&Price) -> Minor| all.iter().map(f).fold(Minor::ZERO, |a, b| a + b);
        assert_eq!(sum(|p| p.gross), m(1200));
        assert_eq!(sum(|p| p.seller_discount), m(100));
        assert_eq!(sum(|p| p.platform_discount), m(50));
        assert_eq!(sum(|p| p.coins_value), m(7));
        assert_eq!(sum(|p| p.coins), m(700));
        assert_eq!(sum(Price::due), m(1043));
        assert_eq!(line.goods.iter().map(|p| p.gross.get()).collect::<Vec<_>>(), [333, 333, 334]);
    }

    #[test]
    fn a_discount_above_the_price_is_refused() {
        let new = NewLine {
            sku: "a".into(),
            listing: None,
            pieces: vec![],
            returnable: None,
            category: None,
            quantity: 1,
            price: m(10),
            shipping: m(0),
            seller_discount: m(11),
            platform_discount: m(0),
            coins_value: m(0),
            coins: m(0),
        };
        assert_eq!(line(LineNo(0), &new).expect_err("too much").code(), "invalid");
    }

    #[test]
    fn mon_11_a_purchase_with_too_much_or_too_little_is_shared_out_whole() {
        for (dues, paid) in [
            (vec![m(100), m(50)], vec![m(170), m(7)]),
            (vec![m(100), m(50)], vec![m(100)]),
            (vec![m(0), m(0)], vec![m(5)]),
        ] {
            let shares = purchase(&dues, &paid).expect("fits");
            for (column, amount) in paid.iter().enumerate() {
                assert_eq!(shares.iter().map(|row| row[column]).fold(Minor::ZERO, |a, b| a + b), *amount);
            }
        }
    }
}
