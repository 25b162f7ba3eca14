//! The procedures: every case that a policy allows is walked to all its ends.
use super::places::Places;
use super::state::{Give, Marks, Ruled, State};
use super::steps::{Act, Model, Step, To};
use super::table::Outcomes;
use super::walk::{Through, Walk};
use crate::policy::{Exit, Period, Policy, Problem, Procedure, Reason, ReasonKind, StageName, Target};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many ways there are to the end of a case, by what becomes of the money that it reserves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Endings {
    /// A refund went out; what it leaves is released when the windows end.
    pub refunded: usize,
    /// Nothing is owed: all of it is released when the windows end.
    pub released: usize,
    /// The goods were sent again: the money waits for the new parcel's windows.
    pub replaced: usize,
    /// Both agreed on another solution: as released.
    pub agreed: usize,
    /// The carrier paid the seller.
    pub compensated: usize,
}

/// What was proven of one procedure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProcedureProof {
    /// Its name.
    pub procedure: String,
    /// The reasons whose cases were walked; none where the system opens them.
    pub reasons: Vec<String>,
    /// Different states that a case can be in.
    pub states: usize,
    /// Steps between them.
    pub steps: usize,
    /// Every stage with every stage that may follow it; the one in which a case begins follows none.
    pub ways: BTreeSet<(StageName, StageName)>,
    /// Ways to the end.
    pub endings: Endings,
    /// Days after which a case is over at the latest if nobody ever acts (the gateway's time aside).
    pub silent_days: u64,
    /// Days after which it is over at the latest whatever the parties do (time for which a clock rests aside).
    pub longest_days: u64,
}

/// Cases that begin alike: one procedure, one group of reasons.
struct Beginning<'p> {
    name: &'p str,
    procedure: &'p Procedure,
    kind: ReasonKind,
    gives: Vec<Give>,
    reasons: Vec<&'p Reason>,
    asked: BTreeSet<Give>,
    outcomes: [BTreeSet<crate::policy::RowRemedy>; 2],
    /// What it is called where no reason leads to it.
    system: &'static str,
}

/// Walks every procedure from every beginning.
pub(super) fn explore(
    policy: &Policy,
    outcomes: &Outcomes,
    places: &Places<'_>,
) -> (Vec<ProcedureProof>, Vec<Problem>) {
    let mut proofs = Vec::new();
    let mut found = Findings { places, problems: Vec::new(), said: BTreeSet::new(), unsound: false };
    for beginning in beginnings(policy, outcomes) {
        found.unsound = false;
        found.procedure(&beginning);
        let model = Model {
            stages: &beginning.procedure.stages,
            kind: beginning.kind,
            gives: beginning.gives.clone(),
            outcomes: beginning.outcomes.clone(),
        };
        let first = beginning.procedure.first;
        let start = |asked: &Give| State {
            stage: first,
            asked: *asked,
            fixed: None,
            ruled: Ruled::Not,
            marks: Marks::default(),
        };
        let walk = Walk::new(&model, beginning.asked.iter().map(start).collect());
        let endings = found.walk(&beginning, &walk);
        let sound = !found.unsound;
        let days = |through| if sound { walk.longest(through) } else { 0 };
        proofs.push(ProcedureProof {
            procedure: beginning.name.to_owned(),
            reasons: beginning.reasons.iter().map(|reason| reason.id.clone()).collect(),
            states: walk.states.len(),
            steps: walk.count(),
            ways: walk.ways(),
            endings,
            silent_days: days(Through::Silence),
            longest_days: days(Through::FreshClocks),
        });
    }
    proofs.extend(compensation(policy));
    proofs.extend(claim(policy));
    (proofs, found.problems)
}

/// A claim asks the buyer, is reviewed, and is paid or not: each stage is entered anew at most by a mediator's question.
fn claim(policy: &Policy) -> Option<ProcedureProof> {
    let name = &policy.claims.as_ref()?.procedure;
    let procedure = policy.procedures.get(name)?;
    let days =
        |stage: StageName| procedure.stages.get(&stage).and_then(|spec| spec.clock).map_or(0, whole_days);
    let (asked, reviewed) = (days(StageName::Answering), days(StageName::Reviewing));
    let (answering, reviewing) = (StageName::Answering, StageName::Reviewing);
    Some(ProcedureProof {
        procedure: name.clone(),
        reasons: Vec::new(),
        states: 3,
        steps: 5,
        ways: BTreeSet::from([
            (answering, reviewing),
            (reviewing, answering),
            (reviewing, StageName::Closed),
            (answering, StageName::Closed),
        ]),
        endings: Endings { compensated: 1, released: 1, ..Endings::default() },
        silent_days: asked + reviewed,
        longest_days: asked + reviewed,
    })
}

/// The longest that a period can be, in days, rounded up.
fn whole_days(period: Period) -> u64 {
    match period {
        Period::Hours(hours) => u64::from(hours).div_ceil(24),
        Period::Days(days) => u64::from(days) + 1,
        Period::WorkingDays(days) => (u64::from(days) * 7).div_ceil(5) + 3,
    }
}

/// What a carrier's word begins has one way: its clock pays the seller, or the parcel turns up before.
fn compensation(policy: &Policy) -> Option<ProcedureProof> {
    let name = &policy.compensation.as_ref()?.procedure;
    let spec = policy.procedures.get(name)?.stages.get(&StageName::Executing)?;
    let days = whole_days(spec.promise?);
    Some(ProcedureProof {
        procedure: name.clone(),
        reasons: Vec::new(),
        states: 2,
        steps: 2,
        ways: BTreeSet::from([(StageName::Executing, StageName::Closed)]),
        endings: Endings { compensated: 1, ..Endings::default() },
        silent_days: days,
        longest_days: days,
    })
}

/// Reasons of one procedure and group are walked together: a case keeps its procedure when its reason is changed.
fn beginnings<'p>(policy: &'p Policy, outcomes: &Outcomes) -> Vec<Beginning<'p>> {
    let mut groups: BTreeMap<(ReasonKind, &str, bool), Vec<&Reason>> = BTreeMap::new();
    for reason in &policy.reasons {
        groups.entry((reason.kind, reason.procedure.as_str(), reason.received)).or_default().push(reason);
    }
    let mut all: Vec<Beginning<'p>> = Vec::new();
    for ((kind, name, received), reasons) in groups {
        let Some(procedure) = policy.procedures.get(name) else { continue };
        let changed = policy.dispute_reasons().filter(|other| other.received == received);
        // What a return asks cannot be changed, and no dispute becomes one.
        let changes = kind == ReasonKind::Dispute;
        let may_be: Vec<&Reason> =
            if changes && policy.disputes.max_changes > 0 { changed.collect() } else { reasons.clone() };
        let offered = may_be.iter().flat_map(|reason| &reason.remedies);
        let offered = offered.flat_map(|kind| Give::of(*kind, received)).copied();
        let offered: BTreeSet<Give> = offered.filter(|give| Give::all(received).contains(give)).collect();
        let outcomes = together(&may_be, outcomes);
        let (asked, gives) = match kind {
            ReasonKind::Dispute => (offered, Give::all(received).to_vec()),
            // Always the same is asked for; what else its reason offers is the seller's choice, or the ruling's.
            ReasonKind::Return => (BTreeSet::from([Give::ReturnAndRefund]), offered.into_iter().collect()),
            ReasonKind::Negligence => (BTreeSet::from([Give::FeeRefund]), vec![Give::FeeRefund]),
        };
        let system = "a case that the system opens";
        all.push(Beginning { name, procedure, kind, gives, reasons, asked, outcomes, system });
    }
    let system = &policy.windows.not_received.longest_transit_procedure;
    if let Some((name, procedure)) = policy.procedures.get_key_value(system) {
        let of_system: Vec<&Reason> =
            policy.reasons.iter().filter(|reason| reason.id == super::SYSTEM_REASON).collect();
        let outcomes = together(&of_system, outcomes);
        let asked = BTreeSet::from([Give::Refund]);
        let (kind, gives) = (ReasonKind::Dispute, Give::all(false).to_vec());
        let system = "a case that the system opens";
        all.push(Beginning { name, procedure, kind, gives, reasons: Vec::new(), asked, outcomes, system });
    }
    all.extend(for_risk(policy));
    all
}

/// A risk: cleared, or everything goes back; the table has no say.
fn for_risk(policy: &Policy) -> Option<Beginning<'_>> {
    let (name, procedure) = policy.procedures.get_key_value(&policy.freeze.risk.as_ref()?.procedure)?;
    Some(Beginning {
        name,
        procedure,
        // What it may not do of a dispute's, its procedure may not name.
        kind: ReasonKind::Dispute,
        gives: vec![Give::Refund],
        reasons: Vec::new(),
        asked: BTreeSet::from([Give::Refund]),
        outcomes: [BTreeSet::new(), BTreeSet::new()],
        system: "a case about a risk",
    })
}

fn together(reasons: &[&Reason], outcomes: &Outcomes) -> [BTreeSet<crate::policy::RowRemedy>; 2] {
    let mut all = [BTreeSet::new(), BTreeSet::new()];
    for [before, after] in reasons.iter().filter_map(|reason| outcomes.get(&reason.id)) {
        all[0].extend(before);
        all[1].extend(after);
    }
    all
}

impl Beginning<'_> {
    /// What the case is, at the beginning of a sentence.
    fn subject(&self) -> String {
        let ids: Vec<String> = self.reasons.iter().map(|reason| format!("`{}`", reason.id)).collect();
        let what = match self.kind {
            ReasonKind::Dispute => "dispute",
            ReasonKind::Return => "return",
            ReasonKind::Negligence => "complaint",
        };
        match ids.as_slice() {
            [] => self.system.to_owned(),
            [one] => format!("a {what} of kind {one}"),
            [first, ..] => format!("a {what} of kind {first} (or another of its procedure)"),
        }
    }
}

struct Findings<'a> {
    places: &'a Places<'a>,
    problems: Vec<Problem>,
    /// What was said of which line: a stage that several procedures share is told once.
    said: BTreeSet<(Option<u32>, &'static str)>,
    /// Whether there is anything to say of the procedure at hand, told or not.
    unsound: bool,
}

impl Findings<'_> {
    fn say(&mut self, of: &Beginning<'_>, stage: StageName, sort: &'static str, text: String) {
        let problem = self.places.stage(of.name, stage, text);
        self.tell(problem.line, sort, problem);
    }

    fn tell(&mut self, line: Option<u32>, sort: &'static str, problem: Problem) {
        self.unsound = true;
        if self.said.insert((line, sort)) {
            self.problems.push(problem);
        }
    }

    /// What can be seen of each stage alone: targets that the stage cannot have.
    fn procedure(&mut self, of: &Beginning<'_>) {
        for (stage, spec) in &of.procedure.stages {
            for (exit, target) in &spec.exits {
                if let Some(text) = wrong_target(*stage, *exit, *target) {
                    let text = format!("{exit} = \"{target}\": {text}");
                    self.say(of, *stage, exit.word(), text);
                }
            }
            if *stage == StageName::Executing && spec.on_end != Target::StaffTask {
                let text = format!(
                    "on_end = \"{}\": no clock knows whether the money went out; write on_end = \"staff_task\"",
                    spec.on_end
                );
                self.say(of, *stage, "on_end", text);
            }
        }
    }

    fn walk(&mut self, of: &Beginning<'_>, walk: &Walk<'_>) -> Endings {
        let mut endings = Endings::default();
        for (number, state) in walk.all() {
            self.waits(of, walk, number, state);
            for (step, _) in walk.from(number) {
                if let To::Missing(stage) = step.to {
                    let text = format!(
                        "{} comes to the stage `{stage}`, which the procedure does not have: {} → {stage}; add the stage or lead elsewhere",
                        of.subject(),
                        walk.path_and(number, step.act)
                    );
                    // However many ways lead there: one stage is missing.
                    self.tell(None, stage.word(), self.places.stage(of.name, state.stage, text));
                }
                self.closes(of, walk, (number, state, step), &mut endings);
            }
        }
        // A case that waits or comes nowhere would only show circles that follow from it.
        if !self.unsound {
            self.circles(of, walk);
        }
        endings
    }

    /// A state in which nothing can ever happen, or in which those whose turn it is can do nothing.
    fn waits(&mut self, of: &Beginning<'_>, walk: &Walk<'_>, number: usize, state: &State) {
        let unruled = walk.from(number).iter().any(|(step, _)| step.to == To::NothingRuled);
        if unruled {
            let text = format!(
                "{} can wait for ever: {}, and its clock ends with nothing ruled that could stand; let on_end lead to the table or to another stage",
                of.subject(),
                walk.path(number)
            );
            return self.say(of, state.stage, "waits", text);
        }
        if state.stage == StageName::Executing && !state.has(Marks::PROMISED) {
            let text = format!(
                "{} can wait for ever: {}, where it waits for a refund that nobody has promised; lead to carry_out, refund_asked or refund_all",
                of.subject(),
                walk.path(number)
            );
            return self.say(of, before(walk, number), "waits", text);
        }
        if let Some(lacks) = lacks(state) {
            let text = format!(
                "{} comes to `{}` {lacks}, so those whose turn it is can only wait: {}",
                of.subject(),
                state.stage,
                walk.path(number)
            );
            self.say(of, before(walk, number), "lacks", text);
        }
    }

    /// What becomes of the money when a case closes.
    fn closes(
        &mut self,
        of: &Beginning<'_>,
        walk: &Walk<'_>,
        (number, state, step): (usize, &State, &Step),
        endings: &mut Endings,
    ) {
        let To::State(to) = step.to else { return };
        if to.stage != StageName::Closed || state.stage == StageName::Closed {
            return;
        }
        let end = matches!(step.act, Act::End(_));
        let why = match (state.stage, to.owed()) {
            (StageName::Executing, _) if !end => return endings.refunded += 1,
            (StageName::Executing, _) => "before the gateway has paid",
            // Who asked for the return did not send it: what was agreed has lapsed.
            (StageName::Dispatching, _) if end => return endings.released += 1,
            (StageName::ReplacementInTransit, _) if end || step.act == Act::Leave(Exit::Arrived) => {
                return endings.replaced += 1;
            }
            (_, Some(Give::Other)) => return endings.agreed += 1,
            (_, Some(Give::Replacement | Give::ReplacementAfterReturn)) => {
                "though a replacement is owed and none has come"
            }
            (_, Some(_)) => "though a refund was agreed or ruled",
            (_, None) if to.has(Marks::RETURNED) && to.ruled != Ruled::Nothing => {
                "though the goods went back"
            }
            (_, None) => return endings.released += 1,
        };
        let text = format!(
            "{} closes without money, {why}: {} → closed; lead to refund_asked, refund_all or reviewing",
            of.subject(),
            walk.path_and(number, step.act)
        );
        self.say(of, state.stage, "closes", text);
    }

    fn circles(&mut self, of: &Beginning<'_>, walk: &Walk<'_>) {
        let sorts = [
            (Through::Silence, "if nobody acts, {} goes round for ever", "let one on_end lead out"),
            (
                Through::Parties,
                "the parties can keep {} going for ever, with a fresh clock each time",
                "let one of these lead on to a stage that it has not passed",
            ),
            (
                Through::FreshClocks,
                "{} can be kept going for ever, with a fresh clock each time",
                "write \"back\" where it goes back to the review, so that its clock only rests",
            ),
        ];
        for (through, text, advice) in sorts {
            if let Some((number, circle)) = walk.circle(through) {
                let stage = walk.states.get(number).map_or(StageName::Closed, |state| state.stage);
                let text = text.replace("{}", &of.subject());
                return self.say(of, stage, "circle", format!("{text}: {circle}; {advice}"));
            }
        }
    }
}

/// The stage from which a state is reached first: there the wrong target stands.
fn before(walk: &Walk<'_>, number: usize) -> StageName {
    let first = || walk.states.get(number).map_or(StageName::Closed, |state| state.stage);
    walk.before(number).map_or_else(first, |state| state.stage)
}

/// What a stage needs that only the right way into it gives.
fn lacks(state: &State) -> Option<&'static str> {
    let replacement = matches!(state.owed(), Some(Give::Replacement | Give::ReplacementAfterReturn));
    let goods_back = matches!(state.owed(), Some(Give::ReturnAndRefund | Give::ReplacementAfterReturn));
    match state.stage {
        StageName::Proposed if !state.has(Marks::PROPOSED) => Some("without a proposal of the platform"),
        StageName::Answering if !state.has(Marks::ASKED) => Some("without a question"),
        StageName::Appealing if state.ruled == Ruled::Not => Some("without a ruling"),
        StageName::Preparing | StageName::Dispatching if !goods_back => {
            Some("though nobody has agreed to or ruled a return")
        }
        StageName::ReturnInTransit | StageName::Inspecting if !state.has(Marks::RETURNED) => {
            Some("though nothing was sent back")
        }
        StageName::DispatchingReplacement if !replacement => {
            Some("though nobody has agreed to or ruled a replacement")
        }
        StageName::ReplacementInTransit if !state.has(Marks::SENT_AGAIN) => {
            Some("though nothing was sent again")
        }
        _ => None,
    }
}

/// Why an exit cannot lead there: the core would not follow it, or the parties' word would not be kept.
fn wrong_target(stage: StageName, exit: Exit, target: Target) -> Option<&'static str> {
    use Target::{CarryOut, Close, Final, RefundAll, RefundAsked, Stage};
    let closed = matches!(target, Close | Stage(StageName::Closed));
    let kept = match (stage, exit) {
        (StageName::Reviewing, Exit::Rule) => {
            if matches!(target, Final | Stage(StageName::Appealing)) {
                return None;
            }
            return Some("a ruling stands or may be appealed; write \"final\" or \"appealing\"");
        }
        (StageName::Reviewing, Exit::Propose) if target != Stage(StageName::Proposed) => {
            return Some("only in `proposed` can both answer the platform's proposal; write \"proposed\"");
        }
        (StageName::Reviewing, Exit::Ask) if target != Stage(StageName::Answering) => {
            return Some("only in `answering` can the party answer; write \"answering\"");
        }
        (StageName::Executing, Exit::Done) if !closed => {
            return Some("once the money went out the case is over; write \"closed\"");
        }
        (StageName::Funding, Exit::Granted) => {
            let pays = matches!(target, CarryOut | RefundAsked);
            return (!pays).then_some("what the fund grants is paid at once; write \"refund_asked\"");
        }
        (StageName::Responding, Exit::Accept) => matches!(target, CarryOut | RefundAsked | RefundAll),
        (StageName::Negotiating | StageName::Proposed, Exit::Accept) => target == CarryOut,
        _ => return None,
    };
    // What closes instead is told with its money.
    (!kept && !closed)
        .then_some("what is accepted is carried out, exactly as it was accepted; write \"carry_out\"")
}
