//! Sessions of the portals: links that a marketplace hands out, cookies, forms that only our own pages can send, and
//! the sign-in of staff.
//!
//! A page takes [`Session`]; a form takes [`Form`], one with a file takes [`FileForm`]. Nothing of a session is stored:
//! its cookie is sealed ([`token`]), and each request looks up what may have ended it.
mod cookie;
mod csrf;
mod enter;
mod form;
pub(crate) mod headers;
pub(crate) mod pages;
mod sign_in;
mod throttle;
mod token;
mod turned;

pub(crate) use cookie::Area;
pub(crate) use csrf::foreign;
pub(crate) use enter::plain_tag;
pub(crate) use form::{FileForm, Form};
pub(crate) use throttle::Throttle;
pub use token::SessionKey;
pub(crate) use token::{Holder, Link, Role, seal};
pub(crate) use turned::{Turned, encoded};

use crate::auth::Caller;
use crate::error::ApiError;
use crate::state::App;
use axum::Router;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method};
use axum::routing::{get, post};
use engine::EngineError;
use engine::vault::PersonState;
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::id::MarketplaceId;
use token::Ticket;

/// How long a buyer or seller stays.
const PARTY_STAYS: SignedDuration = SignedDuration::from_hours(12);
/// How long staff stays.
const STAFF_STAYS: SignedDuration = SignedDuration::from_hours(8);

/// Who uses a portal, and how they read.
pub(crate) struct Session {
    /// As whom they act; every act of the API takes it. Its key is the session's own principal.
    pub(crate) caller: Caller,
    pub(crate) role: Role,
    /// BCP 47 tag.
    pub(crate) language: String,
    /// IANA time zone, where it is known.
    pub(crate) zone: Option<String>,
    /// What every form sends back as `csrf`.
    pub(crate) csrf: String,
    ticket: Ticket,
}

/// The pages of this module.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/portal/enter", get(enter::enter))
        .route("/portal/expired", get(enter::expired))
        .route("/buyer/sign-out", post(enter::leave))
        .route("/seller/sign-out", post(enter::leave))
        .route("/portal/signed-out", get(enter::left))
        .route("/staff/sign-in", get(sign_in::page).post(sign_in::sign_in))
        .route("/staff/sign-out", post(enter::leave))
}

/// Begins a session: gives the cookie.
fn begin(app: &App, holder: Holder, generation: Option<String>) -> HeaderValue {
    let (mut id, mut seed) = ([0; 16], [0; 16]);
    app.random.fill(&mut id);
    app.random.fill(&mut seed);
    let now = app.engine.wall();
    let stays = if holder.role.staff() { STAFF_STAYS } else { PARTY_STAYS };
    let until = now.saturating_add(stays).unwrap_or(Timestamp::MAX);
    let (id, seed) = (hex::encode(id), hex::encode(seed));
    let ticket = Ticket { id, holder, since: now, seed, generation };
    issue(app, &ticket, now, until)
}

fn issue(app: &App, ticket: &Ticket, now: Timestamp, until: Timestamp) -> HeaderValue {
    let token = seal(&app.session_key, app.random.as_ref(), ticket, until);
    cookie::set(app, Area::of_role(ticket.holder.role), &token, now, until)
}

impl Session {
    /// Whose pages these are.
    pub(crate) fn area(&self) -> Area {
        Area::of_role(self.role)
    }

    /// Whether a form's token is this session's.
    fn sent(&self, app: &App, token: &str) -> bool {
        csrf::holds(&app.session_key, &self.ticket.seed, token)
    }

    async fn of(app: &App, parts: &Parts, area: Area) -> Result<Option<Self>, ApiError> {
        let Some(token) = cookie::read(&parts.headers, area) else { return Ok(None) };
        let wall = app.engine.wall();
        let Ok((ticket, _)) = token::open::<Ticket>(&app.session_key, token, wall) else {
            return Ok(None);
        };
        if Area::of_role(ticket.holder.role) != area {
            return Ok(None);
        }
        let Some(mut caller) = acting(app, &ticket.holder).await? else { return Ok(None) };
        if !stands(app, &ticket, caller.id()).await? {
            return Ok(None);
        }
        caller.key = format!("session:{}", ticket.id);
        let csrf = csrf::token(&app.session_key, &ticket.seed);
        let holder = &ticket.holder;
        let (language, zone) = (holder.language.clone(), holder.zone.clone());
        Ok(Some(Self { caller, role: holder.role, language, zone, csrf, ticket }))
    }
}

/// The caller behind a token, as long as there is one: the marketplace stands, the person is known and was not erased.
/// The marketplace's own people act without having bought or sold; their names may be unknown here.
pub(crate) async fn acting(app: &App, holder: &Holder) -> Result<Option<Caller>, ApiError> {
    let Ok(id) = holder.marketplace.parse::<MarketplaceId>() else { return Ok(None) };
    let marketplace = match app.engine.marketplace(id).await {
        Ok(marketplace) => marketplace,
        Err(EngineError::NoMarketplace(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let party = app.vault.pseudonym(id, &holder.external);
    match app.vault.person(id, party).await? {
        PersonState::Known(_) => {}
        PersonState::Unknown if holder.role.staff() => {}
        PersonState::Unknown | PersonState::Erased => return Ok(None),
    }
    let actor = match holder.role {
        Role::Buyer => Actor::Buyer(party),
        Role::Seller => Actor::Seller(party),
        Role::Mediator => Actor::Mediator(party),
        Role::Finance => Actor::Finance(party),
    };
    Ok(Some(Caller { marketplace, actor, key: String::new(), external: Some(holder.external.clone()) }))
}

/// Whether the password that began a session is still the password of that person in that role.
async fn stands(app: &App, ticket: &Ticket, marketplace: MarketplaceId) -> Result<bool, ApiError> {
    let Some(generation) = &ticket.generation else { return Ok(true) };
    let staff = app.engine.store().staff(marketplace, ticket.holder.external.clone()).await?;
    Ok(staff.is_some_and(|staff| {
        hex::encode(staff.generation) == *generation && staff.role == ticket.holder.role.word()
    }))
}

impl FromRequestParts<App> for Session {
    type Rejection = Turned;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Turned> {
        // Below a nested router the request's own path has lost its beginning.
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0).clone();
        let area = Area::of_path(uri.path());
        let Some(session) = Self::of(app, parts, area).await? else {
            let wanted = uri.path_and_query().map_or(uri.path(), |both| both.as_str());
            let back = (parts.method == Method::GET && area.holds(wanted)).then(|| wanted.to_owned());
            return Err(Turned::away(area, back));
        };
        // By the person, not by the session: another link gives nobody another measure.
        let holder = &session.ticket.holder;
        let who = format!("{}:{}:{}", holder.marketplace, holder.role.word(), holder.external);
        app.limiter.take(&who, app.engine.wall()).map_err(Turned::Limited)?;
        Ok(session)
    }
}
