//! Configuration: which value goes before which, what is said of a mistake, and that a server runs by a file.
use crate::server::Server;
use crate::tools::{BINARY, Data, Ran, place, recourse};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

fn file(data: &Data, name: &str, text: &str) -> PathBuf {
    let path = data.path().join(name);
    std::fs::write(&path, text).expect("it is written");
    path
}

/// Runs the binary with variables of the environment.
fn within(environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
    let mut command = Command::new(BINARY);
    command.args(arguments).env_remove("RECOURSE_DATA").env_remove("RECOURSE_DATABASE");
    let output = command.envs(environment.iter().copied()).output().expect("the binary runs");
    Ran {
        code: output.status.code().expect("it ended by itself"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn used<'a>(found: &'a Value, name: &str) -> (Option<&'a str>, &'a str) {
    let all = found["settings"].as_array().expect("a list");
    let one =
        all.iter().find(|used| used["setting"] == name).unwrap_or_else(|| panic!("no {name}: {found:#}"));
    (one["value"].as_str(), one["from"].as_str().expect("a source"))
}

#[test]
fn each_value_is_told_with_where_it_comes_from_and_no_secret_is() {
    let data = Data::make();
    let secret = file(&data, "database-url", "postgres://u:MARKEDpassword@localhost/x\n");
    let text = format!(
        "data = {:?}\nrate = 7\nqueue = 9\nbehind_proxy = true\ndatabase_file = {:?}\n\
         easypost_secret = [\"shop=MARKEDhook\", \"b=MARKEDother\"]\n",
        data.path(),
        secret
    );
    let path = file(&data, "recourse.toml", &text);
    let path = path.to_str().expect("a path");
    let checked = within(&[("RECOURSE_QUEUE", "11")], &["config", "check", path, "--json"]).ok();
    let found = checked.json();
    assert_eq!(used(&found, "rate"), (Some("7"), "file"));
    assert_eq!(used(&found, "queue"), (Some("11"), "environment (RECOURSE_QUEUE)"));
    assert_eq!(used(&found, "grace"), (Some("30"), "default"));
    assert_eq!(used(&found, "behind_proxy"), (Some("true"), "file"));
    assert_eq!(used(&found, "admin_listen").0, None);
    let (value, from) = used(&found, "database");
    assert_eq!(value, Some("(not shown)"));
    assert!(from.starts_with("file, which names ") && from.ends_with("database-url"), "{from}");
    assert_eq!(used(&found, "easypost_secret").0, Some("(not shown)"));
    assert!(!checked.out.contains("MARKED") && !checked.err.contains("MARKED"));
    let words = within(&[], &["config", "check", path]).ok().out;
    assert!(words.contains("all is well") && !words.contains("MARKED"), "{words}");
}

#[test]
fn mistakes_are_named_before_anything_starts() {
    let data = Data::make();
    let wrong = file(&data, "wrong.toml", "data = \"x\"\nlisen = \"127.0.0.1:1\"\nrate = 99999999\n");
    let wrong = wrong.to_str().expect("a path");
    for arguments in [vec!["config", "check", wrong], vec!["serve", "--config", wrong]] {
        let ran = recourse(arguments);
        assert_eq!(ran.code, 2);
        assert!(
            ran.err.contains("wrong.toml:2: there is no setting 'lisen'; is 'listen' meant?"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("wrong.toml:3: rate: invalid value '99999999'"), "{}", ran.err);
    }
    let together = "listen = \"127.0.0.1:8080\"\nadmin_listen = \"127.0.0.1:8080\"\nbody_max = 67108864\nupload_max = 1024\n";
    let blocked = file(&data, "blocked", "");
    let text = format!("data = {:?}\n{together}easypost_secret = [\"MARKEDwithout\"]\n", blocked.join("in"));
    let odd = file(&data, "odd.toml", &text);
    let ran = recourse(["config", "check", odd.to_str().expect("a path"), "--json"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let all = ran.json()["wrong"].to_string();
    for part in ["is not a directory", "the same address", "body_max is above upload_max", "not SLUG=SECRET"]
    {
        assert!(all.contains(part), "{part}: {all}");
    }
    assert!(!ran.out.contains("MARKED"));
    let nowhere = format!("data = {:?}\ndatabase = \"postgres://u:MARKEDpw@127.0.0.1:1/x\"\n", data.path());
    let nowhere = file(&data, "nowhere.toml", &nowhere);
    let nowhere = nowhere.to_str().expect("a path");
    recourse(["config", "check", nowhere]).ok();
    let ran = recourse(["config", "check", nowhere, "--connect"]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(ran.out.contains("wrong: database:") && !ran.out.contains("MARKED"), "{}", ran.out);
    assert_eq!(recourse(["config", "check"]).code, 1, "a data directory is needed");
}

#[test]
fn the_example_can_be_checked_as_it_is() {
    let data = Data::make();
    let example = recourse(["config", "example"]).ok().out;
    let text = format!("{example}\ndata = {:?}\n", data.path());
    let path = file(&data, "example.toml", &text);
    recourse(["config", "check", path.to_str().expect("a path")]).ok();
}

#[tokio::test]
async fn a_server_and_the_other_commands_run_by_a_file() {
    let data = Data::make();
    let place = place(data.path());
    let mut text =
        String::from("listen = \"127.0.0.1:0\"\nadmin_listen = \"127.0.0.1:0\"\nbody_max = 1024\n");
    for pair in place.chunks(2) {
        text.push_str(&format!("{} = {:?}\n", pair[0].trim_start_matches("--"), pair[1]));
    }
    let path = file(&data, "recourse.toml", &text);
    let path = path.to_str().expect("a path");
    let server = Server::run(&["serve", "--sandbox", "--config", path]);
    let key = server.key().expect("the sandbox's key is shown");
    let long = serde_json::json!({"reference": "x".repeat(2_000)});
    let sent = reqwest::Client::new().post(format!("{}/v1/purchases", server.address)).bearer_auth(key);
    assert_eq!(
        sent.json(&long).send().await.expect("an answer").status().as_u16(),
        413,
        "the file's limit holds"
    );
    server.stop();
    let listed = recourse(["marketplace", "list", "--config", path]).ok().out;
    assert!(listed.contains("demo"), "{listed}");
    let verified = within(&[("RECOURSE_CONFIG", path)], &["verify", "--json"]).ok().json();
    assert_eq!(verified["ok"], true);
}
