//! Lies about money inside records.
use super::Corruption;
use super::edit::{add, at, facts, first, insert, last};
use serde_json::json;

pub const ALL: &[Corruption] = &[
    ("a unit costs more, another less", "allotment", |l| {
        let placed =
            first(l, "order_placed", |e| e["lines"][0]["goods"].as_array().is_some_and(|g| g.len() > 1))?;
        add(&mut placed["lines"][0]["goods"][0]["gross"], 1);
        add(&mut placed["lines"][0]["goods"][1]["gross"], -1);
        Some(())
    }),
    ("a payment is allotted to another component", "allotment", |l| {
        let paid = first(l, "order_paid", |e| e["allotment"][0][0].as_i64().is_some_and(|a| a > 0))?;
        add(&mut paid["allotment"][0][0], -1);
        add(&mut paid["allotment"][1][0], 1);
        Some(())
    }),
    ("a payment is captured twice", "payment_cap", |l| {
        let place = facts(l, "payment_captured").into_iter().next()?;
        let again = at(l, place).clone();
        insert(l, place, again);
        Some(())
    }),
    ("a posting brings more than it should", "posting_balance", |l| {
        add(
            &mut first(l, "order_paid", |e| !e["postings"].as_array().is_none_or(Vec::is_empty))?["postings"]
                [0]["amount"],
            1,
        );
        Some(())
    }),
    ("a captured payment lands elsewhere", "posting_balance", |l| {
        first(l, "payment_captured", |e| !e["postings"][0].is_null())?["postings"][0]["to"] =
            json!("platform:fees");
        Some(())
    }),
    ("a posting to nobody's account", "posting_balance", |l| {
        first(l, "released", |_| true)?["postings"][0]["to"] = json!("platform:pocket");
        Some(())
    }),
    ("a posting in another currency", "posting_balance", |l| {
        first(l, "released", |_| true)?["postings"][0]["of"] = json!({"money": "XXX"});
        Some(())
    }),
    ("the commission is not the policy's", "posting_balance", |l| {
        let released = first(l, "released", |e| e["postings"].as_array().is_some_and(|p| p.len() == 2))?;
        add(&mut released["postings"][0]["amount"], 1);
        add(&mut released["postings"][1]["amount"], -1);
        Some(())
    }),
    ("more is released than lies in escrow", "seller_cap", |l| {
        add(&mut first(l, "released", |_| true)?["parts"][0][1], 1);
        Some(())
    }),
    ("a release of part of a component", "seller_cap", |l| {
        add(
            &mut first(l, "released", |e| e["parts"][0][1].as_i64().is_some_and(|a| a > 1))?["parts"][0][1],
            -1,
        );
        Some(())
    }),
    ("a refund of a case is promised twice", "decided_amount", |l| {
        let place = facts(l, "refund_promised")
            .into_iter()
            .find(|p| !l[p.0]["body"]["events"][p.1]["case"].is_null())?;
        let mut again = at(l, place).clone();
        add(&mut again["refund"], 1);
        insert(l, place, again);
        Some(())
    }),
    ("a refund without a case is promised twice", "refund_parts", |l| {
        let whole = |e: &serde_json::Value| e["case"].is_null() && e["cause"] == "cancellation";
        let place =
            facts(l, "refund_promised").into_iter().find(|p| whole(&l[p.0]["body"]["events"][p.1]))?;
        let mut again = at(l, place).clone();
        add(&mut again["refund"], 1);
        insert(l, place, again);
        Some(())
    }),
    ("more goes back than was decided", "decided_amount", |l| {
        let promised = first(l, "refund_promised", |e| {
            e["case"].is_number() && e["parts"][0]["payments"][0].as_i64() > Some(1)
        })?;
        add(&mut promised["parts"][0]["payments"][0], -1);
        Some(())
    }),
    ("the legs do not add up to the parts", "refund_parts", |l| {
        add(
            &mut first(l, "refund_promised", |e| e["legs"][0]["amount"].as_i64() > Some(1))?["legs"][0]["amount"],
            -1,
        );
        Some(())
    }),
    ("a refund takes another way than the policy's", "refund_parts", |l| {
        let leg = first(l, "refund_promised", |e| e["legs"][0]["route"] == "original")?;
        leg["legs"][0]["route"] = json!("wallet");
        Some(())
    }),
    ("escrow is spared and the seller owes", "refund_parts", |l| {
        let part = first(l, "refund_promised", |e| e["parts"][0]["escrow"].as_i64() > Some(0))?;
        add(&mut part["parts"][0]["escrow"], -1);
        add(&mut part["parts"][0]["other"], 1);
        Some(())
    }),
    ("a leg is confirmed twice", "leg_state", |l| {
        let confirmed =
            |e: &serde_json::Value| e["result"]["result"] == "confirmed" && e["expected"].is_null();
        let place =
            facts(l, "refund_leg_moved").into_iter().find(|p| confirmed(&l[p.0]["body"]["events"][p.1]))?;
        let again = at(l, place).clone();
        insert(l, place, again);
        Some(())
    }),
    ("another way without a refusal", "leg_state", |l| {
        let place = last(l, "refund_route_changed")?;
        let again = at(l, place).clone();
        insert(l, place, again);
        Some(())
    }),
    ("a message is counted twice", "message_once", |l| {
        let message = first(l, "released", |e| e["message"].is_object())?;
        add(&mut message["message"]["sequence"], 1);
        Some(())
    }),
    ("the account is told less than was released", "message_once", |l| {
        let message = first(l, "released", |e| e["message"].is_object())?;
        add(&mut message["message"]["amount"], -1);
        Some(())
    }),
];
