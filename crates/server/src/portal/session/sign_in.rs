//! Staff signs in with a password. A wrong marketplace, login or password gets one answer, in one time.
use super::cookie::Area;
use super::pages::{self, Say, SignIn};
use super::token::{Holder, Role};
use super::{Turned, acting, begin, csrf, form};
use crate::error::Answer;
use crate::extract::Params;
use crate::staff;
use crate::state::App;
use axum::extract::{ConnectInfo, FromRequest, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use engine::ports::{Marketplace, Staff};
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use zeroize::Zeroizing;

/// Seconds until it is worth trying again where too many stand in line.
const LINE_LASTS: i64 = 5;
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// What the page is asked with.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    /// A marketplace's slug.
    #[serde(default)]
    marketplace: String,
    /// Where to go on afterwards.
    #[serde(default)]
    next: String,
}

/// What is typed in.
#[derive(Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    marketplace: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

/// An attempt, sent from our own page.
pub(super) struct Attempt {
    typed: Typed,
    address: Option<IpAddr>,
}

impl FromRequest<App> for Attempt {
    type Rejection = Turned;

    async fn from_request(request: Request, app: &App) -> Result<Self, Turned> {
        let (parts, body) = request.into_parts();
        if csrf::foreign(app, &parts.headers) {
            return Err(Turned::Foreign);
        }
        let bytes = form::read(app, &parts.headers, body).await?;
        Ok(Self { typed: form::parse(&bytes)?, address: address(app, &parts) })
    }
}

/// From where it came: the last one that the proxy names, or the other end of the connection.
fn address(app: &App, parts: &Parts) -> Option<IpAddr> {
    if app.settings.behind_proxy {
        let named = parts.headers.get_all(FORWARDED).into_iter().next_back()?.to_str().ok()?;
        return named.rsplit(',').next()?.trim().parse().ok();
    }
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip())
}

/// The page.
pub(super) async fn page(State(app): State<App>, Params(asked): Params<Asked>) -> Answer<Response> {
    shown(&app, &asked.marketplace, "", &asked.next, None).await
}

async fn shown(app: &App, slug: &str, login: &str, next: &str, problem: Option<Say>) -> Answer<Response> {
    let all = app.engine.marketplaces().await?;
    let only = match all.as_slice() {
        [one] => Some(one.slug.as_str()),
        _ => None,
    };
    let (marketplace, login, next) = (only.unwrap_or(slug).to_owned(), login.to_owned(), next.to_owned());
    Ok(pages::sign_in(SignIn { ask_marketplace: only.is_none(), marketplace, login, next, problem }))
}

/// Signs in.
pub(super) async fn sign_in(State(app): State<App>, attempt: Attempt) -> Answer<Response> {
    let (Attempt { typed, address }, now) = (attempt, app.engine.wall());
    let password = Zeroizing::new(typed.password);
    let login = staff::login(&typed.login).unwrap_or_default();
    let slug = typed.marketplace.trim().to_lowercase();
    let counted = match app.throttle.begin(&slug, &login, address, now) {
        Ok(counted) => counted,
        Err(seconds) => return wait(&app, &slug, &typed.login, &typed.next, seconds).await,
    };
    let found = find(&app, &slug, login).await?;
    let hash = found.as_ref().map(|(_, staff)| staff.password.clone());
    let Some(right) = staff::right(password, hash).await else {
        app.throttle.none(counted);
        return wait(&app, &slug, &typed.login, &typed.next, LINE_LASTS).await;
    };
    let entered = match found.filter(|_| right) {
        Some((marketplace, staff)) => enter(&app, &marketplace, &staff).await?,
        None => None,
    };
    let Some(cookie) = entered else {
        let mut page = shown(&app, &slug, &typed.login, &typed.next, Some(Say::NotSignedIn)).await?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    };
    app.throttle.right(counted);
    let to = if Area::Staff.holds(&typed.next) { typed.next.as_str() } else { Area::Staff.home() };
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

async fn wait(app: &App, slug: &str, login: &str, next: &str, seconds: i64) -> Answer<Response> {
    let mut page = shown(app, slug, login, next, Some(Say::WaitToSignIn)).await?;
    *page.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    Ok(page)
}

async fn find(app: &App, slug: &str, login: String) -> Answer<Option<(Marketplace, Staff)>> {
    let all = app.engine.marketplaces().await?;
    let Some(marketplace) = all.into_iter().find(|one| one.slug == slug) else { return Ok(None) };
    let staff = app.engine.store().staff_by_login(marketplace.id, login).await?;
    Ok(staff.map(|staff| (marketplace, staff)))
}

/// Begins the session of someone whose password was right.
async fn enter(app: &App, marketplace: &Marketplace, staff: &Staff) -> Answer<Option<HeaderValue>> {
    let Some(role) = Role::of(&staff.role).filter(|role| role.staff()) else { return Ok(None) };
    let holder = Holder {
        marketplace: marketplace.id.to_string(),
        role,
        external: staff.id.clone(),
        language: marketplace.languages.first().map_or("en", String::as_str).to_owned(),
        zone: Some(marketplace.zone.clone()),
    };
    // Who was erased does not come in.
    let there = acting(app, &holder).await?.is_some();
    Ok(there.then(|| begin(app, holder, Some(hex::encode(staff.generation)))))
}
