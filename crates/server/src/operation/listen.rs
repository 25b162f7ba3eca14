//! Taking connections, within their limits, until told to stop; then what is under way is finished.
use super::limits::Limits;
use crate::state::App;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

/// Wait after the system gave no connection: it has no file left for it.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What takes connections.
pub(crate) struct Serving {
    /// Who is served.
    pub(crate) app: App,
    /// What answers.
    pub(crate) router: Router,
    /// True once no new connection is to be taken.
    pub(crate) closing: watch::Receiver<bool>,
    /// How long requests that are under way then may still take.
    pub(crate) grace: Duration,
}

/// Takes connections until `closing`; says how many had to be cut off because they did not end in time.
pub(crate) async fn serve(listener: TcpListener, serving: Serving) -> usize {
    let Serving { app, router, mut closing, grace } = serving;
    let http = protocol(&app.settings.limits);
    let places = Arc::new(Semaphore::new(app.settings.limits.connections.min(Semaphore::MAX_PERMITS)));
    let (graceful, mut tasks) = (GracefulShutdown::new(), JoinSet::new());
    loop {
        let next = tokio::select! {
            biased;
            _ = closing.wait_for(|closing| *closing) => break,
            next = next(&listener, &places) => next,
        };
        while tasks.try_join_next().is_some() {}
        let Some((stream, from, place)) = next else { continue };
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(from));
            router.clone().oneshot(request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        let app = Arc::clone(&app);
        tasks.spawn(async move {
            let _counted = app.http.connection();
            // How a connection ends is its client's business: it went away, or said what is no HTTP.
            let _ended = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let finished = tokio::time::timeout(grace, graceful.shutdown()).await;
    while tasks.try_join_next().is_some() {}
    let left = if finished.is_ok() { 0 } else { tasks.len() };
    tasks.shutdown().await;
    left
}

/// What is understood of a connection, and for how long it is waited for.
fn protocol(limits: &Limits) -> http1::Builder {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(limits.head_bytes)
        .half_close(false);
    http
}

/// The next connection, once there is a place for it. While all are taken, further ones wait in the system's queue.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, from)) => {
            // Where it cannot be set, answers come a little later, and that is all.
            let _slower = stream.set_nodelay(true);
            Some((stream, from, place))
        }
        Err(error) => {
            if !gone(&error) {
                tracing::error!(%error, "no connection could be taken; look at the limit of open files");
                tokio::time::sleep(AFTER_FAILURE).await;
            }
            None
        }
    }
}

/// Whether a client went away before it was taken.
fn gone(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
