//! Evidence and messages: streamed in, sealed, ticked off, given out as a download.
use crate::house::{As, House, Reply};
use crate::portal::Browser;
use axum::body::{Body, to_bytes};
use axum::http::response::Parts;
use axum::http::{Method, Request};
use serde_json::json;
use tower::ServiceExt as _;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

pub fn form(fields: &[(&str, &str)], file: Option<&[u8]>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    if let Some(file) = file {
        body.extend_from_slice(
            b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.exe\"\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--b--\r\n");
    body
}

pub async fn upload(house: &House, who: &As, order: &str, body: Vec<u8>) -> Reply {
    let path = format!("/v1/orders/{order}/evidence");
    house.send(who, Method::POST, &path, Body::from(body), Some("multipart/form-data; boundary=b")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn evi_06_a_file_is_sealed_listed_and_given_back_as_a_download() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (order, case) = house.disputed(&shop, "1").await;
    let seller = shop.of("seller:S");
    let fields = [("case", case.as_str()), ("caption", "The parcel"), ("taken", "2026-03-02T09:00:00Z")];
    let once = seller.with("Idempotency-Key", "u1");
    let done = upload(&house, &once, &order, form(&fields, Some(PNG))).await.is(201);
    let again = upload(&house, &once, &order, form(&fields, Some(PNG))).await;
    assert_eq!(again.header("idempotent-replayed"), Some("true"));
    assert_eq!(again.is(201), done);
    upload(&house, &once, &order, form(&[], Some(PNG))).await.problem(422, "key_reused");
    let list = house.get(&shop.of("buyer:B"), &format!("/v1/orders/{order}/evidence")).await.is(200);
    let piece = &list["items"][0];
    assert_eq!(
        (&piece["kind"], &piece["author"], &piece["caption"]["text"]),
        (&json!("picture"), &json!("S"), &json!("The parcel"))
    );
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    assert!(list["limits"]["picture_max_bytes"].as_u64().is_some_and(|most| most > 0));
    let href = piece["href"].as_str().expect("a link");
    let file = house.get(&shop.of("buyer:B"), href).await;
    assert_eq!(file.header("content-type"), Some("image/png"));
    assert!(file.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    house.get(&shop.of("buyer:other"), href).await.problem(404, "not_found");
    let id = piece["id"].as_str().expect("an id");
    house
        .post(&shop.of("buyer:B"), &format!("/v1/evidence/{id}/withdraw"), json!({}))
        .await
        .problem(403, "not_yours");
    house.post(&seller, &format!("/v1/evidence/{id}/withdraw"), json!({})).await.is(200);
    house
        .post(&shop.of("mediator:M"), &format!("/v1/evidence/{id}/remove"), json!({"reason": "law"}))
        .await
        .is(200);
    house.get(&shop, href).await.problem(404, "not_found");
    let list = house.get(&shop, &format!("/v1/orders/{order}/evidence")).await.is(200);
    assert!(list["items"][0]["removed_at"].is_string() && list["items"][0]["digest"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn evi_03_the_real_type_decides_and_limits_hold() {
    let house = House::new().await;
    let shop = house.marketplace("a", "aliexpress").await;
    let order = house.shipped(&shop, "1").await;
    let buyer = shop.of("buyer:B");
    let told =
        upload(&house, &buyer, &order, form(&[], Some(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"))).await;
    told.problem(422, "file_refused");
    let mut large = PNG.to_vec();
    large.resize(2_000_000, 0);
    let told = upload(&house, &buyer, &order, form(&[], Some(&large))).await.problem(422, "file_refused");
    assert_eq!(told["values"]["most"], 2_000_000);
    upload(&house, &buyer, &order, form(&[("caption", "x")], None)).await.problem(409, "missing");
    upload(&house, &buyer, &order, form(&[("grams", "some")], Some(PNG))).await.problem(422, "invalid");
    upload(&house, &shop, &order, form(&[], Some(PNG))).await.problem(403, "not_yours");
    let half = form(&[], Some(PNG));
    upload(&house, &buyer, &order, half[..half.len() - 20].to_vec()).await.problem(400, "malformed_body");
    let list = house.get(&buyer, &format!("/v1/orders/{order}/evidence")).await.is(200);
    assert_eq!(list["items"].as_array().map(Vec::len), Some(0), "a half file is never evidence");
}

#[tokio::test(flavor = "multi_thread")]
async fn evi_02_requirements_are_listed_and_ticked_off() {
    let house = House::new().await;
    let shop = house.marketplace("a", "aliexpress").await;
    let (order, case) = house.disputed(&shop, "1").await;
    let page = house.get(&shop, &format!("/v1/cases/{case}")).await.is(200);
    let of_seller = |page: &serde_json::Value| {
        let all = page["requirements"].as_array().expect("a list").clone();
        all.into_iter()
            .find(|r| r["from"] == "respondent" && r["grams"] == false)
            .expect("the seller must show something")
    };
    let required = of_seller(&page);
    assert_eq!(required["satisfied"], false);
    assert!(
        required["missing_means"].as_str().is_some_and(|text| text.contains(' ')),
        "in words: {required:#}"
    );
    let id = required["id"].as_str().expect("an id").to_owned();
    let fields = [("case", case.as_str()), ("requirement", id.as_str())];
    let done = upload(&house, &shop.of("seller:S"), &order, form(&fields, Some(PNG))).await.is(201);
    let ticked = of_seller(&house.get(&shop, &format!("/v1/cases/{case}")).await.is(200));
    assert_eq!((&ticked["satisfied"], &ticked["evidence"]), (&json!(true), &done["created"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn evi_08_messages_are_sealed_and_read_back_with_their_author() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.shipped(&shop, "1").await;
    let path = format!("/v1/orders/{order}/messages");
    house.post(&shop.of("buyer:B"), &path, json!({"text": "Where is it?"})).await.is(200);
    house.post(&shop.of("seller:S"), &path, json!({"text": "On its way."})).await.is(200);
    house.post(&shop.of("seller:S"), &path, json!({"text": "  "})).await.problem(422, "invalid");
    let log =
        json!({"text": "Parcel shop says: not here.", "caption": "Log", "taken": "2026-03-02T09:00:00Z"});
    house.post(&shop.of("buyer:B"), &format!("/v1/orders/{order}/evidence/log"), log).await.is(201);
    let read = house.get(&shop.of("seller:S"), &path).await.is(200);
    let first = &read["items"][0];
    assert_eq!(
        (&first["role"], &first["text"]["author"], &first["text"]["text"]),
        (&json!("buyer"), &json!("B"), &json!("Where is it?"))
    );
    assert_eq!(read["items"].as_array().map(Vec::len), Some(2));
    let list = house.get(&shop, &format!("/v1/orders/{order}/evidence")).await.is(200);
    let href = list["items"][0]["href"].as_str().expect("a link").to_owned();
    assert_eq!(house.get(&shop, &href).await.is(200), "Parcel shop says: not here.");
}

/// An hour of nothing in a video's box: several sealed pieces long.
fn video() -> Vec<u8> {
    let mut video = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    video.extend((0..200_000_u32).map(|no| u8::try_from(no % 251).expect("a byte")));
    video
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_is_given_out_in_ranges() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.shipped(&shop, "1").await;
    let video = video();
    let done = upload(&house, &shop.of("buyer:B"), &order, form(&[], Some(&video))).await.is(201);
    let id = done["created"].as_str().expect("an id");
    let browser = Browser::enters(&house, &shop, "buyer:B").await.who().with("Accept-Encoding", "gzip");
    let (page, api) = (format!("/buyer/evidence/{id}/content"), format!("/v1/evidence/{id}/content"));
    let all = video.len();
    for (who, path) in [(&browser, &page), (&shop.of("seller:S"), &api)] {
        let (head, bytes) = raw(&house, who, path).await;
        assert_eq!((head.status.as_u16(), head.headers["accept-ranges"].as_bytes()), (200, &b"bytes"[..]));
        assert_eq!(head.headers["content-type"], "video/mp4");
        assert!(bytes == video && head.headers["content-length"] == all.to_string().as_str());
        for (asked, from, to) in [
            ("bytes=0-1".to_owned(), 0, 1),
            ("bytes=65530-131080".to_owned(), 65_530, 131_080),
            ("bytes=199000-".to_owned(), 199_000, all - 1),
            ("bytes=-5".to_owned(), all - 5, all - 1),
            (format!("bytes=3-{}", all * 2), 3, all - 1),
        ] {
            let (head, bytes) = raw(&house, &who.with("Range", &asked), path).await;
            assert_eq!(head.status.as_u16(), 206, "{asked}");
            assert_eq!(head.headers["content-range"], format!("bytes {from}-{to}/{all}").as_str());
            assert_eq!(head.headers["content-length"], (to - from + 1).to_string().as_str());
            assert!(bytes == video[from..=to], "{asked}");
        }
        let (head, bytes) = raw(&house, &who.with("Range", &format!("bytes={all}-")), path).await;
        assert_eq!((head.status.as_u16(), bytes.len()), (416, 0));
        assert_eq!(head.headers["content-range"], format!("bytes */{all}").as_str());
        let (head, bytes) = raw(&house, &who.with("Range", "bytes=0-1,5-6"), path).await;
        assert_eq!((head.status.as_u16(), bytes.len()), (200, all), "several ranges are the whole");
    }
}

/// An answer's head and its bytes as they are.
async fn raw(house: &House, who: &As, path: &str) -> (Parts, Vec<u8>) {
    let mut request = Request::builder().uri(path);
    if !who.key.is_empty() {
        request = request.header("Authorization", format!("Bearer {}", who.key));
    }
    if let Some(actor) = &who.actor {
        request = request.header("Recourse-Actor", actor);
    }
    for (name, value) in &who.headers {
        request = request.header(name, value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let (head, body) = house.app.clone().oneshot(request).await.expect("an answer").into_parts();
    (head, to_bytes(body, 1_000_000).await.expect("a body").to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_parts_and_packed_or_broken_forms_are_refused() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (order, _) = house.disputed(&shop, "1").await;
    let seller = shop.of("seller:S");
    let many = vec![("caption", "again"); 5_000];
    upload(&house, &seller, &order, form(&many, None)).await.problem(409, "missing");
    let unknown: Vec<_> = (0..5_000).map(|_| ("no_such_field", "x")).collect();
    upload(&house, &seller, &order, form(&unknown, None)).await.problem(422, "invalid");
    let long = "x".repeat(100_000);
    upload(&house, &seller, &order, form(&[("caption", &long)], None)).await.problem(422, "invalid");
    for broken in [
        &b""[..],
        b"--b",
        b"--b\r\n\r\n",
        b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n",
        b"\0\xff",
    ] {
        let refused = upload(&house, &seller, &order, broken.to_vec()).await;
        assert!(refused.status.is_client_error(), "{refused:?}");
    }
    let packed = seller.with("Content-Encoding", "gzip");
    upload(&house, &packed, &order, form(&[], Some(PNG))).await.problem(415, "unsupported_type");
    upload(&house, &seller, &order, form(&[], Some(PNG))).await.is(201);
}
