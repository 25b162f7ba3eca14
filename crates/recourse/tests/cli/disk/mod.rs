//! A disk that is full, takes nothing any more, or is read only: writes are refused as an outage, reads go on, nothing that
//! was acknowledged is lost, nobody is taken out of service for it, and work goes on by itself when the disk is well again.
mod small;

use crate::server::Server;
use crate::tools::{BINARY, Data, over, place};
use crate::two_processes::open;
use crate::two_processes::shop::{Request, Shop};
use crate::two_processes::stories::in_dispute;
use reqwest::{Client, StatusCode};
use serde_json::json;
use small::Small;
use std::process::Command;
use testbed::on_postgres;

/// Orders that are placed before, and paid in the bad hour.
const BEFORE: usize = 12;
/// Refusals that are waited for. The files have room left for some writes.
const REFUSED: usize = 8;
/// Writes after which a full disk must have shown.
const ROOM: usize = 400;

fn purchase(name: &str) -> Request {
    let money = json!({"amount": 1_100, "currency": "BRL"});
    let body = json!({
        "reference": name, "buyer": format!("buyer-{name}"),
        "sellers": [{"seller": "S", "lines": [{"sku": "lamp", "quantity": 1, "price": money}]}],
        "payments": [{"provider": "sandbox", "payment_id": name, "method": "credit_card", "amount": money}],
    });
    Request { actor: None, path: "/v1/purchases".to_owned(), key: format!("place-{name}"), body }
}

fn capture(name: &str) -> Request {
    let body = json!({"provider": "sandbox", "payment_id": name});
    Request { actor: None, path: "/v1/payments/captures".to_owned(), key: format!("capture-{name}"), body }
}

/// Somebody with a shop on a server.
struct Bad {
    shop: Shop,
    key: String,
    address: String,
    acknowledged: usize,
    refused: Vec<Request>,
}

impl Bad {
    async fn of(server: &Server) -> Self {
        let key = open(server).await;
        let shop = Shop::new(&key, [&server.address, &server.address]);
        for no in 0..BEFORE {
            shop.send(0, &purchase(&format!("before-{no}"))).await;
        }
        Self { shop, key, address: server.address.clone(), acknowledged: BEFORE, refused: Vec::new() }
    }

    /// Writes until enough was refused, each as an outage and nothing else. Both what seals names and what only appends.
    async fn writes(&mut self) {
        let captures = (0..BEFORE).map(|no| capture(&format!("before-{no}")));
        let purchases = (0..ROOM).map(|no| purchase(&format!("bad-{no}")));
        let mut refused = [0, 0];
        for request in captures.chain(purchases) {
            let placing = usize::from(request.path == "/v1/purchases");
            if refused[placing] >= REFUSED {
                continue;
            }
            match self.shop.once(0, &request).await {
                Some((status, ..)) if status.is_success() => self.acknowledged += placing,
                Some((StatusCode::SERVICE_UNAVAILABLE, body, _)) => {
                    assert_eq!(body["code"], "unavailable", "{body:#}");
                    assert!(
                        body["detail"].as_str().is_some_and(|said| said.contains("same idempotency key")),
                        "{body:#}"
                    );
                    refused[placing] += 1;
                    self.refused.push(request);
                }
                other => panic!("{request:?}: {other:?}"),
            }
        }
        assert!(refused.iter().all(|count| *count >= REFUSED), "the disk took everything: {refused:?}");
    }

    /// What was acknowledged can be read all the time.
    async fn reads(&self) {
        self.shop.all_there(0).await;
        for order in self.shop.all_orders(0).await {
            let order = order["id"].as_str().expect("an order").to_owned();
            self.shop.get(0, &format!("/v1/orders/{order}")).await;
        }
        self.shop.get(0, "/v1/marketplace").await;
    }

    /// Sends a picture of the parcel.
    async fn upload(&self, order: &str, case: &str) -> StatusCode {
        let head = "--b\r\nContent-Disposition: form-data; name=\"case\"\r\n\r\n";
        let file = "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n";
        let mut body = format!("{head}{case}{file}").into_bytes();
        body.extend_from_slice(
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89",
        );
        // More than any piece of the way holds back.
        body.resize(body.len() + 2 * 1024 * 1024, 0);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let sent =
            Client::new().post(format!("{}/v1/orders/{order}/evidence", self.address)).bearer_auth(&self.key);
        let sent = sent.header("Recourse-Actor", "seller:S").header("Idempotency-Key", "picture");
        let sent = sent.header("Content-Type", "multipart/form-data; boundary=b").body(body);
        sent.send().await.expect("an answer").status()
    }

    /// What was refused goes through under the same keys, and every order of before takes the next command.
    async fn well_again(&mut self) {
        for request in std::mem::take(&mut self.refused) {
            self.shop.send(0, &request).await;
            self.acknowledged += usize::from(request.path == "/v1/purchases");
        }
        for order in self.shop.all_orders(0).await {
            let order = order["id"].as_str().expect("an order");
            let says = Request {
                actor: Some("seller:S"),
                path: format!("/v1/orders/{order}/messages"),
                key: format!("well-{order}"),
                body: json!({"text": "It is on its way."}),
            };
            self.shop.send(0, &says).await;
        }
        self.shop.all_there(0).await;
        assert_eq!(self.shop.all_orders(0).await.len(), self.acknowledged, "each once");
    }
}

/// Holds that the data are sound.
fn sound(data: &Data) {
    let verified = over(data.path(), &["verify", "--json"]).ok().json();
    assert_eq!(verified["ok"], true, "{verified:#}");
}

/// The whole story, with a way to spoil the disk and a way to heal it.
async fn told(data: &Data, server: Server, spoil: impl FnOnce(&Server), heal: impl FnOnce(&Server)) {
    let mut bad = Bad::of(&server).await;
    let now = bad.shop.get(0, "/v1/marketplace").await["now"].as_str().expect("an instant").to_owned();
    let (order, case) = in_dispute(&bad.shop, &now, "disputed").await;
    bad.acknowledged += 1;
    spoil(&server);
    bad.writes().await;
    bad.reads().await;
    assert_eq!(bad.upload(&order, &case).await, StatusCode::SERVICE_UNAVAILABLE);
    bad.reads().await;
    heal(&server);
    bad.well_again().await;
    assert_eq!(bad.upload(&order, &case).await, StatusCode::CREATED);
    server.stop();
    sound(data);
    let halves = std::fs::read_dir(data.path().join("blobs/half")).expect("the folder is there").count();
    assert_eq!(halves, 0, "no half file is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_writes_loses_nothing_and_goes_on_when_there_is_room() {
    if on_postgres() {
        // Its disk is the database server's: what that says of a full one is read in `store/src/postgres/error.rs`.
        return;
    }
    let Some(small) = Small::make(24) else { return };
    let server = Server::live(small.0.path(), &["--rate", "0"]);
    told(&small.0, server, |_| small.fill(), |_| small.free()).await;
}

/// Limits the size to which a process may write files, from now on.
fn limit(server: &Server, bytes: &str) {
    let process = server.id().to_string();
    let done = Command::new("prlimit").args(["--pid", &process, &format!("--fsize={bytes}:")]).output();
    let done = done.expect("prlimit runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_takes_nothing_any_more_is_an_outage_of_writes_and_ends_by_itself() {
    if on_postgres() {
        return;
    }
    let data = Data::make();
    let mut started = Command::new("sh");
    // The system would end a process that writes on; with a disk that fails it only says no.
    started.args([
        "-c",
        "trap '' XFSZ; exec \"$0\" \"$@\"",
        BINARY,
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--rate",
        "0",
    ]);
    let server = Server::of(started.args(place(data.path())).stderr(std::process::Stdio::null()));
    told(&data, server, |server| limit(server, "0"), |server| limit(server, "unlimited")).await;
}

#[test]
fn a_data_directory_that_is_read_only_is_said_to_be_so() {
    if on_postgres() {
        return;
    }
    let Some(small) = Small::make(24) else { return };
    Server::live(small.0.path(), &[]).stop();
    small.writable(false);
    let serve = over(small.0.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert_ne!(serve.code, 0);
    assert!(serve.err.contains("can be written"), "it says what to do: {}", serve.err);
    assert!(serve.err.contains("ead-only file system"), "and what is wrong: {}", serve.err);
    small.writable(true);
    Server::live(small.0.path(), &[]).stop();
    sound(&small.0);
}

#[test]
fn a_database_file_that_nobody_may_write_is_said_to_be_so() {
    if on_postgres() {
        return;
    }
    let data = Data::make();
    Server::live(data.path(), &[]).stop();
    let file = data.path().join("recourse.sqlite");
    // Root may write whatever its owner may not: only a file that says no to everybody says it to root.
    let chattr = |flag: &str| {
        Command::new("chattr").arg(flag).arg(&file).output().is_ok_and(|done| done.status.success())
    };
    let mut rights = std::fs::metadata(&file).expect("it is there").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&file, rights).expect("its rights are changed");
    let for_root = chattr("+i");
    let mut serve = Command::new("timeout");
    serve.arg("5").arg(BINARY).args(["serve", "--listen", "127.0.0.1:0"]).args(place(data.path()));
    let serve = serve.output().expect("it runs");
    let said = String::from_utf8_lossy(&serve.stderr).into_owned();
    if for_root {
        chattr("-i");
    }
    if serve.status.code() == Some(124) {
        eprintln!("passed over: this user writes what nobody may");
        return;
    }
    assert!(said.contains("the disk does not take what is written"), "{said}");
}
