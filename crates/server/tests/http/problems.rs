//! What is wrong with a request is told in one form, with the place.
use crate::house::{ADMIN, As, House, purchase};
use axum::body::Body;
use axum::http::Method;
use serde_json::json;
use server::RateLimit;

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_cannot_be_read_are_told_with_their_place() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let mut odd = purchase("1");
    odd["sellers"][0]["lines"][0]["colour"] = json!("red");
    let told = house.post(&shop, "/v1/purchases", odd).await.problem(400, "malformed_body");
    assert_eq!(told["field"], "sellers[0].lines[0].colour");
    let mut odd = purchase("1");
    odd["sellers"][0]["lines"][0]["quantity"] = json!(-1);
    let told = house.post(&shop, "/v1/purchases", odd).await.problem(400, "malformed_body");
    assert_eq!((&told["field"], &told["line"]), (&json!("sellers[0].lines[0].quantity"), &json!(1)));
    let broken = Body::from("{\n  \"reference\": ");
    let told = house.send(&shop, Method::POST, "/v1/purchases", broken, Some("application/json")).await;
    assert_eq!(told.problem(400, "malformed_body")["line"], 2);
    let text = house.send(&shop, Method::POST, "/v1/purchases", Body::from("{}"), Some("text/plain")).await;
    text.problem(415, "unsupported_type");
    // No PostgreSQL keeps this character, so that no store gets it; a backslash before a word is another matter.
    let told = house.post(&shop, "/v1/purchases", purchase("1\0")).await.problem(400, "malformed_body");
    assert!(told["detail"].as_str().is_some_and(|said| said.contains("U+0000")), "{told}");
    house.post(&shop, "/v1/purchases", purchase("\\u0000")).await.is(201);
    house.get(&shop, "/v1/orders?state=a%00").await.problem(400, "malformed_query");
    house.get(&shop, "/v1/orders/ord_%00").await.problem(404, "not_found");
    let large = Body::from(format!("{{\"reference\": \"{}\"}}", "x".repeat(2_000_000)));
    house
        .send(&shop, Method::POST, "/v1/purchases", large, Some("application/json"))
        .await
        .problem(413, "too_large");
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_methods_and_keys_that_are_not_known() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.get(&shop, "/v1/nothing").await.problem(404, "not_found");
    house.delete(&shop, "/v1/orders").await.problem(405, "method_not_allowed");
    house.get(&As::key("wrong"), "/v1/orders").await.problem(401, "unauthenticated");
    let reply = house.get(&As::key(""), "/v1/orders").await;
    assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
    house.get(&As::key(ADMIN), "/v1/orders").await.problem(403, "forbidden");
    house.get(&shop, "/v1/marketplaces").await.problem(403, "forbidden");
    house.get(&shop.of("emperor:N"), "/v1/orders").await.problem(400, "malformed_header");
    house.get(&shop.of("buyer:"), "/v1/orders").await.problem(400, "malformed_header");
    house.get(&shop, "/v1/orders/ord_12").await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn marketplaces_and_keys_are_made_once() {
    let house = House::new().await;
    let admin = As::key(ADMIN);
    let body = json!({"slug": "live", "policy": {"preset": "default"}, "currency": "IDR"});
    let made = house.post(&admin, "/v1/marketplaces", body.clone()).await.is(201);
    assert_eq!(
        (&made["marketplace"]["zone"], &made["marketplace"]["sandbox"]),
        (&json!("UTC"), &json!(false))
    );
    let key = As::key(made["key"]["key"].as_str().expect("a key"));
    let again = house.post(&admin, "/v1/marketplaces", body.clone()).await.is(200);
    assert!(again["key"].is_null(), "a key is shown once");
    let mut other = body.clone();
    other["currency"] = json!("BRL");
    house.post(&admin, "/v1/marketplaces", other).await.problem(409, "already_exists");
    let mut odd = body.clone();
    odd["slug"] = json!("A shop");
    house.post(&admin, "/v1/marketplaces", odd).await.problem(422, "invalid");
    let mut odd = json!({"slug": "odd", "currency": "IDR", "policy": {"files": {"policy.toml": "nonsense"}}});
    house.post(&admin, "/v1/marketplaces", odd.clone()).await.problem(422, "invalid");
    odd["policy"] = json!({});
    house.post(&admin, "/v1/marketplaces", odd).await.problem(422, "invalid");
    house.get(&key, "/v1/marketplace").await.is(200);
    house.post(&key, "/v1/sandbox/clock", json!({"by": "P1D"})).await.problem(409, "clock");
    let second = house.post(&admin, "/v1/marketplaces/live/keys", json!({"name": "second"})).await.is(201);
    let keys = house.get(&admin, "/v1/marketplaces/live/keys").await.is(200);
    assert_eq!(keys["items"].as_array().map(Vec::len), Some(2));
    assert!(!keys.to_string().contains(second["key"].as_str().expect("a key")));
    let path = format!("/v1/marketplaces/live/keys/{}", second["id"].as_str().expect("an id"));
    house.delete(&admin, &path).await.is(204);
    let second = As::key(second["key"].as_str().expect("a key"));
    house.get(&second, "/v1/marketplace").await.problem(401, "unauthenticated");
    house.delete(&admin, "/v1/marketplaces/live/keys/key_0").await.problem(404, "not_found");
    house.get(&admin, "/v1/marketplaces/none").await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_are_told_to_wait() {
    let house = House::with(RateLimit { per_second: 1, burst: 5 }).await;
    let shop = house.marketplace("a", "default").await;
    for _ in 0..5 {
        house.get(&shop, "/v1/marketplace").await.is(200);
    }
    let reply = house.get(&shop, "/v1/marketplace").await;
    assert_eq!(reply.header("retry-after"), Some("1"));
    reply.problem(429, "rate_limited");
}
