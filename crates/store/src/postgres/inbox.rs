//! What carriers said.
use super::PostgresStore;
use super::commit::lock_numbers;
use super::error::{PgResult, met_another};
use super::rows::{fixed, get};
use crate::columns::{bytes, inbox_column, inbox_state, instant, int, nanos, number};
use async_trait::async_trait;
use deadpool_postgres::Object;
use engine::ports::{Inbox, InboxItem, InboxState, NewInboxItem, StoreError};
use resolution::id::MarketplaceId;
use std::collections::HashSet;
use tokio_postgres::Row;

fn item(row: &Row) -> PgResult<InboxItem> {
    let item = NewInboxItem {
        marketplace: MarketplaceId(fixed(row, 1)?),
        provider: get(row, 2)?,
        event: get(row, 3)?,
        carrier: get(row, 4)?,
        number: get(row, 5)?,
        at: instant(get(row, 6)?)?,
        body: get(row, 7)?,
        raw: get::<Option<&[u8]>>(row, 8)?.map(bytes).transpose()?,
        received: instant(get(row, 9)?)?,
    };
    Ok(InboxItem { no: number(get(row, 0)?)?, item, state: inbox_state(get(row, 10)?)? })
}

const RECEIVE: &str =
    "INSERT INTO inbox (marketplace, provider, event, carrier, number, at, body, raw, received)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bytea[],
         $8::bytea[], $9::bigint[])
     ON CONFLICT (marketplace, provider, event) DO NOTHING RETURNING marketplace, provider, event";
const ITEMS: &str =
    "SELECT i.no, m.id, i.provider, i.event, i.carrier, i.number, i.at, i.body, i.raw, i.received, i.state
     FROM inbox i JOIN marketplace m ON m.key = i.marketplace";
const PUT: &str =
    "UPDATE inbox i SET state = u.state FROM unnest($1::bigint[], $2::smallint[]) AS u (no, state)
     WHERE i.no = u.no";
const NUMBERS: &str = "SELECT no, marketplace, number, carrier FROM inbox WHERE no = ANY($1) AND state = 0";
const ROUTED: &str = "SELECT DISTINCT r.marketplace, r.number, r.carrier FROM parcel_route r
     JOIN unnest($1::bigint[], $2::text[]) AS u (marketplace, number)
       ON r.marketplace = u.marketplace AND r.number = u.number";
const WAIT: &str = "UPDATE inbox SET state = 1 WHERE no = ANY($1) AND state = 0";
/// How often a transaction that met another half-way is done again.
const TRIES: usize = 8;

impl PostgresStore {
    async fn keep_items(&self, items: &[NewInboxItem]) -> PgResult<Vec<bool>> {
        if items.is_empty() {
            return Ok(Vec::new());
        }
        let places = self.places(items.iter().map(|item| item.marketplace).collect()).await?;
        let keys: Vec<i64> =
            items.iter().map(|item| places.get(&item.marketplace).map_or(-1, |place| place.key)).collect();
        let providers: Vec<&str> = items.iter().map(|item| item.provider.as_str()).collect();
        let events: Vec<&str> = items.iter().map(|item| item.event.as_str()).collect();
        let carriers: Vec<Option<&str>> = items.iter().map(|item| item.carrier.as_deref()).collect();
        let numbers: Vec<&str> = items.iter().map(|item| item.number.as_str()).collect();
        let ats: Vec<i64> = items.iter().map(|item| nanos(item.at)).collect();
        let bodies: Vec<&[u8]> = items.iter().map(|item| &item.body[..]).collect();
        let raws: Vec<Option<&[u8]>> =
            items.iter().map(|item| item.raw.as_ref().map(|raw| &raw[..])).collect();
        let received: Vec<i64> = items.iter().map(|item| nanos(item.received)).collect();
        let rows = self
            .write(
                RECEIVE,
                &[&keys, &providers, &events, &carriers, &numbers, &ats, &bodies, &raws, &received],
            )
            .await?;
        let mut new = HashSet::with_capacity(rows.len());
        for row in &rows {
            new.insert((get::<i64>(row, 0)?, get::<&str>(row, 1)?, get::<&str>(row, 2)?));
        }
        // Of an event that came twice at once, the first is the new one.
        let keyed = keys.iter().zip(&providers).zip(&events);
        Ok(keyed.map(|((key, provider), event)| new.remove(&(*key, *provider, *event))).collect())
    }

    async fn items_in(
        &self,
        marketplace: Option<MarketplaceId>,
        state: InboxState,
        after: u64,
        limit: u32,
    ) -> PgResult<Vec<InboxItem>> {
        let only = self.filter(marketplace).await?;
        // Items that are done are many; the others have an index of their own.
        let state = inbox_column(state);
        let open = if state < 2 { "AND i.state < 2" } else { "" };
        let sql = format!(
            "{ITEMS} WHERE i.state = $1 {open} AND i.no > $2 AND ($3::bigint IS NULL OR i.marketplace = $3)
             ORDER BY i.no LIMIT $4"
        );
        let rows = self.query(&sql, &[&state, &int(after), &only, &i64::from(limit)]).await?;
        rows.iter().map(item).collect()
    }

    async fn sort_items(&self, items: &[(u64, InboxState)]) -> PgResult<()> {
        let mut put: Vec<(i64, i16)> = items
            .iter()
            .filter(|(_, state)| *state != InboxState::Waiting)
            .map(|(no, state)| (int(*no), inbox_column(*state)))
            .collect();
        let mut wait: Vec<i64> =
            items.iter().filter(|(_, state)| *state == InboxState::Waiting).map(|(no, _)| int(*no)).collect();
        put.sort_unstable();
        wait.sort_unstable();
        let transaction = self.database.transaction().await?;
        let client = transaction.client()?;
        if !wait.is_empty() {
            let wait = still_led_nowhere(client, &wait).await?;
            let statement = client.prepare_cached(WAIT).await?;
            client.execute(&statement, &[&wait]).await?;
        }
        if !put.is_empty() {
            let (nos, states): (Vec<i64>, Vec<i16>) = put.into_iter().unzip();
            let statement = client.prepare_cached(PUT).await?;
            client.execute(&statement, &[&nos, &states]).await?;
        }
        transaction.commit().await
    }
}

/// Those of some items for which no route came in between the look-up and now. From here to the end of the transaction
/// none can come in: whoever adds one takes the lock of its number first.
async fn still_led_nowhere(client: &Object, nos: &[i64]) -> PgResult<Vec<i64>> {
    let statement = client.prepare_cached(NUMBERS).await?;
    let rows = client.query(&statement, &[&nos]).await?;
    let mut items: Vec<(i64, i64, &str, Option<&str>)> = Vec::with_capacity(rows.len());
    for row in &rows {
        items.push((get(row, 0)?, get(row, 1)?, get(row, 2)?, get(row, 3)?));
    }
    let numbers: Vec<(i64, &str)> = items.iter().map(|(_, place, number, _)| (*place, *number)).collect();
    lock_numbers(client, &numbers).await?;
    let (places, texts): (Vec<i64>, Vec<&str>) = numbers.into_iter().unzip();
    let statement = client.prepare_cached(ROUTED).await?;
    let rows = client.query(&statement, &[&places, &texts]).await?;
    let mut routed: Vec<(i64, &str, &str)> = Vec::with_capacity(rows.len());
    for row in &rows {
        routed.push((get(row, 0)?, get(row, 1)?, get(row, 2)?));
    }
    let led = |(_, place, number, carrier): &(i64, i64, &str, Option<&str>)| {
        routed.iter().any(|(of, routed, by)| {
            of == place && routed == number && (carrier.is_none_or(|carrier| by.is_empty() || *by == carrier))
        })
    };
    Ok(items.iter().filter(|item| !led(item)).map(|(no, ..)| *no).collect())
}

#[async_trait]
impl Inbox for PostgresStore {
    async fn receive(&self, items: Vec<NewInboxItem>) -> Result<Vec<bool>, StoreError> {
        self.named("keep carrier events", async {
            for _ in 1..TRIES {
                match self.keep_items(&items).await {
                    Err(error) if met_another(&error) => {}
                    done => return done,
                }
            }
            self.keep_items(&items).await
        })
        .await
    }

    async fn items(
        &self,
        marketplace: Option<MarketplaceId>,
        state: InboxState,
        after: u64,
        limit: u32,
    ) -> Result<Vec<InboxItem>, StoreError> {
        self.named("read carrier events", self.items_in(marketplace, state, after, limit)).await
    }

    async fn sort(&self, items: Vec<(u64, InboxState)>) -> Result<(), StoreError> {
        self.named("sort carrier events", async {
            for _ in 1..TRIES {
                match self.sort_items(&items).await {
                    Err(error) if met_another(&error) => {}
                    done => return done,
                }
            }
            self.sort_items(&items).await
        })
        .await
    }
}
