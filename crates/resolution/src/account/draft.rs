//! A decision on an account in the making: each event is applied as it is made, so that the next step sees it.
use super::{Account, AccountEvent};
use crate::aggregate::{Aggregate, Context};
use crate::id::{AccountId, AccountRole, CaseNo, PartyId};
use jiff::Timestamp;

/// The account as it will be, and the events that make it so.
pub(super) struct Draft<'a> {
    pub(super) aggregate: Aggregate,
    pub(super) events: Vec<AccountEvent>,
    pub(super) context: &'a Context<'a>,
    pub(super) now: Timestamp,
    id: AccountId,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        account: Option<&Account>,
        id: AccountId,
        context: &'a Context<'a>,
        now: Timestamp,
    ) -> Self {
        let aggregate =
            account.map_or(Aggregate::Nothing, |found| Aggregate::Account(Box::new(found.clone())));
        Self { aggregate, events: Vec::new(), context, now, id }
    }

    /// The first thing that happens to a party opens its account.
    pub(super) fn open(&mut self, party: PartyId, role: AccountRole) {
        if self.aggregate.account().is_none() {
            self.push(AccountEvent::AccountOpened { party, role });
        }
    }

    pub(super) fn account(&self) -> Option<&Account> {
        self.aggregate.account()
    }

    pub(super) fn push(&mut self, event: AccountEvent) {
        super::apply::apply(&mut self.aggregate, self.id, &event, self.now);
        self.events.push(event);
    }

    /// A notice to the account's party leaves with this decision.
    pub(super) fn notice(&mut self, notice: &str, case: CaseNo, end: Option<Timestamp>) {
        if let Some(to) = self.account().map(|account| account.party) {
            self.notice_to(to, notice, case, end);
        }
    }

    /// A notice to another party of the case.
    pub(super) fn notice_to(&mut self, to: PartyId, notice: &str, case: CaseNo, end: Option<Timestamp>) {
        let notice = notice.to_owned();
        self.push(AccountEvent::AccountNoticeSent { to, notice, case: Some(case), end });
    }
}
