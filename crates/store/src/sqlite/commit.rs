//! Writing a batch: the one transaction of the write path.
use super::error::SqlResult;
use super::rows::place;
use crate::columns::{
    NUMBER_REUSED_AFTER_NANOS, Place, ends, int, journey_columns, kind, nanos, number, whom,
};
use crate::unwritten::Unwritten;
use engine::ports::{Batch, Document, NewPromise, NewRoute, Outcome, Write};
use jiff::Timestamp;
use resolution::aggregate::{Listing, Turn};
use resolution::id::{AggregateId, MarketplaceId};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// The end of an aggregate's chain while a batch is written.
#[derive(Clone, Copy)]
struct End {
    key: i64,
    last: i64,
    version: u64,
}

/// A batch under way.
struct Pass<'a> {
    connection: &'a Connection,
    forget_before: i64,
    ends: HashMap<AggregateId, Option<End>>,
    places: HashMap<MarketplaceId, Place>,
    /// Newest head of each aggregate that existed before: written once, at the end.
    heads: HashMap<AggregateId, (End, [u8; 32], Option<i64>)>,
    unwritten: Unwritten,
}

/// Writes everything of the batch that is not stale.
pub(crate) fn commit(connection: &Connection, batch: &Batch) -> SqlResult<Vec<Outcome>> {
    let mut pass = Pass {
        connection,
        forget_before: nanos(batch.forget_before),
        ends: HashMap::new(),
        places: HashMap::new(),
        heads: HashMap::new(),
        unwritten: Unwritten::default(),
    };
    let outcomes = batch.writes.iter().map(|write| pass.write(write)).collect::<SqlResult<Vec<_>>>()?;
    pass.flush_heads()?;
    for (marketplace, at) in &batch.clocks {
        move_clock(connection, *marketplace, *at)?;
    }
    Ok(outcomes)
}

/// Moves a sandbox clock forward, never back.
pub(crate) fn move_clock(connection: &Connection, id: MarketplaceId, to: Timestamp) -> SqlResult<()> {
    connection
        .prepare_cached("UPDATE marketplace SET sandbox = ?2 WHERE id = ?1 AND sandbox < ?2")?
        .execute(params![&id.0[..], nanos(to)])?;
    Ok(())
}

impl Pass<'_> {
    fn write(&mut self, write: &Write) -> SqlResult<Outcome> {
        let end = self.end(write.id)?;
        let moved = end.map_or(0, |end| end.version) != write.expected;
        if moved || self.unwritten.under(write) || self.answered(write)? || self.taken(write)? {
            self.unwritten.add(write);
            return Ok(Outcome::Stale);
        }
        let place = self.place(write.marketplace)?;
        let end = self.append(write, place, end)?;
        let position = if write.records.is_empty() { None } else { end.map(|end| end.last) };
        self.remember(write, position)?;
        if let Some(end) = end {
            self.beside(write, place, end)?;
        }
        insert_documents(self.connection, place.key, &write.documents)?;
        Ok(Outcome::Committed { position: position.map(number).transpose()? })
    }

    fn end(&mut self, id: AggregateId) -> SqlResult<Option<End>> {
        if let Some(end) = self.ends.get(&id) {
            return Ok(*end);
        }
        let found = self
            .connection
            .prepare_cached("SELECT key, last, version FROM head WHERE id = ?1")?
            .query_row([&id.bytes()[..]], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?)))
            .optional()?;
        let end = match found {
            Some((key, last, version)) => Some(End { key, last, version: number(version)? }),
            None => None,
        };
        self.ends.insert(id, end);
        Ok(end)
    }

    fn place(&mut self, id: MarketplaceId) -> SqlResult<Place> {
        if let Some(found) = self.places.get(&id) {
            return Ok(*found);
        }
        let found = place(self.connection, id)?;
        self.places.insert(id, found);
        Ok(found)
    }

    /// Whether somebody answered the same key since the engine looked.
    fn answered(&self, write: &Write) -> SqlResult<bool> {
        let Some(answer) = &write.answer else {
            return Ok(false);
        };
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM answer WHERE key = ?1 AND at >= ?2")?
            .exists(params![&answer.key[..], self.forget_before])?)
    }

    /// Whether all of its natural keys (of which it has some) were taken since the engine looked.
    fn taken(&self, write: &Write) -> SqlResult<bool> {
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM taken WHERE key = ?1")?;
        for key in &write.natural {
            if !statement.exists([&key[..]])? {
                return Ok(false);
            }
        }
        Ok(!write.natural.is_empty())
    }

    /// Appends the records and moves the head; gives the new end of the chain, if there is one.
    fn append(&mut self, write: &Write, place: Place, before: Option<End>) -> SqlResult<Option<End>> {
        let wake = write.next_wake.map(nanos);
        let mut end = before;
        let mut records = write.records.iter();
        if before.is_none() {
            let Some(first) = records.next() else {
                return Ok(None);
            };
            end = Some(self.begin(write, place, wake, &first.hash, &first.body)?);
        }
        let Some(mut end) = end else { return Ok(None) };
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO journal (agg, prev, hash, body) VALUES (?1, ?2, ?3, ?4)")?;
        for record in records {
            insert.execute(params![end.key, end.last, &record.hash[..], record.body])?;
            end.last = self.connection.last_insert_rowid();
        }
        end.version = write.version;
        self.ends.insert(write.id, Some(end));
        if let Some(newest) = write.records.last() {
            self.heads.insert(write.id, (end, newest.hash, wake));
        } else {
            self.connection
                .prepare_cached("UPDATE head SET next_wake = ?2 WHERE key = ?1 AND next_wake IS NOT ?2")?
                .execute(params![end.key, wake])?;
            if let Some(head) = self.heads.get_mut(&write.id) {
                head.2 = wake;
            }
        }
        Ok(Some(end))
    }

    /// The head and the first record of a new aggregate.
    fn begin(
        &self,
        write: &Write,
        place: Place,
        wake: Option<i64>,
        hash: &[u8; 32],
        body: &[u8],
    ) -> SqlResult<End> {
        self.connection
            .prepare_cached(
                "INSERT INTO head (id, marketplace, kind, version, last, hash, timeline, next_wake)
                 VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7)",
            )?
            .execute(params![
                &write.id.bytes()[..],
                place.key,
                kind(write.id),
                int(write.version),
                &hash[..],
                place.timeline,
                wake
            ])?;
        let key = self.connection.last_insert_rowid();
        self.connection
            .prepare_cached("INSERT INTO journal (agg, prev, hash, body) VALUES (?1, NULL, ?2, ?3)")?
            .execute(params![key, &hash[..], body])?;
        Ok(End { key, last: self.connection.last_insert_rowid(), version: write.version })
    }

    fn flush_heads(&mut self) -> SqlResult<()> {
        let mut update = self.connection.prepare_cached(
            "UPDATE head SET version = ?2, last = ?3, hash = ?4, next_wake = ?5 WHERE key = ?1",
        )?;
        for (end, hash, wake) in self.heads.values() {
            update.execute(params![end.key, int(end.version), end.last, &hash[..], wake])?;
        }
        Ok(())
    }

    /// Answer and natural keys.
    fn remember(&self, write: &Write, last: Option<i64>) -> SqlResult<()> {
        if let Some(answer) = &write.answer {
            self.connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO answer (key, request, outcome, last, at) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![
                    &answer.key[..],
                    &answer.request[..],
                    answer.outcome,
                    last,
                    nanos(answer.at)
                ])?;
        }
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO taken (key, first, version, last) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (key) DO NOTHING",
        )?;
        for key in &write.natural {
            insert.execute(params![&key[..], int(write.first), int(write.version), last])?;
        }
        Ok(())
    }

    /// Lists, promises, routes, snapshot: what hangs on the head.
    fn beside(&self, write: &Write, place: Place, end: End) -> SqlResult<()> {
        if let Some(listing) = &write.listing {
            put_listing(self.connection, place.key, end.key, listing)?;
        }
        if let Some(turns) = &write.turns {
            put_turns(self.connection, place.key, end.key, turns)?;
        }
        put_promises(self.connection, place, end.key, &write.promises)?;
        for route in &write.routes {
            put_route(self.connection, place.key, end.key, route)?;
        }
        if let Some(snapshot) = &write.snapshot {
            self.connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO snapshot (key, version, last, format, state) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![end.key, int(end.version), end.last, snapshot.format, snapshot.state])?;
        }
        Ok(())
    }
}

fn put_listing(connection: &Connection, marketplace: i64, key: i64, listing: &Listing) -> SqlResult<()> {
    let (Some(buyer), Some(seller), Some(placed)) = (listing.buyer, listing.seller, listing.placed_at) else {
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO listing (key, marketplace, buyer, seller, state, placed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (key) DO UPDATE SET state = excluded.state",
        )?
        .execute(params![key, marketplace, &buyer.0[..], &seller.0[..], listing.state, nanos(placed)])?;
    Ok(())
}

fn put_turns(connection: &Connection, marketplace: i64, key: i64, turns: &[Turn]) -> SqlResult<()> {
    connection.prepare_cached("DELETE FROM turn WHERE key = ?1")?.execute([key])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO turn (key, ordinal, marketplace, whom, party, case_no, what, ends)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for (ordinal, turn) in (0_i64..).zip(turns) {
        let ((whom, party), ends) = (whom(&turn.for_whom), ends(turn.end));
        insert.execute(params![key, ordinal, marketplace, whom, party, turn.case, turn.what, ends])?;
    }
    Ok(())
}

fn put_promises(connection: &Connection, place: Place, key: i64, promises: &[NewPromise]) -> SqlResult<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO outbox (key, marketplace, agg, timeline, body, promised, next) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    )?;
    for promise in promises {
        insert.execute(params![
            promise.key,
            place.key,
            key,
            place.timeline,
            promise.body,
            nanos(promise.at)
        ])?;
    }
    Ok(())
}

fn put_route(connection: &Connection, marketplace: i64, key: i64, route: &NewRoute) -> SqlResult<()> {
    match route {
        NewRoute::Parcel { carrier, number, from, journey } => {
            let (kind, no) = journey_columns(*journey);
            let starts = nanos(*from);
            connection
                .prepare_cached(
                    "UPDATE parcel_route SET ends = ?4 WHERE marketplace = ?1 AND number = ?2 AND carrier = ?3
                     AND ends IS NULL AND starts < ?5",
                )?
                .execute(params![
                    marketplace,
                    number,
                    carrier,
                    starts,
                    starts.saturating_sub(NUMBER_REUSED_AFTER_NANOS)
                ])?;
            connection
                .prepare_cached(
                    "INSERT INTO parcel_route (marketplace, number, carrier, agg, journey, no, starts)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
                )?
                .execute(params![marketplace, number, carrier, key, kind, no, starts])?;
            connection
                .prepare_cached(
                    "UPDATE inbox SET state = 0 WHERE marketplace = ?1 AND number = ?2 AND state = 1",
                )?
                .execute(params![marketplace, number])?;
        }
        NewRoute::Payment { provider, payment_id, payment } => {
            connection
                .prepare_cached(
                    "INSERT INTO payment_route (marketplace, provider, payment_id, agg, payment)
                     VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                )?
                .execute(params![marketplace, provider, payment_id, key, payment.0])?;
        }
    }
    Ok(())
}

/// Keeps documents of a marketplace.
pub(crate) fn insert_documents(
    connection: &Connection,
    marketplace: i64,
    documents: &[Document],
) -> SqlResult<()> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO document (marketplace, digest, kind, bytes) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?;
    for document in documents {
        insert.execute(params![marketplace, &document.digest[..], document.kind, document.bytes])?;
    }
    Ok(())
}
