//! The protection fund: how the buyer stands, what an order asks of the fund, its answer, and what the order says of a grant.
//! Each is a command to the other aggregate, taken once for each case.
use super::deliver::{Again, Try};
use crate::engine::Engine;
use crate::envelope::{Answer, Envelope, natural_key};
use crate::failpoint::Step;
use resolution::actor::Actor;
use resolution::aggregate::{Command, Outgoing};
use resolution::fund::FundCommand;
use resolution::id::{AggregateId, CaseNo, OrderId};
use resolution::order::command::OrderCommand;
use resolution::refusal::Refusal;

impl Engine {
    /// One try.
    pub(super) async fn send_fund(&self, attempt: &Try, outgoing: Outgoing) -> Result<(), Again> {
        let from = attempt.promise.from;
        match (from, outgoing) {
            (AggregateId::Order(order), Outgoing::FundRequest { fund, case, currency, amount }) => {
                let command = Command::Fund(FundCommand::Reserve { order, case, currency, amount });
                self.tell(attempt, AggregateId::Fund(fund), command, (order, case, "asks")).await
            }
            (AggregateId::Order(order), Outgoing::FundUse { fund, case, used }) => {
                let command = Command::Fund(FundCommand::Settle { order, case, used });
                self.tell(attempt, AggregateId::Fund(fund), command, (order, case, "used")).await
            }
            (AggregateId::Fund(_), Outgoing::FundAnswer { order, case, granted, version }) => {
                let command = Command::Order(OrderCommand::HearFund { case, granted, version });
                self.tell(attempt, AggregateId::Order(order), command, (order, case, "answers")).await
            }
            (AggregateId::Account(_), Outgoing::StandingAnswer { order, case, counts, version }) => {
                let command = Command::Order(OrderCommand::HearStanding { case, counts, version });
                self.tell(attempt, AggregateId::Order(order), command, (order, case, "stands")).await
            }
            _ => Ok(()),
        }
    }

    async fn tell(
        &self,
        attempt: &Try,
        to: AggregateId,
        command: Command,
        (order, case, word): (OrderId, CaseNo, &str),
    ) -> Result<(), Again> {
        let promise = &attempt.promise;
        let parts = [&order.to_string(), &case.to_string(), word].map(str::to_owned);
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let key = natural_key(promise.marketplace, "fund", &parts);
        let envelope = Envelope::new(promise.marketplace, to, command, Actor::Aggregate(promise.from))
            .taking(key)
            .read_at(attempt.now);
        let answer = self.submit(envelope).await?;
        self.core().failpoints.pass(Step::AfterSend, &promise.key).await;
        match answer {
            Answer::Decided(_) | Answer::Refused { refusal: Refusal::AlreadyDone, .. } => Ok(()),
            other => Err(Again::because(format!("what the fund and the order say was not taken: {other:?}"))),
        }
    }
}
