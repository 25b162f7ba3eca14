//! Promises that are not yet kept.
//!
//! A claim is an update that names the count of attempts it saw: of two workers that saw the same promise, only one still
//! finds it so. The count only grows, and with every claim: it is the fencing token.
use super::PostgresStore;
use super::error::PgResult;
use super::rows::{fixed, get};
use crate::columns::{aggregate, instant, int, maybe_instant, nanos, number, small};
use async_trait::async_trait;
use engine::ports::{Claimed, Outbox, Promise, Settled, Settlement, StoreError, Timeline};
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;
use tokio_postgres::Row;

const PROMISE: &str =
    "o.no, o.key, m.id, o.kind, o.id, o.body, o.promised, o.next, o.attempts, o.first_claimed,
     o.note, o.trouble";

fn promise(row: &Row) -> PgResult<Promise> {
    Ok(Promise {
        no: number(get(row, 0)?)?,
        key: get(row, 1)?,
        marketplace: MarketplaceId(fixed(row, 2)?),
        from: aggregate(get(row, 3)?, get(row, 4)?)?,
        body: get(row, 5)?,
        promised: instant(get(row, 6)?)?,
        next: instant(get(row, 7)?)?,
        attempts: small(get(row, 8)?)?,
        first_claimed: maybe_instant(get(row, 9)?)?,
        note: get(row, 10)?,
        trouble: get(row, 11)?,
    })
}

/// What can be claimed now.
struct Wanted {
    line: i64,
    now: i64,
    wall: i64,
    until: i64,
    limit: u32,
}

/// What is due and in nobody's hands.
const FREE: &str = "SELECT no, key, attempts FROM outbox
     WHERE timeline = $1 AND next <= $2 AND (lease IS NULL OR lease <= $3) ORDER BY next, no LIMIT $4";
const KEPT: &str = "DELETE FROM outbox o USING unnest($1::bigint[], $2::bigint[]) AS u (no, token)
     WHERE o.no = u.no AND o.attempts = u.token RETURNING o.no";
const LATER: &str = "UPDATE outbox o SET next = u.at, note = u.note, trouble = u.trouble, lease = NULL
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[], $5::text[]) AS u (no, token, at, note, trouble)
     WHERE o.no = u.no AND o.attempts = u.token RETURNING o.no";
/// The earliest that nobody holds, and the earliest end of a claim that somebody holds. A sandbox's time says nothing
/// about the end of a claim, which is real time.
const NEXT: &str = "SELECT least(
         (SELECT min(next) FROM outbox WHERE timeline = $1 AND lease IS NULL),
         (SELECT min(greatest(next, lease)) FROM outbox WHERE timeline = $1 AND lease IS NOT NULL AND $1 = 0))";

impl PostgresStore {
    async fn claim_free(&self, wanted: &Wanted) -> PgResult<Vec<Claimed>> {
        loop {
            let free = self
                .query(FREE, &[&wanted.line, &wanted.now, &wanted.wall, &i64::from(wanted.limit)])
                .await?;
            if free.is_empty() {
                return Ok(Vec::new());
            }
            let claimed = self.claim_these(wanted, &free).await?;
            // Nothing: other workers took all of them between the two statements. There may be more.
            if !claimed.is_empty() {
                return Ok(claimed);
            }
        }
    }

    async fn claim_these(&self, wanted: &Wanted, free: &[Row]) -> PgResult<Vec<Claimed>> {
        let mut seen = Vec::with_capacity(free.len());
        for row in free {
            seen.push((get::<i64>(row, 0)?, get::<&str>(row, 1)?, get::<i64>(row, 2)?));
        }
        // In the order of their numbers, as they are settled, so that two workers never wait for each other.
        seen.sort_unstable();
        let keys: Vec<&str> = seen.iter().map(|(_, key, _)| *key).collect();
        let attempts: Vec<i64> = seen.iter().map(|(.., attempts)| *attempts).collect();
        let sql = format!(
            "UPDATE outbox o SET attempts = o.attempts + 1, first_claimed = coalesce(o.first_claimed, $3), lease = $4
             FROM unnest($1::text[], $2::bigint[]) AS u (key, attempts), marketplace m
             WHERE o.key = u.key AND o.attempts = u.attempts AND m.key = o.marketplace
               AND o.next <= $3 AND (o.lease IS NULL OR o.lease <= $5)
             RETURNING {PROMISE}"
        );
        let rows = self.write(&sql, &[&keys, &attempts, &wanted.now, &wanted.until, &wanted.wall]).await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            let promise = promise(row)?;
            claimed.push(Claimed { token: u64::from(promise.attempts), promise });
        }
        claimed.sort_by_key(|claimed| (claimed.promise.next, claimed.promise.no));
        Ok(claimed)
    }

    async fn settle_all(&self, settled: &[Settled]) -> PgResult<Vec<bool>> {
        let (mut kept, mut later) = (Vec::new(), Vec::new());
        for one in settled {
            let (no, token) = (int(one.no), int(one.token));
            match &one.settlement {
                Settlement::Kept => kept.push((no, token)),
                Settlement::Later { at, note, trouble } => {
                    later.push((no, token, nanos(*at), &note[..], trouble.as_deref()));
                }
            }
        }
        kept.sort_unstable();
        later.sort_unstable();
        let mut held = Vec::new();
        if !kept.is_empty() {
            let (nos, tokens): (Vec<i64>, Vec<i64>) = kept.into_iter().unzip();
            held.extend(self.write(KEPT, &[&nos, &tokens]).await?);
        }
        if !later.is_empty() {
            let nos: Vec<i64> = later.iter().map(|row| row.0).collect();
            let tokens: Vec<i64> = later.iter().map(|row| row.1).collect();
            let ats: Vec<i64> = later.iter().map(|row| row.2).collect();
            let notes: Vec<&[u8]> = later.iter().map(|row| row.3).collect();
            let troubles: Vec<Option<&str>> = later.iter().map(|row| row.4).collect();
            held.extend(self.write(LATER, &[&nos, &tokens, &ats, &notes, &troubles]).await?);
        }
        let held = held.iter().map(number_of).collect::<PgResult<Vec<u64>>>()?;
        Ok(settled.iter().map(|one| held.contains(&one.no)).collect())
    }

    async fn next_one(&self, line: Timeline) -> PgResult<Option<Timestamp>> {
        let line = self.timeline(line).await?;
        let rows = self.query(NEXT, &[&line]).await?;
        let next = rows.first().map(|row| get::<Option<i64>>(row, 0)).transpose()?.flatten();
        Ok(maybe_instant(next)?)
    }

    async fn unkept(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> PgResult<Vec<Promise>> {
        let only = self.filter(marketplace).await?;
        let sql = format!(
            "SELECT {PROMISE} FROM outbox o JOIN marketplace m ON m.key = o.marketplace
             WHERE o.no > $1 AND ($2::bigint IS NULL OR o.marketplace = $2) ORDER BY o.no LIMIT $3"
        );
        let rows = self.query(&sql, &[&int(after), &only, &i64::from(limit)]).await?;
        rows.iter().map(promise).collect()
    }
}

fn number_of(row: &Row) -> PgResult<u64> {
    Ok(number(get(row, 0)?)?)
}

#[async_trait]
impl Outbox for PostgresStore {
    async fn claim(
        &self,
        line: Timeline,
        now: Timestamp,
        wall: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<Claimed>, StoreError> {
        let until = nanos(wall.saturating_add(lease).unwrap_or(Timestamp::MAX));
        let (now, wall) = (nanos(now), nanos(wall));
        self.named("claim promises", async {
            let line = self.timeline(line).await?;
            self.claim_free(&Wanted { line, now, wall, until, limit }).await
        })
        .await
    }

    async fn settle(&self, settled: Vec<Settled>) -> Result<Vec<bool>, StoreError> {
        if settled.is_empty() {
            return Ok(Vec::new());
        }
        self.named("settle promises", self.settle_all(&settled)).await
    }

    async fn next_promise(&self, line: Timeline) -> Result<Option<Timestamp>, StoreError> {
        self.named("look for the next promise", self.next_one(line)).await
    }

    async fn promises(
        &self,
        marketplace: Option<MarketplaceId>,
        after: u64,
        limit: u32,
    ) -> Result<Vec<Promise>, StoreError> {
        self.named("list promises", self.unkept(marketplace, after, limit)).await
    }
}
