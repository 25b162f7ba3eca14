//! Balances.
use super::PostgresStore;
use super::error::{PgError, PgResult, damaged};
use super::rows::get;
use crate::columns::{commodity, commodity_column, int, number};
use async_trait::async_trait;
use engine::ports::{BalanceRow, Balances, LedgerDelta, Rollups, StoreError};
use resolution::id::MarketplaceId;
use resolution::ledger::Account;
use std::collections::BTreeMap;
use tokio_postgres::error::SqlState;

const MOVE: &str = "UPDATE rollup SET as_of = $2 WHERE as_of = $1";
const ADD: &str = "INSERT INTO balance (marketplace, account, commodity, amount, entries)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
     ON CONFLICT (marketplace, account, commodity) DO UPDATE SET amount = balance.amount + excluded.amount,
         entries = balance.entries + excluded.entries";
/// One statement, so that the balances and how far they reach are of one moment.
const BALANCES: &str = "SELECT r.as_of, b.account, b.commodity, b.amount, b.entries
     FROM rollup r LEFT JOIN balance b ON b.marketplace = $1 ORDER BY b.account, b.commodity";

/// A balance by marketplace, account and commodity.
type Name = (i64, String, String);

impl PostgresStore {
    async fn added_up_to(&self) -> PgResult<u64> {
        let rows = self.query("SELECT as_of FROM rollup", &[]).await?;
        let row = rows.first().ok_or_else(|| damaged("the row that says how far balances reach is gone"))?;
        Ok(number(get(row, 0)?)?)
    }

    async fn add_stretch(&self, from: u64, to: u64, deltas: &[LedgerDelta]) -> PgResult<bool> {
        let sums = self.sums(deltas).await?;
        let transaction = self.database.transaction().await?;
        let client = transaction.client()?;
        let (moving, adding) = (client.prepare_cached(MOVE).await?, client.prepare_cached(ADD).await?);
        if client.execute(&moving, &[&int(from), &int(to)]).await? == 0 {
            transaction.rollback().await?;
            return Ok(false);
        }
        if !sums.is_empty() {
            let keys: Vec<i64> = sums.keys().map(|name| name.0).collect();
            let accounts: Vec<&str> = sums.keys().map(|name| name.1.as_str()).collect();
            let commodities: Vec<&str> = sums.keys().map(|name| name.2.as_str()).collect();
            let amounts: Vec<i64> = sums.values().map(|sum| sum.0).collect();
            let entries: Vec<i64> = sums.values().map(|sum| sum.1).collect();
            let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 5] =
                [&keys, &accounts, &commodities, &amounts, &entries];
            client.execute(&adding, &parameters).await.map_err(overflow)?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// What each balance changes by, in the order of their names.
    async fn sums(&self, deltas: &[LedgerDelta]) -> PgResult<BTreeMap<Name, (i64, i64)>> {
        let places = self.places(deltas.iter().map(|delta| delta.marketplace).collect()).await?;
        let mut sums: BTreeMap<Name, (i64, i64)> = BTreeMap::new();
        for delta in deltas {
            let key = places.get(&delta.marketplace).map_or(-1, |place| place.key);
            let sum = sums.entry((key, delta.account.to_string(), commodity_column(delta.of))).or_default();
            let amount = sum.0.checked_add(delta.amount);
            sum.0 = amount.ok_or_else(|| damaged(format!("the balance of {} overflows", delta.account)))?;
            sum.1 = sum.1.saturating_add(int(delta.entries));
        }
        Ok(sums)
    }

    async fn balances_of(&self, marketplace: MarketplaceId) -> PgResult<Balances> {
        let key = self.place(marketplace).await?.key;
        let found = self.query(BALANCES, &[&key]).await?;
        let (mut rows, mut as_of) = (Vec::with_capacity(found.len()), 0);
        for row in &found {
            as_of = number(get(row, 0)?)?;
            let Some(account) = get::<Option<&str>>(row, 1)? else { continue };
            rows.push(BalanceRow {
                account: account.parse::<Account>().map_err(|error| damaged(error.to_string()))?,
                of: commodity(get(row, 2)?)?,
                amount: get(row, 3)?,
                entries: number(get(row, 4)?)?,
            });
        }
        Ok(Balances { rows, as_of })
    }

    async fn forget_balances(&self) -> PgResult<()> {
        let transaction = self.database.transaction().await?;
        // The row first, as whoever adds up takes it first.
        transaction.client()?.batch_execute("UPDATE rollup SET as_of = 0; DELETE FROM balance;").await?;
        transaction.commit().await
    }
}

fn overflow(error: tokio_postgres::Error) -> PgError {
    if error.code() == Some(&SqlState::NUMERIC_VALUE_OUT_OF_RANGE) {
        damaged("a balance overflows")
    } else {
        error.into()
    }
}

#[async_trait]
impl Rollups for PostgresStore {
    async fn as_of(&self) -> Result<u64, StoreError> {
        self.named("read how far the ledger is added up", self.added_up_to()).await
    }

    async fn add_up(&self, from: u64, to: u64, deltas: Vec<LedgerDelta>) -> Result<bool, StoreError> {
        self.named("add the ledger up", self.add_stretch(from, to, &deltas)).await
    }

    async fn balances(&self, marketplace: MarketplaceId) -> Result<Balances, StoreError> {
        self.named("read balances", self.balances_of(marketplace)).await
    }

    async fn start_over(&self) -> Result<(), StoreError> {
        self.unhurried("drop all balances", self.forget_balances()).await
    }
}
