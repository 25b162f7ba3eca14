//! Lies about the protection fund and about what it pays.
use super::Corruption;
use super::edit::{add, first, last};
use serde_json::json;

pub const ALL: &[Corruption] = &[
    ("the fund grants one minor unit more than it has", "fund", |l| {
        first(l, "reservation_granted", |_| true)?;
        add(&mut first(l, "budget_changed", |_| true)?["amount"], -1);
        Some(())
    }),
    ("the fund denies what it has", "fund", |l| {
        first(l, "reservation_denied", |_| true)?;
        add(&mut first(l, "budget_changed", |_| true)?["amount"], 1);
        Some(())
    }),
    ("a change of the budget without a reason", "fund", |l| {
        first(l, "budget_changed", |_| true)?["reason"] = json!(" ");
        Some(())
    }),
    ("a change of the budget is left out of the count", "fund", |l| {
        add(&mut first(l, "budget_changed", |_| true)?["number"], 1);
        Some(())
    }),
    ("the fund is asked for less than the refund costs", "fund", |l| {
        let asks = |e: &serde_json::Value| e["asks"].as_i64().is_some_and(|asks| asks > 1);
        add(&mut first(l, "funding_weighed", asks)?["asks"], -1);
        Some(())
    }),
    ("the fund is asked though a factor speaks against it", "fund", |l| {
        first(l, "funding_weighed", |e| !e["asks"].is_null())?["weighed"][2]["holds"] = json!(false);
        Some(())
    }),
    ("a factor is not weighed", "fund", |l| {
        first(l, "funding_weighed", |_| true)?["weighed"].as_array_mut()?.pop();
        Some(())
    }),
    ("an order hears another answer than the fund gave", "message_once", |l| {
        add(&mut first(l, "funding_answered", |_| true)?["version"], 1);
        Some(())
    }),
    ("a denial is paid all the same", "fund", |l| {
        first(l, "funding_used", |e| e["used"].as_i64().is_some_and(|used| used > 0))?;
        first(l, "funding_answered", |e| e["granted"] == true)?["granted"] = json!(false);
        Some(())
    }),
    ("less is told to be used than was paid", "fund", |l| {
        add(&mut first(l, "funding_used", |e| e["used"].as_i64().is_some_and(|used| used > 0))?["used"], -1);
        Some(())
    }),
    ("a part of a grant is lost", "fund", |l| {
        add(&mut first(l, "reservation_settled", |e| e["used"] != 0)?["given_back"], 1);
        Some(())
    }),
    ("the seller is said to bear what the fund pays", "refund_parts", |l| {
        first(l, "refund_promised", |e| e["cause"] == "fund")?["liable"] = json!("seller");
        Some(())
    }),
    ("a questionnaire answers what the policy does not ask", "record_form", |l| {
        first(l, "questionnaire_answered", |_| true)?["answers"] = json!({"are_you_sorry": "no"});
        Some(())
    }),
    ("the buyer fills the seller's questionnaire in", "rights", |l| {
        let place = last(l, "questionnaire_answered")?;
        l[place.0]["body"]["by"]["as"] = json!("buyer");
        Some(())
    }),
];
