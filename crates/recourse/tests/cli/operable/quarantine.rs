//! What is out of service is listed and put back.
use crate::tools::{imported, over};

#[test]
fn what_is_out_of_service_is_listed_and_put_back() {
    let data = imported();
    let run = |arguments: &[&str]| over(data.path(), arguments);
    assert!(run(&["quarantine", "list"]).ok().out.contains("nothing is out of service"));
    let out = "INSERT INTO quarantine (id, kind, marketplace, at, why)
         SELECT id, kind, marketplace, 0, 'a test broke it' FROM head LIMIT 1";
    let (sqlite, postgres) = ("quarantined = 1", "quarantined = true");
    let mark = |set: &str| format!("{out}; UPDATE head SET {set} WHERE id IN (SELECT id FROM quarantine)");
    data.damage(&mark(sqlite), &mark(postgres));
    let listed = run(&["quarantine", "list", "--json"]).ok().json();
    let id = listed[0]["id"].as_str().expect("an id").to_owned();
    assert_eq!(listed[0]["why"], "a test broke it");
    assert!(run(&["quarantine", "release", &id]).ok().out.contains("in service again"));
    assert_eq!(run(&["quarantine", "release", &id]).code, 2, "it is not out of service any more");
    assert_eq!(run(&["quarantine", "list", "--json"]).ok().json(), serde_json::json!([]));
    assert_eq!(run(&["verify", "--json"]).ok().json()["ok"], true);
}
