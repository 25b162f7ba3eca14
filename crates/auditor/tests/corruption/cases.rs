//! Lies about cases, clocks, windows and rights.
use super::Corruption;
use super::edit::{Lines, Place, act, add, at, facts, first, forget, insert, last, later};
use serde_json::{Value, json};

fn fact(lines: &Lines, place: Place) -> &Value {
    &lines[place.0]["body"]["events"][place.1]
}

/// Whether a record takes back what a carrier made good: without it, others would notice first.
fn moves_claims(line: &Value) -> bool {
    let events = line["body"]["events"].as_array();
    events.is_some_and(|events| events.iter().any(|event| event["type"] == "compensation_reversed"))
}

/// The entrance to a stage.
fn stage(lines: &Lines, name: &str) -> Option<Place> {
    facts(lines, "stage_entered").into_iter().find(|p| fact(lines, *p)["stage"] == name)
}

/// A stage that ended by itself: the record of its end, where it entered another.
fn by_silence(lines: &Lines) -> Option<Place> {
    facts(lines, "stage_entered").into_iter().find(|p| {
        lines[p.0]["body"]["by"]["as"] == "clock"
            && lines[p.0]["body"]["events"][0]["type"] == "case_escalated"
    })
}

/// Gives a change of a case another finer reason, where what the case was about named one and both fit.
fn changed(lines: &mut Lines, fits: impl Fn(&Value, &Value) -> bool, finer: Value) -> Option<()> {
    let mut about = facts(lines, "case_opened");
    about.extend(facts(lines, "case_changed"));
    about.sort_unstable();
    let place = facts(lines, "case_changed").into_iter().find(|place| {
        let now = fact(lines, *place);
        let before = about.iter().rev().filter(|earlier| *earlier < place);
        let mut before = before.map(|earlier| fact(lines, *earlier)).filter(|was| was["case"] == now["case"]);
        before.next().is_some_and(|was| was["sub_reason"].is_string() && fits(was, now))
    })?;
    at(lines, place)["sub_reason"] = finer;
    Some(())
}

pub const ALL: &[Corruption] = &[
    ("a stage ends a day later than the policy says", "stage_clock", |l| {
        let entered = first(l, "stage_entered", |e| e["stage"] == "responding")?;
        entered["end"] = later(&entered["end"], 24);
        Some(())
    }),
    ("a stage ends an hour sooner than the policy says", "stage_clock", |l| {
        let entered = first(l, "stage_entered", |e| e["stage"] == "reviewing" && e["end"].is_string())?;
        entered["end"] = later(&entered["end"], -1);
        Some(())
    }),
    ("a stage without a clock", "stage_clock", |l| {
        first(l, "stage_entered", |e| e["stage"] == "responding")?["end"] = json!(null);
        Some(())
    }),
    ("another's turn", "stage_clock", |l| {
        first(l, "stage_entered", |e| e["stage"] == "responding")?["turn"] = json!("opener");
        Some(())
    }),
    ("silence means something else", "stage_default", |l| {
        first(l, "stage_entered", |e| e["stage"] == "responding")?["on_end"] = json!("close");
        Some(())
    }),
    ("at the end another stage begins", "stage_default", |l| {
        let place = by_silence(l)?;
        at(l, place)["stage"] = json!("negotiating");
        Some(())
    }),
    ("a deadline is applied before it is due", "lateness", |l| {
        let place = by_silence(l)?;
        l[place.0]["body"]["due"] = later(&l[place.0]["body"]["due"], 24 * 40);
        Some(())
    }),
    ("a deadline is never applied", "lateness", |l| {
        let place = by_silence(l)?;
        forget(l, place.0);
        // Nor does the store say that anything is due.
        l.retain(|line| line["see"] != "head");
        Some(())
    }),
    ("a stage is skipped", "stage_exit", |l| {
        let place = facts(l, "stage_entered")
            .into_iter()
            .find(|p| l[p.0]["body"]["by"]["as"] == "seller" && fact(l, *p)["stage"] == "negotiating")?;
        at(l, place)["stage"] = json!("reviewing");
        Some(())
    }),
    ("a reminder is left out", "lateness", |l| {
        let alone = |p: &Place| fact(l, *p)["of"]["turn"].is_number() && !moves_claims(&l[p.0]);
        let place = facts(l, "reminded").into_iter().find(alone)?;
        let case = fact(l, place)["of"]["turn"].clone();
        let goes_on =
            facts(l, "stage_entered").into_iter().any(|p| p.0 > place.0 && fact(l, p)["case"] == case);
        forget(l, place.0);
        l.retain(|line| line["see"] != "head");
        goes_on.then_some(())
    }),
    ("another bears the refund than was ruled", "refund_parts", |l| {
        first(l, "refund_promised", |e| e["cause"] == "ruling")?["liable"] = json!("nobody at all");
        Some(())
    }),
    ("a window is lengthened and ends as before", "window_shortened", |l| {
        let lengthened = first(l, "window_lengthened", |_| true)?;
        lengthened["until"] = later(&lengthened["until"], 24 * 40);
        Some(())
    }),
    ("a clock that rests loses time", "clock_rest", |l| {
        let stopped = first(l, "clock_stopped", |_| true)?;
        stopped["left"] = json!({"days": "PT1S"});
        Some(())
    }),
    ("a clock goes on with less than was left", "clock_rest", |l| {
        let resumed = first(l, "clock_resumed", |_| true)?;
        resumed["end"] = later(&resumed["end"], -24);
        Some(())
    }),
    ("a proposal moves the clock of the negotiation", "clock_moved", |l| {
        let place = stage(l, "negotiating")?;
        let again = at(l, place).clone();
        insert(l, place, again);
        let case = at(l, place)["case"].clone();
        // The exit leads to negotiating once more, with a later end.
        let moved = (place.0, place.1 + 1);
        at(l, moved)["end"] = later(&at(l, moved)["end"].clone(), 24);
        let made = facts(l, "proposal_made")
            .into_iter()
            .filter(|p| *p < place && fact(l, *p)["case"] == case)
            .count();
        let proposal = json!({"type": "proposal_made", "case": case, "proposal": made, "by": "respondent",
            "remedy": {"kind": "replacement", "return_first": false}});
        (l[place.0]["body"]["by"]["as"] == "seller").then(|| insert(l, place, proposal))
    }),
    ("a window ends sooner than was shown", "window_shortened", |l| {
        let place = facts(l, "window_set").into_iter().next()?;
        let mut again = at(l, place).clone();
        again["closes"] = later(&again["closes"], -1);
        insert(l, place, again);
        Some(())
    }),
    ("a window is shut by nobody", "window_shortened", |l| {
        let place = facts(l, "window_set").into_iter().find(|p| fact(l, *p)["kind"] == "not_received")?;
        let parcel = at(l, place)["parcel"].clone();
        insert(
            l,
            place,
            json!({"type": "window_shut", "parcel": parcel, "kind": "not_received", "rule": "PRO-7"}),
        );
        Some(())
    }),
    ("a dispute outside of its window", "window_closed", |l| {
        let (line, _) = facts(l, "case_opened").into_iter().find(|p| fact(l, *p)["kind"] == "dispute")?;
        if ["released", "window_lengthened"].iter().any(|of| facts(l, of).into_iter().any(|p| p.0 < line)) {
            return None;
        }
        let opened = l[line]["body"]["at"].clone();
        for place in facts(l, "window_set").into_iter().filter(|p| p.0 < line) {
            at(l, place)["opens"] = later(&opened, 1);
            at(l, place)["closes"] = later(&opened, 24 * 300);
        }
        Some(())
    }),
    ("released before the window has ended", "released_early", |l| {
        let place = last(l, "released")?;
        // What the seller lengthened to would be shorter than the lie.
        if !facts(l, "window_lengthened").is_empty() {
            return None;
        }
        for set in facts(l, "window_set").into_iter().filter(|p| p.0 < place.0) {
            at(l, set)["closes"] = later(&at(l, set)["closes"].clone(), 24 * 60);
        }
        l.retain(|line| line["see"] != "head");
        Some(())
    }),
    ("released while a hold lies on it", "released_under_case", |l| {
        let place = facts(l, "released").into_iter().find(|p| p.1 == 0)?;
        let all: Vec<u16> = (0..9).collect();
        let end = later(&l[place.0]["body"]["at"], 24 * 300);
        let holds = facts(l, "hold_placed").into_iter().filter(|p| p.0 < place.0).count();
        let hold = json!({"type": "hold_placed", "hold": holds, "units": all, "reason": "x", "end": end});
        act(l, place.0, &json!({"as": "finance", "id": "pty_1"}), "place_hold", hold);
        Some(())
    }),
    ("released while a case is open on it", "released_under_case", |l| {
        // What reserves nothing keeps nothing back.
        let opened = facts(l, "case_opened").into_iter().find(|p| !fact(l, *p)["reserved"][0].is_null())?;
        // A freeze would be the first to forbid it.
        if facts(l, "order_frozen").first().is_some_and(|frozen| *frozen < opened) {
            return None;
        }
        let which = at(l, opened)["reserved"][0].clone();
        let behind = facts(l, "stage_entered").into_iter().find(|p| p.0 == opened.0)?;
        let seller = facts(l, "order_placed").into_iter().next().map(|p| fact(l, p)["seller"].clone())?;
        let payable = format!("seller:{}:payable", seller.as_str()?);
        let posting = json!({"from": "escrow", "to": payable, "amount": which[1], "of": {"money": "USD"}});
        insert(
            l,
            behind,
            json!({"type": "released", "parts": [which], "rule": "PRO-7", "postings": [posting],
            "message": null}),
        );
        Some(())
    }),
    ("what nothing holds is not released", "released_late", |l| {
        let place = facts(l, "released").into_iter().find(|p| {
            let several = l[p.0]["body"]["events"].as_array().is_some_and(|e| e.len() > 1);
            several && p.1 > 0 && !moves_claims(&l[p.0])
        })?;
        l[place.0]["body"]["events"][place.1] =
            json!({"type": "flagged", "what": "x", "case": null, "parcel": null});
        Some(())
    }),
    ("two cases on one unit", "one_case", |l| {
        let opened = facts(l, "case_opened").into_iter().next()?;
        let mut again = at(l, opened).clone();
        add(&mut again["case"], 1);
        insert(l, opened, again);
        Some(())
    }),
    ("a case reserves less than is left", "reserved", |l| {
        let opened = first(l, "case_opened", |e| e["reserved"][0][1].as_i64() > Some(0))?;
        add(&mut opened["reserved"][0][1], -1);
        Some(())
    }),
    ("a case names a finer reason that its reason does not have", "sub_reason", |l| {
        first(l, "case_opened", |e| e["by"].is_string())?["sub_reason"] = json!("forgery");
        Some(())
    }),
    ("what the system opens names a finer reason", "sub_reason", |l| {
        first(l, "case_opened", |e| e["kind"] == "undelivered")?["sub_reason"] = json!("trademark");
        Some(())
    }),
    ("a change of the amount takes the finer reason away", "sub_reason", |l| {
        changed(l, |was, now| was["reason"] == now["reason"] && now["sub_reason"].is_string(), Value::Null)
    }),
    ("a changed reason takes the finer reason of the old one along", "sub_reason", |l| {
        changed(
            l,
            |was, now| was["reason"] != now["reason"] && now["reason"] != "counterfeit",
            json!("trademark"),
        )
    }),
    ("a second appeal", "one_appeal", |l| {
        let place = last(l, "case_appealed")?;
        let appealed = at(l, place).clone();
        let ruled = facts(l, "case_ruled")
            .into_iter()
            .find(|p| p.0 > place.0 && fact(l, *p)["case"] == appealed["case"])?;
        at(l, ruled)["ruling"]["appealable"] = json!(true);
        Some(())
    }),
    ("too many changes", "max_changes", |l| {
        let place = last(l, "case_changed")?;
        let again = at(l, place).clone();
        (0..3).for_each(|_| insert(l, place, again.clone()));
        Some(())
    }),
    ("an agreed outcome is changed", "outcome_fixed", |l| {
        let fixed =
            first(l, "outcome_fixed", |e| e["by"] == "accepted" && e["remedy"]["amount"].as_i64() > Some(1))?;
        add(&mut fixed["remedy"]["amount"], -1);
        Some(())
    }),
    ("another amount is paid than was ruled", "decided_amount", |l| {
        let is = |e: &Value| {
            e["by"] == "ruling" && e["remedy"]["kind"] == "refund" && e["remedy"]["amount"].as_i64() > Some(1)
        };
        let place = facts(l, "outcome_fixed").into_iter().find(|p| is(fact(l, *p)))?;
        add(&mut at(l, place)["remedy"]["amount"], -1);
        let case = at(l, place)["case"].clone();
        let ruled =
            facts(l, "case_ruled").into_iter().rfind(|p| p.0 <= place.0 && fact(l, *p)["case"] == case)?;
        add(&mut at(l, ruled)["ruling"]["remedy"]["amount"], -1);
        Some(())
    }),
    ("a ruling by a mediator who has not the case", "rights", |l| {
        let place = facts(l, "case_ruled").into_iter().find(|p| l[p.0]["body"]["by"]["as"] == "mediator")?;
        l[place.0]["body"]["by"]["id"] = json!("pty_77777777777777777777777777777777");
        Some(())
    }),
    ("the seller confirms receipt", "rights", |l| {
        let place = last(l, "receipt_confirmed")?;
        l[place.0]["body"]["by"]["as"] = json!("seller");
        Some(())
    }),
    ("another buyer opens the dispute", "rights", |l| {
        let place = facts(l, "case_opened").into_iter().find(|p| fact(l, *p)["kind"] == "dispute")?;
        l[place.0]["body"]["by"]["id"] = json!("pty_88888888888888888888888888888888");
        Some(())
    }),
    ("a delay that no carrier shows", "stage_default", |l| {
        let found = first(l, "delay_found", |_| true)?;
        found["since"] = later(&found["since"], -1);
        Some(())
    }),
    ("a delay is told twice", "stage_default", |l| {
        let place = last(l, "delay_found")?;
        let again = at(l, place).clone();
        insert(l, place, again);
        Some(())
    }),
];
