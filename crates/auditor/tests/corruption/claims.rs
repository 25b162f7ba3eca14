//! Lies about a seller's claim for payment.
use super::Corruption;
use super::edit::{add, first};
use serde_json::json;

pub const ALL: &[Corruption] = &[
    ("the fund pays more than the buyer was given back", "seller_cap", |l| {
        add(&mut first(l, "claim_paid", |e| !e["loss"][0].is_null())?["loss"][0][1], 1);
        Some(())
    }),
    ("what is claimed beside a refund comes from escrow", "posting_balance", |l| {
        let paid = first(l, "claim_paid", |e| !e["loss"][0].is_null())?;
        let postings = paid["postings"].as_array_mut()?;
        postings.iter_mut().find(|p| p["from"] == "platform:protection_fund")?["from"] = json!("escrow");
        Some(())
    }),
    ("the platform keeps another commission of a claim", "posting_balance", |l| {
        add(&mut first(l, "claim_paid", |_| true)?["commission"], 1);
        Some(())
    }),
    ("the seller's account is told of another claim", "message_once", |l| {
        add(&mut first(l, "claim_paid", |e| !e["message"].is_null())?["message"]["amount"], 1);
        Some(())
    }),
    ("a claim asks for more than is owed", "seller_cap", |l| {
        add(&mut first(l, "case_opened", |e| e["kind"] == "seller_claim")?["asked"]["amount"], 1);
        Some(())
    }),
    ("the status of a claim is younger than it is", "record_form", |l| {
        first(l, "payment_claimed", |_| true)?["since"] = json!("2031-01-01T00:00:00Z");
        Some(())
    }),
    ("the wrong account bears what was lost", "posting_balance", |l| {
        first(l, "claim_paid", |_| true)?["fund"] = json!("carrier_claims");
        Some(())
    }),
    ("a cancellation that stands is taken back", "reputation", |l| {
        let told = first(l, "account_told", |e| e["news"] == "cancellation_corrected")?;
        told["cancelled"] = json!("2011-01-01T00:00:00Z");
        Some(())
    }),
    ("a claim is answered twice", "stage_exit", |l| {
        let again = first(l, "claim_answered", |_| true)?.clone();
        let record = l.iter_mut().rev().find(|line| {
            let events = line["body"]["events"].as_array();
            events.is_some_and(|events| events.iter().any(|e| e["type"] == "claim_answered"))
        })?;
        record["body"]["events"].as_array_mut()?.push(again);
        Some(())
    }),
];
