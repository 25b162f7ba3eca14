//! Carriers: EasyPost's webhooks by their signature, and scans told by the marketplace.
use crate::house::{As, EASYPOST, House, START};
use crate::portal::Browser;
use axum::body::Body;
use axum::http::Method;
use connectors::easypost::sign;
use serde_json::{Value, json};

fn webhook(id: &str, number: &str, status: &str) -> Value {
    json!({
        "object": "Event", "id": id, "description": "tracker.updated",
        "result": {
            "object": "Tracker", "tracking_code": number, "carrier": "FedEx", "status": status,
            "tracking_details": [
                {"object": "TrackingDetail", "status": "in_transit", "message": "Picked up", "source": "FedEx",
                 "datetime": "2026-03-02T12:00:00Z"},
                {"object": "TrackingDetail", "status": status, "message": "Delivered", "source": "FedEx",
                 "datetime": "2026-03-03T12:00:00Z"}
            ]
        }
    })
}

async fn send(house: &House, body: &Value, signature: Option<String>) -> crate::house::Reply {
    let mut who = As::key("");
    if let Some(signature) = signature {
        who = who.with("X-Hmac-Signature", &signature);
    }
    let path = "/v1/webhooks/easypost/a";
    house.send(&who, Method::POST, path, Body::from(body.to_string()), Some("application/json")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn easypost_is_believed_by_its_signature_and_taken_once() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.marketplace("b", "default").await;
    house.clock(&shop, "P3D").await;
    let order = house.paid(&shop, "1").await;
    let body = webhook("evt_1", "9400110898825022579493", "delivered");
    send(&house, &body, None).await.problem(401, "bad_signature");
    send(&house, &body, Some(sign("another secret", body.to_string().as_bytes())))
        .await
        .problem(401, "bad_signature");
    let signature = sign(EASYPOST, body.to_string().as_bytes());
    let first = send(&house, &body, Some(signature.clone())).await.is(200);
    assert_eq!((&first["new"], &first["repeated"]), (&json!(1), &json!(0)));
    let again = send(&house, &body, Some(signature)).await.is(200);
    assert_eq!((&again["new"], &again["repeated"]), (&json!(0), &json!(1)));
    // It came before its parcel was declared: kept, and led there when it is.
    let shipment = json!({"carrier": "fedex", "number": "9400110898825022579493", "handed_over": "2026-03-02T10:00:00Z"});
    house.post(&shop.of("seller:S"), &format!("/v1/orders/{order}/shipments"), shipment).await.is(201);
    let later = webhook("evt_2", "9400110898825022579493", "delivered");
    let signature = sign(EASYPOST, later.to_string().as_bytes());
    send(&house, &later, Some(signature)).await.is(200);
    let page = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
    let parcel = &page["parcels"][0];
    assert_eq!(
        (&parcel["state"], &parcel["delivered_at"]),
        (&json!("delivered"), &json!("2026-03-03T12:00:00Z"))
    );
    assert_eq!(parcel["scans"].as_array().map(Vec::len), Some(2), "{parcel:#}");
    let wrong =
        house.send(&As::key(""), Method::POST, "/v1/webhooks/easypost/b", Body::from("{}"), None).await;
    wrong.problem(404, "not_found");
    let other = json!({"object": "Event", "id": "evt_3", "description": "batch.created", "result": {"object": "Batch"}});
    let signature = sign(EASYPOST, other.to_string().as_bytes());
    assert_eq!(send(&house, &other, Some(signature)).await.is(200)["new"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn scans_told_twice_are_taken_once() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.shipped(&shop, "1").await;
    house.clock(&shop, "P2D").await;
    let report = json!({"event": "e2", "number": "T1", "scans": [
        {"at": "2026-03-03T10:00:00Z", "status": "exception", "cause": "customs"},
        {"at": "2026-03-04T09:00:00Z", "status": "delivered", "destination_matches": true},
    ]});
    assert_eq!(house.post(&shop, "/v1/tracking", report.clone()).await.is(202)["new"], 1);
    assert_eq!(house.post(&shop, "/v1/tracking", report).await.is(202)["repeated"], 1);
    let page = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(page["state"], "delivered");
    let empty = json!({"event": "e3", "number": "T1", "scans": []});
    house.post(&shop, "/v1/tracking", empty).await.problem(422, "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_03_the_buyer_is_told_of_a_delay_that_the_carrier_shows_and_sees_why() {
    let house = House::new().await;
    let key = house.marketplace("a", "default").await;
    let order = house.paid(&key, "1").await;
    let shipment = json!({"carrier": "fedex", "number": "T1"});
    house.post(&key.of("seller:S"), &format!("/v1/orders/{order}/shipments"), shipment).await.is(201);
    let path = format!("/v1/orders/{order}");
    let scans = |event: &str, at: &str, status: &str, cause: Option<&str>| {
        json!({"event": event, "carrier": "fedex", "number": "T1",
            "scans": [{"at": at, "status": status, "cause": cause}]})
    };
    house.clock(&key, "P2D").await;
    let first = scans("1", START, "in_transit", None);
    house.post(&key, "/v1/tracking", first).await.is(202);
    assert_eq!(house.get(&key, &path).await.is(200)["parcels"][0]["delay"], Value::Null);
    let since = "2026-03-03T12:00:00Z";
    let held = scans("2", since, "exception", Some("customs"));
    house.post(&key, "/v1/tracking", held).await.is(202);
    let page = house.get(&key.of("buyer:B"), &path).await.is(200);
    assert_eq!(page["parcels"][0]["delay"], json!({"since": since, "cause": "customs"}));
    let notices = async |who: &str| {
        let told = house.get(&key.of(who), "/v1/notices?limit=1000").await.is(200);
        let all = told["items"].as_array().expect("a list").clone();
        all.into_iter().filter(|one| one["notice"] == "parcel_delayed").collect::<Vec<_>>()
    };
    let told = notices("buyer:B").await;
    let window = page["parcels"][0]["windows"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|w| w["kind"] == "not_received");
    assert_eq!(told.len(), 1);
    assert_eq!(
        told[0]["end"],
        window.expect("open")["closes"]["end"],
        "and until when to say that it did not come"
    );
    assert!(notices("seller:S").await.is_empty());
    let buyer = Browser::enters(&house, &key, "buyer:B").await;
    let page = buyer.get(&house, &format!("/buyer/orders/{order}")).await.is(200);
    let page = page.as_str().expect("a page");
    assert!(page.contains("data-delay") && page.contains("at customs"), "{page}");
    let on = scans("3", "2026-03-03T18:00:00Z", "in_transit", None);
    house.post(&key, "/v1/tracking", on).await.is(202);
    assert_eq!(house.get(&key, &path).await.is(200)["parcels"][0]["delay"], Value::Null, "it moved on");
}
