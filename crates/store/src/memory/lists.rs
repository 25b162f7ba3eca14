//! Lists and inboxes.
use super::commit::whom;
use super::state::Row;
use super::{MemoryStore, count, missing};
use async_trait::async_trait;
use engine::ports::{
    InboxOf, ListCursor, Lists, OrderQuery, OrderRow, StoreError, TurnCursor, TurnQuery, TurnRow,
};
use jiff::Timestamp;
use resolution::aggregate::TurnOf;
use resolution::id::{AggregateId, CaseNo};

fn row(at: Timestamp, row: &Row) -> Option<OrderRow> {
    let AggregateId::Order(order) = row.head.id else { return None };
    let listed = row.listed.as_ref()?;
    Some(OrderRow {
        cursor: ListCursor { at, key: row.head.key },
        order,
        buyer: listed.buyer,
        seller: listed.seller,
        state: listed.state.clone(),
        version: row.head.version,
    })
}

#[async_trait]
impl Lists for MemoryStore {
    async fn orders(&self, query: OrderQuery) -> Result<Vec<OrderRow>, StoreError> {
        self.with(|state| {
            state.marketplaces.get(&query.marketplace).ok_or_else(|| missing(query.marketplace))?;
            let Some(placed) = state.placed.get(&query.marketplace) else { return Ok(Vec::new()) };
            let before = query.after.map_or((Timestamp::MAX, u64::MAX), |after| (after.at, after.key));
            let newest = placed.range(..before).rev();
            let rows = newest.filter_map(|(at, key)| row(*at, state.row(*key)?)).filter(|row| {
                query.buyer.is_none_or(|only| row.buyer == only)
                    && query.seller.is_none_or(|only| row.seller == only)
                    && query.state.as_ref().is_none_or(|only| row.state == *only)
            });
            Ok(rows.take(count(query.limit)).collect())
        })
    }

    async fn turns(&self, query: TurnQuery) -> Result<Vec<TurnRow>, StoreError> {
        self.with(|state| {
            state.marketplaces.get(&query.marketplace).ok_or_else(|| missing(query.marketplace))?;
            let of = match query.of {
                InboxOf::Party(party) => TurnOf::Party(party),
                InboxOf::Mediators => TurnOf::Mediators,
                InboxOf::Staff => TurnOf::Staff,
                InboxOf::Outside => TurnOf::Outside,
            };
            let list = state.turns.get(&(query.marketplace, whom(&of))).into_iter().flatten();
            let after = |(at, key, ordinal): &&(Timestamp, u64, u16)| {
                query.after.is_none_or(|after| {
                    (*at, *key, *ordinal) > (after.end.unwrap_or(Timestamp::MAX), after.key, after.ordinal)
                })
            };
            let rows = list.filter(after).filter_map(|(_, key, ordinal)| {
                let row = state.row(*key)?;
                let AggregateId::Order(order) = row.head.id else { return None };
                let turn = row.turns.get(usize::from(*ordinal))?;
                Some(TurnRow {
                    cursor: TurnCursor { end: turn.end, key: *key, ordinal: *ordinal },
                    order,
                    case: turn.case.map(CaseNo),
                    what: turn.what.clone(),
                    end: turn.end,
                })
            });
            Ok(rows.take(count(query.limit)).collect())
        })
    }
}
