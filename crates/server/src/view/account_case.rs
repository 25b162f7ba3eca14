//! Cases on accounts.
use super::Clocks;
use crate::ids;
use crate::parties::Names;
use crate::texts::Texts;
use resolution::account::Account;
use resolution::account::case::{AccountCase, AccountEvidence, AccountRuling, AccountStage, Matter};
use resolution::policy::Exhibit;
use resolution::seal::Seal;

/// Every text of a case.
pub(crate) fn seals(case: &AccountCase) -> Vec<&Seal> {
    let rulings = case.rulings.iter().filter_map(|ruling| ruling.words.as_ref());
    let captions = case.evidence.iter().filter_map(|evidence| evidence.caption.as_ref());
    case.words.iter().chain(rulings).chain(captions).collect()
}

/// Everyone who is named in a case.
pub(crate) fn parties(account: &Account, case: &AccountCase) -> Vec<resolution::id::PartyId> {
    let authors = case.evidence.iter().map(|evidence| evidence.author);
    let people = case.ruled_by.iter().copied().chain(case.mediator).chain(authors);
    let reporter = case.report().map(|report| report.by);
    people.chain([account.party]).chain(reporter).collect()
}

/// A case as it is read.
pub(crate) fn account_case(
    account: &Account,
    case: &AccountCase,
    (names, texts): (&Names, &Texts),
    clocks: &Clocks<'_>,
) -> api::AccountCaseView {
    let id = ids::write_account_case(account.id, case.no);
    let (restriction, report) = (case.restriction(), case.report());
    let exhibit = |exhibit: &Exhibit| exhibit.word().to_owned();
    let then = match case.stage {
        _ if report.is_some() => "report_not_upheld",
        AccountStage::Answering => "account_review",
        AccountStage::Reviewing | AccountStage::Appealing => "account_stays",
        AccountStage::Standing | AccountStage::Closed => "account_lifted",
    };
    api::AccountCaseView {
        kind: if report.is_some() { "report" } else { "restriction" }.to_owned(),
        party: names.of(account.party),
        reason: match &case.matter {
            Matter::Restriction(found) => found.reason.word().to_owned(),
            Matter::Report(found) => found.reason.word().to_owned(),
        },
        provide: restriction.iter().flat_map(|found| &found.provide).map(exhibit).collect(),
        stops: restriction.iter().flat_map(|found| &found.stops).map(|stop| stop.word().to_owned()).collect(),
        order: report.map(|found| found.order.to_string()),
        order_case: report.and_then(|found| Some(ids::write(ids::CASE, found.order, found.about?.0))),
        reported_by: report.map(|found| names.of(found.by)),
        opened_at: case.opened,
        stage: case.stage.word().to_owned(),
        clock: case.end.filter(|_| case.open()).map(|end| clocks.running(end, then)),
        last_day: restriction.map(|found| found.last_day),
        renewed: restriction.map_or(0, |found| found.renewed),
        text: case.words.as_ref().map(|seal| texts.of(seal)),
        mediator: case.mediator.map(|mediator| names.of(mediator)),
        rulings: case.rulings.iter().map(|found| ruling(found, names, texts)).collect(),
        appealed_at: restriction.and_then(|found| found.appealed),
        evidence: case.evidence.iter().map(|found| evidence(found, &id, names, texts)).collect(),
        orders_frozen: restriction.and_then(|found| found.reached.0),
        orders_let_go: restriction.and_then(|found| found.reached.1),
        closing: case.closed.map(|(closing, _)| closing.word().to_owned()),
        closed_at: case.closed.map(|(_, at)| at),
        revision: case.revision,
        id,
    }
}

fn ruling(ruling: &AccountRuling, names: &Names, texts: &Texts) -> api::AccountRulingView {
    api::AccountRulingView {
        by: names.who(&ruling.by),
        lift: ruling.lift,
        text: ruling.words.as_ref().map(|seal| texts.of(seal)),
        at: ruling.at,
    }
}

fn evidence(found: &AccountEvidence, case: &str, names: &Names, texts: &Texts) -> api::AccountEvidenceView {
    api::AccountEvidenceView {
        evidence: found.no.0,
        author: names.of(found.author),
        requirement: found.proof.map(|exhibit| exhibit.word().to_owned()),
        kind: found.kind.clone(),
        bytes: found.bytes,
        digest: found.seal.digest.clone(),
        caption: found.caption.as_ref().map(|seal| texts.of(seal)),
        sealed_at: found.at,
        href: format!("/v1/account_cases/{case}/evidence/{}/content", found.no),
    }
}
