//! Sellers' accounts are restricted, answered for, looked at, appealed and renewed; and set up to be paid by schedule.
use super::sending::Request;
use super::{Broken, Run, Task};
use crate::clock::{after, days, hours};
use crate::dice::Dice;
use resolution::account::{AccountCommand, CaseAct};
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AccountId, AccountRole, AggregateId, CaseNo, PartyId};
use resolution::seal::Seal;

impl Run<'_> {
    /// Something is done about a seller's account; what does not fit at the moment is refused.
    pub(super) async fn complies(&mut self, market: usize, seller: PartyId) -> Result<(), Box<Broken>> {
        let mut dice = Dice::of(self.plan.seed, "compliance", self.step);
        let shop = &self.markets[market];
        let people = (shop.mediators[dice.index(shop.mediators.len())], shop.finance);
        let account = AccountId::of(shop.id, AccountRole::Seller, seller);
        let (actor, command) = act(&mut dice, seller, people, self.calm);
        let mut request =
            Request::new(market, AggregateId::Account(account), actor, Command::Account(command));
        request.keyed(format!("comply-{}-{seller}", self.step));
        request.twice = dice.chance(10);
        if !self.calm {
            let soon = after(self.now(), hours(dice.between(10, 24 * 5)));
            self.agenda.add(soon, Task::Comply { market, seller });
        }
        self.sends(request).await
    }

    /// A seller of whom there will be more to say: how it is paid, and for some, what is suspected.
    pub(super) fn will_be_looked_at(&mut self, market: usize, seller: PartyId) {
        let mut dice = Dice::of(self.plan.seed, "suspicion", self.step);
        if dice.chance(40) {
            self.agenda.add(after(self.now(), days(2)), Task::Comply { market, seller });
        }
    }
}

/// What is done, and by whom. Nothing new begins once everything is to come to rest.
fn act(
    dice: &mut Dice,
    party: PartyId,
    (mediator, finance): (PartyId, PartyId),
    calm: bool,
) -> (Actor, AccountCommand) {
    let own = Actor::Seller(party);
    let of = |by: PartyId, dice: &mut Dice| Seal {
        digest: format!("{:032x}{:032x}", dice.below(u64::MAX), dice.below(u64::MAX)),
        by,
    };
    let case = CaseNo(u16::from(dice.chance(30)));
    let in_case = |act| AccountCommand::Case { case, act };
    match dice.below(if calm { 6 } else { 9 }) {
        0 => {
            let provider = if dice.chance(90) { Some("bank".to_owned()) } else { None };
            (Actor::Finance(finance), AccountCommand::SetPayoutRoute { provider })
        }
        1 => (own, in_case(CaseAct::Answer { words: of(party, dice) })),
        2 => (Actor::Mediator(mediator), in_case(CaseAct::Assign { mediator })),
        3 => {
            let lift = dice.chance(40);
            (Actor::Mediator(mediator), in_case(CaseAct::Rule { lift, words: Some(of(mediator, dice)) }))
        }
        4 => (own, in_case(CaseAct::Appeal { words: of(party, dice) })),
        5 if dice.chance(50) => {
            let (seal, kind, bytes) = (of(party, dice), "pdf".to_owned(), dice.below(20_000_000));
            (own, in_case(CaseAct::Submit { proof: None, seal, kind, bytes, caption: None }))
        }
        5 => (own, in_case(CaseAct::Write { words: of(party, dice) })),
        6 => (Actor::Finance(finance), in_case(CaseAct::Renew { words: of(finance, dice) })),
        _ => {
            let reason =
                ["counterfeit", "inconsistent_goods", "false_transactions", "unknown"][dice.index(4)];
            let words = Some(of(mediator, dice));
            let reason = reason.to_owned();
            (
                Actor::Mediator(mediator),
                AccountCommand::Restrict { party, reason, provide: Vec::new(), words },
            )
        }
    }
}
