//! Terms in plain words, and the policy behind them (MSG-4).
use super::marketplaces::by_slug;
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::Path;
use crate::state::App;
use crate::view;
use axum::Json;
use axum::extract::State;
use resolution::policy;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(own))
        .routes(routes!(public))
        .routes(routes!(of_policy))
        .routes(routes!(read_policy))
}

/// The terms of new orders: windows, reasons, evidence, who pays, how and when refunds come; a text a language.
#[utoipa::path(get, path = "/v1/terms", operation_id = "readTerms", tag = "terms",
    responses((status = 200, body = api::TermsView)))]
pub(crate) async fn own(State(app): State<App>, caller: Caller) -> Answer<Json<api::TermsView>> {
    let governing = app.engine.governing(caller.id()).await?;
    Ok(Json(view::terms(policy::terms(&governing.policy))))
}

/// The same for anyone, as a public page needs it.
#[utoipa::path(get, path = "/v1/marketplaces/{marketplace}/terms", operation_id = "readPublicTerms", tag = "terms",
    responses((status = 200, body = api::TermsView)))]
async fn public(State(app): State<App>, Path(slug): Path<String>) -> Answer<Json<api::TermsView>> {
    let marketplace = by_slug(&app, &slug).await?;
    let governing = app.engine.governing(marketplace.id).await?;
    Ok(Json(view::terms(policy::terms(&governing.policy))))
}

/// The terms of a policy by its content hash: those under which an order was placed.
#[utoipa::path(get, path = "/v1/policies/{policy}/terms", operation_id = "readPolicyTerms", tag = "terms",
    responses((status = 200, body = api::TermsView)))]
pub(crate) async fn of_policy(
    State(app): State<App>,
    _caller: Caller,
    Path(hash): Path<String>,
) -> Answer<Json<api::TermsView>> {
    let missing = || ApiError::not_found("policy");
    let files = app.engine.store().policy_files(hash).await?.ok_or_else(missing)?;
    let checked = policy::read(&files).map_err(|_| missing())?;
    Ok(Json(view::terms(policy::terms(&checked))))
}

/// The policy of new orders: its process as a table, and its files.
#[utoipa::path(get, path = "/v1/policy", operation_id = "readPolicy", tag = "terms",
    responses((status = 200, body = api::PolicyView)))]
async fn read_policy(State(app): State<App>, caller: Caller) -> Answer<Json<api::PolicyView>> {
    let governing = app.engine.governing(caller.id()).await?;
    let hash = governing.policy.hash.to_string();
    let files = app.engine.store().policy_files(hash.clone()).await?.unwrap_or_default();
    let process = policy::show(&governing.policy);
    Ok(Json(api::PolicyView { name: governing.policy.name.clone(), hash, process, files }))
}
