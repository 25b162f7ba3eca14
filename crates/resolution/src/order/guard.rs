//! The one money guard over the whole order: caps per component, conservation over the order.
//!
//! Every act that claims money of a component is held against it; a voluntary act that would break a cap is refused
//! before, and the guard finds a decision that would break one all the same (a bug) before it is written.
use super::Order;
use super::components::{Component, ComponentRef};
use crate::money::Minor;

/// What is broken, in words for an operator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("money guard: {what} of {component}")]
pub struct Broken {
    /// What.
    pub what: &'static str,
    /// Where.
    pub component: String,
}

/// Checks every cap of every component, and the sums over the order.
///
/// # Errors
/// The first thing that is broken.
pub fn check(order: &Order) -> Result<(), Broken> {
    for (which, component) in order.components() {
        check_component(component).map_err(|what| Broken { what, component: name(which) })?;
    }
    check_payments(order)
}

fn name(which: ComponentRef) -> String {
    match which {
        ComponentRef::Goods(u) => format!("goods of unit {u}"),
        ComponentRef::Shipping(u) => format!("shipping of unit {u}"),
        ComponentRef::Surcharge => "surcharge".to_owned(),
    }
}

fn check_component(c: &Component) -> Result<(), &'static str> {
    let claimed = c.buyer_back() + c.charged_back;
    if claimed > c.buyer_paid() {
        return Err("buyer cap exceeded");
    }
    if c.released + c.compensated > c.seller_net() {
        return Err("seller cap exceeded");
    }
    if c.escrow_left().is_negative() {
        return Err("escrow below zero");
    }
    let over = c.refunded.iter().zip(&c.paid).any(|(back, paid)| back > paid);
    if over
        || c.coins_back > c.price.coins_value
        || c.coins_returned > c.price.coins
        || c.discount_back > c.price.platform_discount
    {
        return Err("a payer gets back more than was paid");
    }
    if [c.released, c.compensated, c.charged_back, c.from_elsewhere, c.coins_back, c.shortfall]
        .iter()
        .any(|a| a.is_negative())
    {
        return Err("a negative claim");
    }
    if c.settled && c.price.due() != Minor::total(&c.paid) + c.shortfall {
        return Err("payments do not add up to the price");
    }
    Ok(())
}

/// Over the order: the columns of the payment table add up, and no payment gives back more than it took.
fn check_payments(order: &Order) -> Result<(), Broken> {
    if order.paid.is_none() {
        return Ok(());
    }
    for (index, payment) in order.payments.iter().enumerate() {
        let column = |f: fn(&Component) -> &Vec<Minor>| {
            order.components().filter_map(|(_, c)| f(c).get(index).copied()).fold(Minor::ZERO, |a, b| a + b)
        };
        let (paid, back) = (column(|c| &c.paid), column(|c| &c.refunded));
        let broken = |what| Err(Broken { what, component: format!("payment {index}") });
        if paid != payment.expected.amount {
            return broken("the allotment does not add up to the payment");
        }
        if back > paid {
            return broken("more goes back than was paid");
        }
        let legs = order.refunds.iter().flat_map(|r| &r.legs).filter(|l| l.refused.is_none());
        let promised = legs
            .filter(|l| l.promise.payment.index() == index)
            .map(|l| l.promise.amount)
            .fold(Minor::ZERO, |a, b| a + b);
        if promised != back {
            return broken("the legs of the refunds do not add up to what the components gave back");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::components::Price;

    /// Costs 100, paid by two payments of 50.
    fn paid() -> Component {
        Component {
            price: Price { gross: minor(100), ..Price::default() },
            paid: vec![minor(50); 2],
            refunded: vec![Minor::ZERO; 2],
            settled: true,
            ..Component::default()
        }
    }

    fn minor(units: i64) -> Minor {
        Minor::new(units).expect("in range")
    }

    #[test]
    fn each_cap_is_kept_to_the_last_unit() {
        let full = Component { refunded: vec![minor(50), minor(9)], charged_back: minor(41), ..paid() };
        let bank = Component { from_elsewhere: minor(59), ..full };
        assert_eq!(check_component(&bank), Ok(()));
        let released = Component { released: minor(60), compensated: minor(40), ..paid() };
        assert_eq!(check_component(&released), Ok(()));
        let broken = [
            (Component { charged_back: minor(42), ..bank }, "buyer cap exceeded"),
            (Component { released: minor(61), ..released }, "seller cap exceeded"),
            (
                Component { refunded: vec![minor(50), minor(10)], released: minor(60), ..paid() },
                "escrow below zero",
            ),
            (
                Component { refunded: vec![minor(51), Minor::ZERO], ..paid() },
                "a payer gets back more than was paid",
            ),
            (Component { compensated: minor(-1), ..paid() }, "a negative claim"),
            (Component { paid: vec![minor(50), minor(49)], ..paid() }, "payments do not add up to the price"),
        ];
        for (component, what) in broken {
            assert_eq!(check_component(&component), Err(what), "{component:?}");
        }
    }
}
