//! A seller's claim for payment, over the API and by the forms: CLM-1 to CLM-3.
use crate::evidence::{form, upload};
use crate::house::{As, House, Reply, START, money};
use crate::pages_case::text;
use crate::paper::{Paper, plain};
use crate::portal::Browser;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

const NANO: SignedDuration = SignedDuration::from_nanos(1);
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

struct Shop {
    house: House,
    key: As,
    order: String,
}

impl Shop {
    /// Two lamps, 1,000 with 100 of shipping in all, which came back to the sender as the carrier says; the buyer is refunded.
    async fn returned(policy: &str) -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", policy).await;
        let order = house.shipped(&key, "1").await;
        let shop = Self { house, key, order };
        shop.house.clock(&shop.key, "P2D").await;
        let now = shop.house.get(&shop.key, "/v1/marketplace").await.is(200)["now"].clone();
        let scan = json!({"event": "back", "carrier": "fedex", "number": "T1",
            "scans": [{"at": now, "status": "returned_to_sender"}]});
        shop.house.post(&shop.key, "/v1/tracking", scan).await.is(202);
        // The gateway confirms.
        shop.house.clock(&shop.key, "PT1M").await;
        assert_eq!(shop.view("buyer:B").await["totals"]["refunded"], money(1_100));
        shop
    }

    /// Cancelled by its seller before it was shipped, which counts.
    async fn cancelled() -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", "lazada").await;
        let order = house.paid(&key, "1").await;
        let shop = Self { house, key, order };
        let body = json!({"units": [0, 1], "reason": "out_of_stock"});
        shop.on_order("seller:S", "cancellations", body).await.is(201);
        shop.house.clock(&shop.key, "PT1M").await;
        shop
    }

    async fn on_order(&self, who: &str, tail: &str, body: Value) -> Reply {
        self.house.post(&self.key.of(who), &format!("/v1/orders/{}/{tail}", self.order), body).await
    }

    async fn in_case(&self, who: &str, case: &str, tail: &str, body: Value) -> Reply {
        self.house.post(&self.key.of(who), &format!("/v1/cases/{case}/{tail}"), body).await
    }

    async fn claim(&self, who: &str, more: Value) -> Reply {
        let mut body = json!({"units": [0, 1], "cause": "carrier_error", "text": "She thanked me for it."});
        let all = body.as_object_mut().expect("an object");
        all.extend(more.as_object().expect("an object").clone());
        self.on_order(who, "claims", body).await
    }

    async fn claimed(&self, more: Value) -> String {
        self.claim("seller:S", more).await.is(201)["created"].as_str().expect("a case").to_owned()
    }

    async fn writes(&self, who: &str) {
        self.on_order(who, "messages", json!({"text": "Order 1, T1: the lamps are here."})).await.is(200);
    }

    async fn view(&self, who: &str) -> Value {
        self.house.get(&self.key.of(who), &format!("/v1/orders/{}", self.order)).await.is(200)
    }

    async fn case(&self, who: &str, case: &str) -> Value {
        self.house.get(&self.key.of(who), &format!("/v1/cases/{case}")).await.is(200)
    }

    async fn to(&self, instant: Timestamp) {
        let body = json!({"to": instant.to_string()});
        self.house.post(&self.key, "/v1/sandbox/clock", body).await.is(200);
    }

    async fn end(&self, case: &str) -> Timestamp {
        instant(&self.case("seller:S", case).await["stage"]["clock"]["end"])
    }

    async fn act(&self, who: &str, act: &str) -> Value {
        let all = self.view(who).await["allowed_actions"].as_array().expect("a list").clone();
        all.into_iter().find(|one| one["act"] == act).unwrap_or_else(|| panic!("{who} knows {act}"))
    }

    async fn piece(&self, who: &str, caption: &str) -> String {
        let body = form(&[("caption", caption)], Some(PNG));
        let done = upload(&self.house, &self.key.of(who), &self.order, body).await.is(201);
        done["created"].as_str().expect("a piece").to_owned()
    }

    async fn payable(&self) -> Value {
        let account = self.house.get(&self.key.of("seller:S"), "/v1/accounts/seller/S").await.is(200);
        account["balances"]
            .as_array()
            .and_then(|all| all.first())
            .map_or(money(0), |one| one["payable"].clone())
    }

    async fn fund(&self) -> Value {
        let rows = self.house.get(&self.key, "/v1/ledger/balances").await.is(200);
        let all = rows["items"].as_array().expect("rows").clone();
        let row = all.into_iter().find(|row| row["account"] == "platform:protection_fund");
        row.map_or(Value::Null, |row| row["amount"].clone())
    }
}

fn instant(value: &Value) -> Timestamp {
    value.as_str().expect("an instant").parse().expect("an instant")
}

#[tokio::test(flavor = "multi_thread")]
async fn clm_01_the_seller_claims_within_30_days_of_the_status_to_the_moment() {
    for policy in ["lazada", "default"] {
        let shop = Shop::returned(policy).await;
        let act = shop.act("seller:S", "claim_payment").await;
        assert_eq!((&act["allowed"], &act["units"]), (&json!(true), &json!([0, 1])), "{act:#}");
        let end = instant(&act["until"]["end"]);
        let start: Timestamp = START.parse().expect("an instant");
        assert!(end.duration_since(start) > SignedDuration::from_hours(31 * 24));
        shop.claim("buyer:B", json!({})).await.problem(403, "not_yours");
        shop.claim("seller:S", json!({"cause": "weather"})).await.problem(422, "reason_unknown");
        shop.to(end - NANO).await;
        let case = shop.claimed(json!({})).await;
        let view = shop.case("buyer:B", &case).await;
        assert_eq!(
            (&view["kind"], &view["asked"]["kind"]),
            (&json!("seller_claim"), &json!("seller_payment"))
        );
        assert_eq!((&view["claim"]["claimable"], &view["reason"]), (&money(1_100), &json!("carrier_error")));
        shop.claim("seller:S", json!({})).await.problem(409, "in_case");
        shop.in_case("buyer:B", &case, "withdraw", json!({})).await.problem(403, "not_yours");
        shop.in_case("seller:S", &case, "withdraw", json!({})).await.is(200);
        assert_eq!(shop.case("seller:S", &case).await["closed"]["how"], "withdrawn");
        shop.to(end).await;
        shop.claim("seller:S", json!({})).await.problem(409, "ended");
    }
    let shop = Shop::returned("tokopedia").await;
    shop.claim("seller:S", json!({})).await.problem(409, "not_in_policy");
}

#[tokio::test(flavor = "multi_thread")]
async fn clm_02_the_buyer_is_asked_where_nothing_confirms_it_and_silence_goes_to_the_review() {
    let shop = Shop::returned("lazada").await;
    let case = shop.claimed(json!({})).await;
    assert_eq!(shop.case("seller:S", &case).await["stage"]["name"], "answering");
    let told = shop.house.get(&shop.key.of("buyer:B"), "/v1/notices").await.is(200);
    assert!(told.to_string().contains("claim_question"), "{told:#}");
    let inbox = shop.house.get(&shop.key.of("buyer:B"), "/v1/inbox").await.is(200);
    assert!(inbox.to_string().contains(&case), "it waits for the buyer: {inbox:#}");
    let said = json!({"received": true});
    shop.in_case("seller:S", &case, "claim_answer", said.clone()).await.problem(403, "not_yours");
    shop.in_case("buyer:B", &case, "question_answer", json!({"text": "Yes"}))
        .await
        .problem(409, "wrong_stage");
    let end = shop.end(&case).await;
    shop.to(end - NANO).await;
    assert_eq!(shop.case("seller:S", &case).await["stage"]["name"], "answering");
    shop.to(end).await;
    assert_eq!(shop.case("seller:S", &case).await["stage"]["name"], "reviewing");
    let staff = shop.case("mediator:M", &case).await;
    assert_eq!(staff["recommended"]["remedy"], "none", "{staff:#}");
    shop.to(shop.end(&case).await).await;
    let view = shop.case("seller:S", &case).await;
    assert_eq!(view["closed"]["how"], "dismissed");
    assert_eq!(view["rulings"][0]["why"], "Nothing confirms that the buyer has the goods.");
    shop.in_case("buyer:B", &case, "claim_answer", said).await.problem(409, "already_final");
    shop.claim("seller:S", json!({})).await.problem(409, "unit_settled");
}

#[tokio::test(flavor = "multi_thread")]
async fn clm_02_a_message_of_the_buyer_or_a_chat_with_a_photo_and_a_tracking_number() {
    let shop = Shop::returned("lazada").await;
    let message = |number: u32| json!({"confirmation": {"in": "message", "message": number}});
    shop.writes("seller:S").await;
    shop.claim("seller:S", message(0)).await.problem(409, "missing");
    shop.writes("buyer:B").await;
    let all = shop
        .house
        .get(&shop.key.of("seller:S"), &format!("/v1/orders/{}/messages", shop.order))
        .await
        .is(200);
    assert_eq!((&all["items"][1]["role"], &all["items"][1]["message"]), (&json!("buyer"), &json!(1)));
    let case = shop.claimed(message(1)).await;
    let view = shop.case("buyer:B", &case).await;
    assert_eq!(view["stage"]["name"], "reviewing", "nobody is asked what is there");
    assert_eq!(view["known"]["parcels"][0]["number"], "T1");
    shop.in_case(
        "buyer:B",
        &case,
        "claim_answer",
        json!({"received": false, "text": "It was another order."}),
    )
    .await
    .is(200);
    shop.in_case("buyer:B", &case, "claim_answer", json!({"received": true}))
        .await
        .problem(409, "already_done");
    shop.to(shop.end(&case).await).await;
    assert_eq!(shop.case("seller:S", &case).await["closed"]["how"], "dismissed", "the buyer's own no");

    let shop = Shop::cancelled().await;
    let (chat, photo) = (shop.piece("seller:S", "Our chat").await, shop.piece("seller:S", "Her photo").await);
    let outside = |chat: &str, photo: &str| json!({"in": "outside", "chat": chat, "photo": photo});
    let with = |shown: Value| json!({"cause": "platform_error", "confirmation": shown, "tracking": "JD-1"});
    let none = json!({"cause": "platform_error", "confirmation": outside(&chat, &photo)});
    shop.claim("seller:S", none).await.problem(409, "missing");
    shop.claim("seller:S", with(outside(&chat, &chat))).await.problem(409, "missing");
    let theirs = shop.piece("buyer:B", "Mine").await;
    shop.claim("seller:S", with(outside(&chat, &theirs))).await.problem(409, "missing");
    let case = shop.claimed(with(outside(&chat, &photo))).await;
    let view = shop.case("buyer:B", &case).await;
    assert_eq!((&view["claim"]["tracking"], &view["stage"]["name"]), (&json!("JD-1"), &json!("reviewing")));
    assert_eq!(view["claim"]["confirmation"], outside(&chat, &photo));
}

#[tokio::test(flavor = "multi_thread")]
async fn clm_03_proven_the_seller_is_paid_the_fund_bears_it_and_the_status_counts_no_more() {
    let shop = Shop::cancelled().await;
    let account = async || shop.house.get(&shop.key.of("seller:S"), "/v1/accounts/seller/S").await.is(200);
    let before = account().await;
    assert_eq!(before["reputation"]["rates"]["cancelled"], 1, "{before:#}");
    let case = shop.claimed(json!({"cause": "platform_error", "tracking": "JD-1"})).await;
    shop.in_case("buyer:B", &case, "claim_answer", json!({"received": true})).await.is(200);
    let staff = shop.case("mediator:M", &case).await;
    assert_eq!(
        (&staff["recommended"]["remedy"], &staff["recommended"]["funded_by"]),
        (&json!("seller_payment"), &json!("protection_fund"))
    );
    shop.in_case("mediator:M", &case, "assign", json!({})).await.is(200);
    let half = json!({"remedy": {"kind": "seller_payment", "amount": money(550)}, "liable": "platform"});
    shop.in_case("mediator:M", &case, "rulings", half).await.problem(422, "invalid");
    let whole = json!({"remedy": {"kind": "seller_payment", "amount": money(1_100)}, "liable": "platform"});
    shop.in_case("mediator:M", &case, "rulings", whole).await.is(200);
    let view = shop.case("seller:S", &case).await;
    assert_eq!(view["closed"]["how"], "claim_paid", "{view:#}");
    assert_eq!(view["claim"]["loss"], json!({"amount": money(1_100), "borne_by": "protection_fund"}));
    shop.house.clock(&shop.key, "PT1M").await;
    assert_eq!(shop.payable().await, money(1_045), "as the sale would have brought");
    assert_eq!(shop.fund().await, json!(-1_100), "never silently");
    let after = account().await;
    assert_eq!(
        (&after["reputation"]["rates"]["cancelled"], &after["reputation"]["penalties"]),
        (&json!(0), &json!([]))
    );
    let paper =
        shop.house.get(&shop.key.of("seller:S"), "/v1/accounts/seller/S/statements/open").await.is(200);
    assert_eq!(paper["lines"][0]["kind"], "claim", "{paper:#}");
    assert_eq!(
        shop.view("buyer:B").await["totals"]["refunded"],
        money(1_100),
        "nothing is taken from the buyer"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn clm_03_by_the_forms_of_seller_buyer_and_mediator() {
    let shop = Shop::returned("default").await;
    let seller = Browser::enters(&shop.house, &shop.key, "seller:S").await;
    let home = format!("/seller/orders/{}", shop.order);
    let page = text(seller.get(&shop.house, &home).await, 200);
    assert!(page.contains("data-act=\"claim_payment\""), "{page}");
    let paper = text(seller.get(&shop.house, &format!("{home}/acts/claim_payment")).await, 200);
    let wrong = Paper::on(&paper, "/acts/claim_payment").send(&shop.house, &seller).await;
    let wrong = text(wrong, 422);
    assert!(wrong.contains("id=\"cause-problem\"") && wrong.contains("id=\"proof-problem\""), "{wrong}");
    let paper = Paper::on(&paper, "/acts/claim_payment").filled();
    let outside = paper.clone().set("cause", "carrier_error").set("proof", "outside");
    let again = text(outside.send(&shop.house, &seller).await, 422);
    assert!(again.contains("Choose one of your files"), "{again}");
    let sent = paper.set("cause", "carrier_error").set("proof", "ask").set("text", "She has them.");
    sent.send(&shop.house, &seller).await.is(303);
    let case =
        shop.view("seller:S").await["cases"].as_array().expect("cases").last().expect("one")["id"].clone();
    let case = case.as_str().expect("an id").to_owned();
    let seen = plain(&text(seller.get(&shop.house, &format!("/seller/cases/{case}")).await, 200));
    assert!(
        seen.contains("Your claim waits for the buyer's word")
            && seen.contains("data-act=\"withdraw_claim\"")
    );

    let buyer = Browser::enters(&shop.house, &shop.key, "buyer:B").await;
    let page = text(buyer.get(&shop.house, &format!("/buyer/cases/{case}")).await, 200);
    assert!(plain(&page).contains("your word is awaited") && page.contains("She has them."), "{page}");
    assert!(page.contains("data-act=\"answer_claim\"") && !page.contains("data-side=\"opener\""), "{page}");
    let home = format!("/buyer/orders/{}/acts/answer_claim?target={case}", shop.order);
    let paper = text(buyer.get(&shop.house, &home).await, 200);
    let open = Paper::on(&paper, "/acts/answer_claim").send(&shop.house, &buyer).await;
    assert!(text(open, 422).contains("id=\"received-problem\""));
    let sent =
        Paper::on(&paper, "/acts/answer_claim").set("received", "yes").set("text", "They came on Monday.");
    sent.send(&shop.house, &buyer).await.is(303);

    let mediator = Browser::enters(&shop.house, &shop.key, "mediator:M").await;
    let queue = plain(&text(mediator.get(&shop.house, "/staff/").await, 200));
    assert!(
        queue.contains("Seller's claim for payment") && queue.contains("Payment to the seller"),
        "{queue}"
    );
    let desk = format!("/staff/cases/{case}");
    let page = text(mediator.get(&shop.house, &desk).await, 200);
    assert!(page.contains("They came on Monday.") && page.contains("data-buyer-says=\"yes\""), "{page}");
    assert!(!page.contains("data-part=\"facts\""), "the table has no say: {page}");
    let take = Paper::on(&page, "/acts/assign");
    take.send(&shop.house, &mediator).await.is(303);
    let page = text(mediator.get(&shop.house, &format!("{desk}/rule")).await, 200);
    assert!(
        !page.contains("value=\"other\"") && page.contains("value=\"dismiss\""),
        "all or nothing: {page}"
    );
    let check = Paper::on(&page, "/rule").send(&shop.house, &mediator).await;
    let check = text(check, 200);
    let row = |owner: &str, amount: i64| format!("data-owner=\"{owner}\" data-amount=\"{amount}\"");
    assert!(check.contains(&row("seller", 1_045)) && check.contains(&row("fund", -1_100)), "{check}");
    Paper::on(&check, "/ruling").send(&shop.house, &mediator).await.is(303);
    let seen = plain(&text(seller.get(&shop.house, &format!("/seller/cases/{case}")).await, 200));
    assert!(seen.contains("data-claim-loss=\"1100\"") && seen.contains("The seller was paid"), "{seen}");
    let seen = plain(&text(buyer.get(&shop.house, &format!("/buyer/cases/{case}")).await, 200));
    assert!(seen.contains("Nothing was taken from you"), "{seen}");
    shop.house.clock(&shop.key, "PT1M").await;
    assert_eq!(shop.payable().await, money(1_045));
}

#[tokio::test(flavor = "multi_thread")]
async fn clm_03_a_mediator_pays_against_what_is_recommended_with_a_reason_and_sees_the_money_first() {
    let shop = Shop::returned("default").await;
    let case = shop.claimed(json!({})).await;
    shop.in_case("buyer:B", &case, "claim_answer", json!({"received": false})).await.is(200);
    let mediator = Browser::enters(&shop.house, &shop.key, "mediator:M").await;
    shop.in_case("mediator:M", &case, "assign", json!({})).await.is(200);
    let desk = format!("/staff/cases/{case}");
    let page = text(mediator.get(&shop.house, &format!("{desk}/rule")).await, 200);
    assert!(page.contains("value=\"other\"") && !page.contains("value=\"dismiss\""), "{page}");
    let further = Paper::on(&page, "/rule").set("decision", "other").send(&shop.house, &mediator).await;
    let paper = Paper::on(&text(further, 200), "/rule").set("liable", "carrier").set("reason", "weighed");
    let check = paper.set("text", "The photo shows them.").send(&shop.house, &mediator).await;
    let check = text(check, 200);
    assert!(check.contains("data-owner=\"fund\" data-amount=\"-1100\""), "{check}");
    Paper::on(&check, "/ruling").send(&shop.house, &mediator).await.is(303);
    let view = shop.case("seller:S", &case).await;
    assert_eq!(
        (&view["closed"]["how"], &view["rulings"][0]["liable"]),
        (&json!("claim_paid"), &json!("carrier"))
    );
}
