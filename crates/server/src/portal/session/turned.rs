//! Who is turned away, and where to.
use super::cookie::Area;
use super::pages::{self, Say};
use crate::error::ApiError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::fmt::Write as _;

/// A request that a page or form does not take.
pub(crate) enum Turned {
    /// There is no session (any more): to the place where one begins.
    Away(String),
    /// Another site sent the form, or its token is missing or wrong.
    Foreign,
    /// The form cannot be read.
    Unreadable,
    /// The form is too large.
    TooLarge,
    /// Too many requests; how many seconds to wait.
    Limited(i64),
    /// Something failed here.
    Failed(ApiError),
}

impl Turned {
    /// To where a session of this area begins; `back` is where to go on afterwards.
    pub(super) fn away(area: Area, back: Option<String>) -> Self {
        let to = match (area, back) {
            (Area::Buyer | Area::Seller, _) => "/portal/expired".to_owned(),
            (Area::Staff, None) => "/staff/sign-in".to_owned(),
            (Area::Staff, Some(back)) => format!("/staff/sign-in?next={}", encoded(&back)),
        };
        Self::Away(to)
    }
}

/// A text as a value in a query.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("a text takes everything");
        }
        out
    })
}

impl From<ApiError> for Turned {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Turned {
    fn into_response(self) -> Response {
        match self {
            Self::Away(to) => Redirect::to(&to).into_response(),
            Self::Foreign => pages::notice(StatusCode::FORBIDDEN, Say::ForeignForm),
            Self::Unreadable => pages::notice(StatusCode::BAD_REQUEST, Say::UnreadableForm),
            Self::TooLarge => pages::notice(StatusCode::PAYLOAD_TOO_LARGE, Say::LargeForm),
            Self::Limited(seconds) => {
                let mut page = pages::notice(StatusCode::TOO_MANY_REQUESTS, Say::TooMany);
                page.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                page
            }
            Self::Failed(error) => error.into_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_back_in_a_query_is_one_value() {
        assert_eq!(encoded("/staff/cases?page=2&x=ü"), "/staff/cases%3Fpage%3D2%26x%3D%C3%BC");
    }
}
