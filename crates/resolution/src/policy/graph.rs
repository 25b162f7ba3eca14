//! Procedures as graphs: put together from what they extend, without the stages to which no way leads. That every case
//! ends is proven in `proof`.
use super::{
    Exit, FactValue, LiabilityRow, Problem, Procedure, Reason, ReasonKind, RemedyKind, RowRemedy, StageName,
    StageSpec, Target,
    build::Found,
    claims,
    problem::Source,
    proof::StagePlaces,
    ranges,
    raw::{ProcedureItem, RawPolicy},
    words::unknown,
};
use crate::time::Period;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};
use toml::Spanned;

/// The stages of a procedure as written, each with its place and whether the procedure itself wrote it.
type Written = BTreeMap<StageName, WrittenStage>;

struct WrittenStage {
    spec: StageSpec,
    place: Range<usize>,
    own: bool,
}

/// The key that names the first stage.
const FIRST: &str = "first";
/// The key that names the procedure whose stages are taken over.
const EXTENDS: &str = "extends";

/// Puts every procedure that has a `first` together, and says everything that is wrong with them. A procedure without
/// `first` is a fragment: it exists to be extended.
pub(super) fn procedures(
    source: &Source<'_>,
    raw: &RawPolicy,
    reasons: &[Reason],
    liability: &[LiabilityRow],
    into: &mut Found,
) -> (BTreeMap<String, Procedure>, StagePlaces) {
    let mut builder =
        Builder { source, raw, problems: Vec::new(), found: Vec::new(), places: StagePlaces::new() };
    let mut all = BTreeMap::new();
    let system = &raw.windows.not_received.longest_transit_procedure;
    let complete = |name: &String| raw.procedure[name].contains_key(FIRST);
    if !raw.procedure.get(system).is_some_and(|items| items.contains_key(FIRST)) {
        let names = raw.procedure.keys().filter(|name| complete(name)).map(String::as_str);
        let text = unknown("procedure with a first stage", system, names);
        builder.problems.push(source.at_key("windows.not_received.longest_transit_procedure", text));
    }
    let risk = raw.freeze.risk.as_ref().map(|rules| &rules.procedure);
    if let Some(risk) = risk {
        builder.risk(risk, system);
    }
    for name in raw.procedure.keys().filter(|name| complete(name)) {
        let (at_table, talked) = if risk == Some(name) {
            // Cleared, or everything goes back: nothing is agreed, and the table has no say.
            (BTreeSet::from([RemedyKind::Refund]), BTreeSet::from([RemedyKind::Refund]))
        } else {
            let at_table = remedies(name, name == system, reasons, liability);
            let talked = &agreed(name, reasons) | &at_table;
            (at_table, talked)
        };
        if let Some(procedure) = builder.procedure(name, &at_table, &talked) {
            all.insert(name.clone(), procedure);
        }
    }
    if let Some((name, procedure)) = risk.and_then(|name| all.get_key_value(name)) {
        builder.found.extend(
            risk_problem(name, procedure)
                .map(|text| source.at_key(&format!("procedure.{name}.reviewing"), text)),
        );
    }
    let claims = raw.claims.as_ref().map(|rules| &rules.procedure);
    if let Some((name, procedure)) = claims.and_then(|name| all.get_key_value(name)) {
        let problem = claims::problem(name, procedure);
        builder.found.extend(problem.map(|text| source.at_key(&format!("procedure.{name}"), text)));
    }
    for reason in reasons.iter().filter(|reason| raw.procedure.contains_key(&reason.procedure)) {
        if !complete(&reason.procedure) {
            let text = format!("`{}` has no `first` stage; it can only be extended", reason.procedure);
            builder.problems.push(source.at_key(&format!("reason {}", reason.id), text));
        }
    }
    // What makes good what a carrier lost begins with the carrier's word, for no reason of the list.
    let compensation = raw.compensation.as_ref().map(|rules| &rules.procedure);
    // And a seller's claim names a cause, which is no reason of a buyer's.
    let beside = |name: &&String| [compensation, risk, claims].contains(&Some(*name));
    for name in all.keys().filter(|name| *name != system && !beside(name)) {
        if !reasons.iter().any(|reason| reason.procedure == *name) {
            let text = "no reason leads to this procedure; name it in one, or remove `first` where it is only to be extended";
            builder.found.push(source.at_key(&format!("procedure.{name}.first"), text));
        }
    }
    into.broken.extend(builder.problems);
    into.found.extend(builder.found);
    (all, builder.places)
}

/// What a risk's own review cannot have: it ends by itself, in time, without the table and without bargaining.
fn risk_problem(name: &str, procedure: &Procedure) -> Option<String> {
    // Where it does not begin with its review, that is said already.
    let review =
        procedure.stages.get(&procedure.first).filter(|_| procedure.first == StageName::Reviewing)?;
    if review.on_end != Target::RefundAll {
        return Some(format!(
            "on_end = \"{}\": a risk that nobody clears in time goes back to the buyer; write on_end = \"refund_all\"",
            review.on_end
        ));
    }
    let other = review.exits.keys().find(|exit| **exit != Exit::Rule)?;
    Some(format!("`{other}` would let the time of `{name}` rest, which is promised to the buyer; remove it"))
}

/// Every remedy that parties may agree on or a mediator may rule: what was not received is not sent back, and beside
/// disputes there is nothing but what the reason offers.
fn agreed(name: &str, reasons: &[Reason]) -> BTreeSet<RemedyKind> {
    let used: Vec<&Reason> = reasons.iter().filter(|reason| reason.procedure == name).collect();
    if !used.is_empty() && used.iter().all(|reason| reason.kind != ReasonKind::Dispute) {
        return used.into_iter().flat_map(|reason| reason.remedies.iter().copied()).collect();
    }
    let received = used.is_empty() || used.iter().any(|reason| reason.received);
    let all = RemedyKind::ALL.iter().copied();
    all.filter(|kind| received || *kind != RemedyKind::ReturnAndRefund).collect()
}

/// Every remedy that the table may give to a case of this procedure, and what its reasons offer: all there is where the
/// table decides at once.
fn remedies(
    name: &str,
    system: bool,
    reasons: &[Reason],
    liability: &[LiabilityRow],
) -> BTreeSet<RemedyKind> {
    let mut found = BTreeSet::new();
    let used = reasons.iter().filter(|reason| reason.procedure == name || (system && !reason.received));
    for reason in used {
        if reason.procedure == name {
            found.extend(reason.remedies.iter().copied());
        }
        let mut known = BTreeMap::from([
            ("reason", FactValue::Word(reason.id.clone())),
            ("received", FactValue::Bool(reason.received)),
        ]);
        if system {
            known.insert("transit", FactValue::Word("longest".to_owned()));
        }
        for row in liability {
            let decided = row.when.decided_by(&known);
            if decided != Some(false) {
                found.extend(match row.remedy {
                    RowRemedy::RefundAsked | RowRemedy::RefundAll | RowRemedy::RefundGoods => {
                        Some(RemedyKind::Refund)
                    }
                    RowRemedy::ReturnAndRefund => Some(RemedyKind::ReturnAndRefund),
                    RowRemedy::None => None,
                });
            }
            if decided == Some(true) {
                break;
            }
        }
    }
    if found.is_empty() {
        found.extend(RemedyKind::ALL);
    }
    found
}

struct Builder<'a> {
    source: &'a Source<'a>,
    raw: &'a RawPolicy,
    /// What leaves no procedure.
    problems: Vec<Problem>,
    /// What leaves one, but not for new orders.
    found: Vec<Problem>,
    places: StagePlaces,
}

impl Builder<'_> {
    /// The procedure of a risk is one of its own, and a person or its clock decides, not the table.
    fn risk(&mut self, name: &str, system: &str) {
        let key = "freeze.risk.procedure";
        let Some(items) = self.raw.procedure.get(name).filter(|items| items.contains_key(FIRST)) else {
            let complete = |items: &&String| self.raw.procedure[*items].contains_key(FIRST);
            let names = self.raw.procedure.keys().filter(complete).map(String::as_str);
            let text = unknown("procedure with a first stage", name, names);
            return self.problems.push(self.source.at_key(key, text));
        };
        let shared = name == system
            || self.raw.reason.iter().any(|r| r.procedure.as_ref().is_some_and(|own| own.as_ref() == name));
        if shared {
            let text = format!("`{name}` is the procedure of other cases; write one of its own for a risk");
            self.problems.push(self.source.at_key(key, text));
        }
        let first = items.get(FIRST).map(Spanned::as_ref);
        if !matches!(first, Some(ProcedureItem::Text(text)) if text == StageName::Reviewing.word()) {
            let text = format!("`{name}` must begin with `reviewing`: the platform looks at a risk at once");
            self.problems.push(self.source.at_key(key, text));
        }
    }

    fn problem(&mut self, place: Range<usize>, row: String, text: impl Into<String>) {
        let problem = self.source.at(place, row, text);
        // Stages that several procedures extend are walked once for each: say their mistakes once.
        let said = |earlier: &Problem| earlier.line == problem.line && earlier.message == problem.message;
        if !self.problems.iter().any(said) {
            self.problems.push(problem);
        }
    }

    fn procedure(
        &mut self,
        name: &str,
        at_table: &BTreeSet<RemedyKind>,
        talked: &BTreeSet<RemedyKind>,
    ) -> Option<Procedure> {
        let before = self.problems.len();
        let (first, place) = self.first(name)?;
        let stages = self.collect(name);
        if !stages.contains_key(&first) {
            let text = format!("the first stage `{first}` is not among the procedure's stages; add it");
            self.problem(place.clone(), format!("procedure.{name}.first"), text);
        }
        // A stage that could not be read would only bring problems that follow from it.
        if self.problems.len() > before {
            return None;
        }
        let at_once = stages.get(&first).is_some_and(|stage| stage.spec.clock == Some(Period::Hours(0)));
        let walk = Walk { stages: &stages, remedies: if at_once { at_table } else { talked } };
        let reached = walk.reach(first);
        for (stage, written) in stages.iter().filter(|(stage, _)| !reached.contains(stage)) {
            if written.own {
                let text = format!(
                    "no way leads here from the first stage `{first}`; remove the stage or lead to it"
                );
                let row = format!("procedure.{name}.{stage}");
                self.found.push(self.source.at(written.place.clone(), row, text));
            }
        }
        for stage in reached.iter().filter(|stage| **stage != StageName::Closed) {
            if let Some(written) = stages.get(stage) {
                self.places.insert((name.to_owned(), *stage), written.place.clone());
            }
        }
        let stages = stages.into_iter().filter(|(stage, _)| reached.contains(stage));
        Some(Procedure { first, stages: stages.map(|(stage, written)| (stage, written.spec)).collect() })
    }

    fn first(&mut self, name: &str) -> Option<(StageName, Range<usize>)> {
        let item = self.raw.procedure.get(name)?.get(FIRST)?;
        let row = format!("procedure.{name}.first");
        let ProcedureItem::Text(text) = item.as_ref() else {
            self.problem(item.span(), row, "write the name of a stage");
            return None;
        };
        match text.parse() {
            Ok(stage) => Some((stage, item.span())),
            Err(wrong) => {
                self.problem(item.span(), row, wrong);
                None
            }
        }
    }

    /// The stages of a procedure: its own, then what it extends, nearest first; and `closed`, which nobody writes.
    fn collect(&mut self, name: &str) -> Written {
        let mut stages = Written::new();
        let mut chain = vec![name.to_owned()];
        let mut current = Some(name.to_owned());
        while let Some(procedure) = current.take() {
            let Some(items) = self.raw.procedure.get(&procedure) else {
                break;
            };
            for (key, item) in items {
                let row = format!("procedure.{procedure}.{key}");
                match item.as_ref() {
                    ProcedureItem::Text(base) if key == EXTENDS => {
                        if chain.contains(base) {
                            self.problem(item.span(), row, format!("`{procedure}` extends itself by way of `{base}`"));
                        } else if self.raw.procedure.contains_key(base) {
                            chain.push(base.clone());
                            current = Some(base.clone());
                        } else {
                            let names = self.raw.procedure.keys().map(String::as_str);
                            self.problem(item.span(), row, unknown("procedure", base, names));
                        }
                    }
                    ProcedureItem::Text(_) if key == FIRST => {}
                    ProcedureItem::Text(_) => self.problem(
                        item.span(),
                        row,
                        "a stage is written like { clock = \"15 days\", on_end = \"reviewing\", accept = \"carry_out\" }",
                    ),
                    ProcedureItem::Stage(raw) => {
                        let own = procedure == name;
                        if let Some((stage, spec)) = self.stage(key, raw, &row, item.span())
                            && !stages.contains_key(&stage)
                        {
                            stages.insert(stage, WrittenStage { spec, place: item.span(), own });
                        }
                    }
                }
            }
        }
        let closed = StageSpec { clock: None, promise: None, on_end: Target::Close, exits: BTreeMap::new() };
        stages.insert(StageName::Closed, WrittenStage { spec: closed, place: 0..0, own: false });
        stages
    }

    fn stage(
        &mut self,
        key: &str,
        raw: &BTreeMap<String, Spanned<String>>,
        row: &str,
        place: Range<usize>,
    ) -> Option<(StageName, StageSpec)> {
        let name: StageName = match key.parse() {
            Ok(StageName::Closed) => {
                self.problem(
                    place,
                    row.to_owned(),
                    "`closed` is the end of every procedure and is not written",
                );
                return None;
            }
            Ok(name) => name,
            Err(wrong) => {
                self.problem(place, row.to_owned(), wrong);
                return None;
            }
        };
        let exits = self.exits(name, raw, row, &place);
        let Some(end) = raw.get("on_end") else {
            let text = "nothing is said about the end of the clock; add on_end = \"STAGE OR ACT\"";
            self.problem(place, row.to_owned(), text);
            return None;
        };
        let on_end = self.target(name, "on_end", end, row)?;
        let promise = self.period(raw.get("promise"), row, false);
        let mut clock = self.period(raw.get("clock"), row, on_end == Target::Table);
        if on_end == Target::StaffTask {
            // Ends by facts instead of silence: its clock is the repetition of the task.
            clock = clock.or(Some(self.raw.disputes.staff_task_every));
        }
        if clock.is_none() && promise.is_none() && !raw.contains_key("clock") && !raw.contains_key("promise")
        {
            let text = "the stage has no clock; add clock = \"5 days\" (or promise = \"24 hours\" where the platform itself is bound)";
            self.problem(place, row.to_owned(), text);
        } else if clock.is_some() && promise.is_some() {
            self.problem(place, row.to_owned(), "clock and promise are both given; keep one");
        }
        Some((name, StageSpec { clock, promise, on_end, exits }))
    }

    fn exits(
        &mut self,
        name: StageName,
        raw: &BTreeMap<String, Spanned<String>>,
        row: &str,
        place: &Range<usize>,
    ) -> BTreeMap<Exit, Target> {
        let (required, optional) = (name.required_exits(), name.optional_exits());
        let mut exits = BTreeMap::new();
        for (key, value) in
            raw.iter().filter(|(key, _)| !["clock", "promise", "on_end"].contains(&key.as_str()))
        {
            let exit =
                key.parse::<Exit>().ok().filter(|exit| required.contains(exit) || optional.contains(exit));
            match exit {
                Some(exit) => {
                    if let Some(target) = self.target(name, key, value, row) {
                        exits.insert(exit, target);
                    }
                }
                None => {
                    let known = required.iter().chain(optional).map(|exit| exit.word());
                    let known = ["clock", "promise", "on_end"].into_iter().chain(known);
                    let text = unknown(&format!("key of the stage `{name}`"), key, known);
                    self.problem(value.span(), row.to_owned(), text);
                }
            }
        }
        for exit in required.iter().filter(|exit| !raw.contains_key(exit.word())) {
            let text = format!("the way out `{exit}` is missing; add {exit} = \"STAGE OR ACT\"");
            self.problem(place.clone(), row.to_owned(), text);
        }
        exits
    }

    /// Reads a target and holds it against the stage in which it stands.
    fn target(&mut self, stage: StageName, key: &str, value: &Spanned<String>, row: &str) -> Option<Target> {
        let target: Target = match value.as_ref().parse() {
            Ok(target) => target,
            Err(wrong) => {
                self.problem(value.span(), row.to_owned(), wrong);
                return None;
            }
        };
        use StageName::{Answering, Appealing, Executing, Proposed, Reviewing};
        let only: &[StageName] = match target {
            Target::Table => &[Reviewing],
            Target::Follow => &[Proposed],
            Target::Back => &[Proposed, Answering],
            Target::Final => &[Reviewing, Appealing],
            Target::StaffTask | Target::Compensate => &[Executing],
            _ => return Some(target),
        };
        if only.contains(&stage) {
            return Some(target);
        }
        let stages: Vec<&str> = only.iter().map(|stage| stage.word()).collect();
        let text = format!("{key} = \"{target}\" has sense only in {}", stages.join(" and "));
        self.problem(value.span(), row.to_owned(), text);
        None
    }

    fn period(&mut self, value: Option<&Spanned<String>>, row: &str, may_be_nought: bool) -> Option<Period> {
        let value = value?;
        let wrong = match value.as_ref().parse::<Period>() {
            Ok(Period::Hours(0)) if may_be_nought => return Some(Period::Hours(0)),
            Ok(period) => match ranges::period(period) {
                None => return Some(period),
                Some(text) => text,
            },
            Err(wrong) => wrong.to_string(),
        };
        self.problem(value.span(), row.to_owned(), wrong);
        None
    }
}

/// A procedure as it is walked.
struct Walk<'a> {
    stages: &'a Written,
    remedies: &'a BTreeSet<RemedyKind>,
}

impl Walk<'_> {
    /// Every stage of the procedure to which a way leads.
    fn reach(&self, first: StageName) -> BTreeSet<StageName> {
        let mut reached = BTreeSet::new();
        let mut open = vec![first];
        while let Some(stage) = open.pop() {
            if self.stages.contains_key(&stage) && reached.insert(stage) {
                open.extend(self.ways(stage).into_iter().flat_map(|target| self.leads(stage, target)));
            }
        }
        reached
    }

    /// Every way out of a stage: its exits and the end of its clock.
    fn ways(&self, stage: StageName) -> Vec<Target> {
        let Some(written) = self.stages.get(&stage) else {
            return Vec::new();
        };
        written.spec.exits.values().copied().chain([written.spec.on_end]).collect()
    }

    /// The stages to which a target leads from a stage.
    fn leads(&self, stage: StageName, target: Target) -> Vec<StageName> {
        let ruled = |review: StageName| {
            let rule = self.stages.get(&review).and_then(|written| written.spec.exits.get(&Exit::Rule));
            match rule {
                Some(Target::Table | Target::Follow) | None => Vec::new(),
                Some(target) => self.leads(review, *target),
            }
        };
        match target {
            Target::Stage(next) => vec![next],
            Target::CarryOut | Target::Final => self.carried_out(),
            Target::RefundAll | Target::RefundAsked => vec![StageName::Executing],
            Target::Close | Target::Compensate => vec![StageName::Closed],
            Target::Table => ruled(stage),
            Target::Follow => ruled(StageName::Reviewing),
            Target::Back => vec![StageName::Reviewing],
            Target::StaffTask => vec![stage],
        }
    }

    fn carried_out(&self) -> Vec<StageName> {
        let begins = |remedy: &RemedyKind| match remedy {
            RemedyKind::Refund | RemedyKind::FeeRefund => StageName::Executing,
            RemedyKind::ReturnAndRefund => StageName::Preparing,
            RemedyKind::Replacement => StageName::DispatchingReplacement,
            RemedyKind::Other | RemedyKind::SellerPayment => StageName::Closed,
        };
        self.remedies.iter().map(begins).chain([StageName::Closed]).collect()
    }
}
