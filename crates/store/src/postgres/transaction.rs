//! A transaction that leaves no trace where nobody finishes it.
use super::error::{PgError, PgResult};
use deadpool_postgres::Object;
use engine::ports::StoreError;

/// A connection with a transaction on it. One that is dropped before [`Transaction::commit`] or
/// [`Transaction::rollback`] closes its connection, which undoes it: a caller may stop waiting at any point.
pub(crate) struct Transaction {
    connection: Option<Object>,
}

impl Transaction {
    /// A transaction whose `BEGIN` the caller sends (together with other statements).
    pub(crate) fn to_begin(connection: Object) -> Self {
        Self { connection: Some(connection) }
    }

    /// A transaction that has begun.
    pub(crate) async fn begin(connection: Object) -> PgResult<Self> {
        let transaction = Self::to_begin(connection);
        transaction.client()?.batch_execute(BEGIN).await?;
        Ok(transaction)
    }

    /// The connection, for statements within the transaction.
    pub(crate) fn client(&self) -> PgResult<&Object> {
        self.connection.as_ref().ok_or(PgError::Store(StoreError::Closed))
    }

    /// Commits. Where this fails because the connection broke, whether it was carried out is not known.
    pub(crate) async fn commit(self) -> PgResult<()> {
        self.client()?.batch_execute(COMMIT).await?;
        self.finished();
        Ok(())
    }

    /// Undoes everything.
    pub(crate) async fn rollback(self) -> PgResult<()> {
        self.client()?.batch_execute(ROLLBACK).await?;
        self.finished();
        Ok(())
    }

    /// The transaction is over: the connection goes back to the others.
    pub(crate) fn finished(mut self) {
        drop(self.connection.take());
    }
}

/// Begins a transaction.
pub(crate) const BEGIN: &str = "BEGIN";
/// Makes it durable.
pub(crate) const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

impl Drop for Transaction {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(Object::take(connection));
        }
    }
}
