//! Taking an account's events into its state. Total.
use super::case::{AccountCase, AccountClosing, AccountStage, Matter, Report, Restriction};
use super::standing::Noted;
use super::{Account, AccountEvent, Balance, Movements, Payout};
use crate::aggregate::Aggregate;
use crate::id::{AccountId, AccountRole, AggregateId, CaseNo, PartyId, PayoutNo};
use crate::money::{Currency, Minor};
use crate::order::event::AccountEffect;
use jiff::Timestamp;

/// Takes one event that was recorded at `at`.
pub(crate) fn apply(aggregate: &mut Aggregate, id: AccountId, event: &AccountEvent, at: Timestamp) {
    if let AccountEvent::AccountOpened { party, role } = event {
        *aggregate = Aggregate::Account(Box::new(opened(id, *party, *role, at)));
        return;
    }
    let Aggregate::Account(account) = aggregate else {
        return;
    };
    account.version += 1;
    account.last_at = account.last_at.max(at);
    match event {
        AccountEvent::AccountOpened { .. } => {}
        AccountEvent::MessageTaken { currency, amount, effect, .. } => {
            message(account.balances.entry(*currency).or_default(), *amount, *effect);
        }
        AccountEvent::NoteTaken { from, at: happened, on, news, ends, .. } => match account.role {
            AccountRole::Seller => account.reputation.take(*from, news, (*happened, *on), *ends),
            AccountRole::Buyer => account.record.take(*from, news, *on),
        },
        AccountEvent::PayoutRouteSet { provider } => account.route.clone_from(provider),
        AccountEvent::PayoutScheduled { at } => account.next_payout = *at,
        AccountEvent::DebtRecovered { currency, amount, .. } => {
            let balance = account.balances.entry(*currency).or_default();
            balance.payable = balance.payable - *amount;
            balance.receivable = balance.receivable - *amount;
            balance.since.recovered = balance.since.recovered + *amount;
            balance.since.lines += 1;
        }
        AccountEvent::PayoutPromised { payout, currency, amount, .. } => {
            promised(account, *payout, *currency, *amount, at);
        }
        AccountEvent::PayoutConfirmed { payout, .. } => {
            settle(account, *payout, |p| p.confirmed = Some(at), false)
        }
        AccountEvent::PayoutRefused { payout, code, .. } => {
            settle(account, *payout, |p| p.refused = Some((at, code.clone())), true);
        }
        _ => of_case(account, event, at),
    }
}

/// An event of a case on the account.
fn of_case(account: &mut Account, event: &AccountEvent, at: Timestamp) {
    if let Some(opened) = new_case(event, at) {
        account.cases.push(opened);
        return;
    }
    let Some(case) = case_of(event).and_then(|no| account.cases.get_mut(no.index())) else { return };
    case.revision = case.revision.saturating_add(1);
    match event {
        AccountEvent::AccountStageEntered { stage, end, .. } => {
            (case.stage, case.since, case.end, case.reminded) = (*stage, at, *end, false);
        }
        AccountEvent::AccountReminded { .. } => case.reminded = true,
        AccountEvent::AccountEvidenceSealed { evidence, .. } => case.evidence.push(evidence.clone()),
        AccountEvent::AccountCaseAssigned { mediator, .. } => case.mediator = Some(*mediator),
        AccountEvent::AccountRuled { ruling, .. } => {
            case.ruled_by.extend(ruling.by.party());
            case.rulings.push(ruling.clone());
        }
        AccountEvent::AccountAppealed { .. } => case.mediator = None,
        AccountEvent::RestrictionLifted { closing, .. } => case.closed = Some((*closing, at)),
        AccountEvent::ReportClosed { closing, on, .. } => {
            case.closed = Some((*closing, at));
            if *closing == AccountClosing::Upheld {
                account.record.note(Noted::Report, AggregateId::Account(account.id), case.no, *on);
            }
        }
        _ => {}
    }
    if let Matter::Restriction(restriction) = &mut case.matter {
        of_restriction(restriction, event, at);
    }
}

/// What an event changes of a restriction.
fn of_restriction(found: &mut Restriction, event: &AccountEvent, at: Timestamp) {
    match event {
        AccountEvent::AccountAppealed { .. } => found.appealed = Some(at),
        AccountEvent::LastDayNear { .. } => found.warned = true,
        AccountEvent::RestrictionRenewed { last_day, .. } => {
            (found.last_day, found.warned) = (*last_day, false);
            found.renewed = found.renewed.saturating_add(1);
        }
        AccountEvent::OrdersReached { frozen: true, orders, .. } => found.reached.0 = Some(*orders),
        AccountEvent::OrdersReached { frozen: false, orders, .. } => found.reached.1 = Some(*orders),
        _ => {}
    }
}

/// The case that an event opens.
fn new_case(event: &AccountEvent, at: Timestamp) -> Option<AccountCase> {
    let (no, matter, words) = match event {
        AccountEvent::AccountRestricted { case, reason, provide, stops, last_day, words } => {
            let restriction = Restriction {
                reason: *reason,
                provide: provide.clone(),
                stops: stops.clone(),
                last_day: *last_day,
                warned: false,
                appealed: None,
                renewed: 0,
                reached: (None, None),
            };
            (*case, Matter::Restriction(restriction), words.clone())
        }
        AccountEvent::ReportOpened { case, order, about, by, reason, words } => {
            let report = Report { reason: *reason, order: *order, about: *about, by: *by };
            (*case, Matter::Report(report), Some(words.clone()))
        }
        _ => return None,
    };
    Some(AccountCase {
        no,
        matter,
        opened: at,
        stage: AccountStage::Closed,
        since: at,
        end: None,
        reminded: false,
        words,
        mediator: None,
        ruled_by: Vec::new(),
        rulings: Vec::new(),
        evidence: Vec::new(),
        closed: None,
        revision: 1,
    })
}

/// The case that an event belongs to, once it is open.
const fn case_of(event: &AccountEvent) -> Option<CaseNo> {
    match event {
        AccountEvent::AccountStageEntered { case, .. }
        | AccountEvent::AccountReminded { case, .. }
        | AccountEvent::AccountAnswered { case, .. }
        | AccountEvent::AccountMessageWritten { case, .. }
        | AccountEvent::AccountEvidenceSealed { case, .. }
        | AccountEvent::AccountCaseAssigned { case, .. }
        | AccountEvent::AccountRuled { case, .. }
        | AccountEvent::AccountAppealed { case, .. }
        | AccountEvent::LastDayNear { case, .. }
        | AccountEvent::RestrictionRenewed { case, .. }
        | AccountEvent::RestrictionLifted { case, .. }
        | AccountEvent::ReportClosed { case, .. }
        | AccountEvent::OrdersReached { case, .. } => Some(*case),
        _ => None,
    }
}

fn opened(id: AccountId, party: PartyId, role: AccountRole, at: Timestamp) -> Account {
    Account {
        id,
        party,
        role,
        balances: std::collections::BTreeMap::new(),
        payouts: Vec::new(),
        route: None,
        next_payout: None,
        reputation: super::reputation::Reputation::default(),
        record: super::standing::BuyerRecord::default(),
        cases: Vec::new(),
        opened: at,
        last_at: at,
        version: 1,
    }
}

fn message(balance: &mut Balance, amount: Minor, effect: AccountEffect) {
    let since = &mut balance.since;
    match effect {
        AccountEffect::Release | AccountEffect::Compensation | AccountEffect::Claim => {
            balance.payable = balance.payable + amount;
            since.earned = since.earned + amount;
        }
        AccountEffect::Owe => {
            balance.receivable = balance.receivable + amount;
            since.owed = since.owed + amount;
        }
        AccountEffect::Wallet => {
            balance.wallet = balance.wallet + amount;
            return;
        }
    }
    since.lines += 1;
}

/// A payout closes the statement of its currency; the next one begins where it ends.
fn promised(account: &mut Account, no: PayoutNo, currency: Currency, amount: Minor, at: Timestamp) {
    let balance = account.balances.entry(currency).or_default();
    balance.payable = balance.payable - amount;
    balance.in_flight = balance.in_flight + amount;
    let (closing, debt) = (balance.payable, balance.receivable);
    let next = Movements { from: Some(at), opening: closing, debt, ..Movements::default() };
    let mut statement = std::mem::replace(&mut balance.since, next);
    statement.lines += 1;
    account.payouts.push(Payout {
        no,
        currency,
        amount,
        promised: at,
        confirmed: None,
        refused: None,
        statement,
        closing,
        debt,
    });
}

fn settle(account: &mut Account, no: PayoutNo, mark: impl FnOnce(&mut Payout), back: bool) {
    let Some(payout) = account.payouts.get_mut(no.index()) else {
        return;
    };
    mark(payout);
    let (currency, amount) = (payout.currency, payout.amount);
    let balance = account.balances.entry(currency).or_default();
    balance.in_flight = balance.in_flight - amount;
    if back {
        balance.payable = balance.payable + amount;
        balance.since.came_back = balance.since.came_back + amount;
        balance.since.lines += 1;
    }
}
