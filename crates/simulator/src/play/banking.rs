//! What gateways say of refunds by themselves: late, doubled, and that money came back.
use super::sending::Request;
use super::{Broken, Leg, Run, Task};
use crate::clock::{after, days, hours};
use crate::dice::Dice;
use engine::ports::GatewayAnswer;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::AggregateId;
use resolution::order::command::OrderCommand;
use resolution::payment::LegResult;

impl Run<'_> {
    /// Something became of a leg: the gateway may tell of it again, and the bank may send it back.
    pub(super) fn leg_moved(&mut self, leg: Leg, result: &LegResult, dice: &mut Dice) {
        let (LegResult::Sent { reference } | LegResult::Confirmed { reference }) = result else { return };
        if !reference.contains('#') {
            return;
        }
        let now = self.now();
        if dice.chance(40) {
            let at = after(now, hours(dice.between(1, 100)));
            self.agenda.add(at, Task::Tell(leg, reference.clone()));
        }
        if matches!(result, LegResult::Confirmed { .. }) && dice.chance(5) {
            let at = after(now, days(dice.between(1, 25)));
            self.agenda.add(at, Task::ComesBack(leg, reference.clone()));
        }
    }

    /// A webhook with what the gateway's books say now.
    pub(super) async fn gateway_tells(&mut self, leg: Leg, reference: &str) -> Result<(), Box<Broken>> {
        let result = match self.town.says(reference) {
            Some(GatewayAnswer::Confirmed { reference }) => LegResult::Confirmed { reference },
            Some(GatewayAnswer::Sent { reference }) => LegResult::Sent { reference },
            Some(GatewayAnswer::Refused { code }) => LegResult::Refused { code },
            Some(GatewayAnswer::Unknown) | None => return Ok(()),
        };
        let mut dice = Dice::named(self.plan.seed, "webhook", &format!("{reference}/{}", self.step));
        if dice.chance(25) {
            // The same again later; the engine's own question may overtake both.
            let at = after(self.now(), hours(dice.between(0, 200)));
            self.agenda.add(at, Task::Tell(leg, reference.to_owned()));
        }
        self.webhook(leg, reference, result).await
    }

    /// The payer's bank did not take the money.
    pub(super) async fn money_comes_back(&mut self, leg: Leg, reference: &str) -> Result<(), Box<Broken>> {
        if !self.town.comes_back(reference) {
            return Ok(());
        }
        self.webhook(
            leg,
            reference,
            LegResult::Bounced { code: "account_closed".to_owned(), reference: Some(reference.to_owned()) },
        )
        .await
    }

    async fn webhook(&mut self, leg: Leg, reference: &str, result: LegResult) -> Result<(), Box<Broken>> {
        let Some(deal) = self.deal(leg.deal) else { return Ok(()) };
        let (market, id) = (deal.market, deal.id);
        let provider = reference.split('#').next().unwrap_or_default().to_owned();
        let (refund, leg) = (leg.refund, leg.leg);
        let command = OrderCommand::RefundResult { refund, leg, result, at: self.now() };
        let actor = Actor::Gateway(provider);
        let request = Request::new(market, AggregateId::Order(id), actor, Command::Order(command));
        self.sends(request).await
    }
}
