//! Everything that hangs on the heads of a batch, and the commit.
use super::plan::{On, Placed, Plan};
use super::routes::{Routes, Statements};
use crate::columns::{ends, int, kind, nanos, whom};
use crate::postgres::error::PgResult;
use crate::postgres::transaction::COMMIT;
use deadpool_postgres::Object;
use engine::ports::{Batch, Document};
use futures::FutureExt;
use futures::future::BoxFuture;
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use std::collections::BTreeMap;
use tokio_postgres::{Error, Statement};

const RECORDS: &str = "INSERT INTO journal (seq, prev, id, hash, body)
     SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[])";
const LISTINGS: &str = "INSERT INTO listing (id, key, marketplace, buyer, seller, state, placed)
     SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::text[], $7::bigint[])
     ON CONFLICT (id) DO UPDATE SET state = excluded.state WHERE listing.state <> excluded.state";
const OLD_TURNS: &str = "DELETE FROM turn WHERE id = ANY($1)";
const TURNS: &str = "INSERT INTO turn (id, ordinal, key, marketplace, whom, party, case_no, what, ends)
     SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::bytea[],
         $7::bigint[], $8::text[], $9::bigint[])";
const PROMISES: &str = "INSERT INTO outbox (key, marketplace, id, kind, timeline, body, promised, next)
     SELECT u.*, u.at FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::smallint[], $5::bigint[], $6::bytea[],
         $7::bigint[]) AS u (key, marketplace, id, kind, timeline, body, at)";
const SNAPSHOTS: &str = "INSERT INTO snapshot (id, version, last, format, state)
     SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, last = excluded.last, format = excluded.format,
         state = excluded.state";
const DOCUMENTS: &str = "INSERT INTO document (marketplace, digest, kind, bytes)
     SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::text[], $4::bytea[]) ON CONFLICT DO NOTHING";
/// Never backwards, and a live marketplace never becomes a sandbox.
const CLOCKS: &str =
    "UPDATE marketplace m SET sandbox = u.at FROM unnest($1::bytea[], $2::bigint[]) AS u (id, at)
     WHERE m.id = u.id AND m.sandbox < u.at";

/// Writes and commits in one round trip. Where a row is refused, PostgreSQL undoes the transaction in place of the commit.
pub(super) async fn write(client: &Object, batch: &Batch, plan: &Plan<'_>) -> PgResult<()> {
    let statements = [RECORDS, LISTINGS, OLD_TURNS, TURNS, PROMISES, SNAPSHOTS, DOCUMENTS, CLOCKS];
    let mut prepared = Vec::with_capacity(statements.len());
    for statement in statements {
        prepared.push(client.prepare_cached(statement).await?);
    }
    let of_routes = Statements::prepare(client).await?;
    let [records, listed, old_turns, new_turns, promised, snapshot, kept, clock] = &prepared[..] else {
        return Ok(());
    };
    let routes = Routes::of(&plan.routes);
    // Sent together, each as one message, and carried out one after the other. All are waited for, so that the connection
    // is free again whatever went wrong.
    let mut sent: Vec<BoxFuture<'_, Result<(), Error>>> = vec![
        journal(client, records, &plan.journal).boxed(),
        listings(client, listed, plan).boxed(),
        forget_turns(client, old_turns, plan).boxed(),
        turns(client, new_turns, plan).boxed(),
        promises(client, promised, plan).boxed(),
        snapshots(client, snapshot, plan).boxed(),
        documents(client, kept, &plan.documents).boxed(),
        clocks(client, clock, &batch.clocks).boxed(),
    ];
    sent.extend(routes.sent(client, &of_routes));
    sent.push(client.batch_execute(COMMIT).boxed());
    Ok(futures::future::join_all(sent).await.into_iter().collect::<Result<(), Error>>()?)
}

async fn journal(client: &Object, statement: &Statement, records: &[Placed<'_>]) -> Result<(), Error> {
    if records.is_empty() {
        return Ok(());
    }
    let seqs: Vec<i64> = records.iter().map(|record| record.seq).collect();
    let prevs: Vec<Option<i64>> = records.iter().map(|record| record.prev).collect();
    let ids: Vec<[u8; 16]> = records.iter().map(|record| record.id.bytes()).collect();
    let ids: Vec<&[u8]> = ids.iter().map(|id| &id[..]).collect();
    let hashes: Vec<&[u8]> = records.iter().map(|record| &record.hash[..]).collect();
    let bodies: Vec<&[u8]> = records.iter().map(|record| record.body).collect();
    client.execute(statement, &[&seqs, &prevs, &ids, &hashes, &bodies]).await?;
    Ok(())
}

async fn listings(client: &Object, statement: &Statement, plan: &Plan<'_>) -> Result<(), Error> {
    let mut rows = Vec::with_capacity(plan.listings.len());
    for (id, On { key, place, what: (listing, state), .. }) in &plan.listings {
        if let (Some(buyer), Some(seller), Some(placed)) =
            (&listing.buyer, &listing.seller, listing.placed_at)
        {
            rows.push((&id[..], *key, place.key, &buyer.0[..], &seller.0[..], *state, nanos(placed)));
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<&[u8]> = rows.iter().map(|row| row.0).collect();
    let keys: Vec<i64> = rows.iter().map(|row| row.1).collect();
    let marketplaces: Vec<i64> = rows.iter().map(|row| row.2).collect();
    let buyers: Vec<&[u8]> = rows.iter().map(|row| row.3).collect();
    let sellers: Vec<&[u8]> = rows.iter().map(|row| row.4).collect();
    let states: Vec<&str> = rows.iter().map(|row| row.5).collect();
    let placed: Vec<i64> = rows.iter().map(|row| row.6).collect();
    client.execute(statement, &[&ids, &keys, &marketplaces, &buyers, &sellers, &states, &placed]).await?;
    Ok(())
}

async fn forget_turns(client: &Object, statement: &Statement, plan: &Plan<'_>) -> Result<(), Error> {
    if plan.turns.is_empty() {
        return Ok(());
    }
    let ids: Vec<&[u8]> = plan.turns.keys().map(|id| &id[..]).collect();
    client.execute(statement, &[&ids]).await?;
    Ok(())
}

async fn turns(client: &Object, statement: &Statement, plan: &Plan<'_>) -> Result<(), Error> {
    let rows: Vec<_> = (plan.turns.iter())
        .flat_map(|(id, on)| (0_i64..).zip(on.what).map(move |(ordinal, turn)| (&id[..], ordinal, on, turn)))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<&[u8]> = rows.iter().map(|row| row.0).collect();
    let ordinals: Vec<i64> = rows.iter().map(|row| row.1).collect();
    let keys: Vec<i64> = rows.iter().map(|row| row.2.key).collect();
    let marketplaces: Vec<i64> = rows.iter().map(|row| row.2.place.key).collect();
    let whoms: Vec<i16> = rows.iter().map(|row| whom(&row.3.for_whom).0).collect();
    let parties: Vec<&[u8]> = rows.iter().map(|row| whom(&row.3.for_whom).1).collect();
    let cases: Vec<Option<i64>> = rows.iter().map(|row| row.3.case.map(i64::from)).collect();
    let whats: Vec<&str> = rows.iter().map(|row| row.3.what.as_str()).collect();
    let ends: Vec<i64> = rows.iter().map(|row| ends(row.3.end)).collect();
    client
        .execute(statement, &[&ids, &ordinals, &keys, &marketplaces, &whoms, &parties, &cases, &whats, &ends])
        .await?;
    Ok(())
}

async fn promises(client: &Object, statement: &Statement, plan: &Plan<'_>) -> Result<(), Error> {
    let promises = &plan.promises;
    if promises.is_empty() {
        return Ok(());
    }
    let keys: Vec<&str> = promises.iter().map(|on| on.what.key.as_str()).collect();
    let marketplaces: Vec<i64> = promises.iter().map(|on| on.place.key).collect();
    let ids: Vec<[u8; 16]> = promises.iter().map(|on| on.id.bytes()).collect();
    let ids: Vec<&[u8]> = ids.iter().map(|id| &id[..]).collect();
    let kinds: Vec<i16> = promises.iter().map(|on| kind(on.id)).collect();
    let timelines: Vec<i64> = promises.iter().map(|on| on.place.timeline).collect();
    let bodies: Vec<&[u8]> = promises.iter().map(|on| &on.what.body[..]).collect();
    let ats: Vec<i64> = promises.iter().map(|on| nanos(on.what.at)).collect();
    client.execute(statement, &[&keys, &marketplaces, &ids, &kinds, &timelines, &bodies, &ats]).await?;
    Ok(())
}

async fn snapshots(client: &Object, statement: &Statement, plan: &Plan<'_>) -> Result<(), Error> {
    if plan.snapshots.is_empty() {
        return Ok(());
    }
    let snapshots = || plan.snapshots.values();
    let ids: Vec<&[u8]> = plan.snapshots.keys().map(|id| &id[..]).collect();
    let versions: Vec<i64> = snapshots().map(|(_, end)| int(end.version)).collect();
    let lasts: Vec<i64> = snapshots().map(|(_, end)| end.last).collect();
    let formats: Vec<i64> = snapshots().map(|(snapshot, _)| i64::from(snapshot.format)).collect();
    let states: Vec<&[u8]> = snapshots().map(|(snapshot, _)| &snapshot.state[..]).collect();
    client.execute(statement, &[&ids, &versions, &lasts, &formats, &states]).await?;
    Ok(())
}

async fn documents(
    client: &Object,
    statement: &Statement,
    documents: &[(i64, &Document)],
) -> Result<(), Error> {
    if documents.is_empty() {
        return Ok(());
    }
    // In the order of their keys, so that transactions meet in the same order.
    let mut documents = documents.to_vec();
    documents.sort_by_key(|(marketplace, document)| (*marketplace, document.digest));
    let marketplaces: Vec<i64> = documents.iter().map(|(marketplace, _)| *marketplace).collect();
    let digests: Vec<&[u8]> = documents.iter().map(|(_, document)| &document.digest[..]).collect();
    let kinds: Vec<&str> = documents.iter().map(|(_, document)| document.kind.as_str()).collect();
    let bytes: Vec<&[u8]> = documents.iter().map(|(_, document)| &document.bytes[..]).collect();
    client.execute(statement, &[&marketplaces, &digests, &kinds, &bytes]).await?;
    Ok(())
}

async fn clocks(
    client: &Object,
    statement: &Statement,
    clocks: &[(MarketplaceId, Timestamp)],
) -> Result<(), Error> {
    let latest: BTreeMap<[u8; 16], i64> =
        clocks.iter().fold(BTreeMap::new(), |mut latest, (marketplace, at)| {
            latest.entry(marketplace.0).and_modify(|to| *to = nanos(*at).max(*to)).or_insert(nanos(*at));
            latest
        });
    if latest.is_empty() {
        return Ok(());
    }
    let ids: Vec<&[u8]> = latest.keys().map(|id| &id[..]).collect();
    let ats: Vec<i64> = latest.values().copied().collect();
    client.execute(statement, &[&ids, &ats]).await?;
    Ok(())
}

/// Keeps documents of a marketplace.
pub(crate) async fn put_documents(client: &Object, marketplace: i64, new: &[Document]) -> PgResult<()> {
    let statement = client.prepare_cached(DOCUMENTS).await?;
    let new: Vec<(i64, &Document)> = new.iter().map(|document| (marketplace, document)).collect();
    Ok(documents(client, &statement, &new).await?)
}

/// Moves a sandbox clock forward, never back.
pub(crate) async fn move_clock(client: &Object, id: MarketplaceId, to: Timestamp) -> PgResult<()> {
    let statement = client.prepare_cached(CLOCKS).await?;
    Ok(clocks(client, &statement, &[(id, to)]).await?)
}
