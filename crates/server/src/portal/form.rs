//! A form as one of our own pages sends it, with who reads what follows.
use super::reader::Reader;
use super::session::{Form, Turned};
use crate::extract::Guard;
use crate::state::App;
use axum::extract::{FromRequest, Request};
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
