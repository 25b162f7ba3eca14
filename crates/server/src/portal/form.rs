//! A form as one of our own pages sends it, with who reads what follows.
use super::reader::Reader;
use super::session::{Form, Session, Turned};
use crate::extract::Guard;
use crate::state::App;
use axum::extract::{FromRequest, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// A form that was sent.
pub(crate) struct Sent<T> {
    pub(crate) reader: Reader,
    pub(crate) body: T,
    /// Under which its act is remembered: sent twice, it is one act.
    pub(crate) guard: Guard,
}

impl<T: DeserializeOwned> FromRequest<App> for Sent<T> {
    type Rejection = Turned;

    async fn from_request(request: Request, app: &App) -> Result<Self, Turned> {
        let (parts, body) = request.into_parts();
        let form = Form::<T>::from_request(Request::from_parts(parts.clone(), body), app).await?;
        Ok(Self { reader: Reader::new(app, form.session, &parts), body: form.body, guard: form.guard })
    }
}

/// Who reads what follows a form with a file: its session was read with the form.
pub(crate) fn reader_of(app: &App, session: Session, parts: &Parts) -> Reader {
    Reader::new(app, session, parts)
}
