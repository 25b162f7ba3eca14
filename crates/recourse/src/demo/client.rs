//! The demo's hand on the API: requests to the server's own router, in this process. Whatever is in the demo could have
//! been done by a marketplace over HTTP.
use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use serde_json::Value;
use std::fmt::Write;
use tower::ServiceExt;

/// The largest answer that is read.
const ANSWER_MAX: usize = 16 * 1024 * 1024;
/// What parts a form; no file that the demo draws has it in it.
const BOUNDARY: &str = "recourse-demo-form-5f1d8a";

/// Calls the API with a key.
#[derive(Clone)]
pub struct Client {
    app: Router,
    key: String,
}

/// A file with what is said of it.
#[derive(Debug)]
pub struct File<'a> {
    /// Form fields beside it.
    pub fields: Vec<(&'static str, String)>,
    /// The file.
    pub bytes: &'a [u8],
}

impl Client {
    /// A client of a router.
    pub fn new(app: Router, key: &str) -> Self {
        Self { app, key: key.to_owned() }
    }

    /// The same with another key.
    pub fn with_key(&self, key: &str) -> Self {
        Self { app: self.app.clone(), key: key.to_owned() }
    }

    /// Posts a JSON body, as someone (`buyer:ana`) or as the marketplace itself (an empty text).
    ///
    /// # Errors
    /// Where the answer is a problem; its text names it.
    pub async fn post(&self, who: &str, path: &str, body: &Value) -> Result<Value> {
        let said = body.to_string();
        let answer = self.send(who, Method::POST, path, "application/json", said.clone().into_bytes()).await;
        answer.with_context(|| format!("{who} sent {said}"))
    }

    /// Reads.
    ///
    /// # Errors
    /// As [`Client::post`].
    pub async fn get(&self, who: &str, path: &str) -> Result<Value> {
        self.send(who, Method::GET, path, "", Vec::new()).await
    }

    /// Sends a file in a form.
    ///
    /// # Errors
    /// As [`Client::post`].
    pub async fn upload(&self, who: &str, path: &str, file: File<'_>) -> Result<Value> {
        let mut head = String::new();
        for (name, value) in &file.fields {
            write!(
                head,
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )?;
        }
        write!(
            head,
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"evidence\"\r\n\r\n"
        )?;
        let mut body = head.into_bytes();
        body.extend_from_slice(file.bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(who, Method::POST, path, &kind, body).await
    }

    async fn send(&self, who: &str, method: Method, path: &str, kind: &str, body: Vec<u8>) -> Result<Value> {
        let what = format!("{method} {path}");
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key));
        if !who.is_empty() {
            request = request.header("Recourse-Actor", who);
        }
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let request = request.body(Body::from(body)).with_context(|| format!("{what} is no request"))?;
        let answer = match self.app.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), ANSWER_MAX).await.with_context(|| what.clone())?;
        if !status.is_success() {
            bail!("{what} as '{who}' was answered with {status}: {}", String::from_utf8_lossy(&bytes));
        }
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes).with_context(|| format!("the answer to {what} is not JSON"))
    }
}
