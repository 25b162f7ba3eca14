//! Placement, payment, and the one allotting of both to components.
use super::{Frame, Order, Part, Payment, Unit};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::observe::Line;
use crate::read::{Cancelled, Captured, Counted, Paid, Placed, PlacedLine, Price};
use crate::share::{along, even, share};

fn due(price: &Price) -> i64 {
    price.gross - price.seller_discount - price.platform_discount - price.coins_value
}

fn sum(prices: &[Price], of: fn(&Price) -> i64) -> i64 {
    prices.iter().map(of).sum()
}

/// What each unit of a line must cost, given the totals of the line: price and freight evenly, discounts and coins in
/// proportion to what is left of goods and shipping together.
fn allotted(line: &Line) -> Option<Vec<Price>> {
    let units = usize::from(line.quantity);
    let gross: Vec<i64> = even(line.price, units).into_iter().chain(even(line.shipping, units)).collect();
    let mut left = gross.clone();
    let mut take = |amount: i64| {
        let parts = share(amount, &left)?;
        left.iter_mut().zip(&parts).for_each(|(l, p)| *l -= p);
        Some(parts)
    };
    let (seller, platform) = (take(line.seller_discount)?, take(line.platform_discount)?);
    let value = take(line.coins_value)?;
    let coins = if line.coins_value > 0 { along(line.coins, &value) } else { vec![0; value.len()] };
    let price = |i: usize| Price {
        gross: gross[i],
        seller_discount: seller[i],
        platform_discount: platform[i],
        coins_value: value[i],
        coins: coins[i],
    };
    Some((0..gross.len()).map(price).collect())
}

/// The totals of a placed line.
pub(crate) fn totals(line: &PlacedLine) -> Line {
    let all: Vec<Price> = line.goods.iter().chain(&line.shipping).copied().collect();
    Line {
        quantity: u16::try_from(line.goods.len()).unwrap_or(u16::MAX),
        price: sum(&line.goods, |p| p.gross),
        shipping: sum(&line.shipping, |p| p.gross),
        seller_discount: sum(&all, |p| p.seller_discount),
        platform_discount: sum(&all, |p| p.platform_discount),
        coins_value: sum(&all, |p| p.coins_value),
        coins: sum(&all, |p| p.coins),
    }
}

impl Order {
    /// The order as it is placed; `policy` and `calendar` are where the auditor keeps them.
    pub(crate) fn placed(
        fact: &Placed,
        policy: usize,
        calendar: usize,
    ) -> Result<Self, Box<crate::broken::Broken>> {
        let mut units = Vec::new();
        for line in &fact.lines {
            let totals = totals(line);
            let right = allotted(&totals).unwrap_or_default();
            let found: Vec<Price> = line.goods.iter().chain(&line.shipping).copied().collect();
            if right != found || line.goods.is_empty() {
                let expected = format!("{totals:?} over its units: {right:?}");
                return Err(crate::broken::Broken::new(
                    crate::violation::Invariant::Allotment,
                    expected,
                    format!("{found:?}"),
                ));
            }
            for (goods, shipping) in line.goods.iter().zip(&line.shipping) {
                let part = |price: &Price| Part { price: *price, ..Part::default() };
                let returnable = line.returnable;
                let category = line.category.clone();
                units.push(Unit {
                    goods: part(goods),
                    shipping: part(shipping),
                    returnable,
                    category,
                    ..Unit::default()
                });
            }
        }
        let payments = fact.payments.iter();
        Ok(Self {
            buyer: fact.buyer.clone(),
            seller: fact.seller.clone(),
            currency: fact.currency.clone(),
            policy,
            calendar,
            pay_by: fact.pay_by.0,
            ship_by: fact.ship_by.0,
            units,
            payments: payments
                .map(|expected| Payment { expected: expected.clone(), captured: false, fee: 0 })
                .collect(),
            ..Self::default()
        })
    }

    pub(super) fn captured(&mut self, fact: &Captured) -> Held {
        let Some(payment) = self.payments.get_mut(usize::from(fact.payment)) else {
            fail!(PaymentCap, ("a payment share of the order"), ("payment {}", fact.payment));
        };
        ensure!(
            !payment.captured,
            PaymentCap,
            ("each payment is captured once"),
            ("payment {} twice", fact.payment)
        );
        payment.captured = true;
        payment.fee = fact.fee;
        Ok(())
    }

    /// All payments are there: component by component, each split over what remains of each payer.
    pub(super) fn became_paid(&mut self, fact: &Paid) -> Held {
        let waits = self.payments.iter().any(|p| !p.captured && p.expected.amount > 0);
        ensure!(
            !self.paid && !self.expired && !waits,
            Allotment,
            ("paid once, when every payment is there"),
            ("paid")
        );
        let mut dues: Vec<i64> = self.unit_components().map(|(_, part)| due(&part.price)).collect();
        let mut left: Vec<i64> = self.payments.iter().map(|p| p.expected.amount).collect();
        let (paid, owed) = (left.iter().sum::<i64>(), dues.iter().sum::<i64>());
        let surcharge = (paid - owed).max(0);
        left.push((owed - paid).max(0));
        dues.push(surcharge);
        let mut rows = Vec::new();
        for due in dues {
            let row = share(due, &left).unwrap_or_default();
            left.iter_mut().zip(&row).for_each(|(l, p)| *l -= p);
            rows.push(row);
        }
        let found: Vec<Vec<i64>> = fact
            .allotment
            .iter()
            .zip(&fact.shortfall)
            .map(|(row, short)| row.iter().copied().chain([*short]).collect())
            .collect();
        ensure!(
            rows == found && surcharge == fact.surcharge,
            Allotment,
            ("payments over components, what is missing last: {rows:?}, surcharge {surcharge}"),
            ("{found:?}, surcharge {}", fact.surcharge)
        );
        self.paid = true;
        self.surcharge.price.gross = surcharge;
        let shares = self.payments.len();
        let parts = self.units.iter_mut().flat_map(|u| [&mut u.goods, &mut u.shipping]);
        for (part, mut row) in parts.chain([&mut self.surcharge]).zip(rows) {
            part.shortfall = row.pop().unwrap_or(0);
            part.paid = row;
            part.back = vec![0; shares];
            part.settled = true;
        }
        Ok(())
    }

    pub(super) fn expires(&mut self, frame: &Frame<'_>) -> Held {
        ensure!(
            !self.paid && !self.expired && frame.due == Some(self.pay_by),
            StageDefault,
            ("an order that is not paid expires at {}", shown(self.pay_by)),
            ("expired at {:?}", frame.due.map(shown))
        );
        self.expired = true;
        Ok(())
    }

    /// What a seller names takes everything in the same parcel with it, and nothing else (CAN-2).
    fn whole_parcels(&self, fact: &Cancelled) -> Held {
        if fact.cause.cause != "seller" {
            return Ok(());
        }
        let named = &fact.cause.named;
        let parcel = |unit: u16| self.parcel_of(unit).map(|(no, _)| no);
        let meant: Vec<u16> = named.iter().filter_map(|unit| parcel(*unit)).collect();
        let goes = |unit: &u16| named.contains(unit) || parcel(*unit).is_some_and(|no| meant.contains(&no));
        let all: Vec<u16> = self.unshipped().filter(goes).collect();
        ensure!(
            all == fact.units,
            RefundParts,
            ("{named:?} cancelled with everything in the same parcels: {all:?}"),
            ("{:?}", fact.units)
        );
        Ok(())
    }

    /// A cancellation by the seller counts with what it cancelled, of all that was sold (CAN-4).
    pub(super) fn counted(&self, fact: &Counted) -> Held {
        let right = (self.cancelled_last, self.units.len());
        let found = (usize::from(fact.units), usize::from(fact.of));
        ensure!(right == found, OneEffect, ("{} of {} units counted", right.0, right.1), ("{found:?}"));
        Ok(())
    }

    pub(super) fn cancelled(&mut self, frame: &Frame<'_>, fact: &Cancelled) -> Held {
        if fact.cause.cause == "risk" {
            self.called_off(frame, fact)?;
            return self.gone(frame, fact);
        }
        let silent = fact.cause.cause == "not_shipped";
        let by = match fact.cause.cause.as_str() {
            "not_shipped" => "clock",
            other => other,
        };
        ensure!(by == frame.role, Rights, ("cancelled by {by}"), ("{}", frame.role));
        self.whole_parcels(fact)?;
        self.cancelled_last = fact.units.len();
        ensure!(
            silent == frame.is_clock() && (!silent || frame.due == Some(self.ship_by)),
            StageDefault,
            ("what is not shipped is cancelled at {}", shown(self.ship_by)),
            ("cancelled by {} at {:?}", frame.role, frame.due.map(shown))
        );
        for unit in &fact.units {
            let free = self.unshipped().any(|u| u == *unit);
            ensure!(free, Rights, ("only what was not shipped is cancelled"), ("unit {unit}"));
        }
        if silent {
            let all: Vec<u16> = self.unshipped().collect();
            ensure!(
                all == fact.units,
                StageDefault,
                ("all that is not shipped is cancelled: {all:?}"),
                ("{:?}", fact.units)
            );
        }
        if fact.cause.cause == "seller" {
            self.counted_at.push((frame.at, fact.units.clone()));
        }
        self.gone(frame, fact)
    }

    fn gone(&mut self, frame: &Frame<'_>, fact: &Cancelled) -> Held {
        for unit in &fact.units {
            if let Some(unit) = self.units.get_mut(usize::from(*unit)) {
                (unit.cancelled, unit.cancelled_at) = (true, Some(frame.at));
            }
        }
        Ok(())
    }
}
