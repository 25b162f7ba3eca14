//! Postings: what they sum to must be what the facts say.
use super::{Order, Part};
use crate::broken::{Held, ensure};
use crate::read::{Captured, Commodity, LegMoved, Posting, RefundPromised, Released};
use std::collections::BTreeMap;

/// What postings bring to each account (in less out), by account and whether it is coins.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Net(BTreeMap<(String, bool), i64>);

impl Net {
    pub(crate) fn add(&mut self, account: &str, amount: i64) {
        self.put(account, false, amount);
    }

    fn put(&mut self, account: &str, coins: bool, amount: i64) {
        if amount != 0 {
            *self.0.entry((account.to_owned(), coins)).or_default() += amount;
        }
    }

    fn done(mut self) -> Self {
        self.0.retain(|_, amount| *amount != 0);
        self
    }

    /// The sum of postings.
    fn of(postings: &[Posting]) -> Self {
        let mut net = Self::default();
        for p in postings {
            let coins = p.of == Commodity::Coins;
            net.put(&p.from, coins, -p.amount);
            net.put(&p.to, coins, p.amount);
        }
        net.done()
    }
}

/// The names that an account may have; a name that nobody knows is money that nobody finds again.
fn known(account: &str) -> bool {
    let parts: Vec<&str> = account.split(':').collect();
    let party = |id: &str| id.len() == 36 && id.starts_with("pty_");
    match parts.as_slice() {
        ["escrow"]
        | ["refunds" | "payouts", "pending"]
        | ["platform", "coins_redeemed" | "fees" | "promotions" | "protection_fund" | "compensation"]
        | ["chargeback", "losses"] => true,
        ["gateway", name, "clearing"] | ["carrier", name, "claims"] => !name.is_empty(),
        ["seller", id, "payable" | "receivable"] | ["buyer", id, "wallet" | "coins"] => party(id),
        _ => false,
    }
}

/// Each posting by itself: a positive amount of one commodity from one known account to another.
pub(crate) fn sound(postings: &[Posting], currency: &str) -> Held {
    for p in postings {
        let fits = match &p.of {
            Commodity::Money(of) => of == currency,
            Commodity::Coins => p.from.ends_with(":coins") != p.to.ends_with(":coins"),
        };
        ensure!(
            p.amount > 0 && p.from != p.to && fits && known(&p.from) && known(&p.to),
            PostingBalance,
            ("a positive amount in {currency} (or coins) between two known accounts"),
            ("{p:?}")
        );
    }
    Ok(())
}

/// Postings against what they should sum to.
pub(crate) fn agree(postings: &[Posting], expected: Net, currency: &str) -> Held {
    sound(postings, currency)?;
    let (found, expected) = (Net::of(postings), expected.done());
    ensure!(found == expected, PostingBalance, ("postings that sum to {:?}", expected.0), ("{:?}", found.0));
    Ok(())
}

impl Part {
    /// Money and the money value of coins that the buyer paid.
    pub(crate) fn buyer_paid(&self) -> i64 {
        if self.settled { self.paid.iter().sum::<i64>() + self.price.coins_value } else { 0 }
    }

    /// What the buyer was promised or given back.
    pub(crate) fn buyer_back(&self) -> i64 {
        self.back.iter().sum::<i64>() + self.coins_value_back
    }

    /// What the buyer can still be given back.
    pub(crate) fn buyer_left(&self) -> i64 {
        (self.buyer_paid() - self.buyer_back()).max(0)
    }

    /// What came into escrow for it.
    pub(crate) fn net(&self) -> i64 {
        if self.settled { self.buyer_paid() + self.price.platform_discount } else { 0 }
    }

    /// What of it lies in escrow.
    pub(crate) fn in_escrow(&self) -> i64 {
        self.net() - (self.buyer_back() + self.discount_back - self.elsewhere) - self.released
    }

    /// The caps of a component.
    fn caps(&self, name: &str) -> Held {
        ensure!(
            self.buyer_back() <= self.buyer_paid(),
            BuyerCap,
            ("at most {} back for {name}", self.buyer_paid()),
            ("{}", self.buyer_back())
        );
        let over = self.back.iter().zip(&self.paid).any(|(back, paid)| back > paid || *back < 0);
        ensure!(
            !over && self.coins_value_back <= self.price.coins_value && self.coins_back <= self.price.coins,
            BuyerCap,
            ("no payer of {name} gets back more than {:?} and {} coins", self.paid, self.price.coins),
            ("{:?} and {} coins", self.back, self.coins_back)
        );
        ensure!(
            self.released >= 0 && self.compensated >= 0 && self.released + self.compensated <= self.net(),
            SellerCap,
            ("at most {} released and made good of {name}", self.net()),
            ("{} and {}", self.released, self.compensated)
        );
        ensure!(
            self.in_escrow() >= 0 && self.discount_back <= self.price.platform_discount,
            Escrow,
            ("nothing of {name} taken out of escrow that is not in it"),
            ("{} left, {} of the discount back", self.in_escrow(), self.discount_back)
        );
        Ok(())
    }
}

impl Order {
    pub(super) fn post_captured(&mut self, fact: &Captured) -> Held {
        let Some(payment) = self.payments.get(usize::from(fact.payment)) else { return Ok(()) };
        let clearing = format!("gateway:{}:clearing", payment.expected.provider);
        let amount = payment.expected.amount;
        let mut net = Net::default();
        net.add(&clearing, fact.fee - amount);
        net.add("escrow", amount);
        net.add("platform:fees", -fact.fee);
        agree(&fact.postings, net, &self.currency)?;
        self.count(&fact.postings);
        Ok(())
    }

    pub(super) fn post_paid(&mut self, postings: &[Posting]) -> Held {
        let mut net = Net::default();
        let coins_of = format!("buyer:{}:coins", self.buyer);
        for (_, part) in self.unit_components() {
            let money = part.price.platform_discount + part.price.coins_value;
            net.add("platform:promotions", -money);
            net.add("escrow", money);
            net.put(&coins_of, true, -part.price.coins);
            net.put("platform:coins_redeemed", true, part.price.coins);
        }
        agree(postings, net, &self.currency)?;
        self.count(postings);
        Ok(())
    }

    /// The postings of a promise; `owed` is what the seller owes by it, beside what is taken from its debt.
    pub(super) fn post_refund(&mut self, fact: &RefundPromised, source: &str, owed: i64) -> Held {
        let mut net = Net::default();
        let debt = format!("seller:{}:receivable", self.seller);
        let coins_of = format!("buyer:{}:coins", self.buyer);
        if fact.parts.is_empty() {
            let all: i64 = fact.legs.iter().map(|leg| leg.amount).sum();
            net.add("escrow", -all);
            net.add("refunds:pending", all);
        }
        for part in &fact.parts {
            net.add("escrow", -part.escrow);
            net.add(source, -part.other);
            net.add("refunds:pending", part.payments.iter().sum());
            net.add("platform:promotions", part.coins_value + part.discount);
            net.put("platform:coins_redeemed", true, -part.coins);
            net.put(&coins_of, true, part.coins);
        }
        net.add(&debt, -owed);
        net.add("platform:fees", owed);
        agree(&fact.postings, net, &self.currency)?;
        self.count(&fact.postings);
        Ok(())
    }

    pub(super) fn post_leg(&mut self, fact: &LegMoved) -> Held {
        let found =
            self.refunds.get(usize::from(fact.refund)).and_then(|r| r.legs.get(usize::from(fact.leg)));
        let Some(leg) = found else { return Ok(()) };
        let provider = self.payments.get(usize::from(leg.payment)).map(|p| p.expected.provider.as_str());
        let place = if leg.wallet {
            format!("buyer:{}:wallet", self.buyer)
        } else {
            format!("gateway:{}:clearing", provider.unwrap_or_default())
        };
        let moved = match fact.result.result.as_str() {
            "confirmed" => leg.amount,
            "bounced" => -leg.amount,
            _ => 0,
        };
        let mut net = Net::default();
        net.add("refunds:pending", -moved);
        net.add(&place, moved);
        agree(&fact.postings, net, &self.currency)?;
        self.count(&fact.postings);
        Ok(())
    }

    /// What a release brings the seller and the platform; the message tells the account the same.
    pub(super) fn post_released(&mut self, fact: &Released, commission: i64, surcharge: (i64, bool)) -> Held {
        let all: i64 = fact.parts.iter().map(|(_, amount)| *amount).sum();
        let to_platform = commission + if surcharge.1 { 0 } else { surcharge.0 };
        let credited = all - to_platform;
        let mut net = Net::default();
        net.add("escrow", -all);
        net.add("platform:fees", to_platform);
        net.add(&format!("seller:{}:payable", self.seller), credited);
        agree(&fact.postings, net, &self.currency)?;
        self.count(&fact.postings);
        let told = fact.message.as_ref().map_or(0, |m| m.amount);
        ensure!(told == credited, MessageOnce, ("the seller's account is told of {credited}"), ("{told}"));
        Ok(())
    }

    pub(super) fn count(&mut self, postings: &[Posting]) {
        for p in postings {
            for (account, amount) in [(&p.from, -p.amount), (&p.to, p.amount)] {
                match account.as_str() {
                    "escrow" => self.escrow += amount,
                    "refunds:pending" => self.pending += amount,
                    _ => {}
                }
            }
        }
    }

    /// After a record: every cap, and escrow and pending against components and legs.
    pub(super) fn money_holds(&self) -> Held {
        for (which, part) in self.unit_components() {
            part.caps(&format!("{which:?}"))?;
        }
        self.surcharge.caps("surcharge")?;
        let open = |leg: &&super::Leg| !leg.confirmed && !leg.refused;
        let legs = self.refunds.iter().flat_map(|r| &r.legs);
        let pending: i64 = legs.clone().filter(open).map(|leg| leg.amount).sum();
        ensure!(
            pending == self.pending,
            Escrow,
            ("{pending} pending by the open legs"),
            ("{}", self.pending)
        );
        let escrow = if self.paid {
            self.unit_components().map(|(_, part)| part.in_escrow()).sum::<i64>() + self.surcharge.in_escrow()
        } else {
            let in_: i64 = self.payments.iter().filter(|p| p.captured).map(|p| p.expected.amount).sum();
            in_ - legs.clone().filter(|leg| !leg.refused).map(|leg| leg.amount).sum::<i64>()
        };
        ensure!(
            escrow == self.escrow && escrow >= 0,
            Escrow,
            ("{escrow} in escrow by the components"),
            ("{} by the postings", self.escrow)
        );
        for (index, payment) in self.payments.iter().enumerate() {
            let of = |leg: &&super::Leg| usize::from(leg.payment) == index && !leg.refused;
            let back: i64 = legs.clone().filter(of).map(|leg| leg.amount).sum();
            let brought = if payment.captured { payment.expected.amount } else { 0 };
            ensure!(
                back <= brought,
                PaymentCap,
                ("at most {brought} back by payment {index}"),
                ("{back} promised")
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Price;
    use crate::violation::Invariant;

    fn paid() -> Part {
        let price =
            Price { gross: 100, platform_discount: 10, coins_value: 20, coins: 200, ..Price::default() };
        Part { price, paid: vec![50, 20], back: vec![0, 0], settled: true, ..Part::default() }
    }

    fn broken(part: &Part) -> Option<Invariant> {
        part.caps("a part").err().map(|broken| broken.invariant)
    }

    #[test]
    fn a_component_within_its_caps_holds() {
        let mut part = paid();
        assert_eq!((part.buyer_paid(), part.net(), part.in_escrow()), (90, 100, 100));
        assert_eq!(broken(&part), None);
        (part.back, part.coins_value_back, part.coins_back, part.discount_back) = (vec![50, 20], 20, 200, 10);
        assert_eq!((part.buyer_left(), part.in_escrow()), (0, 0));
        assert_eq!(broken(&part), None);
    }

    #[test]
    fn nobody_gets_back_more_than_was_paid() {
        let one_payer = Part { back: vec![51, 0], ..paid() };
        assert_eq!(broken(&one_payer), Some(Invariant::BuyerCap));
        let all = Part { back: vec![50, 20], coins_value_back: 21, ..paid() };
        assert_eq!(broken(&all), Some(Invariant::BuyerCap));
        let coins = Part { coins_back: 201, ..paid() };
        assert_eq!(broken(&coins), Some(Invariant::BuyerCap));
    }

    #[test]
    fn a_seller_gets_no_more_than_the_net() {
        assert_eq!(broken(&Part { released: 100, ..paid() }), None);
        assert_eq!(broken(&Part { released: 101, ..paid() }), Some(Invariant::SellerCap));
    }

    #[test]
    fn nothing_is_taken_out_of_escrow_twice() {
        let twice = Part { released: 60, back: vec![50, 0], ..paid() };
        assert_eq!(broken(&twice), Some(Invariant::Escrow));
        assert_eq!(broken(&Part { elsewhere: 10, ..twice }), None);
    }

    #[test]
    fn escrow_by_postings_is_escrow_by_components() {
        let mut order = Order { paid: true, escrow: 100, ..Order::default() };
        order.units.push(super::super::Unit { goods: paid(), ..super::super::Unit::default() });
        let held = |order: &Order| order.money_holds().err().map(|broken| broken.invariant);
        assert_eq!(held(&order), None);
        order.escrow = 99;
        assert_eq!(held(&order), Some(Invariant::Escrow));
        (order.escrow, order.pending) = (100, 5);
        assert_eq!(held(&order), Some(Invariant::Escrow));
    }

    #[test]
    fn an_account_that_nobody_knows_is_found() {
        let posting = |to: &str| Posting {
            from: "escrow".into(),
            to: to.into(),
            amount: 1,
            of: Commodity::Money("USD".into()),
        };
        assert!(sound(&[posting("platform:fees")], "USD").is_ok());
        for to in ["escrow", "nobody", "seller:pty_1:payable", "gateway::clearing"] {
            assert!(sound(&[posting(to)], "USD").is_err(), "{to}");
        }
        assert!(sound(&[posting("platform:fees")], "IDR").is_err());
        assert!(sound(&[Posting { amount: 0, ..posting("platform:fees") }], "USD").is_err());
    }
}
