//! Histories as they were shown to the auditor, a line of JSON each, and how they are played to it again.
use auditor::{
    Actor, Answer, Asked, Auditor, Command, Effect, Gateway, Head, Listed, Observation, Purpose, Record,
    Violation,
};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

const MARKET: &str = "test";

fn nanos(value: &Value) -> i128 {
    let at: Timestamp = value.as_str().expect("an instant").parse().expect("an instant");
    at.as_nanosecond()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Plays lines to an auditor: chains are computed as a store would, so that a changed body is a consistent lie.
pub struct Player {
    pub auditor: Auditor,
    heads: HashMap<String, (u64, [u8; 32])>,
    position: u64,
}

impl Player {
    pub fn new(auditor: Auditor) -> Self {
        Self { auditor, heads: HashMap::new(), position: 0 }
    }

    /// Shows one line.
    pub fn line(&mut self, line: &Value) -> Result<(), Box<Violation>> {
        match line["see"].as_str().expect("what is seen") {
            "record" => self.record(line),
            "gateway" => self.gateway(line),
            "asked" => self.asked(line),
            "head" => self.head(line),
            "finish" => self.finish(line),
            other => panic!("{other} is not seen"),
        }
    }

    fn record(&mut self, line: &Value) -> Result<(), Box<Violation>> {
        let aggregate = text(&line["aggregate"]);
        let bytes = serde_json::to_vec(&line["body"]).expect("JSON");
        let head = self.heads.entry(aggregate.clone()).or_insert((0, [0; 32]));
        let hash: [u8; 32] = Sha256::new().chain_update(head.1).chain_update(&bytes).finalize().into();
        *head = (head.0 + line["body"]["events"].as_array().map_or(0, |e| e.len() as u64), hash);
        self.position += 1;
        let hash = match line["hash"].as_str() {
            Some("wrong") => [7; 32],
            _ => hash,
        };
        let position = line["position"].as_u64().unwrap_or(self.position);
        let record = Record {
            position,
            marketplace: MARKET,
            aggregate: &aggregate,
            previous: None,
            hash,
            body: &bytes,
        };
        self.auditor.observe(&Observation::Record(record))
    }

    fn gateway(&mut self, line: &Value) -> Result<(), Box<Violation>> {
        let effect = match &line["moved"] {
            Value::Bool(true) => Effect::Moved,
            Value::Bool(false) => Effect::CameBack,
            _ => Effect::Nothing,
        };
        self.auditor.observe(&Observation::Gateway(Gateway {
            at: nanos(&line["at"]),
            marketplace: MARKET.into(),
            provider: "sandbox".into(),
            key: text(&line["key"]),
            purpose: Purpose::Refund { order: text(&line["order"]), payment: text(&line["payment"]) },
            currency: text(&line["currency"]),
            amount: line["amount"].as_i64().expect("an amount"),
            effect,
        }))
    }

    fn asked(&mut self, line: &Value) -> Result<(), Box<Violation>> {
        let told = &line["told"];
        let answer = match (told["first"].as_u64(), told["version"].as_u64()) {
            (Some(first), Some(version)) => {
                Answer::Accepted { first, version, position: None, replayed: told["replayed"] == true }
            }
            _ if told["code"].is_string() => Answer::Refused { code: text(&told["code"]), replayed: false },
            _ => Answer::Failed,
        };
        let key = line["key"].as_str().map(|key| auditor::Key {
            principal: "p".into(),
            key: key.to_owned(),
            request: text(&line["request"]).into_bytes(),
        });
        let at = nanos(&line["at"]);
        self.auditor.observe(&Observation::Asked(Asked {
            at,
            read_at: Some(at),
            marketplace: MARKET.into(),
            aggregate: text(&line["aggregate"]),
            actor: Actor { role: text(&line["by"]["as"]), id: text(&line["by"]["id"]) },
            command: Command { kind: text(&line["kind"]), ..Command::default() },
            key,
            answer,
        }))?;
        self.auditor.observe(&Observation::Quiet { at })
    }

    fn head(&mut self, line: &Value) -> Result<(), Box<Violation>> {
        let aggregate = text(&line["aggregate"]);
        let Some((version, hash)) = self.heads.get(&aggregate).copied() else { return Ok(()) };
        let next_wake = line["next_wake"].is_string().then(|| nanos(&line["next_wake"]));
        let head = Head { aggregate: &aggregate, version, hash, next_wake };
        self.auditor.observe(&Observation::Head(head))
    }

    fn finish(&mut self, line: &Value) -> Result<(), Box<Violation>> {
        let (order, word) = (text(&line["order"]), text(&line["word"]));
        self.auditor.observe(&Observation::Listed(Listed { order: &order, state: &word }))?;
        let over = self.auditor.finish(nanos(&line["at"]), true);
        over.map(|_| ()).map_err(|mut wrong| Box::new(wrong.remove(0)))
    }
}
