//! A seller reports a malicious buyer, over the API and by the pages, and what becomes of it: PLF-2, PLF-3.
use crate::house::{As, Reply, money};
use crate::pages_case::PNG;
use crate::paper::{Paper, plain};
use crate::platform_funded::Shop;
use crate::portal::{Browser, goes_to};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

impl Shop {
    async fn reports(&self, who: &str, order: &str, body: Value) -> Reply {
        self.house.post(&self.key.of(who), &format!("/v1/orders/{order}/report"), body).await
    }

    /// The seller reports; the account has taken it. The case on the buyer's account.
    async fn reported(&self, order: &str, about: Option<&str>) -> String {
        let body = json!({"reason": "false_claim", "text": "The cable is on the buyer's own picture.", "case": about});
        self.reports("seller:S", order, body).await.is(200);
        self.house.clock(&self.key, "PT1M").await;
        let seen =
            self.house.get(&self.key.of("seller:S"), &format!("/v1/orders/{order}/report")).await.is(200);
        seen["account_case"].as_str().unwrap_or_else(|| panic!("it is opened: {seen:#}")).to_owned()
    }

    async fn of_account(&self, who: &str, case: &str) -> Value {
        self.house.get(&self.key.of(who), &format!("/v1/account_cases/{case}")).await.is(200)
    }

    async fn does(&self, who: &str, case: &str, act: &str, body: Value) -> Reply {
        self.house.post(&self.key.of(who), &format!("/v1/account_cases/{case}/{act}"), body).await
    }

    async fn shows(&self, who: &As, case: &str) -> Reply {
        let mut body =
            b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"i.png\"\r\n\r\n".to_vec();
        body.extend_from_slice(PNG);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let path = format!("/v1/account_cases/{case}/evidence");
        let kind = Some("multipart/form-data; boundary=b");
        self.house.send(who, Method::POST, &path, Body::from(body), kind).await
    }

    async fn uphold(&self, case: &str) -> Reply {
        self.does("mediator:M", case, "assign", json!({})).await;
        let ruling = json!({"lift": false, "text": "The picture shows the cable."});
        self.does("mediator:M", case, "rulings", ruling).await
    }

    async fn standing(&self) -> Value {
        self.house.get(&self.key.of("buyer:B"), "/v1/accounts/buyer/B").await.is(200)["standing"].clone()
    }
}

fn counts(standing: &Value) -> Vec<(String, u64, u64)> {
    let list = standing["counts"].as_array().unwrap_or_else(|| panic!("counts: {standing:#}"));
    let number = |value: &Value| value.as_u64().expect("a number");
    list.iter()
        .map(|one| {
            (
                one["factor"].as_str().expect("a word").to_owned(),
                number(&one["count"]),
                number(&one["at_most"]),
            )
        })
        .collect()
}

fn named(disputes: u64, funded: u64, reports: u64) -> Vec<(String, u64, u64)> {
    [("disputes", disputes, 12), ("funded", funded, 3), ("reports", reports, 0)]
        .map(|(word, count, most)| (word.to_owned(), count, most))
        .to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_03_upheld_it_changes_what_the_platform_offers_that_buyer_next() {
    let shop = Shop::with(10_000).await;
    let first = shop.disputed("1", None).await;
    let seen = shop.case("mediator:M", &first).await;
    let order = seen["order"].as_str().expect("an order").to_owned();
    assert_eq!(
        (&seen["funding"]["granted"], &seen["funding"]["used"]),
        (&json!(true), &money(900)),
        "{seen:#}"
    );
    assert_eq!(counts(&shop.standing().await), named(1, 1, 0), "what is known of the buyer");
    let case = shop.reported(&order, Some(&first)).await;
    let seen = shop.of_account("mediator:M", &case).await;
    assert_eq!(
        (&seen["kind"], &seen["reason"], &seen["reported_by"]),
        (&json!("report"), &json!("false_claim"), &json!("S"))
    );
    assert_eq!((&seen["order"], &seen["order_case"]), (&json!(order), &json!(first)));
    assert_eq!(seen["clock"]["then"], "report_not_upheld", "{seen:#}");
    shop.uphold(&case).await.is(200);
    assert_eq!(counts(&shop.standing().await), named(1, 1, 1));
    let next = shop.disputed("2", None).await;
    let seen = shop.case("mediator:M", &next).await;
    assert_eq!((&seen["funding"]["asked"], &seen["stage"]["name"]), (&Value::Null, &json!("responding")), "{seen:#}");
    let weighed = seen["funding"]["weighed"].as_array().expect("a list");
    let found = weighed.iter().find(|one| one["factor"] == "reports").expect("weighed");
    assert_eq!((&found["count"], &found["at_most"], &found["holds"]), (&json!(1), &json!(0), &json!(false)));
    assert_eq!(shop.case("buyer:B", &next).await["funding"], Value::Null, "what is weighed is for staff");
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_03_only_the_orders_seller_reports_once_and_the_buyer_is_heard() {
    let shop = Shop::with(10_000).await;
    let order = shop.received("1", None).await;
    let body = json!({"reason": "abuse", "text": "Insults by message."});
    shop.reports("buyer:B", &order, body.clone()).await.problem(403, "not_yours");
    shop.reports("seller:T", &order, body.clone()).await.problem(404, "not_found");
    shop.reports("seller:S", &order, json!({"reason": "rude", "text": "x"}))
        .await
        .problem(422, "reason_unknown");
    shop.reports("seller:S", &order, json!({"reason": "abuse", "text": " "})).await.problem(422, "invalid");
    let case = shop.reported(&order, None).await;
    shop.reports("seller:S", &order, body).await.problem(409, "already_done");
    for stranger in ["seller:T", "buyer:C"] {
        let path = format!("/v1/account_cases/{case}");
        shop.house.get(&shop.key.of(stranger), &path).await.problem(404, "not_found");
        shop.shows(&shop.key.of(stranger), &case).await.problem(404, "not_found");
    }
    shop.does("buyer:B", &case, "messages", json!({"text": "I did not."})).await.is(200);
    shop.does("seller:S", &case, "messages", json!({"text": "You did."})).await.is(200);
    let said =
        shop.house.get(&shop.key.of("seller:S"), &format!("/v1/account_cases/{case}/messages")).await.is(200);
    let roles: Vec<_> = said["items"].as_array().expect("a list").iter().map(|said| &said["role"]).collect();
    assert_eq!(roles, ["buyer", "seller"]);
    shop.house.get(&shop.key.of("seller:S"), "/v1/accounts/buyer/B").await.problem(404, "not_found");
    shop.uphold(&case).await.problem(409, "missing");
    shop.shows(&shop.key.of("seller:S"), &case).await.is(201);
    shop.uphold(&case).await.is(200);
    let seen = shop.of_account("seller:S", &case).await;
    assert_eq!(
        (&seen["closing"], &seen["rulings"][0]["lift"]),
        (&json!("upheld"), &json!(false)),
        "{seen:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_03_what_nobody_decides_in_fourteen_days_is_not_upheld() {
    let shop = Shop::with(10_000).await;
    let order = shop.received("1", None).await;
    let case = shop.reported(&order, None).await;
    shop.shows(&shop.key.of("seller:S"), &case).await.is(201);
    let inbox = shop.house.get(&shop.key.of("mediator:M"), "/v1/inbox").await.is(200);
    let waits = inbox["items"].as_array().expect("a list").iter().any(|item| item["case"] == json!(case));
    assert!(waits, "it waits for a mediator: {inbox:#}");
    shop.house.clock(&shop.key, "P15D").await;
    let seen = shop.of_account("buyer:B", &case).await;
    assert_eq!(
        (&seen["closing"], &seen["rulings"][0]["by"]["role"]),
        (&json!("not_upheld"), &json!("clock"))
    );
    assert_eq!(counts(&shop.standing().await), named(0, 0, 0));
    let notices = shop.house.get(&shop.key, "/v1/notices").await.is(200);
    let told = |to: &str| {
        let list = notices["items"].as_array().expect("a list").iter();
        list.filter(|one| {
            one["to"] == to && one["notice"].as_str().is_some_and(|word| word.contains("report"))
        })
        .count()
    };
    assert_eq!((told("B"), told("S")), (2, 1), "both are told: {notices:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_03_seller_buyer_and_mediator_do_it_by_their_pages() {
    let shop = Shop::with(10_000).await;
    let order = shop.received("1", None).await;
    let seller = Browser::enters(&shop.house, &shop.key, "seller:S").await;
    let page = format!("/seller/orders/{order}/acts/report_buyer");
    let form = seller.get(&shop.house, &page).await.is(200);
    let form = Paper::on(form.as_str().expect("a page"), &page);
    let empty = form.clone().set("reason", "extortion").send(&shop.house, &seller).await;
    assert_eq!(empty.status, 422, "it says what happened");
    let form = form.set("reason", "extortion").set("text", "Five stars only for a free lamp.");
    let done = form.send(&shop.house, &seller).await;
    assert!(done.status.is_redirection(), "{} {}", done.status, done.body);
    shop.house.clock(&shop.key, "PT1M").await;
    let page = seller.get(&shop.house, &format!("/seller/orders/{order}")).await.is(200);
    let page = page.as_str().expect("a page");
    assert!(plain(page).contains("You have reported this buyer"), "{}", plain(page));
    let seen = shop.house.get(&shop.key.of("seller:S"), &format!("/v1/orders/{order}/report")).await.is(200);
    let case = seen["account_case"].as_str().expect("opened");
    assert!(page.contains(&format!("/seller/account_cases/{case}")), "{page}");
    let buyer = Browser::enters(&shop.house, &shop.key, "buyer:B").await;
    let record = buyer.get(&shop.house, "/buyer/record").await.is(200);
    let record = record.as_str().expect("a page");
    assert!(record.contains(&format!("/buyer/account_cases/{case}")), "{record}");
    let own = format!("/buyer/account_cases/{case}");
    let page = buyer.get(&shop.house, &own).await.is(200);
    let page = page.as_str().expect("a page");
    assert!(plain(page).contains("Five stars only for a free lamp."), "{}", plain(page));
    let words = Paper::on(page, &format!("{own}/acts/write")).set("text", "I only asked.");
    goes_to(&words.send(&shop.house, &buyer).await, &own);
    shop.shows(&shop.key.of("seller:S"), case).await.is(201);
    let staff = Browser::enters(&shop.house, &shop.key, "mediator:M").await;
    let to = format!("/staff/account_cases/{case}");
    let queue = staff.get(&shop.house, "/staff/").await.is(200);
    assert!(queue.as_str().expect("a page").contains(&to), "it waits in the queue");
    let page = staff.get(&shop.house, &to).await.is(200);
    let take = Paper::on(page.as_str().expect("a page"), &format!("{to}/acts/assign"));
    goes_to(&take.send(&shop.house, &staff).await, &to);
    let page = staff.get(&shop.house, &to).await.is(200);
    let rule = Paper::on(page.as_str().expect("a page"), &format!("{to}/acts/rule"));
    goes_to(
        &rule.set("ruling", "uphold").set("text", "The message says so.").send(&shop.house, &staff).await,
        &to,
    );
    let page = buyer.get(&shop.house, &own).await.is(200);
    assert!(plain(page.as_str().expect("a page")).contains("The report was upheld"), "{page}");
    let record = buyer.get(&shop.house, "/buyer/record").await.is(200);
    assert!(plain(record.as_str().expect("a page")).contains("1, at most 0"), "{record}");
}
