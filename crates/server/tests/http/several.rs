//! One installation, several marketplaces: policies, currencies, zones, working days and languages of their own at once.
use crate::house::{ADMIN, As, House};
use crate::portal::Browser;
use serde_json::{Value, json};

struct Shop {
    slug: &'static str,
    policy: &'static str,
    zone: &'static str,
    calendar: Option<&'static str>,
    currency: &'static str,
    language: &'static str,
    /// What the line costs, in minor units.
    price: i64,
    /// When the clock starts, when the parcel arrives, and when the buyer complains.
    days: [&'static str; 3],
    /// Until when the seller must answer.
    answer_by: &'static str,
}

const SHOPS: [Shop; 3] = [
    // Friday evening before a public holiday: 2 working days (the worked example of the rules).
    Shop {
        slug: "jakarta",
        policy: "lazada",
        zone: "Asia/Jakarta",
        calendar: Some("name = 'jakarta'\nzone = 'Asia/Jakarta'\nholidays = ['2026-06-01']"),
        currency: "IDR",
        language: "id",
        price: 15_000_000,
        days: ["2026-05-20T03:00:00Z", "2026-05-28T03:00:00Z", "2026-05-29T13:00:00Z"],
        answer_by: "2026-06-03T17:00:00Z",
    },
    // Fifteen days across the night in which the clocks of Los Angeles go back (1 November).
    Shop {
        slug: "angeles",
        policy: "aliexpress",
        zone: "America/Los_Angeles",
        calendar: None,
        currency: "USD",
        language: "en",
        price: 5_000,
        days: ["2026-10-05T12:00:00Z", "2026-10-20T12:00:00Z", "2026-10-26T01:00:00Z"],
        answer_by: "2026-11-10T08:00:00Z",
    },
    // No minor units, and five days.
    Shop {
        slug: "seoul",
        policy: "default",
        zone: "Asia/Seoul",
        calendar: None,
        currency: "KRW",
        language: "en",
        price: 39_900,
        days: ["2026-03-02T10:00:00Z", "2026-03-05T10:00:00Z", "2026-03-06T10:00:00Z"],
        answer_by: "2026-03-11T15:00:00Z",
    },
];

impl Shop {
    fn money(&self, amount: i64) -> Value {
        json!({"amount": amount, "currency": self.currency})
    }

    async fn opens(&self, house: &House) -> As {
        let mut body = json!({
            "slug": self.slug, "zone": self.zone, "policy": {"preset": self.policy}, "currency": self.currency,
            "languages": [self.language], "sandbox": {"clock": self.days[0]},
        });
        if let Some(calendar) = self.calendar {
            body["calendar"] = calendar.into();
        }
        let made = house.post(&As::key(ADMIN), "/v1/marketplaces", body).await.is(201);
        As::key(made["key"]["key"].as_str().expect("a key"))
    }

    async fn sells(&self, house: &House, key: &As) -> String {
        let purchase = json!({
            "reference": "1", "buyer": "B", "placed_at": self.days[0],
            "sellers": [{"seller": "S", "lines": [
                {"sku": "lamp", "quantity": 1, "price": self.money(self.price), "shipping": self.money(0)}]}],
            "payments": [{"provider": "sandbox", "payment_id": "pay-1", "method": "credit_card",
                "amount": self.money(self.price)}],
        });
        let placed = house.post(key, "/v1/purchases", purchase).await.is(201);
        let capture = json!({"provider": "sandbox", "payment_id": "pay-1", "captured_at": self.days[0]});
        house.post(key, "/v1/payments/captures", capture).await.is(200);
        let order = placed["orders"][0]["order"].as_str().expect("an order").to_owned();
        let parcel = json!({"carrier": "fedex", "number": format!("T-{}", self.slug)});
        house.post(&key.of("seller:S"), &format!("/v1/orders/{order}/shipments"), parcel).await.is(201);
        for (name, at, status) in [("sent", self.days[0], "in_transit"), ("came", self.days[1], "delivered")]
        {
            self.clock(house, key, at).await;
            let scan = json!({
                "event": name, "carrier": "fedex", "number": format!("T-{}", self.slug),
                "scans": [{"at": at, "status": status}],
            });
            house.post(key, "/v1/tracking", scan).await.is(202);
        }
        order
    }

    async fn clock(&self, house: &House, key: &As, to: &str) {
        house.post(key, "/v1/sandbox/clock", json!({"to": to})).await.is(200);
    }

    async fn complains(&self, house: &House, key: &As, order: &str) -> String {
        self.clock(house, key, self.days[2]).await;
        let dispute = json!({
            "units": [0], "received": true, "reason": "damaged",
            "remedy": {"kind": "refund", "amount": self.money(self.price)}, "text": "It is broken.",
        });
        let done =
            house.post(&key.of("buyer:B"), &format!("/v1/orders/{order}/cases"), dispute).await.is(201);
        done["created"].as_str().expect("a case").to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_marketplace_has_its_policy_currency_zone_working_days_and_language() {
    let house = House::new().await;
    let mut open = Vec::new();
    for shop in &SHOPS {
        let key = shop.opens(&house).await;
        let order = shop.sells(&house, &key).await;
        open.push((shop, key, order));
    }
    for (shop, key, order) in &open {
        let case = shop.complains(&house, key, order).await;
        let view = house.get(&key.of("seller:S"), &format!("/v1/cases/{case}")).await.is(200);
        assert_eq!(view["stage"]["clock"]["end"], shop.answer_by, "{}: {:#}", shop.slug, view["stage"]);
        // The last instant at which an answer counts, and the first at which silence has spoken.
        let end: jiff::Timestamp = shop.answer_by.parse().expect("an instant");
        let before = end - jiff::SignedDuration::from_nanos(1);
        shop.clock(&house, key, &before.to_string()).await;
        let view = house.get(&key.of("seller:S"), &format!("/v1/cases/{case}")).await.is(200);
        assert_eq!(view["stage"]["name"], "responding", "{}", shop.slug);
        shop.clock(&house, key, shop.answer_by).await;
        let view = house.get(&key.of("seller:S"), &format!("/v1/cases/{case}")).await.is(200);
        assert_eq!(view["stage"]["name"], "reviewing", "{}: {view:#}", shop.slug);
        let shown = house.get(key, &format!("/v1/orders/{order}")).await.is(200);
        assert!(shown.to_string().contains(&format!("\"currency\":\"{}\"", shop.currency)), "{shown:#}");
        let page = Browser::enters(&house, key, "buyer:B").await.get(&house, "/buyer/").await.is(200);
        let page = page.as_str().expect("a page");
        assert!(page.contains(&format!("lang=\"{}\"", shop.language)), "{}: {page}", shop.slug);
    }
}
