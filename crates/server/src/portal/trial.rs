//! What would follow from an act: it is decided on a copy of the order that nobody else sees, and read from its events. No
//! page computes what the core knows.
use engine::View;
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context, Event};
use resolution::id::AggregateId;
use resolution::order::Order;
use resolution::order::command::OrderCommand;
use resolution::order::event::OrderEvent;
use resolution::refusal::Refusal;

/// Deadlines that a copy is led through in one go, at most.
const DEADLINES: usize = 200;

/// An order tried out.
pub(crate) struct Trial<'a> {
    state: Aggregate,
    id: AggregateId,
    context: Context<'a>,
    /// What happened on the copy since [`Trial::of`], with the instants of recording.
    pub(crate) made: Vec<(Timestamp, OrderEvent)>,
}

impl<'a> Trial<'a> {
    /// A copy as it stands at `now`: what is due has happened, as before every command.
    pub(crate) fn of(view: &'a View, now: Timestamp) -> Self {
        let (state, id, context) = (Aggregate::clone(&view.aggregate), view.head.id, view.context());
        let mut trial = Self { state, id, context, made: Vec::new() };
        trial.due(now);
        trial.made.clear();
        trial
    }

    pub(crate) fn order(&self) -> Option<&Order> {
        self.state.order()
    }

    /// Does something on the copy.
    ///
    /// # Errors
    /// The refusal with which the core would answer it.
    pub(crate) fn act(
        &mut self,
        command: OrderCommand,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let events = self.state.decide(&Command::Order(command), actor, &self.context, now)?;
        self.take(events, now);
        Ok(())
    }

    /// Lets time pass, deadline by deadline, until the copy is as wanted or nothing happens by itself any more.
    pub(crate) fn until(&mut self, wanted: impl Fn(&Order) -> bool) {
        for _ in 0..DEADLINES {
            if self.order().is_none_or(&wanted) {
                return;
            }
            let Some(next) = self.state.next_wake(&self.context) else { return };
            self.due(next);
        }
    }

    fn due(&mut self, now: Timestamp) {
        for _ in 0..DEADLINES {
            let Some((_, events)) = self.state.wake(&self.context, now) else { return };
            self.take(events, now);
        }
    }

    fn take(&mut self, events: Vec<Event>, at: Timestamp) {
        for event in events {
            self.state.apply(self.id, &event, at);
            if let Event::Order(event) = event {
                self.made.push((at, event));
            }
        }
    }
}
