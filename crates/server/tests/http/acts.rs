//! Repeats, concurrent changes, lists and accounts.
use crate::house::{House, dispute, money, purchase};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_repeat_gives_the_same_answer_and_says_so() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.shipped(&shop, "1").await;
    let path = format!("/v1/orders/{order}/cases");
    let once = shop.of("buyer:B").with("Idempotency-Key", "k1");
    let early = house.post(&once, &path, dispute()).await;
    assert!(early.header("idempotent-replayed").is_none());
    let early = early.problem(409, "not_yet");
    assert!(early["from"].is_string() && early["rule"] == "PRO-1");
    house.clock(&shop, "P12D").await;
    let again = house.post(&once, &path, dispute()).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"), "a refusal is remembered too");
    assert_eq!(again.problem(409, "not_yet"), early);

    let other = shop.of("buyer:B").with("Idempotency-Key", "k2");
    let first = house.post(&other, &path, dispute()).await;
    assert!(first.header("idempotent-replayed").is_none());
    let first = first.is(201);
    house.clock(&shop, "P20D").await;
    let second = house.post(&other, &path, dispute()).await;
    assert_eq!(second.header("idempotent-replayed"), Some("true"));
    assert_eq!(second.is(201), first, "the same answer, whatever has happened since");
    let mut changed = dispute();
    changed["text"] = json!("Something else.");
    house.post(&other, &path, changed).await.problem(422, "key_reused");
    let page = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(page["cases"].as_array().map(Vec::len), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stale_state_is_told_by_the_etag() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (_, case) = house.disputed(&shop, "1").await;
    let (buyer, seller) = (shop.of("buyer:B"), shop.of("seller:S"));
    let page = house.get(&seller, &format!("/v1/cases/{case}")).await;
    let etag = page.header("etag").expect("an ETag").to_owned();
    let withdraw = format!("/v1/cases/{case}/withdraw");
    let proposal = json!({"remedy": {"kind": "refund", "amount": money(10)}, "words": {"reason": "part"}});
    house
        .post(&seller.with("If-Match", &etag), &format!("/v1/cases/{case}/proposals"), proposal)
        .await
        .is(200);
    house.post(&buyer.with("If-Match", &etag), &withdraw, json!({})).await.problem(412, "stale");
    house
        .post(&buyer.with("If-Match", "nonsense"), &withdraw, json!({}))
        .await
        .problem(400, "malformed_header");
    let etag =
        house.get(&buyer, &format!("/v1/cases/{case}")).await.header("etag").expect("an ETag").to_owned();
    let done = house.post(&buyer.with("If-Match", &etag), &withdraw, json!({})).await.is(200);
    let page = house.get(&buyer, &format!("/v1/cases/{case}")).await.is(200);
    assert_eq!(done["revision"], page["revision"]);
    assert_eq!(page["closed"]["how"], "withdrawn");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_again_gives_the_same_orders() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let mut two = purchase("1");
    let mut other = two["sellers"][0].clone();
    other["seller"] = json!("S2");
    two["sellers"].as_array_mut().expect("a list").push(other);
    two["payments"][0]["amount"] = money(2_200);
    let first = house.post(&shop, "/v1/purchases", two.clone()).await.is(201);
    assert_eq!(first["orders"].as_array().map(Vec::len), Some(2));
    let again = house.post(&shop, "/v1/purchases", two.clone()).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    let again = again.is(201);
    assert_eq!(again["orders"][1]["order"], first["orders"][1]["order"]);
    two["sellers"][0]["lines"][0]["price"] = money(900);
    house.post(&shop, "/v1/purchases", two).await.problem(409, "already_exists");
    let mut mixed = purchase("2");
    mixed["payments"][0]["amount"]["currency"] = json!("EUR");
    let told = house.post(&shop, "/v1/purchases", mixed).await.problem(422, "invalid");
    assert_eq!(told["field"], "payments[0].amount.currency");
}

#[tokio::test(flavor = "multi_thread")]
async fn evi_07_the_listing_as_sold_is_part_of_the_order() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.paid(&shop, "1").await;
    let page = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
    let digest = page["lines"][0]["listing"].as_str().expect("a digest");
    let listing =
        house.get(&shop.of("buyer:B"), &format!("/v1/orders/{order}/listings/{digest}")).await.is(200);
    assert_eq!(listing, json!({"title": "A lamp"}));
    let wrong = "0".repeat(64);
    house.get(&shop, &format!("/v1/orders/{order}/listings/{wrong}")).await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_go_on_where_they_ended_and_show_parties_their_own() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    for reference in ["1", "2", "3"] {
        house.paid(&shop, reference).await;
    }
    let (mut path, mut seen) = ("/v1/orders?limit=2".to_owned(), Vec::new());
    loop {
        let page = house.get(&shop, &path).await.is(200);
        for item in page["items"].as_array().expect("a list") {
            assert_eq!((&item["buyer"], &item["seller"]), (&json!("B"), &json!("S")));
            seen.push(item["id"].as_str().expect("an id").to_owned());
        }
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/v1/orders?limit=2&after={next}");
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 3);
    let count = |page: serde_json::Value| page["items"].as_array().map(Vec::len);
    assert_eq!(count(house.get(&shop.of("buyer:B"), "/v1/orders").await.is(200)), Some(3));
    assert_eq!(count(house.get(&shop.of("buyer:other"), "/v1/orders").await.is(200)), Some(0));
    assert_eq!(count(house.get(&shop.of("buyer:B"), "/v1/orders?buyer=other").await.is(200)), Some(0));
    house.get(&shop, "/v1/orders?after=nonsense").await.problem(400, "malformed_query");
    house.get(&shop, "/v1/orders?limit=1000").await.problem(400, "malformed_query");
    house.get(&shop, "/v1/orders?colour=red").await.problem(400, "malformed_query");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_is_paid_what_was_released() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.shipped(&shop, "1").await;
    let seller = shop.of("seller:S");
    house.get(&seller, "/v1/accounts/seller/S").await.problem(404, "not_found");
    let parcel = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200)["parcels"][0]["id"].clone();
    house
        .post(&shop.of("buyer:B"), &format!("/v1/orders/{order}/receipts"), json!({"parcel": parcel}))
        .await
        .is(200);
    house.clock(&shop, "P30D").await;
    let account = house.get(&seller, "/v1/accounts/seller/S").await.is(200);
    let available = account["balances"][0]["available"].clone();
    assert!(available["amount"].as_i64().is_some_and(|amount| amount > 0), "{account:#}");
    house.get(&shop.of("seller:other"), "/v1/accounts/seller/S").await.problem(404, "not_found");
    let payout = json!({"provider": "sandbox"});
    let once = seller.with("Idempotency-Key", "p1");
    house.post(&once, "/v1/accounts/seller/S/payouts", payout.clone()).await.is(201);
    house.post(&once, "/v1/accounts/seller/S/payouts", payout.clone()).await.is(201);
    house.clock(&shop, "PT1H").await;
    let account = house.get(&seller, "/v1/accounts/seller/S").await.is(200);
    assert_eq!(account["payouts"].as_array().map(Vec::len), Some(1), "{account:#}");
    assert!(account["payouts"][0]["confirmed_at"].is_string(), "{account:#}");
    assert_eq!(account["payouts"][0]["amount"], available);
    house.post(&seller, "/v1/accounts/seller/S/payouts", payout).await.problem(409, "not_enough");
}

#[tokio::test(flavor = "multi_thread")]
async fn pro_04_windows_are_running_clocks_with_their_consequence() {
    let house = House::new().await;
    let shop = house.marketplace("a", "aliexpress").await;
    let order = house.shipped(&shop, "1").await;
    let page =
        house.get(&shop.of("buyer:B"), &format!("/v1/orders/{order}?zone=Europe/Berlin")).await.is(200);
    let window = &page["parcels"][0]["windows"][0];
    assert_eq!((&window["kind"], &window["state"]), (&json!("not_received"), &json!("not_yet")));
    let closes = &window["closes"];
    assert!(closes["sentence"].as_str().is_some_and(|text| text.starts_with("If nothing happens by then, ")));
    assert_eq!(closes["in_your_zone"]["zone"], "Europe/Berlin");
    let action = page["allowed_actions"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|a| a["act"] == "open_dispute_not_received");
    let action = action.expect("it is told");
    assert_eq!((&action["allowed"], &action["refused"]["code"]), (&json!(false), &json!("not_yet")));
    assert_eq!(action["refused"]["from"], window["opens"]);
    house.get(&shop, &format!("/v1/orders/{order}?zone=Nowhere/Here")).await.problem(400, "malformed_query");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_clock_steps_and_only_forward() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.paid(&shop, "1").await;
    let moved =
        house.post(&shop, "/v1/sandbox/clock", json!({"by": "P9D", "lateness": "PT24H"})).await.is(200);
    assert_eq!(moved["now"], "2026-03-11T10:00:00Z");
    assert!(moved["woken"].as_u64().is_some_and(|woken| woken > 0), "{moved:#}");
    let page = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(page["state"], "cancelled", "nothing was shipped by ship-by");
    house.post(&shop, "/v1/sandbox/clock", json!({"to": "2026-03-01T00:00:00Z"})).await.problem(409, "clock");
    house.post(&shop, "/v1/sandbox/clock", json!({})).await.problem(422, "invalid");
    house.post(&shop, "/v1/sandbox/clock", json!({"by": "P1M"})).await.problem(422, "invalid");
    house
        .post(&shop.of("buyer:B"), "/v1/sandbox/clock", json!({"by": "P1D"}))
        .await
        .problem(403, "forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_feed_is_ordered_and_holds_no_texts() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (_, case) = house.disputed(&shop, "1").await;
    let (mut after, mut kinds) = (0, Vec::new());
    loop {
        let page = house.get(&shop, &format!("/v1/events?after={after}&limit=2")).await.is(200);
        assert!(!page.to_string().contains("It never came."));
        for event in page["items"].as_array().expect("a list") {
            assert!(event["position"].as_u64().is_some_and(|position| position > after));
            kinds.push(event["type"].as_str().expect("a word").to_owned());
        }
        after = page["next"].as_u64().expect("a position");
        if page["more"] == false {
            break;
        }
    }
    assert!(
        ["order_placed", "payment_captured", "case_opened"]
            .iter()
            .all(|kind| kinds.iter().any(|k| k == kind))
    );
    let notices = house.get(&shop.of("seller:S"), "/v1/notices?limit=1000").await.is(200);
    let notices = notices["items"].as_array().expect("a list").clone();
    assert!(notices.iter().all(|notice| notice["to"] == "S"));
    assert!(notices.iter().any(|notice| notice["case"] == json!(case)), "{notices:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn msg_04_terms_are_public_in_plain_words() {
    let house = House::new().await;
    let shop = house.marketplace("a", "aliexpress").await;
    let own = house.get(&shop, "/v1/terms").await.is(200);
    let nobody = crate::house::As::key("");
    assert_eq!(house.get(&nobody, "/v1/marketplaces/a/terms").await.is(200), own);
    assert!(own["languages"]["en"]["reasons"].as_array().is_some_and(|reasons| !reasons.is_empty()));
    assert!(own["languages"]["id"]["sections"].as_array().is_some_and(|sections| sections.len() >= 5));
    let order = house.paid(&shop, "1").await;
    let page = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
    let href = page["terms"]["href"].as_str().expect("a link").to_owned();
    assert_eq!(house.get(&shop, &href).await.is(200), own);
    let policy = house.get(&shop, "/v1/policy").await.is(200);
    assert_eq!(policy["hash"], own["hash"]);
    assert!(policy["files"]["policy.toml"].is_string() && policy["process"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn holds_goodwill_and_cancellation_over_http() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.paid(&shop, "1").await;
    let act = |tail: &str| format!("/v1/orders/{order}/{tail}");
    let hold = json!({"units": [1], "reason": "risk", "end": "2026-04-01T00:00:00Z"});
    house.post(&shop.of("buyer:B"), &act("holds"), hold.clone()).await.problem(403, "not_yours");
    let hold = house.post(&shop.of("finance:F"), &act("holds"), hold).await.is(201)["created"].clone();
    let lift = format!("/v1/holds/{}/lift", hold.as_str().expect("an id"));
    house.post(&shop.of("finance:F"), &lift, json!({"reason": "checked"})).await.is(200);
    let goodwill = json!({"units": [0], "amount": money(50), "words": {"reason": "late"}});
    let refund = house.post(&shop.of("seller:S"), &act("goodwill_refunds"), goodwill).await.is(201);
    assert!(refund["created"].as_str().is_some_and(|id| id.starts_with("ref_")));
    let too_much = json!({"units": [0], "amount": money(5_000), "words": {"reason": "late"}});
    let told = house
        .post(&shop.of("seller:S"), &act("goodwill_refunds"), too_much)
        .await
        .problem(422, "amount_too_high");
    assert_eq!((&told["field"], &told["values"]["most"]), (&json!("amount"), &json!(500)));
    house.post(&shop.of("buyer:B"), &act("cancellations"), json!({"reason": "changed_mind"})).await.is(201);
    assert_eq!(house.get(&shop, &format!("/v1/orders/{order}")).await.is(200)["state"], "cancelled");
}
