//! The seller cancels what was sold, over the API and by the form: CAN-1 to CAN-5.
use crate::house::{As, House, START, money};
use crate::pages_case::{Stage, text};
use crate::paper::{Paper, plain};
use serde_json::{Value, json};

/// Two lines: units 0 and 1 of a lamp, unit 2 of a shade; paid.
async fn two_lines(house: &House, shop: &As, reference: &str) -> String {
    let line = |sku: &str, quantity: u16, price: i64| {
        json!({"sku": sku, "quantity": quantity, "price": money(price), "shipping": money(100),
            "listing": {"title": sku}})
    };
    let purchase = json!({
        "reference": reference, "buyer": "B", "placed_at": START,
        "sellers": [{"seller": "S", "lines": [line("lamp", 2, 1_000), line("shade", 1, 300)]}],
        "payments": [{"provider": "sandbox", "payment_id": format!("pay-{reference}"), "method": "credit_card",
            "amount": money(1_500)}],
    });
    let placed = house.post(shop, "/v1/purchases", purchase).await.is(201);
    let capture =
        json!({"provider": "sandbox", "payment_id": format!("pay-{reference}"), "captured_at": START});
    house.post(shop, "/v1/payments/captures", capture).await.is(200);
    placed["orders"][0]["order"].as_str().expect("an order").to_owned()
}

struct Shop {
    house: House,
    key: As,
    order: String,
}

impl Shop {
    async fn new(policy: &str) -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", policy).await;
        let order = two_lines(&house, &key, "1").await;
        Self { house, key, order }
    }

    fn seller(&self) -> As {
        self.key.of("seller:S")
    }

    async fn cancel(&self, units: &[u16], reason: &str) -> crate::house::Reply {
        let body = json!({"units": units, "reason": reason});
        self.house.post(&self.seller(), &format!("/v1/orders/{}/cancellations", self.order), body).await
    }

    async fn declare(&self, units: &[u16], number: &str) -> crate::house::Reply {
        let body = json!({"units": units, "carrier": "fedex", "number": number});
        self.house.post(&self.seller(), &format!("/v1/orders/{}/shipments", self.order), body).await
    }

    async fn view(&self) -> Value {
        self.house.get(&self.seller(), &format!("/v1/orders/{}", self.order)).await.is(200)
    }

    async fn cancelled(&self) -> Vec<u64> {
        let view = self.view().await;
        let lines = view["lines"].as_array().expect("a list").clone();
        let units = lines.iter().flat_map(|line| line["units"].as_array().expect("a list").clone());
        units
            .filter(|unit| unit["cancelled_at"].is_string())
            .filter_map(|unit| unit["unit"].as_u64())
            .collect()
    }

    /// Moves the marketplace's clock to an instant.
    async fn to(&self, instant: &str) {
        self.house.post(&self.key, "/v1/sandbox/clock", json!({"to": instant})).await.is(200);
    }
}

fn action<'a>(view: &'a Value, act: &str) -> &'a Value {
    let all = view["allowed_actions"].as_array().expect("a list");
    all.iter().find(|action| action["act"] == act).unwrap_or_else(|| panic!("{act} is not told: {view:#}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn can_01_the_seller_cancels_for_a_reason_that_the_order_names() {
    let shop = Shop::new("default").await;
    let view = shop.view().await;
    let told = action(&view, "cancel_sale");
    let reasons = json!(["out_of_stock", "quality", "shipping_problem", "price_error", "personal"]);
    assert_eq!((&told["allowed"], &told["ranges"][0]["words"]), (&json!(true), &reasons), "{told:#}");
    assert_eq!(told["href"], format!("/v1/orders/{}/cancellations", shop.order));
    let refused = shop.cancel(&[0], "changed_mind").await.problem(422, "reason_unknown");
    assert_eq!(refused["values"]["allowed"], reasons, "{refused:#}");
    shop.cancel(&[0], "out_of_stock").await.is(201);
    assert_eq!(shop.cancelled().await, [0]);
    // Not every marketplace has it.
    let other = Shop::new("aliexpress").await;
    other.cancel(&[0], "out_of_stock").await.problem(409, "not_in_policy");
    assert_eq!(action(&other.view().await, "cancel_sale")["refused"]["code"], "not_in_policy");
}

#[tokio::test(flavor = "multi_thread")]
async fn can_01_pro_10_it_is_possible_up_to_the_ship_by_instant_and_until_the_carrier_has_it() {
    let shop = Shop::new("default").await;
    let ship_by: jiff::Timestamp =
        shop.view().await["ship_by"]["end"].as_str().expect("an instant").parse().expect("an instant");
    shop.declare(&[2], "T2").await.is(201);
    let scan = json!({"event": "s", "carrier": "fedex", "number": "T2", "scans": [{"at": START, "status": "in_transit"}]});
    shop.house.post(&shop.key, "/v1/tracking", scan).await.is(202);
    let refused = shop.cancel(&[2], "quality").await.problem(409, "already_shipped");
    assert_eq!(refused["values"]["unit"], 2);
    let nano = jiff::SignedDuration::from_nanos(1);
    shop.to(&(ship_by - nano).to_string()).await;
    shop.cancel(&[0], "quality").await.is(201);
    shop.to(&ship_by.to_string()).await;
    shop.cancel(&[1], "quality").await.problem(409, "unit_cancelled");
    assert_eq!(shop.cancelled().await, [0, 1], "the clock has cancelled the other one");
}

#[tokio::test(flavor = "multi_thread")]
async fn can_02_can_03_the_whole_parcel_goes_and_none_of_it_can_be_shipped_any_more() {
    let shop = Shop::new("default").await;
    shop.declare(&[0, 2], "T1").await.is(201);
    let done = shop.cancel(&[2], "price_error").await.is(201);
    assert!(
        done["events"].as_array().is_some_and(|all| all.contains(&json!("cancellation_counted"))),
        "{done:#}"
    );
    assert_eq!(shop.cancelled().await, [0, 2]);
    for unit in [0, 2] {
        let refused = shop.declare(&[unit], "T9").await.problem(409, "unit_cancelled");
        assert_eq!(refused["values"]["unit"], unit);
    }
    shop.declare(&[], "T3").await.is(201);
    assert_eq!(shop.view().await["parcels"][1]["units"], json!([1]), "only what is left of it travels");
}

#[tokio::test(flavor = "multi_thread")]
async fn can_04_the_buyer_gets_everything_back_and_both_are_told() {
    let shop = Shop::new("default").await;
    let again = shop.seller().with("Idempotency-Key", "c1");
    let path = format!("/v1/orders/{}/cancellations", shop.order);
    let body = json!({"units": [], "reason": "out_of_stock"});
    let first = shop.house.post(&again, &path, body.clone()).await.is(201);
    assert_eq!(shop.house.post(&again, &path, body).await.is(201), first, "twice is once");
    let view = shop.view().await;
    assert_eq!(
        (&view["state"], &view["totals"]["refunded"]),
        (&json!("cancelled"), &money(1_500)),
        "{view:#}"
    );
    let feed = shop.house.get(&shop.key, "/v1/events?limit=1000").await.is(200);
    let counted: Vec<&Value> = feed["items"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|event| event["type"] == "cancellation_counted")
        .collect();
    assert_eq!(counted.len(), 1, "{feed:#}");
    for (who, count) in [("seller:S", 1), ("buyer:B", 1)] {
        let notices = shop.house.get(&shop.key.of(who), "/v1/notices?limit=1000").await.is(200);
        let told = notices["items"].as_array().expect("a list").iter();
        assert_eq!(
            told.filter(|notice| notice["notice"] == "cancelled_by_seller").count(),
            count,
            "{notices:#}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn can_05_a_line_or_a_quantity_is_cancelled_and_the_rest_goes_on_by_the_form() {
    let stage = Stage::new().await;
    let order = two_lines(&stage.house, &stage.shop, "2").await;
    let path = format!("/orders/{order}/acts/cancel_sale");
    let page = stage.page("seller", &path).await;
    let text_of = plain(&page);
    assert!(text_of.contains("The money, if all of them are cancelled"), "{page}");
    assert!(page.contains("value=\"shipping_problem\"") && page.contains("It is out of stock"), "{page}");
    assert!(text_of.contains("everything in the same parcel"), "{page}");
    // Nothing is chosen for the seller: without a reason it comes back and says so.
    let paper = Paper::on(&page, "/acts/cancel_sale").set("units", "1");
    let wrong = text(paper.clone().send(&stage.house, &stage.seller).await, 422);
    assert!(wrong.contains("id=\"reason-problem\""), "{wrong}");
    paper.set("reason", "personal").send(&stage.house, &stage.seller).await.is(303);
    let view = stage.house.get(&stage.shop, &format!("/v1/orders/{order}")).await.is(200);
    let units = &view["lines"][0]["units"];
    assert!(units[0]["cancelled_at"].is_null() && units[1]["cancelled_at"].is_string(), "{view:#}");
    assert!(view["lines"][1]["units"][0]["cancelled_at"].is_null(), "the other line goes on");
    assert_eq!(view["totals"]["refunded"], money(550));
    // Buyers do not know the seller's act.
    let buyers = stage.house.get(&stage.shop.of("buyer:B"), &format!("/v1/orders/{order}")).await.is(200);
    assert!(buyers["allowed_actions"].as_array().expect("a list").iter().all(|a| a["act"] != "cancel_sale"));
}
