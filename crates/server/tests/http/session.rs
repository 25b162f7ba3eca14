//! Links, cookies and forms of the portals.
use crate::house::{As, House};
use crate::portal::{Browser, between, goes_to, link, send};
use axum::body::Body;
use axum::http::Method;
use jiff::SignedDuration;
use serde_json::{Value, json};
use server::SessionKey;
use std::sync::{Arc, Mutex};

fn nobody() -> As {
    As::key("")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_lets_its_person_in_and_nobody_else() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.paid(&shop, "1").await;
    let path =
        link(&house, &shop.with("Host", "help.example"), json!({"for": "buyer:B", "order": order})).await;
    assert!(path.starts_with("/portal/enter?token="));
    let entered = house.get(&nobody(), &path).await;
    goes_to(&entered, &format!("/buyer/orders/{order}"));
    let set = entered.header("set-cookie").expect("a cookie");
    let value = between(set, "recourse_buyer=", ";");
    assert_eq!(set, format!("recourse_buyer={value}; Path=/buyer; Max-Age=43200; HttpOnly; SameSite=Lax"));
    assert_eq!(entered.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(entered.header("cache-control"), Some("private, no-store"));
    let page = Browser::after(&entered).get(&house, "/buyer/").await.is(200);
    assert!(page.as_str().expect("a page").contains("action=\"/buyer/sign-out\""));
    let again = house.get(&nobody(), &path).await;
    goes_to(&again, &format!("/buyer/orders/{order}"));
    assert_ne!(again.header("set-cookie"), Some(set), "a session of its own");
    goes_to(&house.get(&nobody(), "/buyer/").await, "/portal/expired");
    let staff = nobody().with("Cookie", &format!("recourse_staff={value}"));
    goes_to(&house.get(&staff, "/staff/").await, "/staff/sign-in?next=/staff/");
    house.get(&nobody().with("Authorization", "Bearer x"), "/buyer/").await.is(303);
    house.get(&nobody(), "/portal/expired").await.is(403);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_link_says_is_checked_when_it_is_made() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let other = house.marketplace("b", "default").await;
    let (order, case) = house.disputed(&shop, "1").await;
    let ask = |body: Value| house.post(&shop, "/v1/portal_links", body);
    let wrong = [
        ("for", json!({"for": "buyer:unknown"})),
        ("for", json!({"for": "emperor:B"})),
        ("for", json!({"for": "B"})),
        ("path", json!({"for": "buyer:B", "path": "https://evil.example/"})),
        ("path", json!({"for": "buyer:B", "path": "//evil.example"})),
        ("path", json!({"for": "buyer:B", "path": "/staff/"})),
        ("path", json!({"for": "mediator:M", "path": "/buyer/"})),
        ("path", json!({"for": "buyer:B", "path": "/buyer/", "order": order})),
        ("language", json!({"for": "buyer:B", "language": "e\u{301}"})),
        ("zone", json!({"for": "buyer:B", "zone": "Mars/Olympus"})),
        ("expires_in", json!({"for": "buyer:B", "expires_in": "PT1H1S"})),
        ("expires_in", json!({"for": "buyer:B", "expires_in": "PT0S"})),
    ];
    for (field, body) in wrong {
        let told = ask(body.clone()).await.problem(422, "invalid");
        assert_eq!(told["field"], field, "{body}");
    }
    ask(json!({"for": "buyer:S", "order": order})).await.problem(404, "not_found");
    ask(json!({"for": "buyer:B", "case": "cas_x"})).await.problem(404, "not_found");
    let foreign = json!({"for": "buyer:B", "order": order});
    house.post(&other, "/v1/portal_links", foreign).await.problem(422, "invalid");
    house.post(&other, "/v1/persons", json!({"id": "B"})).await.is(200);
    house
        .post(&other, "/v1/portal_links", json!({"for": "buyer:B", "order": order}))
        .await
        .problem(404, "not_found");
    let made = ask(json!({"for": "seller:S", "case": case, "expires_in": "PT1H"})).await.is(201);
    assert_eq!(made["expires_at"], "2026-03-02T11:00:00Z");
    assert!(made["url"].as_str().is_some_and(|url| url.starts_with("http://localhost/portal/enter?token=")));
    let path = link(&house, &shop, json!({"for": "mediator:M", "case": case})).await;
    let entered = house.get(&nobody(), &path).await;
    goes_to(&entered, &format!("/staff/cases/{case}"));
    let set = entered.header("set-cookie").expect("a cookie");
    assert!(
        set.starts_with("recourse_staff=") && set.contains("; Path=/staff; Max-Age=28800; HttpOnly"),
        "{set}"
    );
    let page = Browser::after(&entered).get(&house, "/staff/").await.is(200);
    assert!(page.as_str().expect("a page").contains("action=\"/staff/sign-out\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_that_are_expired_changed_or_foreign_let_nobody_in() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.paid(&shop, "1").await;
    let path = link(&house, &shop, json!({"for": "buyer:B", "expires_in": "PT1M"})).await;
    let refused = async |path: &str| {
        let reply = house.get(&nobody(), path).await;
        assert_eq!(reply.header("set-cookie"), None, "{path}");
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        assert!(reply.is(403).as_str().is_some_and(|page| page.contains("link has expired")), "{path}");
    };
    let changed = format!("{}{}", &path[..path.len() - 1], if path.ends_with('A') { "B" } else { "A" });
    for path in [changed.as_str(), "/portal/enter?token=x", "/portal/enter?token=", "/portal/enter"] {
        refused(path).await;
    }
    let session = Browser::after(&house.get(&nobody(), &path).await);
    let token = session.cookie.split_once('=').expect("a pair").1;
    refused(&format!("/portal/enter?token={token}")).await;
    let link_as_cookie = format!("recourse_buyer={}", path.split_once('=').expect("a token").1);
    goes_to(&house.get(&nobody().with("Cookie", &link_as_cookie), "/buyer/").await, "/portal/expired");
    let elsewhere = House::set(|settings| settings.session_key = Some(SessionKey::new([8; 32]))).await;
    let same = elsewhere.marketplace("a", "default").await;
    elsewhere.paid(&same, "1").await;
    goes_to(&elsewhere.get(&session.who(), "/buyer/").await, "/portal/expired");
    let without = House::new().await;
    goes_to(&without.get(&session.who(), "/buyer/").await, "/portal/expired");
    house.wall.advance(SignedDuration::from_secs(59));
    house.get(&nobody(), &path).await.is(303);
    house.wall.advance(SignedDuration::from_secs(1));
    refused(&path).await;
    house.wall.advance(SignedDuration::from_hours(12) - SignedDuration::from_secs(61));
    session.get(&house, "/buyer/").await.is(200);
    house.wall.advance(SignedDuration::from_secs(1));
    goes_to(&session.get(&house, "/buyer/").await, "/portal/expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_erased_has_no_session_any_more() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.paid(&shop, "1").await;
    let path = link(&house, &shop, json!({"for": "buyer:B"})).await;
    let buyer = Browser::enters(&house, &shop, "buyer:B").await;
    let mediator = Browser::enters(&house, &shop, "mediator:M").await;
    buyer.get(&house, "/buyer/").await.is(200);
    house.delete(&shop, "/v1/persons/B").await.is(204);
    goes_to(&buyer.get(&house, "/buyer/").await, "/portal/expired");
    house.get(&nobody(), &path).await.is(403);
    house.post(&shop, "/v1/portal_links", json!({"for": "buyer:B"})).await.problem(422, "invalid");
    mediator.get(&house, "/staff/").await.is(200);
    house.post(&shop, "/v1/persons", json!({"id": "M"})).await.is(200);
    house.delete(&shop, "/v1/persons/M").await.is(204);
    goes_to(&mediator.get(&house, "/staff/").await, "/staff/sign-in?next=/staff/");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_taken_from_our_own_pages_alone() {
    let house = House::set(|settings| settings.public_url = Some("https://help.example".to_owned())).await;
    let shop = house.marketplace("a", "default").await;
    house.paid(&shop, "1").await;
    let buyer = Browser::enters(&house, &shop, "buyer:B").await;
    let seller = Browser::enters(&house, &shop, "seller:S").await;
    let (token, other) = (buyer.token(&house, "/buyer/").await, seller.token(&house, "/seller/orders").await);
    assert_ne!(token, other);
    let good = format!("csrf={token}");
    let forms = [
        "language=id".to_owned(),
        "language=id&csrf=".to_owned(),
        format!("language=id&csrf={other}"),
        format!("csrf={}", &token[1..]),
    ];
    let foreign = |reply: crate::house::Reply| {
        assert_eq!(reply.header("set-cookie"), None);
        assert!(reply.is(403).as_str().is_some_and(|page| page.contains("nothing was done")));
    };
    for form in &forms {
        foreign(buyer.send(&house, "/buyer/sign-out", form).await);
        foreign(buyer.send(&house, "/buyer/sign-out", form).await);
    }
    for (name, value) in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Origin", "https://help.example.evil.example"),
        ("Origin", "http://help.example"),
    ] {
        foreign(send(&house, &buyer.who().with(name, value), "/buyer/sign-out", &good).await);
    }
    for (name, value) in
        [("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Origin", "https://help.example")]
    {
        goes_to(
            &send(&house, &buyer.who().with(name, value), "/buyer/sign-out", &good).await,
            "/portal/signed-out",
        );
    }
    let local = buyer.who().with("Host", "127.0.0.1:8080").with("Origin", "http://127.0.0.1:8080");
    goes_to(&send(&house, &local, "/buyer/sign-out", &good).await, "/portal/signed-out");
    let reply = house
        .send(&buyer.who(), Method::POST, "/buyer/sign-out", Body::from("{}"), Some("application/json"))
        .await;
    reply.is(400);
    let large = format!("{good}&next={}", "x".repeat(2_000_000));
    buyer.send(&house, "/buyer/sign-out", &large).await.is(413);
    goes_to(&send(&house, &nobody(), "/buyer/sign-out", &good).await, "/portal/expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_reads_as_its_link_says_and_ends_by_its_button() {
    let house = House::set(|settings| settings.public_url = Some("https://help.example/".to_owned())).await;
    let shop = house.marketplace("a", "default").await;
    house.paid(&shop, "1").await;
    let body = json!({"for": "buyer:B", "language": "id", "zone": "Asia/Jakarta"});
    let made = house.post(&shop, "/v1/portal_links", body).await.is(201);
    let url = made["url"].as_str().expect("an address");
    let path = url.strip_prefix("https://help.example").expect("the public address");
    let entered = house.get(&nobody(), path).await;
    assert!(
        entered.header("set-cookie").is_some_and(|set| set.ends_with("; HttpOnly; SameSite=Lax; Secure"))
    );
    let buyer = Browser::after(&entered);
    let page = buyer.get(&house, "/buyer/").await.is(200);
    let page = page.as_str().expect("a page");
    assert!(page.contains("<html lang=\"id\"") && page.contains("Pesanan saya"), "{page}");
    let token = buyer.token(&house, "/buyer/").await;
    let left = buyer.send(&house, "/buyer/sign-out", &format!("csrf={token}")).await;
    goes_to(&left, "/portal/signed-out");
    assert_eq!(
        left.header("set-cookie"),
        Some("recourse_buyer=; Path=/buyer; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
    );
}

/// What was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_never_says_a_token() {
    let log = Log::default();
    let writer = log.clone();
    // For the whole process: a subscriber of one thread misses what another thread has met first.
    let to = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    to.with_writer(move || writer.clone()).with_ansi(false).init();
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.paid(&shop, "1").await;
    let path = link(&house, &shop, json!({"for": "buyer:B"})).await;
    let session = Browser::after(&house.get(&nobody(), &path).await);
    let token = session.token(&house, "/buyer/").await;
    session.send(&house, "/buyer/sign-out", &format!("csrf={token}")).await.is(303);
    house.get(&nobody(), &format!("{path}x")).await.is(403);
    let said = String::from_utf8(log.0.lock().expect("nobody panicked").clone()).expect("text");
    assert!(said.contains("route=\"/portal/enter\""), "the requests are logged");
    for secret in [path.split_once('=').expect("a token").1, &session.cookie, &token, "token="] {
        assert!(!said.contains(secret), "a secret is in the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_kept_to_https_where_people_reach_them_so() {
    let house =
        House::set(|settings| settings.public_url = Some("https://help.shop.example".to_owned())).await;
    for path in ["/staff/sign-in", "/buyer/", "/staff/nowhere", "/assets/recourse.css"] {
        let told = house.get(&nobody(), path).await;
        assert_eq!(told.header("strict-transport-security"), Some("max-age=31536000"), "{path}");
    }
    let open = House::set(|settings| settings.public_url = Some("http://localhost".to_owned())).await;
    for house in [open, House::new().await] {
        assert_eq!(house.get(&nobody(), "/staff/sign-in").await.header("strict-transport-security"), None);
    }
}
