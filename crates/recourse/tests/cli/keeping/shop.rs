//! A shop at a running server that places orders, writes words and sends files; and looking into data directories.
use crate::server::Server;
use crate::tools::{Ran, over, recourse, small};
use reqwest::Client;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// A shop.
#[derive(Clone)]
pub struct Shop {
    client: Client,
    address: String,
    key: String,
}

impl Shop {
    /// At a server that has just made the sandbox.
    pub fn of(server: &Server) -> Self {
        let key = server.key().expect("the sandbox's key is shown");
        Self { client: Client::new(), address: server.address.clone(), key }
    }

    /// The same shop at another server over the same data.
    pub fn moved_to(&mut self, server: &Server) {
        self.address.clone_from(&server.address);
    }

    async fn post(&self, path: &str, buyer: &str, of: (&str, Vec<u8>)) -> Value {
        let request = self.client.post(format!("{}{path}", self.address)).bearer_auth(&self.key);
        let request = if buyer.is_empty() {
            request
        } else {
            request.header("Recourse-Actor", format!("buyer:{buyer}"))
        };
        let answer = request.header("Content-Type", of.0).body(of.1).send().await.expect("an answer");
        let status = answer.status();
        let said: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{path}: {status} {said:#}");
        said
    }

    async fn say(&self, path: &str, buyer: &str, body: Value) -> Value {
        self.post(path, buyer, ("application/json", body.to_string().into_bytes())).await
    }

    /// Places an order, in which the buyer writes a word and shows a picture; gives its id.
    pub async fn order(&self, reference: &str, buyer: &str) -> String {
        let euro = |amount: u32| json!({"amount": amount, "currency": "EUR"});
        let purchase = json!({
            "reference": reference, "buyer": buyer,
            "sellers": [{"seller": "shop-7", "lines": [{"sku": "lamp", "quantity": 1, "price": euro(4_000),
                "shipping": euro(500)}]}],
            "payments": [{"provider": "sandbox", "payment_id": format!("pay-{reference}"), "method": "card",
                "amount": euro(4_500)}],
        });
        let placed = self.say("/v1/purchases", "", purchase).await;
        let order = placed["orders"][0]["order"].as_str().unwrap_or_else(|| panic!("{placed:#}")).to_owned();
        let capture = json!({"provider": "sandbox", "payment_id": format!("pay-{reference}")});
        self.say("/v1/payments/captures", "", capture).await;
        let words = json!({"text": format!("a word on {reference}")});
        self.say(&format!("/v1/orders/{order}/messages"), buyer, words).await;
        self.show(&order, buyer, reference).await;
        order
    }

    /// Sends a picture that is like no other.
    async fn show(&self, order: &str, buyer: &str, reference: &str) {
        let mut body = b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
            Content-Type: image/png\r\n\r\n"
            .to_vec();
        body.extend_from_slice(PNG);
        body.extend_from_slice(reference.as_bytes());
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let form = ("multipart/form-data; boundary=edge", body);
        self.post(&format!("/v1/orders/{order}/evidence"), buyer, form).await;
    }
}

/// People who order without end until they are told to stop.
pub struct Crowd {
    stop: Arc<AtomicBool>,
    placed: Arc<AtomicU64>,
    people: Vec<tokio::task::JoinHandle<()>>,
}

impl Crowd {
    /// Four of them.
    pub fn start(shop: &Shop) -> Self {
        let (stop, placed) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let people = (0..4).map(|one| {
            let (shop, stop, placed) = (shop.clone(), Arc::clone(&stop), Arc::clone(&placed));
            tokio::spawn(async move {
                for n in 0.. {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    shop.order(&format!("crowd-{one}-{n}"), &format!("buyer-{one}")).await;
                    placed.fetch_add(1, Ordering::SeqCst);
                }
            })
        });
        let people = people.collect();
        Self { stop, placed, people }
    }

    /// Waits until so many more orders are placed.
    pub async fn more(&self, orders: u64) {
        let until = self.placed.load(Ordering::SeqCst) + orders;
        while self.placed.load(Ordering::SeqCst) < until {
            assert!(self.people.iter().all(|one| !one.is_finished()), "somebody was refused");
            tokio::task::yield_now().await;
        }
    }

    /// Tells them to stop, and waits until they have.
    pub async fn stop(self) {
        self.stop.store(true, Ordering::SeqCst);
        for one in self.people {
            one.await.expect("nobody was refused");
        }
    }
}

/// A server that has made the sandbox with some orders; stopped.
pub async fn with_orders(data: &Path, references: &[&str]) {
    let server = Server::start(data);
    let shop = Shop::of(&server);
    for reference in references {
        shop.order(reference, &format!("buyer-of-{reference}")).await;
    }
    server.stop();
}

/// The small marketplace in a directory of its own, whatever database the tests run on.
pub fn imported() -> tempfile::TempDir {
    let data = tempfile::tempdir().expect("a folder");
    over(data.path(), &["import", "olist", &small(), "--json"]).ok();
    data
}

/// Runs `recourse backup`.
pub fn backup(data: &Path, to: &Path, more: &[&str]) -> Ran {
    let to = to.to_string_lossy().into_owned();
    over(data, &[&["backup", "--to", &to, "--json"], more].concat())
}

/// Runs `recourse restore` with the keys of the directory that the backup was made from.
pub fn restore(from: &Path, keys: &Path, data: &Path, more: &[&str]) -> Ran {
    let text = |path: &Path| path.to_string_lossy().into_owned();
    let (from, keys, data) = (text(from), text(&keys.join("keys")), text(data));
    let all = [&["restore", "--from", &from, "--keys", &keys, "--data", &data, "--json"], more].concat();
    recourse(all)
}

/// A row of the journal.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    seq: i64,
    agg: i64,
    prev: Option<i64>,
    hash: Vec<u8>,
    body: Vec<u8>,
}

/// The journal up to a position.
pub fn journal(data: &Path, until: u64) -> Vec<Row> {
    let database = open(&data.join("recourse.sqlite"));
    let mut rows = database
        .prepare("SELECT seq, agg, prev, hash, body FROM journal WHERE seq <= ?1 ORDER BY seq")
        .expect("prepared");
    let row = |row: &rusqlite::Row<'_>| {
        Ok(Row {
            seq: row.get(0)?,
            agg: row.get(1)?,
            prev: row.get(2)?,
            hash: row.get(3)?,
            body: row.get(4)?,
        })
    };
    let until = i64::try_from(until).expect("in range");
    rows.query_map([until], row).expect("read").collect::<Result<_, _>>().expect("read")
}

/// Opens a database to read.
pub fn open(file: &Path) -> Connection {
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE).expect("opens")
}

/// How many rows a table of the vault has.
pub fn vault_rows(data: &Path, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    open(&data.join("vault.sqlite")).query_row(&sql, [], |row| row.get(0)).expect("counted")
}

/// Every file below a folder, from the folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder).expect("below").to_owned());
            }
        }
    }
    found.sort();
    found
}
