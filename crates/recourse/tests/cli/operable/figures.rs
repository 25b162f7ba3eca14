//! Figures: they go up by what was done, by nothing else, and name nobody.
use super::page::Page;
use super::{get, purchase, start};
use crate::tools::Data;
use serde_json::{Value, json};
use testbed::on_postgres;

async fn page(admin: &str) -> (String, Page) {
    let (status, text) = get(&format!("{admin}/metrics")).await;
    assert_eq!(status, 200);
    let page = Page::read(&text);
    (text, page)
}

#[tokio::test]
async fn figures_say_what_was_done_and_name_nobody() {
    let data = Data::make();
    let (server, key, admin) = start(&data, &[]);
    let client = reqwest::Client::new();
    let post = |path: String, idempotency: &'static str, body: Value| {
        let sent = client.post(format!("{}{path}", server.address)).bearer_auth(&key);
        async move {
            let answer =
                sent.header("Idempotency-Key", idempotency).json(&body).send().await.expect("an answer");
            let status = answer.status().as_u16();
            (status, answer.json::<Value>().await.expect("JSON"))
        }
    };
    let (_, before) = page(&admin).await;
    let (status, placed) = post("/v1/purchases".into(), "p", purchase("zq-reference")).await;
    assert!(status == 200 || status == 201, "{placed}");
    let order = placed["orders"][0]["order"].as_str().expect("an order").to_owned();
    let shipment = json!({"carrier": "fedex", "number": "ZQ123"});
    let ship = || post(format!("/v1/orders/{order}/shipments"), "s", shipment.clone());
    let (status, refused) = ship().await;
    assert_eq!(status, 409, "it is not paid: {refused}");
    let code = refused["code"].as_str().expect("a code").to_owned();
    let (_, once) = page(&admin).await;
    assert_eq!(ship().await.0, 409, "the same answer again");
    assert_eq!(get(&format!("{}/v1/zq-nowhere/ana", server.address)).await.0, 404);
    let (text, after) = page(&admin).await;

    let refusals = format!("recourse_refusals_total{{code=\"{code}\"}}");
    assert!((once.value(&refusals) - before.value(&refusals) - 1.0).abs() < 0.1, "{refusals}");
    assert!((after.value(&refusals) - once.value(&refusals)).abs() < 0.1, "a repeat is no second refusal");
    let more = |page: &Page, than: &Page, words: &[&str]| page.sum(words) - than.sum(words);
    let outcome = |name: &str| format!("outcome=\"{name}\"");
    let commands = |name: &str| vec!["recourse_commands_total".to_owned(), outcome(name)];
    for (name, expected) in [("decided", 0.0), ("refused", 0.0), ("replayed", 1.0), ("failed", 0.0)] {
        let words = commands(name);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let grew = more(&after, &once, &words);
        assert!((grew - expected).abs() < 0.1, "{name} grew by {grew}");
    }
    let decided = more(&once, &before, &["recourse_commands_total", "decided"]);
    assert!(decided >= 1.0, "{decided}");
    let route = "route=\"/v1/orders/{order}/shipments\",method=\"POST\",status=\"4xx\"";
    assert!((after.value(&format!("recourse_http_requests_total{{{route}}}")) - 2.0).abs() < 0.1, "{text}");
    let nowhere = "recourse_http_requests_total{route=\"(none)\",method=\"GET\",status=\"4xx\"}";
    assert!((after.value(nowhere) - 1.0).abs() < 0.1, "{text}");
    assert!(after.value("recourse_commit_seconds_count") >= 2.0);
    assert!(after.value("recourse_commit_seconds_sum") > 0.0, "real time is measured");
    assert!(after.value("process_resident_memory_bytes") > 1e6 && after.value("process_open_fds") > 3.0);
    assert!(after.value("recourse_store_up") > 0.5);
    let own = if on_postgres() {
        ["recourse_database_connections{pool=\"read\",state=\"busy\"}"]
    } else {
        ["recourse_database_file_bytes"]
    };
    assert!(own.iter().all(|key| after.has(key)), "{text}");
    for family in ["recourse_deadlines_due", "recourse_outbox_oldest_seconds", "recourse_quarantined"] {
        assert!(after.has(family), "{family}");
    }
    for name in ["zq", "ZQ", "ana", "shop-7", &order, &key, "ord_", "mkt_"] {
        assert!(!text.contains(name), "{name} is in the figures");
    }
    assert_eq!(get(&format!("{admin}/health/live")).await, (200, "live".to_owned()));
    assert_eq!(get(&format!("{admin}/health/ready")).await, (200, "ready".to_owned()));
    assert_eq!(get(&format!("{}/metrics", server.address)).await.0, 404, "they are the operator's alone");
    server.stop();
}
