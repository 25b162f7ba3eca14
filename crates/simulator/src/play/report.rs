//! A report on a buyer is looked at: seller and buyer write and show, a mediator takes it and decides; or nobody does in time.
use super::sending::Request;
use super::{Broken, Run, Task};
use crate::clock::{after, hours};
use crate::dice::Dice;
use resolution::account::{AccountCommand, CaseAct};
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AggregateId, CaseNo, PartyId};
use resolution::seal::Seal;

/// A report, and who has to do with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported {
    pub(crate) market: usize,
    pub(crate) account: AggregateId,
    pub(crate) case: CaseNo,
    pub(crate) buyer: PartyId,
    pub(crate) seller: PartyId,
}

impl Run<'_> {
    /// Something is done about a report; what does not fit at the moment is refused.
    pub(super) async fn reports(&mut self, of: Reported, left: u8) -> Result<(), Box<Broken>> {
        let mut dice = Dice::of(self.plan.seed, "report", self.step);
        let shop = &self.markets[of.market];
        let mediator = shop.mediators[dice.index(shop.mediators.len())];
        let (actor, act) = act(&mut dice, &of, mediator);
        let command = Command::Account(AccountCommand::Case { case: of.case, act });
        let mut request = Request::new(of.market, of.account, actor, command);
        request.keyed(format!("report-{}-{}", self.step, of.account));
        request.twice = dice.chance(10);
        if left > 0 && !self.calm {
            let soon = after(self.now(), hours(dice.between(2, 80)));
            self.agenda.add(soon, Task::Report(of, left - 1));
        }
        self.sends(request).await
    }

    /// A report that will be looked at, mostly.
    pub(super) fn was_reported(&mut self, of: Reported, dice: &mut Dice) {
        if dice.chance(80) {
            self.agenda.add(after(self.now(), hours(dice.between(1, 48))), Task::Report(of, 12));
        }
    }
}

fn act(dice: &mut Dice, of: &Reported, mediator: PartyId) -> (Actor, CaseAct) {
    let seal = |by: PartyId, dice: &mut Dice| Seal {
        digest: format!("{:032x}{:032x}", dice.below(u64::MAX), dice.below(u64::MAX)),
        by,
    };
    let party = if dice.chance(60) { Actor::Seller(of.seller) } else { Actor::Buyer(of.buyer) };
    let author = party.party().unwrap_or(of.seller);
    match dice.below(8) {
        0..3 => (Actor::Mediator(mediator), CaseAct::Assign { mediator }),
        3..5 => {
            let words = Some(seal(mediator, dice));
            (Actor::Mediator(mediator), CaseAct::Rule { lift: dice.chance(40), words })
        }
        5 => (party, CaseAct::Write { words: seal(author, dice) }),
        6 => {
            let (seal, kind, bytes) = (seal(author, dice), "picture".to_owned(), dice.below(6_000_000));
            (party, CaseAct::Submit { proof: None, seal, kind, bytes, caption: None })
        }
        _ => (party, CaseAct::Appeal { words: seal(author, dice) }),
    }
}
