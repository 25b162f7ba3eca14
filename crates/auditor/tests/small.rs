//! Small hand-made histories of what the larger ones do not have: payouts, scans, answers under faults.
use auditor::{
    Actor, Answer, Asked, Auditor, Command, Effect, Gateway, Invariant, Key, Observation, Purpose, Record,
    Scanned, Violation,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const SELLER: &str = "pty_02020202020202020202020202020202";
const ACCOUNT: &str = "acc_1";

/// An account's chain, shown to an auditor.
struct Story {
    auditor: Auditor,
    hash: [u8; 32],
    version: usize,
    position: u64,
}

type Seen = Result<(), Box<Violation>>;

fn broken(seen: Seen) -> Option<Invariant> {
    seen.err().map(|violation| violation.invariant)
}

impl Story {
    /// A seller's account with 900 payable of an order's release that the ledger knows.
    fn new() -> Self {
        let mut story = Self { auditor: Auditor::new(), hash: [0; 32], version: 0, position: 0 };
        let by = json!({"as": "aggregate", "id": {"order": "ord_1"}});
        let opened = json!({"type": "account_opened", "party": SELLER, "role": "seller"});
        story.record(&by, vec![opened]).expect("an account is opened");
        story
    }

    fn record(&mut self, by: &Value, events: Vec<Value>) -> Seen {
        let count = events.len();
        let body = json!({"v": 1, "agg": ACCOUNT, "n": self.version + 1, "at": "2026-01-01T00:00:00Z", "by": by,
            "events": events});
        let bytes = serde_json::to_vec(&body).expect("JSON");
        self.hash = Sha256::new().chain_update(self.hash).chain_update(&bytes).finalize().into();
        (self.version, self.position) = (self.version + count, self.position + 1);
        self.auditor.observe(&Observation::Record(Record {
            position: self.position,
            marketplace: "m",
            aggregate: ACCOUNT,
            previous: None,
            hash: self.hash,
            body: &bytes,
        }))
    }

    fn pays(&mut self, amount: i64) -> Seen {
        let posting = json!({"from": format!("seller:{SELLER}:payable"), "to": "payouts:pending", "amount": amount,
            "of": {"money": "BRL"}});
        let promised = json!({"type": "payout_promised", "payout": 0, "currency": "BRL", "amount": amount,
            "provider": "bank", "postings": [posting]});
        self.record(&json!({"as": "finance", "id": "pty_9"}), vec![promised])
    }

    fn asked(&mut self, first: u64, key: Option<&str>, answer: Answer) -> Seen {
        let key = key.map(|key| Key { principal: "p".into(), key: key.into(), request: vec![1] });
        self.auditor.observe(&Observation::Asked(Asked {
            at: i128::from(first),
            read_at: None,
            marketplace: "m".into(),
            aggregate: ACCOUNT.into(),
            actor: Actor { role: "finance".into(), id: "pty_9".into() },
            command: Command { kind: "pay_out".into(), ..Command::default() },
            key,
            answer,
        }))
    }

    fn quiet(&mut self) -> Seen {
        self.auditor.observe(&Observation::Quiet { at: 0 })
    }
}

const fn accepted(first: u64, replayed: bool) -> Answer {
    Answer::Accepted { first, version: first, position: None, replayed }
}

#[test]
fn a_seller_is_not_paid_more_than_is_payable() {
    assert_eq!(broken(Story::new().pays(1)), Some(Invariant::Payout));
}

#[test]
fn an_account_takes_no_message_that_was_never_sent() {
    let by = json!({"as": "aggregate", "id": {"order": "ord_1"}});
    let taken = json!({"type": "message_taken", "from": {"order": "ord_1"}, "sequence": 1, "currency": "BRL",
        "amount": 900, "effect": "release"});
    assert_eq!(broken(Story::new().record(&by, vec![taken])), Some(Invariant::MessageOnce));
}

#[test]
fn a_payout_that_no_record_promises_is_found_at_the_end() {
    let mut story = Story::new();
    let moved = Gateway {
        at: 0,
        marketplace: "m".into(),
        provider: "bank".into(),
        key: "k".into(),
        purpose: Purpose::Payout { party: SELLER.into() },
        currency: "BRL".into(),
        amount: 5,
        effect: Effect::Moved,
    };
    story.auditor.observe(&Observation::Gateway(moved)).expect("a first movement");
    let wrong = story.auditor.finish(0, false).expect_err("nobody promised it");
    assert_eq!(wrong[0].invariant, Invariant::GatewayOnce);
}

#[test]
fn a_key_has_one_purpose_and_one_amount() {
    let mut story = Story::new();
    let asked = |amount| {
        Observation::Gateway(Gateway {
            at: 0,
            marketplace: "m".into(),
            provider: "bank".into(),
            key: "k".into(),
            purpose: Purpose::Payout { party: SELLER.into() },
            currency: "BRL".into(),
            amount,
            effect: Effect::Nothing,
        })
    };
    story.auditor.observe(&asked(5)).expect("a first time");
    story.auditor.observe(&asked(5)).expect("a repetition");
    assert_eq!(broken(story.auditor.observe(&asked(6))), Some(Invariant::GatewayOnce));
}

/// A record of finance that no check of payouts stands in the way of.
fn evidence(story: &mut Story) -> Seen {
    let posted = json!({"type": "payout_refused", "payout": 0, "code": "x", "postings": []});
    story.record(&json!({"as": "gateway", "id": "bank"}), vec![posted])
}

#[test]
fn a_payout_is_settled_only_where_one_was_promised() {
    assert_eq!(broken(evidence(&mut Story::new())), Some(Invariant::Payout));
}

#[test]
fn an_acknowledgement_waits_for_its_record_until_it_is_quiet() {
    let mut story = Story::new();
    story.asked(2, None, accepted(2, false)).expect("the record may come later in the feed");
    assert_eq!(broken(story.quiet()), Some(Invariant::Acknowledged));
}

#[test]
fn a_lost_answer_excuses_nothing_that_did_not_happen_and_is_resolved_by_a_repetition() {
    let mut story = Story::new();
    story.asked(2, Some("k"), Answer::Failed).expect("lost");
    story.quiet().expect("it may have done nothing");
    let refused = || Answer::Refused { code: "not_enough".into(), replayed: true };
    story.asked(2, Some("k"), refused()).expect("the repetition is answered");
    story.asked(2, Some("k"), refused()).expect("and once more the same");
    assert_eq!(broken(story.asked(2, Some("k"), accepted(2, true))), Some(Invariant::SameAnswer));
}

/// A record of finance on the account that is matched with answers.
fn promised(story: &mut Story) {
    let by = json!({"as": "aggregate", "id": {"order": "ord_1"}});
    let _ = story.record(&by, vec![json!({"type": "notice_sent"})]);
}

#[test]
fn a_late_first_answer_after_its_repeat_is_one_command_and_two_first_answers_are_not() {
    let mut story = Story::new();
    story.asked(2, Some("k"), accepted(2, true)).expect("the repeat is answered first");
    story.asked(2, Some("k"), accepted(2, false)).expect("then the first try");
    promised(&mut story);
    let twice = story.asked(2, Some("k"), accepted(2, false));
    assert_eq!(broken(twice), Some(Invariant::OneEffect));
}

#[test]
fn a_key_is_said_to_be_reused_only_where_it_was() {
    let mut story = Story::new();
    assert_eq!(broken(story.asked(2, Some("k"), Answer::KeyReused)), Some(Invariant::SameAnswer));
}

#[test]
fn a_scan_that_was_acknowledged_must_be_in_the_record_of_its_parcel() {
    let scan = |number: &str| Scanned {
        marketplace: "m".into(),
        carrier: "ups".into(),
        number: number.into(),
        at: 1,
        status: "delivered".into(),
    };
    let mut auditor = Auditor::new();
    auditor.observe(&Observation::Scanned(scan("nobody's"))).expect("kept");
    auditor.finish(0, true).expect("no parcel was declared under that number");

    let mut player = history::Player::new(auditor::Auditor::under(rules()));
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/healthy/936.jsonl")).expect("it");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let declared = lines.iter().flat_map(|l| l["body"]["events"].as_array().cloned().unwrap_or_default());
    let parcel = declared.into_iter().find(|e| e["type"] == "shipment_declared" && e["number"].is_string());
    let parcel = parcel.expect("a tracked parcel");
    let word = |field: &str| parcel[field].as_str().unwrap_or_default().to_owned();
    let lost = Scanned {
        marketplace: "test".into(),
        carrier: word("carrier"),
        number: word("number"),
        at: 1,
        status: "delivered".into(),
    };
    player.auditor.observe(&Observation::Scanned(lost.clone())).expect("acknowledged");
    assert_eq!(broken(lines.iter().try_for_each(|line| player.line(line))), Some(Invariant::ScanKept));

    // What is in the record already may be told again, also by a carrier that does not give its name.
    let mut player = history::Player::new(auditor::Auditor::under(rules()));
    let (finish, before) = lines.split_last().expect("lines");
    before.iter().try_for_each(|line| player.line(line)).expect("a healthy history");
    let recorded = lines.iter().flat_map(|l| l["body"]["events"].as_array().cloned().unwrap_or_default());
    let scans =
        recorded.into_iter().find(|e| e["type"] == "scans_recorded" && e["parcel"] == parcel["parcel"]);
    let scan = scans.expect("a scan of it")["scans"][0].clone();
    let at: jiff::Timestamp = scan["at"].as_str().expect("an instant").parse().expect("an instant");
    let status = scan["status"].as_str().expect("a word").to_owned();
    let again = Scanned { at: at.as_nanosecond(), status, carrier: String::new(), ..lost };
    player.auditor.observe(&Observation::Scanned(again)).expect("told again");
    player.line(finish).expect("nothing is lost");
}

#[path = "history/mod.rs"]
mod history;

fn rules() -> std::sync::Arc<auditor::Rules> {
    let mut rules = auditor::Rules::default();
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/healthy/default.toml"));
    let text = text.expect("a policy");
    for hash in [
        "45574a8ba882a69a737ee8e2192c1150bc8daf29ef902bc552545fa9749d8575",
        "d27807fa49878b9e3844302e184d517dd7825e840d8565481b3cfaa0c12bf5c8",
    ] {
        rules.policy(hash, &text).expect("a policy that can be read");
    }
    std::sync::Arc::new(rules)
}
