//! The same over HTTP: a server and its clients in this process, on the loopback; and whole disputes, three requests each.
use super::gauge::{Figures, Gauge, Latencies};
use super::ground::{Installation, Place};
use super::load::{Sent, Until, closed, submit, together};
use super::wire::{Ask, Wire};
use super::workload::{Act, PRICE, Step, Trade, half};
use crate::keys::{self, KeyOf};
use crate::world::{OsClock, OsRandom, Stopwatch};
use anyhow::Result;
use engine::ports::Clock;
use futures::{StreamExt, TryStreamExt, stream};
use resolution::id::inner_id;
use serde_json::{Value, json};
use server::{RateLimit, ServerSettings, ServerState};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// Orders that are made at once for what is measured.
const AT_ONCE: usize = 512;

/// How much.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Orders that the marketplace had in the last 90 days; they are made over HTTP, too.
    pub orders: u64,
    /// Connections, each with one request at a time.
    pub clients: usize,
    /// How long the mix is measured.
    pub time: Duration,
    /// Whole disputes.
    pub disputes: u64,
}

/// A server under measurement.
struct Served {
    address: SocketAddr,
    key: String,
    task: JoinHandle<std::io::Result<()>>,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Measures the mix of commands, then whole disputes.
///
/// # Errors
/// Where the store fails or a request is not carried out.
pub async fn run(place: &Place, installation: &Installation, wish: Wish) -> Result<Vec<Figures>> {
    let workers = installation.engine.start_workers();
    let served = serve(installation).await?;
    let mut figures = vec![mix(place, installation, &served, wish).await?];
    figures.extend(disputes(place, installation, &served, wish).await?);
    drop(served);
    workers.stop().await;
    Ok(figures)
}

async fn serve(installation: &Installation) -> Result<Served> {
    let Installation { engine, vault, marketplace, session_key, .. } = installation;
    let (_, key) = keys::make_api_key(engine, KeyOf::Marketplace(marketplace), "measuring").await?;
    let rate = RateLimit { per_second: 0, burst: 0 };
    let session_key = Some(session_key.clone());
    let settings = ServerSettings { rate, session_key, ..ServerSettings::default() };
    let state = ServerState::new(engine.clone(), vault.clone(), Arc::new(OsRandom), settings);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let task = tokio::spawn(server::serve(listener, state, std::future::pending()));
    Ok(Served { address, key, task })
}

/// Connections that are lent out.
async fn wires(served: &Served, count: usize) -> Result<Arc<Vec<Mutex<Wire>>>> {
    let mut wires = Vec::with_capacity(count);
    for _ in 0..count.max(1) {
        wires.push(Mutex::new(Wire::connect(served.address, &served.key).await?));
    }
    Ok(Arc::new(wires))
}

async fn mix(place: &Place, installation: &Installation, served: &Served, wish: Wish) -> Result<Figures> {
    let name = format!("h{}", wish.orders);
    let (market, vault) = (&installation.marketplace, &installation.vault);
    let trade = Arc::new(Trade::new(market.id, Some(vault), &name, wish.orders));
    let (wires, next) = (wires(served, wish.clients).await?, Arc::new(AtomicU64::new(0)));
    let give = {
        let trade = Arc::clone(&trade);
        move |act: Act| {
            let (trade, wires, next) = (Arc::clone(&trade), Arc::clone(&wires), Arc::clone(&next));
            async move {
                // As many clients as connections: the next one is nearly always free.
                let at =
                    usize::try_from(next.fetch_add(1, Ordering::Relaxed)).unwrap_or_default() % wires.len();
                wires[at].lock().await.send(ask(&trade, act)).await.map(|_| ())
            }
        }
    };
    closed(&trade, wish.clients, Until::Orders(wish.orders), give.clone()).await?;
    let gauge = Gauge::start(place.folder());
    let sent = closed(&trade, wish.clients, Until::Time(wish.time), give).await?;
    let what = format!("http: the same mix, {} connections", wish.clients);
    Ok(gauge.stop(&what, place.folder(), sent.count, Some(&sent.latencies)))
}

/// Open, propose, accept: three durable requests a dispute.
async fn disputes(
    place: &Place,
    installation: &Installation,
    served: &Served,
    wish: Wish,
) -> Result<Vec<Figures>> {
    let (market, vault) = (&installation.marketplace, &installation.vault);
    let trade = Arc::new(Trade::new(market.id, Some(vault), "d", wish.disputes));
    ready(installation, &trade, wish.disputes).await?;
    let gauge = Gauge::start(place.folder());
    let (next, latencies) = (Arc::new(AtomicU64::new(0)), Latencies::default());
    let clients = (0..wish.clients.max(1)).map(|_| {
        let (trade, next, latencies) = (Arc::clone(&trade), Arc::clone(&next), latencies.clone());
        let (address, key) = (served.address, served.key.clone());
        tokio::spawn(async move {
            let (mut wire, mut sent) = (Wire::connect(address, &key).await?, Sent { count: 0, latencies });
            loop {
                let order = next.fetch_add(1, Ordering::Relaxed);
                if order >= wish.disputes {
                    return Ok(sent);
                }
                for step in [Step::Open, Step::Propose, Step::Accept] {
                    let one = Stopwatch::start();
                    wire.send(ask(&trade, trade.act(order, step))).await?;
                    sent.latencies.note(one.elapsed());
                    sent.count += 1;
                }
            }
        })
    });
    let sent = together(futures::future::join_all(clients).await)?;
    let requests =
        gauge.stop("http: requests of disputes", place.folder(), sent.count, Some(&sent.latencies));
    let whole = Figures {
        what: "http: whole disputes (open, propose, accept)".to_owned(),
        count: requests.count / 3,
        per_second: requests.per_second / 3,
        cpu_ns: requests.cpu_ns * 3,
        written: requests.written * 3,
        stored: requests.stored * 3,
        p50_us: None,
        p99_us: None,
        p999_us: None,
        max_us: None,
        ..requests.clone()
    };
    Ok(vec![requests, whole])
}

/// Orders that were delivered: each of them can be disputed.
async fn ready(installation: &Installation, trade: &Arc<Trade>, orders: u64) -> Result<()> {
    let engine = &installation.engine;
    let steps =
        [Step::Place, Step::Capture, Step::Ship, Step::InTransit, Step::OutForDelivery, Step::Delivered];
    stream::iter(0..orders)
        .map(|order| async move {
            for step in steps {
                submit(engine, trade, trade.act(order, step)).await?;
            }
            Ok::<_, anyhow::Error>(())
        })
        .buffer_unordered(AT_ONCE)
        .try_collect::<Vec<()>>()
        .await?;
    Ok(())
}

/// An act of the workload as the marketplace's program sends it.
fn ask(trade: &Trade, act: Act) -> Ask {
    let (order, id, reference) = (act.order, trade.id(act.order), trade.reference(act.order));
    let buyer = || Some(format!("buyer:buyer-{}", trade.buyer(order)));
    let seller = || Some(format!("seller:seller-{}", trade.seller(order)));
    let case = inner_id("cas", id, 0);
    let money = |amount: i64| json!({"amount": amount, "currency": "EUR"});
    let (path, actor, body) = match act.step {
        Step::Place => {
            let line =
                json!({"sku": "lamp", "quantity": 1, "price": money(PRICE - 500), "shipping": money(500)});
            let payment = json!({"provider": "sandbox", "payment_id": format!("pay-{reference}"), "method": "card",
                "amount": money(PRICE)});
            let sellers = json!([{"seller": format!("seller-{}", trade.seller(order)), "lines": [line]}]);
            let body = json!({"reference": reference, "buyer": format!("buyer-{}", trade.buyer(order)),
                "sellers": sellers, "payments": [payment]});
            ("/v1/purchases".to_owned(), None, body)
        }
        Step::Capture => {
            let body = json!({"provider": "sandbox", "payment_id": format!("pay-{reference}")});
            ("/v1/payments/captures".to_owned(), None, body)
        }
        Step::Ship => {
            let body = json!({"carrier": "ups", "number": format!("T{reference}")});
            (format!("/v1/orders/{id}/shipments"), seller(), body)
        }
        Step::InTransit => ("/v1/tracking".to_owned(), None, scan(&reference, "in_transit")),
        Step::OutForDelivery => ("/v1/tracking".to_owned(), None, scan(&reference, "out_for_delivery")),
        Step::Delivered => ("/v1/tracking".to_owned(), None, scan(&reference, "delivered")),
        Step::Open => {
            let body = json!({"received": true, "reason": "not_as_described", "units": [0],
                "remedy": {"kind": "refund", "amount": money(PRICE)}});
            (format!("/v1/orders/{id}/cases"), buyer(), body)
        }
        Step::Propose => {
            let remedy = json!({"kind": "refund", "amount": money(PRICE / 2)});
            let body = json!({"remedy": remedy, "words": {"reason": "offer"}});
            (format!("/v1/cases/{case}/proposals"), seller(), body)
        }
        Step::Accept => {
            let body = json!({"terms": half().terms_hash()});
            (format!("/v1/cases/{case}/proposals/0/accept"), buyer(), body)
        }
    };
    let keyed = !matches!(act.step, Step::Capture | Step::InTransit | Step::OutForDelivery | Step::Delivered);
    let key = keyed.then(|| format!("{reference}/{:?}", act.step));
    Ask { path, actor, key, body: Some(body) }
}

fn scan(reference: &str, status: &str) -> Value {
    json!({"carrier": "ups", "number": format!("T{reference}"), "event": format!("{reference}-{status}"),
        "scans": [{"at": OsClock.now(), "status": status}]})
}
