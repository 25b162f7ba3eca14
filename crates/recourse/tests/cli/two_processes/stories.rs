//! What people do, over and over: place and pay, write, cancel, dispute and give in; each with a journal of what was
//! acknowledged to them.
use super::shop::{Request, Shop};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// What an order costs, in minor units.
pub const PRICE: i64 = 1_100;

/// Before somebody asks again for what is not known yet.
const AGAIN: Duration = Duration::from_millis(100);

/// What must be there in the end, since it was acknowledged.
#[derive(Debug)]
pub struct Expected {
    pub reference: String,
    pub order: String,
    pub payment: String,
    /// Minor units that go back, in one refund.
    pub refunded: i64,
    pub disputed: bool,
    pub messages: Vec<String>,
}

/// One person tells stories until told to stop; the last is told to its end.
pub async fn told(shop: Arc<Shop>, now: String, person: usize, stop: watch::Receiver<bool>) -> Vec<Expected> {
    let now: Timestamp = now.parse().expect("an instant");
    let mut expected = Vec::new();
    for story in 0.. {
        if *stop.borrow() {
            break;
        }
        expected.push(
            Story { shop: &shop, now, name: format!("{person}-{story}"), turn: person + story }.told().await,
        );
    }
    expected
}

/// An order with a dispute that is open.
pub async fn in_dispute(shop: &Shop, now: &str, name: &str) -> (String, String) {
    let now: Timestamp = now.parse().expect("an instant");
    let story = Story { shop, now, name: name.to_owned(), turn: 0 };
    let order = story.paid(&format!("pay-{name}")).await;
    let case = story.opened(&order).await;
    (order, case)
}

struct Story<'a> {
    shop: &'a Shop,
    now: Timestamp,
    name: String,
    turn: usize,
}

impl Story<'_> {
    /// An order that is placed and paid.
    async fn paid(&self, payment: &str) -> String {
        let placed = self.act("place", None, "/v1/purchases", self.purchase(payment)).await;
        let order = placed["orders"][0]["order"].as_str().expect("an order").to_owned();
        let capture = json!({"provider": "sandbox", "payment_id": payment, "captured_at": self.ago(72)});
        self.act("capture", None, "/v1/payments/captures", capture).await;
        order
    }

    async fn told(self) -> Expected {
        let payment = format!("pay-{}", self.name);
        let order = self.paid(&payment).await;
        let messages = self.written(&order).await;
        let (refunded, disputed) = match self.turn % 3 {
            0 => (self.cancelled(&order).await, false),
            1 => (self.disputed(&order).await, true),
            _ => (0, false),
        };
        Expected { reference: self.name, order, payment, refunded, disputed, messages }
    }

    /// An act under a key of its own, at one process or the other; now and then the same again at the other one.
    async fn act(&self, what: &str, actor: Option<&'static str>, path: &str, body: Value) -> Value {
        let request = self.request(what, actor, path, body);
        let to = (self.turn + what.len()) % 2;
        let answer = self.shop.send(to, &request).await;
        if ["ship", "dispute", "answer"].contains(&what) {
            self.shop.again(1 - to, &request, &answer).await;
        }
        answer
    }

    fn request(&self, what: &str, actor: Option<&'static str>, path: &str, body: Value) -> Request {
        Request { actor, path: path.to_owned(), key: format!("{what}-{}", self.name), body }
    }

    /// Two messages at once on one order, each at another process: both are written, whoever is first.
    async fn written(&self, order: &str) -> Vec<String> {
        let path = format!("/v1/orders/{order}/messages");
        let texts = ["Where is it", "Is it on its way"].map(|text| format!("{text}, {}?", self.name));
        let [first, second] = [0, 1].map(|no| {
            let what = format!("message-{no}");
            self.request(&what, Some("buyer:B"), &path, json!({ "text": texts[no] }))
        });
        tokio::join!(self.shop.send(0, &first), self.shop.send(1, &second));
        texts.to_vec()
    }

    /// Everything is cancelled, by the same request at both processes at once.
    async fn cancelled(&self, order: &str) -> i64 {
        let path = format!("/v1/orders/{order}/cancellations");
        let request = self.request("cancel", Some("buyer:B"), &path, json!({"reason": "changed_mind"}));
        self.shop.send_to_both(&request).await;
        PRICE
    }

    /// It was sent and never came; the seller gives in.
    async fn disputed(&self, order: &str) -> i64 {
        let case = self.opened(order).await;
        let path = format!("/v1/cases/{case}/answer");
        self.act("answer", Some("seller:S"), &path, json!({"answer": "accept"})).await;
        PRICE
    }

    /// It was sent and never came; gives the case.
    async fn opened(&self, order: &str) -> String {
        let number = format!("T{}", self.name);
        let shipment = json!({"carrier": "fedex", "number": number});
        self.act("ship", Some("seller:S"), &format!("/v1/orders/{order}/shipments"), shipment).await;
        let scan = json!({"event": format!("scan-{}", self.name), "carrier": "fedex", "number": number,
            "scans": [{"at": self.ago(60), "status": "in_transit"}]});
        self.act("scan", None, "/v1/tracking", scan).await;
        let asked = json!({"units": [0, 1], "received": false, "reason": "not_received",
            "remedy": {"kind": "refund", "amount": {"amount": PRICE, "currency": "BRL"}}, "text": "It never came."});
        let path = format!("/v1/orders/{order}/cases");
        let mut opened = self.act("dispute", Some("buyer:B"), &path, asked.clone()).await;
        for again in 1.. {
            // A scan is acknowledged when it is kept. In an outage it reaches its order a little later.
            if opened["code"] != "not_known_yet" {
                break;
            }
            tokio::time::sleep(AGAIN).await;
            opened = self.act(&format!("dispute-{again}"), Some("buyer:B"), &path, asked.clone()).await;
        }
        opened["created"].as_str().expect("a case").to_owned()
    }

    fn ago(&self, hours: i64) -> String {
        (self.now - SignedDuration::from_hours(hours)).to_string()
    }

    fn purchase(&self, payment: &str) -> Value {
        let money = |amount: i64| json!({"amount": amount, "currency": "BRL"});
        json!({
            "reference": self.name, "buyer": "B", "placed_at": self.ago(73), "estimate": self.ago(40),
            "sellers": [{"seller": "S", "lines": [
                {"sku": "lamp", "quantity": 2, "price": money(PRICE - 100), "shipping": money(100)}
            ]}],
            "payments": [{"provider": "sandbox", "payment_id": payment, "method": "credit_card", "amount": money(PRICE)}],
        })
    }
}
