//! A marketplace's program on the other side of a socket: one connection, one request at a time, HTTP/1.1.
use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// A request as it is to be sent.
#[derive(Debug)]
pub struct Ask {
    /// Such as `/v1/purchases`.
    pub path: String,
    /// `buyer:ID`, `seller:ID`, or the marketplace itself.
    pub actor: Option<String>,
    /// Its idempotency key, where it has one.
    pub key: Option<String>,
    /// The body; without one it is a GET.
    pub body: Option<Value>,
}

/// One connection.
pub struct Wire {
    sender: SendRequest<Full<Bytes>>,
    bearer: String,
    connection: JoinHandle<()>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

impl Wire {
    /// Connects with a marketplace's key.
    ///
    /// # Errors
    /// Where the server cannot be reached.
    pub async fn connect(to: SocketAddr, key: &str) -> Result<Self> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        let connection = tokio::spawn(async move {
            // A broken connection is seen by the request that meets it.
            let _ended = connection.await;
        });
        Ok(Self { sender, bearer: format!("Bearer {key}"), connection })
    }

    /// Sends a request and reads the whole answer.
    ///
    /// # Errors
    /// Where it is answered with an error, or not at all.
    pub async fn send(&mut self, ask: Ask) -> Result<(StatusCode, Bytes)> {
        let method = if ask.body.is_some() { Method::POST } else { Method::GET };
        let mut request = Request::builder()
            .method(method)
            .uri(&ask.path)
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, &self.bearer);
        if let Some(actor) = &ask.actor {
            request = request.header("Recourse-Actor", actor);
        }
        if let Some(key) = &ask.key {
            request = request.header("Idempotency-Key", key);
        }
        if ask.body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = ask.body.map(|body| Bytes::from(body.to_string())).unwrap_or_default();
        let answer = self.sender.send_request(request.body(Full::new(body))?).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await.context("the answer broke off")?.to_bytes();
        ensure!(
            status.is_success(),
            "{} was answered with {status}: {}",
            ask.path,
            String::from_utf8_lossy(&body)
        );
        Ok((status, body))
    }
}
