//! Keys of marketplaces: shown once, kept as a hash.
use super::marketplaces::by_slug;
use crate::auth::{Admin, ROLE_SERVER, key_hash};
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Path};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::ports::{ApiKey, Marketplace};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, list)).routes(routes!(revoke))
}

/// Makes another key; it is shown only here.
#[utoipa::path(post, path = "/v1/marketplaces/{marketplace}/keys", operation_id = "createKey", tag = "marketplaces",
    request_body = api::KeyName, responses((status = 201, body = api::NewKey)))]
async fn create(
    State(app): State<App>,
    _admin: Admin,
    Path(slug): Path<String>,
    Body(new): Body<api::KeyName>,
) -> Answer<(StatusCode, Json<api::NewKey>)> {
    let marketplace = by_slug(&app, &slug).await?;
    Ok((StatusCode::CREATED, Json(make(&app, &marketplace, &new.name).await?)))
}

/// All keys of a marketplace, without the keys themselves.
#[utoipa::path(get, path = "/v1/marketplaces/{marketplace}/keys", operation_id = "listKeys", tag = "marketplaces",
    responses((status = 200, body = api::Keys)))]
async fn list(State(app): State<App>, _admin: Admin, Path(slug): Path<String>) -> Answer<Json<api::Keys>> {
    let marketplace = by_slug(&app, &slug).await?;
    let keys = app.engine.store().api_keys(Some(marketplace.id)).await?;
    let view =
        |key: ApiKey| api::Key { id: key.id, name: key.name, created: key.created, revoked: key.revoked };
    Ok(Json(api::Keys { items: keys.into_iter().map(view).collect() }))
}

/// Makes a key worthless, at once and for good.
#[utoipa::path(delete, path = "/v1/marketplaces/{marketplace}/keys/{key}", operation_id = "revokeKey",
    tag = "marketplaces", responses((status = 204, description = "It is worth nothing now")))]
async fn revoke(
    State(app): State<App>,
    _admin: Admin,
    Path((slug, key)): Path<(String, String)>,
) -> Answer<StatusCode> {
    let marketplace = by_slug(&app, &slug).await?;
    let keys = app.engine.store().api_keys(Some(marketplace.id)).await?;
    if !keys.iter().any(|known| known.id == key) {
        return Err(ApiError::not_found("key"));
    }
    // A key that is worth nothing already stays so.
    let revoked = app.engine.store().revoke_api_key(key, app.engine.wall()).await;
    app.known_keys.forget();
    revoked?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a key of a marketplace.
pub(super) async fn make(app: &App, marketplace: &Marketplace, name: &str) -> Answer<api::NewKey> {
    let (mut id, mut secret) = ([0; 8], [0; 32]);
    app.random.fill(&mut id);
    app.random.fill(&mut secret);
    let kind = if marketplace.sandbox.is_some() { "test" } else { "live" };
    let new = api::NewKey {
        id: format!("key_{}", hex::encode(id)),
        key: format!("rk_{kind}_{}", hex::encode(secret)),
    };
    let kept = ApiKey {
        id: new.id.clone(),
        marketplace: Some(marketplace.id),
        name: name.to_owned(),
        role: ROLE_SERVER.to_owned(),
        hash: key_hash(&new.key),
        created: app.engine.wall(),
        revoked: None,
    };
    app.engine.store().put_api_key(kept).await?;
    Ok(new)
}
