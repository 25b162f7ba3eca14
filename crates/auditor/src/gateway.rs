//! Money that gateways moved, against what the records promise: every key once, every promise at most once, and in the
//! end exactly.
use crate::broken::{Held, ensure};
use crate::observe::{Effect, Gateway, Purpose};
use crate::order::Order;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What moved for a purpose.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    moved: i64,
    came_back: i64,
    times: u32,
}

/// What all gateways did.
#[derive(Debug, Default)]
pub(crate) struct Gateways {
    keys: HashMap<String, Keyed>,
    refunds: HashMap<String, BTreeMap<String, Sum>>,
    payouts: HashMap<(String, String, String), Sum>,
    /// Orders whose money moved since they were last looked at.
    pub(crate) touched: HashSet<String>,
}

#[derive(Debug)]
struct Keyed {
    purpose: Purpose,
    currency: String,
    amount: i64,
    moved: bool,
}

impl Gateways {
    /// Takes what a gateway did.
    pub(crate) fn take(&mut self, seen: &Gateway) -> Held {
        let key = format!("{}|{}|{}", seen.marketplace, seen.provider, seen.key);
        let known = self.keys.entry(key).or_insert_with(|| Keyed {
            purpose: seen.purpose.clone(),
            currency: seen.currency.clone(),
            amount: seen.amount,
            moved: false,
        });
        ensure!(
            known.purpose == seen.purpose && known.currency == seen.currency && known.amount == seen.amount,
            GatewayOnce,
            ("one purpose, currency and amount a key: {known:?}"),
            ("{seen:?}")
        );
        let sum = match &seen.purpose {
            Purpose::Refund { order, payment } => {
                self.touched.insert(order.clone());
                self.refunds.entry(order.clone()).or_default().entry(payment.clone()).or_default()
            }
            Purpose::Payout { party } => {
                let whose = (seen.marketplace.clone(), party.clone(), seen.currency.clone());
                self.payouts.entry(whose).or_default()
            }
        };
        match seen.effect {
            Effect::Moved => {
                ensure!(!known.moved, GatewayOnce, ("a key moves money once"), ("{seen:?}"));
                known.moved = true;
                (sum.moved, sum.times) = (sum.moved + seen.amount, sum.times + 1);
            }
            Effect::CameBack => {
                ensure!(known.moved, GatewayOnce, ("only money that moved comes back"), ("{seen:?}"));
                sum.came_back += seen.amount;
            }
            Effect::Nothing => {}
        }
        Ok(())
    }

    /// Holds an order's refunds against what moved: never more than promised, never less than confirmed; at the end
    /// exactly what is confirmed.
    pub(crate) fn agrees(&self, name: &str, order: &Order, over: bool) -> Held {
        let none = BTreeMap::new();
        let moved = self.refunds.get(name).unwrap_or(&none);
        let promised = order.by_gateway();
        for (payment, sum) in moved {
            let due = promised.get(payment.as_str()).copied().unwrap_or_default();
            ensure!(
                sum.moved <= due.standing + due.bounced && sum.times <= due.attempts,
                GatewayOnce,
                ("at most {} of payment {payment} in {} movements", due.standing + due.bounced, due.attempts),
                ("{} in {}", sum.moved, sum.times)
            );
        }
        for (payment, due) in promised {
            let sum = moved.get(payment).copied().unwrap_or_default();
            let least = due.confirmed + due.bounced;
            ensure!(
                sum.moved >= least && (!over || sum.moved - sum.came_back == due.confirmed),
                GatewayAgrees,
                ("{least} of payment {payment} at the gateway, over: {over}"),
                ("{sum:?}")
            );
        }
        Ok(())
    }

    /// Every marketplace and seller to whom money moved.
    pub(crate) fn paid_out(&self) -> impl Iterator<Item = (&str, &str)> {
        let moved = self.payouts.iter().filter(|(_, sum)| sum.moved > 0);
        moved.map(|((marketplace, party, _), _)| (marketplace.as_str(), party.as_str()))
    }

    /// Holds the payouts of a seller against what moved.
    pub(crate) fn payouts_agree(
        &self,
        marketplace: &str,
        party: &str,
        paid_out: impl Fn(&str) -> (i64, i64),
        over: bool,
    ) -> Held {
        let of = self.payouts.iter().filter(|((m, p, _), _)| m == marketplace && p == party);
        for ((_, _, currency), sum) in of {
            let (confirmed, standing) = paid_out(currency);
            let net = sum.moved - sum.came_back;
            ensure!(
                net <= standing && net >= confirmed && (!over || net == confirmed),
                GatewayOnce,
                ("between {confirmed} and {standing} {currency} paid out to {party}, over: {over}"),
                ("{net}")
            );
        }
        Ok(())
    }
}
