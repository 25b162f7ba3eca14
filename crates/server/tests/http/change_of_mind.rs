//! Goods that are right go back for a change of mind, over the API and by the forms: RET-1 to RET-9.
use crate::evidence::{form, upload};
use crate::house::{As, House, Reply, START, money};
use crate::pages_case::{PNG, Stage, text};
use crate::paper::{Paper, plain};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const NANO: SignedDuration = SignedDuration::from_nanos(1);
const DOCUMENTS: [&str; 3] = ["return_waybill", "return_packaging", "return_goods"];

struct Shop {
    house: House,
    key: As,
    order: String,
    case: String,
}

impl Shop {
    /// Two units of a lamp (1,000 and 100 of shipping in all) and one of a shade that does not go back; all received.
    async fn new(policy: &str) -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", policy).await;
        let line = |sku: &str, quantity: u16, price: i64, returnable: Option<bool>| {
            json!({"sku": sku, "quantity": quantity, "price": money(price), "shipping": money(100),
                "listing": {"title": sku}, "returnable": returnable})
        };
        let purchase = json!({
            "reference": "1", "buyer": "B", "placed_at": START,
            "sellers": [{"seller": "S",
                "lines": [line("lamp", 2, 1_000, None), line("shade", 1, 300, Some(false))]}],
            "payments": [{"provider": "sandbox", "payment_id": "p", "method": "credit_card", "amount": money(1_500)}],
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

    /// With a request of unit 0.
    async fn requested() -> Self {
        let mut shop = Self::new("default").await;
        let done = shop.request(&[0]).await.is(201);
        shop.case = done["created"].as_str().expect("a case").to_owned();
        shop
    }

    /// With goods that are back, to be looked at.
    async fn came_back() -> Self {
        let shop = Self::requested().await;
        shop.act("seller:S", "answer", json!({"answer": "accept"})).await.is(200);
        shop.act("seller:S", "return_address", json!({"address": "Jalan Mawar 1"})).await.is(200);
        shop.act("buyer:B", "return_shipment", json!({"carrier": "fedex", "number": "R1"})).await.is(200);
        let scan = json!({"event": "r", "carrier": "fedex", "number": "R1",
            "scans": [{"at": "2026-03-03T10:00:00Z", "status": "delivered"}]});
        shop.house.post(&shop.key, "/v1/tracking", scan).await.is(202);
        assert_eq!(shop.view("seller:S").await["stage"]["name"], "inspecting");
        shop
    }

    async fn request(&self, units: &[u16]) -> Reply {
        self.on_order("buyer:B", "returns", json!({"units": units, "reason": "change_of_mind"})).await
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

    async fn offer(&self) -> Value {
        let order = self.order().await;
        let all = order["allowed_actions"].as_array().expect("a list").clone();
        all.into_iter().find(|action| action["act"] == "request_return").expect("it is told")
    }

    async fn refunded(&self) -> Value {
        self.order().await["totals"]["refunded"].clone()
    }

    async fn end(&self) -> Timestamp {
        instant(&self.view("seller:S").await["stage"]["clock"]["end"])
    }

    async fn to(&self, instant: Timestamp) {
        let body = json!({"to": instant.to_string()});
        self.house.post(&self.key, "/v1/sandbox/clock", body).await.is(200);
    }

    async fn told(&self, who: &str, notice: &str) -> usize {
        let page = self.house.get(&self.key.of(who), "/v1/notices?limit=1000").await.is(200);
        page["items"].as_array().expect("a list").iter().filter(|told| told["notice"] == notice).count()
    }

    async fn show(&self, requirement: &str) -> String {
        let fields = [("case", self.case.as_str()), ("requirement", requirement)];
        let sent = upload(&self.house, &self.key.of("seller:S"), &self.order, form(&fields, Some(PNG))).await;
        sent.is(201)["created"].as_str().expect("an id").to_owned()
    }

    async fn object(&self, documents: &[String]) -> Reply {
        let body = json!({"content": "part", "words": {"reason": "incomplete"}, "documents": documents});
        self.act("seller:S", "return_object", body).await
    }

    /// The seller has objected with everything that it takes.
    async fn objected() -> Self {
        let shop = Self::came_back().await;
        let mut documents = Vec::new();
        for requirement in DOCUMENTS {
            documents.push(shop.show(requirement).await);
        }
        shop.object(&documents).await.is(200);
        shop
    }

    async fn ruled(&self, remedy: Value) {
        self.act("mediator:M", "assign", json!({})).await.is(200);
        let ruling = json!({"remedy": remedy, "liable": "buyer", "departs": {"reason": "weighed"}});
        self.act("mediator:M", "rulings", ruling).await.is(200);
    }
}

fn instant(value: &Value) -> Timestamp {
    value.as_str().expect("an instant").parse().expect("an instant")
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_01_only_what_may_go_back_and_only_while_the_window_runs() {
    let shop = Shop::new("default").await;
    let order = shop.order().await;
    assert_eq!(
        (&order["lines"][0]["returnable"], &order["lines"][1]["returnable"]),
        (&json!(true), &json!(false))
    );
    let offer = shop.offer().await;
    assert_eq!((&offer["allowed"], &offer["units"]), (&json!(true), &json!([0, 1])), "{offer:#}");
    assert_eq!(offer["href"], format!("/v1/orders/{}/returns", shop.order));
    let refused = shop.request(&[2]).await.problem(409, "not_returnable");
    assert_eq!(refused["values"]["unit"], 2);
    shop.request(&[]).await.problem(422, "invalid");
    let wrong = json!({"units": [0], "reason": "damaged"});
    let refused = shop.on_order("buyer:B", "returns", wrong).await.problem(422, "reason_unknown");
    assert_eq!(refused["values"]["allowed"], json!(["change_of_mind"]));
    shop.on_order("seller:S", "returns", json!({"units": [0], "reason": "change_of_mind"}))
        .await
        .problem(403, "not_yours");
    let until = instant(&offer["until"]["end"]);
    shop.to(until - NANO).await;
    shop.request(&[0]).await.is(201);
    shop.to(until).await;
    let ended = shop.request(&[1]).await.problem(409, "ended");
    assert_eq!(ended["values"]["at"], until.to_string(), "{ended:#}");
    assert_eq!(shop.offer().await["refused"]["code"], "ended");
    let other = Shop::new("aliexpress").await;
    other.request(&[0]).await.problem(409, "not_in_policy");
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_02_a_refusal_names_a_condition_that_is_not_met() {
    let shop = Shop::requested().await;
    let view = shop.view("seller:S").await;
    let all = view["allowed_actions"].as_array().expect("a list");
    let refuse = all.iter().find(|action| action["act"] == "refuse_return").expect("it is told");
    let conditions = json!(["as_received", "undamaged", "complete", "matches_listing"]);
    assert_eq!(refuse["ranges"][0]["words"], conditions);
    let body =
        |reason: &str| json!({"answer": "reject", "words": {"reason": reason, "text": "See for yourself."}});
    let refused = shop.act("seller:S", "answer", body("not_agreed")).await.problem(422, "reason_unknown");
    assert_eq!(refused["values"]["allowed"], conditions);
    shop.act("seller:S", "answer", body("complete")).await.is(200);
    assert_eq!(shop.view("buyer:B").await["closed"]["how"], "dismissed");
    let terms = shop.house.get(&shop.key, "/v1/terms").await.is(200);
    for (language, word) in [("en", "free gifts"), ("id", "hadiah")] {
        assert!(terms["languages"][language]["sections"].to_string().contains(word), "{language}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_03_the_seller_chooses_and_nobody_bargains() {
    let shop = Shop::requested().await;
    let view = shop.view("buyer:B").await;
    assert_eq!((&view["kind"], &view["asked"]["kind"]), (&json!("return"), &json!("return_and_refund")));
    assert_eq!(view["asked"]["amount"], money(500), "the way there was used");
    let offer = json!({"remedy": {"kind": "refund", "amount": money(100)}, "words": {"reason": "part"}});
    shop.act("seller:S", "proposals", offer).await.problem(409, "not_in_policy");
    shop.act("buyer:B", "escalate", json!({"words": {"reason": "unfair"}}))
        .await
        .problem(409, "not_in_policy");
    shop.act("seller:S", "answer", json!({"answer": "refund_without_return"})).await.is(200);
    assert_eq!(shop.refunded().await, money(500));
    let shop = Shop::requested().await;
    shop.act("seller:S", "answer", json!({"answer": "accept"})).await.is(200);
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "preparing");
    assert_eq!(shop.refunded().await, money(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_04_pro_10_silence_until_the_end_of_the_second_working_day_confirms_it() {
    let shop = Shop::requested().await;
    // Monday 2 March 2026 in Los Angeles: Tuesday and Wednesday are the two days.
    let end = shop.end().await;
    assert_eq!(end, "2026-03-05T08:00:00Z".parse().expect("an instant"));
    shop.to(end - NANO).await;
    assert_eq!(shop.view("seller:S").await["stage"]["name"], "responding");
    shop.to(end).await;
    let view = shop.view("seller:S").await;
    assert_eq!(
        (&view["stage"]["name"], &view["outcome"]["kind"]),
        (&json!("preparing"), &json!("return_and_refund"))
    );
    for who in ["buyer:B", "seller:S"] {
        assert_eq!(shop.told(who, "return_confirmed").await, 1, "{who}");
    }
    let late = json!({"answer": "reject", "words": {"reason": "undamaged"}});
    shop.act("seller:S", "answer", late).await.problem(409, "wrong_stage");
    // One nanosecond before, the seller still chooses.
    let shop = Shop::requested().await;
    shop.to(shop.end().await - NANO).await;
    shop.act("seller:S", "answer", json!({"answer": "refund_without_return"})).await.is(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_05_reception_and_acceptance_are_two_facts() {
    let shop = Shop::came_back().await;
    shop.act("buyer:B", "return_receipt", json!({"content": "all"})).await.problem(403, "not_yours");
    shop.act("seller:S", "return_receipt", json!({"content": "part"})).await.is(200);
    let view = shop.view("buyer:B").await;
    let back = &view["return"];
    assert_eq!((&back["content"], back["received_at"].is_string()), (&json!("part"), true), "{view:#}");
    assert!(back["accepted_at"].is_null() && view["stage"]["name"] == "inspecting", "{view:#}");
    assert_eq!((shop.refunded().await, shop.told("buyer:B", "return_received").await), (money(0), 1));
    shop.act("seller:S", "return_receipt", json!({"content": "part"})).await.problem(409, "already_done");
    shop.house.clock(&shop.key, "P1D").await;
    shop.act("seller:S", "return_accept", json!({"content": "part"})).await.is(200);
    let back = shop.view("buyer:B").await["return"].clone();
    assert!(instant(&back["received_at"]) < instant(&back["accepted_at"]), "{back:#}");
    assert_eq!(shop.refunded().await, money(500));
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_06_ret_07_pro_10_an_objection_needs_three_documents_and_comes_in_time() {
    let shop = Shop::came_back().await;
    let end = shop.end().await;
    let mut documents = Vec::new();
    for (at, requirement) in DOCUMENTS.iter().enumerate() {
        let refused = shop.object(&documents).await.problem(409, "missing");
        assert_eq!(refused["values"]["items"], json!(DOCUMENTS[at..]), "the answer names what is missing");
        documents.push(shop.show(requirement).await);
    }
    shop.to(end - NANO).await;
    shop.object(&documents).await.is(200);
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "reviewing");
    // Without one it is accepted at the instant, and the refund goes out.
    let shop = Shop::came_back().await;
    let end = shop.end().await;
    shop.to(end - NANO).await;
    assert_eq!(shop.refunded().await, money(0));
    shop.to(end).await;
    assert_eq!(shop.refunded().await, money(500));
    assert_eq!(shop.view("buyer:B").await["return"]["accepted_at"], end.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_08_the_platforms_ruling_on_an_objection_is_final() {
    let shop = Shop::objected().await;
    shop.ruled(json!({"kind": "refund", "amount": money(300)})).await;
    let view = shop.view("buyer:B").await;
    assert_eq!(
        (&view["rulings"][0]["appealable"], shop.refunded().await),
        (&json!(false), money(300)),
        "{view:#}"
    );
    let appeal = json!({"evidence": [], "words": {"reason": "unfair"}});
    shop.act("buyer:B", "appeal", appeal).await.problem(409, "already_final");
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_09_a_refused_return_gives_the_quantity_back_for_another_reason() {
    let shop = Shop::objected().await;
    shop.ruled(Value::Null).await;
    assert_eq!(shop.view("buyer:B").await["closed"]["how"], "dismissed");
    let again = shop.request(&[0]).await.problem(409, "return_refused");
    assert_eq!(again["values"]["unit"], 0);
    let closes = shop.order().await["parcels"][0]["windows"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|window| window["kind"] == "received")
        .map(|window| instant(&window["closes"]["end"]))
        .expect("it runs");
    let dispute = json!({"units": [0], "received": true, "reason": "damaged",
        "remedy": {"kind": "refund", "amount": money(200)}});
    shop.to(closes - NANO).await;
    shop.on_order("buyer:B", "cases", dispute.clone()).await.is(201);
    let other = Shop::requested().await;
    other
        .act("seller:S", "answer", json!({"answer": "reject", "words": {"reason": "undamaged"}}))
        .await
        .is(200);
    other.to(closes).await;
    other.on_order("buyer:B", "cases", dispute).await.problem(409, "ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_01_ret_02_ret_03_ret_05_by_the_forms_of_buyer_and_seller() {
    let stage = Stage::new().await;
    let order = stage.house.shipped(&stage.shop, "1").await;
    let buyer = stage.shop.of("buyer:B");
    let view = stage.house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
    let parcel = view["parcels"][0]["id"].as_str().expect("an id").to_owned();
    stage.does("buyer", &order, "confirm_receipt", &parcel, &[]).await.is(303);
    let page = stage.page("buyer", &format!("/orders/{order}")).await;
    assert!(page.contains("data-act=\"request_return\""), "{page}");
    let path = format!("/orders/{order}/acts/request_return?target={parcel}");
    let form = stage.page("buyer", &path).await;
    assert!(form.contains("data-conditions") && plain(&form).contains("free gifts"), "{form}");
    let form = Paper::on(&form, "/acts/request_return").set("units", "0").set("sub_reason", "does_not_suit");
    form.send(&stage.house, &stage.buyer).await.is(303);
    let view = stage.house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
    let case = view["cases"][0]["id"].as_str().expect("an id").to_owned();
    let page = stage.page("seller", &format!("/cases/{case}")).await;
    for act in ["confirm_return", "refund_without_return", "refuse_return"] {
        assert!(page.contains(&format!("data-act=\"{act}\"")), "{act}: {page}");
    }
    for act in ["propose", "escalate", "accept_request"] {
        assert!(!page.contains(&format!("data-act=\"{act}\"")), "{act}: {page}");
    }
    assert!(plain(&page).contains("If you stay silent, return and refund is confirmed"), "{page}");
    let refuse = stage.page("seller", &format!("/orders/{order}/acts/refuse_return?target={case}")).await;
    let wrong = Paper::on(&refuse, "/acts/refuse_return").send(&stage.house, &stage.seller).await;
    assert!(text(wrong, 422).contains("id=\"reason-problem\""));
    let keep =
        stage.page("seller", &format!("/orders/{order}/acts/refund_without_return?target={case}")).await;
    assert!(keep.contains("data-cost") && keep.contains("R$5.00"), "{keep}");
    stage.does("seller", &order, "confirm_return", &case, &[]).await.is(303);
    stage.does("seller", &order, "give_return_address", &case, &[("text", "Jalan Mawar 1")]).await.is(303);
    let sent = [("carrier", "fedex"), ("number", "R1")];
    stage.does("buyer", &order, "send_return", &case, &sent).await.is(303);
    stage.does("seller", &order, "receive_return", &case, &[("content", "all")]).await.is(303);
    let shown = stage.page("buyer", &format!("/cases/{case}")).await;
    assert!(shown.contains("data-return") && !plain(&shown).contains("Accepted on"), "{shown}");
    stage.does("seller", &order, "accept_return", &case, &[("content", "all")]).await.is(303);
    assert!(plain(&stage.page("buyer", &format!("/cases/{case}")).await).contains("Accepted on"));
    assert_eq!(stage.case(&case).await["stage"]["name"], "executing");
}
