//! The log of a server that is asked for everything it has to say: no secret and nothing of a person is in it.
//!
//! Whatever is sent in has a mark in it, and every secret that comes out is written down; then both streams are searched.
use super::purchase;
use crate::server::Server;
use crate::tools::{BINARY, Data, place};
use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::File;
use std::process::{Command, Stdio};

/// Stands in everything that is personal or secret.
const MARK: &str = "zqmark";
const MISTAKE: &str = "{\"reference\": \"zqmark-1\", \"buyer\": {\"zqmark-2\": ";

/// A server whose log goes to a file, and what it must not say.
struct Watched {
    server: Server,
    client: Client,
    key: String,
    secrets: Vec<String>,
    /// Requests that were sent.
    sent: usize,
    log: std::path::PathBuf,
}

impl Watched {
    fn start(data: &Data, format: &str) -> Self {
        let log = data.path().join(format!("log.{format}"));
        let mut command = Command::new(BINARY);
        command
            .args(["serve", "--sandbox", "--listen", "127.0.0.1:0", "--log-format", format])
            .args(place(data.path()))
            .env("RECOURSE_LOG", "trace")
            .env("RECOURSE_EASYPOST_SECRETS", "demo=zqmark-hook")
            .stderr(Stdio::from(File::create(&log).expect("a file")));
        let server = Server::of(&mut command);
        let words = server.said.split_whitespace().map(|word| word.trim_matches('\''));
        let shown: BTreeSet<&str> = words.filter(|word| word.starts_with("rk_")).collect();
        let secrets: Vec<String> = shown.into_iter().map(str::to_owned).collect();
        assert_eq!(secrets.len(), 2, "the keys of installation and sandbox: {}", server.said);
        let key = server.key().expect("the sandbox's key is shown");
        let client = Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
        Self { server, client, key, secrets, sent: 0, log }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let sent = self.client.request(method, format!("{}{path}", self.server.address));
        sent.header("User-Agent", "zqmark-agent").header("X-Request-Id", "zqmark-request")
    }

    async fn send(&mut self, request: RequestBuilder) -> (u16, Value) {
        self.sent += 1;
        let answer = request.send().await.expect("an answer");
        let id = answer.headers().get("x-request-id").expect("every answer has its number");
        assert!(!id.to_str().expect("text").contains(MARK), "only a proxy of the operator gives numbers");
        let status = answer.status().as_u16();
        let cookie =
            answer.headers().get("set-cookie").map(|cookie| cookie.to_str().expect("text").to_owned());
        let text = answer.text().await.expect("a text");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        match cookie {
            Some(cookie) => (status, json!({"cookie": cookie.split(';').next(), "body": body})),
            None => (status, body),
        }
    }

    /// A call of the API.
    async fn call(&mut self, actor: Option<&str>, path: &str, body: Value) -> (u16, Value) {
        let key = format!("zqmark-key-{}", self.sent);
        let request = self.request(Method::POST, path).bearer_auth(&self.key).header("Idempotency-Key", key);
        let request = match actor {
            Some(actor) => request.header("Recourse-Actor", actor),
            None => request,
        };
        self.send(request.json(&body)).await
    }

    async fn get(&mut self, path: &str, cookie: &str) -> (u16, Value) {
        let request = self.request(Method::GET, path).bearer_auth(&self.key).header("Cookie", cookie);
        self.send(request).await
    }
}

/// People, an order, messages, evidence: what goes well.
async fn a_story(watched: &mut Watched) -> String {
    let person = json!({"id": "zqmark-ana", "name": "zqmark Ana", "mail": "zqmark@ana.example",
        "phone": "zqmark 0812", "address": ["Jalan zqmark 1"]});
    assert_eq!(watched.call(None, "/v1/persons", person).await.0, 200);
    let mut order = purchase("zqmark-reference");
    order["buyer"] = json!("zqmark-ana");
    order["sellers"][0]["seller"] = json!("zqmark-shop");
    order["sellers"][0]["lines"][0]["listing"] = json!({"title": "zqmark lamp"});
    let (status, placed) = watched.call(None, "/v1/purchases", order).await;
    assert!(status < 300, "{placed}");
    let order = placed["orders"][0]["order"].as_str().expect("an order").to_owned();
    let capture = json!({"provider": "sandbox", "payment_id": "pay-zqmark-reference"});
    watched.call(None, "/v1/payments/captures", capture).await;
    let messages = format!("/v1/orders/{order}/messages");
    let (status, said) =
        watched.call(Some("buyer:zqmark-ana"), &messages, json!({"text": "zqmark: where is it?"})).await;
    assert!(status < 300, "{said}");
    let file = reqwest_multipart(&[("caption", "zqmark caption")], "zqmark-photo.txt", b"zqmark content");
    let request = watched.request(Method::POST, &format!("/v1/orders/{order}/evidence"));
    let request = request.bearer_auth(&watched.key).header("Recourse-Actor", "buyer:zqmark-ana");
    watched.send(request.header("Content-Type", file.0).body(file.1)).await;
    order
}

fn reqwest_multipart(fields: &[(&str, &str)], name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (field, value) in fields {
        body.extend(
            format!("--cut\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    body.extend(
        format!("--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n")
            .bytes(),
    );
    body.extend(bytes);
    body.extend(b"\r\n--cut--\r\n");
    ("multipart/form-data; boundary=cut".to_owned(), body)
}

/// Everything that goes wrong on the API.
async fn mistakes(watched: &mut Watched, order: &str) {
    for (path, body) in [
        ("/v1/purchases", MISTAKE.to_owned()),
        ("/v1/purchases", json!({"zqmark": "zqmark"}).to_string()),
        ("/v1/purchases", json!({"reference": ["zqmark"], "buyer": 1}).to_string()),
        ("/v1/persons", json!({"id": "zqmark", "name": {"zqmark": 1}}).to_string()),
        (
            "/v1/tracking",
            json!({"event": "zqmark", "carrier": "zqmark", "number": "zqmark", "scans": "zqmark"})
                .to_string(),
        ),
    ] {
        let request = watched.request(Method::POST, path).bearer_auth(&watched.key).body(body);
        let (status, said) = watched.send(request.header("Content-Type", "application/json")).await;
        assert!((400..500).contains(&status), "{path}: {status} {said}");
    }
    for (method, path) in [
        (Method::GET, "/v1/zqmark?token=zqmark"),
        (Method::GET, "/v1/orders?after=zqmark&limit=zqmark"),
        (Method::GET, "/v1/orders/zqmark"),
        (Method::GET, "/v1/persons/zqmark"),
        (Method::DELETE, "/v1/persons/zqmark-nobody?why=zqmark!"),
        (Method::GET, "/buyer/orders/zqmark?x=zqmark"),
        (Method::GET, "/portal/enter?token=zqmark.token"),
    ] {
        let request = watched.request(method, path).bearer_auth(&watched.key);
        watched.send(request).await;
    }
    let wrong = watched.request(Method::GET, "/v1/orders").bearer_auth("rk_live_zqmark");
    assert_eq!(watched.send(wrong).await.0, 401);
    for actor in ["buyer:zqmark-nobody", "zqmark", "judge:zqmark"] {
        watched.call(Some(actor), &format!("/v1/orders/{order}/cancel"), json!({"zqmark": 1})).await;
    }
    let hook = watched.request(Method::POST, "/v1/webhooks/easypost/demo").body("{\"zqmark\": 1}");
    assert_eq!(watched.send(hook.header("X-Hmac-Signature", "zqmark-signature")).await.0, 401);
    let hook = watched.request(Method::POST, "/v1/webhooks/easypost/zqmark").body("zqmark");
    watched.send(hook).await;
    let file = reqwest_multipart(&[("zqmark", "zqmark"), ("taken", "zqmark")], "zqmark.exe", b"zqmark");
    let request =
        watched.request(Method::POST, &format!("/v1/orders/{order}/evidence")).bearer_auth(&watched.key);
    let request = request.header("Recourse-Actor", "buyer:zqmark-ana").header("Content-Type", file.0);
    watched.send(request.body(file.1)).await;
}

/// The portals: links, sessions, forms that cannot be read, passwords.
async fn portals(watched: &mut Watched, order: &str) {
    let (_, link) = watched.call(None, "/v1/portal_links", json!({"for": "buyer:zqmark-ana"})).await;
    let url = link["url"].as_str().expect("an address").to_owned();
    let (_, path) = url.split_once("/portal/").expect("a portal's");
    let token = path.split_once('=').expect("a token").1.to_owned();
    let (status, entered) = watched.get(&format!("/portal/{path}"), "").await;
    assert_eq!(status, 303, "{entered}");
    let cookie = entered["cookie"].as_str().expect("a session").to_owned();
    let (status, page) = watched.get(&format!("/buyer/orders/{order}"), &cookie).await;
    assert_eq!(status, 200);
    let csrf = page.as_str().and_then(|page| page.split("name=\"csrf\" value=\"").nth(1));
    let csrf = csrf.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
    let address = watched.server.address.clone();
    for form in [
        "text=zqmark+message".to_owned(),
        format!("csrf={csrf}&text=zqmark+message&once=zqmark&seen=zqmark"),
        format!("csrf={csrf}&language=zqmark&units=zqmark&amount=zqmark&reason=zqmark&received=zqmark"),
        "%zz=zqmark&&&=zqmark".to_owned(),
    ] {
        for path in [
            format!("/buyer/orders/{order}/messages"),
            format!("/buyer/orders/{order}/dispute/send"),
            "/preferences".into(),
        ] {
            let request =
                watched.request(Method::POST, &path).header("Cookie", &cookie).header("Origin", &address);
            let kind = "application/x-www-form-urlencoded";
            watched.send(request.header("Content-Type", kind).body(form.clone())).await;
        }
    }
    let forged = format!("{}zqmark", &cookie[..cookie.len() - 6]);
    watched.get(&format!("/buyer/orders/{order}"), &forged).await;
    for password in ["zqmark-wrong-password", "zqmark right password"] {
        let form =
            format!("marketplace=demo&login=zqmark-maria&password={}&next=", password.replace(' ', "+"));
        let request = watched.request(Method::POST, "/staff/sign-in").header("Origin", &address);
        let kind = "application/x-www-form-urlencoded";
        let (_, said) = watched.send(request.header("Content-Type", kind).body(form)).await;
        if let Some(cookie) = said["cookie"].as_str().and_then(|cookie| cookie.split_once('=')) {
            watched.secrets.push(cookie.1.to_owned());
        }
    }
    let session = cookie.split_once('=').expect("a value").1.to_owned();
    watched.secrets.extend([token, session, csrf].into_iter().filter(|secret| !secret.is_empty()));
}

async fn nothing_is_told(format: &str) {
    let data = Data::make();
    let mut watched = Watched::start(&data, format);
    let staff = json!({"id": "zqmark-m", "login": "zqmark-maria", "role": "mediator", "password": "zqmark right password"});
    watched.call(None, "/v1/staff", staff).await;
    let order = a_story(&mut watched).await;
    mistakes(&mut watched, &order).await;
    portals(&mut watched, &order).await;
    watched.call(None, "/v1/sandbox/clock", json!({"by": "P40D"})).await;
    let erased = watched.request(Method::DELETE, "/v1/persons/zqmark-ana").bearer_auth(&watched.key);
    assert_eq!(watched.send(erased).await.0, 204);
    let Watched { server, secrets, sent, log, .. } = watched;
    let said = server.said.clone();
    server.stop();
    let log = std::fs::read_to_string(log).expect("it is read");
    holds_the_requests(&log, format, sent);
    let (low, shown) = (log.to_lowercase(), said.to_lowercase());
    for line in low.lines().chain(shown.lines()) {
        assert!(!line.contains(MARK), "somebody's mark is in: {line}");
    }
    assert!(secrets.len() >= 6, "keys, a link, sessions: {}", secrets.len());
    for (at, secret) in secrets.iter().enumerate() {
        assert!(!log.contains(secret.as_str()), "secret number {at} is in the log");
    }
    for address in place(data.path()).iter().filter_map(|word| word.split_once("://")) {
        if let Some((_, password)) = address.1.split('@').next().and_then(|user| user.split_once(':')) {
            assert!(!log.contains(password), "the database's password is in the log");
        }
    }
}

/// The log is one: a line for each request, in its format, with what an operator needs.
fn holds_the_requests(log: &str, format: &str, sent: usize) {
    let lines: Vec<&str> = log.lines().filter(|line| line.contains("answered")).collect();
    assert!(lines.len() >= sent, "{} lines for {sent} requests", lines.len());
    assert!(lines.iter().any(|line| line.contains("/v1/persons/{person}") && line.contains("204")), "{log}");
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "it says everything");
    if format == "json" {
        for line in log.lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(line["timestamp"].is_string() && line["level"].is_string(), "{line}");
        }
        let first: Value = serde_json::from_str(lines[0]).expect("it is JSON");
        assert!(first["fields"]["ms"].is_number() && first["fields"]["status"].is_number(), "{first}");
        assert!(first["span"]["id"].is_string() && first["span"]["route"].is_string(), "{first}");
    }
}

#[tokio::test]
async fn nothing_of_a_person_and_no_secret_is_in_the_log_as_text() {
    nothing_is_told("text").await;
}

#[tokio::test]
async fn nothing_of_a_person_and_no_secret_is_in_the_log_as_json() {
    nothing_is_told("json").await;
}

#[test]
fn what_cannot_start_does_not_say_its_secrets() {
    let data = Data::make();
    let directory = data.path().to_string_lossy().into_owned();
    let run = |environment: &[(&str, &str)]| {
        let mut command = Command::new(BINARY);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data", &directory]).env("RECOURSE_LOG", "trace");
        let output = command.envs(environment.iter().copied()).output().expect("it runs");
        assert!(!output.status.success(), "{environment:?}");
        for text in [output.stdout, output.stderr] {
            let text = String::from_utf8_lossy(&text).to_lowercase();
            assert!(!text.contains(MARK), "{text}");
        }
    };
    run(&[("RECOURSE_DATABASE", "postgres://zqmark-user:zqmark-password@127.0.0.1:1/zqmark")]);
    run(&[("RECOURSE_DATABASE", "postgres://u:zqmark@[bad/zqmark")]);
    run(&[("RECOURSE_DATABASE", "zqmark")]);
    run(&[("RECOURSE_EASYPOST_SECRETS", "zqmark")]);
    run(&[("RECOURSE_DATABASE_FILE", "/nowhere"), ("RECOURSE_EASYPOST_SECRETS", "demo=zqmark")]);
}
