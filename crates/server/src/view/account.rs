//! Accounts of parties.
use crate::convert::money;
use crate::parties::Names;
use resolution::account::decide::available;
use resolution::account::{Account, Payout};

pub(crate) fn account(account: &Account, names: &Names) -> api::AccountView {
    let balances = account.balances.iter().map(|(currency, balance)| api::AccountBalance {
        payable: money(balance.payable, *currency),
        receivable: money(balance.receivable, *currency),
        available: money(available(account, *currency), *currency),
        in_flight: money(balance.in_flight, *currency),
        wallet: money(balance.wallet, *currency),
    });
    api::AccountView {
        id: account.id.to_string(),
        party: names.of(account.party),
        role: account.role.word().to_owned(),
        balances: balances.collect(),
        payouts: account.payouts.iter().map(payout).collect(),
        as_of: account.last_at,
        version: account.version,
    }
}

fn payout(payout: &Payout) -> api::PayoutView {
    api::PayoutView {
        payout: payout.no.0,
        amount: money(payout.amount, payout.currency),
        promised_at: payout.promised,
        confirmed_at: payout.confirmed,
        refused_at: payout.refused.as_ref().map(|(at, _)| *at),
        refused_code: payout.refused.as_ref().map(|(_, code)| code.clone()),
    }
}
