//! Which positions of the journal are final.
//!
//! Several processes write at once: a record can become visible after another with a higher position. Whoever reads the
//! journal in order must stop before the first position that may still appear.
//!
//! * A **writer** reads where the sequence stands (B), then takes a shared lock that names B, and only then takes
//!   positions: all of them are above B. The lock goes by itself when its transaction is over and visible, or its process
//!   dead.
//! * A **reader** reads where the sequence stands (L), then looks which locks are held, and only then reads the journal. A
//!   writer with a position of L or below took it before L was read, so its lock was held before, and is still held or
//!   its transaction was visible before the journal is read. So everything up to the least of L and the Bs that are held
//!   is final.
//!
//! This needs no waiting, and nothing else that runs in the database (a dump, somebody's session) holds a reader up.
use super::error::PgResult;
use super::rows::get;
use deadpool_postgres::Object;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio_postgres::types::ToSql;

/// Marks the locks that name a position: the upper 16 bits of their 64.
const MARK: i64 = 0x5245;

/// Where the sequence stands.
const STANDS: &str =
    "SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM journal_seq_seq";

/// The least position that a lock names.
const HELD: &str = "SELECT min(((classid::bigint & 65535) << 32) | objid::bigint) FROM pg_locks
     WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = $1
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// For a writer: takes the lock. Positions may be taken by a statement after this one, within the same transaction.
pub(crate) const ANNOUNCE: &str = "SELECT pg_advisory_xact_lock_shared(
         (21061::bigint << 48) | CASE WHEN is_called THEN last_value ELSE last_value - 1 END) FROM journal_seq_seq";

/// Positions of committed records that were read in this process: everything up to them is final for ever. (Where the
/// sequence stands is not remembered: a server that crashes may give out again what nobody committed.)
#[derive(Default)]
pub(crate) struct Horizon(AtomicI64);

impl Horizon {
    /// Everything up to this position that will ever be in the journal is visible to a statement that begins now.
    pub(crate) async fn reach(&self, client: &Object) -> PgResult<i64> {
        let (stands, held) = (client.prepare_cached(STANDS).await?, client.prepare_cached(HELD).await?);
        let parameters: [&(dyn ToSql + Sync); 1] = [&MARK];
        // Sent together, carried out one after the other.
        let (stands, held) =
            futures::try_join!(client.query_one(&stands, &[]), client.query_one(&held, &parameters))?;
        let (stands, held): (i64, Option<i64>) = (get(&stands, 0)?, get(&held, 0)?);
        let reached = held.map_or(stands, |held| held.min(stands));
        Ok(reached.max(self.0.load(Ordering::SeqCst)))
    }

    /// A committed record within reach was read.
    pub(crate) fn saw(&self, position: i64) {
        self.0.fetch_max(position, Ordering::SeqCst);
    }
}
