//! Staff and sessions with the real binary: added on the command line, signed in over HTTP, and in again after a restart.
use crate::server::Server;
use crate::tools::{BINARY, Data, over, place};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn add(data: &Path, password: &str) -> bool {
    let mut process = Command::new(BINARY)
        .args(["staff", "add", "M", "--marketplace", "demo", "--login", "maria", "--password-stdin"])
        .args(place(data))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let mut input = process.stdin.take().expect("piped");
    input.write_all(format!("{password}\n").as_bytes()).expect("it reads");
    drop(input);
    process.wait().expect("it ends").success()
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}

async fn sign_in(server: &Server, login: &str, password: &str) -> Option<String> {
    let form = format!("marketplace=demo&login={login}&password={}&next=", password.replace(' ', "+"));
    let answer = client()
        .post(format!("{}/staff/sign-in", server.address))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Origin", &server.address)
        .body(form)
        .send()
        .await
        .expect("an answer");
    let set = answer.headers().get("set-cookie")?.to_str().expect("text").to_owned();
    Some(set.split(';').next().expect("a pair").to_owned())
}

async fn status(url: &str, cookie: &str) -> u16 {
    client().get(url).header("Cookie", cookie).send().await.expect("an answer").status().as_u16()
}

#[tokio::test]
async fn staff_of_the_command_line_signs_in_and_stays_over_a_restart() {
    let data = Data::make();
    let server = Server::start(data.path());
    let key = server.key().expect("the sandbox's key is shown");
    server.stop();
    assert!(!add(data.path(), "too short"));
    assert!(add(data.path(), "correct horse battery"));
    let staff = |arguments: &[&str]| {
        let all = [&["staff"], arguments, &["--marketplace", "demo", "--json"]].concat();
        over(data.path(), &all)
    };
    let made = staff(&["add", "F", "--login", "Finance", "--role", "finance"]).ok().json();
    let password = made["password"].as_str().expect("made here").to_owned();
    assert!(staff(&["add", "F", "--login", "other"]).err.contains("exists"));
    let listed = staff(&["list"]).ok().json();
    let maria = json!({"id": "M", "login": "maria", "role": "mediator"});
    assert_eq!(listed, json!([{"id": "F", "login": "finance", "role": "finance"}, maria]));

    let server = Server::start(data.path());
    let finance = sign_in(&server, "finance", &password).await.expect("signed in");
    let maria = sign_in(&server, "maria", "correct horse battery").await.expect("signed in");
    assert_eq!(sign_in(&server, "maria", "correct horse batterz").await, None);
    let link = client().post(format!("{}/v1/portal_links", server.address)).bearer_auth(&key);
    let made = link.json(&json!({"for": "mediator:X"})).send().await.expect("an answer");
    let made: serde_json::Value = made.json().await.expect("JSON");
    let url = made["url"].as_str().expect("an address");
    assert!(url.starts_with(&format!("{}/portal/enter?token=", server.address)), "{url}");
    assert_eq!(status(url, "").await, 303);
    server.stop();
    staff(&["remove", "F"]).ok();
    assert!(staff(&["remove", "F"]).err.contains("no staff"));

    let server = Server::start(data.path());
    let home = format!("{}/staff/", server.address);
    assert_eq!(status(&home, &maria).await, 200, "the key of sessions is the installation's");
    assert_eq!(status(&home, &finance).await, 303, "who was removed is out");
    server.stop();
    let made = staff(&["password", "M"]).ok().json();
    assert!(made["password"].as_str().is_some_and(|password| password.len() > 20));
    let server = Server::start(data.path());
    assert_eq!(status(&format!("{}/staff/", server.address), &maria).await, 303, "another password ends it");
    server.stop();
}
