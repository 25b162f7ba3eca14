//! Somebody looks at an order and, perhaps, acts.
use super::sending::Request;
use super::{Broken, Role, Run, Task};
use crate::act::{Intent, Knowing, Person, stands};
use crate::clock::{after, hours, minutes};
use crate::dice::Dice;
use crate::house::Done;
use crate::world::people::Manner;
use engine::{IfMatch, View};
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AggregateId, CaseNo};
use resolution::order::Order;
use resolution::order::command::OrderCommand;
use resolution::policy::StageName;

/// Looks of one role at one order, at most: people lose interest, and every order ends.
const LOOKS: u16 = 40;

impl Run<'_> {
    /// Notes that somebody looks at an order at `at`, unless that is noted already.
    pub(super) fn notes_look(&mut self, deal: u32, role: Role, at: Timestamp) {
        let Some(known) = usize::try_from(deal).ok().and_then(|no| self.deals.get_mut(no)) else { return };
        let place = role as usize;
        if known.noted[place] || known.looks[place] >= LOOKS {
            return;
        }
        known.noted[place] = true;
        self.agenda.add(at, Task::Look(deal, role));
    }

    /// Somebody looks.
    pub(super) async fn looks(&mut self, deal: u32, role: Role) -> Result<(), Box<Broken>> {
        let Some(known) = usize::try_from(deal).ok().and_then(|no| self.deals.get_mut(no)) else {
            return Ok(());
        };
        let place = role as usize;
        known.noted[place] = false;
        known.looks[place] += 1;
        let (count, market, id) = (known.looks[place], known.market, known.id);
        let who = u64::from(deal) * 1_000 + u64::from(count) * 4 + place as u64;
        let mut dice = Dice::of(self.plan.seed, "look", who);
        if !dice.chance(self.manner(deal, role).acts()) {
            return Ok(());
        }
        let marketplace = self.markets[market].id;
        let engine = self.house.engine(self.process());
        let done = self.house.ask(engine.order(marketplace, id)).await;
        drop(engine);
        let view = match done {
            Done::Gave(Ok(view)) => view,
            failed => {
                self.failed(failed)?;
                self.notes_look(deal, role, after(self.now(), minutes(5)));
                return Ok(());
            }
        };
        let Some(view) = view else { return Ok(()) };
        self.tally.looks += 1;
        let request = self.decides(deal, role, &view, &mut dice);
        let Some(mut request) = request else {
            if dice.chance(30) {
                let wait = hours(dice.between(12, 150));
                self.notes_look(deal, role, after(self.now(), wait));
            }
            return Ok(());
        };
        request.keyed(format!("{id}-{who}"));
        self.in_the_persons_way(request, deal, role, &mut dice).await
    }

    /// Sends it: at once, twice, under two keys, or much later, when the order has changed.
    async fn in_the_persons_way(
        &mut self,
        mut request: Request,
        deal: u32,
        role: Role,
        dice: &mut Dice,
    ) -> Result<(), Box<Broken>> {
        let manner = self.manner(deal, role);
        request.twice = manner == Manner::DoubleClicking || dice.chance(2);
        if manner == Manner::DoubleClicking && dice.chance(40) || dice.chance(1) {
            let mut second = request.clone();
            second.allowed = false;
            second.twice = false;
            second.keyed(format!("{}-again", request.key.clone().unwrap_or_default()));
            self.agenda.add(self.now(), Task::Send(Box::new(second)));
        }
        let late = if manner == Manner::Malicious { 8 } else { 2 };
        if dice.chance(late) {
            request.allowed = false;
            let at = after(self.now(), hours(dice.between(1, 24 * 12)));
            self.agenda.add(at, Task::Send(Box::new(request)));
            return Ok(());
        }
        self.sends(request).await
    }

    fn decides(&mut self, deal: u32, role: Role, view: &View, dice: &mut Dice) -> Option<Request> {
        let known = &self.deals[deal as usize];
        let market = known.market;
        let now = self.now();
        let state = stands(view, now);
        let order = state.order()?;
        let knowing = Knowing { manner: self.manner(deal, role), wares: known.wares, arrived: known.arrived };
        let actor = match role {
            Role::Buyer => Actor::Buyer(known.buyer),
            Role::Seller => Actor::Seller(known.seller),
            Role::Finance => Actor::Finance(self.markets[market].finance),
            Role::Mediator => self.mediator(market, order, dice),
        };
        let context = view.context();
        let mut person = Person { order, actor: &actor, context: &context, now, knowing: &knowing, dice };
        let Intent { command, allowed } = person.chooses()?;
        let if_match = if dice.chance(15) { seen(order, &command) } else { None };
        let aggregate = AggregateId::Order(order.id);
        let mut request = Request::new(market, aggregate, actor, Command::Order(command));
        request.allowed = allowed;
        request.if_match = if_match;
        Some(request)
    }

    /// How somebody behaves at an order.
    fn manner(&self, deal: u32, role: Role) -> Manner {
        match (role, self.deal(deal)) {
            (Role::Buyer, Some(known)) => known.buyer_manner,
            (Role::Seller, Some(known)) => known.seller_manner,
            _ => Manner::Honest,
        }
    }

    /// Who of the mediators looks: whoever has the case, else anyone.
    fn mediator(&self, market: usize, order: &Order, dice: &mut Dice) -> Actor {
        let mut open = order.cases.iter().filter(|case| case.open());
        let reviewing = open.clone().find(|case| case.stage.name == StageName::Reviewing);
        let has = reviewing.or_else(|| open.next_back()).and_then(|case| case.mediator);
        let anyone = dice.pick(&self.markets[market].mediators);
        Actor::Mediator(has.filter(|_| !dice.chance(5)).unwrap_or(anyone))
    }
}

/// The revision of the case that a command is about, as the person has seen it.
fn seen(order: &Order, command: &OrderCommand) -> Option<IfMatch> {
    let case = match command {
        OrderCommand::Propose { case, .. }
        | OrderCommand::AcceptProposal { case, .. }
        | OrderCommand::RejectProposal { case, .. }
        | OrderCommand::Escalate { case, .. }
        | OrderCommand::Rule { case, .. }
        | OrderCommand::ChangeDispute { case, .. }
        | OrderCommand::Respond { case, .. } => *case,
        _ => return None,
    };
    order.case(CaseNo(case.0)).map(|found| IfMatch::Case(case, found.revision))
}
