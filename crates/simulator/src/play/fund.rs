//! Finance fills the protection fund and takes back of it; sometimes somebody tries who may not, or for more than there is.
use super::sending::Request;
use super::{Broken, Run, Task};
use crate::clock::{after, hours};
use crate::dice::Dice;
use crate::world::shop::minor;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::fund::{BudgetChange, FundCommand};
use resolution::id::{AggregateId, FundId};

impl Run<'_> {
    /// The budget of a marketplace's fund changes.
    pub(super) async fn funds(&mut self, market: usize) -> Result<(), Box<Broken>> {
        let mut dice = Dice::of(self.plan.seed, "fund", self.step);
        let shop = &self.markets[market];
        let actor = match dice.below(10) {
            0 => Actor::Mediator(shop.mediators[dice.index(shop.mediators.len())]),
            1 | 2 => Actor::Marketplace,
            _ => Actor::Finance(shop.finance),
        };
        // In every other life the fund is small against what a case costs: there it runs out.
        let (add, take) = if self.plan.seed.is_multiple_of(2) { (1_200, 900) } else { (6_000, 3_000) };
        let (change, most) =
            if dice.chance(50) { (BudgetChange::Add, add) } else { (BudgetChange::TakeBack, take) };
        let command = FundCommand::ChangeBudget {
            currency: shop.currency,
            change,
            amount: minor(dice.between(1, most)),
            reason: format!("budget {}", self.step),
        };
        let id = AggregateId::Fund(FundId::of(shop.id));
        let mut request = Request::new(market, id, actor, Command::Fund(command));
        request.keyed(format!("fund-{}-{market}", self.step));
        request.twice = dice.chance(10);
        if !self.calm {
            let soon = after(self.now(), hours(dice.between(12, 24 * 10)));
            self.agenda.add(soon, Task::Fund(market));
        }
        self.sends(request).await
    }
}
