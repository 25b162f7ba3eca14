//! Lists and inboxes.
use super::SqliteStore;
use super::error::SqlResult;
use super::rows::place;
use crate::columns::{bytes, end, ends, instant, int, nanos, number, order, ordinal};
use async_trait::async_trait;
use engine::ports::{
    InboxOf, ListCursor, Lists, OrderQuery, OrderRow, StoreError, TurnCursor, TurnQuery, TurnRow,
};
use resolution::id::{CaseNo, PartyId};
use rusqlite::types::ToSql;
use rusqlite::{Connection, named_params};

fn orders(connection: &Connection, query: &OrderQuery) -> SqlResult<Vec<OrderRow>> {
    let marketplace = place(connection, query.marketplace)?.key;
    let (at, key) = query.after.map_or((i64::MAX, i64::MAX), |after| (nanos(after.at), int(after.key)));
    // Only the conditions that are asked for stand in the statement, so that each uses its own index.
    let mut sql = String::from(
        "SELECT l.placed, l.key, h.id, l.buyer, l.seller, l.state, h.version FROM listing l
         JOIN head h ON h.key = l.key
         WHERE l.marketplace = :marketplace AND (l.placed, l.key) < (:at, :key)",
    );
    let mut values: Vec<(&str, &dyn ToSql)> =
        vec![(":marketplace", &marketplace), (":at", &at), (":key", &key), (":limit", &query.limit)];
    let buyer = query.buyer.map(|id| id.0.to_vec());
    let seller = query.seller.map(|id| id.0.to_vec());
    for (condition, name, value) in [
        (" AND l.buyer = :buyer", ":buyer", buyer.as_ref().map(|v| -> &dyn ToSql { v })),
        (" AND l.seller = :seller", ":seller", seller.as_ref().map(|v| -> &dyn ToSql { v })),
        (" AND l.state = :state", ":state", query.state.as_ref().map(|v| -> &dyn ToSql { v })),
    ] {
        if let Some(value) = value {
            sql.push_str(condition);
            values.push((name, value));
        }
    }
    sql.push_str(" ORDER BY l.placed DESC, l.key DESC LIMIT :limit");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(&values[..])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(OrderRow {
            cursor: ListCursor { at: instant(row.get(0)?)?, key: number(row.get(1)?)? },
            order: order(&row.get::<_, Vec<u8>>(2)?)?,
            buyer: PartyId(bytes(&row.get::<_, Vec<u8>>(3)?)?),
            seller: PartyId(bytes(&row.get::<_, Vec<u8>>(4)?)?),
            state: row.get(5)?,
            version: number(row.get(6)?)?,
        });
    }
    Ok(found)
}

fn turns(connection: &Connection, query: &TurnQuery) -> SqlResult<Vec<TurnRow>> {
    let marketplace = place(connection, query.marketplace)?.key;
    let (whom, party) = match query.of {
        InboxOf::Party(id) => (1_i64, id.0.to_vec()),
        InboxOf::Mediators => (2, Vec::new()),
        InboxOf::Staff => (3, Vec::new()),
        InboxOf::Outside => (4, Vec::new()),
    };
    let (from, key, last) = query
        .after
        .map_or((i64::MIN, 0, -1), |after| (ends(after.end), int(after.key), i64::from(after.ordinal)));
    let mut statement = connection.prepare_cached(
        "SELECT t.ends, t.key, t.ordinal, h.id, t.case_no, t.what FROM turn t JOIN head h ON h.key = t.key
         WHERE t.marketplace = :marketplace AND t.whom = :whom AND t.party = :party
           AND (t.ends, t.key, t.ordinal) > (:end, :key, :last)
         ORDER BY t.ends, t.key, t.ordinal LIMIT :limit",
    )?;
    let mut rows = statement.query(named_params! {
        ":marketplace": marketplace, ":whom": whom, ":party": party,
        ":end": from, ":key": key, ":last": last, ":limit": query.limit,
    })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let end = end(row.get(0)?)?;
        found.push(TurnRow {
            cursor: TurnCursor { end, key: number(row.get(1)?)?, ordinal: ordinal(row.get(2)?)? },
            order: order(&row.get::<_, Vec<u8>>(3)?)?,
            case: row.get::<_, Option<i64>>(4)?.map(|no| ordinal(no).map(CaseNo)).transpose()?,
            what: row.get(5)?,
            end,
        });
    }
    Ok(found)
}

#[async_trait]
impl Lists for SqliteStore {
    async fn orders(&self, query: OrderQuery) -> Result<Vec<OrderRow>, StoreError> {
        self.read("list orders", move |tx| orders(tx, &query)).await
    }

    async fn turns(&self, query: TurnQuery) -> Result<Vec<TurnRow>, StoreError> {
        self.read("list what waits", move |tx| turns(tx, &query)).await
    }
}
