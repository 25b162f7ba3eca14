//! Lists of what waits and of orders, for people with more than one part.
use crate::house::{House, purchase};
use crate::portal::{Browser, between};
use serde_json::json;

fn count(page: &str, what: &str) -> usize {
    page.matches(&format!("data-what=\"{what}\"")).count()
}

async fn read(house: &House, who: &Browser, path: &str) -> String {
    who.get(house, path).await.is(200).as_str().expect("a page").to_owned()
}

/// S has bought thirty things that are not paid and is to ship twenty-seven.
#[tokio::test(flavor = "multi_thread")]
async fn not_04_who_buys_and_sells_is_shown_everything_of_each_side() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    for no in 0..30 {
        let mut bought = purchase(&format!("bought-{no}"));
        bought["buyer"] = json!("S");
        bought["sellers"][0]["seller"] = json!("T");
        bought["pay_by"] = json!("2026-03-03T10:00:00Z");
        house.post(&shop, "/v1/purchases", bought).await.is(201);
    }
    for no in 0..27 {
        house.paid(&shop, &format!("sold-{no}")).await;
    }
    let all = house.get(&shop.of("seller:S"), "/v1/inbox?limit=200").await.is(200);
    let all: Vec<&str> =
        all["items"].as_array().expect("rows").iter().filter_map(|row| row["what"].as_str()).collect();
    let first_sold = all.iter().position(|what| *what == "ship").expect("something is to be shipped");
    assert!(first_sold >= 25, "the whole first page is what S has bought: {all:?}");
    let seller = Browser::enters(&house, &shop, "seller:S").await;
    let first = read(&house, &seller, "/seller/").await;
    assert_eq!((count(&first, "ship"), count(&first, "pay")), (25, 0), "{first}");
    assert!(!first.contains("data-group=\"nothing\""));
    let next = between(&first, "href=\"/seller/?after=", "\"");
    let second = read(&house, &seller, &format!("/seller/?after={next}")).await;
    assert_eq!(count(&second, "ship"), 2, "{second}");
    assert!(!second.contains("href=\"/seller/?after="), "nothing is on a third page");
    let buyer = Browser::enters(&house, &shop, "buyer:S").await;
    assert_eq!(count(&read(&house, &buyer, "/buyer/").await, "pay"), 10, "the strip is full");
    let other = Browser::enters(&house, &shop, "seller:T").await;
    assert!(read(&house, &other, "/seller/").await.contains("data-group=\"nothing\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_tells_only_those_whose_turn_it_is_to_answer() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.disputed(&shop, "1").await;
    for (whom, path, asked) in [
        ("seller:S", "/seller/orders", true),
        ("buyer:B", "/buyer/orders", false),
        ("mediator:M", "/staff/orders", false),
    ] {
        let who = Browser::enters(&house, &shop, whom).await;
        let page = read(&house, &who, path).await;
        assert!(page.contains("A lamp"), "{page}");
        assert_eq!(page.contains("Your answer is awaited until"), asked, "{whom}: {page}");
    }
}
