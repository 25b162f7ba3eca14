//! The protection fund beside the order: it answers at once, and its answer arrives when a step brings it.
use super::watch::Watch;
use auditor::Answer;
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Outgoing};
use resolution::fund::{BudgetChange, FundCommand};
use resolution::id::{AggregateId, CaseNo, FundId, MarketplaceId, OrderId};
use resolution::money::Minor;
use std::collections::BTreeMap;

/// A fund with what it has answered.
#[derive(Default)]
pub struct Fund {
    state: Option<Aggregate>,
    answers: BTreeMap<CaseNo, (bool, u64)>,
}

fn id() -> AggregateId {
    AggregateId::Fund(FundId::of(MarketplaceId::of("test")))
}

/// The fund as it speaks.
pub fn actor() -> Actor {
    Actor::Aggregate(id())
}

impl Fund {
    /// What it has answered for a case.
    pub fn answer(&self, case: CaseNo) -> Option<(bool, u64)> {
        self.answers.get(&case).copied()
    }

    /// Every case that it has answered for.
    pub fn answered(&self) -> Vec<CaseNo> {
        self.answers.keys().copied().collect()
    }

    /// Takes what the order says to it, and shows the second auditor what it does. Every other budget is too small.
    pub fn hears(
        &mut self,
        order: OrderId,
        outgoing: &Outgoing,
        context: &Context<'_>,
        at: Timestamp,
        watch: &mut Watch,
    ) -> Result<(), String> {
        let context = Context { id: id(), ..*context };
        let by = Actor::Aggregate(AggregateId::Order(order));
        match outgoing {
            Outgoing::FundRequest { case, currency, amount, .. } => {
                let enough = amount.get() % 2 == 0;
                let more = if enough { *amount } else { Minor::new(amount.get() - 1).expect("in range") };
                if more.is_positive() {
                    let (change, reason) = (BudgetChange::Add, "for this one".to_owned());
                    let fill =
                        FundCommand::ChangeBudget { currency: *currency, change, amount: more, reason };
                    self.does(&Actor::Marketplace, fill, &context, at, watch)?;
                }
                let ask = FundCommand::Reserve { order, case: *case, currency: *currency, amount: *amount };
                self.does(&by, ask, &context, at, watch)
            }
            Outgoing::FundUse { case, used, .. } => {
                self.does(&by, FundCommand::Settle { order, case: *case, used: *used }, &context, at, watch)
            }
            _ => Ok(()),
        }
    }

    fn does(
        &mut self,
        by: &Actor,
        command: FundCommand,
        context: &Context<'_>,
        at: Timestamp,
        watch: &mut Watch,
    ) -> Result<(), String> {
        let state = self.state.get_or_insert(Aggregate::Nothing);
        let decided = state.decide(&Command::Fund(command.clone()), by, context, at);
        let events = decided.map_err(|refusal| format!("the fund refuses {command:?}: {refusal:?}"))?;
        let at = state.last_at().map_or(at, |last| last.max(at));
        for event in &events {
            state.apply(id(), event, at);
            for outgoing in state.outgoing(event, context.marketplace) {
                if let Outgoing::FundAnswer { case, granted, version, .. } = outgoing {
                    self.answers.insert(case, (granted, version));
                }
            }
        }
        let budgets = &state.fund().ok_or("no fund")?.budgets;
        if budgets.values().any(|budget| budget.available().is_negative()) {
            return Err(format!("more is promised than there is: {budgets:?}"));
        }
        let (first, version) = watch.record(id(), (at, None), by, &events, None)?;
        if let Actor::Marketplace = by {
            let answer = Answer::Accepted { first, version, position: None, replayed: false };
            watch.asked(id(), at, by, "ChangeBudget", answer)?;
        }
        Ok(())
    }
}
