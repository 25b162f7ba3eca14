//! Balances.
use super::SqliteStore;
use super::error::{SqlError, SqlResult, damaged};
use super::rows::place;
use crate::columns::{commodity, commodity_column, int, number};
use async_trait::async_trait;
use engine::ports::{BalanceRow, Balances, LedgerDelta, Rollups, StoreError};
use resolution::id::MarketplaceId;
use resolution::ledger::Account;
use rusqlite::{Connection, OptionalExtension, params};

fn as_of(connection: &Connection) -> SqlResult<u64> {
    Ok(number(connection.prepare_cached("SELECT as_of FROM rollup")?.query_row([], |row| row.get(0))?)?)
}

fn add(connection: &Connection, delta: &LedgerDelta) -> SqlResult<()> {
    let key = place(connection, delta.marketplace)?.key;
    let (account, of) = (delta.account.to_string(), commodity_column(delta.of));
    let old = connection
        .prepare_cached(
            "SELECT amount, entries FROM balance WHERE marketplace = ?1 AND account = ?2 AND commodity = ?3",
        )?
        .query_row(params![key, account, of], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (amount, entries): (i64, i64) = old.unwrap_or((0, 0));
    // Added up here and not in SQL, where a sum out of range would silently become inexact.
    let amount = amount
        .checked_add(delta.amount)
        .ok_or_else(|| damaged(format!("the balance of {account} overflows")))?;
    connection
        .prepare_cached(
            "INSERT INTO balance (marketplace, account, commodity, amount, entries) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET amount = excluded.amount, entries = excluded.entries",
        )?
        .execute(params![key, account, of, amount, entries.saturating_add(int(delta.entries))])?;
    Ok(())
}

fn balances(connection: &Connection, marketplace: MarketplaceId) -> SqlResult<Balances> {
    let key = place(connection, marketplace)?.key;
    let mut statement = connection.prepare_cached(
        "SELECT account, commodity, amount, entries FROM balance WHERE marketplace = ?1 ORDER BY account, commodity",
    )?;
    let mut found = statement.query([key])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let account = row.get::<_, String>(0)?;
        rows.push(BalanceRow {
            account: account.parse::<Account>().map_err(|error| damaged(error.to_string()))?,
            of: commodity(&row.get::<_, String>(1)?)?,
            amount: row.get(2)?,
            entries: number(row.get(3)?)?,
        });
    }
    Ok(Balances { rows, as_of: as_of(connection)? })
}

#[async_trait]
impl Rollups for SqliteStore {
    async fn as_of(&self) -> Result<u64, StoreError> {
        self.read("read how far the ledger is added up", |tx| as_of(tx)).await
    }

    async fn add_up(&self, from: u64, to: u64, deltas: Vec<LedgerDelta>) -> Result<bool, StoreError> {
        self.write("add the ledger up", move |tx| {
            let moved = tx
                .prepare_cached("UPDATE rollup SET as_of = ?2 WHERE as_of = ?1")?
                .execute(params![int(from), int(to)])?;
            if moved == 0 {
                return Ok(false);
            }
            deltas.iter().try_for_each(|delta| add(tx, delta))?;
            Ok(true)
        })
        .await
    }

    async fn balances(&self, marketplace: MarketplaceId) -> Result<Balances, StoreError> {
        self.read("read balances", move |tx| balances(tx, marketplace)).await
    }

    async fn start_over(&self) -> Result<(), StoreError> {
        self.write("drop all balances", |tx| {
            tx.execute_batch("DELETE FROM balance; UPDATE rollup SET as_of = 0;").map_err(SqlError::from)
        })
        .await
    }
}
