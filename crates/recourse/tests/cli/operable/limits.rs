//! Limits of connections and requests, each tried from outside.
use super::start;
use crate::tools::Data;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// After this something hangs.
const PATIENCE: Duration = Duration::from_secs(30);

async fn connect(address: &str) -> TcpStream {
    TcpStream::connect(address.trim_start_matches("http://")).await.expect("it connects")
}

/// Everything until the other side closes.
async fn whole(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    // A connection that is cut off says so instead of ending.
    let _cut = read.expect("it is not left hanging");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The first words of an answer.
async fn answer(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 4_096];
    let read = tokio::time::timeout(PATIENCE, stream.read(&mut bytes)).await;
    let length = read.expect("it is not left hanging").expect("it is read");
    String::from_utf8_lossy(&bytes[..length]).into_owned()
}

const LIVE: &str = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";

#[tokio::test]
async fn slow_heads_long_heads_and_idle_connections_are_closed() {
    let data = Data::make();
    let (server, _, _) = start(&data, &["--head-timeout", "1", "--head-max", "8192"]);
    let mut half = connect(&server.address).await;
    half.write_all(b"GET /health/live HTTP/1.1\r\nHost:").await.expect("it is sent");
    assert!(!whole(&mut half).await.contains("200 OK"));
    let mut idle = connect(&server.address).await;
    idle.write_all(LIVE.as_bytes()).await.expect("it is sent");
    let said = whole(&mut idle).await;
    assert!(said.starts_with("HTTP/1.1 200 OK"), "answered, and closed when nothing more came: {said}");
    let mut long = connect(&server.address).await;
    let head = format!("GET /health/live HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    // It may be closed before all of it is sent.
    let _cut = long.write_all(head.as_bytes()).await;
    let said = whole(&mut long).await;
    assert!(said.starts_with("HTTP/1.1 431") || said.is_empty(), "{said}");
    server.stop();
}

#[tokio::test]
async fn a_connection_beyond_the_limit_waits_for_a_place() {
    let data = Data::make();
    let (server, _, admin) = start(&data, &["--connections", "1"]);
    let mut first = connect(&server.address).await;
    first.write_all(LIVE.as_bytes()).await.expect("it is sent");
    assert!(answer(&mut first).await.contains("200 OK"));
    let mut second = connect(&server.address).await;
    second.write_all(LIVE.as_bytes()).await.expect("it is sent");
    let (_, text) = super::get(&format!("{admin}/metrics")).await;
    // The operator's own connection counts, too, and has a place of its own.
    assert!(text.contains("recourse_http_connections_most 1\n"), "{text}");
    let mut byte = [0];
    let early = tokio::time::timeout(Duration::from_millis(300), second.read(&mut byte)).await;
    assert!(early.is_err(), "it was answered although the only place was taken");
    drop(first);
    assert!(answer(&mut second).await.contains("200 OK"));
    server.stop();
}

#[tokio::test]
async fn a_body_that_stands_still_and_a_request_that_takes_too_long_are_ended() {
    let data = Data::make();
    let unfinished = |key: &str| {
        format!(
            "POST /v1/purchases HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\n\
             Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"reference\":"
        )
    };
    let (server, key, _) = start(&data, &["--body-timeout", "1"]);
    let mut slow = connect(&server.address).await;
    slow.write_all(unfinished(&key).as_bytes()).await.expect("it is sent");
    let said = answer(&mut slow).await;
    assert!(said.starts_with("HTTP/1.1 400") && said.contains("malformed_body"), "{said}");
    server.stop();
    let place = crate::tools::place(data.path());
    let more = ["serve", "--listen", "127.0.0.1:0", "--request-timeout", "1", "--body-timeout", "30"];
    let all: Vec<&str> = more.into_iter().chain(place.iter().map(String::as_str)).collect();
    let server = crate::server::Server::run(&all);
    let mut slow = connect(&server.address).await;
    slow.write_all(unfinished(&key).as_bytes()).await.expect("it is sent");
    let said = answer(&mut slow).await.to_lowercase();
    assert!(said.starts_with("http/1.1 503") && said.contains("retry-after: 1"), "{said}");
    assert!(said.contains("idempotency key"), "it says what to do: {said}");
    server.stop();
}

#[tokio::test]
async fn more_requests_than_may_be_worked_on_are_turned_away_with_when_to_come_again() {
    let data = Data::make();
    let (server, key, admin) = start(&data, &["--requests", "1"]);
    let mut holds = connect(&server.address).await;
    let head = format!(
        "POST /v1/purchases HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {key}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    holds.write_all(head.as_bytes()).await.expect("it is sent");
    let held = async {
        while !super::get(&format!("{admin}/metrics")).await.1.contains("recourse_http_in_flight 1\n") {}
    };
    tokio::time::timeout(PATIENCE, held).await.expect("it is worked on");
    let turned = reqwest::get(format!("{}/v1/openapi.json", server.address)).await.expect("an answer");
    assert_eq!(
        (turned.status().as_u16(), &turned.headers()["retry-after"]),
        (503, &"1".parse().expect("a header"))
    );
    assert!(turned.headers().contains_key("x-request-id"));
    let live = super::get(&format!("{}/health/live", server.address)).await;
    assert_eq!(live.0, 200, "whoever is too busy is alive all the same");
    drop(holds);
    let there = format!("{}/v1/openapi.json", server.address);
    let free = async { while super::get(&there).await.0 != 200 {} };
    tokio::time::timeout(PATIENCE, free).await.expect("a place comes back");
    server.stop();
}
