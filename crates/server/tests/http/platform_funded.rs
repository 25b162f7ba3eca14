//! Disputes that the platform pays at once from its protection fund, over the API and by the pages: PLF-1, 2, 4, 5.
use crate::house::{As, House, START, money};
use crate::paper::{Paper, plain};
use crate::portal::{Browser, between, goes_to};
use serde_json::{Value, json};

/// A marketplace that has a fund.
pub struct Shop {
    pub house: House,
    pub key: As,
}

impl Shop {
    async fn new() -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", "default").await;
        Self { house, key }
    }

    /// With so much in the fund.
    pub async fn with(amount: i64) -> Self {
        let shop = Self::new().await;
        shop.fills(amount).await;
        shop
    }

    pub async fn fills(&self, amount: i64) {
        self.changes(&self.finance(), "add", money(amount)).await.is(201);
    }

    async fn changes(&self, who: &As, change: &str, amount: Value) -> crate::house::Reply {
        let body = json!({"change": change, "amount": amount, "reason": "budget of March"});
        self.house.post(who, "/v1/fund/changes", body).await
    }

    fn finance(&self) -> As {
        self.key.of("finance:F")
    }

    pub async fn fund(&self) -> Value {
        self.house.get(&self.finance(), "/v1/fund").await.is(200)
    }

    /// One lamp for 900 of seller S, received by buyer B.
    pub async fn received(&self, reference: &str, category: Option<&str>) -> String {
        let line = json!({"sku": "lamp", "quantity": 1, "price": money(900), "category": category,
            "listing": {"title": "lamp"}});
        let purchase = json!({
            "reference": reference, "buyer": "B", "placed_at": START,
            "sellers": [{"seller": "S", "lines": [line]}],
            "payments": [{"provider": "sandbox", "payment_id": reference, "method": "credit_card", "amount": money(900)}],
        });
        let placed = self.house.post(&self.key, "/v1/purchases", purchase).await.is(201);
        let capture = json!({"provider": "sandbox", "payment_id": reference, "captured_at": START});
        self.house.post(&self.key, "/v1/payments/captures", capture).await.is(200);
        let order = placed["orders"][0]["order"].as_str().expect("an order").to_owned();
        let shipment = json!({"carrier": "fedex", "number": format!("T{reference}")});
        let path = format!("/v1/orders/{order}/shipments");
        self.house.post(&self.key.of("seller:S"), &path, shipment).await.is(201);
        let scan = json!({"event": reference, "carrier": "fedex", "number": format!("T{reference}"), "scans": [
            {"at": START, "status": "in_transit"}, {"at": START, "status": "delivered"}]});
        self.house.post(&self.key, "/v1/tracking", scan).await.is(202);
        order
    }

    /// A dispute for all of it, after the fund had a minute to answer.
    pub async fn disputed(&self, reference: &str, category: Option<&str>) -> String {
        let order = self.received(reference, category).await;
        let body = json!({"units": [0], "received": true, "reason": "missing_part",
            "remedy": {"kind": "refund", "amount": money(900)}});
        let path = format!("/v1/orders/{order}/cases");
        let done = self.house.post(&self.key.of("buyer:B"), &path, body).await.is(201);
        self.house.clock(&self.key, "PT1M").await;
        done["created"].as_str().expect("a case").to_owned()
    }

    pub async fn case(&self, who: &str, case: &str) -> Value {
        self.house.get(&self.key.of(who), &format!("/v1/cases/{case}")).await.is(200)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_01_the_buyer_is_refunded_at_once_and_the_seller_is_paid_as_its_window_says() {
    let shop = Shop::with(1_000).await;
    let case = shop.disputed("1", None).await;
    let seen = shop.case("buyer:B", &case).await;
    assert_eq!((&seen["closed"]["how"], &seen["outcome"]["amount"]), (&json!("refunded"), &money(900)));
    let order = seen["order"].as_str().expect("an order");
    let page = shop.house.get(&shop.key.of("buyer:B"), &format!("/v1/orders/{order}")).await.is(200);
    let refund = &page["refunds"][0];
    assert_eq!((&refund["cause"], &refund["liable"]), (&json!("fund"), &json!("platform")), "{refund:#}");
    shop.house.clock(&shop.key, "P20D").await;
    let account = shop.house.get(&shop.key.of("seller:S"), "/v1/accounts/seller/S").await.is(200);
    assert_eq!(account["balances"][0]["payable"], money(855), "900 less commission: {account:#}");
    assert_eq!(account["balances"][0]["receivable"], money(0));
    let rows = shop.house.get(&shop.key, "/v1/ledger/balances").await.is(200);
    let fund = rows["items"]
        .as_array()
        .expect("rows")
        .iter()
        .find(|row| row["account"] == "platform:protection_fund");
    assert_eq!(fund.map(|row| &row["amount"]), Some(&json!(-900)));
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_02_every_factor_is_shown_to_staff_and_to_nobody_else() {
    let shop = Shop::with(1_000).await;
    let case = shop.disputed("1", Some("gift_card")).await;
    let seen = shop.case("mediator:M", &case).await;
    let weighed = seen["funding"]["weighed"].as_array().expect("factors");
    let found: Vec<(&str, bool)> = weighed
        .iter()
        .map(|one| (one["factor"].as_str().expect("a word"), one["holds"].as_bool().expect("a verdict")))
        .collect();
    assert_eq!(found, [("reason", true), ("remedy", true), ("order_value", true), ("product", false)]);
    assert_eq!((&weighed[2]["value"], &weighed[2]["most"]), (&money(900), &money(10_000)));
    assert_eq!(weighed[3]["found"], "gift_card");
    assert_eq!(seen["stage"]["name"], "responding", "a product that is left out goes its usual way");
    for party in ["buyer:B", "seller:S"] {
        assert_eq!(shop.case(party, &case).await["funding"], Value::Null, "{party}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_04_it_counts_as_filed_and_not_as_fault() {
    let shop = Shop::with(1_000).await;
    shop.disputed("1", None).await;
    let account = shop.house.get(&shop.key.of("seller:S"), "/v1/accounts/seller/S").await.is(200);
    let rates = &account["reputation"]["rates"];
    assert_eq!((&rates["filed"], &rates["faults"]), (&json!(1), &json!(0)), "{rates:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_05_a_fund_for_one_pays_one_and_the_other_runs_the_normal_procedure() {
    let shop = Shop::with(1_799).await;
    let (first, second) = (shop.disputed("1", None).await, shop.disputed("2", None).await);
    assert_eq!(shop.case("buyer:B", &first).await["closed"]["how"], "refunded");
    let seen = shop.case("mediator:M", &second).await;
    assert_eq!((&seen["stage"]["name"], &seen["funding"]["granted"]), (&json!("responding"), &json!(false)));
    let budget = shop.fund().await["budgets"][0].clone();
    let figures = ["given", "reserved", "spent", "available"].map(|name| budget[name].clone());
    assert_eq!(figures, [money(1_799), money(0), money(900), money(899)]);
    assert_eq!((&budget["granted"], &budget["denied"]), (&json!(1), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_05_the_budget_is_for_finance_and_the_marketplace_and_every_change_has_number_and_reason() {
    let shop = Shop::new().await;
    let empty = shop.fund().await;
    assert_eq!((&empty["budgets"], &empty["version"]), (&json!([]), &json!(0)));
    for party in ["buyer:B", "seller:S", "mediator:M"] {
        shop.changes(&shop.key.of(party), "add", money(1)).await.problem(403, "forbidden");
        shop.house.get(&shop.key.of(party), "/v1/fund").await.problem(403, "forbidden");
    }
    let once = shop.finance().with("Idempotency-Key", "k");
    shop.changes(&once, "add", money(1_000)).await.is(201);
    let again = shop.changes(&once, "add", money(1_000)).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    shop.changes(&shop.key, "take_back", money(400)).await.is(201);
    let told = shop.changes(&shop.finance(), "take_back", money(601)).await.problem(409, "not_enough");
    assert!(told["detail"].as_str().is_some_and(|text| text.contains("600")), "{told:#}");
    shop.changes(&shop.finance(), "add", money(0)).await.problem(422, "amount_zero");
    shop.changes(&shop.finance(), "double", money(1)).await.problem(422, "invalid");
    let nothing = json!({"change": "add", "amount": money(1), "reason": " "});
    shop.house.post(&shop.finance(), "/v1/fund/changes", nothing).await.problem(409, "missing");
    let changes = shop.fund().await["changes"].clone();
    let seen: Vec<_> = changes
        .as_array()
        .expect("a list")
        .iter()
        .map(|change| (change["number"].clone(), change["change"].clone(), change["by"].clone()))
        .collect();
    assert_eq!(
        seen,
        [(json!(2), json!("take_back"), Value::Null), (json!(1), json!("add"), json!("F"))],
        "newest first, and what was refused is none"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_05_finance_keeps_the_fund_on_its_page() {
    let shop = Shop::with(1_000).await;
    shop.disputed("1", None).await;
    let finance = Browser::enters(&shop.house, &shop.key, "finance:F").await;
    let page = finance.get(&shop.house, "/staff/fund").await.is(200);
    let page = page.as_str().expect("a page");
    for (figure, amount) in [("fund-available", "1.00"), ("fund-spent", "9.00"), ("fund-given", "10.00")] {
        let shown = between(page, &format!("data-figure=\"{figure}\">"), "</span>");
        assert!(plain(shown).contains(amount), "{figure}: {shown}");
    }
    let paper = || Paper::on(page, "/staff/fund").set("currency", "BRL");
    let much = paper().set("change", "take_back").set("amount", "2").set("reason", "too much");
    let wrong = much.send(&shop.house, &finance).await;
    assert_eq!(wrong.status.as_u16(), 422, "more than can still be granted");
    let wrong = paper().set("amount", "x").set("reason", "April").send(&shop.house, &finance).await;
    assert_eq!(wrong.status.as_u16(), 422, "no amount");
    let page = finance.get(&shop.house, "/staff/fund").await.is(200);
    let page = page.as_str().expect("a page");
    let more = Paper::on(page, "/staff/fund").set("amount", "2.50").set("reason", "April");
    goes_to(&more.send(&shop.house, &finance).await, "/staff/fund");
    assert_eq!(shop.fund().await["budgets"][0]["available"], money(350));
    let mediator = Browser::enters(&shop.house, &shop.key, "mediator:M").await;
    mediator.get(&shop.house, "/staff/fund").await.is(404);
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_01_the_seller_is_asked_what_went_wrong_and_the_buyer_never_sees_it() {
    let shop = Shop::with(1_000).await;
    let case = shop.disputed("1", None).await;
    let path = format!("/v1/cases/{case}/questionnaire");
    let seller = shop.key.of("seller:S");
    let told = shop.house.get(&seller, "/v1/notices?limit=1000").await.is(200);
    let notice = told["items"].as_array().expect("a list").iter().find(|one| one["notice"] == "case_funded");
    let until = notice.map(|one| one["end"].clone()).expect("the seller is told until when");
    let asked = shop.case("seller:S", &case).await;
    let questions = asked["questionnaire"]["questions"].as_array().expect("a list");
    assert_eq!((questions.len(), &asked["questionnaire"]["until"]), (3, &until));
    assert_eq!(questions[0]["title"], "Was everything in the parcel when you sent it?");
    let offered = asked["allowed_actions"].as_array().expect("a list").iter();
    let offered = offered.filter(|one| one["act"] == "answer_questionnaire").collect::<Vec<_>>();
    assert_eq!((offered.len(), &offered[0]["allowed"], &offered[0]["href"]), (1, &json!(true), &json!(path)));
    let body = json!({"answers": {"complete_when_sent": "yes", "packing_pictures": "unsure"},
        "text": "The carrier opened it."});
    shop.house.post(&shop.key.of("buyer:B"), &path, body.clone()).await.problem(403, "not_yours");
    let empty = json!({"answers": {}});
    let told = shop.house.post(&seller, &path, empty).await.problem(422, "invalid");
    assert!(told["detail"].as_str().is_some_and(|text| text.contains("complete_when_sent")), "{told:#}");
    let odd = json!({"answers": {"complete_when_sent": "perhaps"}});
    shop.house.post(&seller, &path, odd).await.problem(400, "malformed_body");
    shop.house.post(&seller, &path, body.clone()).await.is(200);
    shop.house.post(&seller, &path, body).await.problem(409, "already_done");
    for who in ["seller:S", "mediator:M"] {
        let seen = shop.case(who, &case).await["questionnaire"].clone();
        assert_eq!(
            (&seen["questions"][0]["answer"], &seen["text"]["text"]),
            (&json!("yes"), &json!("The carrier opened it.")),
            "{who}: {seen:#}"
        );
        assert_eq!(seen["questions"][1]["answer"], Value::Null, "left out");
    }
    let buyer = Browser::enters(&shop.house, &shop.key, "buyer:B").await;
    let page = buyer.get(&shop.house, &format!("/buyer/cases/{case}")).await.is(200);
    let page = page.as_str().expect("a page");
    assert!(!page.contains("questionnaire") && !page.contains("The carrier opened it."), "{page}");
    assert_eq!(shop.case("buyer:B", &case).await["questionnaire"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn plf_01_the_seller_fills_the_questionnaire_in_on_paper_until_its_end() {
    let shop = Shop::with(1_800).await;
    let (case, late) = (shop.disputed("1", None).await, shop.disputed("2", None).await);
    let order = shop.case("seller:S", &case).await["order"].as_str().expect("an order").to_owned();
    let seller = Browser::enters(&shop.house, &shop.key, "seller:S").await;
    let home = format!("/seller/cases/{case}");
    let page = seller.get(&shop.house, &home).await.is(200);
    assert!(page.as_str().is_some_and(|page| page.contains("data-act=\"answer_questionnaire\"")));
    let form = format!("/seller/orders/{order}/acts/answer_questionnaire?target={case}");
    let paper = seller.get(&shop.house, &form).await.is(200);
    let paper = paper.as_str().expect("a page");
    let open =
        Paper::on(paper, "/acts/answer_questionnaire").set("text", "Sorry.").send(&shop.house, &seller).await;
    assert_eq!(open.status.as_u16(), 422);
    let again = open.body.as_str().expect("a page");
    assert!(
        again.contains("Please answer at least one question.") && again.contains("Sorry."),
        "nothing is lost"
    );
    let sent = Paper::on(paper, "/acts/answer_questionnaire").set("answers", "packing_pictures:no");
    goes_to(&sent.send(&shop.house, &seller).await, &format!("{home}?done=answer_questionnaire"));
    let page = seller.get(&shop.house, &home).await.is(200);
    let page = page.as_str().expect("a page");
    assert!(
        page.contains("data-answer=\"no\"") && !page.contains("data-act=\"answer_questionnaire\""),
        "{page}"
    );
    let mediator = Browser::enters(&shop.house, &shop.key, "mediator:M").await;
    let desk = mediator.get(&shop.house, &format!("/staff/cases/{case}")).await.is(200);
    assert!(desk.as_str().is_some_and(|page| page.contains("data-answer=\"no\"")));
    let until = shop.case("seller:S", &late).await["questionnaire"]["until"].clone();
    shop.house.post(&shop.key, "/v1/sandbox/clock", json!({"to": until})).await.is(200);
    let path = format!("/v1/cases/{late}/questionnaire");
    let body = json!({"answers": {"packing_pictures": "no"}});
    shop.house.post(&shop.key.of("seller:S"), &path, body).await.problem(409, "ended");
}
