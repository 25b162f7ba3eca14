//! People are sealed and can be forgotten.
use crate::house::{House, purchase};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_is_erased_cannot_be_read_any_more() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let person =
        json!({"id": "B", "name": "Ana", "mail": "ana@example.org", "address": ["Rua 1", "01310 São Paulo"]});
    let stored = house.post(&shop, "/v1/persons", person).await.is(200);
    let pseudonym = stored["pseudonym"].as_str().expect("a pseudonym").to_owned();
    let order = house.shipped(&shop, "1").await;
    let path = format!("/v1/orders/{order}/messages");
    house.post(&shop.of("buyer:B"), &path, json!({"text": "Where is it?"})).await.is(200);
    assert_eq!(house.get(&shop, &format!("/v1/orders/{order}")).await.is(200)["buyer"], "B");
    house.delete(&shop.of("buyer:B"), "/v1/persons/B").await.problem(403, "forbidden");
    house.delete(&shop, "/v1/persons/B?why=Because").await.problem(422, "invalid");
    house.delete(&shop, "/v1/persons/B?why=request").await.is(204);
    house.delete(&shop, "/v1/persons/B").await.is(204);
    assert_eq!(house.get(&shop, &format!("/v1/orders/{order}")).await.is(200)["buyer"], json!(pseudonym));
    let read = house.get(&shop, &path).await.is(200);
    assert_eq!(read["items"][0]["text"]["state"], "erased");
    assert!(read["items"][0]["text"]["text"].is_null() && read["items"][0]["text"]["digest"].is_string());
    house.post(&shop, "/v1/purchases", purchase("1")).await.is(201);
    let page = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(page["buyer"], json!(pseudonym), "a repeat brings nobody back");
    let own = house.get(&shop.of("buyer:B"), "/v1/orders").await.is(200);
    assert_eq!(own["items"].as_array().map(Vec::len), Some(1), "the order stays the buyer's");
    house.post(&shop, "/v1/purchases", purchase("2")).await.is(201);
    let page = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(page["buyer"], "B", "who buys again is known again");
}
