//! The protection fund: what it has, and the changes of its budget (PLF-5).
use crate::acts::{self, Acted};
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::Intent;
use crate::parties::{self, Names};
use crate::state::App;
use crate::{convert, view};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::Envelope;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::fund::FundCommand;
use resolution::id::{AggregateId, FundId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(change))
}

/// The protection fund: what it has in each currency, and every change of its budget.
#[utoipa::path(get, path = "/v1/fund", operation_id = "readFund", tag = "fund",
    responses((status = 200, body = api::FundView)))]
pub(crate) async fn read(State(app): State<App>, caller: Caller) -> Answer<Json<api::FundView>> {
    let found = app.engine.fund(caller.id()).await?;
    let fund = found.as_ref().and_then(|view| view.aggregate.fund());
    let people = fund.map(|fund| fund.changes.iter().filter_map(|change| change.by).collect());
    let names = Names::load(&app, caller.id(), people.unwrap_or_default()).await?;
    Ok(Json(view::fund(FundId::of(caller.id()), fund, &names)))
}

/// Puts money into the budget, or takes back what is neither reserved nor spent.
#[utoipa::path(post, path = "/v1/fund/changes", operation_id = "changeFund", tag = "fund",
    request_body = api::NewFundChange, responses((status = 201, body = api::Done)))]
pub(crate) async fn change(
    State(app): State<App>,
    intent: Intent<api::NewFundChange>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let caller = &intent.caller;
    if let (Actor::Finance(_), Some(external)) = (&caller.actor, &caller.external) {
        parties::remember(&app, caller.id(), external).await?;
    }
    let currency = convert::currency(&new.amount.currency)?;
    let amount = convert::minor("amount", &new.amount, currency)?;
    let change = new.change.parse().map_err(|_| ApiError::invalid("change", "add or take_back"))?;
    let command = FundCommand::ChangeBudget { currency, change, amount, reason: new.reason };
    let id = AggregateId::Fund(FundId::of(caller.id()));
    let mut envelope = Envelope::new(caller.id(), id, Command::Fund(command), caller.actor.clone());
    envelope.idempotency.clone_from(&intent.guard.idempotency);
    let decided = acts::submit(&app, envelope).await?;
    let events = vec!["budget_changed".to_owned()];
    let (created, revision) = (None, None);
    let body = api::Done { id: id.to_string(), version: decided.version, created, revision, events };
    Ok(Acted { status: StatusCode::CREATED, replayed: decided.replayed, body })
}
