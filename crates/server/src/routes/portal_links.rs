//! Links into the portals, which a marketplace hands to its own signed-in people.
use super::sandbox::duration;
use crate::acts::visible;
use crate::auth::{Caller, party_id};
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Origin};
use crate::ids;
use crate::portal::session::{Area, Holder, Link, Role, acting, plain_tag, seal};
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::vault::PersonState;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// How long a link may be opened, where nothing is said.
const USUAL: SignedDuration = SignedDuration::from_mins(10);
/// The longest.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(make))
}

/// Makes a link that lets a person into their portal. Send the person there at once, by a redirect from your own signed-in
/// pages: whoever has the link is let in as long as it holds. Buyers and sellers must be known here. A marketplace may let
/// its mediators and its finance in, too, for its key acts for them; who has a password signs in at `/staff/sign-in`.
#[utoipa::path(post, path = "/v1/portal_links", operation_id = "makePortalLink", tag = "portals",
    request_body = api::NewPortalLink, responses((status = 201, body = api::PortalLink)))]
async fn make(
    State(app): State<App>,
    origin: Origin,
    intent: Intent<api::NewPortalLink>,
) -> Answer<(StatusCode, Json<api::PortalLink>)> {
    let (intent, new) = intent.split();
    let marketplace = &intent.caller.marketplace;
    let (role, external) = whom(&new.whom)?;
    if let Some(zone) = &new.zone {
        TimeZone::get(zone)
            .map_err(|_| ApiError::invalid("zone", "an IANA time zone such as Asia/Jakarta"))?;
    }
    let party = app.vault.pseudonym(marketplace.id, external);
    let own = match app.vault.person(marketplace.id, party).await? {
        PersonState::Known(person) => person.data.language,
        PersonState::Unknown | PersonState::Erased => None,
    };
    let language = match new.language.clone() {
        Some(language) if plain_tag(&language) => language,
        Some(_) => return Err(ApiError::invalid("language", "a language (BCP 47) such as en or id")),
        None => own.or_else(|| marketplace.languages.first().cloned()).unwrap_or_else(|| "en".to_owned()),
    };
    let holder = Holder {
        marketplace: marketplace.id.to_string(),
        role,
        external: external.to_owned(),
        language,
        zone: new.zone.clone(),
    };
    let caller = acting(&app, &holder).await?.ok_or_else(|| {
        ApiError::invalid("for", "someone who is known here: who bought or sold, or is stored by /v1/persons")
    })?;
    let path = leads(&app, &caller, role, &new).await?;
    let lasts = lasts(new.expires_in.as_deref())?;
    let expires_at = app.engine.wall().saturating_add(lasts).unwrap_or(jiff::Timestamp::MAX);
    let token = seal(&app.session_key, app.random.as_ref(), &Link { holder, path }, expires_at);
    let url = format!("{}/portal/enter?token={token}", origin.0);
    Ok((StatusCode::CREATED, Json(api::PortalLink { url, expires_at })))
}

fn whom(text: &str) -> Answer<(Role, &str)> {
    let parts = text.split_once(':').and_then(|(role, id)| Role::of(role).zip(party_id(id)));
    parts.ok_or_else(|| {
        ApiError::invalid("for", "buyer:ID, seller:ID, mediator:ID or finance:ID with your own id")
    })
}

fn lasts(text: Option<&str>) -> Answer<SignedDuration> {
    let lasts = text.map(|text| duration("expires_in", text)).transpose()?.unwrap_or(USUAL);
    let fits = lasts > SignedDuration::ZERO && lasts <= LONGEST;
    if fits { Ok(lasts) } else { Err(ApiError::invalid("expires_in", "above zero and at most PT1H")) }
}

/// Where the link leads. What the person may not see is not there.
async fn leads(app: &App, caller: &Caller, role: Role, new: &api::NewPortalLink) -> Answer<String> {
    let area = Area::of_role(role);
    match (&new.path, &new.order, &new.case) {
        (None, None, None) => Ok(area.home().to_owned()),
        (Some(path), None, None) if area.holds(path) => Ok(path.clone()),
        (Some(_), None, None) => {
            Err(ApiError::invalid("path", format!("a path of this person's portal, below {}", area.home())))
        }
        (None, Some(order), None) => {
            visible(app, caller, ids::order(order)?).await?;
            Ok(format!("{}orders/{order}", area.home()))
        }
        (None, None, Some(case)) => {
            let (order, no) = ids::case(case)?;
            let view = visible(app, caller, order).await?;
            let there = view.aggregate.order().is_some_and(|order| order.cases.get(no.index()).is_some());
            if !there {
                return Err(ApiError::not_found("case"));
            }
            Ok(format!("{}cases/{case}", area.home()))
        }
        _ => Err(ApiError::invalid("path", "one of 'path', 'order' and 'case', or none")),
    }
}
