//! Somebody who writes one message after the other, and notes when each was acknowledged: the longest pause is the time
//! without service.
use crate::two_processes::shop::{Request, Shop};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Between two messages.
const TEMPO: Duration = Duration::from_millis(20);
/// Before a message is sent again that was not acknowledged.
const AGAIN: Duration = Duration::from_millis(50);

/// What the pulse showed.
#[derive(Debug, Default)]
pub struct Told {
    /// Messages that were acknowledged, in their order.
    pub written: Vec<String>,
    /// The longest time between two acknowledgements.
    pub pause: Duration,
    /// The longest that one request waited for whatever answer.
    pub waited: Duration,
    /// Answers that said that the service is away for the moment.
    pub away: usize,
}

/// The writer.
pub struct Pulse {
    shop: Arc<Shop>,
    pub order: String,
    acknowledged: AtomicUsize,
}

impl Pulse {
    /// With an order to write about.
    pub async fn of(shop: &Arc<Shop>) -> Self {
        let money = json!({"amount": 900, "currency": "BRL"});
        let purchase = json!({
            "reference": "pulse", "buyer": "P",
            "sellers": [{"seller": "S", "lines": [{"sku": "lamp", "quantity": 1, "price": money}]}],
            "payments": [{"provider": "sandbox", "payment_id": "pulse", "method": "credit_card", "amount": money}],
        });
        let place = Request {
            actor: None,
            path: "/v1/purchases".to_owned(),
            key: "pulse".to_owned(),
            body: purchase,
        };
        let placed = shop.send(0, &place).await;
        let order = placed["orders"][0]["order"].as_str().expect("an order").to_owned();
        Self { shop: Arc::clone(shop), order, acknowledged: AtomicUsize::new(0) }
    }

    /// Waits until so many more messages were acknowledged.
    pub async fn beats(&self, more: usize) {
        let until = self.acknowledged.load(Ordering::SeqCst) + more;
        while self.acknowledged.load(Ordering::SeqCst) < until {
            tokio::time::sleep(TEMPO).await;
        }
    }

    /// Writes until told to stop.
    #[expect(clippy::disallowed_methods, reason = "the time without service is measured and printed")]
    pub async fn write(self: Arc<Self>, stop: watch::Receiver<bool>) -> Told {
        let mut told = Told::default();
        let mut last = Instant::now();
        for no in 0.. {
            if *stop.borrow() {
                break;
            }
            let text = format!("beat {no}");
            let request = Request {
                actor: Some("buyer:P"),
                path: format!("/v1/orders/{}/messages", self.order),
                key: format!("beat-{no}"),
                body: json!({ "text": text }),
            };
            for to in (no..).map(|to| to % 2) {
                let sent = Instant::now();
                let answer = self.shop.once(to, &request).await;
                told.waited = told.waited.max(sent.elapsed());
                match answer {
                    Some((status, ..)) if status.is_success() => break,
                    Some((status, body, _)) => {
                        assert_eq!(status.as_u16(), 503, "an outage is said to be one: {body:#}");
                        told.away += 1;
                        tokio::time::sleep(AGAIN).await;
                    }
                    None => panic!("the process itself was never away"),
                }
            }
            told.pause = told.pause.max(last.elapsed());
            last = Instant::now();
            told.written.push(text);
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(TEMPO).await;
        }
        told
    }

    /// Everything that was acknowledged is there once, and nothing that was not sent.
    pub async fn holds(&self, told: &Told) {
        let mut found = Vec::new();
        let mut after = String::new();
        loop {
            let page =
                self.shop.get(1, &format!("/v1/orders/{}/messages?limit=100{after}", self.order)).await;
            let texts = page["items"].as_array().expect("a list").iter();
            found.extend(
                texts.map(|message: &Value| message["text"]["text"].as_str().expect("a text").to_owned()),
            );
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        let mut written = told.written.clone();
        found.sort();
        written.sort();
        assert_eq!(found, written, "each acknowledged message is there once");
    }
}
