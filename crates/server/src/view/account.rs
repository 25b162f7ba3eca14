//! Accounts of parties: balances, payouts, reputation.
use crate::convert::money;
use crate::ids;
use crate::parties::Names;
use engine::View;
use jiff::Timestamp;
use resolution::account::reputation::Penalty;
use resolution::account::{Account, Payout, available};
use resolution::id::{AccountRole, AggregateId};

/// Payouts that the account itself shows; the others are in the statements.
const PAYOUTS: usize = 20;

/// An account as it stands at an instant of the marketplace's time.
pub(crate) fn account(account: &Account, view: &View, names: &Names, now: Timestamp) -> api::AccountView {
    let balances = account.balances.iter().map(|(currency, balance)| api::AccountBalance {
        payable: money(balance.payable, *currency),
        receivable: money(balance.receivable, *currency),
        available: money(available(account, *currency), *currency),
        in_flight: money(balance.in_flight, *currency),
        wallet: money(balance.wallet, *currency),
    });
    let newest = account.payouts.len().saturating_sub(PAYOUTS);
    api::AccountView {
        id: account.id.to_string(),
        party: names.of(account.party),
        role: account.role.word().to_owned(),
        balances: balances.collect(),
        payouts: account.payouts.iter().skip(newest).map(payout).collect(),
        payout_provider: account.route.clone(),
        next_payout_at: account.next_payout,
        reputation: (account.role == AccountRole::Seller).then(|| reputation(account, view, now)),
        standing: (account.role == AccountRole::Buyer).then(|| standing(account, view, now)).flatten(),
        restricted_by: account.restriction().map(|(case, _)| ids::write_account_case(account.id, case.no)),
        cases: account.cases.iter().map(|case| ids::write_account_case(account.id, case.no)).collect(),
        as_of: account.last_at,
        version: account.version,
    }
}

fn payout(payout: &Payout) -> api::PayoutView {
    api::PayoutView {
        payout: payout.no.0,
        statement: payout.number(),
        status: payout.status().to_owned(),
        amount: money(payout.amount, payout.currency),
        promised_at: payout.promised,
        confirmed_at: payout.confirmed,
        refused_at: payout.refused.as_ref().map(|(at, _)| *at),
        refused_code: payout.refused.as_ref().map(|(_, code)| code.clone()),
    }
}

fn reputation(account: &Account, view: &View, now: Timestamp) -> api::ReputationView {
    let context = view.context();
    let standing = account.reputation.standing(&context.policy.reputation, context.calendar, now);
    let counts = standing.counts;
    api::ReputationView {
        points: standing.points,
        start: standing.start,
        floor: standing.floor,
        penalties: standing.penalties.iter().map(|(found, counts)| penalty(found, *counts)).collect(),
        rates: api::RatesView {
            since: standing.since,
            orders: counts.orders,
            filed: counts.filed,
            faults: counts.faults,
            cancelled: counts.cancelled,
            filing_basis_points: standing.rate(counts.filed),
            fault_basis_points: standing.rate(counts.faults),
            cancellation_basis_points: standing.rate(counts.cancelled),
        },
    }
}

fn penalty(penalty: &Penalty, counts: bool) -> api::PenaltyView {
    let case = match (penalty.from, penalty.case) {
        (AggregateId::Order(order), Some(no)) => Some(ids::write(ids::CASE, order, no.0)),
        _ => None,
    };
    api::PenaltyView {
        points: penalty.points,
        reason: penalty.reason.word().to_owned(),
        order: penalty.from.to_string(),
        case,
        at: penalty.at,
        ends: penalty.ends,
        counts,
    }
}

/// How the buyer stands by the marketplace's policy of now; nothing where it does not look at the buyer.
fn standing(account: &Account, view: &View, now: Timestamp) -> Option<api::StandingView> {
    let context = view.context();
    let rules = context.policy.funding.as_ref()?.buyer.as_ref()?;
    let (since, counts) = account.record.standing(rules, context.calendar, now);
    let of = |factor: &str, count, at_most| api::StandingCount { factor: factor.to_owned(), count, at_most };
    let counts = vec![
        of("disputes", counts.disputes, rules.disputes_at_most),
        of("funded", counts.funded, rules.funded_at_most),
        of("reports", counts.reports, rules.reports_at_most),
    ];
    Some(api::StandingView { since, counts })
}
