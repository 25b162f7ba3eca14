//! A whole dispute over HTTP, from the purchase to the paid refund.
use crate::house::{House, money};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_dispute_runs_from_its_opening_to_the_paid_refund() {
    let house = House::new().await;
    let shop = house.marketplace("a", "aliexpress").await;
    let (order, case) = house.disputed(&shop, "1").await;
    let buyer = shop.of("buyer:B");

    let page = house.get(&buyer, &format!("/v1/cases/{case}?zone=Asia/Jakarta")).await.is(200);
    assert_eq!(
        (&page["stage"]["name"], &page["stage"]["turn"]),
        (&json!("responding"), &json!("respondent"))
    );
    assert_eq!(page["text"]["text"], "It never came.");
    assert_eq!((&page["opener"], &page["respondent"]), (&json!("B"), &json!("S")));
    let clock = &page["stage"]["clock"];
    assert_eq!(clock["in_policy_zone"]["zone"], "America/Los_Angeles");
    assert_eq!(clock["in_your_zone"]["zone"], "Asia/Jakarta");
    assert_eq!(
        clock["sentence"],
        "If nothing happens by then, the case goes to the platform, which decides."
    );
    assert!(page["facts"].is_null(), "facts are for staff");

    let inbox = house.get(&shop.of("seller:S"), "/v1/inbox").await.is(200);
    assert_eq!(
        (&inbox["items"][0]["case"], &inbox["items"][0]["what"]),
        (&json!(case), &json!("responding"))
    );

    house.clock(&shop, "P16D").await;
    let page = house.get(&shop.of("mediator:M"), &format!("/v1/cases/{case}")).await.is(200);
    assert_eq!(page["stage"]["name"], "reviewing");
    assert!(page["facts"]["reason"] == "not_received" && page["recommended"]["row"].is_string(), "{page:#}");

    house.clock(&shop, "P30D").await;
    let page = house.get(&buyer, &format!("/v1/cases/{case}")).await.is(200);
    assert_eq!(page["closed"]["how"], "refunded", "{page:#}");
    assert_eq!(page["rulings"][0]["by"]["role"], "clock");
    let page = house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
    let leg = &page["refunds"][0]["legs"][0];
    assert_eq!((&leg["state"], &leg["amount"]), (&json!("confirmed"), &money(550)));
    assert!(leg["expected_from"].is_string() && leg["expected_until"].is_string());
    let paid = house.gateway.paid();
    assert_eq!(paid.len(), page["refunds"].as_array().expect("a list").len());

    let explained = house.get(&buyer, &format!("/v1/cases/{case}/explanation")).await.is(200);
    assert_eq!(explained["rulings"][0]["ruling"]["row"], page_row(&house, &shop, &case).await);
    assert_eq!(explained["closing"], "refunded");
    let ledger = house.get(&shop, "/v1/ledger/balances").await.is(200);
    let sum: i64 =
        ledger["items"].as_array().expect("a list").iter().filter_map(|row| row["amount"].as_i64()).sum();
    assert_eq!(sum, 0, "{ledger:#}");
}

async fn page_row(house: &House, shop: &crate::house::As, case: &str) -> serde_json::Value {
    house.get(shop, &format!("/v1/cases/{case}")).await.is(200)["rulings"][0]["row"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sides_agree_on_a_proposal_by_its_terms() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (order, case) = house.disputed(&shop, "1").await;
    let (buyer, seller) = (shop.of("buyer:B"), shop.of("seller:S"));
    let proposal = json!({"remedy": {"kind": "refund", "amount": money(300)}, "words": {"reason": "part", "text": "Half."}});
    house.post(&seller, &format!("/v1/cases/{case}/proposals"), proposal).await.is(200);
    let page = house.get(&buyer, &format!("/v1/cases/{case}")).await.is(200);
    let offered = &page["proposals"]["respondent"];
    assert_eq!(
        (&offered["remedy"]["amount"], &offered["words"]["text"]["text"]),
        (&money(300), &json!("Half."))
    );
    let accept = format!("/v1/cases/{case}/proposals/{}/accept", offered["proposal"]);
    let offered_action =
        page["allowed_actions"].as_array().expect("a list").iter().find(|a| a["act"] == "accept_proposal");
    let action = offered_action.expect("accepting is offered");
    assert_eq!(
        (&action["href"], &action["allowed"], &action["terms"]),
        (&json!(accept), &json!(true), &offered["terms"])
    );
    house.post(&buyer, &accept, json!({"terms": "0".repeat(64)})).await.problem(409, "terms_differ");
    house.post(&buyer, &accept, json!({"terms": offered["terms"]})).await.is(200);
    house.clock(&shop, "P2D").await;
    let page = house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(page["refunds"][0]["amount"], money(300));
    let refund = page["refunds"][0]["id"].as_str().expect("an id");
    house.post(&buyer, &format!("/v1/refunds/{refund}/legs/0/arrived"), json!({})).await.is(200);
    let bounce = json!({"result": "bounced", "provider_code": "account_closed"});
    house
        .post(&buyer, &format!("/v1/refunds/{refund}/legs/0/results"), bounce.clone())
        .await
        .problem(403, "forbidden");
    house.post(&shop, &format!("/v1/refunds/{refund}/legs/0/results"), bounce).await.is(200);
    let page = house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(page["refunds"][0]["legs"][0]["bounces"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mediator_takes_asks_and_rules_with_a_reason() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (_, case) = house.disputed(&shop, "1").await;
    let (buyer, seller, mediator) = (shop.of("buyer:B"), shop.of("seller:S"), shop.of("mediator:M"));
    let act = |tail: &str| format!("/v1/cases/{case}/{tail}");
    let reject = json!({"answer": "reject", "words": {"reason": "delivered"}});
    house.post(&seller, &act("answer"), reject).await.is(200);
    house.post(&buyer, &act("escalate"), json!({"words": {"reason": "no_agreement"}})).await.is(200);
    let ruling = json!({"remedy": {"kind": "refund", "amount": money(550)}, "liable": "seller"});
    house.post(&mediator, &act("rulings"), ruling.clone()).await.problem(409, "not_assigned");
    house.post(&mediator, &act("assign"), json!({})).await.is(200);
    house
        .post(&mediator, &act("question"), json!({"side": "opener", "text": "Did you ask the neighbours?"}))
        .await
        .is(200);
    house.post(&buyer, &act("question_answer"), json!({"text": "Yes, nobody has it."})).await.is(200);
    house.post(&mediator, &act("rulings"), ruling).await.is(200);
    let page = house.get(&buyer, &act("")[..act("").len() - 1]).await.is(200);
    assert_eq!((&page["mediator"], &page["rulings"][0]["by"]["id"]), (&json!("M"), &json!("M")));
    let file = house.get(&buyer, &act("file")).await.is(200);
    assert!(
        file["texts"]
            .as_object()
            .is_some_and(|texts| texts.values().any(|text| text["text"] == "Yes, nobody has it."))
    );
    chain_holds(&file);
}

/// The case file proves itself with nothing but SHA-256.
fn chain_holds(file: &serde_json::Value) {
    use sha2::{Digest, Sha256};
    let mut hash = [0; 32];
    for record in file["records"].as_array().expect("records") {
        let body = record["body"].as_str().expect("bytes");
        hash = Sha256::new().chain_update(hash).chain_update(body.as_bytes()).finalize().into();
        assert_eq!(record["hash"], hex::encode(hash));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_an_allowed_action_leads_to_an_endpoint() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (order, case) = house.disputed(&shop, "1").await;
    let seller = shop.of("seller:S");
    let proposal = json!({"remedy": {"kind": "refund", "amount": money(10)}, "words": {"reason": "part"}});
    house.post(&seller, &format!("/v1/cases/{case}/proposals"), proposal).await.is(200);
    house
        .post(
            &shop.of("finance:F"),
            &format!("/v1/orders/{order}/holds"),
            json!({"reason": "risk", "end": "2027-01-01T00:00:00Z"}),
        )
        .await
        .is(201);
    let mut seen = std::collections::BTreeSet::new();
    for stage in 0..3 {
        for actor in ["buyer:B", "seller:S", "mediator:M", "finance:F"] {
            let page = house.get(&shop.of(actor), &format!("/v1/orders/{order}")).await.is(200);
            for action in page["allowed_actions"].as_array().expect("a list") {
                let act = action["act"].as_str().expect("a word").to_owned();
                match action["href"].as_str() {
                    Some(href) => assert!(leads(href), "{act}: {href}"),
                    None => assert_eq!(act, "remove_evidence", "it has no link"),
                }
                seen.insert(act);
            }
        }
        house.clock(&shop, if stage == 0 { "P6D" } else { "P20D" }).await;
    }
    assert!(seen.len() > 20, "{seen:?}");
}

/// Whether a path is a `POST` of the table.
fn leads(href: &str) -> bool {
    let fits = |path: &str| {
        let (given, known): (Vec<_>, Vec<_>) = (href.split('/').collect(), path.split('/').collect());
        given.len() == known.len()
            && given.iter().zip(&known).all(|(given, known)| known.starts_with('{') || given == known)
    };
    server::access::TABLE.iter().any(|rule| rule.method == axum::http::Method::POST && fits(rule.path))
}
