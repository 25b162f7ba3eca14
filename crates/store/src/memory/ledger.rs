//! Balances.
use super::{MemoryStore, missing};
use async_trait::async_trait;
use engine::ports::{BalanceRow, Balances, LedgerDelta, Rollups, StoreError};
use resolution::id::MarketplaceId;
use resolution::ledger::Commodity;

fn text(of: Commodity) -> String {
    match of {
        Commodity::Money(currency) => currency.to_string(),
        Commodity::Coins => "coins".to_owned(),
    }
}

impl super::state::State {
    fn add_up(&mut self, from: u64, to: u64, deltas: Vec<LedgerDelta>) -> Result<bool, StoreError> {
        if self.as_of != from {
            return Ok(false);
        }
        let mut changed = self.balances.clone();
        for delta in deltas {
            self.marketplaces.get(&delta.marketplace).ok_or_else(|| missing(delta.marketplace))?;
            let name = delta.account.to_string();
            let row = changed
                .entry((delta.marketplace, name.clone(), text(delta.of)))
                .or_insert(BalanceRow { account: delta.account, of: delta.of, amount: 0, entries: 0 });
            let what = || format!("the balance of {name} overflows");
            row.amount =
                row.amount.checked_add(delta.amount).ok_or_else(|| StoreError::Damaged { what: what() })?;
            row.entries = row.entries.saturating_add(delta.entries);
        }
        self.balances = changed;
        self.as_of = to;
        Ok(true)
    }
}

#[async_trait]
impl Rollups for MemoryStore {
    async fn as_of(&self) -> Result<u64, StoreError> {
        Ok(self.with(|state| state.as_of))
    }

    async fn add_up(&self, from: u64, to: u64, deltas: Vec<LedgerDelta>) -> Result<bool, StoreError> {
        self.with(|state| state.add_up(from, to, deltas))
    }

    async fn balances(&self, marketplace: MarketplaceId) -> Result<Balances, StoreError> {
        self.with(|state| {
            state.marketplaces.get(&marketplace).ok_or_else(|| missing(marketplace))?;
            let own = state.balances.iter().filter(|((of, ..), _)| *of == marketplace);
            Ok(Balances { rows: own.map(|(_, row)| row.clone()).collect(), as_of: state.as_of })
        })
    }

    async fn start_over(&self) -> Result<(), StoreError> {
        self.with(|state| {
            state.balances.clear();
            state.as_of = 0;
        });
        Ok(())
    }
}
