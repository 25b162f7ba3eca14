//! The demo as people start it.
use crate::server::Server;
use crate::tools::{Data, over, place};
use std::path::Path;

/// Only the orders with a part in a story.
fn demo(data: &Path) -> Server {
    let place = place(data);
    let place = place.iter().map(String::as_str);
    Server::run(
        &["demo", "--orders", "1", "--listen", "127.0.0.1:0"].into_iter().chain(place).collect::<Vec<_>>(),
    )
}

async fn read(address: &str, path: &str) -> (u16, String) {
    let answer = reqwest::get(format!("{address}{path}")).await.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("a text"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_is_made_once_served_again_and_sound() {
    let folder = Data::make();
    let server = demo(folder.path());
    assert!(server.said.contains("Making a marketplace") && server.said.contains("/demo in a browser"));
    assert!(server.key().is_some(), "an API key for those who want one: {}", server.said);
    let (status, start) = read(&server.address, "/").await;
    assert_eq!(status, 200);
    for name in ["Ana Pereira", "Lumen Lamps", "Maya Siregar"] {
        assert!(start.contains(name), "{start}");
    }
    let (status, mails) = read(&server.address, "/demo/mailbox?person=ana").await;
    assert!(status == 200 && mails.contains("as=buyer:ana"), "{mails}");
    server.stop();
    over(folder.path(), &["verify"]).ok();
    let server = demo(folder.path());
    assert!(server.said.contains("it goes on") && !server.said.contains("Making"), "{}", server.said);
    server.stop();
}

#[test]
fn a_directory_with_other_data_is_left_alone() {
    let folder = Data::make();
    let create = ["marketplace", "create", "shop", "--currency", "EUR"];
    over(folder.path(), &create).ok();
    let ran = over(folder.path(), &["demo", "--listen", "127.0.0.1:0"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no whole demo"), "{}", ran.err);
    assert_eq!(
        over(folder.path(), &["marketplace", "list", "--json"]).ok().json().as_array().map(Vec::len),
        Some(1)
    );
}
