//! Reading orders.
use super::{bad_cursor, limit};
use crate::acts::{order_of, visible};
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Path};
use crate::parties::{self, Names};
use crate::state::App;
use crate::{ids, pages, view};
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use engine::ports::{ListCursor, OrderQuery, OrderRow};
use resolution::actor::Actor;
use resolution::id::PartyId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(listing))
}

/// Orders, newest first. A buyer or seller sees their own.
#[utoipa::path(get, path = "/v1/orders", operation_id = "listOrders", tag = "orders", params(api::OrderFilter),
    responses((status = 200, body = api::Page<api::OrderSummary>)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Params(filter): Params<api::OrderFilter>,
) -> Answer<Json<api::Page<api::OrderSummary>>> {
    let limit = limit(filter.limit, 50, 200)?;
    let party = |field: &str, id: Option<&str>| {
        id.map(|id| parties::pseudonym(&app, caller.id(), field, id)).transpose()
    };
    let (mut buyer, mut seller) =
        (party("buyer", filter.buyer.as_deref())?, party("seller", filter.seller.as_deref())?);
    let nobody_elses = |asked: Option<PartyId>, own: PartyId| asked.is_none_or(|asked| asked == own);
    let own = match &caller.actor {
        Actor::Buyer(id) => nobody_elses(buyer.replace(*id), *id),
        Actor::Seller(id) => nobody_elses(seller.replace(*id), *id),
        _ => true,
    };
    if !own {
        return Ok(Json(api::Page { items: Vec::new(), next: None }));
    }
    let after = filter.after.as_deref().map(|text| read_cursor(text).ok_or_else(bad_cursor)).transpose()?;
    let query = OrderQuery { marketplace: caller.id(), buyer, seller, state: filter.state, after, limit };
    let rows = app.engine.orders(query).await?;
    let named = rows.iter().flat_map(|row| [row.buyer, row.seller]).collect();
    let names = Names::load(&app, caller.id(), named).await?;
    let full = u32::try_from(rows.len()).unwrap_or(u32::MAX) >= limit;
    let next = rows.last().filter(|_| full).map(|row| write_cursor(row.cursor));
    Ok(Json(api::Page { items: rows.into_iter().map(|row| summary(row, &names)).collect(), next }))
}

fn summary(row: OrderRow, names: &Names) -> api::OrderSummary {
    api::OrderSummary {
        id: row.order.to_string(),
        state: row.state,
        buyer: names.of(row.buyer),
        seller: names.of(row.seller),
        placed_at: row.cursor.at,
        version: row.version,
    }
}

pub(crate) fn write_cursor(cursor: ListCursor) -> String {
    format!("{}~{}", cursor.at, cursor.key)
}

pub(crate) fn read_cursor(text: &str) -> Option<ListCursor> {
    let (at, key) = text.split_once('~')?;
    Some(ListCursor { at: at.parse().ok()?, key: key.parse().ok()? })
}

/// An order with its clocks, its money, and what its reader may do now. The `ETag` is its version.
#[utoipa::path(get, path = "/v1/orders/{order}", operation_id = "readOrder", tag = "orders", params(api::Reader),
    responses((status = 200, body = api::OrderView, headers(("ETag" = String, description = "The version, for If-Match")))))]
async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(order): Path<String>,
    Params(reader): Params<api::Reader>,
) -> Answer<impl IntoResponse> {
    let found = visible(&app, &caller, ids::order(&order)?).await?;
    let page = pages::page(&app, &caller, &found, &reader, Vec::new(), view::order).await?;
    Ok(([(header::ETAG, format!("\"{}\"", page.version))], Json(page)))
}

/// A listing of the order as the buyer saw it (EVI-7): the bytes whose SHA-256 is the digest in the path.
#[utoipa::path(get, path = "/v1/orders/{order}/listings/{listing}", operation_id = "readListing", tag = "orders",
    responses((status = 200, body = Object, content_type = "application/json")))]
async fn listing(
    State(app): State<App>,
    caller: Caller,
    Path((order, listing)): Path<(String, String)>,
) -> Answer<impl IntoResponse> {
    let found = visible(&app, &caller, ids::order(&order)?).await?;
    let of_order =
        order_of(&found)?.placed.lines.iter().any(|line| line.listing.as_deref() == Some(listing.as_str()));
    let mut digest = [0; 32];
    if !of_order || hex::decode_to_slice(&listing, &mut digest).is_err() {
        return Err(ApiError::not_found("listing"));
    }
    let document = app.engine.store().document(caller.id(), digest).await?;
    let document = document.ok_or_else(|| ApiError::not_found("listing"))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], document.bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text() {
        let cursor = ListCursor { at: "2018-04-12T10:00:00.123Z".parse().expect("an instant"), key: 42 };
        assert_eq!(read_cursor(&write_cursor(cursor)), Some(cursor));
        assert_eq!(read_cursor("42"), None);
    }
}
