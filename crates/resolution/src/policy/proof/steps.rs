//! Every step that a case can take from where it is: what parties, mediator, carrier and gateway may do, and what the
//! clock does. It mirrors `case/procedure.rs` and the acts of `order/decide/`, stage by stage.
use super::state::{Give, Marks, Ruled, State};
use crate::policy::{Exit, ReasonKind, RowRemedy, StageName, StageSpec, Target};
use crate::time::Period;
use std::collections::{BTreeMap, BTreeSet};

/// What moves a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    /// The stage's clock ends; what the table then gives, where it rules.
    End(Option<Ruled>),
    /// A way out that the policy names.
    Leave(Exit),
    /// An offer of the other side is accepted.
    Accept(Give),
    /// The mediator rules.
    Rule(Ruled),
    /// A return that was thought lost arrives.
    ArrivesLate,
    /// The opener withdraws.
    Withdraw,
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// Goes on there.
    State(State),
    /// Goes on in the review that rested, with what was left of its clock.
    Resumed(State),
    /// To a stage that the procedure does not have.
    Missing(StageName),
    /// Nothing happens, at that instant or ever after: there is no ruling that could be carried out.
    NothingRuled,
    /// A task for staff is raised; the stage stays.
    Task,
}

/// One step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub act: Act,
    pub to: To,
}

impl Act {
    /// Whether the platform's mediator does it: parties and clocks cannot.
    pub const fn by_mediator(self) -> bool {
        matches!(self, Self::Rule(_) | Self::Leave(Exit::Ask))
    }
}

/// A procedure with what its cases can be given.
pub(super) struct Model<'a> {
    pub stages: &'a BTreeMap<StageName, StageSpec>,
    /// What its cases are about.
    pub kind: ReasonKind,
    /// What may be agreed or ruled in them.
    pub gives: Vec<Give>,
    /// What the table may rule before goods went back, and after.
    pub outcomes: [BTreeSet<RowRemedy>; 2],
}

impl Model<'_> {
    fn spec(&self, stage: StageName) -> Option<&StageSpec> {
        self.stages.get(&stage)
    }

    fn exit(&self, stage: StageName, exit: Exit) -> Option<Target> {
        self.spec(stage)?.exits.get(&exit).copied()
    }

    /// Whether its parties and the platform may propose: a return and a complaint are answered as they are.
    const fn bargains(&self) -> bool {
        matches!(self.kind, ReasonKind::Dispute)
    }

    /// Whether a stage ends as it begins.
    pub fn instant(&self, stage: StageName) -> bool {
        self.spec(stage).is_some_and(|spec| spec.clock == Some(Period::Hours(0)))
    }

    /// Every step from a state.
    pub fn steps(&self, state: &State) -> Vec<Step> {
        let mut steps = Vec::new();
        if state.stage == StageName::Closed {
            return steps;
        }
        self.end(state, &mut steps);
        if self.instant(state.stage) {
            return steps;
        }
        match state.stage {
            StageName::Funding => self.fund(state, &mut steps),
            StageName::Responding | StageName::Negotiating | StageName::Investigating => {
                self.talk(state, &mut steps);
            }
            StageName::Reviewing => self.review(state, &mut steps),
            StageName::Proposed | StageName::Answering | StageName::Appealing => {
                self.heard(state, &mut steps);
            }
            StageName::Preparing
            | StageName::Dispatching
            | StageName::ReturnInTransit
            | StageName::Inspecting
            | StageName::DispatchingReplacement
            | StageName::ReplacementInTransit
            | StageName::Executing => self.goods(state, &mut steps),
            // Named one by one: a new stage must be walked before anything can be proven of it.
            StageName::Closed => {}
        }
        let talking = state.undecided() && state.ruled == Ruled::Not;
        let open = [
            StageName::Responding,
            StageName::Negotiating,
            StageName::Investigating,
            StageName::Reviewing,
            StageName::Proposed,
            StageName::Answering,
        ];
        if talking && open.contains(&state.stage) {
            steps.push(Step { act: Act::Withdraw, to: close(state) });
        }
        steps
    }

    fn end(&self, state: &State, steps: &mut Vec<Step>) {
        let Some(spec) = self.spec(state.stage) else { return };
        match spec.on_end {
            Target::Table => self.table(state, steps),
            Target::Follow if state.has(Marks::PROPOSED) => {
                for give in &self.gives {
                    let ruled = Ruled::Gives(*give);
                    steps.push(Step { act: Act::End(Some(ruled)), to: self.rule(state, ruled) });
                }
            }
            Target::Follow => self.table(state, steps),
            target => steps.push(Step { act: Act::End(None), to: self.follow(state, target) }),
        }
    }

    fn table(&self, state: &State, steps: &mut Vec<Step>) {
        let outcomes = &self.outcomes[usize::from(state.has(Marks::RETURNED))];
        let given: BTreeSet<Ruled> = outcomes.iter().map(|remedy| gives(state, *remedy)).collect();
        for ruled in given {
            steps.push(Step { act: Act::End(Some(ruled)), to: self.rule(state, ruled) });
        }
        if outcomes.is_empty() {
            // No row is met: a task for staff, again and again.
            steps.push(Step { act: Act::End(None), to: To::Task });
        }
    }

    /// The fund's answer; it is asked for refunds and for nothing else.
    fn fund(&self, state: &State, steps: &mut Vec<Step>) {
        for exit in [Exit::Granted, Exit::Denied] {
            let asked = exit == Exit::Denied || state.asked == Give::Refund;
            if let (true, Some(target)) = (asked, self.exit(state.stage, exit)) {
                steps.push(Step { act: Act::Leave(exit), to: self.follow(state, target) });
            }
        }
    }

    /// Answering, negotiating, and what may be accepted meanwhile.
    fn talk(&self, state: &State, steps: &mut Vec<Step>) {
        let stage = state.stage;
        for exit in [Exit::Reject, Exit::Propose, Exit::Investigate, Exit::Escalate, Exit::Finding] {
            let closed_to = match exit {
                Exit::Propose => !self.bargains(),
                Exit::Escalate => self.kind == ReasonKind::Return,
                _ => false,
            };
            if closed_to {
                continue;
            }
            if let Some(target) = self.exit(stage, exit) {
                steps.push(Step { act: Act::Leave(exit), to: self.follow(state, target) });
            }
        }
        // A complaint that was rejected can still be accepted while it is talked over.
        let answers = stage == StageName::Responding
            || (self.kind == ReasonKind::Negligence && stage == StageName::Negotiating);
        if let (true, Some(target)) = (answers, self.exit(stage, Exit::Accept)) {
            let granted = |give| self.follow(&State { fixed: Some(give), ..*state }, target);
            steps.push(Step { act: Act::Leave(Exit::Accept), to: granted(state.asked) });
            if self.kind == ReasonKind::Return {
                // The money without the goods is the other answer.
                steps.push(Step { act: Act::Accept(Give::Refund), to: granted(Give::Refund) });
            }
        }
        if state.undecided() && self.bargains() {
            self.offers(state, steps);
        }
    }

    /// An offer is accepted: its terms are carried out where the policy says `carry_out`, else its target is followed.
    fn offers(&self, state: &State, steps: &mut Vec<Step>) {
        let target = self.exit(state.stage, Exit::Accept).unwrap_or(Target::CarryOut);
        for give in &self.gives {
            let to = match target {
                Target::CarryOut => self.carry_out(state, *give),
                target => self.follow(state, target),
            };
            steps.push(Step { act: Act::Accept(*give), to });
        }
    }

    fn review(&self, state: &State, steps: &mut Vec<Step>) {
        for give in &self.gives {
            let ruled = Ruled::Gives(*give);
            steps.push(Step { act: Act::Rule(ruled), to: self.rule(state, ruled) });
        }
        steps.push(Step { act: Act::Rule(Ruled::Nothing), to: self.rule(state, Ruled::Nothing) });
        let proposes = state.undecided() && self.bargains();
        if let Some(target) = self.exit(state.stage, Exit::Propose).filter(|_| proposes) {
            let to = self.follow(&state.with(Marks::PROPOSED), target);
            steps.push(Step { act: Act::Leave(Exit::Propose), to });
        }
        if let Some(target) = self.exit(state.stage, Exit::Ask) {
            let to = self.follow(&state.with(Marks::ASKED), target);
            steps.push(Step { act: Act::Leave(Exit::Ask), to });
        }
        let late = state.has(Marks::RETURNED) && !state.has(Marks::LOOKED_AT) && !state.has(Marks::CAME_LATE);
        if late && self.spec(StageName::Inspecting).is_some() {
            let to = self.enter(&state.with(Marks::CAME_LATE), StageName::Inspecting);
            steps.push(Step { act: Act::ArrivesLate, to });
        }
    }

    /// The platform's proposal, its question, and the appeal.
    fn heard(&self, state: &State, steps: &mut Vec<Step>) {
        let mut leave = |exit: Exit, state: State| {
            if let Some(target) = self.exit(state.stage, exit) {
                steps.push(Step { act: Act::Leave(exit), to: self.follow(&state, target) });
            }
        };
        match state.stage {
            StageName::Proposed if state.has(Marks::PROPOSED) => {
                leave(Exit::Reject, state.without(Marks::PROPOSED));
                if state.undecided() {
                    self.offers(&state.without(Marks::PROPOSED), steps);
                }
            }
            StageName::Answering if state.has(Marks::ASKED) => {
                leave(Exit::Answer, state.without(Marks::ASKED));
            }
            StageName::Appealing if state.ruled != Ruled::Not => {
                leave(Exit::Appeal, state.with(Marks::APPEALED));
                leave(Exit::Waive, *state);
            }
            _ => {}
        }
    }

    /// Goods that go back or are sent again, and money that goes out.
    fn goods(&self, state: &State, steps: &mut Vec<Step>) {
        let mut leave = |exit: Exit, state: State| {
            if let Some(target) = self.exit(state.stage, exit) {
                steps.push(Step { act: Act::Leave(exit), to: self.follow(&state, target) });
            }
        };
        match state.stage {
            StageName::Preparing => leave(Exit::Done, *state),
            StageName::Dispatching => leave(Exit::Done, state.with(Marks::RETURNED)),
            StageName::ReturnInTransit if state.has(Marks::RETURNED) => {
                leave(Exit::Arrived, *state);
                leave(Exit::Lost, *state);
            }
            StageName::Inspecting => {
                leave(Exit::Accept, state.with(Marks::LOOKED_AT));
                leave(Exit::Object, state.with(Marks::LOOKED_AT));
            }
            StageName::DispatchingReplacement => leave(Exit::Done, state.with(Marks::SENT_AGAIN)),
            StageName::ReplacementInTransit if state.has(Marks::SENT_AGAIN) => {
                leave(Exit::Arrived, *state);
                leave(Exit::Lost, *state);
            }
            // Whatever the policy writes: the gateway's success closes the case.
            StageName::Executing if state.has(Marks::PROMISED) => {
                steps.push(Step { act: Act::Leave(Exit::Done), to: close(state) });
            }
            _ => {}
        }
    }

    fn enter(&self, state: &State, stage: StageName) -> To {
        if state.stage == stage {
            return To::State(*state);
        }
        if !self.stages.contains_key(&stage) {
            return To::Missing(stage);
        }
        let interrupts = matches!(stage, StageName::Proposed | StageName::Answering);
        let marks = if interrupts && state.stage == StageName::Reviewing {
            state.marks.with(Marks::RESTS)
        } else if interrupts {
            state.marks
        } else {
            state.marks.without(Marks::RESTS)
        };
        To::State(State { stage, marks, ..*state })
    }

    fn follow(&self, state: &State, target: Target) -> To {
        match target {
            Target::Stage(StageName::Closed) | Target::Close => close(state),
            Target::Stage(stage) => self.enter(state, stage),
            Target::CarryOut => self.carry_out(state, state.fixed.unwrap_or(state.asked)),
            Target::RefundAsked
                if state.has(Marks::RETURNED) && state.fixed == Some(Give::ReplacementAfterReturn) =>
            {
                self.carry_out(state, Give::ReplacementAfterReturn)
            }
            Target::RefundAll | Target::RefundAsked => self.carry_out(state, Give::Refund),
            Target::Back if state.has(Marks::RESTS) => match self.enter(state, StageName::Reviewing) {
                To::State(state) => To::Resumed(state),
                other => other,
            },
            Target::Back => self.enter(state, StageName::Reviewing),
            Target::Final => self.finish(state),
            // Where the table and the platform's proposal rule is walked by `end`, outcome by outcome.
            Target::Table | Target::Follow | Target::StaffTask | Target::Compensate => To::Task,
        }
    }

    fn carry_out(&self, state: &State, give: Give) -> To {
        let state = State { fixed: Some(give), ..*state };
        let returned = state.has(Marks::RETURNED);
        match give {
            Give::Refund | Give::FeeRefund => self.execute(&state),
            Give::ReturnAndRefund if returned => self.execute(&state),
            Give::ReturnAndRefund => self.enter(&state, StageName::Preparing),
            Give::ReplacementAfterReturn if !returned => self.enter(&state, StageName::Preparing),
            Give::Replacement | Give::ReplacementAfterReturn => {
                self.enter(&state, StageName::DispatchingReplacement)
            }
            Give::Other => close(&state),
        }
    }

    fn execute(&self, state: &State) -> To {
        self.enter(&state.with(Marks::PROMISED), StageName::Executing)
    }

    fn finish(&self, state: &State) -> To {
        match state.ruled {
            Ruled::Not => To::NothingRuled,
            Ruled::Nothing => close(&State { fixed: None, ..*state }),
            Ruled::Gives(give) => self.carry_out(state, give),
        }
    }

    /// A ruling is out: it may be appealed once where the policy leads there, else it stands.
    fn rule(&self, state: &State, ruled: Ruled) -> To {
        let state = State { ruled, ..*state };
        let appealing = Target::Stage(StageName::Appealing);
        let appealable = self.exit(StageName::Reviewing, Exit::Rule) == Some(appealing);
        if appealable && !state.has(Marks::APPEALED) {
            self.follow(&state, appealing)
        } else {
            self.finish(&state)
        }
    }
}

fn close(state: &State) -> To {
    To::State(State { stage: StageName::Closed, ..*state })
}

/// What a row of the table gives in a case.
fn gives(state: &State, remedy: RowRemedy) -> Ruled {
    match remedy {
        RowRemedy::None => Ruled::Nothing,
        // A complaint asks for the fee or for no money at all: the way is the same, and without money it ends sooner.
        _ if state.asked == Give::FeeRefund => Ruled::Gives(Give::FeeRefund),
        RowRemedy::RefundAsked if state.asked == Give::ReturnAndRefund && !state.has(Marks::RETURNED) => {
            Ruled::Gives(Give::ReturnAndRefund)
        }
        RowRemedy::RefundAsked | RowRemedy::RefundAll | RowRemedy::RefundGoods => Ruled::Gives(Give::Refund),
        RowRemedy::ReturnAndRefund => Ruled::Gives(Give::ReturnAndRefund),
    }
}
