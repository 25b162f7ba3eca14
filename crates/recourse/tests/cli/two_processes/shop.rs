//! A marketplace's program: it sends each request until it is acknowledged, to whichever process answers, always under
//! the same key.
use reqwest::{Client, StatusCode};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use tokio::sync::Notify;

/// A request: who, what, under which key.
#[derive(Clone, Debug)]
pub struct Request {
    pub actor: Option<&'static str>,
    pub path: String,
    pub key: String,
    pub body: Value,
}

/// One process as the program knows it.
struct Process {
    address: RwLock<String>,
    under_way: AtomicUsize,
    acknowledged: AtomicUsize,
    since_start: AtomicUsize,
    /// Requests whose connection broke when they were already sent.
    torn: AtomicUsize,
}

impl Process {
    fn at(address: &str) -> Self {
        Self {
            address: RwLock::new(address.to_owned()),
            under_way: AtomicUsize::new(0),
            acknowledged: AtomicUsize::new(0),
            since_start: AtomicUsize::new(0),
            torn: AtomicUsize::new(0),
        }
    }

    fn address(&self) -> String {
        self.address.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The program.
pub struct Shop {
    client: Client,
    key: String,
    processes: [Process; 2],
    replayed: AtomicUsize,
    moved_on: AtomicUsize,
    happened: Notify,
    /// Orders whose placing was acknowledged.
    placed: Mutex<BTreeSet<String>>,
}

impl Shop {
    pub fn new(key: &str, addresses: [&String; 2]) -> Self {
        Self {
            client: Client::new(),
            key: key.to_owned(),
            processes: addresses.map(|address| Process::at(address)),
            replayed: AtomicUsize::new(0),
            moved_on: AtomicUsize::new(0),
            happened: Notify::new(),
            placed: Mutex::default(),
        }
    }

    /// A process was started again, elsewhere.
    pub fn moved(&self, process: usize, address: &str) {
        let process = &self.processes[process];
        address.clone_into(&mut process.address.write().unwrap_or_else(PoisonError::into_inner));
        process.since_start.store(0, Ordering::SeqCst);
    }

    /// Waits until a process has acknowledged so many requests since its start, and has some under way.
    pub async fn at_work(&self, process: usize, acknowledged: usize) {
        let process = &self.processes[process];
        loop {
            let happened = self.happened.notified();
            let done = process.since_start.load(Ordering::SeqCst) >= acknowledged;
            if done && process.under_way.load(Ordering::SeqCst) > 2 {
                return;
            }
            happened.await;
        }
    }

    /// Sends a request to a process, and to the other where that one does not answer, until it is acknowledged.
    pub async fn send(&self, to: usize, request: &Request) -> Value {
        let (mut to, mut tries) = (to, 0);
        loop {
            tries += 1;
            match self.once(to, request).await {
                Some((status, body, _)) if status.is_success() => {
                    if let Some(order) = body["orders"][0]["order"].as_str() {
                        self.placed.lock().unwrap_or_else(PoisonError::into_inner).insert(order.to_owned());
                    }
                    return body;
                }
                // A capture is known by its payment, not by its key: an earlier try was carried out, and its answer torn.
                Some((StatusCode::CONFLICT, body, _)) if tries > 1 && body["code"] == "already_done" => {
                    return body;
                }
                // What was kept a moment ago is not led to its order yet: the caller comes again, under another key.
                Some((StatusCode::CONFLICT, body, _)) if body["code"] == "not_known_yet" => return body,
                Some((StatusCode::SERVICE_UNAVAILABLE, ..)) | None => to = 1 - to,
                Some((status, body, _)) => panic!("{request:?}: {status} {body:#}"),
            }
            self.moved_on.fetch_add(1, Ordering::SeqCst);
            tokio::task::yield_now().await;
        }
    }

    /// The same to both at once: both are acknowledged, alike.
    pub async fn send_to_both(&self, request: &Request) -> Value {
        let (one, other) = tokio::join!(self.send(0, request), self.send(1, request));
        assert_eq!(one, other, "one key has one answer: {request:?}");
        one
    }

    /// The same again to the other process: the same answer, said to be one that was given before.
    pub async fn again(&self, to: usize, request: &Request, first: &Value) {
        if let Some((status, body, replayed)) = self.once(to, request).await
            && status.is_success()
        {
            assert_eq!(&body, first, "one key has one answer: {request:?}");
            assert!(replayed, "it was not carried out again: {request:?}");
            self.replayed.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Sends it once; nothing where there is no answer.
    pub async fn once(&self, to: usize, request: &Request) -> Option<(StatusCode, Value, bool)> {
        let process = &self.processes[to];
        let sent = self.client.post(format!("{}{}", process.address(), request.path)).bearer_auth(&self.key);
        let sent = sent.header("Idempotency-Key", &request.key).json(&request.body);
        let sent = match request.actor {
            Some(actor) => sent.header("Recourse-Actor", actor),
            None => sent,
        };
        process.under_way.fetch_add(1, Ordering::SeqCst);
        self.happened.notify_waiters();
        let answer = async {
            let answer = sent.send().await?;
            let replayed = answer.headers().contains_key("idempotent-replayed");
            let away = answer.status() == StatusCode::SERVICE_UNAVAILABLE;
            assert!(!away || answer.headers().contains_key("retry-after"), "it says when to try again");
            Ok::<_, reqwest::Error>((answer.status(), answer.json::<Value>().await?, replayed))
        };
        let answer = answer.await;
        process.under_way.fetch_sub(1, Ordering::SeqCst);
        match answer {
            Ok((status, body, replayed)) => {
                if status.is_success() {
                    process.acknowledged.fetch_add(1, Ordering::SeqCst);
                    process.since_start.fetch_add(1, Ordering::SeqCst);
                }
                self.happened.notify_waiters();
                Some((status, body, replayed))
            }
            Err(error) => {
                if !error.is_connect() {
                    process.torn.fetch_add(1, Ordering::SeqCst);
                }
                None
            }
        }
    }

    /// Reads from a process that is there.
    pub async fn get(&self, from: usize, path: &str) -> Value {
        let url = format!("{}{path}", self.processes[from].address());
        let answer = self.client.get(url).bearer_auth(&self.key).send().await.expect("an answer");
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.json().await.expect("JSON")
    }

    /// Every order of the marketplace, by all pages of the list.
    pub async fn all_orders(&self, from: usize) -> Vec<Value> {
        let (mut all, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.get(from, &format!("/v1/orders?limit=100{after}")).await;
            all.extend(page["items"].as_array().expect("a list").iter().cloned());
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return all,
            }
        }
    }

    /// Holds that a process shows every order whose placing was acknowledged until now.
    pub async fn all_there(&self, from: usize) {
        let placed = self.placed.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let there = self.all_orders(from).await;
        let there: BTreeSet<&str> = there.iter().filter_map(|order| order["id"].as_str()).collect();
        let lost: Vec<&String> = placed.iter().filter(|order| !there.contains(order.as_str())).collect();
        assert!(lost.is_empty(), "acknowledged and gone: {lost:?}");
    }

    /// Requests that were acknowledged by either.
    pub fn acknowledged(&self) -> usize {
        self.processes.iter().map(|process| process.acknowledged.load(Ordering::SeqCst)).sum()
    }

    /// Holds that the test was one: both worked, and died in the middle of their work.
    pub fn told(&self) {
        let [one, other] = &self.processes;
        let count = |of: &AtomicUsize| of.load(Ordering::SeqCst);
        println!(
            "acknowledged {} and {}, torn {} and {}, sent on to the other {}, answered from memory {}",
            count(&one.acknowledged),
            count(&other.acknowledged),
            count(&one.torn),
            count(&other.torn),
            count(&self.moved_on),
            count(&self.replayed),
        );
        for process in [one, other] {
            assert!(count(&process.acknowledged) >= 100, "both carry load");
            assert!(count(&process.torn) >= 1, "killed in the middle of its work");
        }
        assert!(count(&self.replayed) >= 10, "repeats reached the other process");
    }
}
