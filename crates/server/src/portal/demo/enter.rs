//! Becoming someone: the same sealed link that a marketplace would hand out, made and opened at once.
use super::people::person;
use super::settings;
use crate::error::{Answer, ApiError};
use crate::extract::Params;
use crate::portal::reader::Taste;
use crate::portal::session::{Holder, Link, Role, seal};
use crate::state::App;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Redirect;
use jiff::SignedDuration;
use serde::Deserialize;

/// How long the link holds that is opened at once.
const AT_ONCE: SignedDuration = SignedDuration::from_mins(1);

/// Who, and where to.
#[derive(Deserialize)]
pub(super) struct Wanted {
    /// `buyer:ID`, `seller:ID` or `mediator:ID`.
    #[serde(rename = "as")]
    whom: String,
    #[serde(default)]
    to: String,
}

/// Lets the visitor in as anybody who is known, in the language that the visitor reads.
pub(super) async fn enter(
    State(app): State<App>,
    parts: Parts,
    Params(wanted): Params<Wanted>,
) -> Answer<Redirect> {
    let taste = Taste::of(&parts, None, None);
    let demo = settings(&app)?;
    let whom = wanted.whom.split_once(':').and_then(|(role, id)| Role::of(role).map(|role| (role, id)));
    let (role, id) = whom.ok_or_else(|| ApiError::invalid("as", "buyer:ID, seller:ID or mediator:ID"))?;
    let marketplace = app.engine.marketplace(demo.id()).await?;
    let found = person(&app, demo.id(), app.vault.pseudonym(demo.id(), id)).await?;
    let found = found.ok_or_else(|| ApiError::not_found("person"))?;
    let holder = Holder {
        marketplace: marketplace.id.to_string(),
        role,
        external: found.id,
        language: taste.words.code().to_owned(),
        zone: None,
    };
    let until = app.engine.wall().saturating_add(AT_ONCE).unwrap_or(jiff::Timestamp::MAX);
    let token = seal(&app.session_key, app.random.as_ref(), &Link { holder, path: wanted.to }, until);
    Ok(Redirect::to(&format!("/portal/enter?token={token}")))
}
