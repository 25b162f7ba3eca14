//! The demonstration's pages: doors, clock, mailbox; and that nothing of them is there elsewhere.
use crate::house::{As, House, Reply};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use server::DemoSettings;

const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

/// A demonstration with a buyer who reads Indonesian, a seller, a mediator, and a dispute over what never came.
async fn demonstration() -> (House, As, String, String) {
    let demo = DemoSettings {
        marketplace: "demo".to_owned(),
        buyer: "B".to_owned(),
        seller: "S".to_owned(),
        mediator: "M".to_owned(),
    };
    let house = House::set(|settings| settings.demo = Some(demo)).await;
    let shop = house.marketplace("demo", "default").await;
    for (id, name, language) in [("B", "Budi <b>", "id"), ("S", "Shop & Co", "en"), ("M", "Maya", "en")] {
        house.post(&shop, "/v1/persons", json!({"id": id, "name": name, "language": language})).await.is(200);
    }
    let (order, case) = house.disputed(&shop, "1").await;
    (house, shop, order, case)
}

fn anyone() -> As {
    As::key("")
}

fn page(reply: Reply) -> String {
    let kind = reply.header("content-type").unwrap_or_default().to_owned();
    assert!(kind.starts_with("text/html"), "{kind} {:#}", reply.body);
    match reply.is(200) {
        Value::String(page) => page,
        other => panic!("no page: {other}"),
    }
}

#[track_caller]
fn leads(reply: &Reply) -> String {
    assert!(reply.status.is_redirection(), "{} {:#}", reply.status, reply.body);
    reply.header("location").expect("somewhere").to_owned()
}

async fn press(house: &House, who: &As, by: &str, back: &str) -> Reply {
    let body = format!("by={by}&back={}", back.replace('/', "%2F"));
    house.send(who, Method::POST, "/demo/clock", Body::from(body), FORM).await
}

async fn now(house: &House, shop: &As) -> String {
    let own = house.get(shop, "/v1/marketplace").await.is(200);
    own["now"].as_str().expect("an instant").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn elsewhere_than_in_a_demonstration_there_are_no_doors() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.disputed(&shop, "1").await;
    for path in ["/demo", "/demo/mailbox", "/demo/enter?as=buyer:B", "/"] {
        house.get(&anyone(), path).await.problem(404, "not_found");
    }
    let before = now(&house, &shop).await;
    assert_eq!(press(&house, &anyone(), "day", "/demo").await.status, 404);
    assert_eq!(now(&house, &shop).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_has_three_doors_and_a_case_of_each_stage() {
    let (house, _, _, case) = demonstration().await;
    assert_eq!(leads(&house.get(&anyone(), "/").await), "/demo");
    let reply = house.get(&anyone(), "/demo").await;
    assert!(
        reply.header("content-security-policy").is_some_and(|value| value.contains("default-src 'none'"))
    );
    let start = page(reply);
    for door in ["as=buyer:B&amp;to=/buyer/", "as=seller:S&amp;to=/seller/", "as=mediator:M&amp;to=/staff/"] {
        assert!(start.contains(&format!("/demo/enter?{door}\"")), "{door}: {start}");
    }
    assert!(start.contains("Budi &lt;b&gt;") && !start.contains("Budi <b>"), "names are only text");
    assert!(start.contains(&format!("/demo/enter?as=seller:S&amp;to=/seller/cases/{case}")), "{start}");
    assert!(start.contains("A dispute that waits for the seller’s answer"));
    assert!(
        start.contains("name=\"by\" value=\"five_days\"") && start.contains("name=\"back\" value=\"/demo\"")
    );
    assert!(!start.contains("[["), "no message is missing");
    let indonesian = page(house.get(&anyone().with("Accept-Language", "id"), "/demo").await);
    assert!(indonesian.contains("lang=\"id\"") && indonesian.contains("Jadi pembeli"), "{indonesian}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_door_opens_a_portal_as_that_person() {
    let (house, _, order, _) = demonstration().await;
    let door = format!("/demo/enter?as=buyer:B&to=/buyer/orders/{order}");
    let link = leads(&house.get(&anyone(), &door).await);
    assert!(link.starts_with("/portal/enter?token="), "{link}");
    let entered = house.get(&anyone(), &link).await;
    assert_eq!(leads(&entered), format!("/buyer/orders/{order}"));
    let cookie =
        entered.header("set-cookie").expect("a session").split(';').next().expect("a value").to_owned();
    let inside = page(house.get(&anyone().with("Cookie", &cookie), &format!("/buyer/orders/{order}")).await);
    assert!(inside.contains("class=\"demo\""), "the clock is on every page: {inside}");
    assert!(inside.contains(&format!("name=\"back\" value=\"/buyer/orders/{order}\"")));
    for nobody in ["buyer:stranger", "king:B", "B"] {
        let told = house.get(&anyone(), &format!("/demo/enter?as={nobody}")).await;
        assert!(told.status.is_client_error(), "{nobody}");
    }
    let outside = house.get(&anyone(), "/demo/enter?as=buyer:B&to=https://evil.example/").await;
    assert_eq!(leads(&house.get(&anyone(), &leads(&outside)).await), "/buyer/", "a door leads inside");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_moves_by_a_button_and_returns_to_its_page() {
    let (house, shop, _, case) = demonstration().await;
    let before = now(&house, &shop).await;
    assert_eq!(leads(&press(&house, &anyone(), "hour", "/demo/mailbox").await), "/demo/mailbox");
    let after = now(&house, &shop).await;
    assert!(after > before, "{before} {after}");
    assert_eq!(leads(&press(&house, &anyone(), "next", "//evil.example").await), "/", "only our own pages");
    assert!(now(&house, &shop).await > after, "something was to come");
    for _ in 0..2 {
        press(&house, &anyone(), "five_days", "/demo").await;
    }
    let read = house.get(&shop, &format!("/v1/cases/{case}")).await.is(200);
    assert_ne!(read["stage"]["name"], "responding", "the seller stayed silent");
    let program = anyone().with("Accept", "application/json");
    press(&house, &program, "year", "/demo").await.problem(422, "invalid");
    press(&house, &anyone(), "year", "/demo").await.is(422);
    let stands = now(&house, &shop).await;
    let foreign = program.with("Sec-Fetch-Site", "cross-site");
    press(&house, &foreign, "day", "/demo").await.problem(403, "forbidden");
    assert_eq!(now(&house, &shop).await, stands);
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_come_newest_first_in_the_readers_language_with_a_door() {
    let (house, shop, _, case) = demonstration().await;
    let all = page(house.get(&anyone(), "/demo/mailbox").await);
    let door = format!("/demo/enter?as=seller:S&amp;to=/seller/cases/{case}");
    assert!(all.contains("Please answer: dispute about order 1") && all.contains(&door), "{all}");
    assert!(all.contains("lang=\"id\"") && all.contains("lang=\"en\""));
    assert!(!all.contains("[["), "no message is missing");
    let own = page(house.get(&anyone(), "/demo/mailbox?person=B").await);
    assert!(!own.contains("as=seller:S") && own.contains("as=buyer:B"));
    let none = page(house.get(&anyone(), "/demo/mailbox?person=nobody").await);
    assert!(none.contains("There are no mails here."));
    let words = json!({"answer": "reject", "words": {"reason": "sent", "text": "It was sent."}});
    house.post(&shop.of("seller:S"), &format!("/v1/cases/{case}/answer"), words).await.is(200);
    let newer = page(house.get(&anyone(), "/demo/mailbox").await);
    let first = newer.split("<h2>").nth(1).expect("a mail").split("</h2>").next().expect("a subject");
    assert!(!all.contains(&format!("<h2>{first}</h2>")), "{first} is new and stands first");
}
