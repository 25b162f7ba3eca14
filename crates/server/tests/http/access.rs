//! Every endpoint is in the table of who may call it, and the table holds (STYLE 27).
use crate::house::{ADMIN, As, House};
use axum::http::Method;
use serde_json::{Value, json};
use server::access::{TABLE, Who};
use std::collections::BTreeSet;

#[test]
fn the_table_is_the_router() {
    let document: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let routed: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().expect("an item").keys().map(|method| (path.clone(), method.to_uppercase()))
        })
        .collect();
    let outside = ["/v1/openapi.json", "/docs"];
    let listed: BTreeSet<(String, String)> = TABLE
        .iter()
        .filter(|rule| !outside.contains(&rule.path))
        .map(|rule| (rule.path.to_owned(), rule.method.to_string()))
        .collect();
    assert_eq!(routed, listed);
    assert_eq!(TABLE.len(), listed.len() + outside.len(), "each endpoint once");
}

fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(house: &House, who: &As, method: &Method, path: &str) -> u16 {
    let reply = match *method {
        Method::GET => house.get(who, path).await,
        Method::DELETE => house.delete(who, path).await,
        _ => house.post(who, path, json!({})).await,
    };
    reply.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_calls_what_is_not_for_them() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (nobody, admin) = (As::key(""), As::key(ADMIN));
    for rule in TABLE {
        let path = filled(rule.path);
        let told = |who: &str, status: u16| format!("{} {path} as {who}: {status}", rule.method);
        let status = ask(&house, &nobody, &rule.method, &path).await;
        match rule.who {
            Who::Public => assert!([200, 404].contains(&status), "{}", told("nobody", status)),
            Who::Signed => assert!([401, 404].contains(&status), "{}", told("nobody", status)),
            _ => assert_eq!(status, 401, "{}", told("nobody", status)),
        }
        let status = ask(&house, &admin, &rule.method, &path).await;
        match rule.who {
            Who::Public | Who::Signed => {}
            Who::Admin => assert_ne!(status, 403, "{}", told("admin", status)),
            _ => assert_eq!(status, 403, "{}", told("admin", status)),
        }
        for party in ["buyer:B", "seller:S", "mediator:M", "finance:F"] {
            let status = ask(&house, &shop.of(party), &rule.method, &path).await;
            let barred = match rule.who {
                Who::Admin | Who::Marketplace => true,
                Who::Books => party != "finance:F",
                _ => false,
            };
            assert_eq!(status == 403, barred, "{}", told(party, status));
        }
        let status = ask(&house, &shop, &rule.method, &path).await;
        assert_eq!(status == 403, rule.who == Who::Admin, "{}", told("the marketplace", status));
    }
}
