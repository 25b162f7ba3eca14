//! Marketplaces of the installation.
use super::keys;
use crate::auth::{Admin, Caller};
use crate::convert;
use crate::error::{Answer, ApiError};
use crate::extract::{Body, Path};
use crate::state::App;
use api::problem::Code;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::NewMarketplace;
use engine::ports::{Marketplace, PolicyFiles};
use resolution::id::MarketplaceId;
use resolution::policy::{self, presets};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, list)).routes(routes!(read)).routes(routes!(own))
}

/// Makes a marketplace and its first key, which is shown only here. The same again changes nothing.
#[utoipa::path(post, path = "/v1/marketplaces", operation_id = "createMarketplace", tag = "marketplaces",
    request_body = api::NewMarketplace,
    responses((status = 201, body = api::MarketplaceCreated), (status = 200, body = api::MarketplaceCreated,
        description = "It existed already with the same content; no key is made")))]
async fn create(
    State(app): State<App>,
    _admin: Admin,
    Body(new): Body<api::NewMarketplace>,
) -> Answer<(StatusCode, Json<api::MarketplaceCreated>)> {
    if !is_slug(&new.slug) {
        return Err(ApiError::invalid(
            "slug",
            "1 to 40 lower-case letters, digits and hyphens, beginning with a letter or digit",
        ));
    }
    let known = app.engine.store().marketplace(MarketplaceId::of(&new.slug)).await?;
    let wanted = wanted(&app, new).await?;
    let made = app.engine.create_marketplace(wanted).await?;
    let (status, key) = match known {
        Some(_) => (StatusCode::OK, None),
        None => (StatusCode::CREATED, Some(keys::make(&app, &made, "first").await?)),
    };
    let marketplace = view(&app, &made).await?;
    Ok((status, Json(api::MarketplaceCreated { marketplace, key })))
}

fn is_slug(slug: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&slug.len()) && slug.chars().all(fits) && !slug.starts_with('-')
}

async fn wanted(app: &App, new: api::NewMarketplace) -> Answer<NewMarketplace> {
    let files = policy_files(&new.policy)?;
    let hash = app.engine.add_policy(files.clone()).await?;
    let proposed = policy::check(&files).map(|policy| policy.zone).unwrap_or_default();
    let sandbox = new.sandbox.map(|sandbox| sandbox.clock.unwrap_or_else(|| app.engine.wall()));
    Ok(NewMarketplace {
        slug: new.slug,
        zone: new.zone.unwrap_or(proposed),
        calendar: new.calendar,
        currency: convert::currency(&new.currency)?,
        policy: hash,
        sandbox,
        languages: if new.languages.is_empty() { vec!["en".to_owned()] } else { new.languages },
    })
}

fn policy_files(choice: &api::PolicyChoice) -> Answer<PolicyFiles> {
    match (&choice.preset, &choice.files) {
        (Some(preset), None) => presets::files(preset).ok_or_else(|| {
            ApiError::invalid("policy.preset", format!("one of: {}", presets::NAMES.join(", ")))
        }),
        (None, Some(files)) => Ok(files.clone()),
        _ => Err(ApiError::invalid("policy", "either 'preset' or 'files'")),
    }
}

/// All marketplaces.
#[utoipa::path(get, path = "/v1/marketplaces", operation_id = "listMarketplaces", tag = "marketplaces",
    responses((status = 200, body = api::Marketplaces)))]
async fn list(State(app): State<App>, _admin: Admin) -> Answer<Json<api::Marketplaces>> {
    let mut items = Vec::new();
    for marketplace in app.engine.marketplaces().await? {
        items.push(view(&app, &marketplace).await?);
    }
    Ok(Json(api::Marketplaces { items }))
}

/// One marketplace.
#[utoipa::path(get, path = "/v1/marketplaces/{marketplace}", operation_id = "readMarketplace", tag = "marketplaces",
    responses((status = 200, body = api::Marketplace)))]
async fn read(
    State(app): State<App>,
    _admin: Admin,
    Path(slug): Path<String>,
) -> Answer<Json<api::Marketplace>> {
    let found = by_slug(&app, &slug).await?;
    Ok(Json(view(&app, &found).await?))
}

/// The marketplace that the key belongs to.
#[utoipa::path(get, path = "/v1/marketplace", operation_id = "readOwnMarketplace", tag = "marketplaces",
    responses((status = 200, body = api::Marketplace)))]
async fn own(State(app): State<App>, caller: Caller) -> Answer<Json<api::Marketplace>> {
    Ok(Json(view(&app, &caller.marketplace).await?))
}

/// A marketplace by its name in addresses.
pub(super) async fn by_slug(app: &App, slug: &str) -> Answer<Marketplace> {
    let found = app.engine.store().marketplace(MarketplaceId::of(slug)).await?;
    found.ok_or_else(|| ApiError::new(Code::NotFound, "There is no marketplace of that name; check it."))
}

async fn view(app: &App, marketplace: &Marketplace) -> Answer<api::Marketplace> {
    Ok(api::Marketplace {
        id: marketplace.id.to_string(),
        slug: marketplace.slug.clone(),
        zone: marketplace.zone.clone(),
        calendar: marketplace.calendar.clone(),
        currency: marketplace.currency.code().to_owned(),
        policy: marketplace.policy.clone(),
        sandbox: marketplace.sandbox.is_some(),
        now: app.engine.now(marketplace.id).await?,
        languages: marketplace.languages.clone(),
        created: marketplace.created,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_plain() {
        assert!(["a", "shop-2", "0"].into_iter().all(is_slug));
        let long = "a".repeat(41);
        assert!(!["", "-a", "Shop", "a b", "ä", &long].into_iter().any(is_slug));
    }
}
