//! Lists and inboxes.
use super::PostgresStore;
use super::error::PgResult;
use super::rows::{fixed, get};
use crate::columns::{aggregate, end, ends, instant, int, nanos, number, order, ordinal, whom};
use async_trait::async_trait;
use engine::ports::{
    InboxOf, ListCursor, Lists, OrderQuery, OrderRow, StoreError, TurnCursor, TurnQuery, TurnRow,
};
use resolution::aggregate::TurnOf;
use resolution::id::{CaseNo, PartyId};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

fn order_row(row: &Row) -> PgResult<OrderRow> {
    Ok(OrderRow {
        cursor: ListCursor { at: instant(get(row, 0)?)?, key: number(get(row, 1)?)? },
        order: order(get(row, 2)?)?,
        buyer: PartyId(fixed(row, 3)?),
        seller: PartyId(fixed(row, 4)?),
        state: get(row, 5)?,
        version: number(get(row, 6)?)?,
    })
}

fn turn_row(row: &Row) -> PgResult<TurnRow> {
    let end = end(get(row, 0)?)?;
    Ok(TurnRow {
        cursor: TurnCursor { end, key: number(get(row, 1)?)?, ordinal: ordinal(get(row, 2)?)? },
        about: aggregate(get(row, 6)?, get(row, 3)?)?,
        case: get::<Option<i64>>(row, 4)?.map(|no| ordinal(no).map(CaseNo)).transpose()?,
        what: get(row, 5)?,
        end,
    })
}

impl PostgresStore {
    async fn listed(&self, query: &OrderQuery) -> PgResult<Vec<OrderRow>> {
        let marketplace = self.place(query.marketplace).await?.key;
        let (at, key) = query.after.map_or((i64::MAX, i64::MAX), |after| (nanos(after.at), int(after.key)));
        let limit = i64::from(query.limit);
        // Only the conditions that are asked for stand in the statement, so that each uses its own index.
        let mut sql = String::from(
            "SELECT l.placed, l.key, l.id, l.buyer, l.seller, l.state, h.version FROM listing l
             JOIN head h ON h.id = l.id
             WHERE l.marketplace = $1 AND (l.placed, l.key) < ($2, $3)",
        );
        let mut values: Vec<&(dyn ToSql + Sync)> = vec![&marketplace, &at, &key, &limit];
        let (buyer, seller) = (query.buyer.map(|id| id.0.to_vec()), query.seller.map(|id| id.0.to_vec()));
        let wanted: [(&str, Option<&(dyn ToSql + Sync)>); 3] = [
            ("buyer", buyer.as_ref().map(|value| -> &(dyn ToSql + Sync) { value })),
            ("seller", seller.as_ref().map(|value| -> &(dyn ToSql + Sync) { value })),
            ("state", query.state.as_ref().map(|value| -> &(dyn ToSql + Sync) { value })),
        ];
        for (column, value) in wanted {
            if let Some(value) = value {
                values.push(value);
                sql.push_str(&format!(" AND l.{column} = ${}", values.len()));
            }
        }
        sql.push_str(" ORDER BY l.placed DESC, l.key DESC LIMIT $4");
        self.query(&sql, &values).await?.iter().map(order_row).collect()
    }

    async fn waiting(&self, query: &TurnQuery) -> PgResult<Vec<TurnRow>> {
        let marketplace = self.place(query.marketplace).await?.key;
        let of = match query.of {
            InboxOf::Party(id) => TurnOf::Party(id),
            InboxOf::Mediators => TurnOf::Mediators,
            InboxOf::Staff => TurnOf::Staff,
            InboxOf::Outside => TurnOf::Outside,
        };
        let (whom, party) = whom(&of);
        let (from, key, last) = query
            .after
            .map_or((i64::MIN, 0, -1), |after| (ends(after.end), int(after.key), i64::from(after.ordinal)));
        let sql = "SELECT t.ends, t.key, t.ordinal, t.id, t.case_no, t.what, h.kind FROM turn t JOIN head h ON h.id = t.id
             WHERE t.marketplace = $1 AND t.whom = $2 AND t.party = $3 AND (t.ends, t.key, t.ordinal) > ($4, $5, $6)
             ORDER BY t.ends, t.key, t.ordinal LIMIT $7";
        let limit = i64::from(query.limit);
        let rows = self.query(sql, &[&marketplace, &whom, &party, &from, &key, &last, &limit]).await?;
        rows.iter().map(turn_row).collect()
    }
}

#[async_trait]
impl Lists for PostgresStore {
    async fn orders(&self, query: OrderQuery) -> Result<Vec<OrderRow>, StoreError> {
        self.named("list orders", self.listed(&query)).await
    }

    async fn turns(&self, query: TurnQuery) -> Result<Vec<TurnRow>, StoreError> {
        self.named("list what waits", self.waiting(&query)).await
    }
}
