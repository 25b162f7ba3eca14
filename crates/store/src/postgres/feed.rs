//! The feed: committed records in the order of their positions, none of them below one already read.
use super::PostgresStore;
use super::error::PgResult;
use super::rows::{fixed, get};
use crate::columns::{aggregate, int, number};
use engine::ports::{FeedPage, StoredRecord};
use resolution::id::MarketplaceId;
use tokio_postgres::Row;

/// Rows of the journal that one page of the feed looks at, at most: a quiet marketplace does not hold a reader up.
const FEED_LOOKS_AT: u32 = 10_000;

const LOOK: &str = "SELECT count(*), max(seq) FROM (
         SELECT seq FROM journal WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT $3) AS page";
const RECORDS: &str = "SELECT j.seq, h.kind, j.id, m.id, j.hash, j.body
     FROM journal j JOIN head h ON h.id = j.id JOIN marketplace m ON m.key = h.marketplace
     WHERE j.seq > $1 AND j.seq <= $2";
const NEWEST: &str = "SELECT max(seq) FROM journal WHERE seq <= $1";

fn record(row: &Row) -> PgResult<StoredRecord> {
    Ok(StoredRecord {
        position: number(get(row, 0)?)?,
        id: aggregate(get(row, 1)?, get(row, 2)?)?,
        marketplace: MarketplaceId(fixed(row, 3)?),
        hash: fixed(row, 4)?,
        body: get(row, 5)?,
    })
}

impl PostgresStore {
    /// See `Journal::feed`.
    pub(super) async fn page(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> PgResult<FeedPage> {
        let only = self.filter(marketplace).await?;
        let looks_at = if only.is_some() { FEED_LOOKS_AT.max(limit) } else { limit };
        let client = self.database.reader().await?;
        let reach = self.horizon.reach(&client).await?;
        let statement = client.prepare_cached(LOOK).await?;
        let looked = client.query_one(&statement, &[&int(after), &reach, &i64::from(looks_at)]).await?;
        let (looked, last): (i64, Option<i64>) = (get(&looked, 0)?, get(&looked, 1)?);
        let Some(last) = last else {
            return Ok(FeedPage { records: Vec::new(), next: after, more: false });
        };
        self.horizon.saw(last);
        // One more than is given: it shows whether there are more.
        let one_more = i64::from(limit).saturating_add(1);
        let rows = match only {
            None => {
                let statement = client.prepare_cached(&format!("{RECORDS} ORDER BY j.seq")).await?;
                client.query(&statement, &[&int(after), &last]).await?
            }
            Some(key) => {
                let sql = format!("{RECORDS} AND h.marketplace = $3 ORDER BY j.seq LIMIT $4");
                let statement = client.prepare_cached(&sql).await?;
                client.query(&statement, &[&int(after), &last, &key, &one_more]).await?
            }
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let full = rows.len() > limit;
        let records = rows.iter().take(limit).map(record).collect::<PgResult<Vec<_>>>()?;
        let next = match records.last().filter(|_| full) {
            Some(record) => record.position,
            None if full => after,
            None => number(last)?,
        };
        Ok(FeedPage { records, next, more: full || looked == i64::from(looks_at) })
    }

    /// Position of the newest record that is final; 0 if there is none.
    pub(super) async fn newest_record(&self) -> PgResult<u64> {
        let client = self.database.reader().await?;
        let reach = self.horizon.reach(&client).await?;
        let statement = client.prepare_cached(NEWEST).await?;
        let newest = get::<Option<i64>>(&client.query_one(&statement, &[&reach]).await?, 0)?.unwrap_or(0);
        self.horizon.saw(newest);
        Ok(number(newest)?)
    }
}
