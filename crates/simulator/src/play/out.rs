//! What broke goes out of service, for everyone to see, and nothing else does; an operator puts it back later.
use super::{Broken, Run, Task};
use crate::clock::{after, minutes};
use crate::dice::Dice;
use crate::house::Done;
use resolution::id::AggregateId;

impl Run<'_> {
    /// Whether something is out of service, or is just going.
    pub(super) fn is_out(&self, id: AggregateId) -> bool {
        self.out.contains(&id) || self.switch.is_broken(id)
    }

    /// After a step: what broke in it is listed with a word why, and what did not break is not.
    pub(super) async fn finds_what_broke(&mut self) -> Result<(), Box<Broken>> {
        let Some(name) = self.switch.broke() else { return Ok(()) };
        let listed = self.house.store().quarantined(None).await.map_err(|error| self.broken_by(&error))?;
        let Some(entry) = listed.iter().find(|entry| entry.id.to_string() == name) else {
            // What broke with its first command is not there, and cannot be out of service.
            if name.parse().is_ok_and(|id: AggregateId| !self.begun.contains(&id)) {
                return Ok(());
            }
            return Err(self.broken(format!("{name} broke and is not listed as out of service")));
        };
        if entry.why.is_empty() {
            return Err(self.broken(format!("{name} is out of service and nothing says why")));
        }
        let new = self.out.insert(entry.id);
        if let Some(other) = listed.iter().find(|entry| !self.out.contains(&entry.id)) {
            return Err(
                self.broken(format!("{} did not break and is out of service: {}", other.id, other.why))
            );
        }
        if new {
            let mut dice = Dice::of(self.plan.seed, "put back", self.step);
            let later = after(self.now(), minutes(dice.between(5, 600)));
            self.agenda.add(later, Task::PutBack(entry.id));
        }
        Ok(())
    }

    /// An operator has looked at it.
    pub(super) async fn puts_back(&mut self, id: AggregateId) -> Result<(), Box<Broken>> {
        let engine = self.house.engine(self.process());
        let done = self.house.ask(engine.release(id)).await;
        drop(engine);
        match done {
            Done::Gave(Ok(true)) => {
                self.out.remove(&id);
                self.tally.put_back += 1;
                // What carriers said of it meanwhile was kept.
                self.agenda.add(self.now(), Task::Sort);
                Ok(())
            }
            Done::Gave(Ok(false)) => Err(self.broken(format!("{id} cannot be put back: it is not listed"))),
            failed => {
                self.failed::<bool>(failed)?;
                self.agenda.add(after(self.now(), minutes(1)), Task::PutBack(id));
                Ok(())
            }
        }
    }
}
