//! Lies about what a carrier makes good.
use super::Corruption;
use super::edit::{add, first};
use serde_json::json;

pub const ALL: &[Corruption] = &[
    ("a carrier makes good more than the sale would have brought", "seller_cap", |l| {
        add(&mut first(l, "compensation_paid", |_| true)?["parts"][0][1], 1);
        Some(())
    }),
    ("more is due than is left of the sale", "seller_cap", |l| {
        add(&mut first(l, "compensation_due", |_| true)?["parts"][0][1], 1);
        Some(())
    }),
    ("what a carrier makes good comes from escrow", "posting_balance", |l| {
        first(l, "compensation_paid", |_| true)?["postings"][0]["from"] = json!("escrow");
        Some(())
    }),
    ("the seller's account is told of another amount", "message_once", |l| {
        add(&mut first(l, "compensation_paid", |e| !e["message"].is_null())?["message"]["amount"], 1);
        Some(())
    }),
    ("a carrier declared something else", "one_effect", |l| {
        first(l, "compensation_due", |e| e["declared"] == "lost")?["declared"] = json!("damaged");
        Some(())
    }),
    ("another carrier pays", "one_effect", |l| {
        first(l, "compensation_due", |_| true)?["carrier"] = json!("nobody");
        Some(())
    }),
    ("less is taken back than was paid for what turned up", "one_effect", |l| {
        let back = first(l, "compensation_reversed", |e| {
            e["why"] == "delivered" && e["parts"][0][1].as_i64().is_some_and(|amount| amount > 1)
        })?;
        add(&mut back["parts"][0][1], -1);
        Some(())
    }),
    ("taken back for what never happened", "one_effect", |l| {
        first(l, "compensation_reversed", |e| e["why"] == "released")?["why"] = json!("delivered");
        Some(())
    }),
];
