//! From everything that can go wrong to a problem: what a client reads here, what an operator reads in the log.
use api::problem::{CONTENT_TYPE, Code, Problem};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::EngineError;
use engine::ports::StoreError;
use engine::vault::VaultError;
use resolution::id::IdError;
use resolution::refusal::Refusal;
use std::error::Error;
use std::sync::Arc;

/// Marks an answer that was given before.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// A problem on its way out.
#[derive(Debug)]
pub struct ApiError {
    problem: Box<Problem>,
    replayed: bool,
    retry_after: Option<i64>,
}

/// What handlers give back.
pub(crate) type Answer<T> = Result<T, ApiError>;

impl ApiError {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Problem::new(code, detail).into()
    }

    /// Nothing of that id is here, or it is not for this caller to know.
    pub(crate) fn not_found(what: &str) -> Self {
        Problem::refused(&Refusal::NotFound { what: what.to_owned() }).into()
    }

    /// A value that cannot be.
    pub(crate) fn invalid(field: &str, expected: impl Into<String>) -> Self {
        let refusal = Refusal::Invalid { field: field.to_owned(), expected: expected.into() };
        Problem::refused(&refusal).into()
    }

    pub(crate) fn refused(refusal: &Refusal, replayed: bool) -> Self {
        Self { replayed, ..Problem::refused(refusal).into() }
    }

    /// What is wrong.
    pub(crate) fn problem(&self) -> &Problem {
        &self.problem
    }

    /// Whether it is this refusal.
    pub(crate) fn is(&self, refusal: &Refusal) -> bool {
        self.problem.code == refusal.code()
    }

    /// The same, with when to come again.
    pub(crate) fn again_in(self, seconds: i64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    pub(crate) fn limited(seconds: i64) -> Self {
        let detail = format!("This key has made too many requests; try again in {seconds} s.");
        Self { retry_after: Some(seconds), ..Self::new(Code::RateLimited, detail) }
    }

    /// A fault here: the chain goes to the log once, the client learns only what to do.
    fn internal(error: &dyn Error) -> Self {
        log(error);
        Self::new(
            Code::Internal,
            "Something went wrong here, and an operator was told. Nothing is known to have changed; \
            send it again with the same idempotency key.",
        )
    }

    fn unavailable(error: &dyn Error) -> Self {
        log(error);
        let detail = "This is out of service for the moment; send it again with the same idempotency key.";
        Self { retry_after: Some(5), ..Self::new(Code::Unavailable, detail) }
    }
}

fn log(error: &dyn Error) {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        chain.push_str(": ");
        chain.push_str(&inner.to_string());
        source = inner.source();
    }
    tracing::error!(error = chain, "a request failed");
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        Self { problem: Box::new(problem), replayed: false, retry_after: None }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::refused(&refusal, false)
    }
}

impl From<IdError> for ApiError {
    fn from(error: IdError) -> Self {
        // An id of a wrong form is an id of nothing.
        Self::new(Code::NotFound, error.to_string())
    }
}

impl From<EngineError> for ApiError {
    fn from(error: EngineError) -> Self {
        match &error {
            EngineError::NoMarketplace(_) => Self::not_found("marketplace"),
            EngineError::Rules { what, why } => {
                Self::new(Code::Invalid, format!("{what} cannot be used: {why}"))
            }
            EngineError::Clock { why, .. } => {
                Self::new(Code::Clock, format!("The clock cannot be moved: {why}."))
            }
            EngineError::Store(store) => match store.as_ref() {
                StoreError::Exists { what } => Self::new(
                    Code::Conflict,
                    format!("{what} exists already with other content; use another name."),
                ),
                StoreError::Unavailable { .. } | StoreError::Closed => Self::unavailable(&error),
                _ => Self::internal(&error),
            },
            EngineError::Broke { .. } => Self::internal(&error),
            // Counted and not logged: where so much comes in, a line for each would make it worse.
            EngineError::Full => {
                let detail = "More is asked here than can be decided at once; send it again with the same \
                    idempotency key, a little later.";
                Self::new(Code::Unavailable, detail).again_in(1)
            }
            EngineError::Quarantined { .. } | EngineError::Contended(_) | EngineError::Stopped => {
                Self::unavailable(&error)
            }
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        EngineError::from(error).into()
    }
}

impl From<VaultError> for ApiError {
    fn from(error: VaultError) -> Self {
        match &error {
            VaultError::TooLong { .. } => Self::new(Code::TooLarge, error.to_string()),
            VaultError::Store(_) | VaultError::Blob(_) => Self::unavailable(&error),
            _ => Self::internal(&error),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, CONTENT_TYPE)], body).into_response();
        // The portals say the same to people, in their words.
        response.extensions_mut().insert(Arc::<Problem>::from(self.problem));
        let headers = response.headers_mut();
        if self.replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
