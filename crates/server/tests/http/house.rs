//! An installation in a temporary folder, and the requests that tests send it.
use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use connectors::sandbox::{QuietNotices, SandboxGateway};
use engine::ports::{Clock, Gateway, Gateways};
use engine::vault::random::Seeded;
use engine::vault::{KeyBytes, Keys, Vault};
use engine::{Engine, Failpoints, Parts, Policies, Settings};
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;
use serde_json::{Value, json};
use server::{RateLimit, Secret, ServerSettings, ServerState, SessionKey};
use std::sync::{Arc, Mutex};
use store::LocalBlobs;
use testbed::Bed;
use tower::ServiceExt;

pub const ADMIN: &str = "the-admin-key";
pub const EASYPOST: &str = "a webhook secret";
/// Where the sandbox clocks of tests start.
pub const START: &str = "2026-03-02T10:00:00Z";

/// Real time that stands still until it is moved: sandboxes have their own.
pub struct Still(Mutex<Timestamp>);

impl Still {
    /// Moves it.
    pub fn advance(&self, by: SignedDuration) {
        let mut at = self.0.lock().expect("nobody panicked");
        *at += by;
    }
}

#[async_trait]
impl Clock for Still {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panicked")
    }

    async fn sleep_until(&self, _until: Timestamp) {
        std::future::pending::<()>().await;
    }
}

struct Providers(Arc<SandboxGateway>);

impl Gateways for Providers {
    fn gateway(&self, _marketplace: MarketplaceId, provider: &str) -> Option<Arc<dyn Gateway>> {
        (provider == SandboxGateway::NAME).then(|| Arc::clone(&self.0) as Arc<dyn Gateway>)
    }
}

pub struct House {
    pub app: Router,
    pub gateway: Arc<SandboxGateway>,
    pub wall: Arc<Still>,
    _bed: Bed,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Reply {
    /// The body of an answer that must have this status.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{:#}", self.body);
        self.body
    }

    /// A problem of this status and code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        let kind = self
            .headers
            .get("content-type")
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let body = self.is(status);
        assert_eq!(kind, "application/problem+json");
        assert_eq!(body["code"], code, "{body:#}");
        assert_eq!(body["type"], format!("urn:recourse:problem:{code}"));
        assert_eq!(body["status"], status);
        assert!(body["detail"].as_str().is_some_and(|detail| detail.len() > 10), "{body:#}");
        body
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// A key that acts for someone.
#[derive(Clone)]
pub struct As {
    pub key: String,
    pub actor: Option<String>,
    pub headers: Vec<(String, String)>,
}

impl As {
    pub fn key(key: &str) -> Self {
        Self { key: key.to_owned(), actor: None, headers: Vec::new() }
    }

    pub fn of(&self, actor: &str) -> Self {
        Self { actor: Some(actor.to_owned()), ..self.clone() }
    }

    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }
}

impl House {
    pub async fn new() -> Self {
        Self::with(RateLimit { per_second: 0, burst: 0 }).await
    }

    pub async fn with(rate: RateLimit) -> Self {
        Self::set(|settings| settings.rate = rate).await
    }

    pub async fn set(change: impl FnOnce(&mut ServerSettings)) -> Self {
        let bed = Bed::make().await;
        let keys = Arc::new(Keys::new(&KeyBytes::generate(&Seeded::new(0))));
        let blobs = LocalBlobs::open(&bed.folder().join("blobs")).expect("opens");
        let vault = Vault::new(keys, Arc::new(Seeded::new(1)), bed.vault().await, Arc::new(blobs));
        vault.start().await.expect("starts");
        let gateway = Arc::new(SandboxGateway::in_memory());
        let wall = Arc::new(Still(Mutex::new(START.parse().expect("an instant"))));
        let engine = Engine::start(Parts {
            store: bed.store().await,
            clock: Arc::clone(&wall) as Arc<dyn Clock>,
            gateways: Arc::new(Providers(Arc::clone(&gateway))),
            notices: Arc::new(QuietNotices),
            policies: Policies::default(),
            settings: Settings::default(),
            failpoints: Failpoints::none(),
        });
        let mut settings = ServerSettings {
            admin_key: Some(server::auth::key_hash(ADMIN)),
            rate: RateLimit { per_second: 0, burst: 0 },
            session_key: Some(SessionKey::new([9; 32])),
            easypost: [("a".to_owned(), Secret::new(EASYPOST))].into(),
            ..ServerSettings::default()
        };
        change(&mut settings);
        let engine = engine.await.expect("starts");
        let state = ServerState::new(engine, vault, Arc::new(Seeded::new(2)), settings);
        Self { app: server::app(state), gateway, wall, _bed: bed }
    }

    pub async fn send(&self, who: &As, method: Method, path: &str, body: Body, kind: Option<&str>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if !who.key.is_empty() {
            request = request.header("Authorization", format!("Bearer {}", who.key));
        }
        if let Some(actor) = &who.actor {
            request = request.header("Recourse-Actor", actor);
        }
        if let Some(kind) = kind {
            request = request.header("Content-Type", kind);
        }
        for (name, value) in &who.headers {
            request = request.header(name, value);
        }
        let response =
            self.app.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 50_000_000).await.expect("a body");
        let text = || Value::String(String::from_utf8_lossy(&bytes).into_owned());
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes).unwrap_or_else(|_| text())
        };
        Reply { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, who: &As, path: &str) -> Reply {
        self.send(who, Method::GET, path, Body::empty(), None).await
    }

    pub async fn delete(&self, who: &As, path: &str) -> Reply {
        self.send(who, Method::DELETE, path, Body::empty(), None).await
    }

    pub async fn post(&self, who: &As, path: &str, body: Value) -> Reply {
        self.send(who, Method::POST, path, Body::from(body.to_string()), Some("application/json")).await
    }

    /// A sandbox marketplace with its key.
    pub async fn marketplace(&self, slug: &str, policy: &str) -> As {
        let body = json!({
            "slug": slug, "zone": "America/Los_Angeles", "policy": {"preset": policy}, "currency": "BRL",
            "sandbox": {"clock": START},
        });
        let made = self.post(&As::key(ADMIN), "/v1/marketplaces", body).await.is(201);
        As::key(made["key"]["key"].as_str().expect("a key"))
    }

    /// A paid order of one line of two units (1,000 and 100 shipping in all), buyer B and seller S.
    pub async fn paid(&self, who: &As, reference: &str) -> String {
        let placed = self.post(who, "/v1/purchases", purchase(reference)).await.is(201);
        let capture =
            json!({"provider": "sandbox", "payment_id": format!("pay-{reference}"), "captured_at": START});
        self.post(who, "/v1/payments/captures", capture).await.is(200);
        placed["orders"][0]["order"].as_str().expect("an order").to_owned()
    }

    /// The same, shipped and scanned by the carrier.
    pub async fn shipped(&self, who: &As, reference: &str) -> String {
        let order = self.paid(who, reference).await;
        let shipment = json!({"carrier": "fedex", "number": format!("T{reference}")});
        self.post(&who.of("seller:S"), &format!("/v1/orders/{order}/shipments"), shipment).await.is(201);
        let scan = json!({
            "event": format!("scan-{reference}"), "carrier": "fedex", "number": format!("T{reference}"),
            "scans": [{"at": START, "status": "in_transit"}],
        });
        assert_eq!(self.post(who, "/v1/tracking", scan).await.is(202)["new"], 1);
        order
    }

    pub async fn clock(&self, who: &As, by: &str) -> Value {
        self.post(who, "/v1/sandbox/clock", json!({"by": by})).await.is(200)
    }

    /// A dispute over unit 0 that never came; the clock moves until it may be opened.
    pub async fn disputed(&self, who: &As, reference: &str) -> (String, String) {
        let order = self.shipped(who, reference).await;
        self.clock(who, "P12D").await;
        let done =
            self.post(&who.of("buyer:B"), &format!("/v1/orders/{order}/cases"), dispute()).await.is(201);
        (order, done["created"].as_str().expect("a case").to_owned())
    }
}

pub fn money(amount: i64) -> Value {
    json!({"amount": amount, "currency": "BRL"})
}

pub fn purchase(reference: &str) -> Value {
    json!({
        "reference": reference, "buyer": "B", "placed_at": START,
        "sellers": [{"seller": "S", "lines": [
            {"sku": "lamp", "quantity": 2, "price": money(1_000), "shipping": money(100), "listing": {"title": "A lamp"}}
        ]}],
        "payments": [{"provider": "sandbox", "payment_id": format!("pay-{reference}"), "method": "credit_card",
            "amount": money(1_100)}],
    })
}

/// Unit 0 of [`purchase`] never came: everything of it is asked back.
pub fn dispute() -> Value {
    json!({"units": [0], "received": false, "reason": "not_received",
        "remedy": {"kind": "refund", "amount": money(550)}, "text": "It never came."})
}
