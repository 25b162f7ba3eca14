//! Bodies and heads that nobody means well, over the wire to a running server: each is answered in words or cut off, and the
//! others are served meanwhile.
use crate::server::Server;
use crate::tools::Data;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// After this something hangs.
const PATIENCE: Duration = Duration::from_secs(30);
/// The limit of a body that is JSON.
const MOST: usize = 1024 * 1024;

struct House {
    server: Server,
    key: String,
    _data: Data,
}

impl House {
    fn new() -> Self {
        let data = Data::make();
        let server = Server::start(data.path());
        let key = server.key().expect("a key");
        Self { server, key, _data: data }
    }

    fn connect(&self) -> TcpStream {
        let address = self.server.address.trim_start_matches("http://");
        let stream = TcpStream::connect(address).expect("it connects");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
        stream
    }

    /// The head of a purchase, without its last line.
    fn head(&self, more: &str) -> String {
        format!(
            "POST /v1/purchases HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\n{more}",
            self.key
        )
    }

    /// Sends the pieces and gives back everything that is answered, nothing where the connection was cut off.
    fn says(&self, pieces: &[&[u8]]) -> String {
        let mut stream = self.connect();
        for piece in pieces {
            // It may be closed before all of it is sent.
            if stream.write_all(piece).is_err() {
                break;
            }
        }
        let mut bytes = Vec::new();
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = stream.read(&mut piece) {
            bytes.extend_from_slice(&piece[..length]);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn posts(&self, body: &[u8]) -> String {
        let head = self.head(&format!("Content-Length: {}\r\n\r\n", body.len()));
        self.says(&[head.as_bytes(), body])
    }

    #[track_caller]
    fn serves(&self) {
        let said = self.says(&[b"GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"]);
        assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");
    }
}

/// A problem of this status and code, as problem+json.
#[track_caller]
fn problem(said: &str, status: u16, code: &str) {
    let short = &said.chars().take(600).collect::<String>();
    assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{short}");
    assert!(said.to_lowercase().contains("content-type: application/problem+json"), "{short}");
    assert!(said.contains(&format!("\"code\":\"{code}\"")), "{short}");
}

#[test]
fn a_body_over_the_limit_is_refused_with_the_limit() {
    let house = House::new();
    // Its length is believed: nothing of it needs to be sent.
    let announced = house.head(&format!("Content-Length: {}\r\n\r\n", MOST + 1));
    let said = house.says(&[announced.as_bytes()]);
    problem(&said, 413, "too_large");
    assert!(said.contains(&MOST.to_string()), "{said}");
    // Without a length it is read as far as the limit, never to its end: it has none.
    let chunked = house.head("Transfer-Encoding: chunked\r\n\r\n");
    let piece = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let pieces: Vec<&[u8]> =
        [chunked.as_bytes()].into_iter().chain([piece.as_bytes()].into_iter().cycle().take(64)).collect();
    let said = house.says(&pieces);
    if !said.is_empty() {
        // A client that goes on sending may find the connection closed before it reads why.
        problem(&said, 413, "too_large");
    }
    house.serves();
    house.server.stop();
}

#[test]
fn nested_doubled_and_endless_values_are_refused_in_words() {
    let house = House::new();
    let deep = |open: &str, close: &str, levels: usize| {
        let (open, close) = (open.repeat(levels), close.repeat(levels));
        format!(
            r#"{{"reference":"r","buyer":"B","sellers":[{{"seller":"S","lines":[{{"sku":"s","listing":{open}1{close}"#
        )
    };
    let amount = |number: &str| {
        format!(
            r#"{{"reference":"r","buyer":"B","sellers":[{{"seller":"S","lines":[{{"sku":"s","quantity":1,
            "price":{{"amount":{number},"currency":"EUR"}}}}]}}],"payments":[]}}"#
        )
    };
    let texts = [
        deep("[", "]", 200_000),
        deep(r#"{"a":"#, "}", 100_000),
        "[".repeat(MOST),
        amount("1e999"),
        amount(&"9".repeat(5_000)),
        amount("1.0"),
        amount("-0.0"),
        amount("9223372036854775808"),
        r#"{"reference":"r","reference":"r"}"#.to_owned(),
        r#"{"reference":"\ud800"}"#.to_owned(),
        r#"{"reference":"#.to_owned(),
        String::new(),
        "\u{feff}{}".to_owned(),
        format!(r#"{{"reference":"{}"}}"#, "r".repeat(MOST - 100)),
    ];
    for text in texts {
        problem(&house.posts(text.as_bytes()), 400, "malformed_body");
    }
    problem(&house.posts(b"{\"reference\":\"\xff\xfe\"}"), 400, "malformed_body");
    house.serves();
    house.server.stop();
}

#[test]
fn a_compressed_body_is_refused_and_never_unpacked() {
    let house = House::new();
    // The head of a gzip member; what follows does not matter.
    let body = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x4b\x04\0";
    let head = house.head(&format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", body.len()));
    problem(&house.says(&[head.as_bytes(), body]), 415, "unsupported_type");
    let head = house.head("Content-Encoding: identity\r\nContent-Length: 2\r\n\r\n");
    problem(&house.says(&[head.as_bytes(), b"{}"]), 400, "malformed_body");
    house.server.stop();
}

#[test]
fn heads_have_their_limits_too() {
    let house = House::new();
    let many: String = (0..500).map(|number| format!("X-{number}: a\r\n")).collect();
    let long = format!("X: {}\r\n", "x".repeat(2 * MOST));
    for more in [&many, &long] {
        let head = house.head(&format!("{more}Content-Length: 2\r\n\r\n"));
        let said = house.says(&[head.as_bytes(), b"{}"]);
        assert!(
            said.is_empty() || said.starts_with("HTTP/1.1 431"),
            "{}",
            said.chars().take(300).collect::<String>()
        );
    }
    let both = house.head("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    let said = house.says(&[both.as_bytes()]);
    assert!(
        said.is_empty() || said.starts_with("HTTP/1.1 4"),
        "it is not guessed which of two lengths holds: {said}"
    );
    let chunk = house.head("Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n");
    let said = house.says(&[chunk.as_bytes()]);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 4"), "{said}");
    house.serves();
    house.server.stop();
}

#[test]
fn others_are_served_while_many_are_slow() {
    let house = House::new();
    let unfinished = house.head("Content-Length: 100\r\n\r\n{\"reference\":");
    let slow: Vec<TcpStream> = (0..200)
        .map(|number| {
            let mut stream = house.connect();
            let sent =
                if number % 2 == 0 { unfinished.as_bytes() } else { b"POST /v1/purchases HT".as_slice() };
            stream.write_all(sent).expect("it is sent");
            stream
        })
        .collect();
    for _ in 0..20 {
        house.serves();
        problem(&house.posts(b"{}"), 400, "malformed_body");
    }
    drop(slow);
    house.serves();
    house.server.stop();
}
