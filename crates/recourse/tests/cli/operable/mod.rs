//! What an operator has of a running server: figures, log, health, limits, a clean stop, and its configuration.
mod config;
mod figures;
mod limits;
mod logs;
mod page;
mod quarantine;
mod stop;

use crate::server::Server;
use crate::tools::{Data, place};
use serde_json::{Value, json};

/// A server with these further arguments, its sandbox's key, and where its operator's listener is.
fn start(data: &Data, more: &[&str]) -> (Server, String, String) {
    let place = place(data.path());
    let usual = ["serve", "--sandbox", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0"];
    let all: Vec<&str> =
        usual.into_iter().chain(more.iter().copied()).chain(place.iter().map(String::as_str)).collect();
    let server = Server::run(&all);
    let key = server.key().expect("the sandbox's key is shown");
    let admin = admin(&server);
    (server, key, admin)
}

/// Where a server's operator listens.
fn admin(server: &Server) -> String {
    let (_, rest) = server.said.split_once("for the operator: ").expect("it says where");
    rest.split("/metrics").next().expect("an address").to_owned()
}

/// A purchase of one order.
fn purchase(reference: &str) -> Value {
    let money = json!({"amount": 1000, "currency": "EUR"});
    json!({
        "reference": reference, "buyer": "ana",
        "sellers": [{"seller": "shop-7", "lines": [{"sku": "lamp", "quantity": 1, "price": money}]}],
        "payments": [{"provider": "sandbox", "payment_id": format!("pay-{reference}"), "method": "card", "amount": money}],
    })
}

/// Asks for a page.
async fn get(url: &str) -> (u16, String) {
    let answer = reqwest::Client::new().get(url).send().await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("a text"))
}
