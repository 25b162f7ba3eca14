//! How long the portals' pages take at the server: through its own router, in this process, under a closed loop of clients.
use super::sample::{Ask, asks};
use crate::keys::{self, KeyOf};
use crate::report;
use crate::wire::House;
use crate::world::{OsRandom, Stopwatch};
use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};
use server::{RateLimit, ServerSettings, ServerState};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tower::ServiceExt;

/// The largest page that is read.
const PAGE_MAX: usize = 16 * 1024 * 1024;

/// What is measured.
#[derive(Debug)]
pub struct Wish {
    /// The marketplace's slug.
    pub marketplace: String,
    /// Orders whose pages are asked for.
    pub orders: usize,
    /// Requests in all.
    pub requests: usize,
    /// Clients that each ask again as soon as they are answered.
    pub clients: usize,
}

/// The figures of one kind of page, in microseconds.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    kind: String,
    pages: usize,
    requests: usize,
    p50_us: u64,
    p99_us: u64,
    max_us: u64,
    /// Bytes of a page as it is sent, compressed, on average.
    bytes: usize,
}

/// All figures.
#[derive(Debug, Serialize)]
pub struct Report {
    marketplace: String,
    clients: usize,
    seconds_ms: u128,
    requests_a_second: u64,
    pages: Vec<Figures>,
}

impl Report {
    /// As a table.
    pub fn words(&self) -> String {
        let ms = |us: u64| format!("{}.{:02} ms", us / 1000, us % 1000 / 10);
        let head = ["page", "pages", "requests", "p50", "p99", "max", "bytes"].map(str::to_owned).to_vec();
        let row = |f: &Figures| {
            let (pages, requests) = (f.pages.to_string(), f.requests.to_string());
            vec![
                f.kind.clone(),
                pages,
                requests,
                ms(f.p50_us),
                ms(f.p99_us),
                ms(f.max_us),
                f.bytes.to_string(),
            ]
        };
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(self.pages.iter().map(row)).collect();
        let rate = format!("{} clients, {} requests/s\n", self.clients, self.requests_a_second);
        report::table(&rows) + &rate
    }
}

/// One answer.
struct Taken {
    ask: usize,
    us: u64,
    bytes: usize,
}

/// Measures.
///
/// # Errors
/// Where the data cannot be read or a page is not answered with 200.
pub async fn run(house: &House, wish: &Wish) -> Result<Report> {
    let marketplace = house.marketplace(&wish.marketplace).await?;
    let asks = Arc::new(asks(house, &marketplace, wish.orders).await?);
    let (key, text) =
        keys::make_api_key(&house.engine, KeyOf::Marketplace(&marketplace), "measuring pages").await?;
    let rate = RateLimit { per_second: 0, burst: 0 };
    let settings =
        ServerSettings { rate, session_key: Some(house.session_key.clone()), ..ServerSettings::default() };
    let state = ServerState::new(house.engine.clone(), house.vault.clone(), Arc::new(OsRandom), settings);
    let app = server::app(state);
    let measured = measure(&app, &text, &asks, wish).await;
    house.engine.store().revoke_api_key(key.id, house.engine.wall()).await?;
    let (taken, took) = measured?;
    Ok(summary(&asks, &taken, took, wish))
}

async fn measure(
    app: &Router,
    key: &str,
    asks: &Arc<Vec<Ask>>,
    wish: &Wish,
) -> Result<(Vec<Taken>, Duration)> {
    let mut cookies = BTreeMap::new();
    for ask in asks.iter() {
        if !cookies.contains_key(&ask.who) {
            cookies.insert(ask.who.clone(), enter(app, key, &ask.who).await?);
        }
    }
    // Once each, unmeasured: caches of words and rules are filled as in any server that has run for a minute.
    for at in 0..asks.len() {
        get(app, &cookies, asks, at).await?;
    }
    let (cookies, next) = (Arc::new(cookies), Arc::new(AtomicUsize::new(0)));
    let watch = Stopwatch::start();
    let clients = (0..wish.clients.max(1)).map(|_| {
        let (app, cookies, asks, next) =
            (app.clone(), Arc::clone(&cookies), Arc::clone(asks), Arc::clone(&next));
        let requests = wish.requests;
        tokio::spawn(async move {
            let mut taken = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= requests {
                    return Ok::<_, anyhow::Error>(taken);
                }
                // A step that shares no factor with usual lengths: neighbours in the list are seldom asked in a row.
                taken.push(get(&app, &cookies, &asks, at.wrapping_mul(7919) % asks.len()).await?);
            }
        })
    });
    let mut taken = Vec::new();
    for client in futures::future::join_all(clients).await {
        taken.extend(client??);
    }
    Ok((taken, watch.elapsed()))
}

/// Lets someone in by a link, as a shop does; gives the cookie.
async fn enter(app: &Router, key: &str, who: &str) -> Result<String> {
    let request = Request::post("/v1/portal_links")
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(json!({"for": who}).to_string()))?;
    let answer = app.clone().oneshot(request).await?;
    let status = answer.status();
    let body = to_bytes(answer.into_body(), PAGE_MAX).await?;
    let link: Value = serde_json::from_slice(&body)?;
    let url = link["url"].as_str().with_context(|| format!("no link for {who}: {status} {link}"))?;
    let path = url.find("/portal/enter").map(|at| &url[at..]).context("a link without its path")?;
    let answer = app.clone().oneshot(Request::get(path).body(Body::empty())?).await?;
    let cookie = answer.headers().get(header::SET_COOKIE).context("no cookie")?.to_str()?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

async fn get(app: &Router, cookies: &BTreeMap<String, String>, asks: &[Ask], at: usize) -> Result<Taken> {
    let ask = &asks[at];
    let cookie = cookies.get(&ask.who).context("everyone has a cookie")?;
    // As a browser asks: the page is compressed.
    let request =
        Request::get(&ask.path).header(header::COOKIE, cookie).header(header::ACCEPT_ENCODING, "gzip");
    let request = request.body(Body::empty())?;
    let watch = Stopwatch::start();
    let answer = app.clone().oneshot(request).await?;
    let status = answer.status();
    let body = to_bytes(answer.into_body(), PAGE_MAX).await?;
    let us = u64::try_from(watch.elapsed().as_micros()).unwrap_or(u64::MAX);
    if status != StatusCode::OK {
        bail!("{} for {} was answered with {status}", ask.path, ask.who);
    }
    Ok(Taken { ask: at, us, bytes: body.len() })
}

fn summary(asks: &[Ask], taken: &[Taken], took: Duration, wish: &Wish) -> Report {
    let mut kinds: BTreeMap<&str, Vec<&Taken>> = BTreeMap::new();
    for one in taken {
        kinds.entry(asks[one.ask].kind).or_default().push(one);
    }
    let mut pages: Vec<Figures> = kinds.iter().map(|(kind, taken)| figures(kind, asks, taken)).collect();
    pages.push(figures("all", asks, &taken.iter().collect::<Vec<_>>()));
    let requests = u128::try_from(taken.len()).unwrap_or(u128::MAX);
    let rate = requests.saturating_mul(1_000_000) / took.as_micros().max(1);
    Report {
        marketplace: wish.marketplace.clone(),
        clients: wish.clients,
        seconds_ms: took.as_millis(),
        requests_a_second: u64::try_from(rate).unwrap_or(u64::MAX),
        pages,
    }
}

fn figures(kind: &str, asks: &[Ask], taken: &[&Taken]) -> Figures {
    let mut times: Vec<u64> = taken.iter().map(|one| one.us).collect();
    times.sort_unstable();
    let at =
        |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1))).copied();
    let bytes: usize = taken.iter().map(|one| one.bytes).sum();
    Figures {
        kind: kind.to_owned(),
        pages: if kind == "all" { asks.len() } else { asks.iter().filter(|ask| ask.kind == kind).count() },
        requests: taken.len(),
        p50_us: at(50).unwrap_or_default(),
        p99_us: at(99).unwrap_or_default(),
        max_us: times.last().copied().unwrap_or_default(),
        bytes: bytes / taken.len().max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_the_slow_end() {
        let asks = [Ask { kind: "a", who: String::new(), path: String::new() }];
        let taken: Vec<Taken> = (1..=200).map(|us| Taken { ask: 0, us, bytes: 10 }).collect();
        let figures = figures("a", &asks, &taken.iter().collect::<Vec<_>>());
        assert_eq!((figures.p50_us, figures.p99_us, figures.max_us, figures.bytes), (101, 199, 200, 10));
    }
}
