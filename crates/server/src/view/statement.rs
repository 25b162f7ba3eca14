//! Statements of accounts.
use crate::convert::money;
use resolution::account::statement::Line;
use resolution::account::{Account, Balance, Movements, Payout};
use resolution::money::{Currency, Minor};

/// A statement that a payout closed.
pub(crate) fn closed(account: &Account, payout: &Payout) -> api::StatementView {
    let view = figures(account, payout.currency, &payout.statement, (payout.closing, payout.debt));
    api::StatementView {
        number: Some(payout.number()),
        status: payout.status().to_owned(),
        to: Some(payout.promised),
        paid_out: money(payout.amount, payout.currency),
        confirmed_at: payout.confirmed,
        refused_at: payout.refused.as_ref().map(|(at, _)| *at),
        refused_code: payout.refused.as_ref().map(|(_, code)| code.clone()),
        ..view
    }
}

/// What moved since the last one.
pub(crate) fn open(account: &Account, currency: Currency, balance: &Balance) -> api::StatementView {
    figures(account, currency, &balance.since, (balance.payable, balance.receivable))
}

fn figures(
    account: &Account,
    currency: Currency,
    moved: &Movements,
    (closing, debt): (Minor, Minor),
) -> api::StatementView {
    api::StatementView {
        number: None,
        status: "open".to_owned(),
        from: moved.from.unwrap_or(account.opened),
        to: None,
        opening: money(moved.opening, currency),
        earned: money(moved.earned, currency),
        came_back: money(moved.came_back, currency),
        recovered: money(moved.recovered, currency),
        paid_out: money(Minor::ZERO, currency),
        closing: money(closing, currency),
        debt_before: money(moved.debt, currency),
        owed: money(moved.owed, currency),
        debt_after: money(debt, currency),
        confirmed_at: None,
        refused_at: None,
        refused_code: None,
        lines: None,
    }
}

/// A line of a statement.
pub(crate) fn line(line: &Line, currency: Currency) -> api::StatementLine {
    api::StatementLine {
        at: line.at,
        kind: line.kind.word().to_owned(),
        order: line.order.map(|order| order.to_string()),
        statement: line.payout.map(|no| no.0.saturating_add(1)),
        amount: money(line.amount, currency),
        payable: money(line.payable, currency),
        receivable: money(line.receivable, currency),
    }
}
