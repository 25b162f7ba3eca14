//! One inbox a person: everything that waits, most urgent first (NOT-4).
use super::{bad_cursor, limit};
use crate::auth::Caller;
use crate::error::Answer;
use crate::extract::Params;
use crate::ids;
use crate::pages::Zone;
use crate::state::App;
use crate::view::Clocks;
use axum::Json;
use axum::extract::State;
use engine::ports::{InboxOf, TurnCursor, TurnQuery, TurnRow};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::id::AggregateId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read))
}

/// Everything that waits for the caller, most urgent first: for a mediator also what no mediator has yet, for finance and
/// the marketplace itself what waits for staff.
#[utoipa::path(get, path = "/v1/inbox", operation_id = "readInbox", tag = "inbox", params(api::InboxFilter),
    responses((status = 200, body = api::Page<api::InboxItem>)))]
async fn read(
    State(app): State<App>,
    caller: Caller,
    Params(filter): Params<api::InboxFilter>,
) -> Answer<Json<api::Page<api::InboxItem>>> {
    let limit = limit(filter.limit, 50, 200)?;
    let zone = Zone::named(filter.zone.as_deref())?;
    let after = filter.after.as_deref().map(|text| read_cursor(text).ok_or_else(bad_cursor)).transpose()?;
    let rows = rows(&app, &caller, &whose(&caller.actor), after, limit).await?;
    let full = u32::try_from(rows.len()).unwrap_or(u32::MAX) >= limit;
    let next = rows.last().filter(|_| full).map(|row| write_cursor(row.cursor));
    let now = app.engine.now(caller.id()).await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        items.push(item(&app, &caller, &row, now, &zone).await?);
    }
    Ok(Json(api::Page { items, next }))
}

/// Several inboxes as one, most urgent first.
pub(crate) async fn rows(
    app: &App,
    caller: &Caller,
    whose: &[InboxOf],
    after: Option<TurnCursor>,
    limit: u32,
) -> Answer<Vec<TurnRow>> {
    let mut rows = Vec::new();
    for of in whose {
        let query = TurnQuery { marketplace: caller.id(), of: *of, after, limit };
        rows.extend(app.engine.inbox(query).await?);
    }
    rows.sort_by_key(|row| (row.cursor.end.is_none(), row.cursor.end, row.cursor.key, row.cursor.ordinal));
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}

/// Whose inboxes an actor reads.
pub(crate) fn whose(actor: &Actor) -> Vec<InboxOf> {
    match actor {
        Actor::Buyer(id) | Actor::Seller(id) => vec![InboxOf::Party(*id)],
        Actor::Mediator(id) => vec![InboxOf::Party(*id), InboxOf::Mediators],
        _ => vec![InboxOf::Staff],
    }
}

async fn item(
    app: &App,
    caller: &Caller,
    row: &TurnRow,
    now: Timestamp,
    zone: &Zone,
) -> Answer<api::InboxItem> {
    let view = app.engine.view(caller.id(), row.about).await?;
    let clock = view.as_ref().and_then(|view| {
        let case = row.case.and_then(|no| view.aggregate.order()?.case(no));
        let then = case.map_or_else(|| then_of(&row.what), |case| case.stage.on_end.as_str());
        let clocks = Clocks { now, calendar: &view.governing.calendar, reader: zone.named_zone() };
        row.end.map(|end| clocks.running(end, then))
    });
    let (order, account, case) = match row.about {
        AggregateId::Order(order) => {
            (Some(order.to_string()), None, row.case.map(|no| ids::write(ids::CASE, order, no.0)))
        }
        AggregateId::Account(account) => {
            let case = row.case.map(|no| ids::write_account_case(account, no));
            (None, Some(account.to_string()), case)
        }
        // Nothing ever waits on a fund.
        AggregateId::Fund(_) => (None, None, None),
    };
    Ok(api::InboxItem { order, account, case, what: row.what.clone(), clock })
}

/// What follows from silence on what waits outside a case of an order.
pub(crate) fn then_of(what: &str) -> &str {
    match what {
        "account_answering" => "account_review",
        "account_reviewing" | "account_appealing" => "account_stays",
        "report_reviewing" => "report_not_upheld",
        "account_last_day" => "account_lifted",
        other => other,
    }
}

/// A place in an inbox as a text.
pub(crate) fn write_cursor(cursor: TurnCursor) -> String {
    let end = cursor.end.map(|end| end.to_string()).unwrap_or_default();
    format!("{end}~{}~{}", cursor.key, cursor.ordinal)
}

/// The same, read.
pub(crate) fn read_cursor(text: &str) -> Option<TurnCursor> {
    let mut parts = text.split('~');
    let end = parts.next()?;
    let end = if end.is_empty() { None } else { Some(end.parse().ok()?) };
    let cursor = TurnCursor { end, key: parts.next()?.parse().ok()?, ordinal: parts.next()?.parse().ok()? };
    parts.next().is_none().then_some(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text() {
        for end in [None, Some(Timestamp::UNIX_EPOCH)] {
            let cursor = TurnCursor { end, key: 7, ordinal: 3 };
            assert_eq!(read_cursor(&write_cursor(cursor)), Some(cursor));
        }
        assert_eq!(read_cursor("1~2"), None);
    }
}
