//! Balances: the sum of all postings of the feed, by marketplace, account and commodity.
use crate::broken::{Held, ensure};
use crate::read::{Commodity, Posting};
use std::collections::HashMap;

/// Balances of every account.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    of: HashMap<String, HashMap<String, HashMap<String, i64>>>,
}

fn name(of: &Commodity) -> &str {
    match of {
        Commodity::Money(currency) => currency,
        Commodity::Coins => "coins",
    }
}

impl Ledger {
    /// Counts postings.
    pub(crate) fn take(&mut self, marketplace: &str, postings: &[Posting]) {
        for p in postings {
            self.put(marketplace, &p.from, name(&p.of), -p.amount);
            self.put(marketplace, &p.to, name(&p.of), p.amount);
        }
    }

    fn put(&mut self, marketplace: &str, account: &str, commodity: &str, amount: i64) {
        let accounts = own(&mut self.of, marketplace);
        *own(own(accounts, account), commodity) += amount;
    }

    /// The balance of an account; nothing ever moved is zero.
    pub(crate) fn balance(&self, marketplace: &str, account: &str, commodity: &str) -> i64 {
        let found = self.of.get(marketplace).and_then(|m| m.get(account)).and_then(|a| a.get(commodity));
        found.copied().unwrap_or(0)
    }

    /// Over all accounts every commodity sums to zero.
    pub(crate) fn sums_to_zero(&self) -> Held {
        for (marketplace, accounts) in &self.of {
            let mut sums: HashMap<&str, i128> = HashMap::new();
            for (commodity, amount) in accounts.values().flatten() {
                *sums.entry(commodity).or_default() += i128::from(*amount);
            }
            for (commodity, sum) in sums {
                ensure!(sum == 0, PostingBalance, ("{commodity} of {marketplace} sums to zero"), ("{sum}"));
            }
        }
        Ok(())
    }
}

/// An entry by a name that is copied only when it is new.
fn own<'m, V: Default>(map: &'m mut HashMap<String, V>, name: &str) -> &'m mut V {
    if !map.contains_key(name) {
        map.insert(name.to_owned(), V::default());
    }
    map.entry(name.to_owned()).or_default()
}
