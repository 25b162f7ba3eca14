//! Between any two steps something may break, and within the next one.
use super::{Broken, Run};
use crate::clock::{after, hours};
use crate::dice::Dice;
use crate::house::{Fault, StoreOp, When};
use engine::failpoint::Step;
use jiff::SignedDuration;

const STEPS: [Step; 7] = [
    Step::Decide,
    Step::BeforeCommit,
    Step::AfterCommit,
    Step::BeforeSend,
    Step::AfterSend,
    Step::BeforeResult,
    Step::AfterResult,
];

const OPS: [StoreOp; 4] = [StoreOp::Read, StoreOp::Commit, StoreOp::Outbox, StoreOp::Inbox];

impl Run<'_> {
    /// Breaks something, or arms it for the step that follows; mostly nothing.
    pub(super) async fn breaks(&mut self) -> Result<(), Box<Broken>> {
        self.undisturbed = true;
        self.tally.lose_answer = false;
        if self.calm {
            return Ok(());
        }
        let mut dice = Dice::of(self.plan.seed, "fault", self.step);
        if dice.below(10_000) >= self.plan.faults.rate() {
            return Ok(());
        }
        self.undisturbed = false;
        match dice.weighted(&[24, 6, 14, 24, 8, 8, 3, 5, 4, 8, 2, 2]).unwrap_or(0) {
            0 => {
                let nth = if dice.chance(75) { 1 } else { 2 };
                self.switch.arm(Fault::Die(dice.pick(&STEPS), nth));
            }
            1 => {
                let process = dice.index(self.house.processes());
                self.switch.happened("crash between steps");
                self.house.restart(process).await.map_err(|error| self.broken_by(&error))?;
            }
            2 => self.tally.lose_answer = true,
            3 => {
                let when = if dice.chance(50) { When::Before } else { When::After };
                self.switch.arm(Fault::Store(dice.pick(&OPS), when));
            }
            4 => self.switch.arm(Fault::Slow(SignedDuration::from_secs(dice.between(1, 90)))),
            5 => self.switch.arm(Fault::LoseGatewayAnswer),
            6 => self.jumps(hours(dice.between(1, 9)), "clock jumped forward"),
            7 => self.jumps(SignedDuration::from_millis(-dice.between(1, 20_000)), "clock stepped back"),
            8 => {
                // The waker is late by hours: lateness decides nothing.
                self.switch.happened("waker late");
                self.waker_rests = after(self.now(), hours(dice.between(1, 72)));
            }
            9 => self.switch.arm(Fault::Yield(u32::try_from(dice.between(1, 4)).unwrap_or(1))),
            10 => self.switch.arm(Fault::Break),
            _ => self.switch.arm(Fault::Refuse(None)),
        }
        Ok(())
    }

    fn jumps(&mut self, by: SignedDuration, what: &'static str) {
        self.switch.happened(what);
        self.clock.shift(by);
    }

    /// Whether the answer of this step is lost on its way to the client.
    pub(super) fn loses_answer(&mut self) -> bool {
        let lost = std::mem::take(&mut self.tally.lose_answer);
        if lost {
            self.switch.happened("answer lost");
        }
        lost
    }
}
