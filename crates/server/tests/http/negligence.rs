//! Complaints of the seller's negligence, over the API and by the forms: NEG-1 to NEG-5.
use crate::house::{As, House, Reply, START, money};
use crate::pages_case::{Stage, text};
use crate::paper::{Paper, plain};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const NANO: SignedDuration = SignedDuration::from_nanos(1);

struct Shop {
    house: House,
    key: As,
    order: String,
    case: String,
}

impl Shop {
    /// Two lamps, 1,000 with 100 of shipping in all, received.
    async fn new(policy: &str) -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", policy).await;
        let purchase = json!({
            "reference": "1", "buyer": "B", "placed_at": START,
            "sellers": [{"seller": "S", "lines": [{"sku": "lamp", "quantity": 2, "price": money(1_000),
                "shipping": money(100), "listing": {"title": "lamp"}}]}],
            "payments": [{"provider": "sandbox", "payment_id": "p", "method": "credit_card", "amount": money(1_100)}],
        });
        let placed = house.post(&key, "/v1/purchases", purchase).await.is(201);
        let capture = json!({"provider": "sandbox", "payment_id": "p", "captured_at": START});
        house.post(&key, "/v1/payments/captures", capture).await.is(200);
        let order = placed["orders"][0]["order"].as_str().expect("an order").to_owned();
        let shop = Self { house, key, order, case: String::new() };
        shop.on_order("seller:S", "shipments", json!({"carrier": "fedex", "number": "T1"})).await.is(201);
        let scan = json!({"event": "s", "carrier": "fedex", "number": "T1", "scans": [
            {"at": START, "status": "in_transit"}, {"at": START, "status": "delivered"}]});
        shop.house.post(&shop.key, "/v1/tracking", scan).await.is(202);
        shop
    }

    /// With a complaint of unit 0, which asks for its shipping.
    async fn complained(policy: &str) -> Self {
        let mut shop = Self::new(policy).await;
        let done = shop.complain("late_shipment", true).await.is(201);
        shop.case = done["created"].as_str().expect("a case").to_owned();
        shop
    }

    /// Rejected in two steps.
    async fn rejected(policy: &str) -> Self {
        let shop = Self::complained(policy).await;
        shop.draft("reject", json!({"reason": "carrier_caused", "text": "It left on Monday."})).await.is(200);
        shop.act("seller:S", "answer_confirmation", json!({})).await.is(200);
        shop
    }

    /// With a mediator who has it.
    async fn reviewed() -> Self {
        let shop = Self::rejected("tokopedia").await;
        shop.act("buyer:B", "escalate", json!({"words": {"reason": "no_agreement"}})).await.is(200);
        shop.act("mediator:M", "assign", json!({})).await.is(200);
        shop
    }

    async fn complain(&self, reason: &str, fee: bool) -> Reply {
        let body = json!({"units": [0], "reason": reason, "shipping_fee": fee, "text": "Two weeks late."});
        self.on_order("buyer:B", "complaints", body).await
    }

    async fn draft(&self, answer: &str, words: Value) -> Reply {
        self.act("seller:S", "answer_draft", json!({"answer": answer, "words": words})).await
    }

    async fn rule(&self, remedy: Value, liable: &str) -> Reply {
        let ruling = json!({"remedy": remedy, "liable": liable, "departs": {"reason": "weighed"}});
        self.act("mediator:M", "rulings", ruling).await
    }

    async fn on_order(&self, who: &str, tail: &str, body: Value) -> Reply {
        self.house.post(&self.key.of(who), &format!("/v1/orders/{}/{tail}", self.order), body).await
    }

    async fn act(&self, who: &str, tail: &str, body: Value) -> Reply {
        self.house.post(&self.key.of(who), &format!("/v1/cases/{}/{tail}", self.case), body).await
    }

    async fn view(&self, who: &str) -> Value {
        self.house.get(&self.key.of(who), &format!("/v1/cases/{}", self.case)).await.is(200)
    }

    async fn order(&self) -> Value {
        self.house.get(&self.key.of("buyer:B"), &format!("/v1/orders/{}", self.order)).await.is(200)
    }

    async fn end(&self) -> Timestamp {
        let view = self.view("seller:S").await;
        view["stage"]["clock"]["end"].as_str().expect("an end").parse().expect("an instant")
    }

    async fn to(&self, instant: Timestamp) {
        let body = json!({"to": instant.to_string()});
        self.house.post(&self.key, "/v1/sandbox/clock", body).await.is(200);
    }

    /// What was counted against the seller.
    async fn held(&self) -> Vec<Value> {
        let page = self.house.get(&self.key, "/v1/events?limit=1000").await.is(200);
        let all = page["items"].as_array().expect("a list").clone();
        all.into_iter().filter(|event| event["type"] == "negligence_held").collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_01_pro_10_the_buyer_complains_to_the_end_of_the_window_and_may_ask_for_the_fee() {
    let shop = Shop::complained("tokopedia").await;
    let view = shop.view("buyer:B").await;
    assert_eq!((view["kind"].as_str(), &view["asked"]["amount"]), (Some("negligence"), &money(50)));
    assert_eq!(shop.order().await["cases"][0]["kind"], "negligence");
    shop.complain("defective_product", false).await.problem(409, "in_case");
    let other = json!({"units": [1], "reason": "damaged", "shipping_fee": false});
    shop.on_order("buyer:B", "complaints", other.clone()).await.problem(422, "reason_unknown");
    shop.on_order("seller:S", "complaints", other).await.problem(403, "not_yours");
    // The goods are disputed beside it.
    let dispute = json!({"units": [0], "received": true, "reason": "damaged",
        "remedy": {"kind": "refund", "amount": money(500)}});
    shop.on_order("buyer:B", "cases", dispute).await.is(201);
    Shop::new("lazada").await.complain("late_shipment", true).await.problem(409, "not_in_policy");
    for (early, code) in [(NANO, 201), (SignedDuration::ZERO, 409)] {
        let shop = Shop::new("default").await;
        let order = shop.order().await;
        let windows = order["parcels"][0]["windows"].as_array().expect("a list").clone();
        let window = windows.iter().find(|window| window["kind"] == "received").expect("it came");
        let closes: Timestamp =
            window["closes"]["end"].as_str().expect("an end").parse().expect("an instant");
        shop.to(closes - early).await;
        let reply = shop.complain("inaccurate_description", false).await;
        if code == 201 {
            reply.is(201);
        } else {
            reply.problem(409, "ended");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_02_pro_10_the_seller_drafts_then_confirms_and_silence_goes_to_review() {
    let shop = Shop::complained("tokopedia").await;
    shop.act("seller:S", "answer", json!({"answer": "accept"})).await.problem(409, "not_in_policy");
    shop.act("seller:S", "answer_confirmation", json!({})).await.problem(409, "missing");
    shop.draft("reject", json!({"reason": "late", "text": "x"})).await.problem(422, "reason_unknown");
    shop.draft("reject", json!({"reason": "not_so"})).await.problem(409, "missing");
    let end = shop.end().await;
    shop.draft("reject", json!({"reason": "not_so", "text": "It left on time."})).await.is(200);
    assert_eq!(shop.view("seller:S").await["draft"]["words"]["reason"], "not_so");
    assert_eq!(shop.view("buyer:B").await["draft"], Value::Null, "the buyer does not see a draft");
    assert_eq!(shop.end().await, end, "no clock moves");
    shop.to(end - NANO).await;
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "responding");
    shop.to(end).await;
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "reviewing", "what was not confirmed is silence");
    shop.act("seller:S", "answer_confirmation", json!({})).await.problem(409, "wrong_stage");
    let shop = Shop::complained("default").await;
    let end = shop.end().await;
    shop.draft("accept", json!({"reason": ""})).await.is(200);
    shop.to(end - NANO).await;
    shop.act("seller:S", "answer_confirmation", json!({})).await.is(200);
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "executing");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_03_pro_10_rejected_it_is_talked_over_until_the_platform_decides() {
    let shop = Shop::rejected("tokopedia").await;
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "negotiating");
    let message = json!({"case": shop.case, "text": "The parcel says Thursday."});
    shop.on_order("buyer:B", "messages", message).await.is(200);
    let offer = json!({"remedy": {"kind": "fee_refund", "amount": money(10)}, "words": {"reason": "part"}});
    shop.act("seller:S", "proposals", offer).await.problem(409, "not_in_policy");
    let end = shop.end().await;
    shop.to(end - NANO).await;
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "negotiating");
    shop.to(end).await;
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "reviewing");
    // Nobody rules: the table decides on what was shown.
    shop.to(shop.end().await).await;
    let view = shop.view("buyer:B").await;
    assert_eq!(view["rulings"][0]["row"], "negligence-shown", "{view}");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_04_pro_10_held_negligent_the_fee_comes_from_the_seller_and_three_points_are_counted() {
    let shop = Shop::reviewed().await;
    let fee = json!({"kind": "fee_refund", "amount": money(50)});
    shop.rule(json!({"kind": "fee_refund", "amount": money(40)}), "seller").await.problem(422, "invalid");
    shop.rule(fee.clone(), "nobody").await.problem(422, "invalid");
    shop.rule(fee, "seller").await.is(200);
    assert!(shop.held().await.is_empty(), "the ruling may be appealed");
    let end = shop.end().await;
    shop.to(end - NANO).await;
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "appealing");
    shop.to(end).await;
    assert_eq!(shop.order().await["totals"]["refunded"], money(50));
    let held = shop.held().await;
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(
        (&held[0]["data"]["points"], &held[0]["data"]["reason"]),
        (&json!(3), &json!("late_shipment"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_05_not_held_negligent_nothing_is_taken_and_the_complaint_stays_as_dismissed() {
    let shop = Shop::reviewed().await;
    shop.rule(Value::Null, "nobody").await.is(200);
    shop.act("seller:S", "waive", json!({})).await.problem(403, "not_yours");
    shop.act("buyer:B", "waive", json!({})).await.is(200);
    let view = shop.view("buyer:B").await;
    assert_eq!(view["closed"]["how"], "dismissed", "{view}");
    assert_eq!(shop.order().await["totals"]["refunded"], money(0));
    assert!(shop.held().await.is_empty());
    shop.complain("late_shipment", true).await.problem(409, "complaint_decided");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_01_neg_02_by_the_forms_of_buyer_and_seller() {
    let stage = Stage::new().await;
    let order = stage.house.shipped(&stage.shop, "1").await;
    let buyer = stage.shop.of("buyer:B");
    let view = stage.house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
    let parcel = view["parcels"][0]["id"].as_str().expect("an id").to_owned();
    stage.does("buyer", &order, "confirm_receipt", &parcel, &[]).await.is(303);
    let page = stage.page("buyer", &format!("/orders/{order}")).await;
    assert!(page.contains("data-act=\"complain\""), "{page}");
    let form = stage.page("buyer", &format!("/orders/{order}/acts/complain?target={parcel}")).await;
    let wrong = Paper::on(&form, "/acts/complain").set("units", "0").send(&stage.house, &stage.buyer).await;
    assert!(text(wrong, 422).contains("id=\"reason-problem\""));
    let sent =
        Paper::on(&form, "/acts/complain").set("units", "0").set("reason", "late_shipment").set("fee", "no");
    sent.send(&stage.house, &stage.buyer).await.is(303);
    let view = stage.house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
    let case = view["cases"][0]["id"].as_str().expect("an id").to_owned();
    let page = stage.page("seller", &format!("/cases/{case}")).await;
    for act in ["draft_acceptance", "draft_rejection"] {
        assert!(page.contains(&format!("data-act=\"{act}\"")), "{act}: {page}");
    }
    for act in ["propose", "accept_request", "confirm_answer"] {
        assert!(!page.contains(&format!("data-act=\"{act}\"")), "{act}: {page}");
    }
    let words = [("reason", "not_so"), ("text", "It left on Monday.")];
    stage.does("seller", &order, "draft_rejection", &case, &words).await.is(303);
    let confirm = stage.page("seller", &format!("/orders/{order}/acts/confirm_answer?target={case}")).await;
    assert!(confirm.contains("data-draft") && plain(&confirm).contains("It left on Monday."), "{confirm}");
    let seen = stage.page("buyer", &format!("/cases/{case}")).await;
    assert!(!seen.contains("It left on Monday."), "a draft is the seller's alone");
    stage.does("seller", &order, "confirm_answer", &case, &[]).await.is(303);
    let seen = plain(&stage.page("buyer", &format!("/cases/{case}")).await);
    assert!(
        seen.contains("The seller rejected the complaint") && seen.contains("It left on Monday."),
        "{seen}"
    );
}
