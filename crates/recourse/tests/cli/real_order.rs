//! A real order that the carrier never delivered, paid by card and voucher: from the dispute to the paid refund, over
//! HTTP, under the sandbox clock.
use crate::server::Server;
use crate::tools::{Data, over, shared};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::path::Path;

const REFERENCE: &str = "73b205f9aeaddefc8fd66b0816877e3d";
const BUYER: &str = "c678d472ff772abbcf42a4d6590046ec";

/// The buyer, or the marketplace itself, at a running server.
struct Shop {
    client: Client,
    address: String,
    key: String,
    calls: std::cell::Cell<u32>,
}

impl Shop {
    async fn call(&self, method: Method, path: &str, buyer: bool, body: Option<&Value>) -> Value {
        self.calls.set(self.calls.get() + 1);
        let key = format!("call-{}", self.calls.get());
        let request = self.client.request(method.clone(), format!("{}{path}", self.address));
        let mut request = request.bearer_auth(&self.key);
        if buyer {
            request = request.header("Recourse-Actor", format!("buyer:{BUYER}"));
        }
        if let Some(body) = body {
            request = request.header("Idempotency-Key", key).json(body);
        }
        let answer = request.send().await.expect("an answer");
        let status = answer.status();
        let said: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{method} {path}: {status} {said:#}");
        said
    }

    async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, true, None).await
    }

    /// Moves the clock to an instant.
    async fn clock(&self, to: &str, lateness: &str) -> Value {
        let body = json!({ "to": to, "lateness": lateness });
        self.call(Method::POST, "/v1/sandbox/clock", false, Some(&body)).await
    }
}

/// What is compared between a punctual and a late clock: nothing that lateness may change.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    stages: Vec<String>,
    row: Value,
    legs: Vec<(Value, Value)>,
    closed: Value,
    released: Vec<String>,
}

async fn run(data: &Path, key: &str, lateness: &str) -> Outcome {
    let server = Server::start(data);
    let (client, address) = (Client::new(), server.address.clone());
    let shop = Shop { client, address, key: key.to_owned(), calls: std::cell::Cell::new(0) };
    let orders = shop.get(&format!("/v1/orders?buyer={BUYER}")).await;
    let order = orders["items"][0]["id"].as_str().expect("the order").to_owned();
    let page = shop.get(&format!("/v1/orders/{order}")).await;
    assert_eq!(page["reference"], REFERENCE);
    println!("order {order}, reference {REFERENCE}: {}", page["state"]);

    let asked = json!({
        "units": [0], "received": false, "reason": "not_received", "text": "Nunca chegou.",
        "remedy": { "kind": "refund", "amount": { "amount": 57_181, "currency": "BRL" } }
    });
    let opened = shop.call(Method::POST, &format!("/v1/orders/{order}/cases"), true, Some(&asked)).await;
    let case = opened["created"].as_str().expect("a case").to_owned();
    let path = format!("/v1/cases/{case}");
    let mut stages = Vec::new();
    let mut note = |page: &Value| {
        let stage = page["stage"]["name"].as_str().expect("a stage").to_owned();
        println!("  stage {stage}: {}", page["stage"]["clock"]["end"]);
        stages.push(stage);
    };
    let page = shop.get(&path).await;
    note(&page);
    let end = page["stage"]["clock"]["end"].as_str().expect("an end").to_owned();
    assert_eq!(end, "2018-04-28T03:00:00Z", "the end of day 15 in the marketplace's zone");
    shop.clock("2018-04-28T02:59:59Z", lateness).await;
    assert_eq!(shop.get(&path).await["stage"]["name"], "responding", "the seller still has a second");
    // A late waker has its time; what is due has been due since then.
    shop.clock("2018-04-29T03:00:00Z", lateness).await;
    note(&shop.get(&path).await);
    shop.clock("2018-05-13T03:00:00Z", lateness).await;
    let page = shop.get(&path).await;
    note(&page);
    let explained = shop.get(&format!("{path}/explanation")).await;
    for step in explained["steps"].as_array().expect("steps") {
        println!("  {} {}: {}", step["at"], step["what"], step["detail"]);
    }
    for reasoned in explained["rulings"].as_array().expect("rulings") {
        println!("  row {}: {}", reasoned["ruling"]["row"], reasoned["words"]);
        assert!(reasoned["condition"].is_string() && reasoned["words"].is_string(), "{reasoned:#}");
    }
    let order_page = shop.get(&format!("/v1/orders/{order}")).await;
    let legs = order_page["refunds"][0]["legs"].as_array().expect("ways");
    let legs = legs.iter().map(|leg| (leg["state"].clone(), leg["amount"]["amount"].clone())).collect();
    let row = explained["rulings"][0]["ruling"]["row"].clone();
    server.stop();

    let rows = over(data, &["ledger", "export", "--format", "csv"]).ok().out;
    let released = rows.lines().filter(|row| row.contains(&order) && row.contains(",released,"));
    let explained = over(data, &["policy", "explain", &case]).ok().out;
    println!("{explained}");
    assert!(explained.contains("rule") && explained.contains("closed"), "{explained}");
    over(data, &["verify"]).ok();
    Outcome {
        stages,
        row,
        legs,
        closed: page["closed"]["how"].clone(),
        released: released.map(str::to_owned).collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_order_goes_from_the_dispute_to_the_paid_refund() {
    let Some(shared) = shared() else { return };
    let data = Data::make();
    let folder = shared.join("olist").to_string_lossy().into_owned();
    let import = ["import", "olist", &folder, "--policy", "aliexpress", "--until", "2018-04-12", "--json"];
    let report = over(data.path(), &import).ok().json();
    assert_eq!(report["clock"], "2018-04-12T03:00:00Z");
    let key = over(data.path(), &["key", "create", "--marketplace", "olist", "--json"]).ok().json();
    let key = key["key"].as_str().expect("a key");
    let late = data.copy();

    println!("--- every deadline at its instant");
    let punctual = run(data.path(), key, "PT0S").await;
    assert_eq!(punctual.stages, ["responding", "reviewing", "closed"]);
    let confirmed = |amount: i64| (json!("confirmed"), json!(amount));
    assert_eq!(
        punctual.legs,
        [confirmed(51_776), confirmed(5_405)],
        "by the original methods, in proportion"
    );
    assert_eq!(punctual.closed, "refunded");
    assert_eq!(punctual.released, Vec::<String>::new(), "nothing was released meanwhile");
    assert!(punctual.row.is_string(), "the liability row that applied is named");

    println!("--- every deadline a day late");
    assert_eq!(run(late.path(), key, "PT24H").await, punctual, "lateness decides nothing");
}
