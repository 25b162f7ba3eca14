//! Staff signs in with a password.
use crate::house::{ADMIN, As, House, Reply};
use crate::portal::{Browser, between, goes_to, send};
use jiff::SignedDuration;
use serde_json::{Value, json};

const PASSWORD: &str = "correct horse battery";

fn nobody() -> As {
    As::key("")
}

async fn maria(house: &House, shop: &As) -> Value {
    let body = json!({"id": "M", "login": "Maria@Shop.example", "role": "mediator", "password": PASSWORD});
    house.post(shop, "/v1/staff", body).await.is(201)
}

async fn tries(house: &House, login: &str, password: &str) -> Reply {
    let password = password.replace(' ', "+");
    send(house, &nobody(), "/staff/sign-in", &format!("marketplace=a&login={login}&password={password}"))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_is_added_listed_and_removed() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let other = house.marketplace("b", "default").await;
    let made = maria(&house, &shop).await;
    assert_eq!(
        made,
        json!({"id": "M", "login": "maria@shop.example", "role": "mediator", "created": "2026-03-02T10:00:00Z"})
    );
    maria(&house, &other).await;
    let body = json!({"id": "F", "login": "finance", "role": "finance"});
    let made = house.post(&shop, "/v1/staff", body).await.is(201);
    let password = made["password"].as_str().expect("made here").to_owned();
    assert!(tries(&house, "finance", &password).await.header("set-cookie").is_some());
    let list = house.get(&shop, "/v1/staff").await.is(200);
    let logins: Vec<_> =
        list["items"].as_array().expect("a list").iter().map(|one| one["login"].clone()).collect();
    assert_eq!(logins, ["finance", "maria@shop.example"]);
    assert!(!list.to_string().contains("argon2") && !list.to_string().contains(&password));
    let body = |id: &str, login: &str, role: &str, password: &str| json!({"id": id, "login": login, "role": role, "password": password});
    for (field, wrong) in [
        ("id", body(" ", "x", "mediator", PASSWORD)),
        ("login", body("X", "a b", "mediator", PASSWORD)),
        ("role", body("X", "x", "buyer", PASSWORD)),
        ("password", body("X", "x", "mediator", "elevenchars")),
        ("password", body("X", "x", "mediator", &"x".repeat(201))),
    ] {
        assert_eq!(house.post(&shop, "/v1/staff", wrong).await.problem(422, "invalid")["field"], field);
    }
    house.post(&shop, "/v1/staff", body("M", "x", "mediator", PASSWORD)).await.problem(409, "already_exists");
    house
        .post(&shop, "/v1/staff", body("X", "MARIA@shop.example", "mediator", PASSWORD))
        .await
        .problem(409, "already_exists");
    house.delete(&shop, "/v1/staff/nobody").await.problem(404, "not_found");
    house.post(&shop, "/v1/staff/nobody/password", json!({})).await.problem(404, "not_found");
    house.delete(&shop, "/v1/staff/M").await.is(204);
    assert_eq!(house.get(&other, "/v1/staff").await.is(200)["items"].as_array().map(Vec::len), Some(1));
    house.get(&As::key(ADMIN), "/v1/staff").await.problem(403, "forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_begins_a_session_that_ends_with_it() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    maria(&house, &shop).await;
    let form = format!(
        "marketplace=a&login=+MARIA%40shop.example&password={}&next=%2Fstaff%2Fcases",
        PASSWORD.replace(' ', "+")
    );
    let entered = send(&house, &nobody(), "/staff/sign-in", &form).await;
    goes_to(&entered, "/staff/cases");
    let set = entered.header("set-cookie").expect("a cookie");
    assert!(
        set.starts_with("recourse_staff=")
            && set.ends_with("; Path=/staff; Max-Age=28800; HttpOnly; SameSite=Lax"),
        "{set}"
    );
    let session = Browser::after(&entered);
    let page = session.get(&house, "/staff/").await.is(200);
    assert!(page.as_str().is_some_and(|page| page.contains("action=\"/staff/sign-out\"")));
    house.post(&shop, "/v1/staff/M/password", json!({"password": "short"})).await.problem(422, "invalid");
    session.get(&house, "/staff/").await.is(200);
    let made = house.post(&shop, "/v1/staff/M/password", json!({})).await.is(200);
    goes_to(&session.get(&house, "/staff/").await, "/staff/sign-in?next=/staff/");
    tries(&house, "maria@shop.example", PASSWORD).await.is(422);
    let password = made["password"].as_str().expect("made here");
    let session = Browser::after(&tries(&house, "maria@shop.example", password).await);
    let linked = Browser::enters(&house, &shop, "mediator:M").await;
    session.get(&house, "/staff/").await.is(200);
    house.delete(&shop, "/v1/staff/M").await.is(204);
    goes_to(&session.get(&house, "/staff/").await, "/staff/sign-in?next=/staff/");
    linked.get(&house, "/staff/").await.is(200);
    maria(&house, &shop).await;
    goes_to(&session.get(&house, "/staff/").await, "/staff/sign-in?next=/staff/");
    let session = Browser::after(&tries(&house, "maria@shop.example", PASSWORD).await);
    let token = session.token(&house, "/staff/").await;
    let left = session.send(&house, "/staff/sign-out", &format!("csrf={token}")).await;
    goes_to(&left, "/staff/sign-in");
    assert!(
        left.header("set-cookie")
            .is_some_and(|set| set.starts_with("recourse_staff=; Path=/staff; Max-Age=0;"))
    );
    house.wall.advance(SignedDuration::from_hours(8));
    goes_to(&session.get(&house, "/staff/").await, "/staff/sign-in?next=/staff/");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_the_answer_is_the_same() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.marketplace("b", "default").await;
    maria(&house, &shop).await;
    let mut pages = Vec::new();
    for (place, login, password) in [
        ("a", "maria@shop.example", "wrong horse battery"),
        ("a", "nobody", "wrong horse battery"),
        ("b", "maria@shop.example", PASSWORD),
        ("none", "maria@shop.example", PASSWORD),
        ("a", "maria@shop.example", ""),
        ("a", "", PASSWORD),
    ] {
        let form = format!("marketplace={place}&login={login}&password={}", password.replace(' ', "+"));
        let reply = send(&house, &nobody(), "/staff/sign-in", &form).await;
        assert_eq!(reply.header("set-cookie"), None);
        let page = reply.is(422).as_str().expect("a page").to_owned();
        assert!(!page.contains("horse"), "a password is never given back");
        pages.push(between(&page, "role=\"alert\"", "</div>").to_owned());
    }
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
    let form = format!("marketplace=a&login=maria@shop.example&password={}", PASSWORD.replace(' ', "+"));
    for (name, value) in [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")] {
        send(&house, &nobody().with(name, value), "/staff/sign-in", &form).await.is(403);
    }
    let evil = format!("{form}&next=https%3A%2F%2Fevil.example");
    goes_to(&send(&house, &nobody(), "/staff/sign-in", &evil).await, "/staff/");
    house.delete(&shop, "/v1/persons/M").await.is(204);
    send(&house, &nobody(), "/staff/sign-in", &form).await.is(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_attempts_wait_longer_whether_or_not_there_is_an_account() {
    let house = House::set(|settings| settings.behind_proxy = true).await;
    let shop = house.marketplace("a", "default").await;
    maria(&house, &shop).await;
    for login in ["maria@shop.example", "nobody"] {
        for _ in 0..5 {
            tries(&house, login, "wrong horse battery").await.is(422);
        }
        let told = tries(&house, login, PASSWORD).await;
        assert_eq!(told.header("retry-after"), Some("1"));
        assert!(told.is(429).as_str().is_some_and(|page| page.contains("too many attempts")));
    }
    house.wall.advance(SignedDuration::from_secs(1));
    tries(&house, "maria@shop.example", "wrong horse battery").await.is(422);
    assert_eq!(tries(&house, "maria@shop.example", PASSWORD).await.header("retry-after"), Some("2"));
    house.wall.advance(SignedDuration::from_secs(2));
    tries(&house, "maria@shop.example", PASSWORD).await.is(303);
    tries(&house, "maria@shop.example", "wrong horse battery").await.is(422);
    let from = |address: &str| nobody().with("X-Forwarded-For", address);
    let form = |no: u32| format!("marketplace=a&login=x{no}&password=wrong");
    for no in 0..20 {
        send(&house, &from("203.0.113.9, 192.0.2.1"), "/staff/sign-in", &form(no)).await.is(422);
    }
    send(&house, &from("203.0.113.8, 192.0.2.1"), "/staff/sign-in", &form(50)).await.is(429);
    send(&house, &from("203.0.113.9, 192.0.2.2"), "/staff/sign-in", &form(51)).await.is(422);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_asks_for_a_marketplace_only_where_there_are_several() {
    let house = House::new().await;
    house.marketplace("a", "default").await;
    let page = house.get(&nobody(), "/staff/sign-in?next=%2Fstaff%2F%22%3E").await.is(200);
    let page = page.as_str().expect("a page");
    assert!(
        page.contains("type=\"hidden\" name=\"marketplace\" value=\"a\"")
            && page.contains("value=\"/staff/&quot;&gt;\"")
    );
    house.marketplace("b", "default").await;
    let page = house.get(&nobody(), "/staff/sign-in?marketplace=b").await.is(200);
    let page = page.as_str().expect("a page");
    assert!(page.contains("for=\"marketplace\">") && page.contains("value=\"b\""));
}
