//! The whole ledger: the rolled-up balances against the journal's own sums.
use super::report::{Findings, ProblemKind};
use crate::ports::{Balances, StoredRecord};
use crate::record::Record;
use resolution::id::MarketplaceId;
use resolution::ledger::{Account, Commodity};
use std::collections::HashMap;

const REBUILD: &str = "Balances are derived: rebuild them from the journal.";

/// Sums of the journal's postings up to a position. Its size is that of the balances, not of the journal.
pub(super) struct Sums {
    as_of: u64,
    sums: HashMap<(MarketplaceId, Account, Commodity), i128>,
}

impl Sums {
    /// Up to this position, inclusive: as far as the balances are rolled up.
    pub(super) fn new(as_of: u64) -> Self {
        Self { as_of, sums: HashMap::new() }
    }

    /// Adds a record; gives the number of its postings.
    pub(super) fn add(&mut self, stored: &StoredRecord, record: &Record) -> u64 {
        let mut count = 0u64;
        for posting in record.events.iter().flat_map(|event| event.postings()) {
            count = count.saturating_add(1);
            if stored.position <= self.as_of {
                let amount = i128::from(i64::from(posting.amount));
                let mut move_by = |account: &Account, amount: i128| {
                    *self.sums.entry((stored.marketplace, account.clone(), posting.of)).or_default() +=
                        amount;
                };
                move_by(&posting.from, -amount);
                move_by(&posting.to, amount);
            }
        }
        count
    }

    /// Holds a marketplace's balances against the sums, which are used up by it.
    pub(super) fn compare(
        &mut self,
        marketplace: MarketplaceId,
        balances: &Balances,
        findings: &mut Findings,
    ) {
        if balances.as_of != self.as_of {
            // They moved on while the journal was read; the next verification sees them.
            self.sums.retain(|(of, _, _), _| *of != marketplace);
            return;
        }
        let mut totals: HashMap<Commodity, i128> = HashMap::new();
        for row in &balances.rows {
            let sum = self.sums.remove(&(marketplace, row.account.clone(), row.of)).unwrap_or(0);
            *totals.entry(row.of).or_default() += i128::from(row.amount);
            if sum != i128::from(row.amount) {
                let message = format!(
                    "The balance of {} ({}) in {marketplace} is {}, the journal's sum is {sum}. {REBUILD}",
                    row.account,
                    commodity(row.of),
                    row.amount
                );
                findings.add(ProblemKind::MoneyDiffers, None, None, message);
            }
        }
        self.sums.retain(|(of, account, commodity_of), sum| {
            if *of == marketplace && *sum != 0 {
                let message = format!(
                    "The balance of {account} ({}) in {marketplace} is missing, the journal's sum is {sum}. {REBUILD}",
                    commodity(*commodity_of)
                );
                findings.add(ProblemKind::MoneyDiffers, None, None, message);
            }
            *of != marketplace
        });
        for (of, total) in totals.into_iter().filter(|(_, total)| *total != 0) {
            let message = format!(
                "All balances of {} in {marketplace} sum to {total} instead of 0. {REBUILD}",
                commodity(of)
            );
            findings.add(ProblemKind::MoneyDiffers, None, None, message);
        }
    }
}

fn commodity(of: Commodity) -> String {
    match of {
        Commodity::Money(currency) => currency.to_string(),
        Commodity::Coins => "coins".to_owned(),
    }
}
