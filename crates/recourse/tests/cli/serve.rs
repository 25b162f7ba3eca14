//! The server as a process: its first start, a first request, its document, and how it stops.
use crate::tools::{BINARY, over, recourse};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running server; killed if the test fails before it stops it.
struct Server {
    process: Child,
    said: String,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.process.kill();
        let _status = self.process.wait();
    }
}

impl Server {
    /// Starts it on a free port and waits until it says where it listens.
    fn start(data: &Path) -> Self {
        let mut process = Command::new(BINARY)
            .args(["serve", "--sandbox", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let mut out = BufReader::new(process.stdout.take().expect("piped"));
        let mut said = String::new();
        let address = loop {
            let mut line = String::new();
            assert!(out.read_line(&mut line).expect("readable") > 0, "it ended before it listened: {said}");
            said.push_str(&line);
            if let Some(rest) = line.strip_prefix("Recourse listens on ") {
                break rest.split_whitespace().next().expect("an address").to_owned();
            }
        };
        Self { process, said, address }
    }

    fn key(&self) -> Option<String> {
        let word = self.said.split_whitespace().find(|word| word.starts_with("rk_test_"));
        word.map(str::to_owned)
    }

    /// Tells it to stop, and holds that it ends well.
    fn stop(mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill runs").success());
        assert!(self.process.wait().expect("it ends").success());
    }
}

#[tokio::test]
async fn a_first_start_a_first_order_and_a_clean_stop() {
    let data = tempfile::tempdir().expect("a folder");
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
    let busy = over(data.path(), &["verify"]);
    assert!(busy.err.contains("another process is using"), "{}", busy.err);
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
