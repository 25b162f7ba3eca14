//! What a carrier declares lost is made good to the seller, over the API and on the pages: LOS-1 to LOS-3.
use crate::house::{As, House, START, money};
use crate::pages_case::{Stage, text};
use crate::paper::plain;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const NANO: SignedDuration = SignedDuration::from_nanos(1);
const ACCOUNT: &str = "/v1/accounts/seller/S";

struct Shop {
    house: House,
    key: As,
    order: String,
}

impl Shop {
    /// Two lamps, 1,000 with 100 of shipping in all, on their way.
    async fn new(policy: &str) -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", policy).await;
        let order = house.shipped(&key, "1").await;
        Self { house, key, order }
    }

    async fn lost(policy: &str) -> Self {
        let shop = Self::new(policy).await;
        shop.house.clock(&shop.key, "P2D").await;
        shop.says("lost", 201).await;
        shop
    }

    /// The carrier says it now, and says it under an event of its own.
    async fn says(&self, status: &str, event: u32) {
        let now = self.house.get(&self.key, "/v1/marketplace").await.is(200)["now"].clone();
        let scan = json!({"event": format!("e{event}"), "carrier": "fedex", "number": "T1",
            "scans": [{"at": now, "status": status}]});
        assert_eq!(self.house.post(&self.key, "/v1/tracking", scan).await.is(202)["new"], 1);
    }

    async fn view(&self, who: &str) -> Value {
        self.house.get(&self.key.of(who), &format!("/v1/orders/{}", self.order)).await.is(200)
    }

    async fn compensation(&self) -> Value {
        self.view("seller:S").await["compensations"][0].clone()
    }

    async fn to(&self, instant: Timestamp) {
        let body = json!({"to": instant.to_string()});
        self.house.post(&self.key, "/v1/sandbox/clock", body).await.is(200);
    }

    async fn balance(&self) -> (Value, Value) {
        let account = self.house.get(&self.key.of("seller:S"), ACCOUNT).await;
        if account.status != 200 {
            return (money(0), money(0));
        }
        let account = account.is(200);
        match account["balances"].as_array().and_then(|all| all.first()) {
            Some(one) => (one["payable"].clone(), one["receivable"].clone()),
            None => (money(0), money(0)),
        }
    }

    /// The lines of a statement: what each is, and how much.
    async fn lines(&self, statement: &str) -> Vec<(String, i64)> {
        let path = format!("{ACCOUNT}/statements/{statement}");
        let paper = self.house.get(&self.key.of("seller:S"), &path).await.is(200);
        let lines = paper["lines"].as_array().expect("lines").iter();
        let line = |line: &Value| {
            assert!(line["kind"] == "payout" || line["order"] == self.order, "{line:#}");
            let kind = line["kind"].as_str().expect("a kind").to_owned();
            (kind, line["amount"]["amount"].as_i64().expect("an amount"))
        };
        lines.map(line).collect()
    }
}

fn instant(value: &Value) -> Timestamp {
    value.as_str().expect("an instant").parse().expect("an instant")
}

#[tokio::test(flavor = "multi_thread")]
async fn los_01_it_is_paid_by_itself_to_the_moment_without_a_claim() {
    for policy in ["lazada", "default"] {
        let shop = Shop::lost(policy).await;
        let due = shop.compensation().await;
        assert_eq!((&due["state"], &due["amount"]), (&json!("due"), &money(1_100)), "{due:#}");
        let end = instant(&due["clock"]["end"]);
        assert_eq!(instant(&due["promised"]).duration_since(end), SignedDuration::from_hours(12));
        assert!(due["clock"]["sentence"].as_str().expect("words").contains("made good to the seller"));
        shop.to(end - NANO).await;
        assert_eq!(shop.balance().await.0, money(0));
        shop.to(end).await;
        shop.house.clock(&shop.key, "PT1M").await;
        let paid = shop.compensation().await;
        assert_eq!((&paid["state"], instant(&paid["paid_at"])), (&json!("paid"), end), "{paid:#}");
        assert_eq!(shop.balance().await.0, money(1_045), "as the sale would have brought");
        assert_eq!(shop.view("buyer:B").await["totals"]["refunded"], money(1_100));
    }
    let shop = Shop::lost("aliexpress").await;
    assert_eq!(shop.view("seller:S").await.get("compensations"), None, "a policy without it");
}

#[tokio::test(flavor = "multi_thread")]
async fn los_02_the_order_shows_it_to_the_seller_alone_and_the_statement_has_it_under_its_number() {
    let shop = Shop::lost("lazada").await;
    let due = shop.compensation().await;
    assert_eq!((&due["carrier"], &due["declared"]), (&json!("fedex"), &json!("lost")));
    assert!(instant(&due["declared_at"]) > START.parse::<Timestamp>().expect("an instant"));
    let line = |unit: u16| json!({"line": 0, "unit": unit, "amount": money(550)});
    assert_eq!(due["lines"], json!([line(0), line(1)]));
    let case = due["case"].as_str().expect("a case");
    let path = format!("/v1/cases/{case}");
    let view = shop.house.get(&shop.key.of("seller:S"), &path).await.is(200);
    assert_eq!(
        (&view["kind"], &view["asked"]["kind"]),
        (&json!("carrier_compensation"), &json!("seller_payment"))
    );
    let explained = shop.house.get(&shop.key, &format!("{path}/explanation")).await.is(200);
    assert!(explained["steps"].to_string().contains("compensation_due"), "{explained:#}");
    // The buyer's own case is the refund; this one is not there for the buyer.
    let buyer = shop.key.of("buyer:B");
    shop.house.get(&buyer, &path).await.problem(404, "not_found");
    shop.house.get(&buyer, &format!("{path}/explanation")).await.problem(404, "not_found");
    shop.house.post(&buyer, &format!("{path}/withdraw"), json!({})).await.problem(404, "not_found");
    let own = shop.view("buyer:B").await;
    assert_eq!(own.get("compensations"), None);
    let kinds: Vec<&Value> =
        own["cases"].as_array().expect("a list").iter().map(|case| &case["kind"]).collect();
    assert_eq!(kinds, ["undelivered"]);
    // Nobody does anything in it.
    let words = json!({"words": {"reason": "no_agreement"}});
    shop.house
        .post(&shop.key.of("seller:S"), &format!("{path}/escalate"), words)
        .await
        .problem(403, "not_yours");
    shop.house.clock(&shop.key, "P2D").await;
    assert_eq!(shop.lines("open").await, [("compensation".to_owned(), 1_045)]);
    let route = json!({"provider": "sandbox"});
    shop.house.post(&shop.key.of("seller:S"), &format!("{ACCOUNT}/payouts"), route).await.is(201);
    shop.house.clock(&shop.key, "PT1H").await;
    let numbered = [("compensation".to_owned(), 1_045), ("payout".to_owned(), 1_045)];
    assert_eq!(shop.lines("1").await, numbered);
    for (query, count) in [("status=paid", 1), ("status=refused", 0), ("from=2030-01-01T00:00:00Z", 0)] {
        let found = shop.house.get(&shop.key.of("seller:S"), &format!("{ACCOUNT}/statements?{query}")).await;
        assert_eq!(found.is(200)["items"].as_array().map(Vec::len), Some(count), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn los_03_lost_and_then_delivered_is_taken_back_as_a_debt_and_flagged() {
    let shop = Shop::lost("lazada").await;
    shop.house.clock(&shop.key, "P2D").await;
    shop.says("delivered", 202).await;
    shop.house.clock(&shop.key, "PT1M").await;
    let back = shop.compensation().await;
    assert_eq!(
        (&back["state"], &back["taken_back_for"]),
        (&json!("taken_back"), &json!("delivered")),
        "{back:#}"
    );
    assert_eq!(back["taken_back"], money(1_100));
    assert_eq!(shop.balance().await, (money(1_045), money(1_045)), "the seller owes it (MON-8)");
    assert_eq!(shop.lines("open").await, [("compensation".to_owned(), 1_045), ("debt".to_owned(), 1_045)]);
    let flags = shop.view("mediator:M").await["flags"].to_string();
    assert!(
        flags.contains("compensation_reversed") && flags.contains("delivered_after_declared_lost"),
        "{flags}"
    );
    let claims = shop.house.get(&shop.key, "/v1/ledger/balances").await.is(200).to_string();
    assert!(!claims.contains("carrier:fedex:claims\",\"amount\":-"), "the carrier has it again: {claims}");
    // Before it was paid, nothing is.
    let shop = Shop::lost("default").await;
    shop.house.clock(&shop.key, "PT35H").await;
    shop.says("delivered", 203).await;
    shop.house.clock(&shop.key, "P3D").await;
    assert_eq!(
        (shop.compensation().await["state"].clone(), shop.balance().await.0),
        (json!("not_due"), money(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn los_02_the_pages_of_the_seller_tell_it_and_those_of_the_buyer_do_not() {
    let stage = Stage::new().await;
    let order = stage.house.shipped(&stage.shop, "1").await;
    let now = stage.house.get(&stage.shop, "/v1/marketplace").await.is(200)["now"].clone();
    let scan = json!({"event": "lost", "carrier": "fedex", "number": "T1", "scans": [{"at": now, "status": "lost"}]});
    stage.house.post(&stage.shop, "/v1/tracking", scan).await.is(202);
    let page = stage.page("seller", &format!("/orders/{order}")).await;
    let said = plain(&page);
    assert!(said.contains("Compensation by the carrier") && said.contains("Not paid yet"), "{said}");
    assert!(
        said.contains("Declared lost") && said.contains("FedEx") && said.contains("2 × A lamp"),
        "{said}"
    );
    assert!(!plain(&stage.page("buyer", &format!("/orders/{order}")).await).contains("Compensation"));
    stage.house.clock(&stage.shop, "P2D").await;
    let seller = stage.shop.of("seller:S");
    let view = stage.house.get(&seller, &format!("/v1/orders/{order}")).await.is(200);
    let case = view["compensations"][0]["case"].as_str().expect("a case").to_owned();
    let page = plain(&stage.page("seller", &format!("/cases/{case}")).await);
    assert!(page.contains("Paid") && page.contains("The carrier made it good to the seller"), "{page}");
    text(stage.buyer.get(&stage.house, &format!("/buyer/cases/{case}")).await, 404);
    let account = plain(&stage.page("seller", "/account/statements/open").await);
    assert!(account.contains("Made good by the carrier"), "{account}");
    let notices = stage.house.get(&seller, "/v1/notices").await.is(200);
    let told: Vec<&str> =
        notices["items"].as_array().expect("a list").iter().filter_map(|n| n["notice"].as_str()).collect();
    assert!(told.contains(&"compensation_due") && told.contains(&"compensation_paid"), "{told:?}");
    let notices = stage.house.get(&stage.shop.of("buyer:B"), "/v1/notices").await.is(200).to_string();
    assert!(!notices.contains("compensation"), "{notices}");
}
