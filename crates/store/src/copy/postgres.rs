//! PostgreSQL as source and as target of a copy: one transaction in which everything is read or written.
use super::tables::{TABLES, Table};
use super::value::{Row, RowSum, Value};
use super::{CopyError, PIECE};
use crate::postgres::{Transaction, named_copy, vault_tables};
use crate::{Database, PostgresSettings, PostgresStore};
use engine::ports::StoreError;
use futures::{TryStreamExt, pin_mut};
use tokio::sync::mpsc;
use tokio_postgres::Client;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{FromSql, ToSql, Type};

/// One connection is what a copy needs, and one more to look.
const SETTINGS: PostgresSettings = PostgresSettings { readers: 1, writers: 2 };
/// Whole tables are read, and nobody waits for the locks of an empty database.
const WHOLE: &str = "SET LOCAL enable_seqscan = on; SET LOCAL idle_in_transaction_session_timeout = 0";

/// A database with a transaction on it.
pub(super) struct Postgres {
    transaction: Transaction,
    /// Keeps the connections.
    _database: Database,
}

impl Postgres {
    /// Opens data as they stand at one instant.
    pub(super) async fn source(url: &str) -> Result<Self, CopyError> {
        let opened = Self::open(url).await?;
        let begin = format!("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; {WHOLE}");
        opened.client()?.batch_execute(&begin).await.map_err(failed)?;
        Ok(opened)
    }

    /// Opens an empty database, and makes the tables in it.
    pub(super) async fn target(url: &str) -> Result<Self, CopyError> {
        let opened = Self::open(url).await?;
        opened.client()?.batch_execute(WHOLE).await.map_err(failed)?;
        // Nobody else begins in it meanwhile: every start waits for this lock.
        let lock = "SELECT pg_advisory_xact_lock(5391, 1)";
        opened.client()?.batch_execute(lock).await.map_err(failed)?;
        for table in TABLES.iter().filter(|table| table.name != "rollup") {
            if opened.count(table).await? > 0 {
                return Err(CopyError::NotEmpty { what: format!("rows in the table {}", table.name) });
            }
        }
        Ok(opened)
    }

    async fn open(url: &str) -> Result<Self, CopyError> {
        let database = Database::connect(url, SETTINGS).await?;
        drop(PostgresStore::over(database.clone()).await?);
        vault_tables(&database).await?;
        let transaction = database.transaction().await.map_err(named)?;
        Ok(Self { transaction, _database: database })
    }

    fn client(&self) -> Result<&Client, CopyError> {
        Ok(self.transaction.client().map_err(named)?)
    }

    pub(super) async fn count(&self, table: &'static Table) -> Result<u64, CopyError> {
        let sql = format!("SELECT count(*) FROM {}", name(table));
        let row = self.client()?.query_one(&sql, &[]).await.map_err(failed)?;
        Ok(u64::try_from(row.try_get::<_, i64>(0).map_err(failed)?).unwrap_or(0))
    }

    /// Reads a table, in pieces where somebody takes them, and gives the sum of its rows.
    pub(super) async fn read(
        &self,
        table: &'static Table,
        to: Option<mpsc::Sender<Vec<Row>>>,
        told: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<RowSum, CopyError> {
        // In the order in which they were made, where there is one: so they lie in the target, too.
        let order = table.serial.map(|column| format!(" ORDER BY {column}")).unwrap_or_default();
        let sql = format!("SELECT {} FROM {}{order}", columns(table), name(table));
        let none: [&(dyn ToSql + Sync); 0] = [];
        let rows = self.client()?.query_raw(&sql, none).await.map_err(failed)?;
        pin_mut!(rows);
        let (mut digest, mut piece) = (RowSum::default(), Vec::with_capacity(PIECE));
        while let Some(row) = rows.try_next().await.map_err(failed)? {
            let row = (0..table.columns.len())
                .map(|at| row.try_get::<_, Value>(at))
                .collect::<Result<Row, _>>()
                .map_err(failed)?;
            digest.add(&row);
            piece.push(row);
            if piece.len() == PIECE && !hand_over(&mut piece, to.as_ref(), told).await {
                return Ok(digest);
            }
        }
        hand_over(&mut piece, to.as_ref(), told).await;
        Ok(digest)
    }

    /// The last number that the table's counter gave out, of those that are in the table.
    pub(super) async fn last(&self, table: &'static Table, column: &str) -> Result<i64, CopyError> {
        // The journal's counter may stand above its last record, where somebody's transaction was undone; a number that
        // nobody has seen may be given again. What is sent out counts by it and must never be given twice.
        let counter = if ["outbox", "inbox"].contains(&table.name) {
            format!(
                "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}_{column}_seq)",
                name(table)
            )
        } else {
            "0".to_owned()
        };
        let sql =
            format!("SELECT greatest((SELECT coalesce(max({column}), 0) FROM {}), {counter})", name(table));
        let row = self.client()?.query_one(&sql, &[]).await.map_err(failed)?;
        row.try_get(0).map_err(failed)
    }

    pub(super) async fn write(
        &self,
        table: &'static Table,
        mut from: mpsc::Receiver<Vec<Row>>,
    ) -> Result<(), CopyError> {
        let client = self.client()?;
        // Only the row with which a new store begins.
        if table.name == "rollup" {
            client.batch_execute("DELETE FROM rollup").await.map_err(failed)?;
        }
        let sql = format!("COPY {} ({}) FROM STDIN (FORMAT binary)", name(table), columns(table));
        let types: Vec<Type> = table.columns.iter().map(|column| column.kind.of()).collect();
        let writer = BinaryCopyInWriter::new(client.copy_in(&sql).await.map_err(failed)?, &types);
        pin_mut!(writer);
        while let Some(rows) = from.recv().await {
            for row in rows {
                let row = row.iter().map(|value| value as &(dyn ToSql + Sync));
                writer.as_mut().write_raw(row).await.map_err(failed)?;
            }
        }
        writer.finish().await.map_err(failed)?;
        Ok(())
    }

    /// Later rows go on from this number.
    pub(super) async fn continue_from(
        &self,
        table: &'static Table,
        column: &str,
        last: i64,
    ) -> Result<(), CopyError> {
        let sql = "SELECT setval(pg_get_serial_sequence($1, $2), greatest($3::bigint, 1), $3::bigint > 0)";
        self.client()?.query_one(sql, &[&name(table), &column, &last]).await.map_err(failed)?;
        Ok(())
    }

    /// Everything that was written counts from here on.
    pub(super) async fn finish(self) -> Result<(), CopyError> {
        Ok(self.transaction.commit().await.map_err(named)?)
    }

    /// Ends reading.
    pub(super) async fn close(self) -> Result<(), CopyError> {
        Ok(self.transaction.rollback().await.map_err(named)?)
    }
}

async fn hand_over(
    piece: &mut Vec<Row>,
    to: Option<&mpsc::Sender<Vec<Row>>>,
    told: &(dyn Fn(u64) + Send + Sync),
) -> bool {
    let rows = std::mem::take(piece);
    told(u64::try_from(rows.len()).unwrap_or(0));
    match to {
        // A taker that has gone has an error of its own.
        Some(to) if !rows.is_empty() => to.send(rows).await.is_ok(),
        _ => true,
    }
}

fn name(table: &Table) -> String {
    if table.vault { format!("vault.{}", table.name) } else { table.name.to_owned() }
}

fn columns(table: &Table) -> String {
    table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

fn failed(error: tokio_postgres::Error) -> CopyError {
    named_copy(error.into()).into()
}

fn named(error: crate::postgres::PgError) -> StoreError {
    named_copy(error)
}

impl FromSql<'_> for Value {
    fn from_sql(ty: &Type, raw: &[u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT2 => Self::Int(i64::from(i16::from_sql(ty, raw)?)),
            Type::BOOL => Self::Int(i64::from(bool::from_sql(ty, raw)?)),
            Type::TEXT => Self::Text(String::from_sql(ty, raw)?),
            Type::BYTEA => Self::Bytes(Vec::<u8>::from_sql(ty, raw)?),
            _ => Self::Int(i64::from_sql(ty, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        <Self as ToSql>::accepts(ty)
    }
}
