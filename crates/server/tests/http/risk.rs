//! A risk in an order over the API and in the portals: FRZ-2, with what FRZ-4 and FRZ-5 say of it.
use crate::house::{As, House, Reply, money};
use crate::pages_case::text;
use crate::paper::{Paper, plain};
use crate::portal::Browser;
use jiff::Timestamp;
use serde_json::{Value, json};

struct Shop {
    house: House,
    key: As,
    order: String,
}

impl Shop {
    async fn new(policy: &str) -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", policy).await;
        let order = house.paid(&key, "1").await;
        Self { house, key, order }
    }

    async fn freeze(&self, who: &As, reason: &str) -> Reply {
        let body = json!({"reason": reason, "text": "The parcel shop there is known for theft."});
        self.house.post(who, &format!("/v1/orders/{}/risk_freezes", self.order), body).await
    }

    async fn frozen(policy: &str) -> (Self, String) {
        let shop = Self::new(policy).await;
        let done = shop.freeze(&shop.key, "risky_address").await.is(201);
        let case = done["created"].as_str().expect("a case").to_owned();
        (shop, case)
    }

    async fn decide(&self, who: &As, case: &str, verdict: &str) -> Reply {
        let body = json!({"verdict": verdict, "words": {"reason": "address_checked", "text": "We called."}});
        self.house.post(who, &format!("/v1/cases/{case}/risk_decision"), body).await
    }

    async fn view(&self, who: &str) -> Value {
        self.house.get(&self.key.of(who), &format!("/v1/orders/{}", self.order)).await.is(200)
    }

    async fn case(&self, case: &str) -> Value {
        self.house.get(&self.key.of("buyer:B"), &format!("/v1/cases/{case}")).await.is(200)
    }

    async fn ship(&self) -> Reply {
        let shipment = json!({"carrier": "fedex", "number": "T1"});
        let path = format!("/v1/orders/{}/shipments", self.order);
        self.house.post(&self.key.of("seller:S"), &path, shipment).await
    }

    /// The sandbox's clock, to an instant before or at the end of a case's review.
    async fn to_its_end(&self, case: &str, nanos_before: i64) {
        let end = self.case(case).await["stage"]["clock"]["end"].clone();
        let end: Timestamp = end.as_str().expect("an end").parse().expect("an instant");
        let to = end - jiff::SignedDuration::from_nanos(nanos_before);
        self.house.post(&self.key, "/v1/sandbox/clock", json!({"to": to.to_string()})).await.is(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_02_a_risky_address_freezes_the_order_and_not_cleared_in_a_day_it_goes_back_whole() {
    for policy in ["default", "aliexpress"] {
        let shop = Shop::new(policy).await;
        shop.freeze(&shop.key.of("seller:S"), "risky_address").await.problem(403, "not_yours");
        shop.freeze(&shop.key.of("buyer:B"), "risky_address").await.problem(403, "not_yours");
        shop.freeze(&shop.key, "bad_weather").await.problem(422, "reason_unknown");
        let done = shop.freeze(&shop.key, "risky_address").await.is(201);
        let case = done["created"].as_str().expect("a case").to_owned();
        let seen = shop.view("buyer:B").await;
        assert_eq!(
            (&seen["freezes"][0]["kind"], &seen["freezes"][0]["stops"]),
            (&json!("risk"), &json!(["shipping", "release"]))
        );
        assert_eq!(
            (&seen["cases"][0]["kind"], shop.case(&case).await["refundable"].clone()),
            (&json!("risk"), money(1_100))
        );
        assert_eq!(
            (&seen["ship_by_rests"], &seen["ship_by"]),
            (&json!(true), &Value::Null),
            "its time rests"
        );
        shop.ship().await.problem(409, "frozen");
        shop.freeze(&shop.key.of("mediator:M"), "risky_address").await.problem(409, "in_case");
        shop.to_its_end(&case, 1).await;
        assert_eq!(shop.view("buyer:B").await["refunds"], json!([]), "an instant before its end");
        shop.to_its_end(&case, 0).await;
        let seen = shop.view("seller:S").await;
        assert_eq!((&seen["state"], &seen["refunds"][0]["amount"]), (&json!("cancelled"), &money(1_100)));
        assert!(seen["freezes"][0]["lifted_at"].is_string(), "the freeze has done its work");
        shop.decide(&shop.key, &case, "clear").await.problem(409, "already_final");
    }
    let shop = Shop::new("lazada").await;
    shop.freeze(&shop.key, "risky_address").await.problem(409, "not_in_policy");
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_02_frz_05_both_say_what_they_know_and_a_person_clears_it() {
    let (shop, case) = Shop::frozen("default").await;
    for who in ["buyer:B", "seller:S"] {
        let body = json!({"case": case, "text": "It is my office."});
        let path = format!("/v1/orders/{}/messages", shop.order);
        shop.house.post(&shop.key.of(who), &path, body).await.is(200);
        shop.decide(&shop.key.of(who), &case, "clear").await.problem(403, "not_yours");
    }
    shop.house
        .post(&shop.key.of("buyer:B"), &format!("/v1/cases/{case}/withdraw"), json!({}))
        .await
        .problem(409, "not_in_policy");
    shop.decide(&shop.key.of("mediator:M"), &case, "clear").await.is(200);
    let seen = shop.case(&case).await;
    assert_eq!(seen["closed"]["how"], "cleared");
    assert_eq!(seen["rulings"][0]["why"], "The platform looked at the risk and found none.");
    assert_eq!(seen["rulings"][0]["departs"]["reason"], "address_checked", "and why");
    shop.ship().await.is(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_02_by_the_forms_of_a_mediator() {
    let shop = Shop::new("default").await;
    let mediator = Browser::enters(&shop.house, &shop.key, "mediator:M").await;
    let home = format!("/staff/orders/{}", shop.order);
    let page = text(mediator.get(&shop.house, &home).await, 200);
    assert!(page.contains("data-act=\"freeze_for_risk\""), "{page}");
    let form = text(mediator.get(&shop.house, &format!("{home}/acts/freeze_for_risk")).await, 200);
    let wrong = Paper::on(&form, "/acts/freeze_for_risk").send(&shop.house, &mediator).await;
    assert!(text(wrong, 422).contains("id=\"reason-problem\""));
    let sent = Paper::on(&form, "/acts/freeze_for_risk")
        .set("reason", "risky_address")
        .set("text", "Known for theft.");
    sent.send(&shop.house, &mediator).await.is(303);
    let case = shop.view("buyer:B").await["cases"][0]["id"].as_str().expect("a case").to_owned();
    let seller = Browser::enters(&shop.house, &shop.key, "seller:S").await;
    let seen = plain(&text(seller.get(&shop.house, &format!("/seller/cases/{case}")).await, 200));
    assert!(
        seen.contains("The platform is checking a risk") && seen.contains("Please do not ship"),
        "{seen}"
    );
    let buyer = Browser::enters(&shop.house, &shop.key, "buyer:B").await;
    let page = text(buyer.get(&shop.house, &format!("/buyer/cases/{case}")).await, 200);
    assert!(
        plain(&page).contains("You need not do anything") && page.contains("Risky delivery address"),
        "{page}"
    );
    assert!(!page.contains("data-side=\"opener\""), "nothing is laid side by side: {page}");
    for act in ["withdraw", "propose", "escalate", "change", "accept_request"] {
        assert!(!page.contains(&format!("data-act=\"{act}\"")), "{act}: {page}");
    }
    let desk = text(mediator.get(&shop.house, &format!("/staff/cases/{case}")).await, 200);
    assert!(
        desk.contains("data-found") && !desk.contains("data-part=\"facts\""),
        "the table has no say: {desk}"
    );
    assert!(desk.contains("data-act=\"decide_risk\"") && !desk.contains("data-act=\"rule\""), "{desk}");
    let form = text(mediator.get(&shop.house, &format!("{home}/acts/decide_risk?target={case}")).await, 200);
    let sent = Paper::on(&form, "/acts/decide_risk").set("verdict", "refund").set("reason", "not_explained");
    sent.send(&shop.house, &mediator).await.is(303);
    assert_eq!(shop.view("buyer:B").await["state"], "cancelled");
    let page = plain(&text(buyer.get(&shop.house, &format!("/buyer/cases/{case}")).await, 200));
    assert!(page.contains("could not clear it"), "{page}");
}
