//! People: contact data sealed under their own key, and their erasure.
use crate::auth::Caller;
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Params, Path};
use crate::parties;
use crate::state::App;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use engine::vault::PersonData;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(store)).routes(routes!(erase))
}

/// Stores contact data of a person, in place of what was known. It never enters an event.
#[utoipa::path(post, path = "/v1/persons", operation_id = "storePerson", tag = "persons",
    request_body = api::NewPerson, responses((status = 200, body = api::PersonStored)))]
async fn store(State(app): State<App>, intent: Intent<api::NewPerson>) -> Answer<Json<api::PersonStored>> {
    let (intent, new) = intent.split();
    parties::pseudonym(&app, intent.caller.id(), "id", &new.id)?;
    let id = new.id.trim().to_owned();
    let data = PersonData {
        name: new.name,
        mail: new.mail,
        phone: new.phone,
        address: new.address,
        language: new.language,
    };
    let party = app.vault.put_person(intent.caller.id(), &id, data).await?;
    Ok(Json(api::PersonStored { id, pseudonym: party.to_string() }))
}

/// Erases a person: the key is destroyed, and everything that the person wrote, sent and is called cannot be read by
/// anyone from now on. Digests, who, why and when stay. The same again changes nothing.
#[utoipa::path(delete, path = "/v1/persons/{person}", operation_id = "erasePerson", tag = "persons",
    params(api::ErasureCause), responses((status = 204, description = "The person is erased")))]
async fn erase(
    State(app): State<App>,
    caller: Caller,
    Path(person): Path<String>,
    Params(cause): Params<api::ErasureCause>,
) -> Answer<StatusCode> {
    let party = parties::pseudonym(&app, caller.id(), "person", &person)?;
    let why = cause.why.as_deref().unwrap_or("request");
    let plain = why.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if !(1..=40).contains(&why.len()) || !plain {
        return Err(ApiError::invalid("why", "a stable word: 1 to 40 lower-case letters and underscores"));
    }
    app.vault.erase(caller.id(), party, caller.actor.role(), why, app.engine.wall()).await?;
    Ok(StatusCode::NO_CONTENT)
}
