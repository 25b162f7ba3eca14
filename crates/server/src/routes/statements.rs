//! Numbered statements of sellers' accounts (MON-8, MON-12): the list, by status and date, and each with its lines.
use super::accounts::{account_of, visible};
use super::{bad_cursor, limit};
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Path};
use crate::state::App;
use crate::{convert, view};
use api::problem::Code;
use axum::Json;
use axum::extract::State;
use resolution::account::statement::{self, Which};
use resolution::account::{Account, AccountEvent};
use resolution::aggregate::Event;
use resolution::id::AggregateId;
use resolution::money::Currency;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What a statement can be.
pub(crate) const STATUSES: [&str; 4] = ["open", "on_its_way", "paid", "refused"];

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one))
}

/// Statements of a seller's account: those that are open, then newest first; by status, currency and date.
#[utoipa::path(get, path = "/v1/accounts/{role}/{party}/statements", operation_id = "listStatements", tag = "accounts",
    params(api::StatementFilter), responses((status = 200, body = api::Page<api::StatementView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Path((role, external)): Path<(String, String)>,
    Params(filter): Params<api::StatementFilter>,
) -> Answer<Json<api::Page<api::StatementView>>> {
    let (id, _) = visible(&app, &caller, &role, &external)?;
    let found = account_of(&app, &caller, id).await?;
    let now = app.engine.now(caller.id()).await?;
    page(found.account()?, &filter, now).map(Json)
}

/// One page of an account's statements.
pub(crate) fn page(
    account: &Account,
    filter: &api::StatementFilter,
    now: jiff::Timestamp,
) -> Answer<api::Page<api::StatementView>> {
    let limit = usize::try_from(limit(filter.limit, 50, 200)?).unwrap_or(usize::MAX);
    let after =
        filter.after.as_deref().map(|text| text.parse::<u16>().map_err(|_| bad_cursor())).transpose()?;
    let currency = filter.currency.as_deref().map(convert::currency).transpose()?;
    if let Some(status) = filter.status.as_deref().filter(|status| !STATUSES.contains(status)) {
        let known = STATUSES.join(", ");
        return Err(ApiError::new(Code::MalformedQuery, format!("status is one of {known}, not {status}.")));
    }
    let fits = |of: Currency, status: &str, closed: jiff::Timestamp| {
        currency.is_none_or(|wanted| wanted == of)
            && filter.status.as_deref().is_none_or(|wanted| wanted == status)
            && filter.from.is_none_or(|from| closed >= from)
            && filter.to.is_none_or(|to| closed < to)
    };
    let mut items = Vec::new();
    if after.is_none() {
        let open = account.balances.iter().filter(|(of, b)| b.since.lines > 0 && fits(**of, "open", now));
        items.extend(open.map(|(currency, balance)| view::statement::open(account, *currency, balance)));
    }
    let closed = account.payouts.iter().rev().filter(|p| after.is_none_or(|after| p.number() < after));
    let mut closed = closed.filter(|p| fits(p.currency, p.status(), p.promised));
    let rest = closed.by_ref().take(limit.saturating_sub(items.len()));
    items.extend(rest.map(|payout| view::statement::closed(account, payout)));
    let more = closed.next().is_some();
    let next =
        items.iter().rev().find_map(|item| item.number).filter(|_| more).map(|number| number.to_string());
    Ok(api::Page { items, next })
}

/// One statement with every movement: by its number, or `open` for what moved since the last one.
#[utoipa::path(get, path = "/v1/accounts/{role}/{party}/statements/{statement}", operation_id = "readStatement",
    tag = "accounts", params(api::StatementCurrency), responses((status = 200, body = api::StatementView)))]
pub(crate) async fn one(
    State(app): State<App>,
    caller: Caller,
    Path((role, external, number)): Path<(String, String, String)>,
    Params(query): Params<api::StatementCurrency>,
) -> Answer<Json<api::StatementView>> {
    let (id, _) = visible(&app, &caller, &role, &external)?;
    let found = account_of(&app, &caller, id).await?;
    let account = found.account()?;
    let currency = query.currency.as_deref().map_or(Ok(caller.marketplace.currency), convert::currency)?;
    let (statement, which, currency) = chosen(account, &number, currency)?;
    let history = app.engine.history(caller.id(), AggregateId::Account(id)).await?;
    let events = history.iter().flat_map(|entry| {
        entry.record.events.iter().filter_map(|event| Some((entry.record.at, own(event)?)))
    });
    let lines = statement::lines(account, which, events);
    let lines = lines.iter().map(|line| view::statement::line(line, currency)).collect();
    Ok(Json(api::StatementView { lines: Some(lines), ..statement }))
}

fn own(event: &Event) -> Option<&AccountEvent> {
    if let Event::Account(event) = event { Some(event) } else { None }
}

fn chosen(
    account: &Account,
    number: &str,
    currency: Currency,
) -> Answer<(api::StatementView, Which, Currency)> {
    let missing = || ApiError::not_found("statement");
    if number == "open" {
        let balance = account.balances.get(&currency).ok_or_else(missing)?;
        return Ok((view::statement::open(account, currency, balance), Which::Open(currency), currency));
    }
    let number = number.parse().map_err(|_| missing())?;
    let payout = statement::numbered(account, number).ok_or_else(missing)?;
    Ok((view::statement::closed(account, payout), Which::Of(payout.no), payout.currency))
}
