//! The rows that only one of several processes can write: heads, answers, references.
use super::plan::{HeadChange, Lost, Plan};
use crate::columns::{int, kind, nanos};
use crate::postgres::error::PgResult;
use crate::postgres::rows::fixed;
use deadpool_postgres::Object;
use std::collections::BTreeSet;
use tokio_postgres::{Error, Row, Statement};

/// Rows are locked in the order of their ids, as they come from the arrays.
const MOVE: &str = "UPDATE head SET version = u.version, last = u.last, next_wake = u.wake,
         hash = coalesce(u.hash, head.hash)
     FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[])
         AS u (id, expected, version, last, wake, hash)
     WHERE head.id = u.id AND head.version = u.expected RETURNING head.id";
const BEGIN: &str = "INSERT INTO head (id, key, marketplace, timeline, kind, version, last, next_wake, hash)
     SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[], $5::smallint[], $6::bigint[],
         $7::bigint[], $8::bigint[], $9::bytea[])
     ON CONFLICT (id) DO NOTHING RETURNING id";
/// An answer that is forgotten is none, even before its row is gone.
const ANSWER: &str = "INSERT INTO answer (key, request, outcome, last, at)
     SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bigint[])
     ON CONFLICT (key) DO UPDATE SET request = excluded.request, outcome = excluded.outcome, last = excluded.last,
         at = excluded.at WHERE answer.at < $6 RETURNING key";
const TAKE: &str = "INSERT INTO taken (key, first, version, last)
     SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bigint[])
     ON CONFLICT (key) DO NOTHING RETURNING key";

/// Writes them in one round trip; says where somebody was faster.
pub(super) async fn pass(client: &Object, plan: &Plan<'_>) -> PgResult<Lost> {
    let (begun, moved): (Vec<_>, Vec<_>) = plan.heads.values().partition(|change| change.expected == 0);
    let (moving, beginning) = (client.prepare_cached(MOVE).await?, client.prepare_cached(BEGIN).await?);
    let (answering, taking) = (client.prepare_cached(ANSWER).await?, client.prepare_cached(TAKE).await?);
    // All of them are waited for, so that the connection is free again whatever went wrong.
    let (went, came, answered, taken) = futures::join!(
        move_heads(client, &moving, &moved),
        begin_heads(client, &beginning, &begun),
        answer(client, &answering, plan),
        take(client, &taking, plan),
    );
    let mut missing = Lost {
        heads: plan.heads.keys().copied().collect(),
        answers: plan.answers.keys().copied().collect(),
        taken: plan.taken.keys().copied().collect(),
    };
    strike(&mut missing.heads, &went?)?;
    strike(&mut missing.heads, &came?)?;
    strike(&mut missing.answers, &answered?)?;
    strike(&mut missing.taken, &taken?)?;
    Ok(missing)
}

/// Takes out what was written: what is left was lost.
fn strike<const N: usize>(missing: &mut BTreeSet<[u8; N]>, written: &[Row]) -> PgResult<()> {
    for row in written {
        missing.remove(&fixed::<N>(row, 0)?);
    }
    Ok(())
}

async fn move_heads(
    client: &Object,
    statement: &Statement,
    changes: &[&HeadChange<'_>],
) -> Result<Vec<Row>, Error> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<[u8; 16]> = changes.iter().map(|change| change.id.bytes()).collect();
    let ids: Vec<&[u8]> = ids.iter().map(|id| &id[..]).collect();
    let expected: Vec<i64> = changes.iter().map(|change| int(change.expected)).collect();
    let versions: Vec<i64> = changes.iter().map(|change| int(change.end.version)).collect();
    let lasts: Vec<i64> = changes.iter().map(|change| change.end.last).collect();
    let wakes: Vec<Option<i64>> = changes.iter().map(|change| change.end.wake).collect();
    let hashes: Vec<Option<&[u8]>> = changes.iter().map(|change| change.hash.map(|hash| &hash[..])).collect();
    client.query(statement, &[&ids, &expected, &versions, &lasts, &wakes, &hashes]).await
}

async fn begin_heads(
    client: &Object,
    statement: &Statement,
    changes: &[&HeadChange<'_>],
) -> Result<Vec<Row>, Error> {
    if changes.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<[u8; 16]> = changes.iter().map(|change| change.id.bytes()).collect();
    let ids: Vec<&[u8]> = ids.iter().map(|id| &id[..]).collect();
    let keys: Vec<i64> = changes.iter().map(|change| change.end.key).collect();
    let marketplaces: Vec<i64> = changes.iter().map(|change| change.place.key).collect();
    let timelines: Vec<i64> = changes.iter().map(|change| change.place.timeline).collect();
    let kinds: Vec<i16> = changes.iter().map(|change| kind(change.id)).collect();
    let versions: Vec<i64> = changes.iter().map(|change| int(change.end.version)).collect();
    let lasts: Vec<i64> = changes.iter().map(|change| change.end.last).collect();
    let wakes: Vec<Option<i64>> = changes.iter().map(|change| change.end.wake).collect();
    let hashes: Vec<Option<&[u8]>> = changes.iter().map(|change| change.hash.map(|hash| &hash[..])).collect();
    client
        .query(
            statement,
            &[&ids, &keys, &marketplaces, &timelines, &kinds, &versions, &lasts, &wakes, &hashes],
        )
        .await
}

async fn answer(client: &Object, statement: &Statement, plan: &Plan<'_>) -> Result<Vec<Row>, Error> {
    if plan.answers.is_empty() {
        return Ok(Vec::new());
    }
    let answers = || plan.answers.values();
    let keys: Vec<&[u8]> = plan.answers.keys().map(|key| &key[..]).collect();
    let requests: Vec<&[u8]> = answers().map(|(answer, _)| &answer.request[..]).collect();
    let outcomes: Vec<&[u8]> = answers().map(|(answer, _)| &answer.outcome[..]).collect();
    let lasts: Vec<Option<i64>> = answers().map(|(_, last)| *last).collect();
    let ats: Vec<i64> = answers().map(|(answer, _)| nanos(answer.at)).collect();
    client.query(statement, &[&keys, &requests, &outcomes, &lasts, &ats, &plan.forget_before]).await
}

async fn take(client: &Object, statement: &Statement, plan: &Plan<'_>) -> Result<Vec<Row>, Error> {
    if plan.taken.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<&[u8]> = plan.taken.keys().map(|key| &key[..]).collect();
    let firsts: Vec<i64> = plan.taken.values().map(|taker| taker.first).collect();
    let versions: Vec<i64> = plan.taken.values().map(|taker| taker.version).collect();
    let lasts: Vec<Option<i64>> = plan.taken.values().map(|taker| taker.last).collect();
    client.query(statement, &[&keys, &firsts, &versions, &lasts]).await
}
