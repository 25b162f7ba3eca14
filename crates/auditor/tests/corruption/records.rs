//! Lies about records, answers and money at the gateway.
use super::Corruption;
use super::edit::{Lines, add, at, facts, first, forget, later, repeat};
use serde_json::json;

fn record(lines: &Lines, nth: usize) -> Option<usize> {
    let own =
        |line: &serde_json::Value| line["see"] == "record" && line["aggregate"] == lines[0]["aggregate"];
    lines.iter().enumerate().filter(|(_, line)| own(line)).map(|(index, _)| index).nth(nth)
}

/// The same among records of which no other aggregate is told.
fn untold(lines: &Lines, nth: usize) -> Option<usize> {
    let told: Vec<usize> = facts(lines, "account_told").into_iter().map(|(line, _)| line).collect();
    (nth..lines.len()).map_while(|nth| record(lines, nth)).find(|line| !told.contains(line))
}

fn seen(lines: &Lines, what: &str) -> Option<usize> {
    lines.iter().position(|line| line["see"] == what)
}

/// An accepted command of a client that left a record.
fn accepted(lines: &Lines) -> Option<usize> {
    lines.iter().position(|line| {
        let told = &line["told"];
        let client = ["buyer", "seller", "mediator", "finance"].iter().any(|role| line["by"]["as"] == *role);
        client && told["first"].as_u64().zip(told["version"].as_u64()).is_some_and(|(f, v)| v >= f)
    })
}

pub const ALL: &[Corruption] = &[
    ("a record is dropped", "version_gap", |l| {
        let at = untold(l, 2)?;
        let first = l.remove(at)["body"]["n"].clone();
        l.retain(|line| line["told"]["first"] != first && line["see"] != "head");
        Some(())
    }),
    ("a record stands twice in the feed", "version_gap", |l| {
        let at = record(l, 2)?;
        let again = l[at].clone();
        l.insert(at + 1, again);
        Some(())
    }),
    ("a record carries another hash", "chain_hash", |l| {
        let at = record(l, 1)?;
        l[at]["hash"] = json!("wrong");
        Some(())
    }),
    ("the feed goes back", "feed_order", |l| {
        let at = record(l, 2)?;
        l[at]["position"] = json!(1);
        Some(())
    }),
    ("a record is dated before the one before it", "event_time", |l| {
        let at = record(l, 1)?;
        l[at]["body"]["at"] = later(&l[at]["body"]["at"], -24 * 365);
        Some(())
    }),
    ("a fact that nobody knows", "record_form", |l| {
        let at = record(l, 1)?;
        l[at]["body"]["events"][0]["type"] = json!("money_appeared");
        Some(())
    }),
    ("a record names another order", "record_form", |l| {
        let at = record(l, 1)?;
        l[at]["body"]["agg"] = json!("ord_00000000000000000000000000000000");
        Some(())
    }),
    ("an acknowledgement without a record", "acknowledged", |l| {
        let at = accepted(l)?;
        let mut more = l[at].clone();
        (more["told"]["first"], more["told"]["version"]) = (json!(9_000), json!(9_001));
        l.insert(at + 1, more);
        Some(())
    }),
    ("an acknowledgement of another's record", "acknowledged", |l| {
        let at = accepted(l)?;
        l[at]["by"]["id"] = json!("pty_99999999999999999999999999999999");
        Some(())
    }),
    ("an acknowledgement of something else", "acknowledged", |l| {
        let at = accepted(l)?;
        l[at]["kind"] = json!("confirm_arrival");
        l[at]["by"]["as"] = json!("buyer");
        Some(())
    }),
    ("an effect that nobody asked for", "one_effect", |l| {
        let at = accepted(l)?;
        l.remove(at);
        Some(())
    }),
    ("a refusal that did something", "one_effect", |l| {
        let at = accepted(l)?;
        l[at]["told"] = json!({"code": "wrong_stage"});
        Some(())
    }),
    ("two commands are told of one record", "one_effect", |l| {
        let at = accepted(l)?;
        let again = l[at].clone();
        l.insert(at + 1, again);
        Some(())
    }),
    ("one key, two answers", "same_answer", |l| {
        let at = accepted(l)?;
        let mut refused = l[at].clone();
        (l[at]["key"], refused["key"]) = (json!("k"), json!("k"));
        refused["told"] = json!({"code": "wrong_stage"});
        l.insert(at + 1, refused);
        Some(())
    }),
    ("a gateway moves one key twice", "gateway_once", |l| {
        let at = seen(l, "gateway")?;
        let again = l[at].clone();
        l.insert(at + 1, again);
        Some(())
    }),
    ("a retry under a new key", "gateway_once", |l| {
        let at = seen(l, "gateway")?;
        let mut again = l[at].clone();
        again["key"] = json!("another key");
        l.insert(at + 1, again);
        Some(())
    }),
    ("a gateway moves another amount", "gateway_once", |l| {
        let at = seen(l, "gateway")?;
        add(&mut l[at]["amount"], 1);
        Some(())
    }),
    ("a refund is confirmed that never moved", "gateway_agrees", |l| {
        let at = l.iter().position(|line| line["see"] == "gateway" && line["moved"] == true)?;
        let key = l[at]["key"].clone();
        l.retain(|line| line["key"] != key);
        Some(())
    }),
    ("an account takes more than was sent", "message_once", |l| {
        add(&mut first(l, "message_taken", |_| true)?["amount"], 1);
        Some(())
    }),
    ("a message is never taken", "message_once", |l| {
        let line = facts(l, "message_taken").pop()?.0;
        forget(l, line);
        Some(())
    }),
    ("a dispute that is not counted as filed", "reputation", |l| {
        let place = facts(l, "account_told")
            .into_iter()
            .find(|p| l[p.0]["body"]["events"][p.1]["news"] == "dispute_filed")?;
        at(l, place)["news"] = json!("fault_found");
        Some(())
    }),
    ("an order that counts twice", "reputation", |l| {
        let place = facts(l, "account_told")
            .into_iter()
            .find(|p| l[p.0]["body"]["events"][p.1]["news"] == "order_paid")?;
        at(l, place)["role"] = json!("buyer");
        Some(())
    }),
    ("a freeze that keeps another time to ship", "clock_rest", |l| {
        let fact = first(l, "order_frozen", |f| f["ship_by_left"]["days"].is_string())?;
        fact["ship_by_left"]["days"] = json!("PT1S");
        Some(())
    }),
    ("the end of a freeze that never began", "frozen", |l| {
        add(&mut first(l, "order_thawed", |_| true)?["freeze"], 5);
        Some(())
    }),
    ("a message taken a second time", "message_once", |l| {
        let line = facts(l, "message_taken").pop().filter(|(_, e)| *e == 0)?.0;
        repeat(l, line);
        Some(())
    }),
    ("no wake while something is due", "next_wake", |l| {
        let at = l.iter().position(|line| line["see"] == "head" && line["next_wake"].is_string())?;
        l[at]["next_wake"] = json!(null);
        Some(())
    }),
    ("a wake after what is due", "next_wake", |l| {
        let at = l.iter().position(|line| line["see"] == "head" && line["next_wake"].is_string())?;
        l[at]["next_wake"] = later(&l[at]["next_wake"], 24 * 100);
        Some(())
    }),
    ("the list shows another state", "views", |l| {
        let at = seen(l, "finish")?;
        l[at]["word"] = json!("shipped");
        Some(())
    }),
    ("nothing happens any more", "liveness", |l| {
        let mut finish = l.pop().filter(|line| line["see"] == "finish")?;
        let paid = facts(l, "order_paid").pop()?.0;
        // An order of nothing is complete at once.
        if l[paid]["body"]["events"].as_array()?.iter().all(|fact| fact["postings"][0].is_null()) {
            return None;
        }
        let head = (paid..l.len()).find(|line| l[*line]["see"] == "head")?;
        l.truncate(head + 1);
        finish["word"] = json!("paid");
        l.push(finish);
        Some(())
    }),
];
