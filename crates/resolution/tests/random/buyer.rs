//! The buyer's account beside the order: it hears the order at once, tells how the buyer stands when a step brings it, and what
//! the seller reports is decided at once, one way and the other.
use super::watch::Watch;
use super::{BUYER, MEDIATORS};
use jiff::Timestamp;
use resolution::account::case::AccountStage;
use resolution::account::standing::BuyerCounts;
use resolution::account::{AccountCommand, CaseAct};
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Outgoing};
use resolution::id::{AccountId, AccountRole, AggregateId, CaseNo, MarketplaceId, OrderId};
use resolution::seal::Seal;
use std::collections::BTreeMap;

/// The account with what it has answered.
#[derive(Default)]
pub struct BuyersAccount {
    state: Option<Aggregate>,
    answers: BTreeMap<CaseNo, (BuyerCounts, u64)>,
}

fn id() -> AggregateId {
    AggregateId::Account(AccountId::of(MarketplaceId::of("test"), AccountRole::Buyer, BUYER))
}

/// The account as it speaks.
pub fn actor() -> Actor {
    Actor::Aggregate(id())
}

impl BuyersAccount {
    /// What it has answered for a case.
    pub fn answer(&self, case: CaseNo) -> Option<(BuyerCounts, u64)> {
        self.answers.get(&case).copied()
    }

    /// Every case that it has answered for.
    pub fn answered(&self) -> Vec<CaseNo> {
        self.answers.keys().copied().collect()
    }

    /// Takes what the order says to it, and shows the second auditor what it does.
    pub fn hears(
        &mut self,
        order: OrderId,
        outgoing: &Outgoing,
        context: &Context<'_>,
        at: Timestamp,
        watch: &mut Watch,
    ) -> Result<(), String> {
        let Outgoing::Note { party, role: AccountRole::Buyer, sequence, at: happened, news, .. } = outgoing
        else {
            return Ok(());
        };
        let context = Context { id: id(), ..*context };
        let (from, role) = (AggregateId::Order(order), AccountRole::Buyer);
        let (party, sequence, happened, news) = (*party, *sequence, *happened, news.clone());
        let hear = AccountCommand::Hear { party, role, from, sequence, at: happened, news };
        self.does(&Actor::Aggregate(from), hear, &context, at, watch)?;
        self.decides(sequence, &context, at, watch)
    }

    /// A report that waits is decided: every other one is upheld.
    fn decides(
        &mut self,
        sequence: u32,
        context: &Context<'_>,
        at: Timestamp,
        watch: &mut Watch,
    ) -> Result<(), String> {
        let cases = self.state.as_ref().and_then(Aggregate::account).map(|account| account.cases.as_slice());
        let waits = cases.unwrap_or_default().iter().find(|case| case.stage == AccountStage::Reviewing);
        let Some((no, report)) = waits.and_then(|case| Some((case.no, case.report()?.clone()))) else {
            return Ok(());
        };
        let by = Actor::Mediator(MEDIATORS[0]);
        let seal = |by| Seal { digest: "0".repeat(64), by };
        let (kind, seller) = ("pdf".to_owned(), Actor::Seller(report.by));
        let shows = CaseAct::Submit { proof: None, seal: seal(report.by), kind, bytes: 1_000, caption: None };
        let lift = sequence.is_multiple_of(2);
        let rule = CaseAct::Rule { lift, words: Some(seal(MEDIATORS[0])) };
        for (by, act) in [(&seller, shows), (&by, CaseAct::Assign { mediator: MEDIATORS[0] }), (&by, rule)] {
            self.does(by, AccountCommand::Case { case: no, act }, context, at, watch)?;
        }
        Ok(())
    }

    fn does(
        &mut self,
        by: &Actor,
        command: AccountCommand,
        context: &Context<'_>,
        at: Timestamp,
        watch: &mut Watch,
    ) -> Result<(), String> {
        let kind = match &command {
            AccountCommand::Case { act: CaseAct::Submit { .. }, .. } => Some("AccountSubmit"),
            AccountCommand::Case { act: CaseAct::Assign { .. }, .. } => Some("AccountAssign"),
            AccountCommand::Case { act: CaseAct::Rule { .. }, .. } => Some("AccountRule"),
            _ => None,
        };
        let state = self.state.get_or_insert(Aggregate::Nothing);
        let decided = state.decide(&Command::Account(command.clone()), by, context, at);
        let events = decided.map_err(|refusal| format!("the account refuses {command:?}: {refusal:?}"))?;
        let at = state.last_at().map_or(at, |last| last.max(at));
        for event in &events {
            state.apply(id(), event, at);
            for outgoing in state.outgoing(event, context.marketplace) {
                if let Outgoing::StandingAnswer { case, counts, version, .. } = outgoing {
                    self.answers.insert(case, (counts, version));
                }
            }
        }
        let (first, version) = watch.record(id(), (at, None), by, &events, None)?;
        if let Some(kind) = kind {
            let answer = auditor::Answer::Accepted { first, version, position: None, replayed: false };
            watch.asked(id(), at, by, kind, answer)?;
        }
        Ok(())
    }
}
