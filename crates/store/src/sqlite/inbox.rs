//! What carriers said.
use super::SqliteStore;
use super::error::SqlResult;
use super::rows::{filter, place};
use crate::columns::{bytes, inbox_column, inbox_state, instant, int, nanos, number};
use async_trait::async_trait;
use engine::ports::{Inbox, InboxItem, InboxState, NewInboxItem, StoreError};
use resolution::id::MarketplaceId;
use rusqlite::{Connection, Row, params};

fn item(row: &Row<'_>) -> SqlResult<InboxItem> {
    let state = inbox_state(row.get(10)?)?;
    let item = NewInboxItem {
        marketplace: MarketplaceId(bytes(&row.get::<_, Vec<u8>>(1)?)?),
        provider: row.get(2)?,
        event: row.get(3)?,
        carrier: row.get(4)?,
        number: row.get(5)?,
        at: instant(row.get(6)?)?,
        body: row.get(7)?,
        raw: row.get::<_, Option<Vec<u8>>>(8)?.map(|raw| bytes(&raw)).transpose()?,
        received: instant(row.get(9)?)?,
    };
    Ok(InboxItem { no: number(row.get(0)?)?, item, state })
}

fn receive(connection: &Connection, items: &[NewInboxItem]) -> SqlResult<Vec<bool>> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO inbox (marketplace, provider, event, carrier, number, at, body, raw, received)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (marketplace, provider, event) DO NOTHING",
    )?;
    let mut new = Vec::with_capacity(items.len());
    for item in items {
        let key = place(connection, item.marketplace)?.key;
        let raw = item.raw.as_ref().map(|raw| &raw[..]);
        let inserted = insert.execute(params![
            key,
            item.provider,
            item.event,
            item.carrier,
            item.number,
            nanos(item.at),
            item.body,
            raw,
            nanos(item.received)
        ])?;
        new.push(inserted > 0);
    }
    Ok(new)
}

#[async_trait]
impl Inbox for SqliteStore {
    async fn receive(&self, items: Vec<NewInboxItem>) -> Result<Vec<bool>, StoreError> {
        self.write("keep carrier events", move |tx| receive(tx, &items)).await
    }

    async fn items(
        &self,
        marketplace: Option<MarketplaceId>,
        state: InboxState,
        after: u64,
        limit: u32,
    ) -> Result<Vec<InboxItem>, StoreError> {
        self.look("read carrier events", move |tx| {
            let only = filter(tx, marketplace)?;
            let mut statement = tx.prepare_cached(
                "SELECT i.no, m.id, i.provider, i.event, i.carrier, i.number, i.at, i.body, i.raw, i.received, i.state
                 FROM inbox i JOIN marketplace m ON m.key = i.marketplace
                 WHERE i.state = ?1 AND i.no > ?2 AND (?3 IS NULL OR i.marketplace = ?3) ORDER BY i.no LIMIT ?4",
            )?;
            let mut rows = statement.query(params![inbox_column(state), int(after), only, limit])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(item(row)?);
            }
            Ok(found)
        })
        .await
    }

    async fn sort(&self, items: Vec<(u64, InboxState)>) -> Result<(), StoreError> {
        self.write("sort carrier events", move |tx| {
            // A route may have come in between the look-up and this; then the item is looked at again.
            let mut wait = tx.prepare_cached(
                "UPDATE inbox SET state = 1 WHERE no = ?1 AND state = 0 AND NOT EXISTS (
                     SELECT 1 FROM parcel_route r WHERE r.marketplace = inbox.marketplace AND r.number = inbox.number
                     AND (inbox.carrier IS NULL OR r.carrier IN ('', inbox.carrier)))",
            )?;
            let mut put = tx.prepare_cached("UPDATE inbox SET state = ?2 WHERE no = ?1")?;
            for (no, state) in items {
                match state {
                    InboxState::Waiting => wait.execute([int(no)])?,
                    InboxState::New | InboxState::Done => put.execute(params![int(no), inbox_column(state)])?,
                };
            }
            Ok(())
        })
        .await
    }
}
