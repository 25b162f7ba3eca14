//! Walking a procedure: entering stages with their clocks, following exits and ends, carrying an outcome out.
//!
//! Stages are code, exits and clocks are the policy's data. Every way into a stage and out of it goes through here.
use super::remedy::Remedy;
use super::{Case, CaseKind, Closing, Finding, Ruling, Stage, facts, funding, negligence, risk};
use crate::actor::{Actor, Side};
use crate::aggregate::Context;
use crate::id::CaseNo;
use crate::money::Minor;
use crate::order::Order;
use crate::order::components::ComponentRef;
use crate::order::draft::Draft;
use crate::order::event::{AccountNews, OrderEvent, StopCause};
use crate::order::{claim, compensation, freeze};
use crate::parcel::Parcel;
use crate::parcel::tracking::{Scan, Status};
use crate::payment::RefundCause;
use crate::payment::refund::{self, Wanted};
use crate::policy::{
    Exit, Fund, Liable, PenaltyReason, Period, RowRemedy, StageName, StageSpec, Target, Turn,
};
use crate::seal::Words;
use crate::time::PeriodKind;
use jiff::{SignedDuration, Timestamp};

/// How an outcome came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A proposal or the request itself was accepted.
    Agreement,
    /// A ruling became final.
    Ruling,
    /// A clock's default.
    Default,
    /// The protection fund has granted it.
    Fund,
}

impl By {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Agreement => "accepted",
            Self::Ruling => "ruling",
            Self::Default => "default",
            Self::Fund => "fund",
        }
    }

    const fn cause(self) -> RefundCause {
        match self {
            Self::Agreement => RefundCause::Agreement,
            Self::Ruling => RefundCause::Ruling,
            Self::Default => RefundCause::Default,
            Self::Fund => RefundCause::Fund,
        }
    }
}

/// The stage's data in the policy that governs the case.
pub(crate) fn spec<'p>(draft: &Draft<'p>, no: CaseNo, stage: StageName) -> Option<&'p StageSpec> {
    let procedure = &draft.order.case(no)?.procedure;
    draft.context.policy.procedures.get(procedure)?.stages.get(&stage)
}

/// Where an exit of the current stage leads.
pub(crate) fn exit(draft: &Draft<'_>, no: CaseNo, exit: Exit) -> Option<Target> {
    let stage = draft.order.case(no)?.stage.name;
    spec(draft, no, stage)?.exits.get(&exit).copied()
}

/// Enters a stage: whose turn, until when, what then. A stage whose clock is over as it begins ends at once.
pub(crate) fn enter(draft: &mut Draft<'_>, no: CaseNo, stage: StageName) {
    let Some(case) = draft.order.case(no) else { return };
    if case.stage.name == stage && case.stage.end.is_some() {
        return;
    }
    let rules = spec(draft, no, stage);
    let (end, promised) = clock(draft, case, stage, rules);
    let on_end = rules.map_or("", |spec| spec.on_end.word());
    begin(draft, no, stage, end, promised, on_end);
    if end.is_some_and(|end| end <= draft.now) {
        at_end(draft, no);
    }
}

pub(crate) fn begin(
    draft: &mut Draft<'_>,
    no: CaseNo,
    stage: StageName,
    end: Option<Timestamp>,
    promised: Option<Timestamp>,
    on_end: &str,
) {
    let turn = turn_word(stage.turn()).to_owned();
    draft.push(OrderEvent::StageEntered { case: no, stage, turn, end, promised, on_end: on_end.to_owned() });
    let kind = draft.order.case(no).map_or(CaseKind::Dispute, |case| case.kind);
    if let Some((side, notice)) = super::told::told(stage, kind) {
        let to = side.and_then(|side| draft.order.party(side));
        match to {
            Some(to) => draft.notice(to, notice, Some(no), end),
            None => draft.notice_both(notice, Some(no), end),
        }
    }
}

/// The stable word for whose turn it is.
#[must_use]
pub const fn turn_word(turn: Turn) -> &'static str {
    match turn {
        Turn::Opener => "opener",
        Turn::Respondent => "respondent",
        Turn::Both => "both",
        Turn::Mediator => "mediator",
        Turn::Carrier => "carrier",
        Turn::Gateway => "gateway",
        Turn::Fund => "fund",
        Turn::Asked => "asked",
        Turn::Nobody => "nobody",
    }
}

/// The exclusive end of a stage that begins now, and the platform's promise of which it is three quarters.
fn clock(
    draft: &Draft<'_>,
    case: &Case,
    stage: StageName,
    spec: Option<&StageSpec>,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let calendar = draft.context.calendar;
    if stage == StageName::Negotiating
        && let Some(end) = case.negotiation_end.filter(|end| *end > draft.now)
    {
        return (Some(end), None);
    }
    if stage == StageName::Closed {
        return (None, None);
    }
    if let Some(promise) = spec.and_then(|s| s.promise) {
        let promised = calendar.end(draft.now, promise);
        let whole = promised.duration_since(draft.now);
        let early = SignedDuration::from_secs(whole.as_secs() / 4 * 3);
        return (Some(draft.now.checked_add(early).unwrap_or(promised)), Some(promised));
    }
    let period = spec.and_then(|s| s.clock).unwrap_or(draft.context.policy.disputes.staff_task_every);
    (Some(end_of(draft, period)), None)
}

fn end_of(draft: &Draft<'_>, period: Period) -> Timestamp {
    if matches!(period, Period::Days(0) | Period::Hours(0) | Period::WorkingDays(0)) {
        return draft.now;
    }
    draft.context.calendar.end(draft.now, period)
}

/// What happens at the end of the current stage.
pub(crate) fn at_end(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no) else { return };
    let stage = case.stage.name;
    let Some(target) = spec(draft, no, stage).map(|s| s.on_end) else {
        return;
    };
    if target == Target::Stage(StageName::Reviewing)
        && matches!(stage, StageName::Responding | StageName::Negotiating)
    {
        draft.push(OrderEvent::CaseEscalated { case: no, by: None, words: Words::only("silence") });
        draft.notice_both("escalated", Some(no), None);
    }
    silence_in_return(draft, no, stage);
    if stage == StageName::Investigating {
        draft.push(OrderEvent::FindingMissed { case: no });
        draft.notice_both("finding_missed", Some(no), None);
    }
    follow(draft, no, target, By::Default);
}

/// What silence says in a return: that the request is confirmed (RET-4), or that what came back is accepted (RET-7).
fn silence_in_return(draft: &mut Draft<'_>, no: CaseNo, stage: StageName) {
    let returns = draft.order.case(no).is_some_and(|case| case.kind == CaseKind::Return);
    match stage {
        StageName::Responding if returns => draft.notice_both("return_confirmed", Some(no), None),
        StageName::Inspecting => draft.push(OrderEvent::ReturnAccepted { case: no }),
        _ => {}
    }
}

/// Goes where an exit or an end leads.
pub(crate) fn follow(draft: &mut Draft<'_>, no: CaseNo, target: Target, by: By) {
    let Some(case) = draft.order.case(no) else { return };
    let (fixed, asked) = (case.fixed.clone(), case.asked.clone());
    match target {
        Target::Stage(StageName::Closed) | Target::Close => {
            let closing = closing_of(case);
            close(draft, no, closing);
        }
        Target::Stage(stage) => enter(draft, no, stage),
        Target::CarryOut => carry_out(draft, no, fixed.unwrap_or(asked), by),
        Target::RefundAll => {
            let amount = refund::left(&draft.order, &reserved(draft, no));
            carry_out(draft, no, Remedy::Refund { amount }, By::Default);
        }
        // The goods of a replacement came back first: now the replacement is owed.
        Target::RefundAsked
            if returned(case) && matches!(fixed, Some(Remedy::Replacement { return_first: true })) =>
        {
            carry_out(draft, no, fixed.unwrap_or(asked), By::Agreement);
        }
        Target::RefundAsked => {
            let amount = fixed.as_ref().and_then(Remedy::amount).or(asked.amount());
            let amount = amount.unwrap_or_else(|| refund::left(&draft.order, &reserved(draft, no)));
            carry_out(draft, no, Remedy::Refund { amount }, by);
        }
        Target::Table => rule_by_table(draft, no),
        Target::Follow => rule_as_proposed(draft, no),
        Target::Back => back(draft, no),
        Target::Final => finish(draft, no),
        Target::StaffTask => staff_task(draft, no),
        Target::Compensate => compensation::pay(draft, no),
    }
}

/// Whether the goods went on their way back: whatever became of them, the return is behind the case.
const fn returned(case: &Case) -> bool {
    case.returning.sent.is_some()
}

/// How a case ends that is closed without money: what had been agreed and lapsed, was sent, or was dismissed.
fn closing_of(case: &Case) -> Closing {
    match case.stage.name {
        StageName::Dispatching => Closing::Lapsed,
        StageName::ReplacementInTransit => Closing::Replaced,
        StageName::Executing => Closing::Refunded,
        _ => Closing::Dismissed,
    }
}

fn reserved(draft: &Draft<'_>, no: CaseNo) -> Vec<ComponentRef> {
    draft.order.case(no).map(|case| case.reserved.clone()).unwrap_or_default()
}

/// Fixes the outcome (once) and goes to the stage that carries it out.
pub(crate) fn carry_out(draft: &mut Draft<'_>, no: CaseNo, remedy: Remedy, by: By) {
    let Some(case) = draft.order.case(no) else { return };
    let complaint = case.kind == CaseKind::Negligence;
    if complaint && remedy.amount().is_none_or(|amount| amount.is_zero()) {
        return negligence::uphold(draft, no, by);
    }
    let fee = shipping(case);
    let returned = returned(case);
    // A ruling on what had been agreed fixes the same anew: from then on it is the ruling's.
    let ruled_anew = by == By::Ruling && !case.ruled;
    let was_fixed = case.fixed.as_ref() == Some(&remedy) && draft.order.units_settled_by(no) && !ruled_anew;
    if !was_fixed {
        draft.push(OrderEvent::OutcomeFixed {
            case: no,
            remedy: Some(remedy.clone()),
            by: by.word().to_owned(),
        });
    }
    if complaint {
        negligence::count(draft, no);
    }
    if risk::is(draft, no) {
        risk::call_off(draft, no);
    }
    match remedy {
        Remedy::FeeRefund { amount } => execute(draft, no, fee, amount, by),
        Remedy::Refund { amount } => execute(draft, no, reserved(draft, no), amount, by),
        // The goods are back (or lost on their way): the return is over, the money is what is left of it.
        Remedy::ReturnAndRefund { amount } if returned => execute(draft, no, reserved(draft, no), amount, by),
        Remedy::ReturnAndRefund { .. } | Remedy::Replacement { return_first: true } if !returned => {
            enter(draft, no, StageName::Preparing);
        }
        Remedy::ReturnAndRefund { .. } | Remedy::Replacement { .. } => {
            enter(draft, no, StageName::DispatchingReplacement)
        }
        Remedy::Other { .. } | Remedy::SellerPayment { .. } => close(draft, no, Closing::Agreed),
    }
}

/// Promises the refund; the case then waits for the gateway. Nothing left to refund: nothing to wait for.
fn execute(draft: &mut Draft<'_>, no: CaseNo, components: Vec<ComponentRef>, amount: Minor, by: By) {
    let ruled = draft.order.case(no).filter(|case| case.ruled).and_then(|case| case.rulings.last());
    // A return or a replacement that was ruled stays the ruling's, whoever's act or silence ends it.
    let (liable, fund, by) = match ruled {
        Some(ruling) => (ruling.liable, ruling.funded_by, By::Ruling),
        None if by == By::Fund => (Liable::Platform, Fund::ProtectionFund, by),
        None if risk::is(draft, no) => (Liable::Nobody, Fund::Escrow, by),
        None => (Liable::Seller, Fund::Escrow, by),
    };
    let beyond = draft
        .order
        .case(no)
        .and_then(|case| compensation::bears(&draft.order, draft.context.policy, case, liable, fund));
    let wanted = Wanted { components, amount, case: Some(no), cause: by.cause(), liable, fund, beyond };
    let promised = refund::build(&draft.order, &wanted, draft.context);
    if promised.parts.is_empty() {
        draft.flag("nothing_left_to_refund", Some(no), None);
        close(draft, no, Closing::Refunded);
        return;
    }
    let costs = funding::costs(&promised);
    draft.push(OrderEvent::RefundPromised(Box::new(promised)));
    if by == By::Fund {
        funding::paid(draft, no, costs);
    } else {
        draft.notice_both("refund_promised", Some(no), None);
    }
    enter(draft, no, StageName::Executing);
}

/// The last ruling stands.
fn finish(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(ruling) = draft.order.case(no).and_then(|case| case.rulings.last()) else {
        return;
    };
    let complaint = draft.order.case(no).is_some_and(|case| case.kind == CaseKind::Negligence);
    let (remedy, seller_liable) = (ruling.remedy.clone(), negligence::held(ruling));
    if seller_liable {
        fault(draft, no);
    }
    let claimed = draft.order.case(no).is_some_and(|case| case.kind == CaseKind::SellerClaim);
    match remedy {
        Some(_) if claimed => claim::pay(draft, no),
        Some(remedy) => carry_out(draft, no, remedy, By::Ruling),
        None if risk::is(draft, no) => close(draft, no, Closing::Cleared),
        None if complaint && seller_liable => negligence::uphold(draft, no, By::Ruling),
        None => {
            // It stays known as an outcome; a return gives its units back as it closes (RET-9).
            draft.push(OrderEvent::OutcomeFixed { case: no, remedy: None, by: By::Ruling.word().to_owned() });
            close(draft, no, Closing::Dismissed);
        }
    }
}

/// The seller was at fault: it counts once a case, beside what was filed (DIS-16).
fn fault(draft: &mut Draft<'_>, no: CaseNo) {
    if draft.order.case(no).is_some_and(|case| case.kind == CaseKind::Dispute && !case.fault) {
        draft.tell_seller(AccountNews::FaultFound { case: no });
        draft.penalise(PenaltyReason::Fault, Some(no));
    }
}

/// Closes the case and tells both.
pub(crate) fn close(draft: &mut Draft<'_>, no: CaseNo, closing: Closing) {
    if draft.order.case(no).is_none_or(|case| !case.open()) {
        return;
    }
    freeze::risk_is_over(draft, no);
    begin(draft, no, StageName::Closed, None, None, "");
    draft.push(OrderEvent::CaseClosed { case: no, closing });
    draft.notice_both("case_closed", Some(no), None);
}

/// Back to the review that an answer or a proposal interrupted, with the time that was left of it. A cause on the
/// buyer's side that lasts on stops it again (INR-3).
fn back(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no) else { return };
    let paused: Option<Stage> = case.paused_review.as_deref().cloned();
    let Some(paused) = paused else { return enter(draft, no, StageName::Reviewing) };
    let (stopped_at, cause) = (case.stage.since, case.buyer_cause.as_ref().and_then(|(_, _, until)| *until));
    let kind = kind_of(draft, no, StageName::Reviewing);
    let calendar = draft.context.calendar;
    let left = paused.left.or_else(|| paused.end.map(|end| calendar.stop(kind, end, stopped_at)));
    let end = left.map(|left| calendar.resume(left, draft.now));
    begin(draft, no, StageName::Reviewing, end, paused.promised, &paused.on_end);
    if paused.stopped.contains(&StopCause::BuyerCause) && cause.is_some_and(|until| until > draft.now) {
        stop(draft, no, StopCause::BuyerCause);
    }
}

/// How the clock of a stage counts.
fn kind_of(draft: &Draft<'_>, no: CaseNo, stage: StageName) -> PeriodKind {
    spec(draft, no, stage).and_then(|s| s.clock).map_or(PeriodKind::Hours, Period::kind)
}

/// Raises a task for staff, again and again until the facts end the stage.
fn staff_task(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no) else { return };
    let times = case.task.map_or(0, |(times, _)| times);
    let next = draft.context.calendar.end(draft.now, draft.context.policy.disputes.staff_task_every);
    let task = format!("{}_overdue", case.stage.name.word());
    draft.push(OrderEvent::StaffTaskRaised { case: no, task, times, next });
}

/// What the liability table recommends for a case now, as the ruling that follows it would be.
#[must_use]
pub fn recommendation(order: &Order, no: CaseNo, context: &Context<'_>, now: Timestamp) -> Option<Ruling> {
    recommended(&Draft::new(order, context, now), no)
}

/// The recommendation of the liability table on the facts as they are now.
pub(crate) fn recommended(draft: &Draft<'_>, no: CaseNo) -> Option<Ruling> {
    // The table has no say in a risk, nor in a seller's claim.
    let case = draft.order.case(no).filter(|case| case.kind != CaseKind::Risk)?;
    let appealable =
        !case.appealed && matches!(rule_target(draft, no), Some(Target::Stage(StageName::Appealing)));
    if case.kind == CaseKind::SellerClaim {
        return claim::recommended(draft, no, appealable);
    }
    let facts = facts::of(&draft.order, case, draft.context.policy, draft.context.calendar, draft.now);
    let row = draft.context.policy.rule(&facts)?;
    let left = refund::left(&draft.order, &case.reserved);
    // An agreement fixed the amount for good (DIS-11); the table then only says whether it is due.
    let asked =
        case.fixed.as_ref().and_then(Remedy::amount).or(case.asked.amount()).unwrap_or(left).min(left);
    let remedy = match row.remedy {
        _ if case.kind == CaseKind::Negligence => negligence::given(&draft.order, case, row),
        // Asked back with a return that has not been made yet: the return comes first.
        RowRemedy::RefundAsked if returns_first(case) => Some(Remedy::ReturnAndRefund { amount: asked }),
        RowRemedy::RefundAsked => Some(Remedy::Refund { amount: asked }),
        RowRemedy::RefundAll => Some(Remedy::Refund { amount: left }),
        RowRemedy::RefundGoods => Some(Remedy::Refund { amount: refund::left(&draft.order, &goods(case)) }),
        RowRemedy::ReturnAndRefund => Some(Remedy::ReturnAndRefund { amount: asked }),
        RowRemedy::None => None,
    };
    Some(Ruling {
        by: Actor::Clock,
        row: Some(row.id.clone()),
        facts,
        evidence: standing_evidence(draft, no),
        liable: row.liable,
        funded_by: row.funded_by,
        remedy: remedy.filter(|r| r.amount().is_none_or(Minor::is_positive)),
        why: row.why.clone(),
        departs: None,
        review: crate::id::CaseNo::after(case.rulings.len()).0.saturating_add(1),
        appealable,
    })
}

fn returns_first(case: &Case) -> bool {
    matches!(case.asked, Remedy::ReturnAndRefund { .. }) && !returned(case)
}

/// The shipping among what a case reserves.
pub(crate) fn shipping(case: &Case) -> Vec<ComponentRef> {
    case.reserved.iter().copied().filter(|c| matches!(c, ComponentRef::Shipping(_))).collect()
}

fn goods(case: &Case) -> Vec<ComponentRef> {
    case.reserved.iter().copied().filter(|c| matches!(c, ComponentRef::Goods(_))).collect()
}

pub(crate) fn standing_evidence(draft: &Draft<'_>, no: CaseNo) -> Vec<crate::id::EvidenceNo> {
    let of_case = draft.order.evidence.iter().filter(|e| e.case.is_none_or(|case| case == no));
    of_case.filter(|e| e.withdrawn.is_none() && e.removed.is_none()).map(|e| e.no).collect()
}

fn rule_target(draft: &Draft<'_>, no: CaseNo) -> Option<Target> {
    let procedure = &draft.order.case(no)?.procedure;
    let stages = &draft.context.policy.procedures.get(procedure)?.stages;
    stages.get(&StageName::Reviewing)?.exits.get(&Exit::Rule).copied()
}

fn rule_by_table(draft: &mut Draft<'_>, no: CaseNo) {
    if let Some(ruling) = recommended(draft, no) {
        rule(draft, no, ruling);
    } else {
        staff_task(draft, no);
    }
}

/// The platform's own proposal becomes the ruling at the end of its time.
fn rule_as_proposed(draft: &mut Draft<'_>, no: CaseNo) {
    let proposal = draft.order.case(no).and_then(|case| case.standing(Side::Platform)).cloned();
    let (Some(proposal), Some(mut ruling)) = (proposal, recommended(draft, no)) else {
        return rule_by_table(draft, no);
    };
    let follows_row = ruling.remedy.as_ref() == Some(&proposal.remedy);
    ruling.departs = (!follows_row).then(|| proposal.words.clone());
    ruling.remedy = Some(proposal.remedy);
    ruling.by = draft.order.case(no).and_then(|case| case.mediator).map_or(Actor::Clock, Actor::Mediator);
    rule(draft, no, ruling);
}

/// A ruling is out: appeal, or carried out.
pub(crate) fn rule(draft: &mut Draft<'_>, no: CaseNo, ruling: Ruling) {
    let target = rule_target(draft, no).unwrap_or(Target::Final);
    let appealable = ruling.appealable;
    draft.push(OrderEvent::CaseRuled { case: no, ruling: Box::new(ruling) });
    draft.notice_both("ruling", Some(no), None);
    follow(draft, no, if appealable { target } else { Target::Final }, By::Ruling);
}

/// Closes cases whose refund is confirmed, and moves returns and replacements on that arrived or were lost.
pub(crate) fn settle(draft: &mut Draft<'_>) {
    for index in 0..draft.order.cases.len() {
        let case = &draft.order.cases[index];
        let no = case.no;
        match case.stage.name {
            StageName::Executing => {
                let done = case
                    .refund
                    .and_then(|r| draft.order.refund(r))
                    .is_some_and(crate::payment::Refund::settled);
                if done && case.open() {
                    close(draft, no, Closing::Refunded);
                }
            }
            StageName::ReplacementInTransit if case.open() => replacement(draft, no),
            StageName::Reviewing if case.open() => rest_while_collecting(draft, no),
            StageName::Investigating if case.open() => found_by_scan(draft, no),
            _ => {}
        }
    }
}

/// While the buyer has time to collect the parcel, the review rests (INR-4).
fn rest_while_collecting(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no) else { return };
    let parcel = facts::parcel_of(&draft.order, case);
    let waits = parcel.is_some_and(|p| {
        p.collection.is_some_and(|(_, over)| !over) && p.receipt().is_none() && !p.status().ends_journey()
    });
    let rests = case.stage.stopped.contains(&StopCause::Collection);
    if waits && !rests {
        stop(draft, no, StopCause::Collection);
    } else if !waits && rests {
        resume(draft, no, StopCause::Collection);
    }
}

/// What the carrier has found (INV-3): both are told, and the parties go on.
pub(crate) fn found(draft: &mut Draft<'_>, no: CaseNo, finding: Finding) {
    draft.push(OrderEvent::FindingReported { case: no, finding });
    draft.notice_both("finding", Some(no), None);
    if let Some(target) = exit(draft, no, Exit::Finding) {
        follow(draft, no, target, By::Agreement);
    }
}

/// A scan of the carrier itself under the number that it was asked about, made since, is its answer: nobody waits for
/// another one.
fn found_by_scan(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no) else { return };
    let Some(asked) = &case.investigation else { return };
    let under = |p: &&Parcel| {
        p.number.as_deref() == Some(asked.number.as_str())
            && p.carrier.as_deref() == Some(asked.carrier.as_str())
            && case.units.iter().any(|(_, unit)| p.units.contains(unit))
    };
    let Some(parcel) = draft.order.parcels.iter().find(under) else { return };
    let finding = match parcel.status() {
        Status::Delivered => Finding::Delivered,
        Status::Lost => Finding::Lost,
        _ => return,
    };
    let newly = |s: &Scan| s.by_carrier && s.status == parcel.status() && s.at >= asked.asked;
    if parcel.scans.iter().any(newly) {
        found(draft, no, finding);
    }
}

fn replacement(draft: &mut Draft<'_>, no: CaseNo) {
    let parcel = draft.order.parcels.iter().find(|p| p.case == Some(no));
    let Some(parcel) = parcel else { return };
    let (arrived, lost) = (parcel.receipt().is_some(), parcel.failure().is_some());
    if arrived && let Some(target) = exit(draft, no, Exit::Arrived) {
        follow(draft, no, target, By::Agreement);
    } else if lost && let Some(target) = exit(draft, no, Exit::Lost) {
        follow(draft, no, target, By::Default);
    }
}

/// Stops the clock of the current stage; what is left of it is kept.
pub(crate) fn stop(draft: &mut Draft<'_>, no: CaseNo, why: StopCause) {
    let Some(case) = draft.order.case(no) else { return };
    if case.stage.stopped.contains(&why) {
        return;
    }
    let Some(end) = case.stage.end else { return };
    let left = draft.context.calendar.stop(kind_of(draft, no, case.stage.name), end, draft.now);
    draft.push(OrderEvent::ClockStopped { case: no, why, left });
}

/// Takes one cause away; the clock goes on when it was the last.
pub(crate) fn resume(draft: &mut Draft<'_>, no: CaseNo, why: StopCause) {
    let Some(case) = draft.order.case(no) else { return };
    let (Some(left), true) = (case.stage.left, case.stage.stopped.contains(&why)) else {
        return;
    };
    let end = draft.context.calendar.resume(left, draft.now);
    draft.push(OrderEvent::ClockResumed { case: no, why, end });
}
