//! Stopping under load: what was acknowledged is kept, the rest is answered or refused by its connection, and a load
//! balancer hears of it first.
use super::{get, purchase, start};
use crate::server::Server;
use crate::tools::{Data, over};
use reqwest::{Client, StatusCode};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

/// Clients at work at once.
const CLIENTS: usize = 16;
/// Acknowledged orders before the server is told to stop.
const BEFORE: usize = 150;
/// After this something hangs.
const LONGEST: Duration = Duration::from_mins(2);

/// What a client wrote down.
#[derive(Default)]
struct Journal {
    acknowledged: AtomicUsize,
    under_way: AtomicUsize,
    happened: Notify,
}

/// Places orders until nobody answers; gives what was acknowledged, and how often it was told to come again.
async fn places(
    address: String,
    key: String,
    client: usize,
    journal: Arc<Journal>,
) -> (BTreeMap<String, String>, usize) {
    let (http, mut kept, mut later) = (Client::new(), BTreeMap::new(), 0);
    for number in 0.. {
        let reference = format!("r-{client}-{number}");
        let sent = http
            .post(format!("{address}/v1/purchases"))
            .bearer_auth(&key)
            .header("Idempotency-Key", &reference);
        journal.under_way.fetch_add(1, Ordering::SeqCst);
        let answer = async {
            let answer = sent.json(&purchase(&reference)).send().await?;
            let status = answer.status();
            Ok::<_, reqwest::Error>((status, answer.json::<Value>().await?))
        };
        let answer = answer.await;
        journal.under_way.fetch_sub(1, Ordering::SeqCst);
        match answer {
            Ok((status, body)) if status.is_success() => {
                kept.insert(reference, body["orders"][0]["order"].as_str().expect("an order").to_owned());
                journal.acknowledged.fetch_add(1, Ordering::SeqCst);
                journal.happened.notify_waiters();
            }
            Ok((StatusCode::SERVICE_UNAVAILABLE, _)) => later += 1,
            Ok((status, body)) => panic!("{status} {body:#}"),
            Err(_) => return (kept, later),
        }
    }
    (kept, later)
}

async fn at_work(journal: &Journal) {
    loop {
        let happened = journal.happened.notified();
        let done = journal.acknowledged.load(Ordering::SeqCst) >= BEFORE;
        if done && journal.under_way.load(Ordering::SeqCst) > CLIENTS / 2 {
            return;
        }
        happened.await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_under_load_loses_nothing_that_was_acknowledged() {
    let data = Data::make();
    // A rate of none: all clients have one key.
    let (server, key, _) = start(&data, &["--rate", "0"]);
    let journal = Arc::new(Journal::default());
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| tokio::spawn(places(server.address.clone(), key.clone(), client, Arc::clone(&journal))))
        .collect();
    let whole = async {
        at_work(&journal).await;
        server.tell();
        let mut all = BTreeMap::new();
        for client in clients {
            let (kept, later) = client.await.expect("it ends well");
            assert_eq!(later, 0, "a stop is no overload");
            all.extend(kept);
        }
        all
    };
    let acknowledged = tokio::time::timeout(LONGEST, whole).await.expect("it comes to an end");
    tokio::task::block_in_place(|| server.ends());
    let verified = over(data.path(), &["verify", "--json"]).ok().json();
    assert_eq!(verified["ok"], true, "{verified:#}");
    assert!(verified["checkpoint"].is_array(), "a checkpoint is the last that is done: {verified}");
    let server = Server::start(data.path());
    let there = all_orders(&server, &key).await;
    for (reference, order) in &acknowledged {
        assert!(there.contains(order), "{reference} was acknowledged as {order}");
    }
    // What was begun and not acknowledged may be there or not, once.
    assert!((acknowledged.len()..=acknowledged.len() + CLIENTS).contains(&there.len()), "{}", there.len());
    println!("acknowledged {}, kept {}", acknowledged.len(), there.len());
    server.stop();
}

async fn all_orders(server: &Server, key: &str) -> BTreeSet<String> {
    let (client, mut all, mut after) = (Client::new(), BTreeSet::new(), String::new());
    loop {
        let url = format!("{}/v1/orders?limit=100{after}", server.address);
        let page = client.get(url).bearer_auth(key).send().await.expect("an answer");
        let page: Value = page.json().await.expect("JSON");
        for order in page["items"].as_array().expect("a list") {
            assert!(all.insert(order["id"].as_str().expect("an id").to_owned()), "twice: {order}");
        }
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => return all,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_balancer_hears_of_a_stop_before_connections_are_refused() {
    let data = Data::make();
    let (server, key, admin) = start(&data, &["--drain", "2"]);
    let ready = format!("{}/health/ready", server.address);
    assert_eq!(get(&ready).await.0, 200);
    server.tell();
    let told = async {
        loop {
            let (status, text) = get(&ready).await;
            if status == 503 {
                return text;
            }
            assert_eq!(status, 200);
        }
    };
    let text = tokio::time::timeout(LONGEST, told).await.expect("it is told");
    assert!(text.contains("told to stop"), "{text}");
    assert_eq!(get(&format!("{}/health/live", server.address)).await.0, 200, "it lives");
    assert_eq!(get(&format!("{admin}/health/ready")).await.0, 503, "the operator hears the same");
    let placing = Client::new().post(format!("{}/v1/purchases", server.address)).bearer_auth(key);
    let placed = placing.json(&purchase("late")).send().await.expect("it is still answered");
    assert!(placed.status().is_success(), "{}", placed.status());
    let (_, figures) = get(&format!("{admin}/metrics")).await;
    assert!(figures.contains("recourse_stopping 1\n"), "{figures}");
    tokio::task::block_in_place(|| server.ends());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_whose_store_does_not_answer_in_time_is_not_ready() {
    if testbed::on_postgres() {
        // The other run of these tests has it; it chooses its database itself.
        return;
    }
    let Some(data) = Data::on_postgres() else { return };
    let data = Arc::new(data);
    let (server, _, admin) = start(&data, &["--store-timeout", "200"]);
    let ready = format!("{admin}/health/ready");
    assert_eq!(get(&ready).await.0, 200);
    let holder = Arc::clone(&data);
    let held = tokio::task::spawn_blocking(move || {
        let hold = "BEGIN; LOCK TABLE rollup IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(3); COMMIT";
        holder.damage("", hold);
    });
    let turns = async |expected: u16| {
        loop {
            let (status, text) = get(&ready).await;
            if status == expected {
                return text;
            }
        }
    };
    let text = tokio::time::timeout(LONGEST, turns(503)).await.expect("it is noticed");
    assert!(text.contains("does not answer within 200 ms"), "{text}");
    held.await.expect("it is let go");
    tokio::time::timeout(LONGEST, turns(200)).await.expect("it is ready again");
    tokio::task::block_in_place(|| server.stop());
}
