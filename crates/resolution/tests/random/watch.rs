//! The second auditor watches the same order: it reads the records as they would be stored and knows nothing of the core.
use super::house::House;
use super::{BUYER, SELLER};
use auditor::{Actor as Who, Answer, Asked, Auditor, Effect, Gateway, Head, Nanos, Observation, Purpose};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Event, Outgoing};
use resolution::id::{AccountRole, AggregateId};
use resolution::order::Order;
use resolution::order::event::{AccountEffect, AccountNews, OrderEvent};
use resolution::payment::{LegResult, LegRoute};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const MARKET: &str = "test";

/// The auditor, with the chains that a store would keep.
pub struct Watch {
    auditor: Auditor,
    heads: BTreeMap<String, (u64, [u8; 32])>,
    position: u64,
    /// Everything that the auditor is shown, a line of JSON each, where it is kept.
    pub shown: Option<Vec<Value>>,
}

fn nanos(at: Timestamp) -> Nanos {
    at.as_nanosecond()
}

/// `OpenDispute` as `open_dispute`.
fn snake(kind: &str) -> String {
    let mut word = String::new();
    for c in kind.chars() {
        if c.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(c.to_lowercase());
    }
    word
}

impl Watch {
    /// Over an order of a house.
    pub fn new(house: &House) -> Self {
        Self {
            auditor: Auditor::under(house.rules.clone()),
            heads: BTreeMap::new(),
            position: 0,
            shown: None,
        }
    }

    /// Events that were recorded together.
    pub fn record(
        &mut self,
        id: AggregateId,
        (at, due): (Timestamp, Option<Timestamp>),
        by: &Actor,
        events: &[Event],
        order: Option<&Order>,
    ) -> Result<(u64, u64), String> {
        for event in events {
            self.gateway(id, at, event, order)?;
        }
        self.body(&id.to_string(), at, due, json!(by), events.iter().map(|e| json!(e)).collect())
    }

    fn body(
        &mut self,
        aggregate: &str,
        at: Timestamp,
        due: Option<Timestamp>,
        by: Value,
        events: Vec<Value>,
    ) -> Result<(u64, u64), String> {
        let head = self.heads.entry(aggregate.to_owned()).or_insert((0, [0; 32]));
        let first = head.0 + 1;
        head.0 += u64::try_from(events.len()).expect("few");
        let mut body = json!({"v": 1, "agg": aggregate, "n": first, "at": at, "by": by, "events": events});
        if let Some(due) = due {
            body["due"] = json!(due);
        }
        self.keep(|| json!({"see": "record", "aggregate": aggregate, "body": body}));
        let head = self.heads.get_mut(aggregate).expect("just made");
        let body = serde_json::to_vec(&body).expect("JSON");
        head.1 = Sha256::new().chain_update(head.1).chain_update(&body).finalize().into();
        let (last, hash) = *head;
        self.position += 1;
        let record = auditor::Record {
            position: self.position,
            marketplace: MARKET,
            aggregate,
            previous: None,
            hash,
            body: &body,
        };
        self.see(&Observation::Record(record))?;
        Ok((first, last))
    }

    fn keep(&mut self, line: impl FnOnce() -> Value) {
        if let Some(shown) = &mut self.shown {
            shown.push(line());
        }
    }

    fn see(&mut self, observation: &Observation<'_>) -> Result<(), String> {
        if self.shown.is_some() {
            return Ok(()); // kept for the auditor's own tests, whatever it would say now
        }
        self.auditor.observe(observation).map_err(|violation| violation.to_string())
    }

    /// What the gateway must have done before it confirms, and before money comes back.
    fn gateway(
        &mut self,
        id: AggregateId,
        at: Timestamp,
        event: &Event,
        order: Option<&Order>,
    ) -> Result<(), String> {
        let (Event::Order(OrderEvent::RefundLegMoved { refund, leg, result, .. }), Some(order)) =
            (event, order)
        else {
            return Ok(());
        };
        let effect = match result {
            LegResult::Confirmed { .. } => Effect::Moved,
            LegResult::Bounced { .. } => Effect::CameBack,
            LegResult::Sent { .. } | LegResult::Refused { .. } => return Ok(()),
        };
        let found = order.refund(*refund).and_then(|r| r.legs.get(leg.index())).expect("a leg");
        if found.promise.route == LegRoute::Wallet {
            return Ok(());
        }
        let payment = &order.payments[found.promise.payment.index()].expected;
        // The state is the one after the events: a bounce counts already.
        let attempt = found.bounces - u16::from(effect == Effect::CameBack);
        let moved = effect == Effect::Moved;
        let (amount, currency) = (found.promise.amount.get(), order.placed.currency.to_string());
        let key = format!("{id}:{refund}:{leg}:{attempt}");
        self.keep(|| {
            json!({"see": "gateway", "at": at, "order": id.to_string(), "payment": payment.payment_id,
                "key": key, "currency": currency, "amount": amount, "moved": moved})
        });
        self.see(&Observation::Gateway(Gateway {
            at: nanos(at),
            marketplace: MARKET.into(),
            provider: payment.provider.clone(),
            key,
            purpose: Purpose::Refund { order: id.to_string(), payment: payment.payment_id.clone() },
            currency,
            amount,
            effect,
        }))
    }

    /// An account takes what an order sent.
    pub fn message(&mut self, from: AggregateId, at: Timestamp, outgoing: &Outgoing) -> Result<(), String> {
        let from_text = json!({"order": from.to_string()});
        let (buyer, taken) = match outgoing {
            Outgoing::Message { sequence, currency, amount, effect, .. } => {
                let taken = json!({
                    "type": "message_taken", "from": from_text, "sequence": sequence, "currency": currency,
                    "amount": amount, "effect": effect,
                });
                (*effect == AccountEffect::Wallet, taken)
            }
            // The buyer's account stands beside the order, and takes them itself.
            Outgoing::Note { role: AccountRole::Buyer, .. } => return Ok(()),
            Outgoing::Note { sequence, at, news, .. } => {
                let ends = matches!(news, AccountNews::Penalty { .. })
                    .then(|| at.checked_add(jiff::SignedDuration::from_hours(24)).ok());
                let taken = json!({
                    "type": "note_taken", "from": from_text, "sequence": sequence, "at": at, "on": "2026-03-02",
                    "news": news, "ends": ends,
                });
                (false, taken)
            }
            _ => return Ok(()),
        };
        let (account, party, role) =
            if buyer { ("acc_buyer", BUYER, "buyer") } else { ("acc_seller", SELLER, "seller") };
        let mut events = Vec::new();
        if !self.heads.contains_key(account) {
            events.push(json!({"type": "account_opened", "party": party, "role": role}));
        }
        events.push(taken);
        let by = json!({"as": "aggregate", "id": from_text});
        self.body(account, at, None, by, events).map(|_| ())
    }

    /// What someone asked for and was told.
    pub fn asked(
        &mut self,
        id: AggregateId,
        at: Timestamp,
        by: &Actor,
        kind: &str,
        answer: Answer,
    ) -> Result<(), String> {
        let by = json!(by);
        let text = |field: &str| by[field].as_str().unwrap_or_default().to_owned();
        let told = match &answer {
            Answer::Accepted { first, version, .. } => json!({"first": first, "version": version}),
            Answer::Refused { code, .. } => json!({"code": code}),
            _ => Value::Null,
        };
        self.keep(|| {
            json!({"see": "asked", "at": at, "aggregate": id.to_string(), "by": by, "kind": snake(kind), "told": told})
        });
        self.see(&Observation::Asked(Asked {
            at: nanos(at),
            read_at: Some(nanos(at)),
            marketplace: MARKET.into(),
            aggregate: id.to_string(),
            actor: Who { role: text("as"), id: text("id") },
            command: auditor::Command { kind: snake(kind), ..auditor::Command::default() },
            key: None,
            answer,
        }))?;
        self.see(&Observation::Quiet { at: nanos(at) })
    }

    /// What a store would show of the order now.
    pub fn head(&mut self, id: AggregateId, next_wake: Option<Timestamp>) -> Result<(), String> {
        let name = id.to_string();
        let Some((version, hash)) = self.heads.get(&name).copied() else { return Ok(()) };
        self.keep(|| json!({"see": "head", "aggregate": name, "next_wake": next_wake}));
        let head = Head { aggregate: &name, version, hash, next_wake: next_wake.map(nanos) };
        self.see(&Observation::Head(head))
    }

    /// The end: everything is settled.
    pub fn finish(&mut self, at: Timestamp, word: &str, id: AggregateId) -> Result<(), String> {
        let order = id.to_string();
        self.keep(|| json!({"see": "finish", "at": at, "order": order, "word": word}));
        self.see(&Observation::Listed(auditor::Listed { order: &order, state: word }))?;
        if self.shown.is_some() {
            return Ok(());
        }
        let over = self.auditor.finish(nanos(at), true);
        over.map(|_| ()).map_err(|wrong| wrong.iter().map(ToString::to_string).collect())
    }
}
