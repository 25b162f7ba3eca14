//! Which pages are asked for: those of real people of the data, spread over all its orders.
use crate::wire::House;
use anyhow::{Context, Result};
use engine::ports::{ListCursor, Marketplace, OrderQuery, OrderRow};
use engine::vault::PersonState;
use resolution::id::{AggregateId, PartyId};
use std::collections::BTreeSet;

/// Orders that a query gives at once.
const AT_ONCE: u32 = 200;

/// A page as one person asks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask {
    /// What kind of page, for the report.
    pub kind: &'static str,
    /// `buyer:ID`, `seller:ID` or `mediator:ID`.
    pub who: String,
    /// The path.
    pub path: String,
}

/// Pages about `wanted` orders, evenly over the list; orders with cases stand for themselves besides.
///
/// # Errors
/// Where the store fails or the marketplace has no orders.
pub async fn asks(house: &House, marketplace: &Marketplace, wanted: usize) -> Result<Vec<Ask>> {
    let rows = all(house, marketplace).await?;
    let every = (rows.len() / wanted.max(1)).max(1);
    let mut asks = BTreeSet::new();
    for row in rows.iter().step_by(every) {
        of_row(house, marketplace, row, &mut asks).await?;
    }
    let mut disputed = 0;
    for part in rows.chunks(AT_ONCE.try_into()?) {
        let ids = part.iter().map(|row| AggregateId::Order(row.order)).collect();
        for (row, view) in part.iter().zip(house.engine.views(marketplace.id, ids).await?) {
            let cases =
                view.as_ref().and_then(|view| view.aggregate.order()).map_or(0, |order| order.cases.len());
            if cases > 0 && disputed < wanted {
                disputed += 1;
                of_cases(house, marketplace, row, cases, &mut asks).await?;
            }
        }
    }
    asks.insert(Ask {
        kind: "mediator's queue",
        who: "mediator:bench".to_owned(),
        path: "/staff/".to_owned(),
    });
    Ok(asks.into_iter().collect())
}

async fn all(house: &House, marketplace: &Marketplace) -> Result<Vec<OrderRow>> {
    let mut rows: Vec<OrderRow> = Vec::new();
    let mut after: Option<ListCursor> = None;
    loop {
        let (buyer, seller, state) = (None, None, None);
        let query = OrderQuery { marketplace: marketplace.id, buyer, seller, state, after, limit: AT_ONCE };
        let part = house.engine.orders(query).await?;
        let Some(last) = part.last() else { break };
        after = Some(last.cursor);
        rows.extend(part);
    }
    rows.first().with_context(|| format!("the marketplace '{}' has no orders", marketplace.slug))?;
    Ok(rows)
}

async fn name(house: &House, marketplace: &Marketplace, party: PartyId) -> Result<Option<String>> {
    Ok(match house.vault.person(marketplace.id, party).await? {
        PersonState::Known(person) => Some(person.external_id),
        PersonState::Erased | PersonState::Unknown => None,
    })
}

async fn of_row(house: &House, market: &Marketplace, row: &OrderRow, asks: &mut BTreeSet<Ask>) -> Result<()> {
    let order = row.order;
    if let Some(buyer) = name(house, market, row.buyer).await? {
        let who = format!("buyer:{buyer}");
        asks.insert(Ask { kind: "buyer's orders", who: who.clone(), path: "/buyer/".to_owned() });
        asks.insert(Ask { kind: "buyer's order", who: who.clone(), path: format!("/buyer/orders/{order}") });
        asks.insert(Ask { kind: "buyer's form", who, path: format!("/buyer/orders/{order}/dispute") });
    }
    if let Some(seller) = name(house, market, row.seller).await? {
        let who = format!("seller:{seller}");
        asks.insert(Ask { kind: "seller's inbox", who: who.clone(), path: "/seller/".to_owned() });
        asks.insert(Ask { kind: "seller's orders", who: who.clone(), path: "/seller/orders".to_owned() });
        asks.insert(Ask { kind: "seller's order", who, path: format!("/seller/orders/{order}") });
    }
    Ok(())
}

async fn of_cases(
    house: &House,
    market: &Marketplace,
    row: &OrderRow,
    cases: usize,
    asks: &mut BTreeSet<Ask>,
) -> Result<()> {
    let (buyer, seller) = (name(house, market, row.buyer).await?, name(house, market, row.seller).await?);
    for no in 0..u16::try_from(cases)? {
        let case = resolution::id::inner_id("cas", row.order, no);
        for (role, kind, id) in [("buyer", "buyer's case", &buyer), ("seller", "seller's case", &seller)] {
            if let Some(id) = id {
                let (who, path) = (format!("{role}:{id}"), format!("/{role}/cases/{case}"));
                asks.insert(Ask { kind, who, path });
            }
        }
        let who = "mediator:bench".to_owned();
        asks.insert(Ask { kind: "mediator's case", who, path: format!("/staff/cases/{case}") });
    }
    Ok(())
}
