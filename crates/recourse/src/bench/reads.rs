//! What people and programs read, through the server's own router in this process, while a store of a given size lies under
//! it: pages of the portal and answers of the API.
use super::gauge::{Figures, Gauge, Latencies};
use super::ground::{Installation, Place};
use super::workload::Trade;
use crate::keys::{self, KeyOf};
use crate::world::{OsRandom, Stopwatch};
use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use engine::vault::{PersonData, Vault};
use resolution::id::MarketplaceId;
use serde_json::{Value, json};
use server::{RateLimit, ServerSettings, ServerState};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tower::ServiceExt;

const PAGE_MAX: usize = 16 * 1024 * 1024;
/// Orders that are read, evenly over all.
const READ: u64 = 2_000;

/// Measures each kind of read for so long, by so many clients, over the orders of a trade.
///
/// # Errors
/// Where one is not answered with 200.
pub async fn run(
    place: &Place,
    installation: &Installation,
    trade: &Arc<Trade>,
    clients: usize,
    time: Duration,
) -> Result<Vec<Figures>> {
    let Installation { engine, vault, marketplace, session_key, .. } = installation;
    let (_, key) = keys::make_api_key(engine, KeyOf::Marketplace(marketplace), "measuring").await?;
    let (rate, session_key) = (RateLimit { per_second: 0, burst: 0 }, Some(session_key.clone()));
    let settings = ServerSettings { rate, session_key, ..ServerSettings::default() };
    let app = server::app(ServerState::new(engine.clone(), vault.clone(), Arc::new(OsRandom), settings));
    let reader = Arc::new(Reader {
        app,
        key,
        trade: Arc::clone(trade),
        vault: vault.clone(),
        market: marketplace.id,
        cookies: Mutex::default(),
    });
    let mut figures = Vec::new();
    for kind in [Kind::BuyersPage, Kind::SellersInbox, Kind::MediatorsQueue, Kind::OrderByApi] {
        let (next, gauge) = (Arc::new(AtomicU64::new(0)), Gauge::start(place.folder()));
        let (watch, latencies) = (Stopwatch::start(), Latencies::default());
        let tasks = (0..clients.max(1)).map(|_| {
            let (reader, next, latencies) = (Arc::clone(&reader), Arc::clone(&next), latencies.clone());
            tokio::spawn(async move {
                let mut count = 0_u64;
                while watch.elapsed() < time {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    latencies.note(reader.read(kind, number).await?);
                    count += 1;
                }
                Ok::<_, anyhow::Error>(count)
            })
        });
        let mut count = 0;
        for task in futures::future::join_all(tasks).await {
            count += task??;
        }
        let what = format!("reads: {}, {} orders", kind.word(), trade.orders());
        figures.push(gauge.stop(&what, place.folder(), count, Some(&latencies)));
    }
    Ok(figures)
}

#[derive(Clone, Copy)]
enum Kind {
    BuyersPage,
    SellersInbox,
    MediatorsQueue,
    OrderByApi,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::BuyersPage => "page of a buyer's order",
            Self::SellersInbox => "page of a seller's inbox",
            Self::MediatorsQueue => "page of the mediators' queue",
            Self::OrderByApi => "an order by the API",
        }
    }
}

struct Reader {
    app: Router,
    key: String,
    trade: Arc<Trade>,
    vault: Vault,
    market: MarketplaceId,
    /// Of those who are signed in.
    cookies: Mutex<HashMap<String, String>>,
}

impl Reader {
    /// One read of a kind; how long it took, without signing in.
    async fn read(&self, kind: Kind, number: u64) -> Result<Duration> {
        // Orders of every age.
        let orders = self.trade.orders().max(1);
        let order = (number.wrapping_mul(7_919) % READ.min(orders)).saturating_mul(orders) / READ.min(orders);
        let (id, buyer, seller) = (self.trade.id(order), self.trade.buyer(order), self.trade.seller(order));
        let (who, path) = match kind {
            Kind::BuyersPage => (format!("buyer:buyer-{buyer}"), format!("/buyer/orders/{id}")),
            Kind::SellersInbox => (format!("seller:seller-{seller}"), "/seller/".to_owned()),
            Kind::MediatorsQueue => ("mediator:bench".to_owned(), "/staff/".to_owned()),
            Kind::OrderByApi => (format!("buyer:buyer-{buyer}"), format!("/v1/orders/{id}")),
        };
        let request = Request::get(&path);
        let request = match kind {
            Kind::OrderByApi => request
                .header(header::AUTHORIZATION, format!("Bearer {}", self.key))
                .header("Recourse-Actor", &who),
            _ => request.header(header::COOKIE, self.enter(&who).await?),
        };
        let request = request.body(Body::empty())?;
        let watch = Stopwatch::start();
        let answer = self.app.clone().oneshot(request).await?;
        let status = answer.status();
        to_bytes(answer.into_body(), PAGE_MAX).await?;
        let took = watch.elapsed();
        ensure!(status == StatusCode::OK, "{path} for {who} was answered with {status}");
        Ok(took)
    }

    /// Lets someone in, the first time by a link, as a shop does; gives the cookie.
    async fn enter(&self, who: &str) -> Result<String> {
        let known = |cookies: &Mutex<HashMap<String, String>>| {
            cookies.lock().unwrap_or_else(PoisonError::into_inner).get(who).cloned()
        };
        if let Some(cookie) = known(&self.cookies) {
            return Ok(cookie);
        }
        let cookie = self.by_link(who).await?;
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).insert(who.to_owned(), cookie.clone());
        Ok(cookie)
    }

    async fn by_link(&self, who: &str) -> Result<String> {
        // The orders were placed in this process: nobody has told who their people are.
        if let Some((_, id)) = who.split_once(':') {
            self.vault.put_person(self.market, id, PersonData::default()).await?;
        }
        let request = Request::post("/v1/portal_links")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.key))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(json!({"for": who}).to_string()))?;
        let body = to_bytes(self.app.clone().oneshot(request).await?.into_body(), PAGE_MAX).await?;
        let link: Value = serde_json::from_slice(&body)?;
        let url = link["url"].as_str().with_context(|| format!("no link for {who}: {link}"))?;
        let path = url.find("/portal/enter").map(|at| &url[at..]).context("a link without its path")?;
        let answer = self.app.clone().oneshot(Request::get(path).body(Body::empty())?).await?;
        let cookie = answer.headers().get(header::SET_COOKIE).context("no cookie")?.to_str()?;
        Ok(cookie.split(';').next().unwrap_or_default().to_owned())
    }
}
