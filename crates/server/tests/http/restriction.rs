//! The restriction of a seller's account over the API and in the portals: FRZ-3 to FRZ-6.
use crate::house::{As, House, Reply, START, money};
use crate::pages_case::PNG;
use crate::paper::{Paper, plain};
use crate::portal::{Browser, goes_to};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

const ACCOUNT: &str = "/v1/accounts/seller/S";

struct Shop {
    house: House,
    key: As,
    order: String,
}

impl Shop {
    /// One paid order of seller S.
    async fn new(policy: &str) -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", policy).await;
        let order = house.paid(&key, "1").await;
        house.clock(&key, "PT1H").await;
        Self { house, key, order }
    }

    fn mediator(&self, name: &str) -> As {
        self.key.of(&format!("mediator:{name}"))
    }

    fn seller(&self) -> As {
        self.key.of("seller:S")
    }

    async fn restrict(&self) -> String {
        let body = json!({"reason": "counterfeit", "text": "Three buyers report copies."});
        let path = format!("{ACCOUNT}/restrictions");
        let done = self.house.post(&self.mediator("M"), &path, body).await.is(201);
        self.house.clock(&self.key, "PT1M").await;
        done["created"].as_str().expect("a case").to_owned()
    }

    async fn acts(&self, who: &As, case: &str, act: &str, body: Value) -> Reply {
        self.house.post(who, &format!("/v1/account_cases/{case}/{act}"), body).await
    }

    async fn says(&self, case: &str, act: &str) -> Reply {
        self.acts(&self.seller(), case, act, json!({"text": "Here is everything."})).await
    }

    async fn decides(&self, name: &str, case: &str, lift: bool) -> Reply {
        self.acts(&self.mediator(name), case, "assign", json!({})).await.is(200);
        let ruling = json!({"lift": lift, "text": "The invoices show where they came from."});
        self.acts(&self.mediator(name), case, "rulings", ruling).await
    }

    async fn case(&self, case: &str) -> Value {
        self.house.get(&self.seller(), &format!("/v1/account_cases/{case}")).await.is(200)
    }

    async fn order(&self, who: &As) -> Value {
        self.house.get(who, &format!("/v1/orders/{}", self.order)).await.is(200)
    }

    async fn ship(&self) -> Reply {
        let shipment = json!({"carrier": "fedex", "number": "T1"});
        self.house.post(&self.seller(), &format!("/v1/orders/{}/shipments", self.order), shipment).await
    }

    async fn to(&self, instant: &Value) {
        self.house.post(&self.key, "/v1/sandbox/clock", json!({"to": instant})).await.is(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_03_a_restricted_account_pays_nothing_out_and_its_orders_are_frozen_new_ones_included() {
    let shop = Shop::new("default").await;
    let path = format!("{ACCOUNT}/restrictions");
    let body = json!({"reason": "counterfeit"});
    for other in ["seller:S", "buyer:B"] {
        let refused = shop.house.post(&shop.key.of(other), &path, body.clone()).await;
        assert!([403, 404].contains(&refused.status.as_u16()), "{:#}", refused.body);
    }
    let unknown = json!({"reason": "ugly"});
    let told = shop.house.post(&shop.key, &path, unknown).await.problem(422, "reason_unknown");
    assert_eq!(told["values"]["allowed"], json!(["counterfeit", "inconsistent_goods", "false_transactions"]));
    let case = shop.restrict().await;
    shop.house.post(&shop.key, &path, body).await.problem(409, "already_done");
    let account = shop.house.get(&shop.seller(), ACCOUNT).await.is(200);
    assert_eq!((&account["restricted_by"], &account["cases"]), (&json!(case), &json!([case])));
    let payout = json!({"provider": "sandbox"});
    shop.house.post(&shop.seller(), &format!("{ACCOUNT}/payouts"), payout).await.problem(409, "restricted");
    let order = shop.order(&shop.seller()).await;
    assert_eq!(order["freezes"][0]["stops"], json!(["shipping", "release", "payout"]), "{order:#}");
    shop.ship().await.problem(409, "frozen");
    let late = shop.house.paid(&shop.key, "2").await;
    shop.house.clock(&shop.key, "PT1M").await;
    let late = shop.house.get(&shop.seller(), &format!("/v1/orders/{late}")).await.is(200);
    assert_eq!(late["freezes"].as_array().map(Vec::len), Some(1), "a new order inherits it: {late:#}");
    let seen = shop.case(&case).await;
    assert_eq!((&seen["stage"], &seen["orders_frozen"]), (&json!("answering"), &json!(1)));
    assert_eq!(seen["text"]["text"], "Three buyers report copies.");
    let provide = json!(["purchase_invoices", "brand_authorisation", "stock_pictures", "shipping_records"]);
    assert_eq!(seen["provide"], provide, "it says what to provide");
    for stranger in ["seller:T", "buyer:B"] {
        let path = format!("/v1/account_cases/{case}");
        shop.house.get(&shop.key.of(stranger), &path).await.problem(404, "not_found");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_03_a_successful_appeal_lifts_it_and_the_time_to_ship_goes_on_with_what_was_left() {
    let shop = Shop::new("default").await;
    let before = shop.order(&shop.seller()).await["ship_by"]["end"].clone();
    let case = shop.restrict().await;
    shop.house.clock(&shop.key, "P2D").await;
    shop.says(&case, "appeal").await.problem(409, "wrong_stage");
    shop.says(&case, "answer").await.is(200);
    shop.decides("M", &case, false).await.is(200);
    assert_eq!(shop.case(&case).await["stage"], "appealing");
    shop.says(&case, "appeal").await.is(200);
    shop.acts(&shop.mediator("M"), &case, "assign", json!({})).await.problem(409, "same_mediator");
    shop.decides("N", &case, true).await.is(200);
    shop.house.clock(&shop.key, "PT1M").await;
    let seen = shop.case(&case).await;
    assert_eq!((&seen["closing"], &seen["orders_let_go"]), (&json!("lifted"), &json!(1)), "{seen:#}");
    let order = shop.order(&shop.seller()).await;
    assert!(order["freezes"][0]["lifted_at"].is_string());
    let (before, after) =
        (before.as_str().map(str::to_owned), order["ship_by"]["end"].as_str().map(str::to_owned));
    assert!(after > before, "{after:?} is not after {before:?}");
    shop.ship().await.is(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_04_the_buyers_dispute_runs_on_under_the_freeze_with_its_refund() {
    let shop = Shop::new("default").await;
    shop.ship().await.is(201);
    let scan = json!({
        "event": "e1", "carrier": "fedex", "number": "T1",
        "scans": [{"at": START, "status": "in_transit"}, {"at": "2026-03-02T10:30:00Z", "status": "delivered"}],
    });
    shop.house.post(&shop.key, "/v1/tracking", scan).await.is(202);
    shop.restrict().await;
    let buyer = shop.key.of("buyer:B");
    let remedy = json!({"kind": "refund", "amount": money(500)});
    let body = json!({"units": [0], "received": true, "reason": "damaged", "remedy": remedy});
    let path = format!("/v1/orders/{}/cases", shop.order);
    let case = shop.house.post(&buyer, &path, body).await.is(201)["created"].clone();
    let case = case.as_str().expect("a case");
    let answer = json!({"answer": "accept", "words": {"reason": "fair"}});
    shop.house.post(&shop.seller(), &format!("/v1/cases/{case}/answer"), answer).await.is(200);
    shop.house.clock(&shop.key, "PT1H").await;
    let order = shop.order(&buyer).await;
    assert_eq!(order["refunds"][0]["legs"][0]["state"], "confirmed", "{:#}", order["refunds"]);
    shop.house.clock(&shop.key, "P25D").await;
    let account = shop.house.get(&shop.seller(), ACCOUNT).await.is(200);
    assert_eq!(account["balances"], json!([]), "and nothing is released to the seller meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_05_evidence_and_messages_work_during_it() {
    let shop = Shop::new("default").await;
    let case = shop.restrict().await;
    let mut body =
        b"--b\r\nContent-Disposition: form-data; name=\"requirement\"\r\n\r\npurchase_invoices\r\n".to_vec();
    body.extend_from_slice(
        b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"i.png\"\r\n\r\n",
    );
    body.extend_from_slice(PNG);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let path = format!("/v1/account_cases/{case}/evidence");
    let kind = Some("multipart/form-data; boundary=b");
    let send =
        async |who: As| shop.house.send(&who, Method::POST, &path, Body::from(body.clone()), kind).await;
    send(shop.seller()).await.is(201);
    send(shop.key.of("seller:T")).await.problem(404, "not_found");
    let seen = shop.case(&case).await;
    let piece = &seen["evidence"][0];
    assert_eq!(
        (&piece["requirement"], &piece["kind"]),
        (&json!("purchase_invoices"), &json!("picture")),
        "{seen:#}"
    );
    let href = piece["href"].as_str().expect("a path");
    assert_eq!(shop.house.get(&shop.mediator("M"), href).await.status, 200);
    shop.house.get(&shop.key.of("seller:T"), href).await.problem(404, "not_found");
    shop.says(&case, "messages").await.is(200);
    shop.acts(&shop.mediator("M"), &case, "messages", json!({"text": "Thank you."})).await.is(200);
    let said = shop.house.get(&shop.seller(), &format!("/v1/account_cases/{case}/messages")).await.is(200);
    let roles: Vec<_> = said["items"].as_array().expect("a list").iter().map(|m| &m["role"]).collect();
    assert_eq!(roles, ["seller", "mediator"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_06_it_is_lifted_on_its_last_day_unless_a_person_renews_it_and_staff_are_warned() {
    let shop = Shop::new("default").await;
    let case = shop.restrict().await;
    let last_day = shop.case(&case).await["last_day"].clone();
    let warned = |inbox: &Value| {
        let items = inbox["items"].as_array().expect("a list").clone();
        items.iter().any(|item| item["what"] == "account_last_day" && item["case"] == case)
    };
    shop.house.clock(&shop.key, "P27D").await;
    assert!(!warned(&shop.house.get(&shop.key, "/v1/inbox").await.is(200)));
    shop.house.clock(&shop.key, "P2D").await;
    assert!(warned(&shop.house.get(&shop.key, "/v1/inbox").await.is(200)), "three days before");
    shop.says(&case, "renew").await.problem(403, "not_yours");
    let words = json!({"text": "The brand has not answered yet."});
    shop.acts(&shop.key.of("finance:F"), &case, "renew", words).await.is(200);
    shop.to(&last_day).await;
    let seen = shop.case(&case).await;
    assert_eq!((seen.get("closing"), &seen["renewed"]), (None, &json!(1)), "{seen:#}");
    shop.to(&seen["last_day"]).await;
    shop.house.clock(&shop.key, "PT1M").await;
    let seen = shop.case(&case).await;
    assert_eq!((&seen["closing"], &seen["orders_let_go"]), (&json!("last_day"), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_03_the_seller_and_the_mediator_find_it_in_their_inboxes_and_settle_it_by_forms() {
    let shop = Shop::new("default").await;
    let staff = Browser::enters(&shop.house, &shop.key, "mediator:M").await;
    let page = staff.get(&shop.house, &format!("/staff/orders/{}/seller", shop.order)).await.is(200);
    let page = page.as_str().expect("a page");
    assert!(plain(page).contains("100 of 100 points"), "the reputation stands beside it: {}", plain(page));
    let form = Paper::on(page, &format!("/staff/orders/{}/seller", shop.order)).set("reason", "counterfeit");
    let reply = form.set("text", "Three buyers report copies.").send(&shop.house, &staff).await;
    let to = reply.header("location").expect("it leads to the case").to_owned();
    shop.house.clock(&shop.key, "PT1M").await;
    let case = to.rsplit('/').next().expect("a case").to_owned();
    let seller = Browser::enters(&shop.house, &shop.key, "seller:S").await;
    let home = seller.get(&shop.house, "/seller/").await.is(200);
    assert!(plain(home.as_str().expect("a page")).contains("provide what is asked"), "{home}");
    let account = seller.get(&shop.house, "/seller/account").await.is(200);
    assert!(
        account.as_str().expect("a page").contains(&format!("/seller/account_cases/{case}")),
        "{account}"
    );
    let order = seller.get(&shop.house, &format!("/seller/orders/{}", shop.order)).await.is(200);
    assert!(plain(order.as_str().expect("a page")).contains("This order is frozen"));
    let own = format!("/seller/account_cases/{case}");
    let page = seller.get(&shop.house, &own).await.is(200);
    let page = page.as_str().expect("a page");
    assert!(plain(page).contains("Invoices of where the goods came from"), "{}", plain(page));
    let empty =
        Paper::on(page, &format!("{own}/acts/answer")).set("text", " ").send(&shop.house, &seller).await;
    assert_eq!(empty.status, 422);
    let form = Paper::on(page, &format!("{own}/acts/answer")).set("text", "The invoices are here.");
    goes_to(&form.send(&shop.house, &seller).await, &own);
    let queue = staff.get(&shop.house, "/staff/").await.is(200);
    assert!(queue.as_str().expect("a page").contains(&to), "it waits in the queue");
    let page = staff.get(&shop.house, &to).await.is(200);
    let take = Paper::on(page.as_str().expect("a page"), &format!("{to}/acts/assign"));
    goes_to(&take.send(&shop.house, &staff).await, &to);
    let page = staff.get(&shop.house, &to).await.is(200);
    let rule = Paper::on(page.as_str().expect("a page"), &format!("{to}/acts/rule"));
    let rule = rule.set("ruling", "lift").set("text", "The invoices show where they came from.");
    goes_to(&rule.send(&shop.house, &staff).await, &to);
    let page = seller.get(&shop.house, &own).await.is(200);
    assert!(plain(page.as_str().expect("a page")).contains("The restriction is lifted"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_05_what_is_typed_beside_a_file_that_is_refused_is_still_there() {
    let shop = Shop::new("default").await;
    let own = format!("/seller/account_cases/{}", shop.restrict().await);
    let seller = Browser::enters(&shop.house, &shop.key, "seller:S").await;
    let page = seller.get(&shop.house, &own).await.is(200);
    let paper = Paper::on(page.as_str().expect("a page"), &format!("{own}/evidence"));
    let paper = paper.set("requirement", "stock_pictures").set("caption", "The shelf on Monday");
    let mut body = String::new();
    for (name, value) in paper.fields.iter().filter(|(name, _)| name != "file") {
        body += &format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    let mut body = body.into_bytes();
    let file = b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\nMZ\x90\0\x03\r\n--b--\r\n";
    body.extend_from_slice(file);
    let kind = Some("multipart/form-data; boundary=b");
    let path = format!("{own}/evidence");
    let reply = shop.house.send(&seller.who(), Method::POST, &path, Body::from(body), kind).await.is(422);
    let page = reply.as_str().expect("a page");
    let again = Paper::on(page, &path);
    assert_eq!(again.value("caption"), Some("The shelf on Monday"), "{page}");
    assert_eq!(again.value("requirement"), Some("stock_pictures"), "{page}");
    assert!(page.contains("id=\"file-problem\""), "it is said at the file: {page}");
}
