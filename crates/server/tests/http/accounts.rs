//! A seller's account over the API and in the portal: MON-8, MON-12, DIS-16, CAN-4.
use crate::house::{As, House, money};
use crate::paper::{Paper, plain};
use crate::portal::{Browser, goes_to};
use serde_json::{Value, json};

/// A shop whose seller S has sold, and whose order is released: 1,045 after commission.
struct Shop {
    house: House,
    key: As,
    order: String,
}

const ACCOUNT: &str = "/v1/accounts/seller/S";

impl Shop {
    async fn released() -> Self {
        Self::released_beside_another().await.0
    }

    /// The same, with a second order that is still on its way.
    async fn released_beside_another() -> (Self, String) {
        let house = House::new().await;
        let key = house.marketplace("a", "default").await;
        let order = house.shipped(&key, "1").await;
        let second = house.shipped(&key, "2").await;
        let shop = Self { house, key, order };
        shop.receives(&shop.order).await;
        shop.house.clock(&shop.key, "P20D").await;
        (shop, second)
    }

    /// The buyer has the parcel.
    async fn receives(&self, order: &str) {
        let buyer = self.key.of("buyer:B");
        let view = self.house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
        let receipt = json!({"parcel": view["parcels"][0]["id"]});
        self.house.post(&buyer, &format!("/v1/orders/{order}/receipts"), receipt).await.is(200);
    }

    fn seller(&self) -> As {
        self.key.of("seller:S")
    }

    async fn account(&self) -> Value {
        self.house.get(&self.seller(), ACCOUNT).await.is(200)
    }

    async fn route(&self) {
        let route = json!({"provider": "sandbox"});
        self.house.post(&self.key, &format!("{ACCOUNT}/payout_route"), route).await.is(200);
    }

    async fn statements(&self, query: &str) -> Vec<Value> {
        let page = self.house.get(&self.seller(), &format!("{ACCOUNT}/statements{query}")).await.is(200);
        page["items"].as_array().expect("a list").clone()
    }

    async fn statement(&self, number: &str) -> Value {
        self.house.get(&self.seller(), &format!("{ACCOUNT}/statements/{number}")).await.is(200)
    }

    /// The seller gives something back after the release.
    async fn gives_back(&self, amount: i64) {
        let body = json!({"units": [0], "amount": money(amount), "words": {"reason": "small_fault"}});
        let path = format!("/v1/orders/{}/goodwill_refunds", self.order);
        self.house.post(&self.seller(), &path, body).await.is(201);
        self.house.clock(&self.key, "PT1H").await;
    }
}

fn numbers(items: &[Value]) -> Vec<(Option<u64>, &str)> {
    items.iter().map(|item| (item["number"].as_u64(), item["status"].as_str().expect("a status"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn mon_12_a_payout_leaves_by_schedule_on_a_numbered_statement() {
    let shop = Shop::released().await;
    let account = shop.account().await;
    assert_eq!(account["balances"][0]["available"], money(1_045), "{account:#}");
    assert_eq!(account.get("next_payout_at"), None, "nobody has said through whom it leaves");
    let route = json!({"provider": "sandbox"});
    let path = format!("{ACCOUNT}/payout_route");
    shop.house.post(&shop.seller(), &path, route.clone()).await.problem(403, "not_yours");
    shop.house.post(&shop.key, &path, json!({"provider": "nobody"})).await.problem(422, "invalid");
    shop.house.post(&shop.key.of("finance:F"), &path, route).await.is(200);
    let account = shop.account().await;
    let due = account["next_payout_at"].as_str().expect("a date").to_owned();
    assert_eq!(numbers(&shop.statements("").await), [(None, "open")]);
    shop.house.post(&shop.key, "/v1/sandbox/clock", json!({"to": due})).await.is(200);
    shop.house.clock(&shop.key, "PT1M").await;
    let statement = shop.statement("1").await;
    assert_eq!((&statement["status"], &statement["to"]), (&json!("paid"), &json!(due)), "{statement:#}");
    assert_eq!((&statement["earned"], &statement["paid_out"]), (&money(1_045), &money(1_045)));
    let kinds: Vec<_> = statement["lines"].as_array().expect("lines").iter().map(|l| &l["kind"]).collect();
    assert_eq!(kinds, ["release", "payout"]);
    assert_eq!(statement["lines"][0]["order"], shop.order);
    assert_eq!(shop.account().await["balances"][0]["available"], money(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn mon_08_a_refund_after_the_release_is_owed_and_recovered_before_a_later_payout_leaves() {
    let (shop, second) = Shop::released_beside_another().await;
    shop.house
        .post(&shop.seller(), &format!("{ACCOUNT}/payouts"), json!({"provider": "sandbox"}))
        .await
        .is(201);
    shop.gives_back(400).await;
    let balance = shop.account().await["balances"][0].clone();
    assert_eq!((&balance["receivable"], &balance["available"]), (&money(380), &money(0)), "{balance:#}");
    shop.receives(&second).await;
    shop.house.clock(&shop.key, "P20D").await;
    shop.route().await;
    shop.house.clock(&shop.key, "P9D").await;
    let paper = shop.statement("2").await;
    let figures = ["opening", "earned", "owed", "recovered", "paid_out", "closing", "debt_after"]
        .map(|name| paper[name]["amount"].as_i64().expect("an amount"));
    assert_eq!(figures, [0, 1_045, 380, 380, 665, 0, 0], "{paper:#}");
    let lines = paper["lines"].as_array().expect("lines");
    let told: Vec<_> =
        lines.iter().map(|l| (l["kind"].as_str().expect("a kind"), l["amount"]["amount"].as_i64())).collect();
    let (owed, earned, kept, paid) =
        (("debt", Some(380)), ("release", Some(1_045)), ("recovered", Some(380)), ("payout", Some(665)));
    assert_eq!(told, [owed, earned, kept, paid]);
    assert_eq!(lines[0]["order"], shop.order, "it says for which order");
    let ledger = shop.house.get(&shop.key, "/v1/ledger/balances").await.is(200);
    let rows = ledger["items"].as_array().expect("a list");
    let debt = rows.iter().find(|row| row["account"] == "seller:S:receivable").expect("it was owed");
    assert_eq!(debt["amount"], 0, "nothing is owed any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn mon_12_statements_are_found_by_status_currency_and_date() {
    let shop = Shop::released().await;
    let pay = |amount: i64| json!({"provider": "sandbox", "amount": money(amount)});
    for amount in [100, 200, 300] {
        shop.house.post(&shop.seller(), &format!("{ACCOUNT}/payouts"), pay(amount)).await.is(201);
        shop.house.clock(&shop.key, "P1D").await;
    }
    let all = shop.statements("").await;
    assert_eq!(numbers(&all), [(Some(3), "paid"), (Some(2), "paid"), (Some(1), "paid")]);
    let second = all[1]["to"].as_str().expect("an instant");
    assert_eq!(
        numbers(&shop.statements(&format!("?from={second}")).await),
        [(Some(3), "paid"), (Some(2), "paid")]
    );
    assert_eq!(numbers(&shop.statements(&format!("?to={second}")).await), [(Some(1), "paid")]);
    assert!(shop.statements("?status=refused").await.is_empty());
    assert_eq!(shop.statements("?status=paid&currency=BRL").await.len(), 3);
    assert!(shop.statements("?currency=USD").await.is_empty());
    let page = shop.house.get(&shop.seller(), &format!("{ACCOUNT}/statements?limit=2")).await.is(200);
    assert_eq!(page["next"], "2");
    assert_eq!(numbers(&shop.statements("?limit=2&after=2").await), [(Some(1), "paid")]);
    shop.house
        .get(&shop.seller(), &format!("{ACCOUNT}/statements?status=lost"))
        .await
        .problem(400, "malformed_query");
    for other in ["seller:T", "buyer:B", "buyer:S"] {
        shop.house.get(&shop.key.of(other), &format!("{ACCOUNT}/statements")).await.problem(404, "not_found");
        shop.house
            .get(&shop.key.of(other), &format!("{ACCOUNT}/statements/1"))
            .await
            .problem(404, "not_found");
    }
    shop.house.get(&shop.seller(), &format!("{ACCOUNT}/statements/9")).await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_16_a_filing_stays_in_the_sellers_rate_and_fault_is_a_second_figure() {
    let house = House::new().await;
    let key = house.marketplace("a", "default").await;
    house.paid(&key, "2").await;
    let (_, case) = house.disputed(&key, "1").await;
    house.post(&key.of("buyer:B"), &format!("/v1/cases/{case}/withdraw"), json!({})).await.is(200);
    house.clock(&key, "PT1H").await;
    let rates = house.get(&key.of("seller:S"), ACCOUNT).await.is(200)["reputation"]["rates"].clone();
    let told = ["orders", "filed", "faults", "cancelled"].map(|name| rates[name].as_u64());
    assert_eq!(told, [Some(2), Some(1), Some(0), Some(0)], "{rates:#}");
    assert_eq!((&rates["filing_basis_points"], &rates["fault_basis_points"]), (&json!(5_000), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn can_04_a_cancellation_is_in_the_rate_and_its_points_are_explained_in_the_portal() {
    let house = House::new().await;
    let key = house.marketplace("a", "default").await;
    let order = house.paid(&key, "1").await;
    let path = format!("/v1/orders/{order}/cancellations");
    house.post(&key.of("seller:S"), &path, json!({"units": [], "reason": "out_of_stock"})).await.is(201);
    house.clock(&key, "PT1H").await;
    let account = house.get(&key.of("seller:S"), ACCOUNT).await.is(200);
    let reputation = &account["reputation"];
    assert_eq!((&reputation["points"], &reputation["start"]), (&json!(99), &json!(100)), "{reputation:#}");
    let penalty = &reputation["penalties"][0];
    assert_eq!(
        (&penalty["points"], &penalty["reason"], &penalty["order"]),
        (&json!(1), &json!("cancellation"), &json!(order))
    );
    assert_eq!(penalty["counts"], true);
    assert_eq!(reputation["rates"]["cancellation_basis_points"], 10_000);
    let seller = Browser::enters(&house, &key, "seller:S").await;
    let page = seller.get(&house, "/seller/account").await.is(200);
    let page = plain(page.as_str().expect("a page"));
    for words in ["99 of 100 points", "You cancelled an order", "−1 point", "1 on 1 order", "(100 %)"] {
        assert!(page.contains(words), "{words} is missing: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mon_12_the_portal_shows_the_account_pays_out_and_opens_a_statement() {
    let shop = Shop::released().await;
    shop.route().await;
    let seller = Browser::enters(&shop.house, &shop.key, "seller:S").await;
    let page = seller.get(&shop.house, "/seller/account").await.is(200);
    let page = page.as_str().expect("a page");
    assert!(plain(page).contains("The next payout leaves on"), "{}", plain(page));
    let reply = Paper::on(page, "/seller/account/payouts").send(&shop.house, &seller).await;
    goes_to(&reply, "/seller/account");
    shop.house.clock(&shop.key, "PT1H").await;
    let page =
        seller.get(&shop.house, "/seller/account?status=paid&from=2026-03-01&to=2026-12-31").await.is(200);
    let page = page.as_str().expect("a page");
    assert!(page.contains("/seller/account/statements/1"), "{page}");
    let none = seller.get(&shop.house, "/seller/account?status=refused").await.is(200);
    assert!(plain(none.as_str().expect("a page")).contains("There is no such statement"));
    let wrong = seller.get(&shop.house, "/seller/account?from=yesterday").await.is(200);
    assert!(plain(wrong.as_str().expect("a page")).contains("Enter a date"));
    let paper = seller.get(&shop.house, "/seller/account/statements/1").await.is(200);
    let paper = plain(paper.as_str().expect("a page"));
    for words in ["Statement 1", "Paid", "Released from an order", "Paid out", "Every movement"] {
        assert!(paper.contains(words), "{words} is missing: {paper}");
    }
    seller.get(&shop.house, "/seller/account/statements/2").await.is(404);
    let open = seller.get(&shop.house, "/seller/account/statements/open?currency=BRL").await.is(200);
    assert!(plain(open.as_str().expect("a page")).contains("Nothing has moved"));
    let buyer = Browser::enters(&shop.house, &shop.key, "buyer:B").await;
    assert_ne!(buyer.get(&shop.house, "/seller/account").await.status, 200, "it is the seller's");
}
