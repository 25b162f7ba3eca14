//! The server as a process: its first start, a first request, its document, and how it stops.
use crate::server::Server;
use crate::tools::{Data, over, recourse};
use serde_json::Value;
use testbed::on_postgres;

#[tokio::test]
async fn a_first_start_a_first_order_and_a_clean_stop() {
    let data = Data::make();
    let server = Server::start(data.path());
    assert!(server.said.contains("rk_admin_"), "the installation's key is shown: {}", server.said);
    let key = server.key().expect("the sandbox's key is shown");
    let client = reqwest::Client::new();
    let purchases = format!("{}/v1/purchases", server.address);
    // Exactly what is printed as a first request.
    let (_, body) = server.said.split_once("-d '").expect("a first request is shown");
    let (body, _) = body.split_once('\'').expect("it ends");
    let purchase: Value = serde_json::from_str(body).expect("JSON");
    let call =
        || client.post(&purchases).bearer_auth(&key).header("Idempotency-Key", "first").json(&purchase);
    let answer = call().send().await.expect("an answer");
    let (status, placed): (u16, Value) = (answer.status().as_u16(), answer.json().await.expect("JSON"));
    assert!(status == 200 || status == 201, "{status}: {placed}");
    let orders = client
        .get(format!("{}/v1/orders", server.address))
        .bearer_auth(&key)
        .send()
        .await
        .expect("an answer");
    assert_eq!(orders.status().as_u16(), 200);
    let nobody = client.get(format!("{}/v1/orders", server.address)).send().await.expect("an answer");
    assert_eq!(nobody.status().as_u16(), 401);
    let beside = over(data.path(), &["marketplace", "list"]);
    if on_postgres() {
        assert!(beside.ok().out.contains("demo"), "several processes use one database");
        let alone = over(&data.path().join("elsewhere"), &["verify"]);
        assert!(alone.err.contains("holds no data"), "{}", alone.err);
    } else {
        assert!(beside.err.contains("another process is using"), "{}", beside.err);
    }
    server.stop();

    let verified = over(data.path(), &["verify", "--json"]).ok().json();
    assert_eq!(verified["aggregates"], 1);
    assert!(verified["checkpoint"].is_array(), "stopping makes a checkpoint: {verified}");

    let server = Server::start(data.path());
    assert!(!server.said.contains("rk_"), "keys are shown once: {}", server.said);
    let again = client.post(format!("{}/v1/purchases", server.address)).bearer_auth(&key);
    let again = again.header("Idempotency-Key", "first").json(&purchase).send().await.expect("an answer");
    assert_eq!(again.status().as_u16(), status, "the same answer after a restart");
    server.stop();
}

#[test]
fn the_document_is_printed() {
    let document = recourse(["openapi"]).ok().json();
    assert_eq!(document["openapi"].as_str().map(|version| &version[..3]), Some("3.1"));
    assert!(document["paths"]["/v1/purchases"].is_object());
}
