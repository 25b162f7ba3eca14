//! Every stable word that the core gives has its message, and every message that the portals name is there.
use super::sources::{all, literals_after, literals_between, read, variants};
use crate::portal::words::amount::AmountProblem;
use crate::portal::words::say::slug;
use crate::portal::words::{Words, words};
use api::problem::Code;
use resolution::case::procedure::turn_word;
use resolution::parcel::WindowKind;
use resolution::parcel::tracking::Status;
use resolution::policy::facts::{DECLARED, FactKind};
use resolution::policy::{
    FileKind, Fund, Liable, RemedyKind, ReturnCondition, RowRemedy, SellerCancelReason, StageName, Target,
};

/// Holds every language to messages; `least` words must be there, so that a scan that finds nothing fails.
fn said(prefix: &str, found: &[String], least: usize, tails: &[&str]) {
    assert!(found.len() >= least, "{prefix}: only {} words were found: {found:?}", found.len());
    for (code, _) in Words::languages() {
        let ids = found.iter().flat_map(|word| tails.iter().map(move |tail| format!("{prefix}{word}{tail}")));
        let missing: Vec<String> = ids.filter(|id| !words(code).has(id)).collect();
        assert!(missing.is_empty(), "{code} lacks {missing:?}");
    }
}

fn owned<'a>(list: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    list.into_iter().map(str::to_owned).collect()
}

#[test]
fn stages_turns_and_consequences_have_words() {
    let stages: Vec<String> = owned(StageName::ALL.iter().map(|stage| stage.word()));
    said("stage-", &stages, 15, &["", "-hint"]);
    said("turn-", &owned(StageName::ALL.iter().map(|stage| turn_word(stage.turn()))), 15, &[""]);
    said("its-turn-", &owned(StageName::ALL.iter().map(|stage| turn_word(stage.turn()))), 15, &[""]);
    said("then-", &stages, 15, &[""]);
    said("then-", &owned(Target::ACTS.iter().map(|act| act.word())), 9, &[""]);
    let clock = read("server/src/view/clock.rs");
    let arms = |from: &str| -> Vec<String> {
        let start = clock.find(from).expect("the function stands there");
        let body = clock[start..].split("other =>").next().unwrap_or_default();
        let keys = body.lines().filter_map(|line| line.split_once("=>")).map(|(keys, _)| keys.to_owned());
        keys.flat_map(|keys| keys.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
            .collect()
    };
    said("then-", &arms("fn consequence("), 20, &[""]);
    said("waits-", &owned(["pay", "ship", "answer_address", "collect"]), 4, &[""]);
    said("stopped-", &variants("resolution/src/order/event/parts.rs", "StopCause"), 3, &[""]);
}

#[test]
fn states_have_words() {
    let order = literals_between(&read("resolution/src/order/mod.rs"), "pub fn word(&self)", "\n    }\n");
    said("order-state-", &order, 5, &[""]);
    let parcel = literals_between(&read("resolution/src/parcel/mod.rs"), "pub fn word(&self)", "\n    }\n");
    said("parcel-state-", &parcel, 8, &[""]);
    said("order-state-", &parcel, 8, &[""]);
    said("window-", &owned([WindowKind::NotReceived, WindowKind::Received].map(WindowKind::word)), 2, &[""]);
    let order = read("server/src/view/order.rs");
    let window = literals_after(&order, "let state = if now < window.opens");
    said("window-state-", &window, 1, &[""]);
    said("window-state-", &owned(["not_yet", "open", "ended", "shut"]), 4, &[""]);
    let leg = literals_between(&read("server/src/view/refund.rs"), "let state = match leg", "};");
    said("leg-", &leg, 4, &["", "-hint"]);
    said("scan-", &owned(Status::ALL.map(Status::word)), 13, &[""]);
    said("scan-cause-", &variants("resolution/src/parcel/tracking.rs", "Cause"), 9, &[""]);
    said("route-", &variants("resolution/src/payment/mod.rs", "LegRoute"), 2, &[""]);
    said("case-kind-", &variants("resolution/src/case/mod.rs", "CaseKind"), 5, &[""]);
    said("closed-", &variants("resolution/src/case/mod.rs", "Closing"), 8, &[""]);
    said("finding-", &variants("resolution/src/case/mod.rs", "Finding"), 3, &[""]);
    said("content-", &variants("resolution/src/case/mod.rs", "ReturnContent"), 5, &[""]);
    said("side-", &variants("resolution/src/actor.rs", "Side"), 3, &[""]);
    said("role-", &variants("resolution/src/actor.rs", "Actor"), 9, &[""]);
}

#[test]
fn remedies_liability_and_facts_have_words() {
    said("remedy-", &owned(RemedyKind::ALL.iter().map(|kind| kind.word())), 5, &["", "-hint"]);
    said("row-", &owned(RowRemedy::ALL.iter().map(|remedy| remedy.word())), 5, &[""]);
    said("liable-", &owned(Liable::ALL.iter().map(|liable| liable.word())), 5, &[""]);
    said("funded_by-", &owned(Fund::ALL.iter().map(|fund| fund.word())), 3, &[""]);
    said("file-", &owned(FileKind::ALL.iter().map(|kind| kind.word())), 4, &[""]);
    said("fact-", &owned(DECLARED.iter().map(|fact| fact.name)), 20, &[""]);
    for fact in DECLARED {
        match fact.kind {
            FactKind::Bool => said("factvalue-", &owned(["true", "false"]), 2, &[""]),
            FactKind::Words(list) => said(&format!("factvalue-{}-", fact.name), &owned(list()), 2, &[""]),
            FactKind::Reason => {}
        }
    }
}

#[test]
fn acts_have_a_label_and_a_hint() {
    let offered = literals_after(&all("resolution/src/order/actions"), ".offer(");
    said("act-", &offered, 30, &["", "-hint"]);
    let source = read("server/src/view/action.rs");
    let matched = source.split("match action.kind {").nth(1).expect("the paths of the acts");
    let keys = matched.lines().filter_map(|line| line.split_once("=>")).map(|(keys, _)| keys.to_owned());
    let known: Vec<String> = keys
        .flat_map(|keys| keys.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    said("act-", &known, 35, &["", "-hint"]);
}

#[test]
fn refusals_and_problems_have_words() {
    let codes = literals_between(&read("resolution/src/refusal.rs"), "pub const fn code(", "\n    }\n");
    assert_eq!(codes.len(), variants("resolution/src/refusal.rs", "Refusal").len());
    said("refusal-", &codes, 37, &[""]);
    said("problem-", &owned(Code::ALL.iter().map(|code| code.word())), 15, &[""]);
    let core = all("resolution/src");
    let phrases =
        |marker: &str| literals_after(&core, marker).iter().map(|text| slug(text)).collect::<Vec<_>>();
    said("who-", &phrases("not_yours("), 15, &[""]);
    said("who-", &phrases("NotYours { who:"), 4, &[""]);
    said("item-", &phrases("Missing { items: vec!["), 9, &[""]);
    let amounts = AmountProblem::ALL.map(|problem| problem.message().to_owned());
    said("reason-", &owned(ReturnCondition::ALL.iter().map(|condition| condition.word())), 4, &[""]);
    said("condition-", &owned(ReturnCondition::ALL.iter().map(|condition| condition.word())), 4, &[""]);
    said("reason-", &owned(SellerCancelReason::ALL.iter().map(|reason| reason.word())), 5, &[""]);
    said("", &amounts, 5, &[""]);
}

#[test]
fn what_is_awaited_and_every_rule_have_words() {
    let core = all("resolution/src");
    let mut awaited: Vec<String> =
        core.split("awaits: \"").skip(1).filter_map(|rest| rest.split('"').next()).map(slug).collect();
    let dispute = read("resolution/src/order/decide/dispute.rs");
    let windows = literals_between(&dispute, "let (window, rule, awaits) = match", "let Some(window)");
    awaited.extend(windows.iter().filter(|text| !is_rule(text)).map(|text| slug(text)));
    // What several refusals await has a name.
    let named = core.split("const RECEIPT: &str = \"").skip(1).filter_map(|rest| rest.split('"').next());
    awaited.extend(named.map(slug));
    said("awaits-", &awaited, 5, &[""]);
    let rules: Vec<String> = core.split('"').filter(|text| is_rule(text)).map(str::to_owned).collect();
    said("rule-", &rules, 8, &[""]);
}

fn is_rule(text: &str) -> bool {
    let Some((family, number)) = text.split_once('-') else { return false };
    family.len() == 3
        && family.chars().all(|c| c.is_ascii_uppercase())
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit())
}

#[test]
fn events_have_words() {
    said("event-", &variants("resolution/src/order/event/mod.rs", "OrderEvent"), 57, &[""]);
    said("event-", &variants("resolution/src/account/event.rs", "AccountEvent"), 20, &[""]);
}

#[test]
fn not_01_every_notice_has_a_subject_and_a_body() {
    let core = all("resolution/src");
    let mut notices = Vec::new();
    for marker in ["draft.notice(", "draft.notice_both(", "remind(draft, "] {
        notices.extend(literals_after(&core, marker));
    }
    notices.extend(literals_between(&core, "const fn told(", "\n}\n"));
    notices.extend(literals_between(&core, "const fn notice(&self) -> &'static str {", "\n    }\n"));
    let answered = literals_between(&core, "let (exit, notice) = match answer {", "};\n    ");
    notices.extend(answered.into_iter().filter(|word| word != "carrier" && word != "number"));
    notices.sort();
    notices.dedup();
    said("notice-", &notices, 45, &["-subject", "-body"]);
}

#[test]
fn typed_reasons_of_the_core_have_words() {
    let core = all("resolution/src");
    let mut reasons: Vec<String> = Vec::new();
    for marker in ["typed(\"", "Words::only(\""] {
        reasons
            .extend(core.split(marker).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    said("reason-", &reasons, 8, &[""]);
}

#[test]
fn every_message_that_the_portals_name_is_there() {
    let portal = all("server/src/portal");
    let mut named: Vec<String> = Vec::new();
    for marker in [".t(\"", ".with(\"", "unit(\""] {
        named.extend(
            portal.split(marker).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned),
        );
    }
    said("", &named, 5, &[""]);
}

/// A message is used where its id stands in the sources, or where an id is put together that begins as it does.
#[test]
fn no_message_is_there_for_nothing() {
    let sources = all("server/src");
    let pieces: Vec<&str> = sources.split('"').collect();
    let made_of = |piece: &&str| {
        let (start, _) = piece.split_once('{')?;
        (start.ends_with('-') && start.starts_with(|c: char| c.is_ascii_lowercase()))
            .then_some(start.to_owned())
    };
    let mut starts: Vec<String> = pieces.iter().filter_map(made_of).collect();
    starts.extend(
        sources.split("known(").skip(1).filter_map(|rest| Some(format!("{}-", rest.split('"').nth(1)?))),
    );
    let used: std::collections::HashSet<&str> = pieces.into_iter().collect();
    let dead: Vec<String> = super::messages::messages(crate::portal::words::ENGLISH)
        .into_keys()
        .map(|(_, id)| id)
        .filter(|id| {
            !used.contains(id.as_str()) && !starts.iter().any(|start| id.starts_with(start.as_str()))
        })
        .collect();
    assert!(dead.is_empty(), "nothing shows {dead:?}; delete them in every language");
}
