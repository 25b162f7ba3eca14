//! Who calls: a key, and for whom it acts.
use crate::access::{self, Who};
use crate::error::{Answer, ApiError};
use crate::state::App;
use api::problem::Code;
use axum::extract::{FromRequestParts, MatchedPath};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use engine::ports::{ApiKey, Marketplace};
use resolution::actor::Actor;
use resolution::id::{AccountRole, MarketplaceId, PartyId};
use resolution::order::Order;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// Names the party for whom a server key acts: `buyer:ID`, `seller:ID`, `mediator:ID` or `finance:ID`.
pub(crate) const ACTOR: HeaderName = HeaderName::from_static("recourse-actor");
/// The role of a marketplace's own key.
pub const ROLE_SERVER: &str = "server";
/// The role of a key of the installation.
pub const ROLE_ADMIN: &str = "admin";
/// Characters of a party's own id, at most.
const PARTY_MAX: usize = 200;

/// What is kept of a key: SHA-256 of its text.
#[must_use]
pub fn key_hash(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

/// A marketplace's key, acting for one of its parties or for the marketplace itself.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) marketplace: Arc<Marketplace>,
    pub(crate) actor: Actor,
    /// Public id of the key: keys of different principals never meet.
    pub(crate) key: String,
    /// The acting party's own id, where there is one.
    pub(crate) external: Option<String>,
}

impl Caller {
    pub(crate) fn id(&self) -> MarketplaceId {
        self.marketplace.id
    }

    /// Whether this endpoint is for this caller at all. What is not in the table is for nobody.
    fn admitted(&self, parts: &Parts) -> Answer<()> {
        let path = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let who = access::of(&parts.method, path);
        let may = match who {
            Some(Who::Party) => true,
            Some(Who::Books) => matches!(self.actor, Actor::Marketplace | Actor::Finance(_)),
            Some(Who::Marketplace) => self.actor == Actor::Marketplace,
            _ => false,
        };
        if may {
            return Ok(());
        }
        let who = who.map_or("Nobody.", Who::sentence);
        Err(ApiError::new(Code::Forbidden, format!("This is not for you. Who may call it: {who}")))
    }

    /// Whether the platform's own people or the marketplace ask.
    pub(crate) fn staff(&self) -> bool {
        matches!(self.actor, Actor::Marketplace | Actor::Mediator(_) | Actor::Finance(_))
    }

    /// Whether an order exists for this caller.
    pub(crate) fn sees(&self, order: &Order) -> bool {
        match &self.actor {
            Actor::Buyer(id) => *id == order.placed.buyer,
            Actor::Seller(id) => *id == order.placed.seller,
            _ => self.staff(),
        }
    }

    /// Whether an account exists for this caller.
    pub(crate) fn sees_account(&self, role: AccountRole, party: PartyId) -> bool {
        match (&self.actor, role) {
            (Actor::Seller(id), AccountRole::Seller) | (Actor::Buyer(id), AccountRole::Buyer) => *id == party,
            (Actor::Marketplace | Actor::Finance(_), _) | (Actor::Mediator(_), AccountRole::Seller) => true,
            _ => false,
        }
    }
}

/// A key of the installation.
pub(crate) struct Admin;

fn unauthenticated() -> ApiError {
    ApiError::new(Code::Unauthenticated, "Send a valid key as 'Authorization: Bearer KEY'.")
}

fn bearer(headers: &HeaderMap) -> Answer<&str> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = value
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    key.map(|(_, key)| key.trim()).filter(|key| !key.is_empty()).ok_or_else(unauthenticated)
}

/// The stored key behind a bearer token, within its rate.
async fn stored(app: &App, key: &str) -> Answer<Option<ApiKey>> {
    let wall = app.engine.wall();
    let found = app.known_keys.find(app, key_hash(key)).await?;
    let found = found.filter(|key| key.revoked.is_none_or(|revoked| wall < revoked));
    if let Some(found) = &found {
        app.limiter.take(&found.id, wall).map_err(ApiError::limited)?;
    }
    Ok(found)
}

impl FromRequestParts<App> for Admin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let key = bearer(&parts.headers)?;
        if app.settings.admin_key == Some(key_hash(key)) {
            app.limiter.take(ROLE_ADMIN, app.engine.wall()).map_err(ApiError::limited)?;
            return Ok(Self);
        }
        match stored(app, key).await? {
            Some(key) if key.marketplace.is_none() && key.role == ROLE_ADMIN => Ok(Self),
            Some(_) => Err(ApiError::new(
                Code::Forbidden,
                "Only a key of the installation (the admin key) can do this.",
            )),
            None => Err(unauthenticated()),
        }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let token = bearer(&parts.headers)?;
        let admin = app.settings.admin_key == Some(key_hash(token));
        let found = if admin { None } else { stored(app, token).await? };
        let wrong =
            || ApiError::new(Code::Forbidden, "This needs a marketplace's key, not the installation's.");
        let key = found.ok_or_else(|| if admin { wrong() } else { unauthenticated() })?;
        let marketplace = key.marketplace.ok_or_else(wrong)?;
        let (actor, external) = actor(app, marketplace, &parts.headers)?;
        let marketplace = app.engine.marketplace(marketplace).await?;
        let caller = Self { marketplace, actor, key: key.id, external };
        caller.admitted(parts)?;
        Ok(caller)
    }
}

/// For whom the key acts.
fn actor(app: &App, marketplace: MarketplaceId, headers: &HeaderMap) -> Answer<(Actor, Option<String>)> {
    let Some(value) = headers.get(ACTOR) else { return Ok((Actor::Marketplace, None)) };
    let malformed = || {
        ApiError::new(
            Code::MalformedHeader,
            "Recourse-Actor is buyer:ID, seller:ID, mediator:ID or finance:ID with your own id.",
        )
    };
    let (role, id) = value.to_str().ok().and_then(|value| value.split_once(':')).ok_or_else(malformed)?;
    let id = party_id(id).ok_or_else(malformed)?;
    let party = app.vault.pseudonym(marketplace, id);
    let actor = match role {
        "buyer" => Actor::Buyer(party),
        "seller" => Actor::Seller(party),
        "mediator" => Actor::Mediator(party),
        "finance" => Actor::Finance(party),
        _ => return Err(malformed()),
    };
    Ok((actor, Some(id.to_owned())))
}

/// A marketplace's own id of a party: 1 to 200 characters without control characters.
pub(crate) fn party_id(text: &str) -> Option<&str> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= PARTY_MAX && !text.chars().any(char::is_control);
    fits.then_some(text)
}
