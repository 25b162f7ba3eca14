//! What waits for whom on an account.
use super::Account;
use super::case::{AccountCase, AccountStage};
use crate::aggregate::{Listing, Turn, TurnOf};

/// What inboxes show of an account. It is in no list of orders.
#[must_use]
pub fn listing(account: &Account) -> Listing {
    let open = account.cases.iter().filter(|case| case.open());
    Listing { turns: open.flat_map(|case| of_case(account, case)).collect(), ..Listing::default() }
}

fn of_case(account: &Account, case: &AccountCase) -> Vec<Turn> {
    let entry =
        |what: &str, for_whom, end| Turn { case: Some(case.no.0), what: what.to_owned(), for_whom, end };
    let seller = TurnOf::Party(account.party);
    let mut turns = Vec::new();
    match case.stage {
        AccountStage::Answering => turns.push(entry("account_answering", seller, case.end)),
        AccountStage::Appealing => turns.push(entry("account_appealing", seller, case.end)),
        AccountStage::Reviewing if case.report().is_some() => {
            let whom = case.mediator.map_or(TurnOf::Mediators, TurnOf::Party);
            turns.push(entry("report_reviewing", whom, case.end));
        }
        AccountStage::Reviewing => {
            let whom = case.mediator.map_or(TurnOf::Mediators, TurnOf::Party);
            turns.push(entry("account_reviewing", whom, case.end));
        }
        AccountStage::Standing | AccountStage::Closed => {}
    }
    if let Some(found) = case.restriction().filter(|found| found.warned) {
        turns.push(entry("account_last_day", TurnOf::Staff, Some(found.last_day)));
        turns.push(entry("account_last_day", TurnOf::Mediators, Some(found.last_day)));
    }
    turns
}
