//! Accounts of parties, payouts, and the ledger.
use crate::acts::{self, Acted};
use crate::auth::Caller;
use crate::convert;
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::parties::{self, Names};
use crate::state::App;
use crate::view;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::Envelope;
use engine::ports::BalanceRow;
use resolution::account::AccountCommand;
use resolution::aggregate::Command;
use resolution::id::{AccountId, AccountRole, AggregateId, PartyId};
use resolution::ledger::Commodity;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(pay_out)).routes(routes!(balances))
}

/// An account that exists for this caller.
fn account(app: &App, caller: &Caller, role: &str, external: &str) -> Answer<(AccountId, PartyId)> {
    let missing = || ApiError::not_found("account");
    let role = [AccountRole::Seller, AccountRole::Buyer].into_iter().find(|known| known.word() == role);
    let role = role.ok_or_else(missing)?;
    let party = parties::pseudonym(app, caller.id(), "party", external)?;
    if !caller.sees_account(role, party) {
        return Err(missing());
    }
    Ok((AccountId::of(caller.id(), role, party), party))
}

/// The account of a seller (payable, receivable, payouts) or a buyer (wallet).
#[utoipa::path(get, path = "/v1/accounts/{role}/{party}", operation_id = "readAccount", tag = "accounts",
    responses((status = 200, body = api::AccountView)))]
async fn read(
    State(app): State<App>,
    caller: Caller,
    Path((role, external)): Path<(String, String)>,
) -> Answer<Json<api::AccountView>> {
    let (id, party) = account(&app, &caller, &role, &external)?;
    let found = app.engine.account(caller.id(), id).await?;
    let found = found
        .as_ref()
        .and_then(|view| view.aggregate.account())
        .ok_or_else(|| ApiError::not_found("account"))?;
    let names = Names::load(&app, caller.id(), vec![party]).await?;
    Ok(Json(view::account(found, &names)))
}

/// Pays out what is available, or part of it (MON-12).
#[utoipa::path(post, path = "/v1/accounts/{role}/{party}/payouts", operation_id = "payOut", tag = "accounts",
    request_body = api::NewPayout, responses((status = 201, body = api::Done)))]
async fn pay_out(
    State(app): State<App>,
    Path((role, external)): Path<(String, String)>,
    intent: Intent<api::NewPayout>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let caller = &intent.caller;
    let (id, _) = account(&app, caller, &role, &external)?;
    let currency = new.currency.as_deref().map_or(Ok(caller.marketplace.currency), convert::currency)?;
    let amount = new.amount.as_ref().map(|amount| convert::minor("amount", amount, currency)).transpose()?;
    let id = AggregateId::Account(id);
    let command = AccountCommand::PayOut { currency, amount, provider: new.provider };
    let mut envelope = Envelope::new(caller.id(), id, Command::Account(command), caller.actor.clone());
    envelope.idempotency.clone_from(&intent.guard.idempotency);
    let decided = acts::submit(&app, envelope).await?;
    let history = app.engine.history(caller.id(), id).await?;
    let events = acts::made(&history, decided).into_iter().map(view::kind).collect();
    let body =
        api::Done { id: id.to_string(), version: decided.version, created: None, revision: None, events };
    Ok(Acted { status: StatusCode::CREATED, replayed: decided.replayed, body })
}

/// Balances of the ledger, as of a position of the feed: over all accounts of a currency the sum is zero.
#[utoipa::path(get, path = "/v1/ledger/balances", operation_id = "readBalances", tag = "accounts",
    responses((status = 200, body = api::LedgerBalances)))]
async fn balances(State(app): State<App>, caller: Caller) -> Answer<Json<api::LedgerBalances>> {
    let found = app.engine.balances(caller.id()).await?;
    let owners = found.rows.iter().flat_map(|row| owners(&row.account.to_string())).collect();
    let names = Names::load(&app, caller.id(), owners).await?;
    let items = found.rows.iter().map(|row| balance(row, &names)).collect();
    Ok(Json(api::LedgerBalances { as_of: found.as_of, items }))
}

/// The pseudonyms in an account's name.
fn owners(name: &str) -> Vec<PartyId> {
    name.split(':').filter_map(|part| part.parse().ok()).collect()
}

fn balance(row: &BalanceRow, names: &Names) -> api::LedgerBalance {
    api::LedgerBalance {
        account: names.within(&row.account.to_string()),
        amount: row.amount,
        commodity: match row.of {
            Commodity::Money(currency) => currency.code().to_owned(),
            Commodity::Coins => "coins".to_owned(),
        },
        entries: row.entries,
    }
}
