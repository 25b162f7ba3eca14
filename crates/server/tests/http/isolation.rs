//! Two marketplaces with equal ids never meet, and a party never meets another's order (DESIGN 3.13, STYLE 17).
use crate::house::{As, House, dispute, money};
use axum::http::Method;
use serde_json::{Value, json};
use server::access::{TABLE, Who};

/// A body that each act can read.
fn body(path: &str, order: &str, case: &str) -> Value {
    let words = json!({"reason": "because"});
    let id = |prefix: &str| format!("{prefix}{}_0", order.trim_start_matches("ord_"));
    if path.contains("{account_case}") {
        return json!({"text": "words", "lift": true, "mediator": "M"}).as_object().map_or(
            Value::Null,
            |all| {
                let wanted: &[&str] = match path.rsplit('/').next().unwrap_or_default() {
                    "assign" => &["mediator"],
                    "rulings" => &["lift", "text"],
                    _ => &["text"],
                };
                all.iter()
                    .filter(|(name, _)| wanted.contains(&name.as_str()))
                    .map(|(n, v)| (n.clone(), v.clone()))
                    .collect()
            },
        );
    }
    match path.rsplit('/').next().unwrap_or_default() {
        "restrictions" => json!({"reason": "counterfeit"}),
        "receipts" => json!({"parcel": id("par_")}),
        "address_answers" => json!({"parcel": id("par_"), "received": true}),
        "windows" => json!({"parcel": id("par_"), "until": "2027-01-01T00:00:00Z"}),
        "cancellations" | "lift" | "remove" => json!({"reason": "because"}),
        "ship_by" => json!({"until": "2027-01-01T00:00:00Z"}),
        "goodwill_refunds" => json!({"units": [1], "amount": money(1), "words": words}),
        "holds" => json!({"reason": "risk", "end": "2027-01-01T00:00:00Z"}),
        "messages" | "log" | "question_answer" => json!({"text": "words"}),
        "cases" => dispute(),
        "change" => json!({"reason": "not_received", "remedy": {"kind": "refund", "amount": money(1)}}),
        "answer" => json!({"answer": "accept"}),
        "proposals" => json!({"remedy": {"kind": "refund", "amount": money(1)}, "words": words}),
        "accept" => json!({"terms": "0"}),
        "reject" | "escalate" => json!({"words": words}),
        "assign" => json!({"mediator": "M"}),
        "question" => json!({"side": "opener", "text": "words"}),
        "finding" => json!({"finding": "lost"}),
        "buyer_cause" => json!({"cause": "absent", "from": "2026-03-01T00:00:00Z", "voucher": id("evi_")}),
        "rulings" => json!({"liable": "seller"}),
        "appeal" => json!({"evidence": [], "words": words}),
        "return_address" => json!({"address": "Somewhere 1"}),
        "return_shipment" => json!({"carrier": "fedex", "number": case}),
        "returns" => json!({"units": [0], "reason": "change_of_mind"}),
        "return_receipt" => json!({"content": "all"}),
        "report" => json!({"reason": "abuse", "text": "x"}),
        "risk_freezes" => json!({"reason": "risky_address"}),
        "risk_decision" => json!({"verdict": "clear", "words": {"reason": "address_checked"}}),
        "complaints" => json!({"units": [0], "reason": "late_shipment", "shipping_fee": true}),
        "claims" => json!({"units": [0], "cause": "carrier_error"}),
        "claim_answer" => json!({"received": true}),
        "questionnaire" => json!({"answers": {"packing_pictures": "no"}}),
        "answer_draft" => json!({"answer": "accept"}),
        "return_accept" => json!({"content": "all"}),
        "return_object" => json!({"content": "part", "words": words, "documents": []}),
        "results" => json!({"result": "confirmed", "reference": "r"}),
        "payouts" => json!({"provider": "sandbox"}),
        _ => json!({}),
    }
}

/// Every endpoint of the table that names something of an order, case or account.
fn aimed(order: &str, case: &str, party: &str) -> Vec<(Method, String, Value)> {
    let inner = |prefix: &str| format!("{prefix}{}_0", order.trim_start_matches("ord_"));
    let rules = TABLE
        .iter()
        .filter(|rule| matches!(rule.who, Who::Party | Who::Marketplace) && rule.path.contains('{'));
    let rules = rules.filter(|rule| !rule.path.contains("{policy}") && !rule.path.contains("{person}"));
    let paths = rules.map(|rule| {
        let path =
            rule.path.replace("{order}", order).replace("{case}", case).replace("{evidence}", &inner("evi_"));
        let path =
            path.replace("{refund}", &inner("ref_")).replace("{hold}", &inner("hld_")).replace("{leg}", "0");
        let path = path.replace("{proposal}", "0").replace("{listing}", &"0".repeat(64));
        let path = path.replace("{role}", "seller").replace("{party}", party);
        let path = path.replace("{staff}", "staff-only-in-b").replace("{statement}", "1");
        let path = path.replace("{account_case}", &inner("acs_")).replace("{account_evidence}", "0");
        (rule.method.clone(), path, body(rule.path, order, case))
    });
    paths.collect()
}

/// What no party may ask at all.
fn for_server(path: &str) -> bool {
    path.ends_with("/results") || path.starts_with("/v1/staff/")
}

async fn ask(house: &House, who: &As, method: &Method, path: &str, body: &Value) -> crate::house::Reply {
    match *method {
        Method::POST => {}
        Method::DELETE => return house.delete(who, path).await,
        _ => return house.get(who, path).await,
    }
    if path.ends_with("/evidence") {
        let form = "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nwords\r\n--b--\r\n";
        let kind = Some("multipart/form-data; boundary=b");
        return house.send(who, Method::POST, path, form.into(), kind).await;
    }
    house.post(who, path, body.clone()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_marketplaces_with_equal_ids_never_meet() {
    let house = House::new().await;
    let (a, b) = (house.marketplace("a", "default").await, house.marketplace("b", "default").await);
    let (order, case) = house.disputed(&b, "1").await;
    let staff = json!({"id": "staff-only-in-b", "login": "staff", "role": "mediator"});
    house.post(&b, "/v1/staff", staff).await.is(201);
    let (own, own_case) = house.disputed(&a, "1").await;
    assert_ne!((&order, &case), (&own, &own_case), "equal references, parties and payments, other orders");
    let before = house.get(&b, &format!("/v1/orders/{order}")).await.is(200);
    let mut asked = 0;
    for (method, path, body) in aimed(&order, &case, "S-only-in-b") {
        for who in [a.clone(), a.of("buyer:B"), a.of("seller:S"), a.of("mediator:M"), a.of("finance:F")] {
            let only_server = for_server(&path) && who.actor.is_some();
            let reply = ask(&house, &who, &method, &path, &body).await;
            let status = if only_server { 403 } else { 404 };
            assert_eq!(reply.status.as_u16(), status, "{method} {path} as {:?}: {:#}", who.actor, reply.body);
            asked += 1;
        }
    }
    assert!(asked > 200, "{asked}");
    assert_eq!(house.get(&b, &format!("/v1/orders/{order}")).await.is(200)["version"], before["version"]);
    assert!(house.get(&b, "/v1/staff").await.is(200).to_string().contains("staff-only-in-b"));
    let seen = house.get(&a, "/v1/orders").await.is(200);
    assert!(!seen.to_string().contains(&order) && seen.to_string().contains(&own));
    assert!(!house.get(&a, "/v1/events?limit=1000").await.is(200).to_string().contains(&order));
    assert!(!house.get(&a.of("seller:S"), "/v1/inbox").await.is(200).to_string().contains(&order));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_others_is_not_there_for_a_party() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (order, case) = house.disputed(&shop, "1").await;
    for (method, path, body) in aimed(&order, &case, "S") {
        for who in [shop.of("buyer:other"), shop.of("seller:other"), shop.of("seller:B"), shop.of("buyer:S")]
        {
            let status = if for_server(&path) { 403 } else { 404 };
            let reply = ask(&house, &who, &method, &path, &body).await;
            assert_eq!(reply.status.as_u16(), status, "{method} {path} as {:?}: {:#}", who.actor, reply.body);
        }
    }
}
