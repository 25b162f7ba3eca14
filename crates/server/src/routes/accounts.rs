//! Accounts of parties, payouts, and the ledger.
use crate::acts::{self, Acted};
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::parties::{self, Names};
use crate::state::App;
use crate::view;
use crate::{convert, ids};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::ports::BalanceRow;
use engine::{Envelope, View};
use resolution::account::{Account, AccountCommand, AccountEvent};
use resolution::aggregate::{Command, Event};
use resolution::id::{AccountId, AccountRole, AggregateId, PartyId};
use resolution::ledger::Commodity;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(pay_out))
        .routes(routes!(set_route))
        .routes(routes!(balances))
}

/// An account that may exist for this caller.
pub(crate) fn visible(
    app: &App,
    caller: &Caller,
    role: &str,
    external: &str,
) -> Answer<(AccountId, PartyId)> {
    let missing = || ApiError::not_found("account");
    let role = [AccountRole::Seller, AccountRole::Buyer].into_iter().find(|known| known.word() == role);
    let role = role.ok_or_else(missing)?;
    let party = parties::pseudonym(app, caller.id(), "party", external)?;
    if !caller.sees_account(role, party) {
        return Err(missing());
    }
    Ok((AccountId::of(caller.id(), role, party), party))
}

/// An account that was read.
pub(crate) struct Found(pub(crate) View);

impl Found {
    /// The account in it.
    pub(crate) fn account(&self) -> Answer<&Account> {
        self.0.aggregate.account().ok_or_else(|| ApiError::not_found("account"))
    }
}

/// Reads an account.
pub(crate) async fn account_of(app: &App, caller: &Caller, id: AccountId) -> Answer<Found> {
    app.engine.account(caller.id(), id).await?.map(Found).ok_or_else(|| ApiError::not_found("account"))
}

/// The account of a seller (payable, receivable, payouts, reputation) or a buyer (wallet).
#[utoipa::path(get, path = "/v1/accounts/{role}/{party}", operation_id = "readAccount", tag = "accounts",
    responses((status = 200, body = api::AccountView)))]
pub(crate) async fn read(
    State(app): State<App>,
    caller: Caller,
    Path((role, external)): Path<(String, String)>,
) -> Answer<Json<api::AccountView>> {
    let (id, party) = visible(&app, &caller, &role, &external)?;
    let found = account_of(&app, &caller, id).await?;
    let names = Names::load(&app, caller.id(), vec![party]).await?;
    let now = app.engine.now(caller.id()).await?;
    Ok(Json(view::account(found.account()?, &found.0, &names, now)))
}

/// Pays out what is available, or part of it (MON-12).
#[utoipa::path(post, path = "/v1/accounts/{role}/{party}/payouts", operation_id = "payOut", tag = "accounts",
    request_body = api::NewPayout, responses((status = 201, body = api::Done)))]
pub(crate) async fn pay_out(
    State(app): State<App>,
    Path((role, external)): Path<(String, String)>,
    intent: Intent<api::NewPayout>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let caller = &intent.caller;
    let currency = new.currency.as_deref().map_or(Ok(caller.marketplace.currency), convert::currency)?;
    let amount = new.amount.as_ref().map(|amount| convert::minor("amount", amount, currency)).transpose()?;
    if let Some(provider) = &new.provider {
        known_provider(&app, caller, provider)?;
    }
    let command = AccountCommand::PayOut { currency, amount, provider: new.provider };
    act(&app, &intent, (&role, &external), command, StatusCode::CREATED).await
}

/// Says through which connector a seller is paid by schedule, from the policy's next time on (MON-12).
#[utoipa::path(post, path = "/v1/accounts/{role}/{party}/payout_route", operation_id = "setPayoutRoute",
    tag = "accounts", request_body = api::NewPayoutRoute, responses((status = 200, body = api::Done)))]
async fn set_route(
    State(app): State<App>,
    Path((role, external)): Path<(String, String)>,
    intent: Intent<api::NewPayoutRoute>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    if let Some(provider) = &new.provider {
        known_provider(&app, &intent.caller, provider)?;
    }
    let command = AccountCommand::SetPayoutRoute { provider: new.provider };
    act(&app, &intent, (&role, &external), command, StatusCode::OK).await
}

/// A connector that is set up here: money is not promised through one that is not.
fn known_provider(app: &App, caller: &Caller, provider: &str) -> Answer<()> {
    if app.engine.has_gateway(caller.id(), provider) {
        return Ok(());
    }
    Err(ApiError::invalid("provider", "the name of a connector that is set up for this marketplace"))
}

/// Carries out an act on an account that may exist for the caller.
pub(crate) async fn act(
    app: &App,
    intent: &Intent<()>,
    (role, external): (&str, &str),
    command: AccountCommand,
    status: StatusCode,
) -> Answer<Acted<api::Done>> {
    let (id, _) = visible(app, &intent.caller, role, external)?;
    submit(app, intent, id, command, status).await
}

/// Gives an account a command, and says what came of it.
pub(crate) async fn submit(
    app: &App,
    intent: &Intent<()>,
    account: AccountId,
    command: AccountCommand,
    status: StatusCode,
) -> Answer<Acted<api::Done>> {
    let caller = &intent.caller;
    let id = AggregateId::Account(account);
    let mut envelope = Envelope::new(caller.id(), id, Command::Account(command), caller.actor.clone());
    envelope.idempotency.clone_from(&intent.guard.idempotency);
    let decided = acts::submit(app, envelope).await?;
    let history = app.engine.history(caller.id(), id).await?;
    let made = acts::made(&history, decided);
    let created = made.iter().find_map(|event| match event {
        Event::Account(AccountEvent::AccountRestricted { case, .. }) => {
            Some(ids::write_account_case(account, *case))
        }
        _ => None,
    });
    let events = made.into_iter().map(view::kind).collect();
    let body = api::Done { id: id.to_string(), version: decided.version, created, revision: None, events };
    Ok(Acted { status, replayed: decided.replayed, body })
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
