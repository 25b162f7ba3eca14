//! Streams of live pages: how many, how long, and what they say.
use crate::house::{As, House};
use crate::portal::Browser;
use axum::body::{Body, BodyDataStream};
use axum::http::{Request, Response};
use futures::StreamExt as _;
use serde_json::json;
use std::time::Duration;
use tower::ServiceExt as _;

/// Long enough for a slow machine.
const PATIENCE: Duration = Duration::from_secs(20);

async fn open(house: &House, who: &As, path: &str) -> Response<Body> {
    let mut request = Request::builder().uri(path);
    for (name, value) in &who.headers {
        request = request.header(name, value);
    }
    let request = request.body(Body::empty()).expect("a request");
    house.app.clone().oneshot(request).await.expect("an answer")
}

async fn says(stream: &mut BodyDataStream) -> Option<String> {
    let next = tokio::time::timeout(PATIENCE, stream.next()).await.expect("it says something");
    next.map(|piece| String::from_utf8_lossy(&piece.expect("a piece")).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_has_eight_streams_and_a_place_comes_back() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.paid(&shop, "1").await;
    let (buyer, seller) =
        (Browser::enters(&house, &shop, "buyer:B").await, Browser::enters(&house, &shop, "seller:S").await);
    let path = format!("/buyer/live/orders/{order}");
    let mut streams = Vec::new();
    for _ in 0..8 {
        let stream = open(&house, &buyer.who(), &path).await;
        assert_eq!(stream.status(), 200);
        streams.push(stream);
    }
    let ninth = open(&house, &buyer.who(), "/buyer/live/inbox").await;
    assert_eq!(ninth.status(), 429);
    assert_eq!(ninth.headers()["retry-after"], "60");
    assert_eq!(open(&house, &seller.who(), "/seller/live/inbox").await.status(), 200, "another person");
    streams.pop();
    let again = async {
        while open(&house, &buyer.who(), &path).await.status() != 200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, again).await.expect("the place of a stream that was left comes back");
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_have_a_bound_in_all() {
    let house = House::set(|settings| settings.streams_max = 1).await;
    let shop = house.marketplace("a", "default").await;
    house.paid(&shop, "1").await;
    let (buyer, seller) =
        (Browser::enters(&house, &shop, "buyer:B").await, Browser::enters(&house, &shop, "seller:S").await);
    let held = open(&house, &buyer.who(), "/buyer/live/inbox").await;
    assert_eq!(held.status(), 200);
    assert_eq!(open(&house, &seller.who(), "/seller/live/inbox").await.status(), 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_ends_after_its_time() {
    let house = House::set(|settings| settings.stream_lasts = Duration::from_millis(50)).await;
    let shop = house.marketplace("a", "default").await;
    house.paid(&shop, "1").await;
    let buyer = Browser::enters(&house, &shop, "buyer:B").await;
    let mut stream = open(&house, &buyer.who(), "/buyer/live/inbox").await.into_body().into_data_stream();
    assert!(says(&mut stream).await.is_some_and(|event| event.starts_with("event: version")));
    assert_eq!(says(&mut stream).await, None, "the browser is to come with its session again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_hears_of_its_own_orders_and_staff_of_what_waits() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (_, case) = house.disputed(&shop, "1").await;
    let (buyer, mediator) =
        (Browser::enters(&house, &shop, "buyer:B").await, Browser::enters(&house, &shop, "mediator:M").await);
    let mut list = open(&house, &buyer.who(), "/buyer/live/inbox").await.into_body().into_data_stream();
    let mut queue = open(&house, &mediator.who(), "/staff/live/inbox").await.into_body().into_data_stream();
    let (first, waits) = (says(&mut list).await, says(&mut queue).await);
    let reject = json!({"answer": "reject", "words": {"reason": "delivered"}});
    house.post(&shop.of("seller:S"), &format!("/v1/cases/{case}/answer"), reject).await.is(200);
    let second = says(&mut list).await;
    assert!(second.is_some() && second != first, "{second:?}");
    let why = json!({"words": {"reason": "no_agreement"}});
    house.post(&shop.of("buyer:B"), &format!("/v1/cases/{case}/escalate"), why).await.is(200);
    let now = says(&mut queue).await;
    assert!(now.is_some() && now != waits, "{now:?}");
}
