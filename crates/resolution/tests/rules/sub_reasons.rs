//! Finer reasons: what exactly is claimed, said by the one who opens the case, and deciding nothing (DIS-3, DIS-9, RET-1, NEG-1).
use crate::story::acts::refund;
use crate::story::tell::{BY_BUYER, units};
use crate::story::{World, line, payment};
use resolution::case::remedy::Remedy;
use resolution::case::{CaseKind, Received};
use resolution::id::CaseNo;
use resolution::order::actions::{Action, Range, allowed};
use resolution::order::command::{Complaint, Opening, OrderCommand, ReturnRequest};
use resolution::order::event::OrderEvent;
use resolution::order::explain::explain;
use resolution::policy::presets;
use resolution::refusal::Refusal;

const PRESETS: [&str; 4] = ["default", "aliexpress", "lazada", "tokopedia"];

/// The four kinds of infringement.
const INFRINGEMENTS: [&str; 4] = ["trademark", "copyright", "patent", "design"];

/// The three of a change of mind.
const CHANGES_OF_MIND: [&str; 3] = ["no_longer_needed", "ordered_by_mistake", "does_not_suit"];

fn list(of: &[&str]) -> Vec<String> {
    of.iter().map(|word| (*word).to_owned()).collect()
}

fn unknown(allowed: &[&str]) -> Result<(), Refusal> {
    Err(Refusal::SubReasonUnknown { allowed: list(allowed) })
}

fn dispute(unit: u16, reason: &str, named: Option<&str>) -> OrderCommand {
    OrderCommand::OpenDispute(Opening {
        units: units(&[unit]),
        received: Received::Yes,
        reason: reason.into(),
        sub_reason: named.map(str::to_owned),
        asked: refund(500),
        text: None,
    })
}

fn send_back(unit: u16, named: Option<&str>) -> OrderCommand {
    OrderCommand::RequestReturn(ReturnRequest {
        units: units(&[unit]),
        reason: "change_of_mind".into(),
        sub_reason: named.map(str::to_owned),
        text: None,
    })
}

fn change(reason: &str, named: Option<&str>, asked: Remedy) -> OrderCommand {
    OrderCommand::ChangeDispute {
        case: CaseNo(0),
        reason: reason.into(),
        sub_reason: named.map(str::to_owned),
        asked,
    }
}

/// Units for 1,000 each, received.
fn received(preset: &str, quantity: u16) -> World {
    World::arrived_one(preset, quantity, 1_000 * i64::from(quantity), 0)
}

fn now(w: &World) -> (&str, Option<&str>) {
    (w.case(0).reason.as_str(), w.case(0).sub_reason.as_deref())
}

fn last_change(w: &World) -> Option<String> {
    let changes = w.log.iter().rev().find_map(|(_, event)| match event {
        OrderEvent::CaseChanged(changed) => Some(changed.sub_reason.clone()),
        _ => None,
    });
    changes.expect("it was changed")
}

#[test]
fn dis_03_counterfeit_names_one_of_four_kinds_of_infringement_and_the_event_keeps_it() {
    for preset in PRESETS {
        let mut w = received(preset, 5);
        for (unit, named) in (0..).zip(INFRINGEMENTS) {
            w.buyer(dispute(unit, "counterfeit", Some(named))).expect("on the list");
            assert_eq!(w.case(unit).sub_reason.as_deref(), Some(named));
        }
        w.buyer(dispute(4, "counterfeit", None)).expect("who does not know names none");
        let opened = w.log.iter().filter_map(|(_, event)| match event {
            OrderEvent::CaseOpened(opened) => Some(opened.sub_reason.as_deref()),
            _ => None,
        });
        let wanted: Vec<_> = INFRINGEMENTS.into_iter().map(Some).chain([None]).collect();
        assert_eq!(opened.collect::<Vec<_>>(), wanted, "{preset}");
    }
}

#[test]
fn dis_03_an_unknown_sub_reason_is_refused_with_the_list_of_its_reason() {
    for preset in PRESETS {
        let w = received(preset, 1);
        for wrong in ["forgery", "no_longer_needed", ""] {
            assert_eq!(
                w.would(&BY_BUYER, dispute(0, "counterfeit", Some(wrong))),
                unknown(&INFRINGEMENTS),
                "{preset}: {wrong}"
            );
        }
        assert_eq!(w.would(&BY_BUYER, dispute(0, "damaged", Some("trademark"))), unknown(&[]));
        let both = dispute(0, "ugly", Some("forgery"));
        assert!(matches!(w.would(&BY_BUYER, both), Err(Refusal::ReasonUnknown { .. })), "the reason first");
    }
}

/// Everything that happens to a dispute that nobody answers, without what its opening names.
fn silence(named: Option<&str>) -> Vec<(jiff::Timestamp, OrderEvent)> {
    let mut w = received("default", 1);
    w.buyer(dispute(0, "counterfeit", named)).expect("opened");
    w.days(60);
    assert!(w.case(0).fixed.is_some(), "decided");
    let mut log = w.log;
    for (_, event) in &mut log {
        if let OrderEvent::CaseOpened(opened) = event {
            assert_eq!(opened.sub_reason.take().as_deref(), named);
        }
    }
    log
}

#[test]
fn dis_03_a_sub_reason_decides_nothing() {
    let without = silence(None);
    for named in INFRINGEMENTS {
        assert_eq!(silence(Some(named)), without, "{named}");
    }
}

#[test]
fn dis_09_a_changed_reason_drops_or_replaces_the_sub_reason_and_the_same_reason_keeps_it() {
    let mut w = received("default", 1);
    w.buyer(dispute(0, "counterfeit", Some("trademark"))).expect("opened");
    w.buyer(change("counterfeit", None, refund(700))).expect("the amount only");
    assert_eq!(
        (now(&w), last_change(&w).as_deref()),
        (("counterfeit", Some("trademark")), Some("trademark"))
    );
    assert_eq!(
        w.buyer(change("counterfeit", Some("trademark"), refund(700))),
        Err(Refusal::AlreadyDone),
        "what is said already is no change"
    );
    w.buyer(change("counterfeit", Some("design"), refund(700))).expect("another sub-reason is a change");
    assert_eq!((now(&w), w.case(0).changes), (("counterfeit", Some("design")), 2));
    assert_eq!(w.would(&BY_BUYER, change("damaged", Some("design"), refund(700))), unknown(&[]));
    w.buyer(change("damaged", None, refund(700))).expect("another reason");
    assert_eq!((now(&w), last_change(&w)), (("damaged", None), None));

    let mut w = received("default", 1);
    w.buyer(dispute(0, "damaged", None)).expect("opened");
    assert_eq!(w.would(&BY_BUYER, change("counterfeit", Some("ugly"), refund(500))), unknown(&INFRINGEMENTS));
    w.buyer(change("counterfeit", Some("patent"), refund(500))).expect("with its own");
    assert_eq!(now(&w), ("counterfeit", Some("patent")));
}

#[test]
fn ret_01_a_change_of_mind_names_one_of_three_sub_reasons() {
    // Lazada's goods go back only where their listing says so; here they all do.
    for (preset, unless) in [("default", "unless_said = true"), ("lazada", "unless_said = false")] {
        let mut w = World::variant(preset, "UTC", &[(unless, "unless_said = true")]);
        w.arrives(vec![line(4, 4_000, 0)], vec![payment("credit_card", 4_000)]);
        for (unit, named) in (0..).zip(CHANGES_OF_MIND) {
            w.buyer(send_back(unit, Some(named))).expect("on the list");
            assert_eq!(w.case(unit).kind, CaseKind::Return);
            assert_eq!(w.case(unit).sub_reason.as_deref(), Some(named));
        }
        assert_eq!(w.would(&BY_BUYER, send_back(3, Some("ugly"))), unknown(&CHANGES_OF_MIND), "{preset}");
        w.buyer(send_back(3, None)).expect("nobody has to say more");
        assert_eq!(w.case(3).sub_reason, None);
    }
}

#[test]
fn neg_01_a_complaint_may_name_a_sub_reason_where_the_policy_lists_some() {
    let about = |named: &str| {
        OrderCommand::Complain(Complaint {
            units: units(&[0]),
            reason: "defective_product".into(),
            sub_reason: Some(named.into()),
            fee: false,
            text: None,
        })
    };
    let plain = received("default", 1);
    assert_eq!(plain.would(&BY_BUYER, about("design")), unknown(&[]));
    let row = "id = \"defective_product\" # NEG-1";
    let finer = format!("{row}\nsub_reasons = [\"patent\", \"design\"]");
    let mut w = World::variant("default", "UTC", &[(row, &finer)]);
    w.arrives(vec![line(1, 1_000, 0)], vec![payment("credit_card", 1_000)]);
    assert_eq!(w.would(&BY_BUYER, about("ugly")), unknown(&["patent", "design"]));
    w.buyer(about("design")).expect("on the list");
    assert_eq!(w.case(0).sub_reason.as_deref(), Some("design"));
}

#[test]
fn dis_03_the_offer_lists_the_sub_reasons_of_each_reason() {
    let w = received("default", 1);
    let offered = |w: &World, kind: &str| -> Action {
        let all = allowed(w.order(), &BY_BUYER, &w.context(), w.now);
        all.into_iter().find(|action| action.kind == kind).expect("it is known")
    };
    let finer = |action: &Action| {
        action.ranges.iter().find_map(|range| match range {
            Range::ChoiceWithin { field: "sub_reason", of: "reason", words } => Some(words.clone()),
            _ => None,
        })
    };
    let of = |reason: &str, words: &[&str]| Some([(reason.to_owned(), list(words))].into());
    assert_eq!(finer(&offered(&w, "open_dispute_received")), of("counterfeit", &INFRINGEMENTS));
    assert_eq!(finer(&offered(&w, "request_return")), of("change_of_mind", &CHANGES_OF_MIND));
    assert_eq!(finer(&offered(&w, "complain")), None);
    assert_eq!(finer(&offered(&w, "open_dispute_not_received")), None);
    let mut w = w;
    w.buyer(dispute(0, "damaged", None)).expect("opened");
    assert_eq!(finer(&offered(&w, "change")), of("counterfeit", &INFRINGEMENTS), "it may be changed to one");
}

#[test]
fn dis_03_the_explanation_names_the_sub_reason() {
    let mut w = received("default", 1);
    w.buyer(dispute(0, "counterfeit", Some("patent"))).expect("opened");
    w.buyer(change("counterfeit", Some("design"), refund(600))).expect("changed");
    let explained = explain(CaseNo(0), w.log.iter().map(|(at, event)| (*at, event)), &w.policy);
    let told = serde_json::to_string(&explained).expect("JSON");
    assert!(told.contains("counterfeit (patent)") && told.contains("counterfeit (design)"), "{told}");
}

#[test]
fn dis_03_every_sub_reason_of_the_presets_has_its_text_in_both_languages() {
    for preset in PRESETS {
        let policy = resolution::policy::check(&presets::files(preset).expect("shipped")).expect("sound");
        for id in policy.reasons.iter().flat_map(|reason| &reason.sub_reasons) {
            let key = format!("sub_reason.{id}");
            let texts = ["en", "id"].map(|language| policy.messages[language].get(&key).cloned());
            assert!(texts[0].is_some() && texts[1].is_some() && texts[0] != texts[1], "{preset}: {id}");
        }
    }
}
