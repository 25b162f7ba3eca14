//! A seller's account restricted with thousands of orders in progress and more being placed, and its process killed in the
//! middle of reaching them (FRZ-3).
use crate::server::Server;
use crate::tools::{Data, over};
use crate::two_processes::shop::{Request, Shop};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Orders of the seller when the account is restricted: eight pages of the fan-out.
const ORDERS: usize = 2_000;
/// People who place them, and go on placing.
const PEOPLE: usize = 8;
/// After this something hangs.
const LONGEST: Duration = Duration::from_mins(5);
const SELLER: &str = "/v1/accounts/seller/S";

fn serve(data: &Data) -> Server {
    Server::live(data.path(), &["--rate", "0"])
}

/// Places one order and pays it; gives its id.
async fn paid(shop: &Shop, reference: &str, placed: Timestamp) -> String {
    let money = json!({"amount": 1_100, "currency": "BRL"});
    let payment = format!("pay-{reference}");
    let purchase = json!({
        "reference": reference, "buyer": "B", "placed_at": placed,
        "sellers": [{"seller": "S", "lines": [{"sku": "lamp", "quantity": 1, "price": money}]}],
        "payments": [{"provider": "sandbox", "payment_id": payment, "method": "credit_card", "amount": money}],
    });
    let says = |what: &str, path: &str, body: Value| Request {
        actor: None,
        path: path.to_owned(),
        key: format!("{what}-{reference}"),
        body,
    };
    let placed = shop.send(0, &says("place", "/v1/purchases", purchase)).await;
    let capture = json!({"provider": "sandbox", "payment_id": payment});
    shop.send(0, &says("capture", "/v1/payments/captures", capture)).await;
    placed["orders"][0]["order"].as_str().expect("an order").to_owned()
}

/// The seller's orders so far, oldest first, placed by several people at once.
async fn placed(shop: &Arc<Shop>, now: Timestamp) -> Vec<String> {
    let people = (0..PEOPLE).map(|person| {
        let shop = Arc::clone(shop);
        tokio::spawn(async move {
            let mut orders = Vec::new();
            for no in (person..ORDERS).step_by(PEOPLE) {
                let ago = SignedDuration::from_secs(i64::try_from(2 * ORDERS - no).expect("few"));
                orders.push((no, paid(&shop, &format!("old-{no}"), now - ago).await));
            }
            orders
        })
    });
    let mut orders = Vec::new();
    for person in people.collect::<Vec<_>>() {
        orders.extend(person.await.expect("all are placed"));
    }
    orders.sort();
    orders.into_iter().map(|(_, order)| order).collect()
}

/// Somebody who goes on placing orders with the seller until told to stop; gives them.
fn goes_on(shop: &Arc<Shop>, now: Timestamp, stop: &Arc<AtomicBool>) -> tokio::task::JoinHandle<Vec<String>> {
    let (shop, stop) = (Arc::clone(shop), Arc::clone(stop));
    tokio::spawn(async move {
        let mut orders = Vec::new();
        while !stop.load(Ordering::SeqCst) {
            orders.push(paid(&shop, &format!("new-{}", orders.len()), now).await);
        }
        orders
    })
}

async fn frozen(shop: &Shop, order: &str) -> bool {
    let order = shop.get(0, &format!("/v1/orders/{order}")).await;
    let freezes = order["freezes"].as_array().expect("a list");
    assert!(freezes.len() <= 1, "an order is frozen once: {order:#}");
    freezes.first().is_some_and(|freeze| freeze["stops"] == json!(["shipping", "release", "payout"]))
}

/// Asks again and again until it is so.
async fn until<F: Future<Output = bool>>(so: impl Fn() -> F) {
    while !so().await {
        tokio::task::yield_now().await;
    }
}

/// The seller asks for the money, and does not get it.
async fn no_payout(address: &str, key: &str) {
    let asked = Client::new().post(format!("{address}{SELLER}/payouts")).bearer_auth(key);
    let asked = asked.header("Recourse-Actor", "seller:S").json(&json!({"provider": "sandbox"}));
    let answer = asked.send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert_eq!(answer.json::<Value>().await.expect("JSON")["code"], "restricted");
}

/// How many orders a fan-out had reached that is not over, by what it noted for whoever takes it up.
fn noted(data: &Data) -> u64 {
    let note = data.bytes("SELECT note FROM outbox ORDER BY length(note) DESC LIMIT 1");
    let note: Value = serde_json::from_slice(&note).expect("it was in the middle of it");
    note["orders"].as_u64().expect("a number")
}

#[expect(clippy::disallowed_methods, reason = "how long it took is printed, and judged by nobody")]
async fn told(data: &Data) {
    let mut server = serve(data);
    let key = crate::two_processes::open(&server).await;
    let shop = Arc::new(Shop::new(&key, [&server.address, &server.address]));
    let now = shop.get(0, "/v1/marketplace").await["now"]
        .as_str()
        .expect("an instant")
        .parse()
        .expect("an instant");
    let orders = placed(&shop, now).await;
    let stop = Arc::new(AtomicBool::new(false));
    let person = goes_on(&shop, now, &stop);
    let since = Instant::now();
    let restrict = Request {
        actor: Some("mediator:M"),
        path: format!("{SELLER}/restrictions"),
        key: "restrict".to_owned(),
        body: json!({"reason": "counterfeit", "text": "Three buyers report copies."}),
    };
    let case = shop.send(0, &restrict).await["created"].as_str().expect("a case").to_owned();
    no_payout(&server.address, &key).await;
    // The newest are reached first: this one is in the second page, so that the first was noted.
    let second = &orders[ORDERS - 400];
    until(|| frozen(&shop, second)).await;
    // Dropping it is `kill -9`.
    drop(server);
    let reached = noted(data);
    assert!((1..1_900).contains(&reached), "killed in the middle: {reached} were reached");
    server = tokio::task::block_in_place(|| serve(data));
    [0, 1].into_iter().for_each(|process| shop.moved(process, &server.address));
    no_payout(&server.address, &key).await;
    let case = format!("/v1/account_cases/{case}");
    until(|| async { shop.get(0, &case).await["orders_frozen"].is_u64() }).await;
    let seen = shop.get(0, &case).await["orders_frozen"].as_u64().expect("a number");
    println!("{seen} orders were reached in {:?}, {reached} before the process was killed", since.elapsed());
    assert!(seen >= 2_000, "{seen}");
    stop.store(true, Ordering::SeqCst);
    let late = person.await.expect("everyone could go on placing");
    assert!(!late.is_empty());
    for order in orders.iter().chain(&late) {
        // One that is paid now is told by the account itself, a moment later.
        until(|| frozen(&shop, order)).await;
    }
    no_payout(&server.address, &key).await;
    server.stop();
    let verified = over(data.path(), &["verify", "--json"]).ok().json();
    assert_eq!(verified["ok"], true, "{verified:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn frz_03_two_thousand_orders_are_reached_though_the_process_is_killed_in_the_middle() {
    let data = Data::make();
    tokio::time::timeout(LONGEST, told(&data)).await.expect("it comes to an end");
}
