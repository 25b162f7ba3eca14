//! People act: each looks at an order, sees what is allowed, picks by manner and by what is true, and says it in a
//! command. Some try what is not allowed.
mod compose;
pub(crate) mod kinds;
mod weigh;
mod wild;

use crate::dice::Dice;
use crate::world::people::Manner;
use crate::world::shop::Wares;
use engine::View;
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Context};
use resolution::order::Order;
use resolution::order::actions::{Offer, offers};
use resolution::order::command::OrderCommand;
use resolution::order::decide::decide;
use std::sync::Arc;

/// Tries before a person leaves it.
const TRIES: usize = 5;

/// How much a person is drawn to leave an order alone: whoever has nothing to do on it mostly does nothing.
const NOTHING: u32 = 25;

/// What a person knows beside the order.
pub(crate) struct Knowing {
    pub(crate) manner: Manner,
    pub(crate) wares: Wares,
    /// Since when the goods are really there.
    pub(crate) arrived: Option<Timestamp>,
}

/// What a person is about to do.
pub(crate) struct Intent {
    pub(crate) command: OrderCommand,
    /// The core itself says that it is possible now: if the house refuses it, something is wrong.
    pub(crate) allowed: bool,
}

/// An order as it stands at `now`, with everything applied that is due.
pub(crate) fn stands(view: &View, now: Timestamp) -> Arc<Aggregate> {
    let mut aggregate = Arc::clone(&view.aggregate);
    let context = view.context();
    while let Some((_, events)) = aggregate.wake(&context, now) {
        let changed = Arc::make_mut(&mut aggregate);
        for event in &events {
            changed.apply(context.id, event, now);
        }
    }
    aggregate
}

/// A person at an order.
pub(crate) struct Person<'a> {
    pub(crate) order: &'a Order,
    pub(crate) actor: &'a Actor,
    pub(crate) context: &'a Context<'a>,
    pub(crate) now: Timestamp,
    pub(crate) knowing: &'a Knowing,
    pub(crate) dice: &'a mut Dice,
}

impl Person<'_> {
    /// What the person does now; nothing, where nothing comes to mind.
    pub(crate) fn chooses(&mut self) -> Option<Intent> {
        let wild = if self.knowing.manner == Manner::Malicious { 14 } else { 2 };
        if self.dice.chance(wild) {
            let command = self.wild()?;
            let allowed = self.may(&command);
            return Some(Intent { command, allowed });
        }
        let mut offers = offers(self.order, self.actor, self.context, self.now);
        for _ in 0..TRIES {
            let each: Vec<u32> = offers.iter().map(|offer| self.weigh(offer)).collect();
            let weights = [&each[..], &[NOTHING]].concat();
            let at = self.dice.weighted(&weights).filter(|at| *at < offers.len())?;
            let offer = offers.swap_remove(at);
            if let Some(intent) = self.takes(&offer) {
                return Some(intent);
            }
        }
        None
    }

    /// The person takes an offer, in words of its own if they are possible.
    fn takes(&mut self, offer: &Offer) -> Option<Intent> {
        let command = self.compose(offer);
        if self.may(&command) {
            return Some(Intent { command, allowed: true });
        }
        let stubborn = if self.knowing.manner == Manner::Malicious { 30 } else { 3 };
        if self.dice.chance(stubborn) {
            return Some(Intent { command, allowed: false });
        }
        let plain = self.dice.any(&offer.probes)?.clone();
        self.may(&plain).then_some(Intent { command: plain, allowed: true })
    }

    fn may(&self, command: &OrderCommand) -> bool {
        decide(Some(self.order), command, self.actor, self.context, self.now).is_ok()
    }
}
